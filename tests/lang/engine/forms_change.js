// An instruction takes another form when its operands change, and native code that was made of the
// form before goes on beside it.

// --- doubles, then what is converted, in each form of arithmetic
function arithmetic(a, b) {
  return [a - b, a * b, a - 2.5, a * 2.5, 2.5 - a, a + b, a + 2.5].join();
}
for (let i = 0; i < 20; i++) arithmetic(1.5, 0.5);
console.log(arithmetic('5', 3)); // expect: 2,15,2.5,12.5,-2.5,53,52.5
console.log(arithmetic(7.5, '3')); // expect: 4.5,22.5,5,18.75,-5,7.53,10
console.log(arithmetic(null, undefined)); // expect: NaN,NaN,-2.5,0,2.5,NaN,2.5
console.log(arithmetic(7, 3)); // expect: 4,21,4.5,17.5,-4.5,10,9.5
console.log(arithmetic({ valueOf: () => 8 }, [2])); // expect: 6,16,5.5,20,-5.5,82,10.5
for (let i = 0; i < 20; i++) arithmetic(6, 3);
console.log(arithmetic(1.5, 0.5)); // expect: 1,0.75,-1,3.75,1,2,4

// --- numbers beside constants that are none
function append(a) { return [a + '', a + 'x', '' + a].join('|'); }
for (const value of [NaN, 1.5, 7, -0, 'text', 1e300]) console.log(append(value));
// expect: NaN|NaNx|NaN
// expect: 1.5|1.5x|1.5
// expect: 7|7x|7
// expect: 0|0x|0
// expect: text|textx|text
// expect: 1e+300|1e+300x|1e+300

// --- methods of objects, of prototypes and of strings, whichever comes first
const own = { trim() { return 'own'; } };
function Parent() { this.first = 'first'; this.second = 'second'; }
Parent.prototype.third = 'third';
Parent.prototype.trim = function () { return 'inherited'; };
const receivers = { own, inherited: new Parent(), text: ' text ', array: Object.assign([], { trim: () => 'array' }) };
function orders(names) {
  if (names.length < 2) return [names];
  return names.flatMap((name) => orders(names.filter((other) => other !== name)).map((rest) => [name, ...rest]));
}
// A new closure's code is the same, so each order has a site of its own.
const sites = [
  (value) => value.trim(), (value) => value.trim(), (value) => value.trim(), (value) => value.trim(),
  (value) => value.trim(), (value) => value.trim(), (value) => value.trim(), (value) => value.trim(),
  (value) => value.trim(), (value) => value.trim(), (value) => value.trim(), (value) => value.trim(),
  (value) => value.trim(), (value) => value.trim(), (value) => value.trim(), (value) => value.trim(),
  (value) => value.trim(), (value) => value.trim(), (value) => value.trim(), (value) => value.trim(),
  (value) => value.trim(), (value) => value.trim(), (value) => value.trim(), (value) => value.trim(),
];
const wrong = [];
orders(Object.keys(receivers)).forEach((order, index) => {
  const site = sites[index];
  for (let round = 0; round < 9; round++)
    for (const name of order)
      for (let times = 0; times < 4; times++)
        if (site(receivers[name]) !== name) wrong.push(order.join() + ': ' + name);
});
console.log(wrong.join('\n')); // expect:
console.log(sites.length); // expect: 24

// --- the same through one call that goes on in native code while its site changes
const parent = { trim: () => 'parent' };
function site(value, inner) {
  const first = value.trim(inner);
  return first + ',' + value.trim();
}
function Holder() { this.one = 1; this.two = 2; }
Holder.prototype = { trim: () => 'prototype' };
const nests = {
  trim(inner) {
    if (inner) inner();
    return 'own';
  },
};
for (let i = 0; i < 12; i++) site(nests);
const holder = new Holder();
const nested = () => [' a ', holder, Object.create(parent), ' b '].map((value) => site(value)).join(';');
console.log([nests].map((value) => site(value, nested)).join()); // expect: own,own
console.log(nested()); // expect: a,a;prototype,prototype;parent,parent;b,b
console.log(site(nests, nested)); // expect: own,own

// --- stores that find the property, then add it, then find it
function store(object, value) { object.value = value; return object; }
function Empty() {}
function Full() { this.before = 0; this.value = 0; }
for (let i = 0; i < 12; i++) store(new Full(), i);
console.log(JSON.stringify(store(new Empty(), 1))); // expect: {"value":1}
for (let i = 0; i < 12; i++) store(new Empty(), i);
console.log(JSON.stringify(store(new Full(), 2))); // expect: {"before":0,"value":2}
console.log(JSON.stringify(store({ other: 1 }, 3))); // expect: {"other":1,"value":3}
console.log(JSON.stringify(store([], 4))); // expect: []
console.log(JSON.stringify(store(Object.create({ set value(given) { this.kept = given; } }), 5))); // expect: {"kept":5}

// --- elements of arrays, typed arrays, strings and objects
function element(from, at) { return from[at]; }
function put(to, at, value) { to[at] = value; return to[at]; }
const kinds = [[1, 2, 3], new Float64Array([1.5, 2.5, 3.5]), 'abc', { 0: 'zero', 1: 'one' }, new Uint8Array([7, 8, 9])];
const seen = [];
for (const kind of kinds) {
  for (let i = 0; i < 12; i++) element(kind, 0);
  seen.push(kinds.map((other) => element(other, 1)).join());
}
console.log(seen.join(' ')); // expect: 2,2.5,b,one,8 2,2.5,b,one,8 2,2.5,b,one,8 2,2.5,b,one,8 2,2.5,b,one,8
const written = [];
for (const kind of [[], new Float64Array(2), {}, new Uint8Array(2)]) {
  for (let i = 0; i < 12; i++) put(kind, 0, i);
  written.push([[], new Float64Array(2), {}, new Uint8Array(2)].map((other) => put(other, 1, 300.5)).join());
}
console.log(written.join(' ')); // expect: 300.5,300.5,300.5,44 300.5,300.5,300.5,44 300.5,300.5,300.5,44 300.5,300.5,300.5,44

// --- callees of every kind at one call
function invoke(callee, value) { return callee(value); }
class Never {}
const bound = invoke.bind(undefined, (value) => 'bound ' + value);
const callees = [Math.abs, (value) => 'arrow ' + value, bound, Number.isInteger, function () { return arguments.length; }, (...rest) => rest.length];
const answers = [];
for (const callee of callees) {
  for (let i = 0; i < 12; i++) invoke(callee, -1);
  answers.push(callees.map((other) => invoke(other, -2)).join());
}
console.log(new Set(answers).size, answers[0]); // expect: 1 2,arrow -2,bound -2,true,1,1
for (const wrong of [Never, 5, undefined, {}]) {
  try {
    invoke(wrong, 1);
  } catch (error) {
    console.log(error.message);
  }
}
// expect: Class constructor Never cannot be invoked without 'new'
// expect: callee is not a function
// expect: callee is not a function
// expect: callee is not a function

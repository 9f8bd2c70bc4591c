// The arguments object of strict functions (ECMA-262 10.4.4.6).
// --- length and elements
function f(a) { return [arguments.length, arguments[0], arguments[1], arguments[2]].join('|'); }
console.log(f(), f(1), f(1, 2), f(undefined, 2, 3, 4)); // expect: 0||| 1|1|| 2|1|2| 4||2|3
// --- its class, prototype and keys
const args = (function () { return arguments; })('a', 'b');
console.log(Object.prototype.toString.call(args), Array.isArray(args)); // expect: [object Arguments] false
console.log(Object.getPrototypeOf(args) === Object.prototype, typeof args); // expect: true object
console.log(Object.keys(args).join(), Object.getOwnPropertyNames(args).join()); // expect: 0,1 0,1,length,callee
console.log(JSON.stringify(args)); // expect: {"0":"a","1":"b"}
// --- its properties can be changed
function f() {
  arguments[0] = 'changed';
  arguments[5] = 'new';
  arguments.length = 1;
  delete arguments[1];
  return [arguments[0], arguments[5], arguments.length, 1 in arguments].join();
}
console.log(f(1, 2)); // expect: changed,new,1,false
// --- the attributes of length and of elements
const args = (function () { return arguments; })(1);
console.log(JSON.stringify(Object.getOwnPropertyDescriptor(args, 'length'))); // expect: {"value":1,"writable":true,"enumerable":false,"configurable":true}
console.log(JSON.stringify(Object.getOwnPropertyDescriptor(args, '0'))); // expect: {"value":1,"writable":true,"enumerable":true,"configurable":true}
// --- callee is an accessor that throws
const args = (function () { return arguments; })();
const callee = Object.getOwnPropertyDescriptor(args, 'callee');
console.log(callee.get === callee.set, callee.enumerable, callee.configurable); // expect: true false false
console.log(typeof callee.get, callee.get.length, Object.isFrozen(callee.get)); // expect: function 0 true
for (const use of [() => args.callee, () => { args.callee = 1; }, () => delete args.callee])
  try {
    use();
  } catch (error) {
    console.log(error.name); // expect: TypeError
  }
// expect: TypeError
// expect: TypeError
// --- all of them share one accessor
const callee = (args) => Object.getOwnPropertyDescriptor(args, 'callee').get;
function f() { return arguments; }
console.log(callee(f()) === callee((function () { return arguments; })(1, 2))); // expect: true
// --- parameters are no aliases
function f(a, b) {
  a = 'assigned';
  arguments[1] = 'changed';
  return [arguments[0], a, b].join();
}
console.log(f(1, 2)); // expect: 1,assigned,2
// --- each call has its own
function f() { return arguments; }
console.log(f() !== f(), f(1) !== f(1)); // expect: true true
// --- defaults do not count
function f(a = 5, b) { return [arguments.length, arguments[0], a].join(); }
console.log(f(), f(undefined), f(undefined, 1)); // expect: 0,,5 1,,5 2,,5
// --- with rest and patterns
function f([a], ...rest) { return [a, rest.length, arguments.length, arguments[2]].join(); }
console.log(f([1]), f([1], 2, 3)); // expect: 1,0,1, 1,2,3,3
// --- defaults may use it
function f(a, b = arguments.length, [c] = [arguments[0]]) { return [a, b, c].join(); }
console.log(f(7), f(7, 8)); // expect: 7,1,7 7,8,7
// --- iteration
function f() {
  const list = [];
  for (const x of arguments) list.push(x);
  const [first, ...rest] = arguments;
  return [list.join(), [...arguments].length, Math.max(...arguments), first, rest.length].join(' ');
}
console.log(f(3, 1, 2)); // expect: 3,1,2 3 3 3 2
// --- iteration goes by the length that it has now
function f() {
  arguments.length = 3;
  return [...arguments].join();
}
console.log(f(1), f(1, 2, 3, 4)); // expect: 1,, 1,2,3
// --- passed on
function g(...all) { return all.join(); }
function f() { return g.apply(null, arguments) + '|' + g(...arguments); }
console.log(f(1, 2)); // expect: 1,2|1,2
// --- methods of arrays work on it
function f() {
  const { slice, map } = Array.prototype;
  return slice.call(arguments, 1).join() + '|' + map.call(arguments, (x) => x * 2).join();
}
console.log(f(1, 2, 3)); // expect: 2,3|2,4,6
console.log((function () { return Array.from(arguments).length; })(1, 2)); // expect: 2
// --- for-in visits the elements
const keys = [];
(function () { for (const key in arguments) keys.push(key); })('a', 'b');
console.log(keys.join()); // expect: 0,1
// --- arrows see that of the function around them
function f() {
  const first = () => arguments[0];
  const nested = () => () => arguments.length + first();
  return nested()();
}
console.log(f(5, 6)); // expect: 7
// --- arrows in default values too
function f(a, get = () => arguments) { return get()[0] + get().length; }
console.log(f(10)); // expect: 11
// --- an arrow that outlives its function
const keep = (function () { return (i) => arguments[i]; })('a', 'b');
console.log(keep(0), keep(1)); // expect: a b
// --- inner functions have their own
function f() {
  function g() { return arguments.length; }
  return [g(1, 2, 3), arguments.length].join();
}
console.log(f(1)); // expect: 3,1
// --- methods, getters, setters and constructors
const o = {
  m() { return arguments.length; },
  get g() { return arguments.length; },
  set s(value) { this.count = arguments.length; },
};
o.s = 1;
function P() { this.n = arguments.length; }
console.log(o.m(1, 2), o.g, o.count, new P(1, 2, 3).n); // expect: 2 0 1 3
// --- callbacks see all that they are given
[7].forEach(function () { console.log(arguments.length, arguments[0]); }); // expect: 3 7
// --- call and apply
function f() { return [...arguments].join(); }
console.log(f.call(null, 1, 2), f.apply(null, { length: 2, 0: 'a' })); // expect: 1,2 a,
// --- it is not the function's own property
function f(arguments_) { return typeof arguments; }
console.log(f()); // expect: object
// --- arguments as a key or property is only a name
const o = { arguments: 1 };
console.log(o.arguments, { arguments: 2 }.arguments); // expect: 1 2
// --- missing parameters
function f(a, b, c) { return [arguments.length, a, b, c].join(); }
console.log(f(1), f(1, 2, 3, 4)); // expect: 1,1,, 4,1,2,3
// --- many arguments
const list = new Array(1000).fill(1);
console.log((function () { return arguments.length + arguments[999]; })(...list)); // expect: 1001
// --- the accessor callee is the one of all functions (10.2.4.1)
function list() { return arguments; }
const callee = Object.getOwnPropertyDescriptor(list(1), "callee");
console.log(callee.get === callee.set, callee.enumerable, callee.configurable);
// expect: true false false
console.log(callee.get === Object.getOwnPropertyDescriptor(Function.prototype, "caller").get);
// expect: true
console.log(callee.get === Object.getOwnPropertyDescriptor(list(), "callee").set); // expect: true
// --- the console shows what it is
(function () { console.log(arguments); })(1, 'a'); // expect: [Arguments] { '0': 1, '1': 'a' }
(function () { console.log([arguments]); })(); // expect: [ [Arguments] {} ]

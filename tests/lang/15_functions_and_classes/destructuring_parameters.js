// Patterns and rest as parameters (ECMA-262 15.1, 10.2.11).
// --- arrays and objects
function f([a, b = 2], { c, d: { e } = { e: 5 } }) { return [a, b, c, e].join(); }
console.log(f([1], { c: 3 })); // expect: 1,2,3,5
// --- arrows
const f = ([a, ...b], { c = a, ...d }) => [a, b.length, c, JSON.stringify(d)].join();
console.log(f([1, 2, 3], { x: 1 })); // expect: 1,2,1,{"x":1}
// --- an arrow with a single pattern
const first = ([a]) => a, x = ({ x }) => x;
console.log(first([1]), x({ x: 2 })); // expect: 1 2
// --- arrows in patterns of arrows
const f = ({ g = ({ h = 1 }) => h, i = (j) => g({}) + j }) => i(5);
console.log(f({})); // expect: 6
// --- methods and setters
const o = {
  m([a], { b }) { return a + b; },
  set p({ q }) { this.r = q; },
};
o.p = { q: 7 };
console.log(o.m([1], { b: 2 }), o.r); // expect: 3 7
// --- function expressions with a name
console.log((function self({ n }) { return n < 2 ? 1 : n * self({ n: n - 1 }); })({ n: 5 })); // expect: 120
// --- defaults of whole patterns
function f([a, b] = [1, 2], { c } = { c: 3 }) { return a + b + c; }
console.log(f(), f([5, 6]), f(undefined, { c: 10 })); // expect: 6 14 13
// --- defaults see the parameters before them
function f({ a, b = a + 1 }, [c = b + 1] = [], d = a + b + c) { return [a, b, c, d].join(); }
console.log(f({ a: 1 })); // expect: 1,2,3,6
// --- parameters in their dead zone
function f({ a = b }, b) { return a; }
try {
  f({}, 1);
} catch (error) {
  console.log(error.name); // expect: ReferenceError
}
console.log(f({ a: 1 }, 2)); // expect: 1
// --- a name in its own default
function f([a = a]) {}
try {
  f([]);
} catch (error) {
  console.log(error.name); // expect: ReferenceError
}
// --- closures in defaults see the parameters, not the body's variables
function f({ a, get = () => a }, [b] = [get]) {
  var a;
  const before = a;
  a = 'body';
  return [before, b(), get()].join();
}
console.log(f({ a: 'parameter' })); // expect: parameter,parameter,parameter
// --- closures in the body see the names
function f({ a, b }) { return { add: (n) => (a += n), get: () => a * b }; }
const { add, get } = f({ a: 1, b: 10 });
add(4);
console.log(get()); // expect: 50
// --- length counts patterns up to the first default or rest
console.log((([a], { b }) => 0).length, ((a, [b] = [], c) => 0).length); // expect: 2 1
console.log(((a, ...b) => 0).length, ((...[a, b]) => 0).length); // expect: 1 0
console.log((function ({}, []) {}).length); // expect: 2
// --- missing arguments
function f([a]) {}
try {
  f();
} catch (error) {
  console.log(error instanceof TypeError); // expect: true
}
function g({ a }) {}
try {
  g(null);
} catch (error) {
  console.log(error instanceof TypeError); // expect: true
}
// --- a function of the body replaces a name
function f({ g }) {
  return typeof g;
  function g() {}
}
console.log(f({ g: 1 })); // expect: function
// --- rest takes what is left
function f(a, ...rest) { return [a, rest.length, rest.join('|')].join(); }
console.log(f(), f(1), f(1, 2), f(1, 2, 3)); // expect: ,0, 1,0, 1,1,2 1,2,2|3
// --- rest alone
const count = (...all) => all.length;
console.log(count(), count(undefined), count(1, 2, 3)); // expect: 0 1 3
// --- rest is a fresh array
function f(...rest) { return rest; }
const one = f(1, 2), two = f(1, 2);
one.push(3);
console.log(one !== two, two.length, Array.isArray(one), Object.getPrototypeOf(one) === Array.prototype); // expect: true 2 true true
// --- rest as a pattern
function f(a, ...[b = 'none', ...{ length }]) { return [a, b, length].join(); }
console.log(f(1), f(1, 2, 3, 4)); // expect: 1,none,0 1,2,2
// --- rest as an object's pattern
const f = (...{ length, 0: first }) => length + first;
console.log(f(5, 6)); // expect: 7
// --- rest after defaults
function f(a = 1, b = a, ...rest) { return [a, b, rest].join(); }
console.log(f(), f(5), f(5, 6, 7, 8)); // expect: 1,1, 5,5, 5,6,7,8
// --- rest with fewer arguments than parameters
function f(a, b, c, ...rest) { return [a, b, c, rest.length].join(); }
console.log(f(1), f(1, 2, 3)); // expect: 1,,,0 1,2,3,0
// --- rest that is captured and assigned
function f(...rest) {
  const add = (x) => { rest = [...rest, x]; };
  add(9);
  return rest.join();
}
console.log(f(1, 2)); // expect: 1,2,9
// --- rest in constructors, methods, getters' callers and callbacks
function P(...parts) { this.parts = parts; }
const o = { m(...all) { return all.length + this.k; }, k: 10 };
console.log(new P(1, 2).parts.length, new P().parts.length, o.m(1, 2)); // expect: 2 0 12
console.log([5, 6].map((...all) => all.length).join()); // expect: 3,3
console.log([1, 2, 3].reduce((...[a, b]) => a + b)); // expect: 6
console.log([3, 1, 2].sort((...[a, b]) => a - b).join()); // expect: 1,2,3
// --- rest through call and apply
function f(...all) { return all.join(); }
console.log(f.call(null, 1, 2), f.apply(null, [3, 4])); // expect: 1,2 3,4
// --- rest with very many arguments
function f(a, ...rest) { return rest.length; }
console.log(f(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20)); // expect: 20
// --- rest in a function that calls itself
function sum(first, ...rest) { return rest.length === 0 ? first : first + sum(...rest); }
console.log(sum(1, 2, 3, 4, 5)); // expect: 15
// --- rest and a default that uses it
function f(a = () => rest.length, ...rest) { return a(); }
console.log(f(undefined, 1, 2)); // expect: 2
// --- patterns in an immediately called function
console.log((({ a }, ...[b]) => a + b)({ a: 1 }, 2)); // expect: 3

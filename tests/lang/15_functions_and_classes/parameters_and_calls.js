// --- missing arguments are undefined and extra ones are ignored
function f(a, b) { return a + "," + b; }
console.log(f(1, 2)); // expect: 1,2
console.log(f(1)); // expect: 1,undefined
console.log(f()); // expect: undefined,undefined
console.log(f(1, 2, 3)); // expect: 1,2

// --- length counts the parameters before the first default
console.log((function () {}).length); // expect: 0
console.log((function (a, b) {}).length); // expect: 2
console.log((function (a, b = 1, c) {}).length); // expect: 1
console.log(((a) => a).length); // expect: 1

// --- default values are evaluated at each call that needs them
let count = 0;
function next() { return ++count; }
function f(a = next(), b = next()) { return a + "," + b; }
console.log(f()); // expect: 1,2
console.log(f(10)); // expect: 10,3
console.log(f(undefined, 20)); // expect: 4,20
console.log(f(null, 0)); // expect: null,0
console.log(f(10, 20)); // expect: 10,20
console.log(count); // expect: 4

// --- default values see the scope around the function and the parameters, not the body
const x = "outside";
function f(a = x, g = () => a) {
  const x = "body";
  a = "changed";
  return g() + " " + x;
}
console.log(f("given")); // expect: changed body
console.log(f()); // expect: changed body
function h(a, g = () => a) {
  var a;
  const before = a;
  a = "body";
  return before + " " + a + " " + g();
}
console.log(h("parameter")); // expect: parameter body parameter

// --- arguments are passed by value, objects by reference
function change(number, object) {
  number = 2;
  object.v = 2;
  object = { v: 3 };
}
const number = 1, object = { v: 1 };
change(number, object);
console.log(number, object.v); // expect: 1 2

// --- arguments are evaluated from left to right, after the callee
let order = "";
function note(name) { order += name; return name; }
function callee() { note("f"); return function () { note("!"); }; }
callee()(note("a"), note("b"), note("c"));
console.log(order); // expect: fabc!
order = "";
const holder = { get: function () { order += "m"; return this; } };
(note("o"), holder).get(note("1")).get(note("2"));
console.log(order); // expect: o1m2m

// --- the callee is read before the arguments are evaluated
let f = function () { return "first"; };
console.log(f(f = function () { return "second"; })); // expect: first
console.log(f()); // expect: second

// --- a callee that is no function fails after the arguments are evaluated
let log = "";
const notFunction = 1;
try { notFunction((log += "argument")); } catch (error) { log += " " + error.name; }
console.log(log); // expect: argument TypeError
log = "";
try { absent((log += "argument")); } catch (error) { log += error.name; }
console.log(log); // expect: ReferenceError

// --- recursion
function factorial(n) { return n <= 1 ? 1 : n * factorial(n - 1); }
console.log(factorial(10)); // expect: 3628800
console.log(factorial(20)); // expect: 2432902008176640000
function even(n) { return n === 0 ? true : odd(n - 1); }
function odd(n) { return n === 0 ? false : even(n - 1); }
console.log(even(100), odd(7)); // expect: true true
function ackermann(m, n) {
  return m === 0 ? n + 1 : n === 0 ? ackermann(m - 1, 1) : ackermann(m - 1, ackermann(m, n - 1));
}
console.log(ackermann(2, 5)); // expect: 13
function depth(n) { return n === 0 ? 0 : 1 + depth(n - 1); }
console.log(depth(800)); // expect: 800

// --- a function returns undefined unless told otherwise
console.log((function () {})()); // expect: undefined
console.log((function () { return; })()); // expect: undefined
console.log((() => {})()); // expect: undefined
console.log((() => ({}))() !== undefined); // expect: true

// --- many arguments
function many(a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p) { return a + p; }
console.log(many(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16)); // expect: 17
function nestedMany(a, b, c, d) { return a + b + c + d; }
const nested = nestedMany(nestedMany(1, 2, 3, 4), nestedMany(1, nestedMany(1, 1, 1, 1), 1, 1),
  5, nestedMany(0, 0, 0, 1));
console.log(nested); // expect: 23

// --- a function that is passed and returned
function compose(f, g) { return function (x) { return f(g(x)); }; }
const add1 = (x) => x + 1, twice = (x) => x * 2;
console.log(compose(add1, twice)(5), compose(twice, add1)(5)); // expect: 11 12
console.log((function (f) { return f(f(3)); })(twice)); // expect: 12
console.log((() => () => () => "deep")()()()); // expect: deep

// --- endless recursion is a RangeError that can be caught
let calls = 0;
function forever() { calls++; return forever() + 1; }
try { forever(); } catch (error) { console.log(error instanceof RangeError); } // expect: true
console.log(calls > 500); // expect: true
try { forever(); } catch (error) { console.log(error.name); } // expect: RangeError

// --- endless recursion through callbacks is a RangeError too
function forever() { return [1].map(forever); }
try { forever(); } catch (error) { console.log(error instanceof RangeError); } // expect: true
const converting = { toString: function () { return "" + converting; } };
try { "" + converting; } catch (error) { console.log(error instanceof RangeError); } // expect: true
function construct() { return new construct(); }
try { construct(); } catch (error) { console.log(error instanceof RangeError); } // expect: true

// --- a call of undefined names the callee
let nothing;
nothing(); // expect error: TypeError: nothing is not a function

// --- a call of a missing method names the object and the method
const object = { inner: {} };
object.inner.method(1); // expect error: TypeError: object.inner.method is not a function

// --- a call of an element names the array and the index
const list = [1];
list[0](); // expect error: TypeError: list[0] is not a function

// --- a call of a call's result says so
function f() { return 1; }
f()(); // expect error: TypeError: f(...) is not a function

// --- a method of undefined cannot be read
let nothing;
nothing.method(); // expect error: TypeError: Cannot read properties of undefined (reading 'method')

// --- closures share the variable they capture
function counter() {
  let n = 0;
  return { up: () => ++n, down: () => --n, get: () => n };
}
const a = counter(), b = counter();
a.up(); a.up(); b.down();
console.log(a.get(), b.get()); // expect: 2 -1

// --- variables outlive their function
function adder(x) { return function (y) { return x + y; }; }
const add5 = adder(5), add9 = adder(9);
console.log(add5(1), add9(1), adder("a")("b")); // expect: 6 10 ab

// --- parameters are captured too, and may be changed
function f(x) {
  const set = (v) => { x = v; };
  const get = () => x;
  set(x + 1);
  return get() + x;
}
console.log(f(1)); // expect: 4

// --- captures reach through several functions
function one() {
  let v = 1;
  return function two() {
    return function three() {
      return function four() { return v++; };
    };
  };
}
const four = one()()();
four();
console.log(four()); // expect: 2

// --- each iteration of a for loop has fresh let bindings
const functions = [];
for (let i = 0; i < 3; i++) functions.push(() => i);
console.log(functions.map((f) => f()).join()); // expect: 0,1,2
const changing = [];
for (let i = 0; i < 3; i++) {
  changing.push(() => i);
  i += 0.5;
}
console.log(changing.map((f) => f()).join()); // expect: 0.5,2
const setters = [];
for (let i = 0; i < 2; i++) setters.push({ inc: () => ++i, get: () => i });
setters[0].inc();
console.log(setters[0].get(), setters[1].get()); // expect: 1 1

// --- closures made in the head of a for loop see the first copy
const list = [];
for (let i = 0, read = () => i; i < 3; i++) list.push(read());
console.log(list.join()); // expect: 0,0,0
const updates = [];
for (let i = 0; i < 2; updates.push(() => i), i++);
console.log(updates.map((f) => f()).join()); // expect: 1,2
const tests = [];
for (let i = 0; tests.push(() => i), i < 2; i++);
console.log(tests.map((f) => f()).join()); // expect: 0,1,2

// --- var is shared by all iterations
const functions = [];
for (var i = 0; i < 3; i++) functions.push(() => i);
console.log(functions.map((f) => f()).join()); // expect: 3,3,3

// --- while loops make fresh bindings in their body
const functions = [];
let i = 0;
while (i < 3) {
  const value = i++;
  let changing = value * 10;
  functions.push(() => value + changing++);
}
console.log(functions[0]()); // expect: 0
console.log(functions[1]()); // expect: 11
console.log(functions[1]()); // expect: 12
console.log(functions[2]()); // expect: 22

// --- fresh bindings survive continue and labelled jumps
const functions = [];
outer: for (let i = 0; i < 3; i++) {
  for (let k = 0; k < 3; k++) {
    functions.push(() => i * 10 + k);
    if (k === 1) continue outer;
  }
}
console.log(functions.map((f) => f()).join()); // expect: 0,1,10,11,20,21

// --- functions of one scope capture each other
function make() {
  function isEven(n) { return n === 0 || isOdd(n - 1); }
  function isOdd(n) { return n !== 0 && isEven(n - 1); }
  return isEven;
}
console.log(make()(10), make()(7)); // expect: true false
{
  function a() { return b() + 1; }
  function b() { return 1; }
  console.log(a()); // expect: 2
}

// --- a hoisted function captures a variable declared later
function f() {
  function read() { return later; }
  let early;
  try { early = read(); } catch (error) { early = error.name; }
  let later = "value";
  return early + " " + read();
}
console.log(f()); // expect: ReferenceError value

// --- the catch parameter is captured
const functions = [];
for (const x of [1, 2]) {
  try { throw x; } catch (e) { functions.push(() => e); }
}
console.log(functions[0]() + functions[1]()); // expect: 3

// --- a reassigned captured function declaration
function f() { return 1; }
const g = () => f();
f = () => 2;
console.log(g()); // expect: 2

// --- switch scopes are captured
const read = [];
for (let i = 0; i < 2; i++) {
  switch (i) {
  case 0: let x = "zero"; read.push(() => x); break;
  default: x = "one"; // expect error: ReferenceError: Cannot access 'x' before initialization
  }
}

// --- closures keep their variables through garbage
function keep(n) {
  const data = { n: n, text: "item" + n };
  return () => data.text + data.n;
}
const kept = [];
for (let i = 0; i < 2000; i++) {
  const f = keep(i);
  if (i % 500 === 0) kept.push(f);
  for (let k = 0; k < 20; k++) ({ garbage: [k, { k: k }] });
}
console.log(kept.map((f) => f()).join()); // expect: item00,item500500,item10001000,item15001500

// --- immediately called functions
console.log((function () { return 1; })()); // expect: 1
console.log((() => 2)()); // expect: 2
const module1 = (function () {
  let hidden = 0;
  return { next() { return ++hidden; } };
})();
module1.next();
console.log(module1.next()); // expect: 2
console.log(typeof hidden); // expect: undefined

// --- a closure in a default parameter
let outside = "o";
function f(g = () => outside) { const outside = "inner"; return g(); }
console.log(f()); // expect: o
outside = "changed";
console.log(f()); // expect: changed

// --- named function expressions capture themselves
const factorial = function self(n) { return n < 2 ? 1 : n * self(n - 1); };
const other = factorial;
console.log(other(5)); // expect: 120
const makers = [];
for (let i = 0; i < 2; i++) makers.push(function self(again) { return again ? self(false) : i; });
console.log(makers[0](true), makers[1](true)); // expect: 0 1

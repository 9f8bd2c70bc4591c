// --- function declarations are hoisted with their value
console.log(early()); // expect: hoisted
function early() { return "hoisted"; }

// --- var is hoisted as undefined
console.log(v); // expect: undefined
var v = 1;
console.log(v); // expect: 1
var v;
console.log(v); // expect: 1

// --- the last function declaration of a name wins
console.log(twice()); // expect: 2
function twice() { return 1; }
function twice() { return 2; }

// --- a function declaration initialises a var of its name
console.log(typeof both); // expect: function
var both = 5;
function both() {}
console.log(both); // expect: 5

// --- a parameter and a var of its name are one variable
function f(a) {
  var a;
  return a;
}
function g(a) {
  var a = 2;
  return a;
}
function h(a) {
  function a() {}
  return typeof a;
}
console.log(f(1), g(1), h(1)); // expect: 1 2 function

// --- inner scopes shadow outer ones
const x = 1;
function outer() {
  const x = 2;
  function inner() {
    const x = 3;
    { const x = 4; }
    return x;
  }
  return x * 10 + inner();
}
console.log(outer(), x); // expect: 23 1

// --- user bindings shadow builtin names
const Math = { floor: function () { return "mine"; } };
console.log(Math.floor(1.5)); // expect: mine
function parseInt() { return "own"; }
console.log(parseInt("1")); // expect: own
const undefined = 5;
console.log(undefined); // expect: 5

// --- the self name of a function expression is not visible outside
const f = function self(n) { return n ? self(n - 1) + 1 : typeof self; };
console.log(f(2)); // expect: function11
console.log(typeof self); // expect: undefined

// --- the self name of a function expression is constant
const f = function self() { self = 1; };
f(); // expect error: TypeError: Assignment to constant variable.

// --- a variable of the body hides the self name
const f = function self() { const self = "body"; return self; };
const g = function self(self) { return self; };
const h = function self() { var self; return typeof self; };
console.log(f(), g("parameter"), h()); // expect: body parameter undefined

// --- functions in blocks belong to the block
{
  function inBlock() { return 1; }
  console.log(inBlock()); // expect: 1
}
console.log(typeof inBlock); // expect: undefined
if (true) {
  function inBlock() { return 2; }
  console.log(inBlock()); // expect: 2
}

// --- a closure sees the variable, not its value at creation
let x = 1;
const read = () => x;
x = 2;
console.log(read()); // expect: 2

// --- const cannot be assigned
const fixed = 1;
fixed = 2; // expect error: TypeError: Assignment to constant variable.

// --- the value is evaluated before a constant refuses it
const fixed = 1;
let log = "";
try { fixed = (log += "evaluated"); } catch (error) { log += " " + error.name; }
try { fixed++; } catch (error) { log += " " + error.name; }
try { fixed += 1; } catch (error) { log += " " + error.name; }
console.log(log, fixed); // expect: evaluated TypeError TypeError TypeError 1

// --- an undeclared name is a ReferenceError
console.log(nowhere); // expect error: ReferenceError: nowhere is not defined

// --- names may use the whole of Unicode
const größe = 1, \u0061b = 2, $ = 3, _ = 4, 变量 = 5;
console.log(größe + ab + $ + _ + 变量); // expect: 15

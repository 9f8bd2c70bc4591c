// --- module.exports and exports are one object at first
console.log(module.exports === exports); // expect: true
exports.a = 1;
console.log(module.exports.a); // expect: 1
module.exports = { b: 2 };
console.log(exports.b, module.exports.b); // expect: undefined 2
console.log(typeof module, typeof exports); // expect: object object

// --- top-level declarations are not properties of the global object
var v = 1;
let l = 2;
function f() {}
console.log(globalThis.v, globalThis.l, globalThis.f); // expect: undefined undefined undefined

// --- globals can be shadowed without being changed
const console2 = console;
{
  const console = { log: (text) => console2.log("own " + text) }; // expect: own one
  console.log("one");
}
console.log("two"); // expect: two

// --- builtin globals
console.log(typeof globalThis); // expect: object
console.log(typeof Object); // expect: function
console.log(typeof Array); // expect: function
console.log(typeof Math); // expect: object
console.log(typeof JSON); // expect: object
console.log(typeof console); // expect: object
console.log(globalThis.globalThis === globalThis, globalThis.Array === Array); // expect: true true
console.log(typeof NaN, typeof Infinity, typeof undefined); // expect: number number undefined

// --- a global constant cannot be assigned
undefined = 1; // expect error: TypeError

// --- the value of NaN cannot be changed
NaN = 1; // expect error: TypeError

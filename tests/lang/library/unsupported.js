// What the standard has and Mica lacks ends the script by its name when it is looked up.
// needs on Node: globalThis.absent
// --- of an array
[1].copyWithin(0, 1); // expect error: unsupported: Array.prototype.copyWithin
// --- of a string
"a".match("a"); // expect error: unsupported: String.prototype.match
// --- of a number
(5).toLocaleString(); // expect error: unsupported: Number.prototype.toLocaleString
// --- of a constructor
Object.getOwnPropertySymbols({}); // expect error: unsupported: Object.getOwnPropertySymbols
// --- of a function
(() => 1).bind(null); // expect error: unsupported: Function.prototype.bind
// --- of an element of an array that inherits it
const array = Object.create([]);
array["copyWithin"]; // expect error: unsupported: Array.prototype.copyWithin
// --- of the global object
globalThis.WeakMap; // expect error: unsupported: globalThis.WeakMap
// --- by in
"with" in []; // expect error: unsupported: Array.prototype.with
// --- past every handler
try {
  [].toSorted(); // expect error: unsupported: Array.prototype.toSorted
} catch (error) {
  console.log("caught");
} finally {
  console.log("cleaned up");
}
// --- Date beyond now
new Date(); // expect error: unsupported: Date beyond Date.now
// --- other constructors of arrays
function Maker() {}
Array.from.call(Maker, []); // expect error: unsupported: Array.from of other constructors
// --- own properties of what Mica has in part
Object.hasOwn(String.prototype, "match"); // expect error: unsupported: String.prototype.match
// --- a descriptor of what is missing
Object.getOwnPropertyDescriptor(Error, "captureStackTrace");
// expect error: unsupported: Error.captureStackTrace
// --- the list of all properties
Object.getOwnPropertyNames(String.prototype); // expect error: unsupported: the names of all
// --- source compiled at run time
new Function("return 1"); // expect error: unsupported: the Function constructor
// --- source compiled at run time, by a call
Function("a", "return a"); // expect error: unsupported: the Function constructor

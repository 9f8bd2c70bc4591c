// What the standard has and Mica lacks ends the script by its name when it is looked up.
// needs on Node: globalThis.absent
// --- of a string
"a".match("a"); // expect error: unsupported: String.prototype.match
// --- of a number
(5).toLocaleString(); // expect error: unsupported: Number.prototype.toLocaleString
// --- of a constructor
Object.getOwnPropertySymbols({}); // expect error: unsupported: Object.getOwnPropertySymbols
// --- of an object that inherits it
const text = Object.create(new String("a"));
text["match"]; // expect error: unsupported: String.prototype.match
// --- of the global object
globalThis.WeakMap; // expect error: unsupported: globalThis.WeakMap
// --- by in
"search" in new String(""); // expect error: unsupported: String.prototype.search
// --- past every handler
try {
  "".matchAll("a"); // expect error: unsupported: String.prototype.matchAll
} catch (error) {
  console.log("caught");
} finally {
  console.log("cleaned up");
}
// --- Date beyond now
new Date(); // expect error: unsupported: Date beyond Date.now
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

// --- let is not readable before its declaration
{
  x; // expect error: ReferenceError: Cannot access 'x' before initialization
  let x = 1;
}

// --- let is not writable before its declaration
{
  x = 1; // expect error: ReferenceError: Cannot access 'x' before initialization
  let x;
}

// --- const is not readable before its declaration
typeof value; // expect error: ReferenceError: Cannot access 'value' before initialization
const value = 1;

// --- an initializer cannot read its own variable
let x = x + 1; // expect error: ReferenceError: Cannot access 'x' before initialization

// --- a closure may be created before the declaration and called after it
const read = () => later;
let later = "now";
console.log(read()); // expect: now
function hoisted() { return alsoLater; }
const alsoLater = 2;
console.log(hoisted()); // expect: 2

// --- a closure called too early fails
function read() { return later; }
read(); // expect error: ReferenceError: Cannot access 'later' before initialization
let later = 1;

// --- an inner declaration hides the outer one from the start of its block
const x = "outer";
let seen = "";
{
  try { seen = x; } catch (error) { seen = error.name; }
  const x = "inner";
}
console.log(seen); // expect: ReferenceError

// --- each entry of a block begins anew
let log = "";
for (let i = 0; i < 3; i++) {
  const early = () => { try { return value; } catch (error) { return "dead"; } };
  log += early() + " ";
  let value = i;
  log += early() + " ";
}
console.log(log + "."); // expect: dead 0 dead 1 dead 2 .
let again = "";
for (let i = 0; i < 2; i++) {
  let unset;
  again += unset;
  unset = i;
}
console.log(again); // expect: undefinedundefined

// --- let without initializer is undefined after its declaration
let x;
console.log(x); // expect: undefined
let y = undefined, z;
console.log(y, z); // expect: undefined undefined

// --- a dead const is a ReferenceError even when assigned
x = 1; // expect error: ReferenceError: Cannot access 'x' before initialization
const x = 2;

// --- compound assignment reads first
x += 1; // expect error: ReferenceError: Cannot access 'x' before initialization
let x = 2;

// --- a default value cannot see later parameters
function f(a = b, b = 1) { return a; }
f(); // expect error: ReferenceError: Cannot access 'b' before initialization

// --- a default value may see earlier parameters
function f(a, b = a + 1, c = b * 2) { return a + "," + b + "," + c; }
console.log(f(1)); // expect: 1,2,4
console.log(f(1, undefined, 9)); // expect: 1,2,9

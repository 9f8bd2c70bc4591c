// --- arrays are iterated by index
let log = "";
for (const x of [1, 2, 3]) log += x;
for (let y of ["a", "b"]) { y += "!"; log += y; }
for (var z of []) log += "never";
console.log(log); // expect: 123a!b!
console.log(z); // expect: undefined

// --- elements that are added or removed meanwhile are seen or missed
const list = [1, 2, 3];
let log = "";
for (const x of list) {
  log += x;
  if (x === 1) list.push(4);
  if (x === 2) list.length = 3;
}
console.log(log); // expect: 123
const growing = [0];
for (const x of growing) if (x < 5) growing.push(x + 1);
console.log(growing.length); // expect: 6

// --- holes are undefined
let log = "";
for (const x of [1, , 3]) log += x + " ";
console.log(log + "."); // expect: 1 undefined 3 .

// --- strings are iterated by code points
let log = "";
for (const c of "aé\u{1F600}z") log += c.length;
console.log(log); // expect: 1121
for (const c of "\uD83D") console.log(c.length); // expect: 1
for (const c of "") console.log("never");

// --- the target may be any reference
const object = {};
const keys = ["p", "q"];
let at = 0;
for (object[keys[at++]] of [10, 20]);
console.log(object.p, object.q); // expect: 10 20
let plain;
for (plain of [1, 2]);
console.log(plain); // expect: 2
for (object.deep of "xy");
console.log(object.deep); // expect: y

// --- break, continue and return end an iteration
function find(list, wanted) {
  for (const x of list) {
    if (x === null) continue;
    if (x === wanted) return "found " + x;
    if (x === "stop") break;
  }
  return "none";
}
console.log(find([1, null, 2, 3], 2)); // expect: found 2
console.log(find([1, "stop", 2], 2)); // expect: none
console.log(find([], 2)); // expect: none
let at = 0;
outer: for (const a of [1, 2, 3]) {
  for (const b of [1, 2, 3]) {
    if (b === 2) continue outer;
    if (a === 3) break outer;
    at = a * 10 + b;
  }
}
console.log(at); // expect: 21

// --- each iteration has a fresh binding
const functions = [];
for (const x of [1, 2, 3]) functions.push(function () { return x; });
console.log(functions[0]() + functions[1]() + functions[2]()); // expect: 6
for (let x of [1]) {
  x += 5;
  functions.push(() => x);
}
console.log(functions[3]()); // expect: 6

// --- the iterable is evaluated once
let count = 0;
function make() { count++; return [1, 2, 3]; }
for (const x of make()) count += 10;
console.log(count); // expect: 31

// --- the iterable cannot see the loop's variable
const x = [1];
for (const x of x); // expect error: ReferenceError: Cannot access 'x' before initialization

// --- a number is not iterable
for (const x of 5); // expect error: TypeError: 5 is not iterable

// --- a plain object is not iterable
const record = { a: 1 };
for (const x of record); // expect error: TypeError: record is not iterable

// --- undefined is not iterable
let nothing;
for (const x of nothing); // expect error: TypeError: nothing is not iterable

// --- a constant loop variable cannot be assigned
for (const x of [1]) x = 2; // expect error: TypeError: Assignment to constant variable.

// --- cases are compared strictly
function kind(value) {
  switch (value) {
  case 1: return "one";
  case "1": return "text one";
  case null: return "null";
  case undefined: return "undefined";
  case NaN: return "never";
  case true: return "true";
  default: return "other";
  }
}
console.log(kind(1)); // expect: one
console.log(kind("1")); // expect: text one
console.log(kind(null)); // expect: null
console.log(kind(undefined)); // expect: undefined
console.log(kind(NaN)); // expect: other
console.log(kind(true)); // expect: true
console.log(kind(-1)); // expect: other
console.log(kind(1.0)); // expect: one

// --- control falls through to the next case
function fall(value) {
  let log = "";
  switch (value) {
  case 1: log += "1";
  case 2: log += "2"; break;
  case 3: log += "3";
  }
  return log;
}
console.log(fall(1)); // expect: 12
console.log(fall(2)); // expect: 2
console.log(fall(3)); // expect: 3
console.log(fall(4) === ""); // expect: true

// --- the default clause may stand anywhere
function middle(value) {
  let log = "";
  switch (value) {
  case 1: log += "1";
  default: log += "d";
  case 2: log += "2";
  }
  return log;
}
console.log(middle(1)); // expect: 1d2
console.log(middle(2)); // expect: 2
console.log(middle(9)); // expect: d2

// --- tests are evaluated in order until one matches
let log = "";
function test(name, value) { log += name; return value; }
switch (test("s", 2)) {
case test("a", 1):
case test("b", 2):
case test("c", 2):
}
console.log(log); // expect: sab
log = "";
switch (test("s", 9)) {
default: log += "D";
case test("a", 1):
}
console.log(log); // expect: saD

// --- the cases share one scope
switch (1) {
case 0:
  let hidden = "zero";
case 1:
  hidden = "set"; // expect error: ReferenceError: Cannot access 'hidden' before initialization

}

// --- functions of a switch are hoisted to its start
switch (2) {
case 1:
  function inside() { return "hoisted"; }
case 2:
  console.log(inside()); // expect: hoisted
}
console.log(typeof inside); // expect: undefined

// --- an empty switch evaluates its discriminant
let evaluated = 0;
switch (evaluated++) {}
switch (evaluated++) { default: }
console.log(evaluated); // expect: 2

// --- a switch inside a switch
function nested(a, b) {
  switch (a) {
  case 1:
    switch (b) {
    case 1: return "11";
    case 2: break;
    default: return "1x";
    }
    return "12";
  }
  return "none";
}
console.log(nested(1, 1), nested(1, 2), nested(1, 3), nested(2, 1)); // expect: 11 12 1x none

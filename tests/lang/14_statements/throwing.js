// --- anything may be thrown
const caught = [];
for (const value of [1, "text", null, undefined, true, { a: 1 }, [1, 2], NaN]) {
  try { throw value; } catch (error) { caught.push(error === value || error !== error); }
}
console.log(caught.join()); // expect: true,true,true,true,true,true,true,true

// --- an exception crosses calls
function inner() { throw new TypeError("deep"); }
function middle() { inner(); return "not reached"; }
function outer() {
  try { return middle(); } catch (error) { return error.name + ": " + error.message; }
}
console.log(outer()); // expect: TypeError: deep

// --- an exception crosses builtins and callbacks
let message = "";
try {
  [3, 1, 2].sort(() => { throw new Error("from sort"); });
} catch (error) { message += error.message; }
try {
  [1].map(() => [2].map(() => { throw new Error(" from map"); }));
} catch (error) { message += error.message; }
try {
  "" + { toString() { throw new Error(" from toString"); } };
} catch (error) { message += error.message; }
console.log(message); // expect: from sort from map from toString

// --- the stack is as it was after a catch
function f(depth) {
  if (depth === 0) throw "bottom";
  const kept = "level" + depth;
  try {
    return f(depth - 1);
  } catch (error) {
    if (depth < 3) throw error + " " + kept;
    return error + " caught at " + kept;
  }
}
console.log(f(5)); // expect: bottom level1 level2 caught at level3
let total = 0;
for (let i = 0; i < 100; i++) {
  try {
    (function (a, b, c) { total += a; throw b + c; })(1, 2, 3);
  } catch (error) {
    total += error;
  }
}
console.log(total); // expect: 600

// --- errors of the engine are of the right class
function nameOf(f) { try { f(); } catch (error) { return error.name; } return "none"; }
let nothing;
console.log(nameOf(() => nothing.x)); // expect: TypeError
console.log(nameOf(() => { nothing.x = 1; })); // expect: TypeError
console.log(nameOf(() => nothing())); // expect: TypeError
console.log(nameOf(() => undeclaredName)); // expect: ReferenceError
console.log(nameOf(() => new 5)); // expect: TypeError
console.log(nameOf(() => "a" in "b")); // expect: TypeError
console.log(nameOf(() => [].reduce((a, b) => a))); // expect: TypeError
console.log(nameOf(() => "x".repeat(-1))); // expect: RangeError
console.log(nameOf(() => { const c = 1; c = 2; })); // expect: TypeError
console.log(nameOf(() => { early; let early; })); // expect: ReferenceError
console.log(nameOf(() => (1).toFixed(101))); // expect: RangeError
console.log(nameOf(() => null.f())); // expect: TypeError

// --- errors have name, message and stack
const error = new RangeError("too far");
console.log(error.name); // expect: RangeError
console.log(error.message); // expect: too far
console.log(typeof error.stack); // expect: string
console.log(error instanceof Error); // expect: true
console.log(String(error)); // expect: RangeError: too far
console.log(error + ""); // expect: RangeError: too far
console.log(Object.keys(error).length); // expect: 0
console.log(error.stack.indexOf("RangeError: too far")); // expect: 0
const plain = Error("without new");
console.log(plain instanceof Error, plain.message); // expect: true without new
console.log(new Error().message === ""); // expect: true
console.log("message" in new Error()); // expect: true
console.log(new Error().hasOwnProperty("message")); // expect: false
console.log(new Error(undefined).hasOwnProperty("message")); // expect: false
console.log(new Error(5).message === "5"); // expect: true
const caused = new Error("outer", { cause: "inner" });
console.log(caused.cause, "cause" in new Error("x")); // expect: inner false

// --- user errors by prototype
function MyError(message) {
  this.message = message;
}
MyError.prototype = Object.create(Error.prototype);
MyError.prototype.name = "MyError";
MyError.prototype.constructor = MyError;
try { throw new MyError("mine"); } catch (error) {
  console.log(error instanceof MyError); // expect: true
  console.log(error instanceof Error); // expect: true
  console.log(String(error)); // expect: MyError: mine
}

// --- an uncaught error ends the script with its class and message
console.log("before"); // expect: before
throw new TypeError("the end"); // expect error: TypeError: the end

// --- an uncaught error leaves all functions
function thrower() { throw new Error("traced"); } // expect error: Error: traced
function caller() { thrower(); }
caller();

// --- a thrown string is shown
throw "just text"; // expect error: just text

// --- a thrown number is shown
throw 42; // expect error: 42

// --- an exception leaves loops and switches
function f() {
  for (const x of [1, 2, 3]) {
    switch (x) {
    case 2:
      while (true) { do { throw "left at " + x; } while (true); }
    }
  }
}
try { f(); } catch (error) { console.log(error); } // expect: left at 2

// --- an exception in each part of a for loop
const log = [];
try { for (let i = boom("init"); ;) {} } catch (error) { log.push(error); }
try { for (let i = 0; boom("test"); ) {} } catch (error) { log.push(error); }
try { for (let i = 0; i < 2; boom("update")) {} } catch (error) { log.push(error); }
try { for (let i = 0; i < 2; i++) boom("body"); } catch (error) { log.push(error); }
try { for (const x of boom("iterable")) {} } catch (error) { log.push(error); }
try { while (boom("while")) {} } catch (error) { log.push(error); }
try { do {} while (boom("do")); } catch (error) { log.push(error); }
try { switch (boom("switch")) {} } catch (error) { log.push(error); }
try { switch (1) { case boom("case"): } } catch (error) { log.push(error); }
try { if (boom("if")) {} } catch (error) { log.push(error); }
function boom(where) { throw where; }
console.log(log.join()); // expect: init,test,update,body,iterable,while,do,switch,case,if

// --- an exception in each operand
const log = [];
function boom(where) { throw where; }
const attempts = [
  () => boom("left") + boom("never"), () => 1 + boom("right"), () => [1, boom("element")],
  () => ({ a: boom("value") }), () => ({ [boom("key")]: 1 }), () => `${boom("template")}`,
  () => boom("callee")(), () => attempts.map(boom("argument")), () => new (boom("constructor"))(),
  () => -boom("unary"), () => typeof boom("typeof"), () => boom("test") ? 1 : 2,
  () => boom("and") && 1, () => (boom("comma"), 1), () => boom("object").x,
  () => log[boom("index")],
  () => { log.x = boom("assigned"); }, () => { log[boom("assigned key")] = 1; },
  () => { log.length += boom("compound"); }, () => delete boom("delete").x,
];
for (const attempt of attempts) {
  try { attempt(); log.push("none"); } catch (error) { log.push(error); }
}
console.log(log.slice(0, 5).join()); // expect: left,right,element,value,key
console.log(log.slice(5, 10).join()); // expect: template,callee,argument,constructor,unary
console.log(log.slice(10, 15).join()); // expect: typeof,test,and,comma,object
console.log(log.slice(15).join()); // expect: index,assigned,assigned key,compound,delete

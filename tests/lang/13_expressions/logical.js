// --- and, or and nullish answer an operand
console.log(1 && 2); // expect: 2
console.log(0 && 2); // expect: 0
console.log("" || "b"); // expect: b
console.log("a" || "b"); // expect: a
console.log(null ?? "d"); // expect: d
console.log(undefined ?? "d"); // expect: d
console.log(0 ?? "d"); // expect: 0
console.log(false ?? "d"); // expect: false
console.log("" ?? "d"); // expect:
console.log(null || undefined); // expect: undefined
console.log(NaN && 1); // expect: NaN
console.log((null ?? 0) || 3); // expect: 3

// --- the right operand is evaluated only when needed
let calls = "";
function call(name, value) {
  calls += name;
  return value;
}
call("a", 0) && call("b", 1);
call("c", 1) || call("d", 1);
call("e", 0) ?? call("f", 1);
call("g", 1) && call("h", 1);
call("i", null) ?? call("j", 1);
console.log(calls); // expect: aceghij

// --- truth of values
function truth(value) { return value ? "true" : "false"; }
console.log(truth(0)); // expect: false
console.log(truth(-0)); // expect: false
console.log(truth(NaN)); // expect: false
console.log(truth("")); // expect: false
console.log(truth("0")); // expect: true
console.log(truth("false")); // expect: true
console.log(truth(null)); // expect: false
console.log(truth(undefined)); // expect: false
console.log(truth([])); // expect: true
console.log(truth({})); // expect: true
console.log(truth(truth)); // expect: true
console.log(truth(0.1)); // expect: true
console.log(!""); // expect: true
console.log(!!"a"); // expect: true

// --- logical assignment assigns only when needed
let a = 0;
a ||= 5;
console.log(a); // expect: 5
a &&= 6;
console.log(a); // expect: 6
let missing = null;
missing ??= 7;
console.log(missing); // expect: 7
missing ??= 8;
console.log(missing); // expect: 7
const constant = 1;
constant ||= 2;
constant ??= 3;
console.log(constant); // expect: 1
const object = { value: 0, list: [undefined] };
object.value ||= "set";
object.list[0] ??= "filled";
object.fresh ??= "new";
console.log(object.value, object.list[0], object.fresh); // expect: set filled new
console.log(object.value &&= 0); // expect: 0
console.log(object.value); // expect: 0
let name;
name ??= function () {};
console.log(name.name); // expect: name

// --- a logical assignment to a constant fails only when it assigns
const fixed = 0;
fixed ||= 1; // expect error: TypeError: Assignment to constant variable.

// --- the conditional operator evaluates one branch
let trace = "";
function note(text) { trace += text; return text; }
console.log(true ? note("a") : note("b")); // expect: a
console.log(0 ? note("c") : "" ? note("d") : note("e")); // expect: e
console.log(trace); // expect: ae
console.log((1, 2, 3)); // expect: 3
console.log((note("f"), note("g"))); // expect: g
console.log(void 0); // expect: undefined
console.log(void note("h")); // expect: undefined
console.log(trace); // expect: aefgh

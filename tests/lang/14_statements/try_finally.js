// --- finally runs however the block ends
let log = "";
function f(how) {
  try {
    log += "t";
    if (how === "return") return "returned";
    if (how === "throw") throw new Error("thrown");
  } catch (error) {
    log += "c";
    return "caught " + error.message;
  } finally {
    log += "f";
  }
  return "normal";
}
console.log(f("normal"), f("return"), f("throw")); // expect: normal returned caught thrown
console.log(log); // expect: tftftcf

// --- a return in finally wins
function f() {
  try { return 1; } finally { return 2; }
}
function g() {
  try { throw new Error("lost"); } finally { return "kept"; }
}
function h() {
  for (;;) {
    try { return 1; } finally { break; }
  }
  return "broken out";
}
function k() {
  let n = 0;
  for (let i = 0; i < 3; i++) {
    try { return n; } finally { n++; continue; }
  }
  return "continued " + n;
}
console.log(f(), g(), h(), k()); // expect: 2 kept broken out continued 3

// --- the returned value is computed before finally runs
function f() {
  let x = 1;
  try { return x; } finally { x = 2; }
}
function g() {
  const o = { v: 1 };
  try { return o; } finally { o.v = 2; }
}
console.log(f(), g().v); // expect: 1 2

// --- a throw in finally replaces the first
function f() {
  try {
    try { throw new Error("first"); } finally { throw new Error("second"); }
  } catch (error) {
    return error.message;
  }
}
console.log(f()); // expect: second

// --- an exception goes on after finally
let log = "";
try {
  try { throw new Error("passing"); } finally { log += "inner "; }
} catch (error) {
  log += error.message;
}
console.log(log); // expect: inner passing

// --- exceptions caught inside finally do not disturb the pending one
function f() {
  try {
    throw new Error("outer");
  } finally {
    try { throw new Error("inner"); } catch (error) {}
  }
}
try { f(); } catch (error) { console.log(error.message); } // expect: outer
function g() {
  try {
    return "value";
  } finally {
    (function () { return "other"; })();
    for (let i = 0; i < 2; i++) { if (i) break; }
  }
}
console.log(g()); // expect: value

// --- break and continue pass through finally
let log = "";
for (let i = 0; i < 4; i++) {
  try {
    if (i === 1) continue;
    if (i === 3) break;
    log += i;
  } finally {
    log += "f";
  }
}
console.log(log); // expect: 0ff2ff
log = "";
outer: for (let i = 0; i < 3; i++) {
  try {
    for (let k = 0; k < 3; k++) {
      try {
        if (k === 1) continue outer;
        if (i === 2) break outer;
        log += i + "" + k;
      } finally { log += "a"; }
    }
  } finally { log += "b"; }
}
console.log(log); // expect: 00aab10aabab

// --- catch without a parameter
let log = "";
try { undefinedName; } catch { log += "caught"; }
console.log(log); // expect: caught

// --- nested handlers
function f() {
  try {
    try { throw 1; } catch (a) { throw a + 1; } finally { log.push("f1"); }
  } catch (b) {
    try { throw b + 1; } catch (c) { return c; }
  }
}
const log = [];
console.log(f(), log.join()); // expect: 3 f1

// --- the catch parameter shadows and may be assigned
const error = "outside";
try { throw "inside"; } catch (error) {
  console.log(error); // expect: inside
  error = "changed";
  console.log(error); // expect: changed
}
console.log(error); // expect: outside

// --- var in a catch block with the parameter's name
function f() {
  try { throw "thrown"; } catch (e) {
    var e = "assigned";
    var seen = e;
  }
  return [typeof e, seen].join();
}
console.log(f()); // expect: undefined,assigned

// --- an error in a handler is not caught by it
let log = "";
try {
  try { throw 1; } catch (e) { log += "a"; throw 2; }
} catch (e) { log += e; }
console.log(log); // expect: a2

// --- return value of a loop inside try survives
function f() {
  for (const x of [1, 2, 3]) {
    try {
      if (x === 2) return x;
    } finally {
      for (const y of [7, 8]) { if (y === 7) continue; }
    }
  }
}
console.log(f()); // expect: 2

// --- deeply nested finally blocks run inside out
let log = "";
function f() {
  try {
    try {
      try { return log += "r"; } finally { log += "1"; }
    } finally { log += "2"; }
  } finally { log += "3"; }
}
console.log(f()); // expect: r
console.log(log); // expect: r123

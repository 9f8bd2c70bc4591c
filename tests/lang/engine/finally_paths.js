// Every way through finally.
function plain() {
  const log = [];
  try {
    log.push("try");
  } finally {
    log.push("finally");
  }
  return log.join();
}
console.log(plain()); // expect: try,finally
function returns() {
  try {
    return "try";
  } finally {
    console.log("cleanup"); // expect: cleanup
  }
}
console.log(returns()); // expect: try
function overrides() {
  try {
    return 1;
  } finally {
    return 2;
  }
}
console.log(overrides()); // expect: 2
function swallows() {
  for (let i = 0; i < 3; i++) {
    try {
      throw i;
    } finally {
      if (i < 2) continue;
      break;
    }
  }
  return "done";
}
console.log(swallows()); // expect: done
function nested() {
  const log = [];
  outer: for (const a of [1, 2]) {
    try {
      for (const b of [1, 2]) {
        try {
          if (b === 2) continue outer;
          log.push(a + ":" + b);
        } finally {
          log.push("inner" + b);
        }
      }
    } finally {
      log.push("outer" + a);
    }
  }
  return log.join(" ");
}
console.log(nested()); // expect: 1:1 inner1 inner2 outer1 2:1 inner1 inner2 outer2
function rethrow() {
  try {
    try {
      throw new Error("first");
    } finally {
      console.log("between"); // expect: between
    }
  } catch (error) {
    return error.message;
  }
}
console.log(rethrow()); // expect: first
function catchFinally() {
  const log = [];
  try {
    try {
      throw 1;
    } catch (e) {
      log.push("catch " + e);
      throw 2;
    } finally {
      log.push("finally");
    }
  } catch (e) {
    log.push("outer " + e);
  }
  return log.join();
}
console.log(catchFinally()); // expect: catch 1,finally,outer 2
function value() {
  let x = 1;
  try {
    return x;
  } finally {
    x = 2;
  }
}
console.log(value()); // expect: 1
function deepReturn() {
  for (;;) {
    try {
      try {
        return "deep";
      } finally {
        console.log("a"); // expect: a
      }
    } finally {
      console.log("b"); // expect: b
    }
  }
}
console.log(deepReturn()); // expect: deep
function breaks() {
  let n = 0;
  label: {
    try {
      n++;
      break label;
    } finally {
      n += 10;
    }
    n = 100;
  }
  return n;
}
console.log(breaks()); // expect: 11
function throwsThrough(depth) {
  try {
    if (depth === 0) throw new TypeError("bottom");
    throwsThrough(depth - 1);
  } finally {
    counts++;
  }
}
let counts = 0;
try {
  throwsThrough(20);
} catch (e) {
  console.log(e.message, counts); // expect: bottom 21
}

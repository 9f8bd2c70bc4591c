// Where errors arise: `stack` names file, line and column of each frame, innermost first; messages
// say what was tried on what. Node's frames have more in them: places alone are compared here.
function places(error) {
  const found = [];
  for (const line of error.stack.split("\n")) {
    const at = line.indexOf(".js:");
    if (line.startsWith("    at ") && at > 0) found.push(line.slice(at + 4).split(")")[0]);
  }
  return found;
}
function show(f) {
  try {
    f();
  } catch (error) {
    const inner = places(error);
    console.log(error.name + ": " + error.message);
    console.log(inner.slice(0, inner.length - 2).join(" "));
  }
}
const o = {
  a: undefined,
  f: 5,
  m() { return this.a.b; },
  get g() { throw new Error("getter"); },
  set s(value) { throw new Error("setter"); },
  n: { deep: {} },
};
function thrower() {
  throw new TypeError("thrown");
}
function caller(x) {
  return x +
    thrower(
      x);
}
show(() => caller(1));
show(() => o.m());
show(() => o.g);
show(() => o.f());
show(() => o.n.deep.x.y);
show(() => o.n.deep.x());
show(() => [1, 2].map((x) => x.y.z));
show(() => [3, 1].sort((a, b) => nothing));
show(() => [1].forEach(function named(x) { undefinedFunction(x); }));
function Point(x) { this.x = x.y.z; }
show(() => new Point(1));
show(() => new Point());
show(() => {
  const a = 1 +
    2 *
    o.a.b;
});
show(() => { let q; q["k" + 1]; });
show(() => { let q; q(); });
show(() => { let q = {}; q.a.b(); });
show(() => { let q = {}; q["x"](); });
show(() => { let q = {}; q[1](); });
show(() => { new (5)(); });
show(() => { new o.f(); });
show(() => { z; let z; });
show(() => { for (const x of 5) ; });
show(() => { for (const x of o.n) ; });
show(() => { 1 in 2; });
show(() => { ({}) instanceof 5; });
show(() => { [].reduce((a, b) => a); });
show(() => { "x".repeat(-1); });
show(() => { const f = () => { throw new Error("inner"); }; f.call(null); });
show(() => { const f = () => { throw new Error("inner"); }; f.apply(null, []); });
show(() => { +{ valueOf() { throw new Error("in plus"); } }; });
show(() => { o.a?.b.c; o.n.q.r; });
show(() => { if (o.a.b) { } });
show(() => { while (o.a.b) { } });
show(() => { return { k: o.a.b }; });
show(() => { return [1, o.a.b]; });
show(() => { thrower(o.a.b); });
show(() => { switch (1) { case o.a.b: } });
show(() => { nothing++; });
show(() => { throw new Error("plain"); });
show(() => { typeof o.a.b; });
// expect: TypeError: thrown
// expect: 29:9 33:5 36:12
// expect: TypeError: Cannot read properties of undefined (reading 'b')
// expect: 23:23 37:14
// expect: Error: getter
// expect: 24:19 38:14
// expect: TypeError: o.f is not a function
// expect: 39:14
// expect: TypeError: Cannot read properties of undefined (reading 'y')
// expect: 40:23
// expect: TypeError: o.n.deep.x is not a function
// expect: 41:21
// expect: TypeError: Cannot read properties of undefined (reading 'z')
// expect: 42:34 42:19
// expect: ReferenceError: nothing is not defined
// expect: 43:34 43:19
// expect: ReferenceError: undefinedFunction is not defined
// expect: 44:44 44:16
// expect: TypeError: Cannot read properties of undefined (reading 'z')
// expect: 45:34 46:12
// expect: TypeError: Cannot read properties of undefined (reading 'y')
// expect: 45:32 47:12
// expect: TypeError: Cannot read properties of undefined (reading 'b')
// expect: 51:9
// expect: TypeError: Cannot read properties of undefined (reading 'k1')
// expect: 53:22
// expect: TypeError: q is not a function
// expect: 54:21
// expect: TypeError: Cannot read properties of undefined (reading 'b')
// expect: 55:30
// expect: TypeError: q.x is not a function
// expect: 56:32
// expect: TypeError: q[1] is not a function
// expect: 57:30
// expect: TypeError: 5 is not a constructor
// expect: 58:14
// expect: TypeError: o.f is not a constructor
// expect: 59:14
// expect: ReferenceError: Cannot access 'z' before initialization
// expect: 60:14
// expect: TypeError: 5 is not iterable
// expect: 61:30
// expect: TypeError: o.n is not iterable
// expect: 62:32
// expect: TypeError: Cannot use 'in' operator to search for '1' in 2
// expect: 63:16
// expect: TypeError: Right-hand side of 'instanceof' is not an object
// expect: 64:19
// expect: TypeError: Reduce of empty array with no initial value
// expect: 65:17
// expect: RangeError: Invalid count value: -1
// expect: 66:18
// expect: Error: inner
// expect: 67:38 67:63
// expect: Error: inner
// expect: 68:38 68:63
// expect: Error: in plus
// expect: 69:35 69:14
// expect: TypeError: Cannot read properties of undefined (reading 'r')
// expect: 70:30
// expect: TypeError: Cannot read properties of undefined (reading 'b')
// expect: 71:22
// expect: TypeError: Cannot read properties of undefined (reading 'b')
// expect: 72:25
// expect: TypeError: Cannot read properties of undefined (reading 'b')
// expect: 73:30
// expect: TypeError: Cannot read properties of undefined (reading 'b')
// expect: 74:29
// expect: TypeError: Cannot read properties of undefined (reading 'b')
// expect: 75:26
// expect: TypeError: Cannot read properties of undefined (reading 'b')
// expect: 76:36
// expect: ReferenceError: nothing is not defined
// expect: 77:14
// expect: Error: plain
// expect: 78:20
// expect: TypeError: Cannot read properties of undefined (reading 'b')
// expect: 79:25

// The names in a stack trace, which are Mica's own way of writing them.
// needs on Node: globalThis.absent
function names(f) {
  try {
    f();
  } catch (error) {
    const lines = error.stack.split("\n").slice(1);
    return lines.map((line) => line.slice(7, line.lastIndexOf(" ("))).join(", ");
  }
}
function fail() {
  throw new Error("failed");
}
const o = {
  get half() { return fail(); },
  set half(value) { fail(); },
  method() { fail(); },
  ["com" + "puted"]() { fail(); },
};
const arrow = () => fail();
console.log(names(() => o.half));
// expect: fail, get half, <anonymous>, names, <module>
console.log(names(() => { o.half = 1; }));
// expect: fail, set half, <anonymous>, names, <module>
console.log(names(() => o.method()));
// expect: fail, method, <anonymous>, names, <module>
console.log(names(() => o.computed()));
// expect: fail, computed, <anonymous>, names, <module>
console.log(names(arrow)); // expect: fail, arrow, names, <module>
console.log(names(() => [1].forEach(arrow)));
// expect: fail, arrow, forEach, <anonymous>, names, <module>
console.log(names(() => [2, 1].sort(arrow)));
// expect: fail, arrow, sort, <anonymous>, names, <module>
console.log(names(() => [2, 1].reduce(arrow)));
// expect: fail, arrow, reduce, <anonymous>, names, <module>
console.log(names(() => [].reduce(arrow)));
// expect: reduce, <anonymous>, names, <module>
console.log(names(() => "a".replace("a", arrow)));
// expect: fail, arrow, <anonymous>, names, <module>
let depth = 0;
function descend() {
  if (++depth === 30) fail();
  descend();
}
console.log(names(descend).split(", ").length); // expect: 10
const inBuiltin = new Error("made here").stack.includes("stack_names");
console.log(inBuiltin); // expect: true
console.log([0].map(() => new Error("x").stack.split("\n")[2]).join().trim());
// expect: at map (<builtin>)

// --- own enumerable properties: indices ascending, then names in order of creation
const object = { b: 1, 10: "x", a: 2, 2: "y" };
object.c = 3;
let names = "";
for (const name in object) names += name + ";";
console.log(names); // expect: 2;10;b;a;c;
// --- names are strings
const kinds = [];
for (const index in [5, , 6]) kinds.push(typeof index + index);
console.log(kinds.join()); // expect: string0,string2
// --- inherited properties come after own ones, and only once
function Base() {
  this.own = 1;
  this.shared = 2;
}
Base.prototype.shared = 3;
Base.prototype.inherited = 4;
const seen = [];
for (const name in new Base()) seen.push(name);
console.log(seen.join()); // expect: own,shared,inherited
// --- a property that is not enumerable hides an inherited one
const parent = { toString: 1, visible: 2 };
const child = Object.create(parent);
child.mine = 0;
const found = [];
for (const name in child) found.push(name);
console.log(found.join()); // expect: mine,toString,visible
// --- deleted properties are not visited, added ones do not come up at once
const changing = { a: 1, b: 2, c: 3 };
const visited = [];
for (const name in changing) {
  visited.push(name);
  delete changing.b;
  changing["new" + name] = 1;
  if (visited.length > 5) break;
}
console.log(visited.join()); // expect: a,c
// --- undefined, null and primitives
let count = 0;
for (const name in undefined) count++;
for (const name in null) count++;
for (const name in 5) count++;
for (const name in true) count++;
console.log(count); // expect: 0
let text = "";
for (const name in "abc") text += name;
console.log(text); // expect: 012
// --- targets of every kind
const record = {};
const list = [];
let variable;
for (variable in { x: 1 });
for (record.last in { y: 1 });
for (list[list.length] in { p: 1, q: 2 });
for (var declared in { z: 1 });
console.log(variable, record.last, list.join(), declared); // expect: x y p,q z
// --- each iteration has a fresh variable
const readers = [];
for (const name in { a: 1, b: 2 }) readers.push(() => name);
for (let name in { c: 1 }) readers.push(() => name);
console.log(readers.map(f => f()).join()); // expect: a,b,c
// --- break, continue, labels and return
const path = [];
outer: for (const first in { a: 1, b: 2, c: 3 }) {
  for (const second in { x: 1, y: 2 }) {
    if (first === "b") continue outer;
    if (first === "c") break outer;
    path.push(first + second);
  }
}
console.log(path.join()); // expect: ax,ay
function firstName(object) {
  for (const name in object) {
    try {
      return name;
    } finally {
      path.push("left");
    }
  }
}
console.log(firstName({ one: 1, two: 2 }), firstName({}), path.length); // expect: one undefined 3
// --- the right side is an expression, and in the dead zone of the variable
for (const name in 0, { comma: 1 }) console.log(name); // expect: comma
try {
  for (const early in { a: early });
} catch (error) {
  console.log(error instanceof ReferenceError); // expect: true
}
// --- the operator in still works inside
for (let i = ("a" in { a: 1 }) ? 0 : 5; i < 1; i++) console.log(i); // expect: 0

// Assignment patterns (ECMA-262 13.15.5).
// --- variables are exchanged
let a = 1, b = 2;
[a, b] = [b, a];
console.log(a, b); // expect: 2 1
// --- three in a ring
let a = 1, b = 2, c = 3;
[a, b, c] = [b, c, a];
console.log(a, b, c); // expect: 2 3 1
// --- elements of one array are exchanged
const list = [1, 2, 3];
[list[0], list[2]] = [list[2], list[0]];
console.log(list.join()); // expect: 3,2,1
// --- properties, elements and names in one pattern
let name;
const object = { list: [] };
[object.first, object.list[0], name = 'default', ...object.rest] = [1, 2, undefined, 4, 5];
console.log(JSON.stringify(object), name); // expect: {"list":[2],"first":1,"rest":[4,5]} default
// --- objects' patterns assign likewise
let x, y;
const target = {};
({ x, y = 2, z: target.z, ['w' + 1]: target['w'], ...target.others } = { x: 1, z: 3, w1: 4, v: 5 });
console.log(x, y, JSON.stringify(target)); // expect: 1 2 {"z":3,"w":4,"others":{"v":5}}
// --- the value of the assignment is what was taken apart
let a;
const source = [1, 2];
console.log(([a] = source) === source, ({ length: a } = source) === source, a); // expect: true true 2
// --- assignments in a row
let a, b, c, d;
const list = ([a, b] = [c, d] = [1, 2]);
console.log(a, b, c, d, list.length); // expect: 1 2 1 2 2
// --- patterns inside patterns, with and without defaults
let a, b, c;
[[a], { b }, [c] = [3]] = [[1], { b: 2 }];
console.log(a, b, c); // expect: 1 2 3
({ p: [a], q: { b } = { b: 5 } } = { p: [4] });
console.log(a, b); // expect: 4 5
// --- a name in parentheses is a name
let a, b;
[(a), (b) = 2] = [1];
console.log(a, b); // expect: 1 2
({ a: (a), b: (b) = 4 } = { a: 3 });
console.log(a, b); // expect: 3 4
// --- a property in parentheses is a property
const o = {};
[(o.a), (o['b']) = 2] = [1];
console.log(o.a, o.b); // expect: 1 2
// --- the names of functions come from plain names alone
let f, g, h;
const o = {};
[f = () => 1, (g) = () => 2, o.p = () => 3] = [];
({ h = () => 4 } = {});
console.log(f.name + '|' + g.name + '|' + o.p.name + '|' + h.name); // expect: f|||h
// --- setters are called
const log = [];
const o = { set p(value) { log.push(value); } };
[o.p, o.p = 2] = [1];
({ a: o.p } = { a: 3 });
console.log(log.join()); // expect: 1,2,3
// --- an element that was taken is not looked at again
const list = [];
let a, b;
[a = list.push(7, 8, 9), b] = list;
console.log(a, b); // expect: 3 undefined
// --- an array that grows while it is taken apart
const list = [1];
const o = { set p(value) { list.push(value + 1); } };
let rest;
[o.p, o.p, ...rest] = list;
console.log(rest.join()); // expect: 3
// --- what was iterated to its end stays so
const iterator = [1].values();
let a, b, rest;
[a, b, ...rest] = iterator;
console.log(a, b, rest.length); // expect: 1 undefined 0
// --- captured variables
let count = 0, other;
const get = () => count;
[count, other] = [5, get()];
console.log(count, get(), other); // expect: 5 5 0
// --- a captured variable in a function
function f() {
  let a = 1, b = 2;
  const swap = () => { [a, b] = [b, a]; };
  swap();
  return [a, b].join();
}
console.log(f()); // expect: 2,1
// --- constants cannot be assigned to, but what comes before is done
const c = 1;
let a, b;
try {
  [a, c, b] = [2, 3, 4];
} catch (error) {
  console.log(error.name, a, b); // expect: TypeError 2 undefined
}
// --- variables in their dead zone neither
let a;
try {
  [a, b] = [1, 2];
} catch (error) {
  console.log(error.name, a); // expect: ReferenceError 1
}
let b;
// --- names that do not exist neither
try {
  [nowhere] = [1];
} catch (error) {
  console.log(error.name); // expect: ReferenceError
}
try {
  ({ nowhere } = {});
} catch (error) {
  console.log(error.name); // expect: ReferenceError
}
// --- the source may be assigned to meanwhile
let o = { o: 1, p: 2, q: 3 }, p, q;
({ p, o, q } = o);
console.log(o, p, q); // expect: 1 2 3
// --- the same with an array in a function
function f(list, a) {
  [a, list, a] = list;
  return [list, a].join();
}
console.log(f([1, 2, 3])); // expect: 2,3
// --- a target's object may be assigned to meanwhile
function f() {
  let o = { n: 'first' };
  const first = o;
  [o.p = (o = { n: 'second' }).n] = [];
  return [first.p, o.p].join();
}
console.log(f()); // expect: second,
// --- a target's key may be assigned to meanwhile
function f() {
  let key = 'a';
  const o = {};
  [o[key] = (key = 'b')] = [];
  return JSON.stringify(o);
}
console.log(f()); // expect: {"a":"b"}
// --- as an operand
let a;
const n = ([a] = [4]).length + a;
console.log(n, [([a] = [7]), a].join('|')); // expect: 5 7|7
// --- as a statement of an arrow
let a, b;
const set = (list) => ([a, b] = list);
console.log(set([1, 2]).length, a, b); // expect: 2 1 2
// --- as an argument
let a;
const id = (x) => x;
console.log(id({ a } = { a: 3 }).a, a); // expect: 3 3
// --- an empty pattern
[] = 'x';
({} = 5);
console.log('done'); // expect: done
// --- this and other targets
function f() {
  [this.a, f.b] = [1, 2];
  return this.a + f.b;
}
console.log(f.call({})); // expect: 3
// --- a literal that ends in a comma
let a, b;
[a, b, ] = [1, 2];
({ a, b, } = { a: 3, b: 4 });
console.log(a, b); // expect: 3 4

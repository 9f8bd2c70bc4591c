// Patterns in the heads of loops (ECMA-262 14.7.5) and in catch clauses (14.15).
// --- const in a for-of
for (const [key, value] of [['a', 1], ['b', 2]]) console.log(key, value);
// expect: a 1
// expect: b 2
// --- entries of an array and of an object
for (const [i, { name }] of [{ name: 'x' }, { name: 'y' }].entries()) console.log(i, name);
// expect: 0 x
// expect: 1 y
for (const [key, value] of Object.entries({ p: 1, q: 2 })) console.log(key + value);
// expect: p1
// expect: q2
// --- let with defaults and rest
for (let { a = 1, ...rest } of [{ b: 2 }, { a: 3 }]) {
  a++;
  console.log(a, JSON.stringify(rest));
}
// expect: 2 {"b":2}
// expect: 4 {}
// --- each iteration has variables of its own
const closures = [];
for (const [a, { b }] of [[1, { b: 2 }], [3, { b: 4 }]]) closures.push(() => a + b);
console.log(closures.map((f) => f()).join()); // expect: 3,7
// --- variables that change
const closures = [];
for (let [a] of [[1], [2]]) closures.push(() => a++);
console.log(closures[0](), closures[0](), closures[1]()); // expect: 1 2 2
// --- var
for (var [a, b] of [[1, 2], [3, 4]]);
console.log(a, b); // expect: 3 4
// --- var in a for-in: a key is a string
for (var [first, { length }] in { ab: 1 });
console.log(first, length); // expect: a 1
// --- const in a for-in
for (const { length, [length - 1]: last } in { abc: 1, de: 2 }) console.log(length, last);
// expect: 3 c
// expect: 2 e
// --- assignments in a for-of
const o = {};
let x;
for ([o.a, x = 5] of [[1], [2, 3]]) console.log(o.a, x);
// expect: 1 5
// expect: 2 3
for ({ a: o.b, c: [x] = [7] } of [{ a: 1 }]) console.log(o.b, x); // expect: 1 7
// --- shorthand defaults in an assignment
let a;
for ({ a = 4 } of [{}, { a: 5 }]) console.log(a);
// expect: 4
// expect: 5
// --- assignments in a for-in
let first;
for ([first] in { xy: 1 }) console.log(first); // expect: x
// --- the names of the head are in their dead zone while the list is evaluated
let a = [[1]];
try {
  for (const [a] of a);
} catch (error) {
  console.log(error.name); // expect: ReferenceError
}
// --- what cannot be taken apart ends the loop
let count = 0;
try {
  for (const { a } of [{ a: 1 }, null, { a: 2 }]) count++;
} catch (error) {
  console.log(error instanceof TypeError, count); // expect: true 1
}
// --- break and continue
for (const [a] of [[1], [2], [3]]) {
  if (a === 1) continue;
  console.log(a); // expect: 2
  break;
}
// --- a loop with an object's pattern of its own
for (let { i } = { i: 0 }; i < 2; i++) console.log(i);
// expect: 0
// expect: 1
// --- an assignment in the head of a for
let i, n;
for ([i, n] = [0, 2]; i < n; i++) console.log(i);
// expect: 0
// expect: 1
// --- catch takes an error apart
try {
  throw new RangeError('far');
} catch ({ name, message, code = 'none' }) {
  console.log(name, message, code); // expect: RangeError far none
}
// --- catch takes an array apart
try {
  throw [1, [2, 3]];
} catch ([a, [b, ...c], d = a]) {
  console.log(a, b, c.join(), d); // expect: 1 2 3 1
}
// --- the names are variables
try {
  throw { a: 1 };
} catch ({ a }) {
  const add = () => ++a;
  add();
  console.log(a); // expect: 2
}
// --- defaults do not see what the block declares
const f = () => 'outer';
try {
  throw {};
} catch ({ g = () => f() }) {
  const f = () => 'inner';
  console.log(g(), f()); // expect: outer inner
}
// --- the block has functions of its own
try {
  throw [1];
} catch ([a]) {
  console.log(f()); // expect: 2
  function f() { return a + 1; }
}
// --- what cannot be taken apart is thrown, and finally runs
try {
  try {
    throw undefined;
  } catch ({ a }) {
    console.log('never');
  } finally {
    console.log('finally'); // expect: finally
  }
} catch (error) {
  console.log(error instanceof TypeError); // expect: true
}
// --- an inner pattern hides outer names
const a = 'outer';
try {
  throw ['inner'];
} catch ([a]) {
  console.log(a); // expect: inner
}
console.log(a); // expect: outer

// Chains of operations on doubles, each of which may pass its result to the next in a register:
// with every kind of operand, from every place that leads into the midst of a chain, and with
// operands that suddenly are something else.
const values = [0, -0, 1, -1, 0.5, -2.25, 3, 1e300, -1e300, 1e-310, Infinity, -Infinity, NaN,
                2147483647, -2147483648, 2147483648, 4294967296, 9007199254740991];
function show(number) {
  return Object.is(number, -0) ? "-0" : String(number);
}
function hash(text) {
  let sum = 7;
  for (let i = 0; i < text.length; i++) sum = (sum * 31 + text.charCodeAt(i)) % 1000003;
  return sum;
}

// ---- Every operator, with the passed operand on either side and on both

function left(a, b) {
  const d = a + 0.5;
  return [(d + b) - a, (d - b) * a, (d * b) / a, (d / b) + a];
}
function right(a, b) {
  const r = [];
  let d = a * 1.5;
  r.push(b + (a * 1.5), b - (a * 1.5), b * (a - 0.5), b / (a - 0.5));
  d = d * d;
  r.push(d);
  r.push((a + 0.25) * (a + 0.25), (a / 3) - (b / 3));
  return r;
}
function constants(a) {
  const r = [];
  r.push(a * 0.5 + 1, a * 0.5 - 1.5, a * 0.5 * 3, a * 0.5 / 7, 10 - a * 0.5, 1 / (a * 0.5));
  r.push((a * 0.5 + 2) % 7, (a + 0.5 + 0.5) % 1000003, a * 4 % 4398046511093);
  return r;
}
const all = [];
for (const a of values) {
  for (const b of values) all.push(left(a, b).map(show).join(), right(a, b).map(show).join());
  all.push(constants(a).map(show).join());
}
console.log(all.length, hash(all.join(" "))); // expect: 666 259123

// ---- Comparisons of what was passed

function compared(a, b) {
  let bits = 0;
  if (a * 0.5 < b) bits += 1;
  if (a * 0.5 <= b) bits += 2;
  if (b > a * 0.5) bits += 4;
  if (b >= a * 0.5) bits += 8;
  if (a * 0.5 > 3) bits += 16;
  if (!(a * 0.5 <= -1)) bits += 32;
  if (a * 0.5 < a * 0.25) bits += 64;
  const less = a + 0.5 < b, most = b <= a + 0.5;
  return bits + (less ? 128 : 0) + (most ? 256 : 0);
}
let sum = 0;
for (let turn = 0; turn < 20; turn++)
  for (const a of values) for (const b of values) sum = (sum * 3 + compared(a, b)) % 1000003;
console.log(sum); // expect: 645949

// ---- Ways into the midst of a chain

function loopHead(n, x) { // the head of the loop takes what stands before it, and what ends it
  let count = 0, d = x * 1.5;
  do {
    d = d + 0.25;
    d = d * 0.75;
    count++;
  } while (count < n);
  return d;
}
console.log(loopHead(1000, 3)); // expect: 0.7500000000000003
function joined(flag, x) { // both ways lead to one addition
  return (flag ? x * 1.5 : x) + 1;
}
let total = 0;
for (let i = 0; i < 1000; i++) total += joined(i % 2 === 0, i % 3 === 0 ? i : i + 0.5);
console.log(total); // expect: 625666.25
function caught(i, x) { // thrown out of the midst, and on behind
  let d = x * 1.5;
  try {
    d = d + (i % 5 === 0 ? missing.name : 1) * 0.5;
  } catch (error) {
    d = d - 0.125;
  }
  return d * 2;
}
let missing = { name: 2 };
total = 0;
for (let i = 0; i < 1000; i++) {
  missing = i % 10 === 0 ? undefined : { name: 3 };
  total += caught(i, i);
}
console.log(total); // expect: 1499575
function called(x) { // an operation whose slow path calls script
  const object = { valueOf() { return x * 0.5; } };
  return x * 1.5 + object * 2 - x * 0.25;
}
total = 0;
for (let i = 0; i < 1000; i++) total += called(i);
console.log(total); // expect: 1123875

// ---- Operands that become something else

function changing(a, b) {
  return (a + b) * 0.5 - b;
}
for (let i = 0; i < 1000; i++) changing(i + 0.5, 2);
console.log(changing(1, 2), changing(0.5, 0.5)); // expect: -0.5 0
console.log(changing("3", "4"), changing(undefined, 1)); // expect: 13 NaN
console.log(changing(2147483647, 1), changing(1.5, "2")); // expect: 1073741823 -1.24
console.log(changing(true, null)); // expect: 0.5
function overflowing(x) { // mostly no int, but then one, and -0
  const product = x * 65537;
  const sum = product + x, difference = sum - x;
  return difference * 1021;
}
let results = [];
for (let i = 0; i < 1000; i++) overflowing(100000 + i);
for (const x of [3, 100000, 0, -0, -5, 1.5]) results.push(show(overflowing(x)));
console.log(results.join()); // expect: 200739831,6691327700000,0,0,-334566385,100369915.5
console.log(overflowing("7"), overflowing(2147483647)); // expect: 4683929390 143695168124681220
function negated(x, y) {
  const first = x * -65537, second = x * y;
  return show(first) + " " + show(second);
}
for (let i = 0; i < 1000; i++) negated(100000 + i, -100000);
console.log(negated(0, -1), negated(1, -1), negated(-3, 0)); // expect: -0 -0 -65537 -1 196611 -0
function addressed(array, x) { // what overflowed once is an index of ints all the same
  let index = x + 2147483640;
  index = index - 2147483640;
  return array[index];
}
const array = [10, 11, 12, 13];
total = 0;
for (let i = 0; i < 1000; i++) total += addressed(array, i % 4) + addressed(array, 3);
console.log(total); // expect: 24500
function remainders(x, y) {
  return [(x + 0.5 + 0.5) % 4398046511093, (x * y) % 2147483647, (x * y) % 7, (x * 0.5) % 3];
}
for (let i = 0; i < 1000; i++) remainders(i * 1e6, 1e6);
results = [];
for (const x of [5e12, 9007199254740991, 1e17, -3, 0, -0, 0.25, Infinity, NaN, 1])
  results.push(remainders(x, 3).map(show).join(" "));
console.log(hash(results.join())); // expect: 491556
results = [];
for (const x of [5e12, 9007199254740991, -3, 0.25])
  results.push(remainders(x, 3).map(show).join(" "));
console.log(results.slice(0, 1).join()); // expect: 601953488908 1974209352 1 1
console.log(results.slice(1, 3).join(", ")); // expect: 22528 12582908 1 0.5, -2 -9 -2 -1.5
console.log(results[3]); // expect: 1.25 0.75 0.75 0.125

// ---- Indices that are doubles

function middle(array, low, high) {
  const at = (low + high) / 2;
  const before = array[at];
  array[at] = "set";
  return before + " " + array[at] + " " + array[at + 0.25] + " " + array[-at];
}
const holes = [1, , 3];
results = [];
for (const target of [[1, 2, 3], holes, new Uint8Array(3), { 1: "one" }, Object.freeze([7, 8, 9])])
  try {
    results.push(middle(target, 0, 2));
  } catch (error) {
    results.push(error.name);
  }
console.log(results[0]); // expect: 2 set undefined undefined
console.log(results[1]); // expect: undefined set undefined undefined
console.log(results[2]); // expect: 0 0 undefined undefined
console.log(results[3], results[4]); // expect: one set undefined undefined TypeError
console.log("text"[3 / 1.5], "text"[0.5], [4][-0], holes[4 / 2]); // expect: x undefined 4 3

// Expressions, loops and stores that one instruction does as a whole give what their parts give.

// --- remainders of sums and products
const numbers = [
  0, -0, 1, -1, 7, 65536, 2147483647, -2147483648, 2147483648, 1e15, 9007199254740991,
  9007199254740992, 1e300, NaN, Infinity, -Infinity, 0.5, -0.5, '3', 'x', null, undefined, true,
  { valueOf() { return 11; } }, [4],
];
const differences = [];
function compare(what, fused, parts) {
  if (!Object.is(fused, parts)) differences.push(what + ': ' + fused + ' for ' + parts);
}
for (const x of numbers) {
  for (const y of numbers) {
    const sum = x + y;
    compare('sum', (x + y) % 7, sum % 7);
  }
  const product = x * 17364, large = x * 2147483647;
  compare('product', (x * 17364) % 65537, product % 65537);
  compare('large product', (x * 2147483647) % 2147483647, large % 2147483647);
}
console.log(differences.length); // expect: 0
console.log(Object.is((-7 + numbers[0]) % 7, -0), Object.is((numbers[1] * 3) % 7, -0)); // expect: true true

// --- the order of conversions in a fused remainder
const order = [];
const first = { valueOf() { order.push('first'); return 5; } };
const second = { valueOf() { order.push('second'); return 9; } };
console.log((first + second) % 4, order.join()); // expect: 2 first,second
function thrower() { throw new Error('in ' + order.length); }
try {
  console.log((first + { valueOf: thrower }) % 4);
} catch (error) {
  console.log(error.message); // expect: in 3
}

// --- loops that end in a comparison
function loops() {
  const results = [];
  let i = 0, n = 0;
  while (i < 10) { i += 3; n++; }
  results.push(i, n);
  for (i = 10; i >= 0; i -= 2.5) n++;
  results.push(i, n);
  for (i = 0; i <= 5; i += 2) n++;
  results.push(i, n);
  for (i = 3; i > -2; i--) n++;
  results.push(i, n);
  let text = 'a';
  while (text < 'aaaa') text += 'a';
  results.push(text);
  const counter = { valueOf() { return n; } };
  while (counter < 30) n++;
  results.push(n);
  do { n -= 7; } while (counter > 9);
  results.push(n);
  while (undefined < n) n++;
  results.push(n);
  return results.join();
}
console.log(loops()); // expect: 12,4,-2.5,9,6,12,-2,17,aaaa,30,9,9

// --- a loop's test that throws is left through its catch
let rounds = 0;
const wild = { valueOf() { if (rounds > 2) throw new Error('enough'); return 10; } };
try {
  while (rounds < wild) rounds++;
} catch (error) {
  console.log(error.message, rounds); // expect: enough 3
}

// --- continue, break and labels in a while loop
let visited = '';
let at = 0;
outer: while (at < 8) {
  at++;
  if (at % 2) continue;
  while (at < 100) {
    if (at > 5) break outer;
    visited += at;
    continue outer;
  }
}
console.log(visited, at); // expect: 24 6

// --- a while loop whose test captures afresh each time
const captured = [];
let turn = 0;
while (((value) => captured.push(() => value))(turn) < 3) turn++;
console.log(captured.map((read) => read()).join()); // expect: 0,1,2

// --- elements set to true, false and null
function special() {
  const array = [1, 2, 3];
  array[1] = null;
  array[3] = true;
  array[5] = false;
  array.named = false;
  array['other'] = true;
  const bytes = new Uint8Array(3);
  for (let i = 0; i < 3; i++) bytes[i] = true;
  const object = { set 7(value) { object.seen = value; } };
  object[7] = null;
  return JSON.stringify(array) + array.named + array.other + bytes.join('') + object.seen;
}
console.log(special()); // expect: [1,null,3,true,null,false]falsetrue111null
try {
  let nothing = null;
  nothing[0] = true;
} catch (error) {
  console.log(error instanceof TypeError); // expect: true
}
console.log(((list) => (list[0] = true))([])); // expect: true

// --- two variables as arguments
function list(...values) { return values.join(); }
function pairs(a, b, c) {
  return [list(a, b), list(b, a), list(a, b, c), list(a, b = 7, b), list(a, a, b, c, a)].join(';');
}
console.log(pairs(1, 2, 3)); // expect: 1,2;2,1;1,2,3;1,7,7;1,1,7,3,1

// --- arithmetic that turns from ints to doubles and back
function sums(values) {
  let total = 0;
  for (const value of values) total = total + value - 1;
  return total * total;
}
console.log(sums([1, 2, 3]), sums([0.5, 1.5]), sums([1, 2]), sums(['a']), sums([0.5, 2])); // expect: 9 0 1 NaN 0.25
console.log(sums([2147483647, 2147483647]), sums([5])); // expect: 18446744039349813000 16

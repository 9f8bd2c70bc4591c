// --- while and do-while
let n = 0;
while (n < 3) n++;
console.log(n); // expect: 3
do n--; while (n > 0);
console.log(n); // expect: 0
do {
  n += 10;
} while (false);
console.log(n); // expect: 10
while (false) n = 99;
console.log(n); // expect: 10

// --- the parts of a for loop are optional
let log = "";
for (let i = 0; i < 3; i++) log += i;
console.log(log); // expect: 012
let j = 0;
for (; j < 2;) j++;
console.log(j); // expect: 2
for (;;) {
  if (++j > 5) break;
}
console.log(j); // expect: 6
for (var v = 0, w = 10; v < w; v++, w--);
console.log(v, w); // expect: 5 5
for (const fixed = 1; log.length < 5; log += fixed);
console.log(log); // expect: 01211
for (j = 0, log = "x"; j < 2; j++) log += j;
console.log(log); // expect: x01

// --- break leaves the innermost loop
let log = "";
for (let i = 0; i < 3; i++) {
  for (let k = 0; k < 3; k++) {
    if (k === 1) break;
    log += i + "" + k + " ";
  }
}
console.log(log + "."); // expect: 00 10 20 .

// --- continue goes on with the update
let log = "";
for (let i = 0; i < 6; i++) {
  if (i % 2) continue;
  log += i;
}
let w = 0;
while (w < 5) {
  w++;
  if (w === 2) continue;
  log += "w" + w;
}
let d = 0;
do {
  d++;
  if (d === 2) continue;
  log += "d" + d;
} while (d < 3);
console.log(log); // expect: 024w1w3w4w5d1d3

// --- labels name the loop to leave or to continue
let log = "";
outer: for (let i = 0; i < 4; i++) {
  inner: for (let k = 0; k < 4; k++) {
    if (k === 1) continue inner;
    if (k === 3) continue outer;
    if (i === 2) break outer;
    log += i + "" + k + " ";
  }
}
console.log(log + "."); // expect: 00 02 10 12 .
let count = 0;
again: while (true) {
  do {
    count++;
    if (count < 5) continue again;
    break again;
  } while (true);
}
console.log(count); // expect: 5
one: two: for (let i = 0; ; i++) {
  if (i < 3) continue one;
  if (i < 5) continue two;
  count = i;
  break one;
}
console.log(count); // expect: 5

// --- a label on a block
let log = "";
block: {
  log += "a";
  if (log) break block;
  log += "b";
}
console.log(log); // expect: a
outer: {
  inner: {
    break outer;
  }
  log += "never";
}
console.log(log); // expect: a
lonely: if (true) {
  log += "c";
  break lonely;
  log += "d";
}
console.log(log); // expect: ac

// --- continue inside a switch continues the loop around it
let log = "";
for (let i = 0; i < 4; i++) {
  switch (i) {
  case 1:
    continue;
  case 2:
    break;
  default:
    log += "d";
  }
  log += i;
}
console.log(log); // expect: d02d3

// --- the condition of a do-while is evaluated after continue
let checks = 0;
function check() { checks++; return checks < 3; }
do {
  if (checks >= 0) continue;
} while (check());
console.log(checks); // expect: 3

// --- a loop's value is not its last expression
function f() {
  for (let i = 0; i < 3; i++) i;
}
console.log(f()); // expect: undefined

// --- nested loops share nothing
let sum = 0;
for (let i = 0; i < 3; i++)
  for (let i = 0; i < 4; i++) sum++;
console.log(sum); // expect: 12

// --- a const in the head of a for loop cannot change
for (const i = 0; i < 2; i++); // expect error: TypeError: Assignment to constant variable.

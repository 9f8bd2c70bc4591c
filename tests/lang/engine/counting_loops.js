// Loops whose end is one instruction behave as written.
let sum = 0;
for (let i = 0; i < 5; i++) sum += i;
console.log(sum); // expect: 10
for (let i = 0, n = 3; i <= n; i++) sum += i;
console.log(sum); // expect: 16
const list = [1, 2, 3];
for (let i = 0; i < list.length; i++) if (list.length < 6) list.push(list[i] * 2);
console.log(list.join()); // expect: 1,2,3,2,4,6
let shrinking = 5;
for (let i = 0; i < shrinking; i++) shrinking--;
console.log(shrinking); // expect: 2
for (let i = 2147483645; i < 2147483650; i++) sum = i;
console.log(sum); // expect: 2147483649
for (let i = 0.5; i < 3; i++) sum = i;
console.log(sum); // expect: 2.5
let text = "";
for (let i = "1"; i < 4; i++) text += i;
console.log(text); // expect: 123
for (let i = 0; i < "3"; i++) text += i;
console.log(text); // expect: 123012
let count = 0;
for (let i = 0; i < NaN; i++) count++;
for (let i = 0; i < undefined; i++) count++;
console.log(count); // expect: 0
for (let i = 0; i < 10; i++) {
  if (i === 2) continue;
  if (i === 5) break;
  count += i;
}
console.log(count); // expect: 8
const word = "abc";
let back = "";
for (let i = 0; i < word.length; i++) back = word[i] + back;
console.log(back); // expect: cba
const like = { length: 2 };
for (let i = 0; i < like.length; i++) back += i;
console.log(back); // expect: cba01
let calls = 0;
const getter = { valueOf() { calls++; return 2; } };
for (let i = 0; i < getter; i++);
console.log(calls); // expect: 3
for (let i = 0; i < 3; i++) {
  i++;
  count = i;
}
console.log(count); // expect: 3
let outside = 0;
for (; outside < 4; outside++);
console.log(outside); // expect: 4
const constant = 3;
try {
  for (const i = 0; i < constant; i++) count = i;
} catch (error) {
  console.log(error.message, count); // expect: Assignment to constant variable. 0
}
do {
  outside--;
} while (outside > 0);
console.log(outside); // expect: 0
const loose = -3;
let steps = 0;
for (let i = loose; i < word.length; i++) steps++;
console.log(steps); // expect: 6
let growing = "a";
for (let i = 0; i < growing.length; i++) if (growing.length < 5) growing += "b";
console.log(growing); // expect: abbbb

// Operands keep the value that they had when they were evaluated.
let a = 1;
console.log(a + (a = 5)); // expect: 6
console.log(a + a++); // expect: 10
console.log(a); // expect: 6
console.log(a++ + a); // expect: 13
console.log(a-- - --a); // expect: 2
let b = [10, 20, 30], i = 0;
b[i++] = b[i] + i;
console.log(b.join()); // expect: 21,20,30
b[i] = i = 2;
console.log(b.join(), i); // expect: 21,2,30 2
let s = "x";
s = s + (s += "y") + s;
console.log(s); // expect: xxyxy
function order(label, value) {
  log.push(label);
  return value;
}
let log = [];
order("object", b)[order("key", 0)] = order("value", 7);
console.log(log.join()); // expect: object,key,value
log = [];
order("l", 1) < order("r", 2) && order("a", 0) || order("o", 1);
console.log(log.join()); // expect: l,r,a,o
let x = 3;
x += (x = 10, x + 1);
console.log(x); // expect: 14
x = x++ * 2 + x;
console.log(x); // expect: 43
let o = { v: 1 };
o.v = (o = { v: 2 }, 5);
console.log(o.v); // expect: 2
let c = [c0()];
function c0() {
  return 4;
}
c = [c.length, c[0], c];
console.log(c[0], c[1], c[2].length); // expect: 1 4 1
let t = 1;
t = t > 0 ? [t, t = 9, t] : t;
console.log(t.join()); // expect: 1,9,9
let d = 2;
d = d || (d = 3);
console.log(d); // expect: 2
d = null ?? d;
console.log(d); // expect: 2
let n = 5;
n = -n;
n = ~n;
console.log(n); // expect: 4
n = typeof n + n;
console.log(n); // expect: number4

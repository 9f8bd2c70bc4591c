// Every operator on ints and their constants, often enough that native code knows the kinds of its
// operands, then with operands at the edges and of other kinds.
const edges = [0, -0, 1, -1, 2, 3, 7, -7, 31, 32, 33, 1000, 65521, -65521, 46341, 2147483647,
               -2147483648, 2147483648, 0.5, -2.5, NaN, Infinity, "5", "", null, undefined, true];
function show(value) {
  return Object.is(value, -0) ? "-0" : String(value);
}
function hash(text) {
  let sum = 7;
  for (let i = 0; i < text.length; i++) sum = (sum * 31 + text.charCodeAt(i)) % 1000003;
  return sum;
}
const binary = [
  (a, b) => a + b, (a, b) => a - b, (a, b) => a * b, (a, b) => a / b, (a, b) => a % b,
  (a, b) => a & b, (a, b) => a | b, (a, b) => a ^ b, (a, b) => a << b, (a, b) => a >> b,
  (a, b) => a >>> b, (a, b) => (a + b) % 17, (a, b) => a < b, (a, b) => a <= b, (a, b) => a > b,
  (a, b) => a >= b, (a, b) => a == b, (a, b) => a != b, (a, b) => a === b, (a, b) => a !== b,
  (a, b) => { if (a < b) return 1; return 2; }, (a, b) => { if (a <= b) return 1; return 2; },
  (a, b) => { if (a > b) return 1; return 2; }, (a, b) => { if (a >= b) return 1; return 2; },
  (a, b) => { if (a == b) return 1; return 2; }, (a, b) => { if (a !== b) return 1; return 2; },
  (a, b) => (a < b ? 1 : 2) + (a >= b ? 4 : 8) + (!(a > b) ? 16 : 32) + (!(a <= b) ? 64 : 128),
];
const unary = [
  a => a + 3, a => a - 3, a => 3 - a, a => a * 3, a => a / 4, a => 12 / a, a => a % 3, a => a % -3,
  a => a & 12, a => a | 12, a => a ^ 12, a => a << 3, a => a >> 3, a => a >>> 3, a => a >>> 0,
  a => a + 1000003, a => a - 1000003, a => 1000003 - a, a => a * 1000003, a => a % 1000003,
  a => a + 0.5, a => 0.5 - a, a => a * 0.5, a => a % 0.5, a => -a, a => ~a, a => +a, a => !a,
  a => { a++; return a; }, a => { a--; return a; }, a => { if (a < 3) return 1; return 2; },
  a => { if (a <= 3) return 1; return 2; }, a => { if (a > 3) return 1; return 2; },
  a => { if (a >= 3) return 1; return 2; }, a => { if (a === 3) return 1; return 2; },
  a => { if (a !== 3) return 1; return 2; }, a => { if (!(a < 3)) return 1; return 2; },
  a => { if (!(a >= 3)) return 1; return 2; }, a => (a * 48271) % 2147483647,
];
const found = [];
for (const operator of binary) {
  for (let i = 1; i < 300; i++) operator(i % 5 + 3, i % 3 + 1);
  const results = [];
  for (const a of edges) for (const b of edges) results.push(show(operator(a, b)));
  found.push(hash(results.join()));
}
for (const operator of unary) {
  for (let i = 1; i < 300; i++) operator(i % 5 + 3);
  found.push(hash(edges.map(a => show(operator(a))).join()));
}
console.log(found.slice(0, 7).join()); // expect: 189218,73400,325186,30851,843226,633806,171088
console.log(found.slice(7, 14).join()); // expect: 99952,838570,212185,848407,496033,381099,982382
console.log(found.slice(14, 21).join()); // expect: 276878,351585,688468,481077,816192,437928,7334
console.log(found.slice(21, 28).join()); // expect: 709499,285018,987183,784847,230233,196641,644787
console.log(found.slice(28, 35).join()); // expect: 979055,366557,201988,453651,422285,571166,571166
console.log(found.slice(35, 42).join()); // expect: 200152,500280,504652,749335,221082,116326,668331
console.log(found.slice(42, 49).join()); // expect: 830889,65386,177317,647463,789052,763571,663955
console.log(found.slice(49, 56).join()); // expect: 181367,87753,519002,591645,82969,799176,41486
console.log(found.slice(56, 63).join()); // expect: 398793,405955,120874,205469,920391,651614,386431
console.log(found.slice(63, 66).join()); // expect: 632090,117654,5667

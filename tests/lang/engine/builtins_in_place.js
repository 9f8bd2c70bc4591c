// Builtins that native code carries out itself where their arguments are what they mostly are: at
// the edges of that, and beyond.
const edges = [0, -0, 1, -1, 2.5, -2.5, -0.5, 0.25, 1e300, -1e300, 2147483647, -2147483648,
               2147483647.5, -2147483648.5, 4294967296, NaN, Infinity, -Infinity, "9", "", null,
               undefined, true];
function show(value) {
  return Object.is(value, -0) ? "-0" : String(value);
}
const floor = a => Math.floor(a), root = a => Math.sqrt(a), absolute = a => Math.abs(a);
for (const operation of [floor, root, absolute]) {
  for (let i = 0; i < 300; i++) operation(i + 0.5);
  const found = edges.map(a => show(operation(a)));
  for (let i = 0; i < found.length; i += 8) console.log(found.slice(i, i + 8).join(" "));
}

function code(text, index) {
  return text.charCodeAt(index);
}
for (let i = 0; i < 300; i++) code("some text", i % 9);
const rope = "left half, " + edges.length + " and the right half";
console.log(code("abc", 2), code("abc", 3), code("abc", -1), code("", 0), code("\u20ac", 0));
console.log(code(rope, 30), code(rope, 31), code("abc", 1.5), code("abc", "1"), code("abc"));

function grow(array, count) {
  let length = 0;
  for (let i = 0; i < count; i++) length = array.push(i);
  return length;
}
const grown = [];
console.log(grow(grown, 1000), grown.length, grown[999], grow(grown, 1), grown[1000]);
const sparse = [];
sparse.length = 4294967294;
console.log(grow(sparse, 1), sparse.length);
Object.freeze(grown);
try {
  grow(grown, 1);
} catch (error) {
  console.log(error.name, grown.length);
}

let depth = 0;
function deeper(n) {
  depth++;
  return deeper(n + 1) + 1;
}
for (let i = 0; i < 3; i++)
  try {
    depth = 0;
    deeper(0);
  } catch (error) {
    console.log(error.name, depth > 1000);
  }
// expect: 0 -0 1 -1 2 -3 -1 0
// expect: 1e+300 -1e+300 2147483647 -2147483648 2147483647 -2147483649 4294967296 NaN
// expect: Infinity -Infinity 9 0 0 NaN 1
// expect: 0 -0 1 NaN 1.5811388300841898 NaN NaN 0.5
// expect: 1e+150 NaN 46340.950001051984 NaN 46340.95000644678 NaN 65536 NaN
// expect: Infinity NaN 3 0 0 NaN 1
// expect: 0 0 1 1 2.5 2.5 0.5 0.25
// expect: 1e+300 1e+300 2147483647 2147483648 2147483647.5 2147483648.5 4294967296 NaN
// expect: Infinity Infinity 9 0 0 NaN 1
// expect: 99 NaN NaN NaN 8364
// expect: 108 102 98 98 97
// expect: 1000 1000 999 1001 0
// expect: 4294967295 4294967295
// expect: TypeError 1001
// expect: RangeError true
// expect: RangeError true
// expect: RangeError true

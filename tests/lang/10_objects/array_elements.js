// --- literals, holes and length
console.log([].length); // expect: 0
console.log([1, 2, 3].length); // expect: 3
console.log([, ].length); // expect: 1
console.log([1, , 3].length); // expect: 3
console.log([, , 1].length); // expect: 3
console.log([1, 2, ,].length); // expect: 3
console.log([1, [2, [3]]][1][1][0]); // expect: 3
const holes = [1, , 3];
console.log(holes[1], 1 in holes, 0 in holes); // expect: undefined false true

// --- writing beyond the end makes the array longer
const list = [];
list[0] = "a";
list[3] = "d";
console.log(list.length, list[1], 2 in list, 3 in list); // expect: 4 undefined false true
list[list.length] = "e";
console.log(list.length, list.join("-")); // expect: 5 a---d-e

// --- length can be set
const list = [1, 2, 3, 4];
list.length = 2;
console.log(list.join(), list[2]); // expect: 1,2 undefined
list.length = 4;
console.log(list.join(), 3 in list); // expect: 1,2,, false
list.length = 0;
console.log(list.length, list[0]); // expect: 0 undefined
list.length = "3";
console.log(list.length); // expect: 3

// --- an invalid length is a RangeError
const list = [];
list.length = -1; // expect error: RangeError: Invalid array length

// --- only canonical indices are elements
const list = [1, 2];
list["0"] = "zero";
list["02"] = "no";
list["1.0"] = "no";
list[-1] = "no";
list[1.5] = "no";
list["x"] = "no";
console.log(list.length, list[0], list["-1"], list[1.5]); // expect: 2 zero no no
console.log(Object.keys(list).join()); // expect: 0,1,02,1.0,-1,1.5,x

// --- far elements do not fill the space between
const list = [1];
list[4000000000] = "far";
console.log(list.length, list[4000000000], list[3999999999]); // expect: 4000000001 far undefined
list.length = 1;
console.log(list.length, list[4000000000]); // expect: 1 undefined
const big = [];
big[4294967294] = "last";
console.log(big.length); // expect: 4294967295
big[4294967295] = "property";
console.log(big.length, big[4294967295]); // expect: 4294967295 property

// --- elements of every kind
const list = [1, 1.5, "s", null, undefined, true, [2], { a: 3 }, function () { return 4; }, NaN];
console.log(list.length); // expect: 10
console.log(list[1]); // expect: 1.5
console.log(list[2]); // expect: s
console.log(list[3]); // expect: null
console.log(list[4]); // expect: undefined
console.log(list[5]); // expect: true
console.log(list[6][0]); // expect: 2
console.log(list[7].a); // expect: 3
console.log(list[8]()); // expect: 4
console.log(list[9]); // expect: NaN

// --- arrays grow and shrink by push and pop
const list = [];
for (let i = 0; i < 1000; i++) list.push(i);
let sum = 0;
while (list.length) sum += list.pop();
console.log(sum, list.length, list.pop()); // expect: 499500 0 undefined
console.log(list.push("a", "b"), list.push()); // expect: 2 2

// --- indices may be computed in any way
const list = ["a", "b", "c"];
let i = 0;
console.log(list[i++] + list[i++] + list[i]); // expect: abc
console.log(list[i - 1]); // expect: b
console.log(list["1"]); // expect: b
console.log(list[1.0]); // expect: b
console.log(list["length"]); // expect: 3
console.log(list[list.length - 1]); // expect: c
list[i] += "!";
list[--i] = "B";
console.log(list.join()); // expect: a,B,c!

// --- arrays of arrays
const grid = [];
for (let y = 0; y < 3; y++) {
  grid[y] = [];
  for (let x = 0; x < 3; x++) grid[y][x] = y * 3 + x;
}
grid[1][1] += 100;
console.log(grid.map((row) => row.join(" ")).join("/")); // expect: 0 1 2/3 104 5/6 7 8

// --- arrays are objects
const list = [1, 2];
list.name = "list";
console.log(list.name); // expect: list
console.log(list.length); // expect: 2
console.log(typeof list); // expect: object
console.log(list instanceof Object); // expect: true
console.log(Object.keys(list).join()); // expect: 0,1,name
const alias = list;
alias[0] = "shared";
console.log(list[0]); // expect: shared

// --- holes are read through the prototype
Array.prototype[1] = "inherited";
const list = [0, , 2];
console.log(list[1], list.hasOwnProperty(1)); // expect: inherited false
list[1] = "own";
console.log(list[1], Array.prototype[1]); // expect: own inherited
delete Array.prototype[1];

// --- callbacks get element, index and array
const seen = [];
["a", "b"].forEach(function (x, i, all) { seen.push(x + i + all.length); });
console.log(seen.join()); // expect: a02,b12
console.log([1, 2, 3].map((x) => x * x).filter((x) => x > 1).reduce((a, b) => a + b)); // expect: 13
console.log([1, 2, 3].reduce((a, b) => a + b, "s")); // expect: s123
const receiver = { k: 10 };
const scaled = [3, 1, 2].map(function (x) { return this.k * x; }, receiver);
console.log(scaled.join()); // expect: 30,10,20

// --- an error leaves a callback
let count = 0;
try {
  [1, 2, 3].forEach((x) => { count++; if (x === 2) throw new Error("stop"); });
} catch (error) {
  console.log(error.message, count); // expect: stop 2
}

// --- callbacks may call callbacks
console.log([[1, 2], [3]].map((row) => row.map((x) => x * 2).join()).join("|")); // expect: 2,4|6
console.log([1, 2, 3].map((x) => [1, 2, 3].filter((y) => y <= x).length).join()); // expect: 1,2,3

// --- an array changed by its callback
const list = [1, 2, 3];
const seen = [];
list.forEach((x, i) => { seen.push(x); if (i === 0) { list.push(4); list[1] = "two"; } });
console.log(seen.join(), list.join()); // expect: 1,two,3 1,two,3,4
const shrinking = [1, 2, 3, 4];
const kept = [];
shrinking.forEach((x) => { kept.push(x); shrinking.pop(); });
console.log(kept.join()); // expect: 1,2

// Array.prototype's methods that call back (23.1.3), and Array.from.
const json = JSON.stringify;
function thrown(f) {
  try {
    return f();
  } catch (error) {
    return error.name;
  }
}
console.log(json([1, 2, 3].map((x) => x * 2))); // expect: [2,4,6]
console.log(json([1, 2, 3].map((x, i, all) => x + i + all.length))); // expect: [4,6,8]
console.log([1, , 3].map((x) => x).length); // expect: 3
console.log(1 in [1, , 3].map((x) => x)); // expect: false
console.log(json([1, 2, 3, 4].filter((x) => x % 2))); // expect: [1,3]
console.log(json([1, , 3].filter(() => true))); // expect: [1,3]
console.log(json([].filter(() => true))); // expect: []
const seen = [];
console.log([5, , 7].forEach((x, i) => seen.push(i, x))); // expect: undefined
console.log(json(seen)); // expect: [0,5,2,7]
console.log([1, 2, 3].some((x) => x > 2)); // expect: true
console.log([].some(() => true)); // expect: false
console.log([1, 2].some((x) => x > 2)); // expect: false
console.log([, 1].some((x) => x === undefined)); // expect: false
console.log([1, 2, 3].every((x) => x > 0)); // expect: true
console.log([].every(() => false)); // expect: true
console.log([1, 2].every((x) => x > 1)); // expect: false
console.log([, 1].every((x) => x === 1)); // expect: true
console.log([1, 2, 3].find((x) => x > 1)); // expect: 2
console.log([1].find((x) => x > 1)); // expect: undefined
console.log([, 1].find((x) => x === undefined)); // expect: undefined
console.log([1, 2, 3].findIndex((x) => x > 1)); // expect: 1
console.log([].findIndex(() => true)); // expect: -1
console.log([, 1].findIndex((x) => x === undefined)); // expect: 0
console.log([1, 2, 3].findLast((x) => x < 3)); // expect: 2
console.log([1].findLast((x) => x > 1)); // expect: undefined
console.log([1, 2, 3].findLastIndex((x) => x < 3)); // expect: 1
console.log([].findLastIndex(() => true)); // expect: -1
console.log([1, 2, 3].reduce((a, b) => a + b)); // expect: 6
console.log([1, 2, 3].reduce((a, b) => a + b, 10)); // expect: 16
console.log([5].reduce(() => 0)); // expect: 5
console.log([].reduce(() => 0, 7)); // expect: 7
console.log([, 4, , 5].reduce((a, b) => a * b)); // expect: 20
console.log(thrown(() => [].reduce((a, b) => a))); // expect: TypeError
console.log(thrown(() => [, ,].reduce((a) => a))); // expect: TypeError
console.log([].reduce((a) => a, undefined)); // expect: undefined
console.log([1].reduce((a, b) => a, undefined)); // expect: undefined
console.log(["a", "b", "c"].reduce((a, b, i, all) => a + b + i + all.length)); // expect: ab13c23
console.log([1, 2, 3].reduceRight((a, b) => a + "" + b)); // expect: 321
console.log(["a", "b"].reduceRight((a, b, i) => a + b + i, "z")); // expect: zb1a0
console.log(thrown(() => [].reduceRight(() => 0))); // expect: TypeError
console.log([, 1, ,].reduceRight(() => 0)); // expect: 1
console.log([].reduceRight((a) => a, undefined)); // expect: undefined
console.log(json([1, [2, [3, [4]]]].flat())); // expect: [1,2,[3,[4]]]
console.log(json([1, [2, [3, [4]]]].flat(2))); // expect: [1,2,3,[4]]
console.log(json([1, [2, [3, [4]]]].flat(Infinity))); // expect: [1,2,3,4]
console.log(json([1, [2]].flat(0))); // expect: [1,[2]]
console.log(json([[1, , 2], , [3]].flat())); // expect: [1,2,3]
console.log(json([[1]].flat(-1))); // expect: [[1]]
console.log(json([[[1]]].flat("2"))); // expect: [1]
console.log(json([[1]].flat(NaN))); // expect: [[1]]
console.log(json([1, 2].flatMap((x) => [x, x * 2]))); // expect: [1,2,2,4]
console.log(json([1, 2].flatMap((x) => [[x]]))); // expect: [[1],[2]]
console.log(json([1, , 2].flatMap((x) => x))); // expect: [1,2]
console.log(json(["a b", "c"].flatMap((s) => s.split(" ")))); // expect: ["a","b","c"]
console.log(thrown(() => [1].map())); // expect: TypeError
console.log(thrown(() => [1].forEach({}))); // expect: TypeError
console.log(thrown(() => [].filter(null))); // expect: TypeError
console.log(thrown(() => [].reduce("x", 1))); // expect: TypeError
console.log(thrown(() => [].sort(1))); // expect: TypeError
console.log(thrown(() => [].flatMap())); // expect: TypeError
console.log(thrown(() => Array.prototype.map.call(null, (x) => x))); // expect: TypeError
const context = { factor: 3 };
console.log(json([1, 2].map(function (x) { return x * this.factor; }, context))); // expect: [3,6]
console.log([1].map(function () { return this; })[0]); // expect: undefined
console.log([1].every(function () { return this === context; }, context)); // expect: true
console.log([1].find(function () { return this === 5; }, 5)); // expect: 1
const growing = [1, 2];
growing.forEach((x) => growing.push(x));
console.log(json(growing)); // expect: [1,2,1,2]
const shrinking = [1, 2, 3, 4];
const visited = [];
shrinking.forEach((x) => { visited.push(x); shrinking.pop(); });
console.log(json(visited)); // expect: [1,2]
console.log(json(shrinking)); // expect: [1,2]
console.log(json([1, 2, 3].map((x, i, all) => { all.length = 1; return x; }).length)); // expect: 3
console.log(json(Array.prototype.map.call("abc", (c) => c + c))); // expect: ["aa","bb","cc"]
console.log(json(Array.prototype.filter.call({ length: 3, 0: 1, 2: 3 }, () => true)));
// expect: [1,3]
console.log(Array.prototype.reduce.call("abc", (a, b) => b + a)); // expect: cba
console.log(typeof Array.prototype.find.call("a", (x, i, all) => typeof all === "object"));
// expect: string
console.log([1, 2, 3].map.length); // expect: 1
console.log([].reduce.length); // expect: 1
console.log([].forEach.length); // expect: 1
console.log([].flat.length); // expect: 0
console.log([].flatMap.length); // expect: 1
console.log([].sort.length); // expect: 1
console.log(Array.from.length); // expect: 1
console.log([].map.name); // expect: map
console.log([].findLastIndex.name); // expect: findLastIndex
console.log(Array.from.name); // expect: from
console.log([].find.length); // expect: 1
console.log([].findLastIndex.length); // expect: 1
console.log([].some.length); // expect: 1
[1].map((x) => x);
console.log([].map.length); // expect: 1
console.log([].map.name); // expect: map
console.log([].find.length); // expect: 1
console.log(typeof [].map); // expect: function
console.log([].map === Array.prototype.map); // expect: true
console.log(thrown(() => new [].map((x) => x))); // expect: TypeError
console.log(thrown(() => new Array.from([]))); // expect: TypeError
console.log("prototype" in [].map); // expect: false
console.log(thrown(() => [1, 2].forEach((x) => { throw new RangeError("stop"); })));
// expect: RangeError
const early = [];
function stopAtTwo(x) {
  early.push(x);
  if (x === 2) throw new SyntaxError("x");
}
console.log(thrown(() => [1, 2, 3].map(stopAtTwo)));
// expect: SyntaxError
console.log(json(early)); // expect: [1,2]
console.log(json([3, 1, 2].sort())); // expect: [1,2,3]
console.log(json([10, 9, 1].sort())); // expect: [1,10,9]
console.log(json(["b", undefined, "a", , "c"].sort().length)); // expect: 5
console.log(json(["b", undefined, "a"].sort())); // expect: ["a","b",null]
console.log(json([true, false, null, "m"].sort())); // expect: [false,"m",null,true]
console.log(json([3, 1, 2].sort((a, b) => b - a))); // expect: [3,2,1]
console.log(json([5, 2, 8, 1, 9, 3, 7, 4, 6, 0, 15, 12, 11, 14, 13, 10].sort((a, b) => a - b)));
// expect: [0,1,2,3,4,5,6,7,8,9,10,11,12,13,14,15]
console.log(json([1, undefined, 0, undefined].sort((a, b) => a - b))); // expect: [0,1,null,null]
console.log(json(["ä", "z", "a", "Z", "€", "𝒳", "\uffff"].sort()));
// expect: ["Z","a","z","ä","€","𝒳","￿"]
console.log(json([1, 2, 3].sort(() => 0))); // expect: [1,2,3]
console.log(json([3, 2, 1].sort(() => NaN))); // expect: [3,2,1]
console.log(json([3, 2, 1].sort(() => undefined))); // expect: [3,2,1]
console.log(json([2, 1].sort((a, b) => "1"))); // expect: [2,1]
const people = [];
for (let i = 0; i < 40; i++) people.push({ key: (i * 7) % 5, order: i });
people.sort((a, b) => a.key - b.key);
let stable = true;
for (let i = 1; i < 40; i++) {
  const before = people[i - 1];
  const after = people[i];
  if (before.key > after.key) stable = false;
  if (before.key === after.key && before.order > after.order) stable = false;
}
console.log(stable); // expect: true
console.log(people.map((p) => p.order).slice(0, 12).join()); // expect: 0,5,10,15,20,25,30,35,3,8,13,18
const numbers = [];
let state = 12345;
for (let i = 0; i < 1000; i++) {
  state = (state * 1103515245 + 12345) % 2147483648;
  numbers.push(state % 1000);
}
const sorted = numbers.slice().sort((a, b) => a - b);
console.log(sorted.every((x, i) => i === 0 || sorted[i - 1] <= x)); // expect: true
console.log(sorted.length); // expect: 1000
console.log(sorted.reduce((a, b) => a + b) === numbers.reduce((a, b) => a + b)); // expect: true
console.log(sorted[0]); // expect: 0
console.log(sorted[999]); // expect: 992
const words = numbers.map((n) => "w" + n).sort();
console.log(words.every((x, i) => i === 0 || words[i - 1] <= x)); // expect: true
console.log(words[0]); // expect: w0
console.log(words[999]); // expect: w992
console.log(words.length); // expect: 1000
const holey = [3, , 1, undefined];
holey.sort();
console.log(json(holey)); // expect: [1,3,null,null]
console.log(holey.length); // expect: 4
console.log(2 in holey); // expect: true
console.log(3 in holey); // expect: false
console.log(json(Array.prototype.sort.call({ length: 3, 0: "c", 1: "a", 2: "b" })));
// expect: {"0":"a","1":"b","2":"c","length":3}
console.log(thrown(() => Object.freeze([2, 1]).sort())); // expect: TypeError
console.log(thrown(() => [3, 2, 1].sort(() => { throw new RangeError("x"); })));
// expect: RangeError
console.log(json([{ toString: () => "b" }, { toString: () => "a" }].sort().map(String)));
// expect: ["a","b"]
console.log(json(Array.from("héy𝒳"))); // expect: ["h","é","y","𝒳"]
console.log(json(Array.from([1, , 3]))); // expect: [1,null,3]
console.log(json(Array.from({ length: 3 }, (_, i) => i * i))); // expect: [0,1,4]
console.log(json(Array.from([1, 2], (x, i) => x + i))); // expect: [1,3]
console.log(json(Array.from({ length: 2, 0: "a" }))); // expect: ["a",null]
console.log(json(Array.from(5))); // expect: []
console.log(json(Array.from({}))); // expect: []
console.log(thrown(() => Array.from(null))); // expect: TypeError
console.log(thrown(() => Array.from([], 1))); // expect: TypeError
console.log(thrown(() => Array.from(undefined))); // expect: TypeError
console.log(json(Array.from(new String("ab")))); // expect: ["a","b"]
console.log(json(Array.from([1], function () { return this.v; }, { v: 8 }))); // expect: [8]

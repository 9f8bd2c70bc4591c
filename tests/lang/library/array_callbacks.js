// Array.prototype's methods that call back (23.1.3), and Array.from.
const json = JSON.stringify;
function thrown(f) {
  try {
    return f();
  } catch (error) {
    return error.name;
  }
}
console.log(json([1, 2, 3].map((x) => x * 2)), json([1, 2, 3].map((x, i, all) => x + i + all.length)), [1, , 3].map((x) => x).length, 1 in [1, , 3].map((x) => x)); // expect: [2,4,6] [4,6,8] 3 false
console.log(json([1, 2, 3, 4].filter((x) => x % 2)), json([1, , 3].filter(() => true)), json([].filter(() => true))); // expect: [1,3] [1,3] []
const seen = [];
console.log([5, , 7].forEach((x, i) => seen.push(i, x)), json(seen)); // expect: undefined [0,5,2,7]
console.log([1, 2, 3].some((x) => x > 2), [].some(() => true), [1, 2].some((x) => x > 2), [, 1].some((x) => x === undefined)); // expect: true false false false
console.log([1, 2, 3].every((x) => x > 0), [].every(() => false), [1, 2].every((x) => x > 1), [, 1].every((x) => x === 1)); // expect: true true false true
console.log([1, 2, 3].find((x) => x > 1), [1].find((x) => x > 1), [, 1].find((x) => x === undefined), [1, 2, 3].findIndex((x) => x > 1), [].findIndex(() => true), [, 1].findIndex((x) => x === undefined)); // expect: 2 undefined undefined 1 -1 0
console.log([1, 2, 3].findLast((x) => x < 3), [1].findLast((x) => x > 1), [1, 2, 3].findLastIndex((x) => x < 3), [].findLastIndex(() => true)); // expect: 2 undefined 1 -1
console.log([1, 2, 3].reduce((a, b) => a + b), [1, 2, 3].reduce((a, b) => a + b, 10), [5].reduce(() => 0), [].reduce(() => 0, 7), [, 4, , 5].reduce((a, b) => a * b)); // expect: 6 16 5 7 20
console.log(thrown(() => [].reduce((a, b) => a)), thrown(() => [, ,].reduce((a) => a)), [].reduce((a) => a, undefined), [1].reduce((a, b) => a, undefined), ["a", "b", "c"].reduce((a, b, i, all) => a + b + i + all.length)); // expect: TypeError TypeError undefined undefined ab13c23
console.log([1, 2, 3].reduceRight((a, b) => a + "" + b), ["a", "b"].reduceRight((a, b, i) => a + b + i, "z"), thrown(() => [].reduceRight(() => 0)), [, 1, ,].reduceRight(() => 0), [].reduceRight((a) => a, undefined)); // expect: 321 zb1a0 TypeError 1 undefined
console.log(json([1, [2, [3, [4]]]].flat()), json([1, [2, [3, [4]]]].flat(2)), json([1, [2, [3, [4]]]].flat(Infinity)), json([1, [2]].flat(0)), json([[1, , 2], , [3]].flat()), json([[1]].flat(-1)), json([[[1]]].flat("2")), json([[1]].flat(NaN))); // expect: [1,2,[3,[4]]] [1,2,3,[4]] [1,2,3,4] [1,[2]] [1,2,3] [[1]] [1] [[1]]
console.log(json([1, 2].flatMap((x) => [x, x * 2])), json([1, 2].flatMap((x) => [[x]])), json([1, , 2].flatMap((x) => x)), json(["a b", "c"].flatMap((s) => s.split(" ")))); // expect: [1,2,2,4] [[1],[2]] [1,2] ["a","b","c"]
console.log(thrown(() => [1].map()), thrown(() => [1].forEach({})), thrown(() => [].filter(null)), thrown(() => [].reduce("x", 1)), thrown(() => [].sort(1)), thrown(() => [].flatMap()), thrown(() => Array.prototype.map.call(null, (x) => x))); // expect: TypeError TypeError TypeError TypeError TypeError TypeError TypeError
const context = { factor: 3 };
console.log(json([1, 2].map(function (x) { return x * this.factor; }, context)), [1].map(function () { return this; })[0], [1].every(function () { return this === context; }, context), [1].find(function () { return this === 5; }, 5)); // expect: [3,6] undefined true 1
const growing = [1, 2];
growing.forEach((x) => growing.push(x));
console.log(json(growing)); // expect: [1,2,1,2]
const shrinking = [1, 2, 3, 4];
const visited = [];
shrinking.forEach((x) => { visited.push(x); shrinking.pop(); });
console.log(json(visited), json(shrinking), json([1, 2, 3].map((x, i, all) => { all.length = 1; return x; }).length)); // expect: [1,2] [1,2] 3
console.log(json(Array.prototype.map.call("abc", (c) => c + c)), json(Array.prototype.filter.call({ length: 3, 0: 1, 2: 3 }, () => true)), Array.prototype.reduce.call("abc", (a, b) => b + a), typeof Array.prototype.find.call("a", (x, i, all) => typeof all === "object")); // expect: ["aa","bb","cc"] [1,3] cba string
console.log([1, 2, 3].map.length, [].reduce.length, [].forEach.length, [].flat.length, [].flatMap.length, [].sort.length, Array.from.length, [].map.name, [].findLastIndex.name, Array.from.name, [].find.length, [].findLastIndex.length, [].some.length); // expect: 1 1 1 0 1 1 1 map findLastIndex from 1 1 1
[1].map((x) => x);
console.log([].map.length, [].map.name, [].find.length, typeof [].map, [].map === Array.prototype.map); // expect: 1 map 1 function true
console.log(thrown(() => new [].map((x) => x)), thrown(() => new Array.from([])), "prototype" in [].map, thrown(() => [1, 2].forEach((x) => { throw new RangeError("stop"); }))); // expect: TypeError TypeError false RangeError
const early = [];
console.log(thrown(() => [1, 2, 3].map((x) => { early.push(x); if (x === 2) throw new SyntaxError("x"); })), json(early)); // expect: SyntaxError [1,2]
console.log(json([3, 1, 2].sort()), json([10, 9, 1].sort()), json(["b", undefined, "a", , "c"].sort().length), json(["b", undefined, "a"].sort()), json([true, false, null, "m"].sort())); // expect: [1,2,3] [1,10,9] 5 ["a","b",null] [false,"m",null,true]
console.log(json([3, 1, 2].sort((a, b) => b - a)), json([5, 2, 8, 1, 9, 3, 7, 4, 6, 0, 15, 12, 11, 14, 13, 10].sort((a, b) => a - b)), json([1, undefined, 0, undefined].sort((a, b) => a - b))); // expect: [3,2,1] [0,1,2,3,4,5,6,7,8,9,10,11,12,13,14,15] [0,1,null,null]
console.log(json(["ä", "z", "a", "Z", "€", "𝒳", "\uffff"].sort()), json([1, 2, 3].sort(() => 0)), json([3, 2, 1].sort(() => NaN)), json([3, 2, 1].sort(() => undefined)), json([2, 1].sort((a, b) => "1"))); // expect: ["Z","a","z","ä","€","𝒳","￿"] [1,2,3] [3,2,1] [3,2,1] [2,1]
const people = [];
for (let i = 0; i < 40; i++) people.push({ key: (i * 7) % 5, order: i });
people.sort((a, b) => a.key - b.key);
let stable = true;
for (let i = 1; i < 40; i++) if (people[i - 1].key > people[i].key || (people[i - 1].key === people[i].key && people[i - 1].order > people[i].order)) stable = false;
console.log(stable, people.map((p) => p.order).join()); // expect: true 0,5,10,15,20,25,30,35,3,8,13,18,23,28,33,38,1,6,11,16,21,26,31,36,4,9,14,19,24,29,34,39,2,7,12,17,22,27,32,37
const numbers = [];
let state = 12345;
for (let i = 0; i < 1000; i++) { state = (state * 1103515245 + 12345) % 2147483648; numbers.push(state % 1000); }
const sorted = numbers.slice().sort((a, b) => a - b);
console.log(sorted.every((x, i) => i === 0 || sorted[i - 1] <= x), sorted.length, sorted.reduce((a, b) => a + b) === numbers.reduce((a, b) => a + b), sorted[0], sorted[999]); // expect: true 1000 true 0 992
const words = numbers.map((n) => "w" + n).sort();
console.log(words.every((x, i) => i === 0 || words[i - 1] <= x), words[0], words[999], words.length); // expect: true w0 w992 1000
const holey = [3, , 1, undefined];
holey.sort();
console.log(json(holey), holey.length, 2 in holey, 3 in holey); // expect: [1,3,null,null] 4 true false
console.log(json(Array.prototype.sort.call({ length: 3, 0: "c", 1: "a", 2: "b" })), thrown(() => Object.freeze([2, 1]).sort())); // expect: {"0":"a","1":"b","2":"c","length":3} TypeError
console.log(thrown(() => [3, 2, 1].sort(() => { throw new RangeError("x"); })), json([{ toString: () => "b" }, { toString: () => "a" }].sort().map(String))); // expect: RangeError ["a","b"]
console.log(json(Array.from("héy𝒳")), json(Array.from([1, , 3])), json(Array.from({ length: 3 }, (_, i) => i * i)), json(Array.from([1, 2], (x, i) => x + i)), json(Array.from({ length: 2, 0: "a" })), json(Array.from(5)), json(Array.from({}))); // expect: ["h","é","y","𝒳"] [1,null,3] [0,1,4] [1,3] ["a",null] [] []
console.log(thrown(() => Array.from(null)), thrown(() => Array.from([], 1)), thrown(() => Array.from(undefined)), json(Array.from(new String("ab"))), json(Array.from([1], function () { return this.v; }, { v: 8 }))); // expect: TypeError TypeError TypeError ["a","b"] [8]

// %TypedArray%.prototype (ECMA-262 23.2.3).
function thrown(f) {
  try {
    return f();
  } catch (error) {
    return error.name;
  }
}
const TypedArray = Object.getPrototypeOf(Int8Array);

// --- properties of the prototype
const prototype = TypedArray.prototype;
const names = Object.getOwnPropertyNames(prototype).sort();
for (const name of names) {
  const property = Object.getOwnPropertyDescriptor(prototype, name);
  const made = property.value || property.get;
  console.log(name, typeof property.value, typeof property.get, property.set, property.writable,
    property.enumerable, property.configurable, made.name, made.length);
// expect: at function undefined undefined true false true at 1
// expect: buffer undefined function undefined undefined false true get buffer 0
// expect: byteLength undefined function undefined undefined false true get byteLength 0
// expect: byteOffset undefined function undefined undefined false true get byteOffset 0
// expect: constructor function undefined undefined true false true TypedArray 0
// expect: copyWithin function undefined undefined true false true copyWithin 2
// expect: entries function undefined undefined true false true entries 0
// expect: every function undefined undefined true false true every 1
// expect: fill function undefined undefined true false true fill 1
// expect: filter function undefined undefined true false true filter 1
// expect: find function undefined undefined true false true find 1
// expect: findIndex function undefined undefined true false true findIndex 1
// expect: findLast function undefined undefined true false true findLast 1
// expect: findLastIndex function undefined undefined true false true findLastIndex 1
// expect: forEach function undefined undefined true false true forEach 1
// expect: includes function undefined undefined true false true includes 1
// expect: indexOf function undefined undefined true false true indexOf 1
// expect: join function undefined undefined true false true join 1
// expect: keys function undefined undefined true false true keys 0
// expect: lastIndexOf function undefined undefined true false true lastIndexOf 1
// expect: length undefined function undefined undefined false true get length 0
// expect: map function undefined undefined true false true map 1
// expect: reduce function undefined undefined true false true reduce 1
// expect: reduceRight function undefined undefined true false true reduceRight 1
// expect: reverse function undefined undefined true false true reverse 0
// expect: set function undefined undefined true false true set 1
// expect: slice function undefined undefined true false true slice 2
// expect: some function undefined undefined true false true some 1
// expect: sort function undefined undefined true false true sort 1
// expect: subarray function undefined undefined true false true subarray 2
// expect: toLocaleString function undefined undefined true false true toLocaleString 0
// expect: toReversed function undefined undefined true false true toReversed 0
// expect: toSorted function undefined undefined true false true toSorted 1
// expect: toString function undefined undefined true false true toString 0
// expect: values function undefined undefined true false true values 0
// expect: with function undefined undefined true false true with 2
}
console.log(prototype.toString === Array.prototype.toString, prototype.constructor === TypedArray);
// expect: true true

// --- every method refuses what is no typed array
const names = Object.getOwnPropertyNames(TypedArray.prototype);
const methods = names.filter((name) => {
  const descriptor = Object.getOwnPropertyDescriptor(TypedArray.prototype, name);
  return typeof descriptor.value === "function" &&
    !["constructor", "toString", "toLocaleString"].includes(name);
});
const others = [{}, [1], new ArrayBuffer(1), undefined, null, 5, "s",
  Object.create(new Uint8Array(1)), TypedArray.prototype];
console.log(methods.length); // expect: 29
for (const name of methods) {
  const results = others.map((other) => thrown(() => TypedArray.prototype[name].call(other,
    () => 1)));
  if (!results.every((result) => result === "TypeError")) console.log(name, results.join());
}
for (const name of ["buffer", "byteLength", "byteOffset", "length"]) {
  const get = Object.getOwnPropertyDescriptor(TypedArray.prototype, name).get;
  console.log(name, others.every((other) => thrown(() => get.call(other)) === "TypeError"));
// expect: buffer true
// expect: byteLength true
// expect: byteOffset true
// expect: length true
}

// --- at, with
const array = new Int16Array([10, 20, 30]);
console.log(array.at(0), array.at(-1), array.at(3), array.at(-4), array.at("1"), array.at(1.9),
  array.at(), array.at(NaN), array.at(Infinity));
// expect: 10 30 undefined undefined 20 20 10 10 undefined
const changed = array.with(1, 70000);
console.log(changed.join(), array.join(), changed.constructor.name, array.with(-1, "5").join(),
  array.with("0", 1).join()); // expect: 10,4464,30 10,20,30 Int16Array 10,20,5 1,20,30
console.log(thrown(() => array.with(3, 1)), thrown(() => array.with(-4, 1)),
  thrown(() => array.with(Infinity, 1)), array.with(0).join());
// expect: RangeError RangeError RangeError 0,20,30

// --- fill
const fresh = () => new Uint8Array([1, 2, 3, 4, 5]);
console.log(fresh().fill(7).join(), fresh().fill(7, 2).join(), fresh().fill(7, 1, 3).join(),
  fresh().fill(7, -2).join()); // expect: 7,7,7,7,7 1,2,7,7,7 1,7,7,4,5 1,2,3,7,7
console.log(fresh().fill(7, -3, -1).join(), fresh().fill(7, 3, 1).join(),
  fresh().fill(7, 10).join(), fresh().fill(300, 0, 1).join());
// expect: 1,2,7,7,5 1,2,3,4,5 1,2,3,4,5 44,2,3,4,5
console.log(fresh().fill().join(), fresh().fill("9", "1", "2").join(),
  fresh().fill(7, undefined, undefined).join()); // expect: 0,0,0,0,0 1,9,3,4,5 7,7,7,7,7
const array = fresh();
console.log(array.fill(1) === array, new Float64Array(3).fill(0.5).join(),
  new Uint8ClampedArray(2).fill(1e9).join(), new Uint8Array(0).fill(1).length);
// expect: true 0.5,0.5,0.5 255,255 0
let calls = 0;
new Uint8Array(4).fill({ valueOf() { return ++calls; } });
console.log(calls, thrown(() => fresh().fill({ valueOf() { throw new RangeError("no"); } })));
// expect: 1 RangeError
console.log(new Uint16Array(1000).fill(258).reduce((a, b) => a + b),
  new Float32Array(777).fill(0.1)[776] === Math.fround(0.1)); // expect: 258000 true

// --- set
const fresh = () => new Uint8Array([1, 2, 3, 4, 5]);
function after(f) {
  const array = fresh();
  const result = thrown(() => f(array));
  return result === undefined ? array.join() : result;
}
console.log(after((a) => a.set([9, 8])), after((a) => a.set([9, 8], 3)),
  after((a) => a.set([9, 8], 4)), after((a) => a.set([], 5)));
// expect: 9,8,3,4,5 1,2,3,9,8 RangeError 1,2,3,4,5
console.log(after((a) => a.set([9], -1)), after((a) => a.set([9], 6)), after((a) => a.set([], 6)),
  after((a) => a.set([9], Infinity))); // expect: RangeError RangeError RangeError RangeError
console.log(after((a) => a.set([9], "2")), after((a) => a.set([9], 1.9)),
  after((a) => a.set([9], NaN)), after((a) => a.set([9], -0.5)));
// expect: 1,2,9,4,5 1,9,3,4,5 9,2,3,4,5 9,2,3,4,5
console.log(after((a) => a.set({ length: 2, 0: 7, 1: "8" }, 1)), after((a) => a.set("67")),
  after((a) => a.set(5)), after((a) => a.set([300, , "x"])));
// expect: 1,7,8,4,5 6,7,3,4,5 1,2,3,4,5 44,0,0,4,5
console.log(after((a) => a.set(new Float64Array([1.9, -1, 256]), 2)),
  after((a) => a.set(new Uint8Array([7]), 4)), after((a) => a.set(new Uint8Array(6))));
// expect: 1,2,1,255,0 1,2,3,4,7 RangeError
console.log(after((a) => a.set()), after((a) => a.set(null)),
  after((a) => a.set(a.subarray(0, 3), 1)), after((a) => a.set(a.subarray(2), 0)));
// expect: TypeError TypeError 1,1,2,3,5 3,4,5,4,5
console.log(after((a) => a.set(a)),
  after((a) => a.set({ length: 1, get 0() { throw new SyntaxError("no"); } })));
// expect: 1,2,3,4,5 SyntaxError
const buffer = new ArrayBuffer(8);
const bytes = new Uint8Array(buffer), words = new Uint16Array(buffer);
bytes.set([1, 2, 3, 4, 5, 6, 7, 8]);
words.set(bytes.subarray(0, 4));
console.log(words.join()); // expect: 1,2,3,4
bytes.set([1, 2, 3, 4, 5, 6, 7, 8]);
bytes.set(words, 2);
console.log(bytes.join()); // expect: 1,2,1,3,5,7,7,8
bytes.set([1, 2, 3, 4, 5, 6, 7, 8]);
words.set(bytes.subarray(4), 0);
console.log(words.join()); // expect: 5,6,7,8
const partial = new Uint8Array(3);
console.log(thrown(() => partial.set([1, { valueOf() { throw new RangeError("no"); } }, 3])),
  partial.join()); // expect: RangeError 1,0,0

// --- subarray
const array = new Int32Array([1, 2, 3, 4, 5]);
console.log(array.subarray(1, 3).join(), array.subarray().join(), array.subarray(-2).join(),
  array.subarray(1, -1).join(), array.subarray(3, 1).length); // expect: 2,3 1,2,3,4,5 4,5 2,3,4 0
const part = array.subarray(1, 4);
part[0] = 99;
console.log(array.join(), part.byteOffset, part.buffer === array.buffer,
  part.subarray(1).byteOffset, part.subarray(1, 2).join()); // expect: 1,99,3,4,5 4 true 8 3
console.log(array.subarray(10).length, array.subarray(10).byteOffset,
  array.subarray("1", "2").join(), array.subarray(undefined, undefined).length);
// expect: 0 20 99 5

// --- slice
const array = new Int32Array([1, 2, 3, 4, 5]);
console.log(array.slice(1, 3).join(), array.slice().join(), array.slice(-2).join(),
  array.slice(1, -1).join(), array.slice(3, 1).length); // expect: 2,3 1,2,3,4,5 4,5 2,3,4 0
const copy = array.slice(1);
copy[0] = 99;
console.log(array.join(), copy.join(), copy.buffer === array.buffer, copy.byteOffset,
  copy.constructor.name); // expect: 1,2,3,4,5 99,3,4,5 false 0 Int32Array

// --- copyWithin
const fresh = () => new Uint16Array([1, 2, 3, 4, 5]);
console.log(fresh().copyWithin(0, 3).join(), fresh().copyWithin(1, 0, 3).join(),
  fresh().copyWithin(0, 1).join(), fresh().copyWithin(2, 0).join());
// expect: 4,5,3,4,5 1,1,2,3,5 2,3,4,5,5 1,2,1,2,3
console.log(fresh().copyWithin(-2, -3, -1).join(), fresh().copyWithin(5, 0).join(),
  fresh().copyWithin(0, 5).join(), fresh().copyWithin(0, 3, 2).join());
// expect: 1,2,3,3,4 1,2,3,4,5 1,2,3,4,5 1,2,3,4,5
console.log(fresh().copyWithin().join(), fresh().copyWithin(1).join(),
  fresh().copyWithin("2", "1", "3").join()); // expect: 1,2,3,4,5 1,1,2,3,4 1,2,2,3,5

// --- indexOf, lastIndexOf, includes
const array = new Float64Array([1, NaN, -0, 3, 1]);
console.log(array.indexOf(1), array.indexOf(1, 1), array.indexOf(NaN), array.indexOf(0),
  array.indexOf(7), array.indexOf("1"), array.indexOf()); // expect: 0 4 -1 2 -1 -1 -1
console.log(array.indexOf(1, -1), array.indexOf(1, -5), array.indexOf(1, -100),
  array.indexOf(1, 5), array.indexOf(1, "1"), array.indexOf(1, Infinity)); // expect: 4 0 0 -1 4 -1
console.log(array.lastIndexOf(1), array.lastIndexOf(1, 3), array.lastIndexOf(1, -2),
  array.lastIndexOf(NaN), array.lastIndexOf(0), array.lastIndexOf(1, -6),
  array.lastIndexOf(1, undefined), array.lastIndexOf(3, 100)); // expect: 4 0 0 -1 2 -1 0 3
console.log(array.includes(NaN), array.includes(0), array.includes(1, -1), array.includes(3, 4),
  array.includes(undefined), array.includes("1"), array.includes());
// expect: true true true false false false false
console.log(new Uint8Array(0).indexOf(0, { valueOf() { throw new RangeError("not asked"); } }),
  new Uint8Array(0).includes(undefined)); // expect: -1 false
console.log(new Float32Array([0.1]).indexOf(0.1), new Float32Array([0.5]).indexOf(0.5),
  new Uint8Array([200]).indexOf(-56), new Int8Array([200]).indexOf(-56)); // expect: -1 0 -1 0

// --- join and toString
console.log(new Float64Array([1.5, -0, NaN, Infinity, 1e21]).join(), new Uint8Array([1,
  2]).join("-"), new Uint8Array([1, 2]).join(""), new Uint8Array([1, 2]).join(undefined));
// expect: 1.5,0,NaN,Infinity,1e+21 1-2 12 1,2
console.log(new Uint8Array(0).join(), new Uint8Array([1]).join("x"),
  String(new Int8Array([-1, 2])), new Int8Array([1]) + "2", new Uint8Array([1, 2]).join(null));
// expect:  1 -1,2 12 1null2
console.log(new Float32Array([0.1, 16777217]).join(),
  thrown(() => new Uint8Array(1).join({ toString() { throw new RangeError("no"); } })));
// expect: 0.10000000149011612,16777216 RangeError
const odd = new Uint8Array([1, 2]);
odd.join = () => "mine";
console.log(String(odd), odd.toString(), TypedArray.prototype.join.call(odd));
// expect: mine mine 1,2

// --- reverse, toReversed
const array = new Int16Array([1, 2, 3, 4]);
console.log(array.reverse().join(), array.reverse() === array, array.join(),
  new Float64Array([1.5, 2.5, 3.5]).reverse().join(), new Uint8Array(0).reverse().length);
// expect: 4,3,2,1 true 1,2,3,4 3.5,2.5,1.5 0
const reversed = array.toReversed();
console.log(reversed.join(), array.join(), reversed.constructor.name,
  reversed.buffer === array.buffer, new Uint8Array([7]).toReversed().join());
// expect: 4,3,2,1 1,2,3,4 Int16Array false 7

// --- sort, toSorted
console.log(new Int8Array([3, -1, 10, 2]).sort().join(), new Uint32Array([4294967295, 1, 100,
  20]).sort().join(), new Float64Array([10, 9, 1]).sort().join());
// expect: -1,2,3,10 1,20,100,4294967295 1,9,10
const floats = new Float64Array([NaN, 1, -0, 0, -1, Infinity, -Infinity, NaN, 0, -0]).sort();
console.log(floats.join(),
  Array.from(floats).map((x) => (Object.is(x, -0) ? "-0" : String(x))).join());
// expect: -Infinity,-1,0,0,0,0,1,Infinity,NaN,NaN -Infinity,-1,-0,-0,0,0,1,Infinity,NaN,NaN
const unsigned = [65535, 256, 1, 255, 0, 32768, 257], signed = [256, 1, -255, 0, -32768, 32767, -1];
console.log(new Uint16Array(unsigned).sort().join(), new Int16Array(signed).sort().join());
// expect: 0,1,255,256,257,32768,65535 -32768,-255,-1,0,1,256,32767
console.log(new Float32Array([1e-45, -1e-45, 3e38, -0, -3e38, NaN, 0]).toSorted().map(
  (x) => (Object.is(x, -0) ? 7 : Math.sign(x))).join()); // expect: -1,-1,7,0,1,1,NaN
const negativeNaN = new Float64Array(3);
new Uint8Array(negativeNaN.buffer, 0, 8).fill(255);
negativeNaN[1] = -Infinity;
console.log(negativeNaN.sort().join()); // expect: -Infinity,0,NaN
const within = new Uint8Array([9, 8, 7, 6, 5, 4]);
new Uint8Array(within.buffer, 1, 4).sort();
console.log(within.join()); // expect: 9,5,6,7,8,4
console.log(new Int8Array([3, 1, 2]).sort((a, b) => b - a).join(),
  new Uint8Array([3, 1, 2]).sort(undefined).join()); // expect: 3,2,1 1,2,3
console.log(new Uint8Array([5, 3, 8, 1, 9, 2, 7, 4, 6, 0, 11, 10]).sort((a,
  b) => (a & 1) - (b & 1) || a - b).join()); // expect: 0,2,4,6,8,10,1,3,5,7,9,11
console.log(thrown(() => new Uint8Array(2).sort(null)), thrown(() => new Uint8Array(2).sort({})),
  thrown(() => new Uint8Array(2).toSorted("x")),
  thrown(() => TypedArray.prototype.sort.call([], 5)));
// expect: TypeError TypeError TypeError TypeError
console.log(thrown(() => new Uint8Array(2).sort(() => { throw new RangeError("no"); })),
  new Uint8Array([2, 1]).sort(() => NaN).join(),
  new Uint8Array([2, 1]).sort(() => undefined).join()); // expect: RangeError 2,1 2,1
const array = new Float32Array([2.5, 0.5, 1.5]);
const sorted = array.toSorted();
console.log(sorted.join(), array.join(), sorted.constructor.name,
  array.toSorted((a, b) => b - a).join(), array.sort() === array, array.join());
// expect: 0.5,1.5,2.5 2.5,0.5,1.5 Float32Array 2.5,1.5,0.5 true 0.5,1.5,2.5
const many = new Uint16Array(1000);
for (let i = 0; i < 1000; i++) many[i] = (i * 7919) % 1009;
const ascending = many.toSorted(), byComparator = many.toSorted((a, b) => a - b);
console.log(ascending.every((x, i) => i === 0 || ascending[i - 1] <= x),
  ascending.join() === byComparator.join()); // expect: true true
const changing = new Uint8Array([3, 2, 1]);
changing.sort((a, b) => { changing[0] = 99; return a - b; });
console.log(changing.join()); // expect: 1,2,3

// --- forEach, map, filter
const array = new Uint8Array([1, 2, 3]);
const seen = [];
console.log(array.forEach((x, i, all) => seen.push(x, i, all === array)), seen.join());
// expect: undefined 1,0,true,2,1,true,3,2,true
array.forEach(function () { seen.push(this); }, "self");
console.log(seen[9], thrown(() => array.forEach()), thrown(() => array.map(5)),
  thrown(() => array.filter({}))); // expect: self TypeError TypeError TypeError
const doubled = array.map((x, i) => x * 100 + i);
console.log(doubled.join(), doubled.constructor.name, array.map(() => "7").join(),
  array.map(() => undefined).join()); // expect: 100,201,46 Uint8Array 7,7,7 0,0,0
const filtered = array.filter((x, i, all) => x !== 2 && all.length === 3);
console.log(filtered.join(), filtered.constructor.name, filtered.buffer === array.buffer,
  array.filter(() => false).length); // expect: 1,3 Uint8Array false 0
const changed = new Uint8Array([1, 2, 3]);
console.log(changed.map((x, i) => { changed[2] = 50; return x; }).join(),
  changed.filter((x) => { changed.fill(0); return true; }).join()); // expect: 1,2,50 1,0,0
console.log(thrown(() => array.map(() => { throw new RangeError("no"); }))); // expect: RangeError

// --- some, every, find and its kind
const array = new Int8Array([-1, 5, 8, 5]);
console.log(array.some((x) => x > 7), array.some((x) => x > 8), array.every((x) => x > -2),
  array.every((x) => x > 0), new Int8Array(0).some(() => true),
  new Int8Array(0).every(() => false)); // expect: true false true false false true
console.log(array.find((x) => x > 0), array.find((x) => x > 9), array.findIndex((x) => x === 5),
  array.findIndex(() => false), array.findLast((x) => x < 8), array.findLastIndex((x) => x === 5),
  array.findLast(() => false), array.findLastIndex(() => 0));
// expect: 5 undefined 1 -1 5 3 undefined -1
const order = [];
array.find((x, i) => void order.push(i));
array.findLast((x, i, all) => void order.push(i + ":" + (all === array)));
console.log(order.join()); // expect: 0,1,2,3,3:true,2:true,1:true,0:true
for (const name of ["some", "every", "find", "findIndex", "findLast", "findLastIndex"]) {
  const context = [];
  array[name](function () { context.push(this); return name === "every"; }, 7);
  console.log(name, context.length, context[0], thrown(() => array[name]()),
    thrown(() => array[name](() => { throw new RangeError("no"); })));
// expect: some 4 7 TypeError RangeError
// expect: every 4 7 TypeError RangeError
// expect: find 4 7 TypeError RangeError
// expect: findIndex 4 7 TypeError RangeError
// expect: findLast 4 7 TypeError RangeError
// expect: findLastIndex 4 7 TypeError RangeError
}

// --- reduce, reduceRight
const array = new Uint8Array([1, 2, 3]);
console.log(array.reduce((a, b) => a + b), array.reduce((a, b) => a + b, 10),
  array.reduce((a, b, i, all) => `${a}${b}${i}${all === array}`, ""));
// expect: 6 16 10true21true32true
console.log(array.reduceRight((a, b) => `${a}${b}`),
  array.reduceRight((a, b, i) => a + b * i, 0.5), array.reduceRight((a, b, i) => a + i, "x"));
// expect: 321 8.5 x210
console.log(thrown(() => new Uint8Array(0).reduce((a) => a)), new Uint8Array(0).reduce((a) => a,
  "i"), new Uint8Array(0).reduce((a) => a, undefined), array.reduce((a, b) => b, undefined));
// expect: TypeError i undefined 3
console.log(thrown(() => new Uint8Array(0).reduceRight((a) => a)),
  new Uint8Array([7]).reduce(() => 0), new Uint8Array([7]).reduceRight(() => 0),
  thrown(() => array.reduce()), thrown(() => array.reduceRight(1)));
// expect: TypeError 7 7 TypeError TypeError

// --- iterators
const array = new Uint8Array([5, 6]);
console.log(Array.from(array.keys()).join(), Array.from(array.values()).join(),
  Array.from(array.entries()).join(";"), Array.from(array).join()); // expect: 0,1 5,6 0,5;1,6 5,6
const iterator = array.values();
console.log(JSON.stringify(iterator.next()), JSON.stringify(iterator.next()),
  JSON.stringify(iterator.next()),
  Object.getPrototypeOf(iterator) === Object.getPrototypeOf([].values()));
// expect: {"value":5,"done":false} {"value":6,"done":false} {"done":true} true
let sum = 0;
for (const x of array) {
  sum += x;
  array[1] = 100;
}
for (const entry of array.entries()) sum += entry[0] * 1000;
console.log(sum, thrown(() => { for (const x of Object.create(Uint8Array.prototype)); }),
  Object.prototype.toString.call(iterator)); // expect: 1105 TypeError [object Array Iterator]
const odd = new Uint8Array(2);
Object.defineProperty(odd, "length", { value: 5 });
console.log(Array.from(odd).length, Array.from(odd.keys()).join(), new Set(odd).size);
// expect: 2 0,1 1

// --- species
const array = new Uint8Array([1, 2, 3]);
array.constructor = Int16Array;
console.log(array.map((x) => x * 1000).constructor.name, array.map((x) => x * 1000).join(),
  array.slice(1).constructor.name, array.filter(() => true).join(),
  thrown(() => array.subarray(1))); // expect: Int16Array 1000,2000,3000 Int16Array 1,2,3 RangeError
console.log(array.toSorted().constructor.name, array.toReversed() instanceof Uint8Array,
  array.with(0, 9) instanceof Int16Array); // expect: Uint8Array true false
array.constructor = undefined;
console.log(array.map((x) => x * 100) instanceof Uint8Array, array.slice() instanceof Uint8Array);
// expect: true true
array.constructor = null;
console.log(thrown(() => array.map((x) => x)), thrown(() => array.slice()),
  thrown(() => array.subarray()), array.toSorted().join());
// expect: TypeError TypeError TypeError 1,2,3
array.constructor = {};
console.log(array.map((x) => x) instanceof Uint8Array, array.subarray(2).join()); // expect: true 3
array.constructor = Array;
console.log(thrown(() => array.map((x) => x)), thrown(() => array.slice()));
// expect: TypeError TypeError
function Species(a, b, c) { return new Float64Array(a + 1); }
Object.setPrototypeOf(Species, TypedArray);
array.constructor = Species;
console.log(array.map((x) => x / 2).join(), array.slice(1).join(),
  array.filter((x) => x > 1).join()); // expect: 0.5,1,1.5,0 2,3,0 2,3,0
function Short() { return new Float64Array(1); }
Object.setPrototypeOf(Short, TypedArray);
array.constructor = Short;
console.log(thrown(() => array.map((x) => x)), thrown(() => array.slice()), array.slice(2).join());
// expect: TypeError TypeError 3
const shared = new Uint8Array([1, 2, 3, 4, 5, 6]);
function Overlap(length) { return new Uint8Array(shared.buffer, 2, length); }
Object.setPrototypeOf(Overlap, TypedArray);
shared.constructor = Overlap;
console.log(shared.slice(0, 4).join(), Array.from(shared).join()); // expect: 1,2,1,2 1,2,1,2,1,2
const getter = new Uint8Array(2);
Object.defineProperty(getter, "constructor", { get() { throw new RangeError("no"); } });
console.log(thrown(() => getter.map((x) => x)), thrown(() => getter.slice()),
  getter.toSorted().length); // expect: RangeError RangeError 2

// --- methods of Array on typed arrays
const array = new Uint8Array([3, 1, 2]);
const on = Array.prototype;
console.log(on.map.call(array, (x) => x * 200).join(), on.slice.call(array, 1).join(),
  on.indexOf.call(array, 2), on.join.call(array, "-"), on.concat.call([0], array).length);
// expect: 600,200,400 1,2 2 3-1-2 2
console.log(on.sort.call(array).join(), on.reverse.call(array).join(), on.fill.call(array,
  7).join(), on.includes.call(array, 7), on.reduce.call(array, (a, b) => a + b));
// expect: 1,2,3 3,2,1 7,7,7 true 21
console.log(thrown(() => on.push.call(array, 1)), thrown(() => on.pop.call(array)),
  thrown(() => on.shift.call(array)), thrown(() => on.splice.call(array, 0, 1)), array.join());
// expect: TypeError TypeError TypeError TypeError 7,7,7
console.log(Math.max.apply(null, new Float32Array([1, 9, 4])),
  Object.entries(new Uint8Array([8])).join(), Object.assign([], new Uint8Array([4, 5])).join(),
  Object.values(new Int8Array([-1])).join()); // expect: 9 0,8 4,5 -1

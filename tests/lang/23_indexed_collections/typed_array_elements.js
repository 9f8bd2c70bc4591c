// Typed arrays as exotic objects (ECMA-262 10.4.5), and the conversion of their elements (7.1.6 to
// 7.1.12).
function thrown(f) {
  try {
    return f();
  } catch (error) {
    return error.name;
  }
}

// --- conversions on a store
const numbers = [
  0, -0, 1, -1, 0.5, -0.5, 1.5, 2.5, 254.5, 255.5, 127, 128, 255, 256, -128, -129, 32767, 32768,
    65535,
  65536, 2147483647, 2147483648, -2147483649, 4294967295, 4294967296, 1e20, -1e20, 2 ** 53 + 2, NaN,
  Infinity, -Infinity, 3.4e38, 3.5e38, 1e-46, 0.1,
];
const classes = [
  Int8Array, Uint8Array, Uint8ClampedArray, Int16Array, Uint16Array, Int32Array, Uint32Array,
  Float32Array, Float64Array,
];
for (const Class of classes) {
  const array = new Class(1);
  const results = [];
  for (const number of numbers) {
    array[0] = number;
    results.push(Object.is(array[0], -0) ? "-0" : array[0]);
  }
  console.log(Class.name, results.join());
// expect: Int8Array 0,0,1,-1,0,0,1,2,-2,-1,127,-128,-1,0,-128,127,-1,0,-1,0,-1,0,-1,-1,0,0,0,2,0,0,0,0,0,0,0
// expect: Uint8Array 0,0,1,255,0,0,1,2,254,255,127,128,255,0,128,127,255,0,255,0,255,0,255,255,0,0,0,2,0,0,0,0,0,0,0
// expect: Uint8ClampedArray 0,0,1,0,0,0,2,2,254,255,127,128,255,255,0,0,255,255,255,255,255,255,0,255,255,255,0,255,0,255,0,255,255,0,0
// expect: Int16Array 0,0,1,-1,0,0,1,2,254,255,127,128,255,256,-128,-129,32767,-32768,-1,0,-1,0,-1,-1,0,0,0,2,0,0,0,0,0,0,0
// expect: Uint16Array 0,0,1,65535,0,0,1,2,254,255,127,128,255,256,65408,65407,32767,32768,65535,0,65535,0,65535,65535,0,0,0,2,0,0,0,0,0,0,0
// expect: Int32Array 0,0,1,-1,0,0,1,2,254,255,127,128,255,256,-128,-129,32767,32768,65535,65536,2147483647,-2147483648,2147483647,-1,0,1661992960,-1661992960,2,0,0,0,0,0,0,0
// expect: Uint32Array 0,0,1,4294967295,0,0,1,2,254,255,127,128,255,256,4294967168,4294967167,32767,32768,65535,65536,2147483647,2147483648,2147483647,4294967295,0,1661992960,2632974336,2,0,0,0,0,0,0,0
// expect: Float32Array 0,-0,1,-1,0.5,-0.5,1.5,2.5,254.5,255.5,127,128,255,256,-128,-129,32767,32768,65535,65536,2147483648,2147483648,-2147483648,4294967296,4294967296,100000002004087730000,-100000002004087730000,9007199254740992,NaN,Infinity,-Infinity,3.3999999521443642e+38,Infinity,0,0.10000000149011612
// expect: Float64Array 0,-0,1,-1,0.5,-0.5,1.5,2.5,254.5,255.5,127,128,255,256,-128,-129,32767,32768,65535,65536,2147483647,2147483648,-2147483649,4294967295,4294967296,100000000000000000000,-100000000000000000000,9007199254740994,NaN,Infinity,-Infinity,3.4e+38,3.5e+38,1e-46,0.1
}

// --- what is no number is converted
const array = new Int16Array(3);
array[0] = "12";
array[1] = { valueOf() { return 3.7; } };
array[2] = null;
console.log(array.join()); // expect: 12,3,0
array[0] = undefined;
array[1] = [5];
array[2] = true;
console.log(array.join()); // expect: 0,5,1
console.log((array[0] = "9"), array[0], (array[1] = 70000), array[1], array[2]++, array[2],
  array[0] += 0.5, array[0]); // expect: 9 9 70000 4464 1 2 9.5 9
const floats = new Float64Array(2);
floats[0] = undefined;
floats[1] = "x";
console.log(floats.join(), (floats[0] = "0x1F"), floats[0]); // expect: NaN,NaN 0x1F 31
console.log(thrown(() => { array[0] = { valueOf() { throw new RangeError("no"); } }; }), array[0]);
// expect: RangeError 9
console.log(thrown(() => { array[0] = { valueOf() { return {}; }, toString() { return {}; } }; }));
// expect: TypeError

// --- indices out of range
const array = new Uint8Array([1, 2]);
array[2] = 5;
array[100] = 5;
array[-1] = 5;
array[4294967295] = 5;
array[1e30] = 5;
console.log(array[2], array[-1], array[100], array[4294967294], array[4294967295], array.length);
// expect: undefined undefined undefined undefined undefined 2
console.log(Object.keys(array).join(), 2 in array, 1 in array, -1 in array,
  array.hasOwnProperty(1), array.hasOwnProperty(2)); // expect: 0,1 false true false true false
let converted = 0;
array[9] = { valueOf() { converted++; return 1; } };
array["-0"] = { valueOf() { converted++; return 1; } };
console.log(converted, thrown(() => { array[9] = { valueOf() { throw new RangeError("no"); } }; }));
// expect: 2 RangeError
Object.prototype[3] = "inherited";
console.log(array[3], 3 in array, [][3], array[1]); // expect: undefined false inherited 2
delete Object.prototype[3];

// --- keys that are numbers in their canonical text
const array = new Float32Array([1.5, 2.5]);
const canonical = ["-0", "1.5", "-1", "NaN", "Infinity", "-Infinity", "1e+21", "0.1", "1e-7",
  "4294967296", "9007199254740992"];
for (const key of canonical) {
  array[key] = 7;
  console.log(key, array[key], key in array, Object.prototype.hasOwnProperty.call(array, key),
    delete array[key]);
// expect: -0 undefined false false true
// expect: 1.5 undefined false false true
// expect: -1 undefined false false true
// expect: NaN undefined false false true
// expect: Infinity undefined false false true
// expect: -Infinity undefined false false true
// expect: 1e+21 undefined false false true
// expect: 0.1 undefined false false true
// expect: 1e-7 undefined false false true
// expect: 4294967296 undefined false false true
// expect: 9007199254740992 undefined false false true
}
const others = ["+1", "01", "1.0", "-00", "1e21", "1e3", " 1", "1 ", "", "0x1", "infinity", "nan",
  ".5", "1.", "1e-07", "-", "--1", "00", "1_0"];
for (const key of others) {
  array[key] = 7;
  console.log(key, array[key], key in array, delete array[key], array[key]);
// expect: +1 7 true true undefined
// expect: 01 7 true true undefined
// expect: 1.0 7 true true undefined
// expect: -00 7 true true undefined
// expect: 1e21 7 true true undefined
// expect: 1e3 7 true true undefined
// expect:  1 7 true true undefined
// expect: 1  7 true true undefined
// expect:  7 true true undefined
// expect: 0x1 7 true true undefined
// expect: infinity 7 true true undefined
// expect: nan 7 true true undefined
// expect: .5 7 true true undefined
// expect: 1. 7 true true undefined
// expect: 1e-07 7 true true undefined
// expect: - 7 true true undefined
// expect: --1 7 true true undefined
// expect: 00 7 true true undefined
// expect: 1_0 7 true true undefined
}
console.log(array["0"], array["1"], array["2"], array[0.0], array[-0], array[String(1)]);
// expect: 1.5 2.5 undefined 1.5 1.5 2.5
console.log(Object.keys(array).join()); // expect: 0,1

// --- numeric keys never reach the prototypes
const array = new Uint8Array(1);
Object.prototype["1.5"] = "inherited";
Object.prototype["NaN"] = "inherited";
Uint8Array.prototype["-0"] = "inherited";
console.log(array["1.5"], array.NaN, array["-0"], "1.5" in array, {}["1.5"],
  Uint8Array.prototype["-0"]); // expect: undefined undefined undefined false inherited inherited
const get = (object) => object.NaN;
console.log(get({}), get(array), get({}), get(new Float64Array(1)), get([]));
// expect: inherited undefined inherited undefined inherited
delete Object.prototype["1.5"];
delete Object.prototype.NaN;
delete Uint8Array.prototype["-0"];
Object.defineProperty(Object.prototype, 5,
  { set() { throw new RangeError("setter"); }, configurable: true });
console.log(thrown(() => { array[5] = 1; }), thrown(() => { [][5] = 1; }));
// expect: undefined RangeError
delete Object.prototype[5];

// --- a typed array among the prototypes
const child = Object.create(new Uint8Array([7, 8]));
console.log(child[0], child[1], child[2], 0 in child, 2 in child, child.hasOwnProperty(0));
// expect: 7 8 undefined true false false
child[1] = 300;
child[2] = 5;
child["1.5"] = 5;
console.log(Object.keys(child).join(), child[1], child[2], child["1.5"]);
// expect: 1 300 undefined undefined
console.log(thrown(() => child.length), thrown(() => child.join())); // expect: TypeError TypeError
const array = [];
Object.setPrototypeOf(array, new Uint8Array([7, 8]));
array[1] = "own";
array[5] = "ignored";
console.log(array[0], array[1], array[5], array.length, Object.keys(array).join());
// expect: 7 own undefined 2 1
Object.setPrototypeOf(array, Array.prototype);
array[5] = "kept";
console.log(array[5], array.length); // expect: kept 6

// --- other properties
const array = new Uint8Array(2);
array.name = "bytes";
array.length2 = 5;
console.log(array.name, Object.keys(array).join(), "name" in array, delete array.name, array.name);
// expect: bytes 0,1,name,length2 true true undefined
array.x = 1;
array.y = { toString() { return "y"; } };
console.log(`${array.x}${array.y}`, Object.entries(array).length, JSON.stringify(array));
// expect: 1y 5 {"0":0,"1":0,"length2":5,"x":1,"y":{}}
const keys = [];
for (const key in array) keys.push(key);
console.log(keys.join()); // expect: 0,1,length2,x,y
console.log(thrown(() => { array.length = 5; }), array.length); // expect: TypeError 2
Object.defineProperty(array, "length", { value: 99 });
console.log(array.length, array.join(), array.slice().length,
  Array.prototype.join.call({ length: 1, 0: array }).length); // expect: 99 0,0 2 3
console.log([].concat(array).length, Array.isArray(array), Array.from(array).join(),
  array.map((x) => x + 1).join()); // expect: 1 false 0,0 1,1

// --- Object.defineProperty
const array = new Uint8Array([1, 2]);
const define = (key, descriptor) => thrown(() => { Object.defineProperty(array, key,
  descriptor); return array.join(); });
console.log(define(0, { value: 300 }),
  define(1, { value: "9", writable: true, enumerable: true, configurable: true }));
// expect: 44,2 44,9
console.log(define(0, {}), define(0, { writable: true }), define(0, { enumerable: true }));
// expect: 44,9 44,9 44,9
console.log(define(0, { value: 1, configurable: false }),
  define(0, { value: 1, enumerable: false })); // expect: TypeError TypeError
console.log(define(0, { value: 1, writable: false }), define(0, { get() { return 1; } }),
  define(0, { set: undefined })); // expect: TypeError TypeError TypeError
console.log(define(2, { value: 1 }), define("-0", { value: 1 }), define("1.5", { value: 1 }),
  define(-1, { value: 1 })); // expect: TypeError TypeError TypeError TypeError
console.log(define("name", { value: 1 }), array.name, Object.keys(array).join());
// expect: 44,9 1 0,1
const descriptor = Object.getOwnPropertyDescriptor(array, 0);
console.log(descriptor.value, descriptor.writable, descriptor.enumerable, descriptor.configurable);
// expect: 44 true true true
console.log(Object.getOwnPropertyDescriptor(array, 2),
  Object.getOwnPropertyDescriptor(array, "-0")); // expect: undefined undefined
console.log(Object.getOwnPropertyNames(array).join()); // expect: 0,1,name

// --- delete
const array = new Uint8Array(2);
console.log(thrown(() => delete array[0]), thrown(() => delete array["1"]), delete array[2],
  delete array["-0"], delete array[-1], delete array.none);
// expect: TypeError TypeError true true true true

// --- integrity
const array = new Uint8Array(2);
console.log(thrown(() => Object.freeze(array)), Object.isFrozen(array),
  Object.isSealed(new Uint8Array(1))); // expect: TypeError false false
const empty = new Uint8Array(0);
console.log(Object.isFrozen(Object.freeze(empty)), Object.isSealed(empty),
  thrown(() => { empty.x = 1; })); // expect: true true TypeError
const closed = Object.preventExtensions(new Uint8Array(2));
closed[0] = 5;
closed[7] = 5;
console.log(closed[0], closed[7], Object.isExtensible(closed), thrown(() => { closed.x = 1; }));
// expect: 5 undefined false TypeError

// --- Object.seal of elements
// needs on Node: (() => { try { Object.seal(new Uint8Array(1)); } catch (error) { return 1; } })()
console.log(thrown(() => Object.seal(new Uint8Array(1)))); // expect: TypeError

// --- element access in a loop over different arrays
function sum(array) {
  let total = 0;
  for (let i = 0; i < array.length; i++) total += array[i];
  return total;
}
function fill(array, value) {
  for (let i = 0; i < array.length; i++) array[i] = value + i;
  return array;
}
for (let round = 0; round < 3; round++) {
  console.log(sum(fill(new Uint8Array(4), 254)), sum(fill([0, 0, 0], 0.5)),
    sum(fill(new Float64Array(4), 0.25)),
    sum(fill(new Int16Array(3), 32766)), sum(fill(new Float32Array(2), 0.1)),
      sum(fill(new Uint32Array(2), -1)),
    sum(fill(new Uint8ClampedArray(3), 254.6)), sum(fill(new Int8Array(3), 127)),
      sum(fill(new Uint16Array(2), 65535)),
    sum(fill(new Int32Array(2), 2147483647)), sum({ length: 2, 0: 1, 1: 2 }), sum("12"));
// expect: 510 4.5 7 32765 1.200000025331974 4294967295 765 -128 65535 -1 3 012
// expect: 510 4.5 7 32765 1.200000025331974 4294967295 765 -128 65535 -1 3 012
// expect: 510 4.5 7 32765 1.200000025331974 4294967295 765 -128 65535 -1 3 012
}

// --- `length` of a typed array changes with its own property and its prototypes
const array = new Uint8Array(3);
const count = (object) => object.length;
console.log(count(array), count(array), count([1]), count(array)); // expect: 3 3 1 3
const own = new Uint8Array(3);
Object.defineProperty(own, "length", { value: "own" });
console.log(count(own), count(array)); // expect: own 3
Object.defineProperty(Uint8Array.prototype, "length", { value: "inherited", configurable: true });
console.log(count(array), count(new Int8Array(2)), count(own)); // expect: inherited 2 own
delete Uint8Array.prototype.length;
console.log(count(array), count(array)); // expect: 3 3
const TypedArray = Object.getPrototypeOf(Uint8Array);
const original = Object.getOwnPropertyDescriptor(TypedArray.prototype, "length");
Object.defineProperty(TypedArray.prototype, "length",
  { get() { return "got"; }, configurable: true });
console.log(count(array), count(new Int8Array(2))); // expect: got got
Object.defineProperty(TypedArray.prototype, "length", original);
console.log(count(array), count(new Int8Array(2))); // expect: 3 2
Object.setPrototypeOf(array, { length: "other" });
console.log(count(array), array[0]); // expect: other 0

// --- NaN with other bits is NaN
const words = new Uint32Array([1, 0xfff12345, 0, 0xfffa0000, 7, 0xffffffff, 0, 0x7ff00001]);
const floats = new Float64Array(words.buffer);
let text = "";
for (let i = 0; i < floats.length; i++) {
  text += `${typeof floats[i]} ${floats[i]} ${floats[i] !== floats[i]};`;
}
console.log(text); // expect: number NaN true;number NaN true;number NaN true;number NaN true;
console.log(Array.from(floats).every((x) => Object.is(x, NaN)), floats.filter(() => true).length);
// expect: true 4
const singles = new Float32Array(new Uint32Array([0x7f800001, 0xffc12345]).buffer);
console.log(singles[0], singles.at(1), singles.join(), new Set(singles).size);
// expect: NaN NaN NaN,NaN 1

// --- bytes live as long as a view of them
function view() {
  const buffer = new ArrayBuffer(64);
  new Uint8Array(buffer).fill(3);
  return new Uint8Array(buffer, 8, 8).subarray(2, 4);
}
const views = [];
for (let i = 0; i < 200; i++) views.push(view());
let garbage = 0;
for (let i = 0; i < 2000; i++) garbage += new Float64Array(100).length;
console.log(views.every((x) => x[0] === 3 && x[1] === 3 && x.buffer.byteLength === 64), garbage);
// expect: true 200000

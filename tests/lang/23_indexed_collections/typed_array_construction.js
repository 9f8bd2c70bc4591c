// The typed arrays' constructors (ECMA-262 23.2.1, 23.2.2, 23.2.5 and 23.2.6).
function thrown(f) {
  try {
    return f();
  } catch (error) {
    return error.name;
  }
}
const classes = [
  Int8Array, Uint8Array, Uint8ClampedArray, Int16Array, Uint16Array, Int32Array, Uint32Array,
  Float32Array, Float64Array,
];
const TypedArray = Object.getPrototypeOf(Int8Array);

// --- the classes
for (const Class of classes) {
  console.log(Class.name, Class.length, Class.BYTES_PER_ELEMENT, Class.prototype.BYTES_PER_ELEMENT,
    Object.getPrototypeOf(Class) === TypedArray, Class.prototype.constructor === Class,
    Object.getPrototypeOf(Class.prototype) === TypedArray.prototype,
    Object.getOwnPropertyNames(Class).sort().join(),
    Object.getOwnPropertyNames(Class.prototype).sort().join(),
    Object.prototype.toString.call(new Class(1)));
// expect: Int8Array 3 1 1 true true true BYTES_PER_ELEMENT,length,name,prototype BYTES_PER_ELEMENT,constructor [object Int8Array]
// expect: Uint8Array 3 1 1 true true true BYTES_PER_ELEMENT,length,name,prototype BYTES_PER_ELEMENT,constructor [object Uint8Array]
// expect: Uint8ClampedArray 3 1 1 true true true BYTES_PER_ELEMENT,length,name,prototype BYTES_PER_ELEMENT,constructor [object Uint8ClampedArray]
// expect: Int16Array 3 2 2 true true true BYTES_PER_ELEMENT,length,name,prototype BYTES_PER_ELEMENT,constructor [object Int16Array]
// expect: Uint16Array 3 2 2 true true true BYTES_PER_ELEMENT,length,name,prototype BYTES_PER_ELEMENT,constructor [object Uint16Array]
// expect: Int32Array 3 4 4 true true true BYTES_PER_ELEMENT,length,name,prototype BYTES_PER_ELEMENT,constructor [object Int32Array]
// expect: Uint32Array 3 4 4 true true true BYTES_PER_ELEMENT,length,name,prototype BYTES_PER_ELEMENT,constructor [object Uint32Array]
// expect: Float32Array 3 4 4 true true true BYTES_PER_ELEMENT,length,name,prototype BYTES_PER_ELEMENT,constructor [object Float32Array]
// expect: Float64Array 3 8 8 true true true BYTES_PER_ELEMENT,length,name,prototype BYTES_PER_ELEMENT,constructor [object Float64Array]
}
const bytes = Object.getOwnPropertyDescriptor(Int16Array, "BYTES_PER_ELEMENT");
console.log(bytes.value, bytes.writable, bytes.enumerable, bytes.configurable);
// expect: 2 false false false
console.log(TypedArray.name, TypedArray.length, typeof TypedArray, "TypedArray" in globalThis);
// expect: TypedArray 0 function false
console.log(thrown(() => new TypedArray()), thrown(() => TypedArray()),
  thrown(() => new TypedArray(1))); // expect: TypeError TypeError TypeError
console.log(Object.getPrototypeOf(TypedArray) === Function.prototype); // expect: true
console.log(Object.prototype.toString.call(Int8Array.prototype),
  Object.prototype.toString.call(Object.create(new Int8Array(1))));
// expect: [object Object] [object Object]

// --- without new
for (const Class of classes) console.log(thrown(() => Class(1)),
  thrown(() => Class.call(new Class(1), 1)));
// expect: TypeError TypeError
// expect: TypeError TypeError
// expect: TypeError TypeError
// expect: TypeError TypeError
// expect: TypeError TypeError
// expect: TypeError TypeError
// expect: TypeError TypeError
// expect: TypeError TypeError
// expect: TypeError TypeError

// --- of a length
console.log(new Uint8Array().length, new Uint8Array(3).length, new Uint8Array(0).length);
// expect: 0 3 0
console.log(new Uint8Array("4").length, new Uint8Array(2.7).length, new Uint8Array(null).length);
// expect: 4 2 0
console.log(new Uint8Array(undefined).length, new Uint8Array(NaN).length,
  new Uint8Array(-0.9).length); // expect: 0 0 0
console.log(new Uint8Array(true).length, new Uint8Array("x").length); // expect: 1 0
console.log(thrown(() => new Uint8Array(-1)), thrown(() => new Uint8Array(2 ** 53)));
// expect: RangeError RangeError
console.log(thrown(() => new Float64Array(2 ** 50)), thrown(() => new Uint8Array(Infinity)));
// expect: RangeError RangeError
console.log(new Float64Array(3).join(), new Float64Array(3).byteLength,
  new Int16Array(3).buffer.byteLength); // expect: 0,0,0 24 6

// --- of an array
console.log(new Int8Array([1, 2, 3]).join(), new Int8Array([]).length); // expect: 1,2,3 0
console.log(new Int8Array([127, 128, 255, 256, -128, -129, 1.9, -1.9]).join());
// expect: 127,-128,-1,0,-128,127,1,-1
console.log(new Uint8Array([1, , 3]).join(), new Float64Array([1, , 3]).join());
// expect: 1,0,3 1,NaN,3
console.log(new Float64Array(["1", null, undefined, true, "x", [7], "0x10", ""]).join());
// expect: 1,0,NaN,1,NaN,7,16,0
console.log(new Float64Array([{ valueOf() { return 8; } }, { toString() { return "9"; } }]).join());
// expect: 8,9
console.log(thrown(() => new Float64Array([{ valueOf() { throw new SyntaxError("no"); } }])));
// expect: SyntaxError
const list = [1, { valueOf() { list[2] = 50; list.length = 3; return 2; } }, 3, 4];
console.log(new Uint8Array(list).join()); // expect: 1,2,3,4
Array.prototype[1] = 77;
console.log(new Uint8Array([1, , 3]).join()); // expect: 1,77,3
delete Array.prototype[1];
console.log(new Int16Array([-0]).join(), Object.is(new Int16Array([-0])[0], 0),
  Object.is(new Float32Array([-0])[0], -0)); // expect: 0 true true

// --- of an iterable
console.log(new Uint8Array(new Set([3, 1, 3])).join(),
  new Uint8Array(new Map([[1, 2]]).keys()).join()); // expect: 3,1 1
console.log(new Uint8Array([5, 6].values()).join(), new Uint8Array([5, 6].keys()).join());
// expect: 5,6 0,1
console.log(new Uint8Array(new String("123")).join(), new Float32Array(new Map([[1, 2]])).join());
// expect: 1,2,3 NaN

// --- of an array-like
console.log(new Uint8Array({ length: 3, 0: 1, 2: "3" }).join(), new Uint8Array({}).length);
// expect: 1,0,3 0
console.log(new Float64Array({ length: "2", 0: 1.5 }).join(),
  new Uint8Array({ length: -5 }).length); // expect: 1.5,NaN 0
console.log(thrown(() => new Uint8Array({ length: 2 ** 53 }))); // expect: RangeError
console.log(thrown(() => new Uint8Array({ length: 1, get 0() { throw new SyntaxError("no"); } })));
// expect: SyntaxError
console.log(new Uint8Array(() => 1).length, new Uint8Array((a, b) => 1).join()); // expect: 0 0,0

// --- of a typed array
const source = new Float64Array([1.5, -1, 300, NaN, Infinity, 2 ** 31]);
for (const Class of classes) console.log(Class.name, new Class(source).join());
// expect: Int8Array 1,-1,44,0,0,0
// expect: Uint8Array 1,255,44,0,0,0
// expect: Uint8ClampedArray 2,0,255,0,255,255
// expect: Int16Array 1,-1,300,0,0,0
// expect: Uint16Array 1,65535,300,0,0,0
// expect: Int32Array 1,-1,300,0,0,-2147483648
// expect: Uint32Array 1,4294967295,300,0,0,2147483648
// expect: Float32Array 1.5,-1,300,NaN,Infinity,2147483648
// expect: Float64Array 1.5,-1,300,NaN,Infinity,2147483648
const copy = new Float64Array(source);
copy[0] = 9;
console.log(source[0], copy[0], copy.buffer === source.buffer); // expect: 1.5 9 false
const bytes = new Uint8Array([250, 128, 5]);
for (const Class of classes) console.log(new Class(bytes).join());
// expect: -6,-128,5
// expect: 250,128,5
// expect: 250,128,5
// expect: 250,128,5
// expect: 250,128,5
// expect: 250,128,5
// expect: 250,128,5
// expect: 250,128,5
// expect: 250,128,5

// --- of a buffer
const buffer = new ArrayBuffer(16);
const all = new Uint8Array(buffer);
console.log(all.length, all.buffer === buffer, all.byteOffset, all.byteLength);
// expect: 16 true 0 16
const part = new Uint16Array(buffer, 4, 3);
console.log(part.length, part.byteOffset, part.byteLength, part.buffer === buffer);
// expect: 3 4 6 true
part[0] = 0x0102;
part[2] = 65535;
console.log(all.join()); // expect: 0,0,0,0,2,1,0,0,255,255,0,0,0,0,0,0
console.log(new Uint8Array(buffer, 10).length, new Float64Array(buffer, 8).length,
  new Uint8Array(buffer, 16).length); // expect: 6 1 0
console.log(new Uint8Array(buffer, undefined, 2).length,
  new Uint8Array(buffer, 0, undefined).length); // expect: 2 16
console.log(new Uint8Array(buffer, "2", "3").byteOffset, new Uint8Array(buffer, null, 0).length);
// expect: 2 0
console.log(thrown(() => new Uint16Array(buffer, 1)), thrown(() => new Uint16Array(buffer, -2)));
// expect: RangeError RangeError
console.log(thrown(() => new Uint8Array(buffer, 17)), thrown(() => new Uint8Array(buffer, 10, 7)));
// expect: RangeError RangeError
console.log(thrown(() => new Float64Array(new ArrayBuffer(12))),
  thrown(() => new Uint8Array(buffer, 0, -1))); // expect: RangeError RangeError
console.log(new Float64Array(new ArrayBuffer(12), 0, 1).length,
  new Float64Array(new ArrayBuffer(0)).length); // expect: 1 0
console.log(thrown(() => new Uint8Array(buffer, 2 ** 53)),
  thrown(() => new Uint8Array(buffer, 0, 2 ** 40))); // expect: RangeError RangeError
console.log(thrown(() => new Int32Array(buffer, 2, 1)), new Int32Array(buffer, 12).length);
// expect: RangeError 1

// --- views of one buffer share their bytes
const buffer = new ArrayBuffer(8);
const floats = new Float64Array(buffer), words = new Uint32Array(buffer),
  bytes = new Uint8Array(buffer);
floats[0] = 1;
console.log(words.join(), bytes.join()); // expect: 0,1072693248 0,0,0,0,0,0,240,63
words[1] = 0xc0000000;
console.log(floats[0], bytes[7], bytes[6]); // expect: -2 192 0
bytes.fill(255);
console.log(floats[0], words[0], new Int32Array(buffer)[1], new Int8Array(buffer)[3],
  new Float32Array(buffer)[0]); // expect: NaN 4294967295 -1 -1 NaN
words[0] = 1;
words[1] = 0x7ff80000;
console.log(floats[0], Object.is(floats[0], NaN), new Map([[NaN, "same"]]).get(floats[0]),
  typeof floats[0]); // expect: NaN true same number
words[1] = 0xfffc0000;
console.log(floats[0], floats[0] + 1, [floats[0]].includes(NaN), isNaN(floats[0]));
// expect: NaN NaN true true
words[1] = 0xffff0000;
console.log(String(floats[0]), floats.indexOf(NaN), floats.includes(NaN),
  Object.is(floats.at(0), NaN)); // expect: NaN -1 true true

// --- from
console.log(Uint8Array.from([1, 2, 3]).join(), Uint8Array.from("123").join(),
  Uint8Array.from(new Set([7])).join()); // expect: 1,2,3 1,2,3 7
console.log(Float32Array.from({ length: 2, 0: 1.5, 1: "2" }).join(), Int8Array.from([]).length);
// expect: 1.5,2 0
console.log(Uint8Array.from([1, 2], (x, i) => x * 10 + i).join(),
  Uint8Array.from([1, 2], (x) => x + 255).join()); // expect: 10,21 0,1
console.log(Uint8Array.from([1], function () { return this.n; }, { n: 5 }).join()); // expect: 5
console.log(Uint8Array.from(new Int16Array([300, 2])).join(),
  Int16Array.from(Uint8Array.of(200)).join()); // expect: 44,2 200
console.log(thrown(() => Uint8Array.from()), thrown(() => Uint8Array.from(null)),
  thrown(() => Uint8Array.from([], 5))); // expect: TypeError TypeError TypeError
console.log(thrown(() => TypedArray.from([])), thrown(() => Uint8Array.from.call({}, [])),
  thrown(() => Uint8Array.from.call(() => 1, []))); // expect: TypeError TypeError TypeError
console.log(thrown(() => Uint8Array.from.call(Array, [1])),
  thrown(() => Uint8Array.from.call(Object, []))); // expect: TypeError TypeError
console.log(Uint8Array.from === Int8Array.from, TypedArray.from.length, TypedArray.of.length,
  Uint8Array.from(5).length); // expect: true 1 0 0
function Mine(length) { return new Uint16Array(length + 2); }
console.log(TypedArray.from.call(Mine, [1, 2]).join(), TypedArray.of.call(Mine, 5).join());
// expect: 1,2,0,0 5,0,0
function Short() { return new Uint16Array(1); }
console.log(thrown(() => TypedArray.from.call(Short, [1, 2])), TypedArray.of.call(Short, 5).join());
// expect: TypeError 5
const order = [];
const like = {
  length: 2,
  get 0() { order.push("get 0"); return 1; },
  get 1() { order.push("get 1"); return 2; },
};
Uint8Array.from(like, (x) => {
  order.push("map " + x);
  return { valueOf() { order.push("convert " + x); return x; } };
});
console.log(order.join()); // expect: get 0,map 1,convert 1,get 1,map 2,convert 2

// --- of
console.log(Uint8Array.of(1, 256, -1, "7").join(), Float64Array.of().length,
  Float64Array.of(1.5, undefined).join()); // expect: 1,0,255,7 0 1.5,NaN
console.log(thrown(() => Uint8Array.of.call({}, 1)), thrown(() => TypedArray.of(1)));
// expect: TypeError TypeError
console.log(thrown(() => Uint8Array.of({ valueOf() { throw new SyntaxError("no"); } })));
// expect: SyntaxError

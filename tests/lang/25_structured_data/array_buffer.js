// ArrayBuffer (ECMA-262 25.1).
function thrown(f) {
  try {
    return f();
  } catch (error) {
    return error.name;
  }
}

// --- the constructor
console.log(new ArrayBuffer(8).byteLength, new ArrayBuffer().byteLength,
  new ArrayBuffer(0).byteLength); // expect: 8 0 0
console.log(new ArrayBuffer("5").byteLength, new ArrayBuffer(2.9).byteLength,
  new ArrayBuffer(-0.5).byteLength); // expect: 5 2 0
console.log(new ArrayBuffer(null).byteLength, new ArrayBuffer(NaN).byteLength,
  new ArrayBuffer([3]).byteLength); // expect: 0 0 3
console.log(new ArrayBuffer({ valueOf() { return 4; } }).byteLength,
  new ArrayBuffer(3, {}).byteLength); // expect: 4 3
console.log(thrown(() => new ArrayBuffer(-1)), thrown(() => new ArrayBuffer(Infinity)));
// expect: RangeError RangeError
console.log(thrown(() => new ArrayBuffer(2 ** 53)), thrown(() => new ArrayBuffer(2 ** 52)));
// expect: RangeError RangeError
console.log(thrown(() => ArrayBuffer(1)), ArrayBuffer.length, ArrayBuffer.name, typeof ArrayBuffer);
// expect: TypeError 1 ArrayBuffer function
console.log(thrown(() => new ArrayBuffer({ valueOf() { throw new SyntaxError("no"); } })));
// expect: SyntaxError
console.log(Object.prototype.toString.call(new ArrayBuffer(1)), JSON.stringify(new ArrayBuffer(2)));
// expect: [object ArrayBuffer] {}
console.log(Object.getPrototypeOf(new ArrayBuffer(1)) === ArrayBuffer.prototype,
  new ArrayBuffer(1) instanceof ArrayBuffer); // expect: true true
console.log(new Uint8Array(new ArrayBuffer(5)).every((x) => x === 0)); // expect: true

// --- byteLength
const descriptor = Object.getOwnPropertyDescriptor(ArrayBuffer.prototype, "byteLength");
console.log(typeof descriptor.get, descriptor.set, descriptor.get.name, descriptor.enumerable,
  descriptor.configurable); // expect: function undefined get byteLength false true
console.log(thrown(() => descriptor.get.call({})), thrown(() => ArrayBuffer.prototype.byteLength));
// expect: TypeError TypeError
console.log(thrown(() => descriptor.get.call(new Uint8Array(1)))); // expect: TypeError
console.log(thrown(() => { new ArrayBuffer(1).byteLength = 2; })); // expect: TypeError

// --- isView
console.log(ArrayBuffer.isView(new Uint8Array(1)), ArrayBuffer.isView(new Float64Array(0)));
// expect: true true
console.log(ArrayBuffer.isView(new ArrayBuffer(1)), ArrayBuffer.isView([]), ArrayBuffer.isView());
// expect: false false false
console.log(ArrayBuffer.isView(Object.create(new Uint8Array(1))), ArrayBuffer.isView.length);
// expect: false 1

// --- slice
const buffer = new ArrayBuffer(8);
const bytes = new Uint8Array(buffer);
for (let i = 0; i < 8; i++) bytes[i] = i + 1;
const show = (part) => new Uint8Array(part).join();
console.log(show(buffer.slice()), show(buffer.slice(2)), show(buffer.slice(2, 4)));
// expect: 1,2,3,4,5,6,7,8 3,4,5,6,7,8 3,4
console.log(show(buffer.slice(-3)), show(buffer.slice(-3, -1)), show(buffer.slice(1, -5)));
// expect: 6,7,8 6,7 2,3
console.log(buffer.slice(5, 2).byteLength, buffer.slice(8).byteLength,
  buffer.slice(100).byteLength); // expect: 0 0 0
console.log(show(buffer.slice("1", "3")), show(buffer.slice(undefined, 2)),
  show(buffer.slice(6, undefined))); // expect: 2,3 1,2 7,8
console.log(show(buffer.slice(NaN, 1.9)), show(buffer.slice(-Infinity, Infinity)));
// expect: 1 1,2,3,4,5,6,7,8
console.log(buffer.slice() === buffer, buffer.slice.length); // expect: false 2
const copy = buffer.slice(0, 2);
new Uint8Array(copy)[0] = 99;
console.log(bytes[0], show(copy)); // expect: 1 99,2
console.log(thrown(() => ArrayBuffer.prototype.slice.call({})),
  thrown(() => ArrayBuffer.prototype.slice.call(bytes))); // expect: TypeError TypeError
console.log(thrown(() => buffer.slice({ valueOf() { throw new SyntaxError("no"); } })));
// expect: SyntaxError

// --- the species of a slice
const buffer = new ArrayBuffer(8);
buffer.constructor = undefined;
console.log(buffer.slice(1).byteLength); // expect: 7
buffer.constructor = 5;
console.log(thrown(() => buffer.slice(1))); // expect: TypeError
buffer.constructor = null;
console.log(thrown(() => buffer.slice(1))); // expect: TypeError
buffer.constructor = {};
console.log(buffer.slice(2).byteLength); // expect: 6
buffer.constructor = function () { throw new RangeError("not asked"); };
console.log(buffer.slice(3).byteLength); // expect: 5
function Species(length) { return new ArrayBuffer(length + 4); }
Object.setPrototypeOf(Species, ArrayBuffer);
buffer.constructor = Species;
console.log(buffer.slice(3).byteLength); // expect: 9
function Short(length) { return new ArrayBuffer(1); }
Object.setPrototypeOf(Short, ArrayBuffer);
buffer.constructor = Short;
console.log(thrown(() => buffer.slice(3)), buffer.slice(7).byteLength); // expect: TypeError 1
function Same() { return buffer; }
Object.setPrototypeOf(Same, ArrayBuffer);
buffer.constructor = Same;
console.log(thrown(() => buffer.slice(3))); // expect: TypeError
function Other() { return {}; }
Object.setPrototypeOf(Other, ArrayBuffer);
buffer.constructor = Other;
console.log(thrown(() => buffer.slice(3))); // expect: TypeError

// --- own properties
const buffer = new ArrayBuffer(2);
buffer.x = 1;
buffer[0] = "not a byte";
console.log(buffer.x, buffer[0], Object.keys(buffer).join(), new Uint8Array(buffer)[0]);
// expect: 1 not a byte 0,x 0
Object.freeze(buffer);
new Uint8Array(buffer)[0] = 5;
console.log(new Uint8Array(buffer)[0], Object.isFrozen(buffer)); // expect: 5 true

// Subclasses of collections, ArrayBuffer and typed arrays: what new.target decides (ECMA-262 24.1.1,
// 24.2.1, 25.1.3, 23.2.5), and species (23.2.4.1).
function thrown(f) {
  try {
    return f();
  } catch (error) {
    return error.name;
  }
}

// --- Map
class Counter extends Map {
  add(key) {
    return this.set(key, (this.get(key) ?? 0) + 1);
  }
  get total() {
    let sum = 0;
    for (const count of this.values()) sum += count;
    return sum;
  }
}
const counter = new Counter([["a", 5]]);
counter.add("a").add("b");
console.log(counter.get("a"), counter.get("b"), counter.size, counter.total); // expect: 6 1 2 7
console.log(counter instanceof Map, counter instanceof Counter, counter.constructor.name);
// expect: true true Counter
console.log(Object.getPrototypeOf(counter) === Counter.prototype,
  Object.getPrototypeOf(Counter) === Map); // expect: true true
console.log([...counter].join(";"), Object.prototype.toString.call(counter), counter);
// expect: a,6;b,1 [object Map] Counter(2) [Map] { 'a' => 6, 'b' => 1 }
class Upper extends Map {
  set(key, value) {
    return super.set(key.toUpperCase(), value);
  }
}
console.log([...new Upper([["a", 1], ["b", 2]]).keys()].join()); // expect: A,B
class Early extends Map {
  constructor() {
    this.set(1, 1);
  }
}
console.log(thrown(() => new Early())); // expect: ReferenceError

// --- Set
class Chosen extends Set {
  constructor(values, limit) {
    super();
    this.limit = limit;
    for (const value of values) this.add(value);
  }
  add(value) {
    return this.size < this.limit ? super.add(value) : this;
  }
}
const chosen = new Chosen([1, 2, 2, 3, 4], 3);
console.log([...chosen].join(), chosen.size, chosen.limit, chosen instanceof Set, chosen);
// expect: 1,2,3 3 3 true Chosen(3) [Set] { 1, 2, 3, limit: 3 }

// --- typed arrays
class Bytes extends Uint8Array {
  get sum() {
    return this.reduce((a, b) => a + b, 0);
  }
}
const bytes = new Bytes([1, 2, 300]);
console.log(bytes.sum, bytes.length, bytes[2], bytes instanceof Uint8Array, bytes.constructor.name,
  Bytes.BYTES_PER_ELEMENT); // expect: 47 3 44 true Bytes 1
console.log(new Bytes(2).sum, new Bytes(new Set([5])).sum, new Bytes(new Float64Array([7.9])).sum,
  new Bytes(bytes.buffer, 1).sum); // expect: 0 5 7 46
console.log(Object.prototype.toString.call(bytes), bytes);
// expect: [object Uint8Array] Bytes(3) [Uint8Array] [ 1, 2, 44 ]
console.log(bytes.map((x) => x + 1) instanceof Bytes, bytes.map((x) => x + 1).sum,
  bytes.filter((x) => x > 1).constructor.name); // expect: true 50 Bytes
console.log(bytes.slice(1).constructor.name, bytes.subarray(1).sum,
  bytes.subarray(1).buffer === bytes.buffer); // expect: Bytes 46 true
console.log(bytes.toSorted().constructor.name, bytes.toReversed().constructor.name,
  bytes.with(0, 5).constructor.name); // expect: Uint8Array Uint8Array Uint8Array
console.log(Bytes.from([1, 2]).sum, Bytes.of(9, 300).sum,
  Bytes.from([1, 2], (x) => x * 2) instanceof Bytes, Bytes.from === Uint8Array.from);
// expect: 3 53 true true
class Pair extends Float64Array {
  constructor() {
    super(2);
  }
}
console.log(new Pair(9).length, Pair.of(1, 2).join(), thrown(() => Pair.of(1, 2, 3)),
  thrown(() => new Pair().map((x) => x).length)); // expect: 2 1,2 TypeError 2
class Longer extends Int8Array {
  constructor(length) {
    super(length + 1);
  }
}
console.log(Longer.from([1, 2]).join(), new Longer(2).map((x) => 5).join(),
  new Longer(1).filter(() => true).length); // expect: 1,2,0 5,5,5,0 3
const TypedArray = Object.getPrototypeOf(Int8Array);
console.log(thrown(() => new (class extends TypedArray {})()), thrown(() => Bytes(1)));
// expect: TypeError TypeError
class Other extends Uint8Array {
  constructor() {
    return [];
  }
}
console.log(thrown(() => Other.of(1)), thrown(() => Other.from([])), Array.isArray(new Other()));
// expect: TypeError TypeError true

// --- ArrayBuffer
class Block extends ArrayBuffer {
  get half() {
    return this.slice(0, this.byteLength / 2);
  }
}
const block = new Block(8);
console.log(block.byteLength, block instanceof ArrayBuffer, block.half.byteLength,
  block.half instanceof Block, block.half.half.byteLength); // expect: 8 true 4 true 2
console.log(new Uint8Array(block).buffer === block, ArrayBuffer.isView(block),
  Object.prototype.toString.call(block), block);
// expect: true false [object ArrayBuffer] Block [ArrayBuffer] {
// expect:   [Uint8Contents]: <00 00 00 00 00 00 00 00>,
// expect:   byteLength: 8
// expect: }

// --- the prototype of new.target
class Indirect extends Uint8Array {}
Indirect.prototype.extra = 1;
console.log(new Indirect(1).extra, Object.keys(new Indirect(1)).join()); // expect: 1 0
const order = [];
class Observed extends Uint8Array {
  constructor() {
    super({
      valueOf() { order.push("not a length"); return 1; },
      get length() { order.push("length"); return 1; },
      get 0() { order.push("element"); return 7; },
    });
  }
}
console.log(new Observed().join(), order.join()); // expect: 7 length,element

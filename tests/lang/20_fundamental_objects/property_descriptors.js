// Property descriptors: Object.defineProperty and its like (20.1.2),
// ValidateAndApplyPropertyDescriptor (10.1.6.3), ArraySetLength (10.4.2.4), the accessors of
// Object.prototype (B.2.2).
function show(f) {
  try {
    const value = f();
    console.log(typeof value === "object" ? JSON.stringify(value) : String(value));
  } catch (error) {
    console.log(error.name);
  }
}
const own = Object.getOwnPropertyDescriptor;
const define = Object.defineProperty;
// Flags of a descriptor as letters, its value or functions by their kind.
function text(descriptor) {
  if (descriptor === undefined) return "none";
  let flags = "";
  if (descriptor.writable) flags += "w";
  if (descriptor.enumerable) flags += "e";
  if (descriptor.configurable) flags += "c";
  if ("value" in descriptor) return flags + ":" + String(descriptor.value);
  return flags + ":" + typeof descriptor.get + "/" + typeof descriptor.set;
}

// --- what there is
show(() => own({ a: 1 }, "a"));
// expect: {"value":1,"writable":true,"enumerable":true,"configurable":true}
show(() => Object.keys(own({ a: 1 }, "a")).join());
// expect: value,writable,enumerable,configurable
show(() => Object.keys(own({ get a() { return 1; } }, "a")).join());
// expect: get,set,enumerable,configurable
show(() => text(own({ get a() { return 1; } }, "a"))); // expect: ec:function/undefined
show(() => text(own({ set a(value) {} }, "a"))); // expect: ec:undefined/function
show(() => text(own({}, "a"))); // expect: none
show(() => text(own({}, "toString"))); // expect: none
show(() => text(own(Object.prototype, "toString")).slice(0, 11)); // expect: wc:function
show(() => text(own([7], 0))); // expect: wec:7
show(() => text(own([7], "length"))); // expect: w:1
show(() => text(own([7], 1))); // expect: none
show(() => text(own("abc", "length"))); // expect: :3
show(() => text(own("abc", 1))); // expect: e:b
show(() => text(own("abc", 3))); // expect: none
show(() => text(own(5, "a"))); // expect: none
show(() => own(null, "a")); // expect: TypeError
show(() => own(undefined, "a")); // expect: TypeError
show(() => text(own((a, b) => 1, "length"))); // expect: c:2
show(() => text(own(function named() {}, "name"))); // expect: c:named
show(() => text(own(function () {}, "prototype"))); // expect: w:[object Object]
show(() => text(own(() => 1, "prototype"))); // expect: none
show(() => text(own(function () {}.prototype, "constructor")).slice(0, 3)); // expect: wc:
show(() => text(own(Object.freeze({ a: 1 }), "a"))); // expect: e:1
show(() => text(own(Object.seal({ a: 1 }), "a"))); // expect: we:1
show(() => text(own(Object.freeze([1]), "length"))); // expect: :1
show(() => text(own(Object.freeze([1]), 0))); // expect: e:1
show(() => text(own(Math, "PI"))); // expect: :3.141592653589793
show(() => text(own(globalThis, "NaN"))); // expect: :NaN
show(() => text(own(globalThis, "undefined"))); // expect: :undefined
show(() => text(own(new Error("x"), "message"))); // expect: wc:x
const both = Object.getOwnPropertyDescriptors({ a: 1, get b() { return 2; } });
show(() => text(both.a) + " " + text(both.b)); // expect: wec:1 ec:function/undefined
show(() => Object.keys(Object.getOwnPropertyDescriptors([5])).join()); // expect: 0,length
show(() => Object.getOwnPropertyDescriptors(null)); // expect: TypeError
show(() => own({ undefined: 3 }).value); // expect: 3
show(() => own({ x: 4 }, { toString: () => "x" }).value); // expect: 4

// --- making properties
show(() => text(own(define({}, "a", {}), "a"))); // expect: :undefined
show(() => text(own(define({}, "a", { value: 1 }), "a"))); // expect: :1
show(() => text(own(define({}, "a", { writable: true }), "a"))); // expect: w:undefined
show(() => text(own(define({}, "a", { enumerable: 1, value: 2 }), "a"))); // expect: e:2
show(() => text(own(define({}, "a", { configurable: "yes" }), "a"))); // expect: c:undefined
show(() => text(own(define({}, "a", { get: undefined }), "a"))); // expect: :undefined/undefined
show(() => text(own(define({}, "a", { get() { return 1; }, enumerable: true }), "a")));
// expect: e:function/undefined
show(() => text(own(define({}, "a", { set(value) {} }), "a"))); // expect: :undefined/function
show(() => define({}, "a", { get() { return 42; } }).a); // expect: 42
show(() => define({}, 3, { value: 1, enumerable: true })); // expect: {"3":1}
const same = {};
show(() => define(same, "a", { value: 1 }) === same); // expect: true
show(() => { same.a = 2; }); // expect: TypeError
show(() => { delete same.a; }); // expect: TypeError
show(() => same); // expect: {}
show(() => { define(same, "get", { get: () => 1 }); same.get = 2; }); // expect: TypeError
show(() => define({}, "a", Object.create({ value: "inherited" })).a); // expect: inherited
show(() => define({}, "a", { get value() { return "from a getter"; } }).a); // expect: from a getter
show(() => text(own(define({}, "a", function () {}), "a"))); // expect: :undefined
show(() => define(1, "a", {})); // expect: TypeError
show(() => define("s", "a", {})); // expect: TypeError
show(() => define({}, "a")); // expect: TypeError
show(() => define({}, "a", 1)); // expect: TypeError
show(() => define({}, "a", null)); // expect: TypeError
show(() => define({}, "a", { get: 1 })); // expect: TypeError
show(() => define({}, "a", { set: null })); // expect: TypeError
show(() => define({}, "a", { get: undefined, value: 1 })); // expect: TypeError
show(() => define({}, "a", { set() {}, writable: false })); // expect: TypeError
show(() => define(Object.preventExtensions({}), "a", { value: 1 })); // expect: TypeError
show(() => define(Object.preventExtensions({ a: 1 }), "a", { value: 2 }).a); // expect: 2
show(() => define(Object.freeze({ a: 1 }), "a", { value: 2 })); // expect: TypeError
show(() => define(Object.freeze({ a: 1 }), "a", { value: 1 }).a); // expect: 1
show(() => define(Object.freeze({ a: NaN }), "a", { value: NaN }).a); // expect: NaN
show(() => define(Object.freeze({ a: 0 }), "a", { value: -0 })); // expect: TypeError

// --- the order in which a descriptor is read (6.2.6.5)
const order = [];
const source = {};
for (const name of ["set", "get", "writable", "value", "configurable", "enumerable"]) {
  define(source, name, { get() { order.push(name); return undefined; }, enumerable: true });
}
show(() => define({}, "a", source)); // expect: TypeError
show(() => order.join()); // expect: enumerable,configurable,value,writable,get,set
order.length = 0;
show(() => define({}, { toString() { order.push("key"); return "k"; } }, {
  get value() { order.push("value"); return 1; },
}).k); // expect: 1
show(() => order.join()); // expect: key,value
show(() => define({}, "a", { get enumerable() { throw new RangeError("field"); } }));
// expect: RangeError

// --- changing properties: what is left out stays as it is (10.1.6.3)
show(() => text(own(define({ a: 1 }, "a", { enumerable: false }), "a"))); // expect: wc:1
show(() => text(own(define({ a: 1 }, "a", { value: 2 }), "a"))); // expect: wec:2
show(() => text(own(define({ a: 1 }, "a", {}), "a"))); // expect: wec:1
show(() => text(own(define({ a: 1 }, "a", { writable: false }), "a"))); // expect: ec:1
show(() => text(own(define({ a: 1 }, "a", { get() {} }), "a"))); // expect: ec:function/undefined
show(() => text(own(define({ get a() { return 1; } }, "a", { value: 2 }), "a"))); // expect: ec:2
show(() => text(own(define({ get a() { return 1; } }, "a", { writable: true }), "a")));
// expect: wec:undefined
show(() => text(own(define({ get a() { return 1; } }, "a", { set(value) {} }), "a")));
// expect: ec:function/function
show(() => text(own(define({ get a() { return 1; } }, "a", { enumerable: false }), "a")));
// expect: c:function/undefined
show(() => text(own(define({ get a() { return 1; } }, "a", { get: undefined }), "a")));
// expect: ec:undefined/undefined
const fixed = define({}, "a", { value: 1 });
show(() => define(fixed, "a", { value: 2 })); // expect: TypeError
show(() => define(fixed, "a", { value: 1, writable: false, enumerable: false }).a); // expect: 1
show(() => define(fixed, "a", { configurable: true })); // expect: TypeError
show(() => define(fixed, "a", { enumerable: true })); // expect: TypeError
show(() => define(fixed, "a", { writable: true })); // expect: TypeError
show(() => define(fixed, "a", { get() {} })); // expect: TypeError
show(() => define(fixed, "a", {}).a); // expect: 1
const writable = define({}, "a", { value: 1, writable: true });
show(() => define(writable, "a", { value: 2 }).a); // expect: 2
show(() => text(own(define(writable, "a", { writable: false }), "a"))); // expect: :2
show(() => define(writable, "a", { writable: true })); // expect: TypeError
const getter = () => 5;
const accessor = define({}, "a", { get: getter });
show(() => define(accessor, "a", { get: getter }).a); // expect: 5
show(() => define(accessor, "a", { get: () => 5 })); // expect: TypeError
show(() => define(accessor, "a", { set() {} })); // expect: TypeError
show(() => define(accessor, "a", { set: undefined }).a); // expect: 5
show(() => define(accessor, "a", { value: 5 })); // expect: TypeError
show(() => define(accessor, "a", { writable: false })); // expect: TypeError

// --- arrays: elements, and the length (10.4.2)
const list = [1, 2, 3];
define(list, 1, { get: () => "two", enumerable: true, configurable: true });
show(() => list.join()); // expect: 1,two,3
show(() => list.map((x) => x)); // expect: [1,"two",3]
show(() => { list[1] = 9; }); // expect: TypeError
list.push(4);
show(() => list.length); // expect: 4
show(() => list); // expect: [1,"two",3,4]
show(() => define([1, 2, 3], "length", { value: 1 })); // expect: [1]
show(() => define([1], "length", { value: "3" }).length); // expect: 3
show(() => define([1], "length", { value: 1.5 })); // expect: RangeError
show(() => define([1], "length", { value: -1 })); // expect: RangeError
show(() => define([1], "length", { value: 4294967296 })); // expect: RangeError
show(() => define([1], "length", { value: { valueOf: () => 2 } }).length); // expect: 2
show(() => define([1], "length", { get() {} })); // expect: TypeError
show(() => define([1], "length", { enumerable: true })); // expect: TypeError
show(() => define([1], "length", { configurable: true })); // expect: TypeError
show(() => define([1], "length", { configurable: false, enumerable: false }).length); // expect: 1
let conversions = 0;
show(() => define([], "length", { value: { valueOf() { conversions++; return 0; } } }).length);
// expect: 0
show(() => conversions); // expect: 2
const short = define([1, 2], "length", { writable: false });
show(() => text(own(short, "length"))); // expect: :2
show(() => { short.push(3); }); // expect: TypeError
show(() => { short[2] = 3; }); // expect: TypeError
show(() => { short.length = 2; }); // expect: TypeError
show(() => { short.length = 1; }); // expect: TypeError
show(() => define(short, "length", { value: 2 }).length); // expect: 2
show(() => define(short, "length", { value: 3 })); // expect: TypeError
show(() => define(short, "length", { writable: true })); // expect: TypeError
show(() => define(short, 2, { value: 3 })); // expect: TypeError
show(() => { short[0] = 7; return short; }); // expect: [7,2]
show(() => short.pop()); // expect: TypeError
show(() => short); // expect: [7,null]
const stuck = [0, 1, 2, 3];
define(stuck, 1, { configurable: false });
show(() => { stuck.length = 0; }); // expect: TypeError
show(() => stuck); // expect: [0,1]
show(() => define(stuck, "length", { value: 0, writable: false })); // expect: TypeError
show(() => text(own(stuck, "length"))); // expect: :2
show(() => text(own(define([], 3, { value: 1 }), "length"))); // expect: w:4
show(() => define([], 4294967295, { value: 1, enumerable: true }).length); // expect: 0
show(() => define([], 4294967294, { value: 1 }).length); // expect: 4294967295
const readOnly = define([1, 2, 3], 0, { writable: false });
show(() => { readOnly[0] = 5; }); // expect: TypeError
show(() => { readOnly.reverse(); }); // expect: TypeError
show(() => readOnly.shift()); // expect: TypeError
show(() => { readOnly.fill(0); }); // expect: TypeError
show(() => readOnly.slice(0, 1)); // expect: [1]
show(() => { const copy = readOnly.slice(); copy[0] = 8; return copy; }); // expect: [8,2,3]

// --- strings, functions, the global object
const wrapped = new String("ab");
show(() => define(wrapped, 0, { value: "a" })[0]); // expect: a
show(() => define(wrapped, 0, { value: "x" })); // expect: TypeError
show(() => define(wrapped, 0, { writable: true })); // expect: TypeError
show(() => define(wrapped, 2, { value: "c" })[2]); // expect: c
show(() => define(wrapped, "length", { value: 2 }).length); // expect: 2
show(() => define(wrapped, "length", { value: 3 })); // expect: TypeError
function named(a, b) {}
show(() => define(named, "name", { value: "other" }).name); // expect: other
show(() => { named.name = "third"; }); // expect: TypeError
show(() => define(named, "length", { value: 9 }).length); // expect: 9
show(() => define(named, "prototype", { value: { own: 1 } }) && new named().own); // expect: 1
show(() => define(named, "prototype", { enumerable: true })); // expect: TypeError
show(() => define(named, "prototype", { writable: false }) && text(own(named, "prototype")));
// expect: :[object Object]
show(() => { named.prototype = {}; }); // expect: TypeError
define(globalThis, "computed", { get: () => "global getter", configurable: true });
show(() => computed); // expect: global getter
show(() => typeof computed); // expect: string
show(() => delete globalThis.computed); // expect: true
show(() => typeof computed); // expect: undefined
define(globalThis, "constant", { value: 1, configurable: true });
for (let i = 0; i < 20; i++) constant;
show(() => constant); // expect: 1
show(() => { constant = 2; }); // expect: TypeError
define(globalThis, "constant", { value: 5 });
show(() => constant); // expect: 5

// --- caches see the change
function read(object) { return object.p; }
function write(object, value) { object.p = value; }
const first = { p: 1 };
const second = { p: 2 };
for (let i = 0; i < 20; i++) read(first) + read(second);
define(second, "p", { get: () => "got" });
show(() => read(first) + read(second)); // expect: 1got
for (let i = 0; i < 20; i++) write(first, i);
define(first, "p", { writable: false });
show(() => write(first, 0)); // expect: TypeError
show(() => read(first)); // expect: 19
const base = { m: () => "base" };
const derived = Object.create(base);
function call(object) { return object.m(); }
for (let i = 0; i < 20; i++) call(derived);
define(base, "m", { get: () => () => "accessor" });
show(() => call(derived)); // expect: accessor
define(derived, "m", { value: () => "own" });
show(() => call(derived)); // expect: own
function Point() { this.x = 1; }
for (let i = 0; i < 20; i++) new Point();
define(Point.prototype, "x", { set(value) { this.seen = value; } });
show(() => new Point()); // expect: {"seen":1}
function store(array, index, value) { array[index] = value; }
for (let i = 0; i < 20; i++) store([], 0, i);
const hooked = [];
define(Array.prototype, 0, { set(value) { this.hooked = value; }, configurable: true });
store(hooked, 0, 5);
show(() => hooked.hooked + " " + hooked.length); // expect: 5 0
show(() => [1].concat([2]).length); // expect: 2
delete Array.prototype[0];

// --- several at once, and Object.create (20.1.2.2, 20.1.2.3)
show(() => Object.defineProperties({}, { a: { value: 1, enumerable: true }, b: { value: 2 } }));
// expect: {"a":1}
show(() => Object.defineProperties({}, { a: { get: () => 7 } }).a); // expect: 7
show(() => Object.defineProperties(1, {})); // expect: TypeError
show(() => Object.defineProperties({}, null)); // expect: TypeError
show(() => Object.defineProperties({})); // expect: TypeError
show(() => Object.defineProperties({}, "ab")); // expect: TypeError
show(() => Object.defineProperties({}, "")); // expect: {}
show(() => Object.defineProperties({}, { a: 1 })); // expect: TypeError
const partly = {};
show(() => Object.defineProperties(partly, { a: { value: 1 }, b: 2 })); // expect: TypeError
show(() => "a" in partly); // expect: false
show(() => Object.defineProperties(partly, { a: { value: 1 }, length: { get: 5 } }));
// expect: TypeError
const hidden = define({ a: { value: 1, enumerable: true } }, "b", { value: { value: 2 } });
show(() => Object.getOwnPropertyNames(Object.defineProperties({}, hidden)).join()); // expect: a
show(() => Object.create({ a: 1 }, { b: { value: 2, enumerable: true } })); // expect: {"b":2}
show(() => Object.create({ a: 1 }, { b: { value: 2, enumerable: true } }).a); // expect: 1
show(() => Object.create(null, { x: { value: 1 } }).x); // expect: 1
show(() => Object.create({}, null)); // expect: TypeError
show(() => Object.create({}, { a: { value: 1, get: () => 1 } })); // expect: TypeError
const shown = { enumerable: true };
show(() => Object.keys(Object.create({}, { b: shown, a: shown })).join()); // expect: b,a
show(() => Object.create({}, Object.getOwnPropertyDescriptors({ get a() { return 6; } })).a);
// expect: 6
show(() => Object.defineProperties([], { length: { value: 2 }, 0: { value: "zero" } }).join());
// expect: zero,

// --- __proto__ (B.2.2.1)
show(() => ({}).__proto__ === Object.prototype); // expect: true
show(() => [].__proto__ === Array.prototype); // expect: true
show(() => (5).__proto__ === Number.prototype); // expect: true
show(() => Object.create(null).__proto__); // expect: undefined
const child = {};
show(() => { child.__proto__ = { inherited: 1 }; return child.inherited; }); // expect: 1
show(() => Object.keys(child).length); // expect: 0
show(() => { child.__proto__ = 5; return child.inherited; }); // expect: 1
show(() => { child.__proto__ = null; return child.inherited; }); // expect: undefined
show(() => { child.__proto__ = 1; return Object.keys(child).join(); }); // expect: __proto__
show(() => { const parent = {}; parent.__proto__ = Object.create(parent); }); // expect: TypeError
show(() => { Object.preventExtensions({}).__proto__ = {}; }); // expect: TypeError
show(() => { (5).__proto__ = {}; return "ignored"; }); // expect: ignored
show(() => text(own(Object.prototype, "__proto__"))); // expect: c:function/function
show(() => own(Object.prototype, "__proto__").get.name); // expect: get __proto__
show(() => own(Object.prototype, "__proto__").set.name); // expect: set __proto__
show(() => own(Object.prototype, "__proto__").set.length); // expect: 1
show(() => own(Object.prototype, "__proto__").get.call(null)); // expect: TypeError
show(() => own(Object.prototype, "__proto__").set.call(undefined, {})); // expect: TypeError
show(() => JSON.parse('{"__proto__": 1}').__proto__); // expect: 1

// --- __defineGetter__ and its like (B.2.2.2 to B.2.2.5)
const legacy = {};
show(() => legacy.__defineGetter__("a", () => 3)); // expect: undefined
show(() => legacy.a); // expect: 3
show(() => text(own(legacy, "a"))); // expect: ec:function/undefined
show(() => legacy.__defineSetter__("a", function (value) { this.stored = value; }));
// expect: undefined
show(() => { legacy.a = 8; return legacy.stored; }); // expect: 8
show(() => text(own(legacy, "a"))); // expect: ec:function/function
show(() => legacy.__lookupGetter__("a")()); // expect: 3
show(() => typeof legacy.__lookupSetter__("a")); // expect: function
show(() => Object.create(legacy).__lookupGetter__("a")()); // expect: 3
show(() => legacy.__lookupGetter__("stored")); // expect: undefined
show(() => legacy.__lookupGetter__("none")); // expect: undefined
show(() => legacy.__lookupSetter__("toString")); // expect: undefined
show(() => legacy.__defineGetter__("b", 5)); // expect: TypeError
show(() => legacy.__defineSetter__("b")); // expect: TypeError
show(() => Object.freeze({}).__defineGetter__("b", () => 1)); // expect: TypeError
show(() => Object.prototype.__defineGetter__.call(null, "a", () => 1)); // expect: TypeError
show(() => Object.prototype.__lookupGetter__.call(undefined, "a")); // expect: TypeError

// --- attributes are obeyed everywhere
const mixed = define({ a: 1 }, "hidden", { value: 2 });
show(() => Object.keys(mixed).join()); // expect: a
show(() => { let names = ""; for (const name in mixed) names += name; return names; }); // expect: a
show(() => mixed); // expect: {"a":1}
show(() => Object.assign({}, mixed)); // expect: {"a":1}
show(() => mixed.propertyIsEnumerable("hidden")); // expect: false
const closed = Object.preventExtensions({ a: 1 });
show(() => Object.isFrozen(define(closed, "a", { configurable: false }))); // expect: false
show(() => Object.isFrozen(define(closed, "a", { writable: false }))); // expect: true
show(() => Object.isSealed(closed)); // expect: true
show(() => { delete define({}, "a", { value: 1 }).a; }); // expect: TypeError
show(() => Object.isFrozen(define(Object.preventExtensions({}), "none", { get() {} })));
// expect: TypeError
show(() => Object.isFrozen(Object.freeze(define({}, "a", { get: () => 1, configurable: true }))));
// expect: true
const settable = Object.freeze({ set a(value) { this.constructor.count = value; } });
show(() => { settable.a = 1; return Object.count; }); // expect: 1

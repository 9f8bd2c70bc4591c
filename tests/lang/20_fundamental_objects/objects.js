// Object and Object.prototype (20.1).
const json = JSON.stringify;
function thrown(f) {
  try {
    return f();
  } catch (error) {
    return error.name;
  }
}
console.log(typeof Object()); // expect: object
console.log(typeof Object(null)); // expect: object
console.log(Object(1) instanceof Number); // expect: true
console.log(Object("a").length); // expect: 1
console.log(typeof Object(true)); // expect: object
console.log(new Object(5) + 1); // expect: 6
console.log(json(new Object())); // expect: {}
console.log(Object({ a: 1 }).a); // expect: 1
console.log(json(Object())); // expect: {}
console.log(json(Object.keys({ b: 1, a: 2, 2: 0, 1: 0 }))); // expect: ["1","2","b","a"]
console.log(json(Object.keys([7, , 8]))); // expect: ["0","2"]
console.log(json(Object.keys("ab"))); // expect: ["0","1"]
console.log(json(Object.keys(5))); // expect: []
console.log(thrown(() => Object.keys(null))); // expect: TypeError
console.log(thrown(() => Object.keys())); // expect: TypeError
console.log(json(Object.values({ b: 1, a: 2, 1: 0 }))); // expect: [0,1,2]
console.log(json(Object.values("ab"))); // expect: ["a","b"]
console.log(json(Object.entries({ x: 1, y: [2] }))); // expect: [["x",1],["y",[2]]]
console.log(json(Object.entries([5]))); // expect: [["0",5]]
console.log(json(Object.values(1))); // expect: []
const target = { a: 1 };
console.log(Object.assign(target, { b: 2 }, null, undefined, { a: 3, c: 4 }) === target);
// expect: true
console.log(json(target)); // expect: {"a":3,"b":2,"c":4}
console.log(json(Object.assign({}, "xy", [9]))); // expect: {"0":9,"1":"y"}
console.log(thrown(() => Object.assign(null))); // expect: TypeError
console.log(typeof Object.assign(1)); // expect: object
console.log(thrown(() => Object.assign(Object.freeze({ a: 1 }), { a: 2 }))); // expect: TypeError
const base = { inherited: 1 };
const derived = Object.create(base);
derived.own = 2;
console.log(derived.inherited); // expect: 1
console.log(Object.keys(derived).join()); // expect: own
console.log(Object.getPrototypeOf(derived) === base); // expect: true
console.log(Object.getPrototypeOf(Object.create(null))); // expect: null
console.log(thrown(() => Object.create())); // expect: TypeError
console.log(thrown(() => Object.create(1))); // expect: TypeError
console.log("inherited" in derived); // expect: true
console.log(derived.hasOwnProperty("inherited")); // expect: false
console.log(Object.hasOwn(derived, "own")); // expect: true
console.log(Object.create(null) instanceof Object); // expect: false
console.log(Object.getPrototypeOf([]) === Array.prototype); // expect: true
console.log(Object.getPrototypeOf(1) === Number.prototype); // expect: true
console.log(Object.getPrototypeOf("") === String.prototype); // expect: true
console.log(Object.getPrototypeOf(() => 1) === Object.getPrototypeOf(Object)); // expect: true
console.log(Object.getPrototypeOf(Object.prototype)); // expect: null
console.log(thrown(() => Object.getPrototypeOf(null))); // expect: TypeError
console.log(Object.getPrototypeOf(TypeError) === Error); // expect: true
console.log(Object.getPrototypeOf(TypeError.prototype) === Error.prototype); // expect: true
console.log(Object.getPrototypeOf(Math) === Object.prototype); // expect: true
const moved = {};
console.log(Object.setPrototypeOf(moved, base) === moved); // expect: true
console.log(moved.inherited); // expect: 1
console.log(Object.setPrototypeOf(moved, null) === moved); // expect: true
console.log(moved.inherited); // expect: undefined
console.log(thrown(() => Object.setPrototypeOf(base, Object.create(base)))); // expect: TypeError
console.log(thrown(() => Object.setPrototypeOf({}, 1))); // expect: TypeError
console.log(thrown(() => Object.setPrototypeOf(null, {}))); // expect: TypeError
console.log(Object.setPrototypeOf(1, null)); // expect: 1
console.log(thrown(() => Object.setPrototypeOf(Object.freeze({}), {}))); // expect: TypeError
console.log(thrown(() => Object.setPrototypeOf({}))); // expect: TypeError
console.log(Object.is(NaN, NaN)); // expect: true
console.log(Object.is(0, -0)); // expect: false
console.log(Object.is(-0, -0)); // expect: true
console.log(Object.is("a", "a")); // expect: true
console.log(Object.is({}, {})); // expect: false
console.log(Object.is()); // expect: true
console.log(Object.is(1, 1.0)); // expect: true
console.log(Object.is(null, undefined)); // expect: false
console.log(Object.is(0, 0)); // expect: true
const frozen = Object.freeze({ a: 1, b: { c: 2 } });
console.log(Object.isFrozen(frozen)); // expect: true
console.log(thrown(() => { frozen.a = 2; })); // expect: TypeError
console.log(thrown(() => { frozen.z = 2; })); // expect: TypeError
console.log(thrown(() => { delete frozen.a; })); // expect: TypeError
console.log((frozen.b.c = 3, frozen.b.c)); // expect: 3
console.log(frozen.a); // expect: 1
console.log(Object.isFrozen({})); // expect: false
console.log(Object.isFrozen(1)); // expect: true
console.log(Object.isFrozen(Object.preventExtensions({}))); // expect: true
console.log(Object.freeze(5)); // expect: 5
console.log(Object.isFrozen("a")); // expect: true
console.log(json(frozen)); // expect: {"a":1,"b":{"c":3}}
const sealed = Object.seal({ a: 1 });
console.log(Object.isSealed(sealed)); // expect: true
console.log(Object.isFrozen(sealed)); // expect: false
console.log((sealed.a = 2, sealed.a)); // expect: 2
console.log(thrown(() => { delete sealed.a; })); // expect: TypeError
console.log(thrown(() => { sealed.b = 1; })); // expect: TypeError
console.log(Object.isExtensible(sealed)); // expect: false
console.log(Object.isExtensible({})); // expect: true
console.log(Object.isExtensible(1)); // expect: false
console.log(Object.isSealed({})); // expect: false
const closed = Object.preventExtensions({ a: 1 });
console.log(thrown(() => { closed.b = 1; })); // expect: TypeError
console.log(delete closed.a); // expect: true
console.log(json(closed)); // expect: {}
console.log(Object.isExtensible(closed)); // expect: false
console.log(Object.isSealed(closed)); // expect: true
console.log(Object.isFrozen(closed)); // expect: true
const frozenArray = Object.freeze([1, 2]);
console.log(Object.isFrozen(frozenArray)); // expect: true
console.log(thrown(() => { frozenArray[0] = 9; })); // expect: TypeError
console.log(thrown(() => { frozenArray[2] = 9; })); // expect: TypeError
console.log(thrown(() => { frozenArray.length = 0; })); // expect: TypeError
console.log(json(frozenArray)); // expect: [1,2]
console.log(frozenArray.length); // expect: 2
console.log(thrown(() => { delete frozenArray[0]; })); // expect: TypeError
console.log(json(frozenArray.map((x) => x + 1))); // expect: [2,3]
console.log(json(frozenArray.concat(3))); // expect: [1,2,3]
console.log(json(Object.fromEntries([["a", 1], ["b", 2], ["a", 3]]))); // expect: {"a":3,"b":2}
console.log(json(Object.fromEntries([]))); // expect: {}
console.log(thrown(() => Object.fromEntries(null))); // expect: TypeError
console.log(thrown(() => Object.fromEntries([1]))); // expect: TypeError
console.log(thrown(() => Object.fromEntries(5))); // expect: TypeError
console.log(json(Object.fromEntries(Object.entries({ x: 1 })))); // expect: {"x":1}
console.log(json(Object.fromEntries([[1, "one"]]))); // expect: {"1":"one"}
console.log(thrown(() => Object.fromEntries({}))); // expect: TypeError
console.log(json(Object.fromEntries([{ 0: "k", 1: "v" }]))); // expect: {"k":"v"}
console.log(Object.fromEntries.length); // expect: 1
console.log({}.toString()); // expect: [object Object]
console.log(String([]) === ""); // expect: true
console.log(Object.prototype.toString.call([])); // expect: [object Array]
console.log(Object.prototype.toString.call(null)); // expect: [object Null]
console.log(Object.prototype.toString.call(undefined)); // expect: [object Undefined]
console.log(Object.prototype.toString.call(1)); // expect: [object Number]
console.log(Object.prototype.toString.call("a")); // expect: [object String]
console.log(Object.prototype.toString.call(true)); // expect: [object Boolean]
console.log(Object.prototype.toString.call(() => 1)); // expect: [object Function]
console.log(Object.prototype.toString.call(new Error("x"))); // expect: [object Error]
console.log(Object.prototype.toString.call(Math)); // expect: [object Math]
console.log(Object.prototype.toString.call(JSON)); // expect: [object JSON]
console.log({ a: 1 }.hasOwnProperty("a")); // expect: true
console.log([1].hasOwnProperty(0)); // expect: true
console.log([1].hasOwnProperty("length")); // expect: true
console.log([1].hasOwnProperty(1)); // expect: false
console.log("ab".hasOwnProperty(1)); // expect: true
console.log(Object.hasOwn("ab", 2)); // expect: false
console.log(thrown(() => Object.hasOwn(null, "a"))); // expect: TypeError
console.log((() => 1).hasOwnProperty("name")); // expect: true
console.log(thrown(() => Object.prototype.hasOwnProperty.call(undefined, "a")));
// expect: TypeError
console.log({ 1: 0 }.hasOwnProperty(1)); // expect: true
console.log(Object.hasOwn({ undefined: 1 })); // expect: true
console.log({ a: 1 }.propertyIsEnumerable("a")); // expect: true
console.log([1].propertyIsEnumerable("length")); // expect: false
console.log([1].propertyIsEnumerable(0)); // expect: true
console.log({}.propertyIsEnumerable("toString")); // expect: false
console.log(base.isPrototypeOf(derived)); // expect: true
console.log(derived.isPrototypeOf(base)); // expect: false
console.log(Object.prototype.isPrototypeOf(1)); // expect: false
console.log(Object.prototype.isPrototypeOf([])); // expect: true
console.log(base.isPrototypeOf()); // expect: false
console.log({}.valueOf() instanceof Object); // expect: true
console.log(typeof Object.prototype.valueOf.call(1)); // expect: object
console.log(thrown(() => Object.prototype.valueOf.call(null))); // expect: TypeError
console.log({ toString: () => "t" }.toLocaleString()); // expect: t
console.log(thrown(() => Object.prototype.toLocaleString.call(null))); // expect: TypeError
console.log(Object.prototype.valueOf.call("x") == "x"); // expect: true
console.log(json(Object.getOwnPropertyNames({ b: 1, 0: 2 }))); // expect: ["0","b"]
console.log(json(Object.getOwnPropertyNames([1]))); // expect: ["0","length"]
console.log(json(Object.getOwnPropertyNames("a"))); // expect: ["0","length"]
console.log(json(Object.getOwnPropertyNames(Object.freeze({ z: 1 })))); // expect: ["z"]
console.log(Object.name); // expect: Object
console.log(Object.length); // expect: 1
console.log(Object.keys.length); // expect: 1
console.log(Object.assign.length); // expect: 2
console.log(Object.prototype.constructor === Object); // expect: true
console.log(typeof Object.prototype); // expect: object
console.log(Object.keys(Object).length); // expect: 0
console.log(Object.is.name); // expect: is
console.log(globalThis.Object === Object); // expect: true
console.log(typeof globalThis); // expect: object
console.log(globalThis.globalThis === globalThis); // expect: true
console.log(Object.keys(globalThis).includes("Object")); // expect: false
console.log("undefined" in globalThis); // expect: true
console.log(thrown(() => { undefined = 1; })); // expect: TypeError
console.log(thrown(() => { NaN = 1; })); // expect: TypeError
console.log(thrown(() => { globalThis.Infinity = 1; })); // expect: TypeError
console.log(globalThis.isNaN === isNaN); // expect: true
console.log(this === module.exports); // expect: true
console.log(`${{ toString: () => "s", valueOf: () => 1 }}`); // expect: s
console.log({ toString: () => "s", valueOf: () => 1 } + ""); // expect: 1
console.log({ toString: () => "s", valueOf: () => ({}) } * 1); // expect: NaN
console.log(thrown(() => `${{ toString: () => ({}) }}`)); // expect: TypeError
console.log(thrown(() => +Object.create(null))); // expect: TypeError
console.log([] + {}); // expect: [object Object]
console.log([] + [] === ""); // expect: true
console.log([2] * [3]); // expect: 6
console.log("5" * "2"); // expect: 10
console.log(null + 1); // expect: 1
console.log(undefined + 1); // expect: NaN
console.log(true + true); // expect: 2
console.log([] == false); // expect: true
console.log(null == 0); // expect: false
console.log(null >= 0); // expect: true
console.log(undefined == null); // expect: true
console.log("1" == 1); // expect: true
console.log(NaN == NaN); // expect: false
console.log(({}) == "[object Object]"); // expect: true
console.log(1 < 2); // expect: true
console.log("a" < "b"); // expect: true
console.log("10" < 9); // expect: false
console.log(null < 1); // expect: true
console.log(undefined < 1); // expect: false
console.log(NaN <= NaN); // expect: false
console.log([2] > 1); // expect: true
console.log({ valueOf: () => 3 } > 2); // expect: true
console.log("b" > "a"); // expect: true
console.log("" < "a"); // expect: true
console.log("2" > "12"); // expect: true
console.log(2 > "12"); // expect: false
console.log(null <= null); // expect: true
console.log(undefined <= undefined); // expect: false
console.log("x" < 1); // expect: false
console.log(-0 < 0); // expect: false
console.log({ a: 1 } instanceof Object); // expect: true
console.log([] instanceof Array); // expect: true
console.log(Object.create(null) instanceof Object); // expect: false
console.log(1 instanceof Number); // expect: false
console.log(thrown(() => 1 instanceof 1)); // expect: TypeError
console.log(thrown(() => ({}) instanceof {})); // expect: TypeError
console.log((() => 1) instanceof Object); // expect: true
console.log(new TypeError("x") instanceof Error); // expect: true
console.log(thrown(() => ({}) instanceof (() => 1))); // expect: TypeError
console.log("a" in { a: 1 }); // expect: true
console.log(thrown(() => "a" in "abc")); // expect: TypeError
console.log(0 in [1]); // expect: true
console.log("length" in []); // expect: true
console.log(thrown(() => 1 in 1)); // expect: TypeError

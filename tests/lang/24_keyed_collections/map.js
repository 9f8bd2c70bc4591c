// Map (ECMA-262 24.1).
const json = JSON.stringify;
function thrown(f) {
  try {
    return f();
  } catch (error) {
    return error.name;
  }
}

// --- the constructor
console.log(new Map().size, new Map(null).size, new Map(undefined).size); // expect: 0 0 0
console.log(new Map([[1, 2], [3, 4], [1, 5]]).size); // expect: 2
console.log(new Map([[1, 2], [1, 5]]).get(1)); // expect: 5
console.log(typeof Map, Map.length, Map.name, new Map() instanceof Map);
// expect: function 0 Map true
console.log(thrown(() => Map())); // expect: TypeError
console.log(thrown(() => Map([[1, 2]]))); // expect: TypeError
console.log(thrown(() => new Map(5))); // expect: TypeError
console.log(thrown(() => new Map({}))); // expect: TypeError
console.log(thrown(() => new Map([1]))); // expect: TypeError
console.log(thrown(() => new Map(["ab"]))); // expect: TypeError
console.log(thrown(() => new Map([[1, 2], null]))); // expect: TypeError
console.log(thrown(() => new Map("ab")), new Map("").size); // expect: TypeError 0
console.log(json(Array.from(new Map(new Map([[1, 2], [3, 4]]))))); // expect: [[1,2],[3,4]]
console.log(json(Array.from(new Map([["a", 1], ["b", 2]].values())))); // expect: [["a",1],["b",2]]
console.log(json(Array.from(new Map(["x", "y"].entries())))); // expect: [[0,"x"],[1,"y"]]
console.log(json(Array.from(new Map([[], [7], { 0: "k", 1: "v" }]))));
// expect: [[null,null],[7,null],["k","v"]]
console.log(Object.getPrototypeOf(new Map()) === Map.prototype, Map.prototype.constructor === Map);
// expect: true true
console.log(Object.prototype.toString.call(new Map()), String(Map.prototype));
// expect: [object Map] [object Map]
console.log(Object.prototype.toString.call(Object.create(Map.prototype))); // expect: [object Map]
console.log(json(new Map([[1, 2]])), json({ m: new Map() })); // expect: {} {"m":{}}
console.log(Object.keys(new Map([[1, 2]])).length); // expect: 0

// --- the constructor takes entries by the property `set`
const seen = [];
const original = Map.prototype.set;
Map.prototype.set = function (key, value) {
  seen.push(`${key}=${value}`);
  return original.call(this, value, key);
};
const map = new Map([["a", 1], ["b", 2]]);
console.log(seen.join(), map.get(1), map.get("a")); // expect: a=1,b=2 a undefined
console.log(new Map().size, seen.length); // expect: 0 2
Map.prototype.set = 5;
console.log(thrown(() => new Map([])), thrown(() => new Map().size)); // expect: TypeError 0
delete Map.prototype.set;
console.log(thrown(() => new Map([]))); // expect: TypeError
const refusing = { get() { throw new RangeError("no"); }, configurable: true };
Object.defineProperty(Map.prototype, "set", refusing);
console.log(thrown(() => new Map([])), new Map(null).size); // expect: RangeError 0

// --- entries are read key first, once each
const order = [];
const entry = {
  get 0() { order.push("key"); return "k"; },
  get 1() { order.push("value"); return "v"; },
};
console.log(new Map([entry]).get("k"), order.join()); // expect: v key,value
const failing = { get 0() { throw new RangeError("no"); } };
console.log(thrown(() => new Map([failing]))); // expect: RangeError

// --- keys are equal by SameValueZero
const map = new Map();
map.set(NaN, "nan").set(0, "zero").set("0", "text").set(null, "null").set(undefined, "undefined");
console.log(map.size); // expect: 5
console.log(map.get(NaN), map.get(0 / 0), map.get(-0), map.get(0), map.get("0"));
// expect: nan nan zero zero text
console.log(map.get(null), map.get(undefined), map.get(), map.get(false));
// expect: null undefined undefined undefined
map.set(-0, "minus");
console.log(map.size, map.get(0), Object.is(Array.from(map.keys())[1], 0)); // expect: 5 minus true
console.log(new Map([[-0, 1]]).keys().next().value === 0,
  1 / Array.from(new Map([[-0, 1]]).keys())[0]); // expect: true Infinity
map.set(true, 1).set("true", 2).set(1, 3).set("1", 4);
console.log(map.get(true), map.get("true"), map.get(1), map.get("1"), map.get(1.5));
// expect: 1 2 3 4 undefined
const object = {}, array = [], f = () => 1;
map.set(object, "object").set(array, "array").set(f, "f");
console.log(map.get(object), map.get({}), map.get(array), map.get([]), map.get(f),
  map.get(() => 1)); // expect: object undefined array undefined f undefined
map.set(0.1 + 0.2, "sum").set(0.3, "third").set(1e300, "big");
map.set(Infinity, "inf").set(-Infinity, "-inf");
console.log(map.get(0.30000000000000004), map.get(0.3), map.get(1e300), map.get(1 / 0),
  map.get(-1 / 0)); // expect: sum third big inf -inf
console.log(map.get(2 ** 31), map.set(2 ** 31, "2^31").get(2147483648), map.has(-2147483648));
// expect: undefined 2^31 false
map.set(4294967296, "2^32").set(2 ** 53, "2^53");
console.log(map.get(2 ** 32), map.get(9007199254740992), map.get(0), map.get(2 ** 53 - 1));
// expect: 2^32 2^53 minus undefined

// --- integers are one key however they were computed
const map = new Map();
for (let i = 0; i < 10; i++) map.set(i * 1.5, i);
console.log(map.get(3), map.get(6.0), map.get(12 / 2), map.get(Math.sqrt(9)), map.get("3"));
// expect: 2 4 4 2 undefined
const halves = new Map();
for (let i = 0; i < 6; i++) halves.set(i / 2, i);
console.log(halves.get(1), halves.get(2), halves.get(0.5), halves.has(3)); // expect: 2 4 1 false

// --- strings are keys by their units
const map = new Map();
map.set("ab", 1).set("a" + "b" + "", 2).set("", 3);
map.set("\u00e9", 4).set("e\u0301", 5).set("\ud83d\ude00", 6);
console.log(map.size, map.get("ab"), map.get(["a", "b"].join("")), map.get(""), map.get("é"));
// expect: 5 2 2 3 4
console.log(map.get("e\u0301"), map.get("😀"), map.get("\ud83d"), map.has("AB".toLowerCase()));
// expect: 5 6 undefined true
let long = "";
for (let i = 0; i < 100; i++) long += "part " + i + ", ";
map.set(long, "long");
let again = "";
for (let i = 0; i < 100; i++) again += `part ${i}, `;
console.log(map.get(again), map.delete(again), map.get(long), map.has(again));
// expect: long true undefined false
console.log(map.set("12", "text").get(12), map.set(12, "number").get("12"), map.get(12));
// expect: undefined text number

// --- set, get, has, delete, clear
const map = new Map();
console.log(map.set("a", 1) === map, map.set("a") === map, map.get("a"), map.has("a"), map.size);
// expect: true true undefined true 1
console.log(map.delete("a"), map.delete("a"), map.has("a"), map.get("a"), map.size, map.delete());
// expect: true false false undefined 0 false
map.set(undefined, 1);
console.log(map.has(), map.delete(), map.size); // expect: true true 0
map.set(1, 1).set(2, 2).set(3, 3);
console.log(map.clear(), map.size, map.has(1), map.clear()); // expect: undefined 0 false undefined
map.set(3, "again").set(1, "more");
console.log(json(Array.from(map))); // expect: [[3,"again"],[1,"more"]]
for (let i = 0; i < 1000; i++) map.set(i, i * i);
for (let i = 0; i < 1000; i += 2) map.delete(i);
console.log(map.size, map.get(999), map.get(998), map.has(3), Array.from(map.keys())[0]);
// expect: 500 998001 undefined true 3
let sum = 2;
for (const entry of map) sum += entry[0] - entry[1];
console.log(sum); // expect: -166416498

// --- the order is that of insertion
const map = new Map([["b", 1], ["a", 2], [2, 3], [1, 4]]);
console.log(Array.from(map.keys()).join()); // expect: b,a,2,1
map.set("a", "new");
console.log(Array.from(map.keys()).join(), map.get("a")); // expect: b,a,2,1 new
map.delete("b");
map.set("b", "last");
console.log(Array.from(map.keys()).join(), Array.from(map.values()).join());
// expect: a,2,1,b new,3,4,last
map.delete(1);
map.delete("b");
map.set("c").set(1);
console.log(Array.from(map.keys()).join()); // expect: a,2,c,1

// --- methods refuse other receivers
const map = new Map();
const methods = ["get", "set", "has", "delete", "clear", "forEach", "keys", "values", "entries"];
for (const name of methods) {
  const others = [{}, [], new Set(), Map.prototype, undefined, null, 1, "s", Object.create(map)];
  const results = others.map((other) => thrown(() => Map.prototype[name].call(other, () => 1)));
  console.log(name, results.every((result) => result === "TypeError"));
// expect: get true
// expect: set true
// expect: has true
// expect: delete true
// expect: clear true
// expect: forEach true
// expect: keys true
// expect: values true
// expect: entries true
}
console.log(thrown(() => Map.prototype.size), thrown(() => Object.create(new Map()).size));
// expect: TypeError TypeError

// --- properties of the prototype
console.log(Object.getOwnPropertyNames(Map.prototype).sort().join());
// expect: clear,constructor,delete,entries,forEach,get,has,keys,set,size,values
console.log(Object.keys(Map.prototype).length, Object.getOwnPropertyNames(Map).sort().join());
// expect: 0 length,name,prototype
const methods = ["get", "set", "has", "delete", "clear", "forEach", "keys", "values", "entries"];
const prototype = Map.prototype;
console.log(methods.map((name) => `${prototype[name].name}/${prototype[name].length}`).join());
// expect: get/1,set/2,has/1,delete/1,clear/0,forEach/1,keys/0,values/0,entries/0
const size = Object.getOwnPropertyDescriptor(Map.prototype, "size");
console.log(typeof size.get, size.set, size.enumerable, size.configurable, size.get.name,
  size.get.length); // expect: function undefined false true get size 0
console.log(size.get.call(new Map([[1, 2]])), thrown(() => size.get.call(new Set())));
// expect: 1 TypeError
const own = new Map();
console.log(thrown(() => { own.size = 5; }), own.size); // expect: TypeError 0
console.log(thrown(() => new own.set()), thrown(() => new (Map.prototype.get)()));
// expect: TypeError TypeError
const get = Object.getOwnPropertyDescriptor(Map.prototype, "get");
console.log(get.writable, get.enumerable, get.configurable); // expect: true false true

// --- properties of a map are not its entries
const map = new Map([["x", 1]]);
map.x = 2;
map[0] = 3;
console.log(map.x, map.get("x"), map.size, "x" in map, map.has("0"), map[0],
  Object.keys(map).join()); // expect: 2 1 1 true false 3 0,x
Object.freeze(map);
map.set("y", 2);
console.log(map.size, map.get("y"), Object.isFrozen(map), thrown(() => { map.z = 1; }));
// expect: 2 2 true TypeError

// --- forEach
const map = new Map([["a", 1], ["b", 2]]);
const calls = [];
console.log(map.forEach((value, key, all) => calls.push(`${key}${value}${all === map}`)));
// expect: undefined
console.log(calls.join()); // expect: a1true,b2true
map.forEach(function () { calls.push(this); }, "self");
console.log(calls[2], calls[3]); // expect: self self
map.forEach(function () { calls.push(this); });
console.log(calls[4]); // expect: undefined
map.forEach(function () { calls.push(this); }, 0);
console.log(calls[6], calls.length); // expect: 0 8
console.log(thrown(() => map.forEach()), thrown(() => map.forEach({})),
  thrown(() => new Map().forEach(1))); // expect: TypeError TypeError TypeError
console.log(thrown(() => map.forEach(() => { throw new RangeError("no"); }))); // expect: RangeError
new Map().forEach(() => console.log("never"));

// --- forEach sees what is added and not what is deleted
const map = new Map([[1, "a"], [2, "b"], [3, "c"]]);
const keys = [];
map.forEach((value, key) => {
  keys.push(key);
  if (key === 1) map.delete(2);
  if (key === 3) map.set(4, "d").set(1, "again");
  if (key === 4) {
    map.delete(1);
    map.set(1, "behind");
  }
});
console.log(keys.join()); // expect: 1,3,4,1
const shrinking = new Map();
for (let i = 0; i < 100; i++) shrinking.set(i, i);
const left = [];
shrinking.forEach((value, key) => {
  left.push(key);
  for (let i = key + 1; i < key + 10; i++) shrinking.delete(i);
});
console.log(left.join(), shrinking.size); // expect: 0,10,20,30,40,50,60,70,80,90 10
const refilled = new Map([[1, 1], [2, 2]]);
let count = 0;
refilled.forEach((value, key) => {
  count++;
  if (count > 5) return;
  refilled.clear();
  refilled.set(key, value).set(key + 1, value);
});
console.log(count, Array.from(refilled.keys()).join()); // expect: 7 1,2
const growing = new Map([[0, 0]]);
growing.forEach((value, key) => { if (key < 500) growing.set(key + 1, value + key); });
console.log(growing.size, growing.get(500)); // expect: 501 124750

// --- iterators
const map = new Map([["a", 1], ["b", 2]]);
console.log(json(Array.from(map.keys())), json(Array.from(map.values())),
  json(Array.from(map.entries()))); // expect: ["a","b"] [1,2] [["a",1],["b",2]]
console.log(json(Array.from(map))); // expect: [["a",1],["b",2]]
const iterator = map.entries();
console.log(json(iterator.next()), json(iterator.next()), json(iterator.next()),
  json(iterator.next()));
// expect: {"value":["a",1],"done":false} {"value":["b",2],"done":false} {"done":true} {"done":true}
console.log(Object.keys(map.keys().next()).join(), Object.prototype.toString.call(iterator));
// expect: value,done [object Map Iterator]
console.log(map.keys().next().value, map.values().next().value, map.keys() === map.keys());
// expect: a 1 false
const prototype = Object.getPrototypeOf(map.keys());
console.log(prototype === Object.getPrototypeOf(map.entries()),
  Object.getOwnPropertyNames(prototype).join()); // expect: true next
console.log(prototype === Object.getPrototypeOf(new Set().keys()),
  prototype === Object.getPrototypeOf([].keys())); // expect: false false
const arrays = Object.getPrototypeOf([].keys());
console.log(Object.getPrototypeOf(prototype) === Object.getPrototypeOf(arrays)); // expect: true
console.log(thrown(() => prototype.next()), thrown(() => prototype.next.call(map)));
// expect: TypeError TypeError
console.log(thrown(() => prototype.next.call(new Set().keys())),
  thrown(() => prototype.next.call([].keys()))); // expect: TypeError TypeError
console.log(prototype.next.call(map.keys()).value, prototype.next.name, prototype.next.length);
// expect: a next 0
for (const x of new Map()) console.log("never");
console.log(thrown(() => { for (const x of Object.create(Map.prototype)); })); // expect: TypeError
console.log(thrown(() => { for (const x of Map.prototype); })); // expect: TypeError

// --- an iteration sees what the map becomes
const map = new Map([[1, 1], [2, 2], [3, 3]]);
const keys = [];
for (const key of map.keys()) {
  keys.push(key);
  map.delete(key);
  if (key < 20) map.set(key + 3, 0);
}
console.log(keys.join(), map.size);
// expect: 1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21,22 0
const iterator = map.keys();
console.log(iterator.next().done, map.set("late", 1).size, iterator.next().done);
// expect: true 1 true
const early = new Map().entries();
const empty = new Map();
const waiting = empty.keys();
empty.set("now", 1);
console.log(waiting.next().value, waiting.next().done, early.next().done); // expect: now true true
const several = new Map([[1, 1], [2, 2], [3, 3], [4, 4]]);
const first = several.keys(), second = several.keys(), third = several.keys();
first.next();
first.next();
second.next();
several.delete(1);
several.delete(2);
for (let i = 5; i < 50; i++) several.set(i, i);
for (let i = 5; i < 45; i++) several.delete(i);
for (let i = 50; i < 60; i++) several.set(i, i);
console.log(first.next().value, second.next().value, third.next().value); // expect: 3 3 3
console.log(Array.from(first).join()); // expect: 4,45,46,47,48,49,50,51,52,53,54,55,56,57,58,59
console.log(Array.from(second).join()); // expect: 4,45,46,47,48,49,50,51,52,53,54,55,56,57,58,59
console.log(Array.from(third).join()); // expect: 4,45,46,47,48,49,50,51,52,53,54,55,56,57,58,59

// --- iterators and clear
const map = new Map([[1, 1], [2, 2], [3, 3]]);
const iterator = map.keys();
iterator.next();
iterator.next();
map.clear();
map.set("x", 1).set("y", 2).set("z", 3);
console.log(iterator.next().value, iterator.next().value); // expect: x y
map.clear();
console.log(iterator.next().done); // expect: true
map.set("w", 1);
console.log(iterator.next().done, map.keys().next().value); // expect: true w
const kept = new Map([[1, 1]]);
const walk = kept.values();
for (let round = 0; round < 5; round++) {
  kept.clear();
  for (let i = 0; i < 30; i++) kept.set(i, round);
}
console.log(walk.next().value, Array.from(walk).length); // expect: 4 29

// --- the oldest entry of a cache
const cache = new Map();
let evicted = 0;
for (let i = 0; i < 5000; i++) {
  const key = (i * 7919) % 613;
  if (cache.has(key)) cache.delete(key);
  else if (cache.size === 200) {
    const oldest = cache.keys().next().value;
    evicted = (evicted * 31 + oldest) % 65536;
    cache.delete(oldest);
  }
  cache.set(key, i);
}
console.log(cache.size, evicted, cache.keys().next().value); // expect: 200 1012 296
for (const key of cache.keys()) {
  cache.delete(key);
  break;
}
console.log(cache.size); // expect: 199

// --- many keys of many kinds against an object's properties
const map = new Map();
const object = {};
let state = 12345;
for (let i = 0; i < 20000; i++) {
  state = (state * 1103515245 + 12345) % 2147483648;
  const key = "k" + (state % 997);
  if (state % 3 === 0) {
    map.delete(key);
    delete object[key];
  } else {
    map.set(key, i);
    object[key] = i;
  }
}
console.log(Array.from(map.keys()).join() === Object.keys(object).join(),
  map.size === Object.keys(object).length); // expect: true true
console.log(Array.from(map.values()).join() === Object.values(object).join()); // expect: true

// --- Array.from, Object.fromEntries, Map of Map
const map = new Map([["a", 1], ["b", 2]]);
console.log(json(Object.fromEntries(map)), json(Object.fromEntries(map.entries())));
// expect: {"a":1,"b":2} {"a":1,"b":2}
console.log(json(Array.from(map, (entry) => entry[0] + entry[1])),
  json(Array.from(map.values(), (x) => x * 2))); // expect: ["a1","b2"] [2,4]
const copy = new Map(map);
copy.set("c", 3);
console.log(map.size, copy.size, new Map(map.entries()).get("b")); // expect: 2 3 2

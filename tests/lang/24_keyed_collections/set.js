// Set (ECMA-262 24.2).
const json = JSON.stringify;
function thrown(f) {
  try {
    return f();
  } catch (error) {
    return error.name;
  }
}
function values(set) {
  return Array.from(set).join();
}

// --- the constructor
console.log(new Set().size, new Set(null).size, new Set(undefined).size); // expect: 0 0 0
console.log(values(new Set([3, 1, 2, 3, 1])), new Set("hello").size, values(new Set("hello")));
// expect: 3,1,2 4 h,e,l,o
console.log(values(new Set(new Set([1, 2]))), values(new Set(new Map([[1, 2]]).keys())));
// expect: 1,2 1
console.log(new Set([, 1, ,]).size, new Set([, 1]).has(undefined)); // expect: 2 true
console.log(typeof Set, Set.length, Set.name, new Set() instanceof Set);
// expect: function 0 Set true
console.log(thrown(() => Set()), thrown(() => new Set(5)), thrown(() => new Set({})));
// expect: TypeError TypeError TypeError
console.log(thrown(() => new Set(true)), thrown(() => new Set(() => 1)));
// expect: TypeError TypeError
console.log(Object.prototype.toString.call(new Set()), json(new Set([1])),
  Object.keys(new Set([1])).length); // expect: [object Set] {} 0
console.log(Object.getPrototypeOf(new Set()) === Set.prototype, Set.prototype.constructor === Set);
// expect: true true
console.log(values(new Set([1, 2, 3].map((x) => x % 2)))); // expect: 1,0
console.log(new Set("😀😀").size, new Set("\ud83d\ude00").has("😀")); // expect: 1 true

// --- the constructor takes values by the property `add`
const seen = [];
const add = Set.prototype.add;
Set.prototype.add = function (value) {
  seen.push(value);
  return add.call(this, value * 2);
};
console.log(values(new Set([1, 2, 3])), seen.join()); // expect: 2,4,6 1,2,3
Set.prototype.add = null;
console.log(thrown(() => new Set([])), new Set().size); // expect: TypeError 0
delete Set.prototype.add;
console.log(thrown(() => new Set([1]))); // expect: TypeError

// --- an array that reads differently
const array = [1, , 3];
Array.prototype[1] = "inherited";
console.log(values(new Set(array))); // expect: 1,inherited,3
delete Array.prototype[1];
const sparse = [];
sparse[9000] = "far";
console.log(new Set(sparse).size); // expect: 2
const accessor = [1, 2];
Object.defineProperty(accessor, 0, { get() { return "got"; } });
console.log(values(new Set(accessor))); // expect: got,2

// --- values are equal by SameValueZero
const set = new Set([NaN, 0, -0, NaN, "0", null, undefined, false, "", {}, {}]);
console.log(set.size, set.has(NaN), set.has(-0), set.has("0"), set.has({}), set.has(""));
// expect: 9 true true true false true
console.log(Object.is(Array.from(new Set([-0]))[0], 0), new Set([1, 1.0, "1", true]).size);
// expect: true 3
const a = {}, b = {};
console.log(new Set([a, b, a]).size, new Set([a]).has(a), new Set([a]).has(b));
// expect: 2 true false
console.log(new Set(["ab", "a" + "b", ["a", "b"].join("")]).size); // expect: 1

// --- add, has, delete, clear
const set = new Set();
console.log(set.add(1) === set, set.add(1).size, set.has(1), set.has("1"), set.has());
// expect: true 1 true false false
console.log(set.delete(1), set.delete(1), set.has(1), set.size, set.add().has(undefined));
// expect: true false false 0 true
set.add(2).add(3);
console.log(set.clear(), set.size, set.has(2), set.clear()); // expect: undefined 0 false undefined
for (let i = 0; i < 5000; i++) set.add((i * i) % 1009);
console.log(set.size, set.has(4), set.has(11), Array.from(set).slice(0, 5).join());
// expect: 505 true false 0,1,4,9,16
for (let i = 0; i < 1009; i++) if (i % 3) set.delete(i);
console.log(set.size, Array.from(set).reduce((sum, x) => sum + x, 0)); // expect: 172 82887

// --- the order is that of insertion
const set = new Set(["b", "a", 2, 1]);
set.add("b").add(0);
console.log(values(set)); // expect: b,a,2,1,0
set.delete("b");
set.add("b");
console.log(values(set)); // expect: a,2,1,0,b

// --- methods refuse other receivers
const methods = ["add", "has", "delete", "clear", "forEach", "values", "keys", "entries"];
for (const name of methods) {
  const others = [{}, [], new Map(), Set.prototype, undefined, null, 1, "s",
    Object.create(new Set())];
  const results = others.map((other) => thrown(() => Set.prototype[name].call(other, () => 1)));
  console.log(name, results.every((result) => result === "TypeError"));
// expect: add true
// expect: has true
// expect: delete true
// expect: clear true
// expect: forEach true
// expect: values true
// expect: keys true
// expect: entries true
}
console.log(thrown(() => Set.prototype.size)); // expect: TypeError

// --- properties of the prototype
console.log(Object.getOwnPropertyNames(Set.prototype).sort().join());
// expect: add,clear,constructor,delete,entries,forEach,has,keys,size,values
console.log(Set.prototype.keys === Set.prototype.values, Set.prototype.keys.name);
// expect: true values
const methods = ["add", "has", "delete", "clear", "forEach", "values", "entries"];
const prototype = Set.prototype;
console.log(methods.map((name) => `${prototype[name].name}/${prototype[name].length}`).join());
// expect: add/1,has/1,delete/1,clear/0,forEach/1,values/0,entries/0
const size = Object.getOwnPropertyDescriptor(Set.prototype, "size");
console.log(typeof size.get, size.set, size.enumerable, size.configurable, size.get.name);
// expect: function undefined false true get size
console.log(thrown(() => size.get.call(new Map())), size.get.call(new Set([1])));
// expect: TypeError 1
console.log(thrown(() => { new Set().size = 1; })); // expect: TypeError

// --- forEach
const set = new Set(["x", "y"]);
const calls = [];
console.log(set.forEach((value, key, all) => calls.push(value + key + (all === set))),
  calls.join()); // expect: undefined xxtrue,yytrue
set.forEach(function () { calls.push(this); }, 7);
console.log(calls[2]); // expect: 7
console.log(thrown(() => set.forEach()), thrown(() => new Set().forEach("f")));
// expect: TypeError TypeError
const growing = new Set([1]);
growing.forEach((value) => { if (value < 100) growing.add(value + 1); });
console.log(growing.size); // expect: 100
const order = [];
const changing = new Set([1, 2, 3, 4]);
changing.forEach((value) => {
  order.push(value);
  if (value === 1) changing.delete(3);
  if (value === 2 && order.length < 5) {
    changing.delete(2);
    changing.add(2);
  }
});
console.log(order.join()); // expect: 1,2,4,2,2

// --- iterators
const set = new Set(["a", "b"]);
console.log(json(Array.from(set.values())), json(Array.from(set.keys())),
  json(Array.from(set.entries()))); // expect: ["a","b"] ["a","b"] [["a","a"],["b","b"]]
const iterator = set.values();
console.log(json(iterator.next()), json(iterator.next()), json(iterator.next()));
// expect: {"value":"a","done":false} {"value":"b","done":false} {"done":true}
const prototype = Object.getPrototypeOf(iterator);
console.log(Object.prototype.toString.call(iterator), Object.getOwnPropertyNames(prototype).join());
// expect: [object Set Iterator] next
console.log(prototype === Object.getPrototypeOf(set.entries()), prototype.next.length);
// expect: true 0
console.log(thrown(() => prototype.next.call(new Map().keys())), thrown(() => prototype.next()));
// expect: TypeError TypeError
console.log(thrown(() => { for (const x of Object.create(Set.prototype)); })); // expect: TypeError
let text = "";
for (const value of set) {
  text += value;
  if (set.size < 10) set.add(value + set.size);
}
console.log(text); // expect: aba2b3a24b35a246b357a2468b3579
for (const value of set) set.delete(value);
console.log(set.size, Array.from(set).length); // expect: 0 0
const pending = new Set([1]).values();
for (const value of pending) for (const inner of pending) console.log("never");
console.log(pending.next().done); // expect: true

// --- a breadth-first search with a queue that is a set
const neighbours = (node) => [(node * 2) % 97, (node * 3 + 1) % 97];
const queue = new Set([1]);
let steps = 0;
for (const node of queue) {
  steps += node;
  for (const next of neighbours(node)) queue.add(next);
}
console.log(queue.size, steps); // expect: 97 4656

// --- an abandoned iterator does not hold back the set
const set = new Set();
const abandoned = set.values();
set.add(0);
for (let i = 0; i < 30000; i++) {
  set.add(i);
  set.delete(i - 10);
}
console.log(set.size, Array.from(abandoned).join());
// expect: 10 29990,29991,29992,29993,29994,29995,29996,29997,29998,29999

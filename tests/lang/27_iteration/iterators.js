// Array iterators (ECMA-262 23.1.5) and what iterates by them.

// --- keys, values, entries
const seen = [];
for (const key of ["a", "b"].keys()) seen.push(key);
for (const value of ["a", "b"].values()) seen.push(value);
for (const entry of ["a", "b"].entries()) seen.push(entry.join(":"));
console.log(seen.join()); // expect: 0,1,a,b,0:a,1:b

// --- results of next
const iterator = [7, , 9].values();
console.log(JSON.stringify(iterator.next())); // expect: {"value":7,"done":false}
console.log(JSON.stringify(iterator.next())); // expect: {"done":false}
console.log(Object.keys(iterator.next()).join()); // expect: value,done
const last = iterator.next();
console.log(last.value, last.done); // expect: undefined true

// --- an exhausted iterator stays so
const array = [1];
const iterator = array.values();
iterator.next();
iterator.next();
array.push(2);
console.log(iterator.next().done); // expect: true

// --- an iterator sees what is appended on the way
const array = [1, 2, 3];
let sum = 0;
for (const value of array.values()) {
  if (array.length < 6) array.push(value * 10);
  sum += value;
}
console.log(sum); // expect: 66

// --- an iterator goes on where it was left
const iterator = [1, 2, 3, 4].values();
for (const value of iterator) if (value === 2) break;
const rest = [];
for (const value of iterator) rest.push(value);
console.log(rest.join()); // expect: 3,4
console.log(Array.from(iterator).length); // expect: 0

// --- of an array-like
const like = { length: 2, 0: "x", 1: "y", 2: "z" };
const iterator = Array.prototype.values.call(like);
console.log(Array.from(iterator).join()); // expect: x,y
console.log(Array.from(Array.prototype.entries.call("ab")).join(";")); // expect: 0,a;1,b
console.log(Array.from(Array.prototype.keys.call({ length: 3 })).join()); // expect: 0,1,2

// --- getters that throw end the iteration with their error
const like = { length: 2, get 0() { throw new RangeError("no"); } };
try {
  for (const value of Array.prototype.values.call(like)) console.log(value);
} catch (error) {
  console.log(error.name); // expect: RangeError
}

// --- what inherits from Array.prototype iterates by length and index
function List() { this.length = 0; }
List.prototype = Object.create(Array.prototype);
const list = new List();
list.push("p", "q");
const seen = [];
for (const value of list) seen.push(value);
console.log(seen.join()); // expect: p,q
console.log(Array.from(list).join()); // expect: p,q

// --- an array that does not inherit from it is no iterable
const bare = Object.setPrototypeOf([1, 2], null);
try {
  for (const value of bare) console.log(value);
} catch (error) {
  console.log(error.name); // expect: TypeError
}
console.log(Array.from(bare).length); // expect: 2

// --- strings by code points, boxed ones and what inherits from them too
const points = [];
for (const point of "a\u{1F600}\uD83Db") points.push(point.length);
for (const point of new String("xy")) points.push(point);
console.log(points.join()); // expect: 1,2,1,1,x,y
console.log(Array.from(Object.create(String.prototype)).length >= 0); // expect error: TypeError

// --- next of something else
const next = Object.getPrototypeOf([].values()).next;
try {
  next.call({});
} catch (error) {
  console.log(error.name); // expect: TypeError
}
console.log(next.call([5].values()).value); // expect: 5
console.log(next.name, next.length); // expect: next 0

// --- prototypes and text
const prototype = Object.getPrototypeOf([].keys());
console.log(prototype === Object.getPrototypeOf("".length === 0 ? [1].entries() : null)); // expect: true
console.log(Object.getPrototypeOf(Object.getPrototypeOf(prototype)) === Object.prototype); // expect: true
console.log(String([].values()), String(prototype)); // expect: [object Array Iterator] [object Array Iterator]
console.log([].values()); // expect: Object [Array Iterator] {}
console.log(Object.prototype.toString.call(Object.create(Math))); // expect: [object Math]
console.log([].keys.name, [].values.name, [].entries.length); // expect: keys values 0

// --- fromEntries of an iterator
console.log(JSON.stringify(Object.fromEntries(["u", "v"].entries()))); // expect: {"0":"u","1":"v"}

// --- not iterables
for (const value of [undefined, null, 1, true, {}, function () {}]) {
  try {
    for (const element of value) console.log(element);
  } catch (error) {
    console.log(error.name);
  }
}
// expect: TypeError
// expect: TypeError
// expect: TypeError
// expect: TypeError
// expect: TypeError
// expect: TypeError

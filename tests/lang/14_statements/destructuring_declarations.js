// Binding patterns in declarations (ECMA-262 14.3.3).
// --- an array's elements by their place
const [a, b, c] = [1, 'two', null];
console.log(a, b, c); // expect: 1 two null
// --- places may be passed over
const [, second, , fourth] = [1, 2, 3, 4];
console.log(second, fourth); // expect: 2 4
// --- what is missing is undefined
let [first, missing] = [1];
console.log(first, missing); // expect: 1 undefined
// --- too many elements do not matter
var [one] = [1, 2, 3];
console.log(one); // expect: 1
// --- an empty pattern binds nothing
const [] = [1], {} = { a: 1 };
console.log('done'); // expect: done
// --- a default value stands in for undefined alone
const [a = 1, b = 2, c = 3, d = 4] = [undefined, null, 0];
console.log(a, b, c, d); // expect: 1 null 0 4
// --- a default value may use what was bound before it
const [a = 1, b = a + 1, c = a + b] = [];
console.log(a, b, c); // expect: 1 2 3
// --- a default value is evaluated only when it is needed
let calls = 0;
const make = () => ++calls;
const [a = make(), b = make()] = [5];
console.log(a, b, calls); // expect: 5 1 1
// --- the rest of an array
const [head, ...tail] = [1, 2, 3];
console.log(head, tail.join(), Array.isArray(tail)); // expect: 1 2,3 true
// --- the rest of an array may be empty
const [a, b, ...none] = [1];
console.log(none.length, none instanceof Array); // expect: 0 true
// --- the rest of an array may be a pattern
const [a, ...[b, ...{ length }]] = [1, 2, 3, 4, 5];
console.log(a, b, length); // expect: 1 2 3
// --- a string is taken apart by code points
const [a, b, ...rest] = 'x\u{1F600}yz';
console.log(a, b.length, rest.join('|')); // expect: x 2 y|z
// --- an iterator is taken from where it stands
const values = [1, 2, 3, 4].values();
const [a, b] = values;
console.log(a, b, [...values].join()); // expect: 1 2 3,4
// --- entries of an array
const [[i, v], [, w]] = ['p', 'q'].entries();
console.log(i, v, w); // expect: 0 p q
// --- holes read through to the prototype
Array.prototype[1] = 'inherited';
const [a, b, c] = [1, , 3];
console.log(a, b, c); // expect: 1 inherited 3
delete Array.prototype[1];
// --- properties by their name
const { x, y } = { y: 2, x: 1 };
console.log(x, y); // expect: 1 2
// --- properties under another name
const { x: first, 'a b': second, 3: third, [`k${1}`]: fourth } = { x: 1, 'a b': 2, 3: 3, k1: 4 };
console.log(first, second, third, fourth); // expect: 1 2 3 4
// --- keys that are numbers are written as JavaScript writes them
const { 1e3: a, 0x10: b, 1.50: c } = { 1000: 'a', 16: 'b', 1.5: 'c' };
console.log(a, b, c); // expect: a b c
// --- words that are reserved may be keys
const { if: a, class: b, new: c = 3 } = { if: 1, class: 2 };
console.log(a, b, c); // expect: 1 2 3
// --- inherited properties and getters count
const object = Object.create({ inherited: 1 });
Object.defineProperty(object, 'computed', { get() { return this.inherited + 1; } });
const { inherited, computed } = object;
console.log(inherited, computed); // expect: 1 2
// --- properties of primitives
const { length, 0: first } = 'abc', { toFixed } = 1.5, { missing = 'no' } = true;
console.log(length, first, typeof toFixed, missing); // expect: 3 a function no
// --- properties of functions and arrays
const { name, length } = function f(a, b) {}, { length: count, 1: second } = [5, 6];
console.log(name, length, count, second); // expect: f 2 2 6
// --- default values of properties
const { a = 1, b: c = 2, d = a + c } = { b: undefined };
console.log(a, c, d); // expect: 1 2 3
// --- patterns inside patterns
const { a: { b: [, { c }] }, d: [e = 5] = [] } = { a: { b: [0, { c: 3 }] } };
console.log(c, e); // expect: 3 5
// --- a pattern's default is taken apart
const { p: { x, y } = { x: 1, y: 2 }, q: [z] = [3] } = {};
console.log(x, y, z); // expect: 1 2 3
// --- the rest of an object
const { a, ['b' + 1]: b, ...others } = { a: 1, b1: 2, c: 3, d: 4 };
console.log(a, b, JSON.stringify(others)); // expect: 1 2 {"c":3,"d":4}
// --- the rest of an object are own enumerable properties, in order
const object = Object.create({ inherited: 1 });
object.z = 1;
object[2] = 'two';
object.y = 2;
object[1] = 'one';
Object.defineProperty(object, 'hidden', { value: 3 });
const { y, ...rest } = object;
console.log(JSON.stringify(rest)); // expect: {"1":"one","2":"two","z":1}
console.log('inherited' in rest, 'hidden' in rest); // expect: false false
// --- the rest of an object leaves out keys that are indices
const { 0: first, ['2']: third, 1.0: second, ...rest } = { 0: 'a', 1: 'b', 2: 'c', 3: 'd' };
console.log(first, second, third, JSON.stringify(rest)); // expect: a b c {"3":"d"}
// --- the rest of an object has ordinary properties and the ordinary prototype
const source = Object.freeze({ get a() { return 1; }, b: 2 });
const { b, ...rest } = source;
rest.a++;
console.log(rest.a, b, Object.getPrototypeOf(rest) === Object.prototype); // expect: 2 2 true
// --- the rest of a string
const { 0: a, ...rest } = 'xyz';
console.log(a, JSON.stringify(rest)); // expect: x {"1":"y","2":"z"}
// --- the rest of a number is empty
const { ...rest } = 5;
console.log(JSON.stringify(rest)); // expect: {}
// --- several patterns in one declaration
let [a] = [1], { b } = { b: a + 1 }, c = a + b;
console.log(a, b, c); // expect: 1 2 3
// --- a var may be bound twice in one pattern
var [a, a] = [1, 2], { b, b: b } = { b: 3 };
console.log(a, b); // expect: 2 3
// --- a var pattern assigns to a parameter
function f(a, b) {
  var [b, a] = [a, b];
  return a + ',' + b;
}
console.log(f(1, 2)); // expect: 2,1
// --- a var pattern replaces a function
function f() {}
var { f } = { f: 5 };
console.log(f); // expect: 5
// --- a var is undefined before its pattern
console.log(a); // expect: undefined
var { a } = { a: 1 };
console.log(a); // expect: 1
// --- the value that is taken apart may be bound meanwhile
function f(o) {
  var { o, p } = o;
  return [o, p].join();
}
console.log(f({ o: 1, p: 2 })); // expect: 1,2
// --- the same with arrays
function f(o) {
  var [p, o, q] = o;
  return [o, p, q].join();
}
console.log(f([1, 2, 3])); // expect: 2,1,3
// --- anonymous functions take the names that they are bound to
const [a = () => 1, b = function () {}] = [], { c = () => 2, d: e = function () {}, f = (0, () => 3) } = {};
console.log(a.name, b.name, c.name, e.name, '[' + f.name + ']'); // expect: a b c e []
// --- functions that have a name keep it
const [a = function own() {}] = [], { b = function own() {} } = {};
console.log(a.name, b.name); // expect: own own
// --- a pattern in the head of a for
for (let [i, end] = [0, 3]; i < end; i++) console.log(i); // expect: 0
// expect: 1
// expect: 2
// --- each iteration has fresh variables
const closures = [];
for (let { i, step } = { i: 0, step: 2 }; i < 5; i += step) closures.push(() => i);
console.log(closures.map((f) => f()).join()); // expect: 0,2,4
// --- closures share a variable of a pattern that changes
let [count, { step }] = [1, { step: 10 }];
const add = () => (count += step);
add();
step = 100;
add();
console.log(count); // expect: 111
// --- closures in default values see the variables
const [read = () => value, value = 7] = [];
console.log(read()); // expect: 7
// --- in a block of its own
{
  const { a } = { a: 1 };
  console.log(a); // expect: 1
}
console.log(typeof a); // expect: undefined
// --- in a switch
switch (1) {
  case 1:
    let [a, b = a] = [2];
    console.log(a, b); // expect: 2 2
}
// --- many names
const [a0, a1, a2, a3, a4, a5, a6, a7, a8, a9, ...rest] = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11];
console.log(a0 + a1 + a2 + a3 + a4 + a5 + a6 + a7 + a8 + a9, rest.join()); // expect: 45 10,11
// --- what is thrown leaves later variables uninitialised
try {
  const [a, b = fail()] = [1];
  function fail() { throw new RangeError('no'); }
} catch (error) {
  console.log(error.name); // expect: RangeError
}

// Spread in array literals (ECMA-262 13.2.4) and object literals (13.2.5, 7.3.26).
// --- arrays
const list = [1, 2];
console.log([...list, 3, ...list, ...[]].join()); // expect: 1,2,3,1,2
// --- a copy is an array of its own
const list = [[1], 2], copy = [...list];
copy.push(3);
console.log(list.length, copy.length, copy[0] === list[0]); // expect: 2 3 true
// --- strings by code points
console.log([...'a\u{1F600}b'].length, [...'', ...'xy'].join()); // expect: 3 x,y
// --- iterators, once
const values = ['a', 'b'].entries();
console.log(JSON.stringify([...values, ...values])); // expect: [[0,"a"],[1,"b"]]
// --- holes become undefined, elisions stay holes
const list = [...[1, , 3], , 5];
console.log(1 in list, 3 in list, list.length); // expect: true false 5
// --- holes at the end
console.log([...[1], , ].length, [, ...[1]].length); // expect: 2 2
// --- spreading inherited elements
Array.prototype[1] = 'inherited';
console.log([...[1, , 3]].join()); // expect: 1,inherited,3
delete Array.prototype[1];
// --- getters of elements may change the array
const list = [1, 2, 3];
Object.defineProperty(list, 1, { get() { list.length = 2; return 'got'; } });
console.log([...list].join()); // expect: 1,got
// --- many elements between
const a = [0], many = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, ...a, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31, 32, 33, 34, ...a];
console.log(many.length, many[17], many[34], many[35]); // expect: 36 0 34 0
// --- nested spreads
console.log(JSON.stringify([...[...[1], [...[2]]], ...[[3]]])); // expect: [1,[2],[3]]
// --- in the order of the text
const log = [];
const note = (x) => { log.push(x); return x; };
[note(1), ...note([2]), note(3), ...note('4')];
console.log(log.join()); // expect: 1,2,3,4
// --- what is spread may change later
let list = [1, 2];
console.log([...list, (list = [5]).length, ...list].join()); // expect: 1,2,1,5
// --- what is not iterable
const caught = (f) => {
  try {
    return f();
  } catch (error) {
    return error.name;
  }
};
console.log(caught(() => [...undefined])); // expect: TypeError
console.log(caught(() => [...null])); // expect: TypeError
console.log(caught(() => [...5])); // expect: TypeError
console.log(caught(() => [...{}])); // expect: TypeError
console.log(caught(() => [...(() => 1)])); // expect: TypeError
// --- an error names what is not iterable
const thing = { list: 5 };
[...thing.list]; // expect error: TypeError
// --- a large array
const large = new Array(100000);
large[99999] = 1;
const twice = [...large, ...large];
console.log(twice.length, twice[99999], twice[100000], twice[199999]); // expect: 200000 1 undefined 1
const full = new Array(2000).fill(1);
console.log([...full, ...full].reduce((sum, x) => sum + x)); // expect: 4000
// --- objects
const a = { x: 1, y: 2 };
console.log(JSON.stringify({ ...a, y: 3, ...{ z: 4 }, x: 5 })); // expect: {"x":5,"y":3,"z":4}
// --- undefined, null and primitives without properties
console.log(JSON.stringify({ ...undefined, ...null, ...5, ...true })); // expect: {}
// --- strings and arrays by their indices
console.log(JSON.stringify({ ...'ab', ...['x'] })); // expect: {"0":"x","1":"b"}
// --- own enumerable properties alone
const source = Object.create({ inherited: 1 });
source.own = 2;
Object.defineProperty(source, 'hidden', { value: 3 });
console.log(JSON.stringify({ ...source })); // expect: {"own":2}
// --- getters are called, and become values
let count = 0;
const source = { get a() { return ++count; } };
const copy = { ...source };
console.log(copy.a, copy.a, count); // expect: 1 1 1
// --- setters of the literal are replaced, not called
const o = { set a(value) { console.log('never'); }, ...{ a: 1 } };
console.log(o.a); // expect: 1
// --- read-only properties become ordinary ones
const copy = { ...Object.freeze({ a: 1 }) };
copy.a = 2;
console.log(copy.a); // expect: 2
// --- indices come first
console.log(Object.keys({ b: 1, ...{ 2: 0, a: 0, 1: 0 } }).join()); // expect: 1,2,b,a
// --- properties are read in order, and one that was deleted meanwhile is left out
const source = { get a() { delete this.b; this.d = 1; return 1; }, b: 2, c: 3 };
console.log(JSON.stringify({ ...source })); // expect: {"a":1,"c":3}
// --- a getter that throws
const source = { a: 1, get b() { throw new RangeError('b'); } };
try {
  ({ ...source });
} catch (error) {
  console.log(error.name); // expect: RangeError
}
// --- functions have properties too
function f() {}
f.p = 1;
console.log(JSON.stringify({ ...f })); // expect: {"p":1}
// --- many objects of one shape
const make = (i) => ({ ...{ a: i, b: i + 1 }, c: i + 2 });
let sum = 0;
for (let i = 0; i < 100; i++) {
  const { a, b, c } = make(i);
  sum += a + b + c;
}
console.log(sum); // expect: 15150
// --- the copy's properties can be spread again
const { a, ...rest } = { ...{ a: 1 }, ...{ b: 2, c: 3 } };
console.log(a, JSON.stringify({ ...rest, a })); // expect: 1 {"b":2,"c":3,"a":1}
// --- maps and sets
const map = new Map([['a', 1], ['b', 2]]), set = new Set([3, 4, 3]);
console.log(JSON.stringify([...map, ...set, ...map.keys()])); // expect: [["a",1],["b",2],3,4,"a","b"]
console.log(JSON.stringify({ ...map, ...set }), Math.max(...set, ...map.values())); // expect: {} 4
const [[key, value], ...others] = map, [three, , missing = 'none'] = set;
console.log(key, value, others.length, three, missing); // expect: a 1 1 3 none
for (const [k, { length = v }, v] of new Map([['x', 'yy']]).entries()) console.log(k, length, v); // expect: x 2 undefined

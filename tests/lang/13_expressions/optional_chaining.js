// --- a nullish link ends the whole chain
const object = { a: { b: { c: 1 } }, list: [10, 20], f: function () { return this.a; } };
const nothing = null;
let calls = 0;
function key() { calls++; return "k"; }
console.log(object?.a?.b?.c); // expect: 1
console.log(object.x?.b.c.d.e); // expect: undefined
console.log(nothing?.a.b.c); // expect: undefined
console.log(nothing?.[key()]); // expect: undefined
console.log(nothing?.a[key()].b(key())); // expect: undefined
console.log(nothing?.(key())); // expect: undefined
console.log(calls); // expect: 0
console.log(object?.[key()]); // expect: undefined
console.log(calls); // expect: 1
console.log(object.list?.[1]); // expect: 20
console.log(undefined?.length); // expect: undefined
console.log(""?.length); // expect: 0
console.log((0)?.toString()); // expect: 0
console.log(false?.x); // expect: undefined

// --- an optional call keeps its receiver
const counter = { count: 3, get: function () { return this.count; } };
console.log(counter.get?.()); // expect: 3
console.log(counter?.get()); // expect: 3
console.log(counter?.get?.()); // expect: 3
console.log(counter["get"]?.()); // expect: 3
console.log(counter.missing?.()); // expect: undefined
console.log(counter.missing?.().a.b); // expect: undefined
console.log((counter?.get)()); // expect: 3
console.log((counter.get)()); // expect: 3

// --- an optional call of what is not nullish must be callable
const record = { value: 1 };
record.value?.(); // expect error: TypeError: record.value is not a function

// --- parentheses end a chain
const nothing = undefined;
(nothing?.a).b; // expect error: TypeError: Cannot read properties of undefined (reading 'b')

// --- a chain in parentheses is called even when it was cut short
const nothing = undefined;
(nothing?.f)(); // expect error: TypeError: nothing?.f is not a function

// --- delete of a chain
const target = { a: { b: 1 } };
const absent = null;
console.log(delete target?.a?.b); // expect: true
console.log("b" in target.a); // expect: false
console.log(delete absent?.a.b); // expect: true
console.log(delete absent?.[0]); // expect: true

// --- an optional link inside arguments has its own end
function join(a, b) { return a + "/" + b; }
const missing = undefined;
console.log(join(missing?.x, missing?.y.z)); // expect: undefined/undefined
console.log([missing?.x, missing?.[0]].length); // expect: 2

// Sorting nothing, or nothing but what is undefined, compares nothing.
console.log([].sort().length); // expect: 0
console.log([undefined, undefined].sort().length); // expect: 2
console.log(Object.keys(new Array(3).sort()).length); // expect: 0
console.log([].toSorted().length); // expect: 0
console.log(new Array(2).toSorted().length); // expect: 2
// A single element is not compared either.
let conversions = 0;
[{ toString() { conversions++; return "a"; } }, undefined].sort();
console.log(conversions); // expect: 0

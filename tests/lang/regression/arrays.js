// --- splice and unshift that add nothing to an array without storage
// An array without elements has no storage: memcpy and memmove were given NULL, which is undefined
// behaviour even for no bytes.
console.log([].splice().length, [].splice(0).length, [].splice(0, 0).length); // expect: 0 0 0
console.log([].unshift()); // expect: 0
const grown = [];
grown.splice(0, 0, 1);
grown.unshift(0);
console.log(grown.join()); // expect: 0,1

// --- arrays that have nothing to sort
// The empty storage was taken for a failure, and undefined was thrown. A single element was converted
// to a string, though nothing is compared.
console.log([].sort().length, [, ,].sort().length); // expect: 0 2
console.log([{ toString() { throw new Error("asked"); } }].sort().length); // expect: 1

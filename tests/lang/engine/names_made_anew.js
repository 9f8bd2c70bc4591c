// A property's name that is a string of its own each time is the name that it says, also where the
// string takes the place in memory of one that was looked for before.

// --- read, then written by the same string; strings die and their places are taken again
const counts = {};
for (let i = 0; i < 60000; i++) {
  const word = 'word' + i % 7;
  counts[word] = (counts[word] || 0) + 1;
}
console.log(JSON.stringify(Object.values(counts))); // expect: [8572,8572,8572,8571,8571,8571,8571]

// --- a piece of text that is glued together only when it is looked for
const long = 'a name that is too long to be copied while it is glued together, ';
const found = {};
for (let i = 0; i < 3; i++) {
  const name = long + long + i;
  found[name] = found[name] === undefined ? i : -1;
  found[name] += 10;
}
console.log(Object.values(found).join()); // expect: 10,11,12

// --- an index is an element, however often it is asked for
const array = [1, 2, 3];
const index = String.fromCharCode(49);
const large = '429496729' + (6 - 1);
for (let i = 0; i < 2; i++) {
  array[index] = array[index] + 1;
  array[large] = (array[large] || 0) + 1;
}
console.log(array.join(), array.length, array[large]); // expect: 1,4,3 3 2

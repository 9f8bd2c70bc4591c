// Iteration by a `next` of the script's own is refused: see vm/core/iterator.h.

// --- on the prototype
const prototype = Object.getPrototypeOf([].values());
prototype.next = function () { return { done: true }; };
for (const value of [1]) console.log(value); // expect refused: iteration with a `next` of the script's own

// --- on an iterator
const iterator = [1].values();
iterator.next = function () { return { done: true }; };
for (const value of iterator) console.log(value); // expect refused: iteration with a `next` of the script's own

// --- on an object that inherits from the iterators' prototype
const iterable = Object.create(Object.getPrototypeOf(Object.getPrototypeOf([].values())));
iterable.next = function () { return { done: true }; };
for (const value of iterable) console.log(value); // expect refused: iteration with a `next` of the script's own

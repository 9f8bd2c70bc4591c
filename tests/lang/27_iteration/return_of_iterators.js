// Builtin iterators have no `return`, which an iteration that ends early would call (ECMA-262 7.4.11); one of the script's own is refused.

// --- on the prototype of arrays' iterators
const prototype = Object.getPrototypeOf([].values());
prototype.return = function () { return {}; }; // expect refused: a `return` of iterators

// --- on the prototype of a Map's iterators, by a descriptor
Object.defineProperty(Object.getPrototypeOf(new Map().keys()), 'return', { value: 1 }); // expect refused: a `return` of iterators

// --- on what all iterators inherit from
const common = Object.getPrototypeOf(Object.getPrototypeOf(new Set().values()));
common.return = undefined; // expect refused: a `return` of iterators

// --- on an iterator
const iterator = [1].values();
iterator.return = function () { return {}; }; // expect refused: a `return` of iterators

// --- on Object.prototype
Object.prototype.return = () => ({}); // expect refused: a `return` of iterators

// --- where an object of the same shape would have shown the way
const prototype = Object.getPrototypeOf([].values());
const give = object => { object.return = 1; };
give(Object.create(prototype)); // expect refused: a `return` of iterators

// --- by another prototype
Object.setPrototypeOf([1].values(), { return() { return {}; } }); // expect refused: another prototype of iterators

// --- everything else may be called so
const words = { return: 1, next: 2 };
class Statement { return() { return 'method'; } }
const later = {}; later.return = 3; later['re' + 'turn'] += 1;
console.log(words.return, new Statement().return(), later.return, Object.keys({ ...words }).join()); // expect: 1 method 4 return,next
function inherits() {} inherits.prototype.return = 5; console.log(new inherits().return); // expect: 5
for (const value of [1, 2]) { console.log(value); break; } // expect: 1

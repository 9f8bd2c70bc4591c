// Iteration over what the standard makes iterable: arrays, strings, collections, and the iterator
// objects of their keys, values and entries.
//
// There are no symbols, hence no iterables of the script's own, and which method `@@iterator` is
// follows from the chain of prototypes alone. So an iteration needs no result objects: whoever
// iterates (for-of, spread, destructuring, a builtin) asks iterator_open for an iterator, which is
// the same cell that script holds as the result of `values()`, and iterator_next for value after
// value. What script could still change is `next` of the iterators' prototypes: an iteration after
// that is refused. Builtin iterators have no `return`, and script is refused to give them one, so
// leaving an iteration early needs nothing.
#ifndef MICA_CORE_ITERATOR_H
#define MICA_CORE_ITERATOR_H

#include "vm/core/vm.h"

// What is gone through, one way of stepping each.
enum iterator_source {
  ITERATOR_OF_ARRAY,  // and of anything with `length` and indices (23.1.5)
  ITERATOR_OF_STRING, // by code points (22.1.5)
  ITERATOR_OF_MAP,    // the hash table's entries (24.1.5)
  ITERATOR_OF_SET     // likewise (24.2.5)
};

enum iterator_yield { YIELD_KEYS, YIELD_VALUES, YIELD_ENTRIES };

struct iterator {
  struct object object; // of class CLASS_ITERATOR
  Value subject;        // undefined once it is exhausted; of a collection, its hash table
  uint64_t position;
  uint8_t source; // enum iterator_source
  uint8_t yield;  // enum iterator_yield
};

static inline bool object_is_iterator(const struct object *object) {
  return object->cell.type == CELL_OBJECT && object->cell.kind == CLASS_ITERATOR;
}

// A new iterator at its subject's start. Not a safepoint.
struct iterator *iterator_new(struct vm *vm, enum iterator_source source, enum iterator_yield yield,
                              Value subject);

// The same of a Map or Set.
struct collection;
struct iterator *iterator_new_of_collection(struct vm *vm, struct collection *collection,
                                            enum iterator_yield yield);

// Marks what the iterator goes through.
void iterator_trace(struct vm *vm, struct iterator *iterator);

// GetIterator (7.4.3): the iterator of the value, an iterator itself included. VALUE_ABSENT: not
// iterable, which the caller reports by the name that the source has for it. VALUE_EXCEPTION:
// thrown. Runs script only for objects that inherit from String.prototype. Safepoint.
Value iterator_open(struct vm *vm, Value iterable);

// Is the object an iterator or what iterators inherit from, Object.prototype excepted?
bool object_serves_iterators(const struct vm *vm, const struct object *object);

// Would iterator_open find an iterator?
bool value_is_iterable(struct vm *vm, Value value);

// May an array be gone through by index without an iterator, as its iterator would? False for all
// else.
bool array_iterates_by_index(struct vm *vm, Value value);

// IteratorStepValue (7.4.10): the next value, VALUE_ABSENT at the end, VALUE_EXCEPTION: thrown. The
// caller keeps the iterator alive. What it goes through may change meanwhile. Safepoint.
Value iterator_next(struct vm *vm, struct iterator *iterator);

// Appends the values that are left to an array under construction. The caller keeps both alive.
// false: thrown. Safepoint.
bool iterator_collect(struct vm *vm, struct iterator *iterator, struct array *array);

// The same of an array's elements from `from` on, where array_iterates_by_index says so.
bool array_collect(struct vm *vm, const struct array *array, uint32_t from, struct array *into);

// The same of all values of an iterable: true, VALUE_ABSENT when it is none, or VALUE_EXCEPTION.
Value iterable_collect(struct vm *vm, Value iterable, struct array *array);

#endif

// What the builtins of Array share: array-likes by index, and the fast side of real arrays.
#ifndef MICA_LIBRARY_ARRAY_H
#define MICA_LIBRARY_ARRAY_H

#include "vm/library/library.h"
#include "vm/stress.h"

// Storage that an array of a given length reserves at once; longer ones grow as they are filled.
#define RESERVED_LENGTH USUAL_OR_TINY(1u << 20, 4u)
// Of an array-like: 2^53 - 1.
#define LARGEST_LENGTH 9007199254740991.0

// The array, if its elements are exactly those of its storage: dense, and no prototype has indices,
// so that a hole reads as undefined and is filled by a plain store. NULL: take the general way.
static inline struct array *plain_array(const struct vm *vm, const struct object *object) {
  struct array *array = (struct array *)object;
  return object_is_array(object) && !array_is_sparse(array) && !vm->indexed_prototypes ? array
                                                                                       : NULL;
}
// The element at an index below length; VALUE_HOLE where there is none.
static inline Value plain_element(const struct array *array, uint32_t index) {
  return index < array->capacity ? array->elements[index] : VALUE_HOLE;
}
static inline Value hole_to_undefined(Value value) {
  return value == VALUE_HOLE ? VALUE_UNDEFINED : value;
}

// `this` as an object, which takes its place in the frame, and its length. NULL: thrown.
struct object *array_this(struct vm *vm, Value *frame, double *length);

// Get, HasProperty, Set, DeletePropertyOrThrow by index. A loop over array-likes may be endless, so
// these poll: they are safepoints. VALUE_EXCEPTION, -1 or false: thrown.
Value element_get(struct vm *vm, struct object *object, double index);
int element_has(struct vm *vm, struct object *object, double index);
bool element_set(struct vm *vm, struct object *object, double index, Value value);
bool element_delete(struct vm *vm, struct object *object, double index);
// Get where HasProperty, else VALUE_HOLE.
Value element_find(struct vm *vm, struct object *object, double index);
// Set(object, "length", length)
bool array_like_set_length(struct vm *vm, struct object *object, double length);
// Moves the element at `from`, or its absence, to `to`. false: thrown.
bool element_move(struct vm *vm, struct object *object, double from, double to);
// A relative end, of which undefined is the length. false: thrown.
bool relative_end(struct vm *vm, Value value, double length, double *index);
// How many elements splice takes away, at most `most`, by its arguments. false: thrown.
bool splice_count(struct vm *vm, const Value *frame, uint32_t count, double most, double *taken);
// A constructor, but not Array itself?
bool array_is_other_constructor(Value value);
// new constructor(length), of any constructor. VALUE_EXCEPTION: thrown.
Value array_construct(struct vm *vm, Value constructor, double length);
// ArraySpeciesCreate (23.1.3.1.1): VALUE_ABSENT where that is a plain array, which the caller
// makes; else the object that it made. Safepoint. VALUE_EXCEPTION: thrown.
Value array_species(struct vm *vm, struct object *original, double length);
// The result of a method: `part`, an array or VALUE_EXCEPTION, copied into what array_species
// answered. VALUE_EXCEPTION: thrown.
Value array_species_result(struct vm *vm, Value special, Value part);
// The result of a builtin as VALUE, or an exception.
static inline Value done_or_thrown(bool done, Value value) {
  return done ? value : VALUE_EXCEPTION;
}

#endif

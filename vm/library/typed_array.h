// What the builtins of ArrayBuffer and of the typed arrays share.
#ifndef MICA_LIBRARY_TYPED_ARRAY_H
#define MICA_LIBRARY_TYPED_ARRAY_H

#include "vm/core/typed_array.h"
#include "vm/library/library.h"

// ToIndex (7.1.22); what is out of range ends in a RangeError that says `what` was wrong. false:
// thrown.
bool to_index(struct vm *vm, Value value, const char *what, double *index);

// SpeciesConstructor (7.3.22). The objects that have @@species are builtin constructors, for which
// it is the constructor that inherits it; nothing can redefine it. VALUE_UNDEFINED: the default.
// VALUE_EXCEPTION: thrown.
Value species_constructor(struct vm *vm, struct object *object);

// TypedArraySpeciesCreate (23.2.4.1) with the length, or with a buffer, offset and length. NULL:
// thrown. Safepoint.
struct typed_array *typed_array_species(struct vm *vm, struct typed_array *exemplar,
                                        const Value *arguments, uint32_t count);

// TypedArrayCreateSameType (23.2.4.3) NULL: thrown.
struct typed_array *typed_array_same(struct vm *vm, const struct typed_array *exemplar);

// Converts the elements of one to those of the other; both have `count` from these indices on.
void typed_array_copy(struct typed_array *to, uint32_t at, const struct typed_array *from,
                      uint32_t start, uint32_t count);

static inline Value typed_array_result(const struct typed_array *array) {
  return array ? value_from_object(&array->object) : VALUE_EXCEPTION;
}

// false: the buffer is detached, TypeError thrown.
bool array_buffer_check(struct vm *vm, const struct array_buffer *buffer);

// ValidateTypedArray (23.2.4.4). NULL: thrown.
struct typed_array *typed_array_validate(struct vm *vm, Value value);

// `array` is the receiver, or the method ends in a TypeError.
#define TYPED_RECEIVER                                                                             \
  (void)count;                                                                                     \
  struct typed_array *array = typed_array_validate(vm, frame[0]);                                  \
  if (array == NULL)                                                                               \
  return VALUE_EXCEPTION

#endif

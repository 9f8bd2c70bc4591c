// Array buffers and the typed arrays that view them (ECMA-262 10.4.5, 23.2, 25.1).
//
// A buffer's bytes are a cell of their own, which counts against the memory limit, or memory of the
// host's. They never move, so that every view points straight to its first element. Buffers keep
// their length for life, but the host may take its memory back while no script runs: the buffer is
// then detached. A typed array is never a CELL_OBJECT but a kind of cell of
// its own, whose `cell.kind` says what its elements are.
//
// The keys that are numbers in their canonical text ("7", "-0", "1.5", "NaN") are a typed array's
// own affair: an element, or nothing, whatever its prototypes have. They are never in its shape.
#ifndef MICA_CORE_TYPED_ARRAY_H
#define MICA_CORE_TYPED_ARRAY_H

#include "vm/core/vm.h"

enum element_kind {
#define ELEMENT(KIND, prefix, class, type) ELEMENT_##KIND,
#include "vm/core/element_kinds.def"
#undef ELEMENT
  ELEMENT_KIND_COUNT
};

#define ARRAY_BUFFER_MAXIMUM_BYTES INT32_MAX

struct host_block;

struct bytes {
  struct cell cell; // CELL_BYTES
  uint8_t bytes[];
};

struct array_buffer {
  struct object object;     // of class CLASS_ARRAY_BUFFER
  uint8_t *bytes;           // NULL while length is 0
  struct host_block *block; // of memory that is the host's (host.h); NULL: `bytes` are a cell's
  uint32_t length;
  bool is_detached;
};

struct typed_array {
  struct object object; // cell.type: CELL_TYPED_ARRAY; cell.kind: enum element_kind
  uint8_t *elements;    // in the buffer's bytes, aligned to the element's size
  uint32_t length;      // elements
  uint32_t offset;      // bytes
  struct array_buffer *buffer;
  struct typed_array *next_view; // of a buffer over memory of the host's
};

static inline bool object_is_typed_array(const struct object *object) {
  return object->cell.type == CELL_TYPED_ARRAY;
}
static inline bool object_is_array_buffer(const struct object *object) {
  return object->cell.type == CELL_OBJECT && object->cell.kind == CLASS_ARRAY_BUFFER;
}
// NULL: the value is none.
static inline struct typed_array *value_typed_array(Value value) {
  struct object *object = value_object(value);
  return value_is_object(value) && object_is_typed_array(object) ? (struct typed_array *)object
                                                                 : NULL;
}
static inline struct array_buffer *value_array_buffer(Value value) {
  struct object *object = value_object(value);
  return value_is_object(value) && object_is_array_buffer(object) ? (struct array_buffer *)object
                                                                  : NULL;
}

uint32_t element_bytes(enum element_kind kind);
const char *typed_array_class_name(enum element_kind kind); // "Int8Array"
enum intrinsic typed_array_prototype(enum element_kind kind);

// ---- Making. NULL: thrown.

// `length` zeros. RangeError beyond what a buffer may have, or what the memory limit leaves.
struct array_buffer *array_buffer_new(struct vm *vm, struct object *prototype, double length);
// A buffer of `length` bytes at the block's pointer.
struct array_buffer *array_buffer_over(struct vm *vm, struct host_block *block, uint32_t length);
// The buffer and all its views are without bytes from now on.
void array_buffer_detach(struct array_buffer *buffer);
// A view of `length` elements from a byte offset on, which fit and are aligned. `buffer` is rooted
// by the caller.
struct typed_array *typed_array_view(struct vm *vm, enum element_kind kind,
                                     struct object *prototype, struct array_buffer *buffer,
                                     uint32_t offset, uint32_t length);
// `length` zeros in a buffer of its own.
struct typed_array *typed_array_new(struct vm *vm, enum element_kind kind, struct object *prototype,
                                    double length);

// Marks what the buffer refers to beside its properties.
void array_buffer_trace(struct vm *vm, const struct array_buffer *buffer);

// ---- Elements

// ToUint8Clamp (7.1.12).
uint8_t double_to_uint8_clamped(double number);

// What script sees of a double that may have any bits: NaN has only one form in a value.
static inline Value element_from_double(double number) {
  return number == number ? value_from_double_raw(number) : 0x7FF8000000000000u;
}

// The element at an index below the length.
static inline Value typed_array_get(const struct typed_array *array, uint32_t index) {
  const void *elements = array->elements;
  switch ((enum element_kind)array->object.cell.kind) {
  case ELEMENT_INT8:
    return value_from_int32(((const int8_t *)elements)[index]);
  case ELEMENT_UINT8:
  case ELEMENT_UINT8_CLAMPED:
    return value_from_int32(((const uint8_t *)elements)[index]);
  case ELEMENT_INT16:
    return value_from_int32(((const int16_t *)elements)[index]);
  case ELEMENT_UINT16:
    return value_from_int32(((const uint16_t *)elements)[index]);
  case ELEMENT_INT32:
    return value_from_int32(((const int32_t *)elements)[index]);
  case ELEMENT_UINT32: {
    uint32_t element = ((const uint32_t *)elements)[index];
    return element <= INT32_MAX ? value_from_int32((int32_t)element)
                                : value_from_double_raw(element);
  }
  case ELEMENT_FLOAT32:
    return element_from_double((double)((const float *)elements)[index]);
  case ELEMENT_FLOAT64:
    return element_from_double(((const double *)elements)[index]);
  case ELEMENT_KIND_COUNT:
    break;
  }
  __builtin_unreachable();
}

// Stores an int32, which every kind but the clamped and the floating ones cuts to its width.
static inline void typed_array_put_int32(struct typed_array *array, uint32_t index,
                                         int32_t number) {
  void *elements = array->elements;
  switch ((enum element_kind)array->object.cell.kind) {
  case ELEMENT_INT8:
  case ELEMENT_UINT8:
    ((uint8_t *)elements)[index] = (uint8_t)number;
    return;
  case ELEMENT_INT16:
  case ELEMENT_UINT16:
    ((uint16_t *)elements)[index] = (uint16_t)number;
    return;
  case ELEMENT_INT32:
  case ELEMENT_UINT32:
    ((uint32_t *)elements)[index] = (uint32_t)number;
    return;
  case ELEMENT_UINT8_CLAMPED:
    ((uint8_t *)elements)[index] = (uint8_t)(number < 0 ? 0 : number > 255 ? 255 : number);
    return;
  case ELEMENT_FLOAT32:
    ((float *)elements)[index] = (float)number;
    return;
  case ELEMENT_FLOAT64:
    ((double *)elements)[index] = number;
    return;
  case ELEMENT_KIND_COUNT:
    break;
  }
  __builtin_unreachable();
}

static inline bool typed_array_is_float(const struct typed_array *array) {
  return array->object.cell.kind == ELEMENT_FLOAT64 || array->object.cell.kind == ELEMENT_FLOAT32;
}
static inline void typed_array_put_float(struct typed_array *array, uint32_t index, double number) {
  void *elements = array->elements;
  if (array->object.cell.kind == ELEMENT_FLOAT64)
    ((double *)elements)[index] = number;
  else
    ((float *)elements)[index] = (float)number;
}

// Stores a number at an index below the length, converted to the element's kind (23.2, table 71).
void typed_array_put(struct typed_array *array, uint32_t index, double number);
// TypedArraySetElement (10.4.5.16): an index that is none is ignored once the value is a number.
// May run script. false: thrown.
bool typed_array_set(struct vm *vm, struct typed_array *array, PropertyKey key, Value value);
// Is the key a number in its canonical text (CanonicalNumericIndexString, 7.1.21)?
bool property_key_is_numeric(struct vm *vm, PropertyKey key);
// Does the numeric key say an element that the array has (IsValidIntegerIndex, 10.4.5.14)?
static inline bool typed_array_has(const struct typed_array *array, PropertyKey key) {
  return value_is_int32(key) && (uint32_t)value_to_int32_raw(key) < array->length;
}

#endif

// Arrays and typed arrays at the boundary.
//
// An array holds values. Numbers cross in bulk: a double is its own value, but for a NaN, which has
// one form inside, so an array of doubles is copied and looked through for NaNs in one pass; out
// again it is copied as if all were doubles, and looked through for what is none. What the pass
// finds is seen to afterwards, element by element.
//
// A typed array over the host's memory has a buffer whose bytes are that memory. Its block knows
// the views, so that all of them can lose it at once (mica_detach).
#include "vm/core/bulk.h"
#include "vm/core/host.h"
#include "vm/core/operations.h"
#include "vm/core/typed_array.h"

_Static_assert((int)MICA_INT8 == (int)ELEMENT_INT8 && (int)MICA_UINT8 == (int)ELEMENT_UINT8 &&
                   (int)MICA_UINT8_CLAMPED == (int)ELEMENT_UINT8_CLAMPED &&
                   (int)MICA_INT16 == (int)ELEMENT_INT16 &&
                   (int)MICA_UINT16 == (int)ELEMENT_UINT16 &&
                   (int)MICA_INT32 == (int)ELEMENT_INT32 &&
                   (int)MICA_UINT32 == (int)ELEMENT_UINT32 &&
                   (int)MICA_FLOAT32 == (int)ELEMENT_FLOAT32 &&
                   (int)MICA_FLOAT64 == (int)ELEMENT_FLOAT64,
               "the host names elements as the runtime does");

bool mica_is_array(mica_value value) { return value_is_array(value.bits); }

// ---- Making arrays

// Fills the values of a new array from what the host gave.
typedef void (*fill_function)(Value *elements, const void *from, size_t count);

struct make_array {
  const void *from;
  size_t count;
  fill_function fill;
  mica_value *array;
};

static mica_status make_array(struct vm *vm, void *context) {
  const struct make_array *make = context;
  uint32_t count = (uint32_t)make->count;
  struct array *array = array_new(vm, count, 0);
  if (count > 0) {
    array->elements = heap_values_new(vm, count);
    if (!array->elements) {
      throw_range_error(vm, "Out of memory: an array of %u elements", count);
      return host_fail_thrown(vm);
    }
    array->capacity = count;
    make->fill(array->elements, make->from, count);
  }
  *make->array = to_host(value_from_object(&array->object));
  return MICA_OK;
}

static mica_status new_array(mica_runtime *runtime, const void *from, size_t count,
                             fill_function fill, mica_value *array) {
  if (count > ARRAY_MOST_CONSTRUCTED)
    return host_fail(vm_of(runtime), MICA_ERROR_USAGE, "an array is made of at most %u elements",
                     ARRAY_MOST_CONSTRUCTED);
  struct make_array context = {from, count, fill, array};
  return host_enter(vm_of(runtime), make_array, &context);
}

static void fill_holes(Value *elements, const void *from, size_t count) {
  (void)from;
  for (size_t at = 0; at < count; at++)
    elements[at] = VALUE_HOLE;
}

static void fill_values(Value *elements, const void *from, size_t count) {
  memcpy(elements, from, count * sizeof *elements);
}

static void fill_doubles(Value *elements, const void *from, size_t count) {
  const double *numbers = from;
  if (!bulk_copy_doubles(elements, numbers, count))
    for (size_t at = 0; at < count; at++)
      elements[at] = element_from_double(numbers[at]);
}

static void fill_int32s(Value *elements, const void *from, size_t count) {
  const int32_t *numbers = from;
  for (size_t at = 0; at < count; at++)
    elements[at] = value_from_int32(numbers[at]);
}

mica_status mica_array(mica_runtime *runtime, const mica_value *values, size_t count,
                       mica_value *array) {
  return new_array(runtime, values, count, values ? fill_values : fill_holes, array);
}

mica_status mica_array_from_doubles(mica_runtime *runtime, const double *numbers, size_t count,
                                    mica_value *array) {
  return new_array(runtime, numbers, count, fill_doubles, array);
}

mica_status mica_array_from_int32s(mica_runtime *runtime, const int32_t *numbers, size_t count,
                                   mica_value *array) {
  return new_array(runtime, numbers, count, fill_int32s, array);
}

// ---- Reading arrays

mica_status mica_length(mica_runtime *runtime, mica_value value, size_t *length) {
  const struct typed_array *typed = value_typed_array(value.bits);
  if (typed)
    *length = typed->length;
  else if (value_is_array(value.bits))
    *length = value_array(value.bits)->length;
  else if (value_is_string(value.bits))
    *length = string_length(value_string(value.bits));
  else
    return host_fail(vm_of(runtime), MICA_ERROR_USAGE,
                     "the value is no array, typed array or string");
  return MICA_OK;
}

// The elements of an array, or of a typed array, that is asked for numbers.
struct numbers {
  const struct array *array; // NULL: `typed` is it
  const struct typed_array *typed;
  uint32_t length;
};

static mica_status find_numbers(struct vm *vm, Value value, size_t capacity, size_t *count,
                                struct numbers *numbers) {
  *numbers = (struct numbers){.typed = value_typed_array(value)};
  if (numbers->typed) {
    numbers->length = numbers->typed->length;
  } else if (value_is_array(value)) {
    numbers->array = value_array(value);
    numbers->length = numbers->array->length;
  } else {
    return host_fail(vm, MICA_ERROR_USAGE, "the value is no array or typed array");
  }
  if (numbers->length > capacity)
    return host_fail(vm, MICA_ERROR_USAGE, "the array has %u elements, there is room for %zu",
                     numbers->length, capacity);
  *count = numbers->length;
  return MICA_OK;
}

// VALUE_HOLE: there is none.
static Value element_at(const struct numbers *numbers, uint32_t index) {
  if (numbers->typed)
    return typed_array_get(numbers->typed, index);
  return index < numbers->array->capacity ? numbers->array->elements[index] : VALUE_HOLE;
}

static mica_status fail_element(struct vm *vm, uint32_t index, const char *wanted) {
  return host_fail(vm, MICA_ERROR_USAGE, "element %u is not %s", index, wanted);
}

static bool copy_at_once(double *to, const struct numbers *numbers) {
  if (numbers->length == 0)
    return true;
  if (numbers->typed) {
    if (numbers->typed->object.cell.kind != ELEMENT_FLOAT64)
      return false;
    memcpy(to, numbers->typed->elements, numbers->length * sizeof *to);
    return true;
  }
  return numbers->length <= numbers->array->capacity &&
         bulk_copy_values(to, numbers->array->elements, numbers->length);
}

mica_status mica_array_doubles(mica_runtime *runtime, mica_value array, double *numbers,
                               size_t capacity, size_t *count) {
  struct vm *vm = vm_of(runtime);
  struct numbers from;
  mica_status status = find_numbers(vm, array.bits, capacity, count, &from);
  if (status != MICA_OK || copy_at_once(numbers, &from))
    return status;
  for (uint32_t at = 0; at < from.length; at++) {
    Value element = element_at(&from, at);
    if (!value_is_number(element))
      return fail_element(vm, at, "a number");
    numbers[at] = value_number(element);
  }
  return MICA_OK;
}

mica_status mica_array_int32s(mica_runtime *runtime, mica_value array, int32_t *numbers,
                              size_t capacity, size_t *count) {
  struct vm *vm = vm_of(runtime);
  struct numbers from;
  mica_status status = find_numbers(vm, array.bits, capacity, count, &from);
  if (status != MICA_OK)
    return status;
  for (uint32_t at = 0; at < from.length; at++) {
    Value element = element_at(&from, at);
    if (value_is_double(element))
      element = value_from_number(value_to_double_raw(element));
    if (element == value_from_double_raw(-0.0))
      element = value_from_int32(0);
    if (!value_is_int32(element))
      return fail_element(vm, at, "an int32");
    numbers[at] = value_to_int32_raw(element);
  }
  return MICA_OK;
}

struct access {
  Value object, value;
  uint32_t index;
  mica_value *result;
};

static mica_status get_index(struct vm *vm, void *context) {
  const struct access *access = context;
  PropertyKey key = property_key_from_index(vm, access->index);
  return host_result(vm, key == VALUE_EXCEPTION ? key : value_get(vm, access->object, key),
                     access->result);
}

static mica_status set_index(struct vm *vm, void *context) {
  const struct access *access = context;
  PropertyKey key = property_key_from_index(vm, access->index);
  bool done = key != VALUE_EXCEPTION && value_set(vm, access->object, key, access->value);
  return done ? MICA_OK : host_fail_thrown(vm);
}

mica_status mica_get_index(mica_runtime *runtime, mica_value object, uint32_t index,
                           mica_value *value) {
  const Value *element = array_element(object.bits, index);
  if (element) {
    *value = to_host(*element);
    return MICA_OK;
  }
  struct access context = {.object = object.bits, .index = index, .result = value};
  return host_run_script(vm_of(runtime), get_index, &context);
}

mica_status mica_set_index(mica_runtime *runtime, mica_value object, uint32_t index,
                           mica_value value) {
  Value *element = (Value *)(uintptr_t)array_element(object.bits, index);
  if (element) {
    *element = value.bits;
    return MICA_OK;
  }
  struct access context = {.object = object.bits, .value = value.bits, .index = index};
  return host_run_script(vm_of(runtime), set_index, &context);
}

// ---- Typed arrays

struct make_typed_array {
  enum element_kind kind;
  void *elements;
  size_t length;
  mica_release release;
  void *data;
  mica_value *array;
};

static mica_status make_typed_array(struct vm *vm, void *context) {
  const struct make_typed_array *make = context;
  struct object *prototype = vm_builtin(vm, typed_array_prototype(make->kind));
  if (!make->elements) {
    const struct typed_array *own =
        typed_array_new(vm, make->kind, prototype, (double)make->length);
    return host_result(vm, own ? value_from_object(&own->object) : VALUE_EXCEPTION, make->array);
  }
  size_t bytes = make->length * element_bytes(make->kind);
  struct host_block *block = host_block_new(vm, make->elements);
  struct array_buffer *buffer = array_buffer_over(vm, block, (uint32_t)bytes);
  const struct typed_array *array =
      typed_array_view(vm, make->kind, prototype, buffer, 0, (uint32_t)make->length);
  block->owner = buffer;
  block->release = make->release;
  block->data = make->data;
  host_count_bytes(vm, bytes);
  *make->array = to_host(value_from_object(&array->object));
  return MICA_OK;
}

mica_status mica_typed_array(mica_runtime *runtime, mica_element element, void *elements,
                             size_t length, mica_release release, void *data, mica_value *array) {
  struct vm *vm = vm_of(runtime);
  if ((unsigned)element >= ELEMENT_KIND_COUNT)
    return host_fail(vm, MICA_ERROR_USAGE, "there is no such kind of element");
  uint32_t bytes = element_bytes((enum element_kind)element);
  if (length > ARRAY_BUFFER_MAXIMUM_BYTES / bytes)
    return host_fail(vm, MICA_ERROR_USAGE, "a typed array has at most %d bytes",
                     ARRAY_BUFFER_MAXIMUM_BYTES);
  if ((uintptr_t)elements % bytes != 0)
    return host_fail(vm, MICA_ERROR_USAGE, "the elements are not aligned");
  struct make_typed_array context = {
      (enum element_kind)element, elements, length, release, data, array};
  return host_enter(vm, make_typed_array, &context);
}

static mica_status fail_no_typed_array(struct vm *vm) {
  return host_fail(vm, MICA_ERROR_USAGE, "the value is not a typed array");
}

mica_status mica_typed_array_borrow(mica_runtime *runtime, mica_value array, mica_element *element,
                                    void **elements, size_t *length) {
  const struct typed_array *typed = value_typed_array(array.bits);
  if (!typed)
    return fail_no_typed_array(vm_of(runtime));
  *element = (mica_element)typed->object.cell.kind;
  *elements = typed->elements;
  *length = typed->length;
  return MICA_OK;
}

// C code of the library may hold the address of an element while it runs script, so nothing is
// detached then.
mica_status mica_detach(mica_runtime *runtime, mica_value array) {
  struct vm *vm = vm_of(runtime);
  const struct typed_array *typed = value_typed_array(array.bits);
  if (!typed)
    return fail_no_typed_array(vm);
  struct host_block *block = typed->buffer->block;
  if (!block)
    return host_fail(vm, MICA_ERROR_USAGE, "the memory is not the host's");
  if (vm->panic)
    return host_fail(vm, MICA_ERROR_USAGE, "script is running");
  array_buffer_detach(typed->buffer);
  block->owner = NULL;
  block->release = NULL;
  return MICA_OK;
}

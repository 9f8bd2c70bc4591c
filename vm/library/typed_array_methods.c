// %TypedArray%.prototype (ECMA-262 23.2.3), but for what calls back, which library.js has.
//
// Elements are numbers in a buffer that keeps its length, so that once the arguments are converted
// no script can run: the rest is loops over memory.
#include "vm/core/iterator.h"
#include "vm/library/array.h"
#include "vm/library/typed_array.h"

// ---- Accessors. They answer for an array without a buffer too.

#define TYPED_ACCESSOR                                                                             \
  (void)count;                                                                                     \
  const struct typed_array *array = value_typed_array(frame[0]);                                   \
  if (array == NULL && typed_array_validate(vm, frame[0]) == NULL)                                 \
  return VALUE_EXCEPTION

Value typed_array_prototype_buffer(struct vm *vm, Value *frame, uint32_t count) {
  TYPED_ACCESSOR;
  return value_from_object(&array->buffer->object);
}

Value typed_array_prototype_byte_length(struct vm *vm, Value *frame, uint32_t count) {
  TYPED_ACCESSOR;
  return value_from_number((double)array->length * element_bytes(array->object.cell.kind));
}

Value typed_array_prototype_byte_offset(struct vm *vm, Value *frame, uint32_t count) {
  TYPED_ACCESSOR;
  return value_from_number(array->offset);
}

Value typed_array_prototype_length(struct vm *vm, Value *frame, uint32_t count) {
  TYPED_ACCESSOR;
  return value_from_number(array->length);
}

// ---- Ranges

// A start and an end, of which undefined is the length, as indices with *from <= *to. false:
// thrown.
static bool range(struct vm *vm, const struct typed_array *array, Value start, Value end,
                  uint32_t *from, uint32_t *to) {
  double first, last = array->length;
  if (!relative_index(vm, start, array->length, &first) ||
      (end != VALUE_UNDEFINED && !relative_index(vm, end, array->length, &last)))
    return false;
  *from = (uint32_t)first;
  *to = last > first ? (uint32_t)last : *from;
  return true;
}

Value typed_array_prototype_fill(struct vm *vm, Value *frame, uint32_t count) {
  TYPED_RECEIVER;
  double number;
  uint32_t from, to;
  if (!to_number(vm, frame[1], &number) || !range(vm, array, frame[2], frame[3], &from, &to))
    return VALUE_EXCEPTION;
  if (from < to)
    typed_array_put(array, from, number);
  // What is filled already doubles with each copy.
  for (uint32_t filled = 1; from + filled < to; filled *= 2) {
    uint32_t rest = to - from - filled;
    typed_array_copy(array, from + filled, array, from, rest < filled ? rest : filled);
  }
  return frame[0];
}

Value typed_array_prototype_copy_within(struct vm *vm, Value *frame, uint32_t count) {
  TYPED_RECEIVER;
  double target;
  uint32_t from, to;
  if (!relative_index(vm, frame[1], array->length, &target) ||
      !range(vm, array, frame[2], frame[3], &from, &to))
    return VALUE_EXCEPTION;
  uint32_t at = (uint32_t)target, room = array->length - at;
  typed_array_copy(array, at, array, from, to - from < room ? to - from : room);
  return frame[0];
}

// Bytes one by one, upwards, so that parts of one buffer overlap as the standard says.
static void copy_bytes(uint8_t *to, const uint8_t *from, size_t count) {
  for (size_t i = 0; i < count; i++)
    to[i] = from[i];
}

Value typed_array_prototype_slice(struct vm *vm, Value *frame, uint32_t count) {
  TYPED_RECEIVER;
  uint32_t from, to;
  if (!range(vm, array, frame[1], frame[2], &from, &to))
    return VALUE_EXCEPTION;
  Value length[] = {value_from_number(to - from)};
  struct typed_array *result = typed_array_species(vm, array, length, 1);
  if (result == NULL)
    return VALUE_EXCEPTION;
  size_t bytes = element_bytes(array->object.cell.kind);
  if (result->buffer == array->buffer && result->object.cell.kind == array->object.cell.kind)
    copy_bytes(result->elements, array->elements + from * bytes, (to - from) * bytes);
  else
    typed_array_copy(result, 0, array, from, to - from);
  return value_from_object(&result->object);
}

Value typed_array_prototype_subarray(struct vm *vm, Value *frame, uint32_t count) {
  TYPED_RECEIVER;
  uint32_t from, to;
  if (!range(vm, array, frame[1], frame[2], &from, &to))
    return VALUE_EXCEPTION;
  double offset = array->offset + (double)from * element_bytes(array->object.cell.kind);
  Value arguments[] = {value_from_object(&array->buffer->object), value_from_number(offset),
                       value_from_number(to - from)};
  return typed_array_result(typed_array_species(vm, array, arguments, 3));
}

// ---- set

static Value throw_offset(struct vm *vm) {
  return throw_range_error(vm, "offset is out of bounds");
}

// SetTypedArrayFromTypedArray (23.2.3.26.1): elements of one buffer are read before any is written.
static Value set_from_typed_array(struct vm *vm, struct typed_array *target, double offset,
                                  const struct typed_array *source) {
  if (source->length + offset > target->length)
    return throw_offset(vm);
  if (source->buffer == target->buffer && source->object.cell.kind != target->object.cell.kind) {
    struct typed_array *copy = typed_array_same(vm, source);
    if (copy == NULL)
      return VALUE_EXCEPTION;
    typed_array_copy(copy, 0, source, 0, source->length);
    source = copy;
  }
  typed_array_copy(target, (uint32_t)offset, source, 0, source->length);
  return VALUE_UNDEFINED;
}

Value typed_array_prototype_set(struct vm *vm, Value *frame, uint32_t count) {
  TYPED_RECEIVER;
  double offset, length;
  if (!to_integer_or_infinity(vm, frame[2], &offset))
    return VALUE_EXCEPTION;
  if (offset < 0)
    return throw_offset(vm);
  if (value_typed_array(frame[1]) && !typed_array_validate(vm, frame[1]))
    return VALUE_EXCEPTION;
  if (value_typed_array(frame[1]))
    return set_from_typed_array(vm, array, offset, value_typed_array(frame[1]));
  struct object *source = to_object(vm, frame[1]);
  if (source == NULL)
    return VALUE_EXCEPTION;
  frame[1] = value_from_object(source);
  if (!length_of(vm, source, &length))
    return VALUE_EXCEPTION;
  if (length + offset > array->length)
    return throw_offset(vm);
  for (double i = 0; i < length; i++) {
    Value element = element_get(vm, source, i);
    if (element == VALUE_EXCEPTION ||
        !typed_array_set(vm, array, value_from_number(offset + i), element))
      return VALUE_EXCEPTION;
  }
  return VALUE_UNDEFINED;
}

// ---- Single elements

Value typed_array_prototype_at(struct vm *vm, Value *frame, uint32_t count) {
  TYPED_RECEIVER;
  double index;
  if (!to_integer_or_infinity(vm, frame[1], &index))
    return VALUE_EXCEPTION;
  if (index < 0)
    index += array->length;
  return index >= 0 && index < array->length ? typed_array_get(array, (uint32_t)index)
                                             : VALUE_UNDEFINED;
}

Value typed_array_prototype_with(struct vm *vm, Value *frame, uint32_t count) {
  TYPED_RECEIVER;
  double index, number;
  if (!to_integer_or_infinity(vm, frame[1], &index) || !to_number(vm, frame[2], &number))
    return VALUE_EXCEPTION;
  if (index < 0)
    index += array->length;
  if (!(index >= 0 && index < array->length))
    return throw_range_error(vm, "Invalid typed array index");
  struct typed_array *result = typed_array_same(vm, array);
  if (result == NULL)
    return VALUE_EXCEPTION;
  typed_array_copy(result, 0, array, 0, array->length);
  typed_array_put(result, (uint32_t)index, number);
  return value_from_object(&result->object);
}

// ---- Searching

// Is the element the number, where NaN may be equal to itself?
static bool is_number(Value element, double number, bool nan_is_equal) {
  double value = value_number(element);
  return value == number || (nan_is_equal && value != value && number != number);
}

// The first index from `from` on of a number, or -1.
static double find(const struct typed_array *array, double from, double number, bool nan_is_equal) {
  for (uint32_t i = (uint32_t)from; i < array->length; i++)
    if (is_number(typed_array_get(array, i), number, nan_is_equal))
      return i;
  return -1;
}

Value typed_array_prototype_index_of(struct vm *vm, Value *frame, uint32_t count) {
  TYPED_RECEIVER;
  double from;
  if (array->length == 0)
    return value_from_int32(-1);
  if (!relative_index(vm, frame[2], array->length, &from))
    return VALUE_EXCEPTION;
  if (!value_is_number(frame[1]))
    return value_from_int32(-1);
  return value_from_number(find(array, from, value_number(frame[1]), false));
}

Value typed_array_prototype_includes(struct vm *vm, Value *frame, uint32_t count) {
  TYPED_RECEIVER;
  double from;
  if (array->length == 0)
    return VALUE_FALSE;
  if (!relative_index(vm, frame[2], array->length, &from))
    return VALUE_EXCEPTION;
  return value_from_boolean(value_is_number(frame[1]) &&
                            find(array, from, value_number(frame[1]), true) >= 0);
}

Value typed_array_prototype_last_index_of(struct vm *vm, Value *frame, uint32_t count) {
  TYPED_RECEIVER;
  double from = array->length - 1.0;
  if (array->length == 0)
    return value_from_int32(-1);
  if (count > 1) {
    if (!to_integer_or_infinity(vm, frame[2], &from))
      return VALUE_EXCEPTION;
    from = from < 0 ? from + array->length : fmin(from, array->length - 1.0);
  }
  if (!value_is_number(frame[1]))
    return value_from_int32(-1);
  double number = value_number(frame[1]);
  for (double i = from; i >= 0; i--)
    if (is_number(typed_array_get(array, (uint32_t)i), number, false))
      return value_from_number(i);
  return value_from_int32(-1);
}

// ---- Order

static void reverse(struct typed_array *array) {
  size_t bytes = element_bytes(array->object.cell.kind);
  for (uint32_t i = 0, j = array->length; i + 1 < j; i++) {
    uint8_t element[sizeof(double)], *low = array->elements + i * bytes;
    uint8_t *high = array->elements + --j * bytes;
    memcpy(element, low, bytes);
    memcpy(low, high, bytes);
    memcpy(high, element, bytes);
  }
}

Value typed_array_prototype_reverse(struct vm *vm, Value *frame, uint32_t count) {
  TYPED_RECEIVER;
  reverse(array);
  return frame[0];
}

Value typed_array_prototype_to_reversed(struct vm *vm, Value *frame, uint32_t count) {
  TYPED_RECEIVER;
  struct typed_array *result = typed_array_same(vm, array);
  if (result == NULL)
    return VALUE_EXCEPTION;
  typed_array_copy(result, 0, array, 0, array->length);
  reverse(result);
  return value_from_object(&result->object);
}

// ---- Text

static struct string *join(struct vm *vm, const struct typed_array *array,
                           struct string *separator) {
  if ((array->length - 1.0) * string_length(separator) > STRING_MAXIMUM_LENGTH) {
    throw_range_error(vm, "Invalid string length");
    return NULL;
  }
  struct text text = text_start(vm);
  bool done = true;
  for (uint32_t i = 0; done && i < array->length; i++) {
    char digits[NUMBER_TEXT_BYTES];
    if (i > 0)
      text_append_string(&text, separator);
    uint32_t length = number_to_text(value_number(typed_array_get(array, i)), digits);
    text_append_latin1(&text, digits, length);
    done = !text.failed && vm_poll_work(vm);
  }
  struct string *result = text_finish(&text);
  return done ? result : NULL;
}

Value typed_array_prototype_join(struct vm *vm, Value *frame, uint32_t count) {
  TYPED_RECEIVER;
  struct string *separator =
      frame[1] == VALUE_UNDEFINED ? string_from_unit(vm, ',') : to_string(vm, frame[1]);
  if (separator == NULL)
    return VALUE_EXCEPTION;
  frame[1] = value_from_string(separator);
  return string_result(join(vm, array, separator));
}

// Its elements' texts would depend on a locale.
Value typed_array_prototype_to_locale_string(struct vm *vm, Value *frame, uint32_t count) {
  (void)frame;
  (void)count;
  return throw_final(vm, MICA_ERROR_UNSUPPORTED,
                     "unsupported: TypedArray.prototype.toLocaleString");
}

// ---- Iterators

static Value new_iterator(struct vm *vm, const struct typed_array *array,
                          enum iterator_yield yield) {
  Value subject = value_from_object(&array->object);
  return value_from_object(&iterator_new(vm, ITERATOR_OF_ARRAY, yield, subject)->object);
}

Value typed_array_prototype_keys(struct vm *vm, Value *frame, uint32_t count) {
  TYPED_RECEIVER;
  return new_iterator(vm, array, YIELD_KEYS);
}

Value typed_array_prototype_values(struct vm *vm, Value *frame, uint32_t count) {
  TYPED_RECEIVER;
  return new_iterator(vm, array, YIELD_VALUES);
}

Value typed_array_prototype_entries(struct vm *vm, Value *frame, uint32_t count) {
  TYPED_RECEIVER;
  return new_iterator(vm, array, YIELD_ENTRIES);
}

// ---- Folding: library.js does the work; only C can tell no initial value from undefined

static Value fold(struct vm *vm, const char *name, const Value *frame, uint32_t count) {
  if (typed_array_validate(vm, frame[0]) == NULL)
    return VALUE_EXCEPTION;
  Value function = library_function(vm, name);
  if (function == VALUE_EXCEPTION)
    return VALUE_EXCEPTION;
  Value arguments[] = {frame[1], frame[2], value_from_boolean(count > 1)};
  return vm_call(vm, function, frame[0], arguments, 3);
}

Value typed_array_prototype_reduce(struct vm *vm, Value *frame, uint32_t count) {
  return fold(vm, "typedReduce", frame, count);
}

Value typed_array_prototype_reduce_right(struct vm *vm, Value *frame, uint32_t count) {
  return fold(vm, "typedReduceRight", frame, count);
}

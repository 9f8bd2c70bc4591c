// Array.prototype.copyWithin, and the methods that return a changed copy
// (ECMA-262 23.1.3.4, 23.1.3.33 to 23.1.3.39). A copy has no holes: they are read as undefined.
#include "vm/library/array.h"

// ---- Within an array

// The plain side: storage is moved as a whole. Where it ends there are holes.
static bool copy_plain(struct vm *vm, struct array *array, uint32_t to, uint32_t from,
                       uint32_t count) {
  uint32_t end = to + count;
  if (!array_reserve(vm, array, end > from + count ? end : from + count))
    return false;
  memmove(array->elements + to, array->elements + from, count * sizeof(Value));
  return true;
}

Value array_prototype_copy_within(struct vm *vm, Value *frame, uint32_t count) {
  (void)count;
  double length, to, from, end;
  struct object *object = array_this(vm, frame, &length);
  if (!object || !relative_index(vm, frame[1], length, &to) ||
      !relative_index(vm, frame[2], length, &from) || !relative_end(vm, frame[3], length, &end))
    return VALUE_EXCEPTION;
  double units = fmin(end - from, length - to);
  if (!(units > 0))
    return frame[0];
  struct array *array = plain_array(vm, object);
  if (array && fmax(from, to) + units <= array->length && array->length < RESERVED_LENGTH * 32u)
    return done_or_thrown(copy_plain(vm, array, (uint32_t)to, (uint32_t)from, (uint32_t)units),
                          frame[0]);
  bool backwards = from < to && to < from + units;
  double step = backwards ? -1 : 1, first = backwards ? units - 1 : 0;
  for (double done = 0, at = first; done < units; done++, at += step)
    if (!element_move(vm, object, from + at, to + at))
      return VALUE_EXCEPTION;
  return frame[0];
}

// ---- Copies

// An array of `length` holes on the stack, where it stays until finish_copy. NULL: thrown.
static struct array *start_copy(struct vm *vm, double length) {
  if (length > UINT32_MAX) {
    throw_range_error(vm, "Invalid array length");
    return NULL;
  }
  uint32_t room = length <= RESERVED_LENGTH ? (uint32_t)length : 0;
  struct array *copy = array_new(vm, (uint32_t)length, room);
  if (copy)
    vm_push(vm, value_from_object(&copy->object));
  return copy;
}

// The element as Get reads it. Safepoint.
static Value read_element(struct vm *vm, struct object *object, double index) {
  const struct array *array = plain_array(vm, object);
  if (!array || index >= array->length)
    return element_get(vm, object, index);
  return vm_poll(vm) ? hole_to_undefined(plain_element(array, (uint32_t)index)) : VALUE_EXCEPTION;
}

// Copies the elements from `from` up to `end` to `at` on. false: thrown.
static bool copy_elements(struct vm *vm, struct object *object, double from, double end,
                          struct array *copy, uint32_t at) {
  for (double i = from; i < end; i++) {
    Value value = read_element(vm, object, i);
    if (value == VALUE_EXCEPTION || !array_put(vm, copy, at++, value))
      return false;
  }
  return true;
}

// The copy as a result, off the stack.
static Value finish_copy(struct vm *vm, struct array *copy, bool done) {
  vm->top--;
  return done_or_thrown(done, value_from_object(&copy->object));
}

Value array_prototype_to_reversed(struct vm *vm, Value *frame, uint32_t count) {
  (void)count;
  double length;
  struct object *object = array_this(vm, frame, &length);
  struct array *copy = object ? start_copy(vm, length) : NULL;
  if (!copy)
    return VALUE_EXCEPTION;
  bool done = true;
  for (uint32_t i = 0; done && i < length; i++) {
    Value value = read_element(vm, object, length - 1 - i);
    done = value != VALUE_EXCEPTION && array_put(vm, copy, i, value);
  }
  return finish_copy(vm, copy, done);
}

Value array_prototype_with(struct vm *vm, Value *frame, uint32_t count) {
  (void)count;
  double length, index;
  struct object *object = array_this(vm, frame, &length);
  if (!object || !to_integer_or_infinity(vm, frame[1], &index))
    return VALUE_EXCEPTION;
  double at = index < 0 ? index + length : index;
  if (at < 0 || at >= length)
    return throw_range_error(vm, "Invalid index : %.0f", index);
  struct array *copy = start_copy(vm, length);
  if (!copy)
    return VALUE_EXCEPTION;
  bool done = copy_elements(vm, object, 0, at, copy, 0) &&
              array_put(vm, copy, (uint32_t)at, frame[2]) &&
              copy_elements(vm, object, at + 1, length, copy, (uint32_t)at + 1);
  return finish_copy(vm, copy, done);
}

Value array_prototype_to_spliced(struct vm *vm, Value *frame, uint32_t count) {
  double length, from, skipped;
  struct object *object = array_this(vm, frame, &length);
  if (!object || !relative_index(vm, argument(frame, count, 1), length, &from) ||
      !splice_count(vm, frame, count, length - from, &skipped))
    return VALUE_EXCEPTION;
  uint32_t added = count > 2 ? count - 2 : 0;
  if (length + added - skipped > LARGEST_LENGTH)
    return throw_type_error(vm, "Invalid array length");
  struct array *copy = start_copy(vm, length + added - skipped);
  if (!copy)
    return VALUE_EXCEPTION;
  bool done = copy_elements(vm, object, 0, from, copy, 0);
  uint32_t at = (uint32_t)from;
  for (uint32_t i = 0; done && i < added; i++)
    done = array_put(vm, copy, at++, frame[3 + i]);
  done = done && copy_elements(vm, object, from + skipped, length, copy, at);
  return finish_copy(vm, copy, done);
}

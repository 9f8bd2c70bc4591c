// The native side of Array.prototype.sort: gathering the elements, and the order by text.
//
// With a comparator the sorting itself is library.js's. Without one no script runs once every
// element has its text, so the merge is done here, on pairs of text and element.
#include "vm/library/array.h"

// ---- Gathering (SortIndexedProperties, 23.1.3.30.1)

static bool append_present(struct vm *vm, struct object *object, double length,
                           struct array *result) {
  for (double i = 0; i < length; i++) {
    const struct array *plain = plain_array(vm, object);
    if (plain && i >= plain->capacity)
      break; // holes only
    Value value = plain ? plain_element(plain, (uint32_t)i) : element_find(vm, object, i);
    if (value == VALUE_EXCEPTION || (value != VALUE_HOLE && !array_push(vm, result, value)))
      return false;
  }
  return true;
}

// Moves what is undefined behind the rest, which keeps its order.
static void put_undefined_last(struct array *array) {
  uint32_t defined = 0;
  for (uint32_t i = 0; i < array->length; i++)
    if (array->elements[i] != VALUE_UNDEFINED)
      array->elements[defined++] = array->elements[i];
  while (defined < array->length)
    array->elements[defined++] = VALUE_UNDEFINED;
}

Value intrinsic_collect(struct vm *vm, Value *frame, uint32_t count) {
  (void)count;
  struct array *result = array_new(vm, 0, 0);
  if (!result)
    return VALUE_EXCEPTION;
  vm_push(vm, value_from_object(&result->object));
  bool done = append_present(vm, value_object(frame[1]), value_number(frame[2]), result);
  vm->top--;
  if (!done)
    return VALUE_EXCEPTION;
  put_undefined_last(result);
  return value_from_object(&result->object);
}

// ---- Sorting by text

struct pair {
  Value text, value;
};

static bool is_after(struct vm *vm, const struct pair *a, const struct pair *b) {
  return string_compare(vm, value_string(a->text), value_string(b->text)) > 0;
}

// Merges the sorted neighbours [0, middle) and [middle, count) of `from` into `to`. false: thrown.
static bool merge(struct vm *vm, const struct pair *from, struct pair *to, uint32_t middle,
                  uint32_t count) {
  uint32_t left = 0, right = middle;
  for (uint32_t i = 0; i < count && vm_poll_work(vm); i++) {
    bool take_right = left == middle || (right < count && is_after(vm, &from[left], &from[right]));
    to[i] = from[take_right ? right++ : left++];
  }
  return left + right == middle + count;
}

// Stable, bottom up. Returns the one of the two that holds the result; NULL: thrown.
static struct pair *sort_pairs(struct vm *vm, struct pair *pairs, struct pair *spare,
                               uint32_t count) {
  for (uint32_t width = 1; width < count; width *= 2) {
    for (uint32_t start = 0; start < count; start += 2 * width) {
      uint32_t rest = count - start;
      if (!merge(vm, pairs + start, spare + start, rest < width ? rest : width,
                 rest < 2 * width ? rest : 2 * width))
        return NULL;
    }
    struct pair *merged = spare;
    spare = pairs;
    pairs = merged;
  }
  return pairs;
}

// Fills the pairs; script may run. false: thrown.
static bool make_pairs(struct vm *vm, const struct array *values, uint32_t count,
                       struct array *pairs) {
  for (uint32_t i = 0; i < count; i++) {
    Value value = values->elements[i];
    struct string *string = to_string(vm, value);
    struct string *flat = string ? string_flatten(vm, string) : NULL;
    if (!flat)
      return false;
    pairs->elements[2 * i] = value_from_string(flat);
    pairs->elements[2 * i + 1] = value;
  }
  return true;
}

Value intrinsic_sort_by_text(struct vm *vm, Value *frame, uint32_t arguments) {
  (void)arguments;
  struct array *values = value_array(frame[1]);
  uint32_t count = (uint32_t)value_number(frame[2]);
  if (count < 2) // nothing is compared, so nothing is converted
    return VALUE_UNDEFINED;
  if (count > UINT32_MAX / 2)
    return throw_range_error(vm, "Invalid array length");
  struct array *pairs = array_new(vm, 2 * count, 2 * count);
  struct array *spare = pairs ? array_new(vm, 2 * count, 2 * count) : NULL;
  if (!spare)
    return VALUE_EXCEPTION;
  vm_push(vm, value_from_object(&pairs->object));
  vm_push(vm, value_from_object(&spare->object));
  bool done = make_pairs(vm, values, count, pairs);
  vm->top -= 2;
  if (!done)
    return VALUE_EXCEPTION;
  const struct pair *sorted =
      sort_pairs(vm, (struct pair *)pairs->elements, (struct pair *)spare->elements, count);
  if (!sorted)
    return VALUE_EXCEPTION;
  for (uint32_t i = 0; i < count; i++)
    values->elements[i] = sorted[i].value;
  return VALUE_UNDEFINED;
}

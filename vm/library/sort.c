// The native side of Array.prototype.sort: gathering the elements, and the order by text.
//
// With a comparator the sorting itself is library.js's. Without one no script runs once every
// element has its text, so the merge is done here, on keys: the first units of a text as a number,
// which decides nearly always without a look at the text, and where text and element stand.
#include "vm/library/array.h"
#include "vm/stress.h"

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

struct key {
  uint64_t prefix;
  uint32_t index; // of the text and the element
  uint32_t spare;
};
_Static_assert(sizeof(struct key) == 2 * sizeof(Value), "keys lie in the storage of an array");

struct sorting {
  struct vm *vm;
  const Value *texts; // flat strings
};

// The first units as digits of a number, whose order is theirs: eight Latin-1 ones, or four of 16
// bits when some text has those. Where a text ends, zeros follow.
static uint64_t text_prefix(const struct string *flat, bool wide) {
  uint64_t prefix = 0;
  uint32_t units = wide ? 4 : 8, length = string_length(flat);
  for (uint32_t i = 0; i < units; i++)
    prefix = prefix << (wide ? 16 : 8) | (i < length ? string_unit(flat, i) : 0u);
  return prefix;
}

static bool is_after(const struct sorting *sorting, const struct key *a, const struct key *b) {
  if (a->prefix != b->prefix)
    return a->prefix > b->prefix;
  return string_compare(sorting->vm, value_string(sorting->texts[a->index]),
                        value_string(sorting->texts[b->index])) > 0;
}

// Sorts a short run by insertion.
static void sort_run(const struct sorting *sorting, struct key *keys, uint32_t count) {
  for (uint32_t next = 1; next < count; next++) {
    struct key key = keys[next];
    uint32_t at = next;
    for (; at > 0 && is_after(sorting, &keys[at - 1], &key); at--)
      keys[at] = keys[at - 1];
    keys[at] = key;
  }
}

// Merges the sorted neighbours [0, middle) and [middle, count) of `from` into `to`. false: thrown.
static bool merge(const struct sorting *sorting, const struct key *from, struct key *to,
                  uint32_t middle, uint32_t count) {
  uint32_t left = 0, right = middle;
  if (middle == count || !is_after(sorting, &from[middle - 1], &from[middle])) {
    memcpy(to, from, count * sizeof *to);
    return vm_poll_work(sorting->vm);
  }
  for (uint32_t i = 0; i < count && vm_poll_work(sorting->vm); i++) {
    bool take_right =
        left == middle || (right < count && is_after(sorting, &from[left], &from[right]));
    to[i] = from[take_right ? right++ : left++];
  }
  return left + right == middle + count;
}

#define RUN USUAL_OR_TINY(8u, 2u)

// Stable, bottom up. Returns the one of the two that holds the result; NULL: thrown.
static struct key *sort_keys(const struct sorting *sorting, struct key *keys, struct key *spare,
                             uint32_t count) {
  for (uint32_t start = 0; start < count; start += RUN) {
    sort_run(sorting, keys + start, count - start < RUN ? count - start : RUN);
    if (!vm_poll_work(sorting->vm))
      return NULL;
  }
  for (uint32_t width = RUN; width < count; width *= 2) {
    for (uint32_t start = 0; start < count; start += 2 * width) {
      uint32_t rest = count - start;
      if (!merge(sorting, keys + start, spare + start, rest < width ? rest : width,
                 rest < 2 * width ? rest : 2 * width))
        return NULL;
    }
    struct key *merged = spare;
    spare = keys;
    keys = merged;
  }
  return keys;
}

// Fills `texts`; script may run. false: thrown.
static bool make_texts(struct vm *vm, const struct array *values, uint32_t count,
                       struct array *texts) {
  for (uint32_t i = 0; i < count; i++) {
    struct string *string = to_string(vm, values->elements[i]);
    struct string *flat = string ? string_flatten(vm, string) : NULL;
    if (!flat || !vm_poll_work(vm))
      return false;
    texts->elements[i] = value_from_string(flat);
  }
  return true;
}

static void make_keys(const Value *texts, uint32_t count, struct key *keys) {
  bool wide = false;
  for (uint32_t i = 0; i < count; i++)
    wide |= value_string(texts[i])->cell.kind == STRING_UTF16;
  for (uint32_t i = 0; i < count; i++)
    keys[i] = (struct key){text_prefix(value_string(texts[i]), wide), i, 0};
}

// Sorts the first `count` elements by their texts. The keys lie in arrays that nothing refers to:
// there is no safepoint as long as they are used. false: thrown.
static bool sort_by_texts(struct vm *vm, Value *elements, Value *texts, uint32_t count) {
  const struct array *keys = array_new(vm, 2 * count, 2 * count);
  const struct array *spare = keys ? array_new(vm, 2 * count, 2 * count) : NULL;
  if (!spare)
    return false;
  struct sorting sorting = {vm, texts};
  make_keys(texts, count, (struct key *)keys->elements);
  const struct key *sorted =
      sort_keys(&sorting, (struct key *)keys->elements, (struct key *)spare->elements, count);
  if (!sorted)
    return false;
  for (uint32_t i = 0; i < count; i++)
    texts[i] = elements[sorted[i].index];
  memcpy(elements, texts, count * sizeof *elements);
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
  struct array *texts = array_new(vm, count, count);
  if (!texts)
    return VALUE_EXCEPTION;
  vm_push(vm, value_from_object(&texts->object));
  bool done = make_texts(vm, values, count, texts);
  vm->top--;
  return done && sort_by_texts(vm, values->elements, texts->elements, count) ? VALUE_UNDEFINED
                                                                             : VALUE_EXCEPTION;
}

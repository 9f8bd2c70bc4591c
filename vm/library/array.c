// Array and the builtins of Array.prototype that do not call back.
//
// Each has a fast side for plain arrays (array.h), which works on the storage, and the general way
// of the specification for everything else: array-likes, sparse arrays, arrays whose prototypes
// have indices. Conversions of arguments may run script that changes the array, so the fast side is
// chosen after them.
#include "vm/library/array.h"

// ---- Array-likes

struct object *array_this(struct vm *vm, Value *frame, double *length) {
  struct object *object = to_object(vm, frame[0]);
  if (!object)
    return NULL;
  frame[0] = value_from_object(object);
  return length_of(vm, object, length) ? object : NULL;
}

Value element_get(struct vm *vm, struct object *object, double index) {
  PropertyKey key = vm_poll(vm) ? index_key(vm, index) : VALUE_EXCEPTION;
  return key == VALUE_EXCEPTION ? key : object_get(vm, object, key);
}

int element_has(struct vm *vm, struct object *object, double index) {
  PropertyKey key = vm_poll(vm) ? index_key(vm, index) : VALUE_EXCEPTION;
  return key == VALUE_EXCEPTION ? -1 : object_has(vm, object, key);
}

bool element_set(struct vm *vm, struct object *object, double index, Value value) {
  vm_push(vm, value);
  PropertyKey key = vm_poll(vm) ? index_key(vm, index) : VALUE_EXCEPTION;
  vm->top--;
  return key != VALUE_EXCEPTION && object_set(vm, object, key, value);
}

bool element_delete(struct vm *vm, struct object *object, double index) {
  PropertyKey key = vm_poll(vm) ? index_key(vm, index) : VALUE_EXCEPTION;
  if (key == VALUE_EXCEPTION)
    return false;
  int deleted = object_delete(vm, object, key);
  if (deleted == 0) {
    char text[80];
    throw_type_error(vm, "Cannot delete property '%.0f' of %s", index,
                     describe_value(vm, value_from_object(object), text, sizeof text));
  }
  return deleted > 0;
}

Value element_find(struct vm *vm, struct object *object, double index) {
  int has = element_has(vm, object, index);
  if (has <= 0)
    return has < 0 ? VALUE_EXCEPTION : VALUE_HOLE;
  return element_get(vm, object, index);
}

bool element_move(struct vm *vm, struct object *object, double from, double to) {
  Value value = element_find(vm, object, from);
  if (value == VALUE_EXCEPTION)
    return false;
  return value == VALUE_HOLE ? element_delete(vm, object, to) : element_set(vm, object, to, value);
}

bool array_like_set_length(struct vm *vm, struct object *object, double length) {
  return object_set(vm, object, property_key_from_atom(atom(ATOM_length)),
                    value_from_number(length));
}

bool relative_index(struct vm *vm, Value value, double length, double *index) {
  double integer;
  if (!to_integer_or_infinity(vm, value, &integer))
    return false;
  *index = integer < 0 ? fmax(integer + length, 0) : fmin(integer, length);
  return true;
}

bool relative_end(struct vm *vm, Value value, double length, double *index) {
  *index = length;
  return value == VALUE_UNDEFINED || relative_index(vm, value, length, index);
}

// ---- Array

// Gives an array that is fresh, and that the stack does not hold yet, the prototype that a subclass
// asks for.
static Value array_for(struct vm *vm, struct array *array, struct object *prototype) {
  if (array && prototype != vm->builtins[INTRINSIC_ARRAY_PROTOTYPE])
    object_change_prototype(vm, &array->object, prototype);
  return array_result(array);
}

static struct array *array_of_values(struct vm *vm, const Value *values, uint32_t count) {
  struct array *array = array_new(vm, count, count);
  for (uint32_t i = 0; array && i < count; i++)
    array->elements[i] = values[i];
  return array;
}

Value array_constructor(struct vm *vm, Value *frame, uint32_t count) {
  struct object *prototype = vm_builtin_prototype(vm, frame, INTRINSIC_ARRAY_PROTOTYPE);
  if (!prototype)
    return VALUE_EXCEPTION;
  if (count == 1 && value_is_number(frame[1])) {
    double length = value_number(frame[1]);
    if (!(length >= 0 && length <= UINT32_MAX && length == floor(length)))
      return throw_range_error(vm, "Invalid array length");
    uint32_t room = length <= RESERVED_LENGTH ? (uint32_t)length : 0;
    return array_for(vm, array_new(vm, (uint32_t)length, room), prototype);
  }
  return array_for(vm, array_of_values(vm, frame + 1, count), prototype);
}

// Array.of for another constructor than Array (23.1.2.3).
static Value construct_of(struct vm *vm, Value *frame, uint32_t count) {
  Value made = array_construct(vm, frame[0], count);
  if (made == VALUE_EXCEPTION)
    return VALUE_EXCEPTION;
  vm_push(vm, made);
  struct object *object = value_object(made);
  bool done = true;
  for (uint32_t i = 0; done && i < count; i++)
    done = object_define(vm, object, value_from_int32((int32_t)i), frame[1 + i], PROPERTY_DEFAULT);
  done = done && array_like_set_length(vm, object, count);
  vm->top--;
  return done_or_thrown(done, made);
}

bool array_is_other_constructor(Value value) {
  if (!value_is_function(value) || !function_is_constructor(value_function(value)))
    return false;
  const struct function *function = value_function(value);
  return function->object.cell.kind != FUNCTION_BUILTIN ||
         function->builtin->function != array_constructor;
}

Value array_of(struct vm *vm, Value *frame, uint32_t count) {
  return array_is_other_constructor(frame[0]) ? construct_of(vm, frame, count)
                                              : array_result(array_of_values(vm, frame + 1, count));
}

Value array_is_array(struct vm *vm, Value *frame, uint32_t count) {
  (void)vm;
  (void)count;
  return value_from_boolean(value_is_array(frame[1]));
}

// ---- The end and the beginning

static Value push_general(struct vm *vm, Value *frame, uint32_t count) {
  double length;
  struct object *object = array_this(vm, frame, &length);
  if (!object)
    return VALUE_EXCEPTION;
  if (length + count > LARGEST_LENGTH)
    return throw_type_error(vm, "Pushing %u elements on an array-like of length %.0f is too many",
                            count, length);
  for (uint32_t i = 0; i < count; i++)
    if (!element_set(vm, object, length + i, frame[1 + i]))
      return VALUE_EXCEPTION;
  length += count;
  return done_or_thrown(array_like_set_length(vm, object, length), value_from_number(length));
}

__attribute__((noinline)) static Value push_all(struct vm *vm, Value *frame, uint32_t count) {
  struct array *array = value_is_object(frame[0]) ? plain_array(vm, value_object(frame[0])) : NULL;
  if (!array || count > UINT32_MAX - array->length)
    return push_general(vm, frame, count);
  for (uint32_t i = 0; i < count; i++)
    if (!array_push(vm, array, frame[1 + i]))
      return VALUE_EXCEPTION;
  return value_from_number(array->length);
}

Value array_prototype_push(struct vm *vm, Value *frame, uint32_t count) {
  struct array *array = value_is_object(frame[0]) ? plain_array(vm, value_object(frame[0])) : NULL;
  if (count != 1 || !array || array->length >= array->capacity || array->length >= INT32_MAX)
    return push_all(vm, frame, count);
  array->elements[array->length] = frame[1];
  return value_from_int32((int32_t)++array->length);
}

static Value pop_general(struct vm *vm, Value *frame) {
  double length;
  struct object *object = array_this(vm, frame, &length);
  if (!object)
    return VALUE_EXCEPTION;
  if (length == 0)
    return done_or_thrown(array_like_set_length(vm, object, 0), VALUE_UNDEFINED);
  Value value = element_get(vm, object, length - 1);
  if (value == VALUE_EXCEPTION)
    return VALUE_EXCEPTION;
  vm_push(vm, value);
  bool done =
      element_delete(vm, object, length - 1) && array_like_set_length(vm, object, length - 1);
  vm->top--;
  return done_or_thrown(done, value);
}

Value array_prototype_pop(struct vm *vm, Value *frame, uint32_t count) {
  (void)count;
  struct array *array = value_is_object(frame[0]) ? plain_array(vm, value_object(frame[0])) : NULL;
  if (!array)
    return pop_general(vm, frame);
  uint32_t length = array->length;
  if (length == 0)
    return VALUE_UNDEFINED;
  Value value = hole_to_undefined(plain_element(array, length - 1));
  if (length - 1 >= array->capacity / 4 && length <= array->capacity) {
    array->elements[length - 1] = VALUE_HOLE;
    array->length = length - 1;
    return value;
  }
  return done_or_thrown(array_set_length(vm, array, length - 1), value);
}

static Value shift_general(struct vm *vm, Value *frame) {
  double length;
  struct object *object = array_this(vm, frame, &length);
  if (!object)
    return VALUE_EXCEPTION;
  if (length == 0)
    return done_or_thrown(array_like_set_length(vm, object, 0), VALUE_UNDEFINED);
  Value first = element_get(vm, object, 0);
  if (first == VALUE_EXCEPTION)
    return VALUE_EXCEPTION;
  vm_push(vm, first);
  bool done = true;
  for (double i = 1; done && i < length; i++)
    done = element_move(vm, object, i, i - 1);
  done = done && element_delete(vm, object, length - 1) &&
         array_like_set_length(vm, object, length - 1);
  vm->top--;
  return done_or_thrown(done, first);
}

Value array_prototype_shift(struct vm *vm, Value *frame, uint32_t count) {
  (void)count;
  struct array *array = value_is_object(frame[0]) ? plain_array(vm, value_object(frame[0])) : NULL;
  if (!array)
    return shift_general(vm, frame);
  if (array->length == 0)
    return VALUE_UNDEFINED;
  Value first = hole_to_undefined(plain_element(array, 0));
  uint32_t stored = array->length < array->capacity ? array->length : array->capacity;
  if (stored > 0) {
    memmove(array->elements, array->elements + 1, (stored - 1) * sizeof(Value));
    array->elements[stored - 1] = VALUE_HOLE;
  }
  return done_or_thrown(array_set_length(vm, array, array->length - 1), first);
}

// Makes room for `count` elements at `at` in the storage of a plain array whose storage holds all
// of its elements. false: thrown.
static bool open_gap(struct vm *vm, struct array *array, uint32_t at, uint32_t count) {
  if (count == 0)
    return true;
  if (!array_reserve(vm, array, array->length + count))
    return false;
  memmove(array->elements + at + count, array->elements + at, (array->length - at) * sizeof(Value));
  array->length += count;
  return true;
}

// May the storage be moved as a whole when `added` elements come in?
static bool is_movable(const struct array *array, uint32_t added) {
  return array && array->length <= array->capacity &&
         (uint64_t)array->length + added < RESERVED_LENGTH * 32u;
}

Value array_prototype_unshift(struct vm *vm, Value *frame, uint32_t count) {
  double length;
  struct object *object = array_this(vm, frame, &length);
  if (!object)
    return VALUE_EXCEPTION;
  struct array *array = plain_array(vm, object);
  if (is_movable(array, count)) {
    if (!open_gap(vm, array, 0, count))
      return VALUE_EXCEPTION;
    if (count > 0)
      memcpy(array->elements, frame + 1, count * sizeof(Value));
    return value_from_number(array->length);
  }
  if (count > 0) {
    if (length + count > LARGEST_LENGTH)
      return throw_type_error(vm, "Invalid array length");
    for (double i = length; i > 0; i--)
      if (!element_move(vm, object, i - 1, i - 1 + count))
        return VALUE_EXCEPTION;
    for (uint32_t i = 0; i < count; i++)
      if (!element_set(vm, object, i, frame[1 + i]))
        return VALUE_EXCEPTION;
  }
  length += count;
  return done_or_thrown(array_like_set_length(vm, object, length), value_from_number(length));
}

// ---- Parts

// A new array of the elements from `from` up to `to`. VALUE_EXCEPTION: thrown.
static Value copy_part(struct vm *vm, struct object *object, double from, double to) {
  double count = fmax(to - from, 0);
  if (count > UINT32_MAX)
    return throw_range_error(vm, "Invalid array length");
  const struct array *source = plain_array(vm, object);
  if (source && to <= source->length) {
    uint32_t start = (uint32_t)from;
    uint32_t stored = start < source->capacity ? source->capacity - start : 0;
    if (stored > count)
      stored = (uint32_t)count;
    struct array *copy = array_new(vm, (uint32_t)count, stored);
    if (copy && stored > 0)
      memcpy(copy->elements, source->elements + start, stored * sizeof(Value));
    return array_result(copy);
  }
  struct array *copy = array_new(vm, (uint32_t)count, 0);
  if (!copy)
    return VALUE_EXCEPTION;
  vm_push(vm, value_from_object(&copy->object));
  bool done = true;
  for (double i = from; done && i < to; i++) {
    Value value = element_find(vm, object, i);
    done = value != VALUE_EXCEPTION &&
           (value == VALUE_HOLE || array_put(vm, copy, (uint32_t)(i - from), value));
  }
  vm->top--;
  return done_or_thrown(done, value_from_object(&copy->object));
}

Value array_prototype_slice(struct vm *vm, Value *frame, uint32_t count) {
  (void)count;
  double length, from, to;
  struct object *object = array_this(vm, frame, &length);
  if (!object || !relative_index(vm, frame[1], length, &from) ||
      !relative_end(vm, frame[2], length, &to))
    return VALUE_EXCEPTION;
  Value special = array_species(vm, object, fmax(to - from, 0));
  if (special == VALUE_EXCEPTION)
    return special;
  vm_push(vm, special);
  Value part = copy_part(vm, object, from, to);
  vm->top--;
  return array_species_result(vm, special, part);
}

// The general way of splice once the removed part is copied (23.1.3.31, steps 15 on).
static bool splice_general(struct vm *vm, struct object *object, double length, double from,
                           double removed, const Value *items, uint32_t added) {
  bool done = true;
  if (added < removed) {
    for (double i = from; done && i < length - removed; i++)
      done = element_move(vm, object, i + removed, i + added);
    for (double i = length; done && i > length - removed + added; i--)
      done = element_delete(vm, object, i - 1);
  } else if (added > removed) {
    for (double i = length - removed; done && i > from; i--)
      done = element_move(vm, object, i + removed - 1, i + added - 1);
  }
  for (uint32_t i = 0; done && i < added; i++)
    done = element_set(vm, object, from + i, items[i]);
  return done && array_like_set_length(vm, object, length - removed + added);
}

static bool splice_plain(struct vm *vm, struct array *array, uint32_t from, uint32_t removed,
                         const Value *items, uint32_t added) {
  if (added > removed) {
    if (!open_gap(vm, array, from + removed, added - removed))
      return false;
  } else if (added < removed) {
    uint32_t length = array->length;
    memmove(array->elements + from + added, array->elements + from + removed,
            (length - from - removed) * sizeof(Value));
    if (!array_set_length(vm, array, length - removed + added))
      return false;
  }
  if (added > 0)
    memcpy(array->elements + from, items, added * sizeof(Value));
  return true;
}

bool splice_count(struct vm *vm, const Value *frame, uint32_t count, double most, double *taken) {
  *taken = count == 0 ? 0 : most;
  if (count < 2)
    return true;
  if (!to_integer_or_infinity(vm, frame[2], taken))
    return false;
  *taken = fmin(fmax(*taken, 0), most);
  return true;
}

Value array_prototype_splice(struct vm *vm, Value *frame, uint32_t count) {
  double length, from, removed;
  struct object *object = array_this(vm, frame, &length);
  if (!object || !relative_index(vm, argument(frame, count, 1), length, &from) ||
      !splice_count(vm, frame, count, length - from, &removed))
    return VALUE_EXCEPTION;
  uint32_t added = count > 2 ? count - 2 : 0;
  if (length + added - removed > LARGEST_LENGTH)
    return throw_type_error(vm, "Invalid array length");
  Value special = array_species(vm, object, removed);
  if (special == VALUE_EXCEPTION)
    return special;
  vm_push(vm, special);
  Value result = copy_part(vm, object, from, from + removed);
  vm->top--;
  result = array_species_result(vm, special, result);
  if (result == VALUE_EXCEPTION)
    return VALUE_EXCEPTION;
  struct array *array = plain_array(vm, object);
  if (is_movable(array, added) && array->length == length) // no conversion has changed it
    return done_or_thrown(
        splice_plain(vm, array, (uint32_t)from, (uint32_t)removed, frame + 3, added), result);
  vm_push(vm, result);
  bool done = splice_general(vm, object, length, from, removed, frame + 3, added);
  vm->top--;
  return done_or_thrown(done, result);
}

// Appends the elements of an array, at the place where the result's length now is. false: thrown.
static bool append_elements(struct vm *vm, struct array *result, struct object *object) {
  double length;
  if (!length_of(vm, object, &length))
    return false;
  uint32_t start = result->length;
  if (start + length > UINT32_MAX) {
    throw_range_error(vm, "Invalid array length");
    return false;
  }
  const struct array *source = plain_array(vm, object);
  double end = source && source->capacity < length ? source->capacity : length;
  bool done = true;
  for (double i = 0; done && i < end; i++) {
    Value value = source ? plain_element(source, (uint32_t)i) : element_find(vm, object, i);
    done = value != VALUE_EXCEPTION && vm_poll_work(vm) &&
           (value == VALUE_HOLE || array_put(vm, result, start + (uint32_t)i, value));
  }
  if (done)
    result->length = start + (uint32_t)length;
  return done;
}

Value array_prototype_concat(struct vm *vm, Value *frame, uint32_t count) {
  struct object *object = to_object(vm, frame[0]);
  if (!object)
    return VALUE_EXCEPTION;
  frame[0] = value_from_object(object);
  Value special = array_species(vm, object, 0);
  if (special == VALUE_EXCEPTION)
    return special;
  vm_push(vm, special);
  double room = 0;
  for (uint32_t i = 0; i <= count; i++)
    room += value_is_array(frame[i]) ? value_array(frame[i])->capacity : 1;
  struct array *result = array_new(vm, 0, room <= RESERVED_LENGTH ? (uint32_t)room : 0);
  if (!result)
    return VALUE_EXCEPTION;
  vm_push(vm, value_from_object(&result->object));
  bool done = true;
  for (uint32_t i = 0; done && i <= count; i++)
    done = value_is_array(frame[i]) ? append_elements(vm, result, value_object(frame[i]))
                                    : array_push(vm, result, frame[i]);
  vm->top -= 2;
  return array_species_result(vm, special,
                              done_or_thrown(done, value_from_object(&result->object)));
}

// ---- Text

// Appends an element as join does: nothing for undefined, null and holes. false: thrown.
static bool append_element(struct text *text, Value value) {
  if (value == VALUE_EXCEPTION)
    return false;
  if (value == VALUE_HOLE || value_is_nullish(value))
    return true;
  if (value_is_number(value)) {
    char digits[NUMBER_TEXT_BYTES];
    text_append_latin1(text, digits, number_to_text(value_number(value), digits));
    return !text->failed;
  }
  struct string *string = to_string(text->vm, value);
  if (!string)
    return false;
  text_append_string(text, string);
  return !text->failed;
}

// Appends the elements of a plain array, from its start, while they are strings or ints, for which
// no script runs. Returns how many those were.
static uint32_t append_simple(struct text *text, const struct array *array,
                              struct string *separator) {
  uint32_t stored = array->length < array->capacity ? array->length : array->capacity, i = 0;
  for (; i < stored && !text->failed; i++) {
    Value value = array->elements[i];
    if (!value_is_string(value) && !value_is_int32(value))
      break;
    if (i > 0)
      text_append_string(text, separator);
    if (value_is_string(value))
      text_append_string(text, value_string(value));
    else
      append_element(text, value);
    text_goes_on(text);
  }
  return i;
}

static struct string *join(struct vm *vm, struct object *object, double length,
                           struct string *separator) {
  if ((length - 1) * string_length(separator) > STRING_MAXIMUM_LENGTH) {
    throw_range_error(vm, "Invalid string length");
    return NULL;
  }
  struct text text = text_start(vm);
  const struct array *simple = plain_array(vm, object);
  double start = simple ? append_simple(&text, simple, separator) : 0;
  bool done = true;
  for (double i = start; done && i < length; i++) {
    if (i > 0)
      text_append_string(&text, separator);
    if (text.failed)
      break;
    const struct array *array = plain_array(vm, object); // a conversion may have changed it
    Value value =
        array && i < array->length ? plain_element(array, (uint32_t)i) : element_get(vm, object, i);
    done = append_element(&text, value) && vm_poll(vm);
  }
  struct string *result = text_finish(&text);
  return done ? result : NULL;
}

// An object that contains itself joins as empty text there, as in every engine.
Value array_prototype_join(struct vm *vm, Value *frame, uint32_t count) {
  (void)count;
  double length;
  struct object *object = array_this(vm, frame, &length);
  if (!object)
    return VALUE_EXCEPTION;
  if (object->cell.flags & OBJECT_FLAG_JOINING)
    return value_from_string(atom(ATOM_empty));
  struct string *separator =
      frame[1] == VALUE_UNDEFINED ? string_from_unit(vm, ',') : to_string(vm, frame[1]);
  if (!separator)
    return VALUE_EXCEPTION;
  frame[1] = value_from_string(separator);
  object->cell.flags |= OBJECT_FLAG_JOINING;
  struct string *result = join(vm, object, length, separator);
  object->cell.flags &= (uint8_t)~OBJECT_FLAG_JOINING;
  return string_result(result);
}

Value array_prototype_to_string(struct vm *vm, Value *frame, uint32_t count) {
  (void)count;
  struct object *object = to_object(vm, frame[0]);
  if (!object)
    return VALUE_EXCEPTION;
  frame[0] = value_from_object(object);
  Value method = object_get(vm, object, property_key_from_atom(atom_from_ascii(vm, "join")));
  if (method == VALUE_EXCEPTION)
    return VALUE_EXCEPTION;
  if (value_is_function(method))
    return vm_call(vm, method, frame[0], NULL, 0);
  return object_prototype_to_string(vm, frame, 0);
}

// Invoke(element, "toLocaleString") as text; undefined and null are empty. VALUE_EXCEPTION: thrown.
static Value locale_text(struct vm *vm, Value element) {
  if (element == VALUE_EXCEPTION || value_is_nullish(element))
    return element == VALUE_EXCEPTION ? element : value_from_string(atom(ATOM_empty));
  vm_push(vm, element);
  Value method =
      value_get(vm, element, property_key_from_atom(atom_from_ascii(vm, "toLocaleString")));
  Value text = method == VALUE_EXCEPTION ? method : vm_call(vm, method, element, NULL, 0);
  vm->top--;
  return text == VALUE_EXCEPTION ? text : string_result(to_string(vm, text));
}

static Value join_locale_texts(struct vm *vm, struct object *object, double length) {
  struct text text = text_start(vm);
  bool done = true;
  for (double i = 0; done && i < length; i++) {
    if (i > 0)
      text_append_unit(&text, ',');
    Value part = locale_text(vm, element_get(vm, object, i));
    done = part != VALUE_EXCEPTION;
    if (done)
      text_append_string(&text, value_string(part));
    done = done && !text.failed;
  }
  struct string *result = text_finish(&text);
  return done ? string_result(result) : VALUE_EXCEPTION;
}

// Its elements' own methods know about locales, if any does.
Value array_prototype_to_locale_string(struct vm *vm, Value *frame, uint32_t count) {
  (void)count;
  double length;
  struct object *object = array_this(vm, frame, &length);
  if (!object)
    return VALUE_EXCEPTION;
  if (object->cell.flags & OBJECT_FLAG_JOINING)
    return value_from_string(atom(ATOM_empty));
  object->cell.flags |= OBJECT_FLAG_JOINING;
  Value result = join_locale_texts(vm, object, length);
  object->cell.flags &= (uint8_t)~OBJECT_FLAG_JOINING;
  return result;
}

// ---- Order and content

// Puts a value that element_find gave, or its absence, in the place of another.
static bool replace_element(struct vm *vm, struct object *object, double index, Value value,
                            Value old) {
  if (value != VALUE_HOLE)
    return element_set(vm, object, index, value);
  return old == VALUE_HOLE || element_delete(vm, object, index);
}

static bool swap_elements(struct vm *vm, struct object *object, double low, double high) {
  Value *slots = vm->top;
  vm_push(vm, VALUE_UNDEFINED);
  vm_push(vm, VALUE_UNDEFINED);
  slots[0] = element_find(vm, object, low);
  bool done = slots[0] != VALUE_EXCEPTION;
  if (done)
    slots[1] = element_find(vm, object, high);
  done = done && slots[1] != VALUE_EXCEPTION &&
         replace_element(vm, object, low, slots[1], slots[0]) &&
         replace_element(vm, object, high, slots[0], slots[1]);
  vm->top = slots;
  return done;
}

Value array_prototype_reverse(struct vm *vm, Value *frame, uint32_t count) {
  (void)count;
  double length;
  struct object *object = array_this(vm, frame, &length);
  if (!object)
    return VALUE_EXCEPTION;
  struct array *array = plain_array(vm, object);
  if (array && array->length <= array->capacity) {
    for (uint32_t i = 0, j = array->length; i + 1 < j; i++) {
      Value value = array->elements[--j];
      array->elements[j] = array->elements[i];
      array->elements[i] = value;
    }
    return frame[0];
  }
  for (double i = 0, j = length - 1; i < j; i++, j--)
    if (!swap_elements(vm, object, i, j))
      return VALUE_EXCEPTION;
  return frame[0];
}

Value array_prototype_fill(struct vm *vm, Value *frame, uint32_t count) {
  (void)count;
  double length, from, to;
  struct object *object = array_this(vm, frame, &length);
  if (!object || !relative_index(vm, frame[2], length, &from) ||
      !relative_end(vm, frame[3], length, &to))
    return VALUE_EXCEPTION;
  struct array *array = plain_array(vm, object);
  if (array && to <= array->length && array->length < RESERVED_LENGTH * 32u) {
    if (from < to && !array_reserve(vm, array, (uint32_t)to))
      return VALUE_EXCEPTION;
    for (uint32_t i = (uint32_t)from; i < to; i++)
      array->elements[i] = frame[1];
    return frame[0];
  }
  for (double i = from; i < to; i++)
    if (!element_set(vm, object, i, frame[1]))
      return VALUE_EXCEPTION;
  return frame[0];
}

Value array_prototype_at(struct vm *vm, Value *frame, uint32_t count) {
  (void)count;
  double length, index;
  struct object *object = array_this(vm, frame, &length);
  if (!object || !to_integer_or_infinity(vm, frame[1], &index))
    return VALUE_EXCEPTION;
  if (index < 0)
    index += length;
  return index >= 0 && index < length ? element_get(vm, object, index) : VALUE_UNDEFINED;
}

// ---- Searching

// First index from `from` up to `to` of a strictly equal element, or -1. Of a plain array.
static int64_t find_plain(struct vm *vm, const struct array *array, Value value, uint32_t from,
                          uint32_t to) {
  const Value *elements = array->elements;
  if (to > array->capacity)
    to = array->capacity;
  if (value_is_number(value) || value_is_string(value)) {
    for (uint32_t i = from; i < to; i++)
      if (strictly_equal(vm, elements[i], value))
        return i;
    return -1;
  }
  for (uint32_t i = from; i < to; i++)
    if (elements[i] == value)
      return i;
  return -1;
}

Value array_prototype_index_of(struct vm *vm, Value *frame, uint32_t count) {
  (void)count;
  double length, from;
  struct object *object = array_this(vm, frame, &length);
  if (!object)
    return VALUE_EXCEPTION;
  if (length == 0) // before the position is converted
    return value_from_int32(-1);
  if (!relative_index(vm, frame[2], length, &from))
    return VALUE_EXCEPTION;
  const struct array *array = plain_array(vm, object);
  if (array && length <= array->length)
    return value_from_number(
        (double)find_plain(vm, array, frame[1], (uint32_t)from, (uint32_t)length));
  for (double i = from; i < length; i++) {
    Value element = element_find(vm, object, i);
    if (element == VALUE_EXCEPTION)
      return VALUE_EXCEPTION;
    if (strictly_equal(vm, element, frame[1]))
      return value_from_number(i);
  }
  return value_from_int32(-1);
}

// As element_find, with a quick side. The poll comes first: nothing holds the element.
static Value find_element(struct vm *vm, struct object *object, double index) {
  const struct array *array = plain_array(vm, object);
  if (!array || index >= array->length)
    return element_find(vm, object, index);
  return vm_poll(vm) ? plain_element(array, (uint32_t)index) : VALUE_EXCEPTION;
}

Value array_prototype_last_index_of(struct vm *vm, Value *frame, uint32_t count) {
  double length, from;
  struct object *object = array_this(vm, frame, &length);
  if (!object)
    return VALUE_EXCEPTION;
  if (length == 0) // before the position is converted
    return value_from_int32(-1);
  from = length - 1;
  if (count > 1) {
    if (!to_integer_or_infinity(vm, frame[2], &from))
      return VALUE_EXCEPTION;
    from = from < 0 ? from + length : fmin(from, length - 1);
  }
  for (double i = from; i >= 0; i--) {
    Value element = find_element(vm, object, i);
    if (element == VALUE_EXCEPTION)
      return VALUE_EXCEPTION;
    if (strictly_equal(vm, element, frame[1]))
      return value_from_number(i);
  }
  return value_from_int32(-1);
}

Value array_prototype_includes(struct vm *vm, Value *frame, uint32_t count) {
  (void)count;
  double length, from;
  struct object *object = array_this(vm, frame, &length);
  if (!object)
    return VALUE_EXCEPTION;
  if (length == 0) // before the position is converted
    return VALUE_FALSE;
  if (!relative_index(vm, frame[2], length, &from))
    return VALUE_EXCEPTION;
  for (double i = from; i < length; i++) {
    const struct array *array = plain_array(vm, object);
    Value element = array && i < array->length ? hole_to_undefined(find_element(vm, object, i))
                                               : element_get(vm, object, i);
    if (element == VALUE_EXCEPTION)
      return VALUE_EXCEPTION;
    if (same_value_zero(vm, element, frame[1]))
      return VALUE_TRUE;
  }
  return VALUE_FALSE;
}

// ---- Folding: library.js does the work, see there

static Value fold(struct vm *vm, const char *name, Value *frame, uint32_t count) {
  Value function = library_function(vm, name);
  if (function == VALUE_EXCEPTION)
    return VALUE_EXCEPTION;
  Value arguments[] = {frame[1], frame[2], value_from_boolean(count > 1)};
  return vm_call(vm, function, frame[0], arguments, 3);
}

Value array_prototype_reduce(struct vm *vm, Value *frame, uint32_t count) {
  return fold(vm, "reduce", frame, count);
}

Value array_prototype_reduce_right(struct vm *vm, Value *frame, uint32_t count) {
  return fold(vm, "reduceRight", frame, count);
}

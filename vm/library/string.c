// String and the builtins of String.prototype that look into strings or cut them (ECMA-262 22.1).
//
// Indices are of code units. Every method first makes `this` a flat string, which takes its place
// in the frame, and then converts the arguments, which may run script.
#include "vm/library/string.h"

struct string *string_this(struct vm *vm, Value *frame, const char *method) {
  if (value_is_nullish(frame[0])) {
    throw_type_error(vm, "String.prototype.%s called on null or undefined", method);
    return NULL;
  }
  struct string *string = to_string(vm, frame[0]);
  struct string *flat = string ? string_flatten(vm, string) : NULL;
  if (flat)
    frame[0] = value_from_string(flat);
  return flat;
}

struct string *string_argument(struct vm *vm, Value *frame, uint32_t index) {
  struct string *string = to_string(vm, frame[index]);
  struct string *flat = string ? string_flatten(vm, string) : NULL;
  if (flat)
    frame[index] = value_from_string(flat);
  return flat;
}

// ---- String

Value string_constructor(struct vm *vm, Value *frame, uint32_t count) {
  bool constructing = vm->constructing;
  struct string *string = count > 0 ? to_string(vm, frame[1]) : atom(ATOM_empty);
  if (!string)
    return VALUE_EXCEPTION;
  Value value = value_from_string(string);
  return constructing ? object_result(to_object(vm, value)) : value;
}

Value string_from_char_code(struct vm *vm, Value *frame, uint32_t count) {
  int32_t unit;
  if (count == 1)
    return to_int32(vm, frame[1], &unit) ? string_result(string_from_unit(vm, (uint16_t)unit))
                                         : VALUE_EXCEPTION;
  struct text text = text_start(vm);
  bool done = true;
  for (uint32_t i = 1; done && i <= count; i++) {
    done = to_int32(vm, frame[i], &unit);
    if (done)
      text_append_unit(&text, (uint16_t)unit);
  }
  struct string *string = text_finish(&text);
  return done ? string_result(string) : VALUE_EXCEPTION;
}

Value string_from_code_point(struct vm *vm, Value *frame, uint32_t count) {
  struct text text = text_start(vm);
  bool done = true;
  for (uint32_t i = 1; done && i <= count; i++) {
    double point;
    done = to_number(vm, frame[i], &point);
    if (done && !(point >= 0 && point <= 0x10FFFF && point == floor(point))) {
      char digits[80];
      throw_range_error(vm, "Invalid code point %s",
                        describe_value(vm, frame[i], digits, sizeof digits));
      done = false;
    }
    if (done)
      text_append_point(&text, (uint32_t)point);
  }
  struct string *string = text_finish(&text);
  return done ? string_result(string) : VALUE_EXCEPTION;
}

// ThisStringValue (22.1.3.35.1)
static Value this_string(struct vm *vm, Value value, const char *method) {
  if (value_is_object(value) && value_object(value)->cell.type == CELL_OBJECT &&
      value_object(value)->cell.kind == CLASS_STRING)
    value = ((const struct wrapper *)value_object(value))->primitive;
  if (value_is_string(value))
    return value;
  return throw_type_error(vm, "String.prototype.%s requires that 'this' be a String", method);
}

Value string_prototype_to_string(struct vm *vm, Value *frame, uint32_t count) {
  (void)count;
  return this_string(vm, frame[0], "toString");
}

Value string_prototype_value_of(struct vm *vm, Value *frame, uint32_t count) {
  (void)count;
  return this_string(vm, frame[0], "valueOf");
}

// ---- Units

// The flat form of `frame[0]`, if it is a string that has one, else NULL.
static inline struct string *flat_this(const Value *frame) {
  if (!value_is_string(frame[0]))
    return NULL;
  struct string *string = value_string(frame[0]);
  if (string->cell.kind <= STRING_UTF16)
    return string;
  return string->cell.kind == STRING_FLATTENED ? string->rope.left : NULL;
}

// The same if frame[1] is the index of one of its units: what these methods are mostly asked.
static inline struct string *flat_with_index(const Value *frame) {
  struct string *string = flat_this(frame);
  return string && value_is_int32(frame[1]) && (uint32_t)frame[1] < string_length(string) ? string
                                                                                          : NULL;
}

// `this` and the integer of the first argument. NULL: thrown.
static struct string *string_and_position(struct vm *vm, Value *frame, const char *method,
                                          double *position) {
  if (value_is_string(frame[0]) && value_is_int32(frame[1])) {
    *position = value_to_int32_raw(frame[1]);
    return string_flatten(vm, value_string(frame[0]));
  }
  struct string *string = string_this(vm, frame, method);
  return string && to_integer_or_infinity(vm, frame[1], position) ? string : NULL;
}

static bool is_inside(const struct string *string, double position) {
  return position >= 0 && position < string_length(string);
}

Value string_prototype_char_code_at(struct vm *vm, Value *frame, uint32_t count) {
  (void)count;
  const struct string *flat = flat_with_index(frame);
  if (flat)
    return value_from_int32(string_unit(flat, (uint32_t)frame[1]));
  double position;
  const struct string *string = string_and_position(vm, frame, "charCodeAt", &position);
  if (!string)
    return VALUE_EXCEPTION;
  return is_inside(string, position) ? value_from_int32(string_unit(string, (uint32_t)position))
                                     : value_from_number(NAN);
}

Value string_prototype_char_at(struct vm *vm, Value *frame, uint32_t count) {
  (void)count;
  const struct string *flat = flat_with_index(frame);
  if (flat)
    return value_from_string(string_from_unit(vm, string_unit(flat, (uint32_t)frame[1])));
  double position;
  const struct string *string = string_and_position(vm, frame, "charAt", &position);
  if (!string)
    return VALUE_EXCEPTION;
  if (!is_inside(string, position))
    return value_from_string(atom(ATOM_empty));
  return string_result(string_from_unit(vm, string_unit(string, (uint32_t)position)));
}

Value string_prototype_at(struct vm *vm, Value *frame, uint32_t count) {
  (void)count;
  double position;
  const struct string *string = string_and_position(vm, frame, "at", &position);
  if (!string)
    return VALUE_EXCEPTION;
  if (position < 0)
    position += string_length(string);
  if (!is_inside(string, position))
    return VALUE_UNDEFINED;
  return string_result(string_from_unit(vm, string_unit(string, (uint32_t)position)));
}

Value string_prototype_code_point_at(struct vm *vm, Value *frame, uint32_t count) {
  (void)count;
  double position;
  const struct string *string = string_and_position(vm, frame, "codePointAt", &position);
  if (!string)
    return VALUE_EXCEPTION;
  if (!is_inside(string, position))
    return VALUE_UNDEFINED;
  uint32_t index = (uint32_t)position;
  int32_t lead = string_unit(string, index);
  if (lead >= 0xD800 && lead <= 0xDBFF && index + 1 < string_length(string)) {
    int32_t trail = string_unit(string, index + 1);
    if (trail >= 0xDC00 && trail <= 0xDFFF)
      return value_from_int32(0x10000 + ((lead - 0xD800) << 10) + (trail - 0xDC00));
  }
  return value_from_int32(lead);
}

// ---- Parts

static Value part(struct vm *vm, struct string *string, uint32_t from, uint32_t to) {
  if (from >= to)
    return value_from_string(atom(ATOM_empty));
  return string_result(string_substring(vm, string, from, to));
}

// The number within 0 to length.
static uint32_t clamp(double number, uint32_t length) {
  return number > 0 ? (number < length ? (uint32_t)number : length) : 0;
}

// ToIntegerOrInfinity, then clamped. false: thrown.
static inline bool clamped_index(struct vm *vm, Value value, uint32_t length, uint32_t *index) {
  if (value_is_int32(value)) {
    int32_t number = value_to_int32_raw(value);
    *index = number < 0 ? 0 : (uint32_t)number < length ? (uint32_t)number : length;
    return true;
  }
  double number;
  if (!to_integer_or_infinity(vm, value, &number))
    return false;
  *index = clamp(number, length);
  return true;
}

// The part from frame[1] to frame[2], if `this` is flat and both are indices of it in this order:
// what `slice` and `substring` are mostly asked, and agree on. VALUE_ABSENT: they are not.
static inline Value plain_part(struct vm *vm, const Value *frame) {
  struct string *string = flat_this(frame);
  uint32_t from = (uint32_t)frame[1], to = (uint32_t)frame[2];
  if (!string || !value_both_int32(frame[1], frame[2]) || from > to || to > string_length(string))
    return VALUE_ABSENT;
  return part(vm, string, from, to);
}

__attribute__((noinline)) static Value slice(struct vm *vm, Value *frame) {
  struct string *string = string_this(vm, frame, "slice");
  if (!string)
    return VALUE_EXCEPTION;
  double length = string_length(string), from, to = length;
  if (!relative_index(vm, frame[1], length, &from) ||
      (frame[2] != VALUE_UNDEFINED && !relative_index(vm, frame[2], length, &to)))
    return VALUE_EXCEPTION;
  return part(vm, string, (uint32_t)from, (uint32_t)to);
}

Value string_prototype_slice(struct vm *vm, Value *frame, uint32_t count) {
  (void)count;
  Value result = plain_part(vm, frame);
  return result != VALUE_ABSENT ? result : slice(vm, frame);
}

__attribute__((noinline)) static Value substring(struct vm *vm, Value *frame) {
  struct string *string = string_this(vm, frame, "substring");
  if (!string)
    return VALUE_EXCEPTION;
  uint32_t length = string_length(string), from, to = length;
  if (!clamped_index(vm, frame[1], length, &from) ||
      (frame[2] != VALUE_UNDEFINED && !clamped_index(vm, frame[2], length, &to)))
    return VALUE_EXCEPTION;
  return from < to ? part(vm, string, from, to) : part(vm, string, to, from);
}

Value string_prototype_substring(struct vm *vm, Value *frame, uint32_t count) {
  (void)count;
  Value result = plain_part(vm, frame);
  return result != VALUE_ABSENT ? result : substring(vm, frame);
}

Value string_prototype_substr(struct vm *vm, Value *frame, uint32_t count) {
  (void)count;
  struct string *string = string_this(vm, frame, "substr");
  if (!string)
    return VALUE_EXCEPTION;
  double length = string_length(string), from, units = length;
  if (!relative_index(vm, frame[1], length, &from) ||
      (frame[2] != VALUE_UNDEFINED && !to_integer_or_infinity(vm, frame[2], &units)))
    return VALUE_EXCEPTION;
  return part(vm, string, (uint32_t)from, clamp(from + fmax(units, 0), string_length(string)));
}

static Value trim(struct vm *vm, Value *frame, const char *method, bool start, bool end) {
  struct string *string = string_this(vm, frame, method);
  if (!string)
    return VALUE_EXCEPTION;
  uint32_t from = 0, to = string_length(string);
  if (!string_trim(vm, string, start ? &from : NULL, end ? &to : NULL))
    return VALUE_EXCEPTION;
  return string_result(string_substring(vm, string, from, to));
}

Value string_prototype_trim(struct vm *vm, Value *frame, uint32_t count) {
  (void)count;
  return trim(vm, frame, "trim", true, true);
}

Value string_prototype_trim_start(struct vm *vm, Value *frame, uint32_t count) {
  (void)count;
  return trim(vm, frame, "trimStart", true, false);
}

Value string_prototype_trim_end(struct vm *vm, Value *frame, uint32_t count) {
  (void)count;
  return trim(vm, frame, "trimEnd", false, true);
}

// ---- Searching

// What a search works on: `this`, the text to search for, and a position clamped to the string.
struct search {
  const struct string *string, *needle;
  uint32_t position;
};

__attribute__((noinline)) static bool convert_search(struct vm *vm, Value *frame,
                                                     const char *method, struct search *search) {
  search->string = string_this(vm, frame, method);
  search->needle = search->string ? string_argument(vm, frame, 1) : NULL;
  if (!search->needle)
    return false;
  uint32_t length = string_length(search->string);
  search->position = search->position < length ? search->position : length;
  return frame[2] == VALUE_UNDEFINED || clamped_index(vm, frame[2], length, &search->position);
}

// `otherwise`: the position where frame[2] is undefined. false: thrown.
static inline bool open_search(struct vm *vm, Value *frame, const char *method, uint32_t otherwise,
                               struct search *search) {
  const struct string *string = flat_this(frame), *needle = flat_this(frame + 1);
  bool given = value_is_int32(frame[2]);
  *search = (struct search){string, needle, otherwise};
  if (!string || !needle || !(given || frame[2] == VALUE_UNDEFINED))
    return convert_search(vm, frame, method, search);
  if (given)
    search->position = frame[2] & 0x80000000u ? 0 : (uint32_t)frame[2];
  if (search->position > string_length(string))
    search->position = string_length(string);
  return true;
}

// Indices of strings fit an int32.
static Value search_result(int64_t index) {
  return index == STRING_SEARCH_THROWN ? VALUE_EXCEPTION : value_from_int32((int32_t)index);
}

Value string_prototype_index_of(struct vm *vm, Value *frame, uint32_t count) {
  (void)count;
  struct search search;
  if (!open_search(vm, frame, "indexOf", 0, &search))
    return VALUE_EXCEPTION;
  return search_result(string_index_of(vm, search.string, search.needle, search.position));
}

Value string_prototype_includes(struct vm *vm, Value *frame, uint32_t count) {
  (void)count;
  struct search search;
  if (!open_search(vm, frame, "includes", 0, &search))
    return VALUE_EXCEPTION;
  int64_t at = string_index_of(vm, search.string, search.needle, search.position);
  return at == STRING_SEARCH_THROWN ? VALUE_EXCEPTION : value_from_boolean(at >= 0);
}

// NaN, undefined too, stands for the end here (22.1.3.11, step 5).
Value string_prototype_last_index_of(struct vm *vm, Value *frame, uint32_t count) {
  (void)count;
  const struct string *string = string_this(vm, frame, "lastIndexOf");
  const struct string *needle = string ? string_argument(vm, frame, 1) : NULL;
  double position;
  if (!needle || !to_number(vm, frame[2], &position))
    return VALUE_EXCEPTION;
  double length = string_length(string);
  position = position != position ? length : fmin(fmax(trunc(position), 0), length);
  return search_result(string_last_index_of(vm, string, needle, (uint32_t)position));
}

static bool stands_at(const struct string *string, const struct string *needle, int64_t position) {
  uint32_t length = string_length(needle);
  if (position < 0 || position + length > string_length(string))
    return false;
  uint32_t from = (uint32_t)position;
  for (uint32_t i = 0; i < length; i++)
    if (string_unit(string, from + i) != string_unit(needle, i))
      return false;
  return true;
}

Value string_prototype_starts_with(struct vm *vm, Value *frame, uint32_t count) {
  (void)count;
  struct search search;
  if (!open_search(vm, frame, "startsWith", 0, &search))
    return VALUE_EXCEPTION;
  return value_from_boolean(stands_at(search.string, search.needle, search.position));
}

Value string_prototype_ends_with(struct vm *vm, Value *frame, uint32_t count) {
  (void)count;
  struct search search;
  if (!open_search(vm, frame, "endsWith", UINT32_MAX, &search))
    return VALUE_EXCEPTION;
  int64_t start = (int64_t)search.position - string_length(search.needle);
  return value_from_boolean(stands_at(search.string, search.needle, start));
}

// Values: 64-bit NaN boxes.
//
// A double is stored raw. Every other value lives in the space of negative quiet NaNs, where the
// processor produces only one pattern itself (0xFFF8000000000000, x86's default NaN): the top 16
// bits are the tag, the low 48 bits the payload. int32 has the highest tag, so that two values are
// both int32 exactly when their bitwise and is at least TAG_INT32:
//
//   0000 ... FFF8 0000 0000 0000   double (NaN only as 7FF8... or FFF8...)
//   FFF9                           undefined, null, false, true and the engine's own markers
//   FFFA                           string (struct string *)
//   FFFB                           private name (struct private_name *): a key, never a value of
//   script FFFC                           object (struct object *, functions and arrays included)
//   FFFD                           cell of the engine's own (box, environment)
//   FFFF                           int32 in the low 32 bits, bits 32 to 47 zero
//
// A number may be held either way: an int32 is never required where the double is integral, and -0
// is always a double.
#ifndef MICA_CORE_VALUE_H
#define MICA_CORE_VALUE_H

#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>

typedef uint64_t Value;

struct cell;
struct string;
struct object;

#define TAG_SPECIAL 0xFFF9000000000000u
#define TAG_STRING 0xFFFA000000000000u
#define TAG_PRIVATE_NAME 0xFFFB000000000000u
#define TAG_OBJECT 0xFFFC000000000000u
#define TAG_CELL 0xFFFD000000000000u
#define TAG_INT32 0xFFFF000000000000u
#define VALUE_MAXIMUM_DOUBLE 0xFFF8000000000000u

#define VALUE_UNDEFINED (TAG_SPECIAL | 0)
#define VALUE_NULL (TAG_SPECIAL | 1)
#define VALUE_FALSE (TAG_SPECIAL | 2)
#define VALUE_TRUE (TAG_SPECIAL | 3)
// An absent element of an array; never seen by script.
#define VALUE_HOLE (TAG_SPECIAL | 4)
// A binding in its temporal dead zone; never seen by script.
#define VALUE_UNINITIALIZED (TAG_SPECIAL | 5)
// What a C function returns when it has thrown; the thrown value is in vm->exception.
#define VALUE_EXCEPTION (TAG_SPECIAL | 6)
// What a lookup answers when there is no such property.
#define VALUE_ABSENT (TAG_SPECIAL | 7)
// In a slot: a property of a builtin object whose value nobody has asked for yet; the low 32 bits
// say which (vm/library/realm.h). A lookup completes it; never seen by script.
#define VALUE_PENDING (TAG_SPECIAL | 0x100000000u)

static inline uint64_t value_tag(Value value) { return value & 0xFFFF000000000000u; }
static inline bool value_is_int32(Value value) { return value >= TAG_INT32; }
static inline bool value_both_int32(Value a, Value b) { return (a & b) >= TAG_INT32; }
static inline bool value_is_double(Value value) { return value <= VALUE_MAXIMUM_DOUBLE; }
static inline bool value_is_number(Value value) {
  return value_is_double(value) || value_is_int32(value);
}
static inline bool value_is_string(Value value) { return value_tag(value) == TAG_STRING; }
static inline bool value_is_object(Value value) { return value_tag(value) == TAG_OBJECT; }
static inline bool value_is_private_name(Value value) {
  return value_tag(value) == TAG_PRIVATE_NAME;
}
static inline bool value_is_boolean(Value value) { return (value | 1) == VALUE_TRUE; }
static inline bool value_is_nullish(Value value) { return (value | 1) == VALUE_NULL; }
static inline bool value_is_pending(Value value) { return value >> 32 == VALUE_PENDING >> 32; }
// Does the payload point to a cell of the heap?
static inline bool value_is_cell(Value value) { return value >= TAG_STRING && value < TAG_INT32; }

static inline Value value_from_int32(int32_t number) { return TAG_INT32 | (uint32_t)number; }
static inline Value value_from_boolean(bool truth) { return VALUE_FALSE + truth; }
static inline int32_t value_to_int32_raw(Value value) { return (int32_t)value; }
static inline double value_to_double_raw(Value value) {
  double number;
  memcpy(&number, &value, sizeof number);
  return number;
}
// The double as it is; the caller knows that it is not a NaN with a payload of its own (arithmetic
// never makes one).
static inline Value value_from_double_raw(double number) {
  Value value;
  memcpy(&value, &number, sizeof value);
  return value;
}
// 2^53: up to there a double holds every integer.
#define NUMBER_EXACT_LIMIT 9007199254740992.0
// The number of a value of either representation.
static inline double value_number(Value value) {
  return value_is_int32(value) ? value_to_int32_raw(value) : value_to_double_raw(value);
}
// A number in its best representation: int32 where it is one (but not for -0).
static inline Value value_from_number(double number) {
  if (number >= -2147483648.0 && number <= 2147483647.0) {
    int32_t integer = (int32_t)number;
    if ((double)integer == number && (integer != 0 || !signbit(number)))
      return value_from_int32(integer);
  }
  if (number != number)
    return 0x7FF8000000000000u;
  return value_from_double_raw(number);
}
static inline void *value_pointer(Value value) {
  return (void *)(uintptr_t)(value & 0x0000FFFFFFFFFFFFu);
}
static inline struct string *value_string(Value value) { return value_pointer(value); }
static inline struct object *value_object(Value value) { return value_pointer(value); }
static inline Value value_from_string(const struct string *string) {
  return TAG_STRING | (uintptr_t)string;
}
static inline Value value_from_object(const struct object *object) {
  return TAG_OBJECT | (uintptr_t)object;
}
static inline Value value_from_cell(const void *cell) { return TAG_CELL | (uintptr_t)cell; }

#endif

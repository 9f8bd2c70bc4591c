// The abstract operations and operators of ECMA-262 that all tiers and the library share, in their
// general forms: the tiers' fast paths fall back to these.
#ifndef MICA_CORE_OPERATIONS_H
#define MICA_CORE_OPERATIONS_H

#include "vm/core/decimal.h"
#include "vm/core/vm.h"

// ---- Conversions (ECMA-262 7.1). Those on objects may run script. false, NULL or VALUE_EXCEPTION:
// thrown.

bool to_boolean(Value value);
bool to_number(struct vm *vm, Value value, double *number);
bool to_integer_or_infinity(struct vm *vm, Value value, double *integer);
bool to_int32(struct vm *vm, Value value, int32_t *integer);
bool to_uint32(struct vm *vm, Value value, uint32_t *integer);
// 7.1.20: 0 to 2^53 - 1.
bool to_length(struct vm *vm, Value value, double *length);
struct string *to_string(struct vm *vm, Value value);
// `hint` is ATOM_number, ATOM_string, or ATOM_empty for default.
Value to_primitive(struct vm *vm, Value value, enum atom hint);
struct object *to_object(struct vm *vm, Value value);
// 7.1.6, modulo 2^32.
int32_t double_to_int32(double number);

// ---- Operators on any operands. VALUE_EXCEPTION: thrown.

Value operator_add(struct vm *vm, Value a, Value b);
enum arithmetic {
  ARITHMETIC_SUBTRACT,
  ARITHMETIC_MULTIPLY,
  ARITHMETIC_DIVIDE,
  ARITHMETIC_REMAINDER,
  ARITHMETIC_EXPONENT,
  ARITHMETIC_AND,
  ARITHMETIC_OR,
  ARITHMETIC_XOR,
  ARITHMETIC_SHIFT_LEFT,
  ARITHMETIC_SHIFT_RIGHT,
  ARITHMETIC_SHIFT_RIGHT_UNSIGNED
};
Value operator_arithmetic(struct vm *vm, enum arithmetic operation, Value a, Value b);
double number_remainder(double a, double b);          // 6.1.6.1.6, exact int64 path inside
double number_exponent(double base, double exponent); // 6.1.6.1.3
bool strictly_equal(struct vm *vm, Value a, Value b);
int loosely_equal(struct vm *vm, Value a, Value b); // 1, 0, -1 thrown
bool same_value(struct vm *vm, Value a, Value b);
bool same_value_zero(struct vm *vm, Value a, Value b);
// a < b with the operands evaluated left first: 1 true, 0 false or undefined, -1 thrown.
int less_than(struct vm *vm, Value a, Value b);
int less_or_equal(struct vm *vm, Value a, Value b);
struct string *type_of(Value value);                            // an atom
int instance_of(struct vm *vm, Value value, Value constructor); // 1, 0, -1
int has_property(struct vm *vm, Value key, Value object);       // `in`

// ---- Objects as arrays (ECMA-262 7.3)

// LengthOfArrayLike (7.3.18). May run script. false: thrown.
bool length_of(struct vm *vm, struct object *object, double *length);
// The key of an index, which may be beyond int32. VALUE_EXCEPTION: thrown.
PropertyKey index_key(struct vm *vm, double index);

// ---- Numbers and text (vm/core/number.c)

#define NUMBER_TEXT_BYTES 32
#define NUMBER_RADIX_TEXT_BYTES 2200
// Number::toString (6.1.6.1.20), shortest round trip, into NUMBER_TEXT_BYTES with NUL. Returns the
// length.
uint32_t number_to_text(double number, char *buffer);
// The same of an int32, without NUL.
#define INT32_TEXT_BYTES 11
uint32_t int32_to_text(int32_t integer, char *buffer);
// Radix 2 to 36, as Number.prototype.toString, into NUMBER_RADIX_TEXT_BYTES.
uint32_t number_to_text_radix(double number, int radix, char *buffer);
// Small integers have static strings. Never NULL: a number's text is short.
struct string *number_to_string(struct vm *vm, Value number);
// These read flat strings of any length, hence poll. false: thrown.
//
// StringToNumber (7.1.4.1).
bool string_to_number(struct vm *vm, const struct string *flat, double *number);
// The longest prefix of what stands from `from` on that is a decimal literal (StrDecimalLiteral,
// sign included), as parseFloat reads it; NaN when there is none.
bool string_parse_float(struct vm *vm, const struct string *flat, uint32_t from, double *number);
// The integer whose digits of a radix (2 to 36) stand at `from`, as parseInt reads it; NaN when
// there is none.
bool string_parse_integer(struct vm *vm, const struct string *flat, uint32_t from, uint32_t radix,
                          double *number);
// Where the white space at the start ends and that at the end begins (TrimString, 22.1.3.32.1).
// Either may be NULL: that side stays as it is.
bool string_trim(struct vm *vm, const struct string *flat, uint32_t *from, uint32_t *end);
// WhiteSpace or LineTerminator (12.2, 12.3).
bool unit_is_white_space(uint16_t unit);

#endif

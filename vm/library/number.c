// Number and Boolean (ECMA-262 21.1, 20.3).
#include "vm/library/library.h"

#include <stdio.h>

// ---- Number

Value number_constructor(struct vm *vm, Value *frame, uint32_t count) {
  bool constructing = vm->constructing;
  double number = 0;
  if (count > 0 && !to_number(vm, frame[1], &number))
    return VALUE_EXCEPTION;
  Value value = value_from_number(number);
  return constructing ? object_result(to_object(vm, value)) : value;
}

static bool is_integer(Value value) {
  if (value_is_int32(value))
    return true;
  return value_is_double(value) && isfinite(value_number(value)) &&
         floor(value_number(value)) == value_number(value);
}

Value number_is_integer(struct vm *vm, Value *frame, uint32_t count) {
  (void)vm;
  (void)count;
  return value_from_boolean(is_integer(frame[1]));
}

Value number_is_safe_integer(struct vm *vm, Value *frame, uint32_t count) {
  (void)vm;
  (void)count;
  return value_from_boolean(is_integer(frame[1]) &&
                            fabs(value_number(frame[1])) <= 9007199254740991.0);
}

Value number_is_finite(struct vm *vm, Value *frame, uint32_t count) {
  (void)vm;
  (void)count;
  return value_from_boolean(value_is_number(frame[1]) && isfinite(value_number(frame[1])));
}

Value number_is_nan(struct vm *vm, Value *frame, uint32_t count) {
  (void)vm;
  (void)count;
  return value_from_boolean(value_is_double(frame[1]) &&
                            value_number(frame[1]) != value_number(frame[1]));
}

// ---- Number.prototype

// ThisNumberValue (21.1.3.7.1). false: thrown.
static bool this_number(struct vm *vm, Value value, const char *method, double *number) {
  if (value_is_object(value) && value_object(value)->cell.type == CELL_OBJECT &&
      value_object(value)->cell.kind == CLASS_NUMBER)
    value = ((const struct wrapper *)value_object(value))->primitive;
  if (value_is_number(value)) {
    *number = value_number(value);
    return true;
  }
  throw_type_error(vm, "Number.prototype.%s requires that 'this' be a Number", method);
  return false;
}

static Value text_value(struct vm *vm, const char *text, uint32_t length) {
  return string_result(string_from_latin1(vm, text, length));
}

Value number_prototype_to_string(struct vm *vm, Value *frame, uint32_t count) {
  (void)count;
  double number, radix = 10;
  if (!this_number(vm, frame[0], "toString", &number) ||
      (frame[1] != VALUE_UNDEFINED && !to_integer_or_infinity(vm, frame[1], &radix)))
    return VALUE_EXCEPTION;
  if (radix < 2 || radix > 36)
    return throw_range_error(vm, "toString() radix must be between 2 and 36");
  if (radix == 10)
    return string_result(number_to_string(vm, value_from_number(number)));
  char text[NUMBER_RADIX_TEXT_BYTES];
  return text_value(vm, text, number_to_text_radix(number, (int)radix, text));
}

Value number_prototype_value_of(struct vm *vm, Value *frame, uint32_t count) {
  (void)count;
  double number;
  return this_number(vm, frame[0], "valueOf", &number) ? value_from_number(number)
                                                       : VALUE_EXCEPTION;
}

// It would inherit Object.prototype's, which knows nothing of locales.
Value number_prototype_to_locale_string(struct vm *vm, Value *frame, uint32_t count) {
  (void)frame;
  (void)count;
  return throw_final(vm, MICA_ERROR_UNSUPPORTED, "unsupported: Number.prototype.toLocaleString");
}

// ---- Chosen numbers of digits, all from the exact expansion

#define MOST_DIGITS 100
// Sign, 21 digits before the point, the point, 100 behind it, and exponents.
#define FORMATTED_BYTES 160

struct format {
  char text[FORMATTED_BYTES];
  uint32_t length;
};

static void put(struct format *format, char letter) { format->text[format->length++] = letter; }

// The decimal's digit that stands for 10^(point - 1 - index); zeros beyond its ends.
static char digit_at(const struct decimal *decimal, int64_t index) {
  return index >= 0 && index < (int64_t)decimal->count ? decimal->digits[index] : '0';
}

// The digits with `places` of them behind the point.
static void put_fixed(struct format *format, const struct decimal *decimal, int32_t places) {
  int32_t point = decimal->count == 0 ? 0 : decimal->point;
  if (point <= 0)
    put(format, '0');
  for (int32_t i = 0; i < point; i++)
    put(format, digit_at(decimal, i));
  if (places > 0)
    put(format, '.');
  for (int32_t i = 0; i < places; i++)
    put(format, digit_at(decimal, (int64_t)point + i));
}

// One digit before the point, `places` behind it, and the exponent.
static void put_exponential(struct format *format, const struct decimal *decimal, int32_t places) {
  int32_t exponent = decimal->count == 0 ? 0 : decimal->point - 1;
  put(format, digit_at(decimal, 0));
  if (places > 0)
    put(format, '.');
  for (int32_t i = 0; i < places; i++)
    put(format, digit_at(decimal, 1 + i));
  format->length += (uint32_t)snprintf(format->text + format->length,
                                       FORMATTED_BYTES - format->length, "e%+d", exponent);
}

// Takes `this` and the count of digits; *plain when the number has no digits (NaN, Infinity).
// false: thrown.
static bool start_format(struct vm *vm, Value *frame, const char *method, double *number,
                         double *digits, bool *plain) {
  if (!this_number(vm, frame[0], method, number) || !to_integer_or_infinity(vm, frame[1], digits))
    return false;
  *plain = !isfinite(*number);
  return true;
}

static Value plain_text(struct vm *vm, double number) {
  return string_result(number_to_string(vm, value_from_number(number)));
}

static Value throw_digits(struct vm *vm, const char *method, int least) {
  return throw_range_error(vm, "%s() argument must be between %d and %d", method, least,
                           MOST_DIGITS);
}

static Value finish_format(struct vm *vm, const struct format *format) {
  return text_value(vm, format->text, format->length);
}

// The sign of what is shown: -0 has none, but a negative number that rounds to zero has.
static void start_number(struct format *format, double number, struct decimal *decimal) {
  format->length = 0;
  if (number < 0)
    put(format, '-');
  decimal_exact(fabs(number), decimal);
}

Value number_prototype_to_fixed(struct vm *vm, Value *frame, uint32_t count) {
  (void)count;
  double number, digits;
  bool plain;
  if (!start_format(vm, frame, "toFixed", &number, &digits, &plain))
    return VALUE_EXCEPTION;
  if (digits < 0 || digits > MOST_DIGITS)
    return throw_digits(vm, "toFixed", 0);
  if (plain || fabs(number) >= 1e21)
    return plain_text(vm, number);
  struct format format;
  struct decimal decimal;
  start_number(&format, number, &decimal);
  decimal_round(&decimal, decimal.point + (int64_t)digits);
  put_fixed(&format, &decimal, (int32_t)digits);
  return finish_format(vm, &format);
}

Value number_prototype_to_exponential(struct vm *vm, Value *frame, uint32_t count) {
  (void)count;
  double number, digits;
  bool plain;
  if (!start_format(vm, frame, "toExponential", &number, &digits, &plain))
    return VALUE_EXCEPTION;
  if (plain)
    return plain_text(vm, number);
  if (digits < 0 || digits > MOST_DIGITS)
    return throw_digits(vm, "toExponential", 0);
  struct format format;
  struct decimal decimal;
  start_number(&format, number, &decimal);
  if (frame[1] == VALUE_UNDEFINED) {
    decimal_shortest(fabs(number), &decimal);
    digits = decimal.count > 0 ? decimal.count - 1 : 0;
  } else {
    decimal_round(&decimal, (int64_t)digits + 1);
  }
  put_exponential(&format, &decimal, (int32_t)digits);
  return finish_format(vm, &format);
}

Value number_prototype_to_precision(struct vm *vm, Value *frame, uint32_t count) {
  (void)count;
  double number, digits;
  bool plain;
  if (!start_format(vm, frame, "toPrecision", &number, &digits, &plain))
    return VALUE_EXCEPTION;
  if (frame[1] == VALUE_UNDEFINED || plain)
    return plain_text(vm, number);
  if (digits < 1 || digits > MOST_DIGITS)
    return throw_digits(vm, "toPrecision", 1);
  struct format format;
  struct decimal decimal;
  start_number(&format, number, &decimal);
  decimal_round(&decimal, (int64_t)digits);
  int32_t exponent = decimal.count == 0 ? 0 : decimal.point - 1;
  if (exponent < -6 || exponent >= digits)
    put_exponential(&format, &decimal, (int32_t)digits - 1);
  else
    put_fixed(&format, &decimal, (int32_t)digits - 1 - exponent);
  return finish_format(vm, &format);
}

// ---- Boolean

Value boolean_constructor(struct vm *vm, Value *frame, uint32_t count) {
  (void)count;
  bool constructing = vm->constructing;
  Value value = value_from_boolean(to_boolean(frame[1]));
  return constructing ? object_result(to_object(vm, value)) : value;
}

// ThisBooleanValue (20.3.3.3.1)
static Value this_boolean(struct vm *vm, Value value, const char *method) {
  if (value_is_object(value) && value_object(value)->cell.type == CELL_OBJECT &&
      value_object(value)->cell.kind == CLASS_BOOLEAN)
    value = ((const struct wrapper *)value_object(value))->primitive;
  if (value_is_boolean(value))
    return value;
  return throw_type_error(vm, "Boolean.prototype.%s requires that 'this' be a Boolean", method);
}

Value boolean_prototype_to_string(struct vm *vm, Value *frame, uint32_t count) {
  (void)count;
  Value value = this_boolean(vm, frame[0], "toString");
  if (value == VALUE_EXCEPTION)
    return VALUE_EXCEPTION;
  return value_from_string(atom(value == VALUE_TRUE ? ATOM_true : ATOM_false));
}

Value boolean_prototype_value_of(struct vm *vm, Value *frame, uint32_t count) {
  (void)count;
  return this_boolean(vm, frame[0], "valueOf");
}

// Functions of the global object (ECMA-262 19.2).
#include "vm/library/library.h"

Value global_is_nan(struct vm *vm, Value *frame, uint32_t count) {
  (void)count;
  double number;
  return to_number(vm, frame[1], &number) ? value_from_boolean(number != number) : VALUE_EXCEPTION;
}

Value global_is_finite(struct vm *vm, Value *frame, uint32_t count) {
  (void)count;
  double number;
  return to_number(vm, frame[1], &number) ? value_from_boolean(isfinite(number)) : VALUE_EXCEPTION;
}

// The argument as flat text, and where it begins behind white space. NULL: thrown.
static struct string *trimmed(struct vm *vm, Value *frame, uint32_t *start) {
  struct string *string = to_string(vm, frame[1]);
  struct string *flat = string ? string_flatten(vm, string) : NULL;
  if (!flat)
    return NULL;
  frame[1] = value_from_string(flat);
  return string_trim(vm, flat, start, NULL) ? flat : NULL;
}

Value global_parse_float(struct vm *vm, Value *frame, uint32_t count) {
  (void)count;
  if (value_is_int32(frame[1]))
    return frame[1];
  uint32_t start;
  double number;
  const struct string *flat = trimmed(vm, frame, &start);
  return flat && string_parse_float(vm, flat, start, &number) ? value_from_number(number)
                                                              : VALUE_EXCEPTION;
}

Value global_parse_int(struct vm *vm, Value *frame, uint32_t count) {
  (void)count;
  int32_t radix;
  uint32_t at;
  if (value_is_int32(frame[1]) && frame[2] == VALUE_UNDEFINED)
    return frame[1];
  const struct string *flat = trimmed(vm, frame, &at);
  if (!flat || !to_int32(vm, frame[2], &radix))
    return VALUE_EXCEPTION;
  uint32_t end = string_length(flat);
  uint16_t sign = at < end ? string_unit(flat, at) : 0;
  at += sign == '-' || sign == '+';
  if ((radix == 0 || radix == 16) && at + 1 < end && string_unit(flat, at) == '0' &&
      (string_unit(flat, at + 1) | 0x20) == 'x') {
    at += 2;
    radix = 16;
  }
  if (radix == 0)
    radix = 10;
  if (radix < 2 || radix > 36)
    return value_from_number(NAN);
  double number;
  if (!string_parse_integer(vm, flat, at, (uint32_t)radix, &number))
    return VALUE_EXCEPTION;
  return value_from_number(sign == '-' ? -number : number);
}

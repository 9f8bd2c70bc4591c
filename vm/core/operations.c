// Conversions and operators in their general forms (ECMA-262 clauses 7 and 13).
//
// The tiers have fast paths of their own for the common operands and come here for the rest, so
// each function decides by the operands' types in the order of the specification. Whatever may run
// script (a user's valueOf, a getter) roots what it needs afterwards on the script stack.
#include "vm/core/operations.h"

#include "vm/library/library.h"

#include <float.h>

// ---- Conversions

bool to_boolean(Value value) {
  if (value_is_boolean(value))
    return value == VALUE_TRUE;
  if (value_is_int32(value))
    return value_to_int32_raw(value) != 0;
  if (value_is_double(value)) {
    double number = value_to_double_raw(value);
    return number == number && number != 0;
  }
  if (value_is_string(value))
    return string_length(value_string(value)) != 0;
  return !value_is_nullish(value);
}

// OrdinaryToPrimitive (7.1.1.1)
static Value ordinary_to_primitive(struct vm *vm, Value object, bool string_first) {
  for (int attempt = 0; attempt < 2; attempt++) {
    enum atom name = (attempt == 0) == string_first ? ATOM_to_string : ATOM_value_of;
    Value method = value_get(vm, object, property_key_from_atom(atom(name)));
    if (method == VALUE_EXCEPTION)
      return VALUE_EXCEPTION;
    if (!value_is_function(method))
      continue;
    Value result = vm_call(vm, method, object, NULL, 0);
    if (!value_is_object(result))
      return result; // VALUE_EXCEPTION too
  }
  return throw_type_error(vm, "Cannot convert object to primitive value");
}

Value to_primitive(struct vm *vm, Value value, enum atom hint) {
  if (!value_is_object(value))
    return value;
  vm_push(vm, value);
  Value result = ordinary_to_primitive(vm, value, hint == ATOM_string);
  vm->top--;
  return result;
}

bool to_number(struct vm *vm, Value value, double *number) {
  if (value_is_object(value)) {
    value = to_primitive(vm, value, ATOM_number);
    if (value == VALUE_EXCEPTION)
      return false;
  }
  if (value_is_number(value)) {
    *number = value_number(value);
  } else if (value_is_string(value)) {
    struct string *flat = string_flatten(vm, value_string(value));
    return flat && string_to_number(vm, flat, number);
  } else {
    *number = value == VALUE_UNDEFINED ? NAN : value == VALUE_TRUE;
  }
  return true;
}

bool to_integer_or_infinity(struct vm *vm, Value value, double *integer) {
  if (value_is_int32(value)) {
    *integer = value_to_int32_raw(value);
    return true;
  }
  double number;
  if (!to_number(vm, value, &number))
    return false;
  *integer = number != number ? 0 : trunc(number) + 0.0; // never -0
  return true;
}

bool to_length(struct vm *vm, Value value, double *length) {
  double integer;
  if (!to_integer_or_infinity(vm, value, &integer))
    return false;
  *length = integer <= 0 ? 0 : fmin(integer, 9007199254740991.0);
  return true;
}

int32_t double_to_int32(double number) {
  if (number >= -2147483648.0 && number <= 2147483647.0)
    return (int32_t)number;
  uint64_t bits;
  memcpy(&bits, &number, sizeof bits);
  int exponent = (int)(bits >> 52 & 0x7FF) - 1075; // number = significand * 2^exponent
  if (exponent >= 32)                              // infinities and NaN too
    return 0;
  uint64_t significand = (bits & 0xFFFFFFFFFFFFFu) | 0x10000000000000u;
  uint32_t low = (uint32_t)(exponent >= 0 ? significand << exponent : significand >> -exponent);
  return (int32_t)(bits >> 63 ? -low : low);
}

bool to_int32(struct vm *vm, Value value, int32_t *integer) {
  if (value_is_int32(value)) {
    *integer = value_to_int32_raw(value);
    return true;
  }
  double number;
  if (!to_number(vm, value, &number))
    return false;
  *integer = double_to_int32(number);
  return true;
}

bool to_uint32(struct vm *vm, Value value, uint32_t *integer) {
  int32_t number;
  if (!to_int32(vm, value, &number))
    return false;
  *integer = (uint32_t)number;
  return true;
}

struct string *to_string(struct vm *vm, Value value) {
  if (value_is_object(value)) {
    value = to_primitive(vm, value, ATOM_string);
    if (value == VALUE_EXCEPTION)
      return NULL;
  }
  if (value_is_string(value))
    return value_string(value);
  if (value_is_number(value))
    return number_to_string(vm, value);
  if (value_is_boolean(value))
    return atom(value == VALUE_TRUE ? ATOM_true : ATOM_false);
  return atom(value == VALUE_NULL ? ATOM_null : ATOM_undefined);
}

struct object *to_object(struct vm *vm, Value value) {
  if (value_is_object(value))
    return value_object(value);
  if (value_is_nullish(value)) {
    throw_type_error(vm, "Cannot convert undefined or null to object");
    return NULL;
  }
  enum object_class class = CLASS_NUMBER;
  enum intrinsic prototype = INTRINSIC_NUMBER_PROTOTYPE;
  if (value_is_string(value)) {
    class = CLASS_STRING;
    prototype = INTRINSIC_STRING_PROTOTYPE;
  } else if (value_is_boolean(value)) {
    class = CLASS_BOOLEAN;
    prototype = INTRINSIC_BOOLEAN_PROTOTYPE;
  }
  return object_new_wrapper(vm, class, vm_builtin(vm, prototype), value);
}

// ---- Arithmetic

double number_remainder(double a, double b) {
  if (fabs(a) <= NUMBER_EXACT_LIMIT && fabs(b) <= NUMBER_EXACT_LIMIT) {
    int64_t x = (int64_t)a, y = (int64_t)b;
    if ((double)x == a && (double)y == b && y != 0)
      return copysign((double)(x % y), a);
  }
  return fmod(a, b);
}

double number_exponent(double base, double exponent) {
  // IEEE 754 says 1 where ECMAScript says NaN.
  if (exponent != exponent || (fabs(base) == 1 && fabs(exponent) > DBL_MAX))
    return NAN;
  return pow(base, exponent);
}

static Value number_operation(enum arithmetic operation, double a, double b) {
  int32_t x, y;
  switch (operation) {
  case ARITHMETIC_SUBTRACT:
    return value_from_number(a - b);
  case ARITHMETIC_MULTIPLY:
    return value_from_number(a * b);
  case ARITHMETIC_DIVIDE:
    return value_from_number(a / b);
  case ARITHMETIC_REMAINDER:
    return value_from_number(number_remainder(a, b));
  case ARITHMETIC_EXPONENT:
    return value_from_number(number_exponent(a, b));
  default:
    break;
  }
  x = double_to_int32(a);
  y = double_to_int32(b);
  switch (operation) {
  case ARITHMETIC_AND:
    return value_from_int32(x & y);
  case ARITHMETIC_OR:
    return value_from_int32(x | y);
  case ARITHMETIC_XOR:
    return value_from_int32(x ^ y);
  case ARITHMETIC_SHIFT_LEFT:
    return value_from_int32((int32_t)((uint32_t)x << (y & 31)));
  case ARITHMETIC_SHIFT_RIGHT:
    return value_from_int32(x >> (y & 31));
  default:
    return value_from_number((uint32_t)x >> (y & 31));
  }
}

// ToNumeric of both operands, the left one first.
static bool to_numbers(struct vm *vm, Value a, Value b, double *x, double *y) {
  if (value_is_number(a) && value_is_number(b)) {
    *x = value_number(a);
    *y = value_number(b);
    return true;
  }
  vm_push(vm, b);
  bool done = to_number(vm, a, x) && to_number(vm, b, y);
  vm->top--;
  return done;
}

Value operator_arithmetic(struct vm *vm, enum arithmetic operation, Value a, Value b) {
  double x, y;
  if (!to_numbers(vm, a, b, &x, &y))
    return VALUE_EXCEPTION;
  return number_operation(operation, x, y);
}

static Value concatenate(struct vm *vm, Value a, Value b) {
  struct string *left = to_string(vm, a);
  struct string *right = left ? to_string(vm, b) : NULL;
  struct string *result = right ? string_concatenate(vm, left, right) : NULL;
  return result ? value_from_string(result) : VALUE_EXCEPTION;
}

// Both operands as primitives, the left one first. false: thrown.
static bool to_primitives(struct vm *vm, Value *a, Value *b, enum atom hint) {
  if (!value_is_object(*a) && !value_is_object(*b))
    return true;
  Value *saved = vm->top;
  vm_push(vm, *a);
  vm_push(vm, *b);
  saved[0] = to_primitive(vm, saved[0], hint);
  if (saved[0] != VALUE_EXCEPTION)
    saved[1] = to_primitive(vm, saved[1], hint);
  *a = saved[0];
  *b = saved[1];
  vm->top = saved;
  return *a != VALUE_EXCEPTION && *b != VALUE_EXCEPTION;
}

// Joins a flat string and an int32, whose text is no string of its own but one on the C stack: its
// digits lie where a rope has its halves. VALUE_ABSENT: it takes more than that.
static inline Value concatenate_integer(struct vm *vm, Value string, Value integer,
                                        bool string_first) {
  if (!value_is_string(string) || !value_is_int32(integer))
    return VALUE_ABSENT;
  const struct string *flat = value_string(string);
  if (flat->cell.kind > STRING_UTF16 || string_length(flat) + INT32_TEXT_BYTES > STRING_FLAT_LENGTH)
    return VALUE_ABSENT;
  struct string digits = {.cell = {.type = CELL_STRING, .kind = STRING_LATIN1}};
  digits.cell.extra = int32_to_text(value_to_int32_raw(integer), (char *)digits.latin1);
  return value_from_string(string_first ? string_concatenate_flat(vm, flat, &digits)
                                        : string_concatenate_flat(vm, &digits, flat));
}
_Static_assert(sizeof(struct string) - offsetof(struct string, latin1) >= INT32_TEXT_BYTES,
               "an int32's digits fit");

static Value add_general(struct vm *vm, Value a, Value b) {
  if (!to_primitives(vm, &a, &b, ATOM_empty))
    return VALUE_EXCEPTION;
  if (value_is_string(a) || value_is_string(b))
    return concatenate(vm, a, b);
  double x, y;
  if (!to_numbers(vm, a, b, &x, &y))
    return VALUE_EXCEPTION;
  return value_from_number(x + y);
}

Value operator_add(struct vm *vm, Value a, Value b) {
  if (value_is_number(a) && value_is_number(b))
    return value_from_number(value_number(a) + value_number(b));
  if (value_is_string(a) && value_is_string(b)) {
    struct string *result = string_concatenate(vm, value_string(a), value_string(b));
    return result ? value_from_string(result) : VALUE_EXCEPTION;
  }
  Value joined = value_is_string(a) ? concatenate_integer(vm, a, b, true)
                                    : concatenate_integer(vm, b, a, false);
  return joined != VALUE_ABSENT ? joined : add_general(vm, a, b);
}

// ---- Comparison

static bool strings_equal(struct vm *vm, Value a, Value b) {
  return value_is_string(a) && value_is_string(b) &&
         string_equal(vm, value_string(a), value_string(b));
}

bool strictly_equal(struct vm *vm, Value a, Value b) {
  if (value_is_number(a))
    return value_is_number(b) && value_number(a) == value_number(b);
  return a == b || strings_equal(vm, a, b);
}

bool same_value_zero(struct vm *vm, Value a, Value b) {
  if (value_is_number(a) && value_is_number(b)) {
    double x = value_number(a), y = value_number(b);
    return x == y || (x != x && y != y);
  }
  return a == b || strings_equal(vm, a, b);
}

bool same_value(struct vm *vm, Value a, Value b) {
  if (value_is_number(a) && value_is_number(b) && value_number(a) == 0)
    return value_number(b) == 0 && !signbit(value_number(a)) == !signbit(value_number(b));
  return same_value_zero(vm, a, b);
}

// IsLooselyEqual (7.2.14) once both are primitives of different types, neither of them nullish.
static int primitives_equal(struct vm *vm, Value a, Value b) {
  double x, y;
  if (!to_numbers(vm, a, b, &x, &y))
    return -1;
  return x == y;
}

int loosely_equal(struct vm *vm, Value a, Value b) {
  if (strictly_equal(vm, a, b))
    return 1;
  if (value_is_nullish(a) || value_is_nullish(b))
    return value_is_nullish(a) && value_is_nullish(b);
  if (value_is_object(a) && value_is_object(b))
    return 0;
  if (!to_primitives(vm, &a, &b, ATOM_empty))
    return -1;
  if (value_is_string(a) && value_is_string(b))
    return string_equal(vm, value_string(a), value_string(b));
  if (value_is_nullish(a) || value_is_nullish(b)) // of a valueOf
    return 0;
  return primitives_equal(vm, a, b);
}

// IsLessThan (7.2.13), or its negation with the operands exchanged: 1, 0 (NaN too), -1 thrown.
static int compare(struct vm *vm, Value a, Value b, bool or_equal) {
  if (!to_primitives(vm, &a, &b, ATOM_number))
    return -1;
  if (value_is_string(a) && value_is_string(b)) {
    struct string *left = string_flatten(vm, value_string(a));
    struct string *right = left ? string_flatten(vm, value_string(b)) : NULL;
    if (!right)
      return -1;
    int order = string_compare(vm, left, right);
    return or_equal ? order <= 0 : order < 0;
  }
  double x, y;
  if (!to_numbers(vm, a, b, &x, &y))
    return -1;
  return or_equal ? x <= y : x < y;
}

int less_than(struct vm *vm, Value a, Value b) { return compare(vm, a, b, false); }

int less_or_equal(struct vm *vm, Value a, Value b) { return compare(vm, a, b, true); }

// ---- Operators on types and objects

struct string *type_of(Value value) {
  if (value_is_number(value))
    return atom(ATOM_number);
  if (value_is_string(value))
    return atom(ATOM_string);
  if (value_is_function(value))
    return atom(ATOM_function);
  if (value_is_boolean(value))
    return atom(ATOM_boolean);
  return atom(value_is_object(value) || value == VALUE_NULL ? ATOM_object : ATOM_undefined);
}

int instance_of(struct vm *vm, Value value, Value constructor) {
  if (!value_is_function(constructor)) {
    throw_type_error(vm, "Right-hand side of 'instanceof' is not %s",
                     value_is_object(constructor) ? "callable" : "an object");
    return -1;
  }
  if (function_is_bound(value_function(constructor)))
    return instance_of(vm, value, value_function(constructor)->captures[BOUND_TARGET]);
  if (!value_is_object(value))
    return 0;
  vm_push(vm, value);
  Value prototype = value_get(vm, constructor, property_key_from_atom(atom(ATOM_prototype)));
  vm->top--;
  if (prototype == VALUE_EXCEPTION)
    return -1;
  if (!value_is_object(prototype)) {
    char text[80];
    throw_type_error(vm, "Function has non-object prototype '%s' in instanceof check",
                     describe_value(vm, prototype, text, sizeof text));
    return -1;
  }
  const struct object *object = object_prototype(value_object(value));
  while (object && object != value_object(prototype))
    object = object_prototype(object);
  return object != NULL;
}

int has_property(struct vm *vm, Value key, Value object) {
  if (!value_is_object(object)) {
    char name[80], text[80];
    throw_type_error(vm, "Cannot use 'in' operator to search for '%s' in %s",
                     describe_value(vm, key, name, sizeof name),
                     describe_value(vm, object, text, sizeof text));
    return -1;
  }
  vm_push(vm, object);
  PropertyKey name = property_key(vm, key);
  vm->top--;
  if (name == VALUE_EXCEPTION)
    return -1;
  if (object_has(vm, value_object(object), name))
    return 1;
  return library_missing_property(vm, object, name) == VALUE_EXCEPTION ? -1 : 0;
}

// ---- Objects as arrays

bool length_of(struct vm *vm, struct object *object, double *length) {
  if (object_is_array(object)) {
    *length = ((struct array *)object)->length;
    return true;
  }
  Value value = object_get(vm, object, property_key_from_atom(atom(ATOM_length)));
  return value != VALUE_EXCEPTION && to_length(vm, value, length);
}

PropertyKey index_key(struct vm *vm, double index) {
  Value number = value_from_number(index);
  return value_is_int32(number) ? number : property_key(vm, number);
}

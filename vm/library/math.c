// Math (ECMA-262 21.3).
//
// What the standard leaves to the implementation (the last digits of sin, exp and the like) is the
// C library's; rounding, signs of zero and NaN are the standard's.
#include "vm/library/library.h"

#include <time.h>

// ---- Functions of one number that are C's

#define UNARY(name, expression)                                                                    \
  Value math_##name(struct vm *vm, Value *frame, uint32_t count) {                                 \
    (void)count;                                                                                   \
    double x;                                                                                      \
    return to_number(vm, frame[1], &x) ? value_from_number(expression) : VALUE_EXCEPTION;          \
  }

// Of integers, these are the integers themselves.
#define ROUNDING(name, expression)                                                                 \
  Value math_##name(struct vm *vm, Value *frame, uint32_t count) {                                 \
    (void)count;                                                                                   \
    double x;                                                                                      \
    if (value_is_int32(frame[1]))                                                                  \
      return frame[1];                                                                             \
    return to_number(vm, frame[1], &x) ? value_from_number(expression) : VALUE_EXCEPTION;          \
  }

// Halves go up; what rounds to zero keeps its sign.
static double round_half_up(double x) {
  double below = floor(x);
  return copysign(x - below >= 0.5 ? below + 1 : below, x);
}

// The C library's root is off by a unit even for cubes of integers: a step of Newton's mends that.
static double cube_root(double x) {
  double root = cbrt(x);
  if (!isfinite(root) || root == 0)
    return root;
  double square = root * root;
  return isfinite(square * root) ? root - (square * root - x) / (3 * square) : root;
}

static double sign_of(double x) { return x > 0 ? 1 : x < 0 ? -1 : x; }

ROUNDING(floor, floor(x))
ROUNDING(ceil, ceil(x))
ROUNDING(trunc, trunc(x))
ROUNDING(round, round_half_up(x))
UNARY(abs, fabs(x))
UNARY(acos, acos(x))
UNARY(acosh, acosh(x))
UNARY(asin, asin(x))
UNARY(asinh, asinh(x))
UNARY(atan, atan(x))
UNARY(atanh, atanh(x))
UNARY(cbrt, cube_root(x))
UNARY(cos, cos(x))
UNARY(cosh, cosh(x))
UNARY(exp, exp(x))
UNARY(expm1, expm1(x))
UNARY(fround, (float)x)
UNARY(log, log(x))
UNARY(log10, log10(x))
UNARY(log1p, log1p(x))
UNARY(log2, log2(x))
UNARY(sign, sign_of(x))
UNARY(sin, sin(x))
UNARY(sinh, sinh(x))
UNARY(sqrt, sqrt(x))
UNARY(tan, tan(x))
UNARY(tanh, tanh(x))

// ---- Of two numbers

Value math_atan2(struct vm *vm, Value *frame, uint32_t count) {
  (void)count;
  double y, x;
  if (!to_number(vm, frame[1], &y) || !to_number(vm, frame[2], &x))
    return VALUE_EXCEPTION;
  return value_from_number(atan2(y, x));
}

Value math_pow(struct vm *vm, Value *frame, uint32_t count) {
  (void)count;
  double base, exponent;
  if (!to_number(vm, frame[1], &base) || !to_number(vm, frame[2], &exponent))
    return VALUE_EXCEPTION;
  return value_from_number(number_exponent(base, exponent));
}

Value math_imul(struct vm *vm, Value *frame, uint32_t count) {
  (void)count;
  uint32_t a, b;
  if (!to_uint32(vm, frame[1], &a) || !to_uint32(vm, frame[2], &b))
    return VALUE_EXCEPTION;
  return value_from_int32((int32_t)(a * b));
}

Value math_clz32(struct vm *vm, Value *frame, uint32_t count) {
  (void)count;
  uint32_t number;
  if (!to_uint32(vm, frame[1], &number))
    return VALUE_EXCEPTION;
  return value_from_int32(number == 0 ? 32 : __builtin_clz(number));
}

// ---- Of any count

// Converts the arguments where they stand. false: thrown.
static bool arguments_to_numbers(struct vm *vm, Value *frame, uint32_t count) {
  for (uint32_t i = 1; i <= count; i++) {
    double number;
    if (!to_number(vm, frame[i], &number))
      return false;
    frame[i] = value_from_number(number);
  }
  return true;
}

// The extreme of the arguments: each must be at least (as great, times `direction`) as the result.
static Value extreme(struct vm *vm, Value *frame, uint32_t count, double direction) {
  if (!arguments_to_numbers(vm, frame, count))
    return VALUE_EXCEPTION;
  double result = -INFINITY * direction;
  for (uint32_t i = 1; i <= count; i++) {
    double number = value_number(frame[i]);
    if (number != number)
      return value_from_number(NAN);
    bool zeros = number == 0 && result == 0;
    if (number * direction > result * direction || (zeros && signbit(result) && direction > 0) ||
        (zeros && signbit(number) && direction < 0))
      result = number;
  }
  return value_from_number(result);
}

Value math_max(struct vm *vm, Value *frame, uint32_t count) {
  if (count == 2 && value_both_int32(frame[1], frame[2]))
    return value_to_int32_raw(frame[1]) > value_to_int32_raw(frame[2]) ? frame[1] : frame[2];
  return extreme(vm, frame, count, 1);
}

Value math_min(struct vm *vm, Value *frame, uint32_t count) {
  if (count == 2 && value_both_int32(frame[1], frame[2]))
    return value_to_int32_raw(frame[1]) < value_to_int32_raw(frame[2]) ? frame[1] : frame[2];
  return extreme(vm, frame, count, -1);
}

// Scaled by the greatest, so that no square overflows, and summed with compensation (W. Kahan,
// 1965).
Value math_hypot(struct vm *vm, Value *frame, uint32_t count) {
  if (!arguments_to_numbers(vm, frame, count))
    return VALUE_EXCEPTION;
  double greatest = 0;
  bool unknown = false;
  for (uint32_t i = 1; i <= count; i++) {
    double number = fabs(value_number(frame[i]));
    unknown |= number != number;
    greatest = fmax(greatest, number);
  }
  if (greatest == INFINITY || unknown)
    return value_from_number(greatest == INFINITY ? INFINITY : NAN);
  if (greatest == 0)
    return value_from_int32(0);
  double sum = 0, compensation = 0;
  for (uint32_t i = 1; i <= count; i++) {
    double scaled = value_number(frame[i]) / greatest;
    double summand = scaled * scaled - compensation;
    double next = sum + summand;
    compensation = (next - sum) - summand;
    sum = next;
  }
  return value_from_number(sqrt(sum) * greatest);
}

// ---- Random numbers: xorshift128+ (S. Vigna, "Further scramblings of Marsaglia's xorshift
// generators", 2017)

// SplitMix64, which spreads a seed's bits (G. Steele et al., 2014).
static uint64_t spread(uint64_t *seed) {
  uint64_t mixed = *seed += 0x9E3779B97F4A7C15u;
  mixed = (mixed ^ mixed >> 30) * 0xBF58476D1CE4E5B9u;
  mixed = (mixed ^ mixed >> 27) * 0x94D049BB133111EBu;
  return mixed ^ mixed >> 31;
}

static void seed_random(struct vm *vm) {
  struct timespec now;
  clock_gettime(CLOCK_REALTIME, &now);
  uint64_t seed = (uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec;
  seed ^= (uint64_t)(uintptr_t)vm << 16;
  vm->random_state[0] = spread(&seed);
  vm->random_state[1] = spread(&seed) | 1; // never both zero
}

Value math_random(struct vm *vm, Value *frame, uint32_t count) {
  (void)frame;
  (void)count;
  uint64_t *state = vm->random_state;
  if (state[0] == 0 && state[1] == 0)
    seed_random(vm);
  uint64_t first = state[0], second = state[1];
  uint64_t sum = first + second;
  first ^= first << 23;
  state[0] = second;
  state[1] = first ^ second ^ first >> 18 ^ second >> 5;
  return value_from_number((double)(sum >> 11) * 0x1p-53);
}

// Numbers and text: what Number::toString and StringToNumber say on top of the exact conversions of
// decimal.c.
//
// Text is made in buffers of the caller's, so that the library can build longer texts from it
// without intermediate strings. The strings of the integers below SMALL_COUNT are constant data.
#include "vm/core/operations.h"
#include "vm/stress.h"

#include <float.h>

// ---- To text

static uint32_t digit_count(uint32_t integer) {
  uint32_t count = 1;
  for (; integer >= 10000; integer /= 10000)
    count += 4;
  return count + (integer >= 10) + (integer >= 100) + (integer >= 1000);
}

// Writes the integer's digits in front of `end`, two at a time.
static void write_digits(uint32_t integer, char *end) {
  static const char pairs[] = "0001020304050607080910111213141516171819"
                              "2021222324252627282930313233343536373839"
                              "4041424344454647484950515253545556575859"
                              "6061626364656667686970717273747576777879"
                              "8081828384858687888990919293949596979899";
  for (; integer >= 100; integer /= 100)
    memcpy(end -= 2, &pairs[integer % 100 * 2], 2);
  if (integer >= 10)
    memcpy(end - 2, &pairs[integer * 2], 2);
  else
    end[-1] = (char)('0' + integer);
}

static uint32_t integer_to_text(uint32_t integer, char *buffer) {
  uint32_t length = digit_count(integer);
  write_digits(integer, buffer + length);
  return length;
}

static char *append(char *at, const char *text, uint32_t length) {
  memcpy(at, text, length);
  return at + length;
}

static char *append_zeros(char *at, int32_t count) {
  memset(at, '0', (size_t)count);
  return at + count;
}

// Steps 6 to 11 of 6.1.6.1.20; n is the decimal's point, k its count.
static char *append_decimal(char *at, const struct decimal *decimal) {
  int32_t n = decimal->point, k = (int32_t)decimal->count;
  const char *digits = decimal->digits;
  if (k <= n && n <= 21)
    return append_zeros(append(at, digits, decimal->count), n - k);
  if (0 < n && n <= 21) {
    at = append(at, digits, (uint32_t)n);
    *at++ = '.';
    return append(at, digits + n, (uint32_t)(k - n));
  }
  if (-6 < n && n <= 0) {
    at = append_zeros(append(at, "0.", 2), -n);
    return append(at, digits, decimal->count);
  }
  *at++ = digits[0];
  if (k > 1) {
    *at++ = '.';
    at = append(at, digits + 1, decimal->count - 1);
  }
  *at++ = 'e';
  *at++ = n > 0 ? '+' : '-';
  return at + integer_to_text((uint32_t)(n > 0 ? n - 1 : 1 - n), at);
}

uint32_t number_to_text(double number, char *buffer) {
  char *at = buffer;
  if (number != number) {
    at = append(at, "NaN", 3);
  } else {
    if (number < 0)
      *at++ = '-';
    number = fabs(number);
    if (number == (double)(uint32_t)(number <= UINT32_MAX ? number : 0)) {
      at += integer_to_text((uint32_t)number, at);
    } else if (number > DBL_MAX) {
      at = append(at, "Infinity", 8);
    } else {
      struct decimal decimal;
      decimal_shortest(number, &decimal);
      at = append_decimal(at, &decimal);
    }
  }
  *at = '\0';
  return (uint32_t)(at - buffer);
}

// ---- Other radixes

static const char radix_digits[] = "0123456789abcdefghijklmnopqrstuvwxyz";

static int digit_value(char digit) { return digit <= '9' ? digit - '0' : digit - 'a' + 10; }

// Digits of the fraction behind `start`, as few as tell the number from its neighbours; *integer
// takes the carry when they round up to one. Returns the end.
static char *radix_fraction(double number, int radix, double *integer, char *start) {
  double fraction = number - *integer;
  double delta = fmax(0.5 * (nextafter(number, INFINITY) - number), DBL_TRUE_MIN);
  char *at = start;
  if (fraction < delta)
    return at;
  *at++ = '.';
  do {
    fraction *= radix;
    delta *= radix;
    int digit = (int)fraction;
    *at++ = radix_digits[digit];
    fraction -= digit;
    if ((fraction > 0.5 || (fraction == 0.5 && (digit & 1))) && fraction + delta > 1) {
      // Round up; digits that would become the radix are dropped.
      while (--at > start) {
        int next = digit_value(*at) + 1;
        if (next < radix) {
          *at = radix_digits[next];
          return at + 1;
        }
      }
      *integer += 1;
      return start;
    }
  } while (fraction >= delta);
  return at;
}

// Writes the integer's digits up to `end`; returns the first. Places worth less than half the
// distance to the next double are 0, as the standard leaves open. Beyond the greatest double there
// is none, so it is the distance to the double below: half as far where a power of two begins.
static char *radix_integer(double integer, int radix, char *end) {
  double delta = 0.5 * (integer - nextafter(integer, 0));
  for (; delta >= radix; delta /= radix) {
    integer /= radix;
    *--end = '0';
  }
  do {
    double rest = fmod(integer, radix);
    *--end = radix_digits[(int)rest];
    integer = (integer - rest) / radix;
  } while (integer > 0);
  return end;
}

uint32_t number_to_text_radix(double number, int radix, char *buffer) {
  if (radix == 10 || number != number || fabs(number) > DBL_MAX)
    return number_to_text(number, buffer);
  char *middle = buffer + NUMBER_RADIX_TEXT_BYTES / 2;
  double magnitude = fabs(number);
  double integer = floor(magnitude);
  char *end = radix_fraction(magnitude, radix, &integer, middle);
  char *start = radix_integer(integer, radix, middle);
  if (number < 0)
    *--start = '-';
  uint32_t length = (uint32_t)(end - start);
  memmove(buffer, start, length);
  buffer[length] = '\0';
  return length;
}

// ---- Strings of numbers

#define DIGIT(number, place) (char)('0' + (number) / (place) % 10)
#define SMALL(length, ...)                                                                         \
  {                                                                                                \
    {.type = CELL_STRING, .flags = CELL_FLAG_STATIC, .kind = STRING_LATIN1, .extra = (length)}, 0, \
        0, {                                                                                       \
      __VA_ARGS__                                                                                  \
    }                                                                                              \
  }
#define ONE(n) SMALL(1, DIGIT(n, 1)),
#define TWO(n) SMALL(2, DIGIT(n, 10), DIGIT(n, 1)),
#define THREE(n) SMALL(3, DIGIT(n, 100), DIGIT(n, 10), DIGIT(n, 1)),
#define TEN(row, n)                                                                                \
  row(n) row(n + 1) row(n + 2) row(n + 3) row(n + 4) row(n + 5) row(n + 6) row(n + 7) row(n + 8)   \
      row(n + 9)
#define SMALL_COUNT 200

static const struct static_string small_strings[SMALL_COUNT] = {
    TEN(ONE, 0) TEN(TWO, 10) TEN(TWO, 20) TEN(TWO, 30) TEN(TWO, 40) TEN(TWO, 50) TEN(TWO, 60)
        TEN(TWO, 70) TEN(TWO, 80) TEN(TWO, 90) TEN(THREE, 100) TEN(THREE, 110) TEN(THREE, 120)
            TEN(THREE, 130) TEN(THREE, 140) TEN(THREE, 150) TEN(THREE, 160) TEN(THREE, 170)
                TEN(THREE, 180) TEN(THREE, 190)};

uint32_t int32_to_text(int32_t integer, char *buffer) {
  uint32_t sign = integer < 0;
  uint32_t magnitude = sign ? -(uint32_t)integer : (uint32_t)integer;
  buffer[0] = '-';
  return sign + integer_to_text(magnitude, buffer + sign);
}

struct string *number_to_string(struct vm *vm, Value number) {
  char text[NUMBER_TEXT_BYTES];
  if (value_is_int32(number)) {
    int32_t integer = value_to_int32_raw(number);
    if (integer >= 0 && integer < SMALL_COUNT)
      return (struct string *)(uintptr_t)&small_strings[integer];
    return string_from_latin1(vm, text, int32_to_text(integer, text));
  }
  double value = value_number(number);
  if (value >= 0 && value < SMALL_COUNT && value == (int32_t)value)
    return number_to_string(vm, value_from_int32((int32_t)value));
  return string_from_latin1(vm, text, number_to_text(value, text));
}

// ---- From text

bool unit_is_white_space(uint16_t unit) {
  if (unit < 0x80)
    return unit == ' ' || (unit >= '\t' && unit <= '\r');
  return unit == 0xA0 || unit == 0x1680 || (unit >= 0x2000 && unit <= 0x200A) || unit == 0x2028 ||
         unit == 0x2029 || unit == 0x202F || unit == 0x205F || unit == 0x3000 || unit == 0xFEFF;
}

// A text may be half a gigabyte of blanks or digits. Scans poll now and then; one that a limit ends
// stops where it is, and whoever began it asks at its end (scan_ended).
#define SCAN_STRIDE USUAL_OR_TINY(1u << 16, 64)

static inline bool scan_goes_on(struct vm *vm, uint32_t at) {
  return at % SCAN_STRIDE != SCAN_STRIDE - 1 || vm_poll_work(vm);
}

// false: thrown.
static inline bool scan_ended(struct vm *vm, const struct string *flat) {
  return string_length(flat) < SCAN_STRIDE || vm_poll_work(vm);
}

bool string_trim(struct vm *vm, const struct string *flat, uint32_t *from, uint32_t *end) {
  uint32_t length = string_length(flat);
  if (from != NULL)
    for (*from = 0; *from < length && unit_is_white_space(string_unit(flat, *from)); ++*from)
      if (!scan_goes_on(vm, *from))
        return false;
  uint32_t least = from != NULL ? *from : 0;
  if (end != NULL)
    for (*end = length; *end > least && unit_is_white_space(string_unit(flat, *end - 1)); --*end)
      if (!scan_goes_on(vm, *end))
        return false;
  return true;
}

static bool is_digit(uint16_t unit) { return unit >= '0' && unit <= '9'; }

// The unit at `index`, 0 from `end` on.
static uint16_t unit_at(const struct string *flat, uint32_t index, uint32_t end) {
  return index < end ? string_unit(flat, index) : 0;
}

static bool stands_at(const struct string *flat, uint32_t from, uint32_t end, const char *text) {
  for (; *text != '\0'; text++, from++)
    if (unit_at(flat, from, end) != (uint8_t)*text)
      return false;
  return true;
}

// Where the decimal digits at `from` end.
static uint32_t skip_digits(struct vm *vm, const struct string *flat, uint32_t from, uint32_t end) {
  while (is_digit(unit_at(flat, from, end)) && scan_goes_on(vm, from))
    from++;
  return from;
}

// The end of the unsigned decimal literal at `from`, or `from` when there is none.
static uint32_t decimal_end(struct vm *vm, const struct string *flat, uint32_t from, uint32_t end) {
  uint32_t at = skip_digits(vm, flat, from, end), digits = at - from;
  if (unit_at(flat, at, end) == '.') {
    uint32_t after = skip_digits(vm, flat, at + 1, end);
    digits += after - (at + 1);
    if (digits > 0)
      at = after;
  }
  if (digits == 0)
    return from;
  if ((unit_at(flat, at, end) | 0x20) == 'e') {
    uint16_t sign = unit_at(flat, at + 1, end);
    uint32_t exponent = at + 1 + (sign == '+' || sign == '-');
    if (is_digit(unit_at(flat, exponent, end)))
      at = skip_digits(vm, flat, exponent, end);
  }
  return at;
}

static double read_decimal(const struct string *flat, uint32_t from, uint32_t end) {
  if (flat->cell.kind == STRING_LATIN1)
    return text_to_number((const char *)flat->latin1 + from, end - from);
  return wide_text_to_number(flat->utf16 + from, end - from);
}

// The decimal literal at `from`, with its sign; *at_end where it stops, `from` when there is none.
static double read_signed(struct vm *vm, const struct string *flat, uint32_t from, uint32_t end,
                          uint32_t *at_end) {
  uint16_t sign = unit_at(flat, from, end);
  uint32_t start = from + (sign == '+' || sign == '-');
  double number = NAN;
  *at_end = from;
  if (stands_at(flat, start, end, "Infinity")) {
    *at_end = start + 8;
    number = INFINITY;
  } else {
    uint32_t stop = decimal_end(vm, flat, start, end);
    if (stop > start) {
      *at_end = stop;
      number = read_decimal(flat, start, stop);
    }
  }
  return sign == '-' ? -number : number;
}

bool string_parse_float(struct vm *vm, const struct string *flat, uint32_t from, double *number) {
  uint32_t end;
  *number = read_signed(vm, flat, from, string_length(flat), &end);
  return scan_ended(vm, flat);
}

// 36 for what is no digit of any radix.
static uint32_t unit_digit(uint16_t unit) {
  if (is_digit(unit))
    return unit - (uint32_t)'0';
  uint32_t lower = unit | 0x20u;
  return lower >= 'a' && lower <= 'z' ? lower - 'a' + 10 : 36;
}

static uint32_t digits_end(struct vm *vm, const struct string *flat, uint32_t from,
                           uint32_t radix) {
  while (from < string_length(flat) && unit_digit(string_unit(flat, from)) < radix &&
         scan_goes_on(vm, from))
    from++;
  return from;
}

// Digits of a radix that is a power of two: correct rounding, ties to even, by keeping 64 bits and
// whether anything was cut off.
static double read_binary(const struct string *flat, uint32_t from, uint32_t end, int bits) {
  uint64_t significand = 0;
  int exponent = 0;
  bool lost = false;
  for (uint32_t i = from; i < end; i++) {
    uint32_t digit = unit_digit(string_unit(flat, i));
    if (significand >> (64 - bits) == 0) {
      significand = significand << bits | digit;
    } else {
      lost |= digit != 0;
      exponent += exponent < 4096 ? bits : 0;
    }
  }
  // When some were lost, 60 bits and more are significant: the lowest one cannot make a tie.
  return ldexp((double)(significand | lost), exponent);
}

// Digits of another radix, by groups whose product is exact: beyond 2^53 each group rounds, as the
// standard permits (19.2.5, step 14).
static double read_groups(const struct string *flat, uint32_t from, uint32_t end, uint32_t radix) {
  double number = 0;
  while (from < end) {
    uint32_t group = 0, unit = 1;
    for (; from < end && unit * radix <= UINT32_MAX / 36; from++) {
      group = group * radix + unit_digit(string_unit(flat, from));
      unit *= radix;
    }
    number = number * unit + group;
  }
  return number;
}

static double read_integer(struct vm *vm, const struct string *flat, uint32_t from,
                           uint32_t radix) {
  uint32_t end = digits_end(vm, flat, from, radix);
  if (end == from)
    return NAN;
  if (radix == 10)
    return read_decimal(flat, from, end);
  if ((radix & (radix - 1)) == 0)
    return read_binary(flat, from, end, __builtin_ctz(radix));
  return read_groups(flat, from, end, radix);
}

bool string_parse_integer(struct vm *vm, const struct string *flat, uint32_t from, uint32_t radix,
                          double *number) {
  *number = read_integer(vm, flat, from, radix);
  return scan_ended(vm, flat);
}

// What follows 0x, 0o or 0b up to the end.
static double read_literal(struct vm *vm, const struct string *flat, uint32_t from, uint32_t end,
                           int bits) {
  if (from == end || digits_end(vm, flat, from, 1u << bits) < end)
    return NAN;
  return read_binary(flat, from, end, bits);
}

static double read_number(struct vm *vm, const struct string *flat, uint32_t from, uint32_t end) {
  if (from == end)
    return 0;
  if (end - from > 2 && string_unit(flat, from) == '0') {
    switch (string_unit(flat, from + 1) | 0x20) {
    case 'x':
      return read_literal(vm, flat, from + 2, end, 4);
    case 'o':
      return read_literal(vm, flat, from + 2, end, 3);
    case 'b':
      return read_literal(vm, flat, from + 2, end, 1);
    default:
      break;
    }
  }
  uint32_t stop;
  double number = read_signed(vm, flat, from, end, &stop);
  return stop == end ? number : NAN;
}

bool string_to_number(struct vm *vm, const struct string *flat, double *number) {
  uint32_t from, end;
  if (!string_trim(vm, flat, &from, &end))
    return false;
  *number = read_number(vm, flat, from, end);
  return scan_ended(vm, flat);
}

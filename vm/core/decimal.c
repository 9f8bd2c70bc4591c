// Doubles and decimal digits, both ways, exactly and without the C library, whose conversions
// depend on the host's locale.
//
// Shortest digits come from Schubfach (R. Giulietti, "The Schubfach way to render doubles", 2020):
// the rounding interval is scaled by a power of ten, known to 128 bits, so that at most one
// multiple of ten and two units lie inside. Reading goes by three steps, each taken where the one
// before it cannot be sure: exact double arithmetic (W. Clinger, "How to read floating point
// numbers accurately", 1990), a 64x128-bit product (D. Lemire, "Number parsing at a gigabyte per
// second", 2021), and a comparison of big integers. All digits of a number are made with big
// integers too.
#include "vm/core/decimal.h"

#include <math.h>
#include <string.h>

// ---- Powers of ten

#define POWER_LOWEST (-342)
#define POWER_HIGHEST 324
// The greatest exponent whose power fits 128 bits, so that the table holds it exactly.
#define POWER_EXACT 55

struct power {
  uint64_t high, low;
};

static const struct power powers[] = {
#define POWER(exponent, high, low) {high, low},
#include "vm/core/powers_of_ten.def"
#undef POWER
};
_Static_assert(sizeof powers / sizeof powers[0] == POWER_HIGHEST - POWER_LOWEST + 1,
               "one row per exponent");

static const double exact_powers[] = {1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,
                                      1e8,  1e9,  1e10, 1e11, 1e12, 1e13, 1e14, 1e15,
                                      1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};
#define EXACT_POWER 22

static inline uint64_t multiply(uint64_t a, uint64_t b, uint64_t *low) {
  unsigned __int128 product = (unsigned __int128)a * b;
  *low = (uint64_t)product;
  return (uint64_t)(product >> 64);
}

// ---- Doubles taken apart

#define SIGNIFICAND_BITS 52
#define HIDDEN_BIT ((uint64_t)1 << SIGNIFICAND_BITS)
#define LOWEST_EXPONENT (-1074)

struct parts {
  uint64_t significand;
  int32_t exponent;  // number = significand * 2^exponent
  bool power_of_two; // the gap below is half the gap above
};

static uint64_t double_bits(double number) {
  uint64_t bits;
  memcpy(&bits, &number, sizeof bits);
  return bits;
}

static double double_from_bits(uint64_t bits) {
  double number;
  memcpy(&number, &bits, sizeof number);
  return number;
}

static struct parts take_apart(double number) {
  uint64_t bits = double_bits(number);
  uint64_t fraction = bits & (HIDDEN_BIT - 1);
  int32_t biased = (int32_t)(bits >> SIGNIFICAND_BITS & 0x7FF);
  if (biased == 0)
    return (struct parts){fraction, LOWEST_EXPONENT, false};
  return (struct parts){fraction | HIDDEN_BIT, biased + LOWEST_EXPONENT - 1,
                        fraction == 0 && biased > 1};
}

// ---- Digits of an integer

static void set_integer(struct decimal *decimal, uint64_t integer, int32_t exponent) {
  char text[20];
  uint32_t length = 0;
  while (integer != 0 && integer % 10 == 0) {
    integer /= 10;
    exponent++;
  }
  for (; integer != 0; integer /= 10)
    text[length++] = (char)('0' + integer % 10);
  decimal->count = length;
  decimal->point = (int32_t)length + exponent;
  for (uint32_t i = 0; i < length; i++)
    decimal->digits[i] = text[length - 1 - i];
}

// ---- Shortest

// The product's high 64 bits, the lowest of which is set when anything was cut off.
static uint64_t round_to_odd(struct power power, uint64_t factor) {
  uint64_t low, carry;
  uint64_t middle = multiply(power.low, factor, &low);
  uint64_t high = multiply(power.high, factor, &carry);
  middle += carry;
  high += middle < carry;
  return high | (middle > 1);
}

// The power as Schubfach wants it: rounded up unless exact.
static struct power power_above(int32_t exponent) {
  struct power power = powers[exponent - POWER_LOWEST];
  if (exponent < 0 || exponent > POWER_EXACT) {
    power.low++;
    power.high += power.low == 0;
  }
  return power;
}

// An arithmetic shift, as every compiler that the project supports does it.
static int32_t shift_right(int32_t number, int bits) { return number >> bits; }

void decimal_shortest(double number, struct decimal *decimal) {
  struct parts parts = take_apart(number);
  int32_t q = parts.exponent;
  if (parts.significand == 0) {
    decimal->count = 0;
    decimal->point = 0;
    return;
  }
  if (q <= 0 && q > -53 && (parts.significand & (((uint64_t)1 << -q) - 1)) == 0) {
    set_integer(decimal, parts.significand >> -q, 0);
    return;
  }
  // Names as in the paper: the number v = c * 2^q, its interval's ends to the left and right, all
  // times four; k is the exponent of the result's unit.
  uint64_t c = parts.significand;
  bool excluded = c & 1; // a tie reads back as the even neighbour
  int32_t k = shift_right(q * 1262611 - (parts.power_of_two ? 524031 : 0), 22);
  int32_t h = q + shift_right(-k * 1741647, 19) + 1;
  struct power power = power_above(-k);
  uint64_t left = round_to_odd(power, (4 * c - 2 + parts.power_of_two) << h) + excluded;
  uint64_t value = round_to_odd(power, (4 * c) << h);
  uint64_t right = round_to_odd(power, (4 * c + 2) << h) - excluded;
  uint64_t s = value / 4;
  if (s >= 10) {
    uint64_t tens = s / 10;
    bool lower_inside = left <= 40 * tens;
    bool upper_inside = 40 * tens + 40 <= right;
    if (lower_inside != upper_inside) {
      set_integer(decimal, tens + upper_inside, k + 1);
      return;
    }
  }
  bool lower_inside = left <= 4 * s;
  bool upper_inside = 4 * s + 4 <= right;
  if (lower_inside != upper_inside) {
    set_integer(decimal, s + upper_inside, k);
    return;
  }
  uint64_t middle = 4 * s + 2;
  set_integer(decimal, s + (value > middle || (value == middle && (s & 1))), k);
}

// ---- Big integers

// Enough for 800 digits times 10^308, and for 10^1145 times a significand.
#define BIG_WORDS 168

struct big {
  uint32_t count; // words used; the highest is not zero
  uint32_t words[BIG_WORDS];
};

static void big_multiply_add(struct big *big, uint32_t factor, uint32_t addend) {
  uint64_t carry = addend;
  for (uint32_t i = 0; i < big->count; i++) {
    carry += (uint64_t)big->words[i] * factor;
    big->words[i] = (uint32_t)carry;
    carry >>= 32;
  }
  if (carry != 0)
    big->words[big->count++] = (uint32_t)carry;
}

static void big_set(struct big *big, uint64_t number) {
  big->count = 0;
  for (; number != 0; number >>= 32)
    big->words[big->count++] = (uint32_t)number;
}

static void big_multiply_power_of_five(struct big *big, uint32_t exponent) {
  const uint32_t fifth_to_13 = 1220703125; // the highest power of five in 32 bits
  for (; exponent >= 13; exponent -= 13)
    big_multiply_add(big, fifth_to_13, 0);
  uint32_t rest = 1;
  for (; exponent > 0; exponent--)
    rest *= 5;
  big_multiply_add(big, rest, 0);
}

static void big_shift_left(struct big *big, uint32_t bits) {
  uint32_t words = bits / 32;
  bits %= 32;
  if (big->count == 0)
    return;
  uint32_t count = big->count;
  big->words[count] = 0;
  for (uint32_t i = count + 1; i-- > 0;) {
    uint64_t pair = (uint64_t)big->words[i] << 32 | (i > 0 ? big->words[i - 1] : 0);
    big->words[i + words] = (uint32_t)(pair << bits >> 32);
  }
  memset(big->words, 0, words * sizeof big->words[0]);
  big->count = count + words + (big->words[count + words] != 0);
}

static int big_compare(const struct big *a, const struct big *b) {
  if (a->count != b->count)
    return a->count < b->count ? -1 : 1;
  for (uint32_t i = a->count; i-- > 0;)
    if (a->words[i] != b->words[i])
      return a->words[i] < b->words[i] ? -1 : 1;
  return 0;
}

// Divides in place; returns the remainder.
static uint32_t big_divide(struct big *big, uint32_t divisor) {
  uint64_t remainder = 0;
  for (uint32_t i = big->count; i-- > 0;) {
    remainder = remainder << 32 | big->words[i];
    big->words[i] = (uint32_t)(remainder / divisor);
    remainder %= divisor;
  }
  while (big->count > 0 && big->words[big->count - 1] == 0)
    big->count--;
  return (uint32_t)remainder;
}

// ---- All digits

static void strip_trailing_zeros(struct decimal *decimal) {
  while (decimal->count > 0 && decimal->digits[decimal->count - 1] == '0')
    decimal->count--;
}

void decimal_exact(double number, struct decimal *decimal) {
  struct parts parts = take_apart(number);
  struct big big;
  big_set(&big, parts.significand);
  int32_t exponent = 0;
  if (parts.exponent >= 0) {
    big_shift_left(&big, (uint32_t)parts.exponent);
  } else { // c * 2^-n = c * 5^n * 10^-n
    int32_t zeros = parts.significand == 0 ? 0 : __builtin_ctzll(parts.significand);
    int32_t places = -parts.exponent;
    int32_t common = zeros < places ? zeros : places;
    big_set(&big, parts.significand >> common);
    exponent = common - places;
    big_multiply_power_of_five(&big, (uint32_t)-exponent);
  }
  char reversed[DECIMAL_DIGITS + 9];
  uint32_t count = 0;
  while (big.count > 0) {
    uint32_t nine = big_divide(&big, 1000000000);
    for (int i = 0; i < 9; i++, nine /= 10)
      reversed[count++] = (char)('0' + nine % 10);
  }
  while (count > 0 && reversed[count - 1] == '0')
    count--;
  for (uint32_t i = 0; i < count; i++)
    decimal->digits[i] = reversed[count - 1 - i];
  decimal->count = count;
  decimal->point = (int32_t)count + exponent;
  strip_trailing_zeros(decimal);
}

void decimal_round(struct decimal *decimal, int64_t count) {
  if (count >= (int64_t)decimal->count)
    return;
  bool up = count >= 0 && decimal->digits[count] >= '5';
  decimal->count = count < 0 ? 0 : (uint32_t)count;
  if (!up) {
    strip_trailing_zeros(decimal);
    return;
  }
  while (decimal->count > 0 && decimal->digits[decimal->count - 1] == '9')
    decimal->count--;
  if (decimal->count > 0) {
    decimal->digits[decimal->count - 1]++;
  } else {
    decimal->digits[0] = '1';
    decimal->count = 1;
    decimal->point++;
  }
}

// ---- Reading

// What decimal text says: 0.d1d2d3... * 10^point, and the first 19 digits as an integer.
struct reading {
  struct decimal decimal; // cut at DECIMAL_DIGITS - 1, then one '1' when anything was cut off
  uint64_t leading;
  int32_t leading_exponent; // number is about leading * 10^leading_exponent
  bool cut;                 // there are more than 19 digits
};

#define LEADING_DIGITS 19
// No text has digits enough to bring an exponent beyond this back into range.
#define EXPONENT_BOUND 1000000000LL

// The units of the text, of either width.
struct source {
  const void *units;
  size_t length;
  bool wide;
};

static inline char source_at(const struct source *source, size_t index) {
  return source->wide ? (char)((const uint16_t *)source->units)[index]
                      : ((const char *)source->units)[index];
}

static int64_t read_exponent(const struct source *source, size_t at) {
  char sign = source_at(source, at);
  int64_t exponent = 0;
  for (at += sign == '-' || sign == '+'; at < source->length; at++)
    if (exponent < 8 * EXPONENT_BOUND)
      exponent = exponent * 10 + (source_at(source, at) - '0');
  return sign == '-' ? -exponent : exponent;
}

// Reads digits up to the exponent; returns where they end. decimal->point is not yet set.
static inline size_t read_digits(const struct source *source, struct reading *reading,
                                 int64_t *point, bool *lost) {
  struct decimal *decimal = &reading->decimal;
  bool after_point = false;
  size_t at = 0;
  for (; at < source->length; at++) {
    char digit = source_at(source, at);
    if (digit == 'e' || digit == 'E')
      break;
    if (digit == '.') {
      after_point = true;
      continue;
    }
    if (decimal->count == 0 && digit == '0') {
      *point -= after_point;
      continue;
    }
    *point += !after_point;
    if (decimal->count < LEADING_DIGITS)
      reading->leading = reading->leading * 10 + (uint64_t)(digit - '0');
    if (decimal->count < DECIMAL_DIGITS - 1)
      decimal->digits[decimal->count++] = digit;
    else
      *lost |= digit != '0';
  }
  return at;
}

static inline void read_text(const struct source *source, struct reading *reading) {
  struct decimal *decimal = &reading->decimal;
  int64_t point = 0;
  bool lost = false;
  decimal->count = 0;
  reading->leading = 0;
  size_t at = read_digits(source, reading, &point, &lost);
  if (at < source->length)
    point += read_exponent(source, at + 1);
  if (point > EXPONENT_BOUND)
    point = EXPONENT_BOUND;
  if (point < -EXPONENT_BOUND)
    point = -EXPONENT_BOUND;
  uint32_t leading = decimal->count < LEADING_DIGITS ? decimal->count : LEADING_DIGITS;
  decimal->point = (int32_t)point;
  reading->leading_exponent = (int32_t)point - (int32_t)leading;
  if (lost)
    decimal->digits[decimal->count++] = '1';
  else
    strip_trailing_zeros(decimal);
  reading->cut = decimal->count > LEADING_DIGITS;
}

// integer * 10^exponent by a 128-bit product, where that decides the rounding and the result is
// normal. Otherwise false, and *result is within a few units in the last place.
static bool multiply_power(uint64_t integer, int32_t exponent, double *result) {
  struct power power = powers[exponent - POWER_LOWEST];
  int zeros = __builtin_clzll(integer);
  integer <<= zeros;
  int32_t binary = shift_right(217706 * exponent, 16) + 64 + 1023 - zeros;
  uint64_t low, high = multiply(integer, power.high, &low);
  *result = ldexp((double)high, binary - 1023 - 63);
  if ((high & 0x1FF) == 0x1FF && low + integer < integer) {
    uint64_t lowest, carry = multiply(integer, power.low, &lowest);
    uint64_t merged = low + carry;
    high += merged < low;
    if ((high & 0x1FF) == 0x1FF && merged + 1 == 0 && lowest + integer < integer)
      return false;
    low = merged;
  }
  uint64_t top = high >> 63;
  uint64_t significand = high >> (top + 9);
  binary -= 1 ^ (int32_t)top;
  if (low == 0 && (high & 0x1FF) == 0 && (significand & 3) == 1)
    return false; // perhaps exactly half-way
  significand = (significand + (significand & 1)) >> 1;
  if (significand >> 53 != 0) {
    significand >>= 1;
    binary++;
  }
  if (binary <= 0 || binary >= 0x7FF)
    return false;
  *result =
      double_from_bits((uint64_t)binary << SIGNIFICAND_BITS | (significand & (HIDDEN_BIT - 1)));
  return true;
}

// Compares the decimal with the point half-way between `below` and the next double.
static int compare_half_way(const struct decimal *decimal, double below) {
  struct parts parts = take_apart(below);
  int32_t ten = decimal->point - (int32_t)decimal->count;
  int32_t two = parts.exponent - 1;
  struct big left, right;
  big_set(&left, 0);
  for (uint32_t i = 0; i < decimal->count; i++)
    big_multiply_add(&left, 10, (uint32_t)(decimal->digits[i] - '0'));
  big_set(&right, 2 * parts.significand + 1);
  big_multiply_power_of_five(ten >= 0 ? &left : &right, (uint32_t)(ten >= 0 ? ten : -ten));
  int32_t shift = ten - two; // of the left side against the right one
  big_shift_left(shift >= 0 ? &left : &right, (uint32_t)(shift >= 0 ? shift : -shift));
  return big_compare(&left, &right);
}

// The double nearest to the decimal, from one that is near it.
static double correct(const struct decimal *decimal, double near) {
  const uint64_t infinity = 0x7FF0000000000000u;
  uint64_t bits = double_bits(near);
  if (bits >= infinity)
    bits = infinity - 1;
  for (;;) {
    int above = compare_half_way(decimal, double_from_bits(bits));
    if (above < 0 || (above == 0 && (bits & 1) == 0))
      break;
    bits++;
    if (above == 0 || bits == infinity)
      return double_from_bits(bits);
  }
  while (bits > 0) {
    int above = compare_half_way(decimal, double_from_bits(bits - 1));
    if (above > 0 || (above == 0 && (bits & 1) == 0))
      break;
    bits--;
  }
  return double_from_bits(bits);
}

static double reading_to_number(const struct reading *reading) {
  int32_t exponent = reading->leading_exponent;
  if (reading->leading == 0 || reading->decimal.point < -323)
    return 0;
  if (reading->decimal.point > 309)
    return INFINITY;
  if (!reading->cut && reading->leading < 2 * HIDDEN_BIT && exponent >= -EXACT_POWER &&
      exponent <= EXACT_POWER) {
    double integer = (double)reading->leading;
    return exponent < 0 ? integer / exact_powers[-exponent] : integer * exact_powers[exponent];
  }
  double number, above;
  bool decided = multiply_power(reading->leading, exponent, &number);
  if (decided && reading->cut)
    decided = multiply_power(reading->leading + 1, exponent, &above) && number == above;
  return decided ? number : correct(&reading->decimal, number);
}

double text_to_number(const char *text, size_t length) {
  struct source source = {text, length, false};
  struct reading reading;
  read_text(&source, &reading);
  return reading_to_number(&reading);
}

double wide_text_to_number(const uint16_t *text, size_t length) {
  struct source source = {text, length, true};
  struct reading reading;
  read_text(&source, &reading);
  return reading_to_number(&reading);
}

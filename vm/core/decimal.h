// Doubles and decimal digits, both ways, exactly.
#ifndef MICA_CORE_DECIMAL_H
#define MICA_CORE_DECIMAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// The longest exact expansion of a double has 767 significant digits.
#define DECIMAL_DIGITS 800

// A positive number as 0.d1d2d3... * 10^point, without leading or trailing zeros; zero has no
// digits.
struct decimal {
  char digits[DECIMAL_DIGITS]; // '0' to '9', not terminated
  uint32_t count;
  int32_t point;
};

// The shortest digits that read back as `number`, the closest to it where several are. `number` is
// finite and not negative.
void decimal_shortest(double number, struct decimal *decimal);

// All digits of `number`, which is finite and not negative.
void decimal_exact(double number, struct decimal *decimal);

// Rounds to `count` digits, halves up; fewer remain when zeros end them. `count` may be negative:
// then nothing remains.
void decimal_round(struct decimal *decimal, int64_t count);

// The correctly rounded double of decimal text: digits, perhaps a point, perhaps an exponent; no
// sign, no separators. The caller has checked the form.
double text_to_number(const char *text, size_t length);
double wide_text_to_number(const uint16_t *text, size_t length);

#endif

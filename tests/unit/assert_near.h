// Comparison of doubles within a tolerance: cmocka's own narrows to float.
#pragma once

// cmocka.h wants these before it
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <math.h>

#define assert_near(actual, expected, tolerance)                                                   \
  assert_near_at(actual, expected, tolerance, #actual, __FILE__, __LINE__)

static inline void assert_near_at(double actual, double expected, double tolerance,
                                  const char *expression, const char *file, int line) {
  if (fabs(actual - expected) <= tolerance)
    return;
  print_error("%s:%d: %s is %.17g, expected %.17g within %g\n", file, line, expression, actual,
              expected, tolerance);
  fail();
}

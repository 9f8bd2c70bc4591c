// How time grows with the size of the input: t = scale * n^exponent, a straight line between the
// logarithms, fitted by least squares. An exponent of 1 is linear; n log n looks like an exponent
// a little above 1 (1.1 between 10^3 and 10^5), so that the exponent describes the sizes that were
// measured and promises nothing beyond them.
//
// The interval takes the deviations from the line to be independent, normal and alike in relative
// terms (as lm() in R does). Deviations of a real engine, a cache that overflows, are none of
// these: r_squared and a look at the points come before the interval.
#pragma once

#include <stddef.h>

struct growth {
  size_t count;     // sizes it rests on
  double exponent;  // d ln t / d ln n, no unit; NAN without two different sizes
  double error;     // its standard error; NAN with fewer than three sizes
  double low, high; // its interval with a coverage of 1 - alpha, by Student's t; NAN likewise
  double scale;     // time at n = 1, in the unit of the times
  double r_squared; // the part of the variance of ln t that the line explains; NAN if it has none
};

// Fits the times of `count` inputs. Sizes are in the program's own unit (elements, calls), times
// in any one unit; all above 0. Several times of one size are allowed.
struct growth growth_fit(const double *sizes, const double *times, size_t count, double alpha);

// See growth.h. The fit is GSL's; what is left are the cases that have no answer.
#include "compare/growth.h"

#include "compare/arena.h"

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_fit.h>
#include <gsl/gsl_statistics_double.h>
#include <math.h>
#include <stdbool.h>

static bool sizes_differ(const double *sizes, size_t count) {
  for (size_t i = 1; i < count; i++)
    if (sizes[i] != sizes[0])
      return true;
  return false;
}

static struct growth fit_logarithms(const double *sizes, const double *times, size_t count,
                                    double alpha) {
  struct growth fit = {.count = count, .error = NAN, .low = NAN, .high = NAN, .r_squared = NAN};
  double intercept, covariance[3], residual;
  gsl_fit_linear(sizes, 1, times, 1, count, &intercept, &fit.exponent, &covariance[0],
                 &covariance[1], &covariance[2], &residual);
  fit.scale = exp(intercept);
  double total = gsl_stats_tss(times, 1, count);
  if (total > 0)
    fit.r_squared = 1 - residual / total;
  if (count > 2) {
    fit.error = sqrt(covariance[2]);
    double reach = gsl_cdf_tdist_Qinv(alpha / 2, (double)count - 2) * fit.error;
    fit.low = fit.exponent - reach;
    fit.high = fit.exponent + reach;
  }
  return fit;
}

struct growth growth_fit(const double *sizes, const double *times, size_t count, double alpha) {
  if (!sizes_differ(sizes, count))
    return (struct growth){.count = count,
                           .exponent = NAN,
                           .error = NAN,
                           .low = NAN,
                           .high = NAN,
                           .scale = NAN,
                           .r_squared = NAN};
  struct arena *scratch = arena_create();
  double *x = arena_array(scratch, count, sizeof *x);
  double *y = arena_array(scratch, count, sizeof *y);
  for (size_t i = 0; i < count; i++) {
    x[i] = log(sizes[i]);
    y[i] = log(times[i]);
  }
  struct growth fit = fit_logarithms(x, y, count, alpha);
  arena_destroy(scratch);
  return fit;
}

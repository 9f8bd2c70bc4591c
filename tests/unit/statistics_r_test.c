// What R says of the same samples (statistics_reference.R, which prints the header included here):
// tests, intervals, quantiles, geometric means and growth. Each test prints the largest deviation.
// R printed 12 digits.
#include "compare/growth.h"
#include "compare/significance.h"
#include "compare/statistics.h"
#include "tests/unit/assert_near.h"
#include "tests/unit/statistics_reference_r.h"

#include <math.h>
#include <string.h>

#define COUNT(array) (sizeof(array) / sizeof *(array))

// Half of the last of the 12 digits that R printed, and a little.
static const double printed = 5.1e-12;

// Compares relative to the expected value, where that is not 0, and returns the deviation.
static double deviation(double actual, double expected) {
  return fabs(actual - expected) / (expected == 0 ? 1 : fabs(expected));
}

static void agree(double actual, double expected, double *largest) {
  double off = deviation(actual, expected);
  if (off > *largest)
    *largest = off;
  if (!(off <= printed))
    print_error("%.17g, R says %.12g\n", actual, expected);
  assert_true(off <= printed);
}

static void mann_whitney_test_is_that_of_wilcox_test(void **state) {
  double largest = 0;
  (void)state;
  for (size_t i = 0; i < COUNT(reference_two_samples); i++) {
    double x[60], y[60];
    memcpy(x, reference_two_samples[i].x, sizeof x);
    memcpy(y, reference_two_samples[i].y, sizeof y);
    struct significance_ranks ranks =
        significance_mann_whitney((struct significance_sample){x, reference_two_samples[i].n},
                                  (struct significance_sample){y, reference_two_samples[i].m});
    agree(ranks.u, reference_two_samples[i].u, &largest);
    agree(ranks.p, reference_two_samples[i].p, &largest);
  }
  print_message("# Mann-Whitney: largest relative deviation %.2g\n", largest);
}

static void shift_is_that_of_the_ordered_differences(void **state) {
  double largest = 0, from_r = 0;
  (void)state;
  for (size_t i = 0; i < COUNT(reference_two_samples); i++) {
    double x[60], y[60];
    memcpy(x, reference_two_samples[i].x, sizeof x);
    memcpy(y, reference_two_samples[i].y, sizeof y);
    struct statistics_interval shift =
        significance_shift((struct significance_sample){x, reference_two_samples[i].n},
                           (struct significance_sample){y, reference_two_samples[i].m},
                           reference_two_samples[i].alpha);
    agree(shift.estimate, reference_two_samples[i].shift, &largest);
    agree(shift.low, reference_two_samples[i].low, &largest);
    agree(shift.high, reference_two_samples[i].high, &largest);
    assert_near(shift.coverage, reference_two_samples[i].coverage, 1e-11);
    assert_int_equal(shift.reached, reference_two_samples[i].reached);
    // Where wilcox.test is not exact it solves for the ends, by the normal distribution.
    double width = reference_two_samples[i].high - reference_two_samples[i].low;
    double off = fmax(fabs(shift.low - reference_two_samples[i].r_low),
                      fabs(shift.high - reference_two_samples[i].r_high));
    bool one_step_of_tied_values = deviation(off, 0.5) < 1e-3;
    assert_true(!shift.reached || off <= 2e-4 * width || one_step_of_tied_values);
    if (width > 0 && shift.reached && !one_step_of_tied_values)
      from_r = fmax(from_r, off / width);
  }
  print_message("# shift: largest relative deviation %.2g; ends of wilcox.test within %.2g of the "
                "width\n",
                largest, from_r);
}

static void sign_test_is_that_of_binom_test(void **state) {
  double largest = 0;
  (void)state;
  for (size_t i = 0; i < COUNT(reference_signs); i++) {
    double logs[300];
    size_t count = 0;
    for (size_t j = 0; j < reference_signs[i].above; j++)
      logs[count++] = 0.5;
    for (size_t j = 0; j < reference_signs[i].below; j++)
      logs[count++] = -0.5;
    agree(significance_sign_test(logs, count).p, reference_signs[i].p, &largest);
  }
  print_message("# sign test: largest relative deviation %.2g\n", largest);
}

static void adjusted_p_values_are_those_of_holm_in_p_adjust(void **state) {
  double largest = 0;
  (void)state;
  for (size_t i = 0; i < COUNT(reference_holm); i++) {
    double adjusted[12];
    significance_holm(reference_holm[i].p, reference_holm[i].count, adjusted);
    for (size_t j = 0; j < reference_holm[i].count; j++) {
      assert_int_equal(isnan(adjusted[j]), isnan(reference_holm[i].adjusted[j]));
      if (!isnan(adjusted[j]))
        agree(adjusted[j], reference_holm[i].adjusted[j], &largest);
    }
  }
  print_message("# Holm: largest relative deviation %.2g\n", largest);
}

static void median_ranks_are_those_of_qbinom(void **state) {
  double largest = 0;
  (void)state;
  for (size_t i = 0; i < COUNT(reference_median_ranks); i++) {
    size_t count = reference_median_ranks[i].count;
    size_t rank = statistics_median_rank(count, reference_median_ranks[i].alpha);
    assert_int_equal(rank, reference_median_ranks[i].rank);
    if (rank > 0)
      agree(statistics_median_coverage(count, rank), reference_median_ranks[i].coverage, &largest);
  }
  print_message("# median's coverage: largest relative deviation %.2g\n", largest);
}

static void quantiles_are_those_of_type_7(void **state) {
  double largest = 0;
  (void)state;
  for (size_t i = 0; i < COUNT(reference_quantiles); i++) {
    double x[12];
    memcpy(x, reference_quantiles[i].x, sizeof x);
    struct statistics_distribution all = statistics_distribution(x, reference_quantiles[i].count);
    const double quantiles[] = {all.least, all.p10, all.p25,     all.median,
                                all.p75,   all.p90, all.greatest};
    for (size_t j = 0; j < COUNT(quantiles); j++)
      agree(quantiles[j], reference_quantiles[i].quantiles[j], &largest);
  }
  print_message("# quantiles: largest relative deviation %.2g\n", largest);
}

static void geometric_means_end_where_a_hundred_thousand_resamples_do(void **state) {
  double largest = 0, ends = 0;
  (void)state;
  for (size_t i = 0; i < COUNT(reference_means); i++) {
    struct statistics_group group = {reference_means[i].programs, reference_means[i].pairs,
                                     reference_means[i].logs};
    const double *low = reference_means[i].low, *high = reference_means[i].high;
    struct statistics_interval mean = statistics_geometric_mean(&group, 0.05, 7);
    agree(mean.estimate, reference_means[i].estimate, &largest);
    assert_true(mean.low >= low[0] * (1 - printed) && mean.low <= low[2] * (1 + printed));
    assert_true(mean.high >= high[0] * (1 - printed) && mean.high <= high[2] * (1 + printed));
    ends = fmax(ends, fmax(deviation(mean.low, low[1]), deviation(mean.high, high[1])));
  }
  print_message("# geometric mean: largest relative deviation %.2g, of its ends %.2g\n", largest,
                ends);
}

static void growth_is_the_line_of_lm(void **state) {
  double largest = 0;
  (void)state;
  for (size_t i = 0; i < COUNT(reference_growth); i++) {
    struct growth growth =
        growth_fit(reference_growth[i].n, reference_growth[i].t, reference_growth[i].count, 0.05);
    agree(growth.exponent, reference_growth[i].exponent, &largest);
    agree(growth.error, reference_growth[i].error, &largest);
    agree(growth.low, reference_growth[i].low, &largest);
    agree(growth.high, reference_growth[i].high, &largest);
    agree(growth.scale, reference_growth[i].scale, &largest);
    agree(growth.r_squared, reference_growth[i].r_squared, &largest);
  }
  print_message("# growth: largest relative deviation %.2g\n", largest);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(mann_whitney_test_is_that_of_wilcox_test),
      cmocka_unit_test(shift_is_that_of_the_ordered_differences),
      cmocka_unit_test(sign_test_is_that_of_binom_test),
      cmocka_unit_test(adjusted_p_values_are_those_of_holm_in_p_adjust),
      cmocka_unit_test(median_ranks_are_those_of_qbinom),
      cmocka_unit_test(quantiles_are_those_of_type_7),
      cmocka_unit_test(geometric_means_end_where_a_hundred_thousand_resamples_do),
      cmocka_unit_test(growth_is_the_line_of_lm),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}

// Tests of whether samples differ: against all arrangements of small samples, laid out and counted,
// and by how often samples that do not differ are called different. R is compared with in
// statistics_r_test.c.
#include "compare/significance.h"
#include "tests/unit/assert_near.h"
#include "tests/unit/series.h"

#include <string.h>

static struct significance_sample sample(double *values, size_t count) {
  return (struct significance_sample){.values = values, .count = count};
}

// Splits the ranks 1 to all by the bits of `chosen`; returns how many are of x.
static size_t split(unsigned chosen, size_t all, double *x, double *y) {
  size_t n = 0, m = 0;
  for (size_t rank = 0; rank < all; rank++) {
    if (chosen >> rank & 1)
      x[n++] = (double)rank;
    else
      y[m++] = (double)rank;
  }
  return n;
}

static double count_u(const double *x, size_t n, const double *y, size_t m) {
  double u = 0;
  for (size_t i = 0; i < n; i++)
    for (size_t j = 0; j < m; j++)
      u += x[i] > y[j];
  return u;
}

static void exact_p_is_the_share_of_arrangements_at_least_as_far_apart(void **state) {
  enum { ALL = 9 };
  double x[ALL], y[ALL];
  (void)state;
  for (unsigned chosen = 1; chosen < (1u << ALL) - 1; chosen++) {
    size_t n = split(chosen, ALL, x, y);
    double middle = (double)(n * (ALL - n)) / 2, u = count_u(x, n, y, ALL - n);
    double as_far = 0, arrangements = 0;
    for (unsigned other = 1; other < (1u << ALL) - 1; other++) {
      double other_x[ALL], other_y[ALL];
      if (split(other, ALL, other_x, other_y) != n)
        continue;
      arrangements++;
      as_far += fabs(count_u(other_x, n, other_y, ALL - n) - middle) >= fabs(u - middle);
    }
    struct significance_ranks ranks = significance_mann_whitney(sample(x, n), sample(y, ALL - n));
    assert_true(ranks.exact);
    assert_near(ranks.u, u, 0);
    assert_near(ranks.p, as_far / arrangements, 1e-14);
  }
}

static void test_is_exact_below_fifty_values_without_ties(void **state) {
  double x[50], y[50];
  (void)state;
  for (size_t i = 0; i < 50; i++) {
    x[i] = (double)(49 - i);
    y[i] = (double)i + 0.5;
  }
  assert_true(significance_mann_whitney(sample(x, 49), sample(y, 49)).exact);
  assert_false(significance_mann_whitney(sample(x, 50), sample(y, 4)).exact);
  y[0] = x[0];
  assert_false(significance_mann_whitney(sample(x, 5), sample(y, 5)).exact);
}

static void samples_without_values_or_without_difference_are_told(void **state) {
  double x[] = {2, 2, 2}, y[] = {2, 2, 2, 2};
  (void)state;
  assert_true(isnan(significance_mann_whitney(sample(NULL, 0), sample(y, 4)).p));
  assert_int_equal(significance_shift(sample(x, 3), sample(NULL, 0), 0.05).count, 0);
  assert_near(significance_mann_whitney(sample(x, 3), sample(y, 4)).p, 1, 0);
  assert_near(significance_shift(sample(x, 3), sample(y, 4), 0.05).estimate, 0, 0);
}

static void four_runs_a_side_can_be_told_apart_and_three_cannot(void **state) {
  (void)state;
  assert_int_equal(significance_runs_needed(0.05), 4);
  assert_int_equal(significance_runs_needed(0.01), 5);
  assert_near(significance_least_p(3, 3), 0.1, 1e-15);
  assert_near(significance_least_p(4, 4), 2.0 / 70, 1e-15);
  assert_near(significance_least_p(3, 5), 2.0 / 56, 1e-15);
  assert_near(significance_least_p(1, 1), 1, 0);
  assert_near(significance_least_p(0, 7), 1, 0);
}

static void shift_is_the_median_of_all_differences(void **state) {
  // Differences 9, 8, 6, 19, 18, 16, 39, 38, 36.
  double x[] = {40, 10, 20}, y[] = {1, 4, 2};
  struct statistics_interval shift = significance_shift(sample(x, 3), sample(y, 3), 0.05);
  (void)state;
  assert_near(shift.estimate, 18, 0);
  assert_near(shift.low, 6, 0);
  assert_near(shift.high, 39, 0);
  assert_near(shift.coverage, 0.9, 1e-14);
  assert_int_equal(shift.count, 3);
  assert_false(shift.reached);
}

static void signs_of_zero_speak_for_neither_side(void **state) {
  const double logs[] = {0.1, 0, 0.2, -0.1, 0.3, 0, 0.4, 0.1};
  struct significance_signs signs = significance_sign_test(logs, 8);
  (void)state;
  assert_int_equal(signs.above, 5);
  assert_int_equal(signs.below, 1);
  assert_int_equal(signs.zero, 2);
  assert_near(signs.p, 2 * (1.0 + 6) / 64, 1e-14);
  assert_near(significance_sign_test(logs + 1, 1).p, 1, 0);
  assert_near(significance_sign_test(NULL, 0).p, 1, 0);
}

static void holm_adjusts_by_the_rows_left_and_never_falls(void **state) {
  double p[] = {0.04, NAN, 0.01, 0.03};
  (void)state;
  significance_holm(p, 4, p);
  assert_near(p[2], 0.03, 1e-15);
  assert_near(p[3], 0.06, 1e-15);
  assert_near(p[0], 0.06, 1e-15); // 0.04 by itself
  assert_true(isnan(p[1]));
  significance_holm(NULL, 0, NULL);
}

// ---- Simulations --------------------------------------------------------------------------------

// The log time of a run: a long upper tail, one run in twenty hit by a neighbour.
static double skewed(void) {
  return -0.01 * (series_uniform() < 0.05 ? 10 : 1) * log(series_uniform());
}

struct shares {
  double different; // p at most 0.05
  double missed;    // the interval does not hold the shift
};

static struct shares simulate(size_t n, size_t m, double shift, size_t trials) {
  struct shares shares = {0, 0};
  for (size_t trial = 0; trial < trials; trial++) {
    double x[60], y[60];
    for (size_t i = 0; i < n; i++)
      x[i] = skewed() + shift;
    for (size_t i = 0; i < m; i++)
      y[i] = skewed();
    struct statistics_interval interval = significance_shift(sample(x, n), sample(y, m), 0.05);
    shares.different += significance_mann_whitney(sample(x, n), sample(y, m)).p <= 0.05;
    shares.missed += interval.low > shift || interval.high < shift;
  }
  shares.different /= (double)trials;
  shares.missed /= (double)trials;
  return shares;
}

static void samples_that_do_not_differ_are_called_different_in_at_most_5_percent(void **state) {
  static const struct {
    size_t n, m, trials;
  } sizes[] = {{4, 4, 20000}, {8, 12, 8000}, {55, 52, 4000}};
  (void)state;
  series_state = 1;
  for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
    struct shares shares = simulate(sizes[i].n, sizes[i].m, 0, sizes[i].trials);
    // four standard errors of a share of 0.05
    double chance = 4 * sqrt(0.05 * 0.95 / (double)sizes[i].trials);
    assert_true(shares.different <= 0.05 + chance);
    assert_near(shares.missed, shares.different, 2.0 / (double)sizes[i].trials);
  }
}

static void a_shift_beyond_the_noise_is_found_and_covered(void **state) {
  struct shares shares = simulate(12, 12, 0.05, 2000);
  (void)state;
  assert_true(shares.different >= 0.95);
  assert_true(shares.missed <= 0.07);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(exact_p_is_the_share_of_arrangements_at_least_as_far_apart),
      cmocka_unit_test(test_is_exact_below_fifty_values_without_ties),
      cmocka_unit_test(samples_without_values_or_without_difference_are_told),
      cmocka_unit_test(four_runs_a_side_can_be_told_apart_and_three_cannot),
      cmocka_unit_test(shift_is_the_median_of_all_differences),
      cmocka_unit_test(signs_of_zero_speak_for_neither_side),
      cmocka_unit_test(holm_adjusts_by_the_rows_left_and_never_falls),
      cmocka_unit_test(samples_that_do_not_differ_are_called_different_in_at_most_5_percent),
      cmocka_unit_test(a_shift_beyond_the_noise_is_found_and_covered),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}

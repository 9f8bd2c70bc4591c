// Medians, order-statistic intervals, geometric means and detectable effects. Expected values come
// from statistics_reference.py, which computes them another way, or are worked out in the comments.
#include "compare/statistics.h"
#include "tests/unit/assert_near.h"
#include "tests/unit/series.h"

#include <math.h>

static void median_is_the_middle_or_the_mean_of_the_two_middle_values(void **state) {
  double odd[] = {9, 1, 5}, even[] = {4, 1, 3, 100};
  (void)state;
  assert_near(statistics_median(odd, 3), 5, 0);
  assert_near(statistics_median(even, 4), 3.5, 0);
  assert_true(isnan(statistics_median(NULL, 0)));
}

static void quantiles_lie_on_the_line_between_their_neighbours(void **state) {
  const double sorted[] = {10, 20, 40};
  (void)state;
  assert_near(statistics_quantile(sorted, 3, 0), 10, 0);
  assert_near(statistics_quantile(sorted, 3, 0.25), 15, 1e-12);
  assert_near(statistics_quantile(sorted, 3, 0.75), 30, 1e-12);
  assert_near(statistics_quantile(sorted, 3, 1), 40, 0);
  assert_near(statistics_quantile(sorted, 1, 0.9), 10, 0);
  assert_true(isnan(statistics_quantile(NULL, 0, 0.5)));
}

static void distribution_names_the_quantiles_of_values_in_any_order(void **state) {
  double values[] = {100, 0, 50, 10, 20, 30, 40, 60, 70, 80, 90};
  struct statistics_distribution all = statistics_distribution(values, 11);
  struct statistics_distribution none = statistics_distribution(NULL, 0);
  (void)state;
  assert_int_equal(all.count, 11);
  assert_near(all.least, 0, 0);
  assert_near(all.p10, 10, 1e-12);
  assert_near(all.p25, 25, 1e-12);
  assert_near(all.median, 50, 1e-12);
  assert_near(all.p75, 75, 1e-12);
  assert_near(all.p90, 90, 1e-12);
  assert_near(all.greatest, 100, 0);
  assert_int_equal(none.count, 0);
  assert_true(isnan(none.least) && isnan(none.median) && isnan(none.greatest));
}

static void ranks_and_coverages_are_those_of_the_exact_binomial(void **state) {
  static const struct {
    size_t count;
    double alpha;
    size_t rank;
    double coverage;
  } expected[] = {
      {1, 0.05, 0, 0},
      {5, 0.05, 0, 0},
      {6, 0.05, 1, 0.968750000000},
      {8, 0.05, 1, 0.992187500000},
      {9, 0.05, 2, 0.960937500000},
      {12, 0.05, 3, 0.961425781250},
      {20, 0.05, 6, 0.958610534668},
      {30, 0.05, 10, 0.957226054743},
      {100, 0.05, 40, 0.964799799782},
      {101, 0.05, 41, 0.953955933071},
      {8, 0.005, 0, 0},
      {9, 0.005, 1, 0.996093750000},
      {12, 0.005, 1, 0.999511718750},
      {20, 0.005, 4, 0.997423171997},
      {30, 0.005, 7, 0.998569093645},
      {100, 0.005, 36, 0.996482358277},
      {101, 0.005, 36, 0.997346213943},
      {9, 0.00125, 0, 0},
      {12, 0.00125, 1, 0.999511718750},
      {20, 0.00125, 3, 0.999597549438},
      {30, 0.00125, 6, 0.999675085768},
      {100, 0.00125, 34, 0.999126280163},
      {101, 0.00125, 34, 0.999358751498},
  };
  (void)state;
  for (size_t i = 0; i < sizeof expected / sizeof *expected; i++) {
    size_t rank = statistics_median_rank(expected[i].count, expected[i].alpha);
    assert_int_equal(rank, expected[i].rank);
    if (rank > 0)
      assert_near(statistics_median_coverage(expected[i].count, rank), expected[i].coverage, 1e-11);
  }
}

static void pairs_needed_are_those_of_the_exact_binomial(void **state) {
  (void)state;
  assert_int_equal(statistics_pairs_needed(0.05), 6);
  assert_int_equal(statistics_pairs_needed(0.01), 8);
  assert_int_equal(statistics_pairs_needed(0.05 / 6), 8);
  assert_int_equal(statistics_pairs_needed(0.05 / 40), 11);
}

static void interval_is_made_of_the_order_statistics_of_its_rank(void **state) {
  // Ranks 3 and 10 of 12.
  double values[] = {12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1};
  struct statistics_interval interval = statistics_median_interval(values, 12, 0.05);
  (void)state;
  assert_int_equal(interval.count, 12);
  assert_near(interval.estimate, 6.5, 0);
  assert_near(interval.low, 3, 0);
  assert_near(interval.high, 10, 0);
  assert_near(interval.coverage, 0.961425781250, 1e-11);
  assert_true(interval.reached);
}

static void interval_of_too_few_values_says_that_it_is_only_their_range(void **state) {
  double values[] = {3, 1, 2, 5, 4};
  struct statistics_interval interval = statistics_median_interval(values, 5, 0.05);
  (void)state;
  assert_false(interval.reached);
  assert_near(interval.low, 1, 0);
  assert_near(interval.high, 5, 0);
  assert_near(interval.coverage, 1 - 2.0 / 32, 1e-15);
}

static void interval_of_no_value_has_count_0_and_no_number(void **state) {
  struct statistics_interval interval = statistics_ratio(NULL, 0, 0.05);
  (void)state;
  assert_int_equal(interval.count, 0);
  assert_true(isnan(interval.estimate) && isnan(interval.low) && isnan(interval.high));
  assert_false(interval.reached);
}

static void ratio_is_the_exponential_of_the_median_logarithm(void **state) {
  double logs[] = {log(2), log(3), log(4), log(2.5), log(3.5), log(100)};
  struct statistics_interval ratio = statistics_ratio(logs, 6, 0.05);
  (void)state;
  assert_near(ratio.estimate, sqrt(3 * 3.5), 1e-12);
  assert_near(ratio.low, 2, 1e-12);
  assert_near(ratio.high, 100, 1e-12);
}

static void bonferroni_shares_alpha_and_takes_no_claims_as_one(void **state) {
  (void)state;
  assert_near(statistics_bonferroni(0.05, 10), 0.005, 1e-15);
  assert_near(statistics_bonferroni(0.05, 0), 0.05, 0);
}

static void geometric_mean_is_the_exponential_of_the_mean_of_medians(void **state) {
  // Medians log 2 and log 8: geometric mean 4. All pairs alike leave nothing to resample.
  double logs[12];
  for (size_t pair = 0; pair < 6; pair++) {
    logs[pair] = log(2);
    logs[6 + pair] = log(8);
  }
  struct statistics_group group = {.programs = 2, .pairs = 6, .log_ratios = logs};
  struct statistics_interval mean = statistics_geometric_mean(&group, 0.05, 1);
  (void)state;
  assert_near(mean.estimate, 4, 1e-12);
  assert_near(mean.low, 4, 1e-12);
  assert_near(mean.high, 4, 1e-12);
  assert_int_equal(mean.count, 6);
  assert_true(mean.reached);
}

static void geometric_mean_uses_what_pairs_a_program_has(void **state) {
  // The second program lacks two pairs; its median is that of the other four, log 3.
  double logs[] = {log(5), log(5), log(5), log(5), log(5), log(5),
                   NAN,    log(3), log(3), NAN,    log(3), log(3)};
  struct statistics_group group = {.programs = 2, .pairs = 6, .log_ratios = logs};
  struct statistics_interval mean = statistics_geometric_mean(&group, 0.05, 1);
  (void)state;
  assert_near(mean.estimate, sqrt(15), 1e-12);
  assert_int_equal(mean.count, 4);
  assert_false(mean.reached);
}

static void geometric_mean_of_nothing_has_count_0(void **state) {
  double logs[] = {0, 0, NAN, NAN};
  struct statistics_group none = {.programs = 0, .pairs = 6, .log_ratios = NULL};
  struct statistics_group half = {.programs = 2, .pairs = 2, .log_ratios = logs};
  (void)state;
  assert_int_equal(statistics_geometric_mean(&none, 0.05, 1).count, 0);
  assert_int_equal(statistics_geometric_mean(&half, 0.05, 1).count, 0);
}

static void geometric_mean_is_the_same_for_the_same_seed(void **state) {
  double logs[20];
  for (size_t i = 0; i < 20; i++)
    logs[i] = sin((double)i);
  struct statistics_group group = {.programs = 2, .pairs = 10, .log_ratios = logs};
  struct statistics_interval one = statistics_geometric_mean(&group, 0.05, 42);
  struct statistics_interval two = statistics_geometric_mean(&group, 0.05, 42);
  (void)state;
  assert_near(one.low, two.low, 0);
  assert_near(one.high, two.high, 0);
  assert_true(one.low < one.estimate && one.estimate < one.high);
}

static void detectable_effect_is_the_exact_multiple_of_the_spread(void **state) {
  // -3 .. 3 in steps of 6/11: median 0, median absolute deviation 1.5 + 3/22 = 1.63636...
  double values[12];
  for (size_t i = 0; i < 12; i++)
    values[i] = 0.01 * (-3 + 6.0 * (double)i / 11);
  double sigma = 0.01 * 1.4826 * 12 / 11.2 * (18.0 / 11);
  (void)state;
  assert_near(statistics_minimum_detectable(values, 12, 0.05, 0.8), expm1(1.123014571 * sigma),
              1e-9);
  assert_near(statistics_minimum_detectable(values, 12, 0.01, 0.8), expm1(1.481344886 * sigma),
              1e-9);
}

static void no_effect_is_detectable_with_too_few_pairs(void **state) {
  double values[] = {1, 2, 3, 4, 5};
  (void)state;
  assert_true(isinf(statistics_minimum_detectable(values, 5, 0.05, 0.8)));
}

// ---- Simulations, with fixed seeds: always the same trials --------------------------------------

// The log time of one round: a long upper tail, one round in twenty hit by a neighbour.
static double skewed(void) {
  double burst = series_uniform() < 0.05 ? 10 : 1;
  return -0.01 * burst * log(series_uniform());
}

// The share of trials in which the interval of `count` A/A pairs excludes 1.
static double false_alarms(size_t count, double alpha, int trials) {
  double logs[40];
  int alarms = 0;
  for (int trial = 0; trial < trials; trial++) {
    for (size_t i = 0; i < count; i++)
      logs[i] = (skewed() + skewed() - skewed() - skewed()) / 2;
    struct statistics_interval ratio = statistics_ratio(logs, count, alpha);
    alarms += ratio.reached && (ratio.low > 1 || ratio.high < 1);
  }
  return (double)alarms / trials;
}

static void equal_engines_are_called_different_at_most_as_often_as_alpha_says(void **state) {
  (void)state;
  series_state = 1;
  // 20,000 trials: a share of 0.05 has a standard error of 0.0015
  assert_true(false_alarms(6, 0.05, 20000) <= 0.05);
  assert_true(false_alarms(12, 0.05, 20000) <= 0.05);
  assert_true(false_alarms(40, 0.05, 20000) <= 0.05);
  assert_true(false_alarms(12, 0.005, 20000) <= 0.005);
  // and not never: the interval is not wide beyond what the pairs ask for
  assert_true(false_alarms(12, 0.05, 20000) >= 0.02);
}

static void a_skewed_difference_with_median_0_is_covered_too(void **state) {
  double logs[15];
  int misses = 0;
  (void)state;
  series_state = 2;
  for (int trial = 0; trial < 20000; trial++) {
    for (size_t i = 0; i < 15; i++)
      logs[i] = 0.02 * (-log(series_uniform()) - log(2)); // the median of -log u is log 2
    struct statistics_interval ratio = statistics_ratio(logs, 15, 0.05);
    misses += ratio.low > 1 || ratio.high < 1;
  }
  assert_true(misses <= 0.05 * 20000);
}

static void geometric_means_keep_alpha_when_programs_share_their_noise(void **state) {
  enum { PROGRAMS = 5, PAIRS = 8, TRIALS = 250 };
  double logs[PROGRAMS * PAIRS];
  int misses = 0;
  (void)state;
  series_state = 3;
  for (int trial = 0; trial < TRIALS; trial++) {
    for (size_t pair = 0; pair < PAIRS; pair++) {
      double shared = skewed() - skewed();
      for (size_t program = 0; program < PROGRAMS; program++)
        logs[program * PAIRS + pair] = shared + skewed() - skewed();
    }
    struct statistics_group group = {.programs = PROGRAMS, .pairs = PAIRS, .log_ratios = logs};
    struct statistics_interval mean = statistics_geometric_mean(&group, 0.05, (uint64_t)trial);
    misses += mean.low > 1 || mean.high < 1;
  }
  assert_true(misses <= 0.05 * TRIALS);
}

// Near enough to normal with standard deviation 0.01: a sum of twelve uniform numbers.
static double near_normal(void) {
  double sum = -6;
  for (int i = 0; i < 12; i++)
    sum += series_uniform();
  return 0.01 * sum;
}

static void detectable_effect_is_found_in_about_four_of_five_trials(void **state) {
  enum { PAIRS = 20, TRIALS = 20000 };
  double logs[PAIRS];
  int found = 0;
  (void)state;
  series_state = 4;
  // Half the pairs below and half above by the same distance, so that the spread comes out as 0.01.
  for (size_t i = 0; i < PAIRS; i++)
    logs[i] = 0.01 / 1.4826 * (PAIRS - 0.8) / PAIRS * (i % 2 == 0 ? 1 : -1);
  double effect = log1p(statistics_minimum_detectable(logs, PAIRS, 0.05, 0.8));
  for (int trial = 0; trial < TRIALS; trial++) {
    for (size_t i = 0; i < PAIRS; i++)
      logs[i] = effect + near_normal();
    found += statistics_ratio(logs, PAIRS, 0.05).low > 1;
  }
  assert_in_range(found, 0.78 * TRIALS, 0.82 * TRIALS);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(median_is_the_middle_or_the_mean_of_the_two_middle_values),
      cmocka_unit_test(quantiles_lie_on_the_line_between_their_neighbours),
      cmocka_unit_test(distribution_names_the_quantiles_of_values_in_any_order),
      cmocka_unit_test(ranks_and_coverages_are_those_of_the_exact_binomial),
      cmocka_unit_test(pairs_needed_are_those_of_the_exact_binomial),
      cmocka_unit_test(interval_is_made_of_the_order_statistics_of_its_rank),
      cmocka_unit_test(interval_of_too_few_values_says_that_it_is_only_their_range),
      cmocka_unit_test(interval_of_no_value_has_count_0_and_no_number),
      cmocka_unit_test(ratio_is_the_exponential_of_the_median_logarithm),
      cmocka_unit_test(bonferroni_shares_alpha_and_takes_no_claims_as_one),
      cmocka_unit_test(geometric_mean_is_the_exponential_of_the_mean_of_medians),
      cmocka_unit_test(geometric_mean_uses_what_pairs_a_program_has),
      cmocka_unit_test(geometric_mean_of_nothing_has_count_0),
      cmocka_unit_test(geometric_mean_is_the_same_for_the_same_seed),
      cmocka_unit_test(detectable_effect_is_the_exact_multiple_of_the_spread),
      cmocka_unit_test(no_effect_is_detectable_with_too_few_pairs),
      cmocka_unit_test(equal_engines_are_called_different_at_most_as_often_as_alpha_says),
      cmocka_unit_test(a_skewed_difference_with_median_0_is_covered_too),
      cmocka_unit_test(geometric_means_keep_alpha_when_programs_share_their_noise),
      cmocka_unit_test(detectable_effect_is_found_in_about_four_of_five_trials),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}

// The looks of a run that may stop early: their plan, and that all together they claim falsely no
// more often than they say, by exact probabilities and by simulated runs.
#include "compare/schedule.h"
#include "compare/sequential.h"
#include "compare/statistics.h"
#include "tests/unit/assert_near.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static void looks_end_with_the_last_pair_and_begin_where_an_interval_exists(void **state) {
  (void)state;
  struct sequential_plan plan = sequential_plan_make(120);
  const int expected[] = {6, 10, 15, 23, 35, 53, 80, 120};
  assert_int_equal(plan.count, 8);
  for (int i = 0; i < plan.count; i++)
    assert_int_equal(plan.pairs[i], expected[i]);
  assert_near(plan.shares[0], 6 / 120.0, 1e-12);
  assert_near(plan.shares[7], 1, 0);
  plan = sequential_plan_make(5);
  assert_int_equal(plan.count, 1);
  assert_int_equal(plan.pairs[0], 5);
}

static void a_single_look_at_the_end_has_alpha_itself(void **state) {
  (void)state;
  struct sequential_plan none = {.count = 0}, one = sequential_plan_make(8);
  assert_near(sequential_level(&none, 0, 0.05), 0.05, 0);
  one.count = 0;
  sequential_plan_add(&one, 8, 1);
  assert_near(sequential_level(&one, 0, 0.0025), 0.0025, 0);
}

// Two looks small enough to be counted by hand: after 6 pairs with half of alpha = 0.1, and after 8
// with all of it. The first may spend 0.05: rank 1 costs 2/64 = 0.03125. At the second the paths
// with 0 or 8 below are gone already but those that came by 0 of 6; of the 256 paths 248 have not
// left; rank 1 costs nothing (both ends have left), rank 2 costs the paths with 1 or 7 below that
// had 1 to 5 of the first 6: 6 each, 12 / 256 = 0.0469, in all 0.078; rank 3 would cost too much.
static void looks_share_alpha_exactly(void **state) {
  (void)state;
  struct sequential_plan plan = {.count = 0};
  sequential_plan_add(&plan, 6, 0.5);
  sequential_plan_add(&plan, 8, 1);
  double first = sequential_level(&plan, 0, 0.1), second = sequential_level(&plan, 1, 0.1);
  assert_near(first, 2.0 / 64, 1e-12);
  assert_int_equal(statistics_median_rank(6, first), 1);
  assert_near(second, 2 * 9.0 / 256, 1e-12);
  assert_int_equal(statistics_median_rank(8, second), 2);
}

static void a_look_that_may_spend_too_little_has_no_interval(void **state) {
  (void)state;
  struct sequential_plan plan = sequential_plan_make(120);
  double level = sequential_level(&plan, 0, 0.0005);
  assert_int_equal(statistics_median_rank(6, level), 0);
}

// The share of simulated runs without any difference in which some look of the plan, each with the
// level that it has in `levels`, claims one.
static double false_claims(const struct sequential_plan *plan, const double *levels, int trials) {
  struct generator generator = generator_make(7);
  int claims = 0;
  for (int trial = 0; trial < trials; trial++) {
    size_t below = 0;
    int pairs = 0, claimed = 0;
    for (int i = 0; i < plan->count; i++) {
      for (; pairs < plan->pairs[i]; pairs++)
        below += generator_below(&generator, 2);
      size_t rank = statistics_median_rank((size_t)pairs, levels[i]);
      claimed = claimed || below < rank || below > (size_t)pairs - rank;
    }
    claims += claimed;
  }
  return (double)claims / trials;
}

static void all_looks_together_claim_falsely_within_alpha(void **state) {
  (void)state;
  const int most[] = {14, 30, 120};
  for (size_t i = 0; i < sizeof most / sizeof *most; i++) {
    struct sequential_plan plan = sequential_plan_make(most[i]);
    double levels[SEQUENTIAL_LOOKS_MAX];
    for (int look = 0; look < plan.count; look++)
      levels[look] = sequential_level(&plan, look, 0.05);
    double rate = false_claims(&plan, levels, 40000);
    assert_true(rate <= 0.0533); // 0.05 and three standard errors
    assert_true(rate >= 0.01);   // which few pairs cannot use up, as ranks are whole
    if (most[i] == 120)
      assert_true(rate >= 0.04); // and it is not bought by claiming nothing
  }
}

static void looking_at_each_planned_point_at_full_alpha_would_not(void **state) {
  (void)state;
  struct sequential_plan plan = sequential_plan_make(120);
  double levels[SEQUENTIAL_LOOKS_MAX];
  for (int look = 0; look < plan.count; look++)
    levels[look] = 0.05;
  assert_true(false_claims(&plan, levels, 20000) > 0.08);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(looks_end_with_the_last_pair_and_begin_where_an_interval_exists),
      cmocka_unit_test(a_single_look_at_the_end_has_alpha_itself),
      cmocka_unit_test(looks_share_alpha_exactly),
      cmocka_unit_test(a_look_that_may_spend_too_little_has_no_interval),
      cmocka_unit_test(all_looks_together_claim_falsely_within_alpha),
      cmocka_unit_test(looking_at_each_planned_point_at_full_alpha_would_not),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}

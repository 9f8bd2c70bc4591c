// Exponents of growth: lines that are plain, and inputs that have none. R's lm() is compared with
// in statistics_r_test.c.
#include "compare/growth.h"
#include "tests/unit/assert_near.h"

static void a_power_of_the_size_is_found_with_its_scale(void **state) {
  const double sizes[] = {10, 100, 1000, 10000}, times[] = {300, 3e4, 3e6, 3e8};
  struct growth growth = growth_fit(sizes, times, 4, 0.05);
  (void)state;
  assert_int_equal(growth.count, 4);
  assert_near(growth.exponent, 2, 1e-12);
  assert_near(growth.scale, 3, 1e-9);
  assert_near(growth.r_squared, 1, 1e-12);
  assert_near(growth.low, 2, 1e-6);
  assert_near(growth.high, 2, 1e-6);
}

static void two_sizes_have_an_exponent_and_no_interval(void **state) {
  const double sizes[] = {100, 400}, times[] = {5, 10};
  struct growth growth = growth_fit(sizes, times, 2, 0.05);
  (void)state;
  assert_near(growth.exponent, 0.5, 1e-12);
  assert_true(isnan(growth.error) && isnan(growth.low) && isnan(growth.high));
}

static void one_size_has_no_exponent_however_often_it_was_timed(void **state) {
  const double sizes[] = {100, 100, 100}, times[] = {5, 10, 7};
  (void)state;
  assert_true(isnan(growth_fit(sizes, times, 3, 0.05).exponent));
  assert_true(isnan(growth_fit(sizes, times, 1, 0.05).exponent));
  assert_true(isnan(growth_fit(NULL, NULL, 0, 0.05).exponent));
}

static void times_that_do_not_grow_leave_nothing_to_explain(void **state) {
  const double sizes[] = {1, 10, 100}, times[] = {8, 8, 8};
  struct growth growth = growth_fit(sizes, times, 3, 0.05);
  (void)state;
  assert_near(growth.exponent, 0, 1e-12);
  assert_true(isnan(growth.r_squared));
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(a_power_of_the_size_is_found_with_its_scale),
      cmocka_unit_test(two_sizes_have_an_exponent_and_no_interval),
      cmocka_unit_test(one_size_has_no_exponent_however_often_it_was_timed),
      cmocka_unit_test(times_that_do_not_grow_leave_nothing_to_explain),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}

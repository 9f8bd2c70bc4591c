// The order of the rounds is random, fair and repeatable, and their number follows the clock alone.

// cmocka.h wants these before it
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "compare/schedule.h"

#include <math.h>
#include <string.h>

static void numbers_are_those_of_splitmix64(void **state) {
  (void)state;
  // the first outputs for the seed 0 are e220a8397b1dcdaf, 6e789e6aa1b965f4, 06c45d188009454f
  struct generator generator = generator_make(0);
  assert_int_equal(generator_below(&generator, 1000000), 0xe220a8397b1dcdafu % 1000000);
  assert_int_equal(generator_below(&generator, 1000000), 0x6e789e6aa1b965f4u % 1000000);
  assert_int_equal(generator_below(&generator, 1000000), 0x06c45d188009454fu % 1000000);
}

static void the_same_seed_gives_the_same_order(void **state) {
  (void)state;
  struct generator one = generator_make(42), two = generator_make(42), other = generator_make(43);
  int a[20], b[20], c[20];
  schedule_shuffle(&one, a, 20);
  schedule_shuffle(&two, b, 20);
  schedule_shuffle(&other, c, 20);
  assert_memory_equal(a, b, sizeof a);
  assert_memory_not_equal(a, c, sizeof a);
}

static void an_order_holds_everyone_once(void **state) {
  (void)state;
  struct generator generator = generator_make(7);
  for (int count = 0; count <= 12; count++) {
    int order[12], seen = 0;
    schedule_shuffle(&generator, order, count);
    for (int i = 0; i < count; i++)
      seen |= 1 << order[i];
    assert_int_equal(seen, (1 << count) - 1);
  }
}

// Chi-squared over the 24 orders of four: 23 degrees of freedom, 49.73 is its 99.9 % point.
static void all_orders_are_alike(void **state) {
  (void)state;
  enum { DRAWS = 24000 };
  struct generator generator = generator_make(1);
  int counts[256] = {0}, order[4], different = 0;
  for (int draw = 0; draw < DRAWS; draw++) {
    schedule_shuffle(&generator, order, 4);
    counts[order[0] | order[1] << 2 | order[2] << 4 | order[3] << 6]++;
  }
  double expected = DRAWS / 24.0, chi_squared = 0;
  for (int i = 0; i < 256; i++)
    if (counts[i]) {
      chi_squared += pow(counts[i] - expected, 2) / expected;
      different++;
    }
  assert_int_equal(different, 24);
  assert_true(chi_squared < 49.73);
}

static void the_second_half_is_the_first_backwards(void **state) {
  (void)state;
  const int order[] = {2, 0, 3, 1};
  for (int position = 0; position < 4; position++) {
    assert_int_equal(schedule_at(order, 4, 0, position), order[position]);
    assert_int_equal(schedule_at(order, 4, 1, position), order[3 - position]);
  }
}

static void as_many_pairs_as_fit_the_time(void **state) {
  (void)state;
  struct schedule_clock clock = {
      .done = 1, .timed = 1, .used_seconds = 15, .pair_seconds = 10, .budget_seconds = 100};
  assert_int_equal(schedule_plan_pairs(&clock, 0), 9); // 85 s are left for 8 more
  clock = (struct schedule_clock){
      .done = 4, .timed = 4, .used_seconds = 85, .pair_seconds = 80, .budget_seconds = 100};
  assert_int_equal(schedule_plan_pairs(&clock, 0), 4); // the machine became slower
}

static void what_is_done_stays_done_when_time_is_over(void **state) {
  (void)state;
  struct schedule_clock clock = {
      .done = 3, .timed = 3, .used_seconds = 120, .pair_seconds = 90, .budget_seconds = 100};
  assert_int_equal(schedule_plan_pairs(&clock, 0), 3);
}

static void before_the_first_pair_the_given_number_holds(void **state) {
  (void)state;
  struct schedule_clock clock = {.budget_seconds = 100};
  assert_int_equal(schedule_plan_pairs(&clock, 12), 12);
}

static void without_a_limit_pairs_end_at_the_most(void **state) {
  (void)state;
  struct schedule_clock clock = {
      .done = 1, .timed = 1, .used_seconds = 1, .pair_seconds = 1, .budget_seconds = HUGE_VAL};
  assert_int_equal(schedule_plan_pairs(&clock, 0), SCHEDULE_PAIRS_MAX);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(numbers_are_those_of_splitmix64),
      cmocka_unit_test(the_same_seed_gives_the_same_order),
      cmocka_unit_test(an_order_holds_everyone_once),
      cmocka_unit_test(all_orders_are_alike),
      cmocka_unit_test(the_second_half_is_the_first_backwards),
      cmocka_unit_test(as_many_pairs_as_fit_the_time),
      cmocka_unit_test(what_is_done_stays_done_when_time_is_over),
      cmocka_unit_test(before_the_first_pair_the_given_number_holds),
      cmocka_unit_test(without_a_limit_pairs_end_at_the_most),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}

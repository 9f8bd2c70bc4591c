// Classes of warm-up: small series whose answer is plain, then thousands of made-up ones of each
// class, with the noise of a shared machine.
#include "compare/warmup.h"
#include "tests/unit/assert_near.h"
#include "tests/unit/series.h"

#include <time.h>

enum { LONGEST = 400, SERIES = 1000 };

static struct warmup classify(const double *times, size_t count) {
  struct arena *arena = arena_create();
  struct warmup warmup = warmup_classify(arena, times, count);
  arena_destroy(arena);
  warmup.segments = NULL;
  return warmup;
}

// `count` times from the index `begin` on: `level`, by turns 1 % above and below.
static void fill(double *times, size_t begin, size_t count, double level) {
  for (size_t i = begin; i < begin + count; i++)
    times[i] = level * (i % 2 == 0 ? 1.01 : 0.99);
}

static void equal_times_are_flat_from_the_first_iteration_on(void **state) {
  double times[100];
  (void)state;
  fill(times, 0, 100, 5e6);
  struct warmup warmup = classify(times, 100);
  assert_int_equal(warmup.class, WARMUP_FLAT);
  assert_int_equal(warmup.steady, 0);
  assert_int_equal(warmup.segment_count, 1);
  assert_near(warmup.reach_ns, 0, 0);
  assert_near(warmup.cost_ns, 0, 0);
  assert_near(warmup.steady_ns, 5e6, 1);
}

static void warm_up_ends_where_the_last_level_begins(void **state) {
  struct arena *arena = arena_create();
  double times[100];
  (void)state;
  fill(times, 0, 20, 3000);
  fill(times, 20, 20, 2000);
  fill(times, 40, 60, 1000);
  struct warmup warmup = warmup_classify(arena, times, 100);
  assert_int_equal(warmup.class, WARMUP_FASTER);
  assert_int_equal(warmup.steady, 40);
  assert_int_equal(warmup.segment_count, 3);
  assert_int_equal(warmup.segments[1].start, 20);
  assert_near(warmup.segments[1].ns, 2000, 0.2);
  assert_near(warmup.reach_ns, 20 * 3000 + 20 * 2000, 1e-6);
  assert_near(warmup.cost_ns, 20 * 2000 + 20 * 1000, 1e-6);
  assert_near(warmup.steady_ns, 1000, 1e-6);
  arena_destroy(arena);
}

static void one_cold_iteration_is_a_warm_up_and_no_outlier(void **state) {
  double times[200];
  (void)state;
  fill(times, 0, 200, 1000);
  times[0] = 9000;
  struct warmup warmup = classify(times, 200);
  assert_int_equal(warmup.class, WARMUP_FASTER);
  assert_int_equal(warmup.steady, 1);
  assert_int_equal(warmup.outliers, 0);
  assert_near(warmup.reach_ns, 9000, 0);
}

static void lone_slow_iterations_are_left_out(void **state) {
  double times[200];
  (void)state;
  fill(times, 0, 200, 1000);
  times[50] = times[51] = times[120] = times[199] = 4000;
  struct warmup warmup = classify(times, 200);
  assert_int_equal(warmup.class, WARMUP_FLAT);
  assert_int_equal(warmup.outliers, 4);
}

static void a_program_that_was_faster_before_slows_down(void **state) {
  double times[120];
  (void)state;
  fill(times, 0, 20, 3000);
  fill(times, 20, 30, 1000);
  fill(times, 50, 70, 1200);
  struct warmup warmup = classify(times, 120);
  assert_int_equal(warmup.class, WARMUP_SLOWDOWN);
  assert_int_equal(warmup.steady, 50);
}

static void a_change_in_the_last_quarter_leaves_no_steady_state(void **state) {
  double times[200];
  (void)state;
  fill(times, 0, 160, 2000);
  fill(times, 160, 40, 1000);
  struct warmup warmup = classify(times, 200);
  assert_int_equal(warmup.class, WARMUP_UNSTEADY);
  assert_int_equal(warmup.steady, 200);
  assert_true(isnan(warmup.reach_ns) && isnan(warmup.cost_ns) && isnan(warmup.steady_ns));
}

static void levels_within_the_delta_are_the_same(void **state) {
  double times[400];
  (void)state;
  for (size_t i = 0; i < 400; i++)
    times[i] = (i < 200 ? 1008 : 1000) * (i % 2 == 0 ? 1.001 : 0.999);
  struct warmup warmup = classify(times, 400);
  assert_int_equal(warmup.segment_count, 2);
  assert_int_equal(warmup.class, WARMUP_FLAT);
  for (size_t i = 0; i < 200; i++)
    times[i] *= 1.01;
  assert_int_equal(classify(times, 400).class, WARMUP_FASTER);
}

static void times_that_a_coarse_clock_makes_equal_are_flat(void **state) {
  double times[100];
  (void)state;
  for (size_t i = 0; i < 100; i++)
    times[i] = i % 10 == 3 ? 1000001 : 1000000;
  struct warmup warmup = classify(times, 100);
  assert_int_equal(warmup.class, WARMUP_FLAT);
  assert_int_equal(warmup.outliers, 0);
}

static void too_few_iterations_say_nothing(void **state) {
  double times[WARMUP_LEAST];
  (void)state;
  fill(times, 0, WARMUP_LEAST, 1000);
  assert_int_equal(classify(times, WARMUP_LEAST).class, WARMUP_FLAT);
  struct warmup warmup = classify(times, WARMUP_LEAST - 1);
  assert_int_equal(warmup.class, WARMUP_TOO_SHORT);
  assert_int_equal(warmup.segment_count, 0);
  assert_true(isnan(warmup.steady_ns));
  assert_int_equal(classify(NULL, 0).class, WARMUP_TOO_SHORT);
}

static struct warmup_summary summarise(enum warmup_class a, enum warmup_class b,
                                       enum warmup_class c) {
  const struct warmup invocations[] = {{.class = a}, {.class = b}, {.class = c}};
  return warmup_summarise(invocations, 3);
}

static void invocations_agree_or_the_summary_says_how_they_do_not(void **state) {
  (void)state;
  struct warmup_summary same = summarise(WARMUP_FASTER, WARMUP_TOO_SHORT, WARMUP_FASTER);
  assert_int_equal(same.agreement, WARMUP_AGREED);
  assert_int_equal(same.class, WARMUP_FASTER);
  assert_int_equal(same.counts[WARMUP_FASTER], 2);
  assert_int_equal(same.counts[WARMUP_TOO_SHORT], 1);
  struct warmup_summary mixed = summarise(WARMUP_FLAT, WARMUP_FASTER, WARMUP_FLAT);
  assert_int_equal(mixed.agreement, WARMUP_INCONSISTENT);
  assert_int_equal(mixed.class, WARMUP_FLAT);
  struct warmup_summary slow = summarise(WARMUP_FLAT, WARMUP_FASTER, WARMUP_SLOWDOWN);
  assert_int_equal(slow.agreement, WARMUP_INCONSISTENT_SLOW);
  assert_int_equal(slow.class, WARMUP_SLOWDOWN);
  struct warmup_summary none = summarise(WARMUP_TOO_SHORT, WARMUP_TOO_SHORT, WARMUP_TOO_SHORT);
  assert_int_equal(none.agreement, WARMUP_AGREED);
  assert_int_equal(none.class, WARMUP_TOO_SHORT);
}

// ---- Made-up series -----------------------------------------------------------------------------

// Multiplies by noise: 1 to 3 % lognormal, part of it carried on from one iteration to the next;
// one iteration in a hundred hit hard; in every fourth series a neighbour for 5 to 12 iterations.
// Not at the beginning: what is slow there, of whatever cause, is a warm-up to who sees one
// invocation.
static void add_noise(double *times, size_t count) {
  double deviation = series_between(0.01, 0.03), carried = 0;
  for (size_t i = 0; i < count; i++) {
    carried = 0.3 * carried + 0.2 * deviation * series_normal();
    times[i] *= exp(deviation * series_normal() + carried);
    if (i > count / 10 && series_uniform() < 0.01)
      times[i] *= series_between(1.3, 5);
  }
  if (series_uniform() < 0.25) {
    size_t length = series_count(5, 12), begin = series_count(count / 10, count - length);
    for (size_t i = begin; i < begin + length; i++)
      times[i] *= series_between(1.02, 1.15);
  }
}

// Where the series that was made last becomes steady; 0 where that is no single place.
static size_t becomes_steady;

static void make_flat(double *times, size_t count) {
  becomes_steady = 0;
  for (size_t i = 0; i < count; i++)
    times[i] = 2e6;
}

// One to three steps down, or an exponential approach, over by 60 % of the series.
static void make_warm_up(double *times, size_t count) {
  make_flat(times, count);
  if (series_uniform() < 0.4) {
    double tail = (double)count * series_between(0.02, 0.08), height = series_between(0.3, 5);
    for (size_t i = 0; i < count; i++)
      times[i] *= 1 + height * exp(-(double)i / tail);
    return;
  }
  for (size_t steps = series_count(1, 3); steps > 0; steps--) {
    size_t end = series_count(5, count * 6 / 10);
    double height = series_between(1.1, 3);
    becomes_steady = end > becomes_steady ? end : becomes_steady;
    for (size_t i = 0; i < end; i++)
      times[i] *= height;
  }
}

// A step up between 20 and 65 % of the series, every other one after a warm-up.
static void make_slowdown(double *times, size_t count) {
  size_t step = series_count(count * 20 / 100, count * 65 / 100);
  double height = series_between(1.1, 1.6), before = series_between(1.2, 3);
  size_t warm = series_uniform() < 0.5 ? series_count(3, count / 10) : 0;
  becomes_steady = step;
  for (size_t i = 0; i < count; i++)
    times[i] = 2e6 * (i < step ? 1 : height) * (i < warm ? before : 1);
}

// A step in the last part, a drift that goes on, or cycles.
static void make_unsteady(double *times, size_t count) {
  double kind = series_uniform(), height = series_between(0.12, 0.5);
  becomes_steady = 0;
  double sign = series_uniform() < 0.5 ? -1 : 1;
  size_t step = count - series_count(count * 10 / 100, count * 20 / 100);
  double period = (double)count / series_between(2.6, 5), phase = series_uniform();
  for (size_t i = 0; i < count; i++) {
    double at = (double)i / (double)count;
    double turn = fmod((double)i / period + phase, 1);
    double shape = kind < 0.34 ? i >= step : kind < 0.67 ? 2 * at : turn < 0.5;
    times[i] = 2e6 * exp(sign * height * shape);
  }
}

static void most_made_up_series_of_every_class_are_told(void **state) {
  static void (*const make[])(double *, size_t) = {
      [WARMUP_FLAT] = make_flat,
      [WARMUP_FASTER] = make_warm_up,
      [WARMUP_SLOWDOWN] = make_slowdown,
      [WARMUP_UNSTEADY] = make_unsteady,
  };
  size_t confusion[WARMUP_TOO_SHORT][WARMUP_TOO_SHORT] = {{0}}, placed = 0, near = 0;
  (void)state;
  series_state = 1;
  for (size_t class = 0; class < WARMUP_TOO_SHORT; class ++) {
    for (size_t i = 0; i < SERIES; i++) {
      double times[LONGEST];
      size_t count = series_count(LONGEST / 2, LONGEST);
      make[class](times, count);
      add_noise(times, count);
      struct warmup warmup = classify(times, count);
      confusion[class][warmup.class]++;
      if (becomes_steady > 0 && warmup.class == class) {
        size_t begin = becomes_steady < warmup.steady ? becomes_steady : warmup.steady;
        placed++;
        near += becomes_steady + warmup.steady - 2 * begin <= 2;
      }
    }
  }
  for (size_t class = 0; class < WARMUP_TOO_SHORT; class ++)
    print_message("# %-16s %5zu %5zu %5zu %5zu\n", warmup_class_name((enum warmup_class) class),
                  confusion[class][0], confusion[class][1], confusion[class][2],
                  confusion[class][3]);
  for (size_t class = 0; class < WARMUP_TOO_SHORT; class ++)
    assert_true(confusion[class][class] >= 0.95 * SERIES);
  print_message("# within two iterations of the true steady one: %zu of %zu\n", near, placed);
  // a neighbour just after the step puts it off in some
  assert_true((double)near >= 0.85 * (double)placed);
}

static void a_hundred_thousand_iterations_are_classified_at_once(void **state) {
  enum { COUNT = 100000 };
  static double times[COUNT];
  (void)state;
  series_state = 2;
  for (size_t i = 0; i < COUNT; i++)
    times[i] = 2e6 * (i < 3 ? 4 : i < 61234 ? 1.2 : 1) * exp(0.02 * series_normal());
  clock_t begin = clock();
  struct warmup warmup = classify(times, COUNT);
  print_message("# %d iterations: %.3f s\n", COUNT, (double)(clock() - begin) / CLOCKS_PER_SEC);
  assert_int_equal(warmup.class, WARMUP_FASTER);
  assert_int_equal(warmup.segment_count, 3);
  assert_in_range(warmup.steady, 61230, 61238);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(equal_times_are_flat_from_the_first_iteration_on),
      cmocka_unit_test(warm_up_ends_where_the_last_level_begins),
      cmocka_unit_test(one_cold_iteration_is_a_warm_up_and_no_outlier),
      cmocka_unit_test(lone_slow_iterations_are_left_out),
      cmocka_unit_test(a_program_that_was_faster_before_slows_down),
      cmocka_unit_test(a_change_in_the_last_quarter_leaves_no_steady_state),
      cmocka_unit_test(levels_within_the_delta_are_the_same),
      cmocka_unit_test(times_that_a_coarse_clock_makes_equal_are_flat),
      cmocka_unit_test(too_few_iterations_say_nothing),
      cmocka_unit_test(invocations_agree_or_the_summary_says_how_they_do_not),
      cmocka_unit_test(most_made_up_series_of_every_class_are_told),
      cmocka_unit_test(a_hundred_thousand_iterations_are_classified_at_once),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}

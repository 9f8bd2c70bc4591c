// Shifts in a history: plain ones by their answer, the rates of false and of missed ones by
// simulation, and PELT itself against a search through all divisions.
#include "compare/change_points.h"
#include "compare/pelt.h"
#include "tests/unit/assert_near.h"
#include "tests/unit/series.h"

enum { MOST = 500 };

static struct change_points_run runs[MOST];

// Independent normal runs with a deviation of 1 %.
static void make_runs(size_t count) {
  for (size_t i = 0; i < count; i++)
    runs[i] = (struct change_points_run){.log = 14 + 0.01 * series_normal(), .spread = 0};
}

static void shift(size_t begin, size_t end, double ratio) {
  for (size_t i = begin; i < end; i++)
    runs[i].log += log(ratio);
}

// The number of shifts in the first `count` runs; the first of them is stored, run 0 for none.
static size_t find(size_t count, struct change_point *first) {
  struct arena *arena = arena_create();
  struct change_points found = change_points_find(arena, runs, count);
  *first = found.count > 0 ? found.points[0] : (struct change_point){.run = 0, .ratio = 1};
  arena_destroy(arena);
  return found.count;
}

static void a_shift_is_found_at_the_first_run_of_the_new_level(void **state) {
  struct change_point first;
  (void)state;
  series_state = 1;
  make_runs(40);
  shift(25, 40, 1.2);
  assert_int_equal(find(40, &first), 1);
  assert_int_equal(first.run, 25);
  assert_near(first.ratio, 1.2, 0.01);
}

static void every_shift_is_found_back_and_forth(void **state) {
  struct arena *arena = arena_create();
  (void)state;
  series_state = 2;
  make_runs(60);
  shift(20, 40, 0.9);
  struct change_points found = change_points_find(arena, runs, 60);
  assert_int_equal(found.count, 2);
  assert_int_equal(found.points[0].run, 20);
  assert_int_equal(found.points[1].run, 40);
  assert_near(found.points[0].ratio, 0.9, 0.01);
  assert_near(found.points[1].ratio, 1 / 0.9, 0.01);
  assert_near(found.deviation, 0.01, 0.003);
  arena_destroy(arena);
}

static void a_single_run_far_off_is_no_shift(void **state) {
  struct change_point first;
  (void)state;
  series_state = 3;
  make_runs(30);
  shift(12, 13, 3);
  shift(0, 1, 2);
  shift(29, 30, 2);
  assert_int_equal(find(30, &first), 0);
}

static void a_run_that_knows_itself_to_be_unsure_counts_for_less(void **state) {
  struct change_point first;
  (void)state;
  series_state = 4;
  make_runs(30);
  shift(20, 30, 1.06);
  assert_int_equal(find(30, &first), 1);
  for (size_t i = 20; i < 30; i++)
    runs[i].spread = 0.1;
  assert_int_equal(find(30, &first), 0);
}

static void equal_or_few_runs_have_no_shift(void **state) {
  struct change_point first;
  (void)state;
  for (size_t i = 0; i < 30; i++)
    runs[i] = (struct change_points_run){.log = 14};
  assert_int_equal(find(30, &first), 0);
  shift(3, 7, 2);
  assert_int_equal(find(7, &first), 0);
  assert_int_equal(find(0, &first), 0);
  shift(7, 8, 2);
  shift(3, 4, 0.5); // 4 and 4
  assert_int_equal(find(8, &first), 1);
  assert_int_equal(first.run, 4);
}

// The share of series without a shift in which one is claimed.
static double false_alarms(size_t count, size_t series, double carried, double bursts) {
  size_t alarms = 0;
  struct change_point first;
  for (size_t i = 0; i < series; i++) {
    make_runs(count);
    for (size_t j = 0; j < count; j++)
      runs[j].log += (series_uniform() < bursts ? 0.05 * series_normal() : 0) +
                     (j > 0 ? carried * (runs[j - 1].log - 14) : 0);
    alarms += find(count, &first) > 0;
  }
  return (double)alarms / (double)series;
}

static void a_noisy_history_without_a_shift_shows_one_in_at_most_5_percent(void **state) {
  static const size_t counts[] = {8, 12, 30, 100, 500};
  (void)state;
  series_state = 5;
  for (size_t i = 0; i < sizeof counts / sizeof *counts; i++) {
    size_t series = counts[i] <= 30 ? 2000 : 30000 / counts[i];
    double independent = false_alarms(counts[i], series, 0, 0);
    double bursts = false_alarms(counts[i], series, 0, 0.1);
    double carried = false_alarms(counts[i], series, 0.3, 0);
    print_message("# %zu runs: %.4f; with bursts %.4f; with memory %.4f\n", counts[i], independent,
                  bursts, carried);
    assert_true(independent <= 0.05);
    assert_true(bursts <= 0.05);
    assert_true(carried <= 0.05);
  }
}

static void five_percent_between_eight_runs_of_one_percent_noise_are_found(void **state) {
  enum { SERIES = 2000 };
  size_t found = 0, near = 0;
  struct change_point first;
  (void)state;
  series_state = 6;
  for (size_t i = 0; i < SERIES; i++) {
    make_runs(16);
    shift(8, 16, i % 2 == 0 ? 1.05 : 1 / 1.05);
    size_t count = find(16, &first);
    found += count == 1;
    near += count == 1 && first.run >= 7 && first.run <= 9;
  }
  print_message("# found: %zu of %d, within a run of its place: %zu\n", found, SERIES, near);
  assert_true(near >= 0.95 * SERIES);
}

// ---- PELT ---------------------------------------------------------------------------------------

static double plain_cost(const struct pelt_model *model, const double *values, size_t count) {
  double mean = 0, scatter = 0;
  for (size_t i = 0; i < count; i++)
    mean += values[i] / (double)count;
  for (size_t i = 0; i < count; i++)
    scatter += (values[i] - mean) * (values[i] - mean);
  if (model->change == PELT_MEAN)
    return scatter;
  double variance = fmax(scatter / (double)count, model->variance_least);
  return (double)count * log(variance) + scatter / variance;
}

static double cost_of(const struct pelt_model *model, const double *values, size_t count,
                      const size_t *starts, size_t segments) {
  double sum = -model->penalty;
  for (size_t i = 0; i < segments; i++) {
    size_t end = i + 1 < segments ? starts[i + 1] : count;
    assert_true(end - starts[i] >= model->least);
    sum += model->penalty + plain_cost(model, values + starts[i], end - starts[i]);
  }
  return sum;
}

// The least cost of any division, found by trying every last segment of every beginning.
static double least_cost(const struct pelt_model *model, const double *values, size_t count) {
  double best[100] = {-model->penalty};
  for (size_t end = 1; end <= count; end++) {
    best[end] = HUGE_VAL;
    for (size_t begin = 0; begin + model->least <= end; begin++)
      best[end] = fmin(best[end], best[begin] + model->penalty +
                                      plain_cost(model, values + begin, end - begin));
  }
  return best[count];
}

static void pelt_finds_the_best_of_all_divisions(void **state) {
  size_t changes = 0;
  (void)state;
  series_state = 7;
  for (size_t i = 0; i < 600; i++) {
    struct pelt_model model = {.change = i % 2 == 0 ? PELT_MEAN : PELT_MEAN_AND_VARIANCE,
                               .penalty = series_between(1, 20),
                               .variance_least = 1e-3,
                               .least = 1 + i % 5};
    double values[80], level = 0, spread = 1;
    size_t count = series_count(2 * model.least, 80);
    for (size_t j = 0; j < count; j++) {
      if (series_uniform() < 0.08) {
        level = series_between(-4, 4);
        spread = series_between(0, 2);
      }
      values[j] = level + spread * series_normal();
    }
    struct arena *arena = arena_create();
    size_t segments;
    const size_t *starts = pelt_segments(arena, &model, values, NULL, count, &segments);
    changes += segments - 1;
    assert_int_equal(starts[0], 0);
    double cost = cost_of(&model, values, count, starts, segments);
    assert_near(cost, least_cost(&model, values, count), 1e-9 * (1 + fabs(cost)));
    arena_destroy(arena);
  }
  assert_true(changes > 600);
}

static void pelt_finds_changes_of_a_long_series_to_the_value(void **state) {
  enum { LONG = 20 * PELT_PLACES };
  static const size_t expected[] = {0, 3, 700, 12345, 12400, 12401, 33333};
  static double values[LONG];
  struct arena *arena = arena_create();
  struct pelt_model model = {
      .change = PELT_MEAN_AND_VARIANCE, .penalty = 60, .variance_least = 1e-6, .least = 1};
  size_t segments, next = 0;
  double level = 0;
  (void)state;
  series_state = 8;
  for (size_t i = 0; i < LONG; i++) {
    if (next < sizeof expected / sizeof *expected && i == expected[next])
      level = next++ % 2 == 0 ? 0 : next == 6 ? 5000 : 50;
    values[i] = level + series_normal();
  }
  const size_t *starts = pelt_segments(arena, &model, values, NULL, LONG, &segments);
  assert_int_equal(segments, sizeof expected / sizeof *expected);
  for (size_t i = 0; i < segments; i++)
    assert_int_equal(starts[i], expected[i]);
  arena_destroy(arena);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(a_shift_is_found_at_the_first_run_of_the_new_level),
      cmocka_unit_test(every_shift_is_found_back_and_forth),
      cmocka_unit_test(a_single_run_far_off_is_no_shift),
      cmocka_unit_test(a_run_that_knows_itself_to_be_unsure_counts_for_less),
      cmocka_unit_test(equal_or_few_runs_have_no_shift),
      cmocka_unit_test(a_noisy_history_without_a_shift_shows_one_in_at_most_5_percent),
      cmocka_unit_test(five_percent_between_eight_runs_of_one_percent_noise_are_found),
      cmocka_unit_test(pelt_finds_the_best_of_all_divisions),
      cmocka_unit_test(pelt_finds_changes_of_a_long_series_to_the_value),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}

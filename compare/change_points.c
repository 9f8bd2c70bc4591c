// See change_points.h.
#include "compare/change_points.h"

#include "compare/pelt.h"
#include "compare/statistics.h"

#include <gsl/gsl_sort.h>
#include <gsl/gsl_statistics_double.h>
#include <math.h>

// A run may lie so many deviations off the median of itself and its neighbours.
static const double reach = 3;
enum { NEIGHBOURS = 2 }; // on either side: three of five are on one side of any shift

// The penalty for a shift, in squared deviations. In simulations of independent normal runs at most
// 5 % of the series without a shift gain 7 to 11 by one; where one run in ten is five times as
// noisy it is 6 to 20, and where each run carries 0.3 of the one before on, 13 to 27, rising with
// the logarithm of their number. This lies above all of them.
static double penalty(size_t count) { return 12 + 4 * log((double)count); }

// Differences of neighbours have twice the variance of a run.
static double deviation_of(struct arena *scratch, const struct change_points_run *runs,
                           size_t count) {
  size_t differences = count - 1;
  double *sorted = arena_array(scratch, differences, sizeof *sorted);
  double *work = arena_array(scratch, 3 * differences, sizeof *work);
  int *work_int = arena_array(scratch, 5 * differences, sizeof *work_int);
  for (size_t i = 0; i < differences; i++)
    sorted[i] = runs[i + 1].log - runs[i].log;
  gsl_sort(sorted, 1, differences);
  double qn = gsl_stats_Qn_from_sorted_data(sorted, 1, differences, work, work_int);
  return fmax(qn / sqrt(2), PELT_RESOLUTION);
}

static double near_neighbours(const struct change_points_run *runs, size_t count, size_t run,
                              double deviation) {
  double around[2 * NEIGHBOURS + 1];
  size_t used = 0;
  for (size_t i = run < NEIGHBOURS ? 0 : run - NEIGHBOURS; i <= run + NEIGHBOURS && i < count; i++)
    around[used++] = runs[i].log;
  double middle = statistics_median(around, used);
  return fmin(fmax(runs[run].log, middle - reach * deviation), middle + reach * deviation);
}

static double level_of(struct arena *scratch, const struct change_points_run *runs, size_t begin,
                       size_t end) {
  double *logs = arena_array(scratch, end - begin, sizeof *logs);
  for (size_t i = begin; i < end; i++)
    logs[i - begin] = runs[i].log;
  return statistics_median(logs, end - begin);
}

static void describe(struct change_points *found, struct arena *scratch,
                     const struct change_points_run *runs, size_t count, const size_t *starts,
                     size_t segments) {
  double before = 0;
  for (size_t i = 0; i < segments; i++) {
    double level = level_of(scratch, runs, starts[i], i + 1 < segments ? starts[i + 1] : count);
    if (i > 0)
      found->points[i - 1] = (struct change_point){.run = starts[i], .ratio = exp(level - before)};
    before = level;
  }
}

struct change_points change_points_find(struct arena *arena, const struct change_points_run *runs,
                                        size_t count) {
  struct change_points found = {.count = 0, .deviation = NAN};
  if (count < 2 * CHANGE_POINTS_LEAST)
    return found;
  struct arena *scratch = arena_create();
  found.deviation = deviation_of(scratch, runs, count);
  double *values = arena_array(scratch, count, sizeof *values);
  double *weights = arena_array(scratch, count, sizeof *weights);
  for (size_t i = 0; i < count; i++) {
    double deviation = fmax(found.deviation, runs[i].spread);
    values[i] = near_neighbours(runs, count, i, deviation);
    weights[i] = 1 / (deviation * deviation);
  }
  struct pelt_model model = {
      .change = PELT_MEAN, .penalty = penalty(count), .least = CHANGE_POINTS_LEAST};
  size_t segments;
  const size_t *starts = pelt_segments(scratch, &model, values, weights, count, &segments);
  found.count = segments - 1;
  found.points = arena_array(arena, found.count, sizeof *found.points);
  describe(&found, scratch, runs, count, starts, segments);
  arena_destroy(scratch);
  return found;
}

// See warmup.h. The steps are: logarithms; outliers by a window that slides over them with its
// values kept in order; segments of what is left; the walk back from the last one.
#include "compare/warmup.h"

#include "compare/pelt.h"
#include "compare/statistics.h"

#include <gsl/gsl_sort.h>
#include <gsl/gsl_statistics_double.h>
#include <math.h>
#include <string.h>

// An outlier lies off the median of the 200 iterations around it by more than three times the
// distance between their 10th and 90th percentiles (Barrett et al.).
enum { WINDOW = 200 };
static const double outlier_distances = 3;

// The penalty for a segment is 15 ln n (Barrett et al.).
static const double penalty_factor = 15;

// The mean of a segment is open by so many of its standard errors.
static const double open_errors = 2;

// The variance of the mean of the middle half of normal values, in terms of that of their mean.
static const double midmean_variance = 1.2;

// ---- Outliers -----------------------------------------------------------------------------------

// The values around an iteration, in rising order.
struct window {
  double sorted[WINDOW];
  size_t count;
};

// The number of values in the window below `value`.
static size_t place_in(const struct window *window, double value) {
  size_t low = 0, high = window->count;
  while (low < high) {
    size_t middle = (low + high) / 2;
    if (window->sorted[middle] < value)
      low = middle + 1;
    else
      high = middle;
  }
  return low;
}

static void window_add(struct window *window, double value) {
  double *at = window->sorted + place_in(window, value);
  memmove(at + 1, at, (size_t)(window->sorted + window->count - at) * sizeof *at);
  *at = value;
  window->count++;
}

static void window_remove(struct window *window, double value) {
  double *at = window->sorted + place_in(window, value);
  window->count--;
  memmove(at, at + 1, (size_t)(window->sorted + window->count - at) * sizeof *at);
}

static bool is_outlier(const struct window *window, double value) {
  double spread = statistics_quantile(window->sorted, window->count, 0.9) -
                  statistics_quantile(window->sorted, window->count, 0.1);
  double middle = statistics_quantile(window->sorted, window->count, 0.5);
  return fabs(value - middle) > outlier_distances * fmax(spread, PELT_RESOLUTION);
}

// The iterations that are no outliers.
struct kept {
  double *logs;
  size_t *iterations;
  size_t count;
};

static struct kept leave_outliers_out(struct arena *arena, const double *logs, size_t count) {
  struct kept kept = {.logs = arena_array(arena, count, sizeof *kept.logs),
                      .iterations = arena_array(arena, count, sizeof *kept.iterations)};
  struct window window = {.count = 0};
  bool beginning = true; // every iteration so far was far off: that is no outlier but a cold start
  for (size_t i = 0, end = 0; i < count; i++) {
    if (i > WINDOW / 2)
      window_remove(&window, logs[i - WINDOW / 2 - 1]);
    for (; end < count && end < i + WINDOW / 2; end++)
      window_add(&window, logs[end]);
    bool outlier = is_outlier(&window, logs[i]);
    beginning = beginning && outlier;
    if (outlier && !beginning)
      continue;
    kept.logs[kept.count] = logs[i];
    kept.iterations[kept.count++] = i;
  }
  return kept;
}

// ---- Segments -----------------------------------------------------------------------------------

struct level {
  size_t begin, end; // of what was kept
  double mean, variance;
};

static struct level level_of(const struct kept *kept, size_t begin, size_t end) {
  struct level level = {.begin = begin, .end = end};
  for (size_t i = begin; i < end; i++)
    level.mean += kept->logs[i];
  level.mean /= (double)(end - begin);
  for (size_t i = begin; i < end; i++)
    level.variance += pow(kept->logs[i] - level.mean, 2);
  level.variance /= (double)(end - begin);
  return level;
}

static struct level *find_levels(struct arena *arena, const struct kept *kept, size_t *count) {
  struct pelt_model model = {
      .change = PELT_MEAN_AND_VARIANCE,
      .penalty = penalty_factor * log((double)kept->count),
      .variance_least = PELT_RESOLUTION * PELT_RESOLUTION,
      .least = 1,
  };
  size_t *starts = pelt_segments(arena, &model, kept->logs, NULL, kept->count, count);
  struct level *levels = arena_array(arena, *count, sizeof *levels);
  for (size_t i = 0; i < *count; i++)
    levels[i] = level_of(kept, starts[i], i + 1 < *count ? starts[i + 1] : kept->count);
  return levels;
}

// How far the level lies above the other beyond what counts as equal; 0 if it is the same. The
// spread is the other's, a later one: segments of a warm-up are spread by their slope.
static double above(const struct level *level, const struct level *last) {
  double errors = open_errors * sqrt(last->variance / (double)(level->end - level->begin) +
                                     last->variance / (double)(last->end - last->begin));
  double distance = level->mean - last->mean;
  double beyond = fabs(distance) - log1p(WARMUP_DELTA) - errors;
  return beyond > 0 ? copysign(beyond, distance) : 0;
}

// ---- The class ----------------------------------------------------------------------------------

// The first of the levels that are as the last one. Slower ones between two such are passed over
// while they are no longer together than the machine may be disturbed.
static size_t walk_back(const struct level *levels, size_t count, size_t disturbed_most) {
  const struct level *last = &levels[count - 1];
  size_t steady = count - 1, disturbed = 0;
  for (size_t i = count - 1; i-- > 0;) {
    double distance = above(&levels[i], last);
    disturbed += distance > 0 ? levels[i].end - levels[i].begin : 0;
    if (distance < 0 || disturbed > disturbed_most)
      break;
    if (distance == 0)
      steady = i;
  }
  return steady;
}

// The mean of the middle half, which neither a few disturbed values nor two modes in turn spoil.
static double midmean(const struct kept *kept, size_t begin, size_t end) {
  struct arena *scratch = arena_create();
  double *logs = arena_array(scratch, end - begin, sizeof *logs);
  memcpy(logs, kept->logs + begin, (end - begin) * sizeof *logs);
  gsl_sort(logs, 1, end - begin);
  double mean = gsl_stats_trmean_from_sorted_data(0.25, logs, 1, end - begin);
  arena_destroy(scratch);
  return mean;
}

// Whether the kept iterations from `begin` on, or those of the last half if they are fewer, go on
// changing by less than PELT sees in so few: the first half of them is not on the second's level.
// Disturbances that were passed over are among them.
static bool drifts(const struct kept *kept, size_t begin, const struct level *last) {
  size_t from = begin > kept->count / 2 ? begin : kept->count / 2;
  size_t middle = (from + kept->count) / 2;
  if (middle == from)
    return false;
  struct level first = {from, middle, midmean(kept, from, middle), 0};
  struct level second = {middle, kept->count, midmean(kept, middle, kept->count),
                         midmean_variance * last->variance};
  return above(&first, &second) != 0;
}

static enum warmup_class class_of(const struct level *levels, size_t count, size_t steady_level,
                                  double steady_part) {
  if (steady_part < WARMUP_STEADY_PART)
    return WARMUP_UNSTEADY;
  if (steady_level == 0)
    return WARMUP_FLAT;
  for (size_t i = 0; i < steady_level; i++)
    if (above(&levels[i], &levels[count - 1]) < 0)
      return WARMUP_SLOWDOWN;
  return WARMUP_FASTER;
}

static void describe_steady_part(struct warmup *warmup, const double *times_ns, size_t count) {
  struct arena *scratch = arena_create();
  double *steady = arena_array(scratch, count - warmup->steady, sizeof *steady);
  memcpy(steady, times_ns + warmup->steady, (count - warmup->steady) * sizeof *steady);
  warmup->steady_ns = statistics_median(steady, count - warmup->steady);
  warmup->reach_ns = 0;
  for (size_t i = 0; i < warmup->steady; i++)
    warmup->reach_ns += times_ns[i];
  warmup->cost_ns = warmup->reach_ns - (double)warmup->steady * warmup->steady_ns;
  arena_destroy(scratch);
}

static struct warmup judge(struct arena *arena, const struct kept *kept, size_t count,
                           const struct level *levels, size_t level_count) {
  struct warmup warmup = {.iterations = count,
                          .outliers = count - kept->count,
                          .steady = count,
                          .reach_ns = NAN,
                          .cost_ns = NAN,
                          .steady_ns = NAN,
                          .segment_count = level_count};
  warmup.segments = arena_array(arena, level_count, sizeof *warmup.segments);
  for (size_t i = 0; i < level_count; i++) {
    warmup.segments[i].start = kept->iterations[levels[i].begin];
    warmup.segments[i].ns = exp(levels[i].mean);
  }
  size_t steady = walk_back(levels, level_count, (size_t)(WARMUP_DISTURBED_PART * (double)count));
  size_t start = warmup.segments[steady].start;
  warmup.class = class_of(levels, level_count, steady, (double)(count - start) / (double)count);
  if (drifts(kept, levels[steady].begin, &levels[level_count - 1]))
    warmup.class = WARMUP_UNSTEADY;
  if (warmup.class != WARMUP_UNSTEADY)
    warmup.steady = start;
  return warmup;
}

struct warmup warmup_classify(struct arena *arena, const double *times_ns, size_t count) {
  if (count < WARMUP_LEAST)
    return (struct warmup){.class = WARMUP_TOO_SHORT,
                           .iterations = count,
                           .steady = count,
                           .reach_ns = NAN,
                           .cost_ns = NAN,
                           .steady_ns = NAN};
  struct arena *scratch = arena_create();
  double *logs = arena_array(scratch, count, sizeof *logs);
  for (size_t i = 0; i < count; i++)
    logs[i] = log(times_ns[i]);
  struct kept kept = leave_outliers_out(scratch, logs, count);
  size_t level_count;
  const struct level *levels = find_levels(scratch, &kept, &level_count);
  struct warmup warmup = judge(arena, &kept, count, levels, level_count);
  arena_destroy(scratch);
  if (warmup.class != WARMUP_UNSTEADY)
    describe_steady_part(&warmup, times_ns, count);
  return warmup;
}

const char *warmup_class_name(enum warmup_class class) {
  static const char *const names[WARMUP_CLASSES] = {
      [WARMUP_FLAT] = "flat",           [WARMUP_FASTER] = "warm-up",
      [WARMUP_SLOWDOWN] = "slowdown",   [WARMUP_UNSTEADY] = "no steady state",
      [WARMUP_TOO_SHORT] = "too short",
  };
  return names[class];
}

struct warmup_summary warmup_summarise(const struct warmup *invocations, size_t count) {
  struct warmup_summary summary = {.agreement = WARMUP_AGREED, .class = WARMUP_TOO_SHORT};
  size_t judged = 0;
  for (size_t i = 0; i < count; i++) {
    summary.counts[invocations[i].class]++;
    judged += invocations[i].class != WARMUP_TOO_SHORT;
  }
  size_t most = 0;
  for (size_t class = 0; class < WARMUP_TOO_SHORT; class ++) {
    if (summary.counts[class] > 0 && summary.counts[class] >= most) {
      most = summary.counts[class];
      summary.class = (enum warmup_class) class;
    }
  }
  if (most < judged)
    summary.agreement = summary.counts[WARMUP_SLOWDOWN] + summary.counts[WARMUP_UNSTEADY] == 0
                            ? WARMUP_INCONSISTENT
                            : WARMUP_INCONSISTENT_SLOW;
  return summary;
}

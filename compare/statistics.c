// See statistics.h for what is computed and its sources.
#include "compare/statistics.h"

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_statistics_double.h>
#include <math.h>
#include <stdlib.h>

// Enough that the tails of a table-wide corrected interval rest on resamples and not on luck; a
// power of two keeps the index arithmetic exact.
enum { RESAMPLES = 8192 };

static const struct statistics_interval nothing = {
    .count = 0, .estimate = NAN, .low = NAN, .high = NAN, .coverage = NAN, .reached = false};

static int compare_doubles(const void *left, const void *right) {
  double a = *(const double *)left, b = *(const double *)right;
  return (a > b) - (a < b);
}

static void sort(double *values, size_t count) {
  if (count > 1)
    qsort(values, count, sizeof *values, compare_doubles);
}

static double sorted_median(const double *values, size_t count) {
  if (count == 0)
    return NAN;
  return (values[(count - 1) / 2] + values[count / 2]) / 2;
}

double statistics_median(double *values, size_t count) {
  sort(values, count);
  return sorted_median(values, count);
}

double statistics_quantile(const double *sorted, size_t count, double part) {
  return count == 0 ? NAN : gsl_stats_quantile_from_sorted_data(sorted, 1, count, part);
}

struct statistics_distribution statistics_distribution(double *values, size_t count) {
  sort(values, count);
  return (struct statistics_distribution){
      .count = count,
      .least = statistics_quantile(values, count, 0),
      .p10 = statistics_quantile(values, count, 0.10),
      .p25 = statistics_quantile(values, count, 0.25),
      .median = statistics_quantile(values, count, 0.50),
      .p75 = statistics_quantile(values, count, 0.75),
      .p90 = statistics_quantile(values, count, 0.90),
      .greatest = statistics_quantile(values, count, 1),
  };
}

// P(Bin(count, 1/2) < k)
static double binomial_below(size_t count, size_t k) {
  return k == 0 ? 0.0 : gsl_cdf_binomial_P((unsigned)(k - 1), 0.5, (unsigned)count);
}

size_t statistics_median_rank(size_t count, double alpha) {
  size_t rank = 0;
  while (rank + 1 <= (count + 1) / 2 && binomial_below(count, rank + 1) <= alpha / 2)
    rank++;
  return rank;
}

double statistics_median_coverage(size_t count, size_t rank) {
  return 1.0 - 2.0 * binomial_below(count, rank);
}

size_t statistics_pairs_needed(double alpha) {
  size_t count = 1;
  while (ldexp(1.0, -(int)count) > alpha / 2)
    count++;
  return count;
}

struct statistics_interval statistics_median_interval(double *values, size_t count, double alpha) {
  if (count == 0)
    return nothing;
  sort(values, count);
  size_t rank = statistics_median_rank(count, alpha);
  bool reached = rank > 0;
  if (!reached)
    rank = 1;
  return (struct statistics_interval){
      .count = count,
      .estimate = sorted_median(values, count),
      .low = values[rank - 1],
      .high = values[count - rank],
      .coverage = statistics_median_coverage(count, rank),
      .reached = reached,
  };
}

static struct statistics_interval exponential(struct statistics_interval interval) {
  interval.estimate = exp(interval.estimate);
  interval.low = exp(interval.low);
  interval.high = exp(interval.high);
  return interval;
}

struct statistics_interval statistics_ratio(double *log_ratios, size_t count, double alpha) {
  return exponential(statistics_median_interval(log_ratios, count, alpha));
}

double statistics_bonferroni(double alpha, size_t rows) {
  return rows == 0 ? alpha : alpha / (double)rows;
}

struct statistics_interval statistics_proportion(int successes, int trials, double alpha) {
  if (trials == 0)
    return nothing;
  double hits = successes, misses = trials - successes;
  return (struct statistics_interval){
      .count = (size_t)trials,
      .estimate = hits / trials,
      .low = successes > 0 ? gsl_cdf_beta_Pinv(alpha / 2, hits, misses + 1) : 0,
      .high = successes < trials ? gsl_cdf_beta_Qinv(alpha / 2, hits + 1, misses) : 1,
      .coverage = 1 - alpha,
      .reached = true,
  };
}

// SplitMix64 (Steele, Lea and Flood, OOPSLA 2014): small, and the same everywhere.
static uint64_t random_next(uint64_t *state) {
  uint64_t z = (*state += 0x9e3779b97f4a7c15u);
  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
  z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
  return z ^ (z >> 31);
}

// A number below `bound`; the bias of at most bound / 2^32 is far below what can be seen.
static size_t random_below(uint64_t *state, size_t bound) {
  return (size_t)(((random_next(state) >> 32) * (uint64_t)bound) >> 32);
}

struct ordered_pair {
  double value;
  size_t pair;
};

static int compare_ordered_pairs(const void *left, const void *right) {
  const struct ordered_pair *a = left, *b = right;
  if (a->value != b->value)
    return (a->value > b->value) - (a->value < b->value);
  return (a->pair > b->pair) - (a->pair < b->pair);
}

// One program's pairs by rising log ratio. A resample is a weight for every pair, so that its
// median is found by a walk and nothing is sorted again.
struct resampled_program {
  struct ordered_pair *ordered;
  size_t count;
};

// The median under the weights; NAN if none of the program's pairs was drawn.
static double weighted_median(const struct resampled_program *program, const uint32_t *weights) {
  size_t total = 0;
  for (size_t i = 0; i < program->count; i++)
    total += weights[program->ordered[i].pair];
  if (total == 0)
    return NAN;
  size_t lower = (total - 1) / 2, upper = total / 2, seen = 0, i = 0;
  while ((seen += weights[program->ordered[i].pair]) <= lower)
    i++;
  double value = program->ordered[i].value;
  while (seen <= upper)
    seen += weights[program->ordered[++i].pair];
  return (value + program->ordered[i].value) / 2;
}

static double mean_of_medians(const struct resampled_program *programs, size_t count,
                              const uint32_t *weights) {
  double sum = 0;
  for (size_t program = 0; program < count; program++)
    sum += weighted_median(&programs[program], weights);
  return sum / (double)count;
}

// Fills `means` with RESAMPLES means under drawn weights. A draw that leaves a program without a
// pair is drawn again: at the pairs a run has that is rare, and it ends, because drawing every
// pair at least once is always possible.
static void resample(const struct resampled_program *programs, size_t program_count, size_t pairs,
                     uint32_t *weights, uint64_t seed, double *means) {
  for (size_t i = 0; i < RESAMPLES; i++) {
    do {
      for (size_t pair = 0; pair < pairs; pair++)
        weights[pair] = 0;
      for (size_t draw = 0; draw < pairs; draw++)
        weights[random_below(&seed, pairs)]++;
      means[i] = mean_of_medians(programs, program_count, weights);
    } while (isnan(means[i]));
  }
}

// The tail to cut from the resamples. The plain percentile interval is too narrow for few
// observations: by sqrt((n-1)/n), and by the difference of Student's t from the normal.
static double expanded_tail(size_t count, double alpha) {
  double n = (double)count;
  double t = gsl_cdf_tdist_Qinv(alpha / 2, n - 1);
  return gsl_cdf_ugaussian_Q(t * sqrt(n / (n - 1)));
}

// Sorts the group's pairs by program into `ordered` and returns the least count of any program.
static size_t order_pairs(const struct statistics_group *group, struct resampled_program *programs,
                          struct ordered_pair *ordered) {
  size_t least = SIZE_MAX;
  for (size_t program = 0; program < group->programs; program++) {
    struct resampled_program *into = &programs[program];
    *into = (struct resampled_program){.ordered = ordered};
    for (size_t pair = 0; pair < group->pairs; pair++) {
      double value = group->log_ratios[program * group->pairs + pair];
      if (!isnan(value))
        into->ordered[into->count++] = (struct ordered_pair){.value = value, .pair = pair};
    }
    qsort(into->ordered, into->count, sizeof *into->ordered, compare_ordered_pairs);
    ordered += into->count;
    if (into->count < least)
      least = into->count;
  }
  return least;
}

static struct statistics_interval resampled_interval(const struct statistics_group *group,
                                                     struct resampled_program *programs,
                                                     uint32_t *weights, double *means, size_t count,
                                                     double alpha, uint64_t seed) {
  for (size_t pair = 0; pair < group->pairs; pair++)
    weights[pair] = 1;
  double estimate = mean_of_medians(programs, group->programs, weights);
  struct statistics_interval interval = {
      .count = count,
      .estimate = estimate,
      .low = estimate,
      .high = estimate,
      .coverage = statistics_median_coverage(count, 1),
      .reached = false,
  };
  if (count > 1) {
    resample(programs, group->programs, group->pairs, weights, seed, means);
    sort(means, RESAMPLES);
    size_t cut = (size_t)(expanded_tail(count, alpha) * RESAMPLES);
    interval.low = means[cut];
    interval.high = means[RESAMPLES - 1 - cut];
    interval.reached = count >= statistics_pairs_needed(alpha);
    if (interval.reached)
      interval.coverage = 1 - alpha;
  }
  return exponential(interval);
}

struct statistics_interval statistics_geometric_mean(const struct statistics_group *group,
                                                     double alpha, uint64_t seed) {
  struct statistics_interval interval = nothing;
  if (group->programs == 0 || group->pairs == 0)
    return interval;
  struct resampled_program *programs = calloc(group->programs, sizeof *programs);
  struct ordered_pair *ordered = calloc(group->programs * group->pairs, sizeof *ordered);
  uint32_t *weights = calloc(group->pairs, sizeof *weights);
  double *means = calloc(RESAMPLES, sizeof *means);
  if (programs != NULL && ordered != NULL && weights != NULL && means != NULL) {
    size_t count = order_pairs(group, programs, ordered);
    if (count > 0)
      interval = resampled_interval(group, programs, weights, means, count, alpha, seed);
  }
  free(programs);
  free(ordered);
  free(weights);
  free(means);
  return interval;
}

// The standard deviation that a normal distribution of this median absolute deviation would have,
// which one bursty neighbour does not spoil. The factors make it unbiased for few values.
static double robust_deviation(const double *sorted, size_t count) {
  static const double small[] = {1, 1, 1.196, 1.495, 1.363, 1.206, 1.200, 1.140, 1.129, 1.107};
  double *deviations = calloc(count, sizeof *deviations);
  if (deviations == NULL)
    return HUGE_VAL;
  double median = sorted_median(sorted, count);
  for (size_t i = 0; i < count; i++)
    deviations[i] = fabs(sorted[i] - median);
  double n = (double)count;
  double factor = count < sizeof small / sizeof *small ? small[count] : n / (n - 0.8);
  double deviation = 1.4826 * factor * statistics_median(deviations, count);
  free(deviations);
  return deviation;
}

double statistics_minimum_detectable(double *log_ratios, size_t count, double alpha, double power) {
  size_t rank = statistics_median_rank(count, alpha);
  if (rank == 0)
    return HUGE_VAL;
  sort(log_ratios, count);
  // The interval lies above 0 when fewer than `rank` of the pairs fall below 0. The probability p
  // of one falling there for which that happens with probability `power` solves
  // P(Bin(count, p) <= rank - 1) = power; the binomial's tail is a beta distribution's.
  double p = gsl_cdf_beta_Qinv(power, (double)rank, (double)(count - rank + 1));
  return expm1(gsl_cdf_ugaussian_Qinv(p) * robust_deviation(log_ratios, count));
}

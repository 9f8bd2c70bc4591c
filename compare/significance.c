// See significance.h for what is computed and its sources.
//
// The n * m differences of two samples are never laid out: both are sorted, so the differences up
// to a bound are counted by one walk, and the bound itself is found by bisection over the doubles.
#include "compare/significance.h"

#include "compare/arena.h"

#include <gsl/gsl_cdf.h>
#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

// Below so many values on either side the distribution is exact, as in wilcox.test.
enum { EXACT_BELOW = 50 };

static int compare_doubles(const void *left, const void *right) {
  double a = *(const double *)left, b = *(const double *)right;
  return (a > b) - (a < b);
}

static void sort(struct significance_sample sample) {
  if (sample.count > 1)
    qsort(sample.values, sample.count, sizeof *sample.values, compare_doubles);
}

static bool exact_sizes(size_t n, size_t m) { return n < EXACT_BELOW && m < EXACT_BELOW; }

// ---- The distribution of U ----------------------------------------------------------------------

// The cumulative distribution of U up to its middle: [u] is P(U <= u). Ways to choose n of the
// n + m ranks are counted by the sum of the ranks, one rank after the other; they are only added,
// so that the doubles lose nothing where the counts exceed 2^53.
static double *exact_distribution(struct arena *scratch, size_t n, size_t m) {
  size_t width = n * m / 2 + 1;
  double *ways = arena_array(scratch, (n + 1) * width, sizeof *ways);
  ways[0] = 1;
  for (size_t rank = 1; rank <= n + m; rank++) {
    for (size_t chosen = rank < n ? rank : n; chosen >= 1; chosen--) {
      size_t above = rank - chosen; // the ranks of the other sample below this one
      for (size_t u = above; u < width; u++)
        ways[chosen * width + u] += ways[(chosen - 1) * width + u - above];
    }
  }
  double all = 1;
  for (size_t i = 1; i <= n; i++)
    all = all * (double)(m + i) / (double)i;
  double *distribution = ways + n * width;
  double sum = 0;
  for (size_t u = 0; u < width; u++)
    distribution[u] = (sum += distribution[u]) / all;
  return distribution;
}

// The deviation of U; `tied` is the sum of t^3 - t over the groups of t equal values.
static double deviation_of_u(size_t n, size_t m, double tied) {
  double x = (double)n, y = (double)m, all = x + y;
  return sqrt(x * y / 12 * (all + 1 - tied / (all * (all - 1))));
}

// ---- The test -----------------------------------------------------------------------------------

struct rank_count {
  double u;
  double tied; // as in deviation_of_u
};

// Takes the values in rising order, a group of equal ones at a time.
static struct rank_count count_ranks(struct significance_sample x, struct significance_sample y) {
  struct rank_count counted = {.u = 0, .tied = 0};
  size_t i = 0, j = 0;
  while (i < x.count || j < y.count) {
    double value =
        j == y.count || (i < x.count && x.values[i] < y.values[j]) ? x.values[i] : y.values[j];
    size_t of_x = 0, of_y = 0;
    while (i + of_x < x.count && x.values[i + of_x] == value)
      of_x++;
    while (j + of_y < y.count && y.values[j + of_y] == value)
      of_y++;
    double group = (double)(of_x + of_y);
    counted.u += (double)of_x * ((double)j + (double)of_y / 2);
    counted.tied += group * group * group - group;
    i += of_x;
    j += of_y;
  }
  return counted;
}

static double exact_p(size_t n, size_t m, double u) {
  struct arena *scratch = arena_create();
  double tail = fmin(u, (double)(n * m) - u);
  double p = 2 * exact_distribution(scratch, n, m)[(size_t)tail];
  arena_destroy(scratch);
  return fmin(p, 1);
}

static double normal_p(size_t n, size_t m, struct rank_count counted) {
  double deviation = deviation_of_u(n, m, counted.tied);
  double distance = fabs(counted.u - (double)(n * m) / 2) - 0.5;
  if (!(deviation > 0))
    return 1;
  return fmin(2 * gsl_cdf_ugaussian_Q(distance / deviation), 1);
}

struct significance_ranks significance_mann_whitney(struct significance_sample x,
                                                    struct significance_sample y) {
  if (x.count == 0 || y.count == 0)
    return (struct significance_ranks){.u = NAN, .p = NAN, .exact = false};
  sort(x);
  sort(y);
  struct rank_count counted = count_ranks(x, y);
  bool exact = exact_sizes(x.count, y.count) && counted.tied == 0;
  return (struct significance_ranks){
      .u = counted.u,
      .p = exact ? exact_p(x.count, y.count, counted.u) : normal_p(x.count, y.count, counted),
      .exact = exact,
  };
}

double significance_least_p(size_t x, size_t y) {
  double p = 2;
  for (size_t i = 1; i <= x; i++)
    p = p * (double)i / (double)(y + i);
  return fmin(p, 1);
}

size_t significance_runs_needed(double alpha) {
  size_t runs = 1;
  while (significance_least_p(runs, runs) > alpha)
    runs++;
  return runs;
}

// ---- The shift ----------------------------------------------------------------------------------

// Doubles as integers of the same order, and back.
static uint64_t place_of(double value) {
  uint64_t bits;
  memcpy(&bits, &value, sizeof bits);
  return bits >> 63 ? ~bits : bits | (uint64_t)1 << 63;
}

static double value_at(uint64_t place) {
  uint64_t bits = place >> 63 ? place & ~((uint64_t)1 << 63) : ~place;
  double value;
  memcpy(&value, &bits, sizeof value);
  return value;
}

// How many of the differences x - y are at most `bound`: the greater x is, the greater is the
// least y that it takes.
static size_t differences_up_to(struct significance_sample x, struct significance_sample y,
                                double bound) {
  size_t count = 0, j = 0;
  for (size_t i = 0; i < x.count; i++) {
    while (j < y.count && x.values[i] - y.values[j] > bound)
      j++;
    count += y.count - j;
  }
  return count;
}

// The `rank`-th least difference, from 1.
static double ordered_difference(struct significance_sample x, struct significance_sample y,
                                 size_t rank) {
  uint64_t low = place_of(x.values[0] - y.values[y.count - 1]);
  uint64_t high = place_of(x.values[x.count - 1] - y.values[0]);
  while (low < high) {
    uint64_t middle = low + (high - low) / 2;
    if (differences_up_to(x, y, value_at(middle)) >= rank)
      high = middle;
    else
      low = middle + 1;
  }
  return value_at(low);
}

struct shift_rank {
  size_t rank; // 0: none reaches the coverage
  double coverage;
};

static struct shift_rank exact_rank(size_t n, size_t m, double alpha) {
  struct arena *scratch = arena_create();
  const double *distribution = exact_distribution(scratch, n, m);
  size_t rank = 0;
  while (rank < n * m / 2 && distribution[rank] <= alpha / 2)
    rank++;
  struct shift_rank result = {rank, 1 - 2 * distribution[rank > 0 ? rank - 1 : 0]};
  arena_destroy(scratch);
  return result;
}

// The normal distribution in place of U's, continuity corrected: P(U < k) is the part below k - ½.
static struct shift_rank normal_rank(size_t n, size_t m, double alpha) {
  double middle = (double)n * (double)m / 2, deviation = deviation_of_u(n, m, 0);
  double rank = floor(middle - deviation * gsl_cdf_ugaussian_Qinv(alpha / 2) + 0.5);
  double outside = 2 * gsl_cdf_ugaussian_P((fmax(rank, 1) - 0.5 - middle) / deviation);
  return (struct shift_rank){rank < 1 ? 0 : (size_t)rank, 1 - outside};
}

struct statistics_interval significance_shift(struct significance_sample x,
                                              struct significance_sample y, double alpha) {
  if (x.count == 0 || y.count == 0)
    return (struct statistics_interval){
        .count = 0, .estimate = NAN, .low = NAN, .high = NAN, .coverage = NAN, .reached = false};
  sort(x);
  sort(y);
  size_t all = x.count * y.count;
  struct shift_rank found = exact_sizes(x.count, y.count) ? exact_rank(x.count, y.count, alpha)
                                                          : normal_rank(x.count, y.count, alpha);
  size_t rank = found.rank > 0 ? found.rank : 1;
  double lower = ordered_difference(x, y, (all + 1) / 2);
  double upper = ordered_difference(x, y, all / 2 + 1);
  return (struct statistics_interval){
      .count = x.count < y.count ? x.count : y.count,
      .estimate = (lower + upper) / 2,
      .low = ordered_difference(x, y, rank),
      .high = ordered_difference(x, y, all + 1 - rank),
      .coverage = found.coverage,
      .reached = found.rank > 0,
  };
}

// ---- Pairs, and tests read together -------------------------------------------------------------

struct significance_signs significance_sign_test(const double *log_ratios, size_t count) {
  struct significance_signs signs = {.p = 1};
  for (size_t i = 0; i < count; i++) {
    signs.above += log_ratios[i] > 0;
    signs.below += log_ratios[i] < 0;
    signs.zero += log_ratios[i] == 0;
  }
  size_t fewer = signs.above < signs.below ? signs.above : signs.below;
  size_t all = signs.above + signs.below;
  if (all > 0)
    signs.p = fmin(2 * gsl_cdf_binomial_P((unsigned)fewer, 0.5, (unsigned)all), 1);
  return signs;
}

struct ordered_p {
  double p;
  size_t row;
};

static int compare_ordered_p(const void *left, const void *right) {
  return compare_doubles(&((const struct ordered_p *)left)->p,
                         &((const struct ordered_p *)right)->p);
}

void significance_holm(const double *p, size_t count, double *adjusted) {
  struct arena *scratch = arena_create();
  struct ordered_p *ordered = arena_array(scratch, count, sizeof *ordered);
  size_t rows = 0;
  for (size_t i = 0; i < count; i++) {
    adjusted[i] = p[i];
    if (!isnan(p[i]))
      ordered[rows++] = (struct ordered_p){.p = p[i], .row = i};
  }
  if (rows > 1)
    qsort(ordered, rows, sizeof *ordered, compare_ordered_p);
  double least = 0;
  for (size_t i = 0; i < rows; i++) {
    least = fmax(least, fmin((double)(rows - i) * ordered[i].p, 1));
    adjusted[ordered[i].row] = least;
  }
  arena_destroy(scratch);
}

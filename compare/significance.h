// Whether two sets of measurements differ, and by how much: the Mann-Whitney test and the shift
// that belongs to it for runs that were measured apart, the sign test for pairs of runs that were
// interleaved, and Holm's adjustment for tests that are read together.
//
// The conventions are those of R, so that a reader can check any p: wilcox.test(x, y), binom.test
// and p.adjust(p, "holm"). Nothing here assumes a normal distribution of the times. Values are of
// any unit, mostly logarithms of times: their shift is then the logarithm of a ratio.
//
// Sources: H. B. Mann and D. R. Whitney, On a Test of Whether One of Two Random Variables is
// Stochastically Larger than the Other, Annals of Mathematical Statistics 18 (1947); J. L. Hodges
// and E. L. Lehmann, Estimates of Location Based on Rank Tests, same journal 34 (1963); M.
// Hollander, D. A. Wolfe and E. Chicken, Nonparametric Statistical Methods, sections 3.4, 4.1 to
// 4.3; S. Holm, A Simple Sequentially Rejective Multiple Test Procedure, Scandinavian Journal of
// Statistics 6 (1979).
#pragma once

#include "compare/statistics.h"

#include <stdbool.h>
#include <stddef.h>

// A sample of measurements; what takes one by pointer to not-const values sorts them in place.
struct significance_sample {
  double *values;
  size_t count;
};

struct significance_ranks {
  double u; // pairs (x, y) with x > y, a tie being half of one; R calls it W
  double p; // two-sided, at most 1; NAN if a sample is empty
  bool exact;
};

// The Mann-Whitney U test of x against y, two-sided. The distribution is exact where both samples
// have fewer than 50 values and none is tied; else normal, with the corrections for ties and for
// continuity. Values that are all equal have p = 1. Sorts both samples.
struct significance_ranks significance_mann_whitney(struct significance_sample x,
                                                    struct significance_sample y);

// The median of all differences x - y (Hodges and Lehmann) and its interval, the k-th least and
// the k-th greatest difference, with the largest k for which P(U < k) <= alpha/2: U as above,
// exact for fewer than 50 values a side. Ties make the coverage larger, not smaller. `count` is
// the smaller sample's; 0 if one is empty. `reached` is false where even the extreme differences
// fall short of the coverage. Sorts both samples; of log times, exp() of each number is a ratio.
struct statistics_interval significance_shift(struct significance_sample x,
                                              struct significance_sample y, double alpha);

// The least p that the test can give for samples of these sizes without ties, however far apart
// they lie: 2 / C(x + y, x). Below it nothing can be called different, above it only something.
double significance_least_p(size_t x, size_t y);

// The least number of runs a side for which a difference can be significant at alpha: 4 at 0.05,
// benchstat's rule. Ask for it before reading a p: with ties the normal approximation gives
// samples of three a p of 0.047 that their 20 arrangements cannot bear out.
size_t significance_runs_needed(double alpha);

struct significance_signs {
  size_t above, below, zero; // log ratios above, below and at 0
  double p;                  // two-sided; 1 when nothing is above or below
};

// The sign test of paired log ratios, two-sided and exact. Ratios of exactly 1 speak for neither
// side and are left out, as is usual (Hollander, Wolfe and Chicken, section 3.4).
struct significance_signs significance_sign_test(const double *log_ratios, size_t count);

// Holm's step-down adjustment of `count` p values: a row may be called significant where its
// adjusted p is at most alpha, and the probability of any false call in the table stays within
// alpha. NAN (a row without a test) stays NAN and does not count as a row. `adjusted` may be `p`.
void significance_holm(const double *p, size_t count, double *adjusted);

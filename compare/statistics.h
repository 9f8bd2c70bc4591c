// The statistics behind every number that is reported: medians with intervals made of order
// statistics, ratios of paired times, geometric means over programs, and what a comparison could
// have seen at all.
//
// Nothing here assumes a normal distribution but the minimum detectable effect, which is a planning
// figure and not a claim. An interval says which coverage it reaches: with n pairs the widest one,
// from the least to the greatest value, covers the median with 1 - 2^(1-n) and no more.
//
// Sources: order-statistic interval, W. J. Conover, Practical Nonparametric Statistics, section
// 3.2; expanded percentile bootstrap, T. C. Hesterberg, What Teachers Should Know About the
// Bootstrap, The American Statistician 69 (2015), section 5.3; finite-sample factors of the median
// absolute deviation, C. Croux and P. J. Rousseeuw, Time-Efficient Algorithms for Two Highly
// Robust Estimators of Scale, COMPSTAT 1992.
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct statistics_interval {
  size_t count; // observations it rests on; 0: nothing was measured, all else is NAN
  double estimate;
  double low, high; // from the observations even where the coverage asked for is not reached
  double coverage;  // the probability that it really covers, at least
  bool reached;     // the coverage is at least 1 - alpha
};

// The median of `count` values, which are sorted in place. NAN for none.
double statistics_median(double *values, size_t count);

// The quantile at `part` (0 to 1) of values in rising order, between its two neighbours in a
// straight line: type 7 of Hyndman and Fan, Sample Quantiles in Statistical Packages, The American
// Statistician 50 (1996), R's default. NAN for none.
double statistics_quantile(const double *sorted, size_t count, double part);

// What a strip or box of a distribution is drawn from. All are NAN for no values.
struct statistics_distribution {
  size_t count;
  double least, p10, p25, median, p75, p90, greatest;
};

// The distribution of `count` values, which are sorted in place.
struct statistics_distribution statistics_distribution(double *values, size_t count);

// The rank k, from 1, of the order statistics k and count+1-k that bound the median with a
// coverage of at least 1 - alpha: the largest k with P(Bin(count, 1/2) < k) <= alpha/2. 0 if even
// the least and the greatest value do not reach it.
size_t statistics_median_rank(size_t count, double alpha);

// The coverage of the order statistics k and count+1-k: 1 - 2 P(Bin(count, 1/2) < k).
double statistics_median_coverage(size_t count, size_t rank);

// The least number of pairs for which an interval at alpha exists: 6 at 0.05.
size_t statistics_pairs_needed(double alpha);

// Median and interval of `count` values, which are sorted in place.
struct statistics_interval statistics_median_interval(double *values, size_t count, double alpha);

// exp(median d) and its interval for the `count` logarithms of paired ratios, sorted in place.
struct statistics_interval statistics_ratio(double *log_ratios, size_t count, double alpha);

// The share of alpha for one of `rows` claims made together (Bonferroni), so that the probability
// of any false one stays within alpha. No claims count as one.
double statistics_bonferroni(double alpha, size_t rows);

// The share of `successes` in `trials` with its exact interval, which covers with at least 1 -
// alpha (C. J. Clopper and E. S. Pearson, Biometrika 26, 1934). Without trials: count 0, all else
// NAN.
struct statistics_interval statistics_proportion(int successes, int trials, double alpha);

// Logarithms of paired ratios of several programs: log_ratios[program * pairs + pair], NAN where a
// program lacks the pair.
struct statistics_group {
  size_t programs, pairs;
  const double *log_ratios;
};

// Geometric mean over the programs of their ratios exp(median d), with an interval by resampling
// pairs: one draw of pairs serves all programs, so that what a pair's moment did to all of them
// stays together. The same seed gives the same interval. count is the least number of pairs that
// any program has; a program without pairs makes it 0. Returns count 0 too when memory is short.
struct statistics_interval statistics_geometric_mean(const struct statistics_group *group,
                                                     double alpha, uint64_t seed);

// The smallest true ratio above 1, less 1, that an interval of this count and spread would have
// told from 1 with probability `power`: 0.02 means 2 %. log_ratios are sorted in place. HUGE_VAL
// when no difference could have been told, however large.
double statistics_minimum_detectable(double *log_ratios, size_t count, double alpha, double power);

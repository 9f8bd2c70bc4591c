// When a run that may stop early looks at its results, and what its intervals are worth then.
//
// Whoever looks after every pair and stops when the answer pleases makes false claims several times
// as often as the interval says. So the looks are planned from time alone, and they share alpha: a
// group-sequential test. For the sign test the sharing can be computed exactly instead of bounded.
// Under the hypothesis that m is the median, the number of pairs below m is a random walk of fair
// coin flips; at each look the interval is made of the k-th least and k-th greatest value, with the
// largest k for which the probability that the walk has left the bounds of this or an earlier look
// stays within the part of alpha that may be spent by then. That part grows in proportion to the
// pairs, and what an earlier look could not spend (ranks are whole numbers) is left to later ones.
//
// Sources: P. C. O'Brien and T. R. Fleming, A Multiple Testing Procedure for Clinical Trials,
// Biometrics 35 (1979); K. K. G. Lan and D. L. DeMets, Discrete Sequential Boundaries for Clinical
// Trials, Biometrika 70 (1983), for the spending of alpha at looks that need not be equally spaced.
#pragma once

#include <stddef.h>

enum { SEQUENTIAL_LOOKS_MAX = 16 };

struct sequential_plan {
  int count;                           // looks; 0 counts as one at the end
  int pairs[SEQUENTIAL_LOOKS_MAX];     // after which a look is taken, rising
  double shares[SEQUENTIAL_LOOKS_MAX]; // of alpha that may be spent by then, rising to at most 1
};

// The looks of a run of at most `most` pairs: at the end, and before it each time at two thirds of
// the pairs of the look that follows, as long as an interval exists at all.
struct sequential_plan sequential_plan_make(int most);

// Adds a look after `pairs` at which `share` of alpha may be spent. A plan that is full forgets its
// oldest look but one; both numbers only rise.
void sequential_plan_add(struct sequential_plan *plan, int pairs, double share);

// The level (1 - coverage, two-sided, as statistics.h takes it) of the interval at the look of that
// index, so that the intervals of all looks up to it miss with a probability of at most alpha times
// the share of this look. A plan without looks, or with one that may spend all, has alpha itself. A
// look that may spend too little for an interval has a level at which there is none.
double sequential_level(const struct sequential_plan *plan, int look, double alpha);

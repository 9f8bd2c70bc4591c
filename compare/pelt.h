// Change points of a series: where its level, or its level and its spread, become others.
//
// The division into segments that is found is the one of the least cost, which is twice the
// negative logarithm of the normal likelihood plus a penalty for every segment after the first
// (PELT: R. Killick, P. Fearnhead and I. A. Eckley, Optimal Detection of Changepoints With a Linear
// Computational Cost, JASA 107 (2012)).
//
// A position that can no longer begin the last segment of any best division is dropped on the way.
// That makes the time linear where changes are frequent, and leaves it quadratic for a series with
// none, which is what most series are. So a long series is searched twice: first the first half of
// PELT_PLACES positions are each tried, as warm-up is fine at its beginning, and the rest of the
// series in as many even steps; then every position around the changes that were found. Up to
// PELT_PLACES values the result is the exact optimum; beyond, what changes and changes back within
// one step may be missed.
#pragma once

#include "compare/arena.h"

#include <stddef.h>

enum { PELT_PLACES = 2048 };

// No log time is known better than to 1e-4: a block of a millisecond is timed by a clock that is
// uncertain by some tens of nanoseconds. Spreads are taken to be this at least; without it, times
// that a coarse clock makes equal would have no variance and any likelihood.
#define PELT_RESOLUTION 1e-4

enum pelt_change {
  PELT_MEAN,              // the level changes; the deviations are known
  PELT_MEAN_AND_VARIANCE, // both change
};

struct pelt_model {
  enum pelt_change change;
  double penalty;        // for every segment after the first
  double variance_least; // of any segment, above 0 (with PELT_MEAN_AND_VARIANCE)
  size_t least;          // values that a segment has, at least 1
};

// The first index of each of the segments, the first of all being 0; their number is stored in
// *segments, 1 where nothing changes and 0 of no values. With PELT_MEAN `weights` holds 1 over the
// variance of each value, else it is NULL. The result is the arena's.
size_t *pelt_segments(struct arena *arena, const struct pelt_model *model, const double *values,
                      const double *weights, size_t count, size_t *segments);

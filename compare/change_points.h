// Where the time of a cell changed over the runs of a history: the level shifts, found by PELT
// (pelt.h) on one log time a run. The noise between runs is estimated from the differences of runs
// that follow one another, by Qn (Rousseeuw and Croux, Alternatives to the Median Absolute
// Deviation, JASA 88 (1993)), which a few shifts do not enlarge; a single run that is far off is
// drawn to its neighbours first, so that it is no shift.
//
// Runs are taken to be independent but for the shifts. A machine that drifts for days has shifts:
// this says when the times changed, not why.
#pragma once

#include "compare/arena.h"

#include <stddef.h>

// A shift needs so many runs on either side. Four is also what a Mann-Whitney test at 0.05 needs
// (significance_runs_needed), so whoever compares the sides can be answered.
enum { CHANGE_POINTS_LEAST = 4 };

// One run of a history.
struct change_points_run {
  double log;    // ln of its time
  double spread; // the standard error of log as far as the run itself knows it; 0: unknown
};

struct change_point {
  size_t run;   // index of the first run on the new level
  double ratio; // the new level over the one before, by the medians of the runs of each
};

struct change_points {
  size_t count;
  struct change_point *points; // by rising run
  double deviation;            // of the noise between runs that was assumed, in ln t
};

// The shifts in the history of one cell, its runs in the order of time; none in fewer than
// 2 * CHANGE_POINTS_LEAST runs. In a series of 5 to 500 runs without shifts one is claimed with a
// probability of at most 5 % (change_points_test.c simulates that). A run whose spread exceeds the
// noise between runs counts for less. The points are the arena's.
struct change_points change_points_find(struct arena *arena, const struct change_points_run *runs,
                                        size_t count);

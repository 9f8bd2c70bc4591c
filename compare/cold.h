// The first block of an invocation against its steady ones: what a host that calls once pays more
// than one that calls a thousand times, the process being up already.
#pragma once

#include "compare/analysis.h"

// The ratio of the first block's time a repetition to the steady time (the median of the samples
// that are not warm-up, without the first), in the same invocation; the mean of its logarithms over
// the halves of a pair is one observation. Count 0 where no invocation has a block besides the
// first. `cell` may be NULL.
struct statistics_interval cold_ratio(const struct analysis *analysis,
                                      const struct analysis_cell *cell, double alpha);

// What the times of one invocation's iterations say about its warm-up, after E. Barrett, C. F.
// Bolz-Tereick, R. Killick, S. Mount and L. Tratt, Virtual Machine Warmup Blows Hot and Cold,
// OOPSLA 2017: iterations far off their neighbours are left out, the rest is divided into segments
// (pelt.h), and the steady part is the last segment with those before it that are as fast. What
// differs from the paper:
//   - All is done on logarithms, and "as fast" means within WARMUP_DELTA of the last segment's mean
//     (or so near that the noise leaves it open). The paper takes 0.001 s, which suits its
//     benchmarks of a second an iteration; iterations here take from a millisecond to seconds, and
//     0.001 s would call a factor of two the same for the shortest.
//   - Series are shorter than the paper's 2,000 iterations, so that the steady part has to be the
//     last quarter at least, as its 500 are.
//   - Far-off iterations at the very beginning are warm-up and stay in. The paper looks for no
//     outliers until its window of 200 is full, and a series here may be shorter than that.
//   - A few slower iterations in the midst of the steady part are passed over: a shared machine is
//     disturbed for longer than an outlier lasts. And a steady part whose two halves differ is
//     none: the penalty lets the slow drift of a short series pass.
#pragma once

#include "compare/arena.h"

#include <stdbool.h>
#include <stddef.h>

// Levels within 1 % of each other are the same. It is about what a clock, a frequency and a layout
// leave repeatable between phases of one process, and below the 2 % that comparisons are to find.
#define WARMUP_DELTA 0.01

// The part of the iterations that the steady part has to be at least.
#define WARMUP_STEADY_PART 0.25

// The part of the iterations that may be slower in the midst of the steady part, as when a
// neighbour disturbs the machine: as many as may be outliers in a window.
#define WARMUP_DISTURBED_PART 0.1

// The fewest iterations that are classified. A step three quarters in, by s standard deviations,
// gains n ln(1 + 3/16 s^2) of likelihood, and has to gain the penalty, 15 ln n: 40 is the least n
// for which one of four standard deviations is found.
enum { WARMUP_LEAST = 40 };

enum warmup_class {
  WARMUP_FLAT,      // steady from the first iteration on
  WARMUP_FASTER,    // warm-up: becomes steady, and never was faster than then
  WARMUP_SLOWDOWN,  // becomes steady, but was faster before
  WARMUP_UNSTEADY,  // no steady state: its level still changes in the last quarter
  WARMUP_TOO_SHORT, // fewer than WARMUP_LEAST iterations: nothing is said
  WARMUP_CLASSES,
};

// Iterations of one level, for drawing. It ends where the next one starts.
struct warmup_segment {
  size_t start; // index of its first iteration
  double ns;    // geometric mean, outliers left out
};

struct warmup {
  enum warmup_class class;
  size_t iterations;
  size_t outliers; // left out
  size_t steady; // index of the first steady iteration, its number before it is reached; 0 if flat
  double reach_ns;  // the time that the iterations before it took
  double cost_ns;   // what of that as many steady iterations would not have taken
  double steady_ns; // median of the iterations from it on
  struct warmup_segment *segments;
  size_t segment_count; // 0 when too short
};

// Classifies the times of the iterations of one invocation, in the order in which they ran; each
// is in nanoseconds and above 0. Without a steady state (and when too short), steady is the number
// of iterations and the times are NAN. The segments are the arena's.
struct warmup warmup_classify(struct arena *arena, const double *times_ns, size_t count);

// "flat", "warm-up", "slowdown", "no steady state", "too short".
const char *warmup_class_name(enum warmup_class class);

enum warmup_agreement {
  WARMUP_AGREED,            // all of one class
  WARMUP_INCONSISTENT,      // some flat, some with warm-up: each becomes steady, and no slower
  WARMUP_INCONSISTENT_SLOW, // mixed, and some slow down or have no steady state
};

// Several invocations of one cell. Those that are too short say nothing and are only counted; if
// all are, the class is that.
struct warmup_summary {
  enum warmup_agreement agreement;
  enum warmup_class class; // where they agree; else the most frequent one, the worse of two
  size_t counts[WARMUP_CLASSES];
};

struct warmup_summary warmup_summarise(const struct warmup *invocations, size_t count);

// Two sides of stored measurements, old and new, set against each other cell by cell: what `diff`
// prints and what `gate` judges.
//
// A side is one run, or several whose pairs are taken together. Within one run both sides were
// interleaved and the comparison is paired: ln(t_new / t_old) of each pair, the sign test and its
// interval. Between runs nothing is paired, and the values of the pairs are compared by the
// Mann-Whitney test, with the interval of the shift that belongs to it (Hodges and Lehmann).
//
// Between two runs the machine has drifted. So the value of a pair is, where it can be, the time
// relative to *anchors*: engines that did not change, measured in the same pair. What slows the
// machine slows both and falls out. Other engines that did not change are *controls*: how far they
// moved says how far a difference can be trusted.
//
// The number of observations is that of the pairs, as everywhere (METHOD.md).
#pragma once

#include "compare/analysis.h"

#include <stdbool.h>
#include <stddef.h>

// The probability with which a minimum detectable effect is found.
#define COMPARISON_POWER 0.8

// What is chosen on either side: of a run the engine or program of that index; -1: all.
struct comparison_side {
  const struct analysis **runs; // the first gives the names
  size_t run_count;
  ptrdiff_t engine, program;
};

struct comparison_options {
  const char *programs, *engines; // patterns, NULL: all, but engines that did not change
  const char *relative_to;        // patterns of the anchors; "none"; NULL: native where it can be
  const char *map;                // "old=new,...": names that belong together, NULL: none
  bool across_machines;           // only what is relative to anchors is compared then
  bool uncorrected;               // each row at ANALYSIS_ALPHA by itself
};

enum comparison_verdict {
  COMPARISON_MISSING,   // not compared; the row says why
  COMPARISON_UNDECIDED, // no difference was seen, which is not to say that there is none
  COMPARISON_BETTER,
  COMPARISON_WORSE,
};

struct comparison_row {
  const char *program, *engine, *unit;   // for people; engine "lua to mica-tree" where they differ
  bool mean;                             // the geometric mean over the programs of the engine
  size_t programs;                       // that a mean is over
  const char *missing;                   // NULL unless nothing is compared
  const struct analysis_cell *old, *new; // of the first run of a side; may be NULL
  struct statistics_interval before, after;           // relative to the anchors, or ns a repetition
  struct statistics_interval time_before, time_after; // ns a repetition; of no mean
  struct statistics_interval change;                  // new / old
  double p;          // adjusted to the rows (Holm): to be compared with ANALYSIS_ALPHA
  double detectable; // the least change that would have been seen; HUGE_VAL: none
  bool same_work;    // both cells are there and did the same: their counts may be compared
  size_t runs;       // of the old side that have the cell
  double run_least, run_greatest, run_after; // the medians of `before` run by run, of `after`
  enum comparison_verdict verdict;
};

// How far an engine that did not change has moved, over all its programs; each by itself at
// ANALYSIS_ALPHA.
struct comparison_control {
  const struct analysis_engine *engine;
  bool anchor; // moved in absolute time; a control moved relative to the anchors
  struct statistics_interval change;
  double p;
};

struct comparison {
  struct arena *arena;
  bool paired;                 // both sides are of one run
  double level;                // alpha of each row's interval
  size_t tested;               // rows that share alpha
  const char *relative_to;     // "native", "native and lua"; NULL: absolute times
  struct comparison_row *rows; // by engine, its mean last
  size_t row_count;
  struct comparison_control *controls;
  size_t control_count;
  double drift;       // |ln| of the largest movement of a control that was told from 0; or 0
  size_t changed;     // engines that are compared and did change
  const char **notes; // what has to be known to read it
  size_t note_count;
};

// Compares. Returns NULL and fills `error` where the sides must not be compared at all, or nothing
// is left of them. The result is the arena's.
struct comparison *comparison_make(struct arena *arena, const struct comparison_side *old,
                                   const struct comparison_side *new,
                                   const struct comparison_options *options, struct error *error);

// The rows with a verdict.
size_t comparison_count(const struct comparison *comparison, enum comparison_verdict verdict);

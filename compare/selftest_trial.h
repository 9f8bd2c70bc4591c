// One trial of the self-test, as logic without measuring: a table of comparisons whose right answer
// is known, judged by the rules that `fieldstone run` stops by, and the count of what was claimed.
//
// Pairs come from a function, so that a unit test can drive the very same counting with simulated
// ones. A claim is an interval that excludes 1 at any look of the plan: the worst that any way of
// stopping at one of the looks could do.
#pragma once

#include "compare/sequential.h"
#include "compare/statistics.h"

#include <stdbool.h>
#include <stddef.h>

enum selftest_claim { CLAIM_NONE, CLAIM_SLOWER, CLAIM_FASTER };

// What became of one comparison (a row of the table).
struct selftest_outcome {
  enum selftest_claim claim;
  int pairs;    // measured: up to the claim, or all
  double ratio; // exp(median) of the log ratios measured
};

// Measures the next pair: sets logs[row] = ln(t of the row's second / t of its first) for every row
// that is open. Returns false to give the trial up.
typedef bool selftest_pair_function(void *context, const bool *open, double *logs);

struct selftest_trial {
  struct sequential_plan plan; // with at least one look
  double alpha;                // shared by the rows of one table and the looks
  size_t table_rows;           // the rows that share alpha, which may be more than are measured
  size_t rows;
  selftest_pair_function *pair;
  void *context;
};

// Runs a trial to its end: rows are closed by the first look that claims, and the trial by its last
// look or its last row. Fills outcomes[row]. Returns false when a pair could not be had; the
// outcomes are void then.
bool selftest_run_trial(const struct selftest_trial *trial, struct selftest_outcome *outcomes);

// Counts over trials. Zero is empty; released by selftest_tally_free.
struct selftest_tally {
  int trials;
  int right, wrong; // claims in the direction that is true, and in the other
  double *pairs;    // a trial: up to the claim in the right direction, HUGE_VAL without
  double *ratios;   // a trial
};

// Counts an outcome where the second is really slower (`slower`), or both are the same: then every
// claim is a wrong one.
void selftest_count(struct selftest_tally *tally, const struct selftest_outcome *outcome,
                    bool slower);

// The median over the trials of the pairs up to a right claim, HUGE_VAL where half the trials have
// none; of the ratios. NAN without trials.
double selftest_median_pairs(const struct selftest_tally *tally);
double selftest_median_ratio(const struct selftest_tally *tally);

void selftest_tally_free(struct selftest_tally *tally);

// ---- Aims ---------------------------------------------------------------------------------------

enum selftest_verdict { AIM_HELD, AIM_MISSED, AIM_UNKNOWN };

// The trials below which an aim is never said to be held.
enum { SELFTEST_TRIALS_LEAST = 100 };

// An aim is held if the share seen meets it, in SELFTEST_TRIALS_LEAST trials at least; it is missed
// if the whole interval of the share misses it; else the trials are too few to say.
enum selftest_verdict selftest_judge_at_most(int seen, int trials, double aim);
enum selftest_verdict selftest_judge_at_least(int seen, int trials, double aim);

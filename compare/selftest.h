// What a self-test has found, and its document.
#pragma once

#include "compare/selftest_bench.h"
#include "compare/selftest_trial.h"
#include "compare/table.h"

#include <jansson.h>
#include <stdbool.h>

struct selftest {
  const struct options *options;
  struct selftest_bench bench;
  int same_most, planted_most;            // pairs of a table at most
  int trials;                             // done, all kinds of each
  int tables, false_tables;               // of A/A; those with a claim in any row
  struct selftest_tally *same;            // of A/A: by program, then by engine
  struct selftest_tally *planted;         // by percentage, then by engine; programs take turns
  json_t *machine;                        // as machine.h describes it
  double frequency_least, frequency_most; // MHz, 0 = not known
  bool interrupted, out_of_time;
};

// Aims (measuring.md): false alarms in at most this share of the tables, and a slowdown of so many
// percent found in at least that share of the comparisons, within so many pairs.
#define SELFTEST_FALSE_SHARE 0.05
#define SELFTEST_FOUND_SHARE 0.95
enum { SELFTEST_FOUND_PERCENT = 2, SELFTEST_FOUND_PAIRS = 120 };

// The verdict on the aim of false alarms, and on that of slowdowns found; the latter is unknown
// when none of that size was planted, or fewer pairs were allowed and it was missed.
enum selftest_verdict selftest_false_verdict(const struct selftest *selftest);
enum selftest_verdict selftest_found_verdict(const struct selftest *selftest);

// Where SELFTEST_FOUND_PERCENT is among the percentages planted; -1 when it is not.
int selftest_found_index(const struct selftest *selftest);

// The document; its memory is the arena's.
struct document *selftest_document(struct arena *arena, const struct selftest *selftest);

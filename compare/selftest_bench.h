// The measuring half of the self-test: its cells, made and checked as `fieldstone run` makes and
// checks them, and pairs of rounds of a table as run takes them: the cells of a program in a random
// order and then backwards, one fresh process each with random padding, programs in random order.
#pragma once

#include "compare/schedule.h"
#include "compare/selftest_catalogue.h"
#include "compare/selftest_trial.h"
#include "compare/session.h"

#include <stdbool.h>
#include <stddef.h>

// A growing list of numbers on the heap.
struct selftest_numbers {
  double *values;
  size_t count;
};

// What was seen of one engine over the whole self-test.
struct selftest_engine {
  const struct engine *engine;
  // of each invocation: a reading of the clock and an empty call as the driver said, the blocks,
  // the whole process; of each A/A pair: ln of the ratio
  struct selftest_numbers timer_ns, empty_ns, block_ns, process_seconds, same_logs;
  double preemptions;
};

struct selftest_bench {
  struct options options; // the user's, but for catalogue, size and selection
  char *folder;           // of the temporary catalogue
  struct session session;
  struct generator generator;
  struct selftest_engine *engines;
  size_t engine_count;
  double invocation_seconds; // what one will take, from the calibration
  struct error *error;       // why an invocation failed; empty when it was interrupted
};

// Makes the catalogue, checks every cell with native C, sees to it that planted programs do just so
// much more work as they claim, and chooses repetitions for blocks of about SELFTEST_BLOCK_NS.
// Returns false when interrupted (error->message empty) or with `error` filled. The bench is to be
// ended in either case.
bool selftest_bench_begin(struct selftest_bench *bench, const struct options *options,
                          struct error *error);

void selftest_bench_end(struct selftest_bench *bench);

// The cell of a program with so many percent more work (0: the source itself) on an engine.
struct cell *selftest_bench_cell(const struct selftest_bench *bench, size_t program, int percent,
                                 size_t engine);

enum { SELFTEST_BLOCK_NS = 1500000 };

// ---- Tables -------------------------------------------------------------------------------------

// A column of a table: a cell that takes its turn in the rounds of its program. A cell that is
// compared with itself has two.
struct selftest_turn {
  struct cell *cell;
  size_t group; // turns of one group share an order
  bool wanted;  // in this pair
  double log;   // of this pair
};

struct selftest_table {
  struct selftest_bench *bench;
  struct selftest_turn *turns;
  size_t turn_count, group_count;
  struct selftest_row {
    size_t first, second, engine;
  } * rows;
  size_t row_count;
  bool same; // of A/A: its log ratios are kept
};

// Adds a turn and returns its index; a row of two turns.
size_t selftest_table_add_turn(struct selftest_table *table, struct cell *cell, size_t group);
void selftest_table_add_row(struct selftest_table *table, size_t first, size_t second,
                            size_t engine);
void selftest_table_free(struct selftest_table *table);

// A selftest_pair_function; the context is a struct selftest_table.
bool selftest_table_pair(void *table, const bool *open, double *logs);

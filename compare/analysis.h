// The model of one stored run: engines, programs, cells, and for each cell one time a pair.
//
// A pair (one random order of the engines, then the same order backwards) is one observation. Its
// value for a cell is the mean over its two halves of ln t, where t is
//   - in the process: the median over the invocation's samples that are not warm-up of the time of
//     one repetition, less the cost of one empty call;
//   - of whole processes: the wall clock of the process, as hyperfine gave it.
// So the difference of two cells' values is the mean of ln(t_a / t_b) over the pair's halves. A
// pair with only one half counts for nothing (but in a smoke run, which claims no timing), and
// neither do a cell whose status is not `ok` and an invocation that did not end well: what an
// interrupted run left behind is used as far as it is whole.
//
// The model belongs to an arena and holds nothing of the store once it is loaded.
#pragma once

#include "compare/arena.h"
#include "compare/error.h"
#include "compare/sequential.h"
#include "compare/statistics.h"

#include <sqlite3.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// The engine that ratios are taken to where the user names no other, and the category of the
// programs that are there for the process around them and not for the time inside it.
#define ANALYSIS_BASELINE "native"
#define ANALYSIS_PROCESS_CATEGORY "process"

// The probability of a false claim that a table as a whole may have.
#define ANALYSIS_ALPHA 0.05

enum analysis_metric {
  ANALYSIS_TIME,    // in the process, steady; ns a repetition
  ANALYSIS_PROCESS, // the whole process; seconds
  ANALYSIS_COUNTER, // one of those that the cell has; only analysis_quantity knows of it
};

// One of the parts that a run was merged from (see import.h).
struct analysis_shard {
  int number;                     // from 1
  const char *uuid;               // of the run that was the shard
  const char *started, *finished; // finished is "" for one that never ended
  const char *status, *machine;   // JSON
  const char *machine_id;
};

struct analysis_run {
  int64_t id;
  const char *uuid, *started, *finished; // finished is "" for a run that never ended
  const char *status, *size, *commit_id; // commit_id is "" outside a repository
  const char *machine, *options;         // JSON
  const char *machine_id;                // the same for runs that may be compared; "" is unknown
  int64_t seed;
  int rounds;                  // pairs planned
  struct sequential_plan plan; // the looks that were taken, the last of them at the end
  bool smoke;
  struct analysis_shard *shards; // by number; none: the run was not merged
  size_t shard_count;
  int shards_planned;         // of which shard_count are in
  const char *shards_missing; // "shards 2 and 4 of 4 are not in"; "" when all are
};

struct analysis_engine {
  const char *name, *driver, *language, *version, *build, *description;
  const char *details; // JSON
  int64_t id;
};

struct analysis_program {
  const char *name, *title, *category, *unit, *kind, *work_unit;
  double tolerance;
  bool geometric_mean; // takes part in geometric means
  bool process;        // of the category of whole processes
  bool apart;          // in no claim about all programs
  bool embedding;      // of the categories of what embedding costs
  const char *net_of;  // the program whose time a unit is the loop around this one's; "" for none
  double payload;      // size of the input, in bytes or elements; 0 where the manifest names none
  const char **notes;
  size_t note_count;
  int64_t id;
};

// One value a pair, by rising pair number.
struct analysis_series {
  size_t count;
  int *pairs;
  double *logs; // ln of ns a repetition, or of seconds
};

// What the invocations of a cell have counted besides their times, by the name that the driver gave
// it: one value a pair, of its first half that has one.
struct analysis_counter {
  const char *name;
  size_t count;
  int *pairs;
  double *values;
};

// One process of a driver that ended well: its samples in the order in which they were taken, those
// that the manifest calls warm-up first. What is said of the steady state leaves these out; what is
// said of warming up begins with them.
struct analysis_invocation {
  int pair, half;
  double timer_ns, empty_ns; // NAN: not known
  size_t count, warmup;      // samples, of them warm-up
  double *blocks;            // ns a block, less one reading of the clock
  int *repetitions;          // in each block
};

// One whole process that ended well, as hyperfine timed it; seconds.
struct analysis_process {
  int pair, half;
  double seconds, user, system;
};

struct analysis_cell {
  const struct analysis_program *program;
  const struct analysis_engine *engine;
  const char *status, *message;
  bool ok;
  int64_t id, n;
  int repetitions, warmup, samples;
  double checksum, work;            // of the checked block; NAN when it was never checked
  int work_repetitions;             // repetitions in that block
  struct analysis_series series[2]; // by enum analysis_metric
  struct analysis_counter *counters;
  size_t counter_count;
  const char *profile; // Mica's, deterministic: JSON of `mica profile`; NULL where there is none
  int profile_repetitions;                 // of the block that was profiled
  struct analysis_invocation *invocations; // by pair, then half
  size_t invocation_count;
  struct analysis_process *processes; // by pair, then half
  size_t process_count;
  size_t below_empty;      // of them, those that took no longer than empty calls: not used
  size_t failed_processes; // whole processes that ended with a status other than 0: not used
  double timer_ns, empty_ns, block_ns; // medians over the invocations; NAN when there is none
  double cpu_seconds; // median of user + system time of the whole processes; NAN when none
};

struct analysis {
  struct arena *arena;
  struct analysis_run run;
  size_t engine_count, program_count;
  struct analysis_engine *engines;   // native first, then Mica's, then the others as stored
  struct analysis_program *programs; // by category, then by name
  ptrdiff_t baseline;                // the engine that ratios are taken to; -1: none
  const char *baseline_name;         // "native C", "lua": for texts, set even when it is absent
  struct analysis_cell **cells;      // [program * engine_count + engine], NULL where there is none
};

// Reads the run from the store. Ratios are taken to the engine `baseline`; NULL: to native C or, in
// a run without it, to the last engine, which is none of Mica's where there is another. Returns
// NULL and fills `error` if there is no such run or engine in it or the store cannot be read. The
// result is the arena's.
struct analysis *analysis_load(struct arena *arena, sqlite3 *database, int64_t run_id,
                               const char *baseline, struct error *error);

// The level of an interval that is one of `rows` which hold together with 1 - ANALYSIS_ALPHA: they
// share alpha (Bonferroni), and so do the looks of a run that may have stopped early.
double analysis_level(const struct analysis *analysis, size_t rows);

// The time of a repetition in one sample of an invocation, less the cost of an empty call; ns. It
// is not above 0 for a program that takes no longer than that.
double analysis_sample(const struct analysis_invocation *invocation, size_t sample);

// The engine or program of that name, or -1.
ptrdiff_t analysis_find_engine(const struct analysis *analysis, const char *name);
ptrdiff_t analysis_find_program(const struct analysis *analysis, const char *name);

// The cell, or NULL.
const struct analysis_cell *analysis_cell(const struct analysis *analysis, size_t program,
                                          size_t engine);

// The cell at the index of an engine that may be absent (-1): NULL then.
const struct analysis_cell *analysis_cell_of(const struct analysis *analysis, size_t program,
                                             ptrdiff_t engine);

// Units of work in one repetition; NAN if the cell was never checked or counted no work.
double analysis_units(const struct analysis_cell *cell);

// Why the cell has no value, in one line; NULL if it has. `cell` may be NULL.
const char *analysis_missing(const struct analysis *analysis, const struct analysis_cell *cell,
                             enum analysis_metric metric);

// The same in a word for a table's field: "n/a", "wrong", "crashed", "hung", "failed", "none".
const char *analysis_missing_word(const struct analysis_cell *cell);

// ln(t_a / t_b) of each pair that both cells have, by rising pair; at most the smaller count.
// Either cell may be NULL. The result is the arena's; its count is stored in *count.
double *analysis_log_ratios(const struct analysis *analysis, const struct analysis_cell *a,
                            const struct analysis_cell *b, enum analysis_metric metric,
                            size_t *count);

// Median time of a cell with its interval: ns a repetition, or seconds.
struct statistics_interval analysis_time(const struct analysis *analysis,
                                         const struct analysis_cell *cell,
                                         enum analysis_metric metric, double alpha);

// The ratio t_a / t_b with its interval.
struct statistics_interval analysis_ratio(const struct analysis *analysis,
                                          const struct analysis_cell *a,
                                          const struct analysis_cell *b,
                                          enum analysis_metric metric, double alpha);

// One side of a quantity: a cell, and what is taken of it.
struct analysis_side {
  const struct analysis_cell *cell; // may be NULL
  enum analysis_metric metric;      // a time is of one unit of work
  const char *counter;              // the name, with ANALYSIS_COUNTER
};

enum analysis_operation { ANALYSIS_VALUE, ANALYSIS_RATIO, ANALYSIS_DIFFERENCE };

// The value of `left`, or its ratio to or difference from `right`, by the pairs that all sides
// have, with the interval of the median. Unlike analysis_ratio it compares different programs too.
struct statistics_interval analysis_quantity(const struct analysis *analysis,
                                             enum analysis_operation operation,
                                             const struct analysis_side *left,
                                             const struct analysis_side *right, double alpha);

// The counter of that name, or NULL.
const struct analysis_counter *analysis_find_counter(const struct analysis_cell *cell,
                                                     const char *name);

// Geometric mean of t_engine / t_against over those of the `count` programs (indexes) that have a
// ratio. The number of these is stored in *used.
struct statistics_interval analysis_geometric_mean(const struct analysis *analysis,
                                                   const size_t *programs, size_t count,
                                                   ptrdiff_t engine, ptrdiff_t against,
                                                   enum analysis_metric metric, double alpha,
                                                   size_t *used);

// The least and the greatest number of pairs that any cell with values has; 0 and 0 without any.
// The time inside a process is nothing that programs of whole processes are there for.
void analysis_pair_range(const struct analysis *analysis, enum analysis_metric metric,
                         size_t *least, size_t *greatest);

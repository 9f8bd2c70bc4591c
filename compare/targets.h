// Speed targets: a table of claims with their origin (targets.yaml), and what a stored run says of
// each. A target compares two engines over programs by a ratio with a bound; the verdict is drawn
// from the ratio's interval, never from its estimate:
//
//   pass          the whole interval within the bound
//   exceeded      pass, and the whole interval beyond the far end of the claimed range
//   fail          the whole interval outside
//   undecided     it straddles the bound, or there are too few pairs for an interval
//   not measured  nothing measures it yet, or this run did not
//
// The rows that a run measures share alpha (Bonferroni), so that a run of rows that all sit on
// the wrong side of their bounds shows any false verdict with a probability of at most alpha. A row
// that must hold on `each` program passes when every program's interval does: no further
// correction is needed for that, as one false `pass` needs a program that is really outside. To
// fail it is enough that one program's interval is outside, so there alpha is shared by the
// programs.
//
// A program that one of the engines cannot run (n/a) is left out, and the remark says so. One that
// crashed, hung, was wrong or was not timed is left out too, but then the target cannot pass: a bad
// result must not be improved by losing it.
#pragma once

#include "compare/analysis.h"
#include "compare/options.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum target_verdict {
  TARGET_PASS,
  TARGET_EXCEEDED,
  TARGET_FAIL,
  TARGET_UNDECIDED,
  TARGET_NOT_MEASURED,
  TARGET_VERDICT_COUNT,
};

enum target_quantity {
  TARGET_SPEEDUP,    // time of `against` / time of `engine`
  TARGET_TIME_RATIO, // time of `engine` / time of `against`
  TARGET_RATIO,      // any metric of `engine` / that of `against`
  TARGET_VALUE,      // the metric itself: nanoseconds of a unit of work, seconds, a count
  TARGET_DIFFERENCE, // that of `engine` less that of `against`
};

enum target_summary {
  TARGET_GEOMETRIC_MEAN, // over those programs that take part in geometric means
  TARGET_EACH,           // every program by itself; the worst is shown
};

struct target_measure {
  char *engine, *against; // `against` is NULL with TARGET_VALUE
  char *against_program;  // what `against` runs; NULL: the same program
  enum analysis_metric metric;
  char *counter; // its name, with ANALYSIS_COUNTER
  enum target_quantity quantity;
  enum target_summary summary;
  char **categories, **programs, **except; // names; no categories and no programs = all
  uint32_t categories_count, programs_count, except_count;
  bool whole;               // only a run of the whole catalogue at the size full can say it
  double at_least, at_most; // one of the two is given, above 0, the other 0
  double beyond;            // the far end of the claimed range; 0 = none
  char *measured_by;        // the command, where that is not a run like any other; or NULL
};

struct target {
  char *id, *claim, *holds, *origin;
  struct target_measure *measure; // NULL: nothing measures it yet
  char *not_measured;             // why, in that case
};

struct targets {
  struct target *rows;
  uint32_t rows_count;
};

// Reads the file; a wrong key, type or combination is an error with file, line and key. Returns
// NULL and fills `error` then. The caller frees the result by targets_free.
struct targets *targets_load(const char *path, struct error *error);
void targets_free(struct targets *targets);

// One program's part in a target.
struct target_program {
  const struct analysis_program *program;
  enum target_verdict verdict;
  struct statistics_interval interval; // of the target's quantity
  const char *missing;                 // why it has no interval, NULL if it has
  bool excused;                        // it has none because an engine cannot run it: n/a
};

struct target_result {
  const struct target *target;
  enum target_verdict verdict;
  struct statistics_interval interval; // count 0 when not measured
  const char *remark;                  // what the reader must know of the verdict; "" for nothing
  struct target_program *programs;
  size_t program_count;
};

struct targets_result {
  struct target_result *rows;
  size_t count;
  size_t measured; // rows that share alpha
  double level;    // of the interval of each
  size_t verdicts[TARGET_VERDICT_COUNT];
};

// Judges every target by the run. Memory is the analysis' arena's; targets must outlive the result.
struct targets_result *targets_judge(const struct analysis *analysis,
                                     const struct targets *targets);

// Judges the run with that id by the targets of the file, as a look does: the number of targets
// with a verdict and of those that are undecided. False with `error` filled when either cannot be
// read.
bool targets_look(const char *path, sqlite3 *database, int64_t run_id, size_t *decided,
                  size_t *undecided, struct error *error);

// Whether the row says nothing of this run because the run left out what it is about: an engine, a
// program, the whole catalogue. Other rows without a verdict cannot be measured yet.
bool target_is_left_out(const struct target_result *row);

// EXIT_FAILS if any target fails, else EXIT_UNDECIDED if any is undecided, else EXIT_FINE.
int targets_exit_status(const struct targets_result *result);

// "pass", "exceeded", "fail", "undecided", "not measured".
const char *target_verdict_text(enum target_verdict verdict);

// `fieldstone targets`: prints what the stored run says of each target. Returns the exit status of
// targets_exit_status, or EXIT_WENT_WRONG after saying why on standard error.
int targets_command(const struct options *options);

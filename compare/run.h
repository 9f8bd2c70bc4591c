// What `fieldstone run` and `fieldstone resume` have in common: a run is recorded in the store (or
// found there), checked, measured in rounds until it is decided or its budget is spent, and ended.
//
//   run.c          the commands, the equivalence check, how a run ends
//   run_record.c   the rows that say what the run is
//   run_resume.c   a stored run brought back: the same options, cells and place in the rounds
//   run_measure.c  the rounds, and the looks that may end them
//
// Invariant: a sample is in the store only if its checksum was native C's, and it is there before
// the next is read. So whatever ends the run, what is stored can be reported, and goes on from
// there.
#pragma once

#include "compare/error.h"
#include "compare/machine.h"
#include "compare/schedule.h"
#include "compare/sequential.h"
#include "compare/session.h"
#include "compare/store.h"

#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>

enum run_ending { RUN_COMPLETE, RUN_INTERRUPTED, RUN_FAILED };

struct run {
  struct session session;
  struct store *store;
  int64_t id;
  bool processes;
  struct schedule_clock clock;
  int planned;                 // pairs, 0 = not known before the first is measured
  bool plan_is_kept;           // of a resumed run: time changes it no more
  struct sequential_plan plan; // when to look; without looks before a plan is known
  int torn;                    // the pair that an interruption may have torn, -1 = none
  bool checked;                // the cells' outcomes are known from before the interruption
  struct machine_ticks ticks;
  json_t *machine;
  struct error *error; // why the run failed
};

// Adds the run with its engines, programs and cells to the store, in one transaction.
bool run_record(struct run *run);

// A program's manifest as JSON, as it is stored; the caller frees it.
char *run_manifest_json(const struct manifest *manifest);

// What a stored run was asked for: fills `options`, which keeps all that is not the run's own from
// `given` and holds texts of *json. The caller releases *json. Returns the run's id; 0 and `error`
// filled when there is no such run, or it is complete.
int64_t run_resume_options(const struct options *given, struct options *options, json_t **json,
                           struct error *error);

// Puts the session's cells in the state in which the stored run has them, and finds the place where
// it goes on. Refuses when the machine, the project, an engine or a program is not what it was.
bool run_resume(struct run *run);

// Sets aside what the program of the cell has of the pair that an interruption tore, unless all of
// it is there: then *whole is set.
bool run_mend(struct run *run, const struct cell *cell, int pair, bool *whole);

// Pairs until the rounds are done, every target is decided at a planned look, or the budget is
// spent; the first is measured in any case.
enum run_ending run_measure(struct run *run);

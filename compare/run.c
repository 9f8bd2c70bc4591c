// `fieldstone run` and `fieldstone resume`: check equivalence, measure in rounds, report. See
// run.h.
#include "compare/run.h"

#include "compare/check.h"
#include "compare/commands.h"
#include "compare/instructions.h"
#include "compare/process.h"
#include "compare/report.h"
#include "compare/targets.h"
#include "compare/valgrind.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

// ---- Setting up ---------------------------------------------------------------------------------

// The targets are read only after the measurement: what is wrong with their file is told before it.
static bool targets_are_sound(const char *path, struct error *error) {
  struct targets *targets = targets_load(path, error);
  if (!targets)
    return false;
  targets_free(targets);
  return true;
}

static bool set_up(struct run *run, bool resumes) {
  const struct options *options = run->session.options;
  if (!targets_are_sound(options->targets_path, run->error) ||
      (options->counter && !valgrind_available("--counter instructions", run->error)) ||
      !(run->store = store_open(options->store_path, STORE_WRITE, run->error)) ||
      !store_lock(run->store, run->error))
    return false;
  run->ticks = machine_ticks_now();
  run->machine = machine_describe();
  run->planned = options->budget_seconds > 0 ? 0 : options->rounds;
  run->torn = -1;
  run->clock.budget_seconds = options->budget_seconds > 0 ? options->budget_seconds : HUGE_VAL;
  run->processes = options->processes;
  if (run->processes && !process_available()) {
    progress_note(run->session.progress,
                  "hyperfine is not there, so no whole processes are timed; type: make deps");
    run->processes = false;
  }
  return resumes ? run_resume(run) : run_record(run);
}

// ---- Checking -----------------------------------------------------------------------------------

static bool store_checks(struct run *run) {
  bool good = store_begin(run->store, run->error);
  for (size_t i = 0; good && i < run->session.cell_count; i++) {
    const struct cell *cell = &run->session.cells[i];
    good = store_set_cell_status(run->store, cell->id, outcome_text(cell->outcome), cell->message,
                                 run->error) &&
           (!cell->checked_repetitions ||
            store_set_cell_check(run->store, cell->id, cell->checksum, cell->work,
                                 cell->checked_repetitions, run->error));
  }
  return good && store_commit(run->store, run->error);
}

static enum run_ending check(struct run *run) {
  run->session.tells_at_once = true;
  bool finished = (run->checked || check_equivalence(&run->session, run->session.options->jobs)) &&
                  check_expectations(&run->session);
  if (!store_checks(run))
    return RUN_FAILED;
  return finished ? RUN_COMPLETE : RUN_INTERRUPTED;
}

// A run that measures no times has no pairs.
static enum run_ending count(struct run *run) {
  if (!run->session.options->timing && !store_set_run_rounds(run->store, run->id, 0, run->error))
    return RUN_FAILED;
  if (!instructions_count(&run->session, run->store, run->error))
    return RUN_FAILED;
  return interrupt_pending(&run->session.interrupt) ? RUN_INTERRUPTED : RUN_COMPLETE;
}

// ---- The command --------------------------------------------------------------------------------

static const char *ending_text(enum run_ending ending) {
  return ending == RUN_COMPLETE ? "complete" : ending == RUN_INTERRUPTED ? "interrupted" : "failed";
}

// Writes how the run ended. After a failure of the store that is tried only: the error that is told
// is the first.
static enum run_ending finish(struct run *run, enum run_ending ending) {
  struct error second;
  machine_add_noise(run->machine, run->ticks);
  char *machine = json_dumps(run->machine, JSON_COMPACT);
  bool written = store_end_run(run->store, run->id, ending_text(ending), machine,
                               ending == RUN_FAILED ? &second : run->error);
  free(machine);
  return written ? ending : RUN_FAILED;
}

static int worse(int a, int b) {
  static const int ranks[] = {
      [EXIT_FINE] = 0, [EXIT_UNDECIDED] = 1, [EXIT_FAILS] = 2, [EXIT_WENT_WRONG] = 3};
  return ranks[a] > ranks[b] ? a : b;
}

// Checks, measures, ends and reports the run that `options` ask for or, with its id, a stored one.
static int measure_and_report(const struct options *options, int64_t resumed) {
  struct error error;
  struct run run = {.error = &error, .id = resumed};
  enum run_ending ending = RUN_FAILED;
  bool begun = session_begin(&run.session, options, true, &error) && set_up(&run, resumed != 0);
  if (begun) {
    ending = check(&run);
    if (ending == RUN_COMPLETE && options->timing)
      ending = run_measure(&run);
    if (ending == RUN_COMPLETE && options->counter)
      ending = count(&run);
    ending = finish(&run, ending);
  }
  bool failures = session_has_failures(&run.session);
  int64_t id = run.id;
  store_close(run.store);
  json_decref(run.machine);
  session_end(&run.session);
  if (ending == RUN_FAILED) {
    fprintf(stderr, "fieldstone %s: %s\n", resumed ? "resume" : "run", error.message);
    return EXIT_WENT_WRONG;
  }
  if (ending == RUN_INTERRUPTED)
    fprintf(stderr,
            "fieldstone run: interrupted; what was measured is stored as run %lld, and `fieldstone "
            "resume` goes on with it\n",
            (long long)id);
  int status = report_run(options, id);
  if (failures)
    status = worse(status, EXIT_FAILS);
  return ending == RUN_INTERRUPTED ? EXIT_WENT_WRONG : status;
}

int run_command(const struct options *options) { return measure_and_report(options, 0); }

int resume_command(const struct options *options) {
  struct options stored;
  struct error error;
  json_t *json;
  int64_t id = run_resume_options(options, &stored, &json, &error);
  if (!id)
    fprintf(stderr, "fieldstone resume: %s\n", error.message);
  int status = id ? measure_and_report(&stored, id) : EXIT_WENT_WRONG;
  json_decref(json);
  return status;
}

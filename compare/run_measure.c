// See run.h. The rounds:
//
//   for each pair                              one observation of the statistics
//     for each program, in random order
//       its engines, in random order           half 0: one driver process each
//       the same engines backwards             half 1
//       once more both halves by hyperfine     whole processes
//
// Programs take turns inside a pair and not pair after pair inside a program, so that every cell is
// spread over the whole run. Engines of one program stay together, so that a pair's ratio compares
// moments that are close. Every order comes from the seed, the pair and the program's name
// (schedule.h), so that a run which is resumed in the middle of a pair goes on in the same order.
#include "compare/run.h"

#include "compare/check.h"
#include "compare/process.h"
#include "compare/targets.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { PADDING_LIMIT = 4096 };

// Where in the rounds an invocation is.
struct place {
  int pair, half, position;
  size_t padding; // of its environment, bytes
};

// ---- Progress -----------------------------------------------------------------------------------

// Seconds that the measurement still takes, and through *done the part of it that lies behind, from
// the part of the present pair that is done. Negative while nothing is known.
static double seconds_left(const struct run *run, double part, double *done) {
  const struct schedule_clock *clock = &run->clock;
  double used = session_seconds(&run->session);
  if (!run->planned) {
    *done = used / clock->budget_seconds;
    return fmax(clock->budget_seconds - used, 0);
  }
  *done = (clock->done + part) / run->planned;
  if (!(clock->timed + part > 0))
    return -1;
  double in_pair = used - clock->used_seconds; // since the present pair began
  double mean = (clock->pair_seconds + in_pair) / (clock->timed + part);
  return fmax(mean * (run->planned - clock->done - part), 0);
}

static void show(const struct run *run, const struct cell *cell, double part, const char *what) {
  char *planned = run->planned ? text_format(" of %d", run->planned) : text_copy("");
  double done, left = seconds_left(run, part, &done);
  progress_step(run->session.progress, done, left, "pair %d%s: %s on %s%s", run->clock.done + 1,
                planned, cell->program->name, cell->engine->name, what);
  free(planned);
}

// ---- Measuring ----------------------------------------------------------------------------------

// What the driver's samples are checked against and where they go.
struct sink {
  struct run *run;
  const struct cell *cell;
  int64_t invocation_id;
  bool store_failed;
};

static bool take_sample(const struct driver_sample *sample, void *context, enum outcome *outcome,
                        char *message, size_t size) {
  struct sink *sink = context;
  const struct cell *cell = sink->cell;
  double expected = cell->expected[sample->index];
  if (!check_agrees(sample->checksum, expected, cell->program->tolerance)) {
    *outcome = OUTCOME_WRONG;
    snprintf(message, size, "checksum %.17g of timed sample %d is not native C's %.17g",
             sample->checksum, sample->index, expected);
    return false;
  }
  if (store_add_sample(sink->run->store, sink->invocation_id, sample->index, sample->warmup,
                       sample->ns, sample->repetitions, sink->run->error))
    return true;
  sink->store_failed = true;
  *outcome = OUTCOME_FAILED;
  return false;
}

static bool take_counters(const json_t *values, void *context, enum outcome *outcome, char *message,
                          size_t size) {
  struct sink *sink = context;
  const char *name;
  const json_t *value;
  (void)message;
  (void)size;
  json_object_foreach((json_t *)values, name, value) {
    if (store_add_counter(sink->run->store, sink->invocation_id, name, json_number_value(value),
                          sink->run->error))
      continue;
    sink->store_failed = true;
    *outcome = OUTCOME_FAILED;
    return false;
  }
  return true;
}

static bool store_cell(struct run *run, const struct cell *cell) {
  return store_set_cell_status(run->store, cell->id, outcome_text(cell->outcome), cell->message,
                               run->error);
}

static enum run_ending invoke(struct run *run, struct cell *cell, const struct place *place) {
  struct driver_request request = session_request(&run->session, cell, cell->engine);
  struct driver_report report;
  struct sink sink = {.run = run, .cell = cell};
  request.no_counters = place->half > 0; // one block of a pair tells them
  request.padding = place->padding;
  struct store_invocation row = {.cell_id = cell->id,
                                 .pair = place->pair,
                                 .half = place->half,
                                 .position = place->position,
                                 .padding = (int)place->padding};
  if (!store_add_invocation(run->store, &row, &sink.invocation_id, run->error))
    return RUN_FAILED;
  const struct driver_listener listener = {
      .sample = take_sample, .counters = take_counters, .context = &sink};
  driver_invoke(&request, &listener, &report);
  if (sink.store_failed)
    return RUN_FAILED;
  struct store_invocation_end end = {.timer_ns = report.timer_ns,
                                     .empty_ns = report.empty_ns,
                                     .user_us = report.user_us,
                                     .system_us = report.system_us,
                                     .max_rss_kb = report.max_rss_kb,
                                     .status = outcome_text(report.outcome)};
  if (!store_end_invocation(run->store, sink.invocation_id, &end, run->error))
    return RUN_FAILED;
  if (report.outcome == OUTCOME_INTERRUPTED)
    return RUN_INTERRUPTED;
  if (report.outcome == OUTCOME_OK)
    return RUN_COMPLETE;
  session_judge(&run->session, cell, report.outcome, report.message);
  return store_cell(run, cell) ? RUN_COMPLETE : RUN_FAILED;
}

static enum run_ending time_process(struct run *run, struct cell *cell, const struct place *place) {
  struct driver_request request = session_request(&run->session, cell, cell->engine);
  struct process_time time;
  char message[512];
  request.repetitions = (int)cell->size->repetitions; // a whole process is the same work for all
  enum outcome outcome = process_measure(&request, &time, message, sizeof message);
  if (outcome == OUTCOME_INTERRUPTED)
    return RUN_INTERRUPTED;
  if (outcome == OUTCOME_OK) {
    struct store_process_sample row = {.cell_id = cell->id,
                                       .pair = place->pair,
                                       .half = place->half,
                                       .position = place->position,
                                       .seconds = time.seconds,
                                       .user = time.user,
                                       .system = time.system,
                                       .exit_code = time.exit_code};
    if (!store_add_process_sample(run->store, &row, run->error))
      return RUN_FAILED;
    if (!time.exit_code)
      return RUN_COMPLETE;
    outcome = time.exit_code > 128 ? OUTCOME_CRASHED : OUTCOME_FAILED;
    snprintf(message, sizeof message, "ended with status %d as a whole process", time.exit_code);
  }
  session_judge(&run->session, cell, outcome, message);
  return store_cell(run, cell) ? RUN_COMPLETE : RUN_FAILED;
}

// Both halves of a pair over some cells of one program; `part` and `step` say where in the pair's
// work they are, for the progress line.
static enum run_ending measure_halves(struct run *run, struct cell *cells, const int *order,
                                      int count, bool whole_process, double *part, double step) {
  const char *program = cells->program->name;
  struct generator padding = generator_at(run->session.options->seed, ~run->clock.done, program);
  for (int half = 0; half < 2; half++)
    for (int position = 0; position < count; position++) {
      struct cell *cell = &cells[schedule_at(order, count, half, position)];
      struct place place = {run->clock.done, half, position,
                            generator_below(&padding, PADDING_LIMIT)};
      enum run_ending ending = RUN_COMPLETE;
      if (interrupt_pending(&run->session.interrupt))
        return RUN_INTERRUPTED;
      show(run, cell, *part, whole_process ? " (whole process)" : "");
      if (cell->outcome == OUTCOME_OK)
        ending = whole_process ? time_process(run, cell, &place) : invoke(run, cell, &place);
      if (ending != RUN_COMPLETE)
        return ending;
      *part += step;
    }
  return RUN_COMPLETE;
}

// One pair of one program: its cells that are still ok, in a random order.
static enum run_ending measure_program(struct run *run, size_t first, double *part) {
  struct cell *cells = &run->session.cells[first];
  size_t all = session_program_cells(&run->session, first);
  double step = 1.0 / (double)(run->session.cell_count * (run->processes ? 4 : 2));
  double end = *part + step * (double)all * (run->processes ? 4 : 2);
  bool whole = false;
  if (run->clock.done == run->torn && !run_mend(run, cells, run->torn, &whole))
    return RUN_FAILED;
  if (whole) {
    *part = end;
    return RUN_COMPLETE;
  }
  int *order = memory_array(all, sizeof *order), count = 0;
  int *good = memory_array(all, sizeof *good);
  for (size_t i = 0; i < all; i++)
    if (cells[i].outcome == OUTCOME_OK)
      good[count++] = (int)i;
  struct generator generator =
      generator_at(run->session.options->seed, run->clock.done, cells->program->name);
  schedule_shuffle(&generator, order, count);
  for (int i = 0; i < count; i++)
    order[i] = good[order[i]];
  enum run_ending ending = measure_halves(run, cells, order, count, false, part, step);
  if (ending == RUN_COMPLETE && run->processes)
    ending = measure_halves(run, cells, order, count, true, part, step);
  *part = end;
  free(order);
  free(good);
  return ending;
}

static enum run_ending measure_pair(struct run *run) {
  const struct session *session = &run->session;
  size_t columns = session_program_cells(session, 0);
  int count = (int)(session->cell_count / columns);
  int *order = memory_array((size_t)count, sizeof *order);
  enum run_ending ending = RUN_COMPLETE;
  double part = 0;
  struct generator generator = generator_at(session->options->seed, run->clock.done, "");
  schedule_shuffle(&generator, order, count);
  for (int i = 0; ending == RUN_COMPLETE && i < count; i++)
    ending = measure_program(run, (size_t)order[i] * columns, &part);
  free(order);
  return ending;
}

static bool anything_to_measure(const struct session *session) {
  for (size_t i = 0; i < session->cell_count; i++)
    if (session->cells[i].outcome == OUTCOME_OK)
      return true;
  return false;
}

// ---- Looks --------------------------------------------------------------------------------------

// Whether the run may end because of what it has seen. One with a given number of rounds may not,
// nor may a shard: its targets are judged when all shards are in.
static bool is_adaptive(const struct run *run) {
  const struct options *options = run->session.options;
  return options->budget_seconds > 0 && !options->shard_count;
}

// Takes the look after the pairs that are done, of `planned`, and counts the targets.
static bool look(struct run *run, int planned, size_t *decided, size_t *undecided) {
  int done = run->clock.done;
  return store_add_look(run->store, run->id, done, planned, run->error) &&
         targets_look(run->session.options->targets_path, store_database(run->store), run->id,
                      decided, undecided, run->error) &&
         store_set_look(run->store, run->id, done, *decided, *undecided, run->error);
}

static bool is_planned_look(const struct run *run) {
  for (int i = 0; i + 1 < run->plan.count; i++)
    if (run->plan.pairs[i] == run->clock.done)
      return true;
  return false;
}

// The look that the plan has after this pair, if any: *ends is set when nothing is left to decide.
static bool take_planned_look(struct run *run, bool *ends) {
  size_t decided, undecided;
  if (!is_planned_look(run))
    return true;
  if (!look(run, run->plan.pairs[run->plan.count - 1], &decided, &undecided))
    return false;
  *ends = decided > 0 && !undecided;
  if (decided + undecided > 0)
    progress_note(run->session.progress, "after %d pairs: %zu targets decided, %zu not%s",
                  run->clock.done, decided, undecided, *ends ? ": done" : "");
  return true;
}

// ---- Pairs --------------------------------------------------------------------------------------

// Plans how many pairs there will be, after the first has shown what one takes.
static bool plan(struct run *run) {
  const struct options *options = run->session.options;
  int most = options->rounds ? options->rounds : SCHEDULE_PAIRS_MAX;
  if (!run->plan_is_kept) {
    int planned = schedule_plan_pairs(&run->clock, most);
    run->planned = planned < most ? planned : most;
  }
  if (is_adaptive(run) && !run->plan.count)
    run->plan = sequential_plan_make(run->planned);
  return store_set_run_rounds(run->store, run->id, run->planned, run->error);
}

static enum run_ending measure_and_time_pair(struct run *run) {
  struct schedule_clock *clock = &run->clock;
  double began = clock->used_seconds = session_seconds(&run->session);
  enum run_ending ending = measure_pair(run);
  if (ending != RUN_COMPLETE)
    return ending;
  clock->done++;
  clock->used_seconds = session_seconds(&run->session);
  clock->pair_seconds += clock->used_seconds - began;
  clock->timed++;
  return RUN_COMPLETE;
}

enum run_ending run_measure(struct run *run) {
  size_t decided, undecided;
  bool ends = false;
  while (anything_to_measure(&run->session) && (!run->planned || run->clock.done < run->planned)) {
    enum run_ending ending = measure_and_time_pair(run);
    if (ending != RUN_COMPLETE)
      return ending;
    if (!plan(run) || !take_planned_look(run, &ends))
      return RUN_FAILED;
    if (ends)
      return store_set_run_rounds(run->store, run->id, run->clock.done, run->error) ? RUN_COMPLETE
                                                                                    : RUN_FAILED;
  }
  if (run->plan.count > 1 && !look(run, run->clock.done, &decided, &undecided))
    return RUN_FAILED;
  return RUN_COMPLETE;
}

// `fieldstone run`: check equivalence, then measure in rounds, then report.
//
//   for each pair                              one observation of the statistics
//     for each program, in random order
//       its engines, in random order           half 0: one driver process each
//       the same engines backwards             half 1
//       once more both halves by hyperfine     whole processes
//
// Programs take turns inside a pair and not pair after pair inside a program, so that every cell is
// spread over the whole run. Engines of one program stay together, so that a pair's ratio compares
// moments that are close.
//
// Invariant: a sample is in the store only if its checksum was native C's, and it is there before
// the next is read. So whatever ends the run, what is stored can be reported.
#include "compare/analysis.h"
#include "compare/check.h"
#include "compare/commands.h"
#include "compare/machine.h"
#include "compare/process.h"
#include "compare/report.h"
#include "compare/schedule.h"
#include "compare/session.h"
#include "compare/store.h"
#include "compare/targets.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

enum { PADDING_LIMIT = 4096 };

enum run_ending { RUN_COMPLETE, RUN_INTERRUPTED, RUN_FAILED };

struct run {
  struct session session;
  struct store *store;
  int64_t id;
  struct generator generator;
  bool processes;
  struct schedule_clock clock;
  int planned; // pairs, 0 = not known before the first is measured
  struct machine_ticks ticks;
  json_t *machine;
  struct error *error; // why the run failed
};

// Where in the rounds an invocation is.
struct place {
  int pair, half, position;
};

// ---- Setting up ---------------------------------------------------------------------------------

// A random UUID, version 4 (RFC 9562, section 5.4).
static void make_uuid(char text[37]) {
  unsigned char bytes[16];
  if (getrandom(bytes, sizeof bytes, 0) != sizeof bytes)
    memset(bytes, 0, sizeof bytes);
  bytes[6] = (unsigned char)((bytes[6] & 0x0f) | 0x40);
  bytes[8] = (unsigned char)((bytes[8] & 0x3f) | 0x80);
  for (int i = 0; i < 16; i++)
    text += sprintf(text, "%s%02x", i == 4 || i == 6 || i == 8 || i == 10 ? "-" : "", bytes[i]);
}

// The programs that a claim about the whole catalogue is about and that this run leaves out.
static json_t *left_out_json(const struct catalogue *catalogue) {
  json_t *names = json_array();
  for (size_t i = 0; i < catalogue->program_count; i++) {
    const struct manifest *manifest = catalogue->programs[i].manifest;
    if (!catalogue->programs[i].selected && !manifest_stands_apart(manifest->category) &&
        strcmp(manifest->category, ANALYSIS_PROCESS_CATEGORY) != 0)
      json_array_append_new(names, json_string(manifest->name));
  }
  return names;
}

static char *options_json(const struct session *session) {
  const struct options *options = session->options;
  json_t *object = json_pack(
      "{ss ss* ss* si si sf sf si sb so}", "size", options->size, "programs", options->programs,
      "engines", options->engines, "seed", (int)options->seed, "rounds", options->rounds,
      "time_seconds", options->time_seconds, "sample_limit_seconds", options->sample_limit_seconds,
      "pin_cpu", options->pin_cpu, "processes", (int)options->processes, "left_out",
      left_out_json(&session->catalogue));
  char *text = json_dumps(object, JSON_COMPACT);
  json_decref(object);
  return text;
}

static json_t *notes_json(const struct manifest *manifest) {
  json_t *notes = json_array();
  for (uint32_t i = 0; i < manifest->notes_count; i++)
    json_array_append_new(notes, json_string(manifest->notes[i]));
  return notes;
}

static char *manifest_json(const struct manifest *manifest) {
  json_t *sizes = json_object(), *missing = json_array();
  for (int i = 0; i < MANIFEST_SIZE_COUNT; i++) {
    const struct manifest_size *size = &manifest->sizes[i];
    json_object_set_new(sizes, manifest_size_text((enum manifest_size_name)i),
                        json_pack("{sI si si si}", "n", (json_int_t)size->n, "repetitions",
                                  (int)size->repetitions, "warmup", (int)size->warmup, "samples",
                                  (int)size->samples));
  }
  for (uint32_t i = 0; i < manifest->missing_count; i++)
    json_array_append_new(missing, json_pack("{ss ss}", "language", manifest->missing[i].language,
                                             "reason", manifest->missing[i].reason));
  json_t *object = json_pack("{ss ss ss ss ss ss ss sf sb so so so}", "name", manifest->name,
                             "title", manifest->title, "measures", manifest->measures, "category",
                             manifest->category, "kind", manifest_kind_text(manifest->kind), "unit",
                             manifest->unit, "work", manifest->work, "tolerance",
                             manifest->tolerance, "geometric_mean", (int)manifest->geometric_mean,
                             "sizes", sizes, "notes", notes_json(manifest), "missing", missing);
  if (manifest->source)
    json_object_set_new(object, "source", json_string(manifest->source));
  if (manifest->payload)
    json_object_set_new(object, "payload", json_integer(manifest->payload));
  if (manifest->net_of)
    json_object_set_new(object, "net_of", json_string(manifest->net_of));
  char *text = json_dumps(object, JSON_COMPACT);
  json_decref(object);
  return text;
}

static bool add_run(struct run *run) {
  const struct options *options = run->session.options;
  char uuid[37];
  make_uuid(uuid);
  char *commit = machine_commit(options->programs_directory);
  char *machine = json_dumps(run->machine, JSON_COMPACT), *chosen = options_json(&run->session);
  char *identity = machine_identity();
  struct store_run row = {.uuid = uuid,
                          .size = options->size,
                          .commit_id = commit,
                          .machine = machine,
                          .options = chosen,
                          .machine_id = identity,
                          .seed = options->seed,
                          .rounds = run->planned ? run->planned : 1};
  bool added = store_add_run(run->store, &row, &run->id, run->error);
  free(commit);
  free(machine);
  free(chosen);
  free(identity);
  return added;
}

static bool add_program(struct run *run, const struct manifest *manifest, int64_t *id) {
  json_t *note_array = notes_json(manifest);
  char *notes = json_dumps(note_array, JSON_COMPACT), *whole = manifest_json(manifest);
  struct store_program row = {.name = manifest->name,
                              .title = manifest->title,
                              .category = manifest->category,
                              .unit = manifest->unit,
                              .kind = manifest_kind_text(manifest->kind),
                              .work_unit = manifest->work,
                              .tolerance = manifest->tolerance,
                              .geometric_mean = manifest->geometric_mean,
                              .notes = notes,
                              .manifest = whole};
  bool added = store_add_program(run->store, run->id, &row, id, run->error);
  json_decref(note_array);
  free(notes);
  free(whole);
  return added;
}

static bool add_engine(struct run *run, const struct engine *engine, int64_t *id) {
  struct store_engine row = {.name = engine->name,
                             .driver = engine->driver,
                             .language = engine->language,
                             .version = engine->version,
                             .build = engine->build,
                             .description = engine->description,
                             .details = engine->details};
  return store_add_engine(run->store, run->id, &row, id, run->error);
}

// Adds the cells with their programs and engines. The first program's cells name all engines.
static bool add_cells(struct run *run) {
  struct session *session = &run->session;
  size_t columns = session_program_cells(session, 0);
  int64_t *engine_ids = memory_array(columns, sizeof *engine_ids), program_id = 0;
  bool good = true;
  for (size_t i = 0; good && i < session->cell_count; i++) {
    struct cell *cell = &session->cells[i];
    if (i % columns == 0)
      good = add_program(run, cell->program, &program_id);
    if (good && i < columns)
      good = add_engine(run, cell->engine, &engine_ids[i]);
    struct store_cell row = {.program_id = program_id,
                             .engine_id = engine_ids[i % columns],
                             .n = cell->size->n,
                             .repetitions = cell->repetitions,
                             .warmup = (int)cell->size->warmup,
                             .samples = (int)cell->size->samples};
    good = good && store_add_cell(run->store, run->id, &row, &cell->id, run->error);
  }
  free(engine_ids);
  return good;
}

// The targets are read only after the measurement: what is wrong with their file is told before it.
static bool targets_are_sound(const char *path, struct error *error) {
  struct targets *targets = targets_load(path, error);
  if (!targets)
    return false;
  targets_free(targets);
  return true;
}

static bool set_up(struct run *run) {
  const struct options *options = run->session.options;
  if (!targets_are_sound(options->targets_path, run->error) ||
      !(run->store = store_open(options->store_path, STORE_WRITE, run->error)))
    return false;
  run->ticks = machine_ticks_now();
  run->machine = machine_describe();
  run->generator = generator_make(options->seed);
  run->planned = options->rounds;
  run->clock.budget_seconds = options->time_seconds > 0 ? options->time_seconds : HUGE_VAL;
  run->processes = options->processes;
  if (run->processes && !process_available()) {
    progress_note(run->session.progress,
                  "hyperfine is not there, so no whole processes are timed; type: make deps");
    run->processes = false;
  }
  return store_begin(run->store, run->error) && add_run(run) && add_cells(run) &&
         store_commit(run->store, run->error);
}

// ---- Checking -----------------------------------------------------------------------------------

static bool store_cell(struct run *run, const struct cell *cell) {
  return store_set_cell_status(run->store, cell->id, outcome_text(cell->outcome), cell->message,
                               run->error);
}

static bool store_checks(struct run *run) {
  bool good = store_begin(run->store, run->error);
  for (size_t i = 0; good && i < run->session.cell_count; i++) {
    const struct cell *cell = &run->session.cells[i];
    good = store_cell(run, cell) &&
           (!cell->checked_repetitions ||
            store_set_cell_check(run->store, cell->id, cell->checksum, cell->work,
                                 cell->checked_repetitions, run->error));
  }
  return good && store_commit(run->store, run->error);
}

static enum run_ending check(struct run *run) {
  run->session.tells_at_once = true;
  bool finished = check_equivalence(&run->session) && check_expectations(&run->session);
  if (!store_checks(run))
    return RUN_FAILED;
  return finished ? RUN_COMPLETE : RUN_INTERRUPTED;
}

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
  if (!(clock->done + part > 0))
    return -1;
  double in_pair = used - clock->used_seconds; // since the present pair began
  double mean = (clock->pair_seconds + in_pair) / (clock->done + part);
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

static enum run_ending invoke(struct run *run, struct cell *cell, const struct place *place) {
  struct driver_request request = session_request(&run->session, cell, cell->engine);
  struct driver_report report;
  struct sink sink = {.run = run, .cell = cell};
  request.no_counters = place->half > 0; // one block of a pair tells them
  request.padding = generator_below(&run->generator, PADDING_LIMIT);
  struct store_invocation row = {.cell_id = cell->id,
                                 .pair = place->pair,
                                 .half = place->half,
                                 .position = place->position,
                                 .padding = (int)request.padding};
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
  for (int half = 0; half < 2; half++)
    for (int position = 0; position < count; position++) {
      struct cell *cell = &cells[schedule_at(order, count, half, position)];
      struct place place = {run->clock.done, half, position};
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
  int *order = memory_array(all, sizeof *order), count = 0;
  int *good = memory_array(all, sizeof *good);
  for (size_t i = 0; i < all; i++)
    if (cells[i].outcome == OUTCOME_OK)
      good[count++] = (int)i;
  schedule_shuffle(&run->generator, order, count);
  for (int i = 0; i < count; i++)
    order[i] = good[order[i]];
  double end = *part + step * (double)all * (run->processes ? 4 : 2);
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
  schedule_shuffle(&run->generator, order, count);
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

// Pairs until the rounds are done or the time is used; the first is measured in any case.
static enum run_ending measure(struct run *run) {
  struct schedule_clock *clock = &run->clock;
  int wanted = run->session.options->rounds ? run->session.options->rounds : SCHEDULE_PAIRS_MAX;
  while (clock->done < wanted && anything_to_measure(&run->session)) {
    double began = clock->used_seconds = session_seconds(&run->session);
    enum run_ending ending = measure_pair(run);
    if (ending != RUN_COMPLETE)
      return ending;
    clock->done++;
    clock->used_seconds = session_seconds(&run->session);
    clock->pair_seconds += clock->used_seconds - began;
    int planned = schedule_plan_pairs(clock, wanted);
    run->planned = planned < wanted ? planned : wanted;
    if (!store_set_run_rounds(run->store, run->id, run->planned, run->error))
      return RUN_FAILED;
    if (run->planned <= clock->done)
      break;
  }
  return RUN_COMPLETE;
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

int run_command(const struct options *options) {
  struct error error;
  struct run run = {.error = &error};
  enum run_ending ending = RUN_FAILED;
  bool begun = session_begin(&run.session, options, true, &error) && set_up(&run);
  if (begun) {
    ending = check(&run);
    if (ending == RUN_COMPLETE)
      ending = measure(&run);
    ending = finish(&run, ending);
  }
  bool failures = session_has_failures(&run.session);
  int64_t id = run.id;
  store_close(run.store);
  json_decref(run.machine);
  session_end(&run.session);
  if (ending == RUN_FAILED) {
    fprintf(stderr, "fieldstone run: %s\n", error.message);
    return EXIT_WENT_WRONG;
  }
  if (ending == RUN_INTERRUPTED)
    fprintf(stderr, "fieldstone run: interrupted; what was measured is stored as run %lld\n",
            (long long)id);
  int status = report_run(options, id);
  if (failures)
    status = worse(status, EXIT_FAILS);
  return ending == RUN_INTERRUPTED ? EXIT_WENT_WRONG : status;
}

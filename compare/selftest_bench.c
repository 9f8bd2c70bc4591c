// See selftest_bench.h. The time of an invocation and the value of a pair are those of analysis.c:
// the median over the samples of the time of a repetition less that of an empty call, and the mean
// of its logarithm over the two halves.
#include "compare/selftest_bench.h"

#include "compare/check.h"
#include "compare/text.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
  PADDING_LIMIT = 4096,
  CALIBRATIONS = 3,
  REPETITIONS_MOST = 1000000,
  SAMPLES_MOST = 8, // of an invocation; the manifests ask for three
};

static void add_number(struct selftest_numbers *numbers, double value) {
  size_t count = numbers->count;
  if ((count & (count - 1)) == 0) // no room left: twice as much
    numbers->values = memory_resize(numbers->values, count ? 2 * count : 1, sizeof(double));
  numbers->values[numbers->count++] = value;
}

// ---- Invocations --------------------------------------------------------------------------------

struct taking {
  const struct cell *cell;
  double times[SAMPLES_MOST]; // ns of a repetition
  double block_ns;            // of the last sample
  size_t count;
};

static bool take_sample(const struct driver_sample *sample, void *context, enum outcome *outcome,
                        char *message, size_t size) {
  struct taking *taking = context;
  const double *expected = taking->cell->expected;
  if (expected && !check_agrees(sample->checksum, expected[sample->index], 0)) {
    *outcome = OUTCOME_WRONG;
    snprintf(message, size, "checksum %.17g of sample %d is not native C's %.17g", sample->checksum,
             sample->index, expected[sample->index]);
    return false;
  }
  if (sample->warmup || taking->count == SAMPLES_MOST)
    return true;
  taking->block_ns = sample->ns;
  taking->times[taking->count++] = sample->ns / sample->repetitions;
  return true;
}

static struct selftest_engine *engine_of(struct selftest_bench *bench, const struct cell *cell) {
  size_t index = 0;
  while (bench->engines[index].engine != cell->engine)
    index++;
  return &bench->engines[index];
}

static void keep_costs(struct selftest_engine *engine, const struct driver_report *report,
                       const struct taking *taking) {
  add_number(&engine->timer_ns, report->timer_ns);
  add_number(&engine->empty_ns, report->empty_ns);
  add_number(&engine->block_ns, taking->block_ns);
  add_number(&engine->process_seconds, report->seconds);
  engine->preemptions += (double)report->preemptions;
}

// The time of one repetition in a fresh process; NAN when it failed or was interrupted.
static double invoke(struct selftest_bench *bench, const struct cell *cell) {
  struct driver_request request = session_request(&bench->session, cell, cell->engine);
  struct driver_report report;
  struct taking taking = {.cell = cell};
  const struct driver_listener listener = {.sample = take_sample, .context = &taking};
  request.padding = generator_below(&bench->generator, PADDING_LIMIT);
  driver_invoke(&request, &listener, &report);
  if (report.outcome == OUTCOME_INTERRUPTED)
    return NAN;
  double nanoseconds = statistics_median(taking.times, taking.count) - report.empty_ns;
  if (report.outcome == OUTCOME_OK && nanoseconds > 0) {
    keep_costs(engine_of(bench, cell), &report, &taking);
    return nanoseconds;
  }
  error_set(bench->error, "%s on %s: %s", cell->program->name, cell->engine->name,
            report.outcome == OUTCOME_OK ? "an empty call takes longer than the program"
                                         : report.message);
  return NAN;
}

// ---- Setting up ---------------------------------------------------------------------------------

static struct cell *find_cell(const struct selftest_bench *bench, const char *program,
                              const struct engine *engine) {
  for (size_t i = 0; i < bench->session.cell_count; i++) {
    struct cell *cell = &bench->session.cells[i];
    if (cell->engine == engine && !strcmp(cell->program->name, program))
      return cell;
  }
  abort(); // the catalogue is ours, and every engine is in every program
}

struct cell *selftest_bench_cell(const struct selftest_bench *bench, size_t program, int percent,
                                 size_t engine) {
  char *name =
      percent ? selftest_planted_name(program, percent) : text_copy(selftest_program_name(program));
  struct cell *cell = find_cell(bench, name, bench->engines[engine].engine);
  free(name);
  return cell;
}

static void add_engines(struct selftest_bench *bench) {
  const struct catalogue *catalogue = &bench->session.catalogue;
  bench->engines = memory_array(catalogue->engine_count, sizeof *bench->engines);
  for (size_t i = 0; i < catalogue->engine_count; i++)
    if (catalogue->engines[i].selected)
      bench->engines[bench->engine_count++].engine = &catalogue->engines[i];
}

// Whether every cell is fine; says which is not.
static bool all_good(const struct selftest_bench *bench) {
  for (size_t i = 0; i < bench->session.cell_count; i++) {
    const struct cell *cell = &bench->session.cells[i];
    if (cell->outcome != OUTCOME_OK)
      return error_set(bench->error, "%s on %s is %s: %s; choose others by --engines",
                       cell->program->name, cell->engine->name, outcome_text(cell->outcome),
                       cell->message);
  }
  return true;
}

// Repetitions, an even number, for a block of the length wanted, from the fastest of a few
// invocations; 0 when one failed or was interrupted.
static int calibrated_repetitions(struct selftest_bench *bench, const struct cell *cell) {
  double least = HUGE_VAL;
  for (int i = 0; i < CALIBRATIONS; i++) {
    double nanoseconds = invoke(bench, cell);
    if (isnan(nanoseconds))
      return 0;
    least = fmin(least, nanoseconds);
  }
  int repetitions = 2 * (int)ceil(fmin(SELFTEST_BLOCK_NS / least, REPETITIONS_MOST) / 2);
  return repetitions < 2 ? 2 : repetitions;
}

// Sees to the work of a planted program and gives it the repetitions of its source.
static bool plant(struct selftest_bench *bench, size_t program, int percent, size_t engine,
                  int repetitions) {
  const struct cell *source = selftest_bench_cell(bench, program, 0, engine);
  struct cell *cell = selftest_bench_cell(bench, program, percent, engine);
  cell->repetitions = repetitions;
  if (cell->work * 100 == source->work * (100 + percent))
    return true;
  return error_set(bench->error, "%s on %s does %.17g of work to %.17g, which is not %d %% more",
                   cell->program->name, cell->engine->name, cell->work, source->work, percent);
}

static bool prepare_program(struct selftest_bench *bench, size_t program, size_t engine) {
  struct cell *source = selftest_bench_cell(bench, program, 0, engine);
  int repetitions = calibrated_repetitions(bench, source);
  if (!repetitions)
    return false;
  source->repetitions = repetitions;
  bool good = true;
  for (int i = 0; good && i < bench->options.planted_count; i++)
    good = plant(bench, program, bench->options.planted[i], engine, repetitions);
  return good;
}

// Numbers of the calibration are no observations. What is kept of them is how long a process takes
// without the blocks, which were short.
static void forget_costs(struct selftest_bench *bench) {
  double seconds = 0, count = 0;
  for (size_t i = 0; i < bench->engine_count; i++) {
    struct selftest_engine *engine = &bench->engines[i];
    for (size_t k = 0; k < engine->process_seconds.count; k++)
      seconds += engine->process_seconds.values[k];
    count += (double)engine->process_seconds.count;
    engine->timer_ns.count = engine->empty_ns.count = engine->block_ns.count = 0;
    engine->process_seconds.count = 0;
    engine->preemptions = 0;
  }
  const struct cell *any = &bench->session.cells[0];
  bench->invocation_seconds = seconds / count + 1e-9 * SELFTEST_BLOCK_NS * session_samples(any);
}

static bool prepare(struct selftest_bench *bench) {
  bench->session.tells_at_once = false;
  if (!check_equivalence(&bench->session, bench->session.options->jobs) || !all_good(bench))
    return false;
  for (size_t program = 0; program < SELFTEST_PROGRAMS; program++)
    for (size_t engine = 0; engine < bench->engine_count; engine++)
      if (!prepare_program(bench, program, engine))
        return false;
  forget_costs(bench);
  return check_expectations(&bench->session) && all_good(bench);
}

bool selftest_bench_begin(struct selftest_bench *bench, const struct options *options,
                          struct error *error) {
  *bench = (struct selftest_bench){.options = *options,
                                   .session = {.interrupt = {.descriptor = -1}},
                                   .generator = generator_make(options->seed),
                                   .error = error};
  error->message[0] = '\0';
  bench->folder = selftest_catalogue_make(options->programs_directory, options->planted,
                                          (size_t)options->planted_count, error);
  if (!bench->folder)
    return false;
  bench->options.programs_directory = bench->folder;
  if (!bench->options.engines)
    bench->options.engines = (char *)"native,lua,mica-bytecode";
  if (!session_begin(&bench->session, &bench->options, true, error))
    return false;
  add_engines(bench);
  return prepare(bench);
}

static void free_numbers(struct selftest_numbers *numbers) { free(numbers->values); }

void selftest_bench_end(struct selftest_bench *bench) {
  for (size_t i = 0; i < bench->engine_count; i++) {
    struct selftest_engine *engine = &bench->engines[i];
    free_numbers(&engine->timer_ns);
    free_numbers(&engine->empty_ns);
    free_numbers(&engine->block_ns);
    free_numbers(&engine->process_seconds);
    free_numbers(&engine->same_logs);
  }
  free(bench->engines);
  session_end(&bench->session);
  selftest_catalogue_remove(bench->folder);
}

// ---- Tables -------------------------------------------------------------------------------------

size_t selftest_table_add_turn(struct selftest_table *table, struct cell *cell, size_t group) {
  table->turns = memory_resize(table->turns, table->turn_count + 1, sizeof *table->turns);
  table->turns[table->turn_count] = (struct selftest_turn){.cell = cell, .group = group};
  if (group >= table->group_count)
    table->group_count = group + 1;
  return table->turn_count++;
}

void selftest_table_add_row(struct selftest_table *table, size_t first, size_t second,
                            size_t engine) {
  table->rows = memory_resize(table->rows, table->row_count + 1, sizeof *table->rows);
  table->rows[table->row_count++] =
      (struct selftest_row){.first = first, .second = second, .engine = engine};
}

void selftest_table_free(struct selftest_table *table) {
  free(table->turns);
  free(table->rows);
}

// Both halves of a pair over the wanted turns of a group.
static bool measure_group(struct selftest_table *table, size_t group) {
  int *members = memory_array(table->turn_count, sizeof *members), count = 0;
  int *order = memory_array(table->turn_count, sizeof *order);
  for (size_t i = 0; i < table->turn_count; i++)
    if (table->turns[i].group == group && table->turns[i].wanted)
      members[count++] = (int)i;
  schedule_shuffle(&table->bench->generator, order, count);
  bool good = true;
  for (int i = 0; good && i < 2 * count; i++) {
    struct selftest_turn *turn =
        &table->turns[members[schedule_at(order, count, i / count, i % count)]];
    double nanoseconds = invoke(table->bench, turn->cell);
    turn->log += log(nanoseconds) / 2;
    good = !isnan(nanoseconds);
  }
  free(members);
  free(order);
  return good;
}

static void want_turns(struct selftest_table *table, const bool *open) {
  for (size_t i = 0; i < table->turn_count; i++) {
    table->turns[i].wanted = false;
    table->turns[i].log = 0;
  }
  for (size_t i = 0; i < table->row_count; i++)
    if (open[i])
      table->turns[table->rows[i].first].wanted = table->turns[table->rows[i].second].wanted = true;
}

bool selftest_table_pair(void *context, const bool *open, double *logs) {
  struct selftest_table *table = context;
  int *order = memory_array(table->group_count, sizeof *order);
  want_turns(table, open);
  schedule_shuffle(&table->bench->generator, order, (int)table->group_count);
  bool good = true;
  for (size_t i = 0; good && i < table->group_count; i++)
    good = measure_group(table, (size_t)order[i]);
  free(order);
  for (size_t i = 0; good && i < table->row_count; i++) {
    const struct selftest_row *row = &table->rows[i];
    if (!open[i])
      continue;
    logs[i] = table->turns[row->second].log - table->turns[row->first].log;
    if (table->same)
      add_number(&table->bench->engines[row->engine].same_logs, logs[i]);
  }
  return good;
}

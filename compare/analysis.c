// See analysis.h for what the model is. Reading is in three layers: `rows` hands each row of a
// query to a function, the functions fill the model, and the times are folded from samples to
// invocations, from invocations to halves, from halves to pairs as the rows come, which are sorted
// that way.
#include "compare/analysis.h"
#include "drivers/manifest.h"

#include <jansson.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

// ---- Reading ------------------------------------------------------------------------------------

struct reader {
  struct analysis *analysis;
  sqlite3 *database;
  struct error *error;
};

typedef void row_function(struct reader *reader, sqlite3_stmt *row, void *context);

static bool rows(struct reader *reader, const char *sql, row_function *function, void *context) {
  sqlite3_stmt *statement = NULL;
  int status = sqlite3_prepare_v2(reader->database, sql, -1, &statement, NULL);
  if (status == SQLITE_OK)
    status = sqlite3_bind_int64(statement, 1, reader->analysis->run.id);
  if (status == SQLITE_OK)
    while ((status = sqlite3_step(statement)) == SQLITE_ROW)
      function(reader, statement, context);
  bool fine = status == SQLITE_DONE;
  if (!fine)
    error_set(reader->error, "the store cannot be read: %s", sqlite3_errmsg(reader->database));
  sqlite3_finalize(statement);
  return fine;
}

static const char *column_text(struct reader *reader, sqlite3_stmt *row, int column) {
  return arena_string(reader->analysis->arena, (const char *)sqlite3_column_text(row, column));
}

static double column_real(sqlite3_stmt *row, int column) {
  return sqlite3_column_type(row, column) == SQLITE_NULL ? NAN : sqlite3_column_double(row, column);
}

static void read_run(struct reader *reader, sqlite3_stmt *row, void *context) {
  struct analysis_run *run = &reader->analysis->run;
  run->uuid = column_text(reader, row, 0);
  run->started = column_text(reader, row, 1);
  run->finished = column_text(reader, row, 2);
  run->status = column_text(reader, row, 3);
  run->size = column_text(reader, row, 4);
  run->seed = sqlite3_column_int64(row, 5);
  run->rounds = sqlite3_column_int(row, 6);
  run->commit_id = column_text(reader, row, 7);
  run->machine = column_text(reader, row, 8);
  run->options = column_text(reader, row, 9);
  run->machine_id = column_text(reader, row, 10);
  run->smoke = strcmp(run->size, "smoke") == 0;
  *(bool *)context = true;
}

static void read_look(struct reader *reader, sqlite3_stmt *row, void *context) {
  int pairs = sqlite3_column_int(row, 0), planned = sqlite3_column_int(row, 1);
  (void)context;
  if (pairs > 0 && planned >= pairs)
    sequential_plan_add(&reader->analysis->run.plan, pairs, (double)pairs / planned);
}

static void read_shard(struct reader *reader, sqlite3_stmt *row, void *context) {
  struct analysis_run *run = &reader->analysis->run;
  (void)context;
  run->shards =
      arena_grow(reader->analysis->arena, run->shards, run->shard_count, sizeof *run->shards);
  run->shards[run->shard_count++] =
      (struct analysis_shard){.number = sqlite3_column_int(row, 0),
                              .uuid = column_text(reader, row, 2),
                              .started = column_text(reader, row, 3),
                              .finished = column_text(reader, row, 4),
                              .status = column_text(reader, row, 5),
                              .machine = column_text(reader, row, 6),
                              .machine_id = column_text(reader, row, 7)};
  run->shards_planned = sqlite3_column_int(row, 1);
}

static bool shard_is_in(const struct analysis_run *run, int number) {
  for (size_t i = 0; i < run->shard_count; i++)
    if (run->shards[i].number == number)
      return true;
  return false;
}

// "shards 2 and 4 of 4 are not in", or "" when all are.
static const char *missing_shards(struct arena *arena, const struct analysis_run *run) {
  const char *list = "";
  int missing = run->shards_planned - (int)run->shard_count, named = 0;
  for (int number = 1; number <= run->shards_planned; number++) {
    if (shard_is_in(run, number))
      continue;
    const char *joint = named == 0 ? "" : named == missing - 1 ? " and " : ", ";
    list = arena_format(arena, "%s%s%d", list, joint, number);
    named++;
  }
  if (named == 0)
    return list;
  return arena_format(arena, "shard%s %s of %d %s not in", named == 1 ? "" : "s", list,
                      run->shards_planned, named == 1 ? "is" : "are");
}

static bool load_shards(struct reader *reader) {
  struct analysis_run *run = &reader->analysis->run;
  bool read = rows(reader,
                   "SELECT number, count, uuid, started, finished, status, machine, machine_id"
                   " FROM shard WHERE run_id = ? ORDER BY number",
                   read_shard, NULL);
  run->shards_missing = missing_shards(reader->analysis->arena, run);
  return read;
}

static void read_engine(struct reader *reader, sqlite3_stmt *row, void *context) {
  struct analysis *analysis = reader->analysis;
  (void)context;
  analysis->engines = arena_grow(analysis->arena, analysis->engines, analysis->engine_count,
                                 sizeof *analysis->engines);
  analysis->engines[analysis->engine_count++] = (struct analysis_engine){
      .id = sqlite3_column_int64(row, 0),
      .name = column_text(reader, row, 1),
      .driver = column_text(reader, row, 2),
      .language = column_text(reader, row, 3),
      .version = column_text(reader, row, 4),
      .build = column_text(reader, row, 5),
      .description = column_text(reader, row, 6),
      .details = column_text(reader, row, 7),
  };
}

// The strings of a JSON array; whatever else the field holds counts as no notes.
static void read_notes(struct reader *reader, const char *text, struct analysis_program *program) {
  json_t *notes = json_loads(text, 0, NULL);
  size_t index;
  json_t *note;
  program->notes =
      arena_array(reader->analysis->arena, json_array_size(notes), sizeof *program->notes);
  json_array_foreach(notes, index, note) {
    if (json_is_string(note))
      program->notes[program->note_count++] =
          arena_string(reader->analysis->arena, json_string_value(note));
  }
  json_decref(notes);
}

static void read_program(struct reader *reader, sqlite3_stmt *row, void *context) {
  struct analysis *analysis = reader->analysis;
  (void)context;
  analysis->programs = arena_grow(analysis->arena, analysis->programs, analysis->program_count,
                                  sizeof *analysis->programs);
  struct analysis_program *program = &analysis->programs[analysis->program_count++];
  *program = (struct analysis_program){
      .id = sqlite3_column_int64(row, 0),
      .name = column_text(reader, row, 1),
      .title = column_text(reader, row, 2),
      .category = column_text(reader, row, 3),
      .unit = column_text(reader, row, 4),
      .kind = column_text(reader, row, 5),
      .work_unit = column_text(reader, row, 6),
      .tolerance = sqlite3_column_double(row, 7),
      .geometric_mean = sqlite3_column_int(row, 8) != 0,
  };
  program->process = strcmp(program->category, ANALYSIS_PROCESS_CATEGORY) == 0;
  program->apart = manifest_stands_apart(program->category);
  program->embedding = manifest_is_embedding(program->category);
  read_notes(reader, column_text(reader, row, 9), program);
  json_t *manifest = json_loads(column_text(reader, row, 10), 0, NULL);
  const char *net_of = json_string_value(json_object_get(manifest, "net_of"));
  program->net_of = arena_string(reader->analysis->arena, net_of ? net_of : "");
  program->payload = json_number_value(json_object_get(manifest, "payload"));
  json_decref(manifest);
}

// ---- Order --------------------------------------------------------------------------------------

// The place of a word in a list that ends with NULL, or the list's length.
static size_t place(const char *const *list, const char *word) {
  size_t i = 0;
  while (list[i] != NULL && strcmp(list[i], word) != 0)
    i++;
  return i;
}

static int compare_engines(const void *left, const void *right) {
  static const char *const drivers[] = {ANALYSIS_BASELINE, "mica", NULL};
  const struct analysis_engine *a = left, *b = right;
  size_t place_a = place(drivers, a->driver), place_b = place(drivers, b->driver);
  if (place_a != place_b)
    return place_a < place_b ? -1 : 1;
  return (a->id > b->id) - (a->id < b->id);
}

static int compare_programs(const void *left, const void *right) {
  static const char *const categories[] = {
      "fibonacci", "call",        "array-op",  "call-boundary", "loop",     "numeric",
      "record",    "allocation",  "object",    "closure",       "string",   "text-processing",
      "exception", "interpreter", "lifecycle", "boundary",      "scenario", NULL};
  const struct analysis_program *a = left, *b = right;
  if (a->process != b->process)
    return a->process ? 1 : -1;
  size_t place_a = place(categories, a->category), place_b = place(categories, b->category);
  if (place_a != place_b)
    return place_a < place_b ? -1 : 1;
  int categories_compare = strcmp(a->category, b->category);
  return categories_compare != 0 ? categories_compare : strcmp(a->name, b->name);
}

// ---- Cells --------------------------------------------------------------------------------------

static ptrdiff_t engine_index(const struct analysis *analysis, int64_t id) {
  for (size_t i = 0; i < analysis->engine_count; i++)
    if (analysis->engines[i].id == id)
      return (ptrdiff_t)i;
  return -1;
}

static ptrdiff_t program_index(const struct analysis *analysis, int64_t id) {
  for (size_t i = 0; i < analysis->program_count; i++)
    if (analysis->programs[i].id == id)
      return (ptrdiff_t)i;
  return -1;
}

static void read_cell(struct reader *reader, sqlite3_stmt *row, void *context) {
  struct analysis *analysis = reader->analysis;
  ptrdiff_t program = program_index(analysis, sqlite3_column_int64(row, 1));
  ptrdiff_t engine = engine_index(analysis, sqlite3_column_int64(row, 2));
  (void)context;
  if (program < 0 || engine < 0)
    return;
  struct analysis_cell *cell = arena_allocate(analysis->arena, sizeof *cell);
  *cell = (struct analysis_cell){
      .id = sqlite3_column_int64(row, 0),
      .program = &analysis->programs[program],
      .engine = &analysis->engines[engine],
      .n = sqlite3_column_int64(row, 3),
      .repetitions = sqlite3_column_int(row, 4),
      .warmup = sqlite3_column_int(row, 5),
      .samples = sqlite3_column_int(row, 6),
      .status = column_text(reader, row, 7),
      .message = column_text(reader, row, 8),
      .checksum = column_real(row, 9),
      .work = column_real(row, 10),
      .work_repetitions = sqlite3_column_int(row, 11),
      .timer_ns = NAN,
      .empty_ns = NAN,
      .block_ns = NAN,
      .cpu_seconds = NAN,
  };
  cell->ok = strcmp(cell->status, "ok") == 0;
  analysis->cells[(size_t)program * analysis->engine_count + (size_t)engine] = cell;
}

static struct analysis_cell *cell_by_id(const struct analysis *analysis, int64_t id) {
  for (size_t i = 0; i < analysis->program_count * analysis->engine_count; i++)
    if (analysis->cells[i] != NULL && analysis->cells[i]->id == id)
      return analysis->cells[i];
  return NULL;
}

// ---- From samples to pairs ----------------------------------------------------------------------

// A growing list of numbers, in the arena.
struct numbers {
  double *values;
  size_t count;
};

static void add_number(struct analysis *analysis, struct numbers *numbers, double value) {
  numbers->values = arena_grow(analysis->arena, numbers->values, numbers->count, sizeof(double));
  numbers->values[numbers->count++] = value;
}

// What is being folded. Rows come sorted by cell, pair, half and sample, so that each level is
// closed when the next row belongs to another of its kind.
struct fold {
  enum analysis_metric metric;
  struct analysis_cell *cell;
  bool used; // the cell's status lets its times count
  int pair, half;
  double half_logs[2]; // of the open pair; NAN while not measured
  double timer_ns, empty_ns;
  struct analysis_invocation *invocation;           // the open one
  struct numbers samples, blocks;                   // of it, warm-up left out
  struct numbers timers, empties, cell_blocks, cpu; // of the open cell
};

static void close_pair(struct analysis *analysis, struct fold *fold) {
  const double *logs = fold->half_logs;
  double value = (logs[0] + logs[1]) / 2;
  if (isnan(value) && analysis->run.smoke)
    value = isnan(logs[0]) ? logs[1] : logs[0];
  fold->half_logs[0] = fold->half_logs[1] = NAN;
  if (isnan(value))
    return;
  struct analysis_series *series = &fold->cell->series[fold->metric];
  series->pairs = arena_grow(analysis->arena, series->pairs, series->count, sizeof *series->pairs);
  series->logs = arena_grow(analysis->arena, series->logs, series->count, sizeof *series->logs);
  series->pairs[series->count] = fold->pair;
  series->logs[series->count++] = value;
}

static void close_invocation(struct analysis *analysis, struct fold *fold) {
  fold->invocation = NULL;
  if (fold->samples.count == 0)
    return;
  double nanoseconds = statistics_median(fold->samples.values, fold->samples.count);
  add_number(analysis, &fold->cell_blocks,
             statistics_median(fold->blocks.values, fold->blocks.count));
  if (!isnan(fold->timer_ns))
    add_number(analysis, &fold->timers, fold->timer_ns);
  if (!isnan(fold->empty_ns))
    add_number(analysis, &fold->empties, fold->empty_ns);
  if (nanoseconds > 0)
    fold->half_logs[fold->half] = log(nanoseconds);
  else
    fold->cell->below_empty++;
  fold->samples.count = fold->blocks.count = 0;
}

static void close_cell(struct fold *fold) {
  struct analysis_cell *cell = fold->cell;
  if (fold->metric == ANALYSIS_TIME) {
    cell->timer_ns = statistics_median(fold->timers.values, fold->timers.count);
    cell->empty_ns = statistics_median(fold->empties.values, fold->empties.count);
    cell->block_ns = statistics_median(fold->cell_blocks.values, fold->cell_blocks.count);
  } else {
    cell->cpu_seconds = statistics_median(fold->cpu.values, fold->cpu.count);
  }
  fold->timers.count = fold->empties.count = fold->cell_blocks.count = fold->cpu.count = 0;
}

// Closes what the row at (cell, pair, half) does not belong to and opens it. A NULL cell closes
// all.
static void advance(struct analysis *analysis, struct fold *fold, struct analysis_cell *cell,
                    int pair, int half) {
  bool other_cell = fold->cell != cell;
  bool other_pair = other_cell || fold->pair != pair;
  if (fold->cell != NULL && fold->used) {
    if (other_pair || fold->half != half)
      close_invocation(analysis, fold);
    if (other_pair)
      close_pair(analysis, fold);
    if (other_cell)
      close_cell(fold);
  }
  fold->cell = cell;
  fold->used = cell != NULL && cell->ok;
  fold->pair = pair;
  fold->half = half;
}

static struct analysis_invocation *open_invocation(struct analysis *analysis, struct fold *fold,
                                                   sqlite3_stmt *row) {
  struct analysis_cell *cell = fold->cell;
  cell->invocations = arena_grow(analysis->arena, cell->invocations, cell->invocation_count,
                                 sizeof *cell->invocations);
  struct analysis_invocation *invocation = &cell->invocations[cell->invocation_count++];
  *invocation = (struct analysis_invocation){.pair = fold->pair,
                                             .half = fold->half,
                                             .timer_ns = column_real(row, 3),
                                             .empty_ns = column_real(row, 4)};
  return invocation;
}

double analysis_sample(const struct analysis_invocation *invocation, size_t sample) {
  double empty = isnan(invocation->empty_ns) ? 0 : invocation->empty_ns;
  return invocation->blocks[sample] / invocation->repetitions[sample] - empty;
}

// The cell that the row is of: mostly that of the row before.
static struct analysis_cell *folded_cell(struct reader *reader, sqlite3_stmt *row,
                                         const struct fold *fold) {
  int64_t id = sqlite3_column_int64(row, 0);
  return fold->cell != NULL && fold->cell->id == id ? fold->cell : cell_by_id(reader->analysis, id);
}

static void fold_sample(struct reader *reader, sqlite3_stmt *row, void *context) {
  struct analysis *analysis = reader->analysis;
  struct fold *fold = context;
  struct analysis_cell *cell = folded_cell(reader, row, fold);
  advance(reader->analysis, fold, cell, sqlite3_column_int(row, 1), sqlite3_column_int(row, 2));
  double block = sqlite3_column_double(row, 5);
  int repetitions = sqlite3_column_int(row, 6);
  if (!fold->used || repetitions <= 0)
    return;
  if (fold->invocation == NULL)
    fold->invocation = open_invocation(analysis, fold, row);
  struct analysis_invocation *invocation = fold->invocation;
  size_t index = invocation->count;
  invocation->blocks =
      arena_grow(analysis->arena, invocation->blocks, index, sizeof *invocation->blocks);
  invocation->repetitions =
      arena_grow(analysis->arena, invocation->repetitions, index, sizeof *invocation->repetitions);
  invocation->blocks[index] = block;
  invocation->repetitions[index] = repetitions;
  invocation->count++;
  fold->timer_ns = invocation->timer_ns;
  fold->empty_ns = invocation->empty_ns;
  if (sqlite3_column_int(row, 7)) {
    invocation->warmup++;
    return;
  }
  add_number(analysis, &fold->samples, analysis_sample(invocation, index));
  add_number(analysis, &fold->blocks, block);
}

static void fold_process(struct reader *reader, sqlite3_stmt *row, void *context) {
  struct fold *fold = context;
  struct analysis_cell *cell = folded_cell(reader, row, fold);
  double seconds = sqlite3_column_double(row, 3);
  advance(reader->analysis, fold, cell, sqlite3_column_int(row, 1), sqlite3_column_int(row, 2));
  if (!fold->used)
    return;
  if (sqlite3_column_int(row, 5) != 0 || !(seconds > 0)) {
    cell->failed_processes++;
    return;
  }
  double user = sqlite3_column_double(row, 4), system = sqlite3_column_double(row, 6);
  cell->processes = arena_grow(reader->analysis->arena, cell->processes, cell->process_count,
                               sizeof *cell->processes);
  cell->processes[cell->process_count++] = (struct analysis_process){
      .pair = fold->pair, .half = fold->half, .seconds = seconds, .user = user, .system = system};
  fold->half_logs[fold->half] = log(seconds);
  add_number(reader->analysis, &fold->cpu, user + system);
}

// Rows come sorted by cell, name and pair.
static void read_counter(struct reader *reader, sqlite3_stmt *row, void *context) {
  struct analysis *analysis = reader->analysis;
  struct analysis_cell **last = context;
  int64_t cell_id = sqlite3_column_int64(row, 0);
  struct analysis_cell *cell =
      *last && (*last)->id == cell_id ? *last : cell_by_id(analysis, cell_id);
  *last = cell;
  if (!cell || !cell->ok)
    return;
  const char *name = (const char *)sqlite3_column_text(row, 1);
  struct analysis_counter *counter =
      cell->counter_count > 0 ? &cell->counters[cell->counter_count - 1] : NULL;
  if (!counter || strcmp(counter->name, name) != 0) {
    cell->counters =
        arena_grow(analysis->arena, cell->counters, cell->counter_count, sizeof *cell->counters);
    counter = &cell->counters[cell->counter_count++];
    *counter = (struct analysis_counter){.name = arena_string(analysis->arena, name)};
  }
  int pair = sqlite3_column_int(row, 2);
  if (counter->count > 0 && counter->pairs[counter->count - 1] == pair)
    return;
  counter->pairs =
      arena_grow(analysis->arena, counter->pairs, counter->count, sizeof *counter->pairs);
  counter->values =
      arena_grow(analysis->arena, counter->values, counter->count, sizeof *counter->values);
  counter->pairs[counter->count] = pair;
  counter->values[counter->count++] = sqlite3_column_double(row, 3);
}

static bool fold_rows(struct reader *reader, enum analysis_metric metric, const char *sql,
                      row_function *function) {
  struct fold fold = {.metric = metric, .half_logs = {NAN, NAN}};
  bool fine = rows(reader, sql, function, &fold);
  advance(reader->analysis, &fold, NULL, 0, 0);
  return fine;
}

// ---- Loading ------------------------------------------------------------------------------------

static bool load_names(struct reader *reader) {
  struct analysis *analysis = reader->analysis;
  bool found = false;
  if (!rows(reader,
            "SELECT uuid, started, finished, status, size, seed, rounds, commit_id, machine,"
            " options, machine_id FROM run WHERE id = ?",
            read_run, &found) ||
      !rows(reader, "SELECT pairs, planned FROM look WHERE run_id = ? ORDER BY pairs", read_look,
            NULL))
    return false;
  if (!found)
    return error_set(reader->error, "the store holds no run %lld", (long long)analysis->run.id);
  if (!load_shards(reader) ||
      !rows(reader,
            "SELECT id, name, driver, language, version, build, description, details"
            " FROM engine WHERE run_id = ? ORDER BY id",
            read_engine, NULL) ||
      !rows(reader,
            "SELECT id, name, title, category, unit, kind, work_unit, tolerance,"
            " geometric_mean, notes, manifest FROM program WHERE run_id = ? ORDER BY id",
            read_program, NULL))
    return false;
  if (analysis->engine_count > 1)
    qsort(analysis->engines, analysis->engine_count, sizeof *analysis->engines, compare_engines);
  if (analysis->program_count > 1)
    qsort(analysis->programs, analysis->program_count, sizeof *analysis->programs,
          compare_programs);
  return true;
}

static bool load_counters(struct reader *reader) {
  struct analysis_cell *last = NULL;
  return rows(reader,
              "SELECT c.id, k.name, i.pair, k.value"
              " FROM cell c JOIN invocation i ON i.cell_id = c.id"
              " JOIN counter k ON k.invocation_id = i.id"
              " WHERE c.run_id = ? AND i.status = 'ok' AND i.pair BETWEEN 0 AND 99999"
              " ORDER BY c.id, k.name, i.pair, i.half",
              read_counter, &last);
}

static void read_profile(struct reader *reader, sqlite3_stmt *row, void *context) {
  struct analysis_cell *cell = cell_by_id(reader->analysis, sqlite3_column_int64(row, 0));
  (void)context;
  if (!cell)
    return;
  cell->profile_repetitions = sqlite3_column_int(row, 1);
  cell->profile = arena_string(reader->analysis->arena, (const char *)sqlite3_column_text(row, 2));
}

static bool load_profiles(struct reader *reader) {
  return rows(reader,
              "SELECT c.id, p.repetitions, p.profile FROM cell c JOIN profile p"
              " ON p.cell_id = c.id WHERE c.run_id = ?",
              read_profile, NULL);
}

static bool load_cells(struct reader *reader) {
  struct analysis *analysis = reader->analysis;
  analysis->cells = arena_array(analysis->arena, analysis->program_count * analysis->engine_count,
                                sizeof *analysis->cells);
  return rows(reader,
              "SELECT id, program_id, engine_id, n, repetitions, warmup, samples, status, message,"
              " checksum, work, work_repetitions FROM cell WHERE run_id = ? ORDER BY id",
              read_cell, NULL) &&
         fold_rows(reader, ANALYSIS_TIME,
                   "SELECT c.id, i.pair, i.half, i.timer_ns, i.empty_ns, s.ns, s.repetitions,"
                   " s.warmup"
                   " FROM cell c JOIN invocation i ON i.cell_id = c.id"
                   " JOIN sample s ON s.invocation_id = i.id"
                   " WHERE c.run_id = ? AND i.status = 'ok'"
                   " AND i.pair BETWEEN 0 AND 99999"
                   " ORDER BY c.id, i.pair, i.half, s.idx",
                   fold_sample) &&
         fold_rows(reader, ANALYSIS_PROCESS,
                   "SELECT c.id, p.pair, p.half, p.seconds, p.user, p.exit_code, p.system"
                   " FROM cell c JOIN process_sample p ON p.cell_id = c.id"
                   " WHERE c.run_id = ? AND p.pair BETWEEN 0 AND 99999"
                   " ORDER BY c.id, p.pair, p.half",
                   fold_process);
}

static bool choose_baseline(struct analysis *analysis, const char *name, struct error *error) {
  analysis->baseline = analysis_find_engine(analysis, name ? name : ANALYSIS_BASELINE);
  if (analysis->baseline < 0 && name != NULL) {
    error_set(error, "there is no engine `%s` in run %lld to take ratios to", name,
              (long long)analysis->run.id);
    return false;
  }
  if (analysis->baseline < 0)
    analysis->baseline = (ptrdiff_t)analysis->engine_count - 1;
  analysis->baseline_name =
      analysis->baseline < 0 ? "" : analysis->engines[analysis->baseline].name;
  if (*analysis->baseline_name == '\0' || strcmp(analysis->baseline_name, ANALYSIS_BASELINE) == 0)
    analysis->baseline_name = "native C";
  return true;
}

// A run that looked and went on, and then was interrupted, is looked at where it stopped. What
// alpha that may spend is what the pairs are of those that were planned.
static void add_last_look(struct analysis *analysis) {
  struct sequential_plan *plan = &analysis->run.plan;
  size_t least, greatest;
  analysis_pair_range(analysis, ANALYSIS_TIME, &least, &greatest);
  int pairs = (int)least, planned = analysis->run.rounds;
  if (plan->count > 0 && pairs > plan->pairs[plan->count - 1])
    sequential_plan_add(plan, pairs, planned > pairs ? (double)pairs / planned : 1);
}

struct analysis *analysis_load(struct arena *arena, sqlite3 *database, int64_t run_id,
                               const char *baseline, struct error *error) {
  struct analysis *analysis = arena_allocate(arena, sizeof *analysis);
  struct reader reader = {.analysis = analysis, .database = database, .error = error};
  analysis->arena = arena;
  analysis->run.id = run_id;
  bool loaded = load_names(&reader) && choose_baseline(analysis, baseline, error) &&
                load_cells(&reader) && load_counters(&reader) && load_profiles(&reader);
  if (loaded)
    add_last_look(analysis);
  return loaded ? analysis : NULL;
}

// ---- Questions ----------------------------------------------------------------------------------

double analysis_level(const struct analysis *analysis, size_t rows) {
  const struct sequential_plan *plan = &analysis->run.plan;
  return sequential_level(plan, plan->count - 1, statistics_bonferroni(ANALYSIS_ALPHA, rows));
}

ptrdiff_t analysis_find_engine(const struct analysis *analysis, const char *name) {
  for (size_t i = 0; i < analysis->engine_count; i++)
    if (strcmp(analysis->engines[i].name, name) == 0)
      return (ptrdiff_t)i;
  return -1;
}

ptrdiff_t analysis_find_program(const struct analysis *analysis, const char *name) {
  for (size_t i = 0; i < analysis->program_count; i++)
    if (strcmp(analysis->programs[i].name, name) == 0)
      return (ptrdiff_t)i;
  return -1;
}

const struct analysis_cell *analysis_cell(const struct analysis *analysis, size_t program,
                                          size_t engine) {
  return analysis->cells[program * analysis->engine_count + engine];
}

const struct analysis_cell *analysis_cell_of(const struct analysis *analysis, size_t program,
                                             ptrdiff_t engine) {
  return engine < 0 ? NULL : analysis_cell(analysis, program, (size_t)engine);
}

double analysis_units(const struct analysis_cell *cell) {
  return cell->work > 0 && cell->work_repetitions > 0 ? cell->work / cell->work_repetitions : NAN;
}

const char *analysis_missing(const struct analysis *analysis, const struct analysis_cell *cell,
                             enum analysis_metric metric) {
  if (cell == NULL)
    return "not in this run";
  if (strcmp(cell->status, "pending") == 0)
    return "never checked: the run ended before";
  if (!cell->ok && cell->message[0] != '\0')
    return strcmp(cell->status, "unavailable") == 0
               ? cell->message
               : arena_format(analysis->arena, "%s: %s", cell->status, cell->message);
  if (!cell->ok)
    return cell->status;
  if (cell->series[metric].count > 0)
    return NULL;
  if (metric == ANALYSIS_TIME && cell->below_empty > 0)
    return "takes no longer than an empty call";
  if (metric == ANALYSIS_PROCESS && cell->failed_processes > 0)
    return "the process ended with an error each time";
  return metric == ANALYSIS_TIME ? "no complete pair was measured"
                                 : "whole processes were not timed in a complete pair";
}

const char *analysis_missing_word(const struct analysis_cell *cell) {
  if (cell == NULL || strcmp(cell->status, "unavailable") == 0)
    return "n/a";
  return cell->ok || strcmp(cell->status, "pending") == 0 ? "none" : cell->status;
}

// The pairs that both cells have, with ln(t_a / t_b) of each.
static struct analysis_series log_ratio_series(const struct analysis *analysis,
                                               const struct analysis_cell *a,
                                               const struct analysis_cell *b,
                                               enum analysis_metric metric) {
  struct analysis_series ratios = {0};
  if (a == NULL || b == NULL)
    return ratios;
  const struct analysis_series *left = &a->series[metric], *right = &b->series[metric];
  ratios.pairs = arena_array(analysis->arena, left->count, sizeof *ratios.pairs);
  ratios.logs = arena_array(analysis->arena, left->count, sizeof *ratios.logs);
  for (size_t i = 0, j = 0; i < left->count && j < right->count;) {
    if (left->pairs[i] < right->pairs[j]) {
      i++;
    } else if (left->pairs[i] > right->pairs[j]) {
      j++;
    } else {
      ratios.pairs[ratios.count] = left->pairs[i];
      ratios.logs[ratios.count++] = left->logs[i++] - right->logs[j++];
    }
  }
  return ratios;
}

double *analysis_log_ratios(const struct analysis *analysis, const struct analysis_cell *a,
                            const struct analysis_cell *b, enum analysis_metric metric,
                            size_t *count) {
  struct analysis_series ratios = log_ratio_series(analysis, a, b, metric);
  *count = ratios.count;
  return ratios.logs;
}

struct statistics_interval analysis_time(const struct analysis *analysis,
                                         const struct analysis_cell *cell,
                                         enum analysis_metric metric, double alpha) {
  size_t count = cell == NULL ? 0 : cell->series[metric].count;
  double *logs = arena_array(analysis->arena, count, sizeof *logs);
  if (count > 0)
    memcpy(logs, cell->series[metric].logs, count * sizeof *logs);
  return statistics_ratio(logs, count, alpha);
}

struct statistics_interval analysis_ratio(const struct analysis *analysis,
                                          const struct analysis_cell *a,
                                          const struct analysis_cell *b,
                                          enum analysis_metric metric, double alpha) {
  size_t count;
  double *logs = analysis_log_ratios(analysis, a, b, metric, &count);
  return statistics_ratio(logs, count, alpha);
}

const struct analysis_counter *analysis_find_counter(const struct analysis_cell *cell,
                                                     const char *name) {
  for (size_t i = 0; cell != NULL && i < cell->counter_count; i++)
    if (strcmp(cell->counters[i].name, name) == 0)
      return &cell->counters[i];
  return NULL;
}

// The values of a side by rising pair: those of the counter, or nanoseconds of a unit, or seconds.
static struct analysis_counter values_of(const struct analysis *analysis,
                                         const struct analysis_side *side) {
  struct analysis_counter values = {.count = 0};
  if (side->metric == ANALYSIS_COUNTER) {
    const struct analysis_counter *counter = analysis_find_counter(side->cell, side->counter);
    return counter ? *counter : values;
  }
  if (side->cell == NULL)
    return values;
  const struct analysis_series *series = &side->cell->series[side->metric];
  double units = side->metric == ANALYSIS_TIME ? analysis_units(side->cell) : 1;
  if (isnan(units))
    return values;
  values.count = series->count;
  values.pairs = series->pairs;
  values.values = arena_array(analysis->arena, series->count, sizeof *values.values);
  for (size_t i = 0; i < series->count; i++)
    values.values[i] = exp(series->logs[i]) / units;
  return values;
}

struct statistics_interval analysis_quantity(const struct analysis *analysis,
                                             enum analysis_operation operation,
                                             const struct analysis_side *left,
                                             const struct analysis_side *right, double alpha) {
  struct analysis_counter a = values_of(analysis, left);
  struct analysis_counter b = operation == ANALYSIS_VALUE ? a : values_of(analysis, right);
  double *results = arena_array(analysis->arena, a.count, sizeof *results);
  size_t count = 0;
  for (size_t i = 0, j = 0; i < a.count && j < b.count;) {
    if (a.pairs[i] != b.pairs[j]) {
      if (a.pairs[i] < b.pairs[j])
        i++;
      else
        j++;
      continue;
    }
    double x = a.values[i++], y = b.values[j++];
    if (operation == ANALYSIS_VALUE)
      results[count++] = x;
    else if (operation == ANALYSIS_DIFFERENCE)
      results[count++] = x - y;
    else if (y != 0)
      results[count++] = x / y;
  }
  return statistics_median_interval(results, count, alpha);
}

// Room for the pairs of all cells: one more than the greatest pair number.
static size_t pair_numbers(const struct analysis *analysis, enum analysis_metric metric) {
  size_t numbers = 0;
  for (size_t i = 0; i < analysis->program_count * analysis->engine_count; i++) {
    const struct analysis_cell *cell = analysis->cells[i];
    if (cell == NULL || cell->series[metric].count == 0)
      continue;
    size_t last = (size_t)cell->series[metric].pairs[cell->series[metric].count - 1];
    if (last + 1 > numbers)
      numbers = last + 1;
  }
  return numbers;
}

struct statistics_interval analysis_geometric_mean(const struct analysis *analysis,
                                                   const size_t *programs, size_t count,
                                                   ptrdiff_t engine, ptrdiff_t against,
                                                   enum analysis_metric metric, double alpha,
                                                   size_t *used) {
  size_t numbers = pair_numbers(analysis, metric);
  double *logs = arena_array(analysis->arena, count * numbers, sizeof *logs);
  *used = 0;
  for (size_t i = 0; i < count; i++) {
    struct analysis_series ratios =
        log_ratio_series(analysis, analysis_cell_of(analysis, programs[i], engine),
                         analysis_cell_of(analysis, programs[i], against), metric);
    if (ratios.count == 0)
      continue;
    double *row = logs + (*used)++ * numbers;
    for (size_t pair = 0; pair < numbers; pair++)
      row[pair] = NAN;
    for (size_t pair = 0; pair < ratios.count; pair++)
      row[ratios.pairs[pair]] = ratios.logs[pair];
  }
  if (*used == 1) { // nothing to average: as in the tables of single programs
    size_t kept = 0;
    for (size_t pair = 0; pair < numbers; pair++)
      if (!isnan(logs[pair]))
        logs[kept++] = logs[pair];
    return statistics_ratio(logs, kept, alpha);
  }
  struct statistics_group group = {.programs = *used, .pairs = numbers, .log_ratios = logs};
  return statistics_geometric_mean(&group, alpha, (uint64_t)analysis->run.seed);
}

void analysis_pair_range(const struct analysis *analysis, enum analysis_metric metric,
                         size_t *least, size_t *greatest) {
  *least = *greatest = 0;
  for (size_t i = 0; i < analysis->program_count * analysis->engine_count; i++) {
    const struct analysis_cell *cell = analysis->cells[i];
    bool times_nothing = cell != NULL && cell->program->process && metric == ANALYSIS_TIME;
    size_t count = cell == NULL || times_nothing ? 0 : cell->series[metric].count;
    if (count == 0)
      continue;
    if (*least == 0 || count < *least)
      *least = count;
    if (count > *greatest)
      *greatest = count;
  }
}

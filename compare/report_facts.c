// The tables of facts: targets, costs of measuring, engines, machine, cells. See report_tables.h.
#include "compare/report_tables.h"

#include <jansson.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

// A block has to last this long, absolutely and against one reading of the clock.
static const double least_block_ns = 1e6, least_timer_readings = 1000;

// ---- Targets ------------------------------------------------------------------------------------

static enum table_tone verdict_tone(enum target_verdict verdict) {
  static const enum table_tone tones[TARGET_VERDICT_COUNT] = {
      [TARGET_PASS] = TONE_GOOD,       [TARGET_EXCEEDED] = TONE_GOOD,      [TARGET_FAIL] = TONE_BAD,
      [TARGET_UNDECIDED] = TONE_DOUBT, [TARGET_NOT_MEASURED] = TONE_FAINT,
  };
  return tones[verdict];
}

// What a target's quantity is made of: "lua / mica-bytecode", "created of pipeline_pooled on lua".
static const char *sides_text(struct arena *arena, const struct target *target) {
  const struct target_measure *measure = target->measure;
  bool speedup = measure->quantity == TARGET_SPEEDUP;
  const char *what = measure->counter ? arena_format(arena, "%s of ", measure->counter) : "";
  const char *engine = measure->engine, *against = measure->against;
  if (against == NULL)
    return arena_format(arena, "%s%s", what, engine);
  if (measure->against_program != NULL)
    against = arena_format(arena, "%s on %s", measure->against_program, against);
  const char *sign = measure->quantity == TARGET_DIFFERENCE ? "-" : "/";
  return arena_format(arena, "%s%s %s %s", what, speedup ? against : engine, sign,
                      speedup ? engine : against);
}

// The targets that this run says nothing of because of what it left out, with the reason of the
// first of each reason.
static void note_left_out(struct table *table, const struct targets_result *result) {
  for (size_t i = 0; i < result->count; i++) {
    const struct target_result *of = &result->rows[i];
    const char *list = "";
    bool is_first = true;
    if (!target_is_left_out(of))
      continue;
    for (size_t j = 0; j < result->count; j++) {
      const struct target_result *other = &result->rows[j];
      if (!target_is_left_out(other) || strcmp(other->remark, of->remark) != 0)
        continue;
      is_first = is_first && j >= i;
      list = arena_format(table->arena, "%s%s%s", list, *list ? ", " : "", other->target->id);
    }
    if (is_first)
      table_add_note(
          table, arena_format(table->arena, "not measured in this run: %s (%s)", list, of->remark));
  }
}

void report_add_targets(struct document *document, const struct targets_result *result) {
  struct table *table = document_add_table(document, "targets", "Targets");
  table->closing = true;
  table->caption =
      "Claims to be validated and goals of our own. The verdict is drawn from the whole "
      "interval of the ratio.";
  table_add_column(table, "id", "id", COLUMN_LABEL);
  table_add_column(table, "claim", "claim", COLUMN_PROSE);
  table_add_column(table, "holds", "holds when", COLUMN_PROSE);
  table_add_detail_column(table, "ratio", "times of", COLUMN_PROSE);
  table_add_column(table, "measured", "measured", COLUMN_VALUE);
  table_add_column(table, "verdict", "verdict", COLUMN_LABEL);
  table_add_column(table, "remark", "remark", COLUMN_PROSE);
  table_add_detail_column(table, "origin", "origin", COLUMN_PROSE);
  for (size_t i = 0; i < result->count; i++) {
    const struct target_result *of = &result->rows[i];
    if (target_is_left_out(of))
      continue;
    size_t row = table_add_row(table, "");
    table_set_text(table, row, 0, TONE_STRONG, of->target->id);
    table_set_text(table, row, 1, TONE_PLAIN, of->target->claim);
    table_set_text(table, row, 2, TONE_PLAIN, of->target->holds);
    if (of->target->measure != NULL)
      table_set_text(table, row, 3, TONE_PLAIN, sides_text(table->arena, of->target));
    if (of->interval.count > 0)
      table_set_interval(table, row, 4, &of->interval, 1);
    table_set_text(table, row, 5, verdict_tone(of->verdict), target_verdict_text(of->verdict));
    table_set_text(table, row, 6, TONE_PLAIN, of->remark);
    table_set_text(table, row, 7, TONE_FAINT, of->target->origin);
  }
  if (result->measured > 0)
    table_add_note(
        table,
        arena_format(
            table->arena,
            "%zu rows are measured in this run; [low, high] holds with 95 %% for all "
            "of them together (Bonferroni: %.4g %% each), which takes %zu pairs",
            result->measured, 100 * (1 - result->level),
            statistics_pairs_needed(statistics_bonferroni(ANALYSIS_ALPHA, result->measured))));
  note_left_out(table, result);
}

void report_add_target_programs(struct document *document, const struct targets_result *result) {
  struct table *table =
      document_add_table(document, "target-programs", "Targets, program by program");
  table->detail = true;
  table->caption = "The ratio of each program in a target, with the interval of the target's row. "
                   "A target on a geometric mean is judged by the mean alone.";
  table_add_column(table, "program", "program", COLUMN_LABEL);
  table_add_column(table, "ratio", "times of", COLUMN_LABEL);
  table_add_column(table, "measured", "measured", COLUMN_VALUE);
  table_add_column(table, "verdict", "by itself", COLUMN_LABEL);
  for (size_t i = 0; i < result->count; i++) {
    const struct target_result *of = &result->rows[i];
    for (size_t j = 0; j < of->program_count; j++) {
      const struct target_program *program = &of->programs[j];
      size_t row = table_add_row(table, of->target->id);
      table_set_text(table, row, 0, TONE_PLAIN, program->program->name);
      table_set_text(table, row, 1, TONE_PLAIN, sides_text(table->arena, of->target));
      if (program->missing == NULL)
        table_set_interval(table, row, 2, &program->interval, 1);
      else
        table_set_missing(table, row, 2, "none", program->missing);
      table_set_text(table, row, 3, verdict_tone(program->verdict),
                     target_verdict_text(program->verdict));
    }
  }
}

// ---- Costs of measuring -------------------------------------------------------------------------

// Gathers one number of an engine's cells; NAN where a cell has none.
static double median_of_cells(const struct analysis *analysis, size_t engine, bool timer) {
  double *values = arena_array(analysis->arena, analysis->program_count, sizeof *values);
  size_t count = 0;
  for (size_t program = 0; program < analysis->program_count; program++) {
    const struct analysis_cell *cell = analysis_cell(analysis, program, engine);
    double value = cell == NULL ? NAN : timer ? cell->timer_ns : cell->empty_ns;
    if (!isnan(value))
      values[count++] = value;
  }
  return statistics_median(values, count);
}

// The cell of the engine with the shortest median block, processes aside; NULL without any.
static const struct analysis_cell *shortest_block(const struct analysis *analysis, size_t engine) {
  const struct analysis_cell *shortest = NULL;
  for (size_t program = 0; program < analysis->program_count; program++) {
    const struct analysis_cell *cell = analysis_cell(analysis, program, engine);
    if (cell == NULL || cell->program->process || isnan(cell->block_ns))
      continue;
    if (shortest == NULL || cell->block_ns < shortest->block_ns)
      shortest = cell;
  }
  return shortest;
}

static void set_measured(struct table *table, size_t row, size_t column, double value,
                         double scale) {
  if (isnan(value))
    table_set_missing(table, row, column, "none", "nothing was timed on this engine");
  else
    table_set_number(table, row, column, value, table_significant(table->arena, value / scale, 3));
}

static void note_short_block(struct table *table, const struct analysis_cell *cell, double timer) {
  if (cell->block_ns >= least_block_ns && !(cell->block_ns < least_timer_readings * timer))
    return;
  table_add_note(table, arena_format(table->arena,
                                     "%s on %s: a block of %s us is too short to be trusted; it "
                                     "should last 1 ms and 1000 readings of the clock",
                                     cell->program->name, cell->engine->name,
                                     table_significant(table->arena, cell->block_ns / 1e3, 3)));
}

void report_add_costs(struct document *document, const struct analysis *analysis) {
  struct table *table = document_add_table(document, "costs", "Cost of measuring");
  table->caption =
      "Measured in the processes that were timed, medians. One reading of the clock is "
      "subtracted from each block, one empty call from each repetition.";
  table_add_column(table, "engine", "engine", COLUMN_LABEL);
  table_add_column(table, "timer_ns", "clock, ns", COLUMN_VALUE);
  table_add_column(table, "empty_ns", "empty call, ns", COLUMN_VALUE);
  table_add_column(table, "block_ns", "shortest block, us", COLUMN_VALUE);
  table_add_column(table, "program", "of program", COLUMN_LABEL);
  for (size_t engine = 0; engine < analysis->engine_count; engine++) {
    const struct analysis_cell *cell = shortest_block(analysis, engine);
    double timer = median_of_cells(analysis, engine, true);
    size_t row = table_add_row(table, "");
    table_set_text(table, row, 0, TONE_PLAIN, analysis->engines[engine].name);
    set_measured(table, row, 1, timer, 1);
    set_measured(table, row, 2, median_of_cells(analysis, engine, false), 1);
    set_measured(table, row, 3, cell == NULL ? NAN : cell->block_ns, 1e3);
    if (cell == NULL)
      continue;
    table_set_text(table, row, 4, TONE_PLAIN, cell->program->name);
    if (!analysis->run.smoke)
      note_short_block(table, cell, timer);
  }
}

// ---- Engines ------------------------------------------------------------------------------------

static const char *text_member(struct arena *arena, const char *object, const char *key) {
  json_t *root = json_loads(object, 0, NULL);
  const char *value = arena_string(arena, json_string_value(json_object_get(root, key)));
  json_decref(root);
  return value;
}

// What a driver and the library of its engine map: "112 + 284 KiB"; nothing where the driver did
// not say.
static void set_mapped_bytes(struct table *table, size_t row, size_t column, const char *details) {
  json_t *object = json_loads(details, 0, NULL);
  const json_t *bytes = json_object_get(object, "mapped_bytes");
  const json_t *library = json_object_get(bytes, "library");
  double of_driver = json_number_value(json_object_get(bytes, "driver"));
  double of_library = json_number_value(library);
  if (bytes)
    table_set_number(
        table, row, column, of_driver + of_library,
        library ? arena_format(table->arena, "%.0f + %.0f KiB", of_driver / 1024, of_library / 1024)
                : arena_format(table->arena, "%.0f KiB", of_driver / 1024));
  json_decref(object);
}

void report_add_engines(struct document *document, const struct analysis *analysis) {
  struct table *table = document_add_table(document, "engines", "Engines");
  table_add_column(table, "engine", "engine", COLUMN_LABEL);
  table_add_column(table, "language", "language", COLUMN_LABEL);
  table_add_column(table, "version", "version", COLUMN_PROSE);
  table_add_column(table, "description", "what it is", COLUMN_PROSE);
  table_add_column(table, "build", "driver built by", COLUMN_PROSE);
  table_add_column(table, "library", "library", COLUMN_PROSE);
  table_add_column(table, "bytes", "driver + library", COLUMN_VALUE);
  for (size_t i = 0; i < analysis->engine_count; i++) {
    const struct analysis_engine *engine = &analysis->engines[i];
    const char *const texts[] = {
        engine->name,    engine->language,
        engine->version, engine->description,
        engine->build,   text_member(analysis->arena, engine->details, "library"),
    };
    size_t row = table_add_row(table, "");
    size_t column = 0;
    for (; column < sizeof texts / sizeof *texts; column++)
      table_set_text(table, row, column, TONE_PLAIN, texts[column]);
    set_mapped_bytes(table, row, column, engine->details);
  }
}

// ---- The run and the machine --------------------------------------------------------------------

static void add_fact(struct table *table, const char *group, const char *name, const char *text) {
  size_t row = table_add_row(table, group);
  table_set_text(table, row, 0, TONE_PLAIN, name);
  table_set_text(table, row, 1, TONE_PLAIN, text);
}

// Adds the members of a JSON object, nested ones as `outer.inner`, in the order of the text.
static void add_json(struct table *table, const char *group, const char *prefix, json_t *object) {
  const char *key;
  json_t *value;
  json_object_foreach(object, key, value) {
    const char *name = *prefix == '\0' ? key : arena_format(table->arena, "%s.%s", prefix, key);
    if (json_is_object(value)) {
      add_json(table, group, name, value);
    } else if (json_is_string(value)) {
      add_fact(table, group, name, json_string_value(value));
    } else if (!json_is_null(value)) {
      char *text = json_dumps(value, JSON_ENCODE_ANY | JSON_COMPACT | JSON_REAL_PRECISION(6));
      add_fact(table, group, name, arena_string(table->arena, text));
      free(text);
    }
  }
}

static void add_json_text(struct table *table, const char *group, const char *text) {
  json_t *object = json_loads(text, 0, NULL);
  add_json(table, group, "", object);
  json_decref(object);
}

static const char *pairs_text(const struct analysis *analysis, enum analysis_metric metric) {
  size_t least, greatest;
  analysis_pair_range(analysis, metric, &least, &greatest);
  return least == greatest ? arena_format(analysis->arena, "%zu", least)
                           : arena_format(analysis->arena, "%zu to %zu", least, greatest);
}

// A shard's own run, and the machine that measured it.
static void add_shard(struct table *table, const struct analysis_run *run,
                      const struct analysis_shard *shard) {
  const char *group =
      arena_format(table->arena, "shard %d of %d", shard->number, run->shards_planned);
  add_fact(table, group, "uuid", shard->uuid);
  add_fact(table, group, "started", shard->started);
  add_fact(table, group, "finished", *shard->finished != '\0' ? shard->finished : "never");
  add_fact(table, group, "status", shard->status);
  add_fact(table, group, "machine id", shard->machine_id);
  add_json_text(table, group, shard->machine);
}

void report_add_machine(struct document *document, const struct analysis *analysis) {
  const struct analysis_run *run = &analysis->run;
  struct table *table = document_add_table(document, "machine", "Run and machine");
  table->detail = true;
  table_add_column(table, "fact", "fact", COLUMN_LABEL);
  table_add_column(table, "value", "value", COLUMN_PROSE);
  add_fact(table, "run", "number", arena_format(analysis->arena, "%lld", (long long)run->id));
  add_fact(table, "run", "uuid", run->uuid);
  add_fact(table, "run", "started", run->started);
  add_fact(table, "run", "finished", *run->finished != '\0' ? run->finished : "never");
  add_fact(table, "run", "status", run->status);
  add_fact(table, "run", "size", run->size);
  add_fact(table, "run", "seed", arena_format(analysis->arena, "%lld", (long long)run->seed));
  add_fact(table, "run", "pairs planned", arena_format(analysis->arena, "%d", run->rounds));
  add_fact(table, "run", "pairs timed", pairs_text(analysis, ANALYSIS_TIME));
  add_fact(table, "run", "pairs of whole processes", pairs_text(analysis, ANALYSIS_PROCESS));
  add_fact(table, "run", "commit", *run->commit_id != '\0' ? run->commit_id : "not known");
  add_json_text(table, "machine", run->machine);
  for (size_t i = 0; i < run->shard_count; i++)
    add_shard(table, run, &run->shards[i]);
  add_json_text(table, "options", run->options);
}

// ---- Cells --------------------------------------------------------------------------------------

static const char *exact(struct arena *arena, double value) {
  return isnan(value) ? "" : arena_format(arena, "%.17g", value);
}

static void fill_cell(struct table *table, size_t row, const struct analysis_cell *cell) {
  struct arena *arena = table->arena;
  const double counts[] = {(double)cell->n,
                           cell->repetitions,
                           cell->warmup,
                           cell->samples,
                           (double)cell->invocation_count,
                           (double)cell->series[ANALYSIS_TIME].count,
                           (double)cell->series[ANALYSIS_PROCESS].count};
  table_set_text(table, row, 1, TONE_PLAIN, cell->engine->name);
  table_set_text(table, row, 2, cell->ok ? TONE_GOOD : TONE_BAD, cell->status);
  size_t column = 3;
  for (size_t i = 0; i < sizeof counts / sizeof *counts; i++, column++)
    table_set_number(table, row, column, counts[i], arena_format(arena, "%.0f", counts[i]));
  table_set_text(table, row, column++, TONE_PLAIN, exact(arena, cell->checksum));
  table_set_text(table, row, column++, TONE_PLAIN, exact(arena, analysis_units(cell)));
  table_set_text(table, row, column++, TONE_PLAIN, cell->program->work_unit);
  table_set_text(table, row, column, TONE_PLAIN, cell->message);
}

void report_add_cells(struct document *document, const struct analysis *analysis) {
  static const char *const numbers[][2] = {
      {"n", "n"},
      {"repetitions", "repetitions"},
      {"warmup", "warm-up"},
      {"samples", "samples"},
      {"invocations", "invocations"},
      {"pairs", "pairs"},
      {"process_pairs", "process pairs"},
      {"checksum", "checksum"},
      {"work", "work a repetition"},
  };
  struct table *table = document_add_table(document, "cells", "Cells");
  table->detail = true;
  table->caption =
      "Every program on every engine: what was run, whether the results agreed, and what "
      "was counted. Only cells that are ok count in any other table.";
  table_add_column(table, "program", "program", COLUMN_LABEL);
  table_add_column(table, "engine", "engine", COLUMN_LABEL);
  table_add_column(table, "status", "status", COLUMN_LABEL);
  for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
    table_add_column(table, numbers[i][0], numbers[i][1], COLUMN_VALUE);
  table_add_column(table, "work_unit", "which is", COLUMN_PROSE);
  table_add_column(table, "message", "message", COLUMN_PROSE);
  for (size_t program = 0; program < analysis->program_count; program++)
    for (size_t engine = 0; engine < analysis->engine_count; engine++) {
      const struct analysis_cell *cell = analysis_cell(analysis, program, engine);
      if (cell == NULL)
        continue;
      size_t row = table_add_row(table, cell->program->category);
      table_set_text(table, row, 0, TONE_PLAIN, cell->program->name);
      fill_cell(table, row, cell);
    }
}

// See report_matrix.h.
#include "compare/report_matrix.h"

#include <math.h>
#include <string.h>

// ---- The frame ----------------------------------------------------------------------------------

size_t *matrix_programs(const struct analysis *analysis, enum matrix_selection selection,
                        size_t *count) {
  size_t *programs = arena_array(analysis->arena, analysis->program_count, sizeof *programs);
  *count = 0;
  for (size_t i = 0; i < analysis->program_count; i++) {
    const struct analysis_program *program = &analysis->programs[i];
    enum matrix_selection of = program->process     ? MATRIX_PROCESS
                               : program->embedding ? MATRIX_EMBEDDING
                                                    : MATRIX_CATALOGUE;
    if (of == selection)
      programs[(*count)++] = i;
  }
  return programs;
}

size_t *matrix_engines(const struct analysis *analysis, bool with_baseline, size_t *count) {
  size_t *engines = arena_array(analysis->arena, analysis->engine_count, sizeof *engines);
  *count = 0;
  for (size_t i = 0; i < analysis->engine_count; i++)
    if (with_baseline || (ptrdiff_t)i != analysis->baseline)
      engines[(*count)++] = i;
  return engines;
}

void matrix_add_engines(struct matrix *matrix) {
  matrix->first = matrix->table->column_count;
  for (size_t i = 0; i < matrix->engine_count; i++) {
    const char *name = matrix->analysis->engines[matrix->engines[i]].name;
    table_add_column(matrix->table, name, name, COLUMN_VALUE);
  }
}

struct matrix matrix_start(struct document *document, const struct analysis *analysis,
                           const char *key, const char *title, enum matrix_selection selection,
                           bool with_baseline) {
  struct matrix matrix = {.table = document_add_table(document, key, title), .analysis = analysis};
  matrix.table->passes_over = true;
  matrix.programs = matrix_programs(analysis, selection, &matrix.program_count);
  matrix.engines = matrix_engines(analysis, with_baseline, &matrix.engine_count);
  table_add_column(matrix.table, "program", "program", COLUMN_LABEL);
  return matrix;
}

size_t matrix_row(struct matrix *matrix, size_t i) {
  const struct analysis_program *program = &matrix->analysis->programs[matrix->programs[i]];
  size_t row = table_add_row(matrix->table, program->category);
  table_set_text(matrix->table, row, 0, TONE_PLAIN, program->name);
  return row;
}

static bool has_note(const struct analysis_program *program, const char *note) {
  for (size_t i = 0; i < program->note_count; i++)
    if (strcmp(program->notes[i], note) == 0)
      return true;
  return false;
}

// Adds a note of the i-th program, with the names of all that have it, unless an earlier one had.
static void add_note(struct matrix *matrix, size_t i, const char *note) {
  const char *list = "";
  for (size_t j = 0; j < matrix->program_count; j++) {
    const struct analysis_program *program = &matrix->analysis->programs[matrix->programs[j]];
    if (!has_note(program, note))
      continue;
    if (j < i)
      return;
    list = arena_format(matrix->analysis->arena, "%s%s%s", list, *list ? ", " : "", program->name);
  }
  table_add_note(matrix->table, arena_format(matrix->analysis->arena, "%s: %s", list, note));
}

void matrix_add_notes(struct matrix *matrix) {
  for (size_t i = 0; i < matrix->program_count; i++) {
    const struct analysis_program *program = &matrix->analysis->programs[matrix->programs[i]];
    for (size_t note = 0; note < program->note_count; note++)
      add_note(matrix, i, program->notes[note]);
  }
}

void matrix_set_missing(struct table *table, size_t row, size_t column,
                        const struct analysis *analysis, const struct analysis_cell *cell,
                        const char *program, const char *engine, const char *reason) {
  table_set_missing(table, row, column, analysis_missing_word(cell),
                    arena_format(analysis->arena, "%s on %s: %s", program, engine, reason));
}

static const char *percent(struct arena *arena, double share) {
  return arena_format(arena, "%.4g %%", 100 * share);
}

// What the fields of a table show and a note has to explain.
struct shown {
  bool interval, range, straddles;
};

static struct shown shown_in(const struct table *table) {
  struct shown shown = {false};
  for (size_t row = 0; row < table->row_count; row++)
    for (size_t column = 0; column < table->column_count; column++) {
      const struct table_field *field = &table->rows[row].fields[column];
      if (field->kind != TABLE_INTERVAL)
        continue;
      shown.interval = shown.interval || field->interval.reached;
      shown.range = shown.range || !field->interval.reached;
      shown.straddles = shown.straddles || field->straddles;
    }
  return shown;
}

void matrix_explain_intervals(struct table *table, const struct analysis *analysis, size_t rows) {
  struct shown shown = shown_in(table);
  double alpha = analysis_level(analysis, rows);
  if (analysis->run.smoke) {
    table_add_note(table,
                   "a smoke run times everything once: no intervals, and nothing is claimed");
    return;
  }
  if (shown.interval && rows > 0)
    table_add_note(table, arena_format(table->arena,
                                       "[low, high] holds with 95 %% for all %zu rows of a column "
                                       "together (Bonferroni: %s each)",
                                       rows, percent(table->arena, 1 - alpha)));
  if (shown.range)
    table_add_note(
        table, arena_format(table->arena,
                            "(low, high) in parentheses: undecided, only the range of too "
                            "few pairs; an interval takes %zu",
                            statistics_pairs_needed(statistics_bonferroni(ANALYSIS_ALPHA, rows))));
  if (shown.straddles)
    table_add_note(table, arena_format(table->arena,
                                       "~ undecided: not told from %s, which is not to say equal",
                                       analysis->baseline_name));
}

// ---- Units --------------------------------------------------------------------------------------

struct matrix_unit matrix_choose_unit(double *nanoseconds, size_t count) {
  static const struct matrix_unit units[] = {{"s", 1e9}, {"ms", 1e6}, {"us", 1e3}, {"ns", 1}};
  double middle = statistics_median(nanoseconds, count);
  size_t i = 0;
  while (i + 1 < sizeof units / sizeof *units && !(middle >= units[i].nanoseconds))
    i++;
  return units[i];
}

void matrix_drop_unmeasured(struct matrix *matrix, enum analysis_metric metric) {
  for (size_t i = 0; i < matrix->program_count; i++)
    for (size_t j = 0; j < matrix->engine_count; j++)
      if (analysis_missing(matrix->analysis,
                           analysis_cell(matrix->analysis, matrix->programs[i], matrix->engines[j]),
                           metric) == NULL)
        return;
  matrix->program_count = 0;
}

// ---- Times --------------------------------------------------------------------------------------

static struct statistics_interval scaled(struct statistics_interval interval, double factor) {
  interval.estimate *= factor;
  interval.low *= factor;
  interval.high *= factor;
  return interval;
}

// What one value of a cell is divided by and how tools see it: ns a unit, or seconds.
static double units_of(const struct analysis_cell *cell, enum analysis_metric metric) {
  return metric == ANALYSIS_TIME ? analysis_units(cell) : 1;
}

static const char *why_no_time(const struct analysis *analysis, const struct analysis_cell *cell,
                               enum analysis_metric metric) {
  const char *reason = analysis_missing(analysis, cell, metric);
  return reason == NULL && isnan(units_of(cell, metric)) ? "its work was never counted" : reason;
}

void matrix_fill_times(struct matrix *matrix, size_t i, enum analysis_metric metric) {
  const struct analysis *analysis = matrix->analysis;
  const struct analysis_program *program = &analysis->programs[matrix->programs[i]];
  size_t row = matrix_row(matrix, i), known = 0;
  double *nanoseconds = arena_array(analysis->arena, matrix->engine_count, sizeof *nanoseconds);
  struct statistics_interval *times =
      arena_array(analysis->arena, matrix->engine_count, sizeof *times);
  double nanoseconds_each = metric == ANALYSIS_TIME ? 1 : 1e9;
  for (size_t j = 0; j < matrix->engine_count; j++) {
    const struct analysis_cell *cell =
        analysis_cell(analysis, matrix->programs[i], matrix->engines[j]);
    if (why_no_time(analysis, cell, metric) != NULL)
      continue;
    times[j] =
        scaled(analysis_time(analysis, cell, metric, ANALYSIS_ALPHA), 1 / units_of(cell, metric));
    nanoseconds[known++] = times[j].estimate * nanoseconds_each;
  }
  struct matrix_unit unit = matrix_choose_unit(nanoseconds, known);
  if (metric == ANALYSIS_TIME)
    table_set_text_and_data(matrix->table, row, 1,
                            arena_format(analysis->arena, "%s/%s", unit.name, program->unit),
                            arena_format(analysis->arena, "ns/%s", program->unit));
  else
    table_set_text_and_data(matrix->table, row, 1, unit.name, "s");
  for (size_t j = 0; j < matrix->engine_count; j++) {
    const struct analysis_cell *cell =
        analysis_cell(analysis, matrix->programs[i], matrix->engines[j]);
    if (times[j].count > 0)
      table_set_interval(matrix->table, row, matrix->first + j, &times[j],
                         unit.nanoseconds / nanoseconds_each);
    else
      matrix_set_missing(matrix->table, row, matrix->first + j, analysis, cell, program->name,
                         analysis->engines[matrix->engines[j]].name,
                         why_no_time(analysis, cell, metric));
  }
}

// ---- Ratios -------------------------------------------------------------------------------------

void matrix_set_ratio(struct table *table, size_t row, size_t column,
                      const struct statistics_interval *ratio) {
  table_set_interval(table, row, column, ratio, 1);
  table->rows[row].fields[column].straddles =
      ratio->count > 1 && ratio->low <= 1 && ratio->high >= 1;
}

const char *matrix_why_no_ratio(const struct analysis *analysis, const struct analysis_cell *cell,
                                const struct analysis_cell *baseline, enum analysis_metric metric) {
  const char *reason = analysis_missing(analysis, cell, metric);
  if (reason != NULL)
    return reason;
  reason = analysis_missing(analysis, baseline, metric);
  if (reason != NULL)
    return arena_format(analysis->arena, "no ratio, as %s has no time: %s", analysis->baseline_name,
                        reason);
  size_t count;
  analysis_log_ratios(analysis, cell, baseline, metric, &count);
  return count > 0
             ? NULL
             : arena_format(analysis->arena, "no pair in common with %s", analysis->baseline_name);
}

void matrix_fill_ratios(struct matrix *matrix, size_t i, enum analysis_metric metric,
                        double alpha) {
  const struct analysis *analysis = matrix->analysis;
  size_t program = matrix->programs[i], row = matrix_row(matrix, i);
  const struct analysis_cell *baseline = analysis_cell_of(analysis, program, analysis->baseline);
  for (size_t j = 0; j < matrix->engine_count; j++) {
    const struct analysis_cell *cell = analysis_cell(analysis, program, matrix->engines[j]);
    const char *reason = matrix_why_no_ratio(analysis, cell, baseline, metric);
    struct statistics_interval ratio = analysis_ratio(analysis, cell, baseline, metric, alpha);
    if (reason == NULL)
      matrix_set_ratio(matrix->table, row, matrix->first + j, &ratio);
    else
      matrix_set_missing(matrix->table, row, matrix->first + j, analysis, cell,
                         analysis->programs[program].name,
                         analysis->engines[matrix->engines[j]].name, reason);
  }
}

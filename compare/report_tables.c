// The tables of times: programs by engines. See report_tables.h.
//
// All are matrices (report_matrix.h). What differs is the selection of programs and engines and how
// a field is filled.
#include "compare/report_tables.h"
#include "compare/report_matrix.h"

#include <math.h>
#include <string.h>

// The power for which the minimum detectable effect is stated.
static const double power = 0.8;

// ---- Times --------------------------------------------------------------------------------------

static void add_time_matrix(struct document *document, const struct analysis *analysis,
                            enum analysis_metric metric, const char *key, const char *title,
                            const char *caption) {
  struct matrix matrix = matrix_start(document, analysis, key, title, MATRIX_CATALOGUE, true);
  matrix.table->caption = caption;
  table_add_column(matrix.table, "unit", "unit", COLUMN_LABEL);
  matrix_add_engines(&matrix);
  if (metric == ANALYSIS_PROCESS)
    matrix_drop_unmeasured(&matrix, metric);
  for (size_t i = 0; i < matrix.program_count; i++)
    matrix_fill_times(&matrix, i, metric);
  matrix_explain_intervals(matrix.table, analysis, 0);
  matrix_add_notes(&matrix);
}

void report_add_times(struct document *document, const struct analysis *analysis) {
  add_time_matrix(document, analysis, ANALYSIS_TIME, "times", "Time per unit of work",
                  "Inside the process, warm-up left out, the cost of an empty call subtracted: "
                  "median over the pairs and, in brackets, its 95 % interval.");
}

void report_add_processes(struct document *document, const struct analysis *analysis) {
  add_time_matrix(
      document, analysis, ANALYSIS_PROCESS, "processes", "Whole processes",
      "Wall clock of the driver from its start to its end with one untimed block of the "
      "program, by hyperfine: median over the pairs and, in brackets, its 95 % "
      "interval.");
}

// ---- Ratios -------------------------------------------------------------------------------------

// The smallest difference from the baseline that the pairs of a cell could have shown; NAN without
// any.
static double detectable(const struct analysis *analysis, size_t program, size_t engine,
                         enum analysis_metric metric, double alpha) {
  size_t count;
  double *logs =
      analysis_log_ratios(analysis, analysis_cell(analysis, program, engine),
                          analysis_cell_of(analysis, program, analysis->baseline), metric, &count);
  return count == 0 ? NAN : statistics_minimum_detectable(logs, count, alpha, power);
}

static const char *detectable_text(struct arena *arena, double effect) {
  return isinf(effect) ? "none"
                       : arena_format(arena, "%s %%", table_significant(arena, 100 * effect, 2));
}

// The worst program of an engine: where the largest difference could have stayed unseen.
static double worst_detectable(const struct matrix *matrix, size_t engine,
                               enum analysis_metric metric, double alpha, size_t *program) {
  double worst = NAN;
  for (size_t i = 0; i < matrix->program_count; i++) {
    double effect = detectable(matrix->analysis, matrix->programs[i], engine, metric, alpha);
    if (isnan(effect) || effect <= worst)
      continue;
    worst = effect;
    *program = matrix->programs[i];
  }
  return worst;
}

static void note_detectable(struct matrix *matrix, enum analysis_metric metric, double alpha) {
  const struct analysis *analysis = matrix->analysis;
  struct arena *arena = analysis->arena;
  const char *list = "";
  bool any = false;
  for (size_t j = 0; j < matrix->engine_count; j++) {
    size_t program = 0;
    double worst = worst_detectable(matrix, matrix->engines[j], metric, alpha, &program);
    if (isnan(worst))
      continue;
    any = any || isfinite(worst);
    list = arena_format(arena, "%s%s%s %s (%s)", list, *list != '\0' ? ", " : "",
                        analysis->engines[matrix->engines[j]].name, detectable_text(arena, worst),
                        analysis->programs[program].name);
  }
  if (*list == '\0' || analysis->run.smoke)
    return;
  table_add_note(
      matrix->table,
      any ? arena_format(arena, "minimum detectable effect, the worst program of each engine: %s",
                         list)
          : arena_format(arena, "minimum detectable effect: none, as that takes %zu pairs",
                         statistics_pairs_needed(alpha)));
}

void report_add_ratios(struct document *document, const struct analysis *analysis,
                       enum analysis_metric metric) {
  bool inside = metric == ANALYSIS_TIME;
  struct matrix matrix =
      matrix_start(document, analysis, inside ? "ratios" : "process-ratios",
                   arena_format(analysis->arena, "%s relative to %s",
                                inside ? "Time" : "Whole processes", analysis->baseline_name),
                   MATRIX_CATALOGUE, false);
  matrix.table->detail = !inside;
  matrix.table->caption =
      inside ? "How many times as long: median over the pairs of the ratio within a pair."
             : "The same ratio for whole processes, start and end included; near that of the time "
               "inside where starting is a small part.";
  matrix_add_engines(&matrix);
  if (!inside)
    matrix_drop_unmeasured(&matrix, metric);
  double alpha = analysis_level(analysis, matrix.program_count);
  for (size_t i = 0; i < matrix.program_count; i++)
    matrix_fill_ratios(&matrix, i, metric, alpha);
  matrix_explain_intervals(matrix.table, analysis, matrix.program_count);
  note_detectable(&matrix, metric, alpha);
  matrix_add_notes(&matrix);
}

void report_add_detectable(struct document *document, const struct analysis *analysis) {
  struct matrix matrix = matrix_start(document, analysis, "detectable", "Minimum detectable effect",
                                      MATRIX_CATALOGUE, false);
  matrix.table->detail = true;
  matrix.table->caption = arena_format(
      analysis->arena,
      "The smallest difference from %s that this number of pairs and this noise would have "
      "shown with a probability of 80 %%; smaller ones may be there unseen.",
      analysis->baseline_name);
  matrix_add_engines(&matrix);
  double alpha = analysis_level(analysis, matrix.program_count);
  for (size_t i = 0; i < matrix.program_count; i++) {
    size_t row = matrix_row(&matrix, i), program = matrix.programs[i];
    for (size_t j = 0; j < matrix.engine_count; j++) {
      double effect = detectable(analysis, program, matrix.engines[j], ANALYSIS_TIME, alpha);
      const struct analysis_cell *cell = analysis_cell(analysis, program, matrix.engines[j]);
      if (isfinite(effect))
        table_set_number(matrix.table, row, matrix.first + j, 100 * effect,
                         detectable_text(analysis->arena, effect));
      else
        matrix_set_missing(
            matrix.table, row, matrix.first + j, analysis, cell, analysis->programs[program].name,
            analysis->engines[matrix.engines[j]].name,
            isinf(effect)
                ? arena_format(analysis->arena, "at least %zu pairs are needed",
                               statistics_pairs_needed(alpha))
                : arena_format(analysis->arena, "no ratio to %s", analysis->baseline_name));
    }
  }
}

// ---- Geometric means ----------------------------------------------------------------------------

// The programs of a category that take part in means; of all categories for NULL.
static size_t *programs_of_mean(const struct analysis *analysis, const char *category,
                                size_t *count) {
  size_t *programs = arena_array(analysis->arena, analysis->program_count, sizeof *programs);
  *count = 0;
  for (size_t i = 0; i < analysis->program_count; i++) {
    const struct analysis_program *program = &analysis->programs[i];
    if (program->geometric_mean && !program->process &&
        (category == NULL || strcmp(program->category, category) == 0))
      programs[(*count)++] = i;
  }
  return programs;
}

// Says which programs of a mean are left out for an engine.
static void note_left_out(struct table *table, const struct analysis *analysis, const char *label,
                          const size_t *programs, size_t count, size_t engine, ptrdiff_t baseline) {
  const char *list = "";
  for (size_t i = 0; i < count; i++)
    if (matrix_why_no_ratio(analysis, analysis_cell(analysis, programs[i], engine),
                            analysis_cell_of(analysis, programs[i], baseline),
                            ANALYSIS_TIME) != NULL)
      list = arena_format(table->arena, "%s%s%s", list, *list ? ", " : "",
                          analysis->programs[programs[i]].name);
  table_add_note(table, arena_format(table->arena,
                                     "%s, %s: without %s, on both sides: not to be set beside the "
                                     "other engines of the row",
                                     label, analysis->engines[engine].name, list));
}

static void fill_mean_row(struct matrix *matrix, const char *category, const char *label,
                          double alpha) {
  const struct analysis *analysis = matrix->analysis;
  ptrdiff_t baseline = analysis->baseline;
  size_t count, row = table_add_row(matrix->table, "");
  size_t *programs = programs_of_mean(analysis, category, &count);
  table_set_text(matrix->table, row, 0, category == NULL ? TONE_STRONG : TONE_PLAIN, label);
  table_set_number(matrix->table, row, 1, (double)count,
                   arena_format(analysis->arena, "%zu", count));
  for (size_t j = 0; j < matrix->engine_count; j++) {
    size_t engine = matrix->engines[j], used;
    struct statistics_interval mean = analysis_geometric_mean(
        analysis, programs, count, (ptrdiff_t)engine, baseline, ANALYSIS_TIME, alpha, &used);
    if (used == 0) {
      table_set_missing(matrix->table, row, matrix->first + j, "n/a",
                        arena_format(analysis->arena, "%s has no ratio to %s",
                                     analysis->engines[engine].name, analysis->baseline_name));
      continue;
    }
    matrix_set_ratio(matrix->table, row, matrix->first + j, &mean);
    if (used < count)
      note_left_out(matrix->table, analysis, label, programs, count, engine, baseline);
  }
}

static void note_apart(struct matrix *matrix) {
  const char *list = "";
  for (size_t i = 0; i < matrix->program_count; i++) {
    const struct analysis_program *program = &matrix->analysis->programs[matrix->programs[i]];
    if (!program->geometric_mean)
      list =
          arena_format(matrix->analysis->arena, "%s%s%s", list, *list ? ", " : "", program->name);
  }
  if (*list != '\0')
    table_add_note(matrix->table,
                   arena_format(matrix->analysis->arena,
                                "%s: apart from all means, as the work is not the same on every "
                                "engine",
                                list));
}

void report_add_geometric_means(struct document *document, const struct analysis *analysis) {
  struct matrix matrix = matrix_start(
      document, analysis, "geometric-means",
      arena_format(analysis->arena, "Geometric means of the ratios to %s", analysis->baseline_name),
      MATRIX_CATALOGUE, false);
  matrix.table->columns[0].key = "category";
  matrix.table->columns[0].title = "category";
  matrix.table->caption = "Over the programs of a category, and over all of them; the interval by "
                          "resampling pairs.";
  table_add_column(matrix.table, "programs", "programs", COLUMN_VALUE);
  matrix_add_engines(&matrix);
  size_t rows = 1, total;
  const char *last = NULL;
  size_t *programs = programs_of_mean(analysis, NULL, &total);
  for (size_t i = 0; i < total; i++)
    rows += i == 0 || strcmp(analysis->programs[programs[i]].category,
                             analysis->programs[programs[i - 1]].category) != 0;
  double alpha = analysis_level(analysis, rows);
  for (size_t i = 0; i < total; i++) {
    const char *category = analysis->programs[programs[i]].category;
    if (last == NULL || strcmp(category, last) != 0)
      fill_mean_row(&matrix, category, category, alpha);
    last = category;
  }
  if (total == 0)
    return;
  fill_mean_row(&matrix, NULL, "all", alpha);
  matrix_explain_intervals(matrix.table, analysis, rows);
  note_apart(&matrix);
}

// ---- Cold starts --------------------------------------------------------------------------------

static void fill_cold_start(struct table *table, size_t row, const struct analysis *analysis,
                            size_t program, size_t engine, double alpha, struct matrix_unit unit) {
  const struct analysis_cell *cell = analysis_cell(analysis, program, engine);
  const struct analysis_cell *baseline = analysis_cell_of(analysis, program, analysis->baseline);
  const char *name = analysis->engines[engine].name;
  table_set_text(table, row, 0, TONE_PLAIN, name);
  table_set_text_and_data(table, row, 1, unit.name, "s");
  const char *reason = analysis_missing(analysis, cell, ANALYSIS_PROCESS);
  if (reason != NULL) {
    for (size_t column = 2; column < table->column_count; column++)
      matrix_set_missing(table, row, column, analysis, cell, analysis->programs[program].name, name,
                         reason);
    return;
  }
  struct statistics_interval wall = analysis_time(analysis, cell, ANALYSIS_PROCESS, ANALYSIS_ALPHA);
  table_set_interval(table, row, 2, &wall, unit.nanoseconds / 1e9);
  table_set_number(
      table, row, 3, cell->cpu_seconds,
      table_significant(analysis->arena, cell->cpu_seconds * 1e9 / unit.nanoseconds, 3));
  struct statistics_interval ratio =
      analysis_ratio(analysis, cell, baseline, ANALYSIS_PROCESS, alpha);
  if (cell == baseline)
    table_set_number(table, row, 4, 1, "1");
  else if (ratio.count > 0)
    matrix_set_ratio(table, row, 4, &ratio);
  else
    table_set_missing(
        table, row, 4, "n/a",
        arena_format(analysis->arena, "no pair in common with %s", analysis->baseline_name));
}

// The unit that suits the wall clocks of all engines.
static struct matrix_unit cold_start_unit(const struct analysis *analysis, size_t program) {
  double *nanoseconds = arena_array(analysis->arena, analysis->engine_count, sizeof *nanoseconds);
  size_t known = 0;
  for (size_t engine = 0; engine < analysis->engine_count; engine++) {
    struct statistics_interval wall = analysis_time(
        analysis, analysis_cell(analysis, program, engine), ANALYSIS_PROCESS, ANALYSIS_ALPHA);
    if (wall.count > 0)
      nanoseconds[known++] = 1e9 * wall.estimate;
  }
  return matrix_choose_unit(nanoseconds, known);
}

void report_add_cold_starts(struct document *document, const struct analysis *analysis) {
  struct table *table = document_add_table(document, "cold-starts", "Cold starts");
  table->caption = arena_format(
      analysis->arena,
      "A process that starts the engine, runs a program that does nothing, and ends, by "
      "hyperfine: wall clock (median over the pairs, 95 %% interval), CPU time (user and "
      "system), and the ratio to %s.",
      analysis->baseline_name);
  table_add_column(table, "engine", "engine", COLUMN_LABEL);
  table_add_column(table, "unit", "unit", COLUMN_LABEL);
  table_add_column(table, "wall", "wall clock", COLUMN_VALUE);
  table_add_column(table, "cpu", "CPU", COLUMN_VALUE);
  const char *heading = arena_format(
      analysis->arena, "to %s",
      analysis->baseline < 0 ? ANALYSIS_BASELINE : analysis->engines[analysis->baseline].name);
  table_add_column(table, "ratio", heading, COLUMN_VALUE);
  size_t count;
  size_t *programs = matrix_programs(analysis, MATRIX_PROCESS, &count);
  if (count == 0)
    table_add_note(table, "no program of the category " ANALYSIS_PROCESS_CATEGORY
                          " (`empty`) is part of this run: --programs left it out");
  size_t ratios = count * (analysis->engine_count > 0 ? analysis->engine_count - 1 : 0);
  for (size_t i = 0; i < count; i++) {
    struct matrix_unit unit = cold_start_unit(analysis, programs[i]);
    for (size_t engine = 0; engine < analysis->engine_count; engine++) {
      size_t row = table_add_row(table, count > 1 ? analysis->programs[programs[i]].name : "");
      fill_cold_start(table, row, analysis, programs[i], engine, analysis_level(analysis, ratios),
                      unit);
    }
  }
  matrix_explain_intervals(table, analysis, ratios);
}

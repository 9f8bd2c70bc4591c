// See figures.h. Ratios to the baseline: of programs, and their geometric means by category.
#include "compare/chart.h"
#include "compare/figures.h"
#include "compare/report_matrix.h"

#include <math.h>
#include <string.h>

static struct chart_mark mark_of(size_t engine, const struct statistics_interval *interval) {
  return (struct chart_mark){.engine = engine,
                             .value = interval->estimate,
                             .low = interval->low,
                             .high = interval->high,
                             .weak = !interval->reached};
}

// What is found in all marks of a chart.
struct extremes {
  const struct chart_mark *least, *greatest;
  const char *least_row, *greatest_row;
  bool weak;
};

static struct extremes extremes_of(const struct chart *chart) {
  struct extremes found = {.least = NULL};
  for (size_t i = 0; i < chart->row_count; i++)
    for (size_t j = 0; j < chart->rows[i].mark_count; j++) {
      const struct chart_mark *mark = &chart->rows[i].marks[j];
      if (found.least == NULL || mark->value < found.least->value) {
        found.least = mark;
        found.least_row = chart->rows[i].label;
      }
      if (found.greatest == NULL || mark->value > found.greatest->value) {
        found.greatest = mark;
        found.greatest_row = chart->rows[i].label;
      }
      found.weak = found.weak || mark->weak;
    }
  return found;
}

// "The least ratio is that of X on Y, 1.02; the greatest that of Z on W, 150."
static const char *extremes_text(struct arena *arena, const struct analysis *analysis,
                                 const struct chart *chart) {
  struct extremes found = extremes_of(chart);
  return arena_format(arena,
                      "The least ratio is that of %s on %s, %s; the greatest that of %s on %s, %s.",
                      analysis->engines[found.least->engine].name, found.least_row,
                      table_significant(arena, found.least->value, 3),
                      analysis->engines[found.greatest->engine].name, found.greatest_row,
                      table_significant(arena, found.greatest->value, 3));
}

static const char *reading(struct arena *arena, const struct analysis *analysis,
                           const struct chart *chart) {
  return arena_format(
      arena,
      "Each mark is how many times as long an engine takes as %s, on a logarithmic axis; the line "
      "through it is its interval, which is often narrower than the mark. Left of the line at 1 is "
      "faster.%s",
      analysis->baseline_name,
      extremes_of(chart).weak ? " A broken line is the range of too few pairs for an interval."
                              : "");
}

static void add_keys(struct chart *chart, const struct analysis *analysis, const size_t *engines,
                     size_t count) {
  for (size_t i = 0; i < count; i++)
    chart_add_key(analysis->arena, chart, analysis->engines[engines[i]].name, engines[i]);
}

static const char *axis_of(const struct analysis *analysis) {
  return arena_format(analysis->arena, "times as long as %s", analysis->baseline_name);
}

// ---- Programs -----------------------------------------------------------------------------------

// Adds the row of a program, unless no engine has a ratio there.
static void add_program(struct chart *chart, const struct analysis *analysis, size_t program,
                        const size_t *engines, size_t count, double alpha, const char **category) {
  struct arena *arena = analysis->arena;
  struct chart_mark *marks = arena_array(arena, count, sizeof *marks);
  size_t known = 0;
  for (size_t i = 0; i < count; i++) {
    struct statistics_interval ratio = analysis_ratio(
        analysis, analysis_cell(analysis, program, engines[i]),
        analysis_cell_of(analysis, program, analysis->baseline), ANALYSIS_TIME, alpha);
    if (ratio.count > 0)
      marks[known++] = mark_of(engines[i], &ratio);
  }
  if (known == 0)
    return;
  struct chart_row *row = chart_add_row(arena, chart);
  const char *of = analysis->programs[program].category;
  row->heading = *category == NULL || strcmp(*category, of) != 0 ? of : NULL;
  row->label = analysis->programs[program].name;
  row->marks = marks;
  row->mark_count = known;
  *category = of;
}

// Microbenchmarks, which stand apart from all claims, have a figure of their own.
static void add_ratios(struct figure_set *set, const struct analysis *analysis, bool apart) {
  size_t count, engine_count;
  size_t *programs = matrix_programs(analysis, MATRIX_CATALOGUE, &count);
  size_t *engines = matrix_engines(analysis, false, &engine_count);
  struct chart chart = {.reference = 1, .axis = axis_of(analysis)};
  const char *category = NULL;
  double alpha = analysis_level(analysis, count);
  for (size_t i = 0; i < count; i++)
    if (analysis->programs[programs[i]].apart == apart)
      add_program(&chart, analysis, programs[i], engines, engine_count, alpha, &category);
  if (chart.row_count == 0)
    return;
  add_keys(&chart, analysis, engines, engine_count);
  chart_set_range(&chart);
  struct figure figure = {
      .key = apart ? "ratios-apart" : "ratios-programs",
      .table = "ratios",
      .title = arena_format(set->arena, "Time relative to %s%s", analysis->baseline_name,
                            apart ? ", microbenchmarks" : ""),
      .caption = reading(set->arena, analysis, &chart),
      .alternative = arena_format(set->arena, "Ratios of %zu engines to %s on %zu programs. %s",
                                  engine_count, analysis->baseline_name, chart.row_count,
                                  extremes_text(set->arena, analysis, &chart))};
  chart_add_figure(set, &figure, &chart);
}

void figures_of_ratios(struct figure_set *set, const struct analysis *analysis) {
  if (analysis->baseline < 0)
    return;
  add_ratios(set, analysis, false);
  add_ratios(set, analysis, true);
}

// ---- Geometric means ----------------------------------------------------------------------------

// Adds the row of a category, or of all programs for NULL.
static void add_mean(struct chart *chart, const struct analysis *analysis, const char *category,
                     const size_t *programs, size_t total, const size_t *engines,
                     size_t engine_count, double alpha) {
  struct arena *arena = analysis->arena;
  size_t *members = arena_array(arena, total, sizeof *members), count = 0, known = 0;
  for (size_t i = 0; i < total; i++)
    if (category == NULL || strcmp(analysis->programs[programs[i]].category, category) == 0)
      members[count++] = programs[i];
  struct chart_mark *marks = arena_array(arena, engine_count, sizeof *marks);
  for (size_t i = 0; i < engine_count; i++) {
    size_t used;
    struct statistics_interval mean =
        analysis_geometric_mean(analysis, members, count, (ptrdiff_t)engines[i], analysis->baseline,
                                ANALYSIS_TIME, alpha, &used);
    if (used == count)
      marks[known++] = mark_of(engines[i], &mean);
  }
  if (known == 0)
    return;
  struct chart_row *row = chart_add_row(arena, chart);
  row->label = category == NULL ? arena_format(arena, "all %zu programs", count)
                                : arena_format(arena, "%s (%zu)", category, count);
  row->marks = marks;
  row->mark_count = known;
}

// The mean over all programs of every engine, in words.
static const char *means_text(struct arena *arena, const struct analysis *analysis,
                              const struct chart_row *row) {
  const char *list = "";
  for (size_t i = 0; i < row->mark_count; i++)
    list = arena_format(arena, "%s%s%s %s", list, i > 0 ? ", " : "",
                        analysis->engines[row->marks[i].engine].name,
                        table_significant(arena, row->marks[i].value, 3));
  return list;
}

// The programs that take part in means, and the rows that these make with that of all.
static size_t *programs_of_means(const struct analysis *analysis, size_t *total, size_t *rows) {
  size_t count, kept = 0;
  size_t *programs = matrix_programs(analysis, MATRIX_CATALOGUE, &count);
  *rows = 1;
  for (size_t i = 0; i < count; i++) {
    if (!analysis->programs[programs[i]].geometric_mean)
      continue;
    programs[kept++] = programs[i];
    *rows += kept == 1 || strcmp(analysis->programs[programs[kept - 1]].category,
                                 analysis->programs[programs[kept - 2]].category) != 0;
  }
  *total = kept;
  return programs;
}

void figures_of_geometric_means(struct figure_set *set, const struct analysis *analysis) {
  size_t total, rows, engine_count;
  size_t *programs = programs_of_means(analysis, &total, &rows);
  size_t *engines = matrix_engines(analysis, false, &engine_count);
  if (analysis->baseline < 0 || total < 2)
    return;
  struct chart chart = {.reference = 1, .axis = axis_of(analysis)};
  double alpha = analysis_level(analysis, rows);
  add_mean(&chart, analysis, NULL, programs, total, engines, engine_count, alpha);
  bool all = chart.row_count > 0;
  for (size_t i = 0; i < total; i++) {
    const char *category = analysis->programs[programs[i]].category;
    if (i == 0 || strcmp(category, analysis->programs[programs[i - 1]].category) != 0)
      add_mean(&chart, analysis, category, programs, total, engines, engine_count, alpha);
  }
  if (!all)
    return;
  add_keys(&chart, analysis, engines, engine_count);
  chart_set_range(&chart);
  struct figure figure = {
      .key = "geometric-means-categories",
      .table = "geometric-means",
      .title =
          arena_format(set->arena, "Geometric means of the ratios to %s", analysis->baseline_name),
      .caption = arena_format(set->arena,
                              "%s Numbers of programs are in parentheses; an engine that lacks one "
                              "of them has no mark.",
                              reading(set->arena, analysis, &chart)),
      .alternative = arena_format(set->arena,
                                  "Geometric means of the times relative to %s over %zu programs, "
                                  "and by category: %s.",
                                  analysis->baseline_name, total,
                                  means_text(set->arena, analysis, &chart.rows[0]))};
  chart_add_figure(set, &figure, &chart);
}

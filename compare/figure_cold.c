// See figures.h. What is paid once: the first block of a process against its steady ones, and a
// process that does nothing but start and end.
#include "compare/chart.h"
#include "compare/cold.h"
#include "compare/figures.h"
#include "compare/report_matrix.h"

#include <string.h>

static struct chart_mark mark_of(size_t engine, const struct statistics_interval *interval,
                                 double scale) {
  return (struct chart_mark){.engine = engine,
                             .value = interval->estimate * scale,
                             .low = interval->low * scale,
                             .high = interval->high * scale,
                             .weak = !interval->reached};
}

// ---- First blocks -------------------------------------------------------------------------------

static const char *greatest_text(struct arena *arena, const struct analysis *analysis,
                                 const struct chart *chart) {
  const struct chart_row *row = &chart->rows[0];
  const struct chart_mark *greatest = &row->marks[0];
  for (size_t i = 0; i < chart->row_count; i++)
    for (size_t j = 0; j < chart->rows[i].mark_count; j++)
      if (chart->rows[i].marks[j].value > greatest->value) {
        row = &chart->rows[i];
        greatest = &row->marks[j];
      }
  return arena_format(arena,
                      "First blocks of %zu programs against their steady time. The greatest ratio "
                      "is that of %s on %s: %s.",
                      chart->row_count, row->label, analysis->engines[greatest->engine].name,
                      table_significant(arena, greatest->value, 3));
}

static void add_first_blocks(struct figure_set *set, const struct analysis *analysis) {
  struct arena *arena = set->arena;
  size_t count;
  size_t *programs = matrix_programs(analysis, MATRIX_CATALOGUE, &count);
  double alpha = analysis_level(analysis, count);
  struct chart chart = {.reference = 1, .axis = "first block / steady time"};
  for (size_t i = 0; i < count; i++) {
    struct chart_mark *marks = arena_array(arena, analysis->engine_count, sizeof *marks);
    size_t known = 0;
    for (size_t engine = 0; engine < analysis->engine_count; engine++) {
      struct statistics_interval ratio =
          cold_ratio(analysis, analysis_cell(analysis, programs[i], engine), alpha);
      if (ratio.count > 0)
        marks[known++] = mark_of(engine, &ratio, 1);
    }
    if (known == 0)
      continue;
    struct chart_row *row = chart_add_row(arena, &chart);
    row->label = analysis->programs[programs[i]].name;
    row->marks = marks;
    row->mark_count = known;
  }
  if (chart.row_count == 0)
    return;
  for (size_t engine = 0; engine < analysis->engine_count; engine++)
    chart_add_key(arena, &chart, analysis->engines[engine].name, engine);
  chart_set_range(&chart);
  struct figure figure = {
      .key = "cold-steady-blocks",
      .table = "cold-steady",
      .title = "First blocks relative to the steady time",
      .caption = "How many times as long a repetition takes in the first block of a process as in "
                 "its steady ones, with the interval over the pairs, on a logarithmic axis. At 1 "
                 "an engine is as fast at once as it ever will be.",
      .alternative = greatest_text(arena, analysis, &chart)};
  chart_add_figure(set, &figure, &chart);
}

// ---- Cold starts --------------------------------------------------------------------------------

static const char *starts_text(struct arena *arena, const struct chart *chart) {
  const char *list = "";
  for (size_t i = 0; i < chart->row_count; i++)
    list = arena_format(arena, "%s%s%s %s", list, i > 0 ? ", " : "", chart->rows[i].label,
                        chart->rows[i].word);
  return arena_format(arena, "Wall clock of a process that does nothing: %s.", list);
}

static void add_cold_starts(struct figure_set *set, const struct analysis *analysis,
                            size_t program) {
  struct arena *arena = set->arena;
  struct chart chart = {.axis = "wall clock", .times = true, .silent = true};
  for (size_t engine = 0; engine < analysis->engine_count; engine++) {
    struct statistics_interval wall = analysis_time(
        analysis, analysis_cell(analysis, program, engine), ANALYSIS_PROCESS, ANALYSIS_ALPHA);
    if (wall.count == 0)
      continue;
    struct chart_mark *mark = arena_allocate(arena, sizeof *mark);
    *mark = mark_of(engine, &wall, 1e9);
    struct chart_row *row = chart_add_row(arena, &chart);
    row->label = analysis->engines[engine].name;
    row->word = arena_format(arena, "%s ms", table_significant(arena, 1e3 * wall.estimate, 3));
    row->word_role = FIGURE_INK;
    row->marks = mark;
    row->mark_count = 1;
    chart_add_key(arena, &chart, row->label, engine);
  }
  if (chart.row_count == 0)
    return;
  chart_set_range(&chart);
  struct figure figure = {.key =
                              figure_key_of(arena, "cold-starts", analysis->programs[program].name),
                          .table = "cold-starts",
                          .title = "Cold starts",
                          .caption = "A process that starts the engine, runs a program that does "
                                     "nothing, and ends: median over the pairs with its 95 % "
                                     "interval, on a logarithmic axis.",
                          .alternative = starts_text(arena, &chart)};
  chart_add_figure(set, &figure, &chart);
}

void figures_of_cold(struct figure_set *set, const struct analysis *analysis) {
  size_t count;
  size_t *programs = matrix_programs(analysis, MATRIX_PROCESS, &count);
  for (size_t i = 0; i < count; i++)
    add_cold_starts(set, analysis, programs[i]);
  add_first_blocks(set, analysis);
}

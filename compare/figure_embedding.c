// See figures.h. What embedding costs: operations by engines, one figure for each category, as each
// is a question of its own (to start, to call, to do a job).
#include "compare/chart.h"
#include "compare/figures.h"
#include "compare/report_matrix.h"

#include <string.h>

// Adds the row of an operation, unless no engine has a time there.
static void add_operation(const struct analysis *analysis, struct chart *chart, size_t program) {
  struct arena *arena = analysis->arena;
  struct chart_mark *marks = arena_array(arena, analysis->engine_count, sizeof *marks);
  size_t known = 0;
  for (size_t engine = 0; engine < analysis->engine_count; engine++) {
    const struct analysis_side side = {.cell = analysis_cell(analysis, program, engine),
                                       .metric = ANALYSIS_TIME};
    struct statistics_interval time =
        analysis_quantity(analysis, ANALYSIS_VALUE, &side, &side, ANALYSIS_ALPHA);
    if (time.count > 0 && time.low > 0)
      marks[known++] = (struct chart_mark){.engine = engine,
                                           .value = time.estimate,
                                           .low = time.low,
                                           .high = time.high,
                                           .weak = !time.reached};
  }
  if (known == 0)
    return;
  struct chart_row *row = chart_add_row(arena, chart);
  row->label = analysis->programs[program].name;
  row->marks = marks;
  row->mark_count = known;
}

// How often each engine is the fastest besides the baseline, which embeds nothing: "lua 3, ...".
static const char *fastest_text(const struct analysis *analysis, const struct chart *chart) {
  struct arena *arena = analysis->arena;
  size_t *wins = arena_array(arena, analysis->engine_count, sizeof *wins);
  for (size_t i = 0; i < chart->row_count; i++) {
    const struct chart_mark *best = NULL;
    for (size_t j = 0; j < chart->rows[i].mark_count; j++) {
      const struct chart_mark *mark = &chart->rows[i].marks[j];
      if ((ptrdiff_t)mark->engine != analysis->baseline &&
          (best == NULL || mark->value < best->value))
        best = mark;
    }
    if (best != NULL)
      wins[best->engine]++;
  }
  const char *list = "";
  for (size_t engine = 0; engine < analysis->engine_count; engine++)
    if (wins[engine] > 0)
      list = arena_format(arena, "%s%s%s %zu", list, *list ? ", " : "",
                          analysis->engines[engine].name, wins[engine]);
  return list;
}

static void add_category(struct figure_set *set, const struct analysis *analysis,
                         const size_t *programs, size_t count) {
  struct arena *arena = set->arena;
  struct chart chart = {.axis = "time of one operation", .times = true};
  const char *category = analysis->programs[programs[0]].category;
  for (size_t i = 0; i < count; i++)
    add_operation(analysis, &chart, programs[i]);
  if (chart.row_count == 0)
    return;
  for (size_t engine = 0; engine < analysis->engine_count; engine++)
    chart_add_key(arena, &chart, analysis->engines[engine].name, engine);
  chart_set_range(&chart);
  struct figure figure = {
      .key = figure_key_of(arena, "embedding", category),
      .table = "embedding",
      .title = arena_format(arena, "What embedding costs: %s", category),
      .caption = "The time of one operation on each engine, the loop around it included, with its "
                 "95 % interval, on a logarithmic axis: further left is cheaper. C has no runtime "
                 "to start and nothing to convert, and shows what the host's own part is.",
      .alternative =
          arena_format(arena, "%zu operations. The lowest times besides %s are those of: %s.",
                       chart.row_count, analysis->baseline_name, fastest_text(analysis, &chart))};
  chart_add_figure(set, &figure, &chart);
}

void figures_of_embedding(struct figure_set *set, const struct analysis *analysis) {
  size_t count;
  size_t *programs = matrix_programs(analysis, MATRIX_EMBEDDING, &count);
  for (size_t first = 0, next; first < count; first = next) {
    next = first + 1;
    while (next < count && strcmp(analysis->programs[programs[next]].category,
                                  analysis->programs[programs[first]].category) == 0)
      next++;
    add_category(set, analysis, &programs[first], next - first);
  }
}

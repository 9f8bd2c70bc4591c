// See figures.h. The single samples behind the medians: how they are spread in each cell, and how
// the first of an invocation come down to the others.
#include "compare/chart.h"
#include "compare/figures.h"
#include "compare/panel.h"
#include "compare/report_matrix.h"
#include "compare/warmup.h"

#include <gsl/gsl_sort.h>
#include <gsl/gsl_statistics_double.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum {
  ROW_LIMIT = 40,    // cells of a figure of distributions
  PANEL_LIMIT = 10,  // programs of a figure of warm-up
  POINT_LIMIT = 100, // points of a curve: longer series are drawn by several iterations a point
  LONG_SERIES = 10,  // samples of an invocation that show how it warms up
};

// ---- Times of an invocation ---------------------------------------------------------------------

// The median of an invocation's steady samples; NAN without one that is above an empty call.
static double steady_time(struct arena *arena, const struct analysis_invocation *invocation) {
  double *times = arena_array(arena, invocation->count + 1, sizeof *times);
  size_t count = 0;
  for (size_t i = invocation->warmup; i < invocation->count; i++)
    times[count++] = analysis_sample(invocation, i);
  double median = statistics_median(times, count);
  return median > 0 ? median : NAN;
}

// ---- Distributions ------------------------------------------------------------------------------

struct row {
  const struct analysis_cell *cell;
  size_t engine;
  struct chart_spread spread;
  size_t place; // among the cells of the category
};

// The spread of a cell's steady samples relative to the median of its invocations; false without.
static bool spread_of(struct arena *arena, struct row *row) {
  const struct analysis_cell *cell = row->cell;
  double *medians = arena_array(arena, cell->invocation_count + 1, sizeof *medians);
  size_t count = 0, samples = 0, total = 0;
  for (size_t i = 0; i < cell->invocation_count; i++) {
    double median = steady_time(arena, &cell->invocations[i]);
    total += cell->invocations[i].count;
    if (!isnan(median))
      medians[count++] = median;
  }
  if (count < 4)
    return false;
  gsl_sort(medians, 1, count);
  double middle = gsl_stats_median_from_sorted_data(medians, 1, count);
  double *all = arena_array(arena, total, sizeof *all);
  for (size_t i = 0; i < cell->invocation_count; i++)
    for (size_t j = cell->invocations[i].warmup; j < cell->invocations[i].count; j++) {
      double time = analysis_sample(&cell->invocations[i], j) / middle;
      if (time > 0)
        all[samples++] = time;
    }
  gsl_sort(all, 1, samples);
  for (size_t i = 0; i < count; i++)
    medians[i] /= middle;
  row->spread =
      (struct chart_spread){.engine = row->engine,
                            .low = gsl_stats_quantile_from_sorted_data(all, 1, samples, 0.1),
                            .median = gsl_stats_median_from_sorted_data(all, 1, samples),
                            .high = gsl_stats_quantile_from_sorted_data(all, 1, samples, 0.9),
                            .least = all[0],
                            .greatest = all[samples - 1],
                            .values = medians,
                            .count = count};
  return true;
}

static int compare_widths(const void *left, const void *right) {
  const struct chart_spread *a = &((const struct row *)left)->spread;
  const struct chart_spread *b = &((const struct row *)right)->spread;
  double one = a->high / a->low, other = b->high / b->low;
  if (one != other)
    return one < other ? 1 : -1;
  size_t place = ((const struct row *)left)->place, next = ((const struct row *)right)->place;
  return (place > next) - (place < next);
}

static int compare_places(const void *left, const void *right) {
  size_t one = ((const struct row *)left)->place, other = ((const struct row *)right)->place;
  return (one > other) - (one < other);
}

// The rows of a category, those with the widest spread where there are too many, in the order of
// programs and engines; the widest goes to *widest and the number of all to *total.
static struct row *rows_of(const struct analysis *analysis, const char *category, size_t *count,
                           size_t *total, struct row *widest) {
  struct arena *arena = analysis->arena;
  struct row *rows =
      arena_array(arena, analysis->program_count * analysis->engine_count + 1, sizeof *rows);
  *count = 0;
  for (size_t i = 0; i < analysis->program_count; i++)
    for (size_t j = 0; j < analysis->engine_count; j++) {
      struct row row = {.cell = analysis_cell(analysis, i, j), .engine = j, .place = *count};
      if (strcmp(analysis->programs[i].category, category) == 0 && row.cell != NULL &&
          row.cell->ok && spread_of(arena, &row))
        rows[(*count)++] = row;
    }
  *total = *count;
  if (*count == 0)
    return rows;
  qsort(rows, *count, sizeof *rows, compare_widths);
  *widest = rows[0];
  if (*count > ROW_LIMIT)
    *count = ROW_LIMIT;
  qsort(rows, *count, sizeof *rows, compare_places);
  return rows;
}

// The axis holds all boxes and a little more, but no cell makes it wider than a tenth to tenfold.
static void set_axis(struct chart *chart) {
  double low = 1, high = 1;
  for (size_t i = 0; i < chart->row_count; i++) {
    low = fmin(low, chart->rows[i].spread->low);
    high = fmax(high, chart->rows[i].spread->high);
  }
  double margin = fmax(0.02, 0.15 * log(high / low));
  chart->low = fmax(0.1, low * exp(-margin));
  chart->high = fmin(10, high * exp(2 * margin));
}

static void add_distribution_rows(const struct analysis *analysis, struct chart *chart,
                                  struct row *rows, size_t count) {
  for (size_t i = 0; i < count; i++) {
    const struct analysis_program *program = rows[i].cell->program;
    struct chart_row *row = chart_add_row(analysis->arena, chart);
    row->heading = i == 0 || program != rows[i - 1].cell->program ? program->name : NULL;
    row->label = analysis->engines[rows[i].engine].name;
    row->spread = &rows[i].spread;
  }
  for (size_t engine = 0; engine < analysis->engine_count; engine++)
    chart_add_key(analysis->arena, chart, analysis->engines[engine].name, engine);
}

static void add_distribution(struct figure_set *set, const struct analysis *analysis,
                             const struct analysis_program *first) {
  struct arena *arena = set->arena;
  size_t count, total;
  struct row widest;
  struct row *rows = rows_of(analysis, first->category, &count, &total, &widest);
  if (count == 0)
    return;
  struct chart chart = {.reference = 1, .silent = true, .axis = "time / median of the cell"};
  add_distribution_rows(analysis, &chart, rows, count);
  set_axis(&chart);
  const char *left_out =
      total > count
          ? arena_format(arena, " The %zu cells of %zu with the widest boxes.", count, total)
          : "";
  struct figure figure = {
      .key = figure_key_of(arena, "distribution", first->category),
      .table = first->embedding ? "embedding" : "times",
      .title = arena_format(arena, "Spread of the times: %s", first->category),
      .caption =
          arena_format(arena,
                       "The box holds the middle 80 %% of a cell's steady samples (P10 to P90), "
                       "the stroke in it is their median, dots are the least and the greatest. "
                       "Below it each short stroke is the median of one invocation: two bunches "
                       "are two states. What lies beyond an end of the axis is shown there.%s",
                       left_out),
      .alternative = arena_format(
          arena,
          "Spread of %zu cells. The widest is %s on %s: P10 to P90 are %s to %s times its median.",
          total, widest.cell->program->name, widest.cell->engine->name,
          table_significant(arena, widest.spread.low, 3),
          table_significant(arena, widest.spread.high, 3))};
  chart_add_figure(set, &figure, &chart);
}

void figures_of_distributions(struct figure_set *set, const struct analysis *analysis) {
  for (size_t i = 0; i < analysis->program_count; i++) {
    const struct analysis_program *program = &analysis->programs[i];
    bool first = i == 0 || strcmp(program->category, analysis->programs[i - 1].category) != 0;
    if (first && !program->process)
      add_distribution(set, analysis, program);
  }
}

// ---- Warm-up ------------------------------------------------------------------------------------

// The point of the iterations from `first`, as many as `stride`: the median over the invocations of
// their times relative to the steady time, and the quartiles.
static struct panel_point point_of(const struct analysis_cell *cell, const double *steady,
                                   size_t first, size_t stride, double *times) {
  size_t known = 0;
  for (size_t i = 0; i < cell->invocation_count; i++)
    for (size_t j = first; j < first + stride; j++) {
      double time = analysis_sample(&cell->invocations[i], j) / steady[i];
      if (time > 0)
        times[known++] = time;
    }
  gsl_sort(times, 1, known);
  if (known == 0)
    return (struct panel_point){.y = NAN};
  return (struct panel_point){.x = (double)first + 1 + (double)(stride - 1) / 2,
                              .y = gsl_stats_median_from_sorted_data(times, 1, known),
                              .low = gsl_stats_quantile_from_sorted_data(times, 1, known, 0.25),
                              .high = gsl_stats_quantile_from_sorted_data(times, 1, known, 0.75)};
}

// The curve of a cell, of at most POINT_LIMIT points; false where its invocations are short.
static bool warm_up_curve(struct arena *arena, const struct analysis_cell *cell, size_t engine,
                          struct panel_curve *curve) {
  size_t length = SIZE_MAX, count = cell == NULL ? 0 : cell->invocation_count;
  for (size_t i = 0; i < count; i++)
    length = cell->invocations[i].count < length ? cell->invocations[i].count : length;
  if (count == 0 || !cell->ok || length < LONG_SERIES)
    return false;
  size_t stride = (length + POINT_LIMIT - 1) / POINT_LIMIT;
  double *steady = arena_array(arena, count, sizeof *steady);
  double *times = arena_array(arena, count * stride, sizeof *times);
  for (size_t i = 0; i < count; i++)
    steady[i] = steady_time(arena, &cell->invocations[i]);
  struct panel_point *points = arena_array(arena, length / stride, sizeof *points);
  for (size_t i = 0; i < length / stride; i++) {
    points[i] = point_of(cell, steady, i * stride, stride, times);
    if (isnan(points[i].y))
      return false;
  }
  *curve = (struct panel_curve){
      .engine = engine, .points = points, .count = length / stride, .exponent = NAN};
  return true;
}

static double greatest_first(const struct panel *panel) {
  double greatest = 0;
  for (size_t i = 0; i < panel->curve_count; i++)
    greatest = fmax(greatest, panel->curves[i].points[0].y);
  return greatest;
}

static int compare_warm_up(const void *left, const void *right) {
  const struct panel *a = left, *b = right;
  double one = greatest_first(a), other = greatest_first(b);
  return one != other ? (one < other ? 1 : -1) : strcmp(a->title, b->title);
}

static struct panel *warm_up_panels(const struct analysis *analysis, size_t *count) {
  struct arena *arena = analysis->arena;
  struct panel *panels = arena_array(arena, analysis->program_count + 1, sizeof *panels);
  *count = 0;
  for (size_t i = 0; i < analysis->program_count; i++) {
    struct panel panel = {.title = analysis->programs[i].name,
                          .x_axis = "iteration",
                          .curves =
                              arena_array(arena, analysis->engine_count, sizeof *panel.curves)};
    for (size_t j = 0; !analysis->programs[i].process && j < analysis->engine_count; j++)
      panel.curve_count +=
          warm_up_curve(arena, analysis_cell(analysis, i, j), j, &panel.curves[panel.curve_count]);
    if (panel.curve_count > 0)
      panels[(*count)++] = panel;
  }
  if (*count > 0)
    qsort(panels, *count, sizeof *panels, compare_warm_up);
  return panels;
}

static const char *first_text(struct arena *arena, const struct analysis *analysis,
                              const struct panel *panel) {
  const struct panel_curve *greatest = &panel->curves[0];
  for (size_t i = 1; i < panel->curve_count; i++)
    if (panel->curves[i].points[0].y > greatest->points[0].y)
      greatest = &panel->curves[i];
  return arena_format(arena,
                      "The slowest first iteration is that of %s on %s: %s times the steady time.",
                      panel->title, analysis->engines[greatest->engine].name,
                      table_significant(arena, greatest->points[0].y, 3));
}

// The table of what is said of warming up, where it has rows: of series that can be classified.
static const char *warm_up_table(const struct panel *panels, size_t count) {
  for (size_t i = 0; i < count; i++)
    for (size_t j = 0; j < panels[i].curve_count; j++)
      if (panels[i].curves[j].count >= WARMUP_LEAST)
        return "warm-up";
  return "times";
}

void figures_of_warm_up(struct figure_set *set, const struct analysis *analysis) {
  struct arena *arena = set->arena;
  size_t total;
  struct panels panels = {.y_axis = "time / steady time", .reference = 1, .bands = true};
  panels.panels = warm_up_panels(analysis, &total);
  panels.panel_count = total < PANEL_LIMIT ? total : PANEL_LIMIT;
  if (total == 0)
    return;
  for (size_t engine = 0; engine < analysis->engine_count; engine++) {
    panels.keys = arena_grow(arena, panels.keys, panels.key_count, sizeof *panels.keys);
    panels.keys[panels.key_count++] = (struct figure_key){analysis->engines[engine].name, engine};
  }
  struct figure figure = {
      .key = "warm-up-iterations",
      .table = warm_up_table(panels.panels, total),
      .title = "Warming up",
      .caption = arena_format(
          arena,
          "The time of each sample of an invocation in their order, relative to the steady time of "
          "the same invocation: median over the invocations, and the middle half of them as a "
          "band; of series longer than a hundred a point is of several. At 1 an engine runs as "
          "fast "
          "as it will.%s",
          total > panels.panel_count
              ? arena_format(arena, " The %zu programs of %zu with the slowest beginnings.",
                             panels.panel_count, total)
              : ""),
      .alternative = first_text(arena, analysis, &panels.panels[0])};
  panel_add_figure(set, &figure, &panels);
}

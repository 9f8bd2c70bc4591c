// See figures.h. Time against the size of the input, for families with three sizes or more: two lie
// on a line whatever they are.
#include "compare/figures.h"
#include "compare/growth_series.h"
#include "compare/panel.h"

#include <math.h>
#include <string.h>

enum { LEAST_SIZES = 3 };

static void add_curve(struct arena *arena, const struct analysis *analysis, struct panel *panel,
                      const struct growth_series *series) {
  struct panel_point *points = arena_array(arena, series->count, sizeof *points);
  for (size_t i = 0; i < series->count; i++)
    points[i] = (struct panel_point){.x = series->points[i].size,
                                     .y = series->points[i].time.estimate,
                                     .low = series->points[i].time.low,
                                     .high = series->points[i].time.high};
  panel->curves = arena_grow(arena, panel->curves, panel->curve_count, sizeof *panel->curves);
  panel->curves[panel->curve_count++] = (struct panel_curve){
      .engine = series->engine,
      .points = points,
      .count = series->count,
      .label = arena_format(arena, "%s %.2f", analysis->engines[series->engine].name,
                            series->line.exponent),
      .scale = series->line.scale,
      .exponent = series->line.exponent};
}

static struct panels panels_of(const struct analysis *analysis, const struct growth_set *growth) {
  struct arena *arena = analysis->arena;
  struct panels panels = {.y_axis = "time", .times = true, .logarithmic = true};
  for (size_t i = 0; i < growth->count; i++) {
    const struct growth_series *series = &growth->series[i];
    if (series->count < LEAST_SIZES)
      continue;
    size_t at = 0;
    while (at < panels.panel_count && strcmp(panels.panels[at].title, series->family) != 0)
      at++;
    if (at == panels.panel_count) {
      panels.panels = arena_grow(arena, panels.panels, at, sizeof *panels.panels);
      panels.panels[panels.panel_count++] =
          (struct panel){.title = series->family, .x_axis = series->what};
    }
    add_curve(arena, analysis, &panels.panels[at], series);
  }
  return panels;
}

static const char *extremes_text(struct arena *arena, const struct analysis *analysis,
                                 const struct growth_set *growth) {
  const struct growth_series *least = NULL, *greatest = NULL;
  for (size_t i = 0; i < growth->count; i++) {
    const struct growth_series *series = &growth->series[i];
    if (series->count < LEAST_SIZES)
      continue;
    if (least == NULL || series->line.exponent < least->line.exponent)
      least = series;
    if (greatest == NULL || series->line.exponent > greatest->line.exponent)
      greatest = series;
  }
  if (least == NULL || greatest == NULL)
    return "";
  return arena_format(arena,
                      "The least exponent is that of %s on %s, %.2f; the greatest that of "
                      "%s on %s, %.2f.",
                      least->family, analysis->engines[least->engine].name, least->line.exponent,
                      greatest->family, analysis->engines[greatest->engine].name,
                      greatest->line.exponent);
}

void figures_of_growth(struct figure_set *set, const struct analysis *analysis,
                       const struct growth_set *growth) {
  struct panels panels = panels_of(analysis, growth);
  if (panels.panel_count == 0)
    return;
  struct figure figure = {
      .key = "growth-families",
      .table = "growth",
      .title = "How times grow with the size of the input",
      .caption = "Medians with their 95 % intervals and the fitted line, on logarithmic axes; the "
                 "number after a name is the line's exponent: 0 does not depend on the size, 1 is "
                 "in proportion to it. Where marks leave their line, believe the marks.",
      .alternative = arena_format(set->arena, "Times of %zu families. %s", panels.panel_count,
                                  extremes_text(set->arena, analysis, growth))};
  panel_add_figure(set, &figure, &panels);
}

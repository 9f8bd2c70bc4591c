// The table of how times grow with the size of the input. See report_tables.h.
#include "compare/growth_series.h"
#include "compare/report_tables.h"

#include <math.h>

static const char *sizes_text(struct arena *arena, const struct growth_series *series) {
  const char *list = "";
  for (size_t i = 0; i < series->count; i++)
    list = arena_format(arena, "%s%s%s", list, i > 0 ? ", " : "",
                        series->points[i].size < 1e6
                            ? arena_format(arena, "%.6g", series->points[i].size)
                            : table_significant(arena, series->points[i].size, 3));
  return list;
}

static void fill_row(struct table *table, const struct analysis *analysis,
                     const struct growth_series *series) {
  size_t row = table_add_row(table, series->family);
  struct statistics_interval exponent = {.count = series->count,
                                         .estimate = series->line.exponent,
                                         .low = series->line.low,
                                         .high = series->line.high,
                                         .coverage = 1 - ANALYSIS_ALPHA,
                                         .reached = true};
  table_set_text(table, row, 0, TONE_PLAIN, series->family);
  table_set_text(table, row, 1, TONE_PLAIN, analysis->engines[series->engine].name);
  table_set_text(table, row, 2, TONE_PLAIN, sizes_text(table->arena, series));
  table_set_text(table, row, 3, TONE_PLAIN, series->what);
  if (isnan(series->line.low)) {
    table_set_number(table, row, 4, series->line.exponent,
                     arena_format(table->arena, "%.2f", series->line.exponent));
    table_set_missing(table, row, 5, "n/a", "two sizes lie on a line whatever they are");
    return;
  }
  table_set_interval(table, row, 4, &exponent, 1);
  table_set_number(table, row, 5, series->line.r_squared,
                   arena_format(table->arena, "%.3f", series->line.r_squared));
}

void report_add_growth(struct document *document, const struct analysis *analysis,
                       const struct growth_set *growth) {
  struct table *table =
      document_add_table(document, "growth", "How times grow with the size of the input");
  table->passes_over = true;
  table->detail = true;
  table->caption =
      "The exponent of size in time: 0 is a time that does not depend on it, 1 one in proportion "
      "to it. By least squares between the logarithms, which describes the sizes measured and "
      "promises nothing beyond them; the 95 % interval takes deviations from the line to be "
      "independent and normal, so r\u00b2 and the figure come before it.";
  table_add_column(table, "family", "family", COLUMN_LABEL);
  table_add_column(table, "engine", "engine", COLUMN_LABEL);
  table_add_column(table, "sizes", "sizes", COLUMN_LABEL);
  table_add_column(table, "what", "of", COLUMN_LABEL);
  table_add_column(table, "exponent", "exponent", COLUMN_VALUE);
  table_add_column(table, "r_squared", "r\u00b2", COLUMN_VALUE);
  bool runs = false;
  for (size_t i = 0; i < growth->count; i++) {
    fill_row(table, analysis, &growth->series[i]);
    runs = runs || growth->series[i].runs;
  }
  if (runs)
    table_add_note(table, "sizes that are work (calls, elements) are of this run and of the latest "
                          "of another size on the same machine, with the same engine");
}

// A chart of rows: names on the left, and for each a line on which marks of engines stand on one
// logarithmic axis, with their intervals; or one distribution a row. See figure.h.
#pragma once

#include "compare/figure.h"

struct chart_mark {
  size_t engine;
  double value, low, high; // the interval; low == high for none
  bool weak;               // the interval does not reach its coverage: a broken line
  bool below, beyond;      // the value is off the axis on that side and shown at its end
};

// A distribution: a box from one quantile to another, its median, and single values below it.
struct chart_spread {
  size_t engine;
  double low, median, high, least, greatest;
  const double *values;
  size_t count;
};

struct chart_row {
  const char *heading; // a line above the row, bold; NULL for none
  const char *text;    // a line above the row, of the second rank; NULL for none
  const char *label;   // on the left; long ones are broken at _, - and space
  const char *word;    // on the right; NULL for none
  enum figure_role word_role;
  const struct chart_mark *marks;
  size_t mark_count;
  const struct chart_spread *spread; // NULL for none
};

struct chart {
  const char *axis;        // what x is, with its unit
  double low, high;        // of the axis; above 0
  double reference;        // a line is drawn there; 0 for none
  bool passes;             // the part right of the reference is where targets pass
  bool times;              // x is in ns: ticks are labelled in units of time
  bool silent;             // without a legend
  struct figure_key *keys; // the engines that have marks, in the legend's order
  size_t key_count;
  struct chart_row *rows;
  size_t row_count;
};

// Adds an empty row and returns it; valid until the next.
struct chart_row *chart_add_row(struct arena *arena, struct chart *chart);

// Adds an engine whose marks are drawn.
void chart_add_key(struct arena *arena, struct chart *chart, const char *name, size_t engine);

// The range of all marks with their intervals, and the reference, widened to whole ticks.
void chart_set_range(struct chart *chart);

// Adds the chart to the set as the figure.
void chart_add_figure(struct figure_set *set, const struct figure *figure,
                      const struct chart *chart);

// "250 ns", "1 ms": a tick of a time in ns; without units "0.5", "20", "1000", "20k".
const char *chart_tick_text(struct arena *arena, double tick, bool times);

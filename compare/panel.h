// Curves of engines in panels below each other, one for each program or family. See figure.h.
#pragma once

#include "compare/figure.h"

struct panel_point {
  double x, y, low, high; // low and high: of an interval or a band
};

struct panel_curve {
  size_t engine;
  const struct panel_point *points;
  size_t count;
  const char *label;      // at the right end; NULL for none
  double scale, exponent; // a straight line y = scale * x^exponent; exponent NAN for none
};

struct panel {
  const char *title;
  const char *x_axis; // what x is
  struct panel_curve *curves;
  size_t curve_count;
};

struct panels {
  const char *y_axis;
  double reference; // a line at that height; 0 for none
  bool logarithmic; // x; y always is
  bool times;       // y is in ns
  bool bands;       // points are joined, their intervals are a band; else marks with bars
  double low, high; // of y in all panels; 0: each panel has its own
  struct figure_key *keys;
  size_t key_count;
  struct panel *panels;
  size_t panel_count;
};

// Adds the panels to the set as the figure.
void panel_add_figure(struct figure_set *set, const struct figure *figure,
                      const struct panels *panels);

// See panel.h. gnuplot's multiplot, with margins and ticks of our own: each panel is a plot with a
// title above it, and with names at the ends of its curves, moved apart where they would meet.
#include "compare/panel.h"
#include "compare/chart.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum {
  PLOT_HEIGHT = 120,
  PANEL_HEIGHT = PLOT_HEIGHT + 4 * FIGURE_LINE,
  LEFT = 64,      // of the plot: ticks such as "100 ms"
  LABEL_GAP = 16, // between the names of curves
  X_TICKS = 6,
  Y_TICKS = 5,
};

struct writer {
  FILE *out;
  struct arena *arena;
  const struct panels *panels;
  int height, right;
};

struct range {
  double low, high;
};

static struct range range_of(const struct panel *panel, bool of_x) {
  struct range range = {INFINITY, 0};
  for (size_t i = 0; i < panel->curve_count; i++)
    for (size_t j = 0; j < panel->curves[i].count; j++) {
      const struct panel_point *point = &panel->curves[i].points[j];
      range.low = fmin(range.low, of_x ? point->x : fmin(point->low, point->y));
      range.high = fmax(range.high, of_x ? point->x : fmax(point->high, point->y));
    }
  return range;
}

// What gnuplot does along an axis, for the texts that are placed here.
static double part(struct range range, bool logarithmic, double value) {
  return logarithmic ? log(value / range.low) / log(range.high / range.low)
                     : (value - range.low) / (range.high - range.low);
}

static void write_ticks(const struct writer *writer, const char *axis, const double *ticks,
                        size_t count) {
  fprintf(writer->out, "set %stics scale 0 (", axis);
  for (size_t i = 0; i < count; i++)
    fprintf(writer->out, "%s'' %.12g", i > 0 ? ", " : "", ticks[i]);
  fputs(")\n", writer->out);
}

static size_t x_ticks(const struct panels *panels, struct range x, double *ticks) {
  return panels->logarithmic ? figure_ticks(x.low, x.high, ticks, X_TICKS)
                             : figure_even_ticks(x.low, x.high, ticks, X_TICKS);
}

static void write_axes(const struct writer *writer, const struct figure_frame *frame,
                       struct range x, struct range y) {
  double ticks[X_TICKS + Y_TICKS];
  size_t count = x_ticks(writer->panels, x, ticks);
  fprintf(writer->out,
          "unset logscale\nset logscale y\n%sset xrange [%.12g:%.12g]\nset yrange [%.12g:%.12g]\n"
          "set grid xtics ytics linetype 1 linewidth 1 linecolor rgb '#%06x'\n",
          writer->panels->logarithmic ? "set logscale x\n" : "", x.low, x.high, y.low, y.high,
          (unsigned)FIGURE_GRID);
  write_ticks(writer, "x", ticks, count);
  for (size_t i = 0; i < count; i++)
    figure_write_text(writer->out, writer->arena, frame,
                      frame->left + (frame->right - frame->left) *
                                        part(x, writer->panels->logarithmic, ticks[i]),
                      frame->bottom + FIGURE_LINE * 0.6, "center", FIGURE_FAINT,
                      chart_tick_text(writer->arena, ticks[i], false));
  count = figure_ticks(y.low, y.high, ticks, Y_TICKS);
  write_ticks(writer, "y", ticks, count);
  for (size_t i = 0; i < count; i++)
    figure_write_text(writer->out, writer->arena, frame, frame->left - 6,
                      frame->bottom - (frame->bottom - frame->top) * part(y, true, ticks[i]),
                      "right", FIGURE_FAINT,
                      chart_tick_text(writer->arena, ticks[i], writer->panels->times));
}

// ---- Names of curves ----------------------------------------------------------------------------

static int compare_ends(const void *left, const void *right) {
  const struct panel_curve *a = left, *b = right;
  double one = a->points[a->count - 1].y, other = b->points[b->count - 1].y;
  return (one < other) - (one > other);
}

// Names in the order of the curves' ends, from the top, each at its end or as near as the one above
// it lets; all are moved up as far as the last would leave the plot.
static void write_names(const struct writer *writer, const struct figure_frame *frame,
                        const struct panel *panel, struct range y) {
  size_t count = panel->curve_count;
  struct panel_curve *sorted = arena_array(writer->arena, count, sizeof *sorted);
  double *places = arena_array(writer->arena, count + 1, sizeof *places);
  memcpy(sorted, panel->curves, count * sizeof *sorted);
  qsort(sorted, count, sizeof *sorted, compare_ends);
  for (size_t i = 0; i < count; i++) {
    double end = sorted[i].points[sorted[i].count - 1].y;
    double place = frame->bottom - (frame->bottom - frame->top) * part(y, true, end);
    places[i] = i > 0 ? fmax(place, places[i - 1] + LABEL_GAP) : place;
  }
  for (size_t i = count; i-- > 0;) {
    double limit = i + 1 < count ? places[i + 1] - LABEL_GAP : frame->bottom + 6;
    places[i] = fmin(places[i], limit);
    if (sorted[i].label == NULL)
      continue;
    fprintf(writer->out,
            "set label '' at screen %.6f,screen %.6f point pointtype %d pointsize 0.7 linecolor "
            "rgb '#%06x'\n",
            (frame->right + 12.0) / FIGURE_WIDTH, 1 - places[i] / frame->height,
            figure_engine_mark(sorted[i].engine), (unsigned)figure_engine_role(sorted[i].engine));
    figure_write_text(writer->out, writer->arena, frame, frame->right + 20, places[i], "left",
                      FIGURE_INK, sorted[i].label);
  }
}

// ---- Curves -------------------------------------------------------------------------------------

static const char *curve_plot(const struct writer *writer, const struct panel_curve *curve,
                              size_t index) {
  unsigned role = figure_engine_role(curve->engine);
  struct arena *arena = writer->arena;
  if (writer->panels->bands)
    return arena_format(arena,
                        "$curve%1$zu using 1:3:4 with filledcurves fillstyle transparent solid "
                        "0.15 noborder fillcolor rgb '#%2$06x', $curve%1$zu using 1:2 with lines "
                        "linewidth 2 linecolor rgb '#%2$06x', $curve%1$zu using 1:2 every %4$zu "
                        "with points pointtype %3$d pointsize 0.6 linecolor rgb '#%2$06x'",
                        index, role, figure_engine_mark(curve->engine), (curve->count + 9) / 10);
  const char *line = isnan(curve->exponent)
                         ? ""
                         : arena_format(arena,
                                        "%.12g*x**%.12g with lines linewidth 1.2 linecolor rgb "
                                        "'#%06x', ",
                                        curve->scale, curve->exponent, role);
  return arena_format(arena,
                      "%1$s$curve%2$zu using 1:3:(0):($4-$3) with vectors nohead linewidth 2 "
                      "linecolor rgb '#%3$06x', $curve%2$zu using 1:2 with points pointtype %4$d "
                      "pointsize 0.8 linecolor rgb '#%3$06x'",
                      line, index, role, figure_engine_mark(curve->engine));
}

static void write_panel(const struct writer *writer, const struct panel *panel, int top) {
  const struct panels *panels = writer->panels;
  struct figure_frame frame = {.height = writer->height,
                               .left = LEFT,
                               .right = writer->right,
                               .top = top + FIGURE_LINE + 8,
                               .bottom = top + FIGURE_LINE + 8 + PLOT_HEIGHT};
  struct range x = range_of(panel, true), y = range_of(panel, false);
  if (panels->low > 0)
    y = (struct range){panels->low, panels->high};
  else
    figure_round_range(&y.low, &y.high, panels->reference);
  if (panels->logarithmic) {
    x.low /= 1.3;
    x.high *= 1.3;
  }
  fputs("unset label\nunset arrow\n", writer->out);
  figure_write_frame(writer->out, &frame);
  write_axes(writer, &frame, x, y);
  figure_write_text(writer->out, writer->arena, &frame, FIGURE_MARGIN, top + FIGURE_LINE / 2.0,
                    "left", FIGURE_HEADING, panel->title);
  figure_write_text(writer->out, writer->arena, &frame, frame.right,
                    frame.bottom + FIGURE_LINE * 1.5, "right", FIGURE_FAINT, panel->x_axis);
  figure_write_text(writer->out, writer->arena, &frame, FIGURE_WIDTH - FIGURE_MARGIN,
                    top + FIGURE_LINE / 2.0, "right", FIGURE_FAINT, panels->y_axis);
  if (panels->reference > 0)
    fprintf(writer->out,
            "set arrow from graph 0,first %.12g to graph 1,first %.12g nohead back linewidth 1.5 "
            "linecolor rgb '#%06x'\n",
            panels->reference, panels->reference, (unsigned)FIGURE_REFERENCE);
  write_names(writer, &frame, panel, y);
  const char *plots = "";
  for (size_t i = 0; i < panel->curve_count; i++) {
    const struct panel_curve *curve = &panel->curves[i];
    fprintf(writer->out, "$curve%zu << EOD\n", i);
    for (size_t j = 0; j < curve->count; j++)
      fprintf(writer->out, "%.8g %.8g %.8g %.8g\n", curve->points[j].x, curve->points[j].y,
              fmax(curve->points[j].low, y.low), fmin(curve->points[j].high, y.high));
    fputs("EOD\n", writer->out);
    plots = arena_format(writer->arena, "%s%s%s", plots, i > 0 ? ", " : "",
                         curve_plot(writer, curve, i));
  }
  fprintf(writer->out, "plot %s\n", plots);
}

static int right_of(const struct panels *panels) {
  int width = 0;
  for (size_t i = 0; i < panels->panel_count; i++)
    for (size_t j = 0; j < panels->panels[i].curve_count; j++) {
      const char *label = panels->panels[i].curves[j].label;
      int own = label == NULL ? 0 : 20 + FIGURE_CHARACTER * (int)table_text_width(label);
      width = own > width ? own : width;
    }
  return FIGURE_WIDTH - FIGURE_MARGIN - (width > 0 ? width : 8);
}

void panel_add_figure(struct figure_set *set, const struct figure *figure,
                      const struct panels *panels) {
  char *script = NULL;
  size_t size;
  int legend = FIGURE_LINE * figure_legend_lines(panels->keys, panels->key_count);
  struct writer writer = {.out = open_memstream(&script, &size),
                          .arena = set->arena,
                          .panels = panels,
                          .height =
                              2 * FIGURE_MARGIN + legend + PANEL_HEIGHT * (int)panels->panel_count,
                          .right = right_of(panels)};
  fputs("set multiplot\nset samples 2\n", writer.out);
  for (size_t i = 0; i < panels->panel_count; i++)
    write_panel(&writer, &panels->panels[i], FIGURE_MARGIN + legend + 4 + PANEL_HEIGHT * (int)i);
  if (legend > 0) {
    struct figure_frame frame = {writer.height, 0, FIGURE_WIDTH, 0, legend};
    fputs("unset label\nunset arrow\nunset xtics\nunset ytics\n", writer.out);
    figure_write_frame(writer.out, &frame);
    figure_write_legend(writer.out, set->arena, &frame, FIGURE_MARGIN, panels->keys,
                        panels->key_count);
    fputs("plot NaN notitle\n", writer.out);
  }
  fputs("unset multiplot\n", writer.out);
  fclose(writer.out);
  figure_set_add(set, figure, writer.height, arena_string(set->arena, script));
  free(script);
}

// See chart.h. The rows are placed here, in units from the top of the plot; gnuplot places what
// lies along the axis. Marks of one row stand on lanes of their own, a few units apart, so that two
// that are equal are both seen.
#include "compare/chart.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum {
  LANE = 5,          // between the marks of a row
  LABEL_LENGTH = 16, // characters of a line of a label
  TICK_LIMIT = 7,
  LINE_LIMIT = 14,
  TALL = 700, // where the legend and the axis are wanted at the end too
};

struct chart_row *chart_add_row(struct arena *arena, struct chart *chart) {
  chart->rows = arena_grow(arena, chart->rows, chart->row_count, sizeof *chart->rows);
  struct chart_row *row = &chart->rows[chart->row_count++];
  *row = (struct chart_row){.label = ""};
  return row;
}

void chart_add_key(struct arena *arena, struct chart *chart, const char *name, size_t engine) {
  chart->keys = arena_grow(arena, chart->keys, chart->key_count, sizeof *chart->keys);
  chart->keys[chart->key_count++] = (struct figure_key){name, engine};
}

void chart_set_range(struct chart *chart) {
  double low = INFINITY, high = 0;
  for (size_t i = 0; i < chart->row_count; i++)
    for (size_t j = 0; j < chart->rows[i].mark_count; j++) {
      const struct chart_mark *mark = &chart->rows[i].marks[j];
      low = fmin(low, fmin(mark->value, mark->low));
      high = fmax(high, fmax(mark->value, mark->high));
    }
  figure_round_range(&low, &high, chart->reference);
  chart->low = low;
  chart->high = high;
}

const char *chart_tick_text(struct arena *arena, double tick, bool times) {
  static const struct {
    const char *name;
    double nanoseconds;
  } units[] = {{"s", 1e9}, {"ms", 1e6}, {"\u00b5s", 1e3}, {"ns", 1}};
  if (!times)
    return tick < 1e4   ? arena_format(arena, "%.6g", tick)
           : tick < 1e6 ? arena_format(arena, "%.6gk", tick / 1e3)
                        : arena_format(arena, "%.6gM", tick / 1e6);
  size_t unit = 0;
  while (unit < 3 && tick < units[unit].nanoseconds * (1 - 1e-9))
    unit++;
  return arena_format(arena, "%g %s", tick / units[unit].nanoseconds, units[unit].name);
}

// ---- Places -------------------------------------------------------------------------------------

// Where a line of a label that is too long is broken; 0: nowhere.
static size_t label_break(const char *label) {
  size_t length = strlen(label), place = 0;
  if (length <= LABEL_LENGTH)
    return 0;
  for (size_t i = 0; i < LABEL_LENGTH && label[i] != '\0'; i++)
    if (strchr("_- ", label[i]) != NULL)
      place = i + 1;
  return place;
}

static int label_width(const char *label) {
  size_t place = label_break(label), rest = strlen(label) - place;
  return FIGURE_CHARACTER * (int)(place > rest ? place : rest);
}

// Units above the lane of a row: its heading and text.
static int row_head(const struct chart_row *row) {
  return (row->heading != NULL ? FIGURE_LINE + 4 : 0) + (row->text != NULL ? FIGURE_LINE : 0);
}

static int row_body(const struct chart_row *row) {
  int label = FIGURE_LINE * (label_break(row->label) > 0 ? 2 : 1) + 3;
  int lanes = row->spread != NULL ? 20 : LANE * (int)row->mark_count + 11;
  return label > lanes ? label : lanes;
}

struct layout {
  struct figure_frame frame;
  int legend_lines;
  bool tall;
};

static struct layout lay_out(const struct chart *chart) {
  int label = 0, word = 0, height = 0;
  for (size_t i = 0; i < chart->row_count; i++) {
    const struct chart_row *row = &chart->rows[i];
    label = label_width(row->label) > label ? label_width(row->label) : label;
    if (row->word != NULL && FIGURE_CHARACTER * (int)strlen(row->word) > word)
      word = FIGURE_CHARACTER * (int)strlen(row->word);
    height += row_head(row) + row_body(row);
  }
  struct layout layout = {
      .legend_lines = chart->silent ? 0 : figure_legend_lines(chart->keys, chart->key_count),
      .tall = height > TALL};
  int legend = FIGURE_LINE * layout.legend_lines;
  layout.frame.left = FIGURE_MARGIN + label + 14;
  layout.frame.right = FIGURE_WIDTH - (word > 0 ? word + FIGURE_MARGIN + 8 : 18);
  layout.frame.top = FIGURE_MARGIN + legend + 2 * FIGURE_LINE + 2;
  layout.frame.bottom = layout.frame.top + height;
  layout.frame.height = layout.frame.bottom + FIGURE_MARGIN +
                        (layout.tall ? 2 * FIGURE_LINE + legend + 2 : FIGURE_LINE);
  return layout;
}

// ---- Commands -----------------------------------------------------------------------------------

struct writer {
  FILE *out;
  struct arena *arena;
  const struct chart *chart;
  struct layout layout;
};

static void write_axis(const struct writer *writer) {
  const struct chart *chart = writer->chart;
  const struct figure_frame *frame = &writer->layout.frame;
  double ticks[TICK_LIMIT], lines[LINE_LIMIT];
  size_t count = figure_ticks(chart->low, chart->high, ticks,
                              frame->right - frame->left < 260 && chart->times ? 5 : TICK_LIMIT);
  // decades without a label have a line at least
  bool sparse = count > 1 && ticks[1] > 50 * ticks[0];
  size_t line_count = count;
  memcpy(lines, ticks, sizeof ticks);
  if (sparse)
    line_count = figure_ticks(chart->low, chart->high, lines, LINE_LIMIT);
  fprintf(writer->out,
          "set logscale x\nset xrange [%.12g:%.12g]\nset yrange [%d:0]\n"
          "set grid xtics linetype 1 linewidth 1 linecolor rgb '#%06x'\nset xtics scale 0 (",
          chart->low, chart->high, frame->bottom - frame->top, (unsigned)FIGURE_GRID);
  for (size_t i = 0; i < line_count; i++)
    fprintf(writer->out, "%s'' %.12g", i > 0 ? ", " : "", lines[i]);
  fputs(")\n", writer->out);
  double scale = (frame->right - frame->left) / log(chart->high / chart->low);
  for (size_t i = 0; i < count; i++)
    for (int end = 0; end < 2; end++)
      figure_write_text(
          writer->out, writer->arena, frame, frame->left + scale * log(ticks[i] / chart->low),
          end == 0 ? frame->top - FIGURE_LINE / 2.0 : frame->bottom + FIGURE_LINE / 2.0, "center",
          FIGURE_FAINT, chart_tick_text(writer->arena, ticks[i], chart->times));
  double titles[] = {frame->top - 1.5 * FIGURE_LINE, frame->bottom + 1.5 * FIGURE_LINE};
  for (int end = 0; end < (writer->layout.tall ? 2 : 1); end++)
    figure_write_text(writer->out, writer->arena, frame, FIGURE_WIDTH - FIGURE_MARGIN - 4,
                      titles[end], "right", FIGURE_FAINT, chart->axis);
}

static void write_ground(const struct writer *writer) {
  const struct chart *chart = writer->chart;
  if (chart->passes)
    fprintf(writer->out,
            "set object 1 rectangle from first %.12g,graph 0 to graph 1,graph 1 behind "
            "fillstyle transparent solid 0.12 noborder fillcolor rgb '#%06x'\n",
            chart->reference, (unsigned)FIGURE_REGION);
  if (chart->reference > 0)
    fprintf(writer->out,
            "set arrow from first %.12g,graph 0 to first %.12g,graph 1 nohead back linewidth 1.5 "
            "linecolor rgb '#%06x'\n",
            chart->reference, chart->reference, (unsigned)FIGURE_REFERENCE);
}

static void write_label(const struct writer *writer, const char *label, double middle) {
  const struct figure_frame *frame = &writer->layout.frame;
  size_t place = label_break(label);
  double x = frame->left - 8;
  if (place == 0) {
    figure_write_text(writer->out, writer->arena, frame, x, middle, "right", FIGURE_INK, label);
    return;
  }
  const char *first = arena_format(writer->arena, "%.*s", (int)place, label);
  figure_write_text(writer->out, writer->arena, frame, x, middle - FIGURE_LINE * 0.42, "right",
                    FIGURE_INK, first);
  figure_write_text(writer->out, writer->arena, frame, x, middle + FIGURE_LINE * 0.42, "right",
                    FIGURE_INK, label + place);
}

static void write_row_line(const struct writer *writer, double y) {
  const struct figure_frame *frame = &writer->layout.frame;
  fprintf(writer->out,
          "set arrow from screen %.6f,screen %.6f to screen %.6f,screen %.6f nohead back "
          "linewidth 1 linecolor rgb '#%06x'\n",
          (double)FIGURE_MARGIN / FIGURE_WIDTH, 1 - y / frame->height,
          1 - (double)FIGURE_MARGIN / FIGURE_WIDTH, 1 - y / frame->height, (unsigned)FIGURE_GRID);
}

// The texts of a row whose top is `top` units from the canvas' top.
static void write_row_texts(const struct writer *writer, const struct chart_row *row, double top) {
  const struct figure_frame *frame = &writer->layout.frame;
  double y = top + FIGURE_LINE / 2.0, middle = top + row_head(row) + row_body(row) / 2.0;
  write_row_line(writer, top);
  if (row->heading != NULL) {
    figure_write_text(writer->out, writer->arena, frame, FIGURE_MARGIN, y + 3, "left",
                      FIGURE_HEADING, row->heading);
    y += FIGURE_LINE + 4;
  }
  if (row->text != NULL)
    figure_write_text(writer->out, writer->arena, frame, FIGURE_MARGIN, y, "left", FIGURE_FAINT,
                      row->text);
  write_label(writer, row->label, middle);
  if (row->word != NULL)
    figure_write_text(writer->out, writer->arena, frame, FIGURE_WIDTH - FIGURE_MARGIN, middle,
                      "right", row->word_role, row->word);
  for (size_t i = 0; i < row->mark_count; i++)
    if (row->marks[i].below || row->marks[i].beyond)
      figure_write_text(writer->out, writer->arena, frame,
                        row->marks[i].below ? frame->left - 4 : frame->right + 4, middle, "center",
                        FIGURE_INK, row->marks[i].below ? "\u2039" : "\u203a");
}

// The middle of the i-th lane of a row.
static double lane(const struct chart_row *row, double top, size_t i) {
  return top + row_head(row) + row_body(row) / 2.0 +
         LANE * ((double)i - ((double)row->mark_count - 1) / 2);
}

// Data of the marks of one engine: value, y, low, high; those with a weak interval or the others.
static size_t write_marks(const struct writer *writer, size_t engine, bool weak) {
  size_t count = 0;
  double top = 0;
  fprintf(writer->out, "$%s%zu << EOD\n", weak ? "weak" : "marks", engine);
  for (size_t i = 0; i < writer->chart->row_count; i++) {
    const struct chart_row *row = &writer->chart->rows[i];
    for (size_t j = 0; j < row->mark_count; j++) {
      const struct chart_mark *mark = &row->marks[j];
      if (mark->engine != engine || mark->weak != weak)
        continue;
      count++;
      fprintf(writer->out, "%.8g %g %.8g %.8g\n", mark->value, lane(row, top, j),
              fmax(mark->low, writer->chart->low), fmin(mark->high, writer->chart->high));
    }
    top += row_head(row) + row_body(row);
  }
  fputs("EOD\n", writer->out);
  return count;
}

static void write_mark_plots(const struct writer *writer, char **plots) {
  for (size_t i = 0; i < writer->chart->key_count; i++) {
    size_t engine = writer->chart->keys[i].engine;
    unsigned role = figure_engine_role(engine);
    for (int weak = 0; weak < 2; weak++) {
      if (write_marks(writer, engine, weak) == 0)
        continue;
      const char *name = arena_format(writer->arena, "$%s%zu", weak ? "weak" : "marks", engine);
      *plots = (char *)arena_format(
          writer->arena,
          "%s%s%s using 3:2:($4-$3):(0) with vectors nohead linewidth %s linecolor rgb '#%06x'"
          ", %s using 1:2 with points pointtype %d pointsize 0.85 linecolor rgb '#%06x'",
          *plots, **plots ? ", " : "", name, weak ? "1.2 dashtype 2" : "2", role, name,
          figure_engine_mark(engine), role);
    }
  }
}

// ---- Distributions ------------------------------------------------------------------------------

// Rising values, without those that fall on the place of the one before.
static void write_strokes(const struct writer *writer, const struct chart_spread *spread,
                          double y) {
  const struct chart *chart = writer->chart;
  double nearest = pow(chart->high / chart->low, 1.0 / 600), last = 0;
  for (size_t i = 0; i < spread->count; i++) {
    double value = fmin(fmax(spread->values[i], chart->low), chart->high);
    if (value < last * nearest)
      continue;
    fprintf(writer->out, "%.8g %g\n", value, y);
    last = value;
  }
}

// Data of the spreads of one engine: boxes, then strokes for values, then the least and greatest.
static void write_spreads(const struct writer *writer, size_t engine) {
  static const char *const kinds[] = {"boxes", "strokes", "ends"};
  const struct chart *chart = writer->chart;
  for (int kind = 0; kind < 3; kind++) {
    double top = 0;
    fprintf(writer->out, "$%s%zu << EOD\n", kinds[kind], engine);
    for (size_t i = 0; i < chart->row_count; i++) {
      const struct chart_row *row = &chart->rows[i];
      const struct chart_spread *spread = row->spread;
      double y = top + row_head(row) + row_body(row) / 2.0;
      top += row_head(row) + row_body(row);
      if (spread == NULL || spread->engine != engine)
        continue;
      if (kind == 0)
        fprintf(writer->out, "%.8g %g %.8g %.8g\n", spread->median, y - 4,
                fmax(spread->low, chart->low), fmin(spread->high, chart->high));
      if (kind == 1)
        write_strokes(writer, spread, y + 2);
      if (kind == 2)
        fprintf(writer->out, "%.8g %g\n%.8g %g\n", fmax(spread->least, chart->low), y - 4,
                fmin(spread->greatest, chart->high), y - 4);
    }
    fputs("EOD\n", writer->out);
  }
}

static bool has_spread(const struct chart *chart, size_t engine) {
  for (size_t i = 0; i < chart->row_count; i++)
    if (chart->rows[i].spread != NULL && chart->rows[i].spread->engine == engine)
      return true;
  return false;
}

static void write_spread_plots(const struct writer *writer, char **plots) {
  for (size_t i = 0; i < writer->chart->key_count; i++) {
    size_t engine = writer->chart->keys[i].engine;
    unsigned role = figure_engine_role(engine);
    if (!has_spread(writer->chart, engine))
      continue;
    write_spreads(writer, engine);
    *plots = (char *)arena_format(
        writer->arena,
        "%1$s%2$s$boxes%3$zu using 1:2:3:4:($2-4):($2+4) with boxxyerror fillstyle transparent "
        "solid 0.35 noborder fillcolor rgb '#%4$06x', $boxes%3$zu using 1:($2-5):(0):(10) with "
        "vectors nohead linewidth 2 linecolor rgb '#%4$06x', $strokes%3$zu using 1:2:(0):(6) with "
        "vectors nohead linewidth 1 linecolor rgb '#%4$06x', $ends%3$zu using 1:2 with points "
        "pointtype 7 pointsize 0.35 linecolor rgb '#%4$06x'",
        *plots, **plots ? ", " : "", engine, role);
  }
}

static void write_legends(const struct writer *writer) {
  const struct figure_frame *frame = &writer->layout.frame;
  const struct figure_key *keys = writer->chart->keys;
  size_t count = writer->chart->key_count;
  figure_write_legend(writer->out, writer->arena, frame, FIGURE_MARGIN, keys, count);
  if (writer->layout.tall)
    figure_write_legend(writer->out, writer->arena, frame, frame->bottom + 2 * FIGURE_LINE, keys,
                        count);
}

// ---- The whole ----------------------------------------------------------------------------------

void chart_add_figure(struct figure_set *set, const struct figure *figure,
                      const struct chart *chart) {
  char *script = NULL, *plots = (char *)"";
  size_t size;
  struct writer writer = {.out = open_memstream(&script, &size),
                          .arena = set->arena,
                          .chart = chart,
                          .layout = lay_out(chart)};
  const struct figure_frame *frame = &writer.layout.frame;
  figure_write_frame(writer.out, frame);
  write_axis(&writer);
  write_ground(&writer);
  if (!chart->silent)
    write_legends(&writer);
  double top = frame->top;
  for (size_t i = 0; i < chart->row_count; i++) {
    write_row_texts(&writer, &chart->rows[i], top);
    top += row_head(&chart->rows[i]) + row_body(&chart->rows[i]);
  }
  write_row_line(&writer, top);
  write_mark_plots(&writer, &plots);
  write_spread_plots(&writer, &plots);
  fprintf(writer.out, "plot %s\n", *plots ? plots : "NaN");
  fclose(writer.out);
  figure_set_add(set, figure, frame->height, arena_string(set->arena, script));
  free(script);
}

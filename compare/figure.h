// Figures: pictures of the numbers that the tables hold, drawn by one gnuplot process for a whole
// report.
//
//   figures.c        which figures a report has          figure_*.c    what each of them shows
//   chart.c          rows of marks on a logarithmic axis panel.c       curves in panels
//   figure.c         gnuplot, once for all               figure_svg.c  its SVG made one for pages
//
// A figure is a script for gnuplot. All lengths are in units of a canvas FIGURE_WIDTH wide, which
// is so narrow that its text can be read on a telephone, where it is shown as wide as the screen.
// Colours are roles and not colours: gnuplot is told "#0000RR" for role RR, and the SVG gets a
// class in its place, which a style sheet gives a colour on light and another on dark.
#pragma once

#include "compare/analysis.h"
#include "compare/error.h"
#include "compare/table.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

enum {
  FIGURE_WIDTH = 440,
  FIGURE_MARGIN = 8,    // around everything
  FIGURE_LINE = 19,     // from one line of text to the next
  FIGURE_CHARACTER = 8, // the width of one, generously: fonts differ
  FIGURE_COLOUR_COUNT = 7,
};

// What a thing is; its colour follows.
enum figure_role {
  FIGURE_INK = 1,   // text
  FIGURE_HEADING,   // text, bold
  FIGURE_FAINT,     // text of the second rank
  FIGURE_GRID,      // lines that guide the eye
  FIGURE_REFERENCE, // the line that all is compared with
  FIGURE_REGION,    // the part of the plot where a target passes
  FIGURE_GOOD,
  FIGURE_BAD,
  FIGURE_DOUBT,
  FIGURE_COLOURS, // the first of FIGURE_COLOUR_COUNT colours of engines
};

// The role, and gnuplot's number of the mark, of the engine with that index: no two of 42 engines
// share both, and no two of six share the mark.
enum figure_role figure_engine_role(size_t engine);
int figure_engine_mark(size_t engine);

// The figures of a report, until they are drawn.
struct figure_set {
  struct arena *arena;
  struct figure_plan *plans;
  size_t count;
};

// Adds a figure: its texts, without an SVG, the height of its canvas and the commands that draw it.
void figure_set_add(struct figure_set *set, const struct figure *figure, int height,
                    const char *script);

// Draws all figures and adds them to the document in their order. Where gnuplot is not installed
// nothing is added and *missing is set, which is no error. Returns false and fills `error` when
// gnuplot fails.
bool figure_set_draw(const struct figure_set *set, struct document *document, bool *missing,
                     struct error *error);

// A whole <svg> element made of one that gnuplot drew, which begins with `drawn`: texts from
// `figure`, ids that begin with its key, colours by class. NULL and `error` when it is none.
const char *figure_svg(struct arena *arena, const struct figure *figure, const char *drawn,
                       struct error *error);

// "PREFIX-NAME" as a key: of letters, digits and hyphens.
const char *figure_key_of(struct arena *arena, const char *prefix, const char *name);

// A text as gnuplot takes it: in quotes.
const char *figure_quote(struct arena *arena, const char *text);

// The beginning of a script: an empty canvas of that height, in which y is measured in units from
// the top of a plot between `left`, `right`, `top` and `bottom`, in units of the canvas.
struct figure_frame {
  int height, left, right, top, bottom;
};
void figure_write_frame(FILE *out, const struct figure_frame *frame);

// Writes the command for a text at a place of the canvas; y is its middle. `anchor` is "left",
// "right" or "center".
void figure_write_text(FILE *out, struct arena *arena, const struct figure_frame *frame, double x,
                       double y, const char *anchor, enum figure_role role, const char *text);

// A name of a mark in a legend.
struct figure_key {
  const char *name;
  size_t engine;
};

// The lines that a legend takes between the canvas' margins, and the commands for it, from `top`.
int figure_legend_lines(const struct figure_key *keys, size_t count);
void figure_write_legend(FILE *out, struct arena *arena, const struct figure_frame *frame,
                         double top, const struct figure_key *keys, size_t count);

// Ticks of a logarithmic axis from `low` to `high`: 1, 2 and 5 times powers of ten, 1 and 3
// times or 1 alone where there are many decades, and even steps where there is less than one.
// Returns their number, at most `limit`, which is 2 or more.
size_t figure_ticks(double low, double high, double *ticks, size_t limit);

// Ticks at the multiples of 1, 2 or 5 times a power of ten, at most `limit`.
size_t figure_even_ticks(double low, double high, double *ticks, size_t limit);

// Widens a range to whole ticks; `reference` (0: none) is in it.
void figure_round_range(double *low, double *high, double reference);

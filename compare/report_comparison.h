// The tables of a comparison (comparison.h): the rows, the controls, what the two sides are, and
// what was counted on both.
#pragma once

#include "compare/comparison.h"
#include "compare/reference.h"
#include "compare/table.h"

// Rows: programs, grouped by engine, the geometric mean last.
void report_add_comparison(struct document *document, const struct comparison *comparison);

// The engines that did not change, and how far they moved.
void report_add_controls(struct document *document, const struct comparison *comparison);

// The run of each side; of a side of several, the first.
void report_add_sides(struct document *document, const struct comparison_side *old,
                      const struct comparison_side *new);

// What the drivers counted on both sides. Counts are exact but for a little: `threshold` is the
// least change that is called one. Returns how many grew by more.
size_t report_add_counts(struct document *document, const struct comparison *comparison,
                         double threshold);

// The sentences: verdicts, means, what could have been seen, how far the controls moved.
void report_summarise_comparison(struct document *document, const struct comparison *comparison);

// "+1.20 % [-0.31 %, +2.70 %]".
const char *report_change_text(struct arena *arena, const struct statistics_interval *change);

// The largest movement of a control, 0.01 for 1 % in either direction; 0 without controls.
double report_control_drift(const struct comparison *comparison);

// Prints the document and, where `directory` is not NULL, writes it there. Returns false after
// saying what went wrong.
bool report_show(const struct document *document, const char *directory, bool colour);

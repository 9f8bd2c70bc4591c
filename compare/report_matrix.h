// The frame of the tables of programs by engines: rows are programs, grouped by category, columns
// are engines. Three selections of programs never share a table: the catalogue, what measures
// embedding, and what is there for the process around it.
#pragma once

#include "compare/analysis.h"
#include "compare/table.h"

#include <stdbool.h>
#include <stddef.h>

enum matrix_selection { MATRIX_CATALOGUE, MATRIX_EMBEDDING, MATRIX_PROCESS };

struct matrix {
  struct table *table;
  const struct analysis *analysis;
  const size_t *programs; // rows, as indexes
  const size_t *engines;  // columns of values, as indexes
  size_t program_count, engine_count;
  size_t first; // the column of the first engine
};

// A unit of time for people.
struct matrix_unit {
  const char *name;
  double nanoseconds;
};

// The programs of a selection; the result is the arena's.
size_t *matrix_programs(const struct analysis *analysis, enum matrix_selection selection,
                        size_t *count);

// All engines, or all but the one that ratios are taken to.
size_t *matrix_engines(const struct analysis *analysis, bool with_baseline, size_t *count);

// Adds a table with a first column for the program's name. Columns for the engines are added by
// matrix_add_engines, after those that stand before them.
struct matrix matrix_start(struct document *document, const struct analysis *analysis,
                           const char *key, const char *title, enum matrix_selection selection,
                           bool with_baseline);
void matrix_add_engines(struct matrix *matrix);

// Adds the row of the i-th program with its name.
size_t matrix_row(struct matrix *matrix, size_t i);

// Leaves all rows out where no cell has the metric, as in a run without whole processes: the same
// reason in every cell tells nothing.
void matrix_drop_unmeasured(struct matrix *matrix, enum analysis_metric metric);

// Adds the row of the i-th program's times, with their unit in column 1.
void matrix_fill_times(struct matrix *matrix, size_t i, enum analysis_metric metric);

// Adds the row of the i-th program's ratios to the baseline.
void matrix_fill_ratios(struct matrix *matrix, size_t i, enum analysis_metric metric, double alpha);

// Why a ratio of the two cells is missing; NULL if it is there.
const char *matrix_why_no_ratio(const struct analysis *analysis, const struct analysis_cell *cell,
                                const struct analysis_cell *baseline, enum analysis_metric metric);

// Sets a field to a ratio, marked where it holds 1.
void matrix_set_ratio(struct table *table, size_t row, size_t column,
                      const struct statistics_interval *ratio);

// Sets a field to what its cell lacks, with the reason under the table.
void matrix_set_missing(struct table *table, size_t row, size_t column,
                        const struct analysis *analysis, const struct analysis_cell *cell,
                        const char *program, const char *engine, const char *reason);

// Writes under the table what the manifests of its programs say cannot be equal.
void matrix_add_notes(struct matrix *matrix);

// Says how the intervals of the table are to be read. `rows` of a column share alpha; 0 means that
// each interval stands for itself.
void matrix_explain_intervals(struct table *table, const struct analysis *analysis, size_t rows);

// The unit in which the median of the row's times has digits before the point. Sorts them.
struct matrix_unit matrix_choose_unit(double *nanoseconds, size_t count);

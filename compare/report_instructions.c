// The table of instructions counted by valgrind. See instructions.h, report_tables.h.
#include "compare/instructions.h"
#include "compare/report_matrix.h"
#include "compare/report_tables.h"

#include <math.h>

static double count_of(const struct analysis_cell *cell) {
  const struct analysis_counter *counter = analysis_find_counter(cell, INSTRUCTIONS_COUNTER);
  return counter == NULL ? NAN : counter->values[0] / analysis_units(cell);
}

static bool any_counted(const struct analysis *analysis) {
  for (size_t i = 0; i < analysis->program_count * analysis->engine_count; i++)
    if (!isnan(count_of(analysis->cells[i])))
      return true;
  return false;
}

static void add_row(struct matrix *matrix, size_t i) {
  const struct analysis *analysis = matrix->analysis;
  const struct analysis_program *program = &analysis->programs[matrix->programs[i]];
  size_t row = matrix_row(matrix, i);
  table_set_text(matrix->table, row, 1, TONE_PLAIN, program->unit);
  for (size_t j = 0; j < matrix->engine_count; j++) {
    const struct analysis_cell *cell =
        analysis_cell(analysis, matrix->programs[i], matrix->engines[j]);
    double count = count_of(cell);
    if (!isnan(count))
      table_set_number(matrix->table, row, matrix->first + j, count,
                       table_significant(analysis->arena, count, 4));
    else
      matrix_set_missing(matrix->table, row, matrix->first + j, analysis, cell, program->name,
                         analysis->engines[matrix->engines[j]].name,
                         cell != NULL && cell->ok ? "valgrind could not count it"
                                                  : "it has no result");
  }
}

void report_add_instructions(struct document *document, const struct analysis *analysis) {
  struct matrix matrix =
      matrix_start(document, analysis, "instructions", "Instructions", MATRIX_CATALOGUE, true);
  matrix.table->passes_over = true;
  matrix.table->caption =
      "Instructions a unit of work, counted by valgrind. They compare two builds of one engine "
      "(fieldstone diff, fieldstone gate); between engines they say nothing of the time.";
  table_add_column(matrix.table, "unit", "a", COLUMN_LABEL);
  matrix_add_engines(&matrix);
  for (size_t i = 0; i < matrix.program_count && any_counted(analysis); i++)
    add_row(&matrix, i);
}

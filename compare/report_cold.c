// The table of first blocks against steady ones. See report_tables.h.
#include "compare/cold.h"
#include "compare/report_matrix.h"
#include "compare/report_tables.h"

static void fill_cold(struct matrix *matrix, size_t i, double alpha) {
  const struct analysis *analysis = matrix->analysis;
  size_t program = matrix->programs[i], row = matrix_row(matrix, i);
  for (size_t j = 0; j < matrix->engine_count; j++) {
    const struct analysis_cell *cell = analysis_cell(analysis, program, matrix->engines[j]);
    struct statistics_interval ratio = cold_ratio(analysis, cell, alpha);
    if (ratio.count > 0) {
      matrix_set_ratio(matrix->table, row, matrix->first + j, &ratio);
      continue;
    }
    const char *reason = analysis_missing(analysis, cell, ANALYSIS_TIME);
    matrix_set_missing(matrix->table, row, matrix->first + j, analysis, cell,
                       analysis->programs[program].name, analysis->engines[matrix->engines[j]].name,
                       reason ? reason : "no invocation has a block besides the first");
  }
}

void report_add_cold_steady(struct document *document, const struct analysis *analysis) {
  struct matrix matrix =
      matrix_start(document, analysis, "cold-steady", "First block relative to the steady time",
                   MATRIX_CATALOGUE, true);
  matrix.table->detail = true;
  matrix.table->caption =
      "How many times as long a repetition takes in the first block of a process as in its steady "
      "ones: median over the pairs. It holds compiling, caches that are cold and memory that is "
      "new, but not the start of the process, and is blurred by the repetitions of a block.";
  matrix_add_engines(&matrix);
  double alpha = analysis_level(analysis, matrix.program_count);
  for (size_t i = 0; i < matrix.program_count; i++)
    fill_cold(&matrix, i, alpha);
  matrix_explain_intervals(matrix.table, analysis, matrix.program_count);
}

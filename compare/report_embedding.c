// The tables of what an engine costs its host: times, gross and net of the loop around a call, what
// is asked of the allocator, and where a rule pipeline's time goes. See report_tables.h.
//
// Native C has a column because all engines are checked against it, but no runtime to make and
// nothing to convert; the engine to be compared with here is Lua, which is what a host embeds
// otherwise.
#include "compare/report_matrix.h"
#include "compare/report_tables.h"

#include <math.h>
#include <string.h>

#define EMBEDDING_BASELINE "lua"

void report_add_embedding(struct document *document, const struct analysis *analysis) {
  struct matrix matrix =
      matrix_start(document, analysis, "embedding", "What embedding costs", MATRIX_EMBEDDING, true);
  matrix.table->caption = "Inside the process, gross: with the loop around it. Median over the "
                          "pairs and, in brackets, its 95 % interval.";
  table_add_column(matrix.table, "unit", "unit", COLUMN_LABEL);
  matrix_add_engines(&matrix);
  for (size_t i = 0; i < matrix.program_count; i++)
    matrix_fill_times(&matrix, i, ANALYSIS_TIME);
  matrix_explain_intervals(matrix.table, analysis, 0);
  matrix_add_notes(&matrix);
}

// The same analysis with ratios taken to Lua, where that is in the run.
static struct analysis relative_to_lua(const struct analysis *analysis) {
  struct analysis relative = *analysis;
  ptrdiff_t lua = analysis_find_engine(analysis, EMBEDDING_BASELINE);
  if (lua >= 0) {
    relative.baseline = lua;
    relative.baseline_name = analysis->engines[lua].name;
  }
  return relative;
}

void report_add_embedding_ratios(struct document *document, const struct analysis *analysis) {
  struct analysis *relative = arena_allocate(analysis->arena, sizeof *relative);
  *relative = relative_to_lua(analysis);
  struct matrix matrix =
      matrix_start(document, relative, "embedding-ratios",
                   arena_format(analysis->arena, "What embedding costs, relative to %s",
                                relative->baseline_name),
                   MATRIX_EMBEDDING, false);
  matrix.table->caption =
      "How many times as long: median over the pairs of the ratio within a pair.";
  matrix_add_engines(&matrix);
  double alpha = analysis_level(analysis, matrix.program_count);
  for (size_t i = 0; i < matrix.program_count; i++)
    matrix_fill_ratios(&matrix, i, ANALYSIS_TIME, alpha);
  matrix_explain_intervals(matrix.table, relative, matrix.program_count);
}

// ---- Net ----------------------------------------------------------------------------------------

static void fill_net(struct matrix *matrix, size_t i, size_t loop) {
  const struct analysis *analysis = matrix->analysis;
  size_t program = matrix->programs[i], row = matrix_row(matrix, i);
  table_set_text(matrix->table, row, 1, TONE_PLAIN,
                 arena_format(analysis->arena, "ns/%s", analysis->programs[program].unit));
  for (size_t j = 0; j < matrix->engine_count; j++) {
    const struct analysis_cell *cell = analysis_cell(analysis, program, matrix->engines[j]);
    const struct analysis_side sides[] = {
        {.cell = cell},
        {.cell = analysis_cell(analysis, loop, matrix->engines[j])},
    };
    struct statistics_interval net =
        analysis_quantity(analysis, ANALYSIS_DIFFERENCE, &sides[0], &sides[1], ANALYSIS_ALPHA);
    if (net.count > 0) {
      table_set_interval(matrix->table, row, matrix->first + j, &net, 1);
      continue;
    }
    const char *reason = analysis_missing(analysis, cell, ANALYSIS_TIME);
    matrix_set_missing(matrix->table, row, matrix->first + j, analysis, cell,
                       analysis->programs[program].name, analysis->engines[matrix->engines[j]].name,
                       reason ? reason : "the loop around it has no time");
  }
}

void report_add_embedding_net(struct document *document, const struct analysis *analysis) {
  struct matrix matrix = matrix_start(document, analysis, "embedding-net",
                                      "Calls without the loop around them", MATRIX_EMBEDDING, true);
  matrix.table->caption =
      "Net: the time of the same loop without a call, on the same engine in the "
      "same pair, is subtracted.";
  table_add_column(matrix.table, "unit", "unit", COLUMN_LABEL);
  matrix_add_engines(&matrix);
  for (size_t i = 0; i < matrix.program_count; i++) {
    const char *name = analysis->programs[matrix.programs[i]].net_of;
    ptrdiff_t loop = *name ? analysis_find_program(analysis, name) : -1;
    if (loop >= 0)
      fill_net(&matrix, i, (size_t)loop);
  }
  matrix_explain_intervals(matrix.table, analysis, 0);
}

// ---- Counters -----------------------------------------------------------------------------------

// What the drivers count, by name, and how it reads.
struct shown_counter {
  const char *name, *title;
  double scale;
};

static double median_of(const struct analysis *analysis, const struct analysis_cell *cell,
                        const char *name) {
  const struct analysis_side side = {cell, ANALYSIS_COUNTER, name};
  return analysis_quantity(analysis, ANALYSIS_VALUE, &side, &side, ANALYSIS_ALPHA).estimate;
}

static const char *count_text(struct arena *arena, double value) {
  if (value == 0 || fabs(value) >= 1000)
    return arena_format(arena, "%.0f", value);
  const char *text = table_significant(arena, fabs(value), 3);
  return value < 0 ? arena_format(arena, "-%s", text) : text;
}

// Adds the row of a counter, unless no engine has counted it.
static void fill_counter(struct matrix *matrix, size_t i, const struct shown_counter *counter) {
  const struct analysis *analysis = matrix->analysis;
  size_t program = matrix->programs[i];
  bool any = false;
  for (size_t j = 0; j < matrix->engine_count; j++)
    any = any || analysis_find_counter(analysis_cell(analysis, program, matrix->engines[j]),
                                       counter->name);
  if (!any)
    return;
  size_t row = matrix_row(matrix, i);
  table_set_text_and_data(matrix->table, row, 1, counter->title, counter->name);
  for (size_t j = 0; j < matrix->engine_count; j++) {
    const struct analysis_cell *cell = analysis_cell(analysis, program, matrix->engines[j]);
    double value = median_of(analysis, cell, counter->name);
    const char *reason = analysis_missing(analysis, cell, ANALYSIS_TIME);
    if (!isnan(value))
      table_set_number(matrix->table, row, matrix->first + j, value,
                       count_text(analysis->arena, value / counter->scale));
    else
      matrix_set_missing(matrix->table, row, matrix->first + j, analysis, cell,
                         analysis->programs[program].name,
                         analysis->engines[matrix->engines[j]].name,
                         reason ? reason : "the driver does not count it");
  }
}

void report_add_embedding_memory(struct document *document, const struct analysis *analysis) {
  static const struct shown_counter counters[] = {
      {"allocations", "allocations", 1},
      {"allocated_bytes", "bytes allocated", 1},
      {"runtime_bytes", "bytes of a fresh runtime", 1},
      {"growth_bytes", "bytes of growth", 1},
      {"peak_bytes", "bytes at the peak", 1},
  };
  struct matrix matrix =
      matrix_start(document, analysis, "embedding-memory", "What embedding asks of the allocator",
                   MATRIX_EMBEDDING, true);
  matrix.table->detail = true;
  matrix.table->caption =
      "Of one life, message or call each, in a block that is not timed; the peak is of the whole "
      "block. Growth is what is held after the block and was not before, garbage collected. Mica's "
      "compiled "
      "programs are malloc's and not counted, as they belong to no runtime.";
  table_add_column(matrix.table, "counter", "counted", COLUMN_LABEL);
  matrix_add_engines(&matrix);
  for (size_t i = 0; i < matrix.program_count; i++)
    for (size_t c = 0; c < sizeof counters / sizeof *counters; c++)
      fill_counter(&matrix, i, &counters[c]);
}

// A table of what is counted in the programs of one kind.
static void add_counted(struct matrix *matrix, const char *kind,
                        const struct shown_counter *counters, size_t count) {
  const struct analysis *analysis = matrix->analysis;
  for (size_t i = 0; i < matrix->program_count; i++)
    if (strcmp(analysis->programs[matrix->programs[i]].kind, kind) == 0)
      for (size_t c = 0; c < count; c++)
        fill_counter(matrix, i, &counters[c]);
}

void report_add_pauses(struct document *document, const struct analysis *analysis) {
  static const struct shown_counter pauses[] = {
      {"step_median_ns", "median call, us", 1e3},    {"step_p99_ns", "99 % of the calls, us", 1e3},
      {"step_p999_ns", "99.9 % of them, us", 1e3},   {"step_longest_ns", "the longest, us", 1e3},
      {"collection_ns", "full collection, us", 1e3},
  };
  struct matrix matrix =
      matrix_start(document, analysis, "pauses", "Pauses of the collector", MATRIX_EMBEDDING, true);
  matrix.table->caption =
      "Of 20,000 calls of equal work, which make 100 records each, in processor time of the "
      "thread: those that take longest have collected. C collects nothing: what its longest calls "
      "take is the machine's. A full collection is asked for by the host, with no garbage there. "
      "Medians over the pairs, and no claims.";
  table_add_column(matrix.table, "counter", "what", COLUMN_LABEL);
  matrix_add_engines(&matrix);
  add_counted(&matrix, "pauses", pauses, sizeof pauses / sizeof *pauses);
}

void report_add_pipeline(struct document *document, const struct analysis *analysis) {
  static const struct shown_counter phases[] = {
      {"created", "runtimes created", 1},
      {"create_ns", "create, us", 1e3},
      {"compile_ns", "compile, us", 1e3},
      {"execute_ns", "execute, us", 1e3},
      {"clean_ns", "clean, us", 1e3},
      {"host_ns", "the host's work, us", 1e3},
      {"engine_share", "the engine's share", 1},
  };
  struct matrix matrix =
      matrix_start(document, analysis, "pipeline", "Where the rule pipeline's time goes",
                   MATRIX_EMBEDDING, true);
  matrix.table->caption =
      "Of one message, which is 126 evaluations, by a clock that is read between "
      "the steps, its cost subtracted: medians over the pairs, and no claims.";
  table_add_column(matrix.table, "phase", "phase", COLUMN_LABEL);
  matrix_add_engines(&matrix);
  add_counted(&matrix, "pipeline", phases, sizeof phases / sizeof *phases);
}

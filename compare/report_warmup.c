// The table of how engines warm up: what the series of each invocation's iterations was classified
// as (warmup.h), when it was steady, and what it took to get there. Steady times and warming up are
// told apart here and never mixed; a cell without a steady state is said to have none.
//
// Ordinary runs take a few samples of a process, which is enough for a median and says nothing of
// warming up: the table is for runs with --samples.
#include "compare/report_matrix.h"
#include "compare/report_tables.h"
#include "compare/warmup.h"

#include <math.h>

enum column { PROGRAM, ENGINE, CLASS, INVOCATIONS, ITERATION, REACH, COST, STEADY };

// What the invocations of a cell say, one entry each of those that become steady.
struct course {
  struct warmup_summary summary;
  double *iterations, *reach_ns, *cost_ns, *steady_ns; // a repetition, the last
  size_t count;
};

static struct warmup classify(struct arena *arena, const struct analysis_invocation *invocation) {
  double *times = arena_array(arena, invocation->count, sizeof *times);
  for (size_t i = 0; i < invocation->count; i++)
    times[i] = invocation->blocks[i];
  return warmup_classify(arena, times, invocation->count);
}

static struct course course_of(struct arena *arena, const struct analysis_cell *cell) {
  size_t count = cell->invocation_count;
  struct warmup *warmups = arena_array(arena, count, sizeof *warmups);
  struct course course = {.iterations = arena_array(arena, count, sizeof(double)),
                          .reach_ns = arena_array(arena, count, sizeof(double)),
                          .cost_ns = arena_array(arena, count, sizeof(double)),
                          .steady_ns = arena_array(arena, count, sizeof(double))};
  for (size_t i = 0; i < count; i++) {
    const struct warmup *warmup = &warmups[i];
    warmups[i] = classify(arena, &cell->invocations[i]);
    if (isnan(warmup->steady_ns))
      continue;
    course.iterations[course.count] = (double)warmup->steady;
    course.reach_ns[course.count] = warmup->reach_ns;
    course.cost_ns[course.count] = warmup->cost_ns;
    course.steady_ns[course.count++] = warmup->steady_ns / cell->repetitions;
  }
  course.summary = warmup_summarise(warmups, count);
  return course;
}

static bool is_long_enough(const struct analysis_cell *cell) {
  for (size_t i = 0; cell != NULL && i < cell->invocation_count; i++)
    if (cell->invocations[i].count >= WARMUP_LEAST)
      return true;
  return false;
}

// "warm-up", "inconsistent: flat or warm-up", "inconsistent, also slower".
static const char *class_text(const struct warmup_summary *summary) {
  static const char *const mixed[] = {
      [WARMUP_INCONSISTENT] = "inconsistent: flat or warm-up",
      [WARMUP_INCONSISTENT_SLOW] = "inconsistent, some slow down or never settle",
  };
  return summary->agreement == WARMUP_AGREED ? warmup_class_name(summary->class)
                                             : mixed[summary->agreement];
}

// "14 warm-up, 2 flat": how many invocations were of each class.
static const char *counts_text(struct arena *arena, const struct warmup_summary *summary) {
  const char *list = "";
  for (int class = 0; class < WARMUP_CLASSES; class ++)
    if (summary->counts[class] > 0)
      list = arena_format(arena, "%s%s%zu %s", list, *list ? ", " : "", summary->counts[class],
                          warmup_class_name((enum warmup_class) class));
  return list;
}

static void set_median(struct table *table, size_t row, enum column column, double *values,
                       size_t count, double scale) {
  struct statistics_interval interval = statistics_median_interval(values, count, ANALYSIS_ALPHA);
  if (count > 0)
    table_set_interval(table, row, column, &interval, scale);
  else
    table_set_missing(table, row, column, "none", "no invocation has a steady state");
}

static void add_cell(struct table *table, const struct analysis_cell *cell) {
  struct course course = course_of(table->arena, cell);
  size_t row = table_add_row(table, cell->program->category);
  bool steady = course.summary.agreement != WARMUP_INCONSISTENT_SLOW &&
                course.summary.class != WARMUP_UNSTEADY && course.summary.class != WARMUP_SLOWDOWN;
  table_set_text(table, row, PROGRAM, TONE_PLAIN, cell->program->name);
  table_set_text(table, row, ENGINE, TONE_PLAIN, cell->engine->name);
  table_set_text(table, row, CLASS, steady ? TONE_PLAIN : TONE_DOUBT, class_text(&course.summary));
  table_set_text(table, row, INVOCATIONS, TONE_PLAIN, counts_text(table->arena, &course.summary));
  set_median(table, row, ITERATION, course.iterations, course.count, 1);
  set_median(table, row, REACH, course.reach_ns, course.count, 1e6);
  set_median(table, row, COST, course.cost_ns, course.count, 1e6);
  set_median(table, row, STEADY, course.steady_ns, course.count, 1e3);
}

void report_add_warmup(struct document *document, const struct analysis *analysis) {
  struct table *table = document_add_table(document, "warm-up", "Warm-up");
  table->passes_over = true;
  table->caption =
      "The iterations of each process (all its blocks, from the first), classified: flat, warm-up, "
      "slowdown, no steady state. Median over the processes that become steady and, in brackets, "
      "its 95 % interval: the iteration with which the steady part begins, the time until then, "
      "what of that as many steady iterations would not have taken (engines are to be compared by "
      "it: a drift of a few per cent delays the steady part and costs next to nothing), and the "
      "time of one repetition from then on.";
  table_add_column(table, "program", "program", COLUMN_LABEL);
  table_add_column(table, "engine", "engine", COLUMN_LABEL);
  table_add_column(table, "class", "class", COLUMN_LABEL);
  table_add_column(table, "invocations", "processes", COLUMN_PROSE);
  table_add_column(table, "iteration", "steady from iteration", COLUMN_VALUE);
  table_add_column(table, "reach_ns", "reached after, ms", COLUMN_VALUE);
  table_add_column(table, "cost_ns", "of it warming up, ms", COLUMN_VALUE);
  table_add_column(table, "steady_ns", "steady, us", COLUMN_VALUE);
  for (size_t i = 0; i < analysis->program_count * analysis->engine_count; i++)
    if (is_long_enough(analysis->cells[i]))
      add_cell(table, analysis->cells[i]);
  if (table->row_count == 0)
    table_add_note(table, arena_format(table->arena,
                                       "a process has to run at least %d blocks to be classified: "
                                       "fieldstone run --samples 200",
                                       WARMUP_LEAST));
}

// `fieldstone selftest`: the suite measures itself. Trial by trial, a table whose rows compare each
// engine with itself, in which every claim is a false alarm, and comparisons with programs that do
// a few percent more work, which are to be found. Kinds take turns, so that a self-test that is cut
// off has as many trials of each, and all of them have seen the same machine.
//
//   for each trial
//     A/A        a table of every program on every engine against itself, SAME_PAIRS pairs at most
//     planted    one program on every engine against itself with 1, 2 and 5 % more work, each
//                comparison up to its claim or SELFTEST_FOUND_PAIRS pairs
//
// Invariant: whatever ends it, no process of its own is left, and what was seen is said to be
// whole or partial.
#include "compare/selftest.h"

#include "compare/commands.h"
#include "compare/machine.h"
#include "compare/render.h"
#include "compare/selftest_neighbour.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

enum { SAME_PAIRS = 16 }; // few enough for minutes, and enough for two looks that can claim

static const double ALPHA = 0.05; // of a table

// ---- Trials -------------------------------------------------------------------------------------

static size_t same_row_count(const struct selftest *selftest) {
  return SELFTEST_PROGRAMS * selftest->bench.engine_count;
}

// A table under way, for the progress line.
struct course {
  struct selftest *selftest;
  struct selftest_table table;
  const char *what;
  int pair;
};

static void show(const struct course *course) {
  const struct selftest *selftest = course->selftest;
  const struct options *options = selftest->options;
  double done = (double)selftest->trials / options->trials;
  double used = session_seconds(&selftest->bench.session);
  double left = selftest->trials > 0 ? used / done - used : -1;
  if (options->budget_seconds > 0 && !(left >= 0 && left < options->budget_seconds - used)) {
    left = fmax(options->budget_seconds - used, 0);
    done = used / options->budget_seconds;
  }
  progress_step(selftest->bench.session.progress, done, left, "trial %d of %d: %s, pair %d",
                selftest->trials + 1, options->trials, course->what, course->pair);
}

// Whether the time is over in the middle of a trial, which is then not counted.
static bool is_overdue(const struct selftest *selftest) {
  double budget = selftest->options->budget_seconds;
  return budget > 0 && session_seconds(&selftest->bench.session) > budget;
}

static bool measure_pair(void *context, const bool *open, double *logs) {
  struct course *course = context;
  course->pair++;
  show(course);
  course->selftest->out_of_time = is_overdue(course->selftest);
  return !course->selftest->out_of_time && selftest_table_pair(&course->table, open, logs);
}

static bool run_trial(struct course *course, int most, struct selftest_outcome *outcomes) {
  const struct selftest_trial trial = {.plan = sequential_plan_make(most),
                                       .alpha = ALPHA,
                                       .table_rows = same_row_count(course->selftest),
                                       .rows = course->table.row_count,
                                       .pair = measure_pair,
                                       .context = course};
  return selftest_run_trial(&trial, outcomes);
}

static bool try_same(struct selftest *selftest) {
  struct selftest_bench *bench = &selftest->bench;
  struct course course = {
      .selftest = selftest, .table = {.bench = bench, .same = true}, .what = "against itself"};
  for (size_t program = 0; program < SELFTEST_PROGRAMS; program++)
    for (size_t engine = 0; engine < bench->engine_count; engine++) {
      struct cell *cell = selftest_bench_cell(bench, program, 0, engine);
      size_t first = selftest_table_add_turn(&course.table, cell, program);
      size_t second = selftest_table_add_turn(&course.table, cell, program);
      selftest_table_add_row(&course.table, first, second, engine);
    }
  size_t rows = course.table.row_count, claims = 0;
  struct selftest_outcome *outcomes = memory_array(rows, sizeof *outcomes);
  bool good = run_trial(&course, selftest->same_most, outcomes);
  for (size_t row = 0; good && row < rows; row++) {
    selftest_count(&selftest->same[row], &outcomes[row], false);
    claims += outcomes[row].claim != CLAIM_NONE;
  }
  selftest->tables += good;
  selftest->false_tables += claims > 0;
  free(outcomes);
  selftest_table_free(&course.table);
  return good;
}

// The rows are by engine, then by percentage: those of an engine share the unchanged program.
static bool try_planted(struct selftest *selftest) {
  struct selftest_bench *bench = &selftest->bench;
  const struct options *options = selftest->options;
  size_t program = (size_t)selftest->trials % SELFTEST_PROGRAMS;
  size_t percents = (size_t)options->planted_count;
  struct course course = {
      .selftest = selftest, .table = {.bench = bench}, .what = "planted slowdowns"};
  for (size_t engine = 0; engine < bench->engine_count; engine++) {
    size_t first =
        selftest_table_add_turn(&course.table, selftest_bench_cell(bench, program, 0, engine), 0);
    for (size_t i = 0; i < percents; i++) {
      struct cell *cell = selftest_bench_cell(bench, program, options->planted[i], engine);
      selftest_table_add_row(&course.table, first, selftest_table_add_turn(&course.table, cell, 0),
                             engine);
    }
  }
  size_t rows = course.table.row_count;
  struct selftest_outcome *outcomes = memory_array(rows, sizeof *outcomes);
  bool good = run_trial(&course, selftest->planted_most, outcomes);
  for (size_t row = 0; good && row < rows; row++)
    selftest_count(&selftest->planted[row % percents * bench->engine_count + row / percents],
                   &outcomes[row], true);
  free(outcomes);
  selftest_table_free(&course.table);
  return good;
}

static void see_frequency(struct selftest *selftest) {
  double frequency = machine_frequency_mhz();
  if (!(selftest->frequency_least > 0) || frequency < selftest->frequency_least)
    selftest->frequency_least = frequency;
  selftest->frequency_most = fmax(selftest->frequency_most, frequency);
}

// Whether there is time for one more trial, if it takes as long as those before.
static bool has_time(const struct selftest *selftest) {
  double used = session_seconds(&selftest->bench.session);
  double budget = selftest->options->budget_seconds;
  return !(budget > 0) || selftest->trials == 0 || used + used / selftest->trials <= budget;
}

// Returns false when an invocation failed.
static bool run_trials(struct selftest *selftest) {
  while (selftest->trials < selftest->options->trials) {
    see_frequency(selftest);
    selftest->out_of_time = !has_time(selftest);
    if (selftest->out_of_time)
      return true;
    if (!try_same(selftest) || !try_planted(selftest)) {
      if (selftest->out_of_time)
        return true;
      selftest->interrupted = interrupt_pending(&selftest->bench.session.interrupt);
      return selftest->interrupted;
    }
    selftest->trials++;
  }
  return true;
}

// ---- Before and after ---------------------------------------------------------------------------

// Says what is to come and how long it can take.
static void announce(const struct selftest *selftest) {
  const struct options *options = selftest->options;
  const struct selftest_bench *bench = &selftest->bench;
  double engines = (double)bench->engine_count;
  double same = 2.0 * 2 * SELFTEST_PROGRAMS * engines * selftest->same_most;
  double planted = 2.0 * (1 + options->planted_count) * engines * selftest->planted_most;
  double minutes = bench->invocation_seconds * options->trials / 60;
  progress_note(bench->session.progress,
                "%d trials: a table of %zu rows against themselves, %d pairs, %.1f min in all; "
                "slowdowns to be found within %d pairs, at most %.1f min%s (an invocation takes "
                "%.1f ms)",
                options->trials, same_row_count(selftest), selftest->same_most, minutes * same,
                selftest->planted_most, minutes * planted,
                options->neighbour ? ", beside a neighbour" : "", 1e3 * bench->invocation_seconds);
}

static void set_up(struct selftest *selftest) {
  const struct options *options = selftest->options;
  size_t engines = selftest->bench.engine_count;
  int rounds = options->rounds;
  selftest->same_most = rounds ? rounds : SAME_PAIRS;
  selftest->planted_most = rounds && rounds < SELFTEST_FOUND_PAIRS ? rounds : SELFTEST_FOUND_PAIRS;
  selftest->same = memory_array(SELFTEST_PROGRAMS * engines, sizeof *selftest->same);
  selftest->planted =
      memory_array((size_t)options->planted_count * engines, sizeof *selftest->planted);
}

static bool measure(struct selftest *selftest) {
  struct selftest_neighbour neighbour = {0};
  struct error second;
  set_up(selftest);
  announce(selftest);
  selftest->machine = machine_describe();
  if (selftest->options->neighbour &&
      !selftest_neighbour_start(&neighbour, selftest->options->seed, selftest->bench.error))
    return false;
  struct machine_ticks before = machine_ticks_now();
  bool good = run_trials(selftest);
  machine_add_noise(selftest->machine, before);
  bool stayed = selftest_neighbour_stop(&neighbour, good ? selftest->bench.error : &second);
  return good && stayed;
}

static void free_tallies(struct selftest_tally *tallies, size_t count) {
  for (size_t i = 0; tallies && i < count; i++)
    selftest_tally_free(&tallies[i]);
  free(tallies);
}

static void end(struct selftest *selftest) {
  size_t engines = selftest->bench.engine_count;
  free_tallies(selftest->same, SELFTEST_PROGRAMS * engines);
  free_tallies(selftest->planted, (size_t)selftest->options->planted_count * engines);
  json_decref(selftest->machine);
  selftest_bench_end(&selftest->bench);
}

// Prints what was seen and writes it to files; false when either fails.
static bool publish(const struct selftest *selftest, struct error *error) {
  const struct options *options = selftest->options;
  struct arena *arena = arena_create();
  struct document *document = selftest_document(arena, selftest);
  struct render_settings settings = render_settings_for_output(options->colour);
  const char *directory = arena_format(arena, "%s/selftest%s", options->reports_directory,
                                       options->neighbour ? "-neighbour" : "");
  render_terminal(stdout, document, &settings);
  bool written = render_files(document, directory, error);
  if (written)
    printf("All tables: %s/report.md, report.json and a .csv each.\n", directory);
  arena_destroy(arena);
  return written;
}

static int exit_status(const struct selftest *selftest) {
  enum selftest_verdict same = selftest_false_verdict(selftest);
  enum selftest_verdict found = selftest_found_verdict(selftest);
  if (selftest->interrupted)
    return EXIT_WENT_WRONG;
  if (same == AIM_MISSED || found == AIM_MISSED)
    return EXIT_FAILS;
  bool asked = selftest_found_index(selftest) >= 0;
  return same == AIM_HELD && (found == AIM_HELD || !asked) ? EXIT_FINE : EXIT_UNDECIDED;
}

// What was seen is shown whatever ended it, once there is anything.
int selftest_command(const struct options *options) {
  struct error error = {.message = ""}, unwritten = {.message = ""};
  struct selftest selftest = {.options = options};
  bool good = selftest_bench_begin(&selftest.bench, options, &error) && measure(&selftest);
  progress_end(selftest.bench.session.progress);
  selftest.bench.session.progress = NULL;
  if ((good || selftest.tables > 0) && !publish(&selftest, &unwritten)) {
    fprintf(stderr, "fieldstone selftest: %s\n", unwritten.message);
    good = false;
  }
  if (selftest.interrupted || (!good && !*error.message && !*unwritten.message))
    fprintf(stderr, "fieldstone selftest: interrupted%s\n",
            selftest.tables > 0 ? "; what is shown is partial" : "");
  else if (*error.message)
    fprintf(stderr, "fieldstone selftest: %s\n", error.message);
  int status = good ? exit_status(&selftest) : EXIT_WENT_WRONG;
  end(&selftest);
  return status;
}

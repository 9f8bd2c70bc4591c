// `fieldstone gate`: is the latest run slower than the ones before it?
//
// The old side are the latest earlier runs of this machine that measured the same, their pairs
// taken together (comparison.h). Pairs of one run share that run's moment, so their spread does not
// hold what happens between runs. So a row fails only if all of this holds:
//   - the whole interval of its change, corrected to the table, lies above the threshold;
//   - it is slower than each of the earlier runs was, run by run: with five of them a row in which
//     nothing changed is the slowest of six once in six times, and then has the interval to pass.
// The threshold is raised to how far engines that did not change have moved. Nothing blocks before
// there are enough earlier runs, unless the user names the run to compare with.
//
// Counts (instructions, allocations) have no noise: they are compared with the last run's.
#include "compare/commands.h"
#include "compare/comparison.h"
#include "compare/reference.h"
#include "compare/report_comparison.h"
#include "compare/store.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static const double count_threshold = 0.005;

enum gate_verdict { GATE_FINE, GATE_SLOWER, GATE_UNDECIDED, GATE_MISSING };

struct gate {
  struct arena *arena;
  const struct options *options;
  struct reference run;       // that is judged
  struct comparison_side old; // the runs before it, the latest first; or the one that is named
  const struct comparison *comparison; // NULL without an earlier run
  double threshold;                    // raised to what the controls moved
  size_t minimum;                      // earlier runs that a row takes to block
  struct error *error;
};

// ---- The earlier runs ---------------------------------------------------------------------------

static void add_old(struct gate *gate, const struct analysis *analysis) {
  gate->old.runs =
      arena_grow(gate->arena, gate->old.runs, gate->old.run_count, sizeof *gate->old.runs);
  gate->old.runs[gate->old.run_count++] = analysis;
}

static bool load_old(struct gate *gate, struct store *store, sqlite3_stmt *query) {
  int status = SQLITE_ROW;
  while (gate->old.run_count < gate->minimum && (status = sqlite3_step(query)) == SQLITE_ROW) {
    const struct analysis *analysis = analysis_load(
        gate->arena, store_database(store), sqlite3_column_int64(query, 0), NULL, gate->error);
    if (analysis == NULL)
      return false;
    add_old(gate, analysis);
  }
  return status == SQLITE_ROW || status == SQLITE_DONE ||
         store_error(store, "on reading the earlier runs", gate->error);
}

static bool find_earlier(struct gate *gate) {
  struct store *store = store_open(gate->run.store, STORE_READ, gate->error);
  const struct analysis_run *run = &gate->run.analysis->run;
  sqlite3_stmt *query = NULL;
  if (store == NULL)
    return false;
  bool good = sqlite3_prepare_v2(store_database(store),
                                 "SELECT id FROM run WHERE id < ?1 AND status = 'complete'"
                                 " AND size = ?2 AND seed = ?3 AND machine_id = ?4"
                                 " AND (rounds > 0) = (?5 > 0)"
                                 " ORDER BY id DESC",
                                 -1, &query, NULL) == SQLITE_OK ||
              store_error(store, "on looking for earlier runs", gate->error);
  if (good) {
    sqlite3_bind_int64(query, 1, run->id);
    sqlite3_bind_text(query, 2, run->size, -1, SQLITE_STATIC);
    sqlite3_bind_int64(query, 3, run->seed);
    sqlite3_bind_text(query, 4, run->machine_id, -1, SQLITE_STATIC);
    sqlite3_bind_int64(query, 5, run->rounds);
    good = load_old(gate, store, query);
  }
  sqlite3_finalize(query);
  store_close(store);
  return good;
}

static bool find_named(struct gate *gate) {
  struct reference against;
  if (!reference_load(gate->arena, gate->options, gate->options->against, &gate->run, &against,
                      gate->error))
    return false;
  gate->minimum = 1;
  gate->old.engine = against.engine;
  gate->old.program = against.program;
  add_old(gate, against.analysis);
  return against.analysis != gate->run.analysis ||
         error_set(gate->error, "`%s` is the run that is judged itself", gate->options->against);
}

static bool compare(struct gate *gate) {
  const struct options *options = gate->options;
  struct comparison_options chosen = {.programs = options->programs,
                                      .engines = options->engines,
                                      .relative_to = options->relative_to};
  struct comparison_side new = {&gate->run.analysis, 1, gate->run.engine, gate->run.program};
  if (gate->old.run_count == 0)
    return true;
  gate->comparison = comparison_make(gate->arena, &gate->old, &new, &chosen, gate->error);
  if (gate->comparison == NULL)
    return false;
  gate->threshold = fmax(options->threshold, report_control_drift(gate->comparison));
  return true;
}

static bool load(struct gate *gate) {
  const char *run = gate->options->run_id
                        ? arena_format(gate->arena, "%lld", (long long)gate->options->run_id)
                        : "latest";
  return reference_load(gate->arena, gate->options, run, NULL, &gate->run, gate->error) &&
         (gate->options->against ? find_named(gate) : find_earlier(gate)) && compare(gate);
}

// ---- Verdicts -----------------------------------------------------------------------------------

static enum gate_verdict judge(const struct gate *gate, const struct comparison_row *row) {
  double bound = 1 + gate->threshold;
  if (row->missing != NULL)
    return GATE_MISSING;
  if (!row->change.reached)
    return GATE_UNDECIDED;
  if (row->change.high <= bound)
    return GATE_FINE;
  return row->change.low > bound && row->run_after > row->run_greatest ? GATE_SLOWER
                                                                       : GATE_UNDECIDED;
}

static bool blocks(const struct gate *gate, const struct comparison_row *row) {
  return row->runs >= gate->minimum;
}

static const char *remark_of(const struct gate *gate, const struct comparison_row *row,
                             enum gate_verdict verdict) {
  if (row->missing == NULL && !blocks(gate, row))
    return arena_format(gate->arena, "not blocking yet: %zu of %zu runs", row->runs, gate->minimum);
  if (verdict != GATE_UNDECIDED)
    return "";
  if (!row->change.reached)
    return "too few pairs for this many rows";
  return row->change.low > 1 + gate->threshold ? "slower, but an earlier run was as slow"
                                               : "the interval holds the threshold";
}

static void add_row(const struct gate *gate, struct table *table,
                    const struct comparison_row *row) {
  static const char *const words[] = {[GATE_FINE] = "fine",
                                      [GATE_SLOWER] = "slower",
                                      [GATE_UNDECIDED] = "undecided",
                                      [GATE_MISSING] = "none"};
  static const enum table_tone tones[] = {[GATE_FINE] = TONE_GOOD,
                                          [GATE_SLOWER] = TONE_BAD,
                                          [GATE_UNDECIDED] = TONE_DOUBT,
                                          [GATE_MISSING] = TONE_FAINT};
  enum gate_verdict verdict = judge(gate, row);
  size_t index = table_add_row(table, row->engine);
  table_set_text(table, index, 0, row->mean ? TONE_STRONG : TONE_PLAIN, row->program);
  if (row->missing == NULL)
    table_set_text(table, index, 1, TONE_PLAIN, report_change_text(gate->arena, &row->change));
  table_set_number(table, index, 2, (double)row->runs, arena_format(gate->arena, "%zu", row->runs));
  table_set_text(table, index, 3, tones[verdict], words[verdict]);
  table_set_text(table, index, 4, TONE_PLAIN,
                 row->missing ? row->missing : remark_of(gate, row, verdict));
}

static void add_table(const struct gate *gate, struct document *document) {
  struct table *table = document_add_table(document, "gate", "Gate");
  table->closing = true;
  table->caption = arena_format(
      gate->arena,
      "A row is slower if the whole interval of its change lies above %.3g %% and every earlier "
      "run was faster.%s",
      100 * gate->threshold,
      gate->threshold > gate->options->threshold
          ? arena_format(gate->arena,
                         " The threshold of %.3g %% was raised to what engines that did not change "
                         "have moved.",
                         100 * gate->options->threshold)
          : "");
  table_add_column(table, "program", "program", COLUMN_LABEL);
  table_add_column(table, "change", "change", COLUMN_VALUE);
  table_add_column(table, "runs", "earlier runs", COLUMN_VALUE);
  table_add_column(table, "verdict", "verdict", COLUMN_LABEL);
  table_add_column(table, "remark", "remark", COLUMN_PROSE);
  for (size_t i = 0; i < gate->comparison->row_count; i++)
    add_row(gate, table, &gate->comparison->rows[i]);
}

// How many rows have the verdict and block, or do not.
static size_t count_rows(const struct gate *gate, enum gate_verdict verdict, bool blocking) {
  size_t count = 0;
  for (size_t i = 0; i < gate->comparison->row_count; i++) {
    const struct comparison_row *row = &gate->comparison->rows[i];
    count += judge(gate, row) == verdict && blocks(gate, row) == blocking;
  }
  return count;
}

static size_t longest_history(const struct gate *gate) {
  size_t runs = 0;
  for (size_t i = 0; i < gate->comparison->row_count; i++)
    if (gate->comparison->rows[i].runs > runs)
      runs = gate->comparison->rows[i].runs;
  return runs;
}

static int conclude(const struct gate *gate, struct document *document, size_t grown) {
  size_t slower = count_rows(gate, GATE_SLOWER, true);
  size_t undecided = count_rows(gate, GATE_UNDECIDED, true);
  size_t waiting = count_rows(gate, GATE_SLOWER, false);
  bool blocking = longest_history(gate) >= gate->minimum;
  const char *counts = grown ? arena_format(gate->arena, " %zu counts grew by more than %.2g %%.",
                                            grown, 100 * count_threshold)
                             : "";
  if (!blocking)
    document_add_summary(
        document, arena_format(gate->arena,
                               "Gate: not blocking yet: %zu of %zu runs. It would say: %zu rows "
                               "slower by more than %.3g %%, %zu undecided.%s",
                               longest_history(gate), gate->minimum, waiting, 100 * gate->threshold,
                               count_rows(gate, GATE_UNDECIDED, false), counts));
  else
    document_add_summary(
        document, arena_format(gate->arena,
                               "Gate: %s: %zu rows slower by more than %.3g %%, %zu undecided, %zu "
                               "fine.%s",
                               slower + grown > 0 ? "fails"
                               : undecided > 0    ? "undecided"
                                                  : "passes",
                               slower, 100 * gate->threshold, undecided,
                               count_rows(gate, GATE_FINE, true), counts));
  return grown > 0       ? EXIT_FAILS
         : !blocking     ? EXIT_FINE
         : slower > 0    ? EXIT_FAILS
         : undecided > 0 ? EXIT_UNDECIDED
                         : EXIT_FINE;
}

// ---- The command --------------------------------------------------------------------------------

static int show(const struct gate *gate) {
  struct comparison_side new = {(const struct analysis **)&gate->run.analysis, 1, -1, -1};
  struct document *document = document_create(
      gate->arena, arena_format(gate->arena, "Gate of run %lld", (long long)gate->run.run));
  if (gate->comparison == NULL) {
    document_add_summary(document,
                         arena_format(gate->arena,
                                      "Gate: not blocking yet: 0 of %zu runs. There is no earlier "
                                      "complete run of size %s and seed %lld on this machine.",
                                      gate->minimum, gate->run.analysis->run.size,
                                      (long long)gate->run.analysis->run.seed));
    return report_show(document, gate->options->output, gate->options->colour) ? EXIT_FINE
                                                                               : EXIT_WENT_WRONG;
  }
  report_summarise_comparison(document, gate->comparison);
  report_add_comparison(document, gate->comparison);
  report_add_controls(document, gate->comparison);
  size_t grown = report_add_counts(document, gate->comparison, count_threshold);
  report_add_sides(document, &gate->old, &new);
  add_table(gate, document);
  int status = conclude(gate, document, grown);
  return report_show(document, gate->options->output, gate->options->colour) ? status
                                                                             : EXIT_WENT_WRONG;
}

int gate_command(const struct options *options) {
  struct error error = {.message = ""};
  struct gate gate = {.arena = arena_create(),
                      .options = options,
                      .old = {.engine = -1, .program = -1},
                      .threshold = options->threshold,
                      .minimum = (size_t)options->minimum,
                      .error = &error};
  int status = EXIT_WENT_WRONG;
  if (load(&gate))
    status = show(&gate);
  else
    fprintf(stderr, "fieldstone gate: %s\n", error.message);
  arena_destroy(gate.arena);
  return status;
}

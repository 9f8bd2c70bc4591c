// The document of a self-test: the aims with their verdicts, what each row and engine shows, what
// measuring costs and the noise that was seen. See selftest.h.
#include "compare/selftest.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static const double LEVEL = 0.05; // of the intervals of shares

// ---- Verdicts -----------------------------------------------------------------------------------

int selftest_found_index(const struct selftest *selftest) {
  for (int i = 0; i < selftest->options->planted_count; i++)
    if (selftest->options->planted[i] == SELFTEST_FOUND_PERCENT)
      return i;
  return -1;
}

// The comparisons with one percentage on all engines.
static struct selftest_tally sum_over_engines(const struct selftest *selftest, size_t percent) {
  size_t engines = selftest->bench.engine_count;
  struct selftest_tally sum = {0};
  for (size_t engine = 0; engine < engines; engine++) {
    const struct selftest_tally *tally = &selftest->planted[percent * engines + engine];
    sum.trials += tally->trials;
    sum.right += tally->right;
    sum.wrong += tally->wrong;
  }
  return sum;
}

enum selftest_verdict selftest_false_verdict(const struct selftest *selftest) {
  return selftest_judge_at_most(selftest->false_tables, selftest->tables, SELFTEST_FALSE_SHARE);
}

enum selftest_verdict selftest_found_verdict(const struct selftest *selftest) {
  int index = selftest_found_index(selftest);
  if (index < 0)
    return AIM_UNKNOWN;
  struct selftest_tally sum = sum_over_engines(selftest, (size_t)index);
  enum selftest_verdict verdict =
      selftest_judge_at_least(sum.right, sum.trials, SELFTEST_FOUND_SHARE);
  bool cut_short = selftest->planted_most < SELFTEST_FOUND_PAIRS;
  return verdict == AIM_MISSED && cut_short ? AIM_UNKNOWN : verdict;
}

// ---- Words and fields ---------------------------------------------------------------------------

static const char *percent_text(struct arena *arena, double share) {
  return arena_format(arena, "%s %%", table_significant(arena, 100 * share, share > 0 ? 3 : 1));
}

// "3 of 200 tables (1.50 %, 95 % interval 0.31 % to 4.32 %)"
static const char *share_text(struct arena *arena, int hits, int trials, const char *of) {
  struct statistics_interval share = statistics_proportion(hits, trials, LEVEL);
  if (trials == 0)
    return arena_format(arena, "no %s yet", of);
  return arena_format(arena, "%d of %d %s (%s, 95 %% interval %s to %s)", hits, trials, of,
                      percent_text(arena, share.estimate), percent_text(arena, share.low),
                      percent_text(arena, share.high));
}

// A share in percent with its interval.
static void set_share(struct table *table, size_t row, size_t column, int hits, int trials) {
  struct statistics_interval share = statistics_proportion(hits, trials, LEVEL);
  if (trials > 0)
    table_set_interval(table, row, column, &share, 0.01);
}

static void set_count(struct table *table, size_t row, size_t column, int count) {
  table_set_number(table, row, column, count, arena_format(table->arena, "%d", count));
}

static void set_value(struct table *table, size_t row, size_t column, double value) {
  if (isfinite(value))
    table_set_number(table, row, column, value, table_significant(table->arena, value, 3));
  else
    table_set_missing(table, row, column, "none", "nothing was measured");
}

static void set_ratio(struct table *table, size_t row, size_t column,
                      const struct selftest_tally *tally) {
  double ratio = selftest_median_ratio(tally);
  if (tally->trials > 0)
    table_set_number(table, row, column, ratio, arena_format(table->arena, "%.4f", ratio));
}

// The value below which `part` of the numbers lie; NAN of none.
static double quantile(const struct selftest_numbers *numbers, double part) {
  double *sorted = memory_array(numbers->count + 1, sizeof *sorted);
  if (numbers->count > 0)
    memcpy(sorted, numbers->values, numbers->count * sizeof *sorted);
  statistics_median(sorted, numbers->count); // sorts
  double value = numbers->count > 0 ? sorted[(size_t)(part * (double)(numbers->count - 1))] : NAN;
  free(sorted);
  return value;
}

// ---- Aims ---------------------------------------------------------------------------------------

static void add_aim(struct table *table, const char *aim, const char *seen,
                    enum selftest_verdict verdict) {
  static const char *const words[] = {"held", "missed", "too few trials"};
  static const enum table_tone tones[] = {TONE_GOOD, TONE_BAD, TONE_DOUBT};
  size_t row = table_add_row(table, "");
  table_set_text(table, row, 0, TONE_PLAIN, aim);
  table_set_text(table, row, 1, TONE_PLAIN, seen);
  table_set_text(table, row, 2, tones[verdict], words[verdict]);
}

static void add_aims(struct document *document, const struct selftest *selftest) {
  struct arena *arena = document->arena;
  struct table *table = document_add_table(document, "aims", "Aims");
  int index = selftest_found_index(selftest);
  table_add_column(table, "aim", "aim", COLUMN_LABEL);
  table_add_column(table, "seen", "seen", COLUMN_PROSE);
  table_add_column(table, "verdict", "verdict", COLUMN_LABEL);
  table->closing = true;
  add_aim(
      table,
      arena_format(arena, "false alarms: at most %.0f %% of tables", 100 * SELFTEST_FALSE_SHARE),
      share_text(arena, selftest->false_tables, selftest->tables, "tables"),
      selftest_false_verdict(selftest));
  if (index >= 0) {
    struct selftest_tally sum = sum_over_engines(selftest, (size_t)index);
    add_aim(
        table,
        arena_format(arena, "%d %% slower: at least %.0f %% found within %d pairs",
                     SELFTEST_FOUND_PERCENT, 100 * SELFTEST_FOUND_SHARE, selftest->planted_most),
        share_text(arena, sum.right, sum.trials, "comparisons"), selftest_found_verdict(selftest));
  }
  table_add_note(
      table, arena_format(arena,
                          "Held: the share seen meets the aim, in at least %d trials. Missed: the "
                          "whole exact interval (Clopper and Pearson) of the share misses it.",
                          SELFTEST_TRIALS_LEAST));
}

// ---- What was found -----------------------------------------------------------------------------

static void add_same(struct document *document, const struct selftest *selftest) {
  struct arena *arena = document->arena;
  size_t engines = selftest->bench.engine_count;
  struct table *table =
      document_add_table(document, "same", "Each engine against itself: false alarms");
  table->caption = arena_format(
      arena, "Rows of %d tables of %zu rows, each measured over %d pairs and judged at each look.",
      selftest->tables, SELFTEST_PROGRAMS * engines, selftest->same_most);
  table_add_column(table, "program", "program", COLUMN_LABEL);
  table_add_column(table, "engine", "engine", COLUMN_LABEL);
  table_add_column(table, "tables", "tables", COLUMN_VALUE);
  table_add_column(table, "claims", "claims", COLUMN_VALUE);
  table_add_column(table, "share", "share, %", COLUMN_VALUE);
  table_add_column(table, "ratio", "median ratio", COLUMN_VALUE);
  for (size_t i = 0; i < SELFTEST_PROGRAMS * engines; i++) {
    const struct selftest_tally *tally = &selftest->same[i];
    size_t row = table_add_row(table, "");
    table_set_text(table, row, 0, TONE_PLAIN, selftest_program_name(i / engines));
    table_set_text(table, row, 1, TONE_PLAIN, selftest->bench.engines[i % engines].engine->name);
    set_count(table, row, 2, tally->trials);
    set_count(table, row, 3, tally->wrong);
    set_share(table, row, 4, tally->wrong, tally->trials);
    set_ratio(table, row, 5, tally);
  }
  table_add_note(table, "The rows of a table and its looks share 5 % (Bonferroni over the rows, "
                        "sequential.h over the looks); a table is a false alarm if any of its rows "
                        "makes a claim at any look.");
}

static void set_planted_row(struct table *table, const struct selftest *selftest, size_t percent,
                            size_t engine) {
  struct arena *arena = table->arena;
  const struct selftest_tally *tally =
      &selftest->planted[percent * selftest->bench.engine_count + engine];
  size_t row = table_add_row(table, "");
  int planted = selftest->options->planted[percent];
  table_set_text_and_data(table, row, 0, arena_format(arena, "%d %%", planted),
                          arena_format(arena, "%d", planted));
  table_set_text(table, row, 1, TONE_PLAIN, selftest->bench.engines[engine].engine->name);
  set_count(table, row, 2, tally->trials);
  set_share(table, row, 3, tally->right, tally->trials);
  double pairs = selftest_median_pairs(tally);
  if (isfinite(pairs))
    table_set_number(table, row, 4, pairs, arena_format(arena, "%.0f", pairs));
  else
    table_set_missing(table, row, 4, "none", "not found in half of the trials");
  set_count(table, row, 5, tally->wrong);
  set_ratio(table, row, 6, tally);
}

static void add_planted(struct document *document, const struct selftest *selftest) {
  struct table *table =
      document_add_table(document, "planted", "Planted slowdowns: how often they are found");
  table->caption = arena_format(document->arena,
                                "Each within at most %d pairs; programs with so much more work.",
                                selftest->planted_most);
  table_add_column(table, "planted_percent", "planted", COLUMN_LABEL);
  table_add_column(table, "engine", "engine", COLUMN_LABEL);
  table_add_column(table, "trials", "trials", COLUMN_VALUE);
  table_add_column(table, "found_share", "found, %", COLUMN_VALUE);
  table_add_column(table, "pairs", "median pairs", COLUMN_VALUE);
  table_add_column(table, "wrong", "wrong way", COLUMN_VALUE);
  table_add_column(table, "ratio", "median ratio", COLUMN_VALUE);
  for (int percent = 0; percent < selftest->options->planted_count; percent++)
    for (size_t engine = 0; engine < selftest->bench.engine_count; engine++)
      set_planted_row(table, selftest, (size_t)percent, engine);
  table_add_note(table, "Judged at the level of a row of the tables above. Pairs: until it was "
                        "found, where a trial that did not find it counts as endless.");
}

// ---- Costs and noise ----------------------------------------------------------------------------

static void add_costs(struct document *document, const struct selftest *selftest) {
  struct table *table = document_add_table(document, "costs", "Cost of measuring");
  table->caption = "Medians over all invocations.";
  table_add_column(table, "engine", "engine", COLUMN_LABEL);
  table_add_column(table, "invocations", "invocations", COLUMN_VALUE);
  table_add_column(table, "timer_ns", "clock, ns", COLUMN_VALUE);
  table_add_column(table, "empty_ns", "empty call, ns", COLUMN_VALUE);
  table_add_column(table, "block_ms", "block, ms", COLUMN_VALUE);
  table_add_column(table, "process_ms", "process, ms", COLUMN_VALUE);
  table_add_column(table, "spread_percent", "spread of pairs, %", COLUMN_VALUE);
  table_add_column(table, "preemptions", "preempted", COLUMN_VALUE);
  for (size_t i = 0; i < selftest->bench.engine_count; i++) {
    const struct selftest_engine *engine = &selftest->bench.engines[i];
    double invocations = (double)engine->block_ns.count;
    size_t row = table_add_row(table, "");
    table_set_text(table, row, 0, TONE_PLAIN, engine->engine->name);
    set_count(table, row, 1, (int)engine->block_ns.count);
    set_value(table, row, 2, quantile(&engine->timer_ns, 0.5));
    set_value(table, row, 3, quantile(&engine->empty_ns, 0.5));
    set_value(table, row, 4, quantile(&engine->block_ns, 0.5) / 1e6);
    set_value(table, row, 5, quantile(&engine->process_seconds, 0.5) * 1e3);
    set_value(table, row, 6,
              100 * expm1(quantile(&engine->same_logs, 0.9) - quantile(&engine->same_logs, 0.1)));
    set_value(table, row, 7, engine->preemptions / invocations);
  }
  table_add_note(table, "Spread: from the 10th to the 90th of 100 pairs of an engine against "
                        "itself. Preempted: how often another process took an invocation's CPU, "
                        "per invocation.");
}

static void add_fact(struct table *table, const char *key, const char *name, const char *text) {
  size_t row = table_add_row(table, "");
  table_set_text_and_data(table, row, 0, name, key);
  table_set_text(table, row, 1, TONE_PLAIN, text);
}

static double number_of(const struct selftest *selftest, const char *key) {
  return json_number_value(json_object_get(selftest->machine, key));
}

static const char *text_of(const struct selftest *selftest, const char *key) {
  const char *text = json_string_value(json_object_get(selftest->machine, key));
  return text && *text ? text : "not known";
}

static void add_noise(struct document *document, const struct selftest *selftest) {
  struct arena *arena = document->arena;
  struct table *table = document_add_table(document, "noise", "Noise seen");
  table_add_column(table, "fact", "fact", COLUMN_LABEL);
  table_add_column(table, "value", "value", COLUMN_PROSE);
  add_fact(
      table, "cpu", "CPU",
      arena_format(arena, "%s, %.0f CPUs", text_of(selftest, "cpu"), number_of(selftest, "cpus")));
  add_fact(table, "kernel", "kernel", text_of(selftest, "kernel"));
  add_fact(table, "neighbour", "neighbour",
           selftest->options->neighbour
               ? "on each CPU, busy and asleep in turn for 5 to 200 ms each"
               : "none of ours");
  add_fact(table, "load", "load",
           arena_format(arena, "%.2f before, %.2f after", number_of(selftest, "load_before"),
                        number_of(selftest, "load_after")));
  add_fact(table, "busy", "busy",
           arena_format(arena, "%.1f %% of all CPUs, ourselves included",
                        number_of(selftest, "busy_percent")));
  add_fact(
      table, "steal", "steal",
      arena_format(arena, "%.2f %% taken by the hypervisor", number_of(selftest, "steal_percent")));
  add_fact(table, "switches", "context switches",
           arena_format(arena, "%.0f a second", number_of(selftest, "switches_per_second")));
  add_fact(table, "frequency", "frequency",
           selftest->frequency_most > 0
               ? arena_format(arena, "%.0f to %.0f MHz", selftest->frequency_least,
                              selftest->frequency_most)
               : "not known");
}

// ---- The whole ----------------------------------------------------------------------------------

static void summarise_found(struct document *document, const struct selftest *selftest) {
  const char *list = "";
  for (int i = 0; i < selftest->options->planted_count; i++) {
    struct selftest_tally sum = sum_over_engines(selftest, (size_t)i);
    list =
        arena_format(document->arena, "%s%s%d %% more work in %s, taken for less work in %d", list,
                     i ? "; " : "", selftest->options->planted[i],
                     share_text(document->arena, sum.right, sum.trials, "comparisons"), sum.wrong);
  }
  document_add_summary(document, arena_format(document->arena, "Found within %d pairs: %s.",
                                              selftest->planted_most, list));
}

static const char *verdict_sentence(const struct selftest *selftest) {
  enum selftest_verdict same = selftest_false_verdict(selftest);
  enum selftest_verdict found = selftest_found_verdict(selftest);
  bool asked = selftest_found_index(selftest) >= 0;
  if (same == AIM_MISSED)
    return "The method misses its aim: it claims differences that are not there.";
  if (asked && found == AIM_MISSED)
    return "The method misses its aim: too many slowdowns of 2 % are not found.";
  if (same == AIM_UNKNOWN || (asked && found == AIM_UNKNOWN))
    return "Too few trials to say whether the method keeps its aims here.";
  return asked ? "The method keeps its aims on this machine."
               : "The method keeps its aim of false alarms on this machine; the other was not "
                 "asked for.";
}

static void summarise(struct document *document, const struct selftest *selftest) {
  struct arena *arena = document->arena;
  document_add_summary(document, verdict_sentence(selftest));
  document_add_summary(
      document,
      arena_format(arena, "A difference was claimed where there is none in %s.",
                   share_text(arena, selftest->false_tables, selftest->tables, "tables")));
  summarise_found(document, selftest);
  if (selftest->trials < selftest->options->trials)
    document_add_summary(document,
                         arena_format(arena, "This is partial: %d of %d trials were done%s.",
                                      selftest->trials, selftest->options->trials,
                                      selftest->out_of_time ? " in the time given" : ""));
}

struct document *selftest_document(struct arena *arena, const struct selftest *selftest) {
  const struct options *options = selftest->options;
  struct document *document = document_create(
      arena, arena_format(arena, "Fieldstone self-test: %d trials%s, seed %u", selftest->trials,
                          options->neighbour ? " beside a bursty neighbour" : "",
                          (unsigned)options->seed));
  summarise(document, selftest);
  add_aims(document, selftest);
  add_same(document, selftest);
  add_planted(document, selftest);
  add_costs(document, selftest);
  add_noise(document, selftest);
  return document;
}

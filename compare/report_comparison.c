// See report_comparison.h. Changes are shown in percent of the old time, so that no change is 0.
#include "compare/report_comparison.h"

#include "compare/render.h"
#include "compare/report_matrix.h"
#include "compare/significance.h"

#include <jansson.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

// ---- Changes ------------------------------------------------------------------------------------

static double percent(double ratio) { return 100 * (ratio - 1); }

// Decimals that give the half of the interval two digits, and at most three.
static int decimals_of(const struct statistics_interval *change) {
  double half = fabs(percent(change->high) - percent(change->low)) / 2;
  return half < 0.1 ? 3 : half < 1 ? 2 : 1;
}

static const char *range_text(struct arena *arena, const struct statistics_interval *change) {
  int decimals = decimals_of(change);
  const char *format = change->reached ? "[%+.*f, %+.*f]" : "(%+.*f, %+.*f)";
  return change->count < 2 ? NULL
                           : arena_format(arena, format, decimals, percent(change->low), decimals,
                                          percent(change->high));
}

const char *report_change_text(struct arena *arena, const struct statistics_interval *change) {
  const char *range = range_text(arena, change);
  return arena_format(arena, "%+.*f %%%s%s", decimals_of(change), percent(change->estimate),
                      range ? " " : "", range ? range : "");
}

static void set_change(struct table *table, size_t row, size_t column,
                       const struct statistics_interval *change, bool undecided,
                       enum table_tone tone) {
  struct statistics_interval shown = *change;
  shown.estimate = percent(change->estimate);
  shown.low = percent(change->low);
  shown.high = percent(change->high);
  table_set_interval(table, row, column, &shown, 1);
  struct table_field *field = &table->rows[row].fields[column];
  field->text = arena_format(table->arena, "%+.*f", decimals_of(change), percent(change->estimate));
  field->range = range_text(table->arena, change);
  field->straddles = undecided;
  field->tone = tone;
}

static const char *p_text(struct arena *arena, double p) {
  return p < 0.0001 ? "<0.0001" : arena_format(arena, "%.4f", p);
}

// ---- The rows -----------------------------------------------------------------------------------

enum comparison_column { PROGRAM, UNIT, OLD, NEW, CHANGE, P, DETECTABLE, OLD_NS, NEW_NS };

static void add_columns(struct table *table) {
  table_add_column(table, "program", "program", COLUMN_LABEL);
  table_add_column(table, "unit", "in", COLUMN_LABEL);
  table_add_column(table, "old", "old", COLUMN_VALUE);
  table_add_column(table, "new", "new", COLUMN_VALUE);
  table_add_column(table, "change_percent", "change, %", COLUMN_VALUE);
  table_add_column(table, "p", "p", COLUMN_VALUE);
  table_add_column(table, "detectable_percent", "seen from, %", COLUMN_VALUE);
  table_add_detail_column(table, "old_ns", "old, ns", COLUMN_VALUE);
  table_add_detail_column(table, "new_ns", "new, ns", COLUMN_VALUE);
}

static struct statistics_interval per_unit(const struct statistics_interval *time,
                                           const struct analysis_cell *cell) {
  double units = cell == NULL ? NAN : analysis_units(cell);
  struct statistics_interval result = *time;
  if (isnan(units))
    return result;
  result.estimate /= units;
  result.low /= units;
  result.high /= units;
  return result;
}

static void set_times(struct table *table, size_t index, const struct comparison *comparison,
                      const struct comparison_row *row) {
  struct statistics_interval old = per_unit(&row->time_before, row->old);
  struct statistics_interval new = per_unit(&row->time_after, row->new);
  if (!row->mean) {
    table_set_interval(table, index, OLD_NS, &old, 1);
    table_set_interval(table, index, NEW_NS, &new, 1);
  }
  if (comparison->relative_to != NULL) {
    table_set_text(table, index, UNIT, TONE_PLAIN,
                   arena_format(table->arena, "x %s", comparison->relative_to));
    table_set_interval(table, index, OLD, &row->before, 1);
    table_set_interval(table, index, NEW, &row->after, 1);
  } else if (!row->mean) {
    double middle = old.estimate;
    struct matrix_unit unit = matrix_choose_unit(&middle, 1);
    bool counted = !isnan(analysis_units(row->old));
    const char *what = counted ? row->unit : "repetition";
    table_set_text_and_data(table, index, UNIT,
                            arena_format(table->arena, "%s/%s", unit.name, what),
                            arena_format(table->arena, "ns/%s", what));
    table_set_interval(table, index, OLD, &old, unit.nanoseconds);
    table_set_interval(table, index, NEW, &new, unit.nanoseconds);
  }
}

static enum table_tone tone_of(enum comparison_verdict verdict) {
  return verdict == COMPARISON_BETTER  ? TONE_GOOD
         : verdict == COMPARISON_WORSE ? TONE_BAD
                                       : TONE_PLAIN;
}

static const char *row_name(struct arena *arena, const struct comparison_row *row) {
  return row->mean ? arena_format(arena, "%s of %zu", row->program, row->programs) : row->program;
}

static void add_row(struct table *table, const struct comparison *comparison,
                    const struct comparison_row *row) {
  size_t index = table_add_row(table, row->engine);
  table_set_text(table, index, PROGRAM, row->mean ? TONE_STRONG : TONE_PLAIN,
                 row_name(table->arena, row));
  if (row->missing != NULL) {
    table_set_missing(
        table, index, CHANGE, "none",
        arena_format(table->arena, "%s on %s: %s", row->program, row->engine, row->missing));
    return;
  }
  set_times(table, index, comparison, row);
  set_change(table, index, CHANGE, &row->change, row->verdict == COMPARISON_UNDECIDED,
             tone_of(row->verdict));
  table_set_number(table, index, P, row->p, p_text(table->arena, row->p));
  if (isfinite(row->detectable))
    table_set_number(table, index, DETECTABLE, 100 * row->detectable,
                     table_significant(table->arena, 100 * row->detectable, 2));
  else
    table_set_missing(table, index, DETECTABLE, "none",
                      "too few pairs for this many rows: no difference could have been seen");
}

static const char *caption_of(struct arena *arena, const struct comparison *comparison) {
  if (comparison->paired)
    return "Both sides were interleaved in one run: the change is the median over the pairs of "
           "the ratio within a pair; p is the sign test's.";
  const char *test = "p is the Mann-Whitney test's on the values of the pairs, the interval that "
                     "of the shift (Hodges and Lehmann).";
  if (comparison->relative_to == NULL)
    return arena_format(arena,
                        "Times of two runs, which were not interleaved: what the machine "
                        "did in between is in them. %s",
                        test);
  return arena_format(arena,
                      "Times relative to %s in the same pair, so that what the machine did "
                      "between the runs falls out. %s",
                      comparison->relative_to, test);
}

static void explain(struct table *table, const struct comparison *comparison) {
  size_t needed = comparison->paired ? statistics_pairs_needed(comparison->level)
                                     : significance_runs_needed(comparison->level);
  if (comparison->level < ANALYSIS_ALPHA)
    table_add_note(table,
                   arena_format(table->arena,
                                "intervals of changes hold with 95 %% for all %zu rows together "
                                "(Bonferroni: %.4g %% each), which takes %zu pairs a side; p is "
                                "adjusted to the rows by Holm, which is as safe and less strict; "
                                "old and new hold with 95 %% each",
                                comparison->tested, 100 * (1 - comparison->level), needed));
  else
    table_add_note(table, arena_format(table->arena,
                                       "every row holds with 95 %% by itself; of 20 rows without "
                                       "a difference one is expected to show one; it takes %zu "
                                       "pairs a side",
                                       needed));
  table_add_note(table, "~ undecided: no difference was told, which is not to say that there is "
                        "none; (low, high) in parentheses: too few pairs for an interval");
  table_add_note(table, "seen from: the least change that would have been seen with a probability "
                        "of 80 %");
  if (comparison->drift > 0)
    table_add_note(table, arena_format(table->arena,
                                       "a control moved by %.3g %% or the inverse: no change up to "
                                       "that is called one",
                                       100 * expm1(comparison->drift)));
  for (size_t i = 0; i < comparison->note_count; i++)
    table_add_note(table, comparison->notes[i]);
  if (comparison->changed == 0 && !comparison->paired)
    table_add_note(table, "no engine's version, build or commit differs between the two sides: "
                          "what is seen here is noise and drift");
}

void report_add_comparison(struct document *document, const struct comparison *comparison) {
  struct table *table = document_add_table(document, "diff", "Changes");
  table->caption = caption_of(table->arena, comparison);
  add_columns(table);
  for (size_t i = 0; i < comparison->row_count; i++)
    add_row(table, comparison, &comparison->rows[i]);
  explain(table, comparison);
}

// ---- Controls -----------------------------------------------------------------------------------

static bool has_moved(const struct comparison_control *control) {
  return control->change.reached && (control->change.low > 1 || control->change.high < 1);
}

double report_control_drift(const struct comparison *comparison) {
  double drift = 0;
  for (size_t i = 0; i < comparison->control_count; i++)
    if (!comparison->controls[i].anchor)
      drift = fmax(drift, expm1(fabs(log(comparison->controls[i].change.estimate))));
  return drift;
}

void report_add_controls(struct document *document, const struct comparison *comparison) {
  struct table *table =
      document_add_table(document, "controls", "Controls: engines that did not change");
  table->passes_over = true;
  table->caption = "The same version and build on both sides: what moves here is the machine, or "
                   "the programs and drivers, and bounds what the changes above can be trusted "
                   "with. Geometric mean over the programs of both sides.";
  table_add_column(table, "engine", "engine", COLUMN_LABEL);
  table_add_column(table, "measured", "measured", COLUMN_LABEL);
  table_add_column(table, "change_percent", "moved, %", COLUMN_VALUE);
  table_add_column(table, "p", "p", COLUMN_VALUE);
  for (size_t i = 0; i < comparison->control_count; i++) {
    const struct comparison_control *control = &comparison->controls[i];
    size_t row = table_add_row(table, "");
    bool absolute = control->anchor || comparison->relative_to == NULL;
    table_set_text(table, row, 0, TONE_PLAIN, control->engine->name);
    table_set_text(table, row, 1, TONE_PLAIN,
                   absolute
                       ? "as a time"
                       : arena_format(table->arena, "relative to %s", comparison->relative_to));
    set_change(table, row, 2, &control->change, !has_moved(control), TONE_PLAIN);
    table_set_number(table, row, 3, control->p, p_text(table->arena, control->p));
  }
}

// ---- Sides --------------------------------------------------------------------------------------

static const char *machine_fact(struct arena *arena, const struct analysis_run *run,
                                const char *key) {
  json_t *machine = json_loads(run->machine, 0, NULL);
  const json_t *value = json_object_get(machine, key);
  const char *text = json_is_string(value)   ? arena_string(arena, json_string_value(value))
                     : json_is_number(value) ? arena_format(arena, "%.3g", json_number_value(value))
                                             : "";
  json_decref(machine);
  return text;
}

static void add_fact(struct table *table, const char *fact, const char *old, const char *new) {
  size_t row = table_add_row(table, "");
  table_set_text(table, row, 0, TONE_PLAIN, fact);
  table_set_text(table, row, 1, TONE_PLAIN, old);
  table_set_text(table, row, 2, strcmp(old, new) == 0 ? TONE_FAINT : TONE_PLAIN, new);
}

void report_add_sides(struct document *document, const struct comparison_side *old,
                      const struct comparison_side *new) {
  static const char *const facts[] = {"cpu",         "kernel",     "compiler",
                                      "load_before", "load_after", "steal_percent"};
  struct table *table = document_add_table(document, "sides", "What is compared");
  const struct analysis_run *a = &old->runs[0]->run, *b = &new->runs[0]->run;
  struct arena *arena = document->arena;
  size_t least[2], greatest;
  table_add_column(table, "fact", "fact", COLUMN_LABEL);
  table_add_column(table, "old", "old", COLUMN_LABEL);
  table_add_column(table, "new", "new", COLUMN_LABEL);
  const char *runs = arena_format(arena, "%lld", (long long)a->id);
  for (size_t i = 1; i < old->run_count; i++)
    runs = arena_format(arena, "%s, %lld", runs, (long long)old->runs[i]->run.id);
  add_fact(table, "run", runs, arena_format(arena, "%lld", (long long)b->id));
  add_fact(table, "started", a->started, b->started);
  add_fact(table, "status", a->status, b->status);
  add_fact(table, "commit", a->commit_id, b->commit_id);
  add_fact(table, "size", a->size, b->size);
  analysis_pair_range(old->runs[0], ANALYSIS_TIME, &least[0], &greatest);
  analysis_pair_range(new->runs[0], ANALYSIS_TIME, &least[1], &greatest);
  add_fact(table, "pairs", arena_format(arena, "%zu", least[0]),
           arena_format(arena, "%zu", least[1]));
  for (size_t i = 0; i < sizeof facts / sizeof *facts; i++)
    add_fact(table, facts[i], machine_fact(arena, a, facts[i]), machine_fact(arena, b, facts[i]));
}

// ---- Counts -------------------------------------------------------------------------------------

static bool is_count(const char *name) {
  const char *end = strrchr(name, '_');
  return end == NULL || strcmp(end, "_ns") != 0;
}

static double median_count(struct arena *arena, const struct analysis_counter *counter) {
  double *values = arena_array(arena, counter->count, sizeof *values);
  memcpy(values, counter->values, counter->count * sizeof *values);
  return statistics_median(values, counter->count);
}

static size_t add_count(struct table *table, const struct comparison_row *row,
                        const struct analysis_counter *old, const struct analysis_counter *new,
                        double threshold) {
  double before = median_count(table->arena, old), after = median_count(table->arena, new);
  double change = before == after ? 0 : after / before - 1;
  bool more = change > threshold;
  size_t index = table_add_row(table, row->engine);
  table_set_text(table, index, 0, TONE_PLAIN, row->program);
  table_set_text(table, index, 1, TONE_PLAIN, old->name);
  table_set_number(table, index, 2, before, arena_format(table->arena, "%.0f", before));
  table_set_number(table, index, 3, after, arena_format(table->arena, "%.0f", after));
  table_set_number(table, index, 4, 100 * change,
                   arena_format(table->arena, "%+.3f", 100 * change));
  table_set_text(table, index, 5,
                 more                  ? TONE_BAD
                 : change < -threshold ? TONE_GOOD
                                       : TONE_FAINT,
                 more                  ? "more"
                 : change < -threshold ? "fewer"
                                       : "same");
  return more;
}

size_t report_add_counts(struct document *document, const struct comparison *comparison,
                         double threshold) {
  struct table *table = document_add_table(document, "counts", "Counts");
  size_t grown = 0;
  table->passes_over = true;
  table->caption = arena_format(table->arena,
                                "What was counted of one repetition on both sides. Counts have no "
                                "noise to speak of: a change beyond %.3g %% is one. They are not "
                                "to be compared between engines.",
                                100 * threshold);
  table_add_column(table, "program", "program", COLUMN_LABEL);
  table_add_column(table, "counter", "counter", COLUMN_LABEL);
  table_add_column(table, "old", "old", COLUMN_VALUE);
  table_add_column(table, "new", "new", COLUMN_VALUE);
  table_add_column(table, "change_percent", "change, %", COLUMN_VALUE);
  table_add_column(table, "verdict", "verdict", COLUMN_LABEL);
  for (size_t i = 0; i < comparison->row_count && !comparison->paired; i++) {
    const struct comparison_row *row = &comparison->rows[i];
    for (size_t j = 0; row->same_work && j < row->old->counter_count; j++) {
      const struct analysis_counter *counter = &row->old->counters[j];
      const struct analysis_counter *other = analysis_find_counter(row->new, counter->name);
      if (other != NULL && is_count(counter->name))
        grown += add_count(table, row, counter, other, threshold);
    }
  }
  return grown;
}

// ---- Sentences ----------------------------------------------------------------------------------

// "2 worse (fib on lua +10 %, ...)"; the first six are named.
static const char *verdict_clause(const struct comparison *comparison,
                                  enum comparison_verdict verdict, const char *word) {
  struct arena *arena = comparison->arena;
  const char *list = "";
  size_t named = 0, count = comparison_count(comparison, verdict);
  for (size_t i = 0; i < comparison->row_count && named < 6; i++) {
    const struct comparison_row *row = &comparison->rows[i];
    if (row->verdict != verdict)
      continue;
    list = arena_format(arena, "%s%s%s on %s %+.3g %%", list, named++ ? ", " : "", row->program,
                        row->engine, percent(row->change.estimate));
  }
  return count == 0 ? arena_format(arena, "none %s", word)
                    : arena_format(arena, "%zu %s (%s%s)", count, word, list,
                                   count > named ? ", ..." : "");
}

static void summarise_verdicts(struct document *document, const struct comparison *comparison) {
  size_t missing = 0;
  for (size_t i = 0; i < comparison->row_count; i++)
    missing += comparison->rows[i].missing != NULL;
  document_add_summary(
      document,
      arena_format(document->arena, "Of %zu rows %s, %s, %zu undecided%s.", comparison->row_count,
                   verdict_clause(comparison, COMPARISON_WORSE, "slower"),
                   verdict_clause(comparison, COMPARISON_BETTER, "faster"),
                   comparison_count(comparison, COMPARISON_UNDECIDED),
                   missing == 0 ? ""
                                : arena_format(document->arena, ", %zu not compared", missing)));
}

static void summarise_means(struct document *document, const struct comparison *comparison) {
  const char *list = "";
  for (size_t i = 0; i < comparison->row_count; i++) {
    const struct comparison_row *row = &comparison->rows[i];
    if (row->mean && row->missing == NULL)
      list = arena_format(document->arena, "%s%s%s %s%s", list, *list ? ", " : "", row->engine,
                          row->verdict == COMPARISON_UNDECIDED ? "~" : "",
                          report_change_text(document->arena, &row->change));
  }
  if (*list != '\0')
    document_add_summary(document, arena_format(document->arena, "Geometric means: %s.", list));
}

static void summarise_detectable(struct document *document, const struct comparison *comparison) {
  double *all = arena_array(document->arena, comparison->row_count, sizeof *all);
  size_t count = 0;
  for (size_t i = 0; i < comparison->row_count; i++)
    if (comparison->rows[i].missing == NULL)
      all[count++] = 100 * comparison->rows[i].detectable;
  if (count == 0)
    return;
  double middle = statistics_median(all, count);
  document_add_summary(
      document,
      isfinite(middle)
          ? arena_format(document->arena,
                         "On half of the rows a change of %s %% would have been seen.",
                         table_significant(document->arena, middle, 2))
          : "On most rows no change could have been seen: too few pairs for so many rows.");
}

static void summarise_controls(struct document *document, const struct comparison *comparison) {
  const char *list = "";
  bool moved = false;
  for (size_t i = 0; i < comparison->control_count; i++) {
    const struct comparison_control *control = &comparison->controls[i];
    list = arena_format(document->arena, "%s%s%s %s%s", list, *list ? ", " : "",
                        control->engine->name, has_moved(control) ? "" : "~",
                        report_change_text(document->arena, &control->change));
    if (control->anchor)
      list = arena_format(document->arena, "%s as a time", list);
    moved = moved || (has_moved(control) && !control->anchor);
  }
  if (*list != '\0')
    document_add_summary(
        document, arena_format(document->arena, "Control: engines that did not change moved: %s.%s",
                               list, moved ? " So no change up to that size is called one." : ""));
  else if (!comparison->paired && comparison->relative_to == NULL)
    document_add_summary(document, "There is no engine that did not change: how much of this is "
                                   "the machine's drift cannot be told.");
}

void report_summarise_comparison(struct document *document, const struct comparison *comparison) {
  summarise_verdicts(document, comparison);
  summarise_means(document, comparison);
  summarise_detectable(document, comparison);
  if (!comparison->paired)
    summarise_controls(document, comparison);
}

// ---- Showing ------------------------------------------------------------------------------------

bool report_show(const struct document *document, const char *directory, bool colour) {
  struct render_settings settings = render_settings_for_output(colour);
  struct error error = {.message = ""};
  render_terminal(stdout, document, &settings);
  if (directory == NULL)
    return true;
  if (render_files(document, directory, &error)) {
    printf("All tables: %s/report.md, report.json and a .csv each.\n", directory);
    return true;
  }
  fprintf(stderr, "fieldstone: %s\n", error.message);
  return false;
}

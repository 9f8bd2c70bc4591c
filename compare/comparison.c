// See comparison.h for what is compared. In three steps: which engines and programs of both sides
// belong together and what they are measured against (anchors); the values of each row, pair by
// pair; the tests, once it is known how many rows share alpha.
#include "compare/comparison.h"

#include "compare/check.h"
#include "compare/reference.h"
#include "compare/significance.h"
#include "compare/text.h"

#include <gsl/gsl_cdf.h>
#include <math.h>
#include <string.h>

struct engine_pair {
  const struct analysis_engine *old, *new;
  bool unchanged, anchor;
};

struct program_pair {
  const struct analysis_program *old, *new;
};

// One value a pair: ln of a time, or of its ratio to the anchors.
struct values {
  size_t count;
  double *logs;
};

// What a row is tested by. Paired: the log ratios are in `old` and `new` is empty.
struct row_values {
  struct values old, new;
};

struct matching {
  struct comparison *comparison;
  const struct comparison_side *old, *new;
  const struct comparison_options *options;
  struct engine_pair *engines;
  struct program_pair *programs;
  size_t engine_count, program_count;
  struct row_values *values; // one a row
  struct error *error;
};

// ---- What belongs together ----------------------------------------------------------------------

// The name on the new side of what is called `name` on the old side.
static const char *mapped(struct arena *arena, const char *map, const char *name) {
  struct text_list entries = text_list_split(map == NULL ? "" : map);
  const char *result = name;
  for (size_t i = 0; i < entries.count; i++) {
    char *equals = strchr(entries.words[i], '=');
    if (equals == NULL)
      continue;
    *equals = '\0';
    if (reference_same_name(entries.words[i], name))
      result = arena_string(arena, equals + 1);
  }
  text_list_free(&entries);
  return result;
}

static bool has_name(const struct analysis *analysis, const char *name) {
  for (size_t i = 0; i < analysis->engine_count; i++)
    if (reference_same_name(analysis->engines[i].name, name))
      return true;
  for (size_t i = 0; i < analysis->program_count; i++)
    if (reference_same_name(analysis->programs[i].name, name))
      return true;
  return false;
}

static bool map_is_sound(const struct matching *matching) {
  const char *map = matching->options->map;
  struct text_list entries = text_list_split(map == NULL ? "" : map);
  bool sound = true;
  for (size_t i = 0; sound && i < entries.count; i++) {
    char *equals = strchr(entries.words[i], '=');
    if (equals == NULL) {
      sound = error_set(matching->error, "--map takes old=new,..., not `%s`", entries.words[i]);
      break;
    }
    *equals = '\0';
    if (!has_name(matching->old->runs[0], entries.words[i]))
      sound = error_set(matching->error, "--map: no program or engine of the old side is `%s`",
                        entries.words[i]);
    else if (!has_name(matching->new->runs[0], equals + 1))
      sound = error_set(matching->error, "--map: no program or engine of the new side is `%s`",
                        equals + 1);
  }
  text_list_free(&entries);
  return sound;
}

// Mica is built from the same tree as the tool, so its version says nothing of a change.
static bool is_unchanged(const struct matching *matching, const struct analysis_engine *old,
                         const struct analysis_engine *new) {
  if (strcmp(old->name, new->name) != 0 || strcmp(old->version, new->version) != 0 ||
      strcmp(old->build, new->build) != 0)
    return false;
  const char *was = matching->old->runs[0]->run.commit_id;
  const char *is = matching->new->runs[0]->run.commit_id;
  return strcmp(old->driver, "mica") != 0 ||
         (*was != '\0' && strcmp(was, is) == 0 && strstr(was, "-dirty") == NULL);
}

static const struct analysis_engine *engine_called(const struct analysis *analysis,
                                                   const char *name) {
  for (size_t i = 0; i < analysis->engine_count; i++)
    if (reference_same_name(analysis->engines[i].name, name))
      return &analysis->engines[i];
  return NULL;
}

static const struct analysis_program *program_called(const struct analysis *analysis,
                                                     const char *name) {
  for (size_t i = 0; i < analysis->program_count; i++)
    if (reference_same_name(analysis->programs[i].name, name))
      return &analysis->programs[i];
  return NULL;
}

static void add_engines(struct matching *matching, const struct analysis_engine *old,
                        const struct analysis_engine *new) {
  struct arena *arena = matching->comparison->arena;
  matching->engines =
      arena_grow(arena, matching->engines, matching->engine_count, sizeof *matching->engines);
  matching->engines[matching->engine_count++] = (struct engine_pair){
      .old = old, .new = new, .unchanged = old &&new &&is_unchanged(matching, old, new)};
}

static void match_engines(struct matching *matching) {
  const struct analysis *old = matching->old->runs[0], *new = matching->new->runs[0];
  ptrdiff_t a = matching->old->engine, b = matching->new->engine;
  struct arena *arena = matching->comparison->arena;
  for (size_t i = 0; i < old->engine_count; i++) {
    const char *name = mapped(arena, matching->options->map, old->engines[i].name);
    if (b >= 0 && a < 0) // the engine that is named on one side is meant on both
      name = reference_same_name(name, new->engines[b].name) ? name : NULL;
    if ((a >= 0 && (size_t)a != i) || name == NULL)
      continue;
    add_engines(matching, &old->engines[i], b >= 0 ? &new->engines[b] : engine_called(new, name));
  }
}

static void match_programs(struct matching *matching) {
  const struct analysis *old = matching->old->runs[0], *new = matching->new->runs[0];
  ptrdiff_t a = matching->old->program, b = matching->new->program;
  struct arena *arena = matching->comparison->arena;
  matching->programs = arena_array(arena, old->program_count, sizeof *matching->programs);
  for (size_t i = 0; i < old->program_count; i++) {
    const struct analysis_program *program = &old->programs[i];
    const char *name = mapped(arena, matching->options->map, program->name);
    if (program->process || (a >= 0 && (size_t)a != i) ||
        (a < 0 && b >= 0 && !reference_same_name(name, new->programs[b].name)) ||
        !reference_selects(matching->options->programs, program->name, program->category))
      continue;
    matching->programs[matching->program_count++] = (struct program_pair){
        .old = program, .new = b >= 0 ? &new->programs[b] : program_called(new, name)};
  }
}

// ---- Anchors ------------------------------------------------------------------------------------

static bool other_machines(const struct matching *matching) {
  const char *id = "";
  const struct comparison_side *sides[] = {matching->old, matching->new};
  for (size_t side = 0; side < 2; side++)
    for (size_t i = 0; i < sides[side]->run_count; i++) {
      const char *other = sides[side]->runs[i]->run.machine_id;
      if (*id != '\0' && *other != '\0' && strcmp(id, other) != 0)
        return true;
      id = *other != '\0' ? other : id;
    }
  return false;
}

// An engine that is the same on both sides, and is not what the user compares by name.
static bool may_anchor(const struct matching *matching, const struct engine_pair *pair,
                       bool across) {
  bool named = matching->old->engine >= 0 || matching->new->engine >= 0;
  return pair->new != NULL &&strcmp(pair->old->name, pair->new->name) == 0 &&
         (pair->unchanged || across) && !(named && pair == &matching->engines[0]);
}

static void add_anchor(struct matching *matching, struct engine_pair *pair) {
  struct comparison *comparison = matching->comparison;
  pair->anchor = true;
  comparison->relative_to =
      comparison->relative_to == NULL
          ? pair->old->name
          : arena_format(comparison->arena, "%s and %s", comparison->relative_to, pair->old->name);
}

// The engines by name that both sides have, whatever part is compared.
static void add_candidates(struct matching *matching) {
  const struct analysis *old = matching->old->runs[0], *new = matching->new->runs[0];
  if (matching->old->engine < 0 && matching->new->engine < 0)
    return;
  for (size_t i = 0; i < old->engine_count; i++) {
    const struct analysis_engine *other = engine_called(new, old->engines[i].name);
    bool is_compared = &old->engines[i] == matching->engines[0].old ||
                       (other != NULL && other == matching->engines[0].new);
    if (other != NULL && !is_compared)
      add_engines(matching, &old->engines[i], other);
  }
}

static bool choose_anchors(struct matching *matching, bool across) {
  const char *wanted = matching->options->relative_to;
  bool by_default = wanted == NULL;
  if (matching->comparison->paired || (!by_default && strcmp(wanted, "none") == 0))
    return !across || matching->comparison->paired ||
           error_set(matching->error, "times of two machines are compared relative to an engine "
                                      "that both have; leave --relative-to none out");
  for (size_t i = 0; i < matching->engine_count; i++) {
    struct engine_pair *pair = &matching->engines[i];
    bool native = strcmp(pair->old->name, ANALYSIS_BASELINE) == 0;
    bool selected = by_default ? native : reference_selects(wanted, pair->old->name, "");
    bool compared = by_default && matching->options->engines != NULL &&
                    strcmp(matching->options->engines, pair->old->name) == 0;
    if (selected && !compared && may_anchor(matching, pair, across))
      add_anchor(matching, pair);
    else if (selected && !by_default)
      return error_set(matching->error,
                       "--relative-to: %s is not an engine that is the same on both sides",
                       pair->old->name);
  }
  if (matching->comparison->relative_to != NULL || (by_default && !across))
    return true;
  return error_set(matching->error,
                   across ? "the runs are of two machines and have no engine %s "
                            "in common to which ratios could be compared"
                          : "--relative-to: both sides have no engine %s",
                   by_default ? ANALYSIS_BASELINE : wanted);
}

// ---- Values -------------------------------------------------------------------------------------

static const struct analysis_cell *cell_of(const struct analysis *run, const char *program,
                                           const char *engine) {
  ptrdiff_t i = analysis_find_program(run, program);
  return i < 0 ? NULL : analysis_cell_of(run, (size_t)i, analysis_find_engine(run, engine));
}

static bool find_pair(const struct analysis_series *series, int pair, double *log) {
  for (size_t i = 0; i < series->count; i++)
    if (series->pairs[i] == pair) {
      *log = series->logs[i];
      return true;
    }
  return false;
}

// The mean over the anchors in that pair of that program; false where one has no time.
static bool anchor_log(const struct matching *matching, const struct analysis *run,
                       const char *program, int pair, double *log) {
  double sum = 0, one;
  size_t count = 0;
  for (size_t i = 0; i < matching->engine_count; i++) {
    if (!matching->engines[i].anchor)
      continue;
    const struct analysis_cell *cell = cell_of(run, program, matching->engines[i].old->name);
    if (cell == NULL || !find_pair(&cell->series[ANALYSIS_TIME], pair, &one))
      return false;
    sum += one;
    count++;
  }
  *log = count > 0 ? sum / (double)count : 0;
  return true;
}

// The cell's values pair by pair, relative to the anchors unless they are themselves looked at.
static struct analysis_series series_of(const struct matching *matching, const struct analysis *run,
                                        const struct analysis_cell *cell, bool relative) {
  struct analysis_series series = {0};
  if (cell == NULL)
    return series;
  const struct analysis_series *from = &cell->series[ANALYSIS_TIME];
  series.pairs = arena_array(matching->comparison->arena, from->count, sizeof *series.pairs);
  series.logs = arena_array(matching->comparison->arena, from->count, sizeof *series.logs);
  for (size_t i = 0; i < from->count; i++) {
    double anchor = 0;
    if (relative && !anchor_log(matching, run, cell->program->name, from->pairs[i], &anchor))
      continue;
    series.pairs[series.count] = from->pairs[i];
    series.logs[series.count++] = from->logs[i] - anchor;
  }
  return series;
}

// Why two cells must not be compared; NULL if they may. Cells of two names were set against each
// other by the user.
static const char *why_different(struct arena *arena, const struct analysis *run,
                                 const struct analysis_cell *cell, const struct analysis *other_run,
                                 const struct analysis_cell *other) {
  if (strcmp(cell->program->name, other->program->name) != 0)
    return NULL;
  if (cell->n != other->n)
    return arena_format(arena, "its n is %lld in run %lld and %lld in run %lld", (long long)cell->n,
                        (long long)run->run.id, (long long)other->n, (long long)other_run->run.id);
  if (run->run.seed != other_run->run.seed)
    return arena_format(arena, "the seed is %lld in run %lld and %lld in run %lld",
                        (long long)run->run.seed, (long long)run->run.id,
                        (long long)other_run->run.seed, (long long)other_run->run.id);
  bool same_block = cell->work_repetitions == other->work_repetitions;
  if (same_block && !isnan(cell->checksum) && !isnan(other->checksum) &&
      !check_agrees(other->checksum, cell->checksum, cell->program->tolerance))
    return "its result has changed: it is another program now";
  return NULL;
}

static const char *why_missing(const struct matching *matching, const struct analysis *run,
                               const struct analysis_cell *cell) {
  struct arena *arena = matching->comparison->arena;
  const char *reason = analysis_missing(run, cell, ANALYSIS_TIME);
  if (reason != NULL)
    return arena_format(arena, "run %lld: %s", (long long)run->run.id, reason);
  if (series_of(matching, run, cell, true).count == 0)
    return arena_format(arena, "run %lld: no time of %s to set it against", (long long)run->run.id,
                        matching->comparison->relative_to);
  return NULL;
}

static double median_of(struct arena *arena, const double *logs, size_t count) {
  double *copy = arena_array(arena, count, sizeof *copy);
  memcpy(copy, logs, count * sizeof *copy);
  return statistics_median(copy, count);
}

static void append(struct arena *arena, struct values *values, const double *logs, size_t count) {
  double *all = arena_array(arena, values->count + count, sizeof *all);
  if (values->count > 0)
    memcpy(all, values->logs, values->count * sizeof *all);
  if (count > 0)
    memcpy(all + values->count, logs, count * sizeof *all);
  values->logs = all;
  values->count += count;
}

static void note_run(struct comparison_row *row, double median) {
  row->run_least = row->runs == 0 ? median : fmin(row->run_least, median);
  row->run_greatest = row->runs == 0 ? median : fmax(row->run_greatest, median);
  row->runs++;
}

// The difference of the two cells in each pair that they share.
static struct analysis_series differences(struct arena *arena, const struct analysis_series *old,
                                          const struct analysis_series *new) {
  struct analysis_series result = {0};
  double before;
  result.pairs = arena_array(arena, new->count, sizeof *result.pairs);
  result.logs = arena_array(arena, new->count, sizeof *result.logs);
  for (size_t i = 0; i < new->count; i++)
    if (find_pair(old, new->pairs[i], &before)) {
      result.pairs[result.count] = new->pairs[i];
      result.logs[result.count++] = new->logs[i] - before;
    }
  return result;
}

// ---- Rows ---------------------------------------------------------------------------------------

// "fib", or "array_map to array_filter" where the user set one against the other.
static const char *both_names(struct arena *arena, const char *old, const char *new) {
  return reference_same_name(old, new) ? new : arena_format(arena, "%s to %s", old, new);
}

static struct comparison_row *add_row(struct matching *matching, const struct engine_pair *engines,
                                      const char *program) {
  struct comparison *comparison = matching->comparison;
  struct arena *arena = comparison->arena;
  comparison->rows =
      arena_grow(arena, comparison->rows, comparison->row_count, sizeof *comparison->rows);
  matching->values =
      arena_grow(arena, matching->values, comparison->row_count, sizeof *matching->values);
  const char *engine = engines->new == NULL
                           ? engines->old->name
                           : both_names(arena, engines->old->name, engines->new->name);
  matching->values[comparison->row_count] = (struct row_values){.old = {0}, .new = {0}};
  comparison->rows[comparison->row_count] = (struct comparison_row){
      .program = program, .engine = engine, .unit = "", .p = NAN, .detectable = HUGE_VAL};
  return &comparison->rows[comparison->row_count++];
}

static struct row_values *values_of(const struct matching *matching,
                                    const struct comparison_row *row) {
  return &matching->values[row - matching->comparison->rows];
}

// Takes the old side's pairs of all runs that measured the same as the new one.
static void take_old(struct matching *matching, struct comparison_row *row, const char *program,
                     const char *engine) {
  struct arena *arena = matching->comparison->arena;
  for (size_t i = 0; i < matching->old->run_count; i++) {
    const struct analysis *run = matching->old->runs[i];
    const struct analysis_cell *cell = cell_of(run, program, engine);
    const char *reason = why_missing(matching, run, cell);
    if (reason == NULL)
      reason = why_different(arena, run, cell, matching->new->runs[0], row->new);
    if (reason != NULL) {
      row->missing = row->missing == NULL ? reason : row->missing;
      continue;
    }
    struct analysis_series series = series_of(matching, run, cell, true);
    append(arena, &values_of(matching, row)->old, series.logs, series.count);
    note_run(row, exp(median_of(arena, series.logs, series.count)));
    if (row->runs == 1)
      row->old = cell;
  }
  if (row->runs > 0)
    row->missing = NULL;
}

static void fill_row(struct matching *matching, struct comparison_row *row,
                     const struct program_pair *programs, const struct engine_pair *engines) {
  struct comparison *comparison = matching->comparison;
  const struct analysis *run = matching->new->runs[0];
  const char *program = programs->new == NULL ? "" : programs->new->name;
  row->unit = programs->old->unit;
  row->new = engines->new == NULL ? NULL : cell_of(run, program, engines->new->name);
  row->old = cell_of(matching->old->runs[0], programs->old->name, engines->old->name);
  row->same_work = row->old != NULL && row->old->ok && row->new != NULL &&
                   row->new->ok &&why_different(comparison->arena, matching->old->runs[0], row->old,
                                                run, row->new) == NULL;
  row->missing = why_missing(matching, run, row->new);
  if (row->missing != NULL)
    return;
  take_old(matching, row, programs->old->name, engines->old->name);
  if (row->missing != NULL)
    return;
  struct analysis_series series = series_of(matching, run, row->new, true);
  struct row_values *values = values_of(matching, row);
  append(comparison->arena, &values->new, series.logs, series.count);
  row->run_after = exp(median_of(comparison->arena, series.logs, series.count));
  row->time_before = analysis_time(matching->old->runs[0], row->old, ANALYSIS_TIME, ANALYSIS_ALPHA);
  row->time_after = analysis_time(run, row->new, ANALYSIS_TIME, ANALYSIS_ALPHA);
  if (comparison->paired) {
    struct analysis_series both =
        differences(comparison->arena, &row->old->series[ANALYSIS_TIME], &series);
    values->old = (struct values){.count = both.count, .logs = both.logs};
    if (both.count == 0)
      row->missing = "the two have no pair in common";
  }
}

// ---- Means --------------------------------------------------------------------------------------

// The programs that a mean is over: by name, on either side.
struct members {
  size_t count;
  const char **old, **new;
};

// The mean over the programs in each pair in which all of them have a value.
static struct analysis_series mean_series(const struct matching *matching,
                                          const struct analysis *run, const char *const *programs,
                                          size_t count, const char *engine, bool relative) {
  struct arena *arena = matching->comparison->arena;
  struct analysis_series mean = {0};
  for (size_t i = 0; i < count; i++) {
    struct analysis_series series =
        series_of(matching, run, cell_of(run, programs[i], engine), relative);
    struct analysis_series sum = series;
    if (i > 0) {
      sum = differences(arena, &mean, &series); // keeps the pairs that both have
      for (size_t j = 0; j < sum.count; j++) {
        double before = 0, log = 0;
        find_pair(&mean, sum.pairs[j], &before);
        find_pair(&series, sum.pairs[j], &log);
        sum.logs[j] = before + log;
      }
    }
    mean = sum;
  }
  for (size_t i = 0; i < mean.count; i++)
    mean.logs[i] /= (double)count;
  return mean;
}

static struct members members_of(const struct matching *matching, size_t first) {
  const struct comparison *comparison = matching->comparison;
  struct members members = {.count = 0};
  members.old = arena_array(comparison->arena, matching->program_count, sizeof *members.old);
  members.new = arena_array(comparison->arena, matching->program_count, sizeof *members.new);
  for (size_t i = first; i < comparison->row_count; i++) {
    const struct comparison_row *row = &comparison->rows[i];
    if (row->missing != NULL || !row->old->program->geometric_mean)
      continue;
    members.old[members.count] = row->old->program->name;
    members.new[members.count++] = row->new->program->name;
  }
  return members;
}

static void add_mean(struct matching *matching, const struct engine_pair *engines, size_t first) {
  struct comparison *comparison = matching->comparison;
  struct members members = members_of(matching, first);
  if (members.count < 2)
    return;
  struct comparison_row *row = add_row(matching, engines, "geometric mean");
  struct row_values *values = values_of(matching, row);
  struct analysis_series new = mean_series(matching, matching->new->runs[0], members.new,
                                           members.count, engines->new->name, true);
  row->mean = true;
  row->programs = members.count;
  append(comparison->arena, &values->new, new.logs, new.count);
  for (size_t i = 0; i < matching->old->run_count; i++) {
    struct analysis_series old = mean_series(matching, matching->old->runs[i], members.old,
                                             members.count, engines->old->name, true);
    if (old.count == 0)
      continue;
    note_run(row, exp(median_of(comparison->arena, old.logs, old.count)));
    append(comparison->arena, &values->old, old.logs, old.count);
    if (comparison->paired) {
      struct analysis_series both = differences(comparison->arena, &old, &new);
      values->old = (struct values){.count = both.count, .logs = both.logs};
    }
  }
  if (values->old.count == 0 || values->new.count == 0)
    row->missing = "no pair has a time of every program";
  else
    row->run_after = exp(median_of(comparison->arena, new.logs, new.count));
}

// ---- Tests --------------------------------------------------------------------------------------

static struct significance_sample copy_of(struct arena *arena, const struct values *values) {
  struct significance_sample sample = {.count = values->count};
  sample.values = arena_array(arena, values->count, sizeof *sample.values);
  if (values->count > 0)
    memcpy(sample.values, values->logs, values->count * sizeof *sample.values);
  return sample;
}

static struct statistics_interval exponential(struct statistics_interval interval) {
  interval.estimate = exp(interval.estimate);
  interval.low = exp(interval.low);
  interval.high = exp(interval.high);
  return interval;
}

// Half of a normal interval is z(alpha/2) standard errors; z(alpha/2) + z(power) of them are found.
static double detectable_of(const struct statistics_interval *change, double level) {
  if (!change->reached)
    return HUGE_VAL;
  double half = log(change->high / change->low) / 2;
  double power = gsl_cdf_ugaussian_Qinv(1 - COMPARISON_POWER);
  return expm1(half * (1 + power / gsl_cdf_ugaussian_Qinv(level / 2)));
}

static double test_apart(struct arena *arena, const struct values *old, const struct values *new,
                         double level, struct statistics_interval *change) {
  struct significance_sample x = copy_of(arena, new), y = copy_of(arena, old);
  *change = exponential(significance_shift(x, y, level));
  size_t needed = significance_runs_needed(level);
  change->reached = change->reached && old->count >= needed && new->count >= needed;
  return significance_mann_whitney(x, y).p;
}

// Of `rows` intervals that hold together; the run that looked more often at its results decides.
static double level_of(const struct matching *matching, size_t rows) {
  return fmin(analysis_level(matching->old->runs[0], rows),
              analysis_level(matching->new->runs[0], rows));
}

static void test_row(const struct matching *matching, struct comparison_row *row) {
  struct comparison *comparison = matching->comparison;
  const struct row_values *values = values_of(matching, row);
  double level = comparison->level;
  if (comparison->paired) {
    struct significance_sample logs = copy_of(comparison->arena, &values->old);
    row->p = significance_sign_test(logs.values, logs.count).p;
    row->change = statistics_ratio(logs.values, logs.count, level);
    row->detectable =
        statistics_minimum_detectable(logs.values, logs.count, level, COMPARISON_POWER);
    row->before = row->time_before;
    row->after = row->time_after;
  } else {
    struct significance_sample old = copy_of(comparison->arena, &values->old);
    struct significance_sample new = copy_of(comparison->arena, &values->new);
    row->p = test_apart(comparison->arena, &values->old, &values->new, level, &row->change);
    row->detectable = detectable_of(&row->change, level);
    row->before = statistics_ratio(old.values, old.count, ANALYSIS_ALPHA);
    row->after = statistics_ratio(new.values, new.count, ANALYSIS_ALPHA);
  }
}

// Samples of three have a p below 0.05 by the normal distribution, where times are equal, and none
// by their arrangements.
static bool enough(const struct comparison *comparison, const struct row_values *values) {
  size_t least = comparison->paired ? statistics_pairs_needed(ANALYSIS_ALPHA)
                                    : significance_runs_needed(ANALYSIS_ALPHA);
  return values->old.count >= least && (comparison->paired || values->new.count >= least);
}

// Adjusts the p of all rows together (Holm), and to the looks of a run that may have stopped early.
static void judge_rows(const struct matching *matching) {
  struct comparison *comparison = matching->comparison;
  double *p = arena_array(comparison->arena, comparison->row_count, sizeof *p);
  double level = level_of(matching, 1);
  for (size_t i = 0; i < comparison->row_count; i++)
    p[i] = fmin(1, comparison->rows[i].p * ANALYSIS_ALPHA / level);
  if (!matching->options->uncorrected)
    significance_holm(p, comparison->row_count, p);
  for (size_t i = 0; i < comparison->row_count; i++) {
    struct comparison_row *row = &comparison->rows[i];
    if (row->missing != NULL)
      continue;
    row->p = p[i];
    bool within_drift = fabs(log(row->change.estimate)) <= comparison->drift;
    row->verdict =
        p[i] > ANALYSIS_ALPHA || within_drift || !enough(comparison, &matching->values[i])
            ? COMPARISON_UNDECIDED
        : row->change.estimate > 1 ? COMPARISON_WORSE
                                   : COMPARISON_BETTER;
  }
}

static void test_rows(struct matching *matching) {
  struct comparison *comparison = matching->comparison;
  for (size_t i = 0; i < comparison->row_count; i++)
    comparison->tested += comparison->rows[i].missing == NULL;
  size_t rows = matching->options->uncorrected ? 1 : comparison->tested;
  comparison->level = level_of(matching, rows);
  for (size_t i = 0; i < comparison->row_count; i++)
    if (comparison->rows[i].missing == NULL)
      test_row(matching, &comparison->rows[i]);
  judge_rows(matching);
}

// ---- Controls -----------------------------------------------------------------------------------

// The programs that the engine has times of on both sides.
static struct members common_members(const struct matching *matching,
                                     const struct engine_pair *engines) {
  struct arena *arena = matching->comparison->arena;
  const struct analysis *old = matching->old->runs[0], *new = matching->new->runs[0];
  struct members members = {.count = 0};
  members.old = arena_array(arena, matching->program_count, sizeof *members.old);
  members.new = arena_array(arena, matching->program_count, sizeof *members.new);
  for (size_t i = 0; i < matching->program_count; i++) {
    const struct program_pair *programs = &matching->programs[i];
    if (programs->new == NULL || strcmp(programs->old->name, programs->new->name) != 0)
      continue;
    const struct analysis_cell *was = cell_of(old, programs->old->name, engines->old->name);
    const struct analysis_cell *is = cell_of(new, programs->new->name, engines->new->name);
    if (why_missing(matching, old, was) != NULL || why_missing(matching, new, is) != NULL ||
        why_different(arena, old, was, new, is) != NULL)
      continue;
    members.old[members.count] = programs->old->name;
    members.new[members.count++] = programs->new->name;
  }
  return members;
}

static void add_control(struct matching *matching, const struct engine_pair *engines) {
  struct comparison *comparison = matching->comparison;
  struct arena *arena = comparison->arena;
  struct comparison_control control = {.engine = engines->old, .anchor = engines->anchor};
  struct members members = common_members(matching, engines);
  struct values old = {0}, new = {0};
  struct analysis_series series = mean_series(matching, matching->new->runs[0], members.new,
                                              members.count, engines->new->name, !engines->anchor);
  append(arena, &new, series.logs, series.count);
  for (size_t i = 0; i < matching->old->run_count; i++) {
    series = mean_series(matching, matching->old->runs[i], members.old, members.count,
                         engines->old->name, !engines->anchor);
    append(arena, &old, series.logs, series.count);
  }
  if (old.count == 0 || new.count == 0)
    return;
  control.p = test_apart(arena, &old, &new, ANALYSIS_ALPHA, &control.change);
  comparison->controls = arena_grow(arena, comparison->controls, comparison->control_count,
                                    sizeof *comparison->controls);
  comparison->controls[comparison->control_count++] = control;
  bool moved = control.change.reached && (control.change.low > 1 || control.change.high < 1);
  if (moved && !control.anchor)
    comparison->drift = fmax(comparison->drift, fabs(log(control.change.estimate)));
}

// ---- The whole ----------------------------------------------------------------------------------

static void add_note(struct comparison *comparison, const char *note) {
  comparison->notes = arena_grow(comparison->arena, comparison->notes, comparison->note_count,
                                 sizeof *comparison->notes);
  comparison->notes[comparison->note_count++] = note;
}

static void note_versions(struct matching *matching) {
  struct comparison *comparison = matching->comparison;
  for (size_t i = 0; i < matching->engine_count; i++) {
    const struct engine_pair *pair = &matching->engines[i];
    if (pair->new == NULL || strcmp(pair->old->name, pair->new->name) != 0)
      continue;
    if (strcmp(pair->old->version, pair->new->version) != 0)
      add_note(comparison, arena_format(comparison->arena, "%s is `%s` before and `%s` after",
                                        pair->old->name, pair->old->version, pair->new->version));
    if (strcmp(pair->old->build, pair->new->build) != 0)
      add_note(comparison,
               arena_format(comparison->arena, "%s is built by `%s` before and by `%s` after",
                            pair->old->name, pair->old->build, pair->new->build));
  }
}

// Engines that did not change are rows only where the user names them or nothing else is there.
static bool is_row(const struct matching *matching, size_t engine, bool any_changed) {
  const struct engine_pair *pair = &matching->engines[engine];
  bool named = matching->old->engine >= 0 || matching->new->engine >= 0;
  if (pair->anchor || (named && engine > 0))
    return false;
  if (named)
    return true;
  return matching->options->engines != NULL
             ? reference_selects(matching->options->engines, pair->old->name, "")
             : !pair->unchanged || !any_changed;
}

static void add_rows(struct matching *matching) {
  struct comparison *comparison = matching->comparison;
  for (size_t i = 0; i < matching->engine_count; i++)
    comparison->changed += !matching->engines[i].unchanged && matching->engines[i].new != NULL;
  for (size_t i = 0; i < matching->engine_count; i++) {
    const struct engine_pair *engines = &matching->engines[i];
    size_t first = comparison->row_count;
    if (!is_row(matching, i, comparison->changed > 0)) {
      if (engines->unchanged && !comparison->paired)
        add_control(matching, engines);
      continue;
    }
    for (size_t j = 0; j < matching->program_count; j++) {
      const struct program_pair *programs = &matching->programs[j];
      const char *name = programs->new == NULL ? programs->old->name
                                               : both_names(comparison->arena, programs->old->name,
                                                            programs->new->name);
      fill_row(matching, add_row(matching, engines, name), programs, engines);
    }
    if (engines->new != NULL)
      add_mean(matching, engines, first);
  }
}

static bool may_be_compared(const struct matching *matching) {
  const struct comparison_side *sides[] = {matching->old, matching->new};
  for (size_t side = 0; side < 2; side++)
    for (size_t i = 0; i < sides[side]->run_count; i++)
      if (sides[side]->runs[i]->run.smoke)
        return error_set(matching->error,
                         "run %lld is a smoke run: it claims no times, and there "
                         "is nothing to compare",
                         (long long)sides[side]->runs[i]->run.id);
  const struct analysis_run *old = &matching->old->runs[0]->run;
  const struct analysis_run *new = &matching->new->runs[0]->run;
  if (strcmp(old->size, new->size) != 0)
    return error_set(matching->error,
                     "run %lld is of size %s and run %lld of size %s; only runs of one size are "
                     "compared",
                     (long long)old->id, old->size, (long long)new->id, new->size);
  return !other_machines(matching) || matching->options->across_machines ||
         error_set(matching->error,
                   "run %lld and run %lld are of two machines, whose times are not to be compared; "
                   "--across-machines compares what they are relative to an engine of both",
                   (long long)old->id, (long long)new->id);
}

static bool has_rows(const struct matching *matching) {
  if (matching->comparison->row_count > 0)
    return true;
  const char *programs = "", *engines = "";
  struct arena *arena = matching->comparison->arena;
  const struct analysis *old = matching->old->runs[0];
  for (size_t i = 0; i < old->program_count; i++)
    programs = arena_format(arena, "%s%s%s", programs, i ? ", " : "", old->programs[i].name);
  for (size_t i = 0; i < old->engine_count; i++)
    engines = arena_format(arena, "%s%s%s", engines, i ? ", " : "", old->engines[i].name);
  return error_set(matching->error,
                   "nothing is left to compare\n  the programs are: %s\n  the engines are: %s",
                   programs, engines);
}

struct comparison *comparison_make(struct arena *arena, const struct comparison_side *old,
                                   const struct comparison_side *new,
                                   const struct comparison_options *options, struct error *error) {
  struct comparison *comparison = arena_allocate(arena, sizeof *comparison);
  struct matching matching = {
      .comparison = comparison, .old = old, .new = new, .options = options, .error = error};
  comparison->arena = arena;
  comparison->paired = old->run_count == 1 && old->runs[0] == new->runs[0];
  if (!may_be_compared(&matching) || !map_is_sound(&matching))
    return NULL;
  match_engines(&matching);
  match_programs(&matching);
  if (matching.engine_count > 0)
    add_candidates(&matching);
  if (!choose_anchors(&matching, other_machines(&matching)))
    return NULL;
  add_rows(&matching);
  if (!has_rows(&matching))
    return NULL;
  test_rows(&matching);
  if (!comparison->paired)
    note_versions(&matching);
  return comparison;
}

size_t comparison_count(const struct comparison *comparison, enum comparison_verdict verdict) {
  size_t count = 0;
  for (size_t i = 0; i < comparison->row_count; i++)
    count += comparison->rows[i].verdict == verdict;
  return count;
}

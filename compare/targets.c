// See targets.h for what the verdicts mean and how alpha is shared.
#include "compare/targets.h"
#include "compare/schedule.h"
#include "compare/table.h"
#include "drivers/manifest_yaml.h"

#include <jansson.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

// ---- The file -----------------------------------------------------------------------------------

static const cyaml_strval_t metrics[] = {
    {"time", ANALYSIS_TIME}, {"process", ANALYSIS_PROCESS}, {"counter", ANALYSIS_COUNTER}};
static const cyaml_strval_t quantities[] = {
    {"speedup", TARGET_SPEEDUP}, {"time_ratio", TARGET_TIME_RATIO}, {"ratio", TARGET_RATIO},
    {"value", TARGET_VALUE},     {"difference", TARGET_DIFFERENCE},
};
static const cyaml_strval_t summaries[] = {{"geometric_mean", TARGET_GEOMETRIC_MEAN},
                                           {"each", TARGET_EACH}};

static const cyaml_strval_t truths[] = {{"false", false}, {"true", true}};

static const cyaml_schema_value_t name_schema = {
    CYAML_VALUE_STRING(CYAML_FLAG_POINTER, char, 1, CYAML_UNLIMITED),
};

#define TEXT(structure, member, flags)                                                             \
  CYAML_FIELD_STRING_PTR(#member, CYAML_FLAG_POINTER | (flags), struct structure, member, 1,       \
                         CYAML_UNLIMITED)
#define WORD(member, words)                                                                        \
  CYAML_FIELD_ENUM(#member, CYAML_FLAG_STRICT, struct target_measure, member, words,               \
                   CYAML_ARRAY_LEN(words))
#define NAMES(member)                                                                              \
  CYAML_FIELD_SEQUENCE(#member, CYAML_FLAG_POINTER | CYAML_FLAG_OPTIONAL, struct target_measure,   \
                       member, &name_schema, 1, CYAML_UNLIMITED)
#define NUMBER(member)                                                                             \
  CYAML_FIELD_FLOAT(#member, CYAML_FLAG_OPTIONAL, struct target_measure, member)

static const cyaml_schema_field_t measure_fields[] = {
    TEXT(target_measure, engine, 0),
    TEXT(target_measure, against, CYAML_FLAG_OPTIONAL),
    TEXT(target_measure, against_program, CYAML_FLAG_OPTIONAL),
    WORD(metric, metrics),
    TEXT(target_measure, counter, CYAML_FLAG_OPTIONAL),
    WORD(quantity, quantities),
    WORD(summary, summaries),
    NAMES(categories),
    NAMES(programs),
    NAMES(except),
    CYAML_FIELD_ENUM("whole", CYAML_FLAG_STRICT | CYAML_FLAG_OPTIONAL, struct target_measure, whole,
                     truths, CYAML_ARRAY_LEN(truths)),
    NUMBER(at_least),
    NUMBER(at_most),
    NUMBER(beyond),
    TEXT(target_measure, measured_by, CYAML_FLAG_OPTIONAL),
    CYAML_FIELD_END,
};

static const cyaml_schema_field_t target_fields[] = {
    TEXT(target, id, 0),
    TEXT(target, claim, 0),
    TEXT(target, holds, 0),
    TEXT(target, origin, 0),
    CYAML_FIELD_MAPPING_PTR("measure", CYAML_FLAG_POINTER | CYAML_FLAG_OPTIONAL, struct target,
                            measure, measure_fields),
    TEXT(target, not_measured, CYAML_FLAG_OPTIONAL),
    CYAML_FIELD_END,
};

static const cyaml_schema_value_t target_schema = {
    CYAML_VALUE_MAPPING(CYAML_FLAG_DEFAULT, struct target, target_fields),
};

static const cyaml_schema_field_t file_fields[] = {
    CYAML_FIELD_SEQUENCE_COUNT("targets", CYAML_FLAG_POINTER, struct targets, rows, rows_count,
                               &target_schema, 1, CYAML_UNLIMITED),
    CYAML_FIELD_END,
};

static const cyaml_schema_value_t file_schema = {
    CYAML_VALUE_MAPPING(CYAML_FLAG_POINTER, struct targets, file_fields),
};

// Whether it is a ratio of times of one program on two engines: what a mean can be made of.
static bool is_time_ratio(const struct target_measure *measure) {
  return (measure->quantity == TARGET_SPEEDUP || measure->quantity == TARGET_TIME_RATIO) &&
         measure->metric != ANALYSIS_COUNTER && measure->against_program == NULL;
}

// The rules for the sides of a measure; NULL when it keeps them.
static const char *wrong_with_sides(const struct target_measure *measure) {
  bool alone = measure->quantity == TARGET_VALUE;
  if (alone != (measure->against == NULL))
    return alone ? "a value stands alone: no against" : "give against";
  if (measure->against_program != NULL && alone)
    return "a value stands alone: no against_program";
  if ((measure->metric == ANALYSIS_COUNTER) != (measure->counter != NULL))
    return "the metric counter and the name of the counter go together";
  if (measure->metric == ANALYSIS_COUNTER &&
      (measure->quantity == TARGET_SPEEDUP || measure->quantity == TARGET_TIME_RATIO))
    return "a counter is no time: its quantity is ratio, value or difference";
  if (measure->summary == TARGET_GEOMETRIC_MEAN && !is_time_ratio(measure))
    return "a geometric mean is of times of the same programs on two engines; the summary is each";
  return NULL;
}

// The rules for a measure that a schema cannot say; NULL when it keeps them.
static const char *wrong_with(const struct target_measure *measure) {
  if (!(measure->at_least >= 0) || !(measure->at_most >= 0) || !(measure->beyond >= 0))
    return "at_least, at_most and beyond are ratios: above 0";
  if ((measure->at_least > 0) == (measure->at_most > 0))
    return "give either at_least or at_most, above 0";
  if (measure->beyond > 0 && measure->at_least > 0 && measure->beyond <= measure->at_least)
    return "beyond is the far end of the range: above at_least";
  if (measure->beyond > 0 && measure->at_most > 0 && measure->beyond >= measure->at_most)
    return "beyond is the far end of the range: below at_most";
  if (measure->categories_count > 0 && measure->programs_count > 0)
    return "give either categories or programs; neither means all programs";
  if (measure->whole && measure->categories_count + measure->programs_count > 0)
    return "whole means all programs: give neither categories nor programs";
  return wrong_with_sides(measure);
}

static bool check_target(const char *path, const struct targets *targets, uint32_t index,
                         struct manifest_error *error) {
  const struct target *target = &targets->rows[index];
  char key[64];
  snprintf(key, sizeof key, "targets[%u]", (unsigned)index);
  if ((target->measure != NULL) == (target->not_measured != NULL))
    return manifest_yaml_fault(error, path, key,
                               "give either measure, or not_measured with the reason");
  const char *wrong = target->measure == NULL ? NULL : wrong_with(target->measure);
  if (wrong != NULL) {
    snprintf(key, sizeof key, "targets[%u].measure", (unsigned)index);
    return manifest_yaml_fault(error, path, key, "%s", wrong);
  }
  for (uint32_t other = 0; other < index; other++)
    if (strcmp(targets->rows[other].id, target->id) == 0) {
      snprintf(key, sizeof key, "targets[%u].id", (unsigned)index);
      return manifest_yaml_fault(error, path, key, "'%s' is the id of an earlier target",
                                 target->id);
    }
  return true;
}

struct targets *targets_load(const char *path, struct error *error) {
  struct manifest_error fault = {.text = ""};
  void *data = NULL;
  bool fine = manifest_yaml_load(path, "targets file", &file_schema, &data, &fault);
  struct targets *targets = data;
  for (uint32_t index = 0; fine && index < targets->rows_count; index++)
    fine = check_target(path, targets, index, &fault);
  if (fine)
    return targets;
  error_set(error, "%s", fault.text);
  targets_free(targets);
  return NULL;
}

void targets_free(struct targets *targets) { manifest_yaml_free(&file_schema, targets); }

// ---- Which programs -----------------------------------------------------------------------------

static bool names(char *const *list, uint32_t count, const char *name) {
  for (uint32_t i = 0; i < count; i++)
    if (strcmp(list[i], name) == 0)
      return true;
  return false;
}

// Whether the target is about the program. Programs that stand apart from geometric means are in
// one only if they are named.
static bool selects(const struct target_measure *measure, const struct analysis_program *program) {
  if (names(measure->except, measure->except_count, program->name))
    return false;
  if (measure->programs_count > 0)
    return names(measure->programs, measure->programs_count, program->name);
  if (measure->summary == TARGET_GEOMETRIC_MEAN && !program->geometric_mean)
    return false;
  if (measure->categories_count > 0)
    return names(measure->categories, measure->categories_count, program->category);
  return !program->process && !program->apart;
}

static bool any_of_category(const struct analysis *analysis, const char *category) {
  for (size_t i = 0; i < analysis->program_count; i++)
    if (strcmp(analysis->programs[i].category, category) == 0)
      return true;
  return false;
}

// Why the run says nothing of the whole catalogue at the size full; NULL if it does.
static const char *not_whole(const struct analysis *analysis) {
  if (strcmp(analysis->run.size, "full") != 0)
    return "a claim about the whole catalogue, which a run at the size full measures";
  if (*analysis->run.shards_missing != '\0')
    return arena_format(analysis->arena, "a part of the catalogue is not in this run: %s",
                        analysis->run.shards_missing);
  json_t *options = json_loads(analysis->run.options, 0, NULL);
  const json_t *left_out = json_object_get(options, "left_out");
  const char *reason = NULL;
  if (!json_is_array(left_out))
    reason = "the run does not say whether it has the whole catalogue";
  else if (json_object_get(options, "shard") != NULL)
    reason = "the run is one shard of several, which `fieldstone import` merges";
  else if (json_array_size(left_out) > 0)
    reason =
        arena_format(analysis->arena, "%zu programs of the catalogue are not in this run: %s%s",
                     json_array_size(left_out), json_string_value(json_array_get(left_out, 0)),
                     json_array_size(left_out) > 1 ? " and others" : "");
  json_decref(options);
  return reason;
}

// Why the run cannot say anything of the measure, NULL if it can: an engine, a named program or a
// whole category that is not in it.
static const char *absent(const struct analysis *analysis, const struct target_measure *measure) {
  struct arena *arena = analysis->arena;
  const char *const engines[] = {measure->engine,
                                 measure->against ? measure->against : measure->engine};
  if (analysis->run.smoke)
    return "a smoke run claims no timing";
  for (size_t i = 0; i < 2; i++)
    if (analysis_find_engine(analysis, engines[i]) < 0)
      return arena_format(arena, "engine %s is not in this run", engines[i]);
  for (uint32_t i = 0; i < measure->programs_count; i++)
    if (analysis_find_program(analysis, measure->programs[i]) < 0)
      return arena_format(arena, "program %s is not in this run", measure->programs[i]);
  if (measure->against_program && analysis_find_program(analysis, measure->against_program) < 0)
    return arena_format(arena, "program %s is not in this run", measure->against_program);
  for (uint32_t i = 0; i < measure->categories_count; i++)
    if (!any_of_category(analysis, measure->categories[i]))
      return arena_format(arena, "no program of category %s is in this run",
                          measure->categories[i]);
  if (measure->whole)
    return not_whole(analysis);
  for (size_t i = 0; i < analysis->program_count; i++)
    if (selects(measure, &analysis->programs[i]))
      return NULL;
  return "no program of this run is in it";
}

// The same with the command that would measure it, where that is not a run like any other.
static const char *why_absent(const struct analysis *analysis,
                              const struct target_measure *measure) {
  const char *reason = absent(analysis, measure);
  return reason == NULL || measure->measured_by == NULL
             ? reason
             : arena_format(analysis->arena, "%s; %s measures it", reason, measure->measured_by);
}

// ---- Judging ------------------------------------------------------------------------------------

// The engines in the order of the quantity: a ratio is that of the first to the second. Of a value
// both are the same.
struct sides {
  ptrdiff_t first, second;
};

static struct sides sides_of(const struct analysis *analysis,
                             const struct target_measure *measure) {
  ptrdiff_t engine = analysis_find_engine(analysis, measure->engine);
  ptrdiff_t against = measure->against ? analysis_find_engine(analysis, measure->against) : engine;
  return measure->quantity == TARGET_SPEEDUP ? (struct sides){against, engine}
                                             : (struct sides){engine, against};
}

// The cells of the sides for a program of the measure's.
static void cells_of(const struct analysis *analysis, const struct target_measure *measure,
                     size_t program, const struct analysis_cell *cells[2]) {
  struct sides sides = sides_of(analysis, measure);
  bool speedup = measure->quantity == TARGET_SPEEDUP;
  size_t other = measure->against_program
                     ? (size_t)analysis_find_program(analysis, measure->against_program)
                     : program;
  cells[0] = analysis_cell_of(analysis, speedup ? other : program, sides.first);
  cells[1] = analysis_cell_of(analysis, speedup ? program : other, sides.second);
}

static struct statistics_interval interval_of(const struct analysis *analysis,
                                              const struct target_measure *measure, size_t program,
                                              double alpha) {
  const struct analysis_cell *cells[2];
  cells_of(analysis, measure, program, cells);
  if (is_time_ratio(measure))
    return analysis_ratio(analysis, cells[0], cells[1], measure->metric, alpha);
  const struct analysis_side left = {cells[0], measure->metric, measure->counter};
  const struct analysis_side right = {cells[1], measure->metric, measure->counter};
  enum analysis_operation operation = measure->quantity == TARGET_VALUE        ? ANALYSIS_VALUE
                                      : measure->quantity == TARGET_DIFFERENCE ? ANALYSIS_DIFFERENCE
                                                                               : ANALYSIS_RATIO;
  return analysis_quantity(analysis, operation, &left, &right, alpha);
}

static enum target_verdict verdict_of(const struct target_measure *measure,
                                      const struct statistics_interval *interval) {
  if (interval->count == 0)
    return TARGET_NOT_MEASURED;
  if (!interval->reached)
    return TARGET_UNDECIDED;
  if (measure->at_least > 0) {
    if (interval->high < measure->at_least)
      return TARGET_FAIL;
    if (interval->low < measure->at_least)
      return TARGET_UNDECIDED;
    return measure->beyond > 0 && interval->low > measure->beyond ? TARGET_EXCEEDED : TARGET_PASS;
  }
  if (interval->low > measure->at_most)
    return TARGET_FAIL;
  if (interval->high > measure->at_most)
    return TARGET_UNDECIDED;
  return measure->beyond > 0 && interval->high < measure->beyond ? TARGET_EXCEEDED : TARGET_PASS;
}

static bool is_worse(const struct target_measure *measure, double value, double than) {
  return measure->at_least > 0 ? value < than : value > than;
}

// Whether the program has no quantity because it does not exist on one of the engines.
static bool cannot_run(const struct analysis_cell *const cells[2]) {
  for (size_t i = 0; i < 2; i++)
    if (cells[i] == NULL || strcmp(cells[i]->status, "unavailable") == 0)
      return true;
  return false;
}

static const char *why_missing(const struct analysis *analysis,
                               const struct target_measure *measure, size_t program,
                               const struct analysis_cell *const cells[2]) {
  enum analysis_metric metric =
      measure->metric == ANALYSIS_COUNTER ? ANALYSIS_TIME : measure->metric;
  for (size_t i = 0; i < 2; i++) {
    const char *reason = analysis_missing(analysis, cells[i], metric);
    if (reason == NULL && measure->metric == ANALYSIS_COUNTER &&
        !analysis_find_counter(cells[i], measure->counter))
      reason = arena_format(analysis->arena, "has no counter %s", measure->counter);
    if (reason != NULL && cells[i] == NULL)
      return arena_format(analysis->arena, "%s: %s", analysis->programs[program].name, reason);
    if (reason != NULL)
      return arena_format(analysis->arena, "%s on %s: %s", cells[i]->program->name,
                          cells[i]->engine->name, reason);
  }
  return arena_format(analysis->arena, "%s: the two sides share no pair",
                      analysis->programs[program].name);
}

// Fills the row's programs: the selection with each one's interval.
static void judge_programs(const struct analysis *analysis, struct target_result *row,
                           double alpha) {
  const struct target_measure *measure = row->target->measure;
  row->programs = arena_array(analysis->arena, analysis->program_count, sizeof *row->programs);
  for (size_t i = 0; i < analysis->program_count; i++) {
    if (!selects(measure, &analysis->programs[i]))
      continue;
    struct target_program *program = &row->programs[row->program_count++];
    program->program = &analysis->programs[i];
    program->interval = interval_of(analysis, measure, i, alpha);
    program->verdict = verdict_of(measure, &program->interval);
    if (program->interval.count == 0) {
      const struct analysis_cell *cells[2];
      cells_of(analysis, measure, i, cells);
      program->missing = why_missing(analysis, measure, i, cells);
      program->excused = cannot_run(cells);
    }
  }
}

// The programs that the row lacks, in one line; "" when there is none.
static const char *without(const struct analysis *analysis, const struct target_result *row) {
  const char *list = "";
  for (size_t i = 0; i < row->program_count; i++)
    if (row->programs[i].missing != NULL)
      list = arena_format(analysis->arena, "%s%s",
                          *list ? arena_format(analysis->arena, "%s; ", list) : "without ",
                          row->programs[i].missing);
  return list;
}

static bool is_pass(enum target_verdict verdict) {
  return verdict == TARGET_PASS || verdict == TARGET_EXCEEDED;
}

static void judge_mean(const struct analysis *analysis, struct target_result *row, double alpha) {
  const struct target_measure *measure = row->target->measure;
  struct sides sides = sides_of(analysis, measure);
  size_t *indexes = arena_array(analysis->arena, row->program_count, sizeof *indexes), used;
  for (size_t i = 0; i < row->program_count; i++)
    indexes[i] = (size_t)(row->programs[i].program - analysis->programs);
  row->interval = analysis_geometric_mean(analysis, indexes, row->program_count, sides.first,
                                          sides.second, measure->metric, alpha, &used);
  row->verdict = verdict_of(measure, &row->interval);
  row->remark = arena_format(analysis->arena, "mean of %zu", used);
  for (size_t i = 0; i < row->program_count; i++)
    if (row->programs[i].missing != NULL && !row->programs[i].excused && is_pass(row->verdict))
      row->verdict = TARGET_UNDECIDED;
}

// The interval that decides whether the i-th program of an `each` row is outside.
static struct statistics_interval failing_interval(const struct analysis *analysis,
                                                   const struct target_result *row, size_t i,
                                                   size_t measured) {
  size_t program = (size_t)(row->programs[i].program - analysis->programs);
  return interval_of(analysis, row->target->measure, program,
                     analysis_level(analysis, measured * row->program_count));
}

// Confirms that a program of an `each` row is outside by the interval that the programs share alpha
// for.
static void confirm_failure(const struct analysis *analysis, struct target_result *row, size_t i,
                            size_t measured) {
  struct statistics_interval strict = failing_interval(analysis, row, i, measured);
  if (verdict_of(row->target->measure, &strict) != TARGET_FAIL)
    row->programs[i].verdict = TARGET_UNDECIDED;
}

static void judge_each(const struct analysis *analysis, struct target_result *row,
                       size_t measured) {
  const struct target_measure *measure = row->target->measure;
  const struct target_program *worst = NULL;
  bool all_pass = true, all_exceed = true, any_fails = false;
  for (size_t i = 0; i < row->program_count; i++) {
    struct target_program *program = &row->programs[i];
    if (program->excused)
      continue;
    if (program->verdict == TARGET_FAIL)
      confirm_failure(analysis, row, i, measured);
    any_fails = any_fails || program->verdict == TARGET_FAIL;
    all_exceed = all_exceed && program->verdict == TARGET_EXCEEDED;
    all_pass = all_pass && is_pass(program->verdict);
    if (program->missing == NULL &&
        (worst == NULL || is_worse(measure, program->interval.estimate, worst->interval.estimate)))
      worst = program;
  }
  if (worst == NULL)
    return;
  row->interval = worst->interval;
  row->verdict = any_fails    ? TARGET_FAIL
                 : all_exceed ? TARGET_EXCEEDED
                 : all_pass   ? TARGET_PASS
                              : TARGET_UNDECIDED;
  row->remark =
      arena_format(analysis->arena, "worst of %zu: %s", row->program_count, worst->program->name);
}

static void add_remark(const struct analysis *analysis, struct target_result *row,
                       const char *remark) {
  if (*remark != '\0')
    row->remark = *row->remark == '\0'
                      ? remark
                      : arena_format(analysis->arena, "%s; %s", row->remark, remark);
}

// About how many pairs an interval takes that no longer holds the bound, if the estimate and the
// noise stay what they are: the width of an interval of order statistics goes with one over the
// root of the number of pairs. 0: no number helps.
static double pairs_to_decide(const struct target_measure *measure,
                              const struct statistics_interval *interval) {
  double bound = measure->at_least > 0 ? measure->at_least : measure->at_most;
  double near = interval->estimate > bound ? interval->low : interval->high;
  double distance = fabs(interval->estimate - bound), width = fabs(interval->estimate - near);
  double more = width / distance;
  return distance > 0 ? ceil((double)interval->count * more * more) : 0;
}

static const char *what_would_decide(const struct analysis *analysis,
                                     const struct target_result *row, size_t measured) {
  const struct statistics_interval *interval = &row->interval;
  size_t least = statistics_pairs_needed(statistics_bonferroni(ANALYSIS_ALPHA, measured));
  if (!interval->reached)
    return arena_format(analysis->arena, "%zu pairs, at least %zu are needed", interval->count,
                        least);
  double pairs = pairs_to_decide(row->target->measure, interval);
  if (pairs <= (double)interval->count && pairs > 0) // the interval of `each` is of one program
    return "";
  if (pairs <= 0 || pairs > SCHEDULE_PAIRS_MAX)
    return "no number of pairs that a run can have would decide it";
  return arena_format(analysis->arena, "about %s pairs would decide it, this run has %zu",
                      table_significant(analysis->arena, pairs, 2), interval->count);
}

static void judge_row(const struct analysis *analysis, struct target_result *row, size_t measured) {
  double alpha = analysis_level(analysis, measured);
  judge_programs(analysis, row, alpha);
  if (row->target->measure->summary == TARGET_EACH)
    judge_each(analysis, row, measured);
  else
    judge_mean(analysis, row, alpha);
  if (row->verdict == TARGET_UNDECIDED && row->interval.count > 0)
    add_remark(analysis, row, what_would_decide(analysis, row, measured));
  add_remark(analysis, row, without(analysis, row));
}

struct targets_result *targets_judge(const struct analysis *analysis,
                                     const struct targets *targets) {
  struct targets_result *result = arena_allocate(analysis->arena, sizeof *result);
  result->rows = arena_array(analysis->arena, targets->rows_count, sizeof *result->rows);
  result->count = targets->rows_count;
  for (size_t i = 0; i < result->count; i++) {
    const struct target *target = &targets->rows[i];
    const char *reason =
        target->measure == NULL ? target->not_measured : why_absent(analysis, target->measure);
    result->rows[i] = (struct target_result){
        .target = target, .verdict = TARGET_NOT_MEASURED, .remark = reason == NULL ? "" : reason};
    result->measured += reason == NULL;
  }
  result->level = analysis_level(analysis, result->measured);
  for (size_t i = 0; i < result->count; i++) {
    struct target_result *row = &result->rows[i];
    if (*row->remark == '\0')
      judge_row(analysis, row, result->measured);
    result->verdicts[row->verdict]++;
  }
  return result;
}

bool targets_look(const char *path, sqlite3 *database, int64_t run_id, size_t *decided,
                  size_t *undecided, struct error *error) {
  struct arena *arena = arena_create();
  struct targets *targets = targets_load(path, error);
  struct analysis *analysis =
      targets == NULL ? NULL : analysis_load(arena, database, run_id, NULL, error);
  *decided = *undecided = 0;
  if (analysis != NULL) {
    const struct targets_result *result = targets_judge(analysis, targets);
    *undecided = result->verdicts[TARGET_UNDECIDED];
    *decided = result->verdicts[TARGET_PASS] + result->verdicts[TARGET_EXCEEDED] +
               result->verdicts[TARGET_FAIL];
  }
  targets_free(targets);
  arena_destroy(arena);
  return analysis != NULL;
}

bool target_is_left_out(const struct target_result *row) {
  return row->target->measure != NULL && row->verdict == TARGET_NOT_MEASURED &&
         row->program_count == 0;
}

int targets_exit_status(const struct targets_result *result) {
  if (result->verdicts[TARGET_FAIL] > 0)
    return EXIT_FAILS;
  return result->verdicts[TARGET_UNDECIDED] > 0 ? EXIT_UNDECIDED : EXIT_FINE;
}

const char *target_verdict_text(enum target_verdict verdict) {
  static const char *const texts[TARGET_VERDICT_COUNT] = {"pass", "exceeded", "fail", "undecided",
                                                          "not measured"};
  return texts[verdict];
}

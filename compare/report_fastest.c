// Which engine is fastest, group by group, and what could not be told apart at all. See
// report_tables.h.
//
// An engine is ranked in a group when it has a time of every program of it: a mean over other
// programs than its neighbours' would be another question. The first in the ranking is set against
// each other one. That it is the fastest is wrongly said only when one of these, which is faster in
// truth, is taken to be slower; so the level is shared by the rivals of all groups. Compiled code
// has no row: it is what engines are measured against, and nothing that a host embeds.
#include "compare/report_matrix.h"
#include "compare/report_tables.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

// The categories that a reader asks about under one name; every other one is a group by itself.
static const struct {
  const char *category, *group;
} merged[] = {
    {"fibonacci", "calls"},        {"call", "calls"},        {"array-op", "arrays"},
    {"call-boundary", "boundary"}, {"boundary", "boundary"},
};

struct group {
  const char *name;
  size_t *programs; // indexes
  size_t count;
};

struct groups {
  struct group *list;
  size_t count;
};

// An engine's place in a group: the mean over its programs of ln t.
struct ranked {
  size_t engine;
  double mean;
};

static const char *group_of(const char *category) {
  for (size_t i = 0; i < sizeof merged / sizeof *merged; i++)
    if (strcmp(merged[i].category, category) == 0)
      return merged[i].group;
  return category;
}

static bool is_compiled(const struct analysis_engine *engine) {
  return strcmp(engine->driver, "native") == 0 || strcmp(engine->driver, "go") == 0;
}

// The engines that are no compiled code, as indexes.
static size_t *rivals_of(const struct analysis *analysis, size_t *count) {
  size_t *engines = arena_array(analysis->arena, analysis->engine_count, sizeof *engines);
  *count = 0;
  for (size_t i = 0; i < analysis->engine_count; i++)
    if (!is_compiled(&analysis->engines[i]))
      engines[(*count)++] = i;
  return engines;
}

static bool has_time(const struct analysis *analysis, size_t program, size_t engine) {
  return analysis_missing(analysis, analysis_cell(analysis, program, engine), ANALYSIS_TIME) ==
         NULL;
}

// ---- Groups -------------------------------------------------------------------------------------

static struct group *group_named(struct groups *groups, const struct analysis *analysis,
                                 const char *name) {
  for (size_t i = 0; i < groups->count; i++)
    if (strcmp(groups->list[i].name, name) == 0)
      return &groups->list[i];
  groups->list = arena_grow(analysis->arena, groups->list, groups->count, sizeof *groups->list);
  struct group *group = &groups->list[groups->count++];
  *group = (struct group){
      .name = name,
      .programs = arena_array(analysis->arena, analysis->program_count, sizeof *group->programs)};
  return group;
}

// Programs in the order of the analysis, so that calls, arrays and the boundary come first. A
// program that does other work on some engine is in no group, nor is one without any time.
static struct groups groups_of(const struct analysis *analysis, const size_t *rivals,
                               size_t rival_count) {
  struct groups groups = {0};
  for (size_t i = 0; i < analysis->program_count; i++) {
    const struct analysis_program *program = &analysis->programs[i];
    bool timed = false;
    for (size_t j = 0; j < rival_count; j++)
      timed = timed || has_time(analysis, i, rivals[j]);
    if (program->process || !timed || !(program->geometric_mean || program->apart))
      continue;
    struct group *group = group_named(&groups, analysis, group_of(program->category));
    group->programs[group->count++] = i;
  }
  return groups;
}

// ---- Ranking ------------------------------------------------------------------------------------

static int compare_ranked(const void *left, const void *right) {
  const struct ranked *a = left, *b = right;
  if (a->mean != b->mean)
    return a->mean < b->mean ? -1 : 1;
  return (a->engine > b->engine) - (a->engine < b->engine);
}

// The mean of ln t over the group's programs, all of which have a time.
static double mean_log(const struct analysis *analysis, const struct group *group, size_t engine) {
  double sum = 0;
  for (size_t i = 0; i < group->count; i++)
    sum += log(analysis_time(analysis, analysis_cell(analysis, group->programs[i], engine),
                             ANALYSIS_TIME, ANALYSIS_ALPHA)
                   .estimate);
  return sum / (double)group->count;
}

// Whether the engine has a time of some program of the group, or of every one.
static bool has_times(const struct analysis *analysis, const struct group *group, size_t engine,
                      bool of_every) {
  for (size_t i = 0; i < group->count; i++)
    if (has_time(analysis, group->programs[i], engine) != of_every)
      return !of_every;
  return of_every;
}

// Where fewer than two engines have all programs, the ranking is over those that all have which
// have any: what a group is made of may be there for one engine alone.
static void keep_common(struct table *table, const struct analysis *analysis, struct group *group,
                        const size_t *rivals, size_t rival_count) {
  size_t complete = 0, kept = 0;
  for (size_t i = 0; i < rival_count; i++)
    complete += has_times(analysis, group, rivals[i], true);
  if (complete > 1)
    return;
  bool *takes_part = arena_array(analysis->arena, rival_count, sizeof *takes_part);
  for (size_t i = 0; i < rival_count; i++)
    takes_part[i] = has_times(analysis, group, rivals[i], false);
  for (size_t i = 0; i < group->count; i++) {
    bool common = true;
    for (size_t j = 0; j < rival_count; j++)
      common = common && (!takes_part[j] || has_time(analysis, group->programs[i], rivals[j]));
    if (common)
      group->programs[kept++] = group->programs[i];
  }
  if (kept < group->count && kept > 0)
    table_add_note(table, arena_format(analysis->arena,
                                       "%s: over the %zu of %zu programs that all engines have "
                                       "which have any",
                                       group->name, kept, group->count));
  group->count = kept > 0 ? kept : group->count;
}

// The engines by rising time; those that lack a program are named in a note.
static struct ranked *rank(struct table *table, const struct analysis *analysis,
                           const struct group *group, const size_t *rivals, size_t rival_count,
                           size_t *count) {
  struct ranked *ranking = arena_array(analysis->arena, rival_count, sizeof *ranking);
  const char *list = "";
  *count = 0;
  for (size_t i = 0; i < rival_count; i++) {
    if (has_times(analysis, group, rivals[i], true))
      ranking[(*count)++] =
          (struct ranked){.engine = rivals[i], .mean = mean_log(analysis, group, rivals[i])};
    else
      list = arena_format(analysis->arena, "%s%s%s", list, *list ? ", " : "",
                          analysis->engines[rivals[i]].name);
  }
  if (*count > 1)
    qsort(ranking, *count, sizeof *ranking, compare_ranked);
  if (*list != '\0')
    table_add_note(table, arena_format(analysis->arena,
                                       "%s: not ranked, as a time of some program is missing: %s",
                                       group->name, list));
  return ranking;
}

// How many times as long the engine takes as the first of the ranking.
static struct statistics_interval behind(const struct analysis *analysis, const struct group *group,
                                         const struct ranked *first, const struct ranked *other,
                                         double alpha) {
  size_t used;
  return analysis_geometric_mean(analysis, group->programs, group->count, (ptrdiff_t)other->engine,
                                 (ptrdiff_t)first->engine, ANALYSIS_TIME, alpha, &used);
}

static bool is_told_apart(const struct statistics_interval *ratio) {
  return ratio->reached && ratio->low > 1;
}

// Names the engines beyond the second that are not told from the first either.
static void note_ties(struct table *table, const struct analysis *analysis,
                      const struct group *group, const struct ranked *ranking, size_t count,
                      double alpha) {
  const char *list = "";
  for (size_t i = 2; i < count; i++) {
    struct statistics_interval ratio = behind(analysis, group, &ranking[0], &ranking[i], alpha);
    if (ratio.reached && !is_told_apart(&ratio))
      list = arena_format(analysis->arena, "%s%s%s", list, *list ? ", " : "",
                          analysis->engines[ranking[i].engine].name);
  }
  if (*list != '\0')
    table_add_note(table,
                   arena_format(analysis->arena, "%s: not told from %s either: %s", group->name,
                                analysis->engines[ranking[0].engine].name, list));
}

enum { GROUP, PROGRAMS, FASTEST, RATIO, NEXT };

static void fill_group(struct table *table, const struct analysis *analysis,
                       const struct group *group, const struct ranked *ranking, size_t count,
                       double alpha) {
  size_t row = table_add_row(table, "");
  table_set_text(table, row, GROUP, TONE_PLAIN, group->name);
  table_set_number(table, row, PROGRAMS, (double)group->count,
                   arena_format(analysis->arena, "%zu", group->count));
  if (count == 0) {
    table_set_missing(
        table, row, FASTEST, "n/a",
        arena_format(analysis->arena, "%s: no engine has a time of every program", group->name));
    return;
  }
  table_set_text(table, row, FASTEST, TONE_STRONG, analysis->engines[ranking[0].engine].name);
  if (count == 1) {
    table_set_missing(table, row, RATIO, "n/a",
                      arena_format(analysis->arena,
                                   "%s: no other engine has a time of every"
                                   " program",
                                   group->name));
    return;
  }
  struct statistics_interval ratio = behind(analysis, group, &ranking[0], &ranking[1], alpha);
  table_set_interval(table, row, RATIO, &ratio, 1);
  table->rows[row].fields[RATIO].straddles = ratio.count > 1 && ratio.low <= 1;
  table_set_text(table, row, NEXT, TONE_PLAIN, analysis->engines[ranking[1].engine].name);
  note_ties(table, analysis, group, ranking, count, alpha);
}

static void explain(struct table *table, const struct analysis *analysis, size_t claims,
                    double alpha) {
  bool tie = false, range = false;
  for (size_t row = 0; row < table->row_count; row++) {
    const struct table_field *field = &table->rows[row].fields[RATIO];
    tie = tie || field->straddles;
    range = range || (field->kind == TABLE_INTERVAL && !field->interval.reached);
  }
  if (tie)
    table_add_note(table, "~ not told apart: either of the two may be the fastest");
  if (range)
    table_add_note(table, arena_format(analysis->arena,
                                       "(low, high) in parentheses: undecided, only the range of "
                                       "too few pairs; an interval takes %zu",
                                       statistics_pairs_needed(
                                           statistics_bonferroni(ANALYSIS_ALPHA, claims))));
  else if (claims > 0)
    table_add_note(table, arena_format(analysis->arena,
                                       "that an engine is the fastest holds with 95 %% for all "
                                       "groups together, against each of its rivals (Bonferroni: "
                                       "%.4g %% each)",
                                       100 * (1 - alpha)));
}

void report_add_fastest(struct document *document, const struct analysis *analysis) {
  struct table *table = document_add_table(document, "fastest", "Fastest engine by group");
  table->passes_over = true;
  table->caption = "Compiled code apart: the engine with the shortest times (geometric mean over "
                   "the programs of the group), and how many times as long the next one takes.";
  table_add_column(table, "group", "group", COLUMN_LABEL);
  table_add_column(table, "programs", "programs", COLUMN_VALUE);
  table_add_column(table, "fastest", "fastest", COLUMN_LABEL);
  table_add_column(table, "ratio", "next takes", COLUMN_VALUE);
  table_add_column(table, "next", "next", COLUMN_VALUE);
  if (analysis->run.smoke)
    return;
  size_t rival_count, claims = 0;
  size_t *rivals = rivals_of(analysis, &rival_count);
  struct groups groups = groups_of(analysis, rivals, rival_count);
  struct ranked **rankings = arena_array(analysis->arena, groups.count, sizeof *rankings);
  size_t *counts = arena_array(analysis->arena, groups.count, sizeof *counts);
  for (size_t i = 0; i < groups.count; i++) {
    keep_common(table, analysis, &groups.list[i], rivals, rival_count);
    rankings[i] = rank(table, analysis, &groups.list[i], rivals, rival_count, &counts[i]);
    claims += counts[i] > 0 ? counts[i] - 1 : 0;
  }
  double alpha = analysis_level(analysis, claims);
  for (size_t i = 0; i < groups.count; i++)
    fill_group(table, analysis, &groups.list[i], rankings[i], counts[i], alpha);
  explain(table, analysis, claims, alpha);
}

// ---- In a sentence ------------------------------------------------------------------------------

enum { NAMED = 5 }; // so many groups are named in the sentence; more are counted

// The groups in which the engine is told to be the fastest.
static size_t wins_of(const struct table *table, const char *engine, const char **list) {
  size_t wins = 0;
  *list = "";
  for (size_t row = 0; row < table->row_count; row++) {
    const struct table_field *fields = table->rows[row].fields;
    if (strcmp(fields[FASTEST].text, engine) != 0 || fields[RATIO].kind != TABLE_INTERVAL ||
        !is_told_apart(&fields[RATIO].interval))
      continue;
    *list = arena_format(table->arena, "%s%s%s", *list, wins > 0 ? ", " : "", fields[GROUP].text);
    wins++;
  }
  return wins;
}

// The groups without a winner, by name unless they are many.
static const char *undecided_of(const struct table *table) {
  const char *list = "";
  size_t undecided = 0;
  for (size_t row = 0; row < table->row_count; row++) {
    const struct table_field *fields = table->rows[row].fields;
    if (fields[RATIO].kind != TABLE_INTERVAL || is_told_apart(&fields[RATIO].interval))
      continue;
    list = arena_format(table->arena, "%s%s%s (%s ~ %s)", list, undecided > 0 ? ", " : "",
                        fields[GROUP].text, fields[FASTEST].text, fields[NEXT].text);
    undecided++;
  }
  return undecided <= NAMED
             ? list
             : arena_format(table->arena, "%zu of %zu groups", undecided, table->row_count);
}

const char *report_fastest_clause(const struct document *document,
                                  const struct analysis *analysis) {
  const struct table *table = document_find_table(document, "fastest");
  const char *clause = "", *list;
  for (size_t i = 0; table != NULL && i < analysis->engine_count; i++) {
    const char *engine = analysis->engines[i].name;
    size_t wins = wins_of(table, engine, &list);
    if (wins > NAMED && wins == table->row_count)
      list = arena_format(document->arena, "all %zu groups", wins);
    else if (wins > NAMED)
      list = arena_format(document->arena, "%zu of %zu groups", wins, table->row_count);
    else if (wins == table->row_count && wins > 1)
      list = arena_format(document->arena, "all groups (%s)", list);
    if (wins > 0)
      clause =
          arena_format(document->arena, "%s%s%s in %s", clause, *clause ? ", " : "", engine, list);
  }
  if (*clause != '\0')
    clause = arena_format(document->arena, "fastest engine, compiled code apart: %s", clause);
  const char *undecided = table == NULL ? "" : undecided_of(table);
  if (*undecided != '\0')
    clause = arena_format(document->arena, "%s%snot told apart: %s", clause, *clause ? "; " : "",
                          undecided);
  return clause;
}

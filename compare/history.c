// See history.h. The analysis of each run is made in an arena of its own and given back once its
// ratios are taken, so that a long history takes no more memory than one run.
#include "compare/history.h"

#include "compare/commands.h"
#include "compare/reference.h"
#include "compare/report_comparison.h"
#include "compare/store.h"

#include <gsl/gsl_cdf.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

enum { COMMIT_SHOWN = 7 };

// ---- Lines --------------------------------------------------------------------------------------

static void add_series(struct history *history, const char *program, const char *engine) {
  struct arena *arena = history->arena;
  history->series =
      arena_grow(arena, history->series, history->series_count, sizeof *history->series);
  history->series[history->series_count++] = (struct history_series){
      .program = program == NULL ? NULL : arena_string(arena, program),
      .engine = arena_string(arena, engine),
      .ratios = arena_array(arena, history->run_count, sizeof(struct statistics_interval)),
      .missing = arena_array(arena, history->run_count, sizeof(char *)),
  };
}

static void add_lines(struct history *history, const struct analysis *last, const char *program) {
  for (size_t i = 0; i < last->engine_count; i++)
    if ((ptrdiff_t)i != last->baseline)
      add_series(history, program, last->engines[i].name);
}

static bool in_mean(const struct analysis_program *program) {
  return program->geometric_mean && !program->process;
}

// ---- Values -------------------------------------------------------------------------------------

static void take_ratio(const struct history *history, const struct history_series *series,
                       size_t run, const struct analysis *analysis) {
  ptrdiff_t program = analysis_find_program(analysis, series->program);
  ptrdiff_t engine = analysis_find_engine(analysis, series->engine);
  const struct analysis_cell *cell =
      program < 0 ? NULL : analysis_cell_of(analysis, (size_t)program, engine);
  const struct analysis_cell *baseline =
      program < 0 ? NULL : analysis_cell_of(analysis, (size_t)program, analysis->baseline);
  const char *reason = analysis_missing(analysis, cell, ANALYSIS_TIME);
  if (reason == NULL)
    reason = analysis_missing(analysis, baseline, ANALYSIS_TIME);
  if (reason != NULL)
    series->missing[run] = arena_string(history->arena, reason);
  else
    series->ratios[run] = analysis_ratio(analysis, cell, baseline, ANALYSIS_TIME, ANALYSIS_ALPHA);
}

// A mean is over the programs of the last run's, or it is not to be set beside the others.
static void take_mean(const struct history_series *series, size_t run,
                      const struct analysis *analysis, const struct analysis *last) {
  ptrdiff_t engine = analysis_find_engine(analysis, series->engine);
  ptrdiff_t last_engine = analysis_find_engine(last, series->engine);
  size_t *programs = arena_array(analysis->arena, last->program_count, sizeof *programs);
  size_t count = 0, used = 0;
  for (size_t i = 0; i < last->program_count; i++) {
    const struct analysis_cell *cell = analysis_cell_of(last, i, last_engine);
    ptrdiff_t program = analysis_find_program(analysis, last->programs[i].name);
    if (!in_mean(&last->programs[i]) || analysis_missing(last, cell, ANALYSIS_TIME) != NULL)
      continue;
    if (program < 0) {
      series->missing[run] = "its programs were others";
      return;
    }
    programs[count++] = (size_t)program;
  }
  struct statistics_interval mean = analysis_geometric_mean(
      analysis, programs, count, engine, analysis->baseline, ANALYSIS_TIME, ANALYSIS_ALPHA, &used);
  if (used > 0 && used == count)
    series->ratios[run] = mean;
  else
    series->missing[run] = used == 0 ? "no time" : "not every program has a time";
}

static void take_run(struct history *history, size_t run, const struct analysis *analysis,
                     const struct analysis *last) {
  size_t greatest;
  analysis_pair_range(analysis, ANALYSIS_TIME, &history->runs[run].pairs, &greatest);
  for (size_t i = 0; i < history->series_count; i++) {
    const struct history_series *series = &history->series[i];
    if (series->program == NULL)
      take_mean(series, run, analysis, last);
    else
      take_ratio(history, series, run, analysis);
  }
}

// The standard error of ln of the ratio, from its interval; 0 where there is none.
static double spread_of(const struct statistics_interval *ratio) {
  return ratio->reached
             ? log(ratio->high / ratio->low) / 2 / gsl_cdf_ugaussian_Qinv(ANALYSIS_ALPHA / 2)
             : 0;
}

static void find_changes(struct history *history, struct history_series *series) {
  struct change_points_run *runs = arena_array(history->arena, history->run_count, sizeof *runs);
  size_t count = 0;
  series->measured = arena_array(history->arena, history->run_count, sizeof *series->measured);
  for (size_t i = 0; i < history->run_count; i++)
    if (series->ratios[i].count > 0) {
      series->measured[count] = i;
      runs[count++] = (struct change_points_run){.log = log(series->ratios[i].estimate),
                                                 .spread = spread_of(&series->ratios[i])};
    }
  series->changes = change_points_find(history->arena, runs, count);
}

// ---- Loading ------------------------------------------------------------------------------------

static bool list_runs(struct history *history, sqlite3 *database, const struct analysis *last,
                      size_t limit, struct error *error) {
  sqlite3_stmt *query = NULL;
  int status = sqlite3_prepare_v2(
      database,
      "SELECT id, started, coalesce(commit_id, '') FROM (SELECT * FROM run WHERE (id < ?1 AND"
      " status = 'complete' AND rounds > 0 AND size = ?2 AND seed = ?3 AND machine_id = ?4) OR id "
      "= ?1"
      " ORDER BY id DESC LIMIT ?5) ORDER BY id",
      -1, &query, NULL);
  if (status == SQLITE_OK) {
    sqlite3_bind_int64(query, 1, last->run.id);
    sqlite3_bind_text(query, 2, last->run.size, -1, SQLITE_STATIC);
    sqlite3_bind_int64(query, 3, last->run.seed);
    sqlite3_bind_text(query, 4, last->run.machine_id, -1, SQLITE_STATIC);
    sqlite3_bind_int64(query, 5, (int64_t)limit);
    while ((status = sqlite3_step(query)) == SQLITE_ROW) {
      history->runs =
          arena_grow(history->arena, history->runs, history->run_count, sizeof *history->runs);
      history->runs[history->run_count++] = (struct history_run){
          .id = sqlite3_column_int64(query, 0),
          .started = arena_string(history->arena, (const char *)sqlite3_column_text(query, 1)),
          .commit_id = arena_string(history->arena, (const char *)sqlite3_column_text(query, 2)),
      };
    }
  }
  sqlite3_finalize(query);
  return status == SQLITE_DONE ||
         error_set(error, "the history cannot be read: %s", sqlite3_errmsg(database));
}

static void load_run(struct history *history, sqlite3 *database, size_t run,
                     const struct analysis *last) {
  struct arena *scratch = arena_create();
  struct error error = {.message = ""};
  const struct analysis *analysis =
      analysis_load(scratch, database, history->runs[run].id, history->baseline, &error);
  if (analysis != NULL)
    take_run(history, run, analysis, last);
  for (size_t i = 0; analysis == NULL && i < history->series_count; i++)
    history->series[i].missing[run] = arena_string(history->arena, error.message);
  arena_destroy(scratch);
}

struct history *history_load(struct arena *arena, sqlite3 *database, const struct analysis *last,
                             size_t limit, struct error *error) {
  struct history *history = arena_allocate(arena, sizeof *history);
  history->arena = arena;
  if (last->run.smoke || last->baseline < 0)
    return history;
  history->baseline = last->engines[last->baseline].name;
  if (!list_runs(history, database, last, limit, error))
    return NULL;
  add_lines(history, last, NULL);
  for (size_t i = 0; i < last->program_count; i++)
    if (!last->programs[i].process)
      add_lines(history, last, last->programs[i].name);
  for (size_t i = 0; i < history->run_count; i++)
    load_run(history, database, i, last);
  for (size_t i = 0; i < history->series_count; i++)
    find_changes(history, &history->series[i]);
  return history;
}

// ---- Tables -------------------------------------------------------------------------------------

static bool is_of(const struct history_series *series, const char *program, const char *engines) {
  bool same = program == NULL ? series->program == NULL
                              : series->program != NULL && strcmp(series->program, program) == 0;
  return same && reference_selects(engines, series->engine, "");
}

static const char *short_commit(struct arena *arena, const char *commit) {
  const char *dirty = strchr(commit, '-');
  return arena_format(arena, "%.*s%s", COMMIT_SHOWN, commit, dirty ? dirty : "");
}

// "lua +12.1 %": the lines that change with this run.
static const char *changes_at(const struct history *history, size_t run, const char *program,
                              const char *engines) {
  const char *list = "";
  for (size_t i = 0; i < history->series_count; i++) {
    const struct history_series *series = &history->series[i];
    for (size_t j = 0; is_of(series, program, engines) && j < series->changes.count; j++)
      if (series->measured[series->changes.points[j].run] == run)
        list = arena_format(history->arena, "%s%s%s %+.1f %%", list, *list ? ", " : "",
                            series->engine, 100 * (series->changes.points[j].ratio - 1));
  }
  return list;
}

static void add_run(struct table *table, const struct history *history, size_t run,
                    const char *program, const char *engines) {
  const struct history_run *of = &history->runs[run];
  size_t row = table_add_row(table, ""), column = 3;
  table_set_number(table, row, 0, (double)of->id,
                   arena_format(table->arena, "%lld", (long long)of->id));
  table_set_text(table, row, 1, TONE_PLAIN, of->started);
  table_set_text(table, row, 2, TONE_PLAIN, short_commit(table->arena, of->commit_id));
  for (size_t i = 0; i < history->series_count; i++) {
    const struct history_series *series = &history->series[i];
    if (!is_of(series, program, engines))
      continue;
    if (series->ratios[run].count > 0)
      table_set_interval(table, row, column, &series->ratios[run], 1);
    else
      table_set_missing(table, row, column, "none", series->missing[run]);
    column++;
  }
  table_set_text(table, row, column, TONE_STRONG, changes_at(history, run, program, engines));
}

void history_add_table(struct document *document, const struct history *history,
                       const char *program, const char *engines) {
  struct arena *arena = document->arena;
  const char *key = program == NULL ? "history" : arena_format(arena, "history-%s", program);
  const char *title = program == NULL ? "History of the geometric means"
                                      : arena_format(arena, "History of %s", program);
  struct table *table = document_add_table(document, key, title);
  table->passes_over = true;
  table->caption =
      arena_format(arena, "Times as long as %s takes, run by run, with the 95 %% interval of each.",
                   history->baseline == NULL ? "nothing" : history->baseline);
  table_add_column(table, "run", "run", COLUMN_LABEL);
  table_add_column(table, "started", "started", COLUMN_LABEL);
  table_add_column(table, "commit", "commit", COLUMN_LABEL);
  for (size_t i = 0; i < history->series_count; i++)
    if (is_of(&history->series[i], program, engines))
      table_add_column(table, history->series[i].engine, history->series[i].engine, COLUMN_VALUE);
  bool any = table->column_count > 3;
  table_add_column(table, "changes", "changed here", COLUMN_PROSE);
  for (size_t i = 0; any && i < history->run_count; i++)
    add_run(table, history, i, program, engines);
  table_add_note(table,
                 arena_format(arena,
                              "changed here: from this run on the ratio is another, by the medians "
                              "of the runs before and after; it takes %d runs on either side and "
                              "says when, not why",
                              CHANGE_POINTS_LEAST));
}

void history_add_changes(struct document *document, const struct history *history,
                         const char *programs, const char *engines) {
  struct table *table = document_add_table(document, "history-changes", "Change points");
  table->passes_over = true;
  table->caption = "Where a ratio became another for good.";
  table_add_column(table, "program", "program", COLUMN_LABEL);
  table_add_column(table, "run", "from run", COLUMN_VALUE);
  table_add_column(table, "started", "started", COLUMN_LABEL);
  table_add_column(table, "commit", "commit", COLUMN_LABEL);
  table_add_column(table, "change_percent", "change, %", COLUMN_VALUE);
  for (size_t i = 0; i < history->series_count; i++) {
    const struct history_series *series = &history->series[i];
    const char *program = series->program;
    if (!reference_selects(engines, series->engine, "") ||
        (program == NULL ? programs != NULL : !reference_selects(programs, program, "")))
      continue;
    for (size_t j = 0; j < series->changes.count; j++) {
      const struct change_point *point = &series->changes.points[j];
      const struct history_run *run = &history->runs[series->measured[point->run]];
      double change = 100 * (point->ratio - 1);
      size_t row = table_add_row(table, series->engine);
      table_set_text(table, row, 0, program == NULL ? TONE_STRONG : TONE_PLAIN,
                     program == NULL ? "geometric mean" : program);
      table_set_number(table, row, 1, (double)run->id,
                       arena_format(table->arena, "%lld", (long long)run->id));
      table_set_text(table, row, 2, TONE_PLAIN, run->started);
      table_set_text(table, row, 3, TONE_PLAIN, short_commit(table->arena, run->commit_id));
      table_set_number(table, row, 4, change, arena_format(table->arena, "%+.1f", change));
      table->rows[row].fields[4].tone = change > 0 ? TONE_BAD : TONE_GOOD;
    }
  }
}

void report_add_history(struct document *document, const struct history *history) {
  struct history nothing = {.arena = document->arena};
  const struct history *shown = history->run_count > 1 ? history : &nothing;
  history_add_table(document, shown, NULL, NULL);
  history_add_changes(document, shown, NULL, NULL);
}

// ---- The command --------------------------------------------------------------------------------

static bool add_programs(struct document *document, const struct history *history,
                         const struct options *options) {
  const char *last = "";
  bool any = false;
  for (size_t i = 0; i < history->series_count; i++) {
    const char *program = history->series[i].program;
    if (program == NULL || strcmp(program, last) == 0 ||
        !reference_selects(options->programs, program, ""))
      continue;
    last = program;
    any = true;
    history_add_table(document, history, program, options->engines);
  }
  return any;
}

static size_t count_changes(const struct document *document) {
  return document->tables[document->table_count - 1]->row_count;
}

static struct document *document_of(struct arena *arena, const struct history *history,
                                    const struct options *options, struct error *error) {
  struct document *document = document_create(arena, "History");
  if (options->programs == NULL)
    history_add_table(document, history, NULL, options->engines);
  else if (!add_programs(document, history, options)) {
    error_set(error, "no program of the run is `%s`", options->programs);
    return NULL;
  }
  history_add_changes(document, history, options->programs, options->engines);
  document_add_summary(document,
                       arena_format(arena, "%zu runs of one machine, size and seed; %zu change%s.",
                                    history->run_count, count_changes(document),
                                    count_changes(document) == 1 ? "" : "s"));
  return document;
}

// The run that the history ends with.
static const struct analysis *load_last(struct arena *arena, sqlite3 *database,
                                        const struct options *options, struct error *error) {
  struct reference last;
  const char *text =
      options->run_id ? arena_format(arena, "%lld", (long long)options->run_id) : "latest";
  if (!reference_load(arena, options, text, NULL, &last, error))
    return NULL;
  if (!last.analysis->run.smoke)
    return analysis_load(arena, database, last.run, options->baseline, error);
  error_set(error, "run %lld is a smoke run, which claims no times", (long long)last.run);
  return NULL;
}

int history_command(const struct options *options) {
  struct error error = {.message = ""};
  struct arena *arena = arena_create();
  struct store *store = store_open(options->store_path, STORE_READ, &error);
  const struct analysis *last =
      store == NULL ? NULL : load_last(arena, store_database(store), options, &error);
  const struct history *history = last == NULL ? NULL
                                               : history_load(arena, store_database(store), last,
                                                              (size_t)options->history, &error);
  const struct document *document =
      history == NULL ? NULL : document_of(arena, history, options, &error);
  int status = EXIT_WENT_WRONG;
  if (document == NULL)
    fprintf(stderr, "fieldstone history: %s\n", error.message);
  else if (report_show(document, options->output, options->colour))
    status = EXIT_FINE;
  store_close(store);
  arena_destroy(arena);
  return status;
}

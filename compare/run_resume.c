// See run.h. A run that was killed or interrupted is brought back from its rows: the options that
// it was asked for, what became of each cell, and the pair that it was in. What is resumed has to
// be the same run: the same machine, commit, engines (to the size of their binaries) and programs,
// or its later pairs would measure something else than its earlier ones.
//
// The pair that was torn is mended program by program: a program of which all halves are there is
// left as it is; of any other what is there is set aside, under a negative pair, and measured anew,
// because the two halves of a pair belong to one moment.
#include "compare/run.h"

#include "compare/text.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// ---- Reading ------------------------------------------------------------------------------------

// Prepares a query and binds whole numbers to its parameters. NULL with the run's error on failure.
static sqlite3_stmt *query(struct store *store, const char *sql, const int64_t *numbers,
                           int number_count, struct error *error) {
  sqlite3_stmt *statement = NULL;
  if (sqlite3_prepare_v2(store_database(store), sql, -1, &statement, NULL) != SQLITE_OK) {
    store_error(store, "on resuming a run", error);
    return NULL;
  }
  for (int i = 0; i < number_count; i++)
    sqlite3_bind_int64(statement, i + 1, numbers[i]);
  return statement;
}

// The first column of the first row as a number, 0 without a row.
static bool query_number(struct store *store, const char *sql, const int64_t *numbers,
                         int number_count, int64_t *value, struct error *error) {
  sqlite3_stmt *statement = query(store, sql, numbers, number_count, error);
  if (!statement)
    return false;
  int status = sqlite3_step(statement);
  *value = status == SQLITE_ROW ? sqlite3_column_int64(statement, 0) : 0;
  bool good = status == SQLITE_ROW || status == SQLITE_DONE ||
              store_error(store, "on resuming a run", error);
  sqlite3_finalize(statement);
  return good;
}

// ---- The options --------------------------------------------------------------------------------

static char *text_option(json_t *json, const char *key) {
  return (char *)json_string_value(json_object_get(json, key));
}

static int number_option(json_t *json, const char *key) {
  return (int)json_integer_value(json_object_get(json, key));
}

static void take_options(json_t *json, struct options *options) {
  json_t *shard = json_object_get(json, "shard");
  options->size = text_option(json, "size");
  options->programs = text_option(json, "programs");
  options->engines = text_option(json, "engines");
  options->seed = (uint32_t)number_option(json, "seed");
  options->rounds = number_option(json, "rounds");
  options->budget_seconds = json_number_value(json_object_get(json, "budget_seconds"));
  options->sample_limit_seconds = json_number_value(json_object_get(json, "sample_limit_seconds"));
  options->samples = number_option(json, "samples");
  options->pin_cpu = number_option(json, "pin_cpu");
  options->processes = json_is_true(json_object_get(json, "processes"));
  options->timing = !json_is_false(json_object_get(json, "timing"));
  options->counter = text_option(json, "counter");
  options->shard = number_option(shard, "number");
  options->shard_count = number_option(shard, "count");
}

static int64_t find_run(struct store *store, int64_t wanted, struct error *error) {
  int64_t id = wanted;
  if (wanted)
    return store_find_run(store, wanted, error);
  if (!query_number(store, "SELECT max(id) FROM run WHERE status <> 'complete'", NULL, 0, &id,
                    error))
    return 0;
  if (!id)
    error_set(error, "no run of this store was interrupted: there is nothing to resume");
  return id;
}

static bool read_options(struct store *store, int64_t id, json_t **json, struct error *error) {
  sqlite3_stmt *statement = query(store,
                                  "SELECT status, options FROM run WHERE id = ? AND NOT EXISTS"
                                  " (SELECT 1 FROM shard WHERE run_id = run.id)",
                                  &id, 1, error);
  if (!statement)
    return false;
  bool found = sqlite3_step(statement) == SQLITE_ROW;
  bool complete = found && !strcmp((const char *)sqlite3_column_text(statement, 0), "complete");
  *json = found && !complete ? json_loads((const char *)sqlite3_column_text(statement, 1), 0, NULL)
                             : NULL;
  sqlite3_finalize(statement);
  if (complete)
    return error_set(error, "run %lld is complete: there is nothing to resume", (long long)id);
  if (!found)
    return error_set(error,
                     "run %lld was merged from shards: resume the shard that is not complete where "
                     "it was measured, and import it again",
                     (long long)id);
  if (!text_option(*json, "size"))
    return error_set(error, "run %lld does not say what it was asked for, so it cannot go on",
                     (long long)id);
  return true;
}

int64_t run_resume_options(const struct options *given, struct options *options, json_t **json,
                           struct error *error) {
  struct store *store = store_open(given->store_path, STORE_READ, error);
  int64_t id = store ? find_run(store, given->run_id, error) : 0;
  *options = *given;
  *json = NULL;
  if (id && read_options(store, id, json, error))
    take_options(*json, options);
  else
    id = 0;
  store_close(store);
  return id;
}

// ---- The same run -------------------------------------------------------------------------------

static bool same(const struct run *run, const char *what, const char *was, const char *is) {
  if (was && is && !strcmp(was, is))
    return true;
  return error_set(run->error,
                   "run %lld cannot go on: %s was `%s` and is `%s` now; its later pairs would "
                   "measure something else\n  `fieldstone run` begins a new run",
                   (long long)run->id, what, was ? was : "", is ? is : "");
}

static bool same_place(struct run *run) {
  sqlite3_stmt *statement =
      query(run->store,
            "SELECT machine_id, coalesce(commit_id, ''), rounds, machine FROM run WHERE id = ?",
            &run->id, 1, run->error);
  if (!statement)
    return false;
  char *machine = machine_identity(),
       *commit = machine_commit(run->session.options->programs_directory);
  bool found = sqlite3_step(statement) == SQLITE_ROW;
  bool good = found &&
              same(run, "the machine", (const char *)sqlite3_column_text(statement, 0), machine) &&
              same(run, "the commit", (const char *)sqlite3_column_text(statement, 1),
                   commit ? commit : "");
  if (good) {
    run->planned = sqlite3_column_int(statement, 2);
    json_decref(run->machine);
    run->machine = json_loads((const char *)sqlite3_column_text(statement, 3), 0, NULL);
  }
  if (good && !run->machine)
    run->machine = json_object();
  free(machine);
  free(commit);
  sqlite3_finalize(statement);
  return good;
}

// The cells of the run by program and engine, with all that has to be as it was.
static const char stored_cells[] =
    "SELECT c.id, c.status, c.message, c.n, c.repetitions, c.warmup, c.samples, c.checksum, c.work,"
    " c.work_repetitions, p.manifest, e.version, e.build, e.details"
    " FROM cell c JOIN program p ON p.id = c.program_id JOIN engine e ON e.id = c.engine_id"
    " WHERE c.run_id = ?1 AND p.name = ?2 AND e.name = ?3";

static enum outcome outcome_of(const char *text) {
  for (int outcome = OUTCOME_PENDING; outcome < OUTCOME_INTERRUPTED; outcome++)
    if (!strcmp(text, outcome_text((enum outcome)outcome)))
      return (enum outcome)outcome;
  return OUTCOME_PENDING;
}

static bool same_cell(struct run *run, const struct cell *cell, sqlite3_stmt *row) {
  char *manifest = run_manifest_json(cell->program);
  char *numbers = text_format("%lld %d %d %d", (long long)cell->size->n, cell->repetitions,
                              (int)cell->size->warmup, (int)cell->size->samples);
  char *were =
      text_format("%lld %d %d %d", sqlite3_column_int64(row, 3), sqlite3_column_int(row, 4),
                  sqlite3_column_int(row, 5), sqlite3_column_int(row, 6));
  bool good =
      same(run, cell->program->name, (const char *)sqlite3_column_text(row, 10), manifest) &&
      same(run, cell->program->name, were, numbers) &&
      same(run, cell->engine->name, (const char *)sqlite3_column_text(row, 11),
           cell->engine->version) &&
      same(run, cell->engine->name, (const char *)sqlite3_column_text(row, 12),
           cell->engine->build) &&
      same(run, cell->engine->name, (const char *)sqlite3_column_text(row, 13),
           cell->engine->details);
  free(manifest);
  free(numbers);
  free(were);
  return good;
}

static bool bring_back_cell(struct run *run, struct cell *cell) {
  sqlite3_stmt *row = query(run->store, stored_cells, &run->id, 1, run->error);
  if (!row)
    return false;
  sqlite3_bind_text(row, 2, cell->program->name, -1, SQLITE_STATIC);
  sqlite3_bind_text(row, 3, cell->engine->name, -1, SQLITE_STATIC);
  bool good = sqlite3_step(row) == SQLITE_ROW ||
              error_set(run->error,
                        "run %lld cannot go on: it has no %s on %s, which there is now\n"
                        "  `fieldstone run` begins a new run",
                        (long long)run->id, cell->program->name, cell->engine->name);
  good = good && same_cell(run, cell, row);
  if (good) {
    cell->id = sqlite3_column_int64(row, 0);
    session_judge(&run->session, cell, outcome_of((const char *)sqlite3_column_text(row, 1)),
                  (const char *)sqlite3_column_text(row, 2));
    cell->checked_repetitions = sqlite3_column_int(row, 9);
    cell->checksum = sqlite3_column_double(row, 7);
    cell->work = sqlite3_column_double(row, 8);
    run->checked = run->checked && cell->outcome != OUTCOME_PENDING;
  }
  sqlite3_finalize(row);
  return good;
}

static bool bring_back_cells(struct run *run) {
  int64_t count;
  if (!query_number(run->store, "SELECT count(*) FROM cell WHERE run_id = ?", &run->id, 1, &count,
                    run->error))
    return false;
  if ((size_t)count != run->session.cell_count)
    return error_set(run->error,
                     "run %lld cannot go on: it has %lld cells, and its options select %zu now: an "
                     "engine or a program has come or gone\n  `fieldstone run` begins a new run",
                     (long long)run->id, (long long)count, run->session.cell_count);
  for (size_t i = 0; i < run->session.cell_count; i++)
    if (!bring_back_cell(run, &run->session.cells[i]))
      return false;
  return true;
}

// The last pair that anything is stored of: -1 = none.
static bool find_place(struct run *run) {
  int64_t last, looks;
  if (!query_number(
          run->store,
          "SELECT coalesce(max(pair), -1) FROM (SELECT i.pair FROM invocation i JOIN cell c"
          " ON c.id = i.cell_id WHERE c.run_id = ?1 UNION ALL SELECT s.pair FROM"
          " process_sample s JOIN cell c ON c.id = s.cell_id WHERE c.run_id = ?1)",
          &run->id, 1, &last, run->error) ||
      !query_number(run->store, "SELECT coalesce(max(planned), 0) FROM look WHERE run_id = ?",
                    &run->id, 1, &looks, run->error))
    return false;
  run->torn = (int)last;
  run->clock.done = last > 0 ? (int)last : 0;
  // Before the first pair was whole nothing was known of what a pair takes.
  run->plan_is_kept = last > 0 || run->session.options->rounds > 0;
  if (!run->plan_is_kept)
    run->planned = 0;
  if (run->plan_is_kept && run->session.options->budget_seconds > 0)
    run->plan = sequential_plan_make(looks > run->planned ? (int)looks : run->planned);
  return true;
}

static void note_resumption(struct run *run) {
  json_t *times = json_object_get(run->machine, "resumed_after_pairs");
  if (!times) {
    times = json_array();
    json_object_set_new(run->machine, "resumed_after_pairs", times);
  }
  json_array_append_new(times, json_integer(run->clock.done));
}

bool run_resume(struct run *run) {
  run->checked = true;
  if (!same_place(run) || !bring_back_cells(run) || !find_place(run))
    return false;
  note_resumption(run);
  progress_note(run->session.progress, "run %lld goes on in pair %d%s", (long long)run->id,
                run->clock.done + 1, run->checked ? "" : ", after the check");
  return store_continue_run(run->store, run->id, run->error);
}

// ---- The torn pair ------------------------------------------------------------------------------

// Halves that are there and halves that there have to be, of a program's cells that are ok.
static bool count_halves(struct run *run, int64_t program, int pair, int64_t *there, int64_t *all) {
  const int64_t numbers[] = {program, pair};
  int64_t cells;
  if (!query_number(run->store, "SELECT count(*) FROM cell WHERE program_id = ? AND status = 'ok'",
                    numbers, 1, &cells, run->error) ||
      !query_number(
          run->store,
          "SELECT count(*) FROM (SELECT i.id FROM invocation i JOIN cell c ON c.id ="
          " i.cell_id WHERE c.program_id = ?1 AND i.pair = ?2 AND i.status = 'ok' AND"
          " c.status = 'ok' UNION ALL SELECT s.id FROM process_sample s JOIN cell c ON"
          " c.id = s.cell_id WHERE c.program_id = ?1 AND s.pair = ?2 AND c.status = 'ok')",
          numbers, 2, there, run->error))
    return false;
  *all = cells * (run->processes ? 4 : 2);
  return true;
}

bool run_mend(struct run *run, const struct cell *cell, int pair, bool *whole) {
  int64_t program, there, all;
  if (!query_number(run->store, "SELECT program_id FROM cell WHERE id = ?", &cell->id, 1, &program,
                    run->error) ||
      !count_halves(run, program, pair, &there, &all))
    return false;
  *whole = there == all;
  return *whole || store_set_pair_aside(run->store, program, pair, run->error);
}

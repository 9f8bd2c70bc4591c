// `fieldstone profile --keep`: profiles that belong to a stored run. See profile.h.
//
// They are deterministic, so they say of the code and not of the moment; and they are taken only of
// the code that the run measured, on what it measured: same commit, size, seed and n.
#include "compare/profile.h"

#include "compare/machine.h"
#include "compare/store.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct keeping {
  struct session *session;
  struct arena *arena;
  struct store *store;
  int64_t run;
  size_t kept;
};

static sqlite3_stmt *query(const struct keeping *keeping, const char *sql) {
  sqlite3_stmt *row = NULL;
  if (sqlite3_prepare_v2(store_database(keeping->store), sql, -1, &row, NULL) == SQLITE_OK)
    sqlite3_bind_int64(row, 1, keeping->run);
  return row;
}

static const char *text_of(sqlite3_stmt *row, int column) {
  const char *text = (const char *)sqlite3_column_text(row, column);
  return text != NULL ? text : "";
}

// Whether the tree, the size and the seed are those of the run.
static bool check_run(const struct keeping *keeping, struct error *error) {
  const struct options *options = keeping->session->options;
  char *commit = machine_commit(options->programs_directory);
  sqlite3_stmt *row = query(keeping, "SELECT commit_id, size, seed FROM run WHERE id = ?");
  bool good =
      sqlite3_step(row) == SQLITE_ROW || store_error(keeping->store, "on reading a run", error);
  if (good && strcmp(text_of(row, 0), commit != NULL ? commit : "") != 0)
    good = error_set(error,
                     "run %lld is of commit %s and this tree is at %s: a profile would be of "
                     "another Mica; measure anew, or name a run with --run",
                     (long long)keeping->run, text_of(row, 0), commit != NULL ? commit : "none");
  else if (good && (strcmp(text_of(row, 1), options->size) != 0 ||
                    sqlite3_column_int64(row, 2) != options->seed))
    good =
        error_set(error, "run %lld has size %s and seed %lld: give --size %s --seed %lld",
                  (long long)keeping->run, text_of(row, 1), (long long)sqlite3_column_int64(row, 2),
                  text_of(row, 1), (long long)sqlite3_column_int64(row, 2));
  sqlite3_finalize(row);
  free(commit);
  return good;
}

// The run's cell of this program and engine with a result and this n; 0 where it has none.
static int64_t cell_of(const struct keeping *keeping, const struct cell *cell) {
  sqlite3_stmt *row = query(keeping, "SELECT c.id FROM cell c JOIN program p ON p.id = c.program_id"
                                     " JOIN engine e ON e.id = c.engine_id"
                                     " WHERE c.run_id = ? AND p.name = ? AND e.name = ? AND c.n = ?"
                                     " AND c.status = 'ok'");
  sqlite3_bind_text(row, 2, cell->program->name, -1, SQLITE_STATIC);
  sqlite3_bind_text(row, 3, cell->engine->name, -1, SQLITE_STATIC);
  sqlite3_bind_int64(row, 4, cell->size->n);
  int64_t id = sqlite3_step(row) == SQLITE_ROW ? sqlite3_column_int64(row, 0) : 0;
  sqlite3_finalize(row);
  return id;
}

static bool keep_cell(struct keeping *keeping, const struct cell *cell, struct error *error) {
  struct profile_job job = {.session = keeping->session, .cell = cell, .arena = keeping->arena};
  int64_t id = profile_mica_refuses(cell->program) == NULL ? cell_of(keeping, cell) : 0;
  if (id == 0)
    return true;
  json_t *profile = profile_mica_counts(&job, cell->repetitions, error);
  char *text = profile != NULL ? json_dumps(profile, JSON_COMPACT) : NULL;
  bool done = text != NULL && store_set_profile(keeping->store, id, cell->repetitions, text, error);
  keeping->kept += done;
  free(text);
  json_decref(profile);
  return done;
}

static bool keep_all(struct keeping *keeping, struct error *error) {
  const struct session *session = keeping->session;
  for (size_t i = 0; i < session->cell_count; i++) {
    progress_step(session->progress, (double)i / (double)session->cell_count, -1, "profiling %s",
                  session->cells[i].program->name);
    if (!keep_cell(keeping, &session->cells[i], error))
      return false;
  }
  return keeping->kept > 0 ||
         error_set(error, "run %lld has none of these programs on %s that Mica's profiler can run",
                   (long long)keeping->run, session->cells[0].engine->name);
}

static bool keep(struct keeping *keeping, struct error *error) {
  const struct options *options = keeping->session->options;
  if (session_program_cells(keeping->session, 0) != 1 ||
      !profile_mica_knows(keeping->session->cells[0].engine))
    return error_set(error, "--keep is of Mica's own profiles: leave --engines out");
  // For reading first: a store that is not there is not to be made.
  keeping->store = store_open(options->store_path, STORE_READ, error);
  store_close(keeping->store);
  if (keeping->store != NULL)
    keeping->store = store_open(options->store_path, STORE_WRITE, error);
  if (keeping->store == NULL)
    return false;
  keeping->run = store_find_run(keeping->store, options->run_id, error);
  return keeping->run != 0 && check_run(keeping, error) && store_lock(keeping->store, error) &&
         keep_all(keeping, error);
}

int profile_keep(struct session *session, struct arena *arena) {
  struct keeping keeping = {.session = session, .arena = arena};
  struct error error = {.message = ""};
  bool done = keep(&keeping, &error);
  store_close(keeping.store);
  progress_end(session->progress);
  session->progress = NULL;
  if (done)
    printf("Run %lld has the profiles of %zu programs now; `fieldstone report` shows them.\n",
           (long long)keeping.run, keeping.kept);
  else
    fprintf(stderr, "fieldstone profile: %s\n", error.message);
  return done ? EXIT_FINE : EXIT_WENT_WRONG;
}

// See store.h and schema.sql.
//
// Durability: WAL mode with synchronous=NORMAL. A committed transaction survives the death of the
// process in any way; only the loss of power can take the last ones, never the file's consistency
// (https://www.sqlite.org/wal.html, "Performance Considerations"). The price is no fsync a sample,
// which would disturb what is being measured.
//
// Every writing statement goes through one table of SQL texts and is prepared at its first use.
#include "compare/store.h"

#include "compare/text.h"

#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

static const char schema[] =
#include "compare/schema.sql.h"
#include "compare/schema_counters.sql.h"
#include "compare/schema_looks.sql.h"
#include "compare/schema_profiles.sql.h"
    ;

// What makes a store of version 1 or 2 one of this version.
static const char schema_additions[] =
#include "compare/schema_columns.sql.h"
#include "compare/schema_counters.sql.h"
#include "compare/schema_looks.sql.h"
#include "compare/schema_profiles.sql.h"
    ;

// What makes one of version 3 so.
static const char schema_latest[] =
#include "compare/schema_profiles.sql.h"
    ;

enum {
  APPLICATION_ID = 0x46536e31, // "FSn1", so that `file` and store_open can tell a store
  SCHEMA_VERSION = 4,
  SCHEMA_OF_COLUMNS = 3, // the version that brought schema_columns.sql
  SCHEMA_OLDEST = 1,
  BUSY_TIMEOUT_MS = 10000,
};

enum statement {
  ADD_RUN,
  ADD_ENGINE,
  ADD_PROGRAM,
  ADD_CELL,
  ADD_INVOCATION,
  ADD_SAMPLE,
  ADD_COUNTER,
  ADD_PROCESS_SAMPLE,
  END_INVOCATION,
  SET_CELL_STATUS,
  SET_CELL_CHECK,
  SET_RUN_ROUNDS,
  CONTINUE_RUN,
  SET_INVOCATIONS_ASIDE,
  SET_PROCESSES_ASIDE,
  ADD_LOOK,
  SET_LOOK,
  SET_PROFILE,
  END_RUN,
  STATEMENT_COUNT,
};

// One letter a parameter says how it is bound: i int64, d double (NAN = NULL), t text (or NULL).
static const struct {
  const char *sql, *parameters;
} statements[STATEMENT_COUNT] = {
    [ADD_RUN] = {"INSERT INTO run (uuid, started, status, size, seed, rounds, commit_id, machine,"
                 " options, machine_id) VALUES (?, ?, 'running', ?, ?, ?, ?, ?, ?, ?)",
                 "tttiitttt"},
    [ADD_ENGINE] = {"INSERT INTO engine (run_id, name, driver, language, version, build,"
                    " description, details) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                    "ittttttt"},
    [ADD_PROGRAM] = {"INSERT INTO program (run_id, name, title, category, unit, kind, work_unit,"
                     " tolerance, geometric_mean, notes, manifest)"
                     " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                     "ittttttditt"},
    [ADD_CELL] = {"INSERT INTO cell (run_id, program_id, engine_id, n, repetitions, warmup,"
                  " samples, status) VALUES (?, ?, ?, ?, ?, ?, ?, 'pending')",
                  "iiiiiii"},
    [ADD_INVOCATION] = {"INSERT INTO invocation (cell_id, pair, half, position, started, padding,"
                        " status) VALUES (?, ?, ?, ?, ?, ?, 'running')",
                        "iiiiti"},
    [ADD_SAMPLE] = {"INSERT INTO sample (invocation_id, idx, warmup, ns, repetitions)"
                    " VALUES (?, ?, ?, ?, ?)",
                    "iiidi"},
    [ADD_COUNTER] = {"INSERT INTO counter (invocation_id, name, value) VALUES (?, ?, ?)", "itd"},
    [ADD_PROCESS_SAMPLE] = {"INSERT INTO process_sample (cell_id, pair, half, position, seconds,"
                            " user, system, exit_code) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                            "iiiidddi"},
    [END_INVOCATION] = {"UPDATE invocation SET timer_ns = ?, empty_ns = ?, user_us = ?,"
                        " system_us = ?, max_rss_kb = ?, status = ? WHERE id = ?",
                        "ddiiiti"},
    [SET_CELL_STATUS] = {"UPDATE cell SET status = ?, message = ? WHERE id = ?", "tti"},
    [SET_CELL_CHECK] = {"UPDATE cell SET checksum = ?, work = ?, work_repetitions = ? WHERE id = ?",
                        "ddii"},
    [SET_RUN_ROUNDS] = {"UPDATE run SET rounds = ? WHERE id = ?", "ii"},
    [CONTINUE_RUN] = {"UPDATE run SET status = 'running', finished = NULL WHERE id = ?", "i"},
    [SET_INVOCATIONS_ASIDE] =
        {"UPDATE invocation SET status = iif(status = 'running', 'interrupted', status), pair ="
         " (SELECT min(0, min(i.pair)) - 1 FROM invocation i JOIN cell c ON c.id = i.cell_id"
         " WHERE c.program_id = ?1) WHERE pair = ?2 AND cell_id IN"
         " (SELECT id FROM cell WHERE program_id = ?1)",
         "ii"},
    [SET_PROCESSES_ASIDE] =
        {"UPDATE process_sample SET pair = (SELECT min(0, min(s.pair)) - 1 FROM process_sample s"
         " JOIN cell c ON c.id = s.cell_id WHERE c.program_id = ?1) WHERE pair = ?2 AND cell_id IN"
         " (SELECT id FROM cell WHERE program_id = ?1)",
         "ii"},
    [ADD_LOOK] = {"INSERT OR REPLACE INTO look (run_id, pairs, planned, taken) VALUES (?, ?, ?, ?)",
                  "iiit"},
    [SET_LOOK] = {"UPDATE look SET decided = ?, undecided = ? WHERE run_id = ? AND pairs = ?",
                  "iiii"},
    [SET_PROFILE] = {"INSERT OR REPLACE INTO profile (cell_id, taken, repetitions, profile)"
                     " VALUES (?, ?, ?, ?)",
                     "itit"},
    [END_RUN] = {"UPDATE run SET status = ?, finished = ?, machine = coalesce(?, machine)"
                 " WHERE id = ?",
                 "ttti"},
};

struct store {
  sqlite3 *database;
  char *path; // as messages call it
  int lock;   // descriptor of the file that says who measures, -1 = not this process
  sqlite3_stmt *prepared[STATEMENT_COUNT];
};

// ---- Errors -------------------------------------------------------------------------------------

static bool damaged_error(const char *path, const char *cause, struct error *error) {
  return error_set(error,
                   "the store %s is damaged: %s\n"
                   "  move it aside to begin a new one:   mv %s %s.damaged\n"
                   "  what can be saved of it:            sqlite3 %s.damaged .recover",
                   path, cause, path, path, path);
}

bool store_error(const struct store *store, const char *doing, struct error *error) {
  switch (sqlite3_errcode(store->database)) {
  case SQLITE_CORRUPT:
  case SQLITE_NOTADB:
    return damaged_error(store->path, sqlite3_errmsg(store->database), error);
  case SQLITE_FULL:
    return error_set(error,
                     "the disk is full, %s: %s cannot grow; every sample stored before is kept\n"
                     "  free some space there and run again; `fieldstone report` shows what is "
                     "stored",
                     doing, store->path);
  case SQLITE_BUSY:
    return error_set(error,
                     "the store %s is in use by another process, %s; wait for it to end, or name "
                     "another with --store",
                     store->path, doing);
  case SQLITE_READONLY:
    return error_set(error, "the store %s cannot be written, %s; name another with --store",
                     store->path, doing);
  default:
    return error_set(error, "store %s, %s: %s", store->path, doing,
                     sqlite3_errmsg(store->database));
  }
}

// ---- Opening ------------------------------------------------------------------------------------

static bool run_sql(struct store *store, const char *sql, const char *doing, struct error *error) {
  if (sqlite3_exec(store->database, sql, NULL, NULL, NULL) != SQLITE_OK)
    return store_error(store, doing, error);
  return true;
}

// The first value of a query's first row as text, "" if there is none; the caller frees it.
// NULL on failure.
static char *query_text(struct store *store, const char *sql, struct error *error) {
  sqlite3_stmt *query;
  if (sqlite3_prepare_v2(store->database, sql, -1, &query, NULL) != SQLITE_OK) {
    store_error(store, "on opening it", error);
    return NULL;
  }
  char *text = NULL;
  int status = sqlite3_step(query);
  if (status == SQLITE_ROW && sqlite3_column_text(query, 0))
    text = text_copy((const char *)sqlite3_column_text(query, 0));
  else if (status == SQLITE_ROW || status == SQLITE_DONE)
    text = text_copy("");
  else
    store_error(store, "on opening it", error);
  sqlite3_finalize(query);
  return text;
}

static bool query_integer(struct store *store, const char *sql, long *value, struct error *error) {
  char *text = query_text(store, sql, error);
  if (!text)
    return false;
  *value = strtol(text, NULL, 10);
  free(text);
  return true;
}

static bool check_integrity(struct store *store, struct error *error) {
  char *verdict = query_text(store, "PRAGMA quick_check(1)", error);
  if (!verdict)
    return false;
  bool sound = !strcmp(verdict, "ok");
  if (!sound)
    damaged_error(store->path, verdict, error);
  free(verdict);
  return sound;
}

// Runs what makes the file a store of this version.
static bool create_schema(struct store *store, const char *tables, struct error *error) {
  char *sql =
      text_format("BEGIN IMMEDIATE; %s PRAGMA application_id = %d; PRAGMA user_version = %d;"
                  " COMMIT",
                  tables, APPLICATION_ID, SCHEMA_VERSION);
  bool done = run_sql(store, sql, "on creating its tables", error);
  free(sql);
  return done;
}

// Checks that the file is a store of this version; makes it one when it is new.
static bool check_schema(struct store *store, enum store_mode mode, struct error *error) {
  long objects, application, version;
  if (!query_integer(store, "SELECT count(*) FROM sqlite_master", &objects, error) ||
      !query_integer(store, "PRAGMA application_id", &application, error) ||
      !query_integer(store, "PRAGMA user_version", &version, error))
    return false;
  if (!objects && !application && mode == STORE_WRITE)
    return create_schema(store, schema, error);
  if (!objects && !application)
    return error_set(error, "the store %s is empty; `fieldstone run` fills it", store->path);
  if (application != APPLICATION_ID)
    return error_set(error, "%s is not a store of fieldstone; name another file with --store",
                     store->path);
  if (version >= SCHEMA_OLDEST && version < SCHEMA_VERSION)
    return create_schema(store, version < SCHEMA_OF_COLUMNS ? schema_additions : schema_latest,
                         error);
  if (version != SCHEMA_VERSION)
    return error_set(error,
                     "the store %s has version %ld and this fieldstone knows version %d; move it "
                     "aside, or name another with --store",
                     store->path, version, SCHEMA_VERSION);
  return true;
}

static bool make_parent_folders(const char *path, struct error *error) {
  char *folder = text_copy(path);
  bool made = true;
  for (char *slash = strchr(folder + 1, '/'); made && slash; slash = strchr(slash + 1, '/')) {
    *slash = '\0';
    made = !mkdir(folder, 0777) || errno == EEXIST;
    if (!made)
      error_set(error, "the folder %s for the store cannot be made: %s", folder, strerror(errno));
    *slash = '/';
  }
  free(folder);
  return made;
}

static bool open_database(struct store *store, const char *path, enum store_mode mode,
                          struct error *error) {
  int flags = SQLITE_OPEN_READWRITE | (mode == STORE_WRITE ? SQLITE_OPEN_CREATE : 0);
  if (mode == STORE_READ && access(path, F_OK))
    return error_set(error, "there is no store %s yet; `fieldstone run` makes it", store->path);
  if (mode == STORE_WRITE && !make_parent_folders(path, error))
    return false;
  if (sqlite3_open_v2(path, &store->database, flags, NULL) != SQLITE_OK)
    return error_set(error, "the store %s cannot be opened: %s", store->path,
                     store->database ? sqlite3_errmsg(store->database) : "out of memory");
  sqlite3_busy_timeout(store->database, BUSY_TIMEOUT_MS);
  if (mode == STORE_READ)
    return check_integrity(store, error) && check_schema(store, mode, error) &&
           run_sql(store, "PRAGMA query_only = ON", "on opening it", error);
  return check_integrity(store, error) && check_schema(store, mode, error) &&
         run_sql(store,
                 "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;"
                 " PRAGMA foreign_keys = ON",
                 "on opening it", error);
}

struct store *store_open_as(const char *path, const char *shown, enum store_mode mode,
                            struct error *error) {
  struct store *store = memory_array(1, sizeof *store);
  store->path = text_copy(shown);
  store->lock = -1;
  if (open_database(store, path, mode, error))
    return store;
  store_close(store);
  return NULL;
}

struct store *store_open(const char *path, enum store_mode mode, struct error *error) {
  return store_open_as(path, path, mode, error);
}

void store_close(struct store *store) {
  if (!store)
    return;
  for (int i = 0; i < STATEMENT_COUNT; i++)
    sqlite3_finalize(store->prepared[i]);
  sqlite3_close(store->database);
  if (store->lock >= 0)
    close(store->lock);
  free(store->path);
  free(store);
}

bool store_lock(struct store *store, struct error *error) {
  char *path = text_format("%s-lock", store->path);
  store->lock = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0666);
  bool held = store->lock >= 0 && !flock(store->lock, LOCK_EX | LOCK_NB);
  if (!held && store->lock >= 0 && errno == EWOULDBLOCK)
    error_set(
        error,
        "another process measures into the store %s; two at once would disturb each other, so "
        "wait for it to end",
        store->path);
  else if (!held)
    error_set(error, "the file %s, which says who measures, cannot be locked: %s", path,
              strerror(errno));
  free(path);
  return held;
}

sqlite3 *store_database(const struct store *store) { return store->database; }

// ---- Reading ------------------------------------------------------------------------------------

int64_t store_find_run(const struct store *store, int64_t wanted, struct error *error) {
  sqlite3_stmt *query;
  if (sqlite3_prepare_v2(store->database,
                         "SELECT coalesce(max(iif(?1 = 0 OR id = ?1, id, 0)), 0), min(id), max(id)"
                         " FROM run",
                         -1, &query, NULL) != SQLITE_OK) {
    store_error(store, "on looking for a run", error);
    return 0;
  }
  sqlite3_bind_int64(query, 1, wanted);
  int64_t found = 0;
  if (sqlite3_step(query) != SQLITE_ROW)
    store_error(store, "on looking for a run", error);
  else if ((found = sqlite3_column_int64(query, 0)) == 0 && !sqlite3_column_int64(query, 2))
    error_set(error, "the store %s holds no run yet; `fieldstone run` makes one", store->path);
  else if (!found)
    error_set(error, "there is no run %lld in the store %s: it holds runs %lld to %lld",
              (long long)wanted, store->path, (long long)sqlite3_column_int64(query, 1),
              (long long)sqlite3_column_int64(query, 2));
  sqlite3_finalize(query);
  return found;
}

// ---- Writing ------------------------------------------------------------------------------------

// One parameter of a statement; which member counts is in the statement's `parameters`.
union parameter {
  int64_t i;
  double d;
  const char *t;
};

// Runs a writing statement; outside store_begin and store_commit it is a transaction of its own.
static bool execute(struct store *store, enum statement which, const union parameter *values,
                    const char *doing, struct error *error) {
  sqlite3_stmt **slot = &store->prepared[which];
  if (!*slot && sqlite3_prepare_v3(store->database, statements[which].sql, -1,
                                   SQLITE_PREPARE_PERSISTENT, slot, NULL) != SQLITE_OK)
    return store_error(store, doing, error);
  const char *letters = statements[which].parameters;
  for (int i = 0; letters[i]; i++) {
    if (letters[i] == 'i')
      sqlite3_bind_int64(*slot, i + 1, values[i].i);
    else if (letters[i] == 'd')
      sqlite3_bind_double(*slot, i + 1, values[i].d); // SQLite stores a NAN as NULL
    else
      sqlite3_bind_text(*slot, i + 1, values[i].t, -1, SQLITE_STATIC);
  }
  bool done = sqlite3_step(*slot) == SQLITE_DONE;
  if (!done)
    store_error(store, doing, error);
  sqlite3_reset(*slot);
  sqlite3_clear_bindings(*slot);
  return done;
}

static bool add(struct store *store, enum statement which, const union parameter *values,
                const char *doing, int64_t *id, struct error *error) {
  if (!execute(store, which, values, doing, error))
    return false;
  *id = sqlite3_last_insert_rowid(store->database);
  return true;
}

struct moment {
  char text[32]; // 2026-01-31T23:59:59.999Z
};

static struct moment now(void) {
  struct timespec time;
  struct tm parts;
  struct moment moment;
  clock_gettime(CLOCK_REALTIME, &time);
  gmtime_r(&time.tv_sec, &parts);
  size_t length = strftime(moment.text, sizeof moment.text, "%Y-%m-%dT%H:%M:%S", &parts);
  snprintf(moment.text + length, sizeof moment.text - length, ".%03dZ",
           (int)(time.tv_nsec / 1000000));
  return moment;
}

bool store_add_run(struct store *store, const struct store_run *run, int64_t *id,
                   struct error *error) {
  struct moment started = now();
  union parameter values[] = {{.t = run->uuid},    {.t = started.text}, {.t = run->size},
                              {.i = run->seed},    {.i = run->rounds},  {.t = run->commit_id},
                              {.t = run->machine}, {.t = run->options}, {.t = run->machine_id}};
  return add(store, ADD_RUN, values, "on adding a run", id, error);
}

bool store_add_engine(struct store *store, int64_t run_id, const struct store_engine *engine,
                      int64_t *id, struct error *error) {
  union parameter values[] = {{.i = run_id},
                              {.t = engine->name},
                              {.t = engine->driver},
                              {.t = engine->language},
                              {.t = engine->version},
                              {.t = engine->build},
                              {.t = engine->description},
                              {.t = engine->details}};
  return add(store, ADD_ENGINE, values, "on adding an engine", id, error);
}

bool store_add_program(struct store *store, int64_t run_id, const struct store_program *program,
                       int64_t *id, struct error *error) {
  union parameter values[] = {{.i = run_id},
                              {.t = program->name},
                              {.t = program->title},
                              {.t = program->category},
                              {.t = program->unit},
                              {.t = program->kind},
                              {.t = program->work_unit},
                              {.d = program->tolerance},
                              {.i = program->geometric_mean},
                              {.t = program->notes},
                              {.t = program->manifest}};
  return add(store, ADD_PROGRAM, values, "on adding a program", id, error);
}

bool store_add_cell(struct store *store, int64_t run_id, const struct store_cell *cell, int64_t *id,
                    struct error *error) {
  union parameter values[] = {{.i = run_id},       {.i = cell->program_id},  {.i = cell->engine_id},
                              {.i = cell->n},      {.i = cell->repetitions}, {.i = cell->warmup},
                              {.i = cell->samples}};
  return add(store, ADD_CELL, values, "on adding a cell", id, error);
}

bool store_add_invocation(struct store *store, const struct store_invocation *invocation,
                          int64_t *id, struct error *error) {
  struct moment started = now();
  union parameter values[] = {{.i = invocation->cell_id}, {.i = invocation->pair},
                              {.i = invocation->half},    {.i = invocation->position},
                              {.t = started.text},        {.i = invocation->padding}};
  return add(store, ADD_INVOCATION, values, "on adding an invocation", id, error);
}

bool store_add_sample(struct store *store, int64_t invocation_id, int index, bool warmup, double ns,
                      int repetitions, struct error *error) {
  union parameter values[] = {
      {.i = invocation_id}, {.i = index}, {.i = warmup}, {.d = ns}, {.i = repetitions}};
  return execute(store, ADD_SAMPLE, values, "on adding a sample", error);
}

bool store_add_counter(struct store *store, int64_t invocation_id, const char *name, double value,
                       struct error *error) {
  const union parameter values[] = {{.i = invocation_id}, {.t = name}, {.d = value}};
  return execute(store, ADD_COUNTER, values, "on storing a counter", error);
}

bool store_add_process_sample(struct store *store, const struct store_process_sample *sample,
                              struct error *error) {
  union parameter values[] = {{.i = sample->cell_id},  {.i = sample->pair},     {.i = sample->half},
                              {.i = sample->position}, {.d = sample->seconds},  {.d = sample->user},
                              {.d = sample->system},   {.i = sample->exit_code}};
  return execute(store, ADD_PROCESS_SAMPLE, values, "on adding a process's time", error);
}

bool store_end_invocation(struct store *store, int64_t invocation_id,
                          const struct store_invocation_end *end, struct error *error) {
  union parameter values[] = {{.d = end->timer_ns},  {.d = end->empty_ns},   {.i = end->user_us},
                              {.i = end->system_us}, {.i = end->max_rss_kb}, {.t = end->status},
                              {.i = invocation_id}};
  return execute(store, END_INVOCATION, values, "on ending an invocation", error);
}

bool store_set_cell_status(struct store *store, int64_t cell_id, const char *status,
                           const char *message, struct error *error) {
  union parameter values[] = {{.t = status}, {.t = message}, {.i = cell_id}};
  return execute(store, SET_CELL_STATUS, values, "on a cell's status", error);
}

bool store_set_cell_check(struct store *store, int64_t cell_id, double checksum, double work,
                          int repetitions, struct error *error) {
  union parameter values[] = {{.d = checksum}, {.d = work}, {.i = repetitions}, {.i = cell_id}};
  return execute(store, SET_CELL_CHECK, values, "on a cell's check", error);
}

bool store_set_run_rounds(struct store *store, int64_t run_id, int rounds, struct error *error) {
  union parameter values[] = {{.i = rounds}, {.i = run_id}};
  return execute(store, SET_RUN_ROUNDS, values, "on a run's rounds", error);
}

bool store_continue_run(struct store *store, int64_t run_id, struct error *error) {
  union parameter values[] = {{.i = run_id}};
  return execute(store, CONTINUE_RUN, values, "on continuing a run", error);
}

bool store_set_pair_aside(struct store *store, int64_t program_id, int pair, struct error *error) {
  union parameter values[] = {{.i = program_id}, {.i = pair}};
  const char *doing = "on setting a torn pair aside";
  return store_begin(store, error) && execute(store, SET_INVOCATIONS_ASIDE, values, doing, error) &&
         execute(store, SET_PROCESSES_ASIDE, values, doing, error) && store_commit(store, error);
}

bool store_add_look(struct store *store, int64_t run_id, int pairs, int planned,
                    struct error *error) {
  struct moment taken = now();
  union parameter values[] = {{.i = run_id}, {.i = pairs}, {.i = planned}, {.t = taken.text}};
  return execute(store, ADD_LOOK, values, "on adding a look", error);
}

bool store_set_look(struct store *store, int64_t run_id, int pairs, size_t decided,
                    size_t undecided, struct error *error) {
  union parameter values[] = {
      {.i = (int64_t)decided}, {.i = (int64_t)undecided}, {.i = run_id}, {.i = pairs}};
  return execute(store, SET_LOOK, values, "on what a look saw", error);
}

bool store_set_profile(struct store *store, int64_t cell_id, int repetitions, const char *profile,
                       struct error *error) {
  struct moment taken = now();
  union parameter values[] = {
      {.i = cell_id}, {.t = taken.text}, {.i = repetitions}, {.t = profile}};
  return execute(store, SET_PROFILE, values, "on storing a profile", error);
}

bool store_end_run(struct store *store, int64_t run_id, const char *status, const char *machine,
                   struct error *error) {
  struct moment finished = now();
  union parameter values[] = {{.t = status}, {.t = finished.text}, {.t = machine}, {.i = run_id}};
  return execute(store, END_RUN, values, "on ending a run", error);
}

bool store_begin(struct store *store, struct error *error) {
  return run_sql(store, "BEGIN IMMEDIATE", "on beginning a transaction", error);
}

bool store_commit(struct store *store, struct error *error) {
  if (run_sql(store, "COMMIT", "on ending a transaction", error))
    return true;
  sqlite3_exec(store->database, "ROLLBACK", NULL, NULL, NULL);
  return false;
}

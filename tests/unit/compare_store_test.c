// The store keeps what it is given, whatever happens to the process, and says what is wrong with a
// file that is not a sound store.

// cmocka.h wants these before it
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "compare/store.h"

#include <math.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

// A folder of its own for each test, and a path in it.
struct place {
  char folder[64], path[96];
};

static int set_up(void **state) {
  struct place *place = calloc(1, sizeof *place);
  snprintf(place->folder, sizeof place->folder, "/tmp/fieldstone-test-XXXXXX");
  if (!place || !mkdtemp(place->folder))
    return -1;
  snprintf(place->path, sizeof place->path, "%s/new/store.sqlite", place->folder);
  *state = place;
  return 0;
}

static int tear_down(void **state) {
  struct place *place = *state;
  char command[128];
  snprintf(command, sizeof command, "rm -rf '%s'", place->folder);
  int status = system(command);
  free(place);
  return status;
}

static struct store *open_store(const char *path, enum store_mode mode) {
  struct error error = {.message = ""};
  struct store *store = store_open(path, mode, &error);
  if (!store)
    fail_msg("%s", error.message);
  return store;
}

static void assert_refused(const char *path, enum store_mode mode, const char *words) {
  struct error error = {.message = ""};
  struct store *store = store_open(path, mode, &error);
  if (store || !strstr(error.message, words) || !strstr(error.message, path))
    fail_msg("`%s` does not name %s and `%s`", error.message, path, words);
}

#define MUST(call)                                                                                 \
  do {                                                                                             \
    struct error error = {.message = ""};                                                          \
    if (!(call))                                                                                   \
      fail_msg("%s: %s", #call, error.message);                                                    \
  } while (0)

// A run with one program, one engine, one cell and one invocation; gives the last two.
static int64_t fill(struct store *store, int64_t *cell, int64_t *invocation) {
  int64_t run = 0, program = 0, engine = 0;
  struct store_run a_run = {
      .uuid = "u", .size = "quick", .machine = "{}", .options = "{}", .machine_id = "0"};
  struct store_engine an_engine = {"lua", "lua", "lua", "5.4", "", "PUC Lua", "{}"};
  struct store_program a_program = {"fib",   "Fib", "fibonacci", "call", "script",
                                    "calls", 0,     true,        "[]",   "{}"};
  MUST(store_add_run(store, &a_run, &run, &error));
  MUST(store_add_engine(store, run, &an_engine, &engine, &error));
  MUST(store_add_program(store, run, &a_program, &program, &error));
  struct store_cell a_cell = {program, engine, 22, 10, 1, 2};
  MUST(store_add_cell(store, run, &a_cell, cell, &error));
  struct store_invocation an_invocation = {*cell, 0, 1, 3, 1000};
  MUST(store_add_invocation(store, &an_invocation, invocation, &error));
  return run;
}

// The first value of a query as text, in a fresh connection.
static void assert_query(const char *path, const char *sql, const char *expected) {
  struct store *store = open_store(path, STORE_READ);
  sqlite3_stmt *query;
  assert_int_equal(sqlite3_prepare_v2(store_database(store), sql, -1, &query, NULL), SQLITE_OK);
  assert_int_equal(sqlite3_step(query), SQLITE_ROW);
  const char *text = (const char *)sqlite3_column_text(query, 0);
  assert_string_equal(text ? text : "NULL", expected);
  sqlite3_finalize(query);
  store_close(store);
}

static void a_new_store_is_made_with_its_folder(void **state) {
  struct place *place = *state;
  store_close(open_store(place->path, STORE_WRITE));
  assert_query(place->path, "SELECT count(*) FROM run", "0");
  assert_query(place->path, "PRAGMA journal_mode", "wal");
}

static void everything_written_is_read_again(void **state) {
  struct place *place = *state;
  struct store *store = open_store(place->path, STORE_WRITE);
  int64_t cell = 0, invocation = 0, run = fill(store, &cell, &invocation);
  MUST(store_add_sample(store, invocation, 0, true, 1234.5, 10, &error));
  struct store_invocation_end end = {25, NAN, 7, 8, 9, "ok"};
  MUST(store_end_invocation(store, invocation, &end, &error));
  MUST(store_set_cell_check(store, cell, 77, 99, 2, &error));
  MUST(store_set_cell_status(store, cell, "wrong", "1 is not 2", &error));
  struct store_process_sample process = {cell, 0, 1, 3, 0.5, 0.25, 0.125, 139};
  MUST(store_add_process_sample(store, &process, &error));
  MUST(store_set_run_rounds(store, run, 12, &error));
  MUST(store_end_run(store, run, "complete", "{\"cpu\":1}", &error));
  store_close(store);
  assert_query(place->path, "SELECT idx || warmup || ns || repetitions FROM sample", "011234.510");
  assert_query(place->path,
               "SELECT timer_ns || ifnull(empty_ns, 'none') || user_us || system_us || max_rss_kb"
               " || status || padding || pair || half || position FROM invocation",
               "25.0none789ok1000013");
  assert_query(place->path,
               "SELECT status || message || checksum || work || work_repetitions FROM cell",
               "wrong1 is not 277.099.02");
  assert_query(place->path, "SELECT seconds || user || system || exit_code FROM process_sample",
               "0.50.250.125139");
  assert_query(place->path, "SELECT status || rounds || machine FROM run", "complete12{\"cpu\":1}");
  assert_query(place->path, "SELECT finished >= started FROM run", "1");
}

static void a_sample_is_there_for_others_at_once(void **state) {
  struct place *place = *state;
  struct store *store = open_store(place->path, STORE_WRITE);
  int64_t cell = 0, invocation = 0;
  fill(store, &cell, &invocation);
  MUST(store_add_sample(store, invocation, 0, false, 1, 10, &error));
  assert_query(place->path, "SELECT count(*) FROM sample", "1");
  MUST(store_add_sample(store, invocation, 1, false, 1, 10, &error));
  assert_query(place->path, "SELECT count(*) FROM sample", "2");
  store_close(store);
}

static void a_killed_process_loses_no_sample_that_was_added(void **state) {
  struct place *place = *state;
  pid_t child = fork();
  assert_true(child >= 0);
  if (!child) {
    struct error error;
    struct store *store = store_open(place->path, STORE_WRITE, &error);
    int64_t cell = 0, invocation = 0;
    fill(store, &cell, &invocation);
    for (int i = 0; i < 50; i++)
      store_add_sample(store, invocation, i, false, 1, 10, &error);
    raise(SIGKILL);
  }
  int status;
  assert_int_equal(waitpid(child, &status, 0), child);
  assert_true(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL);
  assert_query(place->path, "SELECT count(*) FROM sample", "50");
  assert_query(place->path, "SELECT status FROM run", "running");
  assert_query(place->path, "PRAGMA integrity_check", "ok");
}

static void a_transaction_that_is_not_committed_is_undone(void **state) {
  struct place *place = *state;
  struct store *store = open_store(place->path, STORE_WRITE);
  int64_t cell = 0, invocation = 0;
  MUST(store_begin(store, &error));
  fill(store, &cell, &invocation);
  store_close(store);
  assert_query(place->path, "SELECT count(*) FROM run", "0");
  store = open_store(place->path, STORE_WRITE);
  MUST(store_begin(store, &error));
  fill(store, &cell, &invocation);
  MUST(store_commit(store, &error));
  store_close(store);
  assert_query(place->path, "SELECT count(*) FROM run", "1");
}

static void the_latest_or_a_named_run_is_found(void **state) {
  struct place *place = *state;
  struct error refusal = {.message = ""};
  struct store *store = open_store(place->path, STORE_WRITE);
  assert_int_equal(store_find_run(store, 0, &refusal), 0);
  assert_non_null(strstr(refusal.message, "holds no run yet"));
  int64_t cell = 0, invocation = 0, first = fill(store, &cell, &invocation), second = 0;
  struct store_run another = {
      .uuid = "v", .size = "full", .machine = "{}", .options = "{}", .machine_id = "0"};
  MUST(store_add_run(store, &another, &second, &error));
  assert_int_equal(store_find_run(store, 0, &refusal), second);
  assert_int_equal(store_find_run(store, first, &refusal), first);
  assert_int_equal(store_find_run(store, 17, &refusal), 0);
  assert_non_null(strstr(refusal.message, "no run 17"));
  assert_non_null(strstr(refusal.message, "runs 1 to 2"));
  store_close(store);
}

static void write_file(const char *path, const void *bytes, size_t size) {
  FILE *file = fopen(path, "w");
  assert_non_null(file);
  assert_int_equal(fwrite(bytes, 1, size, file), size);
  fclose(file);
}

static void a_store_that_is_not_there_or_empty_says_how_it_is_made(void **state) {
  struct place *place = *state;
  char path[96];
  snprintf(path, sizeof path, "%s/empty", place->folder);
  assert_refused(path, STORE_READ, "there is no store");
  write_file(path, "", 0);
  assert_refused(path, STORE_READ, "`fieldstone run` fills it");
}

static void a_damaged_store_is_named_with_the_remedy(void **state) {
  struct place *place = *state;
  struct store *store = open_store(place->path, STORE_WRITE);
  int64_t cell = 0, invocation = 0;
  fill(store, &cell, &invocation);
  store_close(store);
  FILE *file = fopen(place->path, "r+");
  assert_non_null(file);
  char garbage[4096];
  memset(garbage, 0xa5, sizeof garbage);
  for (long page = 1; page < 8; page++) {
    assert_int_equal(fseek(file, page * 4096, SEEK_SET), 0);
    assert_int_equal(fwrite(garbage, sizeof garbage, 1, file), 1);
  }
  fclose(file);
  assert_refused(place->path, STORE_READ, "is damaged");
  assert_refused(place->path, STORE_WRITE, "move it aside");
}

static void a_file_that_is_no_store_is_left_alone(void **state) {
  struct place *place = *state;
  char path[96];
  snprintf(path, sizeof path, "%s/other", place->folder);
  sqlite3 *database;
  assert_int_equal(sqlite3_open(path, &database), SQLITE_OK);
  assert_int_equal(sqlite3_exec(database, "CREATE TABLE t (x)", NULL, NULL, NULL), SQLITE_OK);
  sqlite3_close(database);
  assert_refused(path, STORE_WRITE, "is not a store of fieldstone");
  char text[2048];
  memset(text, 'x', sizeof text);
  write_file(path, text, sizeof text);
  assert_refused(path, STORE_WRITE, "not a database");
}

static void a_store_of_another_version_is_refused(void **state) {
  struct place *place = *state;
  struct store *store = open_store(place->path, STORE_WRITE);
  sqlite3_exec(store_database(store), "PRAGMA user_version = 99", NULL, NULL, NULL);
  store_close(store);
  assert_refused(place->path, STORE_READ, "version 99");
}

static void a_store_of_the_first_version_gets_what_it_lacks(void **state) {
  struct place *place = *state;
  for (enum store_mode mode = STORE_READ; mode <= STORE_WRITE; mode++) {
    struct store *store = open_store(place->path, STORE_WRITE);
    assert_int_equal(sqlite3_exec(store_database(store),
                                  "DROP TABLE counter; DROP TABLE look; DROP TABLE shard;"
                                  " DROP TABLE profile;"
                                  " ALTER TABLE run DROP COLUMN machine_id;"
                                  " ALTER TABLE program DROP COLUMN shard;"
                                  " PRAGMA user_version = 1",
                                  NULL, NULL, NULL),
                     SQLITE_OK);
    store_close(store);
    store = open_store(place->path, mode);
    assert_int_equal(
        sqlite3_exec(store_database(store),
                     "SELECT value, undecided, shard.machine_id, run.machine_id, program.shard"
                     " FROM counter, look, shard, run, program, profile",
                     NULL, NULL, NULL),
        SQLITE_OK);
    store_close(store);
  }
}

static void a_folder_that_cannot_be_made_is_named(void **state) {
  struct place *place = *state;
  char path[96];
  snprintf(path, sizeof path, "%s/file", place->folder);
  write_file(path, "in the way", 10);
  snprintf(path, sizeof path, "%s/file/deeper/s.sqlite", place->folder);
  struct error error = {.message = ""};
  assert_null(store_open(path, STORE_WRITE, &error));
  assert_non_null(strstr(error.message, "cannot be made: Not a directory"));
}

static void a_full_disk_is_told_and_keeps_what_was_stored(void **state) {
  struct place *place = *state;
  struct error error = {.message = ""};
  struct store *store = open_store(place->path, STORE_WRITE);
  int64_t cell = 0, invocation = 0;
  fill(store, &cell, &invocation);
  // a limit on the pages gives the same error as a full disk
  sqlite3_exec(store_database(store), "PRAGMA max_page_count = 1", NULL, NULL, NULL);
  int stored = 0;
  while (stored < 100000 && store_add_sample(store, invocation, stored, false, 1, 10, &error))
    stored++;
  assert_in_range(stored, 1, 99999);
  assert_non_null(strstr(error.message, "the disk is full"));
  assert_non_null(strstr(error.message, place->path));
  store_close(store);
  char expected[16];
  snprintf(expected, sizeof expected, "%d", stored);
  assert_query(place->path, "SELECT count(*) FROM sample", expected);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test_setup_teardown(a_new_store_is_made_with_its_folder, set_up, tear_down),
      cmocka_unit_test_setup_teardown(everything_written_is_read_again, set_up, tear_down),
      cmocka_unit_test_setup_teardown(a_sample_is_there_for_others_at_once, set_up, tear_down),
      cmocka_unit_test_setup_teardown(a_killed_process_loses_no_sample_that_was_added, set_up,
                                      tear_down),
      cmocka_unit_test_setup_teardown(a_transaction_that_is_not_committed_is_undone, set_up,
                                      tear_down),
      cmocka_unit_test_setup_teardown(the_latest_or_a_named_run_is_found, set_up, tear_down),
      cmocka_unit_test_setup_teardown(a_store_that_is_not_there_or_empty_says_how_it_is_made,
                                      set_up, tear_down),
      cmocka_unit_test_setup_teardown(a_damaged_store_is_named_with_the_remedy, set_up, tear_down),
      cmocka_unit_test_setup_teardown(a_file_that_is_no_store_is_left_alone, set_up, tear_down),
      cmocka_unit_test_setup_teardown(a_store_of_another_version_is_refused, set_up, tear_down),
      cmocka_unit_test_setup_teardown(a_store_of_the_first_version_gets_what_it_lacks, set_up,
                                      tear_down),
      cmocka_unit_test_setup_teardown(a_folder_that_cannot_be_made_is_named, set_up, tear_down),
      cmocka_unit_test_setup_teardown(a_full_disk_is_told_and_keeps_what_was_stored, set_up,
                                      tear_down),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}

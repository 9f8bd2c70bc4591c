// See reference.h for the grammar. A reference is read from the left: what can be a store is one,
// then what can be a run, and the words that are left name a program and an engine of it. A word
// that can be a run is never a name: no program is called `latest` or like a commit.
#include "compare/reference.h"

#include "compare/child.h"
#include "compare/machine.h"
#include "compare/store.h"
#include "compare/text.h"

#include <ctype.h>
#include <fnmatch.h>
#include <stdlib.h>
#include <string.h>

enum {
  COMMIT_DIGITS_LEAST = 7,
  COMMIT_DIGITS = 40,
  RUN_DIGITS = 6,
};

// ---- Names --------------------------------------------------------------------------------------

static int plain_letter(char letter) {
  return letter == '_' || letter == '.' ? '-' : tolower((unsigned char)letter);
}

bool reference_same_name(const char *a, const char *b) {
  while (*a != '\0' && plain_letter(*a) == plain_letter(*b)) {
    a++;
    b++;
  }
  return *a == *b;
}

bool reference_selects(const char *patterns, const char *name, const char *group) {
  if (patterns == NULL || strcmp(patterns, "all") == 0)
    return true;
  struct text_list wanted = text_list_split(patterns);
  bool found = false;
  for (size_t i = 0; i < wanted.count; i++)
    found = found || fnmatch(wanted.words[i], name, 0) == 0 || strcmp(wanted.words[i], group) == 0;
  text_list_free(&wanted);
  return found;
}

static ptrdiff_t find_engine(const struct analysis *analysis, const char *word) {
  for (size_t i = 0; i < analysis->engine_count; i++)
    if (reference_same_name(analysis->engines[i].name, word))
      return (ptrdiff_t)i;
  return -1;
}

static ptrdiff_t find_program(const struct analysis *analysis, const char *word) {
  for (size_t i = 0; i < analysis->program_count; i++)
    if (reference_same_name(analysis->programs[i].name, word))
      return (ptrdiff_t)i;
  return -1;
}

static bool no_such_name(struct arena *arena, const struct reference *reference, const char *what,
                         const char *word, struct error *error) {
  const struct analysis *analysis = reference->analysis;
  const char *engines = "", *programs = "";
  for (size_t i = 0; i < analysis->engine_count; i++)
    engines = arena_format(arena, "%s%s%s", engines, i ? ", " : "", analysis->engines[i].name);
  for (size_t i = 0; i < analysis->program_count; i++)
    programs = arena_format(arena, "%s%s%s", programs, i ? ", " : "", analysis->programs[i].name);
  return error_set(error, "`%s`: run %lld has no %s `%s`\n  its engines: %s\n  its programs: %s",
                   reference->text, (long long)reference->run, what, word, engines, programs);
}

// ---- Runs ---------------------------------------------------------------------------------------

static bool is_all(const char *word, size_t length, int (*is_one)(int)) {
  for (size_t i = 0; i < length; i++)
    if (!is_one((unsigned char)word[i]))
      return false;
  return length > 0;
}

static bool is_commit(const char *word) {
  size_t length = strcspn(word, "-");
  return length >= COMMIT_DIGITS_LEAST && length <= COMMIT_DIGITS &&
         is_all(word, length, isxdigit) &&
         (word[length] == '\0' || !strcmp(word + length, "-dirty"));
}

static bool is_revision(const char *word) {
  return strncmp(word, "HEAD", 4) == 0 && (word[4] == '\0' || word[4] == '~' || word[4] == '^');
}

static bool is_latest(const char *word) {
  size_t length = strlen("latest");
  return strncmp(word, "latest", length) == 0 &&
         (word[length] == '\0' ||
          (word[length] == '~' && is_all(word + length + 1, strlen(word + length + 1), isdigit)));
}

static bool is_number(const char *word) {
  size_t length = strlen(word);
  return length <= RUN_DIGITS && is_all(word, length, isdigit);
}

static bool is_run(const char *word) {
  return is_number(word) || is_latest(word) || is_revision(word) || is_commit(word);
}

// The first column of the first row, 0 when there is none.
static int64_t ask(sqlite3 *database, const char *sql, const char *text, int64_t number) {
  sqlite3_stmt *query = NULL;
  int64_t found = 0;
  if (sqlite3_prepare_v2(database, sql, -1, &query, NULL) == SQLITE_OK &&
      sqlite3_bind_text(query, 1, text, -1, SQLITE_STATIC) == SQLITE_OK &&
      sqlite3_bind_int64(query, 2, number) == SQLITE_OK && sqlite3_step(query) == SQLITE_ROW)
    found = sqlite3_column_int64(query, 0);
  sqlite3_finalize(query);
  return found;
}

// "12 (abc1234), 13 (def5678-dirty)": the complete runs, the latest ten of them.
static const char *runs_there_are(struct arena *arena, sqlite3 *database) {
  sqlite3_stmt *query = NULL;
  const char *list = "";
  if (sqlite3_prepare_v2(database,
                         "SELECT id, coalesce(commit_id, '') FROM run WHERE status = 'complete'"
                         " AND size != 'smoke' ORDER BY id DESC LIMIT 10",
                         -1, &query, NULL) == SQLITE_OK)
    while (sqlite3_step(query) == SQLITE_ROW) {
      const char *commit = (const char *)sqlite3_column_text(query, 1);
      const char *dirty = strchr(commit, '-');
      list = arena_format(arena, "%s%s%lld", list, *list ? ", " : "",
                          (long long)sqlite3_column_int64(query, 0));
      if (*commit)
        list = arena_format(arena, "%s (%.*s%s)", list, COMMIT_DIGITS_LEAST, commit,
                            dirty ? dirty : "");
    }
  sqlite3_finalize(query);
  return *list ? list : "none";
}

static bool no_such_run(struct arena *arena, struct reference *reference, sqlite3 *database,
                        const char *what, struct error *error) {
  return error_set(error,
                   "`%s`: the store %s holds no complete run %s that is not a smoke run\n"
                   "  it holds: %s",
                   reference->text, reference->store, what, runs_there_are(arena, database));
}

static bool find_latest(struct arena *arena, struct reference *reference, sqlite3 *database,
                        const char *word, struct error *error) {
  const char *tilde = strchr(word, '~');
  reference->run = ask(database,
                       "SELECT id FROM run WHERE status = 'complete' AND size != 'smoke' AND"
                       " ?1 = '' ORDER BY id DESC LIMIT 1 OFFSET ?2",
                       "", tilde ? strtol(tilde + 1, NULL, 10) : 0);
  return reference->run != 0 ||
         no_such_run(arena, reference, database, tilde ? "so far back" : "at all", error);
}

static bool find_commit(struct arena *arena, struct reference *reference, sqlite3 *database,
                        const char *commit, struct error *error) {
  char *machine = machine_identity();
  const char *sql = arena_format(arena,
                                 "SELECT id FROM run WHERE status = 'complete' AND size != 'smoke'"
                                 " AND substr(commit_id, 1, %zu) = substr(?1, 1, %zu)"
                                 " AND (commit_id LIKE '%%-dirty') = ?2"
                                 " ORDER BY machine_id = '%s' DESC, id DESC LIMIT 1",
                                 strcspn(commit, "-"), strcspn(commit, "-"), machine);
  free(machine);
  reference->run = ask(database, sql, commit, strchr(commit, '-') != NULL);
  return reference->run != 0 || no_such_run(arena, reference, database,
                                            arena_format(arena, "of commit %s", commit), error);
}

static bool find_revision(struct arena *arena, const struct options *options,
                          struct reference *reference, sqlite3 *database, const char *word,
                          struct error *error) {
  const char *const command[] = {"git", "-C", options->programs_directory, "rev-parse", "--verify",
                                 word,  NULL};
  char *commit = child_output(command);
  if (commit == NULL)
    return error_set(error, "`%s`: git knows no commit %s of %s", reference->text, word,
                     options->programs_directory);
  bool found = find_commit(arena, reference, database, commit, error);
  free(commit);
  return found;
}

static bool find_run(struct arena *arena, const struct options *options,
                     struct reference *reference, const struct store *store, const char *word,
                     struct error *error) {
  sqlite3 *database = store_database(store);
  if (is_number(word))
    return (reference->run = store_find_run(store, strtol(word, NULL, 10), error)) != 0;
  if (is_latest(word))
    return find_latest(arena, reference, database, word, error);
  if (is_revision(word))
    return find_revision(arena, options, reference, database, word, error);
  return find_commit(arena, reference, database, word, error);
}

// ---- References ---------------------------------------------------------------------------------

static bool is_store(const char *word) {
  const char *end = strrchr(word, '.');
  return strchr(word, '/') != NULL || (end != NULL && strcmp(end, ".sqlite") == 0);
}

static bool load_run(struct arena *arena, const struct options *options,
                     const struct reference *known, struct reference *reference, const char *word,
                     struct error *error) {
  struct store *store = store_open(reference->store, STORE_READ, error);
  if (store == NULL)
    return false;
  if (find_run(arena, options, reference, store, word, error)) {
    bool same = known != NULL && known->run == reference->run &&
                strcmp(known->store, reference->store) == 0;
    reference->analysis =
        same ? known->analysis
             : analysis_load(arena, store_database(store), reference->run, NULL, error);
  }
  store_close(store);
  return reference->analysis != NULL;
}

static bool select_part(struct arena *arena, struct reference *reference, char *const *words,
                        size_t count, struct error *error) {
  const struct analysis *analysis = reference->analysis;
  if (count == 1) {
    reference->engine = find_engine(analysis, words[0]);
    if (reference->engine < 0)
      reference->program = find_program(analysis, words[0]);
    return reference->engine >= 0 || reference->program >= 0 ||
           no_such_name(arena, reference, "engine or program", words[0], error);
  }
  if (count == 2) {
    reference->program = find_program(analysis, words[0]);
    reference->engine = find_engine(analysis, words[1]);
    if (reference->program < 0)
      return no_such_name(arena, reference, "program", words[0], error);
    return reference->engine >= 0 || no_such_name(arena, reference, "engine", words[1], error);
  }
  return count == 0 || error_set(error, "`%s` has too many parts: [STORE:]RUN[:PROGRAM][:ENGINE]",
                                 reference->text);
}

static struct text_list split_at_colons(const char *text) {
  struct text_list words = {0};
  char *copy = text_copy(text), *rest = copy, *word;
  while ((word = strsep(&rest, ":")) != NULL)
    text_list_add(&words, word);
  free(copy);
  return words;
}

bool reference_load(struct arena *arena, const struct options *options, const char *text,
                    const struct reference *known, struct reference *reference,
                    struct error *error) {
  struct text_list words = split_at_colons(text);
  size_t next = 0;
  const char *run = "latest";
  *reference = (struct reference){.text = arena_string(arena, text),
                                  .store = arena_string(arena, options->store_path),
                                  .engine = -1,
                                  .program = -1};
  if (is_store(words.words[0]))
    reference->store = arena_string(arena, words.words[next++]);
  if (next < words.count && is_run(words.words[next]))
    run = words.words[next++];
  bool loaded = load_run(arena, options, known, reference, run, error) &&
                select_part(arena, reference, words.words + next, words.count - next, error);
  text_list_free(&words);
  return loaded;
}

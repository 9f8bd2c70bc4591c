// See import.h. All files are looked at before anything is taken from the first of them.
#include "compare/import.h"

#include "compare/commands.h"
#include "compare/import_source.h"
#include "compare/text.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

struct tally {
  int imported, skipped;
};

// ---- Lines --------------------------------------------------------------------------------------

// "quick, 14 pairs, machine ab12, complete", of the run there; the caller frees it.
static char *description(const struct import *import) {
  return import_text(import,
                     "SELECT printf('%%s, %%d pair%%s, machine %%s, %%s', size, pairs,"
                     " iif(pairs = 1, '', 's'),"
                     " iif(machine_id = '', 'unknown', substr(machine_id, 1, 4)), status)"
                     " FROM (SELECT *, (SELECT count(DISTINCT i.pair) FROM %s.invocation i"
                     " JOIN %s.cell c ON c.id = i.cell_id WHERE c.run_id = r.id"
                     " AND i.status = 'ok' AND i.pair >= 0) AS pairs"
                     " FROM %s.run r WHERE r.id = %lld)",
                     import->schema, import->schema, import->schema, (long long)import->from);
}

// "; 2, 4 of 4 are not in yet", or that all are; the caller frees it.
static char *what_is_missing(const struct import *import, const struct import_shard *shard) {
  char *numbers = import_text(import,
                              "WITH RECURSIVE number (i) AS (VALUES (1) UNION ALL"
                              " SELECT i + 1 FROM number WHERE i < %d)"
                              " SELECT group_concat(i, ', ') FROM number WHERE i NOT IN"
                              " (SELECT number FROM main.shard WHERE run_id = %lld)",
                              shard->count, (long long)import->to);
  char *text = numbers == NULL
                   ? text_format("; all %d shards are in", shard->count)
                   : text_format("; of %d shards not in yet: %s", shard->count, numbers);
  free(numbers);
  return text;
}

static void say_imported(const struct import *import, const struct import_shard *shard) {
  char *of = description(import);
  char *missing = shard->count ? what_is_missing(import, shard) : text_copy("");
  printf("%s: run %lld -> %lld: ", import->file, (long long)import->from, (long long)import->to);
  if (shard->count)
    printf("shard %d of %d, ", shard->number, shard->count);
  printf("%s%s\n", of ? of : "", missing);
  free(of);
  free(missing);
}

// ---- Runs ---------------------------------------------------------------------------------------

// The run here that has this run, as itself or as a part; 0 when none has. A merged run is there
// already when one of its parts is.
static int64_t find_here(const struct import *import) {
  return import_integer(import,
                        "WITH there (uuid) AS (SELECT uuid FROM %s.run WHERE id = %lld UNION"
                        " SELECT uuid FROM %s.shard WHERE run_id = %lld)"
                        " SELECT id FROM main.run WHERE uuid IN there"
                        " UNION ALL SELECT run_id FROM main.shard WHERE uuid IN there",
                        import->schema, (long long)import->from, import->schema,
                        (long long)import->from);
}

// Whether what is here of the run was taken before it was complete, which it is by now.
static bool is_outdated(const struct import *import) {
  return import_integer(import,
                        "SELECT count(*) FROM %s.run r WHERE r.id = %lld AND r.status = 'complete'"
                        " AND coalesce((SELECT p.status FROM main.shard p WHERE p.uuid = r.uuid),"
                        " (SELECT m.status FROM main.run m WHERE m.uuid = r.uuid)) != 'complete'",
                        import->schema, (long long)import->from) != 0;
}

// Takes away what is outdated. A run that is not a part keeps its id.
static bool make_room(struct import *import, bool part, struct error *error) {
  char *uuid = import_text(import, "SELECT uuid FROM %s.run WHERE id = %lld", import->schema,
                           (long long)import->from);
  bool done;
  import->to = part ? 0 : import_integer(import, "SELECT id FROM main.run WHERE uuid = %Q", uuid);
  if (part)
    done = import_sql(import, error,
                      "DELETE FROM main.program WHERE (run_id, shard) IN"
                      " (SELECT run_id, number FROM main.shard WHERE uuid = %Q);"
                      " DELETE FROM main.shard WHERE uuid = %Q",
                      uuid, uuid);
  else
    done = import_sql(import, error, "DELETE FROM main.run WHERE uuid = %Q", uuid);
  free(uuid);
  return done;
}

// Imports the run in a transaction; a part of which `only_join` is asked only where others are.
static bool import_whole(struct import *import, bool only_join, struct tally *tally,
                         struct error *error) {
  struct import_shard shard = import_shard_of(import);
  bool outdated = is_outdated(import);
  import->to = 0;
  bool done = store_begin(import->store, error) &&
              (!outdated || make_room(import, shard.count != 0, error)) &&
              (shard.count ? import_merge_shard(import, &shard, only_join, error)
                           : import_copy_run(import, error)) &&
              store_commit(import->store, error);
  if (done && import->to != 0) {
    tally->imported++;
    say_imported(import, &shard);
  }
  import_shard_free(&shard);
  return done;
}

static bool import_run(struct import *import, struct tally *tally, struct error *error) {
  int64_t here = find_here(import);
  if (!here || is_outdated(import))
    return import_whole(import, false, tally, error);
  printf("%s: run %lld is there already, in run %lld: skipped\n", import->file,
         (long long)import->from, (long long)here);
  tally->skipped++;
  return true;
}

// The next run after import->from, by id.
static bool next_run(struct import *import) {
  import->from = import_integer(import, "SELECT min(id) FROM %s.run WHERE id > %lld",
                                import->schema, (long long)import->from);
  return import->from != 0;
}

static bool import_file(struct store *store, const struct import_source *source,
                        struct tally *tally, struct error *error) {
  struct import import = {.store = store, .file = source->path, .schema = "source"};
  bool done = import_sql(&import, error, "ATTACH %Q AS source", source->copy);
  while (done && next_run(&import))
    done = import_run(&import, tally, error);
  return done && import_sql(&import, error, "DETACH source");
}

// Whether the run is a part that was measured into this store and that no merged run has as it is.
static bool is_unmerged_shard(const struct import *import) {
  struct import_shard shard = import_shard_of(import);
  bool merged = import_integer(import,
                               "SELECT count(*) FROM main.shard JOIN main.run USING (uuid)"
                               " WHERE run.id = %lld",
                               (long long)import->from) != 0;
  bool is = shard.count && (!merged || is_outdated(import));
  import_shard_free(&shard);
  return is;
}

// Parts that were measured into this store itself join the others that have come.
static bool join_own_shards(struct store *store, struct tally *tally, struct error *error) {
  struct import import = {.store = store, .file = "this store", .schema = "main"};
  bool done = true;
  while (done && next_run(&import))
    if (is_unmerged_shard(&import))
      done = import_whole(&import, true, tally, error);
  return done;
}

// ---- The command --------------------------------------------------------------------------------

static bool is_same_file(const char *left, const char *right) {
  struct stat a, b;
  return stat(left, &a) == 0 && stat(right, &b) == 0 && a.st_dev == b.st_dev &&
         a.st_ino == b.st_ino;
}

static bool open_sources(const struct options *options, struct import_source *sources,
                         struct error *error) {
  if (options->files.count == 0)
    return error_set(error, "name the stores whose runs are to be taken in: fieldstone import "
                            "FILE...");
  for (size_t i = 0; i < options->files.count; i++) {
    const char *file = options->files.words[i];
    if (is_same_file(file, options->store_path))
      return error_set(error, "%s is the store that is imported into; name another with --store",
                       file);
    if (!import_source_open(&sources[i], file, error))
      return false;
  }
  return true;
}

static bool import_files(const struct options *options, const struct import_source *sources,
                         struct tally *tally, struct error *error) {
  struct store *store = store_open(options->store_path, STORE_WRITE, error);
  bool done = store != NULL;
  for (size_t i = 0; done && i < options->files.count; i++)
    done = import_file(store, &sources[i], tally, error);
  done = done && join_own_shards(store, tally, error);
  store_close(store);
  return done;
}

int import_command(const struct options *options) {
  struct import_source *sources = memory_array(options->files.count, sizeof *sources);
  struct tally tally = {0};
  struct error error = {.message = ""};
  bool done =
      open_sources(options, sources, &error) && import_files(options, sources, &tally, &error);
  for (size_t i = 0; i < options->files.count; i++)
    import_source_close(&sources[i]);
  free(sources);
  if (done || tally.imported || tally.skipped)
    printf("%d run%s imported, %d skipped\n", tally.imported, tally.imported == 1 ? "" : "s",
           tally.skipped);
  if (!done)
    fprintf(stderr, "fieldstone import: %s\n", error.message);
  return done ? EXIT_FINE : EXIT_WENT_WRONG;
}

// See import.h. What a run was merged from stands in the table `shard`, and the row of the run is
// made from it anew with each part: complete when all parts are in and each is; the pairs planned
// are the least of all; the machine is the one of all parts, or none where they differ, since
// ratios are taken within a program, and a program is wholly in one part.
//
// A program that several parts have (the empty one, for cold starts) is that of the part with the
// lowest number, so that it does not matter in which order they come.
#include "compare/import.h"

#include <stdlib.h>
#include <string.h>

// ---- What a part says of itself -----------------------------------------------------------------

// The options in which the parts of a group agree: a part may have been given more time.
static json_t *common_options(const char *text) {
  static const char *const own[] = {"shard", "time_seconds", "budget_seconds"};
  json_t *options = json_loads(text, 0, NULL);
  for (size_t i = 0; i < sizeof own / sizeof *own; i++)
    json_object_del(options, own[i]);
  return options;
}

struct import_shard import_shard_of(const struct import *import) {
  char *text = import_text(import, "SELECT options FROM %s.run WHERE id = %lld", import->schema,
                           (long long)import->from);
  json_t *options = json_loads(text == NULL ? "" : text, 0, NULL);
  const json_t *of = json_object_get(options, "shard");
  struct import_shard shard = {
      .number = (int)json_integer_value(json_object_get(of, "number")),
      .count = (int)json_integer_value(json_object_get(of, "count")),
      .options = text == NULL ? NULL : common_options(text),
  };
  if (shard.number < 1 || shard.number > shard.count)
    shard.number = shard.count = 0;
  json_decref(options);
  free(text);
  return shard;
}

void import_shard_free(struct import_shard *shard) { json_decref(shard->options); }

// ---- The group ----------------------------------------------------------------------------------

// The merged runs that may be of the group and lack this part; the options are left to be compared.
static const char groups[] =
    "SELECT r.id, r.options FROM main.run r JOIN %s.run s ON s.size = r.size AND s.seed = r.seed"
    " AND s.commit_id IS r.commit_id WHERE s.id = %lld"
    " AND EXISTS (SELECT 1 FROM main.shard p WHERE p.run_id = r.id AND p.count = %d)"
    " AND NOT EXISTS (SELECT 1 FROM main.shard p WHERE p.run_id = r.id AND p.number = %d)"
    " ORDER BY r.id";

static bool find_group(struct import *import, const struct import_shard *shard,
                       struct error *error) {
  sqlite3_stmt *query = NULL;
  char *sql =
      sqlite3_mprintf(groups, import->schema, (long long)import->from, shard->count, shard->number);
  int status = sqlite3_prepare_v2(store_database(import->store), sql, -1, &query, NULL);
  sqlite3_free(sql);
  import->to = 0;
  while (status == SQLITE_OK && import->to == 0 && sqlite3_step(query) == SQLITE_ROW) {
    json_t *options = json_loads((const char *)sqlite3_column_text(query, 1), 0, NULL);
    if (json_equal(options, shard->options))
      import->to = sqlite3_column_int64(query, 0);
    json_decref(options);
  }
  sqlite3_finalize(query);
  return status == SQLITE_OK || store_error(import->store, "on looking for a merged run", error);
}

static bool make_group(struct import *import, const struct import_shard *shard,
                       struct error *error) {
  char *options = json_dumps(shard->options, JSON_COMPACT);
  import->to = import_integer(import, "SELECT coalesce(max(id), 0) + 1 FROM main.run");
  bool made = import_sql(
      import, error,
      "INSERT INTO main.run (id, uuid, started, status, size, seed, rounds, commit_id, machine,"
      " options) SELECT %lld, lower(hex(randomblob(4)) || '-' || hex(randomblob(2)) || '-4' ||"
      " substr(hex(randomblob(2)), 2) || '-a' || substr(hex(randomblob(2)), 2) || '-' ||"
      " hex(randomblob(6))), started, 'interrupted', size, seed, rounds, commit_id, '{}', %Q"
      " FROM %s.run WHERE id = %lld",
      (long long)import->to, options, import->schema, (long long)import->from);
  free(options);
  return made;
}

// ---- What cannot be merged ----------------------------------------------------------------------

// Whether the part stopped at a time that its results decided.
static bool refuse_looks(const struct import *import, const struct import_shard *shard,
                         struct error *error) {
  if (import_integer(import, "SELECT count(*) FROM %s.look WHERE run_id = %lld", import->schema,
                     (long long)import->from) == 0)
    return true;
  return error_set(error,
                   "%s: run %lld is shard %d of %d and has looked at its results on the way, which "
                   "says nothing of the whole\n  measure shards with --rounds",
                   import->file, (long long)import->from, shard->number, shard->count);
}

static bool refuse_other_engines(const struct import *import, const struct import_shard *shard,
                                 struct error *error) {
  char *other = import_text(import,
                            "SELECT printf('%%s is `%%s` (%%s) there and `%%s` (%%s) in run %lld',"
                            " e.name, e.version, e.build, m.version, m.build)"
                            " FROM main.engine m JOIN %s.engine e ON e.name = m.name"
                            " WHERE m.run_id = %lld AND e.run_id = %lld"
                            " AND (e.version != m.version OR e.build != m.build)"
                            " ORDER BY e.id",
                            (long long)import->to, import->schema, (long long)import->to,
                            (long long)import->from);
  if (other == NULL)
    return true;
  error_set(error,
            "%s: run %lld is shard %d of %d, but its engine %s\n"
            "  measure all shards with the same engines",
            import->file, (long long)import->from, shard->number, shard->count, other);
  free(other);
  return false;
}

// ---- Merging ------------------------------------------------------------------------------------

static bool add_part(const struct import *import, const struct import_shard *shard,
                     struct error *error) {
  return import_sql(import, error,
                    "INSERT INTO main.shard (run_id, number, count, uuid, started, finished,"
                    " status, machine, machine_id) SELECT %lld, %d, %d, uuid, started, finished,"
                    " status, machine, machine_id FROM %s.run WHERE id = %lld",
                    (long long)import->to, shard->number, shard->count, import->schema,
                    (long long)import->from);
}

static bool sum_up(const struct import *import, struct error *error) {
  return import_sql(
      import, error,
      "WITH part AS (SELECT * FROM main.shard WHERE run_id = %lld)"
      " UPDATE main.run SET"
      " rounds = min(rounds, (SELECT rounds FROM %s.run WHERE id = %lld)),"
      " started = (SELECT min(started) FROM part),"
      " finished = (SELECT max(finished) FROM part),"
      " status = iif((SELECT sum(status = 'complete') = max(count) FROM part), 'complete',"
      " 'interrupted'),"
      " machine_id = iif((SELECT count(DISTINCT machine_id) FROM part) = 1,"
      " (SELECT machine_id FROM part), ''),"
      " machine = iif((SELECT count(DISTINCT machine_id) = 1 AND min(machine_id) != '' FROM part),"
      " (SELECT machine FROM part ORDER BY number), '{}')"
      " WHERE id = %lld",
      (long long)import->to, import->schema, (long long)import->from, (long long)import->to);
}

bool import_merge_shard(struct import *import, const struct import_shard *shard, bool only_join,
                        struct error *error) {
  if (!find_group(import, shard, error))
    return false;
  if (import->to == 0 && only_join)
    return true;
  if (!refuse_looks(import, shard, error) ||
      (import->to == 0 && !make_group(import, shard, error)) ||
      !refuse_other_engines(import, shard, error))
    return false;
  return import_sql(import, error,
                    "DELETE FROM main.program WHERE run_id = %lld AND shard > %d"
                    " AND name IN (SELECT name FROM %s.program WHERE run_id = %lld)",
                    (long long)import->to, shard->number, import->schema,
                    (long long)import->from) &&
         import_copy_programs(import, shard->number, error) && add_part(import, shard, error) &&
         sum_up(import, error);
}

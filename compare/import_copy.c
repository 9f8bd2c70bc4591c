// See import.h. Rows are copied table by table with `INSERT ... SELECT`. A row's id becomes its old
// one plus the greatest that its table had here before: that is new for every row, keeps their
// order, and what refers to it is counted up alike. Engines alone are found by their names, since
// the parts of a merged run share them. The columns are asked of the schema, so that one that is
// added later is copied too.
#include "compare/import.h"

#include "compare/text.h"

#include <stdlib.h>
#include <string.h>

// ---- SQL ----------------------------------------------------------------------------------------

bool import_sql(const struct import *import, struct error *error, const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  char *sql = sqlite3_vmprintf(format, arguments);
  va_end(arguments);
  bool done = sqlite3_exec(store_database(import->store), sql, NULL, NULL, NULL) == SQLITE_OK ||
              store_error(import->store, "on importing", error);
  sqlite3_free(sql);
  return done;
}

static sqlite3_stmt *first_row(const struct import *import, const char *format, va_list arguments) {
  char *sql = sqlite3_vmprintf(format, arguments);
  sqlite3_stmt *query = NULL;
  if (sqlite3_prepare_v2(store_database(import->store), sql, -1, &query, NULL) == SQLITE_OK)
    sqlite3_step(query);
  sqlite3_free(sql);
  return query;
}

int64_t import_integer(const struct import *import, const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  sqlite3_stmt *query = first_row(import, format, arguments);
  va_end(arguments);
  int64_t value = sqlite3_column_int64(query, 0);
  sqlite3_finalize(query);
  return value;
}

char *import_text(const struct import *import, const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  sqlite3_stmt *query = first_row(import, format, arguments);
  va_end(arguments);
  char *text = text_copy((const char *)sqlite3_column_text(query, 0));
  sqlite3_finalize(query);
  return text;
}

// ---- Which rows ---------------------------------------------------------------------------------

// The tables below `run`, each after those that it refers to. A row is copied when its column is in
// a temporary table: `taken_run` and so on hold the ids of what is copied.
static const struct {
  const char *name, *column, *taken;
} tables[] = {
    {"engine", "id", "taken_engine"},
    {"program", "id", "taken_program"},
    {"cell", "program_id", "taken_program"},
    {"invocation", "cell_id", "taken_cell"},
    {"sample", "invocation_id", "taken_invocation"},
    {"counter", "invocation_id", "taken_invocation"},
    {"process_sample", "cell_id", "taken_cell"},
    {"profile", "cell_id", "taken_cell"},
    {"look", "run_id", "taken_run"},
    {"shard", "run_id", "taken_run"},
};

enum { TABLE_COUNT = sizeof tables / sizeof *tables };

// Takes what the new run lacks by name: of a run that is copied as it is that is everything, and
// what belongs to it as a whole is taken too.
static bool take(const struct import *import, bool whole, struct error *error) {
  const char *schema = import->schema;
  long long from = import->from, to = import->to;
  return import_sql(
      import, error,
      "DROP TABLE IF EXISTS temp.taken_run; DROP TABLE IF EXISTS temp.taken_engine;"
      " DROP TABLE IF EXISTS temp.taken_program; DROP TABLE IF EXISTS temp.taken_cell;"
      " DROP TABLE IF EXISTS temp.taken_invocation;"
      " CREATE TEMP TABLE taken_run AS SELECT id FROM %s.run WHERE id = %lld AND %d;"
      " CREATE TEMP TABLE taken_engine AS SELECT id FROM %s.engine WHERE run_id = %lld"
      " AND name NOT IN (SELECT name FROM main.engine WHERE run_id = %lld);"
      " CREATE TEMP TABLE taken_program AS SELECT id FROM %s.program WHERE run_id = %lld"
      " AND name NOT IN (SELECT name FROM main.program WHERE run_id = %lld);"
      " CREATE TEMP TABLE taken_cell AS SELECT id FROM %s.cell"
      " WHERE program_id IN (SELECT id FROM temp.taken_program);"
      " CREATE TEMP TABLE taken_invocation AS SELECT id FROM %s.invocation"
      " WHERE cell_id IN (SELECT id FROM temp.taken_cell)",
      schema, from, whole, schema, from, to, schema, from, to, schema, schema);
}

// The greatest ids that the tables had here before.
struct offsets {
  int64_t of[TABLE_COUNT];
};

static bool has_id(const struct import *import, const char *table) {
  return import_integer(import, "SELECT count(*) FROM pragma_table_info(%Q) WHERE name = 'id'",
                        table);
}

static struct offsets offsets_now(const struct import *import) {
  struct offsets offsets = {{0}};
  for (int i = 0; i < TABLE_COUNT; i++)
    if (has_id(import, tables[i].name))
      offsets.of[i] = import_integer(import, "SELECT max(id) FROM main.%s", tables[i].name);
  return offsets;
}

// ---- Which values -------------------------------------------------------------------------------

// What a column of a new row is made of; the caller frees it.
static char *expression(const struct import *import, const char *table, const char *column,
                        const struct offsets *offsets, int shard) {
  if (!strcmp(column, "run_id") || (!strcmp(table, "run") && !strcmp(column, "id")))
    return text_format("%lld", (long long)import->to);
  if (!strcmp(column, "engine_id"))
    return text_format("(SELECT m.id FROM main.engine m JOIN %s.engine e ON e.name = m.name"
                       " WHERE m.run_id = %lld AND e.id = s.engine_id)",
                       import->schema, (long long)import->to);
  if (!strcmp(column, "shard") && shard)
    return text_format("%d", shard);
  for (int i = 0; i < TABLE_COUNT; i++) {
    size_t length = strlen(tables[i].name);
    bool own = !strcmp(column, "id") && !strcmp(table, tables[i].name);
    if (own || (!strncmp(column, tables[i].name, length) && !strcmp(column + length, "_id")))
      return text_format("s.%s + %lld", column, (long long)offsets->of[i]);
  }
  return text_format("s.%s", column);
}

static char *append(char *list, const char *text) {
  char *longer = text_format("%s%s%s", list, *list ? ", " : "", text);
  free(list);
  return longer;
}

// The names of a table's columns, and what they are made of; the caller frees both.
static void columns_of(const struct import *import, const char *table,
                       const struct offsets *offsets, int shard, char **names, char **values) {
  sqlite3_stmt *query = NULL;
  *names = text_copy("");
  *values = text_copy("");
  sqlite3_prepare_v2(store_database(import->store), "SELECT name FROM pragma_table_info(?)", -1,
                     &query, NULL);
  sqlite3_bind_text(query, 1, table, -1, SQLITE_STATIC);
  while (sqlite3_step(query) == SQLITE_ROW) {
    const char *name = (const char *)sqlite3_column_text(query, 0);
    char *value = expression(import, table, name, offsets, shard);
    *names = append(*names, name);
    *values = append(*values, value);
    free(value);
  }
  sqlite3_finalize(query);
}

// Copies those rows of a table for which `where` holds.
static bool copy_table(const struct import *import, const char *table, const char *where,
                       const struct offsets *offsets, int shard, struct error *error) {
  char *names, *values;
  columns_of(import, table, offsets, shard, &names, &values);
  bool done = import_sql(import, error, "INSERT INTO main.%s (%s) SELECT %s FROM %s.%s s WHERE %s",
                         table, names, values, import->schema, table, where);
  free(names);
  free(values);
  return done;
}

// ---- Runs ---------------------------------------------------------------------------------------

bool import_copy_programs(const struct import *import, int shard, struct error *error) {
  struct offsets offsets = offsets_now(import);
  bool done = take(import, shard == 0, error);
  for (int i = 0; done && i < TABLE_COUNT; i++) {
    char *where =
        text_format("s.%s IN (SELECT id FROM temp.%s)", tables[i].column, tables[i].taken);
    done = copy_table(import, tables[i].name, where, &offsets, shard, error);
    free(where);
  }
  return done;
}

bool import_copy_run(struct import *import, struct error *error) {
  struct offsets none = {{0}};
  if (import->to == 0)
    import->to = import_integer(import, "SELECT coalesce(max(id), 0) + 1 FROM main.run");
  char *where = text_format("s.id = %lld", (long long)import->from);
  bool done =
      copy_table(import, "run", where, &none, 0, error) && import_copy_programs(import, 0, error);
  free(where);
  return done;
}

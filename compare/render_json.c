// The whole document as one JSON object, described in reports/README.md. Jansson keeps the order of
// keys as inserted, so that the bytes depend on the document alone.
#include "compare/render.h"

#include <jansson.h>
#include <math.h>

// Numbers that JSON has no word for become null.
static json_t *number(double value) { return isfinite(value) ? json_real(value) : json_null(); }

static json_t *texts(const char *const *list, size_t count) {
  json_t *array = json_array();
  for (size_t i = 0; i < count; i++)
    json_array_append_new(array, json_string(list[i]));
  return array;
}

static json_t *field(const struct table *table, const struct table_field *of) {
  const struct statistics_interval *interval = &of->interval;
  switch (of->kind) {
  case TABLE_EMPTY:
    return json_null();
  case TABLE_TEXT:
    return json_string(of->data != NULL ? of->data : of->text);
  case TABLE_NUMBER:
    return number(interval->estimate);
  case TABLE_MISSING:
    return json_pack("{s:s, s:s}", "missing", of->text, "reason", table->reasons[of->reason - 1]);
  case TABLE_INTERVAL:
    break;
  }
  return json_pack("{s:o, s:o, s:o, s:o, s:b, s:I, s:b, s:s}", "value", number(interval->estimate),
                   "low", number(interval->low), "high", number(interval->high), "coverage",
                   number(interval->coverage), "reached", interval->reached, "pairs",
                   (json_int_t)interval->count, "straddles", of->straddles, "text",
                   table_field_text(table, of));
}

static json_t *row(const struct table *table, const struct table_row *of) {
  json_t *fields = json_object();
  for (size_t i = 0; i < table->column_count; i++)
    json_object_set_new(fields, table->columns[i].key, field(table, &of->fields[i]));
  return json_pack("{s:s, s:o}", "group", of->group, "fields", fields);
}

static json_t *table_object(const struct table *table) {
  json_t *columns = json_array(), *rows = json_array();
  for (size_t i = 0; i < table->column_count; i++)
    json_array_append_new(columns, json_pack("{s:s, s:s}", "key", table->columns[i].key, "title",
                                             table->columns[i].title));
  for (size_t i = 0; i < table->row_count; i++)
    json_array_append_new(rows, row(table, &table->rows[i]));
  return json_pack("{s:s, s:s, s:s, s:o, s:o, s:o}", "key", table->key, "title", table->title,
                   "caption", table->caption, "columns", columns, "rows", rows, "notes",
                   texts(table->notes, table->note_count));
}

// What a figure shows, for those who look for it; the picture itself is of the page.
static json_t *figure_object(const struct figure *figure) {
  return json_pack("{s:s, s:s, s:s, s:s, s:s}", "key", figure->key, "table", figure->table, "title",
                   figure->title, "caption", figure->caption, "alternative", figure->alternative);
}

void render_json(FILE *out, const struct document *document, const struct table *table) {
  (void)table;
  json_t *tables = json_array(), *figures = json_array();
  for (size_t i = 0; i < document->table_count; i++)
    json_array_append_new(tables, table_object(document->tables[i]));
  for (size_t i = 0; i < document->figure_count; i++)
    json_array_append_new(figures, figure_object(&document->figures[i]));
  json_t *root = json_pack("{s:s, s:i, s:s, s:o, s:s, s:o, s:o}", "format", "fieldstone-report",
                           "version", 1, "title", document->title, "summary",
                           texts(document->summary, document->summary_count), "not_told_apart",
                           document->doubt, "tables", tables, "figures", figures);
  json_dumpf(root, out, JSON_INDENT(1) | JSON_REAL_PRECISION(9));
  json_decref(root);
  fputc('\n', out);
}

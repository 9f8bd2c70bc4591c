// A table as CSV (RFC 4180 quoting, lines end with a line feed). A column that holds intervals
// becomes five: the value, <key>_low, <key>_high, <key>_coverage and <key>_pairs. Missing values
// are empty; why they are missing stands in the last column.
#include "compare/render.h"

#include <string.h>

static void field(FILE *out, bool first, const char *text) {
  if (!first)
    fputc(',', out);
  if (strpbrk(text, ",\"\n\r") == NULL) {
    fputs(text, out);
    return;
  }
  fputc('"', out);
  for (; *text != '\0'; text++) {
    if (*text == '"')
      fputc('"', out);
    fputc(*text, out);
  }
  fputc('"', out);
}

static void header(FILE *out, const struct table *table) {
  static const char *const parts[] = {"low", "high", "coverage", "pairs"};
  field(out, true, "group");
  for (size_t i = 0; i < table->column_count; i++) {
    const struct table_column *column = &table->columns[i];
    field(out, false, column->key);
    for (size_t part = 0; column->interval && part < sizeof parts / sizeof *parts; part++)
      field(out, false, arena_format(table->arena, "%s_%s", column->key, parts[part]));
  }
  field(out, false, "missing");
  fputc('\n', out);
}

static void value(FILE *out, const struct table *table, const struct table_column *column,
                  const struct table_field *of) {
  const struct statistics_interval *interval = &of->interval;
  if (of->kind == TABLE_TEXT)
    field(out, false, of->data != NULL ? of->data : of->text);
  else if (of->kind == TABLE_NUMBER || of->kind == TABLE_INTERVAL)
    field(out, false, arena_format(table->arena, "%.9g", interval->estimate));
  else
    field(out, false, "");
  if (!column->interval)
    return;
  if (of->kind == TABLE_INTERVAL)
    fprintf(out, ",%.9g,%.9g,%.6g,%zu", interval->low, interval->high, interval->coverage,
            interval->count);
  else
    fputs(",,,,", out);
}

void render_csv(FILE *out, const struct document *document, const struct table *table) {
  (void)document;
  header(out, table);
  for (size_t row = 0; row < table->row_count; row++) {
    const char *missing = "";
    field(out, true, table->rows[row].group);
    for (size_t i = 0; i < table->column_count; i++) {
      const struct table_field *of = &table->rows[row].fields[i];
      value(out, table, &table->columns[i], of);
      if (of->kind == TABLE_MISSING)
        missing = arena_format(table->arena, "%s%s%s: %s (%s)", missing, *missing ? "; " : "",
                               table->columns[i].key, of->text, table->reasons[of->reason - 1]);
    }
    field(out, false, missing);
    fputc('\n', out);
  }
}

// See table.h.
#include "compare/table.h"

#include <math.h>
#include <string.h>

struct document *document_create(struct arena *arena, const char *title) {
  struct document *document = arena_allocate(arena, sizeof *document);
  document->arena = arena;
  document->title = arena_string(arena, title);
  document->section = document->doubt = document->guide = "";
  return document;
}

// Appends a copy of the text to a list of texts.
static void add_text(struct arena *arena, const char ***list, size_t *count, const char *text) {
  *list = arena_grow(arena, *list, *count, sizeof **list);
  (*list)[(*count)++] = arena_string(arena, text);
}

void document_add_summary(struct document *document, const char *sentence) {
  add_text(document->arena, &document->summary, &document->summary_count, sentence);
}

struct table *document_add_table(struct document *document, const char *key, const char *title) {
  struct arena *arena = document->arena;
  struct table *table = arena_allocate(arena, sizeof *table);
  *table = (struct table){
      .arena = arena,
      .key = arena_string(arena, key),
      .title = arena_string(arena, title),
      .caption = "",
      .section = document->section,
  };
  document->tables =
      arena_grow(arena, document->tables, document->table_count, sizeof *document->tables);
  document->tables[document->table_count++] = table;
  return table;
}

void document_open_section(struct document *document, const char *title) {
  document->section = arena_string(document->arena, title);
}

struct table *document_find_table(const struct document *document, const char *key) {
  for (size_t i = 0; i < document->table_count; i++)
    if (strcmp(document->tables[i]->key, key) == 0)
      return document->tables[i];
  return NULL;
}

void document_add_figure(struct document *document, const struct figure *figure) {
  struct arena *arena = document->arena;
  document->figures =
      arena_grow(arena, document->figures, document->figure_count, sizeof *document->figures);
  document->figures[document->figure_count++] = (struct figure){
      .key = arena_string(arena, figure->key),
      .table = arena_string(arena, figure->table),
      .title = arena_string(arena, figure->title),
      .caption = arena_string(arena, figure->caption),
      .alternative = arena_string(arena, figure->alternative),
      .svg = arena_string(arena, figure->svg),
      .framed = figure->framed,
  };
}

size_t table_add_column(struct table *table, const char *key, const char *title,
                        enum table_column_style style) {
  table->columns =
      arena_grow(table->arena, table->columns, table->column_count, sizeof *table->columns);
  table->columns[table->column_count] = (struct table_column){
      .key = arena_string(table->arena, key),
      .title = arena_string(table->arena, title),
      .style = style,
  };
  return table->column_count++;
}

size_t table_add_detail_column(struct table *table, const char *key, const char *title,
                               enum table_column_style style) {
  size_t column = table_add_column(table, key, title, style); // which may move the columns
  table->columns[column].detail = true;
  return column;
}

size_t table_add_row(struct table *table, const char *group) {
  table->rows = arena_grow(table->arena, table->rows, table->row_count, sizeof *table->rows);
  struct table_row *row = &table->rows[table->row_count];
  row->group = arena_string(table->arena, group);
  row->fields = arena_array(table->arena, table->column_count, sizeof *row->fields);
  for (size_t column = 0; column < table->column_count; column++)
    row->fields[column].text = "";
  return table->row_count++;
}

void table_set_text(struct table *table, size_t row, size_t column, enum table_tone tone,
                    const char *text) {
  table->rows[row].fields[column] = (struct table_field){
      .kind = TABLE_TEXT, .tone = tone, .text = arena_string(table->arena, text)};
}

void table_set_text_and_data(struct table *table, size_t row, size_t column, const char *text,
                             const char *data) {
  table_set_text(table, row, column, TONE_PLAIN, text);
  table->rows[row].fields[column].data = arena_string(table->arena, data);
}

void table_set_number(struct table *table, size_t row, size_t column, double value,
                      const char *text) {
  table->rows[row].fields[column] =
      (struct table_field){.kind = TABLE_NUMBER,
                           .text = arena_string(table->arena, text),
                           .interval = {.count = 1, .estimate = value}};
}

// Decimals that give `digits` significant ones; negative where digits before the point go too.
static int decimals_for(double value, int digits) {
  if (value == 0 || !isfinite(value))
    return digits - 1;
  int decimals = digits - 1 - (int)floor(log10(fabs(value)));
  // 9.996 rounds to 10.0 and not to 10.00
  if (log10(fabs(round(value * pow(10, decimals)))) >= digits)
    decimals--;
  return decimals;
}

static const char *with_decimals(struct arena *arena, double value, int decimals) {
  if (decimals >= 0)
    return arena_format(arena, "%.*f", decimals, value);
  double step = pow(10, -decimals);
  return arena_format(arena, "%.0f", round(value / step) * step);
}

const char *table_significant(struct arena *arena, double value, int digits) {
  return with_decimals(arena, value, decimals_for(value, digits));
}

void table_set_interval(struct table *table, size_t row, size_t column,
                        const struct statistics_interval *interval, double scale) {
  int decimals = decimals_for(interval->estimate / scale, 3);
  struct table_field *field = &table->rows[row].fields[column];
  *field = (struct table_field){
      .kind = TABLE_INTERVAL,
      .text = with_decimals(table->arena, interval->estimate / scale, decimals),
      .interval = *interval,
  };
  if (interval->count > 1)
    field->range = arena_format(table->arena, interval->reached ? "[%s, %s]" : "(%s, %s)",
                                with_decimals(table->arena, interval->low / scale, decimals),
                                with_decimals(table->arena, interval->high / scale, decimals));
  table->columns[column].interval = true;
}

void table_set_missing(struct table *table, size_t row, size_t column, const char *word,
                       const char *reason) {
  size_t number = 0;
  while (number < table->reason_count && strcmp(table->reasons[number], reason) != 0)
    number++;
  if (number == table->reason_count)
    add_text(table->arena, &table->reasons, &table->reason_count, reason);
  bool harmless = strcmp(word, "n/a") == 0 || strcmp(word, "none") == 0;
  table->rows[row].fields[column] = (struct table_field){.kind = TABLE_MISSING,
                                                         .tone = harmless ? TONE_FAINT : TONE_BAD,
                                                         .text = arena_string(table->arena, word),
                                                         .reason = number + 1};
}

bool table_is_shown(const struct table *table) {
  return table->row_count > 0 || !table->passes_over;
}

void table_add_note(struct table *table, const char *note) {
  for (size_t i = 0; i < table->note_count; i++)
    if (strcmp(table->notes[i], note) == 0)
      return;
  add_text(table->arena, &table->notes, &table->note_count, note);
}

const char *table_field_text(const struct table *table, const struct table_field *field) {
  if (field->kind == TABLE_MISSING)
    return arena_format(table->arena, "%s [%zu]", field->text, field->reason);
  if (field->range == NULL)
    return field->text;
  return arena_format(table->arena, "%s%s %s", field->straddles ? "~" : "", field->text,
                      field->range);
}

size_t table_text_width(const char *text) {
  size_t width = 0;
  for (; *text != '\0'; text++)
    width += ((unsigned char)*text & 0xc0) != 0x80;
  return width;
}

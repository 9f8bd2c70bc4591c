// The document as one page of GitHub-flavoured Markdown: summary, list of contents, tables with
// their figures, how to read them. Columns are padded, so that the page reads well as plain text
// too.
#include "compare/render.h"

#include <ctype.h>
#include <string.h>

// The text with what Markdown would take for markup made harmless.
static const char *escaped(struct arena *arena, const char *text) {
  char *copy = arena_allocate(arena, 2 * strlen(text) + 1), *end = copy;
  for (; *text != '\0'; text++) {
    bool inside_word = *text == '_' && end > copy && isalnum((unsigned char)end[-1]) &&
                       isalnum((unsigned char)text[1]);
    if (strchr("|<*_`\\", *text) != NULL && !inside_word)
      *end++ = '\\';
    *end++ = *text == '\n' ? ' ' : *text;
  }
  return copy;
}

static void padded(FILE *out, const char *text, size_t width, bool right) {
  size_t own = table_text_width(text);
  int padding = own < width ? (int)(width - own) : 0;
  fprintf(out, "| %*s%s%*s ", right ? padding : 0, "", text, right ? 0 : padding, "");
}

static bool is_value(const struct table_column *column) { return column->style == COLUMN_VALUE; }

// The texts of a row; the row `row_count` stands for the head of the table.
static const char *cell_text(const struct table *table, size_t row, size_t column) {
  if (row == table->row_count)
    return escaped(table->arena, table->columns[column].title);
  const struct table_field *field = &table->rows[row].fields[column];
  const char *text = escaped(table->arena, table_field_text(table, field));
  bool strong = field->tone == TONE_STRONG || field->tone == TONE_BAD;
  return strong && *text != '\0' ? arena_format(table->arena, "**%s**", text) : text;
}

static const char *group_text(const struct table *table, size_t row) {
  return arena_format(table->arena, "**%s**", escaped(table->arena, table->rows[row].group));
}

static bool opens_group(const struct table *table, size_t row) {
  const char *group = table->rows[row].group;
  return *group != '\0' && (row == 0 || strcmp(group, table->rows[row - 1].group) != 0);
}

static size_t *column_widths(const struct table *table) {
  size_t *widths = arena_array(table->arena, table->column_count, sizeof *widths);
  for (size_t row = 0; row <= table->row_count; row++)
    for (size_t column = 0; column < table->column_count; column++) {
      size_t width = table_text_width(cell_text(table, row, column));
      if (column == 0 && row < table->row_count && opens_group(table, row)) {
        size_t group = table_text_width(group_text(table, row));
        width = group > width ? group : width;
      }
      if (width > widths[column])
        widths[column] = width;
    }
  return widths;
}

static void print_row(FILE *out, const struct table *table, size_t row, const size_t *widths) {
  for (size_t column = 0; column < table->column_count; column++)
    padded(out, cell_text(table, row, column), widths[column], is_value(&table->columns[column]));
  fputs("|\n", out);
}

static void print_group(FILE *out, const struct table *table, size_t row, const size_t *widths) {
  for (size_t column = 0; column < table->column_count; column++)
    padded(out, column == 0 ? group_text(table, row) : "", widths[column], false);
  fputs("|\n", out);
}

static void print_table(FILE *out, const struct table *table) {
  size_t *widths = column_widths(table);
  print_row(out, table, table->row_count, widths);
  for (size_t column = 0; column < table->column_count; column++) {
    fputs("|", out);
    for (size_t i = 0; i < widths[column] + 1; i++)
      fputc('-', out);
    fputc(is_value(&table->columns[column]) ? ':' : '-', out);
  }
  fputs("|\n", out);
  for (size_t row = 0; row < table->row_count; row++) {
    if (opens_group(table, row))
      print_group(out, table, row, widths);
    print_row(out, table, row, widths);
  }
}

// Those with a script are named, since a forge shows only what is still.
static void print_figures(FILE *out, const struct document *document, const struct table *table) {
  size_t framed = 0;
  for (size_t i = 0; i < document->figure_count; i++) {
    const struct figure *figure = &document->figures[i];
    if (strcmp(figure->table, table->key) != 0)
      continue;
    if (figure->framed) {
      fprintf(out, "- [%s](figures/%s.svg): %s\n", escaped(document->arena, figure->title),
              figure->key, escaped(document->arena, figure->alternative));
      framed++;
      continue;
    }
    fprintf(out, "![%s](figures/%s.svg)\n\n", escaped(document->arena, figure->alternative),
            figure->key);
    fprintf(out, "**%s.** %s\n\n", escaped(document->arena, figure->title),
            escaped(document->arena, figure->caption));
  }
  if (framed > 0)
    fputc('\n', out);
}

static void print_notes(FILE *out, const struct table *table) {
  if (table->reason_count > 0)
    fputc('\n', out);
  for (size_t i = 0; i < table->reason_count; i++)
    fprintf(out, "%s[%zu] %s", i == 0 ? "" : "\\\n", i + 1,
            escaped(table->arena, table->reasons[i]));
  if (table->reason_count > 0)
    fputc('\n', out);
  if (table->note_count > 0)
    fputc('\n', out);
  for (size_t i = 0; i < table->note_count; i++)
    fprintf(out, "- %s\n", escaped(table->arena, table->notes[i]));
}

static void print_section(FILE *out, const struct document *document, const struct table *table) {
  fprintf(out, "\n%s <a id=\"%s\"></a>%s\n\n", *table->section != '\0' ? "###" : "##", table->key,
          table->title);
  if (*table->caption != '\0')
    fprintf(out, "%s\n\n", escaped(table->arena, table->caption));
  print_figures(out, document, table);
  if (table->row_count > 0)
    print_table(out, table);
  else
    fputs("Nothing measured.\n", out);
  print_notes(out, table);
}

static void print_contents(FILE *out, const struct document *document) {
  fputs("\nContents:\n\n", out);
  for (size_t i = 0; i < document->table_count; i++)
    if (table_is_shown(document->tables[i]))
      fprintf(out, "- [%s](#%s)\n", document->tables[i]->title, document->tables[i]->key);
  if (*document->guide != '\0')
    fputs("- [How to read it](#how-to-read-it)\n", out);
}

void render_markdown(FILE *out, const struct document *document, const struct table *table) {
  const char *section = "";
  (void)table;
  fprintf(out, "# %s\n\n", document->title);
  for (size_t i = 0; i < document->summary_count; i++)
    fprintf(out, "%s%s\n", i == 0 ? "" : "\n", escaped(document->arena, document->summary[i]));
  print_contents(out, document);
  for (size_t i = 0; i < document->table_count; i++) {
    const struct table *shown = document->tables[i];
    if (!table_is_shown(shown))
      continue;
    if (strcmp(shown->section, section) != 0)
      fprintf(out, "\n## %s\n", shown->section);
    section = shown->section;
    print_section(out, document, shown);
  }
  if (*document->doubt != '\0')
    fprintf(out, "\n## What was not told apart\n\n%s\n", escaped(document->arena, document->doubt));
  if (*document->guide != '\0')
    fprintf(out, "\n%s", document->guide);
}

// A table as HTML. It is complete without scripts and style sheets: captions, scopes, intervals and
// reasons are text. What does not fit scrolls in a frame of its own, beside the first column, which
// stays. See render_html.h.
#include "compare/render_html.h"

#include <math.h>
#include <stdarg.h>
#include <string.h>

void html_text(FILE *out, const char *text) {
  static const char *const entities[256] = {
      ['&'] = "&amp;", ['<'] = "&lt;", ['>'] = "&gt;", ['"'] = "&quot;", ['\''] = "&#39;",
  };
  for (; *text != '\0'; text++) {
    const char *entity = entities[(unsigned char)*text];
    if (entity != NULL)
      fputs(entity, out);
    else
      fputc(*text, out);
  }
}

void html_name(FILE *out, const char *name) {
  for (; *name != '\0'; name++) {
    html_text(out, (const char[]){*name, '\0'});
    if (*name == '_')
      fputs("<wbr>", out);
  }
}

void html_print(FILE *out, const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  for (; *format != '\0'; format++) {
    if (format[0] != '%' || format[1] != 's') {
      fputc(*format, out);
      continue;
    }
    html_text(out, va_arg(arguments, const char *));
    format++;
  }
  va_end(arguments);
}

const char *html_tone_class(enum table_tone tone) {
  switch (tone) {
  case TONE_PLAIN:
    return "";
  case TONE_STRONG:
    return "strong";
  case TONE_GOOD:
    return "good";
  case TONE_BAD:
    return "bad";
  case TONE_DOUBT:
    return "doubt";
  case TONE_FAINT:
    return "faint";
  }
  return "";
}

bool html_opens_group(const struct table *table, size_t row) {
  const char *group = table->rows[row].group;
  return *group != '\0' && (row == 0 || strcmp(group, table->rows[row - 1].group) != 0);
}

// ---- Fields -------------------------------------------------------------------------------------

static const char *column_class(const struct table_column *column) {
  switch (column->style) {
  case COLUMN_LABEL:
    return "label";
  case COLUMN_VALUE:
    return "value";
  case COLUMN_PROSE:
    return "prose";
  }
  return "";
}

static void print_content(FILE *out, const struct table *table, size_t row, size_t column) {
  const struct table_field *field = &table->rows[row].fields[column];
  if (field->kind == TABLE_MISSING) {
    html_print(out, "%s", field->text);
    fprintf(out, " <a href=\"#%s-reason-%zu\">[%zu]</a>", table->key, field->reason, field->reason);
    return;
  }
  if (field->straddles)
    fputc('~', out);
  if (column == 0)
    html_name(out, field->text);
  else
    html_text(out, field->text);
  if (field->range != NULL)
    html_print(out, " <span class=\"interval\">%s</span>", field->range);
}

static void print_field(FILE *out, const struct table *table, size_t row, size_t column) {
  const struct table_field *field = &table->rows[row].fields[column];
  const char *tag = column == 0 ? "th" : "td", *tone = html_tone_class(field->tone);
  fprintf(out, "<%s%s class=\"%s%s%s\"", tag, column == 0 ? " scope=\"row\"" : "",
          column_class(&table->columns[column]), *tone != '\0' ? " " : "", tone);
  bool measured = field->kind == TABLE_INTERVAL || field->kind == TABLE_NUMBER;
  if (measured && isfinite(field->interval.estimate))
    fprintf(out, " data-value=\"%.6g\"", field->interval.estimate); // what is sorted by
  fputc('>', out);
  print_content(out, table, row, column);
  fprintf(out, "</%s>", tag);
}

// ---- Rows ---------------------------------------------------------------------------------------

static void print_head(FILE *out, const struct table *table) {
  fputs("<thead><tr>", out);
  for (size_t column = 0; column < table->column_count; column++) {
    fprintf(out, "<th scope=\"col\" class=\"%s\">", column_class(&table->columns[column]));
    html_print(out, "%s</th>", table->columns[column].title);
  }
  fputs("</tr></thead>\n", out);
}

static void print_rows(FILE *out, const struct table *table) {
  fputs("<tbody>\n", out);
  for (size_t row = 0; row < table->row_count; row++) {
    if (html_opens_group(table, row)) {
      fputs("<tr class=\"group\"><th scope=\"rowgroup\"", out);
      html_print(out, ">%s</th>", table->rows[row].group);
      fprintf(out, "<td colspan=\"%zu\"></td></tr>\n", table->column_count - 1);
    }
    html_print(out, "<tr id=\"%s-", table->key);
    fprintf(out, "%zu\">", row + 1);
    for (size_t column = 0; column < table->column_count; column++)
      print_field(out, table, row, column);
    fputs("</tr>\n", out);
  }
  fputs("</tbody>", out);
}

static void print_notes(FILE *out, const struct table *table) {
  if (table->reason_count > 0)
    fputs("<ul class=\"notes reasons\">\n", out);
  for (size_t i = 0; i < table->reason_count; i++) {
    fprintf(out, "<li id=\"%s-reason-%zu\">[%zu] ", table->key, i + 1, i + 1);
    html_print(out, "%s</li>\n", table->reasons[i]);
  }
  if (table->reason_count > 0)
    fputs("</ul>\n", out);
  if (table->note_count > 0)
    fputs("<ul class=\"notes\">\n", out);
  for (size_t i = 0; i < table->note_count; i++)
    html_print(out, "<li>%s</li>\n", table->notes[i]);
  if (table->note_count > 0)
    fputs("</ul>\n", out);
}

void html_table(FILE *out, const struct table *table) {
  if (table->row_count > 0) {
    html_print(out,
               "<div class=\"scroll\" tabindex=\"0\" role=\"region\" "
               "aria-labelledby=\"%s\">\n<table class=\"sortable%s\">\n",
               table->key, strcmp(table->columns[0].key, "program") == 0 ? " programs" : "");
    html_print(out, "<caption>%s</caption>\n",
               *table->caption != '\0' ? table->caption : table->title);
    print_head(out, table);
    print_rows(out, table);
    fputs("\n</table>\n</div>\n", out);
  } else {
    html_print(out, "<p class=\"caption\">%s</p>\n<p>Nothing measured.</p>\n", table->caption);
  }
  print_notes(out, table);
}

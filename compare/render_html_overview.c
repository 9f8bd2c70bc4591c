// The first screen: in ten seconds it has to say which targets fail, which engine is fastest at
// what, and how far each is from the baseline. See render_html.h.
//
// All of it is in tables of the document, which follow below with their intervals and notes; here
// the numbers stand alone, and the interval is a tick away. The ratios are coloured by their
// logarithm from blue (shorter) to orange (longer), a scale that colour-blind readers tell apart,
// and never by colour alone: the number is in the cell, `~` marks what was not told from 1 and has
// no colour.
#include "compare/render_html.h"

#include <math.h>
#include <string.h>

enum {
  SHADES = 7,
  ROOMY = 6, // so many rows of a list fit: of a longer one the rest is folded or only named
  FIRST = 3, // calls, arrays and the boundary
};

static ptrdiff_t column_named(const struct table *table, const char *key) {
  for (size_t i = 0; i < table->column_count; i++)
    if (strcmp(table->columns[i].key, key) == 0)
      return (ptrdiff_t)i;
  return -1;
}

static const struct table_field *field_named(const struct table *table, size_t row,
                                             const char *key) {
  static const struct table_field nothing = {.text = ""};
  ptrdiff_t column = column_named(table, key);
  return column < 0 ? &nothing : &table->rows[row].fields[column];
}

// The value with its interval, which a tick, a hover or paper shows.
static void print_value(FILE *out, const struct table_field *field) {
  html_print(out, "%s%s", field->straddles ? "~" : "", field->text);
  if (field->range != NULL)
    html_print(out, "<span class=\"more\"> %s</span>", field->range);
}

// ---- Targets ------------------------------------------------------------------------------------

static size_t count_verdict(const struct table *table, const char *verdict) {
  size_t count = 0;
  for (size_t row = 0; row < table->row_count; row++)
    count += strcmp(field_named(table, row, "verdict")->text, verdict) == 0;
  return count;
}

static void print_target(FILE *out, const struct table *table, size_t row, bool in_full) {
  const char *id = field_named(table, row, "id")->text;
  const char *claim = field_named(table, row, "claim")->text;
  const struct table_field *measured = field_named(table, row, "measured");
  html_print(out, "<a href=\"#%s-", table->key);
  fprintf(out, "%zu\" ", row + 1);
  html_print(out, "title=\"%s: %s\">%s</a>", claim, table_field_text(table, measured), id);
  if (!in_full)
    return;
  html_print(out, " <span class=\"claim\">%s</span> <span class=\"number\">", claim);
  print_value(out, measured);
  fputs("</span>", out);
}

// The targets of one verdict: those that do not hold one a line, the others by their ids.
static void print_verdict(FILE *out, const struct table *table, enum table_tone tone,
                          const char *verdict) {
  size_t count = count_verdict(table, verdict);
  bool in_full = tone != TONE_GOOD && count <= ROOMY;
  if (count == 0)
    return;
  html_print(out, "<dt class=\"%s\">", html_tone_class(tone));
  fprintf(out, "<b>%zu</b> ", count);
  html_print(out, "%s</dt>\n<dd class=\"%s\">", verdict, in_full ? "in-full" : "ids");
  for (size_t row = 0; row < table->row_count; row++) {
    if (strcmp(field_named(table, row, "verdict")->text, verdict) != 0)
      continue;
    fprintf(out, "<span class=\"target\">");
    print_target(out, table, row, in_full);
    fputs("</span> ", out);
  }
  fputs("</dd>\n", out);
}

// Each verdict once, what is bad first.
static void print_verdicts(FILE *out, const struct table *table) {
  static const enum table_tone order[] = {TONE_BAD, TONE_DOUBT, TONE_GOOD};
  size_t shown = 0;
  fputs("<dl class=\"verdicts\">\n", out);
  for (size_t i = 0; i < sizeof order / sizeof *order; i++)
    for (size_t row = 0; row < table->row_count; row++) {
      const struct table_field *verdict = field_named(table, row, "verdict");
      bool is_first = true;
      for (size_t before = 0; before < row; before++)
        is_first =
            is_first && strcmp(field_named(table, before, "verdict")->text, verdict->text) != 0;
      if (verdict->tone != order[i] || !is_first)
        continue;
      print_verdict(out, table, order[i], verdict->text);
      shown++;
    }
  fputs("</dl>\n", out);
  html_print(out, "<p class=\"hint\">%s <a href=\"#%s\">All targets</a></p>\n",
             shown > 0 ? "The others are not measured." : "None is measured by this run.",
             table->key);
}

// ---- The fastest --------------------------------------------------------------------------------

static void print_fastest_rows(FILE *out, const struct table *table, size_t from, size_t to) {
  fputs("<table class=\"fastest\">\n<thead><tr><th scope=\"col\">group</th>"
        "<th scope=\"col\">fastest</th><th scope=\"col\" class=\"value\">next takes</th>"
        "<th scope=\"col\">next</th></tr></thead>\n<tbody>\n",
        out);
  for (size_t row = from; row < to; row++) {
    const struct table_field *ratio = field_named(table, row, "ratio");
    bool open = ratio->kind == TABLE_INTERVAL && !(ratio->interval.reached && !ratio->straddles);
    html_print(out, "<tr><th scope=\"row\">%s</th>", field_named(table, row, "group")->text);
    html_print(out, "<td class=\"%s\">%s</td>", open ? "" : "strong",
               field_named(table, row, "fastest")->text);
    html_print(out, "<td class=\"value\" title=\"%s\">", table_field_text(table, ratio));
    print_value(out, ratio);
    fputs(ratio->kind == TABLE_INTERVAL ? " &times;</td>" : "</td>", out);
    html_print(out, "<td>%s%s</td></tr>\n", field_named(table, row, "next")->text,
               open ? " (not told apart)" : "");
  }
  fputs("</tbody></table>\n", out);
}

static void print_fastest(FILE *out, const struct table *table) {
  size_t first = table->row_count > ROOMY ? FIRST : table->row_count;
  print_fastest_rows(out, table, 0, first);
  if (first < table->row_count) {
    fprintf(out, "<details><summary>%zu other groups</summary>\n", table->row_count - first);
    print_fastest_rows(out, table, first, table->row_count);
    fputs("</details>\n", out);
  }
  html_print(out,
             "<p class=\"hint\">Compiled code apart. "
             "<a href=\"#%s\">Intervals and notes</a></p>\n",
             table->key);
}

// ---- The ratios ---------------------------------------------------------------------------------

static double greatest_log(const struct table *table, double greatest) {
  for (size_t row = 0; row < table->row_count; row++)
    for (size_t column = 0; column < table->column_count; column++) {
      const struct table_field *field = &table->rows[row].fields[column];
      double size = field->kind == TABLE_INTERVAL ? fabs(log(field->interval.estimate)) : 0;
      if (isfinite(size) && size > greatest)
        greatest = size;
    }
  return greatest;
}

// A ratio's shade: from -SHADES, much shorter, to SHADES, much longer.
static int shade_of(const struct table_field *field, double greatest) {
  double size = log(field->interval.estimate) / greatest * SHADES;
  if (field->straddles || !isfinite(size))
    return 0;
  return size < 0 ? (int)floor(size) : (int)ceil(size);
}

static void print_ratio(FILE *out, const struct table *table, const struct table_field *field,
                        double greatest, size_t reasons_before) {
  if (field->kind == TABLE_MISSING) {
    html_print(out, "<td class=\"missing\" title=\"%s\">%s", table->reasons[field->reason - 1],
               field->text);
    fprintf(out, "<span class=\"more\"> [%zu]</span></td>", reasons_before + field->reason);
    return;
  }
  int shade = field->kind == TABLE_INTERVAL ? shade_of(field, greatest) : 0;
  fprintf(out, "<td class=\"%s%d\"", shade < 0 ? "short" : "long", shade < 0 ? -shade : shade);
  html_print(out, " title=\"%s\">", table_field_text(table, field));
  print_value(out, field);
  fputs("</td>", out);
}

// The rows of a table in the columns of the ratios.
static void print_ratio_rows(FILE *out, const struct table *table, const struct table *columns,
                             double greatest, size_t reasons_before) {
  for (size_t row = 0; row < table->row_count; row++) {
    if (html_opens_group(table, row)) {
      fputs("<tr class=\"group\"><th scope=\"rowgroup\"", out);
      html_print(out, ">%s</th>", table->rows[row].group);
      fprintf(out, "<td colspan=\"%zu\"></td></tr>\n", columns->column_count - 1);
    }
    const struct table_field *label = &table->rows[row].fields[0];
    html_print(out, "<tr><th scope=\"row\" class=\"%s\">", html_tone_class(label->tone));
    html_name(out, label->text);
    fputs("</th>", out);
    for (size_t column = 1; column < columns->column_count; column++)
      print_ratio(out, table, field_named(table, row, columns->columns[column].key), greatest,
                  reasons_before);
    fputs("</tr>\n", out);
  }
}

// On paper nothing can be hovered: the reasons of what is missing stand under the ratios.
static void print_reasons(FILE *out, const struct table *table, size_t before) {
  for (size_t i = 0; i < table->reason_count; i++) {
    fprintf(out, "%s[%zu] ", before + i > 0 ? "; " : "", before + i + 1);
    html_text(out, table->reasons[i]);
  }
}

static void print_legend(FILE *out) {
  fputs("<p class=\"legend\"><span class=\"short5\">shorter</span> "
        "<span class=\"long0\">1</span> <span class=\"long5\">longer</span> "
        "<span><b>~</b> not told apart</span> <span><b>n/a</b> cannot run it</span></p>\n",
        out);
}

static void print_ratios(FILE *out, const struct table *ratios, const struct table *means) {
  double greatest = greatest_log(ratios, log(2));
  size_t reasons = means == NULL ? 0 : means->reason_count;
  if (means != NULL)
    greatest = greatest_log(means, greatest);
  html_print(out,
             "<section class=\"matrix\">\n<h2 id=\"matrix-%s\">%s</h2>\n"
             "<input type=\"checkbox\" class=\"show-more\" id=\"show-more-%s\">"
             "<label for=\"show-more-%s\">intervals</label>\n",
             ratios->key, ratios->title, ratios->key, ratios->key);
  print_legend(out);
  html_print(out,
             "<div class=\"scroll\" tabindex=\"0\" role=\"region\" "
             "aria-labelledby=\"matrix-%s\">\n<table class=\"heat programs\">\n"
             "<caption>How many times as long; numbers with their intervals and notes are in "
             "<a href=\"#%s\">a table below</a></caption>\n<thead><tr><td></td>",
             ratios->key, ratios->key);
  for (size_t column = 1; column < ratios->column_count; column++)
    html_print(out, "<th scope=\"col\">%s</th>", ratios->columns[column].title);
  fputs("</tr></thead>\n", out);
  if (means != NULL && means->row_count > 0) {
    fputs("<tbody class=\"means\">\n<tr class=\"group\"><th scope=\"rowgroup\">geometric means"
          "</th>",
          out);
    fprintf(out, "<td colspan=\"%zu\"></td></tr>\n", ratios->column_count - 1);
    print_ratio_rows(out, means, ratios, greatest, 0);
    fputs("</tbody>\n", out);
  }
  fputs("<tbody>\n", out);
  print_ratio_rows(out, ratios, ratios, greatest, reasons);
  fputs("</tbody></table>\n</div>\n<p class=\"paper notes\">", out);
  if (means != NULL)
    print_reasons(out, means, 0);
  print_reasons(out, ratios, reasons);
  fputs("</p>\n</section>\n", out);
}

static const struct table *with_rows(const struct document *document, const char *key) {
  const struct table *table = document_find_table(document, key);
  return table != NULL && table->row_count > 0 ? table : NULL;
}

void html_overview(FILE *out, const struct document *document) {
  const struct table *targets = with_rows(document, "targets");
  const struct table *fastest = with_rows(document, "fastest");
  const struct table *ratios = with_rows(document, "ratios");
  const struct table *embedding = with_rows(document, "embedding-ratios");
  fputs("<div class=\"overview\">\n", out);
  if (fastest != NULL || targets != NULL)
    fputs("<div class=\"side\">\n", out);
  if (fastest != NULL) {
    html_print(out, "<section class=\"panel\"><h2>%s</h2>\n", fastest->title);
    print_fastest(out, fastest);
    fputs("</section>\n", out);
  }
  if (targets != NULL) {
    html_print(out, "<section class=\"panel\"><h2>%s</h2>\n", targets->title);
    print_verdicts(out, targets);
    fputs("</section>\n", out);
  }
  if (fastest != NULL || targets != NULL)
    fputs("</div>\n", out);
  fputs("<div class=\"matrices\">\n", out);
  if (ratios != NULL)
    print_ratios(out, ratios, with_rows(document, "geometric-means"));
  if (embedding != NULL)
    print_ratios(out, embedding, NULL);
  fputs("</div>\n</div>\n", out);
}

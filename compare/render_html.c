// The document as one HTML page that needs nothing else: its style sheet, its script and its
// pictures are in it, and nothing is fetched. A reader finds the verdict on the first screen, then
// every table with its pictures, and how to read it all; the script only sorts and filters.
//
// Everything is derived from the document in its order, so that the same store gives the same
// bytes. Text goes through html_text; pictures are SVG that figure*.c made, and the guide is
// Markdown of this project that cmark-gfm turns into HTML.
#include "compare/render_html.h"
#include "compare/render.h"

#include <cmark-gfm.h>
#include <stdlib.h>
#include <string.h>

static const char style[] =
#include "compare/report.css.h"
    ;

static const char script[] =
#include "compare/report.js.h"
    ;

// ---- Sections -----------------------------------------------------------------------------------

// A picture with a script and a style is a document of its own, that is shown when it is unfolded.
static void print_framed(FILE *out, const struct figure *figure) {
  const char *box = strstr(figure->svg, "viewBox=\"0 0 ");
  double width = 1, height = 1;
  if (box != NULL)
    sscanf(box, "viewBox=\"0 0 %lf %lf", &width, &height);
  html_print(out,
             "<details class=\"framed\" id=\"figure-%s\">\n<summary>%s</summary>\n<p>%s</p>\n"
             "<iframe loading=\"lazy\" title=\"%s\" ",
             figure->key, figure->title, figure->caption, figure->alternative);
  fprintf(out, "style=\"aspect-ratio: %.0f / %.0f\" srcdoc=\"", width, height);
  html_text(out, "<!DOCTYPE html><meta name=color-scheme content=\"light dark\"><style>body{"
                 "margin:0;overflow:hidden}svg{display:block;width:100%;height:auto}</style>");
  html_text(out, figure->svg);
  fputs("\"></iframe>\n</details>\n", out);
}

static void print_figure(FILE *out, const struct figure *figure) {
  if (figure->framed) {
    print_framed(out, figure);
    return;
  }
  html_print(out, "<figure id=\"figure-%s\">\n<div role=\"img\" aria-label=\"%s\">", figure->key,
             figure->alternative);
  fputs(figure->svg, out);
  html_print(out, "</div>\n<figcaption><b>%s.</b> %s</figcaption>\n</figure>\n", figure->title,
             figure->caption);
}

// A table with its pictures. One that is too long for the terminal is folded here.
static void print_table(FILE *out, const struct document *document, const struct table *table) {
  bool folded = table->detail && table->row_count > 0;
  html_print(out, "<section>\n<h3 id=\"%s\">%s</h3>\n", table->key, table->title);
  for (size_t i = 0; i < document->figure_count; i++)
    if (strcmp(document->figures[i].table, table->key) == 0)
      print_figure(out, &document->figures[i]);
  if (folded)
    fprintf(out, "<details><summary>%zu row%s</summary>\n", table->row_count,
            table->row_count == 1 ? "" : "s");
  html_table(out, table);
  if (folded)
    fputs("</details>\n", out);
  fputs("</section>\n", out);
}

// The first table behind `from` that is shown; the count of tables if there is none.
static size_t next_shown(const struct document *document, size_t from) {
  while (from < document->table_count && !table_is_shown(document->tables[from]))
    from++;
  return from;
}

static bool opens_section(const struct document *document, size_t table, const char *last) {
  return last == NULL || strcmp(document->tables[table]->section, last) != 0;
}

static const char *section_title(const struct table *table) {
  return *table->section != '\0' ? table->section : "Tables";
}

static void print_sections(FILE *out, const struct document *document) {
  const char *last = NULL;
  for (size_t i = next_shown(document, 0); i < document->table_count;
       i = next_shown(document, i + 1)) {
    const struct table *table = document->tables[i];
    if (opens_section(document, i, last))
      html_print(out, "<section class=\"chapter tables\">\n<h2>%s</h2>\n", section_title(table));
    print_table(out, document, table);
    last = table->section;
    size_t next = next_shown(document, i + 1);
    if (next == document->table_count || opens_section(document, next, last))
      fputs("</section>\n", out);
  }
}

static void print_contents(FILE *out, const struct document *document) {
  const char *last = NULL;
  fputs("<nav class=\"contents\" id=\"contents\" aria-label=\"Contents\">\n<ul>\n", out);
  for (size_t i = next_shown(document, 0); i < document->table_count;
       i = next_shown(document, i + 1)) {
    const struct table *table = document->tables[i];
    if (opens_section(document, i, last))
      html_print(out, "<li><b>%s</b>\n<ul>\n", section_title(table));
    html_print(out, "<li><a href=\"#%s\">%s</a></li>\n", table->key, table->title);
    last = table->section;
    size_t next = next_shown(document, i + 1);
    if (next == document->table_count || opens_section(document, next, last))
      fputs("</ul></li>\n", out);
  }
  if (*document->guide != '\0')
    fputs(
        "<li><b>Reading</b>\n<ul>\n<li><a href=\"#reading\">How to read it</a></li>\n</ul></li>\n",
        out);
  fputs("</ul>\n</nav>\n", out);
}

// ---- The page -----------------------------------------------------------------------------------

static void print_head(FILE *out, const struct document *document) {
  html_print(out,
             "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
             "<title>%s</title>\n"
             "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
             "<link rel=\"icon\" href=\"data:,\">\n<style>\n",
             document->title);
  fputs(style, out);
  fputs("</style>\n</head>\n", out);
}

static void print_summary(FILE *out, const struct document *document) {
  if (document->summary_count < 2)
    return;
  fputs("<section class=\"chapter\">\n<h2>In words</h2>\n", out);
  for (size_t i = 1; i < document->summary_count; i++)
    html_print(out, "<p>%s</p>\n", document->summary[i]);
  if (*document->doubt != '\0')
    html_print(out, "<p>%s</p>\n", document->doubt);
  fputs("</section>\n", out);
}

static void print_guide(FILE *out, const struct document *document) {
  if (*document->guide == '\0')
    return;
  char *html = cmark_markdown_to_html(document->guide, strlen(document->guide), CMARK_OPT_DEFAULT);
  fputs("<section class=\"chapter\" id=\"reading\">\n", out);
  fputs(html, out);
  fputs("</section>\n", out);
  free(html);
}

void render_html(FILE *out, const struct document *document, const struct table *table) {
  (void)table;
  print_head(out, document);
  html_print(out,
             "<body>\n<a class=\"skip\" href=\"#contents\">Contents</a>\n<header>\n"
             "<h1>%s</h1>\n<p class=\"verdict\">%s</p>\n</header>\n<main>\n",
             document->title, document->summary_count > 0 ? document->summary[0] : "");
  html_overview(out, document);
  print_contents(out, document);
  print_summary(out, document);
  print_sections(out, document);
  print_guide(out, document);
  fputs("</main>\n<script>\n", out);
  fputs(script, out);
  fputs("</script>\n</body>\n</html>\n", out);
}

// The HTML page: text stays text, every table and picture is on it, and the first screen says what
// the tables say.
#include "compare/render.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

static int setup(void **state) {
  *state = arena_create();
  return 0;
}

static int teardown(void **state) {
  arena_destroy(*state);
  return 0;
}

static const char *rendered(const struct document *document,
                            void (*render)(FILE *, const struct document *, const struct table *)) {
  char *text = NULL;
  size_t size = 0;
  FILE *out = open_memstream(&text, &size);
  render(out, document, NULL);
  fclose(out);
  const char *copy = arena_string(document->arena, text);
  free(text);
  return copy;
}

static const char *page_of(const struct document *document) {
  return rendered(document, render_html);
}

static void assert_holds(const char *page, const char *part) {
  if (strstr(page, part) == NULL)
    fail_msg("the page does not hold %s", part);
}

static void assert_lacks(const char *page, const char *part) {
  if (strstr(page, part) != NULL)
    fail_msg("the page holds %s", part);
}

// A table of ratios of two engines on one program.
static struct table *add_ratios(struct document *document, const struct statistics_interval *lua) {
  struct table *table = document_add_table(document, "ratios", "Ratios");
  table_add_column(table, "program", "program", COLUMN_LABEL);
  table_add_column(table, "lua", "lua", COLUMN_VALUE);
  table_add_column(table, "mujs", "mujs", COLUMN_VALUE);
  size_t row = table_add_row(table, "loop");
  table_set_text(table, row, 0, TONE_PLAIN, "loop_a");
  table_set_interval(table, row, 1, lua, 1);
  table_set_missing(table, row, 2, "n/a", "loop_a on mujs: no Map");
  return table;
}

static void every_text_is_escaped_wherever_it_stands(void **state) {
  static const char hostile[] = "</style><script>\"'&";
  struct document *document = document_create(*state, hostile);
  document_open_section(document, hostile);
  document_add_summary(document, hostile);
  document_add_summary(document, hostile);
  document->doubt = hostile;
  struct table *table = document_add_table(document, "t", hostile);
  table->caption = hostile;
  table_add_column(table, "program", hostile, COLUMN_LABEL);
  table_add_column(table, "b", hostile, COLUMN_PROSE);
  size_t row = table_add_row(table, hostile);
  table_set_text(table, row, 0, TONE_BAD, hostile);
  table_set_missing(table, row, 1, hostile, hostile);
  table_add_note(table, hostile);
  struct figure figure = {.key = "f",
                          .table = "t",
                          .title = hostile,
                          .caption = hostile,
                          .alternative = hostile,
                          .svg = "<svg></svg>"};
  document_add_figure(document, &figure);
  const char *page = page_of(document);
  assert_lacks(page, "</style><script>\"");
  assert_lacks(page, "\"'&");
  size_t count = 0;
  for (const char *at = page; (at = strstr(at, "&lt;/style&gt;&lt;script&gt;&quot;&#39;&amp;"));
       at++)
    count++;
  assert_int_equal(count, 20);
}

static void table_is_shown_with_groups_intervals_reasons_and_notes(void **state) {
  struct document *document = document_create(*state, "Title");
  struct statistics_interval interval = {12, 3.4212, 3.38, 3.47, .96, true};
  struct table *table = add_ratios(document, &interval);
  table_add_note(table, "a note");
  document_add_table(document, "empty", "Nothing there");
  const char *page = page_of(document);
  assert_holds(page, "<h3 id=\"ratios\">Ratios</h3>");
  assert_holds(page, "<tr class=\"group\"><th scope=\"rowgroup\">loop</th>");
  assert_holds(page, "<th scope=\"row\" class=\"label\">loop_<wbr>a</th>");
  assert_holds(page,
               "data-value=\"3.4212\">3.42 <span class=\"interval\">[3.38, 3.47]</span></td>");
  assert_holds(page, "n/a <a href=\"#ratios-reason-1\">[1]</a>");
  assert_holds(page, "<li id=\"ratios-reason-1\">[1] loop_a on mujs: no Map</li>");
  assert_holds(page, "<li>a note</li>");
  assert_holds(page, "<p>Nothing measured.</p>");
}

static void long_table_is_folded_and_passed_over_one_is_left_out(void **state) {
  struct document *document = document_create(*state, "Title");
  struct statistics_interval interval = {12, 3.42, 3.38, 3.47, .96, true};
  add_ratios(document, &interval)->detail = true;
  document_add_table(document, "absent", "Not there")->passes_over = true;
  const char *page = page_of(document);
  assert_holds(page, "<details><summary>1 row</summary>");
  assert_lacks(page, "absent");
}

static void shade_follows_the_logarithm_and_what_is_undecided_has_none(void **state) {
  static const struct {
    double value;
    bool straddles;
    const char *cell;
  } cases[] = {
      {4, false, "<td class=\"long7\" title=\"4.00 ["},
      {1.01, false, "<td class=\"long1\" title=\"1.01 ["},
      {0.5, false, "<td class=\"short7\" title=\"0.500 ["},
      {0.9, false, "<td class=\"short2\" title=\"0.900 ["},
      {1.5, true, "<td class=\"long0\" title=\"~1.50 ["},
  };
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    struct document *document = document_create(*state, "Title");
    struct statistics_interval interval = {12, cases[i].value, .1, 9, .96, true};
    struct table *table = add_ratios(document, &interval);
    table->rows[0].fields[1].straddles = cases[i].straddles;
    assert_holds(page_of(document), cases[i].cell);
  }
}

static void first_screen_lists_targets_by_verdict_with_those_that_fail_in_full(void **state) {
  static const struct {
    const char *id, *verdict;
    enum table_tone tone;
  } targets[] = {
      {"T1", "pass", TONE_GOOD},
      {"T2", "fail", TONE_BAD},
      {"T3", "pass", TONE_GOOD},
      {"T4", "not measured", TONE_FAINT},
  };
  struct document *document = document_create(*state, "Title");
  struct table *table = document_add_table(document, "targets", "Targets");
  table_add_column(table, "id", "id", COLUMN_LABEL);
  table_add_column(table, "claim", "claim", COLUMN_PROSE);
  table_add_column(table, "verdict", "verdict", COLUMN_LABEL);
  for (size_t i = 0; i < sizeof targets / sizeof *targets; i++) {
    size_t row = table_add_row(table, "");
    table_set_text(table, row, 0, TONE_STRONG, targets[i].id);
    table_set_text(table, row, 1, TONE_PLAIN, "a claim");
    table_set_text(table, row, 2, targets[i].tone, targets[i].verdict);
  }
  const char *page = page_of(document);
  const char *fails = strstr(page, "<dt class=\"bad\"><b>1</b> fail</dt>");
  const char *passes = strstr(page, "<dt class=\"good\"><b>2</b> pass</dt>");
  assert_true(fails != NULL && passes != NULL && fails < passes);
  assert_holds(fails,
               "href=\"#targets-2\" title=\"a claim: \">T2</a> <span class=\"claim\">a claim");
  assert_lacks(page, "</b> not measured</dt>");
}

static void figure_stands_below_the_heading_of_its_table_in_both_pages(void **state) {
  struct document *document = document_create(*state, "Title");
  struct statistics_interval interval = {12, 3.42, 3.38, 3.47, .96, true};
  add_ratios(document, &interval);
  struct figure figure = {.key = "f",
                          .table = "ratios",
                          .title = "Figure",
                          .caption = "Read it so.",
                          .alternative = "two <bars>",
                          .svg = "<svg id=\"f-1\"></svg>"};
  document_add_figure(document, &figure);
  assert_holds(page_of(document), "<h3 id=\"ratios\">Ratios</h3>\n<figure id=\"figure-f\">\n"
                                  "<div role=\"img\" aria-label=\"two &lt;bars&gt;\">"
                                  "<svg id=\"f-1\"></svg></div>\n"
                                  "<figcaption><b>Figure.</b> Read it so.</figcaption>");
  assert_holds(rendered(document, render_markdown),
               "![two \\<bars>](figures/f.svg)\n\n**Figure.** Read it so.\n\n| program");
}

static bool exists(const char *folder, const char *name) {
  char path[256];
  snprintf(path, sizeof path, "%s/%s", folder, name);
  return access(path, R_OK) == 0;
}

static void figures_are_files_and_those_of_an_earlier_report_go(void **state) {
  char folder[] = "/tmp/fieldstone-figures-XXXXXX", command[256];
  struct error error = {.message = ""};
  assert_non_null(mkdtemp(folder));
  struct document *first = document_create(*state, ""), *second = document_create(*state, "");
  struct figure figure = {.key = "old",
                          .table = "t",
                          .title = "",
                          .caption = "",
                          .alternative = "",
                          .svg = "<svg></svg>"};
  document_add_figure(first, &figure);
  figure.key = "new";
  document_add_figure(second, &figure);
  assert_true(render_files(first, folder, &error));
  assert_true(exists(folder, "figures/old.svg"));
  assert_true(render_files(second, folder, &error));
  assert_true(exists(folder, "figures/new.svg"));
  assert_false(exists(folder, "figures/old.svg"));
  snprintf(command, sizeof command, "rm -r '%s'", folder);
  assert_int_equal(system(command), 0);
}

static void guide_is_html_on_one_page_and_itself_on_the_other(void **state) {
  struct document *document = document_create(*state, "Title");
  document->guide = "## How\n\nRead *this*.\n";
  document->doubt = "a and b.";
  assert_holds(page_of(document), "<h2>How</h2>\n<p>Read <em>this</em>.</p>");
  assert_holds(rendered(document, render_markdown),
               "## What was not told apart\n\na and b.\n\n## How\n\nRead *this*.\n");
}

#define TEST(function) cmocka_unit_test_setup_teardown(function, setup, teardown)

int main(void) {
  const struct CMUnitTest tests[] = {
      TEST(every_text_is_escaped_wherever_it_stands),
      TEST(table_is_shown_with_groups_intervals_reasons_and_notes),
      TEST(long_table_is_folded_and_passed_over_one_is_left_out),
      TEST(shade_follows_the_logarithm_and_what_is_undecided_has_none),
      TEST(first_screen_lists_targets_by_verdict_with_those_that_fail_in_full),
      TEST(figure_stands_below_the_heading_of_its_table_in_both_pages),
      TEST(figures_are_files_and_those_of_an_earlier_report_go),
      TEST(guide_is_html_on_one_page_and_itself_on_the_other),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}

// Figures: what becomes of gnuplot's SVG, ticks, and the figures of a whole report.
#include "compare/chart.h"
#include "compare/figures.h"
#include "compare/report.h"
#include "tests/unit/store_fixture.h"

#include <sys/stat.h>

// ---- SVG ----------------------------------------------------------------------------------------

static const char drawn[] =
    "<svg \n viewBox=\"0 0 440 100\"\n xmlns=\"http://www.w3.org/2000/svg\">\n"
    "<title>Gnuplot</title>\n<desc>Produced by GNUPLOT 5.4 </desc>\n"
    "<g id=\"gnuplot_canvas\">\n<rect x=\"0\" y=\"0\" width=\"440\" height=\"100\" "
    "fill=\"none\"/>\n"
    "<defs>\n<path id='gpPt0' stroke-width='0.190' stroke='currentColor' d='M-1,0 h2'/>\n</defs>\n"
    "<g fill=\"none\" color=\"black\" stroke=\"currentColor\" stroke-width=\"2.00\">\n"
    "\t<path stroke='rgb(  0,   0,  11)' stroke-dasharray=' 5,8'  d='M1.5,2 L3,4  '/></g>\n"
    "\t<path stroke='black'  d='M73.81,160.00 M73.81,40.01  '/>\n"
    "\t<polygon fill = 'rgb(  0,   0,   6)' fill-opacity = '0.300000' points = '1,2 3,4 '/>\n"
    "\t<use xlink:href='#gpPt6' transform='translate(44.00,20.01) scale(2.62)' "
    "color='rgb(  0,   0,  12)'/>\n"
    "\t<use xlink:href='#gpPt5' transform='translate(4.00,2.01) scale(2)' "
    "color='rgb(  0,   0,  12)'/>\n"
    "\t<g transform=\"translate(59.04,19.31)\" stroke=\"none\" fill=\"rgb(0,0,1)\" "
    "font-family=\"sans\" font-size=\"14.00\"  text-anchor=\"end\">\n"
    "\t\t<text>a &lt; b</text>\n\t</g>\n</g>\n</svg>\n";

static const char *converted(struct arena *arena) {
  struct error error = {.message = ""};
  struct figure figure = {.key = "shape", .title = "A & B", .alternative = "x < 1"};
  const char *svg = figure_svg(arena, &figure, drawn, &error);
  if (svg == NULL)
    fail_msg("%s", error.message);
  return svg;
}

static void assert_holds(const char *svg, const char *part) {
  if (strstr(svg, part) == NULL)
    fail_msg("\"%s\" is not in:\n%s", part, svg);
}

static void assert_lacks(const char *svg, const char *part) {
  if (strstr(svg, part) != NULL)
    fail_msg("\"%s\" is in:\n%s", part, svg);
}

static void an_svg_has_classes_for_colours(void **state) {
  (void)state;
  struct arena *arena = arena_create();
  const char *svg = converted(arena);
  assert_holds(svg, "<path class=\"l r11\" stroke-width=\"2\" stroke-dasharray=\"3 2.5\" "
                    "d=\"M1.5,2\nL3,4\"/>");
  assert_holds(svg, "<polygon class=\"f r6\" fill-opacity=\"0.3\"");
  assert_holds(svg, "<text class=\"t r1\" x=\"59.04\" y=\"19.31\" text-anchor=\"end\">a &lt; b<");
  assert_holds(svg, "@media (prefers-color-scheme:dark)");
  const char *const fixed[] = {"rgb(", "black", "currentColor'", "73.81", "#000"};
  for (size_t i = 0; i < sizeof fixed / sizeof *fixed; i++)
    assert_lacks(svg, fixed[i]);
  arena_destroy(arena);
}

static void marks_are_filled_or_open_outlines_named_by_the_key(void **state) {
  (void)state;
  struct arena *arena = arena_create();
  const char *svg = converted(arena);
  assert_holds(svg, "<use class=\"m r12\" href=\"#shape-m6\" transform=\"translate(44 20.01)");
  assert_holds(svg, "<use class=\"o r12\" href=\"#shape-o6\"");
  assert_holds(svg, "<path id=\"shape-m6\"");
  assert_holds(svg, "<path id=\"shape-o6\"");
  for (const char *id = svg; (id = strstr(id, " id=\"")) != NULL; id++)
    assert_int_equal(strncmp(id, " id=\"shape-", strlen(" id=\"shape-")), 0);
  arena_destroy(arena);
}

static void an_svg_says_what_it_shows_and_not_who_drew_it(void **state) {
  (void)state;
  struct arena *arena = arena_create();
  const char *svg = converted(arena);
  assert_int_equal(strncmp(svg, "<svg ", 5), 0);
  assert_holds(svg, "<title id=\"shape-title\">A &amp; B</title>");
  assert_holds(svg, "<desc id=\"shape-desc\">x &lt; 1</desc>");
  assert_holds(svg, "viewBox=\"0 0 440 100\" width=\"100%\"");
  assert_lacks(svg, "nuplot");
  assert_lacks(svg, "GNUPLOT");
  arena_destroy(arena);
}

static void what_is_no_svg_is_an_error(void **state) {
  (void)state;
  struct arena *arena = arena_create();
  struct error error = {.message = ""};
  struct figure figure = {.key = "shape", .title = "", .alternative = ""};
  assert_null(figure_svg(arena, &figure, "warning: no plot", &error));
  assert_holds(error.message, "shape");
  arena_destroy(arena);
}

// ---- Axes ---------------------------------------------------------------------------------------

static void assert_ticks(double low, double high, size_t limit, const char *expected) {
  double ticks[16];
  char text[256] = "";
  size_t count = figure_ticks(low, high, ticks, limit);
  for (size_t i = 0; i < count; i++)
    snprintf(text + strlen(text), sizeof text - strlen(text), "%s%g", i > 0 ? " " : "", ticks[i]);
  assert_string_equal(text, expected);
}

static void ticks_are_one_two_and_five_and_thin_out(void **state) {
  (void)state;
  assert_ticks(0.5, 50, 7, "0.5 1 2 5 10 20 50");
  assert_ticks(0.5, 200, 7, "1 3 10 30 100");
  assert_ticks(1, 1e5, 7, "1 10 100 1000 10000 100000");
  assert_ticks(1, 1e9, 7, "1 100 10000 1e+06 1e+08");
  assert_ticks(0.8, 1.3, 7, "0.8 0.9 1 1.1 1.2 1.3");
}

static void a_range_is_widened_to_whole_ticks(void **state) {
  (void)state;
  double low = 1.3, high = 210;
  figure_round_range(&low, &high, 1);
  assert_near(low, 1, 1e-12);
  assert_near(high, 500, 1e-9);
}

static void ticks_of_times_have_units(void **state) {
  (void)state;
  struct arena *arena = arena_create();
  assert_string_equal(chart_tick_text(arena, 250, true), "250 ns");
  assert_string_equal(chart_tick_text(arena, 1e6, true), "1 ms");
  assert_string_equal(chart_tick_text(arena, 2e9, true), "2 s");
  assert_string_equal(chart_tick_text(arena, 0.5, false), "0.5");
  assert_string_equal(chart_tick_text(arena, 2e4, false), "20k");
  arena_destroy(arena);
}

static void engines_differ_in_colour_or_mark(void **state) {
  (void)state;
  for (size_t i = 0; i < 42; i++)
    for (size_t j = 0; j < i; j++)
      assert_false(figure_engine_role(i) == figure_engine_role(j) &&
                   figure_engine_mark(i) == figure_engine_mark(j));
}

// ---- Figures of a report ------------------------------------------------------------------------

// One store for all tests, as a store takes longer to fill than to draw.
struct world {
  struct fixture fixture;
  struct arena *arena;
  struct targets *targets;
};

static int setup(void **state) {
  struct world *world = calloc(1, sizeof *world);
  struct error error = {.message = ""};
  fixture_open(&world->fixture, "complete", "quick", 12);
  fixture_fill(&world->fixture, 12, 0.01);
  world->arena = arena_create();
  world->targets = targets_load("compare/targets.yaml", &error);
  if (world->targets == NULL)
    fail_msg("%s", error.message);
  *state = world;
  return 0;
}

static int teardown(void **state) {
  struct world *world = *state;
  targets_free(world->targets);
  arena_destroy(world->arena);
  fixture_close(&world->fixture);
  free(world);
  return 0;
}

static struct document *document_of(struct world *world, bool *missing) {
  static const struct growth_set none;
  struct error error = {.message = ""};
  struct analysis *analysis = fixture_analysis(&world->fixture, world->arena);
  struct targets_result *result = targets_judge(analysis, world->targets);
  struct document *document = report_document(world->arena, analysis, result, &none, NULL);
  if (!figures_add(document, analysis, result, &none, missing, &error))
    fail_msg("%s", error.message);
  return document;
}

static const struct figure *figure_of(const struct document *document, const char *key) {
  for (size_t i = 0; i < document->figure_count; i++)
    if (strcmp(document->figures[i].key, key) == 0)
      return &document->figures[i];
  fail_msg("there is no figure %s", key);
  return NULL;
}

static void a_report_has_figures_below_its_tables(void **state) {
  bool missing;
  struct document *document = document_of(*state, &missing);
  assert_false(missing);
  const char *const keys[] = {"targets-bounds",     "geometric-means-categories",
                              "ratios-programs",    "distribution-loop",
                              "cold-steady-blocks", "cold-starts-empty"};
  for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
    figure_of(document, keys[i]);
  for (size_t i = 0; i < document->figure_count; i++) {
    const struct figure *figure = &document->figures[i];
    size_t table = 0;
    while (table < document->table_count &&
           strcmp(document->tables[table]->key, figure->table) != 0)
      table++;
    assert_true(table < document->table_count);
    assert_true(strlen(figure->alternative) > 20 && strlen(figure->caption) > 20);
    assert_true(*figure->title != '\0');
  }
}

static void a_figure_has_its_finding_in_words(void **state) {
  bool missing;
  struct document *document = document_of(*state, &missing);
  assert_holds(figure_of(document, "geometric-means-categories")->alternative,
               "mica-bytecode 12.0");
  assert_holds(figure_of(document, "ratios-programs")->alternative, "mica-tree");
  assert_holds(figure_of(document, "cold-starts-empty")->alternative, "native 1.");
}

static void figures_have_the_same_bytes_each_time(void **state) {
  bool missing;
  struct document *first = document_of(*state, &missing), *again = document_of(*state, &missing);
  assert_int_equal(first->figure_count, again->figure_count);
  for (size_t i = 0; i < first->figure_count; i++)
    assert_string_equal(first->figures[i].svg, again->figures[i].svg);
}

static void figures_are_well_formed_without_fixed_colours(void **state) {
  struct world *world = *state;
  bool missing;
  struct document *document = document_of(world, &missing);
  FILE *python = popen("python3 -c 'import sys, xml.etree.ElementTree as tree\n"
                       "for text in sys.stdin.read().split(\"\\f\"): tree.fromstring(text)'",
                       "w");
  assert_non_null(python);
  for (size_t i = 0; i < document->figure_count; i++) {
    fprintf(python, "%s%s", i > 0 ? "\f" : "", document->figures[i].svg);
    assert_lacks(document->figures[i].svg, "rgb(");
    assert_lacks(document->figures[i].svg, "\"black\"");
    assert_lacks(document->figures[i].svg, "nan");
  }
  assert_int_equal(pclose(python), 0);
}

static void a_series_of_many_samples_shows_how_it_warms_up(void **state) {
  struct world *world = *state;
  fixture_sql(&world->fixture,
              "WITH RECURSIVE more (k) AS (SELECT 4 UNION SELECT k + 1 FROM more WHERE k < 11) "
              "INSERT INTO sample SELECT invocation_id, k, 0, ns, repetitions FROM sample, more "
              "WHERE idx = 3");
  bool missing;
  struct document *document = document_of(world, &missing);
  const struct figure *figure = figure_of(document, "warm-up-iterations");
  assert_string_equal(figure->table, "times");
  assert_holds(figure->alternative, "times the steady time");
  assert_holds(figure->svg, ">loop_int53<");
  assert_lacks(figure->svg, ">empty<"); // is there for the process around it
}

static void short_series_show_no_warm_up(void **state) {
  bool missing;
  struct document *document = document_of(*state, &missing);
  for (size_t i = 0; i < document->figure_count; i++)
    assert_string_not_equal(document->figures[i].key, "warm-up-iterations");
}

// Runs with a folder in front of PATH in which gnuplot is the script, or is not.
static void with_gnuplot(struct world *world, const char *script) {
  char path[600];
  snprintf(path, sizeof path, "%s/gnuplot", world->fixture.folder);
  unlink(path);
  if (script != NULL) {
    FILE *out = fopen(path, "w");
    fputs(script, out);
    fclose(out);
    assert_int_equal(chmod(path, 0755), 0);
  }
  setenv("PATH", world->fixture.folder, 1);
}

static void without_gnuplot_there_are_no_figures(void **state) {
  struct world *world = *state;
  char *path = strdup(getenv("PATH"));
  bool missing;
  with_gnuplot(world, NULL);
  struct document *document = document_of(world, &missing);
  setenv("PATH", path, 1);
  free(path);
  assert_true(missing);
  assert_int_equal(document->figure_count, 0);
}

static void a_gnuplot_that_fails_is_heard(void **state) {
  struct world *world = *state;
  static const struct growth_set none;
  char *path = strdup(getenv("PATH"));
  struct error error = {.message = ""};
  struct analysis *analysis = fixture_analysis(&world->fixture, world->arena);
  struct targets_result *result = targets_judge(analysis, world->targets);
  struct document *document = document_create(world->arena, "");
  bool missing;
  with_gnuplot(world, "#!/bin/sh\n[ \"$1\" = --version ] && echo 5.4 && exit\n"
                      "echo 'no such terminal' >&2\nexit 1\n");
  bool drew = figures_add(document, analysis, result, &none, &missing, &error);
  setenv("PATH", path, 1);
  free(path);
  assert_false(drew);
  assert_holds(error.message, "no such terminal");
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(an_svg_has_classes_for_colours),
      cmocka_unit_test(marks_are_filled_or_open_outlines_named_by_the_key),
      cmocka_unit_test(an_svg_says_what_it_shows_and_not_who_drew_it),
      cmocka_unit_test(what_is_no_svg_is_an_error),
      cmocka_unit_test(ticks_are_one_two_and_five_and_thin_out),
      cmocka_unit_test(a_range_is_widened_to_whole_ticks),
      cmocka_unit_test(ticks_of_times_have_units),
      cmocka_unit_test(engines_differ_in_colour_or_mark),
      cmocka_unit_test(a_report_has_figures_below_its_tables),
      cmocka_unit_test(a_figure_has_its_finding_in_words),
      cmocka_unit_test(figures_have_the_same_bytes_each_time),
      cmocka_unit_test(figures_are_well_formed_without_fixed_colours),
      cmocka_unit_test(short_series_show_no_warm_up),
      cmocka_unit_test(without_gnuplot_there_are_no_figures),
      cmocka_unit_test(a_gnuplot_that_fails_is_heard),
      cmocka_unit_test(a_series_of_many_samples_shows_how_it_warms_up), // adds samples: the last
  };
  return cmocka_run_group_tests(tests, setup, teardown);
}

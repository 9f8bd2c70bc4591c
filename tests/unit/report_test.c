// Tables, renderers and the commands that print them: what a reader and a tool get to see.
#include "compare/render.h"
#include "compare/report.h"
#include "tests/unit/store_fixture.h"

#include <fcntl.h>
#include <jansson.h>
#include <signal.h>
#include <sys/resource.h>

struct world {
  struct fixture fixture;
  struct arena *arena;
  struct targets *targets;
  struct options options;
};

static int setup(void **state) {
  struct world *world = calloc(1, sizeof *world);
  struct error error = {.message = ""};
  fixture_open(&world->fixture, "complete", "quick", 12);
  world->arena = arena_create();
  world->targets = targets_load("compare/targets.yaml", &error);
  if (world->targets == NULL)
    fail_msg("%s", error.message);
  world->options = (struct options){.store_path = world->fixture.path,
                                    .reports_directory = world->fixture.folder,
                                    .targets_path = (char *)"compare/targets.yaml"};
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

static struct document *document_of(struct world *world) {
  struct analysis *analysis = fixture_analysis(&world->fixture, world->arena);
  static const struct growth_set none;
  return report_document(world->arena, analysis, targets_judge(analysis, world->targets), &none,
                         NULL);
}

static const struct table *table_of(const struct document *document, const char *key) {
  for (size_t i = 0; i < document->table_count; i++)
    if (strcmp(document->tables[i]->key, key) == 0)
      return document->tables[i];
  fail_msg("there is no table %s", key);
  return NULL;
}

// The field of the row whose first field is `label`, in the column with that key.
static const struct table_field *field_of(const struct document *document, const char *key,
                                          const char *label, const char *column) {
  const struct table *table = table_of(document, key);
  for (size_t row = 0; row < table->row_count; row++)
    for (size_t i = 0; i < table->column_count; i++)
      if (strcmp(table->rows[row].fields[0].text, label) == 0 &&
          strcmp(table->columns[i].key, column) == 0)
        return &table->rows[row].fields[i];
  fail_msg("table %s has no field %s of %s", key, column, label);
  return NULL;
}

static bool has_text(const char *const *list, size_t count, const char *part) {
  for (size_t i = 0; i < count; i++)
    if (strstr(list[i], part) != NULL)
      return true;
  return false;
}

static bool has_note(const struct document *document, const char *key, const char *part) {
  const struct table *table = table_of(document, key);
  return has_text(table->notes, table->note_count, part);
}

// What a renderer prints, in the arena.
static const char *rendered(struct world *world, const struct document *document,
                            void (*render)(FILE *, const struct document *, const struct table *),
                            const struct table *table) {
  char *text = NULL;
  size_t size = 0;
  FILE *out = open_memstream(&text, &size);
  render(out, document, table);
  fclose(out);
  const char *copy = arena_string(world->arena, text);
  free(text);
  return copy;
}

static const char *on_terminal(struct world *world, const struct document *document, size_t width,
                               bool colour) {
  struct render_settings settings = {.width = width, .colour = colour};
  char *text = NULL;
  size_t size = 0;
  FILE *out = open_memstream(&text, &size);
  render_terminal(out, document, &settings);
  fclose(out);
  const char *copy = arena_string(world->arena, text);
  free(text);
  return copy;
}

static const char *file_text(struct world *world, const char *name) {
  const char *path = arena_format(world->arena, "%s/%s", world->fixture.folder, name);
  FILE *file = fopen(path, "r");
  if (file == NULL)
    fail_msg("%s cannot be read", path);
  char *text = arena_allocate(world->arena, 1 << 20);
  assert_true(fread(text, 1, (1 << 20) - 1, file) > 0);
  fclose(file);
  return text;
}

// Runs a command with its standard output in a file below the fixture's folder.
static int run_quietly(struct world *world, int (*command)(const struct options *),
                       const char *output) {
  const char *path = arena_format(world->arena, "%s/%s", world->fixture.folder, output);
  fflush(stdout);
  int kept = dup(STDOUT_FILENO);
  int file = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0666);
  assert_true(kept >= 0 && file >= 0);
  dup2(file, STDOUT_FILENO);
  int status = command(&world->options);
  fflush(stdout);
  dup2(kept, STDOUT_FILENO);
  close(kept);
  close(file);
  return status;
}

// ---- Numbers ------------------------------------------------------------------------------------

static void numbers_have_three_significant_digits_and_no_exponent(void **state) {
  struct world *world = *state;
  static const struct {
    double value;
    const char *text;
  } cases[] = {{3.4159, "3.42"},        {9.996, "10.0"}, {0.012345, "0.0123"},
               {99.96, "100"},          {342.4, "342"},  {3416, "3420"},
               {999600, "1000000"},     {0, "0.00"},     {0.9996, "1.00"},
               {-2.345, "-2.35"},       {1, "1.00"},     {1234567, "1230000"},
               {0.00098765, "0.000988"}};
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
    assert_string_equal(table_significant(world->arena, cases[i].value, 3), cases[i].text);
}

static void interval_has_the_decimals_of_its_value(void **state) {
  struct world *world = *state;
  struct document *document = document_create(world->arena, "");
  struct table *table = document_add_table(document, "t", "T");
  table_add_column(table, "c", "c", COLUMN_VALUE);
  static const struct {
    struct statistics_interval interval;
    double scale;
    const char *text;
  } cases[] = {
      {{6, 3.42, 3.381, 10.471, 0.96, true}, 1, "3.42 [3.38, 10.47]"},
      {{6, 3420, 3381, 3474, 0.96, true}, 1000, "3.42 [3.38, 3.47]"},
      {{5, 34.2, 33.84, 34.7, 0.93, false}, 1, "34.2 (33.8, 34.7)"},
      {{1, 34.2, 34.2, 34.2, 0, false}, 1, "34.2"},
      {{6, 3416, 3381, 3474, 0.96, true}, 1, "3420 [3380, 3470]"},
  };
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    size_t row = table_add_row(table, "");
    table_set_interval(table, row, 0, &cases[i].interval, cases[i].scale);
    assert_string_equal(table_field_text(table, &table->rows[row].fields[0]), cases[i].text);
  }
}

// ---- Tables -------------------------------------------------------------------------------------

// The engine of the bytecode tier becomes that of Mica's best tier, which some targets are about.
static void take_for_best_tier(struct world *world) {
  fixture_sql(&world->fixture,
              "UPDATE engine SET name = 'mica-baseline' WHERE name = 'mica-bytecode'");
}

static void tables_show_times_ratios_and_means_of_the_run(void **state) {
  struct world *world = *state;
  fixture_fill(&world->fixture, 12, 0);
  take_for_best_tier(world);
  struct document *document = document_of(world);
  assert_near(field_of(document, "ratios", "fib", "lua")->interval.estimate, 20, 1e-6);
  assert_string_equal(field_of(document, "ratios", "fib", "lua")->text, "20.0");
  assert_near(field_of(document, "geometric-means", "all", "mica-baseline")->interval.estimate, 12,
              1e-6);
  assert_near(field_of(document, "geometric-means", "all", "programs")->interval.estimate, 4, 0);
  // 4e5 ns a repetition of 100 calls
  assert_near(field_of(document, "times", "loop_int32", "native")->interval.estimate / 4000, 1,
              0.1);
  assert_string_equal(field_of(document, "times", "loop_int32", "unit")->text, "us/call");
  assert_string_equal(field_of(document, "times", "loop_int32", "unit")->data, "ns/call");
  assert_near(field_of(document, "cold-starts", "cpython", "ratio")->interval.estimate, 50, 1e-6);
  assert_near(field_of(document, "process-ratios", "fib", "lua")->interval.estimate, 20, 1e-6);
  assert_string_equal(field_of(document, "targets", "T4", "verdict")->text, "pass");
  assert_string_equal(field_of(document, "targets", "T3", "verdict")->text, "fail");
  assert_true(has_note(document, "targets", "not measured in this run: T1, "));
  assert_string_equal(field_of(document, "machine", "kernel.name", "value")->text, "Linux");
}

// A life of a runtime and a call in a loop, on two engines, with what they have counted.
static void fill_embedding(struct fixture *fixture) {
  static const struct {
    const char *name, *category, *manifest;
    double lua, mica; // nanoseconds a repetition
  } programs[] = {
      {"spawn", "lifecycle", "{}", 3000, 100},
      {"host_call", "boundary", "{\"net_of\": \"host_loop\"}", 5000, 900},
      {"host_loop", "boundary", "{}", 1000, 400},
  };
  int64_t lua = fixture_engine(fixture, "lua", "lua"), mica = fixture_engine(fixture, "m", "mica");
  for (size_t i = 0; i < sizeof programs / sizeof *programs; i++) {
    int64_t program = fixture_program(fixture, programs[i].name, programs[i].category, false, "[]");
    fixture_sql(fixture, "UPDATE program SET manifest = '%s' WHERE id = %lld", programs[i].manifest,
                (long long)program);
    fixture_times(fixture, fixture_cell(fixture, program, lua, "ok", ""), 7, programs[i].lua, 0);
    fixture_times(fixture, fixture_cell(fixture, program, mica, "ok", ""), 7, programs[i].mica, 0);
  }
  fixture_sql(fixture, "INSERT INTO counter SELECT i.id, 'allocations', 7 FROM invocation i JOIN"
                       " cell c ON c.id = i.cell_id JOIN engine e ON e.id = c.engine_id"
                       " WHERE e.name = 'lua' AND i.half = 0");
}

static void pauses_have_a_table_of_what_was_counted_in_programs_of_their_kind(void **state) {
  struct world *world = *state;
  fill_embedding(&world->fixture);
  fixture_sql(&world->fixture, "UPDATE program SET kind = 'pauses' WHERE name = 'spawn'");
  fixture_sql(&world->fixture, "UPDATE counter SET name = 'collection_ns', value = 2500");
  struct document *document = document_of(world);
  assert_int_equal(table_of(document, "pauses")->row_count, 1);
  assert_string_equal(field_of(document, "pauses", "spawn", "lua")->text, "2.50");
  assert_int_equal(field_of(document, "pauses", "spawn", "m")->kind, TABLE_MISSING);
}

static void what_embedding_costs_has_tables_of_its_own(void **state) {
  struct world *world = *state;
  fill_embedding(&world->fixture);
  struct document *document = document_of(world);
  assert_int_equal(table_of(document, "times")->row_count, 0);
  assert_int_equal(table_of(document, "ratios")->row_count, 0);
  assert_near(field_of(document, "embedding", "spawn", "m")->interval.estimate, 1, 0.1);
  assert_near(field_of(document, "embedding-ratios", "host_call", "m")->interval.estimate, 0.18,
              1e-6);
  assert_near(field_of(document, "embedding-net", "host_call", "lua")->interval.estimate, 40, 4);
  assert_int_equal(table_of(document, "embedding-net")->row_count, 1);
  assert_string_equal(field_of(document, "embedding-memory", "spawn", "lua")->text, "7.00");
  assert_int_equal(field_of(document, "embedding-memory", "spawn", "m")->kind, TABLE_MISSING);
  assert_int_equal(table_of(document, "pipeline")->row_count, 0);
  assert_int_equal(run_quietly(world, report_command, "out"), EXIT_FINE);
  assert_null(strstr(file_text(world, "out"), "Time relative to"));
  assert_non_null(strstr(file_text(world, "out"), "What embedding costs, relative to lua"));
}

static void notes_of_a_program_stand_under_each_table_with_its_times(void **state) {
  struct world *world = *state;
  fixture_fill(&world->fixture, 6, 0.01);
  struct document *document = document_of(world);
  static const char *const keys[] = {"ratios", "times", "processes", "process-ratios"};
  for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
    assert_true(has_note(document, keys[i], "fib: C inlines some of the calls."));
    assert_true(has_note(document, keys[i], "loop_int53: So has Python."));
  }
  assert_true(has_note(document, "geometric-means", "loop_int53: apart from all means"));
}

static void cell_without_times_shows_why_and_leaves_its_mean(void **state) {
  struct world *world = *state;
  fixture_fill(&world->fixture, 12, 0.01);
  fixture_sql(&world->fixture,
              "UPDATE cell SET status = 'wrong', message = 'checksum 1, expected 2' WHERE id ="
              " (SELECT c.id FROM cell c JOIN program p ON p.id = c.program_id JOIN engine e ON"
              " e.id = c.engine_id WHERE p.name = 'fib' AND e.name = 'lua')");
  struct document *document = document_of(world);
  const struct table_field *field = field_of(document, "ratios", "fib", "lua");
  const struct table *ratios = table_of(document, "ratios");
  assert_int_equal(field->kind, TABLE_MISSING);
  assert_string_equal(table_field_text(ratios, field), "wrong [1]");
  assert_string_equal(ratios->reasons[0], "fib on lua: wrong: checksum 1, expected 2");
  assert_true(has_note(document, "geometric-means", "all, lua: without fib, on both sides"));
  assert_true(has_text(document->summary, document->summary_count,
                       "Not used, 1 cell: fib on lua (wrong)."));
}

static void equal_engines_are_undecided_and_never_equal(void **state) {
  struct world *world = *state;
  fixture_fill(&world->fixture, 12, 0.02);
  fixture_sql(&world->fixture,
              "UPDATE sample SET ns = ns / 1.6 WHERE invocation_id IN (SELECT i.id FROM invocation"
              " i JOIN cell c ON c.id = i.cell_id JOIN engine e ON e.id = c.engine_id"
              " WHERE e.name = 'native-noinline')");
  struct document *document = document_of(world);
  const struct table_field *field = field_of(document, "ratios", "fib", "native-noinline");
  assert_true(field->straddles);
  assert_int_equal(table_field_text(table_of(document, "ratios"), field)[0], '~');
  assert_true(has_note(document, "ratios", "~ undecided"));
  assert_true(has_note(document, "ratios", "minimum detectable effect, the worst program"));
}

static void too_few_pairs_give_ranges_and_say_how_many_it_takes(void **state) {
  struct world *world = *state;
  fixture_fill(&world->fixture, 4, 0.01);
  struct document *document = document_of(world);
  const struct table_field *field = field_of(document, "ratios", "fib", "lua");
  assert_int_equal(field->range[0], '(');
  assert_true(has_note(document, "ratios", "an interval takes 8"));
  assert_true(has_note(document, "ratios", "minimum detectable effect: none, as that takes 8"));
  assert_string_equal(field_of(document, "targets", "T1", "verdict")->text, "undecided");
}

static void smoke_run_claims_nothing(void **state) {
  struct world *world = *state;
  fixture_sql(&world->fixture, "UPDATE run SET size = 'smoke'");
  fixture_fill(&world->fixture, 1, 0.01);
  struct document *document = document_of(world);
  assert_true(has_note(document, "ratios", "a smoke run times everything once"));
  assert_false(has_note(document, "ratios", "minimum detectable"));
  assert_true(has_text(document->summary, document->summary_count, "claim nothing"));
  assert_int_equal(run_quietly(world, report_command, "out"), EXIT_FINE);
}

static void interrupted_run_says_what_there_is(void **state) {
  struct world *world = *state;
  fixture_sql(&world->fixture, "UPDATE run SET status = 'interrupted'");
  fixture_fill(&world->fixture, 7, 0.01);
  struct document *document = document_of(world);
  assert_true(has_text(document->summary, document->summary_count,
                       "This run was interrupted: 7 of 12 planned pairs"));
  fixture_sql(&world->fixture, "UPDATE run SET status = 'running', finished = NULL");
  document = document_of(world);
  assert_true(has_text(document->summary, document->summary_count,
                       "This run has no end: it was killed, or is still going"));
  assert_string_equal(field_of(document, "machine", "finished", "value")->text, "never");
}

static void run_without_any_cell_is_reported_too(void **state) {
  struct world *world = *state;
  assert_int_equal(run_quietly(world, report_command, "out"), EXIT_FINE);
  assert_non_null(strstr(file_text(world, "out"), "No time can be set against native C"));
  assert_non_null(strstr(file_text(world, "latest/report.md"), "Nothing measured."));
}

static void short_blocks_are_named(void **state) {
  struct world *world = *state;
  fixture_fill(&world->fixture, 6, 0.01);
  assert_false(has_note(document_of(world), "costs", "too short"));
  fixture_sql(&world->fixture, "UPDATE sample SET ns = ns / 100");
  assert_true(has_note(document_of(world), "costs", "fib on native: a block of"));
}

// ---- Formats ------------------------------------------------------------------------------------

static void csv_quotes_and_keeps_numbers_whole(void **state) {
  struct world *world = *state;
  struct document *document = document_create(world->arena, "");
  struct table *table = document_add_table(document, "t", "T");
  struct statistics_interval interval = {12, 1.23456789, 1.2, 1.3, 0.9614, true};
  table_add_column(table, "name", "name", COLUMN_LABEL);
  table_add_column(table, "lua", "Lua", COLUMN_VALUE);
  size_t row = table_add_row(table, "a, b");
  table_set_text(table, row, 0, TONE_PLAIN, "say \"x\"");
  table_set_interval(table, row, 1, &interval, 1);
  row = table_add_row(table, "a, b");
  table_set_text(table, row, 0, TONE_PLAIN, "y");
  table_set_missing(table, row, 1, "crashed", "y on lua: signal 11");
  assert_string_equal(rendered(world, document, render_csv, table),
                      "group,name,lua,lua_low,lua_high,lua_coverage,lua_pairs,missing\n"
                      "\"a, b\",\"say \"\"x\"\"\",1.23456789,1.2,1.3,0.9614,12,\n"
                      "\"a, b\",y,,,,,,lua: crashed (y on lua: signal 11)\n");
}

static void markdown_escapes_and_aligns(void **state) {
  struct world *world = *state;
  struct document *document = document_create(world->arena, "Title");
  struct table *table = document_add_table(document, "t", "Table");
  document_add_summary(document, "One <sentence>.");
  table_add_column(table, "name", "name", COLUMN_LABEL);
  table_add_column(table, "lua", "Lua", COLUMN_VALUE);
  size_t row = table_add_row(table, "loops");
  table_set_text(table, row, 0, TONE_PLAIN, "loop_a|b");
  table_set_number(table, row, 1, 2, "2");
  table_add_note(table, "a *note*");
  assert_string_equal(rendered(world, document, render_markdown, NULL),
                      "# Title\n\nOne \\<sentence>.\n\nContents:\n\n- [Table](#t)\n"
                      "\n## <a id=\"t\"></a>Table\n\n"
                      "| name      | Lua |\n"
                      "|-----------|----:|\n"
                      "| **loops** |     |\n"
                      "| loop_a\\|b |   2 |\n"
                      "\n- a \\*note\\*\n");
}

static void json_lists_the_figures(void **state) {
  struct world *world = *state;
  fixture_fill(&world->fixture, 6, 0.01);
  struct document *document = document_of(world);
  document_add_figure(document, &(struct figure){.key = "a-picture",
                                                 .table = "ratios",
                                                 .title = "A title",
                                                 .caption = "How it is read",
                                                 .alternative = "In words",
                                                 .svg = "<svg/>"});
  json_t *root = json_loads(rendered(world, document, render_json, NULL), 0, NULL);
  const json_t *figures = json_object_get(root, "figures");
  json_t *last = json_array_get(figures, json_array_size(figures) - 1);
  const char *key = "", *table = "", *title = "", *caption = "", *alternative = "";
  assert_int_equal(json_unpack(last, "{s:s, s:s, s:s, s:s, s:s !}", "key", &key, "table", &table,
                               "title", &title, "caption", &caption, "alternative", &alternative),
                   0);
  assert_string_equal(key, "a-picture");
  assert_string_equal(alternative, "In words");
  json_decref(root);
}

static void json_holds_all_tables_with_values_and_reasons(void **state) {
  struct world *world = *state;
  fixture_fill(&world->fixture, 12, 0.01);
  fixture_sql(&world->fixture, "UPDATE cell SET status = 'hung', message = 'silent' WHERE id = 2");
  struct document *document = document_of(world);
  json_error_t error;
  json_t *root = json_loads(rendered(world, document, render_json, NULL), 0, &error);
  if (root == NULL)
    fail_msg("line %d: %s", error.line, error.text);
  json_t *tables = json_object_get(root, "tables");
  assert_int_equal(json_array_size(tables), document->table_count);
  const char *key = NULL, *missing = NULL;
  double value = 0;
  int pairs = 0;
  for (size_t i = 0; i < document->table_count; i++) {
    json_t *table = json_array_get(tables, i);
    assert_int_equal(json_unpack(table, "{s:s}", "key", &key), 0);
    if (strcmp(key, "ratios") != 0)
      continue;
    json_t *first = json_array_get(json_object_get(table, "rows"), 0);
    assert_int_equal(json_unpack(first, "{s:{s:{s:s}, s:{s:F, s:i}}}", "fields", "lua", "missing",
                                 &missing, "cpython", "value", &value, "pairs", &pairs),
                     0);
  }
  assert_string_equal(missing, "hung");
  assert_int_equal(pairs, 12);
  assert_near(value, 50, 1);
  json_decref(root);
}

static void terminal_lines_keep_within_the_width(void **state) {
  struct world *world = *state;
  fixture_fill(&world->fixture, 12, 0.01);
  fixture_sql(&world->fixture, "UPDATE cell SET status = 'hung', message = 'silent' WHERE id = 2");
  struct document *document = document_of(world);
  char path[200] = ""; // a word that no line holds
  memset(path, 'x', sizeof path - 1);
  document_add_summary(document, path);
  for (size_t width = 50; width <= 170; width += 10) {
    const char *text = on_terminal(world, document, width, false);
    for (const char *line = text; *line != '\0';) {
      size_t length = strcspn(line, "\n");
      if (length > width)
        fail_msg("%zu characters at width %zu: %.*s", length, width, (int)length, line);
      line += length + (line[length] != '\0');
    }
    // nothing is lost on the way
    assert_non_null(strstr(text, "native-noinline"));
    assert_non_null(strstr(text, "fib on lua: hung: silent"));
    assert_non_null(strstr(text, "mica-tree"));
    assert_non_null(strstr(text, field_of(document, "ratios", "loop_int32", "lua")->range));
  }
}

static void terminal_has_colour_only_when_asked(void **state) {
  struct world *world = *state;
  fixture_fill(&world->fixture, 6, 0.01);
  struct document *document = document_of(world);
  assert_null(strchr(on_terminal(world, document, 120, false), '\033'));
  assert_non_null(strchr(on_terminal(world, document, 120, true), '\033'));
}

static void terminal_ends_with_targets_and_summary_and_repeats_no_note(void **state) {
  struct world *world = *state;
  fixture_fill(&world->fixture, 12, 0.01);
  const char *text = on_terminal(world, document_of(world), 150, false);
  const char *targets = strstr(text, "\nTargets\n"), *means = strstr(text, "\nGeometric means");
  assert_true(targets != NULL && means != NULL && means < targets);
  assert_non_null(strstr(targets, "\nTimes as long as native C takes"));
  const char *note = strstr(text, "- fib: C inlines");
  assert_non_null(note);
  assert_null(strstr(note + 1, "- fib: C inlines"));
  assert_non_null(strstr(text, "further notes as under \"Time relative to native C\""));
}

// ---- Commands and files -------------------------------------------------------------------------

static void report_gives_the_same_bytes_each_time(void **state) {
  struct world *world = *state;
  static const char *const names[] = {"latest/report.md",       "latest/report.json",
                                      "latest/report.html",     "latest/fastest.csv",
                                      "latest/ratios.csv",      "latest/geometric-means.csv",
                                      "latest/cold-starts.csv", "latest/targets.csv",
                                      "latest/machine.csv",     "latest/cells.csv"};
  enum { NAMES = sizeof names / sizeof *names };
  const char *first[NAMES];
  fixture_fill(&world->fixture, 12, 0.01);
  assert_int_equal(run_quietly(world, report_command, "first"), EXIT_FINE);
  for (size_t i = 0; i < NAMES; i++)
    first[i] = file_text(world, names[i]);
  assert_int_equal(run_quietly(world, report_command, "second"), EXIT_FINE);
  for (size_t i = 0; i < NAMES; i++)
    assert_string_equal(file_text(world, names[i]), first[i]);
  assert_string_equal(file_text(world, "first"), file_text(world, "second"));
}

static int report_latest_run(const struct options *options) { return report_run(options, 0); }

static void run_ends_with_the_status_of_its_targets(void **state) {
  struct world *world = *state;
  fixture_fill(&world->fixture, 12, 0.01);
  take_for_best_tier(world); // T3 fails: 12x native
  assert_int_equal(run_quietly(world, report_latest_run, "out"), EXIT_FAILS);
  assert_int_equal(run_quietly(world, targets_command, "out"), EXIT_FAILS);
  assert_non_null(strstr(file_text(world, "out"), "Targets, program by program"));
  fixture_sql(&world->fixture, "DELETE FROM invocation WHERE pair > 4");
  assert_int_equal(run_quietly(world, report_latest_run, "out"), EXIT_UNDECIDED);
}

static void unknown_run_and_missing_store_are_errors(void **state) {
  struct world *world = *state;
  world->options.run_id = 99;
  assert_int_equal(run_quietly(world, report_command, "out"), EXIT_WENT_WRONG);
  world->options.run_id = 0;
  world->options.store_path = (char *)"/nowhere/at/all.sqlite";
  assert_int_equal(run_quietly(world, report_command, "out"), EXIT_WENT_WRONG);
  assert_int_equal(run_quietly(world, targets_command, "out"), EXIT_WENT_WRONG);
}

static void file_that_cannot_be_written_leaves_the_old_one_whole(void **state) {
  struct world *world = *state;
  struct error error = {.message = ""};
  fixture_fill(&world->fixture, 6, 0.01);
  struct document *document = document_of(world);
  const char *directory = arena_format(world->arena, "%s/deep/down", world->fixture.folder);
  assert_true(render_files(document, directory, &error));
  const char *before = file_text(world, "deep/down/report.html");
  // A limit on the size of files stands for a full disk: the write fails half-way.
  struct rlimit kept, limit;
  getrlimit(RLIMIT_FSIZE, &kept);
  limit = (struct rlimit){.rlim_cur = 1000, .rlim_max = kept.rlim_max};
  signal(SIGXFSZ, SIG_IGN);
  setrlimit(RLIMIT_FSIZE, &limit);
  bool written = render_files(document, directory, &error);
  setrlimit(RLIMIT_FSIZE, &kept);
  assert_false(written);
  assert_non_null(strstr(error.message, "deep/down/report.html cannot be written: File too large"));
  assert_string_equal(file_text(world, "deep/down/report.html"), before);
  const char *command = arena_format(world->arena, "! ls '%s' | grep -q new", directory);
  assert_int_equal(system(command), 0);
}

static void folder_that_cannot_be_made_is_named(void **state) {
  struct world *world = *state;
  struct error error = {.message = ""};
  const char *directory = arena_format(world->arena, "%s/latest", world->fixture.path);
  assert_false(render_files(document_of(world), directory, &error));
  assert_non_null(strstr(error.message, "store.sqlite/latest cannot be made"));
}

#define TEST(function) cmocka_unit_test_setup_teardown(function, setup, teardown)

int main(void) {
  const struct CMUnitTest tests[] = {
      TEST(numbers_have_three_significant_digits_and_no_exponent),
      TEST(interval_has_the_decimals_of_its_value),
      TEST(tables_show_times_ratios_and_means_of_the_run),
      TEST(what_embedding_costs_has_tables_of_its_own),
      TEST(pauses_have_a_table_of_what_was_counted_in_programs_of_their_kind),
      TEST(notes_of_a_program_stand_under_each_table_with_its_times),
      TEST(cell_without_times_shows_why_and_leaves_its_mean),
      TEST(equal_engines_are_undecided_and_never_equal),
      TEST(too_few_pairs_give_ranges_and_say_how_many_it_takes),
      TEST(smoke_run_claims_nothing),
      TEST(interrupted_run_says_what_there_is),
      TEST(run_without_any_cell_is_reported_too),
      TEST(short_blocks_are_named),
      TEST(csv_quotes_and_keeps_numbers_whole),
      TEST(markdown_escapes_and_aligns),
      TEST(json_lists_the_figures),
      TEST(json_holds_all_tables_with_values_and_reasons),
      TEST(terminal_lines_keep_within_the_width),
      TEST(terminal_has_colour_only_when_asked),
      TEST(terminal_ends_with_targets_and_summary_and_repeats_no_note),
      TEST(report_gives_the_same_bytes_each_time),
      TEST(run_ends_with_the_status_of_its_targets),
      TEST(unknown_run_and_missing_store_are_errors),
      TEST(file_that_cannot_be_written_leaves_the_old_one_whole),
      TEST(folder_that_cannot_be_made_is_named),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}

// Which engine is fastest in a group, and what was not told apart: what is claimed, and what not.
#include "compare/report_tables.h"
#include "tests/unit/store_fixture.h"

struct world {
  struct fixture fixture;
  struct arena *arena;
  struct document *document;
  struct analysis *analysis;
};

static int setup(void **state) {
  struct world *world = calloc(1, sizeof *world);
  fixture_open(&world->fixture, "complete", "quick", 12);
  world->arena = arena_create();
  *state = world;
  return 0;
}

static int teardown(void **state) {
  struct world *world = *state;
  arena_destroy(world->arena);
  fixture_close(&world->fixture);
  free(world);
  return 0;
}

static const struct table *fastest_of(struct world *world) {
  world->analysis = fixture_analysis(&world->fixture, world->arena);
  world->document = document_create(world->arena, "");
  report_add_fastest(world->document, world->analysis);
  return world->document->tables[0];
}

static const char *clause_of(struct world *world) {
  return report_fastest_clause(world->document, world->analysis);
}

// Makes the engine's times those of another by a factor.
static void scale(struct world *world, const char *engine, double factor) {
  fixture_sql(&world->fixture,
              "UPDATE sample SET ns = ns * %g WHERE invocation_id IN (SELECT i.id FROM invocation i"
              " JOIN cell c ON c.id = i.cell_id JOIN engine e ON e.id = c.engine_id"
              " WHERE e.name = '%s')",
              factor, engine);
}

static void assert_row(const struct table *table, size_t row, const char *const texts[5]) {
  for (size_t column = 0; column < 5; column++)
    assert_string_equal(table_field_text(table, &table->rows[row].fields[column]), texts[column]);
}

static void assert_noted(const struct table *table, const char *note) {
  for (size_t i = 0; i < table->note_count; i++)
    if (strstr(table->notes[i], note) != NULL)
      return;
  fail_msg("no note says: %s", note);
}

static void fastest_engine_is_named_by_group_without_compiled_code(void **state) {
  struct world *world = *state;
  fixture_fill(&world->fixture, 12, 0.001);
  const struct table *table = fastest_of(world);
  assert_int_equal(table->row_count, 4);
  static const char *const groups[] = {"calls", "arrays", "boundary", "loop"};
  for (size_t row = 0; row < table->row_count; row++) {
    const struct table_field *fields = table->rows[row].fields;
    assert_string_equal(fields[0].text, groups[row]);
    assert_string_equal(fields[1].text, "1"); // loop_int53 is in no mean, the cold start in none
    assert_string_equal(fields[2].text, "mica-bytecode");
    assert_string_equal(fields[4].text, "lua");
    assert_near(fields[3].interval.estimate, 20.0 / 12, .02);
    assert_true(fields[3].interval.reached && fields[3].interval.low > 1.5);
  }
  assert_noted(table, "holds with 95 % for all groups together");
  assert_string_equal(clause_of(world), "fastest engine, compiled code apart: mica-bytecode in all "
                                        "groups (calls, arrays, boundary, loop)");
}

static void two_that_are_alike_are_not_told_apart(void **state) {
  struct world *world = *state;
  fixture_fill(&world->fixture, 12, 0.02);
  scale(world, "lua", .6);
  const struct table *table = fastest_of(world);
  for (size_t row = 0; row < table->row_count; row++) {
    assert_true(table->rows[row].fields[3].straddles);
    assert_int_equal(table_field_text(table, &table->rows[row].fields[3])[0], '~');
  }
  assert_noted(table, "~ not told apart");
  assert_non_null(strstr(clause_of(world), "not told apart: calls ("));
  assert_null(strstr(clause_of(world), "fastest engine"));
}

static void third_that_is_as_fast_is_named_too(void **state) {
  struct world *world = *state;
  fixture_fill(&world->fixture, 12, 0.02);
  scale(world, "lua", .6);
  scale(world, "cpython", .24);
  assert_noted(fastest_of(world), "calls: not told from ");
}

static void too_few_pairs_name_no_winner(void **state) {
  struct world *world = *state;
  fixture_fill(&world->fixture, 4, 0.001);
  const struct table *table = fastest_of(world);
  assert_int_equal(table->rows[0].fields[3].range[0], '(');
  assert_noted(table, "only the range of too few pairs");
  assert_null(strstr(clause_of(world), "fastest engine"));
}

static void smoke_run_ranks_nothing(void **state) {
  struct world *world = *state;
  fixture_sql(&world->fixture, "UPDATE run SET size = 'smoke'");
  fixture_fill(&world->fixture, 1, 0.01);
  assert_int_equal(fastest_of(world)->row_count, 0);
  assert_string_equal(clause_of(world), "");
  assert_string_equal(report_doubt(world->analysis), "");
}

static void engine_that_lacks_a_program_is_not_ranked(void **state) {
  struct world *world = *state;
  fixture_fill(&world->fixture, 12, 0.001);
  fixture_sql(&world->fixture,
              "UPDATE cell SET status = 'wrong' WHERE id IN (SELECT c.id FROM cell c JOIN program p"
              " ON p.id = c.program_id JOIN engine e ON e.id = c.engine_id WHERE p.name = 'fib' AND"
              " e.name = 'mica-bytecode')");
  const struct table *table = fastest_of(world);
  assert_string_equal(table->rows[0].fields[2].text, "lua");
  assert_noted(table, "calls: not ranked, as a time of some program is missing: mica-bytecode");
  assert_string_equal(table->rows[1].fields[2].text, "mica-bytecode");
}

static void group_that_is_there_for_some_is_ranked_over_what_all_have(void **state) {
  struct world *world = *state;
  struct fixture *fixture = &world->fixture;
  fixture_fill(fixture, 12, 0.001);
  int64_t program = fixture_program(fixture, "call_rare", "call", true, "[]");
  fixture_times(fixture, fixture_cell(fixture, program, 3, "ok", ""), 12, 1e5, 0.001);
  for (int64_t engine = 1; engine <= 2; engine++)
    fixture_cell(fixture, program, engine, "unavailable", "no");
  fixture_cell(fixture, program, 4, "unavailable", "no");
  const struct table *table = fastest_of(world);
  assert_row(table, 0,
             (const char *const[]){"calls", "1", "mica-bytecode",
                                   table_field_text(table, &table->rows[0].fields[3]), "lua"});
  assert_noted(table, "calls: over the 1 of 2 programs that all engines have which have any");
}

static void doubt_names_the_engines_the_programs_and_what_would_have_been_seen(void **state) {
  struct world *world = *state;
  fixture_fill(&world->fixture, 12, 0.02);
  scale(world, "lua", .6);
  fastest_of(world);
  const char *doubt = report_doubt(world->analysis);
  assert_non_null(strstr(doubt, "mica-bytecode and lua on "));
  assert_non_null(strstr(doubt, " of 5 programs (fib, array_loops"));
  assert_non_null(strstr(doubt, "14 of 15 pairs of engines were told apart on every program"));
}

static void no_doubt_is_said_to_be_none(void **state) {
  struct world *world = *state;
  fixture_fill(&world->fixture, 12, 0.001);
  fastest_of(world);
  assert_non_null(
      strstr(report_doubt(world->analysis), "Every two of the engines were told apart"));
}

#define TEST(function) cmocka_unit_test_setup_teardown(function, setup, teardown)

int main(void) {
  const struct CMUnitTest tests[] = {
      TEST(fastest_engine_is_named_by_group_without_compiled_code),
      TEST(two_that_are_alike_are_not_told_apart),
      TEST(third_that_is_as_fast_is_named_too),
      TEST(too_few_pairs_name_no_winner),
      TEST(smoke_run_ranks_nothing),
      TEST(engine_that_lacks_a_program_is_not_ranked),
      TEST(group_that_is_there_for_some_is_ranked_over_what_all_have),
      TEST(doubt_names_the_engines_the_programs_and_what_would_have_been_seen),
      TEST(no_doubt_is_said_to_be_none),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}

// How times grow with the size of the input, and first blocks against steady ones.
#include "compare/cold.h"
#include "compare/growth_series.h"
#include "compare/report_tables.h"
#include "tests/unit/store_fixture.h"

#include <string.h>

struct world {
  struct fixture fixture;
  struct arena *arena;
};

static int setup(void **state) {
  struct world *world = calloc(1, sizeof *world);
  fixture_open(&world->fixture, "complete", "quick", 8);
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

static struct growth_set set_of(struct world *world, const struct analysis *analysis) {
  struct error error = {.message = ""};
  struct growth_set set;
  if (!growth_series_load(&set, store_database(world->fixture.store), analysis, &error))
    fail_msg("%s", error.message);
  return set;
}

// ---- Series -------------------------------------------------------------------------------------

static void a_family_is_the_name_without_its_size(void **state) {
  (void)state;
  struct arena *arena = arena_create();
  assert_string_equal(growth_family(arena, "call_text_64k"), "call_text");
  assert_string_equal(growth_family(arena, "load_source_1m"), "load_source");
  assert_string_equal(growth_family(arena, "call_array_10000"), "call_array");
  assert_string_equal(growth_family(arena, "call_text"), "call_text");
  assert_string_equal(growth_family(arena, "loop_int32"), "loop_int32");
  assert_string_equal(growth_family(arena, "make_2x"), "make_2x");
  arena_destroy(arena);
}

static void add_payload_program(struct world *world, int64_t engine, const char *name, int payload,
                                double nanoseconds) {
  struct fixture *fixture = &world->fixture;
  int64_t program = fixture_program(fixture, name, "boundary", false, "[]");
  fixture_sql(fixture, "UPDATE program SET manifest = '{\"payload\": %d}' WHERE id = %lld", payload,
              (long long)program);
  fixture_times(fixture, fixture_cell(fixture, program, engine, "ok", ""), 8, nanoseconds, 0.001);
}

static void programs_that_differ_in_payload_are_a_family(void **state) {
  struct world *world = *state;
  int64_t lua = fixture_engine(&world->fixture, "lua", "lua");
  add_payload_program(world, lua, "call_text_64k", 65536, 65536e3);
  add_payload_program(world, lua, "call_text", 16, 16e3);
  add_payload_program(world, lua, "call_text_1k", 1024, 1024e3);
  add_payload_program(world, lua, "alone_1k", 1024, 1e3);
  const struct analysis *analysis = fixture_analysis(&world->fixture, world->arena);
  struct growth_set set = set_of(world, analysis);
  assert_int_equal(set.count, 1);
  assert_string_equal(set.series[0].family, "call_text");
  assert_int_equal(set.series[0].count, 3);
  assert_near(set.series[0].points[0].size, 16, 0);
  assert_near(set.series[0].line.exponent, 1, 0.01);
  struct document *document = document_create(world->arena, "");
  report_add_growth(document, analysis, &set);
  assert_int_equal(document->tables[0]->row_count, 1);
  assert_string_equal(document->tables[0]->rows[0].fields[2].text, "16, 1024, 65536");
  assert_string_equal(document->tables[0]->rows[0].fields[4].text, "1.00");
}

// A run of one program, whose work is a hundred units a repetition or ten thousand.
static void add_run(struct world *world, const char *size, const char *machine, const char *version,
                    double nanoseconds, int work) {
  struct fixture *fixture = &world->fixture;
  fixture_sql(fixture,
              "INSERT INTO run (uuid, started, status, size, seed, rounds, machine, options,"
              " machine_id) SELECT 'run-' || count(*), '', 'complete', '%s', 1, 8, '{}', '{}', '%s'"
              " FROM run",
              size, machine);
  fixture->run = fixture_last_id(fixture);
  int64_t engine = fixture_engine(fixture, "lua", "lua");
  fixture_sql(fixture, "UPDATE engine SET version = '%s' WHERE id = %lld", version,
              (long long)engine);
  int64_t program = fixture_program(fixture, "sort", "array-op", true, "[]");
  int64_t cell = fixture_cell(fixture, program, engine, "ok", "");
  fixture_sql(fixture, "UPDATE cell SET work = %d, work_repetitions = 1 WHERE id = %lld", work,
              (long long)cell);
  fixture_times(fixture, cell, 8, nanoseconds, 0.001);
}

static void runs_of_another_size_on_the_same_machine_give_sizes(void **state) {
  struct world *world = *state;
  add_run(world, "full", "this", "1.0", 1e9, 10000); // too old: the next is later
  add_run(world, "full", "this", "1.0", 1e8, 10000);
  add_run(world, "full", "other", "1.0", 7e9, 10000); // of another machine
  add_run(world, "quick", "this", "1.0", 1e5, 100);
  struct growth_set set = set_of(world, fixture_analysis(&world->fixture, world->arena));
  assert_int_equal(set.count, 1);
  assert_int_equal(set.series[0].count, 2);
  assert_true(set.series[0].runs);
  assert_near(set.series[0].line.exponent, 1.5, 0.01);
}

static void runs_of_another_version_or_an_unknown_machine_give_none(void **state) {
  struct world *world = *state;
  add_run(world, "full", "this", "0.9", 1e8, 10000);
  add_run(world, "quick", "this", "1.0", 1e5, 100);
  assert_int_equal(set_of(world, fixture_analysis(&world->fixture, world->arena)).count, 0);
  add_run(world, "full", "", "1.0", 1e8, 10000);
  add_run(world, "quick", "", "1.0", 1e5, 100);
  assert_int_equal(set_of(world, fixture_analysis(&world->fixture, world->arena)).count, 0);
}

// ---- First blocks -------------------------------------------------------------------------------

static void the_first_block_is_set_against_the_steady_ones(void **state) {
  struct world *world = *state;
  fixture_fill(&world->fixture, 8, 0.01);
  const struct analysis *analysis = fixture_analysis(&world->fixture, world->arena);
  const struct analysis_cell *cell = analysis_cell(analysis, 0, 0);
  struct statistics_interval ratio = cold_ratio(analysis, cell, 0.05);
  assert_int_equal(ratio.count, 8);
  assert_near(ratio.estimate, 7, 1e-6); // the fixture's warm-up sample
  assert_int_equal(cold_ratio(analysis, NULL, 0.05).count, 0);
}

static void a_first_block_that_is_no_warm_up_is_not_its_own_steady_time(void **state) {
  struct world *world = *state;
  fixture_fill(&world->fixture, 8, 0.01);
  fixture_sql(&world->fixture, "UPDATE sample SET warmup = 0");
  const struct analysis *analysis = fixture_analysis(&world->fixture, world->arena);
  struct statistics_interval ratio = cold_ratio(analysis, analysis_cell(analysis, 0, 0), 0.05);
  assert_near(ratio.estimate, 7, 1e-6);
}

static void a_pair_with_one_half_has_no_first_block(void **state) {
  struct world *world = *state;
  fixture_fill(&world->fixture, 8, 0.01);
  fixture_sql(&world->fixture, "DELETE FROM sample WHERE invocation_id IN (SELECT id FROM "
                               "invocation WHERE pair = 3 AND half = 0)");
  fixture_sql(&world->fixture, "DELETE FROM invocation WHERE pair = 3 AND half = 0");
  const struct analysis *analysis = fixture_analysis(&world->fixture, world->arena);
  assert_int_equal(cold_ratio(analysis, analysis_cell(analysis, 0, 0), 0.05).count, 7);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(a_family_is_the_name_without_its_size),
      cmocka_unit_test_setup_teardown(programs_that_differ_in_payload_are_a_family, setup,
                                      teardown),
      cmocka_unit_test_setup_teardown(runs_of_another_size_on_the_same_machine_give_sizes, setup,
                                      teardown),
      cmocka_unit_test_setup_teardown(runs_of_another_version_or_an_unknown_machine_give_none,
                                      setup, teardown),
      cmocka_unit_test_setup_teardown(the_first_block_is_set_against_the_steady_ones, setup,
                                      teardown),
      cmocka_unit_test_setup_teardown(a_first_block_that_is_no_warm_up_is_not_its_own_steady_time,
                                      setup, teardown),
      cmocka_unit_test_setup_teardown(a_pair_with_one_half_has_no_first_block, setup, teardown),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}

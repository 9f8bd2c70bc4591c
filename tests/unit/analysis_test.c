// From stored samples to times, pairs and ratios: what counts, what is left out, and why.
#include "tests/unit/store_fixture.h"

struct world {
  struct fixture fixture;
  struct arena *arena;
  int64_t native, lua, program; // rows of the store
};

static int setup(void **state) {
  struct world *world = calloc(1, sizeof *world);
  fixture_open(&world->fixture, "complete", "quick", 6);
  world->arena = arena_create();
  world->lua = fixture_engine(&world->fixture, "lua", "lua");
  world->native = fixture_engine(&world->fixture, "native", "native");
  world->program = fixture_program(&world->fixture, "fib", "fibonacci", true, "[\"a note\"]");
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

static struct analysis *load(struct world *world) {
  return fixture_analysis(&world->fixture, world->arena);
}

// The cells of the one program: native is sorted to the front.
static const struct analysis_cell *native_cell(const struct analysis *analysis) {
  return analysis_cell(analysis, 0, 0);
}

static const struct analysis_cell *lua_cell(const struct analysis *analysis) {
  return analysis_cell(analysis, 0, 1);
}

static void time_is_the_median_of_the_samples_less_warm_up_and_empty_call(void **state) {
  struct world *world = *state;
  int64_t cell = fixture_cell(&world->fixture, world->program, world->native, "ok", "");
  fixture_invocation(&world->fixture, cell, 0, 0, "ok", 500);
  fixture_invocation(&world->fixture, cell, 0, 1, "ok", 500);
  struct analysis *analysis = load(world);
  const struct analysis_cell *loaded = native_cell(analysis);
  struct statistics_interval time = analysis_time(analysis, loaded, ANALYSIS_TIME, ANALYSIS_ALPHA);
  assert_int_equal(time.count, 1);
  assert_near(time.estimate, 500, 1e-9);
  assert_near(loaded->timer_ns, 25, 0);
  assert_near(loaded->empty_ns, FIXTURE_EMPTY_NS, 0);
  assert_near(loaded->block_ns, FIXTURE_REPETITIONS * (500 + FIXTURE_EMPTY_NS), 1e-9);
  assert_near(analysis_units(loaded), FIXTURE_UNITS, 0);
  assert_int_equal(loaded->invocation_count, 2);
}

static void an_invocation_keeps_its_samples_in_their_order_warm_up_first(void **state) {
  struct world *world = *state;
  int64_t cell = fixture_cell(&world->fixture, world->program, world->native, "ok", "");
  fixture_invocation(&world->fixture, cell, 0, 0, "ok", 500);
  fixture_invocation(&world->fixture, cell, 0, 1, "crashed", 500);
  fixture_invocation(&world->fixture, cell, 3, 1, "ok", 200);
  fixture_invocation(&world->fixture, cell, -1, 1, "ok", 100); // set aside
  const struct analysis_cell *loaded = native_cell(load(world));
  assert_int_equal(loaded->invocation_count, 2);
  const struct analysis_invocation *second = &loaded->invocations[1];
  assert_int_equal(second->pair, 3);
  assert_int_equal(second->half, 1);
  assert_int_equal(second->count, 1 + FIXTURE_SAMPLES);
  assert_int_equal(second->warmup, 1);
  assert_near(analysis_sample(second, 0), 1400, 1e-9);
  assert_near(analysis_sample(second, 1), 300, 1e-9);
  assert_near(second->timer_ns, 25, 0);
}

static void intervals_of_a_run_that_looked_share_alpha_among_its_looks(void **state) {
  struct world *world = *state;
  assert_near(analysis_level(load(world), 1), ANALYSIS_ALPHA, 0);
  assert_near(analysis_level(load(world), 5), ANALYSIS_ALPHA / 5, 1e-15);
  fixture_sql(&world->fixture, "INSERT INTO look VALUES (%lld, 8, 20, '', 0, 1)",
              (long long)world->fixture.run);
  fixture_sql(&world->fixture, "INSERT INTO look VALUES (%lld, 20, 20, '', 1, 0)",
              (long long)world->fixture.run);
  struct sequential_plan plan = {.count = 0};
  sequential_plan_add(&plan, 8, 0.4);
  sequential_plan_add(&plan, 20, 1);
  assert_near(analysis_level(load(world), 2), sequential_level(&plan, 1, ANALYSIS_ALPHA / 2), 0);
  assert_true(analysis_level(load(world), 2) < ANALYSIS_ALPHA / 2);
}

static void value_of_a_pair_is_the_geometric_mean_of_its_halves(void **state) {
  struct world *world = *state;
  int64_t cell = fixture_cell(&world->fixture, world->program, world->native, "ok", "");
  fixture_invocation(&world->fixture, cell, 0, 0, "ok", 200);
  fixture_invocation(&world->fixture, cell, 0, 1, "ok", 800);
  struct analysis *analysis = load(world);
  assert_near(
      analysis_time(analysis, native_cell(analysis), ANALYSIS_TIME, ANALYSIS_ALPHA).estimate, 400,
      1e-9);
}

static void ratio_is_taken_within_pairs_so_that_drift_falls_out(void **state) {
  struct world *world = *state;
  int64_t native = fixture_cell(&world->fixture, world->program, world->native, "ok", "");
  int64_t lua = fixture_cell(&world->fixture, world->program, world->lua, "ok", "");
  for (int pair = 0; pair < 6; pair++)
    for (int half = 0; half < 2; half++) {
      double drift = pair * 300 + half * 100 + 100;
      fixture_invocation(&world->fixture, native, pair, half, "ok", drift);
      fixture_invocation(&world->fixture, lua, pair, half, "ok", 3 * drift);
    }
  struct analysis *analysis = load(world);
  struct statistics_interval ratio = analysis_ratio(
      analysis, lua_cell(analysis), native_cell(analysis), ANALYSIS_TIME, ANALYSIS_ALPHA);
  assert_int_equal(ratio.count, 6);
  assert_true(ratio.reached);
  assert_near(ratio.low, 3, 1e-9);
  assert_near(ratio.high, 3, 1e-9);
}

static void pair_with_one_half_and_unfinished_invocation_do_not_count(void **state) {
  struct world *world = *state;
  int64_t native = fixture_cell(&world->fixture, world->program, world->native, "ok", "");
  int64_t lua = fixture_cell(&world->fixture, world->program, world->lua, "ok", "");
  for (int half = 0; half < 2; half++) {
    fixture_invocation(&world->fixture, native, 0, half, "ok", 100);
    fixture_invocation(&world->fixture, lua, 0, half, "ok", 200);
    fixture_invocation(&world->fixture, native, 1, half, "ok", 100);
    fixture_invocation(&world->fixture, lua, 1, half, half == 0 ? "ok" : "interrupted", 900);
  }
  fixture_invocation(&world->fixture, native, 2, 0, "running", 100);
  struct analysis *analysis = load(world);
  size_t count, least, greatest;
  double *logs = analysis_log_ratios(analysis, lua_cell(analysis), native_cell(analysis),
                                     ANALYSIS_TIME, &count);
  assert_int_equal(count, 1);
  assert_near(logs[0], log(2), 1e-12);
  analysis_pair_range(analysis, ANALYSIS_TIME, &least, &greatest);
  assert_int_equal(least, 1);
  assert_int_equal(greatest, 2);
}

static void half_a_pair_counts_in_a_smoke_run_alone(void **state) {
  struct world *world = *state;
  fixture_sql(&world->fixture, "UPDATE run SET size = 'smoke'");
  int64_t cell = fixture_cell(&world->fixture, world->program, world->native, "ok", "");
  fixture_invocation(&world->fixture, cell, 0, 0, "ok", 100);
  struct analysis *analysis = load(world);
  assert_int_equal(native_cell(analysis)->series[ANALYSIS_TIME].count, 1);
}

static void only_cells_that_are_ok_have_times_and_the_others_say_why(void **state) {
  struct world *world = *state;
  static const struct {
    const char *status, *message, *word, *reason;
  } cases[] = {
      {"wrong", "checksum 7, expected 8", "wrong", "wrong: checksum 7, expected 8"},
      {"crashed", "signal 11", "crashed", "crashed: signal 11"},
      {"hung", "silent for 30 s", "hung", "hung: silent for 30 s"},
      {"unavailable", "no boundary in this language", "n/a", "no boundary in this language"},
      {"failed", "", "failed", "failed"},
      {"pending", "", "none", "never checked: the run ended before"},
      {"ok", "", "none", "no complete pair was measured"},
  };
  int64_t cell = fixture_cell(&world->fixture, world->program, world->native, "ok", "");
  fixture_invocation(&world->fixture, cell, 0, 0, "ok", 100);
  fixture_invocation(&world->fixture, cell, 0, 1, "ok", 100);
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    bool ok = strcmp(cases[i].status, "ok") == 0;
    fixture_sql(&world->fixture, "UPDATE cell SET status = '%s', message = nullif('%s', '')",
                cases[i].status, cases[i].message);
    if (ok)
      fixture_sql(&world->fixture, "DELETE FROM invocation WHERE half = 1");
    struct analysis *analysis = load(world);
    const struct analysis_cell *loaded = native_cell(analysis);
    assert_int_equal(loaded->series[ANALYSIS_TIME].count, 0);
    assert_string_equal(analysis_missing_word(loaded), cases[i].word);
    assert_string_equal(analysis_missing(analysis, loaded, ANALYSIS_TIME), cases[i].reason);
  }
}

static void cell_that_the_run_lacks_is_not_available(void **state) {
  struct world *world = *state;
  struct analysis *analysis = load(world);
  assert_null(native_cell(analysis));
  assert_string_equal(analysis_missing_word(NULL), "n/a");
  assert_string_equal(analysis_missing(analysis, NULL, ANALYSIS_TIME), "not in this run");
}

static void time_not_above_that_of_empty_calls_is_no_time(void **state) {
  struct world *world = *state;
  int64_t cell = fixture_cell(&world->fixture, world->program, world->native, "ok", "");
  fixture_invocation(&world->fixture, cell, 0, 0, "ok", -1);
  fixture_invocation(&world->fixture, cell, 0, 1, "ok", 0);
  struct analysis *analysis = load(world);
  assert_int_equal(native_cell(analysis)->below_empty, 2);
  assert_string_equal(analysis_missing(analysis, native_cell(analysis), ANALYSIS_TIME),
                      "takes no longer than an empty call");
}

static void whole_processes_that_failed_do_not_count(void **state) {
  struct world *world = *state;
  int64_t cell = fixture_cell(&world->fixture, world->program, world->native, "ok", "");
  for (int half = 0; half < 2; half++) {
    fixture_process(&world->fixture, cell, 0, half, 0.5, 0);
    fixture_process(&world->fixture, cell, 1, half, 0.001, half);
  }
  struct analysis *analysis = load(world);
  const struct analysis_cell *loaded = native_cell(analysis);
  struct statistics_interval wall =
      analysis_time(analysis, loaded, ANALYSIS_PROCESS, ANALYSIS_ALPHA);
  assert_int_equal(wall.count, 1);
  assert_near(wall.estimate, 0.5, 1e-12);
  assert_near(loaded->cpu_seconds, 0.375, 1e-12);
  assert_int_equal(loaded->failed_processes, 1);
}

static void geometric_mean_leaves_a_missing_cell_out_on_both_sides(void **state) {
  struct world *world = *state;
  struct fixture *fixture = &world->fixture;
  int64_t other = fixture_program(fixture, "loop_int32", "loop", true, "[]");
  static const double ratios[] = {4, 9};
  int64_t programs[] = {world->program, other}, lua_cells[2];
  for (int i = 0; i < 2; i++) {
    int64_t native = fixture_cell(fixture, programs[i], world->native, "ok", "");
    lua_cells[i] = fixture_cell(fixture, programs[i], world->lua, "ok", "");
    for (int pair = 0; pair < 6; pair++)
      for (int half = 0; half < 2; half++) {
        fixture_invocation(fixture, native, pair, half, "ok", 100);
        fixture_invocation(fixture, lua_cells[i], pair, half, "ok", 100 * ratios[i]);
      }
  }
  const size_t both[] = {0, 1};
  size_t used;
  struct analysis *analysis = load(world);
  struct statistics_interval mean =
      analysis_geometric_mean(analysis, both, 2, 1, 0, ANALYSIS_TIME, ANALYSIS_ALPHA, &used);
  assert_int_equal(used, 2);
  assert_near(mean.estimate, 6, 1e-9);
  fixture_sql(fixture, "UPDATE cell SET status = 'hung' WHERE id = %lld", (long long)lua_cells[1]);
  analysis = load(world);
  mean = analysis_geometric_mean(analysis, both, 2, 1, 0, ANALYSIS_TIME, ANALYSIS_ALPHA, &used);
  assert_int_equal(used, 1);
  assert_near(mean.estimate, 4, 1e-9);
}

static void engines_and_programs_are_in_the_order_of_the_tables(void **state) {
  struct world *world = *state;
  fixture_engine(&world->fixture, "mica-tree", "mica");
  fixture_program(&world->fixture, "empty", "process", false, "[]");
  fixture_program(&world->fixture, "zebra", "another-category", true, "[]");
  fixture_program(&world->fixture, "array_loops", "array-op", true, "[]");
  struct analysis *analysis = load(world);
  static const char *const engines[] = {"native", "mica-tree", "lua"};
  static const char *const programs[] = {"fib", "array_loops", "zebra", "empty"};
  assert_int_equal(analysis->engine_count, 3);
  assert_int_equal(analysis->program_count, 4);
  for (size_t i = 0; i < 3; i++)
    assert_string_equal(analysis->engines[i].name, engines[i]);
  for (size_t i = 0; i < 4; i++)
    assert_string_equal(analysis->programs[i].name, programs[i]);
  assert_true(analysis->programs[3].process);
  assert_int_equal(analysis_find_engine(analysis, "lua"), 2);
  assert_int_equal(analysis_find_program(analysis, "nothing"), -1);
  assert_int_equal(analysis->programs[0].note_count, 1);
  assert_string_equal(analysis->programs[0].notes[0], "a note");
}

static void run_that_is_not_stored_is_an_error(void **state) {
  struct world *world = *state;
  struct error error = {.message = ""};
  assert_null(analysis_load(world->arena, store_database(world->fixture.store), 77, NULL, &error));
  assert_string_equal(error.message, "the store holds no run 77");
}

static void ratios_are_taken_to_native_c_or_to_the_engine_that_is_named(void **state) {
  struct world *world = *state;
  struct error error = {.message = ""};
  sqlite3 *database = store_database(world->fixture.store);
  int64_t run = world->fixture.run;
  const struct analysis *analysis = analysis_load(world->arena, database, run, NULL, &error);
  assert_int_equal(analysis->baseline, 0);
  assert_string_equal(analysis->baseline_name, "native C");
  analysis = analysis_load(world->arena, database, run, "lua", &error);
  assert_int_equal(analysis->baseline, analysis_find_engine(analysis, "lua"));
  assert_string_equal(analysis->baseline_name, "lua");
  assert_null(analysis_load(world->arena, database, run, "perl", &error));
  assert_non_null(strstr(error.message, "there is no engine `perl` in run"));
  fixture_sql(&world->fixture,
              "UPDATE engine SET name = 'other', driver = 'mica' WHERE name = 'native'");
  analysis = analysis_load(world->arena, database, run, NULL, &error);
  assert_string_equal(analysis->baseline_name, "lua");
}

static void other_runs_of_the_store_do_not_mix_in(void **state) {
  struct world *world = *state;
  fixture_cell(&world->fixture, world->program, world->native, "ok", "");
  int64_t first = world->fixture.run;
  fixture_sql(&world->fixture,
              "INSERT INTO run (uuid, started, status, size, seed, rounds, machine, options)"
              " VALUES ('another', '2026-01-03T00:00:00Z', 'running', 'full', 2, 9, '{}', '{}')");
  world->fixture.run = fixture_last_id(&world->fixture);
  fixture_engine(&world->fixture, "cpython", "cpython");
  struct analysis *analysis = load(world);
  assert_int_equal(analysis->engine_count, 1);
  assert_int_equal(analysis->program_count, 0);
  assert_string_equal(analysis->run.finished, "");
  assert_string_equal(analysis->run.commit_id, "");
  world->fixture.run = first;
  analysis = load(world);
  assert_int_equal(analysis->engine_count, 2);
  assert_non_null(native_cell(analysis));
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test_setup_teardown(time_is_the_median_of_the_samples_less_warm_up_and_empty_call,
                                      setup, teardown),
      cmocka_unit_test_setup_teardown(an_invocation_keeps_its_samples_in_their_order_warm_up_first,
                                      setup, teardown),
      cmocka_unit_test_setup_teardown(intervals_of_a_run_that_looked_share_alpha_among_its_looks,
                                      setup, teardown),
      cmocka_unit_test_setup_teardown(value_of_a_pair_is_the_geometric_mean_of_its_halves, setup,
                                      teardown),
      cmocka_unit_test_setup_teardown(ratio_is_taken_within_pairs_so_that_drift_falls_out, setup,
                                      teardown),
      cmocka_unit_test_setup_teardown(pair_with_one_half_and_unfinished_invocation_do_not_count,
                                      setup, teardown),
      cmocka_unit_test_setup_teardown(half_a_pair_counts_in_a_smoke_run_alone, setup, teardown),
      cmocka_unit_test_setup_teardown(only_cells_that_are_ok_have_times_and_the_others_say_why,
                                      setup, teardown),
      cmocka_unit_test_setup_teardown(cell_that_the_run_lacks_is_not_available, setup, teardown),
      cmocka_unit_test_setup_teardown(time_not_above_that_of_empty_calls_is_no_time, setup,
                                      teardown),
      cmocka_unit_test_setup_teardown(whole_processes_that_failed_do_not_count, setup, teardown),
      cmocka_unit_test_setup_teardown(geometric_mean_leaves_a_missing_cell_out_on_both_sides, setup,
                                      teardown),
      cmocka_unit_test_setup_teardown(engines_and_programs_are_in_the_order_of_the_tables, setup,
                                      teardown),
      cmocka_unit_test_setup_teardown(run_that_is_not_stored_is_an_error, setup, teardown),
      cmocka_unit_test_setup_teardown(ratios_are_taken_to_native_c_or_to_the_engine_that_is_named,
                                      setup, teardown),
      cmocka_unit_test_setup_teardown(other_runs_of_the_store_do_not_mix_in, setup, teardown),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}

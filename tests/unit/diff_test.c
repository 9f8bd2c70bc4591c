// Two stored runs against each other: what is found, what is not claimed, what is refused.
#include "compare/comparison.h"
#include "compare/reference.h"
#include "tests/unit/store_fixture.h"

enum { PAIRS = 12 };

struct world {
  struct fixture fixture;
  struct arena *arena;
  struct error error;
};

static int setup(void **state) {
  struct world *world = calloc(1, sizeof *world);
  fixture_open(&world->fixture, "complete", "quick", PAIRS);
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

// What a run of the tests is made of, besides its noise.
struct plan {
  const char *commit, *machine, *size;
  int seed, pairs;
  double machine_factor, mica_factor; // times of all; of fib on Mica
  const char *array_name;
};

static const struct plan usual = {.commit = "1111111",
                                  .machine = "here",
                                  .size = "quick",
                                  .seed = 1,
                                  .pairs = PAIRS,
                                  .machine_factor = 1,
                                  .mica_factor = 1,
                                  .array_name = "array_loops"};

// Adds a run of three programs on native, Lua and Mica; returns its number.
static int64_t add_run(struct world *world, const struct plan *plan) {
  static const struct {
    const char *name, *driver;
    double factor;
  } engines[] = {{"native", "native", 1}, {"lua", "lua", 20}, {"mica-bytecode", "mica", 12}};
  struct fixture *fixture = &world->fixture;
  const char *programs[] = {"fib", plan->array_name, "loop_int32"};
  int64_t ids[3];
  fixture_sql(fixture,
              "INSERT INTO run (uuid, started, status, size, seed, rounds, commit_id, machine,"
              " options, machine_id) VALUES (hex(randomblob(16)), '2026-01-02T03:04:05Z',"
              " 'complete', '%s', %d, %d, '%s', '{}', '{}', '%s')",
              plan->size, plan->seed, plan->pairs, plan->commit, plan->machine);
  fixture->run = fixture_last_id(fixture);
  for (size_t i = 0; i < 3; i++)
    ids[i] = fixture_engine(fixture, engines[i].name, engines[i].driver);
  for (size_t i = 0; i < 3; i++) {
    int64_t program = fixture_program(fixture, programs[i], "loop", true, "[]");
    for (size_t j = 0; j < 3; j++) {
      double planted = i == 0 && j == 2 ? plan->mica_factor : 1;
      fixture_times(fixture, fixture_cell(fixture, program, ids[j], "ok", ""), plan->pairs,
                    1e5 * (double)(i + 1) * engines[j].factor * planted * plan->machine_factor,
                    0.01);
    }
  }
  return fixture->run;
}

static struct plan with_commit(const char *commit) {
  struct plan plan = usual;
  plan.commit = commit;
  return plan;
}

static struct analysis *load(struct world *world, int64_t run) {
  struct analysis *analysis =
      analysis_load(world->arena, store_database(world->fixture.store), run, NULL, &world->error);
  assert_non_null(analysis);
  return analysis;
}

static struct comparison *compare(struct world *world, int64_t old, int64_t new,
                                  const struct comparison_options *options) {
  const struct analysis *runs[] = {load(world, old), load(world, new)};
  struct comparison_side before = {&runs[0], 1, -1, -1}, after = {&runs[1], 1, -1, -1};
  return comparison_make(world->arena, &before, &after, options, &world->error);
}

static const struct comparison_options no_options;

static const struct comparison_row *row_of(const struct comparison *comparison, const char *program,
                                           const char *engine) {
  for (size_t i = 0; i < comparison->row_count; i++)
    if (strcmp(comparison->rows[i].program, program) == 0 &&
        strcmp(comparison->rows[i].engine, engine) == 0)
      return &comparison->rows[i];
  fail_msg("there is no row of %s on %s", program, engine);
  return NULL;
}

// ---- What is found ------------------------------------------------------------------------------

static void a_planted_tenth_is_found_although_the_machine_drifted(void **state) {
  struct world *world = *state;
  struct plan slower = with_commit("2222222");
  slower.machine_factor = 1.2;
  slower.mica_factor = 1.1;
  int64_t old = add_run(world, &usual);
  struct comparison *comparison = compare(world, old, add_run(world, &slower), &no_options);
  assert_non_null(comparison);
  assert_string_equal(comparison->relative_to, "native");
  const struct comparison_row *row = row_of(comparison, "fib", "mica-bytecode");
  assert_int_equal(row->verdict, COMPARISON_WORSE);
  assert_near(row->change.estimate, 1.1, 0.01);
  assert_true(row->p < 0.05);
  assert_int_equal(comparison_count(comparison, COMPARISON_WORSE), 2); // and the mean
  assert_int_equal(comparison_count(comparison, COMPARISON_BETTER), 0);
  assert_int_equal(row_of(comparison, "loop_int32", "mica-bytecode")->verdict,
                   COMPARISON_UNDECIDED);
}

static void the_geometric_mean_is_over_the_programs_of_each_pair(void **state) {
  struct world *world = *state;
  struct plan slower = with_commit("2222222");
  slower.mica_factor = 1.331;
  int64_t old = add_run(world, &usual);
  struct comparison *comparison = compare(world, old, add_run(world, &slower), &no_options);
  const struct comparison_row *mean = row_of(comparison, "geometric mean", "mica-bytecode");
  assert_int_equal(mean->programs, 3);
  assert_near(mean->change.estimate, 1.1, 0.01); // the cube root
}

static void engines_that_did_not_change_are_controls_and_no_rows(void **state) {
  struct world *world = *state;
  struct plan later = with_commit("2222222");
  later.machine_factor = 1.2;
  int64_t old = add_run(world, &usual);
  struct comparison *comparison = compare(world, old, add_run(world, &later), &no_options);
  assert_int_equal(comparison->row_count, 4); // Mica's three programs and their mean
  assert_int_equal(comparison->control_count, 2);
  assert_true(comparison->controls[0].anchor);
  assert_near(comparison->controls[0].change.estimate, 1.2, 0.02);
  assert_string_equal(comparison->controls[1].engine->name, "lua");
  assert_near(comparison->controls[1].change.estimate, 1, 0.01);
}

static void no_change_is_called_one_that_a_control_has_made_too(void **state) {
  struct world *world = *state;
  struct plan slower = with_commit("2222222");
  slower.mica_factor = 1.1;
  int64_t old = add_run(world, &usual), new = add_run(world, &slower);
  fixture_sql(&world->fixture,
              "UPDATE sample SET ns = ns * 1.2 WHERE invocation_id IN (SELECT i.id FROM invocation"
              " i JOIN cell c ON c.id = i.cell_id JOIN engine e ON e.id = c.engine_id WHERE"
              " e.run_id = %lld AND e.name = 'lua')",
              (long long)new);
  struct comparison *comparison = compare(world, old, new, &no_options);
  assert_near(expm1(comparison->drift), 0.2, 0.02);
  assert_int_equal(row_of(comparison, "fib", "mica-bytecode")->verdict, COMPARISON_UNDECIDED);
}

static void absolute_times_hold_the_drift_of_the_machine(void **state) {
  struct world *world = *state;
  struct comparison_options options = {.relative_to = "none"};
  struct plan later = with_commit("2222222");
  later.machine_factor = 1.2;
  int64_t old = add_run(world, &usual);
  struct comparison *comparison = compare(world, old, add_run(world, &later), &options);
  assert_null(comparison->relative_to);
  assert_near(row_of(comparison, "fib", "mica-bytecode")->change.estimate, 1.2, 0.05);
}

static void at_a_a_hardly_any_table_claims_a_difference(void **state) {
  struct world *world = *state;
  enum { RUNS = 25 };
  int64_t runs[RUNS];
  size_t tables_with_a_claim = 0;
  for (size_t i = 0; i < RUNS; i++)
    runs[i] = add_run(world, &usual);
  for (size_t i = 1; i < RUNS; i++) {
    struct comparison *comparison = compare(world, runs[i - 1], runs[i], &no_options);
    assert_int_equal(comparison->changed, 0);
    assert_int_equal(comparison->tested, 8); // the same commit: Lua's rows too
    tables_with_a_claim += comparison_count(comparison, COMPARISON_UNDECIDED) < 8;
  }
  assert_true(tables_with_a_claim <= 3); // more in 2 of 100 such sequences, if 1 in 20 claims
}

static void two_engines_of_one_run_are_compared_pair_by_pair(void **state) {
  struct world *world = *state;
  const struct analysis *run = load(world, add_run(world, &usual));
  struct comparison_side lua = {&run, 1, analysis_find_engine(run, "lua"), -1};
  struct comparison_side mica = {&run, 1, analysis_find_engine(run, "mica-bytecode"), -1};
  struct comparison *comparison =
      comparison_make(world->arena, &lua, &mica, &no_options, &world->error);
  assert_non_null(comparison);
  assert_true(comparison->paired);
  const struct comparison_row *row = row_of(comparison, "fib", "lua to mica-bytecode");
  assert_near(row->change.estimate, 0.6, 0.01);
  assert_near(row->p, 4 * 2 * exp2(-PAIRS), 1e-12); // all pairs on one side, the first of four rows
  assert_int_equal(comparison_count(comparison, COMPARISON_BETTER), 4);
}

static void fewer_than_four_pairs_a_side_claim_nothing(void **state) {
  struct world *world = *state;
  struct comparison_options options = {.uncorrected = true};
  struct plan old = usual, new = with_commit("2222222");
  old.pairs = new.pairs = 3;
  new.mica_factor = 3;
  int64_t run = add_run(world, &old);
  struct comparison *comparison = compare(world, run, add_run(world, &new), &options);
  const struct comparison_row *row = row_of(comparison, "fib", "mica-bytecode");
  assert_int_equal(row->verdict, COMPARISON_UNDECIDED);
  assert_true(isinf(row->detectable));
}

// ---- Names --------------------------------------------------------------------------------------

static void names_that_differ_in_hyphens_and_case_are_the_same(void **state) {
  struct world *world = *state;
  struct plan renamed = with_commit("2222222");
  renamed.array_name = "Array-Loops";
  int64_t old = add_run(world, &usual);
  struct comparison *comparison = compare(world, old, add_run(world, &renamed), &no_options);
  assert_null(row_of(comparison, "Array-Loops", "mica-bytecode")->missing);
}

static void a_map_sets_a_renamed_program_against_its_old_self(void **state) {
  struct world *world = *state;
  struct comparison_options options = {.map = "array_loops=sums"};
  struct plan renamed = with_commit("2222222");
  renamed.array_name = "sums";
  int64_t old = add_run(world, &usual), new = add_run(world, &renamed);
  struct comparison *unmapped = compare(world, old, new, &no_options);
  assert_non_null(strstr(row_of(unmapped, "array_loops", "mica-bytecode")->missing, "not in this"));
  struct comparison *comparison = compare(world, old, new, &options);
  assert_null(row_of(comparison, "array_loops to sums", "mica-bytecode")->missing);
  options.map = "array_loops=nothing";
  assert_null(compare(world, old, new, &options));
  assert_non_null(strstr(world->error.message, "nothing"));
}

// ---- What is refused ----------------------------------------------------------------------------

static void times_of_two_machines_are_compared_only_as_ratios(void **state) {
  struct world *world = *state;
  struct comparison_options options = {.across_machines = true};
  struct plan elsewhere = with_commit("2222222");
  elsewhere.machine = "there";
  elsewhere.machine_factor = 3;
  int64_t old = add_run(world, &usual), new = add_run(world, &elsewhere);
  assert_null(compare(world, old, new, &no_options));
  assert_non_null(strstr(world->error.message, "--across-machines"));
  struct comparison *comparison = compare(world, old, new, &options);
  assert_non_null(comparison);
  assert_near(row_of(comparison, "fib", "mica-bytecode")->change.estimate, 1, 0.02);
  options.relative_to = "none";
  assert_null(compare(world, old, new, &options));
}

static void smoke_runs_and_two_sizes_are_refused(void **state) {
  struct world *world = *state;
  struct plan smoke = usual, full = usual;
  smoke.size = "smoke";
  full.size = "full";
  int64_t old = add_run(world, &usual);
  assert_null(compare(world, old, add_run(world, &smoke), &no_options));
  assert_non_null(strstr(world->error.message, "smoke"));
  assert_null(compare(world, old, add_run(world, &full), &no_options));
  assert_non_null(strstr(world->error.message, "of size"));
}

static void cells_of_another_seed_n_or_result_are_left_out_with_the_reason(void **state) {
  struct world *world = *state;
  struct plan seeded = with_commit("2222222");
  seeded.seed = 2;
  int64_t old = add_run(world, &usual);
  struct comparison *comparison = compare(world, old, add_run(world, &seeded), &no_options);
  assert_non_null(strstr(row_of(comparison, "fib", "mica-bytecode")->missing, "seed"));
  struct plan later = with_commit("2222222");
  int64_t new = add_run(world, &later);
  fixture_sql(&world->fixture,
              "UPDATE cell SET n = 31 WHERE program_id = (SELECT id FROM program WHERE run_id ="
              " %lld AND name = 'fib')",
              (long long)new);
  fixture_sql(&world->fixture,
              "UPDATE cell SET checksum = 1 WHERE program_id = (SELECT id FROM program WHERE"
              " run_id = %lld AND name = 'loop_int32')",
              (long long)new);
  comparison = compare(world, old, new, &no_options);
  assert_non_null(strstr(row_of(comparison, "fib", "mica-bytecode")->missing, "n is 30"));
  assert_non_null(
      strstr(row_of(comparison, "loop_int32", "mica-bytecode")->missing, "result has changed"));
  assert_null(row_of(comparison, "array_loops", "mica-bytecode")->missing);
}

static void anchors_have_to_be_the_same_on_both_sides(void **state) {
  struct world *world = *state;
  struct comparison_options options = {.relative_to = "lua"};
  struct plan later = with_commit("2222222");
  int64_t old = add_run(world, &usual), new = add_run(world, &later);
  assert_string_equal(compare(world, old, new, &options)->relative_to, "lua");
  fixture_sql(&world->fixture,
              "UPDATE engine SET version = '2' WHERE run_id = %lld AND name = 'lua'",
              (long long)new);
  assert_null(compare(world, old, new, &options));
  assert_non_null(strstr(world->error.message, "lua is not an engine that is the same"));
  struct comparison *comparison = compare(world, old, new, &no_options);
  assert_int_equal(comparison->row_count, 8); // Lua has changed: its rows are there
  assert_non_null(strstr(comparison->notes[0], "`2` after"));
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test_setup_teardown(a_planted_tenth_is_found_although_the_machine_drifted, setup,
                                      teardown),
      cmocka_unit_test_setup_teardown(the_geometric_mean_is_over_the_programs_of_each_pair, setup,
                                      teardown),
      cmocka_unit_test_setup_teardown(engines_that_did_not_change_are_controls_and_no_rows, setup,
                                      teardown),
      cmocka_unit_test_setup_teardown(no_change_is_called_one_that_a_control_has_made_too, setup,
                                      teardown),
      cmocka_unit_test_setup_teardown(absolute_times_hold_the_drift_of_the_machine, setup,
                                      teardown),
      cmocka_unit_test_setup_teardown(at_a_a_hardly_any_table_claims_a_difference, setup, teardown),
      cmocka_unit_test_setup_teardown(two_engines_of_one_run_are_compared_pair_by_pair, setup,
                                      teardown),
      cmocka_unit_test_setup_teardown(fewer_than_four_pairs_a_side_claim_nothing, setup, teardown),
      cmocka_unit_test_setup_teardown(names_that_differ_in_hyphens_and_case_are_the_same, setup,
                                      teardown),
      cmocka_unit_test_setup_teardown(a_map_sets_a_renamed_program_against_its_old_self, setup,
                                      teardown),
      cmocka_unit_test_setup_teardown(times_of_two_machines_are_compared_only_as_ratios, setup,
                                      teardown),
      cmocka_unit_test_setup_teardown(smoke_runs_and_two_sizes_are_refused, setup, teardown),
      cmocka_unit_test_setup_teardown(
          cells_of_another_seed_n_or_result_are_left_out_with_the_reason, setup, teardown),
      cmocka_unit_test_setup_teardown(anchors_have_to_be_the_same_on_both_sides, setup, teardown),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}

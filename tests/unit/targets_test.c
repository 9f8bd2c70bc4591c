// The targets file and the verdicts. Runs have no noise beyond what a test gives them, so that each
// verdict follows from the numbers in the test.
#include "compare/targets.h"
#include "tests/unit/store_fixture.h"

struct world {
  struct fixture fixture;
  struct arena *arena;
  struct targets *targets;
  struct error error;
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
  targets_free(world->targets);
  arena_destroy(world->arena);
  fixture_close(&world->fixture);
  free(world);
  return 0;
}

// Loads a targets file with the text; NULL with world->error filled when it is refused.
static const struct targets *load(struct world *world, const char *text) {
  const char *path = arena_format(world->arena, "%s/targets.yaml", world->fixture.folder);
  FILE *file = fopen(path, "w");
  assert_non_null(file);
  fputs(text, file);
  fclose(file);
  targets_free(world->targets);
  world->targets = targets_load(path, &world->error);
  return world->targets;
}

// A file with one target whose measure is `measure`, in YAML's flow style.
static const struct targets *load_measure(struct world *world, const char *measure) {
  return load(world, arena_format(world->arena,
                                  "targets:\n"
                                  "  - id: X1\n"
                                  "    claim: a claim\n"
                                  "    holds: when it does\n"
                                  "    origin: a test\n"
                                  "    measure: %s\n",
                                  measure));
}

static const struct target_result *judge(struct world *world) {
  struct analysis *analysis = fixture_analysis(&world->fixture, world->arena);
  return &targets_judge(analysis, world->targets)->rows[0];
}

// The verdict on one measure.
static enum target_verdict verdict(struct world *world, const char *measure) {
  if (load_measure(world, measure) == NULL)
    fail_msg("%s", world->error.message);
  return judge(world)->verdict;
}

// The one target of most tests: fast is `against`'s time / its own.
#define SPEEDUP "engine: fast, against: slow, metric: time, quantity: speedup, "
#define TIME_RATIO "engine: fast, against: slow, metric: time, quantity: time_ratio, "

// Two engines and programs a, b, c of category loop; slow takes factors[i] times as long on the
// i-th, with pairs that alternate by +-1 %.
static void fill(struct world *world, const double *factors, size_t count, int pairs) {
  struct fixture *fixture = &world->fixture;
  int64_t fast = fixture_engine(fixture, "fast", "fast");
  int64_t slow = fixture_engine(fixture, "slow", "slow");
  for (size_t i = 0; i < count; i++) {
    const char name[] = {(char)('a' + i), '\0'};
    int64_t program = fixture_program(fixture, name, "loop", true, "[]");
    int64_t fast_cell = fixture_cell(fixture, program, fast, "ok", "");
    int64_t slow_cell = fixture_cell(fixture, program, slow, "ok", "");
    for (int pair = 0; pair < pairs; pair++)
      for (int half = 0; half < 2; half++) {
        double wobble = pair % 2 == 0 ? 1.01 : 0.99;
        fixture_invocation(fixture, fast_cell, pair, half, "ok", 1000);
        fixture_invocation(fixture, slow_cell, pair, half, "ok", 1000 * factors[i] * wobble);
      }
  }
}

static void verdict_is_drawn_from_the_whole_interval(void **state) {
  struct world *world = *state;
  const double factor = 10; // interval [9.9, 10.1]
  fill(world, &factor, 1, 12);
  static const struct {
    const char *measure;
    enum target_verdict verdict;
  } cases[] = {
      {"{" SPEEDUP "summary: each, at_least: 9}", TARGET_PASS},
      {"{" SPEEDUP "summary: each, at_least: 10}", TARGET_UNDECIDED},
      {"{" SPEEDUP "summary: each, at_least: 10.2}", TARGET_FAIL},
      {"{" SPEEDUP "summary: each, at_least: 2, beyond: 9}", TARGET_EXCEEDED},
      {"{" SPEEDUP "summary: each, at_least: 2, beyond: 9.95}", TARGET_PASS},
      {"{" SPEEDUP "summary: each, at_most: 11}", TARGET_PASS},
      {"{" SPEEDUP "summary: each, at_most: 9}", TARGET_FAIL},
      {"{" TIME_RATIO "summary: each, at_most: 0.11}", TARGET_PASS},
      {"{" TIME_RATIO "summary: each, at_most: 0.1}", TARGET_UNDECIDED},
      {"{" TIME_RATIO "summary: each, at_most: 0.09}", TARGET_FAIL},
      {"{" TIME_RATIO "summary: each, at_most: 1, beyond: 0.2}", TARGET_EXCEEDED},
      {"{" SPEEDUP "summary: geometric_mean, at_least: 9}", TARGET_PASS},
      {"{" SPEEDUP "summary: geometric_mean, at_least: 10.2}", TARGET_FAIL},
  };
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
    if (verdict(world, cases[i].measure) != cases[i].verdict)
      fail_msg("%s: %s instead of %s", cases[i].measure,
               target_verdict_text(verdict(world, cases[i].measure)),
               target_verdict_text(cases[i].verdict));
}

static void what_would_decide_an_undecided_target_is_said(void **state) {
  struct world *world = *state;
  const double factor = 10; // interval [9.9, 10.1], estimate near 10
  fill(world, &factor, 1, 12);
  const struct target_result *row;
  assert_int_equal(verdict(world, "{" SPEEDUP "summary: each, at_least: 9.96}"), TARGET_UNDECIDED);
  row = judge(world);
  assert_non_null(strstr(row->remark, "pairs would decide it, this run has 12"));
}

static void too_few_pairs_are_undecided_however_clear_they_look(void **state) {
  struct world *world = *state;
  const double factor = 1000;
  fill(world, &factor, 1, 5);
  assert_int_equal(verdict(world, "{" SPEEDUP "summary: each, at_least: 2}"), TARGET_UNDECIDED);
  assert_string_equal(judge(world)->remark, "worst of 1: a; 5 pairs, at least 6 are needed");
}

static void each_needs_every_program_and_shows_the_worst(void **state) {
  struct world *world = *state;
  const double factors[] = {20, 8, 12};
  fill(world, factors, 3, 12);
  assert_int_equal(verdict(world, "{" SPEEDUP "summary: each, at_least: 7}"), TARGET_PASS);
  assert_near(judge(world)->interval.estimate, 8, 0.01);
  assert_string_equal(judge(world)->remark, "worst of 3: b");
  assert_int_equal(verdict(world, "{" SPEEDUP "summary: each, at_least: 10}"), TARGET_FAIL);
  assert_int_equal(verdict(world, "{" SPEEDUP "summary: each, except: [b], at_least: 10}"),
                   TARGET_PASS);
  assert_int_equal(verdict(world, "{" SPEEDUP "summary: geometric_mean, at_least: 10}"),
                   TARGET_PASS);
}

static void one_program_of_many_fails_only_by_the_interval_that_they_share(void **state) {
  struct world *world = *state;
  // 6 pairs reach 0.05 for one program and not 0.05 / 3: b can neither pass nor fail the row.
  const double factors[] = {20, 8, 12};
  fill(world, factors, 3, 6);
  assert_int_equal(verdict(world, "{" SPEEDUP "summary: each, at_least: 10}"), TARGET_UNDECIDED);
  assert_int_equal(verdict(world, "{" SPEEDUP "summary: each, programs: [b], at_least: 10}"),
                   TARGET_FAIL);
  assert_int_equal(verdict(world, "{" SPEEDUP "summary: each, at_least: 7}"), TARGET_PASS);
}

static void rows_that_are_measured_share_alpha(void **state) {
  struct world *world = *state;
  const double factor = 10;
  fill(world, &factor, 1, 6); // enough at 0.05, too few at 0.05 / 2
  assert_non_null(load(world, arena_format(world->arena,
                                           "targets:\n"
                                           "  - {id: A, claim: c, holds: h, origin: o, measure: {%s"
                                           "summary: each, at_least: 2}}\n"
                                           "  - {id: N, claim: c, holds: h, origin: o, "
                                           "not_measured: not yet}\n",
                                           SPEEDUP)));
  assert_int_equal(judge(world)->verdict, TARGET_PASS);
  assert_non_null(load(world, arena_format(world->arena,
                                           "targets:\n"
                                           "  - {id: A, claim: c, holds: h, origin: o, measure: {%s"
                                           "summary: each, at_least: 2}}\n"
                                           "  - {id: B, claim: c, holds: h, origin: o, measure: {%s"
                                           "summary: each, at_least: 3}}\n",
                                           SPEEDUP, SPEEDUP)));
  assert_int_equal(judge(world)->verdict, TARGET_UNDECIDED);
}

static void lost_result_keeps_a_target_from_passing_and_an_impossible_one_does_not(void **state) {
  struct world *world = *state;
  static const char *const summaries[] = {"each", "geometric_mean"};
  const double factors[] = {20, 30};
  fill(world, factors, 2, 12);
  for (size_t i = 0; i < 2; i++) {
    const char *measure =
        arena_format(world->arena, "{" SPEEDUP "summary: %s, at_least: 10}", summaries[i]);
    fixture_sql(&world->fixture, "UPDATE cell SET status = 'crashed', message = 'signal 11'"
                                 " WHERE id = 4");
    assert_int_equal(verdict(world, measure), TARGET_UNDECIDED);
    assert_non_null(strstr(judge(world)->remark, "without b on slow: crashed: signal 11"));
    fixture_sql(&world->fixture, "UPDATE cell SET status = 'unavailable', message = 'no such thing'"
                                 " WHERE id = 4");
    assert_int_equal(verdict(world, measure), TARGET_PASS);
    assert_non_null(strstr(judge(world)->remark, "without b on slow: no such thing"));
  }
}

static void what_the_run_lacks_is_not_measured_with_the_reason(void **state) {
  struct world *world = *state;
  const double factor = 10;
  fill(world, &factor, 1, 12);
  assert_int_equal(verdict(world, "{engine: fast, against: node, metric: time, quantity: speedup, "
                                  "summary: each, at_least: 2}"),
                   TARGET_NOT_MEASURED);
  assert_string_equal(judge(world)->remark, "engine node is not in this run");
  assert_int_equal(verdict(world, "{" SPEEDUP "summary: each, programs: [z], at_least: 2}"),
                   TARGET_NOT_MEASURED);
  assert_string_equal(judge(world)->remark, "program z is not in this run");
  assert_int_equal(verdict(world, "{" SPEEDUP "summary: each, categories: [sort], at_least: 2}"),
                   TARGET_NOT_MEASURED);
  assert_string_equal(judge(world)->remark, "no program of category sort is in this run");
  fixture_sql(&world->fixture, "UPDATE run SET size = 'smoke'");
  assert_int_equal(verdict(world, "{" SPEEDUP "summary: each, at_least: 2}"), TARGET_NOT_MEASURED);
  assert_string_equal(judge(world)->remark, "a smoke run claims no timing");
}

static void programs_apart_from_means_count_in_each_alone(void **state) {
  struct world *world = *state;
  const double factors[] = {20, 2};
  fill(world, factors, 2, 12);
  fixture_sql(&world->fixture, "UPDATE program SET geometric_mean = 0 WHERE name = 'b'");
  assert_int_equal(verdict(world, "{" SPEEDUP "summary: geometric_mean, at_least: 10}"),
                   TARGET_PASS);
  assert_int_equal(verdict(world, "{" SPEEDUP "summary: each, at_least: 10}"), TARGET_FAIL);
}

static void microbenchmarks_are_in_no_claim_about_all_programs(void **state) {
  struct world *world = *state;
  const double factors[] = {20, 2};
  fill(world, factors, 2, 12);
  fixture_sql(&world->fixture, "UPDATE program SET category = 'microbenchmark', geometric_mean = 0"
                               " WHERE name = 'b'");
  assert_int_equal(verdict(world, "{" SPEEDUP "summary: each, at_least: 10}"), TARGET_PASS);
  assert_string_equal(judge(world)->remark, "worst of 1: a");
  assert_int_equal(verdict(world, "{" SPEEDUP "summary: geometric_mean, at_least: 10}"),
                   TARGET_PASS);
  assert_string_equal(judge(world)->remark, "mean of 1");
}

// A counter of every invocation: 100 of the cells of `slow`, 4 of those of `fast` but in its last
// pair, where it is 5.
static void fill_counters(struct world *world) {
  fixture_sql(&world->fixture, "INSERT INTO counter SELECT i.id, 'created',"
                               " iif(e.name = 'slow', 100, iif(i.pair = 11, 5, 4))"
                               " FROM invocation i JOIN cell c ON c.id = i.cell_id JOIN engine e"
                               " ON e.id = c.engine_id");
}

static void values_differences_and_counters_are_judged_by_their_intervals(void **state) {
  struct world *world = *state;
  const double factors[] = {20, 2};
  fill(world, factors, 2, 12); // fast takes 10 ns a unit; slow some 200 on a and 20 on b
  fill_counters(world);
#define COUNTER "metric: counter, counter: created, summary: each, "
  static const struct {
    const char *measure;
    enum target_verdict verdict;
  } cases[] = {
      {"{engine: fast, metric: time, quantity: value, summary: each, at_most: 10.1}", TARGET_PASS},
      {"{engine: fast, metric: time, quantity: value, summary: each, at_most: 9.9}", TARGET_FAIL},
      {"{engine: slow, metric: time, quantity: value, summary: each, programs: [b], at_most: 20}",
       TARGET_UNDECIDED},
      {"{engine: slow, against: fast, metric: time, quantity: difference, summary: each,"
       " programs: [b], at_most: 10.3}",
       TARGET_PASS},
      {"{engine: slow, against: slow, against_program: a, metric: time, quantity: ratio,"
       " summary: each, programs: [b], at_most: 0.11}",
       TARGET_PASS},
      {"{engine: slow, against: slow, against_program: a, metric: time, quantity: speedup,"
       " summary: each, programs: [b], at_least: 9}",
       TARGET_PASS},
      {"{engine: slow, against: slow, against_program: a, metric: time, quantity: speedup,"
       " summary: each, programs: [b], at_least: 11}",
       TARGET_FAIL},
      {"{engine: fast, " COUNTER "quantity: value, at_most: 4.5}", TARGET_PASS},
      {"{engine: fast, " COUNTER "quantity: value, at_most: 3}", TARGET_FAIL},
      {"{engine: fast, against: slow, " COUNTER "quantity: ratio, at_most: 0.045}", TARGET_PASS},
      {"{engine: fast, against: slow, " COUNTER "quantity: ratio, at_most: 0.03}", TARGET_FAIL},
  };
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    enum target_verdict found = verdict(world, cases[i].measure);
    if (found != cases[i].verdict)
      fail_msg("%s: %s", cases[i].measure, target_verdict_text(found));
  }
  assert_int_equal(verdict(world, "{engine: fast, metric: counter, counter: lost, quantity: value,"
                                  " summary: each, programs: [a], at_most: 1}"),
                   TARGET_NOT_MEASURED);
  assert_non_null(strstr(judge(world)->remark, "has no counter lost"));
  assert_false(target_is_left_out(judge(world)));
  assert_int_equal(verdict(world, "{engine: fast, metric: time, quantity: value, summary: each,"
                                  " programs: [elsewhere], at_most: 1}"),
                   TARGET_NOT_MEASURED);
  assert_true(target_is_left_out(judge(world)));
}

static void claim_about_the_whole_catalogue_needs_all_of_it_at_full(void **state) {
  struct world *world = *state;
  static const char measure[] = "{" SPEEDUP "summary: geometric_mean, whole: true, at_least: 2}";
  static const struct {
    const char *size, *options, *reason; // NULL: it is judged
  } cases[] = {
      {"quick", "{\"left_out\": []}", "which a run at the size full measures"},
      {"full", "{}", "the run does not say"},
      {"full", "{\"left_out\": [\"y\", \"z\"]}",
       "2 programs of the catalogue are not in this run: y"},
      {"full", "{\"left_out\": []}", NULL},
  };
  const double factors[] = {20, 2};
  fill(world, factors, 2, 12);
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    fixture_sql(&world->fixture, "UPDATE run SET size = '%s', options = '%s'", cases[i].size,
                cases[i].options);
    enum target_verdict found = verdict(world, measure);
    const char *remark = judge(world)->remark;
    if (cases[i].reason == NULL)
      assert_int_equal(found, TARGET_PASS);
    else if (found != TARGET_NOT_MEASURED || strstr(remark, cases[i].reason) == NULL)
      fail_msg("case %zu: %s: \"%s\"", i, target_verdict_text(found), remark);
  }
}

static void what_a_run_lacks_is_named_with_the_command_that_measures_it(void **state) {
  struct world *world = *state;
  const double factors[] = {20, 2};
  fill(world, factors, 2, 12);
  assert_int_equal(verdict(world,
                           "{engine: fast, against: unbuilt, metric: time, quantity: speedup,"
                           " summary: each, at_least: 2, measured_by: make unbuilt}"),
                   TARGET_NOT_MEASURED);
  assert_string_equal(judge(world)->remark,
                      "engine unbuilt is not in this run; make unbuilt measures it");
}

static void exit_status_is_that_of_the_worst_verdict(void **state) {
  struct targets_result result = {.count = 0};
  (void)state;
  result.verdicts[TARGET_PASS] = result.verdicts[TARGET_NOT_MEASURED] = 3;
  assert_int_equal(targets_exit_status(&result), EXIT_FINE);
  result.verdicts[TARGET_UNDECIDED] = 1;
  assert_int_equal(targets_exit_status(&result), EXIT_UNDECIDED);
  result.verdicts[TARGET_FAIL] = 1;
  assert_int_equal(targets_exit_status(&result), EXIT_FAILS);
}

static void wrong_files_are_refused_with_line_and_key(void **state) {
  struct world *world = *state;
  static const char head[] = "targets:\n  - id: A\n    claim: c\n    holds: h\n    origin: o\n";
  static const struct {
    const char *tail, *message;
  } cases[] = {
      {"    not_measured: x\n    bonus: 1\n", "targets.yaml:7: targets[0].bonus: unknown key"},
      {"", "targets.yaml:2: targets[0]: give either measure, or not_measured"},
      {"    not_measured: x\n    measure: {" SPEEDUP "summary: each, at_least: 2}\n",
       "targets.yaml:2: targets[0]: give either measure, or not_measured"},
      {"    measure: {" SPEEDUP "summary: each, at_least: fast}\n",
       "targets.yaml:6: targets[0].measure.at_least: a number is needed here"},
      {"    measure: {" SPEEDUP "summary: worst, at_least: 2}\n",
       "targets.yaml:6: targets[0].measure.summary: 'worst' is not known here; allowed: "
       "geometric_mean, each"},
      {"    measure: {" SPEEDUP "summary: each}\n", "give either at_least or at_most"},
      {"    measure: {" SPEEDUP "summary: each, at_least: 2, at_most: 3}\n",
       "give either at_least or at_most"},
      {"    measure: {" SPEEDUP "summary: each, at_least: 2, beyond: 1}\n",
       "beyond is the far end of the range: above at_least"},
      {"    measure: {" SPEEDUP "summary: each, at_most: 2, beyond: 3}\n",
       "beyond is the far end of the range: below at_most"},
      {"    measure: {" SPEEDUP "summary: each, programs: [a], categories: [b], at_most: 2}\n",
       "give either categories or programs"},
      {"    measure: {" SPEEDUP "summary: each, whole: true, programs: [a], at_most: 2}\n",
       "whole means all programs"},
      {"    measure: {engine: a, metric: time, quantity: ratio, summary: each, at_most: 2}\n",
       "give against"},
      {"    measure: {" SPEEDUP "summary: geometric_mean, against_program: p, at_least: 2}\n",
       "a geometric mean is of times of the same programs on two engines"},
      {"    measure: {engine: a, against: b, metric: time, quantity: value, summary: each,"
       " at_most: 2}\n",
       "a value stands alone: no against"},
      {"    measure: {engine: a, metric: counter, quantity: value, summary: each, at_most: 2}\n",
       "the metric counter and the name of the counter go together"},
      {"    measure: {engine: a, against: b, metric: counter, counter: c, quantity: speedup,"
       " summary: each, at_most: 2}\n",
       "a counter is no time"},
      {"    not_measured: x\n  - {id: A, claim: c, holds: h, origin: o, not_measured: y}\n",
       "targets.yaml:7: targets[1].id: 'A' is the id of an earlier target"},
  };
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    const struct targets *targets =
        load(world, arena_format(world->arena, "%s%s", head, cases[i].tail));
    if (targets != NULL || strstr(world->error.message, cases[i].message) == NULL)
      fail_msg("case %zu: \"%s\" is not in \"%s\"", i, cases[i].message, world->error.message);
  }
}

static void own_targets_file_holds_every_stated_target(void **state) {
  struct world *world = *state;
  world->targets = targets_load("compare/targets.yaml", &world->error);
  if (world->targets == NULL)
    fail_msg("%s", world->error.message);
  for (int number = 1; number <= 14 + 21; number++) {
    const char *id = number <= 14 ? arena_format(world->arena, "T%d", number)
                                  : arena_format(world->arena, "G%d", number - 14);
    uint32_t row = 0;
    while (row < world->targets->rows_count && strcmp(world->targets->rows[row].id, id) != 0)
      row++;
    if (row == world->targets->rows_count)
      fail_msg("%s is missing", id);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test_setup_teardown(verdict_is_drawn_from_the_whole_interval, setup, teardown),
      cmocka_unit_test_setup_teardown(what_would_decide_an_undecided_target_is_said, setup,
                                      teardown),
      cmocka_unit_test_setup_teardown(too_few_pairs_are_undecided_however_clear_they_look, setup,
                                      teardown),
      cmocka_unit_test_setup_teardown(each_needs_every_program_and_shows_the_worst, setup,
                                      teardown),
      cmocka_unit_test_setup_teardown(
          one_program_of_many_fails_only_by_the_interval_that_they_share, setup, teardown),
      cmocka_unit_test_setup_teardown(rows_that_are_measured_share_alpha, setup, teardown),
      cmocka_unit_test_setup_teardown(
          lost_result_keeps_a_target_from_passing_and_an_impossible_one_does_not, setup, teardown),
      cmocka_unit_test_setup_teardown(what_the_run_lacks_is_not_measured_with_the_reason, setup,
                                      teardown),
      cmocka_unit_test_setup_teardown(programs_apart_from_means_count_in_each_alone, setup,
                                      teardown),
      cmocka_unit_test_setup_teardown(microbenchmarks_are_in_no_claim_about_all_programs, setup,
                                      teardown),
      cmocka_unit_test_setup_teardown(values_differences_and_counters_are_judged_by_their_intervals,
                                      setup, teardown),
      cmocka_unit_test_setup_teardown(claim_about_the_whole_catalogue_needs_all_of_it_at_full,
                                      setup, teardown),
      cmocka_unit_test_setup_teardown(what_a_run_lacks_is_named_with_the_command_that_measures_it,
                                      setup, teardown),
      cmocka_unit_test(exit_status_is_that_of_the_worst_verdict),
      cmocka_unit_test_setup_teardown(wrong_files_are_refused_with_line_and_key, setup, teardown),
      cmocka_unit_test_setup_teardown(own_targets_file_holds_every_stated_target, setup, teardown),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}

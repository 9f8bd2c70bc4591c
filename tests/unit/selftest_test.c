// The counting of the self-test, driven by simulated pairs: tables without any difference are
// called different as seldom as they are to be, and slowdowns are found. And its neighbours, who
// have to go.
#include "compare/schedule.h"
#include "compare/selftest_neighbour.h"
#include "compare/selftest_trial.h"
#include "tests/unit/assert_near.h"

#include <math.h>
#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

// ---- Simulated pairs ----------------------------------------------------------------------------

enum { ROWS = 6, ALL_PAIRS = 120 };

// A machine whose times are skewed and come in bursts, and what it was asked for.
struct simulation {
  struct generator generator;
  double slowdown; // ln of the true ratio
  double noise;
  int pairs, until; // measured; after which it gives up, 0 = never
};

static double uniform(struct simulation *simulation) {
  return (1 + (double)generator_below(&simulation->generator, 1 << 30)) / (1 << 30);
}

// A burst hits one time in ten and is up to twenty times the usual noise.
static double noise(struct simulation *simulation) {
  double burst = uniform(simulation) < 0.1 ? 20 * uniform(simulation) : 1;
  return -log(uniform(simulation)) * simulation->noise * burst;
}

static bool simulate_pair(void *context, const bool *open, double *logs) {
  struct simulation *simulation = context;
  if (simulation->until > 0 && simulation->pairs == simulation->until)
    return false;
  simulation->pairs++;
  for (int row = 0; row < ROWS; row++)
    if (open[row])
      logs[row] = simulation->slowdown + noise(simulation) - noise(simulation);
  return true;
}

static struct selftest_trial trial_of(struct simulation *simulation, int most) {
  return (struct selftest_trial){.plan = sequential_plan_make(most),
                                 .alpha = 0.05,
                                 .table_rows = ROWS,
                                 .rows = ROWS,
                                 .pair = simulate_pair,
                                 .context = simulation};
}

// Runs trials of six rows and counts all rows together; returns the tables with any claim.
static int run_trials(struct simulation *simulation, int most, int trials, bool slower,
                      struct selftest_tally *tally) {
  int tables = 0;
  for (int i = 0; i < trials; i++) {
    struct selftest_trial trial = trial_of(simulation, most);
    struct selftest_outcome outcomes[ROWS];
    assert_true(selftest_run_trial(&trial, outcomes));
    bool claims = false;
    for (int row = 0; row < ROWS; row++) {
      selftest_count(tally, &outcomes[row], slower);
      claims = claims || outcomes[row].claim != CLAIM_NONE;
    }
    tables += claims;
  }
  return tables;
}

static void tables_without_a_difference_are_seldom_called_different(void **state) {
  (void)state;
  const int most[] = {20, ALL_PAIRS};
  for (size_t i = 0; i < sizeof most / sizeof *most; i++) {
    struct simulation simulation = {.generator = generator_make(3 + i), .noise = 0.01};
    struct selftest_tally tally = {0};
    int trials = 2000;
    int tables = run_trials(&simulation, most[i], trials, false, &tally);
    assert_true(tables <= trials / 20);
    assert_true(tables > 0); // and it is counted at all
    assert_int_equal(tally.right, 0);
    assert_true(tally.wrong >= tables);
    assert_int_equal(tally.trials, trials * ROWS);
    assert_true(isinf(selftest_median_pairs(&tally)));
    selftest_tally_free(&tally);
  }
}

static void a_slowdown_is_found_in_the_right_direction(void **state) {
  (void)state;
  struct simulation simulation = {
      .generator = generator_make(5), .slowdown = log(1.3), .noise = 0.01};
  struct selftest_tally tally = {0};
  run_trials(&simulation, ALL_PAIRS, 50, true, &tally);
  assert_int_equal(tally.right, tally.trials);
  assert_int_equal(tally.wrong, 0);
  assert_near(selftest_median_pairs(&tally), 15, 0); // the first look that can claim at all
  assert_near(selftest_median_ratio(&tally), 1.3, 0.02);
  selftest_tally_free(&tally);
  simulation.slowdown = -log(1.3);
  run_trials(&simulation, ALL_PAIRS, 50, true, &tally);
  assert_int_equal(tally.right, 0);
  assert_int_equal(tally.wrong, tally.trials);
  selftest_tally_free(&tally);
}

static void a_small_slowdown_takes_more_pairs(void **state) {
  (void)state;
  struct simulation simulation = {
      .generator = generator_make(6), .slowdown = log(1.02), .noise = 0.015};
  struct selftest_tally tally = {0};
  run_trials(&simulation, ALL_PAIRS, 50, true, &tally);
  assert_true(tally.right > tally.trials / 2);
  assert_true(selftest_median_pairs(&tally) > 15);
  selftest_tally_free(&tally);
}

static void rows_are_closed_by_their_claim_and_the_trial_by_its_last_row(void **state) {
  (void)state;
  struct simulation simulation = {.generator = generator_make(8), .slowdown = 1, .noise = 0.001};
  struct selftest_trial trial = trial_of(&simulation, ALL_PAIRS);
  struct selftest_outcome outcomes[ROWS];
  assert_true(selftest_run_trial(&trial, outcomes));
  assert_int_equal(simulation.pairs, outcomes[0].pairs);
  assert_true(simulation.pairs < ALL_PAIRS);
}

static void a_trial_whose_pairs_end_is_none(void **state) {
  (void)state;
  struct simulation simulation = {.generator = generator_make(9), .noise = 0.01, .until = 7};
  struct selftest_trial trial = trial_of(&simulation, ALL_PAIRS);
  struct selftest_outcome outcomes[ROWS];
  assert_false(selftest_run_trial(&trial, outcomes));
  assert_int_equal(simulation.pairs, 7);
}

// ---- Shares and aims ----------------------------------------------------------------------------

// Known values: 0 of n has the upper end 1 - (alpha/2)^(1/n); the others are R's binom.test.
static void shares_have_their_exact_interval(void **state) {
  (void)state;
  struct statistics_interval none = statistics_proportion(0, 200, 0.05);
  assert_near(none.low, 0, 0);
  assert_near(none.high, 1 - pow(0.025, 1.0 / 200), 1e-12);
  struct statistics_interval all = statistics_proportion(200, 200, 0.05);
  assert_near(all.low, pow(0.025, 1.0 / 200), 1e-12);
  assert_near(all.high, 1, 0);
  struct statistics_interval some = statistics_proportion(7, 20, 0.05);
  assert_near(some.estimate, 0.35, 1e-12);
  assert_near(some.low, 0.1539092, 1e-7);
  assert_near(some.high, 0.5921885, 1e-7);
  assert_int_equal(statistics_proportion(0, 0, 0.05).count, 0);
}

static void aims_are_judged_by_the_share_and_its_interval(void **state) {
  (void)state;
  assert_int_equal(selftest_judge_at_most(6, 200, 0.05), AIM_HELD);
  assert_int_equal(selftest_judge_at_most(10, 200, 0.05), AIM_HELD);
  assert_int_equal(selftest_judge_at_most(12, 200, 0.05), AIM_UNKNOWN);
  assert_int_equal(selftest_judge_at_most(20, 200, 0.05), AIM_MISSED);
  assert_int_equal(selftest_judge_at_most(0, 99, 0.05), AIM_UNKNOWN);
  assert_int_equal(selftest_judge_at_most(0, 0, 0.05), AIM_UNKNOWN);
  assert_int_equal(selftest_judge_at_least(195, 200, 0.95), AIM_HELD);
  assert_int_equal(selftest_judge_at_least(188, 200, 0.95), AIM_UNKNOWN);
  assert_int_equal(selftest_judge_at_least(150, 200, 0.95), AIM_MISSED);
  assert_int_equal(selftest_judge_at_least(2, 2, 0.95), AIM_UNKNOWN);
}

// ---- Neighbours ---------------------------------------------------------------------------------

static void neighbours_end_when_they_are_told_to(void **state) {
  (void)state;
  struct selftest_neighbour neighbour;
  struct error error;
  assert_true(selftest_neighbour_start(&neighbour, 1, &error));
  assert_true(neighbour.count > 0);
  pid_t first = neighbour.processes[0];
  assert_int_equal(kill(first, 0), 0);
  assert_true(selftest_neighbour_stop(&neighbour, &error));
  assert_int_equal(kill(first, 0), -1);
}

static void a_neighbour_that_has_gone_is_an_error(void **state) {
  (void)state;
  struct selftest_neighbour neighbour;
  struct error error;
  assert_true(selftest_neighbour_start(&neighbour, 1, &error));
  siginfo_t ended;
  kill(neighbour.processes[0], SIGKILL);
  waitid(P_PID, (id_t)neighbour.processes[0], &ended, WEXITED | WNOWAIT);
  assert_false(selftest_neighbour_stop(&neighbour, &error));
  assert_non_null(strstr(error.message, "1 of "));
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(tables_without_a_difference_are_seldom_called_different),
      cmocka_unit_test(a_slowdown_is_found_in_the_right_direction),
      cmocka_unit_test(a_small_slowdown_takes_more_pairs),
      cmocka_unit_test(rows_are_closed_by_their_claim_and_the_trial_by_its_last_row),
      cmocka_unit_test(a_trial_whose_pairs_end_is_none),
      cmocka_unit_test(shares_have_their_exact_interval),
      cmocka_unit_test(aims_are_judged_by_the_share_and_its_interval),
      cmocka_unit_test(neighbours_end_when_they_are_told_to),
      cmocka_unit_test(a_neighbour_that_has_gone_is_an_error),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}

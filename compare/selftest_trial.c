// See selftest_trial.h.
#include "compare/selftest_trial.h"

#include "compare/text.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

// ---- A trial ------------------------------------------------------------------------------------

static struct statistics_interval interval_at(const struct selftest_trial *trial, int look,
                                              const double *logs, double *sorted, int pairs) {
  double alpha = statistics_bonferroni(trial->alpha, trial->table_rows);
  memcpy(sorted, logs, (size_t)pairs * sizeof *logs);
  return statistics_ratio(sorted, (size_t)pairs, sequential_level(&trial->plan, look, alpha));
}

static enum selftest_claim claim_of(const struct statistics_interval *interval) {
  if (interval->reached && interval->low > 1)
    return CLAIM_SLOWER;
  if (interval->reached && interval->high < 1)
    return CLAIM_FASTER;
  return CLAIM_NONE;
}

// Looks at the rows that are open and closes those with a claim; returns how many stay open.
static size_t look_at_rows(const struct selftest_trial *trial, int look, const double *logs,
                           bool *open, struct selftest_outcome *outcomes) {
  int pairs = trial->plan.pairs[look], most = trial->plan.pairs[trial->plan.count - 1];
  double *sorted = memory_array((size_t)pairs, sizeof *sorted);
  size_t left = 0;
  for (size_t row = 0; row < trial->rows; row++) {
    if (!open[row])
      continue;
    struct statistics_interval interval =
        interval_at(trial, look, &logs[row * (size_t)most], sorted, pairs);
    outcomes[row] = (struct selftest_outcome){
        .claim = claim_of(&interval), .pairs = pairs, .ratio = interval.estimate};
    open[row] = outcomes[row].claim == CLAIM_NONE;
    left += open[row];
  }
  free(sorted);
  return left;
}

// The next pair of every open row, put behind those that the row has.
static bool add_pair(const struct selftest_trial *trial, int pair, const bool *open, double *fresh,
                     double *logs) {
  int most = trial->plan.pairs[trial->plan.count - 1];
  if (!trial->pair(trial->context, open, fresh))
    return false;
  for (size_t row = 0; row < trial->rows; row++)
    logs[row * (size_t)most + (size_t)pair] = fresh[row];
  return true;
}

bool selftest_run_trial(const struct selftest_trial *trial, struct selftest_outcome *outcomes) {
  int most = trial->plan.pairs[trial->plan.count - 1];
  double *logs = memory_array(trial->rows * (size_t)most, sizeof *logs);
  double *fresh = memory_array(trial->rows, sizeof *fresh);
  bool *open = memory_array(trial->rows, sizeof *open), good = true;
  memset(open, true, trial->rows * sizeof *open);
  size_t left = trial->rows;
  for (int look = 0, pairs = 0; good && left > 0 && look < trial->plan.count; look++) {
    while (good && pairs < trial->plan.pairs[look])
      good = add_pair(trial, pairs++, open, fresh, logs);
    if (good)
      left = look_at_rows(trial, look, logs, open, outcomes);
  }
  free(open);
  free(fresh);
  free(logs);
  return good;
}

// ---- Counting -----------------------------------------------------------------------------------

void selftest_count(struct selftest_tally *tally, const struct selftest_outcome *outcome,
                    bool slower) {
  bool right = slower && outcome->claim == CLAIM_SLOWER;
  size_t trial = (size_t)tally->trials++;
  tally->pairs = memory_resize(tally->pairs, trial + 1, sizeof *tally->pairs);
  tally->ratios = memory_resize(tally->ratios, trial + 1, sizeof *tally->ratios);
  tally->pairs[trial] = right ? outcome->pairs : HUGE_VAL;
  tally->ratios[trial] = outcome->ratio;
  tally->right += right;
  tally->wrong += outcome->claim != CLAIM_NONE && !right;
}

static double median_of(const double *values, int count) {
  double *sorted = memory_array((size_t)count + 1, sizeof *sorted);
  if (count > 0)
    memcpy(sorted, values, (size_t)count * sizeof *values);
  double median = statistics_median(sorted, (size_t)count);
  free(sorted);
  return median;
}

double selftest_median_pairs(const struct selftest_tally *tally) {
  return median_of(tally->pairs, tally->trials);
}

double selftest_median_ratio(const struct selftest_tally *tally) {
  return median_of(tally->ratios, tally->trials);
}

void selftest_tally_free(struct selftest_tally *tally) {
  free(tally->pairs);
  free(tally->ratios);
  *tally = (struct selftest_tally){0};
}

// ---- Aims ---------------------------------------------------------------------------------------

static enum selftest_verdict verdict(bool meets, bool misses, int trials) {
  if (misses)
    return AIM_MISSED;
  return meets && trials >= SELFTEST_TRIALS_LEAST ? AIM_HELD : AIM_UNKNOWN;
}

enum selftest_verdict selftest_judge_at_most(int seen, int trials, double aim) {
  struct statistics_interval share = statistics_proportion(seen, trials, 0.05);
  return verdict(share.estimate <= aim, share.low > aim, trials);
}

enum selftest_verdict selftest_judge_at_least(int seen, int trials, double aim) {
  struct statistics_interval share = statistics_proportion(seen, trials, 0.05);
  return verdict(share.estimate >= aim, share.high < aim, trials);
}

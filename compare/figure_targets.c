// See figures.h. Every measured target as an interval against its bound, all in one direction: how
// many times better than its bound the target is, so that the part right of 1 passes.
#include "compare/chart.h"
#include "compare/figures.h"

#include <math.h>
#include <string.h>

// A value that is many times off its bound is as good as one that is this far off: the axis is for
// those that are near. A growth of nothing at all is infinitely better.
static const double farthest = 100;

enum { CLAIM_LENGTH = 60 };

// A verdict is told by the colour and mark of an engine, of which there are none here.
enum { MARK_PASS = 1, MARK_FAIL = 2, MARK_UNDECIDED = 4 };

static double within(double value) {
  return isnan(value) ? 1 : fmin(fmax(value, 1 / farthest), farthest);
}

// How many times better than the bound a value is; a difference may be below 0.
static double better(const struct target_measure *measure, double value) {
  if (measure->at_least > 0)
    return value / measure->at_least;
  return value <= 0 ? INFINITY : measure->at_most / value;
}

static struct chart_mark mark_of(const struct target_result *result) {
  const struct target_measure *measure = result->target->measure;
  const struct statistics_interval *interval = &result->interval;
  double value = better(measure, interval->estimate);
  double one = better(measure, interval->low), other = better(measure, interval->high);
  return (struct chart_mark){.engine = result->verdict == TARGET_FAIL        ? MARK_FAIL
                                       : result->verdict == TARGET_UNDECIDED ? MARK_UNDECIDED
                                                                             : MARK_PASS,
                             .value = within(value),
                             .low = within(fmin(one, other)),
                             .high = within(fmax(one, other)),
                             .weak = !interval->reached,
                             .below = value<1 / farthest, .beyond = value> farthest};
}

static const char *shortened(struct arena *arena, const char *claim) {
  size_t length = strlen(claim);
  if (length <= CLAIM_LENGTH)
    return claim;
  length = CLAIM_LENGTH - 1;
  while (length > 0 && claim[length] != ' ')
    length--;
  return arena_format(arena, "%.*s \u2026", (int)length, claim);
}

// Whether the claim is "The same, on Lua" of the one before, which its id says too: T9-lua.
static bool is_variant(const struct target *target, const struct target *before) {
  size_t stem = strcspn(target->id, "-");
  return before != NULL && target->id[stem] == '-' && stem == strcspn(before->id, "-") &&
         strncmp(target->id, before->id, stem) == 0;
}

static enum figure_role role_of(enum target_verdict verdict) {
  return verdict == TARGET_FAIL        ? FIGURE_BAD
         : verdict == TARGET_UNDECIDED ? FIGURE_DOUBT
                                       : FIGURE_GOOD;
}

static void add_rows(struct arena *arena, struct chart *chart,
                     const struct targets_result *targets) {
  const struct target *before = NULL;
  for (size_t i = 0; i < targets->count; i++) {
    const struct target_result *result = &targets->rows[i];
    if (result->verdict == TARGET_NOT_MEASURED || result->interval.count == 0)
      continue;
    struct chart_mark *mark = arena_allocate(arena, sizeof *mark);
    *mark = mark_of(result);
    struct chart_row *row = chart_add_row(arena, chart);
    row->text = is_variant(result->target, before) ? NULL : shortened(arena, result->target->claim);
    row->label = result->target->id;
    row->word = target_verdict_text(result->verdict);
    row->word_role = role_of(result->verdict);
    row->marks = mark;
    row->mark_count = 1;
    before = result->target;
  }
}

static const char *verdicts_text(struct arena *arena, const struct targets_result *targets) {
  const char *list = "";
  for (enum target_verdict verdict = 0; verdict < TARGET_VERDICT_COUNT; verdict++)
    if (targets->verdicts[verdict] > 0)
      list = arena_format(arena, "%s%s%zu %s", list, *list ? ", " : "", targets->verdicts[verdict],
                          target_verdict_text(verdict));
  return list;
}

void figures_of_targets(struct figure_set *set, const struct targets_result *targets) {
  struct chart chart = {
      .reference = 1, .passes = true, .silent = true, .axis = "times better than the bound"};
  add_rows(set->arena, &chart, targets);
  if (chart.row_count == 0)
    return;
  chart_add_key(set->arena, &chart, "", MARK_PASS);
  chart_add_key(set->arena, &chart, "", MARK_FAIL);
  chart_add_key(set->arena, &chart, "", MARK_UNDECIDED);
  chart_set_range(&chart);
  struct figure figure = {
      .key = "targets-bounds",
      .table = "targets",
      .title = "Targets against their bounds",
      .caption = "Each line is the interval of one target, divided by its bound so that the "
                 "shaded part passes: 2 is twice as good as asked for, 0.5 half. An interval "
                 "within it passes, one outside fails, one that lies on both sides is undecided. "
                 "An arrow at the edge: more than a hundredfold.",
      .alternative = arena_format(set->arena, "Of %zu targets: %s.", targets->count,
                                  verdicts_text(set->arena, targets))};
  chart_add_figure(set, &figure, &chart);
}

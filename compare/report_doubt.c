// What a run could not tell apart, in words. See report_tables.h.
//
// Each two engines are compared as the table of ratios would with one of them as the baseline: the
// programs of the two share alpha. That no difference was found means little without what would
// have been found, so that stands beside it.
#include "compare/report_tables.h"

#include <math.h>

// The power for which the minimum detectable effect is stated.
static const double power = 0.8;

enum { NAMES = 4 }; // so many programs are named before the others are counted

// Two engines and the programs on which their ratio's interval holds 1.
struct comparison {
  size_t programs, alike; // with a ratio; of them, not told apart
  const char *names;
  double least, greatest; // what would have been seen on these
};

static const char *effect_text(struct arena *arena, double effect) {
  return arena_format(arena, "%s %%", table_significant(arena, 100 * effect, 2));
}

static size_t common_programs(const struct analysis *analysis, size_t a, size_t b) {
  size_t count = 0;
  for (size_t i = 0; i < analysis->program_count; i++) {
    size_t pairs = 0;
    if (!analysis->programs[i].process)
      analysis_log_ratios(analysis, analysis_cell(analysis, i, a), analysis_cell(analysis, i, b),
                          ANALYSIS_TIME, &pairs);
    count += pairs > 0;
  }
  return count;
}

static void add_alike(const struct analysis *analysis, struct comparison *comparison,
                      const char *name, double effect) {
  if (comparison->alike < NAMES)
    comparison->names = arena_format(analysis->arena, "%s%s%s", comparison->names,
                                     comparison->alike > 0 ? ", " : "", name);
  comparison->alike++;
  comparison->least = fmin(comparison->least, effect);
  comparison->greatest = fmax(comparison->greatest, effect);
}

static struct comparison compare_engines(const struct analysis *analysis, size_t a, size_t b) {
  struct comparison comparison = {
      .programs = common_programs(analysis, a, b), .names = "", .least = NAN, .greatest = NAN};
  double alpha = analysis_level(analysis, comparison.programs);
  for (size_t i = 0; i < analysis->program_count; i++) {
    const struct analysis_cell *left = analysis_cell(analysis, i, a);
    const struct analysis_cell *right = analysis_cell(analysis, i, b);
    struct statistics_interval ratio = analysis_ratio(analysis, left, right, ANALYSIS_TIME, alpha);
    bool apart = ratio.reached && (ratio.low > 1 || ratio.high < 1);
    if (analysis->programs[i].process || ratio.count == 0 || apart)
      continue;
    size_t pairs;
    double *logs = analysis_log_ratios(analysis, left, right, ANALYSIS_TIME, &pairs);
    add_alike(analysis, &comparison, analysis->programs[i].name,
              statistics_minimum_detectable(logs, pairs, alpha, power));
  }
  return comparison;
}

// "native and native-noinline on 6 of 8 programs (a, b and 4 others; 9.8 % to 31 %)"
static const char *comparison_text(const struct analysis *analysis,
                                   const struct comparison *comparison, size_t a, size_t b) {
  struct arena *arena = analysis->arena;
  const char *rest = comparison->alike > NAMES
                         ? arena_format(arena, " and %zu other%s", comparison->alike - NAMES,
                                        comparison->alike - NAMES == 1 ? "" : "s")
                         : "";
  const char *effect = "no difference, however large, with so few pairs";
  if (isfinite(comparison->greatest))
    effect = comparison->least < comparison->greatest
                 ? arena_format(arena, "%s to %s", effect_text(arena, comparison->least),
                                effect_text(arena, comparison->greatest))
                 : effect_text(arena, comparison->greatest);
  return arena_format(arena, "%s and %s on %zu of %zu program%s (%s%s: %s)",
                      analysis->engines[a].name, analysis->engines[b].name, comparison->alike,
                      comparison->programs, comparison->programs == 1 ? "" : "s", comparison->names,
                      rest, effect);
}

// Whether the run has too few pairs to tell the two engines apart on any program, whatever their
// times are.
static bool is_hopeless(const struct comparison *comparison) {
  return comparison->alike == comparison->programs && isinf(comparison->least);
}

// "With 11 pairs of rounds nothing could be told apart ..., however large: 26 pairs of engines."
static const char *hopeless_text(const struct analysis *analysis, size_t hopeless) {
  size_t least, greatest;
  analysis_pair_range(analysis, ANALYSIS_TIME, &least, &greatest);
  return arena_format(analysis->arena,
                      "With %zu pairs of rounds the programs of %zu pairs of engines are too many "
                      "to tell any of them apart, however large the difference: that takes more "
                      "rounds, or fewer programs in a run. ",
                      greatest, hopeless);
}

const char *report_doubt(const struct analysis *analysis) {
  struct arena *arena = analysis->arena;
  const char *list = "", *before = "";
  size_t compared = 0, apart = 0, hopeless = 0;
  for (size_t a = 0; a < analysis->engine_count; a++)
    for (size_t b = a + 1; b < analysis->engine_count; b++) {
      struct comparison comparison = compare_engines(analysis, a, b);
      compared += comparison.programs > 0;
      apart += comparison.programs > 0 && comparison.alike == 0;
      bool without_hope = comparison.programs > 0 && is_hopeless(&comparison);
      hopeless += without_hope;
      if (comparison.alike > 0 && !without_hope)
        list = arena_format(arena, "%s%s%s", list, *list != '\0' ? "; " : "",
                            comparison_text(analysis, &comparison, a, b));
    }
  if (analysis->run.smoke || compared == 0)
    return "";
  if (hopeless > 0)
    before = hopeless_text(analysis, hopeless);
  if (*list == '\0' && hopeless > 0)
    return before;
  if (*list == '\0')
    return arena_format(arena, "Every two of the engines were told apart on every program that "
                               "both ran.");
  return arena_format(
      arena,
      "%sNot told apart, with what would have been seen with a probability of 80 %% "
      "(the minimum detectable effect): %s. %zu of %zu pairs of engines were told "
      "apart on every program that both ran.",
      before, list, apart, compared);
}

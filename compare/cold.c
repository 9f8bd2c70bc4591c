// See cold.h.
#include "compare/cold.h"

#include <math.h>

// ln of first / steady; NAN without both or where one is not above an empty call.
static double log_ratio(struct arena *arena, const struct analysis_invocation *invocation) {
  double *times = arena_array(arena, invocation->count + 1, sizeof *times);
  size_t count = 0;
  for (size_t i = invocation->warmup > 0 ? invocation->warmup : 1; i < invocation->count; i++)
    times[count++] = analysis_sample(invocation, i);
  double steady = statistics_median(times, count);
  double first = invocation->count > 0 ? analysis_sample(invocation, 0) : NAN;
  return first > 0 && steady > 0 ? log(first / steady) : NAN;
}

struct statistics_interval cold_ratio(const struct analysis *analysis,
                                      const struct analysis_cell *cell, double alpha) {
  size_t invocations = cell == NULL || !cell->ok ? 0 : cell->invocation_count, count = 0;
  double *logs = arena_array(analysis->arena, invocations + 1, sizeof *logs);
  for (size_t i = 0; i < invocations; i++) {
    const struct analysis_invocation *first = &cell->invocations[i];
    bool whole = i + 1 < invocations && cell->invocations[i + 1].pair == first->pair;
    double one = log_ratio(analysis->arena, first);
    double other = whole ? log_ratio(analysis->arena, &cell->invocations[++i]) : one;
    if ((whole || analysis->run.smoke) && !isnan(one) && !isnan(other))
      logs[count++] = (one + other) / 2;
  }
  return statistics_ratio(logs, count, alpha);
}

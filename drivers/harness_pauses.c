// See harness_pauses.h.
#include "drivers/harness_pauses.h"

#include <math.h>
#include <stdlib.h>
#include <time.h>

enum { COLLECTIONS = 5, COST_READINGS = 1000 };

static double thread_time(void) {
  struct timespec time;
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
  return (double)time.tv_sec * 1e9 + (double)time.tv_nsec;
}

// The clock is a call of the kernel: what it costs is a part of a short call's time.
static double reading_cost(void) {
  double begin = thread_time();
  for (int i = 1; i < COST_READINGS; i++)
    thread_time();
  return (thread_time() - begin) / COST_READINGS;
}

static int compare_doubles(const void *a, const void *b) {
  double left = *(const double *)a, right = *(const double *)b;
  return (left > right) - (left < right);
}

// The least of them that at least this share of all does not exceed.
static double percentile(const double *sorted, int64_t count, double share) {
  int64_t at = (int64_t)ceil(share * (double)count) - 1;
  return sorted[at < 0 ? 0 : at];
}

static bool time_calls(void *program, harness_enter *enter, int64_t n, int64_t calls, int64_t seed,
                       double *times, struct driver_error *error) {
  double cost = reading_cost(), before = thread_time();
  for (int64_t i = 0; i < calls; i++) {
    double result;
    if (!enter(program, n, (seed + i) & INT32_MAX, &result, error))
      return false;
    double now = thread_time();
    times[i] = fmax(0, now - before - cost);
    before = now;
  }
  return true;
}

bool harness_pauses_time(void *program, harness_enter *enter, int64_t n, int64_t calls,
                         int64_t seed, double pauses[HARNESS_PAUSE_COUNT],
                         struct driver_error *error) {
  double *times = calloc((size_t)calls, sizeof *times);
  if (!times)
    return driver_fail(error, "no memory for the times of %lld calls", (long long)calls);
  bool done = time_calls(program, enter, n, calls, seed, times, error);
  if (done) {
    qsort(times, (size_t)calls, sizeof *times, compare_doubles);
    pauses[HARNESS_STEP_MEDIAN] = percentile(times, calls, 0.5);
    pauses[HARNESS_STEP_99] = percentile(times, calls, 0.99);
    pauses[HARNESS_STEP_999] = percentile(times, calls, 0.999);
    pauses[HARNESS_STEP_LONGEST] = times[calls - 1];
  }
  free(times);
  return done;
}

double harness_pauses_collection(const struct driver_lifecycle *lifecycle, void *state) {
  double times[COLLECTIONS];
  if (!lifecycle->collect)
    return NAN;
  lifecycle->collect(state); // whatever garbage the calls have left
  for (int i = 0; i < COLLECTIONS; i++) {
    double begin = thread_time();
    lifecycle->collect(state);
    times[i] = thread_time() - begin;
  }
  qsort(times, COLLECTIONS, sizeof *times, compare_doubles);
  return times[COLLECTIONS / 2];
}

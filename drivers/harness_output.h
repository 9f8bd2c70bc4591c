// What a driver prints: JSON, an object a line and each flushed at once, or text for people.
//
// The driver keeps the standard output for itself and points file descriptor 1 at the standard
// error, so that nothing that a script or an engine prints can get between the lines.
#ifndef DRIVERS_HARNESS_OUTPUT_H
#define DRIVERS_HARNESS_OUTPUT_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include "drivers/driver.h"
#include "drivers/harness_embedding.h"

struct harness_output {
  FILE *stream; // the process's standard output
  bool json;
  bool quiet; // errors only
};

// What a measurement is about to do.
struct harness_start {
  const char *engine, *program, *size;
  int64_t n, repetitions, warmup, samples, seed;
  double timer_ns; // cost of one reading of the clock, already subtracted from every sample
  double empty_ns; // cost of one call of an empty function, not subtracted
};

// One timed block.
struct harness_sample {
  int64_t index;
  bool warmup;
  double ns; // the whole block
  int64_t repetitions;
  double checksum;
};

// Takes the standard output over. False when that fails.
bool harness_output_open(struct harness_output *output, bool json, bool quiet);
void harness_output_close(struct harness_output *output);

// A block that was run for its results.
struct harness_check {
  double checksum;
  const double *work;        // NULL where it was not counted
  const int64_t *host_calls; // of host_add; NULL likewise
  int64_t repetitions;
};

void harness_output_start(const struct harness_output *output, const struct harness_start *start);
void harness_output_sample(const struct harness_output *output,
                           const struct harness_sample *sample);
void harness_output_check(const struct harness_output *output, const struct harness_check *check);
// What a block costs besides its time, if anything is known of it.
void harness_output_counters(const struct harness_output *output,
                             const struct harness_counters *counters);
// The CPU time and peak memory of the engine's process, as they are now.
void harness_output_end(const struct harness_output *output, const struct driver_usage *usage);
void harness_output_error(const struct harness_output *output, const char *message);
void harness_output_unavailable(const struct harness_output *output, const char *reason);
void harness_output_describe(const struct harness_output *output, const struct driver *driver,
                             const struct driver_description *description);

#endif

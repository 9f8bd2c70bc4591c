// The command line of a driver, the same for all.
#ifndef DRIVERS_HARNESS_OPTIONS_H
#define DRIVERS_HARNESS_OPTIONS_H

#include <stdbool.h>
#include <stdint.h>

#include "drivers/driver.h"

// What the driver is asked to do.
enum harness_action {
  HARNESS_MEASURE,
  HARNESS_CHECK,    // one block of the counted variant, untimed
  HARNESS_ONCE,     // one block of the program, untimed
  HARNESS_DESCRIBE, // facts about the driver
  HARNESS_VERSION,
};

// Stands for a number that the command line does not give: the manifest's is taken.
#define HARNESS_FROM_MANIFEST INT64_C(-1)

struct harness_options {
  enum harness_action action;
  bool json;
  bool quiet;
  bool no_counters; // only times
  const char *program;
  const char *size;
  const char *engine;             // NULL: the driver's first
  const char *programs_directory; // NULL: to be found from where the executable is
  int64_t n, repetitions, warmup, samples;
  int64_t seed;
};

// Parses the arguments. --help and wrong usage end the process (status 0 and 2), as argp does. The
// strings belong to argv.
void harness_options_parse(const struct driver *driver, int argc, char **argv,
                           struct harness_options *options);

#endif

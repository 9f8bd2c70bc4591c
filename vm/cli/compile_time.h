// What compiling a source costs, measured: `mica compile`.
#ifndef MICA_CLI_COMPILE_TIME_H
#define MICA_CLI_COMPILE_TIME_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "vm/mica.h"

// Compiles the source `repetitions` times and writes the shortest time of each part, with the lines
// and bytes a second that this makes. false: it cannot be compiled, *error says why.
bool compile_time_measure(const char *source, size_t length, const char *name, unsigned repetitions,
                          FILE *output, mica_error *error);

#endif

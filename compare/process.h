// Whole processes, timed by hyperfine: one command a call and one run a command, so that its calls
// can be put into random rounds like everything else (hyperfine by itself runs all of one command
// before all of the next).
#pragma once

#include "compare/driver_client.h"

#include <stdbool.h>
#include <stddef.h>

struct process_time {
  double seconds, user, system;
  int exit_code; // of the command; 128 + signal when a signal ended it
};

// Whether hyperfine is there.
bool process_available(void);

// Times one process that runs one block of the request without output. Returns ok with *time, also
// when the command itself exits with another status than 0; else hung, interrupted or failed with
// `message` (at most `size` bytes).
enum outcome process_measure(const struct driver_request *request, struct process_time *time,
                             char *message, size_t size);

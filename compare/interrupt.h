// Ctrl-C and its like as a file descriptor, so that no signal handler and no global flag is needed:
// whoever waits for a child waits for this descriptor too.
#pragma once

#include "compare/error.h"

#include <signal.h>
#include <stdbool.h>

struct interrupt {
  int descriptor; // readable when a signal has come; -1 = none is watched
  sigset_t previous_mask;
};

// From here on SIGINT, SIGTERM and SIGHUP do not end the process but make the descriptor readable.
bool interrupt_open(struct interrupt *interrupt, struct error *error);

// Whether a signal has come since interrupt_open.
bool interrupt_pending(const struct interrupt *interrupt);

// Gives the signals their usual effect again; one that came while open is spent.
void interrupt_close(struct interrupt *interrupt);

// A signal's handler is told nothing but the signal, so the runtime that it ends is kept here.
#include "vm/cli/interruption.h"

#include <signal.h>

static mica_runtime *volatile interruptible;
static volatile sig_atomic_t received; // the signal
static struct sigaction before, before_termination;

static void interrupt(int signal) {
  received = signal;
  if (interruptible)
    mica_interrupt(interruptible);
}

void interruption_begin(mica_runtime *runtime, enum interruption by) {
  struct sigaction action = {.sa_handler = interrupt, .sa_flags = (int)SA_RESETHAND | SA_RESTART};
  interruptible = runtime;
  sigaction(SIGINT, &action, &before);
  sigaction(SIGTERM, by == INTERRUPTION_BY_ALL ? &action : NULL, &before_termination);
}

void interruption_end(void) {
  sigaction(SIGINT, &before, NULL);
  sigaction(SIGTERM, &before_termination, NULL);
  interruptible = NULL;
}

void interruption_raise(void) { raise(received); }

// A signal's handler is told nothing but the signal, so the runtime that it ends is kept here.
#include "vm/cli/interruption.h"

#include <signal.h>

static mica_runtime *volatile interruptible;
static struct sigaction before;

static void interrupt(int signal) {
  (void)signal;
  if (interruptible)
    mica_interrupt(interruptible);
}

void interruption_begin(mica_runtime *runtime) {
  struct sigaction action = {.sa_handler = interrupt, .sa_flags = (int)SA_RESETHAND | SA_RESTART};
  interruptible = runtime;
  sigaction(SIGINT, &action, &before);
}

void interruption_end(void) {
  sigaction(SIGINT, &before, NULL);
  interruptible = NULL;
}

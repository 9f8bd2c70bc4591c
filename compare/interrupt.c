// See interrupt.h and signalfd(2). The signal is left unread until interrupt_close, so that every
// poll on the way out of the measurement sees it.
#include "compare/interrupt.h"

#include <errno.h>
#include <poll.h>
#include <string.h>
#include <sys/signalfd.h>
#include <unistd.h>

bool interrupt_open(struct interrupt *interrupt, struct error *error) {
  sigset_t watched;
  sigemptyset(&watched);
  sigaddset(&watched, SIGINT);
  sigaddset(&watched, SIGTERM);
  sigaddset(&watched, SIGHUP);
  interrupt->descriptor = signalfd(-1, &watched, SFD_CLOEXEC | SFD_NONBLOCK);
  if (interrupt->descriptor < 0)
    return error_set(error, "signals cannot be watched: %s", strerror(errno));
  sigprocmask(SIG_BLOCK, &watched, &interrupt->previous_mask);
  return true;
}

bool interrupt_pending(const struct interrupt *interrupt) {
  struct pollfd poll_signal = {.fd = interrupt->descriptor, .events = POLLIN};
  return interrupt->descriptor >= 0 && poll(&poll_signal, 1, 0) == 1;
}

void interrupt_close(struct interrupt *interrupt) {
  if (interrupt->descriptor < 0)
    return;
  struct signalfd_siginfo spent;
  while (read(interrupt->descriptor, &spent, sizeof spent) > 0)
    ;
  close(interrupt->descriptor);
  interrupt->descriptor = -1;
  sigprocmask(SIG_SETMASK, &interrupt->previous_mask, NULL);
}

// Lines as the terminal itself edits them: what is left where libedit is not there, or cannot do
// anything with the terminal.
#include "vm/cli/line_plain.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <unistd.h>

static void ignore(int signal) { (void)signal; }

// Waits for a line with Ctrl-C let through only meanwhile, so that none is lost. false: it came.
static bool wait_for_line(const sigset_t *mask) {
  struct pollfd input = {.fd = STDIN_FILENO, .events = POLLIN};
  return ppoll(&input, 1, NULL, mask) >= 0 || errno != EINTR;
}

enum line_result line_read_plain(struct plain_line *line, const char *prompt) {
  struct sigaction action = {.sa_handler = ignore}, action_before;
  sigset_t interrupt, mask_before, mask;
  sigemptyset(&interrupt);
  sigaddset(&interrupt, SIGINT);
  sigprocmask(SIG_BLOCK, &interrupt, &mask_before);
  sigaction(SIGINT, &action, &action_before);
  mask = mask_before;
  sigdelset(&mask, SIGINT);
  fputs(prompt, stdout);
  fflush(stdout);
  bool came = wait_for_line(&mask);
  ssize_t length = came ? getline(&line->text, &line->capacity, stdin) : 0;
  sigaction(SIGINT, &action_before, NULL);
  sigprocmask(SIG_SETMASK, &mask_before, NULL);
  if (!came) {
    putchar('\n');
    return LINE_CANCELLED;
  }
  if (length <= 0)
    return LINE_END;
  if (line->text[length - 1] == '\n')
    line->text[length - 1] = '\0';
  return LINE_READ;
}

// See child.h.
//
// The child leads a process group of its own, so that a Ctrl-C at the terminal reaches only us and
// that killing the group takes along whatever the child started. It dies with us
// (PR_SET_PDEATHSIG), so that a `kill -9` of fieldstone leaves no driver behind to disturb the next
// run. A driver that hyperfine started is no child of ours: it does the same by itself when it
// finds CHILD_BOUND in its environment.
//
// The end of the child is seen by a pidfd, not by the end of its output: a grandchild that keeps
// the pipe open does not keep us waiting.
#include "compare/child.h"

#include "compare/text.h"

#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/pidfd.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { LINE_LIMIT = 1 << 20 };

static const double FAREWELL_SECONDS = 10; // of a child that is asked to end

struct child {
  pid_t pid;
  int output, errors, pidfd;
  char *line; // the line that is being collected, LINE_LIMIT + 1 bytes
  size_t line_length;
  size_t error_length;
  child_line_function *take_line;
  void *context;
};

static double seconds_now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return (double)time.tv_sec + 1e-9 * (double)time.tv_nsec;
}

// ---- Starting -----------------------------------------------------------------------------------

// In the child: becomes the program, or writes errno to `report` and ends. Other threads may have
// held locks when it was forked, so it allocates nothing: its environment is made before.
static void become(const struct child_request *request, char **environment, int input, int output,
                   int errors, int report, pid_t parent) {
  sigset_t none;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, NULL);
  setpgid(0, 0);
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (getppid() != parent)
    _exit(127);
  if (request->pin_cpu >= 0) {
    cpu_set_t cpus;
    CPU_ZERO(&cpus);
    CPU_SET((size_t)request->pin_cpu, &cpus);
    if (sched_setaffinity(0, sizeof cpus, &cpus))
      goto failed;
  }
  if (dup2(input, STDIN_FILENO) < 0 || dup2(output, STDOUT_FILENO) < 0 ||
      dup2(errors, STDERR_FILENO) < 0)
    goto failed;
  execvpe(request->arguments[0], (char *const *)request->arguments, environment);
failed:
  if (write(report, &errno, sizeof errno) < 0)
    _exit(126);
  _exit(127);
}

static char *environment_padding(size_t bytes) {
  const char *name = "FIELDSTONE_PADDING=";
  char *padding = memory_array(strlen(name) + bytes + 1, 1);
  memset(mempcpy(padding, name, strlen(name)), 'x', bytes);
  return padding;
}

// Our own environment with CHILD_BOUND and the padding (NULL for none) before it, where getenv
// finds them first. The caller frees the array, whose texts are not its own.
static char **child_environment(char *padding) {
  static char bound[] = CHILD_BOUND "=1";
  size_t count = 0;
  while (environ[count])
    count++;
  char **all = memory_array(count + 3, sizeof *all), **end = all;
  *end++ = bound;
  if (padding)
    *end++ = padding;
  memcpy(end, environ, count * sizeof *all);
  return all;
}

// What the child reads: the text from a file without a name, or nothing. -1 with errno.
static int open_input(const char *text) {
  if (!text)
    return open("/dev/null", O_RDONLY | O_CLOEXEC);
  size_t length = strlen(text);
  int input = memfd_create("input", MFD_CLOEXEC);
  if (input < 0 ||
      (write(input, text, length) == (ssize_t)length && lseek(input, 0, SEEK_SET) == 0))
    return input;
  int cause = errno;
  close(input);
  errno = cause;
  return -1;
}

static bool make_pipes(int pipes[3][2]) {
  for (int i = 0; i < 3; i++)
    if (pipe2(pipes[i], O_CLOEXEC)) {
      int cause = errno;
      for (int k = 0; k < i; k++) {
        close(pipes[k][0]);
        close(pipes[k][1]);
      }
      errno = cause;
      return false;
    }
  return true;
}

// Starts the child; on failure nothing is left open.
static bool start(const struct child_request *request, struct child *child, struct error *error) {
  enum { OUTPUT, ERRORS, REPORT };
  int pipes[3][2], cause = 0;
  int input = open_input(request->input);
  if (input < 0 || !make_pipes(pipes)) {
    cause = errno;
    if (input >= 0)
      close(input);
    return error_set(error, "%s cannot be started: %s", request->arguments[0], strerror(cause));
  }
  char *padding = request->padding ? environment_padding(request->padding) : NULL;
  char **environment = child_environment(padding);
  pid_t parent = getpid();
  child->pid = fork();
  if (!child->pid)
    become(request, environment, input, pipes[OUTPUT][1], pipes[ERRORS][1], pipes[REPORT][1],
           parent);
  if (child->pid < 0)
    cause = errno;
  else
    setpgid(child->pid, child->pid); // here too, so that the group exists whoever is first
  free(environment);
  free(padding);
  close(input);
  for (int i = 0; i < 3; i++)
    close(pipes[i][1]);
  if (!cause && read(pipes[REPORT][0], &cause, sizeof cause) > 0)
    waitpid(child->pid, NULL, 0);
  close(pipes[REPORT][0]);
  child->output = pipes[OUTPUT][0];
  child->errors = pipes[ERRORS][0];
  if (!cause && (child->pidfd = pidfd_open(child->pid, 0)) < 0) {
    cause = errno;
    kill(child->pid, SIGKILL);
    waitpid(child->pid, NULL, 0);
  }
  if (!cause) {
    fcntl(child->output, F_SETFL, O_NONBLOCK);
    fcntl(child->errors, F_SETFL, O_NONBLOCK);
    return true;
  }
  close(child->output);
  close(child->errors);
  return error_set(error, "%s cannot be started: %s", request->arguments[0], strerror(cause));
}

// ---- Reading ------------------------------------------------------------------------------------

static bool pass_line_on(struct child *child) {
  child->line[child->line_length] = '\0';
  child->line_length = 0;
  return child->take_line(child->line, child->context);
}

// Takes what is there of standard output. Returns false when the line function wants no more;
// *open becomes false at the end of the output.
static bool read_output(struct child *child, bool *open) {
  char block[8192];
  ssize_t length;
  while ((length = read(child->output, block, sizeof block)) > 0)
    for (ssize_t i = 0; i < length; i++) {
      if (block[i] != '\n')
        child->line[child->line_length++] = block[i];
      if ((block[i] == '\n' || child->line_length == LINE_LIMIT) && !pass_line_on(child))
        return false;
    }
  if (length < 0 && (errno == EAGAIN || errno == EINTR))
    return true;
  *open = false;
  return !child->line_length || pass_line_on(child);
}

// Keeps the beginning of standard error; the rest is read and dropped.
static void read_errors(struct child *child, struct child_result *result, bool *open) {
  char block[4096];
  ssize_t length;
  while ((length = read(child->errors, block, sizeof block)) > 0) {
    size_t room = sizeof result->error_output - 1 - child->error_length;
    size_t kept = (size_t)length < room ? (size_t)length : room;
    memcpy(result->error_output + child->error_length, block, kept);
    child->error_length += kept;
  }
  if (length == 0 || (errno != EAGAIN && errno != EINTR))
    *open = false;
}

// Milliseconds to wait for the next event.
static int wait_milliseconds(double deadline, double now) {
  double left = (deadline - now) * 1e3;
  return left <= 0 ? 0 : left > 3.6e6 ? 3600000 : (int)ceil(left);
}

// Reads until the child ends or must be ended; the ending holds CHILD_EXITED when it ended itself.
static enum child_ending attend(const struct child_request *request, struct child *child,
                                struct child_result *result, double started) {
  bool output_open = true, errors_open = true;
  bool asked = false; // to end
  double heard = started, overdue_at = started + request->total_limit_seconds;
  for (;;) {
    double silent_at = heard + request->line_limit_seconds;
    struct pollfd events[] = {{.fd = output_open ? child->output : -1, .events = POLLIN},
                              {.fd = errors_open ? child->errors : -1, .events = POLLIN},
                              {.fd = child->pidfd, .events = POLLIN},
                              {.fd = asked ? -1 : request->interrupt_descriptor, .events = POLLIN}};
    poll(events, 4, wait_milliseconds(fmin(silent_at, overdue_at), seconds_now()));
    if (events[3].revents & POLLIN) {
      if (!request->asks_first || kill(-child->pid, SIGINT) != 0)
        return CHILD_INTERRUPTED;
      asked = true;
      overdue_at = seconds_now() + FAREWELL_SECONDS;
    }
    if (events[1].revents)
      read_errors(child, result, &errors_open);
    if (events[0].revents) {
      heard = seconds_now();
      if (!read_output(child, &output_open))
        return CHILD_STOPPED;
    }
    if (events[2].revents)
      break;
    double now = seconds_now();
    if (now >= overdue_at)
      return asked ? CHILD_INTERRUPTED : CHILD_OVERDUE;
    if (now >= heard + request->line_limit_seconds)
      return CHILD_SILENT;
  }
  if (errors_open)
    read_errors(child, result, &errors_open);
  if (output_open &&
      (!read_output(child, &output_open) || (child->line_length && !pass_line_on(child))))
    return CHILD_STOPPED;
  return asked ? CHILD_INTERRUPTED : CHILD_EXITED;
}

static void trim_end(char *text) {
  size_t length = strlen(text);
  while (length && (text[length - 1] == '\n' || text[length - 1] == ' '))
    text[--length] = '\0';
}

bool child_run(const struct child_request *request, child_line_function *take_line, void *context,
               struct child_result *result, struct error *error) {
  struct child child = {.take_line = take_line, .context = context};
  *result = (struct child_result){0};
  double started = seconds_now();
  if (!start(request, &child, error))
    return false;
  child.line = memory_array(LINE_LIMIT + 1, 1);
  result->ending = attend(request, &child, result, started);
  kill(-child.pid, SIGKILL); // the whole group: also what outlives a child that ended itself
  int status = 0;
  while (wait4(child.pid, &status, 0, &result->usage) < 0 && errno == EINTR)
    ;
  result->seconds = seconds_now() - started;
  if (result->ending == CHILD_EXITED && WIFSIGNALED(status))
    result->ending = CHILD_SIGNALLED;
  result->signal = WIFSIGNALED(status) ? WTERMSIG(status) : 0;
  result->exit_code = WIFEXITED(status) ? WEXITSTATUS(status) : 0;
  trim_end(result->error_output);
  close(child.output);
  close(child.errors);
  close(child.pidfd);
  free(child.line);
  return true;
}

bool child_collect_line(char *line, void *context) {
  char **text = context;
  char *longer = text_format("%s%s\n", *text, line);
  free(*text);
  *text = longer;
  return true;
}

char *child_output(const char *const *arguments) {
  struct child_request request = {.arguments = arguments,
                                  .pin_cpu = -1,
                                  .line_limit_seconds = 10,
                                  .total_limit_seconds = 10,
                                  .interrupt_descriptor = -1};
  struct child_result result;
  struct error error;
  char *text = text_copy("");
  if (child_run(&request, child_collect_line, &text, &result, &error) &&
      result.ending == CHILD_EXITED && !result.exit_code) {
    trim_end(text);
    return text;
  }
  free(text);
  return NULL;
}

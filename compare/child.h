// One child process that is read line by line under time limits: a driver, hyperfine, a tool that
// is asked for its version. Whatever happens, the child and all that it started are gone at the
// end. Several threads may run a child each: one that ends takes no child with it, as it has waited
// for its own.
#pragma once

#include "compare/error.h"

#include <stdbool.h>
#include <stddef.h>
#include <sys/resource.h>

// Set in the environment of every child, and of what it starts: a driver that sees it ends with the
// process that started it.
#define CHILD_BOUND "FIELDSTONE_CHILD"

struct child_request {
  const char *const *arguments; // NULL-terminated; the first is looked up in PATH
  size_t padding;               // bytes added to the environment; moves the stack (Mytkowicz 2009)
  int pin_cpu;                  // CPU that the child is bound to, -1 = any
  double line_limit_seconds;    // longest silence on standard output
  double total_limit_seconds;   // longest life
  int interrupt_descriptor;     // readable = stop at once; -1 = none
  bool asks_first;              // on an interrupt the child gets SIGINT and a little time to end
  const char *input;            // its standard input; NULL = /dev/null
};

enum child_ending {
  CHILD_EXITED,      // by itself; exit_code
  CHILD_SIGNALLED,   // by a signal that was not ours; signal
  CHILD_SILENT,      // killed: the line limit has passed
  CHILD_OVERDUE,     // killed: the total limit has passed
  CHILD_STOPPED,     // killed: the line function returned false
  CHILD_INTERRUPTED, // killed: the interrupt descriptor became readable
};

struct child_result {
  enum child_ending ending;
  int exit_code, signal;
  double seconds;          // from start to end
  struct rusage usage;     // of the child and the children that it waited for
  char error_output[1024]; // the beginning of its standard error, no newline at the end
};

// Takes one line of standard output without its newline (NUL-terminated, valid until it returns).
// Returns false to have the child killed.
typedef bool child_line_function(char *line, void *context);

// Runs the child to its end. The environment is not changed meanwhile. A line longer than 1 MiB is
// passed on in pieces. Returns false and fills `error` only when the child could not be started.
bool child_run(const struct child_request *request, child_line_function *take_line, void *context,
               struct child_result *result, struct error *error);

// A line function that appends each line to the text that the `char **` in `context` points to,
// which begins as an empty text on the heap and is the caller's to free.
bool child_collect_line(char *line, void *context);

// The whole standard output of a tool that exits with 0 within ten seconds, without white space at
// its end; the caller frees it. NULL when the tool is not there or fails.
char *child_output(const char *const *arguments);

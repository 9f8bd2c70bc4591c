// Talks to one process of a driver: builds its command line, reads its JSON lines as they come,
// checks that they are what was asked for, and says in one word and one sentence how it ended.
#pragma once

#include "compare/error.h"

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// The states of a cell and the endings of an invocation, as the store names them.
enum outcome {
  OUTCOME_PENDING,     // not asked yet
  OUTCOME_OK,          // all samples came, well-formed
  OUTCOME_WRONG,       // a checksum or work counter is not native C's
  OUTCOME_CRASHED,     // ended by a signal
  OUTCOME_HUNG,        // silent or alive for too long, killed
  OUTCOME_UNAVAILABLE, // the engine cannot run this program
  OUTCOME_FAILED,      // said that it failed, or broke the protocol
  OUTCOME_INTERRUPTED, // the user stopped us
};

// "ok", "wrong", ...: the word in the store; a static string.
const char *outcome_text(enum outcome outcome);

struct driver_limits {
  double sample_seconds;    // longest wait for one line of output
  int pin_cpu;              // -1 = none
  int interrupt_descriptor; // -1 = none
};

// What to ask of a driver. The texts stay the caller's.
struct driver_request {
  const char *executable, *engine, *program, *size, *programs_directory;
  uint32_t seed;
  int repetitions, warmup, samples;
  bool no_counters; // only times
  bool check;       // the counted variant, one block of `repetitions`, no timing
  size_t padding;   // bytes added to the environment
  struct driver_limits limits;
};

struct driver_sample {
  int index; // from 0, warm-up samples first
  bool warmup;
  double ns; // the whole block
  int repetitions;
  double checksum;
};

// Takes a sample as it comes. Returns false to have the driver killed; it has said why in *message
// (at most `size` bytes) and in *outcome.
typedef bool driver_sample_function(const struct driver_sample *sample, void *context,
                                    enum outcome *outcome, char *message, size_t size);

// Takes what the driver counted besides the times, once, before it ends. Returns as above.
typedef bool driver_counter_function(const json_t *values, void *context, enum outcome *outcome,
                                     char *message, size_t size);

struct driver_report {
  enum outcome outcome;
  char message[1024];         // why, when the outcome is not ok
  double timer_ns, empty_ns;  // NAN = not said
  int64_t user_us, system_us; // by wait4
  int64_t preemptions;        // by wait4: how often another process took its CPU
  int64_t max_rss_kb;         // as the driver said (its VmHWM)
  double seconds;             // wall clock of the process
  double checksum, work;      // with `check`
  double host_calls;          // of host_add, with `check`; NAN = not counted
};

// Who takes what comes. `sample` may be NULL with `check`, `counters` always: then they are not
// kept.
struct driver_listener {
  driver_sample_function *sample;
  driver_counter_function *counters;
  void *context;
};

// Runs one invocation to its end.
void driver_invoke(const struct driver_request *request, const struct driver_listener *listener,
                   struct driver_report *report);

// The command line that runs one block without timing and without output, for a shell-less
// hyperfine: quoted where needed; the caller frees it.
char *driver_process_command(const struct driver_request *request);

// Asks a driver to describe itself. Returns the object, which the caller releases by json_decref,
// or NULL with `error` filled.
json_t *driver_describe(const char *executable, struct error *error);

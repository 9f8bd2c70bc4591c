// What an engine is to the suite: one struct of functions and facts, filled in by one file.
//
// `harness.c` holds everything that must be the same for all engines (options, manifests, the
// measuring loop, output) and knows an engine only through this interface; a driver file holds
// everything that only its engine knows, and a `main` of one line that calls harness_main.
//
// The life of a process: open an engine, load one or two programs into it, enter them many times,
// unload, close. Everything happens on one thread.
//
// Functions that can fail return false or NULL and fill in the error: the engine's own message,
// with file and line where the engine knows them. Members that are marked as a capability may be
// NULL; a driver then says in the `no_...` member beside it why the engine lacks it.
#ifndef DRIVERS_DRIVER_H
#define DRIVERS_DRIVER_H

#include <math.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// The most bytes of a message that the suite keeps.
struct driver_error {
  char text[2048];
};

// Formats the message and returns false, so that a failing function can end with
// `return driver_fail(error, ...)`.
bool driver_fail(struct driver_error *error, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

// The file name of the library that holds `address`, a function of it; "unknown" if there is none.
// Valid as long as the library is loaded.
const char *driver_library_name(const void *address);

// One way that a driver's engine runs: a column of the tables.
struct driver_engine {
  const char *name;            // "mica-tree"
  const char *description;     // a few words
  unsigned repetition_divisor; // a slow engine runs this many times fewer repetitions a block; 1
  const char *object_suffix;   // of the compiled program, where there is no source; else NULL
};

// A program as it is handed to the engine. The harness owns everything in it.
struct driver_source {
  const char *path;  // the script or the shared object
  const char *name;  // what errors call it: "programs/fib/fib.lua"
  const char *text;  // the script, NUL-terminated; NULL for a shared object
  size_t length;     // of the text in bytes
  const char *entry; // the exported function to be entered: "run" or "add"
};

// Facts about the engine for --describe. Pointers are to static storage or into `buffer`.
struct driver_description {
  const char *version; // "Lua 5.4.4"
  const char *build;   // how the engine was built, as far as it says
  const char *library; // the file name of the library that it comes from
  char buffer[512];
};

// What a process has used so far.
struct driver_usage {
  int64_t user_us, system_us; // CPU time in microseconds
  int64_t peak_kb;            // the largest resident set
};

// What a driver does by itself whose engine is in a process of its own, for the harness cannot do
// it from here.
struct driver_process {
  // A block: run(n, seed) with `repetitions` consecutive seeds modulo 2^31, and the time from the
  // first call to the last.
  bool (*run_block)(void *program, int64_t n, uint32_t seed, int64_t repetitions, double *results,
                    double *nanoseconds, struct driver_error *error);

  // The nanoseconds that one reading of the clock costs that run_block reads.
  double (*timer_cost)(void *state);

  // Fills in what the process that the engine is in has used.
  void (*usage)(void *state, struct driver_usage *usage);
};

struct driver {
  const char *name;     // of the executable
  const char *language; // as in manifests: "c", "go", "js", "es5", "lua", "python"
  const char *suffix;   // of a script, ".lua"; NULL where programs are shared objects
  bool compiled;        // scripts too are made by the build, the counted variant as one of its own
  const char *comment;  // what starts a line comment, "--"; NULL where the build has counted
  bool peer;            // its engines are measured only when they are named
  const struct driver_engine *engines;
  size_t engine_count;
  const char *empty_source; // a script whose run(n, seed) returns the seed; NULL: programs/empty

  // Fills in the description, before `open`. `objects` is the folder of the compiled programs.
  // Without a version the engine is not there.
  void (*describe)(const char *objects, struct driver_description *description);

  // Starts the engine; closed by `close`.
  void *(*open)(const struct driver_engine *engine, struct driver_error *error);
  void (*close)(void *state);

  // Loads a program and prepares a handle to its entry, with `host_add` in reach of the script.
  // Unloaded by `unload`, before `close`.
  void *(*load)(void *state, const struct driver_source *source, struct driver_error *error);
  void (*unload)(void *program);

  // Calls run(n, seed) through the handle. A result that is not a number is an error. NULL where
  // the engine is in a process of its own.
  bool (*run)(void *program, int64_t n, uint32_t seed, double *result, struct driver_error *error);

  // Where the engine is in a process of its own; else NULL.
  const struct driver_process *process;

  // The work counter of a program that was loaded from its counted variant.
  bool (*work)(void *program, double *work, struct driver_error *error);

  // Capability: the script calls the host's `host_add(a, b)`.
  bool calls_host;
  const char *no_calls_host;

  // Capability: the host calls the script's add(a, b) n times through the handle, in the loop of
  // driver_call_loop. The result is the last call's.
  bool (*call_script)(void *program, int64_t n, uint32_t seed, double *result,
                      struct driver_error *error);
  const char *no_call_script;
};

// One call of the script's add(a, b), two integers whose result is an integer below 2^53.
typedef bool driver_call_add(void *program, int64_t a, int64_t b, int64_t *result,
                             struct driver_error *error);

// The host's loop of the kind call_script, the same for all engines. It is inlined into each driver
// together with the engine's `call`, so that no call through a pointer of the harness stands
// between the loop and the engine: on native C that would be half of what is measured.
static inline __attribute__((always_inline)) bool driver_call_loop(driver_call_add *call,
                                                                   void *program, int64_t n,
                                                                   uint32_t seed, double *result,
                                                                   struct driver_error *error) {
  int64_t total = seed % 1000;
  for (int64_t i = 0; i < n; i++)
    if (__builtin_expect(!call(program, total, i, &total, error), 0))
      return false;
  *result = (double)total;
  return true;
}

// Takes the integer that a double below 2^53 is; false where it is none.
static inline bool driver_integer(double number, int64_t *integer) {
  *integer = fabs(number) < 0x1p53 ? (int64_t)number : INT64_MIN;
  return (double)*integer == number;
}

// Parses the command line and does what it says. Returns the exit status: 0 done, 1 the engine or
// the program failed, 2 wrong usage, 3 this engine cannot run that program.
int harness_main(const struct driver *driver, int argc, char **argv);

#endif

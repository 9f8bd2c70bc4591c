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

// The bytes of code and data that the library, or the executable, that holds `address` maps: its
// size without what debuggers read. 0 if there is none.
size_t driver_mapped_bytes(const void *address);

// One way that a driver's engine runs: a column of the tables.
struct driver_engine {
  const char *name;            // "mica-tree"
  const char *description;     // a few words
  unsigned repetition_divisor; // a slow engine runs this many times fewer repetitions a block; 1
  const char *object_suffix;   // of the compiled program, where there is no source; else NULL
  bool apart;                  // it answers a question of its own: checked and measured when named
  const void *settings;        // the driver's own
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
  const char *version;         // "Lua 5.4.4"
  const char *build;           // how the engine was built, as far as it says
  const char *library;         // the file name of the library that it comes from
  const void *library_address; // in it, where it is not in the driver; NULL
  char buffer[512];
};

// ---- Values that cross the boundary

// The row of a table, as a host would hand it to a script: a record with these five fields.
struct driver_row {
  int64_t id;
  double price;
  int64_t count;
  bool active;
  const char *name; // ASCII
  size_t name_length;
};

enum driver_value_type { DRIVER_NUMBER, DRIVER_TEXT, DRIVER_ARRAY, DRIVER_ROW };

// A value of the host's.
struct driver_value {
  enum driver_value_type type;
  double number;
  const char *text; // ASCII
  size_t length;
  double *numbers; // of an array; what is taken out of an engine is copied to here
  size_t count;    // of them; before it is taken out, what there is room for
  struct driver_row row;
};

// The value of that type and of the manifest's payload that belongs to the number `i`. Valid until
// the next is asked for.
const struct driver_value *driver_host_value(enum driver_value_type type, int64_t i);

// An empty value of that type to be taken out of an engine, with room for the numbers of an array.
struct driver_value *driver_room(enum driver_value_type type);

// What a script and a host both compute of a value to show that all of it has arrived:
// the number; length + last byte; count + first + last number; the sum of the fields, where a text
// counts by its length and a truth as 1.
static inline double driver_digest(const struct driver_value *value) {
  const struct driver_row *row = &value->row;
  switch (value->type) {
  case DRIVER_NUMBER:
    return value->number;
  case DRIVER_TEXT:
    return value->length == 0
               ? 0
               : (double)value->length + (unsigned char)value->text[value->length - 1];
  case DRIVER_ARRAY:
    return value->count == 0
               ? 0
               : (double)value->count + value->numbers[0] + value->numbers[value->count - 1];
  default:
    return (double)row->id + row->price + (double)row->count + row->active +
           (double)row->name_length;
  }
}

// ---- Modules

// Whether the program requires modules, which `open` then makes to be found.
bool driver_modules_wanted(void);
// What the module of that name exports as `value`: module_12 is one of the host's, whose value is
// 2. False where the host has no module of that name.
bool driver_module(const char *name, int *value);

// ---- The log of calls from script to host

enum driver_log {
  DRIVER_LOG_NONE, // the boundary has none
  DRIVER_LOG_OFF,  // it has one, which is switched off
  DRIVER_LOG_ON    // each call goes to a sink that does nothing
};

// What the program's manifest asks for, to be obeyed by `open`; in a check of a program that calls
// the host always a log that is on, so that the calls are counted.
enum driver_log driver_log_wanted(void);
// The sink: does nothing, but cannot be left out. In a check it counts the calls of host_add.
void driver_log_sink(const char *function, const double *arguments, unsigned count, double result);

// For an engine whose boundary has no such mode: the host function wrapped by hand. Whether
// host_add is to go through a wrapper, and what that does after the call.
static inline void driver_log_call(enum driver_log log, const double arguments[2], double result) {
  if (log == DRIVER_LOG_ON)
    driver_log_sink("host_add", arguments, 2, result);
}

// ---- Memory

// What an engine has asked of its allocator: counted by the driver's hook, while there is one.
struct driver_memory {
  uint64_t allocations; // blocks asked for or made larger
  uint64_t bytes;       // of these, a larger block counting by what it has grown
  int64_t held;         // bytes now
  int64_t peak;         // the most held
};

// Counts a block that becomes `bytes` from `old_bytes`, either of them perhaps 0.
static inline void driver_memory_count(struct driver_memory *memory, size_t old_bytes,
                                       size_t bytes) {
  memory->allocations += bytes > old_bytes;
  memory->bytes += bytes > old_bytes ? bytes - old_bytes : 0;
  memory->held += (int64_t)bytes - (int64_t)old_bytes;
  memory->peak = memory->held > memory->peak ? memory->held : memory->peak;
}

// The allocator of an engine that tells a block's size: as realloc, and with 0 bytes it frees.
// `memory` is a struct driver_memory, which counts.
void *driver_memory_reallocate(void *memory, void *block, size_t old_bytes, size_t bytes);

// For an engine that does not tell a block's size when it frees it: blocks of malloc with their
// size before them. As realloc; with 0 bytes it frees.
void *driver_memory_resize(struct driver_memory *memory, void *block, size_t bytes);

// A copy of the bytes, from malloc; NULL without memory, with the error filled in.
char *driver_copy(const char *bytes, size_t length, struct driver_error *error);

// ---- Runtimes

// Where a runtime comes from.
enum driver_spawn {
  DRIVER_SPAWN_BARE,    // a constructor that leaves the standard library out
  DRIVER_SPAWN_LIBRARY, // the engine's plain constructor, with the standard library
  DRIVER_SPAWN_FACTORY, // what runtimes can share was made before
  DRIVER_SPAWN_POOL,    // a runtime is given back, cleaned, and taken again
  DRIVER_SPAWN_ONCE,    // as DRIVER_SPAWN_LIBRARY, and one serves for all
  DRIVER_SPAWN_COUNT
};

// In what form the code comes to a runtime, and how far it goes.
enum driver_code {
  DRIVER_CODE_NONE,     // nothing is loaded
  DRIVER_CODE_SOURCE,   // source text
  DRIVER_CODE_COMPILED, // what was compiled before, as the engine shares it among runtimes
  DRIVER_CODE_SAVED     // what was compiled and saved before, as bytes
};
enum driver_until {
  DRIVER_UNTIL_PARSED,   // checked for errors of syntax
  DRIVER_UNTIL_COMPILED, // ready to run
  DRIVER_UNTIL_LOADED,   // its top level has run
  DRIVER_UNTIL_RUN       // and its entry was called once
};

struct driver_life {
  enum driver_spawn spawn;
  enum driver_code code;
  enum driver_until until;
};

// The site of an engine whose runtimes share nothing: a pool of them is one runtime, as one thread
// needs no second.
struct driver_site {
  const struct driver_engine *engine;
  enum driver_spawn spawn;
  struct driver_memory *memory;
  void *pooled; // the runtime of a pool, once there is one
  uint64_t created;
};

// The members `enter` and `created` of struct driver_lifecycle for such an engine. What `enter`
// gives is freed by the engine's own `leave`, after its pooled runtime.
void *driver_site_enter(const struct driver_engine *engine, enum driver_spawn spawn,
                        struct driver_memory *memory, struct driver_error *error);
uint64_t driver_site_created(const void *site);

// Capabilities of an engine to come and go, to take code in several forms. A member that is NULL
// has its reason in the `no_...` member beside it.
struct driver_lifecycle {
  // Why the engine has no runtimes of that kind; NULL: it has.
  const char *no_spawn[DRIVER_SPAWN_COUNT];

  // Makes what runtimes of one kind come from: a factory, a pool, nothing. `memory` counts what
  // they ask for; NULL: nobody wants to know. One site at a time. Ended by `leave`.
  void *(*enter)(const struct driver_engine *engine, enum driver_spawn spawn,
                 struct driver_memory *memory, struct driver_error *error);
  void (*leave)(void *site);
  const char *no_memory; // why nothing counts the engine's memory; NULL: `enter` does

  // A runtime, of the type that `open` gives, and its end, or its return to the pool.
  void *(*spawn)(void *site, struct driver_error *error);
  void (*retire)(void *site, void *state);
  // Collects all garbage of the runtime; NULL: there is none.
  void (*collect)(void *state);
  // How many runtimes the site has made so far.
  uint64_t (*created)(const void *site);

  // Checks the source for errors of syntax, and does no more.
  bool (*parse)(void *state, const struct driver_source *source, struct driver_error *error);
  const char *no_parse;

  // Compiles the source into what runtimes of the site share, to be given up by `discard`. `state`
  // is a runtime that may help with it.
  void *(*compile)(void *site, void *state, const struct driver_source *source,
                   struct driver_error *error);
  void (*discard)(void *compiled);
  // As `load`, of what was compiled.
  void *(*load_compiled)(void *state, const struct driver_source *source, const void *compiled,
                         struct driver_error *error);
  const char *no_compile;
  // Why what was compiled serves in no other runtime than the one it was compiled in; NULL: it
  // does.
  const char *no_share;

  // The bytes of a compiled program, which are malloc's, and a program that is made of them.
  char *(*save)(void *state, const void *compiled, size_t *length, struct driver_error *error);
  void *(*restore)(void *site, void *state, const struct driver_source *source, const char *bytes,
                   size_t length, struct driver_error *error);
  const char *no_save;
  // Why this engine runs no saved programs, where others of the driver do; NULL: it does. The
  // member may be NULL.
  const char *(*no_save_on)(const struct driver_engine *engine);
};

// Capabilities of passing values.
struct driver_boundary {
  // Calls the script's take(value) and takes its number: through the handle, or, with `name`,
  // looked up among the exports by that name at each call.
  bool (*call)(void *program, const char *name, const struct driver_value *value, double *result,
               struct driver_error *error);
  // Makes the engine's own value and keeps it in the place of the one before.
  bool (*put)(void *program, const struct driver_value *value, struct driver_error *error);
  // Takes the kept value out, texts without a copy where the engine allows that.
  bool (*take)(void *program, struct driver_value *value, struct driver_error *error);
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

  // Capability: a program whose run_block makes, uses and ends n runtimes a repetition, for the
  // loop of lives is there too. A life whose code is not called gives (seed % 1000 + i) % 1000 as
  // number i. `no_lives` says why not, or NULL.
  void *(*load_lives)(void *state, const struct driver_source *source,
                      const struct driver_life *life, struct driver_error *error);
  const char *(*no_lives)(const struct driver_life *life);
  const char *no_pipeline;

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

  // Capability: the script requires the host's modules, each of which exports a `value`.
  bool has_modules;
  const char *no_modules;

  // Capability: the host calls the script's add(a, b) n times through the handle, in the loop of
  // driver_call_loop. The result is the last call's.
  bool (*call_script)(void *program, int64_t n, uint32_t seed, double *result,
                      struct driver_error *error);
  const char *no_call_script;

  // Capability: runtimes come and go. A driver without it has its reason in no_lifecycle.
  const struct driver_lifecycle *lifecycle;
  const char *no_lifecycle;

  // Capability: values cross the boundary, by the members of the struct and by functions of the
  // host's that a script calls, along with host_add:
  //   host_none()                           nothing
  //   host_text(i) host_array(i) host_row(i)  the host's value number i
  //   host_take_text(t) host_take_array(a) host_take_row(r)   its digest
  //   host_apply(f, x)                      f(x)
  //   host_fail(i)                          throws an error whose message is "failure"
  const struct driver_boundary *boundary;
  const char *no_boundary;
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

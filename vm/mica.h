// Mica's public interface: everything a host needs, and nothing else.
//
// A *program* is compiled source: immutable to its users, and shared by as many runtimes as one
// likes. A *runtime* is one isolated world of objects; one thread uses it at a time. Values are
// 64-bit words owned by their runtime's collector: a host that keeps one across calls holds it by a
// *handle*. Functions that can fail return a mica_status, and the runtime (or the mica_error that
// was passed) keeps the reason until the next failure.
#ifndef MICA_H
#define MICA_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#ifdef __cplusplus
extern "C" {
#endif
// What stands here is all that the libraries show of themselves: everything else in them is hidden.
#ifdef __GNUC__
#pragma GCC visibility push(default)
#endif

#define MICA_VERSION_MAJOR 0
#define MICA_VERSION_MINOR 1
#define MICA_VERSION_PATCH 0

// "0.1.0". Static storage.
const char *mica_version(void);
// Compiler and options that the library was built with, in one line. Static storage.
const char *mica_build(void);

typedef struct mica_factory mica_factory;
typedef struct mica_pool mica_pool;
typedef struct mica_runtime mica_runtime;
typedef struct mica_program mica_program;
typedef struct mica_handle mica_handle;

// One script value. Valid until the runtime next runs script, unless a handle holds it.
typedef struct mica_value {
  uint64_t bits;
} mica_value;

typedef enum mica_status {
  MICA_OK = 0,
  MICA_ERROR_SYNTAX,      // the source is not ECMAScript
  MICA_ERROR_UNSUPPORTED, // the source, or a looked-up property, is ECMAScript that Mica refuses by
                          // name
  MICA_ERROR_THROWN,      // the script threw and did not catch
  MICA_ERROR_LIMIT,       // a limit of the runtime (memory, time, instructions) ended the script
  MICA_ERROR_INTERRUPTED, // mica_interrupt ended the script
  MICA_ERROR_USAGE,  // the host asked for what cannot be (a call of a non-function, a wrong type)
  MICA_ERROR_MEMORY, // the host's allocator failed
  MICA_ERROR_SAVED,  // a saved program is damaged, or was saved by another build of Mica
} mica_status;

// The tier that executes script functions. All tiers have one semantics.
typedef enum mica_tier {
  MICA_TIER_DEFAULT = 0,
  MICA_TIER_TREE,     // the tree walker: the executable definition of the language
  MICA_TIER_BYTECODE, // register bytecode
  MICA_TIER_BASELINE, // bytecode, and native code of what is hot; the default where there is such
                      // (Linux on x86-64, AArch64), elsewhere as MICA_TIER_BYTECODE
} mica_tier;

// ---- Modules
//
// A script's `require` asks the host's loader, first which module is meant, then, unless the
// runtime has that one, for its contents. A module is known by its canonical name: any text, though
// what stands before the last "/" is the module's `__dirname`.

#define MICA_MODULE_NAME_BYTES 4096 // a canonical name at most, its NUL included

// Why a loader failed. With MICA_ERROR_THROWN the script sees an Error with this message, and with
// `code` (static storage; NULL: none) as its code. With MICA_ERROR_UNSUPPORTED the script ends. The
// message does not matter with MICA_ERROR_MEMORY.
typedef struct mica_module_error {
  const char *code;
  char message[1024];
} mica_module_error;

// A module's contents: `program`, of which the runtime takes over one reference, or `text` of
// `length` bytes from malloc, which the runtime frees.
typedef struct mica_module {
  mica_program *program;
  char *text;
  size_t length;
  bool is_json; // the text is JSON, not a script
} mica_module;

typedef struct mica_loader {
  void *data;
  // Writes the canonical name of what `specifier` means in the module `from`. `from` is NULL when
  // `specifier` is the filename of a program that the host runs.
  mica_status (*resolve)(void *data, const char *specifier, const char *from,
                         char name[MICA_MODULE_NAME_BYTES], mica_module_error *error);
  // Fills *module, which is all zero, with the contents of a module whose name `resolve` gave.
  mica_status (*load)(void *data, const char *name, mica_module *module, mica_module_error *error);
  // Is told of each program that the runtime compiled of a `text`; a host that gives it to other
  // runtimes retains it. NULL: nobody wants to know.
  void (*compiled)(void *data, const char *name, mica_program *program);
} mica_loader;

// Limits: whatever a script does, it ends in an error, never the process, and the runtime can be
// used again. Those of memory, time and instructions are *final*: no `catch` sees them and no
// `finally` runs. Time and instructions are counted anew for each outermost call of a function that
// runs script (mica_run, mica_call, mica_get, mica_set); what a host function calls in its turn
// belongs to the call that it is part of.
//
// - Memory: objects and strings, and what the stack takes. A single array or string that would
//   exceed the limit is refused by a RangeError that the script may catch; all else is final. The
//   limit is kept to within a factor of two, because pages are not compacted.
// - Stack: exceeding it is a RangeError that the script may catch, "Maximum call stack size
//   exceeded". Recursion that goes through C (the tree tier, callbacks of builtins, getters) is
//   bounded as well, by three quarters of the thread's own stack.
// - Time: of the wall clock. Checked at every call and every turn of a loop, and within builtins
//   that work long; a limit that is exceeded ends the script a few milliseconds late at most,
//   unless it is in a host function or in the collector.
// - Instructions: the unit is a safepoint, which a call of a function is, a turn of a loop, and a
//   piece of a builtin's long work. The count is exact, and the same in every run on the same tier
//   of the same version of Mica; on another tier, or version, it may differ. Counting makes
//   calls and loops several times slower.
// Where memory comes from: `resize` makes a block of `bytes` out of `block` of `old_bytes`, as
// realloc does. `block` may be NULL; with 0 bytes the block is freed, and the result does not
// matter. Blocks are aligned as malloc's. NULL is no memory, and never comes of making a block
// smaller. Runtimes on several threads call it at the same time. Not from it, but from malloc, come
// compiled programs, profiles, a time limit's thread, and texts (of errors, of mica_to_string, and
// those that live for a single call).
typedef struct mica_allocator {
  void *data;
  void *(*resize)(void *data, void *block, size_t old_bytes, size_t bytes); // NULL: malloc's
} mica_allocator;

// A call of a host function by script (mica_function, mica_typed_function, a host object's method,
// getter or setter), as a call log is told of it when it has ended.
typedef struct mica_logged_call {
  const char *name; // of the function; NUL-terminated
  const mica_value *arguments;
  unsigned count;
  mica_status status;
  mica_value result; // MICA_OK: what the function returned; MICA_ERROR_THROWN: what it threw
} mica_logged_call;

// A sink for the calls from script to host. In a runtime without a call log a call costs nothing
// more. With one, each call asks whether logging is on (`on` to begin with; mica_log_calls).
// `function` may read the values (mica_to_string too), but makes none and runs no script. What it
// is given is gone when it returns.
typedef struct mica_call_log {
  void *data;
  void (*function)(void *data, mica_runtime *runtime, const mica_logged_call *call);
  bool on;
} mica_call_log;

// Tools that native code is shown to (vm/baseline/README.md). Each costs a little when a function
// is compiled, and nothing when it runs.
enum {
  MICA_NATIVE_PERF_MAP = 1, // perf: names in /tmp/perf-PID.map, which stays when the process ends
  MICA_NATIVE_GDB = 2,      // gdb: names and frames, by its JIT compilation interface
  MICA_NATIVE_LISTING = 4,  // mica_native_disassemble
};

typedef struct mica_options {
  mica_tier tier;
  // With which call of a function, or jump back in it, it gets native code; 0: the usual one. Of
  // the baseline tier alone.
  unsigned native_threshold;
  unsigned native_tools;      // whom native code is shown to: MICA_NATIVE_*, added up; 0: nobody
  size_t memory_limit;        // bytes of script memory; 0: no limit
  size_t stack_limit;         // bytes of script stack; 0: 1 MiB
  uint64_t time_limit;        // milliseconds; 0: no limit
  uint64_t instruction_limit; // 0: no limit
  const mica_loader *loader;  // what `require` finds modules with, copied; NULL: it is refused
  FILE *output;               // what console.log writes to; NULL: stdout
  FILE *error_output;         // what console.error writes to; NULL: stderr
  mica_allocator allocator;
  const mica_call_log *call_log; // copied; NULL: calls of host functions are not logged
} mica_options;

// Why a compilation failed. `message` is one line, `excerpt` the source line with a caret under the
// place.
typedef struct mica_error {
  mica_status status;
  unsigned line;   // from 1
  unsigned column; // from 1, in code points
  char message[256];
  char excerpt[512];
  bool is_unfinished; // the source ends within what it began: more text may make it right
} mica_error;

// ---- Programs

// Compiles `length` bytes of UTF-8 `source` as a CommonJS module of strict code. `filename` is
// copied and appears in errors. On success *program is owned by the caller (mica_program_release).
// On failure *error says why and *program is NULL.
mica_status mica_compile(const char *source, size_t length, const char *filename,
                         mica_program **program, mica_error *error);
// As mica_compile, for a program that is run but once: a function becomes bytecode when it is first
// called, so what is never called costs no more than its check for errors. Such a program may be
// shared like any other. A function beyond the bounds of the bytecode tier ends the script when it
// is first called, instead of when the program is first run.
mica_status mica_compile_lazily(const char *source, size_t length, const char *filename,
                                mica_program **program, mica_error *error);
// Makes all bytecode of the program now; of a loaded one it verifies all. Without it, its first run
// on the bytecode tier does (of a program by mica_compile), or the first call of each function.
mica_status mica_precompile(mica_program *program, mica_error *error);
// Gives up one reference. Runtimes that run the program hold their own.
void mica_program_release(mica_program *program);
// Takes another reference, and returns the program.
mica_program *mica_program_retain(mica_program *program);
// Writes the program's bytecode as text.
void mica_program_disassemble(const mica_program *program, FILE *output);

// ---- Saved programs
//
// A program's *saved form* is one piece of bytes: bytecode, names, constants and the source, which
// errors and `toString` of functions quote. It fits the builds of Mica whose instructions are the
// same; any other refuses it (MICA_ERROR_SAVED), and the source has to be compiled again.
//
// Loading looks at the head alone, so it takes no longer for a large program. A function is
// verified and taken over when it is first called: until the verifier has proved that it cannot
// harm the runtime, none of it runs. What is damaged ends the script by a final error
// (MICA_ERROR_SAVED) that names the function and what is wrong. So bytes may come from anywhere;
// but what they do is up to who made them, as with a source. mica_precompile verifies all at once.
//
// A loaded program is a program like any other, but that it runs on the bytecode tier alone: on
// another one it ends the script with MICA_ERROR_USAGE.

// Compiles all of the program and gives its saved form, from malloc, which the caller frees. On
// failure *bytes is NULL.
mica_status mica_program_save(mica_program *program, char **bytes, size_t *length,
                              mica_error *error);
// A program from its saved form, which is copied. On success *program is owned by the caller
// (mica_program_release). On failure *error says why, its line is 0 and *program is NULL.
mica_status mica_program_load(const void *bytes, size_t length, mica_program **program,
                              mica_error *error);
// The same without a copy, in constant time. The bytes, at an address that is a multiple of 8 (as
// those of malloc and mmap are; else MICA_ERROR_USAGE), stay where they are and as they are until
// the program is gone. Then `release`, unless it is NULL, is called once, by the thread that gave
// up the last reference. On failure it is not called: the bytes are still the caller's.
mica_status mica_program_borrow(const void *bytes, size_t length,
                                void (*release)(void *data, const void *bytes, size_t length),
                                void *data, mica_program **program, mica_error *error);
// Do the bytes begin as a saved program does, of whatever build? A source does not.
bool mica_is_saved_program(const void *bytes, size_t length);

// ---- Factories
//
// What runtimes can share is made once, in a factory: names and property tables of the standard
// library, its scripts as compiled programs. Runtimes stay isolated: each makes a builtin object
// when it first looks at it, and what a script changes is copied. A runtime that comes from a
// factory costs little more than its memory. Any threads may use a factory at the same time.

// A factory of runtimes with these options (NULL: the defaults). NULL when memory is short. Owned
// by the caller (mica_factory_release).
mica_factory *mica_factory_new(const mica_options *options);
// Gives up one reference. Each runtime and each pool holds one of its own.
void mica_factory_release(mica_factory *factory);
// Takes another reference, and returns the factory.
mica_factory *mica_factory_retain(mica_factory *factory);
// A new runtime with the factory's options. As mica_runtime_new.
mica_runtime *mica_factory_runtime(mica_factory *factory);

// ---- Runtimes

// A new runtime, from a factory of its own; NULL options mean the defaults. NULL when memory is
// short. Owned by the caller (mica_runtime_free).
mica_runtime *mica_runtime_new(const mica_options *options);
// Nothing of the runtime is left in the allocator.
void mica_runtime_free(mica_runtime *runtime);

// ---- Pools
//
// A pool keeps the runtimes that are given back to it and hands them out again. Each user finds a
// runtime as new: nothing that the user before has changed, made, held, set or left pending is
// there, only memory that needs no asking for. Any threads may take and give at the same time.

// A pool of at most `most` runtimes of the factory's. NULL when memory is short. Owned by the
// caller (mica_pool_free, when all runtimes have been given back).
mica_pool *mica_pool_new(mica_factory *factory, unsigned most);
void mica_pool_free(mica_pool *pool);
// A runtime for the calling thread, as from mica_factory_runtime, but it is given back, not freed.
// Waits while all are in use. NULL when memory is short.
mica_runtime *mica_pool_take(mica_pool *pool);
// The same without waiting: NULL too when all are in use.
mica_runtime *mica_pool_try_take(mica_pool *pool);
// Cleans the runtime and keeps it. Its values and handles are gone. MICA_ERROR_USAGE, and nothing
// happens, when it is not of this pool or is running a script.
mica_status mica_pool_give(mica_pool *pool, mica_runtime *runtime);

typedef struct mica_pool_metrics {
  uint64_t taken, given; // how often
  uint64_t created;      // runtimes
  uint64_t reused;       // how often one was taken that had been used before
  uint64_t waits;        // how often somebody had to wait
  uint64_t in_use, idle; // runtimes, now
} mica_pool_metrics;
// While others take and give, the numbers are of slightly different moments.
mica_pool_metrics mica_pool_measure(mica_pool *pool);

// ---- Running

// Runs the program as a module, once. *exports (may be NULL) receives module.exports.
mica_status mica_run(mica_runtime *runtime, mica_program *program, mica_value *exports);
// Ends the script that the runtime is running, at its next safepoint, by a final error; the call
// that ran it returns MICA_ERROR_INTERRUPTED. May be called from any thread and from a signal
// handler, as long as the runtime is there. When no script runs, the next one ends so.
void mica_interrupt(mica_runtime *runtime);
// Takes back an interruption that has come while no script ran.
void mica_forget_interrupt(mica_runtime *runtime);
// Runs a piece of a session: source as somebody types it into a console, piece after piece. What a
// piece declares at its top level the later ones see, as accessor properties of the global object
// that read and write the piece's variables; a later declaration of a name takes its place. *value
// receives the value of the piece's last statement when that is an expression, else undefined; a
// piece that begins with `{` is an expression if it can be. On a failure to compile *error says
// why; when the script failed, error->line is 0 and mica_error_text says why.
mica_status mica_evaluate(mica_runtime *runtime, const char *source, size_t length,
                          const char *filename, mica_value *value, mica_error *error);
// The value as console.log shows it inside of an object. See mica_to_string.
mica_status mica_inspect(mica_runtime *runtime, mica_value value, const char **bytes,
                         size_t *length);
// The last failure of this runtime, as text: "TypeError: ..." and then the stack trace, a line a
// frame. Valid until the next failure.
const char *mica_error_text(const mica_runtime *runtime);
// Bytes of script memory now held, the most ever held, and how often the collector ran.
typedef struct mica_memory {
  size_t current_bytes, peak_bytes;
  uint64_t collections;
} mica_memory;
mica_memory mica_memory_usage(const mica_runtime *runtime);
// What the baseline tier has done. Sizes of all compilations, unless it says otherwise.
typedef struct mica_native_usage {
  uint64_t compiled;     // functions, those compiled again included
  uint64_t recompiled;   // because their instructions had taken other forms
  uint64_t failed;       // no memory, or no room among the native code
  uint64_t discarded;    // because a profile was taken
  uint64_t reconsidered; // times that native code was asked whether it still fits
  uint64_t bytecode_bytes, code_bytes;
  uint64_t nanoseconds;     // that compiling took
  size_t code_bytes_in_use; // now
  const char *failure;      // why there is no native code; NULL: there is, or could be
  const char
      *tools_failure; // why a tool that was asked for sees nothing, or not all; NULL: it does
} mica_native_usage;
mica_native_usage mica_native_code(const mica_runtime *runtime);

// Takes machine code apart, as mica_native_disassemble wants it done; Mica has no disassembler.
typedef struct mica_decoder {
  void *data;
  // The instruction at `offset` in the `bytes` of one function's machine code: its length, and its
  // text, which stays until the next call. The code stands at `code`, where it is run, but the text
  // is to be as if it began at 0. 0: it is not known.
  size_t (*decode)(void *data, const void *code, size_t bytes, size_t offset, const char **text);
} mica_decoder;
// Writes native code as text: instructions of bytecode, under each the stencils that it was made
// of, with their machine code and what was filled in. `program` NULL: all native code that the
// runtime has, as its scripts have made it, and what has none. Otherwise all functions of the
// program, compiled for this listing alone, in the forms that they have before anything has run.
// `decoder` NULL: machine code in hexadecimal alone.
//
// MICA_ERROR_USAGE: there is no native code, or the options do not have MICA_NATIVE_LISTING.
mica_status mica_native_disassemble(mica_runtime *runtime, mica_program *program,
                                    const mica_decoder *decoder, FILE *output);
// Collects garbage now.
void mica_collect(mica_runtime *runtime);
// Collects garbage if enough has been made since the last time. Script does so as it runs; a host
// that makes values and runs none, in a loop, calls this between them. Values that no handle holds
// are gone then.
void mica_safepoint(mica_runtime *runtime);

// ---- Values

mica_value mica_undefined(void);
mica_value mica_null(void);
mica_value mica_boolean(bool truth);

// How numbers lie in the 64 bits stays as it is within a major version, so that hosts pass them
// without a call: a double is its own bits, its only NaN MICA_BITS_NAN; whatever is an int32, and
// not -0, has the upper 16 bits of MICA_BITS_INT32 and the number below.
#define MICA_BITS_INT32 0xFFFF000000000000u
#define MICA_BITS_GREATEST_DOUBLE 0xFFF8000000000000u
#define MICA_BITS_NAN 0x7FF8000000000000u

inline mica_value mica_number(double number) {
  mica_value value;
  if (number >= -2147483648.0 && number <= 2147483647.0) {
    int32_t integer = (int32_t)number;
    if ((double)integer == number && (integer != 0 || 1 / number > 0)) {
      value.bits = MICA_BITS_INT32 | (uint32_t)integer;
      return value;
    }
  }
  memcpy(&value.bits, &number, sizeof number);
  if (number != number)
    value.bits = MICA_BITS_NAN;
  return value;
}
// Copies UTF-8 bytes into a new string; ill-formed bytes become U+FFFD. See also the section
// Strings.
mica_status mica_string(mica_runtime *runtime, const char *bytes, size_t length,
                        mica_value *string);

typedef enum mica_type {
  MICA_UNDEFINED,
  MICA_NULL,
  MICA_BOOLEAN,
  MICA_NUMBER,
  MICA_STRING,
  MICA_OBJECT,
  MICA_FUNCTION,
} mica_type;
mica_type mica_type_of(mica_value value);
// MICA_ERROR_USAGE when the value is of another type: no conversion happens.
inline mica_status mica_to_number(mica_value value, double *number) {
  if (value.bits >= MICA_BITS_INT32)
    *number = (int32_t)(uint32_t)value.bits;
  else if (value.bits <= MICA_BITS_GREATEST_DOUBLE)
    memcpy(number, &value.bits, sizeof *number);
  else
    return MICA_ERROR_USAGE;
  return MICA_OK;
}
mica_status mica_to_boolean(mica_value value, bool *truth);
// The string's UTF-8 form, length in *length, NUL-terminated; valid until the runtime next runs
// script.
mica_status mica_to_string(mica_runtime *runtime, mica_value value, const char **bytes,
                           size_t *length);
// object[name]; getters may run script.
mica_status mica_get(mica_runtime *runtime, mica_value object, const char *name, mica_value *value);
mica_status mica_set(mica_runtime *runtime, mica_value object, const char *name, mica_value value);
// A property of the global object.
mica_status mica_set_global(mica_runtime *runtime, const char *name, mica_value value);

// ---- Handles: values that survive collections

mica_handle *mica_hold(mica_runtime *runtime, mica_value value);
mica_value mica_held(const mica_handle *handle);
void mica_drop(mica_runtime *runtime, mica_handle *handle);

// ---- Calls

// Calls `function` (a handle made once and used often is the fast way) with `this` undefined.
mica_status mica_call(mica_runtime *runtime, const mica_handle *function,
                      const mica_value *arguments, unsigned count, mica_value *result);

// A function of the host's. `arguments` points into the runtime's stack. It stores its result in
// *result (undefined beforehand) and returns MICA_OK, or returns mica_throw(...).
typedef mica_status (*mica_host_function)(mica_runtime *runtime, void *data,
                                          const mica_value *arguments, unsigned count,
                                          mica_value *result);
// A script function that calls `function` with `data`; `name` is copied.
mica_status mica_function(mica_runtime *runtime, const char *name, unsigned arity,
                          mica_host_function function, void *data, mica_value *value);
// Raises a TypeError with `message` in the script that called the host function: `return
// mica_throw(runtime, "...")`. See also the section Errors.
mica_status mica_throw(mica_runtime *runtime, const char *message);

// The functions of the following sections return MICA_ERROR_USAGE, and mica_error_text says why,
// when a value is not what they ask for, and do nothing else then. What they make is a value like
// any other: valid until the runtime next runs script, unless a handle holds it or script reaches
// it. "May run script" says that a function is one of those that do.

// As mica_call, with `this`.
mica_status mica_call_with(mica_runtime *runtime, const mica_handle *function,
                           mica_value this_value, const mica_value *arguments, unsigned count,
                           mica_value *result);
// object[name](...arguments), with the object as `this`.
mica_status mica_call_method(mica_runtime *runtime, mica_value object, const char *name,
                             const mica_value *arguments, unsigned count, mica_value *result);
// new constructor(...arguments).
mica_status mica_construct(mica_runtime *runtime, const mica_handle *constructor,
                           const mica_value *arguments, unsigned count, mica_value *result);

// ---- Typed functions: C functions that script calls as they are

// Any C function: cast to this to be registered.
typedef void (*mica_native)(void);
// A script function that calls `function`, whose type the text `signature` says as C does: a result
// (`void`, `double`, `int32_t` or `bool`) and in parentheses up to four parameters (`double`,
// `int32_t`, `bool`, separated by commas), before which there may be a `void *`, which is given
// `data`. "double (double, double)" is pow's. `name` is copied. When `function` has another type,
// nothing good happens.
//
// Script must give an argument of the type for each parameter, or a TypeError names the function
// and the argument: nothing is converted. `double` takes any number, `int32_t` a number that is one
// exactly (-0 is 0), `bool` true or false. More arguments are ignored; a `void` result is
// undefined.
//
// The function may throw: it calls one of the functions of the section Errors, and its result is
// then ignored.
//
// MICA_ERROR_USAGE: mica_error_text says what is wrong with the signature, and where in it.
mica_status mica_typed_function(mica_runtime *runtime, const char *name, const char *signature,
                                mica_native function, void *data, mica_value *value);

// ---- Strings
//
// Strings of Latin-1 characters are held as such, one byte each, all others as UTF-16. Text in
// ASCII is the same in all of these forms, and crosses by one copy or none.

// Told when the runtime no longer needs `memory` of the host's: once for each time that it was
// given, at the latest when the runtime is freed or given back to its pool. May not use the
// runtime, but for mica_drop.
typedef void (*mica_release)(void *data, void *memory);

// Copies `length` characters in Latin-1 into a new string.
mica_status mica_string_latin1(mica_runtime *runtime, const char *bytes, size_t length,
                               mica_value *string);
// A string of `length` characters in Latin-1 (ASCII is some of it) that stay the host's, and do not
// change, until `release` (NULL: nobody wants to know) is called. Takes the same time for any
// length: nothing is copied before script looks at single characters, and a string that it only
// passes on, or that the host borrows again, never is.
mica_status mica_string_shared(mica_runtime *runtime, const char *bytes, size_t length,
                               mica_release release, void *data, mica_value *string);
// As mica_to_string, but not NUL-terminated, and without a copy where the string is ASCII and in
// one piece: then *bytes points to its own characters. Whether it is ASCII is found out once.
mica_status mica_borrow_string(mica_runtime *runtime, mica_value string, const char **bytes,
                               size_t *length);

// ---- Objects

// {}
mica_status mica_object(mica_runtime *runtime, mica_value *object);
// What Object.keys(object) returns: an array of strings. Does not run script.
mica_status mica_keys(mica_runtime *runtime, mica_value object, mica_value *keys);

// A property's name, prepared: looked up once, and then known, with where the objects last met
// have the property. It belongs to the runtime, and ends with it or by mica_key_free.
typedef struct mica_key mica_key;
// NULL: no memory.
mica_key *mica_key_new(mica_runtime *runtime, const char *name);
void mica_key_free(mica_key *key);
// As mica_get and mica_set. May run script.
mica_status mica_get_key(mica_runtime *runtime, mica_value object, mica_key *key,
                         mica_value *value);
mica_status mica_set_key(mica_runtime *runtime, mica_value object, mica_key *key, mica_value value);

// The names of an object's fields, prepared, in the order in which values are given and taken. It
// belongs to the runtime, and ends with it or by mica_record_free.
typedef struct mica_record mica_record;
// At most MICA_RECORD_FIELDS names, all different, none of them an array index. NULL: they are not,
// or there is no memory (mica_error_text).
#define MICA_RECORD_FIELDS 64
mica_record *mica_record_new(mica_runtime *runtime, const char *const *names, unsigned count);
void mica_record_free(mica_record *record);
// A new object with these fields; `values` has one for each.
mica_status mica_record_create(mica_runtime *runtime, mica_record *record, const mica_value *values,
                               mica_value *object);
// Reads all fields of the object, as mica_get does, into `values`. May run script (getters).
mica_status mica_record_read(mica_runtime *runtime, mica_record *record, mica_value object,
                             mica_value *values);

// ---- Arrays

// Is the value an Array? Typed arrays are none.
bool mica_is_array(mica_value value);
// A new array of `count` elements; `values` may be NULL: then they are holes.
mica_status mica_array(mica_runtime *runtime, const mica_value *values, size_t count,
                       mica_value *array);
mica_status mica_array_from_doubles(mica_runtime *runtime, const double *numbers, size_t count,
                                    mica_value *array);
mica_status mica_array_from_int32s(mica_runtime *runtime, const int32_t *numbers, size_t count,
                                   mica_value *array);
// The length of an array, a typed array or a string.
mica_status mica_length(mica_runtime *runtime, mica_value value, size_t *length);
// object[index]. May run script (getters).
mica_status mica_get_index(mica_runtime *runtime, mica_value object, uint32_t index,
                           mica_value *value);
mica_status mica_set_index(mica_runtime *runtime, mica_value object, uint32_t index,
                           mica_value value);
// Copies the elements of an array, or of a typed array of any kind, into `numbers`, which has room
// for `capacity`; *count receives how many there are. MICA_ERROR_USAGE: they are more, or one of
// them is no number (or no int32). Runs no script: getters and prototypes' elements are no numbers.
mica_status mica_array_doubles(mica_runtime *runtime, mica_value array, double *numbers,
                               size_t capacity, size_t *count);
mica_status mica_array_int32s(mica_runtime *runtime, mica_value array, int32_t *numbers,
                              size_t capacity, size_t *count);

// ---- Typed arrays: memory that host and script both read and write

typedef enum mica_element {
  MICA_INT8,
  MICA_UINT8,
  MICA_INT16,
  MICA_UINT16,
  MICA_INT32,
  MICA_UINT32,
  MICA_FLOAT32,
  MICA_FLOAT64,
  MICA_UINT8_CLAMPED,
} mica_element;

// A typed array of `length` elements, which are `elements` themselves, aligned as C wants them, and
// not counted as script memory. They stay the host's, and stay where they are, until `release` is
// called (NULL: nobody wants to know) or mica_detach. `elements` NULL: zeros of the runtime's own.
mica_status mica_typed_array(mica_runtime *runtime, mica_element element, void *elements,
                             size_t length, mica_release release, void *data, mica_value *array);
// The memory of a typed array, the host's or the runtime's: *elements points to *length elements.
// Valid as long as the array is held, and is not detached.
mica_status mica_typed_array_borrow(mica_runtime *runtime, mica_value array, mica_element *element,
                                    void **elements, size_t *length);
// Takes the host's memory back from a typed array, before script is done with it: `release` is not
// called any more. The array, and every other that script has made of its buffer, is without
// elements from then on. MICA_ERROR_USAGE when the array's memory is not the host's, or while
// script runs (in a host function).
mica_status mica_detach(mica_runtime *runtime, mica_value array);

// ---- Host objects
//
// A host object is an object of script's that stands for something of the host's. What it can do is
// said by a class, constant data of the host's that any number of runtimes use; the address of the
// class is the tag by which the host knows its objects again.

// A method. As a mica_host_function; `data` is the pointer of the object that it is called on,
// which is of the class.
typedef struct mica_method {
  const char *name;
  unsigned arity;
  mica_host_function function;
} mica_method;

// A property. `get` is called without arguments, `set` (NULL: assigning throws) with one.
typedef struct mica_property {
  const char *name;
  mica_host_function get, set;
} mica_property;

typedef struct mica_class {
  const char *name;
  // Told when script has no way to the object any more, or the runtime is freed or given back to
  // its pool: exactly once for each object. NULL: nobody wants to know. May not use the runtime,
  // but for mica_drop.
  void (*finalize)(void *pointer);
  const mica_method *methods; // ended by one without a name; NULL: none
  const mica_property *properties;
} mica_class;

// A new object for `pointer`, with the methods and properties of the class.
mica_status mica_host_object(mica_runtime *runtime, const mica_class *host_class, void *pointer,
                             mica_value *object);
// The pointer of an object of this class. MICA_ERROR_USAGE: the value is something else.
mica_status mica_unwrap(mica_value value, const mica_class *host_class, void **pointer);

// ---- Errors

// Does the value come from Error, or a class that extends it?
bool mica_is_error(mica_value value);

typedef enum mica_error_class {
  MICA_CLASS_ERROR,
  MICA_CLASS_TYPE_ERROR,
  MICA_CLASS_RANGE_ERROR,
  MICA_CLASS_REFERENCE_ERROR,
  MICA_CLASS_SYNTAX_ERROR,
  MICA_CLASS_EVAL_ERROR,
  MICA_CLASS_URI_ERROR,
} mica_error_class;

// A new error object, not thrown. `message` is UTF-8, here and below.
mica_status mica_new_error(mica_runtime *runtime, mica_error_class error_class, const char *message,
                           mica_value *error);
// As mica_throw, of another class; and with any value.
mica_status mica_throw_error(mica_runtime *runtime, mica_error_class error_class,
                             const char *message);
mica_status mica_throw_value(mica_runtime *runtime, mica_value value);
// What script threw, itself, after a function has returned MICA_ERROR_THROWN; until the runtime
// next runs script. MICA_ERROR_USAGE: the last failure was of another sort.
mica_status mica_thrown_value(mica_runtime *runtime, mica_value *value);

// ---- Call logs

// Switches logging on or off. MICA_ERROR_USAGE: the runtime's options have no call log.
mica_status mica_log_calls(mica_runtime *runtime, bool on);

// ---- Profiles: where a script spends its time and memory
//
// A profile is of one runtime; any number of runtimes may have one at the same time, on any
// threads. While none is taken nothing is slower. vm/profile/README.md says how to read them. Their
// memory comes from malloc; where it is short, a profile goes on without what there was no room for
// and says so ("isIncomplete").

// What a profile looks at; added up in mica_profile_options.sections.
enum {
  MICA_PROFILE_OPCODES = 1,   // executed instructions, pairs of them, slow paths taken
  MICA_PROFILE_FUNCTIONS = 2, // calls, times, the tree of callers
  MICA_PROFILE_MEMORY = 4,    // allocations by site, what lives, pauses of the collector
  MICA_PROFILE_JIT = 8,       // what was compiled, inline caches, tiers
  MICA_PROFILE_USUAL = MICA_PROFILE_FUNCTIONS | MICA_PROFILE_MEMORY | MICA_PROFILE_JIT,
  MICA_PROFILE_ALL = MICA_PROFILE_USUAL | MICA_PROFILE_OPCODES,
};

typedef struct mica_profile_options {
  unsigned sections;    // 0: MICA_PROFILE_USUAL
  unsigned sample_rate; // functions are sampled so many times a second (at most 10,000), which
                        // costs little, instead of followed at each call; 0: followed
  bool deterministic;   // counts instead of times: the same script gives the same bytes
} mica_profile_options;

typedef enum mica_profile_format {
  MICA_PROFILE_TABLE,      // for people
  MICA_PROFILE_JSON,       // all of it
  MICA_PROFILE_COLLAPSED,  // chains of callers with their own time, for flamegraph.pl and its like
  MICA_PROFILE_SPEEDSCOPE, // JSON for speedscope.app
  MICA_PROFILE_SVG,        // a flame graph
} mica_profile_format;

// Begins a profile from zero (NULL: the usual sections); what an earlier one has counted is
// forgotten. It may begin and end in a host function, and takes effect at the script's next call of
// a script function, return or turn of a loop. Unless it is of MICA_PROFILE_JIT alone, the runtime
// has no native code until it ends. MICA_ERROR_USAGE: the runtime has the tree tier, or options
// contradict each other (mica_error_text). MICA_ERROR_MEMORY: nothing is begun.
mica_status mica_profile_start(mica_runtime *runtime, const mica_profile_options *options);
// Ends it; what was counted can be written until the next start, reset or the runtime's end.
void mica_profile_stop(mica_runtime *runtime);
// Forgets what was counted. A profile that is being taken goes on from zero.
void mica_profile_reset(mica_runtime *runtime);
// Writes what was counted so far, in a format; a table has the `top` first rows of each section.
// Looks for what lives in the heap, which takes as long as a collection, but frees nothing: values
// stay valid. MICA_ERROR_USAGE: there is no profile. MICA_ERROR_MEMORY: nothing was written.
// Whether `output` took it, its stream knows.
mica_status mica_profile_write(mica_runtime *runtime, mica_profile_format format, unsigned top,
                               FILE *output);

#ifdef __GNUC__
#pragma GCC visibility pop
#endif
#ifdef __cplusplus
}
#endif
#endif

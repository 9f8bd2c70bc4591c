// What the files of the Mica driver share: a program in a runtime, values that cross, runtimes that
// come and go.
#ifndef DRIVERS_MICA_EMBEDDING_H
#define DRIVERS_MICA_EMBEDDING_H

#include "drivers/driver.h"
#include "vm/mica.h"

struct program {
  mica_runtime *runtime;
  mica_program *code;
  mica_handle *exports;
  mica_handle *entry;
  mica_handle *kept;   // what was put last
  mica_record *record; // of rows, when there has been one
};

mica_tier mica_tier_of(const struct driver_engine *engine);

// Begins the profile that the engine is measured with, if there is one.
bool mica_begin_profile(mica_runtime *runtime, const struct driver_engine *engine,
                        struct driver_error *error);

// Options with the log of calls that is wanted, and a count of memory; NULL: none. `log` is what
// they point to.
mica_options mica_options_of(mica_tier tier, struct driver_memory *memory, mica_call_log *log);

// Makes the host's functions globals of the runtime.
bool mica_add_host(mica_runtime *runtime, struct driver_error *error);

// Fills in the error with what a compilation said of the source.
bool mica_fail_compilation(const struct driver_source *source, const mica_error *failure,
                           struct driver_error *error);

// Runs the code, of which a reference is taken over, as a module and prepares the handles.
void *mica_load_code(mica_runtime *runtime, mica_program *code, const struct driver_source *source,
                     struct driver_error *error);

// Calls the function and takes its number.
bool mica_call_number(const struct program *program, const mica_handle *function, const char *name,
                      const mica_value *arguments, unsigned count, double *number,
                      struct driver_error *error);

extern const struct driver_boundary mica_boundary;
extern const struct driver_lifecycle mica_lifecycle;

#endif

// The loops of what an engine costs its host: lives of runtimes, a rule pipeline, values that cross
// the boundary. They are in C and the same for all engines, so an engine gives steps and no loops
// (struct driver_lifecycle, struct driver_boundary), and the harness times such a loop like a
// script's.
//
// A *site* is where runtimes come from: a factory, a pool or nothing. Its engine is opened by it
// and by nobody else, for an engine may allow one at a time.
#ifndef DRIVERS_HARNESS_EMBEDDING_H
#define DRIVERS_HARNESS_EMBEDDING_H

#include "drivers/driver.h"
#include "drivers/manifest.h"

// Evaluations of one message in the rule pipeline: nodes, and conditions of each.
#define PIPELINE_NODES 42
#define PIPELINE_CONDITIONS 3
#define PIPELINE_EVALUATIONS (PIPELINE_NODES * PIPELINE_CONDITIONS)

// Where the time of a life goes, or of what is done with it.
enum harness_phase {
  HARNESS_CREATE,  // from the site
  HARNESS_COMPILE, // until the code can be called
  HARNESS_EXECUTE, // the call
  HARNESS_CLEAN,   // unloading, the end or the way back
  HARNESS_HOST,    // the host's own work, all the rest
  HARNESS_PHASE_COUNT
};

// How long single calls of a program that allocates take, and a full collection; nanoseconds.
enum harness_pause {
  HARNESS_STEP_MEDIAN,  // half of the calls take at most so long
  HARNESS_STEP_99,      // 99 of 100
  HARNESS_STEP_999,     // 999 of 1000
  HARNESS_STEP_LONGEST, // all
  HARNESS_COLLECTION,   // of what lives at the end
  HARNESS_PAUSE_COUNT
};

// What a block has cost besides its time, of one life, message or call each; NAN where it is not
// known.
struct harness_counters {
  double created;                     // runtimes
  double allocations, bytes;          // asked of the engine's allocator
  double growth;                      // bytes held after the block and not before
  double peak;                        // bytes, of the whole block
  double runtime_bytes;               // held by a runtime that has just been made
  double phases[HARNESS_PHASE_COUNT]; // nanoseconds
  double engine_share;                // of a pipeline's time: all phases but the host's
  double pauses[HARNESS_PAUSE_COUNT];
};

// What a program of one of these kinds works on.
struct harness_embedding {
  const struct driver *driver;
  const struct driver_engine *engine;
  const struct manifest *manifest;
  struct driver_source source;
  char *repeated; // its text, where it was made as long as the payload
  bool counts_work;
  double work;
  // Of lives:
  void *site, *only; // the runtime, where one is used for all
  void **compiled;   // of each evaluation of a pipeline, or of all lives
  size_t compiled_count, next;
  char *saved;
  size_t saved_length;
  // Of values:
  void *program;
  // While it is measured what a block costs:
  struct driver_memory *memory; // NULL: nobody wants to know
  double timer_ns;              // the cost of one reading of the clock
  bool times_phases;
  double mark, phases[HARNESS_PHASE_COUNT];
  double runtime_bytes;
};

// Why the engine cannot do what the manifest asks for; NULL: it can.
const char *harness_embedding_missing(const struct driver *driver,
                                      const struct driver_engine *engine,
                                      const struct manifest *manifest);

// Whether the program's runtimes come and go: the engine is opened by the site, and there is no
// program to be loaded beforehand.
bool harness_embedding_has_site(const struct manifest *manifest);

// Makes the host's values as large as the manifest says, and keeps what it says of the log. Before
// the engine is opened.
bool harness_values_make(const struct manifest *manifest, bool checks, struct driver_error *error);
void harness_values_free(void);

// How often scripts have called host_add, where that is counted; else NULL. Valid until
// harness_values_free.
const int64_t *harness_values_calls(void);

// Enters the site, or takes the loaded program. The first members are set by the caller. To be
// ended in either case. Where the engine is in a process of its own, whose lives are there, it only
// makes the source as long as it is to be.
bool harness_embedding_begin(struct harness_embedding *embedding, struct driver_error *error);
void harness_embedding_end(struct harness_embedding *embedding);

// Whether the loop of a program of that kind is here: a block enters it with the embedding for its
// program, and not with the one that the engine has loaded.
bool harness_embedding_loops(enum manifest_kind kind);

// What a block enters for a program of that kind.
typedef bool harness_enter(void *program, int64_t n, uint32_t seed, double *result,
                           struct driver_error *error);
harness_enter *harness_enter_of(const struct driver *driver, enum manifest_kind kind);

// Nanoseconds of the clock that nothing sets or slews.
double harness_now(void);

// Runs a block of that many repetitions on a new site and counts what it costs. Of `model` the
// first members matter and the cost of the clock. The driver has the capability `lifecycle`, and
// none of its engine is open.
bool harness_embedding_count(const struct harness_embedding *model, int64_t n, int64_t repetitions,
                             int64_t seed, struct harness_counters *counters,
                             struct driver_error *error);

#endif

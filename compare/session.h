// What one `check` or `run` works on: the catalogue, the cells that were selected of it, the
// signals and the progress line. A cell carries everything that is known of one program on one
// engine.
#pragma once

#include "compare/discover.h"
#include "compare/driver_client.h"
#include "compare/error.h"
#include "compare/interrupt.h"
#include "compare/options.h"
#include "compare/progress.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct cell {
  const struct manifest *program;
  const struct engine *engine;
  const struct manifest_size *size;
  int repetitions;         // of a block on this engine
  enum outcome outcome;    // pending until it is checked
  char *message;           // why it is neither pending nor ok
  double checksum, work;   // of one checked block; of a wrong cell, of the first that differs
  int checked_repetitions; // in that block; 0 = never checked to the end
  double *expected; // native C's checksum of each sample of an invocation; NULL before it is asked
  int64_t id;       // in the store
};

enum { SESSION_SEEDS_MAX = 3 };

struct session {
  const struct options *options;
  struct catalogue catalogue;
  struct cell *cells; // by program, then by engine
  size_t cell_count;
  struct manifest_size *sizes; // those that the options have changed
  size_t size_count;
  struct interrupt interrupt;
  struct progress *progress;
  uint32_t seeds[SESSION_SEEDS_MAX]; // of the checked blocks, set when the check begins
  int seed_count;
  double started;     // seconds on the clock of session_seconds
  bool tells_at_once; // outcomes that are not fine are noted when they are judged
};

// Discovers, selects, and begins to watch signals. A session that measures leaves out the peers
// that are not named. Returns false and fills `error` on failure. The session is to be ended in
// either case.
bool session_begin(struct session *session, const struct options *options, bool measures,
                   struct error *error);

void session_end(struct session *session);

// Seconds since the session began.
double session_seconds(const struct session *session);

// The number of cells from `first` on that belong to the same program.
size_t session_program_cells(const struct session *session, size_t first);

// Sets the outcome with its message (copied; NULL for none) and tells the user of every outcome
// that is not fine.
void session_judge(struct session *session, struct cell *cell, enum outcome outcome,
                   const char *message);

// Samples in one invocation of a cell, warm-up included.
int session_samples(const struct cell *cell);

// A request for one invocation of `engine` with the cell's program, everything but `check` and the
// padding filled in.
struct driver_request session_request(const struct session *session, const struct cell *cell,
                                      const struct engine *engine);

// Whether any cell, or any driver as a whole, ended in another way than ok or unavailable.
bool session_has_failures(const struct session *session);

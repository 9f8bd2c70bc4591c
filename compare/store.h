// The store of results: one SQLite file, described in schema.sql. It is written as samples come,
// one transaction each, in WAL mode, so that a killed run keeps everything but the sample in
// flight. Functions return false and fill `error` on failure (damaged file, full disk, not a
// store).
#pragma once

#include "compare/error.h"

#include <sqlite3.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct store;

enum store_mode {
  STORE_READ,  // must exist and hold the schema; nothing is written
  STORE_WRITE, // created with its folder when absent
};

// Opens the store at `path` and checks its integrity. Returns NULL and fills `error` when that
// fails; the message names the remedy. The caller closes it by store_close.
struct store *store_open(const char *path, enum store_mode mode, struct error *error);

// The same for a file that messages call by another name: a copy, by that of its original.
struct store *store_open_as(const char *path, const char *shown, enum store_mode mode,
                            struct error *error);

// Closes the store; NULL is allowed.
void store_close(struct store *store);

// Makes this process the one that measures into the store, until it closes it or dies: for a run,
// which a second one at the same time would disturb. False with `error` filled when there is one.
bool store_lock(struct store *store, struct error *error);

// The connection, for reading by SQL; owned by the store.
sqlite3 *store_database(const struct store *store);

// Describes a failure of the latest call on the connection: a full disk and a damaged file with
// what to do, else SQLite's words after `doing`. Returns false.
bool store_error(const struct store *store, const char *doing, struct error *error);

// The id of the latest run (the highest), or `wanted` itself when that is not 0 and exists.
// Returns 0 and fills `error`, naming the runs there are, when there is no such run.
int64_t store_find_run(const struct store *store, int64_t wanted, struct error *error);

struct store_run {
  const char *uuid, *size, *commit_id; // commit_id may be NULL
  const char *machine, *options;       // JSON
  const char *machine_id;              // machine_identity's
  uint32_t seed;
  int rounds;
};

struct store_engine {
  const char *name, *driver, *language, *version, *build, *description;
  const char *details; // JSON
};

struct store_program {
  const char *name, *title, *category, *unit, *kind, *work_unit;
  double tolerance;
  bool geometric_mean;
  const char *notes, *manifest; // JSON
};

struct store_cell {
  int64_t program_id, engine_id;
  int64_t n;
  int repetitions, warmup, samples;
};

struct store_invocation {
  int64_t cell_id;
  int pair, half, position;
  int padding; // bytes
};

struct store_invocation_end {
  double timer_ns, empty_ns; // NAN = not known, stored as NULL
  int64_t user_us, system_us, max_rss_kb;
  const char *status;
};

struct store_process_sample {
  int64_t cell_id;
  int pair, half, position;
  double seconds, user, system;
  int exit_code;
};

// Each adds a row in a transaction of its own and gives its id through `id`.
bool store_add_run(struct store *store, const struct store_run *run, int64_t *id,
                   struct error *error);
bool store_add_engine(struct store *store, int64_t run_id, const struct store_engine *engine,
                      int64_t *id, struct error *error);
bool store_add_program(struct store *store, int64_t run_id, const struct store_program *program,
                       int64_t *id, struct error *error);
bool store_add_cell(struct store *store, int64_t run_id, const struct store_cell *cell, int64_t *id,
                    struct error *error);
bool store_add_invocation(struct store *store, const struct store_invocation *invocation,
                          int64_t *id, struct error *error);

// Adds one timed block of an invocation; it is on disk when this returns.
bool store_add_sample(struct store *store, int64_t invocation_id, int index, bool warmup, double ns,
                      int repetitions, struct error *error);

// Adds what an invocation has counted besides its times.
bool store_add_counter(struct store *store, int64_t invocation_id, const char *name, double value,
                       struct error *error);

bool store_add_process_sample(struct store *store, const struct store_process_sample *sample,
                              struct error *error);

// Writes how an invocation ended.
bool store_end_invocation(struct store *store, int64_t invocation_id,
                          const struct store_invocation_end *end, struct error *error);

// Sets a cell's status and message (NULL for ok and pending).
bool store_set_cell_status(struct store *store, int64_t cell_id, const char *status,
                           const char *message, struct error *error);

// Sets what the equivalence check measured of a cell: one block of `repetitions`.
bool store_set_cell_check(struct store *store, int64_t cell_id, double checksum, double work,
                          int repetitions, struct error *error);

// Sets the number of pairs that are planned for the run.
bool store_set_run_rounds(struct store *store, int64_t run_id, int rounds, struct error *error);

// Makes an ended run one that goes on.
bool store_continue_run(struct store *store, int64_t run_id, struct error *error);

// Moves what is stored of a pair of the program under a negative pair of its own, where it counts
// for nothing; an invocation that had not ended is `interrupted`.
bool store_set_pair_aside(struct store *store, int64_t program_id, int pair, struct error *error);

// Adds a look at the results after so many whole pairs of those planned by then, and what it saw:
// the number of targets with a verdict and without.
bool store_add_look(struct store *store, int64_t run_id, int pairs, int planned,
                    struct error *error);
bool store_set_look(struct store *store, int64_t run_id, int pairs, size_t decided,
                    size_t undecided, struct error *error);

// Stores the profile of a block of so many repetitions of the cell, in place of an earlier one.
bool store_set_profile(struct store *store, int64_t cell_id, int repetitions, const char *profile,
                       struct error *error);

// Ends the run: status ("complete", "interrupted", "failed"), time, and the machine as JSON with
// what was seen of it over the run (NULL keeps the one given at the start).
bool store_end_run(struct store *store, int64_t run_id, const char *status, const char *machine,
                   struct error *error);

// Several additions may be put into one transaction: begin, additions, commit. A transaction that
// is not committed is undone when the store is closed.
bool store_begin(struct store *store, struct error *error);
bool store_commit(struct store *store, struct error *error);

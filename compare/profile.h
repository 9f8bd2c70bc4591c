// The parts of `fieldstone profile`: Mica's own profiler, callgrind and perf for any cell, the
// commands of other engines' own tools, counts that are kept, and what becomes of all these.
#pragma once

#include "compare/arena.h"
#include "compare/session.h"
#include "compare/stacks.h"
#include "compare/table.h"

#include <jansson.h>
#include <stdbool.h>

// What is profiled and where it goes: one cell, and an output.
struct profile_job {
  const struct session *session;
  const struct cell *cell;
  struct arena *arena;
  const char *format; // one of the words of --format; never NULL
  const char *output; // a file; NULL: standard output
};

// ---- Mica's own profiler (profile_mica.c) -------------------------------------------------------

// Whether the cell's engine is one that `mica profile` looks into.
bool profile_mica_knows(const struct engine *engine);

// Why it cannot run the program: the loop is the host's, in C. NULL where it can.
const char *profile_mica_refuses(const struct manifest *program);

// Runs `mica profile` on the cell. The profile goes where the job says. Where the user interrupts,
// it is the profile so far. Returns false and fills `error` on failure, also of the script.
bool profile_mica_run(const struct profile_job *job, struct error *error);

// The same by the mica of --before and that of the build, compared by `mica profile --diff`.
bool profile_mica_compare(const struct profile_job *job, struct error *error);

// `mica profile --diff` of two files.
bool profile_mica_difference(const struct profile_job *job, const char *before, const char *after,
                             struct error *error);

// The deterministic profile of so many repetitions of the cell with all sections, to be released by
// json_decref; NULL with `error` filled.
json_t *profile_mica_counts(const struct profile_job *job, int repetitions, struct error *error);

// ---- Native profiles (profile_native.c) ---------------------------------------------------------

// Adds a profile of the cell, on an engine of this or another build, to a side: by callgrind, or by
// perf where `tool` is "perf". A file of callgrind is kept at `kept` unless that is NULL.
bool profile_native_take(const struct profile_job *job, const struct engine *engine,
                         const char *tool, struct stacks *stacks, enum stack_side side,
                         const char *kept, struct error *error);

// What the numbers of such a profile are, for under a title.
const char *profile_native_caption(const struct profile_job *job, const char *tool);

// ---- Others' own tools (profile_tools.c) --------------------------------------------------------

// What a user types to profile the cell with the engine's own tool, a line, with a line before it
// that names the tool, both the arena's. NULL where the engine has none, or the cell needs a host.
const char *profile_tool_command(const struct profile_job *job);

// ---- Counts that are kept (profile_counts.c) ----------------------------------------------------

// Compares the counts of all cells of the session with those in options->counts, or writes that
// file. Returns the exit status.
int profile_counts(struct session *session, struct arena *arena);

// ---- Profiles in the store (profile_store.c) ----------------------------------------------------

// Stores deterministic profiles of the run that options->run_id names, of each of its programs that
// is a cell of the session. Returns the exit status.
int profile_keep(struct session *session, struct arena *arena);

// ---- Tables (profile_tables.c) ------------------------------------------------------------------

// The functions of one profile, or of two sides with `names` of these, at most `top` rows.
struct document *profile_document(const struct stacks *stacks, const char *title,
                                  const char *caption, const char *const names[STACK_SIDES],
                                  int top);

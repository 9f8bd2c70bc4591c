// The runs of a store over time: what became of each engine's ratio to the baseline, and where it
// became another (change_points.h). Only runs that can be set beside each other are taken: complete
// ones of the same machine, size and seed as the last of them, up to that one. So the history of a
// run stays the same whatever is measured after it.
#pragma once

#include "compare/analysis.h"
#include "compare/change_points.h"
#include "compare/table.h"

#include <sqlite3.h>
#include <stddef.h>
#include <stdint.h>

struct history_run {
  int64_t id;
  const char *started, *commit_id;
  size_t pairs;
};

// One line over the runs: a program on an engine, or the engine's geometric mean.
struct history_series {
  const char *program; // NULL: the geometric mean of those programs that the last run has
  const char *engine;
  struct statistics_interval *ratios; // one a run; count 0: the run has none
  const char **missing;               // why
  struct change_points changes;
  size_t *measured; // the run of each value that the change points were looked for in
};

struct history {
  struct arena *arena;
  const char *baseline; // engine that ratios are taken to; its own line is not there
  struct history_run *runs;
  struct history_series *series; // by program, the means first; then by engine
  size_t run_count, series_count;
};

// Reads at most `limit` runs up to `last`'s, whose baseline is taken. Returns NULL and fills
// `error` when the store cannot be read. The result is the arena's.
struct history *history_load(struct arena *arena, sqlite3 *database, const struct analysis *last,
                             size_t limit, struct error *error);

// Runs by engines: the ratios of a program, or with NULL the geometric means.
void history_add_table(struct document *document, const struct history *history,
                       const char *program, const char *engines);

// The change points of all lines whose program and engine are selected.
void history_add_changes(struct document *document, const struct history *history,
                         const char *programs, const char *engines);

// What the report shows of it: the geometric means and the change points; nothing of one run.
void report_add_history(struct document *document, const struct history *history);

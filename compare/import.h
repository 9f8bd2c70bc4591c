// Taking runs of other stores into this one: of other machines, of the jobs of a CI.
//
//   import.c         the command: the files in order, a line for each run
//   import_source.c  a store to be read: a copy, so that nothing of it is changed
//   import_copy.c    rows from store to store, with new ids
//   import_shard.c   a run that measured one part of the programs is put together with the others
//
// Each run is one transaction: whoever is killed leaves whole runs only. A run is known by its
// uuid, and one that is there already is passed over; but for one that was taken before it
// was complete, and is so by now: it takes the place of what there was. So importing the same file
// twice, or files that share runs, is harmless.
#pragma once

#include "compare/error.h"
#include "compare/store.h"

#include <jansson.h>
#include <sqlite3.h>
#include <stdbool.h>
#include <stdint.h>

// One run on its way.
struct import {
  struct store *store; // that is imported into
  const char *file;    // where the run is from, for messages
  const char *schema;  // what the connection calls it: "source", or "main" for the store itself
  int64_t from, to;    // ids of the run, there and here; `to` is 0 until it is known
};

// ---- SQL on the connection (import_copy.c) ------------------------------------------------------

// Runs statements made by sqlite3_mprintf, with its %Q and %lld. False with `error` filled when
// one fails.
bool import_sql(const struct import *import, struct error *error, const char *format, ...);

// The first value of a query, made in the same way: 0 and NULL for no row, NULL or failure. The
// caller frees the text.
int64_t import_integer(const struct import *import, const char *format, ...);
char *import_text(const struct import *import, const char *format, ...);

// ---- Rows (import_copy.c) -----------------------------------------------------------------------

// Copies the run with all that belongs to it as a new run; its id is import->to, or where that is 0
// a new one, which is put there.
bool import_copy_run(struct import *import, struct error *error);

// Copies into the run import->to: those engines that it lacks by name, and those programs that it
// lacks by name, with their cells and times, as part `shard`; 0: of a run that is copied whole.
bool import_copy_programs(const struct import *import, int shard, struct error *error);

// ---- Shards (import_shard.c) --------------------------------------------------------------------

// The part that a run measured, from its options.
struct import_shard {
  int number, count; // 0: the run is none
  json_t *options;   // of the run without what may differ from part to part; owned
};

struct import_shard import_shard_of(const struct import *import);
void import_shard_free(struct import_shard *shard);

// Puts the run into the merged run of its group, which is made for the first of it unless
// `only_join`; import->to is that run, or 0 when there is none to join. The group is all runs with
// the same size, seed, commit, number of parts and options. False with `error` filled, and the
// transaction to be undone, for engines that differ from those of the parts before, and for a part
// that has looked at its results: whether to go on was decided from a part of the programs then,
// and no correction for that holds for the whole.
bool import_merge_shard(struct import *import, const struct import_shard *shard, bool only_join,
                        struct error *error);

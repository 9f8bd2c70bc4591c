// How the time of a program grows with the size of its input, from what the store holds: families
// of points, each a size and the time of one engine at it.
//
// Sizes come from two places. Programs that measure one operation on inputs of several sizes have
// the size in their manifest as `payload` (bytes of text or source, elements of an array); those
// whose names differ in nothing but the size, as call_text and call_text_64k, are a family, all
// measured in one run. Other programs have one size in a run, but another in runs of another size
// (quick, full): the latest of each that were measured on the same machine with the same build of
// the engine. Their size is their work (calls, elements), which all engines agree on.
#pragma once

#include "compare/analysis.h"
#include "compare/growth.h"

#include <sqlite3.h>

struct growth_point {
  double size;
  struct statistics_interval time; // ns
};

struct growth_series {
  const char *family;          // a program's name, without its size
  const char *what;            // what the size counts: "payload", or the program's unit of work
  bool runs;                   // the sizes are of several runs
  size_t engine;               // of the analysis
  struct growth_point *points; // by rising size
  size_t count;                // 2 or more
  struct growth line;          // its times in ns
};

// By family, in the order of the programs, then by engine.
struct growth_set {
  struct growth_series *series;
  size_t count;
};

// Reads the families of the analysed run and, for the sizes of other runs, these from the store.
// Returns false and fills `error` when the store cannot be read. Memory is the analysis' arena's.
bool growth_series_load(struct growth_set *set, sqlite3 *database, const struct analysis *analysis,
                        struct error *error);

// The name without the size at its end, as "_64k", "_1m", "_10000".
const char *growth_family(struct arena *arena, const char *name);

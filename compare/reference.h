// How a stored run, or a part of one, is named on the command line:
//
//   [STORE:]RUN[:ENGINE]           12  latest  latest~1  HEAD  abc1234  other.sqlite:3  12:lua
//   [STORE:][RUN:]PROGRAM:ENGINE   fib:lua  12:fib:mica-bytecode
//   [STORE:][RUN:]PROGRAM          fib: on every engine
//
// STORE is a file (its name holds a slash or ends in .sqlite). RUN is the number of a run, `latest`
// or the N-th before it, or a commit: seven or more of its digits (with -dirty for a changed tree),
// or HEAD. `latest` and commits mean runs that are complete and not smoke runs; of several runs of
// a commit it is the latest one, of this machine where there is one. Without RUN it is `latest`.
// Names are compared without regard to case, hyphens, underscores and dots.
#pragma once

#include "compare/analysis.h"
#include "compare/arena.h"
#include "compare/error.h"
#include "compare/options.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct reference {
  const char *text, *store; // as it was named; the file
  int64_t run;
  const struct analysis *analysis;
  ptrdiff_t engine, program; // index in the analysis, -1: all
};

// Finds and loads what `text` names; where that is a run of `known` (which may be NULL), its
// analysis is used again. Returns false and fills `error`, naming what there is. All is the
// arena's.
bool reference_load(struct arena *arena, const struct options *options, const char *text,
                    const struct reference *known, struct reference *reference,
                    struct error *error);

// Whether two names are the same but for case, hyphens, underscores and dots.
bool reference_same_name(const char *a, const char *b);

// Whether comma-separated patterns hold the name or its group; NULL and `all` hold everything.
bool reference_selects(const char *patterns, const char *name, const char *group);

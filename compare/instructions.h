// Instructions of one repetition, counted by valgrind (callgrind): exact where nothing in the
// engine is random, so a gate within one engine between two builds. They say nothing between
// engines: one engine's instructions are not as fast as another's.
#pragma once

#include "compare/error.h"
#include "compare/session.h"
#include "compare/store.h"

#include <stdbool.h>

// The name of the counter in the store.
#define INSTRUCTIONS_COUNTER "instructions"

// Counts for every cell that is ok and has no count yet, and stores it with the cell's first
// invocation, which is added where no time was measured. What valgrind cannot run is noted and left
// out. Ends early when the user interrupts. Returns false and fills `error` when the store fails.
bool instructions_count(struct session *session, struct store *store, struct error *error);

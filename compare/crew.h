// Work shared out among threads: what waits for child processes, and is not timed, waits for
// several of them at once.
#pragma once

#include <stdbool.h>
#include <stddef.h>

// Does one piece of the work. Returns false to have no further piece begun. Several threads call it
// at a time, each with an index of its own.
typedef bool crew_function(size_t index, void *context);

// Calls `work` once for each index below `count`, in order of their beginning, by the calling
// thread and up to `workers` - 1 others, all of which have ended when it returns. Returns whether
// all pieces were done and none returned false. A thread that cannot be had is done without.
bool crew_run(int workers, size_t count, crew_function *work, void *context);

// A bursty neighbour: load beside the measurement, so that the self-test can be said for a noisy
// machine too. One process for each CPU that we may run on, bound to it, works for 5 to 200 ms and
// sleeps for as long, both drawn at random: half of every CPU is gone, and nobody knows when. It
// walks through more memory than a cache holds, so that it takes caches as well as time.
//
// Invariant: no neighbour outlives us, whatever ends us.
#pragma once

#include "compare/error.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

struct selftest_neighbour {
  pid_t *processes;
  size_t count;
};

// Starts the processes, drawn from the seed. Returns false and fills `error` when one cannot be
// started; none is left then.
bool selftest_neighbour_start(struct selftest_neighbour *neighbour, uint32_t seed,
                              struct error *error);

// Ends them and waits for their end. Returns false and fills `error` when one was gone before, so
// that the measurement was not disturbed as it claims. A neighbour that is all zero has none.
bool selftest_neighbour_stop(struct selftest_neighbour *neighbour, struct error *error);

// Pauses of an engine's collector, as a program that allocates meets them: calls of equal work are
// timed one by one, and those that take longest are the ones that collected. Besides, a full
// collection at the request of the host.
//
// The clock is the thread's processor time, so that a pause is not mistaken for one when the
// machine ran something else. An engine that collects on threads of its own shows only what the
// program waits for with its own processor time.
#ifndef DRIVERS_HARNESS_PAUSES_H
#define DRIVERS_HARNESS_PAUSES_H

#include "drivers/harness_embedding.h"

// Times that many calls of run(n, seed), run(n, seed + 1)... each by itself, and fills in what
// `pauses` has of steps.
bool harness_pauses_time(void *program, harness_enter *enter, int64_t n, int64_t calls,
                         int64_t seed, double pauses[HARNESS_PAUSE_COUNT],
                         struct driver_error *error);

// Times full collections of the runtime, which holds a program. NAN where the engine has none.
double harness_pauses_collection(const struct driver_lifecycle *lifecycle, void *state);

#endif

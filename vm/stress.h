// What builds for testing do otherwise: make STRESS=tiny, STRESS=jit, or both.
#ifndef MICA_STRESS_H
#define MICA_STRESS_H

#include <stdbool.h>
#include <stdint.h>

// STRESS=tiny: sizes as small as they can be, so that every table grows in the smallest of scripts,
// every call continues in another piece of the stack, most objects are dictionaries, most arrays
// become sparse, and there is hardly room for native code.
#ifdef MICA_STRESS_TINY
#define USUAL_OR_TINY(usual, tiny) (tiny)
#else
#define USUAL_OR_TINY(usual, tiny) (usual)
#endif

// STRESS=jit: functions get native code at once and lose it again, and the machine goes to and fro
// between native code and the interpreter, wherever it can and as dice say.
#ifdef MICA_STRESS_JIT
#define USUAL_OR_RESTLESS(usual, restless) (restless)
#else
#define USUAL_OR_RESTLESS(usual, restless) (usual)
#endif

// Does it happen this time? Once in `times`, at random, but the same in every run; in any other
// build never. *dice is what it goes by (Knuth 1997, 3.3.4: a linear congruence modulo 2^32).
static inline bool stress_dice(uint32_t *dice, uint32_t times) {
  if (!USUAL_OR_RESTLESS(false, true))
    return false;
  *dice = *dice * 1664525 + 1013904223;
  return (*dice >> 8) % times == 0;
}

#endif

// In what order the engines run, and how many rounds there are.
//
// A pair of rounds is one random order and the same order backwards (ABBA), so that a drift of the
// machine, if it is linear over the pair, falls on all engines alike. The number of pairs is
// decided by time alone: whoever looked at results to decide when to stop would inflate false
// alarms (but for the planned looks of sequential.h).
//
// Every draw depends on the seed and on its place in the run alone, never on what was drawn before:
// so a run that is resumed, and one that is a shard of another, goes through the same orders.
#pragma once

#include <stdint.h>

// A seeded sequence of random numbers: the same seed gives the same schedule anywhere.
struct generator {
  uint64_t state;
};

struct generator generator_make(uint64_t seed);

// The sequence that belongs to a place in the run: a pair of rounds and something in it that has a
// name, "" for the pair itself.
struct generator generator_at(uint64_t seed, int pair, const char *name);

// The next number, uniform in 0 .. limit - 1; limit is at least 1.
uint32_t generator_below(struct generator *generator, uint32_t limit);

// Fills `order` with 0 .. count - 1 in a random order, all orders alike.
void schedule_shuffle(struct generator *generator, int *order, int count);

// Who is at `position` in the given half of a pair: forwards in half 0, backwards in half 1.
int schedule_at(const int *order, int count, int half, int position);

struct schedule_clock {
  int done;            // pairs measured
  int timed;           // of them in this process, which pair_seconds are of
  double used_seconds; // since the run began, the equivalence check included
  double pair_seconds; // what the pairs took, all together
  double budget_seconds;
};

// How many pairs the run has in all, at least what is done and at least 1: as many as fit into the
// budget at the mean cost of those done (`unknown` before the first), at most SCHEDULE_PAIRS_MAX.
int schedule_plan_pairs(const struct schedule_clock *clock, int unknown);

enum { SCHEDULE_PAIRS_MAX = 1000 };

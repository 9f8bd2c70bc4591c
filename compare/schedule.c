// See schedule.h. The generator is SplitMix64 (Steele, Lea, Flood, "Fast splittable pseudorandom
// number generators", 2014); the bounded number is drawn by rejection, the shuffle is Fisher and
// Yates's, so that no order is more likely than another.
#include "compare/schedule.h"

struct generator generator_make(uint64_t seed) {
  return (struct generator){seed};
}

static uint64_t next(struct generator *generator) {
  uint64_t mixed = generator->state += UINT64_C(0x9e3779b97f4a7c15);
  mixed = (mixed ^ (mixed >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
  mixed = (mixed ^ (mixed >> 27)) * UINT64_C(0x94d049bb133111eb);
  return mixed ^ (mixed >> 31);
}

struct generator generator_at(uint64_t seed, int pair, const char *name) {
  struct generator generator = generator_make(seed);
  generator.state = next(&generator) + (uint64_t)pair;
  for (const char *letter = name; *letter; letter++)
    generator.state = next(&generator) ^ (unsigned char)*letter;
  return generator_make(next(&generator));
}

uint32_t generator_below(struct generator *generator, uint32_t limit) {
  uint64_t whole = UINT64_MAX - UINT64_MAX % limit; // a multiple of the limit
  uint64_t number;
  do
    number = next(generator);
  while (number >= whole);
  return (uint32_t)(number % limit);
}

void schedule_shuffle(struct generator *generator, int *order, int count) {
  for (int i = 0; i < count; i++) {
    int other = (int)generator_below(generator, (uint32_t)i + 1);
    order[i] = order[other];
    order[other] = i;
  }
}

int schedule_at(const int *order, int count, int half, int position) {
  return order[half ? count - 1 - position : position];
}

int schedule_plan_pairs(const struct schedule_clock *clock, int unknown) {
  if (!clock->timed)
    return unknown;
  double mean = clock->pair_seconds / clock->timed;
  double left = clock->budget_seconds - clock->used_seconds;
  double more = left > 0 && mean > 0 ? left / mean : 0;
  int room = SCHEDULE_PAIRS_MAX - clock->done;
  if (room < 0)
    room = 0;
  return clock->done + (more < room ? (int)more : room);
}

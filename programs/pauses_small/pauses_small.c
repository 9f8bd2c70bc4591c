// Keeps n pairs of records that point to each other, and replaces 50 of them at each call: cycles
// that become garbage while others live on. The seed says which, and goes into the numbers.
#include <stdint.h>
#include <stdlib.h>

//@ double work;

enum { REPLACED = 50 };

struct record {
  int64_t id;
  struct record *peer;
};

static struct record **live;
static int64_t live_count;

double run(int64_t n, uint32_t seed);

static struct record *make_pair(int64_t id) {
  struct record *first = malloc(sizeof *first);
  struct record *second = malloc(sizeof *second);
  first->id = id;
  first->peer = second;
  second->id = id + 1;
  second->peer = first;
  return first;
}

static void free_pair(struct record *first) {
  free(first->peer);
  free(first);
}

static void fill(int64_t n) {
  for (int64_t i = 0; i < live_count; i++) {
    free_pair(live[i]);
  }
  live = realloc(live, (size_t)n * sizeof(struct record *));
  for (int64_t i = 0; i < n; i++) {
    live[i] = make_pair(i);
  }
  live_count = n;
}

double run(int64_t n, uint32_t seed) {
  if (live_count != n) {
    fill(n);
  }
  int64_t total = 0;
  for (int64_t i = 0; i < REPLACED; i++) {
    //@ work += 2;
    int64_t at = ((int64_t)seed * REPLACED + i * 7919) % n;
    struct record *old = live[at];
    struct record *made = make_pair((seed + i) % 1000);
    live[at] = made;
    total += made->peer->id + old->peer->peer->id - old->id;
    free_pair(old);
  }
  return (double)total;
}

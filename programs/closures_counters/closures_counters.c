// Makes n counters, each of them two functions that share a captured variable, one to advance it
// and one to read it, calls each counter ten times in turn, and reads them all.
#include <stdint.h>
#include <stdlib.h>

//@ double work;

double run(int64_t n, uint32_t seed);

enum { ROUNDS = 10 };

// What both closures captured.
struct environment {
  int32_t count;
  int32_t step;
};

struct closure {
  int32_t (*function)(struct environment *environment, int32_t argument);
  struct environment *environment;
};

struct counter {
  struct closure advance;
  struct closure read;
};

static int32_t advance(struct environment *environment, int32_t extra) {
  //@ work += 1;
  environment->count = (environment->count + environment->step + extra) % 1000003;
  return environment->count;
}

static int32_t read(struct environment *environment, int32_t scale) {
  //@ work += 1;
  return environment->count * scale;
}

static struct environment *capture(int32_t start, int32_t step) {
  struct environment *environment = malloc(sizeof *environment);
  *environment = (struct environment){start, step};
  return environment;
}

static struct counter *make_counter(int32_t start, int32_t step) {
  struct counter *counter = malloc(sizeof *counter);
  counter->advance = (struct closure){advance, capture(start, step)};
  counter->read = (struct closure){read, counter->advance.environment};
  return counter;
}

static int32_t call(struct closure closure, int32_t argument) {
  return closure.function(closure.environment, argument);
}

double run(int64_t n, uint32_t seed) {
  int32_t start = (int32_t)(seed % 1000);
  struct counter **counters = malloc((size_t)n * sizeof *counters);
  for (int64_t i = 0; i < n; i++)
    counters[i] = make_counter(start, (int32_t)i);
  int64_t total = 0;
  for (int32_t round = 0; round < ROUNDS; round++)
    for (int64_t i = 0; i < n; i++)
      total = (total + call(counters[i]->advance, round)) % 1000000007;
  for (int64_t i = 0; i < n; i++)
    total = (total + call(counters[i]->read, 3)) % 1000000007;
  for (int64_t i = 0; i < n; i++) {
    free(counters[i]->advance.environment);
    free(counters[i]);
  }
  free(counters);
  return (double)total;
}

// What a pool costs when several threads use it at once: take and give, in a loop, on 1 to as many
// threads as there are processors. Rounds of all numbers of threads take turns, so that what slows
// the machine slows all alike; a line says the median time of a pair of calls on one thread, and
// how many times as many pairs all threads did together as one thread alone.
//
//   make build/tests/speed/pool && build/tests/speed/pool
#include <pthread.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "vm/mica.h"

enum { ROUNDS = 31, MOST_THREADS = 64 };
static const double round_seconds = 0.1;

struct worker {
  pthread_t thread;
  mica_pool *pool;
  pthread_barrier_t *barrier;
  double nanoseconds; // of a pair of calls
};

static double now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC_RAW, &time);
  return (double)time.tv_sec * 1e9 + (double)time.tv_nsec;
}

static void *work(void *opaque) {
  struct worker *worker = opaque;
  pthread_barrier_wait(worker->barrier);
  double begin = now(), end = begin;
  long pairs = 0;
  while (end - begin < round_seconds * 1e9) {
    for (int i = 0; i < 1000; i++, pairs++)
      mica_pool_give(worker->pool, mica_pool_take(worker->pool));
    end = now();
  }
  worker->nanoseconds = (end - begin) / (double)pairs;
  return NULL;
}

// The mean over the threads of a pair's nanoseconds.
static double run_round(mica_pool *pool, int threads) {
  struct worker workers[MOST_THREADS];
  pthread_barrier_t barrier;
  double sum = 0;
  pthread_barrier_init(&barrier, NULL, (unsigned)threads);
  for (int i = 0; i < threads; i++) {
    workers[i] = (struct worker){.pool = pool, .barrier = &barrier};
    if (pthread_create(&workers[i].thread, NULL, work, &workers[i]))
      exit(EXIT_FAILURE);
  }
  for (int i = 0; i < threads; i++) {
    pthread_join(workers[i].thread, NULL);
    sum += workers[i].nanoseconds;
  }
  pthread_barrier_destroy(&barrier);
  return sum / threads;
}

static int compare(const void *a, const void *b) {
  double left = *(const double *)a, right = *(const double *)b;
  return (left > right) - (left < right);
}

int main(void) {
  static double rounds[MOST_THREADS][ROUNDS];
  int most = (int)sysconf(_SC_NPROCESSORS_ONLN);
  most = most > MOST_THREADS ? MOST_THREADS : most;
  mica_factory *factory = mica_factory_new(NULL);
  mica_pool *pool = mica_pool_new(factory, (unsigned)most);
  for (int round = 0; round < ROUNDS; round++)
    for (int threads = 1; threads <= most; threads++)
      rounds[threads - 1][round] = run_round(pool, threads);
  for (int threads = 1; threads <= most; threads++)
    qsort(rounds[threads - 1], ROUNDS, sizeof **rounds, compare);
  for (int threads = 1; threads <= most; threads++) {
    const double *sorted = rounds[threads - 1];
    printf("%d thread%s: %.1f ns (%.1f to %.1f), %.2f times the work of one\n", threads,
           threads > 1 ? "s" : "", sorted[ROUNDS / 2], sorted[0], sorted[ROUNDS - 1],
           threads * rounds[0][ROUNDS / 2] / sorted[ROUNDS / 2]);
  }
  mica_pool_free(pool);
  mica_factory_release(factory);
}

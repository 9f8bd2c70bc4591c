// Makes n closures over a variable of their own, which each assigns twice when it is called.
#include <stdint.h>
#include <stdlib.h>

//@ double work;

double run(int64_t n, uint32_t seed);

struct closure {
  int32_t (*function)(struct closure *closure, int32_t by);
  int32_t count;
};

static int32_t advance(struct closure *closure, int32_t by) {
  //@ work += 1;
  closure->count += by;
  closure->count = closure->count % 10007;
  return closure->count;
}

static struct closure *make_counter(int32_t start) {
  struct closure *closure = malloc(sizeof *closure);
  *closure = (struct closure){advance, start * 3};
  return closure;
}

double run(int64_t n, uint32_t seed) {
  int32_t total = (int32_t)(seed % 1000);
  for (int64_t i = 0; i < n; i++) {
    struct closure *counter = make_counter(total);
    total = counter->function(counter, (int32_t)(i % 7));
    free(counter);
  }
  return total;
}

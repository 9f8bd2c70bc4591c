// Calls n times a function that has two arguments bound to it, each time with its last result.
#include <stdint.h>

//@ double work;

double run(int64_t n, uint32_t seed);

struct bound {
  int32_t (*function)(int32_t step, int32_t limit, int32_t value);
  int32_t step;
  int32_t limit;
};

static int32_t advance(int32_t step, int32_t limit, int32_t value) {
  //@ work += 1;
  return (value * 3 + step) % limit;
}

static int32_t call(const struct bound *bound, int32_t value) {
  return bound->function(bound->step, bound->limit, value);
}

double run(int64_t n, uint32_t seed) {
  const struct bound bound = {advance, (int32_t)(seed % 1000) + 1, 10007};
  int32_t total = 0;
  for (int64_t i = 0; i < n; i++)
    total = call(&bound, total);
  return total;
}

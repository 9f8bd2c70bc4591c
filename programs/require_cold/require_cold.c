// The script requires a module that it never has required before, in a loop.
#include <stdint.h>

//@ double work;

double run(int64_t n, uint32_t seed);

static int64_t next;

double run(int64_t n, uint32_t seed) {
  int64_t start = seed % 1000;
  double total = 0;
  for (int64_t i = 0; i < n; i++) {
    //@ work += 1;
    total = (double)(((int64_t)total + next++ % 10 + start) % 65521);
  }
  return total;
}

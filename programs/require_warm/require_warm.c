// The script requires a module that it has, in a loop.
#include <stdint.h>

//@ double work;

double run(int64_t n, uint32_t seed);

double run(int64_t n, uint32_t seed) {
  int64_t start = seed % 1000;
  double total = 0;
  for (int64_t i = 0; i < n; i++) {
    //@ work += 1;
    total = (double)(((int64_t)total + 7 + start) % 65521);
  }
  return total;
}

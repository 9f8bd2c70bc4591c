// The remainders of n multiples, summed; where they begin comes at run time.
#include <stdint.h>

//@ double work;

double run(int64_t n, uint32_t seed);

double run(int64_t n, uint32_t seed) {
  int64_t offset = seed % 1000;
  int64_t total = 0;
  for (int64_t i = 0; i < n; i++) {
    //@ work += 1;
    total += (i * 7 + offset) % 1000;
  }
  return (double)(total + offset);
}

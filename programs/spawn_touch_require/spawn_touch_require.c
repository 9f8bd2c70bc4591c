// A script that is the first in its runtime to look at the registry of modules.
#include <stdint.h>

//@ double work;

double run(int64_t n, uint32_t seed);

double run(int64_t n, uint32_t seed) {
  //@ work += 1;
  return (double)(1 + n % 7 + seed % 1000);
}

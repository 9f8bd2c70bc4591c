// A script that is the first in its runtime to use some parts of the library.
#include <stdint.h>

//@ double work;

double run(int64_t n, uint32_t seed);

double run(int64_t n, uint32_t seed) {
  //@ work += 1;
  return (double)(1 + 3 + n % 7 + 2 + 12 + seed % 1000);
}

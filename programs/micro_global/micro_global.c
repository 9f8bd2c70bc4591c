// Advances a variable of the module n times by another, which goes through a function of the
// library.
#include <stdint.h>
#include <stdlib.h>

//@ double work;

double run(int64_t n, uint32_t seed);

enum { LIMIT = 10007 };

static int32_t counter;
static int32_t stride;

double run(int64_t n, uint32_t seed) {
  counter = (int32_t)(seed % 1000);
  stride = -1 - (int32_t)(seed % 7);
  for (int32_t i = 0; i < n; i++) {
    //@ work += 1;
    counter = (counter * 3 + abs(stride)) % LIMIT;
  }
  return counter;
}

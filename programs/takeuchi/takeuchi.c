// Takeuchi's function: calls with three arguments, three of them nested as arguments of a fourth.
// The seed shifts all arguments, which shifts the result and leaves the calls as they are.
#include <stdint.h>

//@ double work;

double run(int64_t n, uint32_t seed);

static int64_t tak(int64_t x, int64_t y, int64_t z) {
  //@ work += 1;
  if (x <= y) {
    return z;
  }
  return tak(tak(x - 1, y, z), tak(y - 1, z, x), tak(z - 1, x, y));
}

double run(int64_t n, uint32_t seed) {
  int64_t offset = seed % 1000;
  return (double)tak(3 * n + offset, 2 * n + offset, n + offset);
}

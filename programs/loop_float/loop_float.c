// Floating-point arithmetic in a loop: a piece of the harmonic series, shifted by the seed. The
// terms are added in order, as IEEE 754 says, so every engine gets the same bits.
#include <stdint.h>

//@ double work;

double run(int64_t n, uint32_t seed);

double run(int64_t n, uint32_t seed) {
  double shift = (seed % 1000) / 1000.0;
  double total = 0.0;
  for (int64_t i = 1; i <= n; i++) {
    //@ work += 1;
    total += 1.0 / ((double)i + shift);
  }
  return total;
}

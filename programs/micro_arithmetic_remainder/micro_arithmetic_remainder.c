// A chain of n steps, each a multiplication, two additions and a remainder of doubles.
#include <math.h>
#include <stdint.h>

//@ double work;

double run(int64_t n, uint32_t seed);

double run(int64_t n, uint32_t seed) {
  double total = (double)(seed % 1000);
  for (int32_t i = 0; i < n; i++) {
    //@ work += 1;
    total = fmod(total * 3 + i % 100 + 0.5, 1000.5);
  }
  return total * 2;
}

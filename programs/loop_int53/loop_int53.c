// Integer arithmetic in a loop whose products and sums leave 32 bits and stay below 2^53, where a
// double still holds every integer.
#include <stdint.h>

//@ double work;

double run(int64_t n, uint32_t seed);

double run(int64_t n, uint32_t seed) {
  int64_t value = seed % 2147483646 + 1;
  int64_t total = 0;
  for (int64_t i = 0; i < n; i++) {
    //@ work += 1;
    value = value * 48271 % 2147483647;
    total = (total + value * 1021 + i) % 4398046511093;
  }
  return (double)total;
}

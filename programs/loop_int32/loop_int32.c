// Integer arithmetic in a loop whose values all stay in 32 bits. Each step needs the one before, so
// the loop can be neither folded nor spread over vector lanes.
#include <stdint.h>

//@ double work;

double run(int64_t n, uint32_t seed);

double run(int64_t n, uint32_t seed) {
  int32_t value = (int32_t)(seed % 65537);
  int32_t total = 0;
  for (int32_t i = 0; i < n; i++) {
    //@ work += 1;
    value = (value * 75 + i) % 65537;
    total = (total + value) % 1000003;
  }
  return total;
}

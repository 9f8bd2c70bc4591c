// Adds up n numbers, whole and fractional by turns, below 10000.
#include <stdint.h>

//@ double work;

double run(int64_t n, uint32_t seed);

double run(int64_t n, uint32_t seed) {
  double total = (double)(seed % 1000);
  for (int32_t i = 0; i < n; i++) {
    //@ work += 1;
    double step = i % 2 == 0 ? i % 100 : i % 100 + 0.5;
    total = total + step;
    if (total >= 10000)
      total = total - 10000;
  }
  return total * 2;
}

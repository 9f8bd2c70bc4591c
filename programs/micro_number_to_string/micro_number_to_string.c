// Makes n whole numbers and n fractions into text, and adds up some of their characters.
#include <stdint.h>
#include <stdio.h>

//@ double work;

double run(int64_t n, uint32_t seed);

double run(int64_t n, uint32_t seed) {
  int32_t offset = (int32_t)(seed % 1000);
  int32_t total = 0;
  for (int32_t i = 0; i < n; i++) {
    //@ work += 2;
    char whole[16], fraction[16];
    int length = snprintf(whole, sizeof whole, "%d", (i * 7 + offset) % 1000);
    int width = snprintf(fraction, sizeof fraction, "%.1f", (i * 3 + offset) % 100 + 0.5);
    total = (total + whole[length - 1] + fraction[0] * width) % 10007;
  }
  return total;
}

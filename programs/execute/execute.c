// A small script as a host runs it again and again: a function, a table, a loop of ten.
#include <stdint.h>

//@ double work;

double run(int64_t n, uint32_t seed);

static const int weights[] = {3, 1, 4, 1, 5, 9, 2, 6, 5, 3};

static int scaled(int value, int factor) { return value * factor % 1009; }

double run(int64_t n, uint32_t seed) {
  //@ work += 1;
  int total = (int)(seed % 1000) + (int)(n % 1000);
  for (int i = 0; i < 10; i++)
    total = (total + scaled(weights[i] + i, total % 7 + 1)) % 65521;
  return total;
}

// Chooses n times among eight operations on a number, by the number itself.
#include <stdint.h>

//@ double work;

double run(int64_t n, uint32_t seed);

static int32_t apply(int32_t code, int32_t value) {
  //@ work += 1;
  switch (code) {
  case 0:
    return value + 3;
  case 1:
    return value * 2 + 1;
  case 2:
    return value + 17;
  case 3:
    return value * 3;
  case 4:
    return value + 101;
  case 5:
    return value * 5 + 2;
  case 6:
    return value + 1009;
  default:
    return value * 7;
  }
}

double run(int64_t n, uint32_t seed) {
  int32_t total = (int32_t)(seed % 1000);
  for (int32_t i = 0; i < n; i++)
    total = apply((total + i) % 8, total) % 10007;
  return total;
}

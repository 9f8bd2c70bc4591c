// Adds up the elements of an array of a hundred integers, n / 100 times, by the loop for elements.
#include <stdint.h>

//@ double work;

double run(int64_t n, uint32_t seed);

enum { LENGTH = 100 };

double run(int64_t n, uint32_t seed) {
  int32_t values[LENGTH];
  for (int32_t i = 0; i < LENGTH; i++)
    values[i] = (i * 7 + (int32_t)(seed % 1000)) % 1000;
  int32_t total = 0;
  for (int64_t pass = 0; pass < n / LENGTH; pass++)
    for (int32_t i = 0; i < LENGTH; i++) {
      //@ work += 1;
      total = (total * 3 + values[i]) % 10007;
    }
  return total;
}

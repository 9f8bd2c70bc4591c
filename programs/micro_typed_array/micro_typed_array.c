// Reads two elements of an array of 256 integers and writes one of them, n times.
#include <stdint.h>

//@ double work;

double run(int64_t n, uint32_t seed);

enum { LENGTH = 256 };

double run(int64_t n, uint32_t seed) {
  int32_t values[LENGTH];
  for (int32_t i = 0; i < LENGTH; i++)
    values[i] = (int32_t)(seed % 1000) + i;
  for (int32_t i = 0; i < n; i++) {
    //@ work += 1;
    int32_t at = i % LENGTH;
    values[at] = (values[at] + values[(at * 7 + 3) % LENGTH]) % 10007;
  }
  int32_t total = 0;
  for (int32_t i = 0; i < LENGTH; i++)
    total += values[i];
  return total;
}

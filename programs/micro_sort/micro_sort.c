// Sorts n / 100 arrays of a hundred different integers in descending order by a comparator.
#include <stdint.h>
#include <stdlib.h>

//@ double work;

double run(int64_t n, uint32_t seed);

enum { LENGTH = 100 };

static int compare(const void *a, const void *b) {
  return *(const int32_t *)b - *(const int32_t *)a;
}

double run(int64_t n, uint32_t seed) {
  int32_t offset = (int32_t)(seed % 1000);
  int32_t total = 0;
  for (int32_t pass = 0; pass < n / LENGTH; pass++) {
    int32_t values[LENGTH];
    for (int32_t i = 0; i < LENGTH; i++) {
      //@ work += 1;
      values[i] = (i * 37 + offset + pass) % 101;
    }
    qsort(values, LENGTH, sizeof *values, compare);
    total = (total * 3 + values[(pass * 7 + offset) % LENGTH]) % 10007;
  }
  return total;
}

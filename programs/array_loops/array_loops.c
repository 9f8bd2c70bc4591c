// Fill, map, filter and sum over arrays of integers, each an indexed loop over a fresh array.
#include <stdint.h>
#include <stdlib.h>

//@ double work;

double run(int64_t n, uint32_t seed);

double run(int64_t n, uint32_t seed) {
  int64_t offset = seed % 1000;
  int64_t scale = seed % 7 * 3 + 2;
  int64_t *values = malloc((size_t)n * sizeof *values);
  for (int64_t i = 0; i < n; i++) {
    //@ work += 1;
    values[i] = (i * 7 + offset) % 1000;
  }
  int64_t *scaled = malloc((size_t)n * sizeof *scaled);
  for (int64_t i = 0; i < n; i++) {
    //@ work += 1;
    scaled[i] = values[i] * scale;
  }
  int64_t *kept = malloc((size_t)n * sizeof *kept);
  int64_t count = 0;
  for (int64_t i = 0; i < n; i++) {
    //@ work += 1;
    if (scaled[i] % 3 == 0) {
      kept[count] = scaled[i];
      count++;
    }
  }
  int64_t total = 0;
  for (int64_t i = 0; i < count; i++) {
    //@ work += 1;
    //@ total = total * 31 % 1000003;
    total += kept[i];
  }
  free(kept);
  free(scaled);
  free(values);
  return (double)total;
}

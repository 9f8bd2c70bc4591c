// Map, filter and reduce over an array of integers by functions that are passed in, each over a
// fresh array; the function of the map is a closure over `scale`, here the context pointer.
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>

//@ double work;

double run(int64_t n, uint32_t seed);

static int64_t *map(const int64_t *values, int64_t n, int64_t (*function)(void *, int64_t),
                    void *context) {
  int64_t *result = malloc((size_t)n * sizeof *result);
  for (int64_t i = 0; i < n; i++)
    result[i] = function(context, values[i]);
  return result;
}

static int64_t *filter(const int64_t *values, int64_t n, bool (*function)(int64_t),
                       int64_t *count) {
  int64_t *result = malloc((size_t)n * sizeof *result);
  *count = 0;
  for (int64_t i = 0; i < n; i++)
    if (function(values[i]))
      result[(*count)++] = values[i];
  return result;
}

static int64_t reduce(const int64_t *values, int64_t n, int64_t (*function)(int64_t, int64_t),
                      int64_t initial) {
  int64_t result = initial;
  for (int64_t i = 0; i < n; i++)
    result = function(result, values[i]);
  return result;
}

static int64_t multiply(void *context, int64_t value) {
  //@ work += 1;
  return value * *(int64_t *)context;
}

static bool divides_by_three(int64_t value) {
  //@ work += 1;
  return value % 3 == 0;
}

static int64_t add(int64_t total, int64_t value) {
  //@ work += 1;
  //@ total = total * 31 % 1000003;
  return total + value;
}

double run(int64_t n, uint32_t seed) {
  int64_t offset = seed % 1000;
  int64_t scale = seed % 7 * 3 + 2;
  int64_t *values = malloc((size_t)n * sizeof *values);
  for (int64_t i = 0; i < n; i++)
    values[i] = (i * 7 + offset) % 1000;
  int64_t count;
  int64_t *scaled = map(values, n, multiply, &scale);
  int64_t *kept = filter(scaled, n, divides_by_three, &count);
  int64_t total = reduce(kept, count, add, 0);
  free(kept);
  free(scaled);
  free(values);
  return (double)total;
}

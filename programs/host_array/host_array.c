// The script takes an array of numbers from its host and gives it back, in a loop.
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "../host.h"

//@ double work;

double run(int64_t n, uint32_t seed);

static const struct host *host;

void bind_host(const struct host *given) { host = given; }

double run(int64_t n, uint32_t seed) {
  int64_t start = seed % 1000;
  double total = 0;
  for (int64_t i = 0; i < n; i++) {
    //@ work += 1;
    const double *given;
    size_t count = host->array(start + i, &given);
    double *array = memcpy(malloc(count * sizeof *array), given, count * sizeof *array);
    total += host->take_array(array, count) + array[0] + array[(size_t)i % count];
    total = total >= 65521 ? total - 65521 * (double)(int64_t)(total / 65521) : total;
    free(array);
  }
  return total;
}

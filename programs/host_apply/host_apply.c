// The script gives its host a function that the host calls, in a loop: in, out and in again.
#include <stdint.h>

#include "../host.h"

//@ double work;

double run(int64_t n, uint32_t seed);

static const struct host *host;

void bind_host(const struct host *given) { host = given; }

static double step(double x) { return (double)(((int64_t)x + 7) % 65521); }

double run(int64_t n, uint32_t seed) {
  int64_t start = seed % 1000;
  double total = 0;
  for (int64_t i = 0; i < n; i++) {
    //@ work += 1;
    total = host->apply(step, total + (double)(start + i));
  }
  return total;
}

// The script calls a function of its host, with two numbers, for every step of a loop. The host's
// function comes through a pointer at run time, so that the call cannot be inlined.
#include <stdint.h>

#include "../host.h"

//@ double work;

double run(int64_t n, uint32_t seed);

static double (*host_add)(double, double);

void bind_host(const struct host *host) { host_add = host->add; }

double run(int64_t n, uint32_t seed) {
  double step = seed % 4 + 1;
  double total = seed % 1000;
  for (int64_t i = 0; i < n; i++) {
    //@ work += 1;
    total = host_add(total, step);
  }
  return total;
}

// The script takes a record from its host, makes another and gives that to the host, in a loop.
#include <stdint.h>

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
    struct host_row row;
    host->row(start + i, &row);
    struct host_row next = row;
    next.id = row.id + 1;
    next.active = !row.active;
    total += host->take_row(&next);
    total = total >= 65521 ? total - 65521 * (double)(int64_t)(total / 65521) : total;
  }
  return total;
}

// Walks n times along a ring of four records of the same kind, and reads two fields of each.
#include <stdint.h>

//@ double work;

double run(int64_t n, uint32_t seed);

struct record {
  int32_t x;
  int32_t y;
  struct record *next;
};

static void make_ring(struct record *ring, int32_t offset) {
  for (int32_t i = 0; i < 4; i++)
    ring[i] = (struct record){offset + i, i + 1, &ring[(i + 1) % 4]};
}

double run(int64_t n, uint32_t seed) {
  struct record ring[4];
  make_ring(ring, (int32_t)(seed % 1000));
  const struct record *record = ring;
  int32_t total = 0;
  for (int64_t i = 0; i < n; i++) {
    //@ work += 1;
    total = (total + record->x * record->y) % 10007;
    record = record->next;
  }
  return total;
}

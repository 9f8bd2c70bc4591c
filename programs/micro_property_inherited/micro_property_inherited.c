// Walks n times along a ring of four records, and reads two fields of each that they inherit.
#include <stdint.h>

//@ double work;

double run(int64_t n, uint32_t seed);

struct parent {
  int32_t scale;
  int32_t shift;
};

struct record {
  const struct parent *parent;
  struct record *next;
};

double run(int64_t n, uint32_t seed) {
  int32_t offset = (int32_t)(seed % 1000);
  const struct parent parent = {offset % 7 + 1, offset};
  struct record ring[4];
  for (int32_t i = 0; i < 4; i++)
    ring[i] = (struct record){&parent, &ring[(i + 1) % 4]};
  const struct record *record = ring;
  int32_t total = 0;
  for (int64_t i = 0; i < n; i++) {
    //@ work += 1;
    total = (total * record->parent->scale + record->parent->shift) % 10007;
    record = record->next;
  }
  return total;
}

// Walks n times along a ring of four records of different kinds, and reads the same field of each.
#include <stdint.h>

//@ double work;

double run(int64_t n, uint32_t seed);

// A field's place depends on the record's kind.
struct record {
  int32_t kind;
  int32_t fields[4];
  struct record *next;
};

static void make_ring(struct record *ring, int32_t offset) {
  for (int32_t kind = 0; kind < 4; kind++) {
    ring[kind] = (struct record){.kind = kind, .next = &ring[(kind + 1) % 4]};
    ring[kind].fields[kind] = offset + kind;
  }
}

double run(int64_t n, uint32_t seed) {
  struct record ring[4];
  make_ring(ring, (int32_t)(seed % 1000));
  const struct record *record = ring;
  int32_t total = 0;
  for (int64_t i = 0; i < n; i++) {
    //@ work += 1;
    total = (total * 3 + record->fields[record->kind]) % 10007;
    record = record->next;
  }
  return total;
}

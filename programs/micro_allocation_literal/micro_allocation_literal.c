// Makes n records and n arrays of two elements by literals; sixteen records live on at any time.
#include <stdint.h>
#include <stdlib.h>

//@ double work;

double run(int64_t n, uint32_t seed);

enum { KEPT = 16 };

struct record {
  int32_t x;
  int32_t y;
};

static struct record *make_record(int32_t x, int32_t y) {
  //@ work += 1;
  struct record *record = malloc(sizeof *record);
  *record = (struct record){x, y};
  return record;
}

static int32_t *make_pair(int32_t first, int32_t second) {
  int32_t *pair = malloc(2 * sizeof *pair);
  pair[0] = first;
  pair[1] = second;
  return pair;
}

double run(int64_t n, uint32_t seed) {
  struct record *kept[KEPT];
  for (int32_t i = 0; i < KEPT; i++)
    kept[i] = make_record((int32_t)(seed % 1000), i);
  int32_t total = 0;
  for (int64_t i = 0; i < n; i++) {
    struct record *before = kept[i % KEPT];
    int32_t *pair = make_pair(before->x, total);
    total = (pair[0] + pair[1] * 3 + before->y) % 10007;
    free(pair);
    free(before);
    kept[i % KEPT] = make_record(total, (int32_t)(i % 100));
  }
  for (int32_t i = 0; i < KEPT; i++)
    free(kept[i]);
  return total;
}

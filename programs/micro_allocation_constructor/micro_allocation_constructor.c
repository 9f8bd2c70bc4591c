// Makes n instances of a class with two fields; sixteen of them live on at any time.
#include <stdint.h>
#include <stdlib.h>

//@ double work;

double run(int64_t n, uint32_t seed);

enum { KEPT = 16 };

struct point {
  int32_t x;
  int32_t y;
};

static struct point *make_point(int32_t x, int32_t y) {
  //@ work += 1;
  struct point *point = malloc(sizeof *point);
  *point = (struct point){x, y};
  return point;
}

double run(int64_t n, uint32_t seed) {
  struct point *kept[KEPT];
  for (int32_t i = 0; i < KEPT; i++)
    kept[i] = make_point((int32_t)(seed % 1000), i);
  int32_t total = 0;
  for (int64_t i = 0; i < n; i++) {
    struct point *before = kept[i % KEPT];
    total = (total * 3 + before->x + before->y) % 10007;
    free(before);
    kept[i % KEPT] = make_point(total, (int32_t)(i % 100));
  }
  for (int32_t i = 0; i < KEPT; i++)
    free(kept[i]);
  return total;
}

// Calls a function with too few arguments and one with too many, n times each.
#include <stddef.h>
#include <stdint.h>

//@ double work;

double run(int64_t n, uint32_t seed);

static int32_t few(int32_t a, int32_t b, const int32_t *c) {
  //@ work += 1;
  return c == NULL ? (a + b) % 10007 : *c;
}

static int32_t many(int32_t a, int32_t b, int32_t c, int32_t d) {
  //@ work += 1;
  (void)c;
  (void)d;
  return (a * 3 + b) % 10007;
}

double run(int64_t n, uint32_t seed) {
  int32_t total = (int32_t)(seed % 1000);
  for (int32_t i = 0; i < n; i++) {
    total = few(total, i % 100, NULL);
    total = many(total, i % 10, 1, 2);
  }
  return total;
}

// Makes n closures over two parameters each, and calls each once.
#include <stdint.h>
#include <stdlib.h>

//@ double work;

double run(int64_t n, uint32_t seed);

struct closure {
  int32_t (*function)(const struct closure *closure, int32_t value);
  int32_t scale;
  int32_t offset;
};

static int32_t scaled(const struct closure *closure, int32_t value) {
  //@ work += 1;
  return (value * closure->scale + closure->offset) % 10007;
}

static struct closure *make_scaler(int32_t scale, int32_t offset) {
  struct closure *closure = malloc(sizeof *closure);
  *closure = (struct closure){scaled, scale, offset};
  return closure;
}

double run(int64_t n, uint32_t seed) {
  int32_t offset = (int32_t)(seed % 1000);
  int32_t total = 0;
  for (int64_t i = 0; i < n; i++) {
    struct closure *scaler = make_scaler((int32_t)(i % 7) + 1, offset);
    total = scaler->function(scaler, total);
    free(scaler);
  }
  return total;
}

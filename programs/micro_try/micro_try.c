// Calls a function n times, each time in a block that would catch what it throws; it throws
// nothing.
#include <setjmp.h>
#include <stdint.h>

//@ double work;

double run(int64_t n, uint32_t seed);

static int32_t step(int32_t value, int32_t by) { return (value * 3 + by) % 10007; }

static int32_t attempt(int32_t value, int32_t by) {
  jmp_buf context;
  //@ work += 1;
  if (setjmp(context) != 0)
    return 0;
  return step(value, by);
}

double run(int64_t n, uint32_t seed) {
  int32_t total = (int32_t)(seed % 1000);
  for (int32_t i = 0; i < n; i++)
    total = attempt(total, i % 100);
  return total;
}

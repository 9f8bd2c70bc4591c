// Calls a function n times that calls itself to a depth of one to eight, and whose innermost call
// throws for every third call; the throw passes through all the frames between.
#include <setjmp.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>

//@ double work;

double run(int64_t n, uint32_t seed);

struct failure {
  int32_t code;
};

// Where a throw goes, and what it carries.
struct handler {
  jmp_buf context;
  struct failure *failure;
};

static int32_t descend(struct handler *handler, int32_t depth, int32_t value, bool fails) {
  //@ work += 1;
  if (depth == 0) {
    if (fails) {
      struct failure *failure = malloc(sizeof *failure);
      failure->code = value;
      handler->failure = failure;
      longjmp(handler->context, 1);
    }
    return value;
  }
  return (descend(handler, depth - 1, value + depth, fails) * 3 + depth) % 10007;
}

static int32_t attempt(int32_t depth, int32_t value, bool fails) {
  struct handler handler;
  if (setjmp(handler.context) == 0)
    return descend(&handler, depth, value, fails);
  int32_t code = handler.failure->code + 5;
  free(handler.failure);
  return code;
}

double run(int64_t n, uint32_t seed) {
  int32_t offset = (int32_t)(seed % 1000);
  int64_t total = 0;
  for (int64_t i = 0; i < n; i++) {
    int32_t depth = 1 + (int32_t)(i % 8);
    int32_t value = (int32_t)(i * 7 + offset) % 1000;
    total = (total + attempt(depth, value, i % 3 == 0)) % 1000000007;
  }
  return (double)total;
}

// Recursive Fibonacci: two calls and an addition a node of the call tree. The argument comes at run
// time, so nothing can be computed by the compiler.
#include <stdint.h>

//@ double work;

double run(int64_t n, uint32_t seed);

static int64_t fib(int64_t n) {
  //@ work += 1;
  return n < 2 ? n : fib(n - 1) + fib(n - 2);
}

double run(int64_t n, uint32_t seed) { return (double)fib(n - seed % 2); }

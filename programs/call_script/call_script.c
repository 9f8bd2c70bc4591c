// The function that the host calls, with two numbers, for every step of a loop of its own. The host
// reaches it by the pointer that dlsym gives, so that the call cannot be inlined.
#include <stdint.h>

//@ double work;

int64_t add(int64_t a, int64_t b);

int64_t add(int64_t a, int64_t b) {
  //@ work += 1;
  return (a + b) % 1000003;
}

// The sieve of Eratosthenes over an array of booleans. The seed goes into what is summed for each
// prime, not into the sieve.
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>

//@ double work;

double run(int64_t n, uint32_t seed);

double run(int64_t n, uint32_t seed) {
  int64_t offset = seed % 1000;
  bool *prime = malloc((size_t)n * sizeof *prime);
  for (int64_t i = 0; i < n; i++) {
    //@ work += 1;
    prime[i] = true;
  }
  int64_t total = 0;
  for (int64_t i = 2; i < n; i++) {
    if (prime[i]) {
      total += (i + offset) % 1000;
      for (int64_t multiple = i + i; multiple < n; multiple += i) {
        //@ work += 1;
        prime[multiple] = false;
      }
    }
  }
  free(prime);
  return (double)total;
}

// All permutations of n numbers in turn; of each, how often its beginning can be reversed, as many
// elements as the first one says, until that is 0. The seed rotates the permutation to begin with.
#include <stdint.h>
#include <stdlib.h>

//@ double work;

double run(int64_t n, uint32_t seed);

static int64_t flips(int64_t n, const int64_t *permutation, int64_t *scratch) {
  for (int64_t i = 0; i < n; i++) {
    scratch[i] = permutation[i];
  }
  int64_t count = 0;
  int64_t first = scratch[0];
  while (first != 0) {
    int64_t low = 0;
    int64_t high = first;
    while (low < high) {
      //@ work += 1;
      int64_t kept = scratch[low];
      scratch[low] = scratch[high];
      scratch[high] = kept;
      low++;
      high--;
    }
    count++;
    first = scratch[0];
  }
  return count;
}

double run(int64_t n, uint32_t seed) {
  int64_t offset = seed % 1000;
  int64_t *permutation = malloc((size_t)n * sizeof *permutation);
  int64_t *scratch = malloc((size_t)n * sizeof *scratch);
  int64_t *turns = malloc((size_t)n * sizeof *turns);
  for (int64_t i = 0; i < n; i++) {
    permutation[i] = (i + offset) % n;
    scratch[i] = 0;
    turns[i] = 0;
  }
  int64_t hash = 0;
  int64_t length = 1;
  while (length < n) {
    if (length == 1) {
      hash = (hash * 31 + flips(n, permutation, scratch)) % 65521;
    }
    int64_t first = permutation[0];
    for (int64_t i = 0; i < length; i++) {
      permutation[i] = permutation[i + 1];
    }
    permutation[length] = first;
    turns[length]++;
    if (turns[length] <= length) {
      length = 1;
    } else {
      turns[length] = 0;
      length++;
    }
  }
  free(turns);
  free(scratch);
  free(permutation);
  return (double)hash;
}

// Levenshtein distance of two random strings of n letters out of four, by two rows of the table.
#include <stdint.h>
#include <stdlib.h>

//@ double work;

double run(int64_t n, uint32_t seed);

static void fill(char *string, int64_t n, int32_t random) {
  for (int64_t i = 0; i < n; i++) {
    random = random * 17364 % 65537;
    string[i] = (char)('a' + random % 4);
  }
}

static int64_t distance(const char *left, int64_t left_length, const char *right,
                        int64_t right_length) {
  int32_t *previous = malloc((size_t)(right_length + 1) * sizeof *previous);
  int32_t *current = malloc((size_t)(right_length + 1) * sizeof *current);
  for (int64_t j = 0; j <= right_length; j++)
    previous[j] = (int32_t)j;
  for (int64_t i = 0; i < left_length; i++) {
    char letter = left[i];
    current[0] = (int32_t)i + 1;
    for (int64_t j = 0; j < right_length; j++) {
      int32_t best = previous[j];
      if (right[j] != letter) {
        if (previous[j + 1] < best)
          best = previous[j + 1];
        if (current[j] < best)
          best = current[j];
        best++;
      }
      current[j + 1] = best;
      //@ work += 1;
    }
    int32_t *row = previous;
    previous = current;
    current = row;
  }
  int64_t result = previous[right_length];
  free(previous);
  free(current);
  return result;
}

double run(int64_t n, uint32_t seed) {
  char *left = malloc((size_t)n);
  char *right = malloc((size_t)n);
  fill(left, n, (int32_t)(seed % 65536) + 1);
  fill(right, n, (int32_t)(seed % 65521) + 7);
  int64_t result = distance(left, n, right, n);
  free(left);
  free(right);
  return (double)result;
}

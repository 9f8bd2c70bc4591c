// Quicksort with a comparator that is passed in, on pseudo-random numbers. The seed shifts all
// numbers and says by its parity which of two comparators it is; the order of the numbers is always
// the same.
#include <stdint.h>
#include <stdlib.h>

//@ double work;

double run(int64_t n, uint32_t seed);

static int64_t ascending(int64_t a, int64_t b) {
  //@ work += 1;
  return a - b;
}

static int64_t descending(int64_t a, int64_t b) {
  //@ work += 1;
  return b - a;
}

static void sort(int64_t *values, int64_t first, int64_t last,
                 int64_t (*compare)(int64_t a, int64_t b)) {
  int64_t low = first;
  int64_t high = last;
  int64_t pivot = values[(first + last) / 2];
  while (low <= high) {
    while (compare(values[low], pivot) < 0) {
      low++;
    }
    while (compare(pivot, values[high]) < 0) {
      high--;
    }
    if (low <= high) {
      int64_t kept = values[low];
      values[low] = values[high];
      values[high] = kept;
      low++;
      high--;
    }
  }
  if (first < high) {
    sort(values, first, high, compare);
  }
  if (low < last) {
    sort(values, low, last, compare);
  }
}

double run(int64_t n, uint32_t seed) {
  int64_t offset = seed % 1000;
  int64_t *values = malloc((size_t)n * sizeof *values);
  int64_t number = 42;
  for (int64_t i = 0; i < n; i++) {
    number = (number * 3877 + 29573) % 139968;
    values[i] = number + offset;
  }
  sort(values, 0, n - 1, seed % 2 == 0 ? ascending : descending);
  int64_t hash = 0;
  for (int64_t i = 0; i < n; i++) {
    hash = (hash * 31 + values[i]) % 65521;
  }
  free(values);
  return (double)hash;
}

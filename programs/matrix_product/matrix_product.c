// The product of two matrices of n by n doubles, row by column. All elements are halves of whole
// numbers, so that the sum of the product's elements is exact.
#include <stdint.h>
#include <stdlib.h>

//@ double work;

double run(int64_t n, uint32_t seed);

static double **make_matrix(int64_t n, int64_t step, int64_t offset) {
  double **matrix = malloc((size_t)n * sizeof *matrix);
  for (int64_t i = 0; i < n; i++) {
    double *row = malloc((size_t)n * sizeof *row);
    for (int64_t j = 0; j < n; j++) {
      row[j] = (double)((i * step + j + offset) % 11) + 0.5;
    }
    matrix[i] = row;
  }
  return matrix;
}

static double **multiply(int64_t n, double **a, double **b) {
  double **product = malloc((size_t)n * sizeof *product);
  for (int64_t i = 0; i < n; i++) {
    const double *left = a[i];
    double *row = malloc((size_t)n * sizeof *row);
    for (int64_t j = 0; j < n; j++) {
      double sum = 0.0;
      for (int64_t k = 0; k < n; k++) {
        //@ work += 1;
        sum += left[k] * b[k][j];
      }
      row[j] = sum;
    }
    product[i] = row;
  }
  return product;
}

static void free_matrix(int64_t n, double **matrix) {
  for (int64_t i = 0; i < n; i++) {
    free(matrix[i]);
  }
  free(matrix);
}

double run(int64_t n, uint32_t seed) {
  int64_t offset = seed % 1100;
  double **a = make_matrix(n, 7, offset);
  double **b = make_matrix(n, 3, 2 * offset);
  double **product = multiply(n, a, b);
  double total = 0.0;
  for (int64_t i = 0; i < n; i++) {
    for (int64_t j = 0; j < n; j++) {
      total += product[i][j];
    }
  }
  free_matrix(n, product);
  free_matrix(n, b);
  free_matrix(n, a);
  return total;
}

// The spectral norm of an infinite matrix's corner, by three rounds of the power method; the matrix
// is a function of row and column. The vector that it starts from comes from the seed.
#include <math.h>
#include <stdint.h>
#include <stdlib.h>

//@ double work;

double run(int64_t n, uint32_t seed);

static double element(int64_t i, int64_t j) {
  //@ work += 1;
  return 1.0 / ((double)((i + j) * (i + j + 1)) / 2.0 + (double)i + 1.0);
}

static void multiply(int64_t n, const double *vector, double *product) {
  for (int64_t i = 0; i < n; i++) {
    double sum = 0.0;
    for (int64_t j = 0; j < n; j++) {
      sum += element(i, j) * vector[j];
    }
    product[i] = sum;
  }
}

static void multiply_transposed(int64_t n, const double *vector, double *product) {
  for (int64_t i = 0; i < n; i++) {
    double sum = 0.0;
    for (int64_t j = 0; j < n; j++) {
      sum += element(j, i) * vector[j];
    }
    product[i] = sum;
  }
}

double run(int64_t n, uint32_t seed) {
  double *u = malloc((size_t)n * sizeof *u);
  double *v = malloc((size_t)n * sizeof *v);
  double *between = malloc((size_t)n * sizeof *between);
  for (int64_t i = 0; i < n; i++) {
    u[i] = 1.0 + (double)((i * 7 + seed % 1000) % 1000) / 1024.0;
    v[i] = 0.0;
    between[i] = 0.0;
  }
  for (int64_t round = 0; round < 3; round++) {
    multiply(n, u, between);
    multiply_transposed(n, between, v);
    multiply(n, v, between);
    multiply_transposed(n, between, u);
  }
  double uv = 0.0;
  double vv = 0.0;
  for (int64_t i = 0; i < n; i++) {
    uv += u[i] * v[i];
    vv += v[i] * v[i];
  }
  double norm = sqrt(uv / vv) + u[0];
  free(between);
  free(v);
  free(u);
  return norm;
}

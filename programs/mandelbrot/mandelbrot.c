// The Mandelbrot set on a grid of n by n points, at most 50 iterations a point. The seed says in
// which row to begin, and the result depends on the order.
#include <stdint.h>

//@ double work;

double run(int64_t n, uint32_t seed);

static int64_t iterations(double cx, double cy) {
  double x = 0.0;
  double y = 0.0;
  int64_t count = 0;
  while (count < 50) {
    //@ work += 1;
    double xx = x * x;
    double yy = y * y;
    if (xx + yy > 4.0) {
      break;
    }
    y = 2.0 * x * y + cy;
    x = xx - yy + cx;
    count++;
  }
  return count;
}

double run(int64_t n, uint32_t seed) {
  int64_t hash = 0;
  for (int64_t i = 0; i < n; i++) {
    int64_t row = (i + seed % 1000) % n;
    double cy = 2.0 * (double)row / (double)n - 1.0;
    for (int64_t column = 0; column < n; column++) {
      double cx = 3.0 * (double)column / (double)n - 2.0;
      hash = (hash * 31 + iterations(cx, cy)) % 65521;
    }
  }
  return (double)hash;
}

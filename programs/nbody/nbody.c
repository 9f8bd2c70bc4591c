// Five bodies attract one another, n steps in time; the result is their energy. Bodies are records
// of seven numbers; the seed moves the first of them a little.
#include <math.h>
#include <stdint.h>
#include <stdlib.h>

//@ double work;

enum { BODIES = 5 };

struct body {
  double x, y, z;
  double vx, vy, vz;
  double mass;
};

double run(int64_t n, uint32_t seed);

static struct body *make_bodies(uint32_t seed) {
  struct body *bodies = malloc(BODIES * sizeof *bodies);
  bodies[0] = (struct body){(double)(seed % 1000) / 1024.0, 0.0, 0.0, 0.0, 0.0, 0.0, 40.0};
  for (int64_t i = 1; i < BODIES; i++) {
    double distance = (double)i * 4.0;
    bodies[i] =
        (struct body){distance, 1.0, distance / 16.0, 0.5, 6.0 / (double)i, 0.25, 0.5 / (double)i};
  }
  return bodies;
}

static void advance(struct body *bodies, double step) {
  for (int64_t i = 0; i < BODIES; i++) {
    struct body *a = &bodies[i];
    for (int64_t j = i + 1; j < BODIES; j++) {
      //@ work += 1;
      struct body *b = &bodies[j];
      double dx = a->x - b->x;
      double dy = a->y - b->y;
      double dz = a->z - b->z;
      double square = dx * dx + dy * dy + dz * dz;
      double magnitude = step / (square * sqrt(square));
      a->vx -= dx * b->mass * magnitude;
      a->vy -= dy * b->mass * magnitude;
      a->vz -= dz * b->mass * magnitude;
      b->vx += dx * a->mass * magnitude;
      b->vy += dy * a->mass * magnitude;
      b->vz += dz * a->mass * magnitude;
    }
  }
  for (int64_t i = 0; i < BODIES; i++) {
    struct body *body = &bodies[i];
    body->x += step * body->vx;
    body->y += step * body->vy;
    body->z += step * body->vz;
  }
}

static double energy(const struct body *bodies) {
  double total = 0.0;
  for (int64_t i = 0; i < BODIES; i++) {
    const struct body *a = &bodies[i];
    total += 0.5 * a->mass * (a->vx * a->vx + a->vy * a->vy + a->vz * a->vz);
    for (int64_t j = i + 1; j < BODIES; j++) {
      const struct body *b = &bodies[j];
      double dx = a->x - b->x;
      double dy = a->y - b->y;
      double dz = a->z - b->z;
      total -= a->mass * b->mass / sqrt(dx * dx + dy * dy + dz * dz);
    }
  }
  return total;
}

double run(int64_t n, uint32_t seed) {
  struct body *bodies = make_bodies(seed);
  for (int64_t i = 0; i < n; i++) {
    advance(bodies, 0.001);
  }
  double total = energy(bodies);
  free(bodies);
  return total;
}

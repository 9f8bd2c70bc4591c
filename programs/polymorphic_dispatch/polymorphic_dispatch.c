// Calls two methods of n shapes ten times in turn. The shapes are of four kinds in random order,
// records of different members, each with its own functions in it.
#include <stdint.h>
#include <stdlib.h>

//@ double work;

double run(int64_t n, uint32_t seed);

enum { ROUNDS = 10 };

struct shape {
  int32_t (*area)(const struct shape *shape);
  void (*grow)(struct shape *shape, int32_t by);
};

struct square {
  struct shape shape;
  int32_t side;
};

struct rectangle {
  struct shape shape;
  int32_t width;
  int32_t height;
};

struct triangle {
  struct shape shape;
  int32_t base;
  int32_t height;
  int32_t angle;
};

struct frame {
  struct shape shape;
  int32_t inner;
  int32_t outer;
  int32_t margin;
  int32_t colour;
};

static int32_t square_area(const struct shape *shape) {
  const struct square *self = (const struct square *)shape;
  //@ work += 1;
  return self->side * self->side;
}

static void square_grow(struct shape *shape, int32_t by) {
  struct square *self = (struct square *)shape;
  //@ work += 1;
  self->side = (self->side + by) % 1000;
}

static int32_t rectangle_area(const struct shape *shape) {
  const struct rectangle *self = (const struct rectangle *)shape;
  //@ work += 1;
  return self->width * self->height;
}

static void rectangle_grow(struct shape *shape, int32_t by) {
  struct rectangle *self = (struct rectangle *)shape;
  //@ work += 1;
  self->width = (self->width + by) % 1000;
}

static int32_t triangle_area(const struct shape *shape) {
  const struct triangle *self = (const struct triangle *)shape;
  //@ work += 1;
  return self->base * self->height + self->angle;
}

static void triangle_grow(struct shape *shape, int32_t by) {
  struct triangle *self = (struct triangle *)shape;
  //@ work += 1;
  self->height = (self->height + by) % 1000;
}

static int32_t frame_area(const struct shape *shape) {
  const struct frame *self = (const struct frame *)shape;
  //@ work += 1;
  return self->outer * self->margin + self->inner;
}

static void frame_grow(struct shape *shape, int32_t by) {
  struct frame *self = (struct frame *)shape;
  //@ work += 1;
  self->outer = (self->outer + by) % 1000;
}

static struct shape *make_square(int32_t size) {
  struct square *square = malloc(sizeof *square);
  *square = (struct square){{square_area, square_grow}, size};
  return &square->shape;
}

static struct shape *make_rectangle(int32_t size) {
  struct rectangle *rectangle = malloc(sizeof *rectangle);
  *rectangle = (struct rectangle){{rectangle_area, rectangle_grow}, size, size + 1};
  return &rectangle->shape;
}

static struct shape *make_triangle(int32_t size) {
  struct triangle *triangle = malloc(sizeof *triangle);
  *triangle = (struct triangle){{triangle_area, triangle_grow}, size, size + 2, 90};
  return &triangle->shape;
}

static struct shape *make_frame(int32_t size) {
  struct frame *frame = malloc(sizeof *frame);
  *frame = (struct frame){{frame_area, frame_grow}, size, size + 3, 4, 7};
  return &frame->shape;
}

static struct shape *make_shape(int32_t random) {
  int32_t size = random % 500;
  switch (random % 4) {
  case 0:
    return make_square(size);
  case 1:
    return make_rectangle(size);
  case 2:
    return make_triangle(size);
  default:
    return make_frame(size);
  }
}

double run(int64_t n, uint32_t seed) {
  int32_t random = (int32_t)(seed % 65536) + 1;
  struct shape **shapes = malloc((size_t)n * sizeof *shapes);
  for (int64_t i = 0; i < n; i++) {
    random = random * 17364 % 65537;
    shapes[i] = make_shape(random);
  }
  int64_t total = 0;
  for (int32_t round = 0; round < ROUNDS; round++)
    for (int64_t i = 0; i < n; i++) {
      struct shape *shape = shapes[i];
      shape->grow(shape, round);
      total = (total + shape->area(shape)) % 1000000007;
    }
  for (int64_t i = 0; i < n; i++)
    free(shapes[i]);
  free(shapes);
  return (double)total;
}

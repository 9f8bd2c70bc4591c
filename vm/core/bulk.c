// Copying in bulk, and looking at what is copied in the same pass.
//
// Data that is in the cache is copied as fast as it is loaded and stored, so looking must cost
// little more than an instruction a vector. Vectors are the compiler's, of 32 bytes: where the
// processor has them, which the first test of every function asks, one register, elsewhere two. The
// same text is compiled both ways. What was found is asked for once in a while, or at the end.
#include "vm/core/bulk.h"

#define VECTOR_BYTES 32
typedef int32_t words __attribute__((vector_size(VECTOR_BYTES)));
typedef uint64_t long_words __attribute__((vector_size(VECTOR_BYTES)));
typedef double doubles __attribute__((vector_size(VECTOR_BYTES)));

#define LANES (VECTOR_BYTES / sizeof(uint64_t))
#define UNROLLED 4       // vectors
#define BLOCK_VECTORS 32 // between two questions whether to go on
#define ASCII_MASK 0x8080808080808080u

#if defined(__x86_64__)
#define WIDE __attribute__((target("avx2")))
#define HAS_WIDE __builtin_cpu_supports("avx2")
#else
#define WIDE
#define HAS_WIDE false
#endif
#define BODY static inline __attribute__((always_inline))

// Defines bulk_`name` as `name`, which is compiled for wide registers and for others.
#define BULK(name, parameters, arguments)                                                          \
  WIDE static bool name##_wide parameters { return name arguments; }                               \
  static bool name##_usual parameters { return name arguments; }                                   \
  bool bulk_##name parameters { return HAS_WIDE ? name##_wide arguments : name##_usual arguments; }

// Vectors are neither passed nor returned, which would depend on the registers: macros do it.
#define LOAD(vector, from) memcpy(&(vector), from, VECTOR_BYTES)
#define STORE(to, vector) memcpy(to, &(vector), VECTOR_BYTES)
#define ANY(vector) (((vector)[0] | (vector)[1] | (vector)[2] | (vector)[3]) != 0)

// ---- Text

BODY bool is_ascii(const uint8_t *from, size_t length) {
  size_t at = 0;
  while (length - at >= VECTOR_BYTES) {
    long_words all = {0}, vector;
    for (unsigned i = 0; i < BLOCK_VECTORS && length - at >= VECTOR_BYTES;
         i++, at += VECTOR_BYTES) {
      LOAD(vector, from + at);
      all |= vector;
    }
    all &= ASCII_MASK;
    if (ANY(all))
      return false;
  }
  uint8_t rest = 0;
  for (; at < length; at++)
    rest |= from[at];
  return rest < 0x80;
}

BODY bool copy_ascii(uint8_t *to, const uint8_t *from, size_t length) {
  const size_t block = BLOCK_VECTORS * VECTOR_BYTES, step = UNROLLED * VECTOR_BYTES;
  size_t at = 0;
  while (length - at >= block) {
    long_words all = {0};
    for (size_t end = at + block; at < end; at += step) {
      long_words a, b, c, d;
      LOAD(a, from + at);
      LOAD(b, from + at + VECTOR_BYTES);
      LOAD(c, from + at + 2 * VECTOR_BYTES);
      LOAD(d, from + at + 3 * VECTOR_BYTES);
      STORE(to + at, a);
      STORE(to + at + VECTOR_BYTES, b);
      STORE(to + at + 2 * VECTOR_BYTES, c);
      STORE(to + at + 3 * VECTOR_BYTES, d);
      all |= (a | b) | (c | d);
    }
    all &= ASCII_MASK;
    if (ANY(all))
      return false;
  }
  memcpy(to + at, from + at, length - at);
  return is_ascii(from + at, length - at);
}

BULK(is_ascii, (const uint8_t *from, size_t length), (from, length))
BULK(copy_ascii, (uint8_t * to, const uint8_t *from, size_t length), (to, from, length))

// ---- Numbers

BODY bool copy_doubles(Value *to, const double *from, size_t count) {
  long_words found = {0};
  size_t at = 0;
  for (; count - at >= 2 * LANES; at += 2 * LANES) {
    doubles a, b;
    LOAD(a, from + at);
    LOAD(b, from + at + LANES);
    STORE(to + at, a);
    STORE(to + at + LANES, b);
    found |= (long_words)(a != a) | (long_words)(b != b);
  }
  bool found_one = ANY(found);
  for (; at < count; at++) {
    found_one |= from[at] != from[at];
    to[at] = value_from_double_raw(from[at]);
  }
  return !found_one;
}

// Above the doubles are only tags: the upper half of a value that is none is negative, and greater
// than that of the greatest double. (Lower halves are compared too, and are not asked for.)
BODY bool copy_values(double *to, const Value *from, size_t count) {
  const words greatest = (words){0} + (int32_t)(VALUE_MAXIMUM_DOUBLE >> 32);
  words found = {0};
  size_t at = 0;
  for (; count - at >= 2 * LANES; at += 2 * LANES) {
    words a, b;
    LOAD(a, from + at);
    LOAD(b, from + at + LANES);
    STORE(to + at, a);
    STORE(to + at + LANES, b);
    found |= ((a > greatest) & a) | ((b > greatest) & b);
  }
  long_words signs = (long_words)found >> 63;
  bool found_one = ANY(signs);
  for (; at < count; at++) {
    found_one |= !value_is_double(from[at]);
    to[at] = value_to_double_raw(from[at]);
  }
  return !found_one;
}

BULK(copy_doubles, (Value * to, const double *from, size_t count), (to, from, count))
BULK(copy_values, (double *to, const Value *from, size_t count), (to, from, count))

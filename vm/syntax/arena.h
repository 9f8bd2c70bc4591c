// Memory that is freed all at once: a chain of chunks, each filled from its start. Chunks grow with
// the total, so that large trees take few of them and small ones little memory.
//
// What a parse of a large source costs most is the first touch of each page of its tree (measured:
// half of the time, on a virtual machine). So large chunks are mapped where the system can back
// them by pages of 2 MiB, and what is never touched of them is never backed.
#ifndef MICA_SYNTAX_ARENA_H
#define MICA_SYNTAX_ARENA_H

#include <stdbool.h>
#include <stddef.h>

#define ARENA_ALIGNMENT 8

struct arena_chunk;

// The arena itself is the first thing in its first chunk.
struct arena {
  char *at, *end; // of the chunk that is being filled
  struct arena_chunk *chunk;
};

// An arena whose first chunk holds `bytes`, or NULL when memory is short. Owned by the caller
// (arena_free).
struct arena *arena_new(size_t bytes);
void arena_free(struct arena *arena);

// About `bytes` more will be allocated: if that is much, it gets a chunk of its own.
// false: no memory.
bool arena_expect(struct arena *arena, size_t bytes);

// arena_allocate in a new chunk.
void *arena_extend(struct arena *arena, size_t size);

// `size` zeroed bytes, aligned for any object, valid until the arena is freed; NULL: no memory.
static inline void *arena_allocate(struct arena *arena, size_t size) {
  size_t left = (size_t)(arena->end - arena->at);
  if (__builtin_expect(size > left, 0))
    return arena_extend(arena, size);
  char *object = arena->at;
  // Both ends of a chunk are aligned.
  arena->at = object + ((size + ARENA_ALIGNMENT - 1) & ~(size_t)(ARENA_ALIGNMENT - 1));
  return object;
}

#endif

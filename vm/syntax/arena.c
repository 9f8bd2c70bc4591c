// The chain of chunks. The arena's own head lies in its first chunk, so that a tree is at least one
// allocation, and freeing it is one walk.
#include "vm/syntax/arena.h"

#include <stdint.h>
#include <stdlib.h>

#define ARENA_ALIGNMENT 8
#define ARENA_LARGEST_CHUNK ((size_t)1 << 20)

struct chunk {
  struct chunk *previous;
  size_t used, capacity; // of `bytes`
  char bytes[];
};

struct arena {
  struct chunk *chunk;
};

// calloc zeroes: large chunks come from the system as zero pages, which cost nothing until used.
static struct chunk *chunk_new(size_t capacity, struct chunk *previous) {
  if (capacity > SIZE_MAX - sizeof(struct chunk))
    return NULL;
  struct chunk *chunk = calloc(1, sizeof *chunk + capacity);
  if (chunk == NULL)
    return NULL;
  chunk->previous = previous;
  chunk->capacity = capacity;
  return chunk;
}

// The arena itself is the first thing in its first chunk.
struct arena *arena_new(size_t bytes) {
  struct chunk *chunk = chunk_new(bytes + sizeof(struct arena), NULL);
  if (chunk == NULL)
    return NULL;
  struct arena *arena = (struct arena *)chunk->bytes;
  chunk->used = sizeof *arena;
  arena->chunk = chunk;
  return arena;
}

void arena_free(struct arena *arena) {
  struct chunk *chunk = arena == NULL ? NULL : arena->chunk;
  while (chunk != NULL) {
    struct chunk *previous = chunk->previous;
    free(chunk);
    chunk = previous;
  }
}

void *arena_allocate(struct arena *arena, size_t size) {
  if (size > SIZE_MAX / 2)
    return NULL;
  size = (size + ARENA_ALIGNMENT - 1) & ~(size_t)(ARENA_ALIGNMENT - 1);
  struct chunk *chunk = arena->chunk;
  if (size > chunk->capacity - chunk->used) {
    size_t capacity = 2 * chunk->capacity;
    if (capacity > ARENA_LARGEST_CHUNK)
      capacity = ARENA_LARGEST_CHUNK;
    chunk = chunk_new(capacity < size ? size : capacity, chunk);
    if (chunk == NULL)
      return NULL;
    arena->chunk = chunk;
  }
  void *object = chunk->bytes + chunk->used;
  chunk->used += size;
  return object;
}

// The chain of chunks. The arena's own head lies in its first chunk, so that a tree is at least one
// allocation, and freeing it is one walk.
#include "vm/syntax/arena.h"

#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>

#define HUGE_PAGE ((size_t)1 << 21)
#define LARGE_CHUNK ((size_t)1 << 20) // this and larger ones are mapped

struct arena_chunk {
  struct arena_chunk *previous;
  size_t mapped; // bytes from here on, this head included; 0: from malloc
  char bytes[];
};

static size_t round_up(size_t size, size_t unit) { return (size + unit - 1) & ~(unit - 1); }

// Zero pages, as large as the system has them; NULL: no memory. `size` is a multiple of HUGE_PAGE.
static void *map_pages(size_t size) {
  char *start =
      mmap(NULL, size + HUGE_PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (start == MAP_FAILED)
    return NULL;
  size_t before = round_up((uintptr_t)start, HUGE_PAGE) - (uintptr_t)start;
  if (before > 0)
    munmap(start, before);
  munmap(start + before + size, HUGE_PAGE - before);
  madvise(start + before, size, MADV_HUGEPAGE);
  return start + before;
}

// A chunk for `capacity` bytes or more, whose end is stored in *end.
static struct arena_chunk *chunk_new(size_t capacity, struct arena_chunk *previous, char **end) {
  if (capacity > SIZE_MAX / 2)
    return NULL;
  size_t size = round_up(sizeof(struct arena_chunk) + capacity, ARENA_ALIGNMENT);
  bool mapped = size >= LARGE_CHUNK;
  if (mapped)
    size = round_up(size, HUGE_PAGE);
  struct arena_chunk *chunk = mapped ? map_pages(size) : calloc(1, size);
  if (chunk == NULL)
    return NULL;
  chunk->previous = previous;
  chunk->mapped = mapped ? size : 0;
  *end = (char *)chunk + size;
  return chunk;
}

struct arena *arena_new(size_t bytes) {
  char *end;
  struct arena_chunk *chunk = chunk_new(bytes + sizeof(struct arena), NULL, &end);
  if (chunk == NULL)
    return NULL;
  struct arena *arena = (struct arena *)chunk->bytes;
  *arena = (struct arena){.at = (char *)(arena + 1), .end = end, .chunk = chunk};
  return arena;
}

void arena_free(struct arena *arena) {
  struct arena_chunk *chunk = arena == NULL ? NULL : arena->chunk;
  while (chunk != NULL) {
    struct arena_chunk *previous = chunk->previous;
    if (chunk->mapped > 0)
      munmap(chunk, chunk->mapped);
    else
      free(chunk);
    chunk = previous;
  }
}

static bool add_chunk(struct arena *arena, size_t capacity) {
  char *end;
  struct arena_chunk *chunk = chunk_new(capacity, arena->chunk, &end);
  if (chunk == NULL)
    return false;
  arena->chunk = chunk;
  arena->at = chunk->bytes;
  arena->end = end;
  return true;
}

bool arena_expect(struct arena *arena, size_t bytes) {
  bool is_much = bytes >= LARGE_CHUNK && bytes > (size_t)(arena->end - arena->at);
  return !is_much || add_chunk(arena, bytes);
}

void *arena_extend(struct arena *arena, size_t size) {
  // As much again as the last chunk, which is about half of all.
  size_t last = (size_t)(arena->end - arena->chunk->bytes);
  size_t capacity = 2 * last > LARGE_CHUNK ? LARGE_CHUNK : 2 * last;
  return add_chunk(arena, size > capacity ? size : capacity) ? arena_allocate(arena, size) : NULL;
}

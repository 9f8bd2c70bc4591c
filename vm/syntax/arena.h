// Memory that is freed all at once: a chain of chunks, each filled from its start. Chunks grow with
// the total, so that large trees take few of them and small ones little memory.
#ifndef MICA_SYNTAX_ARENA_H
#define MICA_SYNTAX_ARENA_H

#include <stddef.h>

struct arena;

// An arena whose first chunk holds `bytes`, or NULL when memory is short. Owned by the caller
// (arena_free).
struct arena *arena_new(size_t bytes);
void arena_free(struct arena *arena);

// `size` zeroed bytes, aligned for any object, valid until the arena is freed; NULL: no memory.
void *arena_allocate(struct arena *arena, size_t size);

#endif

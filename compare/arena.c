// See arena.h. Blocks are chained; a piece larger than a block gets a block of its own.
#include "compare/arena.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { BLOCK_SIZE = 64 * 1024, ALIGNMENT = _Alignof(max_align_t) };

struct block {
  struct block *next;
  size_t used, size;
  _Alignas(max_align_t) char bytes[];
};

struct arena {
  struct block *blocks; // the one being filled first
};

__attribute__((noreturn)) static void out_of_memory(size_t size) {
  fprintf(stderr, "fieldstone: out of memory: %zu bytes for the report are not to be had\n", size);
  abort();
}

struct arena *arena_create(void) {
  struct arena *arena = calloc(1, sizeof *arena);
  if (arena == NULL)
    out_of_memory(sizeof *arena);
  return arena;
}

void arena_destroy(struct arena *arena) {
  if (arena == NULL)
    return;
  for (struct block *block = arena->blocks; block != NULL;) {
    struct block *next = block->next;
    free(block);
    block = next;
  }
  free(arena);
}

void *arena_allocate(struct arena *arena, size_t size) {
  size_t rounded = (size + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
  struct block *block = arena->blocks;
  if (rounded < size)
    out_of_memory(size);
  if (block == NULL || block->size - block->used < rounded) {
    size_t room = rounded > BLOCK_SIZE ? rounded : BLOCK_SIZE;
    block = room > SIZE_MAX - sizeof *block ? NULL : calloc(1, sizeof *block + room);
    if (block == NULL)
      out_of_memory(size);
    block->size = room;
    block->next = arena->blocks;
    arena->blocks = block;
  }
  void *piece = block->bytes + block->used;
  block->used += rounded;
  return piece;
}

void *arena_array(struct arena *arena, size_t count, size_t size) {
  size_t bytes;
  if (__builtin_mul_overflow(count, size, &bytes))
    out_of_memory(SIZE_MAX);
  return arena_allocate(arena, bytes);
}

void *arena_grow(struct arena *arena, void *array, size_t count, size_t size) {
  if ((count & (count - 1)) != 0)
    return array;
  void *larger = arena_array(arena, count == 0 ? 1 : 2 * count, size);
  if (count > 0)
    memcpy(larger, array, count * size);
  return larger;
}

const char *arena_string(struct arena *arena, const char *text) {
  if (text == NULL)
    return "";
  size_t size = strlen(text) + 1;
  return memcpy(arena_allocate(arena, size), text, size);
}

const char *arena_format(struct arena *arena, const char *format, ...) {
  va_list arguments, again;
  va_start(arguments, format);
  va_copy(again, arguments);
  int length = vsnprintf(NULL, 0, format, arguments);
  va_end(arguments);
  char *text = arena_allocate(arena, (size_t)(length < 0 ? 0 : length) + 1);
  if (length > 0)
    vsnprintf(text, (size_t)length + 1, format, again);
  va_end(again);
  return text;
}

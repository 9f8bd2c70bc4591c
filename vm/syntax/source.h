// The text being parsed, and the one way out of a parse that fails.
//
// Lexer, parser and scope resolution share a `struct source`. Each reports a failure by source_fail
// or source_refuse, which write the caller's mica_error and jump to where the parse began: nothing
// between has to pass errors on. Whatever is allocated meanwhile lies in one of two arenas: the
// tree's, and the parse's own, which ends with it.
#ifndef MICA_SYNTAX_SOURCE_H
#define MICA_SYNTAX_SOURCE_H

#include <setjmp.h>
#include <stddef.h>
#include <stdint.h>

#include "vm/mica.h"
#include "vm/syntax/arena.h"

enum feature {
#define FEATURE(identifier, text) FEATURE_##identifier,
#include "vm/syntax/features.def"
};

struct source {
  const char *text; // NUL-terminated
  uint32_t length;
  struct arena *arena;   // the tree's
  struct arena *scratch; // the parse's own
  mica_error *error;
  jmp_buf failure;
};

// A syntax error at byte `offset`.
_Noreturn void source_fail(struct source *source, uint32_t offset, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
// The same of something that begins at byte `offset` and has no end.
_Noreturn void source_fail_unfinished(struct source *source, uint32_t offset, const char *message);
// The feature that begins at byte `offset` is one that Mica lacks.
_Noreturn void source_refuse(struct source *source, uint32_t offset, enum feature feature);
// The same for the free name of a global that Mica lacks.
_Noreturn void source_refuse_name(struct source *source, uint32_t offset, const char *name);
// Bytes of the name at `offset`, or of its beginning when it is too long for a message.
int source_name_bytes(const struct source *source, uint32_t offset);
// Fails for want of memory, at no place.
_Noreturn void source_out_of_memory(struct source *source);

// Zeroed memory that lives as long as the tree.
static inline void *source_allocate(struct source *source, size_t size) {
  void *object = arena_allocate(source->arena, size);
  if (object == NULL)
    source_out_of_memory(source);
  return object;
}
// The same for as long as the parse.
static inline void *source_allocate_scratch(struct source *source, size_t size) {
  void *object = arena_allocate(source->scratch, size);
  if (object == NULL)
    source_out_of_memory(source);
  return object;
}
// A larger block, of the scratch, for the vector `items` of `*capacity` items, all of them in use;
// doubles *capacity.
void *source_grow(struct source *source, const void *items, uint32_t *capacity, size_t item_size);

// Bytes of the line terminator at `text`, or 0: LF, CR, CR LF, U+2028, U+2029 (ECMA-262 12.3).
static inline uint32_t source_terminator(const char *text) {
  if (text[0] == '\n')
    return 1;
  if (text[0] == '\r')
    return text[1] == '\n' ? 2 : 1;
  if (text[0] == '\xE2' && text[1] == '\x80' && (text[2] == '\xA8' || text[2] == '\xA9'))
    return 3;
  return 0;
}

// Code points from `start` to `end`, both on a boundary.
static inline uint32_t source_code_points(const char *text, uint32_t start, uint32_t end) {
  uint32_t count = 0;
  for (uint32_t at = start; at < end; at++)
    count += ((unsigned char)text[at] & 0xC0) != 0x80;
  return count;
}

#endif

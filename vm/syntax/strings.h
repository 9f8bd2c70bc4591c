// The table of unique strings of a tree under construction: open addressing over the hashes, linear
// probing, at most half full. Names are hashed while the lexer scans them.
#ifndef MICA_SYNTAX_STRINGS_H
#define MICA_SYNTAX_STRINGS_H

#include <string.h>

#include "vm/syntax/ast.h"
#include "vm/syntax/source.h"

struct binding;

// A unique string, and what the parser knows about it as a name.
struct name {
  struct syntax_string string;
  struct binding *binding; // the innermost declaration of it that is open (see scope.h)
  bool is_allowed_global;  // looked up among the unsupported globals before, and not found
};

struct string_slot {
  uint32_t hash;
  uint32_t number; // 1 + the string's index; 0: empty
};

struct string_table {
  struct source *source;
  struct string_slot *slots;
  uint32_t slot_count; // a power of two
  uint32_t count, capacity;
  struct name **names; // by index
};

#define STRING_HASH_START 2166136261u

// The hash of a string one code unit longer (FNV-1a, by code units instead of bytes).
static inline uint32_t string_hash_unit(uint32_t hash, uint32_t unit) {
  return (hash ^ unit) * 16777619u;
}

void strings_open(struct string_table *table, struct source *source);
// Frees the table, not the strings: those belong to the arena.
void strings_close(struct string_table *table);

// The one string of these code units, whose hash is `hash`. The Latin-1 units are copied.
struct name *strings_latin1(struct string_table *table, const void *units, uint32_t length,
                            uint32_t hash);
// The same from UTF-16, kept as Latin-1 where that suffices. Overwrites `units`, which is not NULL.
struct name *strings_utf16(struct string_table *table, uint16_t *units, uint32_t length);
// From ASCII text.
struct name *strings_ascii(struct string_table *table, const char *text, uint32_t length);

// Is the name this ASCII text?
static inline bool name_is(const struct name *name, const char *text) {
  size_t length = strlen(text);
  return name->string.length == length && !name->string.two_byte &&
         memcmp(name->string.units, text, length) == 0;
}

#endif

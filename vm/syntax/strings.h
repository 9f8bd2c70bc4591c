// The table of unique strings of a tree under construction: open addressing over the hashes, linear
// probing, at most half full. The strings lie in the tree's arena, the table in the scratch.
//
// Contents are read, hashed and compared in words of eight bytes, the last one filled up with
// zeros. Most names are one word: that is all the lexer hands over.
#ifndef MICA_SYNTAX_STRINGS_H
#define MICA_SYNTAX_STRINGS_H

#include <endian.h>
#include <string.h>

#include "vm/syntax/ast.h"
#include "vm/syntax/source.h"

struct binding;

// A unique string, and what the parser knows about it as a name. Its units follow, whole words.
struct name {
  struct syntax_string string;
  struct binding *binding; // the innermost declaration of it that is open (see scope.h)
  uint8_t token;           // the keyword that it is, or IDENTIFIER; 0: the lexer has not asked yet
  bool is_allowed_global;  // looked up among the unsupported globals before, and not found
};

struct string_table {
  struct source *source;
  struct name **slots; // NULL: empty
  uint32_t slot_count; // a power of two
  uint32_t count, capacity;
  struct name **names; // by index
};

#define STRING_WORD_BYTES 8

// Eight bytes, the first one lowest.
static inline uint64_t string_word(const void *bytes) {
  uint64_t word;
  memcpy(&word, bytes, sizeof word);
  return le64toh(word);
}
// The first `count` of them, 1 to 8.
static inline uint64_t string_word_part(uint64_t word, uint32_t count) {
  return word & UINT64_MAX >> (64 - 8 * count);
}

void strings_open(struct string_table *table, struct source *source);

// The one string of these Latin-1 units, which are copied.
struct name *strings_latin1(struct string_table *table, const void *units, uint32_t length);
// The same of 1 to 8 units, given as a word.
struct name *strings_latin1_word(struct string_table *table, uint64_t word, uint32_t length);
// The same from UTF-16, kept as Latin-1 where that suffices. Overwrites `units`, which is not NULL.
struct name *strings_utf16(struct string_table *table, uint16_t *units, uint32_t length);

// Is the name this ASCII text?
static inline bool name_is(const struct name *name, const char *text) {
  size_t length = strlen(text);
  return name->string.length == length && !name->string.two_byte &&
         memcmp(name->string.units, text, length) == 0;
}

#endif

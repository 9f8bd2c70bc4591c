// Strings: immutable sequences of 16-bit code units.
//
// Forms: flat Latin-1 (one byte a unit), flat UTF-16, ropes, which a concatenation makes in
// constant time, and strings whose Latin-1 units are memory of the host's. The last two are
// flattened in place on first need (the cell then refers to the flat string). A string with only
// Latin-1 units is always held as Latin-1, so that equality may compare forms first. Atoms are flat
// strings unique within a runtime: names of properties are atoms and compare by pointer. An atom is
// never a canonical array index below 2^31 - 1 ("0", "17"): such keys are integers.
//
// Operations on ropes flatten them. Where the memory for that is refused and the operation has no
// way to fail, the script is ended at the next safepoint and the result does not matter.
#ifndef MICA_CORE_STRING_H
#define MICA_CORE_STRING_H

#include "vm/core/heap.h"
#include "vm/stress.h"

enum string_form { STRING_LATIN1, STRING_UTF16, STRING_ROPE, STRING_FLATTENED, STRING_SHARED };

#define STRING_FLAG_ATOM 0x01
#define STRING_FLAG_HASHED 0x02
#define STRING_FLAG_WIDE 0x04      // a rope with a unit beyond Latin-1 somewhere
#define STRING_FLAG_SUPPORTED 0x08 // an atom known to be no name of vm/library/unsupported.def

#define STRING_FLAG_COPIED 0x10 // a rope that has been copied once without being flattened
#define STRING_FLAG_ASCII 0x20  // known to have no unit beyond ASCII

#define STRING_MAXIMUM_LENGTH 0x1FFFFFF0u // about 2^29, as V8

struct string {
  struct cell cell; // kind: enum string_form; extra: length in code units
  uint32_t hash;    // valid when STRING_FLAG_HASHED
  uint32_t spare;
  union {
    uint8_t latin1[0]; // `length` of them
    uint16_t utf16[0];
    struct {
      struct string *left, *right; // a rope; flattened: left is the flat string
    } rope;
    struct {
      const uint8_t *bytes;
      struct host_block *block; // host.h
    } shared;
  };
};

static inline uint32_t string_length(const struct string *string) { return string->cell.extra; }

// The slow side of string_flatten.
struct string *string_flatten_rope(struct vm *vm, struct string *string);
// Flat form of any string (itself or what it refers to). Flattening a rope allocates but never
// collects. NULL when memory is refused, with the error thrown.
static inline struct string *string_flatten(struct vm *vm, struct string *string) {
  return __builtin_expect(string->cell.kind <= STRING_UTF16, 1) ? string
                                                                : string_flatten_rope(vm, string);
}
// A code unit of a flat string.
static inline uint16_t string_unit(const struct string *flat, uint32_t index) {
  return flat->cell.kind == STRING_LATIN1 ? flat->latin1[index] : flat->utf16[index];
}

// Most strings are short: their bytes are copied by two overlapping moves, where memcpy would first
// have to find out how many there are.
static inline void string_copy_bytes(uint8_t *to, const uint8_t *from, size_t length) {
  if (length > 32) {
    memcpy(to, from, length);
  } else if (length >= 16) {
    memcpy(to, from, 16);
    memcpy(to + length - 16, from + length - 16, 16);
  } else if (length >= 8) {
    memcpy(to, from, 8);
    memcpy(to + length - 8, from + length - 8, 8);
  } else if (length >= 4) {
    memcpy(to, from, 4);
    memcpy(to + length - 4, from + length - 4, 4);
  } else if (length > 0) {
    to[0] = from[0];
    to[length / 2] = from[length / 2];
    to[length - 1] = from[length - 1];
  }
}

// ---- Making. NULL: memory was refused or the result too long, and the RangeError is thrown.

struct string *string_from_latin1(struct vm *vm, const void *bytes, uint32_t length);
// Narrows to Latin-1 where all units fit.
struct string *string_from_utf16(struct vm *vm, const uint16_t *units, uint32_t length);
// Ill-formed bytes become U+FFFD, one for each maximal subpart (Unicode 3.9, as in WHATWG
// Encoding).
struct string *string_from_utf8(struct vm *vm, const char *bytes, size_t length);
// Latin-1 ones are static. Never NULL.
struct string *string_from_unit(struct vm *vm, uint16_t unit);
// A string whose units are the host's, as long as the string lives or is flattened. It is long
// enough not to be copied (see STRING_FLAT_LENGTH). Never NULL.
struct string *string_new_shared(struct vm *vm, const uint8_t *bytes, uint32_t length,
                                 struct host_block *block);
// A flat string whose units the caller fills at once (with UTF16: one beyond Latin-1 at least).
struct string *string_new(struct vm *vm, enum string_form form, uint32_t length);
struct string *string_concatenate(struct vm *vm, struct string *left, struct string *right);
// Results up to this length are copied at once: a rope would take as much memory.
#define STRING_FLAT_LENGTH USUAL_OR_TINY(64, 0)
// The same of flat strings whose result is no longer than that. It never is one of the operands,
// which may lie outside of the heap. Never NULL.
struct string *string_concatenate_flat(struct vm *vm, const struct string *left,
                                       const struct string *right);
// Copies the units of a string of any form to index `at` of a string being filled, whose form has
// room for them. false: thrown, the memory to go through a rope was refused.
bool string_copy(struct vm *vm, struct string *to, uint32_t at, struct string *string);
// Units from `from` up to `to`: 0 <= from <= to <= length.
struct string *string_substring(struct vm *vm, struct string *string, uint32_t from, uint32_t to);

// ---- Looking

bool string_equal(struct vm *vm, struct string *a, struct string *b);
// Negative, zero, positive, by code units.
int string_compare(struct vm *vm, struct string *a, struct string *b);
// The slow side of string_hash.
uint32_t string_compute_hash(struct string *flat);
// Equal strings have equal hashes.
static inline uint32_t string_hash(struct string *flat) {
  return flat->cell.flags & STRING_FLAG_HASHED ? flat->hash : string_compute_hash(flat);
}
// The hash of a string with these units.
uint32_t string_hash_bytes(const void *text, size_t length);
// Writes UTF-8 (lone surrogates as U+FFFD) into a malloc'ed, NUL-terminated buffer that the caller
// frees; its length without the NUL in *length (may be NULL). NULL: no memory.
char *string_to_utf8(struct vm *vm, struct string *string, size_t *length);
// The units, one byte each, of a string that is all ASCII. NULL: it is not, or was a rope that
// could not be flattened (thrown).
const uint8_t *string_ascii(struct vm *vm, struct string *string);
// First index at or after `from` where `needle` stands in `haystack`. Last: at or before `from`.
// Both are flat. A search of a hostile pair takes long: it polls, and may throw.
#define STRING_NOT_FOUND (-1)
#define STRING_SEARCH_THROWN (-2)
int64_t string_index_of(struct vm *vm, const struct string *haystack, const struct string *needle,
                        uint32_t from);
int64_t string_last_index_of(struct vm *vm, const struct string *haystack,
                             const struct string *needle, uint32_t from);

// ---- Atoms

// The runtime's own atoms, open addressing by hash (weak: a collection drops those that nothing
// marks). The string that was last looked for as a property's name is remembered until the next
// collection: `counts[word] = counts[word] + 1` looks for it twice.
struct atom_table {
  struct string **slots;
  uint32_t count, capacity;
  const struct string *recent; // no atom; NULL: none
  struct string *recent_atom;  // its equal
};
// The atoms that all runtimes of a factory share, Latin-1 all: a table of the same kind, constant,
// which is searched first.
struct constant_atom {
  struct string *string; // NULL: free
  uint32_t hash;
};
struct constant_atoms {
  struct constant_atom *slots;
  uint32_t mask; // slots less one
};
// The slot of the atom, or the free one where it would be.
uint32_t constant_atoms_slot(const struct constant_atoms *atoms, const void *text, uint32_t length,
                             uint32_t hash);
// The atom equal to the string. The string must not be a canonical array index (see property_key).
// NULL: thrown, a rope could not be flattened.
struct string *atom_from_string(struct vm *vm, struct string *string);
struct string *atom_from_latin1(struct vm *vm, const char *bytes, uint32_t length);
// NUL-terminated ASCII.
struct string *atom_from_ascii(struct vm *vm, const char *text);

// The collector's: after marking, drops the atoms that are not marked; frees the table.
void atom_table_sweep(struct vm *vm);
void atom_table_destroy(struct vm *vm);

// Names that the engine itself uses: ATOM(length) is the atom "length"; see atoms.def.
enum atom {
#define ATOM(identifier, text) ATOM_##identifier,
#include "vm/core/atoms.def"
#undef ATOM
  ATOM_COUNT
};

// Constant strings, the same in all runtimes.
struct static_string {
  struct cell cell;
  uint32_t hash, spare;
  char text[16];
};
extern const struct static_string static_atoms[ATOM_COUNT];
extern const struct static_string static_units[256]; // the strings of one Latin-1 unit

// The string of one Latin-1 unit.
static inline struct string *string_static_unit(uint8_t unit) {
  return (struct string *)(uintptr_t)&static_units[unit];
}
static inline struct string *atom(enum atom name) {
  return (struct string *)(uintptr_t)&static_atoms[name];
}

#endif

// Strings: making, joining, comparing and searching them.
#include "vm/core/string.h"

#include "vm/core/bulk.h"
#include "vm/core/host.h"
#include "vm/stress.h"

#include <stdlib.h>

void string_trace(struct vm *vm, struct cell *cell) {
  const struct string *string = (const struct string *)cell;
  if (cell->kind < STRING_ROPE || cell->kind == STRING_SHARED)
    return;
  heap_mark_cell(vm, string->rope.left);
  heap_mark_cell(vm, string->rope.right);
}

// ---- Making

static struct string *throw_too_long(struct vm *vm) {
  throw_range_error(vm, "Invalid string length");
  return NULL;
}

// Bytes of units up to which a size class is a step of the allocator and no more to compute.
#define SHORT_BYTES 48

// A string that takes no more than HEAP_LARGEST_SMALL.
static inline struct string *small_new(struct vm *vm, enum string_form form, uint32_t length) {
  size_t bytes = (size_t)length << (form == STRING_UTF16);
  struct string *string = heap_allocate(vm, offsetof(struct string, latin1) + bytes, CELL_STRING);
  string->cell.kind = (uint8_t)form;
  string->cell.extra = length;
  return string;
}

// 1 to SHORT_BYTES bytes of units.
static inline struct string *short_new(struct vm *vm, enum string_form form, uint32_t length) {
  size_t bytes = (size_t)length << (form == STRING_UTF16);
  if (bytes == 0 || bytes > SHORT_BYTES)
    __builtin_unreachable();
  return small_new(vm, form, length);
}

struct string *string_new(struct vm *vm, enum string_form form, uint32_t length) {
  if (length > STRING_MAXIMUM_LENGTH)
    return throw_too_long(vm);
  size_t bytes = offsetof(struct string, latin1) + ((size_t)length << (form == STRING_UTF16));
  struct string *string = heap_allocate_large(vm, bytes, CELL_STRING);
  if (string == NULL) {
    throw_range_error(vm, "Out of memory: a string of %u characters", length);
    return NULL;
  }
  string->cell.kind = (uint8_t)form;
  string->cell.extra = length;
  return string;
}

struct string *string_from_unit(struct vm *vm, uint16_t unit) {
  if (unit < 256)
    return string_static_unit((uint8_t)unit);
  struct string *string = short_new(vm, STRING_UTF16, 1);
  string->utf16[0] = unit;
  return string;
}

struct string *string_from_latin1(struct vm *vm, const void *bytes, uint32_t length) {
  if (length == 0)
    return atom(ATOM_empty);
  if (length == 1)
    return string_from_unit(vm, *(const uint8_t *)bytes);
  if (length <= SHORT_BYTES) {
    struct string *string = short_new(vm, STRING_LATIN1, length);
    string_copy_bytes(string->latin1, bytes, length);
    return string;
  }
  struct string *string = string_new(vm, STRING_LATIN1, length);
  if (string != NULL)
    memcpy(string->latin1, bytes, length);
  return string;
}

struct string *string_new_shared(struct vm *vm, const uint8_t *bytes, uint32_t length,
                                 struct host_block *block) {
  struct string *string = heap_allocate(vm, sizeof *string, CELL_STRING);
  string->cell.kind = STRING_SHARED;
  string->cell.extra = length;
  string->shared.bytes = bytes;
  string->shared.block = block;
  return string;
}

static bool fits_latin1(const uint16_t *units, uint32_t length) {
  uint32_t all = 0;
  for (uint32_t i = 0; i < length; i++)
    all |= units[i];
  return all < 256;
}

static void narrow(uint8_t *to, const uint16_t *units, uint32_t length) {
  for (uint32_t i = 0; i < length; i++)
    to[i] = (uint8_t)units[i];
}

struct string *string_from_utf16(struct vm *vm, const uint16_t *units, uint32_t length) {
  if (length == 0)
    return atom(ATOM_empty);
  if (length == 1)
    return string_from_unit(vm, units[0]);
  bool narrows = fits_latin1(units, length);
  struct string *string = string_new(vm, narrows ? STRING_LATIN1 : STRING_UTF16, length);
  if (string == NULL)
    return NULL;
  if (narrows)
    narrow(string->latin1, units, length);
  else
    memcpy(string->utf16, units, (size_t)length * sizeof *units);
  return string;
}

// ---- ASCII

typedef uint8_t vector __attribute__((vector_size(16)));
#define VECTORS 4 // that a block has
#define BLOCK_BYTES (VECTORS * sizeof(vector))

static bool is_ascii_vector(vector bytes) {
  uint64_t words[2];
  memcpy(words, &bytes, sizeof words);
  return ((words[0] | words[1]) & 0x8080808080808080u) == 0;
}

static inline vector load(const uint8_t *from) {
  vector bytes;
  memcpy(&bytes, from, sizeof bytes);
  return bytes;
}

// The bytes from `at` on that are ASCII, in whole blocks, and in vectors behind those.
static size_t ascii_blocks(const uint8_t *at, const uint8_t *end) {
  const uint8_t *start = at;
  for (; (size_t)(end - at) >= BLOCK_BYTES; at += BLOCK_BYTES)
    if (!is_ascii_vector(load(at) | load(at + 16) | load(at + 32) | load(at + 48)))
      break;
  while ((size_t)(end - at) >= sizeof(vector) && is_ascii_vector(load(at)))
    at += sizeof(vector);
  return (size_t)(at - start);
}

// ---- UTF-8

#define REPLACEMENT 0xFFFDu

// Decodes the code point at *at and moves past it, or past the maximal subpart of an ill-formed one
// (Unicode 15, table 3-7).
static uint32_t decode_utf8(const uint8_t **at, const uint8_t *end) {
  uint8_t lead = *(*at)++;
  if (lead < 0x80)
    return lead;
  if (lead < 0xC2 || lead > 0xF4)
    return REPLACEMENT;
  unsigned more = lead < 0xE0 ? 1 : lead < 0xF0 ? 2 : 3;
  uint8_t low = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;
  uint8_t high = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF;
  uint32_t point = lead & (0x3Fu >> more);
  for (; more > 0; more--, (*at)++) {
    if (*at == end || **at < low || **at > high)
      return REPLACEMENT;
    point = point << 6 | (**at & 0x3F);
    low = 0x80;
    high = 0xBF;
  }
  return point;
}

// The length in code units, and whether all of them fit Latin-1.
static size_t measure_utf8(const uint8_t *bytes, size_t length, bool *wide) {
  size_t units = 0;
  for (const uint8_t *at = bytes, *end = bytes + length; at < end;) {
    size_t run = ascii_blocks(at, end);
    units += run;
    at += run;
    if (at == end)
      break;
    uint32_t point = decode_utf8(&at, end);
    *wide |= point > 0xFF;
    units += 1 + (point > 0xFFFF);
  }
  return units;
}

static void decode_to_latin1(uint8_t *to, const uint8_t *at, const uint8_t *end) {
  while (at < end) {
    size_t run = ascii_blocks(at, end);
    memcpy(to, at, run);
    to += run;
    at += run;
    if (at < end)
      *to++ = (uint8_t)decode_utf8(&at, end);
  }
}

static void decode_to_utf16(uint16_t *to, const uint8_t *at, const uint8_t *end) {
  while (at < end) {
    uint32_t point = decode_utf8(&at, end);
    if (point > 0xFFFF) {
      *to++ = (uint16_t)(0xD800 + ((point - 0x10000) >> 10));
      point = 0xDC00 + ((point - 0x10000) & 0x3FF);
    }
    *to++ = (uint16_t)point;
  }
}

static struct string *mark_ascii(struct string *string) {
  if (string != NULL && !(string->cell.flags & CELL_FLAG_STATIC))
    string->cell.flags |= STRING_FLAG_ASCII;
  return string;
}

// Of text long enough to be a large cell: copied in the hope that it is ASCII. NULL: it is not, or
// there is no memory, which the ordinary way will notice too.
static struct string *copy_large_ascii(struct vm *vm, const uint8_t *bytes, size_t length) {
  if (length > STRING_MAXIMUM_LENGTH)
    return NULL;
  struct string *string =
      heap_allocate_large(vm, offsetof(struct string, latin1) + length, CELL_STRING);
  if (string == NULL)
    return NULL;
  string->cell.kind = STRING_LATIN1;
  string->cell.extra = (uint32_t)length;
  if (bulk_copy_ascii(string->latin1, bytes, length))
    return string;
  heap_discard(vm, &string->cell);
  return NULL;
}

struct string *string_from_utf8(struct vm *vm, const char *text, size_t length) {
  const uint8_t *bytes = (const uint8_t *)text, *end = bytes + length;
  struct string *string = length > HEAP_LARGEST_SMALL ? copy_large_ascii(vm, bytes, length) : NULL;
  if (string != NULL)
    return mark_ascii(string);
  bool wide = false;
  size_t units = measure_utf8(bytes, length, &wide);
  if (units > STRING_MAXIMUM_LENGTH)
    return throw_too_long(vm);
  if (units == length && !wide)
    return mark_ascii(string_from_latin1(vm, bytes, (uint32_t)length));
  if (units == 1)
    return string_from_unit(vm, (uint16_t)decode_utf8(&bytes, end));
  string = string_new(vm, wide ? STRING_UTF16 : STRING_LATIN1, (uint32_t)units);
  if (string != NULL && wide)
    decode_to_utf16(string->utf16, bytes, end);
  else if (string != NULL)
    decode_to_latin1(string->latin1, bytes, end);
  return string;
}

const uint8_t *string_ascii(struct vm *vm, struct string *string) {
  struct string *held = string->cell.kind == STRING_SHARED ? string : string_flatten(vm, string);
  if (held == NULL || held->cell.kind == STRING_UTF16)
    return NULL;
  const uint8_t *units = held->cell.kind == STRING_SHARED ? held->shared.bytes : held->latin1;
  if (held->cell.flags & STRING_FLAG_ASCII)
    return units;
  if (!bulk_is_ascii(units, string_length(held)))
    return NULL;
  mark_ascii(held);
  return units;
}

// The code point at *index of a flat string, which moves past it; lone surrogates are replaced.
static uint32_t next_code_point(const struct string *flat, uint32_t *index) {
  uint32_t unit = string_unit(flat, (*index)++);
  if (unit < 0xD800 || unit > 0xDFFF)
    return unit;
  if (unit < 0xDC00 && *index < string_length(flat)) {
    uint32_t trail = flat->utf16[*index];
    if (trail >= 0xDC00 && trail <= 0xDFFF) {
      (*index)++;
      return 0x10000 + ((unit - 0xD800) << 10) + (trail - 0xDC00);
    }
  }
  return REPLACEMENT;
}

static char *encode_utf8(char *to, uint32_t point) {
  if (point < 0x80) {
    *to++ = (char)point;
  } else if (point < 0x800) {
    *to++ = (char)(0xC0 | point >> 6);
    *to++ = (char)(0x80 | (point & 0x3F));
  } else if (point < 0x10000) {
    *to++ = (char)(0xE0 | point >> 12);
    *to++ = (char)(0x80 | (point >> 6 & 0x3F));
    *to++ = (char)(0x80 | (point & 0x3F));
  } else {
    *to++ = (char)(0xF0 | point >> 18);
    *to++ = (char)(0x80 | (point >> 12 & 0x3F));
    *to++ = (char)(0x80 | (point >> 6 & 0x3F));
    *to++ = (char)(0x80 | (point & 0x3F));
  }
  return to;
}

// A copy of ASCII text, NUL-terminated. NULL: no memory.
static char *copy_ascii(const uint8_t *units, size_t length) {
  char *text = malloc(length + 1);
  if (text != NULL) {
    memcpy(text, units, length);
    text[length] = '\0';
  }
  return text;
}

char *string_to_utf8(struct vm *vm, struct string *string, size_t *length) {
  const uint8_t *ascii = string_ascii(vm, string);
  if (ascii != NULL && length != NULL)
    *length = string_length(string);
  if (ascii != NULL)
    return copy_ascii(ascii, string_length(string));
  const struct string *flat = string_flatten(vm, string);
  if (flat == NULL)
    return NULL;
  size_t bytes = 0;
  for (uint32_t i = 0; i < string_length(flat);) {
    uint32_t point = next_code_point(flat, &i);
    bytes += point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
  }
  char *text = malloc(bytes + 1), *at = text;
  if (text == NULL)
    return NULL;
  for (uint32_t i = 0; i < string_length(flat);)
    at = encode_utf8(at, next_code_point(flat, &i));
  *at = '\0';
  if (length != NULL)
    *length = bytes;
  return text;
}

// ---- Concatenation

// Copies a flat string's units to index `at` of a string being filled.
static inline void copy_units(struct string *to, uint32_t at, const struct string *flat) {
  uint32_t length = string_length(flat);
  if (to->cell.kind == STRING_LATIN1)
    string_copy_bytes(to->latin1 + at, flat->latin1, length);
  else if (flat->cell.kind == STRING_UTF16)
    memcpy(to->utf16 + at, flat->utf16, (size_t)length * sizeof(uint16_t));
  else
    for (uint32_t i = 0; i < length; i++)
      to->utf16[at + i] = flat->latin1[i];
}

static void copy_shared(struct string *to, uint32_t at, const struct string *shared) {
  uint32_t length = string_length(shared);
  if (to->cell.kind == STRING_LATIN1)
    memcpy(to->latin1 + at, shared->shared.bytes, length);
  else
    for (uint32_t i = 0; i < length; i++)
      to->utf16[at + i] = shared->shared.bytes[i];
}

static bool is_wide(const struct string *string) {
  return string->cell.kind == STRING_UTF16 || string->cell.flags & STRING_FLAG_WIDE;
}

// The flat string of a flattened rope, else the string itself.
static struct string *resolve(struct string *string) {
  return string->cell.kind == STRING_FLATTENED ? string->rope.left : string;
}

struct string *string_concatenate_flat(struct vm *vm, const struct string *left,
                                       const struct string *right) {
  bool wide = (left->cell.kind | right->cell.kind) == STRING_UTF16;
  uint32_t length = string_length(left) + string_length(right);
  struct string *string = small_new(vm, wide ? STRING_UTF16 : STRING_LATIN1, length);
  copy_units(string, 0, left);
  copy_units(string, string_length(left), right);
  return string;
}

struct string *string_concatenate(struct vm *vm, struct string *left, struct string *right) {
  if (string_length(left) == 0)
    return right;
  if (string_length(right) == 0)
    return left;
  uint32_t length = string_length(left) + string_length(right); // below 2^30
  if (length > STRING_MAXIMUM_LENGTH)
    return throw_too_long(vm);
  left = resolve(left);
  right = resolve(right);
  if (length <= STRING_FLAT_LENGTH)
    return string_concatenate_flat(vm, left, right);
  bool wide = is_wide(left) || is_wide(right);
  struct string *rope = heap_allocate(vm, sizeof *rope, CELL_STRING);
  rope->cell.kind = STRING_ROPE;
  rope->cell.flags = wide ? STRING_FLAG_WIDE : 0;
  rope->cell.extra = length;
  rope->rope.left = left;
  rope->rope.right = right;
  return rope;
}

// Nodes that a flattening has still to visit.
struct pending {
  struct string **nodes;
  size_t count, capacity;
  struct string *first[64];
};

static bool pending_push(struct vm *vm, struct pending *pending, struct string *node) {
  if (pending->count == pending->capacity) {
    bool initial = pending->nodes == pending->first;
    size_t old_bytes = pending->capacity * sizeof node;
    struct string **nodes = heap_system_resize(&vm->heap, initial ? NULL : pending->nodes,
                                               initial ? 0 : old_bytes, 2 * old_bytes);
    if (nodes == NULL)
      return false;
    if (initial)
      memcpy(nodes, pending->first, old_bytes);
    pending->nodes = nodes;
    pending->capacity *= 2;
  }
  pending->nodes[pending->count++] = node;
  return true;
}

// Fills `flat` with the rope's units up to `end`, from there, so that the common rope, which grew
// to the right, never has more than one node pending.
static bool fill_from_rope(struct vm *vm, struct string *flat, uint32_t end, struct string *rope) {
  struct pending pending;
  pending.count = 0;
  pending.capacity = 64;
  pending.nodes = pending.first;
  bool done = true;
  for (struct string *node = rope;;) {
    if (node->cell.kind == STRING_ROPE) {
      done = pending_push(vm, &pending, node->rope.left);
      node = node->rope.right;
      if (done)
        continue;
      break;
    }
    node = resolve(node);
    end -= string_length(node);
    if (node->cell.kind == STRING_SHARED)
      copy_shared(flat, end, node);
    else
      copy_units(flat, end, node);
    if (pending.count == 0)
      break;
    node = pending.nodes[--pending.count];
  }
  if (pending.nodes != pending.first)
    heap_system_free(&vm->heap, pending.nodes, pending.capacity * sizeof *pending.nodes);
  return done;
}

bool string_copy(struct vm *vm, struct string *to, uint32_t at, struct string *string) {
  if (fill_from_rope(vm, to, at + string_length(string), string))
    return true;
  throw_range_error(vm, "Out of memory: a string of %u characters", string_length(string));
  return false;
}

struct string *string_flatten_rope(struct vm *vm, struct string *string) {
  if (string->cell.kind == STRING_FLATTENED)
    return string->rope.left;
  enum string_form form = string->cell.flags & STRING_FLAG_WIDE ? STRING_UTF16 : STRING_LATIN1;
  struct string *flat = string_new(vm, form, string_length(string));
  if (flat == NULL || !string_copy(vm, flat, 0, string))
    return NULL;
  if (string->cell.kind == STRING_SHARED)
    string->shared.block->owner = NULL;
  string->cell.kind = STRING_FLATTENED;
  string->rope.left = flat;
  string->rope.right = NULL;
  return flat;
}

struct string *string_substring(struct vm *vm, struct string *string, uint32_t from, uint32_t to) {
  if (from == 0 && to == string_length(string))
    return string;
  if (from == to)
    return atom(ATOM_empty);
  const struct string *flat = string_flatten(vm, string);
  if (flat == NULL)
    return NULL;
  if (flat->cell.kind == STRING_LATIN1)
    return string_from_latin1(vm, flat->latin1 + from, to - from);
  return string_from_utf16(vm, flat->utf16 + from, to - from);
}

// ---- Comparison

// Flat form where there is no way to fail: NULL then also ends the script.
static struct string *flatten_or_stop(struct vm *vm, struct string *string) {
  struct string *flat = string_flatten(vm, string);
  if (flat == NULL)
    heap_set_out_of_memory(vm);
  return flat;
}

bool string_equal(struct vm *vm, struct string *a, struct string *b) {
  if (a == b)
    return true;
  if (string_length(a) != string_length(b) ||
      (a->cell.flags & b->cell.flags & STRING_FLAG_ATOM) != 0)
    return false;
  a = flatten_or_stop(vm, a);
  b = flatten_or_stop(vm, b);
  if (a == NULL || b == NULL || a->cell.kind != b->cell.kind)
    return false;
  if (a->cell.flags & b->cell.flags & STRING_FLAG_HASHED && a->hash != b->hash)
    return false;
  size_t bytes = (size_t)string_length(a) << (a->cell.kind == STRING_UTF16);
  return memcmp(a->latin1, b->latin1, bytes) == 0;
}

int string_compare(struct vm *vm, struct string *a, struct string *b) {
  if (a == b)
    return 0;
  a = flatten_or_stop(vm, a);
  b = flatten_or_stop(vm, b);
  if (a == NULL || b == NULL)
    return 0;
  uint32_t a_length = string_length(a), b_length = string_length(b);
  uint32_t shorter = a_length < b_length ? a_length : b_length;
  if (a->cell.kind == STRING_LATIN1 && b->cell.kind == STRING_LATIN1) {
    int order = memcmp(a->latin1, b->latin1, shorter);
    if (order != 0)
      return order;
  } else {
    for (uint32_t i = 0; i < shorter; i++) {
      int order = (int)string_unit(a, i) - (int)string_unit(b, i);
      if (order != 0)
        return order;
    }
  }
  return a_length < b_length ? -1 : a_length > b_length;
}

// ---- Hashing

static uint64_t load_64(const uint8_t *bytes) {
  uint64_t word;
  memcpy(&word, bytes, sizeof word);
  return word;
}

static uint64_t load_32(const uint8_t *bytes) {
  uint32_t word;
  memcpy(&word, bytes, sizeof word);
  return word;
}

static uint64_t mix(uint64_t a, uint64_t b) {
  __uint128_t product = (__uint128_t)a * b;
  return (uint64_t)product ^ (uint64_t)(product >> 64);
}

// Eight bytes a step, each folded in by a 64 x 64 bit multiplication whose halves are joined. The
// last step may overlap the one before; what is shorter is read by overlapping parts.
uint32_t string_hash_bytes(const void *text, size_t length) {
  const uint8_t *bytes = text;
  const uint64_t multiplier = 0x9E3779B97F4A7C15u;
  const uint8_t *end = bytes + length;
  uint64_t hash = length * 0xD6E8FEB86659FD93u ^ 0xA0761D6478BD642Fu, last = 0;
  if (length >= 8) {
    for (; end - bytes > 8; bytes += 8)
      hash = mix(hash ^ load_64(bytes), multiplier);
    last = load_64(end - 8);
  } else if (length >= 4) {
    last = load_32(bytes) | load_32(end - 4) << 32;
  } else if (length > 0) {
    last = bytes[0] | (uint64_t)bytes[length / 2] << 8 | (uint64_t)end[-1] << 16;
  }
  hash = mix(hash ^ last, multiplier);
  return (uint32_t)(hash ^ hash >> 32);
}

uint32_t string_compute_hash(struct string *flat) {
  uint32_t hash = string_hash_bytes(flat->latin1, (size_t)string_length(flat)
                                                      << (flat->cell.kind == STRING_UTF16));
  if (!(flat->cell.flags & CELL_FLAG_STATIC)) {
    flat->hash = hash;
    flat->cell.flags |= STRING_FLAG_HASHED;
  }
  return hash;
}

// ---- Searching

// Units compared between two polls of a search that does not use memmem.
#define SEARCH_STRIDE USUAL_OR_TINY(1u << 20, 8)

// Units of the needle, up to all of them, that stand at `at`.
static uint32_t matching_units(const struct string *haystack, uint32_t at,
                               const struct string *needle) {
  uint32_t i = 0;
  while (i < string_length(needle) && string_unit(haystack, at + i) == string_unit(needle, i))
    i++;
  return i;
}

// Counts the work of a search, and polls now and then. false: thrown.
static bool count_search(struct vm *vm, uint32_t *compared, uint32_t units) {
  *compared += units + 1;
  if (*compared < SEARCH_STRIDE)
    return true;
  *compared = 0;
  return vm_poll_work(vm);
}

static int64_t search_latin1(const struct string *haystack, const struct string *needle,
                             uint32_t from) {
  if (needle->cell.kind != STRING_LATIN1)
    return STRING_NOT_FOUND;
  const uint8_t *found = memmem(haystack->latin1 + from, string_length(haystack) - from,
                                needle->latin1, string_length(needle));
  return found == NULL ? STRING_NOT_FOUND : found - haystack->latin1;
}

static int64_t search_general(struct vm *vm, const struct string *haystack,
                              const struct string *needle, uint32_t from) {
  uint32_t length = string_length(haystack), wanted = string_length(needle), compared = 0;
  if (from > length)
    from = length;
  if (wanted > length - from)
    return STRING_NOT_FOUND;
  if (wanted == 0)
    return from;
  if (haystack->cell.kind == STRING_LATIN1)
    return search_latin1(haystack, needle, from);
  uint16_t first = string_unit(needle, 0);
  for (uint32_t i = from; i <= length - wanted; i++) {
    if (haystack->utf16[i] != first)
      continue;
    uint32_t units = matching_units(haystack, i, needle);
    if (units == wanted)
      return i;
    if (!count_search(vm, &compared, units))
      return STRING_SEARCH_THROWN;
  }
  return STRING_NOT_FOUND;
}

int64_t string_index_of(struct vm *vm, const struct string *haystack, const struct string *needle,
                        uint32_t from) {
  if (string_length(needle) != 1 || (haystack->cell.kind | needle->cell.kind) != STRING_LATIN1 ||
      from >= string_length(haystack))
    return search_general(vm, haystack, needle, from);
  const uint8_t *found =
      memchr(haystack->latin1 + from, needle->latin1[0], string_length(haystack) - from);
  return found == NULL ? STRING_NOT_FOUND : found - haystack->latin1;
}

int64_t string_last_index_of(struct vm *vm, const struct string *haystack,
                             const struct string *needle, uint32_t from) {
  uint32_t length = string_length(haystack), wanted = string_length(needle), compared = 0;
  if (wanted > length)
    return STRING_NOT_FOUND;
  if (from > length - wanted)
    from = length - wanted;
  for (int64_t i = from; i >= 0; i--) {
    uint32_t units = matching_units(haystack, (uint32_t)i, needle);
    if (units == wanted)
      return i;
    if (!count_search(vm, &compared, units))
      return STRING_SEARCH_THROWN;
  }
  return STRING_NOT_FOUND;
}

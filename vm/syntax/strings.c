// Unique strings by open addressing.
#include "vm/syntax/strings.h"

#include "vm/stress.h"

#define FIRST_SLOT_COUNT USUAL_OR_TINY(256, 2)
#define BYTES_OF_A_SLOT 64 // of a large source, about: half of the slots stay empty

static void allocate_slots(struct string_table *table, uint32_t count) {
  table->slots = source_allocate_scratch(table->source, count * sizeof *table->slots);
  table->slot_count = count;
}

void strings_open(struct string_table *table, struct source *source) {
  *table = (struct string_table){.source = source};
  uint32_t count = FIRST_SLOT_COUNT;
  while (USUAL_OR_TINY(count < source->length / BYTES_OF_A_SLOT, false))
    count *= 2;
  allocate_slots(table, count);
}

// ---- Hashes

static inline uint64_t hash_start(uint32_t length, bool two_byte) {
  return (uint64_t)length << 1 | two_byte;
}

// Multiplication carries upwards only; the slot is taken from below.
static inline uint64_t hash_word(uint64_t hash, uint64_t word) {
  hash = (hash ^ word) * 0x9E3779B97F4A7C15u;
  return hash ^ hash >> 32;
}

// The word at byte `at` of `bytes`, filled up with zeros.
static uint64_t word_at(const void *units, size_t at, size_t bytes) {
  const char *start = (const char *)units + at;
  if (bytes - at >= STRING_WORD_BYTES)
    return string_word(start);
  char padded[STRING_WORD_BYTES] = {0};
  memcpy(padded, start, bytes - at);
  return string_word(padded);
}

static uint32_t hash_units(const void *units, uint32_t length, bool two_byte) {
  uint64_t hash = hash_start(length, two_byte);
  size_t bytes = (size_t)length << two_byte;
  for (size_t at = 0; at < bytes; at += STRING_WORD_BYTES)
    hash = hash_word(hash, word_at(units, at, bytes));
  return (uint32_t)hash;
}

// ---- The table

static inline uint32_t next_slot(const struct string_table *table, uint32_t slot) {
  return (slot + 1) & (table->slot_count - 1);
}

static void insert(struct string_table *table, struct name *name) {
  uint32_t slot = name->string.hash & (table->slot_count - 1);
  while (table->slots[slot] != NULL)
    slot = next_slot(table, slot);
  table->slots[slot] = name;
}

static void grow_slots(struct string_table *table) {
  allocate_slots(table, 2 * table->slot_count);
  for (uint32_t at = 0; at < table->count; at++)
    insert(table, table->names[at]);
}

static struct name *name_new(struct string_table *table, const void *units, uint32_t length,
                             bool two_byte, uint32_t hash) {
  struct source *source = table->source;
  size_t bytes = (size_t)length << two_byte;
  // One word at least, so that its first one can always be read.
  struct name *name = source_allocate(source, sizeof *name + (bytes ? bytes : 1));
  name->string = (struct syntax_string){
      .index = table->count,
      .length = length,
      .hash = hash,
      .two_byte = two_byte,
      .units = name + 1,
  };
  memcpy(name + 1, units, bytes);
  if (table->count == table->capacity)
    table->names = source_grow(source, table->names, &table->capacity, sizeof *table->names);
  table->names[table->count++] = name;
  if (2 * table->count > table->slot_count)
    grow_slots(table); // the new one too
  else
    insert(table, name);
  return name;
}

static struct name *find_or_add(struct string_table *table, const void *units, uint32_t length,
                                bool two_byte) {
  uint32_t hash = hash_units(units, length, two_byte), slot = hash & (table->slot_count - 1);
  for (struct name *name; (name = table->slots[slot]) != NULL; slot = next_slot(table, slot))
    if (name->string.hash == hash && name->string.length == length &&
        name->string.two_byte == two_byte &&
        memcmp(name->string.units, units, (size_t)length << two_byte) == 0)
      return name;
  return name_new(table, units, length, two_byte, hash);
}

struct name *strings_latin1(struct string_table *table, const void *units, uint32_t length) {
  return find_or_add(table, units, length, false);
}

struct name *strings_latin1_word(struct string_table *table, uint64_t word, uint32_t length) {
  uint32_t hash = (uint32_t)hash_word(hash_start(length, false), word);
  uint32_t slot = hash & (table->slot_count - 1);
  for (struct name *name; (name = table->slots[slot]) != NULL; slot = next_slot(table, slot))
    if (string_word(name + 1) == word && name->string.length == length && !name->string.two_byte)
      return name;
  uint64_t bytes = htole64(word);
  return name_new(table, &bytes, length, false, hash);
}

struct name *strings_utf16(struct string_table *table, uint16_t *units, uint32_t length) {
  uint16_t all = 0;
  for (uint32_t at = 0; at < length; at++)
    all |= units[at];
  if (all > 0xFF)
    return find_or_add(table, units, length, true);
  uint8_t *narrow = (uint8_t *)units; // never ahead of what is read
  for (uint32_t at = 0; at < length; at++)
    narrow[at] = (uint8_t)units[at];
  return find_or_add(table, narrow, length, false);
}

// Unique strings by open addressing. The slots hold hashes beside indexes, so that a miss, and
// growth, touch no string.
#include "vm/syntax/strings.h"

#include <stdlib.h>

#include "vm/stress.h"

#define FIRST_SLOT_COUNT USUAL_OR_TINY(256, 2)

void strings_open(struct string_table *table, struct source *source) {
  *table = (struct string_table){.source = source, .slot_count = FIRST_SLOT_COUNT};
  table->slots = calloc(table->slot_count, sizeof *table->slots);
  if (table->slots == NULL)
    source_out_of_memory(source);
}

void strings_close(struct string_table *table) {
  free(table->slots);
  free(table->names);
}

// FNV's low bits are its weakest.
static uint32_t slot_of(const struct string_table *table, uint32_t hash) {
  return (hash ^ hash >> 15) & (table->slot_count - 1);
}

static void rehash(struct string_table *table) {
  struct string_slot *old = table->slots;
  uint32_t old_count = table->slot_count;
  struct string_slot *slots = calloc(2 * (size_t)old_count, sizeof *slots);
  if (slots == NULL)
    source_out_of_memory(table->source);
  table->slots = slots;
  table->slot_count = 2 * old_count;
  for (uint32_t at = 0; at < old_count; at++) {
    if (old[at].number == 0)
      continue;
    uint32_t slot = slot_of(table, old[at].hash);
    while (slots[slot].number != 0)
      slot = (slot + 1) & (table->slot_count - 1);
    slots[slot] = old[at];
  }
  free(old);
}

static struct name *name_new(struct string_table *table, const void *units, uint32_t length,
                             bool two_byte, uint32_t hash) {
  struct source *source = table->source;
  size_t bytes = (size_t)length << two_byte;
  struct name *name = source_allocate(source, sizeof *name + bytes);
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
  return name;
}

static struct name *find_or_add(struct string_table *table, const void *units, uint32_t length,
                                bool two_byte, uint32_t hash) {
  uint32_t slot = slot_of(table, hash);
  for (; table->slots[slot].number != 0; slot = (slot + 1) & (table->slot_count - 1)) {
    if (table->slots[slot].hash != hash)
      continue;
    struct name *name = table->names[table->slots[slot].number - 1];
    if (name->string.length == length && name->string.two_byte == two_byte &&
        memcmp(name->string.units, units, (size_t)length << two_byte) == 0)
      return name;
  }
  struct name *name = name_new(table, units, length, two_byte, hash);
  table->slots[slot] = (struct string_slot){hash, table->count};
  if (2 * table->count > table->slot_count)
    rehash(table);
  return name;
}

struct name *strings_latin1(struct string_table *table, const void *units, uint32_t length,
                            uint32_t hash) {
  return find_or_add(table, units, length, false, hash);
}

struct name *strings_utf16(struct string_table *table, uint16_t *units, uint32_t length) {
  uint32_t hash = STRING_HASH_START;
  uint16_t all = 0;
  for (uint32_t at = 0; at < length; at++) {
    hash = string_hash_unit(hash, units[at]);
    all |= units[at];
  }
  if (all > 0xFF)
    return find_or_add(table, units, length, true, hash);
  uint8_t *narrow = (uint8_t *)units; // never ahead of what is read
  for (uint32_t at = 0; at < length; at++)
    narrow[at] = (uint8_t)units[at];
  return find_or_add(table, narrow, length, false, hash);
}

struct name *strings_ascii(struct string_table *table, const char *text, uint32_t length) {
  uint32_t hash = STRING_HASH_START;
  for (uint32_t at = 0; at < length; at++)
    hash = string_hash_unit(hash, (unsigned char)text[at]);
  return find_or_add(table, text, length, false, hash);
}

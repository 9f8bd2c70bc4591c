// Atoms: the table that makes equal names one string, and the names known beforehand.
//
// The table is open addressing with linear probing; removal shifts later entries back
// (Knuth, The Art of Computer Programming 6.4, algorithm R), so that a collection can drop dead
// atoms without memory for another table. Names that are known beforehand, the engine's and the
// library's, stand in a table of the factory's, which never changes.
#include "vm/library/image.h"
#include "vm/stress.h"

#define TABLE_LEAST USUAL_OR_TINY(32, 4)

#define STATIC_STRING(string_flags, string_text, string_length)                                    \
  {                                                                                                \
    .cell = {.type = CELL_STRING,                                                                  \
             .flags = CELL_FLAG_STATIC | (string_flags),                                           \
             .kind = STRING_LATIN1,                                                                \
             .extra = (string_length)},                                                            \
    .text = string_text                                                                            \
  }

const struct static_string static_atoms[ATOM_COUNT] = {
#define ATOM(identifier, text) STATIC_STRING(STRING_FLAG_ATOM, text, sizeof text - 1),
#include "vm/core/atoms.def"
#undef ATOM
};

// Digits are array indices, hence not atoms.
#define UNIT(unit)                                                                                 \
  STATIC_STRING((unit) >= '0' && (unit) <= '9' ? 0 : STRING_FLAG_ATOM, {(char)(unit)}, 1)
#define UNITS_4(unit) UNIT(unit), UNIT(unit + 1), UNIT(unit + 2), UNIT(unit + 3)
#define UNITS_16(unit) UNITS_4(unit), UNITS_4(unit + 4), UNITS_4(unit + 8), UNITS_4(unit + 12)
#define UNITS_64(unit) UNITS_16(unit), UNITS_16(unit + 16), UNITS_16(unit + 32), UNITS_16(unit + 48)

const struct static_string static_units[256] = {UNITS_64(0), UNITS_64(64), UNITS_64(128),
                                                UNITS_64(192)};

_Static_assert(offsetof(struct static_string, text) == offsetof(struct string, latin1),
               "a static string is read as a string");

// ---- The factory's table

uint32_t constant_atoms_slot(const struct constant_atoms *atoms, const void *text, uint32_t length,
                             uint32_t hash) {
  for (uint32_t i = hash & atoms->mask;; i = (i + 1) & atoms->mask) {
    const struct constant_atom *slot = &atoms->slots[i];
    if (slot->string == NULL || (slot->hash == hash && slot->string->cell.extra == length &&
                                 memcmp(slot->string->latin1, text, length) == 0))
      return i;
  }
}

// NULL: it is none of them.
static struct string *find_constant(const struct vm *vm, const struct string *flat, uint32_t hash) {
  if (flat->cell.kind != STRING_LATIN1)
    return NULL;
  const struct constant_atoms *atoms = &vm->factory->image->atoms;
  return atoms->slots[constant_atoms_slot(atoms, flat->latin1, string_length(flat), hash)].string;
}

// ---- The runtime's table

// The slot where the string stands, or where it would be put. The table has a free slot.
static struct string **table_slot(const struct atom_table *table, const struct string *flat,
                                  uint32_t hash) {
  uint32_t mask = table->capacity - 1;
  size_t bytes = (size_t)string_length(flat) << (flat->cell.kind == STRING_UTF16);
  for (uint32_t i = hash & mask;; i = (i + 1) & mask) {
    struct string *candidate = table->slots[i];
    if (candidate == NULL)
      return &table->slots[i];
    if (candidate->cell.extra == flat->cell.extra && candidate->cell.kind == flat->cell.kind &&
        string_hash(candidate) == hash && memcmp(candidate->latin1, flat->latin1, bytes) == 0)
      return &table->slots[i];
  }
}

static void table_insert(struct vm *vm, struct string *atom_string) {
  struct atom_table *table = &vm->atoms;
  uint32_t mask = table->capacity - 1, i = string_hash(atom_string) & mask;
  while (table->slots[i] != NULL)
    i = (i + 1) & mask;
  table->slots[i] = atom_string;
}

// Doubles the table, or makes it.
static void table_grow(struct vm *vm) {
  struct atom_table *table = &vm->atoms;
  struct atom_table old = *table;
  uint32_t capacity = old.capacity == 0 ? TABLE_LEAST : 2 * old.capacity;
  struct string **slots = heap_external_allocate(vm, capacity * sizeof *slots);
  memset(slots, 0, capacity * sizeof *slots);
  table->slots = slots;
  table->capacity = capacity;
  for (uint32_t i = 0; i < old.capacity; i++)
    if (old.slots[i] != NULL)
      table_insert(vm, old.slots[i]);
  heap_external_free(vm, old.slots, old.capacity * sizeof *slots);
}

static void table_ensure_room(struct vm *vm) {
  if (2 * vm->atoms.count >= vm->atoms.capacity)
    table_grow(vm);
}

struct string *atom_from_string(struct vm *vm, struct string *string) {
  if (string->cell.flags & STRING_FLAG_ATOM)
    return string;
  struct string *flat = string_flatten(vm, string);
  if (flat == NULL || flat->cell.flags & STRING_FLAG_ATOM)
    return flat;
  if (string_length(flat) == 1 && flat->cell.kind == STRING_LATIN1)
    return string_static_unit(flat->latin1[0]);
  uint32_t hash = string_hash(flat);
  struct string *constant = find_constant(vm, flat, hash);
  if (constant != NULL)
    return constant;
  table_ensure_room(vm);
  struct string **slot = table_slot(&vm->atoms, flat, hash);
  if (*slot == NULL) {
    flat->cell.flags |= STRING_FLAG_ATOM;
    *slot = flat;
    vm->atoms.count++;
  }
  return *slot;
}

struct string *atom_from_latin1(struct vm *vm, const char *bytes, uint32_t length) {
  struct string *string = string_from_latin1(vm, bytes, length);
  return string == NULL ? NULL : atom_from_string(vm, string);
}

struct string *atom_from_ascii(struct vm *vm, const char *text) {
  return atom_from_latin1(vm, text, (uint32_t)strlen(text));
}

// ---- For the collector

// Empties slot `hole` and moves later entries of its cluster up.
static void table_remove(struct vm *vm, uint32_t hole) {
  struct atom_table *table = &vm->atoms;
  uint32_t mask = table->capacity - 1;
  table->count--;
  for (uint32_t i = (hole + 1) & mask; table->slots[i] != NULL; i = (i + 1) & mask) {
    uint32_t home = string_hash(table->slots[i]) & mask;
    if (((i - home) & mask) >= ((i - hole) & mask)) {
      table->slots[hole] = table->slots[i];
      hole = i;
    }
  }
  table->slots[hole] = NULL;
}

void atom_table_sweep(struct vm *vm) {
  struct atom_table *table = &vm->atoms;
  table->recent = NULL;
  for (uint32_t i = 0; i < table->capacity;) {
    if (table->slots[i] != NULL && !heap_is_marked(table->slots[i]))
      table_remove(vm, i); // another entry may have moved here: look again
    else
      i++;
  }
}

void atom_table_destroy(struct vm *vm) {
  heap_external_free(vm, vm->atoms.slots, vm->atoms.capacity * sizeof *vm->atoms.slots);
  vm->atoms = (struct atom_table){0};
}

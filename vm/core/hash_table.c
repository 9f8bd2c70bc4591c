// Hash tables that keep the order of insertion: hashing, moving and walking; see hash_table.h.
#include "vm/core/hash_table.h"

#define LEAST_CAPACITY 4u
#define LARGEST_CAPACITY (1u << 26)
#define LEAST_SHRUNK 32u // entries of a row that is too short to be worth shrinking

static uint32_t *buckets_of(const struct hash_table *table) {
  return (uint32_t *)(uintptr_t)(table->entries + table->cell.extra);
}

static uint32_t *bucket_of(const struct hash_table *table, uint32_t hash) {
  return &buckets_of(table)[hash & (table->cell.extra - 1)];
}

// ---- Keys

// The first half is folded into the second, so that every bit of a double bears on the result; of
// the product, the middle bits depend on all bits below them, so that strides of powers of two do
// not collide (multiplicative hashing: Knuth, The Art of Computer Programming 6.4).
static inline uint32_t hash_bits(Value key) {
  return (uint32_t)((key ^ key >> 32) * 0x9E3779B97F4A7C15u >> 32);
}

// The hash of a key that is stored as it is and whose hash is at hand: what nearly every key is.
// false: prepare_key has to see to it.
static inline bool hash_at_once(Value key, uint32_t *hash) {
  if (value_is_int32(key)) {
    *hash = hash_bits(key);
    return true;
  }
  if (!value_is_string(key))
    return false;
  const struct string *string = value_string(key);
  *hash = string->hash;
  return string->cell.kind <= STRING_UTF16 && string->cell.flags & STRING_FLAG_HASHED;
}

// Brings the key to the form in which it is compared and stored, and hashes it. false: thrown.
static bool prepare_key(struct vm *vm, Value *key, uint32_t *hash) {
  if (value_is_string(*key)) {
    struct string *flat = string_flatten(vm, value_string(*key));
    if (flat == NULL)
      return false;
    *key = value_from_string(flat);
    *hash = string_hash(flat);
    return true;
  }
  if (value_is_double(*key))
    *key = value_from_number(value_to_double_raw(*key) + 0.0); // -0 + 0 is 0
  *hash = hash_bits(*key);
  return true;
}

// The entry with the key's very bits, or NULL.
static inline struct hash_entry *find_bits(const struct hash_table *table, Value key,
                                           uint32_t hash) {
  struct hash_entry *entries = (struct hash_entry *)(uintptr_t)table->entries;
  for (uint32_t number = *bucket_of(table, hash); number != 0;) {
    struct hash_entry *entry = &entries[number - 1];
    if (entry->key == key)
      return entry;
    number = entry->next;
  }
  return NULL;
}

// The entry of an equal string, or NULL.
static struct hash_entry *find_text(struct vm *vm, const struct hash_table *table, Value key,
                                    uint32_t hash) {
  struct hash_entry *entries = (struct hash_entry *)(uintptr_t)table->entries;
  for (uint32_t number = *bucket_of(table, hash); number != 0;) {
    struct hash_entry *entry = &entries[number - 1];
    if (entry->key == key || (entry->hash == hash && value_is_string(entry->key) &&
                              string_equal(vm, value_string(entry->key), value_string(key))))
      return entry;
    number = entry->next;
  }
  return NULL;
}

// The entry of a prepared key, or NULL.
static inline struct hash_entry *find(struct vm *vm, const struct hash_table *table, Value key,
                                      uint32_t hash) {
  return value_is_string(key) ? find_text(vm, table, key, hash) : find_bits(table, key, hash);
}

__attribute__((noinline)) static Value get_prepared(struct vm *vm, const struct hash_table *table,
                                                    Value key, Value otherwise) {
  uint32_t hash;
  if (!prepare_key(vm, &key, &hash))
    return VALUE_EXCEPTION;
  const struct hash_entry *entry = table == NULL ? NULL : find(vm, table, key, hash);
  return entry == NULL ? otherwise : entry->value;
}

// A string is first looked for by its bits: most often it is the one that was put in. So the common
// look-up calls nothing.
Value hash_table_get(struct vm *vm, const struct hash_table *table, Value key, Value otherwise) {
  uint32_t hash;
  if (table == NULL || !hash_at_once(key, &hash))
    return get_prepared(vm, table, key, otherwise);
  const struct hash_entry *entry = find_bits(table, key, hash);
  if (entry != NULL)
    return entry->value;
  return value_is_string(key) ? get_prepared(vm, table, key, otherwise) : otherwise;
}

// ---- Storage

static size_t table_bytes(uint32_t capacity) {
  return sizeof(struct hash_table) +
         capacity * (sizeof(struct hash_entry) + (size_t)sizeof(uint32_t));
}

static void make_empty(struct hash_table *table) {
  table->used = table->live = table->first = 0;
  memset(buckets_of(table), 0, table->cell.extra * sizeof(uint32_t));
}

// NULL: refused, which the least capacity never is. Nothing is thrown.
static struct hash_table *table_new(struct vm *vm, uint32_t capacity) {
  struct hash_table *table = heap_allocate_large(vm, table_bytes(capacity), CELL_HASH_TABLE);
  if (table == NULL)
    return NULL;
  table->cell.extra = capacity;
  table->successor = NULL;
  table->spare = 0;
  make_empty(table);
  return table;
}

static void append_entry(struct hash_table *table, Value key, Value value, uint32_t hash) {
  uint32_t *bucket = bucket_of(table, hash);
  table->entries[table->used] = (struct hash_entry){key, value, hash, *bucket};
  *bucket = ++table->used;
  table->live++;
}

// Appends the live entries of a row of `used` to an empty table, which may be the row's own.
static void append_live(struct hash_table *table, const struct hash_entry *row, uint32_t used) {
  for (uint32_t i = 0; i < used; i++) {
    struct hash_entry entry = row[i];
    if (entry.key != VALUE_HOLE)
      append_entry(table, entry.key, entry.value, entry.hash);
  }
}

// Storage that no walk can reach has no further use. What a walk holds leads on, to storage that it
// can reach.
static void leave(struct vm *vm, struct hash_table *old, struct hash_table *successor) {
  if (old->cell.flags & HASH_TABLE_FLAG_WALKED) {
    old->successor = successor;
    successor->cell.flags |= HASH_TABLE_FLAG_WALKED;
  } else {
    heap_discard(vm, &old->cell);
  }
}

// The capacity that leaves room for half as many entries again as there are.
static uint32_t capacity_for(uint32_t live) {
  uint32_t capacity = LEAST_CAPACITY;
  while (capacity <= live + live / 2)
    capacity *= 2;
  return capacity;
}

// Moves the table without its holes, with room for more. false: refused, and nothing changed.
static bool move(struct vm *vm, struct hash_table **place) {
  struct hash_table *old = *place;
  uint32_t capacity = capacity_for(old->live);
  if (capacity > LARGEST_CAPACITY)
    return false;
  if (capacity == old->cell.extra && !(old->cell.flags & HASH_TABLE_FLAG_WALKED)) {
    uint32_t used = old->used;
    make_empty(old);
    append_live(old, old->entries, used);
    return true;
  }
  struct hash_table *table = table_new(vm, capacity);
  if (table == NULL)
    return false;
  append_live(table, old->entries, old->used);
  leave(vm, old, table);
  *place = table;
  return true;
}

// ---- Changing

// Makes room for one more entry. false: thrown.
static bool make_room(struct vm *vm, struct hash_table **place) {
  if (*place == NULL)
    *place = table_new(vm, LEAST_CAPACITY);
  else if ((*place)->used < (*place)->cell.extra)
    return true;
  else if (!move(vm, place)) {
    throw_range_error(vm, "Out of memory: a collection of %u entries", (*place)->live);
    return false;
  }
  return true;
}

__attribute__((noinline)) static bool put_prepared(struct vm *vm, struct hash_table **place,
                                                   Value key, Value value) {
  uint32_t hash;
  if (!prepare_key(vm, &key, &hash))
    return false;
  struct hash_entry *entry = *place == NULL ? NULL : find(vm, *place, key, hash);
  if (entry != NULL) {
    entry->value = value;
    return true;
  }
  if (!make_room(vm, place))
    return false;
  append_entry(*place, key, value, hash);
  return true;
}

// As in hash_table_get.
bool hash_table_put(struct vm *vm, struct hash_table **place, Value key, Value value) {
  uint32_t hash;
  struct hash_table *table = *place;
  if (table == NULL || !hash_at_once(key, &hash))
    return put_prepared(vm, place, key, value);
  struct hash_entry *entry = find_bits(table, key, hash);
  if (entry != NULL)
    entry->value = value;
  else if (value_is_string(key) || table->used == table->cell.extra)
    return put_prepared(vm, place, key, value);
  else
    append_entry(table, key, value, hash);
  return true;
}

// Takes the entry out of its chain.
static void unchain(struct hash_table *table, const struct hash_entry *entry) {
  uint32_t number = (uint32_t)(entry - table->entries) + 1;
  uint32_t *link = bucket_of(table, entry->hash);
  while (*link != number)
    link = &table->entries[*link - 1].next;
  *link = entry->next;
}

int hash_table_delete(struct vm *vm, struct hash_table **place, Value key) {
  uint32_t hash;
  struct hash_table *table = *place;
  if (!hash_at_once(key, &hash) && !prepare_key(vm, &key, &hash))
    return -1;
  struct hash_entry *entry = table == NULL ? NULL : find(vm, table, key, hash);
  if (entry == NULL)
    return 0;
  unchain(table, entry);
  entry->key = entry->value = VALUE_HOLE;
  table->live--;
  while (table->first < table->used && table->entries[table->first].key == VALUE_HOLE)
    table->first++;
  if (table->used > LEAST_SHRUNK && table->live < table->used / 8)
    move(vm, place); // when that is refused, the table is as right as before
  return 1;
}

void hash_table_clear(struct vm *vm, struct hash_table **place) {
  struct hash_table *old = *place;
  if (hash_table_count(old) == 0)
    return;
  *place = NULL;
  if (old->cell.flags & HASH_TABLE_FLAG_WALKED) {
    *place = table_new(vm, LEAST_CAPACITY);
    old->cell.flags |= HASH_TABLE_FLAG_CLEARED;
  }
  leave(vm, old, *place);
}

// ---- Walking

struct hash_table *hash_table_walk(struct vm *vm, struct hash_table **place) {
  if (*place == NULL)
    *place = table_new(vm, LEAST_CAPACITY);
  (*place)->cell.flags |= HASH_TABLE_FLAG_WALKED;
  return *place;
}

// The position in the successor that belongs to one in the table.
static uint32_t moved_position(const struct hash_table *table, uint32_t position) {
  uint32_t moved = 0;
  if (table->cell.flags & HASH_TABLE_FLAG_CLEARED)
    return 0;
  for (uint32_t i = table->first; i < position; i++)
    moved += table->entries[i].key != VALUE_HOLE;
  return moved;
}

void hash_table_follow(struct hash_table **walked, uint32_t *position) {
  struct hash_table *table = *walked;
  while (table->successor != NULL) {
    *position = moved_position(table, *position);
    table = table->successor;
  }
  *walked = table;
}

struct hash_entry *hash_table_next(struct hash_table **walked, uint32_t *position) {
  hash_table_follow(walked, position);
  struct hash_table *table = *walked;
  uint32_t at = *position < table->first ? table->first : *position;
  while (at < table->used && table->entries[at].key == VALUE_HOLE)
    at++;
  *position = at;
  if (at >= table->used)
    return NULL;
  *position = at + 1;
  return &table->entries[at];
}

void hash_table_trace(struct vm *vm, struct cell *cell) {
  const struct hash_table *table = (const struct hash_table *)cell;
  heap_mark_cell(vm, table->successor);
  for (uint32_t i = table->first; i < table->used; i++) {
    heap_mark_value(vm, table->entries[i].key);
    heap_mark_value(vm, table->entries[i].value);
  }
}

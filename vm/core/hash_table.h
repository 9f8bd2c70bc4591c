// Hash tables of values that keep the order of insertion: what Map and Set are made of.
//
// Entries lie in one row in the order of their insertion (after Close's deterministic hash tables);
// buckets of 32-bit numbers, one for each place of the row, lead to chains of entries. So iteration
// is a walk along the row, and nothing about a script's order depends on a hash or an address.
//
//   entries   | key value hash next | ... | deleted: VALUE_HOLE | ... | free
//                ^ first                                              ^ used
//   buckets   | entry number + 1, or 0 | ...
//
// A deletion leaves a hole in the row. When the row is full the table moves, without the holes, to
// storage for the entries that are left. A walk holds the storage and a position; storage that a
// walk holds is never changed after the move, and says where the table went, so that the walk finds
// its place again: as many entries onwards as stood before it.
//
// Keys are equal by SameValueZero (ECMA-262 7.2.11): numbers are brought to one representation
// before they are hashed and stored (-0 becomes 0), so that only strings need more than a
// comparison of bits.
#ifndef MICA_CORE_HASH_TABLE_H
#define MICA_CORE_HASH_TABLE_H

#include "vm/core/vm.h"

struct hash_entry {
  Value key, value; // VALUE_HOLE: deleted
  uint32_t hash;
  uint32_t next; // of the chain: entry number + 1, or 0
};

#define HASH_TABLE_FLAG_WALKED 0x01  // some walk may hold this storage, or storage that led here
#define HASH_TABLE_FLAG_CLEARED 0x02 // it moved because all was deleted at once

struct hash_table {
  struct cell cell;             // CELL_HASH_TABLE; extra: capacity, a power of two
  struct hash_table *successor; // where the table went; NULL: it is here
  uint32_t used;                // entries of the row, deleted ones included
  uint32_t live;
  uint32_t first;              // no entry before it is live
  uint32_t spare;              // keeps what follows aligned
  struct hash_entry entries[]; // `capacity` of them, then as many buckets
};

// NULL stands for an empty table in all of these. Strings that are ropes are flattened: a failure
// of that throws.

// The key's value, or `otherwise` when there is none. VALUE_EXCEPTION: thrown.
Value hash_table_get(struct vm *vm, const struct hash_table *table, Value key, Value otherwise);
// Inserts the key or replaces its value. The storage may move. false: thrown.
bool hash_table_put(struct vm *vm, struct hash_table **table, Value key, Value value);
// 1: deleted, 0: there was none, -1: thrown.
int hash_table_delete(struct vm *vm, struct hash_table **table, Value key);
void hash_table_clear(struct vm *vm, struct hash_table **table);
static inline uint32_t hash_table_count(const struct hash_table *table) {
  return table == NULL ? 0 : table->live;
}

// Storage for a walk to hold, with position 0; an empty table gets some.
struct hash_table *hash_table_walk(struct vm *vm, struct hash_table **table);
// Where a walk goes on once the table has moved.
void hash_table_follow(struct hash_table **walked, uint32_t *position);
// The next entry of a walk, which steps behind it, or NULL: the end. Valid until the table changes.
struct hash_entry *hash_table_next(struct hash_table **walked, uint32_t *position);

#endif

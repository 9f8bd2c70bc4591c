// Map and Set objects: an object with a hash table.
#ifndef MICA_CORE_COLLECTION_H
#define MICA_CORE_COLLECTION_H

#include "vm/core/hash_table.h"

struct collection {
  struct object object;     // of class CLASS_MAP or CLASS_SET
  struct hash_table *table; // NULL while nothing was put into it; the values of a Set are undefined
};

static inline bool object_is_collection(const struct object *object) {
  return object->cell.type == CELL_OBJECT &&
         (object->cell.kind == CLASS_MAP || object->cell.kind == CLASS_SET);
}
// The Map or Set that the value is, or NULL.
static inline struct collection *value_collection(Value value, enum object_class class) {
  uint64_t address = value ^ TAG_OBJECT;
  if (address >> 48 != 0)
    return NULL;
  struct collection *collection = (struct collection *)address;
  uint32_t wanted = (uint32_t)CELL_OBJECT | (uint32_t) class << 16;
  return (cell_head(&collection->object.cell) & 0x00FF00FFu) == wanted ? collection : NULL;
}

#endif

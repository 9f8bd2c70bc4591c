// Shapes: property tables, transitions between shapes, and the changes of one object's shape.
//
// A transition is identified by what it does: adding a key with attributes, changing the attributes
// of a key, or a change of the whole (layout, integrity), for which the markers below stand as
// keys. The children are found in a hash table that the parent owns and which does not keep them
// alive.
//
// Invariants:
// - Entry i of a table has slot i, in every object whose shape uses the table.
// - In a lineage a table is only ever appended to, by the shape that sees all of it.
// - A shape of a single object (dictionary, prototype) has its table to itself, and sees all of it;
//   only there are entries deleted.
#include "vm/core/iterator.h"
#include "vm/core/vm.h"
#include "vm/stress.h"

#define LEAST_TABLE USUAL_OR_TINY(4u, 1u)        // entries of a new table
#define LARGEST_LINEAR_TABLE USUAL_OR_TINY(8, 1) // entries that are searched without an index
#define LARGEST_SHARED_TABLE                                                                       \
  USUAL_OR_TINY(128, 5) // properties beyond which an object becomes a dictionary
#define MOST_RECONFIGURATIONS                                                                      \
  USUAL_OR_TINY(32, 2)         // in a lineage, before an object becomes a dictionary
#define LEAST_EXPECTED_SLOTS 4 // of an object that `new` makes
#define MOST_EXPECTED_SLOTS 16
#define LEAST_DELETED USUAL_OR_TINY(8, 0) // deleted entries that are never worth compacting

// Keys of transitions that concern the whole shape; the attributes say which change.
#define KEY_LAYOUT VALUE_TRUE
#define KEY_INTEGRITY VALUE_FALSE
// In a transition's attributes: the key is there already.
#define TRANSITION_RECONFIGURES 0x100

struct transition {
  PropertyKey key;
  uint32_t attributes;
  struct shape *child; // NULL: free
};

// Open addressing with linear probing; at most three quarters full.
struct shape_transitions {
  uint32_t count, capacity;
  struct transition slots[];
};

static uint32_t key_hash(PropertyKey key) { return (uint32_t)(key * 0x9E3779B97F4A7C15u >> 32); }

static bool is_index(PropertyKey key) {
  uint32_t index;
  return property_key_is_index(key, &index);
}

// ---- Property tables

static bool is_constant(const struct property_table *table) { return table->references == 0; }

static struct property_table *table_new(struct vm *vm, uint32_t capacity) {
  struct property_table *table = heap_external_allocate(vm, sizeof *table);
  *table = (struct property_table){.references = 1, .capacity = capacity};
  table->entries = heap_external_try(vm, NULL, 0, capacity * sizeof *table->entries);
  if (table->entries == NULL) { // nobody has the table yet
    heap_external_free(vm, table, sizeof *table);
    heap_panic(vm);
  }
  return table;
}

static size_t index_bytes(const struct property_table *table) {
  return table->index == NULL ? 0 : (table->index_mask + (size_t)1) * sizeof *table->index;
}

static void table_release(struct vm *vm, struct property_table *table) {
  if (table == NULL || is_constant(table) || --table->references > 0)
    return;
  heap_external_free(vm, table->index, index_bytes(table));
  heap_external_free(vm, table->entries, table->capacity * sizeof *table->entries);
  heap_external_free(vm, table, sizeof *table);
}

static void index_insert(struct property_table *table, uint32_t entry) {
  uint32_t i = key_hash(table->entries[entry].key) & table->index_mask;
  while (table->index[i] != 0)
    i = (i + 1) & table->index_mask;
  table->index[i] = entry + 1;
}

// An index is at most half full at the table's capacity.
static uint32_t index_slots(uint32_t capacity) {
  uint32_t slots = 4 * LARGEST_LINEAR_TABLE;
  while (slots < 2 * capacity)
    slots *= 2;
  return slots;
}

uint32_t property_table_index_slots(uint32_t count) {
  return count > LARGEST_LINEAR_TABLE ? index_slots(count) : 0;
}

void property_table_fill_index(struct property_table *table) {
  if (table->index == NULL)
    return;
  for (uint32_t i = 0; i < table->count; i++)
    if (table->entries[i].key != VALUE_ABSENT)
      index_insert(table, i);
}

// Makes the index anew. Without memory for it there is none, and the table is searched linearly.
static void index_build(struct vm *vm, struct property_table *table) {
  heap_external_free(vm, table->index, index_bytes(table));
  table->index = NULL;
  uint32_t slots = index_slots(table->capacity);
  table->index = heap_external_try(vm, NULL, 0, slots * sizeof *table->index);
  if (table->index == NULL)
    return;
  memset(table->index, 0, slots * sizeof *table->index);
  table->index_mask = slots - 1;
  property_table_fill_index(table);
}

static void table_append(struct vm *vm, struct property_table *table, PropertyKey key,
                         uint32_t attributes) {
  if (table->count == table->capacity) {
    uint32_t capacity = USUAL_OR_TINY(2 * table->capacity, table->capacity + 1);
    table->entries =
        heap_external_resize(vm, table->entries, table->capacity * sizeof *table->entries,
                             capacity * sizeof *table->entries);
    table->capacity = capacity;
    if (table->index != NULL)
      index_build(vm, table);
  }
  uint32_t entry = table->count++;
  table->entries[entry] = (struct property){.key = key, .attributes = attributes};
  if (table->index != NULL)
    index_insert(table, entry);
  else if (table->count > LARGEST_LINEAR_TABLE)
    index_build(vm, table);
}

// A table of its own with the shape's entries, and room for one more.
static struct property_table *table_copy(struct vm *vm, const struct shape *shape) {
  struct property_table *table =
      table_new(vm, shape->count < LEAST_TABLE ? LEAST_TABLE : shape->count + 1);
  if (shape->count == 0)
    return table;
  memcpy(table->entries, shape->table->entries, shape->count * sizeof *table->entries);
  table->count = shape->count;
  table->deleted = shape_is_unique(shape) ? shape->table->deleted : 0;
  if (table->count > LARGEST_LINEAR_TABLE)
    index_build(vm, table);
  return table;
}

int32_t shape_find(const struct shape *shape, PropertyKey key) {
  const struct property_table *table = shape->table;
  if (table == NULL)
    return -1;
  if (table->index == NULL) {
    for (uint32_t i = 0; i < shape->count; i++)
      if (table->entries[i].key == key)
        return (int32_t)i;
    return -1;
  }
  for (uint32_t i = key_hash(key) & table->index_mask; table->index[i] != 0;
       i = (i + 1) & table->index_mask) {
    uint32_t entry = table->index[i] - 1;
    if (table->entries[entry].key == key)
      return entry < shape->count ? (int32_t)entry : -1;
  }
  return -1;
}

// ---- Cells

static struct shape *shape_new(struct vm *vm, struct object *prototype, enum shape_layout layout) {
  struct shape *shape = heap_allocate(vm, sizeof *shape, CELL_SHAPE);
  struct cell cell = shape->cell;
  cell.kind = (uint8_t)layout;
  *shape = (struct shape){.cell = cell, .prototype = prototype};
  return shape;
}

// A shape alike, but for its table and what is not inherited.
static struct shape *shape_like(struct vm *vm, const struct shape *shape) {
  struct shape *copy = shape_new(vm, shape->prototype, shape->cell.kind);
  copy->cell.flags = shape->cell.flags;
  copy->cell.extra = shape->cell.extra;
  copy->count = shape->count;
  copy->instances = shape->instances;
  return copy;
}

void shape_trace(struct vm *vm, struct cell *cell) {
  const struct shape *shape = (const struct shape *)cell;
  heap_mark_cell(vm, shape->prototype);
  heap_mark_cell(vm, shape->parent);
  heap_mark_cell(vm, shape->instances);
  if (shape->table != NULL && is_constant(shape->table))
    return; // the names of the image
  for (uint32_t i = 0; i < shape->count; i++)
    heap_mark_value(vm, shape->table->entries[i].key);
}

static size_t transitions_bytes(uint32_t capacity) {
  return sizeof(struct shape_transitions) + capacity * sizeof(struct transition);
}

static void transitions_release(struct vm *vm, struct shape_transitions *transitions) {
  if (transitions != NULL)
    heap_external_free(vm, transitions, transitions_bytes(transitions->capacity));
}

void shape_finalize(struct vm *vm, struct cell *cell) {
  struct shape *shape = (struct shape *)cell;
  table_release(vm, shape->table);
  transitions_release(vm, shape->transitions);
}

// ---- Transitions

static uint32_t transition_home(const struct shape_transitions *transitions, PropertyKey key,
                                uint32_t attributes) {
  return (key_hash(key) + attributes) & (transitions->capacity - 1);
}

// The slot of that transition, or the free one where it would be put.
static struct transition *transition_slot(struct shape_transitions *transitions, PropertyKey key,
                                          uint32_t attributes) {
  uint32_t i = transition_home(transitions, key, attributes);
  for (;; i = (i + 1) & (transitions->capacity - 1)) {
    struct transition *slot = &transitions->slots[i];
    if (slot->child == NULL || (slot->key == key && slot->attributes == attributes))
      return slot;
  }
}

static struct shape *transition_find(const struct shape *shape, PropertyKey key,
                                     uint32_t attributes) {
  if (shape->transitions == NULL)
    return NULL;
  return transition_slot(shape->transitions, key, attributes)->child;
}

static void transitions_grow(struct vm *vm, struct shape *shape) {
  struct shape_transitions *old = shape->transitions;
  uint32_t capacity = old == NULL ? 2 : 2 * old->capacity;
  struct shape_transitions *grown = heap_external_allocate(vm, transitions_bytes(capacity));
  memset(grown, 0, transitions_bytes(capacity));
  grown->capacity = capacity;
  for (uint32_t i = 0; old != NULL && i < old->capacity; i++)
    if (old->slots[i].child != NULL)
      *transition_slot(grown, old->slots[i].key, old->slots[i].attributes) = old->slots[i];
  grown->count = old == NULL ? 0 : old->count;
  transitions_release(vm, old);
  shape->transitions = grown;
}

static void transition_add(struct vm *vm, struct shape *shape, PropertyKey key, uint32_t attributes,
                           struct shape *child) {
  if (shape->transitions == NULL ||
      4 * (shape->transitions->count + 1) > 3 * shape->transitions->capacity)
    transitions_grow(vm, shape);
  child->parent = shape;
  *transition_slot(shape->transitions, key, attributes) =
      (struct transition){.key = key, .attributes = attributes, .child = child};
  shape->transitions->count++;
}

// Empties slot `hole` and moves later entries of its cluster up, as in atom.c.
static void transition_remove(struct shape_transitions *transitions, uint32_t hole) {
  uint32_t mask = transitions->capacity - 1;
  struct transition *slots = transitions->slots;
  transitions->count--;
  for (uint32_t i = (hole + 1) & mask; slots[i].child != NULL; i = (i + 1) & mask) {
    uint32_t home = transition_home(transitions, slots[i].key, slots[i].attributes);
    if (((i - home) & mask) >= ((i - hole) & mask)) {
      slots[hole] = slots[i];
      hole = i;
    }
  }
  slots[hole].child = NULL;
}

void shape_sweep_transitions(struct vm *vm, struct cell *cell) {
  struct shape *shape = (struct shape *)cell;
  if (cell->type != CELL_SHAPE || shape->transitions == NULL)
    return; // another kind of cell of the same size
  struct shape_transitions *transitions = shape->transitions;
  for (uint32_t i = 0; i < transitions->capacity;) {
    if (transitions->slots[i].child != NULL && !heap_is_marked(transitions->slots[i].child))
      transition_remove(transitions, i); // another entry may have moved here: look again
    else
      i++;
  }
  if (transitions->count > 0)
    return;
  transitions_release(vm, transitions);
  shape->transitions = NULL;
}

// ---- Shared shapes

// The child with the parent's properties in a table of its own, for the caller to change.
static struct shape *shape_branch(struct vm *vm, struct shape *shape, PropertyKey key,
                                  uint32_t attributes) {
  struct shape *child = shape_like(vm, shape);
  child->count = 0;
  if (shape->count > 0) {
    child->table = table_copy(vm, shape);
    child->count = shape->count;
  }
  transition_add(vm, shape, key, attributes, child);
  return child;
}

struct shape *shape_add(struct vm *vm, struct shape *shape, PropertyKey key, uint32_t attributes) {
  struct shape *child = transition_find(shape, key, attributes);
  if (child != NULL)
    return child;
  child = shape_like(vm, shape);
  if (shape->table != NULL && shape->table->count == shape->count && !is_constant(shape->table)) {
    child->table = shape->table;
    child->table->references++;
  } else {
    child->table = table_copy(vm, shape);
  }
  table_append(vm, child->table, key, attributes);
  child->count = shape->count + 1;
  if (is_index(key))
    child->cell.flags |= SHAPE_FLAG_INDEXED;
  transition_add(vm, shape, key, attributes, child);
  return child;
}

static struct shape *shape_reconfigure(struct vm *vm, struct shape *shape, uint32_t entry,
                                       uint32_t attributes) {
  PropertyKey key = shape->table->entries[entry].key;
  struct shape *child = transition_find(shape, key, attributes | TRANSITION_RECONFIGURES);
  if (child != NULL)
    return child;
  child = shape_branch(vm, shape, key, attributes | TRANSITION_RECONFIGURES);
  child->table->entries[entry].attributes = attributes;
  child->cell.extra++;
  return child;
}

// What the level of integrity does to a shape whose table is its own.
static void restrict_shape(struct shape *shape, enum integrity integrity) {
  shape->cell.flags |= SHAPE_FLAG_NOT_EXTENSIBLE;
  if (integrity == INTEGRITY_NOT_EXTENSIBLE)
    return;
  for (uint32_t i = 0; i < shape->count; i++) {
    struct property *property = &shape->table->entries[i];
    if (value_is_private_name(property->key))
      continue;
    property->attributes &= ~(uint32_t)PROPERTY_CONFIGURABLE;
    if (integrity == INTEGRITY_FROZEN)
      property->attributes &= ~(uint32_t)PROPERTY_WRITABLE;
  }
}

// Gives the object a unique shape, a prototype's. A prototype with indices is remembered for good:
// from then on, stores to elements that are not there look at the prototypes.
static void become_prototype(struct vm *vm, struct object *object) {
  if (object->shape->cell.flags & SHAPE_FLAG_PROTOTYPE)
    return;
  object_make_dictionary(vm, object);
  object->shape->cell.flags &= (uint8_t)~SHAPE_FLAG_DICTIONARY;
  object->shape->cell.flags |= SHAPE_FLAG_PROTOTYPE;
  bool indexed = object->shape->cell.flags & SHAPE_FLAG_INDEXED ||
                 object_is_string_wrapper(object) || object->cell.type == CELL_TYPED_ARRAY ||
                 (object_is_array(object) && ((struct array *)object)->capacity > 0);
  if (indexed)
    vm->indexed_prototypes = true;
}

// Whoever changes or extends a table copies a constant one (is_constant).
struct shape *shape_of_template(struct vm *vm, struct object *prototype, enum shape_layout layout,
                                const struct property_table *table) {
  struct shape *shape = shape_new(vm, prototype, layout);
  shape->table = (struct property_table *)(uintptr_t)table;
  shape->count = table->count;
  return shape;
}

struct shape *shape_of_builtin(struct vm *vm, struct object *prototype, enum shape_layout layout,
                               const struct property_table *table) {
  struct shape *shape = shape_of_template(vm, prototype, layout, table);
  shape->cell.flags = SHAPE_FLAG_PROTOTYPE;
  return shape;
}

struct shape *shape_for_prototype(struct vm *vm, struct object *prototype) {
  if (prototype != NULL)
    become_prototype(vm, prototype);
  struct shape **place = prototype == NULL ? &vm->null_shape : &prototype->shape->instances;
  if (*place == NULL) {
    *place = shape_new(vm, prototype, LAYOUT_ORDINARY);
    (*place)->expected = LEAST_EXPECTED_SLOTS;
  }
  return *place;
}

struct shape *shape_for_layout(struct vm *vm, struct object *prototype, enum shape_layout layout) {
  struct shape *ordinary = shape_for_prototype(vm, prototype);
  if (layout == LAYOUT_ORDINARY)
    return ordinary;
  struct shape *shape = transition_find(ordinary, KEY_LAYOUT, layout);
  if (shape != NULL)
    return shape;
  shape = shape_new(vm, prototype, layout);
  transition_add(vm, ordinary, KEY_LAYOUT, layout, shape);
  return shape;
}

// ---- One object's shape

void object_make_dictionary(struct vm *vm, struct object *object) {
  struct shape *shape = object->shape;
  if (shape_is_unique(shape))
    return;
  struct shape *own = shape_like(vm, shape);
  own->table = table_copy(vm, shape);
  own->cell.flags |= SHAPE_FLAG_DICTIONARY;
  object->shape = own;
}

// The object's unique shape, for a change in place: a prototype gets another cell, which takes the
// table over, so that no cache takes the shape for what it was. What a builtin object has of the
// image is copied at its first change.
static struct shape *shape_edit(struct vm *vm, struct object *object) {
  struct shape *shape = object->shape;
  if (!(shape->cell.flags & SHAPE_FLAG_PROTOTYPE))
    return shape;
  vm->prototype_changes++;
  struct shape *replacement = shape_like(vm, shape);
  replacement->table = is_constant(shape->table) ? table_copy(vm, shape) : shape->table;
  shape->table = NULL;
  shape->count = 0;
  object->shape = replacement;
  return replacement;
}

// What is made of the same prototype later has room for as many slots at once.
static void expect_slots(const struct object *object, uint32_t capacity) {
  const struct object *prototype = object_prototype(object);
  struct shape *empty = prototype ? prototype->shape->instances : NULL;
  if (empty != NULL && empty->expected < capacity && capacity <= MOST_EXPECTED_SLOTS)
    empty->expected = capacity;
}

bool object_reserve_slots(struct vm *vm, struct object *object, uint32_t needed) {
  uint32_t capacity = object->cell.extra, used = object->shape->count;
  if (needed <= capacity)
    return true;
  bool external = object->cell.flags & OBJECT_FLAG_EXTERNAL_SLOTS;
  uint32_t grown = USUAL_OR_TINY(capacity < 2 ? 4 : 2 * capacity, needed);
  grown = heap_values_round(grown < needed ? needed : grown);
  Value *slots =
      heap_values_resize(vm, external ? object->slots : NULL, external ? capacity : 0, grown);
  if (slots == NULL) {
    throw_range_error(vm, "Out of memory: an object of %u properties", needed);
    return false;
  }
  if (!external && used > 0)
    memcpy(slots, object->slots, used * sizeof *slots);
  expect_slots(object, grown);
  object->slots = slots;
  object->cell.flags |= OBJECT_FLAG_EXTERNAL_SLOTS;
  object->cell.extra = grown;
  return true;
}

// Iterations that end early ask no iterator for its `return` (iterator.h). An object that inherits
// from one prototype with iterators has their shape, so it may not have one either.
static bool may_have_return(struct vm *vm, const struct object *object) {
  if (object != vm->builtins[INTRINSIC_OBJECT_PROTOTYPE] && !object_serves_iterators(vm, object))
    return true;
  throw_final(vm, MICA_ERROR_UNSUPPORTED, "unsupported: a `return` of iterators");
  return false;
}

bool object_add_property(struct vm *vm, struct object *object, PropertyKey key, Value value,
                         uint32_t attributes) {
  if (key == property_key_from_atom(atom(ATOM_return)) && !may_have_return(vm, object))
    return false;
  struct shape *shape = object->shape;
  uint32_t slot = shape->count;
  if (!object_reserve_slots(vm, object, slot + 1))
    return false;
  if (slot >= LARGEST_SHARED_TABLE)
    object_make_dictionary(vm, object);
  object->slots[slot] = value;
  if (!shape_is_unique(object->shape)) {
    object->shape = shape_add(vm, shape, key, attributes);
    return true;
  }
  shape = shape_edit(vm, object);
  table_append(vm, shape->table, key, attributes);
  shape->count++;
  if (is_index(key)) {
    shape->cell.flags |= SHAPE_FLAG_INDEXED;
    if (shape->cell.flags & SHAPE_FLAG_PROTOTYPE)
      vm->indexed_prototypes = true;
  }
  return true;
}

void object_change_attributes(struct vm *vm, struct object *object, uint32_t entry,
                              uint32_t attributes) {
  if (object->shape->table->entries[entry].attributes == attributes)
    return;
  if (object->shape->cell.extra >= MOST_RECONFIGURATIONS)
    object_make_dictionary(vm, object);
  if (shape_is_unique(object->shape))
    shape_edit(vm, object)->table->entries[entry].attributes = attributes;
  else
    object->shape = shape_reconfigure(vm, object->shape, entry, attributes);
}

// Moves the entries that are left together, and their slots with them.
static void compact(struct vm *vm, struct object *object) {
  struct shape *shape = object->shape;
  struct property_table *table = shape->table;
  uint32_t kept = 0;
  for (uint32_t i = 0; i < table->count; i++) {
    if (table->entries[i].key == VALUE_ABSENT)
      continue;
    table->entries[kept] = table->entries[i];
    object->slots[kept++] = object->slots[i];
  }
  table->count = shape->count = kept;
  table->deleted = 0;
  if (table->index != NULL)
    index_build(vm, table);
}

void object_remove_property(struct vm *vm, struct object *object, uint32_t entry) {
  struct shape *shape = object->shape, *parent = shape->parent;
  // The property added last: back to the shape without it.
  if (!shape_is_unique(shape) && entry + 1 == shape->count && parent != NULL &&
      parent->count == entry && parent->cell.kind == shape->cell.kind) {
    object->shape = parent;
    return;
  }
  object_make_dictionary(vm, object);
  shape = shape_edit(vm, object);
  struct property_table *table = shape->table;
  table->entries[entry].key = VALUE_ABSENT;
  object->slots[entry] = VALUE_UNDEFINED;
  table->deleted++;
  if (table->deleted > LEAST_DELETED && 2 * table->deleted > table->count)
    compact(vm, object);
}

void object_change_prototype(struct vm *vm, struct object *object, struct object *prototype) {
  const struct shape *old = object->shape;
  struct shape *shape = shape_for_layout(vm, prototype, old->cell.kind);
  if (shape_is_unique(old)) {
    shape_edit(vm, object)->prototype = prototype;
    return;
  }
  for (uint32_t i = 0; i < old->count; i++)
    shape = shape_add(vm, shape, old->table->entries[i].key, old->table->entries[i].attributes);
  object->shape = shape;
}

void object_change_integrity(struct vm *vm, struct object *object, enum integrity integrity) {
  if (shape_is_unique(object->shape)) {
    restrict_shape(shape_edit(vm, object), integrity);
    return;
  }
  struct shape *child = transition_find(object->shape, KEY_INTEGRITY, integrity);
  if (child == NULL) {
    child = shape_branch(vm, object->shape, KEY_INTEGRITY, integrity);
    restrict_shape(child, integrity);
  }
  object->shape = child;
}

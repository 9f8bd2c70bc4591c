// Objects, shapes and arrays.
//
// An object is a shape and slots. The shape says which properties there are, in which slot, with
// which attributes, and what the prototype is; objects made alike share one, so that an instruction
// that remembers a shape finds a property with one comparison (Hoelzle, Chambers, Ungar 1991).
// Shapes of one lineage share one property table, of which each sees the first `count` entries; a
// branch copies it. An object from which a property was deleted, or that has very many or was
// reconfigured too often, gets a shape of its own (dictionary), which no cache remembers. An object
// that is somebody's prototype has a shape of its own too, but another one after every change.
// Changing an attribute or the prototype also leads to another shape. What a cache may rely on:
//
// - A shape that is not a dictionary proves its properties, their slots and attributes, its
// prototype,
//   and which kind of object has it (objects whose properties are partly virtual, as an array's
//   length, never share shapes with others: see enum shape_layout).
// - Hence the receiver's shape and the holder's shape together prove an inherited property, as long
// as
//   the shapes of the prototypes between them are checked or there are none.
// - Shapes are cells: a cache that outlives a collection marks those it remembers, or forgets them.
//
// Slots lie behind the object or, grown beyond, in storage of their own; `slots` always points to
// them. Slot i belongs to entry i of the shape's table.
//
// Arrays keep their elements densely in storage, VALUE_HOLE where there is none. `capacity` bounds
// what may be read there, *not* `length`: the elements of a dense array from capacity up to length
// are holes. An array that has elements far beyond the others, or other than default attributes, or
// that is not extensible, is sparse: its capacity is 0 and its elements are properties of the
// dictionary. So whatever tests against capacity is right for both.
#ifndef MICA_CORE_OBJECT_H
#define MICA_CORE_OBJECT_H

#include "vm/core/string.h"

struct function;

// A property key: an int32 value >= 0 (array index below 2^31 - 1), an atom's string value, or a
// private name (vm/core/class.h), which script cannot list, restrict or delete.
typedef Value PropertyKey;

enum property_attributes {
  PROPERTY_WRITABLE = 1,
  PROPERTY_ENUMERABLE = 2,
  PROPERTY_CONFIGURABLE = 4,
  PROPERTY_ACCESSOR = 8, // the slot holds a struct accessor cell
  PROPERTY_DEFAULT = 7,
  PROPERTY_HIDDEN = 5, // builtins: writable, configurable, not enumerable
};

struct property {
  PropertyKey key; // VALUE_ABSENT: deleted (dictionaries and prototypes only)
  uint32_t attributes;
};

// Shared by the shapes of one lineage.
struct property_table {
  uint32_t references; // shapes that use it; 0: constant, of the image (vm/library/image.h)
  uint32_t count, capacity;
  uint32_t deleted; // entries
  struct property *entries;
  uint32_t *index; // open addressing over keys: entry number + 1, 0 empty; NULL while small
  uint32_t index_mask;
};

#define SHAPE_FLAG_DICTIONARY 0x01 // belongs to one object, may change in place, is never cached
#define SHAPE_FLAG_NOT_EXTENSIBLE 0x02
// The object is somebody's prototype: its shape is unique to it, and is replaced on every change of
// property or attributes (not of a property's value).
#define SHAPE_FLAG_PROTOTYPE 0x04
#define SHAPE_FLAG_INDEXED 0x08 // has, or had, an index as a key

// Kinds of objects that have virtual properties: each has shapes of its own.
enum shape_layout {
  LAYOUT_ORDINARY,
  LAYOUT_ARRAY,
  LAYOUT_FUNCTION,
  LAYOUT_STRING,
  LAYOUT_TYPED_ARRAY
};

struct shape {
  struct cell cell;         // flags: SHAPE_FLAG_*; kind: enum shape_layout; extra: reconfigurations
  struct object *prototype; // NULL: none
  struct shape *parent;     // that this one was made from; keeps it alive
  struct property_table *table; // NULL while empty
  uint32_t count;               // entries of the table that this shape has
  uint32_t expected; // of the empty shape of what inherits a prototype: slots to make room for
  struct shape_transitions *transitions; // children by key and attributes; weak
  struct shape *instances; // of an object that is a prototype: the empty shape of what inherits it
};

#define OBJECT_FLAG_EXTERNAL_SLOTS 0x01   // slots are in storage of their own
#define OBJECT_FLAG_LENGTH_READ_ONLY 0x02 // arrays (sparse ones)
#define OBJECT_FLAG_SPARSE 0x04           // arrays
#define OBJECT_FLAG_STRINGIFIED 0x20      // no functions: perhaps being written as JSON
#define OBJECT_FLAG_JOINING 0x40          // its join is in progress: see vm/library/array.c

// cell.kind of a CELL_OBJECT
enum object_class {
  CLASS_OBJECT,
  CLASS_ERROR,
  CLASS_BOOLEAN,
  CLASS_NUMBER,
  CLASS_STRING,
  CLASS_GLOBAL,
  CLASS_MATH,
  CLASS_JSON,
  CLASS_ARGUMENTS,
  CLASS_ITERATOR, // vm/core/iterator.h
  CLASS_MAP,      // vm/core/collection.h
  CLASS_SET,
  CLASS_ARRAY_BUFFER, // vm/core/typed_array.h
  CLASS_HOST          // vm/core/host.h
};

struct object {
  struct cell cell; // flags: OBJECT_FLAG_*; kind: class or function kind; extra: slot capacity
  struct shape *shape;
  Value *slots;
};

struct array {
  struct object object;
  Value *elements; // storage of `capacity` values; NULL while capacity is 0
  uint32_t length; // elements at or beyond length are VALUE_HOLE
  uint32_t capacity;
};

// An object of class Boolean, Number or String: what it wraps.
struct wrapper {
  struct object object;
  Value primitive;
};

struct accessor {
  struct cell cell;     // CELL_VALUES with two values
  Value getter, setter; // VALUE_UNDEFINED: none
};

// A variable that a closure captured and that is assigned after its capture.
struct box {
  struct cell cell;
  Value value;
};

static inline bool object_is_array(const struct object *object) {
  return object->cell.type == CELL_ARRAY;
}
static inline bool object_is_function(const struct object *object) {
  return object->cell.type == CELL_FUNCTION;
}
static inline bool object_is_wrapper(const struct object *object) {
  return object->cell.type == CELL_OBJECT && object->cell.kind >= CLASS_BOOLEAN &&
         object->cell.kind <= CLASS_STRING;
}
static inline bool object_is_string_wrapper(const struct object *object) {
  return object->cell.type == CELL_OBJECT && object->cell.kind == CLASS_STRING;
}
static inline bool value_is_array(Value value) {
  return value_is_object(value) && object_is_array(value_object(value));
}
static inline bool value_is_function(Value value) {
  return value_is_object(value) && object_is_function(value_object(value));
}
static inline struct array *value_array(Value value) { return value_pointer(value); }
// An element that is there, of a dense array, which is what is read most; otherwise NULL.
static inline Value *array_element(Value object, uint32_t index) {
  const struct array *array = value_array(object);
  return value_is_array(object) && index < array->capacity && array->elements[index] != VALUE_HOLE
             ? &array->elements[index]
             : NULL;
}
static inline bool array_is_sparse(const struct array *array) {
  return array->object.cell.flags & OBJECT_FLAG_SPARSE;
}

// ---- Shapes (vm/core/shape.c)

// Empty shape of ordinary objects with this prototype (may be NULL), the same each time as long as
// it is in use. The prototype becomes one: it gets a unique shape.
struct shape *shape_for_prototype(struct vm *vm, struct object *prototype);
// The same of objects with another layout: vm->array_shape, vm->function_shape.
struct shape *shape_for_layout(struct vm *vm, struct object *prototype, enum shape_layout layout);
// Of a builtin object: a shape of its own, as a prototype's, whose properties are the table's.
struct shape *shape_of_builtin(struct vm *vm, struct object *prototype, enum shape_layout layout,
                               const struct property_table *table);
// Of objects that have these properties from the start: the table is constant.
struct shape *shape_of_template(struct vm *vm, struct object *prototype, enum shape_layout layout,
                                const struct property_table *table);
// Of a constant table of so many properties: the slots of its index, 0: it needs none; enters all
// properties in the index, which is zero.
uint32_t property_table_index_slots(uint32_t count);
void property_table_fill_index(struct property_table *table);
// The shape after adding a property that is not there; the same child each time. Not for shapes
// that belong to one object.
struct shape *shape_add(struct vm *vm, struct shape *shape, PropertyKey key, uint32_t attributes);
// Index of the property's entry in shape->table, or -1. Own properties only, not virtual ones.
int32_t shape_find(const struct shape *shape, PropertyKey key);
// Does the shape belong to one object?
static inline bool shape_is_unique(const struct shape *shape) {
  return shape->cell.flags & (SHAPE_FLAG_DICTIONARY | SHAPE_FLAG_PROTOTYPE);
}

// May a cache remember it?
static inline bool shape_is_cacheable(const struct shape *shape) {
  return !(shape->cell.flags & SHAPE_FLAG_DICTIONARY);
}

// The object's side. These neither check attributes nor extensibility.

// Adds a property that is not there, with its value. false: thrown (no memory for slots).
bool object_add_property(struct vm *vm, struct object *object, PropertyKey key, Value value,
                         uint32_t attributes);
// Room for this many slots. false: thrown.
bool object_reserve_slots(struct vm *vm, struct object *object, uint32_t needed);
void object_change_attributes(struct vm *vm, struct object *object, uint32_t entry,
                              uint32_t attributes);
void object_remove_property(struct vm *vm, struct object *object, uint32_t entry);
void object_change_prototype(struct vm *vm, struct object *object, struct object *prototype);
// Makes the object's shape its own: a dictionary, unless it is a prototype's.
void object_make_dictionary(struct vm *vm, struct object *object);

enum integrity { INTEGRITY_NOT_EXTENSIBLE, INTEGRITY_SEALED, INTEGRITY_FROZEN };
// Flags and attributes of the properties in the shape alone; see object_set_integrity.
void object_change_integrity(struct vm *vm, struct object *object, enum integrity integrity);

// The collector's: after marking, a live shape forgets the children that are not marked.
void shape_sweep_transitions(struct vm *vm, struct cell *cell);

// ---- Making

// Fills a new cell with room for `capacity` slots behind it.
static inline void object_start(struct object *object, struct shape *shape, uint32_t capacity) {
  object->cell.extra = capacity;
  object->shape = shape;
  object->slots = (Value *)(object + 1);
}

// Objects without a slot yet; `capacity` slots have room behind them.
struct object *object_new(struct vm *vm, struct object *prototype, uint32_t capacity);
struct object *object_new_with_shape(struct vm *vm, struct shape *shape, uint32_t capacity);
// Gives an object without slots a copy of these (few: a cell of the smaller kind), in storage of
// their own. Its shape says what they are.
void object_set_slots(struct vm *vm, struct object *object, const Value *slots, uint32_t count);
// Boolean, Number or String object.
struct object *object_new_wrapper(struct vm *vm, enum object_class class, struct object *prototype,
                                  Value primitive);
struct box *box_new(struct vm *vm, Value value);
struct accessor *accessor_new(struct vm *vm, Value getter, Value setter);

static inline void array_start(struct array *array, struct shape *shape, Value *elements,
                               uint32_t length, uint32_t capacity) {
  array->object.shape = shape;
  array->object.slots = NULL;
  array->elements = elements;
  array->length = length;
  array->capacity = capacity;
}
// Array of `length` holes, room for `capacity` elements. NULL with RangeError thrown when refused.
struct array *array_new(struct vm *vm, uint32_t length, uint32_t capacity);
// Makes room for at least `capacity` elements (amortised growth) of a dense array. false with
// RangeError thrown.
bool array_reserve(struct vm *vm, struct array *array, uint32_t capacity);
bool array_push(struct vm *vm, struct array *array, Value value);
#define ARRAY_MOST_CONSTRUCTED 50000000u // elements of an array under construction
// Arrays under construction stay dense. Makes room for `more` elements: false with RangeError
// thrown beyond what a dense array can have.
bool array_expect(struct vm *vm, struct array *array, uint32_t more);
// As array_push.
bool array_append(struct vm *vm, struct array *array, Value value);
// `length` assignment. false: thrown.
bool array_set_length(struct vm *vm, struct array *array, uint32_t length);
// Sets an element as CreateDataProperty does; a dense array goes sparse when that is better, a
// sparse one dense. Attributes and prototypes are the caller's to have checked. false: thrown.
bool array_put(struct vm *vm, struct array *array, uint32_t index, Value value);
bool array_make_sparse(struct vm *vm, struct array *array);

// ---- Keys

// Key of any value (ToPropertyKey, 7.1.19). May run script for objects. VALUE_EXCEPTION: thrown.
PropertyKey property_key(struct vm *vm, Value value);
// The key of `base[value]`, which is to be read or set. A base that has no properties is an error
// before a key that is an object could notice its conversion (ToObject in 6.2.5.5 and 6.2.5.6).
PropertyKey property_key_for(struct vm *vm, Value base, Value value, const char *verb);
// Canonical index strings become int32 keys, others atoms. VALUE_EXCEPTION: thrown.
PropertyKey property_key_from_string(struct vm *vm, struct string *string);
// Key of an array index up to 2^32 - 2.
PropertyKey property_key_from_index(struct vm *vm, uint32_t index);
static inline PropertyKey property_key_from_atom(const struct string *atom_string) {
  return value_from_string(atom_string);
}
// A key as a string, e.g. for messages and enumeration.
struct string *property_key_to_string(struct vm *vm, PropertyKey key);
// Is the key an array index (up to 2^32 - 2; from 2^31 - 1 on they are atoms)?
bool property_key_is_index(PropertyKey key, uint32_t *index);

// ---- Properties (ECMA-262 10.1, 10.4.2). All that may run script say so; VALUE_EXCEPTION or
// false: thrown.

// What a lookup found, for filling an inline cache.
struct lookup {
  struct object *holder;     // absent: NULL, or the typed array that ended the search
  Value value;               // data: the value; accessor: VALUE_ABSENT, see accessor
  struct accessor *accessor; // NULL: data
  uint32_t slot; // in holder->slots, or SLOT_NONE (an element, a virtual property such as length)
  uint32_t attributes; // enum property_attributes
  uint32_t depth;      // prototype hops to the holder
};
#define SLOT_NONE UINT32_MAX
// Own property, virtual ones (array length, string length and indices) included.
bool object_lookup_own(struct vm *vm, struct object *object, PropertyKey key,
                       struct lookup *lookup);
// Own or inherited.
bool object_lookup(struct vm *vm, struct object *object, PropertyKey key, struct lookup *lookup);

// base[key] for any base (primitives through their prototypes), TypeError for undefined and null,
// `unsupported` for standard properties that Mica lacks. May run script (getters).
Value value_get(struct vm *vm, Value base, PropertyKey key);
Value object_get(struct vm *vm, struct object *object, PropertyKey key); // receiver is the object
// The property that `object` or its prototypes have, as seen by another receiver.
Value object_get_for(struct vm *vm, struct object *object, PropertyKey key, Value receiver);
bool object_set_for(struct vm *vm, struct object *object, PropertyKey key, Value value,
                    Value receiver);
// base[key] = value, strict: failures throw TypeError. May run script (setters).
bool value_set(struct vm *vm, Value base, PropertyKey key, Value value);
bool object_set(struct vm *vm, struct object *object, PropertyKey key, Value value);
// DefineOwnProperty with a complete descriptor (no script runs; an array's length takes an array
// length only). With PROPERTY_DEFAULT: CreateDataPropertyOrThrow. false: thrown.
bool object_define(struct vm *vm, struct object *object, PropertyKey key, Value value,
                   uint32_t attributes);
// `attributes` without PROPERTY_ACCESSOR and PROPERTY_WRITABLE.
bool object_define_accessor(struct vm *vm, struct object *object, PropertyKey key, Value getter,
                            Value setter, uint32_t attributes);
// A property descriptor (6.2.6) that may leave fields out.
struct descriptor {
  uint32_t fields;     // that it has: the bits of attributes, and DESCRIPTOR_VALUE and so on
  uint32_t attributes; // writable, enumerable, configurable, among those
  Value value, getter, setter;
};
#define DESCRIPTOR_VALUE 0x10
#define DESCRIPTOR_GET 0x20
#define DESCRIPTOR_SET 0x40
// DefinePropertyOrThrow (7.3.9). An array's length is converted, which may run script: the caller
// keeps the object alive. false: thrown.
bool object_define_own(struct vm *vm, struct object *object, PropertyKey key,
                       const struct descriptor *descriptor);
// One half of an accessor as an object literal or class defines it (15.4.5), the other half kept if
// there is one. The function gets its name from the key. `attributes` as above. false: thrown.
bool object_define_half(struct vm *vm, struct object *object, PropertyKey key,
                        struct function *function, bool is_setter, uint32_t attributes);
// 1 deleted or absent, 0 not configurable (the operator throws TypeError), -1 thrown.
int object_delete(struct vm *vm, struct object *object, PropertyKey key);
bool object_has(struct vm *vm, struct object *object, PropertyKey key);
bool object_has_own(struct vm *vm, struct object *object, PropertyKey key);
static inline struct object *object_prototype(const struct object *object) {
  return object->shape->prototype;
}
// The same as script sees it.
static inline Value object_prototype_value(const struct object *object) {
  return object->shape->prototype ? value_from_object(object->shape->prototype) : VALUE_NULL;
}
// false: thrown (cycle, not extensible).
bool object_set_prototype(struct vm *vm, struct object *object, struct object *prototype);
static inline bool object_is_extensible(const struct object *object) {
  return !(object->shape->cell.flags & SHAPE_FLAG_NOT_EXTENSIBLE);
}
// SetIntegrityLevel (7.3.15) and TestIntegrityLevel (7.3.16); [[PreventExtensions]] is the least
// level.
bool object_set_integrity(struct vm *vm, struct object *object, enum integrity integrity);
bool object_has_integrity(struct vm *vm, struct object *object, enum integrity integrity);
// Own keys in the specified order (10.1.11): indices ascending, then strings by creation. A new
// array of string values; enumerable_only as Object.keys. NULL: thrown.
struct array *object_own_keys(struct vm *vm, struct object *object, bool enumerable_only);
// CopyDataProperties (7.3.26): the own enumerable properties of `source` but the excluded ones
// become the target's own. Of undefined and null there are none. Runs getters: the caller keeps the
// target and the keys alive. false: thrown.
bool object_copy_data(struct vm *vm, struct object *target, Value source,
                      const PropertyKey *excluded, uint32_t excluded_count);
// What for-in visits (14.7.5.9): the enumerable properties, own ones first, then those of each
// prototype that nothing before it hides. NULL: thrown.
struct array *object_enumerable_keys(struct vm *vm, struct object *object);
// The first of the keys at or after *position that the object still has, own or inherited, and
// steps behind it; VALUE_ABSENT at the end.
Value object_next_key(struct vm *vm, struct object *object, const struct array *keys,
                      uint32_t *position);

#endif

// Map and Set (ECMA-262 24.1, 24.2).
//
// What calls back or goes through an iterable is in library.js, but for an array whose values go
// into a Set that nobody has changed `add` for.
#include "vm/core/collection.h"

#include "vm/core/iterator.h"
#include "vm/library/library.h"

// ---- The receiver

static const char *class_text(enum object_class class) {
  return class == CLASS_MAP ? "Map" : "Set";
}

// Not inlined, so that the methods need no room for its text.
__attribute__((cold, noinline)) static Value throw_receiver(struct vm *vm, enum object_class class,
                                                            const char *method, Value receiver) {
  char text[80];
  return throw_type_error(vm, "Method %s.prototype.%s called on incompatible receiver %s",
                          class_text(class), method,
                          describe_value(vm, receiver, text, sizeof text));
}

// `collection` is the receiver's, or the method ends in a TypeError.
#define RECEIVER(class, method)                                                                    \
  (void)count;                                                                                     \
  struct collection *collection = value_collection(frame[0], class);                               \
  if (__builtin_expect(collection == NULL, 0))                                                     \
  return throw_receiver(vm, class, method, frame[0])

// ---- Constructors

// The property `name` of the collection, which puts a value or an entry into it. VALUE_EXCEPTION:
// thrown.
static Value get_adder(struct vm *vm, Value collection, enum object_class class) {
  const char *name = class == CLASS_MAP ? "set" : "add";
  Value adder = value_get(vm, collection, property_key_from_atom(atom_from_ascii(vm, name)));
  if (adder == VALUE_EXCEPTION || value_is_function(adder))
    return adder;
  char text[80];
  return throw_type_error(vm, "'%s' returned for property '%s' of object '#<%s>' is not a function",
                          describe_value(vm, adder, text, sizeof text), name, class_text(class));
}

static bool is_builtin(Value value, builtin_function function) {
  return value_object(value)->cell.kind == FUNCTION_BUILTIN &&
         value_function(value)->builtin->function == function;
}

// Puts the elements of a dense array into the Set. false: thrown.
static bool add_elements(struct vm *vm, struct collection *set, const struct array *array) {
  for (uint32_t i = 0; i < array->length; i++) {
    Value element = i < array->capacity ? array->elements[i] : VALUE_HOLE;
    if (!vm_poll_work(vm) ||
        !hash_table_put(vm, &set->table, element == VALUE_HOLE ? VALUE_UNDEFINED : element,
                        VALUE_UNDEFINED))
      return false;
  }
  return true;
}

// Puts what is iterable into the new collection, which is rooted. false: thrown.
static bool fill(struct vm *vm, Value collection, enum object_class class, Value iterable) {
  Value adder = get_adder(vm, collection, class);
  if (adder == VALUE_EXCEPTION)
    return false;
  if (!value_is_iterable(vm, iterable)) {
    char text[80];
    throw_type_error(vm, "%s is not iterable", describe_value(vm, iterable, text, sizeof text));
    return false;
  }
  if (is_builtin(adder, set_prototype_add) && array_iterates_by_index(vm, iterable) &&
      !array_is_sparse(value_array(iterable)) && !vm->indexed_prototypes)
    return add_elements(vm, (struct collection *)value_object(collection), value_array(iterable));
  vm_push(vm, adder);
  Value filler = library_function(vm, class == CLASS_MAP ? "fillMap" : "fillSet");
  vm->top--;
  Value arguments[] = {collection, iterable, adder};
  return filler != VALUE_EXCEPTION &&
         vm_call(vm, filler, VALUE_UNDEFINED, arguments, 3) != VALUE_EXCEPTION;
}

static Value construct(struct vm *vm, Value *frame, enum object_class class,
                       enum intrinsic prototype) {
  if (!vm->constructing)
    return throw_type_error(vm, "Constructor %s requires 'new'", class_text(class));
  struct object *inherited = vm_builtin_prototype(vm, frame, prototype);
  if (!inherited)
    return VALUE_EXCEPTION;
  struct shape *shape = shape_for_prototype(vm, inherited);
  struct collection *collection = heap_allocate(vm, sizeof *collection, CELL_OBJECT);
  collection->object.cell.kind = (uint8_t) class;
  collection->object.shape = shape;
  collection->object.slots = NULL;
  collection->table = NULL;
  Value result = value_from_object(&collection->object);
  if (value_is_nullish(frame[1]))
    return result;
  vm_push(vm, result);
  bool filled = fill(vm, result, class, frame[1]);
  vm->top--;
  return filled ? result : VALUE_EXCEPTION;
}

Value map_constructor(struct vm *vm, Value *frame, uint32_t count) {
  (void)count;
  return construct(vm, frame, CLASS_MAP, INTRINSIC_MAP_PROTOTYPE);
}

Value set_constructor(struct vm *vm, Value *frame, uint32_t count) {
  (void)count;
  return construct(vm, frame, CLASS_SET, INTRINSIC_SET_PROTOTYPE);
}

// ---- Entries

static Value has_key(struct vm *vm, const struct collection *collection, Value key) {
  Value value = hash_table_get(vm, collection->table, key, VALUE_ABSENT);
  return value == VALUE_EXCEPTION ? value : value_from_boolean(value != VALUE_ABSENT);
}

static Value delete_key(struct vm *vm, struct collection *collection, Value key) {
  int deleted = hash_table_delete(vm, &collection->table, key);
  return deleted < 0 ? VALUE_EXCEPTION : value_from_boolean(deleted);
}

Value map_prototype_get(struct vm *vm, Value *frame, uint32_t count) {
  RECEIVER(CLASS_MAP, "get");
  return hash_table_get(vm, collection->table, frame[1], VALUE_UNDEFINED);
}

Value map_prototype_set(struct vm *vm, Value *frame, uint32_t count) {
  RECEIVER(CLASS_MAP, "set");
  return hash_table_put(vm, &collection->table, frame[1], frame[2]) ? frame[0] : VALUE_EXCEPTION;
}

Value map_prototype_has(struct vm *vm, Value *frame, uint32_t count) {
  RECEIVER(CLASS_MAP, "has");
  return has_key(vm, collection, frame[1]);
}

Value map_prototype_delete(struct vm *vm, Value *frame, uint32_t count) {
  RECEIVER(CLASS_MAP, "delete");
  return delete_key(vm, collection, frame[1]);
}

Value map_prototype_clear(struct vm *vm, Value *frame, uint32_t count) {
  RECEIVER(CLASS_MAP, "clear");
  hash_table_clear(vm, &collection->table);
  return VALUE_UNDEFINED;
}

Value map_prototype_size(struct vm *vm, Value *frame, uint32_t count) {
  RECEIVER(CLASS_MAP, "size");
  return value_from_number(hash_table_count(collection->table));
}

Value set_prototype_add(struct vm *vm, Value *frame, uint32_t count) {
  RECEIVER(CLASS_SET, "add");
  bool added = hash_table_put(vm, &collection->table, frame[1], VALUE_UNDEFINED);
  return added ? frame[0] : VALUE_EXCEPTION;
}

Value set_prototype_has(struct vm *vm, Value *frame, uint32_t count) {
  RECEIVER(CLASS_SET, "has");
  return has_key(vm, collection, frame[1]);
}

Value set_prototype_delete(struct vm *vm, Value *frame, uint32_t count) {
  RECEIVER(CLASS_SET, "delete");
  return delete_key(vm, collection, frame[1]);
}

Value set_prototype_clear(struct vm *vm, Value *frame, uint32_t count) {
  RECEIVER(CLASS_SET, "clear");
  hash_table_clear(vm, &collection->table);
  return VALUE_UNDEFINED;
}

Value set_prototype_size(struct vm *vm, Value *frame, uint32_t count) {
  RECEIVER(CLASS_SET, "size");
  return value_from_number(hash_table_count(collection->table));
}

// ---- Iterators

static Value new_iterator(struct vm *vm, struct collection *collection, enum iterator_yield yield) {
  return value_from_object(&iterator_new_of_collection(vm, collection, yield)->object);
}

Value map_prototype_keys(struct vm *vm, Value *frame, uint32_t count) {
  RECEIVER(CLASS_MAP, "keys");
  return new_iterator(vm, collection, YIELD_KEYS);
}

Value map_prototype_values(struct vm *vm, Value *frame, uint32_t count) {
  RECEIVER(CLASS_MAP, "values");
  return new_iterator(vm, collection, YIELD_VALUES);
}

Value map_prototype_entries(struct vm *vm, Value *frame, uint32_t count) {
  RECEIVER(CLASS_MAP, "entries");
  return new_iterator(vm, collection, YIELD_ENTRIES);
}

Value set_prototype_values(struct vm *vm, Value *frame, uint32_t count) {
  RECEIVER(CLASS_SET, "values");
  return new_iterator(vm, collection, YIELD_VALUES);
}

Value set_prototype_entries(struct vm *vm, Value *frame, uint32_t count) {
  RECEIVER(CLASS_SET, "entries");
  return new_iterator(vm, collection, YIELD_ENTRIES);
}

// ---- For library.js and inspect.js

Value intrinsic_walk_map(struct vm *vm, Value *frame, uint32_t count) {
  (void)count;
  struct collection *map = value_collection(frame[1], CLASS_MAP);
  return map ? new_iterator(vm, map, YIELD_KEYS)
             : throw_receiver(vm, CLASS_MAP, "forEach", frame[1]);
}

Value intrinsic_walk_set(struct vm *vm, Value *frame, uint32_t count) {
  (void)count;
  struct collection *set = value_collection(frame[1], CLASS_SET);
  return set ? new_iterator(vm, set, YIELD_KEYS)
             : throw_receiver(vm, CLASS_SET, "forEach", frame[1]);
}

// The iterator's own step, whatever script did to `next`.
Value intrinsic_walk_next(struct vm *vm, Value *frame, uint32_t count) {
  (void)count;
  Value key = iterator_next(vm, (struct iterator *)value_object(frame[1]));
  return key == VALUE_ABSENT ? frame[1] : key;
}

Value intrinsic_walk_value(struct vm *vm, Value *frame, uint32_t count) {
  (void)vm;
  (void)count;
  const struct iterator *iterator = (const struct iterator *)value_object(frame[1]);
  const struct hash_table *table = value_pointer(iterator->subject);
  return table->entries[iterator->position - 1].value;
}

Value intrinsic_walk_copy(struct vm *vm, Value *frame, uint32_t count) {
  (void)count;
  const struct iterator *from = (const struct iterator *)value_object(frame[1]);
  struct iterator *copy = iterator_new(vm, from->source, from->yield, from->subject);
  copy->position = from->position;
  return value_from_object(&copy->object);
}

Value intrinsic_walks_entries(struct vm *vm, Value *frame, uint32_t count) {
  (void)vm;
  (void)count;
  const struct iterator *iterator = (const struct iterator *)value_object(frame[1]);
  return value_from_boolean(iterator->yield == YIELD_ENTRIES);
}

Value intrinsic_size_of(struct vm *vm, Value *frame, uint32_t count) {
  (void)vm;
  (void)count;
  const struct collection *collection = (const struct collection *)value_object(frame[1]);
  return value_from_number(hash_table_count(collection->table));
}

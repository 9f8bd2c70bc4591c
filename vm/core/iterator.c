// Iterators: opening, stepping.
#include "vm/core/iterator.h"

#include "vm/core/collection.h"
#include "vm/core/operations.h"
#include "vm/core/typed_array.h"
#include "vm/library/library.h"

// The prototype of each source's iterators, and its `next`. A string's iterators are never seen.
static const struct {
  uint8_t prototype; // enum intrinsic
  builtin_function next;
} families[] = {
    [ITERATOR_OF_ARRAY] = {INTRINSIC_ARRAY_ITERATOR_PROTOTYPE, array_iterator_prototype_next},
    [ITERATOR_OF_STRING] = {INTRINSIC_OBJECT_PROTOTYPE, NULL},
    [ITERATOR_OF_MAP] = {INTRINSIC_MAP_ITERATOR_PROTOTYPE, map_iterator_prototype_next},
    [ITERATOR_OF_SET] = {INTRINSIC_SET_ITERATOR_PROTOTYPE, set_iterator_prototype_next},
};

struct iterator *iterator_new(struct vm *vm, enum iterator_source source, enum iterator_yield yield,
                              Value subject) {
  struct shape *shape = shape_for_prototype(vm, vm_builtin(vm, families[source].prototype));
  struct iterator *iterator = heap_allocate(vm, sizeof *iterator, CELL_OBJECT);
  iterator->object.cell.kind = CLASS_ITERATOR;
  iterator->object.shape = shape;
  iterator->object.slots = NULL;
  iterator->subject = subject;
  iterator->position = 0;
  iterator->source = (uint8_t)source;
  iterator->yield = (uint8_t)yield;
  return iterator;
}

struct iterator *iterator_new_of_collection(struct vm *vm, struct collection *collection,
                                            enum iterator_yield yield) {
  bool is_map = collection->object.cell.kind == CLASS_MAP;
  struct hash_table *table = hash_table_walk(vm, &collection->table);
  return iterator_new(vm, is_map ? ITERATOR_OF_MAP : ITERATOR_OF_SET, yield,
                      value_from_cell(table));
}

static bool goes_through_table(const struct iterator *iterator) {
  return iterator->source >= ITERATOR_OF_MAP && iterator->subject != VALUE_UNDEFINED;
}

// The entry behind the iterator's position, where a moved table has it now. NULL: the end.
static struct hash_entry *next_entry(struct iterator *iterator) {
  struct hash_table *table = value_pointer(iterator->subject);
  uint32_t position = (uint32_t)iterator->position;
  struct hash_entry *entry = hash_table_next(&table, &position);
  iterator->subject = value_from_cell(table);
  iterator->position = position;
  return entry;
}

// An iterator that nobody asks holds no storage that its table has left.
void iterator_trace(struct vm *vm, struct iterator *iterator) {
  if (goes_through_table(iterator)) {
    struct hash_table *table = value_pointer(iterator->subject);
    uint32_t position = (uint32_t)iterator->position;
    hash_table_follow(&table, &position);
    iterator->subject = value_from_cell(table);
    iterator->position = position;
  }
  heap_mark_value(vm, iterator->subject);
}

bool object_serves_iterators(const struct vm *vm, const struct object *object) {
  if (object_is_iterator(object))
    return true;
  // Whether one of them is `object` or, unless it is the first, its prototype. Those that nobody
  // has asked for yet are nobody's.
  const struct object *prototype = object_prototype(object);
  for (int i = INTRINSIC_ITERATOR_PROTOTYPE; i <= INTRINSIC_SET_ITERATOR_PROTOTYPE; i++) {
    const struct object *builtin = vm->builtins[i];
    if (builtin != NULL &&
        (object == builtin || (i > INTRINSIC_ITERATOR_PROTOTYPE && prototype == builtin)))
      return true;
  }
  return false;
}

// ---- What iterates how

enum method {
  METHOD_NONE,
  METHOD_ARRAY_VALUES,
  METHOD_TYPED_VALUES,
  METHOD_STRING,
  METHOD_MAP_ENTRIES,
  METHOD_SET_VALUES,
  METHOD_SELF
};

// Which method `@@iterator` is: that of the first object on the chain that has one.
static enum method find_method(const struct vm *vm, Value value) {
  if (value_is_string(value))
    return METHOD_STRING;
  if (!value_is_object(value))
    return METHOD_NONE;
  struct object *const *builtins = vm->builtins;
  const struct object *object = value_object(value);
  for (; object != NULL; object = object_prototype(object)) {
    if (object == builtins[INTRINSIC_ARRAY_PROTOTYPE])
      return METHOD_ARRAY_VALUES;
    if (object == builtins[INTRINSIC_STRING_PROTOTYPE])
      return METHOD_STRING;
    if (object == builtins[INTRINSIC_TYPED_ARRAY_PROTOTYPE])
      return METHOD_TYPED_VALUES;
    if (object == builtins[INTRINSIC_MAP_PROTOTYPE])
      return METHOD_MAP_ENTRIES;
    if (object == builtins[INTRINSIC_SET_PROTOTYPE])
      return METHOD_SET_VALUES;
    if (object == builtins[INTRINSIC_ITERATOR_PROTOTYPE])
      return METHOD_SELF;
    if (object->cell.type == CELL_OBJECT && object->cell.kind == CLASS_ARGUMENTS)
      return METHOD_ARRAY_VALUES;
  }
  return METHOD_NONE;
}

bool value_is_iterable(struct vm *vm, Value value) { return find_method(vm, value) != METHOD_NONE; }

// Is `next` of the object, own or inherited, still the one that iterator_next stands for?
static bool has_original_next(struct vm *vm, struct object *object, enum iterator_source source) {
  struct lookup lookup;
  if (!object_lookup(vm, object, property_key_from_atom(atom(ATOM_next)), &lookup) ||
      lookup.accessor || !value_is_function(lookup.value))
    return false;
  const struct function *function = value_function(lookup.value);
  return function->object.cell.kind == FUNCTION_BUILTIN &&
         function->builtin->function == families[source].next;
}

static Value throw_changed_next(struct vm *vm) {
  return throw_final(vm, MICA_ERROR_UNSUPPORTED,
                     "unsupported: iteration with a `next` of the script's own");
}

// Do new iterators of the source step as iterator_next does?
static bool is_unchanged(struct vm *vm, enum iterator_source source) {
  return has_original_next(vm, vm_builtin(vm, families[source].prototype), source);
}

bool array_iterates_by_index(struct vm *vm, Value value) {
  return value_is_array(value) && find_method(vm, value) == METHOD_ARRAY_VALUES &&
         is_unchanged(vm, ITERATOR_OF_ARRAY);
}

static Value open_new(struct vm *vm, enum iterator_source source, enum iterator_yield yield,
                      Value subject) {
  if (!is_unchanged(vm, source))
    return throw_changed_next(vm);
  return value_from_object(&iterator_new(vm, source, yield, subject)->object);
}

static Value open_string(struct vm *vm, Value value) {
  struct string *string = to_string(vm, value);
  struct string *flat = string ? string_flatten(vm, string) : NULL;
  if (flat == NULL)
    return VALUE_EXCEPTION;
  value = value_from_string(flat);
  return value_from_object(&iterator_new(vm, ITERATOR_OF_STRING, YIELD_VALUES, value)->object);
}

// What inherits from a collection's prototype without being one is the method's to refuse.
static Value open_collection(struct vm *vm, Value value, enum iterator_source source) {
  bool is_map = source == ITERATOR_OF_MAP;
  struct collection *collection = value_collection(value, is_map ? CLASS_MAP : CLASS_SET);
  if (collection == NULL)
    return is_map ? map_prototype_entries(vm, &value, 0) : set_prototype_values(vm, &value, 0);
  if (!is_unchanged(vm, source))
    return throw_changed_next(vm);
  enum iterator_yield yield = is_map ? YIELD_ENTRIES : YIELD_VALUES;
  return value_from_object(&iterator_new_of_collection(vm, collection, yield)->object);
}

Value iterator_open(struct vm *vm, Value iterable) {
  switch (find_method(vm, iterable)) {
  case METHOD_ARRAY_VALUES:
    return open_new(vm, ITERATOR_OF_ARRAY, YIELD_VALUES, iterable);
  case METHOD_TYPED_VALUES:
    if (value_typed_array(iterable) == NULL)
      return typed_array_prototype_values(vm, &iterable, 0); // which refuses it
    return open_new(vm, ITERATOR_OF_ARRAY, YIELD_VALUES, iterable);
  case METHOD_STRING:
    return open_string(vm, iterable);
  case METHOD_MAP_ENTRIES:
    return open_collection(vm, iterable, ITERATOR_OF_MAP);
  case METHOD_SET_VALUES:
    return open_collection(vm, iterable, ITERATOR_OF_SET);
  case METHOD_SELF:
    break;
  case METHOD_NONE:
    return VALUE_ABSENT;
  }
  struct object *object = value_object(iterable);
  if (!object_is_iterator(object) ||
      !has_original_next(vm, object, ((const struct iterator *)object)->source))
    return throw_changed_next(vm);
  return iterable;
}

// ---- Steps

// [key, value].
static Value entry_new(struct vm *vm, Value key, Value value) {
  struct array *entry = array_new(vm, 0, 2);
  if (entry == NULL || !array_push(vm, entry, key) || !array_push(vm, entry, value))
    return VALUE_EXCEPTION;
  return value_from_object(&entry->object);
}

// How many elements there are now. False: thrown.
static bool subject_length(struct vm *vm, Value subject, uint64_t *length) {
  if (value_is_array(subject)) {
    *length = value_array(subject)->length;
    return true;
  }
  if (value_typed_array(subject)) {
    *length = value_typed_array(subject)->length;
    return true;
  }
  double number;
  if (!length_of(vm, value_object(subject), &number))
    return false;
  *length = (uint64_t)number;
  return true;
}

static Value next_of_array(struct vm *vm, struct iterator *iterator) {
  uint64_t length;
  if (!subject_length(vm, iterator->subject, &length))
    return VALUE_EXCEPTION;
  if (iterator->position >= length)
    return VALUE_ABSENT;
  Value index = value_from_number((double)iterator->position++);
  if (iterator->yield == YIELD_KEYS)
    return index;
  PropertyKey key = property_key(vm, index);
  Value value = key == VALUE_EXCEPTION ? key : value_get(vm, iterator->subject, key);
  if (value == VALUE_EXCEPTION || iterator->yield == YIELD_VALUES)
    return value;
  return entry_new(vm, index, value);
}

static bool is_surrogate_pair(const struct string *flat, uint32_t at) {
  return at + 1 < string_length(flat) && (string_unit(flat, at) & 0xFC00) == 0xD800 &&
         (string_unit(flat, at + 1) & 0xFC00) == 0xDC00;
}

static Value next_of_string(struct vm *vm, struct iterator *iterator) {
  struct string *flat = value_string(iterator->subject);
  uint32_t from = (uint32_t)iterator->position;
  if (from >= string_length(flat))
    return VALUE_ABSENT;
  iterator->position += is_surrogate_pair(flat, from) ? 2 : 1;
  return string_result(string_substring(vm, flat, from, (uint32_t)iterator->position));
}

// An entry of a Set is its value twice.
static Value next_of_collection(struct vm *vm, struct iterator *iterator) {
  const struct hash_entry *entry = next_entry(iterator);
  if (entry == NULL)
    return VALUE_ABSENT;
  Value value = iterator->source == ITERATOR_OF_SET ? entry->key : entry->value;
  if (iterator->yield == YIELD_ENTRIES)
    return entry_new(vm, entry->key, value);
  return iterator->yield == YIELD_KEYS ? entry->key : value;
}

static Value step(struct vm *vm, struct iterator *iterator) {
  switch ((enum iterator_source)iterator->source) {
  case ITERATOR_OF_ARRAY:
    return next_of_array(vm, iterator);
  case ITERATOR_OF_STRING:
    return next_of_string(vm, iterator);
  case ITERATOR_OF_MAP:
  case ITERATOR_OF_SET:
    return next_of_collection(vm, iterator);
  }
  __builtin_unreachable();
}

Value iterator_next(struct vm *vm, struct iterator *iterator) {
  if (iterator->subject == VALUE_UNDEFINED)
    return VALUE_ABSENT;
  Value value = step(vm, iterator);
  if (value == VALUE_ABSENT)
    iterator->subject = VALUE_UNDEFINED;
  return value;
}

// ---- All at once

bool iterator_collect(struct vm *vm, struct iterator *iterator, struct array *array) {
  for (;;) {
    Value value = iterator_next(vm, iterator);
    if (value == VALUE_ABSENT)
      return true;
    if (value == VALUE_EXCEPTION || !array_append(vm, array, value) || !vm_poll_work(vm))
      return false;
  }
}

// Getters may change the array meanwhile.
bool array_collect(struct vm *vm, const struct array *array, uint32_t from, struct array *into) {
  if (from < array->length && !array_expect(vm, into, array->length - from))
    return false;
  for (uint32_t i = from; i < array->length; i++) {
    Value value = i < array->capacity ? array->elements[i] : VALUE_HOLE;
    if (value == VALUE_HOLE)
      value = value_get(vm, value_from_object(&array->object), property_key_from_index(vm, i));
    if (value == VALUE_EXCEPTION || !array_append(vm, into, value) || !vm_poll_work(vm))
      return false;
  }
  return true;
}

Value iterable_collect(struct vm *vm, Value iterable, struct array *array) {
  if (array_iterates_by_index(vm, iterable))
    return array_collect(vm, value_array(iterable), 0, array) ? VALUE_TRUE : VALUE_EXCEPTION;
  Value iterator = iterator_open(vm, iterable);
  if (iterator == VALUE_ABSENT || iterator == VALUE_EXCEPTION)
    return iterator;
  vm_push(vm, iterator);
  bool done = iterator_collect(vm, (struct iterator *)value_object(iterator), array);
  vm->top--;
  return done ? VALUE_TRUE : VALUE_EXCEPTION;
}

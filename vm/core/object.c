// Objects: making them, what the collector sees of them, their keys and integrity.
#include "vm/core/collection.h"
#include "vm/core/iterator.h"
#include "vm/core/operations.h"
#include "vm/core/typed_array.h"

#include <stdlib.h>

// ---- Making

struct object *object_new_with_shape(struct vm *vm, struct shape *shape, uint32_t capacity) {
  struct object *object = heap_allocate(vm, sizeof *object + capacity * sizeof(Value), CELL_OBJECT);
  object_start(object, shape, capacity);
  return object;
}

struct object *object_new(struct vm *vm, struct object *prototype, uint32_t capacity) {
  return object_new_with_shape(vm, shape_for_prototype(vm, prototype), capacity);
}

void object_set_slots(struct vm *vm, struct object *object, const Value *slots, uint32_t count) {
  struct values *values = heap_allocate(vm, sizeof *values + count * sizeof(Value), CELL_VALUES);
  values->cell.extra = count;
  object->slots = memcpy(values->values, slots, count * sizeof *slots);
  object->cell.extra = count;
  object->cell.flags |= OBJECT_FLAG_EXTERNAL_SLOTS;
}

struct object *object_new_wrapper(struct vm *vm, enum object_class class, struct object *prototype,
                                  Value primitive) {
  enum shape_layout layout = class == CLASS_STRING ? LAYOUT_STRING : LAYOUT_ORDINARY;
  struct shape *shape = shape_for_layout(vm, prototype, layout);
  struct wrapper *wrapper = heap_allocate(vm, sizeof *wrapper, CELL_OBJECT);
  wrapper->object.cell.kind = (uint8_t) class;
  wrapper->object.shape = shape;
  wrapper->object.slots = NULL;
  wrapper->primitive = primitive;
  return &wrapper->object;
}

struct box *box_new(struct vm *vm, Value value) {
  struct box *box = heap_allocate(vm, sizeof *box, CELL_BOX);
  box->value = value;
  return box;
}

// ---- Tracing

static void trace_properties(struct vm *vm, const struct object *object) {
  heap_mark_cell(vm, object->shape);
  if (object->cell.flags & OBJECT_FLAG_EXTERNAL_SLOTS)
    heap_mark_cell(vm, heap_values_cell(object->slots));
  else
    heap_mark_values(vm, object->slots, object->shape->count);
}

void object_trace(struct vm *vm, struct cell *cell) {
  const struct object *object = (const struct object *)cell;
  trace_properties(vm, object);
  if (object_is_wrapper(object))
    heap_mark_value(vm, ((const struct wrapper *)object)->primitive);
  else if (object_is_iterator(object))
    iterator_trace(vm, (struct iterator *)cell);
  else if (object_is_collection(object))
    heap_mark_cell(vm, ((const struct collection *)object)->table);
  else if (object_is_array_buffer(object))
    array_buffer_trace(vm, (const struct array_buffer *)object);
}

void array_trace(struct vm *vm, struct cell *cell) {
  const struct array *array = (const struct array *)cell;
  trace_properties(vm, &array->object);
  if (array->elements != NULL)
    heap_mark_cell(vm, heap_values_cell(array->elements));
}

void box_trace(struct vm *vm, struct cell *cell) {
  heap_mark_value(vm, ((const struct box *)cell)->value);
}

void function_trace(struct vm *vm, struct cell *cell) {
  const struct function *function = (const struct function *)cell;
  trace_properties(vm, &function->object);
  heap_mark_value(vm, function->name);
  heap_mark_values(vm, function->captures, function_capture_count(function));
  if (cell->kind == FUNCTION_BYTECODE) {
    heap_mark_cell(vm, function->code);
    if (function->module_slots != NULL)
      heap_mark_cell(vm, heap_values_cell(function->module_slots));
  } else if (cell->kind == FUNCTION_TREE) {
    heap_mark_cell(vm, function->environment);
  }
}

// ---- Prototypes and integrity

static bool would_be_cycle(const struct object *object, const struct object *prototype) {
  for (; prototype != NULL; prototype = object_prototype(prototype))
    if (prototype == object)
      return true;
  return false;
}

bool object_set_prototype(struct vm *vm, struct object *object, struct object *prototype) {
  if (object_prototype(object) == prototype)
    return true;
  char text[64];
  Value value = value_from_object(object);
  if (object == vm->builtins[INTRINSIC_OBJECT_PROTOTYPE]) // immutable: 10.4.7
    throw_type_error(vm, "Immutable prototype object 'Object.prototype' cannot have their "
                         "prototype set");
  else if (!object_is_extensible(object))
    throw_type_error(vm, "%s is not extensible", describe_value(vm, value, text, sizeof text));
  else if (would_be_cycle(object, prototype))
    throw_type_error(vm, "Cyclic __proto__ value");
  else if (object_serves_iterators(vm, object))
    throw_final(vm, MICA_ERROR_UNSUPPORTED, "unsupported: another prototype of iterators");
  else {
    object_change_prototype(vm, object, prototype);
    return true;
  }
  return false;
}

// The elements of a typed array are configurable for good (10.4.5.1).
static bool has_elements(const struct object *object) {
  return object_is_typed_array(object) && ((const struct typed_array *)object)->length > 0;
}

bool object_set_integrity(struct vm *vm, struct object *object, enum integrity integrity) {
  if (object_is_function(object))
    function_materialize(vm, (struct function *)object);
  if (object_is_array(object) && !array_make_sparse(vm, (struct array *)object))
    return false;
  if (has_elements(object) && integrity != INTEGRITY_NOT_EXTENSIBLE) {
    object_change_integrity(vm, object, INTEGRITY_NOT_EXTENSIBLE);
    throw_type_error(vm, "Cannot %s array buffer views with elements",
                     integrity == INTEGRITY_FROZEN ? "freeze" : "seal");
    return false;
  }
  object_change_integrity(vm, object, integrity);
  if (object_is_array(object) && integrity == INTEGRITY_FROZEN)
    object->cell.flags |= OBJECT_FLAG_LENGTH_READ_ONLY;
  return true;
}

bool object_has_integrity(struct vm *vm, struct object *object, enum integrity integrity) {
  if (object_is_extensible(object))
    return false;
  if (integrity == INTEGRITY_NOT_EXTENSIBLE)
    return true;
  if (has_elements(object))
    return false;
  if (object_is_function(object))
    function_materialize(vm, (struct function *)object);
  // A string's own length and indices are frozen; so is nothing else that is virtual.
  if (object_is_array(object) && integrity == INTEGRITY_FROZEN &&
      !(object->cell.flags & OBJECT_FLAG_LENGTH_READ_ONLY))
    return false;
  const struct shape *shape = object->shape;
  for (uint32_t i = 0; i < shape->count; i++) {
    const struct property *property = &shape->table->entries[i];
    if (property->key == VALUE_ABSENT || value_is_private_name(property->key))
      continue;
    if (property->attributes & PROPERTY_CONFIGURABLE)
      return false;
    if (integrity == INTEGRITY_FROZEN && property->attributes & PROPERTY_WRITABLE)
      return false;
  }
  return true;
}

// ---- Keys

struct index_list {
  uint32_t *indices;
  uint32_t count;
  bool sorted;
};

static int compare_indices(const void *a, const void *b) {
  uint32_t left = *(const uint32_t *)a, right = *(const uint32_t *)b;
  return left < right ? -1 : left > right;
}

static bool is_listed(const struct property *property, bool enumerable_only) {
  return property->key != VALUE_ABSENT &&
         (!enumerable_only || property->attributes & PROPERTY_ENUMERABLE);
}

static bool push_index(struct vm *vm, struct array *keys, uint32_t index) {
  struct string *text = property_key_to_string(vm, property_key_from_index(vm, index));
  return text != NULL && array_push(vm, keys, value_from_string(text));
}

// The indices among the shape's keys, ascending.
static bool push_shape_indices(struct vm *vm, struct array *keys, const struct object *object,
                               bool enumerable_only) {
  const struct shape *shape = object->shape;
  size_t bytes = shape->count * sizeof(uint32_t);
  if (bytes == 0)
    return true; // it had an index
  struct index_list list = {.indices = heap_external_allocate(vm, bytes), .sorted = true};
  for (uint32_t i = 0; i < shape->count; i++) {
    uint32_t index;
    const struct property *property = &shape->table->entries[i];
    if (!is_listed(property, enumerable_only) || !property_key_is_index(property->key, &index))
      continue;
    list.sorted &= list.count == 0 || list.indices[list.count - 1] < index;
    list.indices[list.count++] = index;
  }
  if (!list.sorted)
    qsort(list.indices, list.count, sizeof *list.indices, compare_indices);
  bool done = true;
  for (uint32_t i = 0; done && i < list.count; i++)
    done = push_index(vm, keys, list.indices[i]);
  heap_external_free(vm, list.indices, bytes);
  return done;
}

// The virtual indices of arrays, String objects and typed arrays, which precede all others.
static bool push_virtual_indices(struct vm *vm, struct array *keys, const struct object *object) {
  bool done = true;
  if (object_is_array(object)) {
    const struct array *array = (const struct array *)object;
    for (uint32_t i = 0; done && i < array->capacity; i++)
      if (array->elements[i] != VALUE_HOLE)
        done = push_index(vm, keys, i);
  } else if (object_is_string_wrapper(object)) {
    uint32_t length = string_length(value_string(((const struct wrapper *)object)->primitive));
    for (uint32_t i = 0; done && i < length; i++)
      done = push_index(vm, keys, i);
  } else if (object_is_typed_array(object)) {
    uint32_t length = ((const struct typed_array *)object)->length;
    for (uint32_t i = 0; done && i < length; i++)
      done = vm_poll_work(vm) && push_index(vm, keys, i);
  }
  return done;
}

static bool push_names(struct vm *vm, struct array *keys, const struct object *object,
                       bool enumerable_only) {
  const struct shape *shape = object->shape;
  bool has_indices = shape->cell.flags & SHAPE_FLAG_INDEXED;
  bool has_length =
      !enumerable_only && (object_is_array(object) || object_is_string_wrapper(object));
  if (!array_reserve(vm, keys, keys->length + shape->count + has_length))
    return false;
  if (has_length)
    keys->elements[keys->length++] = value_from_string(atom(ATOM_length));
  for (uint32_t i = 0; i < shape->count; i++) {
    uint32_t index;
    const struct property *property = &shape->table->entries[i];
    if (is_listed(property, enumerable_only) && value_is_string(property->key) &&
        !(has_indices && property_key_is_index(property->key, &index)))
      keys->elements[keys->length++] = property->key;
  }
  return true;
}

struct array *object_own_keys(struct vm *vm, struct object *object, bool enumerable_only) {
  if (object_is_function(object))
    function_materialize(vm, (struct function *)object);
  const struct shape *shape = object->shape;
  struct array *keys = array_new(vm, 0, shape->count);
  bool done = keys != NULL && push_virtual_indices(vm, keys, object) &&
              (!(shape->cell.flags & SHAPE_FLAG_INDEXED) ||
               push_shape_indices(vm, keys, object, enumerable_only)) &&
              push_names(vm, keys, object, enumerable_only);
  return done ? keys : NULL;
}

static bool is_excluded(const PropertyKey *excluded, uint32_t count, PropertyKey key) {
  uint32_t i = 0;
  while (i < count && excluded[i] != key)
    i++;
  return i < count;
}

// One property, if it is still there and enumerable. false: thrown.
static bool copy_property(struct vm *vm, struct object *target, struct object *source,
                          PropertyKey key) {
  struct lookup lookup;
  if (!object_lookup_own(vm, source, key, &lookup) || !(lookup.attributes & PROPERTY_ENUMERABLE))
    return true;
  Value value = lookup.accessor ? object_get(vm, source, key) : lookup.value;
  return value != VALUE_EXCEPTION && object_define(vm, target, key, value, PROPERTY_DEFAULT);
}

bool object_copy_data(struct vm *vm, struct object *target, Value source,
                      const PropertyKey *excluded, uint32_t excluded_count) {
  if (value_is_nullish(source))
    return true;
  struct object *from = to_object(vm, source);
  struct array *keys = from ? object_own_keys(vm, from, false) : NULL;
  if (keys == NULL)
    return false;
  Value *top = vm->top;
  vm_push(vm, value_from_object(from));
  vm_push(vm, value_from_object(&keys->object));
  bool done = true;
  for (uint32_t i = 0; done && i < keys->length; i++) {
    PropertyKey key = property_key_from_string(vm, value_string(keys->elements[i]));
    if (!is_excluded(excluded, excluded_count, key))
      done = copy_property(vm, target, from, key);
  }
  vm->top = top;
  return done;
}

// Does an object from `first` up to, not including, `end` have the property itself?
static bool is_hidden(struct vm *vm, struct object *first, const struct object *end,
                      PropertyKey key) {
  for (struct object *object = first; object != end; object = object_prototype(object))
    if (object_has_own(vm, object, key))
      return true;
  return false;
}

struct array *object_enumerable_keys(struct vm *vm, struct object *object) {
  struct array *keys = object_own_keys(vm, object, true);
  for (struct object *prototype = object_prototype(object); keys != NULL && prototype != NULL;
       prototype = object_prototype(prototype)) {
    struct array *inherited = object_own_keys(vm, prototype, true);
    if (inherited == NULL)
      return NULL;
    for (uint32_t i = 0; i < inherited->length; i++) {
      Value name = inherited->elements[i];
      if (!vm_poll_work(vm) ||
          (!is_hidden(vm, object, prototype, property_key_from_string(vm, value_string(name))) &&
           !array_push(vm, keys, name)))
        return NULL;
    }
  }
  return keys;
}

Value object_next_key(struct vm *vm, struct object *object, const struct array *keys,
                      uint32_t *position) {
  while (*position < keys->length) {
    Value name = keys->elements[(*position)++];
    if (object_has(vm, object, property_key_from_string(vm, value_string(name))))
      return name;
  }
  return VALUE_ABSENT;
}

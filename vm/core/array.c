// Arrays: dense and sparse elements, and the length that both keep.
//
// Dense storage is given up for an element that would make it mostly holes, and taken up again when
// the properties of a sparse array have become a good part of its length: a loop that fills an
// array downwards ends dense. Both decisions are made where storage grows, so that their cost is
// bounded by what the growth costs anyway.
#include "vm/core/operations.h"
#include "vm/stress.h"

#include <stdlib.h>

#define LARGEST_DENSE_CAPACITY USUAL_OR_TINY(ARRAY_MOST_CONSTRUCTED, 200u) // elements
#define LEAST_RELEASED USUAL_OR_TINY(256, 0) // capacity below which a truncation keeps the storage
#define DENSE_SLACK USUAL_OR_TINY(1024, 2)   // holes that are always affordable
#define DENSE_RATIO USUAL_OR_TINY(8, 2) // capacity for each element that the array has room for

static struct array *throw_no_room(struct vm *vm, uint32_t capacity) {
  throw_range_error(vm, "Out of memory: an array of %u elements", capacity);
  return NULL;
}

struct array *array_new(struct vm *vm, uint32_t length, uint32_t capacity) {
  Value *elements = NULL;
  if (capacity > 0) {
    elements = heap_values_resize(vm, NULL, 0, capacity);
    if (elements == NULL)
      return throw_no_room(vm, capacity);
  }
  struct array *array = heap_allocate(vm, sizeof *array, CELL_ARRAY);
  array_start(array, vm->array_shape, elements, length, capacity);
  return array;
}

// false: refused, and nothing changed. Nothing is thrown.
static bool resize_elements(struct vm *vm, struct array *array, uint32_t capacity) {
  uint32_t kept = capacity < array->capacity ? capacity : array->capacity;
  Value *elements = heap_values_resize(vm, array->elements, kept, capacity);
  if (elements == NULL)
    return false;
  array->elements = elements;
  array->capacity = capacity;
  if (array->object.shape->cell.flags & SHAPE_FLAG_PROTOTYPE)
    vm->indexed_prototypes = true;
  return true;
}

bool array_reserve(struct vm *vm, struct array *array, uint32_t capacity) {
  if (capacity <= array->capacity)
    return true;
  uint64_t amortised = USUAL_OR_TINY((uint64_t)array->capacity + array->capacity / 2 + 4, 0);
  uint32_t grown = amortised > UINT32_MAX ? UINT32_MAX
                   : amortised > capacity ? (uint32_t)amortised
                                          : capacity;
  return resize_elements(vm, array, heap_values_round(grown)) ||
         throw_no_room(vm, capacity) != NULL;
}

// ---- Between dense and sparse

static uint32_t count_elements(const struct array *array) {
  uint32_t count = 0;
  for (uint32_t i = 0; i < array->capacity; i++)
    count += array->elements[i] != VALUE_HOLE;
  return count;
}

bool array_make_sparse(struct vm *vm, struct array *array) {
  struct object *object = &array->object;
  if (array_is_sparse(array))
    return true;
  uint32_t needed = object->shape->count + count_elements(array);
  if (!object_reserve_slots(vm, object, needed)) // the one step that can fail
    return false;
  object_make_dictionary(vm, object);
  for (uint32_t i = 0; i < array->capacity; i++)
    if (array->elements[i] != VALUE_HOLE)
      object_add_property(vm, object, value_from_int32((int32_t)i), array->elements[i],
                          PROPERTY_DEFAULT);
  array->elements = NULL;
  array->capacity = 0;
  object->cell.flags |= OBJECT_FLAG_SPARSE;
  return true;
}

// Are the sparse array's properties all elements that dense storage could hold, and enough of them?
static bool is_worth_dense(const struct array *array) {
  const struct shape *shape = array->object.shape;
  if (array->length > LARGEST_DENSE_CAPACITY ||
      (uint64_t)DENSE_RATIO * (shape->count - shape->table->deleted) < array->length ||
      !object_is_extensible(&array->object) || shape->cell.flags & SHAPE_FLAG_PROTOTYPE ||
      array->object.cell.flags & OBJECT_FLAG_LENGTH_READ_ONLY)
    return false;
  for (uint32_t i = 0; i < shape->count; i++) {
    const struct property *property = &shape->table->entries[i];
    if (property->key != VALUE_ABSENT &&
        (!value_is_int32(property->key) || property->attributes != PROPERTY_DEFAULT))
      return false;
  }
  return true;
}

// false: it stays sparse, for want of memory. Nothing is thrown.
static bool make_dense(struct vm *vm, struct array *array) {
  struct object *object = &array->object;
  const struct shape *shape = object->shape;
  Value *elements = heap_values_resize(vm, NULL, 0, array->length);
  if (elements == NULL)
    return false;
  for (uint32_t i = 0; i < shape->count; i++) {
    PropertyKey key = shape->table->entries[i].key;
    if (key != VALUE_ABSENT)
      elements[value_to_int32_raw(key)] = object->slots[i];
  }
  array->elements = elements;
  array->capacity = array->length;
  object->shape = shape_for_layout(vm, shape->prototype, LAYOUT_ARRAY);
  object->slots = NULL;
  object->cell.extra = 0;
  object->cell.flags &= (uint8_t) ~(OBJECT_FLAG_SPARSE | OBJECT_FLAG_EXTERNAL_SLOTS);
  return true;
}

// ---- Elements

static bool put_sparse(struct vm *vm, struct array *array, uint32_t index, Value value) {
  struct object *object = &array->object;
  PropertyKey key = property_key_from_index(vm, index);
  int32_t entry = shape_find(object->shape, key);
  if (entry >= 0)
    object->slots[entry] = value;
  else if (!object_add_property(vm, object, key, value, PROPERTY_DEFAULT))
    return false;
  if (index >= array->length)
    array->length = index + 1;
  const struct property_table *table = object->shape->table;
  if (entry < 0 && table->count == table->capacity && is_worth_dense(array))
    make_dense(vm, array);
  return true;
}

// May the storage grow to hold that element? Appending never makes it sparse: arrays that the
// engine itself fills are dense, and read as such.
static bool may_grow_dense(const struct array *array, uint32_t index) {
  return !array_is_sparse(array) &&
         (index == array->capacity ||
          (index < LARGEST_DENSE_CAPACITY &&
           index <= (uint64_t)DENSE_RATIO * (array->capacity + (uint64_t)DENSE_SLACK)));
}

bool array_put(struct vm *vm, struct array *array, uint32_t index, Value value) {
  if (index >= array->capacity) {
    if (!may_grow_dense(array, index))
      return array_make_sparse(vm, array) && put_sparse(vm, array, index, value);
    if (!array_reserve(vm, array, index + 1))
      return false;
  }
  array->elements[index] = value;
  if (index >= array->length)
    array->length = index + 1;
  return true;
}

static bool throw_read_only_length(struct vm *vm) {
  throw_type_error(vm, "Cannot assign to read only property 'length' of object '[object Array]'");
  return false;
}

// Whether there may be another element at the end; TypeError otherwise.
static bool check_append(struct vm *vm, const struct array *array) {
  if (array->object.cell.flags & OBJECT_FLAG_LENGTH_READ_ONLY)
    return throw_read_only_length(vm);
  if (object_is_extensible(&array->object))
    return true;
  throw_type_error(vm, "Cannot add property %u, object is not extensible", array->length);
  return false;
}

bool array_push(struct vm *vm, struct array *array, Value value) {
  uint32_t length = array->length;
  if (__builtin_expect(length < array->capacity, 1)) {
    array->elements[length] = value;
    array->length = length + 1;
    return true;
  }
  if (!check_append(vm, array))
    return false;
  if (length == UINT32_MAX) {
    throw_range_error(vm, "Invalid array length");
    return false;
  }
  return array_put(vm, array, length, value);
}

bool array_expect(struct vm *vm, struct array *array, uint32_t more) {
  uint64_t length = (uint64_t)array->length + more;
  if (length > ARRAY_MOST_CONSTRUCTED)
    return throw_no_room(vm, length > UINT32_MAX ? UINT32_MAX : (uint32_t)length) != NULL;
  return array_reserve(vm, array, (uint32_t)length);
}

bool array_append(struct vm *vm, struct array *array, Value value) {
  if (__builtin_expect(array->length == array->capacity, 0) && !array_expect(vm, array, 1))
    return false;
  array->elements[array->length++] = value;
  return true;
}

// ---- Length

static int compare_descending(const void *a, const void *b) {
  uint32_t left = *(const uint32_t *)a, right = *(const uint32_t *)b;
  return left > right ? -1 : left < right;
}

// Deletes one element of a sparse array. false: it is not configurable.
static bool delete_sparse(struct vm *vm, struct array *array, uint32_t index) {
  struct object *object = &array->object;
  int32_t entry = shape_find(object->shape, property_key_from_index(vm, index));
  if (!(object->shape->table->entries[entry].attributes & PROPERTY_CONFIGURABLE))
    return false;
  object_remove_property(vm, object, (uint32_t)entry);
  return true;
}

// Deletes elements from the last one down to `length`, up to one that is not configurable
// (10.4.2.4). Returns the length that is left.
static uint32_t truncate_sparse(struct vm *vm, struct array *array, uint32_t length) {
  const struct shape *shape = array->object.shape;
  size_t bytes = (shape->count + (size_t)1) * sizeof(uint32_t);
  uint32_t *indices = heap_external_allocate(vm, bytes), count = 0;
  for (uint32_t i = 0; i < shape->count; i++) {
    uint32_t index;
    if (property_key_is_index(shape->table->entries[i].key, &index) && index >= length)
      indices[count++] = index;
  }
  qsort(indices, count, sizeof *indices, compare_descending);
  uint32_t left = length;
  for (uint32_t i = 0; i < count && left == length; i++)
    if (!delete_sparse(vm, array, indices[i]))
      left = indices[i] + 1;
  heap_external_free(vm, indices, bytes);
  return left;
}

// Makes elements from `length` on holes, and gives storage back when most of it is empty.
static void truncate_dense(struct vm *vm, struct array *array, uint32_t length) {
  if (array->capacity > LEAST_RELEASED && length < array->capacity / 4 &&
      resize_elements(vm, array, length))
    return;
  uint32_t end = array->length < array->capacity ? array->length : array->capacity;
  for (uint32_t i = length; i < end; i++)
    array->elements[i] = VALUE_HOLE;
}

bool array_set_length(struct vm *vm, struct array *array, uint32_t length) {
  if (length == array->length)
    return true;
  if (array->object.cell.flags & OBJECT_FLAG_LENGTH_READ_ONLY)
    return throw_read_only_length(vm);
  if (length > array->length) {
    array->length = length;
    return true;
  }
  if (!array_is_sparse(array)) {
    truncate_dense(vm, array, length);
    array->length = length;
    return true;
  }
  array->length = truncate_sparse(vm, array, length);
  if (array->length == length)
    return true;
  throw_type_error(vm, "Cannot delete property '%u' of [object Array]", array->length - 1);
  return false;
}

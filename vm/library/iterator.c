// Iterator objects: what makes them, and their `next`.
#include "vm/core/iterator.h"

#include "vm/library/library.h"

static Value array_iterator(struct vm *vm, Value subject, enum iterator_yield yield) {
  struct object *object = to_object(vm, subject);
  if (object == NULL)
    return VALUE_EXCEPTION;
  return value_from_object(
      &iterator_new(vm, ITERATOR_OF_ARRAY, yield, value_from_object(object))->object);
}

Value array_prototype_keys(struct vm *vm, Value *frame, uint32_t count) {
  (void)count;
  return array_iterator(vm, frame[0], YIELD_KEYS);
}

Value array_prototype_values(struct vm *vm, Value *frame, uint32_t count) {
  (void)count;
  return array_iterator(vm, frame[0], YIELD_VALUES);
}

Value array_prototype_entries(struct vm *vm, Value *frame, uint32_t count) {
  (void)count;
  return array_iterator(vm, frame[0], YIELD_ENTRIES);
}

// CreateIterResultObject (7.4.14) of what iterator_next gave.
static Value result_object(struct vm *vm, Value value) {
  bool done = value == VALUE_ABSENT;
  struct object *result = object_new_with_shape(vm, vm->object_shape, 2);
  bool added = object_add_property(vm, result, property_key_from_atom(atom(ATOM_value)),
                                   done ? VALUE_UNDEFINED : value, PROPERTY_DEFAULT) &&
               object_add_property(vm, result, property_key_from_atom(atom(ATOM_done)),
                                   value_from_boolean(done), PROPERTY_DEFAULT);
  return added ? value_from_object(result) : VALUE_EXCEPTION;
}

static bool is_iterator_of(Value value, enum iterator_source source) {
  const struct object *object = value_object(value);
  return value_is_object(value) && object_is_iterator(object) &&
         ((const struct iterator *)object)->source == source;
}

static Value next(struct vm *vm, const Value *frame, enum iterator_source source) {
  if (!is_iterator_of(frame[0], source)) {
    char text[80];
    return throw_type_error(vm, "next method called on incompatible receiver %s",
                            describe_value(vm, frame[0], text, sizeof text));
  }
  Value value = iterator_next(vm, (struct iterator *)value_object(frame[0]));
  return value == VALUE_EXCEPTION ? value : result_object(vm, value);
}

// %ArrayIteratorPrototype%.next (23.1.5.2.1)
Value array_iterator_prototype_next(struct vm *vm, Value *frame, uint32_t count) {
  (void)count;
  return next(vm, frame, ITERATOR_OF_ARRAY);
}

// %MapIteratorPrototype%.next (24.1.5.2.1)
Value map_iterator_prototype_next(struct vm *vm, Value *frame, uint32_t count) {
  (void)count;
  return next(vm, frame, ITERATOR_OF_MAP);
}

// %SetIteratorPrototype%.next (24.2.5.2.1)
Value set_iterator_prototype_next(struct vm *vm, Value *frame, uint32_t count) {
  (void)count;
  return next(vm, frame, ITERATOR_OF_SET);
}

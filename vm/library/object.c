// Object and Object.prototype (ECMA-262 20.1).
#include "vm/library/library.h"

// ---- Object

static bool is_object_constructor(Value value) {
  return value_is_function(value) && value_object(value)->cell.kind == FUNCTION_BUILTIN &&
         value_function(value)->builtin->function == object_constructor;
}

Value object_constructor(struct vm *vm, Value *frame, uint32_t count) {
  (void)count;
  if (vm->constructing && !is_object_constructor(frame[0]))
    return object_result(vm_create_this(vm, frame[0]));
  if (!value_is_nullish(frame[1]))
    return object_result(to_object(vm, frame[1]));
  return value_from_object(object_new_with_shape(vm, vm->object_shape, 0));
}

struct object *object_argument(struct vm *vm, Value *frame, uint32_t index) {
  struct object *object = to_object(vm, frame[index]);
  if (object)
    frame[index] = value_from_object(object);
  return object;
}

Value object_keys(struct vm *vm, Value *frame, uint32_t count) {
  (void)count;
  struct object *object = object_argument(vm, frame, 1);
  return object ? array_result(object_own_keys(vm, object, true)) : VALUE_EXCEPTION;
}

Value object_get_own_property_names(struct vm *vm, Value *frame, uint32_t count) {
  (void)count;
  struct object *object = object_argument(vm, frame, 1);
  return object ? array_result(library_own_names(vm, object)) : VALUE_EXCEPTION;
}

// Is the property there and enumerable? It may be gone since its key was listed.
static bool is_enumerable(struct vm *vm, struct object *object, PropertyKey key) {
  struct lookup lookup;
  return object_lookup_own(vm, object, key, &lookup) && lookup.attributes & PROPERTY_ENUMERABLE;
}

static Value make_entry(struct vm *vm, Value key, Value value) {
  struct array *entry = array_new(vm, 2, 2);
  if (!entry)
    return VALUE_EXCEPTION;
  entry->elements[0] = key;
  entry->elements[1] = value;
  return value_from_object(&entry->object);
}

// EnumerableOwnProperties (7.3.23) of kind value or key+value. Getters may run script.
static Value list_properties(struct vm *vm, Value *frame, bool with_keys) {
  struct object *object = object_argument(vm, frame, 1);
  struct array *keys = object ? object_own_keys(vm, object, true) : NULL;
  struct array *result = keys ? array_new(vm, 0, keys->length) : NULL;
  if (!result)
    return VALUE_EXCEPTION;
  vm_push(vm, value_from_object(&keys->object));
  vm_push(vm, value_from_object(&result->object));
  bool done = true;
  for (uint32_t i = 0; done && i < keys->length; i++) {
    PropertyKey key = property_key_from_string(vm, value_string(keys->elements[i]));
    if (!is_enumerable(vm, object, key))
      continue;
    Value value = object_get(vm, object, key);
    if (with_keys && value != VALUE_EXCEPTION)
      value = make_entry(vm, keys->elements[i], value);
    done = value != VALUE_EXCEPTION && array_push(vm, result, value);
  }
  vm->top -= 2;
  return done ? value_from_object(&result->object) : VALUE_EXCEPTION;
}

Value object_values(struct vm *vm, Value *frame, uint32_t count) {
  (void)count;
  return list_properties(vm, frame, false);
}

Value object_entries(struct vm *vm, Value *frame, uint32_t count) {
  (void)count;
  return list_properties(vm, frame, true);
}

// Copies the own enumerable properties of `source` by Set. false: thrown.
static bool assign_from(struct vm *vm, struct object *target, struct object *source) {
  struct array *keys = object_own_keys(vm, source, true);
  if (!keys)
    return false;
  vm_push(vm, value_from_object(&keys->object));
  bool done = true;
  for (uint32_t i = 0; done && i < keys->length; i++) {
    PropertyKey key = property_key_from_string(vm, value_string(keys->elements[i]));
    if (!is_enumerable(vm, source, key))
      continue;
    Value value = object_get(vm, source, key);
    done = value != VALUE_EXCEPTION && object_set(vm, target, key, value);
  }
  vm->top--;
  return done;
}

Value object_assign(struct vm *vm, Value *frame, uint32_t count) {
  struct object *target = object_argument(vm, frame, 1);
  if (!target)
    return VALUE_EXCEPTION;
  for (uint32_t i = 2; i <= count; i++) {
    if (value_is_nullish(frame[i]))
      continue;
    if (!assign_from(vm, target, object_argument(vm, frame, i)))
      return VALUE_EXCEPTION;
  }
  return frame[1];
}

Value object_create(struct vm *vm, Value *frame, uint32_t count) {
  (void)count;
  if (!value_is_object(frame[1]) && frame[1] != VALUE_NULL) {
    char text[80];
    return throw_type_error(vm, "Object prototype may only be an Object or null: %s",
                            describe_value(vm, frame[1], text, sizeof text));
  }
  struct object *prototype = frame[1] == VALUE_NULL ? NULL : value_object(frame[1]);
  Value object = value_from_object(object_new(vm, prototype, 0));
  if (frame[2] == VALUE_UNDEFINED)
    return object;
  return object_define_all(vm, value_object(object), frame[2]) ? object : VALUE_EXCEPTION;
}

// As a value; a property of the standard that Mica lacks is refused.
static Value has_own(struct vm *vm, struct object *object, PropertyKey key) {
  if (object_has_own(vm, object, key))
    return VALUE_TRUE;
  return library_missing_own(vm, object, key) == VALUE_EXCEPTION ? VALUE_EXCEPTION : VALUE_FALSE;
}

Value object_is(struct vm *vm, Value *frame, uint32_t count) {
  (void)count;
  return value_from_boolean(same_value(vm, frame[1], frame[2]));
}

Value object_has_own_builtin(struct vm *vm, Value *frame, uint32_t count) {
  (void)count;
  struct object *object = object_argument(vm, frame, 1);
  PropertyKey key = object ? property_key(vm, frame[2]) : VALUE_EXCEPTION;
  if (key == VALUE_EXCEPTION)
    return VALUE_EXCEPTION;
  return has_own(vm, object, key);
}

// ---- Prototypes

Value object_get_prototype_of(struct vm *vm, Value *frame, uint32_t count) {
  (void)count;
  const struct object *object = to_object(vm, frame[1]);
  return object ? object_prototype_value(object) : VALUE_EXCEPTION;
}

Value object_prototype_get_proto(struct vm *vm, Value *frame, uint32_t count) {
  (void)count;
  const struct object *object = to_object(vm, frame[0]);
  return object ? object_prototype_value(object) : VALUE_EXCEPTION;
}

Value object_prototype_set_proto(struct vm *vm, Value *frame, uint32_t count) {
  (void)count;
  if (value_is_nullish(frame[0]))
    return throw_type_error(vm, "Object.prototype.__proto__ called on null or undefined");
  if (!value_is_object(frame[0]) || (!value_is_object(frame[1]) && frame[1] != VALUE_NULL))
    return VALUE_UNDEFINED;
  struct object *prototype = frame[1] == VALUE_NULL ? NULL : value_object(frame[1]);
  return object_set_prototype(vm, value_object(frame[0]), prototype) ? VALUE_UNDEFINED
                                                                     : VALUE_EXCEPTION;
}

Value object_set_prototype_of(struct vm *vm, Value *frame, uint32_t count) {
  (void)count;
  if (value_is_nullish(frame[1]))
    return throw_type_error(vm, "Object.setPrototypeOf called on null or undefined");
  if (!value_is_object(frame[2]) && frame[2] != VALUE_NULL) {
    char text[80];
    return throw_type_error(vm, "Object prototype may only be an Object or null: %s",
                            describe_value(vm, frame[2], text, sizeof text));
  }
  struct object *prototype = frame[2] == VALUE_NULL ? NULL : value_object(frame[2]);
  if (value_is_object(frame[1]) && !object_set_prototype(vm, value_object(frame[1]), prototype))
    return VALUE_EXCEPTION;
  return frame[1];
}

// ---- Integrity. Primitives are what no operation can change.

static Value restrict_object(struct vm *vm, Value *frame, enum integrity integrity) {
  if (value_is_object(frame[1]) && !object_set_integrity(vm, value_object(frame[1]), integrity))
    return VALUE_EXCEPTION;
  return frame[1];
}

static Value is_restricted(struct vm *vm, Value *frame, enum integrity integrity) {
  return value_from_boolean(!value_is_object(frame[1]) ||
                            object_has_integrity(vm, value_object(frame[1]), integrity));
}

#define INTEGRITY(set, test, level)                                                                \
  Value set(struct vm *vm, Value *frame, uint32_t count) {                                         \
    (void)count;                                                                                   \
    return restrict_object(vm, frame, level);                                                      \
  }                                                                                                \
  Value test(struct vm *vm, Value *frame, uint32_t count) {                                        \
    (void)count;                                                                                   \
    return is_restricted(vm, frame, level);                                                        \
  }
INTEGRITY(object_freeze, object_is_frozen, INTEGRITY_FROZEN)
INTEGRITY(object_seal, object_is_sealed, INTEGRITY_SEALED)

Value object_prevent_extensions(struct vm *vm, Value *frame, uint32_t count) {
  (void)count;
  return restrict_object(vm, frame, INTEGRITY_NOT_EXTENSIBLE);
}

Value object_is_extensible_builtin(struct vm *vm, Value *frame, uint32_t count) {
  (void)vm;
  (void)count;
  return value_from_boolean(value_is_object(frame[1]) &&
                            object_is_extensible(value_object(frame[1])));
}

// ---- Object.prototype

// The key first, then `this` as an object (20.1.3.2). false: thrown.
static bool key_and_this(struct vm *vm, Value *frame, PropertyKey *key, struct object **object) {
  *key = property_key(vm, frame[1]);
  if (*key == VALUE_EXCEPTION)
    return false;
  *object = to_object(vm, frame[0]);
  return *object != NULL;
}

Value object_prototype_has_own_property(struct vm *vm, Value *frame, uint32_t count) {
  (void)count;
  PropertyKey key;
  struct object *object;
  if (!key_and_this(vm, frame, &key, &object))
    return VALUE_EXCEPTION;
  return has_own(vm, object, key);
}

Value object_prototype_property_is_enumerable(struct vm *vm, Value *frame, uint32_t count) {
  (void)count;
  PropertyKey key;
  struct object *object;
  if (!key_and_this(vm, frame, &key, &object))
    return VALUE_EXCEPTION;
  if (has_own(vm, object, key) == VALUE_EXCEPTION)
    return VALUE_EXCEPTION;
  return value_from_boolean(is_enumerable(vm, object, key));
}

Value object_prototype_is_prototype_of(struct vm *vm, Value *frame, uint32_t count) {
  (void)count;
  if (!value_is_object(frame[1]))
    return VALUE_FALSE;
  const struct object *object = to_object(vm, frame[0]);
  if (!object)
    return VALUE_EXCEPTION;
  const struct object *prototype = value_object(frame[1]);
  do
    prototype = object_prototype(prototype);
  while (prototype && prototype != object);
  return value_from_boolean(prototype != NULL);
}

Value object_prototype_to_string(struct vm *vm, Value *frame, uint32_t count) {
  (void)count;
  const char *class = frame[0] == VALUE_NULL ? "Null" : "Undefined";
  if (!value_is_nullish(frame[0])) {
    const struct object *object = to_object(vm, frame[0]);
    if (!object)
      return VALUE_EXCEPTION;
    class = library_string_tag(vm, object);
    if (!class)
      class = library_class_name(object);
  }
  struct text text = text_start(vm);
  text_append_ascii(&text, "[object ");
  text_append_ascii(&text, class);
  text_append_unit(&text, ']');
  return string_result(text_finish(&text));
}

Value object_prototype_to_locale_string(struct vm *vm, Value *frame, uint32_t count) {
  (void)count;
  Value method = value_get(vm, frame[0], property_key_from_atom(atom(ATOM_to_string)));
  return method == VALUE_EXCEPTION ? method : vm_call(vm, method, frame[0], NULL, 0);
}

Value object_prototype_value_of(struct vm *vm, Value *frame, uint32_t count) {
  (void)count;
  return object_result(to_object(vm, frame[0]));
}

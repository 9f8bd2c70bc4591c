// Property descriptors (ECMA-262 6.2.6) as objects of the script, and the builtins that take or
// make them (20.1.2, B.2.2).
//
// Reading a descriptor may run script at each of its fields: what has been read lies on the script
// stack meanwhile, and so do keys.
#include "vm/library/library.h"

// ---- Reading

// Get where HasProperty; *found says which. false: thrown.
static bool read_field(struct vm *vm, struct object *source, enum atom name, Value *value,
                       bool *found) {
  PropertyKey key = property_key_from_atom(atom(name));
  *found = object_has(vm, source, key);
  *value = *found ? object_get(vm, source, key) : VALUE_UNDEFINED;
  return *value != VALUE_EXCEPTION;
}

static bool read_flag(struct vm *vm, struct object *source, enum atom name,
                      enum property_attributes flag, struct descriptor *descriptor) {
  Value value;
  bool found;
  if (!read_field(vm, source, name, &value, &found))
    return false;
  if (found)
    descriptor->fields |= flag;
  if (to_boolean(value))
    descriptor->attributes |= flag;
  return true;
}

// A getter or setter.
static bool read_function(struct vm *vm, struct object *source, enum atom name, uint32_t field,
                          struct descriptor *descriptor, Value *function) {
  bool found;
  if (!read_field(vm, source, name, function, &found))
    return false;
  if (found)
    descriptor->fields |= field;
  if (*function == VALUE_UNDEFINED || value_is_function(*function))
    return true;
  char text[80];
  throw_type_error(vm, "%s must be a function: %s", name == ATOM_get ? "Getter" : "Setter",
                   describe_value(vm, *function, text, sizeof text));
  return false;
}

static bool read_value(struct vm *vm, struct object *source, struct descriptor *descriptor) {
  bool found;
  if (!read_field(vm, source, ATOM_value, &descriptor->value, &found))
    return false;
  if (found)
    descriptor->fields |= DESCRIPTOR_VALUE;
  return true;
}

// What read_descriptor leaves on the stack: the source, the value and the getter.
#define DESCRIPTOR_SLOTS 3

// ToPropertyDescriptor (6.2.6.5). Pushes DESCRIPTOR_SLOTS values, which keep what was read alive,
// whether it succeeds or not. false: thrown.
static bool read_descriptor(struct vm *vm, Value from, struct descriptor *descriptor) {
  Value *slots = vm->top;
  for (int i = 0; i < DESCRIPTOR_SLOTS; i++)
    vm_push(vm, VALUE_UNDEFINED);
  slots[0] = from;
  *descriptor = (struct descriptor){
      .value = VALUE_UNDEFINED, .getter = VALUE_UNDEFINED, .setter = VALUE_UNDEFINED};
  if (!value_is_object(from)) {
    char text[80];
    throw_type_error(vm, "Property description must be an object: %s",
                     describe_value(vm, from, text, sizeof text));
    return false;
  }
  struct object *source = value_object(from);
  if (!read_flag(vm, source, ATOM_enumerable, PROPERTY_ENUMERABLE, descriptor) ||
      !read_flag(vm, source, ATOM_configurable, PROPERTY_CONFIGURABLE, descriptor) ||
      !read_value(vm, source, descriptor))
    return false;
  slots[1] = descriptor->value;
  if (!read_flag(vm, source, ATOM_writable, PROPERTY_WRITABLE, descriptor) ||
      !read_function(vm, source, ATOM_get, DESCRIPTOR_GET, descriptor, &descriptor->getter))
    return false;
  slots[2] = descriptor->getter;
  if (!read_function(vm, source, ATOM_set, DESCRIPTOR_SET, descriptor, &descriptor->setter))
    return false;
  if (!(descriptor->fields & (DESCRIPTOR_GET | DESCRIPTOR_SET)) ||
      !(descriptor->fields & (DESCRIPTOR_VALUE | PROPERTY_WRITABLE)))
    return true;
  throw_type_error(vm, "Invalid property descriptor. Cannot both specify accessors and a value or "
                       "writable attribute");
  return false;
}

// ---- Making

static bool set_field(struct vm *vm, struct object *result, enum atom name, Value value) {
  return object_add_property(vm, result, property_key_from_atom(atom(name)), value,
                             PROPERTY_DEFAULT);
}

static bool set_flag(struct vm *vm, struct object *result, enum atom name,
                     const struct lookup *lookup, enum property_attributes flag) {
  return set_field(vm, result, name, value_from_boolean(lookup->attributes & flag));
}

// FromPropertyDescriptor (6.2.6.4) of the object's own property; undefined when there is none.
static Value describe_property(struct vm *vm, struct object *object, PropertyKey key) {
  struct lookup lookup;
  if (!object_lookup_own(vm, object, key, &lookup))
    return library_missing_own(vm, object, key);
  struct object *result = object_new_with_shape(vm, vm->object_shape, 4);
  bool done;
  if (lookup.accessor)
    done = set_field(vm, result, ATOM_get, lookup.accessor->getter) &&
           set_field(vm, result, ATOM_set, lookup.accessor->setter);
  else
    done = set_field(vm, result, ATOM_value, lookup.value) &&
           set_flag(vm, result, ATOM_writable, &lookup, PROPERTY_WRITABLE);
  done = done && set_flag(vm, result, ATOM_enumerable, &lookup, PROPERTY_ENUMERABLE) &&
         set_flag(vm, result, ATOM_configurable, &lookup, PROPERTY_CONFIGURABLE);
  return done ? value_from_object(result) : VALUE_EXCEPTION;
}

Value object_get_own_property_descriptor(struct vm *vm, Value *frame, uint32_t count) {
  (void)count;
  struct object *object = object_argument(vm, frame, 1);
  PropertyKey key = object ? property_key(vm, frame[2]) : VALUE_EXCEPTION;
  return key == VALUE_EXCEPTION ? VALUE_EXCEPTION : describe_property(vm, object, key);
}

Value object_get_own_property_descriptors(struct vm *vm, Value *frame, uint32_t count) {
  (void)count;
  struct object *object = object_argument(vm, frame, 1);
  struct array *keys = object ? library_own_names(vm, object) : NULL;
  if (!keys)
    return VALUE_EXCEPTION;
  struct object *result = object_new_with_shape(vm, vm->object_shape, 0);
  for (uint32_t i = 0; i < keys->length; i++) {
    PropertyKey key = property_key_from_string(vm, value_string(keys->elements[i]));
    Value property = describe_property(vm, object, key);
    if (property == VALUE_EXCEPTION || !object_define(vm, result, key, property, PROPERTY_DEFAULT))
      return VALUE_EXCEPTION;
  }
  return value_from_object(result);
}

// ---- Defining

Value object_define_property(struct vm *vm, Value *frame, uint32_t count) {
  (void)count;
  if (!value_is_object(frame[1]))
    return throw_type_error(vm, "Object.defineProperty called on non-object");
  Value *top = vm->top;
  PropertyKey key = property_key(vm, frame[2]);
  vm_push(vm, key);
  struct descriptor descriptor;
  bool done = key != VALUE_EXCEPTION && read_descriptor(vm, frame[3], &descriptor) &&
              object_define_own(vm, value_object(frame[1]), key, &descriptor);
  vm->top = top;
  return done ? frame[1] : VALUE_EXCEPTION;
}

// The fields of each descriptor that defineProperties has read, in a row in an array.
enum { RECORD_KEY, RECORD_FIELDS, RECORD_VALUE, RECORD_GETTER, RECORD_SETTER, RECORD_SLOTS };

static bool push_record(struct vm *vm, struct array *records, Value name,
                        const struct descriptor *descriptor) {
  uint32_t bits = descriptor->fields << 8 | descriptor->attributes;
  return array_push(vm, records, name) &&
         array_push(vm, records, value_from_int32((int32_t)bits)) &&
         array_push(vm, records, descriptor->value) &&
         array_push(vm, records, descriptor->getter) && array_push(vm, records, descriptor->setter);
}

static bool apply_record(struct vm *vm, struct object *object, const Value *record) {
  uint32_t bits = (uint32_t)value_to_int32_raw(record[RECORD_FIELDS]);
  struct descriptor descriptor = {.fields = bits >> 8,
                                  .attributes = bits & 0xFF,
                                  .value = record[RECORD_VALUE],
                                  .getter = record[RECORD_GETTER],
                                  .setter = record[RECORD_SETTER]};
  PropertyKey key = property_key_from_string(vm, value_string(record[RECORD_KEY]));
  return object_define_own(vm, object, key, &descriptor);
}

// The descriptors that are the enumerable properties of `source`, all of them read before the first
// is applied. false: thrown.
static bool read_records(struct vm *vm, struct object *source, const struct array *keys,
                         struct array *records) {
  for (uint32_t i = 0; i < keys->length; i++) {
    PropertyKey key = property_key_from_string(vm, value_string(keys->elements[i]));
    struct lookup lookup;
    if (!object_lookup_own(vm, source, key, &lookup) || !(lookup.attributes & PROPERTY_ENUMERABLE))
      continue;
    Value *top = vm->top;
    struct descriptor descriptor;
    Value from = object_get(vm, source, key);
    bool done = from != VALUE_EXCEPTION && read_descriptor(vm, from, &descriptor) &&
                push_record(vm, records, keys->elements[i], &descriptor);
    vm->top = top;
    if (!done)
      return false;
  }
  return true;
}

bool object_define_all(struct vm *vm, struct object *object, Value properties) {
  struct object *source = to_object(vm, properties);
  struct array *keys = source ? object_own_keys(vm, source, true) : NULL;
  struct array *records = keys ? array_new(vm, 0, 0) : NULL;
  if (!records)
    return false;
  Value *top = vm->top;
  vm_push(vm, value_from_object(object));
  vm_push(vm, value_from_object(source));
  vm_push(vm, value_from_object(&keys->object));
  vm_push(vm, value_from_object(&records->object));
  bool done = read_records(vm, source, keys, records);
  for (uint32_t i = 0; done && i < records->length; i += RECORD_SLOTS)
    done = apply_record(vm, object, records->elements + i);
  vm->top = top;
  return done;
}

Value object_define_properties(struct vm *vm, Value *frame, uint32_t count) {
  (void)count;
  if (!value_is_object(frame[1]))
    return throw_type_error(vm, "Object.defineProperties called on non-object");
  return object_define_all(vm, value_object(frame[1]), frame[2]) ? frame[1] : VALUE_EXCEPTION;
}

// ---- Accessors as Object.prototype has them (B.2.2)

static Value define_half(struct vm *vm, Value *frame, const char *method, uint32_t field) {
  struct object *object = object_argument(vm, frame, 0);
  if (!object)
    return VALUE_EXCEPTION;
  if (!value_is_function(frame[2]))
    return throw_type_error(vm, "Object.prototype.%s: Expecting function", method);
  PropertyKey key = property_key(vm, frame[1]);
  struct descriptor descriptor = {.fields = field | PROPERTY_ENUMERABLE | PROPERTY_CONFIGURABLE,
                                  .attributes = PROPERTY_ENUMERABLE | PROPERTY_CONFIGURABLE,
                                  .getter = frame[2],
                                  .setter = frame[2]};
  bool done = key != VALUE_EXCEPTION && object_define_own(vm, object, key, &descriptor);
  return done ? VALUE_UNDEFINED : VALUE_EXCEPTION;
}

Value object_prototype_define_getter(struct vm *vm, Value *frame, uint32_t count) {
  (void)count;
  return define_half(vm, frame, "__defineGetter__", DESCRIPTOR_GET);
}

Value object_prototype_define_setter(struct vm *vm, Value *frame, uint32_t count) {
  (void)count;
  return define_half(vm, frame, "__defineSetter__", DESCRIPTOR_SET);
}

// The accessor that a lookup finds; NULL for other properties and none. *failed: thrown.
static const struct accessor *find_accessor(struct vm *vm, Value *frame, bool *failed) {
  struct object *object = object_argument(vm, frame, 0);
  PropertyKey key = object ? property_key(vm, frame[1]) : VALUE_EXCEPTION;
  *failed = key == VALUE_EXCEPTION;
  struct lookup lookup = {.accessor = NULL};
  if (!*failed && !object_lookup(vm, object, key, &lookup))
    *failed = library_missing_property(vm, frame[0], key) == VALUE_EXCEPTION;
  return lookup.accessor;
}

Value object_prototype_lookup_getter(struct vm *vm, Value *frame, uint32_t count) {
  (void)count;
  bool failed;
  const struct accessor *accessor = find_accessor(vm, frame, &failed);
  return failed ? VALUE_EXCEPTION : accessor ? accessor->getter : VALUE_UNDEFINED;
}

Value object_prototype_lookup_setter(struct vm *vm, Value *frame, uint32_t count) {
  (void)count;
  bool failed;
  const struct accessor *accessor = find_accessor(vm, frame, &failed);
  return failed ? VALUE_EXCEPTION : accessor ? accessor->setter : VALUE_UNDEFINED;
}

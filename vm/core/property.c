// Properties: keys, lookup, and the internal methods of objects (ECMA-262 10.1, 10.4.2, 10.4.3).
//
// A property is found in the shape or, where the layout says so, among the virtual ones: elements
// and `length` of arrays, units and `length` of String objects. Everything here is the slow side of
// what the tiers do inline.
//
// A store to an element that is not there must ask the prototypes for a setter or a read-only
// property. They practically never have indices: vm->indexed_prototypes says whether any ever did.
#include "vm/core/class.h"
#include "vm/core/operations.h"
#include "vm/core/typed_array.h"
#include "vm/library/library.h"

#include <stdlib.h>

#define LARGEST_INT_KEY 0x7FFFFFFEu
#define LARGEST_ARRAY_INDEX 0xFFFFFFFEu

// ---- Keys

// The canonical array index that a flat string is.
static bool parse_index(const struct string *flat, uint32_t *index) {
  uint32_t length = string_length(flat);
  if (flat->cell.kind != STRING_LATIN1 || length == 0 || length > 10)
    return false;
  if (flat->latin1[0] == '0' && length > 1)
    return false;
  uint64_t number = 0;
  for (uint32_t i = 0; i < length; i++) {
    uint8_t digit = flat->latin1[i];
    if (digit < '0' || digit > '9')
      return false;
    number = 10 * number + (digit - '0');
  }
  *index = (uint32_t)number;
  return number <= LARGEST_ARRAY_INDEX;
}

bool property_key_is_index(PropertyKey key, uint32_t *index) {
  if (value_is_int32(key)) {
    *index = (uint32_t)value_to_int32_raw(key);
    return true;
  }
  return value_is_string(key) && parse_index(value_string(key), index);
}

// The key of a string that is no index below 2^31 - 1.
static PropertyKey key_from_name(struct vm *vm, struct string *name) {
  struct string *unique = name == NULL ? NULL : atom_from_string(vm, name);
  return unique == NULL ? VALUE_EXCEPTION : property_key_from_atom(unique);
}

PropertyKey property_key_from_string(struct vm *vm, struct string *string) {
  struct atom_table *atoms = &vm->atoms;
  if (string->cell.flags & STRING_FLAG_ATOM)
    return property_key_from_atom(string);
  if (string == atoms->recent)
    return property_key_from_atom(atoms->recent_atom);
  struct string *flat = string_flatten(vm, string);
  if (flat == NULL)
    return VALUE_EXCEPTION;
  uint32_t index;
  if (parse_index(flat, &index) && index <= LARGEST_INT_KEY)
    return value_from_int32((int32_t)index);
  PropertyKey key = key_from_name(vm, flat);
  if (key == VALUE_EXCEPTION)
    return key;
  atoms->recent = string;
  atoms->recent_atom = value_string(key);
  return key;
}

PropertyKey property_key_from_index(struct vm *vm, uint32_t index) {
  if (index <= LARGEST_INT_KEY)
    return value_from_int32((int32_t)index);
  return key_from_name(vm, number_to_string(vm, value_from_number(index)));
}

static const char *nullish_text(Value value) { return value == VALUE_NULL ? "null" : "undefined"; }

PropertyKey property_key(struct vm *vm, Value value) {
  if (value_is_int32(value) && (uint32_t)value_to_int32_raw(value) <= LARGEST_INT_KEY)
    return value;
  if (value_is_string(value))
    return property_key_from_string(vm, value_string(value));
  if (value_is_double(value)) {
    double number = value_to_double_raw(value);
    if (number >= 0 && number <= LARGEST_INT_KEY && number == (int32_t)number)
      return value_from_int32((int32_t)number);
  }
  if (value_is_number(value))
    return key_from_name(vm, number_to_string(vm, value));
  Value primitive = to_primitive(vm, value, ATOM_string);
  if (primitive == VALUE_EXCEPTION)
    return VALUE_EXCEPTION;
  struct string *text = to_string(vm, primitive);
  return text == NULL ? VALUE_EXCEPTION : property_key_from_string(vm, text);
}

PropertyKey property_key_for(struct vm *vm, Value base, Value value, const char *verb) {
  if (value_is_int32(value) && value_to_int32_raw(value) >= 0)
    return value;
  if (value_is_nullish(base) && value_is_object(value))
    return throw_type_error(vm, "Cannot %s properties of %s", verb, nullish_text(base));
  return property_key(vm, value);
}

struct string *property_key_to_string(struct vm *vm, PropertyKey key) {
  if (value_is_private_name(key))
    return private_name_text(key);
  return value_is_int32(key) ? number_to_string(vm, key) : value_string(key);
}

// ---- Errors

#define KEY_TEXT_BYTES 96

// A key in a message, cut where it is long.
static const char *key_text(struct vm *vm, PropertyKey key, char buffer[KEY_TEXT_BYTES]) {
  char *text = NULL;
  if (value_is_int32(key))
    snprintf(buffer, KEY_TEXT_BYTES, "%d", value_to_int32_raw(key));
  else
    text = string_to_utf8(vm, property_key_to_string(vm, key), NULL);
  if (text != NULL)
    snprintf(buffer, KEY_TEXT_BYTES, "%s", text);
  free(text);
  return buffer;
}

static const char *object_text(struct vm *vm, const struct object *object,
                               char buffer[KEY_TEXT_BYTES]) {
  return describe_value(vm, value_from_object(object), buffer, KEY_TEXT_BYTES);
}

static bool throw_read_only(struct vm *vm, const struct object *object, PropertyKey key) {
  char name[KEY_TEXT_BYTES], base[KEY_TEXT_BYTES];
  throw_type_error(vm, "Cannot assign to read only property '%s' of object '%s'",
                   key_text(vm, key, name), object_text(vm, object, base));
  return false;
}

static bool throw_not_extensible(struct vm *vm, PropertyKey key, const char *verb) {
  char name[KEY_TEXT_BYTES];
  throw_type_error(vm, "Cannot %s property %s, object is not extensible", verb,
                   key_text(vm, key, name));
  return false;
}

static bool throw_redefinition(struct vm *vm, PropertyKey key) {
  char name[KEY_TEXT_BYTES];
  throw_type_error(vm, "Cannot redefine property: %s", key_text(vm, key, name));
  return false;
}

static const char *primitive_text(Value value) {
  return value_is_string(value) ? "string" : value_is_boolean(value) ? "boolean" : "number";
}

// ---- Lookup

static bool found_virtual(struct lookup *lookup, struct object *object, Value value,
                          uint32_t attributes) {
  *lookup = (struct lookup){
      .holder = object, .value = value, .slot = SLOT_NONE, .attributes = attributes};
  return true;
}

static bool found_entry(struct vm *vm, struct lookup *lookup, struct object *object,
                        uint32_t entry) {
  Value value = object->slots[entry];
  if (value_is_pending(value))
    value = realm_complete(vm, object, entry);
  uint32_t attributes = object->shape->table->entries[entry].attributes;
  bool accessor = attributes & PROPERTY_ACCESSOR;
  *lookup = (struct lookup){.holder = object,
                            .value = accessor ? VALUE_ABSENT : value,
                            .accessor = accessor ? value_pointer(value) : NULL,
                            .slot = entry,
                            .attributes = attributes};
  return true;
}

static bool lookup_string_unit(struct vm *vm, struct object *object, PropertyKey key,
                               struct lookup *lookup) {
  struct string *text = value_string(((struct wrapper *)object)->primitive);
  if (key == property_key_from_atom(atom(ATOM_length)))
    return found_virtual(lookup, object, value_from_number(string_length(text)), 0);
  if (!value_is_int32(key) || (uint32_t)value_to_int32_raw(key) >= string_length(text))
    return false;
  const struct string *flat = string_flatten(vm, text);
  uint16_t unit = flat == NULL ? 0 : string_unit(flat, (uint32_t)value_to_int32_raw(key));
  return found_virtual(lookup, object, value_from_string(string_from_unit(vm, unit)),
                       PROPERTY_ENUMERABLE);
}

static bool lookup_array(struct object *object, PropertyKey key, struct lookup *lookup) {
  struct array *array = (struct array *)object;
  if (value_is_int32(key)) {
    const Value *element =
        array_element(value_from_object(object), (uint32_t)value_to_int32_raw(key));
    return element != NULL && found_virtual(lookup, object, *element, PROPERTY_DEFAULT);
  }
  if (key != property_key_from_atom(atom(ATOM_length)))
    return false;
  bool read_only = object->cell.flags & OBJECT_FLAG_LENGTH_READ_ONLY;
  return found_virtual(lookup, object, value_from_number(array->length),
                       read_only ? 0 : PROPERTY_WRITABLE);
}

// Is the key one of those that a function's first use makes?
static bool is_function_key(PropertyKey key) {
  return key == property_key_from_atom(atom(ATOM_prototype)) ||
         key == property_key_from_atom(atom(ATOM_name)) ||
         key == property_key_from_atom(atom(ATOM_length));
}

// Is the key one that a typed array answers by itself?
static bool is_element_key(struct vm *vm, const struct object *object, PropertyKey key) {
  return object_is_typed_array(object) && property_key_is_numeric(vm, key);
}

static bool lookup_element(struct object *object, PropertyKey key, struct lookup *lookup) {
  const struct typed_array *array = (const struct typed_array *)object;
  if (!typed_array_has(array, key))
    return false;
  Value element = typed_array_get(array, (uint32_t)value_to_int32_raw(key));
  return found_virtual(lookup, object, element, PROPERTY_DEFAULT);
}

bool object_lookup_own(struct vm *vm, struct object *object, PropertyKey key,
                       struct lookup *lookup) {
  if (object_is_array(object)) {
    if (lookup_array(object, key, lookup))
      return true;
  } else if (object_is_function(object)) {
    if (is_function_key(key))
      function_materialize(vm, (struct function *)object);
  } else if (object_is_string_wrapper(object)) {
    if (lookup_string_unit(vm, object, key, lookup))
      return true;
  } else if (is_element_key(vm, object, key)) {
    return lookup_element(object, key, lookup);
  }
  int32_t entry = shape_find(object->shape, key);
  return entry >= 0 && found_entry(vm, lookup, object, (uint32_t)entry);
}

bool object_lookup(struct vm *vm, struct object *object, PropertyKey key, struct lookup *lookup) {
  uint32_t depth = 0;
  for (; object != NULL; object = object_prototype(object), depth++) {
    if (object_lookup_own(vm, object, key, lookup)) {
      lookup->depth = depth;
      return true;
    }
    if (is_element_key(vm, object, key))
      break;
  }
  *lookup = (struct lookup){.holder = object, .value = VALUE_ABSENT, .slot = SLOT_NONE};
  return false;
}

bool object_has_own(struct vm *vm, struct object *object, PropertyKey key) {
  struct lookup lookup;
  return object_lookup_own(vm, object, key, &lookup);
}

bool object_has(struct vm *vm, struct object *object, PropertyKey key) {
  struct lookup lookup;
  return object_lookup(vm, object, key, &lookup);
}

// ---- [[Get]]

Value object_get_for(struct vm *vm, struct object *object, PropertyKey key, Value receiver) {
  struct lookup lookup;
  if (!object_lookup(vm, object, key, &lookup))
    return value_is_int32(key) ? VALUE_UNDEFINED : library_missing_property(vm, receiver, key);
  if (lookup.accessor == NULL)
    return lookup.value;
  if (lookup.accessor->getter == VALUE_UNDEFINED)
    return VALUE_UNDEFINED;
  return vm_call(vm, lookup.accessor->getter, receiver, NULL, 0);
}

Value object_get(struct vm *vm, struct object *object, PropertyKey key) {
  return object_get_for(vm, object, key, value_from_object(object));
}

// A string's own property. VALUE_ABSENT: it has none of that key.
static Value get_of_string(struct vm *vm, struct string *string, PropertyKey key) {
  if (key == property_key_from_atom(atom(ATOM_length)))
    return value_from_number(string_length(string));
  if (!value_is_int32(key) || (uint32_t)value_to_int32_raw(key) >= string_length(string))
    return VALUE_ABSENT;
  const struct string *flat = string_flatten(vm, string);
  if (flat == NULL)
    return VALUE_EXCEPTION;
  return value_from_string(
      string_from_unit(vm, string_unit(flat, (uint32_t)value_to_int32_raw(key))));
}

// Where the properties of a primitive that is neither undefined nor null are looked up.
static struct object *prototype_of_primitive(struct vm *vm, Value primitive) {
  if (value_is_string(primitive))
    return vm_builtin(vm, INTRINSIC_STRING_PROTOTYPE);
  return vm_builtin(vm, value_is_boolean(primitive) ? INTRINSIC_BOOLEAN_PROTOTYPE
                                                    : INTRINSIC_NUMBER_PROTOTYPE);
}

Value value_get(struct vm *vm, Value base, PropertyKey key) {
  if (value_is_object(base))
    return object_get_for(vm, value_object(base), key, base);
  if (value_is_string(base)) {
    Value own = get_of_string(vm, value_string(base), key);
    if (own != VALUE_ABSENT)
      return own;
  } else if (value_is_nullish(base)) {
    char name[KEY_TEXT_BYTES];
    return throw_type_error(vm, "Cannot read properties of %s (reading '%s')", nullish_text(base),
                            key_text(vm, key, name));
  }
  return object_get_for(vm, prototype_of_primitive(vm, base), key, base);
}

// ---- [[Set]]

static bool call_setter(struct vm *vm, const struct lookup *lookup, PropertyKey key, Value receiver,
                        Value value) {
  if (lookup->accessor->setter != VALUE_UNDEFINED)
    return vm_call(vm, lookup->accessor->setter, receiver, &value, 1) != VALUE_EXCEPTION;
  char name[KEY_TEXT_BYTES], base[KEY_TEXT_BYTES];
  throw_type_error(vm, "Cannot set property %s of %s which has only a getter",
                   key_text(vm, key, name), describe_value(vm, receiver, base, sizeof base));
  return false;
}

// An array's length from any value (ArraySetLength steps 3 to 5, 10.4.2.4). May run script.
static bool to_array_length(struct vm *vm, Value value, uint32_t *length) {
  double number;
  if (!to_uint32(vm, value, length) || !to_number(vm, value, &number))
    return false;
  if (*length == number)
    return true;
  throw_range_error(vm, "Invalid array length");
  return false;
}

// An array's `length = value` when it is writable. Converting an object may run script, even such
// that makes the length read-only: array_set_length looks again.
static bool assign_length(struct vm *vm, struct array *array, Value value) {
  uint32_t length;
  if (value_is_object(value)) {
    vm_push(vm, value_from_object(&array->object));
    vm_push(vm, value); // it is converted twice
    bool converted = to_array_length(vm, value, &length);
    vm->top -= 2;
    return converted && array_set_length(vm, array, length);
  }
  return to_array_length(vm, value, &length) && array_set_length(vm, array, length);
}

// Adds a property that the object does not have. For arrays, an index may move the length.
static bool add_own(struct vm *vm, struct object *object, PropertyKey key, Value value,
                    uint32_t attributes) {
  uint32_t index;
  if (!object_is_array(object) || !property_key_is_index(key, &index))
    return object_add_property(vm, object, key, value, attributes);
  struct array *array = (struct array *)object;
  if (index >= array->length && object->cell.flags & OBJECT_FLAG_LENGTH_READ_ONLY)
    return throw_not_extensible(vm, key, "add");
  if (attributes == PROPERTY_DEFAULT)
    return array_put(vm, array, index, value);
  if (!array_make_sparse(vm, array) || !object_add_property(vm, object, key, value, attributes))
    return false;
  if (index >= array->length)
    array->length = index + 1;
  return true;
}

// Overwrites the own, writable data property that was found.
static bool overwrite(struct vm *vm, const struct lookup *lookup, PropertyKey key, Value value) {
  struct object *object = lookup->holder;
  if (lookup->slot != SLOT_NONE)
    object->slots[lookup->slot] = value;
  else if (value_is_int32(key))
    ((struct array *)object)->elements[value_to_int32_raw(key)] = value;
  else
    return assign_length(vm, (struct array *)object, value);
  return true;
}

// The lookup of a store, which need not ask the prototypes for an element.
static bool lookup_for_store(struct vm *vm, struct object *object, PropertyKey key,
                             struct lookup *lookup) {
  if (value_is_int32(key) && !vm->indexed_prototypes)
    return object_lookup_own(vm, object, key, lookup);
  return object_lookup(vm, object, key, lookup);
}

bool object_set(struct vm *vm, struct object *object, PropertyKey key, Value value) {
  struct lookup lookup = {.holder = NULL};
  if (is_element_key(vm, object, key))
    return typed_array_set(vm, (struct typed_array *)object, key, value);
  if (lookup_for_store(vm, object, key, &lookup)) {
    if (lookup.accessor != NULL)
      return call_setter(vm, &lookup, key, value_from_object(object), value);
    if (!(lookup.attributes & PROPERTY_WRITABLE))
      return throw_read_only(vm, object, key);
    if (lookup.holder == object)
      return overwrite(vm, &lookup, key, value);
  } else if (lookup.holder != NULL) {
    return true; // a typed array among the prototypes ignores it (10.4.5.5)
  }
  if (!object_is_extensible(object))
    return throw_not_extensible(vm, key, "add");
  return add_own(vm, object, key, value, PROPERTY_DEFAULT);
}

// OrdinarySetWithOwnDescriptor (10.1.9.2).
bool object_set_for(struct vm *vm, struct object *object, PropertyKey key, Value value,
                    Value receiver) {
  struct lookup lookup;
  if (object_lookup(vm, object, key, &lookup)) {
    if (lookup.accessor != NULL)
      return call_setter(vm, &lookup, key, receiver, value);
    if (!(lookup.attributes & PROPERTY_WRITABLE))
      return throw_read_only(vm, object, key);
  }
  if (!value_is_object(receiver)) {
    char name[KEY_TEXT_BYTES];
    throw_type_error(vm, "Cannot set property '%s' of what is no object", key_text(vm, key, name));
    return false;
  }
  struct object *target = value_object(receiver);
  if (!object_lookup_own(vm, target, key, &lookup))
    return object_define(vm, target, key, value, PROPERTY_DEFAULT);
  if (lookup.accessor != NULL || !(lookup.attributes & PROPERTY_WRITABLE))
    return throw_read_only(vm, target, key);
  return overwrite(vm, &lookup, key, value);
}

bool value_set(struct vm *vm, Value base, PropertyKey key, Value value) {
  if (value_is_object(base))
    return object_set(vm, value_object(base), key, value);
  char name[KEY_TEXT_BYTES], text[KEY_TEXT_BYTES];
  if (value_is_nullish(base)) {
    throw_type_error(vm, "Cannot set properties of %s (setting '%s')", nullish_text(base),
                     key_text(vm, key, name));
    return false;
  }
  struct lookup lookup;
  Value own = value_is_string(base) ? get_of_string(vm, value_string(base), key) : VALUE_ABSENT;
  bool read_only = own != VALUE_ABSENT;
  if (own == VALUE_EXCEPTION)
    return false;
  if (!read_only && object_lookup(vm, prototype_of_primitive(vm, base), key, &lookup)) {
    if (lookup.accessor != NULL)
      return call_setter(vm, &lookup, key, base, value);
    read_only = !(lookup.attributes & PROPERTY_WRITABLE);
  }
  throw_type_error(vm,
                   read_only ? "Cannot assign to read only property '%s' of %s '%s'"
                             : "Cannot create property '%s' on %s '%s'",
                   key_text(vm, key, name), primitive_text(base),
                   describe_value(vm, base, text, sizeof text));
  return false;
}

// ---- [[DefineOwnProperty]] with complete descriptors

// May the property that was found become one with these attributes and this value
// (ValidateAndApplyPropertyDescriptor, 10.1.6.3)? `value` is VALUE_ABSENT for accessors.
static bool may_redefine(struct vm *vm, const struct lookup *found, Value value,
                         const struct accessor *accessor, uint32_t attributes) {
  if (found->attributes & PROPERTY_CONFIGURABLE)
    return true;
  uint32_t changed = found->attributes ^ attributes;
  if (changed & ~(uint32_t)PROPERTY_WRITABLE)
    return false;
  if (accessor != NULL)
    return accessor->getter == found->accessor->getter &&
           accessor->setter == found->accessor->setter;
  if (found->attributes & PROPERTY_WRITABLE)
    return true;
  return !(attributes & PROPERTY_WRITABLE) && same_value(vm, value, found->value);
}

// Gives the own property that was found another value and attributes.
static bool redefine(struct vm *vm, const struct lookup *found, PropertyKey key, Value stored,
                     uint32_t attributes) {
  struct object *object = found->holder;
  uint32_t entry = found->slot;
  if (entry == SLOT_NONE) { // an element of a dense array
    if (attributes == PROPERTY_DEFAULT)
      return overwrite(vm, found, key, stored);
    if (!array_make_sparse(vm, (struct array *)object))
      return false;
    entry = (uint32_t)shape_find(object->shape, key);
  }
  object_change_attributes(vm, object, entry, attributes);
  // The accessor of a prototype is another: a cache may know what its getter is.
  if (object->shape->cell.flags & SHAPE_FLAG_PROTOTYPE && attributes & PROPERTY_ACCESSOR)
    vm->prototype_changes++;
  object->slots[entry] = stored;
  return true;
}

// An array's length, which is neither enumerable nor configurable (10.4.2.4). A read-only one makes
// the array sparse, where all that changes the length looks.
static bool define_length(struct vm *vm, struct array *array, Value value, uint32_t attributes) {
  uint32_t length;
  if (!to_array_length(vm, value, &length))
    return false;
  bool reduced = array_set_length(vm, array, length);
  if (!(attributes & PROPERTY_WRITABLE)) {
    if (!array_make_sparse(vm, array))
      return false;
    array->object.cell.flags |= OBJECT_FLAG_LENGTH_READ_ONLY;
  }
  return reduced;
}

// [[DefineOwnProperty]] of typed arrays (10.4.5.3).
static bool define_element(struct vm *vm, struct object *object, PropertyKey key, Value value,
                           uint32_t attributes) {
  struct typed_array *array = (struct typed_array *)object;
  if (!typed_array_has(array, key)) {
    throw_type_error(vm, "Invalid typed array index");
    return false;
  }
  return attributes == PROPERTY_DEFAULT ? typed_array_set(vm, array, key, value)
                                        : throw_redefinition(vm, key);
}

static bool define(struct vm *vm, struct object *object, PropertyKey key, Value value,
                   struct accessor *accessor, uint32_t attributes) {
  struct lookup found;
  if (is_element_key(vm, object, key))
    return define_element(vm, object, key, value, attributes);
  if (object_is_function(object))
    function_materialize(vm, (struct function *)object);
  Value stored = accessor == NULL ? value : value_from_cell(accessor);
  if (!object_lookup_own(vm, object, key, &found)) {
    if (!object_is_extensible(object))
      return throw_not_extensible(vm, key, "define");
    return add_own(vm, object, key, stored, attributes);
  }
  if (!may_redefine(vm, &found, value, accessor, attributes))
    return throw_redefinition(vm, key);
  if (found.slot != SLOT_NONE)
    return redefine(vm, &found, key, stored, attributes);
  if (object_is_string_wrapper(object))
    return true; // the same again: anything else was refused
  if (!value_is_int32(key))
    return define_length(vm, (struct array *)object, value, attributes);
  return redefine(vm, &found, key, stored, attributes);
}

bool object_define(struct vm *vm, struct object *object, PropertyKey key, Value value,
                   uint32_t attributes) {
  return define(vm, object, key, value, NULL, attributes);
}

struct accessor *accessor_new(struct vm *vm, Value getter, Value setter) {
  struct accessor *accessor = heap_allocate(vm, sizeof *accessor, CELL_VALUES);
  accessor->cell.extra = 2;
  accessor->getter = getter;
  accessor->setter = setter;
  return accessor;
}

bool object_define_accessor(struct vm *vm, struct object *object, PropertyKey key, Value getter,
                            Value setter, uint32_t attributes) {
  return define(vm, object, key, VALUE_ABSENT, accessor_new(vm, getter, setter),
                attributes | PROPERTY_ACCESSOR);
}

// The array length that a descriptor asks for, in the place of the value that it was given.
static bool convert_length(struct vm *vm, struct object *array, Value *value) {
  uint32_t length;
  vm_push(vm, value_from_object(array));
  vm_push(vm, *value); // it is converted twice
  bool converted = to_array_length(vm, *value, &length);
  vm->top -= 2;
  *value = value_from_number(length);
  return converted;
}

// What the descriptor leaves out is as it was where the kind of property stays, and by default
// otherwise: the rest of ValidateAndApplyPropertyDescriptor is that of a complete one.
bool object_define_own(struct vm *vm, struct object *object, PropertyKey key,
                       const struct descriptor *descriptor) {
  uint32_t fields = descriptor->fields;
  Value value = fields & DESCRIPTOR_VALUE ? descriptor->value : VALUE_ABSENT;
  if (value != VALUE_ABSENT && object_is_array(object) &&
      key == property_key_from_atom(atom(ATOM_length)) && !convert_length(vm, object, &value))
    return false;
  struct lookup found;
  if (!object_lookup_own(vm, object, key, &found))
    found = (struct lookup){.value = VALUE_UNDEFINED};
  uint32_t attributes =
      (found.attributes & ~fields) | (descriptor->attributes & fields & PROPERTY_DEFAULT);
  bool is_data = fields & (DESCRIPTOR_VALUE | PROPERTY_WRITABLE);
  if (fields & (DESCRIPTOR_GET | DESCRIPTOR_SET) || (found.accessor != NULL && !is_data)) {
    const struct accessor *old = found.accessor;
    Value getter = old == NULL ? VALUE_UNDEFINED : old->getter;
    Value setter = old == NULL ? VALUE_UNDEFINED : old->setter;
    return object_define_accessor(vm, object, key,
                                  fields & DESCRIPTOR_GET ? descriptor->getter : getter,
                                  fields & DESCRIPTOR_SET ? descriptor->setter : setter,
                                  attributes & (PROPERTY_ENUMERABLE | PROPERTY_CONFIGURABLE));
  }
  if (value == VALUE_ABSENT)
    value = found.accessor == NULL ? found.value : VALUE_UNDEFINED;
  return object_define(vm, object, key, value, attributes & PROPERTY_DEFAULT);
}

bool object_define_half(struct vm *vm, struct object *object, PropertyKey key,
                        struct function *function, bool is_setter, uint32_t attributes) {
  if (!function_name_accessor(vm, function, key, is_setter))
    return false;
  struct lookup lookup;
  Value getter = VALUE_UNDEFINED, setter = VALUE_UNDEFINED;
  if (object_lookup_own(vm, object, key, &lookup) && lookup.accessor != NULL) {
    getter = lookup.accessor->getter;
    setter = lookup.accessor->setter;
  }
  *(is_setter ? &setter : &getter) = value_from_object(&function->object);
  return object_define_accessor(vm, object, key, getter, setter, attributes);
}

// ---- [[Delete]]

int object_delete(struct vm *vm, struct object *object, PropertyKey key) {
  struct lookup found;
  if (object_is_function(object))
    function_materialize(vm, (struct function *)object);
  if (!object_lookup_own(vm, object, key, &found))
    return 1;
  if (!(found.attributes & PROPERTY_CONFIGURABLE) || is_element_key(vm, object, key))
    return 0;
  if (found.slot == SLOT_NONE)
    ((struct array *)object)->elements[value_to_int32_raw(key)] = VALUE_HOLE;
  else
    object_remove_property(vm, object, found.slot);
  return 1;
}

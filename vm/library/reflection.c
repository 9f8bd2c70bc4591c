// What inspect.js asks about objects, without running script of theirs.
#include "vm/core/collection.h"
#include "vm/core/iterator.h"
#include "vm/core/typed_array.h"
#include "vm/library/library.h"

Value intrinsic_unit(struct vm *vm, Value *frame, uint32_t count) {
  (void)count;
  const struct string *flat = string_flatten(vm, value_string(frame[1]));
  if (!flat)
    return VALUE_EXCEPTION;
  return value_from_int32(string_unit(flat, (uint32_t)value_number(frame[2])));
}

const char *library_class_name(const struct object *object) {
  static const char *const classes[] = {
      [CLASS_OBJECT] = "Object",       [CLASS_ERROR] = "Error",   [CLASS_BOOLEAN] = "Boolean",
      [CLASS_NUMBER] = "Number",       [CLASS_STRING] = "String", [CLASS_GLOBAL] = "global",
      [CLASS_MATH] = "Math",           [CLASS_JSON] = "JSON",     [CLASS_ARGUMENTS] = "Arguments",
      [CLASS_ITERATOR] = "Object",     [CLASS_MAP] = "Object",    [CLASS_SET] = "Object",
      [CLASS_ARRAY_BUFFER] = "Object", [CLASS_HOST] = "Object",
  };
  if (object_is_array(object))
    return "Array";
  if (object_is_typed_array(object))
    return "Object";
  return object_is_function(object) ? "Function" : classes[object->cell.kind];
}

const char *library_string_tag(const struct vm *vm, const struct object *object) {
  static const struct {
    uint8_t object; // enum intrinsic
    const char *tag;
  } tagged[] = {{INTRINSIC_ARRAY_ITERATOR_PROTOTYPE, "Array Iterator"},
                {INTRINSIC_MAP_ITERATOR_PROTOTYPE, "Map Iterator"},
                {INTRINSIC_SET_ITERATOR_PROTOTYPE, "Set Iterator"},
                {INTRINSIC_MAP_PROTOTYPE, "Map"},
                {INTRINSIC_SET_PROTOTYPE, "Set"},
                {INTRINSIC_ARRAY_BUFFER_PROTOTYPE, "ArrayBuffer"}};
  const struct object *receiver = object;
  for (; object != NULL; object = object_prototype(object)) {
    if (object->cell.type == CELL_OBJECT && object->cell.kind >= CLASS_GLOBAL &&
        object->cell.kind <= CLASS_JSON)
      return library_class_name(object);
    if (object == vm->builtins[INTRINSIC_TYPED_ARRAY_PROTOTYPE]) // a getter that asks its receiver
      return object_is_typed_array(receiver) ? typed_array_class_name(receiver->cell.kind) : NULL;
    for (size_t i = 0; i < sizeof tagged / sizeof tagged[0]; i++)
      if (object == vm->builtins[tagged[i].object])
        return tagged[i].tag;
  }
  return NULL;
}

Value intrinsic_tag_of(struct vm *vm, Value *frame, uint32_t count) {
  (void)count;
  const char *tag = library_string_tag(vm, value_object(frame[1]));
  return string_result(tag ? atom_from_ascii(vm, tag) : atom(ATOM_empty));
}

// What sort of object it is, whatever its prototype; of those that have none to name, the class as
// Object.prototype.toString sees it.
static const char *kind_of(const struct object *object) {
  if (object_is_collection(object))
    return object->cell.kind == CLASS_MAP ? "Map" : "Set";
  if (object_is_typed_array(object))
    return "TypedArray";
  if (object_is_array_buffer(object))
    return "ArrayBuffer";
  if (!object_is_iterator(object))
    return library_class_name(object);
  switch (((const struct iterator *)object)->source) {
  case ITERATOR_OF_MAP:
    return "Map Iterator";
  case ITERATOR_OF_SET:
    return "Set Iterator";
  default:
    return "Object";
  }
}

Value intrinsic_kind_of(struct vm *vm, Value *frame, uint32_t count) {
  (void)count;
  return string_result(atom_from_ascii(vm, kind_of(value_object(frame[1]))));
}

Value intrinsic_primitive_of(struct vm *vm, Value *frame, uint32_t count) {
  (void)vm;
  (void)count;
  return ((const struct wrapper *)value_object(frame[1]))->primitive;
}

Value intrinsic_function_name(struct vm *vm, Value *frame, uint32_t count) {
  (void)count;
  return string_result(function_name(vm, value_function(frame[1])));
}

// A text property found without calling getters; empty when there is none.
static struct string *text_of(struct vm *vm, struct object *object, enum atom name) {
  struct lookup lookup;
  bool found = object_lookup(vm, object, property_key_from_atom(atom(name)), &lookup) &&
               !lookup.accessor && value_is_string(lookup.value);
  return found ? value_string(lookup.value) : atom(ATOM_empty);
}

Value intrinsic_error_text(struct vm *vm, Value *frame, uint32_t count) {
  (void)count;
  struct object *object = value_object(frame[1]);
  struct string *name = text_of(vm, object, ATOM_name);
  struct string *message = text_of(vm, object, ATOM_message);
  struct text text = text_start(vm);
  text_append_string(&text, name);
  if (string_length(name) > 0 && string_length(message) > 0)
    text_append_ascii(&text, ": ");
  text_append_string(&text, message);
  return string_result(text_finish(&text));
}

Value intrinsic_has_own(struct vm *vm, Value *frame, uint32_t count) {
  (void)count;
  PropertyKey key = property_key(vm, frame[2]);
  if (key == VALUE_EXCEPTION)
    return VALUE_EXCEPTION;
  return value_from_boolean(object_has_own(vm, value_object(frame[1]), key));
}

Value intrinsic_own_value(struct vm *vm, Value *frame, uint32_t count) {
  (void)count;
  struct lookup lookup;
  PropertyKey key = property_key(vm, frame[2]);
  if (key == VALUE_EXCEPTION)
    return VALUE_EXCEPTION;
  bool found = object_lookup_own(vm, value_object(frame[1]), key, &lookup) && !lookup.accessor;
  return found ? lookup.value : VALUE_UNDEFINED;
}

Value intrinsic_own_keys(struct vm *vm, Value *frame, uint32_t count) {
  (void)count;
  return array_result(object_own_keys(vm, value_object(frame[1]), true));
}

Value intrinsic_truncate(struct vm *vm, Value *frame, uint32_t count) {
  (void)count;
  struct array *array = value_array(frame[1]);
  return array_set_length(vm, array, array->length - 1) ? VALUE_UNDEFINED : VALUE_EXCEPTION;
}

Value intrinsic_typed_name(struct vm *vm, Value *frame, uint32_t count) {
  (void)count;
  const struct object *array = value_object(frame[1]);
  return string_result(atom_from_ascii(vm, typed_array_class_name(array->cell.kind)));
}

Value intrinsic_buffer_length(struct vm *vm, Value *frame, uint32_t count) {
  (void)vm;
  (void)count;
  return value_from_number(value_array_buffer(frame[1])->length);
}

Value intrinsic_buffer_text(struct vm *vm, Value *frame, uint32_t count) {
  (void)count;
  const struct array_buffer *buffer = value_array_buffer(frame[1]);
  double most = value_number(frame[2]);
  struct text text = text_start(vm);
  for (uint32_t i = 0; i < buffer->length && i < most; i++) {
    char digits[4];
    snprintf(digits, sizeof digits, "%s%02x", i > 0 ? " " : "", buffer->bytes[i]);
    text_append_ascii(&text, digits);
  }
  return string_result(text_finish(&text));
}

// ArrayBuffer (ECMA-262 25.1), and species.
#include "vm/library/typed_array.h"

bool to_index(struct vm *vm, Value value, const char *what, double *index) {
  if (!to_integer_or_infinity(vm, value, index))
    return false;
  if (*index >= 0 && *index <= 9007199254740991.0)
    return true;
  throw_range_error(vm, "%s", what);
  return false;
}

// ---- Species

static bool has_species(const struct function *function) {
  if (function->object.cell.kind != FUNCTION_BUILTIN)
    return false;
  builtin_function builtin = function->builtin->function;
  return builtin == array_constructor || builtin == map_constructor || builtin == set_constructor ||
         builtin == array_buffer_constructor || builtin == typed_array_constructor;
}

Value species_constructor(struct vm *vm, struct object *object) {
  Value constructor = object_get(vm, object, property_key_from_atom(atom(ATOM_constructor)));
  if (constructor == VALUE_EXCEPTION || constructor == VALUE_UNDEFINED)
    return constructor;
  if (!value_is_object(constructor))
    return throw_type_error(vm, "The .constructor property is not an object");
  const struct object *base = value_object(constructor);
  while (base && !(object_is_function(base) && has_species((const struct function *)base)))
    base = object_prototype(base);
  if (base == NULL)
    return VALUE_UNDEFINED;
  if (!value_is_function(constructor) || !function_is_constructor(value_function(constructor)))
    return throw_type_error(vm, "object.constructor[Symbol.species] is not a constructor");
  return constructor;
}

// ---- ArrayBuffer

// Resizable buffers are not there: an option for one ends the script. false: thrown.
static bool check_options(struct vm *vm, Value options) {
  if (!value_is_object(options))
    return true;
  PropertyKey key = property_key_from_atom(atom_from_ascii(vm, "maxByteLength"));
  Value most = object_get(vm, value_object(options), key);
  if (most != VALUE_UNDEFINED && most != VALUE_EXCEPTION)
    throw_final(vm, MICA_ERROR_UNSUPPORTED, "unsupported: resizable ArrayBuffer");
  return most == VALUE_UNDEFINED;
}

Value array_buffer_constructor(struct vm *vm, Value *frame, uint32_t count) {
  (void)count;
  if (!vm->constructing)
    return throw_type_error(vm, "Constructor ArrayBuffer requires 'new'");
  double length;
  if (!to_index(vm, frame[1], "Invalid array buffer length", &length) ||
      !check_options(vm, frame[2]))
    return VALUE_EXCEPTION;
  struct object *prototype = vm_prototype_for(vm, frame[0], INTRINSIC_ARRAY_BUFFER_PROTOTYPE);
  const struct array_buffer *buffer = prototype ? array_buffer_new(vm, prototype, length) : NULL;
  return buffer ? value_from_object(&buffer->object) : VALUE_EXCEPTION;
}

Value array_buffer_is_view(struct vm *vm, Value *frame, uint32_t count) {
  (void)vm;
  (void)count;
  return value_from_boolean(value_typed_array(frame[1]) != NULL);
}

bool array_buffer_check(struct vm *vm, const struct array_buffer *buffer) {
  if (buffer->is_detached)
    throw_type_error(vm, "Cannot use an ArrayBuffer that is detached");
  return !buffer->is_detached;
}

static struct array_buffer *validate(struct vm *vm, Value value, const char *method) {
  struct array_buffer *buffer = value_array_buffer(value);
  char text[80];
  if (buffer == NULL)
    throw_type_error(vm, "Method ArrayBuffer.prototype.%s called on incompatible receiver %s",
                     method, describe_value(vm, value, text, sizeof text));
  return buffer;
}

Value array_buffer_prototype_byte_length(struct vm *vm, Value *frame, uint32_t count) {
  (void)count;
  const struct array_buffer *buffer = validate(vm, frame[0], "byteLength");
  return buffer ? value_from_number(buffer->length) : VALUE_EXCEPTION;
}

// The new buffer of a slice: of the species, another one, and long enough. NULL: thrown.
static struct array_buffer *slice_target(struct vm *vm, struct array_buffer *buffer,
                                         double length) {
  Value constructor = species_constructor(vm, &buffer->object);
  if (constructor == VALUE_EXCEPTION)
    return NULL;
  if (constructor == VALUE_UNDEFINED ||
      (value_object(constructor)->cell.kind == FUNCTION_BUILTIN &&
       value_function(constructor)->builtin->function == array_buffer_constructor))
    return array_buffer_new(vm, vm_builtin(vm, INTRINSIC_ARRAY_BUFFER_PROTOTYPE), length);
  Value argument_list[] = {value_from_number(length)};
  Value made = vm_construct(vm, constructor, constructor, argument_list, 1);
  struct array_buffer *target = made == VALUE_EXCEPTION ? NULL : validate(vm, made, "slice");
  if (target != NULL && !array_buffer_check(vm, target))
    return NULL;
  if (target != NULL && (target == buffer || target->length < length)) {
    throw_type_error(vm, "Species constructor returned the same or a smaller ArrayBuffer");
    return NULL;
  }
  return target;
}

Value array_buffer_prototype_slice(struct vm *vm, Value *frame, uint32_t count) {
  (void)count;
  struct array_buffer *buffer = validate(vm, frame[0], "slice");
  if (buffer == NULL || !array_buffer_check(vm, buffer))
    return VALUE_EXCEPTION;
  double from, to = buffer->length;
  if (!relative_index(vm, frame[1], buffer->length, &from) ||
      (frame[2] != VALUE_UNDEFINED && !relative_index(vm, frame[2], buffer->length, &to)))
    return VALUE_EXCEPTION;
  double length = fmax(to - from, 0);
  struct array_buffer *target = slice_target(vm, buffer, length);
  if (target == NULL)
    return VALUE_EXCEPTION;
  if (length > 0)
    memcpy(target->bytes, buffer->bytes + (size_t)from, (size_t)length);
  return value_from_object(&target->object);
}

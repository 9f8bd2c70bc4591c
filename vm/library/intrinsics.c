// The library's script: running library.js, and the operations that it uses beyond the language.
#include "vm/library/array.h"

#include "vm/core/iterator.h"

#include <stdlib.h>

static const char library_source[] =
#include "vm/library/library.js.h"
    ;

static const char inspect_source[] =
#include "vm/library/inspect.js.h"
    ;

Value vm_library_exports(struct vm *vm) {
  if (!value_is_object(vm->library)) {
    Value exports =
        vm_run_library(vm, SCRIPT_LIBRARY, "library.js", library_source, sizeof library_source - 1);
    if (exports == VALUE_EXCEPTION)
      return VALUE_EXCEPTION;
    vm->library = exports;
  }
  return vm->library;
}

Value library_function(struct vm *vm, const char *name) {
  Value exports = vm_library_exports(vm);
  if (exports == VALUE_EXCEPTION)
    return VALUE_EXCEPTION;
  return value_get(vm, exports, property_key_from_atom(atom_from_ascii(vm, name)));
}

// Kept among the library's exports once it is there. The key is made anew after inspect.js has run:
// nothing holds an atom across a safepoint.
Value library_inspect(struct vm *vm) {
  static const char name[] = "inspect";
  Value exports = vm_library_exports(vm);
  if (exports == VALUE_EXCEPTION)
    return VALUE_EXCEPTION;
  Value inspect = value_get(vm, exports, property_key_from_atom(atom_from_ascii(vm, name)));
  if (inspect != VALUE_UNDEFINED)
    return inspect;
  inspect =
      vm_run_library(vm, SCRIPT_INSPECT, "inspect.js", inspect_source, sizeof inspect_source - 1);
  if (inspect == VALUE_EXCEPTION ||
      !object_define(vm, value_object(exports), property_key_from_atom(atom_from_ascii(vm, name)),
                     inspect, PROPERTY_DEFAULT))
    return VALUE_EXCEPTION;
  return inspect;
}

Value intrinsic_call(struct vm *vm, Value *frame, uint32_t count) {
  return vm_call(vm, frame[1], frame[2], frame + 3, count - 2);
}

Value intrinsic_invoke(struct vm *vm, Value *frame, uint32_t count) {
  (void)count;
  PropertyKey key = property_key(vm, frame[4]);
  Value element = key == VALUE_EXCEPTION ? key : value_get(vm, frame[3], key);
  if (element == VALUE_EXCEPTION)
    return VALUE_EXCEPTION;
  Value arguments[] = {element, frame[4], frame[3]};
  return vm_call(vm, frame[1], frame[2], arguments, 3);
}

Value intrinsic_invoke_with(struct vm *vm, Value *frame, uint32_t count) {
  (void)count;
  Value arguments[] = {frame[5], frame[4], frame[3]};
  return vm_call(vm, frame[1], frame[2], arguments, 3);
}

Value intrinsic_reduce(struct vm *vm, Value *frame, uint32_t count) {
  (void)count;
  PropertyKey key = property_key(vm, frame[4]);
  Value element = key == VALUE_EXCEPTION ? key : value_get(vm, frame[3], key);
  if (element == VALUE_EXCEPTION)
    return VALUE_EXCEPTION;
  Value arguments[] = {frame[2], element, frame[4], frame[3]};
  return vm_call(vm, frame[1], VALUE_UNDEFINED, arguments, 4);
}

Value intrinsic_to_object(struct vm *vm, Value *frame, uint32_t count) {
  (void)count;
  return object_result(to_object(vm, frame[1]));
}

Value intrinsic_length_of(struct vm *vm, Value *frame, uint32_t count) {
  (void)count;
  double length;
  return length_of(vm, value_object(frame[1]), &length) ? value_from_number(length)
                                                        : VALUE_EXCEPTION;
}

Value intrinsic_to_integer(struct vm *vm, Value *frame, uint32_t count) {
  (void)count;
  double integer;
  return to_integer_or_infinity(vm, frame[1], &integer) ? value_from_number(integer)
                                                        : VALUE_EXCEPTION;
}

Value intrinsic_is_callable(struct vm *vm, Value *frame, uint32_t count) {
  (void)vm;
  (void)count;
  return value_from_boolean(value_is_function(frame[1]));
}

Value intrinsic_is_iterable(struct vm *vm, Value *frame, uint32_t count) {
  (void)count;
  return value_from_boolean(value_is_iterable(vm, frame[1]));
}

Value intrinsic_has(struct vm *vm, Value *frame, uint32_t count) {
  (void)count;
  PropertyKey key = property_key(vm, frame[2]);
  if (key == VALUE_EXCEPTION)
    return VALUE_EXCEPTION;
  return value_from_boolean(object_has(vm, value_object(frame[1]), key));
}

Value intrinsic_define(struct vm *vm, Value *frame, uint32_t count) {
  (void)count;
  PropertyKey key = property_key(vm, frame[2]);
  if (key == VALUE_EXCEPTION ||
      !object_define(vm, value_object(frame[1]), key, frame[3], PROPERTY_DEFAULT))
    return VALUE_EXCEPTION;
  return VALUE_UNDEFINED;
}

Value intrinsic_array_create(struct vm *vm, Value *frame, uint32_t count) {
  (void)count;
  double length = value_number(frame[1]);
  if (length > UINT32_MAX)
    return throw_range_error(vm, "Invalid array length");
  // Large arrays grow as they are filled: a length alone takes no memory.
  uint32_t room = length <= 65536 ? (uint32_t)length : 0;
  return array_result(array_new(vm, (uint32_t)length, room));
}

Value intrinsic_append(struct vm *vm, Value *frame, uint32_t count) {
  (void)count;
  return array_push(vm, value_array(frame[1]), frame[2]) ? VALUE_UNDEFINED : VALUE_EXCEPTION;
}

Value intrinsic_is_other_constructor(struct vm *vm, Value *frame, uint32_t count) {
  (void)vm;
  (void)count;
  return value_from_boolean(array_is_other_constructor(frame[1]));
}

Value intrinsic_throw_not_callable(struct vm *vm, Value *frame, uint32_t count) {
  (void)count;
  char text[80];
  return throw_type_error(vm, "%s is not a function",
                          describe_value(vm, frame[1], text, sizeof text));
}

Value intrinsic_throw_type_error(struct vm *vm, Value *frame, uint32_t count) {
  (void)count;
  char *text = string_to_utf8(vm, value_string(frame[1]), NULL);
  throw_type_error(vm, "%s", text ? text : "");
  free(text);
  return VALUE_EXCEPTION;
}

// The error classes (ECMA-262 20.5) as script sees them; the engine's own side is vm/core/error.c.
#include "vm/core/iterator.h"
#include "vm/library/library.h"

// InstallErrorCause (20.5.8.1). Script may run: the error is on the stack.
static bool install_cause(struct vm *vm, struct object *error, Value options) {
  PropertyKey cause = property_key_from_atom(atom(ATOM_cause));
  if (!value_is_object(options) || !object_has(vm, value_object(options), cause))
    return true;
  Value value = object_get(vm, value_object(options), cause);
  return value != VALUE_EXCEPTION && object_define(vm, error, cause, value, PROPERTY_HIDDEN);
}

// The message is the argument at `first`, the options are the one behind it.
static Value construct(struct vm *vm, Value *frame, uint32_t first, enum intrinsic prototype) {
  struct object *inherited = vm_builtin_prototype(vm, frame, prototype);
  if (!inherited)
    return VALUE_EXCEPTION;
  vm_push(vm, value_from_object(inherited));
  Value message = VALUE_UNDEFINED;
  if (frame[first] != VALUE_UNDEFINED) {
    struct string *text = to_string(vm, frame[first]);
    if (!text)
      return VALUE_EXCEPTION;
    message = value_from_string(text);
  }
  struct object *error = error_new(vm, inherited, message);
  vm_push(vm, value_from_object(error));
  bool done = install_cause(vm, error, frame[first + 1]);
  vm->top -= 2;
  return done ? value_from_object(error) : VALUE_EXCEPTION;
}

#define ERROR_CLASS(name, prototype)                                                               \
  Value name##_constructor(struct vm *vm, Value *frame, uint32_t count) {                          \
    (void)count;                                                                                   \
    return construct(vm, frame, 1, prototype);                                                     \
  }
ERROR_CLASS(error, INTRINSIC_ERROR_PROTOTYPE)
ERROR_CLASS(type_error, INTRINSIC_TYPE_ERROR_PROTOTYPE)
ERROR_CLASS(range_error, INTRINSIC_RANGE_ERROR_PROTOTYPE)
ERROR_CLASS(reference_error, INTRINSIC_REFERENCE_ERROR_PROTOTYPE)
ERROR_CLASS(syntax_error, INTRINSIC_SYNTAX_ERROR_PROTOTYPE)
ERROR_CLASS(eval_error, INTRINSIC_EVAL_ERROR_PROTOTYPE)
ERROR_CLASS(uri_error, INTRINSIC_URI_ERROR_PROTOTYPE)

// Puts what the iterable gives behind the array's elements; both are on the stack. false: thrown.
static bool append_all(struct vm *vm, struct array *list, Value iterable) {
  Value iterator = iterator_open(vm, iterable);
  if (iterator == VALUE_ABSENT) {
    char text[80];
    throw_type_error(vm, "%s is not iterable", describe_value(vm, iterable, text, sizeof text));
    return false;
  }
  if (iterator == VALUE_EXCEPTION)
    return false;
  vm_push(vm, iterator);
  Value value;
  do
    value = iterator_next(vm, value_pointer(iterator));
  while (value != VALUE_ABSENT && value != VALUE_EXCEPTION && array_push(vm, list, value));
  vm->top--;
  return value == VALUE_ABSENT;
}

// AggregateError (20.5.7.1): the errors come first, then what other errors have.
Value aggregate_error_constructor(struct vm *vm, Value *frame, uint32_t count) {
  (void)count;
  Value error = construct(vm, frame, 2, INTRINSIC_AGGREGATE_ERROR_PROTOTYPE);
  struct array *errors = error == VALUE_EXCEPTION ? NULL : array_new(vm, 0, 0);
  if (!errors)
    return VALUE_EXCEPTION;
  Value list = value_from_object(&errors->object);
  vm_push(vm, error);
  vm_push(vm, list);
  bool done =
      append_all(vm, errors, frame[1]) &&
      object_define(vm, value_object(error), property_key_from_atom(atom_from_ascii(vm, "errors")),
                    list, PROPERTY_HIDDEN);
  vm->top -= 2;
  return done ? error : VALUE_EXCEPTION;
}

// The property as text, or `otherwise` when it is undefined. NULL: thrown.
static struct string *text_property(struct vm *vm, Value object, enum atom name,
                                    enum atom otherwise) {
  Value value = value_get(vm, object, property_key_from_atom(atom(name)));
  if (value == VALUE_EXCEPTION)
    return NULL;
  return value == VALUE_UNDEFINED ? atom(otherwise) : to_string(vm, value);
}

Value error_prototype_to_string(struct vm *vm, Value *frame, uint32_t count) {
  (void)count;
  if (!value_is_object(frame[0])) {
    char text[80];
    return throw_type_error(vm,
                            "Error.prototype.toString requires that 'this' be an Object, not %s",
                            describe_value(vm, frame[0], text, sizeof text));
  }
  struct string *name = text_property(vm, frame[0], ATOM_name, ATOM_error);
  if (!name)
    return VALUE_EXCEPTION;
  vm_push(vm, value_from_string(name));
  struct string *message = text_property(vm, frame[0], ATOM_message, ATOM_empty);
  vm->top--;
  if (!message)
    return VALUE_EXCEPTION;
  if (string_length(name) == 0)
    return value_from_string(message);
  if (string_length(message) == 0)
    return value_from_string(name);
  struct text text = text_start(vm);
  text_append_string(&text, name);
  text_append_ascii(&text, ": ");
  text_append_string(&text, message);
  return string_result(text_finish(&text));
}

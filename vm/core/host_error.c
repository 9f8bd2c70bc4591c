// Errors that cross the boundary, in either direction, as the values that they are.
#include "vm/core/host.h"

#include "vm/library/library.h"

_Static_assert((int)MICA_CLASS_ERROR == (int)ERROR_ERROR &&
                   (int)MICA_CLASS_TYPE_ERROR == (int)ERROR_TYPE &&
                   (int)MICA_CLASS_RANGE_ERROR == (int)ERROR_RANGE &&
                   (int)MICA_CLASS_REFERENCE_ERROR == (int)ERROR_REFERENCE &&
                   (int)MICA_CLASS_SYNTAX_ERROR == (int)ERROR_SYNTAX &&
                   (int)MICA_CLASS_EVAL_ERROR == (int)ERROR_EVAL &&
                   (int)MICA_CLASS_URI_ERROR == (int)ERROR_URI,
               "the host names error classes as the runtime does");

bool mica_is_error(mica_value value) {
  return value_is_object(value.bits) && value_object(value.bits)->cell.type == CELL_OBJECT &&
         value_object(value.bits)->cell.kind == CLASS_ERROR;
}

struct make_error {
  mica_error_class class;
  const char *message;
  mica_value *error;
};

static mica_status make_error(struct vm *vm, void *context) {
  const struct make_error *make = context;
  Value error = error_of_class(vm, (enum error_class)make->class, make->message);
  *make->error = to_host(error);
  return MICA_OK;
}

mica_status mica_new_error(mica_runtime *runtime, mica_error_class class, const char *message,
                           mica_value *error) {
  if ((unsigned)class > MICA_CLASS_URI_ERROR)
    return host_fail(vm_of(runtime), MICA_ERROR_USAGE, "there is no such class of errors");
  struct make_error context = {class, message, error};
  return host_enter(vm_of(runtime), make_error, &context);
}

// A host function returns the status, a typed one has only this to say that it throws.
mica_status mica_throw_value(mica_runtime *runtime, mica_value value) {
  struct vm *vm = vm_of(runtime);
  throw_value(vm, value.bits);
  vm->host_state |= HOST_THREW;
  return MICA_ERROR_THROWN;
}

mica_status mica_throw_error(mica_runtime *runtime, mica_error_class class, const char *message) {
  mica_value error;
  mica_status status = mica_new_error(runtime, class, message, &error);
  if (status == MICA_OK)
    return mica_throw_value(runtime, error);
  if (status == MICA_ERROR_MEMORY)
    heap_set_out_of_memory(vm_of(runtime)); // a typed function cannot say so
  return status;
}

mica_status mica_throw(mica_runtime *runtime, const char *message) {
  return mica_throw_error(runtime, MICA_CLASS_TYPE_ERROR, message);
}

mica_status mica_thrown_value(mica_runtime *runtime, mica_value *value) {
  struct vm *vm = vm_of(runtime);
  if (!(vm->host_state & HOST_THROWN))
    return host_fail(vm, MICA_ERROR_USAGE, "nothing was thrown");
  *value = to_host(vm->thrown);
  return MICA_OK;
}

// Values at the boundary: made and read by the host, held across calls, and looked into by name.
#include "vm/core/host.h"

#include "vm/core/operations.h"
#include "vm/library/library.h"

// ---- Values

mica_value mica_undefined(void) { return to_host(VALUE_UNDEFINED); }
mica_value mica_null(void) { return to_host(VALUE_NULL); }
mica_value mica_boolean(bool truth) { return to_host(value_from_boolean(truth)); }

// The same for hosts that do not inline them.
extern inline mica_value mica_number(double number);
extern inline mica_status mica_to_number(mica_value value, double *number);

mica_type mica_type_of(mica_value value) {
  Value bits = value.bits;
  if (value_is_number(bits))
    return MICA_NUMBER;
  if (value_is_string(bits))
    return MICA_STRING;
  if (value_is_object(bits))
    return value_is_function(bits) ? MICA_FUNCTION : MICA_OBJECT;
  if (value_is_boolean(bits))
    return MICA_BOOLEAN;
  return bits == VALUE_NULL ? MICA_NULL : MICA_UNDEFINED;
}

mica_status mica_to_boolean(mica_value value, bool *truth) {
  if (!value_is_boolean(value.bits))
    return MICA_ERROR_USAGE;
  *truth = value.bits == VALUE_TRUE;
  return MICA_OK;
}

struct inspect {
  Value value;
  const char **bytes;
  size_t *length;
};

static mica_status inspect(struct vm *vm, void *context) {
  const struct inspect *inspect = context;
  Value *top = vm->top;
  vm_push(vm, inspect->value); // the first use runs the library's script
  Value function = library_inspect(vm);
  Value shown = function == VALUE_EXCEPTION
                    ? function
                    : vm_call(vm, function, VALUE_UNDEFINED, &inspect->value, 1);
  vm->top = top;
  if (shown == VALUE_EXCEPTION)
    return host_fail_thrown(vm);
  struct host_read_string read = {value_string(shown), inspect->bytes, inspect->length};
  return host_read_string(vm, &read);
}

mica_status mica_inspect(mica_runtime *runtime, mica_value value, const char **bytes,
                         size_t *length) {
  struct inspect context = {value.bits, bytes, length};
  return host_run_script(vm_of(runtime), inspect, &context);
}

struct access {
  Value object;
  const char *name;
  Value value;
  mica_value *result;
};

// VALUE_EXCEPTION: thrown.
static PropertyKey access_key(struct vm *vm, const struct access *access) {
  struct string *name = string_from_utf8(vm, access->name, strlen(access->name));
  return name ? property_key_from_string(vm, name) : VALUE_EXCEPTION;
}

static mica_status get(struct vm *vm, void *context) {
  const struct access *access = context;
  PropertyKey key = access_key(vm, access);
  Value value = key == VALUE_EXCEPTION ? key : value_get(vm, access->object, key);
  if (value == VALUE_EXCEPTION)
    return host_fail_thrown(vm);
  *access->result = to_host(value);
  return MICA_OK;
}

static mica_status set(struct vm *vm, void *context) {
  const struct access *access = context;
  PropertyKey key = access_key(vm, access);
  if (key == VALUE_EXCEPTION || !value_set(vm, access->object, key, access->value))
    return host_fail_thrown(vm);
  return MICA_OK;
}

mica_status mica_get(mica_runtime *runtime, mica_value object, const char *name,
                     mica_value *value) {
  struct access context = {.object = object.bits, .name = name, .result = value};
  return host_run_script(vm_of(runtime), get, &context);
}

mica_status mica_set(mica_runtime *runtime, mica_value object, const char *name, mica_value value) {
  struct access context = {.object = object.bits, .name = name, .value = value.bits};
  return host_run_script(vm_of(runtime), set, &context);
}

mica_status mica_set_global(mica_runtime *runtime, const char *name, mica_value value) {
  return mica_set(runtime, to_host(value_from_object(vm_of(runtime)->global)), name, value);
}

// ---- Handles

mica_handle *mica_hold(mica_runtime *runtime, mica_value value) {
  struct vm *vm = vm_of(runtime);
  struct mica_handle *handle = heap_system_allocate(&vm->heap, sizeof *handle);
  if (!handle)
    return NULL;
  *handle = (struct mica_handle){.value = value.bits, .next = vm->handles};
  if (vm->handles)
    vm->handles->previous = handle;
  vm->handles = handle;
  return handle;
}

mica_value mica_held(const mica_handle *handle) { return to_host(handle->value); }

void mica_drop(mica_runtime *runtime, mica_handle *handle) {
  if (!handle)
    return;
  struct vm *vm = vm_of(runtime);
  if (handle->next)
    handle->next->previous = handle->previous;
  if (handle->previous)
    handle->previous->next = handle->next;
  else
    vm->handles = handle->next;
  heap_system_free(&vm->heap, handle, sizeof *handle);
}

// Calls: from C to functions of every kind, and by every tier to those that are not its own.
//
// The frame of a call is a piece of the script stack: the callee, `this`, then the arguments. A
// builtin works on it in place. A call is a safepoint, so everything that lives is on the stack or
// rooted otherwise when vm_call_frame begins.
#include "vm/core/vm.h"

#include "vm/bytecode/bytecode.h"
#include "vm/core/host.h"
#include "vm/library/library.h"
#include "vm/tree/tree.h"

// Missing arguments up to the builtin's minimum are undefined. They fit: a minimum is below
// STACK_RESERVE.
static Value call_builtin(struct vm *vm, const struct builtin *builtin, Value *frame,
                          uint32_t count) {
  for (uint32_t given = count; given < builtin->minimum; given++)
    vm_push(vm, VALUE_UNDEFINED);
  Value result = builtin->function(vm, frame, count);
  vm->top = frame + 1 + count;
  return result;
}

static Value call_function(struct vm *vm, struct function *function, Value *frame, uint32_t count) {
  switch ((enum function_kind)function->object.cell.kind) {
  case FUNCTION_BYTECODE:
    return bytecode_call(vm, function, frame[0], frame + 1, count);
  case FUNCTION_TREE:
    return tree_call(vm, function, frame, count);
  case FUNCTION_BUILTIN:
    vm->constructing = false;
    return call_builtin(vm, function->builtin, frame, count);
  case FUNCTION_HOST:
    return host_call(vm, function, frame, count);
  case FUNCTION_NATIVE: {
    Value result = function->native(vm, function, frame, count);
    vm->top = frame + 1 + count;
    return result;
  }
  case FUNCTION_SELF_HOSTED:
    return library_link(vm, function) ? call_function(vm, function, frame, count) : VALUE_EXCEPTION;
  }
  __builtin_unreachable();
}

// What every call begins with: the poll, and the bound of recursion.
static bool may_call(struct vm *vm) { return vm_poll(vm) && vm_check_native_stack(vm); }

Value vm_call_frame(struct vm *vm, Value callee, Value *frame, uint32_t count) {
  if (!may_call(vm))
    return VALUE_EXCEPTION;
  if (value_is_function(callee))
    return call_function(vm, value_function(callee), frame, count);
  char text[80];
  return throw_type_error(vm, "%s is not a function",
                          describe_value(vm, callee, text, sizeof text));
}

// GetPrototypeFromConstructor (10.1.14): a `prototype` that is no object is passed over.
struct object *vm_create_this(struct vm *vm, struct function *callee) {
  Value prototype = object_get(vm, &callee->object, property_key_from_atom(atom(ATOM_prototype)));
  if (prototype == VALUE_EXCEPTION)
    return NULL;
  if (!value_is_object(prototype))
    prototype = value_from_object(vm->intrinsics[INTRINSIC_OBJECT_PROTOTYPE]);
  return object_new(vm, value_object(prototype), 4);
}

static Value construct_script(struct vm *vm, struct function *function, Value *frame,
                              uint32_t count) {
  struct object *object = vm_create_this(vm, function);
  if (!object)
    return VALUE_EXCEPTION;
  frame[0] = value_from_object(object);
  Value result = call_function(vm, function, frame, count);
  return result == VALUE_EXCEPTION || value_is_object(result) ? result : frame[0];
}

Value vm_construct_frame(struct vm *vm, Value callee, Value *frame, uint32_t count) {
  if (!may_call(vm))
    return VALUE_EXCEPTION;
  if (!value_is_function(callee) || !function_is_constructor(value_function(callee))) {
    char text[80];
    return throw_type_error(vm, "%s is not a constructor",
                            describe_value(vm, callee, text, sizeof text));
  }
  struct function *function = value_function(callee);
  if (function->object.cell.kind != FUNCTION_BUILTIN)
    return construct_script(vm, function, frame, count);
  frame[0] = VALUE_UNDEFINED;
  vm->constructing = true;
  return call_builtin(vm, function->builtin, frame, count);
}

// A frame with a copy of the arguments. NULL: thrown.
static Value *copy_frame(struct vm *vm, Value callee, Value this_value, const Value *arguments,
                         uint32_t count) {
  Value *frame = stack_open_frame(vm, count);
  if (!frame)
    return NULL;
  frame[-1] = callee;
  frame[0] = this_value;
  for (uint32_t i = 0; i < count; i++)
    vm_push(vm, arguments[i]);
  return frame;
}

// A bytecode function's frame is its tier's to make: no need to make one here first.
Value vm_call(struct vm *vm, Value callee, Value this_value, const Value *arguments,
              uint32_t count) {
  if (value_is_function(callee) && value_object(callee)->cell.kind == FUNCTION_BYTECODE)
    return bytecode_call(vm, value_function(callee), this_value, arguments, count);
  Value *frame = copy_frame(vm, callee, this_value, arguments, count);
  if (!frame)
    return VALUE_EXCEPTION;
  Value result = vm_call_frame(vm, callee, frame, count);
  stack_close_frame(vm, frame);
  return result;
}

Value vm_construct(struct vm *vm, Value callee, const Value *arguments, uint32_t count) {
  Value *frame = copy_frame(vm, callee, VALUE_UNDEFINED, arguments, count);
  if (!frame)
    return VALUE_EXCEPTION;
  Value result = vm_construct_frame(vm, callee, frame, count);
  stack_close_frame(vm, frame);
  return result;
}

// Calls: from C to functions of every kind, and by every tier to those that are not its own.
//
// The frame of a call is a piece of the script stack: the callee, `this`, then the arguments. A
// builtin works on it in place. A call is a safepoint, so everything that lives is on the stack or
// rooted otherwise when vm_call_frame begins.
#include "vm/core/vm.h"

#include <stdlib.h>

#include "vm/bytecode/bytecode.h"
#include "vm/core/class.h"
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

// Calls what the function is bound to or, where there is a new.target, constructs it.
static Value call_bound(struct vm *vm, const struct function *bound, Value new_target,
                        const Value *frame, uint32_t count) {
  uint32_t first = bound->own.capture_count - BOUND_ARGUMENTS;
  Value target = bound->captures[BOUND_TARGET];
  Value *call = stack_open_frame(vm, first + count);
  if (!call)
    return VALUE_EXCEPTION;
  call[-1] = target;
  call[0] = bound->captures[BOUND_THIS];
  for (uint32_t i = 0; i < first; i++)
    vm_push(vm, bound->captures[BOUND_ARGUMENTS + i]);
  for (uint32_t i = 0; i < count; i++)
    vm_push(vm, frame[1 + i]);
  Value result = new_target == VALUE_UNDEFINED
                     ? vm_call_frame(vm, target, call, first + count)
                     : vm_construct_frame(vm, target, new_target, call, first + count);
  stack_close_frame(vm, call);
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
  case FUNCTION_TYPED:
    return function->typed(vm, function, frame + 1, count);
  case FUNCTION_NATIVE: {
    Value result = function->native(vm, function, frame, count);
    vm->top = frame + 1 + count;
    return result;
  }
  case FUNCTION_BOUND:
    return call_bound(vm, function, VALUE_UNDEFINED, frame, count);
  case FUNCTION_SELF_HOSTED:
    return library_link(vm, function) ? call_function(vm, function, frame, count) : VALUE_EXCEPTION;
  }
  __builtin_unreachable();
}

// What every call begins with: the poll, and the bound of recursion.
static bool may_call(struct vm *vm) { return vm_poll(vm) && vm_check_native_stack(vm); }

Value vm_throw_class_called(struct vm *vm, Value class) {
  char *name = string_to_utf8(vm, function_name(vm, value_function(class)), NULL);
  throw_type_error(vm, "Class constructor %s cannot be invoked without 'new'", name ? name : "");
  free(name);
  return VALUE_EXCEPTION;
}

Value vm_call_frame(struct vm *vm, Value callee, Value *frame, uint32_t count) {
  if (!may_call(vm))
    return VALUE_EXCEPTION;
  if (value_is_function(callee) && value_object(callee)->cell.flags & FUNCTION_FLAG_CLASS)
    return vm_throw_class_called(vm, callee);
  if (value_is_function(callee))
    return call_function(vm, value_function(callee), frame, count);
  char text[80];
  return throw_type_error(vm, "%s is not a function",
                          describe_value(vm, callee, text, sizeof text));
}

struct object *vm_prototype_for(struct vm *vm, Value new_target, enum intrinsic otherwise) {
  Value prototype = value_get(vm, new_target, property_key_from_atom(atom(ATOM_prototype)));
  if (prototype == VALUE_EXCEPTION)
    return NULL;
  return value_is_object(prototype) ? value_object(prototype) : vm_builtin(vm, otherwise);
}

struct object *vm_create_this(struct vm *vm, Value new_target) {
  struct object *prototype = vm_prototype_for(vm, new_target, INTRINSIC_OBJECT_PROTOTYPE);
  if (prototype == NULL)
    return NULL;
  struct shape *shape = shape_for_prototype(vm, prototype);
  return object_new_with_shape(vm, shape, shape->expected);
}

// The constructor that a derived class leaves out: passes its arguments on, then initialises the
// fields (15.7.14 step 14). Their function is rooted, for the parent may let go of the class.
static Value construct_implicit(struct vm *vm, struct function *class, Value new_target,
                                Value *frame, uint32_t count) {
  Value parent = object_prototype_value(&class->object);
  if (!class_check_parent(vm, parent))
    return VALUE_EXCEPTION;
  Value fields = class_fields(class);
  if (fields == VALUE_UNDEFINED)
    return vm_construct_frame(vm, parent, new_target, frame, count);
  vm_push(vm, fields);
  Value result = vm_construct(vm, parent, new_target, frame + 1, count);
  if (result != VALUE_EXCEPTION) {
    frame[0] = result;
    result = vm_call(vm, fields, result, NULL, 0) == VALUE_EXCEPTION ? VALUE_EXCEPTION : frame[0];
  }
  vm->top--;
  return result;
}

static Value construct_script(struct vm *vm, struct function *function, Value new_target,
                              Value *frame, uint32_t count) {
  if (function_is_implicit(function))
    return construct_implicit(vm, function, new_target, frame, count);
  frame[0] = new_target;
  if (!(function->object.cell.flags & FUNCTION_FLAG_DERIVED)) {
    struct object *object = vm_create_this(vm, new_target);
    if (!object)
      return VALUE_EXCEPTION;
    frame[0] = value_from_object(object);
  }
  if (function_reads_new_target(function))
    vm->new_target = new_target;
  Value result = call_function(vm, function, frame, count);
  vm->new_target = VALUE_UNDEFINED;
  return result == VALUE_EXCEPTION || value_is_object(result) ? result : frame[0];
}

// Builtins that give what they make the prototype that a subclass asks for.
static bool honours_new_target(const struct builtin *builtin) {
  static const builtin_function functions[] = {
      object_constructor,          array_constructor,       error_constructor,
      type_error_constructor,      range_error_constructor, reference_error_constructor,
      syntax_error_constructor,    eval_error_constructor,  uri_error_constructor,
      aggregate_error_constructor, map_constructor,         set_constructor,
      array_buffer_constructor,    typed_array_constructor,
#define ELEMENT(KIND, prefix, class, type) prefix##_constructor,
#include "vm/core/element_kinds.def"
#undef ELEMENT
  };
  for (size_t i = 0; i < sizeof functions / sizeof *functions; i++)
    if (builtin->function == functions[i])
      return true;
  return false;
}

static Value construct_builtin(struct vm *vm, Value callee, Value new_target, Value *frame,
                               uint32_t count) {
  const struct builtin *builtin = value_function(callee)->builtin;
  if (callee != new_target && !honours_new_target(builtin))
    return throw_final(vm, MICA_ERROR_UNSUPPORTED, "unsupported: a class that extends %s",
                       builtin->name);
  frame[0] = new_target;
  vm->constructing = true;
  return call_builtin(vm, builtin, frame, count);
}

Value vm_construct_frame(struct vm *vm, Value callee, Value new_target, Value *frame,
                         uint32_t count) {
  if (!may_call(vm))
    return VALUE_EXCEPTION;
  if (!value_is_function(callee) || !function_is_constructor(value_function(callee))) {
    char text[80];
    return throw_type_error(vm, "%s is not a constructor",
                            describe_value(vm, callee, text, sizeof text));
  }
  struct function *function = value_function(callee);
  if (function_is_bound(function))
    return call_bound(vm, function,
                      new_target == callee ? function->captures[BOUND_TARGET] : new_target, frame,
                      count);
  return function->object.cell.kind == FUNCTION_BUILTIN
             ? construct_builtin(vm, callee, new_target, frame, count)
             : construct_script(vm, function, new_target, frame, count);
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
  if (value_is_bytecode(callee))
    return bytecode_call(vm, value_function(callee), this_value, arguments, count);
  Value *frame = copy_frame(vm, callee, this_value, arguments, count);
  if (!frame)
    return VALUE_EXCEPTION;
  Value result = vm_call_frame(vm, callee, frame, count);
  stack_close_frame(vm, frame);
  return result;
}

Value vm_construct(struct vm *vm, Value callee, Value new_target, const Value *arguments,
                   uint32_t count) {
  Value *frame = copy_frame(vm, callee, VALUE_UNDEFINED, arguments, count);
  if (!frame)
    return VALUE_EXCEPTION;
  Value result = vm_construct_frame(vm, callee, new_target, frame, count);
  stack_close_frame(vm, frame);
  return result;
}

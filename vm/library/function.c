// Function.prototype (ECMA-262 20.2.3).
#include "vm/bytecode/bytecode.h"
#include "vm/core/program.h"
#include "vm/library/library.h"
#include "vm/tree/tree.h"

// It would compile source at run time, as eval does.
Value function_constructor(struct vm *vm, Value *frame, uint32_t count) {
  (void)frame;
  (void)count;
  return throw_final(vm, MICA_ERROR_UNSUPPORTED, "unsupported: the Function constructor");
}

static bool check_callable(struct vm *vm, Value value, const char *method) {
  if (value_is_function(value))
    return true;
  char text[80];
  throw_type_error(vm, "Function.prototype.%s was called on %s, which is not a function", method,
                   describe_value(vm, value, text, sizeof text));
  return false;
}

Value function_prototype_call(struct vm *vm, Value *frame, uint32_t count) {
  if (!check_callable(vm, frame[0], "call"))
    return VALUE_EXCEPTION;
  return vm_call(vm, frame[0], frame[1], frame + 2, count > 1 ? count - 1 : 0);
}

// CreateListFromArrayLike (7.3.19), pushed into an open frame. false: thrown.
static bool push_arguments(struct vm *vm, struct object *list, uint32_t count) {
  for (uint32_t i = 0; i < count; i++) {
    Value value = object_get(vm, list, value_from_int32((int32_t)i));
    if (value == VALUE_EXCEPTION)
      return false;
    vm_push(vm, value);
  }
  return true;
}

Value function_prototype_apply(struct vm *vm, Value *frame, uint32_t count) {
  (void)count;
  if (!check_callable(vm, frame[0], "apply"))
    return VALUE_EXCEPTION;
  if (value_is_nullish(frame[2]))
    return vm_call(vm, frame[0], frame[1], NULL, 0);
  if (!value_is_object(frame[2]))
    return throw_type_error(vm, "CreateListFromArrayLike called on non-object");
  double length;
  if (!length_of(vm, value_object(frame[2]), &length))
    return VALUE_EXCEPTION;
  if (length > INT32_MAX)
    return vm_throw_stack_overflow(vm);
  Value *call = stack_open_frame(vm, (uint32_t)length);
  if (!call)
    return VALUE_EXCEPTION;
  call[-1] = frame[0];
  call[0] = frame[1];
  Value result = VALUE_EXCEPTION;
  if (push_arguments(vm, value_object(frame[2]), (uint32_t)length))
    result = vm_call_frame(vm, frame[0], call, (uint32_t)length);
  stack_close_frame(vm, call);
  return result;
}

// The program that a script function is of, and its syntax there. false: it is native, or the
// library's.
static bool script_of(const struct function *function, const struct mica_program **program,
                      const struct syntax_function **syntax) {
  if (function->object.cell.kind == FUNCTION_BYTECODE) {
    *program = function->code->program;
    *syntax = function->code->template->function;
  } else if (function->object.cell.kind == FUNCTION_TREE) {
    const struct tree_module *module = value_pointer(function->captures[TREE_CAPTURE_MODULE]);
    *program = module->program;
    *syntax = function->syntax;
  } else {
    return false;
  }
  return !(*program)->is_library;
}

Value function_prototype_to_string(struct vm *vm, Value *frame, uint32_t count) {
  (void)count;
  if (!check_callable(vm, frame[0], "toString"))
    return VALUE_EXCEPTION;
  const struct function *function = value_function(frame[0]);
  const struct mica_program *program;
  const struct syntax_function *syntax;
  if (script_of(function, &program, &syntax))
    return string_result(
        string_from_utf8(vm, program->tree->source + syntax->start, syntax->end - syntax->start));
  struct text text = text_start(vm);
  text_append_ascii(&text, "function ");
  text_append_string(&text, function_name(vm, function));
  text_append_ascii(&text, "() { [native code] }");
  return string_result(text_finish(&text));
}

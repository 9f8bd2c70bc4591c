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

// The `length` of a bound function (20.2.3.2): what the target's own leaves. false: thrown.
static bool bound_length(struct vm *vm, struct object *target, uint32_t first, double *length) {
  PropertyKey key = property_key_from_atom(atom(ATOM_length));
  *length = 0;
  if (!object_has_own(vm, target, key))
    return true;
  Value value = object_get(vm, target, key);
  if (value == VALUE_EXCEPTION || !value_is_number(value))
    return value != VALUE_EXCEPTION;
  if (!to_integer_or_infinity(vm, value, length))
    return false;
  *length = fmax(*length - first, 0);
  return true;
}

// "bound name". NULL: thrown.
static struct string *bound_name(struct vm *vm, struct object *target) {
  Value name = object_get(vm, target, property_key_from_atom(atom(ATOM_name)));
  if (name == VALUE_EXCEPTION)
    return NULL;
  struct string *prefix = string_from_latin1(vm, "bound ", 6);
  return value_is_string(name) ? string_concatenate(vm, prefix, value_string(name)) : prefix;
}

static struct function *bound_function(struct vm *vm, const Value *frame, uint32_t first) {
  struct function *target = value_function(frame[0]);
  uint8_t flags = function_is_constructor(target) ? 0 : FUNCTION_FLAG_METHOD;
  struct function *bound =
      function_new(vm, FUNCTION_BOUND, flags | FUNCTION_FLAG_MATERIALIZED, BOUND_ARGUMENTS + first);
  bound->captures[BOUND_TARGET] = frame[0];
  bound->captures[BOUND_THIS] = frame[1];
  for (uint32_t i = 0; i < first; i++)
    bound->captures[BOUND_ARGUMENTS + i] = frame[2 + i];
  struct object *prototype = object_prototype(&target->object);
  if (prototype != object_prototype(&bound->object))
    object_change_prototype(vm, &bound->object, prototype);
  return bound;
}

Value function_prototype_bind(struct vm *vm, Value *frame, uint32_t count) {
  if (!check_callable(vm, frame[0], "bind"))
    return VALUE_EXCEPTION;
  struct function *bound = bound_function(vm, frame, count > 1 ? count - 1 : 0);
  vm_push(vm, value_from_object(&bound->object));
  double length;
  struct object *target = value_object(frame[0]);
  bool has_length = bound_length(vm, target, bound->own.capture_count - BOUND_ARGUMENTS, &length);
  struct string *name = has_length ? bound_name(vm, target) : NULL;
  vm->top--;
  if (!name)
    return VALUE_EXCEPTION;
  bound->name = value_from_string(name);
  bool named = object_add_property(vm, &bound->object, property_key_from_atom(atom(ATOM_length)),
                                   value_from_number(length), PROPERTY_CONFIGURABLE) &&
               object_add_property(vm, &bound->object, property_key_from_atom(atom(ATOM_name)),
                                   bound->name, PROPERTY_CONFIGURABLE);
  return named ? value_from_object(&bound->object) : VALUE_EXCEPTION;
}

// The program that a script function is of, and where in its source it stands. false: it is native,
// or the library's.
static bool script_of(const struct function *function, struct mica_program **program,
                      uint32_t *start, uint32_t *end) {
  if (function->object.cell.kind == FUNCTION_BYTECODE) {
    *program = function->code->program;
    *start = function->code->template->start;
    *end = function->code->template->end;
  } else if (function->object.cell.kind == FUNCTION_TREE) {
    const struct tree_module *module = value_pointer(function->captures[TREE_CAPTURE_MODULE]);
    *program = module->program;
    *start = function->syntax->start;
    *end = function->syntax->end;
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
  struct mica_program *program;
  uint32_t start, end;
  if (script_of(function, &program, &start, &end)) {
    const char *source = program_source(program);
    if (!source)
      return throw_final(vm, MICA_ERROR_SAVED, "%s: the saved source is damaged; save it again",
                         program->filename);
    return string_result(string_from_utf8(vm, source + start, end - start));
  }
  struct text text = text_start(vm);
  text_append_ascii(&text, "function ");
  if (!function_is_bound(function)) // their names are of two words: no NativeFunction (20.2.3.5)
    text_append_string(&text, function_name(vm, function));
  text_append_ascii(&text, "() { [native code] }");
  return string_result(text_finish(&text));
}

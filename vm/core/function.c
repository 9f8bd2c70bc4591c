// Function objects: making them, and what is derived from them only when somebody asks.
#include "vm/core/program.h"

#include "vm/bytecode/bytecode.h"
#include "vm/core/vm.h"
#include "vm/tree/tree.h"

_Static_assert((int)TYPED_LENGTH == (int)HOST_LENGTH, "function_length reads either");

struct function *function_new(struct vm *vm, enum function_kind kind, uint8_t flags,
                              uint32_t capture_count) {
  struct function *function =
      heap_allocate(vm, sizeof *function + capture_count * sizeof(Value), CELL_FUNCTION);
  function_start(function, vm->function_shape, kind, flags);
  function->own.capture_count = capture_count;
  function->own.length = 0;
  return function;
}

struct function *function_new_builtin(struct vm *vm, const struct builtin *builtin) {
  struct function *function =
      function_new(vm, FUNCTION_BUILTIN, builtin->constructor ? 0 : FUNCTION_FLAG_METHOD, 0);
  function->builtin = builtin;
  function->name = value_from_string(atom_from_ascii(vm, builtin->name));
  return function;
}

struct function *function_new_host(struct vm *vm, const char *name, uint32_t length,
                                   mica_host_function host, void *data, Value wrapper) {
  struct string *text = string_from_utf8(vm, name, strlen(name));
  if (!text)
    return NULL;
  struct function *function =
      function_new(vm, FUNCTION_HOST, FUNCTION_FLAG_METHOD, HOST_CAPTURE_COUNT);
  function->host = host;
  function->host_data = data;
  function->name = value_from_string(text);
  function->captures[HOST_LENGTH] = value_from_int32((int32_t)length);
  function->captures[HOST_WRAPPER] = wrapper;
  return function;
}

static bool is_tree(const struct function *function) {
  return function->object.cell.kind == FUNCTION_TREE;
}

bool function_is_implicit(const struct function *function) {
  return is_tree(function) ? function->syntax->is_derived && function->syntax->is_implicit
                           : function->code->template->is_implicit;
}

bool function_reads_new_target(const struct function *function) {
  return is_tree(function) ? function->syntax->new_target != NULL
                           : function->code->template->reads_new_target;
}

struct string *function_name(struct vm *vm, const struct function *function) {
  if (value_is_string(function->name))
    return value_string(function->name);
  struct string *name = program_string(vm, is_tree(function) ? function->syntax->name
                                                             : function->code->template->name);
  return name ? name : atom(ATOM_empty);
}

uint8_t function_flags(const struct syntax_function *syntax) {
  uint8_t flags = syntax->is_arrow    ? FUNCTION_FLAG_ARROW
                  : syntax->is_method ? FUNCTION_FLAG_METHOD
                                      : 0;
  if (syntax->class != NULL)
    flags |= FUNCTION_FLAG_CLASS;
  return syntax->is_derived ? flags | FUNCTION_FLAG_DERIVED : flags;
}

bool function_name_accessor(struct vm *vm, struct function *function, PropertyKey key,
                            bool is_setter) {
  struct string *prefix = string_from_latin1(vm, is_setter ? "set " : "get ", 4);
  struct string *name = string_concatenate(vm, prefix, property_key_to_string(vm, key));
  if (name == NULL)
    return false;
  function->name = value_from_string(name);
  return true;
}

uint32_t function_length(const struct function *function) {
  switch ((enum function_kind)function->object.cell.kind) {
  case FUNCTION_BUILTIN:
  case FUNCTION_SELF_HOSTED:
    return function->builtin->length;
  case FUNCTION_HOST:
  case FUNCTION_TYPED:
    return (uint32_t)value_to_int32_raw(function->captures[HOST_LENGTH]);
  case FUNCTION_NATIVE:
  case FUNCTION_BOUND: // whose `length` is a property from the start
    return function->own.length;
  default:
    return is_tree(function) ? function->syntax->length : function->code->template->length;
  }
}

uint32_t function_capture_count(const struct function *function) {
  switch ((enum function_kind)function->object.cell.kind) {
  case FUNCTION_BYTECODE:
    return function->code->capture_count;
  case FUNCTION_TREE:
    return TREE_CAPTURE_COUNT;
  case FUNCTION_HOST:
    return HOST_CAPTURE_COUNT;
  case FUNCTION_TYPED:
    return TYPED_CAPTURE_COUNT;
  case FUNCTION_NATIVE:
  case FUNCTION_BOUND:
    return function->own.capture_count;
  default: // builtins, and self-hosted functions that nobody has called yet
    return 0;
  }
}

bool function_is_constructor(const struct function *function) {
  return !(function->object.cell.flags & (FUNCTION_FLAG_ARROW | FUNCTION_FLAG_METHOD));
}

void function_materialize(struct vm *vm, struct function *function) {
  if (function->object.cell.flags & FUNCTION_FLAG_MATERIALIZED)
    return;
  function->object.cell.flags |= FUNCTION_FLAG_MATERIALIZED;
  struct object *object = &function->object;
  object_add_property(vm, object, property_key_from_atom(atom(ATOM_length)),
                      value_from_number(function_length(function)), PROPERTY_CONFIGURABLE);
  object_add_property(vm, object, property_key_from_atom(atom(ATOM_name)),
                      value_from_string(function_name(vm, function)), PROPERTY_CONFIGURABLE);
  bool is_script = object->cell.kind == FUNCTION_TREE || object->cell.kind == FUNCTION_BYTECODE;
  if (!is_script || !function_is_constructor(function) || object->cell.flags & FUNCTION_FLAG_CLASS)
    return;
  struct object *prototype = object_new(vm, vm_builtin(vm, INTRINSIC_OBJECT_PROTOTYPE), 4);
  object_add_property(vm, prototype, property_key_from_atom(atom(ATOM_constructor)),
                      value_from_object(object), PROPERTY_HIDDEN);
  object_add_property(vm, object, property_key_from_atom(atom(ATOM_prototype)),
                      value_from_object(prototype), PROPERTY_WRITABLE);
}

// The arguments object of a function (ECMA-262 10.4.4), which in strict code is an ordinary object:
// what a parameter is assigned later does not show in it.
#include "vm/core/vm.h"

// Slots that lie behind the object itself; more are in storage of their own.
#define INLINE_SLOTS 32

// %ThrowTypeError% (10.2.4.1)
static Value throw_on_callee(struct vm *vm, Value *frame, uint32_t count) {
  (void)frame;
  (void)count;
  return throw_type_error(vm, "'caller', 'callee', and 'arguments' properties may not be accessed "
                              "on strict mode functions or the arguments objects for calls to "
                              "them");
}

// The accessor that is `callee` of all arguments objects; NULL: thrown.
static struct accessor *callee_accessor(struct vm *vm) {
  static const struct builtin thrower = {.function = throw_on_callee, .name = ""};
  if (vm->arguments_callee != NULL)
    return vm->arguments_callee;
  struct function *function = function_new_builtin(vm, &thrower);
  function_materialize(vm, function);
  if (!object_set_integrity(vm, &function->object, INTEGRITY_FROZEN))
    return NULL;
  struct accessor *accessor = heap_allocate(vm, sizeof *accessor, CELL_VALUES);
  accessor->cell.extra = 2;
  accessor->getter = accessor->setter = value_from_object(&function->object);
  return vm->arguments_callee = accessor;
}

struct object *arguments_new(struct vm *vm, const Value *values, uint32_t count) {
  uint32_t slots = count < INLINE_SLOTS - 2 ? count + 2 : INLINE_SLOTS;
  struct accessor *callee = callee_accessor(vm);
  struct object *object = object_new_with_shape(vm, vm->object_shape, slots);
  object->cell.kind = CLASS_ARGUMENTS;
  bool added = callee != NULL &&
               object_add_property(vm, object, property_key_from_atom(atom(ATOM_length)),
                                   value_from_number(count), PROPERTY_HIDDEN) &&
               object_add_property(vm, object, property_key_from_atom(atom(ATOM_callee)),
                                   value_from_cell(callee), PROPERTY_ACCESSOR);
  for (uint32_t i = 0; added && i < count; i++)
    added = object_add_property(vm, object, property_key_from_index(vm, i), values[i],
                                PROPERTY_DEFAULT);
  return added ? object : NULL;
}

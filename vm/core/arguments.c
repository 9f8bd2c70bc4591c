// The arguments object of a function (ECMA-262 10.4.4), which in strict code is an ordinary object:
// what a parameter is assigned later does not show in it.
#include "vm/core/vm.h"

// Slots that lie behind the object itself; more are in storage of their own.
#define INLINE_SLOTS 32

// The accessor that is `callee` of all arguments objects: %ThrowTypeError% (10.2.4.1) is both
// halves.
static struct accessor *callee_accessor(struct vm *vm) {
  if (vm->arguments_callee != NULL)
    return vm->arguments_callee;
  struct accessor *accessor = heap_allocate(vm, sizeof *accessor, CELL_VALUES);
  accessor->cell.extra = 2;
  accessor->getter = accessor->setter =
      value_from_object(vm_builtin(vm, INTRINSIC_THROW_TYPE_ERROR));
  return vm->arguments_callee = accessor;
}

struct object *arguments_new(struct vm *vm, const Value *values, uint32_t count) {
  uint32_t slots = count < INLINE_SLOTS - 2 ? count + 2 : INLINE_SLOTS;
  struct accessor *callee = callee_accessor(vm);
  struct object *object = object_new_with_shape(vm, vm->object_shape, slots);
  object->cell.kind = CLASS_ARGUMENTS;
  bool added = object_add_property(vm, object, property_key_from_atom(atom(ATOM_length)),
                                   value_from_number(count), PROPERTY_HIDDEN) &&
               object_add_property(vm, object, property_key_from_atom(atom(ATOM_callee)),
                                   value_from_cell(callee), PROPERTY_ACCESSOR);
  for (uint32_t i = 0; added && i < count; i++)
    added = object_add_property(vm, object, property_key_from_index(vm, i), values[i],
                                PROPERTY_DEFAULT);
  return added ? object : NULL;
}

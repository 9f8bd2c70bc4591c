// Which object a method of arrays makes: an array, or one of the class that the array is of
// (ECMA-262 23.1.3.1.1, ArraySpeciesCreate).
//
// The species of a constructor is what its property of the symbol `species` says. Script cannot
// name that symbol here, so the only such property of arrays is the accessor that Array has: it
// answers the constructor itself, for all that inherit from Array. Other builtins have one alike.
#include "vm/library/array.h"
#include "vm/library/typed_array.h"

static bool is_builtin_constructor(const struct object *object, builtin_function constructor) {
  const struct function *function = (const struct function *)object;
  return object_is_function(object) && object->cell.kind == FUNCTION_BUILTIN &&
         function->builtin->function == constructor;
}

// A plain array, whose constructor nobody has changed?
static bool is_ordinary(struct vm *vm, struct object *original) {
  struct lookup lookup;
  PropertyKey key = property_key_from_atom(atom(ATOM_constructor));
  return original->shape == vm->array_shape &&
         object_lookup_own(vm, vm_builtin(vm, INTRINSIC_ARRAY_PROTOTYPE), key, &lookup) &&
         value_is_object(lookup.value) &&
         is_builtin_constructor(value_object(lookup.value), array_constructor);
}

Value array_construct(struct vm *vm, Value constructor, double length) {
  Value argument = value_from_number(length);
  return vm_construct(vm, constructor, constructor, &argument, 1);
}

Value array_species(struct vm *vm, struct object *original, double length) {
  if (!object_is_array(original) || is_ordinary(vm, original))
    return VALUE_ABSENT;
  Value constructor = species_constructor(vm, original);
  if (constructor == VALUE_EXCEPTION)
    return constructor;
  bool is_plain = constructor == VALUE_UNDEFINED ||
                  is_builtin_constructor(value_object(constructor), array_constructor);
  return is_plain ? VALUE_ABSENT : array_construct(vm, constructor, length);
}

Value array_species_result(struct vm *vm, Value special, Value part) {
  if (special == VALUE_ABSENT || part == VALUE_EXCEPTION)
    return part;
  const struct array *array = value_array(part);
  vm_push(vm, special);
  vm_push(vm, part);
  bool done = true;
  for (uint32_t i = 0; done && i < array->length; i++) {
    Value value = element_find(vm, value_object(part), i);
    done = value == VALUE_HOLE ||
           (value != VALUE_EXCEPTION &&
            object_define(vm, value_object(special), property_key_from_index(vm, i), value,
                          PROPERTY_DEFAULT));
  }
  done = done && array_like_set_length(vm, value_object(special), array->length);
  vm->top -= 2;
  return done_or_thrown(done, special);
}

Value intrinsic_species(struct vm *vm, Value *frame, uint32_t count) {
  (void)count;
  Value special = array_species(vm, value_object(frame[1]), value_number(frame[2]));
  return special == VALUE_ABSENT ? VALUE_UNDEFINED : special;
}

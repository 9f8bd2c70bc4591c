// The general cases of properties and elements, and the filling of inline caches.
//
// A lookup that finds a plain data property of an object whose shape proves it rewrites its
// instruction to the quick form and fills the cache; the quick form falls back here when the proof
// fails, and is filled anew.
//
// Native code keeps the quick form that an instruction had when it was made, and reads the same
// cache. So from a function's first native code on, what a cache knows stays of its form's kind: of
// one shape, own or inherited, or of a string's method; another kind is only ever added, in the
// form for several shapes, whose cases lie elsewhere.
#include "vm/bytecode/interpreter.h"

#include "vm/core/iterator.h"
#include "vm/core/operations.h"
#include "vm/core/typed_array.h"
#include "vm/library/library.h"

#include <stdlib.h>

#define A instruction_a(word)
#define B instruction_b(word)
#define C instruction_c(word)

static const uint32_t *done_or_unwind(struct vm *vm, const uint32_t *next, bool done) {
  return done ? next : interpreter_unwind(vm);
}

// ---- Reading

// The forms of an instruction: that which knows nothing, for one shape, and for several.
struct forms {
  enum opcode general, one, several;
};

// A literal makes objects of one shape, until one of its values makes it another.
#define DEFINITION                                                                                 \
  ((struct forms){OP_DEFINE_PROPERTY, OP_DEFINE_PROPERTY_ADD, OP_DEFINE_PROPERTY_ADD})

// May the cache of the instruction come to know something of the form's kind?
static bool may_become(const struct vm *vm, const uint32_t *pc, enum opcode general,
                       enum opcode form) {
  enum opcode now = instruction_opcode(pc[-1]);
  return now == form || now == general || !frame_code(vm->base)->keeps_kinds;
}

// Fills the instruction's cache. One that has met another shape before goes on to several, if there
// is such a form.
static void remember(struct vm *vm, const uint32_t *pc, struct property_case met,
                     struct forms forms) {
  struct property_cache *cache = operand_cache(pc);
  struct polymorphic_cache *polymorphic = cache->polymorphic;
  if (forms.one == forms.several ||
      (polymorphic == NULL && may_become(vm, pc, forms.general, forms.one) &&
       (cache->known.shape == NULL || cache->known.shape == met.shape))) {
    cache->known = met;
    quicken(pc, forms.one);
    return;
  }
  if (polymorphic == NULL) {
    polymorphic = heap_allocate(vm, sizeof *polymorphic, CELL_POLYMORPHIC_CACHE);
    memset(polymorphic->cases, 0, sizeof polymorphic->cases);
    polymorphic->cell.extra = 1;
    polymorphic->cases[0] = cache->known;
    cache->polymorphic = polymorphic;
  }
  uint32_t place = 0;
  while (place < POLYMORPHIC_CASES && polymorphic->cases[place].shape != met.shape)
    place++;
  if (place == POLYMORPHIC_CASES) {
    place = polymorphic->cell.extra;
    polymorphic->cell.extra = (place + 1) % POLYMORPHIC_CASES;
  }
  polymorphic->cases[place] = met;
  quicken(pc, forms.several);
}

// Remembers where the property was found, if shapes prove it: the receiver's own, and that no
// prototype's changes.
static void remember_get(struct vm *vm, const uint32_t *pc, struct object *object,
                         const struct lookup *lookup, bool is_method) {
  if (lookup->slot == SLOT_NONE || !shape_is_cacheable(object->shape))
    return;
  bool inherited = lookup->depth > 0;
  struct property_case met = {.shape = object->shape,
                              .holder = inherited ? lookup->holder : NULL,
                              .prototype_changes = vm->prototype_changes,
                              .slot = lookup->slot};
  struct forms forms = {OP_GET_PROPERTY,
                        inherited ? OP_GET_PROPERTY_INHERITED : OP_GET_PROPERTY_OWN,
                        OP_GET_PROPERTY_POLYMORPHIC};
  if (is_method)
    forms = (struct forms){OP_GET_METHOD, inherited ? OP_GET_METHOD_INHERITED : OP_GET_METHOD_OWN,
                           OP_GET_METHOD_POLYMORPHIC};
  remember(vm, pc, met, forms);
}

// A method of strings is one of String.prototype's own: a primitive has only indices and a length.
static void remember_string_method(struct vm *vm, const uint32_t *pc) {
  struct property_cache *cache = operand_cache(pc);
  struct object *prototype = vm_builtin(vm, INTRINSIC_STRING_PROTOTYPE);
  struct lookup lookup;
  if (!value_is_string(cache->key) || value_string(cache->key) == atom(ATOM_length) ||
      !object_lookup_own(vm, prototype, cache->key, &lookup) || lookup.accessor != NULL ||
      lookup.slot == SLOT_NONE || !may_become(vm, pc, OP_GET_METHOD, OP_GET_METHOD_STRING))
    return;
  cache->known = (struct property_case){
      .holder = prototype, .prototype_changes = vm->prototype_changes, .slot = lookup.slot};
  cache->polymorphic = NULL;
  quicken(pc, OP_GET_METHOD_STRING);
}

const uint32_t *slow_get_property(struct vm *vm, const uint32_t *pc, Value *base, uint32_t word) {
  enum opcode opcode = instruction_opcode(word);
  bool is_method = opcode >= OP_GET_METHOD && opcode <= OP_GET_METHOD_STRING;
  Value receiver = base[B];
  PropertyKey key = operand_cache(pc)->key;
  struct lookup lookup;
  Value value;
  if (value_is_object(receiver) && object_lookup(vm, value_object(receiver), key, &lookup) &&
      lookup.accessor == NULL) {
    remember_get(vm, pc, value_object(receiver), &lookup, is_method);
    value = lookup.value;
  } else {
    value = value_get(vm, receiver, key);
  }
  if (is_method) {
    if (value_is_string(receiver))
      remember_string_method(vm, pc);
    base[A + FRAME_HEADER] = receiver;
  }
  return slow_store(vm, pc + 1, base, A, value);
}

static bool is_builtin_length(const struct accessor *accessor) {
  if (!value_is_function(accessor->getter))
    return false;
  const struct function *getter = value_function(accessor->getter);
  return getter->object.cell.kind == FUNCTION_BUILTIN &&
         getter->builtin->function == typed_array_prototype_length;
}

// Remembers that the length of typed arrays of this shape is what the inherited builtin getter
// says.
static void remember_length(const struct vm *vm, struct property_cache *cache,
                            const struct object *array, const struct lookup *lookup) {
  if (lookup->depth == 0 || lookup->accessor == NULL || !shape_is_cacheable(array->shape) ||
      !is_builtin_length(lookup->accessor))
    return;
  cache->known = (struct property_case){.shape = array->shape,
                                        .holder = lookup->holder,
                                        .prototype_changes = vm->prototype_changes,
                                        .slot = lookup->slot};
}

Value get_length(struct vm *vm, Value receiver, struct property_cache *cache) {
  struct lookup lookup;
  if (value_typed_array(receiver) && object_lookup(vm, value_object(receiver), cache->key, &lookup))
    remember_length(vm, cache, value_object(receiver), &lookup);
  return value_get(vm, receiver, cache->key);
}

const uint32_t *slow_get_length(struct vm *vm, const uint32_t *pc, Value *base, uint32_t word) {
  return slow_store(vm, pc + 1, base, A, get_length(vm, base[B], operand_cache(pc)));
}

const uint32_t *slow_get_global(struct vm *vm, const uint32_t *pc, Value *base, uint32_t word) {
  struct property_cache *cache = operand_cache(pc);
  struct lookup lookup;
  if (!object_lookup(vm, vm->global, cache->key, &lookup)) {
    if (instruction_opcode(word) == OP_GET_GLOBAL_OR_UNDEFINED)
      return slow_store(vm, pc + 1, base, A, VALUE_UNDEFINED);
    throw_name_error(vm, cache->key, "%s is not defined");
    return interpreter_unwind(vm);
  }
  if (lookup.depth == 0 && lookup.slot != SLOT_NONE && lookup.accessor == NULL &&
      shape_is_cacheable(vm->global->shape)) {
    cache->known.shape = vm->global->shape;
    cache->known.slot = lookup.slot;
  }
  return slow_store(vm, pc + 1, base, A,
                    lookup.accessor ? object_get(vm, vm->global, cache->key) : lookup.value);
}

// ---- Writing

// May a store add the property without a look at the prototypes? None has a setter of that name, or
// forbids it.
static bool may_add(struct vm *vm, const struct shape *shape, PropertyKey key) {
  struct lookup lookup;
  return shape->prototype == NULL || !object_lookup(vm, shape->prototype, key, &lookup) ||
         (lookup.accessor == NULL && lookup.attributes & PROPERTY_WRITABLE);
}

// After a store: remembers it, if the object went from `before` to its shape by that store alone.
static void remember_set(struct vm *vm, const uint32_t *pc, struct object *object,
                         struct shape *before, PropertyKey key, bool is_definition) {
  struct shape *after = object->shape;
  if (value_is_int32(key) || shape_is_unique(before) || shape_is_unique(after))
    return;
  int32_t entry = shape_find(after, key);
  if (entry < 0)
    return;
  const struct property *property = &after->table->entries[entry];
  bool is_plain = property->attributes == PROPERTY_DEFAULT;
  struct property_case met = {.shape = before,
                              .next_shape = before == after ? NULL : after,
                              .prototype_changes = vm->prototype_changes,
                              .slot = (uint32_t)entry};
  if (before == after && !is_definition &&
      (property->attributes & (PROPERTY_WRITABLE | PROPERTY_ACCESSOR)) == PROPERTY_WRITABLE)
    remember(vm, pc, met,
             (struct forms){OP_SET_PROPERTY, OP_SET_PROPERTY_OWN, OP_SET_PROPERTY_POLYMORPHIC});
  else if (before != after && is_plain && (uint32_t)entry + 1 == after->count &&
           before->count + 1 == after->count && (is_definition || may_add(vm, before, key)))
    remember(vm, pc, met,
             is_definition ? DEFINITION
                           : (struct forms){OP_SET_PROPERTY, OP_SET_PROPERTY_ADD,
                                            OP_SET_PROPERTY_POLYMORPHIC});
}

const uint32_t *slow_set_property(struct vm *vm, const uint32_t *pc, Value *base, uint32_t word) {
  Value receiver = base[A];
  PropertyKey key = operand_cache(pc)->key;
  struct shape *before = value_is_object(receiver) ? value_object(receiver)->shape : NULL;
  if (!value_set(vm, receiver, key, base[B]))
    return interpreter_unwind(vm);
  if (before != NULL)
    remember_set(vm, pc, value_object(receiver), before, key, false);
  return pc + 1;
}

const uint32_t *slow_define_property(struct vm *vm, const uint32_t *pc, Value *base,
                                     uint32_t word) {
  if (!check_object(vm, base[A]))
    return interpreter_unwind(vm);
  struct object *object = value_object(base[A]);
  struct shape *before = object->shape;
  PropertyKey key = operand_cache(pc)->key;
  if (!object_define(vm, object, key, base[B], PROPERTY_DEFAULT))
    return interpreter_unwind(vm);
  remember_set(vm, pc, object, before, key, true);
  return pc + 1;
}

const uint32_t *slow_set_global(struct vm *vm, const uint32_t *pc, Value *base, uint32_t word) {
  PropertyKey key = operand_cache(pc)->key;
  if (!object_has(vm, vm->global, key)) {
    throw_name_error(vm, key, "%s is not defined");
    return interpreter_unwind(vm);
  }
  return done_or_unwind(vm, pc + 1, object_set(vm, vm->global, key, base[A]));
}

// ---- Elements

// The element of a typed array, or VALUE_ABSENT: it is none, or not found by its index.
static Value typed_element(Value receiver, Value key_value) {
  const struct typed_array *array = value_typed_array(receiver);
  if (array == NULL || !value_is_int32(key_value) || !typed_array_has(array, key_value))
    return VALUE_ABSENT;
  return typed_array_get(array, (uint32_t)value_to_int32_raw(key_value));
}

// An index that a division has made is a double; what it finds is what the int finds.
static Value int_for(Value key_value) {
  return value_is_double(key_value) ? value_from_number(value_to_double_raw(key_value)) : key_value;
}

// Where a dense array has the element; NULL: it is none, or has none there.
static Value *dense_element(Value receiver, Value key_value) {
  return value_is_int32(key_value) ? array_element(receiver, (uint32_t)key_value) : NULL;
}

static Value get_element(struct vm *vm, Value receiver, Value key_value) {
  key_value = int_for(key_value);
  const Value *dense = dense_element(receiver, key_value);
  if (dense != NULL)
    return *dense;
  Value element = typed_element(receiver, key_value);
  if (element != VALUE_ABSENT)
    return element;
  if (value_is_string(receiver) && value_is_int32(key_value)) {
    struct string *flat = string_flatten(vm, value_string(receiver));
    if (flat == NULL)
      return VALUE_EXCEPTION;
    if ((uint32_t)key_value < string_length(flat))
      return value_from_string(string_from_unit(vm, string_unit(flat, (uint32_t)key_value)));
  }
  PropertyKey key = property_key_for(vm, receiver, key_value, "read");
  return key == VALUE_EXCEPTION ? key : value_get(vm, receiver, key);
}

// An access takes the form of the kind of array that it has met last.
static void quicken_element(const uint32_t *pc, Value receiver, enum opcode opcode,
                            enum opcode typed) {
  if (value_is_array(receiver))
    quicken(pc, opcode);
  else if (value_typed_array(receiver))
    quicken(pc, typed);
}

const uint32_t *slow_get_element(struct vm *vm, const uint32_t *pc, Value *base, uint32_t word) {
  quicken_element(pc, base[B], OP_GET_ELEMENT, OP_GET_ELEMENT_TYPED);
  return slow_store(vm, pc, base, A, get_element(vm, base[B], base[C]));
}

const uint32_t *slow_get_element_int(struct vm *vm, const uint32_t *pc, Value *base,
                                     uint32_t word) {
  return slow_store(vm, pc, base, A,
                    get_element(vm, base[B], value_from_int32(instruction_i(word))));
}

const uint32_t *slow_set_element(struct vm *vm, const uint32_t *pc, Value *base, uint32_t word) {
  quicken_element(pc, base[A], OP_SET_ELEMENT, OP_SET_ELEMENT_TYPED);
  Value *dense = dense_element(base[A], int_for(base[B]));
  if (dense != NULL) {
    *dense = base[C];
    return pc;
  }
  PropertyKey key = property_key_for(vm, base[A], base[B], "set");
  return done_or_unwind(vm, pc, key != VALUE_EXCEPTION && value_set(vm, base[A], key, base[C]));
}

const uint32_t *slow_set_element_special(struct vm *vm, const uint32_t *pc, Value *base,
                                         uint32_t word) {
  PropertyKey key = property_key_for(vm, base[A], base[B], "set");
  return done_or_unwind(vm, pc,
                        key != VALUE_EXCEPTION && value_set(vm, base[A], key, TAG_SPECIAL | C));
}

const uint32_t *slow_define_element(struct vm *vm, const uint32_t *pc, Value *base, uint32_t word) {
  PropertyKey key = property_key(vm, base[B]);
  return done_or_unwind(
      vm, pc,
      key != VALUE_EXCEPTION && check_object(vm, base[A]) &&
          object_define(vm, value_object(base[A]), key, base[C], PROPERTY_DEFAULT));
}

const uint32_t *slow_define_half(struct vm *vm, const uint32_t *pc, Value *base, uint32_t word) {
  PropertyKey key = property_key(vm, base[B]);
  return done_or_unwind(
      vm, pc,
      key != VALUE_EXCEPTION && check_object(vm, base[A]) && check_function(vm, base[C]) &&
          object_define_half(vm, value_object(base[A]), key, value_function(base[C]),
                             instruction_opcode(word) == OP_DEFINE_SETTER,
                             PROPERTY_ENUMERABLE | PROPERTY_CONFIGURABLE));
}

// ---- The rarer operations

static Value delete_element(struct vm *vm, Value receiver, Value key_value) {
  char text[64];
  if (value_is_nullish(receiver))
    return throw_type_error(vm, "Cannot convert undefined or null to object");
  PropertyKey key = property_key(vm, key_value);
  if (key == VALUE_EXCEPTION)
    return key;
  struct object *object = to_object(vm, receiver);
  int deleted = object ? object_delete(vm, object, key) : -1;
  if (deleted != 0)
    return deleted < 0 ? VALUE_EXCEPTION : VALUE_TRUE;
  char *name = string_to_utf8(vm, property_key_to_string(vm, key), NULL);
  throw_type_error(vm, "Cannot delete property '%s' of %s", name ? name : "",
                   describe_value(vm, receiver, text, sizeof text));
  free(name);
  return VALUE_EXCEPTION;
}

static Value truth_value(int truth) {
  return truth < 0 ? VALUE_EXCEPTION : value_from_boolean(truth);
}

static Value set_function_name(struct vm *vm, Value function, Value key_value) {
  PropertyKey key = check_function(vm, function) ? property_key(vm, key_value) : VALUE_EXCEPTION;
  if (key != VALUE_EXCEPTION)
    value_function(function)->name = value_from_string(property_key_to_string(vm, key));
  return key == VALUE_EXCEPTION ? key : function;
}

const uint32_t *slow_property_operation(struct vm *vm, const uint32_t *pc, Value *base,
                                        uint32_t word) {
  switch (instruction_opcode(word)) {
  case OP_INSTANCE_OF:
    return slow_store(vm, pc, base, A, truth_value(instance_of(vm, base[B], base[C])));
  case OP_IN:
    return slow_store(vm, pc, base, A, truth_value(has_property(vm, base[B], base[C])));
  case OP_TO_PROPERTY_KEY:
    return slow_store(vm, pc, base, A, property_key(vm, base[B]));
  case OP_SET_FUNCTION_NAME:
    return slow_store(vm, pc, base, A, set_function_name(vm, base[A], base[B]));
  default:
    return slow_store(vm, pc, base, A, delete_element(vm, base[B], base[C]));
  }
}

// ---- Literals

const uint32_t *slow_new_object(struct vm *vm, const uint32_t *pc, Value *base, uint32_t word) {
  base[A] =
      value_from_object(object_new_with_shape(vm, vm->object_shape, (uint32_t)instruction_d(word)));
  return pc;
}

const uint32_t *slow_new_record(struct vm *vm, const uint32_t *pc, Value *base, uint32_t word) {
  struct property_cache *caches = operand_cache(pc);
  struct object *object = object_new_with_shape(vm, vm->object_shape, C);
  for (unsigned at = 0; at < C; at++)
    if (!object_add_property(vm, object, caches[at].key, base[B + at], PROPERTY_DEFAULT))
      return interpreter_unwind(vm);
  if (!shape_is_unique(object->shape))
    caches->known.shape = object->shape;
  base[A] = value_from_object(object);
  return pc + 1;
}

const uint32_t *slow_new_array(struct vm *vm, const uint32_t *pc, Value *base, uint32_t word) {
  struct array *array = array_new(vm, 0, (uint32_t)instruction_d(word));
  return slow_store(vm, pc, base, A, array ? value_from_object(&array->object) : VALUE_EXCEPTION);
}

const uint32_t *slow_append(struct vm *vm, const uint32_t *pc, Value *base, uint32_t word) {
  struct array *array = value_array(base[A]);
  for (unsigned at = 0; at < C; at++)
    if (!array_push(vm, array, base[B + at]))
      return interpreter_unwind(vm);
  return pc;
}

const uint32_t *slow_append_spread(struct vm *vm, const uint32_t *pc, Value *base, uint32_t word) {
  Value done = iterable_collect(vm, base[B], value_array(base[A]));
  if (done == VALUE_ABSENT)
    throw_call_error(vm, frame_code(base), pc, base[B], "is not iterable");
  return done == VALUE_TRUE ? pc : interpreter_unwind(vm);
}

const uint32_t *slow_copy_properties(struct vm *vm, const uint32_t *pc, Value *base,
                                     uint32_t word) {
  PropertyKey *excluded = base + A + 1;
  if (!check_object(vm, base[A]))
    return interpreter_unwind(vm);
  for (unsigned at = 0; at < C; at++) {
    excluded[at] = property_key(vm, excluded[at]); // of a number or string
    if (excluded[at] == VALUE_EXCEPTION)
      return interpreter_unwind(vm);
  }
  return done_or_unwind(vm, pc, object_copy_data(vm, value_object(base[A]), base[B], excluded, C));
}

// Classes: the general cases of their instructions, and construction.
//
// A constructor that a derived class leaves out costs no frame when it has no fields to initialise:
// its parent is called in its place. One with fields gets a frame; its parent's lies above, with
// the same arguments, and returns into it behind its first instruction.
#include "vm/bytecode/interpreter.h"

#include "vm/core/class.h"
#include "vm/core/operations.h"

#define A instruction_a(word)
#define B instruction_b(word)
#define C instruction_c(word)

// ---- Operands
//
// The compiler sees to it that these are objects and functions, and the verifier leaves it to this
// file (verify.h): only a saved program that somebody has forged gets here with something else.

static bool throw_operand(struct vm *vm, const char *what) {
  throw_type_error(vm, "The operand of an instruction is no %s", what);
  return false;
}

bool check_object(struct vm *vm, Value value) {
  return value_is_object(value) || throw_operand(vm, "object");
}

bool check_function(struct vm *vm, Value value) {
  return value_is_function(value) || throw_operand(vm, "function");
}

// ---- Definition

static bool open_class(struct vm *vm, Value *registers) {
  struct object *prototype, *parent;
  if (!class_open(vm, registers[0], &prototype, &parent))
    return false;
  registers[0] = value_from_object(prototype);
  registers[1] = value_from_object(parent);
  return true;
}

static bool define_method(struct vm *vm, const Value *base, uint32_t word) {
  if (!check_object(vm, base[A]) || !check_function(vm, base[C]))
    return false;
  PropertyKey key = property_key(vm, base[B]);
  enum class_element element = ELEMENT_METHOD + (instruction_opcode(word) - OP_DEFINE_METHOD);
  return key != VALUE_EXCEPTION &&
         class_define(vm, value_object(base[A]), key, element, value_function(base[C]));
}

static bool set_literal_prototype(struct vm *vm, Value object, Value prototype) {
  if (!check_object(vm, object))
    return false;
  if (prototype != VALUE_NULL && !value_is_object(prototype))
    return true;
  struct object *parent = prototype == VALUE_NULL ? NULL : value_object(prototype);
  return object_set_prototype(vm, value_object(object), parent);
}

static bool link_class(struct vm *vm, const Value *base, uint32_t word) {
  return check_function(vm, base[A]) && check_object(vm, base[B]) && check_object(vm, base[C]) &&
         class_link(vm, value_function(base[A]), value_object(base[B]), value_object(base[C]));
}

static bool has_private(struct vm *vm, Value *base, uint32_t word) {
  int has = private_in(vm, base[B], base[C]);
  base[A] = value_from_boolean(has > 0);
  return has >= 0;
}

// false: thrown.
static bool operate(struct vm *vm, const uint32_t *pc, Value *base, uint32_t word) {
  enum opcode opcode = instruction_opcode(word);
  switch (opcode) {
  case OP_OPEN_CLASS:
    return open_class(vm, base + A);
  case OP_LINK_CLASS:
    return link_class(vm, base, word);
  case OP_DEFINE_METHOD:
  case OP_DEFINE_METHOD_GETTER:
  case OP_DEFINE_METHOD_SETTER:
    return define_method(vm, base, word);
  case OP_NEW_PRIVATE_NAME:
    base[A] = private_name_new(vm, value_string(*operand_constant(pc)));
    return true;
  case OP_PRIVATE_METHOD:
  case OP_PRIVATE_GETTER:
  case OP_PRIVATE_SETTER:
    return check_function(vm, base[B]) &&
           private_name_set_element(vm, base[A], ELEMENT_METHOD + (opcode - OP_PRIVATE_METHOD),
                                    value_function(base[B]));
  case OP_ADD_PRIVATE_METHOD:
    return check_object(vm, base[A]) && private_add_element(vm, value_object(base[A]), base[B]);
  case OP_SET_PROTOTYPE:
    return set_literal_prototype(vm, base[A], base[B]);
  case OP_HAS_PRIVATE:
    return has_private(vm, base, word);
  case OP_CHECK_UNINITIALIZED:
    throw_super_called_twice(vm);
    return false;
  case OP_CHECK_DERIVED_RESULT:
    throw_type_error(vm, "Derived constructors may only return object or undefined");
    return false;
  default:
    throw_super_deleted(vm);
    return false;
  }
}

const uint32_t *slow_class_operation(struct vm *vm, const uint32_t *pc, Value *base,
                                     uint32_t word) {
  if (!operate(vm, pc, base, word))
    return interpreter_unwind(vm);
  return pc + format_operand_words(opcode_format(instruction_opcode(word)));
}

// ---- Private elements and super

// Remembers a private element that is data, if the shape proves it.
static void remember_private(const uint32_t *pc, PropertyKey name, const struct lookup *lookup) {
  struct shape *shape = lookup->holder->shape;
  if (lookup->accessor != NULL || shape->cell.flags & SHAPE_FLAG_DICTIONARY)
    return;
  struct property_cache *cache = operand_cache(pc);
  cache->key = name;
  cache->known.shape = shape;
  cache->known.slot = lookup->slot;
}

const uint32_t *slow_get_private(struct vm *vm, const uint32_t *pc, Value *base, uint32_t word) {
  struct lookup lookup = {.accessor = NULL};
  Value value = private_get(vm, base[B], base[C], &lookup);
  if (value != VALUE_EXCEPTION)
    remember_private(pc, base[C], &lookup);
  return slow_store(vm, pc + 1, base, A, value);
}

const uint32_t *slow_set_private(struct vm *vm, const uint32_t *pc, Value *base, uint32_t word) {
  struct lookup lookup = {.accessor = NULL};
  if (!private_set(vm, base[A], base[B], base[C], &lookup))
    return interpreter_unwind(vm);
  remember_private(pc, base[B], &lookup);
  return pc + 1;
}

const uint32_t *slow_define_private(struct vm *vm, const uint32_t *pc, Value *base, uint32_t word) {
  if (!check_object(vm, base[A]))
    return interpreter_unwind(vm);
  struct object *object = value_object(base[A]);
  struct shape *before = object->shape;
  if (!private_add(vm, object, base[B], base[C]))
    return interpreter_unwind(vm);
  if (!shape_is_unique(before) && !shape_is_unique(object->shape)) {
    struct property_cache *cache = operand_cache(pc);
    cache->key = base[B];
    cache->known =
        (struct property_case){.shape = before, .next_shape = object->shape, .slot = before->count};
  }
  return pc + 1;
}

const uint32_t *slow_get_super(struct vm *vm, const uint32_t *pc, Value *base, uint32_t word) {
  base[C] = property_key_for(vm, base[B], base[C], "read");
  if (base[C] == VALUE_EXCEPTION)
    return interpreter_unwind(vm);
  return slow_store(vm, pc, base, A, super_get(vm, base[B], base[C], base[B + 1]));
}

// Remembers where a property of super was found: the home object's shape says where the search
// begins.
static void remember_super(const struct vm *vm, const uint32_t *pc, const struct object *home,
                           const struct lookup *lookup) {
  if (lookup->slot == SLOT_NONE || !shape_is_cacheable(home->shape))
    return;
  operand_cache(pc)->known = (struct property_case){.shape = home->shape,
                                                    .holder = lookup->holder,
                                                    .prototype_changes = vm->prototype_changes,
                                                    .slot = lookup->slot};
}

const uint32_t *slow_get_super_property(struct vm *vm, const uint32_t *pc, Value *base,
                                        uint32_t word) {
  if (!check_object(vm, base[B]))
    return interpreter_unwind(vm);
  const struct object *home = value_object(base[B]);
  PropertyKey key = operand_cache(pc)->key;
  struct lookup lookup;
  if (object_prototype(home) != NULL && object_lookup(vm, object_prototype(home), key, &lookup) &&
      lookup.accessor == NULL) {
    remember_super(vm, pc, home, &lookup);
    return slow_store(vm, pc + 1, base, A, lookup.value);
  }
  return slow_store(vm, pc + 1, base, A, super_get(vm, object_prototype_value(home), key, base[C]));
}

const uint32_t *slow_set_super(struct vm *vm, const uint32_t *pc, Value *base, uint32_t word) {
  PropertyKey key = property_key_for(vm, base[A], base[B], "set");
  if (key == VALUE_EXCEPTION || !super_set(vm, base[A], key, base[C], base[A + 1]))
    return interpreter_unwind(vm);
  return pc;
}

// ---- Construction

// A construction in progress: the call that continues at pc.
struct construction {
  const uint32_t *pc;
  Value *base;
  Value *frame; // of the callee
  uint32_t count;
  Value new_target;
};

// The frame of a constructor without text of a class with fields, then what its parent needs.
// NULL: done; else where to continue after a throw.
static const uint32_t *enter_implicit(struct vm *vm, struct construction *site) {
  const struct function *function = value_function(site->frame[-FRAME_HEADER]);
  const uint32_t *next = interpreter_enter(vm, site->frame, site->count, site->pc);
  const struct code *code = function->code; // which the first call has made
  if (next != code->words)
    return next;
  Value *base = vm->base;
  site->base = base;
  site->pc = code->words + RETURN_WORDS;
  site->frame = base + instruction_a(code->words[0]) + FRAME_HEADER;
  memmove(site->frame + 1, base + 1, site->count * sizeof *base);
  site->frame[-1] = VALUE_UNDEFINED;
  site->frame[0] = site->new_target;
  vm->pc = site->pc;
  return NULL;
}

// What the function constructs, for the next time.
static void remember_instance(struct vm *vm, Value new_target) {
  struct function *function = value_function(new_target);
  struct lookup lookup;
  if (function->object.cell.kind != FUNCTION_BYTECODE || function->code->register_count == 0 ||
      !object_lookup_own(vm, &function->object, property_key_from_atom(atom(ATOM_prototype)),
                         &lookup) ||
      lookup.slot == SLOT_NONE || lookup.accessor != NULL || !value_is_object(lookup.value) ||
      !shape_is_cacheable(function->object.shape))
    return;
  function->code->instance =
      (struct instance_cache){.function_shape = function->object.shape,
                              .shape = shape_for_prototype(vm, value_object(lookup.value)),
                              .slot = lookup.slot};
}

// Enters a constructor with text of its own.
static const uint32_t *enter_constructor(struct vm *vm, const struct construction *site) {
  Value *frame = site->frame;
  const struct function *function = value_function(frame[-FRAME_HEADER]);
  const struct function_template *template = function->code->template;
  frame[0] = site->new_target;
  if (!(template->flags & FUNCTION_FLAG_DERIVED)) {
    struct object *created = vm_create_this(vm, site->new_target);
    if (created == NULL)
      return interpreter_unwind(vm);
    frame[0] = value_from_object(created);
    remember_instance(vm, site->new_target);
  }
  vm_push(vm, site->new_target);
  bool goes_on = vm_poll(vm);
  vm->top--;
  if (!goes_on)
    return interpreter_unwind(vm);
  const uint32_t *next = interpreter_enter(vm, frame, site->count, site->pc);
  if (next == function->code->words && template->reads_new_target)
    vm->new_target = site->new_target;
  return next;
}

// The callee is frame[-FRAME_HEADER], a constructor.
static const uint32_t *construct(struct vm *vm, struct construction *site) {
  for (;;) {
    Value callee = site->frame[-FRAME_HEADER];
    const struct function *function = value_function(callee);
    vm->top = site->frame + site->count + 1;
    if (function->object.cell.kind != FUNCTION_BYTECODE) {
      Value result = vm_construct_frame(vm, callee, site->new_target, site->frame, site->count);
      return slow_store(vm, site->pc, site->base, return_register(site->pc), result);
    }
    const struct function_template *template = function->code->template;
    if (!template->is_implicit)
      return enter_constructor(vm, site);
    Value parent = object_prototype_value(&function->object);
    if (!class_check_parent(vm, parent))
      return interpreter_unwind(vm);
    const uint32_t *thrown =
        template->fields_capture != NO_FIELDS ? enter_implicit(vm, site) : NULL;
    if (thrown != NULL)
      return thrown;
    site->frame[-FRAME_HEADER] = parent;
  }
}

static bool check_constructor(struct vm *vm, const uint32_t *pc, const Value *base, Value callee) {
  if (value_is_function(callee) && function_is_constructor(value_function(callee)))
    return true;
  throw_call_error(vm, frame_code(base), pc, callee, "is not a constructor");
  return false;
}

// Constructs R[target] with the arguments in its frame.
static const uint32_t *construct_frame(struct vm *vm, const uint32_t *pc, Value *base,
                                       unsigned target, uint32_t count, Value new_target) {
  Value *frame = base + target + FRAME_HEADER;
  frame[-1] = VALUE_UNDEFINED;
  frame[0] = new_target;
  return construct(vm, &(struct construction){pc, base, frame, count, new_target});
}

// The same with the elements of an array.
static const uint32_t *construct_spread(struct vm *vm, const uint32_t *pc, Value *base,
                                        unsigned target, Value new_target) {
  const struct array *array = value_array(base[target + FRAME_HEADER + 1]);
  uint32_t count = array->length;
  if (interpreter_spread(vm, base, target))
    return construct_frame(vm, pc, base, target, count, new_target);
  return slow_store(vm, pc, base, target,
                    vm_construct(vm, base[target], new_target, array->elements, count));
}

const uint32_t *slow_construct(struct vm *vm, const uint32_t *pc, Value *base, uint32_t word) {
  if (!check_constructor(vm, pc, base, base[A]))
    return interpreter_unwind(vm);
  return construct_frame(vm, pc + 1, base, A, C, base[A]);
}

const uint32_t *slow_construct_spread(struct vm *vm, const uint32_t *pc, Value *base,
                                      uint32_t word) {
  if (!check_constructor(vm, pc, base, base[A]))
    return interpreter_unwind(vm);
  return construct_spread(vm, pc + 1, base, A, base[A]);
}

// The parent and the new.target of a super call.
static bool check_super(struct vm *vm, const Value *frame) {
  return class_check_parent(vm, frame[0]) && check_function(vm, frame[FRAME_HEADER]);
}

const uint32_t *slow_construct_super(struct vm *vm, const uint32_t *pc, Value *base,
                                     uint32_t word) {
  if (!check_super(vm, base + A))
    return interpreter_unwind(vm);
  return construct_frame(vm, pc + 1, base, A, C, base[A + FRAME_HEADER]);
}

const uint32_t *slow_construct_super_spread(struct vm *vm, const uint32_t *pc, Value *base,
                                            uint32_t word) {
  if (!check_super(vm, base + A))
    return interpreter_unwind(vm);
  return construct_spread(vm, pc + 1, base, A, base[A + FRAME_HEADER]);
}

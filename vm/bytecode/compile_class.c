// Classes, `super`, private elements.
//
// The parts of a class that its methods need (prototype, private names, computed keys, the function
// that initialises fields) are variables of its scope, so that closures capture them. They are set
// in an order in which every closure can copy them: the prototype and the initialiser exist before
// the constructor, the constructor before the methods.
#include "vm/bytecode/compiler.h"

static void store_part(struct compiler *c, const struct node *target, uint8_t source) {
  if (target)
    compile_store(c, node_as_identifier(target), source, true);
}

static void load_name(struct compiler *c, uint32_t offset, const struct syntax_string *name,
                      uint8_t target) {
  emit_abc(c, offset, OP_LOAD_CONSTANT, target, 0, 0);
  emit_constant_operand(c, string_constant(name));
}

// ---- Definition

static void create_private_names(struct compiler *c, const struct scope *scope) {
  for (uint32_t at = 0; at < scope->variable_count; at++) {
    const struct variable *variable = scope->variables[at];
    if (variable->kind != VARIABLE_PRIVATE)
      continue;
    emit_abc(c, variable->offset, OP_NEW_PRIVATE_NAME, c->variable_registers[variable->index], 0,
             0);
    emit_constant_operand(c, string_constant(variable->name));
  }
}

// The key, converted, of a member that is not private.
static uint8_t compile_member_key(struct compiler *c, const struct node_property *property) {
  uint8_t key = register_new(c, &property->node);
  if (property->name) {
    load_name(c, property->node.offset, property->name, key);
  } else {
    compile_to(c, property->key, key);
    emit_abc(c, property->key->offset, OP_TO_PROPERTY_KEY, key, key, 0);
  }
  return key;
}

static void compile_class_member(struct compiler *c, const struct node_property *property,
                                 uint8_t object) {
  uint32_t released = c->next_register, offset = property->node.offset;
  bool is_private = property->binding && !property->is_field;
  uint8_t key = is_private ? compile_to_any(c, property->binding) : compile_member_key(c, property);
  if (property->is_field) {
    store_part(c, property->binding, key);
    registers_release(c, released);
    return;
  }
  uint8_t function = compile_to_any(c, property->value);
  unsigned half = property->is_getter ? 1 : property->is_setter ? 2 : 0;
  if (property->names_value)
    emit_abc(c, offset, OP_SET_FUNCTION_NAME, function, key, 0);
  if (is_private)
    emit_abc(c, offset, OP_PRIVATE_METHOD + half, key, function, 0);
  else
    emit_abc(c, offset, OP_DEFINE_METHOD + half, object, key, function);
  registers_release(c, released);
}

// Calls an initialiser on an object: the function is in `frame` already, of three registers.
static void call_initializer(struct compiler *c, uint32_t offset, uint8_t frame, uint8_t object) {
  emit_abc(c, offset, OP_MOVE, frame + 2u, object, 0);
  emit_call(c, offset, OP_CALL_METHOD, frame, 0);
}

// The prototype, the constructor's parent, and the constructor stand in consecutive registers.
static uint8_t compile_heritage(struct compiler *c, const struct node_class *class) {
  uint8_t prototype = registers_new(c, 3, &class->node);
  uint32_t offset = class->heritage ? class->heritage->offset : class->node.offset;
  if (class->heritage)
    compile_to(c, class->heritage, prototype);
  else
    emit_ad(c, offset, OP_LOAD_SPECIAL, prototype, (int)(VALUE_HOLE & 0xFFFF));
  if (class->body_scope) {
    compile_scope_variables(c, class->body_scope);
    create_private_names(c, class->body_scope);
  }
  emit_abc(c, offset, OP_OPEN_CLASS, prototype, 0, 0);
  return prototype;
}

void compile_class(struct compiler *c, const struct node_class *class, int name, uint8_t target) {
  uint32_t released = c->next_register, offset = class->node.offset;
  if (class->scope)
    compile_scope_variables(c, class->scope);
  uint8_t prototype = compile_heritage(c, class), constructor = (uint8_t)(prototype + 2);
  store_part(c, class->home, prototype);
  if (class->fields) {
    compile_to(c, class->fields, constructor);
    store_part(c, class->fields_binding, constructor);
  }
  compile_to(c, class->constructor, constructor);
  if (name >= 0)
    emit_abc(c, offset, OP_SET_FUNCTION_NAME, constructor, (unsigned)name, 0);
  emit_abc(c, offset, OP_LINK_CLASS, constructor, prototype, prototype + 1u);
  store_part(c, class->static_home, constructor);
  for (uint32_t at = 0; at < class->members.count; at++) {
    const struct node_property *property = node_as_property(class->members.items[at]);
    compile_class_member(c, property, property->is_static ? constructor : prototype);
  }
  store_part(c, class->name, constructor);
  if (class->static_fields) {
    uint8_t frame = registers_new(c, 3, &class->node);
    compile_to(c, class->static_fields, frame);
    call_initializer(c, offset, frame, constructor);
  }
  emit_abc(c, offset, OP_MOVE, target, constructor, 0);
  registers_release(c, released);
}

void compile_named(struct compiler *c, const struct node *value, uint8_t key, uint8_t target) {
  if (value->kind == NODE_CLASS) {
    compile_class(c, node_as_class(value), key, target);
    return;
  }
  compile_to(c, value, target);
  emit_abc(c, value->offset, OP_SET_FUNCTION_NAME, target, key, 0);
}

// ---- Initialisers

void compile_field(struct compiler *c, const struct node_field *field) {
  uint32_t released = c->next_register, offset = field->node.offset;
  uint8_t key = 0, value = register_new(c, &field->node);
  if (field->private)
    key = compile_to_any(c, field->private);
  else if (field->key)
    key = compile_to_any(c, field->key);
  if (field->value && field->names_value)
    compile_named(c, field->value, key, value);
  else if (field->value)
    compile_to(c, field->value, value);
  else if (!field->is_method)
    load_undefined(c, value);
  if (field->is_method) {
    emit_abc(c, offset, OP_ADD_PRIVATE_METHOD, 0, key, 0);
  } else if (field->key) {
    emit_abc(c, offset, OP_DEFINE_ELEMENT, 0, key, value);
  } else {
    emit_abc(c, offset, field->private ? OP_DEFINE_PRIVATE : OP_DEFINE_PROPERTY, 0,
             field->private ? key : value, value);
    emit_cache_operand(c, field->name);
  }
  registers_release(c, released);
}

void compile_static_block(struct compiler *c, const struct node_static_block *block) {
  uint32_t released = c->next_register;
  uint8_t frame = registers_new(c, 3, &block->node);
  compile_to(c, block->block, frame);
  call_initializer(c, block->node.offset, frame, 0);
  registers_release(c, released);
}

// ---- Constructors

// Initialises the fields of `object` by the function that the identifier holds.
static void compile_fields_call(struct compiler *c, const struct node *fields, uint8_t object) {
  uint32_t released = c->next_register;
  uint8_t frame = registers_new(c, 3, fields);
  compile_identifier_to(c, node_as_identifier(fields), frame);
  call_initializer(c, fields->offset, frame, object);
  registers_release(c, released);
}

// A variable that the caller of a constructor sets: it has its register before all others.
static uint8_t place_variable(struct compiler *c, const struct variable *variable) {
  uint8_t home = register_new(c, NULL);
  c->variable_registers[variable->index] = home;
  return home;
}

void compile_construction(struct compiler *c) {
  const struct syntax_function *function = c->function;
  uint32_t offset = function->start;
  if (function->new_target)
    emit_abc(c, offset, OP_LOAD_NEW_TARGET, place_variable(c, function->new_target), 0, 0);
  if (function->callee)
    emit_abc(c, offset, OP_LOAD_CALLEE, place_variable(c, function->callee), 0, 0);
  if (function->is_derived && !function->is_implicit)
    c->result_register = register_new(c, NULL);
  if (function->fields && !function->is_derived)
    compile_fields_call(c, function->fields, 0);
}

// The interpreter enters it behind the first instruction, when the parent's frame is made
// (slow_class.c); the parent's result is in R[1].
void compile_implicit_constructor(struct compiler *c) {
  uint32_t offset = c->function->start;
  uint8_t parent = registers_new(c, 3, NULL);
  emit_call(c, offset, OP_CONSTRUCT_SUPER, parent, 0);
  emit_abc(c, offset, OP_CHECK_CONSTRUCTED, parent, 0, 0);
  if (c->function->fields)
    compile_fields_call(c, c->function->fields, parent);
  emit_abc(c, offset, OP_RETURN, parent, 0, 0);
}

// What a derived class's constructor answers (10.2.2 steps 10 to 12), outside of all handlers.
void compile_derived_result(struct compiler *c) {
  uint32_t offset = c->function->end - 1;
  uint8_t result = c->result_register;
  uint32_t given = 0;
  if (c->result_jumps.count > 0) {
    load_undefined(c, result);
    jumps_patch(c, &c->result_jumps, here(c));
    emit_abc(c, offset, OP_CHECK_DERIVED_RESULT, result, 0, 0);
    emit_ad(c, offset, OP_JUMP_IS_NOT, result, special_operand(VALUE_UNDEFINED));
    given = emit_jump_operand(c);
  }
  struct variable *variable = c->function->this_variable;
  struct node_identifier this_identifier = {
      .node.offset = offset, .name = variable->name, .variable = variable, .needs_check = true};
  compile_identifier_to(c, &this_identifier, result);
  if (c->result_jumps.count > 0)
    jump_patch(c, given, here(c));
  emit_abc(c, offset, OP_RETURN, result, 0, 0);
}

void compile_super_call(struct compiler *c, const struct node_super_call *call, uint8_t frame) {
  uint32_t offset = call->node.offset;
  uint8_t callee = compile_to_any(c, call->callee);
  emit_abc(c, offset, OP_GET_PROTOTYPE, frame, callee, 0);
  registers_release(c, frame + CALL_HEADER);
  compile_to(c, call->new_target, frame + FRAME_HEADER);
  if (node_list_spreads(&call->arguments)) {
    compile_spread_call(c, &call->node, OP_CONSTRUCT_SUPER_SPREAD, &call->arguments, frame);
  } else {
    compile_arguments(c, &call->arguments);
    emit_call(c, offset, OP_CONSTRUCT_SUPER, frame, call->arguments.count);
  }
  emit_abc(c, offset, OP_CHECK_CONSTRUCTED, frame, 0, 0);
  registers_release(c, frame + 1u);
  struct node_identifier unchecked = *node_as_identifier(call->binding);
  unchecked.needs_check = false;
  uint8_t before = compile_to_any(c, &unchecked.node);
  emit_abc(c, offset, OP_CHECK_UNINITIALIZED, before, 0, 0);
  registers_release(c, frame + 1u);
  compile_store(c, &unchecked, frame, true);
  if (node_as_class(call->class)->fields)
    compile_fields_call(c, call->fields, frame);
}

// ---- Members

static const struct node *object_of(const struct node *node) {
  return node->kind == NODE_MEMBER ? node_as_member(node)->object : node_as_index(node)->object;
}

enum member_form member_form(const struct node *node) {
  if (object_of(node)->kind == NODE_SUPER)
    return MEMBER_SUPER;
  return node->kind == NODE_MEMBER && node_as_member(node)->private ? MEMBER_PRIVATE
                                                                    : MEMBER_ORDINARY;
}

struct member compile_special_member(struct compiler *c, const struct node *node) {
  struct member member;
  if (member_form(node) == MEMBER_PRIVATE) {
    const struct node_member *private = node_as_member(node);
    member.object = register_new(c, node);
    compile_to(c, private->object, member.object);
    compile_optional_link(c, node, private->is_optional, member.object);
    member.key = compile_to_any(c, private->private);
    return member;
  }
  const struct node_super *super = node_as_super(object_of(node));
  member.object = registers_new(c, 2, node);
  compile_to(c, super->receiver, member.object + 1);
  compile_to(c, super->home, member.object);
  member.key = register_new(c, node);
  if (node->kind == NODE_MEMBER)
    load_name(c, node->offset, node_as_member(node)->name, member.key);
  else
    compile_to(c, node_as_index(node)->key, member.key);
  emit_abc(c, node->offset, OP_GET_PROTOTYPE, member.object, member.object, 0);
  return member;
}

void compile_special_get(struct compiler *c, const struct node *node, struct member member,
                         uint8_t target) {
  bool is_private = member_form(node) == MEMBER_PRIVATE;
  emit_abc(c, node->offset, is_private ? OP_GET_PRIVATE : OP_GET_SUPER, target, member.object,
           member.key);
  if (is_private)
    emit_cache_operand(c, node_as_member(node)->name);
}

void compile_special_set(struct compiler *c, const struct node *node, struct member member,
                         uint8_t source) {
  bool is_private = member_form(node) == MEMBER_PRIVATE;
  emit_abc(c, node->offset, is_private ? OP_SET_PRIVATE : OP_SET_SUPER, member.object, member.key,
           source);
  if (is_private)
    emit_cache_operand(c, node_as_member(node)->name);
}

// `super.name` for the receiver, which comes to stand in a register of its own.
void compile_super_property(struct compiler *c, const struct node_member *member, uint8_t receiver,
                            uint8_t target) {
  const struct node_super *super = node_as_super(member->object);
  compile_to(c, super->receiver, receiver);
  uint8_t home = compile_to_any(c, super->home);
  emit_abc(c, member->node.offset, OP_GET_SUPER_PROPERTY, target, home, receiver);
  emit_cache_operand(c, member->name);
}

void compile_special_callee(struct compiler *c, const struct node *node, uint8_t frame) {
  uint32_t released = c->next_register;
  bool is_private = member_form(node) == MEMBER_PRIVATE;
  if (!is_private && node->kind == NODE_MEMBER) {
    compile_super_property(c, node_as_member(node), frame + FRAME_HEADER, frame);
    registers_release(c, released);
    return;
  }
  struct member member = compile_special_member(c, node);
  emit_abc(c, node->offset, OP_MOVE, frame + FRAME_HEADER,
           is_private ? member.object : member.object + 1u, 0);
  compile_special_get(c, node, member, frame);
  registers_release(c, released);
}

void compile_private_in(struct compiler *c, const struct node_private_in *test, uint8_t target) {
  uint32_t released = c->next_register;
  uint8_t object = compile_to_any(c, test->object);
  uint8_t name = compile_to_any(c, test->private);
  emit_abc(c, test->node.offset, OP_HAS_PRIVATE, target, object, name);
  registers_release(c, released);
}

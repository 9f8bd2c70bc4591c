// Assignments, updates, and the binary operators that they share with expressions.
//
// Order of evaluation (ECMA-262 13.15.2): the target's object and key, then the value, then the
// store, whose errors (a constant, a dead zone, a nullish base) come last.
#include "vm/bytecode/compiler.h"

static const struct {
  enum opcode registers, constant;
} binary_opcodes[TOKEN_COUNT] = {
    [TOKEN_PLUS] = {OP_ADD, OP_ADD_K},
    [TOKEN_MINUS] = {OP_SUBTRACT, OP_SUBTRACT_K},
    [TOKEN_MULTIPLY] = {OP_MULTIPLY, OP_MULTIPLY_K},
    [TOKEN_DIVIDE] = {OP_DIVIDE, OP_DIVIDE_K},
    [TOKEN_REMAINDER] = {OP_REMAINDER, OP_REMAINDER_K},
    [TOKEN_POWER] = {OP_EXPONENT, OP_EXPONENT_K},
    [TOKEN_BIT_AND] = {OP_AND, OP_AND_K},
    [TOKEN_BIT_OR] = {OP_OR, OP_OR_K},
    [TOKEN_BIT_XOR] = {OP_XOR, OP_XOR_K},
    [TOKEN_SHIFT_LEFT] = {OP_SHIFT_LEFT, OP_SHIFT_LEFT_K},
    [TOKEN_SHIFT_RIGHT] = {OP_SHIFT_RIGHT, OP_SHIFT_RIGHT_K},
    [TOKEN_SHIFT_RIGHT_UNSIGNED] = {OP_SHIFT_RIGHT_UNSIGNED, OP_SHIFT_RIGHT_UNSIGNED_K},
    [TOKEN_LESS] = {OP_LESS, 0},
    [TOKEN_LESS_EQUAL] = {OP_LESS_EQUAL, 0},
    [TOKEN_GREATER] = {OP_GREATER, 0},
    [TOKEN_GREATER_EQUAL] = {OP_GREATER_EQUAL, 0},
    [TOKEN_EQUAL] = {OP_EQUAL, 0},
    [TOKEN_NOT_EQUAL] = {OP_NOT_EQUAL, 0},
    [TOKEN_STRICT_EQUAL] = {OP_STRICT_EQUAL, 0},
    [TOKEN_STRICT_NOT_EQUAL] = {OP_STRICT_NOT_EQUAL, 0},
    [TOKEN_INSTANCEOF] = {OP_INSTANCE_OF, 0},
    [TOKEN_IN] = {OP_IN, 0},
};

bool node_small_integer(const struct node *node, int minimum, int maximum, int *integer) {
  double sign = 1;
  if (node->kind == NODE_UNARY && node_as_unary(node)->operation == TOKEN_MINUS) {
    node = node_as_unary(node)->operand;
    sign = -1;
  }
  if (node->kind != NODE_NUMBER)
    return false;
  Value value = value_from_number(sign * node_as_number(node)->value);
  if (!value_is_int32(value) || value_to_int32_raw(value) < minimum ||
      value_to_int32_raw(value) > maximum)
    return false;
  *integer = value_to_int32_raw(value);
  return true;
}

// Quotients are doubles, so their constants are as well: no conversion.
Value number_constant(double number, enum token operation) {
  return operation == TOKEN_DIVIDE ? value_from_double_raw(number) : value_from_number(number);
}

// A literal as the constant operand of an arithmetic instruction.
static bool literal_constant(const struct node *node, enum token operation, Value *constant) {
  if (binary_opcodes[operation].constant == 0)
    return false;
  if (node->kind == NODE_NUMBER)
    *constant = number_constant(node_as_number(node)->value, operation);
  else if (node->kind == NODE_STRING && operation == TOKEN_PLUS)
    *constant = string_constant(node_as_string(node)->value);
  else
    return false;
  return true;
}

void compile_binary_operation(struct compiler *c, uint32_t offset, enum token operation,
                              uint8_t left, const struct node *right, uint8_t target) {
  int integer;
  Value constant;
  if ((operation == TOKEN_PLUS || operation == TOKEN_MINUS) &&
      node_small_integer(right, INT8_MIN, INT8_MAX, &integer)) {
    emit_abc(c, offset, operation == TOKEN_PLUS ? OP_ADD_INT : OP_SUBTRACT_INT, target, left,
             (unsigned)integer);
  } else if (literal_constant(right, operation, &constant)) {
    emit_abc(c, offset, binary_opcodes[operation].constant, target, left, 0);
    emit_constant_operand(c, constant);
  } else {
    uint8_t right_register = compile_to_any(c, right);
    emit_abc(c, offset, binary_opcodes[operation].registers, target, left, right_register);
  }
}

// ---- Targets: what has been evaluated of a target before the value

static bool is_special(const struct node *node) {
  return (node->kind == NODE_MEMBER || node->kind == NODE_INDEX) &&
         member_form(node) != MEMBER_ORDINARY;
}

struct target compile_target(struct compiler *c, const struct node *node,
                             const struct node *value) {
  struct target target = {.node = node};
  if (is_special(node)) {
    struct member member = compile_special_member(c, node);
    target.object = member.object;
    target.key = member.key;
  } else if (node->kind == NODE_MEMBER) {
    target.object = compile_to_stable(c, node_as_member(node)->object, value);
  } else if (node->kind == NODE_INDEX) {
    const struct node_index *index = node_as_index(node);
    target.object = compile_to_stable(c, index->object, index->key);
    int home = identifier_register(c, index->object);
    if (home == target.object && value &&
        node_may_assign(value, node_as_identifier(index->object)->variable)) {
      target.object = register_new(c, node);
      emit_abc(c, node->offset, OP_MOVE, target.object, (unsigned)home, 0);
    }
    target.key = value ? compile_to_stable(c, index->key, value) : compile_to_any(c, index->key);
  }
  return target;
}

// `object[key] = true` and its like, for its effect. False: the assignment is another.
static bool compile_special_element(struct compiler *c, const struct node_assign *assign) {
  Value value = node_special_constant(assign->value);
  if (value == VALUE_ABSENT || assign->target->kind != NODE_INDEX || is_special(assign->target))
    return false;
  struct target place = compile_target(c, assign->target, assign->value);
  emit_abc(c, assign->target->offset, OP_SET_ELEMENT_SPECIAL, place.object, place.key,
           (unsigned)special_operand(value));
  return true;
}

static void load_target(struct compiler *c, const struct target *target, uint8_t into) {
  const struct node *node = target->node;
  if (node->kind == NODE_IDENTIFIER) {
    compile_identifier_to(c, node_as_identifier(node), into);
  } else if (is_special(node)) {
    compile_special_get(c, node, (struct member){target->object, target->key}, into);
  } else if (node->kind == NODE_MEMBER) {
    emit_abc(c, node->offset, OP_GET_PROPERTY, into, target->object, 0);
    emit_cache_operand(c, node_as_member(node)->name);
  } else {
    emit_abc(c, node->offset, OP_GET_ELEMENT, into, target->object, target->key);
  }
}

void compile_target_store(struct compiler *c, const struct target *target, uint8_t source) {
  const struct node *node = target->node;
  if (node->kind == NODE_IDENTIFIER) {
    compile_store(c, node_as_identifier(node), source, false);
  } else if (is_special(node)) {
    compile_special_set(c, node, (struct member){target->object, target->key}, source);
  } else if (node->kind == NODE_MEMBER) {
    emit_abc(c, node->offset, OP_SET_PROPERTY, target->object, source, 0);
    emit_cache_operand(c, node_as_member(node)->name);
  } else {
    emit_abc(c, node->offset, OP_SET_ELEMENT, target->object, target->key, source);
  }
}

void compile_assign_from(struct compiler *c, const struct node *node, uint8_t source) {
  uint32_t released = c->next_register;
  struct target target = compile_target(c, node, NULL);
  compile_target_store(c, &target, source);
  registers_release(c, released);
}

static void move(struct compiler *c, const struct node *node, int target, uint8_t source) {
  if (target >= 0 && target != source)
    emit_abc(c, node->offset, OP_MOVE, (unsigned)target, source, 0);
}

// The register of a plain variable that may simply be written: its own, no check, not constant.
static int writable_register(const struct compiler *c, const struct node *node) {
  int home = identifier_register(c, node);
  if (home < 0)
    return -1;
  const struct variable *variable = node_as_identifier(node)->variable;
  return variable->kind == VARIABLE_CONST || variable->kind == VARIABLE_SELF_NAME ? -1 : home;
}

static void compile_pattern_assign(struct compiler *c, const struct node_assign *assign,
                                   int target) {
  uint32_t released = c->next_register;
  uint8_t value = compile_to_stable(c, assign->value, assign->target);
  compile_destructure(c, assign->target, value, false);
  move(c, &assign->node, target, value);
  registers_release(c, released);
}

void compile_assign(struct compiler *c, const struct node_assign *assign, int target) {
  if (node_is_pattern(assign->target)) {
    compile_pattern_assign(c, assign, target);
    return;
  }
  uint32_t released = c->next_register;
  int home = writable_register(c, assign->target);
  if (home >= 0 && writes_target_last(assign->value)) {
    compile_to(c, assign->value, (uint8_t)home);
    move(c, &assign->node, target, (uint8_t)home);
    return;
  }
  if (target < 0 && compile_special_element(c, assign)) {
    registers_release(c, released);
    return;
  }
  struct target place = compile_target(c, assign->target, assign->value);
  uint8_t value = compile_to_any(c, assign->value);
  compile_target_store(c, &place, value);
  move(c, &assign->node, target, value);
  registers_release(c, released);
}

void compile_compound_assign(struct compiler *c, const struct node_compound_assign *assign,
                             int target) {
  uint32_t released = c->next_register, offset = assign->node.offset;
  int home = writable_register(c, assign->target);
  if (home >= 0) {
    uint8_t left = compile_to_stable(c, assign->target, assign->value);
    compile_binary_operation(c, offset, assign->operation, left, assign->value, (uint8_t)home);
    move(c, &assign->node, target, (uint8_t)home);
    registers_release(c, released);
    return;
  }
  struct target place = compile_target(c, assign->target, assign->value);
  uint8_t result = register_new(c, &assign->node);
  load_target(c, &place, result);
  compile_binary_operation(c, offset, assign->operation, result, assign->value, result);
  compile_target_store(c, &place, result);
  move(c, &assign->node, target, result);
  registers_release(c, released);
}

void compile_logical_assign(struct compiler *c, const struct node_logical_assign *assign,
                            int target) {
  uint32_t released = c->next_register;
  struct target place = compile_target(c, assign->target, assign->value);
  uint8_t result = register_new(c, &assign->node);
  load_target(c, &place, result);
  enum opcode opcode = assign->operation == TOKEN_AND  ? OP_JUMP_FALSE
                       : assign->operation == TOKEN_OR ? OP_JUMP_TRUE
                                                       : OP_JUMP_NOT_NULLISH;
  emit_abc(c, assign->node.offset, opcode, result, 0, 0);
  uint32_t done = emit_jump_operand(c);
  compile_to(c, assign->value, result);
  compile_target_store(c, &place, result);
  jump_patch(c, done, here(c));
  move(c, &assign->node, target, result);
  registers_release(c, released);
}

// Adds or subtracts one. With `old`, that register receives the operand as a number, and the step
// is taken from there: to convert the operand a second time could be seen by its valueOf
// (13.4.2.1).
static void emit_step(struct compiler *c, const struct node_update *update, uint8_t value,
                      const uint8_t *old) {
  uint32_t offset = update->node.offset;
  bool up = update->operation == TOKEN_INCREMENT;
  if (old) {
    emit_abc(c, offset, OP_TO_NUMBER, *old, value, 0);
    emit_abc(c, offset, up ? OP_ADD_INT : OP_SUBTRACT_INT, value, *old, 1);
  } else {
    emit_abc(c, offset, up ? OP_INCREMENT : OP_DECREMENT, value, 0, 0);
  }
}

void compile_update(struct compiler *c, const struct node_update *update, int target) {
  uint32_t released = c->next_register;
  bool keeps_old = target >= 0 && !update->is_prefix;
  int home = writable_register(c, update->target);
  if (home >= 0) {
    // x = x++ leaves x: then the old value moves last.
    uint8_t old = keeps_old && target != home ? (uint8_t)target
                  : keeps_old                 ? register_new(c, &update->node)
                                              : 0;
    emit_step(c, update, (uint8_t)home, keeps_old ? &old : NULL);
    move(c, &update->node, target, keeps_old ? old : (uint8_t)home);
    registers_release(c, released);
    return;
  }
  struct target place = compile_target(c, update->target, NULL);
  uint8_t value = register_new(c, &update->node);
  load_target(c, &place, value);
  uint8_t old = keeps_old ? register_new(c, &update->node) : 0;
  emit_step(c, update, value, keeps_old ? &old : NULL);
  compile_target_store(c, &place, value);
  move(c, &update->node, target, keeps_old ? old : value);
  registers_release(c, released);
}

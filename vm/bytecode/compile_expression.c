// Expressions.
//
// The target register of compile_to may be a variable's own. It is written by the last instruction
// of an expression only when writes_target_last says so; callers that compile into a live variable
// ask first, and use a temporary otherwise.
#include "vm/bytecode/compiler.h"
#include "vm/stress.h"

void load_undefined(struct compiler *c, uint8_t target) {
  emit_ad(c, c->position_count ? c->positions[c->position_count - 1].offset : 0, OP_LOAD_SPECIAL,
          target, (int)(VALUE_UNDEFINED & 0xFFFF));
}

static void load_special(struct compiler *c, const struct node *node, uint8_t target,
                         Value special) {
  emit_ad(c, node->offset, OP_LOAD_SPECIAL, target, (int)(special & 0xFFFF));
}

static void load_constant(struct compiler *c, const struct node *node, uint8_t target,
                          Value constant) {
  emit_abc(c, node->offset, OP_LOAD_CONSTANT, target, 0, 0);
  emit_constant_operand(c, constant);
}

static void load_number(struct compiler *c, const struct node *node, uint8_t target,
                        double number) {
  Value value = value_from_number(number);
  if (value_is_int32(value) && value_to_int32_raw(value) >= INT16_MIN &&
      value_to_int32_raw(value) <= INT16_MAX)
    emit_ad(c, node->offset, OP_LOAD_INT, target, value_to_int32_raw(value));
  else
    load_constant(c, node, target, value);
}

// ---- Registers that hold a value

// `this` stands in R[0], but in a derived class's constructor: there it is a variable, and its
// register serves once it is known to be initialised.
static uint8_t compile_this(struct compiler *c, const struct node_this *node) {
  if (node->binding == NULL)
    return 0;
  const struct node_identifier *binding = node_as_identifier(node->binding);
  struct location location = variable_location(c, binding->variable);
  if (location.kind != LOCATION_REGISTER) {
    uint8_t temporary = register_new(c, &node->node);
    compile_identifier_to(c, binding, temporary);
    return temporary;
  }
  if (binding->needs_check) {
    emit_abc(c, node->node.offset, OP_CHECK_INITIALIZED, location.index, 0, 0);
    emit_constant_operand(c, string_constant(binding->name));
  }
  return (uint8_t)location.index;
}

uint8_t compile_to_any(struct compiler *c, const struct node *node) {
  int home = identifier_register(c, node);
  if (home >= 0)
    return (uint8_t)home;
  if (node->kind == NODE_THIS)
    return compile_this(c, node_as_this(node));
  uint8_t temporary = register_new(c, node);
  compile_to(c, node, temporary);
  return temporary;
}

uint8_t compile_to_stable(struct compiler *c, const struct node *node, const struct node *later) {
  int home = identifier_register(c, node);
  if (home >= 0 && !node_may_assign(later, node_as_identifier(node)->variable))
    return (uint8_t)home;
  if (home < 0)
    return compile_to_any(c, node);
  uint8_t temporary = register_new(c, node);
  compile_to(c, node, temporary);
  return temporary;
}

// ---- Literals

static void compile_template(struct compiler *c, const struct node_template *template,
                             uint8_t target) {
  uint32_t released = c->next_register;
  uint8_t result = register_new(c, &template->node), part = register_new(c, &template->node);
  load_constant(c, &template->node, result, string_constant(template->texts.items[0]));
  for (uint32_t at = 0; at < template->expressions.count; at++) {
    const struct node *expression = template->expressions.items[at];
    compile_to(c, expression, part);
    emit_abc(c, expression->offset, OP_TO_STRING, part, part, 0);
    emit_abc(c, expression->offset, OP_ADD, result, result, part);
    const struct syntax_string *text = template->texts.items[at + 1];
    if (text->length > 0) {
      emit_abc(c, expression->offset, OP_ADD_K, result, result, 0);
      emit_constant_operand(c, string_constant(text));
    }
  }
  emit_abc(c, template->node.offset, OP_MOVE, target, result, 0);
  registers_release(c, released);
}

// Elements appended at a time.
#define ARRAY_BATCH USUAL_OR_TINY(16, 2)

// As many elements from `at` on as one instruction appends. Returns where the next one begins.
static uint32_t compile_batch(struct compiler *c, const struct node_list *elements, uint32_t at,
                              uint32_t offset, uint8_t array) {
  uint32_t released = c->next_register, count = 0;
  uint8_t first = c->next_register < MAXIMUM_REGISTERS ? (uint8_t)c->next_register : 0;
  for (; count < ARRAY_BATCH && at < elements->count; count++, at++) {
    const struct node *element = elements->items[at];
    if (element && element->kind == NODE_SPREAD)
      break;
    uint8_t temporary = register_new(c, element);
    if (element)
      compile_to(c, element, temporary);
    else
      emit_ad(c, offset, OP_LOAD_SPECIAL, temporary, (int)(VALUE_HOLE & 0xFFFF));
  }
  if (count > 0)
    emit_abc(c, offset, OP_APPEND, array, first, count);
  registers_release(c, released);
  return at;
}

void compile_elements(struct compiler *c, const struct node_list *elements, uint32_t offset,
                      uint8_t target) {
  uint32_t count = elements->count;
  emit_ad(c, offset, OP_NEW_ARRAY, target, count > INT16_MAX ? INT16_MAX : (int)count);
  for (uint32_t at = 0; at < count;) {
    at = compile_batch(c, elements, at, offset, target);
    if (at == count || elements->items[at] == NULL || elements->items[at]->kind != NODE_SPREAD)
      continue;
    const struct node *argument = node_as_spread(elements->items[at++])->argument;
    uint32_t released = c->next_register;
    emit_abc(c, argument->offset, OP_APPEND_SPREAD, target, compile_to_any(c, argument), 0);
    registers_release(c, released);
  }
}

static void compile_accessor(struct compiler *c, const struct node_property *property,
                             uint8_t object) {
  uint8_t key = register_new(c, &property->node);
  if (property->name)
    load_constant(c, &property->node, key, string_constant(property->name));
  else
    compile_to(c, property->key, key);
  emit_abc(c, property->node.offset, OP_TO_PROPERTY_KEY, key, key, 0);
  uint8_t function = compile_to_any(c, property->value);
  emit_abc(c, property->node.offset, property->is_getter ? OP_DEFINE_GETTER : OP_DEFINE_SETTER,
           object, key, function);
}

static void compile_property(struct compiler *c, const struct node_property *property,
                             uint8_t object) {
  uint32_t released = c->next_register;
  if (property->sets_prototype) {
    uint8_t value = compile_to_any(c, property->value);
    emit_abc(c, property->node.offset, OP_SET_PROTOTYPE, object, value, 0);
  } else if (property->is_getter || property->is_setter) {
    compile_accessor(c, property, object);
  } else if (property->name) {
    uint8_t value = compile_to_any(c, property->value);
    emit_abc(c, property->node.offset, OP_DEFINE_PROPERTY, object, value, 0);
    emit_cache_operand(c, property->name);
  } else {
    uint8_t key = register_new(c, &property->node);
    compile_to(c, property->key, key);
    emit_abc(c, property->key->offset, OP_TO_PROPERTY_KEY, key, key, 0);
    uint8_t value = register_new(c, &property->node);
    if (property->names_value)
      compile_named(c, property->value, key, value);
    else
      compile_to(c, property->value, value);
    emit_abc(c, property->node.offset, OP_DEFINE_ELEMENT, object, key, value);
  }
  registers_release(c, released);
}

static void compile_property_spread(struct compiler *c, const struct node_spread *spread,
                                    uint8_t object) {
  uint32_t released = c->next_register;
  uint8_t source = compile_to_any(c, spread->argument);
  emit_abc(c, spread->node.offset, OP_COPY_PROPERTIES, object, source, 0);
  registers_release(c, released);
}

// A record is a literal of few properties, all of them data under names that are no indices and
// differ: one instruction makes it once its values are there. They take registers, so deep in
// nested literals there is none.
#define RECORD_MOST USUAL_OR_TINY(16, 2)

static bool fits_record(const struct node_list *properties, uint32_t at) {
  if (properties->items[at]->kind == NODE_SPREAD)
    return false;
  const struct node_property *property = node_as_property(properties->items[at]);
  if (property->sets_prototype || property->is_getter || property->is_setter || !property->name)
    return false;
  uint16_t first = property->name->length > 0 ? syntax_string_unit(property->name, 0) : 0;
  if (first >= '0' && first <= '9')
    return false;
  for (uint32_t before = 0; before < at; before++)
    if (node_as_property(properties->items[before])->name == property->name)
      return false;
  return true;
}

static bool is_record(const struct compiler *c, const struct node_object *object) {
  uint32_t count = object->properties.count;
  if (object->scope || object->home || count == 0 || count > RECORD_MOST ||
      c->next_register + count > MAXIMUM_REGISTERS / 2)
    return false;
  for (uint32_t at = 0; at < count; at++)
    if (!fits_record(&object->properties, at))
      return false;
  return true;
}

static void compile_record(struct compiler *c, const struct node_object *object, uint8_t target) {
  uint32_t count = object->properties.count, released = c->next_register;
  for (uint32_t at = 0; at < count; at++) {
    const struct node *value = node_as_property(object->properties.items[at])->value;
    compile_to(c, value, register_new(c, value));
  }
  emit_abc(c, object->node.offset, OP_NEW_RECORD, target, released, count);
  emit_record_operand(c, &object->properties);
  registers_release(c, released);
}

static void compile_object(struct compiler *c, const struct node_object *object, uint8_t target) {
  if (is_record(c, object)) {
    compile_record(c, object, target);
    return;
  }
  uint32_t count = object->properties.count, released = c->next_register;
  if (object->scope)
    compile_scope_variables(c, object->scope);
  emit_ad(c, object->node.offset, OP_NEW_OBJECT, target, count > 128 ? 128 : (int)count);
  if (object->home)
    compile_store(c, node_as_identifier(object->home), target, true);
  for (uint32_t at = 0; at < count; at++)
    if (object->properties.items[at]->kind == NODE_SPREAD)
      compile_property_spread(c, node_as_spread(object->properties.items[at]), target);
    else
      compile_property(c, node_as_property(object->properties.items[at]), target);
  registers_release(c, released);
}

// ---- Operators

static void compile_unary(struct compiler *c, const struct node_unary *unary, uint8_t target) {
  uint32_t released = c->next_register, offset = unary->node.offset;
  if (unary->operation == TOKEN_VOID) {
    compile_effect(c, unary->operand);
    load_undefined(c, target);
    return;
  }
  if (unary->operation == TOKEN_MINUS && unary->operand->kind == NODE_NUMBER) {
    load_number(c, unary->operand, target, -node_as_number(unary->operand)->value);
    return;
  }
  // typeof of a free name never throws.
  if (unary->operation == TOKEN_TYPEOF && unary->operand->kind == NODE_IDENTIFIER &&
      node_as_identifier(unary->operand)->variable == NULL) {
    emit_abc(c, offset, OP_GET_GLOBAL_OR_UNDEFINED, target, 0, 0);
    emit_cache_operand(c, node_as_identifier(unary->operand)->name);
    emit_abc(c, offset, OP_TYPE_OF, target, target, 0);
    return;
  }
  uint8_t operand = compile_to_any(c, unary->operand);
  enum opcode opcode = unary->operation == TOKEN_PLUS    ? OP_TO_NUMBER
                       : unary->operation == TOKEN_MINUS ? OP_NEGATE
                       : unary->operation == TOKEN_TILDE ? OP_BIT_NOT
                       : unary->operation == TOKEN_NOT   ? OP_NOT
                                                         : OP_TYPE_OF;
  emit_abc(c, offset, opcode, target, operand, 0);
  registers_release(c, released);
}

static void compile_logical(struct compiler *c, const struct node_logical *logical,
                            uint8_t target) {
  compile_to(c, logical->left, target);
  enum opcode opcode = logical->operation == TOKEN_AND  ? OP_JUMP_FALSE
                       : logical->operation == TOKEN_OR ? OP_JUMP_TRUE
                                                        : OP_JUMP_NOT_NULLISH;
  emit_abc(c, logical->node.offset, opcode, target, 0, 0);
  uint32_t done = emit_jump_operand(c);
  compile_to(c, logical->right, target);
  jump_patch(c, done, here(c));
}

static void compile_conditional(struct compiler *c, const struct node_conditional *conditional,
                                uint8_t target) {
  struct word_list otherwise = {0};
  compile_jump(c, conditional->test, false, &otherwise);
  compile_to(c, conditional->consequent, target);
  uint32_t done = emit_jump(c);
  jumps_patch(c, &otherwise, here(c));
  compile_to(c, conditional->alternate, target);
  jump_patch(c, done, here(c));
}

static void compile_sequence(struct compiler *c, const struct node_sequence *sequence,
                             uint8_t target) {
  uint32_t last = sequence->expressions.count - 1;
  for (uint32_t at = 0; at < last; at++)
    compile_effect(c, sequence->expressions.items[at]);
  compile_to(c, sequence->expressions.items[last], target);
}

// ---- References

bool name_is_ascii(const struct syntax_string *name, const char *text) {
  return !name->two_byte && name->length == strlen(text) &&
         memcmp(name->units, text, name->length) == 0;
}

// A missing link of an optional chain ends the whole of it.
void compile_optional_link(struct compiler *c, const struct node *node, bool is_optional,
                           uint8_t base) {
  if (!is_optional)
    return;
  emit_abc(c, node->offset, OP_JUMP_NULLISH, base, 0, 0);
  word_list_add(c, c->chain_exits, emit_jump_operand(c));
}

static void compile_member(struct compiler *c, const struct node_member *member, uint8_t target) {
  uint32_t released = c->next_register;
  if (member_form(&member->node) != MEMBER_ORDINARY) {
    if (member_form(&member->node) == MEMBER_SUPER)
      compile_super_property(c, member, register_new(c, &member->node), target);
    else
      compile_special_get(c, &member->node, compile_special_member(c, &member->node), target);
    registers_release(c, released);
    return;
  }
  uint8_t object = compile_to_any(c, member->object);
  compile_optional_link(c, &member->node, member->is_optional, object);
  bool is_length = name_is_ascii(member->name, "length");
  emit_abc(c, member->node.offset, is_length ? OP_GET_LENGTH : OP_GET_PROPERTY, target, object, 0);
  emit_cache_operand(c, member->name);
  registers_release(c, released);
}

static void compile_index(struct compiler *c, const struct node_index *index, uint8_t target) {
  uint32_t released = c->next_register;
  if (member_form(&index->node) != MEMBER_ORDINARY) {
    compile_special_get(c, &index->node, compile_special_member(c, &index->node), target);
    registers_release(c, released);
    return;
  }
  uint8_t object = compile_to_stable(c, index->object, index->key);
  compile_optional_link(c, &index->node, index->is_optional, object);
  int integer;
  if (node_small_integer(index->key, 0, INT8_MAX, &integer)) {
    emit_abc(c, index->node.offset, OP_GET_ELEMENT_INT, target, object, (unsigned)integer);
  } else {
    uint8_t key = compile_to_any(c, index->key);
    emit_abc(c, index->node.offset, OP_GET_ELEMENT, target, object, key);
  }
  registers_release(c, released);
}

static void compile_chain(struct compiler *c, const struct node_chain *chain, uint8_t target) {
  struct word_list exits = {0}, *outer = c->chain_exits;
  c->chain_exits = &exits;
  compile_to(c, chain->expression, target);
  c->chain_exits = outer;
  uint32_t done = emit_jump(c);
  jumps_patch(c, &exits, here(c));
  load_undefined(c, target);
  jump_patch(c, done, here(c));
}

static void compile_delete(struct compiler *c, const struct node_delete *delete, uint8_t target) {
  uint32_t released = c->next_register;
  const struct node *operand = delete->operand;
  struct word_list exits = {0}, *outer = c->chain_exits;
  if (operand->kind == NODE_CHAIN) {
    operand = node_as_chain(operand)->expression;
    c->chain_exits = &exits;
  }
  bool is_member = operand->kind == NODE_MEMBER || operand->kind == NODE_INDEX;
  if (is_member && member_form(operand) == MEMBER_SUPER) {
    compile_special_member(c, operand);
    emit_abc(c, operand->offset, OP_DELETE_SUPER, 0, 0, 0);
  } else if (operand->kind == NODE_MEMBER) {
    const struct node_member *member = node_as_member(operand);
    uint8_t object = compile_to_any(c, member->object), key;
    compile_optional_link(c, operand, member->is_optional, object);
    key = register_new(c, operand);
    load_constant(c, operand, key, string_constant(member->name));
    emit_abc(c, operand->offset, OP_DELETE_ELEMENT, target, object, key);
  } else if (operand->kind == NODE_INDEX) {
    const struct node_index *index = node_as_index(operand);
    uint8_t object = compile_to_stable(c, index->object, index->key);
    compile_optional_link(c, operand, index->is_optional, object);
    emit_abc(c, operand->offset, OP_DELETE_ELEMENT, target, object, compile_to_any(c, index->key));
  } else {
    compile_effect(c, operand);
    load_special(c, operand, target, VALUE_TRUE);
  }
  c->chain_exits = outer;
  if (exits.count > 0) {
    uint32_t done = emit_jump(c);
    jumps_patch(c, &exits, here(c));
    load_special(c, operand, target, VALUE_TRUE);
    jump_patch(c, done, here(c));
  }
  registers_release(c, released);
}

// A number on the left is a constant operand as well: of the product, which commutes, and of a
// difference or a quotient, which have instructions for it.
static bool compile_left_constant(struct compiler *c, const struct node_binary *binary,
                                  uint8_t target) {
  enum token operation = binary->operation;
  if (binary->left->kind != NODE_NUMBER || binary->right->kind == NODE_NUMBER ||
      (operation != TOKEN_MULTIPLY && operation != TOKEN_MINUS && operation != TOKEN_DIVIDE))
    return false;
  uint8_t right = compile_to_any(c, binary->right);
  if (operation == TOKEN_MULTIPLY) {
    compile_binary_operation(c, binary->node.offset, operation, right, binary->left, target);
    return true;
  }
  enum opcode opcode = operation == TOKEN_MINUS ? OP_SUBTRACT_FROM_K : OP_DIVIDE_INTO_K;
  emit_abc(c, binary->node.offset, opcode, target, right, 0);
  emit_constant_operand(c, number_constant(node_as_number(binary->left)->value, operation));
  return true;
}

// The literal that is a positive int.
static bool positive_integer(const struct node *node, Value *constant) {
  int integer;
  bool is_positive = node_small_integer(node, 1, INT32_MAX, &integer);
  *constant = value_from_int32(is_positive ? integer : 0);
  return is_positive;
}

// `(a + b) % 7` and `(a * 3) % 7` in one instruction. False: the expression is another.
static bool compile_remainder(struct compiler *c, const struct node_binary *binary,
                              uint8_t target) {
  Value divisor, factor;
  if (binary->operation != TOKEN_REMAINDER || binary->left->kind != NODE_BINARY ||
      !positive_integer(binary->right, &divisor))
    return false;
  const struct node_binary *dividend = node_as_binary(binary->left);
  if (dividend->operation == TOKEN_MULTIPLY && positive_integer(dividend->right, &factor)) {
    uint8_t left = compile_to_any(c, dividend->left);
    emit_abc(c, dividend->node.offset, OP_MULTIPLY_REMAINDER_K, target, left, 0);
    emit_constant_operand(c, factor);
  } else if (dividend->operation == TOKEN_PLUS && dividend->right->kind != NODE_NUMBER &&
             dividend->right->kind != NODE_STRING) {
    uint8_t left = compile_to_stable(c, dividend->left, dividend->right);
    uint8_t right = compile_to_any(c, dividend->right);
    emit_abc(c, dividend->node.offset, OP_ADD_REMAINDER_K, target, left, right);
  } else {
    return false;
  }
  emit_constant_operand(c, divisor);
  return true;
}

static void compile_binary(struct compiler *c, const struct node_binary *binary, uint8_t target) {
  uint32_t released = c->next_register;
  if (!compile_remainder(c, binary, target) && !compile_left_constant(c, binary, target)) {
    uint8_t left = compile_to_stable(c, binary->left, binary->right);
    compile_binary_operation(c, binary->node.offset, binary->operation, left, binary->right,
                             target);
  }
  registers_release(c, released);
}

static void compile_series(struct compiler *c, const struct node_series *series, uint8_t target) {
  uint32_t released = c->next_register;
  uint8_t result = register_new(c, &series->node);
  compile_to(c, series->first, result);
  for (uint32_t at = 0; at < series->links.count; at++) {
    const struct node_binary *link = node_as_binary(series->links.items[at]);
    compile_binary_operation(c, link->node.offset, link->operation, result, link->right, result);
    registers_release(c, result + 1u);
  }
  emit_abc(c, series->node.offset, OP_MOVE, target, result, 0);
  registers_release(c, released);
}

// Literals and names. False: the node is something else.
static bool compile_primary(struct compiler *c, const struct node *node, uint8_t target) {
  switch ((enum node_kind)node->kind) {
  case NODE_NUMBER:
    load_number(c, node, target, node_as_number(node)->value);
    return true;
  case NODE_STRING:
    load_constant(c, node, target, string_constant(node_as_string(node)->value));
    return true;
  case NODE_TRUE:
    load_special(c, node, target, VALUE_TRUE);
    return true;
  case NODE_FALSE:
    load_special(c, node, target, VALUE_FALSE);
    return true;
  case NODE_NULL:
    load_special(c, node, target, VALUE_NULL);
    return true;
  case NODE_IDENTIFIER:
    compile_identifier_to(c, node_as_identifier(node), target);
    return true;
  case NODE_THIS:
    if (node_as_this(node)->binding)
      compile_identifier_to(c, node_as_identifier(node_as_this(node)->binding), target);
    else
      emit_abc(c, node->offset, OP_MOVE, target, 0, 0);
    return true;
  case NODE_NEW_TARGET:
    if (node_as_new_target(node)->binding)
      compile_identifier_to(c, node_as_identifier(node_as_new_target(node)->binding), target);
    else
      load_special(c, node, target, VALUE_UNDEFINED);
    return true;
  case NODE_CLASS:
    compile_class(c, node_as_class(node), -1, target);
    return true;
  case NODE_PRIVATE_IN:
    compile_private_in(c, node_as_private_in(node), target);
    return true;
  case NODE_SUPER_CALL:
    compile_super(c, node_as_super_call(node), target);
    return true;
  case NODE_FUNCTION:
    compile_closure(c, node_as_function(node)->function, target);
    return true;
  case NODE_TEMPLATE:
    compile_template(c, node_as_template(node), target);
    return true;
  case NODE_ARRAY:
    compile_elements(c, &node_as_array(node)->elements, node->offset, target);
    return true;
  case NODE_OBJECT:
    compile_object(c, node_as_object(node), target);
    return true;
  default:
    return false;
  }
}

void compile_to(struct compiler *c, const struct node *node, uint8_t target) {
  if (compile_primary(c, node, target))
    return;
  switch ((enum node_kind)node->kind) {
  case NODE_UNARY:
    compile_unary(c, node_as_unary(node), target);
    return;
  case NODE_DELETE:
    compile_delete(c, node_as_delete(node), target);
    return;
  case NODE_UPDATE:
    compile_update(c, node_as_update(node), target);
    return;
  case NODE_BINARY:
    compile_binary(c, node_as_binary(node), target);
    return;
  case NODE_SERIES:
    compile_series(c, node_as_series(node), target);
    return;
  case NODE_LOGICAL:
    compile_logical(c, node_as_logical(node), target);
    return;
  case NODE_CONDITIONAL:
    compile_conditional(c, node_as_conditional(node), target);
    return;
  case NODE_ASSIGN:
    compile_assign(c, node_as_assign(node), target);
    return;
  case NODE_COMPOUND_ASSIGN:
    compile_compound_assign(c, node_as_compound_assign(node), target);
    return;
  case NODE_LOGICAL_ASSIGN:
    compile_logical_assign(c, node_as_logical_assign(node), target);
    return;
  case NODE_SEQUENCE:
    compile_sequence(c, node_as_sequence(node), target);
    return;
  case NODE_MEMBER:
    compile_member(c, node_as_member(node), target);
    return;
  case NODE_INDEX:
    compile_index(c, node_as_index(node), target);
    return;
  case NODE_CALL:
    compile_call(c, node_as_call(node), target);
    return;
  case NODE_NEW:
    compile_new(c, node_as_new(node), target);
    return;
  case NODE_CHAIN:
    compile_chain(c, node_as_chain(node), target);
    return;
  default: // statements are not expressions
    __builtin_unreachable();
  }
}

bool writes_target_last(const struct node *node) {
  switch ((enum node_kind)node->kind) {
  case NODE_ARRAY:
  case NODE_OBJECT:
  case NODE_LOGICAL:
  case NODE_LOGICAL_ASSIGN:
  case NODE_SEQUENCE:
  case NODE_CHAIN:
  case NODE_DELETE:
  case NODE_CALL: // its frame may stand at the target
  case NODE_SUPER_CALL:
  case NODE_NEW:
  case NODE_ASSIGN:
  case NODE_COMPOUND_ASSIGN:
  case NODE_UPDATE:
    return false;
  case NODE_CONDITIONAL:
    return writes_target_last(node_as_conditional(node)->consequent) &&
           writes_target_last(node_as_conditional(node)->alternate);
  default:
    return true;
  }
}

void compile_effect(struct compiler *c, const struct node *node) {
  uint32_t released = c->next_register;
  switch ((enum node_kind)node->kind) {
  case NODE_ASSIGN:
    compile_assign(c, node_as_assign(node), -1);
    break;
  case NODE_COMPOUND_ASSIGN:
    compile_compound_assign(c, node_as_compound_assign(node), -1);
    break;
  case NODE_LOGICAL_ASSIGN:
    compile_logical_assign(c, node_as_logical_assign(node), -1);
    break;
  case NODE_UPDATE:
    compile_update(c, node_as_update(node), -1);
    break;
  case NODE_SEQUENCE:
    for (uint32_t at = 0; at < node_as_sequence(node)->expressions.count; at++)
      compile_effect(c, node_as_sequence(node)->expressions.items[at]);
    break;
  case NODE_LOGICAL:
  case NODE_CONDITIONAL:
  default:
    compile_to(c, node, register_new(c, node));
    break;
  }
  registers_release(c, released);
}

// ---- Conditions

static const struct {
  enum opcode when_true, when_false, int_when_true, int_when_false;
} comparison_jumps[TOKEN_COUNT] = {
    [TOKEN_LESS] = {OP_JUMP_LESS, OP_JUMP_NOT_LESS, OP_JUMP_LESS_INT, OP_JUMP_NOT_LESS_INT},
    [TOKEN_LESS_EQUAL] = {OP_JUMP_LESS_EQUAL, OP_JUMP_NOT_LESS_EQUAL, OP_JUMP_LESS_EQUAL_INT,
                          OP_JUMP_NOT_LESS_EQUAL_INT},
    [TOKEN_GREATER] = {OP_JUMP_GREATER, OP_JUMP_NOT_GREATER, OP_JUMP_GREATER_INT,
                       OP_JUMP_NOT_GREATER_INT},
    [TOKEN_GREATER_EQUAL] = {OP_JUMP_GREATER_EQUAL, OP_JUMP_NOT_GREATER_EQUAL,
                             OP_JUMP_GREATER_EQUAL_INT, OP_JUMP_NOT_GREATER_EQUAL_INT},
    [TOKEN_STRICT_EQUAL] = {OP_JUMP_STRICT_EQUAL, OP_JUMP_STRICT_NOT_EQUAL,
                            OP_JUMP_STRICT_EQUAL_INT, OP_JUMP_STRICT_NOT_EQUAL_INT},
    [TOKEN_STRICT_NOT_EQUAL] = {OP_JUMP_STRICT_NOT_EQUAL, OP_JUMP_STRICT_EQUAL,
                                OP_JUMP_STRICT_NOT_EQUAL_INT, OP_JUMP_STRICT_EQUAL_INT},
    [TOKEN_EQUAL] = {OP_JUMP_EQUAL, OP_JUMP_NOT_EQUAL, 0, 0},
    [TOKEN_NOT_EQUAL] = {OP_JUMP_NOT_EQUAL, OP_JUMP_EQUAL, 0, 0},
};

Value node_special_constant(const struct node *node) {
  switch ((enum node_kind)node->kind) {
  case NODE_NULL:
    return VALUE_NULL;
  case NODE_TRUE:
    return VALUE_TRUE;
  case NODE_FALSE:
    return VALUE_FALSE;
  case NODE_IDENTIFIER:
    return node_as_identifier(node)->variable == NULL &&
                   name_is_ascii(node_as_identifier(node)->name, "undefined")
               ? VALUE_UNDEFINED
               : VALUE_ABSENT;
  default:
    return VALUE_ABSENT;
  }
}

// A test for undefined, null, true or false. False: the comparison is another.
static bool compile_special_jump(struct compiler *c, const struct node_binary *binary, bool sense,
                                 struct word_list *jumps) {
  Value special = node_special_constant(binary->right);
  bool is_strict =
      binary->operation == TOKEN_STRICT_EQUAL || binary->operation == TOKEN_STRICT_NOT_EQUAL;
  bool is_loose = binary->operation == TOKEN_EQUAL || binary->operation == TOKEN_NOT_EQUAL;
  if (special == VALUE_ABSENT || (!is_strict && !(is_loose && value_is_nullish(special))))
    return false;
  if (binary->operation == TOKEN_STRICT_NOT_EQUAL || binary->operation == TOKEN_NOT_EQUAL)
    sense = !sense;
  uint32_t offset = binary->node.offset;
  uint8_t left = compile_to_any(c, binary->left);
  if (is_strict)
    emit_ad(c, offset, sense ? OP_JUMP_IS : OP_JUMP_IS_NOT, left, special_operand(special));
  else
    emit_abc(c, offset, sense ? OP_JUMP_NULLISH : OP_JUMP_NOT_NULLISH, left, 0, 0);
  word_list_add(c, jumps, emit_jump_operand(c));
  return true;
}

// A comparison and its jump in one instruction. False: the node is no such comparison.
static bool compile_comparison_jump(struct compiler *c, const struct node *node, bool sense,
                                    struct word_list *jumps) {
  if (node->kind != NODE_BINARY || comparison_jumps[node_as_binary(node)->operation].when_true == 0)
    return false;
  const struct node_binary *binary = node_as_binary(node);
  enum token operation = binary->operation;
  uint32_t released = c->next_register;
  if (compile_special_jump(c, binary, sense, jumps)) {
    registers_release(c, released);
    return true;
  }
  uint8_t left = compile_to_stable(c, binary->left, binary->right);
  enum opcode integer_opcode = sense ? comparison_jumps[operation].int_when_true
                                     : comparison_jumps[operation].int_when_false;
  int integer;
  if (integer_opcode != 0 && node_small_integer(binary->right, INT16_MIN, INT16_MAX, &integer)) {
    emit_ad(c, node->offset, integer_opcode, left, integer);
  } else {
    uint8_t right = compile_to_any(c, binary->right);
    emit_abc(c, node->offset,
             sense ? comparison_jumps[operation].when_true : comparison_jumps[operation].when_false,
             left, right, 0);
  }
  word_list_add(c, jumps, emit_jump_operand(c));
  registers_release(c, released);
  return true;
}

_Static_assert(OP_LOOP_GREATER_EQUAL - OP_LOOP_LESS == OP_JUMP_GREATER_EQUAL - OP_JUMP_LESS &&
                   OP_LOOP_GREATER_EQUAL_INT - OP_LOOP_LESS_INT ==
                       OP_JUMP_GREATER_EQUAL_INT - OP_JUMP_LESS_INT,
               "jumps back are in the order of jumps");

bool compile_loop_jump(struct compiler *c, const struct node *node, struct word_list *jumps) {
  if (node->kind != NODE_BINARY)
    return false;
  enum token operation = node_as_binary(node)->operation;
  if (operation != TOKEN_LESS && operation != TOKEN_LESS_EQUAL && operation != TOKEN_GREATER &&
      operation != TOKEN_GREATER_EQUAL)
    return false;
  compile_comparison_jump(c, node, true, jumps);
  uint32_t *word = &c->words.items[c->words.count - 2]; // the jump's operand word is the last
  enum opcode jump = instruction_opcode(*word);
  *word +=
      jump >= OP_JUMP_LESS_INT ? OP_LOOP_LESS_INT - OP_JUMP_LESS_INT : OP_LOOP_LESS - OP_JUMP_LESS;
  return true;
}

void compile_jump(struct compiler *c, const struct node *node, bool sense,
                  struct word_list *jumps) {
  if (node->kind == NODE_UNARY && node_as_unary(node)->operation == TOKEN_NOT) {
    compile_jump(c, node_as_unary(node)->operand, !sense, jumps);
    return;
  }
  if (node->kind == NODE_LOGICAL && node_as_logical(node)->operation != TOKEN_NULLISH) {
    const struct node_logical *logical = node_as_logical(node);
    // The value of the left side that decides the whole: false for &&, true for ||.
    bool decisive = logical->operation == TOKEN_OR;
    if (decisive == sense) {
      compile_jump(c, logical->left, sense, jumps);
      compile_jump(c, logical->right, sense, jumps);
    } else {
      struct word_list skip = {0};
      compile_jump(c, logical->left, decisive, &skip);
      compile_jump(c, logical->right, sense, jumps);
      jumps_patch(c, &skip, here(c));
    }
    return;
  }
  if (node->kind == NODE_TRUE || node->kind == NODE_FALSE) {
    if ((node->kind == NODE_TRUE) == sense)
      word_list_add(c, jumps, emit_jump(c));
    return;
  }
  if (compile_comparison_jump(c, node, sense, jumps) || compile_has_jump(c, node, sense, jumps))
    return;
  uint32_t released = c->next_register;
  uint8_t value = compile_to_any(c, node);
  emit_abc(c, node->offset, sense ? OP_JUMP_TRUE : OP_JUMP_FALSE, value, 0, 0);
  word_list_add(c, jumps, emit_jump_operand(c));
  registers_release(c, released);
}

// Patterns: a value in a register is taken apart.
//
// What an element assigns to is evaluated before its value is taken, as far as it is a property's
// object and key; its default value comes after that (ECMA-262 8.6.2, 13.15.5). A variable that
// nothing can see before its initialiser receives its value in place.
#include "vm/bytecode/compiler.h"

// The register of a variable that the pattern declares and that may be written at once; -1: none.
static int fresh_register(const struct compiler *c, const struct node *target, bool initializes) {
  if (!initializes || target->kind != NODE_IDENTIFIER)
    return -1;
  const struct variable *variable = node_as_identifier(target)->variable;
  enum variable_kind kind = variable->kind;
  bool is_fresh = kind == VARIABLE_LET || kind == VARIABLE_CONST || kind == VARIABLE_PARAMETER;
  struct location location = variable_location(c, variable);
  if (!is_fresh || variable->is_checked || location.kind != LOCATION_REGISTER)
    return -1;
  return (int)location.index;
}

void compile_bind(struct compiler *c, const struct node *target, uint8_t source, bool initializes) {
  if (node_is_pattern(target))
    compile_destructure(c, target, source, initializes);
  else if (target->kind == NODE_IDENTIFIER)
    compile_store(c, node_as_identifier(target), source, initializes);
  else
    compile_assign_from(c, target, source);
}

static bool is_property(const struct node *node) {
  return node->kind == NODE_MEMBER || node->kind == NODE_INDEX;
}

static struct target open_property(struct compiler *c, const struct node_element *element) {
  struct target none = {.node = NULL};
  return is_property(element->target) ? compile_target(c, element->target, element->default_value)
                                      : none;
}

// The value, or the default in its stead, goes where it belongs.
static void put(struct compiler *c, const struct node_element *element, const struct target *place,
                uint8_t value, bool initializes) {
  if (element->default_value) {
    emit_ad(c, element->node.offset, OP_JUMP_IS_NOT, value, special_operand(VALUE_UNDEFINED));
    uint32_t given = emit_jump_operand(c);
    compile_to(c, element->default_value, value);
    jump_patch(c, given, here(c));
  }
  if (place->node)
    compile_target_store(c, place, value);
  else
    compile_bind(c, element->target, value, initializes);
}

// ---- Arrays' patterns

static void compile_array_pattern(struct compiler *c, const struct node *pattern, uint8_t source,
                                  bool initializes) {
  const struct node_list *elements = node_pattern_elements(pattern);
  uint8_t iterator = registers_new(c, 3, pattern), value = (uint8_t)(iterator + 2);
  emit_abc(c, pattern->offset, OP_MOVE, iterator, source, 0);
  emit_abc(c, pattern->offset, OP_ITERATE, iterator, 0, 0);
  for (uint32_t at = 0; at < elements->count; at++) {
    if (elements->items[at] == NULL) {
      emit_abc(c, pattern->offset, OP_TAKE_NEXT, iterator, 0, 0);
      continue;
    }
    const struct node_element *element = node_as_element(elements->items[at]);
    uint32_t released = c->next_register;
    struct target place = open_property(c, element);
    emit_abc(c, pattern->offset, element->is_rest ? OP_TAKE_REST : OP_TAKE_NEXT, iterator, 0, 0);
    put(c, element, &place, value, initializes);
    registers_release(c, released);
  }
}

// ---- Objects' patterns

// The element's key that is computed, into a register.
static void compile_key(struct compiler *c, const struct node_element *element, uint8_t key) {
  compile_to(c, element->key, key);
  emit_abc(c, element->key->offset, OP_TO_PROPERTY_KEY, key, key, 0);
}

// `kept`: the register that keeps the key for the rest of the object; -1: there is no rest.
static void compile_property_element(struct compiler *c, const struct node_element *element,
                                     uint8_t source, int kept, bool initializes) {
  uint32_t released = c->next_register, offset = element->node.offset;
  uint8_t key = 0;
  if (element->name == NULL) {
    key = kept >= 0 ? (uint8_t)kept : register_new(c, &element->node);
    compile_key(c, element, key);
  }
  struct target place = open_property(c, element);
  int fresh = fresh_register(c, element->target, initializes);
  uint8_t value = fresh >= 0 ? (uint8_t)fresh : register_new(c, &element->node);
  if (element->name == NULL) {
    emit_abc(c, offset, OP_GET_ELEMENT, value, source, key);
  } else {
    bool is_length = name_is_ascii(element->name, "length");
    emit_abc(c, offset, is_length ? OP_GET_LENGTH : OP_GET_PROPERTY, value, source, 0);
    emit_cache_operand(c, element->name);
  }
  put(c, element, &place, value, initializes);
  registers_release(c, released);
}

// `others`: a register for the object, in front of those of the keys that it does not get.
static void compile_rest_element(struct compiler *c, const struct node_list *elements,
                                 uint8_t source, uint8_t others, bool initializes) {
  uint32_t count = elements->count - 1;
  const struct node_element *rest = node_as_element(elements->items[count]);
  struct target place = open_property(c, rest);
  for (uint32_t at = 0; at < count; at++) {
    const struct syntax_string *name = node_as_element(elements->items[at])->name;
    if (name == NULL)
      continue;
    emit_abc(c, rest->node.offset, OP_LOAD_CONSTANT, others + 1 + at, 0, 0);
    emit_constant_operand(c, string_constant(name));
  }
  emit_ad(c, rest->node.offset, OP_NEW_OBJECT, others, 0);
  emit_abc(c, rest->node.offset, OP_COPY_PROPERTIES, others, source, count);
  put(c, rest, &place, others, initializes);
}

static void compile_object_pattern(struct compiler *c, const struct node *pattern, uint8_t source,
                                   bool initializes) {
  const struct node_list *elements = node_pattern_elements(pattern);
  uint32_t count = elements->count;
  bool has_rest = count > 0 && node_as_element(elements->items[count - 1])->is_rest;
  uint8_t others = has_rest ? registers_new(c, count, pattern) : 0;
  emit_abc(c, pattern->offset, OP_CHECK_DESTRUCTURABLE, source, 0, 0);
  for (uint32_t at = 0; at < count - has_rest; at++)
    compile_property_element(c, node_as_element(elements->items[at]), source,
                             has_rest ? (int)(others + 1 + at) : -1, initializes);
  if (has_rest)
    compile_rest_element(c, elements, source, others, initializes);
}

void compile_destructure(struct compiler *c, const struct node *pattern, uint8_t source,
                         bool initializes) {
  uint32_t released = c->next_register;
  if (pattern->kind == NODE_ARRAY_PATTERN)
    compile_array_pattern(c, pattern, source, initializes);
  else
    compile_object_pattern(c, pattern, source, initializes);
  registers_release(c, released);
}

// Patterns: what declarations, parameters, catch clauses, loops and assignments take values apart
// with (ECMA-262 8.6.2, 13.15.5, 14.3.3).
//
// What binds names is parsed as a pattern from the start. What assigns, and an arrow's parameters,
// look like array and object literals until a `=`, `of`, `in` or `=>` shows what they are: they are
// parsed as literals and turned into patterns then. A literal may meanwhile hold what only a
// pattern can, `{a = 1}`; parser->cover_initializer remembers the first place of that until either
// the literal becomes a pattern or the expression around it is over.
#include "vm/syntax/parser.h"

// ---- Patterns that bind names

static void push_binding(struct parser *parser, struct binding *binding) {
  if (parser->binding_count == parser->binding_capacity)
    parser->bindings = source_grow(&parser->source, parser->bindings, &parser->binding_capacity,
                                   sizeof *parser->bindings);
  parser->bindings[parser->binding_count++] = binding;
}

void parse_bindings_initialize(struct parser *parser, uint32_t first, uint32_t at) {
  for (uint32_t binding = first; binding < parser->binding_count; binding++)
    scope_initialize(parser->bindings[binding], at, parser->function->loop_depth > 0);
}

// Binds a name. A `let` or `const` is bound at once; a `var`, which may turn out to mean a catch
// clause's parameter, is resolved like a use.
static struct node *bind_name(struct parser *parser, struct name *name, uint32_t offset,
                              enum variable_kind kind) {
  struct binding *binding = scope_declare(&parser->resolver, kind, name, offset);
  push_binding(parser, binding);
  if (kind == VARIABLE_VAR) {
    struct node_identifier *use = parse_identifier_node(parser, name, offset);
    reference_at(&parser->resolver, use)->access = ACCESS_INITIALIZE;
    return &use->node;
  }
  struct node_identifier *node = NODE_NEW(parser, IDENTIFIER, identifier, offset);
  node->name = &name->string;
  node->variable = binding->variable;
  return &node->node;
}

static struct node *parse_bound_name(struct parser *parser, enum variable_kind kind) {
  uint32_t offset;
  struct name *name = parse_binding_name(parser, &offset);
  return bind_name(parser, name, offset, kind);
}

// The default value of an element whose target stands before it, if there is one.
static void parse_default(struct parser *parser, struct node_element *element) {
  parse_raise(parser, &element->node, element->target);
  if (!token_accept(parser, TOKEN_ASSIGN))
    return;
  element->default_value = parse_assignment(parser, true);
  if (element->target->kind == NODE_IDENTIFIER)
    parse_name_function(element->default_value, node_as_identifier(element->target)->name);
  parse_raise(parser, &element->node, element->default_value);
}

// Behind a rest element: what ends its pattern, and nothing else.
static void expect_last(struct parser *parser, enum token end) {
  if (token_kind(parser) != end)
    parse_fail(parser, token_start(parser), "a rest element is the last of its pattern");
}

static struct node *parse_array_binding(struct parser *parser, enum variable_kind kind) {
  struct node_array_pattern *pattern =
      NODE_NEW(parser, ARRAY_PATTERN, array_pattern, token_start(parser));
  uint32_t first = parser->node_count;
  lexer_advance(&parser->lexer);
  while (token_kind(parser) != TOKEN_RIGHT_BRACKET) {
    if (token_accept(parser, TOKEN_COMMA)) {
      parse_push(parser, NULL);
      continue;
    }
    struct node_element *element = NODE_NEW(parser, ELEMENT, element, token_start(parser));
    element->is_rest = token_accept(parser, TOKEN_ELLIPSIS);
    element->target = parse_binding(parser, kind);
    if (element->is_rest)
      expect_last(parser, TOKEN_RIGHT_BRACKET);
    parse_default(parser, element);
    parse_raise(parser, &pattern->node, &element->node);
    parse_push(parser, &element->node);
    if (token_kind(parser) != TOKEN_RIGHT_BRACKET)
      token_expect(parser, TOKEN_COMMA);
  }
  lexer_advance(&parser->lexer);
  pattern->elements = parse_take(parser, first);
  return &pattern->node;
}

// `key: target` or a name that is both.
static void parse_property_binding(struct parser *parser, struct node_element *element,
                                   enum variable_kind kind) {
  struct token_value token = parser->lexer.token;
  element->name = parse_key(parser, &element->node, &element->key);
  if (token_accept(parser, TOKEN_COLON)) {
    element->target = parse_binding(parser, kind);
    return;
  }
  if (token.kind != TOKEN_IDENTIFIER)
    token_expect(parser, TOKEN_COLON);
  parse_check_name(parser, &token, true);
  element->target = bind_name(parser, token.name, token.start, kind);
}

static struct node *parse_object_binding(struct parser *parser, enum variable_kind kind) {
  struct node_object_pattern *pattern =
      NODE_NEW(parser, OBJECT_PATTERN, object_pattern, token_start(parser));
  uint32_t first = parser->node_count;
  lexer_advance(&parser->lexer);
  while (token_kind(parser) != TOKEN_RIGHT_BRACE) {
    struct node_element *element = NODE_NEW(parser, ELEMENT, element, token_start(parser));
    element->is_rest = token_accept(parser, TOKEN_ELLIPSIS);
    if (element->is_rest) {
      element->target = parse_bound_name(parser, kind);
      expect_last(parser, TOKEN_RIGHT_BRACE);
    } else {
      parse_property_binding(parser, element, kind);
    }
    parse_default(parser, element);
    parse_raise(parser, &pattern->node, &element->node);
    parse_push(parser, &element->node);
    if (token_kind(parser) != TOKEN_RIGHT_BRACE)
      token_expect(parser, TOKEN_COMMA);
  }
  lexer_advance(&parser->lexer);
  pattern->elements = parse_take(parser, first);
  return &pattern->node;
}

struct node *parse_binding(struct parser *parser, enum variable_kind kind) {
  enum token token = token_kind(parser);
  if (token != TOKEN_LEFT_BRACKET && token != TOKEN_LEFT_BRACE)
    return parse_bound_name(parser, kind);
  parse_enter(parser);
  struct node *pattern = token == TOKEN_LEFT_BRACKET ? parse_array_binding(parser, kind)
                                                     : parse_object_binding(parser, kind);
  parse_leave(parser);
  return pattern;
}

// ---- Literals that become patterns

// What an element of a literal assigns to, and the value that it falls back to.
static void set_target(struct parser *parser, struct node_element *element, struct node *value) {
  if (value->kind == NODE_ASSIGN && !value->parenthesized) {
    element->target = node_as_assign(value)->target;
    element->default_value = node_as_assign(value)->value;
  } else {
    element->target = parse_assignment_target(parser, value, value->offset, true);
  }
  element->node.height = value->height;
}

static struct node_element *element_of(struct parser *parser, struct node *node) {
  struct node_element *element = NODE_NEW(parser, ELEMENT, element, node->offset);
  if (node->kind != NODE_PROPERTY && node->kind != NODE_SPREAD) {
    set_target(parser, element, node);
    return element;
  }
  if (node->kind == NODE_SPREAD) {
    struct node *argument = node_as_spread(node)->argument;
    element->is_rest = true;
    element->target = parse_assignment_target(parser, argument, argument->offset, true);
  } else {
    const struct node_property *property = node_as_property(node);
    if (property->is_method || property->is_getter || property->is_setter)
      parse_fail(parser, node->offset, "a method cannot be assigned to");
    element->name = property->name;
    element->key = property->key;
    set_target(parser, element, property->value);
  }
  element->node.height = node->height;
  return element;
}

static struct node_list to_elements(struct parser *parser, const struct node_list *list,
                                    bool spread_comma) {
  uint32_t first = parser->node_count;
  for (uint32_t at = 0; at < list->count; at++) {
    struct node *node = list->items[at];
    if (node != NULL && node->kind == NODE_SPREAD && (at + 1 < list->count || spread_comma))
      parse_fail(parser, node->offset, "a rest element is the last of its pattern");
    parse_push(parser, node == NULL ? NULL : &element_of(parser, node)->node);
  }
  return parse_take(parser, first);
}

static struct node *literal_to_pattern(struct parser *parser, struct node *literal) {
  if (literal->kind == NODE_ARRAY) {
    const struct node_array *array = node_as_array(literal);
    struct node_array_pattern *pattern =
        NODE_NEW(parser, ARRAY_PATTERN, array_pattern, literal->offset);
    pattern->elements = to_elements(parser, &array->elements, array->spread_comma);
    pattern->node.height = literal->height;
    return &pattern->node;
  }
  const struct node_object *object = node_as_object(literal);
  struct node_object_pattern *pattern =
      NODE_NEW(parser, OBJECT_PATTERN, object_pattern, literal->offset);
  pattern->elements = to_elements(parser, &object->properties, object->spread_comma);
  pattern->node.height = literal->height;
  for (uint32_t at = 0; at < pattern->elements.count; at++) {
    const struct node_element *element = node_as_element(pattern->elements.items[at]);
    if (element->is_rest && node_is_pattern(element->target))
      parse_fail(parser, element->target->offset, "the rest of an object has no pattern");
  }
  return &pattern->node;
}

static bool is_literal(const struct node *node) {
  return (node->kind == NODE_ARRAY || node->kind == NODE_OBJECT) && !node->parenthesized;
}

struct node *parse_assignment_target(struct parser *parser, struct node *target, uint32_t offset,
                                     bool assigns) {
  if (target->kind == NODE_MEMBER || target->kind == NODE_INDEX)
    return target;
  if (assigns && is_literal(target))
    return literal_to_pattern(parser, target);
  if (target->kind != NODE_IDENTIFIER)
    parse_fail(parser, offset, "this cannot be assigned to");
  const struct name *name = (const struct name *)node_as_identifier(target)->name;
  if (name_is(name, "eval") || name_is(name, "arguments"))
    parse_fail(parser, target->offset, "'eval' and 'arguments' cannot be assigned in strict code");
  reference_at(&parser->resolver, node_as_identifier(target))->access = ACCESS_WRITE;
  return target;
}

bool parse_may_be_pattern(const struct parser *parser, const struct node *node) {
  return parser->cover_initializer == 0 || is_literal(node);
}

void parse_check_cover(struct parser *parser) {
  if (parser->cover_initializer != 0)
    parse_fail(parser, parser->cover_initializer,
               "a property's default value can only stand in a pattern");
}

// ---- Parameters of arrows

typedef void name_visitor(struct parser *parser, struct node_identifier *identifier);

// Calls `visit` for each name of a target that an arrow's parameter has, in order of the text.
static void visit_names(struct parser *parser, struct node *target, name_visitor *visit) {
  if (node_is_pattern(target)) {
    const struct node_list *elements = node_pattern_elements(target);
    for (uint32_t at = 0; at < elements->count; at++)
      if (elements->items[at] != NULL)
        visit_names(parser, node_as_element(elements->items[at])->target, visit);
    return;
  }
  if (target->kind != NODE_IDENTIFIER || target->parenthesized)
    parse_fail(parser, target->offset, "this cannot be a parameter of an arrow function");
  parse_check_bound_name(parser, (const struct name *)node_as_identifier(target)->name,
                         target->offset);
  visit(parser, node_as_identifier(target));
}

// The use of a name was none.
static void release_name(struct parser *parser, struct node_identifier *identifier) {
  reference_at(&parser->resolver, identifier)->access = ACCESS_NONE;
}

static void bind_released(struct parser *parser, struct node_identifier *identifier) {
  struct binding *binding = scope_declare(&parser->resolver, VARIABLE_PARAMETER,
                                          (struct name *)identifier->name, identifier->node.offset);
  identifier->variable = binding->variable;
  push_binding(parser, binding);
}

struct node_parameter *parse_item_to_parameter(struct parser *parser, struct node *item) {
  struct node_parameter *parameter = NODE_NEW(parser, PARAMETER, parameter, item->offset);
  struct node *target = item;
  if (item->kind == NODE_SPREAD) {
    parameter->is_rest = true;
    target = node_as_spread(item)->argument;
  } else if (item->kind == NODE_ASSIGN && !item->parenthesized) {
    parameter->default_value = node_as_assign(item)->value;
    target = node_as_assign(item)->target;
    parameter->node.offset = target->offset;
  }
  if (is_literal(target))
    target = literal_to_pattern(parser, target);
  parameter->target = target;
  visit_names(parser, target, release_name);
  return parameter;
}

void parse_bind_parameter(struct parser *parser, const struct node_parameter *parameter) {
  visit_names(parser, parameter->target, bind_released);
}

// Primary expressions: names, literals, templates, arrays, objects, parentheses.
#include <stdio.h>

#include "vm/syntax/parser.h"

// ---- Names

void parse_check_bound_name(struct parser *parser, const struct name *name, uint32_t offset) {
  if (name_is(name, "eval") || name_is(name, "arguments"))
    parse_fail(parser, offset, "'eval' and 'arguments' cannot be bound in strict code");
}

void parse_check_name(struct parser *parser, const struct token_value *token, bool binds) {
  if (token->is_escaped_keyword)
    parse_fail(parser, token->start, "a reserved word is written with escapes");
  if (name_is(token->name, "await"))
    parse_refuse(parser, token->start, FEATURE_AWAIT);
  if (binds)
    parse_check_bound_name(parser, token->name, token->start);
}

// A name in any role but a property's.
static struct name *name_here(struct parser *parser, bool binds) {
  if (token_kind(parser) != TOKEN_IDENTIFIER)
    token_unexpected(parser);
  parse_check_name(parser, &parser->lexer.token, binds);
  return parser->lexer.token.name;
}

struct name *parse_binding_name(struct parser *parser, uint32_t *offset) {
  *offset = token_start(parser);
  struct name *name = name_here(parser, true);
  lexer_advance(&parser->lexer);
  return name;
}

struct node_identifier *parse_identifier_node(struct parser *parser, struct name *name,
                                              uint32_t offset) {
  struct node_identifier *node = NODE_NEW(parser, IDENTIFIER, identifier, offset);
  node->name = &name->string;
  reference_add(&parser->resolver, node, parser->function->record, ACCESS_READ);
  return node;
}

static struct node *parse_name(struct parser *parser) {
  struct parse_mark mark = {.start = token_start(parser)};
  bool may_be_async = token_is_word(parser, "async");
  struct name *name = name_here(parser, false);
  if (name_is(name, "arguments") && parse_function_around(parser)->bans_arguments)
    parse_fail(parser, mark.start, "'arguments' stands in an initializer of a class");
  struct node_identifier *node = parse_identifier_node(parser, name, mark.start);
  lexer_advance(&parser->lexer);
  enum token next = token_kind(parser);
  if (next == TOKEN_ARROW && mark.start == parser->arrow_start) {
    uint32_t start = mark.start;
    mark = parse_mark_here(parser);
    mark.start = start;
    mark.reference_count--; // this very use
    parse_push(parser, &node->node);
    return parse_arrow(parser, &mark, parser->arrow_in);
  }
  if (may_be_async && (next == TOKEN_FUNCTION || next == TOKEN_IDENTIFIER) &&
      !parser->lexer.token.newline_before)
    parse_refuse(parser, mark.start, FEATURE_ASYNC);
  return &node->node;
}

// ---- Parentheses and arrows

// The items of `(a, b)`, pushed; whether only an arrow's parameters can look like this: `()`,
// `(a,)`, `(...a)`.
static bool parse_items(struct parser *parser, uint32_t *comma) {
  for (*comma = 0; token_kind(parser) != TOKEN_RIGHT_PARENTHESIS;) {
    if (token_kind(parser) == TOKEN_ELLIPSIS) {
      parse_push(parser, parse_spread(parser, true));
      if (token_kind(parser) != TOKEN_RIGHT_PARENTHESIS)
        parse_fail(parser, token_start(parser), "a rest parameter is the last one");
      return true;
    }
    parse_push(parser, parse_cover(parser, true));
    if (token_kind(parser) != TOKEN_COMMA)
      return false;
    if (*comma == 0)
      *comma = token_start(parser);
    lexer_advance(&parser->lexer);
  }
  return true;
}

static struct node *parse_parenthesized(struct parser *parser) {
  bool may_be_arrow = token_start(parser) == parser->arrow_start, in = parser->arrow_in;
  struct parse_mark mark = parse_mark_here(parser);
  lexer_advance(&parser->lexer);
  uint32_t comma;
  bool only_arrow = parse_items(parser, &comma);
  if (only_arrow && !may_be_arrow)
    token_unexpected(parser);
  token_expect(parser, TOKEN_RIGHT_PARENTHESIS);
  if (may_be_arrow && token_kind(parser) == TOKEN_ARROW)
    return parse_arrow(parser, &mark, in);
  if (only_arrow)
    token_expect(parser, TOKEN_ARROW);
  parse_check_cover(parser);
  parse_mark_passed(parser, &mark);
  struct node *node = parser->nodes[mark.node_count];
  if (comma != 0) {
    struct node_sequence *sequence = NODE_NEW(parser, SEQUENCE, sequence, comma);
    sequence->expressions = parse_take(parser, mark.node_count);
    for (uint32_t at = 0; at < sequence->expressions.count; at++)
      parse_raise(parser, &sequence->node, sequence->expressions.items[at]);
    node = &sequence->node;
  }
  parser->node_count = mark.node_count;
  node->parenthesized = true;
  return node;
}

// ---- Arrays and templates

static struct node *parse_array(struct parser *parser) {
  struct node_array *array = NODE_NEW(parser, ARRAY, array, token_start(parser));
  uint32_t first = parser->node_count;
  lexer_advance(&parser->lexer);
  while (token_kind(parser) != TOKEN_RIGHT_BRACKET) {
    if (token_accept(parser, TOKEN_COMMA)) {
      parse_push(parser, NULL);
      continue;
    }
    bool spreads = token_kind(parser) == TOKEN_ELLIPSIS;
    struct node *element = spreads ? parse_spread(parser, true) : parse_cover(parser, true);
    parse_raise(parser, &array->node, element);
    parse_push(parser, element);
    if (token_kind(parser) != TOKEN_RIGHT_BRACKET) {
      token_expect(parser, TOKEN_COMMA);
      array->spread_comma = spreads;
    }
  }
  lexer_advance(&parser->lexer);
  array->elements = parse_take(parser, first);
  return &array->node;
}

static struct node *parse_string(struct parser *parser) {
  struct node_string *node = NODE_NEW(parser, STRING, string, token_start(parser));
  node->value = &parser->lexer.token.name->string;
  lexer_advance(&parser->lexer);
  return &node->node;
}

// The array's capacity is the power of two that its count has reached.
static void add_text(struct parser *parser, struct syntax_strings *texts,
                     const struct syntax_string *text) {
  uint32_t count = texts->count;
  if ((count & (count - 1)) == 0) {
    uint32_t capacity = count == 0 ? 1 : 2 * count;
    const struct syntax_string **items = source_allocate(&parser->source, capacity * sizeof *items);
    for (uint32_t at = 0; at < count; at++)
      items[at] = texts->items[at];
    texts->items = items;
  }
  texts->items[texts->count++] = text;
}

// From the first text on to the last.
static void parse_substitutions(struct parser *parser, struct node_template *template) {
  uint32_t first = parser->node_count;
  for (;;) {
    add_text(parser, &template->texts, &parser->lexer.token.name->string);
    bool is_last = token_kind(parser) == TOKEN_TEMPLATE_TAIL;
    lexer_advance(&parser->lexer);
    if (is_last)
      break;
    struct node *expression = parse_expression(parser, true);
    parse_raise(parser, &template->node, expression);
    parse_push(parser, expression);
    if (token_kind(parser) != TOKEN_RIGHT_BRACE)
      token_expect(parser, TOKEN_RIGHT_BRACE);
    lexer_continue_template(&parser->lexer);
  }
  template->expressions = parse_take(parser, first);
}

static struct node *parse_template(struct parser *parser) {
  if (token_kind(parser) == TOKEN_TEMPLATE_TAIL)
    return parse_string(parser);
  struct node_template *template = NODE_NEW(parser, TEMPLATE, template, token_start(parser));
  parse_substitutions(parser, template);
  return &template->node;
}

// ---- Objects

#define LARGEST_SAFE_INTEGER 9007199254740991.0

static struct node *parse_number(struct parser *parser) {
  struct node_number *node = NODE_NEW(parser, NUMBER, number, token_start(parser));
  node->value = parser->lexer.token.number;
  lexer_advance(&parser->lexer);
  return &node->node;
}

// A safe integer is written as it reads; any other number is left to run time, which knows how.
static const struct syntax_string *parse_number_key(struct parser *parser, struct node **key) {
  double number = parser->lexer.token.number;
  *key = parse_number(parser);
  if (number > LARGEST_SAFE_INTEGER || number != (double)(int64_t)number)
    return NULL;
  char digits[24];
  int length = snprintf(digits, sizeof digits, "%lld", (long long)number);
  return &strings_latin1(&parser->lexer.strings, digits, (uint32_t)length)->string;
}

const struct syntax_string *parse_key(struct parser *parser, struct node *property,
                                      struct node **key) {
  const struct syntax_string *name = NULL;
  enum token kind = token_kind(parser);
  if (kind == TOKEN_NUMBER)
    return parse_number_key(parser, key);
  if (kind == TOKEN_STRING) {
    name = &parser->lexer.token.name->string;
    lexer_advance(&parser->lexer);
  } else if (kind == TOKEN_IDENTIFIER || token_is_keyword(kind)) {
    name = &parser->lexer.token.name->string;
    lexer_advance(&parser->lexer);
  } else if (token_accept(parser, TOKEN_LEFT_BRACKET)) {
    *key = parse_assignment(parser, true);
    parse_raise(parser, property, *key);
    token_expect(parser, TOKEN_RIGHT_BRACKET);
  } else {
    token_unexpected(parser);
  }
  return name;
}

static bool ends_key(enum token token) {
  return token == TOKEN_COMMA || token == TOKEN_COLON || token == TOKEN_LEFT_PARENTHESIS ||
         token == TOKEN_RIGHT_BRACE || token == TOKEN_ASSIGN;
}

// Behind `get` or `set` (ECMA-262 15.4): a getter takes nothing, a setter one value.
static struct node *parse_accessor(struct parser *parser, struct node_property *property,
                                   bool is_getter, struct home *home) {
  property->name = parse_key(parser, &property->node, &property->key);
  property->is_getter = is_getter;
  property->is_setter = !is_getter;
  return parse_accessor_function(parser, property, home);
}

// `{a = 1}`, at the `=`: only a pattern can hold it.
static struct node *parse_cover_default(struct parser *parser, struct node_identifier *target) {
  struct node_assign *assign = NODE_NEW(parser, ASSIGN, assign, token_start(parser));
  if (parser->cover_initializer == 0)
    parser->cover_initializer = assign->node.offset;
  assign->target = parse_assignment_target(parser, &target->node, target->node.offset, true);
  token_expect(parser, TOKEN_ASSIGN);
  assign->value = parse_assignment(parser, true);
  parse_name_function(assign->value, target->name);
  parse_raise(parser, &assign->node, assign->value);
  return &assign->node;
}

// A property that begins with a name: a shorthand, or one that the word before it changes.
static struct node *parse_shorthand(struct parser *parser, struct node_property *property,
                                    struct home *home) {
  bool accessor = token_is_word(parser, "get") || token_is_word(parser, "set");
  bool async = token_is_word(parser, "async");
  uint32_t start = token_start(parser);
  const struct token_value token = parser->lexer.token;
  lexer_advance(&parser->lexer);
  enum token next = token_kind(parser);
  if (accessor && !ends_key(next))
    return parse_accessor(parser, property, name_is(token.name, "get"), home);
  if (async && !ends_key(next) && !parser->lexer.token.newline_before)
    parse_refuse(parser, start, FEATURE_ASYNC);
  property->name = &token.name->string;
  if (next == TOKEN_COLON || next == TOKEN_LEFT_PARENTHESIS)
    return NULL;
  parse_check_name(parser, &token, false);
  struct node_identifier *value = parse_identifier_node(parser, token.name, start);
  return next == TOKEN_ASSIGN ? parse_cover_default(parser, value) : &value->node;
}

// The function that the value of a function or class expression is, if it has no name; else NULL.
static struct syntax_function *anonymous_function(const struct node *node) {
  if (node->kind == NODE_CLASS)
    node = node_as_class(node)->constructor;
  if (node->kind != NODE_FUNCTION)
    return NULL;
  struct syntax_function *function = node_as_function(node)->function;
  return function->name->length == 0 ? function : NULL;
}

bool parse_is_anonymous_function(const struct node *value) {
  return anonymous_function(value) != NULL;
}

void parse_name_function(struct node *value, const struct syntax_string *name) {
  struct syntax_function *function = anonymous_function(value);
  if (function != NULL)
    function->name = name;
}

static void parse_property_value(struct parser *parser, struct node_property *property,
                                 struct home *home) {
  const struct syntax_string *name = property->name;
  uint32_t start = property->node.offset;
  if (token_kind(parser) == TOKEN_LEFT_PARENTHESIS) {
    property->is_method = true;
    property->value = parse_method(parser, name, start, home);
  } else {
    token_expect(parser, TOKEN_COLON);
    property->sets_prototype = name != NULL && name_is((const struct name *)name, "__proto__");
    property->value = parse_cover(parser, true);
    if (property->sets_prototype)
      return;
    if (name != NULL)
      parse_name_function(property->value, name);
  }
  property->names_value = name == NULL && parse_is_anonymous_function(property->value);
}

static struct node *parse_property(struct parser *parser, struct home *home) {
  uint32_t start = token_start(parser);
  struct node_property *property = NODE_NEW(parser, PROPERTY, property, start);
  if (token_kind(parser) == TOKEN_MULTIPLY)
    parse_refuse(parser, start, FEATURE_GENERATORS);
  if (token_kind(parser) == TOKEN_IDENTIFIER)
    property->value = parse_shorthand(parser, property, home);
  else
    property->name = parse_key(parser, &property->node, &property->key);
  if (property->value == NULL)
    parse_property_value(parser, property, home);
  parse_raise(parser, &property->node, property->value);
  return &property->node;
}

// Of ECMA-262 B.3.1: only a pattern can have `__proto__: ` twice.
static void check_prototypes(struct parser *parser, const struct node_list *properties) {
  bool has_prototype = false;
  for (uint32_t at = 0; at < properties->count; at++) {
    const struct node *property = properties->items[at];
    if (property->kind != NODE_PROPERTY || !node_as_property(property)->sets_prototype)
      continue;
    if (has_prototype && parser->cover_initializer == 0)
      parser->cover_initializer = property->offset;
    has_prototype = true;
  }
}

static struct node *parse_object(struct parser *parser) {
  struct node_object *object = NODE_NEW(parser, OBJECT, object, token_start(parser));
  uint32_t first = parser->node_count;
  struct scope_state scope;
  struct home home = {.scope = &scope, .offset = object->node.offset, .label = "object"};
  scope_open(&parser->resolver, &scope, SCOPE_BLOCK, parser->function->record, home.offset);
  lexer_advance(&parser->lexer);
  while (token_kind(parser) != TOKEN_RIGHT_BRACE) {
    bool spreads = token_kind(parser) == TOKEN_ELLIPSIS;
    struct node *property = spreads ? parse_spread(parser, false) : parse_property(parser, &home);
    parse_raise(parser, &object->node, property);
    parse_push(parser, property);
    if (token_kind(parser) != TOKEN_RIGHT_BRACE) {
      token_expect(parser, TOKEN_COMMA);
      object->spread_comma = spreads;
    }
  }
  lexer_advance(&parser->lexer);
  object->properties = parse_take(parser, first);
  check_prototypes(parser, &object->properties);
  object->home = parse_home_target(parser, &home);
  object->scope = scope_close(&parser->resolver);
  return &object->node;
}

// ---- Primary expressions

static struct node *parse_word(struct parser *parser, enum node_kind kind) {
  struct node *node = parse_node(parser, kind, sizeof *node, token_start(parser));
  lexer_advance(&parser->lexer);
  return node;
}

struct node *parse_primary(struct parser *parser) {
  switch (token_kind(parser)) {
  case TOKEN_IDENTIFIER:
    return parse_name(parser);
  case TOKEN_NUMBER:
    return parse_number(parser);
  case TOKEN_STRING:
    return parse_string(parser);
  case TOKEN_TEMPLATE_HEAD:
  case TOKEN_TEMPLATE_TAIL:
    return parse_template(parser);
  case TOKEN_LEFT_PARENTHESIS:
    return parse_parenthesized(parser);
  case TOKEN_LEFT_BRACKET:
    return parse_array(parser);
  case TOKEN_LEFT_BRACE:
    return parse_object(parser);
  case TOKEN_FUNCTION:
    return parse_function_expression(parser);
  case TOKEN_TRUE:
    return parse_word(parser, NODE_TRUE);
  case TOKEN_FALSE:
    return parse_word(parser, NODE_FALSE);
  case TOKEN_NULL:
    return parse_word(parser, NODE_NULL);
  case TOKEN_THIS:
    return parse_this(parser);
  case TOKEN_DIVIDE:
  case TOKEN_DIVIDE_ASSIGN:
    parse_refuse(parser, token_start(parser), FEATURE_REGULAR_EXPRESSIONS);
  case TOKEN_CLASS:
    return parse_class_expression(parser);
  case TOKEN_IMPORT:
    parse_refuse(parser, token_start(parser), FEATURE_IMPORT);
  case TOKEN_SUPER:
    return parse_super(parser);
  default:
    token_unexpected(parser);
  }
}

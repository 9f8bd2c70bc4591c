// Operators: assignment, conditional, binary, unary, update, calls and members.
#include "vm/syntax/parser.h"

static const uint8_t precedences[TOKEN_COUNT] = {
#define TOKEN(name, text, precedence) [TOKEN_##name] = precedence,
#define KEYWORD(name, text, precedence) [TOKEN_##name] = precedence,
#include "vm/syntax/tokens.def"
};

// The operator that a compound assignment applies; 0 for any other token.
static const uint8_t assignment_bases[TOKEN_COUNT] = {
#define ASSIGNMENT(name, text, base) [TOKEN_##name] = TOKEN_##base,
#include "vm/syntax/tokens.def"
};

static bool is_logical(enum token token) {
  return token == TOKEN_AND || token == TOKEN_OR || token == TOKEN_NULLISH;
}

// An arrow is an assignment expression: no operator applies to it without parentheses.
static bool is_open_arrow(const struct node *node) {
  return node->kind == NODE_FUNCTION && !node->parenthesized &&
         node_as_function(node)->function->is_arrow;
}

// ---- Members and calls

struct node_list parse_arguments(struct parser *parser) {
  uint32_t first = parser->node_count;
  token_expect(parser, TOKEN_LEFT_PARENTHESIS);
  while (token_kind(parser) != TOKEN_RIGHT_PARENTHESIS) {
    bool spreads = token_kind(parser) == TOKEN_ELLIPSIS;
    parse_push(parser, spreads ? parse_spread(parser, false) : parse_assignment(parser, true));
    if (token_kind(parser) != TOKEN_RIGHT_PARENTHESIS)
      token_expect(parser, TOKEN_COMMA);
  }
  lexer_advance(&parser->lexer);
  return parse_take(parser, first);
}

void parse_raise_all(struct parser *parser, struct node *node, const struct node_list *list) {
  for (uint32_t at = 0; at < list->count; at++)
    parse_raise(parser, node, list->items[at]);
}

static struct node *parse_call(struct parser *parser, struct node *callee, bool is_optional) {
  bool is_named = callee->kind == NODE_IDENTIFIER || callee->kind == NODE_MEMBER;
  uint32_t offset = is_named ? callee->offset : token_start(parser);
  struct node_call *call = NODE_NEW(parser, CALL, call, offset);
  call->callee = callee;
  call->is_optional = is_optional;
  call->arguments = parse_arguments(parser);
  parse_raise(parser, &call->node, callee);
  parse_raise_all(parser, &call->node, &call->arguments);
  bool is_async = callee->kind == NODE_IDENTIFIER &&
                  name_is((const struct name *)node_as_identifier(callee)->name, "async");
  if (is_async && token_kind(parser) == TOKEN_ARROW)
    parse_refuse(parser, callee->offset, FEATURE_ASYNC);
  return &call->node;
}

static struct node *parse_index(struct parser *parser, struct node *object, bool is_optional) {
  struct node_index *index = NODE_NEW(parser, INDEX, index, token_start(parser));
  lexer_advance(&parser->lexer);
  index->object = object;
  index->key = parse_expression(parser, true);
  index->is_optional = is_optional;
  token_expect(parser, TOKEN_RIGHT_BRACKET);
  parse_raise(parser, &index->node, object);
  parse_raise(parser, &index->node, index->key);
  return &index->node;
}

// At the name behind the dot: any word, or a private name.
static struct node *parse_member(struct parser *parser, struct node *object, bool is_optional) {
  bool is_private = token_kind(parser) == TOKEN_PRIVATE_NAME && object->kind != NODE_SUPER;
  if (!is_private && token_kind(parser) != TOKEN_IDENTIFIER &&
      !token_is_keyword(token_kind(parser)))
    token_unexpected(parser);
  struct node_member *member = NODE_NEW(parser, MEMBER, member, token_start(parser));
  member->object = object;
  member->is_optional = is_optional;
  if (is_private) {
    member->private = parse_private_name(parser);
    member->name = node_as_identifier(member->private)->name;
  } else {
    member->name = &parser->lexer.token.name->string;
    lexer_advance(&parser->lexer);
  }
  parse_raise(parser, &member->node, object);
  return &member->node;
}

static struct node *wrap_chain(struct parser *parser, struct node *expression) {
  struct node_chain *chain = NODE_NEW(parser, CHAIN, chain, expression->offset);
  chain->expression = expression;
  parse_raise(parser, &chain->node, expression);
  return &chain->node;
}

// All members and, if `calls`, calls that follow an expression.
static struct node *parse_suffixes(struct parser *parser, struct node *node, bool calls) {
  for (bool in_chain = false;;) {
    bool optional = calls && token_accept(parser, TOKEN_OPTIONAL_DOT);
    in_chain |= optional;
    switch (token_kind(parser)) {
    case TOKEN_LEFT_PARENTHESIS:
      if (!calls)
        return node;
      node = parse_call(parser, node, optional);
      continue;
    case TOKEN_LEFT_BRACKET:
      node = parse_index(parser, node, optional);
      continue;
    case TOKEN_TEMPLATE_HEAD:
    case TOKEN_TEMPLATE_TAIL:
      if (in_chain)
        parse_fail(parser, token_start(parser), "a template cannot follow an optional chain");
      parse_refuse(parser, token_start(parser), FEATURE_TAGGED_TEMPLATES);
    case TOKEN_DOT:
      if (optional)
        token_unexpected(parser);
      lexer_advance(&parser->lexer);
      node = parse_member(parser, node, false);
      continue;
    default:
      if (!optional)
        return in_chain ? wrap_chain(parser, node) : node;
      node = parse_member(parser, node, true);
    }
  }
}

static struct node *parse_new(struct parser *parser) {
  struct node_new *new = NODE_NEW(parser, NEW, new, token_start(parser));
  lexer_advance(&parser->lexer);
  if (token_accept(parser, TOKEN_DOT)) {
    return parse_new_target(parser, new->node.offset);
  }
  parse_enter(parser);
  struct node *callee = token_kind(parser) == TOKEN_NEW ? parse_new(parser) : parse_primary(parser);
  if (callee->kind == NODE_SUPER_CALL && !callee->parenthesized)
    parse_fail(parser, callee->offset, "a 'super' call cannot be constructed");
  new->callee = parse_suffixes(parser, callee, false);
  if (token_kind(parser) == TOKEN_OPTIONAL_DOT)
    parse_fail(parser, token_start(parser), "an optional chain cannot be constructed");
  if (token_kind(parser) == TOKEN_LEFT_PARENTHESIS)
    new->arguments = parse_arguments(parser);
  parse_leave(parser);
  parse_raise(parser, &new->node, new->callee);
  parse_raise_all(parser, &new->node, &new->arguments);
  return &new->node;
}

// ---- Unary and update

static struct node *new_update(struct parser *parser, struct node *target, uint32_t offset,
                               enum token token, bool is_prefix) {
  struct node_update *update = NODE_NEW(parser, UPDATE, update, offset);
  update->operation = token;
  update->is_prefix = is_prefix;
  update->target = parse_assignment_target(parser, target, offset, false);
  parse_raise(parser, &update->node, target);
  return &update->node;
}

struct node *parse_left_hand_side(struct parser *parser) {
  struct node *node = token_kind(parser) == TOKEN_NEW ? parse_new(parser) : parse_primary(parser);
  return is_open_arrow(node) ? node : parse_suffixes(parser, node, true);
}

static struct node *parse_postfix(struct parser *parser) {
  struct node *node = parse_left_hand_side(parser);
  if (is_open_arrow(node))
    return node;
  enum token token = token_kind(parser);
  if ((token != TOKEN_INCREMENT && token != TOKEN_DECREMENT) || parser->lexer.token.newline_before)
    return node;
  node = new_update(parser, node, token_start(parser), token, false);
  lexer_advance(&parser->lexer);
  return node;
}

static struct node *parse_unary(struct parser *parser);

// At a prefix operator: its operand.
static struct node *parse_operand(struct parser *parser) {
  lexer_advance(&parser->lexer);
  parse_enter(parser);
  struct node *operand = parse_unary(parser);
  parse_leave(parser);
  return operand;
}

static bool is_private_member(const struct node *node) {
  if (node->kind == NODE_CHAIN)
    node = node_as_chain(node)->expression;
  return node->kind == NODE_MEMBER && node_as_member(node)->private != NULL;
}

static struct node *parse_delete(struct parser *parser) {
  struct node_delete *node = NODE_NEW(parser, DELETE, delete, token_start(parser));
  node->operand = parse_operand(parser);
  if (node->operand->kind == NODE_IDENTIFIER)
    parse_fail(parser, node->operand->offset, "a name cannot be deleted in strict code");
  if (is_private_member(node->operand))
    parse_fail(parser, node->operand->offset, "a private element cannot be deleted");
  parse_raise(parser, &node->node, node->operand);
  return &node->node;
}

static struct node *parse_unary(struct parser *parser) {
  enum token token = token_kind(parser);
  uint32_t offset = token_start(parser);
  switch (token) {
  case TOKEN_NOT:
  case TOKEN_TILDE:
  case TOKEN_PLUS:
  case TOKEN_MINUS:
  case TOKEN_TYPEOF:
  case TOKEN_VOID: {
    struct node_unary *unary = NODE_NEW(parser, UNARY, unary, offset);
    unary->operation = token;
    unary->operand = parse_operand(parser);
    parse_raise(parser, &unary->node, unary->operand);
    return &unary->node;
  }
  case TOKEN_INCREMENT:
  case TOKEN_DECREMENT:
    return new_update(parser, parse_operand(parser), offset, token, true);
  case TOKEN_DELETE:
    return parse_delete(parser);
  default:
    return parse_postfix(parser);
  }
}

// ---- Binary

// ECMA-262 13.13: `??` does not mix with `&&` and `||` without parentheses.
static void check_mixing(struct parser *parser, enum token token, const struct node *operand,
                         uint32_t offset) {
  if (operand->kind != NODE_LOGICAL || operand->parenthesized)
    return;
  bool nullish = node_as_logical(operand)->operation == TOKEN_NULLISH;
  if (nullish != (token == TOKEN_NULLISH))
    parse_fail(parser, offset, "'\?\?' beside '&&' or '||' needs parentheses");
}

// Trees of binary operators that are higher grow in breadth.
#define SERIES_HEIGHT 64

// Makes one more link of the series that the left side is, or that it begins.
static struct node *extend_series(struct parser *parser, enum token token, struct node *left,
                                  struct node *right, uint32_t offset) {
  struct node_series *series = node_as_series(left);
  if (left->kind != NODE_SERIES) {
    series = NODE_NEW(parser, SERIES, series, left->offset);
    series->first = left;
    parse_raise(parser, &series->node, left);
  }
  struct node_binary *link = NODE_NEW(parser, BINARY, binary, offset);
  link->operation = token;
  link->right = right;
  parse_raise(parser, &link->node, right);
  parse_raise(parser, &series->node, &link->node);
  parse_append(parser, &series->links, &link->node);
  return &series->node;
}

static struct node *new_binary(struct parser *parser, enum token token, struct node *left,
                               struct node *right, uint32_t offset) {
  struct node *node;
  bool is_long = left->kind == NODE_BINARY && left->height >= SERIES_HEIGHT;
  if (!is_logical(token) && (is_long || left->kind == NODE_SERIES))
    return extend_series(parser, token, left, right, offset);
  if (is_logical(token)) {
    check_mixing(parser, token, left, offset);
    check_mixing(parser, token, right, offset);
    struct node_logical *logical = NODE_NEW(parser, LOGICAL, logical, offset);
    logical->operation = token;
    logical->left = left;
    logical->right = right;
    node = &logical->node;
  } else {
    struct node_binary *binary = NODE_NEW(parser, BINARY, binary, offset);
    binary->operation = token;
    binary->left = left;
    binary->right = right;
    node = &binary->node;
  }
  parse_raise(parser, node, left);
  parse_raise(parser, node, right);
  return node;
}

static struct node *parse_binary(struct parser *parser, unsigned minimum, bool in);

// At the private name of `#name in object`, which binds as tight as any `in`.
static struct node *parse_private_in(struct parser *parser, unsigned minimum, bool in) {
  struct node_private_in *node = NODE_NEW(parser, PRIVATE_IN, private_in, token_start(parser));
  if (minimum > precedences[TOKEN_IN] || !in)
    token_unexpected(parser);
  node->private = parse_private_name(parser);
  token_expect(parser, TOKEN_IN);
  parse_enter(parser);
  node->object = parse_binary(parser, precedences[TOKEN_IN] + 1, in);
  parse_leave(parser);
  parse_raise(parser, &node->node, node->object);
  return &node->node;
}

// Operators of at least the precedence `minimum`.
static struct node *parse_binary(struct parser *parser, unsigned minimum, bool in) {
  struct node *left = token_kind(parser) == TOKEN_PRIVATE_NAME
                          ? parse_private_in(parser, minimum, in)
                          : parse_unary(parser);
  if (is_open_arrow(left))
    return left;
  for (;;) {
    enum token token = token_kind(parser);
    unsigned precedence = precedences[token];
    if (precedence == 0 || precedence < minimum || (token == TOKEN_IN && !in))
      return left;
    uint32_t offset = token_start(parser);
    bool is_unary = (left->kind == NODE_UNARY || left->kind == NODE_DELETE) && !left->parenthesized;
    if (token == TOKEN_POWER && is_unary)
      parse_fail(parser, offset, "a unary operator before '**' needs parentheses");
    lexer_advance(&parser->lexer);
    parse_enter(parser);
    unsigned tighter = token == TOKEN_POWER ? precedence : precedence + 1;
    struct node *right = parse_binary(parser, tighter, in);
    parse_leave(parser);
    left = new_binary(parser, token, left, right, offset);
  }
}

// ---- Assignment

static struct node *parse_conditional(struct parser *parser, bool in) {
  struct node *test = parse_binary(parser, 1, in);
  if (token_kind(parser) != TOKEN_QUESTION || is_open_arrow(test))
    return test;
  struct node_conditional *node = NODE_NEW(parser, CONDITIONAL, conditional, token_start(parser));
  lexer_advance(&parser->lexer);
  node->test = test;
  node->consequent = parse_assignment(parser, true);
  token_expect(parser, TOKEN_COLON);
  node->alternate = parse_assignment(parser, in);
  parse_raise(parser, &node->node, test);
  parse_raise(parser, &node->node, node->consequent);
  parse_raise(parser, &node->node, node->alternate);
  return &node->node;
}

static bool is_plain_name(const struct node *node) {
  return node->kind == NODE_IDENTIFIER && !node->parenthesized;
}

static struct node *new_assignment(struct parser *parser, struct node *target, struct node *value,
                                   enum token base, uint32_t offset) {
  struct node *node;
  if (base == TOKEN_END) {
    struct node_assign *assign = NODE_NEW(parser, ASSIGN, assign, offset);
    assign->target = target;
    assign->value = value;
    node = &assign->node;
  } else if (is_logical(base)) {
    struct node_logical_assign *assign = NODE_NEW(parser, LOGICAL_ASSIGN, logical_assign, offset);
    assign->operation = base;
    assign->target = target;
    assign->value = value;
    node = &assign->node;
  } else {
    struct node_compound_assign *assign =
        NODE_NEW(parser, COMPOUND_ASSIGN, compound_assign, offset);
    assign->operation = base;
    assign->target = target;
    assign->value = value;
    node = &assign->node;
  }
  parse_raise(parser, node, target);
  parse_raise(parser, node, value);
  return node;
}

struct node *parse_cover(struct parser *parser, bool in) {
  uint32_t outer = parser->cover_initializer;
  parser->cover_initializer = 0;
  parse_enter(parser);
  parser->arrow_start = token_start(parser);
  parser->arrow_in = in;
  struct node *node = parse_conditional(parser, in);
  if (!parse_may_be_pattern(parser, node))
    parse_check_cover(parser);
  enum token base = assignment_bases[token_kind(parser)];
  bool assigns = token_kind(parser) == TOKEN_ASSIGN;
  if ((assigns || base != TOKEN_END) && !is_open_arrow(node)) {
    uint32_t offset = token_start(parser);
    node = parse_assignment_target(parser, node, offset, assigns);
    parser->cover_initializer = 0;
    lexer_advance(&parser->lexer);
    struct node *value = parse_assignment(parser, in);
    if (is_plain_name(node) && (assigns || is_logical(base)))
      parse_name_function(value, node_as_identifier(node)->name);
    node = new_assignment(parser, node, value, base, offset);
  }
  parse_leave(parser);
  if (outer != 0)
    parser->cover_initializer = outer;
  return node;
}

struct node *parse_assignment(struct parser *parser, bool in) {
  uint32_t outer = parser->cover_initializer;
  parser->cover_initializer = 0;
  struct node *node = parse_cover(parser, in);
  parse_check_cover(parser);
  parser->cover_initializer = outer;
  return node;
}

struct node *parse_spread(struct parser *parser, bool covers) {
  struct node_spread *spread = NODE_NEW(parser, SPREAD, spread, token_start(parser));
  token_expect(parser, TOKEN_ELLIPSIS);
  spread->argument = covers ? parse_cover(parser, true) : parse_assignment(parser, true);
  parse_raise(parser, &spread->node, spread->argument);
  return &spread->node;
}

struct node *parse_expression(struct parser *parser, bool in) {
  return parse_expression_rest(parser, parse_assignment(parser, in), in);
}

struct node *parse_expression_rest(struct parser *parser, struct node *node, bool in) {
  if (token_kind(parser) != TOKEN_COMMA)
    return node;
  uint32_t first = parser->node_count;
  struct node_sequence *sequence = NODE_NEW(parser, SEQUENCE, sequence, token_start(parser));
  parse_push(parser, node);
  while (token_accept(parser, TOKEN_COMMA))
    parse_push(parser, parse_assignment(parser, in));
  sequence->expressions = parse_take(parser, first);
  parse_raise_all(parser, &sequence->node, &sequence->expressions);
  return &sequence->node;
}

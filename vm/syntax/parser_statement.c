// Statements and declarations.
#include "vm/syntax/parser.h"

static struct node *parse_statement(struct parser *parser);
static struct node *parse_statement_item(struct parser *parser);

static struct node *parse_parenthesized_test(struct parser *parser) {
  token_expect(parser, TOKEN_LEFT_PARENTHESIS);
  struct node *test = parse_expression(parser, true);
  token_expect(parser, TOKEN_RIGHT_PARENTHESIS);
  return test;
}

void parse_statements(struct parser *parser, enum token end) {
  while (token_kind(parser) != end)
    parse_push(parser, parse_statement_item(parser));
}

static void open_scope(struct parser *parser, struct scope_state *state, enum scope_kind kind) {
  scope_open(&parser->resolver, state, kind, parser->function->record, token_start(parser));
}

// From the opening brace to behind the closing one; the scope is the caller's.
static struct node_block *parse_braces(struct parser *parser) {
  struct node_block *block = NODE_NEW(parser, BLOCK, block, token_start(parser));
  token_expect(parser, TOKEN_LEFT_BRACE);
  uint32_t first = parser->node_count;
  parse_statements(parser, TOKEN_RIGHT_BRACE);
  lexer_advance(&parser->lexer);
  block->statements = parse_take(parser, first);
  return block;
}

static struct node *parse_block(struct parser *parser) {
  struct scope_state state;
  open_scope(parser, &state, SCOPE_BLOCK);
  struct node_block *block = parse_braces(parser);
  block->scope = scope_close(&parser->resolver);
  return &block->node;
}

// ---- Declarations

// A name or pattern, and its initializer.
static struct node *parse_declarator(struct parser *parser, enum variable_kind kind, bool in) {
  uint32_t first = parser->binding_count;
  struct node_declarator *declarator =
      NODE_NEW(parser, DECLARATOR, declarator, token_start(parser));
  struct node *target = declarator->target = parse_binding(parser, kind);
  bool has_initializer = token_accept(parser, TOKEN_ASSIGN);
  if (has_initializer) {
    struct node *value = declarator->initializer = parse_assignment(parser, in);
    if (target->kind == NODE_IDENTIFIER) {
      parse_name_function(value, node_as_identifier(target)->name);
      if (value->kind == NODE_FUNCTION)
        parser->bindings[first]->closure =
            (struct function_record *)node_as_function(value)->function;
    }
  } else if (kind == VARIABLE_VAR && target->kind == NODE_IDENTIFIER) {
    reference_at(&parser->resolver, node_as_identifier(target))->access = ACCESS_DECLARE;
  }
  if (has_initializer || kind != VARIABLE_VAR)
    parse_bindings_initialize(parser, first, parser->lexer.previous_end);
  parser->binding_count = first;
  return &declarator->node;
}

static enum variable_kind declaration_kind(enum token token) {
  return token == TOKEN_LET ? VARIABLE_LET : token == TOKEN_CONST ? VARIABLE_CONST : VARIABLE_VAR;
}

// At `let`, `const` or `var`: everything but the semicolon. The head of a for-of may leave out what
// a `const` must have.
static struct node_declaration *parse_declaration(struct parser *parser, bool in, bool in_for) {
  struct node_declaration *declaration =
      NODE_NEW(parser, DECLARATION, declaration, token_start(parser));
  declaration->declares = declaration_kind(token_kind(parser));
  uint32_t first = parser->node_count;
  lexer_advance(&parser->lexer);
  do {
    struct node *declarator = parse_declarator(parser, declaration->declares, in);
    parse_push(parser, declarator);
    bool bare = node_as_declarator(declarator)->initializer == NULL;
    bool may_be_bare = in_for && (token_is_word(parser, "of") || token_kind(parser) == TOKEN_IN);
    if (bare && !may_be_bare && node_is_pattern(node_as_declarator(declarator)->target))
      parse_fail(parser, declarator->offset, "a pattern needs an initializer");
    if (bare && !may_be_bare && declaration->declares == VARIABLE_CONST)
      parse_fail(parser, declarator->offset, "a 'const' needs an initializer");
  } while (token_accept(parser, TOKEN_COMMA));
  declaration->declarators = parse_take(parser, first);
  return declaration;
}

static struct node *parse_declaration_statement(struct parser *parser) {
  struct node_declaration *declaration = parse_declaration(parser, true, false);
  token_expect_semicolon(parser);
  return &declaration->node;
}

// ---- Jumps and labels

// Opens a loop or switch that begins at byte `start`. Labels directly before it mean it.
static void push_jump(struct parser *parser, struct jump *jump, struct node *node, bool is_loop) {
  struct function_state *function = parser->function;
  *jump = (struct jump){node, is_loop, function->jumps};
  function->jumps = jump;
  if (!is_loop)
    return;
  function->loop_depth++;
  for (struct label *label = function->labels; label != NULL; label = label->outer) {
    if (label->body_start != node->offset)
      break;
    label->target = node;
    label->is_loop = true;
  }
}

static void pop_jump(struct parser *parser) {
  struct function_state *function = parser->function;
  function->loop_depth -= function->jumps->is_loop;
  function->jumps = function->jumps->outer;
}

static struct label *find_label(const struct parser *parser, const struct name *name) {
  struct label *label = parser->function->labels;
  while (label != NULL && label->name != name)
    label = label->outer;
  return label;
}

// At the colon behind the name, whose node was taken for an expression: not a use of a variable.
static struct node *parse_labeled(struct parser *parser, struct node_identifier *identifier) {
  struct function_state *function = parser->function;
  struct node_labeled *node = NODE_NEW(parser, LABELED, labeled, identifier->node.offset);
  struct label label = {
      .name = (struct name *)identifier->name,
      .target = &node->node,
      .outer = function->labels,
  };
  parser->resolver.reference_count--;
  if (find_label(parser, label.name) != NULL)
    parse_fail(parser, identifier->node.offset, "this label stands around its place already");
  lexer_advance(&parser->lexer);
  label.body_start = token_start(parser);
  for (struct label *outer = label.outer; outer != NULL; outer = outer->outer)
    if (outer->body_start == identifier->node.offset)
      outer->body_start = label.body_start;
  function->labels = &label;
  node->label = identifier->name;
  node->body = parse_statement(parser);
  function->labels = label.outer;
  return &node->node;
}

// The target of `break` or `continue`, behind whose word the current token stands.
static struct node *jump_target(struct parser *parser, bool is_continue, uint32_t offset) {
  if (token_kind(parser) == TOKEN_IDENTIFIER && !parser->lexer.token.newline_before) {
    struct label *label = find_label(parser, parser->lexer.token.name);
    if (label == NULL)
      parse_fail(parser, token_start(parser), "there is no such label around this place");
    if (is_continue && !label->is_loop)
      parse_fail(parser, token_start(parser), "'continue' needs the label of a loop");
    lexer_advance(&parser->lexer);
    return label->target;
  }
  for (struct jump *jump = parser->function->jumps; jump != NULL; jump = jump->outer)
    if (jump->is_loop || !is_continue)
      return jump->node;
  parse_fail(parser, offset,
             is_continue ? "'continue' stands outside of a loop"
                         : "'break' stands outside of a loop or switch");
}

static struct node *parse_break(struct parser *parser) {
  struct node_break *node = NODE_NEW(parser, BREAK, break, token_start(parser));
  lexer_advance(&parser->lexer);
  node->target = jump_target(parser, false, node->node.offset);
  token_expect_semicolon(parser);
  return &node->node;
}

static struct node *parse_continue(struct parser *parser) {
  struct node_continue *node = NODE_NEW(parser, CONTINUE, continue, token_start(parser));
  lexer_advance(&parser->lexer);
  node->target = jump_target(parser, true, node->node.offset);
  token_expect_semicolon(parser);
  return &node->node;
}

static struct node *parse_return(struct parser *parser) {
  struct node_return *node = NODE_NEW(parser, RETURN, return, token_start(parser));
  if (parser->function->is_static_block)
    parse_fail(parser, node->node.offset, "'return' stands in a class's static block");
  lexer_advance(&parser->lexer);
  enum token token = token_kind(parser);
  bool ends = token == TOKEN_SEMICOLON || token == TOKEN_RIGHT_BRACE || token == TOKEN_END ||
              parser->lexer.token.newline_before;
  if (!ends)
    node->value = parse_expression(parser, true);
  token_expect_semicolon(parser);
  return &node->node;
}

static struct node *parse_throw(struct parser *parser) {
  struct node_throw *node = NODE_NEW(parser, THROW, throw, token_start(parser));
  lexer_advance(&parser->lexer);
  if (parser->lexer.token.newline_before)
    parse_fail(parser, parser->lexer.previous_end, "the value to throw stands on the same line");
  node->value = parse_expression(parser, true);
  token_expect_semicolon(parser);
  return &node->node;
}

// ---- Branches

static struct node *parse_if(struct parser *parser) {
  struct node *first = NULL, **place = &first;
  for (;;) {
    struct node_if *node = NODE_NEW(parser, IF, if, token_start(parser));
    *place = &node->node;
    place = &node->alternate;
    lexer_advance(&parser->lexer);
    node->test = parse_parenthesized_test(parser);
    node->consequent = parse_statement(parser);
    if (!token_accept(parser, TOKEN_ELSE))
      return first;
    if (token_kind(parser) != TOKEN_IF)
      break;
  }
  *place = parse_statement(parser);
  return first;
}

static struct node *parse_case(struct parser *parser, bool *has_default) {
  struct node_case *node = NODE_NEW(parser, CASE, case, token_start(parser));
  uint32_t first = parser->node_count;
  if (token_accept(parser, TOKEN_CASE)) {
    node->test = parse_expression(parser, true);
  } else {
    if (*has_default)
      parse_fail(parser, node->node.offset, "a second 'default' in one switch");
    token_expect(parser, TOKEN_DEFAULT);
    *has_default = true;
  }
  token_expect(parser, TOKEN_COLON);
  for (;;) {
    enum token token = token_kind(parser);
    if (token == TOKEN_CASE || token == TOKEN_DEFAULT || token == TOKEN_RIGHT_BRACE)
      break;
    parse_push(parser, parse_statement_item(parser));
  }
  node->body = parse_take(parser, first);
  scope_end_clause(&parser->resolver, token_start(parser));
  return &node->node;
}

static struct node *parse_switch(struct parser *parser) {
  struct node_switch *node = NODE_NEW(parser, SWITCH, switch, token_start(parser));
  lexer_advance(&parser->lexer);
  node->discriminant = parse_parenthesized_test(parser);
  struct scope_state state;
  struct jump jump;
  open_scope(parser, &state, SCOPE_SWITCH);
  push_jump(parser, &jump, &node->node, false);
  token_expect(parser, TOKEN_LEFT_BRACE);
  uint32_t first = parser->node_count;
  for (bool has_default = false; token_kind(parser) != TOKEN_RIGHT_BRACE;)
    parse_push(parser, parse_case(parser, &has_default));
  lexer_advance(&parser->lexer);
  pop_jump(parser);
  node->cases = parse_take(parser, first);
  node->scope = scope_close(&parser->resolver);
  return &node->node;
}

// The names of a pattern are not those of the block: closures in its default values do not see
// what the block declares.
static struct node *parse_catch_block(struct parser *parser, const struct node *parameter) {
  if (parameter == NULL || !node_is_pattern(parameter))
    return &parse_braces(parser)->node;
  struct scope_state state;
  open_scope(parser, &state, SCOPE_CATCH_BODY);
  struct node_block *block = parse_braces(parser);
  block->scope = scope_close(&parser->resolver);
  return &block->node;
}

static struct node *parse_catch(struct parser *parser) {
  struct node_catch *node = NODE_NEW(parser, CATCH, catch, token_start(parser));
  struct scope_state state;
  open_scope(parser, &state, SCOPE_CATCH);
  lexer_advance(&parser->lexer);
  if (token_accept(parser, TOKEN_LEFT_PARENTHESIS)) {
    uint32_t first = parser->binding_count;
    bool is_pattern =
        token_kind(parser) == TOKEN_LEFT_BRACKET || token_kind(parser) == TOKEN_LEFT_BRACE;
    node->parameter = parse_binding(parser, is_pattern ? VARIABLE_LET : VARIABLE_CATCH);
    if (is_pattern)
      parse_bindings_initialize(parser, first, token_start(parser));
    parser->binding_count = first;
    token_expect(parser, TOKEN_RIGHT_PARENTHESIS);
  }
  node->body = parse_catch_block(parser, node->parameter);
  node->scope = scope_close(&parser->resolver);
  return &node->node;
}

static struct node *parse_try(struct parser *parser) {
  struct node_try *node = NODE_NEW(parser, TRY, try, token_start(parser));
  lexer_advance(&parser->lexer);
  node->block = parse_block(parser);
  if (token_kind(parser) == TOKEN_CATCH)
    node->handler = parse_catch(parser);
  if (token_accept(parser, TOKEN_FINALLY))
    node->finalizer = parse_block(parser);
  if (node->handler == NULL && node->finalizer == NULL)
    parse_fail(parser, token_start(parser), "expected 'catch' or 'finally' after a try block");
  return &node->node;
}

// ---- Loops

static struct node *parse_while(struct parser *parser) {
  struct node_while *node = NODE_NEW(parser, WHILE, while, token_start(parser));
  struct jump jump;
  push_jump(parser, &jump, &node->node, true);
  lexer_advance(&parser->lexer);
  node->test = parse_parenthesized_test(parser);
  node->body = parse_statement(parser);
  pop_jump(parser);
  return &node->node;
}

static struct node *parse_do_while(struct parser *parser) {
  struct node_do_while *node = NODE_NEW(parser, DO_WHILE, do_while, token_start(parser));
  struct jump jump;
  push_jump(parser, &jump, &node->node, true);
  lexer_advance(&parser->lexer);
  node->body = parse_statement(parser);
  token_expect(parser, TOKEN_WHILE);
  node->test = parse_parenthesized_test(parser);
  pop_jump(parser);
  token_accept(parser, TOKEN_SEMICOLON); // inserted even on the same line
  return &node->node;
}

static bool is_declaration_start(enum token token) {
  return token == TOKEN_LET || token == TOKEN_CONST || token == TOKEN_VAR;
}

static struct node *parse_loop_body(struct parser *parser, struct node *node,
                                    struct scope_state *state) {
  struct jump jump;
  push_jump(parser, &jump, node, true);
  state->body_start = token_start(parser);
  struct node *body = parse_statement(parser);
  state->body_end = parser->lexer.previous_end;
  pop_jump(parser);
  return body;
}

// Behind the initializer, at the first semicolon.
static struct node *parse_for_rest(struct parser *parser, struct node *initializer, uint32_t offset,
                                   struct scope_state *state) {
  struct node_for *node = NODE_NEW(parser, FOR, for, offset);
  struct function_state *function = parser->function;
  node->initializer = initializer;
  token_expect(parser, TOKEN_SEMICOLON);
  function->loop_depth++;
  if (token_kind(parser) != TOKEN_SEMICOLON)
    node->test = parse_expression(parser, true);
  token_expect(parser, TOKEN_SEMICOLON);
  state->update_start = token_start(parser);
  if (token_kind(parser) != TOKEN_RIGHT_PARENTHESIS)
    node->update = parse_expression(parser, true);
  state->update_end = token_start(parser);
  function->loop_depth--;
  token_expect(parser, TOKEN_RIGHT_PARENTHESIS);
  node->body = parse_loop_body(parser, &node->node, state);
  node->scope = scope_close(&parser->resolver);
  for (uint32_t at = 0; node->scope != NULL && at < node->scope->variable_count; at++) {
    const struct variable *variable = node->scope->variables[at];
    node->copies_bindings |= variable->is_captured && variable->is_assigned;
  }
  return &node->node;
}

// The names that a `var` in a loop's head declares are assigned to for each element. They are the
// only such uses since the loop began.
static void assign_in_head(struct parser *parser, const struct scope_state *state) {
  struct resolver *resolver = &parser->resolver;
  for (uint32_t at = state->first_reference; at < resolver->reference_count; at++) {
    struct reference *reference = &resolver->references[at];
    if (reference->access == ACCESS_DECLARE || reference->access == ACCESS_INITIALIZE)
      reference->access = ACCESS_WRITE;
  }
}

// The variables of `for (let x of ...)` or `in`: never bound while the iterable is evaluated.
static void check_for_target(struct parser *parser, const struct node *target) {
  if (target->kind != NODE_DECLARATION)
    return;
  const struct node_declaration *declaration = node_as_declaration(target);
  const struct node_list *declarators = &declaration->declarators;
  if (declarators->count != 1)
    parse_fail(parser, declarators->items[1]->offset, "only one variable can be declared here");
  const struct node_declarator *declarator = node_as_declarator(declarators->items[0]);
  if (declarator->initializer != NULL)
    parse_fail(parser, declarator->initializer->offset, "no initializer can stand here");
}

// At `of` or `in`.
static struct node *parse_for_of(struct parser *parser, struct node *target, uint32_t offset,
                                 struct scope_state *state) {
  struct node_for_of *node = NODE_NEW(parser, FOR_OF, for_of, offset);
  check_for_target(parser, target);
  if (target->kind != NODE_DECLARATION)
    target = parse_assignment_target(parser, target, target->offset, true);
  else if (node_as_declaration(target)->declares == VARIABLE_VAR)
    assign_in_head(parser, state);
  parser->cover_initializer = 0;
  node->target = target;
  node->enumerates = token_kind(parser) == TOKEN_IN;
  lexer_advance(&parser->lexer);
  node->iterable =
      node->enumerates ? parse_expression(parser, true) : parse_assignment(parser, true);
  scope_initialize_all(state, token_start(parser));
  token_expect(parser, TOKEN_RIGHT_PARENTHESIS);
  node->body = parse_loop_body(parser, &node->node, state);
  node->scope = scope_close(&parser->resolver);
  node->iterable_sees_scope = state->has_early_use;
  return &node->node;
}

static bool at_for_of(const struct parser *parser) {
  return token_kind(parser) == TOKEN_IN || token_is_word(parser, "of");
}

static struct node *parse_for_initializer(struct parser *parser) {
  if (token_kind(parser) == TOKEN_SEMICOLON)
    return NULL;
  if (is_declaration_start(token_kind(parser)))
    return &parse_declaration(parser, false, true)->node;
  struct node *first = parse_cover(parser, false);
  if (at_for_of(parser))
    return first;
  parse_check_cover(parser);
  return parse_expression_rest(parser, first, false);
}

static struct node *parse_for(struct parser *parser) {
  uint32_t offset = token_start(parser);
  lexer_advance(&parser->lexer);
  if (token_is_word(parser, "await"))
    parse_refuse(parser, offset, FEATURE_FOR_AWAIT);
  struct scope_state state;
  open_scope(parser, &state, SCOPE_FOR);
  token_expect(parser, TOKEN_LEFT_PARENTHESIS);
  struct node *initializer = parse_for_initializer(parser);
  if (initializer != NULL && at_for_of(parser))
    return parse_for_of(parser, initializer, offset, &state);
  return parse_for_rest(parser, initializer, offset, &state);
}

// ---- Statements

static struct node *parse_empty(struct parser *parser) {
  struct node *node = parse_node(parser, NODE_EMPTY, sizeof *node, token_start(parser));
  lexer_advance(&parser->lexer);
  return node;
}

static struct node *parse_debugger(struct parser *parser) {
  struct node *node = parse_empty(parser);
  token_expect_semicolon(parser);
  return node;
}

// An expression, or a label, which begins like one.
static struct node *parse_expression_statement(struct parser *parser) {
  uint32_t offset = token_start(parser);
  struct node *expression = parse_expression(parser, true);
  if (expression->kind == NODE_IDENTIFIER && !expression->parenthesized &&
      token_kind(parser) == TOKEN_COLON)
    return parse_labeled(parser, node_as_identifier(expression));
  struct node_expression_statement *node =
      NODE_NEW(parser, EXPRESSION_STATEMENT, expression_statement, offset);
  node->expression = expression;
  if (expression->kind == NODE_SUPER_CALL)
    parse_super_statement(parser);
  token_expect_semicolon(parser);
  return &node->node;
}

static struct node *parse_by_keyword(struct parser *parser) {
  switch (token_kind(parser)) {
  case TOKEN_LEFT_BRACE:
    return parse_block(parser);
  case TOKEN_SEMICOLON:
    return parse_empty(parser);
  case TOKEN_VAR:
    return parse_declaration_statement(parser);
  case TOKEN_IF:
    return parse_if(parser);
  case TOKEN_FOR:
    return parse_for(parser);
  case TOKEN_WHILE:
    return parse_while(parser);
  case TOKEN_DO:
    return parse_do_while(parser);
  case TOKEN_RETURN:
    return parse_return(parser);
  case TOKEN_BREAK:
    return parse_break(parser);
  case TOKEN_CONTINUE:
    return parse_continue(parser);
  case TOKEN_THROW:
    return parse_throw(parser);
  case TOKEN_TRY:
    return parse_try(parser);
  case TOKEN_SWITCH:
    return parse_switch(parser);
  case TOKEN_DEBUGGER:
    return parse_debugger(parser);
  case TOKEN_EXPORT:
    parse_refuse(parser, token_start(parser), FEATURE_EXPORT);
  case TOKEN_WITH:
    parse_refuse(parser, token_start(parser), FEATURE_WITH);
  default:
    return parse_expression_statement(parser);
  }
}

// Where only a statement may stand: the body of an `if`, a loop, a label.
static struct node *parse_statement(struct parser *parser) {
  enum token token = token_kind(parser);
  if (token == TOKEN_LET || token == TOKEN_CONST || token == TOKEN_FUNCTION || token == TOKEN_CLASS)
    parse_fail(parser, token_start(parser), "a declaration needs a block around it here");
  parse_enter(parser);
  struct node *node = parse_by_keyword(parser);
  parse_leave(parser);
  return node;
}

static struct node *parse_statement_item(struct parser *parser) {
  switch (token_kind(parser)) {
  case TOKEN_LET:
  case TOKEN_CONST:
    return parse_declaration_statement(parser);
  case TOKEN_FUNCTION:
    return parse_function_declaration(parser);
  case TOKEN_CLASS:
    return parse_class_declaration(parser);
  default:
    return parse_statement(parser);
  }
}

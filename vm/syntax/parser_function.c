// Functions: what is the same for declarations, expressions, methods, arrows and the module, and
// what each begins and ends with.
#include <string.h>

#include "vm/syntax/parser.h"

static struct name *empty_name(struct parser *parser) {
  return strings_latin1(&parser->lexer.strings, "", 0);
}

// ---- Beginning and end

struct syntax_function *parse_function_begin(struct parser *parser, struct function_state *state,
                                             const struct syntax_string *name, uint32_t start) {
  struct function_record *record = source_allocate(&parser->source, sizeof *record);
  struct syntax_function *function = &record->function;
  record->created_at = start;
  function->name = name == NULL ? &empty_name(parser)->string : name;
  function->parent = parser->function == NULL ? NULL : &parser->function->record->function;
  function->start = start;
  memset(state, 0, sizeof *state);
  state->record = record;
  state->outer = parser->function;
  state->base_depth = parser->depth;
  state->first_inner = parser->inner_count;
  parser->function = state;
  return function;
}

// A function takes twice the stack of anything else.
static void enter_function(struct parser *parser) {
  parse_enter(parser);
  parse_enter(parser);
}

static void leave_function(struct parser *parser) {
  parse_leave(parser);
  parse_leave(parser);
}

static void push_inner(struct parser *parser, struct syntax_function *function) {
  if (parser->inner_count == parser->inner_capacity)
    parser->inner =
        source_grow(&parser->source, parser->inner, &parser->inner_capacity, sizeof *parser->inner);
  parser->inner[parser->inner_count++] = function;
}

static void take_inner(struct parser *parser, struct function_state *state) {
  struct syntax_function *function = &state->record->function;
  function->inner_count = parser->inner_count - state->first_inner;
  parser->inner_count = state->first_inner;
  if (function->inner_count == 0)
    return;
  size_t size = function->inner_count * sizeof *function->inner;
  function->inner = source_allocate(&parser->source, size);
  memcpy(function->inner, parser->inner + state->first_inner, size);
}

// The arguments object exists where something mentions it, an arrow inside included.
static void declare_arguments(struct parser *parser, struct syntax_function *function) {
  struct resolver *resolver = &parser->resolver;
  if (function->is_arrow || function->parent == NULL || !scope_mentions_arguments(resolver))
    return;
  struct name *name = strings_latin1(&parser->lexer.strings, "arguments", strlen("arguments"));
  function->arguments =
      scope_declare(resolver, VARIABLE_ARGUMENTS, name, function->start)->variable;
}

struct node *parse_function_end(struct parser *parser, uint32_t end) {
  struct function_state *state = parser->function;
  struct syntax_function *function = &state->record->function;
  function->end = end;
  function_list_variables(&parser->resolver, state->record);
  take_inner(parser, state);
  parser->function = state->outer;
  struct node_function *node = NODE_NEW(parser, FUNCTION, function, function->start);
  node->function = function;
  function->node = node;
  if (state->outer == NULL)
    return &node->node;
  push_inner(parser, function);
  if (function->is_arrow && function->uses_this)
    state->outer->record->function.uses_this = true;
  struct node inside = {.height = (uint16_t)state->height};
  parse_raise(parser, &node->node, &inside);
  return &node->node;
}

// Closes the scopes and the function, which ends before byte `end`.
static struct node *function_close(struct parser *parser, uint32_t end) {
  struct function_state *state = parser->function;
  struct syntax_function *function = &state->record->function;
  if (state->has_body)
    function->body_scope = scope_close(&parser->resolver);
  declare_arguments(parser, function);
  function->scope = scope_close(&parser->resolver);
  if (state->has_self) {
    scope_close(&parser->resolver);
    if (state->self.bindings->first_use != 0)
      function->self = state->self.bindings->variable;
  }
  return parse_function_end(parser, end);
}

struct function_state *parse_function_around(const struct parser *parser) {
  struct function_state *state = parser->function;
  while (state->record->function.is_arrow)
    state = state->outer;
  return state;
}

// ---- Parameters and body

// Adds the parameter, whose names are the bindings from `first` on.
static void add_parameter(struct parser *parser, struct node_parameter *parameter, uint32_t first,
                          uint32_t initialized_at) {
  struct function_state *state = parser->function;
  struct syntax_function *function = &state->record->function;
  bool is_pattern = node_is_pattern(parameter->target);
  parse_raise(parser, &parameter->node, is_pattern ? parameter->target : NULL);
  parse_raise(parser, &parameter->node, parameter->default_value);
  parse_bindings_initialize(parser, first, initialized_at);
  parser->binding_count = first;
  state->length_is_final |= parameter->default_value != NULL || parameter->is_rest;
  function->length += !state->length_is_final;
  function->has_rest |= parameter->is_rest;
  state->has_body |= state->length_is_final || is_pattern;
  parse_push(parser, &parameter->node);
}

static void parse_parameter(struct parser *parser) {
  uint32_t first = parser->binding_count;
  struct node_parameter *parameter = NODE_NEW(parser, PARAMETER, parameter, token_start(parser));
  parameter->is_rest = token_accept(parser, TOKEN_ELLIPSIS);
  parameter->target = parse_binding(parser, VARIABLE_PARAMETER);
  if (parameter->is_rest && token_kind(parser) != TOKEN_RIGHT_PARENTHESIS)
    parse_fail(parser, token_start(parser), "a rest parameter is the last one");
  if (token_accept(parser, TOKEN_ASSIGN)) {
    parameter->default_value = parse_assignment(parser, true);
    if (parameter->target->kind == NODE_IDENTIFIER)
      parse_name_function(parameter->default_value, node_as_identifier(parameter->target)->name);
  }
  add_parameter(parser, parameter, first, parser->lexer.previous_end);
}

static void parse_parameters(struct parser *parser) {
  uint32_t first = parser->node_count;
  token_expect(parser, TOKEN_LEFT_PARENTHESIS);
  while (token_kind(parser) != TOKEN_RIGHT_PARENTHESIS) {
    parse_parameter(parser);
    if (!token_accept(parser, TOKEN_COMMA))
      break;
  }
  token_expect(parser, TOKEN_RIGHT_PARENTHESIS);
  parser->function->record->function.parameters = parse_take(parser, first);
}

// The declarations of the body share the parameters' scope, or get one of their own where an
// expression among the parameters could see the difference (ECMA-262 10.2.11). Closures of the body
// exist only from here on.
static void open_body(struct parser *parser) {
  struct function_state *state = parser->function;
  if (state->has_body)
    scope_open(&parser->resolver, &state->body, SCOPE_BODY, state->record, token_start(parser));
  else
    state->scope.start = token_start(parser);
}

// ECMA-262 15.2.1: a directive cannot make strict what has such parameters before it.
static void check_directives(struct parser *parser, const struct node_list *statements) {
  static const char directive[] = "use strict";
  for (uint32_t at = 0; at < statements->count; at++) {
    const struct node *statement = statements->items[at];
    if (statement->kind != NODE_EXPRESSION_STATEMENT)
      return;
    const struct node *expression = node_as_expression_statement(statement)->expression;
    if (expression->kind != NODE_STRING || expression->parenthesized)
      return;
    const char *text = parser->source.text + expression->offset + 1;
    if (text[-1] != '`' && strncmp(text, directive, sizeof directive - 1) == 0 &&
        text[sizeof directive - 1] == text[-1])
      parse_fail(parser, expression->offset,
                 "\"use strict\" in a function whose parameters are not just names");
  }
}

// At the opening brace. Leaves the closing one to the caller, who may have to look behind it.
static void parse_body(struct parser *parser) {
  struct function_state *state = parser->function;
  open_body(parser);
  token_expect(parser, TOKEN_LEFT_BRACE);
  uint32_t first = parser->node_count;
  parse_statements(parser, TOKEN_RIGHT_BRACE);
  struct syntax_function *function = &state->record->function;
  function->statements = parse_take(parser, first);
  if (state->has_body)
    check_directives(parser, &function->statements);
}

// The scope of parameters; in a derived class's constructor, `this` is a variable of it.
static void open_function_scope(struct parser *parser) {
  struct function_state *state = parser->function;
  struct syntax_function *function = &state->record->function;
  uint32_t start = token_start(parser);
  scope_open(&parser->resolver, &state->scope, SCOPE_FUNCTION, state->record, start);
  if (!function->is_derived || function->is_implicit)
    return;
  struct name *name = strings_latin1(&parser->lexer.strings, "this", 4);
  struct binding *binding =
      scope_declare_hidden(&parser->resolver, &state->scope, VARIABLE_LET, name, start);
  scope_initialize(binding, UINT32_MAX, false);
  binding->variable->is_checked = true;
  function->this_variable = binding->variable;
}

struct node *parse_function_empty(struct parser *parser, uint32_t end) {
  open_function_scope(parser);
  return function_close(parser, end);
}

struct node *parse_function_block(struct parser *parser) {
  enter_function(parser);
  open_function_scope(parser);
  parse_body(parser);
  uint32_t end = parser->lexer.token.end;
  leave_function(parser);
  struct node *node = function_close(parser, end);
  token_expect(parser, TOKEN_RIGHT_BRACE);
  return node;
}

struct node *parse_function_rest(struct parser *parser) {
  enter_function(parser);
  open_function_scope(parser);
  parse_parameters(parser);
  parse_body(parser);
  uint32_t end = parser->lexer.token.end;
  leave_function(parser);
  struct node *node = function_close(parser, end);
  token_expect(parser, TOKEN_RIGHT_BRACE);
  return node;
}

// ---- The forms

// At `function`: goes behind it.
static uint32_t begin_function(struct parser *parser) {
  uint32_t start = token_start(parser);
  lexer_advance(&parser->lexer);
  if (token_kind(parser) == TOKEN_MULTIPLY)
    parse_refuse(parser, start, FEATURE_GENERATORS);
  return start;
}

struct node *parse_function_declaration(struct parser *parser) {
  uint32_t offset, start = begin_function(parser);
  struct name *name = parse_binding_name(parser, &offset);
  struct binding *binding = scope_declare(&parser->resolver, VARIABLE_FUNCTION, name, offset);
  struct scope_state *scope = binding->scope;
  struct function_state state;
  struct syntax_function *function = parse_function_begin(parser, &state, &name->string, start);
  function->is_declaration = true;
  function->variable = binding->variable;
  binding->variable->function = function;
  state.record->hoisted_in = scope;
  state.record->created_at = scope->start;
  parse_function_rest(parser);
  struct node_function_declaration *node =
      NODE_NEW(parser, FUNCTION_DECLARATION, function_declaration, start);
  node->function = function;
  return &node->node;
}

struct node *parse_function_expression(struct parser *parser) {
  uint32_t start = begin_function(parser), offset;
  if (token_kind(parser) != TOKEN_IDENTIFIER) {
    struct function_state state;
    parse_function_begin(parser, &state, NULL, start);
    return parse_function_rest(parser);
  }
  struct name *name = parse_binding_name(parser, &offset);
  struct function_state state;
  parse_function_begin(parser, &state, &name->string, start);
  state.has_self = true;
  scope_open(&parser->resolver, &state.self, SCOPE_SELF, state.record, start);
  scope_declare(&parser->resolver, VARIABLE_SELF_NAME, name, offset);
  return parse_function_rest(parser);
}

struct node *parse_method(struct parser *parser, const struct syntax_string *name, uint32_t start,
                          struct home *home) {
  struct function_state state;
  struct syntax_function *function = parse_function_begin(parser, &state, name, start);
  function->is_method = true;
  state.home = home;
  return parse_function_rest(parser);
}

struct node *parse_accessor_function(struct parser *parser, const struct node_property *property,
                                     struct home *home) {
  uint32_t start = token_start(parser);
  struct node *value = parse_method(parser, NULL, property->node.offset, home);
  const struct syntax_function *function = node_as_function(value)->function;
  if (function->parameters.count != (property->is_getter ? 0 : 1) || function->has_rest)
    parse_fail(parser, start,
               property->is_getter ? "a getter has no parameters" : "a setter has one parameter");
  return value;
}

struct syntax_function *parse_module(struct parser *parser) {
  static const char *const names[MODULE_ARGUMENTS] = {
      [MODULE_EXPORTS] = "exports",     [MODULE_REQUIRE] = "require",   [MODULE_MODULE] = "module",
      [MODULE_FILENAME] = "__filename", [MODULE_DIRNAME] = "__dirname",
  };
  struct function_state state;
  struct syntax_function *module = parse_function_begin(parser, &state, NULL, 0);
  scope_open(&parser->resolver, &state.scope, SCOPE_FUNCTION, state.record, 0);
  for (size_t at = 0; at < sizeof names / sizeof *names; at++) {
    uint32_t length = (uint32_t)strlen(names[at]);
    struct name *name = strings_latin1(&parser->lexer.strings, names[at], length);
    scope_declare(&parser->resolver, VARIABLE_PARAMETER, name, 0);
  }
  uint32_t first = parser->node_count;
  parse_statements(parser, TOKEN_END);
  module->statements = parse_take(parser, first);
  function_close(parser, parser->source.length);
  return module;
}

// ---- Arrows

struct parse_mark parse_mark_here(struct parser *parser) {
  struct syntax_function *function = &parser->function->record->function;
  struct parse_mark mark = {
      .start = token_start(parser),
      .node_count = parser->node_count,
      .inner_count = parser->inner_count,
      .reference_count = parser->resolver.reference_count,
      .scopes = parser->function->record->scopes,
      .uses_this = function->uses_this,
  };
  function->uses_this = false;
  return mark;
}

void parse_mark_passed(struct parser *parser, const struct parse_mark *mark) {
  parser->function->record->function.uses_this |= mark->uses_this;
}

// Uses of names since the mark are the arrow's, but for those that are its parameters; functions
// too.
static void adopt(struct parser *parser, const struct parse_mark *mark) {
  struct function_record *arrow = parser->function->record,
                         *outer = parser->function->outer->record;
  struct resolver *resolver = &parser->resolver;
  uint32_t kept = mark->reference_count;
  for (uint32_t at = kept; at < resolver->reference_count; at++) {
    struct reference *reference = &resolver->references[at];
    if (reference->access == ACCESS_NONE)
      continue;
    if (reference->function == outer)
      reference->function = arrow;
    resolver->references[kept++] = *reference;
  }
  resolver->reference_count = kept;
  for (uint32_t at = mark->inner_count; at < parser->inner_count; at++)
    parser->inner[at]->parent = &arrow->function;
  scope_adopt(outer, mark->scopes, arrow);
}

static void declare_arrow_parameters(struct parser *parser, const struct node_list *parameters) {
  uint32_t first = parser->node_count, bindings = parser->binding_count;
  for (uint32_t at = 0; at < parameters->count; at++) {
    struct node_parameter *parameter = node_as_parameter(parameters->items[at]);
    uint32_t end =
        at + 1 < parameters->count ? parameters->items[at + 1]->offset : parser->lexer.previous_end;
    parse_bind_parameter(parser, parameter);
    add_parameter(parser, parameter, bindings, end);
  }
  parser->function->record->function.parameters = parse_take(parser, first);
}

static uint32_t highest(struct node **items, uint32_t count) {
  uint32_t height = 0;
  for (uint32_t at = 0; at < count; at++)
    height = items[at]->height > height ? items[at]->height : height;
  return height;
}

struct node *parse_arrow(struct parser *parser, const struct parse_mark *mark, bool in) {
  bool uses_this = parser->function->record->function.uses_this;
  parse_mark_passed(parser, mark);
  struct function_state state;
  struct syntax_function *function = parse_function_begin(parser, &state, NULL, mark->start);
  function->is_arrow = true;
  function->uses_this = uses_this;
  state.first_inner = mark->inner_count;
  struct node_list items = parse_take(parser, mark->node_count);
  state.height = highest(items.items, items.count);
  for (uint32_t at = 0; at < items.count; at++)
    items.items[at] = &parse_item_to_parameter(parser, items.items[at])->node;
  parser->cover_initializer = 0;
  adopt(parser, mark);
  enter_function(parser);
  scope_open(&parser->resolver, &state.scope, SCOPE_FUNCTION, state.record, mark->start);
  state.scope.first_reference = mark->reference_count;
  declare_arrow_parameters(parser, &items);
  if (parser->lexer.token.newline_before)
    token_unexpected(parser);
  token_expect(parser, TOKEN_ARROW);
  if (token_kind(parser) == TOKEN_LEFT_BRACE) {
    parse_body(parser);
    uint32_t end = parser->lexer.token.end;
    leave_function(parser);
    struct node *node = function_close(parser, end);
    token_expect(parser, TOKEN_RIGHT_BRACE);
    return node;
  }
  open_body(parser);
  function->has_expression_body = true;
  function->body = parse_assignment(parser, in);
  leave_function(parser);
  return function_close(parser, parser->lexer.previous_end);
}

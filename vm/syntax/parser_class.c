// Classes (ECMA-262 15.7), `super` (13.3.7) and `new.target`.
//
// The initialisers of fields stand scattered over a class's body, but they run one after another on
// the same object. So they are the statements of one function, which is begun at the first of them
// and taken up again at each of the others; static ones are those of another. The functions inside
// an initialiser are collected meanwhile, since others may end in between.
//
// What a class's parts must find again at run time (its prototype, private names, computed keys)
// are variables of its body's scope. Their names hold the offset of the class, so that an inner
// class or literal does not hide them.
#include <stdio.h>
#include <string.h>

#include "vm/syntax/parser.h"

// Statements and functions of a function that is parsed in pieces.
struct pieces {
  void **items;
  uint32_t count, capacity;
};

// The function that initialises fields.
struct initializer {
  struct function_state state; // state.record NULL: there is none
  struct pieces methods, fields, inner;
};

// A private name, to find a second declaration of it.
struct private_declaration {
  const struct name *name;
  struct node_identifier *target;
  bool is_static, has_getter, has_setter;
  struct private_declaration *next;
};

// A class that is being parsed; lives in the frame that parses it.
struct class_state {
  struct node_class *node;
  uint32_t start;
  struct scope_state name_scope, scope;
  struct home home, static_home;
  struct initializer instance, statics;
  struct private_declaration *private_names;
  const struct syntax_string *name; // "" for none
};

static struct name *ascii_name(struct parser *parser, const char *text) {
  return strings_latin1(&parser->lexer.strings, text, (uint32_t)strlen(text));
}

// A name that no text can have.
static struct name *hidden_name(struct parser *parser, const char *label, uint32_t offset) {
  char text[32];
  snprintf(text, sizeof text, "%s %u", label, offset);
  return ascii_name(parser, text);
}

static struct node *bound_identifier(struct parser *parser, const struct binding *binding,
                                     uint32_t offset) {
  struct node_identifier *node = NODE_NEW(parser, IDENTIFIER, identifier, offset);
  node->name = binding->variable->name;
  node->variable = binding->variable;
  return &node->node;
}

// Declares a variable of an open scope that only this parser knows; the IDENTIFIER to store in it.
static struct node *declare(struct parser *parser, struct scope_state *scope,
                            enum variable_kind kind, struct name *name, uint32_t offset) {
  struct binding *binding = scope_declare_hidden(&parser->resolver, scope, kind, name, offset);
  return bound_identifier(parser, binding, offset);
}

static void add_piece(struct parser *parser, struct pieces *pieces, void *item) {
  if (pieces->count == pieces->capacity) {
    uint32_t capacity = pieces->capacity == 0 ? 4 : 2 * pieces->capacity;
    void **items = source_allocate(&parser->source, capacity * sizeof *items);
    if (pieces->count > 0)
      memcpy(items, pieces->items, pieces->count * sizeof *items);
    pieces->items = items;
    pieces->capacity = capacity;
  }
  pieces->items[pieces->count++] = item;
}

// ---- super, this, new.target

struct node *parse_home_target(struct parser *parser, const struct home *home) {
  return home->binding == NULL ? NULL : bound_identifier(parser, home->binding, home->offset);
}

struct node *parse_this(struct parser *parser) {
  uint32_t offset = token_start(parser);
  struct node_this *node = NODE_NEW(parser, THIS, this, offset);
  if (parse_function_around(parser)->record->function.is_derived)
    node->binding = &parse_identifier_node(parser, ascii_name(parser, "this"), offset)->node;
  else
    parser->function->record->function.uses_this = true;
  lexer_advance(&parser->lexer);
  return &node->node;
}

// A use of new.target, which the function around declares the first time.
static struct node *use_new_target(struct parser *parser, uint32_t offset) {
  struct function_state *state = parse_function_around(parser);
  struct syntax_function *function = &state->record->function;
  struct name *name = ascii_name(parser, "new.target");
  if (function->new_target == NULL)
    function->new_target = scope_declare_hidden(&parser->resolver, &state->scope, VARIABLE_CONST,
                                                name, state->scope.start)
                               ->variable;
  return &parse_identifier_node(parser, name, offset)->node;
}

struct node *parse_new_target(struct parser *parser, uint32_t offset) {
  if (!token_is_word(parser, "target"))
    token_unexpected(parser);
  const struct syntax_function *function = &parse_function_around(parser)->record->function;
  struct node_new_target *node = NODE_NEW(parser, NEW_TARGET, new_target, offset);
  if (!function->is_method && function->parent != NULL)
    node->binding = use_new_target(parser, offset);
  lexer_advance(&parser->lexer);
  return &node->node;
}

static struct home *home_here(struct parser *parser, uint32_t offset) {
  struct home *home = parse_function_around(parser)->home;
  if (home != NULL)
    return home;
  parse_fail(parser, offset, "'super' stands outside of a method");
}

static struct node *parse_super_member(struct parser *parser, uint32_t offset) {
  struct home *home = home_here(parser, offset);
  struct name *name = hidden_name(parser, home->label, home->offset);
  if (home->binding == NULL)
    home->binding =
        scope_declare_hidden(&parser->resolver, home->scope, VARIABLE_CONST, name, home->offset);
  struct node_super *node = NODE_NEW(parser, SUPER, super, offset);
  node->home = &parse_identifier_node(parser, name, offset)->node;
  return &node->node;
}

// A use of the function that initialises the fields of a class.
static struct node *use_fields(struct parser *parser, const struct class_state *class,
                               uint32_t offset) {
  struct name *name = hidden_name(parser, "fields", class->start);
  return &parse_identifier_node(parser, name, offset)->node;
}

static struct node *parse_super_call(struct parser *parser, uint32_t offset) {
  struct function_state *state = parse_function_around(parser);
  struct syntax_function *function = &state->record->function;
  if (!function->is_derived)
    parse_fail(parser, offset, "'super' is called outside of a derived class's constructor");
  struct node_super_call *call = NODE_NEW(parser, SUPER_CALL, super_call, offset);
  struct name *callee = ascii_name(parser, "super()");
  if (function->callee == NULL)
    function->callee = scope_declare_hidden(&parser->resolver, &state->scope, VARIABLE_CONST,
                                            callee, state->scope.start)
                           ->variable;
  call->callee = &parse_identifier_node(parser, callee, offset)->node;
  call->new_target = use_new_target(parser, offset);
  call->binding = &parse_identifier_node(parser, ascii_name(parser, "this"), offset)->node;
  call->fields = use_fields(parser, state->class, offset);
  call->class = &state->class->node->node;
  call->arguments = parse_arguments(parser);
  parse_raise_all(parser, &call->node, &call->arguments);
  return &call->node;
}

struct node *parse_super(struct parser *parser) {
  uint32_t offset = token_start(parser);
  struct node_this *receiver = NODE_NEW(parser, THIS, this, offset);
  lexer_advance(&parser->lexer);
  if (token_kind(parser) == TOKEN_LEFT_PARENTHESIS)
    return parse_super_call(parser, offset);
  struct node *node = parse_super_member(parser, offset);
  if (parse_function_around(parser)->record->function.is_derived)
    receiver->binding = &parse_identifier_node(parser, ascii_name(parser, "this"), offset)->node;
  else
    parser->function->record->function.uses_this = true;
  node_as_super(node)->receiver = &receiver->node;
  if (token_kind(parser) != TOKEN_DOT && token_kind(parser) != TOKEN_LEFT_BRACKET)
    token_unexpected(parser);
  return node;
}

// Levels of recursion between a function and a statement of its body: the function takes two.
#define BODY_DEPTH 3

// Behind a statement of the constructor's own body that is a super call `this` is certain.
void parse_super_statement(struct parser *parser) {
  struct function_state *state = parser->function;
  if (!state->record->function.is_derived || parser->depth != state->base_depth + BODY_DEPTH)
    return;
  struct binding *binding = ascii_name(parser, "this")->binding;
  if (binding->initialized_at == UINT32_MAX)
    scope_initialize(binding, parser->lexer.previous_end, false);
}

// ---- Private names

struct node *parse_private_name(struct parser *parser) {
  struct name *name = parser->lexer.token.name;
  struct node_identifier *node = parse_identifier_node(parser, name, token_start(parser));
  lexer_advance(&parser->lexer);
  return &node->node;
}

// Declares the private name of an element that has been parsed up to its key; of the two halves of
// an accessor once. Returns the IDENTIFIER of its variable, and whether it is new.
static struct node *declare_private(struct parser *parser, struct class_state *class,
                                    const struct node_property *property, struct name *name,
                                    bool *is_new) {
  struct private_declaration *declaration = class->private_names;
  while (declaration != NULL && declaration->name != name)
    declaration = declaration->next;
  *is_new = declaration == NULL;
  if (*is_new) {
    declaration = source_allocate(&parser->source, sizeof *declaration);
    *declaration = (struct private_declaration){
        .name = name, .is_static = property->is_static, .next = class->private_names};
    class->private_names = declaration;
    declaration->target = node_as_identifier(
        declare(parser, &class->scope, VARIABLE_PRIVATE, name, property->node.offset));
  }
  bool halves = property->is_getter ? !declaration->has_getter && declaration->has_setter
                                    : !declaration->has_setter && declaration->has_getter;
  bool is_accessor = property->is_getter || property->is_setter;
  bool agrees = is_accessor && halves && declaration->is_static == property->is_static;
  if (!*is_new && !agrees)
    parse_fail(parser, property->node.offset, "a private name is declared twice");
  declaration->has_getter |= property->is_getter;
  declaration->has_setter |= property->is_setter;
  return &declaration->target->node;
}

// ---- Initialisers

static void resume(struct parser *parser, struct class_state *class,
                   struct initializer *initializer) {
  struct function_state *state = &initializer->state;
  if (state->record == NULL) {
    bool is_static = initializer == &class->statics;
    const char *name = is_static ? "<static_initializer>" : "<instance_members_initializer>";
    struct syntax_function *function =
        parse_function_begin(parser, state, &ascii_name(parser, name)->string, class->start);
    function->is_method = true;
    state->home = is_static ? &class->static_home : &class->home;
    state->bans_arguments = true;
    state->record->element_of = &class->scope;
  }
  state->first_inner = parser->inner_count;
  state->base_depth = parser->depth;
  parser->function = state;
}

static void suspend(struct parser *parser, struct initializer *initializer) {
  struct function_state *state = &initializer->state;
  for (uint32_t at = state->first_inner; at < parser->inner_count; at++)
    add_piece(parser, &initializer->inner, parser->inner[at]);
  parser->inner_count = state->first_inner;
  parser->function = state->outer;
}

static struct node *end_initializer(struct parser *parser, struct initializer *initializer,
                                    uint32_t end) {
  struct function_state *state = &initializer->state;
  if (state->record == NULL)
    return NULL;
  struct syntax_function *function = &state->record->function;
  for (uint32_t at = 0; at < initializer->fields.count; at++)
    add_piece(parser, &initializer->methods, initializer->fields.items[at]);
  function->statements =
      (struct node_list){initializer->methods.count, (struct node **)initializer->methods.items};
  state->first_inner = parser->inner_count;
  parser->function = state;
  struct node *node = parse_function_end(parser, end);
  function->inner_count = initializer->inner.count;
  function->inner = (struct syntax_function **)initializer->inner.items;
  return node;
}

// ---- Elements

static struct initializer *initializer_of(struct class_state *class,
                                          const struct node_property *property) {
  return property->is_static ? &class->statics : &class->instance;
}

// The key of a field, once for the class and once for its initialiser, which begins here. At the
// end the initialiser is resumed.
static struct node_field *begin_field(struct parser *parser, struct class_state *class,
                                      struct node_property *property, struct name *private_name) {
  struct initializer *initializer = initializer_of(class, property);
  struct node_field *field = NODE_NEW(parser, FIELD, field, property->node.offset);
  struct name *key = NULL;
  bool is_new;
  if (private_name != NULL) {
    declare_private(parser, class, property, private_name, &is_new);
  } else if (property->name == NULL) {
    key = hidden_name(parser, "key", property->node.offset);
    property->is_field = true;
    property->binding = declare(parser, &class->scope, VARIABLE_CONST, key, property->node.offset);
    class->scope.last_binding->initialized_at = parser->lexer.previous_end;
    parse_push(parser, &property->node);
  }
  resume(parser, class, initializer);
  field->name = property->name;
  if (private_name != NULL)
    field->private = &parse_identifier_node(parser, private_name, field->node.offset)->node;
  else if (key != NULL)
    field->key = &parse_identifier_node(parser, key, field->node.offset)->node;
  return field;
}

static void parse_field(struct parser *parser, struct class_state *class,
                        struct node_property *property, struct name *private_name) {
  const struct name *name = (const struct name *)property->name;
  if (name != NULL && private_name == NULL &&
      (name_is(name, "constructor") || (property->is_static && name_is(name, "prototype"))))
    parse_fail(parser, property->node.offset, "a field cannot have this name");
  struct node_field *field = begin_field(parser, class, property, private_name);
  struct initializer *initializer = initializer_of(class, property);
  if (token_accept(parser, TOKEN_ASSIGN)) {
    field->value = parse_assignment(parser, true);
    if (field->key != NULL)
      field->names_value = parse_is_anonymous_function(field->value);
    else
      parse_name_function(field->value, field->name);
    parse_raise(parser, &field->node, field->value);
  }
  add_piece(parser, &initializer->fields, field);
  suspend(parser, initializer);
  token_expect_semicolon(parser);
}

// At the brace behind `static`.
static void parse_static_block(struct parser *parser, struct class_state *class, uint32_t start) {
  resume(parser, class, &class->statics);
  struct function_state state;
  struct name *name = ascii_name(parser, "<static_initializer>");
  struct syntax_function *function = parse_function_begin(parser, &state, &name->string, start);
  function->is_method = true;
  state.home = &class->static_home;
  state.bans_arguments = true;
  state.is_static_block = true;
  struct node_static_block *block = NODE_NEW(parser, STATIC_BLOCK, static_block, start);
  block->block = parse_function_block(parser);
  parse_raise(parser, &block->node, block->block);
  add_piece(parser, &class->statics.fields, block);
  suspend(parser, &class->statics);
}

static void parse_constructor(struct parser *parser, struct class_state *class,
                              const struct node_property *property, bool is_implicit) {
  struct node_class *node = class->node;
  if (node->constructor != NULL)
    parse_fail(parser, property->node.offset, "a class has one constructor");
  struct function_state state;
  struct syntax_function *function =
      parse_function_begin(parser, &state, class->name, class->start);
  function->class = node;
  function->is_derived = node->heritage != NULL;
  function->is_implicit = is_implicit;
  state.class = class;
  state.home = &class->home;
  state.record->element_of = &class->scope;
  if (!function->is_derived || is_implicit)
    function->fields = use_fields(parser, class, class->start);
  node->constructor =
      is_implicit ? parse_function_empty(parser, class->start) : parse_function_rest(parser);
}

// What a private method or accessor is at run time: its function, kept by the private name, and a
// statement that gives an object the name.
static void add_private_method(struct parser *parser, struct class_state *class,
                               struct node_property *property, struct name *name) {
  bool is_new;
  property->name = &name->string;
  property->binding = declare_private(parser, class, property, name, &is_new);
  if (!is_new)
    return;
  struct initializer *initializer = initializer_of(class, property);
  resume(parser, class, initializer);
  struct node_field *field = NODE_NEW(parser, FIELD, field, property->node.offset);
  field->name = property->name;
  field->private = &parse_identifier_node(parser, name, field->node.offset)->node;
  field->is_method = true;
  add_piece(parser, &initializer->methods, field);
  suspend(parser, initializer);
}

static void parse_class_method(struct parser *parser, struct class_state *class,
                               struct node_property *property, struct name *private_name) {
  bool is_accessor = property->is_getter || property->is_setter;
  const struct name *name = private_name == NULL ? (const struct name *)property->name : NULL;
  if (name != NULL && !property->is_static && name_is(name, "constructor")) {
    if (is_accessor)
      parse_fail(parser, property->node.offset, "a constructor is no accessor");
    parse_constructor(parser, class, property, false);
    return;
  }
  if (name != NULL && property->is_static && name_is(name, "prototype"))
    parse_fail(parser, property->node.offset, "a static method cannot be called 'prototype'");
  if (private_name != NULL)
    add_private_method(parser, class, property, private_name);
  struct home *home = property->is_static ? &class->static_home : &class->home;
  property->is_method = !is_accessor;
  property->value = is_accessor ? parse_accessor_function(parser, property, home)
                                : parse_method(parser, property->name, property->node.offset, home);
  struct function_record *record =
      (struct function_record *)node_as_function(property->value)->function;
  record->element_of = &class->scope;
  property->names_value = property->is_method && property->name == NULL;
  parse_raise(parser, &property->node, property->value);
  parse_push(parser, &property->node);
}

// The key of an element. Returns its name if it is private.
static struct name *parse_element_key(struct parser *parser, struct node_property *property) {
  if (token_kind(parser) == TOKEN_MULTIPLY)
    parse_refuse(parser, token_start(parser), FEATURE_GENERATORS);
  if (token_kind(parser) != TOKEN_PRIVATE_NAME) {
    property->name = parse_key(parser, &property->node, &property->key);
    return NULL;
  }
  struct name *name = parser->lexer.token.name;
  if (name_is(name, "#constructor"))
    parse_fail(parser, token_start(parser), "no element can be called '#constructor'");
  property->name = &name->string;
  lexer_advance(&parser->lexer);
  return name;
}

// Does the token say that the word before it is the whole key?
static bool ends_element_key(enum token token) {
  return token == TOKEN_LEFT_PARENTHESIS || token == TOKEN_ASSIGN || token == TOKEN_SEMICOLON ||
         token == TOKEN_RIGHT_BRACE;
}

// An element from its first word behind `static` on.
static void parse_element_rest(struct parser *parser, struct class_state *class,
                               struct node_property *property) {
  bool is_get = token_is_word(parser, "get"), is_set = token_is_word(parser, "set");
  bool is_async = token_is_word(parser, "async");
  struct name *private_name = NULL;
  if (is_get || is_set || is_async) {
    property->name = &parser->lexer.token.name->string;
    lexer_advance(&parser->lexer);
    bool is_key =
        ends_element_key(token_kind(parser)) ||
        (parser->lexer.token.newline_before && (is_async || token_kind(parser) == TOKEN_MULTIPLY));
    if (!is_key && is_async)
      parse_refuse(parser, property->node.offset, FEATURE_ASYNC);
    if (!is_key) {
      property->name = NULL;
      property->is_getter = is_get;
      property->is_setter = is_set;
      private_name = parse_element_key(parser, property);
    }
  } else {
    private_name = parse_element_key(parser, property);
  }
  if (token_kind(parser) == TOKEN_LEFT_PARENTHESIS || property->is_getter || property->is_setter)
    parse_class_method(parser, class, property, private_name);
  else
    parse_field(parser, class, property, private_name);
}

static void parse_element(struct parser *parser, struct class_state *class) {
  if (token_accept(parser, TOKEN_SEMICOLON))
    return;
  uint32_t start = token_start(parser);
  struct node_property *property = NODE_NEW(parser, PROPERTY, property, start);
  if (token_kind(parser) != TOKEN_STATIC) {
    parse_element_rest(parser, class, property);
    return;
  }
  struct name *word = parser->lexer.token.name;
  lexer_advance(&parser->lexer);
  enum token next = token_kind(parser);
  if (next == TOKEN_LEFT_BRACE) {
    parse_static_block(parser, class, start);
  } else if (ends_element_key(next)) {
    property->name = &word->string;
    if (next == TOKEN_LEFT_PARENTHESIS)
      parse_class_method(parser, class, property, NULL);
    else
      parse_field(parser, class, property, NULL);
  } else {
    property->node.offset = token_start(parser);
    property->is_static = true;
    parse_element_rest(parser, class, property);
  }
}

// ---- Classes

static void parse_heritage(struct parser *parser, struct node_class *node) {
  if (!token_accept(parser, TOKEN_EXTENDS))
    return;
  uint32_t outer = parser->cover_initializer;
  parser->cover_initializer = 0;
  parser->arrow_start = UINT32_MAX;
  node->heritage = parse_left_hand_side(parser);
  parse_check_cover(parser);
  parser->cover_initializer = outer;
  parse_raise(parser, &node->node, node->heritage);
}

// From the opening brace to the closing one, which is left to the caller.
static void parse_class_body(struct parser *parser, struct class_state *class) {
  struct node_class *node = class->node;
  uint32_t first = parser->node_count;
  scope_open(&parser->resolver, &class->scope, SCOPE_BLOCK, parser->function->record, class->start);
  class->home = (struct home){.scope = &class->scope, .offset = class->start, .label = "home"};
  class->static_home =
      (struct home){.scope = &class->scope, .offset = class->start, .label = "static home"};
  token_expect(parser, TOKEN_LEFT_BRACE);
  while (token_kind(parser) != TOKEN_RIGHT_BRACE)
    parse_element(parser, class);
  node->members = parse_take(parser, first);
  parse_raise_all(parser, &node->node, &node->members);
  if (node->constructor == NULL)
    parse_constructor(parser, class, NULL, true);
  uint32_t end = parser->lexer.token.end;
  struct name *fields = hidden_name(parser, "fields", class->start);
  node->fields = end_initializer(parser, &class->instance, end);
  node->static_fields = end_initializer(parser, &class->statics, end);
  if (node->fields != NULL)
    node->fields_binding = declare(parser, &class->scope, VARIABLE_CONST, fields, class->start);
  else
    reference_drop(&parser->resolver, &class->scope, fields);
  node->home = parse_home_target(parser, &class->home);
  node->static_home = parse_home_target(parser, &class->static_home);
  node->body_scope = scope_close(&parser->resolver);
}

// The constructor is the class: its text is the class's.
static void finish_constructor(struct node_class *node, uint32_t start, uint32_t end) {
  struct syntax_function *function = node_as_function(node->constructor)->function;
  function->start = start;
  function->end = end;
  if (node->fields == NULL)
    function->fields = NULL;
}

// Behind the name, if there is one, which stands at `offset`.
static struct node *parse_class_rest(struct parser *parser, struct name *name, uint32_t offset,
                                     uint32_t start) {
  struct class_state class;
  memset(&class, 0, sizeof class);
  struct node_class *node = NODE_NEW(parser, CLASS, class, start);
  class.node = node;
  class.start = start;
  class.name = &(name == NULL ? ascii_name(parser, "") : name)->string;
  parse_enter(parser);
  parse_enter(parser);
  scope_open(&parser->resolver, &class.name_scope, SCOPE_BLOCK, parser->function->record, start);
  struct binding *binding = NULL;
  if (name != NULL) {
    binding = scope_declare(&parser->resolver, VARIABLE_CONST, name, offset);
    node->name = bound_identifier(parser, binding, offset);
  }
  parse_heritage(parser, node);
  parse_class_body(parser, &class);
  uint32_t end = parser->lexer.token.end;
  if (binding != NULL)
    scope_initialize(binding, end, false);
  node->scope = scope_close(&parser->resolver);
  finish_constructor(node, start, end);
  parse_raise(parser, &node->node, node->constructor);
  parse_raise(parser, &node->node, node->fields);
  parse_raise(parser, &node->node, node->static_fields);
  parse_leave(parser);
  parse_leave(parser);
  token_expect(parser, TOKEN_RIGHT_BRACE);
  return &node->node;
}

struct node *parse_class_expression(struct parser *parser) {
  uint32_t start = token_start(parser), offset = start;
  lexer_advance(&parser->lexer);
  struct name *name = NULL;
  if (token_kind(parser) == TOKEN_IDENTIFIER)
    name = parse_binding_name(parser, &offset);
  return parse_class_rest(parser, name, offset, start);
}

struct node *parse_class_declaration(struct parser *parser) {
  uint32_t start = token_start(parser), offset;
  lexer_advance(&parser->lexer);
  struct name *name = parse_binding_name(parser, &offset);
  struct binding *binding = scope_declare(&parser->resolver, VARIABLE_LET, name, offset);
  struct node_class_declaration *node =
      NODE_NEW(parser, CLASS_DECLARATION, class_declaration, start);
  node->target = bound_identifier(parser, binding, offset);
  node->class = parse_class_rest(parser, name, offset, start);
  scope_initialize(binding, parser->lexer.previous_end, parser->function->loop_depth > 0);
  return &node->node;
}

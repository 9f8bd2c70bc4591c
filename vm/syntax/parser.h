// The parser's inside: recursive descent, and precedence climbing for binary operators.
//
//   parser.c             syntax_parse, tokens, nodes, limits
//   parser_statement.c   statements and declarations
//   parser_expression.c  operators, assignments, calls, members
//   parser_primary.c     literals, names, object and array literals, templates
//   parser_pattern.c     destructuring patterns, targets of assignments
//   parser_function.c    functions and arrows
//   parser_class.c       classes, `super`, `new.target`
//
// The arrow `(a, b = 1) => c` looks like a parenthesized expression until its `=>`. It is parsed as
// one, and what was noted meanwhile is handed to the arrow: the uses of names and the functions
// since the parenthesis, which lie on top of their stacks.
#ifndef MICA_SYNTAX_PARSER_H
#define MICA_SYNTAX_PARSER_H

#include "vm/syntax/ast.h"
#include "vm/syntax/lexer.h"
#include "vm/syntax/scope.h"
#include "vm/syntax/source.h"

// A statement that `break` or `continue` may mean.
struct jump {
  struct node *node;
  bool is_loop;
  struct jump *outer;
};

struct label {
  struct name *name;
  struct node *target; // the LABELED statement, or the loop that it labels
  bool is_loop;
  uint32_t body_start; // where the labelled statement begins
  struct label *outer;
};

// What the methods of a class or object literal find behind `super`: the variable that holds the
// object. It is declared at its first use.
struct home {
  struct scope_state *scope;
  struct binding *binding; // NULL: not used
  uint32_t offset;         // with the label the variable's name: no two have both in common
  const char *label;
};

// A function that is being parsed; lives in the frame that parses it.
struct function_state {
  struct function_record *record;
  struct function_state *outer;
  struct scope_state self, scope, body;
  bool has_self;
  bool has_body;        // some parameter is more than a name, so the body has a scope of its own
  bool length_is_final; // a parameter had a default value
  struct home *home;    // of a method: what its `super` means
  struct class_state *class; // of a constructor
  bool bans_arguments;       // an initialiser of a class
  bool is_static_block;
  uint32_t base_depth;  // parser.depth at its start
  uint32_t height;      // of what is inside, so far
  uint32_t first_inner; // on parser.inner
  uint32_t loop_depth;
  struct jump *jumps;
  struct label *labels;
};

struct parser {
  struct source source;
  struct lexer lexer;
  struct resolver resolver;
  struct function_state *function; // the innermost open one
  uint32_t depth;                  // of the recursion
  // Where the assignment expression begins that is now parsed: only there may an arrow begin, whose
  // body may use `in` or not.
  uint32_t arrow_start;
  bool arrow_in;
  uint32_t cover_initializer; // offset of what only a pattern can hold; 0: nothing. Not 0 in a text
  struct binding **bindings;  // of the patterns that are being parsed
  uint32_t binding_count, binding_capacity;
  struct node **nodes; // lists under construction
  uint32_t node_count, node_capacity;
  struct syntax_function **inner; // functions that have ended, inside ones that have not
  uint32_t inner_count, inner_capacity;
};

// What lay on the parser's stacks at some place.
struct parse_mark {
  uint32_t start; // offset
  uint32_t node_count, inner_count, reference_count;
  struct scope_link *scopes;
  bool uses_this;
};

// ---- Tokens

static inline enum token token_kind(const struct parser *parser) {
  return parser->lexer.token.kind;
}
static inline uint32_t token_start(const struct parser *parser) {
  return parser->lexer.token.start;
}
static inline bool token_is_keyword(enum token token) { return token >= TOKEN_BREAK; }
_Static_assert(TOKEN_BREAK == TOKEN_NULLISH_ASSIGN + 1, "keywords are the last tokens");
// Is the current token this word, which is no keyword, written without escapes?
static inline bool token_is_word(const struct parser *parser, const char *word) {
  const struct token_value *token = &parser->lexer.token;
  return token->kind == TOKEN_IDENTIFIER && !token->has_escape && name_is(token->name, word);
}
// Goes on if the current token is `token`.
static inline bool token_accept(struct parser *parser, enum token token) {
  if (token_kind(parser) != token)
    return false;
  lexer_advance(&parser->lexer);
  return true;
}
_Noreturn void token_missing(struct parser *parser, enum token token);
// The same, failing if it is not.
static inline void token_expect(struct parser *parser, enum token token) {
  if (token_kind(parser) != token)
    token_missing(parser, token);
  lexer_advance(&parser->lexer);
}
// The end of a statement: `;`, or where one may be left out (ECMA-262 12.10).
void token_expect_semicolon(struct parser *parser);
_Noreturn void token_unexpected(struct parser *parser);
_Noreturn void parse_fail(struct parser *parser, uint32_t offset, const char *message);
_Noreturn void parse_refuse(struct parser *parser, uint32_t offset, enum feature feature);

// ---- Nodes

#define NODE_NEW(parser, KIND, name, offset)                                                       \
  ((struct node_##name *)parse_node(parser, NODE_##KIND, sizeof(struct node_##name), offset))
static inline void *parse_node(struct parser *parser, enum node_kind kind, size_t size,
                               uint32_t offset) {
  struct node *node = source_allocate(&parser->source, size);
  node->kind = (uint8_t)kind;
  node->offset = offset;
  node->height = 1;
  return node;
}
_Noreturn void parse_fail_deep(struct parser *parser, uint32_t offset);
void parse_raise_above(struct parser *parser, struct node *node, const struct node *child);
// Makes the node at least one higher than `child` (which may be NULL); fails past
// SYNTAX_HEIGHT_LIMIT.
static inline void parse_raise(struct parser *parser, struct node *node, const struct node *child) {
  if (child != NULL && child->height >= node->height)
    parse_raise_above(parser, node, child);
}
void parse_raise_all(struct parser *parser, struct node *node, const struct node_list *list);
// Lists are collected on parser->nodes: push, then take what lies there from `first` on.
void parse_grow_nodes(struct parser *parser);
static inline void parse_push(struct parser *parser, struct node *node) {
  if (parser->node_count == parser->node_capacity)
    parse_grow_nodes(parser);
  parser->nodes[parser->node_count++] = node;
}
struct node_list parse_take(struct parser *parser, uint32_t first);
// Adds to a list of a node's.
void parse_append(struct parser *parser, struct node_list *list, struct node *node);
// How deep the parser recurses: at most about 250 KB of C stack. Trees may be higher
// (SYNTAX_HEIGHT_LIMIT), since chains of operators, members and calls grow without recursion.
#define PARSE_DEPTH_LIMIT 500
// Every recursion passes here, which bounds it.
static inline void parse_enter(struct parser *parser) {
  if (++parser->depth > PARSE_DEPTH_LIMIT)
    parse_fail_deep(parser, token_start(parser));
  struct function_state *function = parser->function;
  if (parser->depth - function->base_depth > function->height)
    function->height = parser->depth - function->base_depth;
}
static inline void parse_leave(struct parser *parser) { parser->depth--; }

// ---- Grammar; `in`: whether the operator `in` may stand outside of brackets

struct node *parse_expression(struct parser *parser, bool in);
struct node *parse_assignment(struct parser *parser, bool in);
// An assignment expression that the caller may turn into a pattern: one that is a literal may leave
// parser->cover_initializer set.
struct node *parse_cover(struct parser *parser, bool in);
// The rest of an expression whose first part has been parsed.
struct node *parse_expression_rest(struct parser *parser, struct node *first, bool in);
// `...argument`, `covers`: by parse_cover.
struct node *parse_spread(struct parser *parser, bool covers);
struct node *parse_primary(struct parser *parser);
// A LeftHandSideExpression.
struct node *parse_left_hand_side(struct parser *parser);
// `(...)`: the list of arguments.
struct node_list parse_arguments(struct parser *parser);
// The name that a declaration binds; *offset receives its place.
struct name *parse_binding_name(struct parser *parser, uint32_t *offset);
// An IDENTIFIER of `name` that is not resolved yet.
struct node_identifier *parse_identifier_node(struct parser *parser, struct name *name,
                                              uint32_t offset);
// Fail if no declaration may bind the name; if the token is a word that cannot be a name, `binds`:
// that a declaration may bind.
void parse_check_bound_name(struct parser *parser, const struct name *name, uint32_t offset);
void parse_check_name(struct parser *parser, const struct token_value *token, bool binds);
// At the key of a property: returns its name, or NULL and the expression in *key (see PROPERTY).
const struct syntax_string *parse_key(struct parser *parser, struct node *property,
                                      struct node **key);

// A name or pattern that declares variables of this kind; the bindings are pushed.
struct node *parse_binding(struct parser *parser, enum variable_kind kind);
// The variables bound since there were `first` on the stack are initialised from `at` on.
void parse_bindings_initialize(struct parser *parser, uint32_t first, uint32_t at);
// Marks what was parsed as assigned to, if it can be: a name, member or element. `assigns`: by a
// plain `=` or a loop, where a literal becomes a pattern. Returns the target.
struct node *parse_assignment_target(struct parser *parser, struct node *target, uint32_t offset,
                                     bool assigns);
// Is there nothing in the expression so far that only a pattern can hold, or can it become one?
bool parse_may_be_pattern(const struct parser *parser, const struct node *node);
// Fails if something was parsed that only a pattern can hold.
void parse_check_cover(struct parser *parser);
// Turns an item of an arrow's parenthesis into a parameter; its names are no uses any more.
struct node_parameter *parse_item_to_parameter(struct parser *parser, struct node *item);
// Declares the names of such a parameter.
void parse_bind_parameter(struct parser *parser, const struct node_parameter *parameter);
// An anonymous function or class takes the name of what it is assigned to (ECMA-262 8.4.5,
// NamedEvaluation).
void parse_name_function(struct node *value, const struct syntax_string *name);
bool parse_is_anonymous_function(const struct node *value);

void parse_statements(struct parser *parser, enum token end);

// At `function`, in a statement list.
struct node *parse_function_declaration(struct parser *parser);
struct node *parse_function_expression(struct parser *parser);
// At the parameters of a method whose name is `name` (NULL: computed), beginning at `start`.
struct node *parse_method(struct parser *parser, const struct syntax_string *name, uint32_t start,
                          struct home *home);
// At the parameters of a getter or setter: its function.
struct node *parse_accessor_function(struct parser *parser, const struct node_property *property,
                                     struct home *home);
// Makes the function that is the innermost open one from here on; parse_function_end is its end.
struct syntax_function *parse_function_begin(struct parser *parser, struct function_state *state,
                                             const struct syntax_string *name, uint32_t start);
// Ends the innermost open function, whose scopes are closed, before byte `end`.
struct node *parse_function_end(struct parser *parser, uint32_t end);
// From the parameters to the end of the body of a function that has begun.
struct node *parse_function_rest(struct parser *parser);
// Without either: the constructor that a class does not write.
struct node *parse_function_empty(struct parser *parser, uint32_t end);
// The body of a function that has begun, without parameters.
struct node *parse_function_block(struct parser *parser);
// Begins what may turn out to be the parameters of an arrow.
struct parse_mark parse_mark_here(struct parser *parser);
// It turned out to be something else.
void parse_mark_passed(struct parser *parser, const struct parse_mark *mark);
// At the `=>`: the parameters are the nodes since the mark.
struct node *parse_arrow(struct parser *parser, const struct parse_mark *mark, bool in);
// The innermost open function that is no arrow.
struct function_state *parse_function_around(const struct parser *parser);

// Classes (parser_class.c)
struct node *parse_class_declaration(struct parser *parser);
struct node *parse_class_expression(struct parser *parser);
struct node *parse_this(struct parser *parser);
// At `super`: the SUPER of a member that must follow, or a SUPER_CALL.
struct node *parse_super(struct parser *parser);
// Behind `new.`, which begins at `offset`.
struct node *parse_new_target(struct parser *parser, uint32_t offset);
// At a private name: a use of it.
struct node *parse_private_name(struct parser *parser);
// The super call that a statement of a constructor consists of has ended here.
void parse_super_statement(struct parser *parser);
// The object's variable, NULL if no method uses `super`.
struct node *parse_home_target(struct parser *parser, const struct home *home);

// The whole module, whose three parameters are declared first.
struct syntax_function *parse_module(struct parser *parser);

#endif

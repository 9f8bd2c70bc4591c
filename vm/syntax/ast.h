// The syntax tree of one module, with its names resolved.
//
// syntax_parse turns source text into a `struct syntax_tree`, which owns everything here: nodes,
// strings, variables, scopes, functions. Consumers read it only, so that any number of runtimes and
// threads may share a tree. What a consumer wants to keep for a string, a variable or a function
// goes into an array of its own: each carries a dense index for that.
//
// Nodes: `struct node` heads every kind; node_as_KIND gives the rest. The kinds and their fields
// are the rows of nodes.def.
//
// Names: the text of a name or literal is a `struct syntax_string`, one for each content, so that
// equal names are equal pointers.
//
// Scopes: a block, loop, catch clause, switch or function that declares something has a `struct
// scope`; one that declares nothing has NULL. Each use of a name points to its `struct variable`,
// or to none when it is free. All code is strict, there is no `eval`, and `with` does not exist, so
// resolution is final: nothing is looked up by name at run time but free names.
//
// What is no name in the text but behaves like one is a variable too, under a name that no text
// can have: "this" and "new.target" of constructors, "super()" for the running constructor, private
// names with their `#`, and what a class or an object literal keeps for its methods. So closures
// capture all of these as they capture names.
//
// Captures: a function lists the variables of the functions around it that it, or a function inside
// it, uses. Variables of the module's top scope (`is_module_level`) are never listed: there is one
// of each.
#ifndef MICA_SYNTAX_AST_H
#define MICA_SYNTAX_AST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "vm/mica.h"

// No branch of a tree holds more expressions and statements than this, one inside the other:
// whoever walks a tree by recursion may rely on it.
// An `if` that is another one's `alternate` does not count: chains of those are walked in a loop.
#define SYNTAX_HEIGHT_LIMIT 1000

enum token {
#define TOKEN(name, text, precedence) TOKEN_##name,
#define ASSIGNMENT(name, text, base) TOKEN_##name,
#define KEYWORD(name, text, precedence) TOKEN_##name,
#include "vm/syntax/tokens.def"
  TOKEN_COUNT
};

// The token as it is written: "+", "typeof".
const char *token_text(enum token token);

// ---- Strings

// A name or a string literal: code units, unique within its tree, never NULL where a name is due.
struct syntax_string {
  uint32_t index;  // in syntax_tree.strings
  uint32_t length; // in code units
  uint32_t hash;   // of the code units: equal for equal contents in any tree
  bool two_byte;   // units are uint16_t; else uint8_t (Latin-1), and then no unit needed more
  const void *units;
};

static inline uint16_t syntax_string_unit(const struct syntax_string *string, uint32_t at) {
  return string->two_byte ? ((const uint16_t *)string->units)[at]
                          : ((const uint8_t *)string->units)[at];
}

struct syntax_strings {
  uint32_t count;
  const struct syntax_string **items;
};

// ---- Nodes

enum node_kind {
#define NODE(KIND, name, ...) NODE_##KIND,
#include "vm/syntax/nodes.def"
  NODE_COUNT
};

struct node {
  uint32_t offset; // in bytes of the source: the place that errors should name
  uint8_t kind;    // enum node_kind
  bool parenthesized;
  uint16_t height; // of an expression: nodes on the longest way down, itself included
};

struct node_list {
  uint32_t count;
  struct node **items;
};

struct variable;
struct scope;
struct syntax_function;

enum variable_kind {
  VARIABLE_LET,
  VARIABLE_CONST,
  VARIABLE_VAR,
  VARIABLE_FUNCTION,  // a function declaration's name, even if also declared by `var` or as a
                      // parameter
  VARIABLE_PARAMETER, // the module's own too
  VARIABLE_CATCH,     // the parameter of a catch clause; the names of a pattern are VARIABLE_LET
  VARIABLE_SELF_NAME, // a named function expression's own name: assignment is a TypeError
  VARIABLE_ARGUMENTS, // the arguments object of a function that mentions it
  VARIABLE_PRIVATE,   // a private name, new in each evaluation of its class
};

#define CHILD(field) struct node *field;
#define LIST(field) struct node_list field;
#define STRING(field) const struct syntax_string *field;
#define STRINGS(field) struct syntax_strings field;
#define NUMBER(field) double field;
#define FLAG(field) bool field;
#define TOKEN(field) enum token field;
#define VARIABLE(field) struct variable *field;
#define SCOPE(field) struct scope *field;
#define FUNCTION(field) struct syntax_function *field;
#define DECLARES(field) enum variable_kind field;
#define TARGET(field) struct node *field;
#define NODE(KIND, name, ...)                                                                      \
  struct node_##name {                                                                             \
    struct node node;                                                                              \
    __VA_ARGS__                                                                                    \
  };
#include "vm/syntax/nodes.def"

#define NODE(KIND, name, ...)                                                                      \
  static inline struct node_##name *node_as_##name(const struct node *node) {                      \
    return (struct node_##name *)node;                                                             \
  }
#include "vm/syntax/nodes.def"

// The kind as it is called in nodes.def, in lower case: "binary".
const char *node_name(enum node_kind kind);

static inline bool node_is_pattern(const struct node *node) {
  return node->kind == NODE_ARRAY_PATTERN || node->kind == NODE_OBJECT_PATTERN;
}
static inline const struct node_list *node_pattern_elements(const struct node *pattern) {
  return pattern->kind == NODE_ARRAY_PATTERN ? &node_as_array_pattern(pattern)->elements
                                             : &node_as_object_pattern(pattern)->elements;
}
// Is there a SPREAD among elements or arguments?
bool node_list_spreads(const struct node_list *list);

// ---- Variables and scopes

struct variable {
  const struct syntax_string *name;
  struct scope *scope;
  uint32_t offset; // of the declaring name (the first of several)
  uint32_t index;  // dense within the function, all its scopes together
  uint8_t kind;    // enum variable_kind
  // Declared in the module's top scope: indexes there run from 0.
  bool is_module_level;
  // Used by a function inside the one that declares it.
  bool is_captured;
  // Something assigns to it besides its one initializer, `++` and the like included. Never true of
  // what throws when assigned to. A `var` that is not assigned still reads as undefined before its
  // initializer.
  bool is_assigned;
  // Captured, and holding its final value whenever a function that captures it is created: closures
  // may copy the value. True also of a loop's `let` that only the loop's update assigns and only
  // functions in the body capture: they see a copy of the iteration's value. Never true of
  // VARIABLE_FUNCTION, whose closures are all created at the start of the scope and may copy one
  // another, when it is not assigned, once all of them exist.
  bool is_captured_by_value;
  // Some use of it needs a check (node_identifier.needs_check), so that its storage must say that
  // it is uninitialised from the entry of its scope to its initializer.
  bool is_checked;
  // VARIABLE_FUNCTION: the declaration that wins.
  struct syntax_function *function;
  // A `var` of a function body that has the name of a parameter, where parameters have a scope of
  // their own: begins with the parameter's value. Else NULL.
  struct variable *parameter;
};

enum scope_kind {
  SCOPE_BLOCK,
  SCOPE_FOR,
  SCOPE_SWITCH,
  SCOPE_CATCH,
  SCOPE_CATCH_BODY, // the block of a catch clause whose parameter is a pattern
  SCOPE_SELF,       // the self name of a function expression
  SCOPE_FUNCTION,   // parameters, and what the body declares unless it has a scope of its own
  SCOPE_BODY,       // a body's declarations, where some parameter is more than a name
};

struct scope {
  enum scope_kind kind;
  bool has_captured; // some variable of it is captured
  struct syntax_function *function;
  uint32_t variable_count;
  struct variable **variables; // in order of declaration
  // The functions to create and store in their variables on entry: of several declarations of a
  // name the last.
  uint32_t hoisted_count;
  struct syntax_function **hoisted;
};

// ---- Functions

struct syntax_function {
  const struct syntax_string *name; // declared, or inferred from where it is assigned; else ""
  struct node_function *node;       // the NODE_FUNCTION that owns it
  struct syntax_function *parent;   // NULL for the module
  uint32_t index;                   // in syntax_tree.functions: in order of the text, module first
  uint32_t depth;                   // 0 for the module
  uint32_t start, end;              // source bytes, from `function`, the name or the parameters on
  uint32_t length;                  // the `length` property: parameters before a default or rest
  bool is_arrow;
  bool is_method;             // of an object literal or class: cannot be constructed
  bool is_derived;            // the constructor of a class with a heritage
  bool is_implicit;           // a constructor that the text leaves out
  bool is_declaration;        // its variable is `variable`
  bool uses_this;             // itself, or an arrow inside it
  bool has_rest;              // the last parameter takes the rest of the arguments
  bool has_expression_body;   // `body` is the expression to return; else `statements`
  struct variable *variable;  // VARIABLE_FUNCTION of a declaration, else NULL
  struct variable *self;      // VARIABLE_SELF_NAME where it is used, else NULL
  struct variable *arguments; // VARIABLE_ARGUMENTS where it is used, else NULL
  struct node_class *class;   // of which it is the constructor, else NULL
  // Of a constructor that initialises the fields of its class itself, and not by `super()`: the
  // IDENTIFIER of the function that does it. NULL: it has no fields, or `super()` does it.
  struct node *fields;
  // Variables of its scope, NULL where they are not used: `this` of a derived class's constructor,
  // new.target, the function itself for `super()`.
  struct variable *this_variable, *new_target, *callee;
  struct node_list parameters; // PARAMETER nodes; none for the module: its own are in `scope`
  struct scope *scope;         // SCOPE_FUNCTION, or NULL
  struct scope *body_scope;    // SCOPE_BODY, or NULL
  struct node_list statements;
  struct node *body;
  uint32_t variable_count;     // of all its scopes, SCOPE_SELF included
  struct variable **variables; // by index
  uint32_t capture_count;
  struct variable **captures; // of functions around it; in no order but always the same
  uint32_t inner_count;
  struct syntax_function **inner; // directly inside it, in order of the text
};

// ---- Trees

// What a module's function is called with, in this order.
enum module_argument {
  MODULE_EXPORTS,
  MODULE_REQUIRE,
  MODULE_MODULE,
  MODULE_FILENAME,
  MODULE_DIRNAME,
  MODULE_ARGUMENTS // how many
};

struct syntax_tree {
  const char *filename;
  const char *source; // a copy, NUL-terminated
  uint32_t length;    // bytes of source
  uint32_t line_count;
  uint32_t *line_starts; // offset of each line's first byte
  uint32_t string_count;
  const struct syntax_string **strings; // by index
  uint32_t function_count;
  struct syntax_function **functions; // by index
  struct syntax_function *module;     // functions[0]: its parameters: enum module_argument
  struct arena *arena;                // owns all of the above, and the tree
};

struct syntax_position {
  uint32_t line;   // from 1
  uint32_t column; // from 1, in code points
};

// Parses `length` bytes of UTF-8 as the body of a CommonJS module. True with *tree owned by the
// caller (syntax_free). False with *error saying where and why (MICA_ERROR_SYNTAX,
// MICA_ERROR_UNSUPPORTED, or MICA_ERROR_MEMORY) and *tree NULL. `filename` is copied.
bool syntax_parse(const char *source, size_t length, const char *filename,
                  struct syntax_tree **tree, mica_error *error);
void syntax_free(struct syntax_tree *tree);

struct syntax_position syntax_position(const struct syntax_tree *tree, uint32_t offset);

#endif

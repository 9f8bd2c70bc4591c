// Declarations, uses of names, and how they find each other.
//
// A use may precede its declaration, so names are resolved when a scope ends. Uses wait on one
// stack, in order of the text; each open scope knows where its part of the stack begins. When a
// scope with declarations ends, its part is walked once: a use of a name whose innermost open
// declaration is in this scope is bound, any other stays for the scope around it. A scope without
// declarations costs nothing. What is left at the end of the module are the free names.
//
// Every name points to its innermost open declaration (name.binding), and from there outwards:
// finding a declaration, or a conflict with one, needs no search.
//
// What can be said about time from the text: within one entry of a scope control only moves forward
// past its own declarations, except in a switch, where it may jump over them. So a declaration is
// *certain* at a place when its initializer ends before that place (in a switch, in the same
// clause), and in a closure when it is certain where the closure is created. Function declarations
// are created at the start of their scope, but none of them can run before the first mention of any
// of them outside of them all.
#ifndef MICA_SYNTAX_SCOPE_H
#define MICA_SYNTAX_SCOPE_H

#include "vm/syntax/ast.h"
#include "vm/syntax/strings.h"

struct scope_state;
struct resolver;

// A function, and what is known about it only during the parse.
struct function_record {
  struct syntax_function function;
  uint32_t created_at;            // offset from which on a closure of it may exist
  struct scope_state *hoisted_in; // of a declaration: the scope that creates it
  // Of a method or initialiser: the scope of its class's body. It runs when all that the class
  // declares for itself is initialised.
  struct scope_state *element_of;
  struct capture *captures; // in order of discovery
  struct capture **captures_end;
  uint32_t capture_count;
  const struct variable *captured_last; // to list each variable once
  struct scope_link *scopes;            // those that have ended, the last one first
  uint32_t variable_count;
};

struct binding {
  struct name *name;
  struct scope_state *scope;
  struct binding *outer;           // of the same name, in a scope further out
  struct binding *next;            // in the same scope
  struct variable *variable;       // NULL: a `var` further inside is hoisted through this scope
  uint32_t initialized_at;         // end of the initializer; 0: always initialised
  uint32_t certain_until;          // end of the stretch in which that is certain
  struct function_record *closure; // the initializer, when it is a function
  uint32_t initializers;           // of a `var`
  bool initialized_in_loop;
  uint32_t first_use; // 1 + index in resolver.bound
};

// An open scope; lives in the frame of the function that parses it.
struct scope_state {
  enum scope_kind kind;
  uint32_t depth;
  uint32_t start; // offset
  struct scope_state *outer;
  struct function_record *function;
  uint32_t first_reference; // on the stack of uses
  struct binding *bindings, *last_binding;
  struct scope *scope; // once something is declared
  // Of a `for`: where its update and its body stand.
  uint32_t update_start, update_end, body_start, body_end;
  // Set at the end: some use precedes the initializer of its variable.
  bool has_early_use;
};

enum access {
  ACCESS_READ,
  ACCESS_WRITE,
  ACCESS_DECLARE,    // the name in a `var` without initializer
  ACCESS_INITIALIZE, // with one
  ACCESS_NONE,       // no use, as it turned out: an arrow's parameter
};

struct reference {
  struct node_identifier *node;
  struct function_record *function;
  uint32_t next; // 1 + index in resolver.bound: the next use of the same variable
  uint8_t access;
};

struct resolver {
  struct source *source;
  struct scope_state *scope;       // the innermost open one
  struct binding *unused_bindings; // by `next`
  bool mentions_arguments;         // some use is of the name `arguments`
  struct reference *references;    // unresolved uses
  uint32_t reference_count, reference_capacity;
  struct reference *bound; // uses of the variables of the scope that ends
  uint32_t bound_count, bound_capacity;
};

void resolver_open(struct resolver *resolver, struct source *source);

// Opens a scope that starts at byte `start`, inside the innermost one.
void scope_open(struct resolver *resolver, struct scope_state *state, enum scope_kind kind,
                struct function_record *function, uint32_t start);
// Ends the innermost scope and resolves the uses of its variables, whose bindings nobody may ask
// any more once another is declared. NULL when it declares nothing.
struct scope *scope_close(struct resolver *resolver);

// Declares a name in the scope where `kind` belongs: a `var` in the function's, anything else in
// the innermost. Fails at `offset` when the name is taken there (the early errors of
// ECMA-262 14.2.1, 14.12.1, 15.2.1, 16.1.1).
struct binding *scope_declare(struct resolver *resolver, enum variable_kind kind, struct name *name,
                              uint32_t offset);
// Declares a name that no text can have in an open scope, initialised from the start.
struct binding *scope_declare_hidden(struct resolver *resolver, struct scope_state *state,
                                     enum variable_kind kind, struct name *name, uint32_t offset);
// From byte `at` on, in the text of its scope, the variable is initialised. `in_loop`: the
// initializer stands in a loop of the same function.
void scope_initialize(struct binding *binding, uint32_t at, bool in_loop);
// The same of all variables of a loop's head.
void scope_initialize_all(struct scope_state *state, uint32_t at);
// A clause of the switch whose scope is innermost ends at byte `at`: what it declared is certain no
// longer.
void scope_end_clause(struct resolver *resolver, uint32_t at);

// Notes a use of a name by `function`.
void reference_add(struct resolver *resolver, struct node_identifier *node,
                   struct function_record *function, enum access access);

// The use that stands at the node: not one of a scope that has ended.
struct reference *reference_at(struct resolver *resolver, const struct node_identifier *node);
// Is the name `arguments` used since the innermost scope began, and not declared yet?
bool scope_mentions_arguments(const struct resolver *resolver);

// Forgets the uses of a name since the scope was opened.
void reference_drop(struct resolver *resolver, const struct scope_state *state,
                    const struct name *name);
// The scopes that have ended since `mark` (function_record.scopes then) are another function's.
void scope_adopt(struct function_record *from, struct scope_link *mark,
                 struct function_record *adopter);

// Refuses private names that no class declares, and free names of globals that Mica lacks, once the
// module's scope has ended.
void resolver_check_free_names(struct resolver *resolver);
// Gives a function whose scopes have all ended the table of its variables.
void function_list_variables(struct resolver *resolver, struct function_record *record);
// Gives it the list of its captures; all functions around it have ended.
void function_list_captures(struct resolver *resolver, struct function_record *record);

#endif

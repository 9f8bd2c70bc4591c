// The tree tier: the simplest right evaluator of the syntax tree, and so the executable definition
// of the language. Every other tier must do what this one does.
//
// There is one C function a node kind. An expression's returns its value, or VALUE_EXCEPTION after
// a throw; a statement's returns how it completed (6.2.4). Names are looked up by name: an entry of
// a scope is an environment, a small array of names and values that is searched from the front,
// then its parent is. Nothing is cached but the strings of the tree's names and literals, which a
// runtime makes once. What the scope analysis found out is used for the shape of the environments
// only: each lookup really searches, each access really tests for the temporal dead zone.
//
// Roots: script may run, and the collector with it, whenever a part of a node is evaluated. What a
// C function needs afterwards it links into vm->tree_roots; arguments of calls stand on the script
// stack; environments and completion values in their activation.
#ifndef MICA_TREE_TREE_H
#define MICA_TREE_TREE_H

#include "vm/core/program.h"

struct binding {
  const struct syntax_string *name;
  Value value; // VALUE_UNINITIALIZED in its temporal dead zone
};

// One entry of a scope (9.1).
struct environment {
  struct cell cell; // extra: count of bindings
  struct environment *parent;
  const struct scope
      *scope; // whose variables the bindings are, in their order; NULL: the library's names
  struct binding bindings[];
};

// A program in a runtime: the strings of its tree, made when first needed (NULL before).
struct tree_module {
  struct cell cell;
  struct mica_program *program; // a reference of its own
  struct tree_string {
    struct string *string;
    PropertyKey key; // 0 until needed
  } * strings;       // by index
};

// What the captures of a tree function are.
enum { TREE_CAPTURE_MODULE, TREE_CAPTURE_THIS, TREE_CAPTURE_COUNT };

// How a statement completed.
enum completion {
  COMPLETION_NORMAL,
  COMPLETION_BREAK,    // out of activation->target
  COMPLETION_CONTINUE, // with the next iteration of activation->target
  COMPLETION_RETURN,   // with activation->result
  COMPLETION_THROW,    // of vm->exception
};

// One call of a script function.
struct tree_activation {
  struct vm *vm;
  struct tree_activation *previous;
  const struct function *function;
  struct tree_module *module;
  struct environment *environment; // innermost
  Value this_value;
  Value new_target;
  Value result;
  const struct node *target;
  const struct node
      *node; // what is executed, for traces: set before anything that can throw or call
};

// A value held by a C function of this tier.
struct tree_root {
  struct tree_root *previous;
  Value value;
};

static inline void tree_root(struct vm *vm, struct tree_root *root, Value value) {
  root->value = value;
  root->previous = vm->tree_roots;
  vm->tree_roots = root;
}
// Roots end in the reverse order.
static inline Value tree_unroot(struct vm *vm, const struct tree_root *root) {
  vm->tree_roots = root->previous;
  return root->value;
}

// ---- For the rest of the engine

// See program_run_module.
Value tree_run_module(struct vm *vm, struct mica_program *program, const Value *arguments);
// Calls a function of kind FUNCTION_TREE on its frame; see vm_call_frame.
Value tree_call(struct vm *vm, struct function *function, Value *frame, uint32_t count);
// What a closure finds under a variable's name.
Value tree_variable(const struct function *function, const struct variable *variable);
// Marks what activations and C functions of this tier hold.
void tree_trace_roots(struct vm *vm);

// ---- Names (environment.c)

// A new entry of the scope: `let` and `const` uninitialised, the rest undefined.
struct environment *tree_environment_new(struct vm *vm, struct environment *parent,
                                         const struct scope *scope);
// Creates the function declarations of the scope that has just been entered.
void tree_create_functions(struct tree_activation *activation, const struct scope *scope);
// Enters the scope, which may be NULL, its function declarations included.
void tree_enter_scope(struct tree_activation *activation, const struct scope *scope);
// The innermost binding of the name; NULL: it is free.
struct binding *tree_find(const struct tree_activation *activation,
                          const struct syntax_string *name);
// GetValue of a name (6.2.5.5).
Value tree_get_name(struct tree_activation *activation, const struct node_identifier *node);
// PutValue of a name (6.2.5.6): not the initialisation of a declaration. false: thrown.
bool tree_set_name(struct tree_activation *activation, const struct node_identifier *node,
                   Value value);
// InitializeReferencedBinding (6.2.5.8).
void tree_initialize(struct tree_activation *activation, const struct node *identifier,
                     Value value);
// The runtime's value of a string of the tree, and as a property key. VALUE_EXCEPTION: thrown.
Value tree_string(struct tree_activation *activation, const struct syntax_string *string);
PropertyKey tree_key(struct tree_activation *activation, const struct syntax_string *string);
// A closure of the function in the present environment.
struct function *tree_function_new(struct tree_activation *activation,
                                   const struct syntax_function *syntax);

// ---- Evaluation (expression.c, pattern.c, reference.c, statement.c)

Value tree_evaluate(struct tree_activation *activation, const struct node *node);
enum completion tree_execute(struct tree_activation *activation, const struct node *node);
enum completion tree_execute_list(struct tree_activation *activation,
                                  const struct node_list *statements);
// PutValue to the target of an assignment that is evaluated after the value, as in for-of. Patterns
// take the value apart. false: thrown.
bool tree_assign(struct tree_activation *activation, const struct node *target, Value value);
// The binary operators of arithmetic and comparison. VALUE_EXCEPTION: thrown.
Value tree_operate(struct vm *vm, enum token operation, Value left, Value right);

// Do && || ?? answer their left operand?
bool tree_short_circuits(enum token operation, Value left);

// A reference to a property: a base and a key, both evaluated, both rooted until it is closed. The
// base is VALUE_ABSENT where an optional chain ends. Of `super`, the base is the object whose
// prototype is meant, and the receiver is `this`.
struct tree_reference {
  struct tree_root base, key, receiver;
  bool is_private, is_super;
};
// Evaluates them of a MEMBER or INDEX. False: thrown, and nothing is to be closed.
bool tree_reference_open(struct tree_activation *activation, const struct node *node,
                         struct tree_reference *reference);
// Assigns, and answers the value. VALUE_EXCEPTION: thrown.
Value tree_reference_put(struct vm *vm, const struct tree_reference *reference, Value value);
void tree_reference_close(struct vm *vm, const struct tree_reference *reference);

// A name or pattern takes the value; `initializes`: it is a declaration's. false: thrown.
bool tree_bind(struct tree_activation *activation, const struct node *target, Value value,
               bool initializes);
bool tree_destructure(struct tree_activation *activation, const struct node *pattern, Value value,
                      bool initializes);
// The iterator of what the node was evaluated to. VALUE_EXCEPTION: thrown.
Value tree_iterator(struct tree_activation *activation, const struct node *node, Value iterable);
// An array of what a literal or a call lists: holes, spreads. VALUE_EXCEPTION: thrown.
Value tree_evaluate_elements(struct tree_activation *activation, const struct node_list *elements);
// The key of a property in a literal or pattern. VALUE_EXCEPTION: thrown.
PropertyKey tree_property_key(struct tree_activation *activation, const struct syntax_string *name,
                              const struct node *key);

// Nodes that are references: names, properties, calls.
Value tree_evaluate_member(struct tree_activation *activation, const struct node *node);
Value tree_evaluate_index(struct tree_activation *activation, const struct node *node);
Value tree_evaluate_call(struct tree_activation *activation, const struct node *node);
Value tree_evaluate_new(struct tree_activation *activation, const struct node *node);
Value tree_evaluate_assign(struct tree_activation *activation, const struct node *node);
Value tree_evaluate_compound_assign(struct tree_activation *activation, const struct node *node);
Value tree_evaluate_logical_assign(struct tree_activation *activation, const struct node *node);
Value tree_evaluate_update(struct tree_activation *activation, const struct node *node);
Value tree_evaluate_delete(struct tree_activation *activation, const struct node *node);
Value tree_evaluate_super_call(struct tree_activation *activation, const struct node *node);
// An anonymous function or class, which takes the key as its name.
Value tree_evaluate_named(struct tree_activation *activation, const struct node *node,
                          PropertyKey name);

// Classes (class.c).
Value tree_evaluate_class(struct tree_activation *activation, const struct node *node,
                          PropertyKey name);
enum completion tree_execute_field(struct tree_activation *activation, const struct node *node);
enum completion tree_execute_static_block(struct tree_activation *activation,
                                          const struct node *node);

#endif

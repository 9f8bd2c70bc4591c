// The compiler's inside: one function at a time, in one pass over its syntax tree.
//
// Registers are a stack: R[0] is `this`, parameters follow, then the variables of each scope while
// it is open, then temporaries. A variable that closures share and that changes lives in a box,
// whose register holds it; variables of the module's top scope that functions use live in module
// slots. Expressions are compiled *to* a register, *to any* register (a variable's own where it has
// one), for their *effect*, or as a *jump*.
#ifndef MICA_BYTECODE_COMPILER_H
#define MICA_BYTECODE_COMPILER_H

#include "vm/bytecode/bytecode.h"

#include <setjmp.h>

// Growing arrays of the compiler's.
struct word_list {
  uint32_t *items;
  uint32_t count, capacity;
};

// A place in the words that a later word displaces: operand words of constants and caches.
struct relocation {
  uint32_t word;
  uint32_t index;
  bool is_cache;
};

enum location_kind {
  LOCATION_REGISTER,
  LOCATION_BOX,
  LOCATION_MODULE,
  LOCATION_CAPTURE,
  LOCATION_CAPTURE_BOX,
  LOCATION_GLOBAL
};

// Where a variable lives as seen from the function being compiled.
struct location {
  enum location_kind kind;
  uint32_t index; // register, module slot or capture
};

// What break, continue, return and exceptions meet on their way out, innermost first.
// Registers of a frame before the first argument: callee, return address, this.
#define CALL_HEADER 3

enum control_kind { CONTROL_TARGET, CONTROL_FINALLY };
struct exit_path; // a way out that a finally block resumes

struct control {
  struct control *outer;
  enum control_kind kind;
  const struct node *node;      // the statement that BREAK and CONTINUE name
  struct word_list break_jumps; // jump words to patch
  struct word_list continue_jumps;
  // CONTROL_FINALLY
  uint8_t kind_register, value_register; // completion
  struct exit_path *exits;
  uint32_t exit_count, exit_capacity;
  struct word_list finally_jumps;
};

enum exit_kind { EXIT_BREAK, EXIT_CONTINUE, EXIT_RETURN };
struct exit_path {
  enum exit_kind kind;
  const struct node *target;
};
// Completion numbers of a finally block; exits follow.
enum { COMPLETION_NORMAL, COMPLETION_THROW, COMPLETION_FIRST_EXIT };

struct compiler {
  const struct syntax_tree *tree;
  const struct syntax_function *function;
  struct arena *arena, *scratch; // of the program; of this compilation
  bool is_library;               // `$name` is a library operation
  struct function_template *template;
  mica_error *error;
  jmp_buf *failed;

  struct word_list words;
  struct relocation *relocations;
  uint32_t relocation_count, relocation_capacity;
  Value *constants;
  uint32_t constant_count, constant_capacity;
  const struct syntax_string **cache_names;
  uint32_t cache_count, cache_capacity;
  struct exception_handler *handlers;
  uint32_t handler_count, handler_capacity;
  struct position *positions;
  uint32_t position_count, position_capacity;

  uint8_t *variable_registers; // by variable index: its register while its scope is open
  uint32_t next_register, register_count;
  uint32_t next_child; // among the functions inside: the one behind the last that was met
  struct control *control;
  struct word_list *chain_exits; // jumps of the innermost optional chain
  // Of a derived class's constructor: what it returns, and the jumps to where that is examined.
  uint8_t result_register;
  struct word_list result_jumps;
};

// ---- Memory (compiler.c)
// Lives as long as the program; the lists below only as long as the compilation.
void *compiler_allocate(struct compiler *c, size_t bytes);
void word_list_add(struct compiler *c, struct word_list *list, uint32_t word);

// ---- Failing: does not return
_Noreturn void compiler_fail(struct compiler *c, uint32_t offset, const char *message);

// ---- Registers
uint8_t register_new(struct compiler *c, const struct node *for_node);
uint8_t registers_new(struct compiler *c, unsigned count,
                      const struct node *for_node); // first of consecutive ones
static inline void registers_release(struct compiler *c, uint32_t next) { c->next_register = next; }

// ---- Emitting. `offset` is the place in the source that an error of this instruction names.
uint32_t emit_abc(struct compiler *c, uint32_t offset, enum opcode opcode, unsigned a, unsigned b,
                  unsigned third);
uint32_t emit_ad(struct compiler *c, uint32_t offset, enum opcode opcode, unsigned a, int d);
uint32_t emit_word(struct compiler *c, uint32_t word);
// A call with the frame at R[a], and its word for native code.
void emit_call(struct compiler *c, uint32_t offset, enum opcode opcode, unsigned a, uint32_t count);
void emit_constant_operand(struct compiler *c, Value constant);
void emit_cache_operand(struct compiler *c, const struct syntax_string *name);
// Of consecutive caches: the names are those of the PROPERTY nodes.
void emit_record_operand(struct compiler *c, const struct node_list *properties);
// The D of an instruction about a special value.
static inline int special_operand(Value special) { return (int)(special & 0xFFFF); }
// The constant of a name or string literal.
Value string_constant(const struct syntax_string *string);
// An unset jump word; its index for jump_patch.
uint32_t emit_jump_operand(struct compiler *c);
uint32_t emit_jump(struct compiler *c); // JUMP; its index
void emit_loop(struct compiler *c, uint32_t target);
uint32_t here(const struct compiler *c);
void jump_patch(struct compiler *c, uint32_t jump, uint32_t target); // either kind
void jumps_patch(struct compiler *c, const struct word_list *jumps, uint32_t target);
void handler_add(struct compiler *c, struct exception_handler handler);

// ---- Variables (compile_variable.c)
struct location variable_location(const struct compiler *c, const struct variable *variable);
bool variable_is_boxed(const struct variable *variable);
// Gives its variables registers (registers_release closes it), initial values, and creates its
// hoisted functions; or these one after the other, where something stands between.
void compile_scope_entry(struct compiler *c, const struct scope *scope);
void compile_scope_variables(struct compiler *c, const struct scope *scope);
void compile_scope_functions(struct compiler *c, const struct scope *scope);
void compile_identifier_to(struct compiler *c, const struct node_identifier *identifier,
                           uint8_t target);
// The register of a variable that has one of its own and needs no check; -1 otherwise.
int identifier_register(const struct compiler *c, const struct node *node);
// variable := register. `initializes`: the declaration's initialiser, which no constness or dead
// zone forbids.
void compile_store(struct compiler *c, const struct node_identifier *identifier, uint8_t source,
                   bool initializes);
void compile_closure(struct compiler *c, const struct syntax_function *function, uint8_t target);
// Might evaluating the node assign to the variable that the identifier node names?
bool node_may_assign(const struct node *node, const struct variable *variable);

// ---- Expressions (compile_expression.c)
void compile_to(struct compiler *c, const struct node *node, uint8_t target);
uint8_t compile_to_any(struct compiler *c, const struct node *node);
// As compile_to_any, but still holds the value after `later` was evaluated.
uint8_t compile_to_stable(struct compiler *c, const struct node *node, const struct node *later);
// A new array of what a literal or a call lists.
void compile_elements(struct compiler *c, const struct node_list *elements, uint32_t offset,
                      uint8_t target);
void compile_effect(struct compiler *c, const struct node *node);
// Jumps when the truth of the node is `sense`; jump words are added to the list.
void compile_jump(struct compiler *c, const struct node *node, bool sense, struct word_list *jumps);
// The same at the end of a loop, where the node is a comparison of order: the jump goes back, and
// polls. False: the node is something else.
bool compile_loop_jump(struct compiler *c, const struct node *node, struct word_list *jumps);
// variable, property or element := register
void compile_assign_from(struct compiler *c, const struct node *target, uint8_t source);
void load_undefined(struct compiler *c, uint8_t target);
// Is the target register written by the last instruction only, so that it may be a live variable?
bool writes_target_last(const struct node *node);

// A link `?.` at `node`: where it is optional and `base` is nullish, the innermost chain ends.
void compile_optional_link(struct compiler *c, const struct node *node, bool is_optional,
                           uint8_t base);
bool name_is_ascii(const struct syntax_string *name, const char *text);

// ---- Assignments (compile_assignment.c)
void compile_assign(struct compiler *c, const struct node_assign *assign,
                    int target); // target -1: effect
void compile_compound_assign(struct compiler *c, const struct node_compound_assign *assign,
                             int target);
void compile_logical_assign(struct compiler *c, const struct node_logical_assign *assign,
                            int target);
void compile_update(struct compiler *c, const struct node_update *update, int target);
// What has been evaluated of an assignment's target before the value, or the default value of a
// pattern's element, is.
struct target {
  const struct node *node;
  uint8_t object, key; // MEMBER, INDEX
};
struct target compile_target(struct compiler *c, const struct node *node, const struct node *value);
void compile_target_store(struct compiler *c, const struct target *target, uint8_t source);
// target := left operator right, right being a node
void compile_binary_operation(struct compiler *c, uint32_t offset, enum token operation,
                              uint8_t left, const struct node *right, uint8_t target);
// A literal as the constant operand of an arithmetic instruction.
Value number_constant(double number, enum token operation);
// undefined, null, true or false where the node is that for certain; VALUE_ABSENT: it may be
// another.
Value node_special_constant(const struct node *node);
// The small integer that a literal is, for immediate operands.
bool node_small_integer(const struct node *node, int minimum, int maximum, int *integer);

// ---- Patterns (compile_pattern.c)
// The pattern takes the register's value apart, which it does not change.
void compile_destructure(struct compiler *c, const struct node *pattern, uint8_t source,
                         bool initializes);
// A name, pattern, property or element takes the value.
void compile_bind(struct compiler *c, const struct node *target, uint8_t source, bool initializes);

// ---- Calls (compile_call.c)
void compile_call(struct compiler *c, const struct node_call *call, uint8_t target);
void compile_new(struct compiler *c, const struct node_new *new, uint8_t target);
void compile_super(struct compiler *c, const struct node_super_call *call, uint8_t target);
void compile_arguments(struct compiler *c, const struct node_list *arguments);
// A call or construction with spread arguments: the callee and `this` are in the frame.
void compile_spread_call(struct compiler *c, const struct node *node, enum opcode opcode,
                         const struct node_list *arguments, uint8_t frame);
// Pseudo-functions of library code. False: not one.
bool compile_intrinsic(struct compiler *c, const struct node_call *call, uint8_t target);
// `$has(object, index)` of library code as a condition. False: the node is something else.
bool compile_has_jump(struct compiler *c, const struct node *node, bool sense,
                      struct word_list *jumps);

// ---- Classes (compile_class.c)
// `name`: the register of the key that an anonymous class is named by, or -1.
void compile_class(struct compiler *c, const struct node_class *class, int name, uint8_t target);
// An anonymous function or class that takes the key as its name.
void compile_named(struct compiler *c, const struct node *value, uint8_t key, uint8_t target);
void compile_field(struct compiler *c, const struct node_field *field);
void compile_static_block(struct compiler *c, const struct node_static_block *block);
// What a function begins with if it may be a constructor.
void compile_construction(struct compiler *c);
// The whole of the constructor that a derived class leaves out; the end of one that it has.
void compile_implicit_constructor(struct compiler *c);
void compile_derived_result(struct compiler *c);
// In a frame at the top of the registers; the object replaces its first one.
void compile_super_call(struct compiler *c, const struct node_super_call *call, uint8_t frame);
void compile_private_in(struct compiler *c, const struct node_private_in *test, uint8_t target);

// A MEMBER or INDEX that is not an ordinary property: its object (of `super` followed by the
// receiver) and its key, in registers of their own.
enum member_form { MEMBER_ORDINARY, MEMBER_PRIVATE, MEMBER_SUPER };
struct member {
  uint8_t object, key;
};
enum member_form member_form(const struct node *node);
struct member compile_special_member(struct compiler *c, const struct node *node);
void compile_special_get(struct compiler *c, const struct node *node, struct member member,
                         uint8_t target);
void compile_special_set(struct compiler *c, const struct node *node, struct member member,
                         uint8_t source);
// The property that `super.name` reads; the receiver is left in the register given.
void compile_super_property(struct compiler *c, const struct node_member *member, uint8_t receiver,
                            uint8_t target);
// The callee, with its `this`, into a frame.
void compile_special_callee(struct compiler *c, const struct node *node, uint8_t frame);

// ---- Statements (compile_statement.c)
void compile_statements(struct compiler *c, const struct node_list *statements);
// Returns the expression's value, where no finally block waits.
void compile_return_of(struct compiler *c, const struct node *value);

#endif

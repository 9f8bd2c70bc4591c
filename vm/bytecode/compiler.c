// From syntax tree to templates: the frame of the compiler, its emitters, and the making of a
// template.
//
// Each function is compiled on its own and knows of the functions around it only what scope
// resolution says (which variables are captured, and how). Displacements of constants and caches
// are known once all words are there, so operand words hold indexes until the end.
#include "vm/bytecode/compiler.h"

#include "vm/bytecode/saved.h"
#include "vm/syntax/arena.h"
#include "vm/syntax/describe.h"

#include <stdio.h>
#include <stdlib.h>

#define FIRST_ARENA 4096
#define FIRST_SCRATCH 4096

// ---- Memory

static void *checked(struct compiler *c, void *memory) {
  if (memory == NULL) {
    *c->error = (mica_error){.status = MICA_ERROR_MEMORY, .message = "out of memory"};
    longjmp(*c->failed, 1);
  }
  return memory;
}

void *compiler_allocate(struct compiler *c, size_t bytes) {
  return checked(c, arena_allocate(c->arena, bytes));
}

// Room for one more item of `size` bytes in a list.
static void *grow(struct compiler *c, void *items, uint32_t count, uint32_t *capacity,
                  size_t size) {
  if (count < *capacity)
    return items;
  uint32_t wanted = *capacity ? *capacity * 2 : 8;
  void *grown = checked(c, arena_allocate(c->scratch, wanted * size));
  if (count > 0)
    memcpy(grown, items, count * size);
  *capacity = wanted;
  return grown;
}

void word_list_add(struct compiler *c, struct word_list *list, uint32_t word) {
  list->items = grow(c, list->items, list->count, &list->capacity, sizeof *list->items);
  list->items[list->count++] = word;
}

static void *keep(struct compiler *c, const void *items, size_t bytes) {
  if (bytes == 0)
    return NULL;
  return memcpy(compiler_allocate(c, bytes), items, bytes);
}

void compiler_fail(struct compiler *c, uint32_t offset, const char *message) {
  struct syntax_position position = syntax_position(c->tree, offset);
  *c->error = (mica_error){
      .status = MICA_ERROR_UNSUPPORTED, .line = position.line, .column = position.column};
  snprintf(c->error->message, sizeof c->error->message, "unsupported: %s", message);
  longjmp(*c->failed, 1);
}

// ---- Registers

// Says which function it is: the place alone may be anywhere in it.
static void fail_large(struct compiler *c, const struct node *for_node) {
  const struct syntax_function *function = c->function;
  struct syntax_position position = syntax_position(c->tree, function->start);
  char message[200], name[100] = "module";
  if (function->parent)
    syntax_string_text(function->name, name, sizeof name);
  snprintf(message, sizeof message,
           "a function with more than 250 variables and intermediate values: %s (line %u)", name,
           position.line);
  compiler_fail(c, for_node ? for_node->offset : function->start, message);
}

uint8_t registers_new(struct compiler *c, unsigned count, const struct node *for_node) {
  uint32_t first = c->next_register;
  if (first + count > MAXIMUM_REGISTERS)
    fail_large(c, for_node);
  c->next_register += count;
  if (c->next_register > c->register_count)
    c->register_count = c->next_register;
  return (uint8_t)first;
}

uint8_t register_new(struct compiler *c, const struct node *for_node) {
  return registers_new(c, 1, for_node);
}

// ---- Emitting

uint32_t here(const struct compiler *c) { return c->words.count; }

uint32_t emit_word(struct compiler *c, uint32_t word) {
  word_list_add(c, &c->words, word);
  return c->words.count - 1;
}

static uint32_t emit_at(struct compiler *c, uint32_t offset, uint32_t word) {
  uint32_t at = emit_word(c, word);
  if (c->position_count == 0 || c->positions[c->position_count - 1].offset != offset) {
    c->positions =
        grow(c, c->positions, c->position_count, &c->position_capacity, sizeof *c->positions);
    c->positions[c->position_count++] = (struct position){at, offset};
  }
  return at;
}

uint32_t emit_abc(struct compiler *c, uint32_t offset, enum opcode opcode, unsigned a, unsigned b,
                  unsigned third) {
  return emit_at(c, offset, (uint32_t)opcode | a << 8 | b << 16 | (third & 0xFF) << 24);
}

uint32_t emit_ad(struct compiler *c, uint32_t offset, enum opcode opcode, unsigned a, int d) {
  return emit_at(c, offset, (uint32_t)opcode | a << 8 | (uint32_t)d << 16);
}

void emit_call(struct compiler *c, uint32_t offset, enum opcode opcode, unsigned a,
               uint32_t count) {
  emit_abc(c, offset, opcode, a, 0, count);
  emit_word(c, 0);
}

static void emit_relocated(struct compiler *c, uint32_t index, bool is_cache) {
  c->relocations =
      grow(c, c->relocations, c->relocation_count, &c->relocation_capacity, sizeof *c->relocations);
  c->relocations[c->relocation_count++] = (struct relocation){emit_word(c, 0), index, is_cache};
}

Value string_constant(const struct syntax_string *string) { return TAG_STRING | (uintptr_t)string; }

void emit_constant_operand(struct compiler *c, Value constant) {
  uint32_t index = 0;
  // Recent ones are the likely ones; a miss only costs a second copy.
  uint32_t oldest = c->constant_count > 64 ? c->constant_count - 64 : 0;
  for (index = c->constant_count; index > oldest && c->constants[index - 1] != constant; index--)
    ;
  if (index == oldest) {
    c->constants =
        grow(c, c->constants, c->constant_count, &c->constant_capacity, sizeof *c->constants);
    c->constants[c->constant_count++] = constant;
    index = c->constant_count;
  }
  emit_relocated(c, index - 1, false);
}

static void add_cache(struct compiler *c, const struct syntax_string *name) {
  c->cache_names =
      grow(c, c->cache_names, c->cache_count, &c->cache_capacity, sizeof *c->cache_names);
  c->cache_names[c->cache_count++] = name;
}

void emit_cache_operand(struct compiler *c, const struct syntax_string *name) {
  emit_relocated(c, c->cache_count, true);
  add_cache(c, name);
}

void emit_record_operand(struct compiler *c, const struct node_list *properties) {
  emit_relocated(c, c->cache_count, true);
  for (uint32_t at = 0; at < properties->count; at++)
    add_cache(c, node_as_property(properties->items[at])->name);
}

uint32_t emit_jump_operand(struct compiler *c) { return emit_word(c, 0); }

uint32_t emit_jump(struct compiler *c) { return emit_word(c, OP_JUMP); }

// An unset jump word is an operand (0) or a JUMP instruction.
static int32_t displacement(struct compiler *c, uint32_t from, uint32_t target, int32_t most) {
  int64_t distance = (int64_t)target - from;
  if (distance > most || distance < -most)
    compiler_fail(c, c->function->start, "a function of this size");
  return (int32_t)distance;
}

void emit_loop(struct compiler *c, uint32_t target) {
  uint32_t at = emit_word(c, 0);
  c->words.items[at] = OP_LOOP | (uint32_t)displacement(c, at + 1, target, (1 << 23) - 1) << 8;
}

void jump_patch(struct compiler *c, uint32_t jump, uint32_t target) {
  uint32_t *word = &c->words.items[jump];
  if (*word == OP_JUMP)
    *word |= (uint32_t)displacement(c, jump + 1, target, (1 << 23) - 1) << 8;
  else
    *word = (uint32_t)displacement(c, jump, target, INT32_MAX);
}

void jumps_patch(struct compiler *c, const struct word_list *jumps, uint32_t target) {
  for (uint32_t at = 0; at < jumps->count; at++)
    jump_patch(c, jumps->items[at], target);
}

void handler_add(struct compiler *c, struct exception_handler handler) {
  c->handlers = grow(c, c->handlers, c->handler_count, &c->handler_capacity, sizeof *c->handlers);
  c->handlers[c->handler_count++] = handler;
}

// ---- Functions

// Parameters stand in R[1] ... in the order of the call. Those that a default value before their
// own could see uninitialised move aside until their turn.
static void compile_parameters(struct compiler *c) {
  const struct node_list *parameters = &c->function->parameters;
  uint32_t released = c->next_register;
  for (uint32_t at = 0; at < parameters->count; at++) {
    const struct node_parameter *parameter = node_as_parameter(parameters->items[at]);
    uint8_t argument = (uint8_t)(1 + at);
    if (parameter->default_value) {
      uint32_t offset = parameter->node.offset;
      emit_ad(c, offset, OP_JUMP_IS_NOT, argument, special_operand(VALUE_UNDEFINED));
      uint32_t given = emit_jump_operand(c);
      compile_to(c, parameter->default_value, argument);
      jump_patch(c, given, here(c));
    }
    if (node_is_pattern(parameter->target)) {
      compile_destructure(c, parameter->target, argument, true);
      continue;
    }
    const struct node_identifier *name = node_as_identifier(parameter->target);
    uint8_t home = c->variable_registers[name->variable->index];
    // A function declared under the parameter's name is there already.
    if (home != argument && name->variable->kind != VARIABLE_FUNCTION)
      compile_store(c, name, argument, true);
  }
  registers_release(c, released);
}

// Gives each parameter its register: the argument's own where nothing can see it too early and no
// box is needed. The arguments object comes behind them; nothing assigns to it.
static void place_parameters(struct compiler *c) {
  const struct node_list *parameters = &c->function->parameters;
  registers_new(c, 1 + parameters->count, NULL);
  if (c->function->arguments)
    c->variable_registers[c->function->arguments->index] = register_new(c, NULL);
  const struct scope *scope = c->function->scope;
  if (scope == NULL)
    return;
  for (uint32_t at = 0; at < parameters->count; at++) {
    const struct node *target = node_as_parameter(parameters->items[at])->target;
    if (node_is_pattern(target))
      continue;
    const struct variable *variable = node_as_identifier(target)->variable;
    bool moves = variable->is_checked || variable_is_boxed(variable);
    c->variable_registers[variable->index] = moves ? 0 : (uint8_t)(1 + at);
  }
}

// The running function's own name, where it is used.
static void compile_self(struct compiler *c) {
  const struct variable *self = c->function->self;
  if (self == NULL || c->function->node == NULL || self->kind != VARIABLE_SELF_NAME)
    return;
  uint8_t home = register_new(c, NULL);
  c->variable_registers[self->index] = home;
  emit_abc(c, c->function->start, OP_LOAD_CALLEE, home, 0, 0);
}

static void compile_body(struct compiler *c) {
  const struct syntax_function *function = c->function;
  place_parameters(c);
  if (function->is_arrow && function->uses_this)
    emit_ad(c, function->start, OP_GET_CAPTURE, 0, (int)function->capture_count);
  if (function->is_derived && function->is_implicit) {
    compile_implicit_constructor(c);
    return;
  }
  compile_self(c);
  compile_construction(c);
  if (function->scope)
    compile_scope_entry(c, function->scope);
  compile_parameters(c);
  if (function->body_scope)
    compile_scope_entry(c, function->body_scope);
  const struct node_list *statements = &function->statements;
  if (function->has_expression_body) {
    compile_return_of(c, function->body);
    return;
  }
  compile_statements(c, statements);
  if (function->is_derived)
    compile_derived_result(c);
  else if (statements->count == 0 || statements->items[statements->count - 1]->kind != NODE_RETURN)
    emit_abc(c, function->end ? function->end - 1 : 0, OP_RETURN_UNDEFINED, 0, 0, 0);
}

static void relocate(struct compiler *c) {
  uint32_t constants_at = (c->words.count + 1) & ~1u;
  uint32_t caches_at =
      constants_at + c->constant_count * (uint32_t)(sizeof(Value) / sizeof(uint32_t));
  for (uint32_t at = 0; at < c->relocation_count; at++) {
    const struct relocation *relocation = &c->relocations[at];
    uint32_t target =
        relocation->is_cache
            ? caches_at +
                  relocation->index * (uint32_t)(sizeof(struct property_cache) / sizeof(uint32_t))
            : constants_at + relocation->index * (uint32_t)(sizeof(Value) / sizeof(uint32_t));
    c->words.items[relocation->word] = target - relocation->word;
  }
}

static void fill_template(struct compiler *c) {
  struct function_template *template = c->template;
  template->register_count = (uint16_t)c->register_count;
  template->word_count = c->words.count;
  template->words = keep(c, c->words.items, c->words.count * sizeof *c->words.items);
  template->constant_count = c->constant_count;
  template->constants = keep(c, c->constants, c->constant_count * sizeof *c->constants);
  template->cache_count = c->cache_count;
  template->cache_names = keep(c, c->cache_names, c->cache_count * sizeof *c->cache_names);
  template->handler_count = c->handler_count;
  template->handlers = keep(c, c->handlers, c->handler_count * sizeof *c->handlers);
  template->position_count = c->position_count;
  template->positions = keep(c, c->positions, c->position_count * sizeof *c->positions);
}

// What is known of a function before it is compiled.
static void describe_function(struct function_template *template,
                              const struct syntax_function *function) {
  template->syntax = function;
  template->name = function->name;
  template->index = function->index;
  template->start = function->start;
  template->end = function->end;
  template->is_implicit = function->is_derived && function->is_implicit;
  template->reads_new_target = function->new_target != NULL;
  template->fields_capture = NO_FIELDS;
  template->parameter_count = (uint16_t)(function->parameters.count - function->has_rest);
  template->has_rest = function->has_rest;
  template->has_arguments = function->arguments != NULL;
  template->length = (uint16_t)function->length;
  template->flags = function_flags(function);
}

// How the function just compiled reaches each variable that one inside it captures when it creates
// the closure. The registers of variables are final: a scope's are assigned once, and stay noted
// after it closed.
static void set_capture_sources(struct compiler *c, struct function_template *template) {
  const struct syntax_function *function = template->syntax;
  const struct variable *fields = template->is_implicit && function->fields
                                      ? node_as_identifier(function->fields)->variable
                                      : NULL;
  bool needs_this = function->is_arrow && function->uses_this;
  template->capture_count = function->capture_count + needs_this;
  template->captures =
      compiler_allocate(c, (template->capture_count + 1) * sizeof *template->captures);
  for (uint32_t at = 0; at < function->capture_count; at++) {
    struct location location = variable_location(c, function->captures[at]);
    bool from_register = location.kind == LOCATION_REGISTER || location.kind == LOCATION_BOX;
    template->captures[at] = (struct capture_source){from_register, (uint16_t)location.index};
    if (function->captures[at] == fields)
      template->fields_capture = at;
  }
  // An arrow's `this` is the enclosing function's R[0].
  if (needs_this)
    template->captures[function->capture_count] = (struct capture_source){true, 0};
}

static void make_children(struct compiler *c) {
  const struct syntax_function *function = c->function;
  uint32_t count = function->inner_count;
  struct function_template *inner = compiler_allocate(c, (count + 1) * sizeof *inner);
  c->template->child_count = count;
  c->template->children = compiler_allocate(c, (count + 1) * sizeof *c->template->children);
  for (uint32_t at = 0; at < count; at++) {
    c->template->children[at] = &inner[at];
    describe_function(&inner[at], function->inner[at]);
    set_capture_sources(c, &inner[at]);
  }
}

// The lists keep their room from one function to the next.
static void begin_function(struct compiler *c, struct function_template *template) {
  c->function = template->syntax;
  c->template = template;
  c->words.count = c->relocation_count = c->constant_count = c->cache_count = 0;
  c->handler_count = c->position_count = 0;
  c->next_register = c->register_count = 0;
  c->result_jumps = (struct word_list){0};
  c->variable_registers = checked(c, arena_allocate(c->scratch, c->function->variable_count + 1));
}

static void compile_function(struct compiler *c, struct function_template *template) {
  begin_function(c, template);
  compile_body(c);
  relocate(c);
  fill_template(c);
  make_children(c);
  __atomic_store_n(&template->is_compiled, true, __ATOMIC_RELEASE);
}

// The function and all inside it.
static void compile_tree(struct compiler *c, struct function_template *template) {
  if (!template->is_compiled)
    compile_function(c, template);
  for (uint32_t at = 0; at < template->child_count; at++)
    compile_tree(c, template->children[at]);
}

// The module and all inside it: its bytecode takes up to four times the source.
#define BYTES_OF_A_SOURCE_BYTE 4
static void compile_all(struct compiler *c, struct function_template *root) {
  size_t bytes = BYTES_OF_A_SOURCE_BYTE * (size_t)c->tree->length;
  if (!arena_expect(c->arena, bytes))
    checked(c, NULL);
  compile_tree(c, root);
}

static void set_out_of_memory(mica_error *error) {
  *error = (mica_error){.status = MICA_ERROR_MEMORY, .message = "out of memory"};
}

// Does the work on a template, under the one way out of what fails.
static bool compile(const struct bytecode_program *program, struct function_template *template,
                    void (*work)(struct compiler *c, struct function_template *template),
                    mica_error *error) {
  jmp_buf failed;
  struct arena *scratch = arena_new(FIRST_SCRATCH);
  if (scratch == NULL) {
    set_out_of_memory(error);
    return false;
  }
  struct compiler c = {.tree = program->tree,
                       .arena = program->arena,
                       .scratch = scratch,
                       .is_library = program->is_library,
                       .error = error,
                       .failed = &failed};
  bool failing = setjmp(failed) != 0;
  if (!failing)
    work(&c, template);
  arena_free(scratch);
  return !failing;
}

bool bytecode_compile_function(struct bytecode_program *program, struct function_template *template,
                               mica_error *error) {
  if (program->saved)
    return saved_read_function(program, template, error);
  return compile(program, template, compile_function, error);
}

bool bytecode_compile_rest(struct bytecode_program *program, mica_error *error) {
  if (program->saved)
    return saved_read_rest(program, error);
  program->is_whole |= compile(program, program->root, compile_all, error);
  return program->is_whole;
}

// The module's arguments that are variables: a declaration may have taken a name.
static uint8_t module_parameters(const struct scope *scope) {
  uint8_t parameters = 0;
  for (uint32_t at = 0; scope && at < MODULE_ARGUMENTS && at < scope->variable_count; at++)
    if (scope->variables[at]->kind == VARIABLE_PARAMETER)
      parameters |= (uint8_t)(1u << at);
  return parameters;
}

struct bytecode_program *bytecode_compile(const struct syntax_tree *tree, bool is_library,
                                          mica_error *error) {
  struct arena *arena = arena_new(FIRST_ARENA);
  struct bytecode_program *program = arena ? arena_allocate(arena, sizeof *program) : NULL;
  struct function_template *root = program ? arena_allocate(arena, sizeof *root) : NULL;
  if (root == NULL) {
    set_out_of_memory(error);
    arena_free(arena);
    return NULL;
  }
  describe_function(root, tree->module);
  const struct scope *scope = tree->module->scope;
  *program = (struct bytecode_program){
      .tree = tree,
      .filename = tree->filename,
      .root = root,
      .module_slot_count = scope ? scope->variable_count : 0,
      .module_parameters = module_parameters(scope),
      .is_library = is_library,
      .arena = arena,
  };
  if (compile(program, root, compile_function, error))
    return program;
  arena_free(arena);
  return NULL;
}

void bytecode_free(struct bytecode_program *program) {
  if (program != NULL)
    arena_free(program->arena);
}

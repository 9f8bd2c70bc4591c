// Variables: where each lives, entering and leaving scopes, reading, storing, and making closures
// of them.
//
// A variable whose closures may copy its value needs no box, though closures share it: nothing can
// change it afterwards. Function declarations are created together on entry of their scope, before
// any of them can run, those in registers first; those that capture one another get their captures
// filled a second time, when all of them exist.
#include "vm/bytecode/compiler.h"
#include "vm/stress.h"

static bool is_immutable_function(const struct variable *variable) {
  return variable->kind == VARIABLE_FUNCTION && !variable->is_assigned;
}

bool variable_is_boxed(const struct variable *variable) {
  return variable->is_captured && !variable->is_module_level && !variable->is_captured_by_value &&
         !is_immutable_function(variable) && variable->kind != VARIABLE_SELF_NAME;
}

// Module variables that no function uses are registers of the module's frame, as many as are
// sensible.
#define MODULE_REGISTER_VARIABLES USUAL_OR_TINY(100, 3)
static bool is_module_slot(const struct variable *variable) {
  return variable->is_module_level &&
         (variable->is_captured || variable->kind == VARIABLE_PARAMETER ||
          variable->index >= MODULE_REGISTER_VARIABLES);
}

struct location variable_location(const struct compiler *c, const struct variable *variable) {
  if (variable == NULL)
    return (struct location){LOCATION_GLOBAL, 0};
  if (is_module_slot(variable))
    return (struct location){LOCATION_MODULE, variable->index};
  bool boxed = variable_is_boxed(variable);
  if (variable->scope->function == c->function)
    return (struct location){boxed ? LOCATION_BOX : LOCATION_REGISTER,
                             c->variable_registers[variable->index]};
  uint32_t at = 0;
  while (c->function->captures[at] != variable)
    at++;
  return (struct location){boxed ? LOCATION_CAPTURE_BOX : LOCATION_CAPTURE, at};
}

// ---- Scopes

static void initialize_variable(struct compiler *c, const struct variable *variable) {
  uint32_t offset = variable->offset;
  bool is_var = variable->kind == VARIABLE_VAR;
  if (variable->kind == VARIABLE_ARGUMENTS)
    return; // the call stored it
  if (variable->kind == VARIABLE_PARAMETER && !variable->is_checked && !variable_is_boxed(variable))
    return;
  int initial = special_operand(is_var ? VALUE_UNDEFINED : VALUE_UNINITIALIZED);
  struct location location = variable_location(c, variable);
  if (location.kind == LOCATION_MODULE) {
    if (is_var || !variable->is_checked || variable->kind == VARIABLE_PARAMETER)
      return; // slots begin as undefined, or as what the loader stored
    uint32_t released = c->next_register;
    uint8_t temporary = register_new(c, NULL);
    emit_ad(c, offset, OP_LOAD_SPECIAL, temporary, initial);
    emit_ad(c, offset, OP_SET_MODULE, temporary, (int)location.index);
    registers_release(c, released);
    return;
  }
  uint8_t home = (uint8_t)location.index;
  if (is_var || variable->is_checked || location.kind == LOCATION_BOX)
    emit_ad(c, offset, OP_LOAD_SPECIAL, home, initial);
  if (location.kind == LOCATION_BOX)
    emit_abc(c, offset, OP_NEW_BOX, home, home, 0);
}

static bool captures(const struct syntax_function *function, const struct variable *variable) {
  for (uint32_t at = 0; at < function->capture_count; at++)
    if (function->captures[at] == variable)
      return true;
  return false;
}

// The register of a hoisted function's variable; -1: it lives elsewhere.
static int hoisted_register(const struct compiler *c, const struct syntax_function *function) {
  struct location location = variable_location(c, function->variable);
  return location.kind == LOCATION_REGISTER ? (int)location.index : -1;
}

// Functions are met mostly in the order of the text, so the search begins where the last ended: a
// source may have thousands.
static uint32_t child_of(struct compiler *c, const struct syntax_function *function) {
  uint32_t child = c->next_child;
  while (child >= c->function->inner_count || c->function->inner[child] != function)
    child = child + 1 < c->function->inner_count ? child + 1 : 0;
  c->next_child = child + 1;
  return child;
}

static void store_hoisted(struct compiler *c, const struct variable *variable, uint8_t source) {
  struct location location = variable_location(c, variable);
  if (location.kind == LOCATION_MODULE)
    emit_ad(c, variable->offset, OP_SET_MODULE, source, (int)location.index);
  else if (location.kind == LOCATION_BOX)
    emit_abc(c, variable->offset, OP_SET_BOX, location.index, source, 0);
}

// Of the functions in registers, which alone others may copy: those that capture themselves or one
// that is created later get their captures filled again. What was captured too early is undefined
// until then.
static bool is_captured_early(const struct scope *scope, uint32_t function) {
  for (uint32_t at = 0; at <= function; at++)
    if (captures(scope->hoisted[at], scope->hoisted[function]->variable))
      return true;
  return false;
}

static bool captures_later(const struct compiler *c, const struct scope *scope, uint32_t function) {
  for (uint32_t at = function; at < scope->hoisted_count; at++)
    if (captures(scope->hoisted[function], scope->hoisted[at]->variable) &&
        hoisted_register(c, scope->hoisted[at]) >= 0)
      return true;
  return false;
}

static void create_register_functions(struct compiler *c, const struct scope *scope) {
  for (uint32_t at = 0; at < scope->hoisted_count; at++) {
    int home = hoisted_register(c, scope->hoisted[at]);
    if (home >= 0 && is_captured_early(scope, at))
      load_undefined(c, (uint8_t)home);
  }
  for (uint32_t at = 0; at < scope->hoisted_count; at++) {
    int home = hoisted_register(c, scope->hoisted[at]);
    if (home >= 0)
      compile_closure(c, scope->hoisted[at], (uint8_t)home);
  }
  for (uint32_t at = 0; at < scope->hoisted_count; at++) {
    const struct syntax_function *function = scope->hoisted[at];
    int home = hoisted_register(c, function);
    if (home >= 0 && captures_later(c, scope, at))
      emit_ad(c, function->start, OP_FILL_CAPTURES, (unsigned)home, (int)child_of(c, function));
  }
}

void compile_scope_functions(struct compiler *c, const struct scope *scope) {
  create_register_functions(c, scope);
  for (uint32_t at = 0; at < scope->hoisted_count; at++) {
    if (hoisted_register(c, scope->hoisted[at]) >= 0)
      continue;
    uint32_t released = c->next_register;
    uint8_t closure = register_new(c, NULL);
    compile_closure(c, scope->hoisted[at], closure);
    store_hoisted(c, scope->hoisted[at]->variable, closure);
    registers_release(c, released);
  }
}

void compile_scope_variables(struct compiler *c, const struct scope *scope) {
  for (uint32_t at = 0; at < scope->variable_count; at++) {
    const struct variable *variable = scope->variables[at];
    if (is_module_slot(variable) || c->variable_registers[variable->index] != 0)
      continue; // a parameter in its argument's register, or a loop's variable that has been given
                // one
    c->variable_registers[variable->index] = register_new(c, NULL);
  }
  for (uint32_t at = 0; at < scope->variable_count; at++) {
    const struct variable *variable = scope->variables[at];
    if (variable->kind == VARIABLE_SELF_NAME || is_immutable_function(variable))
      continue; // set by the prologue, or by the creation of the function just below
    initialize_variable(c, variable);
    if (variable->parameter != NULL) {
      uint32_t released = c->next_register;
      uint8_t value = register_new(c, NULL);
      struct node_identifier source = {.name = variable->name, .variable = variable->parameter};
      struct node_identifier target = {.name = variable->name,
                                       .variable = (struct variable *)variable};
      source.node.offset = target.node.offset = variable->offset;
      compile_identifier_to(c, &source, value);
      compile_store(c, &target, value, true);
      registers_release(c, released);
    }
  }
}

void compile_scope_entry(struct compiler *c, const struct scope *scope) {
  compile_scope_variables(c, scope);
  compile_scope_functions(c, scope);
}

// ---- Reading

int identifier_register(const struct compiler *c, const struct node *node) {
  if (node->kind != NODE_IDENTIFIER || node_as_identifier(node)->needs_check)
    return -1;
  struct location location = variable_location(c, node_as_identifier(node)->variable);
  return location.kind == LOCATION_REGISTER ? (int)location.index : -1;
}

static const struct {
  enum opcode read, checked_read, check;
} slot_opcodes[] = {
    [LOCATION_MODULE] = {OP_GET_MODULE, OP_GET_MODULE_CHECKED, OP_CHECK_MODULE},
    [LOCATION_CAPTURE_BOX] = {OP_GET_CAPTURE_BOX, OP_GET_CAPTURE_BOX_CHECKED, OP_CHECK_CAPTURE_BOX},
};

void compile_identifier_to(struct compiler *c, const struct node_identifier *identifier,
                           uint8_t target) {
  uint32_t offset = identifier->node.offset;
  struct location location = variable_location(c, identifier->variable);
  bool checked = identifier->needs_check;
  Value name = string_constant(identifier->name);
  switch (location.kind) {
  case LOCATION_GLOBAL:
    if (name_is_ascii(identifier->name, "undefined")) { // read-only for good (19.1.4)
      load_undefined(c, target);
      return;
    }
    emit_abc(c, offset, OP_GET_GLOBAL, target, 0, 0);
    emit_cache_operand(c, identifier->name);
    return;
  case LOCATION_REGISTER:
    if (checked) {
      emit_abc(c, offset, OP_CHECK_INITIALIZED, location.index, 0, 0);
      emit_constant_operand(c, name);
    }
    if (location.index != target)
      emit_abc(c, offset, OP_MOVE, target, location.index, 0);
    return;
  case LOCATION_BOX:
    if (checked) {
      emit_abc(c, offset, OP_CHECK_BOX, location.index, 0, 0);
      emit_constant_operand(c, name);
    }
    emit_abc(c, offset, OP_GET_BOX, target, location.index, 0);
    return;
  case LOCATION_CAPTURE:
    emit_ad(c, offset, OP_GET_CAPTURE, target, (int)location.index);
    return;
  case LOCATION_MODULE:
  case LOCATION_CAPTURE_BOX:
    emit_ad(c, offset,
            checked ? slot_opcodes[location.kind].checked_read : slot_opcodes[location.kind].read,
            target, (int)location.index);
    if (checked)
      emit_constant_operand(c, name);
    return;
  }
}

// ---- Storing

static void check_before_store(struct compiler *c, const struct node_identifier *identifier,
                               struct location location) {
  uint32_t offset = identifier->node.offset;
  if (location.kind == LOCATION_REGISTER)
    emit_abc(c, offset, OP_CHECK_INITIALIZED, location.index, 0, 0);
  else if (location.kind == LOCATION_BOX)
    emit_abc(c, offset, OP_CHECK_BOX, location.index, 0, 0);
  else
    emit_ad(c, offset, slot_opcodes[location.kind].check, 0, (int)location.index);
  emit_constant_operand(c, string_constant(identifier->name));
}

void compile_store(struct compiler *c, const struct node_identifier *identifier, uint8_t source,
                   bool initializes) {
  uint32_t offset = identifier->node.offset;
  const struct variable *variable = identifier->variable;
  struct location location = variable_location(c, variable);
  bool checked = !initializes && identifier->needs_check;
  if (checked && location.kind != LOCATION_CAPTURE)
    check_before_store(c, identifier, location);
  if (!initializes && variable &&
      (variable->kind == VARIABLE_CONST || variable->kind == VARIABLE_SELF_NAME)) {
    emit_abc(c, offset, OP_THROW_CONSTANT_ASSIGNMENT, 0, 0, 0);
    emit_constant_operand(c, string_constant(identifier->name));
    return;
  }
  switch (location.kind) {
  case LOCATION_GLOBAL:
    emit_abc(c, offset, OP_SET_GLOBAL, source, 0, 0);
    emit_cache_operand(c, identifier->name);
    return;
  case LOCATION_REGISTER:
    if (location.index != source)
      emit_abc(c, offset, OP_MOVE, location.index, source, 0);
    return;
  case LOCATION_BOX:
    emit_abc(c, offset, OP_SET_BOX, location.index, source, 0);
    return;
  case LOCATION_MODULE:
    emit_ad(c, offset, OP_SET_MODULE, source, (int)location.index);
    return;
  case LOCATION_CAPTURE: // only what is never assigned is captured so
  case LOCATION_CAPTURE_BOX:
    emit_ad(c, offset, OP_SET_CAPTURE_BOX, source, (int)location.index);
    return;
  }
}

// ---- Closures

void compile_closure(struct compiler *c, const struct syntax_function *function, uint8_t target) {
  emit_ad(c, function->start, OP_CLOSURE, target, (int)child_of(c, function));
}

// ---- Might a node assign?

static bool list_may_assign(const struct node_list *list, const struct variable *variable) {
  for (uint32_t at = 0; at < list->count; at++)
    if (node_may_assign(list->items[at], variable))
      return true;
  return false;
}

static bool targets(const struct node *target, const struct variable *variable) {
  return target->kind == NODE_IDENTIFIER && node_as_identifier(target)->variable == variable;
}

// Children by nodes.def; functions inside are no matter, because what they assign is in a box.
bool node_may_assign(const struct node *node, const struct variable *variable) {
  if (node == NULL || !variable->is_assigned)
    return false;
  if (node->kind == NODE_ASSIGN && targets(node_as_assign(node)->target, variable))
    return true;
  if (node->kind == NODE_COMPOUND_ASSIGN &&
      targets(node_as_compound_assign(node)->target, variable))
    return true;
  if (node->kind == NODE_LOGICAL_ASSIGN && targets(node_as_logical_assign(node)->target, variable))
    return true;
  if (node->kind == NODE_UPDATE && targets(node_as_update(node)->target, variable))
    return true;
  if (node->kind == NODE_ELEMENT && targets(node_as_element(node)->target, variable))
    return true;
  switch ((enum node_kind)node->kind) {
#define CHILD(field) || node_may_assign(self->field, variable)
#define LIST(field) || list_may_assign(&self->field, variable)
#define STRING(field)
#define STRINGS(field)
#define NUMBER(field)
#define FLAG(field)
#define TOKEN(field)
#define VARIABLE(field)
#define SCOPE(field)
#define FUNCTION(field)
#define DECLARES(field)
#define TARGET(field)
#define NODE(KIND, name, ...)                                                                      \
  case NODE_##KIND: {                                                                              \
    const struct node_##name *self = node_as_##name(node);                                         \
    (void)self;                                                                                    \
    return false __VA_ARGS__;                                                                      \
  }
#include "vm/syntax/nodes.def"
  default:
    return false;
  }
}

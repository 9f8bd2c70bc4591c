// Environments: names and their values, searched by name.
#include "vm/tree/tree.h"

#include "vm/core/class.h"
#include "vm/core/operations.h"
#include "vm/syntax/describe.h"

void environment_trace(struct vm *vm, struct cell *cell) {
  const struct environment *environment = (const struct environment *)cell;
  heap_mark_cell(vm, environment->parent);
  for (uint32_t i = 0; i < cell->extra; i++)
    heap_mark_value(vm, environment->bindings[i].value);
}

static Value initial_value(const struct variable *variable) {
  return variable->kind == VARIABLE_LET || variable->kind == VARIABLE_CONST ||
                 variable->kind == VARIABLE_PARAMETER
             ? VALUE_UNINITIALIZED
             : VALUE_UNDEFINED;
}

struct environment *tree_environment_new(struct vm *vm, struct environment *parent,
                                         const struct scope *scope) {
  size_t bytes = sizeof(struct environment) + scope->variable_count * sizeof(struct binding);
  struct environment *environment = heap_allocate(vm, bytes, CELL_ENVIRONMENT);
  environment->cell.extra = scope->variable_count;
  environment->parent = parent;
  environment->scope = scope;
  for (uint32_t i = 0; i < scope->variable_count; i++) {
    const struct variable *variable = scope->variables[i];
    environment->bindings[i] = (struct binding){variable->name, initial_value(variable)};
  }
  return environment;
}

void tree_create_functions(struct tree_activation *activation, const struct scope *scope) {
  for (uint32_t i = 0; i < scope->hoisted_count; i++) {
    const struct function *function = tree_function_new(activation, scope->hoisted[i]);
    tree_find(activation, scope->hoisted[i]->name)->value = value_from_object(&function->object);
  }
}

void tree_enter_scope(struct tree_activation *activation, const struct scope *scope) {
  if (!scope)
    return;
  activation->environment = tree_environment_new(activation->vm, activation->environment, scope);
  tree_create_functions(activation, scope);
}

static struct binding *find_in(const struct environment *environment,
                               const struct syntax_string *name) {
  struct binding *binding = (struct binding *)environment->bindings;
  for (struct binding *end = binding + environment->cell.extra; binding < end; binding++)
    if (binding->name == name)
      return binding;
  return NULL;
}

struct binding *tree_find(const struct tree_activation *activation,
                          const struct syntax_string *name) {
  const struct environment *environment = activation->environment;
  for (; environment; environment = environment->parent) {
    struct binding *binding = find_in(environment, name);
    if (binding)
      return binding;
  }
  return NULL;
}

// ---- References to names

static Value throw_uninitialized(struct vm *vm, const struct syntax_string *name) {
  char text[DESCRIPTION_BYTES];
  if (strcmp(syntax_string_text(name, text, sizeof text), "this") == 0)
    return throw_this_uninitialized(vm);
  return throw_error(vm, ERROR_REFERENCE, "Cannot access '%s' before initialization", text);
}

static Value throw_not_defined(struct vm *vm, const struct syntax_string *name) {
  char text[DESCRIPTION_BYTES];
  return throw_error(vm, ERROR_REFERENCE, "%s is not defined",
                     syntax_string_text(name, text, sizeof text));
}

// 1 the global object has the property, 0 it has not, -1 thrown.
static int has_global(struct tree_activation *activation, PropertyKey key) {
  if (key == VALUE_EXCEPTION)
    return -1;
  return object_has(activation->vm, activation->vm->global, key);
}

static Value get_global(struct tree_activation *activation, const struct syntax_string *name) {
  PropertyKey key = tree_key(activation, name);
  int has = has_global(activation, key);
  if (has == 0)
    return throw_not_defined(activation->vm, name);
  return has < 0 ? VALUE_EXCEPTION : object_get(activation->vm, activation->vm->global, key);
}

static bool set_global(struct tree_activation *activation, const struct syntax_string *name,
                       Value value) {
  PropertyKey key = tree_key(activation, name);
  int has = has_global(activation, key);
  if (has == 0)
    return throw_not_defined(activation->vm, name) != VALUE_EXCEPTION;
  return has > 0 && object_set(activation->vm, activation->vm->global, key, value);
}

Value tree_get_name(struct tree_activation *activation, const struct node_identifier *node) {
  const struct binding *binding = tree_find(activation, node->name);
  if (binding && binding->value != VALUE_UNINITIALIZED)
    return binding->value;
  activation->node = &node->node;
  return binding ? throw_uninitialized(activation->vm, node->name)
                 : get_global(activation, node->name);
}

static const struct environment *find_environment(const struct tree_activation *activation,
                                                  const struct syntax_string *name) {
  const struct environment *environment = activation->environment;
  while (environment && !find_in(environment, name))
    environment = environment->parent;
  return environment;
}

static bool is_constant(const struct variable *variable) {
  return variable->kind == VARIABLE_CONST || variable->kind == VARIABLE_SELF_NAME;
}

bool tree_set_name(struct tree_activation *activation, const struct node_identifier *node,
                   Value value) {
  const struct environment *environment = find_environment(activation, node->name);
  activation->node = &node->node;
  if (!environment)
    return set_global(activation, node->name, value);
  struct binding *binding = find_in(environment, node->name);
  if (binding->value == VALUE_UNINITIALIZED)
    return throw_uninitialized(activation->vm, node->name) != VALUE_EXCEPTION;
  if (is_constant(environment->scope->variables[binding - environment->bindings]))
    return throw_type_error(activation->vm, "Assignment to constant variable.") != VALUE_EXCEPTION;
  binding->value = value;
  return true;
}

void tree_initialize(struct tree_activation *activation, const struct node *identifier,
                     Value value) {
  tree_find(activation, node_as_identifier(identifier)->name)->value = value;
}

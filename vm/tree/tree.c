// Modules, closures and calls of the tree tier.
#include "vm/tree/tree.h"

#include "vm/core/class.h"
#include "vm/library/library.h"

void tree_trace_roots(struct vm *vm) {
  for (const struct tree_root *root = vm->tree_roots; root; root = root->previous)
    heap_mark_value(vm, root->value);
  for (const struct tree_activation *activation = vm->activation; activation;
       activation = activation->previous) {
    heap_mark_cell(vm, activation->environment);
    heap_mark_value(vm, activation->this_value);
    heap_mark_value(vm, activation->new_target);
    heap_mark_value(vm, activation->result);
  }
}

// ---- Modules

static size_t strings_bytes(const struct mica_program *program) {
  return program->tree->string_count * sizeof(struct tree_string);
}

static struct tree_module *module_new(struct vm *vm, struct mica_program *program) {
  struct tree_module *module = heap_allocate(vm, sizeof *module, CELL_MODULE);
  module->strings = NULL;
  module->program = program_retain(program);
  size_t bytes = strings_bytes(program);
  if (bytes > 0)
    module->strings = memset(heap_external_allocate(vm, bytes), 0, bytes);
  return module;
}

void module_trace(struct vm *vm, struct cell *cell) {
  const struct tree_module *module = (const struct tree_module *)cell;
  for (uint32_t i = 0; i < module->program->tree->string_count; i++) {
    heap_mark_cell(vm, module->strings[i].string);
    heap_mark_value(vm, module->strings[i].key);
  }
}

void module_finalize(struct vm *vm, struct cell *cell) {
  struct tree_module *module = (struct tree_module *)cell;
  heap_external_free(vm, module->strings, strings_bytes(module->program));
  program_release(module->program);
}

Value tree_string(struct tree_activation *activation, const struct syntax_string *string) {
  struct tree_string *entry = &activation->module->strings[string->index];
  if (!entry->string)
    entry->string = program_string(activation->vm, string);
  return entry->string ? value_from_string(entry->string) : VALUE_EXCEPTION;
}

PropertyKey tree_key(struct tree_activation *activation, const struct syntax_string *string) {
  struct tree_string *entry = &activation->module->strings[string->index];
  if (entry->key == 0) {
    Value text = tree_string(activation, string);
    if (text == VALUE_EXCEPTION)
      return VALUE_EXCEPTION;
    PropertyKey key = property_key_from_string(activation->vm, value_string(text));
    if (key == VALUE_EXCEPTION)
      return VALUE_EXCEPTION;
    entry->key = key;
  }
  return entry->key;
}

// ---- Functions

static struct function *closure_new(struct vm *vm, const struct syntax_function *syntax,
                                    struct environment *environment, struct tree_module *module,
                                    Value lexical_this) {
  struct function *function =
      function_new(vm, FUNCTION_TREE, function_flags(syntax), TREE_CAPTURE_COUNT);
  function->syntax = syntax;
  function->environment = environment;
  function->captures[TREE_CAPTURE_MODULE] = value_from_cell(module);
  function->captures[TREE_CAPTURE_THIS] = lexical_this;
  return function;
}

// A function expression sees its own name in an environment between itself and its surroundings
// (15.2.5).
struct function *tree_function_new(struct tree_activation *activation,
                                   const struct syntax_function *syntax) {
  struct environment *environment = activation->environment;
  if (syntax->self)
    environment = tree_environment_new(activation->vm, environment, syntax->self->scope);
  struct function *function =
      closure_new(activation->vm, syntax, environment, activation->module, activation->this_value);
  if (syntax->self)
    environment->bindings[0].value = value_from_object(&function->object);
  return function;
}

// The module's parameters are variables of its scope, in order.
static void bind_module(struct tree_activation *activation, const Value *arguments) {
  for (unsigned i = 0; i < MODULE_ARGUMENTS; i++)
    activation->environment->bindings[i].value = arguments[i];
}

// The arguments from `first` on, in an array.
static Value rest_new(struct vm *vm, const Value *arguments, uint32_t first, uint32_t count) {
  struct array *rest = array_new(vm, 0, count > first ? count - first : 0);
  for (uint32_t i = first; rest && i < count; i++)
    rest->elements[rest->length++] = arguments[i];
  return rest ? value_from_object(&rest->object) : VALUE_EXCEPTION;
}

static bool bind_parameters(struct tree_activation *activation, const Value *arguments,
                            uint32_t count) {
  const struct node_list *parameters = &activation->function->syntax->parameters;
  for (uint32_t i = 0; i < parameters->count; i++) {
    const struct node_parameter *parameter = node_as_parameter(parameters->items[i]);
    Value value = i < count ? arguments[i] : VALUE_UNDEFINED;
    if (parameter->is_rest)
      value = rest_new(activation->vm, arguments, i, count);
    if (value == VALUE_UNDEFINED && parameter->default_value)
      value = tree_evaluate(activation, parameter->default_value);
    if (value == VALUE_EXCEPTION)
      return false;
    if (!tree_bind(activation, parameter->target, value, true))
      return false;
  }
  return true;
}

// False: thrown.
static bool bind_arguments(struct tree_activation *activation, const Value *arguments,
                           uint32_t count) {
  const struct variable *variable = activation->function->syntax->arguments;
  if (!variable)
    return true;
  const struct object *object = arguments_new(activation->vm, arguments, count);
  if (!object)
    return false;
  tree_find(activation, variable->name)->value = value_from_object(object);
  return true;
}

// What a constructor's own code may ask for beside its arguments.
static void bind_construction(struct tree_activation *activation) {
  const struct syntax_function *syntax = activation->function->syntax;
  if (syntax->new_target)
    tree_find(activation, syntax->new_target->name)->value = activation->new_target;
  if (syntax->callee)
    tree_find(activation, syntax->callee->name)->value =
        value_from_object(&activation->function->object);
}

// FunctionDeclarationInstantiation (10.2.11). Where parameters are more than names, the body's
// variables are in an environment of their own, and begin with the parameters' values.
static bool instantiate(struct tree_activation *activation, const Value *arguments,
                        uint32_t count) {
  const struct syntax_function *syntax = activation->function->syntax;
  if (syntax->scope) {
    activation->environment =
        tree_environment_new(activation->vm, activation->environment, syntax->scope);
    bind_construction(activation);
    if (!syntax->parent)
      bind_module(activation, arguments);
    else if (!bind_arguments(activation, arguments, count) ||
             !bind_parameters(activation, arguments, count))
      return false;
    tree_create_functions(activation, syntax->scope);
  }
  const struct scope *body = syntax->body_scope;
  if (!body)
    return true;
  struct environment *inner = tree_environment_new(activation->vm, activation->environment, body);
  for (uint32_t i = 0; i < body->variable_count; i++)
    if (body->variables[i]->parameter)
      inner->bindings[i].value = tree_find(activation, body->variables[i]->name)->value;
  activation->environment = inner;
  tree_create_functions(activation, body);
  return true;
}

static Value run_body(struct tree_activation *activation) {
  const struct syntax_function *syntax = activation->function->syntax;
  if (syntax->has_expression_body)
    return tree_evaluate(activation, syntax->body);
  switch (tree_execute_list(activation, &syntax->statements)) {
  case COMPLETION_THROW:
    return VALUE_EXCEPTION;
  case COMPLETION_RETURN:
    return activation->result;
  default:
    return VALUE_UNDEFINED;
  }
}

// The base constructor's part in the making of an object (10.2.2 step 6).
static bool initialize_fields(struct tree_activation *activation) {
  const struct node *fields = activation->function->syntax->fields;
  if (!fields)
    return true;
  Value function = tree_get_name(activation, node_as_identifier(fields));
  return vm_call(activation->vm, function, activation->this_value, NULL, 0) != VALUE_EXCEPTION;
}

// What the constructor of a derived class answers (10.2.2 steps 10 to 12).
static Value derived_result(struct tree_activation *activation, Value result) {
  if (result == VALUE_EXCEPTION || value_is_object(result))
    return result;
  if (result != VALUE_UNDEFINED)
    return throw_type_error(activation->vm,
                            "Derived constructors may only return object or undefined");
  Value this_value =
      tree_find(activation, activation->function->syntax->this_variable->name)->value;
  return this_value == VALUE_UNINITIALIZED ? throw_this_uninitialized(activation->vm) : this_value;
}

Value tree_call(struct vm *vm, struct function *function, Value *frame, uint32_t count) {
  bool is_arrow = function->syntax->is_arrow;
  struct tree_activation activation = {
      .vm = vm,
      .previous = vm->activation,
      .function = function,
      .module = value_pointer(function->captures[TREE_CAPTURE_MODULE]),
      .environment = function->environment,
      .this_value = is_arrow ? function->captures[TREE_CAPTURE_THIS] : frame[0],
      .new_target = vm->new_target,
      .result = VALUE_UNDEFINED,
      .node = &function->syntax->node->node,
  };
  vm->activation = &activation;
  vm->new_target = VALUE_UNDEFINED;
  Value result = VALUE_EXCEPTION;
  if (initialize_fields(&activation) && instantiate(&activation, frame + 1, count))
    result = run_body(&activation);
  if (function->syntax->is_derived)
    result = derived_result(&activation, result);
  vm->activation = activation.previous;
  return result;
}

// ---- Running a module

static bool is_named(const struct syntax_string *name, const char *text) {
  return !name->two_byte && name->length == strlen(text) &&
         memcmp(name->units, text, name->length) == 0;
}

// The names of the pseudo-functions that a library program uses (vm/library/intrinsics.def), around
// its module: to the evaluator they are functions like any other.
static struct environment *library_names(struct vm *vm, const struct syntax_tree *tree) {
  static const struct builtin rows[] = {
#define INTRINSIC(text, arguments, implementation)                                                 \
  {.function = implementation, .name = #text, .length = arguments, .minimum = arguments},
#include "vm/library/intrinsics.def"
#undef INTRINSIC
  };
  const uint32_t count = sizeof rows / sizeof *rows;
  struct environment *names =
      heap_allocate(vm, sizeof *names + count * sizeof(struct binding), CELL_ENVIRONMENT);
  names->parent = NULL;
  names->scope = NULL;
  names->cell.extra = 0;
  for (uint32_t at = 0; at < tree->string_count; at++)
    for (uint32_t row = 0; row < count; row++)
      if (is_named(tree->strings[at], rows[row].name))
        names->bindings[names->cell.extra++] = (struct binding){
            tree->strings[at], value_from_object(&function_new_builtin(vm, &rows[row])->object)};
  return names;
}

Value tree_run_module(struct vm *vm, struct mica_program *program, const Value *arguments) {
  struct environment *names = program->is_library ? library_names(vm, program->tree) : NULL;
  struct tree_module *instance = module_new(vm, program);
  const struct function *function =
      closure_new(vm, program->tree->module, names, instance, VALUE_UNDEFINED);
  return vm_call(vm, value_from_object(&function->object), arguments[MODULE_EXPORTS], arguments,
                 MODULE_ARGUMENTS);
}

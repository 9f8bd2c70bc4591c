// Statements (ECMA-262 14).
//
// Every statement function leaves activation->environment as it found it, however it completes.
#include "vm/tree/tree.h"

#include "vm/core/iterator.h"
#include "vm/core/operations.h"

// What a loop does after its body: `*completion` is the body's. True: the loop ends, with
// *completion.
static bool loop_ends(const struct tree_activation *activation, const struct node *loop,
                      enum completion *completion) {
  bool is_target = activation->target == loop;
  if (*completion == COMPLETION_NORMAL || (*completion == COMPLETION_CONTINUE && is_target)) {
    *completion = COMPLETION_NORMAL;
    return false;
  }
  if (*completion == COMPLETION_BREAK && is_target)
    *completion = COMPLETION_NORMAL;
  return true;
}

// The truth of a condition: 1, 0, or -1 thrown. NULL: true.
static int evaluate_condition(struct tree_activation *activation, const struct node *test) {
  if (!test)
    return 1;
  Value value = tree_evaluate(activation, test);
  return value == VALUE_EXCEPTION ? -1 : to_boolean(value);
}

// ---- Blocks and declarations

enum completion tree_execute_list(struct tree_activation *activation,
                                  const struct node_list *statements) {
  enum completion completion = COMPLETION_NORMAL;
  for (uint32_t i = 0; i < statements->count && completion == COMPLETION_NORMAL; i++)
    completion = tree_execute(activation, statements->items[i]);
  return completion;
}

static enum completion execute_block(struct tree_activation *activation, const struct node *node) {
  const struct node_block *block = node_as_block(node);
  struct environment *outer = activation->environment;
  tree_enter_scope(activation, block->scope);
  enum completion completion = tree_execute_list(activation, &block->statements);
  activation->environment = outer;
  return completion;
}

// `var x` without initializer does nothing; `let x` becomes undefined.
static enum completion execute_declarator(struct tree_activation *activation,
                                          enum variable_kind declares, const struct node *node) {
  const struct node_declarator *declarator = node_as_declarator(node);
  if (!declarator->initializer && declares == VARIABLE_VAR)
    return COMPLETION_NORMAL;
  Value value = VALUE_UNDEFINED;
  if (declarator->initializer)
    value = tree_evaluate(activation, declarator->initializer);
  if (value == VALUE_EXCEPTION)
    return COMPLETION_THROW;
  return tree_bind(activation, declarator->target, value, true) ? COMPLETION_NORMAL
                                                                : COMPLETION_THROW;
}

static enum completion execute_declaration(struct tree_activation *activation,
                                           const struct node *node) {
  const struct node_declaration *declaration = node_as_declaration(node);
  enum completion completion = COMPLETION_NORMAL;
  for (uint32_t i = 0; i < declaration->declarators.count && completion == COMPLETION_NORMAL; i++)
    completion =
        execute_declarator(activation, declaration->declares, declaration->declarators.items[i]);
  return completion;
}

static enum completion execute_class(struct tree_activation *activation, const struct node *node) {
  const struct node_class_declaration *declaration = node_as_class_declaration(node);
  Value value = tree_evaluate(activation, declaration->class);
  if (value == VALUE_EXCEPTION)
    return COMPLETION_THROW;
  tree_initialize(activation, declaration->target, value);
  return COMPLETION_NORMAL;
}

static enum completion execute_if(struct tree_activation *activation, const struct node *node) {
  while (node != NULL && node->kind == NODE_IF) {
    const struct node_if *statement = node_as_if(node);
    int truth = evaluate_condition(activation, statement->test);
    if (truth < 0)
      return COMPLETION_THROW;
    if (truth)
      return tree_execute(activation, statement->consequent);
    node = statement->alternate;
  }
  return node ? tree_execute(activation, node) : COMPLETION_NORMAL;
}

// ---- Loops (14.7)

static enum completion execute_while(struct tree_activation *activation, const struct node *node) {
  const struct node_while *loop = node_as_while(node);
  enum completion completion = COMPLETION_NORMAL;
  for (;;) {
    int truth = evaluate_condition(activation, loop->test);
    if (truth < 0)
      return COMPLETION_THROW;
    if (!truth)
      return COMPLETION_NORMAL;
    completion = tree_execute(activation, loop->body);
    if (loop_ends(activation, node, &completion))
      return completion;
    if (!vm_poll(activation->vm))
      return COMPLETION_THROW;
  }
}

static enum completion execute_do_while(struct tree_activation *activation,
                                        const struct node *node) {
  const struct node_do_while *loop = node_as_do_while(node);
  for (;;) {
    enum completion completion = tree_execute(activation, loop->body);
    if (loop_ends(activation, node, &completion))
      return completion;
    int truth = evaluate_condition(activation, loop->test);
    if (truth < 0 || !vm_poll(activation->vm))
      return COMPLETION_THROW;
    if (!truth)
      return COMPLETION_NORMAL;
  }
}

// CreatePerIterationEnvironment (14.7.4.4): closures made so far keep the variables that they saw.
static void copy_iteration(struct tree_activation *activation, const struct scope *scope) {
  const struct environment *last = activation->environment;
  struct environment *copy = tree_environment_new(activation->vm, last->parent, scope);
  for (uint32_t i = 0; i < scope->variable_count; i++)
    copy->bindings[i].value = last->bindings[i].value;
  activation->environment = copy;
}

static bool initialize_for(struct tree_activation *activation, const struct node *initializer) {
  if (!initializer)
    return true;
  if (initializer->kind == NODE_DECLARATION)
    return execute_declaration(activation, initializer) == COMPLETION_NORMAL;
  return tree_evaluate(activation, initializer) != VALUE_EXCEPTION;
}

static enum completion run_for(struct tree_activation *activation, const struct node *node) {
  const struct node_for *loop = node_as_for(node);
  if (!initialize_for(activation, loop->initializer))
    return COMPLETION_THROW;
  if (loop->scope)
    copy_iteration(activation, loop->scope);
  for (;;) {
    int truth = evaluate_condition(activation, loop->test);
    if (truth < 0)
      return COMPLETION_THROW;
    if (!truth)
      return COMPLETION_NORMAL;
    enum completion completion = tree_execute(activation, loop->body);
    if (loop_ends(activation, node, &completion))
      return completion;
    if (loop->scope)
      copy_iteration(activation, loop->scope);
    if (!vm_poll(activation->vm))
      return COMPLETION_THROW;
    if (loop->update && tree_evaluate(activation, loop->update) == VALUE_EXCEPTION)
      return COMPLETION_THROW;
  }
}

static enum completion execute_for(struct tree_activation *activation, const struct node *node) {
  struct environment *outer = activation->environment;
  tree_enter_scope(activation, node_as_for(node)->scope);
  enum completion completion = run_for(activation, node);
  activation->environment = outer;
  return completion;
}

// ---- for-of and for-in (14.7.5)

// An iteration over values, or over the names of an object's properties.
struct iteration {
  struct tree_root subject; // the iterator; for-in: the array of names
  struct tree_root object;  // for-in: what has them; undefined for for-of
  uint32_t position;        // for-in: in the array
};

// Of undefined and null there is nothing to visit. False: thrown.
static bool enumeration_open(struct vm *vm, Value value, struct iteration *iteration) {
  struct object *object = value_is_nullish(value) ? object_new(vm, NULL, 0) : to_object(vm, value);
  struct array *names = object_enumerable_keys(vm, object);
  if (!names)
    return false;
  iteration->position = 0;
  tree_root(vm, &iteration->subject, value_from_object(&names->object));
  tree_root(vm, &iteration->object, value_from_object(object));
  return true;
}

// False: thrown.
static bool iteration_open(struct tree_activation *activation, const struct node *node,
                           bool enumerates, struct iteration *iteration) {
  struct vm *vm = activation->vm;
  Value subject = tree_evaluate(activation, node);
  if (subject == VALUE_EXCEPTION)
    return false;
  activation->node = node;
  if (enumerates)
    return enumeration_open(vm, subject, iteration);
  Value iterator = tree_iterator(activation, node, subject);
  if (iterator == VALUE_EXCEPTION)
    return false;
  tree_root(vm, &iteration->subject, iterator);
  tree_root(vm, &iteration->object, VALUE_UNDEFINED);
  return true;
}

// The next value, VALUE_ABSENT at the end, or VALUE_EXCEPTION.
static Value iteration_next(struct vm *vm, struct iteration *iteration) {
  Value subject = iteration->subject.value, object = iteration->object.value;
  if (object == VALUE_UNDEFINED)
    return iterator_next(vm, (struct iterator *)value_object(subject));
  return object_next_key(vm, value_object(object), value_array(subject), &iteration->position);
}

static bool bind_iteration(struct tree_activation *activation, const struct node *target,
                           Value value) {
  if (target->kind != NODE_DECLARATION)
    return tree_assign(activation, target, value);
  const struct node *declarator = node_as_declaration(target)->declarators.items[0];
  return tree_bind(activation, node_as_declarator(declarator)->target, value, true);
}

static enum completion run_for_of(struct tree_activation *activation, const struct node *node,
                                  struct iteration *iteration) {
  const struct node_for_of *loop = node_as_for_of(node);
  struct environment *outer = activation->environment;
  for (;;) {
    activation->node = loop->iterable;
    Value value = iteration_next(activation->vm, iteration);
    if (value == VALUE_EXCEPTION)
      return COMPLETION_THROW;
    if (value == VALUE_ABSENT)
      return COMPLETION_NORMAL;
    tree_enter_scope(activation, loop->scope);
    enum completion completion = bind_iteration(activation, loop->target, value)
                                     ? tree_execute(activation, loop->body)
                                     : COMPLETION_THROW;
    activation->environment = outer;
    if (loop_ends(activation, node, &completion))
      return completion;
    if (!vm_poll(activation->vm))
      return COMPLETION_THROW;
  }
}

static enum completion execute_for_of(struct tree_activation *activation, const struct node *node) {
  const struct node_for_of *loop = node_as_for_of(node);
  struct environment *outer = activation->environment;
  struct iteration iteration;
  tree_enter_scope(activation, loop->scope);
  bool opened = iteration_open(activation, loop->iterable, loop->enumerates, &iteration);
  activation->environment = outer;
  if (!opened)
    return COMPLETION_THROW;
  enum completion completion = run_for_of(activation, node, &iteration);
  tree_unroot(activation->vm, &iteration.object);
  tree_unroot(activation->vm, &iteration.subject);
  return completion;
}

// ---- Jumps

static enum completion jump(struct tree_activation *activation, enum completion completion,
                            const struct node *target) {
  activation->target = target;
  return completion;
}

static enum completion execute_return(struct tree_activation *activation, const struct node *node) {
  const struct node *expression = node_as_return(node)->value;
  Value value = expression ? tree_evaluate(activation, expression) : VALUE_UNDEFINED;
  if (value == VALUE_EXCEPTION)
    return COMPLETION_THROW;
  activation->result = value;
  return COMPLETION_RETURN;
}

static enum completion execute_throw(struct tree_activation *activation, const struct node *node) {
  Value value = tree_evaluate(activation, node_as_throw(node)->value);
  activation->node = node;
  if (value != VALUE_EXCEPTION)
    throw_value(activation->vm, value);
  return COMPLETION_THROW;
}

// Only a break ends here: `continue` names a loop.
static enum completion end_break(const struct tree_activation *activation, const struct node *node,
                                 enum completion completion) {
  return completion == COMPLETION_BREAK && activation->target == node ? COMPLETION_NORMAL
                                                                      : completion;
}

static enum completion execute_labeled(struct tree_activation *activation,
                                       const struct node *node) {
  return end_break(activation, node, tree_execute(activation, node_as_labeled(node)->body));
}

// ---- switch (14.12)

// Index of the first case whose test equals the value; the count of cases when there is none; -1
// thrown.
static int64_t find_case(struct tree_activation *activation, const struct node_list *cases,
                         Value value) {
  for (uint32_t i = 0; i < cases->count; i++) {
    const struct node *test = node_as_case(cases->items[i])->test;
    if (!test)
      continue;
    Value candidate = tree_evaluate(activation, test);
    if (candidate == VALUE_EXCEPTION)
      return -1;
    if (strictly_equal(activation->vm, value, candidate))
      return i;
  }
  return cases->count;
}

static int64_t find_default(const struct node_list *cases) {
  uint32_t i = 0;
  while (i < cases->count && node_as_case(cases->items[i])->test)
    i++;
  return i;
}

static enum completion run_cases(struct tree_activation *activation, const struct node_list *cases,
                                 Value value) {
  struct tree_root root;
  tree_root(activation->vm, &root, value);
  int64_t start = find_case(activation, cases, value);
  tree_unroot(activation->vm, &root);
  if (start < 0)
    return COMPLETION_THROW;
  if (start == cases->count)
    start = find_default(cases);
  enum completion completion = COMPLETION_NORMAL;
  for (int64_t i = start; i < cases->count && completion == COMPLETION_NORMAL; i++)
    completion = tree_execute_list(activation, &node_as_case(cases->items[i])->body);
  return completion;
}

static enum completion execute_switch(struct tree_activation *activation, const struct node *node) {
  const struct node_switch *statement = node_as_switch(node);
  Value value = tree_evaluate(activation, statement->discriminant);
  if (value == VALUE_EXCEPTION)
    return COMPLETION_THROW;
  struct environment *outer = activation->environment;
  struct tree_root root;
  tree_root(activation->vm, &root, value);
  tree_enter_scope(activation, statement->scope);
  enum completion completion = run_cases(activation, &statement->cases, value);
  tree_unroot(activation->vm, &root);
  activation->environment = outer;
  return end_break(activation, node, completion);
}

// ---- try (14.15)

static enum completion execute_catch(struct tree_activation *activation, const struct node *node) {
  const struct node_catch *handler = node_as_catch(node);
  struct vm *vm = activation->vm;
  struct environment *outer = activation->environment;
  struct tree_root root;
  tree_root(vm, &root, vm->exception);
  vm->exception = VALUE_UNDEFINED;
  tree_enter_scope(activation, handler->scope);
  bool bound = !handler->parameter || tree_bind(activation, handler->parameter, root.value, true);
  tree_unroot(vm, &root);
  enum completion completion = bound ? tree_execute(activation, handler->body) : COMPLETION_THROW;
  activation->environment = outer;
  return completion;
}

// A finally block that completes normally changes nothing; else its completion is the statement's.
static enum completion execute_finally(struct tree_activation *activation,
                                       const struct node *finalizer, enum completion completion) {
  struct vm *vm = activation->vm;
  const struct node *target = activation->target;
  struct tree_root result, exception;
  tree_root(vm, &result, activation->result);
  tree_root(vm, &exception, vm->exception);
  vm->exception = VALUE_UNDEFINED;
  enum completion last = tree_execute(activation, finalizer);
  tree_unroot(vm, &exception);
  tree_unroot(vm, &result);
  if (last != COMPLETION_NORMAL)
    return last;
  activation->target = target;
  activation->result = result.value;
  if (completion == COMPLETION_THROW)
    vm->exception = exception.value;
  return completion;
}

// A final error passes handlers and finally blocks.
static enum completion execute_try(struct tree_activation *activation, const struct node *node) {
  const struct node_try *statement = node_as_try(node);
  const struct vm *vm = activation->vm;
  enum completion completion = tree_execute(activation, statement->block);
  if (completion == COMPLETION_THROW && statement->handler && !vm->final)
    completion = execute_catch(activation, statement->handler);
  if (!statement->finalizer || (completion == COMPLETION_THROW && vm->final))
    return completion;
  return execute_finally(activation, statement->finalizer, completion);
}

enum completion tree_execute(struct tree_activation *activation, const struct node *node) {
  switch (node->kind) {
  case NODE_EXPRESSION_STATEMENT:
    return tree_evaluate(activation, node_as_expression_statement(node)->expression) ==
                   VALUE_EXCEPTION
               ? COMPLETION_THROW
               : COMPLETION_NORMAL;
  case NODE_DECLARATION:
    return execute_declaration(activation, node);
  case NODE_FUNCTION_DECLARATION:
  case NODE_EMPTY:
    return COMPLETION_NORMAL;
  case NODE_CLASS_DECLARATION:
    return execute_class(activation, node);
  case NODE_FIELD:
    return tree_execute_field(activation, node);
  case NODE_STATIC_BLOCK:
    return tree_execute_static_block(activation, node);
  case NODE_BLOCK:
    return execute_block(activation, node);
  case NODE_IF:
    return execute_if(activation, node);
  case NODE_WHILE:
    return execute_while(activation, node);
  case NODE_DO_WHILE:
    return execute_do_while(activation, node);
  case NODE_FOR:
    return execute_for(activation, node);
  case NODE_FOR_OF:
    return execute_for_of(activation, node);
  case NODE_RETURN:
    return execute_return(activation, node);
  case NODE_THROW:
    return execute_throw(activation, node);
  case NODE_BREAK:
    return jump(activation, COMPLETION_BREAK, node_as_break(node)->target);
  case NODE_CONTINUE:
    return jump(activation, COMPLETION_CONTINUE, node_as_continue(node)->target);
  case NODE_LABELED:
    return execute_labeled(activation, node);
  case NODE_SWITCH:
    return execute_switch(activation, node);
  case NODE_TRY:
    return execute_try(activation, node);
  }
  __builtin_unreachable();
}

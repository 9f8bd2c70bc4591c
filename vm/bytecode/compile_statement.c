// Statements.
//
// A loop's condition stands at its end, so that an iteration takes one jump; counting loops end in
// a single instruction. What leaves a try block with a finally (break, continue, return, a throw)
// notes how it left in two registers, runs the block, and goes on from there; so the block is
// compiled once.
#include "vm/bytecode/compiler.h"

static void compile_statement(struct compiler *c, const struct node *node);

void compile_statements(struct compiler *c, const struct node_list *statements) {
  for (uint32_t at = 0; at < statements->count; at++)
    compile_statement(c, statements->items[at]);
}

// ---- Leaving

static void control_push(struct compiler *c, struct control *control, enum control_kind kind,
                         const struct node *node) {
  *control = (struct control){.outer = c->control, .kind = kind, .node = node};
  c->control = control;
}

static void control_pop(struct compiler *c) { c->control = c->control->outer; }

static uint32_t exit_number(struct compiler *c, struct control *control, enum exit_kind kind,
                            const struct node *target) {
  for (uint32_t at = 0; at < control->exit_count; at++)
    if (control->exits[at].kind == kind && control->exits[at].target == target)
      return COMPLETION_FIRST_EXIT + at;
  if (control->exit_count == control->exit_capacity) {
    control->exit_capacity = control->exit_capacity ? 2 * control->exit_capacity : 4;
    struct exit_path *grown = compiler_allocate(c, control->exit_capacity * sizeof *grown);
    if (control->exit_count > 0)
      memcpy(grown, control->exits, control->exit_count * sizeof *grown);
    control->exits = grown;
  }
  control->exits[control->exit_count++] = (struct exit_path){kind, target};
  return COMPLETION_FIRST_EXIT + control->exit_count - 1;
}

// Returns the register's value, which a derived class's constructor examines first.
static void compile_return_register(struct compiler *c, uint32_t offset, uint8_t value) {
  if (!c->function->is_derived) {
    emit_abc(c, offset, OP_RETURN, value, 0, 0);
    return;
  }
  emit_abc(c, offset, OP_MOVE, c->result_register, value, 0);
  word_list_add(c, &c->result_jumps, emit_jump(c));
}

// Leaves for the statement, or the function: through the nearest finally block on the way, if there
// is one. `value`: what to return.
static void compile_exit(struct compiler *c, const struct node *node, enum exit_kind kind,
                         const struct node *target, uint8_t value) {
  for (struct control *control = c->control; control != NULL; control = control->outer) {
    if (control->kind == CONTROL_FINALLY) {
      uint32_t number = exit_number(c, control, kind, target);
      if (kind == EXIT_RETURN && control->value_register != value)
        emit_abc(c, node->offset, OP_MOVE, control->value_register, value, 0);
      emit_ad(c, node->offset, OP_LOAD_INT, control->kind_register, (int)number);
      word_list_add(c, &control->finally_jumps, emit_jump(c));
      return;
    }
    if (kind != EXIT_RETURN && control->node == target) {
      word_list_add(c, kind == EXIT_BREAK ? &control->break_jumps : &control->continue_jumps,
                    emit_jump(c));
      return;
    }
  }
  compile_return_register(c, node->offset, value);
}

void compile_return_of(struct compiler *c, const struct node *value) {
  if (value->kind == NODE_CONDITIONAL) {
    const struct node_conditional *conditional = node_as_conditional(value);
    struct word_list otherwise = {0};
    compile_jump(c, conditional->test, false, &otherwise);
    compile_return_of(c, conditional->consequent);
    jumps_patch(c, &otherwise, here(c));
    compile_return_of(c, conditional->alternate);
    return;
  }
  uint32_t released = c->next_register;
  compile_return_register(c, value->offset, compile_to_any(c, value));
  registers_release(c, released);
}

static bool finally_waits(const struct compiler *c) {
  for (const struct control *control = c->control; control != NULL; control = control->outer)
    if (control->kind == CONTROL_FINALLY)
      return true;
  return false;
}

static void compile_return(struct compiler *c, const struct node_return *statement) {
  uint32_t released = c->next_register;
  if (finally_waits(c) || c->function->is_derived) {
    uint8_t value = register_new(c, &statement->node);
    if (statement->value)
      compile_to(c, statement->value, value);
    else
      load_undefined(c, value);
    compile_exit(c, &statement->node, EXIT_RETURN, NULL, value);
  } else if (statement->value) {
    compile_return_of(c, statement->value);
  } else {
    emit_abc(c, statement->node.offset, OP_RETURN_UNDEFINED, 0, 0, 0);
  }
  registers_release(c, released);
}

// ---- Declarations

static void compile_declarator(struct compiler *c, const struct node_declarator *declarator,
                               enum variable_kind declares) {
  if (declarator->initializer == NULL && declares == VARIABLE_VAR)
    return;
  uint32_t released = c->next_register;
  if (node_is_pattern(declarator->target)) {
    uint8_t source = compile_to_stable(c, declarator->initializer, declarator->target);
    compile_destructure(c, declarator->target, source, true);
    registers_release(c, released);
    return;
  }
  const struct node_identifier *name = node_as_identifier(declarator->target);
  struct location location = variable_location(c, name->variable);
  // A fresh variable that nothing can see before its initialiser is compiled in place.
  bool in_place = location.kind == LOCATION_REGISTER && declares != VARIABLE_VAR &&
                  name->variable->kind == declares && !name->variable->is_checked;
  uint8_t value = in_place ? (uint8_t)location.index : register_new(c, &declarator->node);
  if (declarator->initializer)
    compile_to(c, declarator->initializer, value);
  else
    load_undefined(c, value);
  if (!in_place)
    compile_store(c, name, value, true);
  registers_release(c, released);
}

static void compile_declaration(struct compiler *c, const struct node_declaration *declaration) {
  for (uint32_t at = 0; at < declaration->declarators.count; at++)
    compile_declarator(c, node_as_declarator(declaration->declarators.items[at]),
                       declaration->declares);
}

static void compile_class_declaration(struct compiler *c,
                                      const struct node_class_declaration *declaration) {
  uint32_t released = c->next_register;
  uint8_t class = register_new(c, &declaration->node);
  compile_class(c, node_as_class(declaration->class), -1, class);
  compile_store(c, node_as_identifier(declaration->target), class, true);
  registers_release(c, released);
}

// ---- Branches

static void compile_if(struct compiler *c, const struct node_if *statement) {
  struct word_list done = {0};
  for (;;) {
    struct word_list otherwise = {0};
    compile_jump(c, statement->test, false, &otherwise);
    compile_statement(c, statement->consequent);
    const struct node *alternate = statement->alternate;
    if (alternate != NULL)
      word_list_add(c, &done, emit_jump(c));
    jumps_patch(c, &otherwise, here(c));
    if (alternate == NULL || alternate->kind != NODE_IF) {
      if (alternate != NULL)
        compile_statement(c, alternate);
      break;
    }
    statement = node_as_if(alternate);
  }
  jumps_patch(c, &done, here(c));
}

static void compile_switch(struct compiler *c, const struct node_switch *statement) {
  uint32_t released = c->next_register;
  uint8_t value = register_new(c, &statement->node);
  compile_to(c, statement->discriminant, value);
  struct control control;
  control_push(c, &control, CONTROL_TARGET, &statement->node);
  if (statement->scope)
    compile_scope_entry(c, statement->scope);
  uint32_t count = statement->cases.count;
  uint32_t *entries = compiler_allocate(c, (count + 1) * sizeof *entries);
  for (uint32_t at = 0; at < count; at++) {
    const struct node_case *clause = node_as_case(statement->cases.items[at]);
    if (clause->test == NULL)
      continue;
    uint32_t temporaries = c->next_register;
    emit_abc(c, clause->node.offset, OP_JUMP_STRICT_EQUAL, value, compile_to_any(c, clause->test),
             0);
    entries[at] = emit_jump_operand(c);
    registers_release(c, temporaries);
  }
  uint32_t no_case = emit_jump(c);
  bool has_default = false;
  for (uint32_t at = 0; at < count; at++) {
    const struct node_case *clause = node_as_case(statement->cases.items[at]);
    has_default |= clause->test == NULL;
    jump_patch(c, clause->test ? entries[at] : no_case, here(c));
    compile_statements(c, &clause->body);
  }
  if (!has_default)
    jump_patch(c, no_case, here(c));
  jumps_patch(c, &control.break_jumps, here(c));
  control_pop(c);
  registers_release(c, released);
}

// ---- Loops

// The loop's condition as a jump back to `start`; without one, always.
static void compile_back_edge(struct compiler *c, const struct node *test, uint32_t start) {
  struct word_list jumps = {0};
  if (test && compile_loop_jump(c, test, &jumps)) {
    jumps_patch(c, &jumps, start);
    return;
  }
  if (test)
    compile_jump(c, test, false, &jumps);
  emit_loop(c, start);
  jumps_patch(c, &jumps, here(c));
}

static void compile_while(struct compiler *c, const struct node_while *statement) {
  struct control control;
  struct word_list leave = {0};
  control_push(c, &control, CONTROL_TARGET, &statement->node);
  compile_jump(c, statement->test, false, &leave);
  uint32_t start = here(c);
  compile_statement(c, statement->body);
  jumps_patch(c, &control.continue_jumps, here(c));
  compile_back_edge(c, statement->test, start);
  jumps_patch(c, &leave, here(c));
  jumps_patch(c, &control.break_jumps, here(c));
  control_pop(c);
}

static void compile_do_while(struct compiler *c, const struct node_do_while *statement) {
  struct control control;
  control_push(c, &control, CONTROL_TARGET, &statement->node);
  uint32_t start = here(c);
  compile_statement(c, statement->body);
  jumps_patch(c, &control.continue_jumps, here(c));
  compile_back_edge(c, statement->test, start);
  jumps_patch(c, &control.break_jumps, here(c));
  control_pop(c);
}

// `i++` and `i < bound` of a variable in a register: what one instruction does.
struct counting {
  uint8_t counter;
  enum opcode opcode;
  const struct node
      *bound; // an expression without effects: a register's variable, an integer, or x.length
};

static bool is_length_of_register(const struct compiler *c, const struct node *node) {
  if (node->kind != NODE_MEMBER || node_as_member(node)->is_optional)
    return false;
  const struct node_member *member = node_as_member(node);
  return identifier_register(c, member->object) >= 0 && name_is_ascii(member->name, "length");
}

static bool counts(const struct compiler *c, const struct node_for *statement,
                   struct counting *counting) {
  const struct node *test = statement->test, *update = statement->update;
  if (test == NULL || update == NULL || test->kind != NODE_BINARY || update->kind != NODE_UPDATE ||
      node_as_update(update)->operation != TOKEN_INCREMENT)
    return false;
  const struct node_binary *comparison = node_as_binary(test);
  int counter = identifier_register(c, node_as_update(update)->target);
  if (counter < 0 || identifier_register(c, comparison->left) != counter ||
      node_as_identifier(comparison->left)->variable->kind == VARIABLE_CONST ||
      node_as_identifier(comparison->left)->variable->kind == VARIABLE_SELF_NAME)
    return false;
  int integer;
  bool is_register = identifier_register(c, comparison->right) >= 0;
  bool is_constant = node_small_integer(comparison->right, INT32_MIN, INT32_MAX, &integer);
  bool is_length = is_length_of_register(c, comparison->right);
  if (comparison->operation == TOKEN_LESS && (is_register || is_constant))
    *counting = (struct counting){(uint8_t)counter, OP_LOOP_INCREMENT_LESS, comparison->right};
  else if (comparison->operation == TOKEN_LESS_EQUAL && (is_register || is_constant))
    *counting =
        (struct counting){(uint8_t)counter, OP_LOOP_INCREMENT_LESS_EQUAL, comparison->right};
  else if (comparison->operation == TOKEN_LESS && is_length)
    *counting =
        (struct counting){(uint8_t)counter, OP_LOOP_INCREMENT_LESS_LENGTH, comparison->right};
  else
    return false;
  return true;
}

static void copy_bindings(struct compiler *c, const struct node_for *statement) {
  for (uint32_t at = 0; at < statement->scope->variable_count; at++) {
    struct location location = variable_location(c, statement->scope->variables[at]);
    if (location.kind == LOCATION_BOX)
      emit_abc(c, statement->node.offset, OP_COPY_BOX, location.index, 0, 0);
  }
}

// The end of a counting loop.
static void compile_counting_end(struct compiler *c, const struct node_for *statement,
                                 const struct counting *counting, uint8_t bound, uint32_t start) {
  uint32_t offset = statement->test->offset;
  emit_abc(c, offset, counting->opcode, counting->counter, bound, 0);
  jump_patch(c, emit_jump_operand(c), start);
  if (counting->opcode == OP_LOOP_INCREMENT_LESS_LENGTH)
    emit_cache_operand(c, node_as_member(counting->bound)->name);
}

static void compile_for(struct compiler *c, const struct node_for *statement) {
  uint32_t released = c->next_register;
  struct control control;
  control_push(c, &control, CONTROL_TARGET, &statement->node);
  if (statement->scope)
    compile_scope_entry(c, statement->scope);
  if (statement->initializer && statement->initializer->kind == NODE_DECLARATION)
    compile_declaration(c, node_as_declaration(statement->initializer));
  else if (statement->initializer)
    compile_effect(c, statement->initializer);
  // The first iteration's variables are copies too: what the initialiser captured is not what the
  // body sees (14.7.4.4).
  if (statement->copies_bindings)
    copy_bindings(c, statement);
  struct counting counting;
  bool is_counting = counts(c, statement, &counting);
  uint8_t bound = 0;
  if (is_counting)
    bound = compile_to_any(c, counting.opcode == OP_LOOP_INCREMENT_LESS_LENGTH
                                  ? node_as_member(counting.bound)->object
                                  : counting.bound);
  struct word_list leave = {0};
  if (statement->test)
    compile_jump(c, statement->test, false, &leave);
  uint32_t start = here(c);
  compile_statement(c, statement->body);
  jumps_patch(c, &control.continue_jumps, here(c));
  if (statement->copies_bindings)
    copy_bindings(c, statement);
  if (is_counting) {
    compile_counting_end(c, statement, &counting, bound, start);
  } else {
    if (statement->update)
      compile_effect(c, statement->update);
    compile_back_edge(c, statement->test, start);
  }
  jumps_patch(c, &leave, here(c));
  jumps_patch(c, &control.break_jumps, here(c));
  control_pop(c);
  registers_release(c, released);
}

// The element goes to the target: a fresh declaration's variable or any assignment's target.
static void store_element(struct compiler *c, const struct node_for_of *statement,
                          uint8_t element) {
  const struct node *target = statement->target;
  if (target->kind != NODE_DECLARATION) {
    compile_bind(c, target, element, false);
    return;
  }
  const struct node_declaration *declaration = node_as_declaration(target);
  const struct node_declarator *declarator = node_as_declarator(declaration->declarators.items[0]);
  compile_bind(c, declarator->target, element, true);
}

static void forget_registers(struct compiler *c, const struct scope *scope) {
  for (uint32_t at = 0; at < scope->variable_count; at++)
    c->variable_registers[scope->variables[at]->index] = 0;
}

static void compile_for_of(struct compiler *c, const struct node_for_of *statement) {
  uint32_t released = c->next_register;
  struct control control;
  control_push(c, &control, CONTROL_TARGET, &statement->node);
  unsigned state = statement->enumerates ? 4 : 3;
  uint8_t iterator = registers_new(c, state, &statement->node);
  if (statement->iterable_sees_scope)
    compile_scope_entry(c, statement->scope);
  compile_to(c, statement->iterable, iterator);
  if (statement->iterable_sees_scope) {
    forget_registers(c, statement->scope);
    registers_release(c, iterator + state);
  }
  emit_abc(c, statement->iterable->offset, statement->enumerates ? OP_ENUMERATE : OP_ITERATE,
           iterator, 0, 0);
  uint32_t start = here(c);
  emit_abc(c, statement->node.offset, statement->enumerates ? OP_ENUMERATE_NEXT : OP_ITERATE_NEXT,
           iterator, 0, 0);
  uint32_t done = emit_jump_operand(c);
  if (statement->scope)
    compile_scope_entry(c, statement->scope);
  store_element(c, statement, (uint8_t)(iterator + 2));
  compile_statement(c, statement->body);
  jumps_patch(c, &control.continue_jumps, here(c));
  emit_loop(c, start);
  jump_patch(c, done, here(c));
  jumps_patch(c, &control.break_jumps, here(c));
  control_pop(c);
  registers_release(c, released);
}

// ---- Exceptions

static void compile_block(struct compiler *c, const struct node_block *block) {
  uint32_t released = c->next_register;
  if (block->scope)
    compile_scope_entry(c, block->scope);
  compile_statements(c, &block->statements);
  registers_release(c, released);
}

static void compile_catch(struct compiler *c, const struct node_catch *clause, uint8_t thrown) {
  uint32_t released = c->next_register;
  if (clause->scope)
    compile_scope_variables(c, clause->scope);
  if (clause->parameter)
    compile_bind(c, clause->parameter, thrown, true);
  if (clause->scope)
    compile_scope_functions(c, clause->scope); // they may capture the parameter's value
  compile_block(c, node_as_block(clause->body));
  registers_release(c, released);
}

static void compile_try_catch(struct compiler *c, const struct node_try *statement) {
  uint32_t released = c->next_register;
  uint8_t thrown = register_new(c, &statement->node);
  uint32_t start = here(c);
  compile_block(c, node_as_block(statement->block));
  uint32_t end = here(c);
  uint32_t done = emit_jump(c);
  if (end > start)
    handler_add(c, (struct exception_handler){start, end, here(c), thrown, false});
  compile_catch(c, node_as_catch(statement->handler), thrown);
  jump_patch(c, done, here(c));
  registers_release(c, released);
}

// After the finally block: goes on as the try block was left.
static void resume_exits(struct compiler *c, const struct node_try *statement,
                         const struct control *control) {
  uint32_t offset = statement->node.offset;
  emit_ad(c, offset, OP_JUMP_STRICT_EQUAL_INT, control->kind_register, COMPLETION_NORMAL);
  uint32_t normal = emit_jump_operand(c);
  emit_ad(c, offset, OP_JUMP_STRICT_NOT_EQUAL_INT, control->kind_register, COMPLETION_THROW);
  uint32_t not_thrown = emit_jump_operand(c);
  emit_abc(c, offset, OP_THROW, control->value_register, 0, 0);
  jump_patch(c, not_thrown, here(c));
  for (uint32_t at = 0; at < control->exit_count; at++) {
    emit_ad(c, offset, OP_JUMP_STRICT_NOT_EQUAL_INT, control->kind_register,
            (int)(COMPLETION_FIRST_EXIT + at));
    uint32_t other = emit_jump_operand(c);
    compile_exit(c, &statement->node, control->exits[at].kind, control->exits[at].target,
                 control->value_register);
    jump_patch(c, other, here(c));
  }
  jump_patch(c, normal, here(c));
}

static void compile_try(struct compiler *c, const struct node_try *statement) {
  if (statement->finalizer == NULL) {
    compile_try_catch(c, statement);
    return;
  }
  uint32_t released = c->next_register, offset = statement->node.offset;
  struct control control;
  control_push(c, &control, CONTROL_FINALLY, &statement->node);
  control.kind_register = register_new(c, &statement->node);
  control.value_register = register_new(c, &statement->node);
  load_undefined(c, control.value_register); // a value on every way to the end
  uint32_t start = here(c);
  if (statement->handler)
    compile_try_catch(c, statement);
  else
    compile_block(c, node_as_block(statement->block));
  uint32_t end = here(c);
  control_pop(c);
  emit_ad(c, offset, OP_LOAD_INT, control.kind_register, COMPLETION_NORMAL);
  uint32_t enter = emit_jump(c);
  if (end > start)
    handler_add(c, (struct exception_handler){start, end, here(c), control.value_register, true});
  emit_ad(c, offset, OP_LOAD_INT, control.kind_register, COMPLETION_THROW);
  jump_patch(c, enter, here(c));
  jumps_patch(c, &control.finally_jumps, here(c));
  compile_block(c, node_as_block(statement->finalizer));
  resume_exits(c, statement, &control);
  registers_release(c, released);
}

// ---- All of them

static void compile_labeled(struct compiler *c, const struct node_labeled *statement) {
  struct control control;
  control_push(c, &control, CONTROL_TARGET, &statement->node);
  compile_statement(c, statement->body);
  jumps_patch(c, &control.break_jumps, here(c));
  control_pop(c);
}

static void compile_throw(struct compiler *c, const struct node_throw *statement) {
  uint32_t released = c->next_register;
  emit_abc(c, statement->node.offset, OP_THROW, compile_to_any(c, statement->value), 0, 0);
  registers_release(c, released);
}

static void compile_statement(struct compiler *c, const struct node *node) {
  switch ((enum node_kind)node->kind) {
  case NODE_EXPRESSION_STATEMENT:
    compile_effect(c, node_as_expression_statement(node)->expression);
    return;
  case NODE_DECLARATION:
    compile_declaration(c, node_as_declaration(node));
    return;
  case NODE_CLASS_DECLARATION:
    compile_class_declaration(c, node_as_class_declaration(node));
    return;
  case NODE_FIELD:
    compile_field(c, node_as_field(node));
    return;
  case NODE_STATIC_BLOCK:
    compile_static_block(c, node_as_static_block(node));
    return;
  case NODE_BLOCK:
    compile_block(c, node_as_block(node));
    return;
  case NODE_IF:
    compile_if(c, node_as_if(node));
    return;
  case NODE_WHILE:
    compile_while(c, node_as_while(node));
    return;
  case NODE_DO_WHILE:
    compile_do_while(c, node_as_do_while(node));
    return;
  case NODE_FOR:
    compile_for(c, node_as_for(node));
    return;
  case NODE_FOR_OF:
    compile_for_of(c, node_as_for_of(node));
    return;
  case NODE_RETURN:
    compile_return(c, node_as_return(node));
    return;
  case NODE_THROW:
    compile_throw(c, node_as_throw(node));
    return;
  case NODE_BREAK:
    compile_exit(c, node, EXIT_BREAK, node_as_break(node)->target, 0);
    return;
  case NODE_CONTINUE:
    compile_exit(c, node, EXIT_CONTINUE, node_as_continue(node)->target, 0);
    return;
  case NODE_LABELED:
    compile_labeled(c, node_as_labeled(node));
    return;
  case NODE_SWITCH:
    compile_switch(c, node_as_switch(node));
    return;
  case NODE_TRY:
    compile_try(c, node_as_try(node));
    return;
  default: // EMPTY; a function declaration was created on entry of its scope
    return;
  }
}

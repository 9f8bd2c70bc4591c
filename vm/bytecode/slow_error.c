// Errors that quote the source: what was called, named or iterated, as it is written there.
//
// An instruction only knows its place in the source; the syntax tree, which the program keeps, or
// makes of what was saved with it, says what stands there. Finding it walks the function's tree,
// which is as slow as an error may be.
#include "vm/bytecode/interpreter.h"

#include "vm/core/class.h"
#include "vm/core/program.h"
#include "vm/syntax/describe.h"

#include <stdlib.h>

// The operand of the call, construction or iteration at this offset that the error is about, or the
// pattern there.
static const struct node *find_operand(const struct node *node, uint32_t offset);

static const struct node *find_in_list(const struct node_list *list, uint32_t offset) {
  const struct node *found = NULL;
  for (uint32_t at = 0; at < list->count && found == NULL; at++)
    found = find_operand(list->items[at], offset);
  return found;
}

static const struct node *find_in_children(const struct node *node, uint32_t offset) {
  const struct node *found = NULL;
  switch ((enum node_kind)node->kind) {
#define CHILD(field) found = found ? found : find_operand(self->field, offset);
#define LIST(field) found = found ? found : find_in_list(&self->field, offset);
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
    __VA_ARGS__                                                                                    \
    break;                                                                                         \
  }
#include "vm/syntax/nodes.def"
  default:
    break;
  }
  return found;
}

// Chains of `else if` may be longer than what recursion may walk.
static const struct node *find_in_branches(const struct node_if *branch, uint32_t offset) {
  for (;;) {
    const struct node *found = find_operand(branch->test, offset);
    if (found == NULL)
      found = find_operand(branch->consequent, offset);
    if (found != NULL || branch->alternate == NULL)
      return found;
    if (branch->alternate->kind != NODE_IF)
      return find_operand(branch->alternate, offset);
    branch = node_as_if(branch->alternate);
  }
}

static const struct node *find_operand(const struct node *node, uint32_t offset) {
  if (node == NULL)
    return NULL;
  if (node->kind == NODE_CALL && node->offset == offset)
    return node_as_call(node)->callee;
  if (node->kind == NODE_NEW && node->offset == offset)
    return node_as_new(node)->callee;
  if (node->kind == NODE_FOR_OF && node_as_for_of(node)->iterable->offset == offset)
    return node_as_for_of(node)->iterable;
  if (node->kind == NODE_SPREAD && node_as_spread(node)->argument->offset == offset)
    return node_as_spread(node)->argument;
  if (node->kind == NODE_OBJECT_PATTERN && node->offset == offset)
    return node;
  if (node->kind == NODE_IF)
    return find_in_branches(node_as_if(node), offset);
  return find_in_children(node, offset);
}

// What the instruction before `pc` is about; NULL: nothing is known of it.
static const struct node *operand_of(const struct code *code, const uint32_t *pc) {
  const struct syntax_tree *tree = program_tree(code->program);
  if (tree == NULL || code->template->index >= tree->function_count)
    return NULL;
  const struct syntax_function *function = tree->functions[code->template->index];
  uint32_t offset = code_offset_of(code, pc);
  const struct node *found = find_in_list(&function->parameters, offset);
  if (found == NULL && function->has_expression_body)
    found = find_operand(function->body, offset);
  return found ? found : find_in_list(&function->statements, offset);
}

// What is iterated may be a call or a `new` at the same place, whose callee was at fault.
static const struct node *callee_at(const struct node *found, uint32_t offset) {
  if (found == NULL || found->offset != offset)
    return found;
  if (found->kind == NODE_CALL)
    return node_as_call(found)->callee;
  return found->kind == NODE_NEW ? node_as_new(found)->callee : found;
}

void throw_call_error(struct vm *vm, const struct code *code, const uint32_t *pc, Value value,
                      const char *what) {
  char text[DESCRIPTION_BYTES];
  const struct node *node = operand_of(code, pc);
  if (strcmp(what, "is not iterable") != 0)
    node = callee_at(node, code_offset_of(code, pc));
  if (node == NULL)
    describe_value(vm, value, text, sizeof text);
  else
    node_describe(node, text, sizeof text);
  throw_type_error(vm, "%s %s", text, what);
}

void throw_pattern_error(struct vm *vm, const struct code *code, const uint32_t *pc, Value value) {
  char text[DESCRIPTION_BYTES];
  const char *taken = value == VALUE_NULL ? "null" : "undefined";
  const struct node *pattern = operand_of(code, pc);
  if (pattern == NULL || !node_is_pattern(pattern))
    throw_type_error(vm, "Cannot destructure %s", taken);
  else
    throw_type_error(vm, "%s", pattern_describe_failure(pattern, taken, text, sizeof text));
}

void throw_name_error(struct vm *vm, Value name, const char *format) {
  char *whole = string_to_utf8(vm, value_string(name), NULL);
  char text[DESCRIPTION_BYTES], message[DESCRIPTION_BYTES + 64];
  snprintf(text, sizeof text, "%s", whole ? whole : "");
  free(whole);
  if (strcmp(text, "this") == 0) {
    throw_this_uninitialized(vm);
    return;
  }
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
  snprintf(message, sizeof message, format, text);
#pragma GCC diagnostic pop
  throw_error(vm, ERROR_REFERENCE, "%s", message);
}

// Sessions: pieces of source that see what earlier ones declared.
//
// Each piece is a module of its own, so that its variables are what they are everywhere: `const`,
// dead zones and closures hold. In front of its text stands a call that is given an accessor for
// each variable of its top level,
//
//     __session__({ get a() { return a; }, set a(v) { a = v; }, ... }); ...the text...
//
// and defines them on the global object, where the free names of later pieces are looked up. The
// function is there only until it is called. The tree's first line is said to begin behind it, so
// that positions are those of the text. The piece's last statement, when it is an expression,
// becomes a `return`.
#include "vm/core/session.h"

#include <stdio.h>
#include <stdlib.h>

#include "vm/core/program.h"
#include "vm/core/require.h"
#include "vm/library/library.h"
#include "vm/syntax/describe.h"

#define DECLARE "__session__"

// ---- Compiling

// The piece's text with what stands around it.
struct wrapping {
  char *text;
  size_t length, prefix;
};

static void write_accessor(FILE *output, const struct variable *variable, char *name, size_t size) {
  syntax_string_text(variable->name, name, size);
  const char *value = strcmp(name, "v") == 0 ? "w" : "v";
  fprintf(output, "get %s() { return %s; }, set %s(%s) { %s = %s; }, ", name, name, name, value,
          name, value);
}

// A name takes three bytes a UTF-16 unit at most.
static size_t longest_name(const struct scope *scope) {
  size_t longest = 0;
  for (uint32_t at = MODULE_ARGUMENTS; at < scope->variable_count; at++)
    if (scope->variables[at]->name->length > longest)
      longest = scope->variables[at]->name->length;
  return 3 * longest + 1;
}

// The variables after the module's own.
static bool write_prefix(FILE *output, const struct syntax_tree *tree) {
  const struct scope *scope = tree->module->scope;
  if (scope->variable_count == MODULE_ARGUMENTS)
    return true;
  size_t size = longest_name(scope);
  char *name = malloc(size);
  fputs(DECLARE "({ ", output);
  for (uint32_t at = MODULE_ARGUMENTS; name && at < scope->variable_count; at++)
    write_accessor(output, scope->variables[at], name, size);
  fputs("}); ", output);
  free(name);
  return name != NULL;
}

// false: no memory.
static bool wrap(struct wrapping *wrapping, const char *source, size_t length,
                 const struct syntax_tree *tree) {
  *wrapping = (struct wrapping){0};
  FILE *output = open_memstream(&wrapping->text, &wrapping->length);
  if (!output)
    return false;
  bool done = write_prefix(output, tree);
  long prefix = ftell(output);
  wrapping->prefix = prefix < 0 ? 0 : (size_t)prefix;
  fwrite(source, 1, length, output);
  done &= !ferror(output);
  return (fclose(output) == 0) & done;
}

static mica_status fail_memory(mica_error *error) {
  *error = (mica_error){.status = MICA_ERROR_MEMORY, .message = "out of memory"};
  return MICA_ERROR_MEMORY;
}

// An expression statement and a `return` have the same one child.
_Static_assert(offsetof(struct node_return, value) ==
                   offsetof(struct node_expression_statement, expression),
               "the one becomes the other");

static void finish_tree(struct syntax_tree *tree, size_t prefix) {
  const struct node_list *statements = &tree->module->statements;
  struct node *last = statements->count > 0 ? statements->items[statements->count - 1] : NULL;
  if (last && last->kind == NODE_EXPRESSION_STATEMENT)
    last->kind = NODE_RETURN;
  tree->line_starts[0] = (uint32_t)prefix;
}

// As the statements that it is.
static mica_status compile_statements(const char *source, size_t length, const char *filename,
                                      struct mica_program **program, mica_error *error) {
  struct mica_program *plain;
  mica_status status = program_compile(source, length, filename, PROGRAM_LAZY, &plain, error);
  if (status != MICA_OK)
    return status;
  struct wrapping wrapping;
  bool wrapped = wrap(&wrapping, source, length, plain->tree);
  program_release(plain);
  status = wrapped ? program_compile(wrapping.text, wrapping.length, filename, PROGRAM_LAZY,
                                     program, error)
                   : fail_memory(error);
  free(wrapping.text);
  if (status == MICA_OK)
    finish_tree((*program)->tree, wrapping.prefix);
  return status;
}

// In parentheses, as an expression.
static mica_status compile_expression(const char *source, size_t length, const char *filename,
                                      struct mica_program **program, mica_error *error) {
  char *text = malloc(length + 3);
  if (!text)
    return fail_memory(error);
  text[0] = '(';
  memcpy(text + 1, source, length);
  memcpy(text + 1 + length, "\n)", 2);
  mica_status status = program_compile(text, length + 3, filename, PROGRAM_LAZY, program, error);
  free(text);
  if (status == MICA_OK)
    finish_tree((*program)->tree, 1);
  return status;
}

mica_status session_compile(const char *source, size_t length, const char *filename,
                            struct mica_program **program, mica_error *error) {
  size_t start = 0;
  while (start < length && strchr(" \t\r\n", source[start]))
    start++;
  if (start < length && source[start] == '{' &&
      compile_expression(source, length, filename, program, error) == MICA_OK)
    return MICA_OK;
  return compile_statements(source, length, filename, program, error);
}

// ---- Running

static bool define_accessor(struct vm *vm, struct object *accessors, PropertyKey key) {
  struct lookup lookup;
  if (!object_lookup_own(vm, accessors, key, &lookup) || !lookup.accessor)
    return true;
  return object_define_accessor(vm, vm->global, key, lookup.accessor->getter,
                                lookup.accessor->setter,
                                PROPERTY_ENUMERABLE | PROPERTY_CONFIGURABLE);
}

// __session__(accessors)
static Value declare(struct vm *vm, Value *frame, uint32_t count) {
  (void)count;
  object_delete(vm, vm->global, property_key_from_atom(atom_from_ascii(vm, DECLARE)));
  if (!value_is_object(frame[1]))
    return VALUE_UNDEFINED;
  struct object *accessors = value_object(frame[1]);
  struct array *keys = object_own_keys(vm, accessors, true);
  for (uint32_t at = 0; keys && at < keys->length; at++) {
    PropertyKey key = property_key(vm, keys->elements[at]);
    if (key == VALUE_EXCEPTION || !define_accessor(vm, accessors, key))
      return VALUE_EXCEPTION;
  }
  return keys ? VALUE_UNDEFINED : VALUE_EXCEPTION;
}

Value session_run(struct vm *vm, struct mica_program *program) {
  static const struct builtin row = {
      .function = declare, .name = DECLARE, .length = 1, .minimum = 1};
  const struct scope *scope = program->tree->module->scope;
  if (scope->variable_count == MODULE_ARGUMENTS)
    return require_run_piece(vm, program);
  PropertyKey key = property_key_from_atom(atom_from_ascii(vm, DECLARE));
  Value function = value_from_object(&function_new_builtin(vm, &row)->object);
  if (!object_define(vm, vm->global, key, function, PROPERTY_HIDDEN))
    return VALUE_EXCEPTION;
  return require_run_piece(vm, program);
}

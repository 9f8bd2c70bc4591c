// Programs: from source to a module that runs.
//
// Parsing happens once, in program_compile; bytecode is made when a runtime of that tier first runs
// the program, or first calls a function of a lazy one, under the program's lock, and is immutable
// from then on. Of a program that was saved it is verified instead, and parsing waits for an error
// that wants to quote the source. Whatever in a runtime refers to the tree or the bytecode holds a
// reference to the program.
#include "vm/core/program.h"

#include <stdlib.h>

#include "vm/bytecode/bytecode.h"
#include "vm/bytecode/saved.h"
#include "vm/tree/tree.h"

static struct mica_program *program_new(const char *filename, bool is_lazy) {
  struct mica_program *program = calloc(1, sizeof *program);
  if (!program)
    return NULL;
  program->references = 1;
  program->filename = filename;
  program->is_lazy = is_lazy;
  pthread_mutex_init(&program->lock, NULL);
  return program;
}

// What a program takes without regard to its length, and its tree for each byte of the source:
// what the parser provides for a source of some kilobytes.
enum { PROGRAM_BYTES = 12 << 10, TREE_BYTES = 6 };

mica_status program_compile(const char *source, size_t length, const char *filename,
                            enum program_use use, struct mica_program **program,
                            mica_error *error) {
  *program = NULL;
  struct syntax_tree *tree;
  if (!syntax_parse(source, length, filename, &tree, error))
    return error->status;
  struct mica_program *made = program_new(tree->filename, use != PROGRAM_WHOLE);
  if (!made) {
    syntax_free(tree);
    *error = (mica_error){.status = MICA_ERROR_MEMORY, .message = "out of memory"};
    return MICA_ERROR_MEMORY;
  }
  made->is_library = use == PROGRAM_LIBRARY;
  made->bytes = PROGRAM_BYTES + TREE_BYTES * length;
  made->tree = tree;
  *program = made;
  return MICA_OK;
}

struct mica_program *program_load(struct saved_form *saved) {
  struct mica_program *program = program_new(saved_filename(saved), true);
  if (program)
    program->saved = saved;
  return program;
}

const char *program_source(struct mica_program *program) {
  return program->saved ? saved_source(program->saved) : program->tree->source;
}

const struct syntax_tree *program_tree(struct mica_program *program) {
  struct syntax_tree *tree = __atomic_load_n(&program->tree, __ATOMIC_ACQUIRE);
  if (tree)
    return tree;
  pthread_mutex_lock(&program->lock);
  if (!program->tree)
    __atomic_store_n(&program->tree, saved_parse(program->saved), __ATOMIC_RELEASE);
  tree = program->tree;
  pthread_mutex_unlock(&program->lock);
  return tree;
}

struct mica_program *program_retain(struct mica_program *program) {
  __atomic_add_fetch(&program->references, 1, __ATOMIC_RELAXED);
  return program;
}

void program_release(struct mica_program *program) {
  if (!program || __atomic_sub_fetch(&program->references, 1, __ATOMIC_ACQ_REL) != 0)
    return;
  if (program->bytecode)
    bytecode_free(program->bytecode);
  pthread_mutex_destroy(&program->lock);
  if (program->tree)
    syntax_free(program->tree);
  saved_free(program->saved);
  free(program);
}

static const struct bytecode_program *make_bytecode(struct mica_program *program, bool whole,
                                                    mica_error *error) {
  pthread_mutex_lock(&program->lock);
  if (!program->bytecode)
    program->bytecode = program->saved
                            ? saved_bytecode(program->saved, error)
                            : bytecode_compile(program->tree, program->is_library, error);
  struct bytecode_program *bytecode = program->bytecode;
  if (bytecode && whole && !bytecode->is_whole && !bytecode_compile_rest(bytecode, error))
    bytecode = NULL;
  pthread_mutex_unlock(&program->lock);
  return bytecode;
}

const struct bytecode_program *program_bytecode(struct mica_program *program, mica_error *error) {
  return make_bytecode(program, !program->is_lazy, error);
}

const struct bytecode_program *program_whole_bytecode(struct mica_program *program,
                                                      mica_error *error) {
  return make_bytecode(program, true, error);
}

static bool throw_uncompiled(struct vm *vm, const struct mica_program *program,
                             const mica_error *error) {
  if (error->line == 0) {
    throw_final(vm, error->status, "%s: %s", program->filename, error->message);
    return false;
  }
  throw_final(vm, error->status, "%s:%u:%u: %s", program->filename, error->line, error->column,
              error->message);
  return false;
}

bool program_compile_function(struct vm *vm, struct mica_program *program,
                              struct function_template *template) {
  mica_error error;
  pthread_mutex_lock(&program->lock);
  bool done = template_is_compiled(template) ||
              bytecode_compile_function(program->bytecode, template, &error);
  pthread_mutex_unlock(&program->lock);
  return done || throw_uncompiled(vm, program, &error);
}

struct string *program_string(struct vm *vm, const struct syntax_string *string) {
  return string->two_byte ? string_from_utf16(vm, string->units, string->length)
                          : string_from_latin1(vm, string->units, string->length);
}

Value program_run_module(struct vm *vm, struct mica_program *program, const Value *arguments) {
  // A host that goes on compiling what it runs but once leaves a tree behind each time, which lives
  // until the collector has found that nothing uses its functions.
  if (!__atomic_exchange_n(&program->has_run, true, __ATOMIC_RELAXED))
    heap_count_foreign(vm, program->bytes);
  if (vm->tier == MICA_TIER_TREE && program->saved)
    return throw_final(vm, MICA_ERROR_USAGE,
                       "%s: a saved program runs on the bytecode tier alone; compile its source to "
                       "run it on the tree tier",
                       program->filename);
  if (vm->tier == MICA_TIER_TREE)
    return tree_run_module(vm, program, arguments);
  mica_error error;
  if (!program_bytecode(program, &error)) {
    throw_uncompiled(vm, program, &error);
    return VALUE_EXCEPTION;
  }
  return bytecode_run_module(vm, program, arguments);
}

// ---- The library's own programs

// Its scripts export by assigning to `module.exports` or to properties of `exports`, and use no
// other argument.
static Value run_library(struct vm *vm, struct mica_program *program) {
  PropertyKey key = property_key_from_atom(atom(ATOM_exports));
  struct object *module = object_new(vm, vm_builtin(vm, INTRINSIC_OBJECT_PROTOTYPE), 1);
  Value exports = value_from_object(object_new(vm, vm_builtin(vm, INTRINSIC_OBJECT_PROTOTYPE), 4));
  Value *frame = stack_open_frame(vm, MODULE_ARGUMENTS);
  if (!frame || !object_define(vm, module, key, exports, PROPERTY_DEFAULT))
    return VALUE_EXCEPTION;
  for (unsigned at = 0; at < MODULE_ARGUMENTS; at++)
    vm_push(vm, VALUE_UNDEFINED);
  frame[1 + MODULE_EXPORTS] = exports;
  frame[1 + MODULE_MODULE] = value_from_object(module);
  Value result = program_run_module(vm, program, frame + 1);
  if (result != VALUE_EXCEPTION)
    result = object_get(vm, module, key);
  stack_close_frame(vm, frame);
  return result;
}

Value vm_run_library(struct vm *vm, enum library_script script, const char *name,
                     const char *source, size_t length) {
  mica_error error;
  struct mica_program *program = factory_program(vm->factory, script, name, source, length, &error);
  if (!program)
    return throw_final(vm, error.status, "%s:%u:%u: %s", name, error.line, error.column,
                       error.message);
  return run_library(vm, program);
}

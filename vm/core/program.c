// Programs and modules: from source to module.exports.
//
// Parsing happens once, in program_compile; bytecode is made when a runtime of that tier first runs
// the program, under the program's lock, and is immutable from then on. Whatever in a runtime
// refers to the tree or the bytecode holds a reference to the program.
#include "vm/core/program.h"

#include <stdlib.h>

#include "vm/bytecode/bytecode.h"
#include "vm/library/library.h"
#include "vm/tree/tree.h"

mica_status program_compile(const char *source, size_t length, const char *filename,
                            bool is_library, struct mica_program **program, mica_error *error) {
  *program = NULL;
  struct syntax_tree *tree;
  if (!syntax_parse(source, length, filename, &tree, error))
    return error->status;
  struct mica_program *made = calloc(1, sizeof *made);
  if (!made) {
    syntax_free(tree);
    *error = (mica_error){.status = MICA_ERROR_MEMORY, .message = "out of memory"};
    return MICA_ERROR_MEMORY;
  }
  made->references = 1;
  made->is_library = is_library;
  made->tree = tree;
  pthread_mutex_init(&made->lock, NULL);
  *program = made;
  return MICA_OK;
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
  syntax_free(program->tree);
  free(program);
}

const struct bytecode_program *program_bytecode(struct mica_program *program, mica_error *error) {
  pthread_mutex_lock(&program->lock);
  if (!program->bytecode)
    program->bytecode = bytecode_compile(program->tree, program->is_library, error);
  const struct bytecode_program *bytecode = program->bytecode;
  pthread_mutex_unlock(&program->lock);
  return bytecode;
}

struct string *program_string(struct vm *vm, const struct syntax_string *string) {
  return string->two_byte ? string_from_utf16(vm, string->units, string->length)
                          : string_from_latin1(vm, string->units, string->length);
}

static Value run_module(struct vm *vm, struct mica_program *program, Value exports, Value module) {
  if (vm->tier == MICA_TIER_TREE)
    return tree_run_module(vm, program, exports, module);
  mica_error error;
  if (!program_bytecode(program, &error))
    return throw_final(vm, error.status, "%s:%u:%u: %s", program->tree->filename, error.line,
                       error.column, error.message);
  return bytecode_run_module(vm, program, exports, module);
}

Value program_run(struct vm *vm, struct mica_program *program) {
  struct object *module = object_new(vm, vm->intrinsics[INTRINSIC_OBJECT_PROTOTYPE], 1);
  Value exports = value_from_object(object_new(vm, vm->intrinsics[INTRINSIC_OBJECT_PROTOTYPE], 4));
  PropertyKey key = property_key_from_atom(atom(ATOM_exports));
  if (!object_define(vm, module, key, exports, PROPERTY_DEFAULT))
    return VALUE_EXCEPTION;
  Value *frame = stack_open_frame(vm, 0);
  if (!frame)
    return VALUE_EXCEPTION;
  frame[0] = value_from_object(module);
  Value result = run_module(vm, program, exports, frame[0]);
  if (result != VALUE_EXCEPTION)
    result = object_get(vm, module, key);
  stack_close_frame(vm, frame);
  return result;
}

// ---- The library's own programs

Value vm_run_library(struct vm *vm, const char *name, const char *source, size_t length) {
  struct mica_program *program;
  mica_error error;
  mica_status status = program_compile(source, length, name, true, &program, &error);
  if (status != MICA_OK)
    return throw_final(vm, status, "%s:%u:%u: %s", name, error.line, error.column, error.message);
  Value exports = program_run(vm, program);
  program_release(program);
  return exports;
}

// ---- require

static Value require(struct vm *vm, Value *frame, uint32_t count) {
  (void)frame;
  (void)count;
  return throw_final(vm, MICA_ERROR_UNSUPPORTED, "unsupported: require");
}

Value vm_require_function(struct vm *vm) {
  static const struct builtin row = {.function = require, .name = "require", .length = 1};
  return value_from_object(&function_new_builtin(vm, &row)->object);
}

// Programs: compiled source, shared by runtimes and threads. One that is compiled lazily still
// grows, by functions that are called for the first time; to those who use it it is immutable.
#ifndef MICA_CORE_PROGRAM_H
#define MICA_CORE_PROGRAM_H

#include "vm/core/vm.h"
#include "vm/syntax/ast.h"

struct bytecode_program;  // vm/bytecode/bytecode.h
struct function_template; // the same
struct saved_form;        // vm/bytecode/saved.h

struct mica_program {
  uint32_t references; // atomic
  bool is_library;     // may name the pseudo-functions of vm/library/intrinsics.def
  bool is_lazy;        // each function is compiled when it is first called
  bool has_run;        // atomic; in some runtime
  size_t bytes;        // that its tree and bytecode take, about
  const char *filename;
  struct saved_form *saved; // what the program was loaded from; NULL: from source
  pthread_mutex_t lock;     // for what follows, and the making of bytecode
  struct syntax_tree *tree; // atomic; of a saved program only once an error has asked for it
  struct bytecode_program *bytecode; // NULL until a runtime of that tier first runs the program
};

enum program_use {
  PROGRAM_WHOLE,   // bytecode is made of all functions at once
  PROGRAM_LAZY,    // of each at its first call
  PROGRAM_LIBRARY, // the same; is_library
};

// Parses the source. On success *program is owned by the caller. On failure *error says why.
mica_status program_compile(const char *source, size_t length, const char *filename,
                            enum program_use use, struct mica_program **program, mica_error *error);
struct mica_program *program_retain(struct mica_program *program);
// A program from its saved form, which it takes over. NULL: no memory.
struct mica_program *program_load(struct saved_form *saved);
// The program's source, quoted by errors and traces: its tree. That of a saved program is parsed
// when somebody first asks. NULL: no memory, or what was saved is damaged there.
const struct syntax_tree *program_tree(struct mica_program *program);
// The text alone. NULL: what was saved is damaged there.
const char *program_source(struct mica_program *program);
// Gives up one reference. NULL is nothing.
void program_release(struct mica_program *program);
// The program's bytecode, made at the first call. Owned by the program. NULL with *error set when
// it is beyond the bounds of the bytecode machine.
const struct bytecode_program *program_bytecode(struct mica_program *program, mica_error *error);
// The same with all functions compiled.
const struct bytecode_program *program_whole_bytecode(struct mica_program *program,
                                                      mica_error *error);
// Compiles a function of the program, unless that has happened. false: thrown, a final error.
bool program_compile_function(struct vm *vm, struct mica_program *program,
                              struct function_template *template);
// The runtime's string of a name or literal.
struct string *program_string(struct vm *vm, const struct syntax_string *string);
// Calls the program's module function with MODULE_ARGUMENTS arguments on the runtime's tier; `this`
// is the exports. The caller roots them. Returns VALUE_EXCEPTION or anything else. A safepoint.
Value program_run_module(struct vm *vm, struct mica_program *program, const Value *arguments);

#endif

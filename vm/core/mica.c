// The public interface (vm/mica.h): the boundary between a host and a runtime.
//
// Here is what a host does with runtimes and programs as a whole. How it enters a runtime and calls
// script is in entry.c, what it passes and takes is in the files host_*.c.
#include "vm/core/host.h"

#include <stdlib.h>

#include "vm/baseline/baseline.h"
#include "vm/bytecode/bytecode.h"
#include "vm/bytecode/saved.h"
#include "vm/core/limits.h"
#include "vm/core/program.h"
#include "vm/core/require.h"
#include "vm/core/session.h"
#include "vm/library/library.h"
#include "vm/tree/tree.h"

_Static_assert(sizeof(mica_value) == sizeof(Value), "the host sees values as they are");
_Static_assert(MICA_BITS_INT32 == TAG_INT32 && MICA_BITS_GREATEST_DOUBLE == VALUE_MAXIMUM_DOUBLE,
               "the host sees numbers as they are");

#define TEXT_OF(number) #number
#define DECIMAL(number) TEXT_OF(number)

const char *mica_version(void) {
  return DECIMAL(MICA_VERSION_MAJOR) "." DECIMAL(MICA_VERSION_MINOR) "." DECIMAL(
      MICA_VERSION_PATCH);
}

#ifdef __clang__
#define COMPILER __VERSION__
#else
#define COMPILER "gcc " __VERSION__
#endif
#ifdef __OPTIMIZE__
#define OPTIMIZATION ", optimised"
#else
#define OPTIMIZATION ", not optimised"
#endif
#ifdef HEAP_POISONS
#define SANITIZER ", with AddressSanitizer"
#else
#define SANITIZER ""
#endif
#ifdef MICA_STRESS_GC
#define STRESS_GC ", collecting at every safepoint"
#else
#define STRESS_GC ""
#endif

#ifdef MICA_STRESS_TINY
#define STRESS_TINY ", with tiny tables"
#else
#define STRESS_TINY ""
#endif
#ifdef MICA_NO_PROFILER
#define NO_PROFILER ", without its profiler"
#else
#define NO_PROFILER ""
#endif
#ifdef MICA_STRESS_JIT
#define STRESS_JIT ", leaving native code at random"
#else
#define STRESS_JIT ""
#endif

const char *mica_build(void) {
  return COMPILER OPTIMIZATION SANITIZER STRESS_GC STRESS_TINY STRESS_JIT NO_PROFILER;
}

// ---- Runtimes

mica_runtime *mica_factory_runtime(mica_factory *factory) {
  return host_runtime(vm_create(factory));
}

mica_runtime *mica_runtime_new(const mica_options *options) {
  mica_factory *factory = mica_factory_new(options);
  if (!factory)
    return NULL;
  mica_runtime *runtime = mica_factory_runtime(factory);
  mica_factory_release(factory);
  return runtime;
}

void mica_runtime_free(mica_runtime *runtime) {
  if (runtime)
    vm_destroy(vm_of(runtime));
}

struct run {
  mica_program *program;
  mica_value *exports;
};

static mica_status run(struct vm *vm, void *context) {
  const struct run *run = context;
  Value exports = require_run_main(vm, run->program);
  if (exports == VALUE_EXCEPTION)
    return host_fail_thrown(vm);
  if (run->exports)
    *run->exports = to_host(exports);
  return MICA_OK;
}

mica_status mica_run(mica_runtime *runtime, mica_program *program, mica_value *exports) {
  struct run context = {program, exports};
  return host_run_script(vm_of(runtime), run, &context);
}

void mica_interrupt(mica_runtime *runtime) { limits_stop(vm_of(runtime), STOP_INTERRUPTED); }

void mica_forget_interrupt(mica_runtime *runtime) {
  limits_forgive(vm_of(runtime), STOP_INTERRUPTED);
}

struct evaluate {
  mica_program *program;
  mica_value *value;
};

static mica_status evaluate(struct vm *vm, void *context) {
  const struct evaluate *evaluate = context;
  Value value = session_run(vm, evaluate->program);
  if (value == VALUE_EXCEPTION)
    return host_fail_thrown(vm);
  *evaluate->value = to_host(value);
  return MICA_OK;
}

mica_status mica_evaluate(mica_runtime *runtime, const char *source, size_t length,
                          const char *filename, mica_value *value, mica_error *error) {
  struct evaluate context = {.value = value};
  *error = (mica_error){0};
  mica_status status = session_compile(source, length, filename, &context.program, error);
  if (status != MICA_OK)
    return status;
  status = host_run_script(vm_of(runtime), evaluate, &context);
  program_release(context.program);
  *error = (mica_error){.status = status};
  return status;
}

mica_memory mica_memory_usage(const mica_runtime *runtime) {
  const struct heap *heap = &((const struct vm *)runtime)->heap;
  return (mica_memory){.current_bytes = heap->allocated_bytes,
                       .peak_bytes = heap->peak_bytes,
                       .collections = heap->collections};
}

mica_native_usage mica_native_code(const mica_runtime *runtime) {
  return baseline_usage((const struct vm *)runtime);
}

mica_status mica_native_disassemble(mica_runtime *runtime, mica_program *program,
                                    const mica_decoder *decoder, FILE *output) {
  return baseline_disassemble(vm_of(runtime), program, decoder, output);
}

void mica_collect(mica_runtime *runtime) { heap_collect(vm_of(runtime)); }

void mica_safepoint(mica_runtime *runtime) { heap_safepoint(vm_of(runtime)); }

// ---- Programs

mica_status mica_compile(const char *source, size_t length, const char *filename,
                         mica_program **program, mica_error *error) {
  return program_compile(source, length, filename, PROGRAM_WHOLE, program, error);
}

mica_status mica_compile_lazily(const char *source, size_t length, const char *filename,
                                mica_program **program, mica_error *error) {
  return program_compile(source, length, filename, PROGRAM_LAZY, program, error);
}

mica_status mica_precompile(mica_program *program, mica_error *error) {
  *error = (mica_error){0};
  return program_whole_bytecode(program, error) ? MICA_OK : error->status;
}

mica_status mica_program_save(mica_program *program, char **bytes, size_t *length,
                              mica_error *error) {
  *bytes = NULL;
  *error = (mica_error){0};
  const struct bytecode_program *bytecode = program_whole_bytecode(program, error);
  if (bytecode)
    *bytes = bytecode->saved ? saved_copy(bytecode->saved, length, error)
                             : saved_write(bytecode, length, error);
  return *bytes ? MICA_OK : error->status;
}

static void free_copy(void *data, const void *bytes, size_t length) {
  (void)bytes;
  (void)length;
  free(data);
}

mica_status mica_program_load(const void *bytes, size_t length, mica_program **program,
                              mica_error *error) {
  *program = NULL;
  void *copy = malloc(length + 1);
  if (!copy) {
    *error = (mica_error){.status = MICA_ERROR_MEMORY, .message = "out of memory"};
    return MICA_ERROR_MEMORY;
  }
  memcpy(copy, bytes, length);
  mica_status status = mica_program_borrow(copy, length, free_copy, copy, program, error);
  if (status != MICA_OK)
    free(copy);
  return status;
}

mica_status mica_program_borrow(const void *bytes, size_t length,
                                void (*release)(void *data, const void *bytes, size_t length),
                                void *data, mica_program **program, mica_error *error) {
  *program = NULL;
  *error = (mica_error){0};
  if ((uintptr_t)bytes % SAVED_ALIGNMENT != 0) {
    *error = (mica_error){
        .status = MICA_ERROR_USAGE,
        .message = "the bytes of a saved program stand at an address that is no multiple of 8; "
                   "move them, or have them copied by mica_program_load"};
    return MICA_ERROR_USAGE;
  }
  struct saved_form *saved = saved_open(bytes, length, release, data, error);
  if (!saved)
    return error->status;
  *program = program_load(saved);
  if (*program)
    return MICA_OK;
  saved->release = NULL;
  saved_free(saved);
  *error = (mica_error){.status = MICA_ERROR_MEMORY, .message = "out of memory"};
  return MICA_ERROR_MEMORY;
}

bool mica_is_saved_program(const void *bytes, size_t length) {
  return length >= sizeof saved_magic && memcmp(bytes, saved_magic, sizeof saved_magic) == 0;
}

mica_program *mica_program_retain(mica_program *program) { return program_retain(program); }

void mica_program_release(mica_program *program) { program_release(program); }

void mica_program_disassemble(const mica_program *program, FILE *output) {
  mica_error error;
  // The lock and the bytecode are not part of what a program is to its user.
  const struct bytecode_program *bytecode = program_whole_bytecode((mica_program *)program, &error);
  const struct syntax_tree *tree = bytecode ? program_tree((mica_program *)program) : NULL;
  if (tree)
    bytecode_disassemble(bytecode, tree, output);
  else if (bytecode)
    fprintf(output, "%s: no memory for the source\n", program->filename);
  else if (error.line == 0)
    fprintf(output, "%s: %s\n", program->filename, error.message);
  else
    fprintf(output, "%s:%u:%u: %s\n", program->filename, error.line, error.column, error.message);
}

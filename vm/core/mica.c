// The public interface (vm/mica.h): the boundary between a host and a runtime.
//
// Whatever enters the runtime passes `protect`, which makes an allocator that fails come back here
// (longjmp) instead of ending the process, and takes every stack back to where it was. A failure's
// text is made at once, while its exception is at hand. A call from C uses the script stack as
// calls within script do, so entries nest: script calls host, host calls script.
#include "vm/core/host.h"

#include <stdlib.h>

#include "vm/bytecode/bytecode.h"
#include "vm/bytecode/saved.h"
#include "vm/core/limits.h"
#include "vm/core/operations.h"
#include "vm/core/program.h"
#include "vm/core/require.h"
#include "vm/core/session.h"
#include "vm/library/library.h"
#include "vm/tree/tree.h"

_Static_assert(sizeof(mica_value) == sizeof(Value), "the host sees values as they are");
_Static_assert(MICA_BITS_INT32 == TAG_INT32 && MICA_BITS_GREATEST_DOUBLE == VALUE_MAXIMUM_DOUBLE,
               "the host sees numbers as they are");

static mica_value to_host(Value value) { return (mica_value){value}; }

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

const char *mica_build(void) { return COMPILER OPTIMIZATION SANITIZER STRESS_GC STRESS_TINY; }

// ---- Texts for the host

void host_free_texts(struct vm *vm) {
  while (vm->host_texts) {
    struct host_text *text = vm->host_texts;
    vm->host_texts = text->next;
    free(text->bytes);
    free(text);
  }
}

// ---- Failures

static mica_status fail(struct vm *vm, mica_status status, const char *text) {
  free(vm->error_text);
  vm->error_text = strdup(text);
  return status;
}

// An own or inherited data property that is a string; NULL otherwise. Runs no script.
static struct string *string_property(struct vm *vm, struct object *object, enum atom name) {
  struct lookup lookup;
  if (!object_lookup(vm, object, property_key_from_atom(atom(name)), &lookup) || !lookup.holder ||
      lookup.accessor || !value_is_string(lookup.value))
    return NULL;
  return value_string(lookup.value);
}

// What the exception says: an error its `stack`, which begins with its name and message; else the
// value. NULL: no memory.
static char *describe_exception(struct vm *vm, Value exception) {
  if (value_is_object(exception)) {
    struct string *stack = string_property(vm, value_object(exception), ATOM_stack);
    if (stack)
      return string_to_utf8(vm, stack, NULL);
  }
  char text[512];
  return strdup(describe_value(vm, exception, text, sizeof text));
}

// The script threw and nobody caught it.
static mica_status fail_thrown(struct vm *vm) {
  free(vm->error_text);
  vm->error_text = describe_exception(vm, vm->exception);
  return vm->final ? vm->final_status : MICA_ERROR_THROWN;
}

const char *mica_error_text(const mica_runtime *runtime) {
  const char *text = ((const struct vm *)runtime)->error_text;
  return text ? text : "out of memory";
}

// ---- Entering

// What one entry does. Its result is the host's.
typedef mica_status (*entry_function)(struct vm *vm, void *context);

// Where the runtime stands, to come back to when the allocator fails.
struct entry {
  struct panic_point panic;
  struct panic_point *outer_panic;
  struct stack_chunk *stack;
  struct interpreter_entry *interpreter;
  struct tree_activation *activation;
  struct tree_root *tree_roots;
  Value *base, *top;
  const uint32_t *pc;
};

static inline void remember(struct vm *vm, struct entry *entry) {
  entry->outer_panic = vm->panic;
  entry->stack = vm->stack;
  entry->interpreter = vm->entry;
  entry->activation = vm->activation;
  entry->tree_roots = vm->tree_roots;
  entry->base = vm->base;
  entry->top = vm->top;
  entry->pc = vm->pc;
  vm->panic = &entry->panic;
}

static mica_status recover(struct vm *vm, const struct entry *entry) {
  vm->panic = entry->outer_panic;
  vm->stack = entry->stack;
  vm->entry = entry->interpreter;
  vm->activation = entry->activation;
  vm->tree_roots = entry->tree_roots;
  vm->base = entry->base;
  vm->top = entry->top;
  vm->pc = entry->pc;
  vm->exception = VALUE_UNDEFINED;
  vm->new_target = VALUE_UNDEFINED;
  stack_restore_end(vm);
  free(vm->error_text);
  vm->error_text = NULL;
  return MICA_ERROR_MEMORY;
}

// Works out `work`, a mica_status, such that an allocator that fails makes it MICA_ERROR_MEMORY. A
// macro, because a function that is come back to is never inlined, and a call by the host is to
// cost little.
#define PROTECT(vm, status, work)                                                                  \
  do {                                                                                             \
    struct entry entry;                                                                            \
    remember(vm, &entry);                                                                          \
    if (__builtin_setjmp(entry.panic.words) != 0) {                                                \
      status = recover(vm, &entry);                                                                \
    } else {                                                                                       \
      status = work;                                                                               \
      vm->panic = entry.outer_panic;                                                               \
    }                                                                                              \
  } while (0)

// What the runtime's first entry makes: the stack, and what every script finds. A call of a
// function is never the first.
static __attribute__((noinline)) mica_status prepare(struct vm *vm) {
  if (!vm->stack && !stack_create(vm))
    return MICA_ERROR_MEMORY;
  mica_status status;
  PROTECT(vm, status, (realm_create(vm), MICA_OK));
  return status;
}

static __attribute__((noinline)) mica_status protect(struct vm *vm, entry_function function,
                                                     void *context) {
  mica_status status;
  if (!vm->global && (status = prepare(vm)) != MICA_OK)
    return status;
  PROTECT(vm, status, function(vm, context));
  return status;
}

// Around what runs script. Returns whether it is the outermost entry.
static inline bool script_begin(struct vm *vm) {
  host_release_texts(vm);
  vm_enter_thread(vm);
  vm->final = false;
  bool outermost = !vm->panic;
  if (outermost)
    limits_begin(vm);
  return outermost;
}

// What a failed script leaves behind may fill the memory: if that asked for a collection, it
// happens now, when the host has no values that it does not hold.
static void clean_up(struct vm *vm) {
  vm->exception = VALUE_UNDEFINED;
  heap_safepoint(vm);
}

static inline void script_end(struct vm *vm, bool outermost, mica_status status) {
  if (!outermost)
    return;
  limits_end(vm);
  if (status != MICA_OK)
    clean_up(vm);
}

// As protect, for what runs script.
static mica_status run_script(struct vm *vm, entry_function function, void *context) {
  bool outermost = script_begin(vm);
  mica_status status = protect(vm, function, context);
  script_end(vm, outermost, status);
  return status;
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
    return fail_thrown(vm);
  if (run->exports)
    *run->exports = to_host(exports);
  return MICA_OK;
}

mica_status mica_run(mica_runtime *runtime, mica_program *program, mica_value *exports) {
  struct run context = {program, exports};
  return run_script(vm_of(runtime), run, &context);
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
    return fail_thrown(vm);
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
  status = run_script(vm_of(runtime), evaluate, &context);
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

void mica_collect(mica_runtime *runtime) { heap_collect(vm_of(runtime)); }

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

// ---- Values

mica_value mica_undefined(void) { return to_host(VALUE_UNDEFINED); }
mica_value mica_null(void) { return to_host(VALUE_NULL); }
mica_value mica_boolean(bool truth) { return to_host(value_from_boolean(truth)); }

// The same for hosts that do not inline them.
extern inline mica_value mica_number(double number);
extern inline mica_status mica_to_number(mica_value value, double *number);

struct make_string {
  const char *bytes;
  size_t length;
  mica_value *string;
};

static mica_status make_string(struct vm *vm, void *context) {
  const struct make_string *make = context;
  struct string *string = string_from_utf8(vm, make->bytes, make->length);
  if (!string)
    return fail_thrown(vm);
  *make->string = to_host(value_from_string(string));
  return MICA_OK;
}

mica_status mica_string(mica_runtime *runtime, const char *bytes, size_t length,
                        mica_value *string) {
  struct make_string context = {bytes, length, string};
  return protect(vm_of(runtime), make_string, &context);
}

mica_type mica_type_of(mica_value value) {
  Value bits = value.bits;
  if (value_is_number(bits))
    return MICA_NUMBER;
  if (value_is_string(bits))
    return MICA_STRING;
  if (value_is_object(bits))
    return value_is_function(bits) ? MICA_FUNCTION : MICA_OBJECT;
  if (value_is_boolean(bits))
    return MICA_BOOLEAN;
  return bits == VALUE_NULL ? MICA_NULL : MICA_UNDEFINED;
}

mica_status mica_to_boolean(mica_value value, bool *truth) {
  if (!value_is_boolean(value.bits))
    return MICA_ERROR_USAGE;
  *truth = value.bits == VALUE_TRUE;
  return MICA_OK;
}

struct read_string {
  struct string *string;
  const char **bytes;
  size_t *length;
};

static mica_status read_string(struct vm *vm, void *context) {
  const struct read_string *read = context;
  struct host_text *text = malloc(sizeof *text);
  if (!text)
    return fail(vm, MICA_ERROR_MEMORY, "out of memory");
  text->bytes = string_to_utf8(vm, read->string, read->length);
  if (!text->bytes) {
    free(text);
    return fail(vm, MICA_ERROR_MEMORY, "out of memory");
  }
  text->next = vm->host_texts;
  vm->host_texts = text;
  *read->bytes = text->bytes;
  return MICA_OK;
}

mica_status mica_to_string(mica_runtime *runtime, mica_value value, const char **bytes,
                           size_t *length) {
  if (!value_is_string(value.bits))
    return fail(vm_of(runtime), MICA_ERROR_USAGE, "the value is not a string");
  struct read_string context = {value_string(value.bits), bytes, length};
  return protect(vm_of(runtime), read_string, &context);
}

struct inspect {
  Value value;
  const char **bytes;
  size_t *length;
};

static mica_status inspect(struct vm *vm, void *context) {
  const struct inspect *inspect = context;
  Value *top = vm->top;
  vm_push(vm, inspect->value); // the first use runs the library's script
  Value function = library_inspect(vm);
  Value shown = function == VALUE_EXCEPTION
                    ? function
                    : vm_call(vm, function, VALUE_UNDEFINED, &inspect->value, 1);
  vm->top = top;
  if (shown == VALUE_EXCEPTION)
    return fail_thrown(vm);
  struct read_string read = {value_string(shown), inspect->bytes, inspect->length};
  return read_string(vm, &read);
}

mica_status mica_inspect(mica_runtime *runtime, mica_value value, const char **bytes,
                         size_t *length) {
  struct inspect context = {value.bits, bytes, length};
  return run_script(vm_of(runtime), inspect, &context);
}

struct access {
  Value object;
  const char *name;
  Value value;
  mica_value *result;
};

// VALUE_EXCEPTION: thrown.
static PropertyKey access_key(struct vm *vm, const struct access *access) {
  struct string *name = string_from_utf8(vm, access->name, strlen(access->name));
  return name ? property_key_from_string(vm, name) : VALUE_EXCEPTION;
}

static mica_status get(struct vm *vm, void *context) {
  const struct access *access = context;
  PropertyKey key = access_key(vm, access);
  Value value = key == VALUE_EXCEPTION ? key : value_get(vm, access->object, key);
  if (value == VALUE_EXCEPTION)
    return fail_thrown(vm);
  *access->result = to_host(value);
  return MICA_OK;
}

static mica_status set(struct vm *vm, void *context) {
  const struct access *access = context;
  PropertyKey key = access_key(vm, access);
  if (key == VALUE_EXCEPTION || !value_set(vm, access->object, key, access->value))
    return fail_thrown(vm);
  return MICA_OK;
}

mica_status mica_get(mica_runtime *runtime, mica_value object, const char *name,
                     mica_value *value) {
  struct access context = {.object = object.bits, .name = name, .result = value};
  return run_script(vm_of(runtime), get, &context);
}

mica_status mica_set(mica_runtime *runtime, mica_value object, const char *name, mica_value value) {
  struct access context = {.object = object.bits, .name = name, .value = value.bits};
  return run_script(vm_of(runtime), set, &context);
}

mica_status mica_set_global(mica_runtime *runtime, const char *name, mica_value value) {
  return mica_set(runtime, to_host(value_from_object(vm_of(runtime)->global)), name, value);
}

// ---- Handles

mica_handle *mica_hold(mica_runtime *runtime, mica_value value) {
  struct vm *vm = vm_of(runtime);
  struct mica_handle *handle = heap_system_allocate(&vm->heap, sizeof *handle);
  if (!handle)
    return NULL;
  *handle = (struct mica_handle){.value = value.bits, .next = vm->handles};
  if (vm->handles)
    vm->handles->previous = handle;
  vm->handles = handle;
  return handle;
}

mica_value mica_held(const mica_handle *handle) { return to_host(handle->value); }

void mica_drop(mica_runtime *runtime, mica_handle *handle) {
  if (!handle)
    return;
  struct vm *vm = vm_of(runtime);
  if (handle->next)
    handle->next->previous = handle->previous;
  if (handle->previous)
    handle->previous->next = handle->next;
  else
    vm->handles = handle->next;
  heap_system_free(&vm->heap, handle, sizeof *handle);
}

// ---- Calls

static inline mica_status call(struct vm *vm, Value function, const mica_value *arguments,
                               unsigned count, mica_value *result) {
  Value value = value_is_bytecode(function)
                    ? bytecode_call(vm, value_function(function), VALUE_UNDEFINED,
                                    (const Value *)arguments, count)
                    : vm_call(vm, function, VALUE_UNDEFINED, (const Value *)arguments, count);
  if (__builtin_expect(value == VALUE_EXCEPTION, 0))
    return fail_thrown(vm);
  if (result)
    *result = to_host(value);
  return MICA_OK;
}

mica_status mica_call(mica_runtime *runtime, const mica_handle *function,
                      const mica_value *arguments, unsigned count, mica_value *result) {
  struct vm *vm = vm_of(runtime);
  if (!value_is_function(function->value))
    return fail(vm, MICA_ERROR_USAGE, "the handle does not hold a function");
  bool outermost = script_begin(vm);
  mica_status status;
  PROTECT(vm, status, call(vm, function->value, arguments, count, result));
  script_end(vm, outermost, status);
  return status;
}

struct make_function {
  const char *name;
  unsigned arity;
  mica_host_function function;
  void *data;
  mica_value *value;
};

static mica_status make_function(struct vm *vm, void *context) {
  const struct make_function *make = context;
  struct function *function =
      function_new_host(vm, make->name, make->arity, make->function, make->data);
  if (!function)
    return fail_thrown(vm);
  *make->value = to_host(value_from_object(&function->object));
  return MICA_OK;
}

mica_status mica_function(mica_runtime *runtime, const char *name, unsigned arity,
                          mica_host_function function, void *data, mica_value *value) {
  struct make_function context = {name, arity, function, data, value};
  return protect(vm_of(runtime), make_function, &context);
}

mica_status mica_throw(mica_runtime *runtime, const char *message) {
  throw_type_error(vm_of(runtime), "%s", message);
  return MICA_ERROR_THROWN;
}

// A failure of a call that the host function made itself goes on to its caller as it is.
Value host_call(struct vm *vm, struct function *function, Value *frame, uint32_t count) {
  mica_value result = to_host(VALUE_UNDEFINED);
  vm->exception = VALUE_ABSENT;
  mica_status status = function->host(host_runtime(vm), function->host_data,
                                      (const mica_value *)(frame + 1), count, &result);
  host_release_texts(vm);
  vm->top = frame + 1 + count;
  if (status == MICA_OK) {
    vm->exception = VALUE_UNDEFINED;
    vm->final = false;
    return result.bits;
  }
  if (vm->exception != VALUE_ABSENT)
    return VALUE_EXCEPTION;
  return throw_error(vm, ERROR_ERROR, "a host function failed: %s",
                     status == MICA_ERROR_MEMORY ? "out of memory"
                                                 : mica_error_text(host_runtime(vm)));
}

// Entering the runtime from the host, and calling script.
//
// Whatever enters the runtime makes an allocator that fails come back to the entry (longjmp)
// instead of ending the process, and takes every stack back to where it was. A failure's text is
// made at once, while its exception is at hand. A call from C uses the script stack as calls within
// script do, so entries nest: script calls host, host calls script.
//
// A call of script by a host that is not itself called by script is the one that must be fast. It
// finds the runtime in the state in which every such call leaves it, so there is nothing to
// remember of it (mica_call). All other entries remember where they found the runtime
// (struct entry).
#include "vm/core/host.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "vm/bytecode/interpreter.h"
#include "vm/core/limits.h"
#include "vm/core/operations.h"
#include "vm/library/library.h"
#include "vm/profile/profile.h"
#include "vm/tree/tree.h"

#define LIKELY(condition) __builtin_expect(!!(condition), 1)
#define UNLIKELY(condition) __builtin_expect(!!(condition), 0)

// ---- Failures

mica_status host_fail(struct vm *vm, mica_status status, const char *format, ...) {
  char text[256];
  va_list arguments;
  va_start(arguments, format);
  vsnprintf(text, sizeof text, format, arguments);
  va_end(arguments);
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

static mica_status fail_memory(struct vm *vm) {
  free(vm->error_text);
  vm->error_text = NULL;
  return MICA_ERROR_MEMORY;
}

mica_status host_fail_thrown(struct vm *vm) {
  free(vm->error_text);
  vm->error_text = describe_exception(vm, vm->exception);
  if (vm->final)
    return vm->final_status;
  vm->thrown = vm->exception;
  vm->host_state |= HOST_THROWN;
  return MICA_ERROR_THROWN;
}

const char *mica_error_text(const mica_runtime *runtime) {
  const char *text = ((const struct vm *)runtime)->error_text;
  return text ? text : "out of memory";
}

// ---- Entering

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
  if (profile_of(vm) && vm->entry == NULL)
    profile_forget_frames(vm->profile);
  return fail_memory(vm);
}

// Works out `work`, a mica_status, such that an allocator that fails makes it MICA_ERROR_MEMORY. A
// macro, because a function that is come back to is never inlined.
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

__attribute__((noinline)) mica_status host_enter(struct vm *vm, host_work work, void *context) {
  mica_status status;
  if (!vm->global && (status = prepare(vm)) != MICA_OK)
    return status;
  PROTECT(vm, status, work(vm, context));
  return status;
}

// What was for the host until now. A value that it could have asked for may hold much of a limited
// memory: then that is given back before script needs it.
static __attribute__((noinline)) void forget_answers(struct vm *vm) {
  host_release_texts(vm);
  if (vm->host_state & HOST_THROWN && vm->heap.live_bytes > vm->heap.limit / 2)
    heap_want_collection(vm);
  vm->thrown = VALUE_UNDEFINED;
  vm->host_state &= HOST_LIMITED;
}

// Around what runs script. Returns whether it is the outermost entry.
static bool script_begin(struct vm *vm) {
  if (vm->host_state & ~(uint32_t)HOST_LIMITED)
    forget_answers(vm);
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

static void script_end(struct vm *vm, bool outermost, mica_status status) {
  if (!outermost)
    return;
  limits_end(vm);
  if (status != MICA_OK)
    clean_up(vm);
}

mica_status host_run_script(struct vm *vm, host_work work, void *context) {
  bool outermost = script_begin(vm);
  mica_status status = host_enter(vm, work, context);
  script_end(vm, outermost, status);
  return status;
}

// ---- Calls

struct call {
  Value callee, this_value;
  const Value *arguments;
  unsigned count;
  mica_value *result;
};

static mica_status call(struct vm *vm, void *context) {
  const struct call *call = context;
  Value value = vm_call(vm, call->callee, call->this_value, call->arguments, call->count);
  return host_result(vm, value, call->result);
}

static mica_status fail_not_a_function(struct vm *vm) {
  return host_fail(vm, MICA_ERROR_USAGE, "the handle does not hold a function");
}

mica_status mica_call_with(mica_runtime *runtime, const mica_handle *function,
                           mica_value this_value, const mica_value *arguments, unsigned count,
                           mica_value *result) {
  if (!value_is_function(function->value))
    return fail_not_a_function(vm_of(runtime));
  struct call context = {function->value, this_value.bits, (const Value *)arguments, count, result};
  return host_run_script(vm_of(runtime), call, &context);
}

// The failure of a call that was the outermost. When an allocator has failed, the runtime is again
// as such a call finds it: on the first chunk of an empty stack.
static __attribute__((noinline, cold)) mica_status fail_outermost(struct vm *vm, bool is_done) {
  mica_status status;
  if (is_done) {
    status = host_fail_thrown(vm);
  } else {
    vm->new_target = VALUE_UNDEFINED;
    stack_reset(vm);
    stack_start(vm);
    if (profile_of(vm))
      profile_forget_frames(vm->profile);
    status = fail_memory(vm);
  }
  limits_end(vm);
  clean_up(vm);
  return status;
}

// Only what every call needs stands here: anything out of the ordinary goes the way of
// mica_call_with.
mica_status mica_call(mica_runtime *runtime, const mica_handle *function,
                      const mica_value *arguments, unsigned count, mica_value *result) {
  struct vm *vm = vm_of(runtime);
  if (UNLIKELY(vm->host_state) || UNLIKELY(vm->panic != NULL) ||
      UNLIKELY(!value_is_bytecode(function->value)) ||
      UNLIKELY(vm->native_thread != vm_this_thread()))
    return mica_call_with(runtime, function, to_host(VALUE_UNDEFINED), arguments, count, result);
  const struct function *callee = value_function(function->value);
  const struct code *code = callee->code;
  if (interpreter_must_prepare(vm, code, count))
    return mica_call_with(runtime, function, to_host(VALUE_UNDEFINED), arguments, count, result);
  vm->final = false;
  vm->heap.out_of_memory = false;
  Value *frame =
      interpreter_open_frame(vm, callee, VALUE_UNDEFINED, (const Value *)arguments, count);
  interpreter_fill_missing(frame, count, code);
  struct interpreter_entry entry; // the last of all: nobody goes back to what it says
  entry.previous = NULL;
  vm->entry = &entry;
  bool is_done = interpreter_run_outermost(vm, code->words, frame);
  vm->entry = NULL;
  vm->top = vm->stack->slots;
  Value value = vm->result;
  vm->result = VALUE_UNDEFINED;
  if (UNLIKELY(!is_done) || UNLIKELY(value == VALUE_EXCEPTION))
    return fail_outermost(vm, is_done);
  if (UNLIKELY(__atomic_load_n(&vm->stop, __ATOMIC_RELAXED)))
    limits_end(vm);
  if (result)
    *result = to_host(value);
  return MICA_OK;
}

struct method_call {
  const char *name;
  struct call call;
};

static mica_status call_method(struct vm *vm, void *context) {
  struct method_call *method = context;
  struct string *name = string_from_utf8(vm, method->name, strlen(method->name));
  PropertyKey key = name ? property_key_from_string(vm, name) : VALUE_EXCEPTION;
  if (key == VALUE_EXCEPTION)
    return host_fail_thrown(vm);
  uint32_t count = method->call.count;
  Value *frame = stack_open_frame(vm, count); // roots all of it while a getter runs
  if (!frame)
    return host_fail_thrown(vm);
  frame[0] = method->call.this_value;
  for (uint32_t i = 0; i < count; i++)
    vm_push(vm, method->call.arguments[i]);
  Value callee = frame[-1] = value_get(vm, frame[0], key);
  Value value = callee == VALUE_EXCEPTION ? callee : vm_call_frame(vm, callee, frame, count);
  stack_close_frame(vm, frame);
  return host_result(vm, value, method->call.result);
}

mica_status mica_call_method(mica_runtime *runtime, mica_value object, const char *name,
                             const mica_value *arguments, unsigned count, mica_value *result) {
  struct method_call context = {name,
                                {.this_value = object.bits,
                                 .arguments = (const Value *)arguments,
                                 .count = count,
                                 .result = result}};
  return host_run_script(vm_of(runtime), call_method, &context);
}

static mica_status construct(struct vm *vm, void *context) {
  const struct call *call = context;
  Value value = vm_construct(vm, call->callee, call->callee, call->arguments, call->count);
  return host_result(vm, value, call->result);
}

mica_status mica_construct(mica_runtime *runtime, const mica_handle *constructor,
                           const mica_value *arguments, unsigned count, mica_value *result) {
  if (!value_is_function(constructor->value))
    return fail_not_a_function(vm_of(runtime));
  struct call context = {.callee = constructor->value,
                         .arguments = (const Value *)arguments,
                         .count = count,
                         .result = result};
  return host_run_script(vm_of(runtime), construct, &context);
}

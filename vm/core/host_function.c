// Functions of the host's that script calls, and the log of their calls.
//
// A host function is one kind of function object, whose handler in the bytecode tier calls
// host_call in place. Methods of host objects, and functions of a runtime with a call log, are of
// that kind too, and have a wrapper (HOST_WRAPPER): one test that falls through for all others is
// what both features cost where they are not used.
#include "vm/core/host.h"

#include <stdlib.h>

#define UNLIKELY(condition) __builtin_expect(!!(condition), 0)

// ---- Calls

__attribute__((noinline)) bool host_settle(struct vm *vm) {
  bool threw = vm->host_state & HOST_THREW;
  host_release_texts(vm);
  vm->host_state &= ~(uint32_t)(HOST_TEXTS | HOST_THREW);
  return threw;
}

// A failure of a call that the host function made itself goes on to its caller as it is.
static Value fail_call(struct vm *vm, mica_status status) {
  if (vm->exception != VALUE_ABSENT)
    return VALUE_EXCEPTION;
  return throw_error(vm, ERROR_ERROR, "a host function failed: %s",
                     status == MICA_ERROR_MEMORY ? "out of memory"
                                                 : mica_error_text(host_runtime(vm)));
}

static inline Value call_with(struct vm *vm, const struct function *function, void *data,
                              Value *frame, uint32_t count) {
  mica_value result = to_host(VALUE_UNDEFINED);
  vm->exception = VALUE_ABSENT;
  mica_status status =
      function->host(host_runtime(vm), data, (const mica_value *)(frame + 1), count, &result);
  if (UNLIKELY(vm->host_state & (HOST_TEXTS | HOST_THREW)))
    host_settle(vm);
  vm->top = frame + 1 + count;
  if (UNLIKELY(status != MICA_OK))
    return fail_call(vm, status);
  vm->exception = VALUE_UNDEFINED;
  vm->final = false;
  return result.bits;
}

// The data of a method is the pointer of the object that it is called on. false: thrown.
static bool find_data(struct vm *vm, const struct function *function, Value this_value,
                      void **data) {
  const mica_class *class =
      (const mica_class *)(uintptr_t)(function->captures[HOST_WRAPPER] & ~(Value)HOST_LOGGED);
  *data = function->host_data;
  if (!class || mica_unwrap(to_host(this_value), class, data) == MICA_OK)
    return true;
  char text[80];
  char *name = string_to_utf8(vm, function_name(vm, function), NULL);
  throw_type_error(vm, "Method %s.%s called on incompatible receiver %s", class->name,
                   name ? name : "", describe_value(vm, this_value, text, sizeof text));
  free(name);
  return false;
}

// The sink must not notice what the call has left in the runtime, nor change it.
static void log_call(struct vm *vm, const struct function *function, const Value *arguments,
                     uint32_t count, Value result) {
  const mica_call_log *log = &vm->factory->call_log;
  char *name = string_to_utf8(vm, function_name(vm, function), NULL);
  bool failed = result == VALUE_EXCEPTION;
  mica_logged_call call = {.name = name ? name : "",
                           .arguments = (const mica_value *)arguments,
                           .count = count,
                           .status = !failed     ? MICA_OK
                                     : vm->final ? vm->final_status
                                                 : MICA_ERROR_THROWN,
                           .result = to_host(failed ? vm->exception : result)};
  if (failed && vm->final)
    call.result = mica_undefined();
  log->function(log->data, host_runtime(vm), &call);
  host_release_texts(vm);
  free(name);
}

static __attribute__((noinline)) Value call_wrapped(struct vm *vm, struct function *function,
                                                    Value *frame, uint32_t count) {
  void *data;
  Value result = find_data(vm, function, frame[0], &data)
                     ? call_with(vm, function, data, frame, count)
                     : VALUE_EXCEPTION;
  if (function->captures[HOST_WRAPPER] & HOST_LOGGED && vm->logs_calls)
    log_call(vm, function, frame + 1, count, result);
  return result;
}

Value host_call(struct vm *vm, struct function *function, Value *frame, uint32_t count) {
  if (UNLIKELY(function->captures[HOST_WRAPPER] != 0))
    return call_wrapped(vm, function, frame, count);
  return call_with(vm, function, function->host_data, frame, count);
}

// The trampoline of a typed function whose calls are logged.
Value host_call_typed_logged(struct vm *vm, struct function *function, const Value *arguments,
                             uint32_t count) {
  typed_trampoline call = (typed_trampoline)(uintptr_t)function->captures[TYPED_LOGGED];
  Value result = call(vm, function, arguments, count);
  if (vm->logs_calls)
    log_call(vm, function, arguments, count, result);
  return result;
}

mica_status mica_log_calls(mica_runtime *runtime, bool on) {
  struct vm *vm = vm_of(runtime);
  if (!vm->factory->call_log.function)
    return host_fail(vm, MICA_ERROR_USAGE, "the runtime has no call log");
  vm->logs_calls = on;
  return MICA_OK;
}

// ---- Making

Value host_function_new(struct vm *vm, const char *name, uint32_t length,
                        mica_host_function function, void *data, const mica_class *class) {
  Value wrapper = (uintptr_t) class | (vm->factory->call_log.function ? HOST_LOGGED : 0);
  struct function *made = function_new_host(vm, name, length, function, data, wrapper);
  return made ? value_from_object(&made->object) : VALUE_EXCEPTION;
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
  return host_result(
      vm, host_function_new(vm, make->name, make->arity, make->function, make->data, NULL),
      make->value);
}

mica_status mica_function(mica_runtime *runtime, const char *name, unsigned arity,
                          mica_host_function function, void *data, mica_value *value) {
  struct make_function context = {name, arity, function, data, value};
  return host_enter(vm_of(runtime), make_function, &context);
}

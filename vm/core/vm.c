// The runtime's life, and what its parts share: roots, safepoints, the bounds of the C stack.
#include "vm/baseline/baseline.h"
#include "vm/core/host.h"
#include "vm/core/limits.h"
#include "vm/profile/profile.h"
#include "vm/stress.h"

#include <stdlib.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "vm/tree/tree.h"

// Bounds of what is believed of a C stack, in bytes.
#define STRESS_NATIVE_STACK ((size_t)1 << 22) // see DEFAULT_STACK_BYTES
#define LARGEST_NATIVE_STACK ((size_t)64 << 20)
#define SMALLEST_NATIVE_STACK ((size_t)128 << 10)

// In tiny pieces a stack takes more for the same depth.
#ifdef MICA_STRESS_GC
// Each collection marks the whole stack, so deep recursion would take quadratic time.
#define DEFAULT_STACK_BYTES USUAL_OR_TINY((size_t)1 << 18, (size_t)1 << 21)
#else
#define DEFAULT_STACK_BYTES USUAL_OR_TINY((size_t)1 << 20, (size_t)1 << 23)
#endif

// ---- Life
//
// A new runtime has no cells: what any script needs is made by the first entry (realm_create), the
// rest of the library when somebody looks.

// What the factory's options say. All else is zero.
static void configure(struct vm *vm) {
  const mica_options *options = &vm->factory->options;
  heap_initialize(&vm->heap, options->memory_limit, &options->allocator);
  vm->tier = options->tier;
  if (vm->tier == MICA_TIER_DEFAULT)
    vm->tier = baseline_exists() ? MICA_TIER_BASELINE : MICA_TIER_BYTECODE;
  if (vm->tier == MICA_TIER_BASELINE && baseline_exists())
    vm->native_threshold =
        options->native_threshold ? options->native_threshold : BASELINE_USUAL_THRESHOLD;
  vm->output = options->output ? options->output : stdout;
  vm->error_output = options->error_output ? options->error_output : stderr;
  vm->stack_limit = options->stack_limit ? options->stack_limit : DEFAULT_STACK_BYTES;
  vm->loader = vm->factory->loader;
  vm->prototype_changes = 1; // an empty cache says 0
  vm->exception = vm->result = vm->library = vm->new_target = vm->thrown = VALUE_UNDEFINED;
  vm->logs_calls = vm->factory->call_log.on && vm->factory->call_log.function;
  if (options->time_limit || options->instruction_limit)
    vm->host_state = HOST_LIMITED;
  if (vm->stack)
    stack_start(vm);
}

struct vm *vm_create(struct mica_factory *factory) {
  const mica_options *options = &factory->options;
  struct vm *vm = allocator_resize(&options->allocator, NULL, 0, sizeof *vm);
  if (!vm)
    return NULL;
  memset(vm, 0, sizeof *vm);
  vm->factory = mica_factory_retain(factory);
  configure(vm);
  heap_count_system_bytes(&vm->heap, sizeof *vm);
  if (limits_create(vm, options->time_limit, options->instruction_limit))
    return vm;
  vm_destroy(vm);
  return NULL;
}

// Whatever a user of the runtime has left, but for the heap and the stack.
static void forget_user(struct vm *vm) {
  host_end_blocks(vm);
  host_free_keys(vm);
  host_free_classes(vm);
  while (vm->handles)
    mica_drop(host_runtime(vm), vm->handles);
  host_release_texts(vm);
  free(vm->error_text);
  if (PROFILER_IS_BUILT_IN && vm->profiler)
    profile_end(vm);
  vm->error_text = NULL;
}

void vm_destroy(struct vm *vm) {
  struct mica_factory *factory = vm->factory;
  forget_user(vm);
  baseline_destroy(vm);
  limits_destroy(vm);
  stack_destroy(vm);
  heap_destroy(vm, &vm->heap);
  allocator_resize(&factory->options.allocator, vm, sizeof *vm, 0);
  mica_factory_release(factory);
}

// What is kept is memory and, when there is a time limit, the thread that watches over it. What the
// first chunk of the stack holds is stale, as beyond the end of any live stack.
void vm_reset(struct vm *vm) {
  forget_user(vm);
  if (!vm->global && vm->heap.since_collection == 0)
    return; // nobody has entered it
  if (vm->stack)
    stack_reset(vm);
  baseline_destroy(vm);
  heap_reset(vm, &vm->heap);
  struct vm kept = {.heap = vm->heap,
                    .factory = vm->factory,
                    .pool = vm->pool,
                    .stack = vm->stack,
                    .stack_bytes = vm->stack_bytes,
                    .watchdog = vm->watchdog,
                    .time_limit = vm->time_limit,
                    .instruction_limit = vm->instruction_limit,
                    .native_limit = vm->native_limit,
                    .native_thread = vm->native_thread};
  *vm = kept;
  configure(vm);
}

// ---- Roots and safepoints

void vm_trace_roots(struct vm *vm) {
  stack_trace_roots(vm);
  for (unsigned i = 0; i < LIBRARY_OBJECT_COUNT; i++)
    heap_mark_cell(vm, vm->builtins[i]);
  for (unsigned i = 0; i < LIBRARY_ALIAS_COUNT; i++)
    heap_mark_cell(vm, vm->shared_functions[i]);
  heap_mark_cell(vm, vm->global);
  heap_mark_cell(vm, vm->array_shape);
  heap_mark_cell(vm, vm->object_shape);
  heap_mark_cell(vm, vm->function_shape);
  heap_mark_cell(vm, vm->null_shape);
  heap_mark_cell(vm, vm->session);
  heap_mark_cell(vm, vm->modules);
  heap_mark_cell(vm, vm->module_prototype);
  heap_mark_cell(vm, vm->module_shape);
  heap_mark_cell(vm, vm->require_shape);
  heap_mark_cell(vm, vm->arguments_callee);
  heap_mark_cell(vm, vm->console_counts);
  heap_mark_value(vm, vm->exception);
  heap_mark_value(vm, vm->thrown);
  heap_mark_value(vm, vm->result);
  heap_mark_value(vm, vm->new_target);
  heap_mark_value(vm, vm->library);
  host_trace_keys(vm);
  host_trace_classes(vm);
  for (const struct mica_handle *handle = vm->handles; handle; handle = handle->next)
    heap_mark_value(vm, handle->value);
  tree_trace_roots(vm);
  baseline_trace_roots(vm);
}

bool vm_safepoint(struct vm *vm) {
  __atomic_store_n(&vm->interrupt, 0, __ATOMIC_SEQ_CST);
  stack_restore_end(vm);
  heap_safepoint(vm);
  if (!vm->heap.out_of_memory)
    return limits_allow(vm);
  vm->heap.out_of_memory = false;
  throw_final(vm, MICA_ERROR_LIMIT, "out of memory");
  heap_want_collection(vm); // of what the script leaves behind
  return false;
}

// ---- The C stack
//
// The tree tier, and script called from C, recurse on the C stack. How far they may go is measured
// in addresses: three quarters of the thread's stack, so that the deepest C code between two checks
// has the rest.

// Bounds of the calling thread's stack. The main thread's grows on demand up to its limit, which
// pthread_getattr_np finds out by reading a file; its start is known without.
static bool thread_stack(char **low, size_t *bytes) {
  extern void *__libc_stack_end;
  struct rlimit limit;
  if (syscall(SYS_gettid) == getpid() && getrlimit(RLIMIT_STACK, &limit) == 0) {
#ifdef MICA_STRESS_GC
    limit.rlim_cur = STRESS_NATIVE_STACK;
#endif
    *bytes = limit.rlim_cur > LARGEST_NATIVE_STACK ? LARGEST_NATIVE_STACK : (size_t)limit.rlim_cur;
    *low = (char *)__libc_stack_end - *bytes;
    return true;
  }
  pthread_attr_t attributes;
  if (pthread_getattr_np(pthread_self(), &attributes) != 0)
    return false;
  void *address;
  bool known = pthread_attr_getstack(&attributes, &address, bytes) == 0;
  pthread_attr_destroy(&attributes);
  *low = address;
  return known;
}

// To ask the system takes longer than to make a runtime. What it says is true of the thread, so the
// thread keeps it: the one thing that outlives all runtimes.
static _Thread_local struct {
  char *low;
  size_t bytes;
} this_stack;

static bool is_within(const char *address) {
  return this_stack.low && address >= this_stack.low &&
         (size_t)(address - this_stack.low) <= this_stack.bytes;
}

void vm_learn_thread(struct vm *vm) {
  const char *here = __builtin_frame_address(0);
  if (!is_within(here) && !thread_stack(&this_stack.low, &this_stack.bytes))
    this_stack.bytes = 0;
  // A host may run on a stack that it has made itself (a coroutine's), whose size nobody tells.
  vm->native_limit =
      is_within(here) ? this_stack.low + this_stack.bytes / 4 : here - SMALLEST_NATIVE_STACK;
  vm->native_thread = vm_this_thread();
  code_memory_synchronize();
}

Value vm_throw_stack_overflow(struct vm *vm) {
  return throw_range_error(vm, "Maximum call stack size exceeded");
}

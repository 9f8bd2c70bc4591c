// The runtime's life, and what its parts share: roots, safepoints, the bounds of the C stack.
#include "vm/core/vm.h"

#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "vm/tree/tree.h"

// Bounds of what is believed of a C stack, in bytes.
#define STRESS_NATIVE_STACK ((size_t)1 << 22) // see DEFAULT_STACK_BYTES
#define LARGEST_NATIVE_STACK ((size_t)64 << 20)
#define SMALLEST_NATIVE_STACK ((size_t)128 << 10)

void vm_trace_roots(struct vm *vm) {
  stack_trace_roots(vm);
  for (unsigned i = 0; i < INTRINSIC_COUNT; i++)
    heap_mark_cell(vm, vm->intrinsics[i]);
  heap_mark_cell(vm, vm->global);
  heap_mark_cell(vm, vm->array_shape);
  heap_mark_cell(vm, vm->object_shape);
  heap_mark_cell(vm, vm->function_shape);
  heap_mark_cell(vm, vm->null_shape);
  heap_mark_cell(vm, vm->session);
  heap_mark_cell(vm, vm->modules);
  heap_mark_cell(vm, vm->module_prototype);
  heap_mark_cell(vm, vm->arguments_callee);
  heap_mark_cell(vm, vm->console_counts);
  heap_mark_value(vm, vm->exception);
  heap_mark_value(vm, vm->result);
  heap_mark_value(vm, vm->new_target);
  heap_mark_value(vm, vm->library);
  for (const struct mica_handle *handle = vm->handles; handle; handle = handle->next)
    heap_mark_value(vm, handle->value);
  tree_trace_roots(vm);
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

void vm_learn_thread(struct vm *vm) {
  const char *here = __builtin_frame_address(0);
  char *low;
  size_t bytes;
  // A host may run on a stack that it has made itself (a coroutine's), whose size nobody tells.
  if (!thread_stack(&low, &bytes) || here < low || here > low + bytes)
    vm->native_limit = here - SMALLEST_NATIVE_STACK;
  else
    vm->native_limit = low + bytes / 4;
  vm->native_thread = vm_this_thread();
}

Value vm_throw_stack_overflow(struct vm *vm) {
  return throw_range_error(vm, "Maximum call stack size exceeded");
}

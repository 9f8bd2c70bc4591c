// The host's side of the runtime: what the public interface (vm/mica.h) shares with the rest.
#ifndef MICA_CORE_HOST_H
#define MICA_CORE_HOST_H

#include "vm/core/vm.h"

static inline struct vm *vm_of(const mica_runtime *runtime) { return (struct vm *)runtime; }

static inline mica_runtime *host_runtime(struct vm *vm) { return (mica_runtime *)vm; }

// A block given out by mica_to_string.
struct host_text {
  struct host_text *next;
  char *bytes;
};
// Those that were given out become invalid.
void host_free_texts(struct vm *vm);
static inline void host_release_texts(struct vm *vm) {
  if (vm->host_texts)
    host_free_texts(vm);
}

// Calls a host function (FUNCTION_HOST) on its frame; see vm_call_frame.
Value host_call(struct vm *vm, struct function *function, Value *frame, uint32_t count);

#endif

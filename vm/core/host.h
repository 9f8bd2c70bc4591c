// The host's side of the runtime: what the public interface (vm/mica.h) shares with the rest.
#ifndef MICA_CORE_HOST_H
#define MICA_CORE_HOST_H

#include "vm/core/vm.h"

static inline struct vm *vm_of(const mica_runtime *runtime) { return (struct vm *)runtime; }

// Calls a host function (FUNCTION_HOST) on its frame; see vm_call_frame.
Value host_call(struct vm *vm, struct function *function, Value *frame, uint32_t count);

#endif

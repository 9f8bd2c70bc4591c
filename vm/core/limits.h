// Limits on what an entry of the host may do: see limits.c. The memory limit is the heap's, the
// stack limit is the stack's.
#ifndef MICA_CORE_LIMITS_H
#define MICA_CORE_LIMITS_H

#include "vm/core/vm.h"

// Bits of vm->stop: why the script ends at its next safepoint.
enum stop {
  STOP_INTERRUPTED = 1, // by the host
  STOP_TIME = 2,        // by the time limit
};

// Limits in milliseconds and safepoints, 0: none. false: no memory, or no thread to be had.
bool limits_create(struct vm *vm, uint64_t time_limit, uint64_t instruction_limit);
void limits_destroy(struct vm *vm);

// Ends the script at its next safepoint. From any thread, and from signal handlers.
void limits_stop(struct vm *vm, enum stop stop);
void limits_forgive(struct vm *vm, enum stop stop);

// The time and the instructions of an entry begin; the time ends.
void limits_start(struct vm *vm);
void limits_disarm(struct vm *vm);

// Around the host's outermost entry. Inlined, as that may be a call of a few nanoseconds.
static inline void limits_begin(struct vm *vm) {
  vm->heap.out_of_memory = false;
  if (vm->watchdog || vm->instruction_limit)
    limits_start(vm);
}
static inline void limits_end(struct vm *vm) {
  if (vm->watchdog)
    limits_disarm(vm);
  if (__atomic_load_n(&vm->stop, __ATOMIC_RELAXED))
    limits_forgive(vm, STOP_INTERRUPTED | STOP_TIME);
}

#endif

// CommonJS modules: `module`, `require` and the runtime's cache of modules (vm/core/require.c).
#ifndef MICA_CORE_REQUIRE_H
#define MICA_CORE_REQUIRE_H

#include "vm/core/vm.h"

// Runs the program as a main module: the one whose `require.main` it is. Returns module.exports, or
// VALUE_EXCEPTION. A safepoint.
Value require_run_main(struct vm *vm, struct mica_program *program);
// Runs the program as a piece of the runtime's session, whose pieces share a module. Returns what
// its function returned. A safepoint.
Value require_run_piece(struct vm *vm, struct mica_program *program);
// The natives behind a module's `require` and its `resolve`.
Value require_call(struct vm *vm, struct function *function, Value *frame, uint32_t count);
Value require_resolve_call(struct vm *vm, struct function *function, Value *frame, uint32_t count);

#endif

// Sessions: pieces of source that see what earlier ones declared (vm/core/session.c).
#ifndef MICA_CORE_SESSION_H
#define MICA_CORE_SESSION_H

#include "vm/core/vm.h"

// Compiles a piece. On success *program is owned by the caller. On failure *error says why.
mica_status session_compile(const char *source, size_t length, const char *filename,
                            struct mica_program **program, mica_error *error);
// Runs a compiled piece. Returns its value. A safepoint.
Value session_run(struct vm *vm, struct mica_program *program);

#endif

// The compiler's inside: from a code to its native code (compile.c), for baseline.c.
#ifndef MICA_BASELINE_NATIVE_H
#define MICA_BASELINE_NATIVE_H

#include "vm/baseline/baseline.h"

// Makes native code, for what stands in vm->base, a frame of the code, and leads calls and returns
// to it. NULL: no memory, or no room in the region (baseline->is_exhausted).
struct native_code *native_compile(struct vm *vm, struct code *code);
// Leads calls and returns to the interpreter.
void native_unlink(struct native_code *native);
// It is unlinked, and not on the stack.
void native_free(struct baseline *baseline, struct native_code *native);
// Would other stencils be chosen now?
bool native_has_changed(const struct vm *vm, const struct native_code *native);

// Frees what the compiler keeps for the next function.
void native_free_pieces(struct baseline *baseline);

// The head of a region: how long it is, and what stands there.
size_t native_head_bytes(void);
void native_fill_head(const struct code_memory *memory);

#endif

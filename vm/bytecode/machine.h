// The machine that handlers run on, where they end in tail calls: five values in registers that C
// functions preserve. Interpreter, stencils and what leads from one to the other agree on them, so
// that a jump between them moves nothing.
//
// Only files without sanitizers, by gcc, include this: clang has no such variables.
#ifndef MICA_BYTECODE_MACHINE_H
#define MICA_BYTECODE_MACHINE_H

#include "vm/bytecode/interpreter.h"

#if defined(__x86_64__)
#define STATE_REGISTER(x86_64, aarch64) __asm__(x86_64)
#else
#define STATE_REGISTER(x86_64, aarch64) __asm__(aarch64)
#endif
register const uint32_t *pc STATE_REGISTER("r13", "x19");
register Value *base STATE_REGISTER("rbx", "x20");
register struct vm *vm STATE_REGISTER("r12", "x21");
// The table of handlers; in native code the region that the code is in.
register const void *const *dispatch STATE_REGISTER("r14", "x22");
// TAG_INT32, with which every arithmetic handler compares.
register uint64_t tag_int32 STATE_REGISTER("r15", "x23");

typedef void handler(void);
#define DISPATCH_TO(target) return ((handler *)(target))()
#define BOTH_INT32(x, y) (((x) & (y)) >= tag_int32)
#define IS_INT32(x) ((x) >= tag_int32)
#define INT32_VALUE(integer) (tag_int32 | (uint32_t)(integer))

#endif

// Stencils: the interpreter's handlers, compiled once more into what native code is put together
// from.
//
// Always by gcc, into an object that nothing links: vm/baseline/extract.c takes the code of each
// function out of it, with its relocations. Operands are addresses of symbols that exist nowhere
// ("holes"): the compiler has to leave 32 or 64 bits for each, which the baseline tier fills in
// when it copies the stencil (Xu and Kjolstad 2021, Copy-and-Patch Compilation). Where a handler
// would go on to the next instruction, a stencil jumps to the symbol `continue_next`: at its end,
// that jump is left out.
//
// Invariants, which the extractor checks: a stencil leaves only by jumps, to `continue_next`,
// `continue_target`, the thunks of slow paths, or to an address in a register; it calls nothing but
// by registers; holes are the only absolute addresses in it.
#include "vm/baseline/stencils.h"

#include "vm/baseline/holes.h"
#include "vm/bytecode/machine.h"
#include "vm/core/host.h"
#include "vm/core/operations.h"
#include "vm/core/typed_array.h"
#include "vm/stress.h"

#define LIKELY(condition) __builtin_expect(!!(condition), 1)
#define UNLIKELY(condition) __builtin_expect(!!(condition), 0)

// ---- Holes

// Registers, as their distance from the frame's first: the compiler knows that they are multiples
// of a value's size, so that they become displacements.
extern Value hole_a[], hole_b[], hole_c[], hole_passed[];
// The 16 bits of D as an index of values, likewise.
extern Value hole_index[];
// From the callee's frame back to the caller's, in bytes.
extern char hole_back[];
// Numbers of 32 bits.
extern char hole_count[], hole_module_count[], hole_i[], hole_d[], hole_unsigned[], hole_int[],
    hole_frame_bytes[];
// Whole words.
extern char hole_pc[], hole_return_address[], hole_target_pc[], hole_constant[],
    hole_second_constant[], hole_double[], hole_cache[], hole_reciprocal[], hole_divisor[],
    hole_module_variable[], hole_callee[], hole_entry[], hole_builtin[];
// What comes next in native code. The next instruction may take a double that this one passes to
// it; then one that passes none goes on at its RELOAD.
extern handler continue_next, continue_target, continue_reload,
    continue_general __attribute__((cold));
extern void continue_next_passing(double passed) __asm__("continue_next");
#define SLOW_PATH(name) extern handler thunk_##name __attribute__((cold));
#include "vm/bytecode/slow_paths.def"
#undef SLOW_PATH

// ---- What the handlers' macros mean here

#define STENCILS
#define A SMALL(hole_a)
#define B SMALL(hole_b)
#define C SMALL(hole_c)
#define I NARROW(hole_i)
#define D NARROW(hole_d)
#define O 0
#define COUNT ((uint32_t)NARROW(hole_count))
#define INDEX ((uint32_t)NARROW(hole_unsigned))
#define SPECIAL (TAG_SPECIAL | INDEX)
#define R(operand) (*(Value *)((uintptr_t)base + (uintptr_t)(operand)))
#define ITEM(array) (*(__typeof__(&(array)[0]))((uintptr_t)(array) + DISTANCE(hole_index)))
#define CONSTANT ((Value)WIDE(hole_constant))
#define SECOND_CONSTANT ((Value)WIDE(hole_second_constant))
#define CACHE ((struct property_cache *)WIDE(hole_cache))
#define SECOND_CACHE CACHE
#define MODULE_COUNT ((uint32_t)NARROW(hole_module_count))
#define PC ((const uint32_t *)WIDE(hole_pc))
#define RETURN_ADDRESS(words) WIDE(hole_return_address)

// Forms are chosen when the code is put together.
#define TAKE_FORM(opcode) (void)(opcode)
#define ADVANCE(words) (void)0
#define NEXT return continue_next()
#define JUMP_BY(words) return continue_target()
#define JUMP_IF(condition)                                                                         \
  do {                                                                                             \
    if (condition)                                                                                 \
      return continue_target();                                                                    \
    return continue_next();                                                                        \
  } while (0)
#define LOOP_BY(words)                                                                             \
  do {                                                                                             \
    if (UNLIKELY(vm->interrupt) || stress_dice(&vm->stress_dice, 8)) {                             \
      pc = (const uint32_t *)WIDE(hole_target_pc);                                                 \
      return thunk_safepoint();                                                                    \
    }                                                                                              \
    return continue_target();                                                                      \
  } while (0)
#define SLOW(name)                                                                                 \
  do {                                                                                             \
    pc = PC;                                                                                       \
    return thunk_##name();                                                                         \
  } while (0)
#define CONTINUE_AS(name) return op_##name(passed)
#define OP(name)                                                                                   \
  static inline __attribute__((always_inline)) void op_##name(double passed __attribute__((unused)))

// A script function starts at the address in its code, whatever tier that leads to.
#define ENTER_SCRIPT                                                                               \
  base = frame;                                                                                    \
  DISPATCH_TO(code->entry)
// The caller's native code, or the way back to the interpreter, takes the frame off.
#define RETURN_VALUE(value)                                                                        \
  do {                                                                                             \
    Value returned = value;                                                                        \
    pc = (const uint32_t *)(uintptr_t)base[-1];                                                    \
    base[-FRAME_HEADER] = returned;                                                                \
    DISPATCH_TO((uintptr_t)dispatch + pc[-1]);                                                     \
  } while (0)

#define host_call(runtime, function, frame, count)                                                 \
  ((__typeof__(&host_call))dispatch[REGION_HOST_CALL])(runtime, function, frame, count)

#define host_settle(runtime) ((__typeof__(&host_settle))dispatch[REGION_HOST_SETTLE])(runtime)

#include "vm/bytecode/handlers.inc"

#include "vm/baseline/forms.inc"

// Where a call is returned to: the callee has left its result where it stood.
OP(AFTER_CALL) {
  base = (Value *)((uintptr_t)base + DISTANCE(hole_back));
  NEXT;
}

// To an address in the region's head.
OP(THUNK) {
  DISPATCH_TO(*(const void *const *)((uintptr_t)dispatch + (uintptr_t)SMALL(hole_index)));
}

#define STENCIL(name)                                                                              \
  void stencil_##name(double passed);                                                              \
  void stencil_##name(double passed) { op_##name(passed); }
#include "vm/baseline/stencils.def"
#undef STENCIL

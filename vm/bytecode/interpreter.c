// The interpreter: one handler an instruction, written once, threaded two ways.
//
// With gcc at full optimisation every handler is a function that ends in a tail call of the next
// one. The machine's state lives in registers that C functions preserve (global register variables
// of this file), so no handler moves or spills it, and what a slow path calls leaves it where it
// is. Operands are read by bytes from the instruction in memory: one load each, where taking a word
// apart costs two or three instructions. Elsewhere (clang, other processors, debug and sanitizer
// builds) the same text becomes labels of one function with computed gotos. The text obeys two
// rules that make both good code: a handler never calls a function other than in SLOW, which leaves
// for good; and everything likely falls through.
//
// Invariants: pc is the address after the instruction word when a handler starts;
// R[0..register_count) of the frame are values; `dispatch` is the table in use, so that another
// table (profiling, tracing) takes effect at the next instruction.
#include "vm/bytecode/interpreter.h"

#include "vm/baseline/baseline.h"
#include "vm/core/host.h"
#include "vm/core/operations.h"
#include "vm/core/typed_array.h"
#include "vm/profile/profile.h"

#if defined(__GNUC__) && !defined(__clang__) && defined(__OPTIMIZE__) &&                           \
    (defined(__x86_64__) || defined(__aarch64__)) && !defined(__SANITIZE_THREAD__) &&              \
    !defined(__SANITIZE_ADDRESS__) && !defined(MICA_COMPUTED_GOTO)
#define TAIL_CALLS 1
#else
#define TAIL_CALLS 0
#endif

#define INTERPRETER_HOOKS                                                                          \
  {                                                                                                \
    .handlers = handlers, .baseline_handlers = baseline_handlers, .count = HOOK_ADDRESS(count),    \
    .count_arriving = HOOK_ADDRESS(count_arriving), .arrive = HOOK_ADDRESS(arrive),                \
    .call = HOOK_ADDRESS(call), .leave = HOOK_ADDRESS(leave), .exit = HOOK_ADDRESS(exit),          \
    .sample = HOOK_ADDRESS(sample),                                                                \
  }

// The table of a runtime that moves functions up (vm/baseline/handlers.inc).
#define BASELINE_OVERRIDES                                                                         \
  [OP_CALL] = HOOK_ADDRESS(enter_CALL), [OP_CALL_METHOD] = HOOK_ADDRESS(enter_CALL_METHOD),        \
  [OP_CALL_MODULE] = HOOK_ADDRESS(enter_CALL_MODULE),                                              \
  [OP_CONSTRUCT] = HOOK_ADDRESS(enter_CONSTRUCT),                                                  \
  [OP_CONSTRUCT_SUPER] = HOOK_ADDRESS(enter_CONSTRUCT_SUPER),                                      \
  [OP_RETURN] = HOOK_ADDRESS(leave_RETURN),                                                        \
  [OP_RETURN_UNDEFINED] = HOOK_ADDRESS(leave_RETURN_UNDEFINED), [OP_LOOP] = HOOK_ADDRESS(loop),    \
  [OP_LOOP_LESS... OP_LOOP_INCREMENT_LESS_LENGTH] = HOOK_ADDRESS(loop)

#define CALL_A0 (OP_CALL | 0u << 8), 0
const uint32_t interpreter_exit[RETURN_WORDS + 1] = {CALL_A0, OP_EXIT};
const uint32_t interpreter_exit_exception[1] = {OP_EXIT_EXCEPTION};
const uint32_t interpreter_chunk_return[RETURN_WORDS + 1] = {CALL_A0, OP_CHUNK_RETURN};

#define LIKELY(condition) __builtin_expect(!!(condition), 1)
#define UNLIKELY(condition) __builtin_expect(!!(condition), 0)

// Operands of the instruction, a word that ends where pc points.
typedef int16_t __attribute__((may_alias)) half_word;
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
#define BYTE(at) (((const uint8_t *)(pc - 1))[3 - (at)])
#define D (((const half_word *)(pc - 1))[0])
#else
#define BYTE(at) (((const uint8_t *)(pc - 1))[at])
#define D (((const half_word *)(pc - 1))[1])
#endif
#define OPCODE_BYTE BYTE(0)
#define A BYTE(1)
#define B BYTE(2)
#define C BYTE(3)
#define I ((int8_t)BYTE(3))
#define O ((int32_t)pc[-1] >> 8)
#define COUNT C
#define INDEX ((uint16_t)D)
#define SPECIAL (TAG_SPECIAL | INDEX)
#define R(operand) base[operand]
#define ITEM(array) (array)[INDEX]
#define CONSTANT (*operand_constant(pc))
#define SECOND_CONSTANT (*operand_constant(pc + 1))
#define CACHE operand_cache(pc)
#define SECOND_CACHE operand_cache(pc + 1)
#define MODULE_COUNT (*pc >> 24)
#define PC pc
// The instruction takes the form for what it has met, or its general one.
#define TAKE_FORM(opcode) (*(uint8_t *)(uintptr_t)&OPCODE_BYTE = (opcode))
#define ADVANCE(words) pc += (words)
#define JUMP_BY(words)                                                                             \
  do {                                                                                             \
    pc += (words);                                                                                 \
    NEXT;                                                                                          \
  } while (0)
#define JUMP_IF(condition)                                                                         \
  do {                                                                                             \
    if (condition)                                                                                 \
      JUMP_BY((int32_t)*pc);                                                                       \
    ADVANCE(1);                                                                                    \
    NEXT;                                                                                          \
  } while (0)
// A jump back polls.
#define LOOP_BY(words)                                                                             \
  do {                                                                                             \
    pc += (words);                                                                                 \
    if (UNLIKELY(vm->interrupt))                                                                   \
      SLOW(safepoint);                                                                             \
    NEXT;                                                                                          \
  } while (0)
#define RETURN_ADDRESS(words) (pc + (words))
#define ENTER_SCRIPT                                                                               \
  base = frame;                                                                                    \
  pc = code->words;                                                                                \
  NEXT
#define RETURN_VALUE(value)                                                                        \
  pc = (const uint32_t *)(uintptr_t)base[-1];                                                      \
  base[-FRAME_HEADER] = value;                                                                     \
  base -= FRAME_HEADER + CALL_REGISTER(pc);                                                        \
  NEXT
// A of the call that a return address is behind.
#define CALL_REGISTER(address) ((uint8_t)((address)[-RETURN_WORDS] >> 8))

// Is there native code to go on in? Most profiles keep out of it.
#define MOVES_UP (vm->native_threshold != 0 && LIKELY(!profile_keeps_interpreting(vm)))

#if TAIL_CALLS

#include "vm/bytecode/machine.h"

// The empty assembly keeps the compiler from going on with a copy of the old pc.
#define NEXT                                                                                       \
  do {                                                                                             \
    pc++;                                                                                          \
    __asm__("" : "+r"(pc));                                                                        \
    DISPATCH_TO(dispatch[OPCODE_BYTE]);                                                            \
  } while (0)
#define OP(name) static void op_##name(void)
#define CONTINUE_AS(name) DISPATCH_TO(op_##name)
#define SLOW(name) DISPATCH_TO(leave_##name)
#define LEAVE_INTERPRETER return

static const void *const *dispatch_table(const struct vm *runtime);
#define DISPATCH_TABLE dispatch_table(vm)

#define SLOW_PATH(name)                                                                            \
  static __attribute__((noinline)) void leave_##name(void) {                                       \
    vm->pc = pc;                                                                                   \
    vm->base = base;                                                                               \
    vm->top = base + frame_code(base)->register_count;                                             \
    pc = slow_##name(vm, pc, base, pc[-1]);                                                        \
    base = vm->base;                                                                               \
    if (MOVES_UP)                                                                                  \
      return baseline_resume();                                                                    \
    dispatch = dispatch_table(vm);                                                                 \
    NEXT;                                                                                          \
  }
#include "vm/bytecode/slow_paths.def"
#undef SLOW_PATH

#include "vm/bytecode/handlers.inc"

static const void *const handlers[256] = {
#define OPCODE(name, format, semantics) (const void *)op_##name,
#include "vm/bytecode/opcodes.def"
#undef OPCODE
};

#define HOOK(name) static void hook_##name(void)
#ifndef MICA_NO_PROFILER
#include "vm/profile/hooks.inc"
#endif

// Before the first call that it enters, there is no region, and no native code.
#define GO_NATIVE(address)                                                                         \
  do {                                                                                             \
    dispatch = (const void *const *)vm->region;                                                    \
    DISPATCH_TO(address);                                                                          \
  } while (0)
#define LOOP_IS_HOT DISPATCH_TO(baseline_loop)
#include "vm/baseline/handlers.inc"

#define HOOK_ADDRESS(name) ((const void *)hook_##name)
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Woverride-init"
static const void *const baseline_handlers[256] = {
#define OPCODE(name, format, semantics) (const void *)op_##name,
#include "vm/bytecode/opcodes.def"
#undef OPCODE
    BASELINE_OVERRIDES};
#pragma GCC diagnostic pop

void interpreter_continue(void) {
  dispatch = dispatch_table(vm);
  NEXT;
}

void interpreter_repeat(void) {
  dispatch = dispatch_table(vm);
  DISPATCH_TO(handlers[OPCODE_BYTE]);
}

#ifndef MICA_NO_PROFILER
void interpreter_hooks(struct interpreter_hooks *hooks) {
  *hooks = (struct interpreter_hooks)INTERPRETER_HOOKS;
}
#endif

static const void *const *dispatch_table(const struct vm *runtime) {
  if (UNLIKELY(profile_of(runtime) != NULL))
    return runtime->profile->arriving;
  return runtime->native_threshold != 0 ? baseline_handlers : handlers;
}

// At pc, the first instruction of a function.
static inline void start_machine(void) {
  if (MOVES_UP) {
    baseline_resume();
    return;
  }
  dispatch = dispatch_table(vm);
  pc++;
  ((handler *)dispatch[OPCODE_BYTE])();
}

void interpreter_run(struct vm *runtime, const uint32_t *start, Value *frame) {
  const uint32_t *outer_pc = pc;
  Value *outer_base = base;
  struct vm *outer_vm = vm;
  const void *const *outer_dispatch = dispatch;
  uint64_t outer_tag = tag_int32;
  vm = runtime;
  base = frame;
  pc = start;
  tag_int32 = TAG_INT32;
  start_machine();
  pc = outer_pc;
  base = outer_base;
  vm = outer_vm;
  dispatch = outer_dispatch;
  tag_int32 = outer_tag;
}

// As interpreter_run. __builtin_setjmp would have its function save every register that C functions
// preserve; here these are the machine's state, saved anyway, so it costs three stores.
bool interpreter_run_outermost(struct vm *runtime, const uint32_t *start, Value *frame) {
  const uint32_t *volatile outer_pc = pc;
  Value *volatile outer_base = base;
  struct vm *volatile outer_vm = vm;
  const void *const *volatile outer_dispatch = dispatch;
  volatile uint64_t outer_tag = tag_int32;
  struct vm *volatile entered = runtime;
  struct panic_point panic;
  bool done = __builtin_setjmp(panic.words) == 0;
  if (done) {
    vm = runtime;
    vm->panic = &panic;
    base = frame;
    pc = start;
    tag_int32 = TAG_INT32;
    start_machine();
  }
  entered->panic = NULL;
  pc = outer_pc;
  base = outer_base;
  vm = outer_vm;
  dispatch = outer_dispatch;
  tag_int32 = outer_tag;
  return done;
}

#else

#define NEXT                                                                                       \
  do {                                                                                             \
    pc++;                                                                                          \
    DISPATCH_TO(__atomic_load_n(&dispatch[OPCODE_BYTE], __ATOMIC_RELAXED));                        \
  } while (0)
#define DISPATCH_TO(target) goto *(target)
#define DISPATCH_TABLE                                                                             \
  (profile_of(vm) ? vm->profile->arriving : vm->native_threshold ? baseline_handlers : handlers)
#define OP(name) op_##name:
#define CONTINUE_AS(name) goto op_##name
#define SLOW(name)                                                                                 \
  do {                                                                                             \
    vm->pc = pc;                                                                                   \
    vm->base = base;                                                                               \
    vm->top = base + frame_code(base)->register_count;                                             \
    pc = slow_##name(vm, pc, base, pc[-1]);                                                        \
    base = vm->base;                                                                               \
    goto resume;                                                                                   \
  } while (0)
#define GO_NATIVE(address)                                                                         \
  do {                                                                                             \
    native = (address);                                                                            \
    goto go_native;                                                                                \
  } while (0)
#define LOOP_IS_HOT                                                                                \
  do {                                                                                             \
    vm->pc = pc;                                                                                   \
    vm->base = base;                                                                               \
    if (!baseline_heat(vm, frame_code(base)))                                                      \
      DISPATCH_TO(handlers[OPCODE_BYTE]);                                                          \
    pc--;                                                                                          \
    goto resume;                                                                                   \
  } while (0)
#define LEAVE_INTERPRETER return
#define BOTH_INT32(x, y) value_both_int32(x, y)
#define IS_INT32(x) value_is_int32(x)
#define INT32_VALUE(integer) value_from_int32(integer)

void interpreter_run(struct vm *vm, const uint32_t *pc, Value *base) {
  static const void *const handlers[256] = {
#define OPCODE(name, format, semantics) &&op_##name,
#include "vm/bytecode/opcodes.def"
#undef OPCODE
  };
#define HOOK_ADDRESS(name) (&&hook_##name)
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Woverride-init"
  static const void *const baseline_handlers[256] = {
#define OPCODE(name, format, semantics) &&op_##name,
#include "vm/bytecode/opcodes.def"
#undef OPCODE
      BASELINE_OVERRIDES};
#pragma GCC diagnostic pop
#ifndef MICA_NO_PROFILER
  static const struct interpreter_hooks hooks = INTERPRETER_HOOKS;
  if (vm == NULL) { // labels have addresses only here, where interpreter_hooks asks for them
    memcpy(base, &hooks, sizeof hooks);
    return;
  }
#endif
  const void *const *dispatch;
  const void *native;
resume: // at pc, in native code where there is some; once here, for jumps that can lead to every
        // handler take compilers long
  native = (const void *)baseline_resume;
  if (MOVES_UP) {
  go_native:
    baseline_run(vm, native, pc, base);
    pc = vm->pc;
    base = vm->base;
  }
  dispatch = DISPATCH_TABLE;
  NEXT;
#define HOOK(name) hook_##name:
#include "vm/bytecode/handlers.inc"
// Those of a profile, and of a runtime that moves functions up, which is the last to be included.
#ifndef MICA_NO_PROFILER
#include "vm/profile/hooks.inc"
#endif
// It says anew what entering and leaving a function means.
#include "vm/baseline/handlers.inc"
}

// Native code is left by a return to baseline_run.
void interpreter_continue(void) {}
void interpreter_repeat(void) {}

#ifndef MICA_NO_PROFILER
void interpreter_hooks(struct interpreter_hooks *hooks) {
  interpreter_run(NULL, NULL, (Value *)hooks);
}
#endif

bool interpreter_run_outermost(struct vm *vm, const uint32_t *start, Value *frame) {
  struct panic_point panic;
  struct vm *volatile entered = vm;
  bool done = __builtin_setjmp(panic.words) == 0;
  if (done) {
    vm->panic = &panic;
    interpreter_run(vm, start, frame);
  }
  entered->panic = NULL;
  return done;
}

#endif

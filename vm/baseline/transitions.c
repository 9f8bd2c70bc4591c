// From native code to slow paths, to the interpreter, and back.
//
// Compiled by gcc without sanitizers, as the stencils are, whatever compiles the rest: everything
// here runs with the machine's state in its registers (vm/bytecode/machine.h), and ends in a jump.
// An interpreter that runs in these registers too goes on at a jump from here; any other calls
// baseline_run, and goes on where that returns.
#include "vm/bytecode/machine.h"

#include "vm/baseline/baseline.h"
#include "vm/baseline/stencils.h"
#include "vm/core/host.h"
#include "vm/profile/profile.h"

#define UNLIKELY(condition) __builtin_expect(!!(condition), 0)

// Goes on in the interpreter.
static inline __attribute__((always_inline)) void interpret(void) {
  vm->pc = pc;
  vm->base = base;
  return interpreter_continue();
}

static inline __attribute__((always_inline)) void enter_region(const void *address) {
  dispatch = (const void *const *)vm->region;
  DISPATCH_TO(address);
}

void baseline_enter(void) {
  struct code *code = frame_code(base);
  pc = code->words;
  if (UNLIKELY(++code->heat >= vm->native_threshold)) {
    vm->pc = pc;
    vm->base = base;
    if (baseline_heat(vm, code))
      return enter_region(code->entry);
  }
  return interpret();
}

void baseline_resume(void) {
  const struct code *code = frame_code(base);
  const struct native_code *native = code->native;
  size_t word = (size_t)(pc - code->words);
  if (stress_dice(&vm->stress_dice, 3))
    return interpret();
  if (native != NULL && word < native->word_count)
    return enter_region(vm->region + native->places[word]);
  if (pc == code->words && vm->native_threshold != 0 && !profile_keeps_interpreting(vm))
    return baseline_enter();
  return interpret();
}

void baseline_loop(void) {
  vm->pc = pc;
  vm->base = base;
  if (!baseline_heat(vm, frame_code(base)))
    return interpreter_repeat();
  pc--;
  return baseline_resume();
}

// A return to a frame without native code; what returns has set pc and left its result.
static void return_interpreted(void) {
  base -= FRAME_HEADER + return_register(pc);
  return interpret();
}

#define SLOW_PATH(name)                                                                            \
  static void leave_##name(void) {                                                                 \
    struct code *code = frame_code(base);                                                          \
    vm->pc = pc;                                                                                   \
    vm->base = base;                                                                               \
    vm->top = base + code->register_count;                                                         \
    if (UNLIKELY(--code->patience == 0))                                                           \
      baseline_reconsider(vm, code);                                                               \
    pc = slow_##name(vm, pc, base, pc[-1]);                                                        \
    base = vm->base;                                                                               \
    return baseline_resume();                                                                      \
  }
#include "vm/bytecode/slow_paths.def"
#undef SLOW_PATH

void baseline_fill_addresses(const void **addresses) {
  addresses[REGION_RETURN] = (const void *)return_interpreted;
  addresses[REGION_HOST_CALL] = (const void *)host_call;
  addresses[REGION_HOST_SETTLE] = (const void *)host_settle;
#define SLOW_PATH(name) addresses[REGION_SLOW_##name] = (const void *)leave_##name;
#include "vm/bytecode/slow_paths.def"
#undef SLOW_PATH
}

void baseline_run(struct vm *runtime, const void *address, const uint32_t *start, Value *frame) {
  const uint32_t *outer_pc = pc;
  Value *outer_base = base;
  struct vm *outer_vm = vm;
  const void *const *outer_dispatch = dispatch;
  uint64_t outer_tag = tag_int32;
  vm = runtime;
  base = frame;
  pc = start;
  dispatch = (const void *const *)runtime->region;
  tag_int32 = TAG_INT32;
  ((handler *)address)();
  pc = outer_pc;
  base = outer_base;
  vm = outer_vm;
  dispatch = outer_dispatch;
  tag_int32 = outer_tag;
}

// The interpreter: one handler an instruction, written once, threaded two ways.
//
// With gcc at full optimisation every handler is a function that ends in a tail call of the next
// one; the machine's state travels in argument registers, so the compiler cannot spill it across
// handlers, and no handler that calls out shares a frame with one that does not. Elsewhere (clang,
// debug and sanitizer builds) the same text becomes labels of one function with computed gotos. The
// text obeys two rules that make both good code: a handler never calls a function other than in
// SLOW, which leaves for good; and everything likely falls through.
//
// Invariants: pc is the address after the instruction word when a handler starts;
// R[0..register_count) of the frame are values; `dispatch` is the table in use, so that another
// table (profiling, tracing) takes effect at the next instruction.
#include "vm/bytecode/interpreter.h"

#include "vm/core/operations.h"
#include "vm/core/typed_array.h"
#include "vm/profile/profile.h"

#if defined(__GNUC__) && !defined(__clang__) && defined(__OPTIMIZE__) &&                           \
    !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__) &&                             \
    !defined(MICA_COMPUTED_GOTO)
#define TAIL_CALLS 1
#else
#define TAIL_CALLS 0
#endif

#define CALL_WORD_A0 (OP_CALL | 0u << 8)
const uint32_t interpreter_exit[2] = {CALL_WORD_A0, OP_EXIT};
const uint32_t interpreter_exit_exception[1] = {OP_EXIT_EXCEPTION};
const uint32_t interpreter_chunk_return[2] = {CALL_WORD_A0, OP_CHUNK_RETURN};

#define LIKELY(condition) __builtin_expect(!!(condition), 1)
#define UNLIKELY(condition) __builtin_expect(!!(condition), 0)

// Operands. `word` is the instruction.
#define A ((uint8_t)(word >> 8))
#define B ((uint8_t)(word >> 16))
#define C (word >> 24)
#define I ((int8_t)(word >> 24))
#define D ((int16_t)(word >> 16))
#define R(operand) base[operand]
#define CONSTANT (*operand_constant(pc))
#define CACHE operand_cache(pc)
#define JUMP_IF(condition)                                                                         \
  do {                                                                                             \
    if (condition) {                                                                               \
      pc += (int32_t)*pc;                                                                          \
      NEXT;                                                                                        \
    }                                                                                              \
    pc++;                                                                                          \
    NEXT;                                                                                          \
  } while (0)

#if TAIL_CALLS

// tag_int32 is TAG_INT32, kept in a register because every arithmetic handler compares with it.
#define HANDLER_PARAMETERS                                                                         \
  UNUSED const uint32_t *pc, UNUSED Value *base, UNUSED struct vm *vm, UNUSED uint32_t word,       \
      UNUSED const void *const *dispatch, UNUSED uint64_t tag_int32
#define UNUSED __attribute__((unused))
typedef void handler(HANDLER_PARAMETERS);
#define DISPATCH_TO(target) return ((handler *)(target))(pc, base, vm, word, dispatch, tag_int32)
#define NEXT                                                                                       \
  do {                                                                                             \
    word = *pc++;                                                                                  \
    DISPATCH_TO(dispatch[(uint8_t)word]);                                                          \
  } while (0)
#define OP(name) static void op_##name(HANDLER_PARAMETERS)
#define SLOW(name) DISPATCH_TO(leave_##name)
#define LEAVE_INTERPRETER return
#define BOTH_INT32(x, y) (((x) & (y)) >= tag_int32)
#define IS_INT32(x) ((x) >= tag_int32)
#define INT32_VALUE(integer) (tag_int32 | (uint32_t)(integer))

static const void *const *dispatch_table(const struct vm *vm);

#define SLOW_PATH(name)                                                                            \
  static __attribute__((noinline)) void leave_##name(HANDLER_PARAMETERS) {                         \
    vm->pc = pc;                                                                                   \
    vm->base = base;                                                                               \
    vm->top = base + frame_code(base)->register_count;                                             \
    pc = slow_##name(vm, pc, base, word);                                                          \
    base = vm->base;                                                                               \
    tag_int32 = TAG_INT32;                                                                         \
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

static void count_instruction(HANDLER_PARAMETERS) {
  profile_instruction(vm->profile, (uint8_t)word, base);
  DISPATCH_TO(handlers[(uint8_t)word]);
}

static const void *const counting_handlers[256] = {[0 ... 255] = (const void *)count_instruction};

static const void *const *dispatch_table(const struct vm *vm) {
  return UNLIKELY(vm->profile != NULL) ? counting_handlers : handlers;
}

void interpreter_run(struct vm *vm, const uint32_t *pc, Value *base) {
  const void *const *dispatch = dispatch_table(vm);
  uint32_t word = *pc++;
  ((handler *)dispatch[(uint8_t)word])(pc, base, vm, word, dispatch, TAG_INT32);
}

#else

#define NEXT                                                                                       \
  do {                                                                                             \
    word = *pc++;                                                                                  \
    goto *dispatch[(uint8_t)word];                                                                 \
  } while (0)
#define OP(name) op_##name:
#define SLOW(name)                                                                                 \
  do {                                                                                             \
    vm->pc = pc;                                                                                   \
    vm->base = base;                                                                               \
    vm->top = base + frame_code(base)->register_count;                                             \
    pc = slow_##name(vm, pc, base, word);                                                          \
    base = vm->base;                                                                               \
    dispatch = vm->profile ? counting_handlers : handlers;                                         \
    NEXT;                                                                                          \
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
  static const void *const counting_handlers[256] = {[0 ... 255] = &&count_instruction};
  const void *const *dispatch = vm->profile ? counting_handlers : handlers;
  uint32_t word;
  NEXT;
count_instruction:
  profile_instruction(vm->profile, (uint8_t)word, base);
  goto *handlers[(uint8_t)word];
#include "vm/bytecode/handlers.inc"
}

#endif

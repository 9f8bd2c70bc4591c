// The interpreter's inside: entering it, leaving it, and the contract with the slow paths.
#ifndef MICA_BYTECODE_INTERPRETER_H
#define MICA_BYTECODE_INTERPRETER_H

#include "vm/bytecode/bytecode.h"

// A slow path gets the address after the instruction word and the frame; vm->base, vm->pc and
// vm->top are set. It returns where to continue, in the frame vm->base: after the instruction, at a
// handler of an exception, or in another frame.
#define SLOW_PATH(name)                                                                            \
  const uint32_t *slow_##name(struct vm *vm, const uint32_t *pc, Value *base, uint32_t instruction);
#include "vm/bytecode/slow_paths.def"
#undef SLOW_PATH

// One nesting of the interpreter in C: what to go back to.
struct interpreter_entry {
  struct interpreter_entry *previous;
  Value *base;
  const uint32_t *pc;
};

// Words at which returns to C, and to the chunk before, continue, behind a call with A = 0.
extern const uint32_t interpreter_exit[RETURN_WORDS + 1];
extern const uint32_t interpreter_exit_exception[1];
extern const uint32_t interpreter_chunk_return[RETURN_WORDS + 1];
#define EXIT_ADDRESS (interpreter_exit + RETURN_WORDS)
#define CHUNK_RETURN_ADDRESS (interpreter_chunk_return + RETURN_WORDS)
// The callee's slot, seen from the caller's frame.
static inline unsigned return_register(const uint32_t *return_address) {
  return instruction_a(return_address[-RETURN_WORDS]);
}

// Executes from `pc` in the frame `base` until an EXIT. The result is in vm->result
// (VALUE_EXCEPTION: thrown).
void interpreter_run(struct vm *vm, const uint32_t *pc, Value *base);

// The same for the host's outermost entry, to which an allocator that fails comes back: false.
bool interpreter_run_outermost(struct vm *vm, const uint32_t *pc, Value *base);

// Does a call from C ask for more than the ordinary: room in another chunk, a poll, rest
// parameters, a first call, an end of the C stack? stack_end is NULL when there is something to
// poll for, as in a call by script.
static inline __attribute__((always_inline)) bool
interpreter_must_prepare(const struct vm *vm, const struct code *code, uint32_t count) {
  uint32_t most = count > code->register_count ? count : code->register_count;
  return __builtin_expect(vm->top + FRAME_HEADER + 1 + most > vm->stack_end, 0) ||
         __builtin_expect(code->direct_count == DIRECT_NEVER, 0) ||
         __builtin_expect((const char *)__builtin_frame_address(0) <= vm->native_limit, 0);
}

// The frame of a call from C, at the end of the stack, without the parameters that are missing.
static inline Value *interpreter_open_frame(const struct vm *vm, const struct function *function,
                                            Value this_value, const Value *arguments,
                                            uint32_t count) {
  Value *frame = vm->top + FRAME_HEADER;
  frame[-FRAME_HEADER] = value_from_object(&function->object);
  frame[-1] = (Value)(uintptr_t)EXIT_ADDRESS;
  frame[0] = this_value;
  for (uint32_t at = 0; at < count; at++)
    frame[at + 1] = arguments[at];
  return frame;
}
static inline void interpreter_fill_missing(Value *frame, uint32_t count, const struct code *code) {
  for (uint32_t missing = count; missing < code->direct_count; missing++)
    frame[missing + 1] = VALUE_UNDEFINED;
}

// The tables of handlers, of a runtime without native code and of one with, and what a profile's
// tables may have in their place (vm/profile/hooks.inc).
struct interpreter_hooks {
  const void *const *handlers, *const *baseline_handlers;
  const void *count, *count_arriving, *arrive, *call, *leave, *exit, *sample;
};
void interpreter_hooks(struct interpreter_hooks *hooks);

// vm->exception was thrown at vm->pc in vm->base: where to continue.
const uint32_t *interpreter_unwind(struct vm *vm);

// Makes a frame for the bytecode function whose header and `count` arguments stand at frame[-2]
// ...; switches to another stack chunk when this one is full. Returns where to continue, with
// vm->base set.
const uint32_t *interpreter_enter(struct vm *vm, Value *frame, uint32_t count,
                                  const uint32_t *return_pc);

// Lays the elements of the array in R[target+3] out as the arguments of the frame at `target`, the
// first in the array's own place. False: this chunk of the stack has no room for them.
bool interpreter_spread(struct vm *vm, Value *base, unsigned target);

// The end of a slow path: stores its result, or unwinds when it is VALUE_EXCEPTION.
static inline const uint32_t *slow_store(struct vm *vm, const uint32_t *next, Value *base,
                                         unsigned target, Value result) {
  if (result == VALUE_EXCEPTION)
    return interpreter_unwind(vm);
  base[target] = result;
  return next;
}

// `receiver.length`, where the instruction itself does not know it. Safepoint. VALUE_EXCEPTION:
// thrown.
Value get_length(struct vm *vm, Value receiver, struct property_cache *cache);

// Is the operand an object, or a function? false: thrown (slow_class.c).
bool check_object(struct vm *vm, Value value);
bool check_function(struct vm *vm, Value value);

// Errors that name what stands in the source (slow_error.c).
// TypeError: the callee or iterable of the instruction before `pc`, as written, and `what` about
// it.
void throw_call_error(struct vm *vm, const struct code *code, const uint32_t *pc, Value value,
                      const char *what);
// TypeError: the object pattern of the instruction before `pc` cannot take the value apart.
void throw_pattern_error(struct vm *vm, const struct code *code, const uint32_t *pc, Value value);
// ReferenceError about a name; `format` has one %s for it.
void throw_name_error(struct vm *vm, Value name, const char *format);

// The instruction before pc becomes another with the same operands.
static inline void quicken(const uint32_t *pc, enum opcode opcode) {
  uint32_t *word = (uint32_t *)(uintptr_t)(pc - 1);
  *word = (*word & ~0xFFu) | opcode;
}

// The captures of a closure whose creator runs in the frame `base`.
static inline __attribute__((always_inline)) void closure_fill_captures(struct function *closure,
                                                                        const Value *base) {
  const struct function *creator = value_function(base[-FRAME_HEADER]);
  const struct capture_source *source = closure->code->template->captures;
  for (unsigned at = 0; at < closure->code->capture_count; at++, source++)
    closure->captures[at] =
        source->from_register ? base[source->index] : creator->captures[source->index];
}

static inline Value *operand_constant(const uint32_t *operand) {
  return (Value *)(operand + (int32_t)*operand);
}
static inline struct property_cache *operand_cache(const uint32_t *operand) {
  return (struct property_cache *)(operand + (int32_t)*operand);
}

#endif

// The baseline tier: native code for functions that are called often or loop long, put together
// from stencils (stencils.c) in microseconds, without a compiler at run time.
//
// Native code works on the interpreter's own frames: a function may enter and leave it at any
// instruction. What goes on where: an instruction that a stencil does not finish by itself leaves
// for the same slow path as the interpreter's (transitions.c), and goes on at whatever instruction
// that answers, in native code where the frame's function has some. A call finds the callee's code
// in code->entry; a return finds the caller's in the word in front of its return address. So
// nothing but these words and code->entry leads into native code, and to take it out of use it is
// enough to change them: frames that are in it go on in the interpreter when they next leave.
//
// A runtime takes part when vm->native_threshold is not 0. While a profile is taken that looks at
// instructions, no code has native code.
#ifndef MICA_BASELINE_BASELINE_H
#define MICA_BASELINE_BASELINE_H

#include "vm/baseline/code_memory.h"
#include "vm/bytecode/bytecode.h"
#include "vm/stress.h"

// Native code of a code. Owned by the code; in a list of the runtime's.
struct native_code {
  struct native_code *previous, *next;
  struct code *code;
  struct code_block block;
  uint32_t patience; // code->patience at the last look
  uint32_t word_count, piece_count, call_count, callee_count;
  uint16_t *stencils;    // by instruction: what was chosen
  struct gdb_entry *gdb; // what gdb is told; NULL: nothing
  struct piece *pieces;  // for a listing; NULL: not kept
  // By word of the code: where the native code of the instruction is, from the region's base. 0:
  // no instruction.
  uint32_t *places;
  Value callees[]; // functions that the native code knows
};

struct baseline {
  struct heap *heap;
  struct code_memory memory;
  struct native_code *first;   // all that is in use
  struct native_code *retired; // out of use, but C code on the stack may return into it
  bool is_exhausted;           // there was no room, and nothing was freed since
  const char *failure;         // why there is no region; NULL: there is one, or none yet
  struct piece *pieces;        // the compiler's, reused
  uint32_t piece_capacity;
  unsigned tools;            // MICA_NATIVE_*, those that could be opened
  const char *tools_failure; // why another could not; NULL: all could
  mica_native_usage usage;   // but for what is in use now, and the failure
};

// What MICA_TIER_DEFAULT waits for.
#define BASELINE_USUAL_THRESHOLD USUAL_OR_RESTLESS(200, 2)

// Is the tier part of this build?
bool baseline_exists(void);
// Frees what the runtime has of the tier. It may go on.
void baseline_destroy(struct vm *vm);
mica_native_usage baseline_usage(const struct vm *vm);
// Takes all native code out of use, as a profile needs that looks at instructions.
void baseline_discard_all(struct vm *vm);

// What a call that has just called this function keeps of it in B, for native_choose: an enum
// call_note.
enum call_note {
  CALL_NOTE_NONE,
  CALL_NOTE_TYPED_1, // of one double, of two
  CALL_NOTE_TYPED_2,
#define INLINE_CALL(name, function) CALL_NOTE_##name,
#include "vm/baseline/inline_calls.def"
#undef INLINE_CALL
};
enum call_note baseline_call_note(Value callee);
// The code is hot. Has it native code, from before or from now on? No script runs, nothing is
// allocated from the collected heap, here and below.
bool baseline_heat(struct vm *vm, struct code *code);
// Its native code has run out of patience: compiled again, if other stencils would be chosen now.
void baseline_reconsider(struct vm *vm, struct code *code);
// Marks what native code that is out of use, but may run on, refers to; and what a code's does.
void baseline_trace_roots(struct vm *vm);
void baseline_trace(struct vm *vm, const struct native_code *native);
// Compiles it, of which vm->base is a frame, whether it is hot or not. NULL: it has no native code,
// and cannot have any.
struct native_code *baseline_compile(struct vm *vm, struct code *code);
// See mica_native_disassemble.
mica_status baseline_disassemble(struct vm *vm, struct mica_program *program,
                                 const mica_decoder *decoder, FILE *output);
// The code dies: so does its native code.
void baseline_forget(struct vm *vm, struct code *code);

// ---- Transitions (transitions.c): code that runs in the machine's registers (machine.h)

// code->entry of a code without native code: counts the call, and goes on in the interpreter.
extern void baseline_enter(void);
// Goes on at pc in the frame `base`: in its function's native code if it has some.
extern void baseline_resume(void);
// At a jump back in the interpreter of a function that is hot, pc behind the word of the jump.
extern void baseline_loop(void);
// Fills the addresses in the head of a region.
void baseline_fill_addresses(const void **addresses);
// The interpreter's: goes on at vm->pc in vm->base; the same with the handler of the instruction
// before it.
extern void interpreter_continue(void);
extern void interpreter_repeat(void);
// For an interpreter that does not run in these registers: goes on at `address` until native code
// is left; where, is in vm->pc and vm->base.
void baseline_run(struct vm *vm, const void *address, const uint32_t *pc, Value *base);

#endif

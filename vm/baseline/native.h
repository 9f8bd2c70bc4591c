// The compiler's inside: from a code to its native code (compile.c), for baseline.c.
#ifndef MICA_BASELINE_NATIVE_H
#define MICA_BASELINE_NATIVE_H

#include "vm/baseline/baseline.h"
#include "vm/baseline/stencils.h"

// An instruction has one main piece. Behind it there may be a general one, which that leaves other
// operands to; the one that loads what the main piece takes from the piece before it, for who comes
// from elsewhere; and the one where a call is returned to.
enum role { ROLE_MAIN, ROLE_GENERAL, ROLE_RELOAD, ROLE_RETURN };

// One copy of a stencil.
struct piece {
  uint32_t word;      // of the instruction
  uint32_t next_word; // of the one behind it
  uint32_t hot, cold; // offsets of its parts in the block
  uint16_t stencil;
  uint16_t passed; // of a RELOAD: the register
  uint8_t role;    // enum role
  bool is_apart;   // its first part stands among the second ones, and ends in a jump to `next_word`
  Value callee;    // of a call of a function that is known
};

// ---- Choosing stencils (choose.c)

// What is met on the way through a code, from its first instruction to its last.
struct choosing {
  const struct vm *vm;          // whose frame is one of the code
  const uint32_t *methods[256]; // by register: the last instruction that got a property into it
  unsigned passed; // the register whose double the last instruction passes on, plus 1; 0: none
};
struct choice {
  uint16_t stencil;
  bool takes;   // what is passed to it
  Value callee; // of a call of a function that is known
};
// The stencil of the next instruction.
struct choice native_choose(struct choosing *choosing, const uint32_t *at);
// What an instruction was before it took a form for doubles.
enum opcode native_general(enum opcode opcode);
// The variable of the module that the instruction is about, whose frame is the runtime's.
Value *native_module_variable(const struct vm *vm, uint32_t word);
// What the callee of a call with this note must have: its builtin, or its trampoline.
uintptr_t native_noted_address(unsigned note);

// ---- Compiling

// Makes native code, for what stands in vm->base, a frame of the code, and leads calls and returns
// to it. NULL: no memory, or no room in the region (baseline->is_exhausted).
struct native_code *native_compile(struct vm *vm, struct code *code);
// Leads calls and returns to the interpreter.
void native_unlink(struct native_code *native);
// It is unlinked, and not on the stack.
void native_free(struct baseline *baseline, struct native_code *native);
// Would other stencils be chosen now?
bool native_has_changed(const struct vm *vm, const struct native_code *native);

// One part of a piece, as a listing shows it: where it lies in the block, and what was filled in.
struct native_part {
  uint32_t offset, bytes;
  const struct stencil_relocation *relocations;
  unsigned relocation_count;
};
struct native_part native_part(const struct piece *piece, bool is_cold);

// Frees what the compiler keeps for the next function.
void native_free_pieces(struct baseline *baseline);

// The head of a region: how long it is, and what stands there.
size_t native_head_bytes(void);
void native_fill_head(const struct code_memory *memory);

#endif

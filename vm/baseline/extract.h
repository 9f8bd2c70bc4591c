// The parts of the extractor: what depends on the machine that stencils are for is in
// extract_x86_64.c and extract_aarch64.c.
#ifndef MICA_BASELINE_EXTRACT_H
#define MICA_BASELINE_EXTRACT_H

#include "vm/baseline/stencils.h"

#include <elf.h>
#include <stdbool.h>

struct extract_machine {
  unsigned number;           // EM_...
  unsigned thunk_bytes;      // that a thunk may have
  unsigned jump_bytes;       // of an unconditional jump
  unsigned reference_offset; // in a jump, of what its relocation is for
  bool (*is_jump)(const uint8_t *instruction);
  // What the relocation is, of code that starts at `code`; fails where the code is not as copying
  // it needs it to be.
  enum relocation_kind (*kind)(const uint8_t *code, const Elf64_Rela *relocation,
                               enum stencil_symbol symbol);
  // Improves the end of a part that falls into the next instruction, whose relocations are given;
  // may remove some. NULL: it cannot.
  void (*straighten_end)(struct stencil_part *part, uint8_t *code,
                         struct stencil_relocation *relocations);
};

extern const struct extract_machine extract_x86_64, extract_aarch64;

// Ends the build: the stencil being taken out is not as it has to be, at the offset.
_Noreturn void extract_fail(uint64_t offset, const char *what, const char *name);
// Is the symbol a place in native code?
bool extract_is_place(enum stencil_symbol symbol);
// A place is only to be jumped to.
void extract_check_jump(uint64_t offset, bool jumps, enum stencil_symbol symbol);

#endif

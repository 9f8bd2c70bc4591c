// What stencils, the extractor that takes them out of an object file, and the compiler that copies
// them agree on.
#ifndef MICA_BASELINE_STENCILS_H
#define MICA_BASELINE_STENCILS_H

#include <stdint.h>

#define X86_64_THUNK_BYTES 8
#define AARCH64_THUNK_BYTES 16

// The head of a region of native code: the way back to the interpreter (16 bytes of code, where a
// return finds the native word 0), addresses by this enumeration, thunks that jump to those of slow
// paths, then the constants of all stencils. A thunk has at most THUNK_BYTES.
enum region_address {
  REGION_RETURN = 2, // where the 16 bytes lead
  REGION_HOST_CALL,
  REGION_HOST_SETTLE,
  REGION_FIRST_SLOW,
  REGION_BEFORE_SLOW = REGION_FIRST_SLOW - 1,
#define SLOW_PATH(name) REGION_SLOW_##name,
#include "vm/bytecode/slow_paths.def"
#undef SLOW_PATH
  REGION_ADDRESS_COUNT
};

// The first are those of opcodes, by their numbers.
enum stencil_name {
#define STENCIL(name) STENCIL_##name,
#include "vm/baseline/stencils.def"
#undef STENCIL
  STENCIL_COUNT,
  STENCIL_AFTER_INSTRUCTIONS = STENCIL_ENUMERATE_NEXT + 1
};

// What a relocation refers to: a hole, a place of the stencil's own, or the thunk of a slow path.
enum stencil_symbol {
#define HOLE(name) SYMBOL_##name,
#include "vm/baseline/holes.def"
#undef HOLE
  SYMBOL_HOT,       // the stencil's first part, which stands in the line of instructions
  SYMBOL_COLD,      // its second, behind all first ones
  SYMBOL_CONSTANTS, // of all stencils
  SYMBOL_THUNKS,
#define SLOW_PATH(name) SYMBOL_THUNK_##name,
#include "vm/bytecode/slow_paths.def"
#undef SLOW_PATH
  SYMBOL_COUNT
};

enum relocation_kind {
  // x86-64
  RELOCATE_32,       // four bytes: the symbol's value
  RELOCATE_64,       // eight
  RELOCATE_DISTANCE, // four: from there to the symbol
  // AArch64, fields of an instruction that are 0 in the stencil
  RELOCATE_BITS_0_ALONE, // bits 0 to 15 of the value, which has no others
  RELOCATE_BITS_0,       // bits 0 to 15, 16 to 31 and so on
  RELOCATE_BITS_16,
  RELOCATE_BITS_32,
  RELOCATE_BITS_48,
  RELOCATE_JUMP,      // the distance to the symbol
  RELOCATE_PAGE,      // that of their pages, of 4096 bytes
  RELOCATE_IN_PAGE_1, // the symbol's offset in its page, divided by 1, 2, 4, 8 and 16
  RELOCATE_IN_PAGE_2,
  RELOCATE_IN_PAGE_4,
  RELOCATE_IN_PAGE_8,
  RELOCATE_IN_PAGE_16
};

struct stencil_relocation {
  uint16_t offset;
  uint8_t kind;   // enum relocation_kind
  uint8_t symbol; // enum stencil_symbol
  int32_t addend;
};

struct stencil_part {
  uint32_t code;        // where it begins in stencil_code
  uint32_t relocations; // and in stencil_relocations
  uint16_t bytes, relocation_count;
};

// Without its jump to the next instruction where that is the last thing in the first part.
struct stencil {
  struct stencil_part hot, cold;
};

#endif

// The extractor's part for x86-64. A relocation is four or eight bytes behind an opcode.
#include "vm/baseline/extract.h"

#include <string.h>

#define JUMP 0xE9

static bool is_jump(const uint8_t *instruction) { return *instruction == JUMP; }

static enum relocation_kind kind_of(const uint8_t *code, const Elf64_Rela *relocation,
                                    enum stencil_symbol symbol) {
  const uint8_t *at = code + relocation->r_offset;
  switch (ELF64_R_TYPE(relocation->r_info)) {
  case R_X86_64_32:
  case R_X86_64_32S:
    return RELOCATE_32;
  case R_X86_64_64:
    return RELOCATE_64;
  case R_X86_64_PC32:
  case R_X86_64_PLT32: {
    bool jumps = relocation->r_offset >= 1 && at[-1] == JUMP;
    bool branches = relocation->r_offset >= 2 && at[-2] == 0x0F && (at[-1] & 0xF0) == 0x80;
    extract_check_jump(relocation->r_offset, jumps || branches, symbol);
    return RELOCATE_DISTANCE;
  }
  default:
    extract_fail(relocation->r_offset, "its relocation is of an unknown kind", "");
  }
}

// ---- Ends of stencils
//
// The compiler of stencils knows no jump that is conditional and leaves the function. It writes a
// short one around an unconditional one, which at the end of a stencil becomes what it stands for.

// Does a short jump, or what may be one, lead from before `limit` into what lies behind it?
static bool may_be_entered(const uint8_t *code, uint32_t limit) {
  for (uint32_t at = 0; at + 1 < limit; at++) {
    bool is_short = (code[at] & 0xF0) == 0x70 || code[at] == 0xEB;
    int64_t to = (int64_t)at + 2 + (int8_t)code[at + 1];
    if (is_short && to > limit)
      return true;
  }
  return false;
}

// The last relocation of the part when it is of a jump, five bytes that end at `end`; else NULL.
static struct stencil_relocation *jump_at_end(const struct stencil_part *part, uint32_t end,
                                              struct stencil_relocation *relocations) {
  for (unsigned at = 0; at < part->relocation_count; at++)
    if (relocations[at].offset + 4u == end && relocations[at].kind == RELOCATE_DISTANCE)
      return &relocations[at];
  return NULL;
}

static void remove_relocation(struct stencil_part *part, struct stencil_relocation *relocations,
                              const struct stencil_relocation *removed) {
  size_t at = (size_t)(removed - relocations);
  part->relocation_count--;
  memmove(&relocations[at], &relocations[at + 1],
          (part->relocation_count - at) * sizeof *relocations);
}

// Jcc over; jmp target; over: -> Jncc target, where `over` is the end, or a jump to the next
// instruction that ends the part.
static void straighten_end(struct stencil_part *part, uint8_t *code,
                           struct stencil_relocation *relocations) {
  uint32_t end = part->bytes;
  struct stencil_relocation *last = jump_at_end(part, end, relocations), *middle = NULL;
  if (last != NULL && end >= 12 && code[end - 5] == JUMP && code[end - 10] == JUMP)
    middle = jump_at_end(part, end - 5, relocations);
  bool swaps = middle != NULL && middle->symbol == SYMBOL_continue_next;
  uint32_t branch = swaps ? end - 12 : end - 7;
  if (last == NULL || end < 7 || code[end - 5] != JUMP || (code[branch] & 0xF0) != 0x70 ||
      code[branch + 1] != 5 || may_be_entered(code, branch))
    return;
  uint8_t condition = code[branch] & 0x0F;
  code[branch + 1] = (uint8_t)(0x80 | (swaps ? condition : condition ^ 1));
  code[branch] = 0x0F;
  last->offset = (uint16_t)(branch + 2);
  part->bytes = (uint16_t)(branch + 6);
  if (swaps)
    remove_relocation(part, relocations, middle);
}

const struct extract_machine extract_x86_64 = {
    .number = EM_X86_64,
    .thunk_bytes = X86_64_THUNK_BYTES,
    .jump_bytes = 5,
    .reference_offset = 1,
    .is_jump = is_jump,
    .kind = kind_of,
    .straighten_end = straighten_end,
};

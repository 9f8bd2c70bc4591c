// The extractor's part for AArch64. All of a relocation is a field of one instruction, which has to
// be 0: the compiler of the baseline tier adds to it (vm/baseline/patch.h). Holes are put together
// from 16 bits each (vm/baseline/holes.h), so that only constants are found by distance.
#include "vm/baseline/extract.h"

#define BITS_16 (0xFFFFu << 5)
#define BITS_PAGE (3u << 29 | 0x7FFFFu << 5)
#define BITS_12 (0xFFFu << 10)
#define BITS_JUMP 0x3FFFFFFu

// By type of relocation: what it becomes, what an instruction with one looks like under the mask,
// and the field.
static const struct known_relocation {
  uint32_t type, kind, mask, instruction, field;
} known_relocations[] = {
    // movz; movz or movk
    {R_AARCH64_MOVW_UABS_G0, RELOCATE_BITS_0_ALONE, 0x7FE00000, 0x52800000, BITS_16},
    {R_AARCH64_MOVW_UABS_G0_NC, RELOCATE_BITS_0, 0x5FE00000, 0x52800000, BITS_16},
    {R_AARCH64_MOVW_UABS_G1_NC, RELOCATE_BITS_16, 0x5FE00000, 0x52A00000, BITS_16},
    {R_AARCH64_MOVW_UABS_G2_NC, RELOCATE_BITS_32, 0xDFE00000, 0xD2C00000, BITS_16},
    {R_AARCH64_MOVW_UABS_G3, RELOCATE_BITS_48, 0xDFE00000, 0xD2E00000, BITS_16},
    // b
    {R_AARCH64_JUMP26, RELOCATE_JUMP, 0xFC000000, 0x14000000, BITS_JUMP},
    // adrp; add, or what loads into a general or a vector register
    {R_AARCH64_ADR_PREL_PG_HI21, RELOCATE_PAGE, 0x9F000000, 0x90000000, BITS_PAGE},
    {R_AARCH64_ADD_ABS_LO12_NC, RELOCATE_IN_PAGE_1, 0xFFC00000, 0x91000000, BITS_12},
    {R_AARCH64_LDST8_ABS_LO12_NC, RELOCATE_IN_PAGE_1, 0xFB400000, 0x39400000, BITS_12},
    {R_AARCH64_LDST16_ABS_LO12_NC, RELOCATE_IN_PAGE_2, 0xFB400000, 0x79400000, BITS_12},
    {R_AARCH64_LDST32_ABS_LO12_NC, RELOCATE_IN_PAGE_4, 0xFB400000, 0xB9400000, BITS_12},
    {R_AARCH64_LDST64_ABS_LO12_NC, RELOCATE_IN_PAGE_8, 0xFB400000, 0xF9400000, BITS_12},
    {R_AARCH64_LDST128_ABS_LO12_NC, RELOCATE_IN_PAGE_16, 0xFFC00000, 0x3DC00000, BITS_12},
};

static uint32_t read_instruction(const uint8_t *at) {
  return (uint32_t)at[3] << 24 | (uint32_t)at[2] << 16 | (uint32_t)at[1] << 8 | at[0];
}

static bool is_jump(const uint8_t *instruction) { return read_instruction(instruction) >> 26 == 5; }

static enum relocation_kind kind_of(const uint8_t *code, const Elf64_Rela *relocation,
                                    enum stencil_symbol symbol) {
  uint64_t offset = relocation->r_offset;
  const struct known_relocation *known = known_relocations;
  const struct known_relocation *end = known + sizeof known_relocations / sizeof *known;
  while (known < end && known->type != ELF64_R_TYPE(relocation->r_info))
    known++;
  if (known == end)
    extract_fail(offset, "its relocation is of an unknown kind", "");
  uint32_t instruction = read_instruction(code + offset);
  if ((instruction & known->mask) != known->instruction || (instruction & known->field) != 0)
    extract_fail(offset, "it has another instruction than its relocation is for", "");
  bool jumps = known->kind == RELOCATE_JUMP;
  extract_check_jump(offset, jumps, symbol);
  if (jumps && !extract_is_place(symbol))
    extract_fail(offset, "it jumps to a hole", "");
  if ((known->kind >= RELOCATE_PAGE) != (symbol == SYMBOL_CONSTANTS))
    extract_fail(offset, "only constants, and all of them, are found by their page", "");
  return known->kind;
}

const struct extract_machine extract_aarch64 = {
    .number = EM_AARCH64,
    .thunk_bytes = AARCH64_THUNK_BYTES,
    .jump_bytes = 4,
    .reference_offset = 0,
    .is_jump = is_jump,
    .kind = kind_of,
};

// What the compiler of the baseline tier writes into code itself, on each machine (included by
// compile.c alone): the holes and distances of stencils, and jumps.
#ifndef MICA_BASELINE_PATCH_H
#define MICA_BASELINE_PATCH_H

#include "vm/baseline/code_memory.h"
#include "vm/baseline/stencils.h"

#include <assert.h>
#include <string.h>

#if defined(__x86_64__)

#define JUMP_BYTES 5
#define THUNK_BYTES X86_64_THUNK_BYTES

// A jump from `at`, which is `distance` bytes before its target.
static inline void put_jump(uint8_t *at, int64_t distance) {
  int32_t from_end = (int32_t)(distance - JUMP_BYTES);
  *at = 0xE9;
  memcpy(at + 1, &from_end, sizeof from_end);
}

// Fills in what refers to `value` at `at`, which runs at `executable`.
static inline void relocate(uint8_t *at, const uint8_t *executable, enum relocation_kind kind,
                            uint64_t value) {
  value -= kind == RELOCATE_DISTANCE ? (uintptr_t)executable : 0;
  uint32_t half = (uint32_t)value;
  if (kind == RELOCATE_64)
    memcpy(at, &value, sizeof value);
  else
    memcpy(at, &half, sizeof half);
}

#else

#define JUMP_BYTES 4
#define THUNK_BYTES AARCH64_THUNK_BYTES

_Static_assert(CODE_MEMORY_DEFAULT_LIMIT <= (size_t)128 << 20, "a jump reaches all of a region");

static inline void put_jump(uint8_t *at, int64_t distance) {
  uint32_t jump = 0x14000000u | ((uint32_t)(distance / 4) & 0x3FFFFFFu);
  memcpy(at, &jump, sizeof jump);
}

// The bits of the instruction that say what it refers to.
static inline uint32_t reference_bits(const uint8_t *executable, enum relocation_kind kind,
                                      uint64_t value) {
  uint64_t place = (uintptr_t)executable;
  uint32_t pages = (uint32_t)((value >> 12) - (place >> 12));
  switch (kind) {
  case RELOCATE_BITS_0_ALONE:
    assert(value <= UINT16_MAX);
    return (uint32_t)value << 5;
  case RELOCATE_BITS_0:
  case RELOCATE_BITS_16:
  case RELOCATE_BITS_32:
  case RELOCATE_BITS_48:
    return (uint32_t)(value >> 16 * (kind - RELOCATE_BITS_0) & 0xFFFF) << 5;
  case RELOCATE_JUMP:
    return (uint32_t)((value - place) >> 2) & 0x3FFFFFFu;
  case RELOCATE_PAGE:
    return (pages & 3) << 29 | (pages >> 2 & 0x7FFFF) << 5;
  default: // where in the page, as a multiple of what is read there
    return (uint32_t)(value & 0xFFF) >> (kind - RELOCATE_IN_PAGE_1) << 10;
  }
}

static inline void relocate(uint8_t *at, const uint8_t *executable, enum relocation_kind kind,
                            uint64_t value) {
  uint32_t instruction;
  memcpy(&instruction, at, sizeof instruction);
  instruction |= reference_bits(executable, kind, value);
  memcpy(at, &instruction, sizeof instruction);
}

#endif
#endif

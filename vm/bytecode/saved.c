// What writing and reading saved programs have in common: who may read what.
#include "vm/bytecode/saved.h"

const char saved_magic[8] = "\x89Mica\r\n\x1A";

// A multiplication spreads a word over the upper half, and the shift brings that back down.
static uint64_t mix(uint64_t hash, uint64_t word) {
  hash = (hash ^ word) * 0x9E3779B97F4A7C15u;
  return hash ^ hash >> 32;
}

static uint64_t word_at(const char *bytes) {
  uint64_t word;
  memcpy(&word, bytes, sizeof word);
  return word;
}

// Four words at a step, of which none waits for another; what is left is filled up with zeros.
#define LANES 4
#define STEP (LANES * sizeof(uint64_t))
static inline void mix_step(uint64_t lanes[LANES], const char *bytes) {
#pragma GCC unroll 4 // the lanes stay in registers
  for (unsigned lane = 0; lane < LANES; lane++)
    lanes[lane] = mix(lanes[lane], word_at(bytes + lane * sizeof *lanes));
}

uint64_t saved_checksum(uint64_t seed, const void *bytes, size_t length) {
  const char *at = bytes;
  size_t left = length;
  uint64_t lanes[LANES] = {seed, seed + 1, seed + 2, seed + 3}, hash = mix(seed, length);
  for (; left >= STEP; left -= STEP, at += STEP)
    mix_step(lanes, at);
  char last[STEP] = {0};
  memcpy(last, at, left);
  mix_step(lanes, last);
  for (unsigned lane = 0; lane < LANES; lane++)
    hash = mix(hash, lanes[lane]);
  return hash;
}

uint64_t saved_head_checksum(const struct saved_head *head, const char *filename) {
  struct saved_head copy = *head;
  copy.checksum = 0;
  return saved_checksum(saved_checksum(0, &copy, sizeof copy), filename, head->filename_length + 1);
}

uint64_t saved_row_checksum(const struct saved_row *row, uint32_t index, const void *body) {
  struct saved_row copy = *row;
  copy.checksum = 0;
  return saved_checksum(saved_checksum(index, &copy, sizeof copy), body, row->bytes);
}

// Every column of the table counts: a new meaning shows in the text that says what it is.
uint64_t saved_fingerprint(void) {
  static const char instructions[] =
#define OPCODE(name, format, semantics) #name " " #format " " semantics "\n"
#include "vm/bytecode/opcodes.def"
#undef OPCODE
      ;
  const uint64_t layout[] = {
      0x0102030405060708u, sizeof(Value),        sizeof(struct property_cache),
      FRAME_HEADER,        MAXIMUM_REGISTERS,    TAG_STRING,
      TAG_INT32,           VALUE_UNDEFINED,      VALUE_NULL,
      VALUE_FALSE,         VALUE_TRUE,           VALUE_HOLE,
      VALUE_UNINITIALIZED, FUNCTION_FLAG_CLASS,  FUNCTION_FLAG_DERIVED,
      FUNCTION_FLAG_ARROW, FUNCTION_FLAG_METHOD, MODULE_ARGUMENTS,
  };
  return saved_checksum(saved_checksum(0, layout, sizeof layout), instructions,
                        sizeof instructions);
}

uint32_t saved_version(void) {
  return MICA_VERSION_MAJOR << 24 | MICA_VERSION_MINOR << 12 | MICA_VERSION_PATCH;
}

// The compiler: copies stencils and fills their holes.
//
// Two passes over the words of a code. The first chooses a stencil (or two) for each instruction,
// in the form that it has by now, and gives it a place: first parts one after the other, in the
// order of the instructions, so that each falls into the next; behind them the second parts, which
// are seldom run. The second pass copies and patches. Where an operand goes is what the opcode's
// format says; no opcode is special but calls, which have a place where they are returned to.
#include "vm/baseline/native.h"

#include "vm/baseline/patch.h"
#include "vm/baseline/tools.h"
#include "vm/bytecode/interpreter.h"

#include <string.h>

#include "vm/baseline/stencils.inc"

// A compilation.
struct assembly {
  struct vm *vm; // whose frame is one of the code
  struct baseline *baseline;
  struct code *code;
  struct native_code *native;
  struct choosing choosing;
  uint32_t piece_count, call_count;
  const uint8_t *region; // the executable base
  struct code_block block;
  uint8_t *draft; // where the block is put together
};

// ---- The head of a region: stencils.h says what is where

#define THUNKS_OFFSET (REGION_ADDRESS_COUNT * sizeof(void *))
#define CONSTANTS_OFFSET                                                                           \
  ((THUNKS_OFFSET + (SYMBOL_COUNT - SYMBOL_THUNKS) * THUNK_BYTES + 15) & ~(size_t)15)

// ---- Values of holes
//
// By symbol. Those of a region and of an instruction stay for all pieces of it.

static void read_region(const struct assembly *a, uint64_t *values) {
  values[SYMBOL_CONSTANTS] = (uintptr_t)a->region + CONSTANTS_OFFSET;
  for (unsigned path = 0; path < SYMBOL_COUNT - SYMBOL_THUNKS - 1; path++)
    values[SYMBOL_THUNKS + 1 + path] = (uintptr_t)a->region + THUNKS_OFFSET + path * THUNK_BYTES;
}

// A constant as stencils want it: whole, as an int, as a double, and as a divisor of ints.
static void read_constant(uint64_t *values, Value constant) {
  uint32_t number = (uint32_t)constant;
  values[SYMBOL_hole_constant] = constant;
  values[SYMBOL_hole_int] = number;
  values[SYMBOL_hole_reciprocal] = number != 0 ? UINT64_MAX / number + 1 : 0;
  double real = value_number(constant);
  values[SYMBOL_hole_double] = value_from_double_raw(real);
  values[SYMBOL_hole_divisor] = real > 0 && real <= NUMBER_EXACT_LIMIT ? (uint64_t)real : 0;
}

// What the operand words of the format at `pc` say.
static void read_operand_words(uint64_t *values, enum format format, const uint32_t *pc) {
  switch (format) {
  case FORMAT_ABKK:
    values[SYMBOL_hole_second_constant] = *operand_constant(pc + 1);
    values[SYMBOL_hole_constant] = *operand_constant(pc);
    return;
  case FORMAT_AK:
  case FORMAT_ABK:
  case FORMAT_ADK:
  case FORMAT_ABCK:
    read_constant(values, *operand_constant(pc));
    return;
  case FORMAT_AP:
  case FORMAT_ABP:
  case FORMAT_ABCP:
  case FORMAT_ABNP:
    values[SYMBOL_hole_cache] = (uintptr_t)operand_cache(pc);
    return;
  case FORMAT_ABJP:
    values[SYMBOL_hole_cache] = (uintptr_t)operand_cache(pc + 1);
    return;
  case FORMAT_ADMW:
    values[SYMBOL_hole_module_count] = instruction_c(*pc);
    return;
  default:
    return;
  }
}

// The word that the instruction at `word` jumps to; itself when it does not jump.
static uint32_t jump_target(enum format format, const uint32_t *words, uint32_t word) {
  switch (format) {
  case FORMAT_O:
    return word + 1 + (uint32_t)instruction_o(words[word]);
  case FORMAT_AJ:
  case FORMAT_ABJ:
  case FORMAT_ADJ:
  case FORMAT_ABJP:
    return word + 1 + words[word + 1];
  default:
    return word;
  }
}

// Is the next piece the general one of the same instruction?
static bool has_general(const struct piece *piece) {
  return piece->role == ROLE_MAIN && piece->stencil >= STENCIL_AFTER_INSTRUCTIONS;
}

// What the stencils of known things contain. The piece is the instruction's main one.
static void read_known(const struct assembly *a, const struct piece *piece, uint64_t *values) {
  uint32_t word = a->code->words[piece->word];
  enum opcode opcode = instruction_opcode(word);
  if (opcode == OP_GET_MODULE || opcode == OP_GET_MODULE_CHECKED || opcode == OP_SET_MODULE ||
      opcode == OP_CALL_MODULE)
    values[SYMBOL_hole_module_variable] = (uintptr_t)native_module_variable(a->vm, word);
  if (opcode_format(opcode) == FORMAT_ANW)
    values[SYMBOL_hole_builtin] = native_noted_address(instruction_b(word));
  if (piece->stencil != STENCIL_KNOWN_CALL_MODULE && piece->stencil != STENCIL_KNOWN_CALL_METHOD)
    return;
  struct code *called = value_function(piece->callee)->code;
  a->native->callees[a->native->callee_count++] = piece->callee;
  values[SYMBOL_hole_callee] = piece->callee;
  values[SYMBOL_hole_entry] = (uintptr_t)&called->entry;
  values[SYMBOL_hole_frame_bytes] = called->register_count * sizeof(Value);
}

// What the instruction contains of which this is the main piece.
static void read_operands(const struct assembly *a, const struct piece *piece, uint64_t *values) {
  const uint32_t *words = a->code->words, *pc = words + piece->word + 1;
  uint32_t word = words[piece->word];
  enum format format = opcode_format(instruction_opcode(word));
  values[SYMBOL_hole_a] = instruction_a(word) * sizeof(Value);
  values[SYMBOL_hole_b] = instruction_b(word) * sizeof(Value);
  values[SYMBOL_hole_c] = instruction_c(word) * sizeof(Value);
  values[SYMBOL_hole_index] = (uint16_t)instruction_d(word) * sizeof(Value);
  values[SYMBOL_hole_back] = -(uint64_t)(instruction_a(word) + FRAME_HEADER) * sizeof(Value);
  values[SYMBOL_hole_count] = instruction_c(word);
  values[SYMBOL_hole_i] = (uint64_t)instruction_i(word);
  values[SYMBOL_hole_d] = (uint64_t)instruction_d(word);
  values[SYMBOL_hole_unsigned] = (uint16_t)instruction_d(word);
  values[SYMBOL_hole_pc] = (uintptr_t)pc;
  values[SYMBOL_hole_return_address] = (uintptr_t)(pc + format_operand_words(format));
  read_operand_words(values, format, pc);
  uint32_t target = jump_target(format, words, piece->word);
  values[SYMBOL_hole_target_pc] = (uintptr_t)(words + target);
  values[SYMBOL_continue_target] = (uintptr_t)a->region + a->native->places[target];
  read_known(a, piece, values);
}

// Where the piece is, and where it goes on.
static void read_places(const struct assembly *a, const struct piece *piece, uint64_t *values) {
  const struct stencil *stencil = &stencils[piece->stencil];
  if (has_general(piece))
    values[SYMBOL_continue_general] = (uintptr_t)a->block.executable + piece[1].hot;
  values[SYMBOL_HOT] = (uintptr_t)a->block.executable + piece->hot;
  values[SYMBOL_COLD] = (uintptr_t)a->block.executable + piece->cold;
  uintptr_t next = (uintptr_t)a->region + a->native->places[piece->next_word];
  values[SYMBOL_continue_reload] = next;
  values[SYMBOL_continue_next] = piece->is_apart ? next : values[SYMBOL_HOT] + stencil->hot.bytes;
  if (piece->role == ROLE_RELOAD) {
    values[SYMBOL_hole_passed] = piece->passed * sizeof(Value);
    values[SYMBOL_continue_general] = (uintptr_t)a->block.executable + piece[-1].hot;
    values[SYMBOL_continue_next] = (uintptr_t)a->block.executable + piece[-2].hot;
  }
}

// ---- The first pass

static bool add_piece(struct assembly *a, struct piece piece) {
  struct baseline *baseline = a->baseline;
  if (a->piece_count == baseline->piece_capacity) {
    size_t bytes = baseline->piece_capacity * sizeof piece;
    size_t more = bytes ? 2 * bytes : 256 * sizeof piece;
    struct piece *pieces = heap_system_resize(baseline->heap, baseline->pieces, bytes, more);
    if (pieces == NULL)
      return false;
    baseline->pieces = pieces;
    baseline->piece_capacity = (uint32_t)(more / sizeof piece);
  }
  baseline->pieces[a->piece_count++] = piece;
  return true;
}

// Does the opcode's stencil go on in the callee, rather than with its result?
static bool enters_callee(enum opcode opcode) {
  return opcode == OP_CALL || opcode == OP_CALL_METHOD || opcode == OP_CALL_MODULE ||
         opcode == OP_CONSTRUCT || opcode == OP_CONSTRUCT_SUPER;
}

static bool has_return(enum format format) {
  return format == FORMAT_AW || format == FORMAT_ANW || format == FORMAT_ADMW;
}

// The pieces of the instruction at `word`, which `next` follows.
static bool choose(struct assembly *a, uint32_t word, uint32_t next) {
  enum opcode opcode = instruction_opcode(a->code->words[word]);
  unsigned passed = a->choosing.passed;
  struct choice choice = native_choose(&a->choosing, a->code->words + word);
  struct piece piece = {
      .word = word, .next_word = next, .stencil = choice.stencil, .callee = choice.callee};
  if (!add_piece(a, piece))
    return false;
  if (has_general(&piece)) {
    piece.role = ROLE_GENERAL;
    piece.stencil = (uint16_t)native_general(opcode);
    piece.is_apart = true;
    if (!add_piece(a, piece))
      return false;
  }
  if (choice.takes) {
    piece.role = ROLE_RELOAD;
    piece.stencil = STENCIL_RELOAD;
    piece.passed = (uint16_t)(passed - 1);
    if (!add_piece(a, piece))
      return false;
  }
  if (!has_return(opcode_format(opcode)))
    return true;
  a->call_count++;
  piece.role = ROLE_RETURN;
  piece.stencil = STENCIL_AFTER_CALL;
  piece.is_apart = !enters_callee(opcode);
  return add_piece(a, piece);
}

// Chooses, and gives each piece its place. The bytes of all; 0: no memory.
static uint32_t lay_out(struct assembly *a) {
  const struct code *code = a->code;
  for (uint32_t word = 0, next; word < code->template->word_count; word = next) {
    enum opcode opcode = instruction_opcode(code->words[word]);
    next = word + 1 + format_operand_words(opcode_format(opcode));
    if (!choose(a, word, next))
      return 0;
  }
  uint32_t at = 0;
  struct piece *pieces = a->baseline->pieces;
  for (uint32_t piece = 0; piece < a->piece_count; piece++) {
    pieces[piece].hot = at;
    if (!pieces[piece].is_apart)
      at += stencils[pieces[piece].stencil].hot.bytes;
  }
  for (uint32_t piece = 0; piece < a->piece_count; piece++) {
    const struct stencil *stencil = &stencils[pieces[piece].stencil];
    if (pieces[piece].is_apart) {
      pieces[piece].hot = at;
      at += stencil->hot.bytes + JUMP_BYTES;
    }
    pieces[piece].cold = at;
    at += stencil->cold.bytes;
  }
  return at;
}

// ---- The second pass

static void copy_part(const struct assembly *a, const struct stencil_part *part, uint32_t offset,
                      const uint64_t *values) {
  uint8_t *at = a->draft + offset;
  const uint8_t *executable = a->block.executable + offset;
  memcpy(at, stencil_code + part->code, part->bytes);
  const struct stencil_relocation *relocation = &stencil_relocations[part->relocations];
  for (unsigned left = part->relocation_count; left > 0; left--, relocation++)
    relocate(at + relocation->offset, executable + relocation->offset, relocation->kind,
             values[relocation->symbol] + (uint64_t)(int64_t)relocation->addend);
}

static void copy_pieces(const struct assembly *a) {
  uint64_t values[SYMBOL_COUNT] = {0};
  read_region(a, values);
  for (uint32_t at = 0; at < a->piece_count; at++) {
    const struct piece *piece = &a->baseline->pieces[at];
    const struct stencil *stencil = &stencils[piece->stencil];
    if (piece->role == ROLE_MAIN)
      read_operands(a, piece, values);
    read_places(a, piece, values);
    copy_part(a, &stencil->hot, piece->hot, values);
    if (stencil->cold.bytes > 0)
      copy_part(a, &stencil->cold, piece->cold, values);
    uint32_t end = piece->hot + stencil->hot.bytes;
    if (piece->is_apart)
      put_jump(a->draft + end,
               (int64_t)(values[SYMBOL_continue_next] - ((uintptr_t)a->block.executable + end)));
  }
}

struct native_part native_part(const struct piece *piece, bool is_cold) {
  const struct stencil *stencil = &stencils[piece->stencil];
  const struct stencil_part *part = is_cold ? &stencil->cold : &stencil->hot;
  bool has_jump = piece->is_apart && !is_cold;
  return (struct native_part){.offset = is_cold ? piece->cold : piece->hot,
                              .bytes = part->bytes + (has_jump ? JUMP_BYTES : 0u),
                              .relocations = &stencil_relocations[part->relocations],
                              .relocation_count = part->relocation_count};
}

// ---- The whole

// No more calls are of known functions than there are pieces for returns.
static size_t native_bytes(uint32_t word_count, uint32_t piece_count, uint32_t call_count) {
  return sizeof(struct native_code) + call_count * sizeof(Value) + word_count * sizeof(uint32_t) +
         piece_count * sizeof(uint16_t);
}

static struct native_code *native_new(const struct assembly *a) {
  uint32_t word_count = a->code->template->word_count;
  struct native_code *native = heap_system_allocate(
      a->baseline->heap, native_bytes(word_count, a->piece_count, a->call_count));
  if (native == NULL)
    return NULL;
  *native = (struct native_code){.code = a->code,
                                 .block = a->block,
                                 .word_count = word_count,
                                 .piece_count = a->piece_count,
                                 .call_count = a->call_count};
  native->places = (uint32_t *)(native->callees + a->call_count);
  native->stencils = (uint16_t *)(native->places + word_count);
  memset(native->places, 0, word_count * sizeof *native->places);
  return native;
}

void native_free(struct baseline *baseline, struct native_code *native) {
  baseline->is_exhausted = false;
  tools_remove(baseline, native);
  code_memory_free(&baseline->memory, &native->block);
  heap_system_free(baseline->heap, native,
                   native_bytes(native->word_count, native->piece_count, native->call_count));
}

// Where instructions are.
static void note_places(const struct assembly *a) {
  uint32_t start = code_memory_offset(&a->baseline->memory, a->block.executable), instruction = 0;
  for (uint32_t at = 0; at < a->piece_count; at++) {
    const struct piece *piece = &a->baseline->pieces[at];
    if (piece->role == ROLE_MAIN)
      a->native->stencils[instruction++] = piece->stencil;
    if (piece->role == ROLE_MAIN || piece->role == ROLE_RELOAD)
      a->native->places[piece->word] = start + piece->hot;
  }
}

// The code's entry and its calls' words lead to the new code.
static void link_native(const struct assembly *a) {
  uint32_t start = code_memory_offset(&a->baseline->memory, a->block.executable);
  for (uint32_t at = 0; at < a->piece_count; at++) {
    const struct piece *piece = &a->baseline->pieces[at];
    if (piece->role == ROLE_RETURN)
      a->code->words[piece->next_word - 1] = start + piece->hot;
  }
  a->code->native = a->native;
  a->code->entry = a->block.executable;
}

void native_unlink(struct native_code *native) {
  struct code *code = native->code;
  for (uint32_t word = 0; word < native->word_count;) {
    enum format format = opcode_format(instruction_opcode(code->words[word]));
    word += 1 + format_operand_words(format);
    if (has_return(format))
      code->words[word - 1] = 0;
  }
  code->native = NULL;
  code->entry = (const void *)baseline_enter;
}

struct native_code *native_compile(struct vm *vm, struct code *code) {
  struct baseline *baseline = vm->baseline;
  struct assembly a = {.vm = vm,
                       .choosing = {.vm = vm},
                       .baseline = baseline,
                       .code = code,
                       .region = baseline->memory.executable};
  uint32_t bytes = lay_out(&a);
  if (bytes == 0)
    return NULL;
  a.block = code_memory_allocate(&baseline->memory, bytes);
  if (a.block.writable == NULL) {
    // What can be freed decides when it is worth asking again.
    baseline->is_exhausted = baseline->first != NULL || baseline->retired != NULL;
    return NULL;
  }
  a.native = native_new(&a);
  if (a.native == NULL) {
    code_memory_free(&baseline->memory, &a.block);
    return NULL;
  }
  note_places(&a);
  a.draft = code_memory_draft(&baseline->memory, &a.block);
  copy_pieces(&a);
  code_memory_finish(&baseline->memory, &a.block, a.draft);
  link_native(&a);
  return a.native;
}

bool native_has_changed(const struct vm *vm, const struct native_code *native) {
  const uint32_t *words = native->code->words;
  struct choosing choosing = {.vm = vm};
  uint32_t instruction = 0;
  for (uint32_t word = 0; word < native->word_count; instruction++) {
    if (native->stencils[instruction] != native_choose(&choosing, words + word).stencil)
      return true;
    word += 1 + format_operand_words(opcode_format(instruction_opcode(words[word])));
  }
  return false;
}

void native_free_pieces(struct baseline *baseline) {
  heap_system_free(baseline->heap, baseline->pieces,
                   baseline->piece_capacity * sizeof *baseline->pieces);
}

// ---- The head of a region

// Copies the thunk that jumps to the address in this place of the table; its bytes.
static uint32_t put_thunk(const struct code_memory *memory, uint32_t offset, unsigned index) {
  const struct stencil_part *part = &stencils[STENCIL_THUNK].hot;
  memcpy(memory->writable + offset, stencil_code + part->code, part->bytes);
  const struct stencil_relocation *relocation = &stencil_relocations[part->relocations];
  for (unsigned left = part->relocation_count; left > 0; left--, relocation++)
    relocate(memory->writable + offset + relocation->offset,
             memory->executable + offset + relocation->offset, relocation->kind,
             index * sizeof(void *));
  return part->bytes;
}

size_t native_head_bytes(void) { return CONSTANTS_OFFSET + sizeof stencil_constants; }

void native_fill_head(const struct code_memory *memory) {
  put_thunk(memory, 0, REGION_RETURN);
  baseline_fill_addresses((const void **)memory->writable);
  for (unsigned path = 0; path < SYMBOL_COUNT - SYMBOL_THUNKS - 1; path++)
    put_thunk(memory, (uint32_t)(THUNKS_OFFSET + path * THUNK_BYTES), REGION_FIRST_SLOW + path);
  memcpy(memory->writable + CONSTANTS_OFFSET, stencil_constants, sizeof stencil_constants);
  code_memory_flush(memory, memory->executable, native_head_bytes());
}

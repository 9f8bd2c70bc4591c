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
#include "vm/library/library.h"

#include <string.h>

#include "vm/baseline/stencils.inc"

// A compilation.
struct assembly {
  struct vm *vm; // whose frame is one of the code
  struct baseline *baseline;
  struct code *code;
  struct native_code *native;
  uint32_t piece_count, call_count;
  const uint8_t *region; // the executable base
  struct code_block block;
};

// ---- The head of a region: stencils.h says what is where

#define THUNKS_OFFSET (REGION_ADDRESS_COUNT * sizeof(void *))
#define CONSTANTS_OFFSET                                                                           \
  ((THUNKS_OFFSET + (SYMBOL_COUNT - SYMBOL_THUNKS) * THUNK_BYTES + 15) & ~(size_t)15)

// ---- Forms

// The stencil for operands of one kind; 0: the opcode has none.
static const uint16_t int_forms[OPCODE_COUNT] = {
#define FORM_INT(opcode) [OP_##opcode] = STENCIL_INT_##opcode,
#define FORM_DOUBLE(opcode)
#define FORM_KNOWN(opcode)
#define FORM(kind, opcode) FORM_##kind(opcode)
#include "vm/baseline/forms.def"
#undef FORM_INT
#undef FORM_DOUBLE
};
static const uint16_t double_forms[OPCODE_COUNT] = {
#define FORM_INT(opcode)
#define FORM_DOUBLE(opcode) [OP_##opcode] = STENCIL_DOUBLE_##opcode,
#include "vm/baseline/forms.def"
#undef FORM
};
_Static_assert((int)STENCIL_MOVE == OP_MOVE && (int)STENCIL_ENUMERATE_NEXT == OP_ENUMERATE_NEXT,
               "the first stencils are general ones, by opcode");

// What instructions have become whose operands were doubles.
static enum opcode without_form(enum opcode opcode) {
  switch (opcode) {
  case OP_ADD_DOUBLE:
    return OP_ADD;
  case OP_SUBTRACT_DOUBLE:
    return OP_SUBTRACT;
  case OP_MULTIPLY_DOUBLE:
    return OP_MULTIPLY;
  case OP_ADD_K_DOUBLE:
    return OP_ADD_K;
  case OP_SUBTRACT_K_DOUBLE:
    return OP_SUBTRACT_K;
  case OP_MULTIPLY_K_DOUBLE:
    return OP_MULTIPLY_K;
  default:
    return opcode;
  }
}

// ---- What is known of a call

// What the cache of a GET_METHOD_INHERITED finds; undefined: nothing any more.
static Value inherited_method(const struct vm *vm, const struct property_cache *cache) {
  const struct property_case *known = &cache->known;
  return known->holder != NULL && known->prototype_changes == vm->prototype_changes
             ? known->holder->slots[known->slot]
             : VALUE_UNDEFINED;
}

// The function that a call of the method in R[a] has probably called: the one that the cache of the
// last GET_METHOD for that register has found.
static Value cached_method(const struct vm *vm, const struct code *code, uint32_t call) {
  unsigned a = instruction_a(code->words[call]);
  Value method = VALUE_UNDEFINED;
  for (uint32_t at = 0; at < call;) {
    uint32_t word = code->words[at];
    enum opcode opcode = instruction_opcode(word);
    if (instruction_a(word) == a && opcode_format(opcode) == FORMAT_ABP)
      method = opcode == OP_GET_METHOD_INHERITED
                   ? inherited_method(vm, operand_cache(code->words + at + 1))
                   : VALUE_UNDEFINED;
    at += 1 + format_operand_words(opcode_format(opcode));
  }
  return method;
}

static Value *module_variable(const Value *frame, uint32_t word) {
  return &value_function(frame[-FRAME_HEADER])->module_slots[(uint16_t)instruction_d(word)];
}

// The script function that the call at the word will enter as it is; undefined: who knows.
static Value known_callee(const struct vm *vm, const struct code *code, uint32_t at) {
  uint32_t word = code->words[at], count = instruction_c(word);
  Value callee = VALUE_UNDEFINED;
  switch (instruction_opcode(word)) {
  case OP_CALL_MODULE:
    callee = *module_variable(vm->base, word);
    count = instruction_c(code->words[at + 1]);
    break;
  case OP_CALL_METHOD:
    callee = cached_method(vm, code, at);
    break;
  default:
    break;
  }
  if (!value_is_bytecode(callee))
    return VALUE_UNDEFINED;
  const struct code *called = value_function(callee)->code;
  return called->register_count != 0 && count >= called->direct_count ? callee : VALUE_UNDEFINED;
}

// By enum call_note: what native code does, and the address that the callee must have.
static const struct {
  uint16_t stencil;
  uint8_t argument_count;
  uintptr_t address; // of a builtin
} noted_calls[] = {
    [CALL_NOTE_TYPED_1] = {STENCIL_CALL_TYPED_1, 1, 0},
    [CALL_NOTE_TYPED_2] = {STENCIL_CALL_TYPED_2, 2, 0},
#define INLINE_CALL(name, function)                                                                \
  [CALL_NOTE_##name] = {STENCIL_CALL_##name, 1, (uintptr_t)function},
#include "vm/baseline/inline_calls.def"
#undef INLINE_CALL
};

// The stencil for a call of the function that it has noted; 0: none.
static uint16_t noted_call(uint32_t word) {
  unsigned note = instruction_b(word);
  return instruction_c(word) == noted_calls[note].argument_count ? noted_calls[note].stencil : 0;
}

// The stencil of an instruction with an address that is known; 0: it has none.
static uint16_t known_form(const struct vm *vm, const struct code *code, uint32_t at) {
  switch (instruction_opcode(code->words[at])) {
  case OP_GET_MODULE:
    return STENCIL_KNOWN_GET_MODULE;
  case OP_GET_MODULE_CHECKED:
    return STENCIL_KNOWN_GET_MODULE_CHECKED;
  case OP_SET_MODULE:
    return STENCIL_KNOWN_SET_MODULE;
  case OP_CALL_MODULE:
    return known_callee(vm, code, at) != VALUE_UNDEFINED ? STENCIL_KNOWN_CALL_MODULE : 0;
  case OP_CALL_METHOD:
    return known_callee(vm, code, at) != VALUE_UNDEFINED ? STENCIL_KNOWN_CALL_METHOD : 0;
  case OP_CALL_METHOD_BUILTIN:
  case OP_CALL_TYPED:
  case OP_CALL_METHOD_TYPED:
    return noted_call(code->words[at]);
  default:
    return 0;
  }
}

// ---- What is known of operands

enum operand_kind { OPERAND_INT = 1, OPERAND_DOUBLE = 2, OPERAND_OTHER = 4 };

static unsigned kind_of_value(Value value) {
  return value_is_int32(value)    ? OPERAND_INT
         : value_is_double(value) ? OPERAND_DOUBLE
                                  : OPERAND_OTHER;
}

// The kinds of what stands in the operands' registers, which is what was there when the instruction
// was last executed, unless the register has been used again. It may be a value that is long dead:
// nothing but its kind is looked at.
static unsigned operand_kinds(const struct code *code, const Value *frame, uint32_t at) {
  const uint32_t *pc = code->words + at + 1;
  unsigned a = instruction_a(pc[-1]), b = instruction_b(pc[-1]), c = instruction_c(pc[-1]);
  switch (opcode_format(instruction_opcode(pc[-1]))) {
  case FORMAT_A:
  case FORMAT_ADJ:
    return kind_of_value(frame[a]);
  case FORMAT_ABJ:
    return kind_of_value(frame[a]) | kind_of_value(frame[b]);
  case FORMAT_ABC:
    return kind_of_value(frame[b]) | kind_of_value(frame[c]);
  case FORMAT_ABI:
    return kind_of_value(frame[b]);
  case FORMAT_ABK:
    // An int beside a double is as good as one.
    return kind_of_value(frame[b]) == OPERAND_DOUBLE && value_is_number(*operand_constant(pc))
               ? OPERAND_DOUBLE
               : kind_of_value(frame[b]) | kind_of_value(*operand_constant(pc));
  default:
    return OPERAND_OTHER;
  }
}

// The stencil for the instruction at the word, in a frame in which it has perhaps been executed.
static uint16_t choose_stencil(const struct vm *vm, const struct code *code, uint32_t at) {
  enum opcode opcode = instruction_opcode(code->words[at]), general = without_form(opcode);
  if (general != opcode)
    return double_forms[general];
  uint16_t known = known_form(vm, code, at);
  if (known != 0 || (int_forms[opcode] == 0 && double_forms[opcode] == 0))
    return known != 0 ? known : (uint16_t)opcode;
  unsigned kinds = operand_kinds(code, vm->base, at);
  bool has_int_constant =
      opcode_format(opcode) != FORMAT_ABK ||
      (value_is_int32(*operand_constant(code->words + at + 1)) &&
       (opcode != OP_REMAINDER_K || (int32_t)*operand_constant(code->words + at + 1) > 0));
  if (kinds == OPERAND_DOUBLE && double_forms[opcode] != 0)
    return double_forms[opcode];
  if (!(kinds & OPERAND_DOUBLE) && int_forms[opcode] != 0 && has_int_constant)
    return int_forms[opcode];
  return (uint16_t)opcode;
}

// ---- Values of holes

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
    values[SYMBOL_hole_constant] = *operand_constant(pc);
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

// What the callee of a noted call must have: its builtin, or its trampoline.
static uintptr_t noted_address(unsigned note) {
  if (note == CALL_NOTE_TYPED_1 || note == CALL_NOTE_TYPED_2)
    return (uintptr_t)function_doubles_trampoline(note == CALL_NOTE_TYPED_1 ? 1 : 2);
  return noted_calls[note].address;
}

// What the stencils of known things contain.
static void read_known(const struct assembly *a, const struct piece *piece, uint64_t *values) {
  uint32_t word = a->code->words[piece->word];
  enum opcode opcode = instruction_opcode(word);
  if (opcode == OP_GET_MODULE || opcode == OP_GET_MODULE_CHECKED || opcode == OP_SET_MODULE ||
      opcode == OP_CALL_MODULE)
    values[SYMBOL_hole_module_variable] = (uintptr_t)module_variable(a->vm->base, word);
  if (piece->role == ROLE_MAIN && opcode_format(opcode) == FORMAT_ANW)
    values[SYMBOL_hole_builtin] = noted_address(instruction_b(word));
  if (piece->role != ROLE_MAIN ||
      (piece->stencil != STENCIL_KNOWN_CALL_MODULE && piece->stencil != STENCIL_KNOWN_CALL_METHOD))
    return;
  Value callee = known_callee(a->vm, a->code, piece->word);
  struct code *called = value_function(callee)->code;
  a->native->callees[a->native->callee_count++] = callee;
  values[SYMBOL_hole_callee] = callee;
  values[SYMBOL_hole_entry] = (uintptr_t)&called->entry;
  values[SYMBOL_hole_frame_bytes] = called->register_count * sizeof(Value);
}

static void read_values(const struct assembly *a, const struct piece *piece, uint64_t *values) {
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
  values[SYMBOL_hole_int] = (uint32_t)values[SYMBOL_hole_constant];
  values[SYMBOL_hole_reciprocal] =
      values[SYMBOL_hole_int] ? UINT64_MAX / values[SYMBOL_hole_int] + 1 : 0;
  values[SYMBOL_hole_double] = value_from_double_raw(value_number(values[SYMBOL_hole_constant]));
  uint32_t target = jump_target(format, words, piece->word);
  values[SYMBOL_hole_target_pc] = (uintptr_t)(words + target);
  values[SYMBOL_continue_target] = (uintptr_t)a->region + a->native->places[target];
  const struct stencil *stencil = &stencils[piece->stencil];
  read_known(a, piece, values);
  if (has_general(piece))
    values[SYMBOL_continue_general] = (uintptr_t)a->block.executable + piece[1].hot;
  values[SYMBOL_HOT] = (uintptr_t)a->block.executable + piece->hot;
  values[SYMBOL_COLD] = (uintptr_t)a->block.executable + piece->cold;
  values[SYMBOL_continue_next] = piece->is_apart
                                     ? (uintptr_t)a->region + a->native->places[piece->next_word]
                                     : values[SYMBOL_HOT] + stencil->hot.bytes;
}

// ---- The first pass

static bool add_piece(struct assembly *a, struct piece piece) {
  struct baseline *baseline = a->baseline;
  if (a->piece_count == baseline->piece_capacity) {
    size_t bytes = baseline->piece_capacity * sizeof piece;
    size_t more = bytes ? 2 * bytes : 256 * sizeof piece;
    struct piece *pieces = heap_system_resize(baseline->memory.heap, baseline->pieces, bytes, more);
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
  struct piece piece = {
      .word = word, .next_word = next, .stencil = choose_stencil(a->vm, a->code, word)};
  if (!add_piece(a, piece))
    return false;
  if (has_general(&piece)) {
    piece.role = ROLE_GENERAL;
    piece.stencil = (uint16_t)without_form(opcode);
    piece.is_apart = true;
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

static uint64_t value_of(const struct assembly *a, enum stencil_symbol symbol,
                         const uint64_t *values) {
  if (symbol > SYMBOL_THUNKS)
    return (uintptr_t)a->region + THUNKS_OFFSET + (symbol - SYMBOL_THUNKS - 1u) * THUNK_BYTES;
  return symbol == SYMBOL_CONSTANTS ? (uintptr_t)a->region + CONSTANTS_OFFSET : values[symbol];
}

static void copy_part(const struct assembly *a, const struct stencil_part *part, uint32_t offset,
                      const uint64_t *values) {
  uint8_t *at = a->block.writable + offset;
  memcpy(at, stencil_code + part->code, part->bytes);
  const struct stencil_relocation *relocation = &stencil_relocations[part->relocations];
  for (unsigned left = part->relocation_count; left > 0; left--, relocation++) {
    uint64_t value = value_of(a, relocation->symbol, values);
    relocate(at + relocation->offset, a->block.executable + offset + relocation->offset,
             relocation->kind, value + (uint64_t)(int64_t)relocation->addend);
  }
}

static void copy_pieces(const struct assembly *a) {
  uint64_t values[SYMBOL_CONSTANTS] = {0};
  for (uint32_t at = 0; at < a->piece_count; at++) {
    const struct piece *piece = &a->baseline->pieces[at];
    const struct stencil *stencil = &stencils[piece->stencil];
    read_values(a, piece, values);
    copy_part(a, &stencil->hot, piece->hot, values);
    copy_part(a, &stencil->cold, piece->cold, values);
    uint32_t end = piece->hot + stencil->hot.bytes;
    if (piece->is_apart)
      put_jump(a->block.writable + end,
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
      a->baseline->memory.heap, native_bytes(word_count, a->piece_count, a->call_count));
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
  heap_system_free(baseline->memory.heap, native,
                   native_bytes(native->word_count, native->piece_count, native->call_count));
}

// Where instructions are.
static void note_places(const struct assembly *a) {
  uint32_t start = code_memory_offset(&a->baseline->memory, a->block.executable), instruction = 0;
  for (uint32_t at = 0; at < a->piece_count; at++) {
    const struct piece *piece = &a->baseline->pieces[at];
    if (piece->role != ROLE_MAIN)
      continue;
    a->native->stencils[instruction++] = piece->stencil;
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
  struct assembly a = {
      .vm = vm, .baseline = baseline, .code = code, .region = baseline->memory.executable};
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
  copy_pieces(&a);
  code_memory_finish(&baseline->memory, &a.block);
  link_native(&a);
  return a.native;
}

bool native_has_changed(const struct vm *vm, const struct native_code *native) {
  const uint32_t *words = native->code->words;
  uint32_t instruction = 0;
  for (uint32_t word = 0; word < native->word_count; instruction++) {
    if (native->stencils[instruction] != choose_stencil(vm, native->code, word))
      return true;
    word += 1 + format_operand_words(opcode_format(instruction_opcode(words[word])));
  }
  return false;
}

void native_free_pieces(struct baseline *baseline) {
  heap_system_free(baseline->memory.heap, baseline->pieces,
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

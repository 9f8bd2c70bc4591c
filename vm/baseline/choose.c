// Which stencil an instruction is copied from: the general one of its opcode, or one for what its
// operands have been, or are known to be.
//
// The interpreter has left what it knows in the code (forms of instructions, caches, the callee of
// a call) and in the frame at hand, whose registers hold what stood in them when an instruction was
// last executed. All of it is a guess: a stencil that is chosen by it looks at its operands, and
// leaves others to the general one. Asked again in the same frame, the answer is the same.
#include "vm/baseline/native.h"

#include "vm/bytecode/interpreter.h"
#include "vm/library/library.h"

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

enum opcode native_general(enum opcode opcode) {
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
static Value cached_method(const struct choosing *choosing, unsigned a) {
  const uint32_t *word = choosing->methods[a];
  return word != NULL && instruction_opcode(*word) == OP_GET_METHOD_INHERITED
             ? inherited_method(choosing->vm, operand_cache(word + 1))
             : VALUE_UNDEFINED;
}

Value *native_module_variable(const struct vm *vm, uint32_t word) {
  return &value_function(vm->base[-FRAME_HEADER])->module_slots[(uint16_t)instruction_d(word)];
}

// The script function that the call at the word will enter as it is; undefined: who knows.
static Value known_callee(const struct choosing *choosing, const uint32_t *at) {
  uint32_t word = *at, count = instruction_c(word);
  Value callee = VALUE_UNDEFINED;
  switch (instruction_opcode(word)) {
  case OP_CALL_MODULE:
    callee = *native_module_variable(choosing->vm, word);
    count = instruction_c(at[1]);
    break;
  case OP_CALL_METHOD:
    callee = cached_method(choosing, instruction_a(word));
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
  return note < sizeof noted_calls / sizeof *noted_calls &&
                 instruction_c(word) == noted_calls[note].argument_count
             ? noted_calls[note].stencil
             : 0;
}

uintptr_t native_noted_address(unsigned note) {
  if (note == CALL_NOTE_TYPED_1 || note == CALL_NOTE_TYPED_2)
    return (uintptr_t)function_doubles_trampoline(note == CALL_NOTE_TYPED_1 ? 1 : 2);
  return note < sizeof noted_calls / sizeof *noted_calls ? noted_calls[note].address : 0;
}

// A stencil with an address that is known, for an instruction; 0: it has none.
static struct choice known_form(const struct choosing *choosing, const uint32_t *at) {
  Value callee;
  switch (instruction_opcode(*at)) {
  case OP_GET_MODULE:
    return (struct choice){.stencil = STENCIL_KNOWN_GET_MODULE};
  case OP_GET_MODULE_CHECKED:
    return (struct choice){.stencil = STENCIL_KNOWN_GET_MODULE_CHECKED};
  case OP_SET_MODULE:
    return (struct choice){.stencil = STENCIL_KNOWN_SET_MODULE};
  case OP_CALL_MODULE:
    callee = known_callee(choosing, at);
    return (struct choice){callee == VALUE_UNDEFINED ? 0 : STENCIL_KNOWN_CALL_MODULE, callee};
  case OP_CALL_METHOD:
    callee = known_callee(choosing, at);
    return (struct choice){callee == VALUE_UNDEFINED ? 0 : STENCIL_KNOWN_CALL_METHOD, callee};
  case OP_CALL_METHOD_BUILTIN:
  case OP_CALL_TYPED:
  case OP_CALL_METHOD_TYPED:
    return (struct choice){.stencil = noted_call(*at)};
  default:
    return (struct choice){0};
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
static unsigned operand_kinds(const Value *frame, const uint32_t *at) {
  const uint32_t *pc = at + 1;
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

// The same of an instruction without anything known.
static uint16_t form_for_operands(const struct choosing *choosing, const uint32_t *at) {
  enum opcode opcode = instruction_opcode(*at);
  if (int_forms[opcode] == 0 && double_forms[opcode] == 0)
    return (uint16_t)opcode;
  unsigned kinds = operand_kinds(choosing->vm->base, at);
  bool has_int_constant = opcode_format(opcode) != FORMAT_ABK ||
                          (value_is_int32(*operand_constant(at + 1)) &&
                           (opcode != OP_REMAINDER_K || (int32_t)*operand_constant(at + 1) > 0));
  if (kinds == OPERAND_DOUBLE && double_forms[opcode] != 0)
    return double_forms[opcode];
  if (!(kinds & OPERAND_DOUBLE) && int_forms[opcode] != 0 && has_int_constant)
    return int_forms[opcode];
  return (uint16_t)opcode;
}

struct choice native_choose(struct choosing *choosing, const uint32_t *at) {
  enum opcode opcode = instruction_opcode(*at), general = native_general(opcode);
  if (opcode_format(opcode) == FORMAT_ABP)
    choosing->methods[instruction_a(*at)] = at;
  if (general != opcode)
    return (struct choice){.stencil = double_forms[general]};
  struct choice known = known_form(choosing, at);
  return known.stencil != 0 ? known : (struct choice){.stencil = form_for_operands(choosing, at)};
}

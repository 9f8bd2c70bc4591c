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

#include <math.h>

// ---- Forms

// The kinds of forms.def; those of an operand, and of two, are in the order of enum number_kind.
enum form_kind {
  KIND_INT,
  KIND_OVERFLOWING,
  KIND_KNOWN,
  KIND_DOUBLE,
  KIND_WIDENED,
  KIND_PASSED,
  KIND_DOUBLE_DOUBLE,
  KIND_DOUBLE_WIDENED,
  KIND_DOUBLE_PASSED,
  KIND_WIDENED_DOUBLE,
  KIND_WIDENED_WIDENED,
  KIND_WIDENED_PASSED,
  KIND_PASSED_DOUBLE,
  KIND_PASSED_WIDENED,
  KIND_PASSED_PASSED,
  KIND_COUNT
};

// The stencils; 0: the opcode has none.
static const uint16_t forms[OPCODE_COUNT][KIND_COUNT] = {
#define FORM(kind, opcode) [OP_##opcode][KIND_##kind] = STENCIL_##kind##_##opcode,
#include "vm/baseline/forms.def"
#undef FORM
};

// The stencils whose result the instruction behind them may take from a register of the machine.
static const bool passes[STENCIL_COUNT] = {
#define FORM(kind, opcode)
#define PASSING(kind, opcode) [STENCIL_##kind##_##opcode] = true,
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

static struct choice known_call(const struct choosing *choosing, const uint32_t *at,
                                uint16_t stencil) {
  Value callee = known_callee(choosing, at);
  return (struct choice){.stencil = callee == VALUE_UNDEFINED ? 0 : stencil, .callee = callee};
}

// A stencil with an address that is known, for an instruction; 0: it has none.
static struct choice known_form(const struct choosing *choosing, const uint32_t *at) {
  enum opcode opcode = instruction_opcode(*at);
  uint16_t known = forms[opcode][KIND_KNOWN];
  switch (opcode) {
  case OP_CALL_MODULE:
  case OP_CALL_METHOD:
    return known_call(choosing, at, known);
  case OP_CALL_METHOD_BUILTIN:
  case OP_CALL_TYPED:
  case OP_CALL_METHOD_TYPED:
    return (struct choice){.stencil = noted_call(*at)};
  default:
    return (struct choice){.stencil = known};
  }
}

// ---- What is known of operands
//
// What stands in the operands' registers is what was there when the instruction was last executed,
// unless the register has been used again. It may be a value that is long dead: nothing but its
// kind is looked at.

// What a number is, for an operation on doubles.
enum number_kind { NUMBER_DOUBLE, NUMBER_WIDENED, NUMBER_PASSED, NUMBER_KINDS, NUMBER_NONE };

// The operands of an instruction that has forms for their kinds.
struct operands {
  unsigned registers[2];
  Value values[2];
  bool has_constant; // as the second
};

static struct operands of_registers(const Value *frame, unsigned left, unsigned right) {
  return (struct operands){.registers = {left, right}, .values = {frame[left], frame[right]}};
}

static struct operands with_constant(const Value *frame, unsigned left, Value constant) {
  return (struct operands){
      .registers = {left, left}, .values = {frame[left], constant}, .has_constant = true};
}

static struct operands operands_of(const Value *frame, const uint32_t *at) {
  unsigned a = instruction_a(*at), b = instruction_b(*at);
  switch (opcode_format(instruction_opcode(*at))) {
  case FORMAT_ABJ:
    return of_registers(frame, a, b);
  case FORMAT_ABC:
  case FORMAT_ABCK:
    return of_registers(frame, b, instruction_c(*at));
  case FORMAT_ABK:
    return with_constant(frame, b, *operand_constant(at + 1));
  case FORMAT_ABI:
    return with_constant(frame, b, value_from_int32(0));
  default: // A and ADJ
    return with_constant(frame, a, value_from_int32(0));
  }
}

static enum number_kind kind_of_number(Value value) {
  return value_is_double(value)  ? NUMBER_DOUBLE
         : value_is_int32(value) ? NUMBER_WIDENED
                                 : NUMBER_NONE;
}

static enum number_kind kind_of_operand(const struct choosing *choosing,
                                        const struct operands *operands, unsigned operand) {
  return choosing->passed == operands->registers[operand] + 1
             ? NUMBER_PASSED
             : kind_of_number(operands->values[operand]);
}

static bool is_double(enum number_kind kind) {
  return kind == NUMBER_DOUBLE || kind == NUMBER_PASSED;
}

// Can native code calculate with the operand that is a constant?
static bool has_use(enum opcode opcode, const struct operands *operands, bool of_ints) {
  Value constant = operands->values[1];
  if (!operands->has_constant)
    return true;
  double number = value_is_number(constant) ? value_number(constant) : NAN;
  if (opcode == OP_REMAINDER_K &&
      !(number > 0 && number <= NUMBER_EXACT_LIMIT && (double)(int64_t)number == number))
    return false;
  return of_ints ? value_is_int32(constant) : !isnan(number);
}

// The form for ints; for those that give something else, if that is what their result's register
// has.
static uint16_t form_for_ints(const Value *frame, const uint32_t *at,
                              const struct operands *operands) {
  const uint16_t *of_opcode = forms[native_general(instruction_opcode(*at))];
  unsigned a = instruction_a(*at);
  bool is_overwritten = a == operands->registers[0] || a == operands->registers[1];
  return of_opcode[KIND_OVERFLOWING] != 0 && !is_overwritten && value_is_double(frame[a])
             ? of_opcode[KIND_OVERFLOWING]
             : of_opcode[KIND_INT];
}

// The form for numbers one of which is a double, and whether it takes what is passed to it. Where
// there is none, what is passed is in its register too.
static struct choice form_for_numbers(enum opcode opcode, const struct operands *operands,
                                      enum number_kind left, enum number_kind right) {
  if (left == NUMBER_NONE || right == NUMBER_NONE)
    return (struct choice){0};
  bool takes = left == NUMBER_PASSED || right == NUMBER_PASSED;
  uint16_t form =
      forms[opcode][operands->has_constant ? KIND_DOUBLE + left
                                           : KIND_DOUBLE_DOUBLE + NUMBER_KINDS * left + right];
  if (form != 0 || !takes)
    return (struct choice){.stencil = form, .takes = takes};
  return form_for_numbers(opcode, operands, left == NUMBER_PASSED ? NUMBER_DOUBLE : left,
                          right == NUMBER_PASSED ? NUMBER_DOUBLE : right);
}

// The stencil of an instruction that nothing is known of but its operands.
static struct choice form_for_operands(const struct choosing *choosing, const uint32_t *at) {
  enum opcode opcode = native_general(instruction_opcode(*at));
  struct choice choice = {0};
  if (forms[opcode][KIND_INT] == 0 && forms[opcode][KIND_DOUBLE] == 0 &&
      forms[opcode][KIND_DOUBLE_DOUBLE] == 0)
    return (struct choice){.stencil = (uint16_t)opcode};
  struct operands operands = operands_of(choosing->vm->base, at);
  enum number_kind left = kind_of_operand(choosing, &operands, 0);
  enum number_kind right = operands.has_constant ? kind_of_number(operands.values[1])
                                                 : kind_of_operand(choosing, &operands, 1);
  // The interpreter has given it a form for doubles; its registers may have been used again.
  if (opcode != instruction_opcode(*at) && !is_double(left) && !is_double(right))
    left = right = NUMBER_DOUBLE;
  if (!is_double(left) && (operands.has_constant || !is_double(right)) &&
      has_use(opcode, &operands, true))
    choice.stencil = form_for_ints(choosing->vm->base, at, &operands);
  if (choice.stencil == 0 && has_use(opcode, &operands, false))
    choice = form_for_numbers(opcode, &operands, left, right);
  if (choice.stencil == 0)
    choice.stencil = (uint16_t)opcode;
  return choice;
}

struct choice native_choose(struct choosing *choosing, const uint32_t *at) {
  if (opcode_format(instruction_opcode(*at)) == FORMAT_ABP)
    choosing->methods[instruction_a(*at)] = at;
  struct choice choice = known_form(choosing, at);
  if (choice.stencil == 0)
    choice = form_for_operands(choosing, at);
  choosing->passed = passes[choice.stencil] ? instruction_a(*at) + 1 : 0;
  return choice;
}

// The general cases of arithmetic, comparisons, calls, closures and iteration.
//
// A slow path may run script or collect: both read the frame's registers, so a result is stored
// only when it is there, and nothing is kept in C variables across but addresses into the stack,
// which never moves.
#include "vm/baseline/baseline.h"
#include "vm/bytecode/interpreter.h"

#include "vm/core/iterator.h"
#include "vm/core/operations.h"
#include "vm/core/typed_array.h"
#include "vm/library/library.h"

#define A instruction_a(word)
#define B instruction_b(word)
#define C instruction_c(word)

// ---- Arithmetic

const uint32_t *slow_add(struct vm *vm, const uint32_t *pc, Value *base, uint32_t word) {
  return slow_store(vm, pc, base, A, operator_add(vm, base[B], base[C]));
}

const uint32_t *slow_add_constant(struct vm *vm, const uint32_t *pc, Value *base, uint32_t word) {
  return slow_store(vm, pc + 1, base, A, operator_add(vm, base[B], *operand_constant(pc)));
}

const uint32_t *slow_add_int(struct vm *vm, const uint32_t *pc, Value *base, uint32_t word) {
  return slow_store(vm, pc, base, A,
                    operator_add(vm, base[B], value_from_int32(instruction_i(word))));
}

_Static_assert(OP_SHIFT_RIGHT_UNSIGNED - OP_SUBTRACT ==
                       ARITHMETIC_SHIFT_RIGHT_UNSIGNED - ARITHMETIC_SUBTRACT &&
                   OP_SHIFT_RIGHT_UNSIGNED_K - OP_SUBTRACT_K ==
                       ARITHMETIC_SHIFT_RIGHT_UNSIGNED - ARITHMETIC_SUBTRACT &&
                   OP_MULTIPLY_DOUBLE - OP_SUBTRACT_DOUBLE ==
                       ARITHMETIC_MULTIPLY - ARITHMETIC_SUBTRACT &&
                   OP_MULTIPLY_K_DOUBLE - OP_SUBTRACT_K_DOUBLE ==
                       ARITHMETIC_MULTIPLY - ARITHMETIC_SUBTRACT &&
                   OP_SUBTRACT_DOUBLE > OP_SHIFT_RIGHT_UNSIGNED_K,
               "arithmetic opcodes are in the order of enum arithmetic");

// The operation of an instruction, which may have the form for doubles by now.
static enum arithmetic operation_of(enum opcode opcode, enum opcode subtract,
                                    enum opcode subtract_double) {
  return ARITHMETIC_SUBTRACT +
         (opcode - (opcode >= OP_SUBTRACT_DOUBLE ? subtract_double : subtract));
}

const uint32_t *slow_arithmetic(struct vm *vm, const uint32_t *pc, Value *base, uint32_t word) {
  enum arithmetic operation =
      operation_of(instruction_opcode(word), OP_SUBTRACT, OP_SUBTRACT_DOUBLE);
  return slow_store(vm, pc, base, A, operator_arithmetic(vm, operation, base[B], base[C]));
}

const uint32_t *slow_arithmetic_constant(struct vm *vm, const uint32_t *pc, Value *base,
                                         uint32_t word) {
  enum arithmetic operation =
      operation_of(instruction_opcode(word), OP_SUBTRACT_K, OP_SUBTRACT_K_DOUBLE);
  return slow_store(vm, pc + 1, base, A,
                    operator_arithmetic(vm, operation, base[B], *operand_constant(pc)));
}

const uint32_t *slow_constant_arithmetic(struct vm *vm, const uint32_t *pc, Value *base,
                                         uint32_t word) {
  bool subtracts = instruction_opcode(word) == OP_SUBTRACT_FROM_K;
  enum arithmetic operation = subtracts ? ARITHMETIC_SUBTRACT : ARITHMETIC_DIVIDE;
  return slow_store(vm, pc + 1, base, A,
                    operator_arithmetic(vm, operation, *operand_constant(pc), base[B]));
}

// The remainder of what came out by the constant in the operand word before `next`.
static const uint32_t *store_remainder(struct vm *vm, const uint32_t *next, Value *base,
                                       unsigned target, Value dividend) {
  return slow_store(
      vm, next, base, target,
      dividend == VALUE_EXCEPTION
          ? dividend
          : operator_arithmetic(vm, ARITHMETIC_REMAINDER, dividend, *operand_constant(next - 1)));
}

const uint32_t *slow_add_remainder(struct vm *vm, const uint32_t *pc, Value *base, uint32_t word) {
  return store_remainder(vm, pc + 1, base, A, operator_add(vm, base[B], base[C]));
}

const uint32_t *slow_multiply_remainder(struct vm *vm, const uint32_t *pc, Value *base,
                                        uint32_t word) {
  return store_remainder(
      vm, pc + 2, base, A,
      operator_arithmetic(vm, ARITHMETIC_MULTIPLY, base[B], *operand_constant(pc)));
}

const uint32_t *slow_subtract_int(struct vm *vm, const uint32_t *pc, Value *base, uint32_t word) {
  return slow_store(
      vm, pc, base, A,
      operator_arithmetic(vm, ARITHMETIC_SUBTRACT, base[B], value_from_int32(instruction_i(word))));
}

static Value step_by(struct vm *vm, Value value, double by) {
  double number;
  return to_number(vm, value, &number) ? value_from_number(number + by) : VALUE_EXCEPTION;
}

static Value unary(struct vm *vm, enum opcode opcode, Value operand) {
  double number;
  int32_t integer;
  struct string *string;
  switch (opcode) {
  case OP_NEGATE:
    return to_number(vm, operand, &number) ? value_from_number(-number) : VALUE_EXCEPTION;
  case OP_BIT_NOT:
    return to_int32(vm, operand, &integer) ? value_from_int32(~integer) : VALUE_EXCEPTION;
  case OP_NOT:
    return value_from_boolean(!to_boolean(operand));
  case OP_TO_NUMBER:
    return step_by(vm, operand, -0.0);
  case OP_TO_STRING:
    string = to_string(vm, operand);
    return string ? value_from_string(string) : VALUE_EXCEPTION;
  case OP_INCREMENT:
    return step_by(vm, operand, 1);
  case OP_DECREMENT:
    return step_by(vm, operand, -1);
  default:
    return value_from_string(type_of(operand));
  }
}

const uint32_t *slow_unary(struct vm *vm, const uint32_t *pc, Value *base, uint32_t word) {
  enum opcode opcode = instruction_opcode(word);
  bool in_place = opcode == OP_INCREMENT || opcode == OP_DECREMENT;
  return slow_store(vm, pc, base, A, unary(vm, opcode, base[in_place ? A : B]));
}

// ---- Comparisons

// left > right is right < left, but converts the left one first (13.10.1).
static int greater(struct vm *vm, Value left, Value right, bool or_equal) {
  Value *top = vm->top;
  if (value_is_object(left) || value_is_object(right)) {
    left = to_primitive(vm, left, ATOM_number);
    vm_push(vm, left);
    right = left == VALUE_EXCEPTION ? left : to_primitive(vm, right, ATOM_number);
    vm->top = top;
    if (right == VALUE_EXCEPTION)
      return -1;
  }
  return or_equal ? less_or_equal(vm, right, left) : less_than(vm, right, left);
}

// Truth of a relation by its place in the order <, <=, >, >= of the opcodes; -1: thrown.
static int relation(struct vm *vm, unsigned order, Value left, Value right) {
  switch (order) {
  case 0:
    return less_than(vm, left, right);
  case 1:
    return less_or_equal(vm, left, right);
  default:
    return greater(vm, left, right, order == 3);
  }
}

const uint32_t *slow_compare(struct vm *vm, const uint32_t *pc, Value *base, uint32_t word) {
  int truth = relation(vm, instruction_opcode(word) - OP_LESS, base[B], base[C]);
  return slow_store(vm, pc, base, A, truth < 0 ? VALUE_EXCEPTION : value_from_boolean(truth));
}

// The end of a conditional jump at whose operand word pc stands.
static const uint32_t *jump_if(struct vm *vm, const uint32_t *pc, int truth, bool sense) {
  if (truth < 0)
    return interpreter_unwind(vm);
  return truth == sense ? pc + (int32_t)*pc : pc + 1;
}

const uint32_t *slow_compare_jump(struct vm *vm, const uint32_t *pc, Value *base, uint32_t word) {
  unsigned order = instruction_opcode(word) - OP_JUMP_LESS;
  return jump_if(vm, pc, relation(vm, order & 3, base[A], base[B]), order < 4);
}

const uint32_t *slow_compare_jump_int(struct vm *vm, const uint32_t *pc, Value *base,
                                      uint32_t word) {
  unsigned order = instruction_opcode(word) - OP_JUMP_LESS_INT;
  return jump_if(vm, pc, relation(vm, order & 3, base[A], value_from_int32(instruction_d(word))),
                 order < 4);
}

const uint32_t *slow_equal(struct vm *vm, const uint32_t *pc, Value *base, uint32_t word) {
  enum opcode opcode = instruction_opcode(word);
  bool strict = opcode == OP_STRICT_EQUAL || opcode == OP_STRICT_NOT_EQUAL;
  int truth = strict ? strictly_equal(vm, base[B], base[C]) : loosely_equal(vm, base[B], base[C]);
  bool negated = opcode == OP_NOT_EQUAL || opcode == OP_STRICT_NOT_EQUAL;
  return slow_store(vm, pc, base, A,
                    truth < 0 ? VALUE_EXCEPTION : value_from_boolean(truth != negated));
}

const uint32_t *slow_equal_jump(struct vm *vm, const uint32_t *pc, Value *base, uint32_t word) {
  enum opcode opcode = instruction_opcode(word);
  bool strict = opcode == OP_JUMP_STRICT_EQUAL || opcode == OP_JUMP_STRICT_NOT_EQUAL;
  int truth = strict ? strictly_equal(vm, base[A], base[B]) : loosely_equal(vm, base[A], base[B]);
  return jump_if(vm, pc, truth, opcode == OP_JUMP_EQUAL || opcode == OP_JUMP_STRICT_EQUAL);
}

// What is no number is not equal to one.
const uint32_t *slow_equal_jump_int(struct vm *vm, const uint32_t *pc, Value *base, uint32_t word) {
  (void)base;
  return jump_if(vm, pc, false, instruction_opcode(word) == OP_JUMP_STRICT_EQUAL_INT);
}

// ---- Loops

static const uint32_t *loop_back(struct vm *vm, const uint32_t *pc) {
  pc += (int32_t)*pc;
  return vm_poll(vm) ? pc : interpreter_unwind(vm);
}

const uint32_t *slow_safepoint(struct vm *vm, const uint32_t *pc, Value *base, uint32_t word) {
  (void)base;
  (void)word;
  return vm_poll(vm) ? pc : interpreter_unwind(vm);
}

const uint32_t *slow_compare_loop(struct vm *vm, const uint32_t *pc, Value *base, uint32_t word) {
  unsigned order = instruction_opcode(word) - OP_LOOP_LESS;
  Value right = order < 4 ? base[B] : value_from_int32(instruction_d(word));
  int truth = relation(vm, order & 3, base[A], right);
  if (truth < 0)
    return interpreter_unwind(vm);
  return truth ? loop_back(vm, pc) : pc + 1;
}

const uint32_t *slow_loop_increment(struct vm *vm, const uint32_t *pc, Value *base, uint32_t word) {
  Value counter = step_by(vm, base[A], 1);
  if (counter == VALUE_EXCEPTION)
    return interpreter_unwind(vm);
  base[A] = counter;
  int truth = relation(vm, instruction_opcode(word) - OP_LOOP_INCREMENT_LESS, counter, base[B]);
  if (truth < 0)
    return interpreter_unwind(vm);
  return truth ? loop_back(vm, pc) : pc + 1;
}

const uint32_t *slow_loop_length(struct vm *vm, const uint32_t *pc, Value *base, uint32_t word) {
  Value counter = step_by(vm, base[A], 1);
  if (counter == VALUE_EXCEPTION)
    return interpreter_unwind(vm);
  base[A] = counter;
  Value length = get_length(vm, base[B], operand_cache(pc + 1));
  int truth = length == VALUE_EXCEPTION ? -1 : less_than(vm, base[A], length);
  if (truth < 0)
    return interpreter_unwind(vm);
  return truth ? loop_back(vm, pc) : pc + 2;
}

// ---- Variables

const uint32_t *slow_throw_uninitialized(struct vm *vm, const uint32_t *pc, Value *base,
                                         uint32_t word) {
  (void)base;
  (void)word;
  throw_name_error(vm, *operand_constant(pc), "Cannot access '%s' before initialization");
  return interpreter_unwind(vm);
}

const uint32_t *slow_throw_constant_assignment(struct vm *vm, const uint32_t *pc, Value *base,
                                               uint32_t word) {
  (void)pc;
  (void)base;
  (void)word;
  throw_type_error(vm, "Assignment to constant variable.");
  return interpreter_unwind(vm);
}

const uint32_t *slow_new_box(struct vm *vm, const uint32_t *pc, Value *base, uint32_t word) {
  bool copies = instruction_opcode(word) == OP_COPY_BOX;
  Value value = copies ? ((struct box *)value_pointer(base[A]))->value : base[B];
  base[A] = value_from_cell(box_new(vm, value));
  return pc;
}

const uint32_t *slow_closure(struct vm *vm, const uint32_t *pc, Value *base, uint32_t word) {
  struct code *code = frame_code(base);
  unsigned child = (uint16_t)instruction_d(word);
  struct code *inner = code_child(vm, code, child);
  if (inner == NULL)
    return interpreter_unwind(vm);
  struct function *closure =
      function_new_bytecode(vm, inner, value_function(base[-FRAME_HEADER])->module_slots);
  closure_fill_captures(closure, base);
  base[A] = value_from_object(&closure->object);
  return pc;
}

// ---- Calls

static const uint32_t *call_builtin(struct vm *vm, const uint32_t *pc, Value *base, unsigned target,
                                    uint32_t count, const struct builtin *builtin) {
  Value *frame = base + target + FRAME_HEADER;
  uint32_t given = count;
  for (; given < builtin->minimum; given++)
    frame[given + 1] = VALUE_UNDEFINED;
  vm->top = frame + given + 1;
  vm->constructing = false;
  return slow_store(vm, pc, base, target, builtin->function(vm, frame, count));
}

// A bound function makes room for its target: what it is bound to takes the frame over. False: the
// chunk has no room for the arguments.
static bool unbind(struct vm *vm, Value *base, unsigned target, uint32_t *count) {
  const struct function *bound = value_function(base[target]);
  uint32_t first = bound->own.capture_count - BOUND_ARGUMENTS;
  Value *frame = base + target + FRAME_HEADER;
  if (frame + 1 + *count + first > vm->stack->end)
    return false;
  memmove(frame + 1 + first, frame + 1, *count * sizeof *frame);
  memcpy(frame + 1, bound->captures + BOUND_ARGUMENTS, first * sizeof *frame);
  frame[0] = bound->captures[BOUND_THIS];
  base[target] = bound->captures[BOUND_TARGET];
  *count += first;
  return true;
}

// Calls R[target], with `this` and `count` arguments in its frame. pc: where to continue.
static const uint32_t *call_frame(struct vm *vm, const uint32_t *pc, Value *base, unsigned target,
                                  uint32_t count) {
  Value *frame = base + target + FRAME_HEADER;
  while (value_is_function(base[target]) && function_is_bound(value_function(base[target])) &&
         unbind(vm, base, target, &count))
    ;
  Value callee = base[target];
  if (!value_is_function(callee)) {
    throw_call_error(vm, frame_code(base), pc, callee, "is not a function");
    return interpreter_unwind(vm);
  }
  vm->top = frame + count + 1;
  switch ((enum function_kind)value_object(callee)->cell.kind) {
  case FUNCTION_BUILTIN:
    return call_builtin(vm, pc, base, target, count, value_function(callee)->builtin);
  case FUNCTION_BYTECODE:
    if (value_object(callee)->cell.flags & FUNCTION_FLAG_CLASS) {
      vm_throw_class_called(vm, callee);
      return interpreter_unwind(vm);
    }
    if (!vm_poll(vm))
      return interpreter_unwind(vm);
    return interpreter_enter(vm, frame, count, pc);
  default:
    frame[-1] = VALUE_UNDEFINED;
    return slow_store(vm, pc, base, target, vm_call_frame(vm, callee, frame, count));
  }
}

// The form of a call for this callee; its method form comes one after.
static enum opcode call_form(Value callee) {
  if (!value_is_function(callee))
    return OP_CALL;
  switch ((enum function_kind)value_object(callee)->cell.kind) {
  case FUNCTION_BUILTIN:
    return OP_CALL_BUILTIN;
  case FUNCTION_HOST:
    return OP_CALL_HOST;
  case FUNCTION_TYPED:
    return OP_CALL_TYPED;
  default:
    return OP_CALL;
  }
}

static void note_callee(const uint32_t *pc, Value callee) {
  uint32_t *word = (uint32_t *)(uintptr_t)(pc - 1);
  *word = (*word & ~0x00FF0000u) | (uint32_t)baseline_call_note(callee) << 16;
}

_Static_assert(OP_CALL_METHOD == OP_CALL + 1 && OP_CALL_METHOD_BUILTIN == OP_CALL_BUILTIN + 1 &&
                   OP_CALL_METHOD_HOST == OP_CALL_HOST + 1 &&
                   OP_CALL_METHOD_TYPED == OP_CALL_TYPED + 1,
               "the forms of calls come in pairs");

// A call continues behind its word for native code. What is called here goes the shorter way next
// time; B, which the interpreter does not ask, keeps for native code which function it was.
const uint32_t *slow_call(struct vm *vm, const uint32_t *pc, Value *base, uint32_t word) {
  bool is_method = (instruction_opcode(word) - OP_CALL) % 2;
  quicken(pc, call_form(base[A]) + is_method);
  note_callee(pc, base[A]);
  return call_frame(vm, pc + 1, base, A, C);
}

const uint32_t *slow_unwind(struct vm *vm, const uint32_t *pc, Value *base, uint32_t word) {
  (void)pc;
  (void)base;
  (void)word;
  return interpreter_unwind(vm);
}

// The operand word stands for the instruction: it has A and the count in the same places.
const uint32_t *slow_call_module(struct vm *vm, const uint32_t *pc, Value *base, uint32_t word) {
  (void)word;
  return call_frame(vm, pc + 2, base, instruction_a(*pc), instruction_c(*pc));
}

bool interpreter_spread(struct vm *vm, Value *base, unsigned target) {
  const struct array *array = value_array(base[target + FRAME_HEADER + 1]);
  Value *arguments = base + target + FRAME_HEADER + 1;
  if (vm->stack->end - arguments < (ptrdiff_t)array->length)
    return false;
  memcpy(arguments, array->elements, array->length * sizeof *arguments);
  return true;
}

const uint32_t *slow_call_spread(struct vm *vm, const uint32_t *pc, Value *base, uint32_t word) {
  const struct array *array = value_array(base[A + FRAME_HEADER + 1]);
  uint32_t count = array->length;
  if (!value_is_function(base[A]) || interpreter_spread(vm, base, A))
    return call_frame(vm, pc + 1, base, A, count);
  return slow_store(vm, pc + 1, base, A,
                    vm_call(vm, base[A], base[A + FRAME_HEADER], array->elements, count));
}

static const builtin_function intrinsics[] = {
#define INTRINSIC(name, count, function) function,
#include "vm/library/intrinsics.def"
#undef INTRINSIC
};

const uint32_t *slow_intrinsic(struct vm *vm, const uint32_t *pc, Value *base, uint32_t word) {
  Value *frame = base + A + FRAME_HEADER;
  frame[0] = VALUE_UNDEFINED;
  vm->top = frame + C + 1;
  return slow_store(vm, pc, base, A, intrinsics[B](vm, frame, C));
}

static Value has_element(struct vm *vm, struct object *object, Value index) {
  PropertyKey key = property_key(vm, index);
  return key == VALUE_EXCEPTION ? key : value_from_boolean(object_has(vm, object, key));
}

const uint32_t *slow_jump_has(struct vm *vm, const uint32_t *pc, Value *base, uint32_t word) {
  Value has = has_element(vm, value_object(base[A]), base[B]);
  if (has == VALUE_EXCEPTION)
    return interpreter_unwind(vm);
  bool jumps = (has == VALUE_TRUE) == (instruction_opcode(word) == OP_JUMP_HAS);
  return jumps ? pc + (int32_t)*pc : pc + 1;
}

const uint32_t *slow_iteration_arguments(struct vm *vm, const uint32_t *pc, Value *base,
                                         uint32_t word) {
  const Value *from = base + B;
  Value *frame = base + A;
  PropertyKey key = property_key(vm, from[3]);
  Value element = key == VALUE_EXCEPTION ? key : value_get(vm, from[2], key);
  if (element == VALUE_EXCEPTION)
    return interpreter_unwind(vm);
  bool reduces = instruction_opcode(word) == OP_REDUCTION_ARGUMENTS;
  Value *arguments = frame + FRAME_HEADER + 1;
  frame[0] = from[0];
  frame[FRAME_HEADER] = reduces ? VALUE_UNDEFINED : from[1];
  if (reduces)
    *arguments++ = from[1];
  arguments[0] = element;
  arguments[1] = from[3];
  arguments[2] = from[2];
  return pc;
}

const uint32_t *slow_throw(struct vm *vm, const uint32_t *pc, Value *base, uint32_t word) {
  (void)pc;
  throw_value(vm, base[A]);
  return interpreter_unwind(vm);
}

// ---- for-of

// An array stays as it is, with a position beside it, so that the ordinary step needs no call.
const uint32_t *slow_iterate(struct vm *vm, const uint32_t *pc, Value *base, uint32_t word) {
  Value iterable = base[A];
  base[A + 1] = value_from_int32(0);
  if (array_iterates_by_index(vm, iterable))
    return pc;
  Value iterator = iterator_open(vm, iterable);
  if (iterator == VALUE_ABSENT)
    throw_call_error(vm, frame_code(base), pc, iterable, "is not iterable");
  return slow_store(vm, pc, base, A, iterator == VALUE_ABSENT ? VALUE_EXCEPTION : iterator);
}

const uint32_t *slow_iterate_next(struct vm *vm, const uint32_t *pc, Value *base, uint32_t word) {
  Value element;
  if (value_is_array(base[A])) {
    uint32_t position = (uint32_t)base[A + 1];
    if (position >= value_array(base[A])->length)
      return pc + (int32_t)*pc;
    base[A + 1] = value_from_int32((int32_t)(position + 1));
    element = value_get(vm, base[A], property_key_from_index(vm, position));
  } else {
    element = iterator_next(vm, (struct iterator *)value_object(base[A]));
    if (element == VALUE_ABSENT)
      return pc + (int32_t)*pc;
  }
  return slow_store(vm, pc + 1, base, A + 2, element);
}

// As slow_iterate_next, for patterns: an array of which all was taken is forgotten, so that what is
// added to it later does not count.
const uint32_t *slow_take_next(struct vm *vm, const uint32_t *pc, Value *base, uint32_t word) {
  Value iterator = base[A], element;
  if (iterator == VALUE_UNDEFINED) {
    element = VALUE_ABSENT;
  } else if (value_is_array(iterator)) {
    uint32_t position = (uint32_t)base[A + 1];
    bool has_more = position < value_array(iterator)->length;
    base[A + 1] = value_from_int32((int32_t)(position + 1));
    base[A] = has_more ? iterator : VALUE_UNDEFINED;
    element =
        has_more ? value_get(vm, iterator, property_key_from_index(vm, position)) : VALUE_ABSENT;
  } else {
    element = iterator_next(vm, (struct iterator *)value_object(iterator));
  }
  return slow_store(vm, pc, base, A + 2, element == VALUE_ABSENT ? VALUE_UNDEFINED : element);
}

// False: thrown. The array is in R[A+2].
static bool take_rest(struct vm *vm, const Value *state, struct array *rest) {
  if (state[0] == VALUE_UNDEFINED)
    return true;
  if (!value_is_array(state[0]))
    return iterator_collect(vm, (struct iterator *)value_object(state[0]), rest);
  return array_collect(vm, value_array(state[0]), (uint32_t)state[1], rest);
}

const uint32_t *slow_take_rest(struct vm *vm, const uint32_t *pc, Value *base, uint32_t word) {
  struct array *rest = array_new(vm, 0, 0);
  if (rest == NULL)
    return interpreter_unwind(vm);
  base[A + 2] = value_from_object(&rest->object);
  return take_rest(vm, base + A, rest) ? pc : interpreter_unwind(vm);
}

const uint32_t *slow_throw_not_destructurable(struct vm *vm, const uint32_t *pc, Value *base,
                                              uint32_t word) {
  throw_pattern_error(vm, frame_code(base), pc, base[A]);
  return interpreter_unwind(vm);
}

// ---- for-in

// Of undefined and null there is nothing to visit.
const uint32_t *slow_enumerate(struct vm *vm, const uint32_t *pc, Value *base, uint32_t word) {
  struct array *keys;
  base[A + 1] = value_from_int32(0);
  base[A + 3] = VALUE_UNDEFINED;
  if (value_is_nullish(base[A])) {
    keys = array_new(vm, 0, 0);
  } else {
    struct object *object = to_object(vm, base[A]);
    base[A + 3] = value_from_object(object);
    keys = object_enumerable_keys(vm, object);
  }
  return slow_store(vm, pc, base, A, keys ? value_from_object(&keys->object) : VALUE_EXCEPTION);
}

const uint32_t *slow_enumerate_next(struct vm *vm, const uint32_t *pc, Value *base, uint32_t word) {
  uint32_t position = (uint32_t)base[A + 1];
  Value name = object_next_key(vm, value_object(base[A + 3]), value_array(base[A]), &position);
  if (name == VALUE_ABSENT)
    return pc + (int32_t)*pc;
  base[A + 1] = value_from_int32((int32_t)position);
  base[A + 2] = name;
  return pc + 1;
}

// Calls. The frame of the callee is laid out in place, at the top of the caller's registers:
// callee, return address, this, arguments. Where the wanted target is the topmost register already,
// the frame starts there and no move is needed.
#include "vm/bytecode/compiler.h"

#include <string.h>

static uint8_t frame_open(struct compiler *c, const struct node *node, uint8_t target) {
  if (target + 1u == c->next_register) {
    registers_new(c, CALL_HEADER - 1, node);
    return target;
  }
  return registers_new(c, CALL_HEADER, node);
}

void compile_arguments(struct compiler *c, const struct node_list *arguments) {
  for (uint32_t at = 0; at < arguments->count; at++) {
    const struct node *argument = arguments->items[at];
    uint8_t place = register_new(c, argument);
    const struct node *next = at + 1 < arguments->count ? arguments->items[at + 1] : NULL;
    int first = identifier_register(c, argument), second = next ? identifier_register(c, next) : -1;
    if (first >= 0 && second >= 0) {
      emit_abc(c, argument->offset, OP_MOVE_TWO, place, (unsigned)first, (unsigned)second);
      register_new(c, next);
      at++;
    } else {
      compile_to(c, argument, place);
    }
  }
}

static void finish(struct compiler *c, const struct node *node, uint8_t frame, uint8_t target,
                   uint32_t released) {
  if (frame != target)
    emit_abc(c, node->offset, OP_MOVE, target, frame, 0);
  registers_release(c, released);
}

static void compile_member_callee(struct compiler *c, const struct node_member *member,
                                  uint8_t frame) {
  uint32_t released = c->next_register;
  int home = identifier_register(c, member->object);
  uint8_t object = home >= 0 ? (uint8_t)home : (uint8_t)(frame + FRAME_HEADER);
  if (home < 0)
    compile_to(c, member->object, object);
  compile_optional_link(c, &member->node, member->is_optional, object);
  emit_abc(c, member->node.offset, OP_GET_METHOD, frame, object, 0);
  emit_cache_operand(c, member->name);
  registers_release(c, released);
}

static void compile_index_callee(struct compiler *c, const struct node_index *index,
                                 uint8_t frame) {
  uint32_t released = c->next_register;
  uint8_t object = (uint8_t)(frame + FRAME_HEADER);
  compile_to(c, index->object, object);
  compile_optional_link(c, &index->node, index->is_optional, object);
  uint8_t key = compile_to_any(c, index->key);
  emit_abc(c, index->node.offset, OP_GET_ELEMENT, frame, object, key);
  registers_release(c, released);
}

// Puts the callee, and `this` where it is a reference's object, into the frame. Returns whether
// there is a `this`.
static bool compile_callee(struct compiler *c, const struct node *callee, uint8_t frame) {
  bool is_member = callee->kind == NODE_MEMBER || callee->kind == NODE_INDEX;
  if (is_member && member_form(callee) != MEMBER_ORDINARY) {
    compile_special_callee(c, callee, frame);
    return true;
  }
  if (callee->kind == NODE_MEMBER) {
    compile_member_callee(c, node_as_member(callee), frame);
    return true;
  }
  if (callee->kind == NODE_INDEX) {
    compile_index_callee(c, node_as_index(callee), frame);
    return true;
  }
  if (callee->kind == NODE_CHAIN) {
    const struct node *expression = node_as_chain(callee)->expression;
    if (expression->kind == NODE_MEMBER || expression->kind == NODE_INDEX) {
      struct word_list exits = {0}, *outer = c->chain_exits;
      c->chain_exits = &exits;
      compile_callee(c, expression, frame);
      c->chain_exits = outer;
      uint32_t done = emit_jump(c);
      jumps_patch(c, &exits, here(c));
      load_undefined(c, frame);
      load_undefined(c, (uint8_t)(frame + FRAME_HEADER));
      jump_patch(c, done, here(c));
      return true;
    }
  }
  compile_to(c, callee, frame);
  return false;
}

// A function of the module that nothing assigns may as well be read after the arguments, by the
// call itself. -1: the callee is something else.
static int module_function_slot(const struct compiler *c, const struct node *callee) {
  if (callee->kind != NODE_IDENTIFIER)
    return -1;
  const struct variable *variable = node_as_identifier(callee)->variable;
  struct location location = variable_location(c, variable);
  bool is_fixed = location.kind == LOCATION_MODULE && variable->kind == VARIABLE_FUNCTION &&
                  !variable->is_assigned;
  return is_fixed && location.index <= INT16_MAX ? (int)location.index : -1;
}

static void compile_module_call(struct compiler *c, const struct node_call *call, int slot,
                                uint8_t frame) {
  compile_arguments(c, &call->arguments);
  emit_ad(c, call->node.offset, OP_CALL_MODULE, frame, slot);
  emit_word(c, (uint32_t)frame << 8 | call->arguments.count << 24);
  emit_word(c, 0);
}

// The arguments go to the call in an array.
void compile_spread_call(struct compiler *c, const struct node *node, enum opcode opcode,
                         const struct node_list *arguments, uint8_t frame) {
  compile_elements(c, arguments, node->offset, register_new(c, node));
  emit_call(c, node->offset, opcode, frame, 0);
}

void compile_call(struct compiler *c, const struct node_call *call, uint8_t target) {
  if (c->is_library && compile_intrinsic(c, call, target))
    return;
  uint32_t released = c->next_register;
  uint8_t frame = frame_open(c, &call->node, target);
  bool spreads = node_list_spreads(&call->arguments);
  int slot = call->is_optional || spreads ? -1 : module_function_slot(c, call->callee);
  if (slot >= 0) {
    compile_module_call(c, call, slot, frame);
    finish(c, &call->node, frame, target, released);
    return;
  }
  bool has_this = compile_callee(c, call->callee, frame);
  compile_optional_link(c, &call->node, call->is_optional, frame);
  if (spreads) {
    if (!has_this)
      load_undefined(c, (uint8_t)(frame + FRAME_HEADER));
    compile_spread_call(c, &call->node, OP_CALL_SPREAD, &call->arguments, frame);
    finish(c, &call->node, frame, target, released);
    return;
  }
  compile_arguments(c, &call->arguments);
  emit_call(c, call->node.offset, has_this ? OP_CALL_METHOD : OP_CALL, frame,
            call->arguments.count);
  finish(c, &call->node, frame, target, released);
}

void compile_new(struct compiler *c, const struct node_new *new, uint8_t target) {
  uint32_t released = c->next_register;
  uint8_t frame = frame_open(c, &new->node, target);
  compile_to(c, new->callee, frame);
  if (node_list_spreads(&new->arguments)) {
    compile_spread_call(c, &new->node, OP_CONSTRUCT_SPREAD, &new->arguments, frame);
  } else {
    compile_arguments(c, &new->arguments);
    emit_call(c, new->node.offset, OP_CONSTRUCT, frame, new->arguments.count);
  }
  emit_abc(c, new->node.offset, OP_CHECK_CONSTRUCTED, frame, 0, 0);
  finish(c, &new->node, frame, target, released);
}

void compile_super(struct compiler *c, const struct node_super_call *call, uint8_t target) {
  uint32_t released = c->next_register;
  uint8_t frame = frame_open(c, &call->node, target);
  compile_super_call(c, call, frame);
  finish(c, &call->node, frame, target, released);
}

// ---- Library operations

static const char *const intrinsic_names[] = {
#define INTRINSIC(name, count, function) #name,
#include "vm/library/intrinsics.def"
#undef INTRINSIC
};

// $call(callee, this, arguments ...)
static void compile_direct_call(struct compiler *c, const struct node_call *call, uint8_t target) {
  uint32_t released = c->next_register;
  uint8_t frame = frame_open(c, &call->node, target);
  struct node_list arguments = {call->arguments.count - 2, call->arguments.items + 2};
  compile_to(c, call->arguments.items[0], frame);
  compile_to(c, call->arguments.items[1], (uint8_t)(frame + FRAME_HEADER));
  compile_arguments(c, &arguments);
  emit_call(c, call->node.offset, OP_CALL_METHOD, frame, arguments.count);
  finish(c, &call->node, frame, target, released);
}

// Operations that lay out a callback's frame from variables in consecutive registers.
static const struct {
  const char *name;
  enum opcode opcode;
  unsigned operand_count, argument_count;
} frame_operations[] = {
    {"$invoke", OP_ITERATION_ARGUMENTS, 4, 3},
    {"$invokeWith", OP_ELEMENT_ARGUMENTS, 5, 3},
    {"$reduce", OP_REDUCTION_ARGUMENTS, 4, 4},
};

// The first register of the operands, when they are variables in consecutive ones; else -1.
static int consecutive_registers(const struct compiler *c, const struct node_list *operands) {
  int first = identifier_register(c, operands->items[0]);
  for (uint32_t at = 1; at < operands->count && first >= 0; at++)
    if (identifier_register(c, operands->items[at]) != first + (int)at)
      return -1;
  return first;
}

// False: the operands are not in such registers, and the operation is a call like any other.
static bool compile_frame_operation(struct compiler *c, const struct node_call *call,
                                    unsigned operation, uint8_t target) {
  int first = consecutive_registers(c, &call->arguments);
  if (first < 0 || call->arguments.count != frame_operations[operation].operand_count)
    return false;
  unsigned arguments = frame_operations[operation].argument_count;
  uint32_t released = c->next_register;
  uint8_t frame = frame_open(c, &call->node, target);
  registers_new(c, arguments, &call->node);
  emit_abc(c, call->node.offset, frame_operations[operation].opcode, frame, (unsigned)first, 0);
  emit_call(c, call->node.offset, OP_CALL_METHOD, frame, arguments);
  finish(c, &call->node, frame, target, released);
  return true;
}

// $define(object, index, value), $append(array, value)
static bool compile_store_operation(struct compiler *c, const struct node_call *call,
                                    const struct syntax_string *name) {
  bool defines = name_is_ascii(name, "$define");
  if (!defines && !name_is_ascii(name, "$append"))
    return false;
  uint32_t released = c->next_register;
  struct node **operands = call->arguments.items;
  uint8_t object = compile_to_any(c, operands[0]);
  uint8_t second = compile_to_any(c, operands[1]);
  if (defines)
    emit_abc(c, call->node.offset, OP_DEFINE_ELEMENT, object, second,
             compile_to_any(c, operands[2]));
  else
    emit_abc(c, call->node.offset, OP_APPEND, object, second, 1);
  registers_release(c, released);
  return true;
}

bool compile_has_jump(struct compiler *c, const struct node *node, bool sense,
                      struct word_list *jumps) {
  if (!c->is_library || node->kind != NODE_CALL)
    return false;
  const struct node_call *call = node_as_call(node);
  if (call->callee->kind != NODE_IDENTIFIER ||
      !name_is_ascii(node_as_identifier(call->callee)->name, "$has"))
    return false;
  uint32_t released = c->next_register;
  uint8_t object = compile_to_any(c, call->arguments.items[0]);
  uint8_t index = compile_to_any(c, call->arguments.items[1]);
  emit_abc(c, node->offset, sense ? OP_JUMP_HAS : OP_JUMP_LACKS, object, index, 0);
  word_list_add(c, jumps, emit_jump_operand(c));
  registers_release(c, released);
  return true;
}

// An operation that is a C function, called with its arguments in a frame.
static void compile_operation_call(struct compiler *c, const struct node_call *call,
                                   unsigned operation, uint8_t target) {
  uint32_t released = c->next_register;
  uint8_t frame = frame_open(c, &call->node, target);
  compile_arguments(c, &call->arguments);
  emit_abc(c, call->node.offset, OP_INTRINSIC, frame, operation, call->arguments.count);
  finish(c, &call->node, frame, target, released);
}

bool compile_intrinsic(struct compiler *c, const struct node_call *call, uint8_t target) {
  if (call->callee->kind != NODE_IDENTIFIER || node_as_identifier(call->callee)->variable != NULL)
    return false;
  const struct syntax_string *name = node_as_identifier(call->callee)->name;
  if (name->length == 0 || syntax_string_unit(name, 0) != '$')
    return false;
  if (name_is_ascii(name, "$call")) {
    compile_direct_call(c, call, target);
    return true;
  }
  for (unsigned at = 0; at < sizeof frame_operations / sizeof *frame_operations; at++)
    if (name_is_ascii(name, frame_operations[at].name) &&
        compile_frame_operation(c, call, at, target))
      return true;
  if (compile_store_operation(c, call, name))
    return true;
  for (unsigned at = 0; at < sizeof intrinsic_names / sizeof *intrinsic_names; at++) {
    if (!name_is_ascii(name, intrinsic_names[at]))
      continue;
    compile_operation_call(c, call, at, target);
    return true;
  }
  return false;
}

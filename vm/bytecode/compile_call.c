// Calls. The frame of the callee is laid out in place, at the top of the caller's registers:
// callee, return address, this, arguments. Where the wanted target is the topmost register already,
// the frame starts there and no move is needed.
#include "vm/bytecode/compiler.h"

#include <string.h>

// Registers of a frame before the first argument: callee, return address, this.
#define CALL_HEADER 3

static uint8_t frame_open(struct compiler *c, const struct node *node, uint8_t target) {
  if (target + 1u == c->next_register) {
    registers_new(c, CALL_HEADER - 1, node);
    return target;
  }
  return registers_new(c, CALL_HEADER, node);
}

static void compile_arguments(struct compiler *c, const struct node_list *arguments) {
  for (uint32_t at = 0; at < arguments->count; at++)
    compile_to(c, arguments->items[at], register_new(c, arguments->items[at]));
}

static void finish(struct compiler *c, const struct node *node, uint8_t frame, uint8_t target,
                   uint32_t released) {
  if (frame != target)
    emit_abc(c, node->offset, OP_MOVE, target, frame, 0);
  registers_release(c, released);
}

// A link `?.` of the chain that ends at `base` being nullish.
static void optional_link(struct compiler *c, const struct node *node, bool is_optional,
                          uint8_t base) {
  if (!is_optional)
    return;
  emit_abc(c, node->offset, OP_JUMP_NULLISH, base, 0, 0);
  word_list_add(c, c->chain_exits, emit_jump_operand(c));
}

static void compile_member_callee(struct compiler *c, const struct node_member *member,
                                  uint8_t frame) {
  uint32_t released = c->next_register;
  int home = identifier_register(c, member->object);
  uint8_t object = home >= 0 ? (uint8_t)home : (uint8_t)(frame + FRAME_HEADER);
  if (home < 0)
    compile_to(c, member->object, object);
  optional_link(c, &member->node, member->is_optional, object);
  emit_abc(c, member->node.offset, OP_GET_METHOD, frame, object, 0);
  emit_cache_operand(c, member->name);
  registers_release(c, released);
}

static void compile_index_callee(struct compiler *c, const struct node_index *index,
                                 uint8_t frame) {
  uint32_t released = c->next_register;
  uint8_t object = (uint8_t)(frame + FRAME_HEADER);
  compile_to(c, index->object, object);
  optional_link(c, &index->node, index->is_optional, object);
  uint8_t key = compile_to_any(c, index->key);
  emit_abc(c, index->node.offset, OP_GET_ELEMENT, frame, object, key);
  registers_release(c, released);
}

// Puts the callee, and `this` where it is a reference's object, into the frame. Returns whether
// there is a `this`.
static bool compile_callee(struct compiler *c, const struct node *callee, uint8_t frame) {
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
      jump_patch(c, done, here(c));
      return true;
    }
  }
  compile_to(c, callee, frame);
  return false;
}

void compile_call(struct compiler *c, const struct node_call *call, uint8_t target) {
  if (c->is_library && compile_intrinsic(c, call, target))
    return;
  uint32_t released = c->next_register;
  uint8_t frame = frame_open(c, &call->node, target);
  bool has_this = compile_callee(c, call->callee, frame);
  optional_link(c, &call->node, call->is_optional, frame);
  compile_arguments(c, &call->arguments);
  emit_abc(c, call->node.offset, has_this ? OP_CALL_METHOD : OP_CALL, frame, 0,
           call->arguments.count);
  finish(c, &call->node, frame, target, released);
}

void compile_new(struct compiler *c, const struct node_new *new, uint8_t target) {
  uint32_t released = c->next_register;
  uint8_t frame = frame_open(c, &new->node, target);
  compile_to(c, new->callee, frame);
  compile_arguments(c, &new->arguments);
  emit_abc(c, new->node.offset, OP_CONSTRUCT, frame, 0, new->arguments.count);
  emit_abc(c, new->node.offset, OP_CHECK_CONSTRUCTED, frame, 0, 0);
  finish(c, &new->node, frame, target, released);
}

// ---- Library operations

static bool is_named(const struct syntax_string *name, const char *text) {
  return !name->two_byte && name->length == strlen(text) &&
         memcmp(name->units, text, name->length) == 0;
}

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
  emit_abc(c, call->node.offset, OP_CALL_METHOD, frame, 0, arguments.count);
  finish(c, &call->node, frame, target, released);
}

// $invoke(callback, this, object, index): four variables in consecutive registers, or it is spelt
// out.
static void compile_invoke(struct compiler *c, const struct node_call *call, uint8_t target) {
  uint32_t released = c->next_register;
  uint8_t frame = frame_open(c, &call->node, target);
  int first = identifier_register(c, call->arguments.items[0]);
  for (int at = 1; at < 4 && first >= 0; at++)
    if (identifier_register(c, call->arguments.items[at]) != first + at)
      first = -1;
  if (first < 0) {
    first = registers_new(c, 4, &call->node);
    for (int at = 0; at < 4; at++)
      compile_to(c, call->arguments.items[at], (uint8_t)(first + at));
    registers_release(c, frame + CALL_HEADER + 4);
    // The arguments of the callback would overwrite them: they move up first.
    uint8_t copies = registers_new(c, 4, &call->node);
    for (int at = 3; at >= 0; at--)
      emit_abc(c, call->node.offset, OP_MOVE, (unsigned)(copies + at), (unsigned)(first + at), 0);
    first = copies;
  } else {
    registers_new(c, 3, &call->node);
  }
  emit_abc(c, call->node.offset, OP_ITERATION_ARGUMENTS, frame, (unsigned)first, 0);
  emit_abc(c, call->node.offset, OP_CALL_METHOD, frame, 0, 3);
  finish(c, &call->node, frame, target, released);
}

bool compile_intrinsic(struct compiler *c, const struct node_call *call, uint8_t target) {
  if (call->callee->kind != NODE_IDENTIFIER || node_as_identifier(call->callee)->variable != NULL)
    return false;
  const struct syntax_string *name = node_as_identifier(call->callee)->name;
  if (name->length == 0 || syntax_string_unit(name, 0) != '$')
    return false;
  if (is_named(name, "$call")) {
    compile_direct_call(c, call, target);
    return true;
  }
  if (is_named(name, "$invoke")) {
    compile_invoke(c, call, target);
    return true;
  }
  for (unsigned at = 0; at < sizeof intrinsic_names / sizeof *intrinsic_names; at++) {
    if (!is_named(name, intrinsic_names[at]))
      continue;
    uint32_t released = c->next_register;
    uint8_t frame = frame_open(c, &call->node, target);
    compile_arguments(c, &call->arguments);
    emit_abc(c, call->node.offset, OP_INTRINSIC, frame, at, call->arguments.count);
    finish(c, &call->node, frame, target, released);
    return true;
  }
  return false;
}

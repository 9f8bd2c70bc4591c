// Stack traces: where the script is, a line a frame.
//
//     at name (file:line:column)
//
// The frames of the tree tier are a chain of activations; those of the bytecode tier are read off
// the script stack. A runtime has one tier, so it is one or the other. C functions show no frame.
#include <stdlib.h>

#include "vm/bytecode/bytecode.h"
#include "vm/core/program.h"
#include "vm/tree/tree.h"

// What a trace's text may take; it ends at the last whole frame that fits.
#define TRACE_BYTES 8192

struct trace {
  struct vm *vm;
  uint32_t frames_left;
  size_t length;
  char text[TRACE_BYTES];
};

// Adds a frame. False when that was the last.
static bool add_frame(struct trace *trace, const struct syntax_tree *tree,
                      const struct syntax_function *function, uint32_t offset) {
  struct string *name = program_string(trace->vm, function->name);
  char *text = name && string_length(name) > 0 ? string_to_utf8(trace->vm, name, NULL) : NULL;
  struct syntax_position position = syntax_position(tree, offset);
  size_t room = TRACE_BYTES - trace->length;
  int length = snprintf(trace->text + trace->length, room, "    at %s (%s:%u:%u)\n",
                        text               ? text
                        : function->parent ? "<anonymous>"
                                           : "<module>",
                        tree->filename, position.line, position.column);
  free(text);
  if (length < 0 || (size_t)length >= room)
    return false;
  trace->length += (size_t)length;
  return --trace->frames_left > 0;
}

static bool add_bytecode_frame(void *context, const struct code *code, uint32_t offset) {
  return add_frame(context, code->program->tree, code->template->function, offset);
}

static void walk_activations(struct vm *vm, struct trace *trace) {
  for (const struct tree_activation *activation = vm->activation; activation;
       activation = activation->previous)
    if (!add_frame(trace, activation->module->program->tree, activation->function->syntax,
                   activation->node->offset))
      return;
}

struct string *stack_trace(struct vm *vm, uint32_t most) {
  struct trace trace = {.vm = vm, .frames_left = most};
  if (most == 0)
    return atom(ATOM_empty);
  if (vm->tier == MICA_TIER_TREE)
    walk_activations(vm, &trace);
  else
    bytecode_walk_frames(vm, add_bytecode_frame, &trace);
  struct string *text = string_from_utf8(vm, trace.text, trace.length);
  return text ? text : atom(ATOM_empty);
}

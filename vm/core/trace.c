// Stack traces: where the script is, a line a frame.
//
//     at name (file:line:column)
//     at name (<builtin>)
//
// The frames of the tree tier are a chain of activations; those of the bytecode tier are read off
// the script stack. A runtime has one tier, so it is one or the other. C functions show no frame.
// Of the library's own script one frame is shown, that of the builtin which the script called.
#include <stdlib.h>

#include "vm/bytecode/bytecode.h"
#include "vm/core/program.h"
#include "vm/tree/tree.h"

// What a trace's text may take; it ends at the last whole frame that fits.
#define TRACE_BYTES 8192

struct trace {
  struct vm *vm;
  uint32_t frames_left;
  const struct function *builtin; // a frame of the library's script, not written yet
  size_t length;
  char text[TRACE_BYTES];
};

// Adds a line. False when that was the last.
static bool add_line(struct trace *trace, struct string *name, const char *otherwise,
                     const char *place) {
  char *text = string_length(name) > 0 ? string_to_utf8(trace->vm, name, NULL) : NULL;
  size_t room = TRACE_BYTES - trace->length;
  int length = snprintf(trace->text + trace->length, room, "    at %s (%s)\n",
                        text ? text : otherwise, place);
  free(text);
  if (length < 0 || (size_t)length >= room)
    return false;
  trace->length += (size_t)length;
  return --trace->frames_left > 0;
}

// Adds the builtin's frame, if one waits.
static bool add_builtin(struct trace *trace) {
  const struct function *builtin = trace->builtin;
  trace->builtin = NULL;
  return !builtin || add_line(trace, function_name(trace->vm, builtin), "<anonymous>", "<builtin>");
}

// Adds a frame. False when that was the last.
static bool add_frame(struct trace *trace, const struct function *function,
                      struct mica_program *program, bool is_module, uint32_t offset) {
  if (program->is_library) {
    trace->builtin = function;
    return true;
  }
  if (!add_builtin(trace))
    return false;
  char place[TRACE_BYTES];
  const struct syntax_tree *tree = program_tree(program);
  if (tree == NULL) {
    snprintf(place, sizeof place, "%s", program->filename);
  } else {
    struct syntax_position position = syntax_position(tree, offset);
    snprintf(place, sizeof place, "%s:%u:%u", tree->filename, position.line, position.column);
  }
  return add_line(trace, function_name(trace->vm, function), is_module ? "<module>" : "<anonymous>",
                  place);
}

static bool add_bytecode_frame(void *context, const struct function *function, uint32_t offset) {
  const struct code *code = function->code;
  return add_frame(context, function, code->program, code->template->index == 0, offset);
}

static void walk_activations(struct vm *vm, struct trace *trace) {
  for (const struct tree_activation *activation = vm->activation; activation;
       activation = activation->previous)
    if (!add_frame(trace, activation->function, activation->module->program,
                   activation->function->syntax->parent == NULL, activation->node->offset))
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
  if (trace.frames_left > 0)
    add_builtin(&trace);
  struct string *text = string_from_utf8(vm, trace.text, trace.length);
  return text ? text : atom(ATOM_empty);
}

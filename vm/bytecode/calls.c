// Frames: entering the interpreter from C, growing the stack, unwinding exceptions, walking for
// traces.
//
// A frame's return address tells what lies below it: it is behind the call instruction of the
// caller, unless it is one of two words of the engine's own, at which a return leaves to C or goes
// back to the stack chunk before.
#include "vm/bytecode/interpreter.h"

#include "vm/core/program.h"

static const uint32_t *return_address(const Value *base) {
  return (const uint32_t *)(uintptr_t)base[-1];
}

// What a function gets beside its parameters.
struct extra {
  Value rest, arguments;
};

// false: thrown.
static bool extra_new(struct vm *vm, const Value *frame, uint32_t count, const struct code *code,
                      struct extra *extra) {
  const struct function_template *template = code->template;
  if (template->has_rest) {
    uint32_t fixed = template->parameter_count, more = count > fixed ? count - fixed : 0;
    struct array *rest = array_new(vm, more, more);
    if (rest == NULL)
      return false;
    for (uint32_t at = 0; at < more; at++)
      rest->elements[at] = frame[1 + fixed + at];
    extra->rest = value_from_object(&rest->object);
  }
  if (template->has_arguments) {
    const struct object *arguments = arguments_new(vm, frame + 1, count);
    if (arguments == NULL)
      return false;
    extra->arguments = value_from_object(arguments);
  }
  return true;
}

// Completes the parameters of a frame to which `count` arguments were given.
static void fill_frame(Value *frame, uint32_t count, const struct code *code,
                       const struct extra *extra) {
  const struct function_template *template = code->template;
  Value *next = frame + 1 + template->parameter_count;
  for (Value *missing = frame + 1 + count; missing < next; missing++)
    *missing = VALUE_UNDEFINED;
  if (template->has_rest)
    *next++ = extra->rest;
  if (template->has_arguments)
    *next = extra->arguments;
}

const uint32_t *interpreter_enter(struct vm *vm, Value *frame, uint32_t count,
                                  const uint32_t *return_pc) {
  const struct code *code = function_code(vm, value_function(frame[-FRAME_HEADER]));
  if (code == NULL)
    return interpreter_unwind(vm);
  size_t needed = FRAME_HEADER + 1 + (count > code->register_count ? count : code->register_count);
  struct extra extra;
  if (!extra_new(vm, frame, count, code, &extra))
    return interpreter_unwind(vm);
  if (frame + code->register_count > vm->stack->end) {
    Value *base = vm->base;
    if (!stack_extend(vm, needed))
      return interpreter_unwind(vm);
    vm->stack->saved_base = base;
    vm->stack->saved_pc = return_pc;
    Value *moved = vm->stack->slots + FRAME_HEADER;
    moved[-FRAME_HEADER] = frame[-FRAME_HEADER];
    memcpy(moved, frame, (count + 1) * sizeof *frame);
    frame = moved;
    return_pc = CHUNK_RETURN_ADDRESS;
  }
  frame[-1] = (Value)(uintptr_t)return_pc;
  fill_frame(frame, count, code, &extra);
  vm->base = frame;
  return code->words;
}

// Runs the function whose frame is complete.
static inline Value run_frame(struct vm *vm, const struct code *code, Value *frame) {
  struct interpreter_entry entry = {vm->entry, vm->base, vm->pc};
  vm->entry = &entry;
  interpreter_run(vm, code->words, frame);
  vm->entry = entry.previous;
  vm->base = entry.base;
  vm->pc = entry.pc;
  Value result = vm->result;
  vm->result = VALUE_UNDEFINED;
  return result;
}

// What bytecode_call does not do at once: room in another chunk, a poll, rest parameters, a first
// call, an end of the C stack.
static __attribute__((noinline)) Value call_generally(struct vm *vm, struct function *function,
                                                      Value this_value, const Value *arguments,
                                                      uint32_t count) {
  const struct code *code = function_code(vm, function);
  if (code == NULL)
    return VALUE_EXCEPTION;
  Value *top = vm->top;
  size_t needed = FRAME_HEADER + 1 + (count > code->register_count ? count : code->register_count);
  if (!vm_check_native_stack(vm))
    return VALUE_EXCEPTION;
  bool extended =
      (size_t)(vm->stack->end - vm->stack->slots) < (size_t)(top - vm->stack->slots) + needed;
  if (extended && !stack_extend(vm, needed))
    return VALUE_EXCEPTION;
  Value *frame = interpreter_open_frame(vm, function, this_value, arguments, count);
  vm->top = frame + count + 1;
  Value result = VALUE_EXCEPTION;
  struct extra extra;
  // A safepoint clears what lies beyond vm->top.
  if (vm_poll(vm) && extra_new(vm, frame, count, code, &extra)) {
    fill_frame(frame, count, code, &extra);
    result = run_frame(vm, code, frame);
  }
  if (extended)
    stack_retreat(vm);
  vm->top = top;
  return result;
}

Value bytecode_call(struct vm *vm, struct function *function, Value this_value,
                    const Value *arguments, uint32_t count) {
  const struct code *code = function->code;
  Value *top = vm->top;
  if (interpreter_must_prepare(vm, code, count))
    return call_generally(vm, function, this_value, arguments, count);
  Value *frame = interpreter_open_frame(vm, function, this_value, arguments, count);
  interpreter_fill_missing(frame, count, code);
  Value result = run_frame(vm, code, frame);
  vm->top = top;
  return result;
}

// ---- Exceptions

static const struct exception_handler *find_handler(const struct vm *vm, const struct code *code,
                                                    const uint32_t *pc) {
  uint32_t word = (uint32_t)(pc - 1 - code->words);
  if (vm->final)
    return NULL;
  for (uint32_t at = 0; at < code->template->handler_count; at++) {
    const struct exception_handler *handler = &code->template->handlers[at];
    if (word >= handler->start && word < handler->end)
      return handler;
  }
  return NULL;
}

const uint32_t *interpreter_unwind(struct vm *vm) {
  Value *base = vm->base;
  const uint32_t *pc = vm->pc;
  for (;;) {
    const struct code *code = frame_code(base);
    const struct exception_handler *handler = find_handler(vm, code, pc);
    if (handler != NULL) {
      base[handler->value_register] = vm->exception;
      vm->exception = VALUE_UNDEFINED;
      vm->base = base;
      return code->words + handler->target;
    }
    pc = return_address(base);
    if (pc == EXIT_ADDRESS) {
      vm->base = base;
      return interpreter_exit_exception;
    }
    if (pc == CHUNK_RETURN_ADDRESS) {
      base = vm->stack->saved_base;
      pc = vm->stack->saved_pc;
      stack_retreat(vm);
    } else {
      base -= FRAME_HEADER + return_register(pc);
    }
  }
}

// ---- Traces

void bytecode_walk_frames(struct vm *vm,
                          bool (*visit)(void *context, const struct function *function,
                                        uint32_t offset),
                          void *context) {
  Value *base = vm->base;
  const uint32_t *pc = vm->pc;
  const struct interpreter_entry *entry = vm->entry;
  const struct stack_chunk *chunk = vm->stack;
  while (entry != NULL) {
    const struct function *function = value_function(base[-FRAME_HEADER]);
    if (!visit(context, function, code_offset_of(function->code, pc)))
      return;
    pc = return_address(base);
    if (pc == EXIT_ADDRESS) {
      base = entry->base;
      pc = entry->pc;
      entry = entry->previous;
      while (entry != NULL && (base < chunk->slots || base > chunk->end))
        chunk = chunk->previous;
    } else if (pc == CHUNK_RETURN_ADDRESS) {
      while (base < chunk->slots || base > chunk->end)
        chunk = chunk->previous;
      base = chunk->saved_base;
      pc = chunk->saved_pc;
      chunk = chunk->previous;
    } else {
      base -= FRAME_HEADER + return_register(pc);
    }
  }
}

// ---- Modules

Value bytecode_run_module(struct vm *vm, struct mica_program *program, const Value *arguments) {
  Value *top = vm->top;
  const struct bytecode_program *bytecode = program->bytecode;
  struct code *code = code_new(vm, program, bytecode->root);
  uint32_t count = bytecode->module_slot_count;
  Value *slots = code ? heap_values_resize(vm, NULL, 0, count ? count : 1) : NULL;
  if (slots == NULL)
    return code ? throw_range_error(vm, "Out of memory") : VALUE_EXCEPTION;
  for (uint32_t at = 0; at < count; at++)
    slots[at] = VALUE_UNDEFINED;
  for (unsigned at = 0; at < MODULE_ARGUMENTS; at++)
    if (bytecode->module_parameters >> at & 1)
      slots[at] = arguments[at];
  struct function *function = function_new_bytecode(vm, code, slots);
  vm_push(vm, value_from_object(&function->object));
  Value result = bytecode_call(vm, function, arguments[MODULE_EXPORTS], NULL, 0);
  vm->top = top;
  return result;
}

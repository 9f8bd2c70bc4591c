// The script stack: a chain of chunks.
//
// Pointers into frames must stay valid while calls nest, so the stack never moves: a call that does
// not fit continues in the next chunk, each at least twice as large as the one before it, and
// comes back when it returns. The sum of the chunks is bounded (stack_limit). Beyond the `end` of
// each chunk lie STACK_RESERVE slots which C code may always push to without asking.
//
// The collector reads all slots below the live end of each chunk, so they must never hold the
// address of a freed cell. A frame may start over slots that earlier calls have left behind;
// therefore a collection clears all slots above the live end.
#include "vm/core/vm.h"
#include "vm/stress.h"

#define FIRST_CHUNK_SLOTS USUAL_OR_TINY(256, 1)
#define CHUNK_GROWTH USUAL_OR_TINY(2, 0)

static size_t chunk_bytes(size_t slots) {
  return sizeof(struct stack_chunk) + (slots + STACK_RESERVE) * sizeof(Value);
}

static size_t chunk_slots(const struct stack_chunk *chunk) {
  return (size_t)(chunk->end - chunk->slots);
}

static struct stack_chunk *chunk_new(struct vm *vm, size_t slots) {
  struct stack_chunk *chunk = heap_system_allocate(&vm->heap, chunk_bytes(slots));
  if (!chunk)
    return NULL;
  memset(chunk, 0, chunk_bytes(slots));
  chunk->end = chunk->slots + slots;
  vm->stack_bytes += chunk_bytes(slots);
  return chunk;
}

static void free_chunks(struct vm *vm, struct stack_chunk *chunk) {
  while (chunk) {
    struct stack_chunk *next = chunk->next;
    size_t bytes = chunk_bytes(chunk_slots(chunk));
    vm->stack_bytes -= bytes;
    heap_system_free(&vm->heap, chunk, bytes);
    chunk = next;
  }
}

// Slots that a chunk may still have within the limit.
static size_t slots_left(const struct vm *vm) {
  size_t fixed = vm->stack_bytes + chunk_bytes(0);
  return fixed < vm->stack_limit ? (vm->stack_limit - fixed) / sizeof(Value) : 0;
}

// Puts a new chunk behind the current one. false: it would exceed the limit, or there is no memory.
static bool append_chunk(struct vm *vm, size_t needed) {
  size_t slots = CHUNK_GROWTH * chunk_slots(vm->stack), left = slots_left(vm);
  if (slots < needed)
    slots = needed;
  if (slots > left)
    slots = left;
  if (slots < needed)
    return false;
  struct stack_chunk *chunk = chunk_new(vm, slots);
  if (!chunk)
    return false;
  chunk->previous = vm->stack;
  vm->stack->next = chunk;
  return true;
}

void stack_reset(struct vm *vm) {
  while (vm->stack->previous)
    vm->stack = vm->stack->previous;
  free_chunks(vm, vm->stack->next);
  vm->stack->next = NULL;
}

void stack_destroy(struct vm *vm) {
  if (vm->stack == NULL)
    return;
  stack_reset(vm);
  free_chunks(vm, vm->stack);
  vm->stack = NULL;
}

void stack_restore_end(struct vm *vm) {
  __atomic_store_n(&vm->stack_end, vm->stack->end, __ATOMIC_SEQ_CST);
  if (__atomic_load_n(&vm->interrupt, __ATOMIC_SEQ_CST))
    __atomic_store_n(&vm->stack_end, NULL, __ATOMIC_SEQ_CST);
}

void stack_start(struct vm *vm) {
  vm->top = vm->base = vm->stack->slots;
  stack_restore_end(vm);
}

bool stack_create(struct vm *vm) {
  vm->stack = chunk_new(vm, FIRST_CHUNK_SLOTS);
  if (!vm->stack)
    return false;
  stack_start(vm);
  return true;
}

bool stack_extend(struct vm *vm, size_t needed) {
  struct stack_chunk *next = vm->stack->next;
  if (next && chunk_slots(next) < needed) {
    free_chunks(vm, next);
    vm->stack->next = next = NULL;
  }
  if (!next && !append_chunk(vm, needed))
    return vm_throw_stack_overflow(vm) != VALUE_EXCEPTION;
  vm->stack = vm->stack->next;
  vm->stack->saved_top = vm->top;
  vm->top = vm->stack->slots;
  stack_restore_end(vm);
  return true;
}

void stack_retreat(struct vm *vm) {
  vm->top = vm->stack->saved_top;
  vm->stack = vm->stack->previous;
  stack_restore_end(vm);
}

Value *stack_open_frame(struct vm *vm, uint32_t count) {
  size_t needed = (size_t)count + 2;
  if ((size_t)(vm->stack->end - vm->stack->slots) < (size_t)(vm->top - vm->stack->slots) + needed &&
      !stack_extend(vm, needed))
    return NULL;
  vm_push(vm, VALUE_UNDEFINED);
  vm_push(vm, VALUE_UNDEFINED);
  return vm->top - 1;
}

void stack_close_frame(struct vm *vm, Value *frame) {
  vm->top = frame - 1;
  if (vm->top == vm->stack->slots && vm->stack->previous)
    stack_retreat(vm);
}

void stack_trace_roots(struct vm *vm) {
  if (vm->stack == NULL)
    return;
  free_chunks(vm, vm->stack->next);
  vm->stack->next = NULL;
  Value *top = vm->top;
  for (struct stack_chunk *chunk = vm->stack; chunk; chunk = chunk->previous) {
    heap_mark_values(vm, chunk->slots, (size_t)(top - chunk->slots));
    memset(top, 0, (size_t)(chunk->end + STACK_RESERVE - top) * sizeof(Value));
    top = chunk->saved_top;
  }
}

// Functions: who called whom, how often, and for how long.
//
// The shadow stack has a frame for each of the script stack's that has been arrived at since the
// profile began, and one for a builtin or function of the host's that is running. It never hears of
// returns and throws as such: arriving at a frame ends all above it. Addresses tell which is above
// which within one chunk of the script stack, the chain of chunks between two.
//
// Time is charged at each arrival to the function that was running until then; a function's total
// is counted by its outermost frame alone, so that recursion counts once. Each chain of callers has
// a node in a tree, bounded by MOST_NODES and PROFILE_MOST_DEPTH: beyond them callees are part of
// their callers there, and `functions` goes on telling them apart.
#include "vm/profile/profile.h"

#include <stdlib.h>

#include "vm/bytecode/interpreter.h"
#include "vm/core/program.h"

#define MOST_NODES (1u << 20)

bool profile_grow(void **array, uint32_t *capacity, uint32_t count, size_t element_bytes) {
  if (count < *capacity)
    return true;
  uint32_t grown = *capacity == 0 ? 64 : 2 * *capacity;
  void *resized = realloc(*array, grown * element_bytes);
  if (resized == NULL)
    return false;
  *array = resized;
  *capacity = grown;
  return true;
}

// ---- Indices

static uint64_t mix(uint64_t key) { return (key ^ key >> 29) * 0x9E3779B97F4A7C15u; }

static uint64_t node_hash(uint32_t parent, uint32_t function) {
  return mix((uint64_t)parent << 32 | function);
}
static uint64_t function_hash(const void *key) { return mix((uint64_t)(uintptr_t)key); }

static void put(struct profile_index *index, uint64_t hash, uint32_t row) {
  uint32_t slot = (uint32_t)(hash >> 32) & (index->slot_count - 1);
  while (index->slots[slot] != 0)
    slot = (slot + 1) & (index->slot_count - 1);
  index->slots[slot] = row + 1;
  index->count++;
}

// Room for another row: at most half of the slots are taken. The new ones are empty.
static bool widen(struct profile_index *index, struct profile_index *wider) {
  uint32_t slot_count = index->slot_count == 0 ? 64 : 2 * index->slot_count;
  *wider = (struct profile_index){calloc(slot_count, sizeof *wider->slots), slot_count, 0};
  return wider->slots != NULL;
}

static bool is_full(const struct profile_index *index) {
  return 2 * index->count >= index->slot_count;
}

static bool index_function(struct profile *profile, uint32_t row) {
  struct profile_index wider;
  if (is_full(&profile->function_index)) {
    if (!widen(&profile->function_index, &wider))
      return false;
    for (uint32_t at = 0; at < row; at++)
      put(&wider, function_hash(profile->functions[at].key), at);
    free(profile->function_index.slots);
    profile->function_index = wider;
  }
  put(&profile->function_index, function_hash(profile->functions[row].key), row);
  return true;
}

static bool index_node(struct profile *profile, uint32_t row) {
  const struct profile_node *nodes = profile->nodes;
  struct profile_index wider;
  if (is_full(&profile->node_index)) {
    if (!widen(&profile->node_index, &wider))
      return false;
    for (uint32_t at = 1; at < row; at++)
      put(&wider, node_hash(nodes[at].parent, nodes[at].function), at);
    free(profile->node_index.slots);
    profile->node_index = wider;
  }
  put(&profile->node_index, node_hash(nodes[row].parent, nodes[row].function), row);
  return true;
}

// ---- Rows

static uint32_t find_function(const struct profile *profile, const void *key) {
  const struct profile_index *index = &profile->function_index;
  if (index->slot_count == 0)
    return NO_ROW;
  uint32_t slot = (uint32_t)(function_hash(key) >> 32) & (index->slot_count - 1);
  for (; index->slots[slot] != 0; slot = (slot + 1) & (index->slot_count - 1))
    if (profile->functions[index->slots[slot] - 1].key == key)
      return index->slots[slot] - 1;
  return NO_ROW;
}

uint32_t profile_function_row(struct profile *profile, const void *key,
                              struct mica_program *program) {
  uint32_t row = find_function(profile, key);
  if (row != NO_ROW)
    return row;
  row = profile->function_count;
  if (!profile_grow((void **)&profile->functions, &profile->function_capacity, row,
                    sizeof *profile->functions)) {
    profile->is_incomplete = true;
    return NO_ROW;
  }
  profile->functions[row] = (struct profile_function){.key = key};
  if (!index_function(profile, row)) {
    profile->is_incomplete = true;
    return NO_ROW;
  }
  profile->functions[row].program = program ? program_retain(program) : NULL;
  return profile->function_count++;
}

static uint32_t find_node(const struct profile *profile, uint32_t parent, uint32_t function) {
  const struct profile_index *index = &profile->node_index;
  if (index->slot_count == 0)
    return NO_ROW;
  uint32_t slot = (uint32_t)(node_hash(parent, function) >> 32) & (index->slot_count - 1);
  for (; index->slots[slot] != 0; slot = (slot + 1) & (index->slot_count - 1)) {
    const struct profile_node *node = &profile->nodes[index->slots[slot] - 1];
    if (node->parent == parent && node->function == function)
      return index->slots[slot] - 1;
  }
  return NO_ROW;
}

// Makes the node `row`. false: there is no room.
static bool add_node(struct profile *profile, uint32_t row, struct profile_node node) {
  if (row == MOST_NODES ||
      !profile_grow((void **)&profile->nodes, &profile->node_capacity, row, sizeof node))
    return false;
  profile->nodes[row] = node;
  if (!index_node(profile, row))
    return false;
  profile->node_count++;
  return true;
}

uint32_t profile_child_node(struct profile *profile, uint32_t parent, uint32_t function) {
  uint32_t recent = profile->nodes[parent].recent;
  if (recent != 0 && profile->nodes[recent].function == function)
    return recent;
  uint32_t row = find_node(profile, parent, function);
  if (row == NO_ROW) {
    uint32_t depth = profile->nodes[parent].depth + 1;
    if (depth > PROFILE_MOST_DEPTH)
      return parent;
    row = profile->node_count;
    struct profile_node node = {.function = function, .parent = parent, .depth = depth};
    if (!add_node(profile, row, node)) {
      profile->is_incomplete = true;
      return parent;
    }
  }
  profile->nodes[parent].recent = row;
  return row;
}

// ---- The shadow stack

static struct profile_frame *top_frame(struct profile *profile) {
  return profile->frame_count > 0 ? &profile->frames[profile->frame_count - 1] : NULL;
}

// Whoever was running until now is charged for it.
static void charge(struct profile *profile, uint64_t now) {
  const struct profile_frame *top = top_frame(profile);
  if (top != NULL) {
    profile->nodes[top->node].self += now - profile->last;
    profile->functions[top->function].self += now - profile->last;
  }
  profile->last = now;
}

static void push(struct profile *profile, uint32_t row, const Value *base,
                 const struct stack_chunk *chunk, bool is_call) {
  if (row == NO_ROW || !profile_grow((void **)&profile->frames, &profile->frame_capacity,
                                     profile->frame_count, sizeof *profile->frames)) {
    profile->is_incomplete = true;
    return;
  }
  const struct profile_frame *top = top_frame(profile);
  uint32_t node = profile_child_node(profile, top ? top->node : 0, row);
  struct profile_function *function = &profile->functions[row];
  profile->frames[profile->frame_count++] =
      (struct profile_frame){base, chunk, node, row, function->active++ == 0, profile->last};
  function->calls += is_call;
  if (node != (top ? top->node : 0)) // else the tree has no room for it
    profile->nodes[node].calls += is_call;
}

static void pop(struct profile *profile) {
  const struct profile_frame *frame = &profile->frames[--profile->frame_count];
  struct profile_function *function = &profile->functions[frame->function];
  function->active--;
  if (frame->is_outermost)
    function->total += profile->last - frame->entered;
}

enum place { ABOVE, SAME, BELOW };

// Where the frame at `base`, in the current chunk, lies seen from a frame of the shadow stack.
static enum place place_of(const struct vm *vm, const Value *base,
                           const struct profile_frame *frame) {
  if (frame->chunk == vm->stack)
    return base > frame->base ? ABOVE : base == frame->base ? SAME : BELOW;
  for (const struct stack_chunk *chunk = vm->stack->previous; chunk; chunk = chunk->previous)
    if (chunk == frame->chunk)
      return ABOVE;
  return BELOW;
}

// Ends what lies above the frame at `base`. Is this frame itself on the shadow stack?
static bool pop_to(struct profile *profile, const struct vm *vm, const Value *base) {
  for (uint32_t count; (count = profile->frame_count) > 0; pop(profile)) {
    const struct profile_frame *frame = &profile->frames[count - 1];
    bool is_native = frame->base == NULL;
    if (is_native && (count == 1 || frame[-1].base == NULL))
      continue; // there was no room for its caller's
    enum place place = place_of(vm, base, is_native ? frame - 1 : frame);
    if (place == ABOVE)
      return false;
    if (place == SAME && !is_native)
      return true;
  }
  return false;
}

// EXIT stands below the frame that leaves, EXIT_EXCEPTION in it.
static void leave(struct profile *profile, const struct vm *vm, const Value *base,
                  enum opcode opcode) {
  if (opcode == OP_CHUNK_RETURN)
    return;
  if (pop_to(profile, vm, opcode == OP_EXIT ? base + FRAME_HEADER : base))
    pop(profile);
}

// Of sampling: what passes between an outermost EXIT and the next entry is the host's time.
static void watch_outermost(struct profile *profile, const struct vm *vm, enum opcode opcode) {
  if (profile->outside_since != 0)
    profile->last += profile_ticks() - profile->outside_since;
  bool is_left = opcode >= OP_EXIT && opcode != OP_CHUNK_RETURN &&
                 (vm->entry == NULL || vm->entry->previous == NULL);
  profile->outside_since = is_left ? profile_ticks() : 0;
}

void profile_arrive(struct vm *vm, const uint32_t *pc, const Value *base) {
  struct profile *profile = vm->profile;
  enum opcode opcode = instruction_opcode(pc[-1]);
  if (profile->sampler.rate != 0)
    watch_outermost(profile, vm, opcode);
  if (!profile->follows_frames)
    return;
  charge(profile, profile_clock(profile));
  if (opcode >= OP_EXIT) {
    leave(profile, vm, base, opcode);
  } else {
    const struct code *code = frame_code(base);
    bool is_known = pop_to(profile, vm, base);
    if (is_known && profile->functions[top_frame(profile)->function].key != code->template) {
      pop(profile); // of an entry that the host has left without notice
      is_known = false;
    }
    if (!is_known)
      push(profile, profile_function_row(profile, code->template, code->program), base, vm->stack,
           pc - 1 == code->words);
  }
  const struct profile_frame *top = top_frame(profile);
  profile->frame_base = top != NULL ? top->base : NULL;
}

// ---- Functions in C

// What tells a function in C from others; NULL: it is script.
static const void *native_key(const struct function *function) {
  switch ((enum function_kind)function->object.cell.kind) {
  case FUNCTION_BUILTIN:
    return function->builtin;
  case FUNCTION_HOST:
    return (const void *)(uintptr_t)function->host;
  case FUNCTION_TYPED:
    return (const void *)(uintptr_t)function->captures[TYPED_FUNCTION];
  case FUNCTION_NATIVE:
    return (const void *)(uintptr_t)function->native;
  default:
    return NULL;
  }
}

static char *native_name(struct vm *vm, const struct function *function) {
  if (function->object.cell.kind == FUNCTION_BUILTIN)
    return strdup(function->builtin->name);
  if (!value_is_string(function->name))
    return strdup("");
  return string_to_utf8(vm, value_string(function->name), NULL);
}

void profile_depart(struct vm *vm, const uint32_t *pc, const Value *base) {
  struct profile *profile = vm->profile;
  uint32_t word = pc[-1];
  const struct function *running = value_function(base[-FRAME_HEADER]);
  Value callee = instruction_opcode(word) == OP_CALL_MODULE
                     ? running->module_slots[(uint16_t)instruction_d(word)]
                     : base[instruction_a(word)];
  if (!value_is_function(callee))
    return;
  const struct function *function = value_function(callee);
  const void *key = native_key(function);
  if (key == NULL)
    return;
  charge(profile, profile_clock(profile));
  uint32_t row = profile_function_row(profile, key, NULL);
  if (row != NO_ROW && profile->functions[row].name == NULL)
    profile->functions[row].name = native_name(vm, function);
  push(profile, row, NULL, NULL, true);
  profile->frame_base = NULL;
}

// ---- Asking and ending

uint32_t profile_running_function(struct profile *profile, const struct vm *vm) {
  const struct profile_frame *top = top_frame(profile);
  if (top != NULL)
    return top->function;
  if (vm->entry == NULL || vm->base == NULL)
    return NO_ROW;
  const struct code *code = frame_code(vm->base);
  return profile_function_row(profile, code->template, code->program);
}

void profile_settle(struct profile *profile) {
  if (profile->frame_count == 0)
    return;
  charge(profile, profile_clock(profile));
  for (uint32_t at = 0; at < profile->frame_count; at++) {
    struct profile_frame *frame = &profile->frames[at];
    if (frame->is_outermost)
      profile->functions[frame->function].total += profile->last - frame->entered;
    frame->entered = profile->last;
  }
}

void profile_forget_frames(struct profile *profile) {
  profile->outside_since = profile_ticks();
  charge(profile, profile_clock(profile));
  while (profile->frame_count > 0)
    pop(profile);
  profile->frame_base = NULL;
  profile->previous = OP_EXIT;
  profile->pc = NULL;
}

void profile_free_functions(struct profile *profile) {
  for (uint32_t at = 0; at < profile->function_count; at++) {
    program_release(profile->functions[at].program);
    free(profile->functions[at].name);
  }
  free(profile->functions);
  free(profile->nodes);
  free(profile->frames);
  free(profile->function_index.slots);
  free(profile->node_index.slots);
}

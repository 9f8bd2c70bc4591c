// When functions get native code, when they get it anew, and when they lose it.
//
// A function is compiled when the interpreter has called it, or jumped back in it, often enough for
// its instructions to have taken the forms that its operands ask for. Native code cannot change its
// forms; it goes on asking the slow paths where they do not fit. So after 100 slow paths, then
// after 200 and so on, somebody looks whether instructions have other forms now; if they have, the
// function is compiled again. What is wrong at first costs little, and what never settles costs
// less and less.
//
// Code that is out of use may still be returned into by C functions that it called in place. It is
// retired, and freed where there is only one entry from C: all that was called in place has come
// back then. A region that is full is asked again when code in it was freed.
#include "vm/baseline/baseline.h"

#include "vm/baseline/native.h"
#include "vm/baseline/tools.h"
#include "vm/bytecode/interpreter.h"
#include "vm/library/library.h"
#include "vm/profile/profile.h"

#include <string.h>

// Under stress there is hardly room for any code.
#define REGION_BYTES USUAL_OR_TINY(0, 32768)

#define FIRST_PATIENCE USUAL_OR_RESTLESS(100, 3)
#define LARGEST_PATIENCE USUAL_OR_RESTLESS(1u << 30, 24)

bool baseline_exists(void) { return true; }

// Sees to it that there is a region.
static bool create_region(struct vm *vm) {
  struct baseline *baseline = vm->baseline;
  if (baseline == NULL) {
    baseline = heap_system_allocate(&vm->heap, sizeof *baseline);
    if (baseline == NULL)
      return false;
    *baseline = (struct baseline){.heap = &vm->heap, .tools = vm->factory->options.native_tools};
    vm->baseline = baseline;
  }
  if (vm->region != NULL || baseline->failure != NULL)
    return vm->region != NULL;
  tools_open(baseline);
  const struct code_memory_options options = {.head_bytes = native_head_bytes(),
                                              .limit = REGION_BYTES,
                                              .for_perf = baseline->tools & MICA_NATIVE_PERF_MAP};
  if (!code_memory_create(&baseline->memory, &vm->heap, &options, &baseline->failure))
    return false;
  native_fill_head(&baseline->memory);
  tools_add_head(baseline, native_head_bytes());
  vm->region = baseline->memory.executable;
  return true;
}

// ---- The list of native code

static void list_add(struct baseline *baseline, struct native_code *native) {
  native->previous = NULL;
  native->next = baseline->first;
  if (native->next != NULL)
    native->next->previous = native;
  baseline->first = native;
}

static void list_remove(struct baseline *baseline, struct native_code *native) {
  if (native->next != NULL)
    native->next->previous = native->previous;
  if (native->previous != NULL)
    native->previous->next = native->next;
  else
    baseline->first = native->next;
}

static void free_all_retired(struct baseline *baseline) {
  while (baseline->retired != NULL) {
    struct native_code *native = baseline->retired;
    baseline->retired = native->next;
    native_free(baseline, native);
    baseline->is_exhausted = false;
  }
}

// By a slow path.
static void free_retired(struct vm *vm) {
  if (vm->entry != NULL && vm->entry->previous == NULL)
    free_all_retired(vm->baseline);
}

// Nothing leads to the native code any more.
static void retire(struct baseline *baseline, struct native_code *native) {
  list_remove(baseline, native);
  native->next = baseline->retired;
  baseline->retired = native;
}

// ---- Compiling

// `patience` is that of the new code.
static bool compile(struct vm *vm, struct code *code, uint32_t patience) {
  if (!create_region(vm))
    return false;
  struct baseline *baseline = vm->baseline;
  if (baseline->is_exhausted)
    free_retired(vm);
  if (baseline->is_exhausted)
    return false;
  uint64_t start = profile_nanoseconds();
  struct native_code *native = native_compile(vm, code);
  baseline->usage.nanoseconds += profile_nanoseconds() - start;
  if (native == NULL) {
    baseline->usage.failed++;
    return false;
  }
  list_add(baseline, native);
  tools_add(baseline, native);
  code->patience = native->patience = patience;
  code->keeps_kinds = true;
  baseline->usage.compiled++;
  baseline->usage.bytecode_bytes += native->word_count * sizeof(uint32_t);
  baseline->usage.code_bytes += native->block.bytes;
  return true;
}

bool baseline_heat(struct vm *vm, struct code *code) {
  if (code->native != NULL)
    return true;
  code->heat = 0;
  return !profile_keeps_interpreting(vm) && compile(vm, code, FIRST_PATIENCE);
}

struct native_code *baseline_compile(struct vm *vm, struct code *code) {
  return code->native != NULL || compile(vm, code, FIRST_PATIENCE) ? code->native : NULL;
}

void baseline_reconsider(struct vm *vm, struct code *code) {
  free_retired(vm);
  if (stress_dice(&vm->stress_dice, 4))
    baseline_discard_all(vm);
  struct native_code *native = code->native;
  vm->baseline->usage.reconsidered++;
  if (native == NULL)
    return;
  uint32_t patience = native->patience < LARGEST_PATIENCE ? 2 * native->patience : LARGEST_PATIENCE;
  code->patience = native->patience = patience;
  // Where there is no room for better code, what there is goes on.
  if (!native_has_changed(vm, native) || !compile(vm, code, patience))
    return;
  retire(vm->baseline, native);
  vm->baseline->usage.recompiled++;
}

mica_native_usage baseline_usage(const struct vm *vm) {
  const struct baseline *baseline = vm->baseline;
  if (baseline == NULL)
    return (mica_native_usage){.failure = vm->native_threshold ? NULL : "it was not asked for"};
  mica_native_usage usage = baseline->usage;
  usage.code_bytes_in_use = code_memory_bytes(&baseline->memory).in_use;
  usage.failure = baseline->failure;
  usage.tools_failure = baseline->tools_failure;
  return usage;
}

enum call_note baseline_call_note(Value callee) {
  static const struct {
    builtin_function function;
    enum call_note note;
  } notes[] = {
#define INLINE_CALL(name, function) {function, CALL_NOTE_##name},
#include "vm/baseline/inline_calls.def"
#undef INLINE_CALL
  };
  if (!value_is_function(callee))
    return CALL_NOTE_NONE;
  const struct function *function = value_function(callee);
  if (function->object.cell.kind == FUNCTION_TYPED)
    return function->typed == function_doubles_trampoline(1)   ? CALL_NOTE_TYPED_1
           : function->typed == function_doubles_trampoline(2) ? CALL_NOTE_TYPED_2
                                                               : CALL_NOTE_NONE;
  if (function->object.cell.kind != FUNCTION_BUILTIN)
    return CALL_NOTE_NONE;
  for (size_t at = 0; at < sizeof notes / sizeof *notes; at++)
    if (notes[at].function == function->builtin->function)
      return notes[at].note;
  return CALL_NOTE_NONE;
}

// ---- Ends

void baseline_trace_roots(struct vm *vm) {
  const struct native_code *native = vm->baseline ? vm->baseline->retired : NULL;
  for (; native != NULL; native = native->next)
    baseline_trace(vm, native);
}

void baseline_trace(struct vm *vm, const struct native_code *native) {
  for (uint32_t at = 0; at < native->callee_count; at++)
    heap_mark_value(vm, native->callees[at]);
}

void baseline_forget(struct vm *vm, struct code *code) {
  struct native_code *native = code->native;
  if (native == NULL)
    return;
  list_remove(vm->baseline, native);
  native_free(vm->baseline, native);
}

void baseline_discard_all(struct vm *vm) {
  struct baseline *baseline = vm->baseline;
  while (baseline != NULL && baseline->first != NULL) {
    baseline->usage.discarded++;
    native_unlink(baseline->first);
    retire(baseline, baseline->first);
  }
  if (baseline == NULL || baseline->retired == NULL)
    return;
  if (vm->entry == NULL)
    free_all_retired(baseline);
  else
    vm_request(vm); // loops are left, those of code that was retired before as well
}

void baseline_destroy(struct vm *vm) {
  struct baseline *baseline = vm->baseline;
  if (baseline == NULL)
    return;
  // The region goes first, and its blocks with it: none is overwritten.
  code_memory_destroy(&baseline->memory);
  baseline_discard_all(vm);
  free_all_retired(baseline);
  native_free_pieces(baseline);
  tools_close(baseline);
  heap_system_free(&vm->heap, baseline, sizeof *baseline);
  vm->baseline = NULL;
  vm->region = NULL;
}

// The fast side of allocation: inline, because it is a large part of what a script's objects cost.
//
// Sizes are rounded up to a size class: steps of 8 bytes up to 64, then four steps to each power of
// two. With a constant size and kind all of it folds to a load, a comparison, an addition and two
// stores. Included at the end of vm.h, which it needs.
#ifndef MICA_CORE_ALLOCATE_H
#define MICA_CORE_ALLOCATE_H

#include "vm/core/vm.h"

// Base-two logarithm of the step between the size classes around `granules`, in granules.
static inline unsigned heap_step(unsigned granules) {
  return granules <= 8 ? 0 : 29 - (unsigned)__builtin_clz(granules - 1);
}
static inline unsigned heap_granules(size_t bytes) {
  return bytes <= 2 * HEAP_GRANULE ? 2 : (unsigned)((bytes + HEAP_GRANULE - 1) / HEAP_GRANULE);
}
// What a cell of `bytes` (at most HEAP_LARGEST_SMALL) takes of its page.
static inline size_t heap_cell_bytes(size_t bytes) {
  unsigned granules = heap_granules(bytes), step = heap_step(granules);
  return (size_t)(((granules - 1) >> step) + 1) << step << 3;
}
static inline unsigned heap_class_index(size_t bytes, enum cell_type type) {
  unsigned granules = heap_granules(bytes), step = heap_step(granules);
  unsigned size = step == 0 ? granules - 2 : 4 * step - 1 + ((granules - 1) >> step);
  return size + (CELL_FINALIZED_TYPES >> type & 1) * HEAP_SIZE_CLASSES;
}

// A cell as heap_allocate makes it, or NULL when it takes more than this: the caller then asks
// heap_allocate. For handlers of the interpreter, which must not call.
static inline __attribute__((always_inline)) void *heap_allocate_inline(struct vm *vm, size_t bytes,
                                                                        enum cell_type type) {
#ifdef MICA_SANITIZED // native code, which is compiled without, cannot unpoison a cell
  return NULL;
#endif
  if (__builtin_expect(bytes > HEAP_LARGEST_SMALL, 0))
    return NULL;
  struct heap_class *class = &vm->heap.classes[heap_class_index(bytes, type)];
  char *address = class->bump;
  if (__builtin_expect(address == class->limit, 0))
    return NULL;
  class->bump =
      address + (__builtin_constant_p(bytes) ? heap_cell_bytes(bytes) : class->cell_bytes);
#ifdef HEAP_POISONS
  __asan_unpoison_memory_region(address, bytes);
#endif
#ifdef MICA_STRESS_GC
  vm->heap.collection_wanted = true;
  vm_request(vm);
#endif
  struct cell *cell = (struct cell *)address;
  *cell = (struct cell){.type = (uint8_t)type};
  return cell;
}

// A cell of `bytes` (header included), header set, the rest NOT initialised: the caller fills every
// Value before the next safepoint. Asks for a collection (vm_request) when it is time.
static inline void *heap_allocate(struct vm *vm, size_t bytes, enum cell_type type) {
  void *cell = heap_allocate_inline(vm, bytes, type);
  return __builtin_expect(cell != NULL, 1) ? cell : heap_allocate_slow(vm, bytes, type);
}

#endif

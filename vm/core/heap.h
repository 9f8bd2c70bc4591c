// The heap: size-class pages with bitmap marks, and a list of large cells.
//
// The collector runs only at safepoints (heap_safepoint), which are calls, loop back-edges and the
// returns of allocating instructions: there, every live value is in the script stack, in a runtime
// root, or reachable from one. Hence C code that only allocates needs no rooting at all. C code
// that calls back into script (or any function documented as a safepoint) keeps what it needs
// afterwards on the script stack (vm_push).
//
// heap_allocate never fails to its caller: small cells may overshoot the memory limit, which the
// next safepoint turns into an error; storage, which can be large, is refused (NULL) when it would
// exceed the limit. When the system has no memory for a page, the allocator leaves by *vm->panic.
//
// The limit and the collector's threshold count what cells and their blocks take (the live ones as
// of the last collection, and all that was handed out since); `allocated_bytes` counts what the
// heap holds of the system.
#ifndef MICA_CORE_HEAP_H
#define MICA_CORE_HEAP_H

#include "vm/core/cell.h"
#include "vm/core/value.h"
#include "vm/mica.h"
#include "vm/stress.h"

#include <stddef.h>

struct vm;

#define HEAP_PAGE_BYTES USUAL_OR_TINY(4096u, 2048u)
#define HEAP_GRANULE 8u
#define HEAP_LARGEST_SMALL 512u
#define HEAP_SIZE_CLASSES 19
#define HEAP_FLOOR_BYTES                                                                           \
  USUAL_OR_TINY(1u << 19, 1u << 14) // the least that is handed out between two collections

#if defined(__SANITIZE_ADDRESS__)
#define HEAP_POISONS 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define HEAP_POISONS 1
#endif
#endif
#ifdef HEAP_POISONS
void __asan_poison_memory_region(const volatile void *address, size_t bytes);
void __asan_unpoison_memory_region(const volatile void *address, size_t bytes);
#endif

// Free space of one size class: the bump window, and where to look for the next one.
struct heap_class {
  char *bump, *limit;      // the free run being filled: a whole number of cells
  struct heap_page *pages; // all pages of the class
  struct heap_page *page;  // the one being searched for free runs; NULL: all are
  uint32_t cursor;         // bytes from the page's start to where the search goes on
  uint32_t cell_bytes;     // of the pages; unknown until there is one
};

struct heap {
  // Those of kinds without finaliser, then those of kinds with one.
  struct heap_class classes[2 * HEAP_SIZE_CLASSES];
  struct heap_page *free_pages;
  struct heap_chunk *chunks; // blocks of the system that pages are cut from
  struct heap_large *large;  // doubly linked
  size_t page_count;         // of all chunks
  size_t free_page_count;
  size_t allocated_bytes;  // held of the system now
  size_t peak_bytes;       // the most that ever was
  size_t external_bytes;   // blocks that cells own (heap_external_allocate)
  size_t live_bytes;       // cells and external blocks that survived the last collection
  size_t since_collection; // bytes handed out since the last collection
  size_t threshold;        // collect when since_collection passes it
  size_t limit;            // the host's; SIZE_MAX: none
  uint64_t collections;
  struct cell **mark_stack;
  size_t mark_count, mark_capacity;
  size_t mark_most;   // entries that the mark stack may grow to
  bool mark_overflow; // cells were marked that the stack had no room for
  bool collection_wanted;
  bool out_of_memory;       // the next safepoint raises it
  mica_allocator allocator; // of the host's
};

// `limit` in bytes; 0: none. The heap is all zero.
void heap_initialize(struct heap *heap, size_t limit, const mica_allocator *allocator);
// Finalises and frees everything, the atom table included.
void heap_destroy(struct vm *vm, struct heap *heap);
// The same, but for some free pages: the heap is then as heap_initialize expects it.
void heap_reset(struct vm *vm, struct heap *heap);

// ---- Cells

// The slow side of heap_allocate (vm/core/allocate.h, which vm.h includes).
void *heap_allocate_slow(struct vm *vm, size_t bytes, enum cell_type type);
// As heap_allocate, of any size; NULL when it would exceed the limit or the system has none: the
// caller throws a RangeError.
void *heap_allocate_large(struct vm *vm, size_t bytes, enum cell_type type);

// A cell that nothing refers to any more, of a kind without finaliser. A large one gives its memory
// back at once, a small one is left to the collector.
void heap_discard(struct vm *vm, struct cell *cell);

// Storage of values: `cell.extra` of them.
struct values {
  struct cell cell;
  Value values[];
};
static inline struct values *heap_values_cell(Value *values) {
  return (struct values *)((char *)values - offsetof(struct values, values));
}
// Storage of `capacity` values (CELL_VALUES), all VALUE_HOLE beyond `kept` values copied from `old`
// (may be NULL). The old one is not to be used again. NULL when refused (the old one is then
// untouched). Returned pointer is to the first value.
Value *heap_values_resize(struct vm *vm, Value *old, uint32_t kept, uint32_t capacity);
// New storage, which the caller fills before the next safepoint. NULL: refused.
Value *heap_values_new(struct vm *vm, uint32_t capacity);
// The capacity at or above `capacity` that wastes nothing of its cell.
uint32_t heap_values_round(uint32_t capacity);

// ---- Memory outside of cells
//
// All of a runtime's memory comes through the first three, from the host's allocator. They are
// sized: `bytes` is what was asked for.

// NULL: the system has none.
void *heap_system_allocate(struct heap *heap, size_t bytes);
void *heap_system_resize(struct heap *heap, void *block, size_t old_bytes, size_t bytes);
void heap_system_free(struct heap *heap, void *block, size_t bytes);
// Counts memory that the runtime has beside these.
void heap_count_system_bytes(struct heap *heap, size_t bytes);

// Blocks that cells own and their finalisers free: they count as script memory. Never NULL (leaves
// by *vm->panic). `block` may be NULL in resize and free.
void *heap_external_allocate(struct vm *vm, size_t bytes);
void *heap_external_resize(struct vm *vm, void *block, size_t old_bytes, size_t bytes);
// NULL where heap_external_resize would leave.
void *heap_external_try(struct vm *vm, void *block, size_t old_bytes, size_t bytes);
void heap_external_free(struct vm *vm, void *block, size_t bytes);

// No memory where a caller cannot be told: leaves by *vm->panic.
_Noreturn void heap_panic(struct vm *vm);
// No memory in an operation without a way to fail: the next safepoint ends the script.
void heap_set_out_of_memory(struct vm *vm);

// ---- Collection

// Counts memory that is not the heap's, but goes when some cell does, as if it had been handed out:
// the next collection comes the sooner.
void heap_count_foreign(struct vm *vm, size_t bytes);
// Asks for a collection at the next safepoint.
void heap_want_collection(struct vm *vm);
// Collects if one is wanted. The only place where the collector starts, together with heap_collect.
void heap_safepoint(struct vm *vm);
void heap_collect(struct vm *vm);

typedef void (*heap_visitor)(void *context, const struct cell *cell, size_t bytes);
// Visits each cell that the runtime's roots reach. Nothing is freed, so what only C code knows is
// not visited but stays. false: no memory (malloc's).
bool heap_census(struct vm *vm, heap_visitor visit, void *context);
// Visits each cell of a kind with a finaliser, also those that are dead and not swept yet.
void heap_visit_finalized(const struct heap *heap, enum cell_type type, heap_visitor visit,
                          void *context);

// Called by trace functions.
void heap_mark_value(struct vm *vm, Value value);
void heap_mark_values(struct vm *vm, const Value *values, size_t count);
void heap_mark_cell(struct vm *vm, void *cell); // NULL is nothing
// During a collection, after marking: will the cell survive it? Static cells do.
bool heap_is_marked(const void *cell);

// Marks what the runtime refers to (vm/core/vm.c).
void vm_trace_roots(struct vm *vm);

#define CELL(name, trace, description) void trace(struct vm *vm, struct cell *cell);
#define CELL_FINALIZED(name, trace, finalize, description)                                         \
  void trace(struct vm *vm, struct cell *cell);                                                    \
  void finalize(struct vm *vm, struct cell *cell);
#include "vm/core/cells.def"
#undef CELL
#undef CELL_FINALIZED

#endif

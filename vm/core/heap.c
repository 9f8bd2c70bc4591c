// The collector and the slow side of allocation.
//
// Cells of up to 512 bytes live in 4 KiB pages, aligned to their size, each for one size class,
// cut from larger chunks. A page keeps one mark bit a granule. Nothing is written when a cell is
// allocated or dies: after a collection the unmarked stretches of a page *are* its free runs, and
// the allocator reads them off the bitmap as it comes to them, so a sweep costs one bit test a cell
// and touches no dead cell. That a run once filled is not used again is guaranteed by each class
// walking its pages once, forwards, between two collections. Only kinds with finalisers need to be
// looked at when they die: they have pages of their own, swept at the end of the collection, in
// which CELL_FREE marks what is not there.
//
// Larger cells are blocks of their own in a list, which keeps their mark and their size.
//
// Marking uses an explicit stack of cells that something refers to, marked or not: to look at a
// cell is likely to miss the cache, so it is fetched when it leaves the stack and looked at some
// cells later (Cher, Hosking, Vijaykumar 2004). When the stack cannot grow, cells are marked
// without being pushed, and marking repeats over all marked cells until nothing was left out: slow,
// but it needs no memory.
//
// Under AddressSanitizer what is free is poisoned, so that a pointer that the roots missed is found
// at its first use.
#include "vm/core/heap.h"

#include "vm/core/host.h"
#include "vm/profile/profile.h"

#include <assert.h>
#include <stdlib.h>

#define PAGE_GRANULES (HEAP_PAGE_BYTES / HEAP_GRANULE)
#define PAGE_WORDS (PAGE_GRANULES / 64)
#define CHUNK_LEAST_PAGES USUAL_OR_TINY(4, 2)
#define CHUNK_MOST_PAGES USUAL_OR_TINY(256, 2)
#if defined(MICA_STRESS_GC) || defined(MICA_STRESS_TINY)
#define MARK_STACK_LEAST 16
#define MARK_STACK_MOST 16
#else
#define MARK_STACK_LEAST 256      // entries
#define MARK_STACK_MOST (1 << 24) // a bound for hostile graphs; what does not fit is found again
#endif
#define LIMIT_STEPS 32       // collections on the way to the limit, about
#define MARK_STACK_KEPT 4096 // entries that stay allocated between collections
#define SLICE_VALUES USUAL_OR_TINY(128, 4)
#define PREFETCH_DISTANCE 8 // cells; a power of two

#define LIKELY(condition) __builtin_expect(!!(condition), 1)
#define UNLIKELY(condition) __builtin_expect(!!(condition), 0)

struct heap_page {
  struct heap_page *next;
  struct heap_chunk *chunk;
  uint32_t cell_bytes;
  uint32_t end; // bytes from the page's start to the end of its last cell
  uint64_t marks[PAGE_WORDS];
};
#define PAGE_FIRST_CELL ((uint32_t)sizeof(struct heap_page))

struct heap_chunk {
  struct heap_chunk *next;
  size_t bytes;
  uint32_t page_count, free_count;
};

struct heap_large {
  struct heap_large *next, *previous;
  size_t bytes; // of the cell
  bool marked;
};

typedef void (*trace_function)(struct vm *vm, struct cell *cell);

static const trace_function trace_functions[CELL_TYPE_COUNT] = {
#define CELL(name, trace, description) trace,
#define CELL_FINALIZED(name, trace, finalize, description) trace,
    NULL,
#include "vm/core/cells.def"
#undef CELL
#undef CELL_FINALIZED
};

static const trace_function finalize_functions[CELL_TYPE_COUNT] = {
#define CELL(name, trace, description) NULL,
#define CELL_FINALIZED(name, trace, finalize, description) finalize,
    NULL,
#include "vm/core/cells.def"
#undef CELL
#undef CELL_FINALIZED
};

static void poison(const void *address, size_t bytes) {
#ifdef HEAP_POISONS
  __asan_poison_memory_region(address, bytes);
#else
  (void)address;
  (void)bytes;
#endif
}

static void unpoison(const void *address, size_t bytes) {
#ifdef HEAP_POISONS
  __asan_unpoison_memory_region(address, bytes);
#else
  (void)address;
  (void)bytes;
#endif
}

// ---- The system's memory

void heap_count_system_bytes(struct heap *heap, size_t bytes) {
  heap->allocated_bytes += bytes;
  if (heap->allocated_bytes > heap->peak_bytes)
    heap->peak_bytes = heap->allocated_bytes;
}

void *heap_system_allocate(struct heap *heap, size_t bytes) {
  return heap_system_resize(heap, NULL, 0, bytes);
}

void *heap_system_resize(struct heap *heap, void *block, size_t old_bytes, size_t bytes) {
  assert(bytes > 0); // which would free it
  void *resized = allocator_resize(&heap->allocator, block, old_bytes, bytes);
  if (resized != NULL)
    heap_count_system_bytes(heap, bytes - old_bytes);
  return resized;
}

void heap_system_free(struct heap *heap, void *block, size_t bytes) {
  if (block == NULL)
    return;
  allocator_resize(&heap->allocator, block, bytes, 0);
  heap->allocated_bytes -= bytes;
}

_Noreturn void heap_panic(struct vm *vm) {
  vm->heap.out_of_memory = true;
  assert(vm->panic != NULL); // a runtime allocates only while an entry is there to be left
  __builtin_longjmp(vm->panic->words, 1);
}

static char *allocate_surely(struct vm *vm, size_t bytes) {
  char *block = heap_system_allocate(&vm->heap, bytes);
  if (block == NULL)
    heap_panic(vm);
  return block;
}

void heap_set_out_of_memory(struct vm *vm) {
  vm->heap.out_of_memory = true;
  vm_request(vm);
}

// ---- Accounting

static size_t used_bytes(const struct heap *heap) {
  return heap->live_bytes + heap->since_collection;
}

void heap_want_collection(struct vm *vm) {
  vm->heap.collection_wanted = true;
  vm_request(vm);
}

// Counts bytes handed out to the script, and asks for a collection when they are many.
static void count_handed_out(struct vm *vm, size_t bytes) {
  struct heap *heap = &vm->heap;
  heap->since_collection += bytes;
  if (heap->since_collection > heap->threshold && !heap->collection_wanted)
    heap_want_collection(vm);
}

void heap_count_foreign(struct vm *vm, size_t bytes) { count_handed_out(vm, bytes); }

// As much again as lives now, at least the floor; less when the limit is near, so that what a
// collection would free does not count against it for long, but never so little that a script
// which fills its memory collects all the time.
static void set_threshold(struct heap *heap) {
  size_t threshold = heap->live_bytes > HEAP_FLOOR_BYTES ? heap->live_bytes : HEAP_FLOOR_BYTES;
  size_t left = heap->limit > heap->live_bytes ? (heap->limit - heap->live_bytes) / 2 : 0;
  size_t least = heap->limit / LIMIT_STEPS;
  left = left > least ? left : least;
  heap->threshold = threshold < left ? threshold : left;
}

void *heap_external_allocate(struct vm *vm, size_t bytes) {
  return heap_external_resize(vm, NULL, 0, bytes);
}

void *heap_external_try(struct vm *vm, void *block, size_t old_bytes, size_t bytes) {
  void *resized = heap_system_resize(&vm->heap, block, old_bytes, bytes);
  if (resized == NULL)
    return NULL;
  vm->heap.external_bytes += bytes - old_bytes;
  if (bytes > old_bytes)
    count_handed_out(vm, bytes - old_bytes);
  return resized;
}

void *heap_external_resize(struct vm *vm, void *block, size_t old_bytes, size_t bytes) {
  void *resized = heap_external_try(vm, block, old_bytes, bytes);
  if (resized == NULL)
    heap_panic(vm);
  return resized;
}

void heap_external_free(struct vm *vm, void *block, size_t bytes) {
  if (block == NULL)
    return;
  vm->heap.external_bytes -= bytes;
  heap_system_free(&vm->heap, block, bytes);
}

// ---- Pages

static struct heap_page *page_of(const void *cell) {
  return (struct heap_page *)((uintptr_t)cell & ~(uintptr_t)(HEAP_PAGE_BYTES - 1));
}

static uint32_t granule_of(const void *cell) {
  return ((uintptr_t)cell & (HEAP_PAGE_BYTES - 1)) / HEAP_GRANULE;
}

static bool granule_is_marked(const struct heap_page *page, uint32_t granule) {
  return page->marks[granule / 64] >> (granule % 64) & 1;
}

// All pages of the chunk become free ones, the first of them aligned behind its header.
static void chunk_free_pages(struct heap *heap, struct heap_chunk *chunk) {
  char *first = (char *)page_of((char *)(chunk + 1) + HEAP_PAGE_BYTES - 1);
  chunk->free_count = chunk->page_count;
  heap->page_count += chunk->page_count;
  heap->free_page_count += chunk->page_count;
  for (size_t i = chunk->page_count; i-- > 0;) {
    struct heap_page *page = (struct heap_page *)(first + i * HEAP_PAGE_BYTES);
    page->chunk = chunk;
    page->next = heap->free_pages;
    heap->free_pages = page;
    poison(page + 1, HEAP_PAGE_BYTES - sizeof *page);
  }
}

static void chunk_new(struct vm *vm) {
  struct heap *heap = &vm->heap;
  size_t pages = heap->page_count / 2;
  pages = pages < CHUNK_LEAST_PAGES ? CHUNK_LEAST_PAGES
                                    : (pages > CHUNK_MOST_PAGES ? CHUNK_MOST_PAGES : pages);
  size_t bytes = (pages + 1) * HEAP_PAGE_BYTES;
  char *block = allocate_surely(vm, bytes);
  const char *first = (char *)page_of(block + sizeof(struct heap_chunk) + HEAP_PAGE_BYTES - 1);
  struct heap_chunk *chunk = (struct heap_chunk *)block;
  *chunk = (struct heap_chunk){.next = heap->chunks,
                               .bytes = bytes,
                               .page_count =
                                   (uint32_t)((size_t)(block + bytes - first) / HEAP_PAGE_BYTES)};
  heap->chunks = chunk;
  chunk_free_pages(heap, chunk);
}

// A cell of a finalised kind that is not there.
static void make_free(struct cell *cell, uint32_t cell_bytes) {
  cell->type = CELL_FREE;
  poison(cell + 1, cell_bytes - sizeof *cell);
}

// Makes a free page of the system the class's bump window, whole.
static void class_add_page(struct vm *vm, unsigned index, size_t cell_bytes) {
  struct heap *heap = &vm->heap;
  struct heap_class *class = &heap->classes[index];
  if (heap->free_pages == NULL)
    chunk_new(vm);
  struct heap_page *page = heap->free_pages;
  heap->free_pages = page->next;
  heap->free_page_count--;
  page->chunk->free_count--;
  page->cell_bytes = class->cell_bytes = (uint32_t)cell_bytes;
  page->end =
      PAGE_FIRST_CELL + (HEAP_PAGE_BYTES - PAGE_FIRST_CELL) / page->cell_bytes * page->cell_bytes;
  memset(page->marks, 0, sizeof page->marks);
  if (index >= HEAP_SIZE_CLASSES) // the sweep looks at the headers of all cells here
    for (uint32_t at = PAGE_FIRST_CELL; at < page->end; at += page->cell_bytes) {
      struct cell *cell = (struct cell *)((char *)page + at);
      unpoison(cell, sizeof *cell);
      make_free(cell, page->cell_bytes);
    }
  page->next = class->pages;
  class->pages = page;
  class->bump = (char *)page + PAGE_FIRST_CELL;
  class->limit = (char *)page + page->end;
}

// The first marked granule at or after `granule`, or the number of granules.
static uint32_t next_marked(const struct heap_page *page, uint32_t granule) {
  uint32_t word = granule / 64;
  uint64_t bits = page->marks[word] & ~0ull << (granule % 64);
  while (bits == 0) {
    if (++word == PAGE_WORDS)
      return PAGE_GRANULES;
    bits = page->marks[word];
  }
  return word * 64 + (uint32_t)__builtin_ctzll(bits);
}

// Makes the next free run of the class's pages its bump window. false: there is none.
static bool class_next_run(struct heap_class *class) {
  for (; class->page != NULL; class->page = class->page->next, class->cursor = PAGE_FIRST_CELL) {
    struct heap_page *page = class->page;
    uint32_t start = class->cursor, end = page->end;
    while (start < end && granule_is_marked(page, start / HEAP_GRANULE))
      start += page->cell_bytes;
    if (start >= end)
      continue;
    uint32_t stop = next_marked(page, start / HEAP_GRANULE) * HEAP_GRANULE;
    stop = stop < end ? stop : end;
    class->bump = (char *)page + start;
    class->limit = (char *)page + stop;
    class->cursor = stop;
    return true;
  }
  return false;
}

// ---- Large cells

static struct cell *large_cell(struct heap_large *large) { return (struct cell *)(large + 1); }
static struct heap_large *large_of(const struct cell *cell) {
  return (struct heap_large *)(uintptr_t)cell - 1;
}

// Puts a new or moved block where its neighbours find it.
static void large_link(struct heap *heap, struct heap_large *large) {
  if (large->previous != NULL)
    large->previous->next = large;
  else
    heap->large = large;
  if (large->next != NULL)
    large->next->previous = large;
}

static void large_unlink(struct heap *heap, struct heap_large *large) {
  if (large->previous != NULL)
    large->previous->next = large->next;
  else
    heap->large = large->next;
  if (large->next != NULL)
    large->next->previous = large->previous;
}

static struct cell *large_new(struct vm *vm, size_t bytes, enum cell_type type) {
  struct heap *heap = &vm->heap;
  struct heap_large *large = heap_system_allocate(heap, sizeof *large + bytes);
  if (large == NULL)
    return NULL;
  *large = (struct heap_large){.next = heap->large, .bytes = bytes};
  large_link(heap, large);
  count_handed_out(vm, bytes);
  struct cell *cell = large_cell(large);
  *cell = (struct cell){.type = (uint8_t)type, .large = true};
  if (UNLIKELY(profile_counts_cells(vm)))
    memory_count_cell(vm, cell, bytes);
  return cell;
}

static void large_free(struct heap *heap, struct heap_large *large) {
  large_unlink(heap, large);
  heap_system_free(heap, large, sizeof *large + large->bytes);
}

// Would `bytes` more exceed the limit? Then a collection may make room for the next attempt.
static bool refuses(struct vm *vm, size_t bytes) {
  const struct heap *heap = &vm->heap;
  if (used_bytes(heap) <= heap->limit && bytes <= heap->limit - used_bytes(heap))
    return false;
  heap_want_collection(vm);
  return true;
}

// ---- Allocation

// Makes the next free run, or a free page, the class's bump window.
static void class_next_window(struct vm *vm, unsigned index, size_t bytes) {
  struct heap_class *class = &vm->heap.classes[index];
  if (!class_next_run(class))
    class_add_page(vm, index, heap_cell_bytes(bytes));
  count_handed_out(vm, (size_t)(class->limit - class->bump));
}

// While a profile counts them, cells are handed out one at a time, each by the slow side.
static void *allocate_counted(struct vm *vm, unsigned index, size_t bytes, enum cell_type type) {
  struct profile_memory *memory = &vm->profile->memory;
  struct heap_class *class = &vm->heap.classes[index];
  if (!memory_next_cell(memory, class, index)) {
    class_next_window(vm, index, bytes);
    memory_cut_run(memory, class, index);
  }
  void *cell = heap_allocate_inline(vm, bytes, type);
  memory_count_cell(vm, cell, class->cell_bytes);
  return cell;
}

void *heap_allocate_slow(struct vm *vm, size_t bytes, enum cell_type type) {
  if (bytes > HEAP_LARGEST_SMALL) {
    struct cell *cell = large_new(vm, bytes, type);
    if (cell == NULL)
      heap_panic(vm);
    return cell;
  }
  unsigned index = heap_class_index(bytes, type);
  if (UNLIKELY(profile_counts_cells(vm)))
    return allocate_counted(vm, index, bytes, type);
  class_next_window(vm, index, bytes);
  return heap_allocate(vm, bytes, type);
}

void *heap_allocate_large(struct vm *vm, size_t bytes, enum cell_type type) {
  if (bytes <= HEAP_LARGEST_SMALL)
    return heap_allocate(vm, bytes, type);
  return bytes > SIZE_MAX / 2 || refuses(vm, bytes) ? NULL : large_new(vm, bytes, type);
}

uint32_t heap_values_round(uint32_t capacity) {
  size_t bytes = sizeof(struct values) + capacity * sizeof(Value);
  if (USUAL_OR_TINY(bytes > HEAP_LARGEST_SMALL, true))
    return capacity;
  return (uint32_t)((heap_cell_bytes(bytes) - sizeof(struct values)) / sizeof(Value));
}

// The storage `cell`, large, with another capacity; NULL when refused.
static struct values *values_resize_large(struct vm *vm, struct values *values, size_t bytes) {
  struct heap *heap = &vm->heap;
  struct heap_large *large = large_of(&values->cell);
  size_t old_bytes = large->bytes;
  const struct cell *before = &values->cell;
  if (bytes > old_bytes && refuses(vm, bytes - old_bytes))
    return NULL;
  large = heap_system_resize(heap, large, sizeof *large + old_bytes, sizeof *large + bytes);
  if (large == NULL)
    return NULL;
  large->bytes = bytes;
  large_link(heap, large);
  if (bytes > old_bytes)
    count_handed_out(vm, bytes - old_bytes);
  if (UNLIKELY(profile_counts_cells(vm)))
    memory_cell_moved(vm, before, large_cell(large), bytes);
  return (struct values *)large_cell(large);
}

void heap_discard(struct vm *vm, struct cell *cell) {
  if (!cell->large)
    return;
  if (UNLIKELY(profile_counts_cells(vm)))
    memory_cell_discarded(vm, cell);
  large_free(&vm->heap, large_of(cell));
}

Value *heap_values_new(struct vm *vm, uint32_t capacity) {
  size_t bytes = sizeof(struct values) + (size_t)capacity * sizeof(Value);
  struct values *values = heap_allocate_large(vm, bytes, CELL_VALUES);
  if (values == NULL)
    return NULL;
  values->cell.extra = capacity;
  return values->values;
}

Value *heap_values_resize(struct vm *vm, Value *old, uint32_t kept, uint32_t capacity) {
  size_t bytes = sizeof(struct values) + (size_t)capacity * sizeof(Value);
  struct values *values = old == NULL ? NULL : heap_values_cell(old);
  if (values != NULL && values->cell.large && bytes > HEAP_LARGEST_SMALL) {
    values = values_resize_large(vm, values, bytes);
    if (values == NULL)
      return NULL;
  } else {
    struct values *resized = heap_allocate_large(vm, bytes, CELL_VALUES);
    if (resized == NULL)
      return NULL;
    if (kept > 0)
      memcpy(resized->values, old, kept * sizeof(Value));
    if (values != NULL)
      heap_discard(vm, &values->cell);
    values = resized;
  }
  values->cell.extra = capacity;
  for (uint32_t i = kept; i < capacity; i++)
    values->values[i] = VALUE_HOLE;
  return values->values;
}

// ---- Marking

static bool grow_mark_stack(struct heap *heap) {
  size_t capacity = heap->mark_capacity == 0 ? MARK_STACK_LEAST : 2 * heap->mark_capacity;
  if (capacity > heap->mark_most)
    return false;
  struct cell **stack = heap_system_resize(
      heap, heap->mark_stack, heap->mark_capacity * sizeof *stack, capacity * sizeof *stack);
  if (stack == NULL)
    return false;
  heap->mark_stack = stack;
  heap->mark_capacity = capacity;
  return true;
}

// Sets the cell's mark; false when it was set, or is no concern of the collector's.
static inline bool set_mark(struct cell *cell) {
  if (UNLIKELY(cell->flags & CELL_FLAG_STATIC))
    return false;
  if (UNLIKELY(cell->large)) {
    struct heap_large *large = large_of(cell);
    if (large->marked)
      return false;
    large->marked = true;
    return true;
  }
  uint32_t granule = granule_of(cell);
  uint64_t *word = &page_of(cell)->marks[granule / 64], bit = 1ull << (granule % 64);
  if (*word & bit)
    return false;
  *word |= bit;
  return true;
}

static inline void push(struct heap *heap, struct cell *cell) {
  if (UNLIKELY(heap->mark_count == heap->mark_capacity) && !grow_mark_stack(heap)) {
    heap->mark_overflow |= set_mark(cell);
    return;
  }
  heap->mark_stack[heap->mark_count++] = cell;
}

static inline void push_values(struct heap *heap, const Value *values, size_t count) {
  for (size_t i = 0; i < count; i++)
    if (value_is_cell(values[i]))
      push(heap, value_pointer(values[i]));
}

void heap_mark_cell(struct vm *vm, void *cell) {
  if (cell != NULL)
    push(&vm->heap, cell);
}

void heap_mark_value(struct vm *vm, Value value) {
  if (value_is_cell(value))
    push(&vm->heap, value_pointer(value));
}

void heap_mark_values(struct vm *vm, const Value *values, size_t count) {
  push_values(&vm->heap, values, count);
}

// Of long storage a slice is pushed at a time, or the stack would get as long. Under the slice
// stand the storage, its address made odd, and where to go on.
static void trace_slice(struct heap *heap, struct values *storage, uint32_t start) {
  uint32_t left = storage->cell.extra - start;
  if (left > SLICE_VALUES && heap->mark_count + 2 <= heap->mark_capacity) {
    left = SLICE_VALUES;
    heap->mark_stack[heap->mark_count++] = (struct cell *)(uintptr_t)(start + SLICE_VALUES);
    heap->mark_stack[heap->mark_count++] = (struct cell *)((uintptr_t)storage | 1);
  }
  push_values(heap, storage->values + start, left);
}

void values_trace(struct vm *vm, struct cell *cell) {
  trace_slice(&vm->heap, (struct values *)cell, 0);
}

bool heap_is_marked(const void *pointer) {
  const struct cell *cell = pointer;
  if (cell->flags & CELL_FLAG_STATIC)
    return true;
  if (cell->large)
    return large_of(cell)->marked;
  return granule_is_marked(page_of(cell), granule_of(cell));
}

static inline void trace(struct vm *vm, struct cell *cell) {
  if (cell->type == CELL_OBJECT && cell->kind == CLASS_OBJECT &&
      !(cell->flags & OBJECT_FLAG_EXTERNAL_SLOTS)) {
    const struct object *object = (const struct object *)cell;
    push_values(&vm->heap, object->slots, object->shape->count);
    if (!heap_is_marked(object->shape))
      push(&vm->heap, &object->shape->cell);
  } else {
    trace_functions[cell->type](vm, cell);
  }
}

// The next cell to look at; NULL: none is left on the stack.
static inline struct cell *pop(struct heap *heap) {
  while (heap->mark_count > 0) {
    struct cell *cell = heap->mark_stack[--heap->mark_count];
    if (LIKELY(!((uintptr_t)cell & 1)))
      return cell;
    uint32_t start = (uint32_t)(uintptr_t)heap->mark_stack[--heap->mark_count];
    trace_slice(heap, (struct values *)((uintptr_t)cell & ~(uintptr_t)1), start);
  }
  return NULL;
}

// Ends with the turn that neither finds a cell on the stack nor has one coming: that may have been
// traced only a turn before, and have pushed.
static void drain_mark_stack(struct vm *vm) {
  struct heap *heap = &vm->heap;
  struct cell *coming[PREFETCH_DISTANCE] = {NULL};
  for (unsigned turn = 0, idle = 0; idle <= PREFETCH_DISTANCE; turn++) {
    struct cell *cell = coming[turn % PREFETCH_DISTANCE];
    struct cell *next = coming[turn % PREFETCH_DISTANCE] = pop(heap);
    idle = next == NULL ? idle + 1 : 0;
    __builtin_prefetch(next);
    if (cell != NULL && set_mark(cell))
      trace(vm, cell);
  }
}

typedef void (*cell_visitor)(struct vm *vm, struct cell *cell);

// Visits the marked cells of one class.
static void visit_marked_in_class(struct vm *vm, struct heap_class *class, cell_visitor visit) {
  for (struct heap_page *page = class->pages; page != NULL; page = page->next)
    for (uint32_t granule = next_marked(page, 0); granule < PAGE_GRANULES;
         granule = granule + 1 < PAGE_GRANULES ? next_marked(page, granule + 1) : PAGE_GRANULES)
      visit(vm, (struct cell *)((char *)page + granule * HEAP_GRANULE));
}

static void trace_again(struct vm *vm, struct cell *cell) {
  trace_functions[cell->type](vm, cell);
  drain_mark_stack(vm);
}

// Every marked cell is traced again, until no cell was marked without being pushed.
static void mark_what_overflowed(struct vm *vm) {
  struct heap *heap = &vm->heap;
  while (heap->mark_overflow) {
    heap->mark_overflow = false;
    for (unsigned i = 0; i < 2 * HEAP_SIZE_CLASSES; i++)
      visit_marked_in_class(vm, &heap->classes[i], trace_again);
    for (struct heap_large *large = heap->large; large != NULL; large = large->next)
      if (large->marked)
        trace_again(vm, large_cell(large));
  }
}

static void clear_marks(struct heap *heap) {
  for (unsigned i = 0; i < 2 * HEAP_SIZE_CLASSES; i++)
    for (struct heap_page *page = heap->classes[i].pages; page != NULL; page = page->next)
      memset(page->marks, 0, sizeof page->marks);
}

static void mark(struct vm *vm) {
  struct heap *heap = &vm->heap;
  clear_marks(heap);
  vm_trace_roots(vm);
  drain_mark_stack(vm);
  mark_what_overflowed(vm);
  if (heap->mark_capacity > MARK_STACK_KEPT) {
    heap_system_free(heap, heap->mark_stack, heap->mark_capacity * sizeof *heap->mark_stack);
    heap->mark_stack = NULL;
    heap->mark_capacity = 0;
  }
}

// ---- Sweeping

static void finalize(struct vm *vm, struct cell *cell) {
  if (finalize_functions[cell->type] != NULL)
    finalize_functions[cell->type](vm, cell);
}

// Finalises the unmarked cells of a page.
static void page_finalize(struct vm *vm, struct heap_page *page) {
  for (uint32_t at = PAGE_FIRST_CELL; at < page->end; at += page->cell_bytes) {
    struct cell *cell = (struct cell *)((char *)page + at);
    if (granule_is_marked(page, at / HEAP_GRANULE) || cell->type == CELL_FREE)
      continue;
    finalize(vm, cell);
    make_free(cell, page->cell_bytes);
  }
}

static uint32_t page_marked_cells(const struct heap_page *page) {
  uint32_t count = 0;
  for (unsigned i = 0; i < PAGE_WORDS; i++)
    count += (uint32_t)__builtin_popcountll(page->marks[i]);
  return count;
}

static void page_poison_free(const struct heap_page *page) {
#ifdef HEAP_POISONS
  for (uint32_t at = PAGE_FIRST_CELL; at < page->end; at += page->cell_bytes)
    if (!granule_is_marked(page, at / HEAP_GRANULE))
      poison((const char *)page + at, page->cell_bytes);
#else
  (void)page;
#endif
}

// Empty pages leave the class; the search for free runs begins anew. Returns the bytes that live.
static size_t class_sweep(struct vm *vm, unsigned index) {
  struct heap *heap = &vm->heap;
  struct heap_class *class = &heap->classes[index];
  size_t live = 0;
  struct heap_page **link = &class->pages;
  while (*link != NULL) {
    struct heap_page *page = *link;
    if (index >= HEAP_SIZE_CLASSES)
      page_finalize(vm, page);
    else
      page_poison_free(page);
    uint32_t cells = page_marked_cells(page);
    live += (size_t)cells * page->cell_bytes;
    if (cells > 0) {
      link = &page->next;
      continue;
    }
    *link = page->next;
    page->next = heap->free_pages;
    heap->free_pages = page;
    heap->free_page_count++;
    page->chunk->free_count++;
    poison(page + 1, HEAP_PAGE_BYTES - sizeof *page);
  }
  class->bump = class->limit = NULL;
  class->page = class->pages;
  class->cursor = PAGE_FIRST_CELL;
  return live;
}

static size_t large_sweep(struct vm *vm) {
  struct heap *heap = &vm->heap;
  size_t live = 0;
  for (struct heap_large *large = heap->large, *next; large != NULL; large = next) {
    next = large->next;
    if (large->marked) {
      large->marked = false;
      live += large->bytes;
      continue;
    }
    finalize(vm, large_cell(large));
    large_free(heap, large);
  }
  return live;
}

static void free_chunk(struct heap *heap, struct heap_chunk *chunk) {
  unpoison(chunk, chunk->bytes);
  heap_system_free(heap, chunk, chunk->bytes);
}

static void forget_free_pages(struct heap *heap, const struct heap_chunk *chunk) {
  for (struct heap_page **link = &heap->free_pages; *link != NULL;) {
    if ((*link)->chunk == chunk)
      *link = (*link)->next;
    else
      link = &(*link)->next;
  }
  heap->page_count -= chunk->page_count;
  heap->free_page_count -= chunk->page_count;
}

// Gives chunks without a used page back, as long as the pages that are left can hold what may be
// handed out before the next collection.
static void release_chunks(struct heap *heap) {
  size_t kept = heap->threshold / HEAP_PAGE_BYTES + 1;
  for (struct heap_chunk **link = &heap->chunks; *link != NULL;) {
    struct heap_chunk *chunk = *link;
    if (chunk->free_count < chunk->page_count || heap->free_page_count < kept + chunk->page_count) {
      link = &chunk->next;
      continue;
    }
    *link = chunk->next;
    forget_free_pages(heap, chunk);
    free_chunk(heap, chunk);
  }
}

// Pages in use and large cells: what the limit bounds beside the cells themselves, since pages with
// a single cell each would pass it by far.
static size_t held_bytes(const struct heap *heap) {
  return (heap->page_count - heap->free_page_count) * HEAP_PAGE_BYTES + heap->external_bytes;
}

static void collect(struct vm *vm, bool is_profiled) {
  struct heap *heap = &vm->heap;
  mark(vm);
  if (is_profiled)
    memory_collection_marked(vm);
  atom_table_sweep(vm);
  host_sweep_blocks(vm);
  visit_marked_in_class(vm, &heap->classes[heap_class_index(sizeof(struct shape), CELL_SHAPE)],
                        shape_sweep_transitions);
  size_t live = large_sweep(vm), large_live = live;
  for (unsigned i = 0; i < 2 * HEAP_SIZE_CLASSES; i++)
    live += class_sweep(vm, i);
  host_end_dead_blocks(vm);
  heap->live_bytes = live + heap->external_bytes;
  heap->since_collection = 0;
  heap->collections++;
  heap->collection_wanted = false;
  set_threshold(heap);
  release_chunks(heap);
  if (heap->live_bytes > heap->limit || (held_bytes(heap) + large_live) / 2 > heap->limit)
    heap_set_out_of_memory(vm);
}

void heap_collect(struct vm *vm) {
  bool is_profiled = profile_counts_cells(vm);
  if (is_profiled)
    memory_collection_begins(vm);
  collect(vm, is_profiled);
  if (is_profiled)
    memory_collection_ends(vm);
}

void heap_safepoint(struct vm *vm) {
  if (vm->heap.collection_wanted)
    heap_collect(vm);
}

// ---- Looking at what is there

static size_t count_used_pages(const struct heap *heap) {
  size_t count = 0;
  for (unsigned i = 0; i < 2 * HEAP_SIZE_CLASSES; i++)
    for (const struct heap_page *page = heap->classes[i].pages; page != NULL; page = page->next)
      count++;
  return count;
}

// The mark bits of all pages, class by class, copied to `copy` or back from there.
static void copy_marks(const struct heap *heap, uint64_t (*copy)[PAGE_WORDS], bool back) {
  for (unsigned i = 0; i < 2 * HEAP_SIZE_CLASSES; i++)
    for (struct heap_page *page = heap->classes[i].pages; page != NULL; page = page->next, copy++)
      memcpy(back ? page->marks : *copy, back ? *copy : page->marks, sizeof page->marks);
}

static void visit_marked(struct vm *vm, heap_visitor visit, void *context) {
  struct heap *heap = &vm->heap;
  for (unsigned i = 0; i < 2 * HEAP_SIZE_CLASSES; i++)
    for (struct heap_page *page = heap->classes[i].pages; page != NULL; page = page->next)
      for (uint32_t at = PAGE_FIRST_CELL; at < page->end; at += page->cell_bytes)
        if (granule_is_marked(page, at / HEAP_GRANULE))
          visit(context, (struct cell *)((char *)page + at), page->cell_bytes);
  for (struct heap_large *large = heap->large; large != NULL; large = large->next)
    if (large->marked)
      visit(context, large_cell(large), large->bytes);
}

// A page's mark bits say where its free runs are, so they are put back as they were.
bool heap_census(struct vm *vm, heap_visitor visit, void *context) {
  struct heap *heap = &vm->heap;
  uint64_t(*marks)[PAGE_WORDS] = malloc((count_used_pages(heap) + 1) * sizeof *marks);
  if (marks == NULL)
    return false;
  copy_marks(heap, marks, false);
  mark(vm);
  visit_marked(vm, visit, context);
  copy_marks(heap, marks, true);
  for (struct heap_large *large = heap->large; large != NULL; large = large->next)
    large->marked = false;
  free(marks);
  return true;
}

void heap_visit_finalized(const struct heap *heap, enum cell_type type, heap_visitor visit,
                          void *context) {
  for (unsigned i = HEAP_SIZE_CLASSES; i < 2 * HEAP_SIZE_CLASSES; i++)
    for (struct heap_page *page = heap->classes[i].pages; page != NULL; page = page->next)
      for (uint32_t at = PAGE_FIRST_CELL; at < page->end; at += page->cell_bytes) {
        const struct cell *cell = (struct cell *)((char *)page + at);
        if (cell->type == type)
          visit(context, cell, page->cell_bytes);
      }
  for (struct heap_large *large = heap->large; large != NULL; large = large->next)
    if (large_cell(large)->type == type)
      visit(context, large_cell(large), large->bytes);
}

// ---- Life

void heap_initialize(struct heap *heap, size_t limit, const mica_allocator *allocator) {
  heap->allocator = *allocator;
  heap->limit = limit == 0 ? SIZE_MAX : limit;
  heap->mark_most = MARK_STACK_MOST;
  set_threshold(heap);
}

// Finalises all cells, and frees those that are blocks of their own.
static void finalize_all(struct vm *vm, struct heap *heap) {
  clear_marks(heap);
  for (unsigned i = HEAP_SIZE_CLASSES; i < 2 * HEAP_SIZE_CLASSES; i++)
    for (struct heap_page *page = heap->classes[i].pages; page != NULL; page = page->next)
      page_finalize(vm, page);
  for (struct heap_large *large = heap->large; large != NULL; large = large->next)
    large->marked = false;
  large_sweep(vm);
}

void heap_destroy(struct vm *vm, struct heap *heap) {
  finalize_all(vm, heap);
  while (heap->chunks != NULL) {
    struct heap_chunk *chunk = heap->chunks;
    heap->chunks = chunk->next;
    free_chunk(heap, chunk);
  }
  heap_system_free(heap, heap->mark_stack, heap->mark_capacity * sizeof *heap->mark_stack);
  atom_table_destroy(vm);
}

// ---- Use by another

#define KEPT_BYTES ((size_t)128 << 10) // of chunks

// The last chunks of the list, which are the oldest and smallest, as far as they are few.
static struct heap_chunk *chunks_to_keep(struct heap_chunk *chunk) {
  size_t bytes = 0;
  for (const struct heap_chunk *at = chunk; at != NULL; at = at->next)
    bytes += at->bytes;
  for (; chunk != NULL && bytes > KEPT_BYTES; chunk = chunk->next)
    bytes -= chunk->bytes;
  return chunk;
}

void heap_reset(struct vm *vm, struct heap *heap) {
  finalize_all(vm, heap);
  heap_system_free(heap, heap->mark_stack, heap->mark_capacity * sizeof *heap->mark_stack);
  atom_table_destroy(vm);
  struct heap_chunk *kept = chunks_to_keep(heap->chunks);
  while (heap->chunks != kept) {
    struct heap_chunk *chunk = heap->chunks;
    heap->chunks = chunk->next;
    free_chunk(heap, chunk);
  }
  size_t bytes = heap->allocated_bytes;
  *heap = (struct heap){.chunks = kept, .allocated_bytes = bytes, .peak_bytes = bytes};
  for (struct heap_chunk *chunk = kept; chunk != NULL; chunk = chunk->next)
    chunk_free_pages(heap, chunk);
}

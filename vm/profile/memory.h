// What a profile counts of allocation and collection.
//
// While it does, the heap's windows are one cell long, so that every allocation, also of the
// interpreter's handlers, comes to the allocator's slow side, which counts it. Each counted cell
// stands in a table with the site that made it, until a collection finds it dead.
#ifndef MICA_PROFILE_MEMORY_H
#define MICA_PROFILE_MEMORY_H

#include "vm/core/vm.h"

#define PAUSE_BUCKETS 24 // of 1 us and less, then of twice as much each

struct memory_count {
  uint64_t count, bytes;
};

// An instruction that allocated: a word of a function, or the host (NO_ROW).
struct memory_site {
  uint32_t function, word;
  struct memory_count allocated, freed, live; // live: as of the last census
};

struct memory_cell {
  const struct cell *cell; // NULL: the slot is empty
  uint32_t site;
  uint32_t bytes;
};

struct profile_memory {
  struct memory_count allocated, freed;
  struct memory_count types[CELL_TYPE_COUNT]; // allocated
  struct memory_count live[CELL_TYPE_COUNT];  // as of the last census, whoever made them
  char *run_ends[2 * HEAP_SIZE_CLASSES];      // of the windows that were cut short; NULL: none
  struct memory_site *sites;
  uint32_t site_count, site_capacity;
  uint32_t *site_slots; // number + 1; 0: empty
  uint32_t site_slot_count;
  struct memory_cell *cells; // open addressing over addresses
  uint32_t cell_slot_count, cell_count;
  uint64_t collections, pause_start, pauses, longest_pause;
  uint64_t pause_buckets[PAUSE_BUCKETS];
  size_t peak_used; // cells and their blocks, at the ends of collections' intervals
};

// Cuts the heap's windows, and makes them whole again.
void memory_start(struct vm *vm);
void memory_stop(struct vm *vm);
void memory_free(struct profile_memory *memory);

// What the heap calls while the section is on.
static inline bool memory_next_cell(struct profile_memory *memory, struct heap_class *class,
                                    unsigned index) {
  if (memory->run_ends[index] == NULL || class->limit == memory->run_ends[index])
    return false;
  class->limit += class->cell_bytes;
  return true;
}
static inline void memory_cut_run(struct profile_memory *memory, struct heap_class *class,
                                  unsigned index) {
  memory->run_ends[index] = class->limit;
  class->limit = class->bump + class->cell_bytes;
}
void memory_count_cell(struct vm *vm, const struct cell *cell, size_t bytes);
// A large cell was given another size, and perhaps another place.
void memory_cell_moved(struct vm *vm, const struct cell *before, const struct cell *cell,
                       size_t bytes);
void memory_cell_discarded(struct vm *vm, const struct cell *cell);
// A collection begins; has marked; has ended.
void memory_collection_begins(struct vm *vm);
void memory_collection_marked(struct vm *vm);
void memory_collection_ends(struct vm *vm);

// Counts what lives now, by kind and by site. Frees nothing.
void memory_census(struct vm *vm);

#endif

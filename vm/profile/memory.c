// Allocations by site, and what became of them.
#include "vm/profile/memory.h"

#include <stdlib.h>

#include "vm/profile/profile.h"

// ---- Sites

static uint32_t hash_site(uint32_t function, uint32_t word) {
  uint64_t hash = ((uint64_t)function << 32 | word) * 0x9E3779B97F4A7C15u;
  return (uint32_t)(hash >> 32);
}

static uint32_t *site_slot(const struct profile_memory *memory, uint32_t function, uint32_t word) {
  uint32_t slot = hash_site(function, word) & (memory->site_slot_count - 1);
  for (;; slot = (slot + 1) & (memory->site_slot_count - 1)) {
    uint32_t *entry = &memory->site_slots[slot];
    const struct memory_site *site = &memory->sites[*entry - 1];
    if (*entry == 0 || (site->function == function && site->word == word))
      return entry;
  }
}

static bool widen_sites(struct profile_memory *memory) {
  uint32_t count = memory->site_slot_count == 0 ? 64 : 2 * memory->site_slot_count;
  uint32_t *slots = calloc(count, sizeof *slots);
  if (slots == NULL)
    return false;
  free(memory->site_slots);
  memory->site_slots = slots;
  memory->site_slot_count = count;
  for (uint32_t at = 0; at < memory->site_count; at++)
    *site_slot(memory, memory->sites[at].function, memory->sites[at].word) = at + 1;
  return true;
}

// NO_ROW: no memory.
static uint32_t site_row(struct profile_memory *memory, uint32_t function, uint32_t word) {
  if (2 * memory->site_count >= memory->site_slot_count && !widen_sites(memory))
    return NO_ROW;
  uint32_t *entry = site_slot(memory, function, word);
  if (*entry != 0)
    return *entry - 1;
  if (!profile_grow((void **)&memory->sites, &memory->site_capacity, memory->site_count,
                    sizeof *memory->sites))
    return NO_ROW;
  memory->sites[memory->site_count++] = (struct memory_site){.function = function, .word = word};
  return (*entry = memory->site_count) - 1;
}

// Where script stands.
static uint32_t site_of_now(struct vm *vm) {
  struct profile *profile = vm->profile;
  if (vm->entry == NULL || vm->base == NULL)
    return site_row(&profile->memory, NO_ROW, 0);
  const struct code *code = frame_code(vm->base);
  uint32_t function = profile_function_row(profile, code->template, code->program);
  return site_row(&profile->memory, function, (uint32_t)(vm->pc - code->words));
}

// ---- Cells

static struct memory_cell *cell_slot(const struct profile_memory *memory, const struct cell *cell) {
  uint64_t hash = (uint64_t)(uintptr_t)cell * 0x9E3779B97F4A7C15u;
  uint32_t slot = (uint32_t)(hash >> 32) & (memory->cell_slot_count - 1);
  while (memory->cells[slot].cell != NULL && memory->cells[slot].cell != cell)
    slot = (slot + 1) & (memory->cell_slot_count - 1);
  return &memory->cells[slot];
}

// Puts the cells, or those of them that are marked, into a table with room for as many again.
// false: there is no memory, and nothing has changed.
static bool rebuild_cells(struct profile_memory *memory, bool only_marked) {
  uint32_t staying = 0;
  for (uint32_t at = 0; at < memory->cell_slot_count; at++)
    staying +=
        memory->cells[at].cell != NULL && (!only_marked || heap_is_marked(memory->cells[at].cell));
  uint32_t slot_count = 1024;
  while (slot_count < 4 * (uint64_t)staying)
    slot_count *= 2;
  struct profile_memory before = *memory;
  struct memory_cell *cells = calloc(slot_count, sizeof *cells);
  if (cells == NULL)
    return false;
  memory->cells = cells;
  memory->cell_slot_count = slot_count;
  memory->cell_count = staying;
  for (uint32_t at = 0; at < before.cell_slot_count; at++) {
    const struct memory_cell *entry = &before.cells[at];
    if (entry->cell != NULL && (!only_marked || heap_is_marked(entry->cell)))
      *cell_slot(memory, entry->cell) = *entry;
  }
  free(before.cells);
  return true;
}

static void count(struct memory_count *count, size_t bytes) {
  count->count++;
  count->bytes += bytes;
}

static void count_freed(struct profile_memory *memory, const struct memory_cell *entry) {
  count(&memory->freed, entry->bytes);
  count(&memory->sites[entry->site].freed, entry->bytes);
}

static void put(struct profile *profile, const struct cell *cell, uint32_t site, size_t bytes) {
  struct profile_memory *memory = &profile->memory;
  if (2 * memory->cell_count >= memory->cell_slot_count && !rebuild_cells(memory, false)) {
    profile->is_incomplete = true;
    return;
  }
  struct memory_cell *entry = cell_slot(memory, cell);
  memory->cell_count += entry->cell == NULL;
  *entry = (struct memory_cell){cell, site, (uint32_t)bytes};
}

void memory_count_cell(struct vm *vm, const struct cell *cell, size_t bytes) {
  struct profile *profile = vm->profile;
  struct profile_memory *memory = &profile->memory;
  uint32_t site = site_of_now(vm), row = profile_running_function(profile, vm);
  count(&memory->allocated, bytes);
  count(&memory->types[cell->type], bytes);
  if (row != NO_ROW) {
    profile->functions[row].allocations++;
    profile->functions[row].allocated_bytes += bytes;
  }
  if (site == NO_ROW) {
    profile->is_incomplete = true;
    return;
  }
  count(&memory->sites[site].allocated, bytes);
  put(profile, cell, site, bytes);
}

// Deletes by moving back what the gap would hide (Knuth 6.4, algorithm R).
static void take_out(struct profile_memory *memory, struct memory_cell *gap) {
  uint32_t mask = memory->cell_slot_count - 1;
  memory->cell_count--;
  *gap = (struct memory_cell){.cell = NULL};
  for (uint32_t at = ((uint32_t)(gap - memory->cells) + 1) & mask; memory->cells[at].cell != NULL;
       at = (at + 1) & mask) {
    struct memory_cell entry = memory->cells[at];
    memory->cells[at].cell = NULL;
    *cell_slot(memory, entry.cell) = entry;
  }
}

static struct memory_cell *find(struct profile_memory *memory, const struct cell *cell) {
  struct memory_cell *entry = memory->cell_slot_count > 0 ? cell_slot(memory, cell) : NULL;
  return entry != NULL && entry->cell != NULL ? entry : NULL;
}

void memory_cell_moved(struct vm *vm, const struct cell *before, const struct cell *cell,
                       size_t bytes) {
  memory_cell_discarded(vm, before);
  memory_count_cell(vm, cell, bytes);
}

void memory_cell_discarded(struct vm *vm, const struct cell *cell) {
  struct profile_memory *memory = &vm->profile->memory;
  struct memory_cell *entry = find(memory, cell);
  if (entry == NULL)
    return;
  count_freed(memory, entry);
  take_out(memory, entry);
}

// ---- Collections

static void note_use(const struct vm *vm) {
  struct profile_memory *memory = &vm->profiler->memory;
  size_t used = vm->heap.live_bytes + vm->heap.since_collection;
  if (used > memory->peak_used)
    memory->peak_used = used;
}

void memory_collection_begins(struct vm *vm) {
  note_use(vm);
  vm->profile->memory.pause_start = profile_nanoseconds();
}

void memory_collection_marked(struct vm *vm) {
  struct profile_memory *memory = &vm->profile->memory;
  uint64_t start = profile_nanoseconds();
  for (uint32_t at = 0; at < memory->cell_slot_count; at++)
    if (memory->cells[at].cell != NULL && !heap_is_marked(memory->cells[at].cell))
      count_freed(memory, &memory->cells[at]);
  if (memory->cell_count > 0 && !rebuild_cells(memory, true)) {
    memset(memory->cells, 0, memory->cell_slot_count * sizeof *memory->cells);
    memory->cell_count = 0;
    vm->profile->is_incomplete = true;
  }
  memory->pause_start += profile_nanoseconds() - start; // the profile's own work is no pause
}

void memory_collection_ends(struct vm *vm) {
  struct profile_memory *memory = &vm->profile->memory;
  uint64_t pause = profile_nanoseconds() - memory->pause_start;
  unsigned bucket = 0;
  while (bucket + 1 < PAUSE_BUCKETS && pause > 1000ull << bucket)
    bucket++;
  memory->pause_buckets[bucket]++;
  memory->collections++;
  memory->pauses += pause;
  if (pause > memory->longest_pause)
    memory->longest_pause = pause;
  memset(memory->run_ends, 0, sizeof memory->run_ends); // the windows are gone
}

static void count_live(void *context, const struct cell *cell, size_t bytes) {
  struct profile_memory *memory = context;
  const struct memory_cell *entry = find(memory, cell);
  count(&memory->live[cell->type], bytes);
  if (entry != NULL)
    count(&memory->sites[entry->site].live, bytes);
}

void memory_census(struct vm *vm) {
  struct profile *profile = vm->profiler;
  struct profile_memory *memory = &profile->memory;
  note_use(vm);
  memset(memory->live, 0, sizeof memory->live);
  for (uint32_t at = 0; at < memory->site_count; at++)
    memory->sites[at].live = (struct memory_count){0};
  if (!heap_census(vm, count_live, memory))
    profile->is_incomplete = true;
}

// ---- Life

void memory_start(struct vm *vm) {
  struct profile_memory *memory = &vm->profile->memory;
  for (unsigned at = 0; at < 2 * HEAP_SIZE_CLASSES; at++) {
    struct heap_class *class = &vm->heap.classes[at];
    memory->run_ends[at] = class->limit;
    class->limit = class->bump;
  }
}

void memory_stop(struct vm *vm) {
  struct profile_memory *memory = &vm->profile->memory;
  for (unsigned at = 0; at < 2 * HEAP_SIZE_CLASSES; at++)
    if (memory->run_ends[at] != NULL)
      vm->heap.classes[at].limit = memory->run_ends[at];
  memset(memory->run_ends, 0, sizeof memory->run_ends);
}

void memory_free(struct profile_memory *memory) {
  free(memory->sites);
  free(memory->site_slots);
  free(memory->cells);
}

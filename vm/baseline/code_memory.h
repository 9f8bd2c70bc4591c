// Memory for native code: one bounded region a runtime, in which blocks are allocated and freed.
//
// The region is shared memory that is mapped twice: at `writable`, where code is written, and at
// `executable`, where it runs. No page is ever both, and no protection changes after the region is
// made: a pair of mprotect would cost as much as compiling a function. Address space is reserved at
// once; memory is taken when a block first reaches a page, and given back from long free runs.
//
//   base | head: the owner's table | block | free | block | ... | never used | end
//
// The first `head_bytes` are the owner's: a table that code reaches by 32-bit offsets. Nothing of
// the allocator's lies in the region, so that code which goes wrong cannot lead it astray, and
// compiled code is nowhere next to data that changes (but for the owner's table).
//
// fork(): the child gets a region of its own, at the same addresses and with the same code, before
// fork returns in it; parent and child share nothing. So a runtime goes on in the child, also when
// its code is on the stack. It costs fork a copy of the memory in use for each region. A child made
// without handlers of pthread_atfork (_Fork, clone, vfork) must not touch a runtime. Where there is
// no memory for the copy, the child's region is inaccessible, and running its code is a fault.
//
// A runtime's thread uses its region, no other. On AArch64, a thread to which a runtime is handed
// calls code_memory_synchronize before it runs code.
//
// Where the system is not Linux on x86-64 or AArch64, code_memory_create fails.
#ifndef MICA_BASELINE_CODE_MEMORY_H
#define MICA_BASELINE_CODE_MEMORY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "vm/core/heap.h"

#define CODE_MEMORY_ALIGNMENT 16
#define CODE_MEMORY_DEFAULT_LIMIT ((size_t)64 << 20)
#define CODE_MEMORY_LARGEST_LIMIT ((size_t)1 << 30) // offsets and their differences fit int32_t
#define CODE_MEMORY_SIZE_CLASSES 128

struct code_memory_options {
  size_t limit;      // bytes of the region, head included; 0: the default. Rounded up to pages
  size_t head_bytes; // of the owner's table, zeroed; at most the limit
  bool for_perf;     // map it so that perf looks the region's addresses up in the perf map;
                     // refused by emulators that cannot map memory twice without a file
};

// A piece of the region. It is the holder's, by value; all zero: none.
struct code_block {
  uint8_t *writable;
  const uint8_t *executable; // the same memory; 16-byte aligned
  uint32_t bytes;            // at least what was asked for
  uint32_t record;           // the allocator's
};

// All zero: not created, in which case code_memory_destroy and code_memory_bytes work too. It stays
// where it is while it is created.
struct code_memory {
  const uint8_t *executable; // the base, page aligned
  uint8_t *writable;
  size_t reserved; // bytes, of each view
  struct heap *heap;
  struct code_record *records; // blocks and free runs; [0] is the head
  uint32_t record_count, record_capacity;
  uint32_t unused_record;                          // list of those that stand for nothing
  uint32_t used_end;                               // offset: nothing beyond was handed out
  uint32_t free_runs[CODE_MEMORY_SIZE_CLASSES];    // lists, by size
  uint64_t classes[CODE_MEMORY_SIZE_CLASSES / 64]; // which of them have entries
  uint64_t *committed;                             // a bit a page: it has memory
  uint32_t page_shift;
  uint32_t committed_pages;
  uint32_t committed_end;     // page: none from here on has memory
  size_t in_use, peak_in_use; // bytes of blocks
  bool for_perf;
  uint8_t *draft;                      // where blocks are put together, reused; NULL: none yet
  size_t draft_capacity;               // its bytes
  int process;                         // that it belongs to
  struct code_memory *previous, *next; // all of the process, for fork
  uint8_t *fork_writable;              // the child's copy, while a fork is under way
  uint8_t *fork_executable;
};

// Bytes.
struct code_memory_bytes {
  size_t in_use;      // of blocks; without the head
  size_t peak_in_use; // the most that ever were
  size_t committed;   // of memory that the system gave, head included
  size_t reserved;    // of address space, of each view
};

// Reserves the region. `memory` is all zero. Bookkeeping comes from the heap's allocator; the heap
// also counts what is committed. false: there is none, *reason (a constant) says why, errno how the
// system put it, and `memory` is all zero still: the runtime goes on without native code.
bool code_memory_create(struct code_memory *memory, struct heap *heap,
                        const struct code_memory_options *options, const char **reason);
void code_memory_destroy(struct code_memory *memory);

// All zero: the bounded region has no free run of that length, or the system no memory.
struct code_block code_memory_allocate(struct code_memory *memory, size_t bytes);
// Gives the end of a block back: what lies beyond `bytes`, which is at least 1.
void code_memory_shrink(struct code_memory *memory, struct code_block *block, size_t bytes);
// Nothing runs in the block any more. It is overwritten with instructions that trap. All zero is no
// block, and so is *block then. Memory that was destroyed has none left.
void code_memory_free(struct code_memory *memory, struct code_block *block);

// Where to put a block's code together: at block->writable, or in a buffer that the next block gets
// too. code_memory_finish makes what lies there what a run of the block executes.
uint8_t *code_memory_draft(struct code_memory *memory, const struct code_block *block);
void code_memory_finish(const struct code_memory *memory, const struct code_block *block,
                        const uint8_t *draft);
// The same of a patch, `bytes` that were written at `writable`.
void code_memory_flush(const struct code_memory *memory, const uint8_t *executable, size_t bytes);

struct code_memory_bytes code_memory_bytes(const struct code_memory *memory);

static inline bool code_memory_contains(const struct code_memory *memory, const void *address) {
  return (uintptr_t)address - (uintptr_t)memory->executable < memory->reserved;
}
// Where to write what lies at an executable address of the region.
static inline uint8_t *code_memory_writable(const struct code_memory *memory,
                                            const uint8_t *executable) {
  return memory->writable + (executable - memory->executable);
}
static inline uint32_t code_memory_offset(const struct code_memory *memory,
                                          const uint8_t *executable) {
  return (uint32_t)(executable - memory->executable);
}

// After a runtime came from another thread: this one's processor forgets instructions that it has
// fetched. x86-64 needs nothing.
static inline void code_memory_synchronize(void) {
#ifdef __aarch64__
  __asm__ volatile("isb" ::: "memory");
#endif
}

#endif

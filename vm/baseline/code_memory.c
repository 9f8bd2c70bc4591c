// Blocks of a region of native code, and the region; see code_memory.h.
//
// Blocks and free runs are records in an array of their own, linked in the order of their addresses
// round the record of the head; no two free runs are neighbours, and none ends at `used_end`. Free
// runs are also in lists by size, four to each power of two, with a bitmap of the lists that are
// not empty (segregated fit, as in Masmano et al., TLSF, ECRTS 2004): the list of the size wanted
// is searched, and the first run of any longer list fits.
//
// A page gets its memory when a block first reaches it, by MADV_POPULATE_WRITE where there is that:
// a page fault for which the system has no memory would end the process; a call is refused.
//
// The first write to a page through a view costs an exit to a hypervisor that shadows page tables
// (6 us where it was measured), also of a page that was populated. So code of some length is put
// together in a buffer, which stays the same, and the system is asked to copy it: that goes through
// the system's own mapping, and the processor never writes through the view.
#include "vm/baseline/code_memory.h"

#include <errno.h>

#if defined(__linux__) && (defined(__x86_64__) || defined(__aarch64__))

#include <assert.h>
#include <pthread.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/uio.h>
#include <unistd.h>

#ifndef MFD_EXEC // Linux 6.3
#define MFD_EXEC 0x0010U
#endif
#ifndef MADV_POPULATE_WRITE // Linux 5.14
#define MADV_POPULATE_READ 22
#define MADV_POPULATE_WRITE 23
#endif

#ifdef __x86_64__
#define TRAP_BYTE 0xCC // int3
#else
#define TRAP_BYTE 0 // udf #0
#endif

#define MOST_PAGES_AHEAD 16u     // taken beyond what a block needs
#define LEAST_PAGES_RETURNED 64u // fewer are not worth a call to the system

// Blocks that are put together in the buffer: those for which a call costs less than the first
// touch of their pages, and the buffer's own pages cost little. Not the first of a region, which
// may remain the only ones.
#define LEAST_DRAFT 2048u
#define LARGEST_DRAFT 65536u
#define BYTES_BEFORE_DRAFTS 16384u

struct code_record {
  uint32_t offset, bytes;
  uint32_t before, after;  // in the order of addresses; 0: the head
  uint32_t next, previous; // of a list of free runs; `next` also of the unused records
  bool free;
};

// ---- The two views

// The views of a new piece of shared memory. false: refused.
struct views {
  uint8_t *writable, *executable;
};

// errno stays what it was.
static void unmap_views(struct views *views, size_t bytes) {
  int error = errno;
  if (views->writable != NULL)
    munmap(views->writable, bytes);
  if (views->executable != NULL)
    munmap(views->executable, bytes);
  *views = (struct views){NULL, NULL};
  errno = error;
}

static uint8_t *map_view(int file, size_t bytes, int protection, int flags) {
  void *view = mmap(NULL, bytes, protection, MAP_SHARED | MAP_NORESERVE | flags, file, 0);
  return view == MAP_FAILED ? NULL : view;
}

static int open_memory(void) {
  int file = memfd_create("mica-code", MFD_CLOEXEC | MFD_EXEC);
  return file < 0 && errno == EINVAL ? memfd_create("mica-code", MFD_CLOEXEC) : file;
}

// The file is closed at once: mappings keep it, and a host that closes or counts its descriptors is
// not disturbed.
static bool map_file(struct views *views, size_t bytes) {
  int file = open_memory();
  if (file < 0)
    return false;
  if (ftruncate(file, (off_t)bytes) == 0) {
    views->writable = map_view(file, bytes, PROT_READ | PROT_WRITE, 0);
    views->executable = map_view(file, bytes, PROT_READ | PROT_EXEC, 0);
  }
  close(file);
  if (views->writable != NULL && views->executable != NULL)
    return true;
  unmap_views(views, bytes);
  return false;
}

// Without a file: mremap of no bytes maps shared memory another time (mremap(2)). The second view
// loses the right to execute before anything can be written to it. To perf, such memory is
// anonymous and hence code that was generated, as a memfd is not.
static bool map_anonymous(struct views *views, size_t bytes) {
  views->executable = map_view(-1, bytes, PROT_READ | PROT_EXEC, MAP_ANONYMOUS);
  if (views->executable == NULL)
    return false;
  void *second = mremap(views->executable, 0, bytes, MREMAP_MAYMOVE);
  views->writable = second == MAP_FAILED ? NULL : second;
  if (second != MAP_FAILED && mprotect(second, bytes, PROT_READ | PROT_WRITE) == 0)
    return true;
  unmap_views(views, bytes);
  return false;
}

static bool map_views(struct views *views, size_t bytes, bool for_perf) {
  *views = (struct views){NULL, NULL};
  return (!for_perf && map_file(views, bytes)) || map_anonymous(views, bytes);
}

// ---- Pages
//
// The bits are atomic because another thread that forks reads them.

static uint64_t load_word(const struct code_memory *memory, uint32_t word) {
  return __atomic_load_n(&memory->committed[word], __ATOMIC_RELAXED);
}

// Which bits of a word stand for pages from `first` up to `end`, some of which it has.
static uint64_t bits_between(uint32_t word, uint32_t first, uint32_t end) {
  uint64_t below = first > 64 * word ? ((uint64_t)1 << first % 64) - 1 : 0;
  return (end - 64 * word < 64 ? ((uint64_t)1 << end % 64) - 1 : UINT64_MAX) & ~below;
}

static bool page_is_committed(const struct code_memory *memory, uint32_t page) {
  return load_word(memory, page / 64) >> page % 64 & 1;
}

static uint32_t count_committed(const struct code_memory *memory, uint32_t first, uint32_t end) {
  uint32_t count = 0;
  for (uint32_t word = first / 64; 64 * word < end; word++)
    count +=
        (uint32_t)__builtin_popcountll(load_word(memory, word) & bits_between(word, first, end));
  return count;
}

// To the heap as well.
static void count_pages(struct code_memory *memory, uint32_t more) { // modulo 2^32
  memory->committed_pages += more;
  size_t bytes = (size_t)(int32_t)more << memory->page_shift;
  heap_count_system_bytes(memory->heap, bytes);
}

static void set_committed(struct code_memory *memory, uint32_t first, uint32_t end,
                          bool committed) {
  uint32_t before = count_committed(memory, first, end);
  for (uint32_t word = first / 64; 64 * word < end; word++) {
    uint64_t bits = bits_between(word, first, end), old = load_word(memory, word);
    __atomic_store_n(&memory->committed[word], committed ? old | bits : old & ~bits,
                     __ATOMIC_RELAXED);
  }
  count_pages(memory, committed ? end - first - before : 0u - before);
}

static uint32_t page_count(const struct code_memory *memory) {
  return (uint32_t)(memory->reserved >> memory->page_shift);
}

// Maps pages beforehand. Where the system cannot, faults will; false: it has no memory.
static bool populate(uint8_t *pages, size_t bytes, int advice) {
  return madvise(pages, bytes, advice) == 0 || errno == EINVAL || errno == ENOSYS;
}

// Takes the memory of the pages from `first` up to `end`, of which some have it. Growing takes some
// of what follows too, in proportion to what there is, so that calls are few.
static bool take_pages(struct code_memory *memory, uint32_t first, uint32_t end) {
  uint32_t ahead = memory->committed_pages / 4;
  uint32_t most = ahead < MOST_PAGES_AHEAD ? ahead : MOST_PAGES_AHEAD;
  while (most-- > 0 && end < page_count(memory) && !page_is_committed(memory, end))
    end++;
  if (!populate(memory->writable + ((size_t)first << memory->page_shift),
                (size_t)(end - first) << memory->page_shift, MADV_POPULATE_WRITE))
    return false;
  set_committed(memory, first, end, true);
  if (end > memory->committed_end)
    memory->committed_end = end;
  return true;
}

static bool commit(struct code_memory *memory, uint32_t offset, uint32_t bytes) {
  uint32_t page = offset >> memory->page_shift;
  uint32_t end = ((offset + bytes - 1) >> memory->page_shift) + 1;
  while (page < end && page_is_committed(memory, page))
    page++;
  return page == end || take_pages(memory, page, end);
}

// Gives the pages that lie within a free run back if many have memory: also in proportion, for a
// call unmaps them everywhere and costs as much as hundreds of blocks.
static void return_pages(struct code_memory *memory, uint32_t offset, uint32_t end_offset) {
  uint32_t last_byte = (1u << memory->page_shift) - 1;
  uint32_t first = (offset + last_byte) >> memory->page_shift;
  uint32_t end = end_offset >> memory->page_shift;
  bool is_last = end >= memory->committed_end;
  if (is_last)
    end = memory->committed_end;
  uint32_t least = memory->committed_pages / 4;
  least = least > LEAST_PAGES_RETURNED ? least : LEAST_PAGES_RETURNED;
  if (first + least > end || count_committed(memory, first, end) < least ||
      madvise(memory->writable + ((size_t)first << memory->page_shift),
              (size_t)(end - first) << memory->page_shift, MADV_REMOVE) != 0)
    return;
  set_committed(memory, first, end, false);
  if (is_last)
    memory->committed_end = first;
}

// ---- Records

// 0: no memory for one.
static uint32_t take_record(struct code_memory *memory) {
  uint32_t record = memory->unused_record;
  if (record != 0) {
    memory->unused_record = memory->records[record].next;
    return record;
  }
  if (memory->record_count == memory->record_capacity) {
    size_t bytes = memory->record_capacity * sizeof *memory->records;
    struct code_record *records =
        heap_system_resize(memory->heap, memory->records, bytes, 2 * bytes);
    if (records == NULL)
      return 0;
    memory->records = records;
    memory->record_capacity *= 2;
  }
  return memory->record_count++;
}

static void drop_record(struct code_memory *memory, uint32_t record) {
  memory->records[record] = (struct code_record){.next = memory->unused_record};
  memory->unused_record = record;
}

static void insert_after(struct code_memory *memory, uint32_t before, uint32_t record) {
  struct code_record *records = memory->records;
  records[record].before = before;
  records[record].after = records[before].after;
  records[records[before].after].before = record;
  records[before].after = record;
}

static void remove_record(struct code_memory *memory, uint32_t record) {
  struct code_record *records = memory->records;
  records[records[record].before].after = records[record].after;
  records[records[record].after].before = records[record].before;
  drop_record(memory, record);
}

// ---- Free runs

static unsigned size_class(uint32_t bytes) {
  uint32_t granules = bytes / CODE_MEMORY_ALIGNMENT;
  if (granules < 4)
    return granules;
  unsigned power = 31 - (unsigned)__builtin_clz(granules);
  return 4 * (power - 1) + (granules >> (power - 2) & 3);
}

static void link_free(struct code_memory *memory, uint32_t record) {
  struct code_record *run = &memory->records[record];
  unsigned class = size_class(run->bytes);
  run->free = true;
  run->previous = 0;
  run->next = memory->free_runs[class];
  if (run->next != 0)
    memory->records[run->next].previous = record;
  memory->free_runs[class] = record;
  memory->classes[class / 64] |= (uint64_t)1 << class % 64;
}

static void unlink_free(struct code_memory *memory, uint32_t record) {
  struct code_record *run = &memory->records[record];
  unsigned class = size_class(run->bytes);
  run->free = false;
  if (run->next != 0)
    memory->records[run->next].previous = run->previous;
  if (run->previous != 0)
    memory->records[run->previous].next = run->next;
  else
    memory->free_runs[class] = run->next;
  if (memory->free_runs[class] == 0)
    memory->classes[class / 64] &= ~((uint64_t)1 << class % 64);
}

// The first list after that of `class` which has entries, or CODE_MEMORY_SIZE_CLASSES.
static unsigned longer_class(const struct code_memory *memory, unsigned class) {
  for (unsigned at = class + 1; at < CODE_MEMORY_SIZE_CLASSES; at = (at | 63) + 1) {
    uint64_t left = memory->classes[at / 64] >> at % 64;
    if (left != 0)
      return at + (unsigned)__builtin_ctzll(left);
  }
  return CODE_MEMORY_SIZE_CLASSES;
}

// 0: no run is that long.
static uint32_t find_free(const struct code_memory *memory, uint32_t bytes) {
  unsigned class = size_class(bytes);
  for (uint32_t record = memory->free_runs[class]; record != 0;
       record = memory->records[record].next)
    if (memory->records[record].bytes >= bytes)
      return record;
  class = longer_class(memory, class);
  return class == CODE_MEMORY_SIZE_CLASSES ? 0 : memory->free_runs[class];
}

// Makes what lies beyond `bytes` of a record that is in use one of its own. 0: there is nothing, or
// no memory for a record.
static uint32_t split(struct code_memory *memory, uint32_t record, uint32_t bytes) {
  if (memory->records[record].bytes == bytes)
    return 0;
  uint32_t rest = take_record(memory);
  if (rest == 0)
    return 0;
  struct code_record *block = &memory->records[record];
  memory->records[rest] =
      (struct code_record){.offset = block->offset + bytes, .bytes = block->bytes - bytes};
  block->bytes = bytes;
  insert_after(memory, record, rest);
  return rest;
}

// Frees a record: one with its free neighbours.
static void release(struct code_memory *memory, uint32_t record) {
  struct code_record *records = memory->records;
  uint32_t before = records[record].before, after = records[record].after;
  if (records[before].free) {
    unlink_free(memory, before);
    records[before].bytes += records[record].bytes;
    remove_record(memory, record);
    record = before;
  }
  if (records[after].free) {
    unlink_free(memory, after);
    records[record].bytes += records[after].bytes;
    remove_record(memory, after);
  }
  uint32_t offset = records[record].offset, end = offset + records[record].bytes;
  if (end == memory->used_end) {
    memory->used_end = offset;
    remove_record(memory, record);
    end = (uint32_t)memory->reserved;
  } else {
    link_free(memory, record);
  }
  return_pages(memory, offset, end);
}

// ---- Blocks

// A record at the end of what was used. 0: refused.
static uint32_t append(struct code_memory *memory, uint32_t bytes) {
  if (bytes > memory->reserved - memory->used_end)
    return 0;
  uint32_t record = take_record(memory);
  if (record == 0)
    return 0;
  memory->records[record] = (struct code_record){.offset = memory->used_end, .bytes = bytes};
  insert_after(memory, memory->records[0].before, record);
  memory->used_end += bytes;
  return record;
}

static uint32_t round_up(size_t bytes) {
  size_t most = CODE_MEMORY_ALIGNMENT - 1;
  return bytes == 0 ? CODE_MEMORY_ALIGNMENT : (uint32_t)((bytes + most) & ~most);
}

struct code_block code_memory_allocate(struct code_memory *memory, size_t bytes) {
  struct code_block none = {0};
  if (bytes > memory->reserved)
    return none;
  uint32_t wanted = round_up(bytes), record = find_free(memory, wanted);
  if (record != 0) {
    unlink_free(memory, record);
    uint32_t rest = split(memory, record, wanted);
    if (rest != 0)
      link_free(memory, rest);
  } else {
    record = append(memory, wanted);
    if (record == 0)
      return none;
  }
  struct code_record *block = &memory->records[record];
  if (!commit(memory, block->offset, block->bytes)) {
    release(memory, record);
    return none;
  }
  memory->in_use += block->bytes;
  if (memory->in_use > memory->peak_in_use)
    memory->peak_in_use = memory->in_use;
  return (struct code_block){memory->writable + block->offset, memory->executable + block->offset,
                             block->bytes, record};
}

static void check(const struct code_memory *memory, const struct code_block *block) {
  (void)memory;
  (void)block;
  assert(block->record != 0 && block->record < memory->record_count);
  assert(memory->records[block->record].bytes == block->bytes);
  assert(memory->records[block->record].offset == code_memory_offset(memory, block->executable));
  assert(!memory->records[block->record].free);
}

void code_memory_shrink(struct code_memory *memory, struct code_block *block, size_t bytes) {
  check(memory, block);
  assert(bytes > 0 && bytes <= block->bytes);
  uint32_t rest = split(memory, block->record, round_up(bytes));
  if (rest == 0)
    return;
  uint32_t freed = memory->records[rest].bytes;
  block->bytes -= freed;
  memory->in_use -= freed;
  release(memory, rest);
}

void code_memory_free(struct code_memory *memory, struct code_block *block) {
  if (block->executable == NULL || memory->executable == NULL)
    return;
  check(memory, block);
  memset(block->writable, TRAP_BYTE, block->bytes);
  memory->in_use -= block->bytes;
  release(memory, block->record);
  *block = (struct code_block){0};
}

// To QEMU's emulation of a process before version 8.1, instructions of AArch64 that maintain caches
// are none, and it does not see that code changes by another view. It forgets its translations of
// pages that lose the right to execute. A build for it defines MICA_OLD_QEMU.
static void forget_translations(const struct code_memory *memory, const uint8_t *code,
                                size_t bytes) {
#ifdef MICA_OLD_QEMU
  uintptr_t last_byte = ((uintptr_t)1 << memory->page_shift) - 1;
  uintptr_t first = (uintptr_t)code & ~last_byte;
  uintptr_t end = ((uintptr_t)code + bytes + last_byte) & ~last_byte;
  mprotect((void *)first, end - first, PROT_READ);
  mprotect((void *)first, end - first, PROT_READ | PROT_EXEC);
#else
  (void)memory, (void)code, (void)bytes;
#endif
}

// AArch64 cleans the data cache by the one view and then invalidates the instruction cache by the
// other; on x86-64, the processor looks after both, and this only holds the compiler back.
void code_memory_flush(const struct code_memory *memory, const uint8_t *executable, size_t bytes) {
  char *written = (char *)code_memory_writable(memory, executable);
  char *run = (char *)(uintptr_t)executable;
  __builtin___clear_cache(written, written + bytes);
  __builtin___clear_cache(run, run + bytes);
  forget_translations(memory, executable, bytes);
}

// ---- Writing

uint8_t *code_memory_draft(struct code_memory *memory, const struct code_block *block) {
  if (block->bytes < LEAST_DRAFT || block->bytes > LARGEST_DRAFT ||
      memory->used_end < BYTES_BEFORE_DRAFTS)
    return block->writable;
  if (block->bytes > memory->draft_capacity) {
    size_t bytes = (size_t)1 << (32 - __builtin_clz(block->bytes - 1));
    uint8_t *draft = heap_system_resize(memory->heap, memory->draft, memory->draft_capacity, bytes);
    if (draft == NULL)
      return block->writable;
    memory->draft = draft;
    memory->draft_capacity = bytes;
  }
  // What the block has beyond its code.
  memset(memory->draft + block->bytes - CODE_MEMORY_ALIGNMENT, TRAP_BYTE, CODE_MEMORY_ALIGNMENT);
  return memory->draft;
}

// Where the system copies nothing (it may be forbidden, or unknown to an emulator), we do.
void code_memory_finish(const struct code_memory *memory, const struct code_block *block,
                        const uint8_t *draft) {
  struct iovec from = {(void *)(uintptr_t)draft, block->bytes};
  struct iovec to = {block->writable, block->bytes};
  if (draft != block->writable &&
      process_vm_writev(memory->process, &from, 1, &to, 1, 0) != (ssize_t)block->bytes)
    memcpy(block->writable, draft, block->bytes);
  code_memory_flush(memory, block->executable, block->bytes);
}

// ---- Forks
//
// The copies are made before the process splits: afterwards, the parent might change what the child
// has yet to copy.

static struct {
  pthread_mutex_t lock;
  struct code_memory *first;
  bool handles_forks;
} process = {.lock = PTHREAD_MUTEX_INITIALIZER};

// The first page from `page` on that has memory, or that has none.
static uint32_t next_page(const struct code_memory *memory, uint32_t page, bool committed) {
  while (page < page_count(memory)) {
    uint64_t word = load_word(memory, page / 64);
    uint64_t left = (committed ? word : ~word) >> page % 64;
    if (left != 0)
      return page + (uint32_t)__builtin_ctzll(left);
    page = (page | 63) + 1;
  }
  return page_count(memory);
}

// The pages that have memory; others would get some by being read.
static bool copy_pages(uint8_t *to, const struct code_memory *memory) {
  uint32_t end;
  for (uint32_t page = next_page(memory, 0, true); page < page_count(memory);
       page = next_page(memory, end, true)) {
    end = next_page(memory, page, false);
    size_t offset = (size_t)page << memory->page_shift;
    size_t bytes = (size_t)(end - page) << memory->page_shift;
    if (!populate(to + offset, bytes, MADV_POPULATE_WRITE) ||
        !populate((uint8_t *)(uintptr_t)memory->executable + offset, bytes, MADV_POPULATE_READ))
      return false;
    memcpy(to + offset, memory->executable + offset, bytes);
  }
  return true;
}

static void copy_regions(void) {
  pthread_mutex_lock(&process.lock);
  for (struct code_memory *memory = process.first; memory != NULL; memory = memory->next) {
    struct views views;
    if (map_views(&views, memory->reserved, memory->for_perf) &&
        !copy_pages(views.writable, memory))
      unmap_views(&views, memory->reserved);
    memory->fork_writable = views.writable;
    memory->fork_executable = views.executable;
  }
}

static void drop_copies(void) {
  for (struct code_memory *memory = process.first; memory != NULL; memory = memory->next) {
    struct views views = {memory->fork_writable, memory->fork_executable};
    unmap_views(&views, memory->reserved);
  }
  pthread_mutex_unlock(&process.lock);
}

// Puts `view` where the shared one is. What fails leaves nothing there rather than that.
static void replace_view(uint8_t *view, const uint8_t *shared, size_t bytes) {
  void *place = (void *)(uintptr_t)shared;
  if (view == NULL ||
      mremap(view, bytes, bytes, MREMAP_MAYMOVE | MREMAP_FIXED, place) == MAP_FAILED)
    mmap(place, bytes, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | MAP_FIXED, -1, 0);
}

static void adopt_copies(void) {
  for (struct code_memory *memory = process.first; memory != NULL; memory = memory->next) {
    replace_view(memory->fork_writable, memory->writable, memory->reserved);
    replace_view(memory->fork_executable, memory->executable, memory->reserved);
    memory->process = getpid();
  }
  pthread_mutex_unlock(&process.lock);
}

static bool enter_process(struct code_memory *memory) {
  pthread_mutex_lock(&process.lock);
  if (!process.handles_forks)
    process.handles_forks = pthread_atfork(copy_regions, drop_copies, adopt_copies) == 0;
  bool entered = process.handles_forks;
  if (entered) {
    memory->previous = NULL;
    memory->next = process.first;
    if (process.first != NULL)
      process.first->previous = memory;
    process.first = memory;
  }
  pthread_mutex_unlock(&process.lock);
  return entered;
}

static void leave_process(struct code_memory *memory) {
  pthread_mutex_lock(&process.lock);
  if (memory->next != NULL)
    memory->next->previous = memory->previous;
  if (memory->previous != NULL)
    memory->previous->next = memory->next;
  else
    process.first = memory->next;
  pthread_mutex_unlock(&process.lock);
}

// ---- Life

#define FIRST_RECORDS 64

static size_t bitmap_bytes(const struct code_memory *memory) {
  return ((size_t)page_count(memory) + 63) / 64 * sizeof *memory->committed;
}

static void free_books(struct code_memory *memory) {
  heap_system_free(memory->heap, memory->draft, memory->draft_capacity);
  heap_system_free(memory->heap, memory->records,
                   memory->record_capacity * sizeof *memory->records);
  heap_system_free(memory->heap, memory->committed, bitmap_bytes(memory));
}

static void unmap(const struct code_memory *memory) {
  struct views views = {memory->writable, (uint8_t *)(uintptr_t)memory->executable};
  unmap_views(&views, memory->reserved);
}

static void measure(struct code_memory *memory, const struct code_memory_options *options) {
  size_t page = (size_t)sysconf(_SC_PAGESIZE);
  size_t limit = options->limit == 0 ? CODE_MEMORY_DEFAULT_LIMIT : options->limit;
  if (limit > CODE_MEMORY_LARGEST_LIMIT)
    limit = CODE_MEMORY_LARGEST_LIMIT;
  memory->page_shift = (uint32_t)__builtin_ctzll(page);
  memory->reserved = (limit + page - 1) & ~(page - 1);
  memory->for_perf = options->for_perf;
  memory->process = getpid();
}

// The head is the record 0, which is in use for ever.
static bool make_books(struct code_memory *memory, size_t head_bytes) {
  memory->record_capacity = FIRST_RECORDS;
  memory->records = heap_system_allocate(memory->heap, FIRST_RECORDS * sizeof *memory->records);
  memory->committed = heap_system_allocate(memory->heap, bitmap_bytes(memory));
  if (memory->records == NULL || memory->committed == NULL)
    return false;
  memset(memory->committed, 0, bitmap_bytes(memory));
  uint32_t head = head_bytes == 0 ? 0 : round_up(head_bytes);
  memory->records[0] = (struct code_record){.bytes = head};
  memory->record_count = 1;
  memory->used_end = head;
  return true;
}

static const char *make(struct code_memory *memory, const struct code_memory_options *options) {
  measure(memory, options);
  if (options->head_bytes > memory->reserved)
    return "its head is larger than the region";
  if (!make_books(memory, options->head_bytes))
    return "no memory for its bookkeeping";
  struct views views;
  if (!map_views(&views, memory->reserved, memory->for_perf))
    return "the system refuses shared memory that can be executed";
  memory->writable = views.writable;
  memory->executable = views.executable;
  if (memory->used_end > 0 && !commit(memory, 0, memory->used_end))
    return "the system has no memory for its head";
  return enter_process(memory) ? NULL : "no memory for a handler of forks";
}

bool code_memory_create(struct code_memory *memory, struct heap *heap,
                        const struct code_memory_options *options, const char **reason) {
  memory->heap = heap;
  *reason = make(memory, options);
  if (*reason == NULL)
    return true;
  int error = errno;
  count_pages(memory, 0u - memory->committed_pages);
  unmap(memory);
  free_books(memory);
  *memory = (struct code_memory){0};
  errno = error;
  return false;
}

void code_memory_destroy(struct code_memory *memory) {
  if (memory->executable == NULL)
    return;
  leave_process(memory);
  count_pages(memory, 0u - memory->committed_pages);
  unmap(memory);
  free_books(memory);
  *memory = (struct code_memory){0};
}

#else

bool code_memory_create(struct code_memory *memory, struct heap *heap,
                        const struct code_memory_options *options, const char **reason) {
  (void)memory, (void)heap, (void)options;
  *reason = "this system is not Linux on x86-64 or AArch64";
  errno = ENOSYS;
  return false;
}

void code_memory_destroy(struct code_memory *memory) { (void)memory; }

struct code_block code_memory_allocate(struct code_memory *memory, size_t bytes) {
  (void)memory, (void)bytes;
  return (struct code_block){0};
}

void code_memory_shrink(struct code_memory *memory, struct code_block *block, size_t bytes) {
  (void)memory, (void)block, (void)bytes;
}

void code_memory_free(struct code_memory *memory, struct code_block *block) {
  (void)memory, (void)block;
}

uint8_t *code_memory_draft(struct code_memory *memory, const struct code_block *block) {
  (void)memory;
  return block->writable;
}

void code_memory_finish(const struct code_memory *memory, const struct code_block *block,
                        const uint8_t *draft) {
  (void)memory, (void)block, (void)draft;
}

void code_memory_flush(const struct code_memory *memory, const uint8_t *executable, size_t bytes) {
  (void)memory, (void)executable, (void)bytes;
}

#endif

struct code_memory_bytes code_memory_bytes(const struct code_memory *memory) {
  return (struct code_memory_bytes){.in_use = memory->in_use,
                                    .peak_in_use = memory->peak_in_use,
                                    .committed = (size_t)memory->committed_pages
                                                 << memory->page_shift,
                                    .reserved = memory->reserved};
}

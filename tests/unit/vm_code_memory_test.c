// Memory for native code: blocks that run, are freed and used again; two views of which none is
// both; what the system refuses; processes that fork with code on the stack; and the names of code
// for perf and gdb.
#include "tests/unit/vm_test.h"

#include "vm/baseline/code_memory.h"
#include "vm/baseline/gdb.h"
#include "vm/baseline/perf_map.h"

#include <errno.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <pthread.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#ifdef __x86_64__
// mov eax, 42; ret
static const uint8_t answer_code[] = {0xB8, 42, 0, 0, 0, 0xC3};
#define ANSWER_AT 1
// sub rsp, 8; call rdi; add rsp, 8; ret
static const uint8_t calling_code[] = {0x48, 0x83, 0xEC, 8, 0xFF, 0xD7, 0x48, 0x83, 0xC4, 8, 0xC3};
#elif defined(__aarch64__)
// mov w0, #42; ret
static const uint8_t answer_code[] = {0x40, 0x05, 0x80, 0x52, 0xC0, 0x03, 0x5F, 0xD6};
// stp x29, x30, [sp, #-16]!; blr x0; ldp x29, x30, [sp], #16; ret
static const uint8_t calling_code[] = {0xFD, 0x7B, 0xBF, 0xA9, 0x00, 0x00, 0x3F, 0xD6,
                                       0xFD, 0x7B, 0xC1, 0xA8, 0xC0, 0x03, 0x5F, 0xD6};
#endif

struct region {
  struct heap heap; // of malloc
  struct code_memory memory;
};

static struct region *new_region(size_t limit, size_t head_bytes, bool for_perf) {
  struct region *region = calloc(1, sizeof *region);
  const struct code_memory_options options = {limit, head_bytes, for_perf};
  const char *reason;
  assert_non_null(region);
  if (!code_memory_create(&region->memory, &region->heap, &options, &reason))
    fail_msg("%s: %s", reason, strerror(errno));
  return region;
}

static void free_region(struct region *region) {
  code_memory_destroy(&region->memory);
  assert_int_equal(region->heap.allocated_bytes, 0);
  free(region);
}

static size_t page_bytes(void) { return (size_t)sysconf(_SC_PAGESIZE); }

static struct code_block new_code(struct region *region, const uint8_t *code, size_t bytes) {
  struct code_block block = code_memory_allocate(&region->memory, bytes);
  assert_non_null(block.writable);
  memcpy(block.writable, code, bytes);
  code_memory_finish(&region->memory, &block, block.writable);
  return block;
}

static struct code_block new_answer(struct region *region) {
  return new_code(region, answer_code, sizeof answer_code);
}

static int run(const struct code_block *block) {
  int (*function)(void);
  memcpy(&function, &block->executable, sizeof function);
  return function();
}

static void answer_otherwise(struct region *region, const struct code_block *block,
                             uint8_t answer) {
#ifdef __x86_64__
  block->writable[ANSWER_AT] = answer;
#else
  uint32_t instruction = 0x52800000u | (uint32_t)answer << 5;
  memcpy(block->writable, &instruction, sizeof instruction);
#endif
  code_memory_flush(&region->memory, block->executable, sizeof answer_code);
}

// How many kinds of memory there are: 2, or 1 where the system cannot map it for perf.
static int kinds;

static int count_kinds(void **state) {
  (void)state;
  struct heap heap = {0};
  struct code_memory memory = {0};
  const char *reason;
  kinds = 1 + code_memory_create(&memory, &heap, &(struct code_memory_options){.for_perf = true},
                                 &reason);
  code_memory_destroy(&memory);
  return 0;
}

// ---- Blocks

static void code_runs_and_can_be_changed(void **state) {
  (void)state;
  for (int for_perf = 0; for_perf < kinds; for_perf++) {
    struct region *region = new_region(0, 0, for_perf);
    struct code_block block = new_answer(region);
    assert_int_equal(run(&block), 42);
    answer_otherwise(region, &block, 43);
    assert_int_equal(run(&block), 43);
    assert_true(code_memory_contains(&region->memory, block.executable));
    assert_false(code_memory_contains(&region->memory, block.writable));
    assert_ptr_equal(code_memory_writable(&region->memory, block.executable), block.writable);
    free_region(region);
  }
}

static void nothing_is_taken_until_it_is_created(void **state) {
  (void)state;
  struct code_memory memory = {0};
  struct code_memory_bytes bytes = code_memory_bytes(&memory);
  assert_int_equal(bytes.in_use + bytes.peak_in_use + bytes.committed + bytes.reserved, 0);
  assert_false(code_memory_contains(&memory, &memory));
  code_memory_destroy(&memory);
}

static void memory_can_be_mapped_for_perf(void **state) {
  (void)state;
#ifdef MICA_OLD_QEMU
  skip();
#endif
  assert_int_equal(kinds, 2);
}

static void the_head_is_the_owners(void **state) {
  (void)state;
  struct region *region = new_region(4 * page_bytes(), 100, false);
  for (int at = 0; at < 100; at++)
    assert_int_equal(region->memory.executable[at], 0);
  memset(region->memory.writable, 7, 100);
  struct code_block block = new_answer(region);
  assert_int_equal(code_memory_offset(&region->memory, block.executable), 112);
  code_memory_free(&region->memory, &block);
  assert_int_equal(region->memory.executable[99], 7);
  free_region(region);
}

static void a_block_that_was_freed_traps_and_is_used_again(void **state) {
  (void)state;
  struct region *region = new_region(0, 0, false);
  struct code_block first = new_answer(region), second = new_answer(region);
  const uint8_t *place = first.executable;
  code_memory_free(&region->memory, &first);
  assert_null(first.writable);
  assert_memory_not_equal(place, answer_code, sizeof answer_code);
  code_memory_free(&region->memory, &first); // is no block
  struct code_block third = new_answer(region);
  assert_ptr_equal(third.executable, place);
  assert_int_equal(run(&third) + run(&second), 84);
  free_region(region);
}

static void space_that_is_used_up_is_refused_and_neighbours_become_one(void **state) {
  (void)state;
  struct region *region = new_region(3 * page_bytes(), 0, false);
  struct code_memory *memory = &region->memory;
  size_t third = memory->reserved / 3;
  assert_null(code_memory_allocate(memory, memory->reserved + 1).writable);
  assert_null(code_memory_allocate(memory, SIZE_MAX).writable);
  for (int order = 0; order < 3; order++) {
    struct code_block blocks[3];
    for (int at = 0; at < 3; at++)
      assert_non_null((blocks[at] = code_memory_allocate(memory, third)).writable);
    assert_null(code_memory_allocate(memory, 1).executable);
    for (int at = 0; at < 3; at++)
      code_memory_free(memory, &blocks[(order + 2 * at) % 3]);
    struct code_block all = code_memory_allocate(memory, memory->reserved);
    assert_non_null(all.writable);
    code_memory_free(memory, &all);
  }
  assert_int_equal(code_memory_bytes(memory).peak_in_use, memory->reserved);
  free_region(region);
}

static void a_block_that_shrinks_leaves_room(void **state) {
  (void)state;
  struct region *region = new_region(page_bytes(), 0, false);
  struct code_memory *memory = &region->memory;
  struct code_block first = code_memory_allocate(memory, 1000);
  struct code_block second = code_memory_allocate(memory, 1000);
  code_memory_shrink(memory, &first, 1000);
  assert_int_equal(first.bytes, 1008);
  code_memory_shrink(memory, &first, 500);
  assert_int_equal(first.bytes, 512);
  struct code_block between = code_memory_allocate(memory, 400);
  assert_ptr_equal(between.executable, first.executable + 512);
  code_memory_shrink(memory, &second, 1);
  assert_int_equal(code_memory_bytes(memory).in_use, 512 + 400 + 16);
  free_region(region);
}

#define MOST_BLOCKS 200

struct owned {
  struct code_block block;
  uint8_t mark;
};

static void take_or_give(struct region *region, struct random *random, struct owned *owned) {
  struct code_memory *memory = &region->memory;
  if (owned->block.writable == NULL) {
    size_t bytes = 1 + random_below(random, random_below(random, 10) == 0 ? 40000 : 1500);
    owned->block = code_memory_allocate(memory, bytes);
    owned->mark = (uint8_t)random_next(random);
    if (owned->block.writable == NULL)
      return;
    assert_in_range(owned->block.bytes, bytes, bytes + CODE_MEMORY_ALIGNMENT);
    assert_int_equal((uintptr_t)owned->block.executable % CODE_MEMORY_ALIGNMENT, 0);
    memset(owned->block.writable, owned->mark, owned->block.bytes);
    return;
  }
  for (uint32_t at = 0; at < owned->block.bytes; at++)
    if (owned->block.executable[at] != owned->mark)
      fail_msg("byte %u of a block of %u was overwritten", at, owned->block.bytes);
  if (random_below(random, 3) == 0)
    code_memory_shrink(memory, &owned->block, 1 + random_below(random, owned->block.bytes));
  else
    code_memory_free(memory, &owned->block);
}

// Blocks of random sizes in a region that is too small for them.
static void use_at_random(struct region *region, uint64_t seed, unsigned steps) {
  struct random random = {seed};
  struct owned *owned = calloc(MOST_BLOCKS, sizeof *owned);
  struct code_memory *memory = &region->memory;
  for (unsigned step = 0; step < steps; step++) {
    size_t bytes = 0;
    take_or_give(region, &random, &owned[random_below(&random, MOST_BLOCKS)]);
    for (unsigned at = 0; at < MOST_BLOCKS; at++)
      bytes += owned[at].block.bytes;
    assert_int_equal(code_memory_bytes(memory).in_use, bytes);
    assert_in_range(code_memory_bytes(memory).committed, bytes, memory->reserved);
  }
  for (unsigned at = 0; at < MOST_BLOCKS; at++)
    code_memory_free(memory, &owned[at].block);
  struct code_block all = code_memory_allocate(memory, memory->reserved);
  assert_non_null(all.writable);
  code_memory_free(memory, &all);
  free(owned);
}

static void blocks_do_not_overlap_and_nothing_is_lost(void **state) {
  (void)state;
  for (uint64_t seed = 1; seed <= 4; seed++) {
    struct region *region = new_region(40 * page_bytes() << seed % 3, 0, seed % (unsigned)kinds);
    use_at_random(region, seed * 0x9E3779B97F4A7C15u, 4000);
    free_region(region);
  }
}

static void long_free_runs_go_back_to_the_system(void **state) {
  (void)state;
  struct region *region = new_region(0, 0, false);
  struct code_memory *memory = &region->memory;
  size_t large = (size_t)4 << 20;
  struct code_block block = code_memory_allocate(memory, large);
  struct code_block after = new_answer(region);
  memset(block.writable, 1, large);
  size_t counted = region->heap.allocated_bytes;
  assert_in_range(code_memory_bytes(memory).committed, large, large + (large >> 2));
  code_memory_free(memory, &block);
  assert_in_range(code_memory_bytes(memory).committed, 1, 64 * page_bytes());
  assert_int_equal(counted - region->heap.allocated_bytes, large);
  block = code_memory_allocate(memory, large);
  for (size_t at = 0; at < large; at += 1000)
    assert_int_equal(block.executable[at], 0);
  assert_int_equal(run(&after), 42);
  free_region(region);
}

// ---- What is mapped

// Does every mapping of the process that lies in the view have these rights, and is there one?
static bool has_rights(const uint8_t *view, size_t bytes, const char *rights) {
  FILE *maps = fopen("/proc/self/maps", "r");
  char line[512], found[8];
  unsigned long start, end;
  unsigned count = 0, others = 0;
  while (fgets(line, sizeof line, maps)) {
    if (sscanf(line, "%lx-%lx %7s", &start, &end, found) != 3 || end <= (uintptr_t)view ||
        start >= (uintptr_t)view + bytes)
      continue;
    count++;
    others += strcmp(found, rights) != 0;
  }
  fclose(maps);
  return count > 0 && others == 0;
}

static void no_page_is_both_writable_and_executable(void **state) {
  (void)state;
  for (int for_perf = 0; for_perf < kinds; for_perf++) {
    struct region *region = new_region(0, 64, for_perf);
    struct code_memory *memory = &region->memory;
    struct code_block block = new_answer(region);
    assert_true(has_rights(memory->writable, memory->reserved, "rw-s"));
    assert_true(has_rights(memory->executable, memory->reserved, "r-xs"));
    code_memory_free(memory, &block);
    free_region(region);
  }
}

static unsigned allocations_left;

static void *resize_a_few_times(void *data, void *block, size_t old_bytes, size_t bytes) {
  (void)data, (void)old_bytes;
  if (bytes > 0)
    return allocations_left-- == 0 ? (allocations_left = 0, NULL) : realloc(block, bytes);
  free(block);
  return NULL;
}

static void an_allocator_that_fails_is_survived(void **state) {
  (void)state;
  struct heap heap = {.allocator = {NULL, resize_a_few_times}};
  struct code_memory memory = {0};
  const struct code_memory_options options = {.limit = (size_t)1 << 20};
  const char *reason = NULL;
  for (unsigned allowed = 0; allowed < 2; allowed++) {
    allocations_left = allowed;
    assert_false(code_memory_create(&memory, &heap, &options, &reason));
    assert_string_equal(reason, "no memory for its bookkeeping");
    assert_int_equal(heap.allocated_bytes, 0);
  }
  allocations_left = 2;
  assert_true(code_memory_create(&memory, &heap, &options, &reason));
  unsigned count = 0;
  while (code_memory_allocate(&memory, 16).writable)
    count++;
  assert_in_range(count, 10, 1000);
  code_memory_destroy(&memory);
  assert_int_equal(heap.allocated_bytes, 0);
}

static void a_head_larger_than_the_region_is_refused(void **state) {
  (void)state;
  struct heap heap = {0};
  struct code_memory memory = {0};
  const struct code_memory_options options = {.limit = 1, .head_bytes = page_bytes() + 1};
  const char *reason;
  assert_false(code_memory_create(&memory, &heap, &options, &reason));
  assert_string_equal(reason, "its head is larger than the region");
}

// ---- Processes. What a child finds wrong is its exit status.

#define CHECK(condition) ((condition) ? (void)0 : _exit(__LINE__ % 250 + 1))
#define SKIPPED 251

static int status_of(pid_t child) {
  int status;
  assert_int_equal(waitpid(child, &status, 0), child);
  return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
}

static void assert_succeeds(pid_t child) {
  int status = status_of(child);
  if (status == SKIPPED)
    skip();
  if (status != 0)
    fail_msg("the child ended with %d (a line, modulo 250, + 1; or a signal)", status);
}

static void filter_calls(struct sock_filter *filter, size_t count) {
  struct sock_fprog program = {(unsigned short)count, filter};
  if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0 ||
      prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) != 0)
    _exit(SKIPPED);
}

// From now on the system refuses memory files, and mappings that are executable.
static void forbid_executable_memory(void) {
  struct sock_filter filter[] = {
      BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_memfd_create, 3, 0),
      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_mmap, 0, 3),
      BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, args[2])),
      BPF_JUMP(BPF_JMP | BPF_JSET | BPF_K, PROT_EXEC, 0, 1),
      BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EPERM),
      BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
  };
  filter_calls(filter, sizeof filter / sizeof *filter);
}

// It refuses to copy memory between processes.
static void forbid_copies(void) {
  struct sock_filter filter[] = {
      BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_process_vm_writev, 0, 1),
      BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EPERM),
      BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
  };
  filter_calls(filter, sizeof filter / sizeof *filter);
}

static bool region_works(bool for_perf) {
  struct region *region = calloc(1, sizeof *region);
  const char *reason;
  if (!code_memory_create(&region->memory, &region->heap,
                          &(struct code_memory_options){.for_perf = for_perf}, &reason))
    return false;
  struct code_block block = new_answer(region);
  bool works = run(&block) == 42;
  free_region(region);
  return works;
}

static void executable_memory_may_be_forbidden(void **state) {
  (void)state;
  pid_t child = fork();
  if (child == 0) {
    struct region region = {0};
    const char *reason;
    forbid_executable_memory();
    CHECK(!code_memory_create(&region.memory, &region.heap, &(struct code_memory_options){0},
                              &reason));
    CHECK(errno == EPERM && region.memory.executable == NULL && region.heap.allocated_bytes == 0);
    CHECK(strcmp(reason, "the system refuses shared memory that can be executed") == 0);
    _exit(0);
  }
  assert_succeeds(child);
}

static void memory_files_and_descriptors_are_not_needed(void **state) {
  (void)state;
  pid_t child = fork();
  if (child == 0) {
    CHECK(setrlimit(RLIMIT_NOFILE, &(struct rlimit){0, 0}) == 0);
    CHECK(kinds == 1 || region_works(false));
    CHECK(kinds == 1 || region_works(true));
    _exit(0);
  }
  assert_succeeds(child);
}

// What systemd's MemoryDenyWriteExecute= asks of the kernel.
static void memory_that_becomes_executable_is_not_needed(void **state) {
  (void)state;
  pid_t child = fork();
  if (child == 0) {
    const int set_mdwe = 65, refuse_exec_gain = 1; // Linux 6.3
    if (prctl(set_mdwe, refuse_exec_gain, 0, 0, 0) != 0)
      _exit(SKIPPED);
    CHECK(region_works(false));
    CHECK(kinds == 1 || region_works(true));
    _exit(0);
  }
  assert_succeeds(child);
}

static void await(int pipe_end) {
  char byte;
  CHECK(read(pipe_end, &byte, 1) == 0); // the other end is closed
}

// The parent changes and frees its code while the child waits; the child then does as much, and
// forks too.
static void parent_and_child_share_nothing_after_a_fork(void **state) {
  (void)state;
  for (int for_perf = 0; for_perf < kinds; for_perf++) {
    struct region *region = new_region(0, 64, for_perf);
    struct code_block first = new_answer(region), second = new_answer(region);
    const uint8_t *first_place = first.executable;
    int ends[2];
    assert_int_equal(pipe(ends), 0);
    pid_t child = fork();
    if (child == 0) {
      close(ends[1]);
      await(ends[0]);
      CHECK(run(&first) == 42 && run(&second) == 42);
      CHECK(region->memory.executable[0] == 0);
      answer_otherwise(region, &first, 44);
      pid_t grandchild = fork();
      if (grandchild == 0)
        _exit(run(&first) == 44 && run(&second) == 42 ? 0 : 1);
      CHECK(status_of(grandchild) == 0);
      code_memory_free(&region->memory, &first);
      struct code_block third = new_answer(region);
      CHECK(third.executable == first_place && run(&third) == 42);
      code_memory_destroy(&region->memory);
      _exit(0);
    }
    answer_otherwise(region, &first, 43);
    code_memory_free(&region->memory, &second);
    region->memory.writable[0] = 1;
    close(ends[1]);
    assert_succeeds(child);
    close(ends[0]);
    assert_int_equal(run(&first), 43);
    free_region(region);
  }
}

static int fork_here(void) { return (int)fork(); }

// Puts code together that answers 42. false: it was not in the buffer, or answers otherwise.
static bool draft_works(struct region *region, const struct code_block *block) {
  uint8_t *draft = code_memory_draft(&region->memory, block);
  memcpy(draft, answer_code, sizeof answer_code);
  code_memory_finish(&region->memory, block, draft);
  return draft != block->writable && run(block) == 42;
}

static void long_code_is_put_together_elsewhere(void **state) {
  (void)state;
  const size_t bytes = 5000;
  for (int for_perf = 0; for_perf < kinds; for_perf++) {
    struct region *region = new_region(0, 0, for_perf);
    struct code_block first = code_memory_allocate(&region->memory, bytes);
    assert_ptr_equal(code_memory_draft(&region->memory, &first), first.writable);
    struct code_block before = code_memory_allocate(&region->memory, 100000);
    assert_ptr_equal(code_memory_draft(&region->memory, &before), before.writable);
    struct code_block block = code_memory_allocate(&region->memory, bytes);
    assert_true(draft_works(region, &block));
    code_memory_free(&region->memory, &block);
    struct code_block small = new_answer(region);
    assert_ptr_equal(code_memory_draft(&region->memory, &small), small.writable);
    free_region(region);
  }
}

static void a_child_puts_code_together_for_itself(void **state) {
  (void)state;
  struct region *region = new_region(0, 0, false);
  assert_non_null(code_memory_allocate(&region->memory, 20000).writable);
  struct code_block block = code_memory_allocate(&region->memory, 5000);
  pid_t child = fork();
  if (child == 0) {
    CHECK(draft_works(region, &block));
    forbid_copies();
    struct code_block another = code_memory_allocate(&region->memory, 5000);
    CHECK(draft_works(region, &another));
    _exit(0);
  }
  assert_succeeds(child);
  assert_memory_not_equal(block.executable, answer_code, sizeof answer_code);
  free_region(region);
}

static void code_on_the_stack_goes_on_in_the_child(void **state) {
  (void)state;
  struct region *region = new_region(2 * page_bytes(), 0, false);
  struct code_block block = new_code(region, calling_code, sizeof calling_code);
  int (*call)(int (*)(void));
  memcpy(&call, &block.executable, sizeof call);
  pid_t child = call(fork_here);
  if (child == 0)
    _exit(0);
  assert_succeeds(child);
  free_region(region);
}

// The child would otherwise write to what its parent runs.
static void a_child_without_a_copy_cannot_reach_its_parents_code(void **state) {
  (void)state;
  pid_t child = fork();
  if (child == 0) {
    struct region *region = new_region(2 * page_bytes(), 0, false);
    struct code_block block = new_answer(region);
    forbid_executable_memory();
    pid_t grandchild = fork();
    if (grandchild == 0) {
      CHECK(has_rights(region->memory.writable, region->memory.reserved, "---p"));
      CHECK(has_rights(region->memory.executable, region->memory.reserved, "---p"));
      code_memory_destroy(&region->memory);
      _exit(0);
    }
    CHECK(status_of(grandchild) == 0);
    CHECK(run(&block) == 42);
    _exit(0);
  }
  assert_succeeds(child);
}

// ---- Threads

#define THREADS 8

static void *use_a_region(void *seed) {
  for (unsigned round = 0; round < 5; round++) {
    struct region *region = new_region((size_t)1 << 20, 0, round % (unsigned)kinds);
    use_at_random(region, (uintptr_t)seed + round, 200);
    struct code_block block = new_answer(region);
    assert_int_equal(run(&block), 42);
    free_region(region);
  }
  return NULL;
}

static void threads_have_regions_of_their_own_while_another_forks(void **state) {
  (void)state;
  pthread_t threads[THREADS];
  for (uintptr_t at = 0; at < THREADS; at++)
    assert_int_equal(pthread_create(&threads[at], NULL, use_a_region, (void *)(at + 1)), 0);
  struct region *region = new_region(0, 0, false);
  struct code_block block = new_answer(region);
  for (int round = 0; round < 10; round++) {
    pid_t child = fork();
    if (child == 0)
      _exit(run(&block) == 42 ? 0 : 1);
    assert_succeeds(child);
  }
  for (unsigned at = 0; at < THREADS; at++)
    pthread_join(threads[at], NULL);
  free_region(region);
}

// ---- Names for perf

static char *perf_map_path(void) {
  static char path[64];
  snprintf(path, sizeof path, "/tmp/perf-%d.map", (int)getpid());
  return path;
}

// The file's text, and the file is gone.
static const char *take_perf_map(void) {
  static char text[1024];
  FILE *file = fopen(perf_map_path(), "r");
  size_t length = file != NULL ? fread(text, 1, sizeof text - 1, file) : 0;
  if (file != NULL)
    fclose(file);
  text[length] = '\0';
  unlink(perf_map_path());
  return text;
}

static void users_of_the_perf_map_write_to_one_file(void **state) {
  (void)state;
  const char *reason;
  struct stat status;
  assert_true(perf_map_open(&reason));
  perf_map_add((void *)0x1000, 32, "mica:fib (fib.js:3)");
  assert_true(perf_map_open(&reason));
  perf_map_close();
  perf_map_add((void *)0xABCDEF0, 7, "two\nlines");
  perf_map_close();
  assert_true(perf_map_open(&reason));
  perf_map_add((void *)1, 1, "appended");
  perf_map_close();
  perf_map_add((void *)1, 1, "closed");
  assert_int_equal(stat(perf_map_path(), &status), 0);
  assert_int_equal(status.st_mode & 0777, 0600);
  assert_string_equal(take_perf_map(),
                      "1000 20 mica:fib (fib.js:3)\nabcdef0 7 two lines\n1 1 appended\n");
}

static void a_child_has_a_perf_map_of_its_own(void **state) {
  (void)state;
  const char *reason;
  assert_true(perf_map_open(&reason));
  perf_map_add((void *)0x10, 1, "before");
  pid_t child = fork();
  if (child == 0) {
    perf_map_add((void *)0x20, 1, "child's");
    perf_map_close();
    _exit(strcmp(take_perf_map(), "10 1 before\n20 1 child's\n") == 0 ? 0 : 1);
  }
  assert_succeeds(child);
  perf_map_close();
  assert_string_equal(take_perf_map(), "10 1 before\n");
}

// In a directory where everybody can put files, and numbers of processes come again.
static void links_are_refused_and_old_files_emptied(void **state) {
  (void)state;
  char target[] = "/tmp/mica-test-XXXXXX";
  int file = mkstemp(target);
  const char *reason;
  assert_int_equal(write(file, "theirs\n", 7), 7);
  assert_int_equal(symlink(target, perf_map_path()), 0);
  assert_false(perf_map_open(&reason));
  assert_string_equal(reason, "/tmp/perf-PID.map cannot be made, or is another's");
  assert_int_equal(unlink(perf_map_path()), 0);
  assert_int_equal(link(target, perf_map_path()), 0);
  assert_false(perf_map_open(&reason));
  assert_int_equal(unlink(perf_map_path()), 0);
  assert_int_equal(lseek(file, 0, SEEK_END), 7);
  const struct timespec old[2] = {{.tv_sec = 1}, {.tv_sec = 1}};
  assert_int_equal(futimens(file, old), 0);
  assert_int_equal(rename(target, perf_map_path()), 0);
  assert_true(perf_map_open(&reason));
  perf_map_add((void *)1, 1, "ours");
  perf_map_close();
  close(file);
  assert_string_equal(take_perf_map(), "1 1 ours\n");
}

// ---- Names for gdb

#define GDB_PROGRAM "program-for-gdb"

__attribute__((noinline)) int gdb_stops_here(void);
int gdb_stops_here(void) {
  __asm__ volatile("" ::: "memory");
  return 0;
}

// What the test runs in gdb: this program again.
__attribute__((noinline)) static int be_in_gdb(void) {
  struct region region = {0};
  const char *reason;
  if (!code_memory_create(&region.memory, &region.heap, &(struct code_memory_options){0}, &reason))
    return 1;
  struct code_block first = code_memory_allocate(&region.memory, sizeof calling_code);
  struct code_block block = code_memory_allocate(&region.memory, sizeof calling_code);
  memcpy(block.writable, calling_code, sizeof calling_code);
  code_memory_finish(&region.memory, &block, block.writable);
  struct gdb_entry *entries[] = {
      gdb_register(&(struct gdb_code){first.executable, first.bytes, "mica:first (a.js:1)", -1}),
      gdb_register(&(struct gdb_code){block.executable, block.bytes, "mica:fib (fib.js:3)", 16})};
  gdb_unregister(entries[0]);
  int (*call)(int (*)(void));
  memcpy(&call, &block.executable, sizeof call);
  int status = call(gdb_stops_here);
  gdb_unregister(entries[1]);
  status += gdb_stops_here();
  code_memory_destroy(&region.memory);
  return status;
}

static void gdb_shows_the_name_and_the_frames_below(void **state) {
  (void)state;
  char self[512] = "", command[1024], text[8192];
  if (system("gdb --version >/dev/null 2>&1") != 0 ||
      readlink("/proc/self/exe", self, sizeof self - 1) < 0)
    skip();
  snprintf(command, sizeof command,
           "ASAN_OPTIONS=detect_leaks=0 gdb -nx -batch -ex 'break gdb_stops_here' -ex run"
           " -ex backtrace -ex 'info address mica:first (a.js:1)' -ex continue"
           " -ex 'info address mica:fib (fib.js:3)' --args %s " GDB_PROGRAM " 2>&1",
           self);
  FILE *gdb = popen(command, "r");
  text[fread(text, 1, sizeof text - 1, gdb)] = '\0';
  pclose(gdb);
  if (strstr(text, "Breakpoint 1, ") == NULL) // it may not trace here, or the program is emulated
    skip();
  const char *frame = strstr(text, " in mica:fib (fib.js:3) ()");
  if (frame == NULL || strstr(frame, " in be_in_gdb ()") == NULL ||
      strstr(text, "No symbol \"mica:first (a.js:1)\"") == NULL ||
      strstr(text, "No symbol \"mica:fib (fib.js:3)\"") == NULL)
    fail_msg("gdb printed: %s", text);
}

int main(int count, char **arguments) {
  if (count > 1 && strcmp(arguments[1], GDB_PROGRAM) == 0)
    return be_in_gdb();
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(code_runs_and_can_be_changed),
      cmocka_unit_test(nothing_is_taken_until_it_is_created),
      cmocka_unit_test(memory_can_be_mapped_for_perf),
      cmocka_unit_test(the_head_is_the_owners),
      cmocka_unit_test(a_block_that_was_freed_traps_and_is_used_again),
      cmocka_unit_test(space_that_is_used_up_is_refused_and_neighbours_become_one),
      cmocka_unit_test(a_block_that_shrinks_leaves_room),
      cmocka_unit_test(blocks_do_not_overlap_and_nothing_is_lost),
      cmocka_unit_test(long_free_runs_go_back_to_the_system),
      cmocka_unit_test(no_page_is_both_writable_and_executable),
      cmocka_unit_test(an_allocator_that_fails_is_survived),
      cmocka_unit_test(a_head_larger_than_the_region_is_refused),
      cmocka_unit_test(executable_memory_may_be_forbidden),
      cmocka_unit_test(memory_files_and_descriptors_are_not_needed),
      cmocka_unit_test(memory_that_becomes_executable_is_not_needed),
      cmocka_unit_test(parent_and_child_share_nothing_after_a_fork),
      cmocka_unit_test(long_code_is_put_together_elsewhere),
      cmocka_unit_test(a_child_puts_code_together_for_itself),
      cmocka_unit_test(code_on_the_stack_goes_on_in_the_child),
      cmocka_unit_test(a_child_without_a_copy_cannot_reach_its_parents_code),
      cmocka_unit_test(threads_have_regions_of_their_own_while_another_forks),
      cmocka_unit_test(users_of_the_perf_map_write_to_one_file),
      cmocka_unit_test(a_child_has_a_perf_map_of_its_own),
      cmocka_unit_test(links_are_refused_and_old_files_emptied),
      cmocka_unit_test(gdb_shows_the_name_and_the_frames_below),
  };
  return cmocka_run_group_tests_name("code memory", tests, count_kinds, NULL);
}

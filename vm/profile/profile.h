// What a runtime finds out about itself while a profile is being taken.
//
// The bytecode interpreter is threaded through a table of handlers, and a profile swaps the table:
// the ordinary loop, calls and allocation have no test for it and cost nothing while it is off.
//
//   section     how it is found out
//   opcodes     both tables lead every instruction through a hook that counts it
//   functions   `steady` leads the instructions that may change the frame through a hook, which
//               makes the next instruction, whatever it is, come through `arriving`: there the
//               shadow stack is brought into line with the frame that was arrived at
//   sampling    a thread fills a table of the profile's own with a hook now and then; the next
//               instruction restores it and records the stack
//   memory      the heap hands out one cell at a time, so that each takes the allocator's slow side
//   jit         what is compiled is timed; the caches are read when the profile is written
//
// Only the last of them leaves native code in use (vm/baseline): of the others a runtime that has
// some takes it out of use at the start, and makes it anew after the end.
//
// A slow path goes on through `arriving` (interpreter.c), so unwinding, calls of all kinds and the
// callbacks of builtins need no hooks of their own; and what arrives there after an instruction
// that has not moved on tells that this instruction has missed its fast path.
//
// The clock is the processor's time stamp, or, of a deterministic profile, the number of executed
// instructions. Nothing that is written depends on addresses: rows are numbered as they are met.
//
// Memory comes from malloc. Where it ends, the profile goes on without what there was no room for,
// and says so (`is_incomplete`).
#ifndef MICA_PROFILE_PROFILE_H
#define MICA_PROFILE_PROFILE_H

#include <time.h>

#include "vm/bytecode/bytecode.h"
#include "vm/core/vm.h"
#include "vm/profile/memory.h"
#include "vm/profile/sampler.h"

// How often one instruction followed another, within a frame and across a call, return or throw.
struct profile_pair {
  uint64_t within, across;
};

// A function that ran. Its times are in the profile's clock.
struct profile_function {
  const void *key;              // its template, or what is called in C
  struct mica_program *program; // counted reference; NULL: a function in C
  char *name;                   // of one in C; owned
  uint32_t active;              // frames of it on the shadow stack
  uint64_t sample;              // the last one that has met it
  uint64_t calls, self, total, samples, allocations, allocated_bytes;
};

// A function at the end of one chain of callers. Node 0 is the root, which is no function; chains
// are no longer than PROFILE_MOST_DEPTH.
#define PROFILE_MOST_DEPTH 500
struct profile_node {
  uint32_t function, parent, depth;
  uint32_t recent; // the child that was entered last; 0: none yet
  uint64_t calls, self, samples;
};

// What the shadow stack knows of a frame.
struct profile_frame {
  const Value *base; // NULL: a function in C
  const struct stack_chunk *chunk;
  uint32_t node, function;
  bool is_outermost; // of its function: whose time is not part of another frame's
  uint64_t entered;
};

// Open addressing over numbers of rows.
struct profile_index {
  uint32_t *slots; // number + 1; 0: empty
  uint32_t slot_count, count;
};

// Functions compiled to bytecode while the profile was taken.
struct profile_compiles {
  uint64_t functions, nanoseconds, bytes;
};

// Instructions with an inline cache, by what it has met.
enum cache_state { CACHE_EMPTY, CACHE_MONOMORPHIC, CACHE_POLYMORPHIC, CACHE_STATES };

struct profile {
  // The interpreter's tables: the one that it goes on through, and that after a slow path. They
  // stay where they are as long as the runtime, which may have left through them.
  const void *steady[256], *arriving[256];
  const void *baseline[256]; // what `steady` is when no sample is due

  // From here on a start begins with zeros.
  unsigned sections; // MICA_PROFILE_*
  bool is_deterministic, is_incomplete;
  bool follows_frames; // there is a shadow stack

  // Opcodes
  uint64_t executed;
  const Value *base;                   // frame of the instruction before
  const uint32_t *pc;                  // it
  uint8_t previous;                    // its opcode
  struct profile_pair pairs[256][256]; // [previous][opcode]
  uint64_t slow[256];                  // how often an instruction took its slow path

  // Functions and samples
  const Value *frame_base; // of the innermost frame that the shadow stack knows; NULL: in C
  uint64_t last;           // clock up to which time is charged
  struct profile_function *functions;
  uint32_t function_count, function_capacity;
  struct profile_node *nodes;
  uint32_t node_count, node_capacity;
  struct profile_index function_index, node_index;
  struct profile_frame *frames;
  uint32_t frame_count, frame_capacity;
  struct sampler sampler;
  uint64_t outside_since; // of sampling: when script was left for the host; 0: it was not

  struct profile_memory memory;

  struct profile_compiles compiles;
  uint64_t dead_caches[CACHE_STATES]; // of code that was collected
  uint64_t dead_codes;

  mica_native_usage native_start, native; // of the runtime: at the start, and when last asked

  uint64_t start_ticks, start_nanoseconds;
  uint64_t ticks, nanoseconds; // that it took; of one that is being taken, when last asked
};

// Whether this build has the profiler (not with PROFILER=0). Without it the compiler leaves out
// what asks for a profile.
#ifdef MICA_NO_PROFILER
#define PROFILER_IS_BUILT_IN false
#else
#define PROFILER_IS_BUILT_IN true
#endif

// The profile that is being taken; NULL: none is.
static inline struct profile *profile_of(const struct vm *vm) {
  return PROFILER_IS_BUILT_IN ? vm->profile : NULL;
}

#define PROFILE_COUNTS offsetof(struct profile, sections)

static inline uint64_t profile_nanoseconds(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec;
}

static inline uint64_t profile_ticks(void) {
#if defined(__x86_64__)
  return __builtin_ia32_rdtsc();
#elif defined(__aarch64__)
  uint64_t ticks;
  __asm__ volatile("mrs %0, cntvct_el0" : "=r"(ticks));
  return ticks;
#else
  return profile_nanoseconds();
#endif
}

static inline uint64_t profile_clock(const struct profile *profile) {
  return profile->is_deterministic ? profile->executed : profile_ticks();
}

// ---- What the interpreter's hooks call

// The instruction before pc, in the frame at `base`, is about to be executed after one that may
// have changed the frame: the shadow stack follows.
void profile_arrive(struct vm *vm, const uint32_t *pc, const Value *base);
// It is a call: one of a function in C begins here.
void profile_depart(struct vm *vm, const uint32_t *pc, const Value *base);
// The stack as it is becomes a sample, if one is due.
void profile_take_sample(struct vm *vm, const uint32_t *pc, Value *base);

static inline bool opcode_is_call(uint8_t opcode) {
  return opcode >= OP_CALL && opcode <= OP_CONSTRUCT_SUPER_SPREAD;
}

// Counts the instruction before pc. `is_arriving`: after a slow path, which the instruction before
// took if it has not moved on since.
static inline void profile_instruction(struct vm *vm, const uint32_t *pc, const Value *base,
                                       bool is_arriving) {
  struct profile *profile = vm->profile;
  uint8_t opcode = instruction_opcode(pc[-1]);
  if (is_arriving || opcode >= OP_EXIT || (profile->follows_frames && base != profile->frame_base))
    profile_arrive(vm, pc, base);
  if (is_arriving && profile->pc != NULL && vm->pc == profile->pc)
    profile->slow[profile->previous]++;
  struct profile_pair *pair = &profile->pairs[profile->previous][opcode];
  if (base == profile->base)
    pair->within++;
  else
    pair->across++;
  profile->executed++;
  profile->base = base;
  profile->pc = pc;
  profile->previous = opcode;
  if (profile->follows_frames && opcode_is_call(opcode))
    profile_depart(vm, pc, base);
}

// Is native code out of use? It counts nothing, so a profile that looks at instructions, calls or
// allocations does not see what it does.
static inline bool profile_keeps_interpreting(const struct vm *vm) {
  return profile_of(vm) != NULL && vm->profile->sections != MICA_PROFILE_JIT;
}

static inline bool profile_counts_cells(const struct vm *vm) {
  return profile_of(vm) != NULL && vm->profile->sections & MICA_PROFILE_MEMORY;
}

// ---- What slow paths of the engine call while vm->profile is not NULL

// All frames are gone: the allocator has failed, and the host's outermost entry ends.
void profile_forget_frames(struct profile *profile);
// A function was compiled in this time.
void profile_compiled(struct profile *profile, const struct function_template *template,
                      uint64_t nanoseconds);
// The collector ends a code: what its caches know is counted.
void profile_code_ends(struct profile *profile, const struct code *code);

// ---- Rows (functions.c)

// The row of a key, of a program (or in C: NULL). NO_ROW: no memory.
#define NO_ROW UINT32_MAX
uint32_t profile_function_row(struct profile *profile, const void *key,
                              struct mica_program *program);
uint32_t profile_child_node(struct profile *profile, uint32_t parent, uint32_t function);
// The row of whatever is running. NO_ROW: none.
uint32_t profile_running_function(struct profile *profile, const struct vm *vm);
// Time is charged up to now.
void profile_settle(struct profile *profile);
void profile_free_functions(struct profile *profile);

// Makes room for another element of a growing array. false: no memory.
bool profile_grow(void **array, uint32_t *capacity, uint32_t count, size_t element_bytes);

// Reads how long the one that is being taken has taken, and what the baseline tier did meanwhile.
void profile_measure(struct vm *vm);
// The runtime forgets its profile, taken or ended.
void profile_end(struct vm *vm);

#endif

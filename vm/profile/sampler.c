// Sampling: a thread wakes so many times a second and swaps the entries of the profile's dispatch
// table for a hook, which the very next instruction runs into. So a sample falls on any
// instruction, not on safepoints alone, and between two samples nothing is slower.
//
// The thread says that a sample is due before it swaps the first entry, and the interpreter
// restores all entries before it takes that word back. So a request is never lost; where an entry
// is swapped after it was restored, what runs into it restores it again and finds that nothing is
// due.
//
// A sample weighs the time since the one before. What a builtin takes, at whose end the next
// instruction is, is charged to the function that called it. Reading the stack of deep recursion
// takes long, so a sample has at most SAMPLE_DEPTH frames, the innermost.
#include "vm/profile/sampler.h"

#include <signal.h>

#include "vm/profile/profile.h"

#define SAMPLER_STACK_BYTES ((size_t)64 << 10)
#define SAMPLE_DEPTH 1024

static void swap_entries(struct profile *profile) {
  for (unsigned at = 0; at < 256; at++)
    __atomic_store_n(&profile->steady[at], profile->sampler.hook, __ATOMIC_RELAXED);
}

static void add_nanoseconds(struct timespec *time, long nanoseconds) {
  time->tv_nsec += nanoseconds;
  if (time->tv_nsec >= 1000000000) {
    time->tv_nsec -= 1000000000;
    time->tv_sec++;
  }
}

static void *ask_for_samples(void *context) {
  struct profile *profile = context;
  struct sampler *sampler = &profile->sampler;
  long period = 1000000000L / (long)sampler->rate;
  struct timespec next;
  clock_gettime(CLOCK_MONOTONIC, &next);
  pthread_mutex_lock(&sampler->mutex);
  while (!sampler->ends) {
    add_nanoseconds(&next, period);
    while (!sampler->ends && pthread_cond_timedwait(&sampler->changed, &sampler->mutex, &next) == 0)
      continue;
    if (sampler->ends)
      break;
    if (__atomic_exchange_n(&sampler->due, 1, __ATOMIC_SEQ_CST) == 0)
      swap_entries(profile);
    else
      __atomic_fetch_add(&sampler->missed, 1, __ATOMIC_RELAXED);
  }
  pthread_mutex_unlock(&sampler->mutex);
  return NULL;
}

// The thread takes no signals: those are the host's.
static bool start_thread(struct profile *profile) {
  sigset_t all, before;
  pthread_attr_t attributes;
  if (pthread_attr_init(&attributes) != 0)
    return false;
  pthread_attr_setstacksize(&attributes, SAMPLER_STACK_BYTES);
  sigfillset(&all);
  pthread_sigmask(SIG_SETMASK, &all, &before);
  int error = pthread_create(&profile->sampler.thread, &attributes, ask_for_samples, profile);
  pthread_sigmask(SIG_SETMASK, &before, NULL);
  pthread_attr_destroy(&attributes);
  return error == 0;
}

bool sampler_start(struct profile *profile) {
  struct sampler *sampler = &profile->sampler;
  pthread_condattr_t attributes;
  pthread_condattr_init(&attributes);
  pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
  pthread_cond_init(&sampler->changed, &attributes);
  pthread_condattr_destroy(&attributes);
  pthread_mutex_init(&sampler->mutex, NULL);
  sampler->ends = false;
  if (start_thread(profile))
    return true;
  pthread_cond_destroy(&sampler->changed);
  pthread_mutex_destroy(&sampler->mutex);
  sampler->rate = 0;
  return false;
}

void sampler_stop(struct profile *profile) {
  struct sampler *sampler = &profile->sampler;
  if (sampler->rate == 0)
    return;
  pthread_mutex_lock(&sampler->mutex);
  sampler->ends = true;
  pthread_cond_signal(&sampler->changed);
  pthread_mutex_unlock(&sampler->mutex);
  pthread_join(sampler->thread, NULL);
  pthread_cond_destroy(&sampler->changed);
  pthread_mutex_destroy(&sampler->mutex);
  memcpy(profile->steady, profile->baseline, sizeof profile->steady);
}

// ---- Taking one

struct stack {
  struct profile *profile;
  uint32_t count;
  uint32_t functions[SAMPLE_DEPTH]; // from the innermost
};

static bool add_frame(void *context, const struct function *function, uint32_t offset) {
  (void)offset;
  struct stack *stack = context;
  const struct code *code = function->code;
  uint32_t row = profile_function_row(stack->profile, code->template, code->program);
  if (row != NO_ROW)
    stack->functions[stack->count++] = row;
  return stack->count < SAMPLE_DEPTH;
}

static void charge(struct profile *profile, const struct stack *stack, uint64_t weight) {
  uint32_t node = 0;
  uint64_t sample = ++profile->sampler.taken;
  for (uint32_t at = stack->count; at-- > 0;) {
    struct profile_function *function = &profile->functions[stack->functions[at]];
    node = profile_child_node(profile, node, stack->functions[at]);
    if (function->sample != sample)
      function->total += weight;
    function->sample = sample;
  }
  if (stack->count == 0)
    return;
  struct profile_function *innermost = &profile->functions[stack->functions[0]];
  innermost->self += weight;
  innermost->samples++;
  profile->nodes[node].self += weight;
  profile->nodes[node].samples++;
}

void profile_take_sample(struct vm *vm, const uint32_t *pc, Value *base) {
  struct profile *profile = vm->profile;
  for (unsigned at = 0; at < 256; at++)
    __atomic_store_n(&profile->steady[at], profile->baseline[at], __ATOMIC_RELAXED);
  if (__atomic_exchange_n(&profile->sampler.due, 0, __ATOMIC_SEQ_CST) == 0)
    return;
  struct stack stack = {.profile = profile, .count = 0};
  vm->pc = pc;
  vm->base = base;
  bytecode_walk_frames(vm, add_frame, &stack);
  uint64_t now = profile_ticks();
  charge(profile, &stack, now - profile->last);
  profile->last = now;
}

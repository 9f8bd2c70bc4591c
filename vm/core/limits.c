// What ends a script from outside: interruption, a time limit, an instruction limit.
//
// All three act at a safepoint, which the script reaches at its next call or loop's back edge, and
// cost nothing until then. An interruption sets a bit of vm->stop and makes a request
// (vm_request): two atomic stores, so any thread and any signal handler may do it. The time limit
// is an interruption that a thread of the runtime's own makes, which sleeps until the deadline;
// only a runtime with a time limit has it, and to enter such a runtime costs two locks that nobody
// contends for. The instruction limit keeps a request pending all the time, so that every
// safepoint takes its slow side, where it is counted.
//
// A bit of vm->stop stays until the host's outermost entry ends: a host function in between that
// takes no notice of a failure does not let the script go on.
#include "vm/core/limits.h"

#include <inttypes.h>
#include <signal.h>
#include <stdlib.h>
#include <time.h>

#define WATCHDOG_STACK_BYTES ((size_t)256 << 10)

struct watchdog {
  struct vm *vm;
  pthread_t thread;
  pthread_mutex_t mutex; // protects what follows
  pthread_cond_t changed;
  struct timespec deadline;
  bool armed; // the deadline counts
  bool idle;  // the thread waits without a deadline
  bool ends;
};

void limits_stop(struct vm *vm, enum stop stop) {
  __atomic_fetch_or(&vm->stop, stop, __ATOMIC_SEQ_CST);
  vm_request(vm);
}

void limits_forgive(struct vm *vm, enum stop stop) {
  __atomic_fetch_and(&vm->stop, ~(uint32_t)stop, __ATOMIC_SEQ_CST);
}

static bool throw_stopped(struct vm *vm, uint32_t stop) {
  vm_request(vm);
  if (stop & STOP_INTERRUPTED)
    throw_final(vm, MICA_ERROR_INTERRUPTED, "interrupted");
  else
    throw_final(vm, MICA_ERROR_LIMIT, "time limit exceeded: %" PRIu64 " ms", vm->time_limit);
  return false;
}

static bool count_instruction(struct vm *vm) {
  vm_request(vm);
  if (vm->instructions_left > 0) {
    vm->instructions_left--;
    return true;
  }
  throw_final(vm, MICA_ERROR_LIMIT, "instruction limit exceeded: %" PRIu64, vm->instruction_limit);
  return false;
}

bool limits_allow(struct vm *vm) {
  uint32_t stop = __atomic_load_n(&vm->stop, __ATOMIC_SEQ_CST);
  if (stop)
    return throw_stopped(vm, stop);
  return vm->instruction_limit == 0 || count_instruction(vm);
}

// Without a safepoint nothing that the work has left behind was freed: what it has handed out since
// the last collection is its own doing.
bool limits_allow_work(struct vm *vm) {
  if (vm->heap.out_of_memory || vm->heap.since_collection > vm->heap.limit) {
    throw_final(vm, MICA_ERROR_LIMIT, "out of memory");
    return false;
  }
  return limits_allow(vm);
}

// ---- The time limit

static bool is_past(const struct timespec *deadline) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return now.tv_sec > deadline->tv_sec ||
         (now.tv_sec == deadline->tv_sec && now.tv_nsec >= deadline->tv_nsec);
}

static void *watch(void *context) {
  struct watchdog *watchdog = context;
  pthread_mutex_lock(&watchdog->mutex);
  while (!watchdog->ends) {
    if (!watchdog->armed) {
      watchdog->idle = true;
      pthread_cond_wait(&watchdog->changed, &watchdog->mutex);
      watchdog->idle = false;
    } else if (is_past(&watchdog->deadline)) {
      watchdog->armed = false;
      limits_stop(watchdog->vm, STOP_TIME);
    } else {
      struct timespec until = watchdog->deadline;
      pthread_cond_timedwait(&watchdog->changed, &watchdog->mutex, &until);
    }
  }
  pthread_mutex_unlock(&watchdog->mutex);
  return NULL;
}

// Starts the thread, which takes no signals: those are the host's. 0 or an error's number.
static int start_thread(struct watchdog *watchdog) {
  sigset_t all, before;
  pthread_attr_t attributes;
  int error = pthread_attr_init(&attributes);
  if (error)
    return error;
  pthread_attr_setstacksize(&attributes, WATCHDOG_STACK_BYTES);
  sigfillset(&all);
  pthread_sigmask(SIG_SETMASK, &all, &before);
  error = pthread_create(&watchdog->thread, &attributes, watch, watchdog);
  pthread_sigmask(SIG_SETMASK, &before, NULL);
  pthread_attr_destroy(&attributes);
  return error;
}

static void free_watchdog(struct watchdog *watchdog) {
  pthread_cond_destroy(&watchdog->changed);
  pthread_mutex_destroy(&watchdog->mutex);
  free(watchdog);
}

bool limits_create(struct vm *vm, uint64_t time_limit, uint64_t instruction_limit) {
  vm->time_limit = time_limit;
  vm->instruction_limit = instruction_limit;
  if (time_limit == 0)
    return true;
  struct watchdog *watchdog = calloc(1, sizeof *watchdog);
  if (!watchdog)
    return false;
  watchdog->vm = vm;
  pthread_condattr_t attributes;
  pthread_condattr_init(&attributes);
  pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
  pthread_cond_init(&watchdog->changed, &attributes);
  pthread_condattr_destroy(&attributes);
  pthread_mutex_init(&watchdog->mutex, NULL);
  if (start_thread(watchdog) != 0) {
    free_watchdog(watchdog);
    return false;
  }
  vm->watchdog = watchdog;
  return true;
}

void limits_destroy(struct vm *vm) {
  struct watchdog *watchdog = vm->watchdog;
  if (!watchdog)
    return;
  pthread_mutex_lock(&watchdog->mutex);
  watchdog->ends = true;
  pthread_cond_signal(&watchdog->changed);
  pthread_mutex_unlock(&watchdog->mutex);
  pthread_join(watchdog->thread, NULL);
  free_watchdog(watchdog);
  vm->watchdog = NULL;
}

// A deadline never comes before the one that the thread may still be waiting for, since the limit
// does not change: only an idle thread must be woken.
static void arm(struct watchdog *watchdog, uint64_t milliseconds) {
  struct timespec deadline;
  clock_gettime(CLOCK_MONOTONIC, &deadline);
  uint64_t nanoseconds = (uint64_t)deadline.tv_nsec + milliseconds % 1000 * 1000000;
  deadline.tv_sec += (time_t)(milliseconds / 1000 + nanoseconds / 1000000000);
  deadline.tv_nsec = (long)(nanoseconds % 1000000000);
  pthread_mutex_lock(&watchdog->mutex);
  watchdog->deadline = deadline;
  watchdog->armed = true;
  if (watchdog->idle)
    pthread_cond_signal(&watchdog->changed);
  pthread_mutex_unlock(&watchdog->mutex);
}

void limits_disarm(struct vm *vm) {
  struct watchdog *watchdog = vm->watchdog;
  pthread_mutex_lock(&watchdog->mutex);
  watchdog->armed = false;
  pthread_mutex_unlock(&watchdog->mutex);
}

void limits_start(struct vm *vm) {
  if (vm->instruction_limit) {
    vm->instructions_left = vm->instruction_limit;
    vm_request(vm);
  }
  if (vm->watchdog)
    arm(vm->watchdog, vm->time_limit);
}

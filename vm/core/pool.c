// Pools: runtimes that were used are kept, cleaned, for those who need one next.
//
// Idle runtimes lie in shards, each a short list under a lock of its own. A thread prefers the
// shard that its address leads to, and one that nobody holds at the moment, so threads seldom meet;
// what a thread gives back is what it takes next, still in its processor's cache. A runtime is
// cleaned outside of the locks, by the thread that gives it back.
//
// When all are in use, takers sleep on a condition. A giver puts its runtime into a shard and then
// looks whether somebody sleeps; a taker says that it will sleep and then looks through the shards.
// The counts that say so (idle_count, sleepers) have one order for all threads, so one of the two
// sees the other.
#include "vm/core/host.h"
#include "vm/core/limits.h"

#include <unistd.h>

#define MOST_SHARDS 32

struct shard {
  pthread_mutex_t lock; // of the shard
  struct vm *idle;      // linked by next_idle
  uint32_t idle_count;  // read without the lock too
  uint64_t taken, given, reused;
} __attribute__((aligned(64)));

struct mica_pool {
  struct mica_factory *factory;
  uint32_t most;        // runtimes
  uint32_t shard_count; // a power of two
  uint32_t made;        // runtimes that there are
  uint32_t sleepers;    // takers that wait, or are about to
  uint64_t waits, created;
  pthread_mutex_t sleep_lock;
  pthread_cond_t awake;
  void *block; // what was allocated: the shards want to be aligned
  size_t block_bytes;
  struct shard shards[];
};

// ---- Shards

static uint32_t processor_count(void) {
  long online = sysconf(_SC_NPROCESSORS_ONLN);
  return online < 1 ? 1 : (uint32_t)online;
}

static uint32_t home_shard(const struct mica_pool *pool) {
  uint64_t thread = (uintptr_t)vm_this_thread();
  return (uint32_t)(thread * 0x9E3779B97F4A7C15u >> 32) & (pool->shard_count - 1);
}

static uint32_t idle_count(const struct shard *shard) {
  return __atomic_load_n(&shard->idle_count, __ATOMIC_SEQ_CST);
}

// With the lock. NULL: the shard is empty.
static struct vm *shard_pop(struct shard *shard) {
  struct vm *vm = shard->idle;
  if (!vm)
    return NULL;
  shard->idle = vm->next_idle;
  __atomic_sub_fetch(&shard->idle_count, 1, __ATOMIC_SEQ_CST);
  shard->taken++;
  shard->reused++;
  return vm;
}

static void shard_push(struct shard *shard, struct vm *vm) {
  vm->next_idle = shard->idle;
  shard->idle = vm;
  __atomic_add_fetch(&shard->idle_count, 1, __ATOMIC_SEQ_CST);
  shard->given++;
}

// An idle runtime of any shard that is not being used at the moment or, when `patient`, of any.
static struct vm *take_idle(struct mica_pool *pool, bool patient) {
  uint32_t home = home_shard(pool);
  for (uint32_t i = 0; i < pool->shard_count; i++) {
    struct shard *shard = &pool->shards[(home + i) & (pool->shard_count - 1)];
    if (idle_count(shard) == 0)
      continue;
    if (patient)
      pthread_mutex_lock(&shard->lock);
    else if (pthread_mutex_trylock(&shard->lock) != 0)
      continue;
    struct vm *vm = shard_pop(shard);
    pthread_mutex_unlock(&shard->lock);
    if (vm)
      return vm;
  }
  return NULL;
}

// The home shard, or another one if that is being used. Locked.
static struct shard *lock_some_shard(struct mica_pool *pool) {
  uint32_t home = home_shard(pool);
  for (uint32_t i = 0; i < pool->shard_count; i++) {
    struct shard *shard = &pool->shards[(home + i) & (pool->shard_count - 1)];
    if (pthread_mutex_trylock(&shard->lock) == 0)
      return shard;
  }
  pthread_mutex_lock(&pool->shards[home].lock);
  return &pool->shards[home];
}

// ---- Making runtimes

// Another runtime, if the bound allows. NULL: it does not, or (*failed) there is no memory.
static struct vm *make_runtime(struct mica_pool *pool, bool *failed) {
  uint32_t made = __atomic_load_n(&pool->made, __ATOMIC_RELAXED);
  do {
    if (made == pool->most)
      return NULL;
  } while (!__atomic_compare_exchange_n(&pool->made, &made, made + 1, true, __ATOMIC_RELAXED,
                                        __ATOMIC_RELAXED));
  struct vm *vm = vm_create(pool->factory);
  if (!vm) {
    __atomic_sub_fetch(&pool->made, 1, __ATOMIC_RELAXED);
    *failed = true;
    return NULL;
  }
  vm->pool = pool;
  __atomic_add_fetch(&pool->created, 1, __ATOMIC_RELAXED);
  struct shard *shard = lock_some_shard(pool);
  shard->taken++;
  pthread_mutex_unlock(&shard->lock);
  return vm;
}

static struct vm *take_or_make(struct mica_pool *pool, bool *failed) {
  struct vm *vm = take_idle(pool, false);
  if (!vm)
    vm = take_idle(pool, true);
  return vm ? vm : make_runtime(pool, failed);
}

static struct vm *wait_for_one(struct mica_pool *pool, bool *failed) {
  pthread_mutex_lock(&pool->sleep_lock);
  pool->waits++;
  __atomic_add_fetch(&pool->sleepers, 1, __ATOMIC_SEQ_CST);
  struct vm *vm;
  while (!(vm = take_or_make(pool, failed)) && !*failed)
    pthread_cond_wait(&pool->awake, &pool->sleep_lock);
  __atomic_sub_fetch(&pool->sleepers, 1, __ATOMIC_SEQ_CST);
  pthread_mutex_unlock(&pool->sleep_lock);
  return vm;
}

static void wake_sleeper(struct mica_pool *pool) {
  if (__atomic_load_n(&pool->sleepers, __ATOMIC_SEQ_CST) == 0)
    return;
  pthread_mutex_lock(&pool->sleep_lock);
  pthread_cond_signal(&pool->awake);
  pthread_mutex_unlock(&pool->sleep_lock);
}

// An interruption that came when the runtime was given back already is not the next user's.
static mica_runtime *hand_out(struct vm *vm) {
  if (vm && __atomic_load_n(&vm->stop, __ATOMIC_RELAXED))
    limits_forgive(vm, STOP_INTERRUPTED);
  return host_runtime(vm);
}

// ---- The public interface

mica_pool *mica_pool_new(mica_factory *factory, unsigned most) {
  uint32_t shard_count = 1, processors = processor_count();
  while (shard_count < processors && shard_count < MOST_SHARDS)
    shard_count *= 2;
  size_t bytes = sizeof(struct mica_pool) + shard_count * sizeof(struct shard);
  size_t block_bytes = bytes + _Alignof(struct mica_pool);
  char *block = allocator_resize(&factory->options.allocator, NULL, 0, block_bytes);
  if (!block)
    return NULL;
  struct mica_pool *pool =
      (struct mica_pool *)(block + (-(uintptr_t)block & (_Alignof(struct mica_pool) - 1)));
  memset(pool, 0, bytes);
  *pool = (struct mica_pool){.factory = mica_factory_retain(factory),
                             .most = most,
                             .shard_count = shard_count,
                             .block = block,
                             .block_bytes = block_bytes};
  pthread_mutex_init(&pool->sleep_lock, NULL);
  pthread_cond_init(&pool->awake, NULL);
  for (uint32_t i = 0; i < shard_count; i++)
    pthread_mutex_init(&pool->shards[i].lock, NULL);
  return pool;
}

void mica_pool_free(mica_pool *pool) {
  if (!pool)
    return;
  struct mica_factory *factory = pool->factory;
  for (uint32_t i = 0; i < pool->shard_count; i++) {
    struct shard *shard = &pool->shards[i];
    for (struct vm *vm = shard->idle, *next; vm; vm = next) {
      next = vm->next_idle;
      vm_destroy(vm);
    }
    pthread_mutex_destroy(&shard->lock);
  }
  pthread_mutex_destroy(&pool->sleep_lock);
  pthread_cond_destroy(&pool->awake);
  allocator_resize(&factory->options.allocator, pool->block, pool->block_bytes, 0);
  mica_factory_release(factory);
}

mica_runtime *mica_pool_try_take(mica_pool *pool) {
  bool failed = false;
  return hand_out(take_or_make(pool, &failed));
}

mica_runtime *mica_pool_take(mica_pool *pool) {
  bool failed = false;
  struct vm *vm = take_or_make(pool, &failed);
  if (!vm && !failed && pool->most > 0)
    vm = wait_for_one(pool, &failed);
  return hand_out(vm);
}

mica_status mica_pool_give(mica_pool *pool, mica_runtime *runtime) {
  struct vm *vm = vm_of(runtime);
  if (!vm)
    return MICA_OK;
  if (vm->pool != pool || vm->panic)
    return MICA_ERROR_USAGE;
  vm_reset(vm);
  struct shard *shard = lock_some_shard(pool);
  shard_push(shard, vm);
  pthread_mutex_unlock(&shard->lock);
  wake_sleeper(pool);
  return MICA_OK;
}

mica_pool_metrics mica_pool_measure(mica_pool *pool) {
  mica_pool_metrics metrics = {.created = __atomic_load_n(&pool->created, __ATOMIC_RELAXED)};
  for (uint32_t i = 0; i < pool->shard_count; i++) {
    struct shard *shard = &pool->shards[i];
    pthread_mutex_lock(&shard->lock);
    metrics.taken += shard->taken;
    metrics.given += shard->given;
    metrics.reused += shard->reused;
    metrics.idle += shard->idle_count;
    pthread_mutex_unlock(&shard->lock);
  }
  metrics.in_use = metrics.taken - metrics.given;
  pthread_mutex_lock(&pool->sleep_lock);
  metrics.waits = pool->waits;
  pthread_mutex_unlock(&pool->sleep_lock);
  return metrics;
}

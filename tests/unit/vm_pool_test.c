// Pools: a runtime that is taken is as new, whoever had it before, and threads share a pool.
#include "tests/unit/vm_builtins.h"

#include <pthread.h>
#include <unistd.h>

struct setting {
  struct memory memory;
  FILE *output;
  mica_factory *factory;
  mica_pool *pool;
};

static struct setting *new_setting(void **state, unsigned most, mica_options options) {
  struct setting *setting = calloc(1, sizeof *setting);
  assert_non_null(setting);
  setting->output = tmpfile();
  options.tier = tier_of(state);
  options.output = setting->output;
  options.allocator = (mica_allocator){&setting->memory, count_resize};
  setting->factory = mica_factory_new(&options);
  setting->pool = mica_pool_new(setting->factory, most);
  assert_non_null(setting->pool);
  return setting;
}

static void end_setting(struct setting *setting) {
  mica_pool_free(setting->pool);
  mica_factory_release(setting->factory);
  assert_int_equal(setting->memory.live, 0);
  fclose(setting->output);
  free(setting);
}

static mica_runtime *take(const struct setting *setting) {
  mica_runtime *runtime = mica_pool_take(setting->pool);
  assert_non_null(runtime);
  return runtime;
}

static void give(const struct setting *setting, mica_runtime *runtime) {
  assert_int_equal(mica_pool_give(setting->pool, runtime), MICA_OK);
}

// ---- Cleaning

static void a_runtime_is_taken_as_new(void **state) {
  struct setting *setting = new_setting(state, 1, (mica_options){0});
  mica_runtime *runtime = take(setting);
  char *pristine = builtins_text(runtime);
  for (unsigned round = 0; round < 3; round++) {
    spoil_builtins(runtime);
    give(setting, runtime);
    assert_ptr_equal(take(setting), runtime);
    char *cleaned = builtins_text(runtime);
    assert_string_equal(cleaned, pristine);
    free(cleaned);
  }
  mica_program *script = compile(LIBRARY_SCRIPT);
  assert_library_works(runtime, script);
  mica_program_release(script);
  free(pristine);
  give(setting, runtime);
  end_setting(setting);
}

// Whatever a user can leave behind beside objects.
static void leave_things_behind(mica_runtime *runtime, mica_tier tier) {
  assert_int_equal(run_text(runtime, "globalThis.left = Array.from({ length: 5000 }, String);"
                                     "console.count('mine'); console.group(); Math.random();"
                                     "let depth = 0; (function deep() { depth++; deep(); })();"),
                   MICA_ERROR_THROWN);
  mica_handle *handle = load(runtime, "module.exports = { a: 'text' };");
  mica_value value;
  const char *text;
  size_t length;
  assert_int_equal(mica_get(runtime, mica_held(handle), "a", &value), MICA_OK);
  assert_int_equal(mica_to_string(runtime, value, &text, &length), MICA_OK);
  mica_error error;
  assert_int_equal(mica_evaluate(runtime, "let kept = 1;", 13, "piece", &value, &error), MICA_OK);
  assert_int_equal(mica_profile_start(runtime, NULL),
                   tier == MICA_TIER_TREE ? MICA_ERROR_USAGE : MICA_OK);
  assert_int_equal(run_text(runtime, "throw new Error('left');"), MICA_ERROR_THROWN);
  mica_interrupt(runtime);
}

static void nothing_of_a_user_is_left_for_the_next(void **state) {
  struct setting *setting = new_setting(state, 1, (mica_options){0});
  mica_runtime *runtime = take(setting);
  leave_things_behind(runtime, tier_of(state));
  give(setting, runtime);
  mica_interrupt(runtime); // a late one
  assert_ptr_equal(take(setting), runtime);
  assert_string_equal(mica_error_text(runtime), "out of memory"); // there is none
  assert_int_equal(mica_memory_usage(runtime).collections, 0);
  assert_int_equal(mica_profile_write(runtime, MICA_PROFILE_JSON, 1, setting->output),
                   MICA_ERROR_USAGE);
  long before = ftell(setting->output);
  mica_handle *seen = load(runtime, "console.count('mine'); module.exports = typeof left;");
  assert_text(runtime, mica_held(seen), "undefined");
  fseek(setting->output, before, SEEK_SET);
  char line[64];
  assert_non_null(fgets(line, sizeof line, setting->output));
  assert_string_equal(line, "mine: 1\n"); // counted anew, and not indented
  mica_value value;
  mica_error error;
  assert_int_equal(mica_evaluate(runtime, "kept", 4, "piece", &value, &error), MICA_ERROR_THROWN);
  give(setting, runtime);
  end_setting(setting);
}

static void limits_hold_for_every_user(void **state) {
  struct setting *setting = new_setting(
      state, 1, (mica_options){.memory_limit = 4 << 20, .time_limit = 50, .stack_limit = 1 << 16});
  for (unsigned round = 0; round < 3; round++) {
    mica_runtime *runtime = take(setting);
    assert_int_equal(run_text(runtime, "for (;;);"), MICA_ERROR_LIMIT);
    assert_int_equal(run_text(runtime, "const a = []; for (;;) a.push({});"), MICA_ERROR_LIMIT);
    assert_int_equal(run_text(runtime, "(function f() { f(); })();"), MICA_ERROR_THROWN);
    give(setting, runtime);
  }
  end_setting(setting);
}

static void reuse_needs_no_more_memory(void **state) {
  struct setting *setting = new_setting(state, 1, (mica_options){0});
  mica_program *script = compile(LIBRARY_SCRIPT);
  size_t after_first = 0;
  for (unsigned round = 0; round < 2000; round++) {
    mica_runtime *runtime = take(setting);
    if (round % 10 == 0)
      assert_library_works(runtime, script);
    give(setting, runtime);
    if (round == 0)
      after_first = setting->memory.live;
    assert_int_equal(setting->memory.live, after_first);
  }
  mica_program_release(script);
  end_setting(setting);
}

// ---- Bounds and misuse

static void a_pool_has_so_many_runtimes_and_no_more(void **state) {
  struct setting *setting = new_setting(state, 2, (mica_options){0});
  mica_runtime *a = take(setting), *b = mica_pool_try_take(setting->pool);
  assert_non_null(b);
  assert_null(mica_pool_try_take(setting->pool));
  give(setting, a);
  assert_ptr_equal(mica_pool_try_take(setting->pool), a);
  give(setting, a);
  give(setting, b);
  mica_pool_metrics metrics = mica_pool_measure(setting->pool);
  assert_int_equal(metrics.created, 2);
  assert_int_equal(metrics.taken, 3);
  assert_int_equal(metrics.given, 3);
  assert_int_equal(metrics.reused, 1);
  assert_int_equal(metrics.in_use, 0);
  assert_int_equal(metrics.idle, 2);
  assert_int_equal(metrics.waits, 0);
  end_setting(setting);
}

static mica_status give_myself(mica_runtime *runtime, void *data, const mica_value *arguments,
                               unsigned count, mica_value *result) {
  (void)arguments;
  (void)count;
  *result = mica_number(mica_pool_give(data, runtime));
  return MICA_OK;
}

static void what_is_not_the_pools_or_runs_is_not_given(void **state) {
  struct setting *setting = new_setting(state, 2, (mica_options){0});
  mica_runtime *foreign = mica_factory_runtime(setting->factory);
  assert_int_equal(mica_pool_give(setting->pool, foreign), MICA_ERROR_USAGE);
  mica_runtime_free(foreign);
  assert_int_equal(mica_pool_give(setting->pool, NULL), MICA_OK);
  mica_runtime *runtime = take(setting);
  define_function(runtime, "giveMyself", give_myself, setting->pool);
  mica_handle *status = load(runtime, "module.exports = giveMyself();");
  assert_true(number_of(mica_held(status)) == MICA_ERROR_USAGE);
  give(setting, runtime);
  end_setting(setting);
}

static void a_pool_without_memory_says_so(void **state) {
  struct setting *setting = new_setting(state, 2, (mica_options){0});
  setting->memory.countdown = 1;
  assert_null(mica_pool_take(setting->pool));
  assert_null(mica_pool_new(setting->factory, 1));
  setting->memory.countdown = 0;
  give(setting, take(setting));
  assert_int_equal(mica_pool_measure(setting->pool).created, 1);
  end_setting(setting);
}

// ---- Threads

#define THREADS 6
#define ROUNDS 200

struct worker {
  pthread_t thread;
  mica_pool *pool;
  mica_program *script;
  unsigned right;
};

// Asserts belong to the main thread.
static void *work(void *data) {
  struct worker *worker = data;
  for (unsigned i = 0; i < ROUNDS; i++) {
    mica_runtime *runtime = mica_pool_take(worker->pool);
    mica_value value;
    double number;
    if (runtime && mica_run(runtime, worker->script, &value) == MICA_OK &&
        mica_to_number(value, &number) == MICA_OK && number == 1)
      worker->right++;
    if (mica_pool_give(worker->pool, runtime) != MICA_OK)
      worker->right = 0;
  }
  return NULL;
}

static void threads_take_and_give(void **state) {
  mica_factory *factory =
      mica_factory_new(&(mica_options){.tier = tier_of(state), .native_threshold = 1});
  mica_pool *pool = mica_pool_new(factory, 3);
  mica_program *script = compile("globalThis.users = (globalThis.users || 0) + 1;"
                                 "module.exports = users;");
  struct worker workers[THREADS];
  for (unsigned i = 0; i < THREADS; i++) {
    workers[i] = (struct worker){.pool = pool, .script = script};
    assert_int_equal(pthread_create(&workers[i].thread, NULL, work, &workers[i]), 0);
  }
  for (unsigned i = 0; i < THREADS; i++) {
    pthread_join(workers[i].thread, NULL);
    assert_int_equal(workers[i].right, ROUNDS);
  }
  mica_pool_metrics metrics = mica_pool_measure(pool);
  assert_int_equal(metrics.taken, THREADS * ROUNDS);
  assert_int_equal(metrics.given, THREADS * ROUNDS);
  assert_in_range(metrics.created, 1, 3);
  assert_int_equal(metrics.reused, THREADS * ROUNDS - metrics.created);
  assert_int_equal(metrics.idle, metrics.created);
  mica_program_release(script);
  mica_pool_free(pool);
  mica_factory_release(factory);
}

static void *take_and_give(void *data) {
  mica_runtime *runtime = mica_pool_take(data);
  mica_pool_give(data, runtime);
  return runtime;
}

static void who_waits_gets_what_is_given(void **state) {
  struct setting *setting = new_setting(state, 1, (mica_options){0});
  mica_runtime *runtime = take(setting);
  pthread_t waiting;
  assert_int_equal(pthread_create(&waiting, NULL, take_and_give, setting->pool), 0);
  while (mica_pool_measure(setting->pool).waits == 0)
    usleep(1000);
  give(setting, runtime);
  void *got;
  pthread_join(waiting, &got);
  assert_ptr_equal(got, runtime);
  end_setting(setting);
}

static int run_tier(const char *name, mica_tier tier) {
#define TEST(function) cmocka_unit_test_prestate(function, &tier)
  const struct CMUnitTest tests[] = {
      TEST(a_runtime_is_taken_as_new),
      TEST(nothing_of_a_user_is_left_for_the_next),
      TEST(limits_hold_for_every_user),
      TEST(reuse_needs_no_more_memory),
      TEST(a_pool_has_so_many_runtimes_and_no_more),
      TEST(what_is_not_the_pools_or_runs_is_not_given),
      TEST(a_pool_without_memory_says_so),
      TEST(threads_take_and_give),
      TEST(who_waits_gets_what_is_given),
  };
  return cmocka_run_group_tests_name(name, tests, NULL, NULL);
}

int main(void) {
  return run_tier("tree", MICA_TIER_TREE) + run_tier("bytecode", MICA_TIER_BYTECODE) +
         run_tier("baseline", MICA_TIER_BASELINE);
}

// Factories: what runtimes share, and that they share nothing else.
#include "tests/unit/vm_builtins.h"

#include <pthread.h>

static mica_factory *new_factory(void **state, struct memory *memory) {
  mica_options options = {.tier = tier_of(state), .native_threshold = 1};
  if (memory)
    options.allocator = (mica_allocator){memory, count_resize};
  mica_factory *factory = mica_factory_new(&options);
  assert_non_null(factory);
  return factory;
}

// ---- Isolation

static void what_one_runtime_changes_no_other_sees(void **state) {
  mica_factory *factory = new_factory(state, NULL);
  mica_runtime *before = mica_factory_runtime(factory), *after;
  char *pristine = builtins_text(before);
  mica_runtime *spoilt = mica_factory_runtime(factory);
  spoil_builtins(spoilt);
  char *changed = builtins_text(spoilt);
  assert_string_not_equal(pristine, changed);
  after = mica_factory_runtime(factory);
  char *still = builtins_text(before), *fresh = builtins_text(after);
  assert_string_equal(pristine, still);
  assert_string_equal(pristine, fresh);
  mica_program *script = compile(LIBRARY_SCRIPT);
  assert_library_works(before, script);
  assert_library_works(after, script);
  mica_program_release(script);
  free(pristine), free(changed), free(still), free(fresh);
  mica_runtime_free(spoilt), mica_runtime_free(before), mica_runtime_free(after);
  mica_factory_release(factory);
}

static void a_script_changes_its_own_library_alone(void **state) {
  mica_factory *factory = new_factory(state, NULL);
  mica_runtime *a = mica_factory_runtime(factory), *b = mica_factory_runtime(factory);
  assert_int_equal(run_text(a, "Array.prototype.last = function () { return this.at(-1); };"
                               "Math.abs = () => 'mine'; delete String.prototype.trim;"
                               "Object.freeze(JSON); globalThis.extra = [1, 2].last();"
                               "Object.prototype.everywhere = 1;"),
                   MICA_OK);
  static const char check[] = "module.exports = [typeof [].last, Math.abs(-1), typeof ''.trim,"
                              "Object.isFrozen(JSON), typeof extra, typeof {}.everywhere].join();";
  mica_handle *seen_by_a = load(a, check), *seen_by_b = load(b, check);
  assert_text(a, mica_held(seen_by_a), "function,mine,undefined,true,number,number");
  assert_text(b, mica_held(seen_by_b), "undefined,1,function,false,undefined,undefined");
  mica_runtime_free(a), mica_runtime_free(b);
  mica_factory_release(factory);
}

// ---- One object, whichever way one comes to it

static void assert_true_in(mica_runtime *runtime, const char *expression) {
  char source[512];
  snprintf(source, sizeof source, "module.exports = String(%s);", expression);
  mica_handle *result = load(runtime, source);
  const char *text;
  size_t length;
  assert_int_equal(mica_to_string(runtime, mica_held(result), &text, &length), MICA_OK);
  if (strcmp(text, "true") != 0)
    fail_msg("%s: %s", expression, text);
}

static void builtin_objects_have_one_identity(void **state) {
  static const char *const same[] = {
      "[].constructor === Array && Array.prototype.constructor === Array",
      "(() => { delete globalThis.Map; return new ({}.constructor.getPrototypeOf(new Set())"
      "  .constructor)() instanceof Set; })()",
      "(() => { const f = ''.trimStart; String.prototype.trimStart = 1; return ''.trimLeft === f;"
      "})()",
      "(() => { const f = ''.trimRight; String.prototype.trimEnd = 1; return ''.trimRight === f;"
      "})()",
      "(() => { parseInt = 1; return Number.parseInt('12') === 12; })()",
      "Number.parseFloat === parseFloat",
      "Int8Array.prototype.toString === Array.prototype.toString",
      "Object.getPrototypeOf(Int8Array) === Object.getPrototypeOf(Float64Array)",
      "Object.getOwnPropertyDescriptor(Object.prototype, '__proto__').get ==="
      "  Object.getOwnPropertyDescriptor(Object.prototype, '__proto__').get",
      "globalThis.globalThis === globalThis && global === globalThis",
      "(() => { const a = Math.abs; return a === Math.abs; })()",
      "[Int8Array, Uint8Array, Int16Array].every((C) => new C(1).constructor === C)",
      "(() => { const names = []; for (const C of [Map, Set, Array, Error])"
      "  names.push(C.prototype.constructor === C); return names.every((x) => x); })()",
      "Object.getOwnPropertyNames(function () {}.constructor.prototype).includes('call')",
  };
  for (size_t i = 0; i < sizeof same / sizeof *same; i++) {
    mica_runtime *runtime =
        mica_runtime_new(&(mica_options){.tier = tier_of(state), .native_threshold = 1});
    assert_true_in(runtime, same[i]);
    mica_runtime_free(runtime);
  }
}

// ---- Life

static void a_factory_lives_as_long_as_its_runtimes(void **state) {
  struct memory memory = {0};
  mica_factory *factory = new_factory(state, &memory);
  assert_ptr_equal(mica_factory_retain(factory), factory);
  mica_runtime *runtime = mica_factory_runtime(factory);
  mica_factory_release(factory);
  mica_factory_release(factory);
  mica_program *script = compile(LIBRARY_SCRIPT);
  assert_library_works(runtime, script);
  mica_program_release(script);
  assert_true(memory.live > 0);
  mica_runtime_free(runtime);
  assert_int_equal(memory.live, 0);
  mica_factory_release(NULL);
}

static void a_fresh_runtime_asks_for_less_than_four_kibibytes(void **state) {
  struct memory memory = {0};
  mica_factory *factory = new_factory(state, &memory);
  memory.asked = memory.calls = 0;
  mica_runtime *runtime = mica_factory_runtime(factory);
  assert_in_range(memory.asked, 1, 4096);
  assert_int_equal(memory.calls, 1);
  assert_int_equal(mica_memory_usage(runtime).current_bytes, memory.asked);
  mica_collect(runtime); // before anything is there
  mica_runtime_free(runtime);
  mica_factory_release(factory);
}

static void lifecycles_leave_nothing_behind(void **state) {
  struct memory memory = {0};
  mica_factory *factory = new_factory(state, &memory);
  mica_program *script = compile(LIBRARY_SCRIPT);
  mica_runtime *first = mica_factory_runtime(factory);
  assert_library_works(first, script); // compiles the library's script
  mica_runtime_free(first);
  size_t before = memory.live;
  for (unsigned i = 0; i < 100000; i++) {
    mica_runtime *runtime = mica_factory_runtime(factory);
    if (i % 500 == 0)
      assert_library_works(runtime, script);
    mica_runtime_free(runtime);
    if (memory.live != before)
      fail_msg("%zu bytes are left of runtime %u", memory.live - before, i);
  }
  mica_program_release(script);
  mica_factory_release(factory);
  assert_int_equal(memory.live, 0);
}

// ---- Failing allocators

// Makes a factory and a runtime, and runs the script. Whether everything went well; then nothing
// has failed.
static bool try_everything(void **state, struct memory *memory, mica_program *script) {
  mica_options options = {
      .tier = tier_of(state), .native_threshold = 1, .allocator = {memory, count_resize}};
  mica_factory *factory = mica_factory_new(&options);
  if (!factory)
    return false;
  mica_runtime *runtime = mica_factory_runtime(factory);
  mica_factory_release(factory);
  if (!runtime)
    return false;
  mica_value value;
  mica_status status = mica_run(runtime, script, &value);
  bool well = status == MICA_OK;
  if (!well) {
    assert_true(status == MICA_ERROR_MEMORY || status == MICA_ERROR_THROWN ||
                status == MICA_ERROR_LIMIT);
    assert_non_null(strstr(mica_error_text(runtime), "memory"));
  }
  memory->countdown = 0;
  assert_library_works(runtime, script); // is possible again
  mica_runtime_free(runtime);
  return well;
}

static void whichever_allocation_fails_is_an_error(void **state) {
  mica_program *script = compile(LIBRARY_SCRIPT);
  size_t nth = 1;
  for (bool well = false; !well; nth++) {
    struct memory memory = {.countdown = nth};
    well = try_everything(state, &memory, script);
    assert_int_equal(memory.live, 0);
    assert_true(nth < 10000);
  }
  assert_true(nth > 10);
  mica_program_release(script);
}

// ---- Threads

struct worker {
  pthread_t thread;
  mica_factory *factory;
  mica_program *script;
  unsigned right;
};

#define ROUNDS 30

// Asserts belong to the main thread.
static void *work(void *data) {
  struct worker *worker = data;
  for (unsigned i = 0; i < ROUNDS; i++) {
    mica_runtime *runtime = mica_factory_runtime(worker->factory);
    mica_value value;
    const char *text;
    size_t length;
    if (runtime && mica_run(runtime, worker->script, &value) == MICA_OK &&
        mica_to_string(runtime, value, &text, &length) == MICA_OK &&
        strcmp(text, LIBRARY_SCRIPT_RESULT) == 0)
      worker->right++;
    if (runtime && mica_inspect(runtime, mica_number(1), &text, &length) != MICA_OK)
      worker->right = 0;
    mica_runtime_free(runtime);
  }
  return NULL;
}

static void threads_share_a_factory_and_a_program(void **state) {
  mica_factory *factory = new_factory(state, NULL);
  mica_program *script = compile(LIBRARY_SCRIPT);
  struct worker workers[4];
  for (unsigned i = 0; i < 4; i++) {
    workers[i] = (struct worker){.factory = factory, .script = script};
    assert_int_equal(pthread_create(&workers[i].thread, NULL, work, &workers[i]), 0);
  }
  for (unsigned i = 0; i < 4; i++) {
    pthread_join(workers[i].thread, NULL);
    assert_int_equal(workers[i].right, ROUNDS);
  }
  mica_program_release(script);
  mica_factory_release(factory);
}

static int run_tier(const char *name, mica_tier tier) {
#define TEST(function) cmocka_unit_test_prestate(function, &tier)
  const struct CMUnitTest tests[] = {
      TEST(what_one_runtime_changes_no_other_sees),
      TEST(a_script_changes_its_own_library_alone),
      TEST(builtin_objects_have_one_identity),
      TEST(a_factory_lives_as_long_as_its_runtimes),
      TEST(a_fresh_runtime_asks_for_less_than_four_kibibytes),
      TEST(lifecycles_leave_nothing_behind),
      TEST(whichever_allocation_fails_is_an_error),
      TEST(threads_share_a_factory_and_a_program),
  };
  return cmocka_run_group_tests_name(name, tests, NULL, NULL);
}

int main(void) {
  return run_tier("tree", MICA_TIER_TREE) + run_tier("bytecode", MICA_TIER_BYTECODE) +
         run_tier("baseline", MICA_TIER_BASELINE);
}

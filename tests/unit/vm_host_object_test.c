// Host objects, errors that cross the boundary, and call logs, on every tier.
#include "tests/unit/vm_builtins.h"

// ---- A class of the host's

struct counter {
  double count;
  int finalized;
  mica_runtime *runtime;
  mica_handle *handle; // dropped by the finaliser
};

static mica_status counter_add(mica_runtime *runtime, void *data, const mica_value *arguments,
                               unsigned count, mica_value *result) {
  struct counter *counter = data;
  double by = 1;
  if (count > 0 && mica_to_number(arguments[0], &by) != MICA_OK)
    return mica_throw(runtime, "add takes a number");
  *result = mica_number(counter->count += by);
  return MICA_OK;
}

static mica_status counter_get(mica_runtime *runtime, void *data, const mica_value *arguments,
                               unsigned count, mica_value *result) {
  (void)runtime;
  (void)arguments;
  assert_int_equal(count, 0);
  *result = mica_number(((struct counter *)data)->count);
  return MICA_OK;
}

static mica_status counter_set(mica_runtime *runtime, void *data, const mica_value *arguments,
                               unsigned count, mica_value *result) {
  (void)result;
  assert_int_equal(count, 1);
  double number;
  if (mica_to_number(arguments[0], &number) != MICA_OK)
    return mica_throw_error(runtime, MICA_CLASS_RANGE_ERROR, "a count is a number");
  ((struct counter *)data)->count = number;
  return MICA_OK;
}

static void counter_finalize(void *pointer) {
  struct counter *counter = pointer;
  counter->finalized++;
  if (counter->handle)
    mica_drop(counter->runtime, counter->handle);
}

static const mica_class counter_class = {
    .name = "Counter",
    .finalize = counter_finalize,
    .methods = (const mica_method[]){{"add", 1, counter_add}, {NULL, 0, NULL}},
    .properties = (const mica_property[]){{"count", counter_get, counter_set},
                                          {"now", counter_get, NULL},
                                          {NULL, NULL, NULL}},
};
static const mica_class other_class = {.name = "Other"};

static mica_value new_counter(mica_runtime *runtime, struct counter *counter) {
  mica_value value;
  assert_int_equal(mica_host_object(runtime, &counter_class, counter, &value), MICA_OK);
  return value;
}

static void assert_script(mica_runtime *runtime, const char *source) {
  mica_status status = run_text(runtime, source);
  if (status != MICA_OK)
    print_message("%s: %s\n", source, mica_error_text(runtime));
  assert_int_equal(status, MICA_OK);
}

static void a_host_object_has_methods_and_properties(void **state) {
  mica_runtime *runtime = runtime_of(state);
  struct counter counter = {.count = 5}, second = {.count = 50};
  mica_set_global(runtime, "counter", new_counter(runtime, &counter));
  mica_set_global(runtime, "second", new_counter(runtime, &second));
  assert_script(
      runtime,
      "function is(a, b) { if (!Object.is(a, b)) throw new Error(a + ' is not ' + b); }"
      "function message(call) { try { call(); } catch (e) { return e.name + ': ' + e.message; } }"
      "for (let i = 0; i < 3; i++) {"
      "  counter.count = 5;"
      "  is(counter.add(), 6); is(counter.add(2), 8); is(counter.count, 8); is(counter.now, 8);"
      "  is(second.count, 50); counter.own = 1; is(counter.own, 1);"
      "  is(message(() => { counter.now = 1; }).slice(0, 9), 'TypeError');"
      "  is(message(() => { counter.count = '1'; }), 'RangeError: a count is a number');"
      "  is(message(() => counter.add('1')), 'TypeError: add takes a number');"
      "  is(message(() => counter.add.call({})),"
      "     'TypeError: Method Counter.add called on incompatible receiver #<Object>');"
      "  is(message(() => (0, counter.add)()),"
      "     'TypeError: Method Counter.add called on incompatible receiver undefined');"
      "}"
      "is(counter.add.call(second, 5), 55);"
      "is(Object.keys(counter).join(), 'own'); is(counter.add.length, 1); is(typeof counter, "
      "'object');"
      "is(Object.getPrototypeOf(counter), Object.getPrototypeOf(second));"
      "is(counter instanceof Object, true); is(String(counter), '[object Object]');");
  mica_runtime_free(runtime);
  assert_int_equal(counter.finalized, 1);
  assert_int_equal(second.finalized, 1);
}

static void an_object_is_unwrapped_by_its_class_alone(void **state) {
  mica_runtime *runtime = runtime_of(state);
  struct counter counter = {0};
  mica_value value = new_counter(runtime, &counter), plain;
  void *pointer = NULL;
  assert_int_equal(mica_unwrap(value, &counter_class, &pointer), MICA_OK);
  assert_ptr_equal(pointer, &counter);
  assert_int_equal(mica_unwrap(value, &other_class, &pointer), MICA_ERROR_USAGE);
  assert_int_equal(mica_object(runtime, &plain), MICA_OK);
  assert_int_equal(mica_unwrap(plain, &counter_class, &pointer), MICA_ERROR_USAGE);
  assert_int_equal(mica_unwrap(mica_number(1), &counter_class, &pointer), MICA_ERROR_USAGE);
  assert_int_equal(mica_unwrap(mica_undefined(), &counter_class, &pointer), MICA_ERROR_USAGE);
  mica_runtime_free(runtime);
}

static void a_finaliser_is_told_once(void **state) {
  mica_runtime *runtime = runtime_of(state);
  struct counter kept = {.runtime = runtime}, dropped = {.runtime = runtime};
  mica_handle *handle = mica_hold(runtime, new_counter(runtime, &kept));
  // What its finaliser drops goes with it.
  struct counter inner = {.runtime = runtime};
  dropped.handle = mica_hold(runtime, new_counter(runtime, &inner));
  new_counter(runtime, &dropped);
  mica_collect(runtime);
  assert_int_equal(dropped.finalized, 1);
  assert_int_equal(inner.finalized, 0);
  mica_collect(runtime);
  assert_int_equal(inner.finalized, 1);
  assert_int_equal(kept.finalized, 0);
  mica_drop(runtime, handle);
  struct counter last = {.runtime = runtime};
  last.handle = mica_hold(runtime, mica_number(1));
  new_counter(runtime, &last);
  mica_runtime_free(runtime);
  assert_int_equal(kept.finalized, 1);
  assert_int_equal(dropped.finalized, 1);
  assert_int_equal(inner.finalized, 1);
  assert_int_equal(last.finalized, 1);
}

static void a_pool_tells_the_host_of_its_objects(void **state) {
  const mica_options options = {.tier = tier_of(state), .native_threshold = 1};
  mica_factory *factory = mica_factory_new(&options);
  mica_pool *pool = mica_pool_new(factory, 1);
  struct counter counter = {0};
  for (int round = 1; round <= 3; round++) {
    mica_runtime *runtime = mica_pool_take(pool);
    counter.runtime = runtime;
    counter.handle = mica_hold(runtime, mica_number(1));
    mica_set_global(runtime, "counter", new_counter(runtime, &counter));
    assert_script(runtime, "counter.add();");
    assert_int_equal(mica_pool_give(pool, runtime), MICA_OK);
    assert_int_equal(counter.finalized, round);
  }
  mica_pool_free(pool);
  mica_factory_release(factory);
}

static mica_status make_counter(mica_runtime *runtime, void *data, const mica_value *arguments,
                                unsigned count, mica_value *result) {
  (void)arguments;
  (void)count;
  return mica_host_object(runtime, &counter_class, data, result);
}

static void objects_that_script_drops_are_finalised_while_it_runs(void **state) {
  const mica_options options = {
      .tier = tier_of(state), .native_threshold = 1, .memory_limit = 1 << 20};
  mica_runtime *runtime = mica_runtime_new(&options);
  struct counter counter = {0};
  define_function(runtime, "makeCounter", make_counter, &counter);
  assert_script(runtime, "let total = 0;"
                         "for (let i = 0; i < 20000; i++) total += makeCounter().add(0);");
  assert_true(counter.finalized > 0);
  mica_runtime_free(runtime);
  assert_int_equal(counter.finalized, 20000);
}

// Whichever allocation fails, an object is either made or the host is not told of it.
static void an_allocator_fails_while_an_object_is_made(void **state) {
  for (size_t failing = 1; failing < 60; failing++) {
    struct memory memory = {0};
    const mica_options options = {
        .tier = tier_of(state), .native_threshold = 1, .allocator = {&memory, count_resize}};
    mica_runtime *runtime = mica_runtime_new(&options);
    assert_script(runtime, "");
    struct counter counter = {0};
    memory.countdown = failing;
    mica_value value;
    int made = 0;
    for (int round = 0; round < 100; round++)
      made += mica_host_object(runtime, &counter_class, &counter, &value) == MICA_OK;
    memory.countdown = 0;
    mica_runtime_free(runtime);
    assert_int_equal(counter.finalized, made);
    assert_int_equal(memory.live, 0);
  }
}

// ---- Errors

static void errors_cross_with_their_identity(void **state) {
  mica_runtime *runtime = runtime_of(state);
  mica_handle *exports = load(runtime, "exports.f = () => { throw exports.e; };"
                                       "exports.e = new RangeError('deep');"
                                       "exports.n = () => { throw 42; };");
  mica_value e, thrown, number;
  mica_get(runtime, mica_held(exports), "e", &e);
  mica_handle *f = get_function(runtime, exports, "f");
  for (int round = 0; round < 2; round++) {
    assert_int_equal(mica_call(runtime, f, NULL, 0, NULL), MICA_ERROR_THROWN);
    assert_int_equal(mica_thrown_value(runtime, &thrown), MICA_OK);
    assert_true(thrown.bits == e.bits);
    assert_true(mica_is_error(thrown));
  }
  mica_handle *n = get_function(runtime, exports, "n");
  assert_int_equal(mica_call(runtime, n, NULL, 0, NULL), MICA_ERROR_THROWN);
  assert_int_equal(mica_thrown_value(runtime, &number), MICA_OK);
  assert_true(number_of(number) == 42);
  assert_false(mica_is_error(number));
  mica_get(runtime, mica_held(exports), "e", &e);
  assert_int_equal(mica_thrown_value(runtime, &thrown), MICA_ERROR_USAGE);
  mica_runtime_free(runtime);
}

static mica_status throw_it(mica_runtime *runtime, void *data, const mica_value *arguments,
                            unsigned count, mica_value *result) {
  (void)data;
  (void)result;
  return count > 0 ? mica_throw_value(runtime, arguments[0])
                   : mica_throw_error(runtime, MICA_CLASS_URI_ERROR, "sch\xc3\xb6n");
}

static mica_status swallow(mica_runtime *runtime, void *data, const mica_value *arguments,
                           unsigned count, mica_value *result) {
  (void)data;
  (void)count;
  mica_handle *function = mica_hold(runtime, arguments[0]);
  mica_status status = mica_call(runtime, function, NULL, 0, NULL);
  mica_drop(runtime, function);
  assert_int_equal(status, MICA_ERROR_THROWN);
  assert_int_equal(mica_thrown_value(runtime, result), MICA_OK);
  return MICA_OK;
}

static void a_host_function_throws_and_catches_any_value(void **state) {
  mica_runtime *runtime = runtime_of(state);
  define_function(runtime, "throwIt", throw_it, NULL);
  define_function(runtime, "swallow", swallow, NULL);
  assert_script(runtime, "const value = { own: 1 };"
                         "try { throwIt(value); throw 1; } catch (e) { if (e !== value) throw 2; }"
                         "try { throwIt(); throw 1; } catch (e) {"
                         "  if (!(e instanceof URIError) || e.message !== 'schön') throw 3; }"
                         "if (swallow(() => { throw value; }) !== value) throw 4;"
                         "if (swallow(() => throwIt(value)) !== value) throw 5;");
  mica_value error;
  assert_int_equal(mica_new_error(runtime, (mica_error_class)99, "", &error), MICA_ERROR_USAGE);
  for (int class = MICA_CLASS_ERROR; class <= MICA_CLASS_URI_ERROR; class ++) {
    static const char *const names[] = {"Error",       "TypeError", "RangeError", "ReferenceError",
                                        "SyntaxError", "EvalError", "URIError"};
    assert_int_equal(mica_new_error(runtime, (mica_error_class) class, "why", &error), MICA_OK);
    assert_true(mica_is_error(error));
    mica_handle *handle = mica_hold(runtime, error);
    mica_value name;
    assert_int_equal(mica_get(runtime, mica_held(handle), "name", &name), MICA_OK);
    assert_text(runtime, name, names[class]);
  }
  mica_runtime_free(runtime);
}

// ---- Calls with `this`, methods, construction

static void calls_have_this_and_constructors_make(void **state) {
  mica_runtime *runtime = runtime_of(state);
  mica_handle *exports =
      load(runtime, "exports.Point = class { constructor(x) { this.x = x; }"
                    "  add(n) { this.x += n; return this.x; }"
                    "  get late() { return function (n) { return [this.x, n].join(); }; } };"
                    "exports.f = function (n) { return this + n; }; exports.n = 1;");
  mica_value three = mica_number(3), four = mica_number(4), result;
  mica_handle *f = get_function(runtime, exports, "f");
  assert_int_equal(mica_call_with(runtime, f, four, &three, 1, &result), MICA_OK);
  assert_true(number_of(result) == 7);
  mica_handle *class = get_function(runtime, exports, "Point");
  assert_int_equal(mica_construct(runtime, class, &three, 1, &result), MICA_OK);
  mica_handle *point = mica_hold(runtime, result);
  assert_int_equal(mica_call_method(runtime, mica_held(point), "add", &four, 1, &result), MICA_OK);
  assert_true(number_of(result) == 7);
  assert_int_equal(mica_call_method(runtime, mica_held(point), "late", &four, 1, &result), MICA_OK);
  assert_text(runtime, result, "7,4");
  assert_int_equal(mica_call_method(runtime, mica_held(point), "x", NULL, 0, &result),
                   MICA_ERROR_THROWN);
  assert_int_equal(mica_call_method(runtime, mica_null(), "x", NULL, 0, &result),
                   MICA_ERROR_THROWN);
  assert_int_equal(mica_call(runtime, class, NULL, 0, &result), MICA_ERROR_THROWN);
  assert_int_equal(mica_construct(runtime, point, NULL, 0, &result), MICA_ERROR_USAGE);
  assert_int_equal(mica_call_with(runtime, point, four, NULL, 0, &result), MICA_ERROR_USAGE);
  mica_runtime_free(runtime);
}

// ---- Call logs

struct log {
  char text[1000];
  int calls;
};

static void write_log(void *data, mica_runtime *runtime, const mica_logged_call *call) {
  struct log *log = data;
  log->calls++;
  size_t length = strlen(log->text);
  const char *bytes = "?";
  size_t size = 1;
  if (call->count > 0 && mica_type_of(call->arguments[0]) == MICA_STRING)
    assert_int_equal(mica_to_string(runtime, call->arguments[0], &bytes, &size), MICA_OK);
  double number = -1;
  mica_to_number(call->result, &number);
  snprintf(log->text + length, sizeof log->text - length, "%s(%.*s:%u)=%d:%g ", call->name,
           (int)size, bytes, call->count, (int)call->status, number);
}

static mica_status measure_text(mica_runtime *runtime, void *data, const mica_value *arguments,
                                unsigned count, mica_value *result) {
  (void)data;
  size_t length;
  if (count == 0)
    return mica_throw_value(runtime, mica_number(7));
  if (mica_length(runtime, arguments[0], &length) != MICA_OK)
    return MICA_ERROR_USAGE;
  *result = mica_number((double)length);
  return MICA_OK;
}

static double halve(double number) { return number / 2; }

static void define_logged(mica_runtime *runtime, struct counter *counter) {
  mica_value value;
  define_function(runtime, "lengthOf", measure_text, NULL);
  assert_int_equal(
      mica_typed_function(runtime, "halve", "double (double)", (mica_native)halve, NULL, &value),
      MICA_OK);
  mica_set_global(runtime, "halve", value);
  mica_set_global(runtime, "counter", new_counter(runtime, counter));
}

static const char *logged_script = "for (let i = 0; i < 2; i++) lengthOf('four');"
                                   "try { lengthOf(); } catch (e) { }"
                                   "try { lengthOf(1); } catch (e) { }"
                                   "halve(5); try { halve('x'); } catch (e) { }"
                                   "counter.add(2); counter.count;";
static const char *expected_log = "lengthOf(four:1)=0:4 lengthOf(four:1)=0:4 "
                                  "lengthOf(?:0)=3:7 lengthOf(?:1)=3:-1 "
                                  "halve(?:1)=0:2.5 halve(x:1)=3:-1 add(?:1)=0:2 count(?:0)=0:2 ";

static void a_log_is_told_of_each_call(void **state) {
  struct log log = {{0}, 0};
  const mica_call_log call_log = {&log, write_log, false};
  const mica_options options = {
      .tier = tier_of(state), .native_threshold = 1, .call_log = &call_log};
  mica_runtime *runtime = mica_runtime_new(&options);
  struct counter counter = {0};
  define_logged(runtime, &counter);
  assert_script(runtime, logged_script);
  assert_string_equal(log.text, "");
  assert_int_equal(mica_log_calls(runtime, true), MICA_OK);
  counter.count = 0;
  assert_script(runtime, logged_script);
  assert_string_equal(log.text, expected_log);
  assert_int_equal(mica_log_calls(runtime, false), MICA_OK);
  assert_script(runtime, logged_script);
  assert_string_equal(log.text, expected_log);
  mica_runtime_free(runtime);
  mica_runtime *without = runtime_of(state);
  assert_int_equal(mica_log_calls(without, true), MICA_ERROR_USAGE);
  mica_runtime_free(without);
}

static void a_pool_resets_the_log(void **state) {
  struct log log = {{0}, 0};
  const mica_call_log call_log = {&log, write_log, true};
  const mica_options options = {
      .tier = tier_of(state), .native_threshold = 1, .call_log = &call_log};
  mica_factory *factory = mica_factory_new(&options);
  mica_pool *pool = mica_pool_new(factory, 1);
  for (int round = 1; round <= 3; round++) {
    mica_runtime *runtime = mica_pool_take(pool);
    struct counter counter = {0};
    define_logged(runtime, &counter);
    assert_script(runtime, "lengthOf('x');");
    assert_int_equal(log.calls, round);
    assert_int_equal(mica_log_calls(runtime, false), MICA_OK);
    assert_script(runtime, "lengthOf('x');");
    assert_int_equal(log.calls, round);
    assert_int_equal(mica_pool_give(pool, runtime), MICA_OK);
  }
  mica_pool_free(pool);
  mica_factory_release(factory);
}

static int run_tier(const char *name, mica_tier tier) {
#define TEST(function) cmocka_unit_test_prestate(function, &tier)
  const struct CMUnitTest tests[] = {
      TEST(a_host_object_has_methods_and_properties),
      TEST(an_object_is_unwrapped_by_its_class_alone),
      TEST(a_finaliser_is_told_once),
      TEST(a_pool_tells_the_host_of_its_objects),
      TEST(objects_that_script_drops_are_finalised_while_it_runs),
      TEST(an_allocator_fails_while_an_object_is_made),
      TEST(errors_cross_with_their_identity),
      TEST(a_host_function_throws_and_catches_any_value),
      TEST(calls_have_this_and_constructors_make),
      TEST(a_log_is_told_of_each_call),
      TEST(a_pool_resets_the_log),
  };
  return cmocka_run_group_tests_name(name, tests, NULL, NULL);
}

int main(void) {
  return run_tier("tree", MICA_TIER_TREE) + run_tier("bytecode", MICA_TIER_BYTECODE) +
         run_tier("baseline", MICA_TIER_BASELINE);
}

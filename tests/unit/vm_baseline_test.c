// The baseline tier: when functions get native code and lose it, that the machine goes between
// native code, the interpreter and C as if there were one of them, and that there is never too much
// of it. That each instruction does what it should is for the language's tests to say.
#include "tests/unit/vm_builtins.h"

#include <pthread.h>
#include <unistd.h>

#include "vm/baseline/baseline.h"
#include "vm/baseline/native.h"

static mica_runtime *runtime_with(mica_options options, unsigned threshold) {
  options.tier = MICA_TIER_BASELINE;
  options.native_threshold = threshold;
  mica_runtime *runtime = mica_runtime_new(&options);
  assert_non_null(runtime);
  return runtime;
}

static mica_native_usage usage(const mica_runtime *runtime) { return mica_native_code(runtime); }

static mica_value call_number(mica_runtime *runtime, const mica_handle *function, double number) {
  mica_value argument = mica_number(number), result;
  mica_status status = mica_call(runtime, function, &argument, 1, &result);
  if (status != MICA_OK)
    print_message("%s\n", mica_error_text(runtime));
  assert_int_equal(status, MICA_OK);
  return result;
}

// What the source exports, as text; the caller frees it.
static char *text_of(mica_options options, const char *source) {
  mica_runtime *runtime = mica_runtime_new(&options);
  mica_handle *exports = load(runtime, source);
  const char *bytes;
  size_t length;
  assert_int_equal(mica_to_string(runtime, mica_held(exports), &bytes, &length), MICA_OK);
  char *text = strdup(bytes);
  mica_runtime_free(runtime);
  return text;
}

// ---- Moving up

static void a_function_has_native_code_from_the_call_on_that_is_asked_for(void **state) {
  (void)state;
  mica_runtime *runtime = runtime_with((mica_options){0}, 5);
  mica_handle *twice = load(runtime, "module.exports = (x) => x + x;");
  assert_int_equal(usage(runtime).compiled, 0);
  for (unsigned call = 1; call <= 8; call++) {
    assert_true(number_of(call_number(runtime, twice, call)) == 2 * call);
    assert_int_equal(usage(runtime).compiled, call >= 5);
  }
  assert_true(usage(runtime).code_bytes_in_use > 0);
  mica_runtime_free(runtime);
}

static void a_loop_moves_up_while_it_runs(void **state) {
  (void)state;
  mica_runtime *runtime = runtime_with((mica_options){0}, 100);
  mica_handle *sum = load(runtime, "module.exports = (n) => {"
                                   "  let s = 0; for (let i = 0; i < n; i++) s += i; return s; };");
  assert_true(number_of(call_number(runtime, sum, 50)) == 1225);
  assert_int_equal(usage(runtime).compiled, 0);
  assert_true(number_of(call_number(runtime, sum, 1000)) == 499500);
  assert_int_equal(usage(runtime).compiled, 1);
  mica_runtime_free(runtime);
}

static void other_tiers_have_no_native_code(void **state) {
  (void)state;
  mica_runtime *runtime = mica_runtime_new(&(mica_options){.tier = MICA_TIER_BYTECODE});
  load(runtime, "let s = 0; for (let i = 0; i < 1000; i++) s += i;");
  assert_int_equal(usage(runtime).compiled, 0);
  assert_non_null(usage(runtime).failure);
  mica_runtime_free(runtime);
}

// Functions that settle are left in peace.
static void what_was_compiled_for_other_forms_is_compiled_again(void **state) {
  (void)state;
  mica_runtime *runtime = runtime_with((mica_options){0}, 1);
  mica_handle *sum =
      load(runtime, "const read = (object) => object.x + object.y;"
                    "module.exports = (n) => { let s = 0;"
                    "  for (let i = 0; i < n; i++) s += read({ x: i, y: 1 }); return s; };");
  assert_true(number_of(call_number(runtime, sum, 1000)) == 500500);
  uint64_t recompiled = usage(runtime).recompiled;
  assert_true(recompiled > 0);
  for (unsigned round = 0; round < 100; round++)
    assert_true(number_of(call_number(runtime, sum, 1000)) == 500500);
  assert_true(usage(runtime).recompiled <= recompiled + 2);
  mica_runtime_free(runtime);
}

// ---- To and fro

// Throws from hot functions into cold ones and from cold ones into hot ones, through builtins, and
// out of everything.
static const char crossings[] =
    "const log = [];"
    "function thrower(n) { if (n % 3 === 2) throw new Error('n' + n); return n; }"
    "function through(n) { try { return thrower(n); } finally { log.push('f'); } }"
    "function catcher(f, n) { try { return f(n); } catch (e) { return e.message; } }"
    "for (let i = 0; i < 12; i++) log.push(catcher(through, i));"
    "const cold = [(n) => thrower(n), (n) => { throw { message: n }; }, (n) => null.x,"
    "  (n) => [n].map(thrower)[0], (n) => [5, 3, n].sort((a, b) => thrower(a) - b).join('')];"
    "for (const f of cold) for (const n of [1, 2]) log.push(catcher(f, n));"
    "class Base { #p = 1; constructor(x, ...rest) { this.x = x; this.rest = rest.length; }"
    "  get p() { return this.#p; } set p(v) { this.#p = v; } static make(...a) { return new "
    "this(...a); }"
    "  add(n) { return this.x + n; } }"
    "class Derived extends Base { constructor(...a) { super(...a, 1); this.target = "
    "new.target.name; }"
    "  add(n) { return super.add(n) * 2; } get p() { return super.p + 1; } set p(v) { super.p = v; "
    "} }"
    "for (let i = 0; i < 12; i++) { const d = Derived.make(i, i, i); d.p = i;"
    "  log.push(d.add(1), d.rest, d.target, d.p); }"
    "const closures = [];"
    "for (let i = 0; i < 12; i++) { let k = i; closures.push((n) => (k += n), () => k * i); }"
    "log.push(closures.map((f, at) => f(at)), closures.map((f) => f(1)));"
    "log.push([3, 1, 2, 9, 4, 7].sort((a, b) => a - b), [1, 2, 3].reduce((a, b) => a * b + 0.5),"
    "  [1, 2, 3, 4].filter((x) => x % 2), 'a-b-c'.replaceAll('-', (m) => m + thrower(1)));"
    "const spread = (f, ...rest) => f(...rest, ...rest);"
    "for (let i = 0; i < 12; i++) log.push(spread(Math.max, i, -i), spread((...a) => a.length, 1, "
    "2));"
    "function even(n) { return n === 0 ? true : odd(n - 1); }"
    "function odd(n) { return n === 0 ? false : even(n - 1); }"
    "log.push(even(40), odd(40), even.call(undefined, 7), odd.bind(null, 9)());"
    "module.exports = log.join();";

static void every_threshold_gives_the_same(void **state) {
  (void)state;
  char *expected = text_of((mica_options){.tier = MICA_TIER_TREE}, crossings);
  assert_true(strlen(expected) > 300);
  for (unsigned threshold = 1; threshold < 30; threshold += 1 + threshold / 8) {
    char *text = text_of((mica_options){.tier = MICA_TIER_BASELINE, .native_threshold = threshold},
                         crossings);
    assert_string_equal(text, expected);
    free(text);
  }
  free(expected);
}

static void recursion_goes_through_pieces_of_the_stack(void **state) {
  (void)state;
  const char *source = "module.exports = function depth(n) {"
                       "  return n === 0 ? 0 : 1 + depth(n - 1); };";
  for (unsigned threshold = 1; threshold <= 10001; threshold += 2500) {
    mica_runtime *runtime = runtime_with((mica_options){.stack_limit = 16 << 20}, threshold);
    mica_handle *depth = load(runtime, source);
    for (unsigned round = 0; round < 3; round++)
      assert_true(number_of(call_number(runtime, depth, 50000)) == 50000);
    mica_runtime_free(runtime);
  }
}

static void a_stack_ends_where_it_ends_without_native_code(void **state) {
  (void)state;
  const char *source = "let depth = 0, most = 0; function down() { depth++; down(); }"
                       "for (let i = 0; i < 3; i++) { depth = 0;"
                       "  try { down(); } catch (e) { if (!(e instanceof RangeError)) throw e; } }"
                       "module.exports = String(depth);";
  char *expected = text_of((mica_options){.tier = MICA_TIER_BYTECODE}, source);
  char *text = text_of((mica_options){.tier = MICA_TIER_BASELINE, .native_threshold = 2}, source);
  assert_string_equal(text, expected);
  free(text);
  free(expected);
}

static bool ends_within(mica_tier tier, unsigned threshold, uint64_t limit) {
  mica_options options = {.tier = tier, .native_threshold = threshold, .instruction_limit = limit};
  mica_runtime *runtime = mica_runtime_new(&options);
  mica_status status = run_text(runtime, "function f(n) { return n ? f(n - 1) : 0; }"
                                         "let s = 0; for (let i = 0; i < 20; i++) s += f(i % 5);"
                                         "[3, 1, 2].sort((a, b) => a - b); for (const x of [1, 2])"
                                         "  while (s++ < 30 * x) ;");
  mica_runtime_free(runtime);
  assert_true(status == MICA_OK || status == MICA_ERROR_LIMIT);
  return status == MICA_OK;
}

static void native_code_reaches_as_many_safepoints(void **state) {
  (void)state;
  uint64_t least = 1;
  while (!ends_within(MICA_TIER_BYTECODE, 0, least))
    least++;
  for (unsigned threshold = 1; threshold < 20; threshold += 3) {
    assert_true(ends_within(MICA_TIER_BASELINE, threshold, least));
    assert_false(ends_within(MICA_TIER_BASELINE, threshold, least - 1));
  }
}

static void *interrupt(void *runtime) {
  usleep(20000);
  mica_interrupt(runtime);
  return NULL;
}

static void a_loop_without_calls_is_interrupted(void **state) {
  (void)state;
  mica_runtime *runtime = runtime_with((mica_options){0}, 1);
  pthread_t thread;
  assert_int_equal(pthread_create(&thread, NULL, interrupt, runtime), 0);
  assert_int_equal(run_text(runtime, "let n = 0; try { for (;;) n++; } finally { n = 0; }"),
                   MICA_ERROR_INTERRUPTED);
  pthread_join(thread, NULL);
  assert_true(usage(runtime).compiled > 0);
  mica_runtime_free(runtime);
}

// ---- What native code knows

// Calls its argument, from C.
static mica_status again(mica_runtime *runtime, void *data, const mica_value *arguments,
                         unsigned count, mica_value *result) {
  (void)data;
  mica_handle *function = mica_hold(runtime, arguments[0]);
  mica_status status = mica_call(runtime, function, arguments + 1, count - 1, result);
  mica_drop(runtime, function);
  return status;
}

static mica_status collect(mica_runtime *runtime, void *data, const mica_value *arguments,
                           unsigned count, mica_value *result) {
  (void)data, (void)arguments, (void)count, (void)result;
  mica_collect(runtime);
  return MICA_OK;
}

// C that native code has called returns into it long after other code was made in its place.
static void code_that_c_returns_into_outlives_its_use(void **state) {
  (void)state;
  for (unsigned threshold = 1; threshold < 6; threshold++) {
    mica_runtime *runtime = runtime_with((mica_options){0}, threshold);
    define_function(runtime, "again", again, NULL);
    define_function(runtime, "collect", collect, NULL);
    assert_int_equal(
        run_text(runtime,
                 "let get = (o) => o.value;"
                 "function deep(o, n) {"
                 "  const before = get(o);"
                 "  if (n > 0) again(deep, { ['k' + n % 7]: 0, value: before + 1 }, n - 1);"
                 "  else { get = (o) => o.value + 0; collect();"
                 "    for (let i = 0; i < 200; i++) [() => i, () => -i].map((f) => f()); }"
                 "  if (get(o) !== before) throw new Error('get ' + n);"
                 "  return o.value; }"
                 "for (let round = 0; round < 8; round++)"
                 "  if (deep({ value: round }, 60) !== round) throw new Error('deep');"),
        MICA_OK);
    mica_runtime_free(runtime);
  }
}

static void a_function_that_takes_anothers_place_is_called(void **state) {
  (void)state;
  mica_runtime *runtime = runtime_with((mica_options){0}, 2);
  define_function(runtime, "collect", collect, NULL);
  assert_int_equal(
      run_text(runtime,
               "let f = (x) => x; const o = { m: (x) => x };"
               "const call = (x) => f(x) + o.m(x);"
               "for (let kind = 0; kind < 40; kind++) {"
               "  for (let i = 0; i < 300; i++) {"
               "    const found = call(1);"
               "    if (found !== 2 * kind + 2 - kind % 2) throw new Error(found);"
               "  }"
               "  const next = kind + 1; f = (x) => x + next; collect();"
               "  if (kind % 2) o.m = (x) => x + next; else o.m = (x, y = -1) => x + next + y;"
               "}"),
      MICA_OK);
  mica_runtime_free(runtime);
}

// ---- Memory

// A region of few bytes instead of the usual one.
static void give_region(struct vm *vm, size_t bytes) {
  struct baseline *baseline = heap_system_allocate(&vm->heap, sizeof *baseline);
  const struct code_memory_options options = {.head_bytes = native_head_bytes(), .limit = bytes};
  *baseline = (struct baseline){.heap = &vm->heap};
  assert_true(code_memory_create(&baseline->memory, &vm->heap, &options, &baseline->failure));
  native_fill_head(&baseline->memory);
  vm->baseline = baseline;
  vm->region = baseline->memory.executable;
}

// Each run of a program has code of its own, which dies with the run.
static void a_full_region_is_used_again_when_code_has_died(void **state) {
  (void)state;
  const size_t bytes = 64 << 10;
  mica_runtime *runtime = runtime_with((mica_options){0}, 1);
  give_region((struct vm *)runtime, bytes);
  mica_program *program = compile("const f = (o) => o.x + o.y, g = (o) => f(o) * 2;"
                                  "let s = 0; for (let i = 0; i < 20; i++) s += g({ x: i, y: 1 });"
                                  "module.exports = s;");
  uint64_t compiled_when_full = 0;
  for (unsigned run = 0; run < 1000; run++) {
    mica_value exports;
    assert_int_equal(mica_run(runtime, program, &exports), MICA_OK);
    assert_true(number_of(exports) == 420);
    assert_true(usage(runtime).code_bytes_in_use <= bytes);
    if (usage(runtime).failed > 0 && compiled_when_full == 0)
      compiled_when_full = usage(runtime).compiled;
    if (run % 100 == 99)
      mica_collect(runtime);
  }
  assert_true(compiled_when_full > 0);
  assert_true(usage(runtime).compiled > 3 * compiled_when_full);
  mica_program_release(program);
  mica_runtime_free(runtime);
}

static void native_code_of_dead_functions_is_freed(void **state) {
  (void)state;
  mica_runtime *runtime = runtime_with((mica_options){0}, 1);
  mica_program *program = compile("const f = (x) => x + 1; for (let i = 0; i < 9; i++) f(i);");
  for (unsigned run = 0; run < 300; run++)
    assert_int_equal(mica_run(runtime, program, NULL), MICA_OK);
  mica_collect(runtime);
  size_t all = usage(runtime).code_bytes;
  assert_true(usage(runtime).code_bytes_in_use < all / 20);
  mica_program_release(program);
  mica_runtime_free(runtime);
}

// An allocator that has no memory for one request, and one that has none from then on.
struct scarce {
  size_t live, calls, fails_at;
  bool once;
};

static void *scarce_resize(void *data, void *block, size_t old_bytes, size_t bytes) {
  struct scarce *scarce = data;
  if (bytes > old_bytes) {
    scarce->calls++;
    if (scarce->fails_at != 0 &&
        (scarce->once ? scarce->calls == scarce->fails_at : scarce->calls >= scarce->fails_at))
      return NULL;
  }
  scarce->live += bytes - old_bytes;
  if (bytes > 0)
    return realloc(block, bytes);
  free(block);
  return NULL;
}

// Returns how many requests there were, up to the failure and beyond.
static size_t run_scarcely(mica_program *program, size_t fails_at, bool once) {
  struct scarce scarce = {.fails_at = fails_at, .once = once};
  mica_options options = {
      .tier = MICA_TIER_BASELINE, .native_threshold = 1, .allocator = {&scarce, scarce_resize}};
  mica_runtime *runtime = mica_runtime_new(&options);
  if (runtime != NULL) {
    mica_value exports;
    mica_status status = mica_run(runtime, program, &exports);
    assert_true(status == MICA_OK || status == MICA_ERROR_MEMORY || status == MICA_ERROR_LIMIT ||
                status == MICA_ERROR_THROWN);
    assert_true(status != MICA_OK || number_of(exports) == 4950);
    mica_runtime_free(runtime);
  }
  assert_int_equal(scarce.live, 0);
  return scarce.calls;
}

static void memory_may_fail_at_every_request(void **state) {
  (void)state;
  mica_program *program =
      compile("const list = []; const get = (o) => o.value; let s = 0;"
              "for (let i = 0; i < 100; i++) list.push({ value: i });"
              "function sum(list) { let s = 0; for (const o of list) s += get(o); return s; }"
              "for (let i = 0; i < 300; i++) s = sum(list);"
              "module.exports = s;");
  size_t requests = run_scarcely(program, 0, false);
  assert_true(requests > 10);
  for (size_t at = 1; at <= requests; at++) {
    run_scarcely(program, at, false);
    run_scarcely(program, at, true);
  }
  mica_program_release(program);
}

// ---- Runtimes

static const char busy[] = "function f(n) { return n < 2 ? n : f(n - 1) + f(n - 2); }"
                           "const o = { m(x) { return x.trim() + x.length; } };"
                           "let text = ''; for (let i = 0; i < 30; i++) text += o.m(' ' + i);"
                           "module.exports = f(14) * 1000 + text.length;";

static void *run_busily(void *program) {
  for (unsigned round = 0; round < 5; round++) {
    mica_runtime *runtime = runtime_with((mica_options){0}, 1 + round);
    mica_value exports;
    if (mica_run(runtime, program, &exports) != MICA_OK || number_of(exports) != 377080)
      abort();
    mica_runtime_free(runtime);
  }
  return NULL;
}

static void threads_share_a_program(void **state) {
  (void)state;
  pthread_t threads[4];
  mica_program *program = compile(busy);
  for (unsigned i = 0; i < 4; i++)
    assert_int_equal(pthread_create(&threads[i], NULL, run_busily, program), 0);
  for (unsigned i = 0; i < 4; i++)
    pthread_join(threads[i], NULL);
  mica_program_release(program);
}

static void a_pools_runtime_begins_without_native_code(void **state) {
  (void)state;
  struct memory memory = {0};
  mica_options options = {
      .tier = MICA_TIER_BASELINE, .native_threshold = 1, .allocator = {&memory, count_resize}};
  mica_factory *factory = mica_factory_new(&options);
  mica_pool *pool = mica_pool_new(factory, 1);
  mica_program *program = compile(busy);
  uint64_t compiled = 0;
  for (unsigned round = 0; round < 5; round++) {
    mica_runtime *runtime = mica_pool_take(pool);
    mica_value exports;
    assert_int_equal(usage(runtime).compiled, 0);
    assert_int_equal(usage(runtime).code_bytes_in_use, 0);
    assert_int_equal(mica_run(runtime, program, &exports), MICA_OK);
    assert_true(number_of(exports) == 377080);
    assert_true(round == 0 || usage(runtime).compiled == compiled);
    compiled = usage(runtime).compiled;
    assert_true(compiled > 0);
    assert_int_equal(mica_pool_give(pool, runtime), MICA_OK);
  }
  mica_program_release(program);
  mica_pool_free(pool);
  mica_factory_release(factory);
  assert_int_equal(memory.live, 0);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(a_function_has_native_code_from_the_call_on_that_is_asked_for),
      cmocka_unit_test(a_loop_moves_up_while_it_runs),
      cmocka_unit_test(other_tiers_have_no_native_code),
      cmocka_unit_test(what_was_compiled_for_other_forms_is_compiled_again),
      cmocka_unit_test(every_threshold_gives_the_same),
      cmocka_unit_test(recursion_goes_through_pieces_of_the_stack),
      cmocka_unit_test(a_stack_ends_where_it_ends_without_native_code),
      cmocka_unit_test(native_code_reaches_as_many_safepoints),
      cmocka_unit_test(a_loop_without_calls_is_interrupted),
      cmocka_unit_test(code_that_c_returns_into_outlives_its_use),
      cmocka_unit_test(a_function_that_takes_anothers_place_is_called),
      cmocka_unit_test(a_full_region_is_used_again_when_code_has_died),
      cmocka_unit_test(native_code_of_dead_functions_is_freed),
      cmocka_unit_test(memory_may_fail_at_every_request),
      cmocka_unit_test(threads_share_a_program),
      cmocka_unit_test(a_pools_runtime_begins_without_native_code),
  };
  const struct CMUnitTest without[] = {cmocka_unit_test(other_tiers_have_no_native_code)};
  return baseline_exists() ? cmocka_run_group_tests(tests, NULL, NULL)
                           : cmocka_run_group_tests(without, NULL, NULL);
}

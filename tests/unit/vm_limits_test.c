// Limits: whatever a script does, it ends in the documented error, in time, and the runtime can be
// used again. On every tier.
#include <pthread.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/time.h>
#include <time.h>

#include <cmocka.h>

#include "tests/unit/vm_host.h"

#define LIMIT_MS 20

// Scripts that never end by themselves.
static const char *const endless[] = {
    "for (;;);",
    "while (true) {}",
    "do {} while (1);",
    "for (let i = 0; i < 1; i += 0) {}",
    "for (let i = 0; i < 2; i++) i = 0;",
    "let n = 0; outer: for (;;) { for (;;) { n++; continue outer; } }",
    "const list = [1]; for (const x of list) list.push(x);",
    "const o = { get x() { for (;;); } }; o.x;",
    "function f() { for (;;); } new f();",
    "[1].map(() => { for (;;); });",
    "[2, 1].sort(() => { for (;;); });",
    "'x'.replace('x', () => { for (;;); });",
    "JSON.stringify({ toJSON() { for (;;); } });",
    "JSON.parse('[1]', function () { for (;;); });",
    "`${{ toString() { for (;;); } }}`;",
    "function even(n) { return odd(n); } function odd(n) { return n; } for (;;) even(1);",
    "for (;;) { try { throw 1; } catch (e) { continue; } finally { continue; } }",
    "for (;;) { try { (function f() { f(); })(); } catch (e) {} }",
    "for (;;) { try { null.x; } catch (e) {} }",
    "for (;;) { switch (1) { case 1: break; } }",
    // Builtins that work long without calling script.
    "Array.prototype.fill.call({ length: 2 ** 53 - 1 }, 0);",
    "Array.prototype.indexOf.call({ length: 2 ** 53 - 1 }, 0);",
    "Array.prototype.includes.call({ length: 2 ** 53 - 1 }, 0);",
    "Array.prototype.lastIndexOf.call({ length: 2 ** 53 - 1 }, 0);",
    "Array.prototype.join.call({ length: 2 ** 53 - 1 }, '');",
    "Array.prototype.reverse.call({ length: 2 ** 53 - 1 });",
    "Array.prototype.slice.call({ length: 2 ** 32 - 1 });",
    "Array.prototype.unshift.call({ length: 2 ** 53 - 2 }, 0);",
    "Array.prototype.shift.call({ length: 2 ** 53 - 1 });",
    "Array.prototype.splice.call({ length: 2 ** 53 - 1 }, 0, 1);",
    "Array.prototype.forEach.call({ length: 2 ** 53 - 1 }, () => {});",
    "Array.prototype.every.call({ length: 2 ** 53 - 1 }, () => true);",
    "Array.prototype.findLast.call({ length: 2 ** 53 - 1 }, () => false);",
    "Array.prototype.reduceRight.call({ length: 2 ** 53 - 1 }, () => 0, 0);",
    "Array.prototype.flat.call({ length: 2 ** 53 - 1 });",
    "new Array(2 ** 32 - 1).join('');",
    "new Array(2 ** 32 - 1).includes(1);",
    "new Set(new Array(2 ** 32 - 1));",
    "const a = '\\u0100'.repeat(1 << 20); a.indexOf(a.slice(0, 1 << 19) + 'b');",
    "const a = 'a'.repeat(1 << 20); a.lastIndexOf(a.slice(0, 1 << 19) + 'b');",
    "const a = '\\u0100'.repeat(1 << 20); a.split(a.slice(0, 1 << 19) + 'b');",
    "const a = '\\u0100'.repeat(1 << 20); a.replaceAll(a.slice(0, 1 << 19) + 'b', '');",
    "' '.repeat(1 << 27).trimStart();",
    "' '.repeat(1 << 27).trimEnd();",
    "Number(' '.repeat(1 << 27));",
    "Number('1'.repeat(1 << 27));",
    "parseFloat('1'.repeat(1 << 27));",
    "parseInt('1'.repeat(1 << 27), 7);",
};
#define ENDLESS_COUNT (sizeof endless / sizeof *endless)

static double now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

// What a short script exports. It is run again when a limit has ended it: where the processor is
// busy with other work, LIMIT_MS can pass in any script.
static mica_value run_patiently(mica_runtime *runtime, const char *source) {
  mica_program *program = compile(source);
  mica_value exports = mica_undefined();
  mica_status status = MICA_ERROR_LIMIT;
  for (unsigned attempt = 0; attempt < 50 && status == MICA_ERROR_LIMIT; attempt++)
    status = mica_run(runtime, program, &exports);
  mica_program_release(program);
  assert_int_equal(status, MICA_OK);
  return exports;
}

static void assert_usable(mica_runtime *runtime) {
  mica_value sum =
      run_patiently(runtime, "let s = 0;"
                             "for (let i = 0; i < 9; i++) s += [i].map((x) => x + 1)[0];"
                             "module.exports = s;");
  assert_true(number_of(sum) == 45);
}

static void assert_ends(mica_runtime *runtime, const char *source, mica_status status,
                        const char *text) {
  double start = now();
  mica_status ended = run_text(runtime, source);
  double seconds = now() - start;
  if (ended != status || !strstr(mica_error_text(runtime), text) || seconds > patience())
    fail_msg("status %d after %.1f s: %s\n%s", ended, seconds, mica_error_text(runtime), source);
}

static void a_time_limit_ends_whatever_runs(void **state) {
  mica_options options = {.tier = tier_of(state), .native_threshold = 1, .time_limit = LIMIT_MS};
  mica_runtime *runtime = mica_runtime_new(&options);
  for (size_t i = 0; i < ENDLESS_COUNT; i++)
    assert_ends(runtime, endless[i], MICA_ERROR_LIMIT, "time limit exceeded: 20 ms");
  assert_usable(runtime);
  mica_runtime_free(runtime);
}

static void an_instruction_limit_ends_whatever_runs(void **state) {
  mica_options options = {.tier = tier_of(state), .native_threshold = 1, .instruction_limit = 200};
  mica_runtime *runtime = mica_runtime_new(&options);
  for (size_t i = 0; i < ENDLESS_COUNT; i++)
    assert_ends(runtime, endless[i], MICA_ERROR_LIMIT, "instruction limit exceeded: 200");
  assert_usable(runtime);
  mica_runtime_free(runtime);
}

static void limits_and_interruption_cannot_be_caught(void **state) {
  static const char source[] = "try { for (;;); } catch (e) { caught(); } finally { caught(); }"
                               "caught();";
  mica_options options = {.tier = tier_of(state), .native_threshold = 1, .time_limit = LIMIT_MS};
  for (unsigned i = 0; i < 2; i++) {
    mica_runtime *runtime = mica_runtime_new(&options);
    run_patiently(runtime, "globalThis.caught = () => { globalThis.seen = true; };");
    assert_ends(runtime, source, MICA_ERROR_LIMIT, "limit exceeded");
    assert_text(runtime, run_patiently(runtime, "module.exports = typeof seen;"), "undefined");
    mica_runtime_free(runtime);
    options =
        (mica_options){.tier = tier_of(state), .native_threshold = 1, .instruction_limit = 1000};
  }
}

// Does a script of 100 calls and 150 turns of loops end within the limit?
static bool ends_within(mica_tier tier, uint64_t limit) {
  mica_options options = {.tier = tier, .native_threshold = 1, .instruction_limit = limit};
  mica_runtime *runtime = mica_runtime_new(&options);
  mica_status status = run_text(runtime, "function f() {} for (let i = 0; i < 100; i++) f();"
                                         "const list = []; for (let i = 0; i < 50; i++)"
                                         " list.push({ i, text: 'n' + i });");
  mica_runtime_free(runtime);
  assert_true(status == MICA_OK || status == MICA_ERROR_LIMIT);
  return status == MICA_OK;
}

static void an_instruction_limit_is_exact(void **state) {
  uint64_t least = 1;
  while (!ends_within(tier_of(state), least))
    least++;
  assert_in_range(least, 249, 320);
  for (unsigned i = 0; i < 3; i++) {
    assert_true(ends_within(tier_of(state), least));
    assert_false(ends_within(tier_of(state), least - 1));
  }
}

static void limits_count_anew_for_each_call_of_the_host(void **state) {
  mica_options options = {.tier = tier_of(state), .native_threshold = 1, .instruction_limit = 1000};
  mica_runtime *runtime = mica_runtime_new(&options);
  mica_handle *exports = load(runtime, "exports.f = () => { for (let i = 0; i < 600; i++); };");
  mica_handle *f = get_function(runtime, exports, "f");
  for (unsigned i = 0; i < 5; i++)
    assert_int_equal(mica_call(runtime, f, NULL, 0, NULL), MICA_OK);
  mica_runtime_free(runtime);
}

static mica_status ignore(mica_runtime *runtime, void *data, const mica_value *arguments,
                          unsigned count, mica_value *result) {
  (void)data;
  (void)result;
  if (count == 0)
    return mica_throw(runtime, "ignore needs a function");
  mica_handle *function = mica_hold(runtime, arguments[0]);
  mica_status status = mica_call(runtime, function, NULL, 0, NULL);
  mica_drop(runtime, function);
  return status == MICA_ERROR_LIMIT || status == MICA_ERROR_INTERRUPTED ? MICA_OK : status;
}

static void a_host_function_cannot_ignore_a_limit(void **state) {
  mica_options options = {.tier = tier_of(state), .native_threshold = 1, .time_limit = LIMIT_MS};
  mica_runtime *runtime = mica_runtime_new(&options);
  define_function(runtime, "ignore", ignore, NULL);
  assert_ends(runtime, "for (;;) ignore(() => { for (;;); });", MICA_ERROR_LIMIT, "time limit");
  assert_usable(runtime);
  mica_runtime_free(runtime);
}

static void *interrupt_soon(void *runtime) {
  struct timespec pause = {.tv_nsec = 5 * 1000 * 1000};
  nanosleep(&pause, NULL);
  mica_interrupt(runtime);
  return NULL;
}

static void another_thread_can_interrupt(void **state) {
  mica_runtime *runtime = runtime_of(state);
  for (size_t i = 0; i < ENDLESS_COUNT; i++) {
    pthread_t thread;
    assert_int_equal(pthread_create(&thread, NULL, interrupt_soon, runtime), 0);
    assert_ends(runtime, endless[i], MICA_ERROR_INTERRUPTED, "interrupted");
    pthread_join(thread, NULL);
  }
  assert_usable(runtime);
  mica_runtime_free(runtime);
}

static mica_runtime *signalled;

static void on_alarm(int signal) {
  (void)signal;
  mica_interrupt(signalled);
}

static void a_signal_handler_can_interrupt(void **state) {
  signalled = runtime_of(state);
  struct sigaction action = {.sa_handler = on_alarm, .sa_flags = SA_RESTART}, before;
  sigaction(SIGALRM, &action, &before);
  struct itimerval soon = {.it_value = {.tv_usec = 5000}};
  setitimer(ITIMER_REAL, &soon, NULL);
  assert_ends(signalled, "for (;;) [1].map((x) => [x]);", MICA_ERROR_INTERRUPTED, "interrupted");
  sigaction(SIGALRM, &before, NULL);
  assert_usable(signalled);
  mica_runtime_free(signalled);
}

static void an_interruption_between_scripts_ends_the_next_one_alone(void **state) {
  mica_runtime *runtime = runtime_of(state);
  mica_interrupt(runtime);
  assert_ends(runtime, "for (let i = 0; i < 9; i++);", MICA_ERROR_INTERRUPTED, "interrupted");
  assert_usable(runtime);
  mica_interrupt(runtime);
  mica_forget_interrupt(runtime);
  assert_usable(runtime);
  mica_runtime_free(runtime);
}

static void running_out_of_memory_at_the_end_does_not_burden_the_next_script(void **state) {
  mica_options options = {.tier = tier_of(state), .native_threshold = 1, .memory_limit = 2 << 20};
  mica_runtime *runtime = mica_runtime_new(&options);
  for (unsigned i = 0; i < 3; i++) {
    assert_ends(runtime, "const list = []; for (;;) list.push({});", MICA_ERROR_LIMIT, "memory");
    assert_usable(runtime);
  }
  assert_ends(runtime,
              "let tree = '{}'; for (let level = 0; level < 8; level++)"
              "  tree = `{\"a\":${tree},\"b\":${tree},\"c\":${tree},\"d\":${tree}}`;"
              "JSON.parse(tree);",
              MICA_ERROR_LIMIT, "out of memory");
  assert_usable(runtime);
  mica_runtime_free(runtime);
}

#define TEST(function) cmocka_unit_test_prestate(function, &tier)

// What takes long, for all that there is to end: bytecode is run by the baseline tier too.
static int run_all(const char *name, mica_tier tier) {
  const struct CMUnitTest tests[] = {
      TEST(a_time_limit_ends_whatever_runs),
      TEST(an_instruction_limit_ends_whatever_runs),
  };
  return cmocka_run_group_tests_name(name, tests, NULL, NULL);
}

static int run_tier(const char *name, mica_tier tier) {
  const struct CMUnitTest tests[] = {
      TEST(limits_and_interruption_cannot_be_caught),
      TEST(an_instruction_limit_is_exact),
      TEST(limits_count_anew_for_each_call_of_the_host),
      TEST(a_host_function_cannot_ignore_a_limit),
      TEST(another_thread_can_interrupt),
      TEST(a_signal_handler_can_interrupt),
      TEST(an_interruption_between_scripts_ends_the_next_one_alone),
      TEST(running_out_of_memory_at_the_end_does_not_burden_the_next_script),
  };
  return cmocka_run_group_tests_name(name, tests, NULL, NULL);
}

int main(void) {
  return run_all("tree, whatever runs", MICA_TIER_TREE) +
         run_all("baseline, whatever runs", MICA_TIER_BASELINE) + run_tier("tree", MICA_TIER_TREE) +
         run_tier("bytecode", MICA_TIER_BYTECODE) + run_tier("baseline", MICA_TIER_BASELINE);
}

// Hostile scripts: each ends in the error that it must end in, within its limits of memory and
// time, and leaves a runtime that works. On every tier.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <time.h>

#include <cmocka.h>

#include "tests/unit/vm_host.h"
#include "vm/core/heap.h"

#define MIB ((size_t)1 << 20)
#define MEMORY_LIMIT (16 * MIB)
// What the process may grow by beyond twice the limit: stacks, the compiled script.
#define GROWTH_SLACK (24 * MIB)

// ---- Scripts and what must come of them

enum outcome {
  ENDS,     // well
  THROWS,   // the error can be caught; `text` is its class
  EXHAUSTS, // out of memory: finally, or by a RangeError that can be caught
};

struct hostile {
  const char *source;
  enum outcome outcome;
  const char *text;
};

static const struct hostile recursions[] = {
    {"function f() { f(); } f();", THROWS, "RangeError"},
    {"function f(a, b, c) { return 1 + f(a, b, c) + f(); } f();", THROWS, "RangeError"},
    {"const f = (x = f()) => x; f();", THROWS, "RangeError"},
    {"function F() { this.x = new F(); } new F();", THROWS, "RangeError"},
    {"function F() { return new F(); } new F();", THROWS, "RangeError"},
    {"const o = { get x() { return this.x; } }; o.x;", THROWS, "RangeError"},
    {"const o = { set x(v) { this.x = v; } }; o.x = 1;", THROWS, "RangeError"},
    {"const o = { toString() { return `${o}`; } }; `${o}`;", THROWS, "RangeError"},
    {"const o = { valueOf() { return +o; } }; o + 1;", THROWS, "RangeError"},
    {"const o = { toString() { return [o].join(); } }; [o].join();", THROWS, "RangeError"},
    {"const o = { toJSON() { return JSON.stringify(o); } }; JSON.stringify(o);", THROWS,
     "RangeError"},
    {"const f = () => [2, 1].sort(f); f();", THROWS, "RangeError"},
    {"const f = () => [1].map(f); f();", THROWS, "RangeError"},
    {"const f = () => [1, 2].reduce(f); f();", THROWS, "RangeError"},
    {"const f = () => [1].flatMap(f); f();", THROWS, "RangeError"},
    {"const f = () => Array.from([1], f); f();", THROWS, "RangeError"},
    {"const f = () => 'x'.replace('x', f); f();", THROWS, "RangeError"},
    {"const f = () => 'xx'.replaceAll('x', f); f();", THROWS, "RangeError"},
    {"const f = () => JSON.parse('[1]', f); f();", THROWS, "RangeError"},
    {"const f = () => JSON.stringify([1], f); f();", THROWS, "RangeError"},
    {"function f() { f.call(); } f();", THROWS, "RangeError"},
    {"function f() { f.apply(null, [1, 2]); } f();", THROWS, "RangeError"},
    {"function f() { new Map([[1, 2]]).forEach(f); } f();", THROWS, "RangeError"},
    {"function f() { try { f(); } finally { f.x = 1; } } f();", THROWS, "RangeError"},
    {"let a = []; for (let i = 0; i < 200000; i++) a = [a]; JSON.stringify(a);", THROWS,
     "RangeError"},
    {"let a = []; for (let i = 0; i < 200000; i++) a = [a]; String(a);", THROWS, "RangeError"},
    {"let a = []; for (let i = 0; i < 200000; i++) a = [a]; a.flat(Infinity);", THROWS,
     "RangeError"},
    {"let a = {}; for (let i = 0; i < 200000; i++) a = { a }; JSON.stringify(a);", THROWS,
     "RangeError"},
    {"JSON.parse('['.repeat(1000000));", THROWS, "RangeError"},
    {"JSON.parse('{\"a\":'.repeat(1000000));", THROWS, "RangeError"},
    {"const a = [1]; for (;;) a.push(...a, ...a);", THROWS, "RangeError"},
    {"function f(...rest) { return f(...rest, 1); } f();", THROWS, "RangeError"},
    {"function f({ a } = f()) { return a; } f();", THROWS, "RangeError"},
    {"const o = { get x() { const { x } = o; return x; } }; o.x;", THROWS, "RangeError"},
    {"const a = []; a[0] = a; JSON.stringify(a);", THROWS, "TypeError"},
    {"const a = { b: { c: [] } }; a.b.c.push(a); JSON.stringify(a);", THROWS, "TypeError"},
    {"const a = [1]; a.push(a, [a]); if (a.join('-') !== '1--') throw 0;", ENDS, ""},
    {"const a = []; a.push(a); if (`${a}${[a, a]}` !== ',') throw 0;", ENDS, ""},
};

static const struct hostile structures[] = {
    {"let o = {}; for (let i = 0; i < 100000; i++) o = Object.create(o);"
     "if (o.missing !== undefined || 'x' in o) throw 0;"
     "for (const key in o) throw key; o.x = 1;",
     ENDS, ""},
    {"let p = null; const first = {}; let o = first;"
     "for (let i = 0; i < 1000; i++) { const next = {}; Object.setPrototypeOf(o, next); o = next; }"
     "Object.setPrototypeOf(o, first);",
     THROWS, "TypeError"},
    {"let s = ''; for (let i = 0; i < 300000; i++) s = 'a' + s + 'b';"
     "if (s.charCodeAt(0) !== 97 || s.length !== 600000) throw 0;",
     ENDS, ""},
    {"let n = 0; const next = () => { n++; };"
     "let f = next; for (let i = 0; i < 1000; i++) { const g = f; f = () => g(); } f();"
     "if (n !== 1) throw n;",
     ENDS, ""},
    {"const a = []; a.length = 2 ** 32 - 1; a.push(1);", THROWS, "RangeError"},
    {"const a = []; a[2 ** 32 - 2] = 1; if (a.length !== 2 ** 32 - 1) throw 0; a.length = 0;", ENDS,
     ""},
    {"const a = [1, 2, 3]; a.length = 2 ** 32 - 1; a.length = 2;"
     "if (a.join() !== '1,2') throw 0;",
     ENDS, ""},
    {"new Array(2 ** 32);", THROWS, "RangeError"},
    {"new Array(-1);", THROWS, "RangeError"},
    {"[].length = 2 ** 32;", THROWS, "RangeError"},
    {"'x'.repeat(2 ** 30);", THROWS, "RangeError"},
    {"'x'.repeat(Infinity);", THROWS, "RangeError"},
    {"'x'.padStart(2 ** 30);", THROWS, "RangeError"},
    {"'x'.padEnd(2 ** 53, 'abc');", THROWS, "RangeError"},
    {"let s = 'x'; for (;;) s += s;", THROWS, "RangeError"},
    {"let s = 'x'; for (;;) s = s.concat(s, s);", THROWS, "RangeError"},
    {"let s = 'x'; for (;;) s = `${s}${s}`;", THROWS, "RangeError"},
    {"new Array(2 ** 30).join('x');", THROWS, "RangeError"},
};

static const struct hostile allocations[] = {
    {"'x'.repeat(2 ** 28);", EXHAUSTS, ""},
    {"'\\u0100'.repeat(2 ** 27);", EXHAUSTS, ""},
    {"'x'.padStart(2 ** 28);", EXHAUSTS, ""},
    {"'x'.repeat(2 ** 16).replaceAll('', 'y'.repeat(2 ** 14));", EXHAUSTS, ""},
    {"let s = 'x'.repeat(1000); while (s.length < 2 ** 28) s += s; s.charCodeAt(5);", EXHAUSTS, ""},
    {"let s = 'x'.repeat(1000); while (s.length < 2 ** 28) s += s; ({})[s];", EXHAUSTS, ""},
    {"let s = 'x'.repeat(1000); while (s.length < 2 ** 28) s += s; s === s + '';"
     "s < s.slice(1);",
     EXHAUSTS, ""},
    {"const a = []; for (;;) a.push(a.length + 0.5);", EXHAUSTS, ""},
    {"const a = []; for (let i = 0;; i++) a[i * 1000] = i;", EXHAUSTS, ""},
    {"const a = []; for (;;) a.push([]);", EXHAUSTS, ""},
    {"let a = null; for (;;) a = { a };", EXHAUSTS, ""},
    {"let a = null; for (;;) a = [a, a];", EXHAUSTS, ""},
    {"let f = null; for (;;) { const g = f; f = () => g; }", EXHAUSTS, ""},
    {"const o = {}; for (let i = 0;; i++) o['p' + i] = i;", EXHAUSTS, ""},
    {"const o = {}; for (let i = 0;; i++) o[i * 7] = i;", EXHAUSTS, ""},
    {"const m = new Map(); for (let i = 0;; i++) m.set(i, i);", EXHAUSTS, ""},
    {"const s = new Set(); for (let i = 0;; i++) s.add('' + i);", EXHAUSTS, ""},
    {"const a = []; for (let i = 0;; i++) { const o = {}; o['a' + i] = 1; o['b' + i] = 2; "
     "a.push(o); }",
     EXHAUSTS, ""},
    {"let s = ''; for (let i = 0;; i++) s += i + 'abcdefghijklmnop';", EXHAUSTS, ""},
    {"const a = []; for (let i = 0;; i++) a.push('text ' + i);", EXHAUSTS, ""},
    {"new Array(1e7).fill(0);", EXHAUSTS, ""},
    {"Array.from({ length: 1e8 });", EXHAUSTS, ""},
    {"const a = [1]; for (;;) a.push(...a.slice(0, 1000), ...[1]);", EXHAUSTS, ""},
    {"let a = [1, 2, 3, 4]; for (;;) a = a.concat(a);", EXHAUSTS, ""},
    {"let a = [1, 2, 3, 4]; for (;;) a.splice(0, 0, ...a.slice(0, 1000));", EXHAUSTS, ""},
    {"let a = 'x'; for (let i = 0; i < 40; i++) a = [a, a]; JSON.stringify(a);", EXHAUSTS, ""},
    {"let a = 'x'; for (let i = 0; i < 40; i++) a = [a, a]; String(a);", EXHAUSTS, ""},
    {"let a = 'x'; for (let i = 0; i < 40; i++) a = [a, a]; a.flat(Infinity);", EXHAUSTS, ""},
    {"'a,'.repeat(4e6).split(',');", EXHAUSTS, ""},
    {"'a'.repeat(4e6).split('');", EXHAUSTS, ""},
    {"JSON.parse('[' + '[[]],'.repeat(1e6) + '1]');", EXHAUSTS, ""},
    {"JSON.parse('[' + '{\"a\":[1]},'.repeat(5e5) + '1]');", EXHAUSTS, ""},
    {"const o = {}; for (let i = 0; i < 1e5; i++) o['key number ' + i] = i;"
     "const list = []; for (;;) list.push(Object.keys(o), Object.entries(o));",
     EXHAUSTS, ""},
    {"const list = []; for (;;) try { null.x; } catch (error) { list.push(error); }", EXHAUSTS, ""},
    {"function f(n) { return [n].concat(f(n + 1)); } const list = [];"
     "for (;;) try { f(0); } catch (error) { list.push('x'.repeat(100000), error); }",
     EXHAUSTS, ""},
};

#define COUNT(list) (sizeof(list) / sizeof *(list))

// ---- Running them

static double now(void) {
  struct timespec time;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time); // other work may keep the processor busy
  return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

// A line of /proc/self/status, in bytes.
static size_t process_bytes(const char *name) {
  FILE *file = fopen("/proc/self/status", "r");
  char line[256];
  size_t kib = 0;
  while (file && fgets(line, sizeof line, file))
    if (strncmp(line, name, strlen(name)) == 0)
      kib = strtoul(line + strlen(name) + 1, NULL, 10);
  if (file)
    fclose(file);
  return kib << 10;
}

// From now on VmHWM is the most that is resident.
static void reset_peak(void) {
  FILE *file = fopen("/proc/self/clear_refs", "w");
  if (file) {
    fputs("5", file);
    fclose(file);
  }
}

static void assert_usable(mica_runtime *runtime, const char *source) {
  mica_program *program = compile("const list = []; for (let i = 0; i < 500; i++) list.push({ i });"
                                  "module.exports = list.map((o) => o.i).join('').length;");
  mica_value exports;
  if (mica_run(runtime, program, &exports) != MICA_OK)
    fail_msg("the runtime is not usable: %s\nafter: %.300s", mica_error_text(runtime), source);
  assert_true(number_of(exports) == 1390);
  mica_program_release(program);
}

// What came of a run, against what must.
static bool is_as_expected(const struct hostile *hostile, mica_runtime *runtime,
                           mica_status status) {
  const char *text = mica_error_text(runtime);
  switch (hostile->outcome) {
  case ENDS:
    return status == MICA_OK;
  case THROWS:
    return status == MICA_ERROR_THROWN && strncmp(text, hostile->text, strlen(hostile->text)) == 0;
  case EXHAUSTS:
    return (status == MICA_ERROR_LIMIT && strstr(text, "out of memory")) ||
           (status == MICA_ERROR_THROWN && strncmp(text, "RangeError: Out of memory", 25) == 0);
  }
  return false;
}

static void run_hostile(mica_runtime *runtime, const struct hostile *hostile, size_t limit) {
  reset_peak();
  size_t before = process_bytes("VmRSS:");
  double start = now();
  mica_status status = run_text(runtime, hostile->source);
  double seconds = now() - start;
  size_t peak = process_bytes("VmHWM:"), grown = peak > before ? peak - before : 0;
  if (!is_as_expected(hostile, runtime, status))
    fail_msg("status %d: %s\n%.300s", status, mica_error_text(runtime), hostile->source);
  if (seconds > patience())
    fail_msg("%.1f s: %.300s", seconds, hostile->source);
#ifndef HEAP_POISONS // which takes memory of its own
  if (limit && grown > 2 * limit + GROWTH_SLACK)
    fail_msg("%zu MiB: %.300s", grown / MIB, hostile->source);
#else
  (void)limit;
  (void)grown;
#endif
  assert_usable(runtime, hostile->source);
}

static void run_all(mica_tier tier, const struct hostile *list, size_t count, size_t limit) {
  mica_options options = {.tier = tier, .memory_limit = limit};
  mica_runtime *runtime = mica_runtime_new(&options);
  assert_non_null(runtime);
  for (size_t i = 0; i < count; i++)
    run_hostile(runtime, &list[i], limit);
  mica_runtime_free(runtime);
}

static void recursion_ends_in_an_error_that_can_be_caught(void **state) {
  run_all(tier_of(state), recursions, COUNT(recursions), 0);
}

static void structures_of_any_size_are_met_as_specified(void **state) {
  run_all(tier_of(state), structures, COUNT(structures), 0);
}

static void what_a_script_allocates_is_bounded(void **state) {
  run_all(tier_of(state), allocations, COUNT(allocations), MEMORY_LIMIT);
}

// A runtime of its own for each, so that none helps the next.
static void an_exhausted_runtime_needs_no_successor(void **state) {
  for (size_t i = 0; i < COUNT(allocations); i += 3)
    run_all(tier_of(state), &allocations[i], 1, MEMORY_LIMIT / 4);
}

int main(void) {
  int failed = 0;
  mica_tier tiers[] = {MICA_TIER_TREE, MICA_TIER_BASELINE};
  static const char *const names[] = {"tree", "baseline"};
  for (int i = 0; i < 2; i++) {
#define TEST(function) cmocka_unit_test_prestate(function, &tiers[i])
    const struct CMUnitTest tests[] = {
        TEST(recursion_ends_in_an_error_that_can_be_caught),
        TEST(structures_of_any_size_are_met_as_specified),
        TEST(what_a_script_allocates_is_bounded),
        TEST(an_exhausted_runtime_needs_no_successor),
    };
    failed += cmocka_run_group_tests_name(names[i], tests, NULL, NULL);
  }
  return failed;
}

// Profiles: that the counts add up, frames are followed whatever moves them, and start and stop
// happen where they should.
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "vm/mica.h"
#include "vm/stress.h"

static const mica_profile_options opcodes = {.sections = MICA_PROFILE_OPCODES};
static const mica_profile_options counted = {.sections = MICA_PROFILE_ALL, .deterministic = true};

static mica_status run_to(mica_runtime *runtime, const char *source) {
  mica_program *program;
  mica_error error;
  assert_int_equal(mica_compile(source, strlen(source), "test.js", &program, &error), MICA_OK);
  mica_status status = mica_run(runtime, program, NULL);
  mica_program_release(program);
  return status;
}

static void run(mica_runtime *runtime, const char *source) {
  assert_int_equal(run_to(runtime, source), MICA_OK);
}

// What mica_profile_write writes; the caller frees it.
static char *written(mica_runtime *runtime, mica_profile_format format) {
  char *text;
  size_t length;
  FILE *output = open_memstream(&text, &length);
  assert_int_equal(mica_profile_write(runtime, format, 5, output), MICA_OK);
  fclose(output);
  return text;
}

// The sum of the numbers that follow this key.
static uint64_t sum(const char *json, const char *key) {
  uint64_t total = 0;
  while ((json = strstr(json, key)) != NULL) {
    json += strlen(key);
    total += strtoull(json, NULL, 10);
  }
  return total;
}

// The number at `key` in the row that begins so; fails when there is none.
static uint64_t of_row(const char *json, const char *row, const char *key) {
  const char *found = strstr(json, row), *number = found ? strstr(found, key) : NULL;
  assert_non_null(number);
  return strtoull(number + strlen(key), NULL, 10);
}

static uint64_t of_function(const char *json, const char *name, const char *key) {
  char row[64];
  snprintf(row, sizeof row, "{\"name\": \"%s\"", name);
  return of_row(json, row, key);
}

static void expect_text(const char *text, const char *part) {
  if (strstr(text, part) == NULL)
    print_error("%s\nis not in\n%s\n", part, text);
  assert_non_null(strstr(text, part));
}

// The profile of a script as JSON; the caller frees it.
static char *profile_of(const char *source, const mica_profile_options *options,
                        mica_status status) {
  mica_runtime *runtime = mica_runtime_new(NULL);
  assert_int_equal(mica_profile_start(runtime, options), MICA_OK);
  assert_int_equal(run_to(runtime, source), status);
  mica_profile_stop(runtime);
  char *json = written(runtime, MICA_PROFILE_JSON);
  mica_runtime_free(runtime);
  return json;
}

static const char loop[] = "let sum = 0; for (let i = 0; i < 1000; i++) sum += i;";

static void counts_add_up(void **state) {
  (void)state;
  char *json = profile_of(loop, &opcodes, MICA_OK);
  uint64_t instructions = sum(json, "\"instructions\": ");
  assert_true(instructions >= 2000 && instructions < 4100); // STRESS=tiny: a module variable
  const char *rows = strstr(json, "\"opcodes\": [");
  assert_non_null(rows);
  assert_true(sum(rows, "\"count\": ") == instructions);
  assert_true(sum(json, "\"within\": ") + sum(json, "\"across\": ") == instructions);
  expect_text(json, "{\"opcode\": \"LOOP_INCREMENT_LESS\", \"count\": 1000, \"slowPaths\": 0}");
  free(json);
}

static void calls_are_counted_as_going_across_frames(void **state) {
  (void)state;
  char *json = profile_of("function f(a) { return a; }\nfor (let i = 0; i < 10; i++) f(i);",
                          &opcodes, MICA_OK);
  expect_text(json, "\"second\": \"RETURN\", \"within\": 0, \"across\": 10}"); // all that f is
  expect_text(json, "{\"first\": \"RETURN\", \"second\": \"LOOP_INCREMENT_LESS\", "
                    "\"within\": 0, \"across\": 10}");
  free(json);
}

static void arithmetic_that_takes_its_slow_path_is_a_miss(void **state) {
  (void)state;
  char *json = profile_of(
      "let s = ''; for (let i = 0; i < 40; i++) s = s + i;\n"
      "let n = 0; for (let i = 0; i < 60; i++) n = n - i;\n"
      "const o = { valueOf() { return 1 - n; } }; for (let i = 0; i < 5; i++) n = o * 2;",
      &opcodes, MICA_OK);
  expect_text(json, "{\"opcode\": \"ADD\", \"hits\": 0, \"misses\": 40, ");
  expect_text(json, "\"misses\": 45, \"total\": "); // with the five of MULTIPLY_K
  expect_text(json, "{\"opcode\": \"MULTIPLY_K\", \"hits\": 0, \"misses\": 5, ");
  free(json);
}

// ---- Functions

// Instructions of all functions, and the root's total, are those that were executed.
static void expect_sums(const char *json) {
  const char *functions = strstr(json, "\"functions\": ["), *tree = strstr(json, "\"callTree\": [");
  uint64_t self = sum(functions, "\"selfInstructions\": ") - sum(tree, "\"selfInstructions\": ");
  assert_true(self == sum(tree, "\"selfInstructions\": "));
  assert_true(self == sum(json, "\"instructions\": ") ||
              self + 1 == sum(json, "\"instructions\": ")); // the last is EXIT, in no frame
}

static void recursion_counts_once_in_the_total(void **state) {
  (void)state;
  char *json = profile_of("function fib(n) { return n < 2 ? n : fib(n - 1) + fib(n - 2); }\n"
                          "fib(10);",
                          &counted, MICA_OK);
  expect_sums(json);
  assert_int_equal(of_function(json, "fib", "\"calls\": "), 177);
  assert_true(of_function(json, "fib", "\"selfInstructions\": ") ==
              of_function(json, "fib", "\"totalInstructions\": "));
  assert_true(of_function(json, "<module>", "\"totalInstructions\": ") ==
              of_function(json, "<module>", "\"selfInstructions\": ") +
                  of_function(json, "fib", "\"totalInstructions\": "));
  free(json);
}

static void what_an_exception_unwinds_has_ended(void **state) {
  (void)state;
  char *json = profile_of("function inner(d) { if (d === 0) throw 1; inner(d - 1); }\n"
                          "function outer() { try { inner(30); } catch (e) { after(); } }\n"
                          "function after() { return 1; }\n"
                          "for (let i = 0; i < 7; i++) outer();",
                          &counted, MICA_OK);
  expect_sums(json);
  assert_int_equal(of_function(json, "inner", "\"calls\": "), 7 * 31);
  assert_int_equal(of_function(json, "outer", "\"calls\": "), 7);
  assert_int_equal(of_function(json, "after", "\"calls\": "), 7);
  assert_true(of_function(json, "outer", "\"totalInstructions\": ") ==
              of_function(json, "outer", "\"selfInstructions\": ") +
                  of_function(json, "inner", "\"totalInstructions\": ") +
                  of_function(json, "after", "\"totalInstructions\": "));
  free(json);
}

static void callbacks_of_builtins_are_their_callees(void **state) {
  (void)state;
  static const char source[] =
      "function twice(m) { return m + m; }\n"
      "function compare(a, b) { return a - b; }\n"
      "class Point { constructor(x) { this.x = x; } get y() { return 1; } }\n"
      "[1, 2, 3].map(twice);\n"
      "'aXbXc'.replaceAll('X', twice);\n"
      "const p = new Point(1); let sum = 0;\n"
      "for (let i = 0; i < 9; i++) sum += p.y;\n"
      "[3, 1, 2].sort(compare);\n"
      "twice.call(null, 4); twice.apply(null, [4]); twice.bind(null)(4);";
  mica_runtime *runtime = mica_runtime_new(NULL);
  assert_int_equal(mica_profile_start(runtime, &counted), MICA_OK);
  run(runtime, source);
  char *json = written(runtime, MICA_PROFILE_JSON);
  char *stacks = written(runtime, MICA_PROFILE_COLLAPSED);
  expect_sums(json);
  assert_int_equal(of_function(json, "twice", "\"calls\": "), 3 + 2 + 3);
  assert_int_equal(of_function(json, "Point", "\"calls\": "), 1);
  expect_text(stacks, "<module> (test.js:1);map (<builtin>);twice (test.js:1) ");
  expect_text(stacks, "<module> (test.js:1);replaceAll (<native>);twice (test.js:1) ");
  expect_text(stacks, ";sort (<builtin>);");
  expect_text(stacks, ";compare (test.js:2) ");
  free(stacks);
  free(json);
  mica_runtime_free(runtime);
}

static void frames_are_followed_from_one_piece_of_the_stack_to_the_next(void **state) {
  (void)state;
  char *json =
      profile_of("function down(n, a, b, c) { return n === 0 ? 0 : 1 + down(n - 1, a, b, c); }\n"
                 "for (let i = 0; i < 3; i++) down(3000);\n"
                 "function deep() { return 1 + deep(); }\n"
                 "try { deep(); } catch (e) { down(5); }",
                 &counted, MICA_OK);
  expect_sums(json);
  assert_int_equal(of_function(json, "down", "\"calls\": "), 3 * 3001 + 6);
  free(json);
}

static void a_script_that_throws_leaves_its_profile(void **state) {
  (void)state;
  char *json = profile_of("function f() { null.x; }\nf();", &counted, MICA_ERROR_THROWN);
  expect_sums(json);
  assert_int_equal(of_function(json, "f", "\"calls\": "), 1);
  free(json);
}

// Enters script again from a host function that script called.
static mica_status call_back(mica_runtime *runtime, void *data, const mica_value *arguments,
                             unsigned count, mica_value *result) {
  (void)data;
  (void)count;
  mica_handle *callee = mica_hold(runtime, arguments[0]);
  mica_status status = mica_call(runtime, callee, NULL, 0, result);
  mica_drop(runtime, callee);
  return status == MICA_ERROR_THROWN ? MICA_OK : status;
}

static void entries_by_host_functions_are_followed(void **state) {
  (void)state;
  mica_runtime *runtime = mica_runtime_new(NULL);
  mica_value function;
  assert_int_equal(mica_function(runtime, "callBack", 1, call_back, NULL, &function), MICA_OK);
  assert_int_equal(mica_set_global(runtime, "callBack", function), MICA_OK);
  assert_int_equal(mica_profile_start(runtime, &counted), MICA_OK);
  run(runtime, "function good() { return 1; }\nfunction bad() { throw 1; }\n"
               "for (let i = 0; i < 4; i++) { callBack(good); callBack(bad); }");
  run(runtime, "(function again() {})();");
  char *json = written(runtime, MICA_PROFILE_JSON);
  char *stacks = written(runtime, MICA_PROFILE_COLLAPSED);
  assert_int_equal(of_function(json, "good", "\"calls\": "), 4);
  assert_int_equal(of_function(json, "bad", "\"calls\": "), 4);
  assert_int_equal(of_function(json, "again", "\"calls\": "), 1);
  expect_text(stacks, "<module> (test.js:1);callBack (<native>);good (test.js:1) ");
  expect_text(stacks, "\n<module> (test.js:1);again (test.js:1) ");
  free(stacks);
  free(json);
  mica_runtime_free(runtime);
}

static void times_of_functions_add_up(void **state) {
  (void)state;
  static const mica_profile_options functions = {.sections = MICA_PROFILE_FUNCTIONS};
  char *json = profile_of("function fib(n) { return n < 2 ? n : fib(n - 1) + fib(n - 2); }\n"
                          "fib(18); [3, 2, 1].sort((a, b) => fib(a) - fib(b));",
                          &functions, MICA_OK);
  const char *rows = strstr(json, "\"functions\": ["), *tree = strstr(json, "\"callTree\": [");
  uint64_t in_tree = sum(tree, "\"selfTimeNs\": ");
  uint64_t self = sum(rows, "\"selfTimeNs\": ") - in_tree;
  uint64_t total = of_function(json, "<module>", "\"totalTimeNs\": ");
  assert_true(self > 0 && in_tree >= self - self / 100 && in_tree <= self + self / 100);
  assert_true(self >= total - total / 100 && self <= total + total / 100);
  free(json);
}

static void samples_fall_where_time_is_spent(void **state) {
  (void)state;
  static const mica_profile_options sampling = {.sections = MICA_PROFILE_FUNCTIONS,
                                                .sample_rate = 2000};
  char *json =
      profile_of("function hot() { let s = 0; for (let i = 0; i < 3e6; i++) s += i; return s; }\n"
                 "function cold() { return 1; }\n"
                 "for (let i = 0; i < 10; i++) { hot(); cold(); }",
                 &sampling, MICA_OK);
  uint64_t taken = sum(json, "\"taken\": "), asked = taken + sum(json, "\"missed\": ");
  assert_true(asked <= sum(json, "\"elapsedNs\": ") * sampling.sample_rate / 1000000000);
  uint64_t hot = of_function(json, "hot", "\"samples\": ");
  assert_true(hot > 0 && hot * 10 >= sum(strstr(json, "\"callTree\": ["), "\"samples\": ") * 9);
  free(json);
}

// ---- Memory

static void allocations_are_known_by_site_and_by_what_became_of_them(void **state) {
  (void)state;
  static const mica_profile_options memory = {.sections = MICA_PROFILE_MEMORY};
  mica_runtime *runtime = mica_runtime_new(NULL);
  assert_int_equal(mica_profile_start(runtime, &memory), MICA_OK);
  run(runtime, "const kept = [];\nfunction keep() { kept.push({ a: 1 }); }\n"
               "function drop() { return { b: 1, c: 2 }; }\n"
               "for (let i = 0; i < 100; i++) keep();\n"
               "for (let i = 0; i < 300; i++) drop();\n"
               "globalThis.kept = kept;");
  mica_collect(runtime);
  char *json = written(runtime, MICA_PROFILE_JSON);
  static const char keep[] = "{\"function\": \"keep\", \"file\": \"test.js\", \"line\": 2",
                    drop[] = "{\"function\": \"drop\", \"file\": \"test.js\", \"line\": 3";
  assert_true(of_row(json, drop, "\"allocations\": ") >= 300);
  assert_true(of_row(json, drop, "\"liveObjects\": ") <= 1);
  assert_true(of_row(json, drop, "\"deallocations\": ") >= 299);
  uint64_t kept = of_row(json, keep, "\"liveObjects\": ");
  assert_true(kept >= 100 && kept < 110); // with the storage of the array, a shape ...
  assert_true(sum(json, "\"collections\": ") > 0);
  free(json);
  mica_runtime_free(runtime);
}

static void what_only_the_host_knows_outlives_the_writing(void **state) {
  (void)state;
  mica_runtime *runtime = mica_runtime_new(NULL);
  assert_int_equal(mica_profile_start(runtime, NULL), MICA_OK);
  run(runtime, "globalThis.x = 1;");
  mica_value string, other;
  const char *text;
  size_t length;
  assert_int_equal(mica_string(runtime, "held by nobody", 14, &string), MICA_OK);
  free(written(runtime, MICA_PROFILE_JSON));
  for (int i = 0; i < 100; i++)
    assert_int_equal(mica_string(runtime, "another string", 14, &other), MICA_OK);
  assert_int_equal(mica_to_string(runtime, string, &text, &length), MICA_OK);
  assert_string_equal(text, "held by nobody");
  mica_runtime_free(runtime);
}

// STRESS=jit: native code comes and goes at random, so its counts say nothing.
static void skip_where_dice_decide(void) {
  if (USUAL_OR_RESTLESS(false, true))
    skip();
}

static void compilations_and_caches_are_counted(void **state) {
  (void)state;
  skip_where_dice_decide();
  mica_runtime *runtime = mica_runtime_new(NULL);
  mica_program *program;
  mica_error error;
  static const char source[] =
      "function used(o) { return o.x; }\nfunction unused(o) { return o.y; }\n"
      "used({ x: 1 }); used({ x: 1 });";
  assert_int_equal(mica_compile_lazily(source, strlen(source), "test.js", &program, &error),
                   MICA_OK);
  static const mica_profile_options jit = {.sections = MICA_PROFILE_JIT};
  assert_int_equal(mica_profile_start(runtime, &jit), MICA_OK);
  assert_int_equal(mica_run(runtime, program, NULL), MICA_OK);
  char *json = written(runtime, MICA_PROFILE_JSON);
  expect_text(json, "\"bytecode\": {\"functionsCompiled\": 1, ");
  expect_text(json, "\"native\": {\"functionsCompiled\": 0, ");
  free(json);
  mica_program_release(program);
  mica_runtime_free(runtime);
}

// ---- Starting and stopping

static void a_profile_starts_from_zero_and_stays_until_it_is_forgotten(void **state) {
  (void)state;
  mica_runtime *runtime = mica_runtime_new(NULL);
  assert_int_equal(mica_profile_write(runtime, MICA_PROFILE_TABLE, 5, stdout), MICA_ERROR_USAGE);
  assert_int_equal(mica_profile_start(runtime, &opcodes), MICA_OK);
  run(runtime, loop);
  mica_profile_reset(runtime);
  char *text = written(runtime, MICA_PROFILE_TABLE);
  expect_text(text, "Instructions: 0\n");
  free(text);
  run(runtime, loop);
  mica_profile_stop(runtime);
  run(runtime, loop);
  text = written(runtime, MICA_PROFILE_JSON);
  expect_text(text, "{\"opcode\": \"LOOP_INCREMENT_LESS\", \"count\": 1000, ");
  free(text);
  mica_profile_reset(runtime);
  assert_int_equal(mica_profile_write(runtime, MICA_PROFILE_TABLE, 5, stdout), MICA_ERROR_USAGE);
  mica_runtime_free(runtime);
}

static void options_that_make_no_sense_are_refused(void **state) {
  (void)state;
  mica_runtime *runtime = mica_runtime_new(NULL);
  assert_int_equal(mica_profile_start(runtime, &(mica_profile_options){.sections = 512}),
                   MICA_ERROR_USAGE);
  assert_int_equal(mica_profile_start(runtime, &(mica_profile_options){.sample_rate = 1000000}),
                   MICA_ERROR_USAGE);
  assert_int_equal(mica_profile_start(
                       runtime, &(mica_profile_options){.sample_rate = 10, .deterministic = true}),
                   MICA_ERROR_USAGE);
  mica_runtime_free(runtime);
  runtime = mica_runtime_new(&(mica_options){.tier = MICA_TIER_TREE});
  assert_int_equal(mica_profile_start(runtime, NULL), MICA_ERROR_USAGE);
  mica_runtime_free(runtime);
}

static const mica_profile_options *started_with;

static mica_status start(mica_runtime *runtime, void *data, const mica_value *arguments,
                         unsigned count, mica_value *result) {
  (void)data;
  (void)arguments;
  (void)count;
  (void)result;
  return mica_profile_start(runtime, started_with);
}

static mica_status stop(mica_runtime *runtime, void *data, const mica_value *arguments,
                        unsigned count, mica_value *result) {
  (void)arguments;
  (void)count;
  (void)result;
  free(*(char **)data);
  *(char **)data = written(runtime, MICA_PROFILE_JSON);
  mica_profile_stop(runtime);
  return MICA_OK;
}

// Whatever the profile was about, the script goes on as if nothing had been.
static void a_profile_starts_and_stops_while_script_runs(void **state) {
  (void)state;
  static const mica_profile_options all[] = {
      {.sections = MICA_PROFILE_OPCODES},
      {.sections = MICA_PROFILE_FUNCTIONS},
      {.sections = MICA_PROFILE_ALL},
      {.sections = MICA_PROFILE_FUNCTIONS, .sample_rate = 5000},
      {.sections = MICA_PROFILE_ALL, .sample_rate = 5000},
      {.sections = MICA_PROFILE_MEMORY},
      {.sections = MICA_PROFILE_ALL, .deterministic = true}};
  mica_runtime *runtime = mica_runtime_new(NULL);
  char *json = NULL;
  mica_value function;
  assert_int_equal(mica_function(runtime, "start", 0, start, NULL, &function), MICA_OK);
  assert_int_equal(mica_set_global(runtime, "start", function), MICA_OK);
  assert_int_equal(mica_function(runtime, "stop", 0, stop, &json, &function), MICA_OK);
  assert_int_equal(mica_set_global(runtime, "stop", function), MICA_OK);
  for (size_t at = 0; at < sizeof all / sizeof *all; at++) {
    started_with = &all[at];
    run(runtime, "let sum = 0; for (let i = 0; i < 500; i++) sum += i;\nstart();\n"
                 "for (let i = 0; i < 1000; i++) sum += i;\nstop();\n"
                 "for (let i = 0; i < 500; i++) sum += i;\n"
                 "function a(n) { if (n === 20) start(); if (n === 40) start(); "
                 "return n === 0 ? [n] : [a(n - 1)]; }\n"
                 "function b() { a(50); stop(); return a(10); }\nb(); stop(); b();");
    if (at == 0 && started_with->sections == MICA_PROFILE_OPCODES)
      expect_text(json, "{\"opcode\": \"RETURN\"");
  }
  free(json);
  mica_runtime_free(runtime);
}

// ---- Native code

static const char work[] = "function work(n, begins) {\n"
                           "  const kept = []; let sum = 0;\n"
                           "  if (begins) start();\n"
                           "  for (let i = 0; i < n; i++) sum += i;\n"
                           "  for (let i = 0; i < 100; i++) kept[i] = { sum };\n"
                           "  return kept;\n"
                           "}\n"
                           "function heat() { for (let i = 0; i < 20; i++) work(10, false); }\n"
                           "heat(); heat();\n";

// With `start` and `stop`, and the functions above, which have native code. Skips the test in a
// build that makes none.
static mica_runtime *warm_runtime(char **json) {
  mica_runtime *runtime = mica_runtime_new(&(mica_options){.native_threshold = 10});
  mica_value function;
  if (mica_native_code(runtime).failure != NULL) {
    mica_runtime_free(runtime);
    skip();
  }
  assert_int_equal(mica_function(runtime, "start", 0, start, NULL, &function), MICA_OK);
  assert_int_equal(mica_set_global(runtime, "start", function), MICA_OK);
  assert_int_equal(mica_function(runtime, "stop", 0, stop, json, &function), MICA_OK);
  assert_int_equal(mica_set_global(runtime, "stop", function), MICA_OK);
  return runtime;
}

// Runs `work`, warm, and then `text` in the same module.
static void run_warm(mica_runtime *runtime, const char *text) {
  char source[2048];
  snprintf(source, sizeof source, "%s%s", work, text);
  run(runtime, source);
}

static void native_code_is_out_of_use_during_a_profile_and_comes_again(void **state) {
  (void)state;
  skip_where_dice_decide();
  static const mica_profile_options all[] = {
      {.sections = MICA_PROFILE_OPCODES},
      {.sections = MICA_PROFILE_FUNCTIONS},
      {.sections = MICA_PROFILE_MEMORY},
      {.sections = MICA_PROFILE_FUNCTIONS, .sample_rate = 1000},
      {.sections = MICA_PROFILE_ALL}};
  char *json = NULL;
  mica_runtime *runtime = warm_runtime(&json);
  for (size_t at = 0; at < sizeof all / sizeof *all; at++) {
    started_with = &all[at];
    mica_native_usage before = mica_native_code(runtime);
    run_warm(runtime, "start(); heat();");
    mica_native_usage during = mica_native_code(runtime);
    assert_true(during.compiled >= before.compiled + 2);
    assert_true(during.discarded >= before.discarded + 2);
    mica_profile_stop(runtime);
    run_warm(runtime, "");
    assert_true(mica_native_code(runtime).compiled >= during.compiled + 2);
    assert_true(mica_native_code(runtime).discarded == during.discarded);
  }
  assert_true(mica_native_code(runtime).failed == 0);
  free(json);
  mica_runtime_free(runtime);
}

static void a_profile_that_native_code_starts_sees_the_rest_of_its_loop(void **state) {
  (void)state;
  char *json = NULL;
  mica_runtime *runtime = warm_runtime(&json);
  started_with = &opcodes;
  run_warm(runtime, "work(1000, true); stop();");
  assert_true(of_row(json, "{\"opcode\": \"LOOP_INCREMENT_LESS\"", "\"count\": ") >= 999);
  expect_text(json, "\"tier\": \"bytecode\"");
  free(json);
  mica_runtime_free(runtime);
}

static void allocations_of_what_was_native_code_are_counted(void **state) {
  (void)state;
  static const mica_profile_options memory = {.sections = MICA_PROFILE_MEMORY};
  char *json = NULL;
  mica_runtime *runtime = warm_runtime(&json);
  started_with = &memory;
  run_warm(runtime, "work(0, true); stop();");
  assert_true(of_row(json, "{\"function\": \"work\"", "\"allocations\": ") >= 100);
  free(json);
  mica_runtime_free(runtime);
}

static void a_profile_of_the_jit_alone_leaves_native_code_in_use(void **state) {
  (void)state;
  skip_where_dice_decide();
  static const mica_profile_options jit = {.sections = MICA_PROFILE_JIT};
  char *json = NULL;
  mica_runtime *runtime = warm_runtime(&json);
  started_with = &jit;
  run_warm(runtime, "");
  mica_native_usage before = mica_native_code(runtime);
  run_warm(runtime,
           "start(); heat();\n"
           "function late(n) { let s = 0; for (let i = 0; i < n; i++) s += i; return s; }\n"
           "late(100); stop();");
  mica_native_usage after = mica_native_code(runtime);
  assert_true(after.discarded == before.discarded);
  expect_text(json, "\"tier\": \"baseline\"");
  const char *native = strstr(json, "\"native\": {");
  assert_non_null(native);
  uint64_t compiled = of_row(native, "", "\"functionsCompiled\": ");
  assert_true(compiled >= 1 && compiled < after.compiled); // `work` was before
  assert_true(of_row(native, "{\"function\": \"late (test.js:11)\"", "\"codeBytes\": ") > 0);
  expect_text(json, "{\"function\": \"late (test.js:11)\", \"tier\": \"native\"");
  free(json);
  mica_runtime_free(runtime);
}

// ---- Threads and allocators

static void *profile_in_thread(void *context) {
  static const mica_profile_options sampling = {.sections = MICA_PROFILE_FUNCTIONS,
                                                .sample_rate = 4000};
  char **json = context;
  *json = profile_of("function f(n) { let s = 0; for (let i = 0; i < n; i++) s += i; return s; }\n"
                     "for (let i = 0; i < 1000; i++) f(1000);",
                     *json ? &counted : &sampling, MICA_OK);
  return NULL;
}

static void runtimes_on_several_threads_have_profiles_of_their_own(void **state) {
  (void)state;
  enum { THREADS = 4 };
  pthread_t threads[THREADS];
  char counts[] = "counts", *results[THREADS] = {counts, counts, NULL, NULL};
  for (int at = 0; at < THREADS; at++)
    assert_int_equal(pthread_create(&threads[at], NULL, profile_in_thread, &results[at]), 0);
  for (int at = 0; at < THREADS; at++)
    pthread_join(threads[at], NULL);
  assert_string_equal(results[0], results[1]);
  assert_int_equal(of_function(results[0], "f", "\"calls\": "), 1000);
  for (int at = 0; at < THREADS; at++)
    free(results[at]);
}

// An allocator that fails ends the host's entry without a word to the frames.
static void *fail_late(void *data, void *block, size_t old_bytes, size_t bytes) {
  size_t *left = data;
  if (bytes == 0) {
    *left += old_bytes;
    free(block);
    return NULL;
  }
  if (bytes > old_bytes && bytes - old_bytes > *left)
    return NULL;
  *left += old_bytes;
  *left -= bytes;
  return realloc(block, bytes);
}

static void an_allocator_that_fails_leaves_a_profile_that_goes_on(void **state) {
  (void)state;
  size_t left = (size_t)3 << 17;
  mica_runtime *runtime = mica_runtime_new(&(mica_options){.allocator = {&left, fail_late}});
  assert_int_equal(mica_profile_start(runtime, &counted), MICA_OK);
  static const char greedy[] = "const all = [];\nfunction more(n) { all.push([n]); more2(n); }\n"
                               "function more2(n) { all.push({ n }); }\n"
                               "for (let i = 0; ; i++) more(i);";
  assert_int_equal(run_to(runtime, greedy), MICA_ERROR_MEMORY);
  left += (size_t)1 << 20;
  run(runtime, "function small() { return 1; }\nsmall(); small();");
  char *json = written(runtime, MICA_PROFILE_JSON);
  assert_true(of_function(json, "more", "\"calls\": ") > 100);
  assert_int_equal(of_function(json, "small", "\"calls\": "), 2);
  free(json);
  mica_runtime_free(runtime);
}

static void every_format_is_written_of_a_profile_of_nothing(void **state) {
  (void)state;
  mica_runtime *runtime = mica_runtime_new(NULL);
  assert_int_equal(mica_profile_start(runtime, NULL), MICA_OK);
  for (int format = MICA_PROFILE_TABLE; format <= MICA_PROFILE_SVG; format++)
    free(written(runtime, (mica_profile_format)format));
  mica_profile_stop(runtime);
  mica_runtime_free(runtime);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(counts_add_up),
      cmocka_unit_test(calls_are_counted_as_going_across_frames),
      cmocka_unit_test(arithmetic_that_takes_its_slow_path_is_a_miss),
      cmocka_unit_test(recursion_counts_once_in_the_total),
      cmocka_unit_test(what_an_exception_unwinds_has_ended),
      cmocka_unit_test(callbacks_of_builtins_are_their_callees),
      cmocka_unit_test(frames_are_followed_from_one_piece_of_the_stack_to_the_next),
      cmocka_unit_test(a_script_that_throws_leaves_its_profile),
      cmocka_unit_test(entries_by_host_functions_are_followed),
      cmocka_unit_test(times_of_functions_add_up),
      cmocka_unit_test(samples_fall_where_time_is_spent),
      cmocka_unit_test(allocations_are_known_by_site_and_by_what_became_of_them),
      cmocka_unit_test(what_only_the_host_knows_outlives_the_writing),
      cmocka_unit_test(compilations_and_caches_are_counted),
      cmocka_unit_test(a_profile_starts_from_zero_and_stays_until_it_is_forgotten),
      cmocka_unit_test(options_that_make_no_sense_are_refused),
      cmocka_unit_test(a_profile_starts_and_stops_while_script_runs),
      cmocka_unit_test(native_code_is_out_of_use_during_a_profile_and_comes_again),
      cmocka_unit_test(a_profile_that_native_code_starts_sees_the_rest_of_its_loop),
      cmocka_unit_test(allocations_of_what_was_native_code_are_counted),
      cmocka_unit_test(a_profile_of_the_jit_alone_leaves_native_code_in_use),
      cmocka_unit_test(runtimes_on_several_threads_have_profiles_of_their_own),
      cmocka_unit_test(an_allocator_that_fails_leaves_a_profile_that_goes_on),
      cmocka_unit_test(every_format_is_written_of_a_profile_of_nothing),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}

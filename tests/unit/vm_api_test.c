// The public interface of Mica, on every tier: what a host can rely on.
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "tests/unit/vm_host.h"

static void version_and_build_are_texts(void **state) {
  (void)state;
  char expected[32];
  snprintf(expected, sizeof expected, "%d.%d.%d", MICA_VERSION_MAJOR, MICA_VERSION_MINOR,
           MICA_VERSION_PATCH);
  assert_string_equal(mica_version(), expected);
  assert_true(strlen(mica_build()) > 5);
}

static void a_failed_compilation_says_where_and_why(void **state) {
  (void)state;
  const char *source = "let a = 1;\n  let b = ;\n";
  mica_program *program;
  mica_error error;
  assert_int_equal(mica_compile(source, strlen(source), "bad.js", &program, &error),
                   MICA_ERROR_SYNTAX);
  assert_null(program);
  assert_int_equal(error.status, MICA_ERROR_SYNTAX);
  assert_int_equal(error.line, 2);
  assert_int_equal(error.column, 11);
  assert_non_null(strstr(error.excerpt, "let b = ;"));
  assert_non_null(strchr(error.excerpt, '^'));
  source = "let r = /x/;";
  assert_int_equal(mica_compile(source, strlen(source), "bad.js", &program, &error),
                   MICA_ERROR_UNSUPPORTED);
  assert_non_null(strstr(error.message, "regular expressions"));
}

// A sum and an `else if` of so many links.
#define LINKS 3000

static void long_chains_are_evaluated(void **state) {
  mica_runtime *runtime = runtime_of(state);
  char *source;
  size_t size;
  FILE *out = open_memstream(&source, &size);
  fputs("let x = 2; exports.sum = 0", out);
  for (int link = 1; link <= LINKS; link++)
    fprintf(out, " + x * %d", link);
  fputs("; exports.f = function (x) { if (x < 0) return -1;", out);
  for (int link = 0; link < LINKS; link++)
    fprintf(out, " else if (x === %d) return %d;", link, link + 1);
  fputs(" else return null.x; }", out);
  fclose(out);
  mica_handle *exports = load(runtime, source);
  free(source);
  mica_value value;
  assert_int_equal(mica_get(runtime, mica_held(exports), "sum", &value), MICA_OK);
  assert_true(number_of(value) == (double)LINKS * (LINKS + 1));
  mica_handle *function = get_function(runtime, exports, "f");
  for (int argument = -1; argument < LINKS; argument += LINKS / 2) {
    mica_value number = mica_number(argument);
    assert_int_equal(mica_call(runtime, function, &number, 1, &value), MICA_OK);
    assert_true(number_of(value) == (argument < 0 ? -1 : argument + 1));
  }
  mica_value beyond = mica_number(LINKS);
  assert_int_equal(mica_call(runtime, function, &beyond, 1, &value), MICA_ERROR_THROWN);
  mica_drop(runtime, function);
  mica_drop(runtime, exports);
  mica_runtime_free(runtime);
}

static void a_module_exports_values(void **state) {
  mica_runtime *runtime = runtime_of(state);
  mica_handle *exports = load(runtime, "module.exports = { n: 1.5, s: 'té', t: true, u: undefined,"
                                       " z: null, o: [1], f: function () {} };");
  static const struct {
    const char *name;
    mica_type type;
  } expected[] = {{"n", MICA_NUMBER},    {"s", MICA_STRING},         {"t", MICA_BOOLEAN},
                  {"u", MICA_UNDEFINED}, {"z", MICA_NULL},           {"o", MICA_OBJECT},
                  {"f", MICA_FUNCTION},  {"missing", MICA_UNDEFINED}};
  for (size_t i = 0; i < sizeof expected / sizeof *expected; i++) {
    mica_value value;
    assert_int_equal(mica_get(runtime, mica_held(exports), expected[i].name, &value), MICA_OK);
    assert_int_equal(mica_type_of(value), expected[i].type);
  }
  mica_value value;
  bool truth = false;
  mica_get(runtime, mica_held(exports), "s", &value);
  assert_text(runtime, value, "té");
  mica_get(runtime, mica_held(exports), "t", &value);
  assert_int_equal(mica_to_boolean(value, &truth), MICA_OK);
  assert_true(truth);
  mica_drop(runtime, exports);
  mica_runtime_free(runtime);
}

static void values_are_not_converted(void **state) {
  mica_runtime *runtime = runtime_of(state);
  double number;
  bool truth;
  const char *bytes;
  size_t length;
  assert_int_equal(mica_to_number(mica_null(), &number), MICA_ERROR_USAGE);
  assert_int_equal(mica_to_boolean(mica_number(1), &truth), MICA_ERROR_USAGE);
  assert_int_equal(mica_to_string(runtime, mica_number(1), &bytes, &length), MICA_ERROR_USAGE);
  mica_handle *handle = mica_hold(runtime, mica_number(1));
  assert_int_equal(mica_call(runtime, handle, NULL, 0, NULL), MICA_ERROR_USAGE);
  assert_true(strlen(mica_error_text(runtime)) > 0);
  mica_runtime_free(runtime);
}

static void strings_cross_the_boundary_as_utf8(void **state) {
  mica_runtime *runtime = runtime_of(state);
  mica_value ascii, wide, ill, with_nul;
  assert_int_equal(mica_string(runtime, "plain", 5, &ascii), MICA_OK);
  assert_int_equal(mica_string(runtime, "\xF0\x9F\x98\x80 €", 8, &wide), MICA_OK);
  assert_int_equal(mica_string(runtime, "a\xFFz", 3, &ill), MICA_OK);
  assert_int_equal(mica_string(runtime, "a\0b", 3, &with_nul), MICA_OK);
  const char *first, *second;
  size_t length;
  assert_int_equal(mica_to_string(runtime, ascii, &first, &length), MICA_OK);
  assert_int_equal(mica_to_string(runtime, wide, &second, &length), MICA_OK);
  assert_int_equal(length, 8);
  assert_string_equal(first, "plain");
  assert_string_equal(second, "\xF0\x9F\x98\x80 €");
  assert_text(runtime, ill, "a\xEF\xBF\xBDz");
  assert_int_equal(mica_to_string(runtime, with_nul, &first, &length), MICA_OK);
  assert_int_equal(length, 3);
  assert_memory_equal(first, "a\0b", 4);
  mica_runtime_free(runtime);
}

static void a_call_passes_arguments_and_answers(void **state) {
  mica_runtime *runtime = runtime_of(state);
  mica_handle *exports =
      load(runtime, "exports.add = (a, b) => a + b;"
                    "exports.count = function () { return this === undefined; };");
  mica_handle *add = get_function(runtime, exports, "add");
  mica_value arguments[] = {mica_number(2), mica_number(40)}, result;
  assert_int_equal(mica_call(runtime, add, arguments, 2, &result), MICA_OK);
  assert_true(number_of(result) == 42);
  assert_int_equal(mica_call(runtime, add, arguments, 1, &result), MICA_OK);
  assert_true(number_of(result) != number_of(result));
  assert_int_equal(mica_call(runtime, add, arguments, 2, NULL), MICA_OK);
  mica_handle *count = get_function(runtime, exports, "count");
  bool truth = false;
  assert_int_equal(mica_call(runtime, count, NULL, 0, &result), MICA_OK);
  assert_int_equal(mica_to_boolean(result, &truth), MICA_OK);
  assert_true(truth);
  mica_runtime_free(runtime);
}

static void a_script_keeps_its_state_between_calls(void **state) {
  mica_runtime *runtime = runtime_of(state);
  mica_handle *exports = load(runtime, "let n = 0; exports.next = () => ++n;");
  mica_handle *next = get_function(runtime, exports, "next");
  mica_value result;
  for (int i = 1; i <= 3; i++) {
    assert_int_equal(mica_call(runtime, next, NULL, 0, &result), MICA_OK);
    assert_true(number_of(result) == i);
  }
  mica_runtime_free(runtime);
}

static void handles_survive_collections(void **state) {
  mica_runtime *runtime = runtime_of(state);
  mica_handle *exports = load(runtime, "const kept = { deep: ['text' + 1] };"
                                       "exports.get = () => kept.deep[0] + kept.deep.length;");
  mica_handle *get = get_function(runtime, exports, "get");
  mica_value string;
  assert_int_equal(mica_string(runtime, "held", 4, &string), MICA_OK);
  mica_handle *held = mica_hold(runtime, string);
  mica_drop(runtime, exports);
  uint64_t before = mica_memory_usage(runtime).collections;
  mica_collect(runtime);
  assert_true(mica_memory_usage(runtime).collections > before);
  mica_value result;
  assert_int_equal(mica_call(runtime, get, NULL, 0, &result), MICA_OK);
  assert_text(runtime, result, "text11");
  assert_text(runtime, mica_held(held), "held");
  mica_drop(runtime, get);
  mica_drop(runtime, held);
  mica_drop(runtime, NULL);
  mica_runtime_free(runtime);
}

static mica_status sum(mica_runtime *runtime, void *data, const mica_value *arguments,
                       unsigned count, mica_value *result) {
  double total = 0, number;
  ++*(int *)data;
  for (unsigned i = 0; i < count; i++) {
    if (mica_to_number(arguments[i], &number) != MICA_OK)
      return mica_throw(runtime, "sum takes numbers");
    total += number;
  }
  *result = mica_number(total);
  return MICA_OK;
}

static void a_host_function_is_called_with_its_data(void **state) {
  mica_runtime *runtime = runtime_of(state);
  int calls = 0;
  define_function(runtime, "sum", sum, &calls);
  mica_handle *exports =
      load(runtime, "module.exports = [sum(), sum(1, 2, 3), sum.name,"
                    " sum.length, typeof sum, [1, 2].map((x) => sum(x)).join()];");
  static const char *const expected[] = {"0", "1"};
  mica_value value;
  for (unsigned i = 0; i < 2; i++) {
    assert_int_equal(mica_get(runtime, mica_held(exports), expected[i], &value), MICA_OK);
    assert_true(number_of(value) == 6 * i);
  }
  mica_get(runtime, mica_held(exports), "2", &value);
  assert_text(runtime, value, "sum");
  mica_get(runtime, mica_held(exports), "3", &value);
  assert_true(number_of(value) == 2);
  assert_int_equal(calls, 4);
  assert_int_equal(run_text(runtime, "new sum(1);"), MICA_ERROR_THROWN);
  mica_runtime_free(runtime);
}

static void a_host_error_is_a_type_error_in_the_script(void **state) {
  mica_runtime *runtime = runtime_of(state);
  int calls = 0;
  define_function(runtime, "sum", sum, &calls);
  mica_handle *exports =
      load(runtime, "try { sum('x'); } catch (error) { module.exports = error.name + ': ' +"
                    " error.message; }");
  assert_text(runtime, mica_held(exports), "TypeError: sum takes numbers");
  assert_int_equal(run_text(runtime, "function f() { sum({}); }\nf();"), MICA_ERROR_THROWN);
  const char *text = mica_error_text(runtime);
  assert_non_null(strstr(text, "TypeError: sum takes numbers\n"));
  assert_non_null(strstr(text, "    at f (test.js:1:"));
  assert_non_null(strstr(text, "    at <module> (test.js:2:"));
  mica_runtime_free(runtime);
}

static mica_status call_back(mica_runtime *runtime, void *data, const mica_value *arguments,
                             unsigned count, mica_value *result) {
  (void)data;
  if (count == 0 || mica_type_of(arguments[0]) != MICA_FUNCTION)
    return MICA_ERROR_USAGE;
  mica_handle *function = mica_hold(runtime, arguments[0]);
  mica_status status = mica_call(runtime, function, arguments + 1, count - 1, result);
  mica_drop(runtime, function);
  return status;
}

static void calls_nest_across_the_boundary(void **state) {
  mica_runtime *runtime = runtime_of(state);
  define_function(runtime, "callBack", call_back, NULL);
  mica_handle *exports =
      load(runtime, "function down(n) { return n === 0 ? 'bottom' : callBack(down, n - 1) + n; }"
                    "module.exports = down(9);");
  assert_text(runtime, mica_held(exports), "bottom123456789");
  mica_runtime_free(runtime);
}

static void an_error_crosses_the_boundary_unchanged(void **state) {
  mica_runtime *runtime = runtime_of(state);
  define_function(runtime, "callBack", call_back, NULL);
  mica_handle *exports = load(runtime, "const thrown = { mine: true };"
                                       "function thrower() { throw thrown; }"
                                       "try { callBack(thrower); } catch (error) {"
                                       " module.exports = error === thrown ? 'same' : 'other'; }");
  assert_text(runtime, mica_held(exports), "same");
  assert_int_equal(run_text(runtime, "callBack(() => { throw new RangeError('far'); });"),
                   MICA_ERROR_THROWN);
  assert_non_null(strstr(mica_error_text(runtime), "RangeError: far"));
  assert_int_equal(run_text(runtime, "callBack(5);"), MICA_ERROR_THROWN);
  assert_non_null(strstr(mica_error_text(runtime), "host function"));
  mica_runtime_free(runtime);
}

static mica_status swallow(mica_runtime *runtime, void *data, const mica_value *arguments,
                           unsigned count, mica_value *result) {
  mica_status status = call_back(runtime, data, arguments, count, result);
  *result = mica_boolean(status == MICA_OK);
  return MICA_OK;
}

static void a_host_may_handle_an_error(void **state) {
  mica_runtime *runtime = runtime_of(state);
  define_function(runtime, "swallow", swallow, NULL);
  mica_handle *exports = load(
      runtime, "const list = [swallow(() => 1), swallow(() => { throw 1; }), swallow(() => 2)];"
               "module.exports = list.join();");
  assert_text(runtime, mica_held(exports), "true,false,true");
  mica_runtime_free(runtime);
}

static void thrown_values_have_texts(void **state) {
  mica_runtime *runtime = runtime_of(state);
  assert_int_equal(run_text(runtime, "throw 42;"), MICA_ERROR_THROWN);
  assert_string_equal(mica_error_text(runtime), "42");
  assert_int_equal(run_text(runtime, "throw null;"), MICA_ERROR_THROWN);
  assert_string_equal(mica_error_text(runtime), "null");
  assert_int_equal(run_text(runtime, "throw 'plain';"), MICA_ERROR_THROWN);
  assert_non_null(strstr(mica_error_text(runtime), "plain"));
  assert_int_equal(run_text(runtime, "let x;\n\n  x.y;"), MICA_ERROR_THROWN);
  assert_string_equal(mica_error_text(runtime),
                      "TypeError: Cannot read properties of undefined (reading 'y')\n"
                      "    at <module> (test.js:3:5)");
  mica_runtime_free(runtime);
}

static void a_runtime_goes_on_after_errors(void **state) {
  mica_runtime *runtime = runtime_of(state);
  for (int i = 0; i < 50; i++) {
    assert_int_equal(run_text(runtime, "function f(n) { if (n) f(n - 1); else throw new Error(n); }"
                                       "f(20);"),
                     MICA_ERROR_THROWN);
    assert_int_equal(run_text(runtime, "function f() { return f() + 1; } f();"), MICA_ERROR_THROWN);
    assert_non_null(strstr(mica_error_text(runtime), "RangeError"));
  }
  mica_drop(runtime, load(runtime, "module.exports = 1;"));
  mica_runtime_free(runtime);
}

static void what_is_unsupported_cannot_be_caught(void **state) {
  mica_runtime *runtime = runtime_of(state);
  int calls = 0;
  define_function(runtime, "sum", sum, &calls);
  assert_int_equal(run_text(runtime, "try { require('x'); } catch (error) { sum(); }"
                                     " finally { sum(); }"),
                   MICA_ERROR_UNSUPPORTED);
  assert_int_equal(calls, 0);
  assert_non_null(strstr(mica_error_text(runtime), "unsupported: require"));
  mica_drop(runtime, load(runtime, "module.exports = sum();"));
  assert_int_equal(calls, 1);
  mica_runtime_free(runtime);
}

static void a_memory_limit_ends_the_script(void **state) {
  mica_options options = {.tier = tier_of(state), .native_threshold = 1, .memory_limit = 2 << 20};
  mica_runtime *runtime = mica_runtime_new(&options);
  assert_int_equal(run_text(runtime, "let list = null; try {"
                                     " for (;;) list = { next: list, s: '0123456789'.repeat(40) };"
                                     " } catch (error) { throw 'caught'; }"),
                   MICA_ERROR_LIMIT);
  assert_non_null(strstr(mica_error_text(runtime), "memory"));
  assert_true(mica_memory_usage(runtime).peak_bytes < 8 << 20);
  mica_drop(runtime, load(runtime, "let s = 0; for (let i = 0; i < 1000; i++) s += [i].length;"
                                   "module.exports = s;"));
  mica_runtime_free(runtime);
}

static void one_allocation_beyond_the_limit_can_be_caught(void **state) {
  mica_options options = {.tier = tier_of(state), .native_threshold = 1, .memory_limit = 2 << 20};
  mica_runtime *runtime = mica_runtime_new(&options);
  mica_handle *exports =
      load(runtime, "try { 'x'.repeat(10000000); } catch (error) { module.exports = error.name; }");
  assert_text(runtime, mica_held(exports), "RangeError");
  mica_runtime_free(runtime);
}

static void garbage_does_not_count_against_the_limit(void **state) {
  mica_options options = {.tier = tier_of(state), .native_threshold = 1, .memory_limit = 8 << 20};
  mica_runtime *runtime = mica_runtime_new(&options);
  assert_int_equal(
      run_text(runtime,
               "for (let i = 0; i < 4000; i++) ({ a: [i, i], b: ('' + i).repeat(5000) });"),
      MICA_OK);
  assert_true(mica_memory_usage(runtime).collections > 0);
  mica_runtime_free(runtime);
}

static void a_stack_limit_bounds_recursion(void **state) {
  const char *source =
      "let n = 0; function f() { n++; f(); }"
      "try { f(); } catch (error) { if (!(error instanceof RangeError)) throw error; }"
      "module.exports = n;";
  double depths[2];
  for (unsigned i = 0; i < 2; i++) {
    mica_options options = {
        .tier = tier_of(state), .native_threshold = 1, .stack_limit = i ? 65536 : 16384};
    mica_runtime *runtime = mica_runtime_new(&options);
    depths[i] = number_of(mica_held(load(runtime, source)));
    mica_runtime_free(runtime);
  }
  assert_true(depths[0] > 15); // 22 where each call takes a piece of the stack (STRESS=tiny)
  assert_true(depths[1] > 2 * depths[0]);
}

static void the_stack_grows_and_shrinks_in_pieces(void **state) {
  mica_runtime *runtime = runtime_of(state);
  mica_handle *exports =
      load(runtime, "function deep(n, a, b, c) { return n === 0 ? [a, b, c].length :"
                    "   deep(n - 1, a, [b, n], c) + [1].map(() => 1)[0]; }"
                    "let total = 0; for (let i = 0; i < 60; i++) total += deep(i * 5, {}, [], '');"
                    "module.exports = total;");
  assert_true(number_of(mica_held(exports)) == 60 * 3 + 5 * 59 * 60 / 2);
  mica_runtime_free(runtime);
}

static void *recurse_in_thread(void *argument) {
  mica_runtime *runtime = argument;
  mica_status status = run_text(
      runtime, "function f() { return [1].map(f); } function g() { return g() + 1; } let n = 0;"
               "try { f(); } catch (error) { if (error instanceof RangeError) n++; }"
               "try { g(); } catch (error) { if (error instanceof RangeError) n++; }"
               "if (n !== 2) throw n;");
  return status == MICA_OK ? runtime : NULL;
}

static void a_runtime_may_move_to_a_thread_with_a_small_stack(void **state) {
  mica_runtime *runtime = runtime_of(state);
  mica_drop(runtime, load(runtime, "module.exports = 1;"));
  pthread_attr_t attributes;
  pthread_t thread;
  void *result;
  pthread_attr_init(&attributes);
  pthread_attr_setstacksize(&attributes, 1 << 20);
  assert_int_equal(pthread_create(&thread, &attributes, recurse_in_thread, runtime), 0);
  assert_int_equal(pthread_join(thread, &result), 0);
  assert_non_null(result);
  assert_non_null(recurse_in_thread(runtime));
  pthread_attr_destroy(&attributes);
  mica_runtime_free(runtime);
}

static void runtimes_are_isolated(void **state) {
  mica_runtime *first = runtime_of(state), *second = runtime_of(state);
  assert_int_equal(run_text(first, "globalThis.shared = 1; Array.prototype.push = null;"), MICA_OK);
  mica_handle *exports =
      load(second, "const list = []; list.push(typeof shared); module.exports = list[0];");
  assert_text(second, mica_held(exports), "undefined");
  mica_runtime_free(first);
  mica_runtime_free(second);
}

static void a_function_outlives_the_host_s_program(void **state) {
  mica_runtime *runtime = runtime_of(state);
  mica_handle *exports = load(runtime, "exports.f = (x) => { if (x) throw new Error('late');"
                                       " return `${'te'}xt`; };");
  mica_collect(runtime);
  mica_handle *f = get_function(runtime, exports, "f");
  mica_value result, argument = mica_boolean(true);
  assert_int_equal(mica_call(runtime, f, NULL, 0, &result), MICA_OK);
  assert_text(runtime, result, "text");
  assert_int_equal(mica_call(runtime, f, &argument, 1, &result), MICA_ERROR_THROWN);
  assert_non_null(strstr(mica_error_text(runtime), " (test.js:1:"));
  mica_runtime_free(runtime);
}

struct shared {
  mica_program *program;
  mica_tier tier;
};

static void *run_shared(void *argument) {
  const struct shared *shared = argument;
  for (int i = 0; i < 20; i++) {
    mica_options options = {.tier = shared->tier, .native_threshold = 1};
    mica_runtime *runtime = mica_runtime_new(&options);
    mica_value exports;
    double number;
    if (!runtime || mica_run(runtime, shared->program, &exports) != MICA_OK ||
        mica_to_number(exports, &number) != MICA_OK || number != 5050)
      return NULL;
    mica_runtime_free(runtime);
  }
  return argument;
}

static void threads_share_a_program(void **state) {
  struct shared shared = {compile("let s = 0; function add(x) { s += x; }"
                                  "for (let i = 1; i <= 100; i++) add(i); module.exports = s;"),
                          tier_of(state)};
  pthread_t threads[4];
  for (int i = 0; i < 4; i++)
    assert_int_equal(pthread_create(&threads[i], NULL, run_shared, &shared), 0);
  for (int i = 0; i < 4; i++) {
    void *result;
    assert_int_equal(pthread_join(threads[i], &result), 0);
    assert_non_null(result);
  }
  mica_program_release(shared.program);
}

static void a_module_runs_anew_each_time(void **state) {
  mica_runtime *runtime = runtime_of(state);
  mica_program *program = compile("let n = 0; exports.next = () => ++n;");
  mica_value exports, result;
  for (int i = 0; i < 2; i++) {
    assert_int_equal(mica_run(runtime, program, &exports), MICA_OK);
    mica_handle *held = mica_hold(runtime, exports);
    mica_handle *next = get_function(runtime, held, "next");
    assert_int_equal(mica_call(runtime, next, NULL, 0, &result), MICA_OK);
    assert_true(number_of(result) == 1);
  }
  mica_program_release(program);
  mica_runtime_free(runtime);
}

static void properties_and_globals_can_be_set(void **state) {
  mica_runtime *runtime = runtime_of(state);
  mica_handle *exports = load(runtime, "exports.read = () => exports.x + y;");
  assert_int_equal(mica_set(runtime, mica_held(exports), "x", mica_number(40)), MICA_OK);
  assert_int_equal(mica_set_global(runtime, "y", mica_number(2)), MICA_OK);
  mica_handle *read = get_function(runtime, exports, "read");
  mica_value result;
  assert_int_equal(mica_call(runtime, read, NULL, 0, &result), MICA_OK);
  assert_true(number_of(result) == 42);
  assert_int_equal(mica_set(runtime, mica_undefined(), "x", mica_null()), MICA_ERROR_THROWN);
  assert_int_equal(mica_get(runtime, mica_null(), "x", &result), MICA_ERROR_THROWN);
  mica_runtime_free(runtime);
}

static void output_goes_where_the_host_says(void **state) {
  char *text = NULL;
  size_t size = 0;
  FILE *stream = open_memstream(&text, &size);
  mica_options options = {.tier = tier_of(state), .native_threshold = 1, .output = stream};
  mica_runtime *runtime = mica_runtime_new(&options);
  assert_int_equal(run_text(runtime, "console.log('one', 2); console.log(true);"), MICA_OK);
  mica_runtime_free(runtime);
  fclose(stream);
  assert_string_equal(text, "one 2\ntrue\n");
  free(text);
}

static void a_program_shows_its_bytecode(void **state) {
  (void)state;
  char *text = NULL;
  size_t size = 0;
  FILE *stream = open_memstream(&text, &size);
  mica_program *program = compile("function f(a) { return a + 1; } exports.f = f;");
  mica_program_disassemble(program, stream);
  mica_program_release(program);
  fclose(stream);
  assert_non_null(strstr(text, "RETURN"));
  free(text);
}

static void lifecycles_leave_nothing_behind(void **state) {
  for (int i = 0; i < 50; i++) {
    mica_runtime *runtime = runtime_of(state);
    mica_drop(runtime, load(runtime, "module.exports = [1, 2].map((x) => `${x}`);"));
    mica_runtime_free(runtime);
  }
  mica_runtime_free(NULL);
  mica_program_release(NULL);
}

static mica_value evaluate(mica_runtime *runtime, const char *source) {
  mica_value value = mica_null();
  mica_error error;
  mica_status status = mica_evaluate(runtime, source, strlen(source), "piece", &value, &error);
  if (status != MICA_OK)
    print_message("%s: %s%s\n", source, error.message,
                  error.line == 0 ? mica_error_text(runtime) : "");
  assert_int_equal(status, MICA_OK);
  return value;
}

static void a_safepoint_collects_what_a_host_makes_without_script(void **state) {
  mica_runtime *runtime = runtime_of(state);
  static char text[64 << 10];
  memset(text, 'x', sizeof text);
  size_t most = 0;
  for (int i = 0; i < 200; i++) {
    mica_value string;
    assert_int_equal(mica_string(runtime, text, sizeof text, &string), MICA_OK);
    mica_handle *held = mica_hold(runtime, string);
    mica_safepoint(runtime);
    size_t bytes = mica_memory_usage(runtime).current_bytes;
    most = bytes > most ? bytes : most;
    const char *bytes_out;
    size_t length;
    assert_int_equal(mica_to_string(runtime, mica_held(held), &bytes_out, &length), MICA_OK);
    assert_int_equal(length, sizeof text);
    mica_drop(runtime, held);
  }
  assert_true(most < 40 * sizeof text);
  mica_runtime_free(runtime);
}

static mica_error fail_to_evaluate(mica_runtime *runtime, const char *source,
                                   mica_status expected) {
  mica_value value;
  mica_error error;
  assert_int_equal(mica_evaluate(runtime, source, strlen(source), "piece", &value, &error),
                   expected);
  return error;
}

static void pieces_of_a_session_see_what_earlier_ones_declared(void **state) {
  mica_runtime *runtime = runtime_of(state);
  evaluate(runtime, "let n = 1; const add = (m) => { n += m; return n; };");
  assert_true(number_of(evaluate(runtime, "add(2) + n")) == 6);
  evaluate(runtime, "n = 10;");
  mica_collect(runtime);
  assert_true(number_of(evaluate(runtime, "add(1)")) == 11);
  evaluate(runtime, "function twice(x) { return 2 * x; } let n = 5;");
  assert_true(number_of(evaluate(runtime, "twice(n)")) == 10);
  assert_true(number_of(evaluate(runtime, "add(1)")) == 12);
  assert_int_equal(mica_type_of(evaluate(runtime, "let w = 1;")), MICA_UNDEFINED);
  fail_to_evaluate(runtime, "add = 1;", MICA_ERROR_THROWN);
  assert_non_null(strstr(mica_error_text(runtime), "TypeError"));
  fail_to_evaluate(runtime, "let dead = nowhere;", MICA_ERROR_THROWN);
  fail_to_evaluate(runtime, "dead", MICA_ERROR_THROWN);
  assert_non_null(strstr(mica_error_text(runtime), "ReferenceError"));
  mica_runtime_free(runtime);
}

static void a_piece_is_unfinished_when_more_text_may_make_it_right(void **state) {
  mica_runtime *runtime = runtime_of(state);
  static const char *const unfinished[] = {"f(",      "{ let a", "if (x)", "`a",   "/* b",
                                           "[1, 2,",  "x +",     "let",    "a.",   "(n) =>",
                                           "while (", "do {",    "({ a:",  "`${1", "switch (a) {"};
  static const char *const wrong[] = {"f(]",     "let a = 'x",  ")",      "a b",
                                      "x = /a/", "let let = 1", "const c"};
  for (size_t at = 0; at < sizeof unfinished / sizeof *unfinished; at++)
    if (!fail_to_evaluate(runtime, unfinished[at], MICA_ERROR_SYNTAX).is_unfinished)
      fail_msg("finished: %s", unfinished[at]);
  for (size_t at = 0; at < sizeof wrong / sizeof *wrong; at++) {
    mica_value value;
    mica_error error;
    mica_status status =
        mica_evaluate(runtime, wrong[at], strlen(wrong[at]), "piece", &value, &error);
    if (status == MICA_OK || error.line == 0 || error.is_unfinished)
      fail_msg("unfinished or right: %s", wrong[at]);
  }
  mica_runtime_free(runtime);
}

static void places_in_a_piece_are_those_of_its_text(void **state) {
  mica_runtime *runtime = runtime_of(state);
  fail_to_evaluate(runtime, "let first = 1, x = null.y;", MICA_ERROR_THROWN);
  assert_non_null(strstr(mica_error_text(runtime), "(piece:1:25)"));
  fail_to_evaluate(runtime, "let a = 1;\n  null.y;", MICA_ERROR_THROWN);
  assert_non_null(strstr(mica_error_text(runtime), "(piece:2:8)"));
  mica_error error = fail_to_evaluate(runtime, "let b = ;", MICA_ERROR_SYNTAX);
  assert_int_equal(error.column, 9);
  mica_runtime_free(runtime);
}

static void values_are_inspected_as_console_log_shows_them_inside(void **state) {
  mica_runtime *runtime = runtime_of(state);
  static const char *const pairs[][2] = {
      {"'a'", "'a'"}, {"{ a: [1] }", "{ a: [ 1 ] }"}, {"-0", "-0"}, {"undefined", "undefined"}};
  for (size_t at = 0; at < sizeof pairs / sizeof *pairs; at++) {
    const char *text;
    size_t length;
    mica_value value = evaluate(runtime, pairs[at][0]);
    assert_int_equal(mica_inspect(runtime, value, &text, &length), MICA_OK);
    assert_string_equal(text, pairs[at][1]);
    assert_int_equal(length, strlen(text));
  }
  mica_runtime_free(runtime);
}

static int run_tier(const char *name, mica_tier tier) {
#define TEST(function) cmocka_unit_test_prestate(function, &tier)
  const struct CMUnitTest tests[] = {
      TEST(version_and_build_are_texts),
      TEST(a_failed_compilation_says_where_and_why),
      TEST(a_module_exports_values),
      TEST(long_chains_are_evaluated),
      TEST(values_are_not_converted),
      TEST(strings_cross_the_boundary_as_utf8),
      TEST(a_call_passes_arguments_and_answers),
      TEST(a_script_keeps_its_state_between_calls),
      TEST(handles_survive_collections),
      TEST(a_safepoint_collects_what_a_host_makes_without_script),
      TEST(a_host_function_is_called_with_its_data),
      TEST(a_host_error_is_a_type_error_in_the_script),
      TEST(calls_nest_across_the_boundary),
      TEST(an_error_crosses_the_boundary_unchanged),
      TEST(a_host_may_handle_an_error),
      TEST(thrown_values_have_texts),
      TEST(a_runtime_goes_on_after_errors),
      TEST(what_is_unsupported_cannot_be_caught),
      TEST(a_memory_limit_ends_the_script),
      TEST(one_allocation_beyond_the_limit_can_be_caught),
      TEST(garbage_does_not_count_against_the_limit),
      TEST(a_stack_limit_bounds_recursion),
      TEST(the_stack_grows_and_shrinks_in_pieces),
      TEST(a_runtime_may_move_to_a_thread_with_a_small_stack),
      TEST(runtimes_are_isolated),
      TEST(a_function_outlives_the_host_s_program),
      TEST(threads_share_a_program),
      TEST(a_module_runs_anew_each_time),
      TEST(properties_and_globals_can_be_set),
      TEST(output_goes_where_the_host_says),
      TEST(a_program_shows_its_bytecode),
      TEST(lifecycles_leave_nothing_behind),
      TEST(pieces_of_a_session_see_what_earlier_ones_declared),
      TEST(a_piece_is_unfinished_when_more_text_may_make_it_right),
      TEST(places_in_a_piece_are_those_of_its_text),
      TEST(values_are_inspected_as_console_log_shows_them_inside),
  };
  return cmocka_run_group_tests_name(name, tests, NULL, NULL);
}

int main(void) {
  return run_tier("tree", MICA_TIER_TREE) + run_tier("bytecode", MICA_TIER_BYTECODE) +
         run_tier("baseline", MICA_TIER_BASELINE);
}

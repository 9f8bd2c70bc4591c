// Compiling, lazily and whole: what each refuses and when, that both run and disassemble to the
// same, and that threads may share a program whose functions are compiled as they are called.
#include <pthread.h>
#include <stdio.h>
#include <time.h>

#include "tests/unit/vm_host.h"

typedef mica_status compile_function(const char *source, size_t length, const char *filename,
                                     mica_program **program, mica_error *error);

static mica_program *compile_with(compile_function *compiles, const char *source) {
  mica_program *program;
  mica_error error;
  assert_int_equal(compiles(source, strlen(source), "test.js", &program, &error), MICA_OK);
  return program;
}

// The disassembly, owned by the caller.
static char *disassembly(const mica_program *program) {
  char *text = NULL;
  size_t length;
  FILE *stream = open_memstream(&text, &length);
  assert_non_null(stream);
  mica_program_disassemble(program, stream);
  fclose(stream);
  return text;
}

// ---- Sources

#define FUNCTIONS 500

// Functions f0, f1, ...; each holds an inner one and a class, captures and exceptions among them.
// The caller frees it.
static char *many_functions(unsigned count) {
  char *source = NULL;
  size_t length;
  FILE *stream = open_memstream(&source, &length);
  assert_non_null(stream);
  for (unsigned i = 0; i < count; i++)
    fprintf(stream,
            "function f%u(n) {\n"
            "  class Counter%u {\n"
            "    #total = %u;\n"
            "    add(value) { this.#total += value; return this; }\n"
            "    get total() { return this.#total; }\n"
            "  }\n"
            "  const counter = new Counter%u();\n"
            "  const twice = (value) => value * 2 + n;\n"
            "  try {\n"
            "    [1, 2, 3].forEach((value) => counter.add(twice(value)));\n"
            "  } finally {\n"
            "    counter.add(f%u.length);\n"
            "  }\n"
            "  return n > 0 ? f%u(n - 1) + counter.total : counter.total;\n"
            "}\n",
            i, i, i, i, i, (i + 1) % count);
  fputs("exports.run = (n) => f0(n);\n", stream);
  fclose(stream);
  return source;
}

static double run_exported(mica_program *program, mica_tier tier, double argument) {
  mica_options options = {.tier = tier, .native_threshold = 1};
  mica_runtime *runtime = mica_runtime_new(&options);
  mica_value exports, function, result;
  double number;
  assert_int_equal(mica_run(runtime, program, &exports), MICA_OK);
  assert_int_equal(mica_get(runtime, exports, "run", &function), MICA_OK);
  mica_handle *handle = mica_hold(runtime, function);
  mica_value value = mica_number(argument);
  assert_int_equal(mica_call(runtime, handle, &value, 1, &result), MICA_OK);
  assert_int_equal(mica_to_number(result, &number), MICA_OK);
  mica_runtime_free(runtime);
  return number;
}

// A function with 300 variables alive, which the bytecode tier cannot have.
static char *too_large(const char *before, const char *after) {
  char *source = NULL;
  size_t length;
  FILE *stream = open_memstream(&source, &length);
  assert_non_null(stream);
  fprintf(stream, "%s\nfunction large() {\n", before);
  for (int i = 0; i < 300; i++)
    fprintf(stream, "let v%d = %d;\n", i, i);
  fprintf(stream, "return v0;\n}\n%s\n", after);
  fclose(stream);
  return source;
}

// ---- Errors

static void an_error_in_a_function_that_is_never_called_is_found_at_once(void **state) {
  (void)state;
  static const char *const sources[] = {
      "function never() { let a; let a; }",
      "function never() { return () => { break; }; }",
      "function never() { return (async () => 1); }",
      "function never() { class A { m() { return this.#absent; } } }",
  };
  for (size_t i = 0; i < sizeof sources / sizeof *sources; i++) {
    mica_program *program;
    mica_error error;
    mica_status status =
        mica_compile_lazily(sources[i], strlen(sources[i]), "test.js", &program, &error);
    assert_int_equal(status, i == 2 ? MICA_ERROR_UNSUPPORTED : MICA_ERROR_SYNTAX);
    assert_null(program);
    assert_int_equal(error.line, 1);
  }
}

static void a_whole_program_with_too_large_a_function_is_refused_when_it_is_run(void **state) {
  (void)state;
  char *source = too_large("exports.begun = true;", "");
  mica_program *program = compile_with(mica_compile, source);
  mica_error error;
  assert_int_equal(mica_precompile(program, &error), MICA_ERROR_UNSUPPORTED);
  assert_non_null(strstr(error.message, "250 variables"));
  assert_non_null(strstr(error.message, "large (line 2)"));
  assert_int_equal(error.line, 2);
  mica_runtime *runtime = mica_runtime_new(NULL);
  assert_int_equal(mica_run(runtime, program, NULL), MICA_ERROR_UNSUPPORTED);
  mica_runtime_free(runtime);
  mica_program_release(program);
  free(source);
}

static void a_lazy_program_with_too_large_a_function_ends_when_that_is_called(void **state) {
  (void)state;
  char *source = too_large("let calls = 0;",
                           "exports.fine = () => ++calls;\n"
                           "exports.fails = () => {\n"
                           "  try { calls += 10; return large(); } finally { calls += 100; }\n"
                           "};\n");
  mica_program *program = compile_with(mica_compile_lazily, source);
  mica_runtime *runtime = mica_runtime_new(NULL);
  mica_value exports, value;
  double number;
  assert_int_equal(mica_run(runtime, program, &exports), MICA_OK);
  mica_handle *held = mica_hold(runtime, exports);
  mica_get(runtime, mica_held(held), "fine", &value);
  mica_handle *fine = mica_hold(runtime, value);
  mica_get(runtime, mica_held(held), "fails", &value);
  mica_handle *fails = mica_hold(runtime, value);
  for (int attempt = 1; attempt <= 2; attempt++) {
    assert_int_equal(mica_call(runtime, fails, NULL, 0, &value), MICA_ERROR_UNSUPPORTED);
    assert_non_null(strstr(mica_error_text(runtime), "large (line 2)"));
    assert_int_equal(mica_call(runtime, fine, NULL, 0, &value), MICA_OK);
    assert_int_equal(mica_to_number(value, &number), MICA_OK);
    assert_true(number == 11 * attempt); // a final error: no `finally` has run
  }
  mica_runtime_free(runtime);
  mica_program_release(program);
  free(source);
}

// ---- Running

static void lazy_and_whole_programs_compute_and_disassemble_to_the_same(void **state) {
  (void)state;
  char *source = many_functions(FUNCTIONS);
  mica_program *whole = compile_with(mica_compile, source);
  mica_program *lazy = compile_with(mica_compile_lazily, source);
  double expected = run_exported(whole, MICA_TIER_TREE, 40);
  assert_true(run_exported(whole, MICA_TIER_BYTECODE, 40) == expected);
  assert_true(run_exported(lazy, MICA_TIER_BYTECODE, 40) == expected);
  assert_true(run_exported(lazy, MICA_TIER_BYTECODE, 40) == expected);
  char *text = disassembly(whole), *lazy_text = disassembly(lazy);
  assert_string_equal(lazy_text, text);
  assert_non_null(strstr(text, "function f499 "));
  assert_true(run_exported(lazy, MICA_TIER_BYTECODE, 40) == expected);
  free(text);
  free(lazy_text);
  mica_program_release(whole);
  mica_program_release(lazy);
  free(source);
}

static void functions_of_a_stub_that_was_called_share_its_code(void **state) {
  (void)state;
  mica_program *program = compile_with(mica_compile_lazily,
                                       "const made = [];\n"
                                       "for (let i = 0; i < 5; i++)\n"
                                       "  made.push((n, ...rest) => n * 10 + i + rest.length);\n"
                                       "exports.run = (n) => {\n"
                                       "  let sum = 0;\n"
                                       "  for (const f of made) sum += f(n) + f.call(null, n, 1);\n"
                                       "  made.push((m) => m);\n"
                                       "  return sum + made[5](1) + new Array(3).fill(0)\n"
                                       "    .map((zero, at) => at).reduce((a, b) => a + b);\n"
                                       "};\n");
  assert_true(run_exported(program, MICA_TIER_BYTECODE, 1) == 2 * (50 + 10) + 5 + 1 + 3);
  mica_program_release(program);
}

#define THREADS 4

struct shared {
  mica_program *program;
  double result;
};

static void *run_shared(void *argument) {
  struct shared *shared = argument;
  mica_runtime *runtime = mica_runtime_new(NULL);
  mica_value exports, function, result, value = mica_number(60);
  if (mica_run(runtime, shared->program, &exports) == MICA_OK &&
      mica_get(runtime, exports, "run", &function) == MICA_OK &&
      mica_call(runtime, mica_hold(runtime, function), &value, 1, &result) == MICA_OK)
    mica_to_number(result, &shared->result);
  mica_runtime_free(runtime);
  return NULL;
}

static void threads_share_a_lazy_program(void **state) {
  (void)state;
  char *source = many_functions(FUNCTIONS);
  mica_program *program = compile_with(mica_compile_lazily, source);
  double expected = run_exported(program, MICA_TIER_TREE, 60);
  struct shared shared[THREADS];
  pthread_t threads[THREADS];
  for (int i = 0; i < THREADS; i++) {
    shared[i] = (struct shared){program, 0};
    assert_int_equal(pthread_create(&threads[i], NULL, run_shared, &shared[i]), 0);
  }
  for (int i = 0; i < THREADS; i++) {
    pthread_join(threads[i], NULL);
    assert_true(shared[i].result == expected);
  }
  mica_program_release(program);
  free(source);
}

// ---- What laziness gains: printed, never judged

static double now(void) {
  struct timespec time;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
  return (double)time.tv_sec * 1e3 + (double)time.tv_nsec * 1e-6;
}

static double milliseconds_to_first_result(compile_function *compiles, const char *source) {
  double start = now();
  mica_program *program = compile_with(compiles, source);
  run_exported(program, MICA_TIER_BYTECODE, 0);
  mica_program_release(program);
  return now() - start;
}

static void a_large_source_of_which_little_is_called(void **state) {
  (void)state;
  char *source = many_functions(2000);
  double lazy = 1e9, whole = 1e9;
  for (int round = 0; round < 5; round++) {
    double time = milliseconds_to_first_result(mica_compile_lazily, source);
    lazy = time < lazy ? time : lazy;
    time = milliseconds_to_first_result(mica_compile, source);
    whole = time < whole ? time : whole;
  }
  print_message("# %zu bytes, one function called: %.2f ms lazily, %.2f ms whole\n", strlen(source),
                lazy, whole);
  free(source);
}

// ---- Words

static void every_keyword_is_one_and_its_neighbours_are_names(void **state) {
  (void)state;
  static const char *const keywords[] = {
#define KEYWORD(name, text, precedence) text,
#include "vm/syntax/tokens.def"
  };
  for (size_t i = 0; i < sizeof keywords / sizeof *keywords; i++) {
    char source[100];
    mica_program *program;
    mica_error error;
    snprintf(source, sizeof source, "var %s = 1;", keywords[i]);
    assert_int_not_equal(mica_compile(source, strlen(source), "k", &program, &error), MICA_OK);
    snprintf(source, sizeof source, "var %sx = 1, x%s = 2, %.1s_, $%s; ({}).%s", keywords[i],
             keywords[i], keywords[i], keywords[i], keywords[i]);
    mica_program_release(compile_with(mica_compile, source));
  }
}

// Each name differs from the one before in its last character alone, and from that of the next
// length by being its beginning; a multiplication by a string as long follows.
static void names_and_strings_of_all_lengths_are_told_apart(void **state) {
  char *source = NULL;
  size_t length;
  FILE *stream = open_memstream(&source, &length);
  assert_non_null(stream);
  fputs("const o = {};\nlet sum = 0;\n", stream);
  for (int bytes = 0; bytes < 40; bytes++) {
    fprintf(stream, "{ const %.*sp = 1, %.*sq = 2;\n", bytes,
            "abcdefgh1_$ZYXWVUabcdefgh1_$ZYXWVUabcdefgh", bytes,
            "abcdefgh1_$ZYXWVUabcdefgh1_$ZYXWVUabcdefgh");
    fprintf(stream, "o['%.*sp'] = 3; sum += %.*sp + 10 * %.*sq + 100 * o.%.*sp; }\n", bytes,
            "abcdefgh1_$ZYXWVUabcdefgh1_$ZYXWVUabcdefgh", bytes,
            "abcdefgh1_$ZYXWVUabcdefgh1_$ZYXWVUabcdefgh", bytes,
            "abcdefgh1_$ZYXWVUabcdefgh1_$ZYXWVUabcdefgh", bytes,
            "abcdefgh1_$ZYXWVUabcdefgh1_$ZYXWVUabcdefgh");
  }
  fputs("exports.run = () => sum * 100 + Object.keys(o).length", stream); // no line end
  fclose(stream);
  mica_program *program = compile_with(mica_compile, source);
  assert_true(run_exported(program, tier_of(state), 0) == 40 * 321 * 100 + 40);
  mica_program_release(program);
  free(source);
}

int main(void) {
  int failed = 0;
  mica_tier tiers[] = {MICA_TIER_TREE, MICA_TIER_BYTECODE, MICA_TIER_BASELINE};
  static const char *const names[] = {"tree", "bytecode", "baseline"};
  const struct CMUnitTest once[] = {
      cmocka_unit_test(an_error_in_a_function_that_is_never_called_is_found_at_once),
      cmocka_unit_test(a_whole_program_with_too_large_a_function_is_refused_when_it_is_run),
      cmocka_unit_test(a_lazy_program_with_too_large_a_function_ends_when_that_is_called),
      cmocka_unit_test(lazy_and_whole_programs_compute_and_disassemble_to_the_same),
      cmocka_unit_test(functions_of_a_stub_that_was_called_share_its_code),
      cmocka_unit_test(threads_share_a_lazy_program),
      cmocka_unit_test(a_large_source_of_which_little_is_called),
      cmocka_unit_test(every_keyword_is_one_and_its_neighbours_are_names),
  };
  failed += cmocka_run_group_tests_name("once", once, NULL, NULL);
  for (int i = 0; i < 3; i++) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_prestate(names_and_strings_of_all_lengths_are_told_apart, &tiers[i]),
    };
    failed += cmocka_run_group_tests_name(names[i], tests, NULL, NULL);
  }
  return failed;
}

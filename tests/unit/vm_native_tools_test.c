// Native code as tools see it: names for perf and gdb, from the options of a runtime to its end,
// and listings.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "vm/mica.h"

static const char source[] =
    "function hot(n) { let s = 0; for (let i = 0; i < n; i++) s += i; return s; }\n"
    "function cold() { return hot(1); }\n"
    "hot(100);\n";

static mica_program *compiled(void) {
  mica_program *program;
  mica_error error;
  assert_int_equal(mica_compile(source, strlen(source), "test.js", &program, &error), MICA_OK);
  return program;
}

// Skips the test in a build without native code.
static mica_runtime *runtime_with(unsigned tools) {
  mica_runtime *runtime =
      mica_runtime_new(&(mica_options){.native_threshold = 10, .native_tools = tools});
  if (mica_native_code(runtime).failure == NULL)
    return runtime;
  mica_runtime_free(runtime);
  skip();
  return NULL;
}

static void run(mica_runtime *runtime) {
  mica_program *program = compiled();
  assert_int_equal(mica_run(runtime, program, NULL), MICA_OK);
  mica_program_release(program);
  assert_null(mica_native_code(runtime).failure);
}

// ---- Names

static const char *perf_map_path(void) {
  static char path[64];
  snprintf(path, sizeof path, "/tmp/perf-%d.map", (int)getpid());
  return path;
}

static const char *perf_map(void) {
  static char text[4096];
  FILE *file = fopen(perf_map_path(), "r");
  if (file == NULL)
    return "";
  text[fread(text, 1, sizeof text - 1, file)] = '\0';
  fclose(file);
  return text;
}

static void perf_is_told_when_it_is_asked_for(void **state) {
  (void)state;
  mica_runtime *runtime = runtime_with(0);
  run(runtime);
  assert_int_not_equal(access(perf_map_path(), F_OK), 0);
  mica_runtime_free(runtime);
  runtime = runtime_with(MICA_NATIVE_PERF_MAP);
  run(runtime);
  assert_null(mica_native_code(runtime).tools_failure);
  mica_runtime_free(runtime);
  const char *text = perf_map();
  assert_int_equal(unlink(perf_map_path()), 0);
  assert_non_null(strstr(text, " mica:hot (test.js:1)\n"));
  assert_non_null(strstr(text, " mica:<thunks>\n"));
  assert_null(strstr(text, "mica:cold"));
}

static void a_perf_map_that_cannot_be_made_is_a_failure_of_the_tool_alone(void **state) {
  (void)state;
  mica_runtime *runtime = runtime_with(MICA_NATIVE_PERF_MAP);
  assert_int_equal(symlink("/dev/null", perf_map_path()), 0);
  run(runtime);
  assert_int_equal(unlink(perf_map_path()), 0);
  assert_true(mica_native_code(runtime).compiled > 0);
  assert_non_null(strstr(mica_native_code(runtime).tools_failure, "perf-PID.map"));
  mica_runtime_free(runtime);
}

// As gdb finds it (vm/baseline/gdb.c).
struct jit_descriptor {
  uint32_t version, action;
  const void *relevant, *first;
};
extern struct jit_descriptor __jit_debug_descriptor __attribute__((weak));

static void gdb_is_told_as_long_as_the_code_lives(void **state) {
  (void)state;
  mica_runtime *runtime = runtime_with(MICA_NATIVE_GDB);
  run(runtime);
  assert_non_null(__jit_debug_descriptor.first);
  mica_runtime_free(runtime);
  assert_null(__jit_debug_descriptor.first);
}

// ---- Listings

// Takes every byte for an instruction, and notes what was asked.
struct decoded {
  size_t bytes, calls;
};
static size_t decode(void *data, const void *code, size_t bytes, size_t offset, const char **text) {
  struct decoded *decoded = data;
  decoded->bytes = bytes;
  decoded->calls++;
  assert_true(code != NULL && offset < bytes);
  *text = "decoded";
  return 1;
}

static char *listed(mica_runtime *runtime, mica_program *program, const mica_decoder *decoder) {
  char *text = NULL;
  size_t length;
  FILE *output = open_memstream(&text, &length);
  assert_int_equal(mica_native_disassemble(runtime, program, decoder, output), MICA_OK);
  fclose(output);
  return text;
}

static void a_listing_without_a_run_has_all_functions_and_runs_none(void **state) {
  (void)state;
  mica_runtime *runtime = runtime_with(MICA_NATIVE_LISTING);
  mica_program *program = compiled();
  char *text = listed(runtime, program, NULL);
  mica_program_release(program);
  assert_int_equal(mica_native_code(runtime).compiled, 3);
  assert_non_null(strstr(text, "<module> (test.js:1): "));
  assert_non_null(strstr(text, "\nhot (test.js:1): "));
  assert_non_null(strstr(text, "\ncold (test.js:2): "));
  assert_non_null(strstr(text, "slow path call"));
  free(text);
  mica_runtime_free(runtime);
}

static void a_listing_after_a_run_has_what_is_hot_and_names_the_rest(void **state) {
  (void)state;
  mica_runtime *runtime = runtime_with(MICA_NATIVE_LISTING);
  mica_program *program = compiled(); // keeps its functions
  assert_int_equal(mica_run(runtime, program, NULL), MICA_OK);
  char *text = listed(runtime, NULL, NULL);
  assert_non_null(strstr(text, "hot (test.js:1): "));
  assert_non_null(strstr(text, "LOOP_INCREMENT_LESS"));
  assert_non_null(strstr(text, "cold (test.js:2): no native code, 0 calls"));
  assert_non_null(strstr(text, "<module> (test.js:1): no native code, 1 calls"));
  free(text);
  mica_program_release(program);
  mica_runtime_free(runtime);
}

static void a_decoder_is_asked_for_every_byte_once(void **state) {
  (void)state;
  mica_runtime *runtime = runtime_with(MICA_NATIVE_LISTING);
  struct decoded decoded = {.calls = 0};
  run(runtime);
  free(listed(runtime, NULL, &(mica_decoder){&decoded, decode}));
  assert_true(mica_native_code(runtime).compiled == 1); // `hot`, so that one block was taken apart
  assert_true(decoded.calls <= decoded.bytes && decoded.calls + 16 > decoded.bytes);
  mica_runtime_free(runtime);
}

static void a_listing_that_cannot_be_is_refused(void **state) {
  (void)state;
  mica_runtime *runtime = mica_runtime_new(&(mica_options){.tier = MICA_TIER_TREE});
  assert_int_equal(mica_native_disassemble(runtime, NULL, NULL, stdout), MICA_ERROR_USAGE);
  assert_non_null(strstr(mica_error_text(runtime), "there is no native code"));
  mica_runtime_free(runtime);
  runtime = runtime_with(MICA_NATIVE_GDB);
  assert_int_equal(mica_native_disassemble(runtime, NULL, NULL, stdout), MICA_ERROR_USAGE);
  assert_non_null(strstr(mica_error_text(runtime), "MICA_NATIVE_LISTING"));
  mica_runtime_free(runtime);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(perf_is_told_when_it_is_asked_for),
      cmocka_unit_test(a_perf_map_that_cannot_be_made_is_a_failure_of_the_tool_alone),
      cmocka_unit_test(gdb_is_told_as_long_as_the_code_lives),
      cmocka_unit_test(a_listing_without_a_run_has_all_functions_and_runs_none),
      cmocka_unit_test(a_listing_after_a_run_has_what_is_hot_and_names_the_rest),
      cmocka_unit_test(a_decoder_is_asked_for_every_byte_once),
      cmocka_unit_test(a_listing_that_cannot_be_is_refused),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}

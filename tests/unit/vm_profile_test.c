// Profiles of executed instructions: that the counts add up, and start and stop where they should.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "vm/mica.h"

static void run(mica_runtime *runtime, const char *source) {
  mica_program *program;
  mica_error error;
  assert_int_equal(mica_compile(source, strlen(source), "test.js", &program, &error), MICA_OK);
  assert_int_equal(mica_run(runtime, program, NULL), MICA_OK);
  mica_program_release(program);
}

// What mica_profile_write writes; the caller frees it.
static char *written(const mica_runtime *runtime, mica_profile_format format) {
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

static const char loop[] = "let sum = 0; for (let i = 0; i < 1000; i++) sum += i;";

static void counts_add_up(void **state) {
  (void)state;
  mica_runtime *runtime = mica_runtime_new(NULL);
  assert_int_equal(mica_profile_start(runtime), MICA_OK);
  run(runtime, loop);
  char *json = written(runtime, MICA_PROFILE_JSON);
  uint64_t instructions = sum(json, "\"instructions\": ");
  assert_true(instructions >= 2000 && instructions < 2100);
  assert_true(sum(json, "\"count\": ") == instructions);
  assert_true(sum(json, "\"within\": ") + sum(json, "\"across\": ") == instructions);
  assert_non_null(strstr(json, "{\"opcode\": \"LOOP_INCREMENT_LESS\", \"count\": 1000}"));
  free(json);
  mica_runtime_free(runtime);
}

static void calls_are_counted_as_going_across_frames(void **state) {
  (void)state;
  mica_runtime *runtime = mica_runtime_new(NULL);
  assert_int_equal(mica_profile_start(runtime), MICA_OK);
  run(runtime, "function f(a) { return a; }\nfor (let i = 0; i < 10; i++) f(i);");
  char *json = written(runtime, MICA_PROFILE_JSON);
  assert_non_null(
      strstr(json, "\"second\": \"RETURN\", \"within\": 0, \"across\": 10}")); // f is only RETURN
  assert_non_null(strstr(json, "{\"first\": \"RETURN\", \"second\": \"LOOP_INCREMENT_LESS\", "
                               "\"within\": 0, \"across\": 10}"));
  free(json);
  mica_runtime_free(runtime);
}

static void a_profile_starts_from_zero_and_ends_when_it_is_stopped(void **state) {
  (void)state;
  mica_runtime *runtime = mica_runtime_new(NULL);
  assert_int_equal(mica_profile_write(runtime, MICA_PROFILE_TABLE, 5, stdout), MICA_ERROR_USAGE);
  assert_int_equal(mica_profile_start(runtime), MICA_OK);
  run(runtime, loop);
  assert_int_equal(mica_profile_start(runtime), MICA_OK);
  char *text = written(runtime, MICA_PROFILE_TABLE);
  assert_non_null(strstr(text, "Instructions: 0\n"));
  free(text);
  mica_profile_stop(runtime);
  assert_int_equal(mica_profile_write(runtime, MICA_PROFILE_TABLE, 5, stdout), MICA_ERROR_USAGE);
  run(runtime, loop);
  mica_runtime_free(runtime);
}

static mica_status start(mica_runtime *runtime, void *data, const mica_value *arguments,
                         unsigned count, mica_value *result) {
  (void)data;
  (void)arguments;
  (void)count;
  (void)result;
  return mica_profile_start(runtime);
}

static mica_status stop(mica_runtime *runtime, void *data, const mica_value *arguments,
                        unsigned count, mica_value *result) {
  (void)arguments;
  (void)count;
  (void)result;
  *(char **)data = written(runtime, MICA_PROFILE_JSON);
  mica_profile_stop(runtime);
  return MICA_OK;
}

static void a_profile_starts_and_stops_while_script_runs(void **state) {
  (void)state;
  mica_runtime *runtime = mica_runtime_new(NULL);
  char *json = NULL;
  mica_value function;
  assert_int_equal(mica_function(runtime, "start", 0, start, NULL, &function), MICA_OK);
  assert_int_equal(mica_set_global(runtime, "start", function), MICA_OK);
  assert_int_equal(mica_function(runtime, "stop", 0, stop, &json, &function), MICA_OK);
  assert_int_equal(mica_set_global(runtime, "stop", function), MICA_OK);
  run(runtime, "let sum = 0; for (let i = 0; i < 500; i++) sum += i;\nstart();\n"
               "for (let i = 0; i < 1000; i++) sum += i;\nstop();\n"
               "for (let i = 0; i < 500; i++) sum += i;\n");
  assert_non_null(json);
  assert_non_null(strstr(json, "{\"opcode\": \"LOOP_INCREMENT_LESS\", \"count\": 1000}"));
  free(json);
  mica_runtime_free(runtime);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(counts_add_up),
      cmocka_unit_test(calls_are_counted_as_going_across_frames),
      cmocka_unit_test(a_profile_starts_from_zero_and_ends_when_it_is_stopped),
      cmocka_unit_test(a_profile_starts_and_stops_while_script_runs),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}

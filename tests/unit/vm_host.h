// What the tests of Mica's public interface share: tests run on every tier, which is their *state;
// on the baseline tier with native code from the first call on.
#ifndef TESTS_UNIT_VM_HOST_H
#define TESTS_UNIT_VM_HOST_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "vm/mica.h"

// Seconds that a hostile script may take, on a busy machine, in a build as slow as this one.
static inline double patience(void) {
  const char *slowness = getenv("TEST_SLOWNESS");
  return 30 * (slowness ? strtod(slowness, NULL) : 1);
}

static inline mica_tier tier_of(void **state) { return *(const mica_tier *)*state; }

static inline mica_runtime *runtime_of(void **state) {
  mica_options options = {.tier = tier_of(state), .native_threshold = 1};
  mica_runtime *runtime = mica_runtime_new(&options);
  assert_non_null(runtime);
  return runtime;
}

static inline mica_program *compile(const char *source) {
  mica_program *program;
  mica_error error;
  mica_status status = mica_compile(source, strlen(source), "test.js", &program, &error);
  if (status != MICA_OK)
    print_message("%u:%u: %s\n", error.line, error.column, error.message);
  assert_int_equal(status, MICA_OK);
  return program;
}

// Runs the source as a module; what it exports, held.
static inline mica_handle *load(mica_runtime *runtime, const char *source) {
  mica_program *program = compile(source);
  mica_value exports;
  mica_status status = mica_run(runtime, program, &exports);
  if (status != MICA_OK)
    print_message("%s\n", mica_error_text(runtime));
  assert_int_equal(status, MICA_OK);
  mica_program_release(program);
  mica_handle *handle = mica_hold(runtime, exports);
  assert_non_null(handle);
  return handle;
}

static inline mica_status run_text(mica_runtime *runtime, const char *source) {
  mica_program *program = compile(source);
  mica_status status = mica_run(runtime, program, NULL);
  mica_program_release(program);
  return status;
}

static inline mica_handle *get_function(mica_runtime *runtime, const mica_handle *exports,
                                        const char *name) {
  mica_value function;
  assert_int_equal(mica_get(runtime, mica_held(exports), name, &function), MICA_OK);
  assert_int_equal(mica_type_of(function), MICA_FUNCTION);
  return mica_hold(runtime, function);
}

static inline double number_of(mica_value value) {
  double number = 0;
  assert_int_equal(mica_to_number(value, &number), MICA_OK);
  return number;
}

static inline void assert_text(mica_runtime *runtime, mica_value value, const char *expected) {
  const char *bytes;
  size_t length;
  assert_int_equal(mica_to_string(runtime, value, &bytes, &length), MICA_OK);
  assert_int_equal(length, strlen(expected));
  assert_string_equal(bytes, expected);
}

static inline void define_function(mica_runtime *runtime, const char *name,
                                   mica_host_function function, void *data) {
  mica_value value;
  assert_int_equal(mica_function(runtime, name, 2, function, data, &value), MICA_OK);
  assert_int_equal(mica_set_global(runtime, name, value), MICA_OK);
}

#endif

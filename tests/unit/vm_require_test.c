// `require` through a loader of the host's, on every tier: what the interface promises, on modules
// in memory.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "vm/mica.h"

#define MODULE_LIMIT 8

// Modules by name, and a cache of their programs.
struct library {
  const char *names[MODULE_LIMIT];
  const char *texts[MODULE_LIMIT];
  mica_program *programs[MODULE_LIMIT];
  int resolutions, loads, compilations;
  char last_from[64];
};

static int find(const struct library *library, const char *name) {
  for (int at = 0; at < MODULE_LIMIT; at++)
    if (library->names[at] && strcmp(library->names[at], name) == 0)
      return at;
  return -1;
}

// Names are their own canonical form, but "same:NAME" means NAME.
static mica_status resolve(void *data, const char *specifier, const char *from,
                           char name[MICA_MODULE_NAME_BYTES], mica_module_error *error) {
  struct library *library = data;
  library->resolutions++;
  snprintf(library->last_from, sizeof library->last_from, "%s", from ? from : "(host)");
  if (strncmp(specifier, "same:", 5) == 0)
    specifier += 5;
  if (strcmp(specifier, "forbidden") == 0) {
    snprintf(error->message, sizeof error->message, "the rules forbid it");
    return MICA_ERROR_UNSUPPORTED;
  }
  if (from && find(library, specifier) < 0) {
    error->code = "NO_SUCH_RULE";
    snprintf(error->message, sizeof error->message, "no rule %s", specifier);
    return MICA_ERROR_THROWN;
  }
  snprintf(name, MICA_MODULE_NAME_BYTES, "%s", specifier);
  return MICA_OK;
}

static mica_status load(void *data, const char *name, mica_module *module,
                        mica_module_error *error) {
  struct library *library = data;
  library->loads++;
  int at = find(library, name);
  if (strcmp(library->texts[at], "broken") == 0) {
    snprintf(error->message, sizeof error->message, "the store is broken");
    return MICA_ERROR_THROWN;
  }
  if (library->programs[at]) {
    module->program = mica_program_retain(library->programs[at]);
    return MICA_OK;
  }
  module->text = strdup(library->texts[at]);
  module->length = strlen(library->texts[at]);
  module->is_json = strstr(name, "json") != NULL;
  return module->text ? MICA_OK : MICA_ERROR_MEMORY;
}

static void compiled(void *data, const char *name, mica_program *program) {
  struct library *library = data;
  library->compilations++;
  library->programs[find(library, name)] = mica_program_retain(program);
}

static void release_programs(struct library *library) {
  for (int at = 0; at < MODULE_LIMIT; at++)
    mica_program_release(library->programs[at]);
}

static mica_runtime *runtime_of(void **state, struct library *library) {
  mica_loader loader = {library, resolve, load, compiled};
  mica_options options = {
      .tier = *(const mica_tier *)*state, .native_threshold = 1, .loader = &loader};
  mica_runtime *runtime = mica_runtime_new(&options);
  assert_non_null(runtime);
  return runtime;
}

static mica_status run(mica_runtime *runtime, const char *source, mica_value *exports) {
  mica_program *program;
  mica_error error;
  assert_int_equal(mica_compile(source, strlen(source), "rules/main", &program, &error), MICA_OK);
  mica_status status = mica_run(runtime, program, exports);
  mica_program_release(program);
  return status;
}

static void assert_number(mica_runtime *runtime, const char *source, double expected) {
  mica_value value;
  double number = 0;
  mica_status status = run(runtime, source, &value);
  if (status != MICA_OK)
    print_message("%s\n", mica_error_text(runtime));
  assert_int_equal(status, MICA_OK);
  assert_int_equal(mica_to_number(value, &number), MICA_OK);
  assert_true(number == expected);
}

static void a_module_is_asked_for_once(void **state) {
  struct library library = {.names = {"a", "json"},
                            .texts = {"exports.n = require('json').n + 1;", "{\"n\": 41}"}};
  mica_runtime *runtime = runtime_of(state, &library);
  assert_number(runtime, "module.exports = require('a').n;", 42);
  assert_number(runtime, "module.exports = require('same:a').n;", 42);
  assert_int_equal(library.loads, 2);
  assert_int_equal(library.resolutions, 5); // two main programs, three require
  assert_int_equal(library.compilations, 1);
  mica_runtime_free(runtime);
  release_programs(&library);
}

static void the_loader_is_told_who_asks(void **state) {
  struct library library = {.names = {"lib/a", "b"}, .texts = {"require('b');", ""}};
  mica_runtime *runtime = runtime_of(state, &library);
  assert_int_equal(run(runtime, "", NULL), MICA_OK);
  assert_string_equal(library.last_from, "(host)");
  assert_int_equal(run(runtime, "require('b');", NULL), MICA_OK);
  assert_string_equal(library.last_from, "rules/main");
  assert_int_equal(run(runtime, "require('lib/a');", NULL), MICA_OK);
  assert_string_equal(library.last_from, "lib/a");
  mica_runtime_free(runtime);
  release_programs(&library);
}

static void runtimes_share_what_the_loader_keeps(void **state) {
  struct library library = {.names = {"a"}, .texts = {"exports.list = [1, 2, 3];"}};
  for (int i = 0; i < 3; i++) {
    mica_runtime *runtime = runtime_of(state, &library);
    assert_number(runtime,
                  "const a = require('a'); a.list.push(4); module.exports = a.list.length;", 4);
    mica_runtime_free(runtime);
  }
  assert_int_equal(library.compilations, 1);
  assert_int_equal(library.loads, 3);
  release_programs(&library);
}

static void a_loader_s_failure_is_an_error_of_the_script(void **state) {
  struct library library = {.names = {"a"}, .texts = {"broken"}};
  mica_runtime *runtime = runtime_of(state, &library);
  assert_number(
      runtime,
      "try { require('b'); } catch (e) {"
      " module.exports = e.message === 'no rule b' && e.code === 'NO_SUCH_RULE' ? 1 : 0; }",
      1);
  assert_number(
      runtime,
      "try { require('a'); } catch (e) {"
      " module.exports = e.message === 'the store is broken' && !('code' in e) ? 1 : 0; }",
      1);
  assert_int_equal(run(runtime, "require('b');", NULL), MICA_ERROR_THROWN);
  assert_non_null(
      strstr(mica_error_text(runtime), "Error: no rule b\n    at <module> (rules/main:1"));
  mica_runtime_free(runtime);
}

static void a_refusal_of_the_loader_is_final(void **state) {
  struct library library = {0};
  mica_runtime *runtime = runtime_of(state, &library);
  assert_int_equal(run(runtime, "try { require('forbidden'); } catch (e) {}", NULL),
                   MICA_ERROR_UNSUPPORTED);
  assert_non_null(strstr(mica_error_text(runtime), "the rules forbid it"));
  assert_number(runtime, "module.exports = 1;", 1);
  mica_runtime_free(runtime);
}

static void a_module_that_ends_in_a_final_error_is_forgotten(void **state) {
  struct library library = {.names = {"a"}, .texts = {"exports.half = 1; 'a'.matchAll();"}};
  mica_runtime *runtime = runtime_of(state, &library);
  for (int i = 0; i < 2; i++)
    assert_int_equal(run(runtime, "require('a');", NULL), MICA_ERROR_UNSUPPORTED);
  assert_number(runtime, "module.exports = Object.keys(require.cache).length;", 1);
  assert_int_equal(library.loads, 2);
  mica_runtime_free(runtime);
  release_programs(&library);
}

static void a_module_that_does_not_compile_throws(void **state) {
  struct library library = {.names = {"a", "b"}, .texts = {"let = 1;", "x = /y/;"}};
  mica_runtime *runtime = runtime_of(state, &library);
  assert_number(
      runtime,
      "try { require('a'); } catch (e) { module.exports = e.name === 'SyntaxError' ? 1 : 0; }", 1);
  assert_int_equal(run(runtime, "try { require('b'); } catch (e) {}", NULL),
                   MICA_ERROR_UNSUPPORTED);
  assert_non_null(strstr(mica_error_text(runtime), "b:1:5: "));
  assert_int_equal(library.compilations, 0);
  mica_runtime_free(runtime);
}

static void each_run_of_a_program_is_a_main_module(void **state) {
  struct library library = {.names = {"a"}, .texts = {"module.exports = () => require.main;"}};
  mica_runtime *runtime = runtime_of(state, &library);
  for (int i = 0; i < 2; i++)
    assert_number(runtime,
                  "module.exports = require.main === module && module.id === '.' &&"
                  " __filename === 'rules/main' && __dirname === 'rules' ? 1 : 0;",
                  1);
  mica_runtime_free(runtime);
}

static void modules_survive_collections(void **state) {
  struct library library = {.names = {"a", "b"},
                            .texts = {"exports.b = require('b'); exports.text = 'a' + exports.b;",
                                      "module.exports = 'b'.repeat(3);"}};
  mica_runtime *runtime = runtime_of(state, &library);
  assert_number(runtime, "module.exports = require('a').text.length;", 4);
  mica_collect(runtime);
  mica_collect(runtime);
  assert_number(runtime, "module.exports = require('a').text.length + require('b').length;", 7);
  assert_int_equal(library.loads, 2);
  mica_runtime_free(runtime);
  release_programs(&library);
}

static int run_tier(const char *name, mica_tier tier) {
#define TEST(function) cmocka_unit_test_prestate(function, &tier)
  const struct CMUnitTest tests[] = {
      TEST(a_module_is_asked_for_once),
      TEST(the_loader_is_told_who_asks),
      TEST(runtimes_share_what_the_loader_keeps),
      TEST(a_loader_s_failure_is_an_error_of_the_script),
      TEST(a_refusal_of_the_loader_is_final),
      TEST(a_module_that_ends_in_a_final_error_is_forgotten),
      TEST(a_module_that_does_not_compile_throws),
      TEST(each_run_of_a_program_is_a_main_module),
      TEST(modules_survive_collections),
  };
  return cmocka_run_group_tests_name(name, tests, NULL, NULL);
}

int main(void) {
  return run_tier("tree", MICA_TIER_TREE) + run_tier("bytecode", MICA_TIER_BYTECODE) +
         run_tier("baseline", MICA_TIER_BASELINE);
}

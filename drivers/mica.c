// needs: libmica.a
//
// Mica: a program is a CommonJS module, the handle a mica_handle to the exported function. Each
// tier is an engine of its own.
#include <stdlib.h>
#include <string.h>

#include "drivers/driver.h"
#include "vm/mica.h"

struct program {
  mica_runtime *runtime;
  mica_program *code;
  mica_handle *exports;
  mica_handle *entry;
};

// The tree tier is an order of magnitude slower, and is measured with as many fewer repetitions.
static const struct driver_engine engines[] = {
    {"mica-bytecode", "Mica, register bytecode interpreter", 1, NULL},
    {"mica-tree", "Mica, tree-walking interpreter", 10, NULL},
};

static mica_tier tier_of(const struct driver_engine *engine) {
  return engine == &engines[0] ? MICA_TIER_BYTECODE : MICA_TIER_TREE;
}

static void describe(const char *objects, struct driver_description *description) {
  (void)objects;
  snprintf(description->buffer, sizeof description->buffer, "Mica %s", mica_version());
  description->version = description->buffer;
  description->build = mica_build();
  description->library = "libmica.a, linked in";
}

static mica_status host_add(mica_runtime *runtime, void *data, const mica_value *arguments,
                            unsigned count, mica_value *result) {
  (void)data;
  double a, b;
  if (count != 2 || mica_to_number(arguments[0], &a) || mica_to_number(arguments[1], &b))
    return mica_throw(runtime, "host_add takes two numbers");
  *result = mica_number(a + b);
  return MICA_OK;
}

static void *engine_open(const struct driver_engine *engine, struct driver_error *error) {
  const mica_options options = {.tier = tier_of(engine)};
  mica_runtime *runtime = mica_runtime_new(&options);
  mica_value function;
  if (!runtime) {
    driver_fail(error, "no memory for a runtime");
  } else if (mica_function(runtime, "host_add", 2, host_add, NULL, &function) != MICA_OK ||
             mica_set_global(runtime, "host_add", function) != MICA_OK) {
    driver_fail(error, "%s", mica_error_text(runtime));
    mica_runtime_free(runtime);
    runtime = NULL;
  }
  return runtime;
}

static void engine_close(void *state) { mica_runtime_free(state); }

static void unload(void *opaque) {
  struct program *program = opaque;
  if (program->entry)
    mica_drop(program->runtime, program->entry);
  if (program->exports)
    mica_drop(program->runtime, program->exports);
  mica_program_release(program->code);
  free(program);
}

static bool run_module(struct program *program, const struct driver_source *source,
                       struct driver_error *error) {
  mica_value exports, entry;
  if (mica_run(program->runtime, program->code, &exports) != MICA_OK)
    return driver_fail(error, "%s", mica_error_text(program->runtime));
  program->exports = mica_hold(program->runtime, exports);
  if (!program->exports ||
      mica_get(program->runtime, mica_held(program->exports), source->entry, &entry) != MICA_OK ||
      mica_type_of(entry) != MICA_FUNCTION)
    return driver_fail(error, "%s: exports no function %s", source->name, source->entry);
  program->entry = mica_hold(program->runtime, entry);
  return program->entry || driver_fail(error, "%s: no memory", source->name);
}

static void *load(void *state, const struct driver_source *source, struct driver_error *error) {
  mica_error failure;
  mica_program *code;
  if (mica_compile(source->text, source->length, source->name, &code, &failure) != MICA_OK) {
    driver_fail(error, "%s:%u:%u: %s\n%s", source->name, failure.line, failure.column,
                failure.message, failure.excerpt);
    return NULL;
  }
  struct program *program = calloc(1, sizeof *program);
  if (!program) {
    mica_program_release(code);
    driver_fail(error, "%s: no memory", source->name);
    return NULL;
  }
  program->runtime = state;
  program->code = code;
  if (run_module(program, source, error))
    return program;
  unload(program);
  return NULL;
}

static bool call_number(const struct program *program, const mica_handle *function,
                        const char *name, const mica_value *arguments, unsigned count,
                        double *number, struct driver_error *error) {
  mica_value result;
  if (mica_call(program->runtime, function, arguments, count, &result) != MICA_OK)
    return driver_fail(error, "%s", mica_error_text(program->runtime));
  return mica_to_number(result, number) == MICA_OK ||
         driver_fail(error, "the result of %s is not a number", name);
}

static bool run(void *opaque, int64_t n, uint32_t seed, double *result,
                struct driver_error *error) {
  const struct program *program = opaque;
  const mica_value arguments[] = {mica_number((double)n), mica_number(seed)};
  return call_number(program, program->entry, "run", arguments, 2, result, error);
}

static bool work(void *opaque, double *count, struct driver_error *error) {
  const struct program *program = opaque;
  mica_value function;
  if (mica_get(program->runtime, mica_held(program->exports), "work", &function) != MICA_OK)
    return driver_fail(error, "%s", mica_error_text(program->runtime));
  if (mica_type_of(function) != MICA_FUNCTION)
    return driver_fail(error, "the counted variant exports no function work");
  mica_handle *handle = mica_hold(program->runtime, function);
  if (!handle)
    return driver_fail(error, "no memory for a handle");
  bool counted = call_number(program, handle, "work", NULL, 0, count, error);
  mica_drop(program->runtime, handle);
  return counted;
}

static bool call_add(void *opaque, int64_t a, int64_t b, int64_t *result,
                     struct driver_error *error) {
  const struct program *program = opaque;
  const mica_value arguments[] = {mica_number((double)a), mica_number((double)b)};
  double number;
  return call_number(program, program->entry, "add", arguments, 2, &number, error) &&
         (driver_integer(number, result) ||
          driver_fail(error, "the result of add is not an integer"));
}

static bool call_script(void *program, int64_t n, uint32_t seed, double *result,
                        struct driver_error *error) {
  return driver_call_loop(call_add, program, n, seed, result, error);
}

static const struct driver mica = {
    .name = "mica",
    .language = "js",
    .suffix = ".js",
    .comment = "//",
    .engines = engines,
    .engine_count = sizeof engines / sizeof *engines,
    .empty_source = "module.exports = { run: function (n, seed) { return seed; } };\n",
    .describe = describe,
    .open = engine_open,
    .close = engine_close,
    .load = load,
    .unload = unload,
    .run = run,
    .work = work,
    .calls_host = true,
    .call_script = call_script,
};

int main(int argc, char **argv) { return harness_main(&mica, argc, argv); }

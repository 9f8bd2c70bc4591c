// pkg-config: duktape
// command: node
// npm: typescript
//
// Duktape: a program is a CommonJS module, lowered to ECMAScript 5. Its exports are kept in the
// heap's stash, and the handle to a function of them is its pointer in the heap, which stays as
// long as they do.
#include <duktape.h>
#include <stdio.h>
#include <stdlib.h>

#include "drivers/driver.h"
#include "drivers/source.h"

struct program {
  duk_context *context;
  const char *name; // of the source; the key in the stash
  void *entry;
};

// Some ten times slower than Lua on calls: a block stays long enough with fewer repetitions.
static const struct driver_engine engines[] = {
    {"duktape", "Duktape, ES5 bytecode interpreter", 4, NULL},
};

static void describe(const char *objects, struct driver_description *description) {
  (void)objects;
  snprintf(description->buffer, sizeof description->buffer, "Duktape %ld.%ld.%ld",
           DUK_VERSION / 10000, DUK_VERSION / 100 % 100, DUK_VERSION % 100);
  description->version = description->buffer;
  description->build = "the system's shared library";
  description->library = driver_library_name((const void *)duk_create_heap);
}

// Fills in the error from the value on top of the stack and takes it off.
static bool fail(duk_context *context, struct driver_error *error) {
  driver_fail(error, "%s", duk_safe_to_stacktrace(context, -1));
  duk_pop(context);
  return false;
}

static duk_ret_t host_add(duk_context *context) {
  duk_push_number(context, duk_require_number(context, 0) + duk_require_number(context, 1));
  return 1;
}

static void *engine_open(const struct driver_engine *engine, struct driver_error *error) {
  (void)engine;
  duk_context *context = duk_create_heap_default();
  if (!context) {
    driver_fail(error, "no memory for a Duktape heap");
    return NULL;
  }
  duk_push_c_function(context, host_add, 2);
  duk_put_global_string(context, "host_add");
  return context;
}

static void engine_close(void *state) { duk_destroy_heap(state); }

static void unload(void *opaque) {
  struct program *program = opaque;
  duk_push_heap_stash(program->context);
  duk_del_prop_string(program->context, -1, program->name);
  duk_pop(program->context);
  free(program);
}

// Runs the module and leaves its exports on the stack, or the error where that fails.
static bool run_module(duk_context *context, const struct driver_source *source) {
  char *text = source_module(source);
  duk_push_string(context, text ? text : "throw new Error('no memory for the source')");
  free(text);
  duk_push_string(context, source->name);
  return !duk_pcompile(context, DUK_COMPILE_EVAL) && !duk_pcall(context, 0);
}

static void *load(void *state, const struct driver_source *source, struct driver_error *error) {
  duk_context *context = state;
  if (!run_module(context, source)) {
    fail(context, error);
    return NULL;
  }
  duk_push_heap_stash(context);
  duk_dup(context, -2);
  duk_put_prop_string(context, -2, source->name);
  duk_pop(context);
  struct program *program = malloc(sizeof *program);
  if (program && duk_is_object(context, -1))
    duk_get_prop_string(context, -1, source->entry);
  if (!program || !duk_is_function(context, -1)) {
    driver_fail(error, program ? "%s: exports no function %s" : "%s: no memory for %s",
                source->name, source->entry);
    free(program);
    program = NULL;
  } else {
    *program = (struct program){context, source->name, duk_get_heapptr(context, -1)};
  }
  duk_set_top(context, 0);
  return program;
}

// Calls the function on the stack with the `count` arguments above it and takes its number.
static inline bool call_number(duk_context *context, int count, const char *name, double *number,
                               struct driver_error *error) {
  if (duk_pcall(context, count) != DUK_EXEC_SUCCESS)
    return fail(context, error);
  bool is_number = duk_is_number(context, -1);
  if (is_number)
    *number = duk_get_number(context, -1);
  else
    driver_fail(error, "the result of %s is not a number", name);
  duk_pop(context);
  return is_number;
}

static bool run(void *opaque, int64_t n, uint32_t seed, double *result,
                struct driver_error *error) {
  const struct program *program = opaque;
  duk_push_heapptr(program->context, program->entry);
  duk_push_number(program->context, (double)n);
  duk_push_uint(program->context, seed);
  return call_number(program->context, 2, "run", result, error);
}

static bool work(void *opaque, double *count, struct driver_error *error) {
  const struct program *program = opaque;
  duk_context *context = program->context;
  duk_push_heap_stash(context);
  duk_get_prop_string(context, -1, program->name);
  duk_get_prop_string(context, -1, "work");
  bool counted = duk_is_function(context, -1)
                     ? call_number(context, 0, "work", count, error)
                     : driver_fail(error, "the counted variant exports no function work");
  duk_set_top(context, 0);
  return counted;
}

static bool call_add(void *opaque, int64_t a, int64_t b, int64_t *result,
                     struct driver_error *error) {
  const struct program *program = opaque;
  duk_push_heapptr(program->context, program->entry);
  duk_push_number(program->context, (double)a);
  duk_push_number(program->context, (double)b);
  double number;
  return call_number(program->context, 2, "add", &number, error) &&
         (driver_integer(number, result) ||
          driver_fail(error, "the result of add is not an integer"));
}

static bool call_script(void *program, int64_t n, uint32_t seed, double *result,
                        struct driver_error *error) {
  return driver_call_loop(call_add, program, n, seed, result, error);
}

static const struct driver duktape = {
    .name = "duktape",
    .language = "es5",
    .suffix = ".es5.js",
    .compiled = true,
    .peer = true,
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

int main(int argc, char **argv) { return harness_main(&duktape, argc, argv); }

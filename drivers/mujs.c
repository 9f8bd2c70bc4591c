// pkg-config: mujs
// command: node
// npm: typescript
//
// MuJS: a program is a CommonJS module, lowered to ECMAScript 5, and the handle to a function of
// its exports a reference in the registry. Calls are protected; what stands between them throws
// only without memory, which ends the process.
#include <math.h>
#include <mujs.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "drivers/driver.h"
#include "drivers/source.h"

struct program {
  js_State *state;
  const char *entry; // references in the registry
  const char *exports;
};

// The slowest of all on texts, whose characters it counts out from the beginning.
static const struct driver_engine engines[] = {
    {"mujs", "MuJS, ES5 bytecode interpreter", 10, NULL},
};

static void describe(const char *objects, struct driver_description *description) {
  (void)objects;
  snprintf(description->buffer, sizeof description->buffer, "MuJS %d.%d.%d", JS_VERSION_MAJOR,
           JS_VERSION_MINOR, JS_VERSION_PATCH);
  description->version = description->buffer;
  description->build = "the system's shared library";
  description->library = driver_library_name((const void *)js_newstate);
}

// Fills in the error from the value on top of the stack, with the engine's trace behind it, and
// takes it off. A value becomes a string where it stands, so it is a copy that does.
static bool fail(js_State *state, struct driver_error *error) {
  js_dup(state);
  driver_fail(error, "%s", js_trystring(state, -1, "an error that cannot be printed"));
  js_pop(state, 1);
  if (js_isobject(state, -1) && js_hasproperty(state, -1, "stackTrace")) {
    size_t length = strlen(error->text);
    snprintf(error->text + length, sizeof error->text - length, "%s", js_trystring(state, -1, ""));
    js_pop(state, 1);
  }
  js_pop(state, 1);
  return false;
}

static void host_add(js_State *state) {
  js_pushnumber(state, js_tonumber(state, 1) + js_tonumber(state, 2));
}

static void *engine_open(const struct driver_engine *engine, struct driver_error *error) {
  (void)engine;
  js_State *state = js_newstate(NULL, NULL, 0);
  if (!state) {
    driver_fail(error, "no memory for a MuJS state");
    return NULL;
  }
  js_newcfunction(state, host_add, "host_add", 2);
  js_setglobal(state, "host_add");
  return state;
}

static void engine_close(void *state) { js_freestate(state); }

static void unload(void *opaque) {
  struct program *program = opaque;
  if (program->entry)
    js_unref(program->state, program->entry);
  if (program->exports)
    js_unref(program->state, program->exports);
  free(program);
}

// Runs the module and leaves its exports on the stack, or the error where that fails.
static bool run_module(js_State *state, const struct driver_source *source) {
  char *text = source_module(source);
  bool failed = js_ploadstring(state, source->name,
                               text ? text : "throw new Error('no memory for the source')");
  free(text);
  if (failed)
    return false;
  js_pushundefined(state);
  return !js_pcall(state, 0);
}

// Leaves the property of an object with that name on the stack; undefined, where it is no object.
static void get(js_State *state, int object, const char *name) {
  if (js_isobject(state, object))
    js_getproperty(state, object, name);
  else
    js_pushundefined(state);
}

static void *load(void *state, const struct driver_source *source, struct driver_error *error) {
  struct program *program = calloc(1, sizeof *program);
  if (!program) {
    driver_fail(error, "%s: no memory", source->name);
    return NULL;
  }
  program->state = state;
  if (!run_module(state, source)) {
    fail(state, error);
    unload(program);
    return NULL;
  }
  get(state, -1, source->entry);
  bool callable = js_iscallable(state, -1);
  program->entry = js_ref(state);
  program->exports = js_ref(state);
  if (callable)
    return program;
  driver_fail(error, "%s: exports no function %s", source->name, source->entry);
  unload(program);
  return NULL;
}

// Calls the function on the stack with undefined and the `count` arguments above it and takes its
// number.
static inline bool call_number(js_State *state, int count, const char *name, double *number,
                               struct driver_error *error) {
  if (js_pcall(state, count))
    return fail(state, error);
  bool is_number = js_isnumber(state, -1);
  if (is_number)
    *number = js_tonumber(state, -1);
  else
    driver_fail(error, "the result of %s is not a number", name);
  js_pop(state, 1);
  return is_number;
}

static inline bool call_entry(const struct program *program, const char *name, double a, double b,
                              double *number, struct driver_error *error) {
  js_State *state = program->state;
  js_getregistry(state, program->entry);
  js_pushundefined(state);
  js_pushnumber(state, a);
  js_pushnumber(state, b);
  return call_number(state, 2, name, number, error);
}

static bool run(void *program, int64_t n, uint32_t seed, double *result,
                struct driver_error *error) {
  return call_entry(program, "run", (double)n, seed, result, error);
}

static bool work(void *opaque, double *count, struct driver_error *error) {
  const struct program *program = opaque;
  js_State *state = program->state;
  js_getregistry(state, program->exports);
  get(state, -1, "work");
  js_rot2pop1(state);
  if (js_iscallable(state, -1)) {
    js_pushundefined(state);
    return call_number(state, 0, "work", count, error);
  }
  js_pop(state, 1);
  return driver_fail(error, "the counted variant exports no function work");
}

static bool call_add(void *program, int64_t a, int64_t b, int64_t *result,
                     struct driver_error *error) {
  double number = NAN;
  return call_entry(program, "add", (double)a, (double)b, &number, error) &&
         (driver_integer(number, result) ||
          driver_fail(error, "the result of add is not an integer"));
}

static bool call_script(void *program, int64_t n, uint32_t seed, double *result,
                        struct driver_error *error) {
  return driver_call_loop(call_add, program, n, seed, result, error);
}

static const struct driver mujs = {
    .name = "mujs",
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

int main(int argc, char **argv) { return harness_main(&mujs, argc, argv); }

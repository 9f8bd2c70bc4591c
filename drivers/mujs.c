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
    {.name = "mujs", .description = "MuJS, ES5 bytecode interpreter", .repetition_divisor = 10},
};

static void describe(const char *objects, struct driver_description *description) {
  (void)objects;
  snprintf(description->buffer, sizeof description->buffer, "MuJS %d.%d.%d", JS_VERSION_MAJOR,
           JS_VERSION_MINOR, JS_VERSION_PATCH);
  description->version = description->buffer;
  description->build = "the system's shared library";
  description->library_address = (const void *)js_newstate;
  description->library = driver_library_name(description->library_address);
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

// ---- Values

static void push_row(js_State *state, const struct driver_row *row) {
  js_newobject(state);
  js_pushnumber(state, (double)row->id);
  js_setproperty(state, -2, "id");
  js_pushnumber(state, row->price);
  js_setproperty(state, -2, "price");
  js_pushnumber(state, (double)row->count);
  js_setproperty(state, -2, "count");
  js_pushboolean(state, row->active);
  js_setproperty(state, -2, "active");
  js_pushlstring(state, row->name, (int)row->name_length);
  js_setproperty(state, -2, "name");
}

static void push_value(js_State *state, const struct driver_value *value) {
  switch (value->type) {
  case DRIVER_NUMBER:
    js_pushnumber(state, value->number);
    break;
  case DRIVER_TEXT:
    js_pushlstring(state, value->text, (int)value->length);
    break;
  case DRIVER_ARRAY:
    js_newarray(state);
    for (size_t i = 0; i < value->count; i++) {
      js_pushnumber(state, value->numbers[i]);
      js_setindex(state, -2, (int)i);
    }
    break;
  case DRIVER_ROW:
    push_row(state, &value->row);
  }
}

// The engine does not tell a text's length. One that fits a value is in the stack and good until
// the next call of the engine.
static bool take_text(js_State *state, int index, const char **text, size_t *length) {
  *text = js_isstring(state, index) ? js_tostring(state, index) : NULL;
  *length = *text ? strlen(*text) : 0;
  return *text != NULL;
}

static bool take_row(js_State *state, int index, struct driver_row *row) {
  js_getproperty(state, index, "id");
  js_getproperty(state, index, "price");
  js_getproperty(state, index, "count");
  js_getproperty(state, index, "active");
  js_getproperty(state, index, "name");
  row->id = (int64_t)js_tonumber(state, -5);
  row->price = js_tonumber(state, -4);
  row->count = (int64_t)js_tonumber(state, -3);
  row->active = js_toboolean(state, -2);
  bool taken = take_text(state, -1, &row->name, &row->name_length);
  js_pop(state, 5);
  return taken;
}

static bool take_numbers(js_State *state, int index, struct driver_value *value) {
  int count = js_getlength(state, index);
  if (count <= 0 || (size_t)count > value->count)
    return false;
  value->count = (size_t)count;
  for (int i = 0; i < count; i++) {
    js_getindex(state, index, i);
    value->numbers[i] = js_tonumber(state, -1);
    js_pop(state, 1);
  }
  return true;
}

// Takes the value at the index, from the bottom; false where it is of another type.
static bool take_value(js_State *state, int index, struct driver_value *value) {
  switch (value->type) {
  case DRIVER_NUMBER:
    value->number = js_tonumber(state, index);
    return js_isnumber(state, index);
  case DRIVER_TEXT:
    return take_text(state, index, &value->text, &value->length);
  case DRIVER_ARRAY:
    return js_isarray(state, index) && take_numbers(state, index, value);
  default:
    return js_isobject(state, index) && take_row(state, index, &value->row);
  }
}

// ---- The host's functions

static void host_add(js_State *state) {
  js_pushnumber(state, js_tonumber(state, 1) + js_tonumber(state, 2));
}

// Through a wrapper, where calls are logged.
static void logged_add(js_State *state) {
  host_add(state);
  const double arguments[] = {js_tonumber(state, 1), js_tonumber(state, 2)};
  driver_log_call(driver_log_wanted(), arguments, js_tonumber(state, -1));
}

static void host_none(js_State *state) { js_pushundefined(state); }

static void give(js_State *state, enum driver_value_type type) {
  push_value(state, driver_host_value(type, (int64_t)js_tonumber(state, 1)));
}

static void host_text(js_State *state) { give(state, DRIVER_TEXT); }

static void host_array(js_State *state) { give(state, DRIVER_ARRAY); }

static void host_row(js_State *state) { give(state, DRIVER_ROW); }

static void take(js_State *state, enum driver_value_type type) {
  struct driver_value *value = driver_room(type);
  if (!take_value(state, 1, value))
    js_typeerror(state, "the host takes another type of value");
  js_pushnumber(state, driver_digest(value));
}

static void host_take_text(js_State *state) { take(state, DRIVER_TEXT); }

static void host_take_array(js_State *state) { take(state, DRIVER_ARRAY); }

static void host_take_row(js_State *state) { take(state, DRIVER_ROW); }

static void host_apply(js_State *state) {
  js_copy(state, 1);
  js_pushundefined(state);
  js_copy(state, 2);
  js_call(state, 1);
}

static void host_fail(js_State *state) { js_error(state, "failure"); }

static const struct {
  const char *name;
  js_CFunction function;
  int parameters;
} host_functions[] = {
    {"host_none", host_none, 0},           {"host_text", host_text, 1},
    {"host_array", host_array, 1},         {"host_row", host_row, 1},
    {"host_take_text", host_take_text, 1}, {"host_take_array", host_take_array, 1},
    {"host_take_row", host_take_row, 1},   {"host_apply", host_apply, 2},
    {"host_fail", host_fail, 1},
};

static void register_host(js_State *state) {
  js_newcfunction(state, driver_log_wanted() == DRIVER_LOG_NONE ? host_add : logged_add, "host_add",
                  2);
  js_setglobal(state, "host_add");
  for (size_t i = 0; i < sizeof host_functions / sizeof *host_functions; i++) {
    js_newcfunction(state, host_functions[i].function, host_functions[i].name,
                    host_functions[i].parameters);
    js_setglobal(state, host_functions[i].name);
  }
}

// ---- The engine

static void *allocate(void *memory, void *block, int bytes) {
  return driver_memory_resize(memory, block, (size_t)bytes);
}

// `memory` may be NULL.
static js_State *new_state(struct driver_memory *memory, struct driver_error *error) {
  js_State *state = js_newstate(memory ? allocate : NULL, memory, 0);
  if (!state)
    driver_fail(error, "no memory for a MuJS state");
  return state;
}

static void *engine_open(const struct driver_engine *engine, struct driver_error *error) {
  (void)engine;
  js_State *state = new_state(NULL, error);
  if (state)
    register_host(state);
  return state;
}

static void engine_close(void *state) { js_freestate(state); }

// In the registry: what was put last.
#define KEPT "kept"

static void unload(void *opaque) {
  struct program *program = opaque;
  js_unref(program->state, program->entry);
  js_unref(program->state, program->exports);
  js_delregistry(program->state, KEPT);
  free(program);
}

// Compiles the module and leaves its function on the stack, or the error where that fails.
static bool compile_module(js_State *state, const struct driver_source *source) {
  char *text = source_module(source);
  bool failed = js_ploadstring(state, source->name,
                               text ? text : "throw new Error('no memory for the source')");
  free(text);
  return !failed;
}

// Leaves the property of an object with that name on the stack; undefined, where it is no object.
static void get(js_State *state, int object, const char *name) {
  if (js_isobject(state, object))
    js_getproperty(state, object, name);
  else
    js_pushundefined(state);
}

// Calls the module's function on the stack, which leaves its exports there or an error.
static bool call_module(js_State *state) {
  js_pushundefined(state);
  return !js_pcall(state, 0);
}

// Runs the module's function on the stack, or takes the error that is there instead of it, and
// prepares the handles.
static void *run_module(js_State *state, bool is_module, const struct driver_source *source,
                        struct driver_error *error) {
  if (!is_module || !call_module(state)) {
    fail(state, error);
    return NULL;
  }
  get(state, -1, source->entry);
  struct program *program = calloc(1, sizeof *program);
  if (!program || !js_iscallable(state, -1)) {
    driver_fail(error, program ? "%s: exports no function %s" : "%s: no memory for %s",
                source->name, source->entry);
    js_pop(state, 2);
    free(program);
    return NULL;
  }
  program->state = state;
  program->entry = js_ref(state);
  program->exports = js_ref(state);
  return program;
}

static void *load(void *state, const struct driver_source *source, struct driver_error *error) {
  return run_module(state, compile_module(state, source), source, error);
}

// Takes the number on top of the stack and takes it off.
static inline bool take_number(js_State *state, const char *name, double *number,
                               struct driver_error *error) {
  bool is_number = js_isnumber(state, -1);
  if (is_number)
    *number = js_tonumber(state, -1);
  else
    driver_fail(error, "the result of %s is not a number", name);
  js_pop(state, 1);
  return is_number;
}

// Calls the function on the stack with undefined and the `count` arguments above it and takes its
// number.
static inline bool call_number(js_State *state, int count, const char *name, double *number,
                               struct driver_error *error) {
  if (js_pcall(state, count))
    return fail(state, error);
  return take_number(state, name, number, error);
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

// ---- Boundary

// MuJS collects garbage only while it runs a script. A host that does not let it run one sees to
// that itself, whenever it has made so many bytes. The state's context is that count.
enum { GARBAGE_LIMIT = 1 << 20 };

static void make_garbage(js_State *state, size_t bytes) {
  uintptr_t garbage = (uintptr_t)js_getcontext(state) + bytes;
  if (garbage > GARBAGE_LIMIT) {
    js_gc(state, 0);
    garbage = 0;
  }
  js_setcontext(state, (void *)garbage);
}

// Fills in the error from the value on top of the stack, as a host does that expects one: without
// its trace. Takes it off.
static bool fail_shortly(js_State *state, struct driver_error *error) {
  driver_fail(error, "%s", js_trystring(state, -1, "an error that cannot be printed"));
  js_pop(state, 1);
  return false;
}

static bool call_value(void *opaque, const char *name, const struct driver_value *value,
                       double *result, struct driver_error *error) {
  const struct program *program = opaque;
  js_State *state = program->state;
  js_getregistry(state, name ? program->exports : program->entry);
  if (name) {
    get(state, -1, name);
    js_rot2pop1(state);
  }
  js_pushundefined(state);
  push_value(state, value);
  return js_pcall(state, 1) ? fail_shortly(state, error)
                            : take_number(state, "take", result, error);
}

// The bytes that a value has in the engine, more or less.
static size_t size_of(const struct driver_value *value) {
  enum { ROW_BYTES = 700, BLOCK_BYTES = 64, ELEMENT_BYTES = 16 };
  switch (value->type) {
  case DRIVER_TEXT:
    return BLOCK_BYTES + value->length;
  case DRIVER_ARRAY:
    return BLOCK_BYTES + value->count * ELEMENT_BYTES;
  case DRIVER_ROW:
    return ROW_BYTES;
  default:
    return 0;
  }
}

static bool put(void *opaque, const struct driver_value *value, struct driver_error *error) {
  const struct program *program = opaque;
  (void)error;
  make_garbage(program->state, size_of(value));
  push_value(program->state, value);
  js_setregistry(program->state, KEPT);
  return true;
}

static bool take_kept(void *opaque, struct driver_value *value, struct driver_error *error) {
  const struct program *program = opaque;
  js_State *state = program->state;
  js_getregistry(state, KEPT);
  bool taken = take_value(state, js_gettop(state) - 1, value);
  js_pop(state, 1);
  return taken || driver_fail(error, "the value is of another type");
}

static const struct driver_boundary boundary = {
    .call = call_value,
    .put = put,
    .take = take_kept,
};

// ---- Runtimes

// A module's function, in the one state of the site.
struct compiled {
  js_State *state;
  const char *function; // a reference in the registry
};

// Takes away the globals that have been added: what a module adds is enumerable and what a state
// comes with is not. One that was made to stay stays, and so do changes within the library.
static void forget_globals(js_State *state) {
  enum { ITERATOR_BYTES = 256 };
  make_garbage(state, ITERATOR_BYTES);
  js_pushglobal(state);
  js_pushiterator(state, -1, 1);
  for (const char *name; (name = js_nextiterator(state, -1)) != NULL;)
    js_delproperty(state, -2, name);
  js_pop(state, 2);
}

static void leave(void *opaque) {
  struct driver_site *site = opaque;
  if (site->pooled)
    js_freestate(site->pooled);
  free(site);
}

static void *spawn_state(void *opaque, struct driver_error *error) {
  struct driver_site *site = opaque;
  if (site->pooled)
    return site->pooled;
  js_State *state = new_state(site->memory, error);
  site->created += state != NULL;
  if (site->spawn == DRIVER_SPAWN_POOL)
    site->pooled = state;
  if (state && site->spawn == DRIVER_SPAWN_ONCE)
    register_host(state);
  return state;
}

static void retire(void *opaque, void *state) {
  const struct driver_site *site = opaque;
  if (site->pooled)
    forget_globals(state);
  else
    js_freestate(state);
}

static void *compile(void *site, void *state, const struct driver_source *source,
                     struct driver_error *error) {
  (void)site;
  struct compiled *compiled = calloc(1, sizeof *compiled);
  if (!compile_module(state, source) || !compiled) {
    fail(state, error);
    free(compiled);
    return NULL;
  }
  *compiled = (struct compiled){state, js_ref(state)};
  return compiled;
}

static void discard(void *opaque) {
  struct compiled *compiled = opaque;
  js_unref(compiled->state, compiled->function);
  free(compiled);
}

static void *load_compiled(void *state, const struct driver_source *source, const void *compiled,
                           struct driver_error *error) {
  js_getregistry(state, ((const struct compiled *)compiled)->function);
  return run_module(state, true, source, error);
}

static void collect(void *state) { js_gc(state, 0); }

static const struct driver_lifecycle lifecycle = {
    .no_spawn =
        {
            [DRIVER_SPAWN_BARE] = "a state is not made without its standard library",
            [DRIVER_SPAWN_FACTORY] = "a state is made from scratch",
        },
    .enter = driver_site_enter,
    .leave = leave,
    .spawn = spawn_state,
    .retire = retire,
    .collect = collect,
    .created = driver_site_created,
    .no_parse = "there is no function that only parses",
    .compile = compile,
    .discard = discard,
    .load_compiled = load_compiled,
    .no_share = "compiled code stays in the state that compiled it",
    .no_save = "compiled code has no form outside of its state",
};

static const struct driver mujs = {
    .name = "mujs",
    .language = "es5",
    .suffix = ".es5.js",
    .compiled = true,
    .peer = true,
    .no_modules = "MuJS has no require: a host that wants modules writes it",
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
    .lifecycle = &lifecycle,
    .boundary = &boundary,
};

int main(int argc, char **argv) { return harness_main(&mujs, argc, argv); }

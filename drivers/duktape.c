// pkg-config: duktape
// command: node
// npm: typescript
//
// Duktape: a program is a CommonJS module, lowered to ECMAScript 5. What is to stay in the heap is
// held by an array in the heap's stash, and a handle is a pointer into the heap, good as long as
// that array is there. Calls are protected; what stands between them throws only without memory,
// which ends the process.
#include <duktape.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "drivers/driver.h"
#include "drivers/source.h"

// The elements of the array that holds a program.
enum { HELD_EXPORTS, HELD_VALUE };

struct program {
  duk_context *context;
  const char *name; // of the source; the key in the stash
  void *held;       // the array
  void *entry;      // a function of the exports
};

// Some ten times slower than Lua on calls: a block stays long enough with fewer repetitions.
static const struct driver_engine engines[] = {
    {.name = "duktape",
     .description = "Duktape, ES5 bytecode interpreter",
     .repetition_divisor = 4},
};

static void describe(const char *objects, struct driver_description *description) {
  (void)objects;
  snprintf(description->buffer, sizeof description->buffer, "Duktape %ld.%ld.%ld",
           DUK_VERSION / 10000, DUK_VERSION / 100 % 100, DUK_VERSION % 100);
  description->version = description->buffer;
  description->build = "the system's shared library";
  description->library_address = (const void *)duk_create_heap;
  description->library = driver_library_name(description->library_address);
}

// Fills in the error from the value on top of the stack and takes it off.
static bool fail(duk_context *context, struct driver_error *error) {
  driver_fail(error, "%s", duk_safe_to_stacktrace(context, -1));
  duk_pop(context);
  return false;
}

// ---- Values

static void push_row(duk_context *context, const struct driver_row *row) {
  duk_push_object(context);
  duk_push_number(context, (double)row->id);
  duk_put_prop_literal(context, -2, "id");
  duk_push_number(context, row->price);
  duk_put_prop_literal(context, -2, "price");
  duk_push_number(context, (double)row->count);
  duk_put_prop_literal(context, -2, "count");
  duk_push_boolean(context, row->active);
  duk_put_prop_literal(context, -2, "active");
  duk_push_lstring(context, row->name, row->name_length);
  duk_put_prop_literal(context, -2, "name");
}

static void push_value(duk_context *context, const struct driver_value *value) {
  switch (value->type) {
  case DRIVER_NUMBER:
    duk_push_number(context, value->number);
    break;
  case DRIVER_TEXT:
    duk_push_lstring(context, value->text, value->length);
    break;
  case DRIVER_ARRAY:
    duk_push_array(context);
    for (size_t i = 0; i < value->count; i++) {
      duk_push_number(context, value->numbers[i]);
      duk_put_prop_index(context, -2, (duk_uarridx_t)i);
    }
    break;
  case DRIVER_ROW:
    push_row(context, &value->row);
  }
}

static bool take_row(duk_context *context, int index, struct driver_row *row) {
  duk_get_prop_literal(context, index, "id");
  duk_get_prop_literal(context, index, "price");
  duk_get_prop_literal(context, index, "count");
  duk_get_prop_literal(context, index, "active");
  duk_get_prop_literal(context, index, "name");
  row->id = (int64_t)duk_get_number(context, -5);
  row->price = duk_get_number(context, -4);
  row->count = (int64_t)duk_get_number(context, -3);
  row->active = duk_get_boolean(context, -2);
  row->name = duk_get_lstring(context, -1, &row->name_length);
  duk_pop_n(context, 5);
  return row->name != NULL;
}

static bool take_numbers(duk_context *context, int index, struct driver_value *value) {
  size_t count = duk_get_length(context, index);
  if (count == 0 || count > value->count)
    return false;
  value->count = count;
  for (size_t i = 0; i < count; i++) {
    duk_get_prop_index(context, index, (duk_uarridx_t)i);
    value->numbers[i] = duk_get_number(context, -1);
    duk_pop(context);
  }
  return true;
}

// Takes the value at the index, from the bottom; false where it is of another type. A text is the
// engine's own as long as it is held.
static bool take_value(duk_context *context, int index, struct driver_value *value) {
  switch (value->type) {
  case DRIVER_NUMBER:
    value->number = duk_get_number(context, index);
    return duk_is_number(context, index);
  case DRIVER_TEXT:
    value->text = duk_get_lstring(context, index, &value->length);
    return value->text != NULL;
  case DRIVER_ARRAY:
    return duk_is_array(context, index) && take_numbers(context, index, value);
  default:
    return duk_is_object(context, index) && take_row(context, index, &value->row);
  }
}

// ---- The host's functions

static duk_ret_t host_add(duk_context *context) {
  duk_push_number(context, duk_require_number(context, 0) + duk_require_number(context, 1));
  return 1;
}

// Through a wrapper, where calls are logged.
static duk_ret_t logged_add(duk_context *context) {
  duk_ret_t results = host_add(context);
  const double arguments[] = {duk_get_number(context, 0), duk_get_number(context, 1)};
  driver_log_call(driver_log_wanted(), arguments, duk_get_number(context, -1));
  return results;
}

static duk_ret_t host_none(duk_context *context) {
  (void)context;
  return 0;
}

static duk_ret_t give(duk_context *context, enum driver_value_type type) {
  push_value(context, driver_host_value(type, (int64_t)duk_require_number(context, 0)));
  return 1;
}

static duk_ret_t host_text(duk_context *context) { return give(context, DRIVER_TEXT); }

static duk_ret_t host_array(duk_context *context) { return give(context, DRIVER_ARRAY); }

static duk_ret_t host_row(duk_context *context) { return give(context, DRIVER_ROW); }

static duk_ret_t take(duk_context *context, enum driver_value_type type) {
  struct driver_value *value = driver_room(type);
  if (!take_value(context, 0, value))
    return duk_type_error(context, "the host takes another type of value");
  duk_push_number(context, driver_digest(value));
  return 1;
}

static duk_ret_t host_take_text(duk_context *context) { return take(context, DRIVER_TEXT); }

static duk_ret_t host_take_array(duk_context *context) { return take(context, DRIVER_ARRAY); }

static duk_ret_t host_take_row(duk_context *context) { return take(context, DRIVER_ROW); }

static duk_ret_t host_apply(duk_context *context) {
  duk_call(context, 1);
  return 1;
}

static duk_ret_t host_fail(duk_context *context) { return duk_generic_error(context, "failure"); }

static const duk_function_list_entry host_functions[] = {
    {"host_none", host_none, 0},           {"host_text", host_text, 1},
    {"host_array", host_array, 1},         {"host_row", host_row, 1},
    {"host_take_text", host_take_text, 1}, {"host_take_array", host_take_array, 1},
    {"host_take_row", host_take_row, 1},   {"host_apply", host_apply, 2},
    {"host_fail", host_fail, 1},           {NULL, NULL, 0},
};

static void register_host(duk_context *context) {
  duk_push_global_object(context);
  duk_put_function_list(context, -1, host_functions);
  duk_push_c_function(context, driver_log_wanted() == DRIVER_LOG_NONE ? host_add : logged_add, 2);
  duk_put_prop_literal(context, -2, "host_add");
  duk_pop(context);
}

// ---- The engine

static void *allocate(void *memory, duk_size_t bytes) {
  return driver_memory_resize(memory, NULL, bytes);
}

static void *resize(void *memory, void *block, duk_size_t bytes) {
  return driver_memory_resize(memory, block, bytes);
}

static void release(void *memory, void *block) { driver_memory_resize(memory, block, 0); }

// `memory` may be NULL.
static duk_context *new_heap(struct driver_memory *memory, struct driver_error *error) {
  duk_context *context =
      memory ? duk_create_heap(allocate, resize, release, memory, NULL) : duk_create_heap_default();
  if (!context)
    driver_fail(error, "no memory for a Duktape heap");
  return context;
}

static void *engine_open(const struct driver_engine *engine, struct driver_error *error) {
  (void)engine;
  duk_context *context = new_heap(NULL, error);
  if (context)
    register_host(context);
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

// Compiles the module and leaves its function on the stack, or the error where that fails.
static bool compile_module(duk_context *context, const struct driver_source *source) {
  char *text = source_module(source);
  if (!text) {
    duk_push_string(context, "no memory for the source");
    return false;
  }
  duk_push_string(context, source->name);
  bool failed = duk_pcompile_lstring_filename(context, DUK_COMPILE_EVAL, text, strlen(text));
  free(text);
  return !failed;
}

// Holds the value on the stack, which is taken off, in the stash under that key, as the first
// element of an array, which it returns.
static void *hold(duk_context *context, const char *key) {
  duk_push_heap_stash(context);
  duk_push_array(context);
  duk_dup(context, -3);
  duk_put_prop_index(context, -2, HELD_EXPORTS);
  void *held = duk_get_heapptr(context, -1);
  duk_put_prop_string(context, -2, key);
  duk_pop_2(context);
  return held;
}

// Runs the module's function on the stack, or takes the error that is there instead of it, and
// prepares the handles.
static void *run_module(duk_context *context, bool is_module, const struct driver_source *source,
                        struct driver_error *error) {
  if (!is_module || duk_pcall(context, 0) != DUK_EXEC_SUCCESS) {
    fail(context, error);
    return NULL;
  }
  bool is_object = duk_is_object(context, -1);
  if (is_object)
    duk_get_prop_string(context, -1, source->entry);
  void *entry = is_object && duk_is_function(context, -1) ? duk_get_heapptr(context, -1) : NULL;
  struct program *program = entry ? malloc(sizeof *program) : NULL;
  if (program) {
    duk_pop(context);
    *program = (struct program){context, source->name, hold(context, source->name), entry};
    return program;
  }
  driver_fail(error, entry ? "%s: no memory for %s" : "%s: exports no function %s", source->name,
              source->entry);
  duk_set_top(context, 0);
  return NULL;
}

static void *load(void *state, const struct driver_source *source, struct driver_error *error) {
  return run_module(state, compile_module(state, source), source, error);
}

// Takes the number on top of the stack and takes it off.
static inline bool take_number(duk_context *context, const char *name, double *number,
                               struct driver_error *error) {
  bool is_number = duk_is_number(context, -1);
  if (is_number)
    *number = duk_get_number(context, -1);
  else
    driver_fail(error, "the result of %s is not a number", name);
  duk_pop(context);
  return is_number;
}

// Calls the function on the stack with the `count` arguments above it and takes its number.
static inline bool call_number(duk_context *context, int count, const char *name, double *number,
                               struct driver_error *error) {
  if (duk_pcall(context, count) != DUK_EXEC_SUCCESS)
    return fail(context, error);
  return take_number(context, name, number, error);
}

static bool run(void *opaque, int64_t n, uint32_t seed, double *result,
                struct driver_error *error) {
  const struct program *program = opaque;
  duk_push_heapptr(program->context, program->entry);
  duk_push_number(program->context, (double)n);
  duk_push_uint(program->context, seed);
  return call_number(program->context, 2, "run", result, error);
}

// Pushes the function of the exports with that name, or whatever is there.
static void push_export(const struct program *program, const char *name) {
  duk_context *context = program->context;
  duk_push_heapptr(context, program->held);
  duk_get_prop_index(context, -1, HELD_EXPORTS);
  duk_get_prop_string(context, -1, name);
  duk_replace(context, -3);
  duk_pop(context);
}

static bool work(void *opaque, double *count, struct driver_error *error) {
  const struct program *program = opaque;
  push_export(program, "work");
  if (duk_is_function(program->context, -1))
    return call_number(program->context, 0, "work", count, error);
  duk_pop(program->context);
  return driver_fail(error, "the counted variant exports no function work");
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

// ---- Boundary

// Fills in the error from the value on top of the stack, as a host does that expects one: without
// its trace. Takes it off.
static bool fail_shortly(duk_context *context, struct driver_error *error) {
  driver_fail(error, "%s", duk_safe_to_string(context, -1));
  duk_pop(context);
  return false;
}

static bool call_value(void *opaque, const char *name, const struct driver_value *value,
                       double *result, struct driver_error *error) {
  const struct program *program = opaque;
  duk_context *context = program->context;
  if (name)
    push_export(program, name);
  else
    duk_push_heapptr(context, program->entry);
  push_value(context, value);
  if (duk_pcall(context, 1) != DUK_EXEC_SUCCESS)
    return fail_shortly(context, error);
  return take_number(context, "take", result, error);
}

static bool put(void *opaque, const struct driver_value *value, struct driver_error *error) {
  const struct program *program = opaque;
  (void)error;
  duk_push_heapptr(program->context, program->held);
  push_value(program->context, value);
  duk_put_prop_index(program->context, -2, HELD_VALUE);
  duk_pop(program->context);
  return true;
}

static bool take_kept(void *opaque, struct driver_value *value, struct driver_error *error) {
  const struct program *program = opaque;
  duk_context *context = program->context;
  duk_push_heapptr(context, program->held);
  duk_get_prop_index(context, -1, HELD_VALUE);
  bool taken = take_value(context, duk_get_top_index(context), value);
  duk_pop_2(context);
  return taken || driver_fail(error, "the value is of another type");
}

static const struct driver_boundary boundary = {
    .call = call_value,
    .put = put,
    .take = take_kept,
};

// ---- Runtimes

// A module: as a function in the one heap of the site, else as bytes.
struct compiled {
  duk_context *context; // NULL: bytes
  void *function;
  char key[24]; // in the stash
  const char *bytes;
  size_t length;
  char *owned; // the bytes, if they are to be freed
};

// The keys of the heap's stash that no program has.
#define PRISTINE "pristine"

// Pushes an enumeration of the global object's keys. What a module adds is enumerable and what the
// heap comes with is not, or the enumeration would take as long as a twentieth of a new heap.
static void enumerate_globals(duk_context *context) {
  duk_push_global_object(context);
  duk_enum(context, -1, DUK_ENUM_OWN_PROPERTIES_ONLY);
}

// Keeps in the stash which of them a new heap has.
static void remember_globals(duk_context *context) {
  duk_push_heap_stash(context);
  duk_push_bare_object(context);
  enumerate_globals(context);
  while (duk_next(context, -1, false)) {
    duk_push_true(context);
    duk_put_prop(context, -5);
  }
  duk_pop_2(context);
  duk_put_prop_literal(context, -2, PRISTINE);
  duk_pop(context);
}

static duk_ret_t delete_global(duk_context *context, void *ignored) {
  (void)ignored;
  duk_push_global_object(context);
  duk_dup(context, -2);
  duk_del_prop(context, -2);
  return 0;
}

// Takes away the globals that have been added. One that was made to stay stays, and so do changes
// within the library.
static void forget_globals(duk_context *context) {
  duk_push_heap_stash(context);
  duk_get_prop_literal(context, -1, PRISTINE);
  enumerate_globals(context);
  while (duk_next(context, -1, false)) {
    duk_dup(context, -1);
    if (!duk_has_prop(context, 1))
      duk_safe_call(context, delete_global, NULL, 1, 1);
    duk_pop(context);
  }
  duk_set_top(context, 0);
}

static void leave(void *opaque) {
  struct driver_site *site = opaque;
  if (site->pooled)
    duk_destroy_heap(site->pooled);
  free(site);
}

static void *spawn_heap(void *opaque, struct driver_error *error) {
  struct driver_site *site = opaque;
  if (site->pooled)
    return site->pooled;
  duk_context *context = new_heap(site->memory, error);
  site->created += context != NULL;
  if (context && site->spawn == DRIVER_SPAWN_POOL)
    remember_globals(site->pooled = context);
  if (context && site->spawn == DRIVER_SPAWN_ONCE)
    register_host(context);
  return context;
}

static void retire(void *opaque, void *state) {
  const struct driver_site *site = opaque;
  if (site->pooled)
    forget_globals(state);
  else
    duk_destroy_heap(state);
}

static void discard(void *opaque) {
  struct compiled *compiled = opaque;
  if (compiled->context) {
    duk_push_heap_stash(compiled->context);
    duk_del_prop_string(compiled->context, -1, compiled->key);
    duk_pop(compiled->context);
  }
  free(compiled->owned);
  free(compiled);
}

// The bytes of the function on the stack, which is taken off; NULL without memory.
static char *dump(duk_context *context, size_t *length) {
  duk_dump_function(context);
  const void *bytes = duk_get_buffer(context, -1, length);
  char *copy = malloc(*length);
  if (copy)
    memcpy(copy, bytes, *length);
  duk_pop(context);
  return copy;
}

static void *compile(void *opaque, void *state, const struct driver_source *source,
                     struct driver_error *error) {
  const struct driver_site *site = opaque;
  duk_context *context = state;
  struct compiled *compiled = calloc(1, sizeof *compiled);
  if (!compile_module(context, source) || !compiled) {
    fail(context, error);
    free(compiled);
    return NULL;
  }
  if (site->spawn == DRIVER_SPAWN_POOL || site->spawn == DRIVER_SPAWN_ONCE) {
    compiled->context = context;
    compiled->function = duk_get_heapptr(context, -1);
    snprintf(compiled->key, sizeof compiled->key, "%p", (void *)compiled);
    hold(context, compiled->key);
    return compiled;
  }
  compiled->bytes = compiled->owned = dump(context, &compiled->length);
  if (compiled->owned)
    return compiled;
  driver_fail(error, "%s: no memory for the bytes", source->name);
  free(compiled);
  return NULL;
}

static void *load_compiled(void *state, const struct driver_source *source, const void *opaque,
                           struct driver_error *error) {
  const struct compiled *compiled = opaque;
  duk_context *context = state;
  if (compiled->context) {
    duk_push_heapptr(context, compiled->function);
  } else {
    duk_push_external_buffer(context);
    duk_config_buffer(context, -1, (void *)compiled->bytes, compiled->length);
    duk_load_function(context);
  }
  return run_module(context, true, source, error);
}

// Twice, as the first may run finalisers.
static void collect(void *state) {
  duk_gc(state, 0);
  duk_gc(state, 0);
}

static char *save(void *state, const void *compiled, size_t *length, struct driver_error *error) {
  const struct compiled *of = compiled;
  if (of->bytes)
    return driver_copy(of->bytes, *length = of->length, error);
  duk_push_heapptr(state, of->function);
  char *bytes = dump(state, length);
  if (!bytes)
    driver_fail(error, "no memory for the bytes");
  return bytes;
}

static void *restore(void *site, void *state, const struct driver_source *source, const char *bytes,
                     size_t length, struct driver_error *error) {
  (void)site;
  (void)state;
  struct compiled *compiled = calloc(1, sizeof *compiled);
  if (compiled)
    *compiled = (struct compiled){.bytes = bytes, .length = length};
  else
    driver_fail(error, "%s: no memory", source->name);
  return compiled;
}

static const struct driver_lifecycle lifecycle = {
    .no_spawn =
        {
            [DRIVER_SPAWN_BARE] = "a heap is not made without its standard library",
            [DRIVER_SPAWN_FACTORY] = "a heap is made from scratch",
        },
    .enter = driver_site_enter,
    .leave = leave,
    .spawn = spawn_heap,
    .retire = retire,
    .collect = collect,
    .created = driver_site_created,
    .no_parse = "the parser is the compiler: it has no tree and no pass of its own",
    .compile = compile,
    .discard = discard,
    .load_compiled = load_compiled,
    .save = save,
    .restore = restore,
};

static const struct driver duktape = {
    .name = "duktape",
    .language = "es5",
    .suffix = ".es5.js",
    .compiled = true,
    .peer = true,
    .no_modules = "Duktape has no require: a host that wants modules writes it",
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

int main(int argc, char **argv) { return harness_main(&duktape, argc, argv); }

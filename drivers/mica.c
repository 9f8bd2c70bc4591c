// needs: libmica.a
//
// Mica: a program is a CommonJS module, the handle a mica_handle to the exported function. Each
// tier is an engine of its own, and so is each way of taking a profile, which shows what that
// costs. A build without the profiler gives its bytecode tier another name, so that its times are
// never taken for those of the usual one. Values that cross are in mica_boundary.c, runtimes that
// come and go in mica_lifecycle.c.
#include <stdlib.h>
#include <string.h>

#include "drivers/mica_embedding.h"

// How a runtime of an engine is made.
struct settings {
  mica_tier tier;
  mica_profile_options profile; // taken all the time; no sections: none
};

#define TREE                                                                                       \
  &(const struct settings) { .tier = MICA_TIER_TREE }
#define BYTECODE                                                                                   \
  &(const struct settings) { .tier = MICA_TIER_BYTECODE }
#define BASELINE                                                                                   \
  &(const struct settings) { .tier = MICA_TIER_BASELINE }
#define PROFILED(what, rate)                                                                       \
  &(const struct settings) {                                                                       \
    .tier = MICA_TIER_BYTECODE, .profile = {.sections = MICA_PROFILE_##what, .sample_rate = rate } \
  }

// The tree tier is an order of magnitude slower, and is measured with as many fewer repetitions.
static const struct driver_engine engines[] = {
#ifdef MICA_NO_PROFILER
    {.name = "mica-no-profiler",
     .description = "Mica built without its profiler, bytecode interpreter",
     .repetition_divisor = 1,
     .settings = BYTECODE},
#else
    {.name = "mica-bytecode",
     .description = "Mica, register bytecode interpreter",
     .repetition_divisor = 1,
     .settings = BYTECODE},
#endif
#ifndef MICA_NO_NATIVE
    {.name = "mica-baseline",
     .description = "Mica, bytecode and native code for what is hot (the default)",
     .repetition_divisor = 1,
     .settings = BASELINE},
#endif
    {.name = "mica-tree",
     .description = "Mica, tree-walking interpreter",
     .repetition_divisor = 10,
     .settings = TREE},
#ifndef MICA_NO_PROFILER
    {.name = "mica-profile-opcodes",
     .description = "mica-bytecode while its profiler counts opcodes",
     .repetition_divisor = 1,
     .apart = true,
     .settings = PROFILED(OPCODES, 0)},
    {.name = "mica-profile-functions",
     .description = "mica-bytecode while its profiler times functions",
     .repetition_divisor = 1,
     .apart = true,
     .settings = PROFILED(FUNCTIONS, 0)},
    {.name = "mica-profile-sampling",
     .description = "mica-bytecode while its profiler takes 1,000 samples a second",
     .repetition_divisor = 1,
     .apart = true,
     .settings = PROFILED(FUNCTIONS, 1000)},
    {.name = "mica-profile-memory",
     .description = "mica-bytecode while its profiler follows allocations",
     .repetition_divisor = 1,
     .apart = true,
     .settings = PROFILED(MEMORY, 0)},
    {.name = "mica-profile-usual",
     .description = "mica-bytecode with what mica profile takes: functions, memory, jit",
     .repetition_divisor = 1,
     .apart = true,
     .settings = PROFILED(USUAL, 0)},
#endif
};

mica_tier mica_tier_of(const struct driver_engine *engine) {
  return ((const struct settings *)engine->settings)->tier;
}

bool mica_begin_profile(mica_runtime *runtime, const struct driver_engine *engine,
                        struct driver_error *error) {
  const mica_profile_options *profile = &((const struct settings *)engine->settings)->profile;
  return profile->sections == 0 || mica_profile_start(runtime, profile) == MICA_OK ||
         driver_fail(error, "no profile is begun: %s", mica_error_text(runtime));
}

static void describe(const char *objects, struct driver_description *description) {
  (void)objects;
  snprintf(description->buffer, sizeof description->buffer, "Mica %s", mica_version());
  description->version = description->buffer;
  description->build = mica_build();
  description->library = "libmica.a, linked in";
}

static void log_call(void *data, mica_runtime *runtime, const mica_logged_call *call) {
  (void)data;
  (void)runtime;
  double arguments[2] = {0, 0}, result = 0;
  for (unsigned i = 0; i < call->count && i < 2; i++)
    mica_to_number(call->arguments[i], &arguments[i]);
  mica_to_number(call->result, &result);
  driver_log_sink(call->name, arguments, call->count, result);
}

// The host's modules are source text.
static mica_status resolve(void *data, const char *specifier, const char *from,
                           char name[MICA_MODULE_NAME_BYTES], mica_module_error *error) {
  (void)data;
  (void)from;
  (void)error;
  snprintf(name, MICA_MODULE_NAME_BYTES, "%s", specifier);
  return MICA_OK;
}

static mica_status load_module(void *data, const char *name, mica_module *module,
                               mica_module_error *error) {
  int value, length = -1;
  (void)data;
  if (driver_module(name, &value))
    length = asprintf(&module->text, "module.exports = { value: %d };\n", value);
  if (length >= 0) {
    module->length = (size_t)length;
    return MICA_OK;
  }
  snprintf(error->message, sizeof error->message, "no module '%s' of the host's", name);
  return MICA_ERROR_THROWN;
}

static const mica_loader loader = {.resolve = resolve, .load = load_module};

mica_options mica_options_of(mica_tier tier, struct driver_memory *memory, mica_call_log *log) {
  mica_options options = {.tier = tier, .loader = &loader};
  *log = (mica_call_log){.function = log_call, .on = driver_log_wanted() == DRIVER_LOG_ON};
  if (driver_log_wanted() != DRIVER_LOG_NONE)
    options.call_log = log;
  if (memory)
    options.allocator = (mica_allocator){.data = memory, .resize = driver_memory_reallocate};
  return options;
}

static void *engine_open(const struct driver_engine *engine, struct driver_error *error) {
  mica_call_log log;
  const mica_options options = mica_options_of(mica_tier_of(engine), NULL, &log);
  mica_runtime *runtime = mica_runtime_new(&options);
  if (!runtime)
    driver_fail(error, "no memory for a runtime");
  if (!runtime || (mica_add_host(runtime, error) && mica_begin_profile(runtime, engine, error)))
    return runtime;
  mica_runtime_free(runtime);
  return NULL;
}

static void engine_close(void *state) { mica_runtime_free(state); }

static void unload(void *opaque) {
  struct program *program = opaque;
  if (program->record)
    mica_record_free(program->record);
  if (program->kept)
    mica_drop(program->runtime, program->kept);
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

bool mica_fail_compilation(const struct driver_source *source, const mica_error *failure,
                           struct driver_error *error) {
  return driver_fail(error, "%s:%u:%u: %s\n%s", source->name, failure->line, failure->column,
                     failure->message, failure->excerpt);
}

void *mica_load_code(mica_runtime *runtime, mica_program *code, const struct driver_source *source,
                     struct driver_error *error) {
  struct program *program = calloc(1, sizeof *program);
  if (!program) {
    mica_program_release(code);
    driver_fail(error, "%s: no memory", source->name);
    return NULL;
  }
  program->runtime = runtime;
  program->code = code;
  if (run_module(program, source, error))
    return program;
  unload(program);
  return NULL;
}

static void *load(void *state, const struct driver_source *source, struct driver_error *error) {
  mica_error failure;
  mica_program *code;
  if (mica_compile_lazily(source->text, source->length, source->name, &code, &failure) == MICA_OK)
    return mica_load_code(state, code, source, error);
  mica_fail_compilation(source, &failure, error);
  return NULL;
}

bool mica_call_number(const struct program *program, const mica_handle *function, const char *name,
                      const mica_value *arguments, unsigned count, double *number,
                      struct driver_error *error) {
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
  return mica_call_number(program, program->entry, "run", arguments, 2, result, error);
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
  bool counted = mica_call_number(program, handle, "work", NULL, 0, count, error);
  mica_drop(program->runtime, handle);
  return counted;
}

static bool call_add(void *opaque, int64_t a, int64_t b, int64_t *result,
                     struct driver_error *error) {
  const struct program *program = opaque;
  const mica_value arguments[] = {mica_number((double)a), mica_number((double)b)};
  double number;
  return mica_call_number(program, program->entry, "add", arguments, 2, &number, error) &&
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
    .has_modules = true,
    .call_script = call_script,
    .lifecycle = &mica_lifecycle,
    .boundary = &mica_boundary,
};

int main(int argc, char **argv) { return harness_main(&mica, argc, argv); }

// Runtimes of Mica that come and go. A host that makes many has a factory or a pool; the plain
// constructor builds a factory each time. What scripts are run but once is compiled lazily; what is
// kept is compiled whole, and shared by all runtimes.
#include <stdlib.h>

#include "drivers/mica_embedding.h"

struct site {
  const struct driver_engine *engine;
  enum driver_spawn spawn;
  mica_options options;
  mica_call_log log;
  mica_factory *factory;
  mica_pool *pool;
  uint64_t created;
};

static void leave(void *opaque) {
  struct site *site = opaque;
  if (site->pool)
    mica_pool_free(site->pool);
  mica_factory_release(site->factory);
  free(site);
}

static void *enter(const struct driver_engine *engine, enum driver_spawn spawn,
                   struct driver_memory *memory, struct driver_error *error) {
  struct site *site = calloc(1, sizeof *site);
  if (!site) {
    driver_fail(error, "no memory");
    return NULL;
  }
  site->engine = engine;
  site->spawn = spawn;
  site->options = mica_options_of(mica_tier_of(engine), memory, &site->log);
  if (spawn == DRIVER_SPAWN_LIBRARY)
    return site;
  site->factory = mica_factory_new(&site->options);
  if (site->factory && spawn == DRIVER_SPAWN_POOL)
    site->pool = mica_pool_new(site->factory, 1);
  if (site->factory && (site->pool || spawn != DRIVER_SPAWN_POOL))
    return site;
  driver_fail(error, "no memory for a factory");
  leave(site);
  return NULL;
}

static void *spawn_runtime(void *opaque, struct driver_error *error) {
  struct site *site = opaque;
  mica_runtime *runtime = site->pool      ? mica_pool_take(site->pool)
                          : site->factory ? mica_factory_runtime(site->factory)
                                          : mica_runtime_new(&site->options);
  site->created += runtime != NULL;
  if (!runtime)
    driver_fail(error, "no memory for a runtime");
  if (!runtime || ((site->spawn != DRIVER_SPAWN_ONCE || mica_add_host(runtime, error)) &&
                   mica_begin_profile(runtime, site->engine, error)))
    return runtime;
  mica_runtime_free(runtime);
  return NULL;
}

static void retire(void *opaque, void *runtime) {
  struct site *site = opaque;
  if (site->pool)
    mica_pool_give(site->pool, runtime);
  else
    mica_runtime_free(runtime);
}

static void collect(void *runtime) { mica_collect(runtime); }

static uint64_t created(const void *opaque) {
  const struct site *site = opaque;
  return site->pool ? mica_pool_measure(site->pool).created : site->created;
}

// ---- Code

static bool parse(void *state, const struct driver_source *source, struct driver_error *error) {
  (void)state;
  mica_error failure;
  mica_program *program;
  if (mica_compile_lazily(source->text, source->length, source->name, &program, &failure) !=
      MICA_OK)
    return mica_fail_compilation(source, &failure, error);
  mica_program_release(program);
  return true;
}

static void *compile(void *site, void *state, const struct driver_source *source,
                     struct driver_error *error) {
  (void)state;
  mica_error failure;
  mica_program *program = NULL;
  bool walks = ((const struct site *)site)->options.tier == MICA_TIER_TREE; // needs no bytecode
  if (mica_compile(source->text, source->length, source->name, &program, &failure) == MICA_OK &&
      (walks || mica_precompile(program, &failure) == MICA_OK))
    return program;
  mica_fail_compilation(source, &failure, error);
  mica_program_release(program);
  return NULL;
}

static void discard(void *program) { mica_program_release(program); }

static void *load_compiled(void *state, const struct driver_source *source, const void *compiled,
                           struct driver_error *error) {
  return mica_load_code(state, mica_program_retain((mica_program *)compiled), source, error);
}

static char *save(void *state, const void *compiled, size_t *length, struct driver_error *error) {
  (void)state;
  mica_error failure;
  char *bytes;
  if (mica_program_save((mica_program *)compiled, &bytes, length, &failure) == MICA_OK)
    return bytes;
  driver_fail(error, "%s", failure.message);
  return NULL;
}

static void *restore(void *site, void *state, const struct driver_source *source, const char *bytes,
                     size_t length, struct driver_error *error) {
  (void)site;
  (void)state;
  mica_error failure;
  mica_program *program;
  if (mica_program_borrow(bytes, length, NULL, NULL, &program, &failure) == MICA_OK)
    return program;
  driver_fail(error, "%s: %s", source->name, failure.message);
  return NULL;
}

static const char *no_save_on(const struct driver_engine *engine) {
  return mica_tier_of(engine) == MICA_TIER_TREE
             ? "a saved program is bytecode, without the tree that this tier walks"
             : NULL;
}

const struct driver_lifecycle mica_lifecycle = {
    .no_spawn = {[DRIVER_SPAWN_BARE] = "the standard library is constant data that all runtimes "
                                       "share: there is none without it"},
    .enter = enter,
    .leave = leave,
    .spawn = spawn_runtime,
    .retire = retire,
    .collect = collect,
    .created = created,
    .parse = parse,
    .compile = compile,
    .discard = discard,
    .load_compiled = load_compiled,
    .save = save,
    .restore = restore,
    .no_save_on = no_save_on,
};

// See harness_embedding.h. A life is: a runtime from the site, code in it, one call, the end. Where
// the time of each step is wanted too, a clock is read between them, in a block that is not timed
// itself.
#include "drivers/harness_embedding.h"
#include "drivers/harness_pauses.h"

#include <jansson.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

bool harness_embedding_has_site(const struct manifest *manifest) {
  return manifest->kind == MANIFEST_LIFECYCLE || manifest->kind == MANIFEST_PIPELINE;
}

// ---- What an engine lacks

static const char *missing_lives(const struct driver_process *process,
                                 const struct manifest *manifest) {
  return manifest->kind == MANIFEST_PIPELINE ? process->no_pipeline
                                             : process->no_lives(&manifest->lifecycle);
}

static const char *missing_lifecycle(const struct driver *driver,
                                     const struct driver_engine *engine,
                                     const struct manifest *manifest) {
  const struct driver_lifecycle *lifecycle = driver->lifecycle;
  const struct driver_life *wanted = &manifest->lifecycle;
  if (driver->process && driver->process->load_lives)
    return missing_lives(driver->process, manifest);
  if (!lifecycle)
    return driver->no_lifecycle ? driver->no_lifecycle : "the driver makes one runtime only";
  if (lifecycle->no_spawn[manifest->lifecycle.spawn])
    return lifecycle->no_spawn[manifest->lifecycle.spawn];
  bool compiles = wanted->code > DRIVER_CODE_SOURCE ||
                  (wanted->code == DRIVER_CODE_SOURCE && wanted->until == DRIVER_UNTIL_COMPILED);
  if (compiles && !lifecycle->compile)
    return lifecycle->no_compile;
  bool shares = wanted->code == DRIVER_CODE_COMPILED && wanted->spawn != DRIVER_SPAWN_ONCE &&
                wanted->spawn != DRIVER_SPAWN_POOL;
  if (shares && lifecycle->no_share)
    return lifecycle->no_share;
  if (wanted->code == DRIVER_CODE_SAVED && !lifecycle->save)
    return lifecycle->no_save;
  if (wanted->code == DRIVER_CODE_SAVED && lifecycle->no_save_on)
    return lifecycle->no_save_on(engine);
  bool parses = wanted->code != DRIVER_CODE_NONE && wanted->until == DRIVER_UNTIL_PARSED;
  return parses && !lifecycle->parse ? lifecycle->no_parse : NULL;
}

const char *harness_embedding_missing(const struct driver *driver,
                                      const struct driver_engine *engine,
                                      const struct manifest *manifest) {
  bool passes_values =
      manifest->kind >= MANIFEST_CALL_VALUE && manifest->kind <= MANIFEST_CONVERT_OUT;
  bool is_embedding = manifest_is_embedding(manifest->category);
  if (harness_embedding_has_site(manifest)) {
    const char *reason = missing_lifecycle(driver, engine, manifest);
    if (reason || manifest->kind == MANIFEST_LIFECYCLE)
      return reason;
    passes_values = true;
  }
  if ((passes_values || (is_embedding && manifest->kind == MANIFEST_CALL_HOST)) &&
      !driver->boundary)
    return driver->no_boundary ? driver->no_boundary : "the driver passes numbers only";
  return NULL;
}

// ---- Phases

double harness_now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC_RAW, &time);
  return (double)time.tv_sec * 1e9 + (double)time.tv_nsec;
}

// What has passed since the last mark was of that phase.
static inline void mark(struct harness_embedding *embedding, enum harness_phase phase) {
  if (__builtin_expect(!embedding->times_phases, 1))
    return;
  double time = harness_now();
  embedding->phases[phase] += fmax(0, time - embedding->mark - embedding->timer_ns);
  embedding->mark = time;
}

// ---- A life

static void *take_runtime(struct harness_embedding *embedding, struct driver_error *error) {
  if (embedding->only)
    return embedding->only;
  int64_t held = embedding->memory ? embedding->memory->held : 0;
  void *state = embedding->driver->lifecycle->spawn(embedding->site, error);
  if (embedding->memory && state)
    embedding->runtime_bytes = (double)(embedding->memory->held - held);
  return state;
}

static void give_runtime(struct harness_embedding *embedding, void *state) {
  if (state != embedding->only)
    embedding->driver->lifecycle->retire(embedding->site, state);
}

// The compiled program: what was made before, or, for this life alone, of the source or the bytes.
static void *take_compiled(struct harness_embedding *embedding, void *state,
                           struct driver_error *error) {
  const struct driver_lifecycle *lifecycle = embedding->driver->lifecycle;
  switch (embedding->manifest->lifecycle.code) {
  case DRIVER_CODE_COMPILED:
    embedding->next = embedding->next + 1 < embedding->compiled_count ? embedding->next + 1 : 0;
    return embedding->compiled[embedding->next];
  case DRIVER_CODE_SAVED:
    return lifecycle->restore(embedding->site, state, &embedding->source, embedding->saved,
                              embedding->saved_length, error);
  default:
    return lifecycle->compile(embedding->site, state, &embedding->source, error);
  }
}

static void give_compiled(struct harness_embedding *embedding, void *compiled) {
  if (compiled && embedding->manifest->lifecycle.code != DRIVER_CODE_COMPILED)
    embedding->driver->lifecycle->discard(compiled);
}

// Goes as far with the code as the manifest says. *program is what was loaded, if it went so far.
static bool take_code(struct harness_embedding *embedding, void *state, void **program,
                      struct driver_error *error) {
  const struct driver *driver = embedding->driver;
  const struct driver_life *wanted = &embedding->manifest->lifecycle;
  *program = NULL;
  if (wanted->code == DRIVER_CODE_NONE)
    return true;
  if (wanted->until == DRIVER_UNTIL_PARSED)
    return driver->lifecycle->parse(state, &embedding->source, error);
  if (wanted->code == DRIVER_CODE_SOURCE && wanted->until >= DRIVER_UNTIL_LOADED) {
    *program = driver->load(state, &embedding->source, error);
    return *program != NULL;
  }
  void *compiled = take_compiled(embedding, state, error);
  if (compiled && wanted->until >= DRIVER_UNTIL_LOADED)
    *program = driver->lifecycle->load_compiled(state, &embedding->source, compiled, error);
  give_compiled(embedding, compiled);
  return compiled && (*program || wanted->until < DRIVER_UNTIL_LOADED);
}

// A value that a life of no call gives: of the seed, so that all engines must agree.
static double uncalled(uint32_t seed, int64_t i) { return (double)((seed % 1000 + i) % 1000); }

static bool count_work(struct harness_embedding *embedding, void *program, bool called,
                       struct driver_error *error) {
  double work = 1;
  if (!embedding->counts_work)
    return true;
  if (called && !embedding->driver->work(program, &work, error))
    return false;
  embedding->work += work;
  return true;
}

// One life. `row` is what its entry is called with; NULL: run(i, seed).
static bool live(struct harness_embedding *embedding, int64_t i, uint32_t seed,
                 const struct driver_value *row, double *result, struct driver_error *error) {
  const struct driver *driver = embedding->driver;
  bool calls = embedding->manifest->lifecycle.code != DRIVER_CODE_NONE &&
               embedding->manifest->lifecycle.until == DRIVER_UNTIL_RUN;
  void *program = NULL, *state = take_runtime(embedding, error);
  mark(embedding, HARNESS_CREATE);
  bool done = state && take_code(embedding, state, &program, error);
  mark(embedding, HARNESS_COMPILE);
  if (done && calls)
    done = row ? driver->boundary->call(program, NULL, row, result, error)
               : driver->run(program, i, seed, result, error);
  else
    *result = uncalled(seed, i);
  mark(embedding, HARNESS_EXECUTE);
  done = done && count_work(embedding, program, calls, error);
  if (program)
    driver->unload(program);
  if (state)
    give_runtime(embedding, state);
  mark(embedding, HARNESS_CLEAN);
  return done;
}

static bool run_lives(void *opaque, int64_t n, uint32_t seed, double *result,
                      struct driver_error *error) {
  double total = 0;
  for (int64_t i = 0; i < n; i++) {
    double value;
    if (!live(opaque, i, seed, NULL, &value, error))
      return false;
    total += value;
  }
  *result = total;
  return true;
}

// ---- The pipeline
//
// Nodes hand messages on as texts, as they would through a queue: a node parses its message,
// evaluates its conditions on what it makes of it, adds its verdict and writes the message out
// again.

// A message as it comes in; NULL without memory, here and below.
static char *message_text(uint32_t seed, int64_t i) {
  const struct driver_row *row = &driver_host_value(DRIVER_ROW, (seed % 1000) + i)->row;
  json_t *message =
      json_pack("{sI sf sI sb ss si}", "id", (json_int_t)row->id, "price", row->price, "count",
                (json_int_t)row->count, "active", (int)row->active, "name", row->name, "hits", 0);
  char *text = json_dumps(message, JSON_COMPACT);
  json_decref(message);
  return text;
}

static void read_message(const json_t *message, struct driver_value *value) {
  const json_t *name = json_object_get(message, "name");
  value->type = DRIVER_ROW;
  value->row = (struct driver_row){
      .id = json_integer_value(json_object_get(message, "id")),
      .price = json_number_value(json_object_get(message, "price")),
      .count = json_integer_value(json_object_get(message, "count")),
      .active = json_is_true(json_object_get(message, "active")),
      .name = json_string_value(name),
      .name_length = json_string_length(name),
  };
}

// Evaluates the conditions of a node; *hits counts those that the message meets.
static bool evaluate(struct harness_embedding *embedding, const json_t *message, int node,
                     uint32_t seed, double *hits, struct driver_error *error) {
  struct driver_value value;
  read_message(message, &value);
  int64_t id = value.row.id;
  for (int condition = 0; condition < PIPELINE_CONDITIONS; condition++) {
    double verdict;
    value.row.id = (id + node) * PIPELINE_CONDITIONS + condition;
    mark(embedding, HARNESS_HOST);
    if (!live(embedding, node, seed, &value, &verdict, error))
      return false;
    *hits += verdict;
  }
  return true;
}

// What a node writes of a message that it has parsed.
static char *pass_on(json_t *message, double hits) {
  json_int_t before = json_integer_value(json_object_get(message, "hits"));
  json_object_set_new(message, "hits", json_integer(before + (json_int_t)hits));
  return json_dumps(message, JSON_COMPACT);
}

// Takes a message through all nodes. Gives `text` up, and returns the last one, or NULL.
static char *take_message(struct harness_embedding *embedding, char *text, uint32_t seed,
                          double *result, struct driver_error *error) {
  driver_fail(error, "no memory for a message");
  for (int node = 0; node < PIPELINE_NODES && text; node++) {
    json_t *message = json_loads(text, 0, NULL);
    double hits = 0;
    free(text);
    text = message && evaluate(embedding, message, node, seed, &hits, error)
               ? pass_on(message, hits)
               : NULL;
    json_decref(message);
    *result += hits;
  }
  return text;
}

static bool run_pipeline(void *opaque, int64_t n, uint32_t seed, double *result,
                         struct driver_error *error) {
  *result = 0;
  for (int64_t i = 0; i < n; i++) {
    char *text = take_message(opaque, message_text(seed, i), seed, result, error);
    mark(opaque, HARNESS_HOST);
    if (!text)
      return false;
    *result += (double)strlen(text);
    free(text);
  }
  return true;
}

// ---- Values

static bool run_calls(void *opaque, int64_t n, uint32_t seed, double *result,
                      struct driver_error *error) {
  struct harness_embedding *embedding = opaque;
  const struct driver_boundary *boundary = embedding->driver->boundary;
  const char *name = embedding->manifest->kind == MANIFEST_CALL_NAMED ? "take" : NULL;
  enum driver_value_type type = embedding->manifest->value;
  double total = 0, value;
  for (int64_t i = 0; i < n; i++) {
    if (!boundary->call(embedding->program, name, driver_host_value(type, seed % 1000 + i), &value,
                        error))
      return false;
    total += value;
  }
  *result = total;
  return true;
}

// Calls of a function that throws, whose error the host takes as a text.
static bool run_failures(void *opaque, int64_t n, uint32_t seed, double *result,
                         struct driver_error *error) {
  struct harness_embedding *embedding = opaque;
  enum driver_value_type type = embedding->manifest->value;
  double value;
  for (int64_t i = 0; i < n; i++)
    if (embedding->driver->boundary->call(embedding->program, NULL,
                                          driver_host_value(type, seed % 1000 + i), &value, error))
      return driver_fail(error, "take did not throw");
  *result = (double)(seed % 1000 + n);
  return true;
}

// The last value is taken out again, to show that it went in.
static bool run_puts(void *opaque, int64_t n, uint32_t seed, double *result,
                     struct driver_error *error) {
  struct harness_embedding *embedding = opaque;
  const struct driver_boundary *boundary = embedding->driver->boundary;
  enum driver_value_type type = embedding->manifest->value;
  if (n == 0)
    return driver_fail(error, "n is 0: there is no value to be taken out again");
  for (int64_t i = 0; i < n; i++)
    if (!boundary->put(embedding->program, driver_host_value(type, seed % 1000 + i), error))
      return false;
  struct driver_value *last = driver_room(type);
  if (!boundary->take(embedding->program, last, error))
    return false;
  *result = driver_digest(last);
  embedding->work += (double)n;
  return true;
}

static bool run_takes(void *opaque, int64_t n, uint32_t seed, double *result,
                      struct driver_error *error) {
  struct harness_embedding *embedding = opaque;
  const struct driver_boundary *boundary = embedding->driver->boundary;
  enum driver_value_type type = embedding->manifest->value;
  double total = 0;
  if (!boundary->put(embedding->program, driver_host_value(type, seed % 1000), error))
    return false;
  for (int64_t i = 0; i < n; i++) {
    struct driver_value *value = driver_room(type);
    if (!boundary->take(embedding->program, value, error))
      return false;
    total += driver_digest(value);
  }
  *result = total;
  embedding->work += (double)n;
  return true;
}

static harness_enter *loop_of(enum manifest_kind kind) {
  switch (kind) {
  case MANIFEST_LIFECYCLE:
    return run_lives;
  case MANIFEST_PIPELINE:
    return run_pipeline;
  case MANIFEST_CALL_VALUE:
  case MANIFEST_CALL_NAMED:
    return run_calls;
  case MANIFEST_CALL_FAILING:
    return run_failures;
  case MANIFEST_CONVERT_IN:
    return run_puts;
  case MANIFEST_CONVERT_OUT:
    return run_takes;
  default:
    return NULL;
  }
}

bool harness_embedding_loops(enum manifest_kind kind) { return loop_of(kind) != NULL; }

harness_enter *harness_enter_of(const struct driver *driver, enum manifest_kind kind) {
  if (loop_of(kind))
    return loop_of(kind);
  return kind == MANIFEST_CALL_SCRIPT ? driver->call_script : driver->run;
}

// ---- Beginning and ending

#define UNIT_BEGIN "@[\n"
#define UNIT_END "@]\n"
#define UNIT_NUMBER "000000"

// Makes the source as long as the payload: the lines between two marks are repeated, with the
// number of the repetition in the place of each 000000.
static bool repeat_source(struct harness_embedding *embedding, struct driver_error *error) {
  struct driver_source *source = &embedding->source;
  size_t wanted = (size_t)embedding->manifest->payload;
  const char *begin = strstr(source->text, UNIT_BEGIN), *end = strstr(source->text, UNIT_END);
  if (begin && end)
    begin += strlen(UNIT_BEGIN);
  while (begin && end > begin && end[-1] != '\n')
    end--;
  if (!begin || !end || end <= begin)
    return driver_fail(error, "%s: has no lines between marks to be repeated", source->name);
  size_t unit = (size_t)(end - begin), rest = source->length - unit;
  size_t count = wanted > rest ? (wanted - rest) / unit : 0;
  char *text = embedding->repeated = malloc(rest + count * unit + 1);
  if (!text)
    return driver_fail(error, "%s: no memory", source->name);
  text = mempcpy(text, source->text, (size_t)(begin - source->text));
  for (size_t i = 0; i < count; i++) {
    char number[24];
    snprintf(number, sizeof number, "%06zu", i % 1000000);
    char *copy = text;
    text = mempcpy(text, begin, unit);
    for (char *at = copy; (at = memmem(at, (size_t)(text - at), UNIT_NUMBER, 6)) != NULL; at += 6)
      memcpy(at, number, 6);
  }
  strcpy(text, end);
  source->text = embedding->repeated;
  source->length = rest + count * unit;
  return true;
}

// Compiles in that runtime, and saves, what lives are to find ready.
static bool prepare_compiled(struct harness_embedding *embedding, void *state,
                             struct driver_error *error) {
  const struct driver_lifecycle *lifecycle = embedding->driver->lifecycle;
  if (embedding->manifest->lifecycle.code == DRIVER_CODE_SAVED) {
    void *compiled = lifecycle->compile(embedding->site, state, &embedding->source, error);
    if (!compiled)
      return false;
    embedding->saved = lifecycle->save(state, compiled, &embedding->saved_length, error);
    lifecycle->discard(compiled);
    return embedding->saved != NULL;
  }
  size_t count = embedding->manifest->kind == MANIFEST_PIPELINE ? PIPELINE_EVALUATIONS : 1;
  embedding->compiled = calloc(count, sizeof *embedding->compiled);
  if (!embedding->compiled)
    return driver_fail(error, "no memory for compiled programs");
  while (embedding->compiled_count < count) {
    void *compiled = lifecycle->compile(embedding->site, state, &embedding->source, error);
    if (!compiled)
      return false;
    embedding->compiled[embedding->compiled_count++] = compiled;
  }
  return true;
}

static bool prepare_code(struct harness_embedding *embedding, struct driver_error *error) {
  if (embedding->manifest->lifecycle.code < DRIVER_CODE_COMPILED)
    return true;
  void *state = take_runtime(embedding, error);
  bool prepared = state && prepare_compiled(embedding, state, error);
  if (state)
    give_runtime(embedding, state);
  return prepared;
}

bool harness_embedding_begin(struct harness_embedding *embedding, struct driver_error *error) {
  const struct manifest *manifest = embedding->manifest;
  const struct driver_lifecycle *lifecycle = embedding->driver->lifecycle;
  if (!harness_embedding_has_site(manifest))
    return true;
  if (manifest->payload > 0 && embedding->source.text && !repeat_source(embedding, error))
    return false;
  if (embedding->driver->process)
    return true;
  embedding->site =
      lifecycle->enter(embedding->engine, manifest->lifecycle.spawn, embedding->memory, error);
  if (!embedding->site)
    return false;
  if (manifest->lifecycle.spawn == DRIVER_SPAWN_ONCE &&
      !(embedding->only = lifecycle->spawn(embedding->site, error)))
    return false;
  return prepare_code(embedding, error);
}

void harness_embedding_end(struct harness_embedding *embedding) {
  if (!embedding->driver)
    return;
  const struct driver_lifecycle *lifecycle = embedding->driver->lifecycle;
  for (size_t i = 0; i < embedding->compiled_count; i++)
    lifecycle->discard(embedding->compiled[i]);
  if (embedding->only)
    lifecycle->retire(embedding->site, embedding->only);
  if (embedding->site)
    lifecycle->leave(embedding->site);
  free(embedding->compiled);
  free(embedding->saved);
  free(embedding->repeated);
  *embedding = (struct harness_embedding){.driver = NULL};
}

// ---- Counting

// A program that is no life of its own is loaded into a runtime whose memory is counted.
static bool begin_counted(struct harness_embedding *embedding, void **program,
                          struct driver_error *error) {
  const struct driver *driver = embedding->driver;
  *program = embedding;
  if (harness_embedding_has_site(embedding->manifest))
    return harness_embedding_begin(embedding, error);
  embedding->site =
      driver->lifecycle->enter(embedding->engine, DRIVER_SPAWN_ONCE, embedding->memory, error);
  embedding->only = embedding->site ? driver->lifecycle->spawn(embedding->site, error) : NULL;
  embedding->program =
      embedding->only ? driver->load(embedding->only, &embedding->source, error) : NULL;
  if (!harness_embedding_loops(embedding->manifest->kind))
    *program = embedding->program;
  return embedding->program != NULL;
}

// What is counted takes as many repetitions as a sample, or as many as there is time for. Before
// it, a few let caches fill, and the engine keep what it will use again.
static const double counting_ns = 1e9;
enum { WARM_REPETITIONS = 2 };

// Returns how many repetitions were run; 0 with the error filled in.
static int64_t run_counted(void *program, harness_enter *enter, int64_t n, int64_t repetitions,
                           int64_t seed, struct driver_error *error) {
  double begin = harness_now();
  int64_t done = 0;
  while (done < repetitions && (done == 0 || harness_now() - begin < counting_ns)) {
    double result;
    if (!enter(program, n, (seed + done) & INT32_MAX, &result, error))
      return 0;
    done++;
  }
  return done;
}

// Collects the garbage of the runtime that stays, so that what is held is what is in use.
static void settle(struct harness_embedding *embedding) {
  const struct driver_lifecycle *lifecycle = embedding->driver->lifecycle;
  struct driver_error ignored;
  bool stays = embedding->only || embedding->manifest->lifecycle.spawn == DRIVER_SPAWN_POOL;
  void *state = stays && lifecycle->collect ? take_runtime(embedding, &ignored) : NULL;
  if (!state)
    return;
  lifecycle->collect(state);
  give_runtime(embedding, state);
}

static void fill_memory(const struct harness_embedding *embedding,
                        const struct driver_memory *before, double units,
                        struct harness_counters *counters) {
  const struct driver_memory *memory = embedding->memory;
  if (embedding->driver->lifecycle->no_memory)
    return;
  counters->allocations = (double)(memory->allocations - before->allocations) / units;
  counters->bytes = (double)(memory->bytes - before->bytes) / units;
  counters->growth = (double)(memory->held - before->held) / units;
  counters->peak = (double)memory->peak;
  if (embedding->runtime_bytes > 0)
    counters->runtime_bytes = embedding->runtime_bytes;
}

static void fill_phases(const struct harness_embedding *embedding, double units,
                        struct harness_counters *counters) {
  double all = 0;
  for (int phase = 0; phase < HARNESS_PHASE_COUNT; phase++) {
    counters->phases[phase] = embedding->phases[phase] / units;
    all += counters->phases[phase];
  }
  if (embedding->manifest->kind == MANIFEST_PIPELINE)
    counters->engine_share = 1 - counters->phases[HARNESS_HOST] / all;
}

// Pauses are met by as many calls on every engine, however slow; in a smoke run by few.
enum { PAUSE_CALLS = 20000, PAUSE_CALLS_PER_REPETITION = 100 };

static bool count_pauses(const struct harness_embedding *model, int64_t n, int64_t repetitions,
                         int64_t seed, struct harness_counters *counters,
                         struct driver_error *error) {
  struct harness_embedding embedding = {.driver = model->driver,
                                        .engine = model->engine,
                                        .manifest = model->manifest,
                                        .source = model->source};
  harness_enter *enter = harness_enter_of(model->driver, model->manifest->kind);
  int64_t calls = repetitions * PAUSE_CALLS_PER_REPETITION;
  if (calls > PAUSE_CALLS)
    calls = PAUSE_CALLS;
  void *program;
  bool done = begin_counted(&embedding, &program, error) &&
              run_counted(program, enter, n, WARM_REPETITIONS, seed, error) > 0 &&
              harness_pauses_time(program, enter, n, calls, seed, counters->pauses, error);
  if (done)
    counters->pauses[HARNESS_COLLECTION] =
        harness_pauses_collection(model->driver->lifecycle, embedding.only);
  if (embedding.program)
    model->driver->unload(embedding.program);
  harness_embedding_end(&embedding);
  return done;
}

// A block on a site of its own. With `memory` that is counted; without, the phases are timed, which
// the counting would slow down.
static bool count_block(const struct harness_embedding *model, struct driver_memory *memory,
                        int64_t n, int64_t repetitions, int64_t seed,
                        struct harness_counters *counters, struct driver_error *error) {
  struct harness_embedding embedding = {.driver = model->driver,
                                        .engine = model->engine,
                                        .manifest = model->manifest,
                                        .source = model->source,
                                        .memory = memory,
                                        .timer_ns = model->timer_ns};
  harness_enter *enter = harness_enter_of(model->driver, model->manifest->kind);
  void *program;
  struct driver_memory before = {.held = 0};
  int64_t done = 0, warm = begin_counted(&embedding, &program, error)
                               ? run_counted(program, enter, n, WARM_REPETITIONS, seed, error)
                               : 0;
  if (warm > 0) {
    settle(&embedding);
    if (memory) {
      before = *memory;
      memory->peak = memory->held;
    }
    embedding.times_phases = !memory;
    embedding.mark = harness_now();
    done = run_counted(program, enter, n, repetitions, seed, error);
    embedding.times_phases = false;
    int64_t peak = memory ? memory->peak : 0;
    settle(&embedding);
    if (memory)
      memory->peak = peak;
  }
  double each = n > 0 && model->manifest->kind != MANIFEST_PAUSES ? (double)n : 1;
  double units = each * (double)done;
  if (done > 0 && memory)
    fill_memory(&embedding, &before, units, counters);
  if (done > 0 && !memory)
    fill_phases(&embedding, units, counters);
  if (done > 0 && harness_embedding_has_site(model->manifest) && !embedding.only)
    counters->created =
        (double)model->driver->lifecycle->created(embedding.site) / (each * (double)(warm + done));
  if (embedding.program)
    model->driver->unload(embedding.program);
  harness_embedding_end(&embedding);
  return done > 0;
}

bool harness_embedding_count(const struct harness_embedding *model, int64_t n, int64_t repetitions,
                             int64_t seed, struct harness_counters *counters,
                             struct driver_error *error) {
  struct driver_memory memory = {.held = 0};
  *counters = (struct harness_counters){
      NAN, NAN, NAN, NAN, NAN, NAN, {NAN, NAN, NAN, NAN, NAN}, NAN, {NAN, NAN, NAN, NAN, NAN}};
  if (!count_block(model, &memory, n, repetitions, seed, counters, error))
    return false;
  if (model->manifest->kind == MANIFEST_PAUSES)
    return count_pauses(model, n, repetitions, seed, counters, error);
  return !harness_embedding_has_site(model->manifest) ||
         count_block(model, NULL, n, repetitions, seed, counters, error);
}

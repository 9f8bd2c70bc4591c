// The measuring harness that all drivers share: what must be the same for every engine is written
// once, here.
//
// A *session* is one process: options and manifest are read, the engine opened, the program loaded
// and, before it is measured, the cost of the clock and of an empty call taken in this process. A
// *block* is `repetitions` calls of the program with consecutive seeds; it is the only thing that
// is ever timed, and its results go to an array that is summed after the clock has been read. Every
// step reports its own failure and returns the exit status, so that the first that is not
// STATUS_DONE is the process's.
#include <dlfcn.h>
#include <link.h>
#include <malloc.h>
#include <math.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <time.h>

#include "compare/child.h"
#include "compare/version.h"
#include "drivers/driver.h"
#include "drivers/harness_embedding.h"
#include "drivers/harness_options.h"
#include "drivers/harness_output.h"
#include "drivers/harness_place.h"
#include "drivers/manifest.h"
#include "drivers/source.h"

enum status {
  STATUS_DONE = 0,
  STATUS_FAILED = 1,
  STATUS_USAGE = 2,
  STATUS_UNAVAILABLE = 3,
};

// A program in the engine, with what its source points to.
struct loaded {
  struct driver_source source;
  char *path, *name, *text;
  void *program;
};

struct session {
  const struct driver *driver;
  const struct driver_engine *engine;
  struct harness_options options;
  struct harness_output output;
  struct harness_place place;
  struct manifest *manifest;
  struct harness_start start; // the parameters of the measurement
  void *state;                // of the engine
  struct loaded subject;
  struct harness_embedding embedding; // of the kinds that have their loop there
  double *results;                    // of one block
  struct driver_error error;
};

// One kind of call, to be repeated.
struct block {
  const struct driver_process *process; // NULL: the engine is in this one
  bool (*enter)(void *program, int64_t n, uint32_t seed, double *result,
                struct driver_error *error);
  void *program;
  int64_t n;
  int64_t repetitions;
  int64_t seed; // of the first repetition
};

// ---- Services to drivers

bool driver_fail(struct driver_error *error, const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  vsnprintf(error->text, sizeof error->text, format, arguments);
  va_end(arguments);
  return false;
}

const char *driver_library_name(const void *address) {
  Dl_info info;
  if (!dladdr(address, &info) || !info.dli_fname)
    return "unknown";
  const char *slash = strrchr(info.dli_fname, '/');
  return slash ? slash + 1 : info.dli_fname;
}

// Whether the object holds the address, whose mapped bytes are then counted.
struct mapped {
  uintptr_t address;
  size_t bytes;
};

static int count_mapped(struct dl_phdr_info *info, size_t size, void *data) {
  struct mapped *mapped = data;
  size_t bytes = 0;
  bool holds = false;
  (void)size;
  for (int i = 0; i < info->dlpi_phnum; i++) {
    const ElfW(Phdr) *segment = &info->dlpi_phdr[i];
    if (segment->p_type != PT_LOAD)
      continue;
    bytes += segment->p_memsz;
    holds = holds || mapped->address - (info->dlpi_addr + segment->p_vaddr) < segment->p_memsz;
  }
  mapped->bytes = holds ? bytes : 0;
  return holds;
}

size_t driver_mapped_bytes(const void *address) {
  struct mapped mapped = {.address = (uintptr_t)address};
  dl_iterate_phdr(count_mapped, &mapped);
  return mapped.bytes;
}

// ---- Failing

static enum status fail(struct session *session, enum status status, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

static enum status fail(struct session *session, enum status status, const char *format, ...) {
  char message[sizeof session->error.text + 1024];
  va_list arguments;
  va_start(arguments, format);
  vsnprintf(message, sizeof message, format, arguments);
  va_end(arguments);
  if (status == STATUS_UNAVAILABLE)
    harness_output_unavailable(&session->output, message);
  else
    harness_output_error(&session->output, message);
  return status;
}

// Reports what the engine has filled in.
static enum status fail_engine(struct session *session) {
  return fail(session, STATUS_FAILED, "%s", session->error.text);
}

// ---- Choosing what to run

static enum status choose_engine(struct session *session) {
  const struct driver *driver = session->driver;
  const char *wanted = session->options.engine;
  session->engine = wanted ? NULL : driver->engines;
  char names[256] = "";
  for (size_t i = 0; i < driver->engine_count; i++) {
    if (wanted && strcmp(driver->engines[i].name, wanted) == 0)
      session->engine = &driver->engines[i];
    size_t length = strlen(names);
    snprintf(names + length, sizeof names - length, "%s%s", i ? ", " : "", driver->engines[i].name);
  }
  if (!session->engine)
    return fail(session, STATUS_USAGE, "the driver %s has no engine '%s'; there are: %s",
                driver->name, wanted, names);
  return STATUS_DONE;
}

// Whether the name can be that of a program's folder, and leads to no other place.
static bool is_plain_name(const char *name) {
  return *name != '\0' && *name != '.' && strchr(name, '/') == NULL;
}

static enum status read_manifest(struct session *session) {
  const char *name = session->options.program;
  if (!session->place.programs)
    return fail(session, STATUS_USAGE, "no program folders found; give --programs DIR");
  char *path = harness_place_text("%s/%s/program.yaml", session->place.programs, name);
  FILE *file = path && is_plain_name(name) ? fopen(path, "r") : NULL;
  enum status status = STATUS_DONE;
  struct manifest_error error;
  if (!file) {
    char *names = harness_place_programs(&session->place);
    status = fail(session, STATUS_USAGE, "there is no program '%s'; there are: %s", name,
                  names && *names ? names : "none");
    free(names);
  } else {
    fclose(file);
    if (!manifest_load(path, &session->manifest, &error))
      status = fail(session, STATUS_FAILED, "%s", error.text);
  }
  free(path);
  return status;
}

static int64_t either(int64_t given, int64_t otherwise) {
  return given == HARNESS_FROM_MANIFEST ? otherwise : given;
}

static enum status choose_parameters(struct session *session) {
  const struct harness_options *options = &session->options;
  const struct manifest_size *size = manifest_find_size(session->manifest, options->size);
  if (!size)
    return fail(session, STATUS_USAGE, "there is no size '%s'; there are: smoke, quick, full",
                options->size);
  session->start = (struct harness_start){
      .engine = session->engine->name,
      .program = session->manifest->name,
      .size = options->size,
      .n = either(options->n, size->n),
      .repetitions = either(options->repetitions, size->repetitions),
      .warmup = either(options->warmup, size->warmup),
      .samples = either(options->samples, size->samples),
      .seed = options->seed,
  };
  session->results = calloc((size_t)session->start.repetitions, sizeof *session->results);
  if (!session->results)
    return fail(session, STATUS_FAILED, "no memory for the results of a block");
  return STATUS_DONE;
}

static enum status check_available(struct session *session) {
  const struct driver *driver = session->driver;
  const char *reason = manifest_missing_reason(session->manifest, driver->language, driver->name);
  if (!reason && session->manifest->kind == MANIFEST_CALL_SCRIPT && !driver->call_script)
    reason = driver->no_call_script;
  if (!reason && session->manifest->kind == MANIFEST_CALL_HOST && !driver->calls_host)
    reason = driver->no_calls_host;
  if (!reason && session->manifest->kind == MANIFEST_REQUIRE && !driver->has_modules)
    reason = driver->no_modules ? driver->no_modules : "the driver has no modules";
  if (!reason)
    reason = harness_embedding_missing(driver, session->engine, session->manifest);
  return reason ? fail(session, STATUS_UNAVAILABLE, "%s", reason) : STATUS_DONE;
}

// ---- Loading

// Ends the engine with the program in it, which keeps its source.
static void close_engine(struct session *session) {
  harness_embedding_end(&session->embedding);
  if (session->subject.program)
    session->driver->unload(session->subject.program);
  session->subject.program = NULL;
  if (session->state)
    session->driver->close(session->state);
  session->state = NULL;
}

static void unload(struct session *session, struct loaded *loaded) {
  if (loaded->program)
    session->driver->unload(loaded->program);
  free(loaded->path);
  free(loaded->name);
  free(loaded->text);
  *loaded = (struct loaded){.program = NULL};
}

// Sets the path and the name for errors of the program's implementation: among the sources, or
// among what the build has made of them, where the counted variant is a file of its own.
static void name_source(const struct session *session, const char *program, struct loaded *loaded) {
  const struct driver *driver = session->driver;
  bool built = driver->compiled || !driver->suffix;
  bool counted = built && session->options.action == HARNESS_CHECK;
  const char *suffix = driver->suffix ? driver->suffix
                       : counted      ? ".so"
                                      : session->engine->object_suffix;
  const char *folder = built ? session->place.objects : session->place.programs;
  const char *variant = counted ? "-counted" : "";
  loaded->path = harness_place_text("%s/%s/%s%s%s", folder, program, program, variant, suffix);
  loaded->name = harness_place_text("programs/%s/%s%s%s", program, program, variant, suffix);
}

// The function of the program that is entered.
static const char *entry_of(enum manifest_kind kind) {
  switch (kind) {
  case MANIFEST_CALL_SCRIPT:
    return "add";
  case MANIFEST_CALL_VALUE:
  case MANIFEST_CALL_NAMED:
  case MANIFEST_CALL_FAILING:
  case MANIFEST_PIPELINE:
    return "take";
  default:
    return "run";
  }
}

// Finds the program's implementation and reads it, if it is a script.
static enum status find_source(struct session *session, const char *program,
                               struct loaded *loaded) {
  const struct driver *driver = session->driver;
  name_source(session, program, loaded);
  if (!loaded->path || !loaded->name)
    return fail(session, STATUS_FAILED, "no memory for the path of %s", program);
  FILE *file = fopen(loaded->path, "r");
  if (!file && driver->suffix && !driver->compiled)
    return fail(session, STATUS_UNAVAILABLE, "it has no %s file", driver->suffix);
  if (!file)
    return fail(session, STATUS_UNAVAILABLE, "there is no %s", loaded->name);
  fclose(file);
  loaded->source.path = loaded->path;
  loaded->source.name = loaded->name;
  if (!driver->suffix)
    return STATUS_DONE;
  loaded->text = source_read(loaded->path, &loaded->source.length, &session->error);
  if (!loaded->text)
    return fail_engine(session);
  if (session->options.action == HARNESS_CHECK && !driver->compiled)
    loaded->source.length = source_count_work(loaded->text, loaded->source.length, driver->comment);
  loaded->source.text = loaded->text;
  return STATUS_DONE;
}

static enum status enter_engine(struct session *session, struct loaded *loaded) {
  loaded->program = session->driver->load(session->state, &loaded->source, &session->error);
  return loaded->program ? STATUS_DONE : fail_engine(session);
}

static struct harness_embedding embedding_of(const struct session *session) {
  return (struct harness_embedding){
      .driver = session->driver,
      .engine = session->engine,
      .manifest = session->manifest,
      .source = session->subject.source,
      .timer_ns = session->start.timer_ns,
  };
}

// Has the process that the engine is in prepare lives of runtimes.
static enum status load_lives(struct session *session) {
  const struct driver *driver = session->driver;
  session->state = driver->open(session->engine, &session->error);
  if (session->state)
    session->subject.program = driver->process->load_lives(
        session->state, &session->embedding.source, &session->manifest->lifecycle, &session->error);
  return session->subject.program ? STATUS_DONE : fail_engine(session);
}

static enum status load_subject(struct session *session) {
  const struct manifest *manifest = session->manifest;
  struct loaded *subject = &session->subject;
  enum status status =
      find_source(session, manifest->source ? manifest->source : manifest->name, subject);
  if (status != STATUS_DONE)
    return status;
  subject->source.entry = entry_of(manifest->kind);
  session->embedding = embedding_of(session);
  session->embedding.counts_work = session->options.action == HARNESS_CHECK;
  if (!harness_values_make(manifest, session->embedding.counts_work, &session->error))
    return fail_engine(session);
  if (harness_embedding_has_site(manifest)) {
    if (!harness_embedding_begin(&session->embedding, &session->error))
      return fail_engine(session);
    return session->driver->process ? load_lives(session) : STATUS_DONE;
  }
  session->state = session->driver->open(session->engine, &session->error);
  if (!session->state)
    return fail_engine(session);
  status = enter_engine(session, subject);
  session->embedding.program = subject->program;
  return status;
}

// The program that does nothing: the driver's own script, or the object of programs/empty.
static enum status load_empty(struct session *session, struct loaded *empty) {
  const char *text = session->driver->empty_source;
  if (text) {
    empty->source = (struct driver_source){
        .path = "empty", .name = "empty", .text = text, .length = strlen(text)};
  } else {
    enum status status = find_source(session, "empty", empty);
    if (status != STATUS_DONE)
      return status;
  }
  empty->source.entry = "run";
  return enter_engine(session, empty);
}

// ---- The clock and the block

static int compare_doubles(const void *a, const void *b) {
  double left = *(const double *)a;
  double right = *(const double *)b;
  return (left > right) - (left < right);
}

// How often the costs of the clock and of an empty call are measured: a batch is long enough for
// the clock, the median of the batches is free of what interrupts one of them.
enum { COST_BATCHES = 31, COST_READINGS = 100, COST_CALLS = 200 };

static double median_batch(double *batches) {
  qsort(batches, COST_BATCHES, sizeof *batches, compare_doubles);
  return batches[COST_BATCHES / 2];
}

static double timer_cost(void) {
  double batches[COST_BATCHES];
  for (int batch = 0; batch < COST_BATCHES; batch++) {
    double begin = harness_now();
    for (int i = 1; i < COST_READINGS; i++)
      harness_now();
    batches[batch] = (harness_now() - begin) / COST_READINGS;
  }
  return median_batch(batches);
}

static bool enter_block(const struct block *block, double *results, double *nanoseconds,
                        struct driver_error *error) {
  double begin = harness_now();
  for (int64_t i = 0; i < block->repetitions; i++)
    if (!block->enter(block->program, block->n, (block->seed + i) & INT32_MAX, &results[i], error))
      return false;
  *nanoseconds = harness_now() - begin;
  return true;
}

// Runs the block, with the results in `results` and the time from the first call to the last in
// *nanoseconds.
static bool run_block(const struct block *block, double *results, double *nanoseconds,
                      struct driver_error *error) {
  const struct driver_process *process = block->process;
  if (process ? !process->run_block(block->program, block->n, block->seed & INT32_MAX,
                                    block->repetitions, results, nanoseconds, error)
              : !enter_block(block, results, nanoseconds, error))
    return false;
  for (int64_t i = 0; i < block->repetitions; i++)
    if (!isfinite(results[i]))
      return driver_fail(error, "the result for n %lld and seed %lld is %s, not a finite number",
                         (long long)block->n, (long long)((block->seed + i) & INT32_MAX),
                         isnan(results[i]) ? "NaN" : "infinite");
  return true;
}

static enum status measure_empty_call(struct session *session) {
  struct loaded empty = {.program = NULL};
  enum status status = load_empty(session, &empty);
  double batches[COST_BATCHES];
  double results[COST_CALLS];
  const struct block block = {
      .process = session->driver->process,
      .enter = session->driver->run,
      .program = empty.program,
      .repetitions = COST_CALLS,
  };
  for (int batch = 0; batch < COST_BATCHES && status == STATUS_DONE; batch++) {
    if (!run_block(&block, results, &batches[batch], &session->error))
      status = fail_engine(session);
  }
  if (status == STATUS_DONE)
    session->start.empty_ns =
        fmax(0, (median_batch(batches) - session->start.timer_ns) / COST_CALLS);
  unload(session, &empty);
  return status;
}

// The program's block of sample number `sample`, warm-up included.
static struct block block_of(struct session *session, int64_t sample) {
  const struct harness_start *start = &session->start;
  bool is_here = harness_embedding_loops(session->manifest->kind) && !session->driver->process;
  return (struct block){
      .process = session->driver->process,
      .enter = harness_enter_of(session->driver, session->manifest->kind),
      .program = is_here ? (void *)&session->embedding : session->subject.program,
      .n = start->n,
      .repetitions = start->repetitions,
      .seed = start->seed + sample * start->repetitions,
  };
}

// The sum over a block's results. Exact results are taken modulo 2^31, so that no sum is rounded
// whose terms are not.
static double checksum(const struct session *session) {
  double sum = 0;
  for (int64_t i = 0; i < session->start.repetitions; i++)
    sum +=
        session->manifest->tolerance > 0 ? session->results[i] : fmod(session->results[i], 0x1p31);
  return sum;
}

// ---- The actions

// The process's own peak resident set. Not ru_maxrss: that also counts what the parent had resident
// when it forked.
static long peak_kilobytes(void) {
  long kilobytes = 0;
  char line[256];
  FILE *status = fopen("/proc/self/status", "r");
  while (status && fgets(line, sizeof line, status))
    if (sscanf(line, "VmHWM: %ld kB", &kilobytes) == 1)
      break;
  if (status)
    fclose(status);
  return kilobytes;
}

static int64_t microseconds(struct timeval time) {
  return time.tv_sec * INT64_C(1000000) + time.tv_usec;
}

static void own_usage(struct driver_usage *usage) {
  struct rusage resources;
  getrusage(RUSAGE_SELF, &resources);
  *usage = (struct driver_usage){
      .user_us = microseconds(resources.ru_utime),
      .system_us = microseconds(resources.ru_stime),
      .peak_kb = peak_kilobytes(),
  };
}

// What a block of a program that is about embedding costs besides its time. An engine that the
// process has one of is ended before: the block starts its own, whose memory is counted from the
// beginning.
static enum status count_costs(struct session *session) {
  const struct harness_start *start = &session->start;
  struct harness_counters counters;
  if (session->options.no_counters || !session->driver->lifecycle ||
      !manifest_is_embedding(session->manifest->category))
    return STATUS_DONE;
  close_engine(session);
  const struct harness_embedding model = embedding_of(session);
  if (!harness_embedding_count(&model, start->n, start->repetitions, start->seed, &counters,
                               &session->error))
    return fail_engine(session);
  harness_output_counters(&session->output, &counters);
  return STATUS_DONE;
}

static enum status measure(struct session *session) {
  struct harness_start *start = &session->start;
  const struct driver_process *process = session->driver->process;
  start->timer_ns = process ? process->timer_cost(session->state) : timer_cost();
  enum status status = STATUS_DONE;
  if (!harness_embedding_has_site(session->manifest))
    status = measure_empty_call(session);
  if (status != STATUS_DONE)
    return status;
  harness_output_start(&session->output, start);
  for (int64_t index = 0; index < start->warmup + start->samples; index++) {
    const struct block block = block_of(session, index);
    double nanoseconds;
    if (!run_block(&block, session->results, &nanoseconds, &session->error))
      return fail_engine(session);
    const struct harness_sample sample = {
        .index = index,
        .warmup = index < start->warmup,
        .ns = fmax(0, nanoseconds - start->timer_ns),
        .repetitions = start->repetitions,
        .checksum = checksum(session),
    };
    harness_output_sample(&session->output, &sample);
  }
  struct driver_usage usage;
  if (process)
    process->usage(session->state, &usage);
  else
    own_usage(&usage);
  status = count_costs(session);
  if (status == STATUS_DONE)
    harness_output_end(&session->output, &usage);
  return status;
}

// The work of the block: what the loops of the harness have counted, or else the program.
static bool take_work(struct session *session, double *work) {
  *work = session->embedding.work;
  return *work > 0 || !session->subject.program ||
         session->driver->work(session->subject.program, work, &session->error);
}

// One block for its results: of the counted variant with --check, of the timed one with --once.
static enum status run_once(struct session *session) {
  const struct block block = block_of(session, 0);
  double nanoseconds;
  double work;
  bool counted = session->options.action == HARNESS_CHECK;
  if (!run_block(&block, session->results, &nanoseconds, &session->error) ||
      (counted && !take_work(session, &work)))
    return fail_engine(session);
  const struct harness_check check = {
      .checksum = checksum(session),
      .work = counted ? &work : NULL,
      .host_calls = harness_values_calls(),
      .repetitions = session->start.repetitions,
  };
  harness_output_check(&session->output, &check);
  return STATUS_DONE;
}

static enum status describe(struct session *session) {
  struct driver_description description = {.version = NULL};
  session->driver->describe(session->place.objects, &description);
  if (!description.version)
    return fail(session, STATUS_FAILED, "the engine is not installed");
  if (session->options.action == HARNESS_DESCRIBE)
    harness_output_describe(&session->output, session->driver, &description);
  else
    fprintf(session->output.stream, "%s driver of Fieldstone %s, %s\n", session->driver->name,
            FIELDSTONE_VERSION, description.version);
  return STATUS_DONE;
}

static enum status perform(struct session *session) {
  if (session->options.action >= HARNESS_DESCRIBE)
    return describe(session);
  static enum status (*const preparations[])(struct session *) = {
      choose_engine, read_manifest, choose_parameters, check_available, load_subject,
  };
  for (size_t i = 0; i < sizeof preparations / sizeof *preparations; i++) {
    enum status status = preparations[i](session);
    if (status != STATUS_DONE)
      return status;
  }
  return session->options.action == HARNESS_MEASURE ? measure(session) : run_once(session);
}

// glibc gives memory back to the kernel, and gets it again page by page, at thresholds that some
// engines straddle and others do not, and that move as a process runs; large arrays would be mapped
// anew on every call. The same fixed and generous thresholds for all take that out of the times.
static void settle_allocator(void) {
  mallopt(M_MMAP_THRESHOLD, 32 << 20);
  mallopt(M_TRIM_THRESHOLD, 512 << 20);
  mallopt(M_TOP_PAD, 1 << 20);
}

// A driver that fieldstone started, if only by way of hyperfine, ends with the process that started
// it; one that was started by hand does not.
static void bind_to_parent(void) {
  if (getenv(CHILD_BOUND))
    prctl(PR_SET_PDEATHSIG, SIGKILL);
}

int harness_main(const struct driver *driver, int argc, char **argv) {
  bind_to_parent();
  settle_allocator();
  struct session session = {.driver = driver};
  harness_options_parse(driver, argc, argv, &session.options);
  if (session.options.action == HARNESS_CHECK)
    mallopt(M_PERTURB, 0xa5); // memory that a program has not written shows in its result
  if (!harness_output_open(&session.output, session.options.json, session.options.quiet)) {
    perror("cannot take over the standard output");
    return STATUS_FAILED;
  }
  harness_place_find(session.options.programs_directory, &session.place);
  enum status status = perform(&session);
  close_engine(&session);
  unload(&session, &session.subject);
  free(session.results);
  harness_values_free();
  manifest_free(session.manifest);
  harness_place_release(&session.place);
  harness_output_close(&session.output);
  return (int)status;
}

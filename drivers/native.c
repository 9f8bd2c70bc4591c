// libraries: -ldl
//
// Native C: a program is a shared object that the Makefile made, reached through the pointers that
// dlsym gives, so that nothing of it can be inlined into the host or the other way round.
//
// There is no runtime to be made and no value to be converted, so what measures embedding shows
// here what is left: the loop, the copy of a block, the opening of a shared object.
//
// Two engines: `native` is plain gcc -O2, which may inline a recursion into itself; in
// `native-noinline` every call written is a call made, which is what an interpreter does too.
#include <dlfcn.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "drivers/driver.h"
#include "programs/host.h"

struct program {
  void *object;
  double (*run)(int64_t n, uint32_t seed);
  int64_t (*add)(int64_t a, int64_t b);
  double (*take_number)(double number);
  double (*take_text)(const char *bytes, size_t length);
  double (*take_array)(const double *numbers, size_t count);
  double (*take_row)(const struct host_row *row);
  const double *work; // in the counted variant only
  double work_before; // what it stood at when this was loaded
  struct kept {
    char *bytes; // of a text or an array
    size_t size, room;
    struct driver_value value; // of another type
  } kept;
};

static const struct driver_engine engines[] = {
    {.name = "native",
     .description = "C compiled by gcc -O2",
     .repetition_divisor = 1,
     .object_suffix = ".so"},
    {.name = "native-noinline",
     .description = "the same C with no call inlined",
     .repetition_divisor = 1,
     .object_suffix = "-noinline.so"},
};

// ---- The host's functions

static double host_add(double a, double b) { return a + b; }

static void host_none(void) {}

static size_t host_text(int64_t i, const char **bytes) {
  const struct driver_value *value = driver_host_value(DRIVER_TEXT, i);
  *bytes = value->text;
  return value->length;
}

static size_t host_array(int64_t i, const double **numbers) {
  const struct driver_value *value = driver_host_value(DRIVER_ARRAY, i);
  *numbers = value->numbers;
  return value->count;
}

static void host_row(int64_t i, struct host_row *row) {
  const struct driver_row *given = &driver_host_value(DRIVER_ROW, i)->row;
  *row = (struct host_row){given->id,     given->price, given->count,
                           given->active, given->name,  given->name_length};
}

static double host_take_text(const char *bytes, size_t length) {
  return driver_digest(
      &(struct driver_value){.type = DRIVER_TEXT, .text = bytes, .length = length});
}

static double host_take_array(const double *numbers, size_t count) {
  struct driver_value *room = driver_room(DRIVER_ARRAY);
  room->count = count;
  memcpy(room->numbers, numbers, count * sizeof *numbers);
  return driver_digest(room);
}

static double host_take_row(const struct host_row *row) {
  return driver_digest(&(struct driver_value){
      .type = DRIVER_ROW,
      .row = {row->id, row->price, row->count, row->active, row->name, row->name_length}});
}

static double host_apply(double (*function)(double), double x) { return function(x); }

static bool host_fail(int64_t i, const char **message) {
  (void)i;
  *message = "failure";
  return false;
}

// Through a wrapper, where calls are logged.
static double logged_add(double a, double b) {
  double sum = host_add(a, b);
  driver_log_call(driver_log_wanted(), (double[]){a, b}, sum);
  return sum;
}

static struct host host = {
    .add = host_add,
    .none = host_none,
    .text = host_text,
    .array = host_array,
    .row = host_row,
    .take_text = host_take_text,
    .take_array = host_take_array,
    .take_row = host_take_row,
    .apply = host_apply,
    .fail = host_fail,
};

// ---- The engine

// Copies the compiler's signature, "GCC: (Debian 12.2.0-14) 12.2.0", out of an object that it made:
// the programs need not be compiled by what compiled this file.
static void copy_compiler(const char *path, char *text, size_t size) {
  snprintf(text, size, "unknown compiler");
  int file = open(path, O_RDONLY | O_CLOEXEC);
  struct stat status;
  if (file < 0)
    return;
  if (fstat(file, &status) == 0 && status.st_size > 0) {
    size_t length = (size_t)status.st_size;
    char *bytes = mmap(NULL, length, PROT_READ, MAP_PRIVATE, file, 0);
    if (bytes != MAP_FAILED) {
      const char *found = memmem(bytes, length, "GCC: (", 6);
      if (!found)
        found = memmem(bytes, length, "clang version", 13);
      if (found)
        snprintf(text, size, "%.*s", (int)strnlen(found, (size_t)(bytes + length - found)), found);
      munmap(bytes, length);
    }
  }
  close(file);
}

static void describe(const char *objects, struct driver_description *description) {
  char path[4096];
  char compiler[256];
  snprintf(path, sizeof path, "%s/empty/empty.so", objects);
  copy_compiler(path, compiler, sizeof compiler);
  snprintf(description->buffer, sizeof description->buffer, "%s -O2 -fPIC -ffp-contract=off",
           compiler);
  description->version = "C (gnu11)";
  description->build = description->buffer;
  description->library = "one shared object a program";
}

// The machine is the engine: there is nothing to start, but a state must not be NULL.
static void *engine_open(const struct driver_engine *engine, struct driver_error *error) {
  (void)error;
  return (void *)engine;
}

static void engine_close(void *state) { (void)state; }

static void unload(void *opaque) {
  struct program *program = opaque;
  dlclose(program->object);
  free(program->kept.bytes);
  free(program);
}

// The function by that name, which is take_... by the type of what it takes.
static bool find_entry(struct program *program, const char *name) {
  void *object = program->object;
  program->add = (int64_t(*)(int64_t, int64_t))dlsym(object, "add");
  program->run = (double (*)(int64_t, uint32_t))dlsym(object, "run");
  program->take_number = (double (*)(double))dlsym(object, "take_number");
  program->take_text = (double (*)(const char *, size_t))dlsym(object, "take_text");
  program->take_array = (double (*)(const double *, size_t))dlsym(object, "take_array");
  program->take_row = (double (*)(const struct host_row *))dlsym(object, "take_row");
  if (strcmp(name, "take") == 0)
    return program->take_number || program->take_text || program->take_array || program->take_row;
  return dlsym(object, name) != NULL;
}

static void *load(void *state, const struct driver_source *source, struct driver_error *error) {
  (void)state;
  void *object = dlopen(source->path, RTLD_NOW | RTLD_LOCAL);
  if (!object) {
    driver_fail(error, "%s", dlerror());
    return NULL;
  }
  struct program *program = calloc(1, sizeof *program);
  if (program)
    program->object = object;
  if (!program || !find_entry(program, source->entry)) {
    driver_fail(error, program ? "%s: exports no function %s" : "%s: no memory for %s",
                source->name, source->entry);
    free(program);
    dlclose(object);
    return NULL;
  }
  program->work = dlsym(object, "work");
  program->work_before = program->work ? *program->work : 0;
  void (*bind)(const struct host *) = (void (*)(const struct host *))dlsym(object, "bind_host");
  host.add = driver_log_wanted() == DRIVER_LOG_NONE ? host_add : logged_add;
  if (bind)
    bind(&host);
  return program;
}

static bool run(void *opaque, int64_t n, uint32_t seed, double *result,
                struct driver_error *error) {
  (void)error;
  *result = ((struct program *)opaque)->run(n, seed);
  return true;
}

static bool work(void *opaque, double *count, struct driver_error *error) {
  const struct program *program = opaque;
  if (!program->work)
    return driver_fail(error, "the counted variant has no variable work");
  *count = *program->work - program->work_before;
  return true;
}

static bool call_add(void *opaque, int64_t a, int64_t b, int64_t *result,
                     struct driver_error *error) {
  (void)error;
  *result = ((struct program *)opaque)->add(a, b);
  return true;
}

static bool call_script(void *program, int64_t n, uint32_t seed, double *result,
                        struct driver_error *error) {
  return driver_call_loop(call_add, program, n, seed, result, error);
}

// ---- Values

static bool call_value(void *opaque, const char *name, const struct driver_value *value,
                       double *result, struct driver_error *error) {
  const struct program *program = opaque;
  const struct driver_row *row = &value->row;
  double (*take)(double) =
      name ? (double (*)(double))dlsym(program->object, "take_number") : program->take_number;
  switch (value->type) {
  case DRIVER_NUMBER:
    if (!take)
      return driver_fail(error, "exports no function take_number");
    *result = take(value->number);
    return *result >= 0 || driver_fail(error, "the program failed");
  case DRIVER_TEXT:
    *result = program->take_text(value->text, value->length);
    return true;
  case DRIVER_ARRAY:
    *result = program->take_array(value->numbers, value->count);
    return true;
  default:
    *result = program->take_row(&(struct host_row){row->id, row->price, row->count, row->active,
                                                   row->name, row->name_length});
    return true;
  }
}

static bool put(void *opaque, const struct driver_value *value, struct driver_error *error) {
  struct kept *kept = &((struct program *)opaque)->kept;
  bool is_array = value->type == DRIVER_ARRAY;
  kept->value = *value;
  kept->size = is_array ? value->count * sizeof(double) : value->length;
  if (kept->size > kept->room) {
    free(kept->bytes);
    kept->bytes = malloc(kept->room = kept->size);
  }
  if (kept->room > 0 && !kept->bytes)
    return driver_fail(error, "no memory for a value");
  if (kept->size > 0)
    memcpy(kept->bytes, is_array ? (const void *)value->numbers : value->text, kept->size);
  return true;
}

static bool take_value(void *opaque, struct driver_value *value, struct driver_error *error) {
  const struct kept *kept = &((struct program *)opaque)->kept;
  (void)error;
  double *numbers = value->numbers;
  *value = kept->value;
  if (value->type == DRIVER_TEXT) {
    value->text = kept->bytes;
  } else if (value->type == DRIVER_ARRAY) {
    value->numbers = numbers;
    memcpy(numbers, kept->bytes, kept->size);
  }
  return true;
}

static const struct driver_boundary boundary = {
    .call = call_value,
    .put = put,
    .take = take_value,
};

// ---- Runtimes: none, but programs come and go

static void *enter(const struct driver_engine *engine, enum driver_spawn spawn,
                   struct driver_memory *memory, struct driver_error *error) {
  (void)spawn;
  (void)memory;
  return engine_open(engine, error);
}

static void *spawn_state(void *site, struct driver_error *error) {
  (void)error;
  return site;
}

static void retire(void *site, void *state) {
  (void)site;
  (void)state;
}

static uint64_t created(const void *site) {
  (void)site;
  return 0;
}

static bool parse(void *state, const struct driver_source *source, struct driver_error *error) {
  void *program = load(state, source, error);
  if (program)
    unload(program);
  return program != NULL;
}

// What is compiled is the shared object, opened once more so that it stays.
static void *compile(void *site, void *state, const struct driver_source *source,
                     struct driver_error *error) {
  (void)site;
  return load(state, source, error);
}

static void *load_compiled(void *state, const struct driver_source *source, const void *compiled,
                           struct driver_error *error) {
  (void)compiled;
  return load(state, source, error);
}

static char *save(void *state, const void *compiled, size_t *length, struct driver_error *error) {
  (void)state;
  (void)compiled;
  (void)error;
  *length = 0;
  return calloc(1, 1);
}

static void *restore(void *site, void *state, const struct driver_source *source, const char *bytes,
                     size_t length, struct driver_error *error) {
  (void)bytes;
  (void)length;
  return compile(site, state, source, error);
}

static const struct driver_lifecycle lifecycle = {
    .enter = enter,
    .leave = engine_close,
    .no_memory = "C has no allocator of a runtime",
    .spawn = spawn_state,
    .retire = retire,
    .created = created,
    .parse = parse,
    .compile = compile,
    .discard = unload,
    .load_compiled = load_compiled,
    .save = save,
    .restore = restore,
};

static const struct driver native = {
    .name = "native",
    .language = "c",
    .engines = engines,
    .engine_count = sizeof engines / sizeof *engines,
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
    .lifecycle = &lifecycle,
    .boundary = &boundary,
};

int main(int argc, char **argv) { return harness_main(&native, argc, argv); }

// libraries: -ldl
//
// Native C: a program is a shared object that the Makefile made, reached through the pointers that
// dlsym gives, so that nothing of it can be inlined into the host or the other way round.
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

struct program {
  void *object;
  double (*run)(int64_t n, uint32_t seed);
  int64_t (*add)(int64_t a, int64_t b);
  const double *work; // in the counted variant only
};

static const struct driver_engine engines[] = {
    {"native", "C compiled by gcc -O2", 1, ".so"},
    {"native-noinline", "the same C with no call inlined", 1, "-noinline.so"},
};

static double host_add(double a, double b) { return a + b; }

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
  free(program);
}

static void *load(void *state, const struct driver_source *source, struct driver_error *error) {
  (void)state;
  void *object = dlopen(source->path, RTLD_NOW | RTLD_LOCAL);
  if (!object) {
    driver_fail(error, "%s", dlerror());
    return NULL;
  }
  struct program *program = calloc(1, sizeof *program);
  void *entry = dlsym(object, source->entry);
  if (!program || !entry) {
    driver_fail(error, program ? "%s: exports no function %s" : "%s: no memory for %s",
                source->name, source->entry);
    free(program);
    dlclose(object);
    return NULL;
  }
  program->object = object;
  if (strcmp(source->entry, "add") == 0)
    program->add = (int64_t(*)(int64_t, int64_t))entry;
  else
    program->run = (double (*)(int64_t, uint32_t))entry;
  program->work = dlsym(object, "work");
  void (*bind_host)(double (*)(double, double)) =
      (void (*)(double (*)(double, double)))dlsym(object, "bind_host");
  if (bind_host)
    bind_host(host_add);
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
  *count = *program->work;
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
    .call_script = call_script,
};

int main(int argc, char **argv) { return harness_main(&native, argc, argv); }

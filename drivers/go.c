// command: go
//
// Go: the programs are packages, compiled into this driver by drivers/go_build.sh. There is nothing
// to load, so a program is looked up by its text: what runs is what stands in the folder, counted
// or not, and a file that has changed since the build is an error.
//
// The process is Go's. Its `main` calls the harness, which calls back into Go for each repetition:
// a call from a thread that Go has not made itself first has to make one of Go's threads of it,
// which costs a hundred times as much as the call (12 us against 0.14 in Go 1.19).
#include "drivers/go.h"

static const struct driver_engine engines[] = {
    {.name = "go", .description = "Go, compiled by gc with its defaults", .repetition_divisor = 1},
};

static void describe(const char *objects, struct driver_description *description) {
  (void)objects;
  go_describe(description);
  description->version = description->buffer;
  description->build = "gc, GOGC and GOMAXPROCS as they are by default";
  description->library = "linked into the driver";
}

static double host_add(double a, double b) { return a + b; }

static double logged_add(double a, double b) {
  double sum = host_add(a, b);
  driver_log_call(driver_log_wanted(), (double[]){a, b}, sum);
  return sum;
}

// Bound when the engine is opened, as it is in C.
static double (*bound_add)(double, double) = host_add;

// Go has started with the process: there is nothing to open, but a state must not be NULL.
static void *engine_open(const struct driver_engine *engine, struct driver_error *error) {
  (void)error;
  bound_add = driver_log_wanted() == DRIVER_LOG_NONE ? host_add : logged_add;
  return (void *)engine;
}

static void engine_close(void *state) { (void)state; }

// A program is known by its number from 1.
static void *load(void *state, const struct driver_source *source, struct driver_error *error) {
  (void)state;
  int64_t program = go_find((char *)source->text, source->length);
  if (program < 0) {
    driver_fail(error, "%s is not what the driver was built from; type: make", source->name);
    return NULL;
  }
  return (void *)(intptr_t)(program + 1);
}

static void unload(void *program) { (void)program; }

static inline int64_t number_of(const void *program) { return (intptr_t)program - 1; }

static bool run(void *program, int64_t n, uint32_t seed, double *result,
                struct driver_error *error) {
  return go_run(number_of(program), n, seed, result, error);
}

static bool work(void *program, double *count, struct driver_error *error) {
  (void)error;
  *count = go_work(number_of(program));
  return true;
}

static bool call_add(void *program, int64_t a, int64_t b, int64_t *result,
                     struct driver_error *error) {
  return go_add(number_of(program), a, b, result, error);
}

static bool call_script(void *program, int64_t n, uint32_t seed, double *result,
                        struct driver_error *error) {
  return driver_call_loop(call_add, program, n, seed, result, error);
}

double go_host_add(double a, double b) { return bound_add(a, b); }

static const struct driver go_driver = {
    .name = "go",
    .language = "go",
    .suffix = ".go",
    .comment = "//",
    .peer = true,
    .no_lifecycle = "Go has one runtime a process, which starts with it",
    .no_boundary = "Go calls C and is called by it with C's own types: there is nothing to convert",
    .no_modules = "Go's packages are linked, not found at run time",
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

int go_drive(int argc, char **argv) { return harness_main(&go_driver, argc, argv); }

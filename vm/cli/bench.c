// `mica bench`: times whole runs of scripts, each in a runtime of its own.
//
// Says how long a script takes, and compares nothing: for that, runs of what is compared have to
// take turns, which is `fieldstone`'s work. The interval is that of the median by order statistics
// (Hettmansperger and Sheather 1986, without interpolation): it holds the median with at least
// 95 % confidence when runs are independent, and there is none below six runs.
#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <time.h>

#include "vm/cli/command.h"

struct scripts {
  char **files; // each owned
  size_t count, capacity;
};

static double seconds(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

// ---- Which scripts

static bool add(struct scripts *scripts, const char *folder, const char *name) {
  if (scripts->count == scripts->capacity) {
    size_t capacity = 2 * scripts->capacity + 8;
    char **grown = realloc(scripts->files, capacity * sizeof *grown);
    if (!grown)
      return false;
    scripts->files = grown;
    scripts->capacity = capacity;
  }
  char *file;
  if (asprintf(&file, "%s%s%s", folder, folder[0] ? "/" : "", name) < 0)
    return false;
  scripts->files[scripts->count++] = file;
  return true;
}

static int by_name(const void *left, const void *right) {
  return strcmp(*(char *const *)left, *(char *const *)right);
}

static bool ends_in_js(const char *name) {
  size_t length = strlen(name);
  return length > 3 && strcmp(name + length - 3, ".js") == 0;
}

// The scripts of a folder by name; what lies in folders within is not looked for.
static bool add_folder(struct scripts *scripts, const char *folder) {
  DIR *directory = opendir(folder);
  size_t first = scripts->count;
  bool done = directory != NULL;
  for (const struct dirent *entry; done && (entry = readdir(directory)) != NULL;)
    if (ends_in_js(entry->d_name))
      done = add(scripts, folder, entry->d_name);
  if (!done)
    fprintf(stderr, "mica: cannot read %s: %s\n", folder, strerror(errno));
  if (directory)
    closedir(directory);
  if (scripts->count > first)
    qsort(scripts->files + first, scripts->count - first, sizeof *scripts->files, by_name);
  else if (done)
    fprintf(stderr, "mica: there is no .js file in %s\n", folder);
  return done && scripts->count > first;
}

static bool collect(struct scripts *scripts, const struct arguments *arguments) {
  bool done = true;
  for (int at = 0; at < arguments->file_count; at++) {
    struct stat status;
    const char *file = arguments->files[at];
    bool is_folder = stat(file, &status) == 0 && S_ISDIR(status.st_mode);
    done = (is_folder ? add_folder(scripts, file) : add(scripts, "", file)) && done;
  }
  return done;
}

// ---- Timing

static int by_size(const void *left, const void *right) {
  double a = *(const double *)left, b = *(const double *)right;
  return (a > b) - (a < b);
}

// The rank, from 0, whose value and its mirror image hold the median with 95 % confidence: the
// greatest k with 2 P(Binomial(n, 1/2) <= k) <= 0.05. -1: the sample is too small.
static int interval_rank(unsigned count) {
  double logarithm = -(double)count * 0.6931471805599453; // of P(X = 0)
  double tail = 0;
  int rank = -1;
  for (unsigned k = 0; 2 * k < count; k++) {
    tail += __builtin_exp(logarithm);
    if (2 * tail > 0.05)
      break;
    rank = (int)k;
    logarithm += __builtin_log((double)(count - k) / (double)(k + 1));
  }
  return rank;
}

static void print_row(const char *file, double *times, unsigned count) {
  qsort(times, count, sizeof *times, by_size);
  double median = (times[(count - 1) / 2] + times[count / 2]) / 2;
  int rank = interval_rank(count);
  printf("%-32s %6u %12.3f ", file, count, 1e3 * median);
  if (rank >= 0)
    printf("%12.3f %12.3f ", 1e3 * times[rank], 1e3 * times[count - 1 - (unsigned)rank]);
  else
    printf("%12s %12s ", "-", "-");
  printf("%12.3f\n", 1e3 * times[0]);
}

// Runs the script once in a new runtime. Returns how long that took; below 0 after a message.
static double time_run(const struct arguments *arguments, mica_program *program, FILE *nowhere,
                       mica_status *status) {
  mica_options options = arguments->options;
  options.output = nowhere;
  mica_runtime *runtime = mica_runtime_new(&options);
  if (!runtime) {
    fprintf(stderr, "mica: no memory for a runtime\n");
    return -1;
  }
  double start = seconds();
  *status = command_run_interruptibly(runtime, program);
  double time = seconds() - start;
  if (*status != MICA_OK)
    command_report(runtime, *status);
  mica_runtime_free(runtime);
  return *status == MICA_OK ? time : -1;
}

// false: the script failed. *status: how its last run ended.
static bool time_script(const struct arguments *arguments, const char *file, FILE *nowhere,
                        mica_status *status) {
  mica_program *program = command_compile(file);
  double *times = calloc(arguments->iterations, sizeof *times);
  bool done = program != NULL && times != NULL;
  for (unsigned at = 0; done && at < arguments->warmup + arguments->iterations; at++) {
    double time = time_run(arguments, program, nowhere, status);
    done = time >= 0;
    if (done && at >= arguments->warmup)
      times[at - arguments->warmup] = time;
  }
  if (done)
    print_row(file, times, arguments->iterations);
  else
    printf("%-32s failed\n", file);
  fflush(stdout);
  free(times);
  mica_program_release(program);
  return done;
}

int bench_command(const struct arguments *arguments) {
  struct scripts scripts = {.files = NULL};
  FILE *nowhere = fopen("/dev/null", "w");
  bool done = collect(&scripts, arguments) && nowhere != NULL;
  mica_status status = MICA_OK;
  printf("%-32s %6s %12s %12s %12s %12s\n", "script", "runs", "median ms", "from", "to (95 %)",
         "least");
  for (size_t at = 0; nowhere && at < scripts.count && status != MICA_ERROR_INTERRUPTED; at++)
    done = time_script(arguments, scripts.files[at], nowhere, &status) && done;
  for (size_t at = 0; at < scripts.count; at++)
    free(scripts.files[at]);
  free(scripts.files);
  if (nowhere)
    fclose(nowhere);
  return done ? EXIT_FINE : EXIT_SCRIPT;
}

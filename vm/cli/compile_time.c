// Times are of the process's own CPU, and of several repetitions the shortest is shown: what else
// the machine does can only add to it.
#include "vm/cli/compile_time.h"

#include <time.h>

struct times {
  double parse, bytecode; // seconds
};

static double now(void) {
  struct timespec time;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
  return (double)time.tv_sec + (double)time.tv_nsec * 1e-9;
}

static bool measure_once(const char *source, size_t length, const char *name, struct times *times,
                         mica_error *error) {
  mica_program *program;
  double start = now();
  if (mica_compile(source, length, name, &program, error) != MICA_OK)
    return false;
  double parsed = now();
  bool done = mica_precompile(program, error) == MICA_OK;
  *times = (struct times){parsed - start, now() - parsed};
  mica_program_release(program);
  return done;
}

static void keep_shortest(double *shortest, double time, bool first) {
  if (first || time < *shortest)
    *shortest = time;
}

static void print_row(FILE *output, const char *name, double seconds, size_t lines, size_t bytes) {
  if (seconds < 1e-9)
    seconds = 1e-9; // the clock's own resolution
  fprintf(output, "%-24s %10.3f ms %12.0f lines/s %9.1f MB/s\n", name, seconds * 1e3,
          (double)lines / seconds, (double)bytes / seconds / 1e6);
}

bool compile_time_measure(const char *source, size_t length, const char *name, unsigned repetitions,
                          FILE *output, mica_error *error) {
  struct times shortest = {0}, times;
  for (unsigned i = 0; i < repetitions; i++) {
    if (!measure_once(source, length, name, &times, error))
      return false;
    keep_shortest(&shortest.parse, times.parse, i == 0);
    keep_shortest(&shortest.bytecode, times.bytecode, i == 0);
  }
  size_t lines = length > 0 && source[length - 1] != '\n';
  for (size_t at = 0; at < length; at++)
    lines += source[at] == '\n';
  fprintf(output, "%zu lines, %zu bytes\n", lines, length);
  print_row(output, "syntax, early errors", shortest.parse, lines, length);
  print_row(output, "bytecode of everything", shortest.bytecode, lines, length);
  print_row(output, "together", shortest.parse + shortest.bytecode, lines, length);
  return true;
}

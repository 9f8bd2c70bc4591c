// `fieldstone doctor`: what is installed, what noise is seen on this machine, and what to do about
// it. Every finding is one line: a mark, a name, what was found; advice follows it.
#include "compare/child.h"
#include "compare/commands.h"
#include "compare/discover.h"
#include "compare/machine.h"

#include <gsl/gsl_version.h>
#include <libsmartcols.h>
#include <math.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

struct findings {
  bool colour;
  int missing; // needed things that are not there
  int advices;
};

enum mark { MARK_OK, MARK_ADVICE, MARK_MISSING };

__attribute__((format(printf, 4, 5))) static void find(struct findings *findings, enum mark mark,
                                                       const char *name, const char *format, ...) {
  static const char *const words[] = {"ok", "note", "MISSING"};
  static const char *const colours[] = {"\033[32m", "\033[33m", "\033[31m"};
  va_list arguments;
  findings->missing += mark == MARK_MISSING;
  findings->advices += mark == MARK_ADVICE;
  printf("  %s%-7s%s  %-14s  ", findings->colour ? colours[mark] : "", words[mark],
         findings->colour ? "\033[0m" : "", name);
  va_start(arguments, format);
  vprintf(format, arguments);
  va_end(arguments);
  printf("\n");
}

// ---- Installed ----------------------------------------------------------------------------------

static void look_for_tool(struct findings *findings, const char *tool, enum mark without,
                          const char *purpose) {
  const char *const arguments[] = {tool, "--version", NULL};
  char *version = child_output(arguments);
  if (version) {
    version[strcspn(version, "\n")] = '\0';
    find(findings, MARK_OK, tool, "%s", version);
  } else {
    find(findings, without, tool, "not installed: %s; type: make deps", purpose);
  }
  free(version);
}

static void look_at_tools(struct findings *findings) {
  printf("Tools\n");
  look_for_tool(findings, "gcc", MARK_MISSING, "nothing can be built");
  look_for_tool(findings, "hyperfine", MARK_MISSING, "whole processes are not timed");
  look_for_tool(findings, "git", MARK_ADVICE, "runs do not say of which commit they are");
  look_for_tool(findings, "node", MARK_ADVICE, "the language tests lack their oracle");
  const char *smartcols = "";
  scols_get_library_version(&smartcols);
  printf("Libraries\n");
  find(findings, MARK_OK, "sqlite", "%s", sqlite3_libversion());
  find(findings, MARK_OK, "jansson", "%s", jansson_version_str());
  find(findings, MARK_OK, "gsl", "%s", gsl_version);
  find(findings, MARK_OK, "libcyaml", "%s", cyaml_version_str);
  find(findings, MARK_OK, "libsmartcols", "%s", smartcols);
}

// The drivers that the build left out, from the file that says so: words like "duktape=duktape".
static void look_at_left_out(struct findings *findings, const struct options *options) {
  char *path = text_format("%s/left-out", options->build_directory);
  FILE *file = fopen(path, "r");
  char driver[64], needed[64];
  while (file && fscanf(file, " %63[^=]=%63s", driver, needed) == 2)
    find(findings, MARK_ADVICE, driver,
         "not built: %s is not installed; type: make deps OPTIONAL=1 && make", needed);
  if (file)
    fclose(file);
  free(path);
}

static void look_at_engines(struct findings *findings, const struct options *options) {
  struct catalogue catalogue;
  struct error error;
  printf("Engines\n");
  if (!discover_catalogue(options, &catalogue, &error))
    find(findings, MARK_MISSING, "engines", "%s", error.message);
  for (size_t i = 0; i < catalogue.engine_count; i++) {
    const struct engine *engine = &catalogue.engines[i];
    find(findings, MARK_OK, engine->name, "%s, %s", engine->version, engine->build);
  }
  for (size_t i = 0; i < catalogue.broken_drivers.count; i++)
    find(findings, MARK_MISSING, "driver", "%s", catalogue.broken_drivers.words[i]);
  look_at_left_out(findings, options);
  discover_free(&catalogue);
}

// ---- The machine --------------------------------------------------------------------------------

static const char *text_of(const json_t *machine, const char *key) {
  const char *text = json_string_value(json_object_get(machine, key));
  return text && *text ? text : "not known";
}

static void look_at_cpus(struct findings *findings, const json_t *machine) {
  json_int_t cpus = json_integer_value(json_object_get(machine, "cpus"));
  const char *virtualisation = json_string_value(json_object_get(machine, "virtualisation"));
  find(findings, cpus > 1 ? MARK_OK : MARK_ADVICE, "cpu", "%s, %lld CPUs (may run on %s)%s",
       text_of(machine, "cpu"), (long long)cpus, text_of(machine, "affinity"),
       cpus > 1 ? "" : "; with one, fieldstone itself takes time from what it measures");
  find(findings, MARK_OK, "system", "%s, %s", text_of(machine, "kernel"),
       text_of(machine, "distribution"));
  if (virtualisation && *virtualisation)
    find(findings, MARK_ADVICE, "virtual", "%s: neighbours take time; trust ratios, not absolutes",
         virtualisation);
}

static void look_at_settings(struct findings *findings) {
  char *governor = machine_governor();
  int aslr = machine_aslr();
  if (!*governor)
    find(findings, MARK_OK, "governor", "none: the kernel does not steer the frequency");
  else if (strcmp(governor, "performance"))
    find(findings, MARK_ADVICE, "governor",
         "%s: the frequency moves; type: cpupower frequency-set -g performance", governor);
  else
    find(findings, MARK_OK, "governor", "performance");
  if (aslr == 2)
    find(findings, MARK_OK, "ASLR", "on: every invocation samples another layout");
  else
    find(findings, MARK_ADVICE, "ASLR",
         "%d: one layout's luck is measured; type: sysctl kernel.randomize_va_space=2", aslr);
  free(governor);
}

// ---- Noise --------------------------------------------------------------------------------------

static int compare_doubles(const void *a, const void *b) {
  double x = *(const double *)a, y = *(const double *)b;
  return (x > y) - (x < y);
}

static double seconds_now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return (double)time.tv_sec + 1e-9 * (double)time.tv_nsec;
}

// Times the same work of about a millisecond for a second. Gives the spread of the times, the range
// from the 10th to the 90th of a hundred over their median, in percent.
static double spread_percent(void) {
  enum { BLOCKS = 600, STEPS = 600000 };
  static double times[BLOCKS];
  volatile unsigned sink = 0;
  int count = 0;
  double end = seconds_now() + 1;
  while (count < BLOCKS && seconds_now() < end) {
    double from = seconds_now();
    unsigned value = 1;
    for (int step = 0; step < STEPS; step++)
      value = value * 1664525 + 1013904223;
    sink = sink + value;
    times[count++] = seconds_now() - from;
  }
  qsort(times, (size_t)count, sizeof *times, compare_doubles);
  return 100 * (times[count * 9 / 10] - times[count / 10]) / times[count / 2];
}

static void look_at_noise(struct findings *findings) {
  printf("Noise\n");
  double timer = machine_timer_ns(), load = machine_load();
  find(findings, timer < 200 ? MARK_OK : MARK_ADVICE, "timer", "%.0f ns a reading%s", timer,
       timer < 200 ? ""
                   : ": the clock is a system call here; blocks of 1 ms are still 1,000 times");
  struct machine_ticks before = machine_ticks_now();
  sleep(1);
  struct machine_ticks idle = machine_ticks_now();
  double spread = spread_percent();
  double busy = machine_busy_percent(before, idle);
  double steal = machine_steal_percent(before, machine_ticks_now());
  find(findings, load < 0.5 ? MARK_OK : MARK_ADVICE, "load", "%.2f over the last minute%s", load,
       load < 0.5 ? "" : ": other work runs; end it, or give the run more time");
  find(findings, busy < 10 ? MARK_OK : MARK_ADVICE, "busy", "%.1f %% of all CPUs while idle here%s",
       busy, busy < 10 ? "" : ": see `top` for what runs");
  find(findings, steal < 1 ? MARK_OK : MARK_ADVICE, "steal", "%.1f %% taken by the hypervisor%s",
       steal, steal < 1 ? "" : ": more rounds (--budget) narrow the intervals again");
  find(findings, spread < 5 ? MARK_OK : MARK_ADVICE, "spread",
       "%.1f %% between the 10th and the 90th of 100 equal blocks%s", spread,
       spread < 5 ? "" : ": small differences will be undecided; give --budget more");
}

int doctor_command(const struct options *options) {
  struct findings findings = {.colour = options->colour};
  look_at_tools(&findings);
  look_at_engines(&findings, options);
  json_t *machine = machine_describe();
  printf("Machine\n");
  look_at_cpus(&findings, machine);
  look_at_settings(&findings);
  json_decref(machine);
  look_at_noise(&findings);
  if (findings.missing)
    printf("%d missing: `make deps` installs packages, `make` builds\n", findings.missing);
  else if (findings.advices)
    printf("nothing is missing; %d notes say what would make the numbers steadier\n",
           findings.advices);
  else
    printf("nothing is missing and nothing disturbs\n");
  return findings.missing ? EXIT_FAILS : EXIT_FINE;
}

// See machine.h. What cannot be read is left empty: a report says less, a run does not fail for it.
#include "compare/machine.h"

#include "compare/child.h"
#include "compare/text.h"
#include "compare/version.h"

#include <inttypes.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/personality.h>
#include <sys/sysinfo.h>
#include <sys/utsname.h>
#include <time.h>
#include <unistd.h>

extern char **environ;

// The first line of a file, "" when it cannot be read; the caller frees it.
static char *first_line(const char *path) {
  FILE *file = fopen(path, "re");
  char *line = NULL;
  size_t size = 0;
  ssize_t length = file ? getline(&line, &size, file) : -1;
  if (file)
    fclose(file);
  if (length < 0) {
    free(line);
    return text_copy("");
  }
  line[strcspn(line, "\n")] = '\0';
  return line;
}

// The value after `separator` in the first line of a file that begins with `key`, without quotes
// around it; "" when there is none. The caller frees it.
static char *keyed_value(const char *path, const char *key, char separator) {
  FILE *file = fopen(path, "re");
  char *line = NULL, *value = NULL;
  size_t size = 0;
  while (file && !value && getline(&line, &size, file) > 0) {
    char *mark = strchr(line, separator);
    if (strncmp(line, key, strlen(key)) || !mark)
      continue;
    mark += 1 + strspn(mark + 1, " \t\"");
    mark[strcspn(mark, "\"\n")] = '\0';
    value = text_copy(mark);
  }
  if (file)
    fclose(file);
  free(line);
  return value ? value : text_copy("");
}

// ---- Noise --------------------------------------------------------------------------------------

struct machine_ticks machine_ticks_now(void) {
  // user nice system idle iowait irq softirq steal; guest time is in user already (proc(5))
  double ticks[8] = {0};
  char *line = first_line("/proc/stat"), *rest = line + strcspn(line, " ");
  struct machine_ticks sums = {0};
  for (int i = 0; i < 8; i++) {
    ticks[i] = strtod(rest, &rest);
    sums.total += ticks[i];
  }
  sums.idle = ticks[3] + ticks[4];
  sums.steal = ticks[7];
  free(line);
  char *switches = keyed_value("/proc/stat", "ctxt", ' ');
  sums.switches = strtod(switches, NULL);
  free(switches);
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  sums.seconds = (double)time.tv_sec + 1e-9 * (double)time.tv_nsec;
  return sums;
}

static double percent(double part, double whole) { return whole > 0 ? 100 * part / whole : 0; }

double machine_steal_percent(struct machine_ticks before, struct machine_ticks after) {
  return percent(after.steal - before.steal, after.total - before.total);
}

double machine_busy_percent(struct machine_ticks before, struct machine_ticks after) {
  double total = after.total - before.total;
  return percent(total - (after.idle - before.idle), total);
}

double machine_switches_per_second(struct machine_ticks before, struct machine_ticks after) {
  double seconds = after.seconds - before.seconds;
  return seconds > 0 ? (after.switches - before.switches) / seconds : 0;
}

double machine_frequency_mhz(void) {
  char *kilohertz = first_line("/sys/devices/system/cpu/cpu0/cpufreq/scaling_cur_freq");
  char *megahertz = *kilohertz ? text_copy("") : keyed_value("/proc/cpuinfo", "cpu MHz", ':');
  double frequency = *kilohertz ? strtod(kilohertz, NULL) / 1e3 : strtod(megahertz, NULL);
  free(kilohertz);
  free(megahertz);
  return frequency;
}

double machine_load(void) {
  double load;
  return getloadavg(&load, 1) == 1 ? load : -1;
}

static int compare_doubles(const void *a, const void *b) {
  double x = *(const double *)a, y = *(const double *)b;
  return (x > y) - (x < y);
}

double machine_timer_ns(void) {
  enum { ROUNDS = 51, CALLS = 1000 };
  double costs[ROUNDS];
  for (int round = 0; round < ROUNDS; round++) {
    struct timespec from, to;
    clock_gettime(CLOCK_MONOTONIC, &from);
    for (int call = 0; call < CALLS; call++)
      clock_gettime(CLOCK_MONOTONIC, &to);
    costs[round] =
        ((double)(to.tv_sec - from.tv_sec) * 1e9 + (double)(to.tv_nsec - from.tv_nsec)) / CALLS;
  }
  qsort(costs, ROUNDS, sizeof *costs, compare_doubles);
  return costs[ROUNDS / 2];
}

// ---- Settings -----------------------------------------------------------------------------------

int machine_aslr(void) {
  int current = personality(0xffffffff);
  if (current != -1 && current & ADDR_NO_RANDOMIZE)
    return 0;
  char *line = first_line("/proc/sys/kernel/randomize_va_space");
  int level = *line ? atoi(line) : -1;
  free(line);
  return level;
}

char *machine_governor(void) {
  return first_line("/sys/devices/system/cpu/cpu0/cpufreq/scaling_governor");
}

static char *cpu_model(void) {
  char *model = keyed_value("/proc/cpuinfo", "model name", ':');
  if (*model)
    return model;
  free(model);
  return keyed_value("/proc/cpuinfo", "CPU part", ':'); // aarch64 has no model name
}

static char *affinity(void) { return keyed_value("/proc/self/status", "Cpus_allowed_list", ':'); }

static size_t environment_bytes(void) {
  size_t bytes = 0;
  for (char **variable = environ; *variable; variable++)
    bytes += strlen(*variable) + 1;
  return bytes;
}

// Whether the processor says that a hypervisor runs it, and whose it is where the firmware tells.
static char *virtualisation(void) {
  char *flags = keyed_value("/proc/cpuinfo", "flags", ':');
  bool virtual = strstr(flags, " hypervisor") != NULL;
  free(flags);
  if (!virtual)
    return text_copy("");
  char *vendor = first_line("/sys/class/dmi/id/sys_vendor");
  if (*vendor)
    return vendor;
  free(vendor);
  return text_copy("virtual machine");
}

// Sets a member and frees its text.
static void set_text(json_t *object, const char *key, char *text) {
  json_t *value = text ? json_string(text) : NULL;
  json_object_set_new(object, key, value ? value : json_string(""));
  free(text);
}

json_t *machine_describe(void) {
  const char *const hyperfine[] = {"hyperfine", "--version", NULL};
  struct utsname names;
  struct sysinfo info;
  uname(&names);
  sysinfo(&info);
  json_t *machine = json_object();
  set_text(machine, "cpu", cpu_model());
  set_text(machine, "architecture", text_copy(names.machine));
  json_object_set_new(machine, "cpus", json_integer(sysconf(_SC_NPROCESSORS_ONLN)));
  set_text(machine, "affinity", affinity());
  json_object_set_new(machine, "memory_mb",
                      json_integer((json_int_t)(info.totalram * (double)info.mem_unit / 0x1p20)));
  set_text(machine, "kernel", text_format("%s %s", names.sysname, names.release));
  set_text(machine, "distribution", keyed_value("/etc/os-release", "PRETTY_NAME", '='));
  set_text(machine, "virtualisation", virtualisation());
  set_text(machine, "governor", machine_governor());
  json_object_set_new(machine, "aslr", json_integer(machine_aslr()));
  set_text(machine, "clock_source",
           first_line("/sys/devices/system/clocksource/clocksource0/current_clocksource"));
  set_text(machine, "compiler", text_copy(__VERSION__));
  set_text(machine, "fieldstone", text_copy(FIELDSTONE_VERSION));
  set_text(machine, "hyperfine", child_output(hyperfine));
  json_object_set_new(machine, "environment_bytes", json_integer((json_int_t)environment_bytes()));
  json_object_set_new(machine, "timer_ns", json_real(machine_timer_ns()));
  json_object_set_new(machine, "load_before", json_real(machine_load()));
  return machine;
}

// FNV-1a (Fowler, Noll and Vo) over a text and the byte after it.
static uint64_t hash_text(uint64_t hash, const char *text) {
  do
    hash = (hash ^ (unsigned char)*text) * UINT64_C(0x100000001b3);
  while (*text++);
  return hash;
}

char *machine_identity(void) {
  struct utsname names;
  uname(&names);
  char *own = first_line("/etc/machine-id"), *model = cpu_model();
  uint64_t hash = hash_text(UINT64_C(0xcbf29ce484222325), *own ? own : names.nodename);
  char *text =
      text_format("%016" PRIx64, hash_text(hash, model) ^ (uint64_t)sysconf(_SC_NPROCESSORS_ONLN));
  free(own);
  free(model);
  return text;
}

void machine_add_noise(json_t *machine, struct machine_ticks before) {
  struct machine_ticks after = machine_ticks_now();
  json_object_set_new(machine, "load_after", json_real(machine_load()));
  json_object_set_new(machine, "steal_percent", json_real(machine_steal_percent(before, after)));
  json_object_set_new(machine, "busy_percent", json_real(machine_busy_percent(before, after)));
  json_object_set_new(machine, "switches_per_second",
                      json_real(machine_switches_per_second(before, after)));
}

char *machine_commit(const char *path) {
  const char *const head[] = {"git", "-C", path, "rev-parse", "--verify", "HEAD", NULL};
  const char *const changes[] = {"git", "-C", path, "status", "--porcelain", "-uno", NULL};
  char *commit = child_output(head);
  char *changed = commit ? child_output(changes) : NULL;
  if (changed && *changed) {
    char *marked = text_format("%s-dirty", commit);
    free(commit);
    commit = marked;
  }
  free(changed);
  return commit;
}

// The machine that a run is made on, and the noise seen on it: kept with every run as JSON, shown
// by `fieldstone doctor`.
//
//   cpu, architecture, cpus, affinity, memory_mb, kernel, distribution, virtualisation
//   governor ("" where the kernel gives none), aslr (0, 1 or 2), clock_source
//   compiler (of fieldstone), fieldstone (version), hyperfine (version), environment_bytes
//   timer_ns              cost of one clock_gettime
//   load_before, load_after         one-minute load average
//   steal_percent, busy_percent     of all CPUs over the run: taken by the hypervisor; used by
//   anyone
//   switches_per_second   context switches of all CPUs over the run
#pragma once

#include <jansson.h>
#include <stdbool.h>

// Time of all CPUs since boot, from /proc/stat, in ticks; context switches since boot; seconds
// since some moment.
struct machine_ticks {
  double total, idle, steal, switches, seconds;
};

struct machine_ticks machine_ticks_now(void);

// The share of the hypervisor, and of all work, in the time from `before` to `after`; percent.
double machine_steal_percent(struct machine_ticks before, struct machine_ticks after);
double machine_busy_percent(struct machine_ticks before, struct machine_ticks after);

// Context switches of all CPUs a second.
double machine_switches_per_second(struct machine_ticks before, struct machine_ticks after);

// The frequency of the first CPU now, as far as the kernel knows it; MHz, 0 when it does not.
double machine_frequency_mhz(void);

// One-minute load average, -1 when it is not to be had.
double machine_load(void);

// Cost of one clock_gettime(CLOCK_MONOTONIC), the median of many; ns.
double machine_timer_ns(void);

// How address-space layout is randomised: 0 not at all, 2 fully; -1 when it is not to be had. A
// process started under `setarch -R` has 0.
int machine_aslr(void);

// The frequency governor of the first CPU, "" where there is none; the caller frees it.
char *machine_governor(void);

// Everything above that is known at the beginning; the caller releases it by json_decref.
json_t *machine_describe(void);

// What names this machine among those whose runs may lie in one store: 16 hexadecimal digits made
// of its own identity (/etc/machine-id, else the host's name), its processor and the number of
// CPUs. Nothing of these can be read from it. The caller frees it.
char *machine_identity(void);

// Adds what was seen over the run to a description.
void machine_add_noise(json_t *machine, struct machine_ticks before);

// The commit of the tree that holds `path`, with "-dirty" when a tracked file is changed; NULL
// outside a repository. The caller frees it.
char *machine_commit(const char *path);

// See selftest_neighbour.h. A neighbour is a fork that runs no other program; the kernel kills it
// when we end (PR_SET_PDEATHSIG), also by SIGKILL. It leads a process group of its own, so that a
// Ctrl-C at the terminal reaches only us, who then end it.
#include "compare/selftest_neighbour.h"

#include "compare/schedule.h"
#include "compare/text.h"

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum {
  LEAST_MS = 5,
  MOST_MS = 200,
  MEMORY_BYTES = 8 << 20,
  CACHE_LINE = 64,
};

static double milliseconds_now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return 1e3 * (double)time.tv_sec + 1e-6 * (double)time.tv_nsec;
}

static long draw_milliseconds(struct generator *generator) {
  return LEAST_MS + (long)generator_below(generator, MOST_MS - LEAST_MS + 1);
}

// One walk through the memory: well below a millisecond on most machines.
static void walk(volatile unsigned char *memory) {
  for (size_t i = 0; i < MEMORY_BYTES; i += CACHE_LINE)
    memory[i]++;
}

static void disturb(struct generator generator) {
  unsigned char *memory = memory_array(MEMORY_BYTES, 1);
  for (;;) {
    double end = milliseconds_now() + (double)draw_milliseconds(&generator);
    while (milliseconds_now() < end)
      walk(memory);
    long pause = draw_milliseconds(&generator);
    nanosleep(&(struct timespec){.tv_nsec = pause * 1000000}, NULL);
  }
}

// In the child: lets go of everything of ours and disturbs until it is killed.
static void become_neighbour(size_t cpu, struct generator generator, pid_t parent) {
  sigset_t none;
  cpu_set_t cpus;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, NULL);
  setpgid(0, 0);
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  prctl(PR_SET_NAME, "neighbour");
  if (getppid() != parent)
    _exit(0);
  CPU_ZERO(&cpus);
  CPU_SET(cpu, &cpus);
  sched_setaffinity(0, sizeof cpus, &cpus);
  int nothing = open("/dev/null", O_RDWR);
  for (int descriptor = STDIN_FILENO; nothing >= 0 && descriptor <= STDERR_FILENO; descriptor++)
    dup2(nothing, descriptor);
  disturb(generator);
}

bool selftest_neighbour_start(struct selftest_neighbour *neighbour, uint32_t seed,
                              struct error *error) {
  cpu_set_t allowed;
  pid_t parent = getpid();
  *neighbour = (struct selftest_neighbour){0};
  if (sched_getaffinity(0, sizeof allowed, &allowed))
    return error_set(error, "the CPUs for neighbours are not known: %s", strerror(errno));
  neighbour->processes = memory_array((size_t)CPU_COUNT(&allowed), sizeof(pid_t));
  for (size_t cpu = 0; cpu < CPU_SETSIZE; cpu++) {
    if (!CPU_ISSET(cpu, &allowed))
      continue;
    pid_t process = fork();
    if (!process)
      become_neighbour(cpu, generator_make(seed * UINT64_C(1000003) + cpu), parent);
    if (process < 0) {
      int cause = errno;
      struct error second;
      selftest_neighbour_stop(neighbour, &second);
      return error_set(error, "a neighbour cannot be started: %s", strerror(cause));
    }
    neighbour->processes[neighbour->count++] = process;
  }
  return true;
}

bool selftest_neighbour_stop(struct selftest_neighbour *neighbour, struct error *error) {
  size_t gone = 0;
  for (size_t i = 0; i < neighbour->count; i++) {
    if (waitpid(neighbour->processes[i], NULL, WNOHANG) != 0) {
      gone++; // and its number may be another's by now
      continue;
    }
    kill(neighbour->processes[i], SIGKILL);
    waitpid(neighbour->processes[i], NULL, 0);
  }
  size_t count = neighbour->count;
  free(neighbour->processes);
  *neighbour = (struct selftest_neighbour){0};
  if (gone > 0)
    return error_set(error, "%zu of %zu neighbours had ended before the measurement did", gone,
                     count);
  return true;
}

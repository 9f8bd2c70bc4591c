// One file for the process, behind a lock; see perf_map.h.
//
// A line is one write in append mode, so lines of other engines stay whole. Numbers of processes
// are used again, in containers soon: a file that is older than this process was another's.
#include "vm/baseline/perf_map.h"

#include <errno.h>

#ifdef __linux__

#include <fcntl.h>
#include <inttypes.h>
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#define NAME_BYTES 400
#define NANOSECONDS 1000000000LL
#define CLOCK_SLACK (NANOSECONDS / 10) // of a process's start and a file's time

static struct {
  pthread_mutex_t lock;
  unsigned users;
  int file; // while there are users
  bool handles_forks;
} map = {.lock = PTHREAD_MUTEX_INITIALIZER, .file = -1};

static int64_t nanoseconds(const struct timespec *time) {
  return time->tv_sec * NANOSECONDS + time->tv_nsec;
}

// How long this process has run. 0: the system does not say.
static int64_t process_age(void) {
  char text[1024];
  FILE *file = fopen("/proc/self/stat", "re");
  size_t length = file != NULL ? fread(text, 1, sizeof text - 1, file) : 0;
  if (file != NULL)
    fclose(file);
  text[length] = '\0';
  const char *field = strrchr(text, ')'); // the end of the second; the name in it may hold blanks
  for (int number = 2; number < 22 && field != NULL; number++)
    field = strchr(field + 1, ' ');
  uint64_t ticks;
  struct timespec now;
  if (field == NULL || sscanf(field, "%" SCNu64, &ticks) != 1 ||
      clock_gettime(CLOCK_BOOTTIME, &now) != 0)
    return 0;
  return nanoseconds(&now) - (int64_t)ticks * (NANOSECONDS / sysconf(_SC_CLK_TCK));
}

static bool is_older_than_process(const struct stat *status) {
  struct timespec now;
  int64_t age = process_age();
  clock_gettime(CLOCK_REALTIME, &now);
  return age > 0 && nanoseconds(&now) - nanoseconds(&status->st_mtim) > age + CLOCK_SLACK;
}

// Below 0: refused.
static int open_file(void) {
  char path[64];
  snprintf(path, sizeof path, "/tmp/perf-%d.map", (int)getpid());
  int file = open(
      path, O_RDWR | O_CREAT | O_APPEND | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC, 0600);
  struct stat status;
  if (file < 0)
    return -1;
  if (fstat(file, &status) != 0 || !S_ISREG(status.st_mode) || status.st_uid != geteuid() ||
      status.st_nlink != 1) {
    close(file);
    errno = EEXIST;
    return -1;
  }
  if (is_older_than_process(&status) && ftruncate(file, 0) != 0) {
    close(file);
    return -1;
  }
  return file;
}

static void write_all(int file, const char *text, size_t length) {
  while (length > 0) {
    ssize_t written = write(file, text, length);
    if (written < 0 && errno != EINTR)
      return;
    text += written < 0 ? 0 : written;
    length -= written < 0 ? 0 : (size_t)written;
  }
}

// ---- Forks

static void lock(void) { pthread_mutex_lock(&map.lock); }
static void unlock(void) { pthread_mutex_unlock(&map.lock); }

static void copy_to_own_file(void) {
  if (map.users > 0) {
    char text[4096];
    int own = open_file();
    ssize_t length;
    for (off_t at = 0; own >= 0 && (length = pread(map.file, text, sizeof text, at)) > 0;
         at += length)
      write_all(own, text, (size_t)length);
    close(map.file);
    map.file = own;
  }
  unlock();
}

// ---- Use

static const char *start(void) {
  map.file = open_file();
  if (map.file < 0)
    return "/tmp/perf-PID.map cannot be made, or is another's";
  if (!map.handles_forks)
    map.handles_forks = pthread_atfork(lock, unlock, copy_to_own_file) == 0;
  if (map.handles_forks)
    return NULL;
  close(map.file);
  return "no memory for a handler of forks";
}

bool perf_map_open(const char **reason) {
  lock();
  *reason = map.users > 0 ? NULL : start();
  map.users += *reason == NULL;
  unlock();
  return *reason == NULL;
}

void perf_map_add(const void *code, size_t bytes, const char *name) {
  char line[NAME_BYTES + 64];
  int length = snprintf(line, sizeof line, "%" PRIxPTR " %zx %.*s", (uintptr_t)code, bytes,
                        NAME_BYTES, name);
  for (int at = 0; at < length; at++)
    if ((unsigned char)line[at] < ' ')
      line[at] = ' ';
  line[length] = '\n';
  lock();
  if (map.file >= 0)
    write_all(map.file, line, (size_t)length + 1);
  unlock();
}

void perf_map_close(void) {
  lock();
  if (--map.users == 0) {
    if (map.file >= 0)
      close(map.file);
    map.file = -1;
  }
  unlock();
}

#else

bool perf_map_open(const char **reason) {
  *reason = "perf maps are Linux's";
  errno = ENOSYS;
  return false;
}

void perf_map_add(const void *code, size_t bytes, const char *name) {
  (void)code, (void)bytes, (void)name;
}

void perf_map_close(void) {}

#endif

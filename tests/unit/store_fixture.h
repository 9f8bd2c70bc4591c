// Stores made in the test by SQL, for the tests of the analysis, the targets and the reports: a run
// with the engines, programs, cells and times that a test asks for, in a file of its own below
// a temporary folder.
//
// Times are a base times a noise that depends on the cell, the pair and the half alone, skewed
// upward as times are, so that every expectation holds on every run of the tests.
#pragma once

#include "compare/analysis.h"
#include "compare/store.h"
#include "tests/unit/assert_near.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum {
  FIXTURE_REPETITIONS = 10,
  FIXTURE_UNITS = 100, // units of work a repetition
  FIXTURE_SAMPLES = 3,
};

#define FIXTURE_EMPTY_NS 40.0

struct fixture {
  char folder[512];
  char path[576];
  struct store *store;
  int64_t run;
};

// Runs one statement; a failure is the test's.
__attribute__((format(printf, 2, 3))) static inline void fixture_sql(struct fixture *fixture,
                                                                     const char *format, ...) {
  char sql[2048], *message = NULL;
  va_list arguments;
  va_start(arguments, format);
  vsnprintf(sql, sizeof sql, format, arguments);
  va_end(arguments);
  if (sqlite3_exec(store_database(fixture->store), sql, NULL, NULL, &message) != SQLITE_OK)
    fail_msg("%s in: %s", message, sql);
}

static inline int64_t fixture_last_id(struct fixture *fixture) {
  return sqlite3_last_insert_rowid(store_database(fixture->store));
}

// A store with one run of the given status and size.
static inline void fixture_open(struct fixture *fixture, const char *status, const char *size,
                                int planned) {
  struct error error = {.message = ""};
  const char *temporary = getenv("TMPDIR");
  snprintf(fixture->folder, sizeof fixture->folder, "%s/fieldstone-test-XXXXXX",
           temporary == NULL ? "/tmp" : temporary);
  if (mkdtemp(fixture->folder) == NULL)
    fail_msg("no temporary folder can be made");
  snprintf(fixture->path, sizeof fixture->path, "%s/store.sqlite", fixture->folder);
  fixture->store = store_open(fixture->path, STORE_WRITE, &error);
  if (fixture->store == NULL)
    fail_msg("%s", error.message);
  fixture_sql(fixture,
              "INSERT INTO run (uuid, started, finished, status, size, seed, rounds, commit_id,"
              " machine, options) VALUES ('00000000-test', '2026-01-02T03:04:05Z',"
              " '2026-01-02T03:06:05Z', '%s', '%s', 1, %d, 'abcdef0',"
              " '{\"cpu\": \"a test CPU\", \"kernel\": {\"name\": \"Linux\"}, \"cpus\": 2}',"
              " '{\"size\": \"%s\"}')",
              status, size, planned, size);
  fixture->run = fixture_last_id(fixture);
}

static inline void fixture_close(struct fixture *fixture) {
  char command[576];
  store_close(fixture->store);
  snprintf(command, sizeof command, "rm -rf '%s'", fixture->folder);
  assert_int_equal(system(command), 0);
}

static inline int64_t fixture_engine(struct fixture *fixture, const char *name,
                                     const char *driver) {
  fixture_sql(fixture,
              "INSERT INTO engine (run_id, name, driver, language, version, build, description,"
              " details) VALUES (%lld, '%s', '%s', 'language of %s', '1.0', 'gcc -O2',"
              " 'engine %s', '{\"library\": \"lib%s.so\"}')",
              (long long)fixture->run, name, driver, driver, name, driver);
  return fixture_last_id(fixture);
}

static inline int64_t fixture_program(struct fixture *fixture, const char *name,
                                      const char *category, bool geometric_mean,
                                      const char *notes) {
  fixture_sql(fixture,
              "INSERT INTO program (run_id, name, title, category, unit, kind, work_unit,"
              " tolerance, geometric_mean, notes, manifest) VALUES (%lld, '%s', 'Program %s', '%s',"
              " 'call', 'script', 'calls', 0, %d, '%s', '{}')",
              (long long)fixture->run, name, name, category, geometric_mean, notes);
  return fixture_last_id(fixture);
}

static inline int64_t fixture_cell(struct fixture *fixture, int64_t program, int64_t engine,
                                   const char *status, const char *message) {
  fixture_sql(fixture,
              "INSERT INTO cell (run_id, program_id, engine_id, n, repetitions, warmup, samples,"
              " status, message, checksum, work, work_repetitions) VALUES (%lld, %lld, %lld, 30,"
              " %d, 1, %d, '%s', nullif('%s', ''), 12345, %d, %d)",
              (long long)fixture->run, (long long)program, (long long)engine, FIXTURE_REPETITIONS,
              FIXTURE_SAMPLES, status, message, FIXTURE_UNITS * 2, 2);
  return fixture_last_id(fixture);
}

// A number above 0 with mean 1 and a long upper tail, made of three numbers by hashing.
static inline double fixture_noise(int64_t cell, int pair, int half) {
  uint64_t z = (uint64_t)cell * 0x9e3779b97f4a7c15u + (uint64_t)(pair * 2 + half + 1);
  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
  z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
  z ^= z >> 31;
  return -log(((double)(z >> 11) + 0.5) * 0x1p-53);
}

// One invocation with a warm-up sample, which is far off, and FIXTURE_SAMPLES others, whose median
// is `nanoseconds` a repetition, net of the empty call.
static inline int64_t fixture_invocation(struct fixture *fixture, int64_t cell, int pair, int half,
                                         const char *status, double nanoseconds) {
  fixture_sql(fixture,
              "INSERT INTO invocation (cell_id, pair, half, position, started, padding, timer_ns,"
              " empty_ns, user_us, system_us, max_rss_kb, status) VALUES (%lld, %d, %d, 0,"
              " '2026-01-02T03:04:05Z', 0, 25, %.17g, 1, 1, 1000, '%s')",
              (long long)cell, pair, half, FIXTURE_EMPTY_NS, status);
  int64_t invocation = fixture_last_id(fixture);
  for (int index = 0; index <= FIXTURE_SAMPLES; index++) {
    double factor = index == 0 ? 7 : index == 1 ? 1.5 : index == 2 ? 0.9 : 1;
    fixture_sql(fixture, "INSERT INTO sample VALUES (%lld, %d, %d, %.17g, %d)",
                (long long)invocation, index, index == 0,
                FIXTURE_REPETITIONS * (nanoseconds * factor + FIXTURE_EMPTY_NS),
                FIXTURE_REPETITIONS);
  }
  return invocation;
}

static inline void fixture_process(struct fixture *fixture, int64_t cell, int pair, int half,
                                   double seconds, int exit_code) {
  fixture_sql(fixture,
              "INSERT INTO process_sample (cell_id, pair, half, position, seconds, user, system,"
              " exit_code) VALUES (%lld, %d, %d, 0, %.17g, %.17g, %.17g, %d)",
              (long long)cell, pair, half, seconds, seconds / 2, seconds / 4, exit_code);
}

// `pairs` pairs of both metrics around `nanoseconds` a repetition and a thousand of them a process,
// with a noise of about `spread`, and a drift that all engines share.
static inline void fixture_times(struct fixture *fixture, int64_t cell, int pairs,
                                 double nanoseconds, double spread) {
  fixture_sql(fixture, "BEGIN");
  for (int pair = 0; pair < pairs; pair++)
    for (int half = 0; half < 2; half++) {
      double drift = 1 + 0.1 * sin(pair + 0.5 * half);
      double noise = exp(spread * fixture_noise(cell, pair, half));
      double process = exp(spread * fixture_noise(-cell, pair, half));
      fixture_invocation(fixture, cell, pair, half, "ok", nanoseconds * drift * noise);
      fixture_process(fixture, cell, pair, half, 1e-6 * nanoseconds * drift * process, 0);
    }
  fixture_sql(fixture, "COMMIT");
}

// The model of the fixture's run; the caller destroys the arena.
static inline struct analysis *fixture_analysis(struct fixture *fixture, struct arena *arena) {
  struct error error = {.message = ""};
  struct analysis *analysis =
      analysis_load(arena, store_database(fixture->store), fixture->run, NULL, &error);
  if (analysis == NULL)
    fail_msg("%s", error.message);
  return analysis;
}

// A run of six engines on six programs and a cold start, with all cells ok. Mica's tiers are 12
// and 150 times as long as native, Lua 20, CPython 50.
static inline void fixture_fill(struct fixture *fixture, int pairs, double spread) {
  static const struct {
    const char *name, *driver;
    double factor;
  } engines[] = {
      {"cpython", "cpython", 50}, {"lua", "lua", 20},      {"mica-bytecode", "mica", 12},
      {"mica-tree", "mica", 150}, {"native", "native", 1}, {"native-noinline", "native", 1.6},
  };
  static const struct {
    const char *name, *category, *notes;
    bool geometric_mean;
    double nanoseconds;
  } programs[] = {
      {"fib", "fibonacci", "[\"C inlines some of the calls.\"]", true, 1e5},
      {"array_loops", "array-op", "[]", true, 2e5},
      {"call_host", "call-boundary", "[]", true, 3e5},
      {"loop_int32", "loop", "[]", true, 4e5},
      {"loop_int53", "loop", "[\"Lua has 64-bit integers.\", \"So has Python.\"]", false, 5e5},
      {"empty", "process", "[]", false, 1e3},
  };
  int64_t engine_ids[sizeof engines / sizeof *engines];
  for (size_t i = 0; i < sizeof engines / sizeof *engines; i++)
    engine_ids[i] = fixture_engine(fixture, engines[i].name, engines[i].driver);
  for (size_t i = 0; i < sizeof programs / sizeof *programs; i++) {
    int64_t program = fixture_program(fixture, programs[i].name, programs[i].category,
                                      programs[i].geometric_mean, programs[i].notes);
    for (size_t j = 0; j < sizeof engines / sizeof *engines; j++)
      fixture_times(fixture, fixture_cell(fixture, program, engine_ids[j], "ok", ""), pairs,
                    programs[i].nanoseconds * engines[j].factor, spread);
  }
}

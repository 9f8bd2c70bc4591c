// Profiles of any cell on any engine by tools that look at the machine's code: see profile.h.
//
// Callgrind counts instructions, each of them, in the function that runs a block
// (--toggle-collect), so that neither the engine's start nor its end is in the profile. perf
// samples the whole process on its clock, and unwinds by the debugging information. What a compiler
// makes at run time has no names for either.
//
// How many callers a context of callgrind has bounds what it costs. For Mica's interpreter, whose
// handlers go to each other by tail calls, contexts would be sequences of instructions, of which
// there is no end: two callers tell all that can be told.
#include "compare/child.h"
#include "compare/profile.h"
#include "compare/text.h"
#include "compare/valgrind.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum {
  REPETITIONS = 4, // of a block under callgrind, or as many as the cell has
  CALLERS = 24,
  CALLERS_OF_HANDLERS = 2,
  TOTAL_LIMIT_SECONDS = 3600,
  SAMPLES_A_SECOND = 997,
};

static int repetitions_of(const struct profile_job *job, const char *tool) {
  int all = job->cell->repetitions;
  return strcmp(tool, "perf") != 0 && all > REPETITIONS ? REPETITIONS : all;
}

const char *profile_native_caption(const struct profile_job *job, const char *tool) {
  const char *what =
      strcmp(tool, "perf") == 0
          ? "Samples of the process's time by perf, its start and end among them"
          : "Instructions by callgrind, counted inside of the block alone; they say how an engine "
            "spends them, and nothing between engines about time";
  return arena_format(job->arena, "One block of %d repetitions, n %lld, seed %u. %s.",
                      repetitions_of(job, tool), (long long)job->cell->size->n,
                      (unsigned)job->session->options->seed, what);
}

static bool fail(const struct child_result *result, const char *tool, struct error *error) {
  const char *words = *result->error_output != '\0' ? result->error_output : "it says nothing";
  switch (result->ending) {
  case CHILD_INTERRUPTED:
    return error_set(error, "interrupted: there is no profile");
  case CHILD_SIGNALLED:
    return error_set(error, "the driver crashed under %s (signal %d): %s", tool, result->signal,
                     words);
  case CHILD_EXITED:
    return error_set(error, "the driver fails under %s: %s", tool, words);
  default:
    return error_set(error, "it takes too long under %s: a smaller --size is faster", tool);
  }
}

static bool run(const struct profile_job *job, const char *const *arguments, const char *tool,
                child_line_function *take_line, void *context, struct error *error) {
  struct child_request child = {.arguments = arguments,
                                .pin_cpu = job->session->options->pin_cpu,
                                .line_limit_seconds = TOTAL_LIMIT_SECONDS,
                                .total_limit_seconds = TOTAL_LIMIT_SECONDS,
                                .interrupt_descriptor = job->session->interrupt.descriptor};
  struct child_result result;
  return child_run(&child, take_line, context, &result, error) &&
         ((result.ending == CHILD_EXITED && result.exit_code == 0) || fail(&result, tool, error));
}

static bool pass_over(char *line, void *context) {
  (void)line;
  (void)context;
  return true;
}

static struct driver_request request_of(const struct profile_job *job, const struct engine *engine,
                                        const char *tool) {
  struct driver_request request = session_request(job->session, job->cell, engine);
  request.repetitions = repetitions_of(job, tool);
  return request;
}

// ---- Callgrind ----------------------------------------------------------------------------------

// Whether nothing was called from the block.
static bool is_empty(const struct stacks *stacks, enum stack_side side) {
  for (size_t at = 1; at < stacks->count; at++)
    if (stacks->nodes[at].self[side] > 0 && strcmp(stacks->nodes[at].name, STACKS_ROOT) != 0)
      return false;
  return true;
}

static bool take_callgrind(const struct profile_job *job, const struct engine *engine,
                           struct stacks *stacks, enum stack_side side, const char *file,
                           struct error *error) {
  struct driver_request request = request_of(job, engine, "callgrind");
  bool has_handlers = strcmp(engine->driver, "mica") == 0 && strcmp(engine->name, "mica-tree") != 0;
  int callers = has_handlers ? CALLERS_OF_HANDLERS : CALLERS;
  const char *options = arena_format(job->arena,
                                     "--callgrind-out-file=\"$1\" --toggle-collect=" STACKS_ROOT
                                     " --separate-callers=%d -q",
                                     callers);
  char *line = valgrind_command(options, &request);
  const char *const arguments[] = {"sh", "-c", line, "sh", file, NULL};
  bool done = run(job, arguments, "valgrind", pass_over, NULL, error) &&
              stacks_read(stacks, side, file, error);
  free(line);
  if (done && is_empty(stacks, side))
    return error_set(error, "callgrind saw nothing: the program runs in another process than the "
                            "driver's, or the driver has no symbols; --tool perf may see it");
  return done;
}

// ---- perf ---------------------------------------------------------------------------------------

static bool perf_available(struct error *error) {
  const char *const command[] = {"perf", "--version", NULL};
  char *version = child_output(command);
  bool there = version != NULL;
  free(version);
  return there || error_set(error, "--tool perf takes perf, which is not there or not for this "
                                   "kernel; type: apt-get install linux-perf, or use --tool "
                                   "callgrind");
}

static bool take_line(char *line, void *context) {
  stacks_take_perf_line(context, line);
  return true;
}

static bool take_perf(const struct profile_job *job, const struct engine *engine,
                      struct stacks *stacks, enum stack_side side, const char *file,
                      struct error *error) {
  struct driver_request request = request_of(job, engine, "perf");
  char *driver = driver_process_command(&request);
  const char *line = arena_format(
      job->arena, "exec perf record -q -e cpu-clock -F %d --call-graph dwarf,16384 -o \"$1\" %s",
      SAMPLES_A_SECOND, driver);
  const char *const record[] = {"sh", "-c", line, "sh", file, NULL};
  const char *const script[] = {"perf", "script", "--no-inline", "-F", "period,ip,sym,dso",
                                "-i",   file,     NULL};
  struct stacks_perf perf = {.stacks = stacks, .side = side};
  bool done = perf_available(error) && run(job, record, "perf", pass_over, NULL, error) &&
              run(job, script, "perf", take_line, &perf, error);
  stacks_take_perf_line(&perf, "");
  free(driver);
  if (done && stacks_total(stacks, side) == 0)
    return error_set(error, "perf took no sample: the block is too short (--size full is longer), "
                            "or the kernel lets nobody sample (perf_event_paranoid)");
  return done;
}

// ---- Both ---------------------------------------------------------------------------------------

bool profile_native_take(const struct profile_job *job, const struct engine *engine,
                         const char *tool, struct stacks *stacks, enum stack_side side,
                         const char *kept, struct error *error) {
  bool is_perf = strcmp(tool, "perf") == 0;
  if (!is_perf && !valgrind_available("a native profile", error))
    return false;
  char folder[] = "/tmp/fieldstone-XXXXXX";
  if (mkdtemp(folder) == NULL)
    return error_set(error, "no folder can be made in /tmp: %s", strerror(errno));
  const char *file = kept != NULL ? kept : arena_format(job->arena, "%s/profile", folder);
  bool done = is_perf ? take_perf(job, engine, stacks, side, file, error)
                      : take_callgrind(job, engine, stacks, side, file, error);
  if (kept == NULL)
    unlink(file);
  rmdir(folder);
  return done || error_prefix(error, "%s on %s", job->cell->program->name, engine->name);
}

// Mica's own profiler on programs of the catalogue: see profile.h and vm/profile/README.md.
//
// `mica profile` reads from its standard input a script that loads the program and calls it as a
// driver does in a block: with the same n, as often, with the same seeds. What it prints is passed
// on as it comes. A program whose loop is the host's, in C, or that calls functions of the host, is
// not what `mica` alone can run.
#include "compare/child.h"
#include "compare/profile.h"
#include "compare/text.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { ARGUMENTS_MAX = 24, LIMIT_SECONDS = 3600 };

bool profile_mica_knows(const struct engine *engine) {
  return strcmp(engine->name, "mica-bytecode") == 0;
}

const char *profile_mica_refuses(const struct manifest *program) {
  return program->kind == MANIFEST_SCRIPT
             ? NULL
             : "its loop or what it calls is the host's, which a script alone has not";
}

// The script that runs a block of the cell: the same n and seeds as in a run.
static const char *script_of(const struct profile_job *job, int repetitions) {
  const struct manifest *program = job->cell->program;
  const char *folder = program->source != NULL ? program->source : program->name;
  char *programs = realpath(job->session->options->programs_directory, NULL);
  json_t *path = json_string(
      arena_format(job->arena, "%s/%s/%s.js", programs != NULL ? programs : "", folder, folder));
  char *quoted = json_dumps(path, JSON_ENCODE_ANY);
  const char *script =
      arena_format(job->arena,
                   "const program = require(%s);\n"
                   "for (let i = 0; i < %d; i++) program.run(%lld, (%u + i) %% 2147483648);\n",
                   quoted != NULL ? quoted : "''", repetitions, (long long)job->cell->size->n,
                   (unsigned)job->session->options->seed);
  free(quoted);
  json_decref(path);
  free(programs);
  return script;
}

// ---- Running mica -------------------------------------------------------------------------------

struct command {
  const char *arguments[ARGUMENTS_MAX];
  size_t count;
};

static void add(struct command *command, const char *argument) {
  command->arguments[command->count++] = argument;
}

static bool print_line(char *line, void *context) {
  (void)context;
  return puts(line) >= 0;
}

static bool fail(const struct child_result *result, const struct profile_job *job,
                 struct error *error) {
  const char *words = *result->error_output != '\0' ? result->error_output : "it says nothing";
  if (result->ending == CHILD_INTERRUPTED)
    return error_set(error, "interrupted: what there is of the profile is that of until then");
  if (result->ending == CHILD_STOPPED)
    return error_set(error, "standard output cannot be written");
  if (result->ending == CHILD_SIGNALLED)
    return error_set(error, "mica was killed by signal %d: %s", result->signal, words);
  if (result->ending != CHILD_EXITED)
    return error_set(error, "mica was killed: a profile may take %d s, a smaller --size is faster",
                     LIMIT_SECONDS);
  return error_set(error, "%s: %s", job->cell ? job->cell->program->name : "--diff", words);
}

static bool run(const struct profile_job *job, struct command *command, const char *input,
                child_line_function *take_line, void *context, struct error *error) {
  add(command, NULL);
  struct child_request child = {.arguments = command->arguments,
                                .pin_cpu = job->session->options->pin_cpu,
                                .line_limit_seconds = LIMIT_SECONDS,
                                .total_limit_seconds = LIMIT_SECONDS,
                                .interrupt_descriptor = job->session->interrupt.descriptor,
                                .asks_first = true,
                                .input = input};
  struct child_result result;
  if (!child_run(&child, take_line, context, &result, error))
    return error_prefix(error, "Mica is not built (type: make)");
  return (result.ending == CHILD_EXITED && result.exit_code == 0) || fail(&result, job, error);
}

static void begin(struct command *command, const struct profile_job *job,
                  const char *build_directory) {
  *command = (struct command){.count = 0};
  add(command, arena_format(job->arena, "%s/mica", build_directory));
  add(command, "profile");
  add(command, "--tier=bytecode");
}

static bool add_sections(struct command *command, const struct profile_job *job,
                         struct error *error) {
  static const char *const names[] = {"opcodes", "functions", "memory", "jit", "all"};
  enum { COUNT = sizeof names / sizeof *names };
  struct text_list words = text_list_split(
      job->session->options->sections != NULL ? job->session->options->sections : "");
  bool good = true;
  for (size_t w = 0; good && w < words.count; w++) {
    size_t i = 0;
    while (i < COUNT && strcmp(names[i], words.words[w]) != 0)
      i++;
    good =
        i < COUNT || error_set(error,
                               "there is no section `%s`\n  there are: opcodes, functions, memory, "
                               "jit, all",
                               words.words[w]);
    if (good && command->count < ARGUMENTS_MAX / 2)
      add(command, arena_format(job->arena, "--%s", names[i]));
  }
  text_list_free(&words);
  return good;
}

// What --sections, --sample and --deterministic ask for.
static bool add_mode(struct command *command, const struct profile_job *job, struct error *error) {
  const struct options *options = job->session->options;
  if (options->sample_hz > 0 && options->deterministic)
    return error_set(error, "--sample measures time, which --deterministic leaves out");
  if (options->deterministic)
    add(command, "--deterministic");
  if (options->sample_hz > 0)
    add(command, arena_format(job->arena, "--sample=%d", options->sample_hz));
  return add_sections(command, job, error);
}

static void add_output(struct command *command, const struct profile_job *job) {
  add(command, arena_format(job->arena, "--top=%d", job->session->options->top));
  add(command, arena_format(job->arena, "--format=%s", job->format));
  if (job->output != NULL)
    add(command, arena_format(job->arena, "--output=%s", job->output));
}

bool profile_mica_run(const struct profile_job *job, struct error *error) {
  struct command command;
  begin(&command, job, job->session->options->build_directory);
  if (!add_mode(&command, job, error))
    return false;
  add_output(&command, job);
  add(&command, "-");
  return run(job, &command, script_of(job, job->cell->repetitions), print_line, NULL, error);
}

json_t *profile_mica_counts(const struct profile_job *job, int repetitions, struct error *error) {
  struct command command;
  json_error_t fault;
  char *text = text_copy("");
  json_t *profile = NULL;
  begin(&command, job, job->session->options->build_directory);
  add(&command, "--deterministic");
  add(&command, "--all");
  add(&command, "--format=json");
  add(&command, "-");
  if (run(job, &command, script_of(job, repetitions), child_collect_line, &text, error)) {
    profile = json_loads(text, 0, &fault);
    if (profile == NULL)
      error_set(error, "%s: mica's profile is no JSON: %s", job->cell->program->name, fault.text);
  }
  free(text);
  return profile;
}

// ---- Differences --------------------------------------------------------------------------------

bool profile_mica_difference(const struct profile_job *job, const char *before, const char *after,
                             struct error *error) {
  struct command command;
  begin(&command, job, job->session->options->build_directory);
  add(&command, "--diff");
  add_output(&command, job);
  add(&command, before);
  add(&command, after);
  return run(job, &command, NULL, print_line, NULL, error);
}

// Profiles with the mica of a build into a file.
static bool profile_into(const struct profile_job *job, const char *build, const char *file,
                         struct error *error) {
  struct command command;
  begin(&command, job, build);
  if (!add_mode(&command, job, error))
    return false;
  add(&command, "--format=json");
  add(&command, arena_format(job->arena, "--output=%s", file));
  add(&command, "-");
  return run(job, &command, script_of(job, job->cell->repetitions), print_line, NULL, error);
}

bool profile_mica_compare(const struct profile_job *job, struct error *error) {
  const struct options *options = job->session->options;
  char folder[] = "/tmp/fieldstone-XXXXXX";
  if (mkdtemp(folder) == NULL)
    return error_set(error, "no folder can be made in /tmp");
  const char *before = arena_format(job->arena, "%s/before.json", folder);
  const char *after = arena_format(job->arena, "%s/after.json", folder);
  bool done = profile_into(job, options->before, before, error) &&
              profile_into(job, options->build_directory, after, error) &&
              profile_mica_difference(job, before, after, error);
  unlink(before);
  unlink(after);
  rmdir(folder);
  return done;
}

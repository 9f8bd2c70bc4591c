// `fieldstone profile`: where a program of the catalogue spends its time.
//
// On Mica's interpreter that is Mica's own profiler's to say; on other engines it is callgrind's or
// perf's, or what the engine's own tool says, whose command is printed. Two engines, two builds or
// two files make a difference. What comes of it is a table, a flame graph or data for other tools,
// on standard output or in a file; of several programs, in a file each.
#include "compare/profile.h"

#include "compare/commands.h"
#include "compare/output.h"
#include "compare/render.h"
#include "compare/text.h"

#include <errno.h>
#include <libgen.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static const struct {
  const char *name, *ending;
  bool mica, native; // who can write it
} formats[] = {
    {"table", ".txt", true, true},
    {"speedscope", ".speedscope.json", true, false},
    {"json", ".json", true, true},
    {"collapsed", ".collapsed", true, true},
    {"collapsed", ".folded", true, true},
    {"svg", ".svg", true, true},
    {"callgrind", ".callgrind", false, true},
};
enum { FORMAT_COUNT = sizeof formats / sizeof *formats };

// ---- Formats and outputs ------------------------------------------------------------------------

static bool ends_in(const char *text, const char *ending) {
  size_t length = strlen(text), end = strlen(ending);
  return length > end && strcmp(text + length - end, ending) == 0;
}

// The format that is asked for by name or by the file's ending.
static const char *format_of(const struct options *options, bool several) {
  if (options->format != NULL)
    return options->format;
  for (size_t i = 0; options->output != NULL && !several && i < FORMAT_COUNT; i++)
    if (ends_in(options->output, formats[i].ending))
      return formats[i].name;
  return several && options->output != NULL ? "svg" : "table";
}

static const char *ending_of(const char *format) {
  for (size_t i = 0; i < FORMAT_COUNT; i++)
    if (strcmp(formats[i].name, format) == 0)
      return formats[i].ending;
  return "";
}

// Whether the profile of that kind can be written so.
static bool check_format(const char *format, bool native, bool difference, struct error *error) {
  const char *names = "", *last = "";
  char list[128] = "";
  bool found = false;
  for (size_t i = 0; i < FORMAT_COUNT; i++) {
    const char *name = formats[i].name;
    bool possible = native ? formats[i].native : formats[i].mica;
    possible = possible && (!difference || strcmp(name, "table") == 0 || strcmp(name, "svg") == 0);
    if (!possible || strcmp(name, last) == 0)
      continue;
    found = found || strcmp(name, format) == 0;
    snprintf(list + strlen(list), sizeof list - strlen(list), "%s%s", names, name);
    names = ", ";
    last = name;
  }
  return found || error_set(error, "%s is not written as `%s`; there are: %s",
                            difference ? "a difference"
                            : native   ? "a native profile"
                                       : "Mica's profile",
                            format, list);
}

// What cannot be written is told before minutes are spent.
static bool check_output(const char *file, struct error *error) {
  if (file == NULL)
    return true;
  struct stat status;
  char *copy = text_copy(file);
  bool is_folder = stat(file, &status) == 0 && S_ISDIR(status.st_mode);
  errno = EISDIR;
  bool good = !is_folder && access(dirname(copy), W_OK | X_OK) == 0;
  int cause = errno;
  free(copy);
  return good || error_set(error, "%s cannot be written: %s", file, strerror(cause));
}

// ---- Native profiles ----------------------------------------------------------------------------

struct written {
  const struct stacks *stacks;
  const struct document *document;
  const char *format;
  bool two_sides;
  bool colour;
};

static void write_profile(FILE *out, const void *context) {
  const struct written *written = context;
  const char *format = written->format;
  if (strcmp(format, "svg") == 0) {
    stacks_write_graph(written->stacks, written->document->title, written->two_sides, out);
  } else if (strcmp(format, "collapsed") == 0) {
    stacks_write_collapsed(written->stacks, out);
  } else if (strcmp(format, "json") == 0) {
    render_json(out, written->document, NULL);
  } else {
    struct render_settings settings = render_settings_for_output(written->colour);
    render_terminal(out, written->document, &settings);
  }
}

static bool write_stacks(const struct profile_job *job, const struct stacks *stacks,
                         const char *title, const char *caption,
                         const char *const names[STACK_SIDES], struct error *error) {
  const struct options *options = job->session->options;
  struct written written = {
      .stacks = stacks,
      .document = profile_document(stacks, title, caption, names, options->top),
      .format = job->format,
      .two_sides = names != NULL,
      .colour = options->colour && job->output == NULL,
  };
  if (job->output != NULL)
    return output_file(job->arena, job->output, write_profile, &written, error);
  write_profile(stdout, &written);
  return true;
}

static const char *native_tool(const struct options *options) {
  return options->tool != NULL && strcmp(options->tool, "own") != 0 ? options->tool : "callgrind";
}

static bool profile_native(const struct profile_job *job, struct error *error) {
  const char *tool = native_tool(job->session->options);
  const struct cell *cell = job->cell;
  bool keeps = strcmp(job->format, "callgrind") == 0;
  if (keeps && (job->output == NULL || strcmp(tool, "callgrind") != 0))
    return error_set(error, "--format callgrind is of --tool callgrind, and takes an --output");
  struct stacks *stacks = stacks_create(job->arena);
  if (!profile_native_take(job, cell->engine, tool, stacks, STACK_AFTER, keeps ? job->output : NULL,
                           error))
    return false;
  return keeps ||
         write_stacks(job, stacks,
                      arena_format(job->arena, "%s on %s", cell->program->name, cell->engine->name),
                      profile_native_caption(job, tool), NULL, error);
}

// The engine of that name in another build.
static const struct engine *engine_of(const struct catalogue *catalogue, const char *name,
                                      struct error *error) {
  for (size_t i = 0; i < catalogue->engine_count; i++)
    if (strcmp(catalogue->engines[i].name, name) == 0)
      return &catalogue->engines[i];
  error_set(error, "--before: that build has no engine %s", name);
  return NULL;
}

// Profiles the job's cell on two engines, each of its build, which are shown by these names.
static bool difference_of(const struct profile_job *job, const struct engine *before,
                          const char *const names[STACK_SIDES], const char *title,
                          struct error *error) {
  const char *tool = native_tool(job->session->options);
  const struct engine *after = job->cell->engine;
  struct stacks *stacks = stacks_create(job->arena);
  return profile_native_take(job, before, tool, stacks, STACK_BEFORE, NULL, error) &&
         profile_native_take(job, after, tool, stacks, STACK_AFTER, NULL, error) &&
         write_stacks(job, stacks, title, profile_native_caption(job, tool), names, error);
}

static bool compare_builds(const struct profile_job *job, struct error *error) {
  struct options other = *job->session->options;
  struct catalogue catalogue = {0};
  other.build_directory = other.before;
  bool done = false;
  if (discover_catalogue(&other, &catalogue, error)) {
    const struct engine *before = engine_of(&catalogue, job->cell->engine->name, error);
    const char *const names[STACK_SIDES] = {"before", "after"};
    const char *title = arena_format(job->arena, "%s on %s, two builds", job->cell->program->name,
                                     job->cell->engine->name);
    done = before != NULL && difference_of(job, before, names, title, error);
  }
  discover_free(&catalogue);
  return done;
}

// ---- One cell -----------------------------------------------------------------------------------

static bool wants_own(const struct options *options) {
  return options->tool == NULL || strcmp(options->tool, "own") == 0;
}

// Whether a command for the user to type answers the request: not one for a flame graph, which the
// own tools of engines do not make.
static bool wants_command(const struct options *options) {
  return wants_own(options) && options->before == NULL &&
         (options->tool != NULL || (options->format == NULL && options->output == NULL));
}

static bool profile_mica(const struct profile_job *job, struct error *error) {
  const struct options *options = job->session->options;
  const char *refusal = profile_mica_refuses(job->cell->program);
  if (refusal != NULL)
    return error_set(error, "%s: Mica's profiler cannot run it: %s; --tool callgrind can",
                     job->cell->program->name, refusal);
  if (!check_format(job->format, false, options->before != NULL, error))
    return false;
  return options->before != NULL ? profile_mica_compare(job, error) : profile_mica_run(job, error);
}

static bool only_mica_options(const struct options *options, struct error *error) {
  const char *wrong = options->deterministic      ? "--deterministic"
                      : options->sections != NULL ? "--sections"
                      : options->sample_hz > 0    ? "--sample"
                                                  : NULL;
  return wrong == NULL || error_set(error,
                                    "%s is of Mica's own profiler; callgrind counts and repeats "
                                    "itself anyway, perf samples",
                                    wrong);
}

static bool profile_cell(const struct profile_job *job, struct error *error) {
  const struct options *options = job->session->options;
  const char *command = profile_tool_command(job);
  const char *missing = manifest_missing_reason(job->cell->program, job->cell->engine->language,
                                                job->cell->engine->driver);
  if (missing != NULL)
    return error_set(error, "%s on %s: %s", job->cell->program->name, job->cell->engine->name,
                     missing);
  if (!check_output(job->output, error))
    return false;
  if (wants_own(options) && profile_mica_knows(job->cell->engine))
    return profile_mica(job, error);
  if (!only_mica_options(options, error))
    return false;
  if (wants_command(options) && command != NULL) {
    fputs(command, stdout);
    return true;
  }
  return check_format(job->format, true, options->before != NULL, error) &&
         (options->before != NULL ? compare_builds(job, error) : profile_native(job, error));
}

// ---- Which cells --------------------------------------------------------------------------------

static bool compare_engines(struct session *session, struct arena *arena, struct error *error) {
  const struct options *options = session->options;
  struct profile_job job = {session, &session->cells[1], arena, format_of(options, false),
                            options->output};
  const struct engine *before = session->cells[0].engine;
  const char *const names[STACK_SIDES] = {before->name, job.cell->engine->name};
  const char *title =
      arena_format(arena, "%s: from %s to %s", job.cell->program->name, names[0], names[1]);
  return only_mica_options(options, error) && check_format(job.format, true, true, error) &&
         check_output(job.output, error) && difference_of(&job, before, names, title, error);
}

static bool is_of_mica_only(const struct session *session) {
  return wants_own(session->options) && profile_mica_knows(session->cells[0].engine);
}

// Several programs into files of a folder, or one after the other. Those that Mica's profiler
// cannot run are passed over with a word.
static bool profile_each(struct session *session, struct arena *arena, struct error *error) {
  const struct options *options = session->options;
  bool several = session->cell_count > 1;
  const char *format = format_of(options, several);
  if (several && options->output != NULL && !output_directory(arena, options->output, error))
    return false;
  for (size_t i = 0; i < session->cell_count; i++) {
    const struct manifest *program = session->cells[i].program;
    struct profile_job job = {session, &session->cells[i], arena, format, options->output};
    if (several && is_of_mica_only(session) && profile_mica_refuses(program) != NULL) {
      progress_note(session->progress, "passed over: %s: %s", program->name,
                    profile_mica_refuses(program));
      continue;
    }
    if (several)
      progress_step(session->progress, (double)i / (double)session->cell_count, -1, "profiling %s",
                    program->name);
    if (several && options->output != NULL)
      job.output =
          arena_format(arena, "%s/%s%s", options->output, program->name, ending_of(format));
    else if (several && strcmp(format, "table") == 0)
      printf("%s%s\n\n", i > 0 ? "\n" : "", program->name);
    fflush(stdout);
    if (!profile_cell(&job, error))
      return false;
  }
  return true;
}

static bool profile_cells(struct session *session, struct arena *arena, struct error *error) {
  size_t columns = session_program_cells(session, 0);
  if (columns == 1)
    return profile_each(session, arena, error);
  if (columns == 2 && session->cell_count == 2 && session->options->before == NULL)
    return compare_engines(session, arena, error);
  return error_set(error,
                   "one engine is profiled, or two are compared on one program; these are "
                   "%zu engines and %zu programs",
                   columns, session->cell_count / columns);
}

// ---- Files --------------------------------------------------------------------------------------

static bool is_json(const char *path) {
  FILE *file = fopen(path, "re");
  int first = file != NULL ? fgetc(file) : EOF;
  if (file != NULL)
    fclose(file);
  return first == '{';
}

static bool compare_files(struct session *session, struct arena *arena, struct error *error) {
  const struct options *options = session->options;
  if (options->files.count != 2)
    return error_set(error, "--diff takes two files: before, after");
  const char *before = options->files.words[0], *after = options->files.words[1];
  struct profile_job job = {.session = session,
                            .arena = arena,
                            .format = format_of(options, false),
                            .output = options->output};
  if (!check_format(job.format, true, true, error) || !check_output(job.output, error))
    return false;
  if (is_json(before) || is_json(after))
    return profile_mica_difference(&job, before, after, error);
  const char *const names[STACK_SIDES] = {"before", "after"};
  struct stacks *stacks = stacks_create(arena);
  return stacks_read(stacks, STACK_BEFORE, before, error) &&
         stacks_read(stacks, STACK_AFTER, after, error) &&
         write_stacks(&job, stacks, arena_format(arena, "From %s to %s", before, after),
                      "Weights of functions by themselves.", names, error);
}

// ---- The command --------------------------------------------------------------------------------

static int perform(struct session *session, struct arena *arena, struct error *error) {
  const struct options *options = session->options;
  if (options->counts != NULL)
    return profile_counts(session, arena);
  if (options->keep)
    return profile_keep(session, arena);
  if (profile_cells(session, arena, error))
    return EXIT_FINE;
  progress_end(session->progress);
  session->progress = NULL;
  fprintf(stderr, "fieldstone profile: %s\n", error->message);
  return EXIT_WENT_WRONG;
}

static bool check_words(const struct options *options, struct error *error) {
  if (options->files.count == 0)
    return error_set(error, "which program? fieldstone profile PROGRAM; `fieldstone list` names "
                            "them, and `all` takes every one");
  return !options->renew || options->counts != NULL ||
         error_set(error, "--renew writes the file of --gate: name it");
}

static int profile_programs(const struct options *options, struct arena *arena) {
  struct error error = {.message = ""};
  struct session session = {.interrupt.descriptor = -1};
  struct options chosen = *options;
  const char *programs = "";
  for (size_t i = 0; i < options->files.count; i++)
    programs = arena_format(arena, "%s%s%s", programs, i > 0 ? "," : "", options->files.words[i]);
  char engine[] = "mica-bytecode";
  chosen.programs = (char *)(uintptr_t)programs;
  chosen.engines = options->engines != NULL ? options->engines : engine;
  int status = EXIT_WENT_WRONG;
  if (check_words(options, &error) && session_begin(&session, &chosen, false, &error))
    status = perform(&session, arena, &error);
  else
    fprintf(stderr, "fieldstone profile: %s\n", error.message);
  session_end(&session);
  return status;
}

int profile_command(const struct options *options) {
  struct arena *arena = arena_create();
  int status = EXIT_FINE;
  if (!options->compares_files) {
    status = profile_programs(options, arena);
  } else {
    struct error error = {.message = ""};
    struct session session = {.options = options, .interrupt.descriptor = -1};
    if (!compare_files(&session, arena, &error)) {
      fprintf(stderr, "fieldstone profile: %s\n", error.message);
      status = EXIT_WENT_WRONG;
    }
  }
  arena_destroy(arena);
  return status;
}

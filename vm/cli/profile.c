// `mica profile`: runs a script and writes its profile, in one format or several.
//
// Where an output cannot be written, that is said before the script runs, as far as one can know.
// A script that throws, exceeds a limit or is interrupted leaves the profile so far.
#include <errno.h>
#include <libgen.h>
#include <limits.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "vm/cli/command.h"
#include "vm/cli/interruption.h"
#include "vm/cli/program_file.h"

static const struct {
  const char *name, *ending;
  mica_profile_format format;
} formats[] = {
    {"table", ".txt", MICA_PROFILE_TABLE},
    {"speedscope", ".speedscope.json", MICA_PROFILE_SPEEDSCOPE},
    {"json", ".json", MICA_PROFILE_JSON},
    {"collapsed", ".collapsed", MICA_PROFILE_COLLAPSED},
    {"collapsed", ".folded", MICA_PROFILE_COLLAPSED},
    {"svg", ".svg", MICA_PROFILE_SVG},
};
#define FORMAT_COUNT (sizeof formats / sizeof *formats)

bool profile_format_named(const char *name, mica_profile_format *format) {
  for (size_t at = 0; at < FORMAT_COUNT; at++)
    if (strcmp(formats[at].name, name) == 0) {
      *format = formats[at].format;
      return true;
    }
  return false;
}

bool profile_format_of_file(const char *file, mica_profile_format *format) {
  size_t length = strlen(file);
  for (size_t at = 0; at < FORMAT_COUNT; at++) {
    size_t ending = strlen(formats[at].ending);
    if (length > ending && strcmp(file + length - ending, formats[at].ending) == 0) {
      *format = formats[at].format;
      return true;
    }
  }
  return false;
}

static bool fail_output(const char *file) {
  fprintf(stderr, "mica: cannot write %s: %s\n", file, strerror(errno));
  return false;
}

static bool is_writable(const char *file) {
  struct stat status;
  char folder[PATH_MAX];
  errno = ENOENT;
  if (file[0] == '\0')
    return false;
  if (stat(file, &status) == 0) {
    errno = EISDIR;
    return !S_ISDIR(status.st_mode) && access(file, W_OK) == 0;
  }
  snprintf(folder, sizeof folder, "%s", file);
  return access(dirname(folder), W_OK | X_OK) == 0;
}

bool profile_outputs_are_writable(const struct arguments *arguments) {
  for (unsigned at = 0; at < arguments->output_count; at++) {
    const char *file = arguments->outputs[at].file;
    if (file != NULL && !is_writable(file))
      return fail_output(file);
  }
  return true;
}

bool profile_output_write(const struct profile_output *output, const char *text, size_t length) {
  if (output->file == NULL)
    return fwrite(text, 1, length, stdout) == length; // a failure is main's to report
  return program_file_write(output->file, text, length) || fail_output(output->file);
}

static bool write_output(mica_runtime *runtime, const struct arguments *arguments, unsigned at) {
  const struct profile_output *output = &arguments->outputs[at];
  char *text = NULL;
  size_t length;
  FILE *memory = open_memstream(&text, &length);
  if (memory == NULL)
    return fail_output("a profile");
  mica_status status = mica_profile_write(runtime, output->format, arguments->top, memory);
  bool done = fclose(memory) == 0 && status == MICA_OK;
  if (!done)
    fprintf(stderr, "mica: no memory to write the profile\n");
  done = done && profile_output_write(output, text, length);
  free(text);
  return done;
}

// The script prints to standard error when a profile goes to standard output.
static FILE *script_output(const struct arguments *arguments) {
  for (unsigned at = 0; at < arguments->output_count; at++)
    if (arguments->outputs[at].file == NULL)
      return stderr;
  return stdout;
}

static int run_profiled(const struct arguments *arguments, mica_runtime *runtime,
                        mica_program *program) {
  mica_status started = mica_profile_start(runtime, &arguments->profile);
  if (started != MICA_OK) {
    fprintf(stderr, "mica: cannot take a profile: %s\n",
            started == MICA_ERROR_MEMORY ? "no memory" : mica_error_text(runtime));
    return EXIT_USAGE;
  }
  mica_status status = command_run_interruptibly(runtime, program);
  mica_profile_stop(runtime);
  int exit_status = command_report(runtime, status);
  for (unsigned at = 0; at < arguments->output_count; at++)
    if (!write_output(runtime, arguments, at))
      exit_status = EXIT_SCRIPT;
  fflush(stdout);
  if (status == MICA_ERROR_INTERRUPTED)
    interruption_raise();
  return exit_status;
}

int profile_command(const struct arguments *arguments) {
  if (!profile_outputs_are_writable(arguments))
    return EXIT_SCRIPT;
  if (arguments->is_difference)
    return profile_difference(arguments);
  mica_program *program = command_compile(arguments->file);
  if (!program)
    return EXIT_SCRIPT;
  mica_options options = arguments->options;
  options.output = script_output(arguments);
  mica_runtime *runtime = mica_runtime_new(&options);
  int status = EXIT_SCRIPT;
  if (!runtime)
    fprintf(stderr, "mica: no memory for a runtime\n");
  else
    status = run_profiled(arguments, runtime, program);
  mica_runtime_free(runtime);
  mica_program_release(program);
  return status;
}

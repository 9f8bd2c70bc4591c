// host TIER CALL SECONDS: runs scripts, each in a runtime of its own, as `mica --tier=TIER` would;
// with CALL 0 or from which call on a function has native code.
//
// The paths come from standard input, one a line. Each is answered with a line of three numbers,
// the status that `mica` would exit with and the lengths of what it would print to standard output
// and standard error, and then these bytes. To start a process takes longer than nearly every
// script does. A script that crashes, or takes longer than SECONDS, takes this process with it: the
// caller sees which one, and starts another behind it.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "vm/cli/loader.h"
#include "vm/cli/program_file.h"
#include "vm/cli/source.h"

// What is printed to a stream.
struct text {
  FILE *stream;
  char *bytes;
  size_t length;
};

static void text_open(struct text *text) {
  text->stream = open_memstream(&text->bytes, &text->length);
  if (text->stream == NULL)
    abort();
}

static void run(mica_program *program, const mica_options *options, int *status) {
  mica_runtime *runtime = mica_runtime_new(options);
  if (runtime == NULL)
    abort();
  mica_status outcome = mica_run(runtime, program, NULL);
  *status = outcome != MICA_OK;
  if (outcome != MICA_OK)
    fprintf(options->error_output, "%s%s\n", outcome == MICA_ERROR_THROWN ? "Uncaught " : "",
            mica_error_text(runtime));
  mica_runtime_free(runtime);
}

static void answer(const char *path, mica_options options) {
  struct text output, errors;
  text_open(&output);
  text_open(&errors);
  options.output = output.stream;
  options.error_output = errors.stream;
  int status = 1;
  mica_program *program;
  mica_error error;
  size_t length;
  char *source = source_read_file(path, &length);
  if (source == NULL)
    abort();
  if (program_file_compile(source, length, path, &program, &error) == MICA_OK)
    run(program, &options, &status);
  else
    fprintf(errors.stream, "%s:%u:%u: %s\n%s\n", path, error.line, error.column, error.message,
            error.excerpt);
  mica_program_release(program);
  fclose(output.stream);
  fclose(errors.stream);
  printf("%d %zu %zu\n", status, output.length, errors.length);
  fwrite(output.bytes, 1, output.length, stdout);
  fwrite(errors.bytes, 1, errors.length, stdout);
  fflush(stdout);
  free(output.bytes);
  free(errors.bytes);
}

static mica_tier tier_named(const char *name) {
  static const char *const names[] = {[MICA_TIER_TREE] = "tree",
                                      [MICA_TIER_BYTECODE] = "bytecode",
                                      [MICA_TIER_BASELINE] = "baseline"};
  for (unsigned tier = MICA_TIER_TREE; tier <= MICA_TIER_BASELINE; tier++)
    if (strcmp(names[tier], name) == 0)
      return tier;
  return MICA_TIER_DEFAULT;
}

int main(int argument_count, char **arguments) {
  if (argument_count != 4 || tier_named(arguments[1]) == MICA_TIER_DEFAULT) {
    fprintf(stderr, "usage: host TIER CALL SECONDS\n");
    return 2;
  }
  mica_options options = {.tier = tier_named(arguments[1]),
                          .native_threshold = (unsigned)atoi(arguments[2]),
                          .loader = &file_loader};
  char *path = NULL;
  size_t capacity = 0;
  for (ssize_t length; (length = getline(&path, &capacity, stdin)) > 0;) {
    path[length - 1] = '\0';
    alarm((unsigned)atoi(arguments[3]));
    answer(path, options);
  }
  free(path);
  return 0;
}

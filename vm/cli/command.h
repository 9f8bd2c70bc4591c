// What a command is given: the command line, taken apart; and what several of them do.
#ifndef MICA_CLI_COMMAND_H
#define MICA_CLI_COMMAND_H

#include "vm/mica.h"

enum exit_status { EXIT_FINE = 0, EXIT_SCRIPT = 1, EXIT_USAGE = 2 };

#define MOST_OUTPUTS 16

struct profile_output {
  mica_profile_format format;
  const char *file; // NULL: standard output
};

struct arguments {
  const struct command *command; // NULL: run
  const char *file;              // the first of the files
  char *const *files;
  int file_count;
  mica_options options;
  bool shows_statistics, shows_native_code;
  // of `profile`
  mica_profile_options profile;
  bool is_difference;
  struct profile_output outputs[MOST_OUTPUTS];
  unsigned output_count;
  bool has_format; // one that waits for its output
  unsigned top;
  // of `disasm`
  bool runs_before;
  // of `compile`
  unsigned repetitions;
  const char *output; // NULL: times are asked for
  // of `bench`
  unsigned iterations, warmup;
};

struct command {
  const char *name;
  int (*run)(const struct arguments *arguments);
  bool takes_files; // more than one
};

// `-` has no name.
const char *command_source_name(const char *file);
// The file's bytes, or those of standard input for "-". NULL after a message.
char *command_read(const char *file, size_t *length);
// The file's program, to be run once, owned by the caller. NULL after a message.
mica_program *command_compile(const char *file);
mica_status command_run_interruptibly(mica_runtime *runtime, mica_program *program);
// Says what the script ended with when it did not end well. Returns the exit status.
int command_report(const mica_runtime *runtime, mica_status status);

// Says so when a tool that native code was to be shown to cannot see it.
void command_report_tools(const struct arguments *arguments, const mica_runtime *runtime);

// disassemble_native.c, profile.c, profile_difference.c, bench.c
int disassemble_native(const struct arguments *arguments, mica_program *program);
int profile_command(const struct arguments *arguments);
int profile_difference(const struct arguments *arguments);
int bench_command(const struct arguments *arguments);

// The format called so, and the one that a file's name asks for. false: there is none.
bool profile_format_named(const char *name, mica_profile_format *format);
bool profile_format_of_file(const char *file, mica_profile_format *format);
// Can all outputs be written? false after a message.
bool profile_outputs_are_writable(const struct arguments *arguments);
// Writes the text to one of them. false after a message.
bool profile_output_write(const struct profile_output *output, const char *text, size_t length);

#endif

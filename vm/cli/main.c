// mica: runs a script, shows its bytecode, saves it compiled, or says how long that takes.
//
// Exit status: 0 the script ended well; 1 it did not, or could not be read or compiled; 2 the
// command line was wrong.
#include <errno.h>
#include <getopt.h>
#include <signal.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "vm/cli/compile_time.h"
#include "vm/cli/interruption.h"
#include "vm/cli/loader.h"
#include "vm/cli/program_file.h"
#include "vm/cli/repl.h"
#include "vm/cli/source.h"
#include "vm/mica.h"

enum exit_status { EXIT_FINE = 0, EXIT_SCRIPT = 1, EXIT_USAGE = 2 };

struct arguments {
  const struct command *command; // NULL: run
  const char *file;
  mica_options options;
  bool shows_statistics;
  // of `profile`
  mica_profile_format format;
  unsigned top;
  // of `compile`
  unsigned repetitions;
  const char *output; // NULL: times are asked for
};

struct command {
  const char *name;
  int (*run)(const struct arguments *arguments);
};

// ---- Reading

// The file's bytes, or those of standard input for "-". NULL after a message.
static char *read_source(const char *file, size_t *length) {
  char *bytes =
      strcmp(file, "-") == 0 ? source_read_stream(stdin, length) : source_read_file(file, length);
  if (!bytes)
    fprintf(stderr, "mica: cannot read %s: %s\n", file, strerror(errno));
  return bytes;
}

// `-` has no name.
static const char *source_name(const char *file) {
  return strcmp(file, "-") == 0 ? "<stdin>" : file;
}

static void print_compile_error(const char *file, const mica_error *error) {
  if (error->line == 0) {
    fprintf(stderr, "mica: %s: %s\n", source_name(file), error->message);
    return;
  }
  fprintf(stderr, "%s:%u:%u: %s\n%s\n", source_name(file), error->line, error->column,
          error->message, error->excerpt);
}

// The file's program, to be run once, owned by the caller. NULL after a message.
static mica_program *compile(const char *file) {
  size_t length;
  char *source = read_source(file, &length);
  if (!source)
    return NULL;
  mica_program *program;
  mica_error error;
  if (program_file_compile(source, length, source_name(file), &program, &error) != MICA_OK)
    print_compile_error(file, &error);
  return program;
}

static mica_status run_interruptibly(mica_runtime *runtime, mica_program *program) {
  interruption_begin(runtime);
  mica_status status = mica_run(runtime, program, NULL);
  interruption_end();
  return status;
}

// ---- Commands

static void print_statistics(const mica_runtime *runtime) {
  mica_memory memory = mica_memory_usage(runtime);
  fprintf(stderr, "memory: %zu bytes now, %zu bytes at most; %llu collections\n",
          memory.current_bytes, memory.peak_bytes, (unsigned long long)memory.collections);
}

// Says what the script ended with when it did not end well.
static int report(const mica_runtime *runtime, mica_status status) {
  fflush(stdout);
  if (status == MICA_OK)
    return EXIT_FINE;
  fprintf(stderr, "%s%s\n", status == MICA_ERROR_THROWN ? "Uncaught " : "",
          mica_error_text(runtime));
  return EXIT_SCRIPT;
}

static int run_program(const struct arguments *arguments, mica_program *program) {
  mica_runtime *runtime = mica_runtime_new(&arguments->options);
  if (!runtime) {
    fprintf(stderr, "mica: no memory for a runtime\n");
    return EXIT_SCRIPT;
  }
  mica_status status = run_interruptibly(runtime, program);
  int exit_status = report(runtime, status);
  if (arguments->shows_statistics)
    print_statistics(runtime);
  mica_runtime_free(runtime);
  if (status == MICA_ERROR_INTERRUPTED)
    raise(SIGINT); // so that a shell's loop around the script ends as well
  return exit_status;
}

static int run(const struct arguments *arguments) {
  mica_program *program = compile(arguments->file);
  if (!program)
    return EXIT_SCRIPT;
  int status = run_program(arguments, program);
  mica_program_release(program);
  return status;
}

// The profile goes to standard output, and what the script prints with console.log to standard
// error; that of a script that throws is written too.
static int profile(const struct arguments *arguments) {
  mica_program *program = compile(arguments->file);
  if (!program)
    return EXIT_SCRIPT;
  mica_options options = arguments->options;
  options.output = stderr;
  mica_runtime *runtime = mica_runtime_new(&options);
  int status = EXIT_SCRIPT;
  if (!runtime || mica_profile_start(runtime) != MICA_OK) {
    fprintf(stderr, "mica: no memory for a runtime\n");
  } else {
    status = report(runtime, run_interruptibly(runtime, program));
    mica_profile_write(runtime, arguments->format, arguments->top, stdout);
  }
  if (runtime)
    mica_runtime_free(runtime);
  mica_program_release(program);
  return status;
}

static int converse(const struct arguments *arguments) {
  mica_runtime *runtime = mica_runtime_new(&arguments->options);
  if (!runtime) {
    fprintf(stderr, "mica: no memory for a runtime\n");
    return EXIT_SCRIPT;
  }
  bool done = repl_run(runtime);
  if (arguments->shows_statistics)
    print_statistics(runtime);
  mica_runtime_free(runtime);
  return done ? EXIT_FINE : EXIT_SCRIPT;
}

static int disassemble(const struct arguments *arguments) {
  mica_program *program = compile(arguments->file);
  if (!program)
    return EXIT_SCRIPT;
  mica_program_disassemble(program, stdout);
  mica_program_release(program);
  return EXIT_FINE;
}

static bool write_saved(const char *file, const char *bytes, size_t length) {
  bool is_output = strcmp(file, "-") == 0;
  bool written = is_output ? fwrite(bytes, 1, length, stdout) == length
                           : program_file_write(file, bytes, length);
  if (!written && !is_output) // finish_output reports the other
    fprintf(stderr, "mica: cannot write %s: %s\n", file, strerror(errno));
  return written;
}

static int save(const struct arguments *arguments, const char *source, size_t length) {
  mica_program *program;
  mica_error error;
  mica_status status = mica_compile(source, length, source_name(arguments->file), &program, &error);
  char *bytes = NULL;
  if (status == MICA_OK)
    status = mica_program_save(program, &bytes, &length, &error);
  if (status != MICA_OK)
    print_compile_error(arguments->file, &error);
  mica_program_release(program);
  bool done = status == MICA_OK && write_saved(arguments->output, bytes, length);
  free(bytes);
  return done ? EXIT_FINE : EXIT_SCRIPT;
}

static int time_compilation(const struct arguments *arguments, const char *source, size_t length) {
  mica_error error;
  bool done = compile_time_measure(source, length, source_name(arguments->file),
                                   arguments->repetitions, stdout, &error);
  if (!done)
    print_compile_error(arguments->file, &error);
  return done ? EXIT_FINE : EXIT_SCRIPT;
}

static int compile_file(const struct arguments *arguments) {
  size_t length;
  char *source = read_source(arguments->file, &length);
  if (!source)
    return EXIT_SCRIPT;
  int status = EXIT_SCRIPT;
  if (mica_is_saved_program(source, length))
    fprintf(stderr, "mica: %s is a saved program: it is compiled already\n",
            source_name(arguments->file));
  else if (arguments->output)
    status = save(arguments, source, length);
  else
    status = time_compilation(arguments, source, length);
  free(source);
  return status;
}

static const struct command commands[] = {
    {"run", run}, {"disasm", disassemble}, {"profile", profile}, {"compile", compile_file}};
#define COMMAND_COUNT (sizeof commands / sizeof *commands)

static const struct {
  const char *name;
  mica_tier tier;
} tiers[] = {{"tree", MICA_TIER_TREE}, {"bytecode", MICA_TIER_BYTECODE}};
#define TIER_COUNT (sizeof tiers / sizeof *tiers)

// ---- The command line

static const char help[] =
    "Usage: mica [OPTION...] FILE\n"
    "  or:  mica [OPTION...] run FILE\n"
    "  or:  mica disasm FILE\n"
    "  or:  mica profile [--format=FORMAT] [--top=N] FILE\n"
    "  or:  mica compile [--repeat=N] FILE\n"
    "  or:  mica compile -o SAVED FILE\n"
    "Runs a script of Mica's subset of JavaScript as a CommonJS module, shows its bytecode,\n"
    "counts the instructions that it executes and which follows which, says how long it takes\n"
    "to compile, or saves it compiled: as a FILE that this version of Mica runs.\n"
    "FILE \"-\" is standard input; without FILE, at a terminal, a console answers each input.\n"
    "\n"
    "  -t, --tier=TIER            execute by TIER: tree or bytecode (the default)\n"
    "      --memory-limit=BYTES   end the script when its objects take more\n"
    "      --stack-limit=BYTES    bound recursion: a RangeError (1M)\n"
    "      --time-limit=MS        end the script after so many milliseconds\n"
    "      --instruction-limit=N  end the script after N calls and turns of loops\n"
    "      --stats                print memory statistics on standard error at the end\n"
    "      --format=FORMAT        of a profile: table (the default) or json\n"
    "      --top=N                rows of a profile's tables (20)\n"
    "  -o, --output=SAVED         save the compiled script there; \"-\" is standard output\n"
    "      --repeat=N             compile N times and show the shortest time (20)\n"
    "  -h, --help                 print this text\n"
    "  -V, --version              print the version and how it was built\n"
    "\n"
    "BYTES may end in K, M or G. Ctrl-C ends the script.\n"
    "Exit status: 0 the script ended well; 1 it did not, or could not be read or compiled;\n"
    "2 the command line is wrong.\n";

// What the command line asks for.
enum request { REQUEST_COMMAND, REQUEST_HELP, REQUEST_VERSION, REQUEST_WRONG };

__attribute__((format(printf, 1, 2))) static enum request wrong(const char *format, ...) {
  va_list values;
  va_start(values, format);
  fputs("mica: ", stderr);
  vfprintf(stderr, format, values);
  fputs("\nTry: mica --help\n", stderr);
  va_end(values);
  return REQUEST_WRONG;
}

static enum request parse_tier(const char *name, struct arguments *arguments) {
  for (size_t i = 0; i < TIER_COUNT; i++)
    if (strcmp(tiers[i].name, name) == 0) {
      arguments->options.tier = tiers[i].tier;
      return REQUEST_COMMAND;
    }
  return wrong("there is no tier \"%s\"; there are: tree, bytecode", name);
}

enum long_option {
  STATISTICS = 256,
  MEMORY_LIMIT,
  STACK_LIMIT,
  TIME_LIMIT,
  INSTRUCTION_LIMIT,
  FORMAT,
  TOP,
  REPEAT
};

// Digits, and one of the letters K, M and G when it may be `scaled`. false: `text` is no positive
// number, or too large a one.
static bool parse_number(const char *text, bool scaled, uint64_t *number) {
  static const char units[] = "KMG";
  char *end;
  errno = 0;
  unsigned long long value = strtoull(text, &end, 10);
  const char *unit = scaled && *end ? strchr(units, *end) : NULL;
  unsigned shift = unit ? 10 * (unsigned)(unit - units + 1) : 0;
  *number = (uint64_t)value << shift;
  return errno == 0 && *text >= '0' && *text <= '9' && value > 0 && end[unit != NULL] == '\0' &&
         *number >> shift == value;
}

static enum request parse_limit(enum long_option option, const char *name, const char *text,
                                mica_options *options) {
  uint64_t number;
  bool in_bytes = option == MEMORY_LIMIT || option == STACK_LIMIT;
  if (!parse_number(text, in_bytes, &number))
    return wrong("--%s needs a whole number above 0%s, not \"%s\"", name,
                 in_bytes ? ", which may end in K, M or G" : "", text);
  if (option == MEMORY_LIMIT)
    options->memory_limit = number;
  else if (option == STACK_LIMIT)
    options->stack_limit = number;
  else if (option == TIME_LIMIT)
    options->time_limit = number;
  else
    options->instruction_limit = number;
  return REQUEST_COMMAND;
}

static enum request parse_format(const char *name, struct arguments *arguments) {
  bool is_json = strcmp(name, "json") == 0;
  arguments->format = is_json ? MICA_PROFILE_JSON : MICA_PROFILE_TABLE;
  if (is_json || strcmp(name, "table") == 0)
    return REQUEST_COMMAND;
  return wrong("there is no format \"%s\"; there are: table, json", name);
}

static enum request parse_count(const char *name, const char *text, unsigned *count) {
  uint64_t number;
  if (!parse_number(text, false, &number) || number > 65536)
    return wrong("--%s takes a number from 1 to 65536, not \"%s\"", name, text);
  *count = (unsigned)number;
  return REQUEST_COMMAND;
}

// [COMMAND] FILE. What stands before another word must be a command.
static enum request parse_words(char **words, int count, struct arguments *arguments) {
  if (count > 0)
    for (size_t i = 0; i < COMMAND_COUNT && !arguments->command; i++)
      if (strcmp(commands[i].name, words[0]) == 0)
        arguments->command = &commands[i];
  bool has_command = arguments->command != NULL;
  if (!has_command && count > 1)
    return wrong("there is no command \"%s\"; there are: run, disasm, profile, compile", words[0]);
  if (count == 0 && isatty(STDIN_FILENO)) {
    static const struct command console = {"", converse};
    arguments->command = &console;
    return REQUEST_COMMAND;
  }
  if (count == has_command)
    return wrong("no file is given; \"-\" is standard input");
  if (count > has_command + 1)
    return wrong("one file at a time, not \"%s\" too", words[has_command + 1]);
  arguments->file = words[has_command];
  if (!has_command)
    arguments->command = &commands[0];
  if (arguments->output && arguments->command->run != compile_file)
    return wrong("-o is of compile alone: mica compile -o SAVED FILE");
  return REQUEST_COMMAND;
}

static enum request parse(int argc, char **argv, struct arguments *arguments) {
  static const struct option options[] = {
      {"tier", required_argument, NULL, 't'},
      {"memory-limit", required_argument, NULL, MEMORY_LIMIT},
      {"stack-limit", required_argument, NULL, STACK_LIMIT},
      {"time-limit", required_argument, NULL, TIME_LIMIT},
      {"instruction-limit", required_argument, NULL, INSTRUCTION_LIMIT},
      {"stats", no_argument, NULL, STATISTICS},
      {"format", required_argument, NULL, FORMAT},
      {"top", required_argument, NULL, TOP},
      {"repeat", required_argument, NULL, REPEAT},
      {"output", required_argument, NULL, 'o'},
      {"help", no_argument, NULL, 'h'},
      {"version", no_argument, NULL, 'V'},
      {0},
  };
  opterr = 0;
  enum request request = REQUEST_COMMAND;
  int option, index;
  while (request == REQUEST_COMMAND &&
         (option = getopt_long(argc, argv, ":t:o:hV", options, &index)) != -1) {
    if (option == 't')
      request = parse_tier(optarg, arguments);
    else if (option == 'o')
      arguments->output = optarg;
    else if (option == FORMAT)
      request = parse_format(optarg, arguments);
    else if (option == TOP)
      request = parse_count("top", optarg, &arguments->top);
    else if (option == REPEAT)
      request = parse_count("repeat", optarg, &arguments->repetitions);
    else if (option == STATISTICS)
      arguments->shows_statistics = true;
    else if (option >= MEMORY_LIMIT)
      request = parse_limit(option, options[index].name, optarg, &arguments->options);
    else if (option == 'h')
      request = REQUEST_HELP;
    else if (option == 'V')
      request = REQUEST_VERSION;
    else if (option == ':')
      request = wrong("%s needs a value", argv[optind - 1]);
    else
      request = wrong("there is no option \"%s\"; there are: --tier=TIER, --memory-limit=BYTES, "
                      "--stack-limit=BYTES, --time-limit=MS, --instruction-limit=N, --stats, "
                      "--format, --top, --repeat, --output, --help, --version",
                      argv[optind - 1]);
  }
  return request == REQUEST_COMMAND ? parse_words(argv + optind, argc - optind, arguments)
                                    : request;
}

// Output that is lost is an error, whatever became of the script.
static int finish_output(int status) {
  if (fflush(stdout) == 0 && !ferror(stdout))
    return status;
  fprintf(stderr, "mica: cannot write the output: %s\n", strerror(errno));
  return EXIT_SCRIPT;
}

int main(int argc, char **argv) {
  struct arguments arguments = {.options.loader = &file_loader, .top = 20, .repetitions = 20};
  switch (parse(argc, argv, &arguments)) {
  case REQUEST_COMMAND:
    return finish_output(arguments.command->run(&arguments));
  case REQUEST_HELP:
    fputs(help, stdout);
    return finish_output(EXIT_FINE);
  case REQUEST_VERSION:
    printf("mica %s (%s)\n", mica_version(), mica_build());
    return finish_output(EXIT_FINE);
  default:
    return EXIT_USAGE;
  }
}

// mica: runs a script, or shows its bytecode.
//
// Exit status: 0 the script ended well; 1 it did not, or could not be read or compiled; 2 the
// command line was wrong.
#include <argp.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "vm/mica.h"

enum exit_status { EXIT_FINE = 0, EXIT_SCRIPT = 1, EXIT_USAGE = 2 };

struct arguments {
  const struct command *command; // NULL: run
  const char *file;
  mica_tier tier;
  bool shows_statistics;
};

struct command {
  const char *name;
  int (*run)(const struct arguments *arguments);
};

// ---- Reading

static bool grow(char **bytes, size_t *capacity) {
  size_t wanted = *capacity ? 2 * *capacity : 65536;
  char *grown = realloc(*bytes, wanted);
  if (!grown)
    return false;
  *bytes = grown;
  *capacity = wanted;
  return true;
}

// The rest of the stream, owned by the caller. NULL with errno set.
static char *read_stream(FILE *stream, size_t *length) {
  char *bytes = NULL;
  size_t capacity = 0;
  *length = 0;
  do {
    if (*length == capacity && !grow(&bytes, &capacity))
      break;
    *length += fread(bytes + *length, 1, capacity - *length, stream);
  } while (!feof(stream) && !ferror(stream));
  if (feof(stream))
    return bytes;
  free(bytes);
  return NULL;
}

// The file's bytes, or those of standard input for "-". NULL after a message.
static char *read_source(const char *file, size_t *length) {
  FILE *stream = strcmp(file, "-") == 0 ? stdin : fopen(file, "rb");
  char *bytes = stream ? read_stream(stream, length) : NULL;
  if (!bytes)
    fprintf(stderr, "mica: cannot read %s: %s\n", file, strerror(errno));
  if (stream && stream != stdin)
    fclose(stream);
  return bytes;
}

// The file's program, owned by the caller. NULL after a message.
static mica_program *compile(const char *file) {
  size_t length;
  char *source = read_source(file, &length);
  if (!source)
    return NULL;
  const char *name = strcmp(file, "-") == 0 ? "<stdin>" : file;
  mica_program *program;
  mica_error error;
  if (mica_compile(source, length, name, &program, &error) != MICA_OK)
    fprintf(stderr, "%s:%u:%u: %s\n%s\n", name, error.line, error.column, error.message,
            error.excerpt);
  free(source);
  return program;
}

// ---- Commands

static void print_statistics(const mica_runtime *runtime) {
  mica_memory memory = mica_memory_usage(runtime);
  fprintf(stderr, "memory: %zu bytes now, %zu bytes at most; %llu collections\n",
          memory.current_bytes, memory.peak_bytes, (unsigned long long)memory.collections);
}

static int run_program(const struct arguments *arguments, mica_program *program) {
  mica_options options = {.tier = arguments->tier};
  mica_runtime *runtime = mica_runtime_new(&options);
  if (!runtime) {
    fprintf(stderr, "mica: no memory for a runtime\n");
    return EXIT_SCRIPT;
  }
  mica_status status = mica_run(runtime, program, NULL);
  fflush(stdout);
  if (status != MICA_OK)
    fprintf(stderr, "Uncaught %s\n", mica_error_text(runtime));
  if (arguments->shows_statistics)
    print_statistics(runtime);
  mica_runtime_free(runtime);
  return status == MICA_OK ? EXIT_FINE : EXIT_SCRIPT;
}

static int run(const struct arguments *arguments) {
  mica_program *program = compile(arguments->file);
  if (!program)
    return EXIT_SCRIPT;
  int status = run_program(arguments, program);
  mica_program_release(program);
  return status;
}

static int disassemble(const struct arguments *arguments) {
  mica_program *program = compile(arguments->file);
  if (!program)
    return EXIT_SCRIPT;
  mica_program_disassemble(program, stdout);
  mica_program_release(program);
  return EXIT_FINE;
}

static const struct command commands[] = {{"run", run}, {"disasm", disassemble}};
#define COMMAND_COUNT (sizeof commands / sizeof *commands)

static const struct {
  const char *name;
  mica_tier tier;
} tiers[] = {{"tree", MICA_TIER_TREE}, {"bytecode", MICA_TIER_BYTECODE}};
#define TIER_COUNT (sizeof tiers / sizeof *tiers)

// ---- The command line

enum { OPTION_STATISTICS = 256 };

static const struct argp_option options[] = {
    {"tier", 't', "TIER", 0, "Execute by TIER: tree or bytecode (the default)", 0},
    {"stats", OPTION_STATISTICS, NULL, 0, "Print memory statistics on standard error at the end",
     0},
    {0},
};

static void parse_tier(const char *name, struct argp_state *state) {
  struct arguments *arguments = state->input;
  for (size_t i = 0; i < TIER_COUNT; i++)
    if (strcmp(tiers[i].name, name) == 0)
      arguments->tier = tiers[i].tier;
  if (arguments->tier == MICA_TIER_DEFAULT)
    argp_error(state, "there is no tier \"%s\"; there are: tree, bytecode", name);
}

// The first word may be a command; what stands before another word must be one.
static void parse_word(const char *word, struct argp_state *state) {
  struct arguments *arguments = state->input;
  if (arguments->file)
    argp_error(state, "one file at a time, not \"%s\" too", word);
  for (size_t i = 0; i < COMMAND_COUNT; i++)
    if (!arguments->command && strcmp(commands[i].name, word) == 0) {
      arguments->command = &commands[i];
      return;
    }
  if (!arguments->command && state->next < state->argc && state->argv[state->next][0] != '-')
    argp_error(state, "there is no command \"%s\"; there are: run, disasm", word);
  arguments->file = word;
}

static error_t parse(int key, char *value, struct argp_state *state) {
  struct arguments *arguments = state->input;
  switch (key) {
  case 't':
    parse_tier(value, state);
    return 0;
  case OPTION_STATISTICS:
    arguments->shows_statistics = true;
    return 0;
  case ARGP_KEY_ARG:
    parse_word(value, state);
    return 0;
  case ARGP_KEY_END:
    if (!arguments->file)
      argp_error(state, "no file is given; \"-\" is standard input");
    return 0;
  default:
    return ARGP_ERR_UNKNOWN;
  }
}

static void print_version(FILE *stream, struct argp_state *state) {
  (void)state;
  fprintf(stream, "mica %s (%s)\n", mica_version(), mica_build());
}

int main(int argc, char **argv) {
  static const struct argp parser = {
      .options = options,
      .parser = parse,
      .args_doc = "FILE\nrun FILE\ndisasm FILE",
      .doc = "Runs a script of Mica's subset of JavaScript as a CommonJS module, or shows its "
             "bytecode. FILE \"-\" is standard input.",
  };
  argp_program_version_hook = print_version;
  argp_err_exit_status = EXIT_USAGE;
  struct arguments arguments = {0};
  argp_parse(&parser, argc, argv, 0, NULL, &arguments);
  if (!arguments.command)
    arguments.command = &commands[0];
  return arguments.command->run(&arguments);
}

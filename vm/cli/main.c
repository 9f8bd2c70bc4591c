// mica: runs a script, shows its bytecode, profiles it, times it, saves it compiled, or says how
// long that takes.
//
// Exit status: 0 the script ended well; 1 it did not, or could not be read or compiled; 2 the
// command line was wrong.
#include <errno.h>
#include <getopt.h>
#include <inttypes.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "vm/cli/command.h"
#include "vm/cli/compile_time.h"
#include "vm/cli/interruption.h"
#include "vm/cli/loader.h"
#include "vm/cli/program_file.h"
#include "vm/cli/repl.h"
#include "vm/cli/source.h"
#include "vm/mica.h"

// ---- Reading

char *command_read(const char *file, size_t *length) {
  char *bytes =
      strcmp(file, "-") == 0 ? source_read_stream(stdin, length) : source_read_file(file, length);
  if (!bytes)
    fprintf(stderr, "mica: cannot read %s: %s\n", file, strerror(errno));
  return bytes;
}

const char *command_source_name(const char *file) {
  return strcmp(file, "-") == 0 ? "<stdin>" : file;
}

static void print_compile_error(const char *file, const mica_error *error) {
  if (error->line == 0) {
    fprintf(stderr, "mica: %s: %s\n", command_source_name(file), error->message);
    return;
  }
  fprintf(stderr, "%s:%u:%u: %s\n%s\n", command_source_name(file), error->line, error->column,
          error->message, error->excerpt);
}

mica_program *command_compile(const char *file) {
  size_t length;
  char *source = command_read(file, &length);
  if (!source)
    return NULL;
  mica_program *program;
  mica_error error;
  if (program_file_compile(source, length, command_source_name(file), &program, &error) != MICA_OK)
    print_compile_error(file, &error);
  return program;
}

mica_status command_run_interruptibly(mica_runtime *runtime, mica_program *program) {
  interruption_begin(runtime, INTERRUPTION_BY_ALL);
  mica_status status = mica_run(runtime, program, NULL);
  interruption_end();
  return status;
}

// ---- Commands

static void print_native_code(const mica_runtime *runtime) {
  mica_native_usage usage = mica_native_code(runtime);
  if (usage.failure)
    fprintf(stderr, "native code: none, for %s\n", usage.failure);
  else
    fprintf(stderr,
            "native code: %" PRIu64 " compiled in %" PRIu64 " us (%" PRIu64 " again, %" PRIu64
            " failed), %" PRIu64 " bytes of %" PRIu64 " bytes of bytecode; %zu bytes in use; "
            "looked at %" PRIu64 " times\n",
            usage.compiled, (usage.nanoseconds + 500) / 1000, usage.recompiled, usage.failed,
            usage.code_bytes, usage.bytecode_bytes, usage.code_bytes_in_use, usage.reconsidered);
}

static void print_statistics(const struct arguments *arguments, const mica_runtime *runtime) {
  mica_memory memory = mica_memory_usage(runtime);
  if (arguments->shows_statistics)
    fprintf(stderr, "memory: %zu bytes now, %zu bytes at most; %llu collections\n",
            memory.current_bytes, memory.peak_bytes, (unsigned long long)memory.collections);
  if (arguments->shows_native_code)
    print_native_code(runtime);
  command_report_tools(arguments, runtime);
}

void command_report_tools(const struct arguments *arguments, const mica_runtime *runtime) {
  mica_native_usage usage = mica_native_code(runtime);
  if (arguments->options.native_tools != 0 && usage.failure)
    fprintf(stderr, "mica: there is no native code to be shown: %s\n", usage.failure);
  else if (usage.tools_failure)
    fprintf(stderr, "mica: native code is not shown to all tools: %s\n", usage.tools_failure);
}

int command_report(const mica_runtime *runtime, mica_status status) {
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
  mica_status status = command_run_interruptibly(runtime, program);
  int exit_status = command_report(runtime, status);
  print_statistics(arguments, runtime);
  mica_runtime_free(runtime);
  if (status == MICA_ERROR_INTERRUPTED)
    interruption_raise();
  return exit_status;
}

static int run(const struct arguments *arguments) {
  mica_program *program = command_compile(arguments->file);
  if (!program)
    return EXIT_SCRIPT;
  int status = run_program(arguments, program);
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
  print_statistics(arguments, runtime);
  mica_runtime_free(runtime);
  return done ? EXIT_FINE : EXIT_SCRIPT;
}

static int disassemble(const struct arguments *arguments) {
  mica_program *program = command_compile(arguments->file);
  int status = EXIT_FINE;
  if (!program)
    return EXIT_SCRIPT;
  if (arguments->options.native_tools & MICA_NATIVE_LISTING)
    status = disassemble_native(arguments, program);
  else
    mica_program_disassemble(program, stdout);
  mica_program_release(program);
  return status;
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
  mica_status status =
      mica_compile(source, length, command_source_name(arguments->file), &program, &error);
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
  bool done = compile_time_measure(source, length, command_source_name(arguments->file),
                                   arguments->repetitions, stdout, &error);
  if (!done)
    print_compile_error(arguments->file, &error);
  return done ? EXIT_FINE : EXIT_SCRIPT;
}

static int compile_file(const struct arguments *arguments) {
  size_t length;
  char *source = command_read(arguments->file, &length);
  if (!source)
    return EXIT_SCRIPT;
  int status = EXIT_SCRIPT;
  if (mica_is_saved_program(source, length))
    fprintf(stderr, "mica: %s is a saved program: it is compiled already\n",
            command_source_name(arguments->file));
  else if (arguments->output)
    status = save(arguments, source, length);
  else
    status = time_compilation(arguments, source, length);
  free(source);
  return status;
}

static const struct command commands[] = {
    {"run", run, false},
    {"disasm", disassemble, false},
    {"profile", profile_command, true},
    {"compile", compile_file, false},
    {"bench", bench_command, true},
};
#define COMMAND_COUNT (sizeof commands / sizeof *commands)

static const struct {
  const char *name;
  mica_tier tier;
} tiers[] = {
    {"tree", MICA_TIER_TREE}, {"bytecode", MICA_TIER_BYTECODE}, {"baseline", MICA_TIER_BASELINE}};
#define TIER_COUNT (sizeof tiers / sizeof *tiers)

// ---- The command line

static const char help[] =
    "Usage: mica [OPTION...] FILE\n"
    "  or:  mica [OPTION...] run FILE\n"
    "  or:  mica disasm [--native [--run]] FILE\n"
    "  or:  mica profile [SECTION...] [--format=FORMAT] [--output=TO]... FILE\n"
    "  or:  mica profile --diff BEFORE.json AFTER.json\n"
    "  or:  mica bench [-i N] [-w N] FILE|FOLDER...\n"
    "  or:  mica compile [--repeat=N] FILE\n"
    "  or:  mica compile -o SAVED FILE\n"
    "Runs a script of Mica's subset of JavaScript as a CommonJS module, shows its bytecode,\n"
    "profiles it or compares two profiles, says how long it takes to run or to compile, or saves\n"
    "it compiled: as a FILE that this version of Mica runs.\n"
    "FILE \"-\" is standard input; without FILE, at a terminal, a console answers each input.\n"
    "\n"
    "  -t, --tier=TIER            execute by TIER: tree, bytecode or baseline (the default, with\n"
    "                             native code for what is hot)\n"
    "      --jit-threshold=N      make native code with the Nth call or turn of a loop (200)\n"
    "      --jit-stats            print what the baseline tier did on standard error at the end\n"
    "      --perf-map             tell perf, by /tmp/perf-PID.map, which function native code is "
    "of\n"
    "      --gdb-jit              tell gdb\n"
    "      --memory-limit=BYTES   end the script when its objects take more\n"
    "      --stack-limit=BYTES    bound recursion: a RangeError (1M)\n"
    "      --time-limit=MS        end the script after so many milliseconds\n"
    "      --instruction-limit=N  end the script after N calls and turns of loops\n"
    "      --stats                print memory statistics on standard error at the end\n"
    "      --native               disasm: the native code of all functions, none of which runs\n"
    "      --run                  disasm --native: what the script has native code of when it has "
    "run\n"
    "  -o, --output=SAVED         save the compiled script there; \"-\" is standard output\n"
    "      --repeat=N             compile N times and show the shortest time (20)\n"
    "  -i, --iterations=N         bench: time N runs of each script (10)\n"
    "  -w, --warmup=N             bench: after N runs that are not timed (1)\n"
    "Of a profile:\n"
    "      --functions, --memory, --jit  the sections that are there unless some are chosen\n"
    "      --opcodes, --all       executed instructions; all four sections\n"
    "      --deterministic        counts instead of times: the same bytes every time\n"
    "      --sample=HZ            sample functions so often a second instead of following calls\n"
    "      --top=N                rows of its tables (20)\n"
    "      --format=FORMAT        of the output that comes next, or of standard output: table "
    "(the\n"
    "                             default), json, collapsed, speedscope or svg\n"
    "  -o, --output=TO            write it there; the name's ending says which format unless\n"
    "                             --format does; may be repeated\n"
    "      --diff                 compare two profiles in JSON: as a table or svg\n"
    "  -h, --help                 print this text\n"
    "  -V, --version              print the version and how it was built\n"
    "\n"
    "BYTES may end in K, M or G. Ctrl-C ends the script, as SIGTERM does.\n"
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
  return wrong("there is no tier \"%s\"; there are: tree, bytecode, baseline", name);
}

enum long_option {
  STATISTICS = 256,
  JIT_STATISTICS,
  JIT_THRESHOLD,
  PERF_MAP,
  GDB_JIT,
  NATIVE,
  RUN,
  MEMORY_LIMIT,
  STACK_LIMIT,
  TIME_LIMIT,
  INSTRUCTION_LIMIT,
  FORMAT,
  TOP,
  REPEAT,
  SAMPLE,
  DETERMINISTIC,
  DIFFERENCE,
  SECTION, // plus its number
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

// A format waits for the output that it is of.
static enum request parse_format(const char *name, struct arguments *arguments) {
  if (!profile_format_named(name, &arguments->outputs[arguments->output_count].format))
    return wrong("there is no format \"%s\"; there are: table, json, collapsed, speedscope, svg",
                 name);
  arguments->has_format = true;
  return REQUEST_COMMAND;
}

static enum request add_output(const char *file, struct arguments *arguments) {
  struct profile_output *output = &arguments->outputs[arguments->output_count];
  if (arguments->output_count + 1 == MOST_OUTPUTS)
    return wrong("a profile has at most %d outputs", MOST_OUTPUTS - 1);
  output->file = file && strcmp(file, "-") != 0 ? file : NULL;
  if (!arguments->has_format && file && !profile_format_of_file(file, &output->format))
    output->format = MICA_PROFILE_TABLE;
  arguments->has_format = false;
  arguments->output_count++;
  return REQUEST_COMMAND;
}

static enum request parse_output(const char *file, struct arguments *arguments) {
  arguments->output = file;
  return add_output(file, arguments);
}

static bool is_graph(mica_profile_format format) {
  return format == MICA_PROFILE_COLLAPSED || format == MICA_PROFILE_SPEEDSCOPE ||
         format == MICA_PROFILE_SVG;
}

// Is there an output that would be empty, since functions are not among the chosen sections?
static bool has_empty_graph(const struct arguments *arguments) {
  unsigned sections = arguments->profile.sections;
  if (arguments->is_difference || sections == 0 || sections & MICA_PROFILE_FUNCTIONS)
    return false;
  for (unsigned at = 0; at < arguments->output_count; at++)
    if (is_graph(arguments->outputs[at].format))
      return true;
  return false;
}

// What is left without a file goes to standard output.
static enum request finish_profile(struct arguments *arguments) {
  unsigned to_stdout = 0;
  if (arguments->has_format || arguments->output_count == 0)
    add_output(NULL, arguments);
  for (unsigned at = 0; at < arguments->output_count; at++)
    to_stdout += arguments->outputs[at].file == NULL;
  if (to_stdout > 1)
    return wrong("one profile at most goes to standard output: give the others an --output");
  if (arguments->is_difference && arguments->file_count != 2)
    return wrong("--diff takes two profiles in JSON: before, after");
  if (!arguments->is_difference && arguments->file_count != 1)
    return wrong("one script at a time, not \"%s\" too", arguments->files[1]);
  if (arguments->profile.sample_rate && arguments->profile.deterministic)
    return wrong("--sample and --deterministic contradict each other");
  if (has_empty_graph(arguments))
    return wrong("svg, speedscope and collapsed show functions: add --functions");
  return REQUEST_COMMAND;
}

static enum request parse_count(const char *name, const char *text, unsigned *count) {
  uint64_t number;
  if (!parse_number(text, false, &number) || number > 65536)
    return wrong("--%s takes a number from 1 to 65536, not \"%s\"", name, text);
  *count = (unsigned)number;
  return REQUEST_COMMAND;
}

static enum request parse_warmup(const char *text, struct arguments *arguments) {
  arguments->warmup = 0;
  return strcmp(text, "0") == 0 ? REQUEST_COMMAND : parse_count("warmup", text, &arguments->warmup);
}

// [COMMAND] FILE. What stands before another word must be a command.
static enum request parse_words(char **words, int count, struct arguments *arguments) {
  if (count > 0)
    for (size_t i = 0; i < COMMAND_COUNT && !arguments->command; i++)
      if (strcmp(commands[i].name, words[0]) == 0)
        arguments->command = &commands[i];
  bool has_command = arguments->command != NULL;
  if (!has_command && count > 1)
    return wrong("there is no command \"%s\"; there are: run, disasm, profile, compile, bench",
                 words[0]);
  if (count == 0 && isatty(STDIN_FILENO)) {
    static const struct command console = {"", converse, false};
    arguments->command = &console;
    return REQUEST_COMMAND;
  }
  if (count == has_command)
    return wrong("no file is given; \"-\" is standard input");
  if (!has_command)
    arguments->command = &commands[0];
  if (count > has_command + 1 && !arguments->command->takes_files)
    return wrong("one file at a time, not \"%s\" too", words[has_command + 1]);
  arguments->files = words + has_command;
  arguments->file = words[has_command];
  arguments->file_count = count - has_command;
  bool is_profile = arguments->command->run == profile_command;
  if (arguments->output && !is_profile && arguments->command->run != compile_file)
    return wrong("-o is of compile and profile: mica compile -o SAVED FILE");
  bool is_disassembly = arguments->command->run == disassemble;
  bool is_native = arguments->options.native_tools & MICA_NATIVE_LISTING;
  if (is_native && !is_disassembly)
    return wrong("--native is of disasm: mica disasm --native FILE");
  if (arguments->runs_before && !is_native)
    return wrong("--run is of disasm --native: mica disasm --native --run FILE");
  return is_profile ? finish_profile(arguments) : REQUEST_COMMAND;
}

static const struct option options[] = {
    {"tier", required_argument, NULL, 't'},
    {"memory-limit", required_argument, NULL, MEMORY_LIMIT},
    {"stack-limit", required_argument, NULL, STACK_LIMIT},
    {"time-limit", required_argument, NULL, TIME_LIMIT},
    {"instruction-limit", required_argument, NULL, INSTRUCTION_LIMIT},
    {"jit-threshold", required_argument, NULL, JIT_THRESHOLD},
    {"jit-stats", no_argument, NULL, JIT_STATISTICS},
    {"perf-map", no_argument, NULL, PERF_MAP},
    {"gdb-jit", no_argument, NULL, GDB_JIT},
    {"native", no_argument, NULL, NATIVE},
    {"run", no_argument, NULL, RUN},
    {"stats", no_argument, NULL, STATISTICS},
    {"format", required_argument, NULL, FORMAT},
    {"top", required_argument, NULL, TOP},
    {"repeat", required_argument, NULL, REPEAT},
    {"iterations", required_argument, NULL, 'i'},
    {"warmup", required_argument, NULL, 'w'},
    {"output", required_argument, NULL, 'o'},
    {"opcodes", no_argument, NULL, SECTION + MICA_PROFILE_OPCODES},
    {"functions", no_argument, NULL, SECTION + MICA_PROFILE_FUNCTIONS},
    {"memory", no_argument, NULL, SECTION + MICA_PROFILE_MEMORY},
    {"jit", no_argument, NULL, SECTION + MICA_PROFILE_JIT},
    {"all", no_argument, NULL, SECTION + MICA_PROFILE_ALL},
    {"sample", required_argument, NULL, SAMPLE},
    {"deterministic", no_argument, NULL, DETERMINISTIC},
    {"diff", no_argument, NULL, DIFFERENCE},
    {"help", no_argument, NULL, 'h'},
    {"version", no_argument, NULL, 'V'},
    {0},
};

static enum request parse_profile_option(int option, const char *value,
                                         struct arguments *arguments) {
  if (option == FORMAT)
    return parse_format(value, arguments);
  if (option == TOP)
    return parse_count("top", value, &arguments->top);
  if (option == SAMPLE)
    return parse_count("sample", value, &arguments->profile.sample_rate);
  if (option == DETERMINISTIC)
    arguments->profile.deterministic = true;
  else if (option == DIFFERENCE)
    arguments->is_difference = true;
  else
    arguments->profile.sections |= (unsigned)(option - SECTION);
  return REQUEST_COMMAND;
}

static enum request parse_option(int option, int index, const char *given,
                                 struct arguments *arguments) {
  switch (option) {
  case 't':
    return parse_tier(optarg, arguments);
  case 'o':
    return parse_output(optarg, arguments);
  case 'i':
    return parse_count("iterations", optarg, &arguments->iterations);
  case 'w':
    return parse_warmup(optarg, arguments);
  case 'h':
    return REQUEST_HELP;
  case 'V':
    return REQUEST_VERSION;
  case REPEAT:
    return parse_count("repeat", optarg, &arguments->repetitions);
  case STATISTICS:
    arguments->shows_statistics = true;
    return REQUEST_COMMAND;
  case JIT_STATISTICS:
    arguments->shows_native_code = true;
    return REQUEST_COMMAND;
  case JIT_THRESHOLD:
    return parse_count("jit-threshold", optarg, &arguments->options.native_threshold);
  case PERF_MAP:
    arguments->options.native_tools |= MICA_NATIVE_PERF_MAP;
    return REQUEST_COMMAND;
  case GDB_JIT:
    arguments->options.native_tools |= MICA_NATIVE_GDB;
    return REQUEST_COMMAND;
  case NATIVE:
    arguments->options.native_tools |= MICA_NATIVE_LISTING;
    return REQUEST_COMMAND;
  case RUN:
    arguments->runs_before = true;
    return REQUEST_COMMAND;
  case ':':
    return wrong("%s needs a value", given);
  case '?':
    return wrong("there is no option \"%s\"; there are: --tier=TIER, --jit-threshold, --jit-stats, "
                 "--perf-map, --gdb-jit, --native, --run, --memory-limit=BYTES, "
                 "--stack-limit=BYTES, --time-limit=MS, --instruction-limit=N, --stats, "
                 "--format, --top, --repeat, --output, --iterations, --warmup, --opcodes, "
                 "--functions, --memory, --jit, --all, --sample, --deterministic, --diff, "
                 "--help, --version",
                 given);
  default:
    return option >= MEMORY_LIMIT && option <= INSTRUCTION_LIMIT
               ? parse_limit(option, options[index].name, optarg, &arguments->options)
               : parse_profile_option(option, optarg, arguments);
  }
}

static enum request parse(int argc, char **argv, struct arguments *arguments) {
  opterr = 0;
  enum request request = REQUEST_COMMAND;
  int option, index = 0;
  while (request == REQUEST_COMMAND &&
         (option = getopt_long(argc, argv, ":t:o:i:w:hV", options, &index)) != -1)
    request = parse_option(option, index, argv[optind - 1], arguments);
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
  struct arguments arguments = {
      .options.loader = &file_loader, .top = 20, .repetitions = 20, .iterations = 10, .warmup = 1};
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

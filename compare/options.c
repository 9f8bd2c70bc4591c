// See options.h. One table of options serves every command; argp reads it.
//
// The tree that the defaults point into is found by walking up from the executable (build/ and the
// variants below it lie in the tree) and, for a build elsewhere, from the working directory.
#include "compare/options.h"

#include "compare/text.h"

#include <argp.h>
#include <errno.h>
#include <limits.h>
#include <math.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum option_key {
  OPTION_SIZE = 256,
  OPTION_PROGRAMS,
  OPTION_ENGINES,
  OPTION_ROUNDS,
  OPTION_BUDGET,
  OPTION_SAMPLES,
  OPTION_SHARD,
  OPTION_SEED,
  OPTION_JOBS,
  OPTION_PIN,
  OPTION_NO_PROCESSES,
  OPTION_SAMPLE_LIMIT,
  OPTION_RUN,
  OPTION_BASELINE,
  OPTION_COLOUR,
  OPTION_STORE,
  OPTION_BUILD,
  OPTION_CATALOGUE,
  OPTION_REPORTS,
  OPTION_TARGETS,
  OPTION_CATEGORY,
  OPTION_LIKE,
  OPTION_TRIALS,
  OPTION_PLANTED,
  OPTION_NEIGHBOUR,
  OPTION_MAP,
  OPTION_RELATIVE_TO,
  OPTION_ACROSS_MACHINES,
  OPTION_UNCORRECTED,
  OPTION_OUTPUT,
  OPTION_AGAINST,
  OPTION_THRESHOLD,
  OPTION_MINIMUM,
  OPTION_HISTORY,
  OPTION_COUNTER,
  OPTION_NO_TIMING,
  OPTION_FORMAT,
  OPTION_TOOL,
  OPTION_SECTIONS,
  OPTION_TOP,
  OPTION_SAMPLE,
  OPTION_DETERMINISTIC,
  OPTION_DIFF,
  OPTION_BEFORE,
  OPTION_GATE,
  OPTION_RENEW,
  OPTION_KEEP,
};

static const struct argp_option option_table[] = {
    {NULL, 0, NULL, 0, "What is compared:", 1},
    {"size", OPTION_SIZE, "SIZE", 0, "smoke (all once, nothing claimed), quick (default) or full",
     1},
    {"programs", OPTION_PROGRAMS, "PATTERNS", 0,
     "programs by name: fib,micro_* or all (default: all, but at quick the wide ones)", 1},
    {"program", 0, NULL, OPTION_ALIAS | OPTION_HIDDEN, NULL, 1}, // argp hides --program-name
    {"engines", OPTION_ENGINES, "PATTERNS", 0,
     "engines by name: lua,mica-* or all (default: all, but in a run the peers; "
     "what stands apart only by name: mica-profile-*)",
     1},
    {NULL, 0, NULL, 0, "How it is measured:", 2},
    {"rounds", OPTION_ROUNDS, "N", 0,
     "pairs of rounds, no more and no less (in a selftest: at most, in each table)", 2},
    {"trials", OPTION_TRIALS, "N", 0, "tables of each kind (default: 200)", 2},
    {"planted", OPTION_PLANTED, "PERCENTS", 0, "slowdowns that are to be found (default: 1,2,5)",
     2},
    {"neighbour", OPTION_NEIGHBOUR, NULL, 0, "beside a bursty load of its own on every CPU", 2},
    {"budget", OPTION_BUDGET, "TIME", 0,
     "stop when every target is decided, or after 90s, 5m, 2h (default: 150s, full: 30m; in a "
     "selftest: when all trials are done)",
     2},
    {"samples", OPTION_SAMPLES, "N", 0,
     "blocks that count in one process (default: the program's); many show warming up", 2},
    {"shard", OPTION_SHARD, "I/N", 0, "measure the I-th of N parts of the programs", 2},
    {"seed", OPTION_SEED, "N", 0, "seed of data, order and padding (default: 1)", 2},
    {"jobs", OPTION_JOBS, "N", 0,
     "drivers at a time in the check, which times nothing (default: processors)", 2},
    {"pin", OPTION_PIN, "CPU", 0, "bind the drivers to this CPU", 2},
    {"no-processes", OPTION_NO_PROCESSES, NULL, 0, "leave hyperfine's whole processes out", 2},
    {"sample-limit", OPTION_SAMPLE_LIMIT, "SECONDS", 0,
     "a driver silent for longer hangs (default: 30, full: 300)", 2},
    {"counter", OPTION_COUNTER, "NAME", 0, "count too: instructions (by valgrind)", 2},
    {"no-timing", OPTION_NO_TIMING, NULL, 0, "measure no times, only what --counter names", 2},
    {"tool", OPTION_TOOL, "NAME", 0,
     "what takes the profile: own (the engine's own, default), callgrind or perf", 2},
    {"sections", OPTION_SECTIONS, "NAMES", 0,
     "of Mica's profile: opcodes,functions,memory,jit or all (default: all but opcodes)", 2},
    {"sample", OPTION_SAMPLE, "HZ", 0, "sample Mica's functions so often instead of following them",
     2},
    {"deterministic", OPTION_DETERMINISTIC, NULL, 0,
     "count Mica's instructions instead of time: the same bytes each time", 2},
    {NULL, 0, NULL, 0, "How it is compared:", 3},
    {"diff", OPTION_DIFF, NULL, 0, "compare the two profiles in these files", 3},
    {"before", OPTION_BEFORE, "FOLDER", 0, "compare with the build in this folder", 3},
    {"gate", OPTION_GATE, "FILE", 0,
     "compare Mica's counts with those kept in this file; fail where they moved", 3},
    {"renew", OPTION_RENEW, NULL, 0, "write the file of --gate anew", 3},
    {"map", OPTION_MAP, "OLD=NEW,...", 0, "programs or engines that changed their names", 3},
    {"relative-to", OPTION_RELATIVE_TO, "ENGINES", 0,
     "set times against these engines, which did not change, or none (default: native)", 3},
    {"across-machines", OPTION_ACROSS_MACHINES, NULL, 0,
     "compare runs of two machines by what is relative to an engine of both", 3},
    {"uncorrected", OPTION_UNCORRECTED, NULL, 0, "each row at 0.05 by itself, not the table", 3},
    {"against", OPTION_AGAINST, "RUN", 0, "compare with this run, not with the earlier ones", 3},
    {"threshold", OPTION_THRESHOLD, "PERCENT", 0,
     "slowdown, or in a profile movement of a count, that is not minded (default: 2)", 3},
    {"minimum", OPTION_MINIMUM, "N", 0,
     "earlier runs to compare with; with fewer nothing blocks (default: 5)", 3},
    {NULL, 0, NULL, 0, "What is shown:", 3},
    {"run", OPTION_RUN, "ID", 0, "the stored run that is meant (default: the latest)", 3},
    {"baseline", OPTION_BASELINE, "ENGINE", 0,
     "the engine that ratios are taken to (default: native, or in a run without it the last one)",
     3},
    {"runs", OPTION_HISTORY, "N", 0, "the latest N runs (default: 20)", 3},
    {"format", OPTION_FORMAT, "NAME", 0,
     "of an export: go, hyperfine, pyperf, customSmallerIsBetter, csv or yaml; of a profile: "
     "table, "
     "svg, collapsed, json, speedscope or callgrind (default: table, or what --output ends in)",
     3},
    {"output", OPTION_OUTPUT, "PLACE", 0,
     "the file of an export or a profile (default: standard output); the folder for tables of "
     "others and for several profiles",
     3},
    {"top", OPTION_TOP, "N", 0, "rows of a profile's table (default: 20)", 3},
    {"keep", OPTION_KEEP, NULL, 0, "store the profiles with the run, for the report", 3},
    {"colour", OPTION_COLOUR, "WHEN", 0, "auto (default), always or never", 3},
    {NULL, 0, NULL, 0, "Where things are:", 4},
    {"store", OPTION_STORE, "FILE", 0, "results (default: reports/store.sqlite)", 4},
    {"build", OPTION_BUILD, "FOLDER", 0, "drivers (default: where fieldstone is)", 4},
    {"catalogue", OPTION_CATALOGUE, "FOLDER", 0, "folders of programs (default: programs)", 4},
    {"reports", OPTION_REPORTS, "FOLDER", 0, "tables, in its latest/ (default: reports)", 4},
    {"targets", OPTION_TARGETS, "FILE", 0, "targets (default: compare/targets.yaml)", 4},
    {NULL, 0, NULL, 0, "What the new program is:", 5},
    {"category", OPTION_CATEGORY, "WORDS", 0, "its category (default: the model's)", 5},
    {"like", OPTION_LIKE, "PROGRAM", 0, "its model (default: a loop that sums remainders)", 5},
    {0},
};

enum { OPTION_ROWS = sizeof option_table / sizeof *option_table };

// Which commands use an option: to any other it is an error, since it would change nothing.
static const struct {
  enum option_key key;
  const char *commands;
} uses[] = {
    {OPTION_SIZE, "list,check,run,profile"},
    {OPTION_PROGRAMS, "list,check,run,diff,gate,history"},
    {OPTION_ENGINES, "list,check,run,selftest,diff,gate,history,profile"},
    {OPTION_ROUNDS, "run,selftest"},
    {OPTION_BUDGET, "run,selftest"},
    {OPTION_SAMPLES, "run"},
    {OPTION_SHARD, "run"},
    {OPTION_SEED, "check,run,selftest,profile"},
    {OPTION_JOBS, "check,run,resume"},
    {OPTION_PIN, "check,run,selftest,profile"},
    {OPTION_NO_PROCESSES, "run"},
    {OPTION_SAMPLE_LIMIT, "check,run,selftest"},
    {OPTION_RUN, "report,targets,resume,export,gate,history,profile"},
    {OPTION_BASELINE, "run,resume,report,targets,export,history"},
    {OPTION_COLOUR, "run,resume,report,targets,doctor,selftest,diff,gate,history,profile"},
    {OPTION_STORE, "run,resume,report,targets,export,import,diff,gate,history,profile"},
    {OPTION_BUILD, "list,check,run,resume,doctor,selftest,profile"},
    {OPTION_CATALOGUE, "list,check,run,resume,new,selftest,diff,gate,profile"},
    {OPTION_REPORTS, "run,resume,report,selftest"},
    {OPTION_TARGETS, "run,resume,report,targets,export"},
    {OPTION_CATEGORY, "new"},
    {OPTION_LIKE, "new"},
    {OPTION_TRIALS, "selftest"},
    {OPTION_PLANTED, "selftest"},
    {OPTION_NEIGHBOUR, "selftest"},
    {OPTION_MAP, "diff"},
    {OPTION_RELATIVE_TO, "diff,gate"},
    {OPTION_ACROSS_MACHINES, "diff"},
    {OPTION_UNCORRECTED, "diff"},
    {OPTION_OUTPUT, "diff,gate,history,export,profile"},
    {OPTION_AGAINST, "gate"},
    {OPTION_THRESHOLD, "gate,profile"},
    {OPTION_MINIMUM, "gate"},
    {OPTION_HISTORY, "history"},
    {OPTION_COUNTER, "run"},
    {OPTION_NO_TIMING, "run"},
    {OPTION_FORMAT, "export,profile"},
    {OPTION_TOOL, "profile"},
    {OPTION_SECTIONS, "profile"},
    {OPTION_TOP, "profile"},
    {OPTION_SAMPLE, "profile"},
    {OPTION_DETERMINISTIC, "profile"},
    {OPTION_DIFF, "profile"},
    {OPTION_BEFORE, "profile"},
    {OPTION_GATE, "profile"},
    {OPTION_RENEW, "profile"},
    {OPTION_KEEP, "profile"},
};

// ---- Which option is whose ----------------------------------------------------------------------

// "run,report" for a row of the table; aliases are of the option above them.
static const char *commands_of(const struct argp_option *option) {
  while (option->flags & OPTION_ALIAS)
    option--;
  for (size_t i = 0; i < sizeof uses / sizeof *uses; i++)
    if ((int)uses[i].key == option->key)
      return uses[i].commands;
  return "";
}

static bool is_option_of(const struct argp_option *option, const char *command) {
  struct text_list commands = text_list_split(commands_of(option));
  bool found = false;
  for (size_t i = 0; i < commands.count; i++)
    found = found || !strcmp(commands.words[i], command);
  text_list_free(&commands);
  return found;
}

// The rows of the command's own options, with the headings that have one below them.
static void select_options(const char *command, struct argp_option *selected) {
  const struct argp_option *heading = NULL;
  for (const struct argp_option *option = option_table; option->name || option->doc; option++) {
    if (!option->name) {
      heading = option;
    } else if (is_option_of(option, command)) {
      if (heading)
        *selected++ = *heading;
      heading = NULL;
      *selected++ = *option;
    }
  }
  *selected = (struct argp_option){0};
}

// ---- Values -------------------------------------------------------------------------------------

static void replace(char **slot, const char *value) {
  free(*slot);
  *slot = text_copy(value);
}

// Takes a whole number in least .. most; says what is wrong otherwise.
static void take_integer(struct argp_state *state, const char *name, const char *text, long least,
                         long most, long *value) {
  char *end;
  errno = 0;
  *value = strtol(text, &end, 10);
  if (errno || end == text || *end || *value < least || *value > most)
    argp_error(state, "--%s takes a whole number from %ld to %ld, not `%s`", name, least, most,
               text);
}

static void take_seconds(struct argp_state *state, const char *name, const char *text,
                         double *value) {
  char *end;
  *value = strtod(text, &end);
  if (end == text || *end || !(*value > 0) || *value > 1e7)
    argp_error(state, "--%s takes a number of seconds above 0, not `%s`", name, text);
}

// Takes a time with its unit: 90, 90s, 5m, 1.5h.
static void take_budget(struct argp_state *state, const char *text, double *seconds) {
  char *end;
  *seconds = strtod(text, &end);
  if (end != text && *end && !end[1] && strchr("smh", *end))
    *seconds *= *end == 's' ? 1 : *end == 'm' ? 60 : 3600;
  else if (end == text || *end)
    *seconds = 0;
  if (!(*seconds > 0) || *seconds > 1e7)
    argp_error(state, "--budget takes a time above 0, as 90s, 5m or 1.5h, not `%s`", text);
}

static void take_shard(struct argp_state *state, const char *text, struct options *options) {
  int end = 0;
  if (sscanf(text, "%d/%d%n", &options->shard, &options->shard_count, &end) != 2 || text[end] ||
      options->shard < 1 || options->shard > options->shard_count || options->shard_count > 1000)
    argp_error(state, "--shard takes a part of all parts, as 1/4 to 4/4, not `%s`", text);
}

static void take_planted(struct argp_state *state, const char *text, struct options *options) {
  struct text_list words = text_list_split(text);
  if (words.count < 1 || words.count > OPTIONS_PLANTED_MAX)
    argp_error(state, "--planted takes 1 to %d percentages separated by commas, not `%s`",
               OPTIONS_PLANTED_MAX, text);
  options->planted_count = 0;
  for (size_t i = 0; i < words.count; i++) {
    long percent;
    take_integer(state, "planted", words.words[i], 1, 100, &percent);
    for (int k = 0; k < options->planted_count; k++)
      if (options->planted[k] == percent)
        argp_error(state, "--planted: %ld %% is there twice", percent);
    options->planted[options->planted_count++] = (int)percent;
  }
  text_list_free(&words);
}

static void take_cpu(struct argp_state *state, const char *text, int *cpu) {
  cpu_set_t allowed;
  long value;
  take_integer(state, "pin", text, 0, CPU_SETSIZE - 1, &value);
  if (!sched_getaffinity(0, sizeof allowed, &allowed) && !CPU_ISSET((size_t)value, &allowed)) {
    struct text_list cpus = {0};
    for (size_t i = 0; i < CPU_SETSIZE; i++)
      if (CPU_ISSET(i, &allowed)) {
        char *number = text_format("%zu", i);
        text_list_add(&cpus, number);
        free(number);
      }
    char *all = text_list_join(&cpus);
    argp_error(state, "--pin: there is no CPU %ld to run on; there are: %s", value, all);
    free(all);
    text_list_free(&cpus);
  }
  *cpu = (int)value;
}

static void take_word(struct argp_state *state, const char *name, const char *words,
                      const char *text, char **slot) {
  struct text_list allowed = text_list_split(words);
  bool found = false;
  for (size_t i = 0; i < allowed.count; i++)
    found = found || !strcmp(allowed.words[i], text);
  if (!found) {
    char *all = text_list_join(&allowed), *suggestion = text_suggestion(&allowed, text);
    argp_error(state, "there is no %s `%s`%s\n  there are: %s", name, text, suggestion, all);
    free(all);
    free(suggestion);
  }
  text_list_free(&allowed);
  replace(slot, text);
}

struct parse {
  struct options *options;
  char *colour;
  bool takes_files; // any number of them
  char **names[2];  // where the arguments that are no options go, NULL: nowhere
};

// "2", "2%" or "2 %" for 0.02.
static void take_percent(struct argp_state *state, const char *name, const char *text,
                         double *value) {
  char *end;
  *value = strtod(text, &end) / 100;
  end += strspn(end, " ");
  if (end == text || (*end && strcmp(end, "%")) || !(*value >= 0) || *value > 10)
    argp_error(state, "--%s takes a number of percent from 0 to 1000, not `%s`", name, text);
}

static void take_number(struct argp_state *state, int key, const char *text,
                        struct options *options) {
  long value;
  switch (key) {
  case OPTION_ROUNDS:
    take_integer(state, "rounds", text, 1, 1000, &value);
    options->rounds = (int)value;
    break;
  case OPTION_TRIALS:
    take_integer(state, "trials", text, 1, 100000, &value);
    options->trials = (int)value;
    break;
  case OPTION_SEED:
    take_integer(state, "seed", text, 0, INT_MAX, &value);
    options->seed = (uint32_t)value;
    options->seed_given = true;
    break;
  case OPTION_JOBS:
    take_integer(state, "jobs", text, 1, 1000, &value);
    options->jobs = (int)value;
    break;
  case OPTION_RUN:
    take_integer(state, "run", text, 1, LONG_MAX, &value);
    options->run_id = value;
    break;
  case OPTION_SAMPLES:
    take_integer(state, "samples", text, 1, 100000, &value);
    options->samples = (int)value;
    break;
  case OPTION_MINIMUM:
    take_integer(state, "minimum", text, 1, 1000, &value);
    options->minimum = (int)value;
    break;
  case OPTION_HISTORY:
    take_integer(state, "runs", text, 1, 10000, &value);
    options->history = (int)value;
    break;
  case OPTION_TOP:
    take_integer(state, "top", text, 1, 100000, &value);
    options->top = (int)value;
    break;
  case OPTION_SAMPLE:
    take_integer(state, "sample", text, 1, 10000, &value);
    options->sample_hz = (int)value;
    break;
  case OPTION_THRESHOLD:
    take_percent(state, "threshold", text, &options->threshold);
    break;
  case OPTION_SAMPLE_LIMIT:
    take_seconds(state, "sample-limit", text, &options->sample_limit_seconds);
    break;
  default:
    take_cpu(state, text, &options->pin_cpu);
  }
}

// The member that keeps the option's text as it is; NULL for an option that is more than a text.
static char **text_of(struct options *options, int key) {
  switch (key) {
  case OPTION_PROGRAMS:
    return &options->programs;
  case OPTION_ENGINES:
    return &options->engines;
  case OPTION_BASELINE:
    return &options->baseline;
  case OPTION_STORE:
    return &options->store_path;
  case OPTION_BUILD:
    return &options->build_directory;
  case OPTION_CATALOGUE:
    return &options->programs_directory;
  case OPTION_REPORTS:
    return &options->reports_directory;
  case OPTION_TARGETS:
    return &options->targets_path;
  case OPTION_CATEGORY:
    return &options->category;
  case OPTION_LIKE:
    return &options->like;
  case OPTION_FORMAT:
    return &options->format;
  case OPTION_MAP:
    return &options->map;
  case OPTION_RELATIVE_TO:
    return &options->relative_to;
  case OPTION_OUTPUT:
    return &options->output;
  case OPTION_AGAINST:
    return &options->against;
  case OPTION_SECTIONS:
    return &options->sections;
  case OPTION_BEFORE:
    return &options->before;
  case OPTION_GATE:
    return &options->counts;
  default:
    return NULL;
  }
}

static error_t take_argument(struct argp_state *state, const char *text, struct parse *parse) {
  if (parse->takes_files) {
    text_list_add(&parse->options->files, text);
    return 0;
  }
  for (size_t i = 0; i < 2; i++)
    if (parse->names[i] && !*parse->names[i]) {
      replace(parse->names[i], text);
      return 0;
    }
  argp_error(state, "takes no %sargument `%s`, only options", parse->names[0] ? "further " : "",
             text);
  return EINVAL;
}

// The member that an option without a value sets; NULL for one that takes a value.
static bool *switch_of(struct options *options, int key) {
  switch (key) {
  case OPTION_ACROSS_MACHINES:
    return &options->across_machines;
  case OPTION_UNCORRECTED:
    return &options->uncorrected;
  case OPTION_NEIGHBOUR:
    return &options->neighbour;
  case OPTION_DETERMINISTIC:
    return &options->deterministic;
  case OPTION_DIFF:
    return &options->compares_files;
  case OPTION_RENEW:
    return &options->renew;
  case OPTION_KEEP:
    return &options->keep;
  default:
    return NULL;
  }
}

static error_t take_option(int key, char *text, struct argp_state *state) {
  struct parse *parse = state->input;
  struct options *options = parse->options;
  char **slot = text_of(options, key);
  if (slot) {
    replace(slot, text);
    return 0;
  }
  bool *set = switch_of(options, key);
  if (set) {
    *set = true;
    return 0;
  }
  switch (key) {
  case OPTION_SIZE:
    take_word(state, "size", "smoke,quick,full", text, &options->size);
    return 0;
  case OPTION_COLOUR:
    take_word(state, "colour", "auto,always,never", text, &parse->colour);
    return 0;
  case OPTION_COUNTER:
    take_word(state, "counter", "instructions", text, &options->counter);
    return 0;
  case OPTION_NO_PROCESSES:
    options->processes = false;
    return 0;
  case OPTION_NO_TIMING:
    options->timing = false;
    return 0;
  case OPTION_TOOL:
    take_word(state, "tool", "own,callgrind,perf", text, &options->tool);
    return 0;
  case OPTION_PLANTED:
    take_planted(state, text, options);
    return 0;
  case OPTION_ROUNDS:
  case OPTION_TRIALS:
  case OPTION_SEED:
  case OPTION_JOBS:
  case OPTION_RUN:
  case OPTION_SAMPLES:
  case OPTION_SAMPLE_LIMIT:
  case OPTION_PIN:
  case OPTION_MINIMUM:
  case OPTION_HISTORY:
  case OPTION_TOP:
  case OPTION_SAMPLE:
  case OPTION_THRESHOLD:
    take_number(state, key, text, options);
    return 0;
  case OPTION_BUDGET:
    take_budget(state, text, &options->budget_seconds);
    return 0;
  case OPTION_SHARD:
    take_shard(state, text, options);
    return 0;
  case ARGP_KEY_ARG:
    return take_argument(state, text, parse);
  case ARGP_KEY_END:
    if (!options->timing && !options->counter)
      argp_error(state, "--no-timing leaves nothing to do without --counter");
    return 0;
  default:
    return ARGP_ERR_UNKNOWN;
  }
}

// ---- Unknown options ----------------------------------------------------------------------------

// Whether `name` (of `length` letters) is an option or the beginning of one, as getopt_long takes
// it.
static const struct argp_option *find_option(const struct argp_option *options, const char *name,
                                             size_t length) {
  for (const struct argp_option *option = options; option->name || option->doc; option++)
    if (option->name && !strncmp(option->name, name, length))
      return option;
  return NULL;
}

static bool is_of_argp(const char *name, size_t length) {
  static const char *const of_argp[] = {"help", "usage", "version"};
  for (size_t i = 0; i < sizeof of_argp / sizeof *of_argp; i++)
    if (!strncmp(of_argp[i], name, length))
      return true;
  return false;
}

static void say_unknown(const struct argp_option *options, const char *command, const char *word) {
  struct text_list names = {0};
  for (const struct argp_option *option = options; option->name || option->doc; option++)
    if (option->name && !(option->flags & OPTION_HIDDEN))
      text_list_add(&names, option->name);
  const struct argp_option *other = find_option(option_table, word, strlen(word));
  const char *nearest = text_list_nearest(&names, word);
  char *suggestion = nearest ? text_format("; did you mean --%s?", nearest) : text_copy("");
  char *all = text_list_join(&names);
  if (other)
    fprintf(stderr, "fieldstone %s: does not use --%s, which is an option of: %s\n", command,
            other->name, commands_of(other));
  else
    fprintf(stderr, "fieldstone %s: there is no option --%s%s\n", command, word, suggestion);
  fprintf(stderr, "  there are: %s\n", all);
  free(all);
  free(suggestion);
  text_list_free(&names);
}

// argp only says that an option is unknown; this says which there are.
static bool all_known(int argc, char **argv, const char *command,
                      const struct argp_option *options) {
  for (int i = 1; i < argc && strcmp(argv[i], "--"); i++) {
    if (strncmp(argv[i], "--", 2))
      continue;
    char *name = argv[i] + 2;
    size_t length = strcspn(name, "=");
    if (is_of_argp(name, length) || find_option(options, name, length))
      continue;
    char *word = text_format("%.*s", (int)length, name);
    say_unknown(options, command, word);
    free(word);
    return false;
  }
  return true;
}

// ---- Defaults -----------------------------------------------------------------------------------

// Cuts the last component of a path off; false when there is none left.
static bool cut_component(char *path) {
  char *slash = strrchr(path, '/');
  if (!slash || slash == path)
    return false;
  *slash = '\0';
  return true;
}

// Walks up from `path`, changing it, to the folder that holds the tree.
static bool climb_to_tree(char *path) {
  do {
    char *mark = text_format("%s/compare/targets.yaml", path);
    bool found = !access(mark, F_OK);
    free(mark);
    if (found)
      return true;
  } while (cut_component(path));
  return false;
}

static void fill(char **slot, const char *folder, const char *name) {
  if (!*slot)
    *slot = text_format("%s/%s", folder, name);
}

static void set_default_paths(struct options *options) {
  char executable[PATH_MAX], tree[PATH_MAX];
  ssize_t length = readlink("/proc/self/exe", executable, sizeof executable - 1);
  executable[length > 0 ? length : 0] = '\0';
  cut_component(executable);
  strcpy(tree, executable);
  if (!climb_to_tree(tree) && (!getcwd(tree, sizeof tree) || !climb_to_tree(tree)))
    strcpy(tree, ".");
  if (!options->build_directory)
    options->build_directory = text_copy(executable);
  fill(&options->programs_directory, tree, "programs");
  fill(&options->reports_directory, tree, "reports");
  fill(&options->store_path, tree, "reports/store.sqlite");
  fill(&options->targets_path, tree, "compare/targets.yaml");
  fill(&options->template_directory, tree, "compare/template");
}

// A self-test takes as many trials as it is asked for, unless a time ends it.
static void set_selftest_defaults(struct options *options) {
  static const int planted[] = {1, 2, 5};
  if (!options->trials)
    options->trials = 200;
  if (!options->planted_count) {
    memcpy(options->planted, planted, sizeof planted);
    options->planted_count = sizeof planted / sizeof *planted;
  }
}

// The processors that this process may use; those that are bound to one share it.
static int default_jobs(const struct options *options) {
  cpu_set_t processors;
  if (options->pin_cpu >= 0 || sched_getaffinity(0, sizeof processors, &processors))
    return 1;
  return CPU_COUNT(&processors);
}

static void set_defaults(struct options *options, const char *command) {
  bool selftest = !strcmp(command, "selftest");
  if (selftest)
    set_selftest_defaults(options);
  bool full = options->size && !strcmp(options->size, "full");
  if (!options->size)
    options->size = text_copy("quick");
  if (!options->rounds && !strcmp(options->size, "smoke"))
    options->rounds = 1;
  if (!(options->sample_limit_seconds > 0))
    options->sample_limit_seconds = full ? 300 : 30;
  if (!(options->budget_seconds > 0) && !options->rounds && !selftest)
    options->budget_seconds = full ? 1800 : 150;
  if (!options->jobs)
    options->jobs = default_jobs(options);
  set_default_paths(options);
}

static bool wants_colour(const char *when) {
  const char *no_colour = getenv("NO_COLOR"), *terminal = getenv("TERM");
  if (when && strcmp(when, "auto"))
    return !strcmp(when, "always");
  return isatty(STDOUT_FILENO) && !(no_colour && *no_colour) && terminal &&
         strcmp(terminal, "dumb");
}

// Says where the command's arguments go; returns how they are called.
static const char *take_names(struct parse *parse, const char *command) {
  if (!strcmp(command, "new")) {
    parse->names[0] = &parse->options->name;
    return "NAME";
  }
  if (!strcmp(command, "import")) {
    parse->takes_files = true;
    return "FILE...";
  }
  if (!strcmp(command, "profile")) {
    parse->takes_files = true;
    return "PROGRAM...\n--diff BEFORE AFTER";
  }
  if (strcmp(command, "diff") != 0)
    return NULL;
  parse->names[0] = &parse->options->references[0];
  parse->names[1] = &parse->options->references[1];
  return "[OLD [NEW]]";
}

bool options_parse(int argc, char **argv, const char *command, const char *help,
                   struct options *options) {
  *options = (struct options){.seed = 1,
                              .pin_cpu = -1,
                              .processes = true,
                              .timing = true,
                              .threshold = 0.02,
                              .minimum = 5,
                              .history = 20,
                              .top = 20};
  struct argp_option selected[OPTION_ROWS];
  select_options(command, selected);
  if (!all_known(argc, argv, command, selected))
    return false;
  struct parse parse = {.options = options};
  const char *arguments = take_names(&parse, command);
  char *name = text_format("fieldstone %s", command), *doc = text_format("%s.", help);
  struct argp argp = {
      .options = selected, .parser = take_option, .args_doc = arguments, .doc = doc};
  char *first = argv[0];
  argv[0] = name; // argp begins its messages with it
  error_t failure = argp_parse(&argp, argc, argv, 0, NULL, &parse);
  argv[0] = first;
  if (!failure) {
    set_defaults(options, command);
    options->colour = wants_colour(parse.colour);
  }
  free(parse.colour);
  free(name);
  free(doc);
  return !failure;
}

void options_free(struct options *options) {
  free(options->size);
  free(options->programs);
  free(options->engines);
  free(options->baseline);
  free(options->store_path);
  free(options->build_directory);
  free(options->programs_directory);
  free(options->reports_directory);
  free(options->targets_path);
  free(options->template_directory);
  free(options->name);
  free(options->format);
  text_list_free(&options->files);
  free(options->category);
  free(options->like);
  free(options->references[0]);
  free(options->references[1]);
  free(options->map);
  free(options->relative_to);
  free(options->output);
  free(options->against);
  free(options->tool);
  free(options->sections);
  free(options->before);
  free(options->counts);
  free(options->counter);
  *options = (struct options){0};
}

// Option parsing by argp: see harness_options.h.
#include "drivers/harness_options.h"

#include <argp.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum option_key {
  KEY_PROGRAM = 'p',
  KEY_SIZE = 's',
  KEY_ENGINE = 'e',
  KEY_QUIET = 'q',
  KEY_VERSION = 'V',
  KEY_JSON = 0x100,
  KEY_PROGRAMS,
  KEY_SEED,
  KEY_REPETITIONS,
  KEY_SAMPLES,
  KEY_WARMUP,
  KEY_N,
  KEY_CHECK,
  KEY_ONCE,
  KEY_DESCRIBE,
  KEY_NO_COUNTERS,
};

static const struct argp_option option_table[] = {
    {"program", KEY_PROGRAM, "NAME", 0, "The program: a folder of the program folders", 1},
    {"size", KEY_SIZE, "SIZE", 0, "smoke, quick (the default) or full", 1},
    {"engine", KEY_ENGINE, "NAME", 0, "Which of the engines (default: the first named below)", 1},
    {"programs", KEY_PROGRAMS, "DIR", 0, "Where the program folders are", 1},
    {"check", KEY_CHECK, NULL, 0, "Run one block that counts its work; print checksum and work", 2},
    {"once", KEY_ONCE, NULL, 0, "Run one block, untimed; print the checksum", 2},
    {"describe", KEY_DESCRIBE, NULL, 0, "Print facts about this driver as JSON", 2},
    {"seed", KEY_SEED, "N", 0, "Seed of the first repetition (default: 1)", 3},
    {"n", KEY_N, "N", 0, "Instead of the manifest's n", 3},
    {"repetitions", KEY_REPETITIONS, "N", 0, "Instead of the manifest's: calls a sample", 3},
    {"samples", KEY_SAMPLES, "N", 0, "Instead of the manifest's: samples that count", 3},
    {"warmup", KEY_WARMUP, "N", 0, "Instead of the manifest's: samples before those", 3},
    {"no-counters", KEY_NO_COUNTERS, NULL, 0, "Leave out what embedding asks of the allocator", 3},
    {"json", KEY_JSON, NULL, 0, "Print a JSON object a line", 4},
    {"quiet", KEY_QUIET, NULL, 0, "Print errors only", 4},
    {"version", KEY_VERSION, NULL, 0, "Print the version", -1},
    {NULL, 0, NULL, 0, NULL, 0},
};

// Whether getopt_long takes `name` (of `length` letters) for an option or the beginning of one.
static bool is_known(const char *name, size_t length) {
  if (strncmp("help", name, length) == 0 || strncmp("usage", name, length) == 0)
    return true;
  for (const struct argp_option *option = option_table; option->name; option++)
    if (strncmp(option->name, name, length) == 0)
      return true;
  return false;
}

// Refuses the first option that is none by naming those there are; argp would only call it unknown.
static void refuse_unknown(struct argp_state *state) {
  char names[512];
  for (char **argument = state->argv + 1; *argument && strcmp(*argument, "--") != 0; argument++) {
    size_t length = strcspn(*argument, "=");
    if (strncmp(*argument, "--", 2) != 0 || is_known(*argument + 2, length - 2))
      continue;
    int used = 0;
    for (const struct argp_option *option = option_table; option->name; option++)
      used += snprintf(names + used, sizeof names - (size_t)used, "--%s, ", option->name);
    argp_error(state, "there is no option %.*s; there are: %s--help, --usage", (int)length,
               *argument, names);
  }
}

static int64_t parse_number(struct argp_state *state, const char *option, const char *text,
                            int64_t least, int64_t most) {
  char *end;
  errno = 0;
  long long number = strtoll(text, &end, 10);
  if (end == text || *end != '\0' || errno != 0 || number < least || number > most)
    argp_error(state, "--%s: '%s' is not a whole number from %lld to %lld", option, text,
               (long long)least, (long long)most);
  return number;
}

static error_t parse_option(int key, char *text, struct argp_state *state) {
  struct harness_options *options = state->input;
  switch (key) {
  case ARGP_KEY_INIT:
    state->name = program_invocation_short_name; // which argp itself sets only after this
    refuse_unknown(state);
    break;
  case KEY_PROGRAM:
    options->program = text;
    break;
  case KEY_SIZE:
    options->size = text;
    break;
  case KEY_ENGINE:
    options->engine = text;
    break;
  case KEY_PROGRAMS:
    options->programs_directory = text;
    break;
  case KEY_JSON:
    options->json = true;
    break;
  case KEY_QUIET:
    options->quiet = true;
    break;
  case KEY_NO_COUNTERS:
    options->no_counters = true;
    break;
  case KEY_CHECK:
    options->action = HARNESS_CHECK;
    break;
  case KEY_ONCE:
    options->action = HARNESS_ONCE;
    break;
  case KEY_DESCRIBE:
    options->action = HARNESS_DESCRIBE;
    break;
  case KEY_SEED:
    options->seed = parse_number(state, "seed", text, 0, INT32_MAX);
    break;
  case KEY_N:
    options->n = parse_number(state, "n", text, 0, INT32_MAX);
    break;
  case KEY_REPETITIONS:
    options->repetitions = parse_number(state, "repetitions", text, 1, 1000000);
    break;
  case KEY_SAMPLES:
    options->samples = parse_number(state, "samples", text, 1, 1000000);
    break;
  case KEY_WARMUP:
    options->warmup = parse_number(state, "warmup", text, 0, 1000000);
    break;
  case KEY_VERSION:
    options->action = HARNESS_VERSION;
    break;
  case ARGP_KEY_ARG:
    argp_error(state, "'%s' is not an option; a program is given by --program", text);
    break;
  case ARGP_KEY_END:
    if (!options->program && options->action < HARNESS_DESCRIBE)
      argp_error(state, "which program? Give --program NAME");
    break;
  default:
    return ARGP_ERR_UNKNOWN;
  }
  return 0;
}

void harness_options_parse(const struct driver *driver, int argc, char **argv,
                           struct harness_options *options) {
  *options = (struct harness_options){
      .size = "quick",
      .n = HARNESS_FROM_MANIFEST,
      .repetitions = HARNESS_FROM_MANIFEST,
      .warmup = HARNESS_FROM_MANIFEST,
      .samples = HARNESS_FROM_MANIFEST,
      .seed = 1,
  };

  char text[512];
  int length =
      snprintf(text, sizeof text,
               "Runs programs written in '%s' and times them.\vThe engines of this driver:",
               driver->language);
  for (size_t i = 0; i < driver->engine_count && length < (int)sizeof text; i++)
    length += snprintf(text + length, sizeof text - (size_t)length, "\n  %s - %s",
                       driver->engines[i].name, driver->engines[i].description);
  argp_err_exit_status = 2;
  const struct argp argp = {.options = option_table, .parser = parse_option, .doc = text};
  argp_parse(&argp, argc, argv, 0, NULL, options);
}

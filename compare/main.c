// `fieldstone`, the comparison tool: one executable with a command for each task. A command is one
// row of the table below, one function that takes the parsed options and returns the exit status.
#include "compare/commands.h"
#include "compare/options.h"
#include "compare/report.h"
#include "compare/targets.h"
#include "compare/text.h"
#include "compare/version.h"

#include <argp.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// argp's own interface: what --version prints.
const char *argp_program_version = "fieldstone " FIELDSTONE_VERSION;

static const struct {
  const char *name, *help;
  int (*function)(const struct options *options);
} commands[] = {
    {"list", "Print the programs, the engines and the sizes there are", list_command},
    {"check", "Compare results and work of every program with native C, without timing",
     check_command},
    {"run", "Check, then measure in random rounds, store every sample and print the tables",
     run_command},
    {"resume", "Go on with a run that was interrupted or killed, where it was", resume_command},
    {"report", "Make all tables again from the stored results, running nothing", report_command},
    {"export", "Write what a run measured in the format of another tool", export_command},
    {"import", "Take the runs of other stores into this one", import_command},
    {"targets", "Print the targets with their verdicts", targets_command},
    {"diff", "Compare two stored runs, or two cases of runs, with intervals and p-values",
     diff_command},
    {"gate", "Say whether the latest run is slower than the earlier ones", gate_command},
    {"history", "Print the times over the stored runs, and where they changed", history_command},
    {"profile", "Say where a program of the catalogue spends its time, on Mica or any engine",
     profile_command},
    {"new", "Write the folder of a program called NAME, working in every language", new_command},
    {"selftest", "Measure the method itself: false alarms, and how small a slowdown it finds",
     selftest_command},
    {"doctor", "Say what is installed, what noise is seen, and what to do", doctor_command},
};

enum { COMMAND_COUNT = sizeof commands / sizeof *commands };

static void print_help(FILE *stream) {
  fprintf(stream, "Usage: fieldstone COMMAND [OPTION...]\n"
                  "Compares programs that do the same work in several languages and engines.\n\n");
  for (int i = 0; i < COMMAND_COUNT; i++)
    fprintf(stream, "  %-8s  %s\n", commands[i].name, commands[i].help);
  fprintf(stream, "\n`fieldstone COMMAND --help` lists the options; --version gives the version.\n"
                  "Exit status: 0 all is well, 1 a check or a target fails, 2 the run went wrong\n"
                  "or was asked for wrongly, 3 nothing fails but some targets are undecided.\n");
}

static int unknown_command(const char *word) {
  struct text_list names = {0};
  for (int i = 0; i < COMMAND_COUNT; i++)
    text_list_add(&names, commands[i].name);
  char *all = text_list_join(&names), *suggestion = text_suggestion(&names, word);
  fprintf(stderr, "fieldstone: there is no command `%s`%s\n  there are: %s\n", word, suggestion,
          all);
  free(all);
  free(suggestion);
  text_list_free(&names);
  return EXIT_WENT_WRONG;
}

// A table that was cut off by a full disk must not pass for a whole one.
static int flush_output(int status) {
  if (!fflush(stdout) && !ferror(stdout))
    return status;
  fprintf(stderr, "fieldstone: standard output cannot be written: %s\n", strerror(errno));
  return EXIT_WENT_WRONG;
}

static int run_word(int argc, char **argv) {
  const char *word = argv[1];
  if (!strcmp(word, "--help") || !strcmp(word, "-?") || !strcmp(word, "help")) {
    print_help(stdout);
    return EXIT_FINE;
  }
  if (!strcmp(word, "--version") || !strcmp(word, "-V")) {
    printf("%s\n", argp_program_version);
    return EXIT_FINE;
  }
  for (int i = 0; i < COMMAND_COUNT; i++) {
    struct options options;
    if (strcmp(word, commands[i].name))
      continue;
    bool parsed = options_parse(argc - 1, argv + 1, commands[i].name, commands[i].help, &options);
    int status = parsed ? commands[i].function(&options) : EXIT_WENT_WRONG;
    options_free(&options);
    return status;
  }
  return unknown_command(word);
}

int main(int argc, char **argv) {
  argp_err_exit_status = EXIT_WENT_WRONG; // argp's own interface too
  if (argc > 1)
    return flush_output(run_word(argc, argv));
  print_help(stderr);
  return EXIT_WENT_WRONG;
}

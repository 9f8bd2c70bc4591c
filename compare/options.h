// What the user asked for on the command line of `fieldstone`, resolved: every path is set, every
// number is in range. Every command has the signature `int NAME_command(const struct options *)`
// and returns the exit status of the process (enum exit_status).
#pragma once

#include "compare/text.h"

#include <stdbool.h>
#include <stdint.h>

enum exit_status {
  EXIT_FINE = 0,       // all is well, all targets pass
  EXIT_FAILS = 1,      // a check or a target fails
  EXIT_WENT_WRONG = 2, // the run itself went wrong, or wrong usage
  EXIT_UNDECIDED = 3,  // nothing fails but some targets are undecided
};

enum { OPTIONS_PLANTED_MAX = 6 };

struct options {
  char *size;                  // "smoke", "quick" or "full"
  char *programs;              // comma-separated glob patterns, NULL = all
  char *engines;               // comma-separated glob patterns, NULL = all
  char *store_path;            // default: reports/store.sqlite of the tree
  char *build_directory;       // holds drivers/ and programs/; default: where the executable is
  char *programs_directory;    // program folders
  char *reports_directory;     // tables are written to its folder latest/
  char *targets_path;          // default: compare/targets.yaml of the tree
  uint32_t seed;               // base seed of data, order and padding, below 2^31
  bool seed_given;             // the user has chosen it: nothing is drawn besides
  int jobs;                    // drivers that a check asks at a time
  int rounds;                  // ABBA pairs; 0 = as many as fit the time
  double budget_seconds;       // of the whole run; 0 = none, the rounds are given
  int samples;                 // timed blocks that count in one process, 0 = the program's
  int shard, shard_count;      // the part of the programs that is measured, from 1; 0 = all
  double sample_limit_seconds; // a driver silent for longer than this has hung
  int pin_cpu;                 // CPU that the drivers are bound to, -1 = none
  bool processes;              // time whole processes by hyperfine too
  int64_t run_id;              // which stored run to report or resume, 0 = the latest
  char *references[2];         // of `diff`: the old side and the new one, NULL = the default
  char *map;                   // names that belong together, "old=new,...", NULL = none
  char *relative_to;           // engines that times are set against, "none", NULL = native
  bool across_machines;        // compare runs of two machines, by what they are relative to
  bool uncorrected;            // each row of a comparison at 0.05 by itself
  char *output;                // where to: a file of an export, a folder of others; NULL = none
  char *against;               // what `gate` compares with, NULL = the earlier runs
  double threshold;            // the least slowdown that `gate` minds, 0.02 = 2 %
  int minimum;                 // earlier runs that `gate` compares with, and blocks with
  int history;                 // runs that `history` shows, the latest ones
  char *counter;               // "instructions": counted by `run`; NULL = none
  bool timing;                 // `run` measures times; else it only counts
  char *baseline;              // the engine that ratios are taken to, NULL = native C
  char *name;                  // of the program to be written, NULL = none was given
  char *category;              // its category, NULL = the model's
  char *like;                  // the program that is its model, NULL = the template
  int trials;                  // of the self-test
  int planted[OPTIONS_PLANTED_MAX]; // slowdowns that it plants, whole percents from 1 to 100
  int planted_count;
  bool neighbour;           // beside a load of its own
  char *template_directory; // default: compare/template of the tree
  char *format;             // that is exported or of a profile, NULL = none was given
  struct text_list files;   // that are imported or compared; of `profile`, patterns of programs
  char *tool;               // of a profile: "own", "callgrind" or "perf", NULL = own
  char *sections;           // of Mica's profile, NULL = its own default
  int top;                  // rows of a profile's table
  int sample_hz;            // of Mica's functions; 0 = every call is followed
  bool deterministic;       // Mica's profile counts instructions instead of time
  bool compares_files;      // `profile --diff`
  char *before;             // the build that a profile is compared with, NULL = none
  char *counts;             // the file of `profile --gate`, NULL = none
  bool renew;               // writes it
  bool keep;                // stores profiles with the run
  bool colour;              // colour on standard output (a terminal, no NO_COLOR)
};

// Parses the arguments that follow the command's name. On success fills `options` (to be released
// by options_free) and returns true. A wrong option or value is said on standard error and false
// returned; so is an option that the command does not use. --help and --version end the process, as
// argp does.
bool options_parse(int argc, char **argv, const char *command, const char *help,
                   struct options *options);

// Releases what options_parse allocated.
void options_free(struct options *options);

// The commands of `fieldstone` that are not declared with the tables they print (report.h,
// targets.h). Each returns the exit status of the process and has said on standard error what went
// wrong.
#pragma once

#include "compare/options.h"

// `fieldstone list`: prints the programs, the engines and the sizes there are.
int list_command(const struct options *options);

// `fieldstone check`: compares checksum and work counter of every cell with native C; no timing.
int check_command(const struct options *options);

// `fieldstone run`: checks, measures in rounds, stores every sample and prints the tables.
int run_command(const struct options *options);

// `fieldstone resume`: goes on with a stored run that has not ended, as that run was asked for.
int resume_command(const struct options *options);

// `fieldstone diff`: compares two stored runs or two parts of runs.
int diff_command(const struct options *options);

// `fieldstone gate`: says whether the latest run is slower than the earlier ones.
int gate_command(const struct options *options);

// `fieldstone history`: prints what became of the times over the stored runs.
int history_command(const struct options *options);

// `fieldstone profile`: says where a program spends its time, compares profiles, and holds Mica's
// counts to those that were kept. EXIT_FAILS when these have moved.
int profile_command(const struct options *options);

// `fieldstone new`: writes a program that works in every language, to begin with.
int new_command(const struct options *options);

// `fieldstone doctor`: says what is installed, what noise is seen and what to do about it.
int doctor_command(const struct options *options);

// `fieldstone selftest`: measures the method itself. EXIT_FINE when it keeps its aims, EXIT_FAILS
// when it misses one, EXIT_UNDECIDED after too few trials to say.
int selftest_command(const struct options *options);

// `fieldstone import`: takes the runs of other stores into this one.
int import_command(const struct options *options);

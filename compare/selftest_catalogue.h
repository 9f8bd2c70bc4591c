// The programs that the self-test measures: a temporary catalogue beside the real one. A planted
// slowdown is no arithmetic on times: it is a program of the same source whose n is greater by
// exactly so many percent, in programs whose work is n times a constant.
#pragma once

#include "compare/error.h"

#include <stddef.h>

enum { SELFTEST_PROGRAMS = 2 };

// The name of one of the programs, which is that of its source.
const char *selftest_program_name(size_t program);

// The name of the program with so many percent more work; the caller frees it.
char *selftest_planted_name(size_t program, int percent);

// Makes the folder with all programs and their planted kin; their sources are links into the
// catalogue in `programs`. Returns its path, to be given to selftest_catalogue_remove, or NULL with
// `error` filled.
char *selftest_catalogue_make(const char *programs, const int *percents, size_t percent_count,
                              struct error *error);

// Removes the folder and releases the path; NULL is allowed.
void selftest_catalogue_remove(char *folder);

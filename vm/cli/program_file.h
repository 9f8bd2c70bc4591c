// Programs in files, for `mica`: as source or as `mica compile` saved them.
#ifndef MICA_CLI_PROGRAM_FILE_H
#define MICA_CLI_PROGRAM_FILE_H

#include <stdbool.h>
#include <stddef.h>

#include "vm/mica.h"

// The program of these bytes, source or saved, to be run once. Takes over the bytes, from malloc.
// As mica_compile_lazily.
mica_status program_file_compile(char *bytes, size_t length, const char *name,
                                 mica_program **program, mica_error *error);
// Makes these bytes the file's contents, all or nothing. false with errno set.
bool program_file_write(const char *file, const char *bytes, size_t length);

#endif

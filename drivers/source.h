// Script files, and the counted variant that is made of them.
//
// A program counts its work on lines that are comments to the language: the line comment directly
// followed by `@` and a blank (`//@ work += 1;`). In the counted variant that marker is taken away,
// so that the line becomes code. Both variants come from the same text, line by line, which is why
// the count of the one can vouch for the times of the other.
#ifndef DRIVERS_SOURCE_H
#define DRIVERS_SOURCE_H

#include <stdbool.h>
#include <stddef.h>

#include "drivers/driver.h"

// Reads the file `path`. On success returns its text, NUL-terminated, to be freed by the caller,
// and sets *length to its bytes without the NUL; NULL on failure, with the error filled in.
char *source_read(const char *path, size_t *length, struct driver_error *error);

// Turns the text into its counted variant in place: takes away the marker of every line whose first
// text is `comment` (such as "--") followed by "@ ". What stands behind it moves to the left, since
// in Python blanks in its place would change the indentation. Returns the new length; lines keep
// their numbers.
size_t source_count_work(char *text, size_t length, const char *comment);

// The text of a CommonJS module, which runs as strict code, as an expression whose value is what it
// exports: for engines that know no modules. Lines keep their numbers. The caller frees it; NULL
// without memory.
char *source_module(const struct driver_source *source);

#endif

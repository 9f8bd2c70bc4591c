// Files that are derived from the store, written so that a reader never sees half of one: each is
// written beside its place and renamed when it is whole.
#pragma once

#include "compare/arena.h"
#include "compare/error.h"

#include <stdbool.h>
#include <stdio.h>

// Writes what stands in the file. A failure of the stream is seen by output_file.
typedef void output_writer(FILE *out, const void *context);

// Makes the folder with its parents when absent. False with `error` filled when that fails.
bool output_directory(struct arena *arena, const char *directory, struct error *error);

// Writes the file at `path` anew. When that fails, `error` names the file and the cause, and what
// stood there before stays.
bool output_file(struct arena *arena, const char *path, output_writer *writer, const void *context,
                 struct error *error);

// A store whose runs are to be imported: a copy of the file, so that nothing of it is changed. It
// may be read-only, of an older version, or have a write-ahead log that its writer left behind; the
// copy is opened as any store is, which checks it and brings it up to date.
#pragma once

#include "compare/error.h"

#include <stdbool.h>

struct import_source {
  const char *path; // as the user gave it; not owned
  char *folder;     // of the copy, temporary
  char *copy;
};

// Copies and checks the store at `path`. False with `error` filled, which names the file, when it
// is not there, damaged, or no store; nothing is left behind then. To be closed otherwise.
bool import_source_open(struct import_source *source, const char *path, struct error *error);

// Removes the copy.
void import_source_close(struct import_source *source);

// Reading scripts, for `mica`.
#ifndef MICA_CLI_SOURCE_H
#define MICA_CLI_SOURCE_H

#include <stddef.h>
#include <stdio.h>

// The rest of the stream, owned by the caller, its length in *length. NULL with errno set.
char *source_read_stream(FILE *stream, size_t *length);
// The bytes of the file. NULL with errno set.
char *source_read_file(const char *file, size_t *length);

#endif

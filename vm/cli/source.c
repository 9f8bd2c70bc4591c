// Reading whole files of unknown size: pipes too.
#include "vm/cli/source.h"

#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>

static bool grow(char **bytes, size_t *capacity) {
  size_t wanted = *capacity ? 2 * *capacity : 65536;
  char *grown = realloc(*bytes, wanted);
  if (!grown)
    return false;
  *bytes = grown;
  *capacity = wanted;
  return true;
}

char *source_read_stream(FILE *stream, size_t *length) {
  char *bytes = NULL;
  size_t capacity = 0;
  *length = 0;
  do {
    if (*length == capacity && !grow(&bytes, &capacity))
      break;
    *length += fread(bytes + *length, 1, capacity - *length, stream);
  } while (!feof(stream) && !ferror(stream));
  if (feof(stream))
    return bytes;
  free(bytes);
  return NULL;
}

char *source_read_file(const char *file, size_t *length) {
  FILE *stream = fopen(file, "rb");
  if (!stream)
    return NULL;
  char *bytes = source_read_stream(stream, length);
  int error = errno;
  fclose(stream);
  errno = error;
  return bytes;
}

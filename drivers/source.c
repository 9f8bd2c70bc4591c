// Reading scripts and uncovering their counting lines: see source.h.
#include "drivers/source.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

char *source_read(const char *path, size_t *length, struct driver_error *error) {
  FILE *file = fopen(path, "rb");
  if (!file) {
    driver_fail(error, "%s: %s", path, strerror(errno));
    return NULL;
  }
  char *text = NULL;
  size_t capacity = 0;
  ssize_t read = getdelim(&text, &capacity, '\0', file);
  bool failed = ferror(file) || (read < 0 && !feof(file));
  bool whole = feof(file);
  fclose(file);
  if (failed || !whole) {
    driver_fail(error, "%s: %s", path, failed ? "cannot be read" : "holds a NUL byte");
    free(text);
    return NULL;
  }
  if (read < 0) { // an empty file
    text[0] = '\0';
    read = 0;
  }
  *length = (size_t)read;
  return text;
}

size_t source_count_work(char *text, size_t length, const char *comment) {
  size_t marker = strlen(comment) + 2;
  const char *from = text;
  const char *end = text + length;
  char *to = text;
  while (from < end) {
    const char *line_end = memchr(from, '\n', (size_t)(end - from));
    const char *next = line_end ? line_end + 1 : end;
    size_t indent = strspn(from, " \t");
    const char *first = from + indent;
    memmove(to, from, indent);
    to += indent;
    if (strncmp(first, comment, marker - 2) == 0 && strncmp(first + marker - 2, "@ ", 2) == 0)
      first += marker;
    memmove(to, first, (size_t)(next - first));
    to += next - first;
    from = next;
  }
  *to = '\0';
  return (size_t)(to - text);
}

char *source_module(const struct driver_source *source) {
  char *text;
  int length = asprintf(&text,
                        "(function (module) { \"use strict\"; %.*s\n"
                        "return module.exports; })({ exports: {} })",
                        (int)source->length, source->text);
  return length < 0 ? NULL : text;
}

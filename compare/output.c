// See output.h.
#include "compare/output.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

bool output_directory(struct arena *arena, const char *directory, struct error *error) {
  char *path = (char *)arena_string(arena, directory);
  for (char *end = path + 1; end[-1] != '\0'; end++) {
    if (*end != '/' && *end != '\0')
      continue;
    char kept = *end;
    *end = '\0';
    if (mkdir(path, 0777) != 0 && errno != EEXIST)
      return error_set(error, "the folder %s cannot be made: %s", path, strerror(errno));
    *end = kept;
    if (kept == '\0')
      break;
  }
  return true;
}

static bool cannot_write(const char *path, int cause, struct error *error) {
  const char *remedy =
      cause == ENOSPC || cause == EDQUOT
          ? "; make room and run `fieldstone report` again: nothing measured is lost"
          : "";
  return error_set(error, "%s cannot be written: %s%s", path, strerror(cause), remedy);
}

bool output_file(struct arena *arena, const char *path, output_writer *writer, const void *context,
                 struct error *error) {
  const char *temporary = arena_format(arena, "%s.%ld.new", path, (long)getpid());
  FILE *out = fopen(temporary, "we");
  if (out == NULL)
    return cannot_write(path, errno, error);
  errno = 0;
  writer(out, context);
  bool fine = fflush(out) == 0 && !ferror(out);
  int cause = errno;
  if (fclose(out) != 0 && fine) {
    fine = false;
    cause = errno;
  }
  if (fine && rename(temporary, path) != 0) {
    fine = false;
    cause = errno;
  }
  if (fine)
    return true;
  unlink(temporary);
  return cannot_write(path, cause == 0 ? EIO : cause, error);
}

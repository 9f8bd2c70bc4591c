// The list of file formats, and the writing of files. See render.h.
#include "compare/render.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static const struct {
  const char *extension;
  bool each_table; // one file a table instead of one for all
  void (*render)(FILE *out, const struct document *document, const struct table *table);
} formats[] = {
    {"md", false, render_markdown},
    {"csv", true, render_csv},
    {"json", false, render_json},
};

static bool make_directories(struct arena *arena, const char *directory, struct error *error) {
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

static bool write_file(const struct document *document, const struct table *table,
                       const char *directory, size_t format, struct error *error) {
  const char *path = arena_format(document->arena, "%s/%s.%s", directory,
                                  table == NULL ? "report" : table->key, formats[format].extension);
  const char *temporary = arena_format(document->arena, "%s.%ld.new", path, (long)getpid());
  FILE *out = fopen(temporary, "we");
  if (out == NULL)
    return cannot_write(path, errno, error);
  errno = 0;
  formats[format].render(out, document, table);
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

bool render_files(const struct document *document, const char *directory, struct error *error) {
  if (!make_directories(document->arena, directory, error))
    return false;
  for (size_t format = 0; format < sizeof formats / sizeof *formats; format++) {
    if (!formats[format].each_table) {
      if (!write_file(document, NULL, directory, format, error))
        return false;
      continue;
    }
    for (size_t i = 0; i < document->table_count; i++)
      if (!write_file(document, document->tables[i], directory, format, error))
        return false;
  }
  return true;
}

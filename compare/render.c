// The list of file formats, and the writing of files. See render.h.
#include "compare/render.h"

#include <dirent.h>
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
    {"html", false, render_html},
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

// Writes a file beside its place by `print`, and renames it.
static bool write_file(struct arena *arena, const char *path,
                       void (*print)(FILE *out, const void *context), const void *context,
                       struct error *error) {
  const char *temporary = arena_format(arena, "%s.%ld.new", path, (long)getpid());
  FILE *out = fopen(temporary, "we");
  if (out == NULL)
    return cannot_write(path, errno, error);
  errno = 0;
  print(out, context);
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

// ---- Tables -------------------------------------------------------------------------------------

// What a file of a format holds: the document, or one of its tables.
struct rendering {
  const struct document *document;
  const struct table *table;
  size_t format;
};

static void print_rendering(FILE *out, const void *context) {
  const struct rendering *rendering = context;
  formats[rendering->format].render(out, rendering->document, rendering->table);
}

static bool write_rendering(const struct rendering *rendering, const char *directory,
                            struct error *error) {
  const struct table *table = rendering->table;
  struct arena *arena = rendering->document->arena;
  const char *path =
      arena_format(arena, "%s/%s.%s", directory, table == NULL ? "report" : table->key,
                   formats[rendering->format].extension);
  return write_file(arena, path, print_rendering, rendering, error);
}

static bool write_tables(const struct document *document, const char *directory,
                         struct error *error) {
  for (size_t format = 0; format < sizeof formats / sizeof *formats; format++) {
    struct rendering rendering = {.document = document, .format = format};
    if (!formats[format].each_table && !write_rendering(&rendering, directory, error))
      return false;
    for (size_t i = 0; formats[format].each_table && i < document->table_count; i++) {
      rendering.table = document->tables[i];
      if (!write_rendering(&rendering, directory, error))
        return false;
    }
  }
  return true;
}

// ---- Figures ------------------------------------------------------------------------------------

static void print_figure(FILE *out, const void *context) {
  const struct figure *figure = context;
  fputs(figure->svg, out);
}

static bool has_figure(const struct document *document, const char *file_name) {
  for (size_t i = 0; i < document->figure_count; i++)
    if (strcmp(arena_format(document->arena, "%s.svg", document->figures[i].key), file_name) == 0)
      return true;
  return false;
}

// Removes what an earlier report has left: a page shows none of it.
static void remove_other_figures(const struct document *document, const char *directory) {
  DIR *folder = opendir(directory);
  if (folder == NULL)
    return;
  for (const struct dirent *entry; (entry = readdir(folder)) != NULL;) {
    const char *extension = strrchr(entry->d_name, '.');
    if (extension != NULL && strcmp(extension, ".svg") == 0 && !has_figure(document, entry->d_name))
      unlinkat(dirfd(folder), entry->d_name, 0);
  }
  closedir(folder);
}

static bool write_figures(const struct document *document, const char *directory,
                          struct error *error) {
  const char *folder = arena_format(document->arena, "%s/figures", directory);
  if (document->figure_count > 0 && !make_directories(document->arena, folder, error))
    return false;
  for (size_t i = 0; i < document->figure_count; i++) {
    const struct figure *figure = &document->figures[i];
    const char *path = arena_format(document->arena, "%s/%s.svg", folder, figure->key);
    if (!write_file(document->arena, path, print_figure, figure, error))
      return false;
  }
  remove_other_figures(document, folder);
  return true;
}

bool render_files(const struct document *document, const char *directory, struct error *error) {
  return make_directories(document->arena, directory, error) &&
         write_figures(document, directory, error) && write_tables(document, directory, error);
}

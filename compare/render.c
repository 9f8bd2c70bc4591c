// The list of file formats, and the writing of files. See render.h.
#include "compare/render.h"

#include "compare/output.h"

#include <dirent.h>
#include <string.h>
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

// What one file is made of.
struct part {
  const struct document *document;
  const struct table *table; // NULL: the whole document
  size_t format;
};

static void write_part(FILE *out, const void *context) {
  const struct part *part = context;
  formats[part->format].render(out, part->document, part->table);
}

static bool write_part_file(const struct part *part, const char *directory, struct error *error) {
  const struct table *table = part->table;
  struct arena *arena = part->document->arena;
  const char *path =
      arena_format(arena, "%s/%s.%s", directory, table == NULL ? "report" : table->key,
                   formats[part->format].extension);
  return output_file(arena, path, write_part, part, error);
}

static bool write_tables(const struct document *document, const char *directory,
                         struct error *error) {
  for (size_t format = 0; format < sizeof formats / sizeof *formats; format++) {
    struct part part = {.document = document, .format = format};
    if (!formats[format].each_table && !write_part_file(&part, directory, error))
      return false;
    for (size_t i = 0; formats[format].each_table && i < document->table_count; i++) {
      part.table = document->tables[i];
      if (!write_part_file(&part, directory, error))
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
  if (document->figure_count > 0 && !output_directory(document->arena, folder, error))
    return false;
  for (size_t i = 0; i < document->figure_count; i++) {
    const struct figure *figure = &document->figures[i];
    const char *path = arena_format(document->arena, "%s/%s.svg", folder, figure->key);
    if (!output_file(document->arena, path, print_figure, figure, error))
      return false;
  }
  remove_other_figures(document, folder);
  return true;
}

bool render_files(const struct document *document, const char *directory, struct error *error) {
  return output_directory(document->arena, directory, error) &&
         write_figures(document, directory, error) && write_tables(document, directory, error);
}

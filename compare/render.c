// The list of file formats, and the writing of files. See render.h.
#include "compare/render.h"

#include "compare/output.h"

static const struct {
  const char *extension;
  bool each_table; // one file a table instead of one for all
  void (*render)(FILE *out, const struct document *document, const struct table *table);
} formats[] = {
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

static bool write_file(const struct document *document, const struct table *table,
                       const char *directory, size_t format, struct error *error) {
  struct part part = {.document = document, .table = table, .format = format};
  const char *path = arena_format(document->arena, "%s/%s.%s", directory,
                                  table == NULL ? "report" : table->key, formats[format].extension);
  return output_file(document->arena, path, write_part, &part, error);
}

bool render_files(const struct document *document, const char *directory, struct error *error) {
  if (!output_directory(document->arena, directory, error))
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

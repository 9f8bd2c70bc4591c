// The reader of a build without libedit.
#include "vm/cli/line_plain.h"

#include <stdlib.h>

struct line_reader {
  struct plain_line line;
};

const char *const line_lack = "no history and editing: built without libedit";

struct line_reader *line_open(const char *history_file) {
  (void)history_file;
  return calloc(1, sizeof(struct line_reader));
}

void line_close(struct line_reader *reader) {
  if (reader)
    free(reader->line.text);
  free(reader);
}

enum line_result line_read(struct line_reader *reader, const char *prompt, const char **text) {
  enum line_result result = line_read_plain(&reader->line, prompt);
  *text = reader->line.text;
  return result;
}

// Lines as the terminal itself edits them.
#ifndef MICA_CLI_LINE_PLAIN_H
#define MICA_CLI_LINE_PLAIN_H

#include "vm/cli/line.h"

// A growing buffer, all zero at first; `text` is freed by the owner.
struct plain_line {
  char *text;
  size_t capacity;
};

// Prints the prompt and reads a line into the buffer, without its line feed.
enum line_result line_read_plain(struct plain_line *line, const char *prompt);

#endif

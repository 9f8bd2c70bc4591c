// Reading lines from a terminal: with editing and history where libedit is there (line_edit.c), as
// the terminal gives them where it is not (line_bare.c).
#ifndef MICA_CLI_LINE_H
#define MICA_CLI_LINE_H

#include <stdbool.h>
#include <stddef.h>

enum line_result {
  LINE_READ,
  LINE_CANCELLED, // by Ctrl-C
  LINE_END,       // by Ctrl-D
};

struct line_reader;

// What the reader lacks, for the user; NULL: nothing.
extern const char *const line_lack;

// `history_file` is read now and written by line_close; NULL: history is for this session alone.
// NULL when the terminal cannot be used.
struct line_reader *line_open(const char *history_file);
void line_close(struct line_reader *reader);
// Reads a line after the prompt. *text, without line feed, is valid until the next call.
enum line_result line_read(struct line_reader *reader, const char *prompt, const char **text);

#endif

// Lines with editing and history, by libedit; as the terminal edits them itself where it is too
// dumb for that.
//
// While a line is read the terminal sends Ctrl-C as a character, which is bound to a command of our
// own: a signal would leave libedit in the middle of its work. Scripts run with the terminal as it
// was, where Ctrl-C is a signal.
#include "vm/cli/line_plain.h"

#include <histedit.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define HISTORY_LINES 1000

struct line_reader {
  EditLine *edit;
  History *history;
  char *history_file;
  const char *prompt;
  struct plain_line line; // what was read
  bool edits;             // the terminal can be written to at any place
  bool is_cancelled;
};

const char *const line_lack = NULL;

static char *give_prompt(EditLine *edit) {
  struct line_reader *reader;
  el_get(edit, EL_CLIENTDATA, &reader);
  return (char *)(uintptr_t)reader->prompt; // which libedit does not change
}

static unsigned char cancel(EditLine *edit, int key) {
  (void)key;
  struct line_reader *reader;
  el_get(edit, EL_CLIENTDATA, &reader);
  reader->is_cancelled = true;
  fputs("^C\n", stdout);
  return CC_NEWLINE;
}

static void open_history(struct line_reader *reader, const char *file) {
  HistEvent event;
  history(reader->history, &event, H_SETSIZE, HISTORY_LINES);
  history(reader->history, &event, H_SETUNIQUE, 1);
  el_set(reader->edit, EL_HIST, history, reader->history);
  if (!file)
    return;
  reader->history_file = strdup(file);
  history(reader->history, &event, H_LOAD, file);
}

struct line_reader *line_open(const char *history_file) {
  struct line_reader *reader = calloc(1, sizeof *reader);
  if (!reader)
    return NULL;
  reader->edit = el_init("mica", stdin, stdout, stderr);
  reader->history = history_init();
  if (!reader->edit || !reader->history) {
    line_close(reader);
    return NULL;
  }
  el_set(reader->edit, EL_CLIENTDATA, reader);
  el_set(reader->edit, EL_PROMPT, give_prompt);
  el_set(reader->edit, EL_EDITOR, "emacs");
  el_set(reader->edit, EL_ADDFN, "mica-cancel", "Give the line up", cancel);
  el_set(reader->edit, EL_BIND, "^C", "mica-cancel", NULL);
  el_set(reader->edit, EL_BIND, "^R", "em-inc-search-prev", NULL);
  el_set(reader->edit, EL_SETTY, "-d", "-isig", NULL);
  int edits = 0;
  el_get(reader->edit, EL_EDITMODE, &edits);
  reader->edits = edits;
  open_history(reader, history_file);
  el_source(reader->edit, NULL);
  return reader;
}

void line_close(struct line_reader *reader) {
  if (!reader)
    return;
  HistEvent event;
  if (reader->history && reader->history_file)
    history(reader->history, &event, H_SAVE, reader->history_file);
  if (reader->history)
    history_end(reader->history);
  if (reader->edit)
    el_end(reader->edit);
  free(reader->history_file);
  free(reader->line.text);
  free(reader);
}

static enum line_result edit_line(struct line_reader *reader, const char *prompt) {
  reader->prompt = prompt;
  reader->is_cancelled = false;
  int count = 0;
  el_set(reader->edit, EL_PREP_TERM, 1); // before the prompt: what is typed at once is the line's
  const char *line = el_gets(reader->edit, &count);
  if (reader->is_cancelled) {
    el_reset(reader->edit);
    return LINE_CANCELLED;
  }
  if (!line || count <= 0)
    return LINE_END;
  free(reader->line.text);
  reader->line.text = strndup(line, strcspn(line, "\n"));
  return reader->line.text ? LINE_READ : LINE_END;
}

enum line_result line_read(struct line_reader *reader, const char *prompt, const char **text) {
  enum line_result result =
      reader->edits ? edit_line(reader, prompt) : line_read_plain(&reader->line, prompt);
  *text = reader->line.text;
  HistEvent event;
  if (result == LINE_READ && **text != '\0')
    history(reader->history, &event, H_ENTER, *text);
  return result;
}

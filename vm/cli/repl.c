// Reads lines until they make a whole, evaluates that as a piece of the runtime's session, and
// prints its value. An error is printed with its stack and ends nothing.
#include "vm/cli/repl.h"

#include <errno.h>
#include <limits.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>

#include "vm/cli/interruption.h"
#include "vm/cli/line.h"
#include "vm/cli/source.h"

#define NAME "<repl>"

struct repl {
  mica_runtime *runtime;
  struct line_reader *reader;
  mica_handle *global; // globalThis
  mica_handle *last;   // what `_` was set to; NULL once the script has a `_` of its own
  FILE *log;           // of the text that was evaluated
  char *log_text;
  size_t log_length;
  char *input; // lines that do not make a whole yet
  size_t input_length;
  bool is_done;
};

struct repl_command {
  const char *name, *argument, *help;
  void (*run)(struct repl *repl, const char *argument);
};

// ---- Evaluation

static void print_error(const struct repl *repl, mica_status status) {
  fflush(stdout);
  fprintf(stderr, "%s%s\n", status == MICA_ERROR_THROWN ? "Uncaught " : "",
          mica_error_text(repl->runtime));
}

// `_` is the last value, until the script declares or assigns a `_` of its own.
static void keep_last(struct repl *repl, mica_value value) {
  mica_value now;
  if (!repl->last || mica_get(repl->runtime, mica_held(repl->global), "_", &now) != MICA_OK)
    return;
  bool is_ours = now.bits == mica_held(repl->last).bits;
  mica_drop(repl->runtime, repl->last);
  repl->last = is_ours ? mica_hold(repl->runtime, value) : NULL;
  if (repl->last)
    mica_set(repl->runtime, mica_held(repl->global), "_", value);
}

static void print_value(struct repl *repl, mica_value value) {
  mica_handle *held = mica_hold(repl->runtime, value); // a getter may run while it is shown
  const char *text;
  size_t length;
  mica_status status = mica_inspect(repl->runtime, value, &text, &length);
  if (status == MICA_OK) {
    fwrite(text, 1, length, stdout);
    putchar('\n');
  } else {
    print_error(repl, status);
  }
  if (held)
    keep_last(repl, mica_held(held));
  mica_drop(repl->runtime, held);
}

// false: the text is unfinished, and nothing was said.
static bool evaluate(struct repl *repl, const char *text, size_t length, const char *name) {
  mica_value value;
  mica_error error;
  interruption_begin(repl->runtime, INTERRUPTION_BY_CTRL_C);
  mica_status status = mica_evaluate(repl->runtime, text, length, name, &value, &error);
  if (error.is_unfinished) {
    interruption_end();
    return false;
  }
  if (error.line > 0) {
    fprintf(stderr, "%s:%u:%u: %s\n%s\n", name, error.line, error.column, error.message,
            error.excerpt);
  } else {
    fwrite(text, 1, length, repl->log);
    if (status == MICA_OK)
      print_value(repl, value);
    else
      print_error(repl, status);
  }
  interruption_end();
  mica_forget_interrupt(repl->runtime);
  fflush(stdout);
  return true;
}

// ---- Commands

static void command_exit(struct repl *repl, const char *argument) {
  (void)argument;
  repl->is_done = true;
}

static void command_load(struct repl *repl, const char *file) {
  size_t length;
  char *text = source_read_file(file, &length);
  if (!text)
    fprintf(stderr, "cannot read %s: %s\n", file, strerror(errno));
  else if (!evaluate(repl, text, length, file))
    fprintf(stderr, "%s: the file ends within what it began\n", file);
  free(text);
}

static void command_save(struct repl *repl, const char *file) {
  fflush(repl->log);
  FILE *output = fopen(file, "w");
  bool done = output && fwrite(repl->log_text, 1, repl->log_length, output) == repl->log_length;
  if (output)
    done = fclose(output) == 0 && done;
  if (!done)
    fprintf(stderr, "cannot write %s: %s\n", file, strerror(errno));
  else
    printf("saved to %s\n", file);
}

static void command_help(struct repl *repl, const char *argument);

static const struct repl_command commands[] = {
    {".exit", NULL, "leave (as Ctrl-D does)", command_exit},
    {".help", NULL, "print this text", command_help},
    {".load", "FILE", "evaluate a file", command_load},
    {".save", "FILE", "write what was evaluated to a file", command_save},
};
#define COMMAND_COUNT (sizeof commands / sizeof *commands)

static void command_help(struct repl *repl, const char *argument) {
  (void)repl;
  (void)argument;
  for (size_t at = 0; at < COMMAND_COUNT; at++)
    printf("%-6s %-5s %s\n", commands[at].name, commands[at].argument ? commands[at].argument : "",
           commands[at].help);
  printf("Ctrl-C gives up the line, or ends the script that runs. _ is the last value.\n");
}

static void run_command(struct repl *repl, const char *line) {
  size_t length = strcspn(line, " ");
  const char *argument = line + length + strspn(line + length, " ");
  for (size_t at = 0; at < COMMAND_COUNT; at++) {
    const struct repl_command *command = &commands[at];
    if (strlen(command->name) != length || strncmp(command->name, line, length) != 0)
      continue;
    if (command->argument && *argument == '\0')
      fprintf(stderr, "%s needs a %s\n", command->name, command->argument);
    else
      command->run(repl, argument);
    return;
  }
  fprintf(stderr, "there is no command %.*s; type .help\n", (int)length, line);
}

// ---- Lines

static bool is_command(const char *line) {
  return line[0] == '.' && ((line[1] >= 'a' && line[1] <= 'z') || line[1] == '\0');
}

static void drop_input(struct repl *repl) {
  free(repl->input);
  repl->input = NULL;
  repl->input_length = 0;
}

// Adds the line and its line feed. false: no memory.
static bool add_line(struct repl *repl, const char *line) {
  size_t length = strlen(line);
  char *grown = realloc(repl->input, repl->input_length + length + 1);
  if (!grown)
    return false;
  memcpy(grown + repl->input_length, line, length);
  grown[repl->input_length + length] = '\n';
  repl->input = grown;
  repl->input_length += length + 1;
  return true;
}

static void take_line(struct repl *repl, const char *line) {
  bool is_first = repl->input_length == 0;
  if (is_first && is_command(line)) {
    run_command(repl, line);
  } else if (!is_first || line[strspn(line, " \t")] != '\0') {
    if (!add_line(repl, line))
      fprintf(stderr, "out of memory\n");
    else if (evaluate(repl, repl->input, repl->input_length, NAME))
      drop_input(repl);
  }
}

static void take_lines(struct repl *repl) {
  while (!repl->is_done) {
    const char *line;
    switch (line_read(repl->reader, repl->input_length > 0 ? "... " : "> ", &line)) {
    case LINE_READ:
      take_line(repl, line);
      break;
    case LINE_CANCELLED:
      drop_input(repl);
      break;
    case LINE_END:
      putchar('\n');
      repl->is_done = true;
    }
  }
}

// ---- The session

// $MICA_HISTORY, which may be empty for none; $XDG_STATE_HOME/mica_history; ~/.mica_history.
static const char *history_file(char path[PATH_MAX]) {
  const char *named = getenv("MICA_HISTORY"), *state = getenv("XDG_STATE_HOME"),
             *home = getenv("HOME");
  if (named)
    return *named ? named : NULL;
  if (state && *state)
    snprintf(path, PATH_MAX, "%s/mica_history", state);
  else if (home && *home)
    snprintf(path, PATH_MAX, "%s/.mica_history", home);
  else
    return NULL;
  return path;
}

static bool open_session(struct repl *repl) {
  char path[PATH_MAX];
  mica_value global;
  mica_error error;
  static const char source[] = "globalThis";
  repl->log = open_memstream(&repl->log_text, &repl->log_length);
  if (!repl->log ||
      mica_evaluate(repl->runtime, source, sizeof source - 1, NAME, &global, &error) != MICA_OK)
    return false;
  repl->global = mica_hold(repl->runtime, global);
  repl->last = mica_hold(repl->runtime, mica_undefined());
  mica_set_global(repl->runtime, "_", mica_undefined());
  repl->reader = line_open(history_file(path));
  return repl->global && repl->reader;
}

bool repl_run(mica_runtime *runtime) {
  struct repl repl = {.runtime = runtime};
  bool done = open_session(&repl);
  if (done) {
    printf("mica %s. Type .help for help, Ctrl-D to leave.\n", mica_version());
    if (line_lack)
      printf("(%s)\n", line_lack);
    // Ctrl-C that comes between a line and a script is nobody's.
    struct sigaction nothing = {.sa_handler = SIG_IGN}, before;
    sigaction(SIGINT, &nothing, &before);
    take_lines(&repl);
    sigaction(SIGINT, &before, NULL);
  } else {
    fprintf(stderr, "mica: the terminal cannot be used\n");
  }
  line_close(repl.reader);
  drop_input(&repl);
  mica_drop(runtime, repl.global);
  mica_drop(runtime, repl.last);
  if (repl.log)
    fclose(repl.log);
  free(repl.log_text);
  return done;
}

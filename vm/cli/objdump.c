// objdump reads files, so a function's machine code is written to one for as long as it takes.
#include "vm/cli/objdump.h"

#include <errno.h>
#include <fcntl.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

#if defined(__aarch64__)
#define MACHINE "aarch64"
#else
#define MACHINE "i386:x86-64:intel"
#endif

static bool fail(struct objdump *objdump, const char *what) {
  fprintf(stderr,
          "mica: %s, so machine code is shown as bytes alone: its text needs objdump, which "
          "the package binutils has\n",
          what);
  objdump->has_failed = true;
  return false;
}

static bool fail_because(struct objdump *objdump, const char *what, int error) {
  char text[256];
  snprintf(text, sizeof text, "%s: %s", what, strerror(error));
  return fail(objdump, text);
}

// A file with these bytes, its name in `path`.
static bool write_file(char path[static 4096], const void *bytes, size_t length) {
  const char *folder = getenv("TMPDIR");
  snprintf(path, 4096, "%s/mica-native-XXXXXX", folder && *folder ? folder : "/tmp");
  int file = mkstemp(path);
  if (file < 0)
    return false;
  bool done = write(file, bytes, length) == (ssize_t)length;
  if (close(file) == 0 && done)
    return true;
  int error = errno;
  unlink(path);
  errno = error;
  return false;
}

// Starts objdump with its standard output in a pipe. NULL with errno.
static FILE *start(const char *path, pid_t *child) {
  const char *const arguments[] = {"objdump",
                                   "--disassemble-all",
                                   "--disassemble-zeroes",
                                   "--no-show-raw-insn",
                                   "--target=binary",
                                   "--architecture=" MACHINE,
                                   path,
                                   NULL};
  int ends[2];
  if (pipe2(ends, O_CLOEXEC) != 0)
    return NULL;
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO);
  int error = posix_spawnp(child, arguments[0], &actions, NULL, (char *const *)arguments, environ);
  posix_spawn_file_actions_destroy(&actions);
  close(ends[1]);
  FILE *output = error == 0 ? fdopen(ends[0], "r") : NULL;
  if (output == NULL)
    close(ends[0]);
  if (error != 0)
    errno = error;
  return output;
}

// All that the stream has, with a NUL. NULL: no memory.
static char *read_all(FILE *stream) {
  char *text = NULL;
  size_t length = 0;
  FILE *memory = open_memstream(&text, &length);
  char piece[4096];
  for (size_t count; memory && (count = fread(piece, 1, sizeof piece, stream)) > 0;)
    fwrite(piece, 1, count, memory);
  if (memory && fclose(memory) == 0)
    return text;
  free(text);
  return NULL;
}

static char *run(struct objdump *objdump, const char *path) {
  pid_t child;
  FILE *output = start(path, &child);
  if (output == NULL) {
    fail_because(objdump, "objdump cannot be run", errno);
    return NULL;
  }
  char *text = read_all(output);
  int status = 0;
  fclose(output);
  while (waitpid(child, &status, 0) < 0 && errno == EINTR)
    continue;
  if (text != NULL && WIFEXITED(status) && WEXITSTATUS(status) == 0)
    return text;
  fail(objdump, "objdump has failed");
  free(text);
  return NULL;
}

// Lines of instructions are "   offset:<tab>text".
static void index_lines(struct objdump *objdump) {
  char *line = objdump->output;
  for (char *next; line != NULL; line = next) {
    next = strchr(line, '\n');
    if (next != NULL)
      *next++ = '\0';
    char *end;
    size_t offset = strtoull(line, &end, 16);
    if (end == line || end[0] != ':' || end[1] != '\t' || offset >= objdump->bytes)
      continue;
    objdump->texts[offset] = end + 2;
    for (char *last = end + strlen(end); last > end && last[-1] == ' ';)
      *--last = '\0';
  }
}

static bool take_apart(struct objdump *objdump, const void *code, size_t bytes) {
  char path[4096];
  objdump_free(objdump);
  objdump->code = code;
  objdump->bytes = bytes;
  if (!write_file(path, code, bytes))
    return fail_because(objdump, "no file can be made for objdump", errno);
  objdump->output = run(objdump, path);
  unlink(path);
  objdump->texts = calloc(bytes, sizeof *objdump->texts);
  if (objdump->output == NULL || objdump->texts == NULL)
    return false;
  index_lines(objdump);
  return true;
}

static size_t decode(void *data, const void *code, size_t bytes, size_t offset, const char **text) {
  struct objdump *objdump = data;
  if (objdump->has_failed || (objdump->code != code && !take_apart(objdump, code, bytes)) ||
      objdump->texts == NULL || objdump->texts[offset] == NULL)
    return 0;
  *text = objdump->texts[offset];
  size_t end = offset + 1;
  while (end < bytes && objdump->texts[end] == NULL)
    end++;
  return end - offset;
}

mica_decoder objdump_decoder(struct objdump *objdump) {
  *objdump = (struct objdump){.code = NULL};
  return (mica_decoder){objdump, decode};
}

void objdump_free(struct objdump *objdump) {
  free(objdump->output);
  free(objdump->texts);
  objdump->output = NULL;
  objdump->texts = NULL;
  objdump->code = NULL;
}

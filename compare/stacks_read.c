// Reading profiles of other tools: see stacks.h.
//
// Callgrind writes what each function took by itself, line of source by line, and what its calls
// took (https://valgrind.org/docs/manual/cl-format.html). The calls are passed over: with
// --separate-callers a function's name is its chain of callers, innermost first, joined by "'", so
// that what each took by itself is all that a tree of chains needs. A file without contexts is a
// flat profile.
#include "compare/stacks.h"
#include "compare/text.h"

#include <ctype.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#define CUT_BY_TOOL "[callers further out]"
enum { DEPTH_MAX = 512 };

static bool set_unit(struct stacks *stacks, const char *unit, const char *path,
                     struct error *error) {
  if (*stacks->unit != '\0' && strcmp(stacks->unit, unit) != 0)
    return error_set(error, "%s is in %s and the other profile in %s: they have nothing in common",
                     path, unit, stacks->unit);
  stacks->unit = arena_string(stacks->arena, unit);
  return true;
}

// ---- Callgrind ----------------------------------------------------------------------------------

struct callgrind {
  char **names;    // by the number that the file gives them; NULL: none yet
  uint64_t *costs; // of each by itself
  size_t count;
  size_t current;   // the function that the lines are of
  size_t positions; // words before the cost of a line
  bool skips;       // the next line is what a call took
};

// The number behind "fn=" or "cfn=" of "(12) name" or "(12)".
static size_t function_of(struct callgrind *file, char *text) {
  char *end = text;
  size_t number = *text == '(' ? strtoul(text + 1, &end, 10) : 0;
  if (number >= file->count && number < (1 << 24)) {
    size_t count = 2 * number + 16;
    file->names = memory_resize(file->names, count, sizeof *file->names);
    file->costs = memory_resize(file->costs, count, sizeof *file->costs);
    memset(file->names + file->count, 0, (count - file->count) * sizeof *file->names);
    memset(file->costs + file->count, 0, (count - file->count) * sizeof *file->costs);
    file->count = count;
  }
  if (number >= file->count)
    return 0;
  if (end[0] == ')' && end[1] == ' ' && file->names[number] == NULL)
    file->names[number] = text_copy(end + 2);
  return number;
}

static uint64_t cost_of(const struct callgrind *file, const char *line) {
  for (size_t i = 0; i < file->positions; i++) {
    line += strcspn(line, " ");
    line += strspn(line, " ");
  }
  return strtoull(line, NULL, 10);
}

static bool is_cost(const char *line) {
  return isdigit((unsigned char)*line) || (*line != '\0' && strchr("+-*", *line) != NULL);
}

static void take_callgrind_line(struct callgrind *file, char *line) {
  if (is_cost(line)) {
    if (!file->skips && file->current < file->count)
      file->costs[file->current] += cost_of(file, line);
    file->skips = false;
  } else if (strncmp(line, "fn=", 3) == 0) {
    file->current = function_of(file, line + 3);
  } else if (strncmp(line, "cfn=", 4) == 0) {
    function_of(file, line + 4);
  } else if (strncmp(line, "calls=", 6) == 0) {
    file->skips = true;
  } else if (strncmp(line, "positions:", 10) == 0) {
    file->positions = 0;
    for (const char *word = line + 10; *(word += strspn(word, " ")) != '\0';
         word += strcspn(word, " "))
      file->positions++;
  }
}

static bool is_handler(const char *name) { return strncmp(name, "op_", 3) == 0; }

// Splits a context at "'" into its functions, innermost first, up to the block. A number is the
// level of a recursion. Mica's handlers go from one to the next by tail calls, which callgrind
// takes for calls: of those that follow each other only the innermost is where the process is.
static size_t split_context(char *context, const char **frames, bool *has_root) {
  size_t depth = 0;
  char *rest = context, *name;
  *has_root = false;
  while (!*has_root && depth < DEPTH_MAX && (name = strsep(&rest, "'")) != NULL) {
    if (*name == '\0' || strspn(name, "0123456789") == strlen(name) ||
        (depth > 0 && is_handler(name) && is_handler(frames[depth - 1])))
      continue;
    frames[depth++] = name;
    *has_root = strcmp(name, STACKS_ROOT) == 0;
  }
  return depth;
}

static void turn_over(const char **frames, size_t depth) {
  for (size_t i = 0; i < depth / 2; i++) {
    const char *kept = frames[i];
    frames[i] = frames[depth - 1 - i];
    frames[depth - 1 - i] = kept;
  }
}

static bool any_root(const struct callgrind *file) {
  for (size_t i = 0; i < file->count; i++)
    if (file->names[i] != NULL && strstr(file->names[i], "'" STACKS_ROOT) != NULL)
      return true;
  return false;
}

static void add_callgrind(struct stacks *stacks, enum stack_side side, struct callgrind *file) {
  const char *frames[DEPTH_MAX + 1];
  bool rooted = any_root(file);
  for (size_t i = 0; i < file->count; i++) {
    if (file->names[i] == NULL || file->costs[i] == 0)
      continue;
    bool has_root;
    size_t depth = split_context(file->names[i], frames, &has_root);
    if (rooted && !has_root)
      frames[depth++] = CUT_BY_TOOL;
    turn_over(frames, depth);
    stacks_add(stacks, side, frames, depth, file->costs[i]);
  }
}

static void free_callgrind(struct callgrind *file) {
  for (size_t i = 0; i < file->count; i++)
    free(file->names[i]);
  free(file->names);
  free(file->costs);
}

// ---- Collapsed stacks ---------------------------------------------------------------------------

// "a;b;c 12". False for a line of another form.
static bool take_collapsed_line(struct stacks *stacks, enum stack_side side, char *line) {
  const char *frames[DEPTH_MAX];
  size_t depth = 0;
  char *space = strrchr(line, ' '), *end, *rest = line, *name;
  if (space == NULL || space == line)
    return *line == '\0';
  unsigned long long weight = strtoull(space + 1, &end, 10);
  if (end == space + 1 || *end != '\0' || !isdigit((unsigned char)space[1]))
    return false;
  *space = '\0';
  while (depth < DEPTH_MAX && (name = strsep(&rest, ";")) != NULL)
    frames[depth++] = name;
  stacks_add(stacks, side, frames, depth, weight);
  return true;
}

// ---- Files --------------------------------------------------------------------------------------

static bool is_callgrind(const char *line) {
  return strcmp(line, "# callgrind format") == 0 || strncmp(line, "version: ", 9) == 0;
}

// Reads on from the first line, which says of what kind the file is.
static bool read_lines(struct stacks *stacks, enum stack_side side, FILE *input, const char *path,
                       struct error *error) {
  struct callgrind file = {.positions = 1};
  char *line = NULL;
  size_t capacity = 0, number = 0;
  bool good = true, counts = false;
  while (good && getline(&line, &capacity, input) >= 0) {
    line[strcspn(line, "\r\n")] = '\0';
    if (number++ == 0 && (counts = is_callgrind(line)))
      good = set_unit(stacks, "instructions", path, error);
    else if (number == 1)
      good = set_unit(stacks, "units", path, error);
    if (good && counts)
      take_callgrind_line(&file, line);
    else if (good && !take_collapsed_line(stacks, side, line))
      good = error_set(error,
                       "%s is no profile: neither callgrind's, nor collapsed stacks (line %zu), "
                       "nor Mica's in JSON",
                       path, number);
  }
  if (good && (ferror(input) || number == 0))
    good = error_set(error, "%s %s", path, ferror(input) ? "cannot be read" : "is empty");
  if (good && counts)
    add_callgrind(stacks, side, &file);
  free_callgrind(&file);
  free(line);
  return good;
}

bool stacks_read(struct stacks *stacks, enum stack_side side, const char *path,
                 struct error *error) {
  FILE *input = fopen(path, "re");
  if (input == NULL)
    return error_set(error, "%s cannot be read: %s", path, strerror(errno));
  bool good = read_lines(stacks, side, input, path, error);
  fclose(input);
  return good;
}

// ---- perf ---------------------------------------------------------------------------------------

static void end_sample(struct stacks_perf *perf) {
  turn_over(perf->frames, perf->depth);
  if (perf->period > 0)
    stacks_add(perf->stacks, perf->side, perf->frames, perf->depth, perf->period);
  perf->period = 0;
  perf->depth = 0;
}

// What is outside of the block, the driver's own main and libc's, is not in the chain.
static void take_frame(struct stacks_perf *perf, const char *name) {
  bool is_past_root = perf->depth > 0 && strcmp(perf->frames[perf->depth - 1], STACKS_ROOT) == 0;
  if (!is_past_root && perf->depth < sizeof perf->frames / sizeof *perf->frames)
    perf->frames[perf->depth++] = arena_string(perf->stacks->arena, name);
}

// "name (file)": the name, or where there is none the file's.
static const char *frame_name(struct arena *arena, const char *text) {
  const char *file = strrchr(text, '(');
  size_t length = file != NULL ? (size_t)(file - text) : strlen(text);
  while (length > 0 && text[length - 1] == ' ')
    length--;
  if (length > 0 && strncmp(text, "[unknown]", length) != 0)
    return arena_format(arena, "%.*s", (int)length, text);
  const char *slash = file != NULL ? strrchr(file, '/') : NULL;
  const char *base = slash != NULL ? slash + 1 : file != NULL ? file + 1 : "unknown";
  return arena_format(arena, "[%.*s]", (int)strcspn(base, ")"), base);
}

void stacks_take_perf_line(struct stacks_perf *perf, const char *line) {
  const char *text = line + strspn(line, " \t");
  perf->stacks->unit = "ns";
  if (*text == '\0') {
    end_sample(perf);
    return;
  }
  const char *name = text + strcspn(text, " ");
  name += strspn(name, " ");
  if (perf->period == 0 && *name == '\0')
    perf->period = strtoull(text, NULL, 10);
  else
    take_frame(perf, frame_name(perf->stacks->arena, name));
}

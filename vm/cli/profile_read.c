// Reads a profile's JSON, by Mica's own JSON.parse: a runtime parses it, and its values are copied
// into C. The file may be anything, so every type and every number that is a place is checked.
#include "vm/cli/profile_read.h"

#include <math.h>
#include <stdlib.h>

#include "vm/cli/command.h"

#define READS_VERSION 2 // of the form, as vm/profile/write_json.c writes it
#define MOST_ROWS (1u << 22)
#define MOST_NUMBER 0x1p53 // beyond it, what a double says is no count

// What is being read; `wrong` is the first thing that is not as it should be.
struct reader {
  mica_runtime *runtime;
  const char *file;
  const char *wrong;
};

static bool fail(struct reader *reader, const char *what) {
  if (reader->wrong == NULL)
    reader->wrong = what;
  return false;
}

static mica_value member(struct reader *reader, mica_value object, const char *name) {
  mica_value value;
  if (mica_type_of(object) != MICA_OBJECT ||
      mica_get(reader->runtime, object, name, &value) != MICA_OK) {
    fail(reader, name);
    return object;
  }
  return value;
}

static double number(struct reader *reader, mica_value object, const char *name) {
  double value = 0;
  if (mica_to_number(member(reader, object, name), &value) != MICA_OK ||
      !(value >= 0 && value <= MOST_NUMBER))
    fail(reader, name);
  return value;
}

// Owned by the caller; NULL when it is none.
static char *text(struct reader *reader, mica_value object, const char *name) {
  const char *bytes;
  size_t length;
  if (mica_to_string(reader->runtime, member(reader, object, name), &bytes, &length) == MICA_OK)
    return strdup(bytes);
  fail(reader, name);
  return NULL;
}

// The array `name` of the object, and room for as many rows. NULL: it is none, or there is no room.
static void *rows(struct reader *reader, mica_value object, const char *name, size_t row_bytes,
                  mica_value *array, uint32_t *count) {
  size_t length = 0;
  *count = 0;
  *array = member(reader, object, name);
  if (!mica_is_array(*array) || mica_length(reader->runtime, *array, &length) != MICA_OK ||
      length > MOST_ROWS) {
    fail(reader, name);
    return NULL;
  }
  void *made = calloc(length + 1, row_bytes);
  if (made == NULL)
    fail(reader, "no memory");
  else
    *count = (uint32_t)length;
  return made;
}

static mica_value element(struct reader *reader, mica_value array, uint32_t at) {
  mica_value value = array;
  if (mica_get_index(reader->runtime, array, at, &value) != MICA_OK)
    fail(reader, "an element");
  return value;
}

// ---- Sections

static void read_functions(struct reader *reader, mica_value root, struct read_profile *profile) {
  mica_value array;
  profile->functions =
      rows(reader, root, "functions", sizeof *profile->functions, &array, &profile->function_count);
  bool counts = profile->is_deterministic;
  for (uint32_t at = 0; at < profile->function_count && !reader->wrong; at++) {
    mica_value row = element(reader, array, at);
    struct read_function *function = &profile->functions[at];
    function->name = text(reader, row, "name");
    function->file = text(reader, row, "file");
    function->line = (unsigned)fmin(number(reader, row, "line"), UINT32_MAX);
    function->self = number(reader, row, counts ? "selfInstructions" : "selfTimeNs");
    function->total = number(reader, row, counts ? "totalInstructions" : "totalTimeNs");
    function->calls = number(reader, row, "calls");
    function->allocations = number(reader, row, "allocations");
    function->bytes = number(reader, row, "allocatedBytes");
  }
}

static void read_nodes(struct reader *reader, mica_value root, struct read_profile *profile) {
  mica_value array;
  profile->nodes =
      rows(reader, root, "callTree", sizeof *profile->nodes, &array, &profile->node_count);
  for (uint32_t at = 0; at < profile->node_count && !reader->wrong; at++) {
    mica_value row = element(reader, array, at);
    struct read_node *node = &profile->nodes[at];
    double function = number(reader, row, "function"), parent = -2;
    if (mica_to_number(member(reader, row, "parent"), &parent) != MICA_OK || parent < -1 ||
        parent >= at || parent != floor(parent))
      fail(reader, "parent");
    if (function >= profile->function_count || function != floor(function))
      fail(reader, "function");
    if (reader->wrong)
      return;
    node->function = (uint32_t)function;
    node->parent = parent < 0 ? NO_PARENT : (uint32_t)parent;
    node->self = number(reader, row, profile->is_deterministic ? "selfInstructions" : "selfTimeNs");
  }
}

static void read_opcodes(struct reader *reader, mica_value root, struct read_profile *profile) {
  mica_value array;
  profile->opcodes =
      rows(reader, root, "opcodes", sizeof *profile->opcodes, &array, &profile->opcode_count);
  for (uint32_t at = 0; at < profile->opcode_count && !reader->wrong; at++) {
    mica_value row = element(reader, array, at);
    profile->opcodes[at].name = text(reader, row, "opcode");
    profile->opcodes[at].count = number(reader, row, "count");
  }
}

static bool is_profile(struct reader *reader, mica_value root) {
  if (mica_type_of(root) != MICA_OBJECT)
    return false;
  char *format = text(reader, root, "format");
  bool is_one = format != NULL && strcmp(format, "mica-profile") == 0;
  free(format);
  return is_one;
}

static bool read_root(struct reader *reader, mica_value root, struct read_profile *profile) {
  if (!is_profile(reader, root)) {
    fprintf(stderr, "mica: %s is no profile: mica profile --format=json makes them\n",
            reader->file);
    return false;
  }
  double version = number(reader, root, "version");
  if (!reader->wrong && version != READS_VERSION) {
    fprintf(stderr, "mica: %s is a profile of version %g; this mica reads version %d\n",
            reader->file, version, READS_VERSION);
    return false;
  }
  if (mica_to_boolean(member(reader, root, "deterministic"), &profile->is_deterministic) != MICA_OK)
    fail(reader, "deterministic");
  read_functions(reader, root, profile);
  if (!reader->wrong)
    read_nodes(reader, root, profile);
  if (!reader->wrong)
    read_opcodes(reader, root, profile);
  if (reader->wrong)
    fprintf(stderr, "mica: %s is damaged: \"%s\" is missing or not what it should be\n",
            reader->file, reader->wrong);
  return !reader->wrong;
}

// ---- Parsing

// JSON.parse, to be dropped by the caller; NULL: no memory.
static mica_handle *parser(mica_runtime *runtime) {
  static const char source[] = "module.exports = JSON.parse;";
  mica_program *program;
  mica_error error;
  mica_value parse;
  if (mica_compile(source, strlen(source), "parse", &program, &error) != MICA_OK)
    return NULL;
  mica_status status = mica_run(runtime, program, &parse);
  mica_program_release(program);
  return status == MICA_OK ? mica_hold(runtime, parse) : NULL;
}

static bool parse_and_read(struct reader *reader, const char *bytes, size_t length,
                           struct read_profile *profile) {
  mica_handle *parse = parser(reader->runtime);
  mica_value json, root;
  if (!parse || mica_string(reader->runtime, bytes, length, &json) != MICA_OK) {
    fprintf(stderr, "mica: no memory to read %s\n", reader->file);
    return false;
  }
  if (mica_call(reader->runtime, parse, &json, 1, &root) != MICA_OK) {
    const char *why = mica_error_text(reader->runtime);
    fprintf(stderr, "mica: %s is no JSON: %.*s\n", reader->file, (int)strcspn(why, "\n"), why);
    return false;
  }
  return mica_hold(reader->runtime, root) && read_root(reader, root, profile);
}

// ---- Equal names

static int by_name_and_line(const void *left, const void *right) {
  const struct read_function *a = *(struct read_function *const *)left;
  const struct read_function *b = *(struct read_function *const *)right;
  int order = strcmp(a->name, b->name);
  order = order ? order : strcmp(a->file, b->file);
  if (order)
    return order;
  return a->line != b->line ? (a->line < b->line ? -1 : 1) : (a > b) - (a < b);
}

// Functions of one name in one file are numbered, so that one that has moved to another line is
// still known.
static bool number_functions(struct read_profile *profile) {
  struct read_function **sorted = calloc(profile->function_count + 1, sizeof *sorted);
  if (!sorted)
    return false;
  for (uint32_t at = 0; at < profile->function_count; at++)
    sorted[at] = &profile->functions[at];
  qsort(sorted, profile->function_count, sizeof *sorted, by_name_and_line);
  for (uint32_t at = 1; at < profile->function_count; at++)
    if (strcmp(sorted[at]->name, sorted[at - 1]->name) == 0 &&
        strcmp(sorted[at]->file, sorted[at - 1]->file) == 0)
      sorted[at]->nth = sorted[at - 1]->nth + 1;
  free(sorted);
  return true;
}

bool profile_read(const char *file, struct read_profile *profile) {
  *profile = (struct read_profile){.functions = NULL};
  size_t length;
  char *bytes = command_read(file, &length);
  if (!bytes)
    return false;
  struct reader reader = {.runtime = mica_runtime_new(NULL), .file = file};
  bool done = reader.runtime && parse_and_read(&reader, bytes, length, profile) &&
              number_functions(profile);
  free(bytes);
  mica_runtime_free(reader.runtime);
  return done;
}

void profile_read_free(struct read_profile *profile) {
  for (uint32_t at = 0; at < profile->function_count; at++) {
    free(profile->functions[at].name);
    free(profile->functions[at].file);
  }
  for (uint32_t at = 0; at < profile->opcode_count; at++)
    free(profile->opcodes[at].name);
  free(profile->functions);
  free(profile->nodes);
  free(profile->opcodes);
}

// `mica profile --diff BEFORE.json AFTER.json`: what has changed, as tables, or as a flame graph of
// the second profile coloured by change (Gregg 2014, "Differential flame graphs").
//
// Functions are the same when name, file (without its folder) and place among their namesakes are:
// lines move. Chains of callers are the same when all their functions are.
#include <math.h>
#include <stdlib.h>

#include "vm/cli/command.h"
#include "vm/cli/profile_read.h"
#include "vm/profile/flame_graph.h"

// Something that both profiles may have.
struct change {
  const char *name;
  char *label; // owned; NULL: the name is all
  const char *file;
  unsigned nth;
  double before, after, total_before, total_after, calls_before, calls_after;
  double bytes_before, bytes_after;
};

#define MOST_TIME 0x1p62 // of a frame: a file may say anything

struct changes {
  struct change *rows;
  uint32_t count;
};

static const char *base_name(const char *file) {
  const char *slash = strrchr(file, '/');
  return slash ? slash + 1 : file;
}

// ---- Matching

static int by_identity(const void *left, const void *right) {
  const struct change *a = left, *b = right;
  int order = strcmp(a->name, b->name);
  order = order ? order : strcmp(a->file, b->file);
  return order ? order : (a->nth > b->nth) - (a->nth < b->nth);
}

static int by_change(const void *left, const void *right) {
  const struct change *a = left, *b = right;
  double change_a = fabs(a->after - a->before), change_b = fabs(b->after - b->before);
  if (change_a != change_b)
    return change_a < change_b ? 1 : -1;
  if (a->after != b->after)
    return a->after < b->after ? 1 : -1;
  return by_identity(left, right);
}

// Rows with one identity become one; they have one side each.
static void join(struct changes *changes) {
  uint32_t kept = 0;
  qsort(changes->rows, changes->count, sizeof *changes->rows, by_identity);
  for (uint32_t at = 0; at < changes->count; at++) {
    struct change *row = &changes->rows[at], *last = kept ? &changes->rows[kept - 1] : NULL;
    if (!last || by_identity(last, row) != 0) {
      changes->rows[kept++] = *row;
      continue;
    }
    last->before += row->before;
    last->after += row->after;
    last->total_before += row->total_before;
    last->total_after += row->total_after;
    last->calls_before += row->calls_before;
    last->calls_after += row->calls_after;
    last->bytes_before += row->bytes_before;
    last->bytes_after += row->bytes_after;
    free(row->label);
  }
  changes->count = kept;
  qsort(changes->rows, changes->count, sizeof *changes->rows, by_change);
}

static struct change change_of(const struct read_function *function, bool is_after) {
  struct change row = {
      .name = function->name, .file = base_name(function->file), .nth = function->nth};
  if (function->line == 0 ||
      asprintf(&row.label, "%s (%s:%u)", function->name, row.file, function->line) < 0)
    row.label = NULL;
  *(is_after ? &row.after : &row.before) = function->self;
  *(is_after ? &row.total_after : &row.total_before) = function->total;
  *(is_after ? &row.calls_after : &row.calls_before) = function->calls;
  *(is_after ? &row.bytes_after : &row.bytes_before) = function->bytes;
  return row;
}

static bool change_functions(struct changes *changes, const struct read_profile profiles[2]) {
  uint32_t most = profiles[0].function_count + profiles[1].function_count;
  changes->rows = calloc(most + 1, sizeof *changes->rows);
  for (int side = 0; changes->rows && side < 2; side++)
    for (uint32_t at = 0; at < profiles[side].function_count; at++)
      changes->rows[changes->count++] = change_of(&profiles[side].functions[at], side);
  if (changes->rows)
    join(changes);
  return changes->rows != NULL;
}

static bool change_opcodes(struct changes *changes, const struct read_profile profiles[2]) {
  uint32_t most = profiles[0].opcode_count + profiles[1].opcode_count;
  changes->rows = calloc(most + 1, sizeof *changes->rows);
  for (int side = 0; changes->rows && side < 2; side++)
    for (uint32_t at = 0; at < profiles[side].opcode_count; at++) {
      const struct read_opcode *opcode = &profiles[side].opcodes[at];
      struct change row = {.name = opcode->name, .file = ""};
      *(side ? &row.after : &row.before) = opcode->count;
      changes->rows[changes->count++] = row;
    }
  if (changes->rows)
    join(changes);
  return changes->rows != NULL;
}

static void free_changes(struct changes *changes) {
  for (uint32_t at = 0; at < changes->count; at++)
    free(changes->rows[at].label);
  free(changes->rows);
}

// ---- Tables

static void write_ratio(double before, double after, FILE *output) {
  if (before > 0)
    fprintf(output, " %8.2f", after / before);
  else
    fprintf(output, " %8s", after > 0 ? "new" : "-");
}

static struct change total_of(const struct changes *changes) {
  struct change total = {.name = "total"};
  for (uint32_t at = 0; at < changes->count; at++) {
    total.before += changes->rows[at].before;
    total.after += changes->rows[at].after;
  }
  return total;
}

static void write_functions(const struct changes *changes, const struct arguments *arguments,
                            bool counts, FILE *output) {
  double scale = counts ? 1 : 1e-6;
  int digits = counts ? 0 : 3;
  fprintf(output, "%12s %12s %8s %12s %12s %11s %11s  %s\n", counts ? "self before" : "self ms",
          "after", "ratio", counts ? "total before" : "total ms", "after", "calls", "after",
          "function");
  for (uint32_t at = 0; at < changes->count && at < arguments->top; at++) {
    const struct change *row = &changes->rows[at];
    fprintf(output, "%12.*f %12.*f", digits, row->before * scale, digits, row->after * scale);
    write_ratio(row->before, row->after, output);
    fprintf(output, " %12.*f %12.*f %11.0f %11.0f  %s\n", digits, row->total_before * scale, digits,
            row->total_after * scale, row->calls_before, row->calls_after,
            row->label ? row->label : row->name);
  }
  struct change total = total_of(changes);
  fprintf(output, "%12.*f %12.*f", digits, total.before * scale, digits, total.after * scale);
  write_ratio(total.before, total.after, output);
  fprintf(output, " %48s  %s\n", "", total.name);
}

static void write_allocations(const struct changes *changes, const struct arguments *arguments,
                              FILE *output) {
  uint32_t written = 0;
  for (uint32_t at = 0; at < changes->count && written < arguments->top; at++) {
    const struct change *row = &changes->rows[at];
    if (row->bytes_before == row->bytes_after)
      continue;
    if (written++ == 0)
      fprintf(output, "\n%14s %14s %8s  %s\n", "bytes", "after", "ratio", "allocated by");
    fprintf(output, "%14.0f %14.0f", row->bytes_before, row->bytes_after);
    write_ratio(row->bytes_before, row->bytes_after, output);
    fprintf(output, "  %s\n", row->label ? row->label : row->name);
  }
}

static void write_opcodes(const struct changes *changes, const struct arguments *arguments,
                          FILE *output) {
  if (changes->count > 0)
    fprintf(output, "\n%14s %14s %8s  %s\n", "count", "after", "ratio", "opcode");
  for (uint32_t at = 0; at < changes->count && at < arguments->top; at++) {
    const struct change *row = &changes->rows[at];
    fprintf(output, "%14.0f %14.0f", row->before, row->after);
    write_ratio(row->before, row->after, output);
    fprintf(output, "  %s\n", row->name);
  }
  struct change total = total_of(changes);
  if (changes->count == 0)
    return;
  fprintf(output, "%14.0f %14.0f", total.before, total.after);
  write_ratio(total.before, total.after, output);
  fprintf(output, "  %s\n", total.name);
}

static bool write_table(const struct read_profile profiles[2], const struct arguments *arguments,
                        FILE *output) {
  struct changes functions = {.rows = NULL}, opcodes = {.rows = NULL};
  bool done = change_functions(&functions, profiles) && change_opcodes(&opcodes, profiles);
  if (done) {
    write_functions(&functions, arguments, profiles[0].is_deterministic, output);
    write_allocations(&functions, arguments, output);
    write_opcodes(&opcodes, arguments, output);
  }
  free_changes(&functions);
  free_changes(&opcodes);
  return done;
}

// ---- The flame graph

// A chain of callers in either profile. Node 0 is the root.
struct node {
  const struct read_function *function;
  uint32_t first_child, last_child, sibling; // 0: none
  uint32_t parent, depth;
  double before, after; // of itself, then of its callees too
};

struct tree {
  struct node *nodes;
  uint32_t count;
};

static bool is_same(const struct read_function *a, const struct read_function *b) {
  return strcmp(a->name, b->name) == 0 && a->nth == b->nth &&
         strcmp(base_name(a->file), base_name(b->file)) == 0;
}

static uint32_t child_of(struct tree *tree, uint32_t parent, const struct read_function *function) {
  struct node *nodes = tree->nodes;
  for (uint32_t at = nodes[parent].first_child; at != 0; at = nodes[at].sibling)
    if (is_same(nodes[at].function, function))
      return at;
  uint32_t made = tree->count++;
  nodes[made] =
      (struct node){.function = function, .parent = parent, .depth = nodes[parent].depth + 1};
  if (nodes[parent].last_child != 0)
    nodes[nodes[parent].last_child].sibling = made;
  else
    nodes[parent].first_child = made;
  nodes[parent].last_child = made;
  return made;
}

// false: no memory.
static bool add_profile(struct tree *tree, const struct read_profile *profile, bool is_after) {
  uint32_t *places = calloc(profile->node_count + 1, sizeof *places); // in the tree
  if (!places)
    return false;
  for (uint32_t at = 0; at < profile->node_count; at++) {
    const struct read_node *node = &profile->nodes[at];
    uint32_t parent = node->parent == NO_PARENT ? 0 : places[node->parent];
    places[at] = child_of(tree, parent, &profile->functions[node->function]);
    struct node *place = &tree->nodes[places[at]];
    *(is_after ? &place->after : &place->before) += node->self;
  }
  free(places);
  return true;
}

static void add_up(struct tree *tree) {
  for (uint32_t at = tree->count; at-- > 1;) {
    struct node *parent = &tree->nodes[tree->nodes[at].parent];
    parent->before += tree->nodes[at].before;
    parent->after += tree->nodes[at].after;
  }
}

static char *label_of(const struct read_function *function) {
  char *label = NULL;
  int length = function->line > 0 ? asprintf(&label, "%s (%s:%u)", function->name,
                                             base_name(function->file), function->line)
                                  : asprintf(&label, "%s", function->name);
  return length < 0 ? NULL : label;
}

// The next node in the order of the tree; 0: none.
static uint32_t next_of(const struct tree *tree, uint32_t at) {
  if (tree->nodes[at].first_child != 0)
    return tree->nodes[at].first_child;
  while (at != 0 && tree->nodes[at].sibling == 0)
    at = tree->nodes[at].parent;
  return at == 0 ? 0 : tree->nodes[at].sibling;
}

static bool write_frames(const struct tree *tree, bool counts, FILE *output) {
  struct flame_frame *frames = calloc(tree->count, sizeof *frames);
  uint32_t count = 0;
  bool done = frames != NULL;
  for (uint32_t at = next_of(tree, 0); done && at != 0; at = next_of(tree, at)) {
    const struct node *node = &tree->nodes[at];
    char *label = label_of(node->function);
    frames[count++] = (struct flame_frame){
        .label = label,
        .depth = node->depth - 1,
        .value = (uint64_t)fmin(node->after, MOST_TIME),
        .change = (int64_t)fmax(-MOST_TIME, fmin(node->after - node->before, MOST_TIME))};
    done = label != NULL;
  }
  struct flame_graph graph = {.title = "Where the script spends its time now, and what has changed",
                              .unit = counts ? "instructions" : "ns",
                              .frames = frames,
                              .count = count,
                              .is_differential = true};
  done = done && flame_graph_write(&graph, output);
  while (count > 0)
    free((char *)(uintptr_t)frames[--count].label);
  free(frames);
  return done;
}

static bool write_graph(const struct read_profile profiles[2], FILE *output) {
  size_t most = 1 + (size_t)profiles[0].node_count + profiles[1].node_count;
  struct tree tree = {.nodes = calloc(most, sizeof *tree.nodes), .count = 1};
  bool done = tree.nodes && add_profile(&tree, &profiles[0], false) &&
              add_profile(&tree, &profiles[1], true);
  if (done) {
    add_up(&tree);
    done = write_frames(&tree, profiles[0].is_deterministic, output);
  }
  free(tree.nodes);
  return done;
}

// ---- The command

static bool write_difference(const struct arguments *arguments, const struct profile_output *output,
                             const struct read_profile profiles[2]) {
  char *text = NULL;
  size_t length;
  FILE *memory = open_memstream(&text, &length);
  if (!memory)
    return false;
  bool done = output->format == MICA_PROFILE_SVG ? write_graph(profiles, memory)
                                                 : write_table(profiles, arguments, memory);
  done = fclose(memory) == 0 && done;
  if (!done)
    fprintf(stderr, "mica: no memory to write the difference\n");
  done = done && profile_output_write(output, text, length);
  free(text);
  return done;
}

static bool are_comparable(const struct arguments *arguments,
                           const struct read_profile profiles[2]) {
  if (profiles[0].is_deterministic != profiles[1].is_deterministic) {
    fprintf(stderr,
            "mica: %s counts instructions and %s measures time: they have nothing in "
            "common\n",
            arguments->files[profiles[1].is_deterministic],
            arguments->files[profiles[0].is_deterministic]);
    return false;
  }
  for (unsigned at = 0; at < arguments->output_count; at++)
    if (arguments->outputs[at].format != MICA_PROFILE_TABLE &&
        arguments->outputs[at].format != MICA_PROFILE_SVG) {
      fprintf(stderr, "mica: a difference is a table or svg\n");
      return false;
    }
  return true;
}

int profile_difference(const struct arguments *arguments) {
  struct read_profile profiles[2] = {{.functions = NULL}, {.functions = NULL}};
  bool done = profile_read(arguments->files[0], &profiles[0]) &&
              profile_read(arguments->files[1], &profiles[1]) &&
              are_comparable(arguments, profiles);
  for (unsigned at = 0; done && at < arguments->output_count; at++)
    done = write_difference(arguments, &arguments->outputs[at], profiles);
  profile_read_free(&profiles[0]);
  profile_read_free(&profiles[1]);
  return done ? EXIT_FINE : EXIT_SCRIPT;
}

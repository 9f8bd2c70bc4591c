// What Mica's profiler counted, of the programs whose profiles `fieldstone profile --keep` stored:
// a row each, and a flame graph each. See report_tables.h.
#include "compare/report_tables.h"
#include "compare/stacks.h"

#include <jansson.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { DEPTH_MAX = 512 };

// A row of one of a profile's arrays, and how much of the whole it is.
struct greatest {
  const json_t *row;
  double share;
};

static double number(const json_t *object, const char *key) {
  return json_number_value(json_object_get(object, key));
}

static const char *word(const json_t *object, const char *key) {
  const char *text = json_string_value(json_object_get(object, key));
  return text != NULL ? text : "";
}

static struct greatest greatest_of(const json_t *profile, const char *rows, const char *key) {
  struct greatest greatest = {0};
  const json_t *array = json_object_get(profile, rows), *row;
  double all = 0, most = 0;
  size_t index;
  json_array_foreach(array, index, row) {
    all += number(row, key);
    if (greatest.row == NULL || number(row, key) > most) {
      greatest.row = row;
      most = number(row, key);
    }
  }
  greatest.share = all > 0 ? most / all : 0;
  return greatest;
}

// "fib (fib.js:5)".
static const char *label_of(struct arena *arena, const json_t *function) {
  const char *file = word(function, "file"), *slash = strrchr(file, '/');
  int line = (int)number(function, "line");
  return line == 0 ? arena_string(arena, word(function, "name"))
                   : arena_format(arena, "%s (%s:%d)", word(function, "name"),
                                  slash != NULL ? slash + 1 : file, line);
}

// ---- The table ----------------------------------------------------------------------------------

enum column { PROGRAM, UNIT, INSTRUCTIONS, FUNCTION, SELF, OPCODE, SHARE, FAST, BYTES };

static void add_columns(struct table *table) {
  table_add_column(table, "program", "program", COLUMN_LABEL);
  table_add_column(table, "unit", "a", COLUMN_LABEL);
  table_add_column(table, "instructions", "instructions", COLUMN_VALUE);
  table_add_column(table, "function", "most in", COLUMN_LABEL);
  table_add_column(table, "self-percent", "of them", COLUMN_VALUE);
  table_add_column(table, "opcode", "opcode", COLUMN_LABEL);
  table_add_column(table, "opcode-percent", "of them", COLUMN_VALUE);
  table_add_column(table, "fast-path-percent", "fast path", COLUMN_VALUE);
  table_add_column(table, "bytes", "bytes allocated", COLUMN_VALUE);
}

static void set_percent(struct table *table, size_t row, size_t column, double share) {
  table_set_number(table, row, column, 100 * share,
                   arena_format(table->arena, "%.1f %%", 100 * share));
}

static void set_a_unit(struct table *table, size_t row, size_t column, double count, double units) {
  double value = units > 0 ? count / units : NAN;
  table_set_number(table, row, column, value,
                   value > 0 ? table_significant(table->arena, value, 3) : "0");
}

static void add_row(struct table *table, const struct analysis_cell *cell, const json_t *profile) {
  struct greatest function = greatest_of(profile, "functions", "selfInstructions");
  struct greatest opcode = greatest_of(profile, "opcodes", "count");
  const json_t *fast = json_object_get(profile, "scalarFastPath");
  double units = analysis_units(cell) * cell->profile_repetitions;
  size_t row = table_add_row(table, cell->program->category);
  table_set_text(table, row, PROGRAM, TONE_PLAIN, cell->program->name);
  table_set_text(table, row, UNIT, TONE_PLAIN, cell->program->unit);
  set_a_unit(table, row, INSTRUCTIONS, number(profile, "instructions"), units);
  table_set_text(table, row, FUNCTION, TONE_PLAIN, label_of(table->arena, function.row));
  set_percent(table, row, SELF, function.share);
  table_set_text(table, row, OPCODE, TONE_PLAIN, word(opcode.row, "opcode"));
  set_percent(table, row, SHARE, opcode.share);
  if (number(fast, "total") > 0)
    set_percent(table, row, FAST, number(fast, "hitRate"));
  set_a_unit(table, row, BYTES, number(json_object_get(profile, "memory"), "bytes"), units);
}

typedef void visit_function(struct document *document, const struct analysis_cell *cell,
                            const json_t *profile);

static void visit(struct document *document, const struct analysis *analysis,
                  visit_function *function) {
  for (size_t i = 0; i < analysis->program_count * analysis->engine_count; i++) {
    const struct analysis_cell *cell = analysis->cells[i];
    json_t *profile =
        cell != NULL && cell->profile != NULL ? json_loads(cell->profile, 0, NULL) : NULL;
    if (profile != NULL)
      function(document, cell, profile);
    json_decref(profile);
  }
}

static void visit_row(struct document *document, const struct analysis_cell *cell,
                      const json_t *profile) {
  add_row(document_find_table(document, "profiles"), cell, profile);
}

void report_add_profiles(struct document *document, const struct analysis *analysis) {
  struct table *table = document_add_table(document, "profiles", "Where Mica spends its time");
  table->passes_over = true;
  table->caption = "Bytecode instructions and bytes a unit of work, the function and the opcode "
                   "that account for most of the instructions, and how often the generic "
                   "arithmetic took its fast path. Counts of Mica's own profiler, not times.";
  add_columns(table);
  visit(document, analysis, visit_row);
}

// ---- Flame graphs -------------------------------------------------------------------------------

// The chain of the node of the tree of callers, innermost first; 0 where the tree is damaged.
static size_t chain_of(struct arena *arena, const json_t *profile, json_int_t at,
                       const char **frames) {
  const json_t *tree = json_object_get(profile, "callTree");
  const json_t *functions = json_object_get(profile, "functions");
  size_t depth = 0;
  for (; at >= 0 && depth < DEPTH_MAX; depth++) {
    const json_t *node = json_array_get(tree, (size_t)at);
    json_int_t function = json_integer_value(json_object_get(node, "function"));
    json_int_t parent = json_integer_value(json_object_get(node, "parent"));
    if (node == NULL || parent >= at)
      return 0;
    frames[depth] = label_of(arena, json_array_get(functions, (size_t)function));
    at = parent;
  }
  return depth;
}

static struct stacks *stacks_of(struct arena *arena, const json_t *profile) {
  struct stacks *stacks = stacks_create(arena);
  const json_t *node;
  size_t index;
  stacks->unit = "instructions";
  json_array_foreach(json_object_get(profile, "callTree"), index, node) {
    const char *frames[DEPTH_MAX], *chain[DEPTH_MAX];
    size_t depth = chain_of(arena, profile, (json_int_t)index, frames);
    for (size_t i = 0; i < depth; i++)
      chain[i] = frames[depth - 1 - i];
    stacks_add(stacks, STACK_AFTER, chain, depth, (uint64_t)number(node, "selfInstructions"));
  }
  return stacks;
}

// A whole <svg> without the line that says it is XML; the arena's.
static const char *draw(struct arena *arena, const struct stacks *stacks, const char *title) {
  char *text = NULL;
  size_t length;
  FILE *memory = open_memstream(&text, &length);
  if (memory == NULL)
    return "";
  stacks_write_graph(stacks, title, false, memory);
  fclose(memory);
  const char *start = strstr(text, "<svg");
  const char *svg = arena_string(arena, start != NULL ? start : "");
  free(text);
  return svg;
}

static const char *key_of(struct arena *arena, const char *program) {
  char *key = (char *)arena_format(arena, "flame-%s", program);
  for (char *letter = key; *letter != '\0'; letter++)
    *letter = *letter == '_' ? '-' : *letter;
  return key;
}

static void visit_graph(struct document *document, const struct analysis_cell *cell,
                        const json_t *profile) {
  struct arena *arena = document->arena;
  const char *name = cell->program->name;
  const char *title = arena_format(arena, "%s on %s", name, cell->engine->name);
  struct greatest most = greatest_of(profile, "functions", "selfInstructions");
  const struct figure figure = {
      .key = key_of(arena, name),
      .table = "profiles",
      .title = title,
      .caption = arena_format(arena,
                              "One block of %d repetitions, in bytecode instructions. Callers "
                              "stand below callees; a click enlarges, / searches.",
                              cell->profile_repetitions),
      .alternative = arena_format(arena, "Flame graph of %s: %s executes %.1f %% by itself", name,
                                  label_of(arena, most.row), 100 * most.share),
      .svg = draw(arena, stacks_of(arena, profile), title),
      .framed = true};
  document_add_figure(document, &figure);
}

void report_add_flame_graphs(struct document *document, const struct analysis *analysis) {
  visit(document, analysis, visit_graph);
}

// See stacks.h. A node's children are a list in the order in which they came, searched from its
// start: profiles have a few thousand nodes, and few children at each.
#include "compare/stacks.h"

#include "vm/profile/flame_graph.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

struct stacks *stacks_create(struct arena *arena) {
  struct stacks *stacks = arena_allocate(arena, sizeof *stacks);
  *stacks = (struct stacks){.arena = arena, .unit = ""};
  stacks->nodes = arena_grow(arena, NULL, 0, sizeof *stacks->nodes);
  stacks->nodes[stacks->count++] = (struct stack_node){.name = ""};
  return stacks;
}

static size_t child_of(struct stacks *stacks, size_t parent, const char *name) {
  for (size_t at = stacks->nodes[parent].first; at != 0; at = stacks->nodes[at].sibling)
    if (strcmp(stacks->nodes[at].name, name) == 0)
      return at;
  stacks->nodes = arena_grow(stacks->arena, stacks->nodes, stacks->count, sizeof *stacks->nodes);
  size_t made = stacks->count++;
  struct stack_node *node = &stacks->nodes[parent];
  stacks->nodes[made] = (struct stack_node){
      .name = arena_string(stacks->arena, name), .parent = parent, .depth = node->depth + 1};
  if (node->last != 0)
    stacks->nodes[node->last].sibling = made;
  else
    node->first = made;
  node->last = made;
  return made;
}

void stacks_add(struct stacks *stacks, enum stack_side side, const char *const *frames,
                size_t depth, uint64_t weight) {
  size_t at = 0;
  for (size_t i = 0; i < depth; i++)
    at = child_of(stacks, at, frames[i]);
  stacks->nodes[at].self[side] += weight;
}

uint64_t stacks_total(const struct stacks *stacks, enum stack_side side) {
  uint64_t total = 0;
  for (size_t at = 0; at < stacks->count; at++)
    total += stacks->nodes[at].self[side];
  return total;
}

// ---- Functions ----------------------------------------------------------------------------------

// What a node and its callees took on a side, by the node's place: children come after parents.
static uint64_t *totals_of(const struct stacks *stacks, enum stack_side side) {
  uint64_t *totals = arena_array(stacks->arena, stacks->count, sizeof *totals);
  for (size_t at = stacks->count; at-- > 0;) {
    totals[at] += stacks->nodes[at].self[side];
    if (at != 0)
      totals[stacks->nodes[at].parent] += totals[at];
  }
  return totals;
}

static bool is_within_itself(const struct stacks *stacks, size_t at) {
  const char *name = stacks->nodes[at].name;
  while ((at = stacks->nodes[at].parent) != 0)
    if (strcmp(stacks->nodes[at].name, name) == 0)
      return true;
  return false;
}

static int by_name(const void *left, const void *right) {
  const struct stack_function *a = left, *b = right;
  return strcmp(a->name, b->name);
}

static int by_self(const void *left, const void *right) {
  const struct stack_function *a = left, *b = right;
  uint64_t one = a->self[STACK_AFTER], other = b->self[STACK_AFTER];
  return one != other ? (one < other ? 1 : -1) : strcmp(a->name, b->name);
}

static uint64_t change_of(const struct stack_function *function) {
  uint64_t before = function->self[STACK_BEFORE], after = function->self[STACK_AFTER];
  return before < after ? after - before : before - after;
}

static int by_change(const void *left, const void *right) {
  const struct stack_function *a = left, *b = right;
  uint64_t one = change_of(a), other = change_of(b);
  return one != other ? (one < other ? 1 : -1) : strcmp(a->name, b->name);
}

// Makes one row of those that follow each other with one name; returns how many are left.
static size_t join(struct stack_function *rows, size_t count) {
  size_t joined = 0;
  for (size_t i = 0; i < count; i++) {
    if (joined == 0 || strcmp(rows[joined - 1].name, rows[i].name) != 0) {
      rows[joined++] = rows[i];
      continue;
    }
    for (int side = 0; side < STACK_SIDES; side++) {
      rows[joined - 1].self[side] += rows[i].self[side];
      rows[joined - 1].total[side] += rows[i].total[side];
    }
  }
  return joined;
}

struct stack_function *stacks_functions(const struct stacks *stacks, bool two_sides,
                                        size_t *count) {
  const uint64_t *totals[STACK_SIDES] = {totals_of(stacks, STACK_BEFORE),
                                         totals_of(stacks, STACK_AFTER)};
  struct stack_function *rows = arena_array(stacks->arena, stacks->count, sizeof *rows);
  for (size_t at = 1; at < stacks->count; at++) {
    const struct stack_node *node = &stacks->nodes[at];
    bool counted = is_within_itself(stacks, at);
    rows[at - 1].name = node->name;
    for (int side = 0; side < STACK_SIDES; side++) {
      rows[at - 1].self[side] = node->self[side];
      rows[at - 1].total[side] = counted ? 0 : totals[side][at];
    }
  }
  qsort(rows, stacks->count - 1, sizeof *rows, by_name);
  *count = join(rows, stacks->count - 1);
  qsort(rows, *count, sizeof *rows, two_sides ? by_change : by_self);
  return rows;
}

// ---- Writing ------------------------------------------------------------------------------------

static void write_chain(const struct stacks *stacks, size_t at, FILE *output) {
  const struct stack_node *node = &stacks->nodes[at];
  if (node->parent != 0) {
    write_chain(stacks, node->parent, output);
    fputc(';', output);
  }
  for (const char *letter = node->name; *letter != '\0'; letter++)
    fputc(*letter == ';' ? ',' : *letter, output);
}

void stacks_write_collapsed(const struct stacks *stacks, FILE *output) {
  for (size_t at = 1; at < stacks->count; at++) {
    uint64_t weight = stacks->nodes[at].self[STACK_AFTER];
    if (weight == 0)
      continue;
    write_chain(stacks, at, output);
    fprintf(output, " %" PRIu64 "\n", weight);
  }
}

// The next node in the order of the tree; 0: none.
static size_t next_of(const struct stacks *stacks, size_t at) {
  if (stacks->nodes[at].first != 0)
    return stacks->nodes[at].first;
  while (at != 0 && stacks->nodes[at].sibling == 0)
    at = stacks->nodes[at].parent;
  return stacks->nodes[at].sibling;
}

void stacks_write_graph(const struct stacks *stacks, const char *title, bool two_sides,
                        FILE *output) {
  const uint64_t *before = totals_of(stacks, STACK_BEFORE);
  const uint64_t *after = totals_of(stacks, STACK_AFTER);
  struct flame_frame *frames = arena_array(stacks->arena, stacks->count, sizeof *frames);
  uint32_t count = 0;
  for (size_t at = next_of(stacks, 0); at != 0; at = next_of(stacks, at))
    frames[count++] = (struct flame_frame){.label = stacks->nodes[at].name,
                                           .depth = stacks->nodes[at].depth - 1,
                                           .value = after[at],
                                           .change = (int64_t)(after[at] - before[at])};
  const struct flame_graph graph = {.title = title,
                                    .unit = stacks->unit,
                                    .frames = frames,
                                    .count = count,
                                    .is_differential = two_sides};
  flame_graph_write(&graph, output);
}

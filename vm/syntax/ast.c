// What a finished tree can be asked that is more than reading a field.
#include "vm/syntax/ast.h"

#include "vm/syntax/arena.h"
#include "vm/syntax/source.h"

const char *node_name(enum node_kind kind) {
  static const char *const names[] = {
#define NODE(KIND, name, ...) #name,
#include "vm/syntax/nodes.def"
  };
  return names[kind];
}

bool node_list_spreads(const struct node_list *list) {
  for (uint32_t at = 0; at < list->count; at++)
    if (list->items[at] != NULL && list->items[at]->kind == NODE_SPREAD)
      return true;
  return false;
}

void syntax_free(struct syntax_tree *tree) {
  if (tree != NULL)
    arena_free(tree->arena);
}

struct syntax_position syntax_position(const struct syntax_tree *tree, uint32_t offset) {
  uint32_t low = 0, high = tree->line_count;
  while (high - low > 1) { // line_starts[low] <= offset
    uint32_t middle = low + (high - low) / 2;
    if (tree->line_starts[middle] <= offset)
      low = middle;
    else
      high = middle;
  }
  uint32_t line = tree->line_starts[low];
  return (struct syntax_position){
      .line = low + 1,
      .column = 1 + source_code_points(tree->source, line, offset),
  };
}

// The tree of callers in the forms that other tools read: collapsed stacks (Gregg 2016) and
// speedscope's JSON (https://www.speedscope.app/file-format-schema.json).
#include <inttypes.h>

#include "vm/profile/view.h"

// Microseconds, to the nearest; of a deterministic profile, instructions.
static uint64_t weight_of(const struct profile_view *view, const struct view_node *node) {
  return view->has_times ? (node->self + 500) / 1000 : node->self;
}

bool profile_write_collapsed(const struct profile_view *view, unsigned top, FILE *output) {
  const char *chain[PROFILE_MOST_DEPTH]; // a node's callers stand before it
  (void)top;
  for (uint32_t at = 0; at < view->node_count; at++) {
    const struct view_node *node = &view->nodes[at];
    uint64_t weight = weight_of(view, node);
    chain[node->depth] = view->functions[node->function].label;
    if (weight == 0)
      continue;
    for (uint32_t level = 0; level <= node->depth; level++)
      fprintf(output, "%s%s", level > 0 ? ";" : "", chain[level]);
    fprintf(output, " %" PRIu64 "\n", weight);
  }
  return true;
}

static void write_frames(const struct profile_view *view, FILE *output) {
  fputs("  \"shared\": {\"frames\": [", output);
  for (uint32_t at = 0; at < view->function_count; at++) {
    const struct view_function *row = &view->functions[at];
    fprintf(output, "%s\n    {\"name\": ", at > 0 ? "," : "");
    write_json_string(row->name, output);
    if (row->file[0]) {
      fputs(", \"file\": ", output);
      write_json_string(row->file, output);
      fprintf(output, ", \"line\": %" PRIu32, row->line);
    }
    fputc('}', output);
  }
  fputs("\n  ]},\n", output);
}

static void write_event(const char *type, uint32_t frame, uint64_t time, bool *is_first,
                        FILE *output) {
  fprintf(output, "%s\n      {\"type\": \"%s\", \"frame\": %" PRIu32 ", \"at\": %" PRIu64 "}",
          *is_first ? "" : ",", type, frame, time);
  *is_first = false;
}

// Each node is open for as long as it and its callees took: once, in the order of the tree, since a
// profile knows how long a chain of callers took in all, but not when.
static void write_events(const struct profile_view *view, FILE *output) {
  uint64_t time = 0;
  bool is_first = true;
  uint32_t open = NO_ROW;
  for (uint32_t at = 0; at < view->node_count; at++) {
    const struct view_node *node = &view->nodes[at];
    for (; open != node->parent; open = view->nodes[open].parent)
      write_event("C", view->nodes[open].function, time, &is_first, output);
    write_event("O", node->function, time, &is_first, output);
    time += node->self;
    open = at;
  }
  for (; open != NO_ROW; open = view->nodes[open].parent)
    write_event("C", view->nodes[open].function, time, &is_first, output);
}

bool profile_write_speedscope(const struct profile_view *view, unsigned top, FILE *output) {
  (void)top;
  uint64_t total = 0;
  for (uint32_t at = 0; at < view->node_count; at++)
    total += view->nodes[at].self;
  fprintf(output,
          "{\n  \"$schema\": \"https://www.speedscope.app/file-format-schema.json\",\n"
          "  \"name\": \"mica\",\n  \"exporter\": \"mica %s\",\n  \"activeProfileIndex\": 0,\n",
          mica_version());
  write_frames(view, output);
  fprintf(output,
          "  \"profiles\": [{\n    \"type\": \"evented\",\n    \"name\": \"script\",\n"
          "    \"unit\": \"%s\",\n    \"startValue\": 0,\n    \"endValue\": %" PRIu64
          ",\n    \"events\": [",
          view->has_times ? "nanoseconds" : "none", total);
  write_events(view, output);
  fputs("\n    ]\n  }]\n}\n", output);
  return true;
}

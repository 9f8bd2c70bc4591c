// The tree of callers as a flame graph.
#include <stdlib.h>

#include "vm/profile/flame_graph.h"
#include "vm/profile/view.h"

bool profile_write_svg(const struct profile_view *view, unsigned top, FILE *output) {
  struct flame_frame *frames = calloc(view->node_count + 1, sizeof *frames);
  (void)top;
  if (frames == NULL)
    return false;
  for (uint32_t at = 0; at < view->node_count; at++) {
    const struct view_node *node = &view->nodes[at];
    frames[at] = (struct flame_frame){
        .label = view->functions[node->function].label, .depth = node->depth, .value = node->total};
  }
  struct flame_graph graph = {.title = "Where the script spends its time",
                              .unit = view->has_times ? "ns" : "instructions",
                              .frames = frames,
                              .count = view->node_count};
  bool done = flame_graph_write(&graph, output);
  free(frames);
  return done;
}

// A flame graph as a self-contained SVG.
#ifndef MICA_PROFILE_FLAME_GRAPH_H
#define MICA_PROFILE_FLAME_GRAPH_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

// A function at the end of one chain of callers; its parent and its elder siblings come before it.
struct flame_frame {
  const char *label; // UTF-8
  uint32_t depth;    // of the outermost: 0
  uint64_t value;    // what it and its callees took
  int64_t change;    // of a differential graph: how much more than before
};

struct flame_graph {
  const char *title;
  const char *unit; // of values: "ns" is shown as time
  const struct flame_frame *frames;
  uint32_t count;
  bool is_differential; // coloured by change
};

// Frames that would be narrower than a tenth of a pixel are left out, with their callees. false: no
// memory, and nothing was written.
bool flame_graph_write(const struct flame_graph *graph, FILE *output);

#endif

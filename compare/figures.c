// See figures.h.
#include "compare/figures.h"

bool figures_add(struct document *document, const struct analysis *analysis,
                 const struct targets_result *targets, bool *missing, struct error *error) {
  struct figure_set set = {.arena = document->arena};
  figures_of_targets(&set, targets);
  figures_of_geometric_means(&set, analysis);
  figures_of_ratios(&set, analysis);
  return figure_set_draw(&set, document, missing, error);
}

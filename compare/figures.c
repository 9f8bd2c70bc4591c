// See figures.h.
#include "compare/figures.h"

bool figures_add(struct document *document, const struct analysis *analysis,
                 const struct targets_result *targets, const struct growth_set *growth,
                 bool *missing, struct error *error) {
  struct figure_set set = {.arena = document->arena};
  figures_of_targets(&set, targets);
  figures_of_geometric_means(&set, analysis);
  figures_of_ratios(&set, analysis);
  figures_of_distributions(&set, analysis);
  figures_of_warm_up(&set, analysis);
  figures_of_embedding(&set, analysis);
  figures_of_growth(&set, analysis, growth);
  figures_of_cold(&set, analysis);
  return figure_set_draw(&set, document, missing, error);
}

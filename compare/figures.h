// The figures of a report: which there are, from what is in the run.
#pragma once

#include "compare/figure.h"
#include "compare/growth_series.h"
#include "compare/targets.h"

// Draws the figures of a run and adds them to its document, whose tables are there already. Sets
// *missing where gnuplot is not installed: then there are none, which is no error. Returns false
// and fills `error` when gnuplot fails.
bool figures_add(struct document *document, const struct analysis *analysis,
                 const struct targets_result *targets, const struct growth_set *growth,
                 bool *missing, struct error *error);

// Each adds the figures of one kind to the set; none where the run has nothing to show.
void figures_of_targets(struct figure_set *set, const struct targets_result *targets);
void figures_of_geometric_means(struct figure_set *set, const struct analysis *analysis);
void figures_of_ratios(struct figure_set *set, const struct analysis *analysis);
void figures_of_distributions(struct figure_set *set, const struct analysis *analysis);
void figures_of_warm_up(struct figure_set *set, const struct analysis *analysis);
void figures_of_embedding(struct figure_set *set, const struct analysis *analysis);
void figures_of_cold(struct figure_set *set, const struct analysis *analysis);
void figures_of_growth(struct figure_set *set, const struct analysis *analysis,
                       const struct growth_set *growth);

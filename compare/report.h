// The tables of one stored run: what `fieldstone run` prints at its end and what `fieldstone
// report` makes again from the store alone, byte for byte.
//
// The report is a document (table.h) derived from the model of the run (analysis.h) and the
// verdicts on the targets (targets.h); how it looks is the renderers' business (render.h).
#pragma once

#include "compare/analysis.h"
#include "compare/arena.h"
#include "compare/growth_series.h"
#include "compare/history.h"
#include "compare/options.h"
#include "compare/table.h"
#include "compare/targets.h"

#include <stdint.h>

// `fieldstone report`: writes <reports_directory>/latest/ anew from the stored run that
// options->run_id names (0 = the latest) and prints the tables. Nothing is measured. Returns
// EXIT_FINE, or EXIT_WENT_WRONG after saying why on standard error.
int report_command(const struct options *options);

// The same for the run that `fieldstone run` has just made, with the targets' verdict as its value:
// EXIT_FINE, EXIT_FAILS, EXIT_UNDECIDED, or EXIT_WENT_WRONG after saying why on standard error.
// A smoke run claims no timing, so none of its targets fails.
int report_run(const struct options *options, int64_t run_id);

// `fieldstone export`: writes the stored run in the format options->format to options->output.
// Returns EXIT_FINE, or EXIT_WENT_WRONG after saying why on standard error.
int export_command(const struct options *options);

// Builds the document of a run, without figures; `history` may be NULL. All memory is the arena's;
// the others must outlive it.
struct document *report_document(struct arena *arena, const struct analysis *analysis,
                                 const struct targets_result *targets,
                                 const struct growth_set *growth, const struct history *history);

// The tables of the report, one function each; report.c puts them in order. Each adds its table to
// the document; a table that has nothing to show is there without rows and says so, so that the
// files of an earlier report never stay behind.
#pragma once

#include "compare/analysis.h"
#include "compare/growth_series.h"
#include "compare/table.h"
#include "compare/targets.h"

// Groups of programs: the fastest engine but for compiled code, and the next. The same in a clause
// of a sentence, from the document's table; "" when the run says nothing of it.
void report_add_fastest(struct document *document, const struct analysis *analysis);
const char *report_fastest_clause(const struct document *document, const struct analysis *analysis);

// Which engines were not told apart on which programs, and what would have been seen: a paragraph
// in the analysis' arena; "" for a smoke run, which claims nothing.
const char *report_doubt(const struct analysis *analysis);

// Programs by engines: time of one unit of work in the process.
void report_add_times(struct document *document, const struct analysis *analysis);

// Programs by engines: times (ns a unit, or seconds of the whole process) against native C.
void report_add_ratios(struct document *document, const struct analysis *analysis,
                       enum analysis_metric metric);

// Categories by engines: geometric means of the ratios to native C.
void report_add_geometric_means(struct document *document, const struct analysis *analysis);

// Programs by engines: the smallest difference from native C that could have been seen.
void report_add_detectable(struct document *document, const struct analysis *analysis);

// Programs by engines, of processes that ran many blocks: how they warm up.
void report_add_warmup(struct document *document, const struct analysis *analysis);

// Engines: a process that does nothing but start and end.
void report_add_cold_starts(struct document *document, const struct analysis *analysis);

// Programs by engines: the first block of a process against its steady ones.
void report_add_cold_steady(struct document *document, const struct analysis *analysis);

// Families of programs by engines: the exponent of the input's size in the time.
void report_add_growth(struct document *document, const struct analysis *analysis,
                       const struct growth_set *growth);

// Programs by engines: wall clock of whole processes.
void report_add_processes(struct document *document, const struct analysis *analysis);

// Programs of what embedding costs by engines: times, ratios to Lua, calls net of their loop, what
// is asked of the allocator, and where the rule pipeline's time goes.
void report_add_embedding(struct document *document, const struct analysis *analysis);
void report_add_embedding_ratios(struct document *document, const struct analysis *analysis);
void report_add_embedding_net(struct document *document, const struct analysis *analysis);
void report_add_embedding_memory(struct document *document, const struct analysis *analysis);
void report_add_pipeline(struct document *document, const struct analysis *analysis);
void report_add_pauses(struct document *document, const struct analysis *analysis);

// The targets with their verdicts, and the programs of each.
void report_add_targets(struct document *document, const struct targets_result *result);
void report_add_target_programs(struct document *document, const struct targets_result *result);

// Programs by engines: instructions a unit of work; no rows where none were counted.
void report_add_instructions(struct document *document, const struct analysis *analysis);

// Programs whose profile by Mica is stored: what it counted. And their flame graphs, as figures.
void report_add_profiles(struct document *document, const struct analysis *analysis);
void report_add_flame_graphs(struct document *document, const struct analysis *analysis);

// Engines: cost of the timer and of an empty call, shortest block.
void report_add_costs(struct document *document, const struct analysis *analysis);

// Engines: version and build.
void report_add_engines(struct document *document, const struct analysis *analysis);

// The run and the machine, as stored.
void report_add_machine(struct document *document, const struct analysis *analysis);

// Every cell with its parameters, status, checksum and work.
void report_add_cells(struct document *document, const struct analysis *analysis);

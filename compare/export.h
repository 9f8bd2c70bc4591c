// What a run has measured, in the formats of others' tools: one small file a format behind one
// interface.
//
//   export_go.c         Go benchmark format, an invocation a line: benchstat
//   export_hyperfine.c  the JSON of hyperfine --export-json: whole processes
//   export_pyperf.c     the JSON of pyperf, an invocation a run
//   export_github.c     customSmallerIsBetter of github-action-benchmark
//   export_samples.c    every sample as CSV: R, pandas
//   export_yaml.c       a summary as YAML: verdicts, means, ratios
//
// reports/README.md describes each and shows the commands that read it. Cells that went wrong are
// left out, with a comment where the format has comments; a smoke run says that it claims nothing
// where there is a place for it. The same store gives the same bytes.
#pragma once

#include "compare/analysis.h"
#include "compare/arena.h"
#include "compare/error.h"
#include "compare/table.h"
#include "compare/targets.h"

#include <jansson.h>
#include <stdbool.h>
#include <stdio.h>

// What is exported: the model of a run, the verdicts, and the tables made of both.
struct export_source {
  struct arena *arena;
  const struct analysis *analysis;
  const struct targets_result *targets;
  const struct document *document;
};

struct export_format {
  const char *name; // for --format
  const char *file; // in the folder exports/
  void (*write)(FILE *out, const struct export_source *source);
};

// The format of that name. NULL with `error` filled, which names those that there are.
const struct export_format *export_find(const char *name, struct error *error);

// Writes the run in every format into `directory`, which is made when absent. False with `error`
// filled when a file cannot be written.
bool export_files(const struct export_source *source, const char *directory, struct error *error);

// Writes one format to the file at `path`, or to standard output where it is NULL or "-".
bool export_one(const struct export_source *source, const struct export_format *format,
                const char *path, struct error *error);

// ---- For the formats ----------------------------------------------------------------------------

void export_go(FILE *out, const struct export_source *source);
void export_hyperfine(FILE *out, const struct export_source *source);
void export_pyperf(FILE *out, const struct export_source *source);
void export_github(FILE *out, const struct export_source *source);
void export_samples(FILE *out, const struct export_source *source);
void export_yaml(FILE *out, const struct export_source *source);

// What a run says of itself that bears on all its times: that it is a smoke run, that it has no
// end. "" for one that is whole. It is one line.
const char *export_caution(const struct export_source *source);

// How a cell is called in formats that have one name for it: "fib/lua".
const char *export_cell_name(struct arena *arena, const struct analysis_cell *cell);

// The member of the machine's description, "" where there is none; the arena's.
const char *export_machine(const struct export_source *source, const char *key);

// The next cell with a time of that metric from *index on, which is moved behind it; NULL at the
// end. Start with 0.
const struct analysis_cell *export_next_cell(const struct export_source *source,
                                             enum analysis_metric metric, size_t *index);

// A table of the report by its key; NULL when there is none.
const struct table *export_table(const struct export_source *source, const char *key);

// A number, or null for what JSON has no word for.
json_t *export_number(double value);

// Prints the JSON with a line feed at the end and releases it.
void export_json(FILE *out, json_t *root);

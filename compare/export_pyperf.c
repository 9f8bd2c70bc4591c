// The JSON of pyperf (https://pyperf.readthedocs.io), version 1.0 of its format. A cell is a
// benchmark, an invocation a run: its samples are the values, in seconds a repetition, its warm-up
// the warmups, each with its loops. pyperf wants values above 0, and metadata without empty texts
// and without ends of lines; what is not so is left out.
//
// It asks that all runs of a benchmark agree in what names them, so that stands in the metadata of
// the whole file and of the benchmark, and only the date and the place in the run in those of runs.
#include "compare/export.h"

#include <math.h>
#include <string.h>

static void set_text(json_t *metadata, const char *key, const char *text) {
  if (*text != '\0' && strpbrk(text, "\n\r") == NULL)
    json_object_set_new(metadata, key, json_string(text));
}

// Warm-up may be 0, what counts may not.
static json_t *values_of(const struct analysis_invocation *invocation) {
  json_t *values = json_array();
  for (size_t i = invocation->warmup; i < invocation->count; i++) {
    double seconds = 1e-9 * analysis_sample(invocation, i);
    if (seconds > 0 && isfinite(seconds))
      json_array_append_new(values, json_real(seconds));
  }
  return values;
}

static json_t *warmups_of(const struct analysis_invocation *invocation) {
  json_t *warmups = json_array();
  for (size_t i = 0; i < invocation->warmup; i++) {
    double seconds = 1e-9 * analysis_sample(invocation, i);
    if (seconds >= 0 && isfinite(seconds))
      json_array_append_new(warmups, json_pack("[i, f]", invocation->repetitions[i], seconds));
  }
  return warmups;
}

// The repetitions of a block where all have the same.
static int loops_of(const struct analysis_invocation *invocation) {
  int loops = invocation->repetitions[invocation->count - 1];
  for (size_t i = invocation->warmup; i < invocation->count; i++)
    if (invocation->repetitions[i] != loops)
      return 1;
  return loops;
}

static json_t *run_of(const struct analysis_invocation *invocation) {
  json_t *run =
      json_pack("{s:{s:i, s:i, s:i}, s:o}", "metadata", "loops", loops_of(invocation), "pair",
                invocation->pair, "half", invocation->half, "values", values_of(invocation));
  json_t *warmups = warmups_of(invocation);
  if (json_array_size(warmups) > 0)
    json_object_set(run, "warmups", warmups);
  json_decref(warmups);
  return run;
}

static json_t *benchmark_of(const struct export_source *source, const struct analysis_cell *cell) {
  json_t *runs = json_array(), *metadata = json_object();
  for (size_t i = 0; i < cell->invocation_count; i++) {
    json_t *run = run_of(&cell->invocations[i]);
    if (json_array_size(json_object_get(run, "values")) > 0)
      json_array_append(runs, run);
    json_decref(run);
  }
  set_text(metadata, "name", export_cell_name(source->arena, cell));
  set_text(metadata, "description", cell->program->title);
  set_text(metadata, "engine_version", cell->engine->version);
  set_text(metadata, "engine_build", cell->engine->build);
  return json_pack("{s:o, s:o}", "metadata", metadata, "runs", runs);
}

static json_t *metadata_of(const struct export_source *source) {
  const struct analysis_run *run = &source->analysis->run;
  json_t *metadata = json_pack("{s:s}", "unit", "second");
  set_text(metadata, "cpu_model_name", export_machine(source, "cpu"));
  set_text(metadata, "platform", export_machine(source, "kernel"));
  set_text(metadata, "machine", run->machine_id);
  set_text(metadata, "commit", run->commit_id);
  set_text(metadata, "size", run->size);
  set_text(metadata, "fieldstone_run", run->uuid);
  set_text(metadata, "caution", export_caution(source));
  return metadata;
}

void export_pyperf(FILE *out, const struct export_source *source) {
  size_t index = 0;
  const struct analysis_cell *cell;
  json_t *benchmarks = json_array();
  while ((cell = export_next_cell(source, ANALYSIS_TIME, &index)) != NULL) {
    json_t *benchmark = benchmark_of(source, cell);
    if (json_array_size(json_object_get(benchmark, "runs")) > 0)
      json_array_append(benchmarks, benchmark);
    json_decref(benchmark);
  }
  export_json(out, json_pack("{s:o, s:o, s:s}", "benchmarks", benchmarks, "metadata",
                             metadata_of(source), "version", "1.0"));
}

// See export.h. The list of formats, the writing of files, and what several formats share.
#include "compare/export.h"

#include "compare/output.h"
#include "compare/text.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static const struct export_format formats[] = {
    {"go", "go.txt", export_go},
    {"hyperfine", "hyperfine.json", export_hyperfine},
    {"pyperf", "pyperf.json", export_pyperf},
    {"customSmallerIsBetter", "customSmallerIsBetter.json", export_github},
    {"csv", "samples.csv", export_samples},
    {"yaml", "summary.yaml", export_yaml},
};

enum { FORMAT_COUNT = sizeof formats / sizeof *formats };

const struct export_format *export_find(const char *name, struct error *error) {
  struct text_list names = {0};
  for (size_t i = 0; i < FORMAT_COUNT; i++) {
    if (name != NULL && strcmp(formats[i].name, name) == 0) {
      text_list_free(&names);
      return &formats[i];
    }
    text_list_add(&names, formats[i].name);
  }
  char *all = text_list_join(&names);
  char *suggestion = name == NULL ? text_copy("") : text_suggestion(&names, name);
  if (name == NULL)
    error_set(error, "--format says what is to be written\n  there are: %s", all);
  else
    error_set(error, "there is no format `%s`%s\n  there are: %s", name, suggestion, all);
  free(suggestion);
  free(all);
  text_list_free(&names);
  return NULL;
}

// ---- Writing ------------------------------------------------------------------------------------

struct job {
  const struct export_source *source;
  const struct export_format *format;
};

static void write_job(FILE *out, const void *context) {
  const struct job *job = context;
  job->format->write(out, job->source);
}

bool export_one(const struct export_source *source, const struct export_format *format,
                const char *path, struct error *error) {
  struct job job = {.source = source, .format = format};
  if (path != NULL && strcmp(path, "-") != 0)
    return output_file(source->arena, path, write_job, &job, error);
  write_job(stdout, &job); // whether it could be written is seen by main, which flushes it
  return true;
}

bool export_files(const struct export_source *source, const char *directory, struct error *error) {
  if (!output_directory(source->arena, directory, error))
    return false;
  for (size_t i = 0; i < FORMAT_COUNT; i++)
    if (!export_one(source, &formats[i],
                    arena_format(source->arena, "%s/%s", directory, formats[i].file), error))
      return false;
  return true;
}

// ---- What several formats share -----------------------------------------------------------------

const char *export_caution(const struct export_source *source) {
  const struct analysis_run *run = &source->analysis->run;
  if (run->smoke)
    return "a smoke run: everything ran once, and its times claim nothing";
  if (*run->shards_missing != '\0')
    return arena_format(source->arena, "merged from shards: %s", run->shards_missing);
  if (strcmp(run->status, "complete") != 0)
    return arena_format(source->arena, "the run is not complete: %s", run->status);
  return "";
}

const char *export_cell_name(struct arena *arena, const struct analysis_cell *cell) {
  return arena_format(arena, "%s/%s", cell->program->name, cell->engine->name);
}

const char *export_machine(const struct export_source *source, const char *key) {
  json_t *machine = json_loads(source->analysis->run.machine, 0, NULL);
  const char *text = json_string_value(json_object_get(machine, key));
  text = arena_string(source->arena, text);
  json_decref(machine);
  return text;
}

const struct analysis_cell *export_next_cell(const struct export_source *source,
                                             enum analysis_metric metric, size_t *index) {
  const struct analysis *analysis = source->analysis;
  while (*index < analysis->program_count * analysis->engine_count) {
    const struct analysis_cell *cell = analysis->cells[(*index)++];
    if (cell == NULL || !cell->ok || (metric == ANALYSIS_TIME && cell->program->process))
      continue;
    if (metric == ANALYSIS_TIME ? cell->invocation_count > 0 : cell->process_count > 0)
      return cell;
  }
  return NULL;
}

const struct table *export_table(const struct export_source *source, const char *key) {
  for (size_t i = 0; i < source->document->table_count; i++)
    if (strcmp(source->document->tables[i]->key, key) == 0)
      return source->document->tables[i];
  return NULL;
}

json_t *export_number(double value) { return isfinite(value) ? json_real(value) : json_null(); }

void export_json(FILE *out, json_t *root) {
  json_dumpf(root, out, JSON_INDENT(1) | JSON_REAL_PRECISION(12));
  json_decref(root);
  fputc('\n', out);
}

// The summary of a run for tools, as YAML: what was decided and what it rests on. It says nothing
// that the report's tables do not say, and is made from them; its schema is
// reports/schema/summary.json.
//
// The document is built as a tree and written by libyaml's emitter. Texts are quoted, so that none
// of them can be taken for a number or for null; numbers that YAML would write as .nan are left
// out.
#include "compare/export.h"

#include <jansson.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <yaml.h>

enum { SUMMARY_VERSION = 1 };

// A place in the tree.
struct node {
  yaml_document_t *document;
  int id;
};

// ---- The tree -----------------------------------------------------------------------------------

// libyaml fails only for want of memory, which ends the process as in all code of reports
// (arena.h).
static int checked(int id) {
  if (id != 0)
    return id;
  fputs("fieldstone: out of memory\n", stderr);
  abort();
}

static int scalar(yaml_document_t *document, const char *text, yaml_scalar_style_t style) {
  return checked(yaml_document_add_scalar(document, NULL, (const yaml_char_t *)text, -1, style));
}

static void put(struct node map, const char *key, int value) {
  checked(yaml_document_append_mapping_pair(
      map.document, map.id, scalar(map.document, key, YAML_PLAIN_SCALAR_STYLE), value));
}

static void put_text(struct node map, const char *key, const char *text) {
  put(map, key, scalar(map.document, text, YAML_DOUBLE_QUOTED_SCALAR_STYLE));
}

static void put_plain(struct node map, const char *key, const char *text) {
  put(map, key, scalar(map.document, text, YAML_PLAIN_SCALAR_STYLE));
}

// YAML 1.1 takes 1e-05 for a text and 1.0e-05 for a number.
static void put_number(struct node map, const char *key, double value) {
  char text[32], dotted[40];
  snprintf(text, sizeof text, "%.9g", value);
  char *exponent = strchr(text, 'e');
  bool without_point = exponent != NULL && strchr(text, '.') == NULL;
  snprintf(dotted, sizeof dotted, "%.*s%s%s", without_point ? (int)(exponent - text) : 0, text,
           without_point ? ".0" : "", without_point ? exponent : text);
  if (isfinite(value))
    put_plain(map, key, dotted);
}

static void put_count(struct node map, const char *key, long long count) {
  char text[32];
  snprintf(text, sizeof text, "%lld", count);
  put_plain(map, key, text);
}

static void put_truth(struct node map, const char *key, bool truth) {
  put_plain(map, key, truth ? "true" : "false");
}

static struct node map_new(yaml_document_t *document, yaml_mapping_style_t style) {
  return (struct node){document, checked(yaml_document_add_mapping(document, NULL, style))};
}

static struct node put_map(struct node map, const char *key) {
  struct node inner = map_new(map.document, YAML_BLOCK_MAPPING_STYLE);
  put(map, key, inner.id);
  return inner;
}

static struct node put_list(struct node map, const char *key) {
  struct node list = {map.document, checked(yaml_document_add_sequence(map.document, NULL,
                                                                       YAML_ANY_SEQUENCE_STYLE))};
  put(map, key, list.id);
  return list;
}

static struct node add_map(struct node list) {
  struct node inner = map_new(list.document, YAML_BLOCK_MAPPING_STYLE);
  checked(yaml_document_append_sequence_item(list.document, list.id, inner.id));
  return inner;
}

// ---- Values -------------------------------------------------------------------------------------

// A value with its interval, on one line.
static void put_interval(struct node map, const char *key,
                         const struct statistics_interval *interval) {
  struct node inner = map_new(map.document, YAML_FLOW_MAPPING_STYLE);
  put(map, key, inner.id);
  put_number(inner, "value", interval->estimate);
  put_number(inner, "low", interval->low);
  put_number(inner, "high", interval->high);
  put_number(inner, "coverage", interval->coverage);
  put_truth(inner, "reached", interval->reached);
  put_count(inner, "pairs", (long long)interval->count);
}

static void put_missing(struct node map, const char *key, const char *word, const char *reason) {
  struct node inner = map_new(map.document, YAML_FLOW_MAPPING_STYLE);
  put(map, key, inner.id);
  put_text(inner, "missing", word);
  put_text(inner, "reason", reason);
}

static void put_field(struct node map, const struct table *table, size_t column,
                      const struct table_field *field) {
  const char *key = table->columns[column].key;
  if (field->kind == TABLE_INTERVAL)
    put_interval(map, key, &field->interval);
  else if (field->kind == TABLE_MISSING)
    put_missing(map, key, field->text, table->reasons[field->reason - 1]);
  else if (field->kind == TABLE_NUMBER)
    put_number(map, key, field->interval.estimate);
  else if (field->kind == TABLE_TEXT)
    put_text(map, key, field->data != NULL ? field->data : field->text);
}

// The rows of a table: what names the row beside a map `engines` of its values.
static void put_table(struct node root, const struct export_source *source, const char *key,
                      const char *table_key) {
  const struct table *table = export_table(source, table_key);
  struct node list = put_list(root, key);
  for (size_t i = 0; table != NULL && i < table->row_count; i++) {
    struct node row = add_map(list), engines = {0};
    for (size_t j = 0; j < table->column_count; j++) {
      const char *name = table->columns[j].key;
      if (analysis_find_engine(source->analysis, name) < 0) {
        put_field(row, table, j, &table->rows[i].fields[j]);
        continue;
      }
      if (engines.document == NULL)
        engines = put_map(row, "engines");
      put_field(engines, table, j, &table->rows[i].fields[j]);
    }
  }
}

// ---- Sections -----------------------------------------------------------------------------------

static void put_run(struct node root, const struct export_source *source) {
  const struct analysis_run *run = &source->analysis->run;
  struct node map = put_map(root, "run");
  size_t least, greatest;
  analysis_pair_range(source->analysis, ANALYSIS_TIME, &least, &greatest);
  put_count(map, "id", (long long)run->id);
  put_text(map, "uuid", run->uuid);
  put_text(map, "started", run->started);
  put_text(map, "finished", run->finished);
  put_text(map, "status", run->status);
  put_text(map, "size", run->size);
  put_count(map, "seed", (long long)run->seed);
  put_text(map, "commit", run->commit_id);
  put_count(map, "pairs_planned", run->rounds);
  put_count(map, "pairs_least", (long long)least);
  put_count(map, "pairs_greatest", (long long)greatest);
  put_text(map, "baseline", source->analysis->baseline_name);
  put_text(map, "caution", export_caution(source));
}

static void put_json(struct node map, const char *key, const json_t *value) {
  if (json_is_string(value))
    put_text(map, key, json_string_value(value));
  else if (json_is_integer(value))
    put_count(map, key, json_integer_value(value));
  else if (json_is_real(value))
    put_number(map, key, json_number_value(value));
}

// The texts and numbers that describe a machine.
static void put_description(struct node map, const char *identity, const char *text) {
  json_t *machine = json_loads(text, 0, NULL);
  const char *key;
  json_t *value;
  put_text(map, "id", identity);
  json_object_foreach(machine, key, value) { put_json(map, key, value); }
  json_decref(machine);
}

static void put_machines(struct node root, const struct analysis_run *run) {
  struct node list = put_list(root, "machines");
  if (run->shard_count == 0)
    put_description(add_map(list), run->machine_id, run->machine);
  for (size_t i = 0; i < run->shard_count; i++) {
    struct node machine = add_map(list);
    put_count(machine, "shard", run->shards[i].number);
    put_description(machine, run->shards[i].machine_id, run->shards[i].machine);
  }
}

static void put_engines(struct node root, const struct analysis *analysis) {
  struct node list = put_list(root, "engines");
  for (size_t i = 0; i < analysis->engine_count; i++) {
    struct node engine = add_map(list);
    put_text(engine, "name", analysis->engines[i].name);
    put_text(engine, "language", analysis->engines[i].language);
    put_text(engine, "version", analysis->engines[i].version);
  }
}

static void put_cells(struct node root, const struct analysis *analysis) {
  static const char *const statuses[] = {"ok",          "wrong",  "crashed", "hung",
                                         "unavailable", "failed", "pending"};
  struct node map = put_map(root, "cells");
  for (size_t i = 0; i < sizeof statuses / sizeof *statuses; i++) {
    size_t count = 0;
    for (size_t j = 0; j < analysis->program_count * analysis->engine_count; j++)
      count += analysis->cells[j] != NULL && strcmp(analysis->cells[j]->status, statuses[i]) == 0;
    put_count(map, statuses[i], (long long)count);
  }
}

static void put_targets(struct node root, const struct targets_result *targets) {
  struct node counts = put_map(root, "verdicts");
  for (int i = 0; i < TARGET_VERDICT_COUNT; i++)
    put_count(counts, target_verdict_text((enum target_verdict)i), (long long)targets->verdicts[i]);
  struct node list = put_list(root, "targets");
  for (size_t i = 0; i < targets->count; i++) {
    const struct target_result *row = &targets->rows[i];
    struct node map = add_map(list);
    put_text(map, "id", row->target->id);
    put_text(map, "claim", row->target->claim);
    put_text(map, "holds", row->target->holds);
    put_text(map, "verdict", target_verdict_text(row->verdict));
    if (row->interval.count > 0)
      put_interval(map, "measured", &row->interval);
    put_text(map, "remark", row->remark);
  }
}

static void put_sentences(struct node root, const struct document *document) {
  struct node list = put_list(root, "summary");
  for (size_t i = 0; i < document->summary_count; i++)
    checked(yaml_document_append_sequence_item(
        root.document, list.id,
        scalar(root.document, document->summary[i], YAML_DOUBLE_QUOTED_SCALAR_STYLE)));
}

static void put_all(struct node root, const struct export_source *source) {
  put_text(root, "format", "fieldstone-summary");
  put_count(root, "version", SUMMARY_VERSION);
  put_sentences(root, source->document);
  put_run(root, source);
  put_machines(root, &source->analysis->run);
  put_engines(root, source->analysis);
  put_cells(root, source->analysis);
  put_targets(root, source->targets);
  put_table(root, source, "geometric_means", "geometric-means");
  put_table(root, source, "ratios", "ratios");
}

void export_yaml(FILE *out, const struct export_source *source) {
  yaml_document_t document;
  yaml_emitter_t emitter;
  checked(yaml_document_initialize(&document, NULL, NULL, NULL, 1, 1));
  put_all(map_new(&document, YAML_BLOCK_MAPPING_STYLE), source);
  checked(yaml_emitter_initialize(&emitter));
  yaml_emitter_set_output_file(&emitter, out);
  yaml_emitter_set_unicode(&emitter, 1);
  yaml_emitter_set_width(&emitter, -1);
  // A failure to write is one of the stream, which whoever opened it looks at.
  if (yaml_emitter_open(&emitter))
    yaml_emitter_dump(&emitter, &document);
  yaml_emitter_flush(&emitter);
  yaml_emitter_delete(&emitter);
}

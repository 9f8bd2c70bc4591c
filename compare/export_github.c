// What the tool `customSmallerIsBetter` of github-action-benchmark takes: an array of {name, unit,
// value, range, extra}. First the geometric means and the ratios to the baseline, which are the
// same on a faster and on a slower machine; then the times of a unit of work, which are of this
// machine. All are taken from the report's tables.
#include "compare/export.h"

#include <math.h>
#include <string.h>

static const char *extra(const struct export_source *source, const struct table_field *field) {
  const struct statistics_interval *interval = &field->interval;
  const char *caution = export_caution(source);
  return arena_format(source->arena, "%zu pair%s, %s%s%s", interval->count,
                      interval->count == 1 ? "" : "s",
                      interval->reached ? "interval" : "range of too few pairs",
                      *caution == '\0' ? "" : "; ", caution);
}

static void add(json_t *list, const struct export_source *source, const char *name,
                const char *unit, const struct table_field *field) {
  const struct statistics_interval *interval = &field->interval;
  if (field->kind != TABLE_INTERVAL || !isfinite(interval->estimate))
    return;
  json_t *entry =
      json_pack("{s:s, s:s, s:f}", "name", name, "unit", unit, "value", interval->estimate);
  if (isfinite(interval->low) && isfinite(interval->high))
    json_object_set_new(
        entry, "range",
        json_string(arena_format(source->arena, interval->reached ? "[%.4g, %.4g]" : "(%.4g, %.4g)",
                                 interval->low, interval->high)));
  json_object_set_new(entry, "extra", json_string(extra(source, field)));
  json_array_append_new(list, entry);
}

static const char *text_of(const struct table_field *field) {
  return field->data != NULL ? field->data : field->text;
}

// A row's label is its first column. Where there is a column `unit`, it is the second.
static void add_table(json_t *list, const struct export_source *source, const char *key,
                      const char *prefix, const char *unit) {
  const struct table *table = export_table(source, key);
  if (table == NULL)
    return;
  for (size_t i = 0; i < table->row_count; i++) {
    const struct table_field *fields = table->rows[i].fields;
    for (size_t j = 1; j < table->column_count; j++)
      add(list, source,
          arena_format(source->arena, "%s%s/%s", prefix, text_of(&fields[0]),
                       table->columns[j].key),
          unit != NULL ? unit : text_of(&fields[1]), &fields[j]);
  }
}

void export_github(FILE *out, const struct export_source *source) {
  json_t *list = json_array();
  const char *relative =
      arena_format(source->arena, "times as long as %s", source->analysis->baseline_name);
  add_table(list, source, "geometric-means", "geometric mean: ", relative);
  add_table(list, source, "ratios", "ratio: ", relative);
  add_table(list, source, "times", "time: ", NULL);
  add_table(list, source, "embedding", "time: ", NULL);
  export_json(out, list);
}

// The manifest's schema, and the rules that a schema cannot say: ranges, the form of a category,
// and that the name is the folder's.
#include "drivers/manifest.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const cyaml_strval_t kinds[] = {
    [MANIFEST_SCRIPT] = {"script", MANIFEST_SCRIPT},
    [MANIFEST_CALL_HOST] = {"call_host", MANIFEST_CALL_HOST},
    [MANIFEST_REQUIRE] = {"require", MANIFEST_REQUIRE},
    [MANIFEST_CALL_SCRIPT] = {"call_script", MANIFEST_CALL_SCRIPT},
    [MANIFEST_CALL_VALUE] = {"call_value", MANIFEST_CALL_VALUE},
    [MANIFEST_CALL_NAMED] = {"call_named", MANIFEST_CALL_NAMED},
    [MANIFEST_CALL_FAILING] = {"call_failing", MANIFEST_CALL_FAILING},
    [MANIFEST_CONVERT_IN] = {"convert_in", MANIFEST_CONVERT_IN},
    [MANIFEST_CONVERT_OUT] = {"convert_out", MANIFEST_CONVERT_OUT},
    [MANIFEST_LIFECYCLE] = {"lifecycle", MANIFEST_LIFECYCLE},
    [MANIFEST_PIPELINE] = {"pipeline", MANIFEST_PIPELINE},
    [MANIFEST_PAUSES] = {"pauses", MANIFEST_PAUSES},
};

static const cyaml_strval_t values[] = {
    {"number", DRIVER_NUMBER},
    {"text", DRIVER_TEXT},
    {"array", DRIVER_ARRAY},
    {"row", DRIVER_ROW},
};

static const cyaml_strval_t spawns[] = {
    {"bare", DRIVER_SPAWN_BARE},       {"library", DRIVER_SPAWN_LIBRARY},
    {"factory", DRIVER_SPAWN_FACTORY}, {"pool", DRIVER_SPAWN_POOL},
    {"once", DRIVER_SPAWN_ONCE},
};

static const cyaml_strval_t codes[] = {
    {"none", DRIVER_CODE_NONE},
    {"source", DRIVER_CODE_SOURCE},
    {"compiled", DRIVER_CODE_COMPILED},
    {"saved", DRIVER_CODE_SAVED},
};

static const cyaml_strval_t untils[] = {
    {"parsed", DRIVER_UNTIL_PARSED},
    {"compiled", DRIVER_UNTIL_COMPILED},
    {"loaded", DRIVER_UNTIL_LOADED},
    {"run", DRIVER_UNTIL_RUN},
};

static const cyaml_strval_t logs[] = {
    {"none", DRIVER_LOG_NONE},
    {"off", DRIVER_LOG_OFF},
    {"on", DRIVER_LOG_ON},
};

// An enumeration, because libcyaml's own booleans take any word but "false", "no" and the like for
// true.
static const cyaml_strval_t truths[] = {{"false", false}, {"true", true}};

static const cyaml_schema_field_t size_fields[] = {
    CYAML_FIELD_INT("n", CYAML_FLAG_DEFAULT, struct manifest_size, n),
    CYAML_FIELD_UINT("repetitions", CYAML_FLAG_DEFAULT, struct manifest_size, repetitions),
    CYAML_FIELD_UINT("warmup", CYAML_FLAG_DEFAULT, struct manifest_size, warmup),
    CYAML_FIELD_UINT("samples", CYAML_FLAG_DEFAULT, struct manifest_size, samples),
    CYAML_FIELD_END,
};

struct sizes {
  struct manifest_size sizes[MANIFEST_SIZE_COUNT];
};

static const cyaml_schema_field_t sizes_fields[] = {
    CYAML_FIELD_MAPPING("smoke", CYAML_FLAG_DEFAULT, struct sizes, sizes[MANIFEST_SMOKE],
                        size_fields),
    CYAML_FIELD_MAPPING("quick", CYAML_FLAG_DEFAULT, struct sizes, sizes[MANIFEST_QUICK],
                        size_fields),
    CYAML_FIELD_MAPPING("full", CYAML_FLAG_DEFAULT, struct sizes, sizes[MANIFEST_FULL],
                        size_fields),
    CYAML_FIELD_END,
};

static const cyaml_schema_field_t lifecycle_fields[] = {
    CYAML_FIELD_ENUM("spawn", CYAML_FLAG_STRICT, struct driver_life, spawn, spawns,
                     CYAML_ARRAY_LEN(spawns)),
    CYAML_FIELD_ENUM("code", CYAML_FLAG_STRICT, struct driver_life, code, codes,
                     CYAML_ARRAY_LEN(codes)),
    CYAML_FIELD_ENUM("until", CYAML_FLAG_STRICT, struct driver_life, until, untils,
                     CYAML_ARRAY_LEN(untils)),
    CYAML_FIELD_END,
};

static const cyaml_schema_value_t note_schema = {
    CYAML_VALUE_STRING(CYAML_FLAG_POINTER, char, 1, CYAML_UNLIMITED),
};

static const cyaml_schema_field_t missing_fields[] = {
    CYAML_FIELD_STRING_PTR("language", CYAML_FLAG_POINTER, struct manifest_missing, language, 1,
                           CYAML_UNLIMITED),
    CYAML_FIELD_STRING_PTR("reason", CYAML_FLAG_POINTER, struct manifest_missing, reason, 1,
                           CYAML_UNLIMITED),
    CYAML_FIELD_END,
};

static const cyaml_schema_value_t missing_schema = {
    CYAML_VALUE_MAPPING(CYAML_FLAG_DEFAULT, struct manifest_missing, missing_fields),
};

#define TEXT(member)                                                                               \
  CYAML_FIELD_STRING_PTR(#member, CYAML_FLAG_POINTER, struct manifest, member, 1, CYAML_UNLIMITED)

#define OPTIONAL_TEXT(member)                                                                      \
  CYAML_FIELD_STRING_PTR(#member, CYAML_FLAG_POINTER | CYAML_FLAG_OPTIONAL, struct manifest,       \
                         member, 1, CYAML_UNLIMITED)

static const cyaml_schema_field_t manifest_fields[] = {
    TEXT(name),
    TEXT(title),
    TEXT(measures),
    TEXT(category),
    CYAML_FIELD_ENUM("kind", CYAML_FLAG_STRICT, struct manifest, kind, kinds,
                     CYAML_ARRAY_LEN(kinds)),
    TEXT(unit),
    TEXT(work),
    CYAML_FIELD_FLOAT("tolerance", CYAML_FLAG_STRICT, struct manifest, tolerance),
    CYAML_FIELD_ENUM("geometric_mean", CYAML_FLAG_STRICT, struct manifest, geometric_mean, truths,
                     CYAML_ARRAY_LEN(truths)),
    CYAML_FIELD_ENUM("wide", CYAML_FLAG_STRICT | CYAML_FLAG_OPTIONAL, struct manifest, wide, truths,
                     CYAML_ARRAY_LEN(truths)),
    OPTIONAL_TEXT(source),
    CYAML_FIELD_INT("payload", CYAML_FLAG_OPTIONAL, struct manifest, payload),
    CYAML_FIELD_ENUM("value", CYAML_FLAG_STRICT | CYAML_FLAG_OPTIONAL, struct manifest, value,
                     values, CYAML_ARRAY_LEN(values)),
    CYAML_FIELD_MAPPING("lifecycle", CYAML_FLAG_OPTIONAL, struct manifest, lifecycle,
                        lifecycle_fields),
    CYAML_FIELD_ENUM("log", CYAML_FLAG_STRICT | CYAML_FLAG_OPTIONAL, struct manifest, log, logs,
                     CYAML_ARRAY_LEN(logs)),
    OPTIONAL_TEXT(net_of),
    CYAML_FIELD_MAPPING("sizes", CYAML_FLAG_DEFAULT, struct manifest, sizes, sizes_fields),
    CYAML_FIELD_SEQUENCE("notes", CYAML_FLAG_POINTER | CYAML_FLAG_OPTIONAL, struct manifest, notes,
                         &note_schema, 0, CYAML_UNLIMITED),
    CYAML_FIELD_SEQUENCE("missing", CYAML_FLAG_POINTER | CYAML_FLAG_OPTIONAL, struct manifest,
                         missing, &missing_schema, 0, CYAML_UNLIMITED),
    CYAML_FIELD_END,
};

static const cyaml_schema_value_t manifest_schema = {
    CYAML_VALUE_MAPPING(CYAML_FLAG_POINTER, struct manifest, manifest_fields),
};

_Static_assert(sizeof(struct sizes) == sizeof((struct manifest){.name = NULL}.sizes),
               "the schema of the sizes writes into the manifest's array");

// ---- What the schema cannot say

struct range {
  const char *key;
  int64_t value, least, most;
};

static bool check_size(const char *path, enum manifest_size_name name,
                       const struct manifest_size *size, struct manifest_error *error) {
  const struct range ranges[] = {
      {"n", size->n, 0, INT32_MAX},
      {"repetitions", size->repetitions, 2, 1000000},
      {"warmup", size->warmup, 0, 10000},
      {"samples", size->samples, 1, 10000},
  };
  char key[64];
  for (size_t i = 0; i < sizeof ranges / sizeof *ranges; i++) {
    snprintf(key, sizeof key, "sizes.%s.%s", manifest_size_text(name), ranges[i].key);
    if (ranges[i].value < ranges[i].least || ranges[i].value > ranges[i].most)
      return manifest_yaml_fault(error, path, key, "%lld is out of range; allowed are %lld to %lld",
                                 (long long)ranges[i].value, (long long)ranges[i].least,
                                 (long long)ranges[i].most);
  }
  snprintf(key, sizeof key, "sizes.%s.repetitions", manifest_size_text(name));
  if (size->repetitions % 2 != 0)
    return manifest_yaml_fault(error, path, key, "%u is odd; an even number balances the seeds",
                               size->repetitions);
  return true;
}

// Whether `name` is the folder that the manifest lies in.
static bool is_folder_of(const char *name, const char *path) {
  const char *end = strrchr(path, '/');
  if (!end)
    return true;
  const char *start = end;
  while (start > path && start[-1] != '/')
    start--;
  size_t length = (size_t)(end - start);
  return strlen(name) == length && memcmp(name, start, length) == 0;
}

// What only some kinds have: what they need is there, and what another kind needs is not.
static bool check_kind(const char *path, const struct manifest *manifest,
                       struct manifest_error *error) {
  bool runs = manifest->kind == MANIFEST_LIFECYCLE || manifest->kind == MANIFEST_PIPELINE;
  const struct driver_life *lifecycle = &manifest->lifecycle;
  if (manifest->payload < 0 || manifest->payload > 16 << 20)
    return manifest_yaml_fault(error, path, "payload",
                               "%lld is out of range; allowed are 1 to 16777216",
                               (long long)manifest->payload);
  if (manifest->kind == MANIFEST_PIPELINE &&
      (lifecycle->code == DRIVER_CODE_NONE || lifecycle->until != DRIVER_UNTIL_RUN))
    return manifest_yaml_fault(error, path, "lifecycle", "a pipeline has code that is run");
  if (lifecycle->code == DRIVER_CODE_SAVED && lifecycle->until == DRIVER_UNTIL_PARSED)
    return manifest_yaml_fault(error, path, "lifecycle.until",
                               "'parsed' is not allowed; saved code is not parsed");
  if (!runs && (lifecycle->spawn || lifecycle->code || lifecycle->until))
    return manifest_yaml_fault(error, path, "lifecycle", "a program of the kind %s has none",
                               manifest_kind_text(manifest->kind));
  return true;
}

static bool check_manifest(const char *path, const struct manifest *manifest,
                           struct manifest_error *error) {
  const char *category = manifest->category;
  if (category[strspn(category, "abcdefghijklmnopqrstuvwxyz-")] != '\0')
    return manifest_yaml_fault(error, path, "category",
                               "'%s' is not allowed; lower-case words joined by hyphens are",
                               category);
  if (manifest_stands_apart(category) && manifest->geometric_mean)
    return manifest_yaml_fault(error, path, "geometric_mean",
                               "'true' is not allowed; a %s takes part in no mean", category);
  if (!check_kind(path, manifest, error))
    return false;
  if (!is_folder_of(manifest->name, path))
    return manifest_yaml_fault(error, path, "name", "'%s' is not the name of the folder",
                               manifest->name);
  if (!(manifest->tolerance >= 0 && manifest->tolerance <= 0.01))
    return manifest_yaml_fault(error, path, "tolerance",
                               "%g is out of range; allowed are 0 to 0.01", manifest->tolerance);
  for (int size = 0; size < MANIFEST_SIZE_COUNT; size++)
    if (!check_size(path, size, &manifest->sizes[size], error))
      return false;
  return true;
}

// ---- Interface

bool manifest_load(const char *path, struct manifest **manifest, struct manifest_error *error) {
  *manifest = NULL;
  void *data;
  if (!manifest_yaml_load(path, "manifest", &manifest_schema, &data, error))
    return false;
  if (!check_manifest(path, data, error)) {
    manifest_yaml_free(&manifest_schema, data);
    return false;
  }
  *manifest = data;
  return true;
}

void manifest_free(struct manifest *manifest) { manifest_yaml_free(&manifest_schema, manifest); }

const struct manifest_size *manifest_find_size(const struct manifest *manifest, const char *name) {
  for (int size = 0; size < MANIFEST_SIZE_COUNT; size++)
    if (strcmp(sizes_fields[size].key, name) == 0)
      return &manifest->sizes[size];
  return NULL;
}

const char *manifest_size_text(enum manifest_size_name size) { return sizes_fields[size].key; }

const char *manifest_kind_text(enum manifest_kind kind) { return kinds[kind].str; }

bool manifest_is_embedding(const char *category) {
  static const char *const categories[] = {"lifecycle", "boundary", "scenario"};
  for (size_t i = 0; i < sizeof categories / sizeof *categories; i++)
    if (strcmp(category, categories[i]) == 0)
      return true;
  return false;
}

bool manifest_stands_apart(const char *category) {
  return strcmp(category, "microbenchmark") == 0 || manifest_is_embedding(category);
}

const char *manifest_missing_reason(const struct manifest *manifest, const char *language,
                                    const char *driver) {
  for (uint32_t i = 0; i < manifest->missing_count; i++) {
    const struct manifest_missing *missing = &manifest->missing[i];
    if (strcmp(missing->language, language) == 0 || strcmp(missing->language, driver) == 0)
      return missing->reason;
  }
  return NULL;
}

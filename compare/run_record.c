// See run.h. What a run is, as rows of the store: the options and the machine, then the engines,
// the programs and their cells, all before anything is measured.
#include "compare/run.h"

#include "compare/analysis.h"
#include "compare/machine.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

// A random UUID, version 4 (RFC 9562, section 5.4).
static void make_uuid(char text[37]) {
  unsigned char bytes[16];
  if (getrandom(bytes, sizeof bytes, 0) != sizeof bytes)
    memset(bytes, 0, sizeof bytes);
  bytes[6] = (unsigned char)((bytes[6] & 0x0f) | 0x40);
  bytes[8] = (unsigned char)((bytes[8] & 0x3f) | 0x80);
  for (int i = 0; i < 16; i++)
    text += sprintf(text, "%s%02x", i == 4 || i == 6 || i == 8 || i == 10 ? "-" : "", bytes[i]);
}

// The programs that a claim about the whole catalogue is about and that this run leaves out.
static json_t *left_out_json(const struct catalogue *catalogue) {
  json_t *names = json_array();
  for (size_t i = 0; i < catalogue->program_count; i++) {
    const struct manifest *manifest = catalogue->programs[i].manifest;
    if (!catalogue->programs[i].selected && !manifest_stands_apart(manifest->category) &&
        strcmp(manifest->category, ANALYSIS_PROCESS_CATEGORY) != 0)
      json_array_append_new(names, json_string(manifest->name));
  }
  return names;
}

static char *options_json(const struct session *session) {
  const struct options *options = session->options;
  json_t *object = json_pack(
      "{ss ss* ss* si si sf si sf si sb sb ss* so}", "size", options->size, "programs",
      options->programs, "engines", options->engines, "seed", (int)options->seed, "rounds",
      options->rounds, "budget_seconds", options->budget_seconds, "samples", options->samples,
      "sample_limit_seconds", options->sample_limit_seconds, "pin_cpu", options->pin_cpu,
      "processes", (int)options->processes, "timing", (int)options->timing, "counter",
      options->counter, "left_out", left_out_json(&session->catalogue));
  if (options->shard_count)
    json_object_set_new(
        object, "shard",
        json_pack("{si si}", "number", options->shard, "count", options->shard_count));
  char *text = json_dumps(object, JSON_COMPACT);
  json_decref(object);
  return text;
}

static json_t *notes_json(const struct manifest *manifest) {
  json_t *notes = json_array();
  for (uint32_t i = 0; i < manifest->notes_count; i++)
    json_array_append_new(notes, json_string(manifest->notes[i]));
  return notes;
}

char *run_manifest_json(const struct manifest *manifest) {
  json_t *sizes = json_object(), *missing = json_array();
  for (int i = 0; i < MANIFEST_SIZE_COUNT; i++) {
    const struct manifest_size *size = &manifest->sizes[i];
    json_object_set_new(sizes, manifest_size_text((enum manifest_size_name)i),
                        json_pack("{sI si si si}", "n", (json_int_t)size->n, "repetitions",
                                  (int)size->repetitions, "warmup", (int)size->warmup, "samples",
                                  (int)size->samples));
  }
  for (uint32_t i = 0; i < manifest->missing_count; i++)
    json_array_append_new(missing, json_pack("{ss ss}", "language", manifest->missing[i].language,
                                             "reason", manifest->missing[i].reason));
  json_t *object = json_pack("{ss ss ss ss ss ss ss sf sb so so so}", "name", manifest->name,
                             "title", manifest->title, "measures", manifest->measures, "category",
                             manifest->category, "kind", manifest_kind_text(manifest->kind), "unit",
                             manifest->unit, "work", manifest->work, "tolerance",
                             manifest->tolerance, "geometric_mean", (int)manifest->geometric_mean,
                             "sizes", sizes, "notes", notes_json(manifest), "missing", missing);
  if (manifest->source)
    json_object_set_new(object, "source", json_string(manifest->source));
  if (manifest->payload)
    json_object_set_new(object, "payload", json_integer(manifest->payload));
  if (manifest->net_of)
    json_object_set_new(object, "net_of", json_string(manifest->net_of));
  char *text = json_dumps(object, JSON_COMPACT);
  json_decref(object);
  return text;
}

static bool add_run(struct run *run) {
  const struct options *options = run->session.options;
  char uuid[37];
  make_uuid(uuid);
  char *commit = machine_commit(options->programs_directory);
  char *machine = json_dumps(run->machine, JSON_COMPACT), *chosen = options_json(&run->session);
  char *identity = machine_identity();
  struct store_run row = {.uuid = uuid,
                          .size = options->size,
                          .commit_id = commit,
                          .machine = machine,
                          .options = chosen,
                          .machine_id = identity,
                          .seed = options->seed,
                          .rounds = run->planned ? run->planned : 1};
  bool added = store_add_run(run->store, &row, &run->id, run->error);
  free(commit);
  free(machine);
  free(chosen);
  free(identity);
  return added;
}

static bool add_program(struct run *run, const struct manifest *manifest, int64_t *id) {
  json_t *note_array = notes_json(manifest);
  char *notes = json_dumps(note_array, JSON_COMPACT), *whole = run_manifest_json(manifest);
  struct store_program row = {.name = manifest->name,
                              .title = manifest->title,
                              .category = manifest->category,
                              .unit = manifest->unit,
                              .kind = manifest_kind_text(manifest->kind),
                              .work_unit = manifest->work,
                              .tolerance = manifest->tolerance,
                              .geometric_mean = manifest->geometric_mean,
                              .notes = notes,
                              .manifest = whole};
  bool added = store_add_program(run->store, run->id, &row, id, run->error);
  json_decref(note_array);
  free(notes);
  free(whole);
  return added;
}

static bool add_engine(struct run *run, const struct engine *engine, int64_t *id) {
  struct store_engine row = {.name = engine->name,
                             .driver = engine->driver,
                             .language = engine->language,
                             .version = engine->version,
                             .build = engine->build,
                             .description = engine->description,
                             .details = engine->details};
  return store_add_engine(run->store, run->id, &row, id, run->error);
}

// Adds the cells with their programs and engines. The first program's cells name all engines.
static bool add_cells(struct run *run) {
  struct session *session = &run->session;
  size_t columns = session_program_cells(session, 0);
  int64_t *engine_ids = memory_array(columns, sizeof *engine_ids), program_id = 0;
  bool good = true;
  for (size_t i = 0; good && i < session->cell_count; i++) {
    struct cell *cell = &session->cells[i];
    if (i % columns == 0)
      good = add_program(run, cell->program, &program_id);
    if (good && i < columns)
      good = add_engine(run, cell->engine, &engine_ids[i]);
    struct store_cell row = {.program_id = program_id,
                             .engine_id = engine_ids[i % columns],
                             .n = cell->size->n,
                             .repetitions = cell->repetitions,
                             .warmup = (int)cell->size->warmup,
                             .samples = (int)cell->size->samples};
    good = good && store_add_cell(run->store, run->id, &row, &cell->id, run->error);
  }
  free(engine_ids);
  return good;
}

bool run_record(struct run *run) {
  return store_begin(run->store, run->error) && add_run(run) && add_cells(run) &&
         store_commit(run->store, run->error);
}

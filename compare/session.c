// See session.h.
#include "compare/session.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

static double seconds_now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return (double)time.tv_sec + 1e-9 * (double)time.tv_nsec;
}

// The size as the catalogue has it, but for what the options change.
static const struct manifest_size *size_of(struct session *session,
                                           const struct manifest *manifest) {
  const struct options *options = session->options;
  const struct manifest_size *size = manifest_find_size(manifest, options->size);
  if (!options->samples)
    return size;
  struct manifest_size *changed = &session->sizes[session->size_count++];
  *changed = *size;
  changed->samples = (uint32_t)options->samples;
  return changed;
}

// Whether a program is of the part that this run measures; `place` is its number among those that
// are selected. What lies side by side is alike: so every part takes from everywhere.
static bool is_of_shard(const struct options *options, int place) {
  return !options->shard_count || place % options->shard_count == options->shard - 1;
}

static void add_cells(struct session *session) {
  const struct catalogue *catalogue = &session->catalogue;
  int place = 0;
  session->sizes = memory_array(catalogue->program_count, sizeof *session->sizes);
  session->cells =
      memory_array(catalogue->program_count * catalogue->engine_count, sizeof *session->cells);
  for (size_t p = 0; p < catalogue->program_count; p++) {
    const struct manifest *manifest = catalogue->programs[p].manifest;
    if (!catalogue->programs[p].selected || !is_of_shard(session->options, place++))
      continue;
    const struct manifest_size *size = size_of(session, manifest);
    for (size_t e = 0; e < catalogue->engine_count; e++) {
      if (!catalogue->engines[e].selected)
        continue;
      struct cell *cell = &session->cells[session->cell_count++];
      cell->program = manifest;
      cell->engine = &catalogue->engines[e];
      cell->size = size;
      cell->repetitions = discover_repetitions(cell->size, cell->engine);
    }
  }
}

static bool is_wide(const struct manifest *manifest) { return manifest->wide; }

static bool stands_apart(const struct manifest *manifest) {
  return manifest_stands_apart(manifest->category);
}

// Takes the programs of a kind out of the selection and gives their number.
static size_t leave_out(struct catalogue *catalogue, bool (*kind)(const struct manifest *)) {
  size_t left_out = 0;
  for (size_t p = 0; p < catalogue->program_count; p++)
    if (catalogue->programs[p].selected && kind(catalogue->programs[p].manifest)) {
      catalogue->programs[p].selected = false;
      left_out++;
    }
  return left_out;
}

// What stands apart from the catalogue answers a question that somebody asks, by name.
static void leave_out_apart(struct session *session) {
  const char *programs = session->options->programs;
  if (programs && strcmp(programs, "all") != 0)
    return;
  size_t left_out = leave_out(&session->catalogue, stands_apart);
  if (left_out > 0)
    progress_note(
        session->progress,
        "%zu programs that stand apart are measured only if named: microbenchmarks, and the "
        "categories lifecycle, boundary and scenario",
        left_out);
}

// A quick comparison has three minutes, which the wide catalogue would leave too few pairs in.
static void leave_out_wide(struct session *session) {
  const struct options *options = session->options;
  if (options->programs || strcmp(options->size, "quick") != 0)
    return;
  size_t left_out = leave_out(&session->catalogue, is_wide);
  if (left_out > 0)
    progress_note(session->progress,
                  "%zu programs of the wide catalogue are not part of a quick comparison; "
                  "--programs all or --size full takes them in",
                  left_out);
}

// Peers are measured by those who ask for them: they would double what a comparison takes.
static void leave_out_peers(struct session *session) {
  struct text_list names = {0};
  if (session->options->engines)
    return;
  for (size_t e = 0; e < session->catalogue.engine_count; e++)
    if (session->catalogue.engines[e].peer) {
      session->catalogue.engines[e].selected = false;
      text_list_add(&names, session->catalogue.engines[e].name);
    }
  if (names.count > 0) {
    char *list = text_list_join(&names);
    progress_note(session->progress, "%s: measured only if named; --engines all takes them in",
                  list);
    free(list);
  }
  text_list_free(&names);
}

bool session_begin(struct session *session, const struct options *options, bool measures,
                   struct error *error) {
  *session = (struct session){.options = options, .interrupt.descriptor = -1};
  session->started = seconds_now();
  if (!discover_catalogue(options, &session->catalogue, error) ||
      !interrupt_open(&session->interrupt, error))
    return false;
  session->progress = progress_begin(stderr);
  for (size_t i = 0; i < session->catalogue.broken_drivers.count; i++)
    progress_note(session->progress, "left out: %s", session->catalogue.broken_drivers.words[i]);
  leave_out_wide(session);
  if (measures) {
    leave_out_apart(session);
    leave_out_peers(session);
  }
  add_cells(session);
  if (!session->cell_count)
    return error_set(error,
                     "shard %d of %d has no program: fewer are selected than there are shards",
                     options->shard, options->shard_count);
  return true;
}

void session_end(struct session *session) {
  progress_end(session->progress);
  interrupt_close(&session->interrupt);
  for (size_t i = 0; i < session->cell_count; i++) {
    free(session->cells[i].message);
    free(session->cells[i].expected);
  }
  free(session->cells);
  free(session->sizes);
  discover_free(&session->catalogue);
}

double session_seconds(const struct session *session) { return seconds_now() - session->started; }

size_t session_program_cells(const struct session *session, size_t first) {
  size_t end = first;
  while (end < session->cell_count && session->cells[end].program == session->cells[first].program)
    end++;
  return end - first;
}

void session_judge(struct session *session, struct cell *cell, enum outcome outcome,
                   const char *message) {
  char *copy = text_copy(message);
  free(cell->message);
  cell->message = copy;
  cell->outcome = outcome;
  if (session->tells_at_once && outcome != OUTCOME_OK && outcome != OUTCOME_UNAVAILABLE)
    progress_note(session->progress, "%s: %s on %s: %s", outcome_text(outcome), cell->program->name,
                  cell->engine->name, message);
}

int session_samples(const struct cell *cell) {
  return (int)(cell->size->warmup + cell->size->samples);
}

struct driver_request session_request(const struct session *session, const struct cell *cell,
                                      const struct engine *engine) {
  return (struct driver_request){
      .executable = engine->executable,
      .engine = engine->name,
      .program = cell->program->name,
      .size = session->options->size,
      .programs_directory = session->options->programs_directory,
      .seed = session->options->seed,
      .repetitions = cell->repetitions,
      .warmup = (int)cell->size->warmup,
      .samples = (int)cell->size->samples,
      .limits = {.sample_seconds = session->options->sample_limit_seconds,
                 .pin_cpu = session->options->pin_cpu,
                 .interrupt_descriptor = session->interrupt.descriptor}};
}

bool session_has_failures(const struct session *session) {
  for (size_t i = 0; i < session->cell_count; i++) {
    enum outcome outcome = session->cells[i].outcome;
    if (outcome != OUTCOME_OK && outcome != OUTCOME_UNAVAILABLE)
      return true;
  }
  return session->catalogue.broken_drivers.count > 0;
}

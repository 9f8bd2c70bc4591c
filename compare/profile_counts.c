// `fieldstone profile --gate`: what Mica executes and allocates on programs of the catalogue, held
// to what was kept in a file under version control. The counts are those of deterministic profiles,
// the same on every machine, so a movement is a change of the compiler, the interpreter or the
// library, and never noise. A count that falls moves too: the file is to say what is, or the next
// rise would hide in the gap.
//
// Loading is taken off, by a profile of no repetition at all: it allocates the program's path,
// which is another in every tree.
#include "compare/profile.h"

#include "compare/output.h"
#include "compare/report_comparison.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static const struct {
  const char *key, *member, *title; // member: of the profile
  double slack;                     // what a change of a call or of some code may add to a block
} counts[] = {
    {"instructions", "instructions", "bytecode instructions", 32},
    {"allocations", "allocations", "allocations", 4},
    {"bytes", "bytes", "bytes allocated", 1024},
};
enum { COUNT_KINDS = sizeof counts / sizeof *counts };

struct gate {
  struct session *session;
  struct arena *arena;
  json_t *kept, *found; // files as JSON
  struct error error;
  size_t moved, same;
};

// ---- Counting -----------------------------------------------------------------------------------

static json_int_t member(const json_t *object, const char *key) {
  return json_integer_value(json_object_get(object, key));
}

static double count_of(const json_t *profile, size_t kind) {
  const json_t *section = kind == 0 ? profile : json_object_get(profile, "memory");
  return (double)member(section, counts[kind].member);
}

// What the block takes beyond loading; NULL with the error filled in.
static json_t *counts_of(struct gate *gate, const struct cell *cell) {
  struct profile_job job = {.session = gate->session, .cell = cell, .arena = gate->arena};
  json_t *whole = profile_mica_counts(&job, cell->repetitions, &gate->error);
  json_t *loading = whole != NULL ? profile_mica_counts(&job, 0, &gate->error) : NULL;
  json_t *row = NULL;
  if (loading != NULL)
    row = json_pack("{sI sI}", "n", (json_int_t)cell->size->n, "repetitions",
                    (json_int_t)cell->repetitions);
  for (size_t i = 0; row != NULL && i < COUNT_KINDS; i++)
    json_object_set_new(row, counts[i].key,
                        json_integer((json_int_t)(count_of(whole, i) - count_of(loading, i))));
  json_decref(whole);
  json_decref(loading);
  return row;
}

static bool count_all(struct gate *gate) {
  const struct session *session = gate->session;
  json_t *programs = json_object();
  gate->found = json_pack("{ss si so}", "size", session->options->size, "seed",
                          (int)session->options->seed, "programs", programs);
  for (size_t i = 0; i < session->cell_count; i++) {
    const struct cell *cell = &session->cells[i];
    if (profile_mica_refuses(cell->program) != NULL)
      continue;
    progress_step(session->progress, (double)i / (double)session->cell_count, -1, "counting %s",
                  cell->program->name);
    json_t *row = counts_of(gate, cell);
    if (row == NULL)
      return false;
    json_object_set_new(programs, cell->program->name, row);
  }
  return true;
}

// ---- The file -----------------------------------------------------------------------------------

static void write_file(FILE *out, const void *found) {
  const json_t *root = found, *programs = json_object_get(root, "programs"), *row;
  const char *name, *comma = "";
  fprintf(out, "{\n  \"size\": \"%s\",\n  \"seed\": %d,\n  \"programs\": {",
          json_string_value(json_object_get(root, "size")), (int)member(root, "seed"));
  json_object_foreach((json_t *)(uintptr_t)programs, name, row) {
    fprintf(out, "%s\n    \"%s\": ", comma, name);
    json_dumpf(row, out, 0);
    comma = ",";
  }
  fputs("\n  }\n}\n", out);
}

static const char *command_of(const struct gate *gate) {
  const struct options *options = gate->session->options;
  return arena_format(gate->arena, "fieldstone profile %s --size %s --gate %s --renew",
                      options->programs, options->size, options->counts);
}

static bool load_kept(struct gate *gate) {
  const struct options *options = gate->session->options;
  json_error_t fault;
  gate->kept = json_load_file(options->counts, 0, &fault);
  if (gate->kept == NULL)
    return error_set(&gate->error, "%s: %s\n  to make it: %s", options->counts, fault.text,
                     command_of(gate));
  const char *size = json_string_value(json_object_get(gate->kept, "size"));
  if (size == NULL || !json_is_object(json_object_get(gate->kept, "programs")))
    return error_set(&gate->error, "%s does not hold counts; to make it: %s", options->counts,
                     command_of(gate));
  if (strcmp(size, options->size) != 0 || member(gate->kept, "seed") != options->seed)
    return error_set(&gate->error,
                     "%s is of size %s and seed %lld: give --size %s --seed %lld, or renew it",
                     options->counts, size, (long long)member(gate->kept, "seed"), size,
                     (long long)member(gate->kept, "seed"));
  return true;
}

// ---- The comparison -----------------------------------------------------------------------------

static void add_row(struct gate *gate, struct table *table, const char *program, const char *what,
                    const char *was, const char *is, const char *change) {
  size_t row = table_add_row(table, "");
  table_set_text(table, row, 0, TONE_PLAIN, program);
  table_set_text(table, row, 1, TONE_PLAIN, what);
  table_set_text(table, row, 2, TONE_PLAIN, was);
  table_set_text(table, row, 3, TONE_PLAIN, is);
  table_set_text(table, row, 4, TONE_BAD, change);
  gate->moved++;
}

static void compare_program(struct gate *gate, struct table *table, const char *name,
                            const json_t *was, const json_t *is) {
  double threshold = gate->session->options->threshold;
  if (was == NULL || member(was, "n") != member(is, "n") ||
      member(was, "repetitions") != member(is, "repetitions")) {
    add_row(gate, table, name, "parameters", was == NULL ? "not there" : "others", "", "new");
    return;
  }
  for (size_t i = 0; i < COUNT_KINDS; i++) {
    double before = (double)member(was, counts[i].key), after = (double)member(is, counts[i].key);
    if (fabs(after - before) <= fmax(threshold * before, counts[i].slack)) {
      gate->same++;
      continue;
    }
    const char *change =
        before > 0 ? arena_format(gate->arena, "%+.2f %%", 100 * (after / before - 1)) : "new";
    add_row(gate, table, name, counts[i].title, arena_format(gate->arena, "%.0f", before),
            arena_format(gate->arena, "%.0f", after), change);
  }
}

static struct document *compare(struct gate *gate) {
  const struct options *options = gate->session->options;
  struct document *document = document_create(gate->arena, "What Mica counts");
  struct table *table = document_add_table(document, "counts-moved", "Counts that moved");
  const json_t *kept = json_object_get(gate->kept, "programs"), *is;
  const char *name;
  table_add_column(table, "program", "program", COLUMN_LABEL);
  table_add_column(table, "count", "count", COLUMN_LABEL);
  table_add_column(table, "before", "kept", COLUMN_VALUE);
  table_add_column(table, "after", "now", COLUMN_VALUE);
  table_add_column(table, "change", "change", COLUMN_VALUE);
  json_object_foreach(json_object_get(gate->found, "programs"), name, is) {
    compare_program(gate, table, name, json_object_get(kept, name), is);
  }
  json_object_foreach((json_t *)(uintptr_t)kept, name, is) {
    bool is_gone = strcmp(options->programs, "all") == 0 &&
                   json_object_get(json_object_get(gate->found, "programs"), name) == NULL;
    if (is_gone)
      add_row(gate, table, name, "parameters", "there", "", "gone");
  }
  table->passes_over = true;
  document_add_summary(
      document,
      gate->moved == 0
          ? arena_format(gate->arena, "Gate: passes: %zu counts are within %.3g %% of %s.",
                         gate->same, 100 * options->threshold, options->counts)
          : arena_format(
                gate->arena,
                "Gate: fails: %zu counts moved by more than %.3g %% from those in %s, "
                "and by more than a handful; %zu did not. If that was meant, renew the file: %s",
                gate->moved, 100 * options->threshold, options->counts, gate->same,
                command_of(gate)));
  return document;
}

static int judge(struct gate *gate) {
  const struct options *options = gate->session->options;
  if (options->renew) {
    if (!output_file(gate->arena, options->counts, write_file, gate->found, &gate->error))
      return EXIT_WENT_WRONG;
    printf("%s: the counts of %zu programs.\n", options->counts,
           json_object_size(json_object_get(gate->found, "programs")));
    return EXIT_FINE;
  }
  if (!report_show(compare(gate), options->output, options->colour))
    return EXIT_WENT_WRONG;
  return gate->moved == 0 ? EXIT_FINE : EXIT_FAILS;
}

int profile_counts(struct session *session, struct arena *arena) {
  struct gate gate = {.session = session, .arena = arena, .error = {.message = ""}};
  int status = EXIT_WENT_WRONG;
  bool counted =
      session_program_cells(session, 0) == 1 && profile_mica_knows(session->cells[0].engine);
  if (!counted)
    error_set(&gate.error, "--gate is of Mica's own counts: leave --engines out");
  else if ((session->options->renew || load_kept(&gate)) && count_all(&gate)) {
    progress_end(session->progress);
    session->progress = NULL;
    status = judge(&gate);
  }
  if (*gate.error.message != '\0')
    fprintf(stderr, "fieldstone profile: %s\n", gate.error.message);
  json_decref(gate.kept);
  json_decref(gate.found);
  return status;
}

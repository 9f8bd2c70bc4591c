// `fieldstone diff`: two stored runs, or two parts of runs, set against each other. What is
// compared and how is in comparison.h, how the sides are named in reference.h.
#include "compare/commands.h"
#include "compare/comparison.h"
#include "compare/reference.h"
#include "compare/report_comparison.h"

#include <stdio.h>
#include <string.h>

// The least change of a count that is called one.
static const double count_threshold = 0.005;

static const char *name_of(struct arena *arena, const struct reference *reference) {
  const struct analysis *analysis = reference->analysis;
  const char *program =
      reference->program < 0
          ? ""
          : arena_format(arena, "%s on ", analysis->programs[reference->program].name);
  const char *engine =
      reference->engine < 0
          ? ""
          : arena_format(arena, "%s of ", analysis->engines[reference->engine].name);
  return arena_format(arena, "%s%srun %lld", program,
                      *program && !*engine ? "all engines of " : engine, (long long)reference->run);
}

static bool are_two(const struct reference *old, const struct reference *new, struct error *error) {
  if (old->analysis != new->analysis || old->engine != new->engine || old->program != new->program)
    return true;
  return error_set(error,
                   "`%s` and `%s` are the same; name two runs, or two cases of one run as "
                   "in `12:lua 12:mica-bytecode`",
                   old->text, new->text);
}

static struct comparison *compare(struct arena *arena, const struct options *options,
                                  struct reference sides[2], struct error *error) {
  const char *old = options->references[0] ? options->references[0] : "latest~1";
  const char *new = options->references[1] ? options->references[1] : "latest";
  if (!reference_load(arena, options, old, NULL, &sides[0], error) ||
      !reference_load(arena, options, new, &sides[0], &sides[1], error) ||
      !are_two(&sides[0], &sides[1], error))
    return NULL;
  struct comparison_options chosen = {.programs = options->programs,
                                      .engines = options->engines,
                                      .relative_to = options->relative_to,
                                      .map = options->map,
                                      .across_machines = options->across_machines,
                                      .uncorrected = options->uncorrected};
  struct comparison_side before = {&sides[0].analysis, 1, sides[0].engine, sides[0].program};
  struct comparison_side after = {&sides[1].analysis, 1, sides[1].engine, sides[1].program};
  return comparison_make(arena, &before, &after, &chosen, error);
}

static struct document *document_of(struct arena *arena, const struct options *options,
                                    const struct comparison *comparison,
                                    const struct reference sides[2]) {
  struct comparison_side before = {(const struct analysis **)&sides[0].analysis, 1, -1, -1};
  struct comparison_side after = {(const struct analysis **)&sides[1].analysis, 1, -1, -1};
  struct document *document =
      document_create(arena, arena_format(arena, "From %s to %s", name_of(arena, &sides[0]),
                                          name_of(arena, &sides[1])));
  report_summarise_comparison(document, comparison);
  if (options->across_machines)
    document_add_summary(document, "The runs may be of two machines: only what is relative to an "
                                   "engine of the same run is compared.");
  report_add_comparison(document, comparison);
  report_add_controls(document, comparison);
  report_add_counts(document, comparison, count_threshold);
  report_add_sides(document, &before, &after);
  return document;
}

int diff_command(const struct options *options) {
  struct arena *arena = arena_create();
  struct error error = {.message = ""};
  struct reference sides[2];
  const struct comparison *comparison = compare(arena, options, sides, &error);
  int status = EXIT_WENT_WRONG;
  if (comparison == NULL)
    fprintf(stderr, "fieldstone diff: %s\n", error.message);
  else if (report_show(document_of(arena, options, comparison, sides), options->output,
                       options->colour))
    status = EXIT_FINE;
  arena_destroy(arena);
  return status;
}

// `fieldstone list`: the programs, the engines and the sizes there are, as they were discovered.
#include "compare/commands.h"
#include "compare/discover.h"

#include <stdio.h>
#include <string.h>

static int widest(int width, const char *text) {
  return (int)strlen(text) > width ? (int)strlen(text) : width;
}

static void print_programs(const struct catalogue *catalogue, const char *size) {
  int name = 0, category = 0;
  for (size_t i = 0; i < catalogue->program_count; i++) {
    name = widest(name, catalogue->programs[i].manifest->name);
    category = widest(category, catalogue->programs[i].manifest->category);
  }
  printf("Programs (--programs), with n and repetitions a block at size %s:\n", size);
  for (size_t i = 0; i < catalogue->program_count; i++) {
    const struct manifest *program = catalogue->programs[i].manifest;
    const struct manifest_size *chosen = manifest_find_size(program, size);
    if (catalogue->programs[i].selected)
      printf("  %-*s  %-*s  %10lld x %-6u  %s\n", name, program->name, category, program->category,
             (long long)chosen->n, (unsigned)chosen->repetitions, program->title);
  }
}

// When an engine takes part that is not part of everything; "" for one that is.
static const char *taking_part(const struct engine *engine) {
  if (engine->apart)
    return " (apart: only if named itself)";
  return engine->peer ? " (a peer: measured if named)" : "";
}

static void print_engines(const struct catalogue *catalogue, bool all) {
  int name = 0, version = 0;
  for (size_t i = 0; i < catalogue->engine_count; i++) {
    name = widest(name, catalogue->engines[i].name);
    version = widest(version, catalogue->engines[i].version);
  }
  printf("Engines (--engines):\n");
  for (size_t i = 0; i < catalogue->engine_count; i++) {
    const struct engine *engine = &catalogue->engines[i];
    if (engine->selected || all)
      printf("  %-*s  %-*s  %s%s\n", name, engine->name, version, engine->version,
             engine->description, taking_part(engine));
  }
}

int list_command(const struct options *options) {
  struct catalogue catalogue;
  struct error error;
  int status = EXIT_FINE;
  if (discover_catalogue(options, &catalogue, &error)) {
    print_programs(&catalogue, options->size);
    print_engines(&catalogue, options->engines == NULL);
    printf("Sizes (--size):\n  smoke, quick, full\n");
    for (size_t i = 0; i < catalogue.broken_drivers.count; i++) {
      fprintf(stderr, "left out: %s\n", catalogue.broken_drivers.words[i]);
      status = EXIT_FAILS;
    }
  } else {
    fprintf(stderr, "fieldstone list: %s\n", error.message);
    status = EXIT_WENT_WRONG;
  }
  discover_free(&catalogue);
  return status;
}

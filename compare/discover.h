// What there is to compare: programs by their folders, engines by what the drivers say of
// themselves. Nothing is listed anywhere else.
#pragma once

#include "compare/error.h"
#include "compare/options.h"
#include "compare/text.h"
#include "drivers/manifest.h"

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

// The engine that all others are checked against.
#define REFERENCE_ENGINE "native"

struct engine {
  char *name, *driver, *executable; // the driver's name and its path
  char *language, *version, *build, *description;
  int repetition_divisor; // a slow engine runs this part of the repetitions in a block
  char *details;          // JSON, what the driver said
  bool peer;              // only measured when it is named
  bool apart;             // only checked and measured when it is named itself
  bool selected;          // by --engines
};

struct program {
  struct manifest *manifest;
  bool selected; // by --programs
};

struct catalogue {
  struct program *programs; // by name
  size_t program_count;
  struct engine *engines; // the reference's driver first, then by driver, in each in its own order
  size_t engine_count;
  struct text_list broken_drivers; // a sentence each, of drivers that do not describe themselves
};

// Reads everything that there is and marks what the options select. Returns false and fills `error`
// for a damaged manifest, a missing folder, no engine `native`, or a name that selects nothing; the
// message names what there is. The catalogue is to be released in either case.
bool discover_catalogue(const struct options *options, struct catalogue *catalogue,
                        struct error *error);

void discover_free(struct catalogue *catalogue);

// The reference engine; discover_catalogue succeeds only when it is there.
const struct engine *discover_reference(const struct catalogue *catalogue);

// The repetitions of a block of this program on this engine: the manifest's, or its even share of
// at least 2 on a slow engine.
int discover_repetitions(const struct manifest_size *size, const struct engine *engine);

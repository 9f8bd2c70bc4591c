// The manifest of a program, `programs/<name>/program.yaml`.
//
// The drivers and the compare tool read manifests through this one reader, so that there is one
// schema and one wording of what is wrong. A key that the schema does not name, a value of the
// wrong type or out of range is an error that says `file:line: key: what is allowed`.
#ifndef DRIVERS_MANIFEST_H
#define DRIVERS_MANIFEST_H

#include <stdbool.h>
#include <stdint.h>

#include "drivers/driver.h"
#include "drivers/manifest_yaml.h"

// How the driver enters the program.
enum manifest_kind {
  MANIFEST_SCRIPT,       // the driver calls run(n, seed), the loop is the script's
  MANIFEST_CALL_HOST,    // the same, and the script calls host_add(a, b)
  MANIFEST_REQUIRE,      // the same, and the script requires modules of the host's
  MANIFEST_CALL_SCRIPT,  // the driver calls the script's add(a, b) n times, the loop is its own
  MANIFEST_CALL_VALUE,   // the same with take(value), where `value` says what
  MANIFEST_CALL_NAMED,   // the same, looked up by its name each time
  MANIFEST_CALL_FAILING, // the same, and take throws
  MANIFEST_CONVERT_IN,   // the driver makes the engine's own of a value of C, n times
  MANIFEST_CONVERT_OUT,  // the reverse
  MANIFEST_LIFECYCLE,    // the driver makes, uses and ends n runtimes as `lifecycle` says
  MANIFEST_PIPELINE,     // n messages through a rule pipeline, whose runtimes `lifecycle` describes
  MANIFEST_PAUSES, // as MANIFEST_SCRIPT; besides, the longest calls and a collection are timed
};

// The sizes that every manifest gives, in the order of growing cost.
enum manifest_size_name {
  MANIFEST_SMOKE,
  MANIFEST_QUICK,
  MANIFEST_FULL,
  MANIFEST_SIZE_COUNT,
};

// One size: a sample times `repetitions` calls of run(n, seed); an invocation takes `warmup`
// samples that do not count and then `samples` that do.
struct manifest_size {
  int64_t n;            // 0 .. 2^31-1
  uint32_t repetitions; // even, 2 .. 1,000,000, so that `n - seed % 2` is balanced over a block
  uint32_t warmup;      // 0 .. 10,000
  uint32_t samples;     // 1 .. 10,000
};

// A language that the program cannot be written in, shown as n/a with the reason.
struct manifest_missing {
  char *language; // or the name of a driver, where only this one lacks what the program needs
  char *reason;
};

struct manifest {
  char *name;          // the folder's name
  char *title;         // a few words for a table's row
  char *measures;      // one or two sentences
  char *category;      // groups the tables: lower-case words joined by hyphens
  char *unit;          // what one unit of work is called: times are ns per unit
  char *work;          // what the work counter counts; units a block come from it
  double tolerance;    // relative tolerance of the checksum, 0 .. 0.01; 0 = exact
  bool geometric_mean; // false: shown apart from its category's geometric mean
  // Part of the wide catalogue: at the size quick only measured when it is named.
  bool wide;
  enum manifest_kind kind;
  char *source;                 // the program whose implementations it runs; NULL: its own
  int64_t payload;              // 1 .. 16 Mi; 0: none is given
  enum driver_value_type value; // what crosses, with the kinds that pass values
  struct driver_life lifecycle;
  enum driver_log log;
  char *net_of; // the program whose time a unit is the loop around this one's; or NULL
  struct manifest_size sizes[MANIFEST_SIZE_COUNT];
  char **notes; // sentences for under the tables, may be none
  uint32_t notes_count;
  struct manifest_missing *missing; // may be none
  uint32_t missing_count;
};

// Reads and checks the manifest in the file `path`. On success returns true and sets *manifest, to
// be freed with manifest_free. Otherwise returns false, sets *manifest to NULL and fills *error.
bool manifest_load(const char *path, struct manifest **manifest, struct manifest_error *error);

// Frees a manifest from manifest_load; NULL is allowed.
void manifest_free(struct manifest *manifest);

// The size called `name` ("smoke", "quick", "full"), NULL if there is none of that name. The
// manifest owns it.
const struct manifest_size *manifest_find_size(const struct manifest *manifest, const char *name);

// The name of a size and of a kind as they stand in the file; static strings.
const char *manifest_size_text(enum manifest_size_name size);
const char *manifest_kind_text(enum manifest_kind kind);

// Whether the category stands apart from the catalogue: no claim about all programs takes it in, no
// geometric mean, and no run that does not name it. So do the microbenchmarks, each of which
// questions one decision in an engine's design, and what measures embedding: manifest_is_embedding.
bool manifest_stands_apart(const char *category);

// Whether the category is one of those that measure what an engine costs its host: `lifecycle`,
// `boundary`, `scenario`.
bool manifest_is_embedding(const char *category);

// Why the program is not there in `language` ("c", "go", "js", "es5", "lua", "python") or for that
// driver of it, NULL if it should be. The manifest owns the text.
const char *manifest_missing_reason(const struct manifest *manifest, const char *language,
                                    const char *driver);

#endif

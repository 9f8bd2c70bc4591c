// Strict reading of a YAML file into a C struct, by a libcyaml schema.
//
// libcyaml fills the struct; it is lax in places (`5.5` is taken for an integer, any word for true)
// and the line that it names is often that of the key before. So the file is first checked against
// the same schema here, node by node, and every fault is told as
//
//     path:line: sizes.quick.repetition: unknown key; allowed here: n, repetitions, warmup, samples
//
// The first fault is reported, and only a file without any goes to libcyaml.
#ifndef DRIVERS_MANIFEST_YAML_H
#define DRIVERS_MANIFEST_YAML_H

#include <cyaml/cyaml.h>
#include <stdbool.h>

// Why a file could not be read: text without a newline at its end.
struct manifest_error {
  char text[1024];
};

// Reads the YAML file `path` by `schema`, a pointer to a mapping or to a sequence. `what` names
// the kind of file where it cannot be opened ("manifest", "targets file"). Returns true and sets
// *data, to be freed with manifest_yaml_free and the same schema; or returns false, sets *data to
// NULL and fills *error. Aliases are not allowed.
bool manifest_yaml_load(const char *path, const char *what, const cyaml_schema_value_t *schema,
                        void **data, struct manifest_error *error);

// Frees what manifest_yaml_load gave; NULL is allowed.
void manifest_yaml_free(const cyaml_schema_value_t *schema, void *data);

// Fills *error with `path:line: key: message` for a value that the schema allows and its reader
// does not. `key` is the way to it from the top: "sizes.quick.n", "notes[2]". Returns false, so
// that a check can end with `return manifest_yaml_fault(...)`.
bool manifest_yaml_fault(struct manifest_error *error, const char *path, const char *key,
                         const char *format, ...) __attribute__((format(printf, 4, 5)));

#endif

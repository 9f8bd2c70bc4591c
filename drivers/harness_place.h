// Where things are: the program folders, and the objects compiled from them.
//
// A driver finds both from its own place, so that it needs no configuration and a build anywhere in
// the tree works: objects are in `programs/` beside the driver's folder, sources in the first
// `programs/` with a manifest on the way up from there.
#ifndef DRIVERS_HARNESS_PLACE_H
#define DRIVERS_HARNESS_PLACE_H

#include <stdbool.h>

#include "drivers/driver.h"

struct harness_place {
  char *programs; // the program folders; NULL when none were found
  char *objects;  // <objects>/<program>/<program>.so
};

// Fills in the place, to be released. `programs` overrides the search for the folders; NULL: none.
void harness_place_find(const char *programs, struct harness_place *place);
void harness_place_release(struct harness_place *place);

// The names of the programs in the folder, in alphabetical order, joined by ", "; to be freed.
char *harness_place_programs(const struct harness_place *place);

// printf into a new string, to be freed; NULL when memory is short.
char *harness_place_text(const char *format, ...) __attribute__((format(printf, 1, 2)));

#endif

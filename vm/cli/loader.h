// Modules in files: the loader that `mica` gives its runtimes.
#ifndef MICA_CLI_LOADER_H
#define MICA_CLI_LOADER_H

#include "vm/mica.h"

// Resolves as Node does: relative and absolute paths, ".js" and ".json" left out, "index.js" of a
// folder. What else Node would find is refused by name. Static storage.
extern const mica_loader file_loader;

#endif

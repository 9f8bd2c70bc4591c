// Ctrl-C while a script runs.
#ifndef MICA_CLI_INTERRUPTION_H
#define MICA_CLI_INTERRUPTION_H

#include "vm/mica.h"

// From here on the first Ctrl-C ends the script of the runtime where it stands, the second one the
// process.
void interruption_begin(mica_runtime *runtime);
// Ctrl-C means again what it did before.
void interruption_end(void);

#endif

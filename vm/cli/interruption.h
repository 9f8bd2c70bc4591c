// Ctrl-C, and being asked to end (SIGTERM, as timeout(1) does), while a script runs.
#ifndef MICA_CLI_INTERRUPTION_H
#define MICA_CLI_INTERRUPTION_H

#include "vm/mica.h"

// From here on the first of these signals ends the script of the runtime where it stands, the
// second one the process. A console heeds Ctrl-C alone: SIGTERM is about the console.
enum interruption { INTERRUPTION_BY_CTRL_C, INTERRUPTION_BY_ALL };
void interruption_begin(mica_runtime *runtime, enum interruption by);
// The signals mean again what they did before.
void interruption_end(void);
// Ends the process by the signal that has ended the script, so that a shell's loop ends as well.
void interruption_raise(void);

#endif

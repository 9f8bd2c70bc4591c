// The console of `mica` at a terminal.
#ifndef MICA_CLI_REPL_H
#define MICA_CLI_REPL_H

#include "vm/mica.h"

// Reads, evaluates and prints until the user leaves. false after a message: there is no terminal or
// no memory.
bool repl_run(mica_runtime *runtime);

#endif

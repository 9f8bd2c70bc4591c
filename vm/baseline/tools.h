// Tools that native code is shown to: perf, gdb, listings (mica_options.native_tools).
#ifndef MICA_BASELINE_TOOLS_H
#define MICA_BASELINE_TOOLS_H

#include "vm/baseline/baseline.h"

// Opens those in baseline->tools, and takes out of it what cannot be opened:
// baseline->tools_failure says why.
void tools_open(struct baseline *baseline);
void tools_close(struct baseline *baseline);
// The region is there, with `bytes` of head.
void tools_add_head(struct baseline *baseline, size_t bytes);
// The native code was the last to be compiled; it dies.
void tools_add(struct baseline *baseline, struct native_code *native);
void tools_remove(struct baseline *baseline, struct native_code *native);

#endif

// The perf map: names of generated code for perf(1) and other profilers that sample machine code.
//
// They look for /tmp/perf-PID.map, a line "START SIZE name" (hexadecimal) for each piece of code.
// The file is the process's: its runtimes, threads, and other engines in it append to one file,
// which stays when the process ends, for it is read afterwards. Lines of code that was freed stay
// too; perf takes the last that fits.
//
// After fork(), the child has a file of its own, with what its parent's said.
//
// /tmp is everybody's: a file that is a link, or not this user's, is refused.
#ifndef MICA_BASELINE_PERF_MAP_H
#define MICA_BASELINE_PERF_MAP_H

#include <stdbool.h>
#include <stddef.h>

// Opens the file for one more user. false: *reason (a constant) says why, and errno.
bool perf_map_open(const char **reason);
// Between open and close. Of a name, what would break the line becomes a blank, and what is beyond
// 400 bytes is left out. What cannot be written is left out too: it is a profile that suffers.
void perf_map_add(const void *code, size_t bytes, const char *name);
void perf_map_close(void);

#endif

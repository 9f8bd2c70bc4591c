// What the user sees while a command works, on standard error: on a terminal one line that is drawn
// over and over, else a plain line now and then. Notes (a wrong cell, a crash) stay in both.
#pragma once

#include <stdbool.h>
#include <stdio.h>

struct progress;

// Begins on `stream`, live when that is a terminal that can move its cursor.
struct progress *progress_begin(FILE *stream);

// Says where the work is: `done` in 0 .. 1, the seconds that are left (negative: not known) and
// what is being done. Cheap enough to be called for every step; draws at most ten times a second,
// plainly once in ten seconds.
__attribute__((format(printf, 4, 5))) void
progress_step(struct progress *progress, double done, double seconds_left, const char *format, ...);

// Prints a line that stays.
__attribute__((format(printf, 2, 3))) void progress_note(struct progress *progress,
                                                         const char *format, ...);

// Erases the live line and releases it; NULL is allowed.
void progress_end(struct progress *progress);

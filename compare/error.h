// One error: a sentence that says what is wrong and what to do. Functions that can fail take a
// `struct error *`, fill it by error_set in the place where the cause is known, and return false.
#pragma once

#include <stdbool.h>

struct error {
  char message[2048]; // one or more lines, no newline at the end; empty when there is no error
};

// Formats the message and returns false, so that a failing function can end in
// `return error_set(error, ...)`. A longer text is cut.
__attribute__((format(printf, 2, 3))) bool error_set(struct error *error, const char *format, ...);

// Puts "context: " in front of the message that is there and returns false.
__attribute__((format(printf, 2, 3))) bool error_prefix(struct error *error, const char *format,
                                                        ...);

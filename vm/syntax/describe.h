// Text of syntax for error messages: what was called, iterated or constructed.
#ifndef MICA_SYNTAX_DESCRIBE_H
#define MICA_SYNTAX_DESCRIBE_H

#include "vm/syntax/ast.h"

// What of a source's text goes into a message, with the NUL. The same for every tier.
#define DESCRIPTION_BYTES 256

// Writes the string as UTF-8 with a NUL, cut to the buffer. Returns the buffer.
const char *syntax_string_text(const struct syntax_string *string, char *buffer, size_t size);
// Writes the expression as one would refer to it: `name`, `object.method`, `list[0]`, `f(...)`;
// what has no short form is "(intermediate value)". Cut to the buffer, NUL-terminated UTF-8.
// Returns the buffer.
const char *node_describe(const struct node *node, char *buffer, size_t size);

// Why the pattern cannot take a value apart that is "undefined" or "null".
const char *pattern_describe_failure(const struct node *pattern, const char *value, char *buffer,
                                     size_t size);

#endif

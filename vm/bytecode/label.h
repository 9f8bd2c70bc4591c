// What functions are called where people read of them: in profiles, in listings, in the tools that
// native code is named for.
#ifndef MICA_BYTECODE_LABEL_H
#define MICA_BYTECODE_LABEL_H

#include "vm/bytecode/bytecode.h"

// The name that the source gives it, or "<module>", "<arrow>", "<anonymous>". UTF-8, cut to the
// buffer.
const char *label_name(const struct function_template *template, char *buffer, size_t size);
// The line of an offset in the program's source. 0: the source of a saved program does not parse.
uint32_t label_line(struct mica_program *program, uint32_t offset);
// "fib (fib.js:3)", or "map (<builtin>)". Returns the buffer.
const char *label_function(struct mica_program *program, const struct function_template *template,
                           char *buffer, size_t size);

#endif

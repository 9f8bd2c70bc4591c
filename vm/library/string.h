// What the builtins of String share.
#ifndef MICA_LIBRARY_STRING_H
#define MICA_LIBRARY_STRING_H

#include "vm/library/library.h"

// `this` as a flat string, which takes its place in the frame (RequireObjectCoercible, ToString).
// NULL: thrown.
struct string *string_this(struct vm *vm, Value *frame, const char *method);
// The same of an argument.
struct string *string_argument(struct vm *vm, Value *frame, uint32_t index);

#endif

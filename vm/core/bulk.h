// Copying in bulk, and looking at what is copied in the same pass (vm/core/bulk.c).
#ifndef MICA_CORE_BULK_H
#define MICA_CORE_BULK_H

#include "vm/core/value.h"

#include <stddef.h>

// Are all bytes ASCII?
bool bulk_is_ascii(const uint8_t *bytes, size_t length);
// Copies bytes, and says whether all are ASCII. If not, what was copied does not matter.
bool bulk_copy_ascii(uint8_t *to, const uint8_t *from, size_t length);
// Copies doubles as values, and says whether none is a NaN, which has but one form in a value.
bool bulk_copy_doubles(Value *to, const double *from, size_t count);
// Copies values as doubles, and says whether all are doubles. If not, what was copied does not
// matter.
bool bulk_copy_values(double *to, const Value *from, size_t count);

#endif

// Code points: UTF-8 decoding and the character classes that ECMAScript takes from Unicode.
#ifndef MICA_SYNTAX_UNICODE_H
#define MICA_SYNTAX_UNICODE_H

#include <stdbool.h>
#include <stdint.h>

#define CODE_POINT_ILL_FORMED (-1)

// The code point at **at, which is moved behind it; CODE_POINT_ILL_FORMED (and *at unmoved) where
// the bytes are not well-formed UTF-8 (Unicode, table 3-7). The text ends with a NUL.
int32_t unicode_decode(const char **at);

// IdentifierStart and IdentifierPart of ECMA-262 12.7, of any code point.
bool unicode_starts_name(int32_t point);
bool unicode_continues_name(int32_t point);
// WhiteSpace of ECMA-262 12.2.
bool unicode_is_space(int32_t point);

#endif

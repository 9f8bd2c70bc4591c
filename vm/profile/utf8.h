// UTF-8 as JSON and XML demand it. A file's name may hold any bytes, and it stands in every
// profile.
#ifndef MICA_PROFILE_UTF8_H
#define MICA_PROFILE_UTF8_H

#include <stddef.h>
#include <stdint.h>

#define UTF8_REPLACEMENT "\xEF\xBF\xBD" // U+FFFD, for a byte that belongs to no character

// Bytes of the character that the text, which ends in NUL, begins with; 0: it begins with none
// (Unicode 15, table 3-7).
static inline size_t utf8_character_bytes(const char *text) {
  const uint8_t *bytes = (const uint8_t *)text;
  uint8_t first = bytes[0];
  if (first < 0x80)
    return 1;
  if (first < 0xC2 || first > 0xF4)
    return 0;
  uint8_t least = first == 0xE0 ? 0xA0 : first == 0xF0 ? 0x90 : 0x80;
  uint8_t most = first == 0xED ? 0x9F : first == 0xF4 ? 0x8F : 0xBF;
  if (bytes[1] < least || bytes[1] > most)
    return 0;
  size_t count = first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
  for (size_t at = 2; at < count; at++)
    if ((bytes[at] & 0xC0) != 0x80)
      return 0;
  return count;
}

#endif

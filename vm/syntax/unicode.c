// Decoding follows table 3-7 of the Unicode standard; names are looked up in sorted ranges by
// bisection.
#include "vm/syntax/unicode.h"

#include <stddef.h>

struct code_point_range {
  int32_t first, last;
};

#include "vm/syntax/unicode_ranges.h"

int32_t unicode_decode(const char **at) {
  const unsigned char *byte = (const unsigned char *)*at;
  if (byte[0] < 0x80) {
    *at += 1;
    return byte[0];
  }
  // Each further byte is looked at only when the one before it was a continuation, so never past
  // the NUL.
  int count = byte[0] >= 0xF0 ? 3 : byte[0] >= 0xE0 ? 2 : 1;
  static const int32_t lowest[] = {0, 0x80, 0x800, 0x10000};
  if (byte[0] < 0xC2 || byte[0] > 0xF4)
    return CODE_POINT_ILL_FORMED;
  int32_t point = byte[0] & (0x3F >> count);
  for (int more = 1; more <= count; more++) {
    if ((byte[more] & 0xC0) != 0x80)
      return CODE_POINT_ILL_FORMED;
    point = point << 6 | (byte[more] & 0x3F);
  }
  if (point < lowest[count] || point > 0x10FFFF || (point >= 0xD800 && point <= 0xDFFF))
    return CODE_POINT_ILL_FORMED;
  *at += count + 1;
  return point;
}

static bool in_ranges(const struct code_point_range *ranges, size_t count, int32_t point) {
  size_t low = 0, high = count;
  while (low < high) {
    size_t middle = (low + high) / 2;
    if (ranges[middle].last < point)
      low = middle + 1;
    else
      high = middle;
  }
  return low < count && ranges[low].first <= point;
}

static bool is_ascii_letter(int32_t point) {
  return (point | 0x20) >= 'a' && (point | 0x20) <= 'z';
}

bool unicode_starts_name(int32_t point) {
  if (point < 0x80)
    return is_ascii_letter(point) || point == '$' || point == '_';
  return in_ranges(id_start, sizeof id_start / sizeof *id_start, point);
}

bool unicode_continues_name(int32_t point) {
  if (point >= '0' && point <= '9')
    return true;
  if (unicode_starts_name(point) || point == 0x200C || point == 0x200D)
    return true;
  return in_ranges(id_continue_only, sizeof id_continue_only / sizeof *id_continue_only, point);
}

bool unicode_is_space(int32_t point) {
  return point == ' ' || (point >= '\t' && point <= '\f' && point != '\n') || point == 0xA0 ||
         point == 0xFEFF || point == 0x1680 || (point >= 0x2000 && point <= 0x200A) ||
         point == 0x202F || point == 0x205F || point == 0x3000;
}

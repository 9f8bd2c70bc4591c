// URIs and the escapes before them: encodeURI and its like (ECMA-262 19.2.6), escape and unescape
// (B.2.1).
#include "vm/library/library.h"

// Sets of ASCII characters, a bit each.
struct ascii_set {
  uint64_t low, high;
};
#define ASCII_BIT(character) ((uint64_t)1 << ((character)&63))

static bool contains(const struct ascii_set *set, uint32_t unit) {
  return unit < 128 && (unit < 64 ? set->low : set->high) & ASCII_BIT(unit);
}

static struct ascii_set set_of(const char *characters) {
  struct ascii_set set = {0, 0};
  for (; *characters; characters++)
    *(*characters < 64 ? &set.low : &set.high) |= ASCII_BIT(*characters);
  return set;
}

#define LETTERS_AND_DIGITS "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
#define MARKS "-_.!~*'()"
#define RESERVED ";/?:@&=+$,"

// The argument as a flat string, in its place. NULL: thrown.
static struct string *text_argument(struct vm *vm, Value *frame) {
  struct string *string = to_string(vm, frame[1]);
  struct string *flat = string ? string_flatten(vm, string) : NULL;
  if (flat)
    frame[1] = value_from_string(flat);
  return flat;
}

static Value throw_malformed(struct vm *vm) { return throw_error(vm, ERROR_URI, "URI malformed"); }

static void append_percent(struct text *text, uint32_t byte) {
  static const char digits[] = "0123456789ABCDEF";
  text_append_unit(text, '%');
  text_append_unit(text, (uint16_t)digits[byte >> 4]);
  text_append_unit(text, (uint16_t)digits[byte & 15]);
}

// ---- Encoding

// The code point at *index, which is stepped behind it; UINT32_MAX for a lone surrogate.
static uint32_t next_point(const struct string *flat, uint32_t *index) {
  uint32_t unit = string_unit(flat, (*index)++);
  if (unit < 0xD800 || unit > 0xDFFF)
    return unit;
  if (unit > 0xDBFF || *index == string_length(flat))
    return UINT32_MAX;
  uint32_t trail = string_unit(flat, *index);
  if (trail < 0xDC00 || trail > 0xDFFF)
    return UINT32_MAX;
  ++*index;
  return 0x10000 + ((unit - 0xD800) << 10) + (trail - 0xDC00);
}

static void append_encoded(struct text *text, uint32_t point) {
  if (point < 0x80) {
    append_percent(text, point);
    return;
  }
  int following = point < 0x800 ? 1 : point < 0x10000 ? 2 : 3;
  uint32_t lead = following == 1 ? 0xC0 : following == 2 ? 0xE0 : 0xF0;
  append_percent(text, lead | point >> (6 * following));
  while (following-- > 0)
    append_percent(text, 0x80 | ((point >> (6 * following)) & 0x3F));
}

// Encode (19.2.6.5)
static Value encode(struct vm *vm, Value *frame, const char *unescaped) {
  const struct string *flat = text_argument(vm, frame);
  if (!flat)
    return VALUE_EXCEPTION;
  struct ascii_set kept = set_of(unescaped);
  struct text text = text_start(vm);
  bool formed = true;
  for (uint32_t i = 0; formed && i < string_length(flat) && text_goes_on(&text);) {
    uint32_t point = next_point(flat, &i);
    formed = point != UINT32_MAX;
    if (contains(&kept, point))
      text_append_unit(&text, (uint16_t)point);
    else if (formed)
      append_encoded(&text, point);
  }
  struct string *result = text_finish(&text);
  return formed ? string_result(result) : throw_malformed(vm);
}

Value global_encode_uri(struct vm *vm, Value *frame, uint32_t count) {
  (void)count;
  return encode(vm, frame, LETTERS_AND_DIGITS MARKS RESERVED "#");
}

Value global_encode_uri_component(struct vm *vm, Value *frame, uint32_t count) {
  (void)count;
  return encode(vm, frame, LETTERS_AND_DIGITS MARKS);
}

// ---- Decoding

static int hexadecimal(uint16_t unit) {
  if (unit >= '0' && unit <= '9')
    return unit - '0';
  unit |= 0x20;
  return unit >= 'a' && unit <= 'f' ? unit - 'a' + 10 : -1;
}

// The number of `digits` hexadecimal digits at `at`, or -1.
static int32_t read_hexadecimal(const struct string *flat, uint32_t at, uint32_t digits) {
  if (at + (uint64_t)digits > string_length(flat))
    return -1;
  int32_t number = 0;
  for (uint32_t i = at; i < at + digits; i++) {
    int digit = hexadecimal(string_unit(flat, i));
    if (digit < 0)
      return -1;
    number = 16 * number + digit;
  }
  return number;
}

// The byte that %XX at *index stands for, which is stepped behind it; -1: it is none.
static int32_t read_escape(const struct string *flat, uint32_t *index) {
  if (*index >= string_length(flat) || string_unit(flat, *index) != '%')
    return -1;
  int32_t byte = read_hexadecimal(flat, *index + 1, 2);
  *index += 3;
  return byte;
}

// The code point whose UTF-8 stands escaped at *index; UINT32_MAX when it is malformed.
static uint32_t read_point(const struct string *flat, uint32_t *index) {
  int32_t lead = read_escape(flat, index);
  if (lead >= 0 && lead < 0x80)
    return (uint32_t)lead;
  if (lead < 0xC2 || lead > 0xF4)
    return UINT32_MAX;
  int following = lead < 0xE0 ? 1 : lead < 0xF0 ? 2 : 3;
  uint32_t point = (uint32_t)lead & (0x3Fu >> following);
  for (int i = 0; i < following; i++) {
    int32_t byte = read_escape(flat, index);
    if (byte < 0 || (byte & 0xC0) != 0x80)
      return UINT32_MAX;
    point = point << 6 | (byte & 0x3F);
  }
  static const uint32_t least[] = {0, 0x80, 0x800, 0x10000};
  bool is_valid = point >= least[following] && point <= 0x10FFFF && (point & 0x1FF800) != 0xD800;
  return is_valid ? point : UINT32_MAX;
}

// Decode (19.2.6.6). The escapes of characters in `preserved` stay as they are.
static Value decode(struct vm *vm, Value *frame, const char *preserved) {
  const struct string *flat = text_argument(vm, frame);
  if (!flat)
    return VALUE_EXCEPTION;
  struct ascii_set kept = set_of(preserved);
  struct text text = text_start(vm);
  bool formed = true;
  for (uint32_t i = 0; formed && i < string_length(flat) && text_goes_on(&text);) {
    uint32_t start = i;
    if (string_unit(flat, i) != '%') {
      text_append_unit(&text, string_unit(flat, i++));
      continue;
    }
    uint32_t point = read_point(flat, &i);
    formed = point != UINT32_MAX;
    if (contains(&kept, point))
      text_append_units(&text, flat, start, i);
    else if (formed)
      text_append_point(&text, point);
  }
  struct string *result = text_finish(&text);
  return formed ? string_result(result) : throw_malformed(vm);
}

Value global_decode_uri(struct vm *vm, Value *frame, uint32_t count) {
  (void)count;
  return decode(vm, frame, RESERVED "#");
}

Value global_decode_uri_component(struct vm *vm, Value *frame, uint32_t count) {
  (void)count;
  return decode(vm, frame, "");
}

// ---- escape and unescape

Value global_escape(struct vm *vm, Value *frame, uint32_t count) {
  (void)count;
  const struct string *flat = text_argument(vm, frame);
  if (!flat)
    return VALUE_EXCEPTION;
  struct ascii_set kept = set_of(LETTERS_AND_DIGITS "@*_+-./");
  struct text text = text_start(vm);
  for (uint32_t i = 0; i < string_length(flat) && text_goes_on(&text); i++) {
    uint16_t unit = string_unit(flat, i);
    if (contains(&kept, unit)) {
      text_append_unit(&text, unit);
    } else if (unit < 0x100) {
      append_percent(&text, unit);
    } else {
      char escape[8];
      snprintf(escape, sizeof escape, "%%u%04X", unit);
      text_append_ascii(&text, escape);
    }
  }
  return string_result(text_finish(&text));
}

Value global_unescape(struct vm *vm, Value *frame, uint32_t count) {
  (void)count;
  const struct string *flat = text_argument(vm, frame);
  if (!flat)
    return VALUE_EXCEPTION;
  struct text text = text_start(vm);
  uint32_t length = string_length(flat);
  for (uint32_t i = 0; i < length && text_goes_on(&text); i++) {
    uint16_t unit = string_unit(flat, i);
    if (unit == '%' && i + 1 < length) {
      bool is_wide = string_unit(flat, i + 1) == 'u';
      int32_t escaped =
          is_wide ? read_hexadecimal(flat, i + 2, 4) : read_hexadecimal(flat, i + 1, 2);
      if (escaped >= 0) {
        unit = (uint16_t)escaped;
        i += is_wide ? 5 : 2;
      }
    }
    text_append_unit(&text, unit);
  }
  return string_result(text_finish(&text));
}

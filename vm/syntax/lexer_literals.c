// Numbers, strings, templates, and names that are not plain ASCII.
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "vm/core/decimal.h"
#include "vm/syntax/lexer.h"
#include "vm/syntax/unicode.h"

static _Noreturn void fail_at(struct lexer *lexer, const char *at, const char *message) {
  source_fail(lexer->source, lexer_offset(lexer, at), "%s", message);
}

static bool at_end(const struct lexer *lexer, const char *at) {
  return at == lexer->source->text + lexer->source->length;
}

static int digit_value(char c) {
  if (c >= '0' && c <= '9')
    return c - '0';
  char lower = (char)(c | 0x20);
  return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : 99;
}

// ---- Numbers (ECMA-262 12.9.3)

#define EXACT_DIGITS 15 // decimal digits that every double holds

// A copy of the digits without `_`, in lexer->digits.
static size_t copy_digits(struct lexer *lexer, const char *start, const char *end) {
  size_t length = 0;
  for (const char *at = start; at < end; at++) {
    if (*at == '_')
      continue;
    if (length == lexer->digit_capacity)
      lexer->digits = source_grow(lexer->source, lexer->digits, &lexer->digit_capacity, 1);
    lexer->digits[length++] = *at;
  }
  return length;
}

// Digits of `radix` from `at` on, with single `_` between them; there may be none.
static const char *skip_digits(struct lexer *lexer, const char *at, int radix) {
  const char *start = at;
  for (;; at++) {
    if (*at == '_') {
      if (at == start || at[-1] == '_' || digit_value(at[1]) >= radix)
        fail_at(lexer, at, "a numeric separator stands between two digits");
    } else if (digit_value(*at) >= radix) {
      return at;
    }
  }
}

// Exact but for the last rounding: 64 bits are kept, and whether anything but zeros was cut behind
// them.
static double radix_number(const char *at, const char *end, int radix) {
  int bits = radix == 16 ? 4 : radix == 8 ? 3 : 1;
  uint64_t significand = 0;
  int64_t exponent = 0;
  bool cut = false;
  for (; at < end; at++) {
    if (*at == '_')
      continue;
    uint64_t digit = (uint64_t)digit_value(*at);
    if (significand >> (64 - bits) == 0) {
      significand = significand << bits | digit;
    } else {
      exponent += bits;
      cut |= digit != 0;
    }
  }
  // At least 61 significant bits precede what was cut, so a sticky last bit decides its rounding.
  return ldexp((double)(significand | cut), exponent > 2000 ? 2000 : (int)exponent);
}

static void scan_radix(struct lexer *lexer, int radix) {
  const char *digits = lexer->at + 2;
  lexer->at = skip_digits(lexer, digits, radix);
  if (lexer->at == digits)
    fail_at(lexer, lexer->at, "digits are missing");
  lexer->token.number = radix_number(digits, lexer->at, radix);
}

static void scan_decimal(struct lexer *lexer) {
  const char *start = lexer->at;
  if (start[0] == '0' && (digit_value(start[1]) < 10 || start[1] == '_'))
    fail_at(lexer, start, "a decimal number does not begin with 0 and a digit (octal: 0o17)");
  const char *at = skip_digits(lexer, start, 10);
  bool integer = true;
  if (*at == '.') {
    at = skip_digits(lexer, at + 1, 10);
    integer = false;
  }
  if (*at == 'e' || *at == 'E') {
    at += at[1] == '+' || at[1] == '-' ? 2 : 1;
    const char *digits = at;
    at = skip_digits(lexer, at, 10);
    if (at == digits)
      fail_at(lexer, at, "digits of the exponent are missing");
    integer = false;
  }
  lexer->at = at;
  if (integer && at - start <= EXACT_DIGITS) {
    uint64_t number = 0;
    for (const char *digit = start; digit < at; digit++)
      number = *digit == '_' ? number : number * 10 + (uint64_t)(*digit - '0');
    lexer->token.number = (double)number;
    return;
  }
  size_t length = copy_digits(lexer, start, at);
  lexer->token.number = text_to_number(lexer->digits, length);
}

void lexer_scan_number(struct lexer *lexer) {
  lexer->token.kind = TOKEN_NUMBER;
  char letter = lexer->at[0] == '0' ? (char)(lexer->at[1] | 0x20) : '\0';
  if (letter == 'x')
    scan_radix(lexer, 16);
  else if (letter == 'o')
    scan_radix(lexer, 8);
  else if (letter == 'b')
    scan_radix(lexer, 2);
  else
    scan_decimal(lexer);
  if (*lexer->at == 'n')
    source_refuse(lexer->source, lexer->token.start, FEATURE_BIGINT);
  const char *next = lexer->at;
  int32_t point = unicode_decode(&next);
  if (point == '\\' || unicode_starts_name(point) || (point >= '0' && point <= '9'))
    fail_at(lexer, lexer->at, "a number is followed by a name or digit");
}

// ---- Code units

static void add_unit(struct lexer *lexer, uint32_t unit) {
  if (lexer->unit_count == lexer->unit_capacity)
    lexer->units =
        source_grow(lexer->source, lexer->units, &lexer->unit_capacity, sizeof *lexer->units);
  lexer->units[lexer->unit_count++] = (uint16_t)unit;
}

static void add_code_point(struct lexer *lexer, int32_t point) {
  if (point < 0x10000) {
    add_unit(lexer, (uint32_t)point);
  } else {
    add_unit(lexer, 0xD800u + (uint32_t)((point - 0x10000) >> 10));
    add_unit(lexer, 0xDC00u + (uint32_t)((point - 0x10000) & 0x3FF));
  }
}

static struct name *finish_units(struct lexer *lexer) {
  return strings_utf16(&lexer->strings, lexer->units, lexer->unit_count);
}

static int32_t decode(struct lexer *lexer, const char **at) {
  int32_t point = unicode_decode(at);
  if (point == CODE_POINT_ILL_FORMED)
    fail_at(lexer, *at, "the source is not well-formed UTF-8");
  return point;
}

// `count` hexadecimal digits.
static int32_t hexadecimal(struct lexer *lexer, const char **at, int count, const char *message) {
  int32_t value = 0;
  for (int done = 0; done < count; done++, ++*at) {
    int digit = digit_value(**at);
    if (digit >= 16)
      fail_at(lexer, *at, message);
    value = value * 16 + digit;
  }
  return value;
}

// Behind `\u`: four digits, or a code point in braces.
static int32_t unicode_escape(struct lexer *lexer, const char **at) {
  static const char message[] = "an escape is \\uXXXX or \\u{X}, up to 10FFFF";
  if (**at != '{')
    return hexadecimal(lexer, at, 4, message);
  ++*at;
  int32_t value = 0;
  do {
    int digit = digit_value(**at);
    if (digit >= 16 || (value = value * 16 + digit) > 0x10FFFF)
      fail_at(lexer, *at, message);
    ++*at;
  } while (**at != '}');
  ++*at;
  return value;
}

// ---- Strings and templates (ECMA-262 12.9.4, 12.9.6)

// At a backslash: adds what the escape stands for. Returns the place behind it.
static const char *scan_escape(struct lexer *lexer, const char *at) {
  static const char letters[] = "bfnrtv", values[] = "\b\f\n\r\t\v";
  const char *escape = at++;
  lexer->token.has_escape = true;
  uint32_t terminator = source_terminator(at);
  if (terminator != 0) { // a line continuation
    lexer_line_starts(lexer, at + terminator);
    return at + terminator;
  }
  const char *letter = *at == '\0' ? NULL : strchr(letters, *at);
  if (letter != NULL) {
    add_unit(lexer, (uint32_t)values[letter - letters]);
    return at + 1;
  }
  switch (*at) {
  case 'x':
    at++;
    add_unit(lexer, (uint32_t)hexadecimal(lexer, &at, 2, "an escape is \\xXX"));
    return at;
  case 'u':
    at++;
    add_code_point(lexer, unicode_escape(lexer, &at));
    return at;
  case '0':
    if (digit_value(at[1]) >= 10) {
      add_unit(lexer, 0);
      return at + 1;
    }
    __attribute__((fallthrough));
  case '1' ... '9':
    fail_at(lexer, escape, "octal escapes do not exist in strict code");
  default:
    if (*at == '\0' && at_end(lexer, at))
      return at;
    add_code_point(lexer, decode(lexer, &at));
    return at;
  }
}

static void scan_string_slowly(struct lexer *lexer, char quote) {
  const char *at = lexer->at + 1;
  lexer->unit_count = 0;
  while (*at != quote) {
    if (*at == '\n' || *at == '\r' || (*at == '\0' && at_end(lexer, at)))
      fail_at(lexer, lexer->at, "unterminated string");
    if (*at == '\\') {
      at = scan_escape(lexer, at);
    } else if ((unsigned char)*at < 0x80) {
      add_unit(lexer, (unsigned char)*at++);
    } else {
      uint32_t separator = source_terminator(at); // U+2028 and U+2029 may stand in strings
      add_code_point(lexer, decode(lexer, &at));
      if (separator != 0)
        lexer_line_starts(lexer, at);
    }
  }
  lexer->at = at + 1;
  lexer->token.name = finish_units(lexer);
}

void lexer_scan_string(struct lexer *lexer) {
  const char *start = lexer->at + 1, *at = start;
  char quote = *lexer->at;
  lexer->token.kind = TOKEN_STRING;
  while (*at != quote && *at != '\\' && (unsigned char)(*at - ' ') < 0x60) // plain ASCII
    at++;
  if (*at != quote) {
    scan_string_slowly(lexer, quote);
    return;
  }
  lexer->at = at + 1;
  lexer->token.name = lexer_text_name(lexer, start, (uint32_t)(at - start));
}

// Line terminators become LF; U+2028 and U+2029 stay (ECMA-262 12.9.6.1).
static const char *scan_template_newline(struct lexer *lexer, const char *at) {
  uint32_t terminator = source_terminator(at);
  if (terminator == 3) {
    add_code_point(lexer, decode(lexer, &at));
  } else {
    add_unit(lexer, '\n');
    at += terminator;
  }
  lexer_line_starts(lexer, at);
  return at;
}

void lexer_scan_template(struct lexer *lexer) {
  const char *at = lexer->at;
  lexer->unit_count = 0;
  while (*at != '`' && !(at[0] == '$' && at[1] == '{')) {
    if (*at == '\0' && at_end(lexer, at))
      source_fail_unfinished(lexer->source, lexer->token.start, "unterminated template");
    if (*at == '\\')
      at = scan_escape(lexer, at);
    else if (source_terminator(at) != 0)
      at = scan_template_newline(lexer, at);
    else
      add_code_point(lexer, decode(lexer, &at));
  }
  bool is_tail = *at == '`';
  lexer->token.kind = is_tail ? TOKEN_TEMPLATE_TAIL : TOKEN_TEMPLATE_HEAD;
  lexer->at = at + (is_tail ? 1 : 2);
  lexer->token.name = finish_units(lexer);
}

// ---- Names (ECMA-262 12.7)

void lexer_scan_name_slowly(struct lexer *lexer) {
  const char *start = lexer->source->text + lexer->token.start, *at = start;
  lexer->unit_count = 0;
  bool is_private = *at == '#';
  if (is_private) {
    add_code_point(lexer, '#');
    start = ++at;
  }
  for (;;) {
    const char *before = at;
    int32_t point = *at == '\0' ? 0 : decode(lexer, &at);
    bool is_escape = point == '\\';
    if (is_escape) {
      if (*at++ != 'u')
        fail_at(lexer, before, "only \\u escapes may stand in a name");
      point = unicode_escape(lexer, &at);
      lexer->token.has_escape = true;
    }
    bool fits = before == start ? unicode_starts_name(point) : unicode_continues_name(point);
    if (!fits && (is_escape || before == start))
      source_fail(lexer->source, lexer_offset(lexer, before), "unexpected character U+%04X",
                  (unsigned)point);
    if (!fits) {
      lexer->at = before;
      break;
    }
    add_code_point(lexer, point);
  }
  lexer->token.kind = TOKEN_IDENTIFIER;
  lexer->token.name = finish_units(lexer);
  if (is_private)
    lexer->token.kind = TOKEN_PRIVATE_NAME;
  lexer->token.is_escaped_keyword =
      lexer->token.has_escape && lexer_name_token(lexer->token.name) != TOKEN_IDENTIFIER;
}

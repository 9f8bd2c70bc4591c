// Bytes to tokens: classes of bytes, blanks and comments, names, keywords, operators. Literals, and
// what lies beyond ASCII, are in lexer_literals.c.
#include "vm/syntax/lexer.h"

#include <stdlib.h>
#include <string.h>

#include "vm/syntax/unicode.h"

// What a byte starts. Bytes that are operators by themselves, or start one, are looked up in
// operator_starts.
enum byte_class {
  BYTE_INVALID,
  BYTE_BLANK,
  BYTE_NEWLINE, // LF, CR
  BYTE_NAME,
  BYTE_DIGIT,
  BYTE_QUOTE,
  BYTE_OPERATOR,
  BYTE_SLASH,
  BYTE_DOT,
  BYTE_LESS,
  BYTE_MINUS,
  BYTE_QUESTION,
  BYTE_BACKQUOTE,
  BYTE_BACKSLASH,
  BYTE_HASH,
  BYTE_NUL,
  BYTE_BEYOND_ASCII,
};

static const uint8_t byte_classes[256] = {
    [0] = BYTE_NUL,          ['\t'] = BYTE_BLANK,       ['\v'] = BYTE_BLANK,
    ['\f'] = BYTE_BLANK,     [' '] = BYTE_BLANK,        ['\n'] = BYTE_NEWLINE,
    ['\r'] = BYTE_NEWLINE,   ['a' ... 'z'] = BYTE_NAME, ['A' ... 'Z'] = BYTE_NAME,
    ['_'] = BYTE_NAME,       ['$'] = BYTE_NAME,         ['0' ... '9'] = BYTE_DIGIT,
    ['"'] = BYTE_QUOTE,      ['\''] = BYTE_QUOTE,       ['{'] = BYTE_OPERATOR,
    ['}'] = BYTE_OPERATOR,   ['('] = BYTE_OPERATOR,     [')'] = BYTE_OPERATOR,
    ['['] = BYTE_OPERATOR,   [']'] = BYTE_OPERATOR,     [';'] = BYTE_OPERATOR,
    [','] = BYTE_OPERATOR,   [':'] = BYTE_OPERATOR,     ['~'] = BYTE_OPERATOR,
    ['!'] = BYTE_OPERATOR,   ['='] = BYTE_OPERATOR,     ['+'] = BYTE_OPERATOR,
    ['*'] = BYTE_OPERATOR,   ['%'] = BYTE_OPERATOR,     ['&'] = BYTE_OPERATOR,
    ['|'] = BYTE_OPERATOR,   ['^'] = BYTE_OPERATOR,     ['>'] = BYTE_OPERATOR,
    ['-'] = BYTE_MINUS,      ['<'] = BYTE_LESS,         ['?'] = BYTE_QUESTION,
    ['/'] = BYTE_SLASH,      ['.'] = BYTE_DOT,          ['`'] = BYTE_BACKQUOTE,
    ['\\'] = BYTE_BACKSLASH, ['#'] = BYTE_HASH,         [0x80 ... 0xFF] = BYTE_BEYOND_ASCII,
};

static const uint8_t operator_starts[128] = {
    ['{'] = TOKEN_LEFT_BRACE,
    ['}'] = TOKEN_RIGHT_BRACE,
    ['('] = TOKEN_LEFT_PARENTHESIS,
    ['['] = TOKEN_LEFT_BRACKET,
    [')'] = TOKEN_RIGHT_PARENTHESIS,
    [']'] = TOKEN_RIGHT_BRACKET,
    [';'] = TOKEN_SEMICOLON,
    [','] = TOKEN_COMMA,
    [':'] = TOKEN_COLON,
    ['~'] = TOKEN_TILDE,
    ['!'] = TOKEN_NOT,
    ['='] = TOKEN_ASSIGN,
    ['+'] = TOKEN_PLUS,
    ['*'] = TOKEN_MULTIPLY,
    ['%'] = TOKEN_REMAINDER,
    ['&'] = TOKEN_BIT_AND,
    ['|'] = TOKEN_BIT_OR,
    ['^'] = TOKEN_BIT_XOR,
    ['>'] = TOKEN_GREATER,
    ['-'] = TOKEN_MINUS,
    ['<'] = TOKEN_LESS,
    ['?'] = TOKEN_QUESTION,
    ['/'] = TOKEN_DIVIDE,
};

// How one more character makes another operator of one.
struct extension {
  char first, second; // characters, 0 when there is none
  uint8_t with_first, with_second;
};

static const struct extension extensions[TOKEN_COUNT] = {
    [TOKEN_NOT] = {'=', 0, TOKEN_NOT_EQUAL, 0},
    [TOKEN_NOT_EQUAL] = {'=', 0, TOKEN_STRICT_NOT_EQUAL, 0},
    [TOKEN_ASSIGN] = {'=', '>', TOKEN_EQUAL, TOKEN_ARROW},
    [TOKEN_EQUAL] = {'=', 0, TOKEN_STRICT_EQUAL, 0},
    [TOKEN_PLUS] = {'+', '=', TOKEN_INCREMENT, TOKEN_PLUS_ASSIGN},
    [TOKEN_MINUS] = {'-', '=', TOKEN_DECREMENT, TOKEN_MINUS_ASSIGN},
    [TOKEN_MULTIPLY] = {'*', '=', TOKEN_POWER, TOKEN_MULTIPLY_ASSIGN},
    [TOKEN_POWER] = {'=', 0, TOKEN_POWER_ASSIGN, 0},
    [TOKEN_DIVIDE] = {'=', 0, TOKEN_DIVIDE_ASSIGN, 0},
    [TOKEN_REMAINDER] = {'=', 0, TOKEN_REMAINDER_ASSIGN, 0},
    [TOKEN_LESS] = {'=', '<', TOKEN_LESS_EQUAL, TOKEN_SHIFT_LEFT},
    [TOKEN_SHIFT_LEFT] = {'=', 0, TOKEN_SHIFT_LEFT_ASSIGN, 0},
    [TOKEN_GREATER] = {'=', '>', TOKEN_GREATER_EQUAL, TOKEN_SHIFT_RIGHT},
    [TOKEN_SHIFT_RIGHT] = {'=', '>', TOKEN_SHIFT_RIGHT_ASSIGN, TOKEN_SHIFT_RIGHT_UNSIGNED},
    [TOKEN_SHIFT_RIGHT_UNSIGNED] = {'=', 0, TOKEN_SHIFT_RIGHT_UNSIGNED_ASSIGN, 0},
    [TOKEN_BIT_AND] = {'&', '=', TOKEN_AND, TOKEN_BIT_AND_ASSIGN},
    [TOKEN_AND] = {'=', 0, TOKEN_AND_ASSIGN, 0},
    [TOKEN_BIT_OR] = {'|', '=', TOKEN_OR, TOKEN_BIT_OR_ASSIGN},
    [TOKEN_OR] = {'=', 0, TOKEN_OR_ASSIGN, 0},
    [TOKEN_BIT_XOR] = {'=', 0, TOKEN_BIT_XOR_ASSIGN, 0},
    [TOKEN_QUESTION] = {'?', '.', TOKEN_NULLISH, TOKEN_OPTIONAL_DOT},
    [TOKEN_NULLISH] = {'=', 0, TOKEN_NULLISH_ASSIGN, 0},
};

static const char *const texts[TOKEN_COUNT] = {
#define TOKEN(name, text, precedence) text,
#define ASSIGNMENT(name, text, base) text,
#define KEYWORD(name, text, precedence) text,
#include "vm/syntax/tokens.def"
};

const char *token_text(enum token token) { return texts[token]; }

// ---- Keywords

#define LONGEST_KEYWORD 10

static uint32_t keyword_slot(const char *text, size_t length) {
  return ((unsigned char)text[0] * 5u + (unsigned char)text[1] * 19u +
          (unsigned char)text[length - 1] * 7u + (uint32_t)length * 3u) %
         KEYWORD_SLOTS;
}

static void add_keyword(struct lexer *lexer, enum token token) {
  uint32_t slot = keyword_slot(texts[token], strlen(texts[token]));
  while (lexer->keywords[slot] != 0)
    slot = (slot + 1) % KEYWORD_SLOTS;
  lexer->keywords[slot] = (uint8_t)token;
}

enum token lexer_keyword(const struct lexer *lexer, const char *text, size_t length) {
  if (length < 2 || length > LONGEST_KEYWORD || text[0] < 'a' || text[0] > 'y')
    return TOKEN_IDENTIFIER;
  uint32_t slot = keyword_slot(text, length);
  for (; lexer->keywords[slot] != 0; slot = (slot + 1) % KEYWORD_SLOTS) {
    const char *keyword = texts[lexer->keywords[slot]];
    if (strncmp(keyword, text, length) == 0 && keyword[length] == '\0')
      return lexer->keywords[slot];
  }
  return TOKEN_IDENTIFIER;
}

// ---- Blanks and comments

void lexer_line_starts(struct lexer *lexer, const char *at) {
  if (lexer->line_count == lexer->line_capacity)
    lexer->line_starts = source_grow(lexer->source, lexer->line_starts, &lexer->line_capacity,
                                     sizeof *lexer->line_starts);
  lexer->line_starts[lexer->line_count++] = lexer_offset(lexer, at);
}

static bool at_end(const struct lexer *lexer, const char *at) {
  return at == lexer->source->text + lexer->source->length;
}

static const char *skip_line(const struct lexer *lexer, const char *at) {
  while (source_terminator(at) == 0 && !(*at == '\0' && at_end(lexer, at)))
    at++;
  return at;
}

static const char *skip_newline(struct lexer *lexer, const char *at) {
  at += source_terminator(at);
  lexer_line_starts(lexer, at);
  lexer->token.newline_before = true;
  return at;
}

static const char *skip_block_comment(struct lexer *lexer, const char *at) {
  const char *start = at;
  at += 2;
  while (at[0] != '*' || at[1] != '/') {
    if (*at == '\0' && at_end(lexer, at))
      source_fail_unfinished(lexer->source, lexer_offset(lexer, start), "unterminated comment");
    if (source_terminator(at) != 0)
      at = skip_newline(lexer, at);
    else
      at++;
  }
  return at + 2;
}

// A code point beyond ASCII that is blank or ends a line, skipped; or `at` itself.
static const char *skip_beyond_ascii(struct lexer *lexer, const char *at) {
  if (source_terminator(at) != 0)
    return skip_newline(lexer, at);
  const char *next = at;
  int32_t point = unicode_decode(&next);
  return unicode_is_space(point) ? next : at;
}

// ECMA-262 B.1.1: in scripts, `<!--` and, at the start of a line, `-->` begin comments.
static void refuse_html_comment(struct lexer *lexer) {
  const char *at = lexer->at;
  if (strncmp(at, "<!--", 4) == 0 || (lexer->token.newline_before && strncmp(at, "-->", 3) == 0))
    source_refuse(lexer->source, lexer->token.start, FEATURE_HTML_LIKE_COMMENTS);
}

// The start of the next token, in `lexer->at` too.
static const char *skip_blanks(struct lexer *lexer) {
  const char *at = lexer->at;
  for (;;) {
    const char *before = at;
    switch (byte_classes[(unsigned char)*at]) {
    case BYTE_BLANK:
      at++;
      continue;
    case BYTE_NEWLINE:
      at = skip_newline(lexer, at);
      continue;
    case BYTE_SLASH:
      if (at[1] == '/')
        at = skip_line(lexer, at);
      else if (at[1] == '*')
        at = skip_block_comment(lexer, at);
      break;
    case BYTE_BEYOND_ASCII:
      at = skip_beyond_ascii(lexer, at);
      break;
    }
    if (at == before)
      return lexer->at = at;
  }
}

// ---- Tokens

static void scan_operator(struct lexer *lexer) {
  const char *at = lexer->at;
  uint8_t token = operator_starts[(unsigned char)*at++];
  for (;; at++) {
    const struct extension *extension = &extensions[token];
    if (*at == '\0')
      break;
    if (*at == extension->first)
      token = extension->with_first;
    else if (*at == extension->second)
      token = extension->with_second;
    else
      break;
  }
  lexer->token.kind = token;
  lexer->at = at;
}

static bool is_digit(char c) { return c >= '0' && c <= '9'; }

// `a?.5:b` is a conditional (ECMA-262 12.8: OptionalChainingPunctuator).
static void scan_question(struct lexer *lexer) {
  if (lexer->at[1] == '.' && is_digit(lexer->at[2])) {
    lexer->token.kind = TOKEN_QUESTION;
    lexer->at++;
    return;
  }
  scan_operator(lexer);
}

static void scan_dot(struct lexer *lexer) {
  if (is_digit(lexer->at[1])) {
    lexer_scan_number(lexer);
    return;
  }
  bool ellipsis = lexer->at[1] == '.' && lexer->at[2] == '.';
  lexer->token.kind = ellipsis ? TOKEN_ELLIPSIS : TOKEN_DOT;
  lexer->at += ellipsis ? 3 : 1;
}

static void scan_name(struct lexer *lexer) {
  const char *start = lexer->at, *at = start;
  uint32_t hash = STRING_HASH_START;
  uint8_t class;
  while ((class = byte_classes[(unsigned char)*at]) == BYTE_NAME || class == BYTE_DIGIT)
    hash = string_hash_unit(hash, (unsigned char)*at++);
  if (class == BYTE_BACKSLASH || class == BYTE_BEYOND_ASCII) {
    lexer_scan_name_slowly(lexer);
    return;
  }
  lexer->at = at;
  lexer->token.kind = lexer_keyword(lexer, start, (size_t)(at - start));
  if (lexer->token.kind == TOKEN_IDENTIFIER)
    lexer->token.name = strings_latin1(&lexer->strings, start, (uint32_t)(at - start), hash);
}

// A private name: `#` and a name, which may well be a reserved word.
static void scan_private_name(struct lexer *lexer) {
  const char *start = lexer->at, *at = start + 1;
  uint32_t hash = string_hash_unit(STRING_HASH_START, '#');
  uint8_t class;
  if (byte_classes[(unsigned char)*at] == BYTE_DIGIT)
    source_fail(lexer->source, lexer->token.start, "unexpected character '#'");
  while ((class = byte_classes[(unsigned char)*at]) == BYTE_NAME || class == BYTE_DIGIT)
    hash = string_hash_unit(hash, (unsigned char)*at++);
  if (class == BYTE_BACKSLASH || class == BYTE_BEYOND_ASCII) {
    lexer_scan_name_slowly(lexer);
    return;
  }
  if (at == start + 1)
    source_fail(lexer->source, lexer->token.start, "unexpected character '#'");
  lexer->at = at;
  lexer->token.kind = TOKEN_PRIVATE_NAME;
  lexer->token.name = strings_latin1(&lexer->strings, start, (uint32_t)(at - start), hash);
}

static void scan_end(struct lexer *lexer) {
  if (!at_end(lexer, lexer->at))
    source_fail(lexer->source, lexer->token.start, "unexpected character U+0000");
  lexer->token.kind = TOKEN_END;
}

static void scan_invalid(struct lexer *lexer) {
  unsigned char byte = (unsigned char)*lexer->at;
  if (byte > ' ' && byte < 0x7F)
    source_fail(lexer->source, lexer->token.start, "unexpected character '%c'", byte);
  source_fail(lexer->source, lexer->token.start, "unexpected character U+%04X", byte);
}

void lexer_advance(struct lexer *lexer) {
  struct token_value *token = &lexer->token;
  lexer->previous_end = token->end;
  token->newline_before = token->end == 0;
  token->has_escape = false;
  token->is_escaped_keyword = false;
  const char *start = skip_blanks(lexer);
  token->start = lexer_offset(lexer, start);
  switch (byte_classes[(unsigned char)*start]) {
  case BYTE_NAME:
    scan_name(lexer);
    break;
  case BYTE_BACKSLASH:
  case BYTE_BEYOND_ASCII:
    lexer_scan_name_slowly(lexer);
    break;
  case BYTE_DIGIT:
    lexer_scan_number(lexer);
    break;
  case BYTE_QUOTE:
    lexer_scan_string(lexer);
    break;
  case BYTE_BACKQUOTE:
    lexer->at++;
    lexer_scan_template(lexer);
    break;
  case BYTE_DOT:
    scan_dot(lexer);
    break;
  case BYTE_QUESTION:
    scan_question(lexer);
    break;
  case BYTE_LESS:
  case BYTE_MINUS:
    refuse_html_comment(lexer);
    scan_operator(lexer);
    break;
  case BYTE_OPERATOR:
  case BYTE_SLASH:
    scan_operator(lexer);
    break;
  case BYTE_HASH:
    scan_private_name(lexer);
    break;
  case BYTE_NUL:
    scan_end(lexer);
    break;
  default:
    scan_invalid(lexer);
  }
  token->end = lexer_offset(lexer, lexer->at);
}

void lexer_continue_template(struct lexer *lexer) {
  lexer->at = lexer->source->text + lexer->token.start + 1;
  lexer->token.has_escape = false;
  lexer_scan_template(lexer);
  lexer->token.end = lexer_offset(lexer, lexer->at);
}

struct name *lexer_token_name(struct lexer *lexer) {
  struct token_value *token = &lexer->token;
  if (token->kind == TOKEN_IDENTIFIER)
    return token->name;
  return strings_ascii(&lexer->strings, lexer->source->text + token->start,
                       token->end - token->start);
}

void lexer_open(struct lexer *lexer, struct source *source) {
  lexer->source = source;
  strings_open(&lexer->strings, source);
#define KEYWORD(name, text, precedence) add_keyword(lexer, TOKEN_##name);
#include "vm/syntax/tokens.def"
  lexer->units = source_grow(source, lexer->units, &lexer->unit_capacity, sizeof *lexer->units);
  lexer->at = source->text;
  lexer_line_starts(lexer, lexer->at);
  if (strncmp(lexer->at, "\xEF\xBB\xBF", 3) == 0)
    lexer->at += 3;
  if (strncmp(lexer->at, "#!", 2) == 0)
    lexer->at = skip_line(lexer, lexer->at);
}

void lexer_close(struct lexer *lexer) {
  strings_close(&lexer->strings);
  free(lexer->line_starts);
  free(lexer->units);
  free(lexer->digits);
}

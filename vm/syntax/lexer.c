// Bytes to tokens: classes of bytes, blanks and comments, names, keywords, operators. Literals, and
// what lies beyond ASCII, are in lexer_literals.c.
#include "vm/syntax/lexer.h"

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
  BYTE_PUNCTUATOR, // a token by itself
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
    ['"'] = BYTE_QUOTE,      ['\''] = BYTE_QUOTE,       ['{'] = BYTE_PUNCTUATOR,
    ['}'] = BYTE_PUNCTUATOR, ['('] = BYTE_PUNCTUATOR,   [')'] = BYTE_PUNCTUATOR,
    ['['] = BYTE_PUNCTUATOR, [']'] = BYTE_PUNCTUATOR,   [';'] = BYTE_PUNCTUATOR,
    [','] = BYTE_PUNCTUATOR, [':'] = BYTE_PUNCTUATOR,   ['~'] = BYTE_PUNCTUATOR,
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

// ---- Names

// The first keyword of each letter; they stand in order of the alphabet.
static const uint8_t first_keywords[26] = {
    ['b' - 'a'] = TOKEN_BREAK,  ['c' - 'a'] = TOKEN_CASE,   ['d' - 'a'] = TOKEN_DEBUGGER,
    ['e' - 'a'] = TOKEN_ELSE,   ['f' - 'a'] = TOKEN_FALSE,  ['i' - 'a'] = TOKEN_IF,
    ['l' - 'a'] = TOKEN_LET,    ['n' - 'a'] = TOKEN_NEW,    ['p' - 'a'] = TOKEN_PACKAGE,
    ['r' - 'a'] = TOKEN_RETURN, ['s' - 'a'] = TOKEN_STATIC, ['t' - 'a'] = TOKEN_THIS,
    ['v' - 'a'] = TOKEN_VAR,    ['w' - 'a'] = TOKEN_WHILE,  ['y' - 'a'] = TOKEN_YIELD,
};

static enum token keyword(const struct name *name) {
  uint16_t first = name->string.length == 0 ? 0 : syntax_string_unit(&name->string, 0);
  if (first < 'a' || first > 'z' || first_keywords[first - 'a'] == 0)
    return TOKEN_IDENTIFIER;
  for (unsigned token = first_keywords[first - 'a']; token < TOKEN_COUNT; token++) {
    if (name_is(name, texts[token]))
      return token;
    if (texts[token][0] != first)
      break;
  }
  return TOKEN_IDENTIFIER;
}

enum token lexer_name_token(struct name *name) {
  if (name->token == 0)
    name->token = (uint8_t)keyword(name);
  return name->token;
}

struct name *lexer_text_name(struct lexer *lexer, const char *text, uint32_t length) {
  if (length - 1 < STRING_WORD_BYTES)
    return strings_latin1_word(&lexer->strings, string_word_part(string_word(text), length),
                               length);
  return strings_latin1(&lexer->strings, text, length);
}

// ---- Eight bytes at a time

#define EACH_BYTE(byte) ((uint64_t)(byte)*0x0101010101010101u)
#define TOP_BITS EACH_BYTE(0x80)

// The top bits of the bytes in which they are clear in `tops`, as a count of bytes before the first
// one: 8 when there is none.
static inline uint32_t bytes_before(uint64_t tops) {
  return tops == 0 ? STRING_WORD_BYTES : (uint32_t)__builtin_ctzll(tops) / 8;
}

// Of bytes below 0x80: sets the top bits of those that are at least `least`.
static inline uint64_t bytes_from(uint64_t word, unsigned char least) {
  return word + EACH_BYTE(0x80 - least);
}
static inline uint64_t bytes_equal(uint64_t word, unsigned char byte) {
  return ~bytes_from(word ^ EACH_BYTE(byte), 1);
}

// How many bytes of the word, from the first one on, may stand in an ASCII name.
static inline uint32_t name_bytes(uint64_t word) {
  uint64_t low = word & ~TOP_BITS, lower = low | EACH_BYTE(0x20);
  uint64_t in_name = (bytes_from(lower, 'a') & ~bytes_from(lower, 'z' + 1)) |
                     (bytes_from(low, '0') & ~bytes_from(low, '9' + 1)) | bytes_equal(low, '_') |
                     bytes_equal(low, '$');
  return bytes_before(~(in_name & ~word) & TOP_BITS);
}

// How many bytes of the word are spaces, from the first one on.
static inline uint32_t space_bytes(uint64_t word) {
  uint64_t others = word ^ EACH_BYTE(' ');
  return others == 0 ? STRING_WORD_BYTES : (uint32_t)__builtin_ctzll(others) / 8;
}

// How many bytes of the word are printable ASCII, from the first one on.
static inline uint32_t plain_bytes(uint64_t word) {
  return bytes_before((~bytes_from(word & ~TOP_BITS, ' ') | word) & TOP_BITS);
}

// ---- Blanks and comments

static inline void line_starts(struct lexer *lexer, const char *at) {
  if (lexer->line_count == lexer->line_capacity)
    lexer->line_starts = source_grow(lexer->source, lexer->line_starts, &lexer->line_capacity,
                                     sizeof *lexer->line_starts);
  lexer->line_starts[lexer->line_count++] = lexer_offset(lexer, at);
}

void lexer_line_starts(struct lexer *lexer, const char *at) { line_starts(lexer, at); }

static bool at_end(const struct lexer *lexer, const char *at) {
  return at == lexer->source->text + lexer->source->length;
}

static const char *skip_line(const struct lexer *lexer, const char *at) {
  for (;;) {
    uint32_t plain = plain_bytes(string_word(at));
    at += plain;
    if (plain == STRING_WORD_BYTES)
      continue;
    if (source_terminator(at) != 0 || (*at == '\0' && at_end(lexer, at)))
      return at;
    at++;
  }
}

static const char *skip_newline(struct lexer *lexer, const char *at) {
  at += source_terminator(at);
  line_starts(lexer, at);
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

static const char *skip_spaces(const char *at) {
  uint32_t spaces;
  do {
    spaces = space_bytes(string_word(at));
    at += spaces;
  } while (spaces == STRING_WORD_BYTES);
  return at;
}

// The start of the next token, looked for from `at` on.
static const char *skip_blanks(struct lexer *lexer, const char *at) {
  for (;;) {
    const char *before = at;
    switch (byte_classes[(unsigned char)*at]) {
    case BYTE_BLANK:
      at = skip_spaces(at + 1);
      continue;
    case BYTE_NEWLINE:
      at = skip_spaces(skip_newline(lexer, at));
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
      return at;
  }
}

// ---- Tokens: each scanner begins at lexer->at, in the token's first character

// The token ends before `at`.
static inline void end_token(struct lexer *lexer, const char *at) {
  lexer->at = at;
  lexer->token.end = lexer_offset(lexer, at);
}

static void end_here(struct lexer *lexer) { end_token(lexer, lexer->at); }

static void scan_punctuator(struct lexer *lexer) {
  lexer->token.kind = operator_starts[(unsigned char)*lexer->at];
  end_token(lexer, lexer->at + 1);
}

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
  end_token(lexer, at);
}

static void scan_less_or_minus(struct lexer *lexer) {
  refuse_html_comment(lexer);
  scan_operator(lexer);
}

static bool is_digit(char c) { return c >= '0' && c <= '9'; }

// `a?.5:b` is a conditional (ECMA-262 12.8: OptionalChainingPunctuator).
static void scan_question(struct lexer *lexer) {
  if (lexer->at[1] == '.' && is_digit(lexer->at[2])) {
    scan_punctuator(lexer);
    return;
  }
  scan_operator(lexer);
}

static void scan_dot(struct lexer *lexer) {
  if (is_digit(lexer->at[1])) {
    lexer_scan_number(lexer);
    end_here(lexer);
    return;
  }
  bool ellipsis = lexer->at[1] == '.' && lexer->at[2] == '.';
  lexer->token.kind = ellipsis ? TOKEN_ELLIPSIS : TOKEN_DOT;
  end_token(lexer, lexer->at + (ellipsis ? 3 : 1));
}

static void scan_name_slowly(struct lexer *lexer) {
  lexer_scan_name_slowly(lexer);
  end_here(lexer);
}

static inline bool ends_plain_name(char byte) { return byte != '\\' && (unsigned char)byte < 0x80; }

// Behind the characters of ASCII names from `at` on.
static const char *skip_name(const char *at) {
  uint32_t more;
  do {
    more = name_bytes(string_word(at));
    at += more;
  } while (more == STRING_WORD_BYTES);
  return at;
}

static void scan_name(struct lexer *lexer) {
  const char *start = lexer->at;
  uint64_t word = string_word(start);
  uint32_t length = name_bytes(word);
  const char *at = start + length;
  struct name *name;
  if (length < STRING_WORD_BYTES && ends_plain_name(*at)) {
    name = strings_latin1_word(&lexer->strings, string_word_part(word, length), length);
  } else {
    at = skip_name(at);
    if (!ends_plain_name(*at)) {
      scan_name_slowly(lexer);
      return;
    }
    name = lexer_text_name(lexer, start, (uint32_t)(at - start));
  }
  lexer->token.name = name;
  lexer->token.kind = name->token ? name->token : (uint8_t)lexer_name_token(name);
  end_token(lexer, at);
}

// A private name: `#` and a name, which may well be a reserved word.
static void scan_private_name(struct lexer *lexer) {
  const char *start = lexer->at, *at = skip_name(start + 1);
  if (byte_classes[(unsigned char)start[1]] == BYTE_DIGIT)
    source_fail(lexer->source, lexer->token.start, "unexpected character '#'");
  if (!ends_plain_name(*at)) {
    scan_name_slowly(lexer);
    return;
  }
  if (at == start + 1)
    source_fail(lexer->source, lexer->token.start, "unexpected character '#'");
  lexer->token.kind = TOKEN_PRIVATE_NAME;
  lexer->token.name = lexer_text_name(lexer, start, (uint32_t)(at - start));
  end_token(lexer, at);
}

// Most numbers are a few digits and no more. false: this one is not.
static bool scan_plain_integer(struct lexer *lexer) {
  const char *start = lexer->at, *at = start;
  uint32_t number = 0;
  for (; is_digit(*at) && at - start < 9; at++)
    number = number * 10 + (uint32_t)(*at - '0');
  uint8_t next = byte_classes[(unsigned char)*at];
  bool ends = next != BYTE_DIGIT && next != BYTE_NAME && next != BYTE_DOT &&
              next != BYTE_BACKSLASH && next != BYTE_BEYOND_ASCII;
  if (!ends || (*start == '0' && at > start + 1))
    return false;
  lexer->token.kind = TOKEN_NUMBER;
  lexer->token.number = number;
  end_token(lexer, at);
  return true;
}

static void scan_number(struct lexer *lexer) {
  if (scan_plain_integer(lexer))
    return;
  lexer_scan_number(lexer);
  end_here(lexer);
}

static void scan_string(struct lexer *lexer) {
  lexer_scan_string(lexer);
  end_here(lexer);
}

static void scan_template(struct lexer *lexer) {
  lexer->at++;
  lexer_scan_template(lexer);
  end_here(lexer);
}

static void scan_end(struct lexer *lexer) {
  if (!at_end(lexer, lexer->at))
    source_fail(lexer->source, lexer->token.start, "unexpected character U+0000");
  lexer->token.kind = TOKEN_END;
  end_here(lexer);
}

static void scan_invalid(struct lexer *lexer) {
  unsigned char byte = (unsigned char)*lexer->at;
  if (byte > ' ' && byte < 0x7F)
    source_fail(lexer->source, lexer->token.start, "unexpected character '%c'", byte);
  source_fail(lexer->source, lexer->token.start, "unexpected character U+%04X", byte);
}

typedef void scanner(struct lexer *lexer);

static scanner *const scanners[] = {
    [BYTE_INVALID] = scan_invalid,
    [BYTE_NAME] = scan_name,
    [BYTE_DIGIT] = scan_number,
    [BYTE_QUOTE] = scan_string,
    [BYTE_PUNCTUATOR] = scan_punctuator,
    [BYTE_OPERATOR] = scan_operator,
    [BYTE_SLASH] = scan_operator,
    [BYTE_DOT] = scan_dot,
    [BYTE_LESS] = scan_less_or_minus,
    [BYTE_MINUS] = scan_less_or_minus,
    [BYTE_QUESTION] = scan_question,
    [BYTE_BACKQUOTE] = scan_template,
    [BYTE_BACKSLASH] = scan_name_slowly,
    [BYTE_HASH] = scan_private_name,
    [BYTE_NUL] = scan_end,
    [BYTE_BEYOND_ASCII] = scan_name_slowly,
};

// The scanner is left to by a jump: nothing needs to be saved around it.
static inline void advance(struct lexer *lexer, bool newline_before) {
  struct token_value *token = &lexer->token;
  lexer->previous_end = token->end;
  token->newline_before = newline_before;
  token->has_escape = false;
  token->is_escaped_keyword = false;
  const char *at = lexer->at;
  at += *at == ' ';
  uint8_t class = byte_classes[(unsigned char)*at];
  if (class < BYTE_NAME || class == BYTE_SLASH || class == BYTE_BEYOND_ASCII) {
    at = skip_blanks(lexer, at);
    class = byte_classes[(unsigned char)*at];
  }
  lexer->at = at;
  token->start = lexer_offset(lexer, at);
  scanners[class](lexer);
}

void lexer_advance(struct lexer *lexer) { advance(lexer, false); }

void lexer_continue_template(struct lexer *lexer) {
  lexer->at = lexer->source->text + lexer->token.start + 1;
  lexer->token.has_escape = false;
  lexer_scan_template(lexer);
  lexer->token.end = lexer_offset(lexer, lexer->at);
}

void lexer_open(struct lexer *lexer, struct source *source) {
  lexer->source = source;
  strings_open(&lexer->strings, source);
  lexer->units = source_grow(source, lexer->units, &lexer->unit_capacity, sizeof *lexer->units);
  lexer->at = source->text;
  lexer_line_starts(lexer, lexer->at);
  if (strncmp(lexer->at, "\xEF\xBB\xBF", 3) == 0)
    lexer->at += 3;
  if (strncmp(lexer->at, "#!", 2) == 0)
    lexer->at = skip_line(lexer, lexer->at);
  advance(lexer, true);
}

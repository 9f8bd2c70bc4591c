// The lexer: one token at a time, the current one in lexer.token.
//
// Each byte's class comes from one table; names, blanks and comments are scanned eight bytes at a
// time, for which the source is followed by LEXER_PADDING zeros; names and plain strings are looked
// up without a copy, and a name knows whether it is a keyword; operators are followed character by
// character through a table whose states are tokens, since every prefix of an operator is one (but
// for `...`).
//
// Where the grammar decides what a character means, the parser asks: after the `}` that ends a
// template's substitution it calls lexer_continue_template.
#ifndef MICA_SYNTAX_LEXER_H
#define MICA_SYNTAX_LEXER_H

#include "vm/syntax/ast.h"
#include "vm/syntax/strings.h"

struct token_value {
  uint8_t kind;            // enum token
  bool newline_before;     // a line terminator stands between it and the token before
  bool has_escape;         // a name or string written with escapes
  bool is_escaped_keyword; // an IDENTIFIER that is a reserved word: good as a property's name only
  uint32_t start, end;     // source bytes
  union {
    double number;
    struct name *name; // of IDENTIFIER, keywords, PRIVATE_NAME (`#` included), STRING,
                       // TEMPLATE_HEAD, TEMPLATE_TAIL (cooked)
  };
};

// Zeros behind the source's text.
#define LEXER_PADDING 8

struct lexer {
  struct source *source;
  struct string_table strings;
  struct token_value token;
  uint32_t previous_end; // of the token before
  const char *at;        // where the next token is looked for
  uint32_t line_count, line_capacity;
  uint32_t *line_starts;
  uint32_t unit_count, unit_capacity; // the string being decoded
  uint16_t *units;
  uint32_t digit_capacity; // the number being cleaned of its separators
  char *digits;
};

// Scans the first token of the source, behind a byte order mark and a hashbang line. Fails through
// the source, as all of these do.
void lexer_open(struct lexer *lexer, struct source *source);

void lexer_advance(struct lexer *lexer);
// The current token is the `}` that ends a substitution: scans the template's next text.
void lexer_continue_template(struct lexer *lexer);
// ---- Between lexer.c and lexer_literals.c

static inline uint32_t lexer_offset(const struct lexer *lexer, const char *at) {
  return (uint32_t)(at - lexer->source->text);
}

// Notes that a line starts at `at`.
void lexer_line_starts(struct lexer *lexer, const char *at);
// The name of `length` bytes of the source, all ASCII.
struct name *lexer_text_name(struct lexer *lexer, const char *text, uint32_t length);
// The keyword that it is, or TOKEN_IDENTIFIER.
enum token lexer_name_token(struct name *name);

// Each scans the token that starts at lexer->at, which moves behind it, into lexer->token.
void lexer_scan_number(struct lexer *lexer);
void lexer_scan_string(struct lexer *lexer);
// At the first character of a template's text.
void lexer_scan_template(struct lexer *lexer);
// A name with escapes or characters beyond ASCII, perhaps behind a `#`.
void lexer_scan_name_slowly(struct lexer *lexer);

#endif

// Splits a generated program text into tokens, names, keywords, numbers, strings and punctuation,
// by looking at its characters one by one; blanks and comments are skipped.
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

//@ double work;

double run(int64_t n, uint32_t seed);

enum { BLOCK_LINES = 20, LINE_LENGTH = 64 };

enum kind { NAME, KEYWORD, NUMBER, STRING, PUNCTUATION };

struct token {
  enum kind kind;
  const char *start;
  size_t length;
};

struct tokens {
  struct token *tokens;
  size_t count;
  size_t capacity;
};

static void push(struct tokens *tokens, enum kind kind, const char *start, size_t length) {
  if (tokens->count == tokens->capacity) {
    tokens->capacity = tokens->capacity ? 2 * tokens->capacity : 16;
    tokens->tokens = realloc(tokens->tokens, tokens->capacity * sizeof *tokens->tokens);
  }
  tokens->tokens[tokens->count++] = (struct token){kind, start, length};
}

static bool is_letter(char c) { return (c >= 'a' && c <= 'z') || c == '_'; }

static bool is_digit(char c) { return c >= '0' && c <= '9'; }

static bool is_keyword(const char *start, size_t length) {
  return (length == 2 && memcmp(start, "if", 2) == 0) ||
         (length == 5 && memcmp(start, "while", 5) == 0) ||
         (length == 6 && memcmp(start, "return", 6) == 0);
}

// Where the token or the skipped text that starts at `position` ends.
static size_t end_of_word(const char *text, size_t length, size_t position) {
  while (position < length && (is_letter(text[position]) || is_digit(text[position])))
    position++;
  return position;
}

static size_t end_of_number(const char *text, size_t length, size_t position) {
  while (position < length && is_digit(text[position]))
    position++;
  return position;
}

static size_t end_at(const char *text, size_t length, size_t position, char last) {
  while (position < length && text[position] != last)
    position++;
  return position + 1;
}

static struct tokens tokenize(const char *text, size_t length) {
  struct tokens tokens = {0};
  size_t position = 0;
  while (position < length) {
    char c = text[position];
    size_t start = position;
    //@ work += 1;
    if (c == ' ' || c == '\n') {
      position++;
    } else if (is_letter(c)) {
      position = end_of_word(text, length, position);
      enum kind kind = is_keyword(text + start, position - start) ? KEYWORD : NAME;
      push(&tokens, kind, text + start, position - start);
    } else if (is_digit(c)) {
      position = end_of_number(text, length, position);
      push(&tokens, NUMBER, text + start, position - start);
    } else if (c == '"') {
      position = end_at(text, length, position + 1, '"');
      push(&tokens, STRING, text + start, position - start);
    } else if (c == '#') {
      position = end_at(text, length, position, '\n');
    } else {
      position++;
      push(&tokens, PUNCTUATION, text + start, 1);
    }
  }
  return tokens;
}

// 20 lines of five forms in turn, with letters and digits drawn; `block` has room for all.
static size_t make_block(char *block, uint32_t seed) {
  static const char *const forms[] = {
      "if (@@@ < $$) { @@_@ = $$$; } # @@@@\n",     "while (@@$ + @@@@@) @@$($, \"@@@ @@\");\n",
      "@@@_@@@ = @@ * (@@@@ - $$$$) / $; # $$\n",   "return @@@@@ + \"@@@@@@@\";\n",
      "# @@@@ @@ @@@@@ $$$\n    @@@[$$] = @@$$;\n",
  };
  int32_t random = (int32_t)(seed % 65536) + 1;
  size_t length = 0;
  for (int i = 0; i < BLOCK_LINES; i++)
    for (const char *form = forms[i % 5]; *form; form++) {
      char c = *form;
      if (c == '@' || c == '$') {
        random = random * 17364 % 65537;
        c = c == '@' ? (char)('p' + random % 8) : (char)('0' + random % 10);
      }
      block[length++] = c;
    }
  return length;
}

double run(int64_t n, uint32_t seed) {
  char block[BLOCK_LINES * LINE_LENGTH];
  size_t block_length = make_block(block, seed);
  int64_t copies = n / BLOCK_LINES;
  size_t length = (size_t)copies * block_length;
  char *text = malloc(length);
  for (int64_t i = 0; i < copies; i++)
    memcpy(text + (size_t)i * block_length, block, block_length);
  struct tokens tokens = tokenize(text, length);
  int64_t total = 0;
  for (size_t i = 0; i < tokens.count; i++) {
    struct token token = tokens.tokens[i];
    total =
        (total * 3 + (int64_t)token.kind + (int64_t)token.length + token.start[token.length - 1]) %
        1000003;
  }
  free(tokens.tokens);
  free(text);
  return (double)total;
}

// Splits a text into lines at its newlines, and scans each line for semicolons: copies each field
// between two and tests whether it is the one that is looked for. The text is 40 random lines, time
// and again.
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

//@ double work;

double run(int64_t n, uint32_t seed);

enum { BLOCK_LINES = 40, LINE_FIELDS = 6, FIELD_LENGTH = 10 };

struct slice {
  const char *bytes;
  size_t length;
};

// 40 lines of six fields, each of which has two to nine letters; `block` has room for all.
static size_t make_block(char *block, uint32_t seed) {
  int32_t random = (int32_t)(seed % 65536) + 1;
  size_t length = 0;
  for (int i = 0; i < BLOCK_LINES; i++) {
    for (int j = 0; j < LINE_FIELDS; j++) {
      int32_t letters = 2 + (i * LINE_FIELDS + j) % 8;
      for (int32_t k = 0; k < letters; k++) {
        random = random * 17364 % 65537;
        block[length++] = (char)('a' + random % 4);
      }
      block[length++] = ';';
    }
    block[length++] = '\n';
  }
  return length;
}

static int64_t split(const char *text, size_t length, struct slice *lines) {
  int64_t count = 0;
  const char *end = text + length;
  for (const char *newline; (newline = memchr(text, '\n', (size_t)(end - text)));
       text = newline + 1)
    lines[count++] = (struct slice){text, (size_t)(newline - text)};
  lines[count++] = (struct slice){text, (size_t)(end - text)};
  return count;
}

static int64_t scan(struct slice line, const char *wanted) {
  int64_t total = 0;
  const char *start = line.bytes;
  const char *end = line.bytes + line.length;
  const char *semicolon;
  while ((semicolon = memchr(start, ';', (size_t)(end - start)))) {
    char field[FIELD_LENGTH];
    size_t length = (size_t)(semicolon - start);
    memcpy(field, start, length);
    field[length] = '\0';
    total += strcmp(field, wanted) == 0 ? 1000 : field[0] + (int64_t)length;
    start = semicolon + 1;
    //@ work += 1;
  }
  return total;
}

double run(int64_t n, uint32_t seed) {
  char block[BLOCK_LINES * (LINE_FIELDS * FIELD_LENGTH + 1)];
  size_t block_length = make_block(block, seed);
  int64_t copies = n / BLOCK_LINES;
  size_t length = (size_t)copies * block_length;
  char *text = malloc(length);
  for (int64_t i = 0; i < copies; i++)
    memcpy(text + (size_t)i * block_length, block, block_length);
  struct slice *lines = malloc((size_t)(n + 1) * sizeof *lines);
  int64_t count = split(text, length, lines);
  int64_t total = 0;
  for (int64_t i = 0; i < count; i++)
    total = (total + scan(lines[i], "ab")) % 1000000007;
  free(lines);
  free(text);
  return (double)(total + count);
}

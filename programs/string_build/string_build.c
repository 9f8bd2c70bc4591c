// Builds lines by appending eight numbers as text, each with a comma, and joins the lines to one
// text. Adds up the text's length and every 61st of its characters.
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

//@ double work;

double run(int64_t n, uint32_t seed);

struct text {
  char *bytes;
  size_t length;
  size_t capacity;
};

static void append(struct text *text, const char *bytes, size_t length) {
  if (text->length + length > text->capacity) {
    text->capacity = 2 * (text->length + length);
    text->bytes = realloc(text->bytes, text->capacity);
  }
  memcpy(text->bytes + text->length, bytes, length);
  text->length += length;
}

static void append_number(struct text *text, int32_t number) {
  char digits[12];
  size_t start = sizeof digits;
  do {
    digits[--start] = (char)('0' + number % 10);
    number /= 10;
  } while (number > 0);
  append(text, digits + start, sizeof digits - start);
}

double run(int64_t n, uint32_t seed) {
  int32_t random = (int32_t)(seed % 65536) + 1;
  struct text line = {0};
  struct text text = {0};
  for (int64_t i = 0; i < n; i++) {
    line.length = 0;
    for (int64_t j = 0; j < 8; j++) {
      random = random * 17364 % 65537;
      append_number(&line, random);
      append(&line, ",", 1);
      //@ work += 1;
    }
    if (i > 0)
      append(&text, "\n", 1);
    append(&text, line.bytes, line.length);
  }
  int64_t total = (int64_t)text.length;
  for (size_t i = 0; i < text.length; i += 61)
    total += (unsigned char)text.bytes[i];
  free(line.bytes);
  free(text.bytes);
  return (double)total;
}

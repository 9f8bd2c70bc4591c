// Appends a letter to a text n times; at every 500 letters it reads one of them and begins anew.
#include <stdint.h>
#include <stdlib.h>

//@ double work;

double run(int64_t n, uint32_t seed);

enum { LENGTH = 500 };

struct text {
  char *bytes;
  size_t length;
  size_t capacity;
};

static void append(struct text *text, char letter) {
  if (text->length == text->capacity) {
    text->capacity = 2 * text->capacity + 16;
    text->bytes = realloc(text->bytes, text->capacity);
  }
  text->bytes[text->length++] = letter;
}

double run(int64_t n, uint32_t seed) {
  char letter = "abcdefghijklmnopqrstuvwxyz"[seed % 26];
  struct text text = {0};
  int32_t total = (int32_t)(seed % 1000);
  for (int64_t i = 0; i < n; i++) {
    //@ work += 1;
    append(&text, letter);
    if (text.length == LENGTH) {
      total = (total * 31 + text.bytes[LENGTH / 2]) % 10007;
      free(text.bytes);
      text = (struct text){0};
    }
  }
  total += (int32_t)text.length;
  free(text.bytes);
  return total;
}

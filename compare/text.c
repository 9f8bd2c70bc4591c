// See text.h. The edit distance is Wagner and Fischer's (1974), two rows of its table at a time.
#include "compare/text.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

char *text_format(const char *format, ...) {
  char *text;
  va_list arguments;
  va_start(arguments, format);
  int length = vasprintf(&text, format, arguments);
  va_end(arguments);
  if (length < 0)
    abort();
  return text;
}

char *text_copy(const char *text) { return text ? text_format("%s", text) : NULL; }

void *memory_array(size_t count, size_t size) {
  void *array = calloc(count ? count : 1, size);
  if (!array)
    abort();
  return array;
}

void *memory_resize(void *array, size_t count, size_t size) {
  void *resized = reallocarray(array, count ? count : 1, size);
  if (!resized)
    abort();
  return resized;
}

void text_list_add(struct text_list *list, const char *word) {
  list->words = memory_resize(list->words, list->count + 1, sizeof *list->words);
  list->words[list->count++] = text_copy(word);
}

void text_list_free(struct text_list *list) {
  for (size_t i = 0; i < list->count; i++)
    free(list->words[i]);
  free(list->words);
  *list = (struct text_list){0};
}

struct text_list text_list_split(const char *text) {
  struct text_list list = {0};
  char *copy = text_copy(text), *rest = copy, *word;
  while ((word = strsep(&rest, ",")))
    if (*word)
      text_list_add(&list, word);
  free(copy);
  return list;
}

char *text_list_join(const struct text_list *list) {
  char *joined = text_copy("");
  for (size_t i = 0; i < list->count; i++) {
    char *longer = text_format("%s%s%s", joined, i ? ", " : "", list->words[i]);
    free(joined);
    joined = longer;
  }
  return joined;
}

static size_t minimum(size_t a, size_t b) { return a < b ? a : b; }

static size_t edit_distance(const char *from, const char *to) {
  size_t columns = strlen(to) + 1;
  size_t *row = memory_array(columns, sizeof *row);
  for (size_t column = 0; column < columns; column++)
    row[column] = column;
  for (size_t line = 1; from[line - 1]; line++) {
    size_t diagonal = row[0];
    row[0] = line;
    for (size_t column = 1; column < columns; column++) {
      size_t above = row[column];
      size_t replaced = diagonal + (from[line - 1] != to[column - 1]);
      row[column] = minimum(minimum(above, row[column - 1]) + 1, replaced);
      diagonal = above;
    }
  }
  size_t distance = row[columns - 1];
  free(row);
  return distance;
}

const char *text_list_nearest(const struct text_list *list, const char *word) {
  const char *nearest = NULL;
  size_t best = strlen(word) / 3 + 1;
  for (size_t i = 0; i < list->count; i++) {
    size_t distance = edit_distance(word, list->words[i]);
    if (distance < best || (distance == best && !nearest)) {
      best = distance;
      nearest = list->words[i];
    }
  }
  return nearest;
}

char *text_suggestion(const struct text_list *list, const char *word) {
  const char *nearest = text_list_nearest(list, word);
  return nearest ? text_format("; did you mean `%s`?", nearest) : text_copy("");
}

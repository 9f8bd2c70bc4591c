// Small helpers for text and memory. Running out of memory ends the process by abort(): nothing
// measured is lost by it, as every sample is in the store already.
#pragma once

#include <stdbool.h>
#include <stddef.h>

// printf into memory of its own, which the caller frees.
__attribute__((format(printf, 1, 2))) char *text_format(const char *format, ...);

// A copy that the caller frees; NULL gives NULL.
char *text_copy(const char *text);

// `count` zeroed elements of `size` bytes, which the caller frees; never NULL.
void *memory_array(size_t count, size_t size);

// Resizes an array from memory_array; the bytes added are not set. Never NULL.
void *memory_resize(void *array, size_t count, size_t size);

// A growing list of words, each owned by the list. All zero is the empty list.
struct text_list {
  char **words;
  size_t count;
};

void text_list_add(struct text_list *list, const char *word);
void text_list_free(struct text_list *list);

// Splits at commas, leaving empty words out; the caller frees the list.
struct text_list text_list_split(const char *text);

// The words joined by ", ", which the caller frees.
char *text_list_join(const struct text_list *list);

// The word of the list nearest to `word` by edit distance, NULL when none is near (more than a
// third of the letters differ). The list owns it.
const char *text_list_nearest(const struct text_list *list, const char *word);

// "; did you mean `nearest`?" or the empty text; the caller frees it.
char *text_suggestion(const struct text_list *list, const char *word);

// Counts how often each word occurs in a text of n random words, common ones more often, in a
// dictionary by the word, and adds up the counts in the order in which the words first came.
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

//@ double work;

double run(int64_t n, uint32_t seed);

enum { INITIAL_CAPACITY = 16, VOCABULARY = 500, WORD_ROOM = 10 };

struct slice {
  const char *bytes;
  size_t length;
};

struct entry {
  char *word;
  size_t length;
  uint32_t hash;
  int64_t count;
};

// Open addressing with linear probing; at most half of the entries are in use.
struct dictionary {
  struct entry *entries;
  size_t capacity;
  size_t count;
};

// FNV-1a.
static uint32_t hash_of(struct slice word) {
  uint32_t hash = 2166136261;
  for (size_t i = 0; i < word.length; i++)
    hash = (hash ^ (unsigned char)word.bytes[i]) * 16777619;
  return hash;
}

// The word's entry, or the free one where it belongs.
static struct entry *find(struct dictionary *dictionary, struct slice word, uint32_t hash) {
  size_t index = hash % dictionary->capacity;
  for (;;) {
    struct entry *entry = &dictionary->entries[index];
    if (!entry->word || (entry->hash == hash && entry->length == word.length &&
                         memcmp(entry->word, word.bytes, word.length) == 0))
      return entry;
    index = (index + 1) % dictionary->capacity;
  }
}

static void grow(struct dictionary *dictionary) {
  struct dictionary grown = {.capacity = dictionary->capacity * 2, .count = dictionary->count};
  grown.entries = calloc(grown.capacity, sizeof *grown.entries);
  for (size_t i = 0; i < dictionary->capacity; i++) {
    struct entry *entry = &dictionary->entries[i];
    if (entry->word)
      *find(&grown, (struct slice){entry->word, entry->length}, entry->hash) = *entry;
  }
  free(dictionary->entries);
  *dictionary = grown;
}

static void insert(struct dictionary *dictionary, struct slice word, uint32_t hash) {
  if (dictionary->count * 2 >= dictionary->capacity)
    grow(dictionary);
  struct entry *entry = find(dictionary, word, hash);
  *entry = (struct entry){malloc(word.length), word.length, hash, 1};
  memcpy(entry->word, word.bytes, word.length);
  dictionary->count++;
}

static void destroy(struct dictionary *dictionary) {
  for (size_t i = 0; i < dictionary->capacity; i++)
    free(dictionary->entries[i].word);
  free(dictionary->entries);
}

static int32_t next_random(int32_t *random) {
  *random = *random * 17364 % 65537;
  return *random;
}

// 500 words of three to nine random letters.
static void make_vocabulary(char vocabulary[VOCABULARY][WORD_ROOM], int32_t *random) {
  for (int32_t i = 0; i < VOCABULARY; i++) {
    int32_t letters = 3 + i % 7;
    for (int32_t j = 0; j < letters; j++)
      vocabulary[i][j] = (char)('a' + next_random(random) % 26);
    vocabulary[i][letters] = '\0';
  }
}

// n words of the vocabulary with blanks between them; the earlier a word, the more often it comes.
static size_t make_text(char *text, int64_t n, uint32_t seed) {
  int32_t random = (int32_t)(seed % 65536) + 1;
  char vocabulary[VOCABULARY][WORD_ROOM];
  make_vocabulary(vocabulary, &random);
  size_t length = 0;
  for (int64_t i = 0; i < n; i++) {
    int32_t bound = 1 + next_random(&random) % VOCABULARY;
    const char *word = vocabulary[next_random(&random) % bound];
    size_t word_length = strlen(word);
    memcpy(text + length, word, word_length);
    length += word_length;
    text[length++] = ' ';
  }
  return length - 1;
}

static int64_t split(const char *text, size_t length, struct slice *words) {
  int64_t count = 0;
  const char *end = text + length;
  for (const char *blank; (blank = memchr(text, ' ', (size_t)(end - text))); text = blank + 1)
    words[count++] = (struct slice){text, (size_t)(blank - text)};
  words[count++] = (struct slice){text, (size_t)(end - text)};
  return count;
}

double run(int64_t n, uint32_t seed) {
  char *text = malloc((size_t)n * WORD_ROOM);
  size_t length = make_text(text, n, seed);
  struct slice *words = malloc((size_t)n * sizeof *words);
  struct slice *distinct = malloc((size_t)n * sizeof *distinct);
  int64_t count = split(text, length, words);
  int64_t distinct_count = 0;
  struct dictionary counts = {.capacity = INITIAL_CAPACITY};
  counts.entries = calloc(counts.capacity, sizeof *counts.entries);
  for (int64_t i = 0; i < count; i++) {
    uint32_t hash = hash_of(words[i]);
    struct entry *entry = find(&counts, words[i], hash);
    if (entry->word) {
      entry->count++;
    } else {
      insert(&counts, words[i], hash);
      distinct[distinct_count++] = words[i];
    }
    //@ work += 1;
  }
  int64_t total = distinct_count;
  for (int64_t i = 0; i < distinct_count; i++) {
    //@ for (size_t j = 0; j < distinct[i].length; j++)
    //@   total = (total * 3 + distinct[i].bytes[j]) % 1000003;
    total = (total * 3 + find(&counts, distinct[i], hash_of(distinct[i]))->count) % 1000003;
  }
  destroy(&counts);
  free(distinct);
  free(words);
  free(text);
  return (double)total;
}

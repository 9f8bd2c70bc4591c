// Adds to the values of 5003 scattered integer keys in a hash map, n times in random order; looks n
// keys up, of which half are there; and takes keys out, half as many times.
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>

//@ double work;

double run(int64_t n, uint32_t seed);

enum { INITIAL_CAPACITY = 16, KEYS = 5003, SPREAD = 355 };

struct entry {
  int32_t key;
  bool used;
  int64_t value;
};

// Open addressing with linear probing; the capacity is a power of two, and at most half of the
// entries are in use.
struct map {
  struct entry *entries;
  uint32_t capacity;
  uint32_t count;
};

// Multiplicative hashing (Knuth): the high bits of the product are the best mixed.
static uint32_t home(const struct map *map, int32_t key) {
  return (uint32_t)(((uint64_t)((uint32_t)key * 2654435769u) * map->capacity) >> 32);
}

// The key's entry, or the free one where it belongs.
static struct entry *find(const struct map *map, int32_t key) {
  uint32_t index = home(map, key);
  while (map->entries[index].used && map->entries[index].key != key)
    index = (index + 1) % map->capacity;
  return &map->entries[index];
}

static void grow(struct map *map) {
  struct map grown = {.capacity = map->capacity * 2, .count = map->count};
  grown.entries = calloc(grown.capacity, sizeof *grown.entries);
  for (uint32_t i = 0; i < map->capacity; i++)
    if (map->entries[i].used)
      *find(&grown, map->entries[i].key) = map->entries[i];
  free(map->entries);
  *map = grown;
}

static void insert(struct map *map, int32_t key, int64_t value) {
  if (map->count * 2 >= map->capacity)
    grow(map);
  *find(map, key) = (struct entry){key, true, value};
  map->count++;
}

// Takes the entry out and moves those behind it up that would not be found across the gap.
static void take_out(struct map *map, struct entry *entry) {
  uint32_t mask = map->capacity - 1;
  uint32_t gap = (uint32_t)(entry - map->entries);
  for (uint32_t i = (gap + 1) & mask; map->entries[i].used; i = (i + 1) & mask) {
    uint32_t from_home = (i - home(map, map->entries[i].key)) & mask;
    if (from_home >= ((i - gap) & mask)) {
      map->entries[gap] = map->entries[i];
      gap = i;
    }
  }
  map->entries[gap].used = false;
  map->count--;
}

double run(int64_t n, uint32_t seed) {
  int32_t random = (int32_t)(seed % 65536) + 1;
  struct map map = {.capacity = INITIAL_CAPACITY};
  map.entries = calloc(map.capacity, sizeof *map.entries);
  int64_t size = 0;
  for (int64_t i = 0; i < n; i++) {
    random = random * 17364 % 65537;
    int32_t key = random % KEYS * SPREAD;
    struct entry *entry = find(&map, key);
    if (!entry->used) {
      insert(&map, key, i % 100);
      size++;
    } else {
      entry->value += i % 100;
    }
    //@ work += 1;
  }
  int64_t total = 0;
  for (int64_t i = 0; i < n; i++) {
    random = random * 17364 % 65537;
    const struct entry *entry = find(&map, random % (2 * KEYS) * SPREAD);
    if (entry->used)
      total = (total * 3 + entry->value) % 1000003;
    //@ work += 1;
  }
  for (int64_t i = 0; i < n; i += 2) {
    random = random * 17364 % 65537;
    struct entry *entry = find(&map, random % KEYS * SPREAD);
    if (entry->used) {
      take_out(&map, entry);
      size--;
    }
    //@ work += 1;
  }
  free(map.entries);
  return (double)(total + size);
}

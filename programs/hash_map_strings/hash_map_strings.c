// Makes n / 10 names of letters and digits, adds to the values of the even ones in a hash map, n
// times in random order, looks n names up, of which half are there, and takes n / 20 out.
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

//@ double work;

double run(int64_t n, uint32_t seed);

enum { INITIAL_CAPACITY = 16, LETTERS = 6, NAME_ROOM = 20 };

struct name {
  size_t length;
  char bytes[NAME_ROOM];
};

struct entry {
  const struct name *name; // NULL: free
  uint32_t hash;
  int64_t value;
};

// Open addressing with linear probing; the capacity is a power of two, and at most half of the
// entries are in use.
struct map {
  struct entry *entries;
  uint32_t capacity;
  uint32_t count;
};

// FNV-1a.
static uint32_t hash_of(const struct name *name) {
  uint32_t hash = 2166136261;
  for (size_t i = 0; i < name->length; i++)
    hash = (hash ^ (unsigned char)name->bytes[i]) * 16777619;
  return hash;
}

// The name's entry, or the free one where it belongs.
static struct entry *find(const struct map *map, const struct name *name, uint32_t hash) {
  uint32_t index = hash % map->capacity;
  for (;;) {
    struct entry *entry = &map->entries[index];
    if (!entry->name || (entry->hash == hash && entry->name->length == name->length &&
                         memcmp(entry->name->bytes, name->bytes, name->length) == 0))
      return entry;
    index = (index + 1) % map->capacity;
  }
}

static void grow(struct map *map) {
  struct map grown = {.capacity = map->capacity * 2, .count = map->count};
  grown.entries = calloc(grown.capacity, sizeof *grown.entries);
  for (uint32_t i = 0; i < map->capacity; i++)
    if (map->entries[i].name)
      *find(&grown, map->entries[i].name, map->entries[i].hash) = map->entries[i];
  free(map->entries);
  *map = grown;
}

static void insert(struct map *map, const struct name *name, uint32_t hash, int64_t value) {
  if (map->count * 2 >= map->capacity)
    grow(map);
  *find(map, name, hash) = (struct entry){name, hash, value};
  map->count++;
}

// Takes the entry out and moves those behind it up that would not be found across the gap.
static void take_out(struct map *map, struct entry *entry) {
  uint32_t mask = map->capacity - 1;
  uint32_t gap = (uint32_t)(entry - map->entries);
  for (uint32_t i = (gap + 1) & mask; map->entries[i].name; i = (i + 1) & mask) {
    uint32_t from_home = (i - map->entries[i].hash) & mask;
    if (from_home >= ((i - gap) & mask)) {
      map->entries[gap] = map->entries[i];
      gap = i;
    }
  }
  map->entries[gap].name = NULL;
  map->count--;
}

static struct name *make_names(int64_t count, uint32_t seed) {
  int32_t random = (int32_t)(seed % 65536) + 1;
  struct name *names = malloc((size_t)count * sizeof *names);
  for (int64_t i = 0; i < count; i++) {
    for (int j = 0; j < LETTERS; j++) {
      random = random * 17364 % 65537;
      names[i].bytes[j] = "abcdefghijklmnop"[random % 16];
    }
    names[i].length =
        (size_t)(LETTERS + snprintf(names[i].bytes + LETTERS, NAME_ROOM - LETTERS, "%d", (int)i));
  }
  return names;
}

double run(int64_t n, uint32_t seed) {
  int32_t count = (int32_t)(n / 10), half = count / 2;
  struct name *names = make_names(count, seed);
  int32_t random = (int32_t)(seed % 65536) + 1;
  struct map map = {.capacity = INITIAL_CAPACITY};
  map.entries = calloc(map.capacity, sizeof *map.entries);
  int64_t size = 0;
  for (int64_t i = 0; i < n; i++) {
    random = random * 17364 % 65537;
    const struct name *name = &names[random % half * 2];
    uint32_t hash = hash_of(name);
    struct entry *entry = find(&map, name, hash);
    if (!entry->name) {
      insert(&map, name, hash, i % 100);
      size++;
    } else {
      entry->value += i % 100;
    }
    //@ work += 1;
  }
  int64_t total = 0;
  for (int64_t i = 0; i < n; i++) {
    random = random * 17364 % 65537;
    const struct name *name = &names[random % count];
    const struct entry *entry = find(&map, name, hash_of(name));
    if (entry->name)
      total = (total * 3 + entry->value) % 1000003;
    //@ work += 1;
  }
  for (int64_t i = 0; i < half; i++) {
    random = random * 17364 % 65537;
    const struct name *name = &names[random % count];
    struct entry *entry = find(&map, name, hash_of(name));
    if (entry->name) {
      take_out(&map, entry);
      size--;
    }
    //@ work += 1;
  }
  //@ for (int64_t i = 0; i < count; i++) {
  //@   const struct entry *entry = find(&map, &names[i], hash_of(&names[i]));
  //@   total = (total * 3 + (entry->name ? entry->value + 1 : 0)) % 1000003;
  //@   for (size_t j = 0; j < names[i].length; j++)
  //@     total = (total * 3 + names[i].bytes[j]) % 1000003;
  //@ }
  free(map.entries);
  free(names);
  return (double)(total + size);
}

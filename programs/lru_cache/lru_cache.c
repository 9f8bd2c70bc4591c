// Asks a cache of 500 values n times, for some keys more often. A hit moves the value to the front
// of a doubly linked list; a miss makes it, and throws out the last one of the list when it is
// full.
#include <stdint.h>
#include <stdlib.h>

//@ double work;

double run(int64_t n, uint32_t seed);

enum { CAPACITY = 500, KEYS = 2000, BUCKETS = 1024 };

struct node {
  int32_t key;
  int64_t value;
  struct node *previous;
  struct node *next;
  struct node *chain; // of its bucket
};

struct cache {
  struct node *buckets[BUCKETS];
  int32_t size;
  struct node list; // the head of the ring
};

// Multiplicative hashing (Knuth): the high bits of the product are the best mixed.
static struct node **bucket_of(struct cache *cache, int32_t key) {
  return &cache->buckets[((uint32_t)key * 2654435769u) >> 22];
}

static struct node *find(struct cache *cache, int32_t key) {
  struct node *node = *bucket_of(cache, key);
  while (node && node->key != key)
    node = node->chain;
  return node;
}

static void unlink_node(struct node *node) {
  node->previous->next = node->next;
  node->next->previous = node->previous;
}

static void link_first(struct node *list, struct node *node) {
  node->previous = list;
  node->next = list->next;
  list->next->previous = node;
  list->next = node;
}

static void throw_out(struct cache *cache, struct node *node) {
  struct node **place = bucket_of(cache, node->key);
  unlink_node(node);
  while (*place != node)
    place = &(*place)->chain;
  *place = node->chain;
  free(node);
  cache->size--;
}

// The value of the key, which is made by `value` where the cache does not have it.
static int64_t request(struct cache *cache, int32_t key, int64_t value) {
  //@ work += 1;
  struct node *node = find(cache, key);
  if (node) {
    unlink_node(node);
    link_first(&cache->list, node);
    return node->value;
  }
  if (cache->size == CAPACITY)
    throw_out(cache, cache->list.previous);
  struct node **bucket = bucket_of(cache, key);
  node = malloc(sizeof *node);
  *node = (struct node){.key = key, .value = value, .chain = *bucket};
  *bucket = node;
  cache->size++;
  link_first(&cache->list, node);
  return value;
}

double run(int64_t n, uint32_t seed) {
  int32_t random = (int32_t)(seed % 65536) + 1;
  struct cache *cache = calloc(1, sizeof *cache);
  cache->list = (struct node){.key = -1, .previous = &cache->list, .next = &cache->list};
  int64_t total = 0;
  for (int64_t i = 0; i < n; i++) {
    random = random * 17364 % 65537;
    int32_t bound = 1 + random % KEYS;
    random = random * 17364 % 65537;
    total = (total * 3 + request(cache, random % bound, i)) % 1000003;
  }
  while (cache->size > 0)
    throw_out(cache, cache->list.previous);
  free(cache);
  return (double)total;
}

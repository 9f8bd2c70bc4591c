// Hash tables against a list that is searched from its start: the same entries in the same order,
// and walks that see what the standard says while the table changes under them.
#include "tests/unit/vm_test.h"

#include "vm/core/hash_table.h"

#define MOST_ENTRIES 4000
#define WALKS 6

// Entries in the order of insertion. A deleted one stays, as in the standard's own model of Map
// (ECMA-262 24.1), so that a walk is an index.
struct list {
  struct {
    Value key;
    int32_t value;
    bool deleted;
  } entries[MOST_ENTRIES];
  uint32_t count, live;
};

struct walk {
  struct hash_table *table; // NULL: ended
  uint32_t position;        // in the table
  uint32_t next;            // in the list
};

struct model {
  struct vm *vm;
  struct random random;
  struct hash_table *table;
  struct list list;
  struct walk walks[WALKS];
};

static int64_t list_find(struct model *model, Value key) {
  for (uint32_t i = 0; i < model->list.count; i++)
    if (!model->list.entries[i].deleted &&
        same_value_zero(model->vm, model->list.entries[i].key, key))
      return i;
  return -1;
}

// Keys of every kind: numbers of both representations, zeros of both signs, NaN, strings (new ones
// each time), objects that stay the same.
static Value random_key(struct model *model, const Value *objects, uint32_t variety) {
  char text[16];
  int32_t number = (int32_t)random_below(&model->random, variety);
  switch (random_below(&model->random, 8)) {
  case 0:
    return value_from_double_raw(number);
  case 1:
    return value_from_double_raw(number + 0.5);
  case 2:
    snprintf(text, sizeof text, "key %d", number);
    return value_from_string(ascii(model->vm, text));
  case 3:
    return objects[number % 16];
  case 4: {
    const Value rare[] = {value_from_double_raw(-0.0),
                          value_from_double_raw(NAN),
                          VALUE_UNDEFINED,
                          VALUE_NULL,
                          VALUE_TRUE,
                          value_from_string(atom(ATOM_empty))};
    return rare[number % 6];
  }
  default:
    return value_from_int32(number << 12);
  }
}

static void put(struct model *model, Value key, int32_t value) {
  struct list *list = &model->list;
  int64_t at = list_find(model, key);
  assert_true(hash_table_put(model->vm, &model->table, key, value_from_int32(value)));
  if (at < 0) {
    assert_true(list->count < MOST_ENTRIES);
    at = list->count++;
    list->entries[at].key = key;
    list->entries[at].deleted = false;
    list->live++;
  }
  list->entries[at].value = value;
}

static void delete (struct model *model, Value key) {
  int64_t at = list_find(model, key);
  assert_int_equal(hash_table_delete(model->vm, &model->table, key), at >= 0);
  if (at >= 0) {
    model->list.entries[at].deleted = true;
    model->list.live--;
  }
}

static void find(struct model *model, Value key) {
  int64_t at = list_find(model, key);
  Value value = hash_table_get(model->vm, model->table, key, VALUE_ABSENT);
  assert_int_equal(value, at < 0 ? VALUE_ABSENT : value_from_int32(model->list.entries[at].value));
}

static void clear(struct model *model) {
  hash_table_clear(model->vm, &model->table);
  for (uint32_t i = 0; i < model->list.count; i++)
    model->list.entries[i].deleted = true;
  model->list.live = 0;
}

static void step(struct model *model, struct walk *walk) {
  if (walk->table == NULL) {
    walk->table = hash_table_walk(model->vm, &model->table);
    walk->position = walk->next = 0;
  }
  const struct list *list = &model->list;
  while (walk->next < list->count && list->entries[walk->next].deleted)
    walk->next++;
  const struct hash_entry *entry = hash_table_next(&walk->table, &walk->position);
  if (walk->next == list->count) {
    assert_null(entry);
    walk->table = NULL;
    return;
  }
  assert_non_null(entry);
  assert_true(same_value_zero(model->vm, entry->key, list->entries[walk->next].key));
  assert_int_equal(value_to_int32_raw(entry->value), list->entries[walk->next].value);
  walk->next++;
}

// The whole row is the list's.
static void compare(struct model *model) {
  assert_int_equal(hash_table_count(model->table), model->list.live);
  struct walk walk = {0};
  do
    step(model, &walk);
  while (walk.table != NULL);
}

static void change(struct model *model, const Value *objects, uint32_t variety, bool grows) {
  Value key = random_key(model, objects, variety);
  uint32_t choice = random_below(&model->random, 100);
  if (choice < (grows ? 45u : 25u))
    put(model, key, (int32_t)random_below(&model->random, 1000));
  else if (choice < 65)
    delete (model, key);
  else if (choice < 80)
    find(model, key);
  else if (choice < 99 || !grows)
    step(model, &model->walks[random_below(&model->random, WALKS)]);
  else if (random_below(&model->random, 8) == 0)
    clear(model);
}

static void run_model(struct vm *vm, uint64_t seed, uint32_t variety) {
  struct model *model = calloc(1, sizeof *model);
  Value objects[16];
  model->vm = vm;
  model->random.state = seed;
  for (int i = 0; i < 16; i++)
    objects[i] = value_from_object(object_new_with_shape(vm, vm->object_shape, 0));
  for (int phase = 0; phase < 6; phase++) {
    for (int i = 0; i < 800 && model->list.count < MOST_ENTRIES; i++)
      change(model, objects, variety, phase % 2 == 0);
    compare(model);
  }
  free(model);
}

// Nothing here is a safepoint, so that all of it lives.
static void it_does_what_a_list_does(void **state) {
  for (uint64_t seed = 1; seed <= 40; seed++)
    run_model(*state, seed * 0x9E3779B97F4A7C15u, seed % 4 == 0 ? 12 : seed % 4 == 1 ? 2000 : 150);
}

static void keys_are_equal_by_same_value_zero(void **state) {
  struct vm *vm = *state;
  struct hash_table *table = NULL;
  assert_true(hash_table_put(vm, &table, value_from_double_raw(-0.0), VALUE_TRUE));
  assert_true(hash_table_put(vm, &table, value_from_double_raw(7.0), VALUE_FALSE));
  assert_true(hash_table_put(vm, &table, value_from_double_raw(-NAN), VALUE_NULL));
  assert_int_equal(table->entries[0].key, value_from_int32(0));
  assert_int_equal(table->entries[1].key, value_from_int32(7));
  assert_int_not_equal(hash_table_get(vm, table, value_from_int32(0), VALUE_ABSENT), VALUE_ABSENT);
  assert_int_not_equal(hash_table_get(vm, table, value_from_int32(7), VALUE_ABSENT), VALUE_ABSENT);
  assert_int_not_equal(hash_table_get(vm, table, value_from_double_raw(NAN), VALUE_ABSENT),
                       VALUE_ABSENT);
  assert_int_equal(hash_table_get(vm, table, value_from_string(ascii(vm, "7")), VALUE_ABSENT),
                   VALUE_ABSENT);
  assert_int_equal(table->live, 3);
}

static void ropes_and_flat_strings_are_one_key(void **state) {
  struct vm *vm = *state;
  struct hash_table *table = NULL;
  struct string *half = ascii(vm, "a text of some length, ");
  struct string *rope = string_concatenate(vm, half, half);
  struct string *flat = ascii(vm, "a text of some length, a text of some length, ");
  assert_true(hash_table_put(vm, &table, value_from_string(rope), VALUE_TRUE));
  assert_int_not_equal(hash_table_get(vm, table, value_from_string(flat), VALUE_ABSENT),
                       VALUE_ABSENT);
  assert_int_equal(hash_table_delete(vm, &table, value_from_string(flat)), 1);
  assert_int_equal(hash_table_get(vm, table, value_from_string(rope), VALUE_ABSENT), VALUE_ABSENT);
}

// The longest chain of a table whose keys are `count` multiples of a stride.
static uint32_t longest_chain(struct vm *vm, double stride, uint32_t count) {
  struct hash_table *table = NULL;
  for (uint32_t i = 0; i < count; i++)
    assert_true(hash_table_put(vm, &table, value_from_number(i * stride), VALUE_TRUE));
  uint32_t longest = 0;
  const uint32_t *buckets = (const uint32_t *)(table->entries + table->cell.extra);
  for (uint32_t i = 0; i < table->cell.extra; i++) {
    uint32_t length = 0;
    for (uint32_t number = buckets[i]; number != 0; number = table->entries[number - 1].next)
      length++;
    longest = length > longest ? length : longest;
  }
  return longest;
}

static void regular_keys_do_not_collide(void **state) {
  for (double stride = 0x1p-40; stride <= 0x1p40; stride *= 2) {
    assert_in_range(longest_chain(*state, stride, 3000), 1, 12);
    assert_in_range(longest_chain(*state, stride * 1000, 3000), 1, 12);
  }
}

static void deleting_nearly_all_gives_the_row_back(void **state) {
  struct vm *vm = *state;
  struct hash_table *table = NULL;
  for (int32_t i = 0; i < 10000; i++)
    assert_true(hash_table_put(vm, &table, value_from_int32(i), VALUE_TRUE));
  assert_int_equal(table->cell.extra, 16384);
  for (int32_t i = 0; i < 9990; i++)
    assert_int_equal(hash_table_delete(vm, &table, value_from_int32(i)), 1);
  assert_int_equal(table->live, 10);
  assert_in_range(table->cell.extra, 16, 64);
}

// A queue, and a cache that drops its oldest entry, ask for the first key again and again.
static void the_first_entry_is_found_without_a_search(void **state) {
  struct vm *vm = *state;
  struct hash_table *table = NULL;
  for (int32_t i = 0; i < 1000; i++)
    assert_true(hash_table_put(vm, &table, value_from_int32(i), VALUE_TRUE));
  for (int32_t i = 0; i < 500; i++)
    assert_int_equal(hash_table_delete(vm, &table, value_from_int32(i)), 1);
  assert_int_equal(table->entries[table->first].key, value_from_int32(500));
}

static void a_limit_of_memory_refuses_growth_and_keeps_the_entries(void **state) {
  struct vm *vm = *state;
  struct hash_table *table = NULL;
  int32_t count = 0;
  vm->heap.limit = 4u << 20;
  while (hash_table_put(vm, &table, value_from_int32(count), VALUE_TRUE))
    count++;
  assert_thrown(vm, INTRINSIC_RANGE_ERROR_PROTOTYPE,
                "Out of memory: a collection of 65536 entries");
  assert_int_equal(count, 65536);
  for (int32_t i = 0; i < count; i++)
    assert_int_not_equal(hash_table_get(vm, table, value_from_int32(i), VALUE_ABSENT),
                         VALUE_ABSENT);
  vm->heap.limit = SIZE_MAX;
}

int main(void) {
  const struct CMUnitTest tests[] = {
      RUNTIME_TEST(it_does_what_a_list_does),
      RUNTIME_TEST(keys_are_equal_by_same_value_zero),
      RUNTIME_TEST(ropes_and_flat_strings_are_one_key),
      RUNTIME_TEST(regular_keys_do_not_collide),
      RUNTIME_TEST(deleting_nearly_all_gives_the_row_back),
      RUNTIME_TEST(the_first_entry_is_found_without_a_search),
      RUNTIME_TEST(a_limit_of_memory_refuses_growth_and_keeps_the_entries),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}

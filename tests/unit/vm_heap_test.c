// The heap: size classes, collection of what is unreachable and of nothing else, limits,
// accounting.
#include "tests/unit/vm_test.h"

// Allocations between safepoints: a stress build collects at each of them.
#define SAFEPOINT_DISTANCE 1000

// ---- Size classes

static void cells_waste_less_than_a_quarter(void **state) {
  (void)state;
  for (size_t bytes = 16; bytes <= HEAP_LARGEST_SMALL; bytes++) {
    size_t taken = heap_cell_bytes(bytes);
    assert_true(taken >= bytes && taken % HEAP_GRANULE == 0);
    assert_true(taken - bytes <= HEAP_GRANULE || 4 * (taken - bytes) < bytes);
  }
}

static void every_size_has_the_class_of_its_cells(void **state) {
  (void)state;
  size_t cells[HEAP_SIZE_CLASSES] = {0};
  for (size_t bytes = 1; bytes <= HEAP_LARGEST_SMALL; bytes++) {
    unsigned index = heap_class_index(bytes, CELL_STRING);
    assert_true(index < HEAP_SIZE_CLASSES);
    assert_true(cells[index] == 0 || cells[index] == heap_cell_bytes(bytes));
    cells[index] = heap_cell_bytes(bytes);
    assert_int_equal(heap_class_index(bytes, CELL_SHAPE), index + HEAP_SIZE_CLASSES);
  }
  for (unsigned index = 0; index < HEAP_SIZE_CLASSES; index++)
    assert_true(cells[index] > 0 && (index == 0 || cells[index] > cells[index - 1]));
}

static void rounded_storage_fills_its_cell(void **state) {
  (void)state;
  for (uint32_t capacity = 1; capacity <= 63; capacity++) {
    uint32_t rounded = heap_values_round(capacity);
    size_t bytes = sizeof(struct values) + rounded * sizeof(Value);
    assert_true(rounded >= capacity);
    assert_int_equal(heap_cell_bytes(bytes), bytes);
  }
}

// ---- Random graphs

#define NODES 600
#define EDGES 12

// A node is storage whose first value is its number and the others edges. The model knows the
// edges; nodes that no root reaches in the model are dropped from it at each collection.
struct graph {
  Value *nodes[NODES]; // NULL: never made, or unreachable
  int edges[NODES][EDGES];
  uint32_t sizes[NODES];
  bool reached[NODES];
};

static void make_node(struct vm *vm, struct graph *graph, struct random *random, int node) {
  // Some fill every class, some are large cells.
  uint32_t size = 1 + EDGES + random_below(random, random_below(random, 10) == 0 ? 200 : 40);
  Value *values = heap_values_resize(vm, NULL, 0, size);
  values[0] = value_from_int32(node);
  for (int edge = 0; edge < EDGES; edge++)
    graph->edges[node][edge] = -1;
  graph->nodes[node] = values;
  graph->sizes[node] = size;
}

static void set_edge(struct graph *graph, int from, int edge, int to) {
  graph->edges[from][edge] = to;
  graph->nodes[from][1 + edge] =
      to < 0 ? VALUE_HOLE : value_from_cell(heap_values_cell(graph->nodes[to]));
}

static void reach(struct graph *graph, int node) {
  if (node < 0 || graph->reached[node])
    return;
  graph->reached[node] = true;
  for (int edge = 0; edge < EDGES; edge++)
    reach(graph, graph->edges[node][edge]);
}

static void check_graph(const struct graph *graph) {
  for (int node = 0; node < NODES; node++) {
    if (graph->nodes[node] == NULL)
      continue;
    assert_int_equal(graph->nodes[node][0], value_from_int32(node));
    assert_int_equal(heap_values_cell(graph->nodes[node])->cell.extra, graph->sizes[node]);
    for (int edge = 0; edge < EDGES; edge++) {
      int to = graph->edges[node][edge];
      Value expected = to < 0 ? VALUE_HOLE : value_from_cell(heap_values_cell(graph->nodes[to]));
      assert_int_equal(graph->nodes[node][1 + edge], expected);
    }
  }
}

static void collect_graph(struct vm *vm, struct graph *graph, const int *roots, int root_count) {
  memset(graph->reached, 0, sizeof graph->reached);
  for (int i = 0; i < root_count; i++) {
    vm_push(vm, value_from_cell(heap_values_cell(graph->nodes[roots[i]])));
    reach(graph, roots[i]);
  }
  heap_collect(vm);
  vm->top -= root_count;
  for (int node = 0; node < NODES; node++)
    if (!graph->reached[node])
      graph->nodes[node] = NULL;
  check_graph(graph);
}

static void churn_graph(struct vm *vm, uint64_t seed, int rounds) {
  struct graph *graph = calloc(1, sizeof *graph);
  struct random random = {seed};
  for (int round = 0; round < rounds; round++) {
    for (int node = 0; node < NODES; node++)
      if (graph->nodes[node] == NULL)
        make_node(vm, graph, &random, node);
    for (int i = 0; i < NODES; i++)
      set_edge(graph, (int)random_below(&random, NODES), (int)random_below(&random, EDGES),
               (int)random_below(&random, NODES + NODES / 2) - NODES / 2 < 0
                   ? -1
                   : (int)random_below(&random, NODES));
    int roots[8], root_count = (int)random_below(&random, 9);
    for (int i = 0; i < root_count; i++)
      roots[i] = (int)random_below(&random, NODES);
    collect_graph(vm, graph, roots, root_count);
  }
  free(graph);
}

static void what_is_reachable_survives_with_its_contents(void **state) {
  churn_graph(*state, 1, 200);
}

static void a_mark_stack_without_room_loses_nothing(void **state) {
  struct vm *vm = *state;
  vm->heap.mark_most = 0;
  churn_graph(vm, 2, 40);
  heap_collect(vm);
  assert_null(vm->heap.mark_stack);
}

static void a_long_list_is_marked_without_recursion(void **state) {
  struct vm *vm = *state;
  Value list = VALUE_NULL;
  for (int i = 0; i < 300000; i++)
    list = value_from_cell(box_new(vm, list));
  vm_push(vm, list);
  heap_collect(vm);
  vm->top--;
  int length = 0;
  for (; list != VALUE_NULL; list = ((struct box *)value_pointer(list))->value)
    length++;
  assert_int_equal(length, 300000);
}

// ---- Accounting

static void garbage_is_used_again(void **state) {
  struct vm *vm = *state;
  for (int i = 0; i < 2000000; i++) {
    box_new(vm, VALUE_NULL);
    if (i % SAFEPOINT_DISTANCE == 0)
      heap_safepoint(vm);
  }
  assert_true(vm->heap.peak_bytes < 8u << 20);
  assert_true(vm->heap.collections >= 20);
}

static void gaps_between_live_cells_are_filled(void **state) {
  struct vm *vm = *state;
  vm_push(vm, VALUE_NULL);
  for (int i = 0; i < 200000; i++) {
    struct box *box = box_new(vm, vm->top[-1]);
    if (i % 10 == 0)
      vm->top[-1] = value_from_cell(box);
  }
  size_t bytes = vm->heap.allocated_bytes;
  heap_collect(vm);
  for (int i = 0; i < 170000; i++)
    box_new(vm, VALUE_NULL);
  assert_true(vm->heap.allocated_bytes < bytes + 65536); // the mark stack's
  vm->top--;
}

static void memory_of_a_burst_goes_back_to_the_system(void **state) {
  struct vm *vm = *state;
  Value list = VALUE_NULL;
  for (int i = 0; i < 1000000; i++)
    list = value_from_cell(box_new(vm, list));
  size_t burst = vm->heap.allocated_bytes;
  assert_true(burst >= 16000000);
  heap_collect(vm);
  heap_collect(vm);
  assert_true(vm->heap.allocated_bytes < burst / 4);
}

static void live_bytes_are_those_of_the_cells(void **state) {
  struct vm *vm = *state;
  heap_collect(vm);
  size_t before = vm->heap.live_bytes;
  for (int i = 0; i < 10; i++)
    vm_push(vm, value_from_cell(box_new(vm, VALUE_NULL)));
  Value *large = heap_values_resize(vm, NULL, 0, 1000);
  vm_push(vm, value_from_cell(heap_values_cell(large)));
  heap_collect(vm);
  size_t cells = 10 * heap_cell_bytes(sizeof(struct box)) + sizeof(struct values) + 8000;
  assert_int_equal(vm->heap.live_bytes - before, cells);
  vm->top -= 11;
  heap_collect(vm);
  assert_int_equal(vm->heap.live_bytes, before);
}

static void storage_keeps_its_values_when_it_is_resized(void **state) {
  struct vm *vm = *state;
  struct random random = {3};
  Value *values = NULL;
  uint32_t capacity = 0;
  for (int i = 0; i < 400; i++) {
    uint32_t size = 1 + random_below(&random, i % 3 == 0 ? 3000 : 100);
    uint32_t kept = size < capacity ? size : capacity;
    values = heap_values_resize(vm, values, kept, size);
    for (uint32_t k = 0; k < size; k++) {
      assert_int_equal(values[k], k < kept ? value_from_int32((int32_t)k) : VALUE_HOLE);
      values[k] = value_from_int32((int32_t)k);
    }
    capacity = size;
    vm_push(vm, value_from_cell(heap_values_cell(values)));
    heap_safepoint(vm);
    vm->top--;
  }
}

static void replaced_large_storage_is_freed_at_once(void **state) {
  struct vm *vm = *state;
  Value *values = heap_values_resize(vm, NULL, 0, 100000);
  size_t bytes = vm->heap.allocated_bytes;
  values = heap_values_resize(vm, values, 10, 10);
  assert_non_null(values);
  assert_true(vm->heap.allocated_bytes <= bytes - 100000 * sizeof(Value) + 5 * HEAP_PAGE_BYTES);
}

static void dead_shapes_free_their_tables(void **state) {
  struct vm *vm = *state;
  heap_collect(vm);
  size_t external = vm->heap.external_bytes;
  for (int i = 0; i < 1000; i++) {
    char name[20];
    snprintf(name, sizeof name, "name%d", i);
    struct object *object = object_new(vm, NULL, 0);
    assert_true(object_set(vm, object, key_of(vm, name), VALUE_NULL));
    assert_true(object_set(vm, object, key_of(vm, "common"), VALUE_NULL));
  }
  assert_true(vm->heap.external_bytes > external + 1000 * sizeof(struct property_table));
  heap_collect(vm);
  // The atom table does not shrink.
  size_t atoms = vm->atoms.capacity * sizeof *vm->atoms.slots;
  assert_true(vm->heap.external_bytes <= external + atoms);
}

// ---- Limits

static void storage_beyond_the_limit_is_refused(void **state) {
  (void)state;
  const mica_options options = {.memory_limit = 4 << 20};
  struct vm *vm = new_vm(&options);
  assert_null(heap_values_resize(vm, NULL, 0, 1 << 20));
  Value *values = heap_values_resize(vm, NULL, 0, 1 << 17);
  assert_non_null(values);
  assert_null(heap_values_resize(vm, values, 1 << 17, 1 << 20));
  assert_int_equal(values[1 << 16], VALUE_HOLE);
  assert_null(heap_values_resize(vm, NULL, 0, UINT32_MAX));
  mica_runtime_free((mica_runtime *)vm);
}

static void live_cells_beyond_the_limit_end_the_script(void **state) {
  (void)state;
  const mica_options options = {.memory_limit = 4 << 20};
  struct vm *vm = new_vm(&options);
  vm_push(vm, VALUE_NULL);
  int count = 0;
  for (; !vm->heap.out_of_memory && count < 10000000; count++) {
    vm->top[-1] = value_from_cell(box_new(vm, vm->top[-1]));
    if (count % SAFEPOINT_DISTANCE == 0)
      heap_safepoint(vm);
  }
  size_t bytes = (size_t)count * heap_cell_bytes(sizeof(struct box));
  assert_true(bytes > 2 << 20 && bytes < 5 << 20);
  vm->heap.out_of_memory = false;
  vm->top--;
  heap_collect(vm);
  assert_false(vm->heap.out_of_memory);
  mica_runtime_free((mica_runtime *)vm);
}

static void garbage_does_not_count_against_the_limit(void **state) {
  (void)state;
  const mica_options options = {.memory_limit = 4 << 20};
  struct vm *vm = new_vm(&options);
  for (int i = 0; i < 1000000; i++) {
    box_new(vm, VALUE_NULL);
    if (i % 1000 == 0)
      assert_non_null(heap_values_resize(vm, NULL, 0, 10000));
    if (i % SAFEPOINT_DISTANCE == 0)
      heap_safepoint(vm);
    assert_false(vm->heap.out_of_memory);
  }
  mica_runtime_free((mica_runtime *)vm);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(cells_waste_less_than_a_quarter),
      RUNTIME_TEST(every_size_has_the_class_of_its_cells),
      cmocka_unit_test(rounded_storage_fills_its_cell),
      RUNTIME_TEST(what_is_reachable_survives_with_its_contents),
      RUNTIME_TEST(a_mark_stack_without_room_loses_nothing),
      RUNTIME_TEST(a_long_list_is_marked_without_recursion),
      RUNTIME_TEST(garbage_is_used_again),
      RUNTIME_TEST(gaps_between_live_cells_are_filled),
      RUNTIME_TEST(memory_of_a_burst_goes_back_to_the_system),
      RUNTIME_TEST(live_bytes_are_those_of_the_cells),
      RUNTIME_TEST(storage_keeps_its_values_when_it_is_resized),
      RUNTIME_TEST(replaced_large_storage_is_freed_at_once),
      RUNTIME_TEST(dead_shapes_free_their_tables),
      cmocka_unit_test(storage_beyond_the_limit_is_refused),
      cmocka_unit_test(live_cells_beyond_the_limit_end_the_script),
      cmocka_unit_test(garbage_does_not_count_against_the_limit),
  };
  return cmocka_run_group_tests_name("vm_heap", tests, NULL, NULL);
}

// Chains of callers: their functions, their order, and the files of other tools that they are read
// from.
#include "compare/stacks.h"
#include "tests/unit/assert_near.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const struct stack_function *find(const struct stack_function *rows, size_t count,
                                         const char *name) {
  for (size_t i = 0; i < count; i++)
    if (strcmp(rows[i].name, name) == 0)
      return &rows[i];
  fail_msg("there is no function %s", name);
  return NULL;
}

// Reads the text as a file; false when it is refused.
static bool read_text(struct stacks *stacks, enum stack_side side, const char *text,
                      struct error *error) {
  char path[] = "/tmp/stacks-test-XXXXXX";
  int descriptor = mkstemp(path);
  assert_true(descriptor >= 0 && write(descriptor, text, strlen(text)) == (ssize_t)strlen(text));
  close(descriptor);
  bool read = stacks_read(stacks, side, path, error);
  unlink(path);
  return read;
}

static char *collapsed(const struct stacks *stacks) {
  char *text = NULL;
  size_t length;
  FILE *memory = open_memstream(&text, &length);
  stacks_write_collapsed(stacks, memory);
  fclose(memory);
  return text;
}

static void a_recursion_counts_once_in_the_total(void **state) {
  struct arena *arena = arena_create();
  struct stacks *stacks = stacks_create(arena);
  const char *const chain[] = {"main", "fib", "fib", "fib"};
  size_t count;
  (void)state;
  stacks_add(stacks, STACK_AFTER, chain, 4, 5);
  stacks_add(stacks, STACK_AFTER, chain, 2, 3);
  const struct stack_function *rows = stacks_functions(stacks, false, &count);
  assert_int_equal(count, 2);
  assert_int_equal(find(rows, count, "fib")->self[STACK_AFTER], 8);
  assert_int_equal(find(rows, count, "fib")->total[STACK_AFTER], 8);
  assert_int_equal(find(rows, count, "main")->self[STACK_AFTER], 0);
  assert_int_equal(find(rows, count, "main")->total[STACK_AFTER], 8);
  assert_int_equal(stacks_total(stacks, STACK_AFTER), 8);
  arena_destroy(arena);
}

static void functions_of_two_sides_come_by_how_much_they_changed(void **state) {
  struct arena *arena = arena_create();
  struct stacks *stacks = stacks_create(arena);
  struct error error = {.message = ""};
  size_t count;
  (void)state;
  assert_true(read_text(stacks, STACK_BEFORE, "a 100\nb 50\nc 7\n", &error));
  assert_true(read_text(stacks, STACK_AFTER, "a 101\nb 10\nd 30\nc 7\n", &error));
  const struct stack_function *rows = stacks_functions(stacks, true, &count);
  const char *const order[] = {"b", "d", "a", "c"};
  assert_int_equal(count, 4);
  for (size_t i = 0; i < count; i++)
    assert_string_equal(rows[i].name, order[i]);
  arena_destroy(arena);
}

static void contexts_of_callgrind_are_chains_up_to_the_block(void **state) {
  static const char file[] = "# callgrind format\nversion: 1\npositions: line\nevents: Ir\n"
                             "ob=(1) /lib/x\nfl=(1) x.c\n"
                             "fn=(4) leaf'work'run_block'main'start\n10 7\n+1 3\n"
                             "cfn=(5) work'run_block'main'start\ncalls=1 5\n* 1000\n"
                             "fn=(5)\n-3 20\n"
                             "fn=(6) deep'deeper\n1 4\n"
                             "fn=(7) leaf'2'leaf'work'run_block'main\n2 1\n"
                             "totals: 35\n";
  struct arena *arena = arena_create();
  struct stacks *stacks = stacks_create(arena);
  struct error error = {.message = ""};
  (void)state;
  assert_true(read_text(stacks, STACK_AFTER, file, &error));
  char *text = collapsed(stacks);
  assert_non_null(strstr(text, "run_block;work 20\n"));
  assert_non_null(strstr(text, "run_block;work;leaf 10\n"));
  assert_non_null(strstr(text, "run_block;work;leaf;leaf 1\n"));
  assert_non_null(strstr(text, "[callers further out];deeper;deep 4\n"));
  assert_string_equal(stacks->unit, "instructions");
  assert_int_equal(stacks_total(stacks, STACK_AFTER), 35);
  free(text);
  arena_destroy(arena);
}

static void handlers_that_go_to_each_other_are_no_callers(void **state) {
  static const char file[] = "# callgrind format\npositions: line\n"
                             "fn=(1) slow_add'op_ADD'op_MOVE'op_CALL'interpret'run_block'main\n"
                             "1 6\n";
  struct arena *arena = arena_create();
  struct stacks *stacks = stacks_create(arena);
  struct error error = {.message = ""};
  (void)state;
  assert_true(read_text(stacks, STACK_AFTER, file, &error));
  char *text = collapsed(stacks);
  assert_string_equal(text, "run_block;interpret;op_ADD;slow_add 6\n");
  free(text);
  arena_destroy(arena);
}

static void samples_of_perf_are_chains_with_their_time(void **state) {
  static const char *const lines[] = {"   1003009 ",
                                      "\t     7085 leaf(int) (/usr/lib/x.so)",
                                      "\t     80c4 [unknown] (/usr/lib/liby.so.1)",
                                      "\t     15ce run_block (/build/drivers/lua)",
                                      "\t     1616 main (/build/drivers/lua)",
                                      "",
                                      "   500000 ",
                                      "\t     15ce run_block (/build/drivers/lua)",
                                      ""};
  struct arena *arena = arena_create();
  struct stacks *stacks = stacks_create(arena);
  struct stacks_perf perf = {.stacks = stacks, .side = STACK_AFTER};
  (void)state;
  for (size_t i = 0; i < sizeof lines / sizeof *lines; i++)
    stacks_take_perf_line(&perf, lines[i]);
  char *text = collapsed(stacks);
  assert_string_equal(text, "run_block 500000\nrun_block;[liby.so.1];leaf(int) 1003009\n");
  assert_string_equal(stacks->unit, "ns");
  free(text);
  arena_destroy(arena);
}

static void what_is_no_profile_is_refused(void **state) {
  static const char *const texts[] = {"", "words\n", "a;b x\n", "a 1\nb -2\n", " 12\n", "a 1 2x\n"};
  struct arena *arena = arena_create();
  (void)state;
  for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
    struct error error = {.message = ""};
    assert_false(read_text(stacks_create(arena), STACK_AFTER, texts[i], &error));
    assert_true(*error.message != '\0');
  }
  arena_destroy(arena);
}

static void profiles_in_other_units_are_not_compared(void **state) {
  struct arena *arena = arena_create();
  struct stacks *stacks = stacks_create(arena);
  struct error error = {.message = ""};
  (void)state;
  assert_true(read_text(stacks, STACK_BEFORE, "a 1\n", &error));
  assert_false(read_text(stacks, STACK_AFTER, "# callgrind format\nfn=(1) a\n1 1\n", &error));
  assert_non_null(strstr(error.message, "nothing in common"));
  arena_destroy(arena);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(a_recursion_counts_once_in_the_total),
      cmocka_unit_test(functions_of_two_sides_come_by_how_much_they_changed),
      cmocka_unit_test(contexts_of_callgrind_are_chains_up_to_the_block),
      cmocka_unit_test(handlers_that_go_to_each_other_are_no_callers),
      cmocka_unit_test(samples_of_perf_are_chains_with_their_time),
      cmocka_unit_test(what_is_no_profile_is_refused),
      cmocka_unit_test(profiles_in_other_units_are_not_compared),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}

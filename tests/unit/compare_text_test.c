// The small helpers: lists of words, the nearest name, and errors that carry their context.

// cmocka.h wants these before it
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "compare/check.h"
#include "compare/error.h"
#include "compare/text.h"

#include <stdlib.h>
#include <string.h>

static void a_list_is_split_at_commas_and_joined_again(void **state) {
  (void)state;
  struct text_list list = text_list_split("fib,,loop_*,");
  assert_int_equal(list.count, 2);
  char *joined = text_list_join(&list);
  assert_string_equal(joined, "fib, loop_*");
  free(joined);
  text_list_free(&list);
  assert_int_equal(list.count, 0);
}

static void assert_nearest(const char *words, const char *word, const char *expected) {
  struct text_list list = text_list_split(words);
  const char *nearest = text_list_nearest(&list, word);
  assert_string_equal(nearest ? nearest : "none", expected);
  text_list_free(&list);
}

static void the_nearest_name_is_suggested_when_it_is_near(void **state) {
  (void)state;
  assert_nearest("smoke,quick,full", "quik", "quick");
  assert_nearest("smoke,quick,full", "flul", "full");
  assert_nearest("smoke,quick,full", "enormous", "none");
  assert_nearest("loop_int32,loop_int53", "loop_int54", "loop_int53");
  assert_nearest("lua,cpython", "lua", "lua");
  assert_nearest("", "lua", "none");
  struct text_list list = text_list_split("check,run");
  char *suggestion = text_suggestion(&list, "chek");
  assert_string_equal(suggestion, "; did you mean `check`?");
  free(suggestion);
  text_list_free(&list);
}

static void an_error_keeps_its_cause_behind_its_context(void **state) {
  (void)state;
  struct error error;
  assert_false(error_set(&error, "line %d", 3));
  assert_false(error_prefix(&error, "file %s", "a.yaml"));
  assert_string_equal(error.message, "file a.yaml: line 3");
}

static void a_message_that_is_too_long_is_cut(void **state) {
  (void)state;
  struct error error;
  char *text = memory_array(10001, 1);
  memset(text, 'x', 10000);
  assert_false(error_set(&error, "%s", text));
  assert_int_equal(strlen(error.message), sizeof error.message - 1);
  assert_false(error_prefix(&error, "context"));
  assert_int_equal(strncmp(error.message, "context: xxx", 12), 0);
  free(text);
}

static void checksums_agree_within_the_relative_tolerance_only(void **state) {
  (void)state;
  assert_true(check_agrees(3, 3, 0));
  assert_false(check_agrees(3, 3.0000000000000004, 0));
  assert_true(check_agrees(1000.5, 1000, 0.001));
  assert_false(check_agrees(1002, 1000, 0.001));
  assert_true(check_agrees(-1000.5, -1000, 0.001));
  assert_true(check_agrees(0, 0, 0));
  assert_false(check_agrees(0, 1e-300, 0.001));
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(a_list_is_split_at_commas_and_joined_again),
      cmocka_unit_test(the_nearest_name_is_suggested_when_it_is_near),
      cmocka_unit_test(an_error_keeps_its_cause_behind_its_context),
      cmocka_unit_test(a_message_that_is_too_long_is_cut),
      cmocka_unit_test(checksums_agree_within_the_relative_tolerance_only),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}

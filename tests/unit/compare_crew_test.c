// Tests of compare/crew.c: each piece of the work is done once, by several threads.

// cmocka.h wants these before it
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "compare/crew.h"

#include <stdatomic.h>

enum { PIECES = 100, WORKERS = 4, LAST = 10 };

struct work {
  atomic_int done[PIECES];
  atomic_int inside, most; // pieces that are being done, and the largest number of them
  int wait_for;            // pieces that have to be inside before one goes on
};

static bool do_piece(size_t index, void *context) {
  struct work *work = context;
  int inside = atomic_fetch_add(&work->inside, 1) + 1;
  if (inside > atomic_load(&work->most))
    atomic_store(&work->most, inside);
  while (atomic_load(&work->most) < work->wait_for)
    ;
  atomic_fetch_add(&work->done[index], 1);
  atomic_fetch_sub(&work->inside, 1);
  return true;
}

static bool stop_at_last(size_t index, void *context) {
  struct work *work = context;
  atomic_fetch_add(&work->done[index], 1);
  return index != LAST;
}

static void each_piece_is_done_once(void **state) {
  (void)state;
  for (int workers = 1; workers <= WORKERS; workers++) {
    struct work work = {.wait_for = workers > 1 ? 2 : 1};
    assert_true(crew_run(workers, PIECES, do_piece, &work));
    for (int i = 0; i < PIECES; i++)
      assert_int_equal(atomic_load(&work.done[i]), 1);
    assert_true(atomic_load(&work.most) <= workers);
  }
}

static void nothing_is_begun_after_a_refusal(void **state) {
  (void)state;
  struct work work = {0};
  assert_false(crew_run(1, PIECES, stop_at_last, &work));
  for (int i = 0; i < PIECES; i++)
    assert_int_equal(atomic_load(&work.done[i]), i <= LAST);
}

static void no_work_is_done_at_once(void **state) {
  (void)state;
  assert_true(crew_run(WORKERS, 0, stop_at_last, NULL));
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(each_piece_is_done_once),
      cmocka_unit_test(nothing_is_begun_after_a_refusal),
      cmocka_unit_test(no_work_is_done_at_once),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}

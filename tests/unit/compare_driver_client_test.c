// Drivers that behave and drivers that do not (tests/fixtures/drivers/fake): each ends in the right
// outcome with a message that says what happened, and none is left behind.

// cmocka.h wants these before it
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "compare/driver_client.h"

#include <errno.h>
#include <math.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define FAKE "tests/fixtures/drivers/fake"

struct seen {
  int count;
  double checksums[8];
};

static bool take(const struct driver_sample *sample, void *context, enum outcome *outcome,
                 char *message, size_t size) {
  struct seen *seen = context;
  seen->checksums[seen->count++] = sample->checksum;
  if (sample->checksum != 8)
    return true;
  *outcome = OUTCOME_WRONG;
  snprintf(message, size, "8 is not 7");
  return false;
}

static bool take_any(const struct driver_sample *sample, void *context, enum outcome *outcome,
                     char *message, size_t size) {
  (void)sample;
  (void)context;
  (void)outcome;
  (void)message;
  (void)size;
  return true;
}

static struct driver_request request_of(const char *engine) {
  return (struct driver_request){
      .executable = FAKE,
      .engine = engine,
      .program = "fib",
      .size = "smoke",
      .programs_directory = "programs",
      .repetitions = 2,
      .warmup = 1,
      .samples = 2,
      .limits = {.sample_seconds = 20, .pin_cpu = -1, .interrupt_descriptor = -1}};
}

static struct driver_report invoke(const char *engine, struct seen *seen) {
  struct driver_request request = request_of(engine);
  struct driver_report report;
  *seen = (struct seen){0};
  driver_invoke(&request, &(struct driver_listener){.sample = take, .context = seen}, &report);
  return report;
}

static double seconds_now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return (double)time.tv_sec + 1e-9 * (double)time.tv_nsec;
}

static void assert_says(const struct driver_report *report, enum outcome outcome,
                        const char *words) {
  if (report->outcome != outcome || !strstr(report->message, words))
    fail_msg("%s: `%s` has no `%s`", outcome_text(report->outcome), report->message, words);
}

static void a_good_driver_gives_all_its_samples(void **state) {
  (void)state;
  struct seen seen;
  struct driver_report report = invoke("good", &seen);
  assert_says(&report, OUTCOME_OK, "");
  assert_int_equal(seen.count, 3);
  assert_true(seen.checksums[2] == 7 && report.timer_ns == 20.5 && report.empty_ns == 40);
  assert_int_equal(report.max_rss_kb, 1234);
  assert_true(report.seconds > 0);
}

static void a_check_gives_checksum_and_work(void **state) {
  (void)state;
  struct driver_request request = request_of("good");
  struct driver_report report;
  request.check = true;
  driver_invoke(&request, &(struct driver_listener){0}, &report);
  assert_says(&report, OUTCOME_OK, "");
  assert_true(report.checksum == 7 && report.work == 99);
}

static bool take_counters(const json_t *values, void *context, enum outcome *outcome, char *message,
                          size_t size) {
  (void)outcome;
  (void)message;
  (void)size;
  *(double *)context += json_number_value(json_object_get(values, "allocations"));
  return true;
}

static void counters_are_handed_on_and_must_be_numbers_before_the_end(void **state) {
  static const struct {
    const char *engine, *words;
    double sum;
  } cases[] = {
      {"good", "", 0},
      {"counts", "", 12.5},
      {"counts-words", "a counter `allocations` that is not a number", 0},
      {"counts-twice", "counters that are not of the protocol", 12.5},
      {"counts-late", "counters that are not of the protocol", 0},
  };
  (void)state;
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    struct driver_request request = request_of(cases[i].engine);
    struct driver_report report;
    double sum = 0;
    const struct driver_listener listener = {
        .sample = take_any, .counters = take_counters, .context = &sum};
    driver_invoke(&request, &listener, &report);
    assert_says(&report, *cases[i].words ? OUTCOME_FAILED : OUTCOME_OK, cases[i].words);
    assert_true(sum == cases[i].sum);
  }
}

static void a_sample_that_is_refused_ends_the_driver(void **state) {
  (void)state;
  struct seen seen;
  struct driver_report report = invoke("lies", &seen);
  assert_says(&report, OUTCOME_WRONG, "8 is not 7");
  assert_int_equal(seen.count, 2);
}

static void a_crash_is_told_with_signal_place_and_last_words(void **state) {
  (void)state;
  struct seen seen;
  struct driver_report report = invoke("crashes", &seen);
  assert_says(&report, OUTCOME_CRASHED, "signal 11");
  assert_says(&report, OUTCOME_CRASHED, "after 1 of 3 samples");
  assert_says(&report, OUTCOME_CRASHED, "about to fall");
  assert_int_equal(seen.count, 1);
}

static void a_silent_driver_is_killed_at_its_limit(void **state) {
  (void)state;
  struct driver_request request = request_of("hangs");
  struct driver_report report;
  struct seen seen = {0};
  request.limits.sample_seconds = 0.5;
  double began = seconds_now();
  driver_invoke(&request, &(struct driver_listener){.sample = take, .context = &seen}, &report);
  assert_says(&report, OUTCOME_HUNG, "nothing came for 0.5 s");
  assert_true(seconds_now() - began < 20);
  assert_int_equal(seen.count, 1);
}

static void what_is_not_of_the_protocol_is_quoted(void **state) {
  (void)state;
  struct seen seen;
  struct driver_report report = invoke("babbles", &seen);
  assert_says(&report, OUTCOME_FAILED, "`Segmentation fault? No, just chatting`");
  assert_int_equal(seen.count, 0);
}

static void much_on_standard_error_blocks_nobody(void **state) {
  (void)state;
  struct seen seen;
  struct driver_report report = invoke("shouts", &seen);
  assert_says(&report, OUTCOME_OK, "");
  assert_int_equal(seen.count, 3);
}

static void samples_that_lack_or_are_too_many_fail(void **state) {
  (void)state;
  struct seen seen;
  struct driver_report report = invoke("stops-early", &seen);
  assert_says(&report, OUTCOME_FAILED, "ended early, after 1 of 3 samples");
  report = invoke("skips", &seen);
  assert_says(&report, OUTCOME_FAILED, "gave sample 2");
  report = invoke("repeats", &seen);
  assert_says(&report, OUTCOME_FAILED, "gave sample 3");
  report = invoke("no-end", &seen);
  assert_says(&report, OUTCOME_FAILED, "ended early, after 3 of 3 samples");
}

static void a_driver_that_started_something_else_fails(void **state) {
  (void)state;
  struct seen seen;
  struct driver_report report = invoke("swaps", &seen);
  assert_says(&report, OUTCOME_FAILED, "`other`");
}

static void an_engines_error_and_refusal_are_passed_on(void **state) {
  (void)state;
  struct seen seen;
  struct driver_report report = invoke("fails", &seen);
  assert_says(&report, OUTCOME_FAILED, "fib.lua:3: no such thing");
  report = invoke("unavailable", &seen);
  assert_says(&report, OUTCOME_UNAVAILABLE, "no 64-bit integers");
}

static void an_exit_without_a_word_is_told_with_its_status(void **state) {
  (void)state;
  struct seen seen;
  struct driver_report report = invoke("exits", &seen);
  assert_says(&report, OUTCOME_FAILED, "exit status 5");
  assert_says(&report, OUTCOME_FAILED, "cannot go on");
}

static void a_driver_that_is_not_there_fails(void **state) {
  (void)state;
  struct driver_request request = request_of("good");
  struct driver_report report;
  struct seen seen = {0};
  request.executable = "tests/fixtures/drivers/none";
  driver_invoke(&request, &(struct driver_listener){.sample = take, .context = &seen}, &report);
  assert_says(&report, OUTCOME_FAILED, "cannot be started: No such file");
}

// Whether a process is gone, or dead and only not yet waited for by its parent.
static bool is_dead(pid_t process) {
  char path[64], state = 'Z';
  snprintf(path, sizeof path, "/proc/%d/stat", (int)process);
  FILE *file = fopen(path, "r");
  if (!file)
    return true;
  if (fscanf(file, "%*d (%*[^)]) %c", &state) != 1)
    state = 'Z';
  fclose(file);
  return state == 'Z' || state == 'X';
}

static void a_grandchild_is_not_waited_for_and_not_left(void **state) {
  (void)state;
  struct seen seen;
  double began = seconds_now();
  struct driver_report report = invoke("leaves-child", &seen);
  assert_says(&report, OUTCOME_OK, "");
  assert_true(seconds_now() - began < 20);
  pid_t grandchild = (pid_t)seen.checksums[0]; // the driver gives it as a checksum
  assert_true(grandchild > 0);
  while (!is_dead(grandchild) && seconds_now() - began < 20)
    usleep(1000);
  assert_true(is_dead(grandchild));
}

static void the_environment_is_padded_by_as_many_bytes(void **state) {
  (void)state;
  struct driver_request request = request_of("padded");
  struct driver_report report;
  struct seen seen = {0};
  request.padding = 1357;
  driver_invoke(&request, &(struct driver_listener){.sample = take, .context = &seen}, &report);
  assert_says(&report, OUTCOME_OK, "");
  assert_true(seen.checksums[0] == 1357);
}

static void a_readable_interrupt_descriptor_ends_the_driver(void **state) {
  (void)state;
  int ends[2];
  struct driver_request request = request_of("hangs");
  struct driver_report report;
  struct seen seen = {0};
  assert_int_equal(pipe(ends), 0);
  assert_int_equal(write(ends[1], "x", 1), 1);
  request.limits.interrupt_descriptor = ends[0];
  driver_invoke(&request, &(struct driver_listener){.sample = take, .context = &seen}, &report);
  assert_says(&report, OUTCOME_INTERRUPTED, "interrupted");
  close(ends[0]);
  close(ends[1]);
}

static void no_child_is_left_unwaited(void **state) {
  (void)state;
  struct seen seen;
  invoke("crashes", &seen);
  assert_int_equal(waitpid(-1, NULL, WNOHANG), -1);
  assert_int_equal(errno, ECHILD);
}

static void a_description_is_read_as_a_whole(void **state) {
  (void)state;
  struct error error = {.message = ""};
  json_t *description = driver_describe(FAKE, &error);
  assert_non_null(description);
  assert_string_equal(json_string_value(json_object_get(description, "driver")), "fake");
  json_decref(description);
  assert_null(driver_describe("/bin/false", &error));
  assert_non_null(strstr(error.message, "/bin/false --describe fails"));
  assert_null(driver_describe("/bin/echo", &error));
  assert_non_null(strstr(error.message, "does not answer in JSON"));
}

static void the_command_of_a_process_quotes_what_needs_it(void **state) {
  (void)state;
  struct driver_request request = request_of("good");
  request.programs_directory = "a folder's programs";
  char *command = driver_process_command(&request);
  assert_non_null(strstr(command, "--programs 'a folder'\\''s programs' "));
  assert_non_null(strstr(command, FAKE " --engine good --program fib"));
  assert_non_null(strstr(command, " --once --quiet"));
  free(command);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(a_good_driver_gives_all_its_samples),
      cmocka_unit_test(a_check_gives_checksum_and_work),
      cmocka_unit_test(counters_are_handed_on_and_must_be_numbers_before_the_end),
      cmocka_unit_test(a_sample_that_is_refused_ends_the_driver),
      cmocka_unit_test(a_crash_is_told_with_signal_place_and_last_words),
      cmocka_unit_test(a_silent_driver_is_killed_at_its_limit),
      cmocka_unit_test(what_is_not_of_the_protocol_is_quoted),
      cmocka_unit_test(much_on_standard_error_blocks_nobody),
      cmocka_unit_test(samples_that_lack_or_are_too_many_fail),
      cmocka_unit_test(a_driver_that_started_something_else_fails),
      cmocka_unit_test(an_engines_error_and_refusal_are_passed_on),
      cmocka_unit_test(an_exit_without_a_word_is_told_with_its_status),
      cmocka_unit_test(a_driver_that_is_not_there_fails),
      cmocka_unit_test(a_grandchild_is_not_waited_for_and_not_left),
      cmocka_unit_test(the_environment_is_padded_by_as_many_bytes),
      cmocka_unit_test(a_readable_interrupt_descriptor_ends_the_driver),
      cmocka_unit_test(no_child_is_left_unwaited),
      cmocka_unit_test(a_description_is_read_as_a_whole),
      cmocka_unit_test(the_command_of_a_process_quotes_what_needs_it),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}

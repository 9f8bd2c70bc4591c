// What is found by folder, what the options select of it, and what is said when there is nothing.

// cmocka.h wants these before it
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "compare/discover.h"
#include "compare/options.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

// A build folder whose only driver gives two engines, and one program.
struct place {
  char folder[64];
  struct options options;
};

static void write_file(const struct place *place, const char *name, const char *text) {
  char *path = text_format("%s/%s", place->folder, name);
  FILE *file = fopen(path, "w");
  assert_non_null(file);
  assert_true(fputs(text, file) >= 0);
  fclose(file);
  assert_int_equal(chmod(path, 0755), 0);
  free(path);
}

static void make_folder(const struct place *place, const char *name) {
  char *path = text_format("%s/%s", place->folder, name);
  assert_int_equal(mkdir(path, 0755), 0);
  free(path);
}

static int set_up(void **state) {
  struct place *place = memory_array(1, sizeof *place);
  snprintf(place->folder, sizeof place->folder, "/tmp/fieldstone-test-XXXXXX");
  if (!mkdtemp(place->folder))
    return -1;
  make_folder(place, "drivers");
  make_folder(place, "programs");
  make_folder(place, "programs/one");
  write_file(place, "drivers/zero",
             "#!/bin/sh\n"
             "echo '{\"language\":\"c\",\"version\":\"C\",\"engines\":[{\"name\":\"native\"},"
             "{\"name\":\"slow\",\"repetition_divisor\":10}]}'\n");
  write_file(place, "programs/one/program.yaml",
             "name: one\ntitle: One\nmeasures: Nothing.\ncategory: loop\nkind: script\n"
             "unit: call\nwork: calls\ntolerance: 0\ngeometric_mean: true\nsizes:\n"
             "  smoke: {n: 1, repetitions: 2, warmup: 0, samples: 1}\n"
             "  quick: {n: 2, repetitions: 50, warmup: 0, samples: 1}\n"
             "  full: {n: 3, repetitions: 100, warmup: 0, samples: 1}\nnotes: []\n");
  place->options = (struct options){
      .size = text_copy("quick"),
      .build_directory = text_copy(place->folder),
      .programs_directory = text_format("%s/programs", place->folder),
  };
  *state = place;
  return 0;
}

static int tear_down(void **state) {
  struct place *place = *state;
  char *command = text_format("rm -rf '%s'", place->folder);
  int status = system(command);
  free(command);
  options_free(&place->options);
  free(place);
  return status;
}

static void discover(struct place *place, struct catalogue *catalogue) {
  struct error error = {.message = ""};
  if (!discover_catalogue(&place->options, catalogue, &error))
    fail_msg("%s", error.message);
}

static void assert_refused(struct place *place, const char *words) {
  struct catalogue catalogue;
  struct error error = {.message = ""};
  if (discover_catalogue(&place->options, &catalogue, &error) || !strstr(error.message, words))
    fail_msg("`%s` has no `%s`", error.message, words);
  discover_free(&catalogue);
}

static void programs_and_engines_are_found_by_folder(void **state) {
  struct place *place = *state;
  struct catalogue catalogue;
  discover(place, &catalogue);
  assert_int_equal(catalogue.program_count, 1);
  assert_string_equal(catalogue.programs[0].manifest->name, "one");
  assert_int_equal(catalogue.engine_count, 2);
  assert_string_equal(catalogue.engines[1].name, "slow");
  assert_true(catalogue.programs[0].selected && catalogue.engines[1].selected);
  discover_free(&catalogue);
}

static void the_reference_comes_first_and_a_new_driver_is_found(void **state) {
  struct place *place = *state;
  struct catalogue catalogue;
  write_file(place, "drivers/another", "#!/bin/sh\necho '{\"engines\":[{\"name\":\"new\"}]}'\n");
  discover(place, &catalogue);
  assert_int_equal(catalogue.engine_count, 3);
  assert_string_equal(catalogue.engines[0].name, "native");
  assert_string_equal(catalogue.engines[2].name, "new");
  assert_ptr_equal(discover_reference(&catalogue), &catalogue.engines[0]);
  discover_free(&catalogue);
}

static void a_driver_that_says_nothing_is_left_out_and_named(void **state) {
  struct place *place = *state;
  struct catalogue catalogue;
  write_file(place, "drivers/broken", "#!/bin/sh\necho 'library missing' >&2\nexit 1\n");
  write_file(place, "drivers/empty", "#!/bin/sh\necho '{\"engines\":[]}'\n");
  discover(place, &catalogue);
  assert_int_equal(catalogue.engine_count, 2);
  assert_int_equal(catalogue.broken_drivers.count, 2);
  assert_non_null(strstr(catalogue.broken_drivers.words[0], "library missing"));
  assert_non_null(strstr(catalogue.broken_drivers.words[1], "names no engine"));
  discover_free(&catalogue);
}

static void patterns_select(void **state) {
  struct place *place = *state;
  struct catalogue catalogue;
  place->options.engines = text_copy("s*");
  discover(place, &catalogue);
  assert_false(catalogue.engines[0].selected);
  assert_true(catalogue.engines[1].selected);
  discover_free(&catalogue);
}

static bool is_selected(struct place *place, const char *patterns, const char *engine) {
  struct catalogue catalogue;
  bool selected = false;
  place->options.engines = patterns ? text_copy(patterns) : NULL;
  discover(place, &catalogue);
  for (size_t i = 0; i < catalogue.engine_count; i++)
    selected =
        selected || (!strcmp(catalogue.engines[i].name, engine) && catalogue.engines[i].selected);
  discover_free(&catalogue);
  free(place->options.engines);
  place->options.engines = NULL;
  return selected;
}

static void an_engine_apart_is_selected_only_by_a_pattern_that_is_about_nothing_else(void **state) {
  struct place *place = *state;
  write_file(place, "drivers/another",
             "#!/bin/sh\necho '{\"engines\":[{\"name\":\"new\"},"
             "{\"name\":\"new-costs\",\"apart\":true}]}'\n");
  assert_false(is_selected(place, NULL, "new-costs"));
  assert_false(is_selected(place, "all", "new-costs"));
  assert_false(is_selected(place, "new*", "new-costs"));
  assert_true(is_selected(place, "new*", "new"));
  assert_true(is_selected(place, "new*,new-costs", "new-costs"));
  assert_true(is_selected(place, "new-*", "new-costs"));
}

static void a_pattern_that_selects_nothing_names_what_there_is(void **state) {
  struct place *place = *state;
  place->options.engines = text_copy("native,slwo");
  assert_refused(place, "no engine `slwo`; did you mean `slow`?\n  there are: native, slow");
  free(place->options.engines);
  place->options.engines = NULL;
  place->options.programs = text_copy("two");
  assert_refused(place, "no program `two`");
}

static void without_native_nothing_can_be_compared(void **state) {
  struct place *place = *state;
  write_file(place, "drivers/zero", "#!/bin/sh\necho '{\"engines\":[{\"name\":\"lua\"}]}'\n");
  assert_refused(place, "no engine `native`");
}

static void a_folder_that_is_not_built_says_make(void **state) {
  struct place *place = *state;
  free(place->options.build_directory);
  place->options.build_directory = text_format("%s/none", place->folder);
  assert_refused(place, "type: make");
}

static void a_slow_engine_runs_its_even_share(void **state) {
  struct place *place = *state;
  struct catalogue catalogue;
  discover(place, &catalogue);
  const struct manifest *program = catalogue.programs[0].manifest;
  const struct engine *native = &catalogue.engines[0], *slow = &catalogue.engines[1];
  assert_int_equal(discover_repetitions(manifest_find_size(program, "quick"), native), 50);
  assert_int_equal(discover_repetitions(manifest_find_size(program, "quick"), slow), 6);
  assert_int_equal(discover_repetitions(manifest_find_size(program, "full"), slow), 10);
  assert_int_equal(discover_repetitions(manifest_find_size(program, "smoke"), slow), 2);
  discover_free(&catalogue);
}

// Parses the words of a line as the arguments of a command.
static bool parse(const char *line, struct options *options) {
  char *copy = text_copy(line), *rest = copy, *arguments[16];
  int count = 0;
  while (count < 15 && (arguments[count] = strsep(&rest, " ")))
    count++;
  arguments[count] = NULL;
  bool parsed = options_parse(count, arguments, "run", "Help", options);
  free(copy);
  return parsed;
}

static void options_have_their_defaults(void **state) {
  (void)state;
  struct options options;
  assert_true(parse("fieldstone", &options));
  assert_string_equal(options.size, "quick");
  assert_int_equal(options.rounds, 0);
  assert_true(options.budget_seconds == 150 && options.sample_limit_seconds == 30);
  assert_int_equal(options.pin_cpu, -1);
  assert_true(options.processes);
  assert_non_null(strstr(options.store_path, "/reports/store.sqlite"));
  assert_non_null(strstr(options.targets_path, "/compare/targets.yaml"));
  options_free(&options);
}

static void rounds_that_are_given_need_no_time(void **state) {
  (void)state;
  struct options options;
  assert_true(parse("fieldstone --rounds 7 --size=full", &options));
  assert_int_equal(options.rounds, 7);
  assert_true(options.budget_seconds == 0 && options.sample_limit_seconds == 300);
  options_free(&options);
  assert_true(parse("fieldstone --rounds=7 --budget=20.5s --program=fib", &options));
  assert_true(options.rounds == 7 && options.budget_seconds == 20.5);
  assert_string_equal(options.programs, "fib");
  options_free(&options);
}

static void a_smoke_run_is_one_pair(void **state) {
  (void)state;
  struct options options;
  assert_true(parse("fieldstone --size smoke --no-processes", &options));
  assert_int_equal(options.rounds, 1);
  assert_false(options.processes);
  options_free(&options);
}

static void an_option_that_is_unknown_is_refused(void **state) {
  (void)state;
  struct options options;
  assert_false(parse("fieldstone --sise quick", &options));
  options_free(&options);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test_setup_teardown(programs_and_engines_are_found_by_folder, set_up, tear_down),
      cmocka_unit_test_setup_teardown(the_reference_comes_first_and_a_new_driver_is_found, set_up,
                                      tear_down),
      cmocka_unit_test_setup_teardown(a_driver_that_says_nothing_is_left_out_and_named, set_up,
                                      tear_down),
      cmocka_unit_test_setup_teardown(patterns_select, set_up, tear_down),
      cmocka_unit_test_setup_teardown(
          an_engine_apart_is_selected_only_by_a_pattern_that_is_about_nothing_else, set_up,
          tear_down),
      cmocka_unit_test_setup_teardown(a_pattern_that_selects_nothing_names_what_there_is, set_up,
                                      tear_down),
      cmocka_unit_test_setup_teardown(without_native_nothing_can_be_compared, set_up, tear_down),
      cmocka_unit_test_setup_teardown(a_folder_that_is_not_built_says_make, set_up, tear_down),
      cmocka_unit_test_setup_teardown(a_slow_engine_runs_its_even_share, set_up, tear_down),
      cmocka_unit_test(options_have_their_defaults),
      cmocka_unit_test(rounds_that_are_given_need_no_time),
      cmocka_unit_test(a_smoke_run_is_one_pair),
      cmocka_unit_test(an_option_that_is_unknown_is_refused),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}

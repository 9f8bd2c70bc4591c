// The manifest reader: what a good file gives, and that each fault is told with file, line, key and
// what is allowed. Every faulty file is the good one with a single edit.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "drivers/manifest.h"

static const char good[] = "name: sample\n"
                           "title: A sample\n"
                           "measures: >-\n"
                           "  Two lines\n"
                           "  of text.\n"
                           "category: array-op\n"
                           "kind: call_script\n"
                           "unit: call\n"
                           "work: calls\n"
                           "tolerance: 1e-9\n"
                           "geometric_mean: false\n"
                           "sizes:\n"
                           "  smoke: {n: 12, repetitions: 2, warmup: 0, samples: 1}\n"
                           "  quick: {n: 22, repetitions: 10, warmup: 1, samples: 2}\n"
                           "  full:  {n: 30, repetitions: 4, warmup: 2, samples: 5}\n"
                           "notes:\n"
                           "  - First.\n"
                           "  - Second.\n"
                           "missing:\n"
                           "  - {language: lua, reason: It has none.}\n";

struct folder {
  char root[512], sample[544], manifest[576];
};

static int make_folder(void **state) {
  struct folder *folder = calloc(1, sizeof *folder);
  if (!folder)
    return -1;
  *state = folder;
  const char *temporary = getenv("TMPDIR");
  snprintf(folder->root, sizeof folder->root, "%s/manifest_test.XXXXXX",
           temporary ? temporary : "/tmp");
  if (!mkdtemp(folder->root))
    return -1;
  snprintf(folder->sample, sizeof folder->sample, "%s/sample", folder->root);
  snprintf(folder->manifest, sizeof folder->manifest, "%s/program.yaml", folder->sample);
  return mkdir(folder->sample, 0700);
}

static int remove_folder(void **state) {
  struct folder *folder = *state;
  unlink(folder->manifest);
  rmdir(folder->sample);
  rmdir(folder->root);
  free(folder);
  return 0;
}

// Writes the good manifest with the first `from` replaced by `to`.
static void write_edited(const struct folder *folder, const char *from, const char *to) {
  const char *at = strstr(good, from);
  assert_non_null(at);
  FILE *file = fopen(folder->manifest, "w");
  assert_non_null(file);
  fprintf(file, "%.*s%s%s", (int)(at - good), good, to, at + strlen(from));
  assert_int_equal(fclose(file), 0);
}

static void a_good_manifest_is_read_whole(void **state) {
  const struct folder *folder = *state;
  struct manifest *manifest;
  struct manifest_error error;
  write_edited(folder, "", "");
  assert_true(manifest_load(folder->manifest, &manifest, &error));
  assert_string_equal(manifest->name, "sample");
  assert_string_equal(manifest->measures, "Two lines of text.");
  assert_string_equal(manifest->category, "array-op");
  assert_int_equal(manifest->kind, MANIFEST_CALL_SCRIPT);
  assert_string_equal(manifest_kind_text(manifest->kind), "call_script");
  assert_true(manifest->tolerance == 1e-9);
  assert_false(manifest->geometric_mean);
  assert_int_equal(manifest->notes_count, 2);
  assert_string_equal(manifest->notes[1], "Second.");
  assert_string_equal(manifest_missing_reason(manifest, "lua", "luajit"), "It has none.");
  assert_string_equal(manifest_missing_reason(manifest, "python", "lua"), "It has none.");
  assert_null(manifest_missing_reason(manifest, "python", "cpython"));
  const struct manifest_size *size = manifest_find_size(manifest, "quick");
  assert_ptr_equal(size, &manifest->sizes[MANIFEST_QUICK]);
  assert_int_equal(size->n, 22);
  assert_int_equal(size->repetitions, 10);
  assert_int_equal(size->warmup, 1);
  assert_int_equal(size->samples, 2);
  assert_null(manifest_find_size(manifest, "huge"));
  assert_string_equal(manifest_size_text(MANIFEST_FULL), "full");
  manifest_free(manifest);
}

static void notes_and_missing_may_be_left_out(void **state) {
  const struct folder *folder = *state;
  struct manifest *manifest;
  struct manifest_error error;
  write_edited(folder, strstr(good, "notes:"), "");
  assert_true(manifest_load(folder->manifest, &manifest, &error));
  assert_int_equal(manifest->notes_count, 0);
  assert_int_equal(manifest->missing_count, 0);
  manifest_free(manifest);
}

struct fault {
  const char *from, *to, *expected; // what stands behind the path
};

// Each edit of the good manifest is refused with what is expected behind the file's name.
static void assert_faults(const struct folder *folder, const struct fault *faults, size_t count) {
  for (size_t i = 0; i < count; i++) {
    struct manifest *manifest;
    struct manifest_error error;
    char expected[1024];
    write_edited(folder, faults[i].from, faults[i].to);
    snprintf(expected, sizeof expected, "%s%s", folder->manifest, faults[i].expected);
    assert_false(manifest_load(folder->manifest, &manifest, &error));
    assert_null(manifest);
    assert_string_equal(error.text, expected);
  }
}

static void each_fault_is_told_with_line_key_and_what_is_allowed(void **state) {
  const struct folder *folder = *state;
  static const struct fault faults[] = {
      {"unit:", "units:",
       ":8: units: unknown key; allowed here: name, title, measures, category, kind, unit, work, "
       "tolerance, geometric_mean, wide, source, payload, value, lifecycle, log, net_of, sizes, "
       "notes, missing"},
      {"repetitions: 10", "repetition: 10",
       ":14: sizes.quick.repetition: unknown key; allowed here: n, repetitions, warmup, samples"},
      {"unit: call\n", "", ":1: the key 'unit' is missing"},
      {"unit: call\n", "unit: a\nunit: b\n", ":9: unit: the key stands here a second time"},
      {"title: A sample", "title:", ":2: title: a text is needed here"},
      {"title: A sample", "title: [A, b]", ":2: title: a plain value is needed here, not a list"},
      {"kind: call_script", "kind: call",
       ":7: kind: 'call' is not known here; allowed: script, call_host, require, call_script, "
       "call_value, call_named, call_failing, convert_in, convert_out, lifecycle, pipeline, "
       "pauses"},
      {"geometric_mean: false", "geometric_mean: no",
       ":11: geometric_mean: 'no' is not known here; allowed: false, true"},
      {"n: 22", "n: 2.5", ":14: sizes.quick.n: a whole number is needed here, not '2.5'"},
      {"n: 22", "n: 022", ":14: sizes.quick.n: a whole number is needed here, not '022'"},
      {"n: 22", "n: 4294967296",
       ":14: sizes.quick.n: 4294967296 is out of range; allowed are 0 to 2147483647"},
      {"repetitions: 10", "repetitions: 4294967296",
       ":14: sizes.quick.repetitions: 4294967296 is out of range; the largest is 4294967295"},
      {"repetitions: 10", "repetitions: -2",
       ":14: sizes.quick.repetitions: a whole number from 0 is needed here, not -2"},
      {"repetitions: 10", "repetitions: 9",
       ":14: sizes.quick.repetitions: 9 is odd; an even number balances the seeds"},
      {"samples: 5", "samples: 0",
       ":15: sizes.full.samples: 0 is out of range; allowed are 1 to 10000"},
      {"tolerance: 1e-9", "tolerance: 1",
       ":10: tolerance: 1 is out of range; allowed are 0 to 0.01"},
      {"tolerance: 1e-9", "tolerance: nan", ":10: tolerance: a number is needed here, not 'nan'"},
      {"category: array-op", "category: Arrays",
       ":6: category: 'Arrays' is not allowed; lower-case words joined by hyphens are"},
      {"category: array-op\nkind: call_script\nunit: call\nwork: calls\ntolerance: 1e-9\n"
       "geometric_mean: false",
       "category: microbenchmark\nkind: call_script\nunit: call\nwork: calls\ntolerance: 1e-9\n"
       "geometric_mean: true",
       ":11: geometric_mean: 'true' is not allowed; a microbenchmark takes part in no mean"},
      {"name: sample", "name: simple", ":1: name: 'simple' is not the name of the folder"},
      {"- Second.", "- {a: b}", ":18: notes[1]: a plain value is needed here, not a mapping"},
      {"{language: lua, reason: It has none.}", "{language: lua}",
       ":20: missing[0]: the key 'reason' is missing"},
      {"unit: call", "unit: *call", ":8:7: not YAML: found undefined alias"},
      {"title: A", "title: \"A", ":21:1: not YAML: found unexpected end of stream"},
      {good, "", ": the manifest is empty"},
  };
  assert_faults(folder, faults, sizeof faults / sizeof *faults);
}

static void every_kind_is_told_by_its_own_name(void **state) {
  (void)state;
  assert_string_equal(manifest_kind_text(MANIFEST_SCRIPT), "script");
  assert_string_equal(manifest_kind_text(MANIFEST_CALL_HOST), "call_host");
  assert_string_equal(manifest_kind_text(MANIFEST_REQUIRE), "require");
  assert_string_equal(manifest_kind_text(MANIFEST_PIPELINE), "pipeline");
  assert_string_equal(manifest_kind_text(MANIFEST_PAUSES), "pauses");
}

static void faults_of_what_only_some_kinds_have_are_told(void **state) {
  const struct folder *folder = *state;
  static const struct fault faults[] = {
      {"kind: call_script", "kind: lifecycle\nlifecycle: {spawn: pool, code: saved, until: parsed}",
       ":8: lifecycle.until: 'parsed' is not allowed; saved code is not parsed"},
      {"kind: call_script", "kind: pipeline\nlifecycle: {spawn: pool, code: source, until: loaded}",
       ":8: lifecycle: a pipeline has code that is run"},
      {"kind: call_script", "kind: script\nlifecycle: {spawn: pool, code: none, until: run}",
       ":8: lifecycle: a program of the kind script has none"},
      {"kind: call_script", "kind: lifecycle\nlifecycle: {spawn: often, code: none, until: run}",
       ":8: lifecycle.spawn: 'often' is not known here; allowed: bare, library, factory, pool, "
       "once"},
      {"kind: call_script", "kind: call_value\nvalue: text\npayload: 17000000",
       ":9: payload: 17000000 is out of range; allowed are 1 to 16777216"},
      {"kind: call_script", "kind: call_value\nlog: loud",
       ":8: log: 'loud' is not known here; allowed: none, off, on"},
  };
  assert_faults(folder, faults, sizeof faults / sizeof *faults);
}

static void a_file_that_is_not_there_is_named(void **state) {
  const struct folder *folder = *state;
  struct manifest *manifest;
  struct manifest_error error;
  char expected[1024];
  unlink(folder->manifest);
  snprintf(expected, sizeof expected, "%s: cannot read the manifest: No such file or directory",
           folder->manifest);
  assert_false(manifest_load(folder->manifest, &manifest, &error));
  assert_string_equal(error.text, expected);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(a_good_manifest_is_read_whole),
      cmocka_unit_test(notes_and_missing_may_be_left_out),
      cmocka_unit_test(each_fault_is_told_with_line_key_and_what_is_allowed),
      cmocka_unit_test(every_kind_is_told_by_its_own_name),
      cmocka_unit_test(faults_of_what_only_some_kinds_have_are_told),
      cmocka_unit_test(a_file_that_is_not_there_is_named),
  };
  return cmocka_run_group_tests(tests, make_folder, remove_folder);
}

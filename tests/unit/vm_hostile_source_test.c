// Hostile sources: nested, wide or long beyond reason. Each compiles and runs, or is refused with
// a place; none crashes, and what compiling takes grows no faster than the source.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <time.h>

#include <cmocka.h>

#include "tests/unit/vm_host.h"

// ---- Sources: `before`, `count` times `open`, `core`, `count` times `close`, `after`

struct pattern {
  const char *before, *open, *core, *close, *after;
};

static char *append(char *at, const char *text, size_t count) {
  size_t length = strlen(text);
  for (size_t i = 0; i < count; i++, at += length)
    memcpy(at, text, length);
  return at;
}

// The caller frees it.
static char *build(const struct pattern *pattern, size_t count) {
  size_t length = strlen(pattern->before) + strlen(pattern->core) + strlen(pattern->after) +
                  count * (strlen(pattern->open) + strlen(pattern->close));
  char *source = malloc(length + 1);
  assert_non_null(source);
  char *at = append(source, pattern->before, 1);
  at = append(at, pattern->open, count);
  at = append(at, pattern->core, 1);
  at = append(at, pattern->close, count);
  at = append(at, pattern->after, 1);
  *at = '\0';
  return source;
}

// As build, but `open` holds a %zu, or two, for the number of the repetition.
static char *build_numbered(const char *before, const char *open, const char *after, size_t count) {
  char *source = NULL;
  size_t length = 0;
  FILE *stream = open_memstream(&source, &length);
  assert_non_null(stream);
  fputs(before, stream);
  for (size_t i = 0; i < count; i++)
    for (const char *at = open; *at; at++)
      if (*at == '#')
        fprintf(stream, "%zu", i);
      else
        fputc(*at, stream);
  fputs(after, stream);
  fclose(stream);
  return source;
}

// ---- Running

// Compiles and runs: the status of whichever ended it. Compiling errors have a place.
static mica_status compile_and_run(mica_tier tier, const char *source) {
  mica_program *program;
  mica_error error;
  mica_status status = mica_compile(source, strlen(source), "hostile.js", &program, &error);
  if (status != MICA_OK) {
    assert_true(error.line > 0 && error.column > 0);
    assert_true(strlen(error.message) > 5);
    return status;
  }
  mica_options options = {.tier = tier, .native_threshold = 1};
  mica_runtime *runtime = mica_runtime_new(&options);
  status = mica_run(runtime, program, NULL);
  if (status != MICA_OK)
    print_message("%s\n", mica_error_text(runtime));
  mica_program_release(program);
  mica_runtime_free(runtime);
  return status;
}

static double now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

// Frees the source.
static void assert_outcome(mica_tier tier, char *source, mica_status expected) {
  double start = now();
  mica_status status = compile_and_run(tier, source);
  double seconds = now() - start;
  if (status != expected || seconds > patience())
    fail_msg("status %d after %.1f s: %.200s", status, seconds, source);
  free(source);
}

// ---- Nesting

static const struct pattern nests[] = {
    {"x = ", "(", "1", ")", ";"},
    {"x = ", "[", "1", "]", ";"},
    {"x = ", "{a:", "1", "}", ";"},
    {"x = ", "{a(){return ", "1", "}}", ";"},
    {"x = ", "{get a(){return ", "1", "}}", ";"},
    {"x = ", "{[", "1", "]:1}", ";"},
    {"x = ", "- ", "1", "", ";"},
    {"x = ", "!", "1", "", ";"},
    {"x = ", "typeof ", "1", "", ";"},
    {"x = ", "void ", "1", "", ";"},
    {"x = ", "new ", "f", "", ";"},
    {"x = ", "f(", "1", ")", ";"},
    {"x = ", "a[", "1", "]", ";"},
    {"x = ", "1?", "1", ":1", ";"},
    {"x = ", "1?1:", "1", "", ";"},
    {"x = ", "2**", "1", "", ";"},
    {"", "x = ", "1", "", ";"},
    {"", "x ||= ", "1", "", ";"},
    {"x = ", "()=>", "1", "", ";"},
    {"x = ", "(a=", "1", ")=>1", ";"},
    {"x = ", "function(){return ", "1", "}", ";"},
    {"", "function f(){", "", "}", ""},
    {"", "{", "", "}", ""},
    {"", "if(1)", ";", "", ""},
    {"", "if(1){", "", "}", ""},
    {"", "while(0)", ";", "", ""},
    {"", "do ", ";", " while(0)", ""},
    {"", "for(;0;)", ";", "", ""},
    {"", "for(x of [])", ";", "", ""},
    {"", "for(x in 1)", ";", "", ""},
    {"", "switch(1){case 1:", "", "}", ""},
    {"", "try{", "", "}catch{}", ""},
    {"", "try{}catch{", "", "}", ""},
    {"", "try{}finally{", "", "}", ""},
    {"", "a:", ";", "", ""},
    {"x = ", "`${", "1", "}`", ";"},
    {"x = a", "?.b", "", "", ";"},
    {"x = a", "?.[0]", "", "", ";"},
    {"x = a", "()", "", "", ";"},
};

static void nesting_without_end_is_refused_with_its_place(void **state) {
  for (size_t i = 0; i < sizeof nests / sizeof *nests; i++)
    assert_outcome(tier_of(state), build(&nests[i], 100000), MICA_ERROR_SYNTAX);
}

// Whatever stands open at the end of the text.
static void nesting_that_is_cut_off_is_refused(void **state) {
  for (size_t i = 0; i < sizeof nests / sizeof *nests; i++) {
    struct pattern half = nests[i];
    half.core = half.close = half.after = "";
    char *source = build(&half, 100000);
    mica_status status = compile_and_run(tier_of(state), source);
    if (status != MICA_ERROR_SYNTAX)
      fail_msg("status %d: %.100s", status, source);
    free(source);
  }
}

static void some_nesting_is_fine(void **state) {
  for (size_t i = 0; i < sizeof nests / sizeof *nests; i++) {
    const struct pattern *pattern = &nests[i];
    char *source = build(pattern, 30);
    mica_program *program;
    mica_error error;
    mica_status status = mica_compile(source, strlen(source), "nested.js", &program, &error);
    if (status == MICA_OK)
      mica_program_release(program);
    else // thirty times the same label
      assert_string_equal(pattern->open, "a:");
    free(source);
  }
  (void)state;
}

// ---- Width

static const struct {
  const char *before, *open, *after;
  size_t count;
  mica_status status;
} wide[] = {
    {"let s = 0;", "s += #;", "if (s !== 4999950000) throw s;", 100000, MICA_OK},
    {"", "let v# = #;", "if (v99999 !== 99999) throw 0;", 100000, MICA_OK},
    {"", "function f#() { return #; }", "if (f19999() !== 19999) throw 0;", 20000, MICA_OK},
    {"const o = {", "p#: #,", "}; if (o.p99999 !== 99999) throw 0;", 100000, MICA_OK},
    {"const a = [", "#,", "]; if (a.length !== 200000) throw 0;", 200000, MICA_OK},
    {"const o = {};", "o.p# = #;", "if (Object.keys(o).length !== 50000) throw 0;", 50000, MICA_OK},
    {"let r; switch (77777) {", "case #: r = #; break;", "} if (r !== 77777) throw r;", 100000,
     MICA_OK},
    {"let r; switch ('s77') {", "case 's#': r = #; break;", "} if (r !== 77) throw r;", 50000,
     MICA_OK},
    {"let x = 0; x = (", "#,", "1); if (x !== 1) throw x;", 200000, MICA_OK},
    {"", "a#: for (;;) { break a#; }", "", 50000, MICA_OK},
    {"", "try { throw #; } catch (e) {}", "", 50000, MICA_OK},
    {"const s = `", "${#} ", "`; if (s.length !== 588890) throw s.length;", 100000, MICA_OK},
};

static void wide_sources_run(void **state) {
  for (size_t i = 0; i < sizeof wide / sizeof *wide; i++)
    assert_outcome(tier_of(state),
                   build_numbered(wide[i].before, wide[i].open, wide[i].after, wide[i].count),
                   wide[i].status);
}

// What does not fit an instruction is refused at compile time or run time, by name.
static void too_wide_sources_are_refused_by_name(void **state) {
  static const char *const sources[][3] = {
      {"function f(", "a#,", "z) { return z; } f();"},
      {"function f() { return arguments.length; } f(", "#,", "1);"},
      {"function f() {", "let v# = #;", "return v1 + v299; } f();"},
      {"function f() {", "let v# = #; g(() => v#);", "} function g() {}"},
      {"new Array(", "#,", "1);"},
      {"let [", "a#,", "z] = [];"},
  };
  for (size_t i = 0; i < sizeof sources / sizeof *sources; i++) {
    char *source = build_numbered(sources[i][0], sources[i][1], sources[i][2], 100000);
    mica_status status = compile_and_run(tier_of(state), source);
    if (status != MICA_OK && status != MICA_ERROR_UNSUPPORTED && status != MICA_ERROR_SYNTAX)
      fail_msg("status %d: %.100s", status, source);
    free(source);
  }
}

// ---- Length

static const struct pattern long_sources[] = {
    {"let n = 0;", "if (n) n++; else ", "n = 7;", "", " if (n !== 7) throw n;"},
    {"let ", "abcdefghij", "", "", " = 1;"},
    {"const s = '", "abcdefghij", "", "", "'; if (s.length !== 1000000) throw 0;"},
    {"const s = `", "abcdefghi\n", "", "", "`; if (s.length !== 1000000) throw 0;"},
    {"const s = '", "\\u{41}\\x42\\n\\\n", "", "", "'; if (s.length !== 300000) throw 0;"},
    {"const n = ", "1234567890", "", "", "; if (n !== Infinity) throw 0;"},
    {"const n = 0.", "1234567890", "", "", "; if (n < 0.123) throw 0;"},
    {"const n = 0x", "123456789a", "", "", "; if (n !== Infinity) throw 0;"},
    {"// ", "a comment ", "", "", ""},
    {"/* ", "a comment\n", "", "", "*/"},
    {"", "          ", "", "", ""},
    {"", "\n\r\n\xE2\x80\xA8\t", "", "", ""},
    {"", ";;;;;;;;;;", "", "", ""},
    {"let x = 1;", "x = x + 1;", "", "", "if (x !== 100001) throw x;"},
};

static void long_sources_run(void **state) {
  for (size_t i = 0; i < sizeof long_sources / sizeof *long_sources; i++)
    assert_outcome(tier_of(state), build(&long_sources[i], 100000), MICA_OK);
}

static void ten_megabytes_of_source_run(void **state) {
  char *source = build_numbered("let s = 0;\n",
                                "function f#(a, b) { let c = a * b + #; if (c > 9) c = c % 7; "
                                "return c; }\ns += f#(#, 2);\n",
                                "if (!(s > 0)) throw s;", 120000);
  assert_true(strlen(source) > 10000000);
  assert_outcome(tier_of(state), source, MICA_OK);
}

int main(void) {
  int failed = 0;
  mica_tier tiers[] = {MICA_TIER_TREE, MICA_TIER_BASELINE};
  static const char *const names[] = {"tree", "baseline"};
  for (int i = 0; i < 2; i++) {
#define TEST(function) cmocka_unit_test_prestate(function, &tiers[i])
    const struct CMUnitTest tests[] = {
        TEST(nesting_without_end_is_refused_with_its_place),
        TEST(nesting_that_is_cut_off_is_refused),
        TEST(some_nesting_is_fine),
        TEST(wide_sources_run),
        TEST(too_wide_sources_are_refused_by_name),
        TEST(long_sources_run),
        TEST(ten_megabytes_of_source_run),
    };
    failed += cmocka_run_group_tests_name(names[i], tests, NULL, NULL);
  }
  return failed;
}

// Typed functions: C functions that script calls as they are, on every tier.
#include "tests/unit/vm_host.h"

#include <math.h>

static void define_typed(mica_runtime *runtime, const char *name, const char *signature,
                         mica_native function, void *data) {
  mica_value value;
  mica_status status = mica_typed_function(runtime, name, signature, function, data, &value);
  if (status != MICA_OK)
    print_message("%s\n", mica_error_text(runtime));
  assert_int_equal(status, MICA_OK);
  assert_int_equal(mica_set_global(runtime, name, value), MICA_OK);
}

static void assert_script(mica_runtime *runtime, const char *source) {
  mica_status status = run_text(runtime, source);
  if (status != MICA_OK)
    print_message("%s: %s\n", source, mica_error_text(runtime));
  assert_int_equal(status, MICA_OK);
}

static double power(double base, double exponent) { return pow(base, exponent); }
static int32_t shift(int32_t number, int32_t by) { return number * (1 << by); }
static bool negate(bool truth) { return !truth; }
static double answer(void) { return 42; }
static void nothing(void) {}
static double not_a_number(void) { return -NAN; }
static double minus_zero(void) { return -0.0; }
static double weigh(void *data, double number) { return *(double *)data * number; }
static void count_up(void *data) { ++*(int *)data; }
static double choose(bool first, double a, int32_t b) { return first ? a : b; }
static int32_t mix(void *data, int32_t a, bool b, double c, int32_t d) {
  return *(int *)data + 1000 * a + 100 * b + (int32_t)(10 * c) + d;
}
static bool all_true(bool a, bool b, bool c, bool d) { return a && b && c && d; }

static void a_c_function_is_called_with_its_own_types(void **state) {
  mica_runtime *runtime = runtime_of(state);
  double weight = 2.5;
  int count = 0, offset = 7;
  define_typed(runtime, "power", "double (double, double)", (mica_native)power, NULL);
  define_typed(runtime, "shift", " int32_t(int32_t ,int32_t) ", (mica_native)shift, NULL);
  define_typed(runtime, "negate", "bool (bool)", (mica_native)negate, NULL);
  define_typed(runtime, "answer", "double ()", (mica_native)answer, NULL);
  define_typed(runtime, "nothing", "void (void)", (mica_native)nothing, NULL);
  define_typed(runtime, "nan", "double (void)", (mica_native)not_a_number, NULL);
  define_typed(runtime, "minusZero", "double (void)", (mica_native)minus_zero, NULL);
  define_typed(runtime, "weigh", "double (void *, double)", (mica_native)weigh, &weight);
  define_typed(runtime, "countUp", "void (void*)", (mica_native)count_up, &count);
  define_typed(runtime, "choose", "double (bool, double, int32_t)", (mica_native)choose, NULL);
  define_typed(runtime, "mix", "int32_t (void *, int32_t, bool, double, int32_t)", (mica_native)mix,
               &offset);
  define_typed(runtime, "allTrue", "bool (bool, bool, bool, bool)", (mica_native)all_true, NULL);
  assert_script(
      runtime,
      "function is(a, b) { if (!Object.is(a, b)) throw new Error(a + ' is not ' + b); }"
      "for (let i = 0; i < 3; i++) {"
      "  is(power(2, 0.5), Math.SQRT2); is(power(3, 2), 9); is(shift(3, 4), 48);"
      "  is(shift(6 / 2, -0), 3); is(negate(true), false); is(negate(false), true);"
      "  is(answer(), 42); is(nothing(), undefined); is(nan(), NaN); is(minusZero(), -0);"
      "  is(weigh(4), 10); countUp(); is(choose(true, 1.5, 2), 1.5);"
      "  is(choose(false, 1.5, 2), 2); is(mix(1, true, 2.5, 4), 1136);"
      "  is(allTrue(true, true, true, true), true); is(allTrue(true, true, true, false), false);"
      "  is({ f: power }.f(2, 3), 8); is([1, 2].map(weigh).join(), '2.5,5');"
      "  is(power(2, 3, 'more'), 8);"
      "}"
      "is(power.length, 2); is(power.name, 'power'); is(mix.length, 4);"
      "is(power.call(null, 2, 2), 4); is(power.bind(null, 2)(5), 32); is(power(...[2, 4]), 16);");
  assert_int_equal(count, 3);
  mica_runtime_free(runtime);
}

// A call site that has met a typed function goes on to others, and comes back.
static void a_call_site_takes_any_function(void **state) {
  mica_runtime *runtime = runtime_of(state);
  define_typed(runtime, "power", "double (double, double)", (mica_native)power, NULL);
  assert_script(
      runtime, "const functions = [power, (a, b) => a - b, Math.max, power,"
               "                   function () { return this === undefined; }, power];"
               "let text = '';"
               "for (let i = 0; i < 18; i++) { const f = functions[i % 6]; text += f(2, 3) + ' '; }"
               "if (text !== '8 -1 3 8 true 8 '.repeat(3)) throw new Error(text);");
  mica_runtime_free(runtime);
}

static void an_argument_of_another_type_is_a_type_error(void **state) {
  mica_runtime *runtime = runtime_of(state);
  define_typed(runtime, "power", "double (double, double)", (mica_native)power, NULL);
  define_typed(runtime, "shift", "int32_t (int32_t, int32_t)", (mica_native)shift, NULL);
  define_typed(runtime, "negate", "bool (bool)", (mica_native)negate, NULL);
  define_typed(runtime, "choose", "double (bool, double, int32_t)", (mica_native)choose, NULL);
  define_typed(runtime, "allTrue", "bool (bool, bool, bool, bool)", (mica_native)all_true, NULL);
  assert_script(
      runtime, "const cases = ["
               "  [() => power(1, '2'), 'power: argument 2 is \"2\", not a number'],"
               "  [() => power(1), 'power: argument 2 is undefined, not a number'],"
               "  [() => power(), 'power: argument 1 is undefined, not a number'],"
               "  [() => power(null, 1), 'power: argument 1 is null, not a number'],"
               "  [() => shift(1.5, 1), 'shift: argument 1 is 1.5, not an int32'],"
               "  [() => shift(1, 2147483648), 'shift: argument 2 is 2147483648, not an int32'],"
               "  [() => shift(NaN, 1), 'shift: argument 1 is NaN, not an int32'],"
               "  [() => negate(1), 'negate: argument 1 is 1, not a boolean'],"
               "  [() => choose(true, 1, {}), 'choose: argument 3 is #<Object>, not an int32'],"
               "  [() => choose(true, 1), 'choose: argument 3 is undefined, not an int32'],"
               "  [() => allTrue(true, true, true, 0), 'allTrue: argument 4 is 0, not a boolean']];"
               "for (let round = 0; round < 3; round++)"
               "  for (const [call, message] of cases) {"
               "    let error;"
               "    try { call(); } catch (caught) { error = caught; }"
               "    if (!(error instanceof TypeError) || error.message !== message)"
               "      throw new Error(String(error));"
               "  }");
  mica_runtime_free(runtime);
}

static void a_wrong_signature_says_where(void **state) {
  mica_runtime *runtime = runtime_of(state);
  static const struct {
    const char *signature, *expected;
  } cases[] = {
      {"float (double)", "expected double, int32_t, bool or void at character 1"},
      {"double (float)", "expected double, int32_t or bool at character 9"},
      {"double (double", "expected ) at character 15"},
      {"double", "expected ( at character 7"},
      {"doubles ()", "expected double, int32_t, bool or void at character 1"},
      {"double (double,)", "expected double, int32_t or bool at character 16"},
      {"double (double, void *)", "expected double, int32_t or bool at character 17"},
      {"double (void double)", "expected * at character 14"},
      {"double (void * double)", "expected , at character 16"},
      {"double (double) x", "expected the end at character 17"},
      {"double (double, double, double, double, double)",
       "expected no fifth parameter at character 41"},
      {"", "expected double, int32_t, bool or void at character 1"},
  };
  for (size_t at = 0; at < sizeof cases / sizeof *cases; at++) {
    mica_value value;
    assert_int_equal(
        mica_typed_function(runtime, "f", cases[at].signature, (mica_native)answer, NULL, &value),
        MICA_ERROR_USAGE);
    if (!strstr(mica_error_text(runtime), cases[at].expected))
      fail_msg("%s", mica_error_text(runtime));
  }
  mica_runtime_free(runtime);
}

// Every signature reaches its own trampoline: with each number of parameters, all types in all
// places. The C functions that the signatures say are made by the same rows.
#define ROWS(M)                                                                                    \
  M(double, int32_t, double) M(int32_t, bool, double) M(bool, double, int32_t) M(bool, bool, bool)

#define DEFINE(a, b, c)                                                                            \
  static double sum_##a##_##b##_##c(a x, b y, c z) {                                               \
    return 100 * (double)x + 10 * (double)y + (double)z;                                           \
  }                                                                                                \
  static double last_##a##_##b##_##c(void *data, c w, a x, b y, c z) {                             \
    return *(double *)data + 1000 * (double)w + sum_##a##_##b##_##c(x, y, z);                      \
  }
ROWS(DEFINE)

#define VALUE_double 2.25
#define VALUE_int32_t 3
#define VALUE_bool true

#define CHECK(a, b, c)                                                                             \
  {                                                                                                \
    double offset = 0.125;                                                                         \
    define_typed(runtime, "sum", "double (" #a ", " #b ", " #c ")",                                \
                 (mica_native)sum_##a##_##b##_##c, NULL);                                          \
    define_typed(runtime, "last", "double (void *, " #c ", " #a ", " #b ", " #c ")",               \
                 (mica_native)last_##a##_##b##_##c, &offset);                                      \
    char source[400];                                                                              \
    snprintf(source, sizeof source,                                                                \
             "const v = { double: 2.25, int32_t: 3, bool: true };"                                 \
             "if (sum(v." #a ", v." #b ", v." #c ") !== %.17g) throw new Error('sum');"            \
             "if (last(v." #c ", v." #a ", v." #b ", v." #c                                        \
             ") !== %.17g) throw new Error('last');",                                              \
             sum_##a##_##b##_##c(VALUE_##a, VALUE_##b, VALUE_##c),                                 \
             last_##a##_##b##_##c(&offset, VALUE_##c, VALUE_##a, VALUE_##b, VALUE_##c));           \
    assert_script(runtime, source);                                                                \
  }

static void each_signature_has_its_own_call(void **state) {
  mica_runtime *runtime = runtime_of(state);
  ROWS(CHECK)
  mica_runtime_free(runtime);
}

// ---- Functions that use the runtime

static double throw_for_negative(void *data, double number) {
  mica_runtime *runtime = data;
  if (number < 0)
    mica_throw_error(runtime, MICA_CLASS_RANGE_ERROR, "negative");
  return sqrt(number);
}

static void a_typed_function_throws(void **state) {
  mica_runtime *runtime = runtime_of(state);
  define_typed(runtime, "root", "double (void *, double)", (mica_native)throw_for_negative,
               runtime);
  assert_script(runtime, "let errors = 0;"
                         "for (let i = -3; i < 3; i++)"
                         "  try { if (root(i * i * Math.sign(i)) !== i) throw 1; }"
                         "  catch (error) { if (error instanceof RangeError &&"
                         "    error.message === 'negative') errors++; }"
                         "if (errors !== 3) throw new Error(String(errors));");
  assert_int_equal(run_text(runtime, "root(-1);"), MICA_ERROR_THROWN);
  assert_non_null(strstr(mica_error_text(runtime), "RangeError: negative"));
  // A throw that nobody was called for is nobody's.
  assert_int_equal(mica_throw(runtime, "nobody"), MICA_ERROR_THROWN);
  assert_script(runtime, "if (root(4) !== 2) throw new Error('thrown');");
  mica_runtime_free(runtime);
}

struct callback {
  mica_runtime *runtime;
  mica_handle *function;
};

static double call_back(void *data, double number) {
  const struct callback *callback = data;
  mica_value argument = mica_number(number), result;
  double answer = -1;
  if (mica_call(callback->runtime, callback->function, &argument, 1, &result) != MICA_OK) {
    mica_value thrown;
    if (mica_thrown_value(callback->runtime, &thrown) == MICA_OK)
      mica_throw_value(callback->runtime, thrown);
  } else {
    const char *bytes;
    size_t length;
    mica_to_number(result, &answer);
    mica_value text;
    mica_string(callback->runtime, "\xc3\xa9", 2, &text);
    mica_borrow_string(callback->runtime, text, &bytes, &length);
  }
  return answer;
}

static void a_typed_function_calls_script(void **state) {
  mica_runtime *runtime = runtime_of(state);
  struct callback callback = {runtime, NULL};
  define_typed(runtime, "callBack", "double (void *, double)", (mica_native)call_back, &callback);
  mica_handle *exports = load(runtime, "exports.down = (n) => {"
                                       "  if (n < 0) throw exports.error;"
                                       "  return n === 0 ? 0 : 1 + callBack(n - 1); };"
                                       "exports.error = { own: true };"
                                       "exports.caught = () => { try { callBack(-1); }"
                                       "  catch (error) { return error === exports.error; } };");
  callback.function = get_function(runtime, exports, "down");
  mica_value argument = mica_number(20), result;
  for (int round = 0; round < 3; round++) {
    assert_int_equal(mica_call(runtime, callback.function, &argument, 1, &result), MICA_OK);
    assert_true(number_of(result) == 20);
  }
  mica_handle *caught = get_function(runtime, exports, "caught");
  bool truth = false;
  assert_int_equal(mica_call(runtime, caught, NULL, 0, &result), MICA_OK);
  assert_int_equal(mica_to_boolean(result, &truth), MICA_OK);
  assert_true(truth);
  mica_runtime_free(runtime);
}

static void interrupt(void *data) { mica_interrupt(data); }

static void a_script_is_interrupted_behind_a_typed_call(void **state) {
  mica_runtime *runtime = runtime_of(state);
  define_typed(runtime, "interrupt", "void (void *)", (mica_native)interrupt, runtime);
  assert_int_equal(run_text(runtime, "try { for (;;) interrupt(); } catch (e) { }"),
                   MICA_ERROR_INTERRUPTED);
  assert_script(runtime, "let x = 1;");
  mica_runtime_free(runtime);
}

static int run_tier(const char *name, mica_tier tier) {
#define TEST(function) cmocka_unit_test_prestate(function, &tier)
  const struct CMUnitTest tests[] = {
      TEST(a_c_function_is_called_with_its_own_types),
      TEST(a_call_site_takes_any_function),
      TEST(an_argument_of_another_type_is_a_type_error),
      TEST(a_wrong_signature_says_where),
      TEST(each_signature_has_its_own_call),
      TEST(a_typed_function_throws),
      TEST(a_typed_function_calls_script),
      TEST(a_script_is_interrupted_behind_a_typed_call),
  };
  return cmocka_run_group_tests_name(name, tests, NULL, NULL);
}

int main(void) {
  return run_tier("tree", MICA_TIER_TREE) + run_tier("bytecode", MICA_TIER_BYTECODE) +
         run_tier("baseline", MICA_TIER_BASELINE);
}

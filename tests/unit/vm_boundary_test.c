// Data that crosses between host and script: strings, records, arrays, memory that both use; on
// every tier.
#include "tests/unit/vm_builtins.h"

#include <math.h>

// What may be in the way of a copy: lengths around the vectors and blocks that are looked at
// together, and cells that are blocks of their own.
static const size_t lengths[] = {0,  1,  2,  3,  15, 16,  17,  47,  48,  49,   63,
                                 64, 65, 79, 80, 97, 127, 500, 513, 600, 4099, 70000};
#define LENGTHS (sizeof lengths / sizeof *lengths)
#define ARRAY_LENGTHS (LENGTHS - 2) // script looks at each element, in any build

static mica_handle *hold_function(mica_runtime *runtime, const char *source) {
  mica_handle *function = load(runtime, source);
  assert_int_equal(mica_type_of(mica_held(function)), MICA_FUNCTION);
  return function;
}

static mica_value call_with_one(mica_runtime *runtime, const mica_handle *function,
                                mica_value argument) {
  mica_value result;
  mica_status status = mica_call(runtime, function, &argument, 1, &result);
  if (status != MICA_OK)
    print_message("%s\n", mica_error_text(runtime));
  assert_int_equal(status, MICA_OK);
  return result;
}

static void assert_borrowed(mica_runtime *runtime, mica_value string, const char *expected,
                            size_t length) {
  const char *bytes;
  size_t size;
  assert_int_equal(mica_borrow_string(runtime, string, &bytes, &size), MICA_OK);
  assert_int_equal(size, length);
  assert_memory_equal(bytes, expected, length);
  assert_int_equal(mica_to_string(runtime, string, &bytes, &size), MICA_OK);
  assert_int_equal(size, length);
  assert_memory_equal(bytes, expected, length);
  assert_int_equal(bytes[length], 0);
}

// ---- Strings

static void strings_of_all_lengths_come_back(void **state) {
  mica_runtime *runtime = runtime_of(state);
  // One character at each end is replaced: what is ASCII alone, and what makes the text Latin-1 or
  // UTF-16, or is ill-formed and becomes U+FFFD.
  static const char *const inserted[] = {"a", "\xc3\xa9", "\xe2\x82\xac", "\xf0\x9f\x98\x80"};
  char *text = malloc(80000), *expected = malloc(80000);
  for (size_t at = 0; at < LENGTHS; at++)
    for (size_t which = 0; which < 4; which++)
      for (int end = 0; end < 2; end++) {
        size_t width = strlen(inserted[which]), length = lengths[at] + width;
        memset(text, 'x', length);
        memcpy(end ? text + lengths[at] : text, inserted[which], width);
        mica_value string;
        size_t units;
        assert_int_equal(mica_string(runtime, text, length, &string), MICA_OK);
        assert_int_equal(mica_length(runtime, string, &units), MICA_OK);
        assert_int_equal(units, lengths[at] + (which == 3 ? 2 : 1));
        assert_borrowed(runtime, string, text, length);
        assert_borrowed(runtime, string, text, length);
        text[end ? lengths[at] : 0] = (char)0xFF;
        memcpy(expected, text, length);
        if (width == 1) {
          memset(expected, 'x', length + 2);
          memcpy(end ? expected + lengths[at] : expected, "\xef\xbf\xbd", 3);
          assert_int_equal(mica_string(runtime, text, length, &string), MICA_OK);
          assert_borrowed(runtime, string, expected, length + 2);
        }
      }
  free(text);
  free(expected);
  mica_runtime_free(runtime);
}

static void latin1_comes_in_as_it_is(void **state) {
  mica_runtime *runtime = runtime_of(state);
  mica_handle *codes = hold_function(
      runtime, "module.exports = (s) => Array.from(s, (c) => c.charCodeAt(0)).join();");
  mica_value string;
  assert_int_equal(mica_string_latin1(runtime, "a\xe9\xff\x00z", 5, &string), MICA_OK);
  assert_borrowed(runtime, string, "a\xc3\xa9\xc3\xbf\x00z", 7);
  assert_text(runtime, call_with_one(runtime, codes, string), "97,233,255,0,122");
  assert_int_equal(mica_string_latin1(runtime, "a", SIZE_MAX, &string), MICA_ERROR_USAGE);
  mica_runtime_free(runtime);
}

static void what_is_no_string_is_not_borrowed(void **state) {
  mica_runtime *runtime = runtime_of(state);
  const char *bytes;
  size_t length;
  assert_int_equal(mica_borrow_string(runtime, mica_number(1), &bytes, &length), MICA_ERROR_USAGE);
  assert_int_equal(mica_length(runtime, mica_null(), &length), MICA_ERROR_USAGE);
  mica_runtime_free(runtime);
}

static void count_release(void *data, void *memory) {
  ++*(int *)data;
  memset(memory, '!', 5); // the runtime looks at it no more
}

static void a_shared_string_is_the_host_s_own(void **state) {
  mica_runtime *runtime = runtime_of(state);
  static const size_t sizes[] = {100, 70000};
  for (size_t at = 0; at < 2; at++) {
    size_t size = sizes[at];
    int released = 0;
    char *text = malloc(size), *expected = malloc(size);
    memset(text, 's', size);
    memset(expected, 's', size);
    mica_value string;
    assert_int_equal(mica_string_shared(runtime, text, size, count_release, &released, &string),
                     MICA_OK);
    mica_handle *handle = mica_hold(runtime, string);
    const char *bytes;
    size_t length;
    assert_int_equal(mica_borrow_string(runtime, mica_held(handle), &bytes, &length), MICA_OK);
    assert_ptr_equal(bytes, text);
    assert_int_equal(length, size);
    mica_collect(runtime);
    assert_int_equal(released, 0);
    assert_borrowed(runtime, mica_held(handle), expected, size);
    // Passed on, it stays; looked at, it is copied.
    mica_handle *same = hold_function(runtime, "module.exports = (s) => s;");
    assert_true(call_with_one(runtime, same, mica_held(handle)).bits == mica_held(handle).bits);
    mica_collect(runtime);
    assert_int_equal(released, 0);
    mica_handle *look =
        hold_function(runtime, "module.exports = (s) => s.length + s.charAt(1) + s[s.length - 1];");
    char shown[32];
    snprintf(shown, sizeof shown, "%zuss", size);
    assert_text(runtime, call_with_one(runtime, look, mica_held(handle)), shown);
    mica_collect(runtime);
    assert_int_equal(released, 1);
    assert_borrowed(runtime, mica_held(handle), expected, size);
    mica_drop(runtime, handle);
    mica_collect(runtime);
    assert_int_equal(released, 1);
    free(text);
    free(expected);
  }
  mica_runtime_free(runtime);
}

static void shared_strings_are_strings_like_others(void **state) {
  mica_runtime *runtime = runtime_of(state);
  int released = 0;
  char text[100];
  memset(text, 'k', sizeof text);
  text[50] = (char)0xe9;
  static const char *const sources[] = {
      "module.exports = (s) => (s + '!').length + (s + '!')[100];",
      "module.exports = (s) => ('€' + s).charCodeAt(51);",
      "module.exports = (s) => ({ [s]: 1 })['k'.repeat(50) + 'é' + 'k'.repeat(49)];",
      "module.exports = (s) => s === 'k'.repeat(50) + 'é' + 'k'.repeat(49);",
      "module.exports = (s) => [s, s].join('').length + JSON.stringify(s).length;",
      "module.exports = (s) => s.indexOf('é') + new Map([[s, 5]]).get(s.slice(0));",
      "module.exports = (s) => `${s}${s}`.toUpperCase().lastIndexOf('É');",
      "module.exports = (s) => s < 'l' && !(s > 'l') && s.split('').length;",
  };
  static const char *const expected[] = {"101!", "233", "1", "true", "302", "55", "150", "100"};
  for (size_t at = 0; at < sizeof sources / sizeof *sources; at++) {
    mica_handle *function = hold_function(runtime, sources[at]);
    mica_value string;
    assert_int_equal(mica_string_shared(runtime, text, sizeof text, NULL, &released, &string),
                     MICA_OK);
    const char *bytes;
    size_t length;
    mica_value result = call_with_one(runtime, function, string);
    assert_int_equal(mica_inspect(runtime, result, &bytes, &length), MICA_OK);
    if (mica_type_of(result) != MICA_STRING)
      assert_string_equal(bytes, expected[at]);
    else
      assert_text(runtime, result, expected[at]);
    mica_drop(runtime, function);
  }
  mica_runtime_free(runtime);
}

static void a_short_shared_string_is_copied_at_once(void **state) {
  mica_runtime *runtime = runtime_of(state);
  int released = 0;
  char text[] = "short", letter[] = "x!!!!";
  mica_value string;
  assert_int_equal(mica_string_shared(runtime, letter, 1, count_release, &released, &string),
                   MICA_OK);
  assert_int_equal(released, 1);
  assert_borrowed(runtime, string, "x", 1);
  assert_int_equal(mica_string_shared(runtime, text, 5, count_release, &released, &string),
                   MICA_OK);
  mica_runtime_free(runtime);
  assert_int_equal(released, 2);
}

// ---- Keys and records

static void a_key_finds_its_property(void **state) {
  mica_runtime *runtime = runtime_of(state);
  mica_handle *exports =
      load(runtime, "exports.a = { x: 1, y: 2 }; exports.b = { y: 3, x: 4 };"
                    "exports.c = Object.create({ x: 5 }); exports.d = { get x() { return 6; } };"
                    "exports.e = Object.freeze({ x: 7 }); exports.f = [8]; exports.f.x = 9;"
                    "exports.g = function () {}; exports.h = {}; exports.i = Object.prototype;"
                    "exports.sum = () => ['a', 'b', 'c', 'd', 'f', 'g', 'h'].map("
                    "  (n) => exports[n].x).join();");
  static const double expected[] = {1, 4, 5, 6, 7, 9};
  static const char *const names[] = {"a", "b", "c", "d", "e", "f", "g", "h", "i"};
  mica_key *x = mica_key_new(runtime, "x");
  mica_key *length = mica_key_new(runtime, "length");
  mica_key *zero = mica_key_new(runtime, "0");
  mica_value object, value;
  for (int round = 0; round < 3; round++)
    for (size_t at = 0; at < 9; at++) {
      mica_get(runtime, mica_held(exports), names[at], &object);
      assert_int_equal(mica_get_key(runtime, object, x, &value), MICA_OK);
      if (at < 6)
        assert_true(number_of(value) == expected[at]);
      else
        assert_int_equal(mica_type_of(value), MICA_UNDEFINED);
    }
  mica_get(runtime, mica_held(exports), "f", &object);
  assert_int_equal(mica_get_key(runtime, object, length, &value), MICA_OK);
  assert_true(number_of(value) == 1);
  assert_int_equal(mica_get_key(runtime, object, zero, &value), MICA_OK);
  assert_true(number_of(value) == 8);
  // A builtin whose value nobody has asked for yet.
  mica_key *has_own = mica_key_new(runtime, "hasOwnProperty");
  for (int round = 0; round < 2; round++) {
    mica_get(runtime, mica_held(exports), "i", &object);
    assert_int_equal(mica_get_key(runtime, object, has_own, &value), MICA_OK);
    assert_int_equal(mica_type_of(value), MICA_FUNCTION);
  }
  for (int round = 0; round < 3; round++)
    for (size_t at = 0; at < 8; at++) {
      mica_get(runtime, mica_held(exports), names[at], &object);
      mica_status status = mica_set_key(runtime, object, x, mica_number((double)at * 10 + round));
      bool refused = at == 3 || at == 4; // no setter, frozen
      assert_int_equal(status, refused ? MICA_ERROR_THROWN : MICA_OK);
    }
  mica_handle *sum = get_function(runtime, exports, "sum");
  assert_int_equal(mica_call(runtime, sum, NULL, 0, &value), MICA_OK);
  assert_text(runtime, value, "2,12,22,6,52,62,72");
  mica_runtime *other = runtime_of(state);
  assert_int_equal(mica_get_key(other, mica_undefined(), x, &value), MICA_ERROR_USAGE);
  assert_int_equal(mica_set_key(other, mica_undefined(), x, value), MICA_ERROR_USAGE);
  mica_runtime_free(other);
  assert_int_equal(mica_get_key(runtime, mica_undefined(), x, &value), MICA_ERROR_THROWN);
  mica_key_free(length);
  mica_key_free(NULL);
  mica_runtime_free(runtime);
}

static void a_record_makes_and_reads_objects(void **state) {
  mica_runtime *runtime = runtime_of(state);
  static const char *const names[] = {"id", "name", "score"};
  mica_record *record = mica_record_new(runtime, names, 3);
  assert_non_null(record);
  mica_handle *show = hold_function(
      runtime,
      "module.exports = (o) => { const text = JSON.stringify(o); o.more = 1; return text; };");
  mica_handle *make = hold_function(
      runtime, "module.exports = (n) => [{ score: 1, id: 2, name: 3 },"
               "  { id: 4, get name() { let a = []; for (let i = 0; i < 9999; i++) a = [i + 'x'];"
               "    return 'made'; }, score: 'late'.repeat(2) },"
               "  Object.create({ id: 6, name: 7, score: 8 }), 'text', { id: 9 }][n];");
  for (int round = 0; round < 200; round++) {
    mica_value values[3] = {mica_number(round)}, object;
    mica_string(runtime, "n", 1, &values[1]);
    values[2] = mica_boolean(true);
    assert_int_equal(mica_record_create(runtime, record, values, &object), MICA_OK);
    mica_value read[3];
    assert_int_equal(mica_record_read(runtime, record, object, read), MICA_OK);
    assert_memory_equal(read, values, sizeof read);
    char expected[60];
    snprintf(expected, sizeof expected, "{\"id\":%d,\"name\":\"n\",\"score\":true}", round);
    assert_text(runtime, call_with_one(runtime, show, object), expected);
  }
  static const char *const expected[] = {"2 3 1", "4 made latelate", "6 7 8",
                                         "undefined undefined undefined", "9 undefined undefined"};
  for (int round = 0; round < 15; round++) {
    mica_value object = call_with_one(runtime, make, mica_number(round % 5)), values[3];
    assert_int_equal(mica_record_read(runtime, record, object, values), MICA_OK);
    mica_handle *handles[3];
    for (int at = 0; at < 3; at++)
      handles[at] = mica_hold(runtime, values[at]);
    mica_handle *join =
        hold_function(runtime, "module.exports = (...all) => all.map(String).join(' ');");
    mica_value result;
    for (int at = 0; at < 3; at++)
      values[at] = mica_held(handles[at]);
    assert_int_equal(mica_call(runtime, join, values, 3, &result), MICA_OK);
    assert_text(runtime, result, expected[round % 5]);
    for (int at = 0; at < 3; at++)
      mica_drop(runtime, handles[at]);
    mica_drop(runtime, join);
  }
  mica_value values[3];
  assert_int_equal(mica_record_read(runtime, record, mica_null(), values), MICA_ERROR_THROWN);
  mica_runtime *other = runtime_of(state);
  mica_value object;
  assert_int_equal(mica_record_read(other, record, mica_null(), values), MICA_ERROR_USAGE);
  assert_int_equal(mica_record_create(other, record, values, &object), MICA_ERROR_USAGE);
  mica_runtime_free(other);
  mica_record_free(record);
  mica_record_free(NULL);
  mica_runtime_free(runtime);
}

static void a_record_has_proper_names(void **state) {
  mica_runtime *runtime = runtime_of(state);
  static const char *const twice[] = {"a", "b", "a"}, *const index[] = {"a", "7"};
  const char *many[MICA_RECORD_FIELDS + 1];
  char names[MICA_RECORD_FIELDS + 1][8];
  mica_value values[MICA_RECORD_FIELDS], read[MICA_RECORD_FIELDS], object;
  for (int at = 0; at <= MICA_RECORD_FIELDS; at++) {
    snprintf(names[at], sizeof names[at], "n%d", at);
    many[at] = names[at];
    if (at < MICA_RECORD_FIELDS)
      values[at] = mica_number(at * 0.5);
  }
  assert_null(mica_record_new(runtime, twice, 3));
  assert_non_null(strstr(mica_error_text(runtime), "different names"));
  assert_null(mica_record_new(runtime, index, 2));
  assert_null(mica_record_new(runtime, many, MICA_RECORD_FIELDS + 1));
  mica_record *most = mica_record_new(runtime, many, MICA_RECORD_FIELDS);
  mica_record *none = mica_record_new(runtime, NULL, 0);
  assert_int_equal(mica_record_create(runtime, most, values, &object), MICA_OK);
  mica_handle *handle = mica_hold(runtime, object);
  mica_collect(runtime);
  assert_int_equal(mica_record_read(runtime, most, mica_held(handle), read), MICA_OK);
  assert_memory_equal(read, values, sizeof read);
  assert_int_equal(mica_record_create(runtime, none, NULL, &object), MICA_OK);
  mica_value keys;
  size_t length;
  assert_int_equal(mica_keys(runtime, object, &keys), MICA_OK);
  assert_int_equal(mica_length(runtime, keys, &length), MICA_OK);
  assert_int_equal(length, 0);
  assert_int_equal(mica_keys(runtime, mica_held(handle), &keys), MICA_OK);
  assert_int_equal(mica_length(runtime, keys, &length), MICA_OK);
  assert_int_equal(length, MICA_RECORD_FIELDS);
  assert_int_equal(mica_get_index(runtime, keys, 63, &object), MICA_OK);
  assert_text(runtime, object, "n63");
  assert_int_equal(mica_keys(runtime, mica_number(1), &keys), MICA_ERROR_USAGE);
  mica_runtime_free(runtime);
}

// ---- Arrays

static void doubles_cross_in_bulk(void **state) {
  mica_runtime *runtime = runtime_of(state);
  mica_handle *check =
      hold_function(runtime, "module.exports = (a) => { for (let i = 0; i < a.length; i++)"
                             "  if (!Object.is(a[i], i % 7 === 3 ? NaN : i * 0.5)) return i;"
                             "  a.push(a.length); return -1; };");
  for (size_t at = 0; at < ARRAY_LENGTHS; at++) {
    size_t count = lengths[at];
    double *numbers = malloc((count + 1) * sizeof *numbers);
    for (size_t i = 0; i < count; i++)
      numbers[i] = i % 7 == 3 ? (i % 2 ? NAN : -NAN) : (double)i * 0.5;
    mica_value array;
    assert_int_equal(mica_array_from_doubles(runtime, numbers, count, &array), MICA_OK);
    assert_true(mica_is_array(array));
    mica_handle *handle = mica_hold(runtime, array);
    assert_true(number_of(call_with_one(runtime, check, array)) == -1);
    size_t read;
    double *back = malloc((count + 1) * sizeof *back);
    assert_int_equal(mica_array_doubles(runtime, mica_held(handle), back, count, &read),
                     MICA_ERROR_USAGE);
    assert_int_equal(mica_array_doubles(runtime, mica_held(handle), back, count + 1, &read),
                     MICA_OK);
    assert_int_equal(read, count + 1);
    for (size_t i = 0; i < count; i++)
      assert_true(isnan(numbers[i]) ? isnan(back[i]) : back[i] == numbers[i]);
    assert_true(back[count] == (double)count);
    mica_drop(runtime, handle);
    free(numbers);
    free(back);
  }
  mica_runtime_free(runtime);
}

static void int32s_cross_in_bulk(void **state) {
  mica_runtime *runtime = runtime_of(state);
  mica_handle *change = hold_function(
      runtime, "module.exports = (a) => { if (a[1] !== -7) return false; a[1] = -0; a[2] = 6 / 2;"
               "  return a; };");
  int32_t numbers[] = {INT32_MIN, -7, 0, INT32_MAX}, back[4];
  mica_value array;
  size_t count;
  assert_int_equal(mica_array_from_int32s(runtime, numbers, 4, &array), MICA_OK);
  array = call_with_one(runtime, change, array);
  assert_int_equal(mica_array_int32s(runtime, array, back, 4, &count), MICA_OK);
  assert_int_equal(count, 4);
  assert_int_equal(back[0], INT32_MIN);
  assert_int_equal(back[1], 0);
  assert_int_equal(back[2], 3);
  assert_int_equal(back[3], INT32_MAX);
  mica_runtime_free(runtime);
}

static void what_is_no_number_is_refused_with_its_place(void **state) {
  mica_runtime *runtime = runtime_of(state);
  static const struct {
    const char *source, *doubles, *int32s;
  } cases[] = {
      {"module.exports = [1, 2.5, '3', 4];", "element 2 is not a number",
       "element 1 is not an int32"},
      {"module.exports = [1.5, , 3];", "element 1 is not a number", "element 0 is not an int32"},
      {"module.exports = Array(3); module.exports.push(1.5);", "element 0 is not a number",
       "element 0 is not an int32"},
      {"module.exports = Array(20).fill(1.5); module.exports[17] = true;",
       "element 17 is not a number", "element 0 is not an int32"},
      {"module.exports = Object.freeze([1, 2]);", "element 0 is not a number",
       "element 0 is not an int32"},
      {"module.exports = { length: 1, 0: 1 };", "no array", "no array"},
      {"module.exports = [2147483648];", NULL, "element 0 is not an int32"},
      {"module.exports = new Float64Array([1, 0.5]);", NULL, "element 1 is not an int32"},
  };
  for (size_t at = 0; at < sizeof cases / sizeof *cases; at++) {
    mica_handle *array = load(runtime, cases[at].source);
    double doubles[32];
    int32_t int32s[32];
    size_t count;
    mica_status status = mica_array_doubles(runtime, mica_held(array), doubles, 32, &count);
    assert_int_equal(status, cases[at].doubles ? MICA_ERROR_USAGE : MICA_OK);
    if (cases[at].doubles && !strstr(mica_error_text(runtime), cases[at].doubles))
      fail_msg("%s", mica_error_text(runtime));
    assert_int_equal(mica_array_int32s(runtime, mica_held(array), int32s, 32, &count),
                     MICA_ERROR_USAGE);
    if (!strstr(mica_error_text(runtime), cases[at].int32s))
      fail_msg("%s", mica_error_text(runtime));
    mica_drop(runtime, array);
  }
  mica_runtime_free(runtime);
}

static void elements_are_read_and_set(void **state) {
  mica_runtime *runtime = runtime_of(state);
  mica_value values[] = {mica_number(1), mica_null(), mica_boolean(true)}, array, value;
  size_t length;
  assert_int_equal(mica_array(runtime, values, 3, &array), MICA_OK);
  assert_int_equal(mica_array(runtime, NULL, SIZE_MAX, &value), MICA_ERROR_USAGE);
  mica_handle *handle = mica_hold(runtime, array);
  assert_int_equal(mica_set_index(runtime, mica_held(handle), 1, mica_number(5)), MICA_OK);
  assert_int_equal(mica_set_index(runtime, mica_held(handle), 4, mica_number(6)), MICA_OK);
  assert_int_equal(mica_get_index(runtime, mica_held(handle), 1, &value), MICA_OK);
  assert_true(number_of(value) == 5);
  assert_int_equal(mica_get_index(runtime, mica_held(handle), 3, &value), MICA_OK);
  assert_int_equal(mica_type_of(value), MICA_UNDEFINED);
  mica_handle *text = hold_function(runtime, "module.exports = (a) => a.join();");
  assert_text(runtime, call_with_one(runtime, text, mica_held(handle)), "1,5,true,,6");
  mica_value holes;
  assert_int_equal(mica_array(runtime, NULL, 3, &holes), MICA_OK);
  assert_int_equal(mica_length(runtime, holes, &length), MICA_OK);
  assert_int_equal(length, 3);
  assert_text(runtime, call_with_one(runtime, text, holes), ",,");
  mica_handle *frozen = load(runtime, "module.exports = Object.freeze([1]);");
  assert_int_equal(mica_set_index(runtime, mica_held(frozen), 0, mica_number(5)),
                   MICA_ERROR_THROWN);
  assert_int_equal(mica_get_index(runtime, mica_null(), 0, &value), MICA_ERROR_THROWN);
  mica_runtime_free(runtime);
}

// ---- Memory that both use

static void a_typed_array_is_the_host_s_memory(void **state) {
  mica_runtime *runtime = runtime_of(state);
  double numbers[5] = {1, 2, 3, 4, 5};
  int released = 0;
  mica_value array;
  assert_int_equal(
      mica_typed_array(runtime, MICA_FLOAT64, numbers, 5, count_release, &released, &array),
      MICA_OK);
  mica_handle *handle = mica_hold(runtime, array);
  mica_handle *change = hold_function(
      runtime, "let views = []; module.exports = (a) => { a[0] = 10; a.subarray(1, 2)[0] = 20;"
               "  views = [new Float64Array(a.buffer, 16, 1)]; views[0][0] = 30;"
               "  return a instanceof Float64Array && a.reduce((x, y) => x + y); };");
  assert_true(number_of(call_with_one(runtime, change, mica_held(handle))) == 69);
  assert_true(numbers[0] == 10 && numbers[1] == 20 && numbers[2] == 30);
  numbers[3] = 7;
  mica_value value;
  assert_int_equal(mica_get_index(runtime, mica_held(handle), 3, &value), MICA_OK);
  assert_true(number_of(value) == 7);
  mica_element element;
  void *elements;
  size_t length;
  assert_int_equal(
      mica_typed_array_borrow(runtime, mica_held(handle), &element, &elements, &length), MICA_OK);
  assert_int_equal(element, MICA_FLOAT64);
  assert_ptr_equal(elements, numbers);
  assert_int_equal(length, 5);
  mica_drop(runtime, handle);
  mica_collect(runtime);
  assert_int_equal(released, 0); // a view is left
  mica_drop(runtime, change);
  mica_runtime_free(runtime);
  assert_int_equal(released, 1);
}

static void memory_is_released_when_script_is_done(void **state) {
  mica_runtime *runtime = runtime_of(state);
  int32_t numbers[4] = {0};
  int released = 0;
  for (int round = 0; round < 50; round++) {
    mica_value array;
    assert_int_equal(
        mica_typed_array(runtime, MICA_INT32, numbers, 4, count_release, &released, &array),
        MICA_OK);
  }
  mica_collect(runtime);
  assert_int_equal(released, 50);
  mica_runtime_free(runtime);
  assert_int_equal(released, 50);
}

static void a_detached_array_is_without_elements(void **state) {
  mica_runtime *runtime = runtime_of(state);
  uint8_t *bytes = calloc(16, 1);
  int released = 0;
  mica_handle *module =
      load(runtime,
           "let a, b, dead; exports.keep = (array) => { a = array;"
           "  b = new Uint16Array(a.buffer, 2, 3); for (let i = 0; i < 100; i++)"
           "    dead = new Uint8Array(a.buffer, i % 8); dead = null; return b.length; };"
           "exports.look = () => { const t = (f) => { try { return f(); }"
           "  catch (e) { return e.constructor.name; } };"
           "  a[0] = 1; b[1] = 2;"
           "  return [a.length, b.length, b.byteOffset, b.byteLength, a.buffer.byteLength, a[0],"
           "    b[0], 0 in a, Object.keys(b).length, t(() => a.fill(1)), t(() => b.subarray(0)),"
           "    t(() => a.map((x) => x)), t(() => a.buffer.slice(0)),"
           "    t(() => new Uint8Array(a.buffer)), t(() => new Uint8Array(a)),"
           "    t(() => new Uint8Array(2).set(a)), t(() => a.sort()),"
           "    t(() => a.join())].join(); };");
  mica_handle *keep = get_function(runtime, module, "keep");
  mica_handle *look = get_function(runtime, module, "look");
  mica_value array, result;
  assert_int_equal(
      mica_typed_array(runtime, MICA_UINT8, bytes, 16, count_release, &released, &array), MICA_OK);
  mica_handle *handle = mica_hold(runtime, array);
  assert_true(number_of(call_with_one(runtime, keep, mica_held(handle))) == 3);
  mica_collect(runtime);
  assert_int_equal(mica_detach(runtime, mica_held(handle)), MICA_OK);
  free(bytes);
  assert_int_equal(mica_call(runtime, look, NULL, 0, &result), MICA_OK);
  assert_text(runtime, result,
              "0,0,0,0,0,,,false,0,TypeError,TypeError,TypeError,TypeError,TypeError,TypeError,"
              "TypeError,TypeError,TypeError");
  size_t count;
  assert_int_equal(mica_array_int32s(runtime, mica_held(handle), NULL, 0, &count), MICA_OK);
  assert_int_equal(count, 0);
  assert_int_equal(mica_detach(runtime, mica_held(handle)), MICA_ERROR_USAGE);
  mica_runtime_free(runtime);
  assert_int_equal(released, 0);
}

static mica_status try_detach(mica_runtime *runtime, void *data, const mica_value *arguments,
                              unsigned count, mica_value *result) {
  (void)data;
  assert_int_equal(count, 1);
  *result = mica_number(mica_detach(runtime, arguments[0]));
  return MICA_OK;
}

static void nothing_is_detached_while_script_runs(void **state) {
  mica_runtime *runtime = runtime_of(state);
  define_function(runtime, "detach", try_detach, NULL);
  mica_handle *function =
      hold_function(runtime, "module.exports = (a) => detach(a) + 100 * a.length;");
  float numbers[3] = {0};
  mica_value array;
  assert_int_equal(mica_typed_array(runtime, MICA_FLOAT32, numbers, 3, NULL, NULL, &array),
                   MICA_OK);
  assert_true(number_of(call_with_one(runtime, function, array)) == 300 + MICA_ERROR_USAGE);
  mica_runtime_free(runtime);
}

static void typed_arrays_of_the_runtime_s_own_are_lent(void **state) {
  mica_runtime *runtime = runtime_of(state);
  mica_value array;
  mica_element element;
  void *elements;
  size_t length;
  for (int kind = MICA_INT8; kind <= MICA_UINT8_CLAMPED; kind++) {
    assert_int_equal(mica_typed_array(runtime, (mica_element)kind, NULL, 3, NULL, NULL, &array),
                     MICA_OK);
    mica_handle *handle = mica_hold(runtime, array);
    assert_int_equal(mica_set_index(runtime, mica_held(handle), 1, mica_number(1)), MICA_OK);
    assert_int_equal(
        mica_typed_array_borrow(runtime, mica_held(handle), &element, &elements, &length), MICA_OK);
    assert_int_equal(element, kind);
    assert_int_equal(length, 3);
    double doubles[3];
    int32_t int32s[3];
    size_t count;
    assert_int_equal(mica_array_doubles(runtime, mica_held(handle), doubles, 3, &count), MICA_OK);
    assert_int_equal(mica_array_int32s(runtime, mica_held(handle), int32s, 3, &count), MICA_OK);
    assert_true(doubles[1] == 1 && doubles[2] == 0 && int32s[1] == 1 && int32s[0] == 0);
    assert_int_equal(mica_detach(runtime, mica_held(handle)), MICA_ERROR_USAGE);
    mica_drop(runtime, handle);
  }
  char unaligned[16];
  assert_int_equal(mica_typed_array(runtime, (mica_element)9, NULL, 3, NULL, NULL, &array),
                   MICA_ERROR_USAGE);
  assert_int_equal(mica_typed_array(runtime, MICA_INT8, unaligned, SIZE_MAX, NULL, NULL, &array),
                   MICA_ERROR_USAGE);
  void *odd = unaligned + ((uintptr_t)unaligned % 2 == 0);
  assert_int_equal(mica_typed_array(runtime, MICA_INT16, odd, 3, NULL, NULL, &array),
                   MICA_ERROR_USAGE);
  assert_int_equal(mica_typed_array_borrow(runtime, mica_null(), &element, &elements, &length),
                   MICA_ERROR_USAGE);
  assert_int_equal(mica_detach(runtime, mica_number(1)), MICA_ERROR_USAGE);
  assert_int_equal(mica_typed_array(runtime, MICA_FLOAT64, NULL, 0, NULL, NULL, &array), MICA_OK);
  assert_int_equal(mica_array_doubles(runtime, array, NULL, 0, &length), MICA_OK);
  mica_runtime_free(runtime);
}

// Whatever allocation fails, what was made is whole, and what the host gave is released once or
// not at all.
static void an_allocator_fails_while_data_crosses(void **state) {
  static double numbers[1000];
  static char text[1000];
  for (size_t failing = 1; failing < 40; failing++) {
    struct memory memory = {0};
    const mica_options options = {
        .tier = tier_of(state), .native_threshold = 1, .allocator = {&memory, count_resize}};
    mica_runtime *runtime = mica_runtime_new(&options);
    assert_int_equal(run_text(runtime, ""), MICA_OK);
    static const char *const names[] = {"a", "b"};
    int released = 0, given = 0;
    mica_value value, values[2] = {mica_number(1), mica_number(2)};
    memory.countdown = failing;
    for (int round = 0; round < 20; round++) {
      mica_record *record = mica_record_new(runtime, names, 2);
      if (record && mica_record_create(runtime, record, values, &value) == MICA_OK)
        assert_int_equal(mica_record_read(runtime, record, value, values), MICA_OK);
      mica_key_new(runtime, "key");
      given += mica_typed_array(runtime, MICA_FLOAT64, numbers, 1000, count_release, &released,
                                &value) == MICA_OK;
      given += mica_string_shared(runtime, text, 1000, count_release, &released, &value) == MICA_OK;
      if (mica_array_from_doubles(runtime, numbers + 1, 999, &value) == MICA_OK)
        assert_true(mica_is_array(value));
      mica_object(runtime, &value);
      mica_string(runtime, text, 1000, &value);
    }
    memory.countdown = 0;
    mica_runtime_free(runtime);
    assert_int_equal(released, given);
    assert_int_equal(memory.live, 0);
  }
}

// A call that is the outermost comes back with the runtime as it was, whichever allocation fails.
static void an_allocator_fails_in_a_call(void **state) {
  unsigned failures = 0;
  for (size_t failing = 1; failing < 30; failing++) {
    struct memory memory = {0};
    const mica_options options = {
        .tier = tier_of(state), .native_threshold = 1, .allocator = {&memory, count_resize}};
    mica_runtime *runtime = mica_runtime_new(&options);
    mica_handle *function = hold_function(
        runtime, "const deep = (n) => n === 0 ? ['a'.repeat(1000)] : [deep(n - 1), n];"
                 "module.exports = (n) => { let all = []; for (let i = 0; i < 20; i++)"
                 "  all.push(deep(n), { i, all: all.slice() }); return all.length; };");
    mica_value argument = mica_number(30), result;
    memory.countdown = failing;
    mica_status status = mica_call(runtime, function, &argument, 1, &result);
    if (status == MICA_ERROR_MEMORY)
      assert_string_equal(mica_error_text(runtime), "out of memory");
    else if (status == MICA_ERROR_THROWN)
      assert_non_null(strstr(mica_error_text(runtime), "RangeError"));
    failures += status != MICA_OK;
    memory.countdown = 0;
    for (int round = 0; round < 3; round++)
      assert_true(number_of(call_with_one(runtime, function, argument)) == 40);
    mica_runtime_free(runtime);
    assert_int_equal(memory.live, 0);
  }
  assert_true(failures > 10);
}

static int run_tier(const char *name, mica_tier tier) {
#define TEST(function) cmocka_unit_test_prestate(function, &tier)
  const struct CMUnitTest tests[] = {
      TEST(strings_of_all_lengths_come_back),
      TEST(latin1_comes_in_as_it_is),
      TEST(what_is_no_string_is_not_borrowed),
      TEST(a_shared_string_is_the_host_s_own),
      TEST(shared_strings_are_strings_like_others),
      TEST(a_short_shared_string_is_copied_at_once),
      TEST(a_key_finds_its_property),
      TEST(a_record_makes_and_reads_objects),
      TEST(a_record_has_proper_names),
      TEST(doubles_cross_in_bulk),
      TEST(int32s_cross_in_bulk),
      TEST(what_is_no_number_is_refused_with_its_place),
      TEST(elements_are_read_and_set),
      TEST(a_typed_array_is_the_host_s_memory),
      TEST(memory_is_released_when_script_is_done),
      TEST(a_detached_array_is_without_elements),
      TEST(nothing_is_detached_while_script_runs),
      TEST(typed_arrays_of_the_runtime_s_own_are_lent),
      TEST(an_allocator_fails_while_data_crosses),
      TEST(an_allocator_fails_in_a_call),
  };
  return cmocka_run_group_tests_name(name, tests, NULL, NULL);
}

int main(void) {
  return run_tier("tree", MICA_TIER_TREE) + run_tier("bytecode", MICA_TIER_BYTECODE) +
         run_tier("baseline", MICA_TIER_BASELINE);
}

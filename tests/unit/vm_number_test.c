// Numbers: decimal digits against the C library's, which is exact too, and operators at their
// edges.
#include "tests/unit/vm_test.h"
#include "vm/library/library.h"

#include <float.h>
#include <stdio.h>

#define RANDOM_NUMBERS 60000

static double double_of(uint64_t bits) {
  double number;
  memcpy(&number, &bits, sizeof number);
  return number;
}

// A finite number, not negative, of kinds that are hard in different ways.
static double random_number(struct random *random) {
  uint64_t bits = random_next(random) & 0x7FFFFFFFFFFFFFFFu;
  switch (random_next(random) % 6) {
  case 0: // powers of two, whose gaps differ
    bits &= ~0xFFFFFFFFFFFFFu;
    break;
  case 1: // below the normal numbers
    bits &= 0xFFFFFFFFFFFFFu >> random_next(random) % 50;
    break;
  case 2: // few decimal digits
    return (double)(random_next(random) % 100000000) / (double)(1 + random_next(random) % 1000);
  case 3:
    return (double)(random_next(random) >> random_next(random) % 60);
  default:
    break;
  }
  double number = double_of(bits);
  return isfinite(number) ? number : 1;
}

static int print_decimal(const struct decimal *decimal, char *text, size_t size) {
  return snprintf(text, size, "0.%.*se%d", (int)decimal->count, decimal->digits, decimal->point);
}

static void shortest_digits_read_back_and_no_fewer_would(void **state) {
  (void)state;
  struct random random = {4711};
  for (int i = 0; i < RANDOM_NUMBERS; i++) {
    double number = random_number(&random);
    struct decimal decimal;
    char text[64];
    decimal_shortest(number, &decimal);
    int length = print_decimal(&decimal, text, sizeof text);
    assert_true(strtod(text, NULL) == number);
    assert_true(text_to_number(text, (size_t)length) == number);
    if (decimal.count > 1) {
      snprintf(text, sizeof text, "%.*e", (int)decimal.count - 2, number);
      assert_true(strtod(text, NULL) != number);
    }
  }
}

static void shortest_digits_at_a_power_of_two_use_the_wider_gap(void **state) {
  (void)state;
  char text[NUMBER_TEXT_BYTES];
  number_to_text(0x1p-44, text); // the closest 16 digits lie below and do not read back
  assert_string_equal(text, "5.684341886080802e-14");
  number_to_text(9007199254740992.0, text);
  assert_string_equal(text, "9007199254740992");
  number_to_text(0x1p-1074, text);
  assert_string_equal(text, "5e-324");
}

static void exact_digits_are_all_digits(void **state) {
  (void)state;
  struct random random = {815};
  for (int i = 0; i < RANDOM_NUMBERS / 20; i++) {
    double number = random_number(&random);
    struct decimal decimal;
    char text[1200], digits[1200];
    decimal_exact(number, &decimal);
    snprintf(text, sizeof text, "%.800e", number);
    size_t count = 0;
    for (const char *at = text; *at != 'e'; at++)
      if (*at != '.')
        digits[count++] = *at;
    while (count > 0 && digits[count - 1] == '0')
      count--;
    assert_int_equal(decimal.count, count);
    assert_memory_equal(decimal.digits, digits, count);
    if (count > 0)
      assert_int_equal(decimal.point - 1, atoi(strchr(text, 'e') + 1));
  }
}

static void assert_reads(const char *text) {
  assert_true(text_to_number(text, strlen(text)) == strtod(text, NULL));
}

static void text_of_any_length_is_rounded_correctly(void **state) {
  (void)state;
  struct random random = {99};
  char text[1400];
  for (int i = 0; i < RANDOM_NUMBERS / 10; i++) {
    double number = random_number(&random), above = nextafter(number, INFINITY);
    snprintf(text, sizeof text, "%.*e", (int)(random_next(&random) % 900), number);
    assert_reads(text);
    if (!isfinite(above))
      continue;
    // Exactly half-way to the next double, and a trifle beyond.
    snprintf(text, sizeof text, "%.1100Le", ((long double)number + above) / 2);
    assert_reads(text);
    char *exponent = strchr(text, 'e');
    if (exponent[-1] == '0')
      exponent[-1] = '1';
    assert_reads(text);
  }
}

static void text_at_the_ends_of_the_range_is_rounded_correctly(void **state) {
  (void)state;
  static const char *const texts[] = {"0",
                                      "0.000",
                                      "00012",
                                      "1e400",
                                      "1e-400",
                                      ".5",
                                      "5.",
                                      "1e99999999999999999999",
                                      "4.9e-324",
                                      "2.47e-324",
                                      "0e99999999",
                                      "2.4703282292062327208e-324",
                                      "2.4703282292062328e-324",
                                      "1.7976931348623157e308",
                                      "1.7976931348623158e308",
                                      "1.7976931348623159e308",
                                      "2.2250738585072011e-308",
                                      "2.2250738585072014e-308",
                                      "9007199254740993",
                                      "9007199254740993.000000000000000000000000000000000001"};
  for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
    assert_reads(texts[i]);
}

static void wide_text_reads_as_narrow_text(void **state) {
  (void)state;
  const uint16_t wide[] = {'1', '2', '.', '5', 'e', '-', '3'};
  assert_true(wide_text_to_number(wide, 7) == 12.5e-3);
}

static void rounding_carries_through_nines(void **state) {
  (void)state;
  struct decimal decimal;
  decimal_exact(999.96875, &decimal);
  decimal_round(&decimal, 4);
  assert_int_equal(decimal.count, 1);
  assert_int_equal(decimal.point, 4);
  decimal_exact(0.4, &decimal);
  decimal_round(&decimal, -1);
  assert_int_equal(decimal.count, 0);
}

static void digits_of_other_radixes_read_back(void **state) {
  struct vm *vm = *state;
  struct random random = {7};
  for (int i = 0; i < 5000; i++) {
    int radix = 2 + (int)(random_next(&random) % 35);
    double number = (double)(random_next(&random) >> (11 + random_next(&random) % 50));
    char text[NUMBER_RADIX_TEXT_BYTES];
    uint32_t length = number_to_text_radix(number, radix, text);
    struct string *string = string_from_latin1(vm, text, length);
    double read;
    assert_true(string_parse_integer(vm, string, 0, (uint32_t)radix, &read));
    assert_true(read == number);
  }
}

static void conversion_to_int32_is_modulo_two_to_the_32(void **state) {
  (void)state;
  assert_int_equal(double_to_int32(4294967296.0), 0);
  assert_int_equal(double_to_int32(4294967295.0), -1);
  assert_int_equal(double_to_int32(-2147483649.0), 2147483647);
  assert_int_equal(double_to_int32(-1.9), -1);
  assert_int_equal(double_to_int32(9007199254740994.0), 2);
  assert_int_equal(double_to_int32(0x1p83), -0);
  assert_int_equal(double_to_int32(0x1.8p83), 0);
  assert_int_equal(double_to_int32(0x1.00000001p63), -2147483648);
  assert_int_equal(double_to_int32(NAN), 0);
  assert_int_equal(double_to_int32(-INFINITY), 0);
  assert_int_equal(double_to_int32(DBL_MAX), 0);
}

static void remainder_is_that_of_the_c_library(void **state) {
  (void)state;
  struct random random = {31};
  for (int i = 0; i < RANDOM_NUMBERS; i++) {
    double a = random_number(&random) * (random_next(&random) % 2 ? 1 : -1);
    double b = random_number(&random) * (random_next(&random) % 2 ? 1 : -1);
    double expected = fmod(a, b), found = number_remainder(a, b);
    assert_true(found == expected || (found != found && expected != expected));
    assert_int_equal(!signbit(found), found != found ? !signbit(found) : !signbit(expected));
  }
}

static void small_integers_have_static_strings(void **state) {
  struct vm *vm = *state;
  for (int32_t i = -5; i < 300; i++) {
    char text[16];
    snprintf(text, sizeof text, "%d", i);
    struct string *string = number_to_string(vm, value_from_int32(i));
    assert_true(string_equal(vm, string, ascii(vm, text)));
    assert_int_equal((string->cell.flags & CELL_FLAG_STATIC) != 0, i >= 0 && i < 200);
  }
}

static void texts_of_builtins_grow_and_widen(void **state) {
  struct vm *vm = *state;
  struct text text = text_start(vm);
  for (int i = 0; i < 1000; i++)
    text_append_unit(&text, 'a');
  text_append_point(&text, 0x1F600);
  text_append_ascii(&text, "z");
  struct string *string = text_finish(&text);
  assert_int_equal(string_length(string), 1003);
  assert_int_equal(string_unit(string, 999), 'a');
  assert_int_equal(string_unit(string, 1000), 0xD83D);
  assert_int_equal(string_unit(string, 1001), 0xDE00);
  assert_int_equal(string_unit(string, 1002), 'z');
  text = text_start(vm);
  text_append_ascii(&text, "");
  assert_ptr_equal(text_finish(&text), atom(ATOM_empty));
}

static void a_text_beyond_the_longest_string_is_refused(void **state) {
  struct vm *vm = *state;
  struct string *longest = string_new(vm, STRING_LATIN1, STRING_MAXIMUM_LENGTH);
  assert_non_null(longest);
  struct text text = text_start(vm);
  text_append_unit(&text, 'a');
  text_append_string(&text, longest); // its units are never looked at
  assert_true(text.failed);
  assert_null(text_finish(&text));
  assert_thrown(vm, INTRINSIC_RANGE_ERROR_PROTOTYPE, "Invalid string length");
}

static void final_errors_carry_their_status(void **state) {
  struct vm *vm = *state;
  throw_final(vm, MICA_ERROR_UNSUPPORTED, "unsupported: %s", "everything");
  assert_true(vm->final);
  assert_int_equal(vm->final_status, MICA_ERROR_UNSUPPORTED);
  throw_type_error(vm, "ordinary");
  assert_false(vm->final);
  assert_thrown(vm, INTRINSIC_TYPE_ERROR_PROTOTYPE, "ordinary");
}

static void missing_properties_of_the_standard_are_refused(void **state) {
  struct vm *vm = *state;
  struct object *strings = vm_builtin(vm, INTRINSIC_STRING_PROTOTYPE);
  struct object *object = vm_builtin(vm, INTRINSIC_OBJECT_PROTOTYPE);
  Value base = value_from_object(strings);
  assert_true(library_missing_property(vm, base, key_of(vm, "match")) == VALUE_EXCEPTION);
  assert_true(vm->final);
  assert_true(library_missing_property(vm, base, key_of(vm, "mismatch")) == VALUE_UNDEFINED);
  base = value_from_object(object);
  assert_true(library_missing_property(vm, base, key_of(vm, "match")) == VALUE_UNDEFINED);
  assert_true(library_missing_own(vm, strings, key_of(vm, "match")) == VALUE_EXCEPTION);
  assert_true(library_missing_own(vm, object, key_of(vm, "match")) == VALUE_UNDEFINED);
  assert_true(library_own_names(vm, strings) == NULL);
  assert_true(library_own_names(vm, object) != NULL);
  Value text = value_from_string(ascii(vm, "text"));
  assert_true(library_missing_property(vm, text, key_of(vm, "match")) == VALUE_EXCEPTION);
  assert_true(library_missing_property(vm, text, key_of(vm, "raw")) == VALUE_UNDEFINED);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(shortest_digits_read_back_and_no_fewer_would),
      cmocka_unit_test(shortest_digits_at_a_power_of_two_use_the_wider_gap),
      cmocka_unit_test(exact_digits_are_all_digits),
      cmocka_unit_test(text_of_any_length_is_rounded_correctly),
      cmocka_unit_test(text_at_the_ends_of_the_range_is_rounded_correctly),
      cmocka_unit_test(wide_text_reads_as_narrow_text),
      cmocka_unit_test(rounding_carries_through_nines),
      RUNTIME_TEST(digits_of_other_radixes_read_back),
      cmocka_unit_test(conversion_to_int32_is_modulo_two_to_the_32),
      cmocka_unit_test(remainder_is_that_of_the_c_library),
      RUNTIME_TEST(small_integers_have_static_strings),
      RUNTIME_TEST(texts_of_builtins_grow_and_widen),
      RUNTIME_TEST(a_text_beyond_the_longest_string_is_refused),
      RUNTIME_TEST(final_errors_carry_their_status),
      RUNTIME_TEST(missing_properties_of_the_standard_are_refused),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}

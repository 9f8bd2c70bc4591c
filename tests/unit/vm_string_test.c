// Strings: ropes against a model of plain units, UTF-8, searching, atoms.
#include "tests/unit/vm_test.h"

#define UNITS(...)                                                                                 \
  (const uint16_t[]){__VA_ARGS__}, sizeof((const uint16_t[]){__VA_ARGS__}) / sizeof(uint16_t)

static void assert_units(struct vm *vm, struct string *string, const uint16_t *units,
                         uint32_t length) {
  assert_int_equal(string_length(string), length);
  const struct string *flat = string_flatten(vm, string);
  bool wide = false;
  for (uint32_t i = 0; i < length; i++) {
    assert_int_equal(string_unit(flat, i), units[i]);
    wide |= units[i] > 0xFF;
  }
  assert_int_equal(flat->cell.kind, wide ? STRING_UTF16 : STRING_LATIN1);
}

static void assert_ascii(struct vm *vm, struct string *string, const char *text) {
  char *bytes = string_to_utf8(vm, string, NULL);
  assert_string_equal(bytes, text);
  free(bytes);
}

// ---- A random model

#define STRINGS 24
#define LONGEST 4000

struct model {
  struct string *strings[STRINGS];
  uint16_t *units[STRINGS];
  uint32_t lengths[STRINGS];
};

static void model_put(struct model *model, int at, struct string *string, const uint16_t *units,
                      uint32_t length) {
  uint16_t *copy = calloc(length + 1, sizeof *copy);
  if (length > 0)
    memcpy(copy, units, length * sizeof *copy);
  free(model->units[at]);
  model->units[at] = copy;
  model->lengths[at] = length;
  model->strings[at] = string;
}

static void make_random(struct vm *vm, struct model *model, struct random *random, int at) {
  uint16_t units[40] = {0};
  uint32_t length = random_below(random, 40);
  bool wide = random_below(random, 4) == 0;
  // Few different units, so that searches find something.
  for (uint32_t i = 0; i < length; i++)
    units[i] =
        (uint16_t)((wide && random_below(random, 2) ? 0x3B0 : 'a') + random_below(random, 3));
  model_put(model, at, string_from_utf16(vm, units, length), units, length);
}

static void join_two(struct vm *vm, struct model *model, int at, int a, int b) {
  uint32_t length = model->lengths[a] + model->lengths[b];
  if (length > LONGEST)
    return;
  uint16_t units[LONGEST + 1];
  memcpy(units, model->units[a], model->lengths[a] * sizeof *units);
  memcpy(units + model->lengths[a], model->units[b], model->lengths[b] * sizeof *units);
  struct string *joined = string_concatenate(vm, model->strings[a], model->strings[b]);
  model_put(model, at, joined, units, length);
}

static void cut(struct vm *vm, struct model *model, struct random *random, int at, int from) {
  uint32_t start = random_below(random, model->lengths[from] + 1);
  uint32_t end = start + random_below(random, model->lengths[from] - start + 1);
  struct string *part = string_substring(vm, model->strings[from], start, end);
  uint16_t units[LONGEST + 1];
  memcpy(units, model->units[from] + start, (end - start) * sizeof *units);
  model_put(model, at, part, units, end - start);
}

static int compare_units(const struct model *model, int a, int b) {
  for (uint32_t i = 0; i < model->lengths[a] && i < model->lengths[b]; i++)
    if (model->units[a][i] != model->units[b][i])
      return model->units[a][i] < model->units[b][i] ? -1 : 1;
  return (model->lengths[a] > model->lengths[b]) - (model->lengths[a] < model->lengths[b]);
}

static int sign(int number) { return (number > 0) - (number < 0); }

static void compare_two(struct vm *vm, const struct model *model, int a, int b) {
  int order = compare_units(model, a, b);
  struct string *left = model->strings[a], *right = model->strings[b];
  assert_int_equal(sign(string_compare(vm, left, right)), order);
  assert_int_equal(string_equal(vm, left, right), order == 0);
  if (order == 0)
    assert_int_equal(string_hash(string_flatten(vm, left)), string_hash(string_flatten(vm, right)));
}

static bool model_stands_at(const struct model *model, int haystack, uint32_t at, int needle) {
  return at + model->lengths[needle] <= model->lengths[haystack] &&
         memcmp(model->units[haystack] + at, model->units[needle],
                model->lengths[needle] * sizeof(uint16_t)) == 0;
}

static void search(struct vm *vm, const struct model *model, int haystack, int needle,
                   uint32_t from) {
  int64_t first = -1, last = -1;
  uint32_t start = from < model->lengths[haystack] ? from : model->lengths[haystack];
  for (int64_t i = start; first < 0 && i <= model->lengths[haystack]; i++)
    if (model_stands_at(model, haystack, (uint32_t)i, needle))
      first = i;
  for (int64_t i = start; last < 0 && i >= 0; i--)
    if (model_stands_at(model, haystack, (uint32_t)i, needle))
      last = i;
  const struct string *in = string_flatten(vm, model->strings[haystack]);
  const struct string *what = string_flatten(vm, model->strings[needle]);
  assert_int_equal(string_index_of(vm, in, what, from), first);
  assert_int_equal(string_last_index_of(vm, in, what, from), last);
}

static void collect_model(struct vm *vm, const struct model *model) {
  for (int i = 0; i < STRINGS; i++)
    vm_push(vm, value_from_string(model->strings[i]));
  heap_collect(vm);
  vm->top -= STRINGS;
}

static void strings_behave_as_plain_units(void **state) {
  struct vm *vm = *state;
  struct random random = {4};
  struct model model = {0};
  for (int i = 0; i < STRINGS; i++)
    make_random(vm, &model, &random, i);
  for (int step = 0; step < 20000; step++) {
    int at = (int)random_below(&random, STRINGS), a = (int)random_below(&random, STRINGS),
        b = (int)random_below(&random, STRINGS);
    switch (random_below(&random, 8)) {
    case 0:
      make_random(vm, &model, &random, at);
      break;
    case 1:
    case 2:
      join_two(vm, &model, at, a, b);
      break;
    case 3:
      cut(vm, &model, &random, at, a);
      break;
    case 4:
      compare_two(vm, &model, a, b);
      break;
    case 5:
      search(vm, &model, a, b, random_below(&random, 60));
      break;
    case 6:
      assert_units(vm, model.strings[a], model.units[a], model.lengths[a]);
      break;
    case 7:
      if (random_below(&random, 20) == 0)
        collect_model(vm, &model);
      break;
    }
  }
  for (int i = 0; i < STRINGS; i++)
    free(model.units[i]);
}

// ---- Ropes

static struct string *grow(struct vm *vm, uint32_t count, bool rightwards) {
  struct string *string = atom(ATOM_empty);
  for (uint32_t i = 0; i < count; i++) {
    struct string *digit = string_from_unit(vm, (uint16_t)('0' + i % 10));
    string =
        rightwards ? string_concatenate(vm, string, digit) : string_concatenate(vm, digit, string);
  }
  return string;
}

static void a_million_appended_units_are_flattened_in_order(void **state) {
  struct vm *vm = *state;
  struct string *string = grow(vm, 1000000, true);
  assert_int_equal(string->cell.kind, STRING_ROPE);
  vm_push(vm, value_from_string(string));
  heap_collect(vm);
  const struct string *flat = string_flatten(vm, string);
  for (uint32_t i = 0; i < 1000000; i++)
    assert_true(flat->latin1[i] == '0' + i % 10);
  assert_ptr_equal(string_flatten(vm, string), flat);
  vm->top--;
}

static void prepended_units_are_flattened_in_order(void **state) {
  struct vm *vm = *state;
  const struct string *flat = string_flatten(vm, grow(vm, 200000, false));
  for (uint32_t i = 0; i < 200000; i++)
    assert_true(flat->latin1[i] == '0' + (199999 - i) % 10);
}

static void a_flattened_rope_lets_go_of_its_parts(void **state) {
  struct vm *vm = *state;
  struct string *string = grow(vm, 100000, true);
  string = string_concatenate(vm, grow(vm, 100, true), string);
  vm_push(vm, value_from_string(string));
  heap_collect(vm);
  size_t rope = vm->heap.live_bytes;
  string_flatten(vm, string);
  heap_collect(vm);
  assert_true(vm->heap.live_bytes + 100000 * sizeof(struct string) < rope + 200000);
  vm->top--;
}

static void one_wide_unit_makes_the_rope_wide(void **state) {
  struct vm *vm = *state;
  struct string *string = grow(vm, 100, true);
  string = string_concatenate(vm, string, string_from_unit(vm, 0x20AC));
  string = string_concatenate(vm, string, grow(vm, 100, true));
  const struct string *flat = string_flatten(vm, string);
  assert_int_equal(flat->cell.kind, STRING_UTF16);
  assert_int_equal(string_unit(flat, 99), '9');
  assert_int_equal(string_unit(flat, 100), 0x20AC);
  assert_int_equal(string_unit(flat, 101), '0');
}

static void too_long_a_string_is_a_range_error(void **state) {
  struct vm *vm = *state;
  struct string *string = ascii(vm, "0123456789ABCDEF");
  while (string_length(string) < STRING_MAXIMUM_LENGTH / 2)
    string = string_concatenate(vm, string, string);
  assert_null(string_concatenate(vm, string, string));
  assert_thrown(vm, INTRINSIC_RANGE_ERROR_PROTOTYPE, "Invalid string length");
}

static void a_rope_beyond_the_memory_limit_is_a_range_error(void **state) {
  (void)state;
  const mica_options options = {.memory_limit = 4 << 20};
  struct vm *vm = new_vm(&options);
  struct string *string = ascii(vm, "0123456789ABCDEF");
  while (string_length(string) < 8 << 20)
    string = string_concatenate(vm, string, string);
  assert_null(string_flatten(vm, string));
  assert_thrown(vm, INTRINSIC_RANGE_ERROR_PROTOTYPE,
                "Out of memory: a string of 8388608 characters");
  // An operation that cannot fail ends the script.
  struct string *other =
      string_concatenate(vm, string_substring(vm, ascii(vm, "ab"), 0, 1), string);
  struct string *same = string_concatenate(vm, ascii(vm, "a"), string);
  assert_false(string_equal(vm, other, same));
  assert_true(vm->heap.out_of_memory);
  vm->heap.out_of_memory = false;
  mica_runtime_free((mica_runtime *)vm);
}

// ---- Forms

static void units_that_fit_are_held_as_latin1(void **state) {
  struct vm *vm = *state;
  assert_units(vm, string_from_utf16(vm, UNITS('a', 0xFF)), UNITS('a', 0xFF));
  assert_units(vm, string_from_utf16(vm, UNITS('a', 0x100)), UNITS('a', 0x100));
  struct string *wide = string_from_utf16(vm, UNITS('a', 'b', 0x100));
  assert_true(string_equal(vm, string_substring(vm, wide, 0, 2), ascii(vm, "ab")));
  assert_int_equal(string_substring(vm, wide, 0, 2)->cell.kind, STRING_LATIN1);
}

static void strings_of_one_latin1_unit_are_shared(void **state) {
  struct vm *vm = *state;
  for (uint16_t unit = 0; unit < 256; unit++) {
    assert_units(vm, string_from_unit(vm, unit), &unit, 1);
    assert_ptr_equal(string_from_utf16(vm, &unit, 1), string_from_unit(vm, unit));
  }
  assert_ptr_equal(string_from_latin1(vm, "x", 1), string_from_unit(vm, 'x'));
  assert_ptr_equal(string_substring(vm, ascii(vm, "wxyz"), 1, 2), string_from_unit(vm, 'x'));
}

// ---- UTF-8

static void utf8_of_every_width_is_read_and_written(void **state) {
  struct vm *vm = *state;
  const char *text = "a\x7F\xC2\x80\xC3\xBF\xC4\x80\xDF\xBF\xE0\xA0\x80\xEF\xBF\xBF\xF0\x90\x80\x80"
                     "\xF4\x8F\xBF\xBF";
  struct string *string = string_from_utf8(vm, text, strlen(text));
  assert_units(
      vm, string,
      UNITS('a', 0x7F, 0x80, 0xFF, 0x100, 0x7FF, 0x800, 0xFFFF, 0xD800, 0xDC00, 0xDBFF, 0xDFFF));
  assert_ascii(vm, string, text);
}

static void ill_formed_utf8_is_replaced_by_maximal_subparts(void **state) {
  struct vm *vm = *state;
  const struct {
    const char *bytes;
    uint16_t units[8];
    uint32_t length;
  } cases[] = {
      {"\xFF", {0xFFFD}, 1},
      {"a\x80z", {'a', 0xFFFD, 'z'}, 3},
      {"\xC0\xAF", {0xFFFD, 0xFFFD}, 2},
      {"\xE2\x82z", {0xFFFD, 'z'}, 2},
      {"\xF0\x9F\x92", {0xFFFD}, 1},
      {"\xED\xA0\x80", {0xFFFD, 0xFFFD, 0xFFFD}, 3}, // a surrogate
      {"\xF4\x90\x80\x80", {0xFFFD, 0xFFFD, 0xFFFD, 0xFFFD}, 4},
      {"\xE0\x80\x80", {0xFFFD, 0xFFFD, 0xFFFD}, 3}, // overlong
      {"\xC3\xA9\xC3", {0xE9, 0xFFFD}, 2},
  };
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
    assert_units(vm, string_from_utf8(vm, cases[i].bytes, strlen(cases[i].bytes)), cases[i].units,
                 cases[i].length);
}

static void lone_surrogates_are_written_as_replacements(void **state) {
  struct vm *vm = *state;
  assert_ascii(vm, string_from_utf16(vm, UNITS(0xD83D, 0xDE00)), "\xF0\x9F\x98\x80");
  assert_ascii(vm, string_from_utf16(vm, UNITS(0xD83D, 'a')),
               "\xEF\xBF\xBD"
               "a");
  assert_ascii(vm, string_from_utf16(vm, UNITS(0xDE00, 0xD83D)), "\xEF\xBF\xBD\xEF\xBF\xBD");
}

// ---- Atoms

static void equal_strings_are_one_atom(void **state) {
  struct vm *vm = *state;
  struct string *flat =
      ascii(vm, "a name that is by far longer than what a concatenation joins flat at once");
  struct string *rope =
      string_concatenate(vm, ascii(vm, "a name that is by far longer "),
                         ascii(vm, "than what a concatenation joins flat at once"));
  assert_int_equal(rope->cell.kind, STRING_ROPE);
  assert_ptr_equal(atom_from_string(vm, rope), atom_from_string(vm, flat));
  assert_ptr_equal(atom_from_ascii(vm, "length"), atom(ATOM_length));
  assert_ptr_equal(atom_from_ascii(vm, ""), atom(ATOM_empty));
  assert_ptr_equal(atom_from_ascii(vm, "x"), string_from_unit(vm, 'x'));
  struct string *wide = string_from_utf16(vm, UNITS(0x3B1, 0x3B2));
  assert_ptr_equal(atom_from_string(vm, string_from_utf16(vm, UNITS(0x3B1, 0x3B2))),
                   atom_from_string(vm, wide));
}

static void static_atoms_hold_their_whole_text(void **state) {
  struct vm *vm = *state;
#define ATOM(identifier, text) assert_ascii(vm, atom(ATOM_##identifier), text);
#include "vm/core/atoms.def"
#undef ATOM
}

static void a_collection_drops_the_atoms_that_are_not_used(void **state) {
  struct vm *vm = *state;
  atom_from_ascii(vm, "the first one makes the table");
  heap_collect(vm);
  uint32_t before = vm->atoms.count;
  struct string *kept[20];
  for (int i = 0; i < 5000; i++) {
    char name[20];
    snprintf(name, sizeof name, "name%d", i);
    struct string *unique = atom_from_ascii(vm, name);
    if (i % 250 == 0) {
      kept[i / 250] = unique;
      vm_push(vm, value_from_string(unique));
    }
  }
  assert_int_equal(vm->atoms.count, before + 5000);
  heap_collect(vm);
  assert_int_equal(vm->atoms.count, before + 20);
  for (int i = 0; i < 5000; i += 250) {
    char name[20];
    snprintf(name, sizeof name, "name%d", i);
    assert_ptr_equal(atom_from_ascii(vm, name), kept[i / 250]);
  }
  assert_int_equal(vm->atoms.count, before + 20);
  vm->top -= 20;
}

int main(void) {
  const struct CMUnitTest tests[] = {
      RUNTIME_TEST(strings_behave_as_plain_units),
      RUNTIME_TEST(a_million_appended_units_are_flattened_in_order),
      RUNTIME_TEST(prepended_units_are_flattened_in_order),
      RUNTIME_TEST(a_flattened_rope_lets_go_of_its_parts),
      RUNTIME_TEST(one_wide_unit_makes_the_rope_wide),
      RUNTIME_TEST(too_long_a_string_is_a_range_error),
      cmocka_unit_test(a_rope_beyond_the_memory_limit_is_a_range_error),
      RUNTIME_TEST(units_that_fit_are_held_as_latin1),
      RUNTIME_TEST(strings_of_one_latin1_unit_are_shared),
      RUNTIME_TEST(utf8_of_every_width_is_read_and_written),
      RUNTIME_TEST(ill_formed_utf8_is_replaced_by_maximal_subparts),
      RUNTIME_TEST(lone_surrogates_are_written_as_replacements),
      RUNTIME_TEST(equal_strings_are_one_atom),
      RUNTIME_TEST(static_atoms_hold_their_whole_text),
      RUNTIME_TEST(a_collection_drops_the_atoms_that_are_not_used),
  };
  return cmocka_run_group_tests_name("vm_string", tests, NULL, NULL);
}

// Upper and lower case of strings, by Unicode's full and context-dependent mappings
// (ECMA-262 22.1.3.28).
//
// ASCII, which is nearly everything, is mapped byte by byte. The rest goes by code points through
// tables of runs: neighbours, or every second code point, that map by the same distance.
#include "vm/library/string.h"

struct case_run {
  uint32_t first, last;
  uint32_t step; // 1, or 2 when every second code point maps
  int32_t delta;
};

struct case_expansion {
  uint32_t point;
  uint16_t units[3]; // of the mapping, ended by 0
};

struct case_range {
  uint32_t first, last;
};

#include "vm/library/case_tables.h"

#define COUNT(table) (sizeof(table) / sizeof(table)[0])

struct case_mapping {
  const struct case_run *runs;
  size_t run_count;
  const struct case_expansion *expansions;
  size_t expansion_count;
  bool is_lower;
};

static const struct case_mapping upper_mapping = {upper_runs, COUNT(upper_runs), upper_expansions,
                                                  COUNT(upper_expansions), false};
static const struct case_mapping lower_mapping = {lower_runs, COUNT(lower_runs), lower_expansions,
                                                  COUNT(lower_expansions), true};

static bool is_in(const struct case_range *ranges, size_t count, uint32_t point) {
  size_t low = 0, high = count;
  while (low < high) {
    size_t middle = (low + high) / 2;
    if (point > ranges[middle].last)
      low = middle + 1;
    else
      high = middle;
  }
  return low < count && point >= ranges[low].first;
}

static uint32_t map_point(const struct case_mapping *mapping, uint32_t point) {
  size_t low = 0, high = mapping->run_count;
  while (low < high) {
    size_t middle = (low + high) / 2;
    if (point > mapping->runs[middle].last)
      low = middle + 1;
    else
      high = middle;
  }
  const struct case_run *run = &mapping->runs[low];
  if (low == mapping->run_count || point < run->first || (point - run->first) % run->step != 0)
    return point;
  return point + (uint32_t)run->delta;
}

static const uint16_t *find_expansion(const struct case_mapping *mapping, uint32_t point) {
  for (size_t i = 0; i < mapping->expansion_count; i++)
    if (mapping->expansions[i].point == point)
      return mapping->expansions[i].units;
  return NULL;
}

// The code point at `index`, in *width units. A lone surrogate is itself.
static uint32_t point_at(const struct string *flat, uint32_t index, uint32_t *width) {
  uint32_t lead = string_unit(flat, index);
  *width = 1;
  if (lead < 0xD800 || lead > 0xDBFF || index + 1 == string_length(flat))
    return lead;
  uint32_t trail = string_unit(flat, index + 1);
  if (trail < 0xDC00 || trail > 0xDFFF)
    return lead;
  *width = 2;
  return 0x10000 + ((lead - 0xD800) << 10) + (trail - 0xDC00);
}

static uint32_t point_before(const struct string *flat, uint32_t index, uint32_t *width) {
  if (index >= 2) {
    uint32_t point = point_at(flat, index - 2, width);
    if (*width == 2)
      return point;
  }
  *width = 1;
  return string_unit(flat, index - 1);
}

#define IS_IGNORABLE(point) is_in(ignorable_ranges, COUNT(ignorable_ranges), point)
#define IS_CASED(point) is_in(cased_ranges, COUNT(cased_ranges), point)

// Final_Sigma (Unicode 3.13, table 3-17): a cased letter before, none behind, what is ignorable
// apart.
static bool is_final(const struct string *flat, uint32_t index) {
  uint32_t width, at = index;
  while (at > 0 && IS_IGNORABLE(point_before(flat, at, &width)))
    at -= width;
  if (at == 0 || !IS_CASED(point_before(flat, at, &width)))
    return false;
  at = index + 1;
  while (at < string_length(flat) && IS_IGNORABLE(point_at(flat, at, &width)))
    at += width;
  return at == string_length(flat) || !IS_CASED(point_at(flat, at, &width));
}

#define CAPITAL_SIGMA 0x3A3
#define FINAL_SIGMA 0x3C2

static struct string *convert_points(struct vm *vm, const struct case_mapping *mapping,
                                     const struct string *flat) {
  struct text text = text_start(vm);
  uint32_t width;
  for (uint32_t i = 0; i < string_length(flat) && text_goes_on(&text); i += width) {
    uint32_t point = point_at(flat, i, &width);
    const uint16_t *units = point < 0x80 ? NULL : find_expansion(mapping, point);
    if (units)
      for (int unit = 0; unit < 3 && units[unit] != 0; unit++)
        text_append_unit(&text, units[unit]);
    else if (mapping->is_lower && point == CAPITAL_SIGMA && is_final(flat, i))
      text_append_unit(&text, FINAL_SIGMA);
    else
      text_append_point(&text, map_point(mapping, point));
  }
  return text_finish(&text);
}

// ASCII alone: letters of the other case differ in one bit.
static struct string *convert_ascii(struct vm *vm, const struct string *flat, uint8_t first) {
  uint32_t length = string_length(flat);
  struct string *result = string_new(vm, STRING_LATIN1, length);
  for (uint32_t i = 0; result && i < length; i++) {
    uint8_t unit = flat->latin1[i];
    result->latin1[i] = unit >= first && unit < first + 26 ? unit ^ 0x20 : unit;
  }
  return result;
}

static Value convert(struct vm *vm, const struct case_mapping *mapping, struct string *flat) {
  if (!flat)
    return VALUE_EXCEPTION;
  uint8_t first = mapping->is_lower ? 'A' : 'a', all = 0;
  bool changes = false;
  if (flat->cell.kind != STRING_LATIN1)
    return string_result(convert_points(vm, mapping, flat));
  for (uint32_t i = 0; i < string_length(flat); i++) {
    all |= flat->latin1[i];
    changes |= flat->latin1[i] >= first && flat->latin1[i] < first + 26;
  }
  if (all >= 0x80)
    return string_result(convert_points(vm, mapping, flat));
  return changes ? string_result(convert_ascii(vm, flat, first)) : value_from_string(flat);
}

Value string_prototype_to_upper_case(struct vm *vm, Value *frame, uint32_t count) {
  (void)count;
  return convert(vm, &upper_mapping, string_this(vm, frame, "toUpperCase"));
}

Value string_prototype_to_lower_case(struct vm *vm, Value *frame, uint32_t count) {
  (void)count;
  return convert(vm, &lower_mapping, string_this(vm, frame, "toLowerCase"));
}

// Profiles: starting and stopping, and writing what was counted.
#include "vm/profile/profile.h"

#include <inttypes.h>
#include <stdlib.h>

#include "vm/bytecode/bytecode.h"
#include "vm/core/host.h"

mica_status mica_profile_start(mica_runtime *runtime) {
  struct vm *vm = vm_of(runtime);
  struct profile *profile = calloc(1, sizeof *profile);
  if (profile == NULL)
    return MICA_ERROR_MEMORY;
  profile->previous = OP_EXIT; // what every run of the interpreter ended with
  free(vm->profile);
  vm->profile = profile;
  return MICA_OK;
}

void mica_profile_stop(mica_runtime *runtime) {
  struct vm *vm = vm_of(runtime);
  free(vm->profile);
  vm->profile = NULL;
}

// ---- Tables

struct count {
  uint8_t first, second; // opcodes; of a single one both
  uint64_t within, across;
};

static int by_count(const void *left, const void *right) {
  const struct count *a = left, *b = right;
  uint64_t count_a = a->within + a->across, count_b = b->within + b->across;
  if (count_a != count_b)
    return count_a < count_b ? 1 : -1;
  return a->first != b->first ? a->first - b->first : a->second - b->second;
}

// The instructions that were executed, most frequent first. Returns how many kinds.
static unsigned count_opcodes(const struct profile *profile, struct count *counts,
                              uint64_t *total) {
  unsigned kinds = 0;
  *total = 0;
  for (unsigned opcode = 0; opcode < OPCODE_COUNT; opcode++) {
    struct count count = {.first = (uint8_t)opcode, .second = (uint8_t)opcode};
    for (unsigned before = 0; before < OPCODE_COUNT; before++)
      count.within += profile->pairs[before][opcode].within + profile->pairs[before][opcode].across;
    if (count.within > 0)
      counts[kinds++] = count;
    *total += count.within;
  }
  qsort(counts, kinds, sizeof *counts, by_count);
  return kinds;
}

// The pairs that occurred, most frequent first; NULL: no memory. The caller frees them.
static struct count *count_pairs(const struct profile *profile, unsigned *kinds) {
  struct count *counts = malloc(OPCODE_COUNT * OPCODE_COUNT * sizeof *counts);
  *kinds = 0;
  for (unsigned first = 0; counts != NULL && first < OPCODE_COUNT; first++)
    for (unsigned second = 0; second < OPCODE_COUNT; second++) {
      const struct profile_pair *pair = &profile->pairs[first][second];
      if (pair->within + pair->across > 0)
        counts[(*kinds)++] =
            (struct count){(uint8_t)first, (uint8_t)second, pair->within, pair->across};
    }
  if (counts != NULL)
    qsort(counts, *kinds, sizeof *counts, by_count);
  return counts;
}

static double percent(uint64_t part, uint64_t total) {
  return total == 0 ? 0 : 100.0 * (double)part / (double)total;
}

static void write_table(const struct count *opcodes, unsigned opcode_count,
                        const struct count *pairs, unsigned pair_count, uint64_t total,
                        unsigned top, FILE *output) {
  fprintf(output, "Instructions: %" PRIu64 "\n\n%-28s %14s %7s\n", total, "opcode", "count",
          "share");
  for (unsigned i = 0; i < opcode_count && i < top; i++)
    fprintf(output, "%-28s %14" PRIu64 " %6.2f%%\n", opcode_name(opcodes[i].first),
            opcodes[i].within, percent(opcodes[i].within, total));
  fprintf(output, "\n%-28s %-28s %14s %7s %8s\n", "opcode", "then", "count", "share", "across");
  for (unsigned i = 0; i < pair_count && i < top; i++) {
    uint64_t count = pairs[i].within + pairs[i].across;
    fprintf(output, "%-28s %-28s %14" PRIu64 " %6.2f%% %7.2f%%\n", opcode_name(pairs[i].first),
            opcode_name(pairs[i].second), count, percent(count, total),
            percent(pairs[i].across, count));
  }
}

static void write_json(const struct count *opcodes, unsigned opcode_count,
                       const struct count *pairs, unsigned pair_count, uint64_t total,
                       FILE *output) {
  fprintf(output, "{\n  \"instructions\": %" PRIu64 ",\n  \"opcodes\": [", total);
  for (unsigned i = 0; i < opcode_count; i++)
    fprintf(output, "%s\n    {\"opcode\": \"%s\", \"count\": %" PRIu64 "}", i ? "," : "",
            opcode_name(opcodes[i].first), opcodes[i].within);
  fputs("\n  ],\n  \"pairs\": [", output);
  for (unsigned i = 0; i < pair_count; i++)
    fprintf(output,
            "%s\n    {\"first\": \"%s\", \"second\": \"%s\", \"within\": %" PRIu64
            ", \"across\": %" PRIu64 "}",
            i ? "," : "", opcode_name(pairs[i].first), opcode_name(pairs[i].second),
            pairs[i].within, pairs[i].across);
  fputs("\n  ]\n}\n", output);
}

mica_status mica_profile_write(const mica_runtime *runtime, mica_profile_format format,
                               unsigned top, FILE *output) {
  const struct profile *profile = vm_of(runtime)->profile;
  if (profile == NULL)
    return MICA_ERROR_USAGE;
  struct count opcodes[256];
  uint64_t total;
  unsigned opcode_count = count_opcodes(profile, opcodes, &total), pair_count;
  struct count *pairs = count_pairs(profile, &pair_count);
  if (pairs == NULL)
    return MICA_ERROR_MEMORY;
  if (format == MICA_PROFILE_JSON)
    write_json(opcodes, opcode_count, pairs, pair_count, total, output);
  else
    write_table(opcodes, opcode_count, pairs, pair_count, total, top, output);
  free(pairs);
  return MICA_OK;
}

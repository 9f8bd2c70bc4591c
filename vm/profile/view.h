// A profile as it is written: rows in their order, with names and places. What all formats share.
#ifndef MICA_PROFILE_VIEW_H
#define MICA_PROFILE_VIEW_H

#include <stdio.h>

#include "vm/profile/profile.h"

struct view_opcode {
  uint8_t opcode;
  uint64_t count, slow;
};

struct view_pair {
  uint8_t first, second;
  uint64_t within, across;
};

enum function_role { ROLE_FUNCTION, ROLE_MODULE, ROLE_LIBRARY, ROLE_NATIVE };

// Times are nanoseconds; of a deterministic profile, instructions.
struct view_function {
  char *name, *label; // the label: name and place, without `;`
  const char *file;   // "": it has none
  uint32_t line, row; // row: in the profile
  enum function_role role;
  uint64_t calls, self, total, samples, allocations, allocated_bytes;
};

// Nodes of the tree of callers, each before its callees, which are in the order of functions.
struct view_node {
  uint32_t function; // in `functions`
  uint32_t parent;   // in `nodes`; NO_ROW: none
  uint32_t depth;
  uint64_t calls, self, total, samples;
};

struct view_site {
  const char *name, *file;
  uint32_t line; // 0: unknown
  uint32_t function;
  struct memory_count allocated, freed, live;
};

struct view_caches {
  uint64_t codes;
  uint64_t states[CACHE_STATES];
};

// A function that has run, by the tier that its next call would be executed by.
struct view_tier {
  const struct function_template *template;
  struct mica_program *program;
  char *label;
  uint32_t codes;     // of the runtime's, of this function
  uint32_t in_native; // of them have native code
  uint64_t bytecode_bytes, native_bytes;
};

struct profile_view {
  const struct profile *profile;
  const struct vm *vm;
  bool has_times;      // else the clock is instructions
  uint64_t self_total; // of all functions
  struct view_opcode opcodes[256];
  unsigned opcode_count;
  uint64_t executed;
  struct view_pair *pairs;
  unsigned pair_count;
  uint64_t scalar_hits, scalar_misses, cache_hits, cache_misses;
  struct view_function *functions;
  uint32_t function_count;
  uint32_t *ranks; // in `functions`, by row
  struct view_node *nodes;
  uint32_t node_count;
  struct view_site *sites;
  uint32_t site_count;
  struct view_caches caches;
  bool has_native;          // the profile leaves native code in use, and the runtime may have some
  mica_native_usage native; // what was done while it was taken; in use: at its end
  struct view_tier *tiers;  // by size of native code
  uint32_t tier_count;
};

// false: no memory. view_free in any case.
bool view_create(struct profile_view *view, struct vm *vm);
void view_free(struct profile_view *view);

// Arithmetic and comparisons of numbers; instructions with an inline cache.
bool opcode_is_scalar(uint8_t opcode);
bool opcode_is_cached(uint8_t opcode);
static inline double share(uint64_t part, uint64_t total) {
  return total == 0 ? 0 : (double)part / (double)total;
}
const char *cell_type_name(unsigned type);
// Fills what the view says of tiers. false: no memory.
bool tiers_add(struct profile_view *view);
void tiers_free(struct profile_view *view);
void caches_count(struct view_caches *caches, const struct vm *vm);

// false: no memory, and nothing was written.
bool profile_write_table(const struct profile_view *view, unsigned top, FILE *output);
bool profile_write_json(const struct profile_view *view, unsigned top, FILE *output);
bool profile_write_collapsed(const struct profile_view *view, unsigned top, FILE *output);
bool profile_write_speedscope(const struct profile_view *view, unsigned top, FILE *output);
bool profile_write_svg(const struct profile_view *view, unsigned top, FILE *output);

// A JSON string, quoted.
void write_json_string(const char *text, FILE *output);

#endif

// Inline caches by what they have met, read off the code: of all functions that there are, and of
// those that a collection has ended while the profile was taken.
#include "vm/bytecode/interpreter.h"
#include "vm/profile/view.h"

// Operand words before the cache's; NO_ROW: the instruction has no cache.
static uint32_t words_before_cache(enum format format) {
  switch (format) {
  case FORMAT_AP:
  case FORMAT_ABP:
  case FORMAT_ABCP:
  case FORMAT_ABNP:
    return 0;
  case FORMAT_ABJP:
    return 1;
  default:
    return NO_ROW;
  }
}

bool opcode_is_cached(uint8_t opcode) {
  return words_before_cache(opcode_format((enum opcode)opcode)) != NO_ROW;
}

static enum cache_state state_of(const struct property_cache *cache) {
  if (cache->polymorphic != NULL)
    return CACHE_POLYMORPHIC;
  bool is_known = cache->known.shape != NULL || cache->known.holder != NULL;
  return is_known ? CACHE_MONOMORPHIC : CACHE_EMPTY;
}

static void count_code(const struct code *code, uint64_t states[CACHE_STATES], uint64_t *codes) {
  if (code->register_count == 0)
    return;
  ++*codes;
  for (uint32_t at = 0; at < code->template->word_count;) {
    enum opcode opcode = instruction_opcode(code->words[at]);
    enum format format = opcode_format(opcode);
    uint32_t before = words_before_cache(format);
    if (before != NO_ROW)
      states[state_of(operand_cache(&code->words[at + 1 + before]))]++;
    at += 1 + format_operand_words(format);
  }
}

void profile_code_ends(struct profile *profile, const struct code *code) {
  count_code(code, profile->dead_caches, &profile->dead_codes);
}

static void count_cell(void *context, const struct cell *cell, size_t bytes) {
  struct view_caches *caches = context;
  (void)bytes;
  count_code((const struct code *)cell, caches->states, &caches->codes);
}

void caches_count(struct view_caches *caches, const struct vm *vm) {
  const struct profile *profile = vm->profiler;
  *caches = (struct view_caches){.codes = profile->dead_codes};
  for (unsigned state = 0; state < CACHE_STATES; state++)
    caches->states[state] = profile->dead_caches[state];
  heap_visit_finalized(&vm->heap, CELL_CODE, count_cell, caches);
}

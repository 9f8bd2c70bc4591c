// What a runtime counts about itself while a profile is being taken.
//
// The bytecode interpreter is threaded through a table of handlers. A profile swaps the table for
// one whose every entry counts and then goes to the real handler, so that the ordinary loop has no
// test for it, and costs nothing while off.
#ifndef MICA_PROFILE_PROFILE_H
#define MICA_PROFILE_PROFILE_H

#include "vm/core/vm.h"

// How often one instruction followed another, within a frame and across a call, return or throw.
struct profile_pair {
  uint64_t within, across;
};

struct profile {
  const Value *base;                   // frame of the instruction before
  uint8_t previous;                    // its opcode
  struct profile_pair pairs[256][256]; // [previous][opcode]
};

// Counts the instruction with this opcode in the frame at `base`.
// NULL: the profile was stopped by what a builtin called, and the interpreter has not yet noticed.
static inline void profile_instruction(struct profile *profile, uint8_t opcode, const Value *base) {
  if (profile == NULL)
    return;
  struct profile_pair *pair = &profile->pairs[profile->previous][opcode];
  if (base == profile->base)
    pair->within++;
  else
    pair->across++;
  profile->base = base;
  profile->previous = opcode;
}

#endif

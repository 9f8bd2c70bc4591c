// Where a process spends its time or its instructions, as chains of callers with a weight each: the
// one form in which profiles of all tools are kept, listed, compared and drawn.
//
// The chains are a tree, whose node 0 is the root and no function. Each node has a weight on two
// sides, so that a difference of two profiles is a tree like any other. Of a single profile the
// side STACK_BEFORE is empty.
#pragma once

#include "compare/arena.h"
#include "compare/error.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

enum stack_side { STACK_BEFORE, STACK_AFTER, STACK_SIDES };

struct stack_node {
  const char *name;
  size_t parent, first, last, sibling; // 0: none
  uint32_t depth;                      // of the root: 0
  uint64_t self[STACK_SIDES];          // without its callees
};

struct stacks {
  struct arena *arena;
  struct stack_node *nodes;
  size_t count;
  const char *unit; // of weights: "instructions", "ns"; "" while nothing is added
};

// A function with all chains that end in it (self) or hold it (total, recursion counted once).
struct stack_function {
  const char *name;
  uint64_t self[STACK_SIDES], total[STACK_SIDES];
};

// No chains; what is added is the arena's.
struct stacks *stacks_create(struct arena *arena);

// Adds a chain, the outermost function first.
void stacks_add(struct stacks *stacks, enum stack_side side, const char *const *frames,
                size_t depth, uint64_t weight);

// The weight of all chains of a side.
uint64_t stacks_total(const struct stacks *stacks, enum stack_side side);

// All functions, the arena's: by falling self weight, or of two sides by how much it has changed.
struct stack_function *stacks_functions(const struct stacks *stacks, bool two_sides, size_t *count);

// Collapsed stacks (Gregg, "The flame graph", CACM 59(6), 2016) of the side STACK_AFTER.
void stacks_write_collapsed(const struct stacks *stacks, FILE *output);

// A flame graph as SVG, of two sides a differential one.
void stacks_write_graph(const struct stacks *stacks, const char *title, bool two_sides,
                        FILE *output);

// ---- Reading what tools have written ------------------------------------------------------------

// The function of a driver in which a block runs: chains are cut there, as what is before it is the
// driver's start. A chain without it, where others have it, was cut by the tool, and begins with a
// frame that says so.
#define STACKS_ROOT "run_block"

// Adds the file of callgrind, or else of collapsed stacks, to a side. A context of callgrind
// ("a'b'c", made by --separate-callers) is a chain. False with `error` filled where the file cannot
// be read or is neither, or has another unit than what is there.
bool stacks_read(struct stacks *stacks, enum stack_side side, const char *path,
                 struct error *error);

// Takes what `perf script -F period,ip,sym,dso` prints, line by line; an empty line ends a sample.
// All zero but for the first two members to begin with.
struct stacks_perf {
  struct stacks *stacks;
  enum stack_side side;
  uint64_t period;
  const char *frames[256]; // innermost first
  size_t depth;
};
void stacks_take_perf_line(struct stacks_perf *perf, const char *line);

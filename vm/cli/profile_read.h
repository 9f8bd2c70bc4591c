// A profile read back from its JSON.
#ifndef MICA_CLI_PROFILE_READ_H
#define MICA_CLI_PROFILE_READ_H

#include <stdbool.h>
#include <stdint.h>

struct read_function {
  char *name, *file;  // owned
  unsigned line, nth; // nth: among those of its name in its file, by line
  double self, total; // nanoseconds, or instructions of a deterministic profile
  double calls, allocations, bytes;
};

struct read_node {
  uint32_t function;
  uint32_t parent; // a node before it; NO_PARENT
  double self;
};
#define NO_PARENT UINT32_MAX

struct read_opcode {
  char *name; // owned
  double count;
};

struct read_profile {
  bool is_deterministic;
  struct read_function *functions;
  struct read_node *nodes;
  struct read_opcode *opcodes;
  uint32_t function_count, node_count, opcode_count;
};

// false after a message that names the file; profile_read_free in any case.
bool profile_read(const char *file, struct read_profile *profile);
void profile_read_free(struct read_profile *profile);

#endif

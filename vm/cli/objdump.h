// Machine code as text, by the objdump of binutils where it is installed.
#ifndef MICA_CLI_OBJDUMP_H
#define MICA_CLI_OBJDUMP_H

#include "vm/mica.h"

struct objdump {
  const void *code;   // of the function that was taken apart last
  char *output;       // what objdump printed of it, with a NUL for each line break; owned
  const char **texts; // by offset; NULL: no instruction begins there; owned
  size_t bytes;
  bool has_failed; // said so, and is not tried again
};

// A decoder for mica_native_disassemble. Says once, on standard error, when there is no objdump, or
// when it fails, and knows no instruction then.
mica_decoder objdump_decoder(struct objdump *objdump);
void objdump_free(struct objdump *objdump);

#endif

// Names of generated code for gdb (and lldb), by gdb's JIT compilation interface.
//
// gdb finds the symbols __jit_debug_descriptor and __jit_debug_register_code by their names. They
// are hidden as all of libmica is: gdb also reads the local symbols of a program or library, unless
// these were stripped and no file with debug symbols is there. They are weak, so that a program
// that is linked with another such engine has one of each; in an installed libmica they are local,
// and the two engines do not meet (in one static program, gdb then sees the other engine alone).
//
// An entry costs about 700 bytes and gdb much time, so it is made on the owner's wish only. It is
// malloc's: the list is of the process, and a debugger reads it at any time.
#ifndef MICA_BASELINE_GDB_H
#define MICA_BASELINE_GDB_H

#include <stddef.h>

struct gdb_code {
  const void *code; // where it runs
  size_t bytes;
  const char *name; // copied
  // From the stack pointer, as it is when the code calls, up to what it was in the caller before
  // its call of the code: then gdb finds the frames below. On x86-64 at least 8, for the return
  // address. On AArch64 either 0, with the return address in x30, or x29 and x30 are saved at the
  // stack pointer. A multiple of 8, below 1 MiB. Negative: unknown, gdb guesses.
  int stack_bytes;
};

struct gdb_entry;

// NULL: no memory, or the system is not Linux on x86-64 or AArch64.
struct gdb_entry *gdb_register(const struct gdb_code *code);
void gdb_unregister(struct gdb_entry *entry); // NULL is none

#endif

// Factories: what the runtimes of one host share, made once (vm/core/factory.c).
//
// A factory is counted: the host's reference is one, and each of its runtimes holds another.
// Nothing of it changes after it was made, but for the library's programs, which are compiled under
// its lock when a runtime first needs them; so runtimes on any threads share it.
#ifndef MICA_CORE_FACTORY_H
#define MICA_CORE_FACTORY_H

#include "vm/mica.h"

#include <pthread.h>

struct library_image;

// The library's scripts.
enum library_script { SCRIPT_LIBRARY, SCRIPT_INSPECT, SCRIPT_COUNT };

struct mica_factory {
  uint32_t references;
  mica_options options;         // of runtimes for which the host gives no others
  mica_loader loader;           // that `options` points to, if to any
  mica_call_log call_log;       // likewise; all zero: there is none
  struct factory_block *blocks; // memory that lives as long as the factory
  const struct library_image *image;
  pthread_mutex_t lock;                        // of what follows
  struct mica_program *programs[SCRIPT_COUNT]; // of the library's scripts; NULL: not compiled yet
};

// Memory that lives as long as the factory, zeroed. NULL: there is none.
void *factory_allocate(struct mica_factory *factory, size_t bytes);
// The program of a script of the library's, which the factory keeps. NULL: *error says why.
struct mica_program *factory_program(struct mica_factory *factory, enum library_script script,
                                     const char *name, const char *source, size_t length,
                                     mica_error *error);

// The allocator of a host or, when it has none, of the C library: `block` may be NULL, and a block
// of 0 bytes is none.
void *allocator_resize(const mica_allocator *allocator, void *block, size_t old_bytes,
                       size_t bytes);

#endif

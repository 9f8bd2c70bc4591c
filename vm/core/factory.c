// Factories: what runtimes share. See factory.h.
#include "vm/core/factory.h"

#include "vm/core/program.h"
#include "vm/library/image.h"

#include <stdlib.h>

#define BLOCK_BYTES ((size_t)32 << 10) // enough for two of them to hold the image
#define ALIGNMENT 8

struct factory_block {
  struct factory_block *next;
  size_t bytes, used; // of `memory`
  char memory[];
};

void *allocator_resize(const mica_allocator *allocator, void *block, size_t old_bytes,
                       size_t bytes) {
  if (allocator->resize)
    return allocator->resize(allocator->data, block, old_bytes, bytes);
  if (bytes > 0)
    return realloc(block, bytes);
  free(block);
  return NULL;
}

static struct factory_block *add_block(struct mica_factory *factory, size_t bytes) {
  bytes = bytes < BLOCK_BYTES ? BLOCK_BYTES : bytes;
  struct factory_block *block =
      allocator_resize(&factory->options.allocator, NULL, 0, sizeof *block + bytes);
  if (!block)
    return NULL;
  *block = (struct factory_block){.next = factory->blocks, .bytes = bytes};
  factory->blocks = block;
  return block;
}

void *factory_allocate(struct mica_factory *factory, size_t bytes) {
  struct factory_block *block = factory->blocks;
  bytes = (bytes + ALIGNMENT - 1) & ~(size_t)(ALIGNMENT - 1);
  if (!block || block->bytes - block->used < bytes)
    block = add_block(factory, bytes);
  if (!block)
    return NULL;
  void *memory = block->memory + block->used;
  block->used += bytes;
  return memset(memory, 0, bytes);
}

static void destroy(struct mica_factory *factory) {
  const mica_allocator allocator = factory->options.allocator;
  for (unsigned i = 0; i < SCRIPT_COUNT; i++)
    program_release(factory->programs[i]);
  while (factory->blocks) {
    struct factory_block *block = factory->blocks;
    factory->blocks = block->next;
    allocator_resize(&allocator, block, sizeof *block + block->bytes, 0);
  }
  pthread_mutex_destroy(&factory->lock);
  allocator_resize(&allocator, factory, sizeof *factory, 0);
}

mica_factory *mica_factory_new(const mica_options *options) {
  static const mica_options defaults;
  if (!options)
    options = &defaults;
  struct mica_factory *factory = allocator_resize(&options->allocator, NULL, 0, sizeof *factory);
  if (!factory)
    return NULL;
  *factory = (struct mica_factory){.references = 1, .options = *options};
  if (options->loader) {
    factory->loader = *options->loader;
    factory->options.loader = &factory->loader;
  }
  if (options->call_log) {
    factory->call_log = *options->call_log;
    factory->options.call_log = &factory->call_log;
  }
  pthread_mutex_init(&factory->lock, NULL);
  factory->image = image_build(factory);
  if (factory->image)
    return factory;
  destroy(factory);
  return NULL;
}

mica_factory *mica_factory_retain(mica_factory *factory) {
  __atomic_add_fetch(&factory->references, 1, __ATOMIC_RELAXED);
  return factory;
}

void mica_factory_release(mica_factory *factory) {
  if (factory && __atomic_sub_fetch(&factory->references, 1, __ATOMIC_ACQ_REL) == 0)
    destroy(factory);
}

struct mica_program *factory_program(struct mica_factory *factory, enum library_script script,
                                     const char *name, const char *source, size_t length,
                                     mica_error *error) {
  pthread_mutex_lock(&factory->lock);
  struct mica_program **made = &factory->programs[script];
  if (!*made)
    program_compile(source, length, name, PROGRAM_LIBRARY, made, error);
  struct mica_program *found = *made;
  pthread_mutex_unlock(&factory->lock);
  return found;
}

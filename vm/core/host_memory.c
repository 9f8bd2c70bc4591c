// What the host owns and a cell of the runtime stands for: memory of strings and typed arrays, and
// the pointers of host objects.
//
// Each has a block, which knows its cell. After the collector has marked, blocks whose cells are
// not marked are set aside, and when it is done the host is told of them: so its functions meet a
// heap in order, and a handle that they drop is gone for the next collection. When the runtime
// ends, the host is told before its handles end, for the same reason.
//
// A block counts as script memory; the host's memory does not. But what is kept from the host must
// not grow without bound while little else is allocated: see host_count_bytes.
#include "vm/core/host.h"
#include "vm/core/typed_array.h"

#define BYTES_BETWEEN_COLLECTIONS ((size_t)64 << 20)

struct host_block *host_block_new(struct vm *vm, void *pointer) {
  struct host_block *block = heap_external_allocate(vm, sizeof *block);
  *block = (struct host_block){.next = vm->host_blocks, .pointer = pointer};
  vm->host_blocks = block;
  return block;
}

void host_count_bytes(struct vm *vm, size_t bytes) {
  vm->host_bytes += bytes;
  if (vm->host_bytes > BYTES_BETWEEN_COLLECTIONS)
    heap_want_collection(vm);
}

static void end_blocks(struct vm *vm, struct host_block **list) {
  while (*list) {
    struct host_block *block = *list;
    *list = block->next;
    if (block->class && block->class->finalize)
      block->class->finalize(block->pointer);
    if (block->release)
      block->release(block->data, block->pointer);
    heap_external_free(vm, block, sizeof *block);
  }
}

// Views are weak: the buffer outlives them.
static void forget_dead_views(struct host_block *block) {
  for (struct typed_array **link = &block->views; *link;) {
    if (heap_is_marked(*link))
      link = &(*link)->next_view;
    else
      *link = (*link)->next_view;
  }
}

void host_sweep_blocks(struct vm *vm) {
  vm->host_bytes = 0;
  for (struct host_block **link = &vm->host_blocks; *link;) {
    struct host_block *block = *link;
    if (block->owner && heap_is_marked(block->owner)) {
      forget_dead_views(block);
      link = &block->next;
    } else {
      *link = block->next;
      block->next = vm->dead_blocks;
      vm->dead_blocks = block;
    }
  }
}

void host_end_dead_blocks(struct vm *vm) { end_blocks(vm, &vm->dead_blocks); }

void host_end_blocks(struct vm *vm) {
  end_blocks(vm, &vm->dead_blocks);
  end_blocks(vm, &vm->host_blocks);
}

// The host's side of the runtime: what the files of the public interface (vm/mica.h) share, and
// what the rest of the runtime knows of the host.
#ifndef MICA_CORE_HOST_H
#define MICA_CORE_HOST_H

#include "vm/core/vm.h"

static inline struct vm *vm_of(const mica_runtime *runtime) { return (struct vm *)runtime; }
static inline mica_runtime *host_runtime(struct vm *vm) { return (mica_runtime *)vm; }
static inline mica_value to_host(Value value) { return (mica_value){value}; }

// Bits of vm->host_state: what the next entry, or the end of a typed function, has to see to.
enum host_state {
  HOST_TEXTS = 1,   // texts were given out
  HOST_THREW = 2,   // a host function has thrown
  HOST_THROWN = 4,  // vm->thrown has a value for the host to ask for
  HOST_LIMITED = 8, // always: entries have a time limit or an instruction limit
};

// ---- Failures. They make the text for mica_error_text, and return the status.

mica_status host_fail(struct vm *vm, mica_status status, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
// The script threw and nobody caught it.
mica_status host_fail_thrown(struct vm *vm);

// ---- Entering (vm/core/entry.c)

// What one entry does. Its result is the host's.
typedef mica_status (*host_work)(struct vm *vm, void *context);
// Does the work such that an allocator that fails makes it MICA_ERROR_MEMORY.
mica_status host_enter(struct vm *vm, host_work work, void *context);
// As host_enter, for work that runs script.
mica_status host_run_script(struct vm *vm, host_work work, void *context);
// The end of an entry that calls script: VALUE_EXCEPTION is its failure. `result` may be NULL.
static inline mica_status host_result(struct vm *vm, Value value, mica_value *result) {
  if (__builtin_expect(value == VALUE_EXCEPTION, 0))
    return host_fail_thrown(vm);
  if (result)
    *result = to_host(value);
  return MICA_OK;
}

// ---- Texts (vm/core/host_value.c)

// A block given out by mica_to_string.
struct host_text {
  struct host_text *next;
  char *bytes;
};
// Those that were given out become invalid.
void host_free_texts(struct vm *vm);
static inline void host_release_texts(struct vm *vm) {
  if (vm->host_texts)
    host_free_texts(vm);
}
struct host_read_string {
  struct string *string;
  const char **bytes;
  size_t *length;
};
// A host_work on a struct host_read_string: gives out the string's UTF-8 form.
mica_status host_read_string(struct vm *vm, void *context);

// ---- Host functions (vm/core/host_function.c)

// Calls a host function (FUNCTION_HOST) on its frame; see vm_call_frame.
Value host_call(struct vm *vm, struct function *function, Value *frame, uint32_t count);

// After a host function: its texts become invalid. Has it thrown by mica_throw?
bool host_settle(struct vm *vm);
// The trampoline of a typed function whose calls are logged.
Value host_call_typed_logged(struct vm *vm, struct function *function, const Value *arguments,
                             uint32_t count);
// A function of the host's or, with a class, a method of it. VALUE_EXCEPTION: thrown.
Value host_function_new(struct vm *vm, const char *name, uint32_t length,
                        mica_host_function function, void *data, const mica_class *class);

// ---- What the host owns (vm/core/host_memory.c)

// Something of the host's that a cell stands for: when the cell dies, the host is told, once.
struct host_block {
  struct host_block *next;
  void *owner; // the cell; NULL: it needs the block no more
  void *pointer;
  const mica_class *class;   // of a host object; NULL: `pointer` is memory
  mica_release release;      // may be NULL
  void *data;                // for `release`
  struct typed_array *views; // of memory that is a buffer's; those that die leave the list
};
// An object of class CLASS_HOST.
struct host_object {
  struct object object;
  struct host_block *block;
};
// A block for the cell. Leaves by *vm->panic when there is no memory; nobody is told then.
struct host_block *host_block_new(struct vm *vm, void *pointer);
// Memory of the host's that the runtime keeps from it: when it is much, a collection is due.
void host_count_bytes(struct vm *vm, size_t bytes);
// The collector's: after marking, the blocks whose cells are not marked are set aside; after
// sweeping, the host is told of them.
void host_sweep_blocks(struct vm *vm);
void host_end_dead_blocks(struct vm *vm);
// The host is told of all blocks there are.
void host_end_blocks(struct vm *vm);

// ---- Keys and records (vm/core/host_record.c), classes (vm/core/host_object.c)

void host_trace_keys(struct vm *vm);
void host_trace_classes(struct vm *vm);
void host_free_keys(struct vm *vm);
void host_free_classes(struct vm *vm);

#endif

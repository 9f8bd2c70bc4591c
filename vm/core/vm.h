// The runtime: one isolated world.
//
// struct vm is what mica_runtime points to. The hot part comes first. The script stack is a chain
// of chunks that never move, so that pointers into frames stay valid; a call that does not fit
// continues in the next chunk.
#ifndef MICA_CORE_VM_H
#define MICA_CORE_VM_H

#include "vm/core/factory.h"
#include "vm/core/function.h"
#include "vm/library/objects.h"

#include <pthread.h>

// One piece of the script stack. Every slot below the live end of a chunk is a value; what lies
// beyond may be stale until a collection clears it.
struct stack_chunk {
  struct stack_chunk *previous, *next; // next: kept for reuse
  Value *end;                          // STACK_RESERVE slots follow
  Value *saved_top;                    // live end of the chunk before, while this one is in use
  Value *saved_base;                   // bytecode: the frame that continued here, and where in it
  const uint32_t *saved_pc;
  Value slots[];
};

// Where to go on when an allocator fails, by __builtin_setjmp.
struct panic_point {
  void *words[5];
};

// A value that the host holds.
struct mica_handle {
  Value value;
  struct mica_handle *previous, *next;
};

// Builtin objects that the engine itself needs.
enum intrinsic {
  INTRINSIC_OBJECT_PROTOTYPE = LIBRARY_object_prototype,
  INTRINSIC_FUNCTION_PROTOTYPE = LIBRARY_function_prototype,
  INTRINSIC_ARRAY_PROTOTYPE = LIBRARY_array_prototype,
  INTRINSIC_STRING_PROTOTYPE = LIBRARY_string_prototype,
  INTRINSIC_NUMBER_PROTOTYPE = LIBRARY_number_prototype,
  INTRINSIC_BOOLEAN_PROTOTYPE = LIBRARY_boolean_prototype,
  INTRINSIC_ERROR_PROTOTYPE = LIBRARY_error_prototype,
  INTRINSIC_TYPE_ERROR_PROTOTYPE = LIBRARY_type_error_prototype,
  INTRINSIC_RANGE_ERROR_PROTOTYPE = LIBRARY_range_error_prototype,
  INTRINSIC_REFERENCE_ERROR_PROTOTYPE = LIBRARY_reference_error_prototype,
  INTRINSIC_SYNTAX_ERROR_PROTOTYPE = LIBRARY_syntax_error_prototype,
  INTRINSIC_EVAL_ERROR_PROTOTYPE = LIBRARY_eval_error_prototype,
  INTRINSIC_URI_ERROR_PROTOTYPE = LIBRARY_uri_error_prototype,
  INTRINSIC_AGGREGATE_ERROR_PROTOTYPE = LIBRARY_aggregate_error_prototype,
  // The accessor of what strict code may not ask (10.2.4.1).
  INTRINSIC_THROW_TYPE_ERROR = LIBRARY_throw_type_error,
  INTRINSIC_ITERATOR_PROTOTYPE = LIBRARY_iterator_prototype,
  INTRINSIC_ARRAY_ITERATOR_PROTOTYPE = LIBRARY_array_iterator_prototype,
  INTRINSIC_MAP_ITERATOR_PROTOTYPE = LIBRARY_map_iterator_prototype,
  INTRINSIC_SET_ITERATOR_PROTOTYPE = LIBRARY_set_iterator_prototype,
  INTRINSIC_MAP_PROTOTYPE = LIBRARY_map_prototype,
  INTRINSIC_SET_PROTOTYPE = LIBRARY_set_prototype,
  INTRINSIC_ARRAY_BUFFER_PROTOTYPE = LIBRARY_array_buffer_prototype,
  INTRINSIC_TYPED_ARRAY_PROTOTYPE = LIBRARY_typed_array_prototype,
#define ELEMENT(KIND, prefix, class, type)                                                         \
  INTRINSIC_##KIND##_ARRAY_PROTOTYPE = LIBRARY_##prefix##_prototype,
#include "vm/core/element_kinds.def"
#undef ELEMENT
};

struct vm {
  // Interpreter state, valid while C code runs (spilled by the handlers before they call out).
  Value *base;        // current frame
  const uint32_t *pc; // instruction being executed (for positions)
  Value *top;         // first free slot of the stack: C code pushes here
  Value *stack_end;   // of the current chunk; NULL sends the next call to its slow side, as a poll
  uint32_t interrupt; // not 0: the next safepoint has something to do
  Value exception;    // the thrown value while VALUE_EXCEPTION travels
  Value result;       // of interpreter_run
  struct interpreter_entry *entry; // innermost nesting of the bytecode interpreter in C
  bool constructing; // the builtin being entered was called by `new`: it reads this first
  // The new.target of the script function being entered, which takes it at once; else undefined.
  Value new_target;
  bool final;          // the exception cannot be caught: limit, interruption, unsupported
  uint32_t host_state; // enum host_state (host.h)
  mica_status final_status;

  struct heap heap;
  struct atom_table atoms;
  struct mica_factory *factory; // that it comes from
  struct mica_pool *pool;       // that it belongs to; NULL: to none
  struct vm *next_idle;         // in the pool
  // Those that have been asked for: see vm_builtin. NULL: not yet.
  struct object *builtins[LIBRARY_OBJECT_COUNT];
  struct object *shared_functions[LIBRARY_ALIAS_COUNT]; // of properties with aliases, likewise
  struct object *global;     // NULL before the first entry, which makes it (realm_create)
  struct shape *array_shape; // empty arrays
  struct shape *object_shape;
  struct shape *function_shape;
  struct shape *null_shape;          // of ordinary objects without a prototype
  struct accessor *arguments_callee; // of all arguments objects; NULL until the first
  uint64_t prototype_changes; // of shapes of prototypes: a cache that rests on prototypes checks it
  bool indexed_prototypes;    // some prototype has (had) an index as a key: see property.c

  uint32_t stop;              // why the next safepoint ends the script (limits.h)
  uint64_t time_limit;        // milliseconds of an entry; 0: none
  struct watchdog *watchdog;  // watches over it
  uint64_t instruction_limit; // safepoints of an entry; 0: none
  uint64_t instructions_left; // of the entry that is under way

  struct stack_chunk *stack; // current chunk
  size_t stack_bytes, stack_limit;
  const char *native_limit;  // C code that recurses must not grow its stack below this address
  const void *native_thread; // whose stack that is
  mica_tier tier;
  mica_loader loader;                         // all zero: none
  struct object *session;                     // module of mica_evaluate; NULL until needed
  struct object *modules;                     // require.cache; NULL until needed
  struct object *module_prototype;            // NULL until needed
  struct shape *module_shape, *require_shape; // of what a module has; NULL until needed
  FILE *output, *error_output;
  struct mica_handle *handles;        // doubly linked
  char *error_text;                   // last failure for the host; owned
  struct host_block *host_blocks;     // what the host owns and cells stand for
  struct host_block *dead_blocks;     // of cells that have died: the host is yet to be told
  size_t host_bytes;                  // of the host's memory given since the last collection
  struct mica_key *keys;              // that the host has prepared
  struct mica_record *records;        // likewise
  struct host_class *host_classes;    // of host objects, the last used first
  bool logs_calls;                    // logging is on
  struct host_text *host_texts;       // what mica_to_string has given out since script last ran
  Value thrown;                       // by the script that failed last; see mica_thrown_value
  struct panic_point *panic;          // innermost entry, for an allocator that fails
  struct tree_activation *activation; // innermost call of the tree tier
  struct tree_root *tree_roots;       // values that its C code holds
  Value library;                      // exports of the self-hosted library; undefined until needed
  uint32_t native_threshold;          // calls and jumps back until a function gets native code
                                      // (vm/baseline); 0: none does
  struct baseline *baseline;          // NULL until the first does
  const uint8_t *region;              // that its code is in, likewise
  uint32_t stress_dice;               // of the build STRESS=jit
  struct profile *profile;            // being taken (vm/profile/profile.h), or NULL
  struct profile *profiler;           // the same, kept after its end; NULL: there was none
  uint64_t random_state[2];           // of Math.random; zero until its first use
  struct object *console_counts;      // of console.count by label; NULL until its first use
  uint32_t console_groups;            // that are open
};

// ---- Life

// A runtime of the factory's. NULL: no memory.
struct vm *vm_create(struct mica_factory *factory);
void vm_destroy(struct vm *vm);
// Makes the runtime as new, but for memory that it keeps. No script runs.
void vm_reset(struct vm *vm);

// ---- Builtin objects (vm/library/realm.c), made when they are first asked for

struct object *realm_make(struct vm *vm, enum library_object object);
static inline struct object *vm_builtin(struct vm *vm, unsigned object) {
  struct object *made = vm->builtins[object];
  return __builtin_expect(made != NULL, 1) ? made : realm_make(vm, (enum library_object)object);
}
// The value of a slot that is pending, which takes its place there.
Value realm_complete(struct vm *vm, struct object *object, uint32_t slot);
// What a runtime has before any script runs: the global object, the prototypes of objects,
// functions and arrays, and the shapes of what inherits them.
void realm_create(struct vm *vm);

// ---- Errors: made in one place (vm/core/error.c)

enum error_class {
  ERROR_ERROR,
  ERROR_TYPE,
  ERROR_RANGE,
  ERROR_REFERENCE,
  ERROR_SYNTAX,
  ERROR_EVAL,
  ERROR_URI,
};
// Creates the error object with message (printf) and stack trace, makes it vm->exception, returns
// VALUE_EXCEPTION.
Value throw_error(struct vm *vm, enum error_class class, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
Value throw_type_error(struct vm *vm, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
Value throw_range_error(struct vm *vm, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
// A final error: no catch sees it.
Value throw_final(struct vm *vm, mica_status status, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
Value throw_value(struct vm *vm, Value value);
// New error object (not thrown) with own, non-enumerable `message` (unless undefined) and `stack`.
struct object *error_new(struct vm *vm, struct object *prototype, Value message);
// The same of a class of the engine's.
Value error_of_class(struct vm *vm, enum error_class class, const char *message);
// Text of frames from the innermost, "    at name (file:line:column)\n" each, at most `most`;
// appends to a growing string. In vm/core/trace.c.
struct string *stack_trace(struct vm *vm, uint32_t most);
// Short description of a value for messages: `undefined`, `"abc"`, `[object Array]`, `function f`.
// Static buffer of the caller.
const char *describe_value(struct vm *vm, Value value, char *buffer, size_t size);

// ---- Stack for C code

// Slots that C code may push without asking, in any state of the stack.
#define STACK_RESERVE 64
static inline void vm_push(struct vm *vm, Value value) { *vm->top++ = value; }

// ---- Calls from C (vm/core/call.c). Safepoints: they run script.

// Any callable; TypeError otherwise. `arguments` may lie anywhere.
Value vm_call(struct vm *vm, Value callee, Value this_value, const Value *arguments,
              uint32_t count);

// Calls `callee` with the frame at the end of the stack: frame[0] is `this`, then `count` arguments
// up to vm->top. The callee is rooted by the caller. vm->top is as before afterwards.
Value vm_call_frame(struct vm *vm, Value callee, Value *frame, uint32_t count);
// As vm_call_frame, by `new` or `super()`: frame[0] is overwritten. `new_target` is the callee or
// another constructor; the caller keeps it alive. The result is an object.
Value vm_construct_frame(struct vm *vm, Value callee, Value new_target, Value *frame,
                         uint32_t count);
// As vm_call, by `new` or `super()`.
Value vm_construct(struct vm *vm, Value callee, Value new_target, const Value *arguments,
                   uint32_t count);
// The prototype of what `new_target` constructs: its `prototype` or, when that is no object, the
// intrinsic (10.1.14). NULL: thrown.
struct object *vm_prototype_for(struct vm *vm, Value new_target, enum intrinsic otherwise);
// The same in a builtin constructor, which asks it first: the intrinsic unless called by `new`.
static inline struct object *vm_builtin_prototype(struct vm *vm, const Value *frame,
                                                  enum intrinsic intrinsic) {
  return vm->constructing ? vm_prototype_for(vm, frame[0], intrinsic) : vm_builtin(vm, intrinsic);
}
// The object that `new` gives a script function as `this` (10.1.13). NULL: thrown.
struct object *vm_create_this(struct vm *vm, Value new_target);
// TypeError: a class is called without `new`.
Value vm_throw_class_called(struct vm *vm, Value class);

// Learns the bounds of the C stack when the runtime is entered on a thread that it has not seen
// last.
void vm_learn_thread(struct vm *vm);
static inline const void *vm_this_thread(void) {
#ifdef __clang__
  return (const void *)pthread_self();
#else
  return __builtin_thread_pointer();
#endif
}
static inline void vm_enter_thread(struct vm *vm) {
  if (vm->native_thread != vm_this_thread())
    vm_learn_thread(vm);
}
Value vm_throw_stack_overflow(struct vm *vm);
// Is there C stack left for another level of recursion? false: RangeError thrown.
static inline bool vm_check_native_stack(struct vm *vm) {
  return (const char *)__builtin_frame_address(0) > vm->native_limit ||
         vm_throw_stack_overflow(vm) != VALUE_EXCEPTION;
}

// Asks the next safepoint to act: at a loop's back edge by `interrupt`, at a call by the failing
// comparison with stack_end. May be called from another thread.
static inline void vm_request(struct vm *vm) {
  __atomic_store_n(&vm->interrupt, 1, __ATOMIC_SEQ_CST);
  __atomic_store_n(&vm->stack_end, NULL, __ATOMIC_SEQ_CST);
}
// The slow side of a safepoint: collects, checks limits. false: a final error was thrown. The live
// part of the stack ends at vm->top.
bool vm_safepoint(struct vm *vm);
// The poll of C code that may run script: a safepoint if one was asked for.
static inline bool vm_poll(struct vm *vm) { return !vm->interrupt || vm_safepoint(vm); }
// The poll of C code that only works long: no safepoint, so nothing needs to be rooted, but limits
// and interruption end the script here. false: a final error was thrown. In vm/core/limits.c.
bool limits_allow_work(struct vm *vm);
bool limits_allow(struct vm *vm);
static inline bool vm_poll_work(struct vm *vm) { return !vm->interrupt || limits_allow_work(vm); }

// ---- The stack's chunks (vm/core/stack.c)

// Continues the stack in the next chunk, with room for `needed` slots and the reserve: vm->top is
// its start. What is live of this chunk ends at the present vm->top. false: RangeError thrown.
bool stack_extend(struct vm *vm, size_t needed);
// Goes back to the chunk before, and to the vm->top that it had.
void stack_retreat(struct vm *vm);
// Opens a frame for a call with `count` arguments: slots for the callee (frame[-1]) and `this`
// (frame[0]), both undefined; the caller pushes the arguments. NULL: RangeError thrown.
Value *stack_open_frame(struct vm *vm, uint32_t count);
// Takes the frame, its callee's slot and all above off the stack.
void stack_close_frame(struct vm *vm, Value *frame);
// Makes stack_end the end of the current chunk again, unless a request is pending.
void stack_restore_end(struct vm *vm);
// The first chunk, for the first entry: a new runtime has none. false: no memory.
bool stack_create(struct vm *vm);
// Makes the first chunk, which alone is kept, the empty stack.
void stack_reset(struct vm *vm);
void stack_start(struct vm *vm);
void stack_destroy(struct vm *vm);
// Marks what is live and clears what is not.
void stack_trace_roots(struct vm *vm);

// ---- Running programs

// Runs `source` as a module of the library, which may use the names of vm/library/intrinsics.def.
// Returns module.exports. `source` is compiled once a factory.
Value vm_run_library(struct vm *vm, enum library_script script, const char *name,
                     const char *source, size_t length);
// module.exports of the self-hosted part of the library. A safepoint the first time.
Value vm_library_exports(struct vm *vm);

#include "vm/core/allocate.h"

#endif
